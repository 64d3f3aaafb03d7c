//! What decisions about names mean for articles that come later. Pure: rules and mentions in, places for mentions out.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::{
    model::{ByteSpan, DecisionId, EntityId},
    store::{DecisionRow, MarkedMention, MentionRef, Placed},
};

/// Ledger actions whose rows hold a rule.
pub const ACTIONS: [&str; 9] = [
    "merge",
    "split",
    "retype",
    "dismiss",
    "reassign",
    "mark",
    "place",
    "keep-apart",
    "keep-together",
];

/// What a decision says about articles to come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Rule {
    /// Mentions of `from` are `into`'s.
    Merge {
        from: Vec<EntityId>,
        into: EntityId,
    },
    /// Mentions so written, of one entity or of any, are `to`'s.
    Spellings {
        of: Option<EntityId>,
        texts: Vec<String>,
        to: EntityId,
        /// Short forms go with a full form so written in the same article.
        with_short_forms: bool,
    },
    /// Entities have another type than the program gives them. Places among them are still found by what the gazetteer
    /// calls them.
    Retype {
        gazetteer_ids: Vec<(EntityId, String)>,
    },
    DismissEntities {
        entities: Vec<EntityId>,
    },
    DismissSpelling {
        text: String,
        of: Option<EntityId>,
    },
    /// Whole words so written are a mention.
    Mark {
        text: String,
        entity: EntityId,
    },
    /// Places that the program takes for the gazetteer's `id`, met after the entity `after`, are `entity`: the user said
    /// that it lies there.
    Place {
        entity: EntityId,
        id: String,
        after: EntityId,
    },
    Apart {
        a: EntityId,
        b: EntityId,
    },
    Together {
        entity: EntityId,
        spelling: String,
    },
}

/// What a rule does with one mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    Nothing,
    Move { to: EntityId, by_user: bool },
    Dismiss,
}

impl Rule {
    /// What it says of a mention that is `entity`'s so far, is written `text`, and belongs with the full name `full`.
    pub fn says(&self, entity: EntityId, text: &str, full: &str) -> Says {
        match self {
            Self::Merge { from, into } if from.contains(&entity) => Says::Move {
                to: *into,
                by_user: false,
            },
            Self::Spellings {
                of,
                texts,
                to,
                with_short_forms,
            } if of.is_none_or(|of| of == entity)
                && texts
                    .iter()
                    .any(|t| t == text || *with_short_forms && t == full) =>
            {
                Says::Move {
                    to: *to,
                    by_user: true,
                }
            }
            Self::DismissEntities { entities } if entities.contains(&entity) => Says::Dismiss,
            Self::DismissSpelling { text: t, of }
                if t == text && of.is_none_or(|of| of == entity) =>
            {
                Says::Dismiss
            }
            _ => Says::Nothing,
        }
    }

    /// Where it moves mentions to.
    pub const fn target(&self) -> Option<EntityId> {
        match self {
            Self::Merge { into, .. } => Some(*into),
            Self::Spellings { to, .. } => Some(*to),
            Self::Place { entity, .. } => Some(*entity),
            _ => None,
        }
    }

    /// The entities whose mentions it can touch; `None` when those of any.
    pub fn sources(&self) -> Option<Vec<EntityId>> {
        match self {
            Self::Merge { from, .. } => Some(from.clone()),
            Self::Spellings { of, .. } | Self::DismissSpelling { of, .. } => of.map(|of| vec![of]),
            Self::DismissEntities { entities } => Some(entities.clone()),
            _ => Some(Vec::new()),
        }
    }

    /// The spellings it can touch; `None` when any.
    pub fn spellings(&self) -> Option<Vec<String>> {
        match self {
            Self::Spellings { texts, .. } => Some(texts.clone()),
            Self::DismissSpelling { text, .. } => Some(vec![text.clone()]),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
struct HasRule {
    rule: Option<Rule>,
}

/// The rules in force, in the order they were made.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    steps: Vec<(DecisionId, Rule)>,
    /// What the program calls places in the gazetteer.
    ids: HashMap<EntityId, String>,
}

impl Rules {
    /// The rules of those `rows` that are `done`; `done` in the order of the ledger.
    pub fn of(rows: &[DecisionRow], done: &[DecisionId]) -> Self {
        let done: HashSet<DecisionId> = done.iter().copied().collect();
        let steps = rows
            .iter()
            .filter(|row| done.contains(&row.id))
            .filter_map(|row| {
                let read: HasRule = serde_json::from_str(row.apply.as_deref()?).ok()?;
                Some((row.id, read.rule?))
            })
            .collect();
        Self {
            steps,
            ids: HashMap::new(),
        }
    }

    /// The same, with what the program calls places in the gazetteer.
    pub fn with_ids(mut self, ids: impl IntoIterator<Item = (EntityId, String)>) -> Self {
        self.ids = ids.into_iter().collect();
        self
    }

    /// Takes in a place met for the first time.
    pub fn meet(&mut self, entity: EntityId, id: &str) {
        self.ids.insert(entity, id.to_owned());
    }

    /// What the program calls places in the gazetteer, for the rules that come after these.
    pub fn take_ids(&mut self) -> HashMap<EntityId, String> {
        std::mem::take(&mut self.ids)
    }

    /// The places that a rule about a place of the gazetteer means.
    pub fn found_at<'s>(
        &'s self,
        id: &'s str,
        after: EntityId,
    ) -> impl Iterator<Item = EntityId> + 's {
        self.ids
            .iter()
            .filter(move |(entity, of)| **entity > after && *of == id)
            .map(|(entity, _)| *entity)
    }

