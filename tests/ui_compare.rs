//! The Compare view, the stories switch, pasting, watching and the report's remedies, driven by labels without a display.
#![cfg(feature = "gui")]

#[path = "fixture/mod.rs"]
mod fixture;

use std::path::PathBuf;

use dateline::{
    model::{ArticleId, Filter},
    ui::{
        App, Doors,
        action::Action,
        ask::{Answer, Asker, Question},
        search::{self, Form},
    },
    workspace::{Command, Separator, session::ComparisonFile, settings::Settings},
};
use egui::{Event, Key, Modifiers};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use fixture::{Asked, Fixture, Log};

type Window = Harness<'static, App>;

fn open(
    settings: Settings,
    size: [f32; 2],
    drops: bool,
    desk: fn(&Log) -> Fixture,
) -> (Window, Log) {
    let log = Log::default();
    let (inner, shown) = (Log::clone(&log), Log::clone(&log));
    let mut window = Harness::builder()
        .with_size(size)
        .with_max_steps(60)
        .build_eframe(move |creation| {
            let doors = Doors {
                open: Box::new(move |_| Ok(Box::new(desk(&inner)))),
                asker: Asker::new(Box::new(|question, reply| {
                    reply(match question {
                        Question::Save { name, .. } => Answer::Paths(vec![PathBuf::from(name)]),
                        Question::Places => Answer::Paths(vec![PathBuf::from("/desk/LY.txt")]),
                        Question::Watch => Answer::Paths(vec![PathBuf::from("/desk/inbox")]),
                        _ => Answer::Nothing,
                    });
                })),
                keep: Box::new(|_| {}),
                sample: PathBuf::from("sample.dateline"),
                show: Box::new(move |path| {
                    shown.borrow_mut().push(Asked::Show(path.to_owned()));
                    Ok(())
                }),
                drops,
            };
            let paths = vec![PathBuf::from("hills.dateline")];
            App::new(&creation.egui_ctx, doors, settings, paths)
        });
    window.run();
    (window, log)
}

fn full() -> (Window, Log) {
    open(Settings::default(), [1440.0, 900.0], true, Fixture::full)
}

/// A window that compares the second of four versions with the first.
fn comparing() -> (Window, Log) {
    let (mut window, log) = full();
    window.state_mut().ask(Action::Compare(ArticleId(5)));
    window.run();
    (window, log)
}

fn has(window: &Window, label: &str) -> bool {
    window.query_all_by_label_contains(label).next().is_some()
}

fn asked(log: &Log, wanted: &Asked) -> bool {
    log.borrow().iter().any(|asked| asked == wanted)
}

fn click(window: &mut Window, label: &str) {
    window
        .get_all_by_label_contains(label)
        .next()
        .expect(label)
        .click();
    window.run();
}

#[test]
fn a_version_badge_leads_to_the_story_with_its_first_version_beside() {
    let (mut window, _) = full();
    click(
        &mut window,
        "Compare the versions of Water trucks reach Yafran after nine days",
    );
    for label in [
        "“Water trucks reach hill town of Yafran”, 4 versions of one Northern Wire story",
        "v1 Northern Wire, 14 Mar 2012, 09:10, first seen, shown as A",
        "v2 The Harbour Post, 14 Mar 2012, 18:45, 74% of v1 kept, shown as B",
        "v4 Coast Tribune, 15 Mar 2012, 63% of v1 kept",
        "Changed figure, people without running water: 1,200 in A, 1,400 in B",
        "Added place, Bir al Ghanam: not named in A, 1 mention in B",
        "Dropped place, Kikla: 1 mention in A, not named in B",
        "Two tankers were turned back at Kikla",
        "Nothing in this version",
        "10 differences",
        "Struck through",
        "Underlined",
    ] {
        assert!(has(&window, label), "{label}");
    }
}

#[test]
fn the_reader_leads_to_the_story_of_its_article() {
    let (mut window, _) = full();
    click(&mut window, "Two pumps cross at Dehiba");
    window.key_press(Key::K);
    window.run();
    click(&mut window, "Version 1 of 4, compare");
    // The oldest version is open: the next one stands beside it.
    assert!(has(
        &window,
        "v1 Northern Wire, 14 Mar 2012, 09:10, first seen, shown as A"
    ));
    assert!(has(&window, "74% of v1 kept, shown as B"));
}

