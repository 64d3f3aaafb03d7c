//! The passages behind a number: exactly that many, in the source's own words, aligned on the name.

mod row;

use egui::{Align2, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};

pub(super) use self::row::passage_line;
use self::row::{Act, Row, article_ui, row_key};
use super::{
    action::Action,
    context::Cx,
    kwic::{self, KwicOrder},
    theme::{colors, font, space},
    widgets::{
        Bar, Button, ButtonKind, EmptyState, Icon, Segment, bar, checkbox, count, empty_state,
        glyph, hline, icon_button, label, list_of, number, panel_head, position as position_of,
        segmented, slot_ui, text, width_of,
    },
};
use crate::{
    model::{ArticleId, ByteSpan, CountUnit, chart::Cell},
    workspace::views::Evidence,
};

/// Height of a passage.
const PASSAGE: f32 = 23.0;

/// Height of the line that names the article, with the space above it.
const ARTICLE: f32 = 32.0;

/// Space and line between two articles.
const GAP: f32 = 5.0;

const ORDERS: [(KwicOrder, &str); 3] = [
    (KwicOrder::Date, "Date"),
    (KwicOrder::WordBefore, "Word before"),
    (KwicOrder::WordAfter, "Word after"),
];

/// What the list of passages remembers between frames.
#[derive(Debug)]
pub struct State {
    order: KwicOrder,
    grouped: bool,
    /// Index into the passages.
    selected: Option<usize>,
    lines: Lines,
    /// What the passages listed last stood for.
    of: Option<Cell>,
    /// An excluded passage that the keyboard was on.
    keyboard: Option<usize>,
    /// Bring the selected one into view.
    reveal: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            order: KwicOrder::Date,
            grouped: true,
            selected: None,
            lines: Lines::default(),
            of: None,
            keyboard: None,
            reveal: false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// The article of this passage.
    Article(usize),
    Passage(usize),
    /// Between two articles.
    Gap,
}

/// Lines in their order with where each begins; made once per list and order.
#[derive(Debug, Default)]
struct Lines {
    key: Option<(u64, KwicOrder, bool)>,
    lines: Vec<Line>,
    tops: Vec<f32>,
    /// How many passages stand before each line.
    before: Vec<u32>,
    /// The passages in the order shown.
    order: Vec<usize>,
}

impl Lines {
    /// Whether the lines were made anew for other passages.
    fn update(&mut self, evidence: &Evidence, order: KwicOrder, grouped: bool) -> bool {
        let key = (fingerprint(evidence), order, grouped);
        if self.key == Some(key) {
            return false;
        }
        let other = self.key.is_none_or(|old| old.0 != key.0);
        let numbers = kwic::sorted(&evidence.passages, order);
        let mut lines = Vec::with_capacity(numbers.len() * 2);
        let mut before: Option<ArticleId> = None;
        for number in &numbers {
            let article = evidence.passages.get(*number).map(|p| p.article);
            if grouped && article != before {
                if before.is_some() {
                    lines.push(Line::Gap);
                }
                lines.push(Line::Article(*number));
                before = article;
            }
            lines.push(Line::Passage(*number));
        }
        lines.push(Line::Gap);
        let mut top = if grouped { 0.0 } else { space::XS };
        let mut tops = vec![top];
        for line in &lines {
            top += match line {
                Line::Article(_) => ARTICLE,
                Line::Passage(_) => PASSAGE,
                Line::Gap => GAP,
            };
            tops.push(top);
        }
        let mut passages = 0;
        let before = lines
            .iter()
            .map(|line| {
                let before = passages;
                passages += u32::from(matches!(line, Line::Passage(_)));
                before
            })
            .collect();
        *self = Self {
            key: Some(key),
            lines,
            tops,
            before,
            order: numbers,
        };
        other
    }

    fn place_of(&self, passage: usize) -> Option<(f32, f32)> {
        let at = self
            .lines
            .iter()
            .position(|l| *l == Line::Passage(passage))?;
        Some((*self.tops.get(at)?, *self.tops.get(at + 1)?))
    }

