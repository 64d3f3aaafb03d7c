//! The article list driven by its labels, without a display: orders, columns, groups, several selected, what each key and
//! menu asks for.
#![cfg(feature = "gui")]

#[path = "fixture/mod.rs"]
mod fixture;

use std::{cell::RefCell, collections::BTreeMap, path::PathBuf, rc::Rc};

use dateline::{
    model::{ArticleId, CountUnit, EntityId, Filter, chart::Cell},
    ui::{
        App, Doors,
        action::{Action, ArticlesAsk, Queue, View},
        ask::{Answer, Asker},
        chart_view,
        context::Cx,
        desk::Desk as _,
        map_view, read, search, theme,
    },
    workspace::{
        Command,
        room::Room,
        session::{Slot, Wanted},
        settings::Settings,
        views::{ArticleGrouping, ArticleList, ArticleOrder},
    },
};
use egui::{
    Event, Key, Modifiers,
    accesskit::{Role, Toggled},
    vec2,
};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use fixture::{Asked, Fixture, Log};

/// The Read view alone, so that what it asks for can be looked at.
struct Stage {
    desk: Fixture,
    wanted: Wanted,
    queue: Queue,
    asked: Vec<Action>,
    read: read::State,
    chart: chart_view::State,
    map: map_view::State,
    splits: BTreeMap<String, f32>,
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
    let splits = stage.splits.clone();
    let mut cx = Cx {
        desk: &stage.desk,
        wanted: &stage.wanted,
        queue: &mut stage.queue,
        now,
        splits: &splits,
        stories: false,
        inline: false,
        drops: true,
    };
    let (read, chart, map) = (&mut stage.read, &mut stage.chart, &mut stage.map);
    read::ui(ui, rect, &mut cx, read, chart, map);
    for action in stage.queue.take() {
        if let Action::Run(command @ (Command::SetRead { .. } | Command::SetStarred { .. })) =
            &action
        {
            stage.desk.run(command.clone()).expect("a mark");
        }
        stage.asked.push(action);
    }
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
        splits: BTreeMap::new(),
    };
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

