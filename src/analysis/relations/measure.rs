//! Distances in words and figures: "150 km (95 miles)", "a dozen miles", "20 to 30 kilometers", and what each can mean.

use super::{lexer::Token, words};
use crate::model::relation::Distance;

/// A figure with its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Figure {
    /// As stated, and what it can mean, in km.
    km: f64,
    low: f64,
    high: f64,
    metric: bool,
}

/// Half the step that a figure is rounded to, in its own unit: the largest 1, 5 or 10 times a power of ten that divides
/// it. The point-radius method takes half the power of ten (Wieczorek, Guo and Hijmans 2004); newspapers round to
/// fifties and fives as well.
fn half_step(value: f64) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    let divides = |step: f64| {
        let steps = value / step;
        (steps - steps.round()).abs() < 1e-6
    };
    for power in (-3..=5).rev() {
        let ten = 10_f64.powi(power);
        for step in [5.0 * ten, ten] {
            // The whole figure may be one step: "100 km" is anything from 50 to 150.
            if step <= value * 1.000_001 && divides(step) {
                return step / 2.0;
            }
        }
    }
    value / 2.0
}

/// A number at `at`: least and most it stands for where it is a span, and the token after it.
fn number(tokens: &[Token], at: usize) -> Option<(f64, f64, bool, usize)> {
    let token = tokens.get(at).filter(|t| t.name.is_none())?;
    let next = |n: usize| tokens.get(at + n).map_or("", |t| t.word.as_str());
    if let Some((low, high)) = span_of_figures(&token.word) {
        return Some((low, high, true, at + 1));
    }
    if let Some(value) = figure(&token.word) {
        // "20 to 30", "20 – 30", "20 or 30".
        if matches!(next(1), "to" | "-" | "–" | "—" | "or")
            && let Some(high) = figure(next(2)).filter(|high| *high > value)
        {
            return Some((value, high, true, at + 3));
        }
        if next(1) == "-" && next(2) == "odd" {
            return Some((value, value, false, at + 3));
        }
        return Some((value, value, false, at + 1));
    }
    match token.word.as_str() {
        "half" => {
            let skip = usize::from(matches!(next(1), "a" | "an"));
            return Some((0.5, 0.5, false, at + 1 + skip));
        }
        "quarter" if next(1) == "of" => return Some((0.25, 0.25, false, at + 3)),
        "dozen" => return Some((12.0, 12.0, false, at + 1)),
        "between" => {
            let (low, _, _, and) = number(tokens, at + 1)?;
            if tokens.get(and)?.word != "and" {
                return None;
            }
            let (_, high, _, end) = number(tokens, and + 1)?;
            return (low < high).then_some((low, high, true, end));
        }
        _ => {}
    }
    if let Some((low, high)) = words::vague_number(&token.word) {
        let of = usize::from(next(1) == "of");
        return Some((low, high, true, at + 1 + of));
    }
    let mut value = words::number(&token.word)?;
    let mut end = at + 1;
    if matches!(token.word.as_str(), "a" | "an" | "one") {
        match next(1) {
            "dozen" => return Some((12.0, 12.0, false, at + 2)),
            "half" => return number(tokens, at + 1),
            "quarter" | "couple" | "few" => return number(tokens, at + 1),
            _ => {}
        }
    }
    let big = |word: &str| match word {
        "hundred" => Some(100.0),
        "thousand" => Some(1000.0),
        "dozen" => Some(12.0),
        _ => None,
    };
    if let Some(times) = tokens.get(end).and_then(|t| big(&t.word)) {
        value *= times;
        end += 1;
        let and = usize::from(tokens.get(end).is_some_and(|t| t.word == "and"));
        if let Some(more) = tokens.get(end + and).and_then(|t| words::number(&t.word))
            && more > 1.0
            && more < times
        {
            value += more;
            end += and + 1;
        }
    } else if value >= 20.0
        && let Some(ones) = tokens.get(end).and_then(|t| words::number(&t.word))
        && ones < 10.0
    {
        value += ones;
        end += 1;
    }
    // "one and a half", "two to three".
    let word = |n: usize| tokens.get(end + n).map_or("", |t| t.word.as_str());
    if word(0) == "and" && word(1) == "a" && word(2) == "half" {
        return Some((value + 0.5, value + 0.5, false, end + 3));
    }
    if matches!(word(0), "to" | "or")
        && let Some(high) = words::number(word(1)).filter(|high| *high > value)
    {
        return Some((value, high, true, end + 2));
    }
    Some((value, value, false, end))
}

/// "1,500", "2.5", "12½".
fn figure(word: &str) -> Option<f64> {
    let (digits, half) = match word.strip_suffix('½') {
        Some(digits) => (digits, 0.5),
        None => (word, 0.0),
    };
    if digits.is_empty() && half > 0.0 {
        return Some(half);
    }
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || digits.len() > 9 {
        return None;
    }
    let thousands = digits
        .split(',')
        .skip(1)
        .all(|part| part.split('.').next().is_some_and(|p| p.len() == 3));
    // A comma before one or two digits is a decimal comma.
    let plain = if thousands {
        digits.replace(',', "")
    } else {
        digits.replace(',', ".")
    };
    let value: f64 = plain.parse().ok()?;
    (value.is_finite() && value >= 0.0).then_some(value + half)
}

