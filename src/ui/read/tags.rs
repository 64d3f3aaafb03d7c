//! The tags of the open article and the memo on it, between its headline and its text.

use std::sync::Arc;

use egui::{
    Align2, Galley, Id, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use crate::{
    model::MemoOn,
    ui::{
        action::Action,
        context::Cx,
        marks::{Ask, Pick},
        theme::{colors, font, radius, size, space, stroke},
        widgets::{self, Icon},
    },
    workspace::{Command, views::ReaderArticle},
};

/// The block laid out, from its upper left corner.
pub(super) struct Block {
    /// One for each tag, in their order.
    chips: Vec<Rect>,
    add: Rect,
    write: Rect,
    memo: Option<Arc<Galley>>,
    memo_top: f32,
    height: f32,
}

const CROSS: f32 = 20.0;
const GAP: f32 = 6.0;
/// Lines of a memo that are shown; the rest is in its dialog.
const LINES: usize = 8;
/// Room for the sign before the memo.
const INDENT: f32 = 18.0;

const ADD: &str = "Add tag";

const fn write_words(memo: bool) -> &'static str {
    if memo {
        "Change the memo"
    } else {
        "Write a memo"
    }
}

impl Block {
    /// Lays out the tags and the memo of an article in `width` points.
    pub(super) fn new(ui: &Ui, article: &ReaderArticle, width: f32) -> Self {
        let small = || font::ui(font::SMALL);
        let has_memo = !article.marks.memo.is_empty();
        let mut widths: Vec<f32> = article
            .marks
            .tags
            .iter()
            .map(|tag| space::M + widgets::width_of(ui, tag, small()) + CROSS + space::XS)
            .map(|wide| wide.min(width).ceil())
            .collect();
        let button = |words| 22.0 + widgets::width_of(ui, words, small()) + space::S;
        widths.push(button(ADD));
        widths.push(button(write_words(has_memo)));
        let (mut x, mut y) = (0.0, 0.0);
        let mut rects: Vec<Rect> = widths
            .into_iter()
            .map(|wide| {
                if x > 0.0 && x + wide > width {
                    (x, y) = (0.0, y + size::PANEL_BUTTON + GAP);
                }
                let rect = Rect::from_min_size(pos2(x, y), vec2(wide, size::PANEL_BUTTON));
                x += wide + GAP;
                rect
            })
            .collect();
        let write = rects.pop().unwrap_or(Rect::NOTHING);
        let add = rects.pop().unwrap_or(Rect::NOTHING);
        let memo_top = y + size::PANEL_BUTTON + GAP;
        let memo = has_memo.then(|| {
            let mut job = egui::text::LayoutJob::single_section(
                article.marks.memo.clone(),
                egui::text::TextFormat {
                    line_height: Some(18.0),
                    ..egui::text::TextFormat::simple(small(), colors(ui).ink2)
                },
            );
            job.wrap.max_width = width - INDENT;
            job.wrap.max_rows = LINES;
            ui.painter().layout_job(job)
        });
        let below = memo.as_ref().map_or(0.0, |memo| memo.size().y + GAP);
        Self {
            chips: rects,
            add,
            write,
            memo,
            memo_top,
            height: memo_top + below + space::M,
        }
    }

    pub(super) const fn height(&self) -> f32 {
        self.height
    }

    /// Draws it with its corner at `at`. Returns where a tag is added.
    pub(super) fn ui(
        &self,
        ui: &mut Ui,
        at: Pos2,
        width: f32,
        article: &ReaderArticle,
        cx: &mut Cx<'_>,
    ) -> Rect {
        let why = cx.read_only();
        for (tag, rect) in article.marks.tags.iter().zip(&self.chips) {
            chip_ui(
                ui,
                rect.translate(at.to_vec2()),
                tag,
                why.is_some(),
                article,
                cx,
            );
        }
        let add = self.add.translate(at.to_vec2());
        if button_ui(ui, add, Icon::Tag, ADD, "Add a tag", "G", why) {
            cx.send(Ask::Pick(Pick::Tag(vec![article.id])).action());
        }
        let write = self.write.translate(at.to_vec2());
        let words = write_words(self.memo.is_some());
        let name = "Memo on the article";
        if button_ui(ui, write, Icon::Note, words, name, "W", None) {
            cx.send(Ask::Memo(MemoOn::Article(article.id)).action());
        }
        if let Some(memo) = &self.memo {
            memo_ui(ui, at + vec2(0.0, self.memo_top), width, memo, article);
        }
        add
    }
}

