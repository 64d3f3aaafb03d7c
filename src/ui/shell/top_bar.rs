//! The top bar: project, views, search, undo and redo, import, and everything else.

use egui::{Rect, Role, Sense, Ui, WidgetInfo, vec2};

use super::State;
use crate::{
    model::MemoOn,
    ui::{
        action::{Action, View},
        actions::{self, Id as ActionId, item},
        ask::stem_of,
        context::Cx,
        marks::Ask,
        review::Panel,
        search,
        theme::{colors, font, radius, size, space, stroke},
        widgets::{self, Bar, Button, ButtonKind, Icon, MenuItem, icon_button},
    },
    workspace::{
        Command,
        desktop::manner::MannerChoice,
        settings::{Settings, ThemeChoice},
    },
};

pub(super) fn ui(
    ui: &mut Ui,
    rect: Rect,
    cx: &mut Cx<'_>,
    state: &mut State,
    view: View,
    settings: &Settings,
    [back, forward]: [bool; 2],
) {
    let c = colors(ui);
    let look = Bar {
        ground: c.bg,
        pad: space::L,
        line: Some(c.line),
    };
    let fit = Fit::of(rect.width());
    widgets::bar(
        ui,
        rect,
        look,
        &mut (cx, state),
        |ui, (cx, _)| {
            ui.spacing_mut().item_spacing.x = space::XS;
            let name_width = match fit {
                Fit::Wide => 260.0,
                Fit::Narrow => 110.0,
                Fit::Small | Fit::Tiny => 76.0,
            };
            project_menu(ui, cx, settings, name_width);
            if fit != Fit::Tiny {
                ui.add_space(space::S);
                step_button(ui, cx, Icon::Left, ActionId::Back, back);
                step_button(ui, cx, Icon::Right, ActionId::Forward, forward);
            }
            ui.add_space(if fit == Fit::Wide {
                space::L
            } else {
                space::XS
            });
            for choice in View::ALL {
                if view_button(ui, choice, choice == view, fit) {
                    cx.send(Action::Go(choice));
                }
            }
        },
        |ui, (cx, state)| {
            ui.spacing_mut().item_spacing.x = space::S;
            search::field::ui(ui, cx, &mut state.search, fit.search());
            ui.add_space(space::M);
            undo_redo(ui, cx);
            names_menu(ui, cx, state, fit);
            ui.add_space(space::S);
            import_menu(ui, cx, fit);
            more_menu(ui, cx, settings);
        },
    );
}

/// Goes back or forward through what was looked at.
fn step_button(ui: &mut Ui, cx: &mut Cx<'_>, icon: Icon, id: ActionId, can: bool) {
    let back = id == ActionId::Back;
    let why = match (can, back) {
        (true, _) => None,
        (false, true) => Some("Nothing was looked at before"),
        (false, false) => Some("Nothing was looked at after this"),
    };
    let (name, keys) = (actions::row(id).name, actions::keys(id));
    if icon_button(ui, icon, name, Some(keys), size::BUTTON, why).clicked() {
        cx.send(Action::Step { back });
    }
}

fn project_menu(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings, width: f32) {
    let stem = cx
        .desk
        .path()
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned());
    let name = cx
        .views()
        .overview
        .value()
        .map(|overview| overview.name.clone())
        .or(stem)
        .unwrap_or_default();
    let c = colors(ui);
    let galley = widgets::elided(ui, &name, font::bold(font::NAME), c.ink, width);
    let (rect, response) =
        ui.allocate_exact_size(vec2(galley.size().x + 26.0, size::BUTTON), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Project {name}")));
    let grown = rect.expand2(vec2(space::XS, 0.0));
    if response.hovered() {
        ui.painter().rect_filled(grown, radius::CONTROL, c.hover);
    }
    let drawn = widgets::galley_at(ui, rect.left(), rect.center().y, galley, c.ink);
    Icon::Down.paint_scaled(
        ui.painter(),
        egui::pos2(drawn.right() + 16.0, rect.center().y),
        c.ink2,
        0.75,
    );
    widgets::focus_ring(ui, grown, &response);
    let recent: Vec<(String, Action)> = settings
        .recent
        .iter()
        .filter(|project| project.path != cx.desk.path())
        .take(6)
        .map(|project| {
            let stem = stem_of(&project.path);
            if project.found {
                (stem, Action::OpenProject(project.path.clone()))
            } else {
                let words = format!("Locate {stem}…");
                (words, Action::Locate(project.path.clone()))
            }
        })
        .collect();
    let mut lines: Vec<(MenuItem<'_>, Option<Action>)> = vec![
        (
            item(ActionId::New),
            Some(Action::NewProject { import: Vec::new() }),
        ),
        (item(ActionId::Open), Some(Action::AskOpenProject)),
        (item(ActionId::SaveCopy), Some(Action::AskCopy)),
        (item(ActionId::NewWindow), Some(Action::NewWindow(None))),
    ];
    if !recent.is_empty() {
        lines.push((MenuItem::Line, None));
        lines.push((MenuItem::Head("Recent"), None));
        for (words, action) in &recent {
            lines.push((MenuItem::new(words), Some(action.clone())));
        }
        lines.push((item(ActionId::ForgetRecent), Some(Action::ForgetRecent)));
    }
    let path = cx.desk.path().display().to_string();
    let copied = Action::Copy {
        text: path,
        said: "Copied the path of the project",
    };
    lines.push((MenuItem::Line, None));
    lines.push((MenuItem::new("Copy path"), Some(copied)));
    lines.push((MenuItem::new("Import report"), Some(Action::ShowReport)));
    let memo = Ask::Memo(MemoOn::Project).action();
    lines.push((MenuItem::new("Memo on the project…"), Some(memo)));
    let deleted = Ask::Deleted.action();
    lines.push((MenuItem::new("Deleted articles…"), Some(deleted)));
    lines.push((item(ActionId::Close), Some(Action::CloseProject)));
    let items: Vec<MenuItem<'_>> = lines.iter().map(|(item, _)| *item).collect();
    let chosen = widgets::menu(&response, &items).and_then(|at| lines.swap_remove(at).1);
    if let Some(action) = chosen {
        cx.send(action);
    }
}

