//! Opening the window.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    rc::Rc,
    sync::{Arc, Mutex, PoisonError, mpsc},
};

use super::{
    app::{App, Doors},
    ask::{self, Asker},
    desk,
    outside::{self, Outside},
};
use crate::workspace::{
    Problem,
    desktop::{
        given::{self, Given},
        journal,
        post::Letter,
        runs::{self, Entered, HandOver, Run},
        screen::{Area, put_right},
    },
    outside as system, samples,
    settings::{self, Settings},
};

/// The id desktops know the window by; the same as the name of the `.desktop` file.
const APP_ID: &str = "dateline";

/// The smallest window everything can be reached in, at the normal size of text, in points.
const LEAST: [f32; 2] = [640.0, 400.0];

/// How the window is started from a terminal.
pub const USAGE: &str = "\
dateline-desktop [--new-window] [PROJECT or FILES…]

Opens the window with a project, or with files and folders to import. A window that is open takes them
over, unless --new-window says otherwise. `dateline --help` lists what works in the terminal.";

/// Opens the window and returns when it is closed; or hands `arguments`, projects to open and files to import, to a window
/// that is open already, unless a `new_window` is asked for.
///
/// # Errors
/// When the system gives the program no window.
pub fn run(arguments: &[OsString], new_window: bool) -> Result<(), Problem> {
    let settings = Settings::load();
    let home = settings::folder();
    let given = given::look_at(arguments, &std::env::current_dir().unwrap_or_default());
    let (sender, letters) = mpsc::channel();
    let wake = Wake::default();
    let deliver = {
        let wake = wake.clone();
        move |letter: Letter| {
            // Looked at here as well: what is handed over may be gone by now.
            let paths: Vec<OsString> = letter.paths.iter().map(OsString::from).collect();
            let mut given = given::look_at(&paths, Path::new(""));
            given.problems.splice(0..0, letter.problems());
            // The window is closing when nobody listens.
            let _ = sender.send(given);
            wake.wake();
        }
    };
    let hand_over = match (new_window, settings.own_windows) {
        (true, _) => HandOver::Never,
        (false, true) => HandOver::SameProject,
        (false, false) => HandOver::Any,
    };
    let paths = given.projects.iter().chain(&given.files).cloned().collect();
    let letter = Letter::new(paths, &given.problems);
    let entered = match &home {
        Some(home) => runs::enter(home, &letter, hand_over, deliver),
        None => Entered::Alone,
    };
    let (run, ended) = match entered {
        Entered::Handed => return Ok(()),
        Entered::Here { run, ended } => (Some(run), ended),
        Entered::Alone => (None, Vec::new()),
    };
    if let Some(home) = &home {
        journal::begin(home, run.as_ref().map_or("alone", Run::name));
    }
    outside::speak(settings.manner);
    open(settings, given, move |ctx, settings| {
        wake.set(ctx);
        let outside = Outside {
            run,
            letters: Some(letters),
            make: Some(desk::opener(ctx.clone())),
            another: Some(Box::new(outside::another)),
            home,
            ..Outside::default()
        };
        (outside, ended, settings)
    })
}

type World = (Outside, Vec<runs::Ended>, Settings);

fn open(
    settings: Settings,
    given: Given,
    world: impl FnOnce(&egui::Context, Settings) -> World + 'static,
) -> Result<(), Problem> {
    let [width, height] = settings.window.unwrap_or([1440.0, 900.0]);
    let mut viewport = egui::ViewportBuilder::default()
        .with_app_id(APP_ID)
        .with_title("Dateline")
        .with_icon(icon())
        .with_inner_size([width, height])
        .with_min_inner_size(LEAST)
        .with_maximized(settings.maximized)
        .with_drag_and_drop(true);
    if let Some([left, top]) = settings.place {
        viewport = viewport.with_position([left, top]);
    }
    let options = eframe::NativeOptions {
        viewport,
        persist_window: false,
        // Where it was last, once there is a last time.
        centered: settings.place.is_none(),
        dithering: false,
        ..Default::default()
    };
    let start = move |creation: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
        let ctx = &creation.egui_ctx;
        let zoom = f32::from(settings.text_size.clamp(50, 300)) / 100.0;
        if !settings.maximized {
            put_window_right(creation, settings.place, zoom);
        }
        let (outside, ended, settings) = world(ctx, settings);
        let unkept = Rc::clone(&outside.unkept);
        let doors = Doors {
            open: desk::opener_of_existing(ctx.clone()),
            asker: Asker::new(ask::system()),
            keep: Box::new(move |settings| {
                if let Err(problem) = settings.save() {
                    *unkept.borrow_mut() = Some(problem);
                }
            }),
            sample: sample_path(),
            show: Box::new(system::show),
            drops: takes_drops(creation),
        };
        let mut app = App::new(ctx, doors, settings, Vec::new());
        app.receive_given(given);
        Ok(Box::new(app.with_outside(outside, ended)))
    };
    #[cfg(target_os = "macos")]
    super::mac_files::listen();
    eframe::run_native(APP_ID, options, Box::new(start)).map_err(|error| {
        let why = match &error {
            // Its own words name places in the source.
            eframe::Error::WinitEventLoop(_) => "no desktop was found to show it on".to_owned(),
            error => error.to_string(),
        };
        tracing::error!(%error, "no window");
        Problem::new("Could not open a window", why)
            .with_hint("On Linux a desktop with X11 or Wayland and OpenGL is needed. `dateline --help` lists what works without")
    })
}

