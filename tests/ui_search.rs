//! Searching in the window driven by labels, without a display: what is said while a query is typed, hits and articles,
//! saved searches, lists of terms, chips; and queries nobody means.
#![cfg(feature = "gui")]

#[path = "fixture/mod.rs"]
mod fixture;

use std::path::PathBuf;

use dateline::{
    model::{ArticleId, EntityId, EntityType, Filter, SearchId},
    ui::{
        App, Doors,
        action::Action,
        ask::{Answer, Asker, Question},
        search::{Ask, Form, Sheet},
    },
    workspace::{
        Command,
        search::{Batch, BatchAs, LineOrder},
        session::SearchFile,
        settings::Settings,
    },
};
use egui::{Event, Key, Modifiers, Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use fixture::{Asked, Fixture, Log, search};

type Window = Harness<'static, App>;

fn open_with(change: impl FnOnce(&mut Fixture)) -> (Window, Log) {
    let log = Log::default();
    let mut desk = Fixture::full(&log);
    change(&mut desk);
    let desk = std::cell::RefCell::new(Some(desk));
    let mut window = Harness::builder()
        .with_size([1280.0, 800.0])
        .with_max_steps(60)
        .build_eframe(move |creation| {
            let doors = Doors {
                open: Box::new(move |_| {
                    let desk = desk.borrow_mut().take();
                    Ok(Box::new(desk.expect("the project is opened once")))
                }),
                asker: Asker::new(Box::new(|question, reply| {
                    reply(match question {
                        Question::Save { name, .. } => {
                            Answer::Paths(vec![PathBuf::from("/desk").join(name)])
                        }
                        Question::Terms => Answer::Paths(vec![PathBuf::from("/desk/terms.csv")]),
                        _ => Answer::Nothing,
                    });
                })),
                keep: Box::new(|_| {}),
                sample: PathBuf::from("sample.dateline"),
                show: Box::new(|_| Ok(())),
                drops: true,
            };
            let paths = vec![PathBuf::from("hills.dateline")];
            App::new(&creation.egui_ctx, doors, Settings::default(), paths)
        });
    window.run();
    (window, log)
}

fn open() -> (Window, Log) {
    open_with(|_| {})
}

fn has(window: &Window, label: &str) -> bool {
    window.query_all_by_label_contains(label).next().is_some()
}

fn press(window: &mut Window, keys: &[Key]) {
    for key in keys {
        window.key_press(*key);
        window.run();
    }
}

fn press_with(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn write(window: &mut Window, words: &str) {
    window.event(Event::Text(words.to_owned()));
    window.run();
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

/// Types into the search field in place of what is there.
fn search(window: &mut Window, query: &str) {
    press_with(window, Modifiers::COMMAND, Key::F);
    write(window, query);
}

fn ask(window: &mut Window, ask: Ask) {
    window.state_mut().ask(Action::Search(ask));
    window.run();
}

fn typed(window: &Window) -> String {
    let field = window.get_by_role_and_label(Role::TextInput, "Search articles");
    field.accesskit_node().value().unwrap_or_default()
}

/// The labels of the rows that are seen, from above.
fn rows(window: &Window, of: &str) -> Vec<String> {
    let mut rows: Vec<(i64, String)> = window
        .get_all_by_role(Role::ListBoxOption)
        .filter_map(|node| {
            let label = node.accesskit_node().label()?;
            label
                .contains(of)
                .then(|| (node.rect().top() as i64, label))
        })
        .collect();
    rows.sort();
    rows.into_iter().map(|(_, label)| label).collect()
}

/// What was asked of the project, without marking articles as read.
fn asked(log: &Log) -> Vec<Asked> {
    log.borrow()
        .iter()
        .filter(|asked| !matches!(asked, Asked::Run(Command::SetRead { .. })))
        .cloned()
        .collect()
}

fn commands(log: &Log) -> Vec<Command> {
    let run = |asked| match asked {
        Asked::Run(command) => Some(command),
        _ => None,
    };
    asked(log).into_iter().filter_map(run).collect()
}

#[test]
fn what_a_query_finds_is_said_while_it_is_typed() {
    let (mut window, _) = open();
    assert!(!has(&window, "How to search"));
    search(&mut window, "pump");
    assert!(has(&window, "Show 3 hits in their words"));
    assert!(has(&window, "Show 2 articles with snippets"));
    assert!(has(&window, ", 1 story"));
    // Old numbers stay while newer ones are on their way.
    search(&mut window, search::SLOW);
    assert!(has(&window, "Show 3 hits in their words"));
    search(&mut window, search::NOTHING);
    assert!(has(&window, "No article matches"));
    // Away from the field, the bar says it.
    search(&mut window, "pump");
    press(&mut window, &[Key::Escape]);
    assert!(!has(&window, "Show 3 hits in their words"));
    click(&mut window, "Show 3 hits");
    assert_eq!(rows(&window, "Harbor Post, no date").len(), 3);
}

#[test]
fn a_complaint_says_what_is_wrong_and_what_to_try() {
    let (mut window, _) = open();
    for (query, said) in [
        ("pump \"came", "The quotation mark at 6 is not closed. Put"),
        ("pump AND", "AND needs a term behind it"),
        ("outlet:", "outlet: needs a value behind it"),
        ("(pump", "The bracket at 1 is not closed"),
        ("date:yesterday", "Try date:2011"),
        ("persn:Sabri", "Did you mean person:"),
        ("pump or well", "Write OR in capitals"),
    ] {
        search(&mut window, query);
        assert!(has(&window, said), "{query}: {said}");
        assert_eq!(typed(&window), query);
    }
    search(&mut window, "pump");
    assert!(!has(&window, "needs a"));
}

#[test]
fn queries_nobody_means_do_no_harm() {
    let (mut window, _) = open();
    let long = "water \"pump ".repeat(900);
    let many = "(".repeat(10_000);
    let stars = "* ".repeat(3_000);
    let quotes = "\"".repeat(9_999);
    for query in [
        "AND OR NOT NEAR/5",
        "OR",
        "NOT NOT NOT",
        "()",
        ")(",
        "!?…",
        "\"",
        "“„»",
        "-",
        "*",
        "date:..",
        "title:(",
        "\u{202e}pump\u{0301}\u{0301}",
        "\u{0}pump\u{0}",
        &long,
        &many,
        &stars,
        &quotes,
    ] {
        search(&mut window, query);
        ask(&mut window, Ask::Show(Form::Lines));
        ask(&mut window, Ask::Show(Form::Articles));
        assert!(has(&window, "Search results as"), "{query:.20}");
    }
    search(&mut window, "pump");
    assert_eq!(typed(&window), "pump");
    assert!(has(&window, "Show 3 hits in their words"));
}

#[test]
fn fields_are_completed_and_examples_are_searched() {
    let (mut window, _) = open();
    search(&mut window, "pump pers");
    click(&mut window, "Complete to person:");
    assert_eq!(typed(&window), "pump person:");
    click(&mut window, "How to search");
    let example = window
        .query_all_by_label_contains("Search \"water pump\"")
        .next();
    example.expect("an example").click();
    window.run();
    assert_eq!(typed(&window), "\"water pump\"");
    assert!(!has(&window, "Capitals and accents make no difference"));
}

#[test]
fn hits_are_listed_sorted_and_opened_by_keyboard() {
    let (mut window, log) = open();
    search(&mut window, "pump");
    press(&mut window, &[Key::ArrowDown]);
    let first = rows(&window, "Harbor Post, no date");
    assert!(
        first[0].contains("The pump at the upper spring"),
        "{first:?}"
    );
    click(&mut window, "Left");
    let turned = rows(&window, "Harbor Post, no date");
    assert!(turned[0].contains("A second Pump"), "{turned:?}");
    click(&mut window, "Date");
    press_with(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    assert!(!has(&window, "Search results as"));
    press_with(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    press(&mut window, &[Key::ArrowDown, Key::ArrowDown]);
    window.event(Event::Copy);
    window.run();
    assert!(has(&window, "Copied the line with its source"));
    press(&mut window, &[Key::Enter]);
    // The last of the three lies in the second article.
    assert!(log.borrow().contains(&Asked::Run(Command::SetRead {
        articles: vec![ArticleId(2)],
        read: true
    })));
    click(&mut window, "Save as CSV…");
    let path = PathBuf::from("/desk/northern-hills-hits.csv");
    assert!(asked(&log).contains(&Asked::SaveSearch(SearchFile::Lines(LineOrder::Date), path)));
    click(&mut window, "Close search results");
    assert!(!has(&window, "Search results as"));
}

#[test]
fn the_panel_takes_the_whole_window_until_an_article_is_opened() {
    let (mut window, _) = open();
    search(&mut window, "pump");
    ask(&mut window, Ask::Show(Form::Lines));
    click(&mut window, "Give the results the whole window");
    assert!(!has(&window, "Order of articles by"));
    assert!(!has(&window, "Resize articles"));
    let rows = rows(&window, "Harbor Post, no date");
    click(&mut window, &rows[0]);
    assert!(has(&window, "Resize articles"));
    assert!(has(&window, "Resize search results"));
}

#[test]
fn articles_are_listed_with_their_snippets() {
    let (mut window, log) = open();
    ask(&mut window, Ask::Show(Form::Articles));
    assert!(has(&window, "Type in the search field"));
    search(&mut window, "pump");
    let found = rows(&window, "Springs run dry, part");
    assert_eq!(found.len(), 2);
    assert!(found[0].ends_with("2 hits: The pump at the upper spring stood still."));
    click(&mut window, &found[1]);
    assert!(log.borrow().contains(&Asked::Run(Command::SetRead {
        articles: vec![ArticleId(2)],
        read: true
    })));
    search(&mut window, search::NOTHING);
    assert!(rows(&window, "Springs run dry, part").is_empty());
}

#[test]
fn searches_are_kept_run_renamed_and_deleted() {
    let (mut window, log) = open();
    search(&mut window, "pump NOT fuel");
    ask(&mut window, Ask::Open(Sheet::Keep));
    press(&mut window, &[Key::Enter]);
    let filter = Filter {
        text: Some("pump NOT fuel".to_owned()),
        ..Filter::default()
    };
    let save = Command::SaveSearch {
        name: "pump NOT fuel".to_owned(),
        filter,
    };
    assert_eq!(commands(&log), [save]);
    // A name that is there is said to be.
    ask(&mut window, Ask::Open(Sheet::Keep));
    press_with(&mut window, Modifiers::COMMAND, Key::A);
    write(&mut window, "wells");
    assert!(has(&window, "There is a search of this name"));
    press(&mut window, &[Key::Escape]);
    click(&mut window, "Searches");
    click(&mut window, "Fuel");
    assert_eq!(typed(&window), "fuel OR diesel");
    ask(&mut window, Ask::Open(Sheet::Kept));
    press(&mut window, &[Key::ArrowDown, Key::F2]);
    write(&mut window, " dug");
    press(&mut window, &[Key::Enter]);
    // The keyboard is on the line again.
    press(&mut window, &[Key::ArrowUp, Key::Delete]);
    let said = commands(&log);
    let rename = Command::RenameSearch {
        search: SearchId(2),
        name: "Wells dug".to_owned(),
    };
    let delete = Command::DeleteSearch {
        search: SearchId(1),
    };
    assert_eq!(said[1..], [rename, delete]);
    let row = rows(&window, "Wells: text");
    click(&mut window, &row[0]);
    assert_eq!(typed(&window), "well*");
    assert!(!has(&window, "Saved searches"));
}

#[test]
fn a_list_of_terms_becomes_a_table_whose_counts_lead_to_the_hits() {
    let (mut window, log) = open();
    ask(&mut window, Ask::Show(Form::Terms));
    click(&mut window, "Give a list of terms…");
    write(&mut window, "fuel\nwell*\tsupply\n\"pump");
    assert!(has(&window, "3 terms, 1 cannot be read: \"pump"));
    click(&mut window, "Search for all terms");
    let term = |term: &str, label: Option<&str>| Batch {
        term: term.to_owned(),
        label: label.map(str::to_owned),
    };
    let terms = vec![
        term("fuel", None),
        term("well*", Some("supply")),
        term("\"pump", None),
    ];
    assert_eq!(asked(&log), [Asked::Batch(terms, BatchAs::Queries)]);
    let list = rows(&window, "");
    let terms = |window: &Window| -> Vec<String> {
        let all = rows(window, "");
        let of = |label: &String| label.starts_with("fuel,") || label.starts_with("well*,");
        all.into_iter().filter(of).collect()
    };
    assert_eq!(
        terms(&window),
        ["fuel, 9 hits in 3 articles", "well*, 6 hits in 2 articles"]
    );
    assert!(list.iter().any(|l| l.starts_with("\"pump: ")), "{list:?}");
    assert!(has(&window, "1 could not be read"));
    click(&mut window, "Order by hits");
    click(&mut window, "Order by hits, descending");
    assert_eq!(
        terms(&window),
        ["well*, 6 hits in 2 articles", "fuel, 9 hits in 3 articles"]
    );
    click(&mut window, "Save as CSV…");
    let path = PathBuf::from("/desk/northern-hills-terms.csv");
    assert_eq!(
        asked(&log).last(),
        Some(&Asked::SaveSearch(SearchFile::Terms, path))
    );
    click(&mut window, "Show 2 articles of well*");
    assert_eq!(typed(&window), "well*");
    assert_eq!(rows(&window, "Springs run dry, part").len(), 2);
}

#[test]
fn terms_come_from_a_file_and_word_for_word() {
    let (mut window, log) = open();
    ask(&mut window, Ask::Open(Sheet::Terms));
    assert!(has(&window, "0 terms"));
    click(&mut window, "From a file…");
    assert!(has(&window, "2 terms"));
    click(&mut window, "Word for word, as lists of names want it");
    press_with(&mut window, Modifiers::COMMAND, Key::Enter);
    let terms = vec![
        Batch {
            term: "pump*".to_owned(),
            label: Some("supply".to_owned()),
        },
        Batch {
            term: "fuel".to_owned(),
            label: None,
        },
    ];
    let path = PathBuf::from("/desk/terms.csv");
    assert_eq!(
        asked(&log),
        [
            Asked::ReadTerms(path),
            Asked::Batch(terms, BatchAs::Phrases)
        ]
    );
}

#[test]
fn a_list_on_its_way_can_be_canceled() {
    let (mut window, log) = open_with(|desk| {
        desk.views_mut().search.batch = Some(search::running());
    });
    ask(&mut window, Ask::Show(Form::Terms));
    assert!(has(&window, "40 of 200 terms"));
    click(&mut window, "Cancel the list of terms");
    assert_eq!(asked(&log), [Asked::CancelBatch]);
}

#[test]
fn everything_the_filter_holds_is_a_chip_that_can_be_taken_away() {
    let (mut window, _) = open();
    let all = Filter {
        from: Some("2012-03-03".to_owned()),
        to: Some("2012-03-28".to_owned()),
        outlets: vec!["Coast Tribune".to_owned()],
        entities: vec![EntityId(1)],
        types: vec![EntityType::Place],
        text: Some("pump".to_owned()),
        tags: vec!["checked".to_owned()],
        undated: true,
        doubtful: true,
    };
    let parts = [
        "Remove filter Dates 3–28 Mar 2012",
        "Remove filter Dates none",
        "Remove filter Dates doubtful",
        "Remove filter Outlet Coast Tribune",
        "Remove filter Place Yafran",
        "Remove filter Types Places",
        "Remove filter Tag checked",
        "Remove filter Text pump",
    ];
    let set = |window: &mut Window| {
        window.state_mut().ask(Action::SetFilter(all.clone()));
        window.run();
    };
    set(&mut window);
    // In a window so wide not all have room.
    click(&mut window, "More filters");
    for part in parts {
        assert!(has(&window, part), "{part}");
    }
    press(&mut window, &[Key::Escape]);
    for part in parts {
        click(&mut window, part);
        assert!(!has(&window, part), "{part}");
    }
    assert!(!has(&window, "Clear all filters"));
    // By keyboard: Delete on the chip.
    set(&mut window);
    press(&mut window, &[Key::Escape]);
    for part in parts {
        let chip = part.replace("Remove", "Change");
        window.get_by_label(&chip).focus();
        window.run();
        press(&mut window, &[Key::Delete]);
        assert!(!has(&window, part), "{part}");
    }
    set(&mut window);
    click(&mut window, "Clear all filters");
    assert!(!has(&window, "Remove filter"));
    assert_eq!(typed(&window), "");
}
