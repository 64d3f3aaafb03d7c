//! XML as documents use it: elements by their local names and text, one pass, nothing kept. Document types are passed
//! over, so entities that one declares are never expanded, and nothing is fetched.

use std::borrow::Cow;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

pub enum Node<'a> {
    /// An element begins. One without content is followed by its end, too.
    Open(Tag<'a>),
    /// An element of this local name ends.
    Close(&'a str),
    Text(&'a str),
}

#[derive(Clone, Copy)]
pub struct Tag<'a> {
    /// The name without its prefix.
    pub name: &'a str,
    pub prefix: &'a str,
    start: &'a BytesStart<'a>,
}

impl Tag<'_> {
    /// An attribute's value by its name without the prefix.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.start
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)
            .map(|attribute| {
                quick_xml::escape::unescape(&attribute.value)
                    .map_or_else(|_| attribute.value.to_string(), Cow::into_owned)
            })
    }
}

/// Decodes an XML file: by its mark, by the encoding it declares, otherwise as UTF-8.
pub fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    let head = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes));
    let declared = head
        .strip_prefix("<?xml")
        .and_then(|head| head.split_once("?>"))
        .and_then(|(declaration, _)| declaration.split_once("encoding"))
        .and_then(|(_, value)| value.split(['"', '\'']).nth(1))
        .and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    match declared {
        // Text that is readable as a declaration is not UTF-16, whatever it declares.
        Some(encoding) if encoding.is_ascii_compatible() => encoding.decode(bytes).0.into_owned(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Calls `each` for every element and text. Returns the byte at which the XML was no longer understood, if it was not
/// understood to its end.
pub fn walk(text: &str, mut each: impl FnMut(Node<'_>)) -> Option<u64> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => open(&start, &mut each),
            Ok(Event::Empty(start)) => {
                open(&start, &mut each);
                each(Node::Close(start.local_name().into_inner()));
            }
            Ok(Event::End(end)) => each(Node::Close(end.local_name().into_inner())),
            Ok(Event::Text(words)) => each(Node::Text(&words.xml10_content())),
            Ok(Event::CData(words)) => each(Node::Text(&words.xml10_content())),
            Ok(Event::GeneralRef(reference)) => {
                let name = reference.xml10_content();
                if let Ok(Some(c)) = reference.resolve_char_ref() {
                    each(Node::Text(c.encode_utf8(&mut [0; 4])));
                } else if let Some(c) = entity(&name) {
                    each(Node::Text(c.encode_utf8(&mut [0; 4])));
                }
            }
            Ok(Event::Eof) => return None,
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
            Err(_) => return Some(reader.error_position()),
        }
    }
}

fn open(start: &BytesStart<'_>, each: &mut impl FnMut(Node<'_>)) {
    let name = start.name();
    each(Node::Open(Tag {
        name: name.local_name().into_inner(),
        prefix: name.prefix().map_or("", |prefix| prefix.into_inner()),
        start,
    }));
}

/// HTML's names for the characters of Latin-1 from U+00A0 on.
const LATIN: &[&str] = &[
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf",
    "laquo", "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro",
    "para", "middot", "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest",
    "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute",
    "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute",
    "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute",
    "THORN", "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil",
    "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde",
    "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc",
    "uuml", "yacute", "thorn", "yuml",
];

/// XML's five names, and those of HTML that books use.
fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "sbquo" => '‚',
        "ldquo" => '“',
        "rdquo" => '”',
        "bdquo" => '„',
        "lsaquo" => '‹',
        "rsaquo" => '›',
        "hellip" => '…',
        "bull" => '•',
        "prime" => '′',
        "Prime" => '″',
        "dagger" => '†',
        "Dagger" => '‡',
        "permil" => '‰',
        "euro" => '€',
        "trade" => '™',
        "minus" => '−',
        "ensp" => '\u{2002}',
        "emsp" => '\u{2003}',
        "thinsp" => '\u{2009}',
        "zwnj" => '\u{200C}',
        "zwj" => '\u{200D}',
        "OElig" => 'Œ',
        "oelig" => 'œ',
        "Scaron" => 'Š',
        "scaron" => 'š',
        "Yuml" => 'Ÿ',
        "fnof" => 'ƒ',
        _ => {
            let at = LATIN.iter().position(|known| *known == name)?;
            return char::from_u32(0xA0 + u32::try_from(at).ok()?);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(xml: &str) -> (String, Option<u64>) {
        let mut text = String::new();
        let end = walk(xml, |node| {
            if let Node::Text(words) = node {
                text.push_str(words);
            }
        });
        (text, end)
    }

    #[test]
    fn entities_are_read_and_never_expanded() {
        let check = |xml: &str, expected: &str| assert_eq!(texts(xml).0, expected);
        check(
            "<a>caf&eacute; &amp; &#8220;x&#x201D;&nbsp;&yuml;</a>",
            "café & “x”\u{A0}ÿ",
        );
        check(
            "<a><![CDATA[1 < 2]]> &nosuch; & so on</a>",
            "1 < 2  & so on",
        );
        let laughs = "<!DOCTYPE a [<!ENTITY l \"lol\"><!ENTITY m \"&l;&l;&l;\">]><a>x&m;</a>";
        check(laughs, "x");
        check("<a><b>one</a>two", "onetwo");
    }

    #[test]
    fn encodings_are_declared_or_marked() {
        let latin = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>caf\xe9</a>";
        assert!(decode(latin).ends_with("<a>café</a>"));
        let wide: Vec<u8> = "\u{FEFF}<a>é</a>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decode(&wide), "<a>é</a>");
        assert_eq!(decode("<a>é</a>".as_bytes()), "<a>é</a>");
    }
}
