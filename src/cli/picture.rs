//! What the pictures of `chart` and `map` look like and what is written beside them, and house styles.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand, ValueEnum};

use super::{
    args::MethodName,
    exit,
    run::{Ended, Stop},
};
use crate::{
    model::picture::{
        HouseStyle, OwnWords, PictureOptions, Printing, SizePreset, WordLine, pixels_of_mm,
    },
    workspace::{
        Problem, Project,
        export::{self, Behind, Beside, MethodFormat},
        session::{Picture, PictureFormat, PictureRequest},
        styles,
    },
};

#[derive(Debug, Args)]
pub struct PictureArgs {
    /// Where to write the picture: .png or .svg
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// screen, slide, square, portrait, column, two-columns, page, poster, or WIDTHxHEIGHT in px or mm: 1200x800,
    /// 180x110mm
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub size: Option<Size>,
    /// Pixels, in place of the size's
    #[arg(long, value_name = "PX")]
    pub width: Option<u32>,
    /// Pixels, in place of the size's
    #[arg(long, value_name = "PX")]
    pub height: Option<u32>,
    /// Dots per inch, written into the PNG; larger makes text larger
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(36..=2400))]
    pub dpi: Option<u32>,
    /// House style: the name of a saved one, or a file
    #[arg(long, value_name = "NAME|FILE")]
    pub style: Option<String>,
    /// Color, color with hatching, or black and white with hatching
    #[arg(long, value_name = "HOW", default_value = "color")]
    pub printing: PrintingName,
    /// Leave the ground transparent
    #[arg(long)]
    pub transparent: bool,
    /// Select the bar, column, cell or place of this name
    #[arg(long, value_name = "NAME")]
    pub highlight: Option<String>,
    #[command(flatten)]
    pub words: WordArgs,
    /// Write the same numbers as CSV beside the picture
    #[arg(long, help_heading = "Beside the picture")]
    pub numbers: bool,
    /// Write the passages behind each number as NAME.evidence.csv
    #[arg(long, help_heading = "Beside the picture")]
    pub evidence: bool,
    /// Write how it was counted: NAME.method.md or NAME.method.html
    #[arg(long, value_name = "FORMAT", help_heading = "Beside the picture")]
    pub method: Option<MethodName>,
}

/// The words on a picture.
#[derive(Debug, Args)]
#[command(next_help_heading = "Words on the picture; an empty text leaves the line out")]
pub struct WordArgs {
    /// In place of the program's title
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// What is counted, in how many articles
    #[arg(long, value_name = "TEXT")]
    pub subtitle: Option<String>,
    /// The first and last day
    #[arg(long, value_name = "TEXT")]
    pub dates: Option<String>,
    /// How many were counted
    #[arg(long, value_name = "TEXT")]
    pub n: Option<String>,
    /// Source and filter
    #[arg(long, value_name = "TEXT")]
    pub source: Option<String>,
    /// How it is counted
    #[arg(long, value_name = "TEXT")]
    pub method_line: Option<String>,
    /// What else must be said of the numbers
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// What made the picture
    #[arg(long, value_name = "TEXT")]
    pub credit: Option<String>,
    /// Lines to leave out, with commas between them: title, subtitle, dates, n, source, method, notes, credit
    #[arg(long, value_name = "LINES", value_delimiter = ',')]
    pub leave_out: Vec<LineName>,
    /// Say on the picture what checked samples showed of how often names are right
    #[arg(long)]
    pub accuracy: bool,
}

/// Ways of printing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PrintingName {
    Color,
    Patterns,
    Black,
}

/// Lines of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LineName {
    Title,
    Subtitle,
    Dates,
    N,
    Source,
    Method,
    Notes,
    Credit,
}

impl From<LineName> for WordLine {
    fn from(name: LineName) -> Self {
        match name {
            LineName::Title => Self::Title,
            LineName::Subtitle => Self::Subtitle,
            LineName::Dates => Self::Dates,
            LineName::N => Self::N,
            LineName::Source => Self::Source,
            LineName::Method => Self::Method,
            LineName::Notes => Self::Notes,
            LineName::Credit => Self::Credit,
        }
    }
}

