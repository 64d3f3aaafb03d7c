//! Finding what a command is about from what a person can type: names, numbers, code points.

use super::{Project, rules::whole_words};
use crate::{
    model::{ArticleId, ByteSpan, CharSpan, EntityId, EntityType, span::CharCounter},
    store::{NamedEntity, StoreError},
    workspace::{problem::Problem, words},
};

impl Project {
    /// The one entity with this number, name or spelling. A name shown wins over a mere spelling.
    ///
    /// # Errors
    /// When there is none, or when several bear the name: the problem lists them with their numbers.
    pub fn the_entity(&self, name: &str) -> Result<EntityId, Problem> {
        let unknown = || {
            Problem::new(
                format!("No name “{name}” in the project"),
                "it is not found in any article",
            )
            .with_hint("See `dateline export entities` for the names there are")
        };
        if let Ok(number) = name.parse::<i64>() {
            let id = EntityId(number);
            return match self.store.entity(id) {
                Ok(_) => Ok(id),
                Err(StoreError::NoSuch(_)) => Err(unknown()),
                Err(error) => Err(error.into()),
            };
        }
        let all = self.store.named_entities(name, None)?;
        let shown: Vec<&NamedEntity> = all.iter().filter(|n| n.shown).collect();
        let candidates = if shown.is_empty() {
            all.iter().collect()
        } else {
            shown
        };
        match candidates.as_slice() {
            [] => Err(unknown()),
            [one] => Ok(one.id),
            several => {
                let list: Vec<String> = several
                    .iter()
                    .map(|n| {
                        format!(
                            "{} “{}” ({}, {})",
                            n.id,
                            n.name,
                            n.kind.word(),
                            words::counted(n.mentions, "mention")
                        )
                    })
                    .collect();
                Err(Problem::new(
                    format!("Could not tell which “{name}” is meant"),
                    list.join(", "),
                )
                .with_hint("Give the number"))
            }
        }
    }

    /// An entity's type and display name.
    ///
    /// # Errors
    /// When there is no such entity.
    pub fn entity_face(&self, id: EntityId) -> Result<(EntityType, String), Problem> {
        let (kind, name, ..) = self.store.entity(id)?;
        Ok((kind, name))
    }

    /// Where a text first stands in an article as whole words and no name covers it; where one always does, the first
    /// place.
    ///
    /// # Errors
    /// When it does not stand there.
    pub fn first_in(&self, article: ArticleId, text: &str) -> Result<ByteSpan, Problem> {
        let (reading_text, _) = self.store.text_and_blocks(article)?;
        let mentions = self.store.refs_of_article(article)?;
        let found = whole_words(&reading_text, text.trim());
        let free = found
            .iter()
            .find(|span| !mentions.iter().any(|m| m.span.contains(span)))
            .or_else(|| found.first());
        free.copied().ok_or_else(|| {
            Problem::new(
                format!("Could not mark “{text}”"),
                format!("it does not stand in article {article} as whole words"),
            )
            .with_hint("Mind capitals and accents")
        })
    }

    /// Code points of an article's reading text as bytes.
    ///
    /// # Errors
    /// When they lie outside the text.
    pub fn bytes_of(&self, article: ArticleId, span: CharSpan) -> Result<ByteSpan, Problem> {
        let (text, _) = self.store.text_and_blocks(article)?;
        let byte = |wanted: u32| {
            let wanted = wanted as usize;
            text.char_indices()
                .map(|(at, _)| at)
                .chain([text.len()])
                .nth(wanted)
        };
        match (byte(span.start), byte(span.end)) {
            (Some(start), Some(end)) => Ok(ByteSpan::from(start..end)),
            _ => Err(Problem::new(
                format!("Could not find {span:?} in article {article}"),
                format!("its text has {} code points", text.chars().count()),
            )),
        }
    }

    /// Bytes of an article's reading text as code points.
    ///
    /// # Errors
    /// When there is no such article.
    pub fn chars_of(&self, article: ArticleId, span: ByteSpan) -> Result<CharSpan, Problem> {
        let (text, _) = self.store.text_and_blocks(article)?;
        Ok(CharCounter::new(&text).span(span))
    }
}
