//! Reads numbers in digits and in words.

use super::tokens::{Gap, Token};

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

fn word_value(word: &str) -> Option<f64> {
    let small = SMALL.iter().position(|w| *w == word);
    let tens = || TENS.iter().position(|w| *w == word).map(|i| (i + 2) * 10);
    small.or_else(tens).map(|n| n as f64)
}

fn scale(word: &str) -> Option<f64> {
    Some(match word {
        "hundred" => 1e2,
        "thousand" => 1e3,
        "million" | "mln" => 1e6,
        "billion" | "bln" => 1e9,
        "trillion" => 1e12,
        "dozen" => 12.0,
        _ => return None,
    })
}

/// A number in digits, with a scale letter where one follows (2.5m, 3bn).
fn digits(word: &str) -> Option<f64> {
    let end = word
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(word.len());
    let (number, letters) = word.split_at(end);
    let value: f64 = number.parse().ok().filter(|_| !number.is_empty())?;
    Some(match letters {
        "" => value,
        "k" => value * 1e3,
        "m" | "mn" => value * 1e6,
        "bn" => value * 1e9,
        _ => return None,
    })
}

/// A number that begins with the word `at`: its value, the word after it, and whether it is written in digits alone.
pub(super) fn number(tokens: &[Token], at: usize) -> Option<(f64, usize, bool)> {
    let first = tokens.get(at)?;
    let word = |i: usize| tokens.get(i).map(|t| t.lower.as_str());
    let joined = |i: usize| {
        tokens
            .get(i)
            .is_some_and(|t| matches!(t.gap, Gap::Space | Gap::Hyphen))
    };
    if let Some(mut value) = digits(&first.lower) {
        let mut next = at + 1;
        let mut plain = true;
        while joined(next - 1)
            && let Some(by) = word(next).and_then(scale)
        {
            value *= by;
            next += 1;
            plain = false;
        }
        return Some((value, next, plain));
    }
    // "half a dozen", "a dozen", "a hundred"
    if first.lower == "half" && word(at + 1) == Some("a") && word(at + 2) == Some("dozen") {
        return Some((6.0, at + 3, false));
    }
    if first.lower == "a" && joined(at) {
        let by = word(at + 1).and_then(scale)?;
        return Some((by, at + 2, false));
    }
    let mut total = 0.0;
    let mut current = word_value(&first.lower)?;
    let mut next = at + 1;
    while joined(next - 1) {
        let Some(w) = word(next) else { break };
        if let Some(by) = scale(w) {
            if by < 1e3 {
                current *= by;
            } else {
                total += current * by;
                current = 0.0;
            }
        } else if let Some(value) = word_value(w) {
            // "twenty five" goes on, "three four" does not.
            let goes_on = (current % 100.0 >= 20.0 && current % 10.0 == 0.0 && value < 10.0)
                || (current % 100.0 == 0.0 && (current > 0.0 || total > 0.0));
            if !goes_on {
                break;
            }
            current += value;
        } else if w == "and"
            && (current >= 100.0 || total > 0.0)
            && word(next + 1).and_then(word_value).is_some()
        {
            next += 1;
            continue;
        } else {
            break;
        }
        next += 1;
    }
    Some((total + current, next, false))
}

/// A number as people write it: `1,200`, `2.5`.
pub(super) fn shown(value: f64) -> String {
    if value.fract() != 0.0 {
        return format!("{value}");
    }
    let plain = format!("{value:.0}");
    let mut out = String::with_capacity(plain.len() + plain.len() / 3);
    for (i, c) in plain.chars().enumerate() {
        if i > 0 && (plain.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{super::tokens::read, *};

    fn check(text: &str, value: f64) {
        let tokens = read(text);
        let found = number(&tokens, 0);
        assert_eq!(found.map(|f| f.0), Some(value), "{text}");
        assert_eq!(found.map(|f| f.1), Some(tokens.len()), "{text}");
    }

    #[test]
    fn numbers_in_digits_and_words() {
        check("1,200", 1200.0);
        check("2.5 million", 2_500_000.0);
        check("twenty-five", 25.0);
        check("one hundred and twenty", 120.0);
        check("three thousand two hundred", 3200.0);
        check("eleven", 11.0);
        check("two dozen", 24.0);
        check("half a dozen", 6.0);
        check("a hundred", 100.0);
        check("3bn", 3e9);
        assert_eq!(number(&read("a320 jets"), 0), None);
        assert_eq!(shown(1_234_567.0), "1,234,567");
    }
}