/// Above the text, where it is a table.
fn table() -> Window {
    let mut window = list();
    click(&mut window, "Table above the text");
    window
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

fn press(window: &mut Window, key: Key) {
    press_with(window, Modifiers::NONE, key);
}

fn press_with(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn has(window: &Window, label: &str) -> bool {
    window.query_all_by_label_contains(label).next().is_some()
}

/// What was asked for since the last look, but for the read marks the view sets by itself.
fn asked(window: &mut Window) -> Vec<Action> {
    let asked = std::mem::take(&mut window.state_mut().asked);
    asked
        .into_iter()
        .filter(|action| {
            !matches!(action, Action::Run(Command::SetRead { articles, read: true }) if articles.len() == 1)
        })
        .collect()
}

/// The rows as they stand below each other: place in the list, name, whether it is selected.
fn rows(window: &Window) -> Vec<(usize, String, bool)> {
    let mut rows: Vec<_> = window
        .get_all_by_label_contains(", ")
        .filter_map(|node| {
            let inner = node.accesskit_node();
            let at = inner.data().position_in_set()?;
            // The list of names has places too, but says in another way what is selected.
            let said = inner.is_selected()?;
            let selected = inner.toggled() == Some(Toggled::True);
            assert_eq!(said, selected, "said both ways");
            Some((node.rect().top() as i64, (at, inner.label()?, selected)))
        })
        .collect();
    rows.sort();
    rows.into_iter().map(|(_, row)| row).collect()
}

fn first(window: &Window) -> String {
    rows(window)
        .first()
        .map(|row| row.1.clone())
        .unwrap_or_default()
}

fn chosen(window: &Window) -> Vec<usize> {
    rows(window)
        .into_iter()
        .filter(|row| row.2)
        .map(|row| row.0)
        .collect()
}

/// The name of a row, which ends with its version, star and read mark.
fn row(window: &Window, at: usize) -> String {
    let found = rows(window).into_iter().find(|row| row.0 == at);
    found.expect("a row in view").1
}

fn click_row(window: &mut Window, at: usize, modifiers: Modifiers) {
    let name = row(window, at);
    let nodes = window.query_all_by_label(&name);
    let place = nodes
        .filter(|node| node.accesskit_node().data().position_in_set() == Some(at))
        .map(|node| node.rect().left_center() + vec2(120.0, 0.0))
        .next()
        .expect("the row");
    window.hover_at(place);
    window.run();
    for pressed in [true, false] {
        let event = Event::PointerButton {
            pos: place,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers,
        };
        window.event_modifiers(event, modifiers);
    }
    window.run();
}

#[test]
fn rows_are_announced_with_their_place_and_whether_they_are_selected() {
    for (window, role, item) in [
        (list(), Role::ListBox, Role::ListBoxOption),
        (table(), Role::Grid, Role::Row),
    ] {
        let all = window.get_by_role_and_label(role, "Articles");
        let data = all.accesskit_node().data().clone();
        assert_eq!(data.size_of_set(), Some(212));
        let rows = rows(&window);
        assert!(rows.len() > 5);
        let places: Vec<usize> = rows.iter().map(|row| row.0).collect();
        assert_eq!(places, (0..rows.len()).collect::<Vec<_>>());
        assert_eq!(chosen(&window), [0]);
        assert!(window.get_all_by_role(item).count() >= rows.len());
        assert!(rows.iter().any(|row| row.1.contains("version 4 of 4")));
        assert!(rows.iter().any(|row| row.1.contains("starred")));
        assert!(rows.iter().any(|row| row.1.contains("unread")));
    }
}

#[test]
fn heads_of_columns_order_the_table_both_ways() {
    let mut window = table();
    assert!(has(&window, "Order articles by date, descending"));
    click(&mut window, "Order articles by title");
    assert!(has(&window, "Order articles by title, ascending"));
    assert!(
        first(&window).starts_with("Brega crews"),
        "{}",
        first(&window)
    );
    window
        .get_by_label("Order articles by title, ascending")
        .focus();
    window.run();
    press(&mut window, Key::Enter);
    assert!(has(&window, "Order articles by title, descending"));
    assert!(
        first(&window).starts_with("Where the tankers"),
        "{}",
        first(&window)
    );
    click(&mut window, "Order articles by star");
    assert!(first(&window).contains("starred"));
    click(&mut window, "Order articles by unread");
    assert!(first(&window).contains("unread"));
}

#[test]
fn columns_are_chosen_and_widened_by_keyboard_too() {
    let mut window = table();
    assert!(!has(&window, "Order articles by agency"));
    click(&mut window, "Columns");
    click(&mut window, "Agency");
    assert!(has(&window, "Order articles by agency"));
    // The menu stays for more.
    click(&mut window, "Outlet");
    assert!(!has(&window, "Order articles by outlet"));
    click(&mut window, "Usual columns and widths");
    assert!(has(&window, "Order articles by outlet"));
    press(&mut window, Key::Escape);
    let width = |window: &Window| {
        window
            .get_by_label("Order articles by date, descending")
            .rect()
            .width()
    };
    let before = width(&window);
    window.get_by_label("Resize column Date").focus();
    window.run();
    press(&mut window, Key::ArrowRight);
    assert!(width(&window) > before + 10.0);
}

#[test]
fn groups_are_folded_and_passed_with_the_arrow_keys() {
    let mut window = list();
    click(&mut window, "Order of the articles");
    click(&mut window, "Months");
    let head = window
        .get_all_by_label_contains("Mar 2012, ")
        .find_map(|node| {
            node.accesskit_node()
                .label()
                .filter(|l| l.contains(" articles"))
        });
    let head = head.expect("the head of a month");
    assert!(head.contains("unread"), "{head}");
    assert_eq!(rows(&window).first().map(|row| row.0), Some(0));
    // The row that has the keyboard is folded away: the head of its group has it then.
    click_row(&mut window, 1, Modifiers::NONE);
    press(&mut window, Key::ArrowLeft);
    assert!(window.get_by_label(&head).accesskit_node().is_focused());
    assert!(
        rows(&window).iter().all(|row| row.0 > 1),
        "{:?}",
        rows(&window)
    );
    press(&mut window, Key::ArrowRight);
    assert!(rows(&window).iter().any(|row| row.0 == 1));
    press(&mut window, Key::ArrowDown);
    assert_eq!(chosen(&window), [0]);
    press_with(&mut window, Modifiers::SHIFT, Key::ArrowLeft);
    assert!(rows(&window).is_empty());
    assert!(has(&window, "No date, "), "every group is in view");
    // Space on a head selects its articles, also those that are folded away.
    press(&mut window, Key::Space);
    assert!(has(&window, "articles selected"));
}

#[test]
fn several_are_selected_by_key_and_click() {
    let mut window = list();
    click_row(&mut window, 2, Modifiers::NONE);
    assert_eq!(
        window.state().wanted.article,
        Some(ArticleId(3)),
        "a click opens"
    );
    click_row(&mut window, 5, Modifiers::SHIFT);
    assert_eq!(chosen(&window), [2, 3, 4, 5]);
    assert_eq!(
        window.state().wanted.article,
        Some(ArticleId(3)),
        "nothing else is opened"
    );
    click_row(&mut window, 3, Modifiers::COMMAND);
    assert_eq!(chosen(&window), [2, 4, 5]);
    assert!(has(&window, "3 articles selected"));
    press(&mut window, Key::Escape);
    assert_eq!(chosen(&window), [2]);
    press_with(&mut window, Modifiers::COMMAND, Key::A);
    assert!(has(&window, "212 articles selected"));
    click(&mut window, "Clear the selection");
    assert_eq!(chosen(&window), [2]);
}

#[test]
fn shift_and_arrows_reach_and_space_toggles() {
    let mut window = list();
    click_row(&mut window, 2, Modifiers::NONE);
    press_with(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    press_with(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(chosen(&window), [2, 3, 4]);
    press_with(&mut window, Modifiers::SHIFT, Key::ArrowUp);
    assert_eq!(chosen(&window), [2, 3]);
    press_with(&mut window, Modifiers::COMMAND, Key::ArrowDown);
    press_with(&mut window, Modifiers::COMMAND, Key::ArrowDown);
    assert_eq!(chosen(&window), [2, 3], "the keyboard moved alone");
    press(&mut window, Key::Space);
    assert_eq!(chosen(&window), [2, 3, 5]);
    // An arrow alone opens the next one.
    press(&mut window, Key::Escape);
    press(&mut window, Key::ArrowDown);
    assert_eq!(window.state().wanted.article, Some(ArticleId(7)));
    assert_eq!(chosen(&window), [6]);
}

#[test]
fn what_is_asked_for_is_about_all_selected_articles() {
    let mut window = list();
    click_row(&mut window, 1, Modifiers::NONE);
    click_row(&mut window, 2, Modifiers::COMMAND);
    asked(&mut window);
    let articles = vec![ArticleId(2), ArticleId(3)];
    for (key, expected) in [
        (
            Key::T,
            Action::AskArticles(ArticlesAsk::Tag, articles.clone()),
        ),
        (
            Key::G,
            Action::AskArticles(ArticlesAsk::Tag, articles.clone()),
        ),
        (
            Key::O,
            Action::AskArticles(ArticlesAsk::Outlet, articles.clone()),
        ),
        (
            Key::Delete,
            Action::AskArticles(ArticlesAsk::Delete, articles.clone()),
        ),
        (
            Key::D,
            Action::AskDate {
                articles: articles.clone(),
                current: Some(String::new()),
            },
        ),
        (
            Key::S,
            Action::Run(Command::SetStarred {
                articles: articles.clone(),
                starred: true,
            }),
        ),
    ] {
        press(&mut window, key);
        assert_eq!(asked(&mut window), [expected], "{key:?}");
    }
    click(&mut window, "Mark as read or unread");
    let marked = |action: &Action| matches!(action, Action::Run(Command::SetRead { articles: of, .. }) if *of == articles);
    assert!(asked(&mut window).iter().any(marked));
    click(&mut window, "More for the selection");
    click(&mut window, "Count as one story");
    assert_eq!(
        asked(&mut window),
        [Action::Run(Command::JoinStories {
            articles: articles.clone()
        })]
    );
    // The menu of a row, from the keyboard.
    click_row(&mut window, 1, Modifiers::NONE);
    asked(&mut window);
    press_with(&mut window, Modifiers::SHIFT, Key::F10);
    click(&mut window, "Delete the article");
    assert_eq!(
        asked(&mut window),
        [Action::Run(Command::DeleteArticles {
            articles: vec![ArticleId(2)]
        })]
    );
}

#[test]
fn a_menu_beside_the_selected_articles_is_about_its_own() {
    let mut window = list();
    click_row(&mut window, 1, Modifiers::NONE);
    click_row(&mut window, 2, Modifiers::COMMAND);
    press_with(&mut window, Modifiers::COMMAND, Key::ArrowDown);
    press_with(&mut window, Modifiers::COMMAND, Key::ArrowDown);
    assert_eq!(chosen(&window), [1, 2]);
    asked(&mut window);
    press_with(&mut window, Modifiers::SHIFT, Key::F10);
    click(&mut window, "Delete the article");
    assert_eq!(
        asked(&mut window),
        [Action::Run(Command::DeleteArticles {
            articles: vec![ArticleId(5)]
        })]
    );
}

#[test]
fn reading_goes_on_behind_articles_that_were_deleted_together() {
    let mut window = list();
    click_row(&mut window, 5, Modifiers::NONE);
    assert_eq!(window.state().wanted.article, Some(ArticleId(6)));
    let stage = window.state_mut();
    if let Slot::Ready(list) = &mut stage.desk.views_mut().articles {
        let mut rows = list.rows.clone();
        rows.retain(|row| ![2, 3, 6, 7].contains(&row.id.0));
        *list = ArticleList::new(rows, ArticleOrder::IMPORT, ArticleGrouping::None);
    }
    window.run();
    press(&mut window, Key::J);
    assert_eq!(window.state().wanted.article, Some(ArticleId(8)));
    press(&mut window, Key::J);
    assert_eq!(window.state().wanted.article, Some(ArticleId(9)));
}

#[test]
fn a_project_to_read_cannot_be_changed() {
    let mut window = open(|stage| {
        if let Slot::Ready(overview) = &mut stage.desk.views_mut().overview {
            overview.read_only = Some("Another window has it".to_owned());
        }
    });
    click_row(&mut window, 1, Modifiers::NONE);
    asked(&mut window);
    for key in [Key::T, Key::Delete, Key::D, Key::O] {
        press(&mut window, key);
    }
    assert_eq!(asked(&mut window), []);
}

#[test]
fn missing_and_doubtful_dates_are_one_click_away() {
    let mut window = list();
    click(
        &mut window,
        "11 doubtful dates. Only articles whose date is guessed, imprecise or contradicted",
    );
    let doubtful = Filter {
        doubtful: true,
        ..Filter::default()
    };
    assert_eq!(asked(&mut window), [Action::SetFilter(doubtful)]);
    click(
        &mut window,
        "11 without a date. Only articles without a date",
    );
    let undated = Filter {
        undated: true,
        ..Filter::default()
    };
    assert_eq!(asked(&mut window), [Action::SetFilter(undated)]);
}

#[test]
fn the_list_is_found_again_as_it_was_left() {
    let mut window = table();
    click(&mut window, "Order articles by outlet");
    click(&mut window, "Columns");
    // The panel beside is called so, too.
    window
        .get_by_role_and_label(Role::MenuItem, "Names")
        .click();
    window.run();
    click(&mut window, "Order of the articles");
    click(&mut window, "Months");
    click_row(&mut window, 3, Modifiers::NONE);
    press(&mut window, Key::PageDown);
    window.run();
    let mut room = Room::default();
    window.state().read.note_room(&mut room);
    assert!(room.articles.top > 0.0 && room.article.is_some());
    let again = open(|stage| stage.read.restore(&room));
    let mut back = Room::default();
    again.state().read.note_room(&mut back);
    assert_eq!(back, room);
    assert_eq!(rows(&again), rows(&window));
}

/// The whole window on the ready-made project, and the settings it kept last.
fn whole(settings: Settings) -> (Harness<'static, App>, Rc<RefCell<Settings>>, Log) {
    let kept = Rc::new(RefCell::new(settings.clone()));
    let (inside, log) = (Rc::clone(&kept), Log::default());
    let inner = Log::clone(&log);
    let window = Harness::builder()
        .with_size([1440.0, 900.0])
        .with_max_steps(60)
        .build_eframe(move |creation| {
            let doors = Doors {
                open: Box::new(move |_| {
                    let mut desk = Fixture::full(&inner);
                    if let Slot::Ready(overview) = &mut desk.views_mut().overview {
                        overview.tags = vec![("harbour file".to_owned(), 3)];
                        overview.tag_ids = vec![dateline::model::TagId(7)];
                    }
                    Ok(Box::new(desk))
                }),
                asker: Asker::new(Box::new(|_, reply| reply(Answer::Nothing))),
                keep: Box::new(move |settings| *inside.borrow_mut() = settings.clone()),
                sample: PathBuf::from("sample.dateline"),
                show: Box::new(|_| Ok(())),
                drops: true,
            };
            let project = vec![PathBuf::from("hills.dateline")];
            App::new(&creation.egui_ctx, doors, settings, project)
        });
    (window, kept, log)
}

fn shown(window: &Harness<'static, App>, label: &str) -> bool {
    window.query_all_by_label_contains(label).next().is_some()
}

#[test]
fn a_project_opens_as_it_was_left() {
    let (mut window, kept, _) = whole(Settings::default());
    window.run();
    for action in [
        Action::SetFilter(Filter {
            outlets: vec!["Coast Tribune".to_owned()],
            text: Some("water".to_owned()),
            ..Filter::default()
        }),
        Action::OpenArticle {
            article: ArticleId(40),
            at: None,
        },
        Action::Split {
            name: "read.table",
            points: 333.0,
        },
        Action::Stories(true),
    ] {
        window.state_mut().ask(action);
    }
    window.run();
    let press = |window: &mut Harness<'static, App>, label: &str| {
        window.get_by_label(label).click();
        window.run();
    };
    press(&mut window, "Table above the text");
    press(&mut window, "Order articles by outlet");
    press(&mut window, "Columns");
    press(&mut window, "Agency");
    press(&mut window, "Groups of articles");
    press(&mut window, "Stories");
    for action in [
        Action::ShowPassages {
            cell: Cell::Entity(EntityId(1)),
            unit: CountUnit::Articles,
        },
        Action::Search(search::Ask::Show(search::Form::Articles)),
        Action::Go(View::Chart),
    ] {
        window.state_mut().ask(action);
    }
    window.run();
    window.state_mut().ask(Action::CloseProject);
    window.run();
    drop(window);

    // The settings go through their file.
    let text = serde_json::to_string(&*kept.borrow()).expect("text");
    let settings: Settings = serde_json::from_str(&text).expect("settings");
    let (mut window, again, _) = whole(settings);
    window.run();
    assert!(shown(&window, "Export chart…"), "the view");
    window.state_mut().ask(Action::Go(View::Read));
    window.run();
    assert!(shown(&window, "Outlet Coast Tribune") && shown(&window, "Text water"));
    assert!(shown(&window, "Order articles by outlet, ascending"));
    assert!(shown(&window, "Order articles by agency"));
    assert!(shown(&window, "List beside the text"));
    assert!(shown(&window, "Resize article table"));
    window.state_mut().ask(Action::CloseProject);
    window.run();
    let path = PathBuf::from("/home/reporter/Documents/northern-hills.dateline");
    let (before, after) = (kept.borrow(), again.borrow());
    let (before, after) = (before.rooms.of(&path), after.rooms.of(&path));
    let before = before.expect("a room");
    assert_eq!(before.article, Some(40));
    assert_eq!(
        before.passages,
        Some((Cell::Entity(EntityId(1)), CountUnit::Articles))
    );
    assert_eq!(before.found, "Articles");
    assert_eq!(before.splitters.get("read.table"), Some(&333.0));
    let expected = Room {
        view: "read".to_owned(),
        ..before.clone()
    };
    assert_eq!(after, Some(&expected));
}

#[test]
fn articles_are_tagged_given_an_outlet_and_deleted_in_one_step_each() {
    let (mut window, _, log) = whole(Settings::default());
    window.run();
    let articles = vec![ArticleId(2), ArticleId(3)];
    let press = |window: &mut Harness<'static, App>, label: &str| {
        window.get_by_label(label).click();
        window.run();
    };
    let ran = |log: &Log, command: &Command| {
        log.borrow()
            .iter()
            .any(|asked| *asked == Asked::Run(command.clone()))
    };
    let ask = |window: &mut Harness<'static, App>, ask: ArticlesAsk| {
        let articles = articles.clone();
        window.state_mut().ask(Action::AskArticles(ask, articles));
        window.run();
    };
    ask(&mut window, ArticlesAsk::Tag);
    assert!(shown(&window, "Tags of 2 articles"));
    window.get_by_label("Tag").type_text("follow  up");
    window.run();
    window.key_press(Key::Enter);
    window.run();
    let add = |tag: &str| Command::AddTag {
        articles: articles.clone(),
        tag: tag.to_owned(),
    };
    assert!(ran(&log, &add("follow up")));
    // What is no name of a tag is not asked for.
    window.get_by_label("Tag").type_text("!!!");
    window.run();
    window.key_press(Key::Enter);
    window.run();
    assert!(!ran(&log, &add("!!!")));
    assert!(shown(&window, "Make and add"));
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.key_press(Key::Backspace);
    window.run();
    press(&mut window, "harbour file");
    assert!(ran(&log, &add("harbour file")));
    press(&mut window, "harbour file");
    assert!(ran(
        &log,
        &Command::RemoveTag {
            articles: articles.clone(),
            tag: dateline::model::TagId(7),
        }
    ));
    press(&mut window, "Done");

    ask(&mut window, ArticlesAsk::Outlet);
    press(&mut window, "Evening Ledger, 201 articles");
    press(&mut window, "Set outlet");
    assert!(ran(
        &log,
        &Command::SetOutlet {
            articles: articles.clone(),
            outlet: Some("Evening Ledger".to_owned()),
        }
    ));

    ask(&mut window, ArticlesAsk::Delete);
    assert!(shown(&window, "Delete 2 articles"));
    press(&mut window, "Cancel");
    let delete = Command::DeleteArticles {
        articles: articles.clone(),
    };
    assert!(!ran(&log, &delete));
    ask(&mut window, ArticlesAsk::Delete);
    window.key_press(Key::Enter);
    window.run();
    assert!(ran(&log, &delete));
}

#[test]
fn arrow_keys_in_quick_succession_stay_in_the_list() {
    let mut window = list();
    let first = rows(&window)[0].1.clone();
    click(&mut window, &first);
    // A press in every frame, as a key that is held down does at the worst.
    for _ in 0..5 {
        for pressed in [true, false] {
            window.event(Event::Key {
                key: Key::ArrowDown,
                physical_key: None,
                pressed,
                repeat: false,
                modifiers: Modifiers::NONE,
            });
        }
        window.step();
    }
    window.run();
    assert_eq!(chosen(&window), [5]);
    let focused = window
        .get_all_by_role(Role::ListBoxOption)
        .find(|node| node.is_focused());
    let focused = focused.and_then(|node| node.accesskit_node().data().position_in_set());
    assert_eq!(focused, Some(5));
}
