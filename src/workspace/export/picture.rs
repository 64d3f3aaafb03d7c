//! A chart or map as a picture file, and the files that go beside it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{MethodFormat, evidence_of, method};
use crate::{
    charts::{self, Form, Subject},
    gazetteer::{Detail, base_map, water_labels},
    model::{
        CountUnit, Filter,
        picture::{HouseStyle, PictureOptions, Said},
    },
    workspace::{
        Problem, Project, fonts,
        session::{Picture, PictureFormat, PictureRequest},
    },
};

/// Pixels a preview has at most.
const PREVIEW_PIXELS: f64 = 4.0e6;

/// Most pixels that are copied: other programs receive them uncompressed, four bytes each.
const MOST_COPIED: u64 = 40_000_000;

/// What a picture's numbers were counted with.
#[derive(Clone, Debug, PartialEq)]
pub struct Behind {
    pub filter: Filter,
    pub unit: CountUnit,
}

/// What is written beside a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Beside {
    /// The same numbers as `NAME.csv`.
    pub numbers: bool,
    /// The passages behind each number as `NAME.evidence.csv`.
    pub evidence: bool,
    /// How it was counted, as `NAME.method.md` or `NAME.method.html`.
    pub method: Option<MethodFormat>,
}

impl Beside {
    /// The files that are written for a picture, itself first.
    #[must_use]
    pub fn files(&self, picture: &Path) -> Vec<PathBuf> {
        let mut files = vec![picture.to_owned()];
        if self.numbers {
            files.push(picture.with_extension("csv"));
        }
        if self.evidence {
            files.push(picture.with_extension("evidence.csv"));
        }
        files.extend(self.method.map(|format| {
            picture.with_extension(match format {
                MethodFormat::Markdown => "method.md",
                MethodFormat::Html => "method.html",
            })
        }));
        files
    }
}

/// The picture and what goes beside it as the bytes of their files, in the order of [`Beside::files`]. `behind` is needed for
/// passages and method alone.
///
/// # Errors
/// When the picture cannot be drawn, the project not be read, or its numbers are not those of the picture any more.
pub fn files_of(
    project: &mut Project,
    request: &PictureRequest,
    path: &Path,
    beside: Beside,
    behind: &Behind,
) -> Result<Vec<(PathBuf, Vec<u8>)>, Problem> {
    let mut contents = vec![picture(request)?];
    let Behind { filter, unit } = behind;
    if beside.numbers {
        contents.push(super::text_rows(&super::numbers(&request.what)));
    }
    if beside.evidence {
        contents.push(evidence_of(project, filter, &request.what, *unit)?);
    }
    if let Some(format) = beside.method {
        let sheet = method(project, filter, &request.what, *unit, format)?;
        contents.push(sheet.into_bytes());
    }
    Ok(beside.files(path).into_iter().zip(contents).collect())
}

/// A picture as the bytes of its file.
///
/// # Errors
/// When its size is out of bounds.
pub fn picture(request: &PictureRequest) -> Result<Vec<u8>, Problem> {
    drawn(
        request,
        match request.format {
            PictureFormat::Png => Form::Png,
            PictureFormat::Svg => Form::Svg,
        },
    )
}

/// A picture as PNG of a few million pixels at most: the file itself, drawn smaller.
///
/// # Errors
/// When its size is out of bounds.
pub fn preview(request: &PictureRequest) -> Result<Vec<u8>, Problem> {
    drawn(request, Form::Preview(PREVIEW_PIXELS))
}

/// A picture as PNG for the clipboard.
///
/// # Errors
/// When its size is out of bounds, or larger than clipboards take.
pub fn copied(request: &PictureRequest) -> Result<Vec<u8>, Problem> {
    let options = &request.options;
    let pixels = u64::from(options.width) * u64::from(options.height);
    if pixels > MOST_COPIED {
        let why = format!(
            "{} × {} pixels are too many for the clipboard: at most {} million in all",
            options.width,
            options.height,
            MOST_COPIED / 1_000_000
        );
        return Err(Problem::new("Could not copy the picture", why)
            .with_hint("Choose a smaller size, or export it as a file"));
    }
    drawn(request, Form::Png)
}

fn drawn(request: &PictureRequest, form: Form) -> Result<Vec<u8>, Problem> {
    let PictureRequest { what, options, .. } = request;
    let own = options.own.values().map(String::as_str);
    let found = fonts::letters(&options.style, words_of(what).into_iter().chain(own));
    let levels = [
        base_map(Detail::World),
        base_map(Detail::Region),
        base_map(Detail::Country),
    ];
    let subject = match what {
        Picture::Chart(chart) => Subject::Chart(chart),
        Picture::Map(map) => Subject::Map(
            map,
            charts::Outlines {
                levels: &levels,
                waters: water_labels(),
            },
        ),
    };
    charts::draw(subject, options, found.letters, form)
        .map_err(|error| Problem::new("Could not make the picture", error))
}

/// Families a style names that this system does not have; the embedded ones are used in their place.
#[must_use]
pub fn missing_fonts(style: &HouseStyle) -> Vec<String> {
    fonts::letters(style, []).missing
}

/// All words that may stand on a picture, besides the user's own.
fn words_of(what: &Picture) -> Vec<&str> {
    let said = said(what);
    let mut words = vec![said.title, said.subtitle, said.n_line];
    words.extend(said.notes.iter().map(String::as_str));
    match what {
        Picture::Chart(chart) => words.extend(chart.labels()),
        Picture::Map(map) => {
            words.extend(map.symbols.iter().map(|symbol| symbol.name.as_str()));
            words.extend(map.listed_only.iter().map(String::as_str));
            words.extend(map.patches.iter().map(|patch| patch.words.as_str()));
        }
    }
    words
}

/// The words around a picture.
#[must_use]
pub fn said(what: &Picture) -> Said<'_> {
    match what {
        Picture::Chart(chart) => Said {
            title: &chart.title,
            subtitle: &chart.subtitle,
            n_line: &chart.n_line,
            notes: &chart.notes,
        },
        Picture::Map(map) => Said {
            title: &map.title,
            subtitle: &map.subtitle,
            n_line: &map.n_line,
            notes: &map.notes,
        },
    }
}

/// Selects what is called so on a picture: a bar, column, cell or place. Returns whether there is one.
pub fn highlight(what: &mut Picture, name: &str) -> bool {
    match what {
        Picture::Chart(chart) => {
            let names = chart.cell_names();
            let found = names.iter().position(|called| called == name);
            let cell = found.and_then(|at| chart.cells().into_iter().nth(at));
            chart.selected = cell.map(|(_, cell)| cell);
            chart.selected.is_some()
        }
        Picture::Map(map) => {
            let mut found = false;
            for symbol in &mut map.symbols {
                symbol.selected = symbol.name == name;
                found |= symbol.selected;
            }
            found
        }
    }
}

/// Why no picture of this size can be made, and what size can.
#[must_use]
pub fn size_problem(options: &PictureOptions) -> Option<String> {
    charts::check_size(options)
        .err()
        .map(|error| error.to_string())
}