impl From<PrintingName> for Printing {
    fn from(name: PrintingName) -> Self {
        match name {
            PrintingName::Color => Self::Color,
            PrintingName::Patterns => Self::Patterns,
            PrintingName::Black => Self::Black,
        }
    }
}

/// A size as it is typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    Preset(SizePreset),
    Pixels(u32, u32),
    Millimeters(f64, f64),
}

/// Dots per inch of a size in millimeters, where nothing else is said.
const PRINT_DPI: u32 = 300;

fn size(text: &str) -> Result<Size, String> {
    let wrong = || {
        let words = SizePreset::ALL.map(|preset| preset.word);
        format!(
            "write {}, or a size such as 1200x800 or 180x110mm",
            words.join(", ")
        )
    };
    let text = text.trim().to_lowercase();
    if let Some(preset) = SizePreset::parse(&text) {
        return Ok(Size::Preset(preset));
    }
    let (numbers, mm) = match text.strip_suffix("mm") {
        Some(numbers) => (numbers, true),
        None => (text.strip_suffix("px").unwrap_or(&text), false),
    };
    let (width, height) = numbers.split_once(['x', '×']).ok_or_else(wrong)?;
    let (width, height) = (width.trim(), height.trim());
    if mm {
        let length = |text: &str| text.parse::<f64>().ok().filter(|mm| *mm > 0.0 && *mm < 1e5);
        let (Some(width), Some(height)) = (length(width), length(height)) else {
            return Err(wrong());
        };
        return Ok(Size::Millimeters(width, height));
    }
    match (width.parse(), height.parse()) {
        (Ok(width), Ok(height)) => Ok(Size::Pixels(width, height)),
        _ => Err(wrong()),
    }
}

impl WordArgs {
    fn own(&self) -> OwnWords {
        let given = [
            (WordLine::Title, &self.title),
            (WordLine::Subtitle, &self.subtitle),
            (WordLine::Dates, &self.dates),
            (WordLine::N, &self.n),
            (WordLine::Source, &self.source),
            (WordLine::Method, &self.method_line),
            (WordLine::Notes, &self.note),
            (WordLine::Credit, &self.credit),
        ];
        let mut own: OwnWords = given
            .into_iter()
            .filter_map(|(line, text)| Some((line, text.clone()?)))
            .collect();
        let left_out = self.leave_out.iter().copied().map(WordLine::from);
        own.extend(left_out.map(|line| (line, String::new())));
        own
    }
}

impl PictureArgs {
    fn options(&self, style: HouseStyle) -> PictureOptions {
        let usual = PictureOptions::default();
        let (width, height, dpi) = match self.size {
            None => (usual.width, usual.height, usual.dpi),
            Some(Size::Preset(preset)) => (preset.width, preset.height, preset.dpi),
            Some(Size::Pixels(width, height)) => (width, height, usual.dpi),
            Some(Size::Millimeters(width, height)) => {
                let dpi = self.dpi.unwrap_or(PRINT_DPI);
                // What has more pixels than can be counted is refused as too large.
                let pixels = |mm: f64| pixels_of_mm(mm, dpi).unwrap_or(u32::MAX);
                (pixels(width), pixels(height), dpi)
            }
        };
        PictureOptions {
            width: self.width.unwrap_or(width),
            height: self.height.unwrap_or(height),
            dpi: self.dpi.unwrap_or(dpi),
            own: self.words.own(),
            show_selection: true,
            transparent: self.transparent,
            printing: self.printing.into(),
            style,
        }
    }

    fn format(&self) -> Result<PictureFormat, Stop> {
        let ending = self
            .output
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("png") => Ok(PictureFormat::Png),
            Some("svg") => Ok(PictureFormat::Svg),
            _ => Err(Stop::WrongUse(format!(
                "-o {}: end the name in .png or .svg",
                self.output.display()
            ))),
        }
    }
}

