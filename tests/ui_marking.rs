//! Marking in the window on a real project, driven by keys and labels without a display: highlights, codes, tags, memos,
//! deleted articles, and coding what a search finds.
#![cfg(feature = "gui")]

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use dateline::{
    jobs::JobCx,
    model::{ArticleId, ByteSpan, CodeId, CountUnit, EntityType, Filter, MemoOn, chart::Cell},
    store::{Access, Store},
    ui::{
        App, Doors,
        action::Action,
        ask::{Answer, Asker},
        desk,
        marks::Ask,
    },
    workspace::{
        Coding, Command, Project, Target, import::Input, settings::Settings, views::build,
    },
};
use egui::{Event, Key, Modifiers, Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use tempfile::TempDir;

const WELL: &str = "Well opened in Tarhuna\n\n\
    The mayor opened a well on Sunday. He said the water would be clean by June.\n\n\
    Nobody at the school had drunk from it so far, a teacher said.\n";
const BRIDGE: &str = "Bridge closed at Gharyan\n\n\
    The bridge was closed to trucks after the rain. The water would be gone by Friday, the council said.\n\n\
    Drivers waited at the ford. The water would carry no car, they said.\n";

struct Desk {
    folder: TempDir,
    window: Harness<'static, App>,
}

/// A window on a project with two articles, in which `prepare` was done before.
fn open(prepare: impl FnOnce(&mut Project)) -> Desk {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("wells.dateline");
    let mut project = Project::create(&path).expect("a project");
    let inputs = [("well.txt", WELL), ("bridge.txt", BRIDGE)]
        .map(|(name, text)| Input::Bytes {
            name: name.to_owned(),
            bytes: text.as_bytes().to_vec(),
        })
        .to_vec();
    project
        .import(inputs, &JobCx::unwatched(), |_| {})
        .expect("an import");
    prepare(&mut project);
    drop(project);
    let window = Harness::builder()
        .with_size([1440.0, 900.0])
        .build_eframe(move |creation| {
            let doors = Doors {
                open: desk::opener(creation.egui_ctx.clone()),
                asker: Asker::new(Box::new(|_, reply| reply(Answer::Nothing))),
                keep: Box::new(|_| {}),
                sample: PathBuf::from("sample.dateline"),
                show: Box::new(|_| Ok(())),
                drops: true,
            };
            App::new(&creation.egui_ctx, doors, Settings::default(), vec![path])
        });
    let mut desk = Desk { folder, window };
    desk.label("Articles");
    desk.open_article(
        "Well opened in Tarhuna",
        "The mayor opened a well on Sunday",
    );
    desk
}

impl Desk {
    fn has(&self, label: &str) -> bool {
        self.window
            .query_all_by_label_contains(label)
            .next()
            .is_some()
    }

    /// Runs frames until it is so; work beside the window takes its time.
    fn until(&mut self, what: &str, so: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        while !so(self) {
            assert!(began.elapsed() < Duration::from_secs(30), "no {what}");
            self.window.run_steps(2);
            std::thread::sleep(Duration::from_millis(5));
        }
        self.window.run_steps(2);
    }

    fn label(&mut self, label: &str) {
        self.until(label, |desk| desk.has(label));
    }

    fn no_label(&mut self, label: &str) {
        self.until(&format!("end of {label}"), |desk| !desk.has(label));
    }

    fn click(&mut self, label: &str) {
        self.label(label);
        if let Some(node) = self.window.query_all_by_label_contains(label).next() {
            node.click();
        }
        self.window.run_steps(3);
    }

    fn click_role(&mut self, role: Role, label: &str) {
        self.until(label, |desk| {
            desk.window.query_by_role_and_label(role, label).is_some()
        });
        self.window.get_by_role_and_label(role, label).click();
        self.window.run_steps(3);
    }

    /// Opens the menu of the other mouse button on something and chooses a line of it.
    fn menu(&mut self, on: &str, line: &str) {
        self.label(on);
        if let Some(node) = self.window.query_all_by_label_contains(on).next() {
            node.click_secondary();
        }
        self.window.run_steps(3);
        self.click_role(Role::MenuItem, line);
    }

    fn press(&mut self, key: Key) {
        self.window.key_press(key);
        self.window.run_steps(3);
    }

    fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.window.key_press_modifiers(modifiers, key);
        self.window.run_steps(3);
    }

    fn write(&mut self, words: &str) {
        self.window.event(Event::Text(words.to_owned()));
        self.window.run_steps(3);
    }

    fn run(&mut self, action: Action) {
        self.window.state_mut().ask(action);
        self.window.run_steps(3);
    }

    fn ask(&mut self, ask: Ask) {
        self.window.state_mut().ask(ask.action());
        self.window.run_steps(3);
    }

    fn open_article(&mut self, title: &str, words: &str) {
        let row = |window: &Harness<'static, App>| {
            window
                .query_all_by_label_contains(title)
                .find(|node| node.accesskit_node().role() == Role::ListBoxOption)
                .map(|node| node.click())
        };
        self.until(title, |desk| row(&desk.window).is_some());
        self.label(words);
    }

    /// Selects the first word in view and `more` behind it.
    fn select(&mut self, more: usize) {
        for _ in 0..=more {
            self.press_with(Modifiers::SHIFT, Key::ArrowRight);
        }
        self.label("Selected text: ");
    }

    fn store(&self) -> Store {
        let path = self.folder.path().join("wells.dateline");
        Store::open(&path, Access::Read).expect("a store")
    }

    /// Passages and codes of an article, as `passage: code`.
    fn marked(&self, article: i64) -> Vec<String> {
        let article = build::article(&self.store(), ArticleId(article), &Filter::default())
            .expect("an article");
        let marks = article.marks.highlights.iter();
        marks
            .map(|h| format!("{}: {}", h.span.of(&article.reading_text), h.name))
            .collect()
    }
}

