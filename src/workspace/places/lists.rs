//! The user's own place names: lists in the project, which travel with it, and lists for all projects, which lie in the
//! settings folder.

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

pub use crate::formats::places::{Broken, Report};
use crate::{
    formats::places,
    gazetteer::{Gazetteer, ListBuilder, PlaceList, country_at},
    jobs::JobCx,
    store::{Store, StoreError},
    workspace::{export::write_file, problem::Problem, project::Project, settings, words},
};

/// The largest file of place names that is read, in bytes.
const LARGEST: u64 = 512 << 20;

/// The ending of lists in the settings folder.
const ENDING: &str = "names";

/// The longest name of a list, in characters.
const LONGEST_NAME: usize = 80;

/// Whose a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    Project,
    /// Of all projects of this user on this machine.
    Everywhere,
}

/// A list of place names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    pub name: String,
    pub scope: Scope,
    pub places: u64,
    /// UTC, as `2026-11-21T18:40:00Z`; empty where nobody knows.
    pub added_at: String,
}

/// How adding place names went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// What the list is called.
    pub name: String,
    pub places: u64,
    /// By file: its name, and what came of it; or why it could not be read at all.
    pub files: Vec<(String, Result<Report, String>)>,
}

impl Added {
    /// `Added 1,204 place names as “LY”. Look places up again to use them in articles that are here already`.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!(
            "Added {} as “{}”. Look places up again to use them in articles that are here already",
            words::counted(self.places, "place name"),
            self.name
        )
    }

    /// What could not be read, the first lines by number.
    #[must_use]
    pub fn broken(&self) -> Problem {
        const TOLD: usize = 3;
        let mut why = Vec::new();
        for (file, of) in &self.files {
            match of {
                Err(reason) => why.push(format!("{file}: {reason}")),
                Ok(report) if report.broken_count > 0 => {
                    let first: Vec<String> = report
                        .broken
                        .iter()
                        .take(TOLD)
                        .map(|broken| format!("line {}: {}", broken.line, broken.why))
                        .collect();
                    why.push(format!(
                        "{file}: {} gave no place ({}{})",
                        words::counted(report.broken_count, "line"),
                        first.join("; "),
                        if report.broken_count > TOLD as u64 {
                            "; …"
                        } else {
                            ""
                        }
                    ));
                }
                Ok(_) => {}
            }
        }
        Problem::new(
            format!(
                "Added {} as “{}”, but not all lines",
                words::counted(self.places, "place name"),
                self.name
            ),
            why.join(". "),
        )
        .with_hint("Mend those lines, remove the list and add the file again. In a terminal, `dateline gazetteer add` names every such line")
    }

    /// Whether each line of each file gave a place.
    #[must_use]
    pub fn clean(&self) -> bool {
        self.files
            .iter()
            .all(|(_, of)| of.as_ref().is_ok_and(|report| report.broken_count == 0))
    }
}

/// A list with what tells it from another of its name.
struct Source {
    key: String,
    name: String,
    from: From,
}

enum From {
    Row(i64),
    File(PathBuf),
}

/// The place names of a project: the program's, the project's own, and those for all projects.
///
/// # Errors
/// When a list cannot be read; it is named.
pub fn gazetteer(store: &Store) -> Result<Arc<Gazetteer>, Problem> {
    let mut sources: Vec<Source> = store
        .place_lists()?
        .into_iter()
        .map(|row| {
            let sum: String = row.sha256.iter().map(|b| format!("{b:02x}")).collect();
            Source {
                key: format!("{} {sum}", row.name),
                name: row.name,
                from: From::Row(row.id),
            }
        })
        .collect();
    for (name, path) in files_everywhere() {
        // One that is gone since is no list any more.
        let Ok(meta) = fs::metadata(&path) else {
            continue;
        };
        let changed = meta.modified().map(|at| format!("{at:?}"));
        sources.push(Source {
            key: format!(
                "{} {} {}",
                path.display(),
                meta.len(),
                changed.unwrap_or_default()
            ),
            name,
            from: From::File(path),
        });
    }
    open(&sources, Some(store))
}

/// The same without a project.
///
/// # Errors
/// As [`gazetteer`].
pub fn gazetteer_everywhere() -> Result<Arc<Gazetteer>, Problem> {
    let sources: Vec<Source> = files_everywhere()
        .into_iter()
        .map(|(name, path)| Source {
            key: path.display().to_string(),
            name,
            from: From::File(path),
        })
        .collect();
    open(&sources, None)
}

