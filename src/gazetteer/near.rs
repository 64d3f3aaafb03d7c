//! Spellings one slip away from a name.

/// Names shorter than this (in bytes) have too many neighbors for a slip to mean anything.
const SHORTEST: usize = 5;

/// Longer names are sentences, not places.
const LONGEST: usize = 40;

/// Calls `each` with every spelling that differs from the folded ASCII name by one letter changed, dropped, added or
/// swapped with the next. The first letter stays, because slips there are rare and lead far away.
pub fn spellings(key: &str, mut each: impl FnMut(&str)) {
    if !key.is_ascii() || !(SHORTEST..=LONGEST).contains(&key.len()) {
        return;
    }
    let mut spelling = String::with_capacity(key.len() + 1);
    let mut give = |parts: [&str; 3]| {
        spelling.clear();
        spelling.extend(parts);
        if spelling != key {
            each(&spelling);
        }
    };
    let mut letter = [0_u8; 4];
    for at in 1..=key.len() {
        let (head, tail) = key.split_at(at);
        for c in 'a'..='z' {
            let c = c.encode_utf8(&mut letter);
            give([head, c, tail]);
            give([head, c, tail.get(1..).unwrap_or_default()]);
        }
        give([head, "", tail.get(1..).unwrap_or_default()]);
        if let (Some(one), Some(two)) = (tail.get(..1), tail.get(1..2)) {
            let swapped = [two, one].concat();
            give([head, &swapped, tail.get(2..).unwrap_or_default()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_away() {
        let check = |name: &str, other: &str, expected: bool| {
            let mut found = false;
            spellings(name, |s| found |= s == other);
            assert_eq!(found, expected, "{name} {other}");
        };
        check("zlitan", "zliten", true);
        check("zlitan", "zltan", true);
        check("zlitan", "zliitan", true);
        check("zlitan", "zliatn", true);
        check("zlitan", "zlitann", true);
        check("zlitan", "zlita", true);
        check("zlitan", "zlitan", false);
        check("zlitan", "alitan", false);
        check("zlitan", "zletin", false);
        check("rome", "rime", false);
        check("", "a", false);
    }
}
