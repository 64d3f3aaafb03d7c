//! The reader driven by its labels, without a display: long articles, the source text beside, one name from mention to
//! mention, words from right to left, letters without a font.
#![cfg(feature = "gui")]

#[path = "fixture/mod.rs"]
mod fixture;

use std::collections::BTreeMap;

use dateline::{
    model::{
        ArticleId, Block, BlockKind, ByteSpan, CountUnit, DecidedBy, EntityId, EntityType,
        MentionId, chart::Cell,
    },
    ui::{
        action::{Action, Queue},
        chart_view,
        context::Cx,
        desk::Desk as _,
        map_view, read, theme,
    },
    workspace::{
        session::{Slot, Wanted},
        views::{ReaderArticle, ReaderMention},
    },
};
use egui::{Event, Key, Modifiers, MouseWheelUnit, Pos2, Shape, TouchPhase, pos2, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use fixture::{Fixture, Log};

/// The Read view alone, so that what it asks for can be looked at.
struct Stage {
    desk: Fixture,
    queue: Queue,
    asked: Vec<Action>,
    read: read::State,
    chart: chart_view::State,
    map: map_view::State,
    /// Stands in the place of the article that is open.
    article: Option<ReaderArticle>,
    /// What is searched for.
    query: Option<String>,
    /// Whether passages are listed beside the article.
    passages: bool,
}

type Window = Harness<'static, Stage>;

fn draw(ui: &mut egui::Ui, stage: &mut Stage) {
    let now = ui.input(|input| input.time);
    let mut wanted = Wanted::default();
    stage.read.want(&mut wanted);
    wanted.filter.text.clone_from(&stage.query);
    wanted.evidence = stage.passages.then_some((Cell::All, CountUnit::Mentions));
    stage.desk.tick(&wanted, now);
    if let Some(article) = &stage.article {
        stage.desk.views_mut().article = Slot::Ready(article.clone());
    }
    stage
        .read
        .follow(stage.desk.views(), (false, 0.0), &mut stage.queue);
    let rect = ui.max_rect();
    let splits = BTreeMap::new();
    let mut cx = Cx {
        desk: &stage.desk,
        wanted: &wanted,
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
        if let Action::StepMention { backwards } = action {
            let views = stage.desk.views();
            stage.read.step_same(views, backwards, &mut stage.queue);
        }
        if let Action::OpenArticle { article, at } = action {
            stage.read.open(article, at);
        }
        stage.asked.push(action);
    }
}

fn open(article: Option<ReaderArticle>) -> Window {
    let mut stage = Stage {
        desk: Fixture::full(&Log::default()),
        queue: Queue::default(),
        asked: Vec::new(),
        read: read::State::default(),
        chart: chart_view::State::default(),
        map: map_view::State::default(),
        article,
        query: None,
        passages: false,
    };
    stage.read.open(ArticleId(5), None);
    let mut first = true;
    let mut window = Harness::builder()
        .with_size(vec2(1440.0, 900.0))
        .with_step_dt(0.05)
        .with_max_steps(120)
        .build_ui_state(
            move |ui, stage: &mut Stage| {
                if std::mem::take(&mut first) {
                    theme::install(ui.ctx());
                    // As in the window itself: a box stands for a letter that no font has.
                    ui.ctx()
                        .set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
                }
                draw(ui, stage);
            },
            stage,
        );
    window.run();
    window
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

fn has(window: &Window, label: &str) -> bool {
    window.query_all_by_label_contains(label).next().is_some()
}

fn asked(window: &mut Window) -> Vec<Action> {
    let asked = std::mem::take(&mut window.state_mut().asked);
    let own = |action: &Action| !matches!(action, Action::Run(_) | Action::StepMention { .. });
    asked.into_iter().filter(own).collect()
}

/// An article of these paragraphs without a headline. Words in square brackets are names.
fn article(paragraphs: impl IntoIterator<Item = String>) -> ReaderArticle {
    let mut article = fixture::reader_article(ArticleId(5), None);
    article.reading_text.clear();
    article.blocks.clear();
    article.mentions.clear();
    article.asides.clear();
    article.title_made_up = true;
    for words in paragraphs {
        let text = &mut article.reading_text;
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        let mut from = None;
        for letter in words.chars() {
            match letter {
                '[' => from = Some(text.len()),
                ']' => {
                    let span = ByteSpan::from(from.take().expect("it was opened")..text.len());
                    let number = article.mentions.len() as i64;
                    article.mentions.push(ReaderMention {
                        id: MentionId(number),
                        span,
                        kind: EntityType::Place,
                        entity: EntityId(number),
                        name: span.of(text).to_owned(),
                        confidence: 1.0,
                        decided_by: DecidedBy::Program,
                    });
                }
                _ => text.push(letter),
            }
        }
        article.blocks.push(Block {
            span: ByteSpan::from(start..text.len()),
            kind: BlockKind::Paragraph,
        });
    }
    article
}

/// More than a megabyte: 2,000 paragraphs with a name each.
fn long() -> ReaderArticle {
    let paragraphs = (0..2_000).map(|n| {
        // Paragraphs of many lengths, so that guesses of their heights are wrong.
        let more = "The road to the wells was open again. ".repeat(n * 7 % 29);
        format!("Paragraph {n} is about [Name{n}]. {more}")
    });
    article(paragraphs)
}

fn wheel(window: &mut Window, points: f32) {
    window.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, points),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    window.run();
}

fn place_of(window: &Window, label: &str) -> egui::Rect {
    window.get_by_label(label).rect()
}

/// Where the text can be read: below the heads, above the legend.
const TOP: f32 = 34.0;
const BOTTOM: f32 = 870.0;

#[test]
fn a_long_article_opens_at_the_name_that_was_asked_for() {
    let article = long();
    assert!(article.reading_text.len() > 1_000_000);
    let mut window = open(Some(article.clone()));
    assert!(has(&window, "Place Name0"));
    for n in [1_990, 3, 1_000] {
        let at = article.mentions[n].span;
        window.state_mut().read.open(ArticleId(5), Some(at));
        window.run();
        let place = place_of(&window, &format!("Place Name{n}"));
        assert!(
            place.top() > TOP && place.bottom() < BOTTOM,
            "{n}: {place:?}"
        );
    }
    // Only what is in view is laid out and announced.
    assert!(!has(&window, "Place Name0") && !has(&window, "Place Name1990"));
}

#[test]
fn what_is_read_stays_in_place_while_paragraphs_above_it_are_measured() {
    let article = long();
    let mut window = open(Some(article.clone()));
    window
        .state_mut()
        .read
        .open(ArticleId(5), Some(article.mentions[1_500].span));
    window.run();
    window.hover_at(pos2(700.0, 500.0));
    window.run();
    // Upwards, where nothing was measured yet: each turn moves the text by as much as the wheel says.
    for _ in 0..40 {
        let seen: BTreeMap<String, Pos2> = names_in_view(&window);
        wheel(&mut window, 60.0);
        let now = names_in_view(&window);
        let mut kept = 0;
        for (name, before) in &seen {
            if let Some(after) = now.get(name) {
                kept += 1;
                let moved = after.y - before.y;
                assert!((moved - 60.0).abs() < 2.0, "{name} moved by {moved}");
            }
        }
        assert!(kept > 0);
    }
}

fn names_in_view(window: &Window) -> BTreeMap<String, Pos2> {
    window
        .query_all_by_label_contains("Place Name")
        .filter_map(|node| Some((node.accesskit_node().label()?, node.rect().min)))
        .collect()
}

#[test]
fn what_is_read_stays_in_place_when_the_text_is_laid_out_anew() {
    let article = long();
    let mut window = open(Some(article.clone()));
    window
        .state_mut()
        .read
        .open(ArticleId(5), Some(article.mentions[700].span));
    window.run();
    for key in [Key::B, Key::B] {
        let before = first_paragraph(&window);
        press(&mut window, Modifiers::NONE, key);
        let after = first_paragraph(&window);
        assert_eq!(before.0, after.0);
        assert!((before.1 - after.1).abs() < 2.0, "{before:?}, {after:?}");
    }
}

/// The uppermost paragraph that begins in view, and where.
fn first_paragraph(window: &Window) -> (String, f32) {
    let names = names_in_view(window).into_iter();
    let names = names.filter(|(_, at)| at.y > TOP + 10.0);
    let (name, at) = names
        .min_by(|a, b| a.1.y.total_cmp(&b.1.y))
        .expect("there is one");
    (name, at.y)
}

#[test]
fn a_selection_reaches_over_paragraphs_that_are_out_of_sight() {
    let mut window = open(Some(long()));
    let first = place_of(&window, "Place Name0");
    let from = pos2(first.left() - 30.0, first.center().y);
    window.event(Event::PointerMoved(from));
    for _ in 0..2 {
        window.event(button(from, true, Modifiers::NONE));
        window.event(button(from, false, Modifiers::NONE));
        window.step();
    }
    window.run();
    let all: Vec<_> = window
        .query_all_by_label_contains("Selected")
        .filter_map(|n| n.accesskit_node().label())
        .collect();
    assert!(
        has(&window, "Selected text: about"),
        "{all:?} {from:?} {first:?}"
    );
    for _ in 0..20 {
        wheel(&mut window, -400.0);
    }
    assert!(!has(&window, "Place Name0"));
    let (name, there) = names_in_view(&window)
        .into_iter()
        .find(|(_, at)| at.y > 300.0 && at.y < 800.0)
        .expect("names are in view");
    let until = there + vec2(-30.0, 8.0);
    window.event(Event::PointerMoved(until));
    window.event(Event::ModifiersChanged(Modifiers::SHIFT));
    for pressed in [true, false] {
        window.event(button(until, pressed, Modifiers::SHIFT));
    }
    window.run();
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    window.event(Event::Copy);
    window.step();
    let copied =
        window
            .output()
            .platform_output
            .commands
            .iter()
            .find_map(|command| match command {
                egui::OutputCommand::CopyText(text) => Some(text.clone()),
                _ => None,
            });
    let copied = copied.expect("something was copied");
    let last = name.trim_start_matches("Place Name");
    assert!(copied.starts_with("about Name0. ") && copied.contains("Paragraph 5 is about Name5."));
    assert!(copied.contains(&format!("Paragraph {last} is")), "{last}");
    assert!(copied.len() > 3_000, "{}", copied.len());
}

fn button(pos: Pos2, pressed: bool, modifiers: Modifiers) -> Event {
    Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers,
    }
}

