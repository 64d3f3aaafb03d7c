//! The time bar under the map: the dates of the selection as columns, one of them chosen, stepped through or played.

use std::{collections::HashMap, ops::RangeInclusive};

use egui::{
    Align2, EventFilter, Key, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use crate::{
    model::{CountUnit, EntityId, chart::TimeUnit},
    ui::{
        theme::{colors, font, size, space, stroke},
        widgets::{self, Icon, Segment, count, focus_ring, hline, icon_button, segmented},
    },
    workspace::views::PlaceTimes,
};

/// Height of the bar.
pub const HEIGHT: f32 = 76.0;

/// Widest column in points: a few days are no wall.
const WIDEST: f32 = 40.0;

/// Points of columns from which both ends are dated.
const DATED: f32 = 180.0;

/// Seconds that playing all columns takes, about.
const PLAY_SECS: f64 = 24.0;

/// Shortest and longest time a column is shown for.
const STEP_SECS: [f64; 2] = [0.12, 0.9];

/// What is counted: up to the chosen column, or within it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Within {
    #[default]
    UpTo,
    Only,
}

/// What the bar remembers.
#[derive(Debug, Default)]
pub struct State {
    pub shown: bool,
    unit: Option<TimeUnit>,
    within: Within,
    /// The chosen column.
    at: usize,
    /// When the next column is due, in seconds of the window's clock.
    due: Option<f64>,
    /// What the counts below were made of.
    made: Option<(u64, Within, usize, CountUnit)>,
    counts: HashMap<EntityId, u64>,
    most: (Option<(u64, CountUnit)>, u64),
}

impl State {
    /// The unit to ask for, while the bar is shown.
    #[must_use]
    pub fn wanted(&self) -> Option<Option<TimeUnit>> {
        self.shown.then_some(self.unit)
    }

    /// Shows or hides the bar; playing stops.
    pub fn toggle(&mut self) {
        self.shown = !self.shown;
        self.due = None;
        self.made = None;
        self.at = usize::MAX;
    }

    fn range(&self) -> RangeInclusive<usize> {
        match self.within {
            Within::UpTo => 0..=self.at,
            Within::Only => self.at..=self.at,
        }
    }

    /// Brings the counts up to date; returns a number that changes with them. `None` while the bar is not shown, or there
    /// are no dates. `fingerprint` is of the places.
    pub fn update(
        &mut self,
        times: Option<&PlaceTimes>,
        fingerprint: u64,
        unit: CountUnit,
        now: f64,
    ) -> Option<u64> {
        let times = times.filter(|times| self.shown && !times.buckets.is_empty())?;
        let last = times.buckets.len() - 1;
        self.at = self.at.min(last);
        if self.due.is_some_and(|due| now >= due) {
            if self.at < last {
                self.at += 1;
                self.due = Some(now + step_secs(times.buckets.len()));
            } else {
                self.due = None;
            }
        }
        let of = times
            .buckets
            .iter()
            .fold(fingerprint ^ times.undated, |hash, bucket| {
                (hash ^ bucket.mentions).wrapping_mul(0x0100_0000_01b3)
            })
            .wrapping_add(times.unit as u64);
        let key = (of, self.within, self.at, unit);
        if self.made != Some(key) {
            self.counts = times.counts(self.range(), unit);
            self.made = Some(key);
        }
        if self.most.0 != Some((of, unit)) {
            self.most = (Some((of, unit)), times.most_in_one(unit));
        }
        let within = self.within as u64 + 1;
        Some(
            (of ^ within)
                .wrapping_mul(31)
                .wrapping_add(self.at as u64 + 1),
        )
    }

    /// What each place counts, and what the largest symbol stands for: up to a day all places as without the bar, within
    /// one the most of any.
    #[must_use]
    pub fn counts(&self, most_of_all: u64) -> (&HashMap<EntityId, u64>, u64) {
        let most = match self.within {
            Within::UpTo => most_of_all,
            Within::Only => self.most.1,
        };
        (&self.counts, most.max(1))
    }

    /// Whether it plays, so that frames are wanted.
    #[must_use]
    pub const fn playing(&self) -> bool {
        self.due.is_some()
    }

    fn play(&mut self, last: usize, now: f64) {
        if self.due.take().is_none() {
            if self.at >= last {
                self.at = 0;
            }
            self.due = Some(now + step_secs(last + 1));
        }
    }

