//! Saying how a file is to be read, in place of what its bytes suggest.

use std::path::PathBuf;

use egui::{Rect, ScrollArea, Ui, pos2, vec2};

use crate::{
    ui::{
        theme::{colors, font, space},
        widgets::{self, dropdown, label},
    },
    workspace::{
        Columns, ReadOptions, Separator,
        session::{Located, Sample},
    },
};

/// What is to be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    Encoding,
    Separator,
    Columns,
}

impl Asking {
    /// On the button that opens the form.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Encoding => "Try another encoding…",
            Self::Separator => "Split differently…",
            Self::Columns => "Choose columns…",
        }
    }
}

/// Encodings by their names in the WHATWG Encoding Standard, and what they are for.
const ENCODINGS: [(&str, &str); 18] = [
    ("utf-8", "UTF-8, all languages"),
    ("windows-1252", "Windows-1252, Western Europe"),
    ("windows-1250", "Windows-1250, Central Europe"),
    ("iso-8859-2", "ISO 8859-2, Central Europe"),
    ("windows-1251", "Windows-1251, Cyrillic"),
    ("koi8-r", "KOI8-R, Cyrillic"),
    ("windows-1253", "Windows-1253, Greek"),
    ("windows-1254", "Windows-1254, Turkish"),
    ("windows-1255", "Windows-1255, Hebrew"),
    ("windows-1256", "Windows-1256, Arabic"),
    ("windows-1257", "Windows-1257, Baltic"),
    ("utf-16le", "UTF-16, little-endian"),
    ("utf-16be", "UTF-16, big-endian"),
    ("shift_jis", "Shift_JIS, Japanese"),
    ("gb18030", "GB18030, Chinese, simplified"),
    ("big5", "Big5, Chinese, traditional"),
    ("euc-kr", "EUC-KR, Korean"),
    ("macintosh", "Mac Roman"),
];

const SEPARATORS: [&str; 5] = [
    "A line that begins the next article",
    "A line between two articles",
    "Blank lines",
    "A page break",
    "Nothing: the file is one article",
];

/// Names of the columns on the form.
const FIELDS: [&str; 9] = [
    "Text",
    "More text",
    "Title",
    "Date",
    "Outlet",
    "Byline",
    "Address",
    "Language",
    "Article’s name",
];

/// No column of the table.
const ABSENT: &str = "not in the table";

/// What the form holds.
#[derive(Debug)]
pub struct Form {
    pub asking: Asking,
    pub path: PathBuf,
    encoding: usize,
    /// The encoding it was read in last, by its name, once that is known.
    now: Option<String>,
    /// What comes of what is said so far.
    sample: Option<Sample>,
    /// What was asked to be shown last.
    tried: Option<ReadOptions>,
    /// Enter was pressed in a field.
    confirmed: bool,
    separator: usize,
    words: String,
    blank_lines: u8,
    /// The headings of the table, where they are known.
    headings: Vec<String>,
    /// The heading chosen or typed for each of [`FIELDS`]; empty for none.
    columns: [String; FIELDS.len()],
}

impl Form {
    /// A form for a file; `None` when nobody knows where it lies.
    #[must_use]
    pub fn new(asking: Asking, found: &Located) -> Option<Self> {
        let guess = found.guess.clone();
        let or_none = |name: Option<String>| name.unwrap_or_default();
        let mut text = guess.text.into_iter();
        Some(Self {
            asking,
            // What is in the project is read from the bytes kept there, wherever the file is by now.
            path: found
                .path
                .clone()
                .filter(|_| found.there || found.article.is_some())?,
            encoding: 0,
            now: None,
            sample: None,
            tried: None,
            confirmed: false,
            separator: 0,
            words: String::new(),
            blank_lines: 3,
            headings: found.columns.clone(),
            columns: [
                or_none(text.next()),
                or_none(text.next()),
                or_none(guess.title),
                or_none(guess.published),
                or_none(guess.outlet),
                or_none(guess.byline),
                or_none(guess.url),
                or_none(guess.language),
                or_none(guess.member),
            ],
        })
    }

