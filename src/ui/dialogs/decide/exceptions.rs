//! Which passages of a preview are left out, and what is left then. Knows nothing of drawing.

use std::{collections::BTreeMap, ops::Range};

use crate::{
    model::ArticleId,
    ui::widgets,
    workspace::{Preview, views::Passage},
};

/// A line of the list of passages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// An article and its passages.
    Article(Range<usize>),
    Passage(usize),
}

/// Whether passages are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    All,
    Some,
    None,
}

/// The passages left out. They are known by where they stand, because what is to be marked is no mention yet; so they
/// stay left out when the correction is widened.
#[derive(Debug, Default)]
pub struct Exceptions {
    out: BTreeMap<(ArticleId, u32), Passage>,
}

const fn key(passage: &Passage) -> (ArticleId, u32) {
    (passage.article, passage.span.start)
}

/// How many passages a preview is about: mentions, or highlights where it is about those.
#[must_use]
pub fn total(preview: &Preview) -> u64 {
    preview.highlights.unwrap_or(preview.mentions)
}

impl Exceptions {
    #[must_use]
    pub fn leaves_out(&self, passage: &Passage) -> bool {
        self.out.contains_key(&key(passage))
    }

    /// Leaves passages out, or takes them in again.
    pub fn set(&mut self, passages: &[Passage], out: bool) {
        for passage in passages {
            if out {
                self.out.insert(key(passage), passage.clone());
            } else {
                self.out.remove(&key(passage));
            }
        }
    }

    /// The passages of the preview that are left out.
    #[must_use]
    pub fn among<'p>(&self, passages: &'p [Passage]) -> Vec<&'p Passage> {
        if self.out.is_empty() {
            return Vec::new();
        }
        passages.iter().filter(|p| self.leaves_out(p)).collect()
    }

    /// All passages that are left out of what the preview is of. Where it lists only the first, those left out before
    /// the correction was widened count as well: they may be among the rest.
    #[must_use]
    pub fn of<'p>(&'p self, preview: &'p Preview) -> Vec<&'p Passage> {
        if whole(preview) {
            self.among(&preview.passages)
        } else {
            self.out.values().collect()
        }
    }

    #[must_use]
    pub fn kept(&self, passages: &[Passage]) -> Kept {
        match self.among(passages).len() {
            0 => Kept::All,
            n if n == passages.len() => Kept::None,
            _ => Kept::Some,
        }
    }

    /// Mentions, or highlights, and articles that are left.
    #[must_use]
    pub fn left(&self, preview: &Preview) -> (u64, u64) {
        let listed = &preview.passages;
        let out = self.of(preview).len() as u64;
        if out == 0 {
            return (total(preview), preview.articles);
        }
        let whole = whole(preview);
        let groups = articles(listed);
        // The list may end amid an article, whose further passages are then counted in.
        let known = groups.len() - usize::from(!whole && !groups.is_empty());
        let gone = groups
            .iter()
            .take(known)
            .filter(|group| {
                self.kept(listed.get((*group).clone()).unwrap_or_default()) == Kept::None
            })
            .count();
        (
            total(preview).saturating_sub(out),
            preview.articles.saturating_sub(gone as u64),
        )
    }

    /// `312 mentions in 87 articles`, `309 of 312 mentions in 86 articles`.
    #[must_use]
    pub fn counts(&self, preview: &Preview) -> String {
        let (left, in_articles) = self.left(preview);
        if left == total(preview) {
            return preview.counts();
        }
        let [one, many] = match preview.highlights {
            Some(_) => ["highlight", "highlights"],
            None => ["mention", "mentions"],
        };
        format!(
            "{} of {} in {}",
            widgets::number(left),
            widgets::count(total(preview), one, many),
            widgets::count(in_articles, "article", "articles")
        )
    }
}

/// Whether a preview lists everything it counts.
fn whole(preview: &Preview) -> bool {
    total(preview) <= preview.passages.len() as u64
}