fn code(project: &mut Project, name: &str, key: Option<char>) {
    let name = name.to_owned();
    project
        .run(Command::MakeCode {
            name,
            color: None,
            key,
            parent: None,
        })
        .expect("a code");
}

fn highlight(project: &mut Project, article: i64, passage: &str, code: &str) {
    let article = ArticleId(article);
    let span = project.passage_in(article, passage).expect("a passage");
    let code = Coding::New(code.to_owned());
    project
        .run(Command::Highlight {
            article,
            span,
            code,
        })
        .expect("a highlight");
}

#[test]
fn words_are_highlighted_with_a_new_code_by_keyboard_alone() {
    let mut desk = open(|_| {});
    desk.press(Key::H);
    desk.label("Select words first");
    desk.select(1);
    desk.press(Key::H);
    desk.label("Highlight with a code");
    desk.label("There are no codes yet");
    desk.write("claim");
    desk.label("New code “claim”");
    desk.click_role(Role::RadioButton, "teal");
    desk.press(Key::Enter);
    desk.label("Highlighted claim: The mayor");
    assert_eq!(desk.marked(1), ["The mayor: claim"]);
    let codes = desk.store().codes().expect("codes");
    assert_eq!(codes.first().map(|(_, code)| code.color), Some(3));
    assert!(!desk.has("Selected text"), "the highlight is seen");

    // Highlight and code came as one step.
    desk.press_with(Modifiers::COMMAND, Key::Z);
    desk.no_label("Highlighted claim");
    assert!(desk.store().codes().expect("codes").is_empty());
    desk.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    desk.label("Highlighted claim: The mayor");
}

#[test]
fn number_keys_apply_the_codes_used_last_and_own_keys_their_code() {
    let mut desk = open(|project| {
        code(project, "blame", None);
        code(project, "promise", Some('p'));
        highlight(project, 2, "closed to trucks", "closure");
    });
    desk.select(0);
    // The one used last is the first.
    desk.press(Key::Num1);
    desk.label("Highlighted closure: The");
    desk.select(1);
    desk.press(Key::P);
    desk.label("Highlighted promise: The mayor");
    assert_eq!(desk.marked(1), ["The mayor: promise", "The: closure"]);
    desk.select(0);
    desk.press(Key::Num7);
    desk.label("There is no code 7 yet");
    assert_eq!(desk.marked(1).len(), 2);
}

