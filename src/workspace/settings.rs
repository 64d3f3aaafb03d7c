//! What is remembered between runs for all projects: recent projects, theme, text size, window layout.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{Problem, room::Rooms};

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
    pub watched: Vec<(PathBuf, PathBuf)>,
    /// Window size in points.
    pub window: Option<[f32; 2]>,
    /// How projects were left.
    pub rooms: Rooms,
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
            window: None,
            rooms: Rooms::default(),
        }
    }
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
        std::fs::create_dir_all(&folder).map_err(|error| failed(&error))?;
        let json = serde_json::to_vec_pretty(self).map_err(|error| failed(&error))?;
        let draft = folder.join(format!("settings.{}.new", std::process::id()));
        std::fs::write(&draft, json).map_err(|error| failed(&error))?;
        std::fs::rename(&draft, folder.join("settings.json")).map_err(|error| failed(&error))
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
