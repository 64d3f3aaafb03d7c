//! The head of the Compare view: which story, and what can be done with two of its versions.

use egui::{Rect, Ui};

use super::{Side, State, sheet};
use crate::{
    model::family::{Comparison, FamilyCard, FamilyKind},
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, size, space},
        widgets::{self, Button, ButtonKind, Icon, MenuItem, icon_button, panel_head},
    },
    workspace::{Command, session::ComparisonFile},
};

/// `“Water trucks reach Yafran”, 4 versions of one Northern Wire story`.
fn words(card: &FamilyCard) -> String {
    let title = card
        .versions
        .first()
        .map_or("", |version| version.title.as_str());
    let n = widgets::number(card.versions.len() as u64);
    let agency = card
        .versions
        .iter()
        .find_map(|version| version.agency.as_deref());
    let what = match (card.kind, agency) {
        (FamilyKind::Identical, _) => format!("{n} copies of one text"),
        (FamilyKind::Excerpt, _) => format!("{n} versions, one a part of another"),
        (FamilyKind::Version, Some(agency)) => format!("{n} versions of one {agency} story"),
        (FamilyKind::Version, None) => format!("{n} versions of one story"),
    };
    format!("“{title}”, {what}")
}

/// Draws the head at the top of `rect`; returns where it lies.
pub(super) fn ui(
    ui: &mut Ui,
    rect: Rect,
    cx: &mut Cx<'_>,
    state: &mut State,
    card: Option<&FamilyCard>,
    sides: Option<(Side<'_>, Side<'_>)>,
    comparison: Option<&Comparison>,
) -> Rect {
    let loose = state.loose.is_some();
    let name = if loose {
        "Two articles"
    } else {
        "Story family"
    };
    let why = cx.read_only();
    let mut both = (cx, state);
    let head = panel_head(
        ui,
        rect,
        name,
        &mut both,
        |ui, _| {
            let words = match (card, loose) {
                (Some(card), _) => words(card),
                (None, true) => "chosen by hand, not counted as one story".to_owned(),
                (None, false) => return,
            };
            let c = colors(ui);
            widgets::label_elided(ui, words, font::ui(font::SMALL), c.ink2);
        },
        |ui, (cx, state)| {
            ui.spacing_mut().item_spacing.x = space::M;
            let panel = |words| Button::new(words).kind(ButtonKind::Panel);
            let Some((a, b)) = sides else { return };
            if loose {
                let same = panel("Same story")
                    .icon(Icon::Stack)
                    .hint("Count the two articles as one story")
                    .disabled(why);
                if same.show(ui).clicked() {
                    cx.send(Action::Run(Command::JoinStories {
                        articles: vec![a.version.article, b.version.article],
                    }));
                    state.loose = None;
                    state.pair = None;
                }
                if panel("Leave")
                    .hint("Back to the versions of the open article")
                    .show(ui)
                    .clicked()
                {
                    state.loose = None;
                    state.pair = None;
                }
            } else {
                let split = panel("Not the same story…").icon(Icon::Split).disabled(why);
                if split.show(ui).clicked() {
                    cx.send(Action::AskSplit);
                }
            }
            if panel("Swap A and B").icon(Icon::Swap).show(ui).clicked() {
                state.swap();
            }
            export(ui, cx, comparison, a, b);
            more(ui, cx, a, b);
        },
    );
    if both.0.views().family.is_loading() || both.0.views().comparison.is_loading() {
        widgets::loading_line(ui, rect, head.bottom());
    }
    head
}

fn export(ui: &mut Ui, cx: &mut Cx<'_>, comparison: Option<&Comparison>, a: Side<'_>, b: Side<'_>) {
    let button = Button::new("Export…")
        .name("Export comparison…")
        .icon(Icon::Export)
        .kind(ButtonKind::Panel)
        .disabled(
            comparison
                .is_none()
                .then_some("There is nothing to write yet"),
        )
        .show(ui);
    let Some(comparison) = comparison else { return };
    let items = [
        MenuItem::new("Facts as CSV…"),
        MenuItem::new("Facts and texts as a page…"),
    ];
    match widgets::menu(&button, &items) {
        Some(0) => cx.send(Action::SaveComparison(
            Box::new(sheet(comparison, a, b)),
            ComparisonFile::Facts,
        )),
        Some(1) => cx.send(Action::SaveComparison(
            Box::new(sheet(comparison, a, b)),
            ComparisonFile::Page,
        )),
        _ => {}
    }
}

fn more(ui: &mut Ui, cx: &mut Cx<'_>, a: Side<'_>, b: Side<'_>) {
    let button = icon_button(
        ui,
        Icon::More,
        "More of the comparison",
        None,
        size::PANEL_BUTTON,
        None,
    );
    let items = [
        MenuItem::new("Compare with another article…"),
        MenuItem::Line,
        MenuItem::new("Open A in Read"),
        MenuItem::new("Open B in Read"),
    ];
    let open = |article| Action::OpenArticle { article, at: None };
    match widgets::menu(&button, &items) {
        Some(0) => cx.send(Action::AskOther),
        Some(2) => cx.send(open(a.version.article)),
        Some(3) => cx.send(open(b.version.article)),
        _ => {}
    }
}
