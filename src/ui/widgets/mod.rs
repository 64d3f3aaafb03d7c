//! The window's own controls, each drawn from the tokens in `ui::theme`, reachable by keyboard, and named for screen
//! readers. A control draws and answers; it never acts on the project.

#![allow(
    clippy::must_use_candidate,
    reason = "painting tells where it painted; few callers need to know"
)]

mod bars;
mod button;
mod choice;
mod dialog;
mod field;
mod icon;
mod list;
mod mark;
mod menu;
mod order;
mod paint;
mod state;

pub use bars::{Bar, bar, panel_head, splitter, vertical_rule};
pub use button::{
    Button, ButtonKind, Segment, checkbox, icon_button, link, number_at, number_in_row,
    number_link, number_link_in, segmented,
};
pub use choice::{Tick, check_row, radio_group, tick_square};
pub use dialog::{Verdict, dialog, dialog_kept};
pub use field::{Mark, SearchField, number_field, search_field, text_area, text_field};
pub use icon::Icon;
pub use list::{
    ChipEvent, badge, chip, chip_width, chip_within, column_head, dress_row, row, row_id,
};
pub use mark::{glyph, glyph_scaled, underline};
pub use menu::{MenuItem, context_menu, context_menu_at, dropdown, menu, menu_of_ticks};
pub use paint::{
    at, crisp_rect, elided, focus_ring, galley_at, hline, hold_keys, label, label_elided, list_of,
    position, text, tooltip, vline, width_of,
};
pub use state::{EmptyState, banner, banner_height, empty_state, loading_line, progress, slot_ui};

use std::sync::{PoisonError, RwLock};

use crate::{
    model::{Published, date::Precision},
    workspace::{desktop::manner::Manner, words},
};

static MANNER: RwLock<Manner> = RwLock::new(Manner::PLAIN);

/// Writes numbers and dates on screen in this manner from now on. What is written into files knows nothing of it.
pub fn speak(manner: Manner) {
    *MANNER.write().unwrap_or_else(PoisonError::into_inner) = manner;
}

fn manner() -> Manner {
    *MANNER.read().unwrap_or_else(PoisonError::into_inner)
}

/// `1,412`.
#[must_use]
pub fn number(n: u64) -> String {
    manner().number(n)
}

/// `1,412.5`, with so many digits after the mark.
#[must_use]
pub fn decimal(value: f64, digits: usize) -> String {
    manner().decimal(value, digits)
}

/// The keys that copy, as menus show them.
#[must_use]
pub const fn copy_keys() -> &'static str {
    if cfg!(target_os = "macos") {
        "Cmd+C"
    } else {
        "Ctrl+C"
    }
}

/// `1 article`, `1,412 articles`.
#[must_use]
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// `14 Mar 2012`, `Mar 2012`, `2012`, as precise as known; the time of day is left out.
#[must_use]
pub fn date_words(published: &Published) -> String {
    let date = &published.date;
    manner().date(date.year, date.month, date.day)
}

/// `14 Mar`; with the year where the day is not known.
#[must_use]
pub fn date_short(published: &Published) -> String {
    let date = &published.date;
    match (date.month, date.day) {
        (Some(month), Some(day)) => manner().day(month, day),
        _ => date_words(published),
    }
}

/// `09:10`, when the time of day is known.
#[must_use]
pub fn time_words(published: &Published) -> Option<String> {
    let minute = published
        .date
        .minute
        .filter(|_| published.date.precision() == Precision::Minute)?;
    Some(format!("{:02}:{:02}", minute / 60, minute % 60))
}

/// Year, month and day of `2012-03-14`.
fn day_of(iso: &str) -> Option<(i16, u8, u8)> {
    let mut parts = iso.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts
        .next()?
        .parse()
        .ok()
        .filter(|m| (1..=12).contains(m))?;
    Some((year, month, parts.next()?.parse().ok()?))
}

/// `14 Mar 2012` from `2012-03-14`; other text is returned as it is.
#[must_use]
pub fn day_words(iso: &str) -> String {
    day_of(iso).map_or_else(
        || iso.to_owned(),
        |(year, month, day)| manner().date(year, Some(month), Some(day)),
    )
}

/// The same without the year: `14 Mar`.
#[must_use]
pub fn day_short(iso: &str) -> String {
    day_of(iso).map_or_else(
        || iso.to_owned(),
        |(_, month, day)| manner().day(month, day),
    )
}

/// `21 Nov 2026, 19:40` on this computer's clock, from the ledger's time; other text is returned as it is.
#[must_use]
pub fn moment_words(utc: &str) -> String {
    words::local_minute(utc).map_or_else(
        || utc.to_owned(),
        |(day, time)| format!("{}, {time}", day_words(&day)),
    )
}

/// `3–28 Mar 2012`, `28 Feb – 3 Mar 2012`, `from 3 Mar 2012`, from two ISO days.
#[must_use]
pub fn range_words(from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => match (day_of(from), day_of(to)) {
            (Some(a), Some(b)) => manner().range(a, b),
            _ if from == to => day_words(from),
            _ => format!("{} – {}", day_words(from), day_words(to)),
        },
        (Some(from), None) => format!("from {}", day_words(from)),
        (None, Some(to)) => format!("until {}", day_words(to)),
        (None, None) => "all dates".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (n, words) in [
            (0, "0"),
            (999, "999"),
            (1_412, "1,412"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(number(n), words);
        }
    }

    #[test]
    fn ranges_say_no_more_than_needed() {
        for (from, to, words) in [
            (Some("2012-03-03"), Some("2012-03-28"), "3–28 Mar 2012"),
            (
                Some("2012-02-28"),
                Some("2012-03-03"),
                "28 Feb – 3 Mar 2012",
            ),
            (
                Some("2011-12-28"),
                Some("2012-01-03"),
                "28 Dec 2011 – 3 Jan 2012",
            ),
            (Some("2012-03-03"), Some("2012-03-03"), "3 Mar 2012"),
            (Some("2012-03-03"), None, "from 3 Mar 2012"),
            (None, Some("2012-03-03"), "until 3 Mar 2012"),
        ] {
            assert_eq!(range_words(from, to), words);
        }
    }
}
