//! The popup that adds to the filter: dates, outlets, tags, names, types.

use egui::{Id, Key, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::{
    model::{EntityType, Filter, PartialDate},
    ui::{
        action::Action,
        context::Cx,
        marks::Ask,
        theme::{colors, font, radius, size, space},
        widgets::{self, Button, ButtonKind, Segment, label},
    },
};

/// What the popup is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Section {
    #[default]
    Dates,
    Outlets,
    Tags,
    Names,
    Types,
    /// Has its place in the top bar.
    Text,
}

const SECTIONS: [Section; 5] = [
    Section::Dates,
    Section::Outlets,
    Section::Tags,
    Section::Names,
    Section::Types,
];

/// Drafts of the popup.
#[derive(Debug, Default)]
pub(super) struct State {
    section: Section,
    from: String,
    to: String,
    query: String,
    /// Names that match, and the query they match.
    found: Option<(String, usize, Vec<usize>)>,
}

impl State {
    /// Begins with what the filter says.
    pub(super) fn begin(&mut self, section: Section, filter: &Filter) {
        *self = Self {
            section,
            from: filter.from.clone().unwrap_or_default(),
            to: filter.to.clone().unwrap_or_default(),
            ..Self::default()
        };
    }
}

const WIDTH: f32 = 320.0;

pub(super) fn ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut State) {
    ui.set_width(WIDTH);
    ui.spacing_mut().item_spacing = vec2(space::M, space::M);
    egui::Frame::NONE
        .inner_margin(egui::Margin::same(8))
        .show(ui, |ui| {
            let segments = ["Dates", "Outlets", "Tags", "Names", "Types"].map(Segment::new);
            let selected = SECTIONS
                .iter()
                .position(|section| *section == state.section)
                .unwrap_or(0);
            if let Some(chosen) = widgets::segmented(ui, "Filter by", selected, &segments) {
                state.section = SECTIONS.get(chosen).copied().unwrap_or_default();
            }
            match state.section {
                Section::Dates => dates_ui(ui, cx, state),
                Section::Outlets => outlets_ui(ui, cx),
                Section::Tags => tags_ui(ui, cx),
                Section::Names => names_ui(ui, cx, state),
                Section::Types | Section::Text => types_ui(ui, cx),
            }
        });
}

/// Turns what was typed into a day: the first of a month or year for `from`, the last for `to`.
fn bound(text: &str, last: bool) -> Result<Option<String>, ()> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let date: PartialDate = crate::workspace::dates::parse(text).map_err(|_| ())?;
    Ok(Some(if last {
        date.last_day()
    } else {
        date.first_day()
    }))
}

fn dates_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut State) {
    let c = colors(ui);
    let mut enter = false;
    for (words, value) in [("From", &mut state.from), ("To", &mut state.to)] {
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(40.0, size::BUTTON), Sense::hover());
            let at = pos2(rect.left(), rect.center().y);
            widgets::text(
                ui,
                at,
                egui::Align2::LEFT_CENTER,
                words,
                font::ui(font::UI),
                c.ink3,
            );
            let response = widgets::text_field(
                ui,
                value,
                &format!("{words} date"),
                "2012-03-14 or 14 Mar 2012",
                250.0,
            );
            enter |= response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        });
    }
    let (from, to) = (bound(&state.from, false), bound(&state.to, true));
    let wrong = match (&from, &to) {
        (Err(()), _) => Some(format!("“{}” is not a date", state.from.trim())),
        (_, Err(())) => Some(format!("“{}” is not a date", state.to.trim())),
        (Ok(Some(from)), Ok(Some(to))) if from > to => {
            Some("The first day is after the last".to_owned())
        }
        _ => None,
    };
    if let Some(wrong) = &wrong {
        label(ui, wrong, font::ui(font::SMALL), c.error);
    } else {
        label(
            ui,
            "A month or a year alone means all of it",
            font::ui(font::SMALL),
            c.ink3,
        );
    }
    ui.horizontal(|ui| {
        let apply = Button::new("Apply")
            .name("Apply dates")
            .kind(ButtonKind::Primary)
            .disabled(wrong.as_deref())
            .show(ui);
        if (apply.clicked() || enter)
            && let (Ok(from), Ok(to), None) = (from, to, &wrong)
        {
            let filter = Filter {
                from,
                to,
                undated: false,
                ..cx.wanted.filter.clone()
            };
            cx.send(Action::SetFilter(filter));
            ui.close();
        }
        if Button::new("No date")
            .name("Only articles without a date")
            .hint("Only articles without a date")
            .show(ui)
            .clicked()
        {
            let filter = Filter {
                from: None,
                to: None,
                undated: true,
                doubtful: false,
                ..cx.wanted.filter.clone()
            };
            cx.send(Action::SetFilter(filter));
            ui.close();
        }
    });
}

fn outlets_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    let overview = cx.views().overview.value();
    let outlets = overview.map_or(&[][..], |overview| &overview.outlets);
    let none = "No article says which outlet it is from";
    boxes_ui(ui, cx, outlets, none, |filter| &mut filter.outlets);
}

