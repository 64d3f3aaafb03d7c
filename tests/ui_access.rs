//! Every view, panel, dialog and menu of a real project as a screen reader and a keyboard see it: each control has a role
//! and a name, Tab or arrow keys lead to it, and rows say which of how many they are.
#![cfg(feature = "gui")]

use std::{
    collections::{BTreeSet, HashSet},
    path::Path,
    time::{Duration, Instant},
};

use dateline::{
    model::{ArticleId, ByteSpan, CodeId, EntityId, EntityType, Filter, MemoOn},
    ui::{
        App, Doors,
        action::{Action, ArticlesAsk, Decide, View},
        ask::{Answer, Asker},
        desk,
        marks::{self, Pick},
        review::Panel,
        search::{self, Form, Sheet},
    },
    workspace::{
        Coding, Command, Which,
        search::{Batch, BatchAs},
        session::{BatchView, Views},
        settings::{RecentProject, Settings},
    },
};
use egui::{
    Key, Modifiers,
    accesskit::{Action as Does, NodeId, Role},
};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

type Window = Harness<'static, App>;

/// A project with the sample articles, opened in a window; the folder goes with it.
fn open() -> (Window, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let project = folder.path().join("Northern hills.dateline");
    drop(dateline::workspace::Project::create(&project).expect("a project"));
    let inner = project;
    let window = Harness::builder()
        .with_size([1440.0, 900.0])
        .build_eframe(move |creation| {
            let doors = Doors {
                open: desk::opener(creation.egui_ctx.clone()),
                asker: Asker::new(Box::new(|_, reply| reply(Answer::NoDialog))),
                keep: Box::new(|_| {}),
                sample: inner.with_file_name("sample.dateline"),
                show: Box::new(|_| Ok(())),
                drops: true,
            };
            let settings = Settings::default();
            App::new(&creation.egui_ctx, doors, settings, vec![inner])
        });
    let mut window = window;
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples");
    window.state_mut().ask(Action::Import(vec![samples]));
    label(&mut window, "Imported 23 articles");
    settle(&mut window);
    (window, folder)
}

