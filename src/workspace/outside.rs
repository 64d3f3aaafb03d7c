//! Handing a file or a page of the web to the program the system has for it.

use std::{
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
    let child = command
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut child = child.map_err(|error| failed(&error))?;
    // Waited for beside everything else, so that no dead process is left behind.
    let waiting = std::thread::Builder::new()
        .name("showing a file".to_owned())
        .spawn(move || child.wait());
    waiting.map(|_| ()).map_err(|error| failed(&error))
}
