//! What a window without a project shows: where to drop, what to press, and the projects open before.

use egui::{Align2, Id, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{
    action::{Action, Queue},
    shell,
    theme::{colors, font, radius, size, space, stroke},
    widgets::{self, Button, ButtonKind, Icon, label},
};
use crate::workspace::{
    Problem, samples,
    settings::{RecentProject, Settings},
};

/// What the screen remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    /// The recent project the keyboard is on.
    row: usize,
    begun: bool,
}

/// Width of the column in the middle.
const WIDTH: f32 = 880.0;
const DROP_HEIGHT: f32 = 230.0;
const ROW: f32 = 48.0;
/// Recent projects shown.
const SHOWN: usize = 6;

/// Draws the screen.
pub fn ui(
    ui: &mut Ui,
    window: Rect,
    settings: &Settings,
    problems: &[Problem],
    state: &mut State,
    drops: bool,
    queue: &mut Queue,
) {
    shell::bare_status_ui(
        ui,
        window,
        "No project open",
        "F1 shows the keys, Shift+F1 the manual",
    );
    let mut top = window.top();
    if let Some(problem) = problems.last() {
        let words = problem.to_string();
        let height = widgets::banner_height(ui, window.width(), &words);
        let rect = Rect::from_min_size(window.min, vec2(window.width(), height));
        if widgets::banner(ui, rect, false, &words, true) {
            queue.send(Action::DismissProblem);
        }
        top = rect.bottom();
    }
    let body = Rect::from_min_max(
        pos2(window.left(), top),
        pos2(window.right(), window.bottom() - size::STATUS_BAR),
    );
    let builder = egui::UiBuilder::new().max_rect(body);
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::M, 0.0);
        egui::ScrollArea::vertical()
            .id_salt("first run")
            .auto_shrink(false)
            .show(ui, |ui| {
                let width = WIDTH.min(body.width() - 2.0 * space::XXL);
                let left = (body.left() + (body.width() - width) / 2.0).round();
                // The block stands a little above the middle, and never so high that it touches the edge.
                let shown = settings.recent.len().min(SHOWN) as f32;
                let block = 530.0 + shown * ROW;
                let above = ((body.height() - block) * 0.42)
                    .clamp(space::XXL, 140.0)
                    .round();
                let origin = pos2(left, ui.max_rect().top() + above);
                let height = column_ui(ui, origin, width, settings, state, drops, queue);
                let end = pos2(body.right(), origin.y + height + space::XL);
                ui.expand_to_include_rect(Rect::from_min_max(pos2(body.left(), origin.y), end));
            });
    });
}

fn column_ui(
    ui: &mut Ui,
    origin: egui::Pos2,
    width: f32,
    settings: &Settings,
    state: &mut State,
    drops: bool,
    queue: &mut Queue,
) -> f32 {
    let c = colors(ui);
    let strip =
        |top: f32, height: f32| Rect::from_min_size(origin + vec2(0.0, top), vec2(width, height));
    widgets::at(ui, strip(0.0, 48.0), |ui| {
        label(ui, "Dateline", font::serif_bold(34.0), c.ink)
    });
    widgets::at(ui, strip(48.0, 24.0), |ui| {
        let words = "Read a pile of news articles, see who and where is named, and open the sentences behind every number";
        widgets::label_elided(ui, words, font::ui(15.0), c.ink2)
    });
    let mut y = 100.0;
    drop_zone(ui, strip(y, DROP_HEIGHT), drops, queue);
    y += DROP_HEIGHT + space::XL;
    let buttons = strip(y, 32.0);
    buttons_ui(ui, buttons, state, queue);
    y += 32.0 + 30.0;
    if !settings.recent.is_empty() {
        y = recent_ui(ui, &strip, y, settings, state, queue);
    }
    y += space::XL;
    widgets::at(ui, strip(y, 24.0), |ui| {
        ui.spacing_mut().item_spacing.x = 22.0;
        for words in [
            "A project is one file on this computer",
            "Dateline makes no network connection",
            "Your originals are never changed",
        ] {
            label(ui, words, font::ui(font::SMALL), c.ink2);
        }
    });
    y + 24.0
}

