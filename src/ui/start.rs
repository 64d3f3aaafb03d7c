//! Opening the window.

use std::path::PathBuf;

use super::{
    app::{App, Doors},
    ask::{self, Asker},
    desk,
};
use crate::workspace::{
    Problem, outside, samples,
    settings::{self, Settings},
};

/// The id desktops know the window by; the same as the name of the `.desktop` file.
const APP_ID: &str = "dateline";

/// Opens the window and returns when it is closed. `paths` are projects to open and files to import.
///
/// # Errors
/// When the system gives the program no window.
pub fn run(paths: Vec<PathBuf>) -> Result<(), Problem> {
    let settings = Settings::load();
    let [width, height] = settings.window.unwrap_or([1440.0, 900.0]);
    let viewport = egui::ViewportBuilder::default()
        .with_app_id(APP_ID)
        .with_title("Dateline")
        .with_inner_size([width, height])
        .with_min_inner_size([860.0, 520.0])
        .with_drag_and_drop(true);
    let options = eframe::NativeOptions {
        viewport,
        persist_window: false,
        dithering: false,
        ..Default::default()
    };
    let start = move |creation: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
        let doors = Doors {
            open: desk::opener(creation.egui_ctx.clone()),
            asker: Asker::new(ask::system()),
            keep: Box::new(|settings| {
                if let Err(problem) = settings.save() {
                    tracing::warn!("{problem}");
                }
            }),
            sample: sample_path(),
            show: Box::new(outside::show),
            drops: takes_drops(creation),
        };
        Ok(Box::new(App::new(
            &creation.egui_ctx,
            doors,
            settings,
            paths,
        )))
    };
    eframe::run_native(APP_ID, options, Box::new(start)).map_err(|error| {
        Problem::new("Could not open a window", error)
            .with_hint("On Linux a desktop with X11 or Wayland and OpenGL is needed; `dateline --help` lists what works without")
    })
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