    fn says(&self, rule: &Rule, entity: EntityId, text: &str, full: &str) -> Says {
        match rule {
            Rule::Place {
                entity: to,
                id,
                after,
            } if entity > *after && self.ids.get(&entity) == Some(id) => Says::Move {
                to: *to,
                by_user: false,
            },
            rule => rule.says(entity, text, full),
        }
    }

    /// The same without one decision.
    pub fn without(&self, decision: DecisionId) -> Self {
        Self {
            steps: self
                .steps
                .iter()
                .filter(|s| s.0 != decision)
                .cloned()
                .collect(),
            ids: self.ids.clone(),
        }
    }

    pub fn all(&self) -> impl Iterator<Item = &Rule> {
        self.steps.iter().map(|s| &s.1)
    }

    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Where a mention goes that the program takes for `found`'s.
    pub fn place(&self, found: EntityId, text: &str, full: &str) -> Placed {
        self.place_after(None, found, text, full)
    }

    /// The same for one that a decision marked, by the rules that came after it.
    fn place_after(
        &self,
        after: Option<DecisionId>,
        found: EntityId,
        text: &str,
        full: &str,
    ) -> Placed {
        let mut placed = Placed {
            entity: found,
            found,
            by_user: false,
            dismissed_by: None,
        };
        for (decision, rule) in &self.steps {
            if after.is_some_and(|after| *decision <= after) {
                continue;
            }
            match self.says(rule, placed.entity, text, full) {
                Says::Nothing => {}
                Says::Move { to, by_user } => {
                    placed.entity = to;
                    placed.by_user |= by_user;
                }
                Says::Dismiss => {
                    placed.dismissed_by = Some(*decision);
                    return placed;
                }
            }
        }
        placed
    }

    /// Decisions that mark a spelling everywhere.
    pub fn marks(&self) -> impl Iterator<Item = (DecisionId, &Rule)> {
        self.steps
            .iter()
            .filter(|s| matches!(s.1, Rule::Mark { .. }))
            .map(|s| (s.0, &s.1))
    }

    /// Where the rules that came after `decision` put what it marks as `entity`'s.
    pub fn place_marked(&self, decision: DecisionId, entity: EntityId, text: &str) -> Placed {
        self.place_after(Some(decision), entity, text, text)
    }

    /// Where a mention that is in the project would be by these rules alone.
    pub fn place_again(&self, mention: &MentionRef) -> Placed {
        self.place_after(
            mention.marked_by,
            mention.found,
            &mention.text,
            &mention.text,
        )
    }

    /// What the rules mark in a text whose mentions are placed already. Those inside a marked name are dismissed for it.
    pub fn mark(
        &self,
        text: &str,
        spans: &[ByteSpan],
        placed: &mut [Placed],
    ) -> Vec<MarkedMention> {
        let mut marks: Vec<MarkedMention> = Vec::new();
        for (decision, rule) in &self.steps {
            let Rule::Mark {
                text: wanted,
                entity,
            } = rule
            else {
                continue;
            };
            for span in whole_words(text, wanted) {
                let live = spans
                    .iter()
                    .zip(placed.iter())
                    .enumerate()
                    .filter(|(_, (_, p))| p.dismissed_by.is_none())
                    .map(|(i, (s, _))| (i, *s));
                let Some(inside) = room_for(span, live) else {
                    continue;
                };
                if marks.iter().any(|m| m.span.overlaps(&span)) {
                    continue;
                }
                let at = self.place_marked(*decision, *entity, wanted);
                if at.dismissed_by.is_some() {
                    continue;
                }
                for i in inside {
                    if let Some(p) = placed.get_mut(i) {
                        p.dismissed_by = Some(*decision);
                    }
                }
                marks.push(MarkedMention {
                    span,
                    entity: at.entity,
                    found: *entity,
                    decision: *decision,
                });
            }
        }
        marks.sort_by_key(|m| m.span.start);
        marks
    }