    fn neighbor(&self, passage: usize, by: isize) -> Option<usize> {
        let at = self.order.iter().position(|n| *n == passage)?;
        let to = at
            .saturating_add_signed(by)
            .min(self.order.len().saturating_sub(1));
        self.order.get(to).copied()
    }
}

/// A number that changes when other passages are listed.
fn fingerprint(evidence: &Evidence) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64 ^ evidence.passages.len() as u64;
    let mix = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x0100_0000_01b3);
    evidence.passages.iter().fold(start, |hash, passage| {
        // Highlights are no mentions: they are told apart by where they begin.
        let place = u64::from(passage.span.start) << 32;
        let mention = mix(hash, place ^ passage.mention.0 as u64);
        mix(mention, passage.article.0 as u64)
    })
}

/// `91 passages in 47 articles`; what the number counted, when that is articles, comes first.
#[must_use]
pub fn summary(evidence: &Evidence, unit: CountUnit) -> (String, String) {
    let passages = evidence.passages.len() as u64;
    match unit {
        CountUnit::Mentions => (
            count(passages, "passage", "passages"),
            format!("in {}", count(evidence.articles, "article", "articles")),
        ),
        CountUnit::Articles => (
            count(evidence.articles, "article", "articles"),
            "with the first passage of each".to_owned(),
        ),
        CountUnit::Stories => (
            count(passages, "story", "stories"),
            "with the first passage of each".to_owned(),
        ),
    }
}

/// What was asked of one line.
enum Asked {
    Select(usize),
    /// A click on a passage: where the article stands beside the list, it opens there.
    Choose(usize),
    Open(ArticleId, Option<ByteSpan>),
    /// Do something about the passage.
    Act(usize, Act),
}

/// Draws the list into `rect`. `beside`: articles are read beside it, so that one click opens a passage.
pub fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State, beside: bool) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    let views = cx.views();
    let unit = cx.wanted.evidence.as_ref().map(|(_, unit)| *unit);
    let shown = views.evidence.value().filter(|_| unit.is_some());
    let mut close = false;
    let head = panel_head(
        ui,
        rect,
        "Evidence",
        &mut close,
        |ui, _| {
            let (Some(evidence), Some(unit)) = (shown, unit) else {
                return;
            };
            head_ui(ui, evidence, unit);
        },
        |ui, close| {
            if unit.is_some() {
                *close = icon_button(ui, Icon::Close, "Close passages", None, 24.0, None).clicked();
            }
        },
    );
    if close {
        cx.send(Action::HidePassages);
    }
    let body = Rect::from_min_max(head.left_bottom(), rect.max);
    if unit.is_none() {
        let words = "Select a bar, dot or number to read its passages";
        empty_state(
            ui,
            body,
            EmptyState {
                words,
                button: None,
            },
        );
        return;
    }
    let now = cx.now;
    let asked = slot_ui(
        ui,
        body,
        &views.evidence,
        now,
        "Looking up passages…",
        |ui, evidence| list_ui(ui, body, evidence, state, (cx.read_only(), beside)),
    );
    match asked.flatten() {
        Some(Asked::Select(number)) => {
            state.selected = Some(number);
            state.reveal = true;
        }
        Some(Asked::Choose(number)) => {
            state.selected = Some(number);
            state.reveal = true;
            let evidence = views.evidence.value().filter(|_| beside);
            if let Some(passage) = evidence.and_then(|evidence| evidence.passages.get(number)) {
                cx.send(Action::OpenArticle {
                    article: passage.article,
                    at: Some(passage.span),
                });
            }
        }
        Some(Asked::Open(article, at)) => cx.send(Action::OpenArticle { article, at }),
        Some(Asked::Act(number, act)) => {
            let passage = views
                .evidence
                .value()
                .and_then(|evidence| evidence.passages.get(number));
            if let Some(passage) = passage {
                row::act(ui, act, passage, cx);
                state.selected = Some(number);
                let focused = ui.memory(|memory| memory.has_focus(row_key(number)));
                state.keyboard = (focused && act == Act::Exclude).then_some(number);
            }
        }
        None => {}
    }
}

