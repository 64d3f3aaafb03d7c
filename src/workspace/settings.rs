//! What is remembered between runs for all projects: recent projects, theme, text size, window layout.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};

use super::{Problem, desktop::manner::MannerChoice, export::Beside, room::Rooms, stored_path};
use crate::model::picture::{PictureOptions, Printing};

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeChoice {
    #[default]
    System,
    Light,
    Dark,
}

/// A project that was open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentProject {
    #[serde(with = "stored_path")]
    pub path: PathBuf,
    pub articles: u64,
    /// Seconds since 1970.
    pub opened: i64,
    /// Whether the file is there; looked up when settings are loaded, never while painting.
    #[serde(skip)]
    pub found: bool,
}

/// Everything remembered. Unknown and missing fields are taken as their defaults, so that any version reads any file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub recent: Vec<RecentProject>,
    pub theme: ThemeChoice,
    /// Percent.
    pub text_size: u16,
    /// The view shown last, by its word: `read`, `chart`, `map`, `compare`.
    pub view: String,
    /// Positions of splitters in points, by name.
    pub splitters: BTreeMap<String, f32>,
    /// Whether counts are of unique stories rather than of articles.
    pub stories: bool,
    /// Whether compared versions are shown in one column.
    pub inline: bool,
    /// Whether articles are read in letters without serifs.
    pub sans: bool,
    /// Order of the table of names, as `last down`; empty for the most frequent first.
    pub names_order: String,
    /// Folders that are watched while a project is open: the project, and the folder.
    #[serde(with = "stored_path::pairs")]
    pub watched: Vec<(PathBuf, PathBuf)>,
    /// Projects about whose place the user was warned.
    #[serde(with = "stored_path::list")]
    pub warned: Vec<PathBuf>,
    /// Whether files opened from outside get a window of their own while one is open.
    pub own_windows: bool,
    /// How numbers and dates are written on screen.
    #[serde(deserialize_with = "or_default")]
    pub manner: MannerChoice,
    /// Window size in points.
    pub window: Option<[f32; 2]>,
    /// What was chosen in the export dialog last.
    #[serde(deserialize_with = "or_default")]
    pub export: ExportChoice,
    /// Where the window's upper left corner was on the desktop, in points; `None` where the system does not say.
    pub place: Option<[f32; 2]>,
    pub maximized: bool,
    /// How projects were left.
    pub rooms: Rooms,
}

/// What was chosen in the export dialog last, and is chosen again when it opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportChoice {
    /// Whether SVG rather than PNG.
    pub svg: bool,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    pub dpi: u32,
    /// Whether sizes are shown in millimeters.
    pub millimeters: bool,
    pub transparent: bool,
    pub printing: Printing,
    pub beside: Beside,
    /// Name of the house style; empty for the program's own.
    pub style: String,
    /// Name of the style every export begins with, whatever was chosen last; empty for none.
    pub default_style: String,
}

impl Default for ExportChoice {
    fn default() -> Self {
        let usual = PictureOptions::default();
        Self {
            svg: false,
            width: usual.width,
            height: usual.height,
            dpi: usual.dpi,
            millimeters: false,
            transparent: usual.transparent,
            printing: usual.printing,
            beside: Beside {
                numbers: true,
                ..Beside::default()
            },
            style: String::new(),
            default_style: String::new(),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            recent: Vec::new(),
            theme: ThemeChoice::System,
            text_size: 100,
            view: "read".to_owned(),
            splitters: BTreeMap::new(),
            stories: false,
            inline: false,
            sans: false,
            names_order: String::new(),
            watched: Vec::new(),
            warned: Vec::new(),
            own_windows: false,
            manner: MannerChoice::System,
            window: None,
            export: ExportChoice::default(),
            place: None,
            maximized: false,
            rooms: Rooms::default(),
        }
    }
}

