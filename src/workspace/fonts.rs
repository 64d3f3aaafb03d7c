//! Fonts of the system: for letters that the embedded fonts lack (Chinese, Japanese, Korean and many others), and for the
//! families a house style names.

use std::sync::OnceLock;

use ab_glyph::Font as _;
use fontdb::{Database, FaceInfo, Query, Stretch, Style, Weight};

use crate::{
    charts::{self, Family, FamilyFiles, FontFile, Letters},
    model::picture::HouseStyle,
};

/// A font of the system.
#[derive(Clone, PartialEq, Eq)]
pub struct SystemFont {
    /// Its name, as a person knows it.
    pub name: String,
    /// The file, which can hold several fonts.
    pub bytes: Vec<u8>,
    /// Which of them it is.
    pub index: u32,
}

impl std::fmt::Debug for SystemFont {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} bytes)", self.name, self.bytes.len())
    }
}

/// What was found for some letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFont {
    /// The letters it was looked for.
    pub letters: String,
    /// `None` when no font of the system has any of them.
    pub font: Option<SystemFont>,
}

/// Looks through the fonts of the system for the one that has most of these letters. Takes up to a second or two where
/// there are hundreds of fonts, so it is no work for the window's thread.
#[must_use]
pub fn find(letters: &str) -> FoundFont {
    FoundFont {
        letters: letters.to_owned(),
        font: best(system(), letters),
    }
}

/// The fonts of the system, looked through once. One that is installed later is found by the next run.
fn system() -> &'static Database {
    static FONTS: OnceLock<Database> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut fonts = Database::new();
        fonts.load_system_fonts();
        fonts
    })
}

/// The families whose fonts are embedded.
pub const EMBEDDED: [&str; 2] = ["Inter", "Literata"];

/// The families that pictures can be set in, embedded and of the system, by name. Takes as long as [`find`].
#[must_use]
pub fn families() -> Vec<String> {
    let faces = system().faces();
    let mut names: Vec<String> = faces
        .filter_map(|face| face.families.first())
        .map(|(name, _)| name.clone())
        // Fonts of the window system's own, on macOS, which nothing may name.
        .filter(|name| !name.starts_with('.'))
        .chain(EMBEDDED.map(str::to_owned))
        .collect();
    names.sort_by_key(|name| (name.to_lowercase(), name.clone()));
    names.dedup();
    names
}

/// The letters a picture is set in.
#[derive(Clone, Debug, Default)]
pub struct FoundLetters {
    pub letters: Letters,
    /// Families the style names that the system does not have, or whose fonts cannot be drawn with; the embedded ones are
    /// used in their place.
    pub missing: Vec<String>,
}

/// The families a style names, and a font for letters of `said` that no embedded font has.
#[must_use]
pub fn letters<'t>(style: &HouseStyle, said: impl IntoIterator<Item = &'t str>) -> FoundLetters {
    let mut missing = Vec::new();
    let mut family = |name: &str, embedded: &str| {
        let name = name.trim();
        if name.is_empty() || name.eq_ignore_ascii_case(embedded) {
            return None;
        }
        let found = Family::read(name, || files(system(), name));
        if found.is_none() && !missing.iter().any(|known| known == name) {
            missing.push(name.to_owned());
        }
        found
    };
    let text = family(&style.font, "Inter");
    let title = family(&style.title_font, "Literata");
    let lacking = charts::letters_lacking(said);
    let others = if lacking.is_empty() {
        None
    } else {
        best(system(), &lacking).and_then(|font| {
            let regular = FontFile {
                bytes: font.bytes,
                index: font.index,
                weight: 400,
            };
            Family::read(&font.name, || {
                Some(FamilyFiles {
                    regular,
                    bold: None,
                    italic: None,
                })
            })
        })
    };
    FoundLetters {
        letters: Letters {
            text,
            title,
            others,
        },
        missing,
    }
}

/// The fonts of a family: upright in regular and bold weight, and slanted. A name is found whatever its capitals.
fn files(fonts: &Database, name: &str) -> Option<FamilyFiles> {
    if let Some(embedded) = EMBEDDED.iter().position(|e| e.eq_ignore_ascii_case(name)) {
        return Some(embedded_files(embedded));
    }
    let exact = fonts
        .faces()
        .flat_map(|face| &face.families)
        .find(|(of, _)| of.to_lowercase() == name.to_lowercase())?
        .0
        .clone();
    let face = |weight: Weight, style: Style| {
        let query = Query {
            families: &[fontdb::Family::Name(&exact)],
            weight,
            stretch: Stretch::Normal,
            style,
        };
        let face = fonts.face(fonts.query(&query)?)?;
        if face.style != style {
            return None;
        }
        let bytes = fonts.with_face_data(face.id, |bytes, _| bytes.to_vec())?;
        Some(FontFile {
            bytes,
            index: face.index,
            weight: face.weight.0,
        })
    };
    let regular = face(Weight::NORMAL, Style::Normal).or_else(|| {
        // A family that is slanted only.
        face(Weight::NORMAL, Style::Italic).or_else(|| face(Weight::NORMAL, Style::Oblique))
    })?;
    let bold = face(Weight::SEMIBOLD, Style::Normal).filter(|bold| bold.weight > regular.weight);
    Some(FamilyFiles {
        regular,
        bold,
        italic: face(Weight::NORMAL, Style::Italic),
    })
}