#[test]
fn versions_are_chosen_by_click_and_key_and_swapped() {
    let (mut window, _) = comparing();
    click(&mut window, "v3 Daily Meridian");
    assert!(has(&window, "91% of v1 kept, shown as B"));
    assert!(!has(&window, "74% of v1 kept, shown"));
    window.key_press(Key::A);
    window.run();
    // It was B, so the two change places.
    assert!(has(&window, "91% of v1 kept, shown as A"));
    assert!(has(&window, "first seen, shown as B"));
    window.key_press(Key::ArrowLeft);
    window.run();
    window.key_press(Key::B);
    window.run();
    assert!(has(&window, "74% of v1 kept, shown as B"));
    click(&mut window, "Swap A and B");
    assert!(has(&window, "74% of v1 kept, shown as A"));
    assert!(has(&window, "91% of v1 kept, shown as B"));
    assert!(has(&window, "A, v2 The Harbour Post: open it in Read"));
}

#[test]
fn a_version_opened_in_read_stays_beside_the_other() {
    let (mut window, _) = comparing();
    click(&mut window, "v4 Coast Tribune");
    click(&mut window, "A, v1 Northern Wire: open it in Read");
    assert!(has(&window, "7 of 212"));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num4);
    window.run();
    assert!(has(&window, "first seen, shown as A"));
    assert!(has(&window, "63% of v1 kept, shown as B"));
}

#[test]
fn differences_are_stepped_through_by_key_and_button() {
    let (mut window, _) = comparing();
    window.key_press(Key::N);
    window.run();
    assert!(has(&window, "Difference 1 of 10"));
    window.key_press(Key::N);
    window.run();
    click(&mut window, "Next difference");
    assert!(has(&window, "Difference 3 of 10"));
    window.key_press(Key::P);
    window.run();
    assert!(has(&window, "Difference 2 of 10"));
    click(&mut window, "Previous difference");
    click(&mut window, "Previous difference");
    assert!(has(&window, "Difference 10 of 10"));
}

#[test]
fn facts_are_walked_through_by_keyboard_and_lead_to_their_words() {
    let (mut window, _) = comparing();
    click(&mut window, "Changed figure, people without running water");
    assert!(has(&window, "Difference 7 of 10"));
    window.key_press(Key::ArrowDown);
    window.run();
    // Eight in A, eleven in B, in two places: the first of them.
    assert!(has(&window, "Difference 1 of 10"));
    window.key_press(Key::End);
    window.run();
    assert!(has(&window, "Difference 9 of 10"));
    window.key_press(Key::ArrowUp);
    window.run();
    assert!(has(&window, "Difference 5 of 10"), "the quote");
}

#[test]
fn the_texts_stand_side_by_side_or_in_one() {
    let (mut window, _) = comparing();
    assert!(has(&window, "Nothing in this version"));
    click(&mut window, "Inline");
    assert!(!has(&window, "Nothing in this version"));
    assert!(has(
        &window,
        "Yafran on Tuesday Wednesday for the first time"
    ));
    click(&mut window, "Side by side");
    assert!(has(&window, "Nothing in this version"));
}

#[test]
fn a_version_is_taken_out_of_the_story_after_asking_which() {
    let (mut window, log) = comparing();
    click(&mut window, "Not the same story…");
    click(&mut window, "v4 Coast Tribune, Water convoy reaches Yafran");
    click(&mut window, "Take it out");
    let command = Command::SplitStory {
        articles: vec![ArticleId(3)],
    };
    assert!(asked(&log, &Asked::Run(command)));
    assert!(has(&window, "Took a version out of the story"));
}

