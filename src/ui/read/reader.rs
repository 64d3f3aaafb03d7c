//! The reader: one article, its names marked, its search hits lit.

use egui::{Align2, Rect, ScrollArea, Ui, pos2, vec2};

use super::{
    State as ReadState, block, byline, card,
    correct::Subject,
    highlights,
    hover::Hover,
    legend,
    letters::Letters,
    ruler,
    selection::{self, Drag, Selection},
    source,
    stack::{Item, Sheet, Stack},
    tags,
    text::{self, Type},
    toolbar,
};
use crate::{
    model::{ArticleId, BlockKind, ByteSpan, EntityId, EntityType, MentionId},
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{self, EmptyState},
    },
    workspace::{
        Command,
        session::{Gone, Slot, Views},
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
    pub(super) type_: Type,
    /// Where the hits lie as shares of the article's height, and for which places of its parts.
    places: Option<(Places, Vec<f32>)>,
    /// The search hit stepped to, among the article's hits.
    pub(super) hit: usize,
    /// The hits it counts in: article, number of hits, place of the first.
    hits: Option<(ArticleId, usize, u32)>,
    step: i32,
    /// Bytes to bring into view.
    pub(super) jump: Option<ByteSpan>,
    /// The passage the article was opened at: it is framed until something else is done in the article.
    pub(super) opened: Option<(ArticleId, ByteSpan)>,
    pub(super) card: Option<Card>,
    pub(super) hover: Hover,
    pub(super) selection: Option<Selection>,
    pub(super) drag: Option<Drag>,
    /// Put the keyboard on the selection.
    pub(super) focus_selection: bool,
    /// First byte of the first paragraph that begins in view, and how far below its upper edge.
    pub(super) first_seen: Option<(u32, f32)>,
    /// The same when the text was laid out anew: there it is to stand again.
    keep: Option<(u32, f32)>,
    /// Points to scroll while text is dragged over.
    pub(super) scroll_by: f32,
    /// Whether the source text stands beside the article.
    pub(super) beside: bool,
    /// Bytes of the reading text that the pointer is at in the source text; in this frame, and in the one before.
    pub(super) pointed: Option<ByteSpan>,
    pub(super) pointed_before: Option<ByteSpan>,
    /// An article that was opened for a mention of this entity: its first, or, backwards, its last.
    pub(super) awaited: Option<(ArticleId, EntityId, bool)>,
    pub(super) letters: Letters,
    /// A key asked for the menu of the name with the card, or of the selection.
    pub(super) menu_wanted: bool,
    pub(super) highlights: highlights::State,
    /// How far the article shown last is scrolled, in points, and how far it is to be.
    offset: Option<(ArticleId, f32)>,
    offset_wanted: Option<(ArticleId, f32)>,
}

/// What a stack was made for: it holds as long as this stays.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    article: ArticleId,
    len: usize,
    width: f32,
    pixels_per_point: f32,
    asides: bool,
    type_: Type,
    beside: bool,
}

/// What the places of hits were counted for: version of the stack, its top, number of hits, the first of them.
type Places = (u64, f32, usize, u32);

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Card {
    pub(super) entity: EntityId,
    pub(super) mention: Option<MentionId>,
}

impl State {
    pub fn open(&mut self, article: ArticleId, at: Option<ByteSpan>) {
        self.close_card();
        self.selection = None;
        self.highlights.lit.clear();
        self.drag = None;
        self.jump = at;
        self.opened = at.filter(|at| !at.is_empty()).map(|at| (article, at));
        // The hit it was opened at, not the first one, is the one stepped to.
        if self.opened.is_some() || self.hits.is_none_or(|(of, ..)| of != article) {
            self.hits = None;
            self.hit = 0;
        }
    }

    /// Whether neither a card is open nor words are selected, so that letters are for the list.
    pub const fn is_idle(&self) -> bool {
        self.card.is_none() && self.selection.is_none()
    }

