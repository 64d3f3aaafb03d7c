//! House styles: letters and colors of a newsroom, by name.
//!
//! Each is one small TOML file in the folder `styles` of the settings folder, not an entry of the settings: such a file can be
//! read and written by people, sent to a colleague, and given to the terminal program as it is.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{Problem, export::write_file, settings};
use crate::model::picture::HouseStyle;

/// Longest file that is read as a style.
const MOST_BYTES: u64 = 64 * 1024;

/// Longest name of a style, in characters.
const LONGEST_NAME: usize = 60;

/// The styles that are saved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shelf {
    /// By name.
    pub styles: Vec<HouseStyle>,
    /// Files in the folder that are no style, and why.
    pub broken: Vec<Problem>,
}

impl Shelf {
    /// The style of this name, whatever its capitals.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&HouseStyle> {
        let name = name.trim().to_lowercase();
        let mut styles = self.styles.iter();
        styles.find(|style| style.name.to_lowercase() == name)
    }
}

/// Where styles lie; `None` without a home folder.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    settings::folder().map(|folder| folder.join("styles"))
}

fn place() -> Result<PathBuf, Problem> {
    folder().ok_or_else(|| {
        Problem::new("Could not find the house styles", "there is no home folder")
            .with_hint("Set DATELINE_HOME to a folder")
    })
}

/// All files of the folder that may be styles, by name.
fn files() -> Vec<PathBuf> {
    let Some(folder) = folder() else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("toml"))
        })
        .collect();
    files.sort();
    files
}

/// The styles that are saved, by name.
#[must_use]
pub fn shelf() -> Shelf {
    let mut shelf = Shelf::default();
    for path in files() {
        match read(&path) {
            Ok(style) => shelf.styles.push(style),
            Err(problem) => shelf.broken.push(problem),
        }
    }
    shelf.styles.sort_by_key(|style| style.name.to_lowercase());
    shelf
}

/// Reads a style from a file.
///
/// # Errors
/// When it cannot be read or is no style; the problem says where.
pub fn read(path: &Path) -> Result<HouseStyle, Problem> {
    let failed = |why: &dyn std::fmt::Display| {
        Problem::new(format!("Could not read the style {}", path.display()), why)
    };
    let size = fs::metadata(path).map_err(|error| failed(&error))?.len();
    if size > MOST_BYTES {
        return Err(failed(&"it is too long for a style")
            .with_hint("Choose a file such as `dateline style save` writes"));
    }
    let bytes = fs::read(path).map_err(|error| failed(&error))?;
    let text = String::from_utf8(bytes).map_err(|_| failed(&"it is no text"))?;
    let mut style = parse(&text).map_err(|why| {
        failed(&why).with_hint("See “House styles” in docs/charts.md for what a style holds")
    })?;
    if style.name.is_empty() {
        let stem = path.file_stem().unwrap_or_default();
        style.name = stem.to_string_lossy().into_owned();
    }
    Ok(style)
}

/// Reads a style; the reason it is none otherwise, with line and column.
fn parse(text: &str) -> Result<HouseStyle, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut style: HouseStyle = toml::from_str(text).map_err(|error| {
        let at = error.span().map(|span| {
            let before = text.get(..span.start).unwrap_or_default();
            let line = before.lines().count().max(1);
            // A span that begins a line stands after the line break.
            let line = line + usize::from(before.ends_with('\n'));
            format!("line {line}: ")
        });
        let message = error.message().trim().replace('\n', ", ");
        format!("{}{message}", at.unwrap_or_default())
    })?;
    style.name = tidy_name(&style.name);
    match style.wrong() {
        Some(why) => Err(why),
        None => Ok(style),
    }
}

/// A style as the text of its file.
#[must_use]
pub fn text_of(style: &HouseStyle) -> String {
    let head = "# A house style of Dateline. What is left out is the program's own.\n";
    // Plain strings, numbers and lists can always be written.
    let body = toml::to_string(style).unwrap_or_default();
    format!("{head}{body}")
}

/// A name as one short line.
#[must_use]
pub fn tidy_name(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let name: String = words
        .join(" ")
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    name.chars().take(LONGEST_NAME).collect()
}

/// Writes a style under its name, in place of the one that had it.
///
/// # Errors
/// When it has no name, is wrong, or cannot be written.
pub fn save(style: &HouseStyle) -> Result<(), Problem> {
    let what = "Could not save the style";
    let name = tidy_name(&style.name);
    if name.is_empty() {
        return Err(Problem::new(what, "it has no name").with_hint("Give it one"));
    }
    if let Some(why) = style.wrong() {
        return Err(Problem::new(what, why));
    }
    let folder = place()?;
    fs::create_dir_all(&folder).map_err(|error| Problem::new(what, error))?;
    let path = file_of(&name).unwrap_or_else(|| free_file(&folder, &name));
    let style = HouseStyle {
        name,
        ..style.clone()
    };
    write_file(&path, text_of(&style).as_bytes())
}

/// The file that holds the style of a name.
fn file_of(name: &str) -> Option<PathBuf> {
    let wanted = name.to_lowercase();
    let named = |path: &PathBuf| read(path).is_ok_and(|style| style.name.to_lowercase() == wanted);
    files().into_iter().find(named)
}