    /// `Named up to 14 Mar 2012`.
    #[must_use]
    pub fn words(&self, times: &PlaceTimes) -> String {
        format!("Named {}", self.span(times))
    }

    /// `up to 14 Mar 2012`.
    #[must_use]
    pub fn span(&self, times: &PlaceTimes) -> String {
        let label = times.buckets.get(self.at).map_or("", |b| &b.label);
        match (self.within, times.unit) {
            (Within::UpTo, TimeUnit::Day) => format!("up to {label}"),
            (Within::UpTo, _) => format!("up to the end of {label}"),
            (Within::Only, TimeUnit::Day) => format!("on {label}"),
            (Within::Only, _) => format!("in {label}"),
        }
    }
}

fn step_secs(columns: usize) -> f64 {
    let [least, most] = STEP_SECS;
    (PLAY_SECS / columns.max(1) as f64).clamp(least, most)
}

/// `9 articles without a date are left out`, in words that fit the unit; empty when there are none.
#[must_use]
pub fn undated_words(times: &PlaceTimes) -> String {
    if times.undated == 0 {
        return String::new();
    }
    let articles = count(times.undated, "article", "articles");
    let verb = if times.undated == 1 { "is" } else { "are" };
    let date = match times.unit {
        TimeUnit::Day | TimeUnit::Week => "dated to the day",
        TimeUnit::Month => "dated to the month",
        TimeUnit::Year => return format!("{articles} without a date {verb} left out"),
    };
    format!("{articles} not {date} {verb} left out")
}

/// Draws the bar into `rect`.
pub fn ui(ui: &mut Ui, rect: Rect, times: &PlaceTimes, state: &mut State, places: usize, now: f64) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    hline(ui.painter(), rect, rect.top() + 0.5, c.line2);
    if times.buckets.is_empty() {
        let words = if times.undated == 0 {
            "No place was named in this selection".to_owned()
        } else {
            format!("No dates to play: {}", undated_words(times))
        };
        let at = pos2(rect.left() + space::L, rect.center().y);
        widgets::text(
            ui,
            at,
            Align2::LEFT_CENTER,
            &words,
            font::ui(font::SMALL),
            c.ink2,
        );
        return;
    }
    let last = times.buckets.len() - 1;
    let head = Rect::from_min_size(
        rect.min + vec2(space::M, space::S),
        vec2(rect.width() - space::M - space::L, size::PANEL_BUTTON),
    );
    widgets::at(ui, head, |ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let (icon, name) = if state.playing() {
            (Icon::Pause, "Pause")
        } else {
            (Icon::Play, "Play the dates")
        };
        if icon_button(ui, icon, name, Some("Space"), size::PANEL_BUTTON, None).clicked() {
            state.play(last, now);
        }
        for (icon, name, key, by) in [
            (Icon::Left, "One column back", "←", -1),
            (Icon::Right, "One column on", "→", 1),
        ] {
            if icon_button(ui, icon, name, Some(key), size::PANEL_BUTTON, None).clicked() {
                state.due = None;
                state.at = state.at.saturating_add_signed(by).min(last);
            }
        }
        ui.add_space(space::XS);
        let places = count(places as u64, "place", "places");
        let said = format!("{}: {places}", state.words(times));
        let about = ui.cursor().left();
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let units = [
                TimeUnit::Day,
                TimeUnit::Week,
                TimeUnit::Month,
                TimeUnit::Year,
            ];
            let segments = ["Day", "Week", "Month", "Year"].map(Segment::new);
            let chosen = units.iter().position(|u| *u == times.unit).unwrap_or(0);
            let chosen = segmented(ui, "Width of a column", chosen, &segments);
            if let Some(unit) = chosen.and_then(|n| units.get(n)) {
                state.unit = Some(*unit);
                state.due = None;
                state.at = usize::MAX;
            }
            ui.add_space(space::S);
            let segments = ["Up to then", "Only then"].map(Segment::new);
            let chosen = usize::from(state.within == Within::Only);
            match segmented(ui, "What is counted", chosen, &segments) {
                Some(0) => state.within = Within::UpTo,
                Some(_) => state.within = Within::Only,
                None => {}
            }
            // As much as there is room for; the columns tell the date as well.
            let room = (ui.available_width() - space::S).max(0.0);
            let bold = font::bold(font::SMALL);
            let words = [said, state.words(times), state.span(times)];
            let fits = |words: &String| widgets::width_of(ui, words, bold.clone()) + 2.0 <= room;
            if let Some(words) = words.into_iter().find(fits) {
                let left = pos2(about, head.top());
                let rect = Rect::from_min_max(left, pos2(about + room, head.bottom()));
                widgets::at(ui, rect, |ui| widgets::label(ui, words, bold, c.ink));
            }
        });
    });
    let columns = Rect::from_min_max(
        pos2(rect.left() + space::L, head.bottom() + space::XS),
        pos2(rect.right() - space::L, rect.bottom() - space::S),
    );
    columns_ui(ui, columns, times, state, now);
}