/// Where to drop files; where the window system lets nothing be dropped, what to press instead.
fn drop_zone(ui: &mut Ui, rect: Rect, drops: bool, queue: &mut Queue) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, radius::CARD, c.paper);
    let corners = [
        rect.left_top(),
        rect.right_top(),
        rect.right_bottom(),
        rect.left_bottom(),
        rect.left_top(),
    ];
    let line = Stroke::new(1.5, c.edge);
    ui.painter()
        .extend(Shape::dashed_line(&corners, line, 6.0, 4.0));
    let x = rect.center().x;
    Icon::Import.paint_scaled(ui.painter(), pos2(x, rect.top() + 60.0), c.accent, 1.8);
    let line = |top: f32| {
        Rect::from_center_size(pos2(x, rect.top() + top), vec2(rect.width() - 40.0, 24.0))
    };
    let lines = [
        (
            109.0,
            if drops {
                "Drop articles or folders here"
            } else {
                "Import articles or folders"
            },
            font::bold(18.0),
            c.ink,
        ),
        (
            137.0,
            "Web pages, PDF, Word, mail, tables, plain text and more, in folders or ZIP archives",
            font::ui(font::UI),
            c.ink2,
        ),
        (
            157.0,
            "You see a count first; nothing is imported until you say so",
            font::ui(font::UI),
            c.ink2,
        ),
    ];
    for (top, words, id, ink) in lines {
        let layout = egui::Layout::top_down(egui::Align::Center);
        ui.scope_builder(
            egui::UiBuilder::new().max_rect(line(top)).layout(layout),
            |ui| {
                ui.add_space(2.0);
                label(ui, words, id, ink)
            },
        );
    }
    let button = Rect::from_center_size(pos2(x, rect.top() + 195.0), vec2(138.0, size::BUTTON));
    widgets::at(ui, button, |ui| {
        let words = if drops {
            "Choose files…"
        } else {
            "Import…"
        };
        if Button::new(words).width(138.0).show(ui).clicked() {
            queue.send(Action::ChooseFiles);
        }
    });
}

fn buttons_ui(ui: &mut Ui, rect: Rect, state: &mut State, queue: &mut Queue) {
    let c = colors(ui);
    widgets::at(ui, rect, |ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        let new = Button::new("New project…")
            .kind(ButtonKind::Primary)
            .height(32.0)
            .width(116.0)
            .show(ui);
        if !std::mem::replace(&mut state.begun, true) {
            new.request_focus();
        }
        if new.clicked() {
            queue.send(Action::NewProject { import: Vec::new() });
        }
        ui.spacing_mut().item_spacing.x = space::M;
        if Button::new("Open…")
            .icon(Icon::Folder)
            .height(32.0)
            .show(ui)
            .clicked()
        {
            queue.send(Action::AskOpenProject);
        }
        if Button::new("Try the sample project")
            .height(32.0)
            .show(ui)
            .clicked()
        {
            queue.send(Action::OpenSample);
        }
        let hint = "Begins with the first ten minutes";
        if Button::new("Manual")
            .height(32.0)
            .hint(hint)
            .show(ui)
            .clicked()
        {
            queue.send(Action::ShowManual);
        }
    });
    if rect.width() > 720.0 {
        let words = format!(
            "The sample holds {} invented articles",
            widgets::number(samples::COUNT as u64)
        );
        widgets::text(
            ui,
            rect.right_center(),
            Align2::RIGHT_CENTER,
            &words,
            font::ui(font::SMALL),
            c.ink2,
        );
    }
}

fn recent_ui(
    ui: &mut Ui,
    strip: &dyn Fn(f32, f32) -> Rect,
    top: f32,
    settings: &Settings,
    state: &mut State,
    queue: &mut Queue,
) -> f32 {
    let c = colors(ui);
    let head = strip(top, 30.0);
    widgets::at(ui, head, |ui| {
        label(ui, "Recent projects", font::bold(font::UI), c.ink)
    });
    let at = head.right_center();
    widgets::text(
        ui,
        at,
        Align2::RIGHT_CENTER,
        "Arrow keys and Enter",
        font::ui(font::SMALL),
        c.ink3,
    );
    widgets::hline(ui.painter(), head, head.bottom() + 2.0, c.line2);
    let mut y = top + 32.0;
    let count = settings.recent.len().min(SHOWN);
    keyboard(ui, count, state);
    let rows = strip(y, ROW * count as f32);
    ui.scope_builder(egui::UiBuilder::new().max_rect(rows), |ui| {
        widgets::list_of(ui, Role::ListBox, "Recent projects", count);
        for (index, project) in settings.recent.iter().take(SHOWN).enumerate() {
            row_ui(ui, strip(y, ROW), project, index, state, queue);
            widgets::position(ui, row_id(index), index);
            y += ROW;
        }
    });
    y
}

fn row_id(index: usize) -> Id {
    Id::unique(("recent project", index))
}

/// Arrow keys move from the buttons into the list and through it.
fn keyboard(ui: &Ui, count: usize, state: &mut State) {
    if !ui.memory(|memory| memory.has_focus(row_id(state.row))) {
        return;
    }
    let filter = egui::EventFilter {
        vertical_arrows: true,
        ..Default::default()
    };
    crate::ui::widgets::hold_keys(ui, row_id(state.row), filter);
    let step = ui.ctx().input(|input| {
        i32::from(input.key_pressed(egui::Key::ArrowDown))
            - i32::from(input.key_pressed(egui::Key::ArrowUp))
    });
    if step != 0 {
        state.row = state
            .row
            .saturating_add_signed(step as isize)
            .min(count.saturating_sub(1));
        ui.memory_mut(|memory| memory.request_focus(row_id(state.row)));
    }
}

