//! Importing: paths are counted, read, cleaned, analyzed and written, one report line for every input.
//!
//! Files are read and analyzed in chunks on all cores while the chunk before is being written, so that memory stays
//! bounded whatever the size of the import and articles keep the order of their files.

use std::{
    collections::{BTreeMap, HashSet},
    fs, io,
    path::{Path, PathBuf},
    sync::{OnceLock, mpsc},
};

use rayon::prelude::*;

use super::{problem::Problem, project::Project, samples};
use crate::{
    analysis::{Analyzer, cleaning, names::ModelError, variants::Registry},
    formats,
    jobs::{Cancelled, JobCx},
    model::{
        ByteSpan, LocalEntity,
        import::{ImportLine, ImportStatus},
    },
    store::{ImportWriter, NewArticle, NewSource, StoreError, pack, sha256},
};

/// Largest file that is read at all, in bytes.
pub const MAX_FILE_BYTES: u64 = 256 << 20;

/// A chunk of files analyzed together ends after this many files or bytes.
const CHUNK_FILES: usize = 64;
const CHUNK_BYTES: u64 = 8 << 20;

/// The analyzer, loaded by the first import of the process and kept.
fn analyzer() -> Result<&'static Analyzer, Problem> {
    static ONE: OnceLock<Result<Analyzer, ModelError>> = OnceLock::new();
    ONE.get_or_init(Analyzer::embedded)
        .as_ref()
        .map_err(|error| Problem::new("Could not import", error))
}

/// Something to import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file or a folder.
    Path(PathBuf),
    /// Bytes from elsewhere, such as standard input or the program's samples, with the name they go by.
    Bytes { name: String, bytes: Vec<u8> },
}

/// What lies under the paths of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub files: Vec<FoundFile>,
    /// Folders that could not be read, paths that are not there.
    pub failed: Vec<ImportLine>,
    /// Project files, which are opened rather than imported.
    pub projects: Vec<PathBuf>,
}

/// A file to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    pub path: PathBuf,
    /// Name as reported and exported: the path from the folder that was named.
    pub name: String,
    pub bytes: u64,
}

impl Found {
    /// Files by ending, most frequent first: `txt`, or `no ending`.
    #[must_use]
    pub fn kinds(&self) -> Vec<(String, u64)> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for file in &self.files {
            let ending = file.path.extension().map_or_else(
                || "no ending".to_owned(),
                |e| e.to_string_lossy().to_lowercase(),
            );
            *counts.entry(ending).or_default() += 1;
        }
        let mut kinds: Vec<_> = counts.into_iter().collect();
        kinds.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        kinds
    }
}

/// Looks for files under `paths`, in a stable order. Hidden files and folders are passed over inside folders; links that
/// lead round in circles are followed once. Stops early, with what was found, when `keep_going` says no.
pub fn find(paths: &[PathBuf], mut keep_going: impl FnMut(&Found) -> bool) -> Found {
    let mut found = Found::default();
    let mut visited: HashSet<PathBuf> = HashSet::new();
    let name_of = |path: &Path| {
        path.file_name().map_or_else(
            || path.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        )
    };
    let mut queue: Vec<(PathBuf, String)> = paths
        .iter()
        .rev()
        .map(|p| (p.clone(), name_of(p)))
        .collect();
    while let Some((path, name)) = queue.pop() {
        if !keep_going(&found) {
            break;
        }
        let failed = |error: &dyn std::fmt::Display| ImportLine {
            file: path.display().to_string(),
            status: ImportStatus::Failed,
            articles: 0,
            reason: format!("Could not read it: {error}"),
        };
        let meta = match fs::metadata(&path) {
            Ok(meta) => meta,
            Err(error) => {
                found.failed.push(failed(&io_words(&error)));
                continue;
            }
        };
        if meta.is_dir() {
            let real = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
            if !visited.insert(real) {
                continue;
            }
            let entries = match fs::read_dir(&path) {
                Ok(entries) => entries,
                Err(error) => {
                    found.failed.push(failed(&io_words(&error)));
                    continue;
                }
            };
            let mut inside: Vec<PathBuf> = entries
                .filter_map(Result::ok)
                .map(|entry| entry.path())
                .filter(|p| {
                    !p.file_name()
                        .is_some_and(|n| n.to_string_lossy().starts_with('.'))
                })
                .collect();
            inside.sort();
            queue.extend(inside.into_iter().rev().map(|p| {
                let inner = format!("{name}/{}", name_of(&p));
                (p, inner)
            }));
        } else if meta.is_file() {
            if Project::is_one(&path) {
                found.projects.push(path);
            } else {
                found.files.push(FoundFile {
                    path,
                    name,
                    bytes: meta.len(),
                });
            }
        } else {
            found
                .failed
                .push(failed(&"it is neither a file nor a folder"));
        }
    }
    found
}

