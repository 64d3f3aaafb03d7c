//! What a decision about names changes, row by row and with what was there before, so that it can be carried out and
//! taken back exactly. Knows the rows, not the reasons.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{
    model::{ArticleId, ByteSpan, DecidedBy, DecisionId, EntityId, EntityType, MentionId},
    store::{NewMention, PlaceRecord, Store, StoreError},
};

/// Row numbers in ascending order, kept in the ledger as the first one and the steps between them: `1200 3 12 1`. A
/// decision can touch a hundred thousand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids(Vec<i64>);

impl Ids {
    pub fn new(mut ids: Vec<i64>) -> Self {
        ids.sort_unstable();
        ids.dedup();
        Self(ids)
    }

    pub fn as_slice(&self) -> &[i64] {
        &self.0
    }
}

impl Serialize for Ids {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        use std::fmt::Write as _;
        let mut out = String::with_capacity(self.0.len() * 3);
        let mut before = 0;
        for id in &self.0 {
            let gap = if out.is_empty() { "" } else { " " };
            // Writing to a string cannot fail.
            let _ = write!(out, "{gap}{}", id - before);
            before = *id;
        }
        to.serialize_str(&out)
    }
}

impl<'de> Deserialize<'de> for Ids {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let mut before = 0_i64;
        let mut ids = Vec::new();
        for step in text.split_ascii_whitespace() {
            let step: i64 = step.parse().map_err(D::Error::custom)?;
            before = before
                .checked_add(step)
                .ok_or_else(|| D::Error::custom("a number that is too large"))?;
            ids.push(before);
        }
        Ok(Self(ids))
    }
}

/// The rows that a decision changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Patch {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub made: Vec<Made>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<EntityChange>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<PlaceChange>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<Moved>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dismissed: Vec<Dismissed>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marked: Option<Marked>,
    /// The newest mention and article there were: what comes later follows the decision's rule.
    pub last_mention: MentionId,
    pub last_article: ArticleId,
}

/// An entity that the decision makes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Made {
    pub id: EntityId,
    pub kind: EntityType,
    pub name: String,
}

/// What an entity is and is called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Face {
    pub kind: EntityType,
    pub name: String,
    pub by: DecidedBy,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntityChange {
    pub id: EntityId,
    pub from: Face,
    pub to: Face,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceChange {
    pub entity: EntityId,
    pub from: Option<PlaceRecord>,
    pub to: Option<PlaceRecord>,
}

/// Mentions that go from one entity to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    pub from: EntityId,
    pub to: EntityId,
    /// Whether they were the user's before, where the move makes them so; `None` leaves that alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was_by_user: Option<bool>,
    pub ids: Ids,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dismissed {
    pub entity: EntityId,
    pub ids: Ids,
}

/// Mentions that the decision marks, all of one spelling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marked {
    pub entity: EntityId,
    pub text: String,
    /// The number wanted for the spelling.
    pub form: i64,
    /// Mention, article, start, end, sentence's start and end.
    pub at: Vec<(i64, i64, u32, u32, u32, u32)>,
}

impl Marked {
    fn mentions(&self) -> Vec<NewMention> {
        self.at
            .iter()
            .map(|(id, article, start, end, from, to)| NewMention {
                id: MentionId(*id),
                article: ArticleId(*article),
                span: ByteSpan::new(*start, *end),
                sentence: ByteSpan::new(*from, *to),
            })
            .collect()
    }
}

impl Patch {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.made.is_empty()
            && self.changed.is_empty()
            && self.places.is_empty()
            && self.moved.is_empty()
            && self.dismissed.is_empty()
            && self.marked.is_none()
    }

    pub fn carry_out(&self, store: &Store, decision: DecisionId) -> Result<(), StoreError> {
        for made in &self.made {
            store.make_entity(decision, made.id, made.kind, &made.name)?;
        }
        for change in &self.changed {
            let to = &change.to;
            store.change_entity(change.id, to.kind, &to.name, to.by)?;
        }
        for place in &self.places {
            store.set_place(place.entity, place.to.as_ref())?;
        }
        for moved in &self.moved {
            let by_user = moved.was_by_user.map(|_| true);
            store.move_mentions(moved.from, moved.to, by_user, moved.ids.as_slice())?;
        }
        for dismissed in &self.dismissed {
            store.dismiss_mentions(decision, dismissed.entity, dismissed.ids.as_slice())?;
        }
        if let Some(marked) = &self.marked {
            store.mark_mentions(
                decision,
                marked.entity,
                (&marked.text, marked.form),
                &marked.mentions(),
            )?;
        }
        Ok(())
    }

    /// The inverse of [`Self::carry_out`] for the mentions; [`Self::take_back_entities`] comes after.
    pub fn take_back_mentions(&self, store: &Store) -> Result<(), StoreError> {
        if let Some(marked) = &self.marked {
            let ids: Vec<i64> = marked.at.iter().map(|m| m.0).collect();
            store.unmark_mentions(marked.entity, &marked.text, &ids)?;
        }
        for dismissed in self.dismissed.iter().rev() {
            store.restore_mentions(dismissed.entity, dismissed.ids.as_slice())?;
        }
        for moved in self.moved.iter().rev() {
            store.move_mentions(
                moved.to,
                moved.from,
                moved.was_by_user,
                moved.ids.as_slice(),
            )?;
        }
        Ok(())
    }

    /// The inverse of [`Self::carry_out`] for the entities, once no mention of this decision is theirs.
    pub fn take_back_entities(&self, store: &Store) -> Result<(), StoreError> {
        for place in self.places.iter().rev() {
            let made = self.made.iter().any(|m| m.id == place.entity);
            // One that stays because later imports mean it keeps its place, too.
            if !(made && store.entity_is_used(place.entity)?) {
                store.set_place(place.entity, place.from.as_ref())?;
            }
        }
        for change in self.changed.iter().rev() {
            let from = &change.from;
            store.change_entity(change.id, from.kind, &from.name, from.by)?;
        }
        for made in self.made.iter().rev() {
            store.unmake_entity(made.id)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_and_come_back() {
        let ids = Ids::new(vec![1_200, 1_203, 1_203, 1_215, 7]);
        let json = serde_json::to_string(&ids).expect("JSON");
        assert_eq!(json, "\"7 1193 3 12\"");
        assert_eq!(serde_json::from_str::<Ids>(&json).expect("ids"), ids);
        assert!(serde_json::from_str::<Ids>("\"7 x\"").is_err());
        let none = serde_json::to_string(&Ids::default()).expect("JSON");
        assert_eq!(
            serde_json::from_str::<Ids>(&none).expect("ids"),
            Ids::default()
        );
    }
}