    /// Points an article is scrolled by; 0 when it is not the one shown.
    pub fn scrolled(&self, article: ArticleId) -> f32 {
        self.offset_wanted
            .or(self.offset)
            .filter(|(of, _)| *of == article)
            .map_or(0.0, |(_, points)| points)
    }

    /// Scrolls an article once it is shown.
    pub fn scroll_to(&mut self, article: ArticleId, points: f32) {
        self.offset_wanted = Some((article, points));
    }

    pub fn close_card(&mut self) {
        self.card = None;
        self.opened = None;
        self.hover.pin();
    }

    pub fn show_card(&mut self, entity: Option<EntityId>) {
        self.opened = None;
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
            self.opened = None;
            self.card = Some(Card {
                entity: mention.entity,
                mention: Some(mention.id),
            });
            self.jump = Some(mention.span);
            self.hover.pin();
        }
    }

    /// Where among the mentions of its entity in the article the one with the card is, from 0, and how many there are.
    pub(super) fn among(&self, article: &ReaderArticle) -> Option<(Option<usize>, usize)> {
        let card = self.card?;
        let same = article.mentions.iter().filter(|m| m.entity == card.entity);
        let at = same.clone().position(|m| Some(m.id) == card.mention);
        Some((at, same.count()))
    }

    /// Puts the card under the next or previous mention of its entity. Returns whether there is one.
    pub(super) fn step_same(&mut self, article: &ReaderArticle, backwards: bool) -> bool {
        let Some((at, count)) = self.among(article) else {
            return false;
        };
        let next = match (at, backwards) {
            (None, false) => Some(0),
            (None, true) => count.checked_sub(1),
            (Some(at), false) => Some(at + 1),
            (Some(at), true) => at.checked_sub(1),
        };
        let entity = self.card.map(|card| card.entity);
        let mut same = article.mentions.iter().filter(|m| Some(m.entity) == entity);
        let Some(mention) = next.and_then(|next| same.nth(next)) else {
            return false;
        };
        self.selection = None;
        self.opened = None;
        self.card = Some(Card {
            entity: mention.entity,
            mention: Some(mention.id),
        });
        self.jump = Some(mention.span);
        self.hover.pin();
        true
    }

    /// Goes to the mention for which the article was opened.
    fn follow_awaited(&mut self, article: &ReaderArticle) {
        let Some((of, entity, backwards)) = self.awaited else {
            return;
        };
        if of != article.id {
            return;
        }
        self.awaited = None;
        self.card = Some(Card {
            entity,
            mention: None,
        });
        self.step_same(article, backwards);
    }

    /// The mention with the card may have come to mean another name, by a merge or a split: then the card is that name's.
    fn follow_card(&mut self, article: &ReaderArticle) {
        if let Some(card) = &mut self.card
            && let Some(mention) = article.mentions.iter().find(|m| Some(m.id) == card.mention)
        {
            card.entity = mention.entity;
        }
    }

    /// What is selected or pointed at, as bytes of the reading text.
    fn lit(&self, article: &ReaderArticle) -> Option<ByteSpan> {
        let of = |id| article.mentions.iter().find(|m| m.id == id).map(|m| m.span);
        self.pointed_before
            .or_else(|| self.hover.over_name().and_then(of))
            .or_else(|| self.selection.map(Selection::span))
            .or_else(|| self.card.and_then(|card| card.mention).and_then(of))
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

    /// Follows the article's search hits: the one the article was opened at, or the first of a new query; a step goes to
    /// the next.
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
            let opened = self.opened_hit(article);
            self.hit = opened.unwrap_or(0);
            if same_article && opened.is_none() {
                self.jump = article.hits.first().copied().or(self.jump);
                self.opened = self.opened.filter(|_| count == 0);
            }
        }
        if self.step != 0 && count > 0 {
            let moved = (self.hit as i64 + i64::from(self.step)).rem_euclid(count as i64);
            self.hit = usize::try_from(moved).unwrap_or(0);
            self.jump = article.hits.get(self.hit).copied();
            self.opened = None;
        }
        self.step = 0;
    }

    /// The search hit the article was opened at.
    fn opened_hit(&self, article: &ReaderArticle) -> Option<usize> {
        let at = self.passage(article)?;
        let found = article.hits.iter().position(|hit| *hit == at);
        found.or_else(|| article.hits.iter().position(|hit| hit.overlaps(&at)))
    }

    /// The passage this article was opened at.
    fn passage(&self, article: &ReaderArticle) -> Option<ByteSpan> {
        let (of, at) = self.opened?;
        (of == article.id).then_some(at)
    }

    /// The passage to be framed: what the article was opened at, unless a search hit there is framed already.
    pub(super) fn framed(&self, article: &ReaderArticle) -> Option<ByteSpan> {
        let at = self.passage(article)?;
        let hit = article.hits.get(self.hit);
        (hit != Some(&at)).then_some(at)
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
        state.reader.follow_awaited(article);
        state.reader.follow_card(article);
        state.reader.letters.follow(ui, article, cx);
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
        (None, _) if gone(cx, state).is_some() => gone_ui(ui, body, cx, state),
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

/// What became of the open article, when it is not in the project.
fn gone<'v>(cx: &Cx<'v>, state: &ReadState) -> Option<&'v Gone> {
    let gone = cx.views().gone.as_ref();
    gone.filter(|gone| state.article == Some(gone.article))
}

