//! Finding where a name that the user marks stands, in one article or in all.

use std::collections::HashSet;

use super::rules::{room_for, whole_words};
use crate::{
    analysis::sentences,
    model::{ArticleId, ByteSpan, EntityId, MentionId},
    store::{NewMention, Store, StoreError, sentence_around},
};

/// A place for a new mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    pub article: ArticleId,
    pub span: ByteSpan,
    pub sentence: ByteSpan,
}

impl Spot {
    pub const fn numbered(self, id: MentionId) -> NewMention {
        NewMention {
            id,
            article: self.article,
            span: self.span,
            sentence: self.sentence,
        }
    }
}

/// A shorter mention that a new one replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replaced {
    pub id: MentionId,
    pub entity: EntityId,
    article: ArticleId,
    at: u32,
}

/// Places for new mentions, and the shorter ones that they replace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub spots: Vec<Spot>,
    pub replaced: Vec<Replaced>,
}

impl Found {
    /// Adds what lies in other articles than `here`.
    pub fn extend_outside(&mut self, other: Self, here: ArticleId) {
        self.spots
            .extend(other.spots.into_iter().filter(|s| s.article != here));
        self.replaced
            .extend(other.replaced.into_iter().filter(|r| r.article != here));
    }

    /// Leaves out what lies at these articles and first bytes.
    pub fn leave_out(&mut self, except: &[(ArticleId, u32)]) {
        if except.is_empty() {
            return;
        }
        let except: HashSet<(ArticleId, u32)> = except.iter().copied().collect();
        let (out, keep): (Vec<Spot>, Vec<Spot>) = self
            .spots
            .iter()
            .partition(|s| except.contains(&(s.article, s.span.start)));
        self.spots = keep;
        self.replaced.retain(|r| {
            !out.iter()
                .any(|s| s.article == r.article && s.span.covers(r.at))
        });
    }

    /// The replaced mentions with their entities.
    pub fn replaced(&self) -> impl Iterator<Item = (MentionId, EntityId)> {
        self.replaced.iter().map(|r| (r.id, r.entity))
    }
}

/// Everything in one article where there is room for a name so written: whole words, or the span that was selected. The
/// mention `instead` of which it is marked takes no room.
pub fn in_article(
    store: &Store,
    article: ArticleId,
    wanted: &str,
    selected: Option<ByteSpan>,
    whole_article: bool,
    instead: Option<MentionId>,
) -> Result<Found, StoreError> {
    let (text, blocks) = store.text_and_blocks(article)?;
    let mut spans = if whole_article {
        whole_words(&text, wanted)
    } else {
        Vec::new()
    };
    if let Some(selected) = selected {
        // A selection counts also where it is part of a word, and against whole words that overlap it.
        spans.retain(|s| !s.overlaps(&selected));
        spans.push(selected);
        spans.sort_unstable();
    }
    let mut found = Found::default();
    if spans.is_empty() {
        return Ok(found);
    }
    let mut mentions = store.refs_of_article(article)?;
    mentions.retain(|mention| Some(mention.id) != instead);
    let all_sentences = sentences::split(&text, &blocks);
    for span in spans {
        let Some(inside) = room_for(span, mentions.iter().map(|m| (m, m.span))) else {
            continue;
        };
        for mention in inside {
            found.replaced.push(Replaced {
                id: mention.id,
                entity: mention.entity,
                article,
                at: mention.span.start,
            });
        }
        found.spots.push(Spot {
            article,
            span,
            sentence: sentence_around(&all_sentences, span),
        });
    }
    Ok(found)
}

/// Everything in articles above `after` where there is room for a name so written, as whole words.
pub fn everywhere(store: &Store, wanted: &str, after: ArticleId) -> Result<Found, StoreError> {
    let mut all = Found::default();
    // The search index narrows the articles down; whether the spelling is exactly this one, the text says.
    let words = wanted.replace(['"', '\0'], " ");
    for article in store.articles_with(&format!("\"{words}\""), after)? {
        let found = in_article(store, article, wanted, None, true, None)?;
        all.spots.extend(found.spots);
        all.replaced.extend(found.replaced);
    }
    Ok(all)
}