/// Runs frames until something is there; work beside the window takes its time.
fn until(window: &mut Window, what: &str, there: impl Fn(&Window) -> bool) {
    let began = Instant::now();
    while !there(window) {
        assert!(began.elapsed() < Duration::from_secs(120), "no {what}");
        window.run_steps(2);
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn label(window: &mut Window, label: &str) {
    until(window, label, |w| {
        w.query_all_by_label_contains(label).next().is_some()
    });
}

/// Runs until nothing is on its way anymore.
fn settle(window: &mut Window) {
    window.run_steps(4);
    until(window, "rest", |w| {
        w.state().desk().is_none_or(|desk| !desk.busy())
    });
    window.run_steps(4);
}

fn ask(window: &mut Window, action: Action) {
    window.state_mut().ask(action);
    settle(window);
}

/// What a node is, said of what is wrong with it.
struct Seen {
    id: NodeId,
    /// Whether it is part of a dialog.
    inside: bool,
    role: Role,
    name: String,
    enabled: bool,
    focusable: bool,
    position: Option<usize>,
    of: Option<usize>,
}

fn in_dialog(node: &egui_kittest::kittest::AccessKitNode<'_>) -> bool {
    let mut above = node.parent();
    while let Some(node) = above {
        if node.role() == Role::Dialog {
            return true;
        }
        above = node.parent();
    }
    false
}

/// Number of rows of the list or table around a node. Plain containers are passed over, as screen readers do.
fn container(node: &egui_kittest::kittest::AccessKitNode<'_>) -> Option<usize> {
    let mut above = node.parent();
    while let Some(node) = above {
        if node.role() != Role::GenericContainer && node.size_of_set().is_some() {
            return node.size_of_set();
        }
        above = node.parent();
    }
    None
}

fn nodes(window: &Window) -> Vec<Seen> {
    window
        .query_all_by(|_| true)
        .map(|node| {
            let node = node.accesskit_node();
            Seen {
                id: node.locate().0,
                inside: in_dialog(&node),
                role: node.role(),
                name: node.label().or_else(|| node.value()).unwrap_or_default(),
                enabled: !node.is_disabled(),
                focusable: node.data().supports_action(Does::Focus),
                position: node.position_in_set(),
                of: container(&node),
            }
        })
        .collect()
}

/// Roles a person does something with.
fn interactive(seen: &Seen) -> bool {
    matches!(
        seen.role,
        Role::Button
            | Role::CheckBox
            | Role::ComboBox
            | Role::Link
            | Role::ListBoxOption
            | Role::MenuItem
            | Role::MenuItemCheckBox
            | Role::MenuItemRadio
            | Role::RadioButton
            | Role::Row
            | Role::Slider
            | Role::SpinButton
            | Role::Splitter
            | Role::Switch
            | Role::Tab
            | Role::TextInput
            | Role::MultilineTextInput
    )
}

/// Rows are reached by the arrow keys, and say their place.
const fn is_row(role: Role) -> bool {
    matches!(role, Role::ListBoxOption | Role::Row)
}

/// What is wrong with what is on screen, a line each.
fn faults(place: &str, all: &[Seen]) -> Vec<String> {
    let mut faults = Vec::new();
    for seen in all {
        let Seen { role, name, .. } = seen;
        if (interactive(seen) || seen.focusable) && name.trim().is_empty() {
            faults.push(format!("{place}: a {role:?} without a name"));
        }
        // What can be focused is something; scroll bars are egui's, and rows bring themselves into view.
        let vague = matches!(role, Role::Unknown | Role::GenericContainer);
        if seen.focusable && vague {
            faults.push(format!("{place}: “{name}” has no role"));
        }
        if is_row(*role) {
            match (seen.position, seen.of) {
                (Some(at), Some(of)) if at < of => {}
                other => faults.push(format!("{place}: row “{name}” is {other:?}")),
            }
        }
    }
    faults
}

/// Presses Tab until the keyboard comes round; returns where it has been.
fn walk(window: &mut Window, most: usize) -> HashSet<NodeId> {
    let mut been = HashSet::new();
    let mut first = None;
    for _ in 0..most {
        window.key_press(Key::Tab);
        window.run_steps(1);
        let focused = window.query_all_by(|node| node.is_focused()).next();
        let Some(id) = focused.map(|node| node.accesskit_node().locate().0) else {
            continue;
        };
        if first.is_some_and(|first| first == id) {
            break;
        }
        first.get_or_insert(id);
        been.insert(id);
    }
    been
}

/// Looks at one place: names, roles, rows, and whether Tab leads to all of it. Rows are reached by the arrow keys from the
/// one that Tab leads to.
fn look_at(window: &mut Window, place: &str, faults_found: &mut Vec<String>) {
    let mut all = nodes(window);
    // What lies under a dialog is out of reach while it is open.
    if all.iter().any(|seen| seen.inside) {
        all.retain(|seen| seen.inside);
    }
    assert!(all.len() > 5, "{place} shows nothing");
    faults_found.extend(faults(place, &all));
    let been = walk(window, all.len() + 40);
    for seen in &all {
        if seen.focusable && seen.enabled && !been.contains(&seen.id) {
            // A row that scrolled away on the way round was reached from its neighbor.
            let row = is_row(seen.role);
            let gone = !nodes(window).iter().any(|now| now.id == seen.id);
            if !row && !gone {
                let Seen { role, name, .. } = seen;
                faults_found.push(format!("{place}: Tab does not reach the {role:?} “{name}”"));
            }
        }
    }
}

fn entity(window: &Window, name: &str) -> EntityId {
    let views = window.state().desk().expect("a project").views();
    let rows = &views.entities.value().expect("names").rows;
    rows.iter()
        .find(|row| row.name == name)
        .expect("the name")
        .id
}

#[test]
fn controls_of_the_views_have_names_and_the_keyboard_reaches_them() {
    let (mut window, _folder) = open();
    let mut found = Vec::new();
    // The views, each as it opens and with what unfolds in it.
    ask(&mut window, Action::Go(View::Read));
    look_at(&mut window, "Read", &mut found);
    let yafran = entity(&window, "Yafran");
    ask(&mut window, Action::Card(Some(yafran)));
    look_at(&mut window, "the card", &mut found);
    ask(&mut window, Action::Card(None));
    let cell = dateline::model::chart::Cell::Entity(yafran);
    let unit = dateline::model::CountUnit::Mentions;
    ask(&mut window, Action::ShowPassages { cell, unit });
    look_at(&mut window, "passages", &mut found);
    ask(&mut window, Action::HidePassages);
    let filter = dateline::model::Filter {
        text: Some("water".to_owned()),
        entities: vec![yafran],
        ..Default::default()
    };
    ask(&mut window, Action::SetFilter(filter));
    look_at(&mut window, "a filter", &mut found);
    ask(&mut window, Action::SetFilter(Default::default()));
    window.key_press(Key::E);
    settle(&mut window);
    look_at(&mut window, "the table of names", &mut found);
    window.key_press(Key::E);
    settle(&mut window);
    ask(&mut window, Action::Go(View::Chart));
    look_at(&mut window, "Chart", &mut found);
    for kind in ["Over time", "Table"] {
        window.get_by_label(kind).click();
        settle(&mut window);
        look_at(&mut window, kind, &mut found);
    }
    ask(&mut window, Action::Go(View::Map));
    look_at(&mut window, "Map", &mut found);
    window.get_by_label("Show the time bar").click();
    settle(&mut window);
    look_at(&mut window, "the time bar", &mut found);
    ask(&mut window, Action::Go(View::Compare));
    look_at(&mut window, "Compare", &mut found);
    none(found);
}

#[test]
fn controls_of_panels_and_dialogs_have_names_and_the_keyboard_reaches_them() {
    let (mut window, _folder) = open();
    let mut found = Vec::new();
    let (yafran, gharyan) = (entity(&window, "Yafran"), entity(&window, "Gharyan"));
    let views = window.state().desk().expect("a project").views();
    let open = views.article.value().expect("an article").id;
    let span = ByteSpan::new(0, 5);
    let names = vec![yafran, gharyan];
    let name = "Yafran".to_owned();
    let dialogs = [
        ("Same name?", Action::Review(Panel::Same)),
        ("History", Action::Review(Panel::History)),
        ("Accuracy", Action::Review(Panel::Accuracy)),
        ("import report", Action::ShowReport),
        ("shortcuts", Action::ShowShortcuts),
        ("about", Action::ShowAbout),
        ("palette", Action::ShowPalette),
        (
            "rename",
            Action::Rename {
                entity: yafran,
                name: name.clone(),
            },
        ),
        (
            "merge",
            Action::Decide(Decide::Merge {
                entities: names.clone(),
            }),
        ),
        (
            "split",
            Action::Decide(Decide::Split {
                entity: yafran,
                part: None,
            }),
        ),
        (
            "type",
            Action::Decide(Decide::Retype {
                entities: names,
                kind: Some(EntityType::Person),
            }),
        ),
        (
            "not a name",
            Action::Decide(Decide::Dismiss(Which::Entities(vec![yafran]))),
        ),
        (
            "mark",
            Action::Decide(Decide::Mark {
                article: open,
                span,
                text: "Water".to_owned(),
            }),
        ),
        (
            "candidates",
            Action::AskPlace {
                entity: yafran,
                name: name.clone(),
                typed: false,
            },
        ),
        (
            "coordinates",
            Action::AskPlace {
                entity: yafran,
                name,
                typed: true,
            },
        ),
        (
            "date",
            Action::AskDate {
                articles: vec![open],
                current: None,
            },
        ),
        ("another article", Action::AskOther),
        ("a path", Action::ChooseFiles),
    ];
    for (place, action) in dialogs {
        ask(&mut window, action);
        look_at(&mut window, place, &mut found);
        ask(&mut window, Action::CloseDialog);
    }
    for view in [View::Chart, View::Map] {
        ask(&mut window, Action::Go(view));
        window.key_press_modifiers(Modifiers::COMMAND, Key::E);
        settle(&mut window);
        look_at(&mut window, "export", &mut found);
        ask(&mut window, Action::CloseDialog);
    }
    none(found);
}

/// Opened from the keyboard, left by Escape.
#[test]
fn lines_of_menus_have_names() {
    let (mut window, _folder) = open();
    let mut found = Vec::new();
    until(&mut window, "the articles", |w| {
        views(w).articles.value().is_some()
    });
    // Which article is open first depends on what was read first; not each has versions to compare.
    let list = views(&window).articles.value().expect("articles");
    let several = list.rows.iter().find(|row| row.version.is_some());
    let several = several.expect("a story of several versions").id;
    for (view, menus) in MENUS {
        match view {
            View::Compare => ask(&mut window, Action::Compare(several)),
            view => ask(&mut window, Action::Go(*view)),
        }
        for menu in *menus {
            label(&mut window, menu);
            // A panel may bear the menu's name.
            let named = window.query_all_by_label(menu);
            let mut controls = named.filter(|node| node.accesskit_node().role() != Role::Label);
            controls.next().expect("a menu").focus();
            drop(controls);
            window.run_steps(2);
            let before = nodes(&window).len();
            window.key_press(Key::Enter);
            window.run_steps(6);
            let all = nodes(&window);
            assert!(all.len() > before, "the menu {menu} does not open");
            found.extend(faults(menu, &all));
            window.key_press(Key::Escape);
            window.run_steps(4);
        }
    }
    none(found);
}

fn views(window: &Window) -> &Views {
    window.state().desk().expect("a project").views()
}

fn articles(window: &Window) -> Vec<ArticleId> {
    let list = views(window).articles.value().expect("articles");
    list.rows.iter().map(|row| row.id).collect()
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    settle(window);
}

fn click(window: &mut Window, name: &str) {
    label(window, name);
    window.get_by_label(name).click();
    settle(window);
}

fn has(window: &Window, name: &str) -> bool {
    window.query_all_by_label_contains(name).next().is_some()
}

#[test]
fn searching_is_named_and_reached() {
    let (mut window, _folder) = open();
    let mut found = Vec::new();
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    label(&mut window, "Type in the search field");
    look_at(&mut window, "an empty search panel", &mut found);
    let filter = Filter {
        text: Some("water".to_owned()),
        ..Filter::default()
    };
    for form in [Form::Lines, Form::Articles] {
        ask(
            &mut window,
            Action::Search(search::Ask::Find(filter.clone(), form)),
        );
        label(&mut window, "Close search results");
        look_at(&mut window, &format!("{form:?}"), &mut found);
    }
    window
        .get_by_label("Give the results the whole window")
        .click();
    settle(&mut window);
    look_at(&mut window, "the search panel alone", &mut found);
    click(&mut window, "Show the view above");
    ask(&mut window, Action::Search(search::Ask::Show(Form::Terms)));
    look_at(&mut window, "no terms", &mut found);
    let terms = ["water", "pipe NOT", "bakery"].map(|term| Batch {
        term: term.to_owned(),
        label: Some("supply".to_owned()),
    });
    let run = search::Ask::Run {
        terms: terms.to_vec(),
        reading: BatchAs::Queries,
    };
    ask(&mut window, Action::Search(run));
    until(&mut window, "counts of the terms", |w| {
        matches!(views(w).search.batch, Some(BatchView::Ready(_)))
    });
    settle(&mut window);
    look_at(&mut window, "Terms", &mut found);
    let save = Command::SaveSearch {
        name: "Water".to_owned(),
        filter,
    };
    ask(&mut window, Action::Run(save));
    for sheet in [Sheet::Help, Sheet::Keep, Sheet::Kept, Sheet::Terms] {
        ask(&mut window, Action::Search(search::Ask::Open(sheet)));
        settle(&mut window);
        look_at(&mut window, &format!("the dialog {sheet:?}"), &mut found);
        ask(&mut window, Action::CloseDialog);
    }
    none(found);
}

/// Makes two codes, one in the other and with a highlight, a tag and a deleted article.
fn mark(window: &mut Window) -> (ArticleId, CodeId) {
    let open = views(window).article.value().expect("an article").id;
    let last = *articles(window).last().expect("an article");
    let highlight = |name: &str, from| Command::Highlight {
        article: open,
        span: ByteSpan::new(from, from + 9),
        code: Coding::New(name.to_owned()),
    };
    let tag = Command::AddTag {
        articles: vec![open],
        tag: "check".to_owned(),
    };
    for command in [
        highlight("Supply", 0),
        highlight("Blame", 12),
        tag,
        Command::DeleteArticles {
            articles: vec![last],
        },
    ] {
        ask(window, Action::Run(command));
    }
    press(window, Modifiers::NONE, Key::C);
    until(window, "codes", |w| {
        views(w)
            .codes
            .value()
            .is_some_and(|codes| codes.rows.len() == 2)
    });
    let code = views(window).codes.value().map(|codes| codes.rows[0].id);
    (open, code.expect("a code"))
}

#[test]
fn marking_is_named_and_reached() {
    let (mut window, _folder) = open();
    let mut found = Vec::new();
    let (article, code) = mark(&mut window);
    settle(&mut window);
    look_at(&mut window, "the codes", &mut found);
    let highlight = views(&window).article.value().expect("an article");
    let highlights = vec![highlight.marks.highlights[0].id];
    let span = ByteSpan::new(0, 5);
    for (place, wanted) in [
        ("a new code", marks::Ask::Code(None)),
        ("a code", marks::Ask::Code(Some(code))),
        ("coding a search", marks::Ask::AutoCode),
        ("tags", marks::Ask::Tags),
        ("deleted articles", marks::Ask::Deleted),
        ("lost highlights", marks::Ask::Lost),
        ("memo on the project", marks::Ask::Memo(MemoOn::Project)),
        ("memo on a code", marks::Ask::Memo(MemoOn::Code(code))),
    ] {
        ask(&mut window, wanted.action());
        settle(&mut window);
        look_at(&mut window, place, &mut found);
        ask(&mut window, Action::CloseDialog);
    }
    press(&mut window, Modifiers::NONE, Key::W);
    look_at(&mut window, "memo on an article", &mut found);
    ask(&mut window, Action::CloseDialog);
    for (place, pick) in [
        ("highlight", Pick::Highlight { article, span }),
        ("another code", Pick::Recode(highlights)),
        ("a tag", Pick::Tag(vec![article])),
        ("merge the code", Pick::MergeCode(code)),
        ("part of a code", Pick::CodeParent(code)),
    ] {
        ask(&mut window, marks::Ask::Pick(pick).action());
        until(&mut window, place, |w| {
            w.query_all_by(in_dialog).next().is_some()
        });
        look_at(&mut window, place, &mut found);
        window.key_press(Key::Escape);
        settle(&mut window);
    }
    none(found);
}

#[test]
fn the_table_of_articles_is_named_and_reached() {
    let (mut window, _folder) = open();
    let mut found = Vec::new();
    mark(&mut window);
    press(&mut window, Modifiers::NONE, Key::C);
    press(&mut window, Modifiers::SHIFT, Key::E);
    label(&mut window, "List beside the text");
    look_at(&mut window, "the table of articles", &mut found);
    click(&mut window, "Columns");
    found.extend(faults("columns", &nodes(&window)));
    window.key_press(Key::Escape);
    settle(&mut window);
    ask(
        &mut window,
        Action::Focus(dateline::ui::action::Focus::Articles),
    );
    press(&mut window, Modifiers::COMMAND, Key::A);
    label(&mut window, "22 articles selected");
    look_at(&mut window, "several articles", &mut found);
    click(&mut window, "More for the selection");
    found.extend(faults("more for the selection", &nodes(&window)));
    window.key_press(Key::Escape);
    settle(&mut window);
    let all = articles(&window);
    for what in [ArticlesAsk::Tag, ArticlesAsk::Outlet, ArticlesAsk::Delete] {
        ask(&mut window, Action::AskArticles(what, all.clone()));
        settle(&mut window);
        look_at(&mut window, &format!("{what:?} several"), &mut found);
        ask(&mut window, Action::CloseDialog);
    }
    press(&mut window, Modifiers::SHIFT, Key::E);
    label(&mut window, "Table above the text");
    press(&mut window, Modifiers::NONE, Key::B);
    look_at(&mut window, "the source text beside", &mut found);
    none(found);
}

#[test]
fn dialogs_of_reading_and_versions_are_named_and_reached() {
    let (mut window, folder) = open();
    let mut found = Vec::new();
    ask(&mut window, Action::ShowPalette);
    look_at(&mut window, "the palette", &mut found);
    window.event(egui::Event::Text("yaf".to_owned()));
    settle(&mut window);
    look_at(&mut window, "the palette with words", &mut found);
    ask(&mut window, Action::CloseDialog);
    let pair = articles(&window)[..2].to_vec();
    ask(
        &mut window,
        Action::Run(Command::JoinStories {
            articles: pair.clone(),
        }),
    );
    ask(&mut window, Action::Compare(pair[0]));
    until(&mut window, "versions", |w| {
        matches!(views(w).family.value(), Some(Some(_)))
    });
    for (place, action) in [
        ("another version", Action::AskOther),
        ("not the same story", Action::AskSplit),
    ] {
        ask(&mut window, action);
        look_at(&mut window, place, &mut found);
        ask(&mut window, Action::CloseDialog);
    }
    let file = folder.path().join("two.txt");
    let text = "Wells open\n\nTwo wells were opened in Tarhuna.\n";
    std::fs::write(&file, text).expect("a file");
    ask(&mut window, Action::Import(vec![file]));
    label(&mut window, "Imported 1 article");
    for form in ["Try another encoding…", "Split differently…"] {
        ask(&mut window, Action::ShowReport);
        until(&mut window, "the line of the file", |w| {
            has(w, "two.txt, Imported")
        });
        let line = window
            .query_all_by_label_contains("two.txt, Imported")
            .next();
        line.expect("the line").click();
        settle(&mut window);
        click(&mut window, form);
        look_at(&mut window, form, &mut found);
        ask(&mut window, Action::CloseDialog);
    }
    none(found);
}

#[test]
fn the_screen_without_a_project_is_named_and_reached() {
    let mut window = Harness::builder()
        .with_size([1440.0, 900.0])
        .build_eframe(|creation| {
            let doors = Doors {
                open: desk::opener(creation.egui_ctx.clone()),
                asker: Asker::new(Box::new(|_, reply| reply(Answer::NoDialog))),
                keep: Box::new(|_| {}),
                sample: "sample.dateline".into(),
                show: Box::new(|_| Ok(())),
                drops: true,
            };
            let recent = ["Wells", "Harbor"].map(|name| RecentProject {
                path: Path::new("/projects").join(format!("{name}.dateline")),
                articles: 23,
                opened: 1_714_640_400,
                found: name == "Wells",
            });
            let settings = Settings {
                recent: recent.to_vec(),
                ..Settings::default()
            };
            App::new(&creation.egui_ctx, doors, settings, Vec::new())
        });
    window.run_steps(6);
    let mut found = Vec::new();
    look_at(&mut window, "no project", &mut found);
    for (place, action) in [
        ("palette without a project", Action::ShowPalette),
        (
            "a path for a project",
            Action::NewProject { import: Vec::new() },
        ),
    ] {
        ask(&mut window, action);
        look_at(&mut window, place, &mut found);
        ask(&mut window, Action::CloseDialog);
    }
    none(found);
}

fn none(found: Vec<String>) {
    let found: BTreeSet<String> = found.into_iter().collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// Menus by the view they are opened in.
const MENUS: &[(View, &[&str])] = &[
    (
        View::Read,
        &[
            "Project Northern hills",
            "Names",
            "Import…",
            "More",
            "Add filter",
            "Order of the articles",
            "Order of the names, and more",
            "About this article",
        ],
    ),
    (View::Chart, &["Count", "Show", "Top"]),
    (
        View::Compare,
        &["Export comparison…", "More of the comparison"],
    ),
];