fn articles(passages: &[Passage]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut before = None;
    for (at, passage) in passages.iter().enumerate() {
        match groups.last_mut() {
            Some(group) if before == Some(passage.article) => group.end = at + 1,
            _ => groups.push(at..at + 1),
        }
        before = Some(passage.article);
    }
    groups
}

/// Passages under their articles, in the order they come.
#[must_use]
pub fn lines(passages: &[Passage]) -> Vec<Line> {
    let mut lines = Vec::with_capacity(passages.len() * 2);
    for group in articles(passages) {
        lines.push(Line::Article(group.clone()));
        lines.extend(group.map(Line::Passage));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ByteSpan, EntityId, MentionId};

    fn preview(articles: &[i64], mentions: u64, in_articles: u64) -> Preview {
        let passage = |(n, article): (usize, &i64)| Passage {
            mention: MentionId(n as i64),
            entity: EntityId(1),
            article: ArticleId(*article),
            outlet: None,
            agency: None,
            title: String::new(),
            published: None,
            sentence: "Tobruk".to_owned(),
            hit: ByteSpan::new(0, 6),
            span: ByteSpan::new(n as u32 * 10, n as u32 * 10 + 6),
            highlight: None,
        };
        Preview {
            mentions,
            articles: in_articles,
            passages: articles.iter().enumerate().map(passage).collect(),
            ..Preview::default()
        }
    }

    #[test]
    fn what_is_left_out_is_counted_off() {
        let all = preview(&[7, 7, 9], 3, 2);
        let mut out = Exceptions::default();
        assert_eq!(out.counts(&all), "3 mentions in 2 articles");
        out.set(&all.passages[..1], true);
        assert_eq!(out.counts(&all), "2 of 3 mentions in 2 articles");
        out.set(&all.passages[1..2], true);
        assert_eq!(out.counts(&all), "1 of 3 mentions in 1 article");
        assert_eq!(out.kept(&all.passages), Kept::Some);
        out.set(&all.passages, true);
        assert_eq!(out.left(&all), (0, 0));
        out.set(&all.passages, false);
        assert_eq!(out.left(&all), (3, 2));
    }

    #[test]
    fn highlights_are_counted_as_highlights() {
        let mut all = preview(&[7, 7, 9], 0, 2);
        all.highlights = Some(3);
        let mut out = Exceptions::default();
        assert_eq!(out.counts(&all), "3 highlights in 2 articles");
        out.set(&all.passages[2..], true);
        assert_eq!(out.counts(&all), "2 of 3 highlights in 1 article");
        assert_eq!(out.left(&all), (2, 1));
    }

    #[test]
    fn an_article_the_list_breaks_off_in_stays() {
        let long = preview(&[7, 9], 40, 5);
        let mut out = Exceptions::default();
        out.set(&long.passages, true);
        assert_eq!(out.left(&long), (38, 4));
    }

    #[test]
    fn what_was_left_out_stays_so_when_the_correction_is_widened_beyond_the_list() {
        let (narrow, wide) = (preview(&[7, 7, 9], 3, 2), preview(&[1, 2], 5_000, 900));
        let mut out = Exceptions::default();
        out.set(&narrow.passages[2..], true);
        assert_eq!(out.of(&narrow).len(), 1);
        let left: Vec<_> = out.of(&wide).iter().map(|p| p.article).collect();
        assert_eq!(left, [ArticleId(9)]);
        assert_eq!(out.left(&wide).0, 4_999);
        // A list that is whole says itself what is part of it.
        assert!(out.of(&preview(&[1, 2], 2, 2)).is_empty());
    }

    #[test]
    fn passages_stand_under_their_article() {
        let all = preview(&[7, 7, 9], 3, 2);
        let expected = [
            Line::Article(0..2),
            Line::Passage(0),
            Line::Passage(1),
            Line::Article(2..3),
            Line::Passage(2),
        ];
        assert_eq!(lines(&all.passages), expected);
    }
}
