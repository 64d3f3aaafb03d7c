//! The reader: one article, its names marked, its search hits lit.

use egui::{Align2, Rect, ScrollArea, Ui, pos2, vec2};

use super::{
    State as ReadState, block, byline, card,
    correct::Subject,
    hover::Hover,
    legend, ruler,
    selection::{self, Drag, Selection},
    text::{self, Item, Stack},
    toolbar,
};
use crate::{
    model::{ArticleId, BlockKind, ByteSpan, EntityId, EntityType, MentionId},
    ui::{
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{self, EmptyState},
    },
    workspace::{
        session::{Slot, Views},
        views::{ReaderArticle, ReaderMention},
    },
};

/// What the reader remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    /// Types whose marks are switched off.
    unmarked: Vec<EntityType>,
    stack: Option<(Key, Stack)>,
    pub(super) asides: bool,
    /// The search hit stepped to, among the article's hits.
    pub(super) hit: usize,
    /// The hits it counts in: article, number of hits, place of the first.
    hits: Option<(ArticleId, usize, u32)>,
    step: i32,
    /// Bytes to bring into view.
    pub(super) jump: Option<ByteSpan>,
    pub(super) card: Option<Card>,
    pub(super) hover: Hover,
    pub(super) selection: Option<Selection>,
    pub(super) drag: Option<Drag>,
    /// Put the keyboard on the selection.
    pub(super) focus_selection: bool,
    /// First byte of the first paragraph in view.
    pub(super) first_seen: Option<u32>,
    /// Points to scroll while text is dragged over.
    pub(super) scroll_by: f32,
    /// A key asked for the menu of the name with the card, or of the selection.
    pub(super) menu_wanted: bool,
}

/// What a stack was made for: it holds as long as this stays.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    article: ArticleId,
    len: usize,
    width: f32,
    pixels_per_point: f32,
    asides: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Card {
    pub(super) entity: EntityId,
    pub(super) mention: Option<MentionId>,
}

impl State {
    pub fn open(&mut self, article: ArticleId, at: Option<ByteSpan>) {
        self.close_card();
        self.selection = None;
        self.drag = None;
        self.jump = at;
        if self.hits.is_none_or(|(of, ..)| of != article) {
            self.hits = None;
            self.hit = 0;
        }
    }

    pub fn close_card(&mut self) {
        self.card = None;
        self.hover.pin();
    }

    pub fn show_card(&mut self, entity: Option<EntityId>) {
        self.card = entity.map(|entity| Card {
            entity,
            mention: None,
        });
        self.hover.pin();
    }

    pub fn card_entity(&self) -> Option<EntityId> {
        self.card.map(|card| card.entity)
    }

    pub fn step_hit(&mut self, backwards: bool) {
        self.step += if backwards { -1 } else { 1 };
    }

    pub fn marked(&self, kind: EntityType) -> bool {
        !self.unmarked.contains(&kind)
    }

    pub(super) fn toggle_mark(&mut self, kind: EntityType) {
        match self.unmarked.iter().position(|off| *off == kind) {
            Some(at) => {
                self.unmarked.remove(at);
            }
            None => self.unmarked.push(kind),
        }
    }

    /// Opens the card of the next or previous name in the text.
    pub fn step_mention(&mut self, views: &Views, backwards: bool) {
        let Some(article) = views.article.value() else {
            return;
        };
        let marked: Vec<&ReaderMention> = article
            .mentions
            .iter()
            .filter(|mention| self.marked(mention.kind))
            .collect();
        let now = self.card.and_then(|card| {
            marked
                .iter()
                .position(|mention| Some(mention.id) == card.mention)
        });
        let next = match (now, backwards) {
            (None, false) => 0,
            (None, true) => marked.len().saturating_sub(1),
            (Some(at), false) => (at + 1) % marked.len(),
            (Some(at), true) => (at + marked.len() - 1) % marked.len(),
        };
        if let Some(mention) = marked.get(next) {
            self.selection = None;
            self.card = Some(Card {
                entity: mention.entity,
                mention: Some(mention.id),
            });
            self.jump = Some(mention.span);
            self.hover.pin();
        }
    }

    /// The name whose card is open.
    pub fn named(&self, views: &Views) -> Option<(EntityId, String)> {
        let entity = self.card?.entity;
        let row = &views.card.value()?.row;
        (row.id == entity).then(|| (entity, row.name.clone()))
    }

    /// What a correction is about: the name with the card, and the mention it stands under.
    #[must_use]
    pub fn subject(&self, views: &Views) -> Option<Subject> {
        let card = self.card?;
        let article = views.article.value();
        let mention = article.and_then(|article| {
            let found = article
                .mentions
                .iter()
                .find(|mention| Some(mention.id) == card.mention)?;
            Some(Subject::of(found, article))
        });
        mention.or_else(|| {
            self.named(views).map(|(entity, name)| Subject {
                entity,
                name,
                mention: None,
            })
        })
    }