/// Where in the row of dates the words on what is left out stand, and how many of them: between the dates, or beside a
/// few columns; short ones before none.
fn left_out_ui(ui: &mut Ui, row: Rect, ends: [f32; 2], right: f32, times: &PlaceTimes) {
    let whole = undated_words(times);
    if whole.is_empty() {
        return;
    }
    let small = font::ui(font::HEAD);
    let short = format!("{} left out", widgets::number(times.undated));
    let between = Rect::from_x_y_ranges(ends[0] + space::M..=ends[1] - space::M, row.y_range());
    let beside = Rect::from_x_y_ranges(right + space::L..=row.right(), row.y_range());
    let fits = [
        (&whole, between),
        (&whole, beside),
        (&short, between),
        (&short, beside),
    ]
    .into_iter()
    .find(|(words, room)| widgets::width_of(ui, words, small.clone()) + 2.0 <= room.width());
    let Some((words, room)) = fits else { return };
    let width = widgets::width_of(ui, words, small.clone()) + 2.0;
    let left = if room == between {
        room.center().x - width / 2.0
    } else {
        room.left()
    };
    let place = Rect::from_x_y_ranges(left..=left + width, row.y_range());
    widgets::at(ui, place, |ui| {
        let label = widgets::label(ui, words.as_str(), small, colors(ui).ink3);
        if *words != whole {
            label.on_hover_text(&whole);
        }
    });
}

fn columns_ui(ui: &mut Ui, rect: Rect, times: &PlaceTimes, state: &mut State, now: f64) {
    let c = colors(ui);
    let last = times.buckets.len() - 1;
    let whole = rect;
    let step = (rect.width() / times.buckets.len() as f32).min(WIDEST);
    let rect = Rect::from_min_size(
        rect.min,
        vec2(step * times.buckets.len() as f32, rect.height()),
    );
    let id = ui.scope_id().with("time columns");
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let name = format!("Date: {}", state.words(times));
    response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, &name));
    if (response.clicked() || response.dragged())
        && let Some(at) = response.interact_pointer_pos()
    {
        response.request_focus();
        state.due = None;
        state.at = (((at.x - rect.left()) / step).max(0.0) as usize).min(last);
    }
    if response.has_focus() {
        keyed(ui, &response, state, last, now);
    }
    let painter = ui.painter();
    let bars = Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - 13.0));
    let most = times.buckets.iter().map(|b| b.mentions).max().unwrap_or(0);
    let range = state.range();
    for (number, bucket) in times.buckets.iter().enumerate() {
        let left = rect.left() + number as f32 * step;
        let gap = if step > 4.0 { 1.0 } else { 0.0 };
        let share = bucket.mentions as f32 / most.max(1) as f32;
        let height = if bucket.mentions == 0 {
            0.0
        } else {
            (share * bars.height()).max(1.5)
        };
        let bar = Rect::from_min_max(
            pos2(left, bars.bottom() - height),
            pos2(left + (step - gap).max(0.8), bars.bottom()),
        );
        let ink = if number == state.at {
            c.accent
        } else if range.contains(&number) {
            c.bar
        } else {
            c.bar2
        };
        painter.rect_filled(bar, 0.0, ink);
    }
    hline(painter, bars, bars.bottom() + 0.5, c.edge);
    let x = rect.left() + (state.at as f32 + 0.5) * step;
    let line = Stroke::new(stroke::FOCUS, c.accent);
    painter.vline(x, bars.top()..=bars.bottom() + 3.0, line);
    let small = font::ui(font::HEAD);
    let y = rect.bottom() - 5.0;
    let label = |n: usize| times.buckets.get(n).map_or("", |b| b.label.as_str());
    let ends = [
        (rect.left(), Align2::LEFT_CENTER, label(0)),
        (rect.right(), Align2::RIGHT_CENTER, label(last)),
    ];
    let mut free = [rect.left(), rect.right()];
    for ((x, align, words), edge) in ends
        .into_iter()
        .zip(&mut free)
        .take(if rect.width() >= DATED { 2 } else { 1 })
    {
        let date = painter.text(pos2(x, y), align, words, small.clone(), c.ink3);
        *edge = if align == Align2::LEFT_CENTER {
            date.right()
        } else {
            date.left()
        };
    }
    // Above the dates, which it would cross.
    focus_ring(ui, bars.expand2(vec2(2.0, 1.0)), &response);
    let row = Rect::from_x_y_ranges(whole.x_range(), y - 7.0..=y + 7.0);
    left_out_ui(ui, row, free, rect.right().max(free[0]), times);
    let pointed = response.hover_pos().and_then(|at| {
        let number = ((at.x - rect.left()) / step).max(0.0) as usize;
        times.buckets.get(number)
    });
    if let Some(bucket) = pointed {
        let mentions = count(bucket.mentions, "mention of a place", "mentions of places");
        response.on_hover_text_at_pointer(format!("{}: {mentions}", bucket.label));
    }
}

