//! A stretch of the reading text that is selected, to be copied or marked as a name. The text itself is never edited.

use egui::{
    Event, EventFilter, Id, Key, Modifiers, PointerButton, Pos2, Rect, Response, Role, Sense, Ui,
    WidgetInfo,
};

use super::{reader::State as Reader, text::Laid};
use crate::{
    model::{Block, ByteSpan},
    workspace::views::ReaderArticle,
};

/// What is selected: from `anchor` to `head`, bytes of the reading text; the head may lie before the anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    anchor: u32,
    head: u32,
}

impl Selection {
    #[must_use]
    pub fn span(self) -> ByteSpan {
        ByteSpan::new(self.anchor.min(self.head), self.anchor.max(self.head))
    }

    /// All of a span.
    #[must_use]
    pub const fn of(span: ByteSpan) -> Self {
        Self {
            anchor: span.start,
            head: span.end,
        }
    }
}

/// A drag over the text that is going on.
#[derive(Clone, Copy, Debug)]
pub struct Drag {
    from: u32,
    /// The nearest place to the pointer seen in this frame, and its distance.
    nearest: Option<(f32, u32)>,
}

/// The id that has the keyboard while text is selected.
pub fn id() -> Id {
    Id::unique("selected text")
}

/// Length in bytes of the word `text` begins with: letters and digits, with hyphens and apostrophes inside, but without
/// a genitive's `’s`, which is no part of a name.
fn word_len(text: &str) -> usize {
    let mut end = 0;
    let chars = text.char_indices();
    for (at, c) in chars {
        if c.is_alphanumeric() {
            end = at + c.len_utf8();
            continue;
        }
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        let mut next = rest.chars();
        let joins = match c {
            '-' | '‐' => next.next().is_some_and(char::is_alphanumeric),
            '\'' | '’' => {
                let first = next.next();
                let genitive = matches!(first, Some('s' | 'S'))
                    && !next.next().is_some_and(char::is_alphanumeric);
                !genitive && first.is_some_and(char::is_alphanumeric)
            }
            _ => false,
        };
        if !joins {
            break;
        }
    }
    end
}

/// All words of a text, in order.
fn words(text: &str) -> impl Iterator<Item = ByteSpan> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let first = rest.chars().next()?;
            let len = word_len(rest);
            if len == 0 {
                at += first.len_utf8();
                continue;
            }
            let span = ByteSpan::from(at..at + len);
            at += len;
            return Some(span);
        }
    })
}

/// The block that holds a byte, or the next one.
fn block_at(blocks: &[Block], at: u32) -> Option<ByteSpan> {
    let index = blocks.partition_point(|block| block.span.end < at);
    blocks.get(index).or(blocks.last()).map(|block| block.span)
}

/// The words of a block, as spans of the whole text.
fn words_of(text: &str, block: ByteSpan) -> impl Iterator<Item = ByteSpan> {
    words(block.of(text)).map(move |word| word.shifted(block.start))
}

/// The word at a place; nothing between words.
#[must_use]
pub fn word_at(article: &ReaderArticle, at: u32) -> Option<ByteSpan> {
    let block = block_at(&article.blocks, at)?;
    words_of(&article.reading_text, block).find(|word| word.start <= at && at <= word.end)
}

/// The word of a text at one of its bytes.
#[must_use]
pub fn word_of(text: &str, at: usize) -> Option<ByteSpan> {
    words(text).find(|word| word.range().start <= at && at <= word.range().end)
}

fn next_word(article: &ReaderArticle, from: u32) -> Option<ByteSpan> {
    let first = article
        .blocks
        .partition_point(|block| block.span.end <= from);
    article
        .blocks
        .iter()
        .skip(first)
        .find_map(|block| words_of(&article.reading_text, block.span).find(|w| w.start >= from))
}

fn previous_word(article: &ReaderArticle, from: u32) -> Option<ByteSpan> {
    let last = article
        .blocks
        .partition_point(|block| block.span.start < from);
    let blocks = article.blocks.iter().take(last).rev();
    blocks
        .filter_map(|block| {
            words_of(&article.reading_text, block.span)
                .take_while(|w| w.end <= from)
                .last()
        })
        .next()
}