fn row_ui(
    ui: &mut Ui,
    rect: Rect,
    project: &RecentProject,
    index: usize,
    state: &mut State,
    queue: &mut Queue,
) {
    let c = colors(ui);
    let name = project.path.file_stem().map_or_else(
        || "Project".to_owned(),
        |stem| stem.to_string_lossy().into_owned(),
    );
    let response = ui.interact(rect, row_id(index), Sense::click());
    response.widget_info(|| {
        let words = if project.found {
            format!("Open {name}")
        } else {
            format!("{name}, not found")
        };
        WidgetInfo::labeled(Role::ListBoxOption, true, words)
    });
    if response.has_focus() {
        state.row = index;
    }
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, c.hover);
    }
    widgets::hline(ui.painter(), rect, rect.bottom(), c.line);
    let y = rect.center().y;
    let (icon, ink) = if project.found {
        (Icon::File, c.ink2)
    } else {
        (Icon::Warning, c.warn)
    };
    icon.paint_scaled(ui.painter(), pos2(rect.left() + 20.0, y), ink, 0.95);
    let text_left = rect.left() + 40.0;
    let room = rect.width() - 40.0 - 250.0;
    let (id, ink) = if project.found {
        (font::bold(font::UI), c.ink)
    } else {
        (font::ui(font::UI), c.ink3)
    };
    let galley = widgets::elided(ui, &name, id, ink, room);
    widgets::galley_at(ui, text_left, y - 8.5, galley, ink);
    let path = widgets::elided(
        ui,
        &short_path(project),
        font::ui(font::SMALL),
        c.ink2,
        room,
    );
    widgets::galley_at(ui, text_left, y + 9.0, path, c.ink2);
    let right = rect.right() - space::L;
    if project.found {
        let when = opened_words(project.opened);
        widgets::text(
            ui,
            pos2(right, y),
            Align2::RIGHT_CENTER,
            &when,
            font::ui(font::SMALL),
            c.ink3,
        );
        let words = widgets::count(project.articles, "article", "articles");
        let at = pos2(right - 88.0, y);
        widgets::text(
            ui,
            at,
            Align2::RIGHT_CENTER,
            &words,
            font::ui(font::SMALL),
            c.ink2,
        );
    } else {
        let button = Rect::from_min_max(pos2(right - 68.0, y - 12.0), pos2(right, y + 12.0));
        let clicked = widgets::at(ui, button, |ui| {
            let locate = format!("Locate {name}");
            Button::new("Locate…")
                .name(&locate)
                .kind(ButtonKind::Panel)
                .width(68.0)
                .show(ui)
                .clicked()
        });
        let at = pos2(right - 88.0, y);
        widgets::text(
            ui,
            at,
            Align2::RIGHT_CENTER,
            "Not found at this path",
            font::ui(font::SMALL),
            c.warn,
        );
        if clicked {
            queue.send(Action::Locate(project.path.clone()));
        }
    }
    if response.has_focus() {
        let ring = Stroke::new(stroke::FOCUS, c.accent);
        ui.painter()
            .rect_stroke(rect, 0.0, ring, StrokeKind::Inside);
    }
    if response.clicked() {
        if project.found {
            queue.send(Action::OpenProject(project.path.clone()));
        } else {
            queue.send(Action::Locate(project.path.clone()));
        }
    }
}

/// The path with the home folder as `~`.
fn short_path(project: &RecentProject) -> String {
    let home = std::env::var_os(if cfg!(windows) { "USERPROFILE" } else { "HOME" });
    if let Some(home) = home
        && let Ok(rest) = project.path.strip_prefix(&home)
    {
        return format!("~{}{}", std::path::MAIN_SEPARATOR, rest.display());
    }
    project.path.display().to_string()
}

/// `today`, `yesterday`, `12 Nov`, `12 Nov 2024`, from seconds since 1970; days are those of UTC.
fn opened_words(opened: i64) -> String {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| {
            i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
        });
    let (today, day) = (now.div_euclid(86_400), opened.div_euclid(86_400));
    match today - day {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        _ => {
            let date = crate::model::date::from_day_number(day);
            let words = widgets::day_words(&date.first_day());
            let this_year = crate::model::date::from_day_number(today).year == date.year;
            match words.rsplit_once(' ') {
                Some((short, _)) if this_year => short.trim_end_matches(',').to_owned(),
                _ => words,
            }
        }
    }
}