fn open(sources: &[Source], store: Option<&Store>) -> Result<Arc<Gazetteer>, Problem> {
    /// The lists opened last: opening reads them whole, so one project's are kept until another's are asked for.
    static LAST: Mutex<Option<(Vec<String>, Arc<Gazetteer>)>> = Mutex::new(None);
    let keys: Vec<String> = sources.iter().map(|s| s.key.clone()).collect();
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((of, gazetteer)) = last.as_ref()
        && *of == keys
    {
        return Ok(Arc::clone(gazetteer));
    }
    let mut lists = Vec::new();
    for source in sources {
        let failed = |why: &dyn std::fmt::Display| {
            Problem::new(
                format!("Could not open the place names “{}”", source.name),
                why,
            )
            .with_hint("Remove the list in a terminal (`dateline gazetteer remove`), then add its file again")
        };
        let bytes = match (&source.from, store) {
            (From::Row(id), Some(store)) => store.place_list(*id).map_err(|e| failed(&e))?,
            (From::Row(_), None) => continue,
            (From::File(path), _) => fs::read(path).map_err(|e| failed(&e))?,
        };
        let list = PlaceList::open(&source.name, &bytes)
            .ok_or_else(|| failed(&"the list is damaged or of a newer version of Dateline"))?;
        lists.push(Arc::new(list));
    }
    let gazetteer = Arc::new(Gazetteer::with(lists));
    *last = Some((keys, Arc::clone(&gazetteer)));
    Ok(gazetteer)
}

impl Project {
    /// The place names of this project; see [`gazetteer`].
    pub(in crate::workspace) fn gazetteer(&self) -> Result<Arc<Gazetteer>, Problem> {
        gazetteer(&self.store)
    }

    /// The lists that this project uses: its own, then those for all projects.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn place_lists(&self) -> Result<Vec<ListRow>, Problem> {
        let own = self.store.place_lists()?.into_iter().map(|row| ListRow {
            name: row.name,
            scope: Scope::Project,
            places: row.places,
            added_at: row.added_at,
        });
        Ok(own.chain(lists_everywhere()).collect())
    }

    /// Adds place names from files to this project, as one list. Broken lines are reported, the rest is taken. Articles
    /// that are in the project already keep their places; see [`crate::workspace::Command::LookUpPlaces`].
    ///
    /// # Errors
    /// When no file gives a place, a list has the name already, or the project cannot be written; nothing is added then.
    pub fn add_places(
        &mut self,
        files: &[PathBuf],
        name: Option<&str>,
        cx: &JobCx,
    ) -> Result<Added, Problem> {
        if self.read_only() {
            return Err(Problem::new(
                "Could not add place names",
                "the project is open for reading only",
            ));
        }
        let name = list_name(files, name)?;
        free(&self.place_lists()?, &name)?;
        let (added, bytes) = compile(files, name, cx)?;
        self.store
            .transaction(|store| store.add_place_list(&added.name, added.places, &bytes))
            .map_err(|error: StoreError| Problem::new("Could not add place names", error))?;
        self.store.checkpoint();
        Ok(added)
    }

    /// Removes a list of this project. Places that were found in it stay where they are until they are looked up again.
    ///
    /// # Errors
    /// When the project has no such list or cannot be written.
    pub fn remove_places(&mut self, name: &str) -> Result<(), Problem> {
        if self.read_only() {
            return Err(Problem::new(
                "Could not remove place names",
                "the project is open for reading only",
            ));
        }
        let gone = self
            .store
            .transaction(|store| store.remove_place_list(name))
            .map_err(|error: StoreError| Problem::new("Could not remove place names", error))?;
        if gone { Ok(()) } else { Err(unknown(name)) }
    }
}

fn unknown(name: &str) -> Problem {
    Problem::new(
        format!("Could not remove “{name}”"),
        "there is no list of place names of this name",
    )
    .with_hint("In a terminal, `dateline gazetteer list` says which there are")
}

/// The lists for all projects, by name.
#[must_use]
pub fn lists_everywhere() -> Vec<ListRow> {
    files_everywhere()
        .into_iter()
        .map(|(name, path)| {
            let list = fs::read(&path)
                .ok()
                .and_then(|bytes| PlaceList::open(&name, &bytes));
            ListRow {
                places: list.map_or(0, |list| list.len() as u64),
                name,
                scope: Scope::Everywhere,
                added_at: String::new(),
            }
        })
        .collect()
}