fn keyed(ui: &Ui, response: &Response, state: &mut State, last: usize, now: f64) {
    let arrows = EventFilter {
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let (by, to, play) = ui.input(|input| {
        let presses = |key| input.num_presses(key) as isize;
        let to = match (input.key_pressed(Key::Home), input.key_pressed(Key::End)) {
            (true, _) => Some(0),
            (_, true) => Some(last),
            _ => None,
        };
        let by = presses(Key::ArrowRight) - presses(Key::ArrowLeft)
            + 10 * (presses(Key::PageDown) - presses(Key::PageUp));
        (by, to, input.key_pressed(Key::Space))
    });
    if by != 0 {
        state.due = None;
        state.at = state.at.saturating_add_signed(by).min(last);
    }
    if let Some(to) = to {
        state.due = None;
        state.at = to;
    }
    if play {
        state.play(last, now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        ArticleId,
        date::{Precision, day_number},
        rows::PlaceDate,
    };

    fn times() -> PlaceTimes {
        let row = |place: i64, day: u8, mentions: u64| PlaceDate {
            place: EntityId(place),
            first: Some(day_number(2012, 3, day)),
            precision: Some(Precision::Day),
            article: ArticleId(i64::from(day)),
            story: i64::from(day),
            mentions,
        };
        PlaceTimes::of(&[row(1, 3, 5), row(2, 4, 1), row(1, 5, 2)], None)
    }

    fn state() -> State {
        let mut state = State::default();
        state.toggle();
        state
    }

    #[test]
    fn playing_goes_through_the_columns_and_stops() {
        let (times, mut state) = (times(), state());
        let unit = CountUnit::Mentions;
        state.update(Some(&times), 0, unit, 0.0);
        assert_eq!(
            state.words(&times),
            "Named up to 5 Mar 2012",
            "all of it at first"
        );
        state.play(2, 0.0);
        let mut seen = Vec::new();
        for tenth in 1..60 {
            state.update(Some(&times), 0, unit, f64::from(tenth) / 10.0);
            seen.push(state.at);
        }
        seen.dedup();
        assert_eq!(seen, [0, 1, 2]);
        assert!(!state.playing());
    }

    #[test]
    fn symbols_grow_on_one_scale() {
        let (times, mut state) = (times(), state());
        let of = |state: &mut State, within, at| {
            (state.within, state.at) = (within, at);
            state.update(Some(&times), 0, CountUnit::Mentions, 0.0);
            let (counts, most) = state.counts(7);
            (counts.get(&EntityId(1)).copied(), counts.len(), most)
        };
        assert_eq!(of(&mut state, Within::UpTo, 0), (Some(5), 1, 7));
        assert_eq!(of(&mut state, Within::UpTo, 2), (Some(7), 2, 7));
        assert_eq!(of(&mut state, Within::Only, 1), (None, 1, 5));
    }

    #[test]
    fn hidden_it_counts_nothing() {
        let mut state = State::default();
        let update = state.update(Some(&times()), 0, CountUnit::Mentions, 0.0);
        assert_eq!((update, state.wanted()), (None, None));
    }
}