    /// What was said, or what is missing.
    ///
    /// # Errors
    /// When a field that is needed is empty.
    pub fn options(&self) -> Result<ReadOptions, &'static str> {
        let mut options = ReadOptions::default();
        match self.asking {
            Asking::Encoding => {
                if self.now.is_some() && self.now_at() == Some(self.encoding) {
                    return Err("It is read in this encoding already");
                }
                options.encoding = ENCODINGS
                    .get(self.encoding)
                    .map(|(name, _)| (*name).to_owned());
            }
            Asking::Separator => {
                let words = self.words.trim();
                if self.separator < 2 && words.is_empty() {
                    return Err("Type how the line begins");
                }
                options.separator = Some(match self.separator {
                    0 => Separator::Start(words.to_owned()),
                    1 => Separator::Line(words.to_owned()),
                    2 => Separator::BlankLines(self.blank_lines),
                    3 => Separator::PageBreak,
                    _ => Separator::None,
                });
            }
            Asking::Columns => {
                let [first, second, rest @ ..] = &self.columns;
                let filled = |name: &String| {
                    let name = name.trim();
                    (!name.is_empty()).then(|| name.to_owned())
                };
                let text: Vec<String> = [first, second].into_iter().filter_map(filled).collect();
                if text.is_empty() {
                    return Err("Choose the column of the text");
                }
                let [title, published, outlet, byline, url, language, member] = rest;
                options.columns = Some(Columns {
                    text,
                    title: filled(title),
                    published: filled(published),
                    outlet: filled(outlet),
                    byline: filled(byline),
                    url: filled(url),
                    language: filled(language),
                    member: filled(member),
                });
            }
        }
        Ok(options)
    }

    /// The place of the encoding it was read in last.
    fn now_at(&self) -> Option<usize> {
        let now = match self.now.as_deref()?.to_lowercase().as_str() {
            // The larger set holds the smaller.
            "gbk" => "gb18030".to_owned(),
            now => now.to_owned(),
        };
        ENCODINGS.iter().position(|(name, _)| *name == now)
    }

    /// What comes of reading it in some way; the first says how it was read last.
    pub fn show(&mut self, sample: Sample) {
        if sample.path != self.path || sample.asked != self.tried {
            return;
        }
        if sample.asked.is_none() && self.sample.is_none() {
            self.now = Some(sample.encoding.clone()).filter(|name| !name.is_empty());
            self.encoding = self.now_at().unwrap_or(self.encoding);
            let (at, words) = match &sample.read_as.separator {
                Some(Separator::Start(words)) => (0, words.as_str()),
                Some(Separator::Line(words)) => (1, words.as_str()),
                Some(Separator::BlankLines(lines)) => {
                    self.blank_lines = *lines;
                    (2, "")
                }
                Some(Separator::PageBreak) => (3, ""),
                Some(Separator::None) => (4, ""),
                None => (0, ""),
            };
            self.separator = at;
            words.clone_into(&mut self.words);
        }
        self.sample = Some(sample);
    }

    /// In which way the file is to be shown now, when that was not asked for yet; `None` inside for how it was read last.
    pub fn to_try(&mut self) -> Option<Option<ReadOptions>> {
        // How it was read last comes first.
        self.sample.as_ref()?;
        let options = self.options().ok();
        if options == self.tried {
            return None;
        }
        self.tried.clone_from(&options);
        Some(options)
    }

    /// Whether Enter was pressed in a field since the last call.
    pub const fn take_confirmed(&mut self) -> bool {
        std::mem::replace(&mut self.confirmed, false)
    }

    /// Draws the form into `body`.
    pub fn ui(&mut self, ui: &mut Ui, body: Rect) {
        let inner = Rect::from_min_max(
            body.min + vec2(18.0, 14.0),
            pos2(body.right() - 18.0, body.bottom() - space::M),
        );
        ui.scope_builder(egui::UiBuilder::new().max_rect(inner), |ui| {
            ui.set_clip_rect(ui.clip_rect().intersect(body));
            ScrollArea::vertical()
                .id_salt("how to read")
                .auto_shrink(false)
                .show(ui, |ui| self.fields_ui(ui));
        });
    }

    fn fields_ui(&mut self, ui: &mut Ui) {
        let c = colors(ui);
        ui.spacing_mut().item_spacing.y = space::M;
        let file = self
            .path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        widgets::label_elided(ui, format!("Read {file} again"), font::bold(15.0), c.ink);
        label(
            ui,
            "What came of it before is replaced; the file itself stays as it is",
            font::ui(font::SMALL),
            c.ink2,
        );
        ui.add_space(space::S);
        match self.asking {
            Asking::Encoding => {
                field(ui, "Encoding", |ui, name| {
                    let choices = ENCODINGS.map(|(_, words)| words);
                    if let Some(next) = dropdown(ui, name, &choices, self.encoding) {
                        self.encoding = next;
                    }
                });
            }
            Asking::Separator => self.separator_ui(ui),
            Asking::Columns => self.columns_ui(ui),
        }
        self.sample_ui(ui);
    }

    /// What comes of it.
    fn sample_ui(&self, ui: &mut Ui) {
        let c = colors(ui);
        ui.add_space(space::S);
        let Some(sample) = &self.sample else {
            label(ui, "Reading…", font::ui(font::SMALL), c.ink3);
            return;
        };
        let articles = widgets::count(sample.articles, "article", "articles");
        let head = match (&sample.asked, &sample.trouble) {
            (_, Some(_)) => "Nothing can be shown".to_owned(),
            (None, None) => format!("As it is read now: {articles}, {}", sample.encoding),
            (Some(_), None) => format!("Read so: {articles}"),
        };
        label(ui, head, font::bold(font::SMALL), c.ink2);
        for line in sample.trouble.iter().chain(&sample.lines) {
            widgets::label_elided(ui, line.clone(), font::ui(font::SMALL), c.ink2);
        }
    }

    fn separator_ui(&mut self, ui: &mut Ui) {
        field(ui, "Between two", |ui, _| {
            if let Some(next) = dropdown(
                ui,
                "What stands between two articles",
                &SEPARATORS,
                self.separator,
            ) {
                self.separator = next;
            }
        });
        if self.separator < 2 {
            let entered = field(ui, "It begins", |ui, _| {
                let field = widgets::text_field(
                    ui,
                    &mut self.words,
                    "How the line begins",
                    "Document ",
                    320.0,
                );
                super::confirmed(ui, &field)
            });
            self.confirmed |= entered;
        }
        if self.separator == 2 {
            field(ui, "At least", |ui, _| {
                let choices = [
                    "1 blank line",
                    "2 blank lines",
                    "3 blank lines",
                    "4 blank lines",
                    "5 blank lines",
                ];
                let now = usize::from(self.blank_lines.saturating_sub(1));
                if let Some(next) = dropdown(ui, "Blank lines between two articles", &choices, now)
                {
                    self.blank_lines = u8::try_from(next + 1).unwrap_or(1);
                }
            });
        }
    }

    fn columns_ui(&mut self, ui: &mut Ui) {
        let mut choices = vec![ABSENT];
        choices.extend(self.headings.iter().map(String::as_str));
        ui.spacing_mut().item_spacing.y = space::XS;
        for (name, column) in FIELDS.iter().zip(&mut self.columns) {
            field(ui, name, |ui, name| {
                if self.headings.is_empty() {
                    let spoken = format!("Column of the {}", name.to_lowercase());
                    widgets::text_field(ui, column, &spoken, "Heading in the table", 260.0);
                    return;
                }
                let now = choices
                    .iter()
                    .position(|choice| choice == column)
                    .unwrap_or(0);
                let spoken = format!("Column of the {}", name.to_lowercase());
                if let Some(next) = dropdown(ui, &spoken, &choices, now) {
                    *column = match next {
                        0 => String::new(),
                        next => choices.get(next).copied().unwrap_or_default().to_owned(),
                    };
                }
            });
        }
    }
}