/// "20-30" in one token.
fn span_of_figures(word: &str) -> Option<(f64, f64)> {
    let (low, high) = word.split_once('-')?;
    let (low, high) = (figure(low)?, figure(high)?);
    (low < high).then_some((low, high))
}

/// A figure and its unit at `at`, and the token after it.
fn figure_with_unit(tokens: &[Token], at: usize) -> Option<(Figure, usize)> {
    let token = tokens.get(at).filter(|t| t.name.is_none())?;
    let made = |low: f64, high: f64, ranged: bool, unit: f64| {
        let (less, more) = if ranged {
            // The ends of a span are rounded as well.
            (
                half_step(low).min(low / 4.0),
                half_step(high).min(high / 4.0),
            )
        } else {
            (half_step(low), half_step(high))
        };
        Figure {
            km: (low + high) / 2.0 * unit,
            low: (low - less).max(0.0) * unit,
            high: (high + more) * unit,
            metric: (unit - 1.0).abs() < 1e-9 || unit < 0.0009 || (unit - 0.001).abs() < 1e-9,
        }
    };
    // "10km", "150-km", "15-mile": one token.
    if let Some(split) = token.word.find(|c: char| c.is_alphabetic()) {
        let (digits, unit) = token.word.split_at(split);
        let digits = digits.trim_end_matches('-');
        if let Some(unit) = words::unit_km(unit)
            && !digits.is_empty()
        {
            let (low, high, ranged) = match span_of_figures(digits) {
                Some((low, high)) => (low, high, true),
                None => {
                    let value = figure(digits)?;
                    (value, value, false)
                }
            };
            return Some((made(low, high, ranged, unit), at + 1));
        }
        // "five-mile"
        if let Some((number, unit)) = token.word.rsplit_once('-')
            && let (Some(value), Some(unit)) = (words::number(number), words::unit_km(unit))
        {
            return Some((made(value, value, false, unit), at + 1));
        }
    }
    let (low, high, ranged, mut end) = number(tokens, at)?;
    if tokens.get(end).is_some_and(|t| t.word == "-") {
        end += 1;
    }
    let unit_token = tokens.get(end).filter(|t| t.name.is_none())?;
    let mut unit = words::unit_km(&unit_token.word);
    if matches!(unit_token.word.as_str(), "nautical" | "sea")
        && tokens
            .get(end + 1)
            .is_some_and(|t| matches!(t.word.as_str(), "mile" | "miles"))
    {
        unit = Some(crate::model::relation::KM_PER_NAUTICAL_MILE);
        end += 1;
    }
    let unit = unit?;
    end += 1;
    // "km." at an abbreviation's full stop
    if tokens.get(end).is_some_and(|t| t.word == ".")
        && tokens.get(end + 1).is_some_and(|t| !t.capital)
        && tokens.get(end - 1).is_some_and(|t| t.word.len() <= 3)
    {
        end += 1;
    }
    Some((made(low, high, ranged, unit), end))
}

/// The distance stated at `at`, in one unit or two, and the token after it.
pub(super) fn distance(tokens: &[Token], at: usize) -> Option<(Distance, usize)> {
    let (first, mut end) = figure_with_unit(tokens, at)?;
    let word = |n: usize| tokens.get(n).map_or("", |t| t.word.as_str());
    let mut second = None;
    if matches!(word(end), "(" | "[" | "/" | "," | "or" | "—" | "–") {
        let open = word(end);
        let mut from = end + 1;
        if open == "," && word(from) == "or" {
            from += 1;
        }
        while matches!(
            word(from),
            "about" | "around" | "some" | "roughly" | "nearly" | "almost" | "approximately"
        ) {
            from += 1;
        }
        if let Some((other, after)) = figure_with_unit(tokens, from) {
            let close = match open {
                "(" => Some(")"),
                "[" => Some("]"),
                "," | "—" | "–" => Some(if open == "," { "," } else { open }),
                _ => None,
            };
            // Between commas it is the same distance again; without the second comma it may be another.
            let closed = close.is_none_or(|close| word(after) == close);
            if closed && other.metric != first.metric {
                second = Some(other);
                end = after + usize::from(close.is_some());
            }
        }
    }
    if word(end) == "or" && word(end + 1) == "so" {
        end += 2;
    }
    let Some(second) = second else {
        return Some((
            Distance {
                km: first.km,
                second_km: None,
                low_km: first.low,
                high_km: first.high,
                agree: None,
            },
            end,
        ));
    };
    // A conversion is off by its rounding. That of large figures is held to a twentieth: who writes 300 for 280 has
    // given another distance, whatever zeros it ends in.
    let steps = (first.high - first.low + second.high - second.low) / 2.0;
    let allowed = (first.km * 0.05).max(steps.min(2.5));
    let agree = (first.km - second.km).abs() <= allowed;
    let (metric, other) = if first.metric {
        (first, second)
    } else {
        (second, first)
    };
    // Converting adds no precision, so of two figures that agree the coarser is the one that was known. Of two that
    // disagree either may be right.
    let (low, high) = if !agree {
        (first.low.min(second.low), first.high.max(second.high))
    } else if first.high - first.low >= second.high - second.low {
        (first.low, first.high)
    } else {
        (second.low, second.high)
    };
    Some((
        Distance {
            km: metric.km,
            second_km: Some(other.km),
            low_km: low,
            high_km: high,
            agree: Some(agree),
        },
        end,
    ))
}