#[test]
fn overlapping_highlights_are_stepped_through_recoded_and_removed() {
    let mut desk = open(|project| {
        highlight(project, 1, "The mayor opened a well", "event");
        highlight(project, 1, "opened a well on Sunday", "date");
        code(project, "claim", None);
    });
    // Both are there for screen readers and pointer.
    desk.label("Highlighted event: The mayor opened a well");
    desk.label("Highlighted date: opened a well on Sunday");
    desk.press(Key::V);
    desk.label("Remove the highlight event");
    desk.press(Key::V);
    desk.label("Remove the highlight date");
    desk.press_with(Modifiers::SHIFT, Key::V);
    desk.label("Remove the highlight event");
    desk.press_with(Modifiers::SHIFT, Key::H);
    desk.label("Another code for the highlight");
    desk.write("claim");
    desk.press(Key::Enter);
    desk.label("Highlighted claim: The mayor opened a well");
    assert_eq!(
        desk.marked(1),
        [
            "The mayor opened a well: claim",
            "opened a well on Sunday: date"
        ]
    );
    desk.press(Key::V);
    desk.press(Key::Delete);
    desk.until("one highlight less", |desk| desk.marked(1).len() == 1);
}

#[test]
fn the_menu_of_selected_words_removes_what_is_there() {
    let mut desk = open(|project| highlight(project, 1, "The mayor", "event"));
    desk.label("Highlighted event: The mayor");
    desk.select(0);
    desk.press_with(Modifiers::SHIFT, Key::F10);
    desk.label("Highlight…");
    desk.click_role(Role::MenuItem, "Remove highlight event");
    desk.no_label("Highlighted event");
}

#[test]
fn codes_are_counted_renamed_merged_and_deleted() {
    let mut desk = open(|project| {
        highlight(project, 1, "the water would be clean by June", "promise");
        highlight(project, 2, "The water would be gone by Friday", "pledge");
    });
    desk.press(Key::C);
    desk.label("2 highlights in this selection");
    desk.label("pledge, 1 highlight");
    // A number opens exactly its passages.
    desk.click("Show 1 passage of pledge");
    desk.label("Evidence");
    desk.label("The water would be gone by Friday");
    desk.click("Close passages");

    desk.menu("pledge, 1 highlight", "Merge into another…");
    desk.label("Merge the code into");
    desk.write("prom");
    desk.press(Key::Enter);
    desk.label("promise, 2 highlights");
    desk.no_label("pledge, ");

    desk.click("promise, 2 highlights");
    desk.press(Key::F2);
    desk.label("Change the code");
    desk.window
        .get_by_role_and_label(Role::TextInput, "Name of the code")
        .focus();
    desk.press_with(Modifiers::COMMAND, Key::A);
    desk.write("Promises made");
    desk.press(Key::Enter);
    desk.label("Promises made, 2 highlights");

    desk.click("Promises made, 2 highlights");
    desk.press(Key::Delete);
    desk.label("No codes yet");
    assert!(desk.marked(1).is_empty());
    desk.press_with(Modifiers::COMMAND, Key::Z);
    desk.label("Promises made, 2 highlights");
}

#[test]
fn a_code_keeps_a_memo_and_a_changed_memo_is_not_lost_to_escape() {
    let mut desk = open(|project| code(project, "claim", None));
    desk.press(Key::C);
    desk.label("claim, 0 highlights");
    desk.ask(Ask::Memo(MemoOn::Code(CodeId(1))));
    desk.label("On the code “claim”");
    desk.write("Said without proof");
    desk.label("Not saved yet");
    desk.press(Key::Escape);
    desk.press(Key::Escape);
    assert!(desk.has("Not saved: choose Save, or Cancel to drop it"));
    desk.press_with(Modifiers::COMMAND, Key::Enter);
    desk.label("claim, 0 highlights, has a memo");
    let memo = desk.store().memo(MemoOn::Code(CodeId(1))).expect("a memo");
    assert_eq!(memo.map(|m| m.0).as_deref(), Some("Said without proof"));
}

