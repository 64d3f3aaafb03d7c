//! The names driven by their labels, without a display: orders, search, several selected, what each key and menu asks for.
#![cfg(feature = "gui")]

#[path = "fixture/mod.rs"]
mod fixture;

use std::collections::BTreeMap;

use dateline::{
    model::{ArticleId, CountUnit, EntityId, EntityType, chart::Cell},
    ui::{
        action::{Action, Decide, Queue},
        chart_view,
        context::Cx,
        desk::Desk as _,
        map_view, read, theme,
    },
    workspace::{
        Part, Which,
        session::{Slot, Wanted},
    },
};
use egui::{Event, Key, Modifiers, accesskit::Toggled, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use fixture::{Fixture, Log};

/// The Read view alone, so that what it asks for can be looked at.
struct Stage {
    desk: Fixture,
    wanted: Wanted,
    queue: Queue,
    asked: Vec<Action>,
    read: read::State,
    chart: chart_view::State,
    map: map_view::State,
    stories: bool,
}

type Window = Harness<'static, Stage>;

fn draw(ui: &mut egui::Ui, stage: &mut Stage) {
    let now = ui.input(|input| input.time);
    stage.wanted = Wanted::default();
    stage.read.want(&mut stage.wanted);
    stage.desk.tick(&stage.wanted, now);
    stage
        .read
        .follow(stage.desk.views(), (false, 0.0), &mut stage.queue);
    let rect = ui.max_rect();
    let splits = BTreeMap::new();
    let mut cx = Cx {
        desk: &stage.desk,
        wanted: &stage.wanted,
        queue: &mut stage.queue,
        now,
        splits: &splits,
        stories: stage.stories,
        inline: false,
        drops: true,
    };
    let (read, chart, map) = (&mut stage.read, &mut stage.chart, &mut stage.map);
    read::ui(ui, rect, &mut cx, read, chart, map);
    stage.asked.extend(stage.queue.take());
}

fn open(change: impl FnOnce(&mut Stage)) -> Window {
    let mut stage = Stage {
        desk: Fixture::full(&Log::default()),
        wanted: Wanted::default(),
        queue: Queue::default(),
        asked: Vec::new(),
        read: read::State::default(),
        chart: chart_view::State::default(),
        map: map_view::State::default(),
        stories: false,
    };
    stage.read.open(ArticleId(5), None);
    change(&mut stage);
    let mut first = true;
    let mut window = Harness::builder()
        .with_size(vec2(1440.0, 900.0))
        .with_max_steps(60)
        .build_ui_state(
            move |ui, stage: &mut Stage| {
                if std::mem::take(&mut first) {
                    theme::install(ui.ctx());
                }
                draw(ui, stage);
            },
            stage,
        );
    window.run();
    window
}

fn list() -> Window {
    open(|_| {})
}

fn table() -> Window {
    let mut window = list();
    click(&mut window, "Open as table");
    window
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

fn press(window: &mut Window, key: Key) {
    window.key_press(key);
    window.run();
}

fn press_with(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn has(window: &Window, label: &str) -> bool {
    window.query_all_by_label_contains(label).next().is_some()
}

/// What was asked for since the last look, but for what the view asks by itself.
fn asked(window: &mut Window) -> Vec<Action> {
    let asked = std::mem::take(&mut window.state_mut().asked);
    asked
        .into_iter()
        .filter(|action| !matches!(action, Action::Run(_)))
        .collect()
}

const YAFRAN: &str = "Place Yafran, 264 mentions, 120 articles, 60 stories";
const SALEM: &str = "Person Salem Akroush, 96 mentions, 41 articles, 20 stories";
const BREGA: &str = "Place Brega, 91 mentions, 47 articles, 23 stories";

/// The rows as they stand below each other.
fn names(window: &Window) -> Vec<String> {
    let mut rows: Vec<(i64, String)> = window
        .get_all_by_role(egui::accesskit::Role::ListBoxOption)
        .filter_map(|node| {
            let label = node.accesskit_node().label()?;
            let (name, rest) = label.split_once(", ")?;
            rest.contains("mentions")
                .then(|| (node.rect().top() as i64, name.to_owned()))
        })
        .collect();
    rows.sort();
    rows.into_iter().map(|(_, name)| name).collect()
}

fn selected(window: &Window, label: &str) -> bool {
    let node = window.get_by_label(label);
    let node = node.accesskit_node();
    node.toggled() == Some(Toggled::True) || node.is_selected() == Some(true)
}

#[test]
fn rows_are_announced_with_type_name_and_counts() {
    for window in [list(), table()] {
        assert!(has(&window, SALEM));
        assert!(has(&window, YAFRAN));
    }
    let stories = open(|stage| stage.stories = true);
    assert!(has(
        &stories,
        "Person Salem Akroush, 20 stories, 96 mentions, 41 articles"
    ));
}

#[test]
fn heads_of_columns_order_the_table_and_the_order_is_kept() {
    let mut window = table();
    assert!(has(&window, "Order by mentions, descending"));
    assert_eq!(
        names(&window).first().map(String::as_str),
        Some("Place Yafran")
    );
    click(&mut window, "Order by name");
    assert!(has(&window, "Order by name, ascending"));
    assert_eq!(
        names(&window).first().map(String::as_str),
        Some("Group Amazigh")
    );
    let kept = asked(&mut window);
    assert!(
        matches!(kept.as_slice(), [Action::OrderNames(order)] if order.words() == "name up"),
        "{kept:?}"
    );
    // The keyboard does the same: the head has it after the click.
    window.get_by_label("Order by name, ascending").focus();
    window.run();
    press(&mut window, Key::Enter);
    assert_eq!(
        names(&window).first().map(String::as_str),
        Some("Place Yafran")
    );
    let kept = asked(&mut window);
    assert!(
        matches!(kept.as_slice(), [Action::OrderNames(order)] if order.words() == "name down"),
        "{kept:?}"
    );
}

#[test]
fn a_kept_order_is_taken_up_again_and_the_list_shows_what_it_is_ordered_by() {
    let window = open(|stage| stage.read.order_names("articles up"));
    let names = names(&window);
    assert_eq!(names.first().map(String::as_str), Some("Place Nalut"));
    assert!(has(&window, "Show 10 articles of Nalut"));
    let window = open(|stage| stage.read.order_names("no such order"));
    assert!(has(&window, "Show 264 passages of Yafran"));
}

#[test]
fn the_list_is_ordered_from_its_menu() {
    let mut window = list();
    click(&mut window, "Order of the names, and more");
    click(&mut window, "Name");
    assert_eq!(
        names(&window).first().map(String::as_str),
        Some("Group Amazigh")
    );
    click(&mut window, "Order of the names, and more");
    click(&mut window, "Name");
    assert_eq!(
        names(&window).first().map(String::as_str),
        Some("Place Yafran"),
        "chosen again it turns around"
    );
}

#[test]
fn search_finds_names_and_spellings() {
    let mut window = table();
    window.get_by_label("Find a name").focus();
    window.run();
    window.get_by_label("Find a name").type_text("MARSA");
    window.run();
    assert_eq!(names(&window), ["Place Brega"]);
    assert!(has(&window, "1 of 13 in this selection"));
    // Escape clears the search, not the table.
    press(&mut window, Key::Escape);
    assert_eq!(names(&window).len(), 13);
    assert!(has(&window, "Close the table"));
    press(&mut window, Key::Escape);
    assert!(!has(&window, "Close the table"));
}

#[test]
fn the_table_is_opened_by_a_key_where_there_is_no_room_for_the_list() {
    let mut window = list();
    window.set_size(vec2(860.0, 520.0));
    window.run();
    assert!(!has(&window, "Open as table"));
    press(&mut window, Key::E);
    assert!(has(&window, "Order by mentions, descending"));
    press(&mut window, Key::E);
    assert!(!has(&window, "Order by mentions"));
}

#[test]
fn every_number_opens_what_it_counts() {
    let mut window = table();
    for (label, unit) in [
        ("Show 96 passages of Salem Akroush", CountUnit::Mentions),
        ("Show 41 articles of Salem Akroush", CountUnit::Articles),
        ("Show 20 stories of Salem Akroush", CountUnit::Stories),
    ] {
        click(&mut window, label);
        let cell = Cell::Entity(EntityId(4));
        assert_eq!(asked(&mut window), [Action::ShowPassages { cell, unit }]);
    }
    assert!(has(
        &window,
        "Salem Akroush over time. Mentions by day, 5–28 Mar 2012"
    ));
}

#[test]
fn several_names_are_selected_by_mouse() {
    let mut window = table();
    click(&mut window, YAFRAN);
    window.get_by_label(BREGA).click_modifiers(Modifiers::SHIFT);
    window.run();
    assert!(has(&window, "5 names · 830 mentions"));
    window
        .get_by_label(SALEM)
        .click_modifiers(Modifiers::COMMAND);
    window.run();
    assert!(has(&window, "4 names · 734 mentions"));
    assert!(!selected(&window, SALEM) && selected(&window, BREGA));
    click(&mut window, "Merge…");
    let entities = [1, 2, 3, 5].map(EntityId).to_vec();
    assert_eq!(
        asked(&mut window),
        [Action::Decide(Decide::Merge { entities })]
    );
    click(&mut window, "Clear the selection");
    assert!(!has(&window, "names ·"));
}

#[test]
fn several_names_are_selected_and_corrected_by_keyboard() {
    let mut window = list();
    click(&mut window, SALEM);
    press_with(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    assert!(has(&window, "2 names · 187 mentions"));
    let two = || [4, 5].map(EntityId).to_vec();
    press(&mut window, Key::M);
    press(&mut window, Key::T);
    press(&mut window, Key::X);
    // Of several, none can be split or renamed.
    press(&mut window, Key::L);
    press(&mut window, Key::F2);
    assert_eq!(
        asked(&mut window),
        [
            Action::Decide(Decide::Merge { entities: two() }),
            Action::Decide(Decide::Retype {
                entities: two(),
                kind: None
            }),
            Action::Decide(Decide::Dismiss(Which::Entities(two()))),
        ]
    );
    // Ctrl moves without selecting, Space adds.
    press_with(&mut window, Modifiers::COMMAND, Key::ArrowDown);
    press_with(&mut window, Modifiers::COMMAND, Key::ArrowDown);
    assert!(has(&window, "2 names ·"));
    press(&mut window, Key::Space);
    assert!(has(&window, "3 names · 261 mentions"));
    press_with(&mut window, Modifiers::COMMAND, Key::A);
    assert!(has(&window, "13 names ·"));
    press(&mut window, Key::Escape);
    assert!(!has(&window, "names ·"));
    assert!(
        window
            .get_by_label_contains("Person Huda Benzarti, 74")
            .is_focused()
    );
    press(&mut window, Key::L);
    press(&mut window, Key::F2);
    press(&mut window, Key::Enter);
    let entity = EntityId(7);
    assert_eq!(
        asked(&mut window),
        [
            Action::Decide(Decide::Split { entity, part: None }),
            Action::Rename {
                entity,
                name: "Huda Benzarti".to_owned()
            },
            Action::ShowPassages {
                cell: Cell::Entity(entity),
                unit: CountUnit::Mentions
            },
        ]
    );
}

#[test]
fn what_is_no_longer_shown_is_no_longer_selected() {
    let mut window = table();
    click(&mut window, SALEM);
    press_with(&mut window, Modifiers::COMMAND, Key::A);
    assert!(has(&window, "13 names ·"));
    let people = window.get_all_by_label("People").next().expect("the type");
    people.click();
    window.run();
    assert!(has(&window, "3 names · 208 mentions"));
}

#[test]
fn the_menu_of_a_row_asks_for_decisions() {
    let mut window = list();
    for (item, expected) in [
        (
            "Same as…",
            Action::Decide(Decide::Merge {
                entities: vec![EntityId(5)],
            }),
        ),
        (
            "Split…",
            Action::Decide(Decide::Split {
                entity: EntityId(5),
                part: None,
            }),
        ),
        (
            "Change type…",
            Action::Decide(Decide::Retype {
                entities: vec![EntityId(5)],
                kind: None,
            }),
        ),
        (
            "Not a name…",
            Action::Decide(Decide::Dismiss(Which::Entities(vec![EntityId(5)]))),
        ),
        (
            "Only articles that name it",
            Action::FilterEntity(EntityId(5)),
        ),
    ] {
        window.get_by_label(BREGA).click_secondary();
        window.run();
        click(&mut window, item);
        assert_eq!(asked(&mut window), [expected], "{item}");
    }
}

#[test]
fn a_project_that_is_only_read_offers_no_correction() {
    let mut window = open(|stage| {
        if let Slot::Ready(overview) = &mut stage.desk.views_mut().overview {
            overview.read_only = Some("Open in another window".to_owned());
        }
    });
    click(&mut window, SALEM);
    for key in [Key::M, Key::T, Key::X, Key::L, Key::F2] {
        press(&mut window, key);
    }
    assert_eq!(asked(&mut window), []);
}

#[test]
fn an_unfolded_name_shows_why_and_splits_off() {
    let mut window = list();
    click(&mut window, SALEM);
    press(&mut window, Key::ArrowRight);
    assert!(has(
        &window,
        "Written Akroush, 31 mentions. The last name alone"
    ));
    click(&mut window, "Show 31 passages written Akroush");
    let entity = EntityId(4);
    assert_eq!(
        asked(&mut window),
        [Action::ShowPassages {
            cell: Cell::Spelling {
                entity,
                text: "Akroush".to_owned()
            },
            unit: CountUnit::Mentions
        }]
    );
    click(&mut window, "Split off Selim Akrouch…");
    let part = Some(Part::Spellings(vec!["Selim Akrouch".to_owned()]));
    assert_eq!(
        asked(&mut window),
        [Action::Decide(Decide::Split { entity, part })]
    );
    window.get_by_label(SALEM).focus();
    window.run();
    press(&mut window, Key::ArrowLeft);
    assert!(!has(&window, "Written Akroush"));
}

#[test]
fn the_current_table_becomes_a_chart_and_a_file() {
    let mut window = table();
    let places = window.get_all_by_label("Places").next().expect("the type");
    places.click();
    window.run();
    click(&mut window, "Bar chart");
    let place = Some(EntityType::Place);
    assert_eq!(
        asked(&mut window),
        [Action::ChartNames {
            kind: place,
            unit: CountUnit::Mentions,
            names: None
        }]
    );
    window.get_by_label("Find a name").focus();
    window.run();
    window.get_by_label("Find a name").type_text("ar");
    window.run();
    click(&mut window, "Bar chart");
    let chart = asked(&mut window);
    let [
        Action::ChartNames {
            names: Some(names), ..
        },
    ] = chart.as_slice()
    else {
        panic!("{chart:?}");
    };
    // Brega is written Marsa el Brega as well.
    assert_eq!(*names.ids, [5, 6].map(EntityId));
    assert_eq!(names.title, "Places with “ar”, by mentions");
    click(&mut window, "Save as CSV…");
    let ids = [5, 6].map(EntityId).to_vec();
    assert_eq!(asked(&mut window), [Action::SaveNames(ids)]);
}

#[test]
fn names_are_copied() {
    let mut window = list();
    click(&mut window, SALEM);
    press_with(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    window.event(Event::Copy);
    window.step();
    let copied = window.output().platform_output.commands.iter().any(|command| {
        matches!(command, egui::OutputCommand::CopyText(text) if text == "Salem Akroush\nBrega")
    });
    assert!(copied);
}

/// Waits, frame after frame, as long as the window's clock says.
fn wait(window: &mut Window, secs: f64) {
    let end = window.ctx.input(|input| input.time) + secs;
    while window.ctx.input(|input| input.time) < end {
        window.step();
    }
}

#[test]
fn a_card_opens_where_the_pointer_rests_and_a_click_keeps_it() {
    let mut window = list();
    let card = "Also written: Akroush, S. Akroush, Selim Akrouch";
    let name = |window: &Window| {
        let marks = window.get_all_by_label("Person Salem Akroush");
        marks
            .map(|mark| mark.rect().center())
            .next()
            .expect("a name")
    };
    let at = name(&window);
    window.hover_at(at);
    window.step();
    assert!(!has(&window, card), "not before the pointer rested");
    wait(&mut window, 1.5);
    assert!(has(&window, card));
    window.hover_at(egui::pos2(20.0, 880.0));
    wait(&mut window, 1.5);
    assert!(!has(&window, card), "gone with the pointer");
    window.hover_at(at);
    wait(&mut window, 1.5);
    window
        .get_all_by_label("Person Salem Akroush")
        .next()
        .expect("a name")
        .click();
    window.run();
    window.hover_at(egui::pos2(20.0, 880.0));
    wait(&mut window, 1.5);
    assert!(has(&window, card), "a click keeps it");
    press(&mut window, Key::Escape);
    assert!(!has(&window, card));
}

#[test]
fn the_search_takes_the_keyboard_with_the_click_that_opens_it() {
    let mut window = list();
    let at = window.get_by_label("Find a name").rect().center();
    for pressed in [true, false] {
        window.event(Event::PointerMoved(at));
        window.event(Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        window.step();
    }
    window.run();
    for letter in ["s", "a", "l"] {
        window.event(Event::Text(letter.to_owned()));
        window.step();
    }
    window.run();
    assert_eq!(names(&window), ["Person Salem Akroush"]);
}
