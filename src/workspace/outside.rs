//! Handing a file or a page of the web to the program the system has for it.

use std::{
    ffi::OsString,
    path::Path,
    process::{Command, Stdio},
};

use super::Problem;

/// Shows a file, or a page of the web by its address, in the system's own program for it, and returns at once.
///
/// # Errors
/// When the file is gone or the system has no way to show files.
pub fn show(path: &Path) -> Result<(), Problem> {
    let failed = |why: &dyn std::fmt::Display| {
        Problem::new(format!("Could not show {}", path.display()), why)
            .with_hint("Open it in the file manager")
    };
    let page = path
        .to_str()
        .is_some_and(|text| text.starts_with("https://") || text.starts_with("http://"));
    if !page && !path.exists() {
        return Err(failed(&"it is not there anymore"));
    }
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(target_os = "windows") {
        Command::new("explorer")
    } else {
        Command::new("xdg-open")
    };
    command.arg(path);
    run(command).map_err(|error| failed(&error))
}

/// Starts this program again for a window of its own, with a project or without.
///
/// # Errors
/// When the system cannot start it.
pub fn start_again(project: Option<OsString>) -> Result<(), Problem> {
    let failed = |error: std::io::Error| Problem::new("Could not open a new window", error);
    let mut command = Command::new(std::env::current_exe().map_err(failed)?);
    command.arg(super::desktop::given::NEW_WINDOW).args(project);
    run(command).map_err(failed)
}

/// Refuses what is not there, so that nothing is made by opening it.
///
/// # Errors
/// When nothing lies at the path.
pub fn there(path: &Path) -> Result<(), Problem> {
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Problem::new(
            format!("Could not open {}", path.display()),
            "there is no such file",
        )
        .with_hint("If it was moved, choose it under Open project…")),
        // Whatever else is wrong is said by opening it.
        _ => Ok(()),
    }
}

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lying {
    File,
    Folder,
}

/// What lies at a path, if anything does.
#[must_use]
pub fn lying(path: &Path) -> Option<Lying> {
    if path.is_dir() {
        return Some(Lying::Folder);
    }
    path.exists().then_some(Lying::File)
}

/// The beginning of a text file of this program's own; empty where it cannot be read.
#[must_use]
pub fn text_of(path: &Path) -> String {
    const MOST: usize = 200_000;
    let mut text = std::fs::read(path).unwrap_or_default();
    text.truncate(MOST);
    String::from_utf8_lossy(&text).into_owned()
}

/// Starts a program that goes on by itself.
fn run(mut command: Command) -> std::io::Result<()> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // Waited for beside everything else, so that no dead process is left behind.
    std::thread::Builder::new()
        .name("another program".to_owned())
        .spawn(move || child.wait())
        .map(|_| ())
}
