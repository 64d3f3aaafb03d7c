//! Changing names row by row, counts included: what decisions are made of. The caller wraps them in
//! [`Store::transaction`].

use rusqlite::params;

use super::{PlaceRecord, Result, Store, StoreError, sql};
use crate::model::{ArticleId, ByteSpan, DecidedBy, DecisionId, EntityId, EntityType, MentionId};

/// A mention that a decision marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewMention {
    pub id: MentionId,
    pub article: ArticleId,
    pub span: ByteSpan,
    /// The sentence around it.
    pub sentence: ByteSpan,
}

impl Store {
    fn expect_changed(changed: usize, expected: usize) -> Result<()> {
        if changed == expected {
            Ok(())
        } else {
            Err(StoreError::Damaged("The list of names".to_owned()))
        }
    }

    /// Gives mentions of one entity to another. `by_user` says whose decision that is, `None` leaves it as it was.
    ///
    /// # Errors
    /// When not all of them are `from`'s, or the file cannot be written.
    pub fn move_mentions(
        &self,
        from: EntityId,
        to: EntityId,
        by_user: Option<bool>,
        mentions: &[i64],
    ) -> Result<()> {
        if from == to || mentions.is_empty() {
            return Ok(());
        }
        self.touch(mentions.iter().copied())?;
        let run = |statement: &str, p: &[&dyn rusqlite::ToSql]| -> Result<usize> {
            Ok(self.conn.prepare_cached(statement)?.execute(p)?)
        };
        run(sql!("appearance/add_touched"), &[&from.0, &to.0])?;
        run(sql!("appearance/take_touched"), &[&from.0])?;
        run(sql!("appearance/drop_empty"), &[&from.0])?;
        let moved = run(sql!("mention/move_touched"), &[&from.0, &to.0, &by_user])?;
        Self::expect_changed(moved, mentions.len())
    }

    fn uncount(&self, entity: EntityId) -> Result<()> {
        self.conn
            .prepare_cached(sql!("appearance/take_touched"))?
            .execute([entity.0])?;
        self.conn
            .prepare_cached(sql!("appearance/drop_empty"))?
            .execute([entity.0])?;
        self.conn
            .prepare_cached(sql!("article/add_touched"))?
            .execute([-1])?;
        Ok(())
    }

    fn count_in(&self, entity: EntityId) -> Result<()> {
        self.conn
            .prepare_cached(sql!("appearance/add_touched"))?
            .execute([entity.0, entity.0])?;
        self.conn
            .prepare_cached(sql!("article/add_touched"))?
            .execute([1])?;
        Ok(())
    }

    /// Takes mentions of an entity out of the count and keeps them aside.
    ///
    /// # Errors
    /// When not all of them are there, or the file cannot be written.
    pub fn dismiss_mentions(
        &self,
        decision: DecisionId,
        entity: EntityId,
        mentions: &[i64],
    ) -> Result<()> {
        self.touch(mentions.iter().copied())?;
        self.uncount(entity)?;
        let kept = self
            .conn
            .prepare_cached(sql!("dismissed/add_touched"))?
            .execute([decision.0])?;
        self.conn
            .prepare_cached(sql!("mention/delete_touched"))?
            .execute([])?;
        Self::expect_changed(kept, mentions.len())
    }

    /// The inverse of [`Self::dismiss_mentions`].
    ///
    /// # Errors
    /// When not all of them are there, or the file cannot be written.
    pub fn restore_mentions(&self, entity: EntityId, mentions: &[i64]) -> Result<()> {
        self.touch(mentions.iter().copied())?;
        let restored = self
            .conn
            .prepare_cached(sql!("dismissed/restore_touched"))?
            .execute([])?;
        self.conn
            .prepare_cached(sql!("dismissed/delete_touched"))?
            .execute([])?;
        self.count_in(entity)?;
        Self::expect_changed(restored, mentions.len())
    }

