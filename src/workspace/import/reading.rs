//! From paths and bytes to analyzed articles: files are read, archives opened, texts cleaned and analyzed on all cores.

use std::{
    collections::{BTreeMap, HashSet, VecDeque},
    fs::File,
    io::{BufReader, Cursor, Read as _, Seek as _},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc,
};

use rayon::prelude::*;

use super::{
    super::{families, words},
    MAX_FILE_BYTES, PASTED,
    find::{FoundFile, io_words},
};
use crate::{
    analysis::{Analyzer, cleaning, names::ModelError, versions::Fingerprint},
    formats::{self, Columns, ReadOptions, archive, rows},
    jobs::JobCx,
    model::{Metadata, import::ImportLine},
    store::{NewArticle, NewSource, pack, sha256},
};

/// A chunk of files analyzed together ends after this many files or bytes.
const CHUNK_FILES: usize = 64;
const CHUNK_BYTES: u64 = 8 << 20;

/// The largest text taken as one article, in bytes: more than a million words, twice the Bible. What is longer is a bundle whose
/// articles nobody told apart, and would take more memory than all else together.
const LARGEST_ARTICLE: usize = 8 << 20;

/// Readers of formats walk documents as deep as they nest; threads get a stack for it.
const STACK_BYTES: usize = 64 << 20;

/// Something to be read.
pub(super) enum Work {
    File(FoundFile),
    Bytes { name: String, bytes: Vec<u8> },
}

/// How everything of an import is read.
pub(super) struct Plan {
    pub todo: Vec<Work>,
    /// Lines known before anything is read.
    pub lines: Vec<ImportLine>,
    /// Of the sources in the project.
    pub hashes: HashSet<[u8; 32]>,
    pub options: ReadOptions,
    /// Columns the user chose for tables before, by their headings.
    pub columns: ColumnChoices,
}

/// Columns the user chose for tables before, by the tables' headings as JSON.
pub(super) type ColumnChoices = BTreeMap<String, Columns>;

/// A table's headings as they are remembered; `None` when the file is no table.
pub(super) fn headings(file_name: &str, bytes: &[u8]) -> Option<String> {
    let (headings, _) = rows::guess_columns(file_name, bytes)?;
    serde_json::to_string(&headings).ok()
}

/// A file after reading and analysis, on its way to the project.
pub(super) enum Analyzed {
    /// Goes into the report as it is.
    Line(ImportLine),
    /// The project has these bytes.
    Known {
        name: String,
        path: String,
        on_disk: bool,
        sha256: [u8; 32],
    },
    Articles(Box<ReadFile>),
}

/// A file that gave articles.
pub(super) struct ReadFile {
    pub source: NewSource,
    pub name: String,
    /// Whether the source's path is one of the file system.
    pub on_disk: bool,
    pub articles: Vec<NewArticle>,
    pub notes: Vec<String>,
    /// What could not be read although the rest could.
    pub lost: Vec<String>,
}

/// Bytes with the name they go by.
struct Named {
    name: String,
    path: String,
    on_disk: bool,
    bytes: Vec<u8>,
}

enum Step {
    Done(ImportLine),
    Known(Analyzed),
    New { file: Named, sha256: [u8; 32] },
}

/// An archive that is being unpacked, member by member.
struct Open {
    name: String,
    path: String,
    archive: Members,
    depth: usize,
}

enum Members {
    OnDisk(archive::Archive<BufReader<File>>),
    InMemory(archive::Archive<Cursor<Vec<u8>>>),
}

impl Members {
    fn next(&mut self, budget: &mut archive::Budget) -> Option<archive::Member> {
        match self {
            Self::OnDisk(archive) => archive.next(budget),
            Self::InMemory(archive) => archive.next(budget),
        }
    }

    const fn len(&self) -> usize {
        match self {
            Self::OnDisk(archive) => archive.len(),
            Self::InMemory(archive) => archive.len(),
        }
    }
}