/// Wakes the window once there is one.
#[derive(Clone, Default)]
struct Wake(Arc<Mutex<Option<egui::Context>>>);

impl Wake {
    fn set(&self, ctx: &egui::Context) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(ctx.clone());
        // What came before there was a window.
        ctx.request_repaint();
    }

    fn wake(&self) {
        if let Some(ctx) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            ctx.request_repaint();
        }
    }
}

/// Moves the window onto a monitor that is there. Where the system does not say where windows are, as on Wayland, it
/// places them itself. `place` is where the window was, `zoom` how much larger than the system's points ours are.
fn put_window_right(creation: &eframe::CreationContext<'_>, place: Option<[f32; 2]>, zoom: f32) {
    let Some(window) = creation.winit_window() else {
        return;
    };
    let Ok(at) = window.outer_position() else {
        return;
    };
    let scale = window.scale_factor() as f32;
    let mut listed: Vec<_> = window.primary_monitor().into_iter().collect();
    listed.extend(window.available_monitors());
    let monitors: Vec<Area> = listed
        .iter()
        .map(|monitor| {
            let (at, size) = (monitor.position(), monitor.size());
            area(at.x, at.y, size.width, size.height)
        })
        .collect();
    let (outer, inner) = (window.outer_size(), window.inner_size());
    let mut wanted = area(at.x, at.y, outer.width, outer.height);
    if let Some([left, top]) = place {
        wanted.left = left * scale;
        wanted.top = top * scale;
    }
    let Some(put) = put_right(wanted, &monitors) else {
        return;
    };
    // Borders and title.
    let around = egui::vec2(
        outer.width.saturating_sub(inner.width) as f32,
        outer.height.saturating_sub(inner.height) as f32,
    );
    let place = egui::pos2(put.left, put.top) / (scale * zoom);
    let size = (egui::vec2(put.width, put.height) - around) / (scale * zoom);
    for command in [
        egui::ViewportCommand::OuterPosition(place),
        egui::ViewportCommand::InnerSize(size),
    ] {
        creation.egui_ctx.send_viewport_cmd(command);
    }
}

fn area(left: i32, top: i32, width: u32, height: u32) -> Area {
    Area {
        left: left as f32,
        top: top as f32,
        width: width as f32,
        height: height as f32,
    }
}

/// The window's icon. On macOS none is set: there the bundle's is drawn with the margin that system expects.
fn icon() -> egui::IconData {
    const PNG: &[u8] = include_bytes!("../../assets/icons/dateline-256.png");
    if cfg!(target_os = "macos") {
        return egui::IconData::default();
    }
    eframe::icon_data::from_png_bytes(PNG).unwrap_or_default()
}

/// Where the sample project lies: beside the settings, because nobody asked for a file among their own.
fn sample_path() -> PathBuf {
    let folder = settings::folder().unwrap_or_else(std::env::temp_dir);
    folder.join(format!(
        "{}.{}",
        samples::PROJECT_NAME,
        crate::workspace::project::EXTENSION
    ))
}

/// Whether files can be dropped on the window: winit has no drag and drop on Wayland yet. Where the system does not say
/// what the window is, the environment tells, as winit itself chooses by it.
fn takes_drops(creation: &eframe::CreationContext<'_>) -> bool {
    use raw_window_handle::{HasWindowHandle as _, RawWindowHandle};
    match creation.window_handle() {
        Ok(handle) => !matches!(handle.as_raw(), RawWindowHandle::Wayland(_)),
        Err(_) => ["WAYLAND_DISPLAY", "WAYLAND_SOCKET"]
            .iter()
            .all(|name| std::env::var_os(name).is_none_or(|value| value.is_empty())),
    }
}