fn view_button(ui: &mut Ui, view: View, selected: bool, fit: Fit) -> bool {
    let c = colors(ui);
    // The bold width, so that choosing moves nothing.
    let width = widgets::width_of(ui, view.label(), font::bold(font::UI))
        + if fit == Fit::Tiny { 14.0 } else { 24.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(width.ceil(), size::BUTTON), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, selected, view.label()));
    let (id, ink) = if selected {
        let line = egui::Stroke::new(stroke::LINE, c.line2);
        ui.painter().rect(
            rect,
            radius::CONTROL,
            c.paper,
            line,
            egui::StrokeKind::Inside,
        );
        (font::bold(font::UI), c.ink)
    } else {
        if response.hovered() {
            ui.painter().rect_filled(rect, radius::CONTROL, c.hover);
        }
        (font::ui(font::UI), c.ink2)
    };
    widgets::text(
        ui,
        rect.center(),
        egui::Align2::CENTER_CENTER,
        view.label(),
        id,
        ink,
    );
    widgets::focus_ring(ui, rect, &response);
    let clicked = response.clicked();
    widgets::tooltip(response, view.label(), Some(actions::view_keys(view)));
    clicked && !selected
}

fn undo_redo(ui: &mut Ui, cx: &mut Cx<'_>) {
    let overview = cx.views().overview.value();
    let undo = overview.and_then(|overview| overview.undo.as_deref());
    let redo = overview.and_then(|overview| overview.redo.as_deref());
    let name = |verb: &str, what: Option<&str>| match what {
        Some(what) => format!("{verb} {}", lower_first(what)),
        None => verb.to_owned(),
    };
    let why = |what: Option<&str>, why| if what.is_none() { Some(why) } else { None };
    let disabled = why(undo, "Nothing to undo");
    if icon_button(
        ui,
        Icon::Undo,
        &name("Undo", undo),
        Some(actions::keys(ActionId::Undo)),
        size::BUTTON,
        disabled,
    )
    .clicked()
    {
        cx.send(Action::Undo);
    }
    let disabled = why(redo, "Nothing to redo");
    if icon_button(
        ui,
        Icon::Redo,
        &name("Redo", redo),
        Some(actions::keys(ActionId::Redo)),
        size::BUTTON,
        disabled,
    )
    .clicked()
    {
        cx.send(Action::Redo);
    }
}