#[test]
fn a_paragraph_without_end_is_read_like_any_other() {
    let words = (0..9_000)
        .map(|n| format!("Sentence {n} names [Name{n}] and ends."))
        .collect::<Vec<_>>();
    let article = article([words.join(" ")]);
    let mut window = open(Some(article.clone()));
    for n in [8_990, 4_321, 0] {
        window
            .state_mut()
            .read
            .open(ArticleId(5), Some(article.mentions[n].span));
        window.run();
        let place = place_of(&window, &format!("Place Name{n}"));
        assert!(
            place.top() > TOP && place.bottom() < BOTTOM,
            "{n}: {place:?}"
        );
    }
}

#[test]
fn source_text_stands_beside_the_text_made_of_it() {
    let mut window = open(None);
    assert!(!has(&window, "Source text"));
    press(&mut window, Modifiers::NONE, Key::B);
    assert!(has(&window, "Gray: no part of the article"));
    assert!(has(&window, "Home | News | Sport"));
    let words = "The council said most of the water went to the clinic";
    let places: Vec<egui::Rect> = window
        .query_all_by_label_contains(words)
        .map(|node| node.rect())
        .collect();
    assert_eq!(places.len(), 2, "{places:?}");
    assert!(
        (places[0].top() - places[1].top()).abs() < 1.0,
        "{places:?}"
    );
    assert!(places[0].right() < places[1].left());
    // A word chosen in the source is selected in the article.
    let at = places[1].left_top() + vec2(12.0, 10.0);
    window.event(Event::PointerMoved(at));
    for pressed in [true, false] {
        window.event(button(at, pressed, Modifiers::NONE));
    }
    window.run();
    assert!(has(&window, "Selected text: The"));
    click(&mut window, "Hide source text");
    assert!(!has(&window, "Home | News | Sport"));
}