/// A choice of a newer version is taken as the default, and all settings beside it are kept.
fn or_default<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    from: D,
) -> Result<T, D::Error> {
    let value = serde_json::Value::deserialize(from)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

/// Most recent projects kept.
const RECENT: usize = 12;

/// Where settings and locks lie: `DATELINE_HOME` when set, else the platform's place; `None` without a home folder.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    match std::env::var_os("DATELINE_HOME") {
        Some(home) if !home.is_empty() => Some(PathBuf::from(home)),
        _ => directories::ProjectDirs::from("", "", "dateline")
            .map(|dirs| dirs.config_dir().to_owned()),
    }
}

impl Settings {
    /// Reads the settings file; anything missing or unreadable is taken as the default.
    #[must_use]
    pub fn load() -> Self {
        let mut settings: Self = folder()
            .and_then(|folder| std::fs::read(folder.join("settings.json")).ok())
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default();
        settings.look_for_recent();
        settings
    }

    /// Writes the settings file, whole or not at all.
    ///
    /// # Errors
    /// When there is no folder for it or it cannot be written; the program works on without.
    pub fn save(&self) -> Result<(), Problem> {
        let failed = |why: &dyn std::fmt::Display| Problem::new("Could not save the settings", why);
        let folder = folder().ok_or_else(|| failed(&"there is no home folder"))?;
        let io = |error: std::io::Error| {
            failed(&format!(
                "{} cannot be written ({})",
                folder.display(),
                error.kind()
            ))
        };
        std::fs::create_dir_all(&folder).map_err(io)?;
        let json = serde_json::to_vec_pretty(self).map_err(|error| failed(&error))?;
        let draft = folder.join(format!("settings.{}.new", std::process::id()));
        let written = std::fs::write(&draft, json)
            .and_then(|()| std::fs::rename(&draft, folder.join("settings.json")));
        if written.is_err() {
            // Of a full disk nothing is to be left behind.
            let _ = std::fs::remove_file(&draft);
        }
        written.map_err(io)
    }

    /// Puts a project at the top of the recent ones.
    pub fn remember(&mut self, path: &Path, articles: u64) {
        let opened = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |d| i64::try_from(d.as_secs()).unwrap_or_default());
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.recent.retain(|r| r.path != path);
        self.recent.insert(
            0,
            RecentProject {
                path,
                articles,
                opened,
                found: true,
            },
        );
        self.recent.truncate(RECENT);
    }

    /// Replaces the path of a project that was moved.
    pub fn relocate(&mut self, from: &Path, to: &Path) {
        for recent in self.recent.iter_mut().filter(|r| r.path == from) {
            recent.path = to.to_owned();
            recent.found = true;
        }
        self.rooms.relocate(from, to);
    }

    /// The folder that is watched for a project.
    #[must_use]
    pub fn watched_for(&self, project: &Path) -> Option<&Path> {
        let project = std::path::absolute(project).unwrap_or_else(|_| project.to_owned());
        self.watched
            .iter()
            .find(|(of, _)| *of == project)
            .map(|(_, folder)| folder.as_path())
    }

    /// Remembers which folder is watched for a project; `None` for none.
    pub fn watch(&mut self, project: &Path, folder: Option<PathBuf>) {
        let project = std::path::absolute(project).unwrap_or_else(|_| project.to_owned());
        self.watched.retain(|(of, _)| *of != project);
        self.watched.extend(folder.map(|folder| (project, folder)));
    }

    /// Forgets all recent projects but the open one; the files stay.
    pub fn forget_recent(&mut self, open: Option<&Path>) {
        self.recent
            .retain(|recent| open.is_some_and(|open| recent.path == open));
        let open = open.map(|open| std::path::absolute(open).unwrap_or_else(|_| open.to_owned()));
        self.warned.retain(|path| Some(path) == open.as_ref());
        self.rooms.retain(|path| Some(path) == open.as_deref());
    }

    /// Whether the user was told already that a project lies where it is at risk. From now on he was.
    pub fn warn_once(&mut self, project: &Path) -> bool {
        const MOST: usize = 200;
        let project = std::path::absolute(project).unwrap_or_else(|_| project.to_owned());
        if self.warned.contains(&project) {
            return false;
        }
        self.warned.insert(0, project);
        self.warned.truncate(MOST);
        true
    }

    fn look_for_recent(&mut self) {
        for recent in &mut self.recent {
            recent.found = recent.path.is_file();
        }
    }
}

