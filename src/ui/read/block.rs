//! One block of text on the screen: tints, hits, words, underlines, and names to click.

use egui::{Id, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{
    correct::{self, Subject},
    highlights,
    reader::{Card, State},
    selection,
    text::{self, Laid},
};
use crate::{
    model::{BlockKind, ByteSpan},
    ui::{
        context::Cx,
        theme::{colors, font, mix, radius, stroke},
        widgets,
    },
    workspace::views::{ReaderArticle, ReaderMention},
};

pub(super) fn aside_ui(ui: &Ui, at: egui::Pos2, laid: &Laid, width: f32, kind: &str, words: &str) {
    let c = colors(ui);
    let rect = Rect::from_min_size(at, vec2(width, laid.size().y));
    let response = ui.interact(rect, Id::unique(("aside", words)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{kind}: {words}")));
    let line = Rect::from_min_size(pos2(at.x - 12.0, at.y), vec2(2.0, rect.height()));
    ui.painter().rect_filled(line, 0.0, c.line2);
    laid.paint(ui.painter(), at, c.ink3);
    response.on_hover_text_at_pointer(format!(
        "{kind}, set aside: neither counted nor highlighted"
    ));
}

/// Draws a block, or a part of one, with its marks and hits: `span` are its bytes of the reading text. Returns where the
/// mention with the card lies, when it is in this block.
pub(super) fn block_ui(
    ui: &mut Ui,
    at: egui::Pos2,
    laid: &Laid,
    span: ByteSpan,
    article: &ReaderArticle,
    reader: &mut State,
    cx: &mut Cx<'_>,
) -> Option<Rect> {
    let c = colors(ui);
    let words = span.of(&article.reading_text);
    // Only what is in view is looked at.
    let clip = ui.clip_rect();
    let seen = laid.between(clip.top() - at.y, clip.bottom() - at.y);
    let boxes_of = |chars: std::ops::Range<usize>| -> Vec<Rect> {
        let rects = laid.rects(chars);
        rects
            .into_iter()
            .map(|rect| rect.translate(at.to_vec2()))
            .collect()
    };
    let first = article
        .mentions
        .partition_point(|mention| mention.span.end <= span.start);
    let last = article
        .mentions
        .partition_point(|mention| mention.span.start < span.end);
    let mut places = text::InBlock::new(span, words);
    let mentions: Vec<(&ReaderMention, Vec<Rect>)> = article
        .mentions
        .get(first..last)
        .unwrap_or_default()
        .iter()
        .filter(|mention| reader.marked(mention.kind))
        .map(|mention| (mention, places.chars(mention.span)))
        .filter(|(_, chars)| chars.start < seen.end && seen.start < chars.end)
        .map(|(mention, chars)| (mention, boxes_of(chars)))
        .collect();
    grounds_ui(ui, laid, &mentions);
    if let Some(pointed) = reader.pointed_before.filter(|read| read.overlaps(&span)) {
        // The word of the source text under the pointer.
        for mark in boxes_of(text::InBlock::new(span, words).chars(pointed)) {
            ui.painter()
                .rect_filled(mark.shrink2(vec2(0.0, 1.0)), 0.0, c.selected);
            widgets::hline(ui.painter(), mark, mark.bottom() - 1.0, c.accent);
        }
    }
    let mut places = text::InBlock::new(span, words);
    let highlighted = highlights::paint(
        ui,
        article,
        span,
        &mut |span| places.chars(span),
        &seen,
        &boxes_of,
        &mut reader.highlights,
    );
    let mut current = Vec::new();
    let passage = reader.framed(article);
    if let Some(passage) = passage.filter(|passage| passage.overlaps(&span)) {
        let chars = text::InBlock::new(span, words).chars(passage);
        current = boxes_of(chars.start.max(seen.start)..chars.end.min(seen.end));
        for mark in &current {
            ui.painter()
                .rect_filled(hit_ground(*mark), 0.0, c.current_hit);
        }
        if span.covers(passage.start)
            && let Some(first) = current.first()
        {
            let id = Id::unique("opened passage");
            let response = ui.interact(*first, id, Sense::hover());
            let name = format!("Passage: {}", passage.of(&article.reading_text));
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
        }
    }
    let first = article.hits.partition_point(|hit| hit.end <= span.start);
    let last = article.hits.partition_point(|hit| hit.start < span.end);
    let mut places = text::InBlock::new(span, words);
    for (index, hit) in article.hits.iter().enumerate().take(last).skip(first) {
        let chars = places.chars(*hit);
        if chars.start >= seen.end || seen.start >= chars.end {
            continue;
        }
        let boxes = boxes_of(chars);
        // One place at a time is the strong one.
        let strong = index == reader.hit && passage.is_none();
        if passage.is_some_and(|passage| passage.overlaps(hit)) {
            continue;
        }
        for mark in &boxes {
            let color = if strong { c.current_hit } else { c.hit };
            ui.painter().rect_filled(hit_ground(*mark), 0.0, color);
        }
        if strong {
            current = boxes;
        }
    }
    let frame = Rect::from_min_size(at, laid.size());
    let response = ui.interact(
        frame,
        Id::unique(("block", article.id.0, span.start)),
        Sense::CLICK | Sense::DRAG,
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    let ink = match article.blocks.get(
        article
            .blocks
            .partition_point(|block| block.span.start < span.start),
    ) {
        Some(block) if block.kind == BlockKind::Caption => c.ink2,
        _ => c.ink,
    };
    selection::pointer(ui, &response, at, laid, span, article, reader);
    if let Some((selected, text)) = reader.selected(article)
        && selected.overlaps(&span)
    {
        let chars = text::InBlock::new(span, words).chars(selected);
        let boxes = boxes_of(chars.start.max(seen.start)..chars.end.min(seen.end));
        let ground = ui.visuals().selection.bg_fill;
        for mark in &boxes {
            ui.painter().rect_filled(*mark, 0.0, ground);
        }
        reader.highlights.selection_at = boxes.last().copied();
        // Where it begins stands for all of it.
        if span.covers(selected.start)
            && let Some(first) = boxes.first()
        {
            selection::node_ui(ui, *first, text, reader);
        }
    }
    let asked = reader.menu_wanted
        && reader
            .selection
            .is_some_and(|selection| span.covers(selection.span().start));
    correct::selection_menu(&response, asked, article, reader, cx);
    laid.paint(ui.painter(), at, ink);
    for mark in &current {
        let ground = hit_ground(*mark);
        laid.paint_over(ui.painter(), at, ground, c.on_current_hit);
        ui.painter().rect_stroke(
            ground,
            0.0,
            Stroke::new(stroke::LINE, c.ink),
            StrokeKind::Outside,
        );
    }
    highlights::nodes(ui, &highlighted, article);
    marks_ui(ui, &mentions, article, reader, cx)
}

/// The ground of a search hit, a bit wider than its letters.
fn hit_ground(mark: Rect) -> Rect {
    mark.shrink2(vec2(0.0, 1.0)).expand2(vec2(1.0, 0.0))
}

/// The grounds under the words of one block, before the words are painted: tints of the types of its mentions, whose
/// places on the screen are given.
fn grounds_ui(ui: &Ui, laid: &Laid, mentions: &[(&ReaderMention, Vec<Rect>)]) {
    let c = colors(ui);
    let headline = laid.line_height() > font::READER.1 + 2.0;
    let inset = if headline { 2.0 } else { 1.0 };
    for (mention, boxes) in mentions {
        for mark in boxes {
            let ground = mark.shrink2(vec2(0.0, inset));
            ui.painter().rect_filled(ground, 0.0, c.tint(mention.kind));
        }
    }
}

/// Underlines, and what a click on a name does.
fn marks_ui(
    ui: &Ui,
    mentions: &[(&ReaderMention, Vec<Rect>)],
    article: &ReaderArticle,
    reader: &mut State,
    cx: &mut Cx<'_>,
) -> Option<Rect> {
    let c = colors(ui);
    let mut anchor = None;
    for (mention, boxes) in mentions {
        let id = Id::unique(("mention", mention.id.0));
        let has_card = match reader.card {
            Some(Card {
                mention: Some(with),
                ..
            }) => with == mention.id,
            Some(Card {
                mention: None,
                entity,
            }) => entity == mention.entity && anchor.is_none(),
            None => false,
        };
        let (mut clicked, mut hovered) = (false, false);
        for (part, mark) in boxes.iter().enumerate() {
            // Only the name with the card is a stop of the Tab key; N and P go from name to name.
            let sense = if has_card && part == 0 {
                Sense::click()
            } else {
                Sense::CLICK
            };
            let response = ui.interact(mark.shrink2(vec2(0.0, 1.0)), id.with(part), sense);
            let name = format!("{} {}", mention.kind.label(), mention.name);
            response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &name));
            hovered |= response.hovered();
            if response.hovered() && !has_card {
                let ground = mix(c.paper, c.of(mention.kind), 0.12).gamma_multiply(0.5);
                ui.painter()
                    .rect_filled(mark.shrink2(vec2(0.0, 1.0)), 0.0, ground);
            }
            let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
            clicked |= response.clicked();
            if selection::covers(reader, mention.span) {
                correct::selection_menu(&response, false, article, reader, cx);
            } else {
                let asked = reader.menu_wanted && has_card && part == 0;
                let subject = Subject::of(mention, article);
                correct::mention_menu(&response, asked, &subject, cx);
            }
            let line = mark.bottom() - if mark.height() > 30.0 { 4.0 } else { 3.0 };
            widgets::underline(
                ui.painter(),
                mark.left(),
                mark.right(),
                line,
                mention.kind,
                c.of(mention.kind),
            );
        }
        let card = Card {
            entity: mention.entity,
            mention: Some(mention.id),
        };
        if hovered {
            reader.hover.over(card);
        }
        if clicked {
            // A click keeps the card that the pointer brought up, and closes one that was kept.
            if has_card && !reader.hover.passing() {
                reader.card = None;
                reader.hover.close();
            } else {
                reader.card = Some(card);
                reader.hover.pin();
            }
            reader.selection = None;
            reader.highlights.lit.clear();
            ui.ctx().request_repaint();
        }
        if has_card {
            let around = boxes.iter().copied().reduce(Rect::union);
            for mark in boxes {
                let ring = Stroke::new(stroke::FOCUS, c.accent);
                ui.painter().rect_stroke(
                    mark.expand2(vec2(2.0, 0.0)),
                    radius::BADGE,
                    ring,
                    StrokeKind::Inside,
                );
            }
            anchor = boxes.last().copied().or(around);
        }
    }
    anchor
}
