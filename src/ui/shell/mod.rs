//! What stands around the views: top bar, filter bar, banners, status bar, and the overlay while files are dragged in.

mod filter_bar;
mod filter_popup;
mod pace;
mod status_bar;
mod top_bar;

pub(super) use top_bar::SIZES;

use egui::{Align2, Rect, Ui, pos2, vec2};

use super::{
    action::View,
    context::Cx,
    search,
    theme::{colors, font, size, space, stroke},
    widgets::{self, Icon},
};
use crate::{
    model::Filter,
    workspace::{
        Problem,
        session::{JobProgress, Wanted},
        settings::Settings,
    },
};

/// What the bars remember between frames.
#[derive(Debug, Default)]
pub struct State {
    /// The search field; what is typed in it becomes part of the filter.
    search: search::field::State,
    /// Whether the menu of names is open.
    names_open: bool,
    /// The last message and when it was said.
    said: Option<(String, f64)>,
    /// Whether it tells of a decision that can be undone.
    undoable: bool,
    filters: filter_bar::State,
    pace: pace::Pace,
}

impl State {
    /// Shows a message in the status bar. `now` is the window's clock in seconds.
    pub fn say(&mut self, words: String, now: f64) {
        self.said = Some((words, now));
        self.undoable = false;
    }

    /// The same for a decision carried out, with a way to undo it beside the message.
    pub fn say_decided(&mut self, words: String, now: f64) {
        // What tells of an undo is redone, not undone.
        self.undoable = !words.starts_with("Undid");
        self.said = Some((words, now));
    }

    /// Looks at the running job, to say how long it takes. `now` is the window's clock in seconds.
    pub fn follow_job(&mut self, job: Option<&JobProgress>, now: f64) {
        self.pace.follow(job, now);
    }

    /// The filter was changed elsewhere; the search field follows.
    pub fn filter_changed(&mut self, filter: &Filter) {
        self.search.follow(filter);
    }

    /// Whether the menu of names is open, which says how many questions there are.
    #[must_use]
    pub const fn names_open(&self) -> bool {
        self.names_open
    }

    /// Says what the bars show.
    pub const fn want(&self, wanted: &mut Wanted) {
        self.search.want(wanted);
    }

    /// Puts the keyboard into the search field.
    pub const fn want_search(&mut self) {
        self.search.want_keyboard();
    }
}

/// Draws the bars into `window`; returns the space they leave for the view. `ways` says whether there is something to go
/// back and forward to.
#[expect(
    clippy::too_many_arguments,
    reason = "each is a different thing the bars show"
)]
pub fn ui(
    ui: &mut Ui,
    window: Rect,
    cx: &mut Cx<'_>,
    state: &mut State,
    view: View,
    problems: &[Problem],
    settings: &Settings,
    ways: [bool; 2],
) -> Rect {
    let strip = |top: f32, height: f32| {
        Rect::from_min_size(pos2(window.left(), top), vec2(window.width(), height))
    };
    let top = strip(window.top(), size::TOP_BAR);
    top_bar::ui(ui, top, cx, state, view, settings, ways);
    let filter = strip(top.bottom(), size::FILTER_BAR);
    filter_bar::ui(ui, filter, cx, &mut state.filters);
    let mut y = filter.bottom();
    let overview = cx.views().overview.value();
    if let Some(why) = overview.and_then(|overview| overview.read_only.as_deref()) {
        let rect = strip(y, widgets::banner_height(ui, window.width(), why));
        widgets::banner(ui, rect, true, why, false);
        y = rect.bottom();
    }
    // The newest is what was just asked for.
    if let Some(problem) = problems.last() {
        let words = problem.to_string();
        let rect = strip(y, widgets::banner_height(ui, window.width(), &words));
        if widgets::banner(ui, rect, false, &words, true) {
            cx.send(super::action::Action::DismissProblem);
        }
        y = rect.bottom();
    }
    let status = strip(window.bottom() - size::STATUS_BAR, size::STATUS_BAR);
    let body = Rect::from_min_max(pos2(window.left(), y), pos2(window.right(), status.top()));
    status_bar::ui(ui, status, cx, state, settings);
    body
}

/// The status bar of a window without a project.
pub fn bare_status_ui(ui: &mut Ui, window: Rect, left: &str, right: &str) {
    let rect = Rect::from_min_max(
        pos2(window.left(), window.bottom() - size::STATUS_BAR),
        window.max,
    );
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.bg);
    widgets::hline(ui.painter(), rect, rect.top() + 1.0, c.line2);
    widgets::at(ui, rect.shrink2(vec2(space::L, 0.0)), |ui| {
        widgets::label(ui, left, font::ui(font::SMALL), c.ink3);
    });
    let at = pos2(rect.right() - space::L, rect.center().y);
    widgets::text(
        ui,
        at,
        Align2::RIGHT_CENTER,
        right,
        font::ui(font::SMALL),
        c.ink3,
    );
}

/// What an import came to, for the status bar.
#[must_use]
pub fn import_words(articles: u64, duplicates: u64, failed: u64, cancelled: bool) -> String {
    let mut words = format!(
        "Imported {}",
        widgets::count(articles, "article", "articles")
    );
    if duplicates > 0 {
        words.push_str(&format!(
            ", {}",
            widgets::count(duplicates, "duplicate", "duplicates")
        ));
    }
    if failed > 0 {
        words.push_str(&format!(", {} failed", widgets::number(failed)));
    }
    if cancelled {
        words.push_str(", then canceled; drop the same files again to go on");
    }
    words
}

/// While files are dragged over the window: what letting go will do. `terms`: a list of terms is asked for.
pub fn drop_overlay(ui: &Ui, window: Rect, terms: bool) {
    let (files, projects) = ui.ctx().input(|input| {
        let hovered = &input.raw.hovered_files;
        let projects = hovered
            .iter()
            .filter(|file| file.path.as_deref().is_some_and(super::ask::is_project))
            .count();
        (hovered.len() as u64, projects)
    });
    if files == 0 {
        return;
    }
    let c = colors(ui);
    let painter = ui.ctx().layer_painter(egui::LayerId::new(
        egui::Order::Foreground,
        egui::Id::unique("drop"),
    ));
    painter.rect_filled(window, 0.0, c.shade);
    let card = Rect::from_center_size(window.center(), vec2(360.0, 132.0));
    painter.rect_filled(card, 6.0, c.paper);
    let edge = egui::Stroke::new(stroke::FOCUS, c.accent);
    painter.rect_stroke(card, 6.0, edge, egui::StrokeKind::Inside);
    Icon::Import.paint_scaled(&painter, card.center_top() + vec2(0.0, 36.0), c.accent, 1.6);
    let (head, tail) = if terms {
        (
            "Drop to read the terms".to_owned(),
            "Text with a term a line, or CSV",
        )
    } else if projects > 0 {
        (
            "Drop to open the project".to_owned(),
            "The open project is closed; nothing is lost",
        )
    } else {
        let what = widgets::count(files, "file or folder", "files and folders");
        (format!("Drop {what} to import"), "You see a count first")
    };
    painter.text(
        card.center() + vec2(0.0, 12.0),
        Align2::CENTER_CENTER,
        head,
        font::bold(15.0),
        c.ink,
    );
    painter.text(
        card.center() + vec2(0.0, 36.0),
        Align2::CENTER_CENTER,
        tail,
        font::ui(font::UI),
        c.ink2,
    );
}