/// Adds place names for all projects, as one list.
///
/// # Errors
/// When no file gives a place, a list has the name already, or the settings folder cannot be written.
pub fn add_everywhere(files: &[PathBuf], name: Option<&str>, cx: &JobCx) -> Result<Added, Problem> {
    let folder = folder().ok_or_else(|| {
        Problem::new("Could not add place names", "there is no settings folder")
            .with_hint("Add them to a project")
    })?;
    let name = list_name(files, name)?;
    free(&lists_everywhere(), &name)?;
    let (added, bytes) = compile(files, name, cx)?;
    fs::create_dir_all(&folder)
        .map_err(|error| Problem::new(format!("Could not make {}", folder.display()), error))?;
    write_file(&folder.join(format!("{}.{ENDING}", added.name)), &bytes)?;
    Ok(added)
}

/// Removes a list for all projects.
///
/// # Errors
/// When there is no such list or it cannot be removed.
pub fn remove_everywhere(name: &str) -> Result<(), Problem> {
    let files = files_everywhere();
    let (_, path) = files
        .iter()
        .find(|(of, _)| of == name)
        .ok_or_else(|| unknown(name))?;
    fs::remove_file(path).map_err(|error| Problem::new(format!("Could not remove “{name}”"), error))
}

fn folder() -> Option<PathBuf> {
    settings::folder().map(|folder| folder.join("places"))
}

/// The lists for all projects with their files, by name.
fn files_everywhere() -> Vec<(String, PathBuf)> {
    let entries = folder().and_then(|folder| fs::read_dir(folder).ok());
    let mut files: Vec<(String, PathBuf)> = entries
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == ENDING))
        .filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), path)))
        .collect();
    files.sort();
    files
}

/// The name given, or that of the first file.
fn list_name(files: &[PathBuf], name: Option<&str>) -> Result<String, Problem> {
    let stem = files.first().and_then(|f| f.file_stem());
    let name = match name {
        Some(name) => name.trim().to_owned(),
        None => stem
            .map(|s| s.to_string_lossy().into_owned())
            .unwrap_or_default()
            .replace(['/', '\\', ':', '"', '*', '?', '<', '>', '|'], "-"),
    };
    let odd = |c: char| c.is_control() || "/\\:\"*?<>|".contains(c);
    if name.is_empty()
        || name.starts_with('.')
        || name.contains(odd)
        || name.chars().count() > LONGEST_NAME
    {
        return Err(Problem::new(
            format!("Could not call the list “{name}”"),
            "a name has up to 80 letters, digits, blanks and hyphens",
        )
        .with_hint("Give the file another name and add it again; in a terminal, --name gives the list another"));
    }
    Ok(name)
}

fn free(lists: &[ListRow], name: &str) -> Result<(), Problem> {
    if lists.iter().any(|list| list.name == name) {
        return Err(Problem::new(
            "Could not add place names",
            format!("there is a list “{name}” already"),
        )
        .with_hint("Give another name, or remove that list first"));
    }
    Ok(())
}

/// Reads the files and makes one list of them.
fn compile(files: &[PathBuf], name: String, cx: &JobCx) -> Result<(Added, Vec<u8>), Problem> {
    cx.stage("Reading place names", files.len() as u64, "files");
    let mut builder = ListBuilder::default();
    let mut added = Added {
        name,
        ..Added::default()
    };
    for path in files {
        let file = path.file_name().map_or_else(
            || path.display().to_string(),
            |n| n.to_string_lossy().into_owned(),
        );
        let read = read(path).and_then(|bytes| {
            let mut take = |mut place: crate::model::NamedPlace| {
                if place.country.is_empty() {
                    place.country = country_at(place.position).unwrap_or_default();
                }
                builder.push(place);
            };
            places::read(&file, &bytes, &mut take).map_err(|error| error.to_string())
        });
        added.files.push((file, read));
        cx.step(1)
            .map_err(|_| Problem::new("Could not add place names", "it was cancelled"))?;
    }
    added.places = builder.places();
    if added.places == 0 {
        let why = added.files.iter().find_map(|(file, of)| match of {
            Err(why) => Some(format!("{file}: {why}")),
            Ok(report) => report
                .broken
                .first()
                .map(|b| format!("{file}: line {}: {}", b.line, b.why)),
        });
        return Err(Problem::new(
            "Could not add place names",
            why.unwrap_or_else(|| "there is no place in these files".to_owned()),
        ));
    }
    Ok((added, builder.finish()))
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| format!("Could not read it: {error}"))?;
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("Could not read it: {error}"))?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!(
            "It has more than {}. Split it and add the parts",
            words::bytes(LARGEST)
        ));
    }
    Ok(bytes)
}