#[test]
fn the_open_article_gets_tags_and_a_memo_and_tags_filter() {
    let mut desk = open(|project| {
        project
            .run(Command::AddTag {
                articles: vec![ArticleId(2)],
                tag: "roads".to_owned(),
            })
            .expect("a tag");
    });
    desk.press(Key::G);
    desk.label("Add a tag");
    desk.label("roads 1");
    desk.write("wells");
    desk.press(Key::Enter);
    desk.label("Tag wells, show its articles");
    desk.press(Key::W);
    desk.label("On “Well opened in Tarhuna”");
    desk.write("Ask the mayor");
    desk.press_with(Modifiers::COMMAND, Key::Enter);
    desk.label("Memo: Ask the mayor");

    desk.click("Tag wells, show its articles");
    desk.label("Change filter Tag wells");
    desk.label("1 of 2 articles");
    desk.no_label("Bridge closed at Gharyan");
    desk.click("Remove filter Tag wells");
    desk.label("Bridge closed at Gharyan");
    desk.click("Remove the tag wells");
    desk.no_label("Tag wells, show its articles");
}

#[test]
fn tags_are_renamed_and_merged() {
    let mut desk = open(|project| {
        for (article, tag) in [(1, "wells"), (2, "roads")] {
            project
                .run(Command::AddTag {
                    articles: vec![ArticleId(article)],
                    tag: tag.to_owned(),
                })
                .expect("a tag");
        }
    });
    desk.ask(Ask::Tags);
    desk.click("What can be done with the tag roads");
    desk.click_role(Role::MenuItem, "Merge into another…");
    desk.label("Merge the tag into");
    desk.write("wel");
    desk.press(Key::Enter);
    desk.until("merged tags", |desk| {
        desk.store().tags().expect("tags").len() == 1
    });
    desk.label("Show 2 articles with the tag wells");
    desk.click("What can be done with the tag wells");
    desk.click_role(Role::MenuItem, "Rename…");
    desk.press_with(Modifiers::COMMAND, Key::A);
    desk.write("water");
    desk.press(Key::Enter);
    desk.label("Show 2 articles with the tag water");

    // What was typed counts when the dialog is closed, but for Escape.
    let rename = |desk: &mut Desk, name: &str| {
        desk.click_role(Role::Button, "What can be done with the tag water");
        desk.click_role(Role::MenuItem, "Rename…");
        desk.press_with(Modifiers::COMMAND, Key::A);
        desk.write(name);
    };
    rename(&mut desk, "rain");
    desk.press(Key::Escape);
    desk.ask(Ask::Tags);
    desk.label("Show 2 articles with the tag water");
    rename(&mut desk, "springs");
    desk.click("Done");
    desk.until("the new name", |desk| {
        desk.store().tags().expect("tags")[0].name == "springs"
    });
}

/// Gives an article a tag in the project.
fn tag(project: &mut Project, article: i64, tag: &str) {
    project
        .run(Command::AddTag {
            articles: vec![ArticleId(article)],
            tag: tag.to_owned(),
        })
        .expect("a tag");
}