/// A file name for a new style that no other has.
fn free_file(folder: &Path, name: &str) -> PathBuf {
    let mut stem = String::new();
    for letter in name.to_lowercase().chars() {
        if letter.is_alphanumeric() {
            stem.push(letter);
        } else if !stem.ends_with('-') {
            stem.push('-');
        }
    }
    let stem = match stem.trim_matches('-') {
        "" => "style",
        stem => stem,
    };
    (1..)
        .map(|n| match n {
            1 => folder.join(format!("{stem}.toml")),
            n => folder.join(format!("{stem}-{n}.toml")),
        })
        .find(|path| fs::symlink_metadata(path).is_err())
        .unwrap_or_else(|| folder.join(format!("{stem}.toml")))
}

fn none_of(what: &str, name: &str) -> Problem {
    let names: Vec<String> = shelf().styles.into_iter().map(|style| style.name).collect();
    let hint = if names.is_empty() {
        "No style is saved yet. Save one in the export dialog, or add a file with `dateline style add FILE`".to_owned()
    } else {
        format!("Saved are: {}", names.join(", "))
    };
    Problem::new(what, format!("no style is called “{name}”")).with_hint(hint)
}

/// Gives a style another name.
///
/// # Errors
/// When there is no such style, another has the name, or it cannot be written.
pub fn rename(from: &str, to: &str) -> Result<HouseStyle, Problem> {
    let what = "Could not rename the style";
    let shelf = shelf();
    let style = shelf.get(from).ok_or_else(|| none_of(what, from))?;
    let name = tidy_name(to);
    if name.is_empty() {
        return Err(Problem::new(what, "it needs a name"));
    }
    let same = name.to_lowercase() == style.name.to_lowercase();
    if shelf.get(&name).is_some() && !same {
        return Err(
            Problem::new(what, format!("another style is called “{name}”"))
                .with_hint("Choose another name, or delete that one first"),
        );
    }
    let old = file_of(&style.name);
    let renamed = HouseStyle {
        name,
        ..style.clone()
    };
    match old {
        // Where only the capitals change, the file is the same.
        Some(old) if same => write_file(&old, text_of(&renamed).as_bytes())?,
        old => {
            save(&renamed)?;
            if let Some(old) = old {
                fs::remove_file(&old).map_err(|error| Problem::new(what, error))?;
            }
        }
    }
    Ok(renamed)
}

/// Deletes a style.
///
/// # Errors
/// When there is no such style or its file cannot be deleted.
pub fn delete(name: &str) -> Result<(), Problem> {
    let what = "Could not delete the style";
    let path = file_of(name).ok_or_else(|| none_of(what, name))?;
    fs::remove_file(&path).map_err(|error| Problem::new(what, error))
}

/// Takes a style from a file onto the shelf. One of the same name that differs is kept: the new one gets a number.
///
/// # Errors
/// When the file is no style or nothing can be written.
pub fn add(path: &Path) -> Result<HouseStyle, Problem> {
    let mut style = read(path)?;
    let shelf = shelf();
    let name = style.name.clone();
    for number in 2.. {
        match shelf.get(&style.name) {
            Some(there) if *there == style => return Ok(style),
            Some(_) => style.name = format!("{name} {number}"),
            None => break,
        }
    }
    save(&style)?;
    Ok(style)
}

/// The style of a name, or in a file: a name that is saved goes first.
///
/// # Errors
/// When there is neither, or the file is no style.
pub fn find(name_or_file: &str) -> Result<HouseStyle, Problem> {
    if let Some(style) = shelf().get(name_or_file) {
        return Ok(style.clone());
    }
    let path = Path::new(name_or_file);
    if path.is_file() {
        return read(path);
    }
    Err(none_of("Could not use the style", name_or_file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::picture::{Rgb, StyleColors};

    fn gazette() -> HouseStyle {
        HouseStyle {
            name: "Harbor Gazette".to_owned(),
            font: "Georgia".to_owned(),
            text_size: 110,
            colors: StyleColors {
                bars: Rgb::parse("#336699"),
                series: vec![Rgb([1, 2, 3])],
                ..StyleColors::default()
            },
            ..HouseStyle::default()
        }
    }

    #[test]
    fn a_style_is_read_as_it_was_written() {
        let text = text_of(&gazette());
        assert_eq!(parse(&text), Ok(gazette()), "{text}");
        assert!(text.contains("bars = \"#336699\""), "{text}");
        assert_eq!(parse(""), Ok(HouseStyle::default()));
        assert_eq!(
            parse("\u{feff}name = \" a \\n b \"").map(|s| s.name),
            Ok("a b".to_owned())
        );
    }

    #[test]
    fn what_is_wrong_with_a_style_is_said_with_its_line() {
        let check = |text: &str, words: &[&str]| {
            let why = parse(text).expect_err("it is wrong");
            for word in words {
                assert!(why.contains(word), "{text}: {why}");
            }
        };
        check(
            "name = \"a\"\n\n[colors]\nbars = \"blue\"\n",
            &["line 4", "blue", "no color"],
        );
        check(
            "name = \"a\"\nfonts = \"Arial\"\n",
            &["line 2", "fonts", "font"],
        );
        check("text_size = 900", &["text_size", "50 to 200"]);
        check("name = ", &["line 1"]);
        check("<html>", &["line 1"]);
        let six = "[colors]\nseries = [\"#111\", \"#222\", \"#333\", \"#444\", \"#555\", \"#666\"]";
        check(six, &["6 colors", "at most 5"]);
    }
}