/// First word of the paragraph after, or before, the one that holds `from`.
fn paragraph_word(article: &ReaderArticle, from: u32, backwards: bool) -> Option<ByteSpan> {
    let at = article
        .blocks
        .partition_point(|block| block.span.end < from);
    let first = |block: &Block| words_of(&article.reading_text, block.span).next();
    if backwards {
        article.blocks.iter().take(at).rev().find_map(first)
    } else {
        article.blocks.iter().skip(at + 1).find_map(first)
    }
}

/// One word more at the side the arrow points to, or one less where the selection reaches to the other side.
fn extended(article: &ReaderArticle, old: Selection, forward: bool) -> Option<Selection> {
    let head = if forward {
        let word = next_word(article, old.head)?;
        if old.head >= old.anchor {
            word.end
        } else {
            next_word(article, word.end.min(old.anchor)).map_or(word.end, |next| next.start)
        }
    } else {
        let word = previous_word(article, old.head)?;
        if old.head <= old.anchor {
            word.start
        } else {
            previous_word(article, word.start.max(old.anchor)).map_or(word.start, |next| next.end)
        }
    };
    Some(Selection {
        anchor: old.anchor,
        head,
    })
}

/// Within one word the letters dragged over; across words, whole words.
fn dragged(article: &ReaderArticle, from: u32, to: u32) -> Selection {
    let exact = Selection {
        anchor: from,
        head: to,
    };
    let inside = |at: u32, word: &ByteSpan| word.start < at && at < word.end;
    let (a, b) = (word_at(article, from), word_at(article, to));
    if a.is_some() && a == b {
        return exact;
    }
    let snap = |at: u32, word: Option<ByteSpan>, forward: bool| match word {
        Some(word) if inside(at, &word) => {
            if forward {
                word.end
            } else {
                word.start
            }
        }
        _ => at,
    };
    let forward = to >= from;
    Selection {
        anchor: snap(from, a, !forward),
        head: snap(to, b, forward),
    }
}

/// The byte of the reading text under a place on the screen, for a block drawn at `corner`.
fn byte_at(pos: Pos2, corner: Pos2, laid: &Laid, block: ByteSpan, words: &str) -> u32 {
    let index = laid.char_at(pos - corner);
    let byte = words
        .char_indices()
        .nth(index)
        .map_or(words.len(), |(at, _)| at);
    block.start + u32::try_from(byte).unwrap_or(0)
}

/// What the mouse does to the selection over one block.
pub(super) fn pointer(
    ui: &Ui,
    response: &Response,
    corner: Pos2,
    laid: &Laid,
    block: ByteSpan,
    article: &ReaderArticle,
    reader: &mut Reader,
) {
    let words = block.of(&article.reading_text);
    let byte = |pos: Pos2| byte_at(pos, corner, laid, block, words);
    let (origin, pos, down, shift) = ui.input(|input| {
        (
            input.pointer.press_origin(),
            input.pointer.interact_pos(),
            input.pointer.primary_down(),
            input.modifiers.shift,
        )
    });
    if response.drag_started_by(PointerButton::Primary)
        && let Some(origin) = origin
    {
        let from = match reader.selection {
            Some(selection) if shift => selection.anchor,
            _ => byte(origin),
        };
        reader.drag = Some(Drag {
            from,
            nearest: None,
        });
        reader.card = None;
    }
    if let (Some(drag), Some(pos)) = (&mut reader.drag, pos.filter(|_| down)) {
        let rect = Rect::from_min_size(corner, laid.size());
        let distance = (rect.top() - pos.y).max(pos.y - rect.bottom()).max(0.0);
        if drag.nearest.is_none_or(|(least, _)| distance < least) {
            drag.nearest = Some((distance, byte(pos)));
        }
    }
    let Some(pos) = pos else { return };
    if response.triple_clicked() {
        // What is drawn can be a part of a long paragraph.
        let whole = block_at(&article.blocks, block.start + 1).unwrap_or(block);
        reader.select(Selection::of(whole));
    } else if response.double_clicked() {
        if let Some(word) = word_at(article, byte(pos)) {
            reader.select(Selection::of(word));
        }
    } else if response.clicked() {
        match reader.selection {
            Some(old) if shift => reader.select(dragged(article, old.anchor, byte(pos))),
            _ => {
                reader.selection = None;
                super::highlights::clicked(article, byte(pos), &mut reader.highlights);
            }
        }
    } else if response.secondary_clicked() {
        let at = byte(pos);
        let inside = reader.selection.is_some_and(|s| s.span().covers(at));
        if !inside {
            reader.selection = word_at(article, at).map(Selection::of);
            reader.card = None;
        }
    }
}