/// Gives the inputs one after another, those in archives in their place.
struct Inputs<'a> {
    todo: VecDeque<Work>,
    open: Vec<Open>,
    /// What may still be unpacked of the outermost archive.
    budget: archive::Budget,
    hashes: HashSet<[u8; 32]>,
    cx: &'a JobCx,
}

impl Inputs<'_> {
    fn next(&mut self) -> Option<Step> {
        loop {
            let Some(open) = self.open.last_mut() else {
                let work = self.todo.pop_front()?;
                match self.begin(work) {
                    Some(step) => return Some(step),
                    None => continue,
                }
            };
            let Some(member) = open.archive.next(&mut self.budget) else {
                self.open.pop();
                continue;
            };
            let name = format!("{}/{}", open.name, member.name);
            let path = format!("{}/{}", open.path, member.name);
            let depth = open.depth;
            let bytes = match member.content {
                Ok(bytes) => bytes,
                Err(error) => return Some(Step::Done(ImportLine::failed(name, error.to_string()))),
            };
            if !archive::is_one(&bytes) {
                return Some(self.known_or_new(Named {
                    name,
                    path,
                    on_disk: false,
                    bytes,
                }));
            }
            if depth + 1 >= archive::MOST_DEPTH {
                let reason = format!(
                    "It lies {} archives deep. Unpack it yourself and import the folder",
                    depth + 1
                );
                return Some(Step::Done(ImportLine::failed(name, reason)));
            }
            match archive::Archive::open(Cursor::new(bytes)) {
                Ok(inner) => self.enter(name, path, Members::InMemory(inner), depth + 1),
                Err(error) => return Some(Step::Done(ImportLine::failed(name, error.to_string()))),
            }
        }
    }

    /// Starts with an input; `None` when it is an archive, whose members come next.
    fn begin(&mut self, work: Work) -> Option<Step> {
        let file = match work {
            Work::Bytes { name, bytes } => {
                if archive::is_one(&bytes) {
                    self.budget = archive::Budget::of(bytes.len() as u64);
                    return match archive::Archive::open(Cursor::new(bytes)) {
                        Ok(inner) => {
                            self.enter(name.clone(), name, Members::InMemory(inner), 0);
                            None
                        }
                        Err(error) => Some(Step::Done(ImportLine::failed(name, error.to_string()))),
                    };
                }
                return Some(self.known_or_new(Named {
                    path: name.clone(),
                    name,
                    on_disk: false,
                    bytes,
                }));
            }
            Work::File(file) => file,
        };
        let path = file.path.display().to_string();
        let failed = |reason: String| {
            Some(Step::Done(ImportLine {
                path: Some(path.clone()),
                ..ImportLine::failed(file.name.clone(), reason)
            }))
        };
        let unread = |error: &std::io::Error| format!("Could not read it: {}", io_words(error));
        let mut reader = match File::open(&file.path) {
            Ok(reader) => reader,
            Err(error) => return failed(unread(&error)),
        };
        let mut head = Vec::with_capacity(4096);
        if let Err(error) = reader.by_ref().take(4096).read_to_end(&mut head) {
            return failed(unread(&error));
        }
        if archive::is_one(&head) {
            if let Err(error) = reader.rewind() {
                return failed(unread(&error));
            }
            self.budget = archive::Budget::of(file.bytes);
            return match archive::Archive::open(BufReader::new(reader)) {
                Ok(inner) => {
                    self.enter(file.name, path, Members::OnDisk(inner), 0);
                    None
                }
                Err(error) => failed(error.to_string()),
            };
        }
        if file.bytes > MAX_FILE_BYTES {
            return failed(format!(
                "The file has {}; Dateline reads files up to {}. Split it and import the parts",
                words::bytes(file.bytes),
                words::bytes(MAX_FILE_BYTES)
            ));
        }
        // The size may have grown since it was looked at; what is read is bounded all the same.
        let mut bytes = head;
        match reader.take(MAX_FILE_BYTES).read_to_end(&mut bytes) {
            Ok(_) => Some(self.known_or_new(Named {
                name: file.name,
                path,
                on_disk: true,
                bytes,
            })),
            Err(error) => failed(unread(&error)),
        }
    }

    fn enter(&mut self, name: String, path: String, archive: Members, depth: usize) {
        // The archive itself was counted as one.
        self.cx.grow((archive.len() as u64).saturating_sub(1));
        self.open.push(Open {
            name,
            path,
            archive,
            depth,
        });
    }

    fn known_or_new(&mut self, file: Named) -> Step {
        let sha256 = sha256(&file.bytes);
        if self.hashes.insert(sha256) {
            return Step::New { file, sha256 };
        }
        Step::Known(Analyzed::Known {
            name: file.name,
            path: file.path,
            on_disk: file.on_disk,
            sha256,
        })
    }
}