fn memo_ui(ui: &Ui, at: Pos2, width: f32, memo: &Arc<Galley>, article: &ReaderArticle) {
    let c = colors(ui);
    let rect = Rect::from_min_size(at, vec2(width, memo.size().y));
    let response = ui.interact(rect, Id::unique("memo on the article"), Sense::hover());
    let words = format!("Memo: {}", article.marks.memo);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    let line = Rect::from_min_size(at, vec2(2.0, rect.height()));
    ui.painter().rect_filled(line, 0.0, c.line2);
    ui.painter()
        .galley(at + vec2(10.0, 0.0), Arc::clone(memo), c.ink2);
}

fn chip_ui(
    ui: &Ui,
    rect: Rect,
    tag: &str,
    read_only: bool,
    article: &ReaderArticle,
    cx: &mut Cx<'_>,
) {
    let c = colors(ui);
    let id = Id::unique(("tag", article.id.0, tag));
    let body = Rect::from_min_max(rect.min, pos2(rect.right() - CROSS, rect.bottom()));
    let cross = Rect::from_min_max(pos2(body.right(), rect.top()), rect.max);
    let response = ui.interact(body, id, Sense::click());
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Button, true, format!("Tag {tag}, show its articles"))
    });
    let remove = ui.interact(cross, id.with("remove"), Sense::click());
    remove.widget_info(|| {
        WidgetInfo::labeled(Role::Button, !read_only, format!("Remove the tag {tag}"))
    });
    let ground = if response.hovered() { c.hover } else { c.bg };
    let edge = Stroke::new(stroke::LINE, c.line2);
    ui.painter()
        .rect(rect, radius::CONTROL, ground, edge, StrokeKind::Inside);
    let y = rect.center().y;
    let room = body.width() - space::M;
    let galley = widgets::elided(ui, tag, font::ui(font::SMALL), c.ink, room);
    widgets::galley_at(ui, rect.left() + space::M, y, galley, c.ink);
    let ink = if remove.hovered() { c.ink } else { c.ink2 };
    Icon::Close.paint_scaled(ui.painter(), cross.center(), ink, 0.7);
    widgets::focus_ring(ui, body, &response);
    widgets::focus_ring(ui, cross, &remove);
    if response.clicked() {
        let mut filter = cx.wanted.filter.clone();
        if !filter.tags.iter().any(|known| known == tag) {
            filter.tags.push(tag.to_owned());
            cx.send(Action::SetFilter(filter));
        }
    }
    if remove.clicked() && !read_only {
        let tags = cx.views().tags.value().map_or(&[][..], Vec::as_slice);
        if let Some(known) = tags.iter().find(|known| known.name == tag) {
            cx.send(Action::Run(Command::RemoveTag {
                articles: vec![article.id],
                tag: known.id,
            }));
        }
    }
    widgets::tooltip(response, "Only articles with this tag", None);
}

/// A quiet button with a sign before its words.
fn button_ui(
    ui: &Ui,
    rect: Rect,
    icon: Icon,
    words: &str,
    name: &str,
    keys: &str,
    why: Option<&'static str>,
) -> bool {
    let c = colors(ui);
    let sense = if why.is_none() {
        Sense::click()
    } else {
        Sense::hover()
    };
    let response = ui.interact(rect, Id::unique(("under the headline", name)), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, why.is_none(), name));
    if response.hovered() && why.is_none() {
        ui.painter().rect_filled(rect, radius::CONTROL, c.hover);
    }
    let ink = match (why, response.hovered()) {
        (Some(_), _) => c.disabled(c.ink2),
        (None, true) => c.ink,
        (None, false) => c.ink3,
    };
    let y = rect.center().y;
    Icon::paint_scaled(icon, ui.painter(), pos2(rect.left() + 10.0, y), ink, 0.8);
    let at = pos2(rect.left() + 20.0, y);
    widgets::text(
        ui,
        at,
        Align2::LEFT_CENTER,
        words,
        font::ui(font::SMALL),
        ink,
    );
    widgets::focus_ring(ui, rect, &response);
    let clicked = response.clicked();
    match why {
        Some(why) => {
            response.on_hover_text(why);
        }
        None => {
            widgets::tooltip(response, name, Some(keys));
        }
    }
    clicked
}
