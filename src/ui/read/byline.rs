//! What is known of an article besides its words, above and below its headline.

use egui::{Align2, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::toolbar::ask_date;
use crate::{
    model::{DateSource, Published},
    ui::{
        action::{Action, View},
        actions,
        context::Cx,
        theme::{colors, font, space},
        widgets::{self, Icon, label},
    },
    workspace::views::ReaderArticle,
};

/// Where a publication date was read, in words that follow it.
fn source_words(published: &Published, dateline: bool) -> &'static str {
    match published.source {
        DateSource::Text if dateline => "from the dateline",
        DateSource::Text => "from the text",
        DateSource::Metadata => "from the file’s metadata",
        DateSource::FileName => "from the file name",
        DateSource::User => "set by you",
    }
}

/// Outlet, agency, byline, and which version it is.
pub(super) fn byline_ui(
    ui: &mut Ui,
    origin: egui::Pos2,
    width: f32,
    article: &ReaderArticle,
    cx: &mut Cx<'_>,
) {
    let c = colors(ui);
    let line = Rect::from_min_size(pos2(origin.x, origin.y + 18.0), vec2(width, 24.0));
    let mut right = line.right();
    if let Some((version, of)) = article.version {
        let words = format!("Version {version} of {of}");
        let badge_width = widgets::width_of(ui, &words, font::ui(font::HEAD)) + 26.0;
        let rect = Rect::from_min_max(pos2(right - badge_width, line.top()), line.max);
        let response = ui.interact(rect, Id::unique("version badge"), Sense::click());
        response
            .widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{words}, compare")));
        widgets::badge(ui, rect.left(), line.center().y, Some(Icon::Stack), &words);
        widgets::focus_ring(ui, rect, &response);
        if response.clicked() {
            cx.send(Action::Go(View::Compare));
        }
        widgets::tooltip(
            response,
            "Compare the versions",
            Some(actions::view_keys(View::Compare)),
        );
        right = rect.left() - space::M;
    }
    let link_width = widgets::width_of(ui, "Source", font::ui(font::SMALL));
    let link = Rect::from_min_max(
        pos2(right - link_width, line.top()),
        pos2(right, line.bottom()),
    );
    widgets::at(ui, link, |ui| {
        let (hint, action) = match &article.url {
            Some(address) => (address, Action::ShowPage(address.clone())),
            None => (&article.file, Action::ShowSource(article.file.clone())),
        };
        let response = widgets::link(ui, "Source", &format!("Source: {hint}"));
        if widgets::tooltip(response, hint, None).clicked() {
            cx.send(action);
        }
    });
    let right = link.left() - space::M;
    let room = Rect::from_min_max(line.min, pos2(right, line.bottom()));
    widgets::at(ui, room, |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let small = font::ui(font::SMALL);
        match (&article.outlet, &article.agency) {
            (Some(outlet), _) => {
                widgets::label_elided(ui, outlet, font::bold(font::SMALL), c.ink);
            }
            (None, Some(agency)) => {
                widgets::label_elided(ui, agency, font::bold(font::SMALL), c.ink);
            }
            (None, None) => {
                label(ui, "Outlet unknown", small.clone(), c.ink3);
            }
        }
        let from = article.agency.as_ref().filter(|_| article.outlet.is_some());
        for (before, value) in [("from", from), ("by", article.byline.as_ref())] {
            if let Some(value) = value.filter(|_| ui.available_width() > 60.0) {
                label(ui, before, small.clone(), c.ink3);
                widgets::label_elided(ui, value, small.clone(), c.ink);
            }
        }
    });
}

/// Date and where it came from, place, words, and what was set aside; then a rule.
pub(super) fn meta_ui(
    ui: &mut Ui,
    origin: egui::Pos2,
    width: f32,
    article: &ReaderArticle,
    cx: &mut Cx<'_>,
    asides: &mut bool,
) {
    let c = colors(ui);
    let line = Rect::from_min_size(pos2(origin.x, origin.y + 4.0), vec2(width, 24.0));
    let small = font::ui(font::SMALL);
    let count = article.asides.len() as u64;
    let link = if *asides { "Hide" } else { "Show" };
    let aside_of = |words: &str| {
        let words = widgets::width_of(ui, words, small.clone());
        words + widgets::width_of(ui, link, small.clone()) + space::S + space::M
    };
    let mut aside_words = format!("{} set aside", widgets::count(count, "part", "parts"));
    // Where the date was read is worth more than any other word of the line.
    if aside_of(&aside_words) + date_width(ui, article) > width {
        aside_words = format!("{} set aside", widgets::number(count));
    }
    let aside_width = if count > 0 {
        aside_of(&aside_words)
    } else {
        0.0
    };
    let left = Rect::from_min_max(line.min, pos2(line.right() - aside_width, line.bottom()));
    let word_count = widgets::count(u64::from(article.words), "word", "words");
    widgets::at(ui, left, |ui| {
        ui.spacing_mut().item_spacing.x = space::XL;
        let place_width = article.dateline_place.as_ref().map_or(0.0, |place| {
            12.0 + space::S + space::XL + widgets::width_of(ui, place, small.clone())
        });
        let whole = date_ui(ui, left.width(), article, cx);
        let fits = place_width <= ui.available_width() + space::XL;
        if let Some(place) = article.dateline_place.as_ref().filter(|_| fits) {
            ui.scope(|ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                let (icon, _) = ui.allocate_exact_size(vec2(12.0, 16.0), Sense::hover());
                Icon::Pin.paint_scaled(ui.painter(), icon.center(), c.ink2, 0.85);
                widgets::label_elided(ui, place, small.clone(), c.ink);
            });
        }
        // The number of words gives way first.
        let count_width = widgets::width_of(ui, &word_count, small.clone());
        if whole && fits && ui.available_width() > count_width + space::XL {
            label(ui, &word_count, small.clone(), c.ink2);
        }
    });
    if count > 0 {
        let right = Rect::from_min_max(
            pos2(line.right() - aside_width + space::M, line.top()),
            line.max,
        );
        widgets::at(ui, right, |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            label(ui, &aside_words, small.clone(), c.ink2);
            let name = format!("{link} what was set aside");
            if widgets::link(ui, link, &name).clicked() {
                *asides = !*asides;
            }
        });
    }
    let rule = Rect::from_min_size(pos2(origin.x, origin.y + 36.0), vec2(width, 1.0));
    widgets::hline(ui.painter(), rule, rule.top(), c.line2);
}