    /// Follows the article's search hits: a new query jumps to its first hit, a step to the next.
    fn follow_hits(&mut self, article: &ReaderArticle) {
        let key = (
            article.id,
            article.hits.len(),
            article.hits.first().map_or(0, |hit| hit.start),
        );
        let count = article.hits.len();
        if self.hits != Some(key) {
            let same_article = self.hits.is_some_and(|(of, ..)| of == article.id);
            self.hits = Some(key);
            self.hit = 0;
            if same_article {
                self.jump = article.hits.first().copied().or(self.jump);
            }
        }
        if self.step != 0 && count > 0 {
            let moved = (self.hit as i64 + i64::from(self.step)).rem_euclid(count as i64);
            self.hit = usize::try_from(moved).unwrap_or(0);
            self.jump = article.hits.get(self.hit).copied();
        }
        self.step = 0;
    }
}

/// Distance from the text to the panel's edges.
const MARGIN: f32 = 41.0;
/// Width of the strip at the right that shows where the hits are.
const RULER: f32 = 12.0;
const FOOT: f32 = 30.0;

/// Draws the reader into `rect`.
pub fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut ReadState) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.paper);
    let slot = &cx.views().article;
    let article = slot
        .value()
        .filter(|article| state.article == Some(article.id));
    if let Some(article) = article {
        state.reader.follow_hits(article);
    }
    let head = toolbar::head_ui(ui, rect, cx, state, article);
    let foot = Rect::from_min_max(pos2(rect.left(), rect.bottom() - FOOT), rect.max);
    legend::ui(ui, foot, &mut state.reader);
    let body = Rect::from_min_max(head.left_bottom(), foot.right_top());
    match (article, slot) {
        (Some(article), _) => {
            super::child(ui, body, |ui| article_ui(ui, body, article, cx, state));
            if slot.is_loading() {
                widgets::loading_line(ui, body, body.top());
            }
        }
        (None, Slot::Failed(problem)) => {
            let words = format!("Could not read the article: {problem}");
            widgets::empty_state(
                ui,
                body,
                EmptyState {
                    words: &words,
                    button: None,
                },
            );
        }
        (None, _) => {
            if state.article.is_none() {
                let empty = cx
                    .views()
                    .overview
                    .value()
                    .is_some_and(|overview| overview.articles == 0);
                let words = if empty {
                    "What you import is read here"
                } else {
                    "Select an article to read it"
                };
                widgets::empty_state(
                    ui,
                    body,
                    EmptyState {
                        words,
                        button: None,
                    },
                );
            } else {
                widgets::loading_line(ui, body, body.top());
            }
        }
    }
}