/// `Rename Al Brega to Brega` reads on after `Undo` as `Undo rename Al Brega to Brega`.
fn lower_first(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

fn names_menu(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut State, fit: Fit) {
    let hint = "Doubtful names, history, accuracy";
    let response = if fit == Fit::Wide {
        Button::new("Names")
            .after(Icon::Down)
            .kind(ButtonKind::Quiet)
            .height(size::BUTTON)
            .hint(hint)
            .show(ui)
    } else {
        icon_button(ui, Icon::Tag, "Names", None, size::BUTTON, None)
    };
    let open = match cx.views().worklist.value() {
        Some(rows) => widgets::count(rows.len() as u64, "question", "questions"),
        None => String::new(),
    };
    let same = match open.as_str() {
        "" => "Same name?".to_owned(),
        open => format!("Same name?  {open}"),
    };
    let items = [
        MenuItem::keys(&same, actions::keys(ActionId::Same)),
        item(ActionId::Accuracy),
        MenuItem::Line,
        item(ActionId::History),
    ];
    let chosen = widgets::menu(&response, &items);
    state.names_open =
        egui::Popup::is_id_open(ui.ctx(), egui::Popup::default_response_id(&response));
    match chosen {
        Some(0) => cx.send(Action::Review(Panel::Same)),
        Some(1) => cx.send(Action::Review(Panel::Accuracy)),
        Some(3) => cx.send(Action::Review(Panel::History)),
        _ => {}
    }
}

fn import_menu(ui: &mut Ui, cx: &mut Cx<'_>, fit: Fit) {
    let why = cx.read_only();
    let response = if matches!(fit, Fit::Small | Fit::Tiny) {
        icon_button(ui, Icon::Import, "Import…", None, size::BUTTON, why)
    } else {
        Button::new("Import…")
            .icon(Icon::Import)
            .disabled(why)
            .show(ui)
    };
    if why.is_some() {
        return;
    }
    let watching = cx.desk.watching().is_some();
    let watch = if watching {
        "Stop watching the folder"
    } else {
        "Watch a folder…"
    };
    let items = [
        MenuItem::keys("Files…", actions::keys(ActionId::ImportFiles)),
        MenuItem::new("Folder…"),
        MenuItem::keys("Paste as an article", actions::keys(ActionId::Paste)),
        MenuItem::new(watch),
        MenuItem::Line,
        item(ActionId::Report),
        MenuItem::Line,
        item(ActionId::AddPlaces),
        item(ActionId::LookUpPlaces),
    ];
    match widgets::menu(&response, &items) {
        Some(0) => cx.send(Action::ChooseFiles),
        Some(1) => cx.send(Action::ChooseFolder),
        Some(2) => cx.send(Action::AskPaste),
        Some(3) if watching => cx.send(Action::StopWatching),
        Some(3) => cx.send(Action::AskWatch),
        Some(5) => cx.send(Action::ShowReport),
        Some(7) => cx.send(Action::AskPlaceNames),
        Some(8) => cx.send(Action::Run(Command::LookUpPlaces)),
        _ => {}
    }
}

/// How much room the bar has. At twice the text size a laptop's window is 640 points wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    Wide,
    Narrow,
    /// A laptop's window at one and a half times the text size.
    Small,
    Tiny,
}

impl Fit {
    fn of(width: f32) -> Self {
        match width {
            1200.0.. => Self::Wide,
            920.0.. => Self::Narrow,
            800.0.. => Self::Small,
            _ => Self::Tiny,
        }
    }

    /// Width of the search field.
    const fn search(self) -> f32 {
        match self {
            Self::Wide => 320.0,
            Self::Narrow | Self::Small => 150.0,
            Self::Tiny => 110.0,
        }
    }
}

/// Text sizes in percent.
pub(crate) const SIZES: [u16; 6] = [100, 110, 125, 150, 175, 200];

fn more_menu(ui: &mut Ui, cx: &mut Cx<'_>, settings: &Settings) {
    let response = icon_button(ui, Icon::More, "More", None, size::BUTTON, None);
    let themes = [
        (ThemeChoice::System, "As the system"),
        (ThemeChoice::Light, "Light"),
        (ThemeChoice::Dark, "Dark"),
    ];
    let sizes: Vec<String> = SIZES.iter().map(|size| format!("Text {size}%")).collect();
    let mut lines: Vec<(MenuItem<'_>, Option<Action>)> = vec![(MenuItem::Head("Theme"), None)];
    lines.extend(themes.iter().map(|(theme, words)| {
        let item = MenuItem::choice(words, *theme == settings.theme);
        (item, Some(Action::Theme(*theme)))
    }));
    lines.push((MenuItem::Line, None));
    lines.push((MenuItem::Head("Text size"), None));
    lines.extend(sizes.iter().zip(SIZES).map(|(words, size)| {
        let item = MenuItem::choice(words, size == settings.text_size);
        (item, Some(Action::TextSize(size)))
    }));
    // In a low window the menu would be cut off; the palette has these as well.
    const ROOM: f32 = 620.0;
    if ui.ctx().content_rect().height() >= ROOM {
        lines.push((MenuItem::Line, None));
        lines.push((MenuItem::Head("Numbers and dates"), None));
        lines.extend(MannerChoice::ALL.iter().map(|(choice, words)| {
            let item = MenuItem::choice(words, *choice == settings.manner);
            (item, Some(Action::Manner(*choice)))
        }));
        lines.push((MenuItem::Line, None));
    } else {
        lines.push((MenuItem::Line, None));
    }
    let own = MenuItem::choice("Files from outside in a new window", settings.own_windows);
    lines.push((own, Some(Action::OwnWindows(!settings.own_windows))));
    lines.push((MenuItem::Line, None));
    lines.push((item(ActionId::Palette), Some(Action::ShowPalette)));
    lines.push((item(ActionId::Manual), Some(Action::ShowManual)));
    lines.push((item(ActionId::Shortcuts), Some(Action::ShowShortcuts)));
    lines.push((item(ActionId::About), Some(Action::ShowAbout)));
    let items: Vec<MenuItem<'_>> = lines.iter().map(|(item, _)| *item).collect();
    let chosen = widgets::menu(&response, &items).and_then(|at| lines.swap_remove(at).1);
    if let Some(action) = chosen {
        cx.send(action);
    }
}
