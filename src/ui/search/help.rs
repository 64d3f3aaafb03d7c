//! How to search, with examples of the open project that can be clicked.

use egui::{Align2, Id, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::{
    model::{EntityType, Filter},
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, size},
        widgets::{self, Button, Verdict, dialog, elided, focus_ring, galley_at, hline, text},
    },
};

/// What can be typed, and what it finds.
type Example = (String, &'static str);

/// A value as it is typed behind a field: in quotation marks where it has more than one word.
fn quoted(value: &str) -> String {
    let plain = value.chars().all(char::is_alphanumeric);
    if plain {
        value.to_owned()
    } else {
        format!("\"{}\"", value.replace('"', " "))
    }
}

fn examples(cx: &Cx<'_>) -> Vec<Example> {
    let plain = [
        ("water pump", "articles with both words, in any order"),
        ("\"water pump\"", "the phrase"),
        ("pump*", "words that begin so"),
        (
            "water OR pump",
            "either word; operators are written in capitals",
        ),
        (
            "water NOT pump",
            "the first word without the second; also water -pump",
        ),
        (
            "water NEAR/5 pump",
            "both with at most 5 words between them",
        ),
        ("(water OR fuel) truck*", "brackets join"),
        ("title:water", "in the headline"),
    ];
    let mut all: Vec<Example> = plain
        .map(|(typed, finds)| (typed.to_owned(), finds))
        .to_vec();
    let views = cx.views();
    let named = |kind: EntityType, otherwise: &str| {
        let rows = views.entities.value().map_or(&[][..], |table| &table.rows);
        let row = rows.iter().find(|row| row.kind == kind);
        quoted(row.map_or(otherwise, |row| row.name.as_str()))
    };
    let overview = views.overview.value();
    let outlet = overview
        .and_then(|o| o.outlets.first())
        .map(|(name, _)| name.as_str());
    let tag = overview
        .and_then(|o| o.tags.first())
        .map(|(name, _)| name.as_str());
    all.extend([
        (
            format!("outlet:{}", quoted(outlet.unwrap_or("post"))),
            "words of the outlet’s name; also agency: and author:",
        ),
        (
            format!("person:{}", named(EntityType::Person, "sabri")),
            "articles that name a person, by any spelling; also org: and group:",
        ),
        (
            format!("place:{}", named(EntityType::Place, "Brega")),
            "articles that name a place; name: is any of the four",
        ),
        (
            "date:2011-06..2011-07".to_owned(),
            "published then; also date:2011, date:..2011, date:none",
        ),
        (
            format!("tag:{}", quoted(tag.unwrap_or("checked"))),
            "articles with a tag; note: looks into your notes",
        ),
        (
            "is:unread".to_owned(),
            "also is:read, is:starred, is:undated, lang:fr",
        ),
    ]);
    all
}

pub(super) fn ui(ui: &Ui, cx: &mut Cx<'_>) -> Verdict {
    let mut chosen = None;
    let (mut verdict, ()) = dialog(
        ui,
        "How to search",
        [660.0, 520.0],
        &mut (&mut *cx, &mut chosen),
        |ui, body, (cx, chosen)| {
            **chosen = body_ui(ui, body, cx);
        },
        |ui, _| {
            let words = "Capitals and accents make no difference";
            widgets::label_elided(ui, words, font::ui(font::SMALL), colors(ui).ink3);
        },
        |ui, _| {
            if Button::new("Done").show(ui).clicked() {
                Verdict::Close
            } else {
                Verdict::Stay
            }
        },
    );
    if let Some(typed) = chosen {
        let filter = Filter {
            text: Some(typed),
            ..cx.wanted.filter.clone()
        };
        cx.send(Action::SetFilter(filter));
        cx.send(Action::Focus(crate::ui::action::Focus::Search));
        verdict = Verdict::Close;
    }
    verdict
}

/// Where the explanations begin, in points.
const FINDS: f32 = 250.0;

fn body_ui(ui: &mut Ui, body: Rect, cx: &Cx<'_>) -> Option<String> {
    let mut chosen = None;
    ui.scope_builder(UiBuilder::new().max_rect(body), |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for (at, (typed, finds)) in examples(cx).into_iter().enumerate() {
                let width = body.width();
                let (rect, _) =
                    ui.allocate_exact_size(vec2(width, size::ROW + 4.0), Sense::hover());
                let response = ui.interact(rect, Id::unique(("example", at)), Sense::click());
                response.widget_info(|| {
                    WidgetInfo::labeled(Role::Link, true, format!("Search {typed}: {finds}"))
                });
                let c = colors(ui);
                let active = response.hovered() || response.has_focus();
                if active {
                    ui.painter().rect_filled(rect, 0.0, c.hover);
                }
                let y = rect.center().y;
                let room = FINDS - 18.0 - 12.0;
                let example = elided(ui, &typed, font::bold(font::UI), c.accent, room);
                galley_at(ui, rect.left() + 18.0, y, example, c.accent);
                let left = pos2(rect.left() + FINDS, y);
                if rect.width() > FINDS + 100.0 {
                    let finds = elided(
                        ui,
                        finds,
                        font::ui(font::SMALL),
                        c.ink2,
                        rect.width() - FINDS - 18.0,
                    );
                    galley_at(ui, left.x, y, finds, c.ink2);
                } else {
                    text(
                        ui,
                        left,
                        Align2::LEFT_CENTER,
                        "",
                        font::ui(font::SMALL),
                        c.ink2,
                    );
                }
                hline(ui.painter(), rect, rect.bottom(), c.line);
                focus_ring(ui, rect, &response);
                if response.clicked() {
                    chosen = Some(typed);
                }
            }
        });
    });
    chosen
}