fn head_ui(ui: &mut Ui, evidence: &Evidence, unit: CountUnit) {
    let c = colors(ui);
    ui.spacing_mut().item_spacing.x = space::S;
    if let Some(kind) = evidence.kind {
        let (rect, _) = ui.allocate_exact_size(vec2(12.0, 16.0), Sense::hover());
        glyph(ui.painter(), rect.center(), kind, c.of(kind));
    }
    let (many, rest) = summary(evidence, unit);
    let small = font::ui(font::SMALL);
    let used = width_of(ui, &many, font::bold(font::SMALL))
        + width_of(ui, &rest, small.clone())
        + 3.0 * space::S;
    let name = format!("{},", evidence.label);
    let room = (ui.available_width() - used).max(48.0);
    let width = width_of(ui, &name, small.clone()).min(room);
    ui.allocate_ui(vec2(width, 20.0), |ui| {
        super::widgets::label_elided(ui, name, small.clone(), c.ink2)
            .on_hover_text(&evidence.label);
    });
    label(ui, many, font::bold(font::SMALL), c.ink);
    super::widgets::label_elided(ui, rest, small, c.ink2);
}

fn list_ui(
    ui: &mut Ui,
    rect: Rect,
    evidence: &Evidence,
    state: &mut State,
    (locked, beside): (Option<&'static str>, bool),
) -> Option<Asked> {
    let c = colors(ui);
    let options = Rect::from_min_size(rect.min, vec2(rect.width(), 40.0));
    let look = Bar {
        ground: c.panel,
        pad: space::L,
        line: Some(c.line),
    };
    bar(
        ui,
        options,
        look,
        state,
        |ui, state| {
            label(ui, "Sort", font::ui(font::SMALL), c.ink3);
            let segments = ORDERS.map(|(_, words)| Segment::new(words));
            let chosen = ORDERS
                .iter()
                .position(|(o, _)| *o == state.order)
                .unwrap_or(0);
            if let Some((next, _)) =
                segmented(ui, "Order of passages", chosen, &segments).and_then(|n| ORDERS.get(n))
            {
                state.order = *next;
            }
        },
        |ui, state| {
            // Sorted by words, neighbors come from anywhere: there is nothing to group.
            ui.add_enabled_ui(state.order == KwicOrder::Date, |ui| {
                checkbox(ui, &mut state.grouped, "Group by article")
                    .on_disabled_hover_text("Only when sorted by date");
            });
        },
    );
    let grouped = state.grouped && state.order == KwicOrder::Date;
    if state.lines.update(evidence, state.order, grouped) {
        // Of the same number passages were excluded or came back: the next one stands where the selected one stood.
        let last = evidence.passages.len().checked_sub(1);
        state.selected = match state
            .selected
            .filter(|_| state.of.as_ref() == Some(&evidence.cell))
        {
            Some(selected) => last.map(|last| selected.min(last)),
            None => None,
        };
        state.of = Some(evidence.cell.clone());
        let moved = state.keyboard.take();
        if let Some(selected) = state.selected.filter(|_| moved.is_some()) {
            ui.memory_mut(|memory| memory.request_focus(row_key(selected)));
        }
    }
    let foot = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 30.0), rect.max);
    let body = Rect::from_min_max(options.left_bottom(), foot.right_top());
    if evidence.passages.is_empty() {
        let words = "No passage in this selection";
        empty_state(
            ui,
            body,
            EmptyState {
                words,
                button: None,
            },
        );
        return None;
    }
    let (asked, seen) = passages_ui(ui, body, (evidence, locked, beside), state);
    let acted = foot_ui(ui, foot, evidence, seen, (state.selected, locked, beside));
    asked.or(acted)
}