#[test]
fn an_article_alone_is_compared_with_any_other() {
    let (mut window, log) = full();
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num4);
    window.run();
    assert!(has(&window, "This article has no other versions"));
    click(&mut window, "Compare with another article…");
    assert!(window.get_by_label("Find an article").is_focused());
    window.get_by_label("Find an article").type_text("dehiba");
    window.run();
    click(&mut window, "Compare with Two pumps cross at Dehiba");
    assert!(has(&window, "Two articles"));
    assert!(has(&window, "B, Radio Sahel News: open it in Read"));
    click(&mut window, "Same story");
    let joined = log.borrow().iter().any(|asked| {
        matches!(asked, Asked::Run(Command::JoinStories { articles }) if articles.len() == 2)
    });
    assert!(joined);
}

#[test]
fn a_comparison_is_taken_away_as_facts_and_as_a_page() {
    for (item, what, name) in [
        (
            "Facts as CSV…",
            ComparisonFile::Facts,
            "northern-hills-facts.csv",
        ),
        (
            "Facts and texts as a page…",
            ComparisonFile::Page,
            "northern-hills-comparison.html",
        ),
    ] {
        let (mut window, log) = comparing();
        click(&mut window, "Export comparison…");
        click(&mut window, item);
        assert!(
            asked(&log, &Asked::SaveComparison(what, PathBuf::from(name))),
            "{item}"
        );
    }
}

#[test]
fn long_texts_draw_only_what_is_seen_and_step_to_the_end() {
    let (mut window, _) = open(Settings::default(), [1280.0, 800.0], true, |log| {
        let mut fixture = Fixture::full(log);
        fixture.long = 2_000;
        fixture
    });
    window.state_mut().ask(Action::Compare(ArticleId(5)));
    window.run();
    let drawn = window
        .query_all_by_label_contains("Salem Akroush, who runs")
        .count();
    assert!(drawn < 40, "{drawn} rows drawn");
    assert!(has(&window, "20,000 differences"));
    window.key_press(Key::P);
    window.run();
    assert!(has(&window, "Difference 20,000 of 20,000"));
    assert!(has(&window, "The next convoy is expected from Misrata"));
}

#[test]
fn every_control_of_the_view_stays_in_small_windows() {
    for size in [[1280.0, 800.0], [853.0, 533.0], [640.0, 400.0]] {
        let (mut window, _) = open(Settings::default(), size, true, Fixture::full);
        window.state_mut().ask(Action::Compare(ArticleId(5)));
        window.run();
        for label in [
            "Not the same story…",
            "Swap A and B",
            "Export comparison…",
            "Next difference",
            "Inline",
            "Articles",
        ] {
            let node = window.get_all_by_label(label).next().expect(label);
            let rect = node.rect();
            assert!(
                rect.right() <= size[0] + 1.0
                    && rect.left() >= 0.0
                    && rect.bottom() <= size[1] + 1.0,
                "{label} at {rect:?} in {size:?}"
            );
        }
    }
}

#[test]
fn one_switch_counts_stories_everywhere_and_is_kept() {
    let (mut window, _) = full();
    assert!(has(&window, "1,412 articles"));
    assert!(has(&window, "148 unique stories"));
    assert!(has(&window, "Person Salem Akroush, 96 mentions"));
    click(&mut window, "Unique stories");
    assert!(has(&window, "Person Salem Akroush, 20 stories"));
    assert!(has(&window, "Show 20 stories of Salem Akroush"));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num2);
    window.run();
    assert!(has(&window, "stories"));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num3);
    window.run();
    assert!(has(&window, "Yafran, Libya, Placed, 88 stories") || has(&window, "88 stories"));
    let settings = Settings {
        stories: true,
        ..Settings::default()
    };
    let (window, _) = open(settings, [1440.0, 900.0], true, Fixture::full);
    assert!(has(&window, "Person Salem Akroush, 20 stories"));
}

#[test]
fn pasted_text_becomes_an_article_but_not_in_a_field() {
    let (mut window, log) = full();
    let paste = |window: &mut Window, text: &str| {
        window.event(Event::Paste(text.to_owned()));
        window.run();
    };
    paste(&mut window, "BREGA — The ferry left on time.");
    let made = Asked::Paste("BREGA — The ferry left on time.".to_owned());
    // It is shown first.
    assert!(has(&window, "Make an article of this text?") && has(&window, "7 words"));
    window.key_press(Key::Escape);
    window.run();
    assert!(!asked(&log, &made));
    paste(&mut window, "BREGA — The ferry left on time.");
    window.key_press(Key::Enter);
    window.run();
    assert!(asked(&log, &made));
    paste(&mut window, " \n");
    assert!(has(&window, "The clipboard has no text"));
    log.borrow_mut().clear();
    window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    window.run();
    paste(&mut window, "ferry");
    assert!(
        !log.borrow()
            .iter()
            .any(|asked| matches!(asked, Asked::Paste(_)))
    );
    assert!(has(&window, "Remove filter Text ferry"));
}