/// The system's words for a few common errors, in ours.
fn io_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file. Check the path".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "you have no permission. Change it in the file's properties".to_owned()
        }
        _ => error.to_string(),
    }
}

/// How an import went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub articles: u64,
    pub imported: u64,
    pub duplicates: u64,
    pub partly: u64,
    pub failed: u64,
    pub cancelled: bool,
}

/// A file after reading and analysis, on its way to the project.
enum Analyzed {
    /// Goes into the report as it is.
    Line(ImportLine),
    /// The project has these bytes.
    Known {
        name: String,
        path: String,
        sha256: [u8; 32],
    },
    Articles {
        source: Box<NewSource>,
        name: String,
        articles: Vec<NewArticle>,
        notes: Vec<String>,
    },
}

enum Failure {
    Cancelled,
    Problem(Problem),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Problem(
            Problem::new("Could not write to the project", error)
                .with_hint("What was imported before is kept"),
        )
    }
}

impl From<Cancelled> for Failure {
    fn from(Cancelled: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl Project {
    /// Imports files, folders and bytes. Every input ends as one line, handed to `on_line` as well as kept in the
    /// project. Cancelling keeps what is done; importing the same again takes up where it stopped.
    ///
    /// # Errors
    /// When the project cannot be written or the name model is damaged; what was written before is kept.
    pub fn import(
        &mut self,
        inputs: Vec<Input>,
        cx: &JobCx,
        mut on_line: impl FnMut(&ImportLine),
    ) -> Result<Summary, Problem> {
        if self.read_only() {
            return Err(Problem::new(
                "Could not import",
                "the project is open for reading only",
            ));
        }
        let analyzer = analyzer()?;
        cx.stage("Looking", 0, "files");
        let mut todo = Vec::new();
        let mut lines = Vec::new();
        for input in inputs {
            match input {
                Input::Path(path) => {
                    let found = find(&[path], |_| !cx.cancelled());
                    lines.extend(found.failed);
                    lines.extend(found.projects.into_iter().map(|path| ImportLine {
                        file: path.display().to_string(),
                        status: ImportStatus::Failed,
                        articles: 0,
                        reason:
                            "It is a Dateline project. Open it instead of importing it".to_owned(),
                    }));
                    todo.extend(found.files.into_iter().map(Work::File));
                }
                Input::Bytes { name, bytes } => todo.push(Work::Bytes { name, bytes }),
            }
        }
        cx.stage("Importing", todo.len() as u64, "files");
        let mut registry = Registry::default();
        let known = self.store.known_entities().map_err(Problem::from)?;
        for entity in known {
            let one = |name: String| LocalEntity {
                kind: entity.kind,
                name,
                place: entity.place.clone(),
            };
            registry.insert(&one(entity.name.clone()), entity.id);
            for form in entity.forms {
                registry.insert(&one(form), entity.id);
            }
        }
        let hashes = self.store.source_hashes().map_err(Problem::from)?;
        let import = self.store.start_import().map_err(Problem::from)?;

        let mut summary = Summary::default();
        let written = std::thread::scope(|scope| {
            // One chunk waits while one is written and one is analyzed: three in memory at most.
            let (send, receive) = mpsc::sync_channel::<Vec<Analyzed>>(1);
            scope.spawn(move || analyze_all(todo, lines, hashes, analyzer, cx, &send));
            let mut waiting = Vec::new().into_iter();
            let result = self.store.write_batches(|writer| {
                let next = loop {
                    match waiting.next() {
                        Some(next) => break next,
                        None => match receive.recv() {
                            Ok(chunk) => waiting = chunk.into_iter(),
                            Err(_) => return Ok(false),
                        },
                    }
                };
                let line = write_one(writer, &mut registry, next)?;
                writer.line(import, &line).map_err(Failure::from)?;
                summary.add(&line);
                on_line(&line);
                cx.step(1)?;
                Ok::<_, Failure>(true)
            });
            // The analyzing thread ends when nobody receives any more.
            drop(receive);
            result
        });
        summary.cancelled = match written {
            Ok(()) => cx.cancelled(),
            Err(Failure::Cancelled) => true,
            Err(Failure::Problem(problem)) => return Err(problem),
        };
        self.store
            .end_import(import, summary.cancelled)
            .map_err(Problem::from)?;
        self.store.checkpoint();
        Ok(summary)
    }

    /// Imports the sample articles that come with the program.
    ///
    /// # Errors
    /// As [`Self::import`].
    pub fn import_samples(&mut self, cx: &JobCx) -> Result<Summary, Problem> {
        self.import(samples::inputs(), cx, |_| {})
    }
}

impl Summary {
    fn add(&mut self, line: &ImportLine) {
        self.articles += u64::from(line.articles);
        match line.status {
            ImportStatus::Imported => self.imported += 1,
            ImportStatus::Duplicate => self.duplicates += 1,
            ImportStatus::PartlyRead => self.partly += 1,
            ImportStatus::Failed => self.failed += 1,
        }
    }
}

enum Work {
    File(FoundFile),
    Bytes { name: String, bytes: Vec<u8> },
}

/// Reads and analyzes everything, chunk by chunk, until done, cancelled or nobody receives.
fn analyze_all(
    todo: Vec<Work>,
    lines: Vec<ImportLine>,
    mut hashes: HashSet<[u8; 32]>,
    analyzer: &Analyzer,
    cx: &JobCx,
    send: &mpsc::SyncSender<Vec<Analyzed>>,
) {
    if !lines.is_empty()
        && send
            .send(lines.into_iter().map(Analyzed::Line).collect())
            .is_err()
    {
        return;
    }
    let mut todo = todo.into_iter();
    loop {
        let mut chunk = Vec::new();
        let mut size = 0_u64;
        while chunk.len() < CHUNK_FILES && size < CHUNK_BYTES {
            let Some(work) = todo.next() else { break };
            if cx.cancelled() {
                return;
            }
            let read = read_one(work, &mut hashes);
            if let Read::New { bytes, .. } = &read {
                size += bytes.len() as u64;
            }
            chunk.push(read);
        }
        if chunk.is_empty() {
            return;
        }
        let analyzed: Vec<Analyzed> = chunk
            .into_par_iter()
            .map(|read| analyze_one(read, analyzer))
            .collect();
        if send.send(analyzed).is_err() {
            return;
        }
    }
}

enum Read {
    Done(Analyzed),
    New {
        name: String,
        path: String,
        bytes: Vec<u8>,
        sha256: [u8; 32],
    },
}

fn read_one(work: Work, hashes: &mut HashSet<[u8; 32]>) -> Read {
    let failed = |file: String, reason: String| {
        Read::Done(Analyzed::Line(ImportLine {
            file,
            status: ImportStatus::Failed,
            articles: 0,
            reason,
        }))
    };
    let (name, path, bytes) = match work {
        Work::Bytes { name, bytes } => (name.clone(), name, bytes),
        Work::File(file) => {
            if file.bytes > MAX_FILE_BYTES {
                let reason = format!(
                    "The file has {}; Dateline reads files up to {}. Split it and import the parts",
                    super::words::bytes(file.bytes),
                    super::words::bytes(MAX_FILE_BYTES)
                );
                return failed(file.name, reason);
            }
            match fs::read(&file.path) {
                Ok(bytes) => (file.name, file.path.display().to_string(), bytes),
                Err(error) => {
                    return failed(
                        file.name,
                        format!("Could not read it: {}", io_words(&error)),
                    );
                }
            }
        }
    };
    let sha256 = sha256(&bytes);
    if hashes.insert(sha256) {
        Read::New {
            name,
            path,
            bytes,
            sha256,
        }
    } else {
        Read::Done(Analyzed::Known { name, path, sha256 })
    }
}

fn analyze_one(read: Read, analyzer: &Analyzer) -> Analyzed {
    let (name, path, bytes, sha) = match read {
        Read::Done(done) => return done,
        Read::New {
            name,
            path,
            bytes,
            sha256,
        } => (name, path, bytes, sha256),
    };
    let file_name = name.rsplit('/').next().unwrap_or(&name).to_owned();
    let reading = match formats::read(&file_name, &bytes) {
        Ok(reading) => reading,
        Err(error) => {
            return Analyzed::Line(ImportLine {
                file: name,
                status: ImportStatus::Failed,
                articles: 0,
                reason: error.to_string(),
            });
        }
    };
    let mut notes = reading.notes;
    let mut encoding = String::new();
    let articles = reading
        .articles
        .into_iter()
        .enumerate()
        .map(|(i, raw)| {
            notes.extend(raw.notes.iter().cloned());
            encoding.clone_from(&raw.encoding);
            let article = cleaning::clean(&raw, &file_name);
            let analysis = analyzer.analyze(&article);
            let file = match (&raw.member, i) {
                (Some(member), _) => format!("{name}/{member}"),
                (None, 0) => name.clone(),
                (None, i) => format!("{name}#{}", i + 1),
            };
            let text_sha256 = sha256(article.reading_text.as_bytes());
            NewArticle {
                file,
                member: raw.member,
                text_is_source: raw.text_is_source,
                article,
                analysis,
                text_sha256,
            }
        })
        .collect();
    let source = NewSource {
        path,
        sha256: sha,
        bytes: bytes.len() as u64,
        packed: pack(&bytes),
        format: reading.format,
        encoding,
    };
    Analyzed::Articles {
        source: Box::new(source),
        name,
        articles,
        notes,
    }
}

fn write_one(
    writer: &mut ImportWriter<'_>,
    registry: &mut Registry,
    analyzed: Analyzed,
) -> Result<ImportLine, StoreError> {
    let (source, name, articles, notes) = match analyzed {
        Analyzed::Line(line) => return Ok(line),
        Analyzed::Known { name, path, sha256 } => {
            let Some(known) = writer.source_by_hash(&sha256)? else {
                // The file with the same bytes failed in this import, for a reason that its own line gives.
                return Ok(ImportLine {
                    file: name,
                    status: ImportStatus::Failed,
                    articles: 0,
                    reason: "Its bytes are those of another file that failed".to_owned(),
                });
            };
            writer.add_path(known.source, &path)?;
            return Ok(duplicate(
                name,
                format!("The same file is in the project as {}", known.file),
            ));
        }
        Analyzed::Articles {
            source,
            name,
            articles,
            notes,
        } => (source, name, articles, notes),
    };
    let id = writer.source(&source)?;
    let mut written = 0_u32;
    let mut same = None;
    for article in &articles {
        if let Some((known, file)) = writer.article_by_text(&article.text_sha256)? {
            writer.mark_duplicate(id, known)?;
            same = Some(file);
            continue;
        }
        let mut entities = Vec::with_capacity(article.analysis.entities.len());
        for entity in &article.analysis.entities {
            let id = match registry.find(entity) {
                Some(id) => id,
                None => {
                    let id = writer.entity(entity)?;
                    registry.insert(entity, id);
                    id
                }
            };
            entities.push(id);
        }
        writer.article(id, article, &entities)?;
        written += 1;
    }
    if written == 0
        && let Some(file) = same
    {
        return Ok(duplicate(
            name,
            format!("The same text is in the project as {file}"),
        ));
    }
    Ok(ImportLine {
        file: name,
        status: ImportStatus::Imported,
        articles: written,
        reason: notes.join(". "),
    })
}

fn duplicate(file: String, reason: String) -> ImportLine {
    ImportLine {
        file,
        status: ImportStatus::Duplicate,
        articles: 0,
        reason,
    }
}

/// The span of the decoded source text behind a span of reading text, where there is one.
#[must_use]
pub fn source_span(record: &crate::store::ArticleRecord, span: ByteSpan) -> Option<ByteSpan> {
    if record.text_is_source {
        record.offsets.to_source(span)
    } else {
        None
    }
}