/// How far one has read, and what can be done about the selected passage.
fn foot_ui(
    ui: &mut Ui,
    rect: Rect,
    evidence: &Evidence,
    seen: Option<(usize, usize)>,
    (selected, locked, beside): (Option<usize>, Option<&'static str>, bool),
) -> Option<Asked> {
    let c = colors(ui);
    hline(ui.painter(), rect, rect.top() + 0.5, c.line);
    let small = font::ui(font::SMALL);
    let mut left = rect.left();
    if let Some((first, last)) = seen {
        let range = if first == last {
            number(first as u64)
        } else {
            format!("{}–{}", number(first as u64), number(last as u64))
        };
        let words = format!(
            "Passages {range} of {}",
            number(evidence.passages.len() as u64)
        );
        let at = pos2(rect.left() + space::L, rect.center().y);
        left = text(ui, at, Align2::LEFT_CENTER, &words, small.clone(), c.ink2).right();
    }
    let chosen = selected.and_then(|number| Some((number, evidence.passages.get(number)?)));
    let Some((number, passage)) = chosen else {
        let hint = if beside {
            "Click a passage to open it"
        } else {
            "Double-click a passage to open it"
        };
        if rect.right() - left > width_of(ui, hint, small.clone()) + 2.0 * space::XL {
            let at = pos2(rect.right() - space::L, rect.center().y);
            text(ui, at, Align2::RIGHT_CENTER, hint, small, c.ink3);
        }
        return None;
    };
    let words = if passage.highlight.is_some() {
        "Remove the highlight"
    } else {
        "Exclude as wrong"
    };
    let button = Button::new(words).kind(ButtonKind::Panel).shortcut("X");
    let wide = width_of(ui, words, font::ui(font::SMALL)) + 52.0;
    if rect.right() - left < wide + 2.0 * space::L {
        return None;
    }
    let place = Rect::from_min_max(
        pos2(rect.right() - space::L - wide, rect.top() + 3.0),
        pos2(rect.right() - space::L, rect.bottom() - 3.0),
    );
    let hints = ["Enter opens the article", "Enter opens it"];
    let fits = |hint: &&str| {
        place.left() - left > width_of(ui, hint, font::ui(font::SMALL)) + 2.0 * space::L
    };
    if let Some(hint) = hints.iter().find(|hint| fits(hint)) {
        let at = pos2(place.left() - space::M, rect.center().y);
        text(ui, at, Align2::RIGHT_CENTER, hint, small, c.ink3);
    }
    let inside = egui::UiBuilder::new()
        .max_rect(place)
        .layout(egui::Layout::right_to_left(egui::Align::Center));
    let pressed = ui
        .scope_builder(inside, |ui| {
            let hint = "It is not counted any more; Ctrl+Z brings it back";
            button.hint(hint).disabled(locked).show(ui).clicked()
        })
        .inner;
    pressed.then_some(Asked::Act(number, Act::Exclude))
}

/// Returns what was asked, and the first and last passage seen, counted from 1.
fn passages_ui(
    ui: &mut Ui,
    rect: Rect,
    (evidence, locked, beside): (&Evidence, Option<&'static str>, bool),
    state: &mut State,
) -> (Option<Asked>, Option<(usize, usize)>) {
    let mut asked = None;
    let mut seen: Option<(usize, usize)> = None;
    let builder = UiBuilder::new()
        .max_rect(rect)
        .layout(egui::Layout::top_down(egui::Align::Min));
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let lines = &state.lines;
        let total = lines.tops.last().copied().unwrap_or(0.0);
        let offset_id = ui.scope_id().with("evidence offset");
        let offset: f32 = ui.data(|data| data.get_temp(offset_id)).unwrap_or(0.0);
        let mut area = ScrollArea::vertical()
            .auto_shrink(false)
            .id_salt(("evidence", &evidence.cell));
        if std::mem::take(&mut state.reveal)
            && let Some((top, bottom)) = state.selected.and_then(|n| lines.place_of(n))
        {
            if top - ARTICLE < offset {
                area = area.vertical_scroll_offset((top - ARTICLE).max(0.0));
            } else if bottom > offset + rect.height() {
                area = area.vertical_scroll_offset(bottom - rect.height());
            }
        }
        let output = area.show_viewport(ui, |ui, visible| {
            ui.set_height(total);
            let start = ui.min_rect().min;
            let first = lines
                .tops
                .partition_point(|top| *top <= visible.top())
                .saturating_sub(1);
            let mut position = lines.before.get(first).copied().unwrap_or(0) as usize;
            list_of(ui, Role::ListBox, "Passages", evidence.passages.len());
            for (number, line) in lines.lines.iter().enumerate().skip(first) {
                let (Some(top), Some(bottom)) =
                    (lines.tops.get(number), lines.tops.get(number + 1))
                else {
                    break;
                };
                if *top > visible.bottom() {
                    break;
                }
                let place = Rect::from_min_max(
                    pos2(start.x, start.y + top),
                    pos2(start.x + rect.width(), start.y + bottom),
                );
                match line {
                    Line::Gap => hline(ui.painter(), place, place.bottom(), colors(ui).line),
                    Line::Article(n) => {
                        if let Some(passage) = evidence.passages.get(*n)
                            && article_ui(ui, place, *n, passage)
                        {
                            asked = Some(Asked::Open(passage.article, Some(passage.span)));
                        }
                    }
                    Line::Passage(n) => {
                        position += 1;
                        if place.center().y > rect.top() && place.center().y < rect.bottom() {
                            seen = Some((seen.map_or(position, |(first, _)| first), position));
                        }
                        if let Some(passage) = evidence.passages.get(*n) {
                            let row = Row {
                                number: *n,
                                selected: state.selected == Some(*n),
                                grouped: lines.key.is_some_and(|k| k.2),
                                locked,
                                beside,
                            };
                            asked = row.ui(ui, place, passage, lines).or(asked.take());
                            position_of(ui, row_key(*n), position - 1);
                        }
                    }
                }
            }
        });
        ui.data_mut(|data| data.insert_temp(offset_id, output.state.clamped_offset().y));
    });
    if let Some(Asked::Select(number) | Asked::Choose(number)) = &asked {
        ui.memory_mut(|memory| memory.request_focus(row_key(*number)));
    }
    (asked, seen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{EntityId, MentionId},
        workspace::views::Passage,
    };

    fn evidence(articles: &[i64]) -> Evidence {
        let passages = articles.iter().enumerate().map(|(n, article)| Passage {
            mention: MentionId(n as i64),
            highlight: None,
            entity: EntityId(1),
            article: ArticleId(*article),
            outlet: None,
            agency: None,
            title: String::new(),
            published: None,
            sentence: "Tobruk".to_owned(),
            hit: ByteSpan::new(0, 6),
            span: ByteSpan::new(0, 6),
        });
        Evidence {
            cell: Cell::All,
            label: "Tobruk".to_owned(),
            kind: None,
            passages: passages.collect(),
            articles: 2,
        }
    }

    #[test]
    fn passages_are_grouped_under_their_article() {
        let mut lines = Lines::default();
        assert!(lines.update(&evidence(&[7, 7, 9]), KwicOrder::Date, true));
        let expected = [
            Line::Article(0),
            Line::Passage(0),
            Line::Passage(1),
            Line::Gap,
            Line::Article(2),
            Line::Passage(2),
            Line::Gap,
        ];
        assert_eq!(lines.lines, expected);
        assert_eq!(lines.neighbor(1, 1), Some(2));
        assert_eq!(lines.neighbor(2, 1), Some(2));
        assert_eq!(lines.neighbor(0, -1), Some(0));
        assert!(
            !lines.update(&evidence(&[7, 7, 9]), KwicOrder::Date, false),
            "same passages"
        );
        assert_eq!(lines.lines.len(), 4);
        assert!(lines.update(&evidence(&[7, 8, 9]), KwicOrder::Date, false));
    }

    #[test]
    fn what_is_listed_is_said_in_the_unit_counted() {
        let list = evidence(&[7, 7, 9]);
        let said = |unit| {
            let (many, rest) = summary(&list, unit);
            format!("{many} {rest}")
        };
        assert_eq!(said(CountUnit::Mentions), "3 passages in 2 articles");
        assert_eq!(
            said(CountUnit::Articles),
            "2 articles with the first passage of each"
        );
    }
}