/// Room for the sign before the notes.
const NOTE_INDENT: f32 = 18.0;

/// What to know of how the article was read, laid out; `None` when there is nothing to say.
pub(super) fn notes(ui: &Ui, notes: &[String], width: f32) -> Option<std::sync::Arc<egui::Galley>> {
    if notes.is_empty() {
        return None;
    }
    let c = colors(ui);
    let words = notes.join("\n");
    Some(
        ui.painter()
            .layout(words, font::ui(font::SMALL), c.ink2, width - NOTE_INDENT),
    )
}

/// Draws the notes under the rule, behind a sign.
pub(super) fn notes_ui(
    ui: &Ui,
    at: egui::Pos2,
    width: f32,
    galley: &std::sync::Arc<egui::Galley>,
    words: &str,
) {
    let c = colors(ui);
    let rect = Rect::from_min_size(at, vec2(width, galley.size().y));
    let response = ui.interact(rect, Id::unique("notes on reading"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    Icon::Warning.paint_scaled(ui.painter(), pos2(at.x + 6.0, at.y + 8.0), c.warn, 0.8);
    ui.painter()
        .galley(at + vec2(NOTE_INDENT, 0.0), galley.clone(), c.ink2);
}

/// The date, and where it came from as words that follow it.
fn date_parts(article: &ReaderArticle) -> (String, String) {
    match &article.published {
        Some(published) => {
            let time =
                widgets::time_words(published).map_or_else(String::new, |time| format!(", {time}"));
            let source = source_words(published, article.dateline_place.is_some());
            (
                format!("{}{time}", widgets::date_words(published)),
                format!(", {source}"),
            )
        }
        None => ("No date".to_owned(), ", set one…".to_owned()),
    }
}

/// Points that the date takes with where it came from.
fn date_width(ui: &Ui, article: &ReaderArticle) -> f32 {
    let (date, tail) = date_parts(article);
    let small = font::ui(font::SMALL);
    18.0 + widgets::width_of(ui, &date, small.clone()) + widgets::width_of(ui, &tail, small)
}

/// The date and where it came from; in less than `room` points the second is left to the tooltip. Returns whether both
/// are shown.
fn date_ui(ui: &mut Ui, room: f32, article: &ReaderArticle, cx: &mut Cx<'_>) -> bool {
    let c = colors(ui);
    let small = font::ui(font::SMALL);
    let (date, tail) = date_parts(article);
    let ink = if article.published.is_some() {
        c.ink
    } else {
        c.warn
    };
    let (a, b) = (
        widgets::width_of(ui, &date, small.clone()),
        widgets::width_of(ui, &tail, small.clone()),
    );
    let said = format!("Published {date}{tail}. Change…");
    let (shown, b) = if 18.0 + a + b <= room {
        (tail.as_str(), b)
    } else {
        ("", 0.0)
    };
    let (rect, response) = ui.allocate_exact_size(vec2(18.0 + a + b, 22.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    let y = rect.center().y;
    Icon::Calendar.paint_scaled(ui.painter(), pos2(rect.left() + 6.0, y), c.ink2, 0.8);
    let format = egui::text::TextFormat {
        italics: article.published.is_none(),
        ..egui::text::TextFormat::simple(small.clone(), ink)
    };
    let galley = ui
        .painter()
        .layout_job(egui::text::LayoutJob::single_section(date, format));
    widgets::galley_at(ui, rect.left() + 18.0, y, galley, ink);
    let ink = if response.hovered() { c.accent } else { c.ink2 };
    widgets::text(
        ui,
        pos2(rect.left() + 18.0 + a, y),
        Align2::LEFT_CENTER,
        shown,
        small,
        ink,
    );
    widgets::focus_ring(ui, rect.expand2(vec2(4.0, 0.0)), &response);
    let whole = !shown.is_empty();
    let response = if shown.is_empty() {
        widgets::tooltip(response, &said, None)
    } else {
        widgets::tooltip(response, "Set the publication date…", None)
    };
    if response.clicked() {
        ask_date(cx, article);
    }
    whole
}