    /// Marks spans with this spelling as mentions of an entity. `form` is the number wanted for the spelling where it is
    /// new.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn mark_mentions(
        &self,
        decision: DecisionId,
        entity: EntityId,
        (text, form): (&str, i64),
        new: &[NewMention],
    ) -> Result<()> {
        let insert_form = |statement: &str, p: &[&dyn rusqlite::ToSql]| -> Result<usize> {
            Ok(self.conn.prepare_cached(statement)?.execute(p)?)
        };
        let form = match self.form(text)? {
            Some(known) => known,
            None => {
                // The number may have gone to another spelling in the meantime.
                if insert_form(sql!("form/insert_as"), &[&form, &text])? == 0 {
                    insert_form(sql!("form/insert"), &[&text])?;
                }
                self.form(text)?
                    .ok_or_else(|| StoreError::Damaged("The list of spellings".to_owned()))?
            }
        };
        let mut insert = self.conn.prepare_cached(sql!("mention/insert_marked"))?;
        for mention in new {
            insert.execute(params![
                mention.id.0,
                mention.article.0,
                mention.span.start,
                mention.span.end,
                mention.sentence.start,
                mention.sentence.end,
                entity.0,
                form,
                decision.0,
                None::<i64>,
            ])?;
        }
        drop(insert);
        self.touch(new.iter().map(|m| m.id.0))?;
        self.count_in(entity)?;
        let newest = self.newest_mention()?;
        self.note("last_mention", newest.0)
    }

    /// The inverse of [`Self::mark_mentions`].
    ///
    /// # Errors
    /// When not all of them are there, or the file cannot be written.
    pub fn unmark_mentions(&self, entity: EntityId, text: &str, mentions: &[i64]) -> Result<()> {
        self.touch(mentions.iter().copied())?;
        self.uncount(entity)?;
        let gone = self
            .conn
            .prepare_cached(sql!("mention/delete_touched"))?
            .execute([])?;
        self.conn
            .prepare_cached(sql!("form/delete_unused"))?
            .execute([text])?;
        Self::expect_changed(gone, mentions.len())
    }

    fn note(&self, key: &str, value: i64) -> Result<()> {
        self.conn
            .prepare_cached(sql!("project/set"))?
            .execute(params![key, value.to_string()])?;
        Ok(())
    }

    /// Makes an entity with a number that was never given before.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn make_entity(
        &self,
        decision: DecisionId,
        id: EntityId,
        kind: EntityType,
        name: &str,
    ) -> Result<()> {
        self.conn
            .prepare_cached(sql!("entity/make"))?
            .execute(params![id.0, kind.word(), name, decision.0])?;
        let newest = self.newest_entity()?;
        self.note("last_entity", newest.0)
    }

    /// The inverse of [`Self::make_entity`]. Where mentions imported since mean the entity, it stays as one that the
    /// program found. Its place must be gone before, unless it stays.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn unmake_entity(&self, id: EntityId) -> Result<()> {
        let used = self.entity_is_used(id)?;
        let statement = if used {
            sql!("entity/keep")
        } else {
            sql!("entity/delete")
        };
        self.conn.prepare_cached(statement)?.execute([id.0])?;
        Ok(())
    }

    /// Whether any mention, counted or dismissed, is an entity's.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn entity_is_used(&self, id: EntityId) -> Result<bool> {
        Ok(self
            .conn
            .prepare_cached(sql!("entity/is_used"))?
            .query_row([id.0], |row| row.get(0))?)
    }

    /// Gives an entity a type and a display name.
    ///
    /// # Errors
    /// When there is no such entity or the file cannot be written.
    pub fn change_entity(
        &self,
        id: EntityId,
        kind: EntityType,
        name: &str,
        by: DecidedBy,
    ) -> Result<()> {
        let changed = self
            .conn
            .prepare_cached(sql!("entity/change"))?
            .execute(params![id.0, kind.word(), name, by.word()])?;
        if changed == 0 {
            Err(StoreError::NoSuch("name"))
        } else {
            Ok(())
        }
    }

    /// Puts an entity's place in place of the one it has; `None` leaves it without.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_place(&self, id: EntityId, place: Option<&PlaceRecord>) -> Result<()> {
        self.conn
            .prepare_cached(sql!("place/delete"))?
            .execute([id.0])?;
        if let Some(place) = place {
            let found = place
                .found
                .as_ref()
                .map(serde_json::to_string)
                .transpose()
                .map_err(|_| StoreError::Damaged("The list of places".to_owned()))?;
            self.conn
                .prepare_cached(sql!("place/insert"))?
                .execute(params![
                    id.0,
                    place.name,
                    place.status,
                    place.lat,
                    place.lon,
                    place.uncertainty_km,
                    place.country,
                    place.feature,
                    place.gazetteer_id,
                    place.candidates,
                    place.reason,
                    found,
                ])?;
        }
        Ok(())
    }
}
