//! The window driven by its labels, without a display: first run, reading, filtering, dialogs.
#![cfg(feature = "gui")]

#[path = "fixture/mod.rs"]
mod fixture;

use std::path::PathBuf;

use dateline::{
    model::{EntityId, PartialDate},
    ui::{
        App, Doors,
        action::Action,
        ask::{Answer, Asker, Question},
    },
    workspace::{
        Command, Problem,
        settings::{RecentProject, Settings},
    },
};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable as _};
use fixture::{Asked, Fixture, Log};

type Window = Harness<'static, App>;

/// What stands behind the window of a test.
struct Stage {
    log: Log,
    settings: Settings,
    paths: Vec<PathBuf>,
    desk: fn(&Log) -> Fixture,
    answer: fn(&Question) -> Answer,
    size: [f32; 2],
    drops: bool,
}

impl Default for Stage {
    fn default() -> Self {
        Self {
            log: Log::default(),
            settings: Settings::default(),
            paths: vec![PathBuf::from("hills.dateline")],
            desk: Fixture::full,
            answer: |_| Answer::Nothing,
            size: [1440.0, 900.0],
            drops: true,
        }
    }
}

impl Stage {
    fn open(self) -> (Window, Log) {
        let (log, shown) = (Log::clone(&self.log), Log::clone(&self.log));
        let Self {
            log: inner,
            settings,
            paths,
            desk,
            answer,
            size,
            drops,
        } = self;
        let window = Harness::builder()
            .with_size(size)
            // A slow machine needs more frames until pointer and tooltips have settled.
            .with_max_steps(60)
            .build_eframe(move |creation| {
                let doors = Doors {
                    open: Box::new(move |path| {
                        if path.to_string_lossy().contains("refused") {
                            return Err(Problem::new(
                                "Could not open refused.dateline",
                                "It is not a project",
                            ));
                        }
                        Ok(Box::new(desk(&inner)))
                    }),
                    asker: Asker::new(Box::new(move |question, reply| reply(answer(question)))),
                    keep: Box::new(|_| {}),
                    sample: PathBuf::from("sample.dateline"),
                    show: Box::new(move |path| {
                        shown.borrow_mut().push(Asked::Show(path.to_owned()));
                        Ok(())
                    }),
                    drops,
                };
                App::new(&creation.egui_ctx, doors, settings, paths)
            });
        (window, log)
    }
}

fn full() -> (Window, Log) {
    let (mut window, log) = Stage::default().open();
    window.run();
    (window, log)
}

fn asked(log: &Log, wanted: &Asked) -> bool {
    log.borrow().iter().any(|asked| asked == wanted)
}

fn has(window: &Window, label: &str) -> bool {
    window.query_all_by_label_contains(label).next().is_some()
}

#[test]
fn first_run_says_what_to_do_and_offers_recent_projects() {
    let recent = |path: &str, found| RecentProject {
        path: PathBuf::from(path),
        articles: 3,
        opened: 0,
        found,
    };
    let settings = Settings {
        recent: vec![
            recent("/a/strike.dateline", true),
            recent("/a/lost.dateline", false),
        ],
        ..Settings::default()
    };
    let (mut window, _) = Stage {
        settings,
        paths: Vec::new(),
        ..Stage::default()
    }
    .open();
    window.run();
    for label in [
        "Drop articles or folders here",
        "Choose files…",
        "Open…",
        "Try the sample project",
        "Locate lost",
    ] {
        assert!(has(&window, label), "{label}");
    }
    assert!(window.get_by_label("New project…").is_focused());
    window.get_by_label("Open strike").click();
    window.run();
    assert!(has(&window, "Pumps start again"));
}

#[test]
fn where_nothing_can_be_dropped_the_first_screen_says_import() {
    let (mut window, _) = Stage {
        paths: Vec::new(),
        drops: false,
        ..Stage::default()
    }
    .open();
    window.run();
    assert!(has(&window, "Import articles or folders"));
    assert!(!has(&window, "Drop"));
    assert!(has(&window, "Import…"));
}

#[test]
fn a_sample_project_is_one_click_away() {
    let (mut window, log) = Stage {
        paths: Vec::new(),
        desk: Fixture::empty,
        ..Stage::default()
    }
    .open();
    window.run();
    window.get_by_label("Try the sample project").click();
    window.run();
    assert!(asked(&log, &Asked::Samples));
    assert!(has(
        &window,
        "No articles yet. Drop files anywhere on this window"
    ));
}