/// Reads and analyzes everything, chunk by chunk, until done, cancelled or nobody receives.
pub(super) fn analyze_all(
    plan: Plan,
    analyzer: &Analyzer,
    cx: &JobCx,
    send: &mpsc::SyncSender<Vec<Analyzed>>,
) {
    let Plan {
        todo,
        lines,
        hashes,
        options,
        columns,
    } = plan;
    if !lines.is_empty()
        && send
            .send(lines.into_iter().map(Analyzed::Line).collect())
            .is_err()
    {
        return;
    }
    let mut inputs = Inputs {
        todo: todo.into(),
        open: Vec::new(),
        budget: archive::Budget::of(0),
        hashes,
        cx,
    };
    // Threads of our own for the deep stack; without them (no threads to be had) the common ones do.
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(STACK_BYTES)
        .build()
        .ok();
    loop {
        let mut chunk = Vec::new();
        let mut size = 0_u64;
        while chunk.len() < CHUNK_FILES && size < CHUNK_BYTES {
            if cx.cancelled() {
                return;
            }
            let Some(step) = inputs.next() else { break };
            if let Step::New { file, .. } = &step {
                size += file.bytes.len() as u64;
            }
            chunk.push(step);
        }
        if chunk.is_empty() {
            return;
        }
        let analyze = || -> Vec<Analyzed> {
            chunk
                .into_par_iter()
                .map(|step| analyze_one(step, analyzer, &options, &columns))
                .collect()
        };
        let analyzed = match &pool {
            Some(pool) => pool.install(analyze),
            None => analyze(),
        };
        if send.send(analyzed).is_err() {
            return;
        }
    }
}

fn analyze_one(
    step: Step,
    analyzer: &Analyzer,
    options: &ReadOptions,
    columns: &ColumnChoices,
) -> Analyzed {
    let (file, sha) = match step {
        Step::Done(line) => return Analyzed::Line(line),
        Step::Known(known) => return known,
        Step::New { file, sha256 } => (file, sha256),
    };
    let failed = |reason: String| {
        Analyzed::Line(ImportLine {
            path: file.on_disk.then(|| file.path.clone()),
            ..ImportLine::failed(file.name.clone(), reason)
        })
    };
    // A reader that fails on a file no one thought of costs that file, not the import.
    let result = catch_unwind(AssertUnwindSafe(|| {
        let chosen = if columns.is_empty() || options.columns.is_some() {
            None
        } else {
            headings(&file.name, &file.bytes).and_then(|headings| columns.get(&headings))
        };
        match chosen {
            Some(chosen) => {
                let options = ReadOptions {
                    columns: Some(chosen.clone()),
                    ..options.clone()
                };
                read_and_analyze(&file, sha, analyzer, &options)
            }
            None => read_and_analyze(&file, sha, analyzer, options),
        }
    }));
    match result {
        Ok(Ok(read)) => Analyzed::Articles(Box::new(read)),
        Ok(Err(reason)) => failed(reason),
        Err(_) => failed(
            "The program failed on it, which is a bug. Save it in another format and import that"
                .to_owned(),
        ),
    }
}

