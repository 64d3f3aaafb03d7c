//! "Same name?", History and Check accuracy, driven by keys and labels without a display: on ready-made read models, and
//! on a real project.
#![cfg(feature = "gui")]

#[path = "fixture/mod.rs"]
mod fixture;

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use dateline::{
    model::{DecisionId, EntityId, EntityType, MentionId},
    ui::{
        App, Doors,
        action::Action,
        ask::{Answer, Asker, Question},
        desk,
        review::Panel,
    },
    workspace::{
        Command, JobCx, Part, Problem, Project, Verdict, Which, import::Input, settings::Settings,
    },
};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable as _};
use fixture::{Asked, Fixture, Log};

type Window = Harness<'static, App>;

const COMMAND_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

fn open(change: fn(&mut Fixture)) -> (Window, Log) {
    let log = Log::default();
    let inner = Log::clone(&log);
    let mut window = Harness::builder()
        .with_size([1280.0, 800.0])
        .with_max_steps(60)
        .build_eframe(move |creation| {
            let answer = |question: &Question| match question {
                Question::Save { name, .. } => Answer::Paths(vec![PathBuf::from(name)]),
                _ => Answer::Nothing,
            };
            let doors = Doors {
                open: Box::new(move |_| {
                    let mut desk = Fixture::full(&inner);
                    change(&mut desk);
                    Ok(Box::new(desk))
                }),
                asker: Asker::new(Box::new(move |question, reply| reply(answer(question)))),
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

fn has(window: &Window, label: &str) -> bool {
    window.query_all_by_label_contains(label).next().is_some()
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn key(window: &mut Window, key: Key) {
    press(window, Modifiers::NONE, key);
}

fn ran(log: &Log) -> Vec<Command> {
    log.borrow()
        .iter()
        .filter_map(|asked| match asked {
            Asked::Run(Command::SetRead { .. }) => None,
            Asked::Run(command) => Some(command.clone()),
            _ => None,
        })
        .collect()
}

#[test]
fn questions_are_answered_with_one_key_each() {
    let (mut window, log) = open(|_| {});
    press(&mut window, Modifiers::COMMAND, Key::J);
    assert!(has(&window, "Is Qadhafi the same as Muammar Gaddafi?"));
    assert!(has(&window, "0 of 4 answered"));
    assert!(has(&window, "may be the last name alone"));
    assert!(has(&window, "The pipeline that Qadhafi had promised"));
    assert!(has(&window, "State television showed Muammar Gaddafi"));
    assert!(has(&window, "91 mentions in 31 articles"));
    key(&mut window, Key::Num2);
    key(&mut window, Key::S);
    assert!(has(&window, "1 of 4 answered"));
    assert!(has(&window, "Is “Sabri” rightly Rania Sabri?"));
    key(&mut window, Key::D);
    assert!(has(&window, "Are both “Brega” one?"));
    key(&mut window, Key::Space);
    assert!(has(
        &window,
        "Is Relief Council the same as Coastal Relief Council?"
    ));
    key(&mut window, Key::ArrowLeft);
    assert!(has(&window, "Are both “Brega” one?"), "later comes back");
    assert!(has(&window, "3 of 4 answered"));
    let expected = [
        Command::MergeEntities {
            entities: vec![EntityId(30), EntityId(31)],
            into: EntityId(30),
            name: Some("Qadhafi".to_owned()),
            except: Vec::new(),
        },
        Command::SplitEntity {
            entity: EntityId(21),
            part: Part::Spellings(vec!["Sabri".to_owned()]),
            name: "Sabri".to_owned(),
            except: Vec::new(),
        },
        Command::KeepApart {
            a: EntityId(34),
            b: EntityId(35),
        },
    ];
    assert_eq!(ran(&log), expected);
    key(&mut window, Key::Z);
    assert_eq!(ran(&log).last(), Some(&Command::Undo));
    assert!(has(
        &window,
        "Is Relief Council the same as Coastal Relief Council?"
    ));
    key(&mut window, Key::ArrowRight);
    key(&mut window, Key::ArrowRight);
    assert!(has(&window, "No doubtful names any more"));
    let before = ran(&log).len();
    key(&mut window, Key::S);
    assert_eq!(ran(&log).len(), before, "nothing is left to answer");
}

#[test]
fn a_refused_answer_brings_its_question_back() {
    let (mut window, _) = open(|desk| {
        // Taken in after the answer, in the frame that follows it.
        desk.refuse_next(Problem::new("Could not merge", "the disk is full"));
    });
    press(&mut window, Modifiers::COMMAND, Key::J);
    key(&mut window, Key::S);
    assert!(has(&window, "Is Qadhafi the same as Muammar Gaddafi?"));
    assert!(has(&window, "0 of 4 answered"));
    assert!(has(&window, "the disk is full"));
}

#[test]
fn an_article_opens_and_the_questions_wait() {
    let (mut window, _) = open(|_| {});
    press(&mut window, Modifiers::COMMAND, Key::J);
    key(&mut window, Key::U);
    key(&mut window, Key::O);
    assert!(!has(&window, "answered"));
    assert!(has(&window, "Water trucks reach Yafran after nine days"));
    press(&mut window, Modifiers::COMMAND, Key::J);
    assert!(has(&window, "Is “Sabri” rightly Rania Sabri?"));
}

#[test]
fn without_doubts_it_says_so() {
    let (mut window, _) = open(|desk| {
        desk.views_mut().worklist = dateline::workspace::session::Slot::Ready(Vec::new());
    });
    // The panel is called so, too.
    window.get_by_role_and_label(Role::Button, "Names").click();
    window.run();
    assert!(has(&window, "0 questions"));
    window.get_by_label_contains("Same name?").click();
    window.run();
    assert!(has(&window, "No doubtful names"));
}

#[test]
fn the_history_is_filtered_and_undone_up_to_a_row() {
    let (mut window, log) = open(|_| {});
    press(&mut window, COMMAND_SHIFT, Key::H);
    assert!(has(&window, "99 lines"));
    assert!(has(&window, "Rename Al Brega to Brega, undone"));
    assert!(has(&window, "Undo: Rename Al Brega to Brega"));
    window
        .get_by_label_contains("Make “Ford 95” a place")
        .click();
    window.run();
    window.get_by_label("Undo up to here…").click();
    window.run();
    assert!(has(
        &window,
        "This takes back 3 decisions, the newest first"
    ));
    assert!(ran(&log).is_empty(), "said before it is done");
    window.get_by_label("Undo 3 decisions").click();
    window.run();
    // Each by its number, so that nothing else is undone in their place.
    let these = [97, 96, 95].map(|id| Command::UndoThis(DecisionId(id)));
    assert_eq!(ran(&log), these);
    window
        .get_by_label_contains("Rename Al Brega to Brega, undone")
        .click();
    window.run();
    assert!(has(&window, "Redo up to here…"));
    key(&mut window, Key::ArrowDown);
    assert!(has(&window, "Undo up to here…"), "the next row is selected");
    let field = window.get_by_label("Find in the history");
    field.focus();
    field.type_text("pump 9");
    window.run();
    assert!(has(&window, "2 of 99 lines"));
    window.get_by_label("Save as CSV…").click();
    window.run();
    let name = PathBuf::from("hills-history.csv");
    let saved = |asked: &Asked| matches!(asked, Asked::SaveHistory(path) if path.ends_with("northern-hills-history.csv") || *path == name);
    assert!(log.borrow().iter().any(saved), "{:?}", log.borrow());
}

#[test]
fn a_sample_is_judged_and_put_right() {
    let (mut window, log) = open(|_| {});
    press(&mut window, COMMAND_SHIFT, Key::A);
    assert!(has(&window, "persons: 47 of 50 right (84–98 %)"));
    window.get_by_label_contains("Go on").click();
    window.run();
    assert!(has(&window, "Is this a person?"));
    assert!(has(
        &window,
        "nobody had counted the barrels since the week before"
    ));
    key(&mut window, Key::R);
    assert!(has(&window, "Is this a place?"));
    key(&mut window, Key::W);
    assert!(has(&window, "Put it right:"));
    key(&mut window, Key::X);
    assert!(has(&window, "Is this an organization?"));
    key(&mut window, Key::ArrowLeft);
    assert!(has(&window, "You said: wrong"));
    key(&mut window, Key::ArrowRight);
    key(&mut window, Key::U);
    assert!(has(&window, "names: 1 of 2 right (9–91 %), 1 unsure"));
    assert!(has(&window, "places: 0 of 1 right"));
    assert!(has(&window, "Open “Monday Market”"));
    let judged = |mention, verdict| Command::Judge {
        mention: MentionId(mention),
        verdict: Some(verdict),
    };
    let dismissed = Command::Dismiss {
        what: Which::Mentions(vec![MentionId(601)]),
        except: Vec::new(),
    };
    let expected = [
        judged(600, Verdict::Right),
        judged(601, Verdict::Wrong),
        dismissed,
        judged(602, Verdict::Unsure),
    ];
    assert_eq!(ran(&log), expected);
}

#[test]
fn a_verdict_is_taken_back_by_the_key_of_another() {
    let (mut window, log) = open(|_| {});
    press(&mut window, COMMAND_SHIFT, Key::A);
    window.get_by_label_contains("Go on").click();
    window.run();
    key(&mut window, Key::W);
    assert!(has(&window, "Put it right:"));
    key(&mut window, Key::R);
    assert!(!has(&window, "Put it right:"));
    assert!(has(&window, "Is this a place?"), "the next one");
    let judged = |verdict| Command::Judge {
        mention: MentionId(600),
        verdict: Some(verdict),
    };
    assert_eq!(ran(&log), [judged(Verdict::Wrong), judged(Verdict::Right)]);
}

#[test]
fn boundaries_are_set_by_words() {
    let (mut window, log) = open(|_| {});
    press(&mut window, COMMAND_SHIFT, Key::A);
    window.get_by_label_contains("Go on").click();
    window.run();
    key(&mut window, Key::W);
    key(&mut window, Key::B);
    press(&mut window, Modifiers::SHIFT, Key::ArrowLeft);
    window.get_by_label("Mark").click();
    window.run();
    let commands = ran(&log);
    let Some(Command::SetBoundaries { span, to, .. }) = commands.get(1) else {
        panic!("no mark: {commands:?}");
    };
    assert_eq!((span.start, span.end), (560, 565));
    let rania = dateline::workspace::Target::Named {
        name: "Rania".to_owned(),
        kind: EntityType::Person,
    };
    assert_eq!(*to, rania);
    assert_eq!(commands.len(), 2, "one undo step");
}

#[test]
fn the_export_dialog_offers_what_was_checked() {
    let (mut window, _) = open(|_| {});
    press(&mut window, Modifiers::COMMAND, Key::Num2);
    window.get_by_label_contains("Export chart…").click();
    window.run();
    assert!(has(&window, "Accuracy line"));
    let state = window.state_mut();
    state.ask(Action::CloseDialog);
    state.ask(Action::Review(Panel::History));
    window.run();
    assert!(has(&window, "99 lines"));
}

// ---- On a real project ----

const FIRST: &str = "Pumps for the hills\n\nYAFRAN, Libya, May 1, 2012 (Northern Wire) - Jonas Lindqvist of the Relief Council met \
                     Rania Sabri in Oslo on Monday. Lindqvist said the pumps were ready. Lindqvist left on Tuesday.\n";
const OTHER: &str = "Harbor talks\n\nOSLO, Norway, May 2, 2012 (Northern Wire) - Jonas Lindquist of the Relief Council met Nils \
                     Berg in Oslo on Monday. Lindquist said little.\n";

fn real(folder: &Path) -> (Window, PathBuf) {
    let path = folder.join("talks.dateline");
    let mut project = Project::create(&path).expect("a project");
    let input = |name: &str, text: &str| Input::Bytes {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let inputs = vec![input("first.txt", FIRST), input("other.txt", OTHER)];
    project
        .import(inputs, &JobCx::unwatched(), |_| {})
        .expect("an import");
    drop(project);
    let (given, out) = (path.clone(), folder.to_owned());
    let window = Harness::builder()
        .with_size([1280.0, 800.0])
        .build_eframe(move |creation| {
            let answer = move |question: &Question| match question {
                Question::Save { name, .. } => Answer::Paths(vec![out.join(name)]),
                _ => Answer::Nothing,
            };
            let doors = Doors {
                open: desk::opener(creation.egui_ctx.clone()),
                asker: Asker::new(Box::new(move |question, reply| reply(answer(question)))),
                keep: Box::new(|_| {}),
                sample: given.with_file_name("sample.dateline"),
                show: Box::new(|_| Ok(())),
                drops: true,
            };
            App::new(&creation.egui_ctx, doors, Settings::default(), vec![given])
        });
    (window, path)
}

/// Runs frames until something is there; work beside the window takes its time.
fn until(window: &mut Window, what: &str, there: impl Fn(&Window) -> bool) {
    let began = Instant::now();
    while !there(window) {
        assert!(began.elapsed() < Duration::from_secs(120), "no {what}");
        window.run_steps(2);
        std::thread::sleep(Duration::from_millis(15));
    }
}

fn shows(window: &mut Window, label: &str) {
    until(window, label, |w| has(w, label));
}

fn tap(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(3);
}

#[test]
fn answers_change_the_project_and_are_taken_back() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (mut window, path) = real(folder.path());
    let bearers = || -> usize {
        let list = Project::open(&path)
            .expect("the project")
            .worklist()
            .expect("a worklist");
        list.iter()
            .filter(|row| row.a.name.contains("Lindq"))
            .count()
    };
    let before = bearers();
    assert!(before > 0, "the spellings are in doubt");
    tap(&mut window, Modifiers::COMMAND, Key::J);
    shows(&mut window, "0 of ");
    let mut tries = 0;
    while !has(&window, "the same as Jonas Lindq") {
        tap(&mut window, Modifiers::NONE, Key::U);
        tries += 1;
        assert!(tries < 20, "the question is among them");
    }
    tap(&mut window, Modifiers::NONE, Key::S);
    shows(&mut window, "1 of ");
    until(&mut window, "a merge", |_| bearers() < before);
    tap(&mut window, Modifiers::NONE, Key::Z);
    shows(&mut window, "the same as Jonas Lindq");
    until(&mut window, "an undo", |_| bearers() == before);
    tap(&mut window, Modifiers::NONE, Key::D);
    until(&mut window, "the answer", |_| bearers() < before);
    tap(&mut window, Modifiers::NONE, Key::Escape);

    // The history has all three; one click takes them back to the first.
    tap(&mut window, COMMAND_SHIFT, Key::H);
    shows(&mut window, "3 lines");
    shows(&mut window, ", undone");
    window.get_by_label("Save as CSV…").click();
    let csv = folder.path().join("talks-history.csv");
    until(&mut window, "a table", |_| csv.exists());
    let table = fs::read_to_string(&csv).expect("a table");
    assert_eq!(table.lines().count(), 4, "{table}");
    window.get_by_label_contains(": Keep ").click();
    window.run_steps(3);
    window.get_by_label("Undo up to here…").click();
    window.run_steps(3);
    window.get_by_label("Undo 1 decision").click();
    until(&mut window, "an undo", |_| bearers() == before);
    shows(&mut window, "4 lines");
}

#[test]
fn a_sample_of_a_real_project_is_judged() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (mut window, path) = real(folder.path());
    tap(&mut window, COMMAND_SHIFT, Key::A);
    shows(&mut window, "No sample was drawn yet");
    window.get_by_label("20").click();
    window.run_steps(3);
    window.get_by_label("Draw 20 mentions").click();
    shows(&mut window, "1 of ");
    // A key pressed while the sample is still on its way says nothing, so there may be more of them than mentions.
    let mut pressed = 0;
    while !has(&window, "Nothing was called wrong") {
        tap(&mut window, Modifiers::NONE, Key::R);
        pressed += 1;
        assert!(pressed <= 40, "the sample has no end");
        window.run_steps(2);
    }
    let sample = Project::open(&path).expect("the project").accuracy();
    let drawn = sample
        .expect("the ledger")
        .expect("a sample")
        .mentions
        .len();
    assert!(drawn > 5 && drawn <= pressed);
    let sentence = format!("names: {drawn} of {drawn} right");
    shows(&mut window, &sentence);
    until(&mut window, "all verdicts", |_| {
        let lines = Project::open(&path)
            .expect("the project")
            .accuracy_lines()
            .expect("lines");
        lines
            .first()
            .is_some_and(|line| line.starts_with(&sentence))
    });
}
