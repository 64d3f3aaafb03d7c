//! Corrections of names driven by their labels, without a display: from the reader by key and menu, with passages left out.
#![cfg(feature = "gui")]

#[path = "fixture/mod.rs"]
mod fixture;

use std::path::PathBuf;

use dateline::{
    model::{ArticleId, ByteSpan, EntityId, EntityType, MentionId},
    ui::{
        App, Doors,
        action::{Action, Decide},
        ask::{Answer, Asker},
    },
    workspace::{Command, Part, Target, Which, session::Slot, settings::Settings},
};
use egui::{Event, Key, Modifiers, Role};
use egui_kittest::{Harness, kittest::Queryable as _};
use fixture::{Asked, Fixture, Log};

type Window = Harness<'static, App>;

fn open_with(desk: fn(&Log) -> Fixture) -> (Window, Log) {
    let log = Log::default();
    let inner = Log::clone(&log);
    let mut window = Harness::builder()
        .with_size([1280.0, 800.0])
        .with_max_steps(60)
        .build_eframe(move |creation| {
            let doors = Doors {
                open: Box::new(move |_| Ok(Box::new(desk(&inner)))),
                asker: Asker::new(Box::new(|_, reply| reply(Answer::Nothing))),
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
    open_with(Fixture::full)
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

fn shift(window: &mut Window, key: Key) {
    window.key_press_modifiers(Modifiers::SHIFT, key);
    window.run();
}

fn write(window: &mut Window, words: &str) {
    window.event(Event::Text(words.to_owned()));
    window.run();
}

fn click(window: &mut Window, label: &str) {
    let first = window.query_all_by_label_contains(label).next();
    assert!(first.is_some(), "nothing is labeled {label}");
    if let Some(first) = first {
        first.click();
    }
    window.run();
}

/// The commands run, without the marking as read that opening an article brings about.
fn commands(log: &Log) -> Vec<Command> {
    log.borrow()
        .iter()
        .filter_map(|asked| match asked {
            Asked::Run(Command::SetRead { .. }) => None,
            Asked::Run(command) => Some(command.clone()),
            _ => None,
        })
        .collect()
}

fn ask(window: &mut Window, decide: Decide) {
    window.state_mut().ask(Action::Decide(decide));
    window.run();
}

/// Goes to the first name in the text, which is Yafran.
fn first_name(window: &mut Window) -> MentionId {
    press(window, &[Key::N]);
    assert!(has(window, "Card of Yafran"));
    let article = fixture::reader_article(ArticleId(1), None);
    article.mentions[0].id
}

#[test]
fn a_name_is_merged_from_the_reader_by_keyboard_alone() {
    let (mut window, log) = open();
    first_name(&mut window);
    press(&mut window, &[Key::M]);
    assert!(has(&window, "Same name"));
    assert!(has(&window, "Choose the name that it is the same as"));
    // What is typed chooses the best match; arrow keys choose others.
    write(&mut window, "m");
    press(&mut window, &[Key::ArrowDown, Key::ArrowUp]);
    assert!(has(&window, "5 mentions in 3 articles"));
    press(&mut window, &[Key::Enter]);
    let merge = Command::MergeEntities {
        entities: vec![EntityId(1)],
        into: EntityId(2),
        name: None,
        except: Vec::new(),
    };
    assert_eq!(commands(&log), [merge]);
    assert!(!has(&window, "Same name"), "the dialog is closed");
}

#[test]
fn several_names_become_the_one_mentioned_most_under_a_name_of_choice() {
    let (mut window, log) = open();
    let entities = vec![EntityId(5), EntityId(1)];
    ask(
        &mut window,
        Decide::Merge {
            entities: entities.clone(),
        },
    );
    assert!(has(&window, "Merge 2 names"));
    window
        .get_by_role_and_label(Role::TextInput, "Name shown")
        .focus();
    window.run();
    write(&mut window, " town");
    press(&mut window, &[Key::Enter]);
    let merge = Command::MergeEntities {
        entities,
        into: EntityId(1),
        name: Some("Yafran town".to_owned()),
        except: Vec::new(),
    };
    assert_eq!(commands(&log), [merge]);
}

#[test]
fn passages_and_articles_are_left_out() {
    let (mut window, log) = open();
    let dismiss = Decide::Dismiss(Which::Entities(vec![EntityId(1)]));
    ask(&mut window, dismiss);
    assert!(has(&window, "5 mentions in 3 articles"));
    click(&mut window, "Passage Nobody in Yafran");
    assert!(has(&window, "4 of 5 mentions in 3 articles"));
    // The rest by keyboard: the line has the focus; the next article is one line further.
    press(&mut window, &[Key::ArrowDown, Key::Space]);
    assert!(has(&window, "3 of 5 mentions in 2 articles"));
    click(&mut window, "Leave all passages out");
    assert!(has(&window, "Everything is left out"));
    click(&mut window, "Take all passages in");
    click(&mut window, "Article Water comes back, part 12");
    assert!(has(&window, "3 of 5 mentions in 2 articles"));
    press(&mut window, &[Key::Enter]);
    let except = vec![MentionId(903), MentionId(904)];
    let what = Which::Entities(vec![EntityId(1)]);
    assert_eq!(commands(&log), [Command::Dismiss { what, except }]);
}

#[test]
fn a_spelling_is_split_off_under_its_own_name() {
    let (mut window, log) = open();
    let entity = EntityId(4);
    ask(&mut window, Decide::Split { entity, part: None });
    assert!(has(&window, "Choose the spellings to split off"));
    assert!(has(&window, "Selim Akrouch"));
    click(&mut window, "Selim Akrouch");
    assert!(has(&window, "3 mentions in 2 articles"));
    press(&mut window, &[Key::Enter]);
    let split = Command::SplitEntity {
        entity,
        part: Part::Spellings(vec!["Selim Akrouch".to_owned()]),
        name: "Selim Akrouch".to_owned(),
        except: Vec::new(),
    };
    assert_eq!(commands(&log), [split]);
}

#[test]
fn what_does_not_apply_is_said_in_place() {
    let (mut window, log) = open();
    let entity = EntityId(4);
    ask(&mut window, Decide::Split { entity, part: None });
    for spelling in ["Salem Akroush", "S. Akroush"] {
        window
            .get_by_role_and_label(Role::CheckBox, spelling)
            .click();
        window.run();
    }
    assert!(has(&window, "these are all of its mentions"));
    press(&mut window, &[Key::Enter]);
    assert_eq!(commands(&log), []);
    press(&mut window, &[Key::Escape]);
    assert!(!has(&window, "Split off a name"));
}

#[test]
fn types_are_four_keys() {
    let (mut window, log) = open();
    first_name(&mut window);
    press(&mut window, &[Key::T]);
    assert!(has(&window, "Choose a type"));
    press(&mut window, &[Key::Num1, Key::Enter]);
    let retype = Command::RetypeEntities {
        entities: vec![EntityId(1)],
        kind: EntityType::Person,
        except: Vec::new(),
    };
    assert_eq!(commands(&log), [retype]);
}

#[test]
fn not_a_name_reaches_as_far_as_is_said() {
    for (key, what) in [
        (Key::Num1, None),
        (Key::Num2, Some(Some(EntityId(1)))),
        (Key::Num3, Some(None)),
    ] {
        let (mut window, log) = open();
        let mention = first_name(&mut window);
        press(&mut window, &[Key::X, key]);
        assert!(has(&window, "Each “Yafran” in the project"));
        press(&mut window, &[Key::Enter]);
        let what = what.map_or(Which::Mentions(vec![mention]), |of| Which::Spelling {
            text: "Yafran".to_owned(),
            of,
        });
        let except = Vec::new();
        assert_eq!(
            commands(&log),
            [Command::Dismiss { what, except }],
            "{key:?}"
        );
    }
}

#[test]
fn one_mention_means_someone_else() {
    let (mut window, log) = open();
    let mention = first_name(&mut window);
    press(&mut window, &[Key::R]);
    assert!(has(&window, "Choose whom it means"));
    // The first line is a new name, of the type it has.
    press(&mut window, &[Key::ArrowDown]);
    assert!(has(&window, "1 mention in 1 article"));
    press(&mut window, &[Key::Enter]);
    let reassign = Command::Reassign {
        what: Which::Mentions(vec![mention]),
        to: Target::New {
            name: "Yafran".to_owned(),
            kind: EntityType::Place,
        },
        except: Vec::new(),
    };
    assert_eq!(commands(&log), [reassign]);
}

#[test]
fn words_selected_by_keys_are_marked_everywhere() {
    let (mut window, log) = open();
    let article = fixture::reader_article(ArticleId(1), None);
    let first = article.mentions[0].span;
    press(&mut window, &[Key::N]);
    shift(&mut window, Key::ArrowRight);
    assert!(has(&window, "Selected text: Yafran"));
    shift(&mut window, Key::ArrowRight);
    assert!(has(&window, "Selected text: Yafran on"));
    // Arrows alone go from word to word.
    press(&mut window, &[Key::ArrowRight]);
    assert!(has(&window, "Selected text: Wednesday"));
    press(&mut window, &[Key::A]);
    assert!(has(&window, "Everywhere in the project"));
    assert!(has(&window, "5 mentions in 3 articles"));
    press(&mut window, &[Key::Num4, Key::Enter]);
    let start = first.end + " on ".len() as u32;
    let mark = Command::MarkName {
        article: ArticleId(1),
        span: ByteSpan::new(start, start + "Wednesday".len() as u32),
        to: Target::New {
            name: "Wednesday".to_owned(),
            kind: EntityType::Group,
        },
        everywhere: true,
        except: Vec::new(),
    };
    assert_eq!(commands(&log), [mark]);
}

#[test]
fn words_selected_by_mouse_have_a_menu() {
    let (mut window, log) = open();
    let block = window
        .query_all_by_label_contains("“Eleven trucks arrived")
        .next()
        .expect("the second paragraph")
        .rect();
    let from = block.left_top() + egui::vec2(12.0, 12.0);
    window.drag_at(from);
    window.run();
    window.hover_at(from + egui::vec2(120.0, 0.0));
    window.run();
    window.drop_at(from + egui::vec2(120.0, 0.0));
    window.run();
    assert!(has(&window, "Selected text: Eleven trucks"));
    shift(&mut window, Key::F10);
    assert!(has(&window, "Mark as a name…"));
    press(&mut window, &[Key::Enter]);
    assert!(has(&window, "Mark “Eleven trucks") || has(&window, "Mark a name"));
    press(&mut window, &[Key::Escape]);
    assert_eq!(commands(&log), []);
    press(&mut window, &[Key::Escape]);
    assert!(!has(&window, "Selected text"));
}

#[test]
fn the_menu_of_a_name_opens_by_key_and_chooses_by_letter() {
    let (mut window, _) = open();
    first_name(&mut window);
    shift(&mut window, Key::F10);
    assert!(has(&window, "Means someone else…"));
    press(&mut window, &[Key::X]);
    assert!(has(&window, "Not a name is"));
    press(&mut window, &[Key::Escape]);
    assert!(has(&window, "Card of Yafran"), "the name is still at hand");
    shift(&mut window, Key::F10);
    press(&mut window, &[Key::ArrowDown, Key::ArrowDown, Key::Enter]);
    assert!(has(&window, "Same name"));
}

#[test]
fn the_card_offers_the_corrections() {
    let (mut window, _) = open();
    first_name(&mut window);
    click(&mut window, "Correct Yafran");
    click(&mut window, "Change type…");
    assert!(has(&window, "Choose a type"));
}

#[test]
fn renaming_says_how_much_it_touches() {
    let (mut window, log) = open();
    first_name(&mut window);
    press(&mut window, &[Key::F2]);
    write(&mut window, " town");
    assert!(has(&window, "5 mentions in 3 articles"));
    press(&mut window, &[Key::Enter]);
    let rename = Command::RenameEntity {
        entity: EntityId(1),
        name: "Yafran town".to_owned(),
    };
    assert_eq!(commands(&log), [rename]);
}

#[test]
fn a_project_for_reading_only_says_so() {
    let (mut window, log) = open_with(|log| {
        let mut desk = Fixture::full(log);
        if let Slot::Ready(overview) = &mut desk.views_mut().overview {
            overview.read_only = Some("It is open in another window".to_owned());
        }
        desk
    });
    first_name(&mut window);
    press(&mut window, &[Key::M]);
    assert!(has(&window, "The project is open for reading only"));
    assert!(!has(&window, "Same name"));
    assert_eq!(commands(&log), []);
}

#[test]
fn every_control_of_the_dialog_has_a_name() {
    let (mut window, _) = open();
    let merge = Decide::Merge {
        entities: vec![EntityId(1), EntityId(5)],
    };
    let split = Decide::Split {
        entity: EntityId(4),
        part: None,
    };
    let mark = Decide::Mark {
        article: ArticleId(1),
        span: ByteSpan::new(0, 5),
        text: "Water".to_owned(),
    };
    for decide in [merge, split, mark] {
        ask(&mut window, decide);
        let nameless = window
            .query_all_by(|node| {
                let controls = [
                    Role::Button,
                    Role::CheckBox,
                    Role::RadioButton,
                    Role::ListBoxOption,
                    Role::TextInput,
                    Role::Link,
                ];
                controls.contains(&node.role()) && node.label().is_none_or(|label| label.is_empty())
            })
            .count();
        assert_eq!(nameless, 0);
        press(&mut window, &[Key::Escape]);
    }
}