#[test]
fn a_clipboard_that_gives_nothing_is_said_to_have_no_text() {
    let (mut window, _) = full();
    window.state_mut().ask(Action::AskPaste);
    window.run();
    assert!(has(&window, "The clipboard has no text"));
}

#[test]
fn another_article_to_compare_is_chosen_by_keyboard() {
    let (mut window, log) = comparing();
    window.state_mut().ask(Action::AskOther);
    window.run();
    let titles: Vec<String> = window
        .query_all_by_label_contains("Compare with ")
        .filter_map(|node| node.accesskit_node().label())
        .filter(|label| label.contains(", "))
        .collect();
    window.key_press(Key::ArrowDown);
    window.run();
    window.key_press(Key::Enter);
    window.run();
    assert!(!has(&window, "Title or outlet"), "the dialog is closed");
    let second = titles.get(1).expect("a second article");
    let title = second.trim_start_matches("Compare with ");
    let title = title.split(", ").next().expect("its title");
    assert!(has(&window, title), "{title}: {:?}", log.borrow());
}

#[test]
fn a_folder_is_watched_until_told_to_stop() {
    let (mut window, log) = full();
    click(&mut window, "Import…");
    click(&mut window, "Watch a folder…");
    let inbox = PathBuf::from("/desk/inbox");
    assert!(asked(&log, &Asked::Watch(Some(inbox.clone()))));
    // What lies there already is counted first.
    assert!(asked(&log, &Asked::Survey(vec![inbox])));
    assert!(has(&window, "Import 412 files?"));
    window.key_press(Key::Escape);
    window.run();
    assert!(has(&window, "Watching inbox"));
    window.get_by_label("Stop watching").click();
    window.run();
    assert!(asked(&log, &Asked::Watch(None)));
    assert!(!has(&window, "Watching inbox"));
}

#[test]
fn an_empty_folder_is_watched_without_a_question() {
    let (mut window, log) = open(Settings::default(), [1440.0, 900.0], true, |log| {
        let mut desk = Fixture::full(log);
        desk.found = 0;
        desk
    });
    click(&mut window, "Import…");
    click(&mut window, "Watch a folder…");
    let inbox = PathBuf::from("/desk/inbox");
    assert!(asked(&log, &Asked::Watch(Some(inbox))));
    assert!(has(
        &window,
        "Watching inbox. Files that arrive are imported"
    ));
    assert!(!has(&window, "Import 0 files?"));
}

#[test]
fn place_names_are_added_and_looked_up_from_the_menu() {
    let (mut window, log) = full();
    click(&mut window, "Import…");
    click(&mut window, "Add place names…");
    assert!(
        log.borrow()
            .iter()
            .any(|asked| matches!(asked, Asked::AddPlaces(files) if !files.is_empty()))
    );
    click(&mut window, "Import…");
    click(&mut window, "Look places up again");
    assert!(asked(&log, &Asked::Run(Command::LookUpPlaces)));
}

#[test]
fn a_watched_folder_is_watched_again_with_its_project() {
    let mut settings = Settings::default();
    settings.watch(
        &PathBuf::from("hills.dateline"),
        Some(PathBuf::from("/desk/inbox")),
    );
    let (_, log) = open(settings, [1440.0, 900.0], true, Fixture::full);
    assert!(asked(
        &log,
        &Asked::Watch(Some(PathBuf::from("/desk/inbox")))
    ));
}