#[test]
fn a_name_is_followed_from_mention_to_mention_and_into_other_articles() {
    let mut window = open(None);
    click_name(&mut window, "Person Salem Akroush");
    assert!(has(&window, "1 of 3 in this article"));
    press(&mut window, Modifiers::SHIFT, Key::N);
    assert!(has(&window, "2 of 3 in this article"));
    click(&mut window, "Next mention of this name");
    assert!(has(&window, "3 of 3 in this article"));
    click(&mut window, "Previous mention of this name");
    assert!(has(&window, "2 of 3 in this article"));
    press(&mut window, Modifiers::SHIFT, Key::N);
    // The seventh article names it, the sixth does not.
    press(&mut window, Modifiers::SHIFT, Key::N);
    assert!(has(&window, "1 of 3 in this article"));
    assert_eq!(article_of(&window), Some(ArticleId(7)));
    press(&mut window, Modifiers::SHIFT, Key::P);
    assert!(has(&window, "3 of 3 in this article"));
    assert_eq!(article_of(&window), Some(ArticleId(5)));
    for _ in 0..3 {
        press(&mut window, Modifiers::SHIFT, Key::P);
    }
    let said = asked(&mut window).into_iter().any(
        |action| matches!(action, Action::Say(words) if words.contains("above in the list names")),
    );
    assert!(said);
}

