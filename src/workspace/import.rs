//! Importing: paths are counted, read, cleaned, analyzed and written, one report line for every input.
//!
//! Files are read and analyzed in chunks on all cores while the chunk before is being written, so that memory stays
//! bounded whatever the size of the import and articles keep the order of their files.

mod again;
mod find;
mod reading;

use std::{
    path::PathBuf,
    sync::{OnceLock, mpsc},
};

use again::Carried;
pub(super) use again::anchored;
pub(super) use find::io_words;
pub use find::{Found, FoundFile, find};
pub(super) use reading::names_not_found;
use reading::{Analyzed, Plan, ReadFile, Work};

use super::{
    families, known::Known, problem::Problem, project::Project, relations, samples, words,
};
pub use crate::formats::{Columns, ReadOptions, Separator};
use crate::{
    analysis::Analyzer,
    jobs::{Cancelled, JobCx},
    model::{
        ArticleId, ByteSpan, SourceId,
        import::{ImportLine, ImportStatus},
    },
    store::{ImportWriter, StoreError},
};

/// Largest file that is read at all, in bytes.
pub const MAX_FILE_BYTES: u64 = 256 << 20;

/// How the names of pasted texts begin; a date and a time follow.
pub const PASTED: &str = "Pasted";

/// The analyzer, loaded by the first import of the process and kept.
pub(super) fn analyzer() -> &'static Analyzer {
    static ONE: OnceLock<Analyzer> = OnceLock::new();
    ONE.get_or_init(Analyzer::embedded)
}

/// Something to import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file or a folder.
    Path(PathBuf),
    /// Bytes from elsewhere, such as standard input or the program's samples, with the name they go by.
    Bytes { name: String, bytes: Vec<u8> },
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
    /// It was canceled before the articles were compared: they are in no story yet.
    pub uncompared: bool,
    /// The first article that came of it, or that is there already.
    pub first: Option<ArticleId>,
}

pub(super) enum Failure {
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
    /// When the project cannot be written; what was written before is kept.
    pub fn import(
        &mut self,
        inputs: Vec<Input>,
        cx: &JobCx,
        on_line: impl FnMut(&ImportLine),
    ) -> Result<Summary, Problem> {
        self.import_as(inputs, ReadOptions::default(), cx, on_line)
    }

