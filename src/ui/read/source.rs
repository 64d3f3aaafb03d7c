//! The text an article was made of, beside it: each paragraph at the height of its source, what became no part of it in
//! gray between, and what is pointed at or selected lit in both.

use egui::{Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{
    reader::State,
    selection::{self, Selection},
    stack::{Item, Sheet},
    text,
};
use crate::{
    model::ByteSpan,
    ui::{
        context::Cx,
        theme::{colors, font, space},
        widgets::{self, label},
    },
    workspace::{
        session::Slot,
        views::{ReaderArticle, SourceText},
    },
};

/// The source text, once it was read.
pub(super) fn text_of<'v>(cx: &Cx<'v>, article: &ReaderArticle) -> Option<&'v SourceText> {
    let text = cx.views().source.value();
    text.filter(|text| text.article == article.id)
}

/// What stands above the source text, as high as the article's own head: what it is, or why it is not there.
pub(super) fn head_ui(
    ui: &mut Ui,
    at: egui::Pos2,
    width: f32,
    article: &ReaderArticle,
    cx: &Cx<'_>,
) {
    let c = colors(ui);
    let slot = &cx.views().source;
    let row = Rect::from_min_size(pos2(at.x, at.y + 18.0), vec2(width, 24.0));
    widgets::at(ui, row, |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        label(ui, "Source text", font::bold(font::SMALL), c.ink);
        widgets::label_elided(ui, &article.file, font::ui(font::SMALL), c.ink2);
    });
    let words = match (slot, text_of(cx, article)) {
        (Slot::Failed(problem), _) => problem.to_string(),
        (_, None) => "Reading the file again…".to_owned(),
        (_, Some(text)) if text.as_in_file => {
            format!(
                "The {} file as it is. Gray: no part of the article",
                article.format
            )
        }
        (_, Some(_)) => format!(
            "The text the {} file holds. Gray: no part of the article",
            article.format
        ),
    };
    let galley = ui
        .painter()
        .layout(words.clone(), font::ui(font::SMALL), c.ink2, width);
    let rect = Rect::from_min_size(pos2(at.x, row.bottom() + 4.0), galley.size());
    let response = ui.interact(rect, Id::unique("about the source text"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    ui.painter().galley(rect.min, galley, c.ink2);
}

/// Draws the source text of an item with its corner at `at`. `lit` are the bytes of the reading text that are selected
/// or pointed at.
pub(super) fn part_ui(
    ui: &Ui,
    at: egui::Pos2,
    item: Item,
    sheet: Sheet<'_>,
    lit: Option<ByteSpan>,
    reader: &mut State,
) {
    let (Some(source), Some(laid)) = (sheet.source, sheet.layout_source(ui, item)) else {
        return;
    };
    let c = colors(ui);
    let (span, words) = sheet.source_words(item);
    let lit = lit.and_then(|lit| source.offsets.to_source(lit));
    if let Some(lit) = lit.filter(|lit| lit.overlaps(&span)) {
        let chars = text::InBlock::new(span, words).chars(lit);
        for mark in laid.rects(chars) {
            let ground = mark.translate(at.to_vec2()).expand2(vec2(1.0, -1.0));
            ui.painter().rect_filled(ground, 0.0, c.selected);
            widgets::hline(ui.painter(), ground, ground.bottom(), c.accent);
        }
    }
    let rect = Rect::from_min_size(at, laid.size());
    let response = ui.interact(rect, Id::unique(("source", span.start)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    let ink = if matches!(item, Item::Between(_)) {
        c.ink3
    } else {
        c.ink
    };
    laid.paint(ui.painter(), at, ink);
    let Some(pos) = response.hover_pos() else {
        return;
    };
    let place = laid.char_at(pos - at);
    let byte = words
        .char_indices()
        .nth(place)
        .map_or(words.len(), |(at, _)| at);
    let Some(word) = selection::word_of(words, byte) else {
        return;
    };
    let Some(read) = source.offsets.to_reading(word.shifted(span.start)) else {
        return;
    };
    reader.pointed = Some(read);
    if response.clicked() {
        reader.select(Selection::of(read));
    }
}
