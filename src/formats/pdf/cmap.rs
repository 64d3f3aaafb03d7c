//! Character maps: which code in a string means which letters (`ToUnicode`), and how many bytes a code has.

use std::collections::HashMap;

use super::tokens::{Token, Tokens};

/// How many codes a map has at most; what comes after them is not read.
const MOST_CODES: usize = 200_000;

#[derive(Clone, Debug, Default)]
pub struct CharacterMap {
    /// Codes and the text they mean.
    pub text: HashMap<u32, String>,
    /// Ranges of codes and the first of their character numbers (CIDs).
    pub cids: Vec<(u32, u32, u32)>,
    /// Ranges of valid codes with their length in bytes.
    pub spaces: Vec<(usize, u32, u32)>,
}

enum Item {
    Text(Vec<u8>),
    Number(f64),
    List(Vec<Vec<u8>>),
}

impl CharacterMap {
    pub fn parse(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut items: Vec<Item> = Vec::new();
        let mut list: Option<Vec<Vec<u8>>> = None;
        for token in Tokens::new(bytes) {
            match token {
                Token::Text(text) => match &mut list {
                    Some(list) => list.push(text),
                    None => items.push(Item::Text(text)),
                },
                Token::Number(number) => items.push(Item::Number(number)),
                Token::ArrayStart => list = Some(Vec::new()),
                Token::ArrayEnd => items.extend(list.take().map(Item::List)),
                Token::Operator(operator) => {
                    map.section(operator, &items);
                    items.clear();
                    list = None;
                }
                _ => {}
            }
        }
        map
    }

    fn section(&mut self, operator: &[u8], items: &[Item]) {
        match operator {
            b"endcodespacerange" => {
                for pair in items.chunks_exact(2) {
                    if let [Item::Text(low), Item::Text(high)] = pair
                        && (1..=4).contains(&low.len())
                    {
                        self.spaces.push((low.len(), code(low), code(high)));
                    }
                }
            }
            b"endbfchar" => {
                for pair in items.chunks_exact(2) {
                    if let [Item::Text(from), Item::Text(to)] = pair {
                        self.put(code(from), utf16(to));
                    }
                }
            }
            b"endbfrange" => {
                for triple in items.chunks_exact(3) {
                    let [Item::Text(low), Item::Text(high), to] = triple else {
                        continue;
                    };
                    let (low, high) = (code(low), code(high));
                    match to {
                        Item::List(texts) => {
                            for (from, text) in (low..=high).zip(texts) {
                                self.put(from, utf16(text));
                            }
                        }
                        Item::Text(first) => self.range(low, high, first),
                        Item::Number(_) => {}
                    }
                }
            }
            b"endcidrange" => {
                for triple in items.chunks_exact(3) {
                    if let [Item::Text(low), Item::Text(high), Item::Number(cid)] = triple {
                        self.cids.push((code(low), code(high), whole(*cid)));
                    }
                }
            }
            b"endcidchar" => {
                for pair in items.chunks_exact(2) {
                    if let [Item::Text(from), Item::Number(cid)] = pair {
                        self.cids.push((code(from), code(from), whole(*cid)));
                    }
                }
            }
            _ => {}
        }
    }

    fn put(&mut self, code: u32, text: String) {
        if self.text.len() < MOST_CODES {
            self.text.insert(code, text);
        }
    }

    /// Codes one after the other mean characters one after the other.
    fn range(&mut self, low: u32, high: u32, first: &[u8]) {
        let first = utf16(first);
        let Some(last) = first.chars().last() else {
            return;
        };
        let stem = first
            .get(..first.len() - last.len_utf8())
            .unwrap_or_default();
        for (step, from) in (low..=high).take(0x1_0000).enumerate() {
            let step = u32::try_from(step).unwrap_or_default();
            let Some(c) = char::from_u32(u32::from(last) + step) else {
                continue;
            };
            self.put(from, format!("{stem}{c}"));
            if self.text.len() >= MOST_CODES {
                return;
            }
        }
    }

    /// The character number of a code.
    pub fn cid(&self, code: u32) -> Option<u32> {
        let range = self
            .cids
            .iter()
            .find(|(low, high, _)| (*low..=*high).contains(&code));
        range.map(|(low, _, cid)| cid.saturating_add(code - low))
    }
}

fn code(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .take(4)
        .fold(0, |code, byte| code << 8 | u32::from(*byte))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range of a character number"
)]
fn whole(number: f64) -> u32 {
    number.clamp(0.0, 1_000_000.0) as u32
}

fn utf16(bytes: &[u8]) -> String {
    // Some programs write one byte for a letter.
    if let [byte] = bytes {
        return char::from(*byte).to_string();
    }
    encoding_rs::UTF_16BE
        .decode_without_bom_handling(bytes)
        .0
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_to_letters() {
        let map = CharacterMap::parse(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
              2 beginbfchar <0003> <0020> <0005> <00660069> endbfchar\n\
              2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<00E9> <D83DDE0A>] endbfrange\n\
              1 begincidrange <0100> <0110> 7 endcidrange",
        );
        let text = |code: u32| map.text.get(&code).map(String::as_str);
        assert_eq!((text(3), text(5)), (Some(" "), Some("fi")));
        assert_eq!(
            (text(0x10), text(0x12), text(0x13)),
            (Some("A"), Some("C"), None)
        );
        assert_eq!((text(0x20), text(0x21)), (Some("é"), Some("😊")));
        assert_eq!((map.cid(0x102), map.cid(1)), (Some(9), None));
        assert_eq!(map.spaces, [(2, 0, 0xFFFF)]);
        let endless = CharacterMap::parse(b"<00000000> <FFFFFFFF> <0041> endbfrange");
        assert!(endless.text.len() <= 0x1_0000);
    }
}