#[test]
fn a_project_that_cannot_be_opened_is_said_and_dismissed() {
    let (mut window, _) = Stage {
        paths: vec![PathBuf::from("refused.dateline")],
        ..Stage::default()
    }
    .open();
    window.run();
    assert!(has(&window, "It is not a project"));
    window.get_by_label("Dismiss").click();
    window.run();
    assert!(!has(&window, "It is not a project"));
    assert!(has(&window, "Drop articles or folders here"));
}

#[test]
fn files_given_at_start_ask_for_a_project_then_for_consent() {
    let stage = Stage {
        paths: vec![PathBuf::from("/desk/wire.txt")],
        answer: |question| match question {
            Question::NewProject { name, .. } => {
                assert_eq!(name, "wire");
                Answer::Paths(vec![PathBuf::from("/desk/wire")])
            }
            _ => Answer::Nothing,
        },
        ..Stage::default()
    };
    let (mut window, log) = stage.open();
    window.run();
    assert!(asked(
        &log,
        &Asked::Survey(vec![PathBuf::from("/desk/wire.txt")])
    ));
    assert!(has(&window, "Import 412 files?"));
    assert!(
        !log.borrow()
            .iter()
            .any(|asked| matches!(asked, Asked::Import(_)))
    );
    window.key_press(Key::Enter);
    window.run();
    assert!(asked(
        &log,
        &Asked::Import(vec![PathBuf::from("/desk/wire.txt")])
    ));
    assert!(has(&window, "Importing harbour-archive"));
    window.get_by_label("Cancel the running job").click();
    window.run();
    assert!(asked(&log, &Asked::Cancel));
    assert!(has(&window, "Canceling…"));
}

#[test]
fn dropped_files_are_counted_first() {
    #[derive(Debug)]
    struct Dropped(PathBuf);
    impl egui::DroppedFile for Dropped {
        fn path(&self) -> &std::path::Path {
            &self.0
        }
        fn bytes(&self) -> Result<Vec<u8>, String> {
            Ok(Vec::new())
        }
    }
    let (mut window, log) = full();
    window.input_mut().hovered_files =
        vec![egui::HoveredFile::default(), egui::HoveredFile::default()];
    window.run_steps(2);
    window.input_mut().hovered_files.clear();
    window.input_mut().dropped_files =
        vec![std::sync::Arc::new(Dropped(PathBuf::from("/desk/pile")))];
    window.run();
    assert!(asked(
        &log,
        &Asked::Survey(vec![PathBuf::from("/desk/pile")])
    ));
    assert!(has(&window, "Import 412 files?"));
    window.get_by_label("Cancel").click();
    window.run();
    assert!(!has(&window, "Import 412 files?"));
}

#[test]
fn without_a_file_dialog_the_window_asks_for_a_path() {
    let (mut window, log) = Stage {
        answer: |_| Answer::NoDialog,
        ..Stage::default()
    }
    .open();
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::I);
    window.run();
    let field = window.get_by_label("Path");
    assert!(field.is_focused());
    field.type_text("/desk/one.txt");
    window.run();
    window.get_by_label_contains("dropped on the window");
    // Of two buttons with these words the dialog's comes last.
    let buttons = window.get_all_by_label("Import…");
    buttons.last().expect("the button").click();
    window.run();
    assert!(asked(
        &log,
        &Asked::Survey(vec![PathBuf::from("/desk/one.txt")])
    ));
}

#[test]
fn a_typed_path_does_not_replace_a_file_unasked() {
    let folder = tempfile::tempdir().expect("a folder");
    let there = folder.path().join("report.csv");
    std::fs::write(&there, "kept").expect("a file");
    let (mut window, log) = Stage {
        answer: |_| Answer::NoDialog,
        ..Stage::default()
    }
    .open();
    window.run();
    window.state_mut().ask(Action::ShowReport);
    window.run();
    let type_path = |window: &mut Window, path: &std::path::Path| {
        window.get_by_label("Save the report…").click();
        window.run();
        assert!(!has(window, "dropped on the window"));
        window.key_press_modifiers(Modifiers::COMMAND, Key::A);
        window
            .get_by_label("Path")
            .type_text(&path.display().to_string());
        window.run();
        window.key_press(Key::Enter);
        window.run();
    };
    type_path(&mut window, folder.path());
    assert!(has(&window, "is a folder"));
    window.key_press(Key::Escape);
    window.run();
    assert!(has(&window, "Import report"), "it comes back");
    type_path(&mut window, &there);
    assert!(has(&window, "report.csv is there already"));
    let saved = Asked::SaveReport(there);
    assert!(!asked(&log, &saved));
    window.get_by_label("Replace").click();
    window.run();
    assert!(asked(&log, &saved));
    assert!(has(&window, "Import report"));
    // Where nothing lies, nothing is asked.
    let new = folder.path().join("new.csv");
    type_path(&mut window, &new);
    assert!(asked(&log, &Asked::SaveReport(new)));
}

