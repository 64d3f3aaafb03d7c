//! Directions in words: "south", "north-east", "north-northeast", "NE", "southwestward".

use super::lexer::Token;
use crate::model::relation::Wind;

/// The wind of one word without its hyphens, spelled out.
fn wind_of(letters: &str) -> Option<Wind> {
    let letters = letters
        .strip_suffix("wards")
        .or_else(|| letters.strip_suffix("ward"))
        .unwrap_or(letters);
    let mut short = String::with_capacity(3);
    let mut rest = letters;
    while !rest.is_empty() {
        let (letter, len) = [("north", 'N'), ("south", 'S'), ("east", 'E'), ("west", 'W')]
            .into_iter()
            .find_map(|(word, letter)| rest.starts_with(word).then_some((letter, word.len())))?;
        short.push(letter);
        if short.len() > 3 {
            return None;
        }
        rest = rest.get(len..)?;
    }
    Wind::parse(&short)
}

/// The direction at `at` and the token after it. Abbreviations count in capitals only, single letters only after a distance.
pub(super) fn direction(
    text: &str,
    tokens: &[Token],
    at: usize,
    after_distance: bool,
) -> Option<(Wind, usize)> {
    let token = tokens.get(at).filter(|t| t.name.is_none())?;
    let raw = token.span.of(text);
    let plain: String = raw.chars().filter(|c| *c != '.').collect();
    if ((2..=3).contains(&plain.len()) || after_distance && plain.len() == 1)
        && let Some(wind) = Wind::parse(&plain)
    {
        return Some((wind, at + 1));
    }
    let mut letters = String::new();
    let mut best = None;
    let mut end = at;
    // At most three winds with hyphens or spaces between them: "north-north east", "North", "-", "West".
    for _ in 0..3 {
        let Some(token) = tokens.get(end).filter(|t| t.name.is_none()) else {
            break;
        };
        let part: String = token.word.chars().filter(|c| *c != '-').collect();
        if part.len() < 4 {
            break;
        }
        letters.push_str(&part);
        let Some(wind) = wind_of(&letters) else { break };
        end += 1;
        best = Some((wind, end));
        if tokens.get(end).is_some_and(|t| t.word == "-") {
            end += 1;
        }
    }
    best
}

/// The wind of an adjective such as "northern" or "southwestern".
pub(super) fn adjective(word: &str) -> Option<Wind> {
    let letters: String = word
        .strip_suffix("ern")?
        .chars()
        .filter(|c| *c != '-')
        .collect();
    wind_of(&letters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{analysis::relations::lexer, model::ByteSpan};

    #[test]
    fn directions() {
        let check = |text: &str, expected: Option<&str>, end: usize| {
            let tokens = lexer::read(text, ByteSpan::from(0..text.len()), &[], 0);
            let found = direction(text, &tokens, 0, true);
            assert_eq!(found.map(|(w, _)| w.word()), expected, "{text}");
            if let Some((_, after)) = found {
                assert_eq!(after, end, "{text}");
            }
        };
        check("south of", Some("S"), 1);
        check("southeast of", Some("SE"), 1);
        check("south-east of", Some("SE"), 1);
        check("South-East of", Some("SE"), 3);
        check("south east of", Some("SE"), 2);
        check("north-north-east of", Some("NNE"), 1);
        check("north-northeast of", Some("NNE"), 1);
        check("west-southwest of", Some("WSW"), 1);
        check("NE of", Some("NE"), 1);
        check("NNW of", Some("NNW"), 1);
        check("N of", Some("N"), 1);
        check("eastward of", Some("E"), 1);
        check("northwestwards from", Some("NW"), 1);
        check("southern parts", None, 0);
        check("ne of", None, 0);
        check("eastsouth", None, 0);
        check("northing", None, 0);
        check("se", None, 0);
        assert_eq!(adjective("northwestern").map(Wind::word), Some("NW"));
        assert_eq!(adjective("modern"), None);
    }
}