#[test]
fn a_line_of_the_report_offers_what_helps() {
    let (mut window, log) = full();
    window.state_mut().ask(Action::ShowReport);
    window.run();
    click(&mut window, "scan-031.txt, Failed");
    click(&mut window, "Show file");
    assert!(asked(
        &log,
        &Asked::Show(PathBuf::from("/desk/scan-031.txt"))
    ));
    click(&mut window, "Try another encoding…");
    // What it gives now stands below, and the same again would change nothing.
    assert!(has(&window, "As it is read now: 1 article, windows-1252"));
    assert!(has(&window, "The ferry left."));
    window.key_press(Key::Escape);
    window.run();
    assert!(has(&window, "Import report"), "Escape goes back");
    click(&mut window, "Try another encoding…");
    click(&mut window, "Encoding");
    click(&mut window, "Windows-1256, Arabic");
    assert!(has(&window, "Read so: 2 articles"));
    click(&mut window, "Read again");
    assert!(has(&window, "Import report"), "the report stays");
    let encoding = |asked: &Asked| matches!(asked, Asked::Reimport(path, options) if path.ends_with("scan-031.txt") && options.encoding.as_deref() == Some("windows-1256"));
    assert!(log.borrow().iter().any(encoding));

    click(&mut window, "ledger-12.txt, Partly read");
    click(&mut window, "Split differently…");
    window.get_by_label("How the line begins").focus();
    window
        .get_by_label("How the line begins")
        .type_text("Document ");
    window.run();
    window.key_press(Key::Enter);
    window.run();
    let wanted = Separator::Start("Document".to_owned());
    let split = |asked: &Asked| matches!(asked, Asked::Reimport(_, options) if options.separator.as_ref() == Some(&wanted));
    assert!(log.borrow().iter().any(split));
}

#[test]
fn columns_of_a_table_are_chosen_by_their_headings() {
    let (mut window, log) = full();
    window.state_mut().ask(Action::ShowReport);
    window.run();
    click(&mut window, "stories.csv, Imported");
    click(&mut window, "Choose columns…");
    window.get_by_label("Column of the text").click();
    window.run();
    click(&mut window, "Body");
    window.get_by_label("Column of the title").click();
    window.run();
    click(&mut window, "Headline");
    click(&mut window, "Read again");
    let columns = |asked: &Asked| {
        matches!(asked, Asked::Reimport(_, options) if options.columns.as_ref().is_some_and(|c| {
            c.text == ["Body"] && c.title.as_deref() == Some("Headline") && c.published.is_none()
        }))
    };
    assert!(log.borrow().iter().any(columns), "{:?}", log.borrow());
}

#[test]
fn an_article_is_opened_from_the_report() {
    let (mut window, _) = full();
    window.state_mut().ask(Action::ShowReport);
    window.run();
    click(&mut window, "post-14.txt, Imported");
    click(&mut window, "Open article");
    assert!(!has(&window, "Import report"));
    assert!(has(&window, "5 of 212"));
}

#[test]
fn where_nothing_can_be_dropped_the_window_says_import() {
    let (window, _) = open(Settings::default(), [1440.0, 900.0], false, Fixture::empty);
    assert!(has(
        &window,
        "No articles yet. Press Import… above to choose files"
    ));
    assert!(!has(&window, "Drop files anywhere"));
}

#[test]
fn the_texts_stay_in_a_low_window() {
    // As with text at 150 % on a small screen, without and with search results below.
    let size = [853.0, 533.0];
    let (mut window, _) = open(Settings::default(), size, true, Fixture::full);
    window.state_mut().ask(Action::Compare(ArticleId(5)));
    window.run();
    let first = "YAFRAN, Libya";
    let shown = |window: &Window| {
        window
            .query_all_by_label_contains(first)
            .filter(|node| node.rect().height() > 20.0)
            .count()
    };
    assert_eq!(shown(&window), 2, "both versions");
    window.state_mut().ask(Action::SetFilter(Filter {
        text: Some("water".to_owned()),
        ..Filter::default()
    }));
    window
        .state_mut()
        .ask(Action::Search(search::Ask::Show(Form::Lines)));
    window.run();
    assert!(has(&window, "Search results as"));
    assert_eq!(shown(&window), 2, "above the hits");
    assert!(has(&window, "Changed figure"), "and what changed");
}
