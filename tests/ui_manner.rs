//! Numbers and dates as the user chose, on screen and nowhere else. A program of its own, as the choice is the program's.
#![cfg(feature = "gui")]

use dateline::{
    model::{DateSource, PartialDate, Published},
    ui::{outside::speak, widgets},
    workspace::{desktop::manner::MannerChoice, words},
};

#[test]
fn the_choice_is_for_the_screen_alone() {
    let date = PartialDate::parse("2012-03-14").expect("a date");
    let published = Published {
        date,
        source: DateSource::Text,
    };
    let screen = || {
        [
            widgets::number(12_345),
            widgets::count(1_412, "article", "articles"),
            widgets::decimal(0.5, 1),
            widgets::date_words(&published),
            widgets::date_short(&published),
            widgets::range_words(Some("2012-03-03"), Some("2012-03-14")),
            widgets::day_words("2012-03-14"),
        ]
    };
    let before = screen();
    assert_eq!(
        before,
        [
            "12,345",
            "1,412 articles",
            "0.5",
            "14 Mar 2012",
            "14 Mar",
            "3–14 Mar 2012",
            "14 Mar 2012"
        ]
    );
    speak(MannerChoice::Iso);
    assert_eq!(
        screen(),
        [
            "12\u{a0}345",
            "1\u{a0}412 articles",
            "0.5",
            "2012-03-14",
            "03-14",
            "2012-03-03 – 2012-03-14",
            "2012-03-14"
        ]
    );
    // Pictures, tables and the terminal know nothing of it.
    assert_eq!(words::count(12_345), "12,345");
    assert_eq!(words::date(&date), "14 Mar 2012");
    speak(MannerChoice::DayFirst);
    assert_eq!(screen(), before);
}