fn tags_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    let overview = cx.views().overview.value();
    let tags = overview.map_or(&[][..], |overview| &overview.tags);
    let none = "No article has a tag. Open one and press G to give it one";
    boxes_ui(ui, cx, tags, none, |filter| &mut filter.tags);
    if !tags.is_empty()
        && widgets::link(ui, "Change tags…", "Rename, merge or delete tags").clicked()
    {
        cx.send(Ask::Tags.action());
        ui.close();
    }
}

/// A box to check for each value with its articles; `list` is the part of the filter they belong to.
fn boxes_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    values: &[(String, u64)],
    none: &str,
    list: impl Fn(&mut Filter) -> &mut Vec<String>,
) {
    let c = colors(ui);
    if values.is_empty() {
        let words = egui::RichText::new(none)
            .font(font::ui(font::UI))
            .color(c.ink2);
        ui.add(egui::Label::new(words).selectable(false).wrap());
        return;
    }
    let mut filter = cx.wanted.filter.clone();
    ScrollArea::vertical()
        .max_height(260.0)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (value, articles) in values {
                ui.horizontal(|ui| {
                    let chosen = list(&mut filter);
                    let mut on = chosen.contains(value);
                    if widgets::checkbox(ui, &mut on, value).changed() {
                        if on {
                            chosen.push(value.clone());
                            chosen.sort();
                        } else {
                            chosen.retain(|other| other != value);
                        }
                        cx.send(Action::SetFilter(filter.clone()));
                    }
                    label(
                        ui,
                        widgets::number(*articles),
                        font::ui(font::SMALL),
                        c.ink3,
                    );
                });
            }
        });
}

/// Names shown at once.
const NAMES: usize = 9;

fn names_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut State) {
    let c = colors(ui);
    let id = Id::unique("filter by name");
    let response = widgets::search_field(
        ui,
        id,
        &mut state.query,
        "Name",
        "A person, place, organization or group",
        None,
        WIDTH - 16.0,
        size::BUTTON,
    );
    let Some(table) = cx.views().entities.value() else {
        return;
    };
    let query = state.query.trim().to_lowercase();
    if state
        .found
        .as_ref()
        .is_none_or(|(of, len, _)| *of != query || *len != table.rows.len())
    {
        let found = table
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.name.to_lowercase().contains(&query))
            .map(|(at, _)| at)
            .take(NAMES)
            .collect();
        state.found = Some((query, table.rows.len(), found));
    }
    let found = state.found.as_ref().map_or(&[][..], |(.., found)| found);
    let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let mut chosen = if enter {
        found
            .first()
            .and_then(|at| table.rows.get(*at))
            .map(|row| row.id)
    } else {
        None
    };
    ui.spacing_mut().item_spacing.y = 0.0;
    for row in found.iter().filter_map(|at| table.rows.get(*at)) {
        let (rect, response) =
            ui.allocate_exact_size(vec2(WIDTH - 16.0, size::ROW), Sense::click());
        response.widget_info(|| {
            WidgetInfo::labeled(
                Role::MenuItem,
                true,
                format!("Only articles that name {}", row.name),
            )
        });
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, radius::BADGE, c.hover);
        }
        let y = rect.center().y;
        widgets::glyph(
            ui.painter(),
            pos2(rect.left() + 10.0, y),
            row.kind,
            c.of(row.kind),
        );
        let galley = widgets::elided(
            ui,
            &row.name,
            font::ui(font::UI),
            c.ink,
            rect.width() - 80.0,
        );
        widgets::galley_at(ui, rect.left() + 22.0, y, galley, c.ink);
        let at = pos2(rect.right() - 4.0, y);
        widgets::text(
            ui,
            at,
            egui::Align2::RIGHT_CENTER,
            &widgets::number(row.mentions),
            font::ui(font::SMALL),
            c.ink3,
        );
        widgets::focus_ring(ui, rect, &response);
        if response.clicked() {
            chosen = Some(row.id);
        }
    }
    if found.is_empty() {
        label(
            ui,
            "No such name in this selection",
            font::ui(font::UI),
            c.ink2,
        );
    }
    if let Some(entity) = chosen {
        cx.send(Action::FilterEntity(entity));
        ui.close();
    }
}

fn types_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    let c = colors(ui);
    let mut filter = cx.wanted.filter.clone();
    for kind in EntityType::ALL {
        let mut on = filter.types.contains(&kind);
        if widgets::checkbox(ui, &mut on, kind.plural()).changed() {
            if on {
                filter.types.push(kind);
                filter.types.sort();
            } else {
                filter.types.retain(|other| *other != kind);
            }
            if filter.types.len() == EntityType::ALL.len() {
                filter.types.clear();
            }
            cx.send(Action::SetFilter(filter.clone()));
        }
    }
    label(
        ui,
        "None chosen means all of them",
        font::ui(font::SMALL),
        c.ink3,
    );
}