fn article_ui(
    ui: &mut Ui,
    body: Rect,
    article: &ReaderArticle,
    cx: &mut Cx<'_>,
    state: &mut ReadState,
) {
    let room = body.width() - RULER;
    let width = (room - 2.0 * MARGIN).clamp(120.0, size::READER);
    // Where there is more room than the text may be wide, the text stands in the middle.
    let left = body.left() + ((room - width) / 2.0 + 3.0).max(space::L).round();
    let reader = &mut state.reader;
    let key = Key {
        article: article.id,
        len: article.reading_text.len(),
        width,
        pixels_per_point: ui.pixels_per_point(),
        asides: reader.asides,
    };
    if reader.stack.as_ref().is_none_or(|(of, _)| *of != key) {
        reader.stack = Some((key.clone(), Stack::new(ui, article, width, reader.asides)));
    }
    let Some((_, mut stack)) = reader.stack.take() else {
        return;
    };
    let headline = article
        .blocks
        .first()
        .filter(|block| block.kind == BlockKind::Headline);
    let title = headline.map(|block| {
        text::layout_words(
            ui,
            block.span.of(&article.reading_text),
            Some(BlockKind::Headline),
            width,
        )
    });
    let title_height = title.as_ref().map_or(24.0, |galley| galley.size().y);
    let notes = byline::notes(ui, article, width);
    let notes_height = notes
        .as_ref()
        .map_or(0.0, |galley| galley.size().y + space::L);
    let stack_top = HEAD_TOP + title_height + HEAD_BOTTOM + notes_height;
    let height = stack_top + stack.height() + 60.0;
    let mut area = ScrollArea::vertical()
        .id_salt(("reader", article.id.0))
        .auto_shrink(false);
    if let Some(offset) = jump(reader, &stack, article, stack_top, body.height(), ui) {
        area = area.vertical_scroll_offset(offset);
    }
    let mut anchor = None;
    reader.first_seen = None;
    let output = area.show_viewport(ui, |ui, view| {
        ui.set_min_size(vec2(room, height));
        let scroll = std::mem::take(&mut reader.scroll_by);
        if scroll != 0.0 {
            ui.scroll_with_delta(vec2(0.0, -scroll));
        }
        let origin = pos2(left, body.top() - view.top());
        if view.top() < stack_top {
            byline::byline_ui(ui, origin, width, article, cx);
            if let (Some(block), Some(galley)) = (headline, title) {
                let at = pos2(left, origin.y + HEAD_TOP);
                let found = block::block_ui(ui, at, &galley, block.span, article, reader, cx);
                anchor = anchor.or(found);
            } else {
                let at = pos2(left, origin.y + HEAD_TOP + 4.0);
                let words = "The source has no headline";
                let c = colors(ui);
                widgets::text(
                    ui,
                    at,
                    Align2::LEFT_TOP,
                    words,
                    font::serif_italic(font::COMPARE.0),
                    c.ink3,
                );
            }
            byline::meta_ui(
                ui,
                pos2(left, origin.y + HEAD_TOP + title_height),
                width,
                article,
                cx,
                &mut reader.asides,
            );
            if let Some(galley) = &notes {
                let at = pos2(
                    left,
                    origin.y + HEAD_TOP + title_height + HEAD_BOTTOM - space::M,
                );
                byline::notes_ui(ui, at, width, galley, article);
            }
        }
        let mut moved = false;
        for index in stack.visible(view.top() - stack_top, view.bottom() - stack_top) {
            let Some(item) = stack.items.get(index).copied() else {
                continue;
            };
            let galley = text::layout(ui, article, item, width);
            moved |= stack.measured(index, galley.size().y);
            let at = pos2(left, origin.y + stack_top + stack.top(index));
            match item {
                Item::Block(block) => {
                    let Some(block) = article.blocks.get(block) else {
                        continue;
                    };
                    if at.y >= body.top() {
                        reader.first_seen.get_or_insert(block.span.start);
                    }
                    let found = block::block_ui(ui, at, &galley, block.span, article, reader, cx);
                    anchor = anchor.or(found);
                }
                Item::Aside(aside) => {
                    if let Some(aside) = article.asides.get(aside) {
                        block::aside_ui(
                            ui,
                            at,
                            &galley,
                            width,
                            text::aside_label(aside),
                            &aside.text,
                        );
                    }
                }
            }
        }
        if moved {
            ui.ctx().request_repaint();
        }
    });
    reader.menu_wanted = false;
    selection::follow_drag(ui, body, article, reader);
    let strip = Rect::from_min_max(pos2(body.right() - RULER, body.top()), body.max);
    let places: Vec<f32> = article
        .hits
        .iter()
        .map(|hit| {
            stack
                .y_of(article, hit.start)
                .map_or(HEAD_TOP, |y| y + stack_top)
                / height
        })
        .collect();
    if let Some(chosen) = ruler::ui(ui, strip, &places, reader.hit) {
        reader.hit = chosen;
        reader.jump = article.hits.get(chosen).copied();
    }
    reader.stack = Some((key, stack));
    card_of(ui, body, anchor, article, cx, state, output.inner_rect);
}

/// From the top of the scrolled content to the headline, and from the headline's lower edge to the text.
const HEAD_TOP: f32 = 46.0;
const HEAD_BOTTOM: f32 = 52.0;

/// The scroll offset that brings the wanted bytes into view, when they are not.
fn jump(
    reader: &mut State,
    stack: &Stack,
    article: &ReaderArticle,
    stack_top: f32,
    height: f32,
    ui: &Ui,
) -> Option<f32> {
    let span = reader.jump.take()?;
    let y = stack
        .y_of(article, span.start)
        .map_or(HEAD_TOP, |y| y + stack_top);
    let id = ui.make_persistent_id(egui::IdSalt::new(("reader", article.id.0)));
    let now =
        egui::scroll_area::State::load(ui.ctx(), id).map_or(0.0, |state| state.clamped_offset().y);
    let visible = y > now + 30.0 && y < now + height - 60.0;
    (!visible).then(|| (y - height * 0.33).max(0.0))
}

fn card_of(
    ui: &mut Ui,
    body: Rect,
    anchor: Option<Rect>,
    article: &ReaderArticle,
    cx: &mut Cx<'_>,
    state: &mut ReadState,
    visible: Rect,
) {
    let State { hover, card, .. } = &mut state.reader;
    hover.follow(ui, card::id(), card);
    let (Some(card), Some(anchor)) = (state.reader.card, anchor) else {
        return;
    };
    if !visible.intersects(anchor) || super::super::dialogs::any_open(ui.ctx()) {
        return;
    }
    let day = article
        .published
        .and_then(|published| published.date.iso_day());
    let subject = state.reader.subject(cx.views());
    if card::ui(
        ui,
        body,
        anchor,
        card.entity,
        day.as_deref(),
        subject.as_ref(),
        cx,
    ) {
        state.reader.card = None;
        state.reader.hover.close();
    }
}
