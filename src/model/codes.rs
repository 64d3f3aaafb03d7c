//! Country codes that live as long as the program, whichever file they were read from.

/// All pairs of capital letters in order.
const PAIRS: [u8; 26 * 26 * 2] = {
    let mut pairs = [0; 26 * 26 * 2];
    let mut n = 0;
    while n < 26 * 26 {
        pairs[n * 2] = b'A' + (n / 26) as u8;
        pairs[n * 2 + 1] = b'A' + (n % 26) as u8;
        n += 1;
    }
    pairs
};

static LETTERS: [u8; 26 * 26 * 2] = PAIRS;

/// An ISO 3166 alpha-2 code in capitals; empty when the text is not two letters.
#[must_use]
pub fn country_code(text: &str) -> &'static str {
    let [a, b] = text.as_bytes() else { return "" };
    let (a, b) = (a.to_ascii_uppercase(), b.to_ascii_uppercase());
    if !(a.is_ascii_uppercase() && b.is_ascii_uppercase()) {
        return "";
    }
    let at = (usize::from(a - b'A') * 26 + usize::from(b - b'A')) * 2;
    let pair = LETTERS.get(at..at + 2).unwrap_or_default();
    std::str::from_utf8(pair).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_two_letters() {
        let check = |text: &str, expected: &str| assert_eq!(country_code(text), expected, "{text}");
        check("LY", "LY");
        check("zz", "ZZ");
        check("AA", "AA");
        check("", "");
        check("L", "");
        check("LBY", "");
        check("1A", "");
        check("É", "");
    }
}