#[test]
fn the_filter_follows_what_becomes_of_its_tags() {
    let mut desk = open(|project| {
        tag(project, 1, "wells");
        tag(project, 2, "roads");
    });
    desk.run(Action::SetFilter(Filter {
        tags: vec!["wells".to_owned()],
        ..Filter::default()
    }));
    desk.label("Change filter Tag wells");
    let id = |desk: &Desk, name: &str| {
        let tags = desk.store().tags().expect("tags");
        tags.iter().find(|tag| tag.name == name).expect("it").id
    };
    let wells = id(&desk, "wells");
    desk.run(Action::Run(Command::RenameTag {
        tag: wells,
        name: "water".to_owned(),
    }));
    desk.label("Change filter Tag water");
    desk.label("1 of 2 articles");
    let roads = id(&desk, "roads");
    desk.run(Action::Run(Command::MergeTags {
        tags: vec![wells],
        into: roads,
    }));
    desk.label("Change filter Tag roads");
    desk.label("Bridge closed at Gharyan");
    // A tag that is no more filters nothing.
    desk.run(Action::Run(Command::DeleteTag { tag: roads }));
    desk.no_label("Change filter Tag");
    desk.label("Bridge closed at Gharyan");
}

#[test]
fn filter_and_passages_of_a_name_that_was_taken_back_are_gone() {
    let mut desk = open(|_| {});
    let named = |desk: &Desk, name: &str| {
        let found = desk.store().named_entities(name, None).expect("names");
        found.first().map(|named| named.id)
    };
    let read = build::article(&desk.store(), ArticleId(1), &Filter::default()).expect("an article");
    let start = read.reading_text.find("mayor").expect("the word") as u32;
    desk.run(Action::Run(Command::MarkName {
        article: ArticleId(1),
        span: ByteSpan::new(start, start + 5),
        to: Target::New {
            name: "Mayor of Tarhuna".to_owned(),
            kind: EntityType::Person,
        },
        everywhere: false,
        except: Vec::new(),
    }));
    desk.until("the name", |desk| named(desk, "Mayor of Tarhuna").is_some());
    let mayor = named(&desk, "Mayor of Tarhuna").expect("the name");
    desk.run(Action::FilterEntity(mayor));
    desk.run(Action::ShowPassages {
        cell: Cell::Entity(mayor),
        unit: CountUnit::Mentions,
    });
    desk.label("Change filter Person Mayor of Tarhuna");
    desk.label("Evidence");
    desk.run(Action::Undo);
    desk.no_label("Change filter");
    desk.no_label("Evidence");
    assert!(!desk.has("Could not read the passages"));
    desk.label("Bridge closed at Gharyan");
}

#[test]
fn delete_takes_the_lit_highlight_away_and_leaves_the_article() {
    let mut desk = open(|project| highlight(project, 1, "The mayor", "event"));
    desk.label("Highlighted event: The mayor");
    let row = desk
        .window
        .query_all_by_label_contains("Well opened in Tarhuna")
        .find(|node| node.accesskit_node().role() == Role::ListBoxOption);
    row.expect("the row").focus();
    desk.window.run_steps(3);
    desk.press(Key::V);
    desk.label("Remove the highlight event");
    desk.press(Key::Delete);
    desk.no_label("Highlighted event");
    assert!(!desk.has("was deleted"));
    assert!(desk.marked(1).is_empty(), "the article is still there");
}

#[test]
fn keys_of_codes_go_before_the_keys_of_the_view() {
    let mut desk = open(|project| {
        for (name, key) in [
            ("claim", 'c'),
            ("event", 'E'),
            ("verdict", 'v'),
            ("star", 's'),
        ] {
            code(project, name, Some(key));
        }
    });
    let row = desk
        .window
        .query_all_by_label_contains("Well opened in Tarhuna")
        .find(|node| node.accesskit_node().role() == Role::ListBoxOption);
    row.expect("the row").focus();
    desk.window.run_steps(3);
    for (key, name) in [
        (Key::C, "claim"),
        (Key::E, "event"),
        (Key::V, "verdict"),
        (Key::S, "star"),
    ] {
        desk.select(0);
        desk.press(key);
        desk.label(&format!("Highlighted {name}: "));
    }
    // Without selected words they are the keys of the view.
    desk.press(Key::C);
    desk.label("highlights in this selection");
}