fn read_and_analyze(
    file: &Named,
    sha256_of_file: [u8; 32],
    analyzer: &Analyzer,
    options: &ReadOptions,
) -> Result<ReadFile, String> {
    let name = &file.name;
    let file_name = if !file.on_disk && name.starts_with(PASTED) {
        // The time in its name is when it was pasted, which says nothing about when it was published.
        "Pasted.txt"
    } else {
        name.rsplit('/').next().unwrap_or(name)
    };
    let reading =
        formats::read(file_name, &file.bytes, options).map_err(|error| error.to_string())?;
    let (mut notes, mut lost) = (reading.notes, reading.lost);
    lost.extend(analyzer.without_names().map(names_not_found));
    let mut encoding = String::new();
    let mut articles = Vec::with_capacity(reading.articles.len());
    let several = reading.articles.len() > 1;
    for (i, raw) in reading.articles.into_iter().enumerate() {
        let ordinal = u32::try_from(i + 1).unwrap_or(u32::MAX);
        for note in &raw.notes {
            if !notes.contains(note) && !lost.contains(note) {
                notes.push(note.clone());
            }
        }
        encoding.clone_from(&raw.encoding);
        let named = match &raw.member {
            Some(member) => format!("{name}/{member}"),
            None if several => format!("{name}#{ordinal}"),
            None => name.clone(),
        };
        if raw.text.len() > LARGEST_ARTICLE {
            let reason = format!(
                "One article of {} is more than can be read at once. Choose how to split it",
                words::bytes(raw.text.len() as u64)
            );
            if !several {
                return Err(reason);
            }
            lost.push(format!("{named}: {reason}"));
            continue;
        }
        let article = cleaning::clean(&raw, file_name);
        let analysis = analyzer.analyze(&article);
        articles.push(NewArticle {
            file: named,
            member: raw.member,
            ordinal,
            text_is_source: raw.text_is_source,
            text_start: raw.source_start,
            text_sha256: identity(&article.reading_text, &raw.stated),
            fingerprint: families::stored(&Fingerprint::of(&article.reading_text)),
            article,
            analysis,
        });
    }
    if articles.is_empty() {
        return Err(lost
            .into_iter()
            .next()
            .unwrap_or_else(|| "There is no article in it".to_owned()));
    }
    let read_as = (*options != ReadOptions::default())
        .then(|| serde_json::to_string(options).ok())
        .flatten();
    let source = NewSource {
        path: file.path.clone(),
        sha256: sha256_of_file,
        bytes: file.bytes.len() as u64,
        packed: pack(&file.bytes),
        format: reading.format,
        encoding,
        read_as,
    };
    Ok(ReadFile {
        source,
        name: name.clone(),
        on_disk: file.on_disk,
        articles,
        notes,
        lost,
    })
}

/// Said of every file that was read while no names could be found.
pub(in crate::workspace) fn names_not_found(error: &ModelError) -> String {
    format!("No names were looked for: {error}. Install Dateline again, then read the file again")
}

/// What tells an article from others: its reading text, and what its format states about it. One report that two papers
/// ran word for word are two articles of one story; the same page saved twice is one article.
fn identity(reading_text: &str, stated: &Metadata) -> [u8; 32] {
    if *stated == Metadata::default() {
        return sha256(reading_text.as_bytes());
    }
    let published = stated.published.map(|p| p.date.to_string());
    let mut all = reading_text.as_bytes().to_vec();
    for part in [
        &stated.title,
        &stated.outlet,
        &stated.byline,
        &published,
        &stated.url,
    ] {
        all.push(0);
        all.extend_from_slice(part.as_deref().unwrap_or_default().as_bytes());
    }
    sha256(&all)
}

/// Reads bytes that the project has, as `options` say.
pub(super) fn read_again(
    name: &str,
    path: &str,
    bytes: Vec<u8>,
    analyzer: &Analyzer,
    options: &ReadOptions,
) -> Result<ReadFile, String> {
    let file = Named {
        name: name.to_owned(),
        path: path.to_owned(),
        on_disk: false,
        bytes,
    };
    let sha = sha256(&file.bytes);
    read_and_analyze(&file, sha, analyzer, options)
}