    /// Which entities are one by merges: each leads to the one it was merged into.
    pub fn joined(&self) -> HashMap<EntityId, EntityId> {
        let mut joined: HashMap<EntityId, EntityId> = HashMap::new();
        for rule in self.all() {
            let Rule::Merge { from, into } = rule else {
                continue;
            };
            // Whatever led to one of those leads further now; what had been led away from `into` stays away.
            for target in joined.values_mut() {
                if from.contains(target) {
                    *target = *into;
                }
            }
            for one in from {
                joined.insert(*one, *into);
            }
            joined.remove(into);
        }
        joined
    }

    /// Places that were given another type, with what the gazetteer calls them.
    pub fn former_places(&self) -> HashMap<EntityId, &str> {
        self.all()
            .filter_map(|rule| match rule {
                Rule::Retype { gazetteer_ids } => Some(gazetteer_ids),
                _ => None,
            })
            .flatten()
            .map(|(entity, id)| (*entity, id.as_str()))
            .collect()
    }
}

/// Where `wanted` stands in `text` as whole words, written exactly so.
pub fn whole_words(text: &str, wanted: &str) -> Vec<ByteSpan> {
    if wanted.is_empty() {
        return Vec::new();
    }
    text.match_indices(wanted)
        .filter(|(at, _)| {
            let before = text.get(..*at).and_then(|t| t.chars().next_back());
            let after = text.get(at + wanted.len()..).and_then(|t| t.chars().next());
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
        .map(|(at, _)| ByteSpan::from(at..at + wanted.len()))
        .collect()
}

/// The mentions inside `span`, which a name there would replace; `None` when one covers it or reaches over its ends.
pub fn room_for<I>(
    span: ByteSpan,
    mentions: impl Iterator<Item = (I, ByteSpan)>,
) -> Option<Vec<I>> {
    let mut inside = Vec::new();
    for (id, other) in mentions {
        if !other.overlaps(&span) {
            continue;
        }
        if other == span || !span.contains(&other) {
            return None;
        }
        inside.push(id);
    }
    Some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: i64) -> EntityId {
        EntityId(n)
    }

    fn rules(all: Vec<Rule>) -> Rules {
        Rules {
            steps: (1..).map(DecisionId).zip(all).collect(),
            ids: HashMap::new(),
        }
    }

    fn merge(from: i64, into: i64) -> Rule {
        Rule::Merge {
            from: vec![id(from)],
            into: id(into),
        }
    }

    #[test]
    fn rules_are_followed_in_order() {
        let rules = rules(vec![
            merge(1, 2),
            Rule::Spellings {
                of: Some(id(2)),
                texts: vec!["Omar".to_owned()],
                to: id(5),
                with_short_forms: false,
            },
            merge(2, 3),
            Rule::DismissEntities {
                entities: vec![id(3)],
            },
        ]);
        let at = |found, text: &str| {
            let placed = rules.place(id(found), text, text);
            (placed.entity.0, placed.dismissed_by.is_some())
        };
        assert_eq!(at(1, "Omar"), (5, false));
        assert_eq!(at(1, "Omar Khaled"), (3, true));
        assert_eq!(at(3, "Omar"), (3, true));
        assert_eq!(at(4, "Omar"), (4, false));
    }

    #[test]
    fn merges_lead_on_and_can_turn_round() {
        let joined = rules(vec![merge(1, 2), merge(2, 3)]).joined();
        assert_eq!(joined.get(&id(1)), Some(&id(3)));
        assert_eq!(joined.get(&id(2)), Some(&id(3)));
        let joined = rules(vec![merge(1, 2), merge(2, 1)]).joined();
        assert_eq!(joined.get(&id(2)), Some(&id(1)));
        assert_eq!(joined.get(&id(1)), None, "it leads to itself");
    }

    #[track_caller]
    fn check(text: &str, wanted: &str, starts: &[u32]) {
        let found: Vec<u32> = whole_words(text, wanted).iter().map(|s| s.start).collect();
        assert_eq!(found, starts, "{wanted} in {text}");
    }

    #[test]
    fn words_are_whole() {
        check("Zed and Zeds, Zed's (Zed)", "Zed", &[0, 14, 21]);
        check("ÉZed Zedé Zed", "Zed", &[12]);
        check("U.N. and U.N.", "U.N.", &[0, 9]);
        check("nothing", "", &[]);
    }

    #[test]
    fn a_mark_replaces_shorter_names_only() {
        let rules = rules(vec![Rule::Mark {
            text: "Free Harbor Party".to_owned(),
            entity: id(9),
        }]);
        let text = "The Free Harbor Party. A Free Harbor Party Congress.";
        let spans = [ByteSpan::new(9, 15), ByteSpan::new(25, 51)];
        let mut placed = spans.map(|_| Placed {
            entity: id(1),
            found: id(1),
            by_user: false,
            dismissed_by: None,
        });
        let marks = rules.mark(text, &spans, &mut placed);
        assert_eq!(marks.len(), 1, "{marks:?}");
        assert_eq!(marks[0].span, ByteSpan::new(4, 21));
        assert!(placed[0].dismissed_by.is_some());
        assert!(placed[1].dismissed_by.is_none());
    }
}
