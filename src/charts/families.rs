//! The fonts words are drawn with: those embedded, and those a house style names, as the bytes of their files.

use std::{
    collections::HashMap,
    sync::{Mutex, OnceLock, PoisonError, RwLock},
};

use ab_glyph::Font as _;

/// A font, ready to shape and to outline.
pub struct Font {
    pub outlines: ab_glyph::FontRef<'static>,
    pub units_per_em: f64,
    tables: harfrust::FontRef<'static>,
    shaper: harfrust::ShaperData,
}

impl Font {
    /// Reads the font at this place of a file; `None` when it has none that can be drawn with.
    fn read(bytes: &'static [u8], index: u32) -> Option<Self> {
        let outlines = ab_glyph::FontRef::try_from_slice_and_index(bytes, index).ok()?;
        let tables = harfrust::FontRef::from_index(bytes, index).ok()?;
        Some(Self {
            units_per_em: f64::from(outlines.units_per_em().filter(|units| *units > 0.0)?),
            shaper: harfrust::ShaperData::new(&tables),
            tables,
            outlines,
        })
    }

    /// What sets its letters.
    pub fn shaper(&self) -> harfrust::Shaper<'_> {
        self.shaper.shaper(&self.tables).build()
    }
}

macro_rules! font_file {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts/", $name))
    };
}

/// The embedded fonts: Inter in two weights, Literata semibold and italic, Arabic, Hebrew.
fn embedded() -> &'static [Font] {
    static FONTS: OnceLock<Vec<Font>> = OnceLock::new();
    FONTS.get_or_init(|| {
        let files: [&'static [u8]; 6] = [
            font_file!("Inter-Regular.otf"),
            font_file!("Inter-SemiBold.otf"),
            font_file!("Literata-SemiBold.ttf"),
            font_file!("Literata-Italic.ttf"),
            font_file!("NotoSansArabic-Regular.ttf"),
            font_file!("NotoSansHebrew-Regular.ttf"),
        ];
        files
            .into_iter()
            .map(|bytes| Font::read(bytes, 0).expect("embedded fonts are readable"))
            .collect()
    })
}

/// Fonts that are not embedded, in the order they were read. They stay for the life of the program, so that words can name
/// theirs by a number: they are the few of the styles in use.
static READ: RwLock<Vec<&'static Font>> = RwLock::new(Vec::new());

/// A font by its number: the embedded ones come first.
pub fn font(number: usize) -> Option<&'static Font> {
    let embedded = embedded();
    embedded.get(number).or_else(|| {
        let read = READ.read().unwrap_or_else(PoisonError::into_inner);
        read.get(number.checked_sub(embedded.len())?).copied()
    })
}

/// A font of a family, by its number, and its weight as CSS counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    pub font: usize,
    pub weight: u16,
}

/// A family of fonts.
#[derive(Debug, PartialEq, Eq)]
pub struct Family {
    pub name: String,
    pub(super) regular: Cut,
    /// The same as the regular one where the family has no bold.
    pub(super) bold: Cut,
    pub(super) italic: Option<Cut>,
}

/// One font of a family as it lies in a file.
#[derive(Clone, Debug)]
pub struct FontFile {
    pub bytes: Vec<u8>,
    /// Which font of the file.
    pub index: u32,
    /// As CSS counts it: 400 is regular, 700 bold.
    pub weight: u16,
}

/// The fonts of a family that pictures use.
#[derive(Clone, Debug)]
pub struct FamilyFiles {
    pub regular: FontFile,
    pub bold: Option<FontFile>,
    pub italic: Option<FontFile>,
}

impl Family {
    /// The family of this name, read once; `None` when its regular font cannot be drawn with.
    pub fn read(name: &str, files: impl FnOnce() -> Option<FamilyFiles>) -> Option<&'static Self> {
        static KNOWN: OnceLock<Mutex<HashMap<String, Option<&'static Family>>>> = OnceLock::new();
        let mut known = KNOWN
            .get_or_init(Mutex::default)
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *known
            .entry(name.to_owned())
            .or_insert_with(|| Self::keep(name, files()?))
    }

    fn keep(name: &str, files: FamilyFiles) -> Option<&'static Self> {
        let regular = keep(files.regular)?;
        let family = Self {
            name: name.to_owned(),
            regular,
            bold: files.bold.and_then(keep).unwrap_or(regular),
            italic: files.italic.and_then(keep),
        };
        Some(Box::leak(Box::new(family)))
    }
}

fn keep(file: FontFile) -> Option<Cut> {
    let font = Font::read(Vec::leak(file.bytes), file.index)?;
    let mut read = READ.write().unwrap_or_else(PoisonError::into_inner);
    read.push(Box::leak(Box::new(font)));
    Some(Cut {
        font: embedded().len() + read.len() - 1,
        weight: file.weight,
    })
}

/// The families that words are set with in place of the embedded ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    /// Instead of Inter.
    pub text: Option<&'static Family>,
    /// Instead of Literata.
    pub title: Option<&'static Family>,
    /// For letters that the others lack.
    pub others: Option<&'static Family>,
}

impl Letters {
    /// The embedded fonts alone.
    pub const EMBEDDED: Self = Self {
        text: None,
        title: None,
        others: None,
    };
}

/// The letters of a text that no embedded font has, each once, in the order of their code points.
#[must_use]
pub fn letters_lacking<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let mut letters: Vec<char> = texts
        .into_iter()
        .flat_map(str::chars)
        .filter(|letter| !letter.is_ascii() && letter.is_alphanumeric())
        .collect();
    letters.sort_unstable();
    letters.dedup();
    let has = |letter: char| {
        let fonts = embedded().iter();
        fonts
            .clone()
            .any(|font| font.outlines.glyph_id(letter).0 != 0)
    };
    letters.into_iter().filter(|letter| !has(*letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, weight: u16) -> FontFile {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts/");
        let bytes = std::fs::read(format!("{folder}{name}")).expect("an embedded font");
        FontFile {
            bytes,
            index: 0,
            weight,
        }
    }

    #[test]
    fn a_family_is_read_once_and_numbers_its_fonts() {
        let files = || {
            Some(FamilyFiles {
                regular: file("Literata-SemiBold.ttf", 600),
                bold: None,
                italic: Some(file("Literata-Italic.ttf", 400)),
            })
        };
        let first = Family::read("Test family", files).expect("a family");
        assert_eq!(first.bold, first.regular);
        assert!(font(first.regular.font).is_some());
        assert_ne!(first.italic.map(|cut| cut.font), Some(first.regular.font));
        let again = Family::read("Test family", || None).expect("it is known");
        assert!(std::ptr::eq(first, again));
    }

    #[test]
    fn what_is_no_font_is_no_family() {
        let broken = FontFile {
            bytes: b"not a font".to_vec(),
            index: 0,
            weight: 400,
        };
        let files = FamilyFiles {
            regular: broken.clone(),
            bold: Some(broken),
            italic: None,
        };
        assert!(Family::read("Broken", || Some(files)).is_none());
        assert!(font(usize::MAX).is_none());
    }

    #[test]
    fn letters_no_font_has_are_named_once() {
        assert_eq!(
            letters_lacking(["漢字 and 字", "Zürich", "القاهرة חיפה", "😀"]),
            "字漢"
        );
    }
}