/// What the words before a distance make of it: "more than 20 km" has no known end, "within 20 km" begins at nothing.
pub(super) fn bounded(mut distance: Distance, before: &[Token]) -> Distance {
    let word = |back: usize| {
        before
            .len()
            .checked_sub(back)
            .and_then(|n| before.get(n))
            .map_or("", |t| t.word.as_str())
    };
    let (last, last_but_one) = (word(1), word(2));
    match (last_but_one, last) {
        ("more" | "further" | "farther" | "greater", "than") | ("at", "least") | (_, "over") => {
            distance.low_km = distance.low_km.max(distance.km * 0.95);
            distance.high_km = distance.high_km.max(distance.km * 1.5);
        }
        ("less" | "fewer" | "closer", "than")
        | ("up", "to")
        | ("at", "most")
        | (_, "within" | "under") => {
            distance.low_km = 0.0;
        }
        _ => {}
    }
    distance
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{analysis::relations::lexer, model::ByteSpan};

    fn read(text: &str) -> Option<(Distance, usize)> {
        let tokens = lexer::read(text, ByteSpan::from(0..text.len()), &[], 0);
        let (distance, end) = distance(&tokens, 0)?;
        Some((distance, tokens.len() - end))
    }

    #[test]
    fn distances() {
        let check = |text: &str, low: f64, km: f64, high: f64| {
            let (d, rest) = read(text).unwrap_or_else(|| panic!("{text}"));
            let near = |a: f64, b: f64| (a - b).abs() < 0.06;
            assert!(
                near(d.low_km, low) && near(d.km, km) && near(d.high_km, high),
                "{text}: {d:?}"
            );
            assert_eq!(rest, 0, "{text}");
        };
        check("150 km", 125.0, 150.0, 175.0);
        check("100 kilometers", 50.0, 100.0, 150.0);
        check("140 kilometres", 135.0, 140.0, 145.0);
        check("1,250 kms", 1225.0, 1250.0, 1275.0);
        check("12km", 11.5, 12.0, 12.5);
        check("12.5 km", 12.25, 12.5, 12.75);
        check("60 miles", 88.5, 96.6, 104.6);
        check("15-mile", 20.1, 24.1, 28.2);
        check("five-mile", 4.0, 8.0, 12.1);
        check("20-30 km", 15.0, 25.0, 35.0);
        check("20 to 30 km", 15.0, 25.0, 35.0);
        check("between 20 and 30 km", 15.0, 25.0, 35.0);
        check("a dozen kilometers", 11.5, 12.0, 12.5);
        check("half a mile", 0.4, 0.8, 1.2);
        check("twenty-five miles", 36.2, 40.2, 44.3);
        check("one hundred and twenty km", 115.0, 120.0, 125.0);
        check("two and a half km", 2.25, 2.5, 2.75);
        check("a few miles", 2.4, 6.4, 10.5);
        check("800 metres", 0.75, 0.8, 0.85);
        check("20 nautical miles", 27.8, 37.0, 46.3);
        check("150 km (95 miles)", 125.0, 150.0, 175.0);
        check("60 miles (100 km)", 50.0, 100.0, 150.0);
        check("62 miles, or 100 km,", 50.0, 100.0, 150.0);
        check("40 km/25 miles", 35.0, 40.0, 45.0);
    }

    #[test]
    fn units_are_checked_against_each_other() {
        let agree = |text: &str| read(text).and_then(|(d, _)| d.agree);
        assert_eq!(agree("150 km (95 miles)"), Some(true));
        assert_eq!(agree("60 miles (100 km)"), Some(true));
        assert_eq!(agree("30 km (20 miles)"), Some(true));
        assert_eq!(agree("210 km (140 miles)"), Some(false));
        assert_eq!(agree("3 km (3 miles)"), Some(false));
        assert_eq!(agree("30 km (30 miles)"), Some(false));
        assert_eq!(agree("30 km"), None);
    }

    #[test]
    fn no_distances() {
        for text in [
            "30 people",
            "30 m.p.h.",
            "km",
            "and 5",
            "2011",
            "the 5",
            "F-16",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
