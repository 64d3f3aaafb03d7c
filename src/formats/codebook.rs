//! Codebooks in the REFI-QDA exchange format (`.qdc`), which programs for qualitative analysis read and write. Written only.
//!
//! Source: REFI-QDA Codebook 1.0, <https://www.qdasoftware.org/codebook-exchange/>.

use std::fmt::Write as _;

/// One code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// From [`guid`].
    pub guid: String,
    /// The guid of the code it is a part of; one that is not among the entries counts as none.
    pub parent: Option<String>,
    pub name: String,
    /// As `#rrggbb`.
    pub color: String,
    /// Empty where there is none.
    pub description: String,
}

/// A hash as an identifier in the form of RFC 9562, version 8 ("vendor-specific").
#[must_use]
pub fn guid(hash: &[u8; 32]) -> String {
    let mut hex = String::with_capacity(36);
    for (i, byte) in hash.iter().take(16).enumerate() {
        if matches!(i, 4 | 6 | 8 | 10) {
            hex.push('-');
        }
        let byte = match i {
            6 => byte & 0x0F | 0x80,
            8 => byte & 0x3F | 0x80,
            _ => *byte,
        };
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// The codes as a codebook file, parts inside what they are part of.
#[must_use]
pub fn qdc(entries: &[Entry]) -> Vec<u8> {
    let mut out = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n",
        "<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" ",
        "xsi:schemaLocation=\"urn:QDA-XML:codebook:1.0 http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd\" ",
        "origin=\"Dateline ",
        env!("CARGO_PKG_VERSION"),
        "\">\n<Codes>\n",
    ));
    let alone = |entry: &&Entry| {
        !entries
            .iter()
            .any(|other| Some(&other.guid) == entry.parent.as_ref())
    };
    // Codes that are still open, outermost first, with the parts that are yet to come.
    let mut open: Vec<std::vec::IntoIter<&Entry>> =
        vec![entries.iter().filter(alone).collect::<Vec<_>>().into_iter()];
    while let Some(level) = open.last_mut() {
        let Some(entry) = level.next() else {
            open.pop();
            if !open.is_empty() {
                out.push_str("</Code>\n");
            }
            continue;
        };
        let _ = write!(
            out,
            "<Code guid=\"{}\" name=\"{}\" isCodable=\"true\" color=\"{}\">",
            entry.guid,
            escaped(&entry.name),
            entry.color
        );
        if !entry.description.is_empty() {
            let _ = write!(
                out,
                "<Description>{}</Description>",
                escaped(&entry.description)
            );
        }
        let parts: Vec<&Entry> = entries
            .iter()
            .filter(|part| part.parent.as_ref() == Some(&entry.guid))
            .collect();
        open.push(parts.into_iter());
    }
    out.push_str("</Codes>\n</CodeBook>\n");
    out.into_bytes()
}

/// Text for XML, in elements as well as in attributes. Characters that XML cannot hold are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, parent: Option<&str>) -> Entry {
        Entry {
            guid: name.to_owned(),
            parent: parent.map(str::to_owned),
            name: format!("<{name}>"),
            color: "#000000".to_owned(),
            description: String::new(),
        }
    }

    #[test]
    fn parts_lie_inside_what_they_are_part_of() {
        let mut entries = [
            entry("a", None),
            entry("b", Some("a")),
            entry("c", Some("b")),
            entry("d", Some("gone")),
        ];
        entries[0].description = "This & that".to_owned();
        let text = String::from_utf8(qdc(&entries)).expect("UTF-8");
        let (_, codes) = text.split_once("<Codes>\n").expect("codes");
        let plain = codes.replace(" isCodable=\"true\" color=\"#000000\"", "");
        assert_eq!(
            plain,
            "<Code guid=\"a\" name=\"&lt;a&gt;\"><Description>This &amp; that</Description>\
             <Code guid=\"b\" name=\"&lt;b&gt;\"><Code guid=\"c\" name=\"&lt;c&gt;\"></Code>\n</Code>\n</Code>\n\
             <Code guid=\"d\" name=\"&lt;d&gt;\"></Code>\n</Codes>\n</CodeBook>\n"
        );
    }

    #[test]
    fn identifiers_have_the_form_of_a_guid() {
        assert_eq!(guid(&[0xAB; 32]), "abababab-abab-8bab-abab-abababababab");
    }
}
