//! What was looked at, to go back and forward through: views, articles with their scroll, passages and panels.

use super::{action::View, review::Panel};
use crate::model::{ArticleId, CountUnit, chart::Cell};

/// Something that was looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spot {
    pub view: View,
    pub article: Option<ArticleId>,
    /// How often a place in an article was gone to: another passage of one article is another thing to look at.
    pub jumps: u64,
    /// Points the article is scrolled by.
    pub scroll: f32,
    /// Whether the names stand as a table in the middle of the Read view.
    pub table: bool,
    /// The number whose passages are listed.
    pub passages: Option<(Cell, CountUnit)>,
    /// The panel of correcting over the views.
    pub panel: Option<Panel>,
}

impl Spot {
    /// Whether nothing but the scroll tells them apart.
    fn same(&self, other: &Self) -> bool {
        let Self {
            view,
            article,
            jumps,
            scroll: _,
            table,
            passages,
            panel,
        } = self;
        (view, article, jumps, table, passages, panel)
            == (
                &other.view,
                &other.article,
                &other.jumps,
                &other.table,
                &other.passages,
                &other.panel,
            )
    }
}

/// Spots one can go back to.
const MOST: usize = 200;

/// The way here and on from here.
#[derive(Debug, Default)]
pub struct Trail {
    back: Vec<Spot>,
    forward: Vec<Spot>,
    here: Option<Spot>,
    /// Whether the next spot was gone to by [`Trail::step`].
    stepped: bool,
}

impl Trail {
    /// Notices what is looked at now; called once a frame. `by_itself` when the window chose it, not the user: there is no
    /// way back to what nobody chose.
    pub fn follow(&mut self, spot: Spot, by_itself: bool) {
        let before = self.here.replace(spot);
        let (Some(before), Some(here)) = (before, &self.here) else {
            return;
        };
        let begins = before.article.is_none() || by_itself;
        if before.same(here) || begins || std::mem::take(&mut self.stepped) {
            self.stepped = false;
            return;
        }
        self.back.push(before);
        if self.back.len() > MOST {
            self.back.remove(0);
        }
        self.forward.clear();
    }

    /// Goes back, or forward; returns what to look at.
    pub fn step(&mut self, back: bool) -> Option<Spot> {
        let (from, to) = if back {
            (&mut self.back, &mut self.forward)
        } else {
            (&mut self.forward, &mut self.back)
        };
        let target = from.pop()?;
        to.extend(self.here.take());
        self.here = Some(target.clone());
        self.stepped = true;
        Some(target)
    }

    /// Whether there is something to go back to.
    #[must_use]
    pub const fn can_go_back(&self) -> bool {
        !self.back.is_empty()
    }

    /// Whether there is something to go forward to.
    #[must_use]
    pub const fn can_go_forward(&self) -> bool {
        !self.forward.is_empty()
    }

    /// Leaves out an article that is no more.
    pub fn forget(&mut self, article: ArticleId) {
        for spots in [&mut self.back, &mut self.forward] {
            spots.retain(|spot| spot.article != Some(article));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(article: u32, scroll: f32) -> Spot {
        Spot {
            article: Some(ArticleId(i64::from(article))),
            scroll,
            ..Spot::default()
        }
    }

    #[test]
    fn one_goes_back_to_where_one_had_scrolled_and_forward_again() {
        let mut trail = Trail::default();
        trail.follow(Spot::default(), false);
        trail.follow(spot(1, 0.0), false);
        assert!(!trail.can_go_back(), "the first article opens by itself");
        trail.follow(spot(1, 120.0), false);
        trail.follow(spot(2, 0.0), false);
        assert_eq!(trail.step(true), Some(spot(1, 120.0)));
        // The window scrolls a frame later.
        trail.follow(spot(1, 0.0), false);
        trail.follow(spot(1, 120.0), false);
        assert!(!trail.can_go_back());
        assert_eq!(trail.step(false), Some(spot(2, 0.0)));
        trail.follow(spot(2, 0.0), false);
        assert!(!trail.can_go_forward());
    }

    #[test]
    fn going_elsewhere_ends_the_way_forward() {
        let mut trail = Trail::default();
        for article in 1..=3 {
            trail.follow(spot(article, 0.0), false);
        }
        let back = trail.step(true).expect("a spot");
        trail.follow(back, false);
        trail.follow(spot(4, 0.0), false);
        assert!(!trail.can_go_forward());
        assert_eq!(trail.step(true), Some(spot(2, 0.0)));
    }

    #[test]
    fn an_article_that_is_gone_is_not_gone_back_to() {
        let mut trail = Trail::default();
        for article in 1..=3 {
            trail.follow(spot(article, 0.0), false);
        }
        trail.forget(ArticleId(2));
        assert_eq!(trail.step(true), Some(spot(1, 0.0)));
    }
}