#[test]
fn a_code_is_changed_as_one_step_and_not_given_a_key_that_is_taken() {
    let mut desk = open(|project| code(project, "claim", None));
    desk.press(Key::C);
    desk.click("claim, 0 highlights");
    desk.press(Key::F2);
    desk.label("Change the code");
    let field = |desk: &mut Desk, name: &str, words: &str| {
        desk.window
            .get_by_role_and_label(Role::TextInput, name)
            .focus();
        desk.press_with(Modifiers::COMMAND, Key::A);
        desk.write(words);
    };
    field(&mut desk, "Name of the code", "promise");
    field(&mut desk, "Key that applies the code", "H");
    desk.press(Key::Enter);
    assert!(desk.has("Change the code"), "it is not saved");
    field(&mut desk, "Key that applies the code", "P");
    desk.press(Key::Enter);
    desk.label("promise, 0 highlights");
    let (_, changed) = desk.store().codes().expect("codes").remove(0);
    assert_eq!((changed.name.as_str(), changed.key), ("promise", Some('p')));
    desk.press_with(Modifiers::COMMAND, Key::Z);
    desk.label("claim, 0 highlights");
    let (_, back) = desk.store().codes().expect("codes").remove(0);
    assert_eq!((back.name.as_str(), back.key), ("claim", None));
}

#[test]
fn a_deleted_article_closes_calmly_and_comes_back() {
    let mut desk = open(|project| highlight(project, 1, "The mayor", "event"));
    desk.label("Highlighted event");
    desk.menu("Well opened in Tarhuna, no date", "Delete the article");
    desk.label("“Well opened in Tarhuna” was deleted");
    desk.label("Show passages from 1 article");
    assert!(!desk.has("Could not read"), "nothing failed");
    desk.click("Bring it back");
    desk.label("Highlighted event: The mayor");

    // The list of what was deleted brings it back as well; reading goes on from where it stood.
    desk.menu("Well opened in Tarhuna, no date", "Delete the article");
    desk.label("was deleted");
    desk.press(Key::J);
    desk.label("The bridge was closed to trucks");
    desk.ask(Ask::Deleted);
    desk.click("Bring back Well opened in Tarhuna");
    desk.label("No article was deleted");
    desk.click("Done");
    desk.label("Show passages from 2 articles");
}

#[test]
fn a_search_is_coded_with_passages_left_out_as_one_step() {
    let mut desk = open(|project| {
        highlight(project, 2, "closed to trucks", "closure");
    });
    desk.press(Key::C);
    desk.click("More about marking");
    desk.click_role(Role::MenuItem, "Code what a search finds…");
    desk.label("Type what is to be found");
    desk.write("\"water would\"");
    desk.label("Choose a code, or type a name for a new one");
    desk.window
        .get_by_role_and_label(Role::TextInput, "Find a code")
        .focus();
    desk.window.run_steps(2);
    desk.write("forecast");
    desk.press(Key::Enter);
    desk.label("Chosen code forecast (new)");
    desk.label("3 highlights in 2 articles");
    // The arrow keys are for what has the keyboard: the passages, not the codes.
    desk.click("Passage The water would be gone");
    desk.label("2 of 3 highlights in 2 articles");
    desk.press(Key::ArrowDown);
    let next = "Passage The water would carry no car";
    desk.until("the next passage with the keyboard", |desk| {
        let node = desk.window.get_by_label_contains(next);
        node.accesskit_node().is_focused()
    });
    desk.click("Passage The water would be gone");
    desk.label("3 highlights in 2 articles");
    desk.click("Passage The water would carry no car");
    desk.label("2 of 3 highlights in 2 articles");
    desk.click("Code these passages");
    desk.label("forecast, 2 highlights");
    assert_eq!(
        desk.marked(1),
        ["He said the water would be clean by June.: forecast"]
    );
    assert_eq!(desk.marked(2).len(), 2);
    desk.press_with(Modifiers::COMMAND, Key::Z);
    desk.no_label("forecast, ");
    desk.label("closure, 1 highlight");
    assert!(desk.marked(1).is_empty());
    assert_eq!(desk.store().codes().expect("codes").len(), 1);
}
