//! The card that opens while the pointer rests on a name: when it opens, when it closes, and how a click keeps it.

use egui::{Id, Ui};

use super::reader::Card;
use crate::model::MentionId;

/// Seconds the pointer rests before the card opens, the same as for tooltips.
const REST: f64 = 0.4;
/// Seconds the card stays once the pointer has left name and card, so that the way between them is not hurried.
const GRACE: f64 = 0.3;
/// The gap between a name and its card, and some points around the card.
const AROUND: f32 = 8.0;

/// What the pointer does among the names.
#[derive(Debug, Default)]
pub(super) struct Hover {
    /// The name under the pointer in this frame.
    over: Option<Card>,
    /// The name that was under it in the frame before.
    before: Option<MentionId>,
    /// The name it rests on, and since when in seconds of the window's clock.
    resting: Option<(MentionId, f64)>,
    /// Whether the open card is there for the pointer alone.
    passing: bool,
    /// Since when the pointer is neither on the name nor on the card.
    away: Option<f64>,
    /// A card closed by hand: it opens again only after the pointer was elsewhere.
    closed: Option<MentionId>,
}

impl Hover {
    /// The pointer is on this name.
    pub(super) fn over(&mut self, card: Card) {
        self.over = Some(card);
    }

    /// The name under the pointer, as it was in the frame before.
    pub(super) const fn over_name(&self) -> Option<MentionId> {
        self.before
    }

    /// The card was opened by hand, and stays until it is closed.
    pub(super) fn pin(&mut self) {
        self.passing = false;
        self.resting = None;
        self.away = None;
    }

    /// The card was closed by hand.
    pub(super) fn close(&mut self) {
        self.pin();
        self.closed = self.over.and_then(|card| card.mention).or(self.before);
    }

    /// Whether the open card is there for the pointer alone.
    pub(super) const fn passing(&self) -> bool {
        self.passing
    }

    /// Opens and closes the card as the pointer moves. Call once a frame, after the names were drawn.
    pub(super) fn follow(&mut self, ui: &Ui, card_id: Id, open: &mut Option<Card>) {
        let over = self.over.take();
        self.before = over.and_then(|card| card.mention);
        let (now, down, pressed, at) = ui.input(|input| {
            let pointer = &input.pointer;
            (
                input.time,
                pointer.any_down(),
                pointer.any_pressed(),
                pointer.latest_pos(),
            )
        });
        if self.closed.is_some() && self.before != self.closed {
            self.closed = None;
        }
        if open.is_none() {
            self.passing = false;
        } else if !self.passing {
            return;
        }
        let wait = |since: f64, long: f64| {
            let left = (long - (now - since)).max(0.01);
            ui.ctx().request_repaint_after_secs(left as f32);
        };
        let card = ui.memory(|memory| memory.area_rect(card_id));
        let on_card = self.passing
            && at.is_some_and(|at| card.is_some_and(|card| card.expand(AROUND).contains(at)));
        if on_card && pressed {
            self.pin();
            return;
        }
        let same = over.is_some() && over == *open;
        if same || on_card {
            self.away = None;
            self.resting = None;
            return;
        }
        if let Some((card, mention)) = over.and_then(|card| Some((card, card.mention?)))
            && !down
            && self.closed != Some(mention)
        {
            match self.resting {
                Some((on, since)) if on == mention => {
                    if now - since >= REST {
                        *open = Some(card);
                        self.passing = true;
                        self.away = None;
                        self.resting = None;
                        ui.ctx().request_repaint();
                        return;
                    }
                    wait(since, REST);
                }
                _ => {
                    self.resting = Some((mention, now));
                    wait(now, REST);
                }
            }
        } else {
            self.resting = None;
        }
        if self.passing {
            let since = *self.away.get_or_insert(now);
            if now - since >= GRACE {
                *open = None;
                self.passing = false;
                self.away = None;
                ui.ctx().request_repaint();
            } else {
                wait(since, GRACE);
            }
        }
    }
}