fn article_of(window: &Window) -> Option<ArticleId> {
    let mut wanted = Wanted::default();
    window.state().read.want(&mut wanted);
    wanted.article
}

fn click_name(window: &mut Window, label: &str) {
    let node = window.query_all_by_label_contains(label).find(|node| {
        node.accesskit_node().role() == egui::accesskit::Role::Link && node.rect().left() > 380.0
    });
    node.expect("the name is in the text").click();
    window.run();
}

#[test]
fn the_source_is_a_click_away() {
    let mut window = open(None);
    click(&mut window, "Source: https://post.example/water-trucks");
    let shown = asked(&mut window);
    assert!(
        matches!(shown.as_slice(), [Action::ShowPage(page)] if page.ends_with("water-trucks")),
        "{shown:?}"
    );
    click(&mut window, "About this article");
    click(&mut window, "Show the file");
    let shown = asked(&mut window);
    assert!(
        matches!(shown.as_slice(), [Action::ShowSource(file)] if file == "harbour-post-5.txt"),
        "{shown:?}"
    );
    click(&mut window, "About this article");
    click(&mut window, "Read without serifs");
    assert_eq!(asked(&mut window), [Action::ReadInSans(true)]);
}

/// Lines of text as they are seen: what is painted at one height, from left to right.
fn seen(window: &Window) -> Vec<String> {
    let mut words: Vec<(i32, f32, String)> = Vec::new();
    fn collect(shape: &Shape, words: &mut Vec<(i32, f32, String)>) {
        match shape {
            Shape::Text(text) => {
                for row in &text.galley.rows {
                    let at = text.pos + row.pos.to_vec2();
                    words.push((at.y as i32, at.x, row.text()));
                }
            }
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, words)),
            _ => {}
        }
    }
    for clipped in &window.output().shapes {
        collect(&clipped.shape, &mut words);
    }
    words.sort_by(|a, b| {
        (a.0, a.1)
            .partial_cmp(&(b.0, b.1))
            .expect("places are numbers")
    });
    let mut lines: Vec<(i32, String)> = Vec::new();
    for (y, _, text) in words {
        match lines.last_mut() {
            Some((at, line)) if *at == y => {
                line.push(' ');
                line.push_str(&text);
            }
            _ => lines.push((y, text)),
        }
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

#[test]
fn digits_in_words_from_right_to_left_are_read_as_written() {
    let words = "في مارس 2011 وصلت شاحنات المياه إلى [يفرن] قبل الظهر، كما قال مجلس BBC Arabic";
    let window = open(Some(article([words.to_owned()])));
    let lines = seen(&window);
    let line = lines.iter().find(|line| line.contains("2011"));
    let line = line.unwrap_or_else(|| panic!("the year is gone: {lines:#?}"));
    assert!(lines.iter().all(|line| !line.contains("1102")));
    // The year stands left of the month and right of the verb.
    let at = |part: &str| line.split(' ').position(|word| word.contains(part));
    let reversed = |word: &str| word.chars().rev().collect::<String>();
    assert!(at("2011") < at(&reversed("مارس")), "{line}");
    assert!(at(&reversed("وصلت")) < at("2011"), "{line}");
    // The name is marked where it stands: on the right half of the text, under its own letters.
    let name = place_of(&window, "Place يفرن");
    assert!(name.width() > 15.0 && name.width() < 60.0, "{name:?}");
}

#[test]
fn letters_without_a_font_are_spoken_of() {
    let window = open(Some(article(["Water reached [Yafran] 漢字.".to_owned()])));
    assert!(has(
        &window,
        "No font of this computer has 2 letters of this article (such as U+5B57)"
    ));
    let window = open(Some(article([
        "Water reached يفرن, Zāwiya and Łódź.".to_owned()
    ])));
    assert!(!has(&window, "No font of this computer"));
}

#[test]
fn a_passage_that_is_opened_is_framed_until_something_else_is_done() {
    let paragraphs = (0..40).map(|n| format!("The road to [Yafran] was open on day {n}."));
    let article = article(paragraphs);
    let mut window = open(Some(article.clone()));
    assert!(!has(&window, "Passage:"));
    let third = article.mentions[3].span;
    let goes = |window: &mut Window| {
        window.state_mut().read.open(ArticleId(5), Some(third));
        window.run();
    };
    goes(&mut window);
    let place = place_of(&window, "Passage: Yafran");
    assert!(place.top() > TOP && place.bottom() < BOTTOM, "{place:?}");
    let line = window.get_by_label("The road to Yafran was open on day 3.");
    assert!(line.rect().contains(place.center()), "{place:?}");
    // Scrolling leaves it, the next name does not.
    wheel(&mut window, -20.0);
    assert!(has(&window, "Passage: Yafran"));
    press(&mut window, Modifiers::NONE, Key::N);
    assert!(!has(&window, "Passage:"));
    goes(&mut window);
    assert!(has(&window, "Passage: Yafran"));
    let at = pos2(place.left() - 30.0, place.center().y);
    for pressed in [true, false] {
        window.event(Event::PointerMoved(at));
        window.event(button(at, pressed, Modifiers::NONE));
        window.step();
    }
    window.run();
    assert!(!has(&window, "Passage:"), "a click into the text");
}

#[test]
fn the_hit_an_article_is_opened_at_is_the_one_counted() {
    let paragraphs = (0..5).map(|n| format!("[Water] ran on day {n}."));
    let mut article = article(paragraphs);
    article.hits = article.mentions.iter().map(|m| m.span).collect();
    let hits = article.hits.clone();
    let mut window = open(Some(article.clone()));
    window.state_mut().query = Some("water".to_owned());
    window.run();
    assert!(has(&window, "1 of 5"));
    // Open already, then as from elsewhere.
    window.state_mut().read.open(ArticleId(5), Some(hits[2]));
    window.run();
    assert!(has(&window, "3 of 5"));
    assert!(!has(&window, "Passage:"), "the hit is framed");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(has(&window, "4 of 5"));
    // A passage that is no hit: no hit is framed beside it.
    let ran = ByteSpan::new(hits[1].end + 1, hits[1].end + 4);
    window.state_mut().read.open(ArticleId(5), Some(ran));
    window.run();
    assert!(has(&window, "Passage: ran"));
    // Another query goes to its first hit.
    article.hits.remove(0);
    window.state_mut().article = Some(article);
    window.run();
    assert!(has(&window, "1 of 4") && !has(&window, "Passage:"));
}

#[test]
fn one_click_on_a_passage_opens_it_beside() {
    let mut window = open(None);
    window.state_mut().passages = true;
    window.run();
    asked(&mut window);
    let sentence = "Work resumed on Monday at Brega after the union and the port board met.";
    click(&mut window, sentence);
    let opened = asked(&mut window);
    assert!(
        matches!(opened.as_slice(), [Action::OpenArticle { at: Some(_), .. }]),
        "{opened:?}"
    );
    // The arrow keys only go to a passage, Enter opens it.
    assert!(has(&window, "Evidence"));
    press(&mut window, Modifiers::NONE, Key::ArrowUp);
    assert_eq!(asked(&mut window), []);
    press(&mut window, Modifiers::NONE, Key::Enter);
    let opened = asked(&mut window);
    assert!(
        matches!(opened.as_slice(), [Action::OpenArticle { at: Some(_), .. }]),
        "{opened:?}"
    );
}