#[test]
fn the_first_article_opens_and_counts_as_read() {
    let (window, log) = full();
    assert!(has(&window, "Water trucks reach Yafran after nine days"));
    let articles = vec![dateline::model::ArticleId(1)];
    assert!(asked(
        &log,
        &Asked::Run(Command::SetRead {
            articles,
            read: true
        })
    ));
}

#[test]
fn keys_walk_through_the_articles() {
    let (mut window, _) = full();
    assert!(has(&window, "1 of 212"));
    window.key_press(Key::J);
    window.run();
    window.key_press(Key::J);
    window.run();
    assert!(has(&window, "3 of 212"));
    window.key_press(Key::K);
    window.run();
    assert!(has(&window, "2 of 212"));
    window.key_press_modifiers(Modifiers::ALT, Key::ArrowLeft);
    window.run();
    assert!(has(&window, "3 of 212"));
    window.get_by_label("Forward").click();
    window.run();
    assert!(has(&window, "2 of 212"));
}

#[test]
fn arrow_keys_move_in_the_list_that_has_the_keyboard() {
    let (mut window, _) = full();
    window
        .get_by_label_contains("Two pumps cross at Dehiba")
        .click();
    window.run();
    assert!(has(&window, "8 of 212"));
    window.key_press(Key::ArrowDown);
    window.run();
    assert!(has(&window, "9 of 212"));
    window.key_press(Key::End);
    window.run();
    assert!(has(&window, "212 of 212"));
}

#[test]
fn a_name_opens_its_card_and_the_card_its_passages() {
    let (mut window, _) = full();
    window
        .get_all_by_label("Person Salem Akroush")
        .next()
        .expect("a marked name")
        .click();
    window.run();
    assert!(has(
        &window,
        "Also written: Akroush, S. Akroush, Selim Akrouch"
    ));
    window.get_by_label("Show 96 passages").click();
    window.run();
    assert!(has(&window, "passages"));
    assert!(!has(&window, "Also written"));
}

#[test]
fn names_are_reached_by_keyboard_and_left_with_escape() {
    let (mut window, _) = full();
    window.key_press(Key::N);
    window.run();
    assert!(has(&window, "Card of Yafran"));
    window.key_press(Key::N);
    window.run();
    assert!(has(&window, "Card of Coastal Relief Council"));
    window.key_press(Key::P);
    window.run();
    assert!(has(&window, "Card of Yafran"));
    window.key_press(Key::Escape);
    window.run();
    assert!(!has(&window, "Card of"));
}

#[test]
fn a_name_is_renamed_from_its_card() {
    let (mut window, log) = full();
    window.key_press(Key::N);
    window.run();
    window.key_press(Key::F2);
    window.run();
    let field = window.get_by_label("Name");
    assert!(field.is_focused());
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.get_by_label("Name").type_text("Yefren");
    window.run();
    window.key_press(Key::Enter);
    window.run();
    let entity = EntityId(1);
    assert!(asked(
        &log,
        &Asked::Run(Command::RenameEntity {
            entity,
            name: "Yefren".to_owned()
        })
    ));
    assert!(has(&window, "Renamed to Yefren"));
}

#[test]
fn a_refused_command_is_a_banner() {
    let (mut window, _) = full();
    window.key_press(Key::N);
    window.run();
    window.key_press(Key::F2);
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.get_by_label("Name").type_text("refused");
    window.run();
    window.key_press(Key::Enter);
    window.run();
    assert!(has(&window, "Could not rename"));
}

#[test]
fn a_publication_date_is_set_as_precise_as_known() {
    let (mut window, log) = full();
    window
        .get_by_label_contains("Published 16 Mar 2012, from the dateline")
        .click();
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.get_by_label("Date").type_text("31 Feb 2012");
    window.run();
    assert!(has(&window, "There is no 31 Feb 2012 in the calendar"));
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.get_by_label("Date").type_text("Feb 2012");
    window.run();
    assert!(has(&window, "Some day in Feb 2012"));
    window.get_by_label("Set date").click();
    window.run();
    let command = Command::SetPublished {
        articles: vec![dateline::model::ArticleId(1)],
        date: PartialDate::month(2012, 2),
    };
    assert!(asked(&log, &Asked::Run(command)));
}