/// In place of the text: that the article was deleted, and how to have it back.
fn gone_ui(ui: &mut Ui, body: Rect, cx: &mut Cx<'_>, state: &ReadState) {
    let Some(gone) = gone(cx, state) else { return };
    let (words, button) = match &gone.deleted {
        Some(title) => (
            format!("“{title}” was deleted. Press J to read on"),
            cx.read_only().is_none().then_some("Bring it back"),
        ),
        None => ("The project does not have this article".to_owned(), None),
    };
    let empty = EmptyState {
        words: &words,
        button,
    };
    if widgets::empty_state(ui, body, empty) {
        cx.send(Action::Run(Command::RestoreArticles {
            articles: vec![gone.article],
        }));
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
    let reader = &mut state.reader;
    if ui.input(|input| input.pointer.any_pressed()) && ui.rect_contains_pointer(body) {
        reader.opened = None;
    }
    let columns = if reader.beside { 2.0 } else { 1.0 };
    let width = ((room - (columns + 1.0) * MARGIN) / columns).clamp(120.0, size::READER);
    // Where there is more room than the text may be wide, the text stands in the middle.
    let taken = columns * width + (columns - 1.0) * MARGIN;
    let left = body.left() + ((room - taken) / 2.0 + 3.0).max(space::L).round();
    let source_left = left + width + MARGIN;
    let sheet = Sheet {
        article,
        source: source::text_of(cx, article).filter(|_| reader.beside),
        type_: reader.type_,
        width,
    };
    reader.pointed_before = reader.pointed.take();
    let lit = reader.lit(article);
    let key = Key {
        article: article.id,
        len: article.reading_text.len(),
        width,
        pixels_per_point: ui.pixels_per_point(),
        asides: reader.asides,
        type_: reader.type_,
        beside: sheet.source.is_some(),
    };
    if reader.stack.as_ref().is_none_or(|(of, _)| *of != key) {
        let same = reader
            .stack
            .as_ref()
            .is_some_and(|(of, _)| of.article == key.article);
        reader.keep = reader.first_seen.filter(|_| same);
        let stack = Stack::new(ui, sheet, reader.asides);
        reader.stack = Some((key.clone(), stack));
        reader.places = None;
    }
    let Some((_, mut stack)) = reader.stack.take() else {
        return;
    };
    let headline = article
        .blocks
        .first()
        .filter(|block| block.kind == BlockKind::Headline);
    let title = headline.map(|block| {
        let words = block.span.of(&article.reading_text);
        let kind = Some(BlockKind::Headline);
        text::layout_words(ui, words, words, kind, reader.type_, width)
    });
    let title_height = title.as_ref().map_or(24.0, |laid| laid.size().y);
    let mut notes = article.notes.clone();
    notes.extend(reader.letters.note());
    let notes = byline::notes(ui, &notes, width).map(|galley| (galley, notes.join(". ")));
    let notes_height = notes
        .as_ref()
        .map_or(0.0, |(galley, _)| galley.size().y + space::L);
    let tags = tags::Block::new(ui, article, width);
    let tags_top = HEAD_TOP + title_height + HEAD_BOTTOM - space::M + notes_height;
    let stack_top = tags_top + tags.height() + space::M;
    state.codes.tags_at = None;
    let mut area = ScrollArea::vertical()
        .id_salt(("reader", article.id.0))
        .auto_shrink(false);
    let view = View {
        now: offset_of(ui, article.id),
        height: body.height(),
        stack_top,
    };
    if let Some(offset) = settle(ui, &mut stack, sheet, reader, view) {
        area = area.vertical_scroll_offset(offset);
        reader.offset_wanted = None;
    } else if let Some((_, offset)) = reader.offset_wanted.take_if(|(of, _)| *of == article.id) {
        area = area.vertical_scroll_offset(offset);
    }
    let height = stack_top + stack.height() + FOOT_ROOM;
    let mut anchor = None;
    let beside = body.right() - RULER - left - width;
    reader.highlights.begin(left + width, beside);
    reader.first_seen = None;
    let output = area.show_viewport(ui, |ui, view| {
        ui.set_min_size(vec2(room, height));
        let scroll = std::mem::take(&mut reader.scroll_by);
        if scroll != 0.0 {
            ui.scroll_with_delta(vec2(0.0, -scroll));
        }
        let origin = pos2(left, body.top() - view.top());
        if view.top() < stack_top {
            if reader.beside {
                source::head_ui(ui, pos2(source_left, origin.y), width, article, cx);
            }
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
            if let Some((galley, words)) = &notes {
                let at = pos2(
                    left,
                    origin.y + HEAD_TOP + title_height + HEAD_BOTTOM - space::M,
                );
                byline::notes_ui(ui, at, width, galley, words);
            }
            let at = pos2(left, origin.y + tags_top);
            state.codes.tags_at = Some(tags.ui(ui, at, width, article, cx));
        }
        for index in stack.visible(view.top() - stack_top, view.bottom() - stack_top) {
            let Some(item) = stack.items.get(index).copied() else {
                continue;
            };
            let y = origin.y + stack_top + stack.top(index);
            let at = pos2(left, y);
            match item {
                Item::Text { span, .. } => {
                    if y >= body.top() {
                        let seen = (span.start, y - body.top());
                        reader.first_seen.get_or_insert(seen);
                    }
                    let laid = sheet.layout(ui, item);
                    let found = block::block_ui(ui, at, &laid, span, article, reader, cx);
                    anchor = anchor.or(found);
                }
                Item::Aside(aside) => {
                    if let Some(aside) = article.asides.get(aside) {
                        let laid = sheet.layout(ui, item);
                        let label = text::aside_label(aside);
                        block::aside_ui(ui, at, &laid, width, label, &aside.text);
                    }
                }
                Item::Between(_) => {}
            }
            source::part_ui(ui, pos2(source_left, y), item, sheet, lit, reader);
        }
    });
    reader.offset = Some((article.id, output.state.clamped_offset().y));
    if reader.pointed != reader.pointed_before {
        ui.ctx().request_repaint();
    }
    reader.menu_wanted = false;
    selection::follow_drag(ui, body, article, reader);
    let strip = Rect::from_min_max(pos2(body.right() - RULER, body.top()), body.max);
    let counted: Places = (
        stack.version(),
        stack_top,
        article.hits.len(),
        article.hits.first().map_or(0, |hit| hit.start),
    );
    let places = match reader.places.take() {
        Some((of, places)) if of == counted => places,
        _ => {
            let y = |hit: &ByteSpan| stack.y_of(article, hit.start).map(|y| y + stack_top);
            let share = |hit| y(hit).unwrap_or(HEAD_TOP) / height;
            article.hits.iter().map(share).collect()
        }
    };
    if let Some(chosen) = ruler::ui(ui, strip, &places, reader.hit) {
        reader.hit = chosen;
        reader.opened = None;
        reader.jump = article.hits.get(chosen).copied();
    }
    reader.places = Some((counted, places));
    reader.stack = Some((key, stack));
    card_of(ui, body, anchor, article, cx, state, output.inner_rect);
    highlights::card_ui(ui, body, article, &mut state.reader.highlights, cx);
}

/// From the top of the scrolled content to the headline, and from the headline's lower edge to the text.
const HEAD_TOP: f32 = 46.0;
const HEAD_BOTTOM: f32 = 52.0;

/// Room below the last line.
const FOOT_ROOM: f32 = 60.0;

/// The part of the article that is seen: where the scroll position is, how much is seen, and where the stack begins.
#[derive(Clone, Copy)]
struct View {
    now: f32,
    height: f32,
    stack_top: f32,
}

fn offset_of(ui: &Ui, article: ArticleId) -> f32 {
    let id = ui.make_persistent_id(egui::IdSalt::new(("reader", article.0)));
    egui::scroll_area::State::load(ui.ctx(), id).map_or(0.0, |state| state.clamped_offset().y)
}

/// Measures what comes into view, and goes to the wanted bytes. Returns the scroll offset when it is another than now:
/// what is read stays where it is while what lies above turns out higher or lower than guessed.
fn settle(
    ui: &Ui,
    stack: &mut Stack,
    sheet: Sheet<'_>,
    reader: &mut State,
    view: View,
) -> Option<f32> {
    let View {
        now,
        height,
        stack_top,
    } = view;
    let height_of = |item| sheet.height(ui, item);
    let measure = |stack: &mut Stack, from: f32| {
        let from = from - stack_top;
        stack.measure(from, from + height, height_of)
    };
    let kept = reader.keep.take().and_then(|(byte, below)| {
        let index = stack.item_at(sheet.article, byte)?;
        let at = |stack: &Stack| (stack_top + stack.top(index) - below).max(0.0);
        measure(stack, at(stack));
        Some(at(stack))
    });
    if let (Some(kept), None) = (kept, reader.jump) {
        return Some(kept);
    }
    let moved = measure(stack, now);
    let Some(span) = reader.jump.take() else {
        return (moved != 0.0).then_some(now + moved);
    };
    let place = |stack: &Stack| {
        let Some(index) = stack.item_at(sheet.article, span.start) else {
            return HEAD_TOP;
        };
        let Some(item @ Item::Text { span: of, .. }) = stack.items.get(index).copied() else {
            return HEAD_TOP;
        };
        // Where the words really stand, not by their share of the paragraph.
        let laid = sheet.layout(ui, item);
        let chars = text::InBlock::new(of, sheet.words(item)).chars(span);
        let wide = chars.start..chars.end.max(chars.start + 1);
        let line = laid.rects(wide).first().map_or(0.0, egui::Rect::top);
        stack_top + stack.top(index) + line
    };
    let now = now + moved;
    let y = place(stack);
    if y > now + 30.0 && y < now + height - 60.0 {
        return (moved != 0.0).then_some(now);
    }
    let target = |y: f32| (y - height * 0.33).max(0.0);
    measure(stack, target(y));
    Some(target(place(stack)))
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
        state.reader.among(article),
        cx,
    ) {
        state.reader.card = None;
        state.reader.hover.close();
    }
}