/// Follows a drag after all blocks were drawn: the selection ends where the pointer is, and the text scrolls when it is
/// held beyond its edge.
pub(super) fn follow_drag(ui: &Ui, view: Rect, article: &ReaderArticle, reader: &mut Reader) {
    let Some(mut drag) = reader.drag else { return };
    let (pos, down) = ui.input(|i| (i.pointer.interact_pos(), i.pointer.primary_down()));
    if !down {
        reader.drag = None;
        if reader.selection.is_some() {
            ui.memory_mut(|memory| memory.request_focus(id()));
        }
        return;
    }
    if let Some((_, to)) = drag.nearest.take() {
        let selection = dragged(article, drag.from, to);
        reader.selection = (!selection.span().is_empty()).then_some(selection);
    }
    reader.drag = Some(drag);
    if let Some(pos) = pos {
        let over = (pos.y - view.bottom()).max(0.0) - (view.top() - pos.y).max(0.0);
        if over != 0.0 {
            reader.scroll_by = over.clamp(-40.0, 40.0) * 0.4;
            ui.ctx().request_repaint();
        }
    }
}

/// Keys that select: Shift with an arrow takes the name with the card, the search hit or the first word in view, then
/// word after word; arrows alone go on from what is selected, when it has the keyboard. Escape lets go.
pub(super) fn keys(ui: &Ui, article: &ReaderArticle, reader: &mut Reader) {
    let consumed = |modifiers, key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(modifiers, key))
    };
    let text = &article.reading_text;
    for (key, forward) in [(Key::ArrowRight, true), (Key::ArrowLeft, false)] {
        if !consumed(Modifiers::SHIFT, key) {
            continue;
        }
        let next = match reader.selection {
            Some(old) => extended(article, old, forward),
            None => reader.start(article).map(Selection::of),
        };
        if let Some(next) = next {
            reader.select(next);
        }
    }
    let Some(selection) = reader.selection else {
        return;
    };
    if ui.ctx().input(|input| input.key_pressed(Key::Escape)) {
        reader.selection = None;
        return;
    }
    let copied = ui.ctx().input_mut(|input| {
        let at = input
            .events
            .iter()
            .position(|event| matches!(event, Event::Copy));
        at.map(|at| input.events.remove(at)).is_some()
    });
    if copied {
        ui.ctx().copy_text(selection.span().of(text).to_owned());
    }
    if !ui.memory(|memory| memory.has_focus(id())) {
        return;
    }
    let arrows = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..EventFilter::default()
    };
    crate::ui::widgets::hold_keys(ui, id(), arrows);
    let span = selection.span();
    let plain = |key| consumed(Modifiers::NONE, key);
    let word = if plain(Key::ArrowRight) {
        next_word(article, span.end)
    } else if plain(Key::ArrowLeft) {
        previous_word(article, span.start)
    } else if plain(Key::ArrowDown) {
        paragraph_word(article, span.start, false)
    } else if plain(Key::ArrowUp) {
        paragraph_word(article, span.start, true)
    } else {
        None
    };
    if let Some(word) = word {
        reader.select(Selection::of(word));
    }
}

impl Reader {
    /// Selects and brings the end that moves into view.
    pub(super) fn select(&mut self, selection: Selection) {
        if selection.span().is_empty() {
            self.selection = None;
            return;
        }
        self.selection = Some(selection);
        self.opened = None;
        self.highlights.lit.clear();
        self.card = None;
        self.jump = Some(ByteSpan::new(selection.head, selection.head));
        self.focus_selection = true;
    }

    /// Where selecting by keys begins: the name with the card, the search hit, or the first word in view.
    fn start(&self, article: &ReaderArticle) -> Option<ByteSpan> {
        let mention = self.card.and_then(|card| card.mention);
        let named = article.mentions.iter().find(|m| Some(m.id) == mention);
        named
            .map(|mention| mention.span)
            .or_else(|| article.hits.get(self.hit).copied())
            .or_else(|| next_word(article, self.first_seen.map_or(0, |(byte, _)| byte)))
    }

    /// What is selected of the article, and where.
    pub(super) fn selected<'a>(&self, article: &'a ReaderArticle) -> Option<(ByteSpan, &'a str)> {
        let span = self.selection?.span();
        let text = span.of(&article.reading_text);
        (!text.trim().is_empty()).then_some((span, text))
    }
}