#[test]
fn a_search_becomes_a_filter_whose_hits_can_be_stepped_through() {
    let (mut window, _) = full();
    window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    window.run();
    let field = window.get_by_label("Search articles");
    assert!(field.is_focused());
    field.type_text("water");
    window.run();
    assert!(has(&window, "Remove filter Text water"));
    assert!(has(&window, "212 of 1,412 articles"));
    assert!(has(&window, "1 of 7"));
    window.key_press(Key::Enter);
    window.run();
    assert!(has(&window, "2 of 7"));
    window.key_press_modifiers(Modifiers::SHIFT, Key::Enter);
    window.run();
    assert!(has(&window, "1 of 7"));
    window.get_by_label("Next hit").click();
    window.run();
    assert!(has(&window, "2 of 7"));
    window.get_by_label("Clear search articles").click();
    window.run();
    assert!(!has(&window, "Remove filter"));
}

#[test]
fn filters_are_added_shown_and_taken_away() {
    let (mut window, _) = full();
    window.get_by_label("Add filter").click();
    window.run();
    window.get_by_label("From date").focus();
    window.get_by_label("From date").type_text("3 Mar 2012");
    window.run();
    window.get_by_label("To date").focus();
    window.get_by_label("To date").type_text("nonsense");
    window.run();
    assert!(has(&window, "“nonsense” is not a date"));
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.get_by_label("To date").type_text("2012-03");
    window.run();
    window.get_by_label("Apply dates").click();
    window.run();
    assert!(has(&window, "Remove filter Dates 3–31 Mar 2012"));
    assert!(has(&window, "Show articles without a date"));
    window.get_by_label("Add filter").click();
    window.run();
    // The menu above and the panel bear the name, too.
    window
        .get_by_role_and_label(egui::accesskit::Role::RadioButton, "Names")
        .click();
    window.run();
    window
        .get_by_label("Only articles that name Misrata")
        .click();
    window.run();
    assert!(has(&window, "Remove filter Place Misrata"));
    window
        .get_by_label("Remove filter Dates 3–31 Mar 2012")
        .click();
    window.run();
    assert!(!has(&window, "Remove filter Dates"));
    window.get_by_label("Clear all filters").click();
    window.run();
    assert!(!has(&window, "Remove filter"));
}

#[test]
fn types_of_names_are_chosen_and_their_marks_switched_off() {
    let (mut window, _) = full();
    assert!(has(&window, "Person Huda Benzarti, 74 mentions"));
    window.get_by_label("Groups").click();
    window.run();
    assert!(!has(&window, "Person Huda Benzarti, 74 mentions"));
    assert!(has(&window, "Group Amazigh, 63 mentions"));
    let marks = window.get_all_by_label("Place Yafran").count();
    assert!(marks > 0);
    window.get_by_label("Mark places").click();
    window.run();
    assert_eq!(window.query_all_by_label("Place Yafran").count(), 0);
}

#[test]
fn spellings_unfold_under_a_name() {
    let (mut window, _) = full();
    assert!(!has(&window, "Selim Akrouch"));
    window
        .get_by_label("Show spellings of Salem Akroush")
        .click();
    window.run();
    assert!(has(&window, "Selim Akrouch"));
}

#[test]
fn what_was_set_aside_is_one_click_away() {
    let (mut window, _) = full();
    assert!(!has(&window, "Share this story"));
    window.get_by_label("Show what was set aside").click();
    window.run();
    assert!(has(&window, "Share line: Share this story with a friend"));
}

#[test]
fn the_report_lists_problems_first_and_can_be_narrowed() {
    let (mut window, log) = Stage {
        answer: |question| match question {
            Question::Save { name, .. } => Answer::Paths(vec![PathBuf::from(name)]),
            _ => Answer::Nothing,
        },
        ..Stage::default()
    }
    .open();
    window.run();
    window.get_by_label("Show 7 problems of the import").click();
    window.run();
    assert!(has(&window, "scan-031.txt, Failed. The file is empty"));
    assert!(has(&window, "7 lines"));
    window.get_by_label("Duplicates").click();
    window.run();
    assert!(!has(&window, "scan-031.txt"));
    assert!(has(&window, "1 of 7 lines"));
    window.get_by_label("Save the report…").click();
    window.run();
    assert!(asked(
        &log,
        &Asked::SaveReport(PathBuf::from("northern-hills-import-report.csv"))
    ));
}