/// Draws a picture and writes it with what goes beside it.
pub(super) fn draw(
    project: &mut Project,
    mut what: Picture,
    args: &PictureArgs,
    behind: &Behind,
    err: &mut dyn Write,
) -> Ended {
    let format = args.format()?;
    let style = match &args.style {
        Some(name) => styles::find(name)?,
        None => HouseStyle::default(),
    };
    for missing in export::missing_fonts(&style) {
        writeln!(
            err,
            "dateline: no font {missing} on this system; the program’s own is used in its place"
        )?;
    }
    if args.words.accuracy {
        let lines = project.accuracy_lines()?;
        if lines.is_empty() {
            return Err(Problem::new(
                "Could not say how often names are right",
                "no sample of this project was checked",
            )
            .with_hint("Draw one with `dateline accuracy --sample 50`, or leave --accuracy out")
            .into());
        }
        export::add_accuracy(&mut what, &lines);
    }
    if let Some(name) = &args.highlight
        && !export::highlight(&mut what, name)
    {
        return Err(Problem::new(
            "Could not highlight",
            format!("nothing on the picture is called “{name}”"),
        )
        .with_hint("Names are those of the file that --numbers writes")
        .into());
    }
    let beside = Beside {
        numbers: args.numbers,
        evidence: args.evidence,
        method: args.method.map(|method| match method {
            MethodName::Md => MethodFormat::Markdown,
            MethodName::Html => MethodFormat::Html,
        }),
    };
    let request = PictureRequest {
        what,
        options: args.options(style),
        format,
    };
    let files = export::files_of(project, &request, &args.output, beside, behind)?;
    let there = export::there_already(&beside.files(&args.output));
    export::write_all(&files)?;
    if !there.is_empty() {
        let names: Vec<String> = there
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        writeln!(err, "Replaced {}", names.join(", "))?;
    }
    Ok(exit::DONE)
}

/// What is done with house styles.
#[derive(Debug, Subcommand)]
pub enum StyleVerb {
    /// Print the names of all that are saved
    List,
    /// Print a style as the text of its file
    Show {
        /// A saved one's name, or a file
        #[arg(value_name = "NAME|FILE")]
        style: String,
    },
    /// Save the style in a file, so that its name can be used
    Add {
        /// A file of a style, as `style show` prints it
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Give a style another name
    Rename {
        /// The saved style, by its name
        #[arg(value_name = "NAME")]
        from: String,
        /// What it is called from now on
        #[arg(value_name = "NEW NAME")]
        to: String,
    },
    /// Delete a saved style
    Delete {
        /// The saved style, by its name
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// Does something with house styles.
pub(super) fn style(what: StyleVerb, out: &mut dyn Write) -> Ended {
    match what {
        StyleVerb::List => {
            let shelf = styles::shelf();
            for style in &shelf.styles {
                writeln!(out, "{}", style.name)?;
            }
            if let Some(problem) = shelf.broken.into_iter().next() {
                return Err(problem.into());
            }
        }
        StyleVerb::Show { style } => write!(out, "{}", styles::text_of(&styles::find(&style)?))?,
        StyleVerb::Add { file } => writeln!(out, "{}", styles::add(Path::new(&file))?.name)?,
        StyleVerb::Rename { from, to } => writeln!(out, "{}", styles::rename(&from, &to)?.name)?,
        StyleVerb::Delete { name } => styles::delete(&name)?,
    }
    Ok(exit::DONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read() {
        let check =
            |text: &str, expected: Option<Size>| assert_eq!(size(text).ok(), expected, "{text}");
        check("1200x800", Some(Size::Pixels(1200, 800)));
        check("1200 × 800 px", Some(Size::Pixels(1200, 800)));
        check("180x110mm", Some(Size::Millimeters(180.0, 110.0)));
        check("88.5x70 MM", Some(Size::Millimeters(88.5, 70.0)));
        check("Slide", SizePreset::parse("slide").map(Size::Preset));
        for wrong in [
            "",
            "wide",
            "1200",
            "1200x",
            "-1x2",
            "0x5mm",
            "nanxnanmm",
            "1e9x1mm",
        ] {
            check(wrong, None);
        }
    }
}