/// The selection as screen readers and the keyboard find it; `rect` is where it begins.
pub(super) fn node_ui(ui: &Ui, rect: Rect, words: &str, reader: &mut Reader) {
    let response = ui.interact(rect, id(), Sense::focusable_noninteractive());
    let name = format!("Selected text: {words}");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    if std::mem::take(&mut reader.focus_selection) {
        response.request_focus();
    }
}

/// Whether the selection reaches over the whole of `span`.
pub(super) fn covers(reader: &Reader, span: ByteSpan) -> bool {
    reader.selection.is_some_and(|s| s.span().contains(&span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleId, BlockKind, marking::ArticleMarks};

    fn article(paragraphs: &[&str]) -> ReaderArticle {
        let mut article = ReaderArticle {
            id: ArticleId(1),
            file: String::new(),
            format: String::new(),
            encoding: String::new(),
            title: String::new(),
            title_made_up: false,
            outlet: None,
            agency: None,
            byline: None,
            published: None,
            dateline_place: None,
            url: None,
            words: 0,
            version: None,
            notes: Vec::new(),
            reading_text: String::new(),
            blocks: Vec::new(),
            mentions: Vec::new(),
            hits: Vec::new(),
            marks: ArticleMarks::default(),
            asides: Vec::new(),
        };
        for words in paragraphs {
            if !article.reading_text.is_empty() {
                article.reading_text.push_str("\n\n");
            }
            let start = article.reading_text.len();
            article.reading_text.push_str(words);
            article.blocks.push(Block {
                span: (start..start + words.len()).into(),
                kind: BlockKind::Paragraph,
            });
        }
        article
    }

    #[test]
    fn words_end_before_a_genitive() {
        for (text, expected) in [
            ("Yafran’s wells", vec!["Yafran", "s", "wells"]),
            ("O’Hara, M'zab", vec!["O’Hara", "M'zab"]),
            ("Al-Zawiya – 12", vec!["Al-Zawiya", "12"]),
            ("", vec![]),
            ("…", vec![]),
        ] {
            let found: Vec<&str> = words(text).map(|w| w.of(text)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn words_are_found_across_paragraphs() {
        let article = article(&["Two wells", "", "Ḥamra came"]);
        let text = |word: Option<ByteSpan>| word.map(|w| w.of(&article.reading_text));
        assert_eq!(text(word_at(&article, 1)), Some("Two"));
        assert_eq!(text(next_word(&article, 3)), Some("wells"));
        assert_eq!(text(next_word(&article, 9)), Some("Ḥamra"));
        assert_eq!(text(next_word(&article, 60)), None);
        let hamra = article.blocks[2].span.start;
        assert_eq!(text(previous_word(&article, hamra)), Some("wells"));
        assert_eq!(text(previous_word(&article, 0)), None);
        assert_eq!(text(paragraph_word(&article, hamra, true)), Some("Two"));
        assert_eq!(text(paragraph_word(&article, 4, false)), Some("Ḥamra"));
    }

    #[test]
    fn a_selection_grows_and_shrinks_by_words() {
        let article = article(&["The Green Lantern fund", "paid"]);
        let lantern = Selection::of(ByteSpan::new(10, 17));
        let check = |steps: &[bool], expected: &str| {
            let end = steps.iter().try_fold(lantern, |selection, forward| {
                extended(&article, selection, *forward)
            });
            let text = end.map(|end| end.span().of(&article.reading_text));
            assert_eq!(text, Some(expected), "{steps:?}");
        };
        check(&[true], "Lantern fund");
        check(&[true, false], "Lantern");
        check(&[true, true], "Lantern fund\n\npaid");
        check(&[true, true, false], "Lantern fund");
        let back = Selection {
            anchor: 17,
            head: 10,
        };
        let longer = extended(&article, back, false).map(Selection::span);
        assert_eq!(longer, Some(ByteSpan::new(4, 17)));
    }

    #[test]
    fn a_drag_over_several_words_takes_them_whole() {
        let article = article(&["The Green Lantern fund paid"]);
        let text = |from, to| dragged(&article, from, to).span().of(&article.reading_text);
        assert_eq!(text(5, 7), "re", "within a word, letters");
        assert_eq!(text(6, 13), "Green Lantern");
        assert_eq!(text(13, 6), "Green Lantern");
        assert_eq!(text(4, 17), "Green Lantern");
    }
}