    /// Imports as [`Self::import`] does, everything read as `options` say.
    ///
    /// # Errors
    /// As [`Self::import`].
    pub fn import_as(
        &mut self,
        inputs: Vec<Input>,
        options: ReadOptions,
        cx: &JobCx,
        mut on_line: impl FnMut(&ImportLine),
    ) -> Result<Summary, Problem> {
        self.writable()?;
        let analyzer = &analyzer().with_gazetteer(self.gazetteer()?);
        if let ([Input::Path(path)], Some(columns)) = (inputs.as_slice(), &options.columns)
            && std::fs::metadata(path).is_ok_and(|meta| meta.len() <= MAX_FILE_BYTES)
            && let Ok(bytes) = std::fs::read(path)
            && let Some(headings) = reading::headings(&path.to_string_lossy(), &bytes)
        {
            self.remember_columns(&headings, columns)?;
        }
        cx.stage("Looking", 0, "files");
        let mut todo = Vec::new();
        let mut lines = Vec::new();
        for input in inputs {
            match input {
                Input::Path(path) => {
                    let found = find(&[path], |_| !cx.cancelled());
                    lines.extend(found.failed);
                    lines.extend(found.projects.into_iter().map(|path| {
                        ImportLine::failed(
                            path.display().to_string(),
                            "It is a Dateline project. Open it instead of importing it",
                        )
                    }));
                    todo.extend(found.files.into_iter().map(Work::File));
                }
                Input::Bytes { name, bytes } => todo.push(Work::Bytes { name, bytes }),
            }
        }
        cx.stage("Importing", todo.len() as u64, "files");
        let mut known = Known::of(self)?;
        let hashes = self.store.source_hashes().map_err(Problem::from)?;
        let import = self.store.start_import().map_err(Problem::from)?;
        let plan = Plan {
            todo,
            lines,
            hashes,
            options,
            columns: self.column_choices()?,
        };

        let mut summary = Summary::default();
        let written = std::thread::scope(|scope| {
            // One chunk waits while one is written and one is analyzed: three in memory at most.
            let (send, receive) = mpsc::sync_channel::<Vec<Analyzed>>(1);
            scope.spawn(move || reading::analyze_all(plan, analyzer, cx, &send));
            let mut waiting = Vec::new().into_iter();
            let result = self.store.write_batches(|writer| {
                let next = loop {
                    match waiting.next() {
                        Some(next) => break next,
                        None => match receive.recv() {
                            Ok(chunk) => waiting = chunk.into_iter(),
                            Err(_) => {
                                known.call_places(writer)?;
                                return Ok(false);
                            }
                        },
                    }
                };
                let (line, _) = write_one(writer, &mut known, next, &[])?;
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
        summary.uncompared = summary.cancelled && summary.articles > 0;
        // What a cancel leaves uncompared, a window compares at once and the next import takes up.
        if !summary.cancelled {
            match families::find(&mut self.store, cx)
                .and_then(|()| relations::find_missing(&mut self.store, cx))
            {
                Ok(()) => {}
                Err(Failure::Cancelled) => summary.cancelled = true,
                Err(Failure::Problem(problem)) => return Err(problem),
            }
        }
        self.store
            .end_import(import, summary.cancelled)
            .map_err(Problem::from)?;
        self.store.checkpoint();
        Ok(summary)
    }

    fn writable(&self) -> Result<(), Problem> {
        if self.read_only() {
            return Err(Problem::new(
                "Could not import",
                "the project is open for reading only",
            ));
        }
        Ok(())
    }

    /// The columns chosen for tables so far. A choice that cannot be understood any more is no choice.
    fn column_choices(&self) -> Result<reading::ColumnChoices, Problem> {
        Ok(self
            .store
            .column_choices()?
            .into_iter()
            .filter_map(|(headings, columns)| {
                Some((headings, serde_json::from_str(&columns).ok()?))
            })
            .collect())
    }

    /// Remembers columns chosen for a table, for tables with the same headings to come.
    fn remember_columns(&self, headings: &str, columns: &Columns) -> Result<(), Problem> {
        if let Ok(columns) = serde_json::to_string(columns) {
            self.store.choose_columns(headings, &columns)?;
        }
        Ok(())
    }

    /// Reads a source of the project once more, as `options` say, from the bytes that the project keeps. Its articles are
    /// replaced, all or, on an error, none. What the user made of them stays with them: number, star, date, outlet, tags,
    /// memo, highlights. A highlight whose passage is not found again is kept as one that could not be placed.
    ///
    /// # Errors
    /// When the bytes cannot be read that way, or the project cannot be written.
    pub fn read_again(
        &mut self,
        source: SourceId,
        options: &ReadOptions,
        cx: &JobCx,
    ) -> Result<Summary, Problem> {
        self.writable()?;
        cx.stage("Reading", 1, "files");
        let analyzer = &analyzer().with_gazetteer(self.gazetteer()?);
        let content = self.store.source(source)?;
        let (name, path) = self.store.source_name(source)?;
        let headings = options
            .columns
            .as_ref()
            .and_then(|_| reading::headings(&name, &content.bytes));
        let read = reading::read_again(&name, &path, content.bytes, analyzer, options)
            .map_err(|why| Problem::new(format!("Could not read {name} that way"), why))?;
        let mut known = Known::of(self)?;
        let mut read = Some(read);
        let mut done = None;
        let written = self.store.write_batches(|writer| {
            if let Some(read) = read.take() {
                let carried = Carried::take(writer, source, &read.articles)?;
                let numbers = carried.numbers(read.articles.len());
                let articles = read.articles.clone();
                writer.remove_source(source)?;
                let read = Analyzed::Articles(Box::new(read));
                let (mut line, written) = write_one(writer, &mut known, read, &numbers)?;
                known.call_places(writer)?;
                let lost = carried.give(writer, &articles, &written)?;
                if lost > 0 {
                    let lost = format!(
                        "{} could not be placed any more",
                        words::counted(lost, "highlight")
                    );
                    line.reason = match line.reason.as_str() {
                        "" => lost,
                        reason => format!("{reason}. {lost}"),
                    };
                }
                writer.replace_line(&line)?;
                done = Some(line);
            }
            Ok::<_, Failure>(false)
        });
        if let (Some(headings), Some(columns)) = (headings, &options.columns) {
            self.remember_columns(&headings, columns)?;
        }
        let mut summary = Summary::default();
        match (written, done) {
            (Err(Failure::Problem(problem)), _) => return Err(problem),
            (_, Some(line)) => summary.add(&line),
            _ => {
                return Err(Problem::new(
                    "Could not read it again",
                    "nothing was written",
                ));
            }
        }
        match families::find(&mut self.store, cx)
            .and_then(|()| relations::find_missing(&mut self.store, cx))
        {
            Ok(()) | Err(Failure::Cancelled) => Ok(summary),
            Err(Failure::Problem(problem)) => Err(problem),
        }
    }

    /// Looks for the stories of articles that a canceled import left uncompared.
    ///
    /// # Errors
    /// When the project cannot be written.
    pub fn find_stories(&mut self, cx: &JobCx) -> Result<Summary, Problem> {
        self.writable()?;
        let mut summary = Summary::default();
        match families::find(&mut self.store, cx)
            .and_then(|()| relations::find_missing(&mut self.store, cx))
        {
            Ok(()) => Ok(summary),
            Err(Failure::Cancelled) => {
                summary.cancelled = true;
                Ok(summary)
            }
            Err(Failure::Problem(problem)) => Err(problem),
        }
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
        self.first = self.first.or(line.article);
        match line.status {
            ImportStatus::Imported => self.imported += 1,
            ImportStatus::Duplicate => self.duplicates += 1,
            ImportStatus::PartlyRead => self.partly += 1,
            ImportStatus::Failed => self.failed += 1,
        }
    }
}

/// Writes what one input holds. Returns its line of the report, and for each of its articles the one that holds its text.
/// `numbers` are those that articles had before, by place.
fn write_one(
    writer: &mut ImportWriter<'_>,
    known: &mut Known,
    analyzed: Analyzed,
    numbers: &[Option<ArticleId>],
) -> Result<(ImportLine, Vec<ArticleId>), StoreError> {
    let read = match analyzed {
        Analyzed::Line(line) => return Ok((line, Vec::new())),
        Analyzed::Known {
            name,
            path,
            on_disk,
            sha256,
        } => {
            let on_disk = on_disk.then(|| path.clone());
            let Some(known) = writer.source_by_hash(&sha256)? else {
                // The file with the same bytes failed in this import, for a reason that its own line gives.
                let line = ImportLine {
                    path: on_disk,
                    ..ImportLine::failed(name, "Its bytes are those of another file that failed")
                };
                return Ok((line, Vec::new()));
            };
            writer.add_path(known.source, &path)?;
            let line = ImportLine {
                file: name,
                status: ImportStatus::Duplicate,
                articles: 0,
                reason: match (known.deleted, known.deleted_articles) {
                    (true, _) => deleted_before(known.article, &known.file),
                    (false, 0) => format!("The same file is in the project as {}", known.file),
                    (false, some) => format!(
                        "The same file is in the project as {}; {} of it deleted",
                        known.file,
                        words::counted(some, "article")
                    ),
                },
                path: on_disk,
                article: known.article.filter(|_| !known.deleted),
            };
            return Ok((line, Vec::new()));
        }
        Analyzed::Articles(read) => *read,
    };
    let ReadFile {
        source,
        name,
        on_disk,
        articles,
        mut notes,
        lost,
    } = read;
    known.refresh(writer)?;
    let id = writer.source(&source)?;
    let (mut written, mut first, mut same) = (0_u32, None, Vec::new());
    let mut holders = Vec::with_capacity(articles.len());
    for (place, article) in articles.iter().enumerate() {
        if let Some(known) = writer.article_by_text(&article.text_sha256)? {
            writer.mark_duplicate(id, known.article)?;
            holders.push(known.article);
            same.push(known);
            continue;
        }
        let (placed, marks) = known.place(writer, article)?;
        let number = numbers.get(place).copied().flatten();
        let analysis = &article.analysis;
        let article = writer.article(id, article, &placed, &marks, number)?;
        relations::store(writer, article, analysis)?;
        holders.push(article);
        first = first.or(Some(article));
        written += 1;
    }
    let path = on_disk.then(|| source.path.clone());
    if written == 0
        && let Some(known) = same.first()
    {
        let line = ImportLine {
            file: name,
            status: ImportStatus::Duplicate,
            articles: 0,
            reason: if known.deleted {
                deleted_before(Some(known.article), &known.file)
            } else {
                format!("The same text is in the project as {}", known.file)
            },
            path,
            article: Some(known.article).filter(|_| !known.deleted),
        };
        return Ok((line, holders));
    }
    if !same.is_empty() {
        notes.push(format!(
            "{} in the project already",
            words::counted(same.len() as u64, "article")
        ));
    }
    let status = if lost.is_empty() {
        ImportStatus::Imported
    } else {
        ImportStatus::PartlyRead
    };
    let line = ImportLine {
        file: name,
        status,
        articles: written,
        reason: lost.into_iter().chain(notes).collect::<Vec<_>>().join(". "),
        path,
        article: first,
    };
    Ok((line, holders))
}

/// Why an input that the user deleted stays out: a folder imported again must not bring back what was sorted out.
fn deleted_before(article: Option<ArticleId>, file: &str) -> String {
    let number = article.map_or_else(String::new, |id| format!("article {id}, "));
    format!("It was deleted before ({number}{file}). Restore that article to have it back")
}

/// The span of the decoded source text behind a span of reading text, where there is one.
#[must_use]
pub fn source_span(record: &crate::store::ArticleRecord, span: ByteSpan) -> Option<ByteSpan> {
    if !record.text_is_source {
        return None;
    }
    let start = u32::try_from(record.text_start).ok()?;
    let span = record.offsets.to_source(span)?;
    Some(ByteSpan::new(
        span.start.checked_add(start)?,
        span.end.checked_add(start)?,
    ))
}