#[test]
fn undo_says_what_it_undoes() {
    let (mut window, log) = full();
    window.get_by_label("Undo rename Al Brega to Brega").click();
    window.run();
    assert!(asked(&log, &Asked::Run(Command::Undo)));
    assert!(has(&window, "Undid rename of Brega"));
}

#[test]
fn views_text_size_and_help_have_keys() {
    let (mut window, _) = full();
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num4);
    window.run();
    assert!(has(&window, "This article has no other versions"));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
    window.run();
    assert!(has(&window, "Text 110%"));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num0);
    window.run();
    assert!(has(&window, "Text 100%"));
    window.key_press(Key::F1);
    window.run();
    assert!(has(&window, "Keyboard shortcuts"));
    window.key_press(Key::Escape);
    window.run();
    assert!(!has(&window, "Keyboard shortcuts"));
}

#[test]
fn a_read_only_project_says_so_and_marks_nothing() {
    let stage = Stage {
        desk: |log| {
            let mut fixture = Fixture::full(log);
            if let dateline::workspace::session::Slot::Ready(overview) =
                &mut fixture.views_mut().overview
            {
                overview.read_only =
                    Some("This project cannot be written to. It can only be read".to_owned());
            }
            fixture
        },
        ..Stage::default()
    };
    let (mut window, log) = stage.open();
    window.run();
    assert!(has(&window, "It can only be read"));
    assert!(log.borrow().is_empty());
}

#[test]
fn panels_say_what_they_wait_for_and_what_failed() {
    let stage = Stage {
        desk: |log| Fixture::loading(log, -10.0),
        ..Stage::default()
    };
    let (mut window, _) = stage.open();
    window.run_steps(3);
    assert!(has(&window, "Counting mentions…"));
    let stage = Stage {
        desk: |log| {
            let mut fixture = Fixture::full(log);
            let problem = Problem::new("Could not read the places", "The disk was taken away");
            fixture.views_mut().places = dateline::workspace::session::Slot::Failed(problem);
            fixture
        },
        ..Stage::default()
    };
    let (mut window, _) = stage.open();
    window.run();
    assert!(has(
        &window,
        "Could not read the places: The disk was taken away"
    ));
    assert!(has(&window, "Pumps start again"));
}

#[test]
fn small_and_large_windows_keep_every_control() {
    // The smallest is a laptop's window at twice the text size.
    for size in [
        [2560.0, 1440.0],
        [1280.0, 800.0],
        [853.0, 533.0],
        [640.0, 400.0],
    ] {
        let (mut window, _) = Stage {
            size,
            ..Stage::default()
        }
        .open();
        window.run();
        for label in [
            "Read",
            "Compare",
            "Search articles",
            "Import…",
            "More",
            "Articles",
            "Add filter",
        ] {
            let node = window.get_all_by_label(label).next().expect(label);
            let rect = node.rect();
            let width = size[0];
            assert!(
                rect.right() <= width + 1.0 && rect.left() >= 0.0,
                "{label} at {rect:?} in {width}"
            );
        }
    }
}

#[test]
fn nothing_in_the_top_bar_lies_over_anything_else() {
    // From a small laptop at twice the text size to a wide screen.
    for width in [
        640.0, 700.0, 799.0, 800.0, 853.0, 919.0, 920.0, 1024.0, 1199.0, 1200.0, 1280.0,
    ] {
        let stage = Stage {
            size: [width, 600.0],
            ..Stage::default()
        };
        let (mut window, _) = stage.open();
        window.run();
        let mut rects: Vec<_> = ["Read", "Chart", "Map", "Compare"]
            .map(|tab| window.get_by_role_and_label(Role::Tab, tab).rect())
            .to_vec();
        rects.push(window.get_by_label("Search articles").rect());
        for name in ["Undo", "Import…", "More"] {
            let all = window
                .query_all_by_label_contains(name)
                .map(|node| node.rect());
            rects.extend(all.filter(|rect| rect.top() < 60.0).take(1));
        }
        for pair in rects.windows(2) {
            assert!(
                pair[0].right() <= pair[1].left() + 0.5,
                "{width}: {rects:?}"
            );
        }
        let last = rects.last().expect("the menu");
        assert!(last.right() <= width, "{width}: {last:?}");
    }
}
