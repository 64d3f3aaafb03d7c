//! The labels a token can have: outside a name, or first, inner, last or only token of a name of one of four types.

use crate::model::EntityType;

/// Number of labels: one for "outside" and four for each type.
pub const LABELS: usize = 17;

/// The label of a token outside names.
pub const OUTSIDE: usize = 0;

/// A number for each label.
pub type Scores = [f32; LABELS];

/// Where in its name a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    First,
    Inner,
    Last,
    Only,
}

const PARTS: [Part; 4] = [Part::First, Part::Inner, Part::Last, Part::Only];

/// The number of a type, 0 to 3, in the order of [`EntityType::ALL`].
#[must_use]
pub const fn type_index(kind: EntityType) -> usize {
    match kind {
        EntityType::Person => 0,
        EntityType::Organization => 1,
        EntityType::Place => 2,
        EntityType::Group => 3,
    }
}

/// The label of a token that is `part` of a name of type `kind`.
#[must_use]
pub const fn label(kind: EntityType, part: Part) -> usize {
    1 + 4 * type_index(kind) + part as usize
}

/// What a label says, `None` for [`OUTSIDE`] and for numbers that are no label.
#[must_use]
pub fn parts(label: usize) -> Option<(EntityType, Part)> {
    let inside = label.checked_sub(1)?;
    Some((*EntityType::ALL.get(inside / 4)?, *PARTS.get(inside % 4)?))
}

/// Whether a token labelled `to` may follow one labelled `from`.
#[must_use]
pub fn may_follow(from: usize, to: usize) -> bool {
    let open = match parts(from) {
        Some((kind, Part::First | Part::Inner)) => Some(kind),
        _ => None,
    };
    match parts(to) {
        Some((kind, Part::Inner | Part::Last)) => open == Some(kind),
        _ => open.is_none(),
    }
}

/// Names as `(first token, end token, type)` of a sequence of labels; a name cut short by a wrong label still counts.
#[must_use]
pub fn names(labels: &[u8]) -> Vec<(usize, usize, EntityType)> {
    let mut out: Vec<(usize, usize, EntityType)> = Vec::new();
    let mut open = false;
    for (i, label) in labels.iter().enumerate() {
        let Some((kind, part)) = parts(usize::from(*label)) else {
            open = false;
            continue;
        };
        match out.last_mut() {
            Some(last) if open && last.2 == kind && matches!(part, Part::Inner | Part::Last) => {
                last.1 = i + 1;
            }
            _ => out.push((i, i + 1, kind)),
        }
        open = matches!(part, Part::First | Part::Inner);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_parts_agree() {
        for kind in EntityType::ALL {
            for part in PARTS {
                assert_eq!(parts(label(kind, part)), Some((kind, part)));
            }
        }
        assert_eq!(parts(OUTSIDE), None);
        assert_eq!(parts(LABELS), None);
    }

    #[test]
    fn names_open_and_close() {
        let person = |part| label(EntityType::Person, part);
        let only_place = label(EntityType::Place, Part::Only);
        assert!(may_follow(person(Part::First), person(Part::Last)));
        assert!(!may_follow(person(Part::First), OUTSIDE));
        assert!(!may_follow(person(Part::First), only_place));
        assert!(may_follow(only_place, person(Part::First)));
        assert!(!may_follow(OUTSIDE, person(Part::Inner)));
    }
}