/// Makes the folder a file is to lie in, and tells whether the file itself is still to be made. Where the folder cannot be
/// made, making the file fails too, and says so.
#[must_use]
pub fn make_place_for(path: &Path) -> bool {
    if let Some(folder) = path.parent()
        && let Err(error) = std::fs::create_dir_all(folder)
    {
        tracing::debug!(%error, "no folder for a new project");
    }
    !path.exists()
}

/// Whether two paths lead to the same file, links followed.
#[must_use]
pub fn same_file(a: &Path, b: &Path) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    real(a) == real(b)
}

/// Held while a window has a project open, so that a second window is told. It is an advisory lock on a small file in the
/// settings folder, not beside the project: read-only media and cloud folders stay clean, and the lock is gone with the
/// process however it ends.
#[derive(Debug)]
pub struct WindowLock {
    _file: std::fs::File,
}

/// Whether the project could be taken by this window.
#[derive(Debug)]
pub enum Taken {
    Here(WindowLock),
    /// Another window has it.
    Elsewhere,
    /// There is no place for locks; go on without.
    Unknown,
}

/// Takes a project for this window.
#[must_use]
pub fn take(project: &Path) -> Taken {
    let Some(folder) = folder().map(|f| f.join("locks")) else {
        return Taken::Unknown;
    };
    if std::fs::create_dir_all(&folder).is_err() {
        return Taken::Unknown;
    }
    let real = std::fs::canonicalize(project).unwrap_or_else(|_| project.to_owned());
    let hash = crate::store::sha256(real.as_os_str().as_encoded_bytes());
    let name: String = hash.iter().take(12).map(|b| format!("{b:02x}")).collect();
    let Ok(file) = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(folder.join(name))
    else {
        return Taken::Unknown;
    };
    match file.try_lock() {
        Ok(()) => Taken::Here(WindowLock { _file: file }),
        Err(std::fs::TryLockError::WouldBlock) => Taken::Elsewhere,
        Err(std::fs::TryLockError::Error(_)) => Taken::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_any_version_are_read() {
        let text = r#"{"manner": "roman", "text_size": 150, "recent": [{"path": "/a.dateline", "articles": 3, "opened": 0}], "new": 1}"#;
        let settings: Settings = serde_json::from_str(text).expect("settings");
        assert_eq!(settings.manner, MannerChoice::System);
        assert_eq!((settings.text_size, settings.recent.len()), (150, 1));
    }

    #[cfg(unix)]
    #[test]
    fn paths_that_are_not_utf8_are_kept() {
        use std::os::unix::ffi::OsStringExt as _;
        let odd = PathBuf::from(std::ffi::OsString::from_vec(
            b"/desk/caf\xe9.dateline".to_vec(),
        ));
        let mut settings = Settings::default();
        settings.remember(&odd, 3);
        settings.watch(&odd, Some(odd.clone()));
        assert!(settings.warn_once(&odd) && !settings.warn_once(&odd));
        settings.rooms.keep(super::super::room::Room {
            path: odd.clone(),
            ..Default::default()
        });
        let json = serde_json::to_string(&settings).expect("json");
        let back: Settings = serde_json::from_str(&json).expect("settings");
        assert_eq!(back.recent[0].path, odd);
        assert_eq!(back.watched_for(&odd), Some(odd.as_path()));
        assert!(back.rooms.of(&odd).is_some());
        assert_eq!(back.warned.first(), Some(&odd));
        let mut back = back;
        back.forget_recent(Some(&odd));
        assert_eq!((back.recent.len(), back.warned.len()), (1, 1));
        assert!(back.rooms.of(&odd).is_some());
        back.forget_recent(None);
        assert!(back.recent.is_empty() && back.warned.is_empty());
        assert!(back.rooms.of(&odd).is_none());
    }
}
