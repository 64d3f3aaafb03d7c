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
pub use dialog::{Verdict, dialog};
pub use field::{Mark, SearchField, number_field, search_field, text_area, text_field};
pub use icon::Icon;
pub use list::{
    ChipEvent, badge, chip, chip_width, chip_within, column_head, dress_row, row, row_id,
};
pub use mark::{glyph, glyph_scaled, underline};
pub use menu::{MenuItem, context_menu, context_menu_at, dropdown, menu};
pub use paint::{
    at, crisp_rect, elided, focus_ring, galley_at, hline, label, label_elided, list_of, position,
    text, tooltip, vline, width_of,
};
pub use state::{EmptyState, banner, empty_state, loading_line, progress, slot_ui};

use crate::model::{Published, date::Precision};

/// `1,412`.
#[must_use]
pub fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 article`, `1,412 articles`.
#[must_use]
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `14 Mar 2012`, `Mar 2012`, `2012`, as precise as known; the time of day is left out.
#[must_use]
pub fn date_words(published: &Published) -> String {
    let date = &published.date;
    let month = date
        .month
        .and_then(|m| MONTHS.get(usize::from(m).wrapping_sub(1)));
    match (month, date.day) {
        (Some(month), Some(day)) => format!("{day} {month} {}", date.year),
        (Some(month), None) => format!("{month} {}", date.year),
        _ => date.year.to_string(),
    }
}

/// `14 Mar`; with the year where the day is not known.
#[must_use]
pub fn date_short(published: &Published) -> String {
    let date = &published.date;
    let month = date
        .month
        .and_then(|m| MONTHS.get(usize::from(m).wrapping_sub(1)));
    match (month, date.day) {
        (Some(month), Some(day)) => format!("{day} {month}"),
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

/// `14 Mar 2012` from `2012-03-14`; other text is returned as it is.
#[must_use]
pub fn day_words(iso: &str) -> String {
    let mut parts = iso.splitn(3, '-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return iso.to_owned();
    };
    let month = month
        .parse::<usize>()
        .ok()
        .and_then(|m| MONTHS.get(m.wrapping_sub(1)));
    match (month, day.parse::<u8>()) {
        (Some(month), Ok(day)) => format!("{day} {month} {year}"),
        _ => iso.to_owned(),
    }
}

/// `3–28 Mar 2012`, `28 Feb – 3 Mar 2012`, `from 3 Mar 2012`, from two ISO days.
#[must_use]
pub fn range_words(from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from == to => day_words(from),
        (Some(from), Some(to)) => {
            let (a, b) = (day_words(from), day_words(to));
            let (a_parts, b_parts): (Vec<&str>, Vec<&str>) =
                (a.split(' ').collect(), b.split(' ').collect());
            match (a_parts.as_slice(), b_parts.as_slice()) {
                ([day, month, year], [_, m, y]) if month == m && year == y => format!("{day}–{b}"),
                ([day, month, year], [.., y]) if year == y => format!("{day} {month} – {b}"),
                _ => format!("{a} – {b}"),
            }
        }
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
