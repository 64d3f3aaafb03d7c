//! Front matter: metadata in YAML between two lines of dashes, or in TOML between two lines of pluses.

use saphyr_parser::{Event, Parser};

use crate::{
    formats::compose,
    model::{Metadata, dates},
};

/// The largest front matter, in bytes.
const LARGEST: usize = 64 * 1024;

/// The most events of YAML that are looked at.
const MOST_EVENTS: usize = 20_000;

/// The metadata block at the head of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter<'t> {
    Yaml(&'t str),
    Toml(&'t str),
}

/// Splits a file that begins with front matter into it and the body.
pub fn split(text: &str) -> Option<(Matter<'_>, &str)> {
    let text = text.trim_start_matches(['\u{FEFF}', '\n', '\r']);
    let (fence, ends): (&str, &[&str]) = if text.starts_with("---") {
        ("---", &["---", "..."])
    } else {
        ("+++", &["+++"])
    };
    let first = text.lines().next()?;
    if first.trim_end() != fence {
        return None;
    }
    let start = text.find('\n')? + 1;
    let mut at = start;
    for line in text.get(start..)?.split_inclusive('\n') {
        if ends.contains(&line.trim_end()) {
            let matter = text.get(start..at)?;
            let body = text.get(at + line.len()..)?;
            // A rule, a paragraph and another rule are no metadata.
            let stated = matter.lines().any(|l| l.contains([':', '=']));
            let matter = if fence == "---" {
                Matter::Yaml(matter)
            } else {
                Matter::Toml(matter)
            };
            return stated.then_some((matter, body));
        }
        at += line.len();
        if at - start > LARGEST {
            return None;
        }
    }
    None
}

/// The metadata that front matter states.
///
/// # Errors
/// What is wrong with it, in words.
pub fn read(matter: &Matter<'_>) -> Result<Metadata, String> {
    let pairs = match matter {
        Matter::Yaml(text) => {
            compose::guarded(|| yaml(text)).unwrap_or_else(|| Err("it is no YAML".to_owned()))?
        }
        Matter::Toml(text) => toml_pairs(text)?,
    };
    let mut stated = Metadata::default();
    for (key, values) in &pairs {
        note(&mut stated, key, values);
    }
    Ok(stated)
}

/// Keys and their values: one for a scalar, several for a list.
type Pairs = Vec<(String, Vec<String>)>;

/// The keys of the outermost mapping. Aliases are never followed, so that no chain of them can grow without bound.
fn yaml(text: &str) -> Result<Pairs, String> {
    let mut pairs: Pairs = Vec::new();
    let mut depth = 0_u32;
    let mut key: Option<String> = None;
    // Inside a value: the name of a mapping's member, such as the name of an author.
    let mut inner: Option<String> = None;
    let mut mappings: Vec<bool> = Vec::new();
    for event in Parser::new_from_str(text).take(MOST_EVENTS) {
        let (event, _) = event.map_err(|error| error.to_string())?;
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                depth += 1;
                mappings.push(matches!(event, Event::MappingStart(..)));
                inner = None;
                if depth > 64 {
                    return Err("it nests too deep".to_owned());
                }
            }
            Event::MappingEnd | Event::SequenceEnd => {
                depth = depth.saturating_sub(1);
                mappings.pop();
                inner = None;
                if depth == 1 {
                    key = None;
                }
            }
            Event::Scalar(value, ..) => match (depth, key.as_ref()) {
                (1, None) if mappings.first() == Some(&true) => {
                    pairs.push((value.to_string(), Vec::new()));
                    key = Some(value.into_owned());
                }
                (1, Some(_)) => {
                    if let Some((_, values)) = pairs.last_mut() {
                        values.push(value.into_owned());
                    }
                    key = None;
                }
                (2.., Some(_)) if mappings.last() == Some(&true) => {
                    // Of an object only the name or the words are of use.
                    let Some(name) = inner.take() else {
                        inner = Some(value.into_owned());
                        continue;
                    };
                    if matches!(
                        name.to_ascii_lowercase().as_str(),
                        "name" | "title" | "text" | "value" | "url"
                    ) && let Some((_, values)) = pairs.last_mut()
                    {
                        values.push(value.into_owned());
                    }
                }
                (2.., Some(_)) => {
                    if let Some((_, values)) = pairs.last_mut() {
                        values.push(value.into_owned());
                    }
                }
                _ => {}
            },
            Event::Alias(_) if depth == 1 => key = None,
            Event::DocumentEnd => break,
            _ => {}
        }
    }
    Ok(pairs)
}

fn toml_pairs(text: &str) -> Result<Pairs, String> {
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| error.message().to_owned())?;
    let mut pairs = Pairs::new();
    // Hugo and Zola keep the fields that are not theirs in tables of these names.
    let tables = ["params", "extra"]
        .iter()
        .filter_map(|name| table.get(*name)?.as_table());
    for (key, value) in table.iter().chain(tables.flatten()) {
        let values: Vec<String> = match value {
            toml::Value::Array(values) => values.iter().filter_map(toml_words).collect(),
            other => toml_words(other).into_iter().collect(),
        };
        pairs.push((key.clone(), values));
    }
    Ok(pairs)
}

fn toml_words(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Datetime(date) => Some(date.to_string()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Table(table) => table
            .get("name")
            .or_else(|| table.get("title"))
            .and_then(toml::Value::as_str)
            .map(str::to_owned),
        _ => None,
    }
}

fn note(stated: &mut Metadata, key: &str, values: &[String]) {
    let Some(first) = values.iter().find_map(|value| compose::field(value)) else {
        return;
    };
    let key: String = key
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let slot = match key.as_str() {
        "title" | "headline" => &mut stated.title,
        "author" | "authors" | "byline" | "by" | "creator" => {
            // Note-taking programs write names as links: `[[Ann Lee]]`.
            let bare = values
                .iter()
                .map(|value| value.trim_start_matches("[[").trim_end_matches("]]"));
            let names: Vec<String> = bare.filter_map(compose::byline).collect();
            stated.byline = stated
                .byline
                .take()
                .or(Some(names.join(", ")).filter(|n| !n.is_empty()));
            return;
        }
        "outlet" | "publication" | "publisher" | "newspaper" | "site" | "sitename" | "source"
        | "journal" => {
            match compose::url(&first) {
                Some(url) => stated.url = stated.url.take().or(Some(url)),
                None => stated.outlet = stated.outlet.take().or(Some(first)),
            }
            return;
        }
        "url" | "link" | "canonical" | "canonicalurl" | "originalurl" | "sourceurl" => {
            stated.url = stated.url.take().or_else(|| compose::url(&first));
            return;
        }
        "lang" | "language" | "locale" => {
            stated.language = stated.language.take().or_else(|| compose::language(&first));
            return;
        }
        "date" | "published" | "pubdate" | "publishdate" | "publishedat" | "datepublished"
        | "publicationdate" | "created" => {
            // A date of publication wins over one that may be the note's own.
            let date = compose::published(dates::read(&first));
            if stated.published.is_none() || !matches!(key.as_str(), "date" | "created") {
                stated.published = date.or(stated.published);
            }
            return;
        }
        "agency" => &mut stated.agency,
        "dateline" | "location" | "place" => &mut stated.dateline_place,
        _ => return,
    };
    if slot.is_none() {
        *slot = Some(first);
    }
}
