//! The tokens of a PDF's content streams and character maps.

/// A token; arrays and dictionaries are told by their brackets.
#[derive(Clone, Debug, PartialEq)]
pub enum Token<'b> {
    Number(f64),
    Text(Vec<u8>),
    Name(Vec<u8>),
    Operator(&'b [u8]),
    ArrayStart,
    ArrayEnd,
    DictionaryStart,
    DictionaryEnd,
}

pub struct Tokens<'b> {
    bytes: &'b [u8],
    at: usize,
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

const fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

impl<'b> Tokens<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Passes over the data of an inline image, which begin after the operator `ID`.
    pub fn skip_image(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let end = memchr::memmem::find_iter(rest, b"EI").find(|at| {
            let before = at.checked_sub(1).and_then(|at| rest.get(at));
            before.is_some_and(|b| is_space(*b)) && rest.get(at + 2).is_none_or(|b| is_space(*b))
        });
        self.at = end.map_or(self.bytes.len(), |end| self.at + end + 2);
    }

    fn literal(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        let mut depth = 1_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escape(&mut text);
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        text
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            b'\n' => {}
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    match self.peek() {
                        Some(digit @ b'0'..=b'7') => {
                            value = value * 8 + u32::from(digit - b'0');
                            self.at += 1;
                        }
                        _ => break,
                    }
                }
                text.push(u8::try_from(value & 0xFF).unwrap_or_default());
            }
            other => text.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        let mut high: Option<u8> = None;
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            let Some(digit) = char::from(byte).to_digit(16) else {
                continue;
            };
            let digit = u8::try_from(digit).unwrap_or_default();
            match high.take() {
                None => high = Some(digit),
                Some(high) => text.push(high << 4 | digit),
            }
        }
        text.extend(high.map(|high| high << 4));
        text
    }

    fn name(&mut self) -> Vec<u8> {
        let mut name = Vec::new();
        while let Some(byte) = self.peek() {
            if is_space(byte) || is_delimiter(byte) {
                break;
            }
            self.at += 1;
            let digits = self.bytes.get(self.at..self.at + 2);
            let escaped = (byte == b'#')
                .then_some(digits)
                .flatten()
                .and_then(|digits| std::str::from_utf8(digits).ok())
                .and_then(|digits| u8::from_str_radix(digits, 16).ok());
            if escaped.is_some() {
                self.at += 2;
            }
            name.push(escaped.unwrap_or(byte));
        }
        name
    }
}

impl<'b> Iterator for Tokens<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Token<'b>> {
        loop {
            let byte = self.peek()?;
            let start = self.at;
            self.at += 1;
            return Some(match byte {
                _ if is_space(byte) => continue,
                b'%' => {
                    while self.peek().is_some_and(|b| !matches!(b, b'\n' | b'\r')) {
                        self.at += 1;
                    }
                    continue;
                }
                b'(' => Token::Text(self.literal()),
                b'<' if self.peek() == Some(b'<') => {
                    self.at += 1;
                    Token::DictionaryStart
                }
                b'<' => Token::Text(self.hexadecimal()),
                b'>' if self.peek() == Some(b'>') => {
                    self.at += 1;
                    Token::DictionaryEnd
                }
                b'[' => Token::ArrayStart,
                b']' => Token::ArrayEnd,
                b'/' => Token::Name(self.name()),
                b'>' | b')' | b'{' | b'}' => continue,
                _ => {
                    while self
                        .peek()
                        .is_some_and(|b| !is_space(b) && !is_delimiter(b))
                    {
                        self.at += 1;
                    }
                    let word = self.bytes.get(start..self.at).unwrap_or_default();
                    number(word).map_or(Token::Operator(word), Token::Number)
                }
            });
        }
    }
}

/// A number as PDF writes it; also `--5` and `1.2.3`, which programs have been seen to write.
fn number(word: &[u8]) -> Option<f64> {
    if !matches!(word.first(), Some(b'0'..=b'9' | b'+' | b'-' | b'.')) || word.len() > 60 {
        return None;
    }
    let text = std::str::from_utf8(word).ok()?;
    if let Ok(value) = text.parse::<f64>() {
        return value.is_finite().then_some(value);
    }
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    let digits = text.trim_start_matches(['-', '+']);
    let end = digits
        .char_indices()
        .filter(|(_, c)| *c == '.')
        .nth(1)
        .map_or(digits.len(), |(at, _)| at);
    let digits = digits.get(..end)?.split('-').next()?;
    digits.parse::<f64>().ok().map(|value| sign * value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_a_content_stream() {
        let bytes = b"/F#31 -12.5 Tf [(a\\(b\\)\\351) -20 <4a4>] TJ % note\n--3 .5 <</A 1>> q";
        let text = |bytes: &[u8]| Token::Text(bytes.to_vec());
        let tokens: Vec<_> = Tokens::new(bytes).collect();
        assert_eq!(
            tokens,
            [
                Token::Name(b"F1".to_vec()),
                Token::Number(-12.5),
                Token::Operator(b"Tf"),
                Token::ArrayStart,
                text(b"a(b)\xe9"),
                Token::Number(-20.0),
                text(b"\x4a\x40"),
                Token::ArrayEnd,
                Token::Operator(b"TJ"),
                Token::Number(-3.0),
                Token::Number(0.5),
                Token::DictionaryStart,
                Token::Name(b"A".to_vec()),
                Token::Number(1.0),
                Token::DictionaryEnd,
                Token::Operator(b"q"),
            ]
        );
    }
}