/// A line of the form: its name at the left, the control beside it.
fn field<R>(ui: &mut Ui, name: &str, control: impl FnOnce(&mut Ui, &str) -> R) -> R {
    let c = colors(ui);
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(96.0, 28.0), egui::Sense::hover());
        widgets::text(
            ui,
            rect.left_center(),
            egui::Align2::LEFT_CENTER,
            name,
            font::ui(font::UI),
            c.ink2,
        );
        control(ui, name)
    })
    .inner
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(asking: Asking) -> Form {
        let found = Located {
            path: Some(PathBuf::from("/desk/wire.csv")),
            there: true,
            columns: vec!["Head".to_owned(), "Body".to_owned()],
            ..Located::default()
        };
        Form::new(asking, &found).expect("a file that is there")
    }

    #[test]
    fn what_is_said_becomes_options() {
        let mut encoding = form(Asking::Encoding);
        let read = |asked| Sample {
            path: PathBuf::from("/desk/wire.csv"),
            encoding: "windows-1256".to_owned(),
            asked,
            ..Sample::default()
        };
        encoding.show(read(None));
        // The present encoding is preselected, and no change.
        assert!(encoding.options().is_err() && encoding.to_try().is_none());
        encoding.encoding = 1;
        let said = encoding.options().expect("an encoding");
        assert_eq!(said.encoding.as_deref(), Some("windows-1252"));
        assert_eq!(encoding.to_try(), Some(Some(said.clone())));
        assert!(encoding.to_try().is_none(), "asked for once");
        // What comes late is of another choice.
        encoding.show(read(None));
        assert_eq!(encoding.sample.as_ref().and_then(|s| s.asked.clone()), None);
        encoding.show(read(Some(said)));
        assert!(encoding.sample.as_ref().is_some_and(|s| s.asked.is_some()));
        // Back at the present one, that is shown again.
        encoding.encoding = encoding.now_at().expect("a known encoding");
        assert_eq!(encoding.to_try(), Some(None));
        let mut splitting = form(Asking::Separator);
        assert!(splitting.options().is_err());
        splitting.words = " Document ".to_owned();
        let said = splitting.options().expect("a separator");
        assert_eq!(
            said.separator,
            Some(Separator::Start("Document".to_owned()))
        );
        let mut table = form(Asking::Columns);
        assert!(table.options().is_err());
        table.columns[0] = "Body".to_owned();
        table.columns[2] = "Head".to_owned();
        let said = table.options().expect("columns").columns.expect("columns");
        assert_eq!(said.text, ["Body"]);
        assert_eq!(said.title.as_deref(), Some("Head"));
        assert_eq!(said.published, None);
    }
}