/// The fonts of an embedded family, where it is to take the place of the other one.
fn embedded_files(which: usize) -> FamilyFiles {
    macro_rules! font {
        ($name:literal, $weight:literal) => {
            FontFile {
                bytes: include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts/", $name))
                    .to_vec(),
                index: 0,
                weight: $weight,
            }
        };
    }
    if which == 0 {
        FamilyFiles {
            regular: font!("Inter-Regular.otf", 400),
            bold: Some(font!("Inter-SemiBold.otf", 600)),
            italic: None,
        }
    } else {
        FamilyFiles {
            regular: font!("Literata-Regular.ttf", 400),
            bold: Some(font!("Literata-SemiBold.ttf", 600)),
            italic: Some(font!("Literata-Italic.ttf", 400)),
        }
    }
}

/// The font that has most of the letters; among equals the one for the language they are likely of, upright, of usual
/// weight, the first by name.
fn best(fonts: &Database, letters: &str) -> Option<SystemFont> {
    let wanted = likely(letters);
    let mut faces: Vec<&FaceInfo> = fonts.faces().collect();
    let name = |face: &FaceInfo| {
        face.families
            .first()
            .map_or("", |(name, _)| name)
            .to_owned()
    };
    faces.sort_by_cached_key(|face| {
        let other = !wanted
            .iter()
            .any(|word| face.post_script_name.contains(word));
        let slanted = face.style != Style::Normal;
        let weight = face.weight.0.abs_diff(400);
        // Letters of one width are for programs.
        let odd = (slanted, weight, face.monospaced);
        (
            other,
            odd,
            name(face),
            face.post_script_name.clone(),
            face.index,
        )
    });
    let covered = |face: &FaceInfo| {
        let count = fonts.with_face_data(face.id, |bytes, index| {
            let font = ab_glyph::FontRef::try_from_slice_and_index(bytes, index).ok()?;
            Some(letters.chars().filter(|c| font.glyph_id(*c).0 != 0).count())
        });
        count.flatten().unwrap_or(0)
    };
    let all = letters.chars().count();
    let mut found: Option<(usize, &FaceInfo)> = None;
    for face in faces {
        let count = covered(face);
        if count > found.map_or(0, |(most, _)| most) {
            found = Some((count, face));
        }
        if count == all {
            break;
        }
    }
    let (_, face) = found?;
    let bytes = fonts.with_face_data(face.id, |bytes, _| bytes.to_vec())?;
    Some(SystemFont {
        name: name(face),
        bytes,
        index: face.index,
    })
}

/// Parts of the names of fonts for the language that letters are likely of: Chinese, Japanese and Korean write one
/// character in ways of their own.
fn likely(letters: &str) -> &'static [&'static str] {
    let any = |of: fn(char) -> bool| letters.chars().any(of);
    if any(|c| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}')) {
        &["JP", "Japan", "Hiragino", "Gothic", "Meiryo"]
    } else if any(|c| matches!(c, '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7AF}')) {
        &["KR", "Malgun", "AppleSD", "Nanum"]
    } else {
        &["SC", "CN", "YaHei", "PingFang", "Hei"]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedded() -> Database {
        let mut fonts = Database::new();
        fonts.load_fonts_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts"));
        assert!(!fonts.is_empty());
        fonts
    }

    #[test]
    fn the_font_that_has_the_letters_is_found() {
        for (letters, name) in [("يفرن", "Arabic"), ("שלום", "Hebrew"), ("Zāwiya", "")] {
            let found = best(&embedded(), letters).expect("one of them has these letters");
            assert!(found.name.contains(name), "{letters}: {found:?}");
            let font = ab_glyph::FontRef::try_from_slice_and_index(&found.bytes, found.index);
            let font = font.expect("it can be read");
            assert!(letters.chars().all(|c| font.glyph_id(c).0 != 0));
        }
    }

    #[test]
    fn no_font_is_found_for_letters_that_none_has() {
        assert_eq!(best(&embedded(), "漢字"), None);
        assert_eq!(best(&embedded(), ""), None);
        assert_eq!(best(&Database::new(), "a"), None);
    }

    #[test]
    fn names_of_fonts_follow_the_language() {
        assert!(likely("水を運ぶ").contains(&"JP"));
        assert!(likely("물을 나르다").contains(&"KR"));
        assert!(likely("运水").contains(&"SC"));
    }
}
