//! What each verb does.

use std::{
    io::{IsTerminal, Read, Write},
    path::Path,
};

use serde_json::json;

use super::{
    args::{ChartName, CountName, Decision, TableFormat, TableName, TimeName, Verb},
    decide, exit, filter, ledger, marking,
    picture::draw,
    places, search,
};
use crate::{
    model::{
        ArticleId, CountUnit,
        chart::{ChartKind, TimeUnit},
        import::{ImportLine, ImportStatus},
    },
    workspace::{
        Command, JobCx, Problem, Project, dates, export,
        export::{Behind, Format, Table},
        import::{Input, ReadOptions},
        session::Picture,
        words,
    },
};

/// Why a verb ended early.
pub(super) enum Stop {
    Problem(Problem),
    WrongUse(String),
    /// Whoever read the output has gone: that is how `head` ends a program, and no error.
    Closed,
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            Self::Closed
        } else {
            Self::Problem(Problem::new("Could not write", error))
        }
    }
}

pub(super) type Ended = Result<u8, Stop>;

pub(super) fn verb(verb: Verb, out: &mut dyn Write, err: &mut dyn Write) -> Ended {
    match verb {
        Verb::Import {
            project,
            paths,
            report,
            json,
            reading,
        } => {
            let options = ReadOptions {
                encoding: reading.encoding,
                separator: reading.separator,
                columns: None,
            };
            let report = Report {
                file: report,
                as_json: json,
            };
            import(&project.project, paths, options, &report, out, err)
        }
        Verb::Annotate => super::annotate::annotate(std::io::stdin().lock(), out, err),
        Verb::Export {
            table,
            project,
            format,
            each_mention,
            output,
            filter,
        } => {
            if each_mention && table != TableName::Places {
                return Err(Stop::WrongUse(
                    "--each-mention: only the table places has it".to_owned(),
                ));
            }
            let mut project = Project::open(&project.project)?;
            let filter = filter::filter(&project, &filter)?;
            let bytes = if each_mention {
                export::each_mention(&mut project, format.into(), &filter)?
            } else {
                export::table(&mut project, table.into(), format.into(), &filter)?
            };
            match output {
                Some(path) => export::write_file(&path, &bytes)?,
                None => out.write_all(&bytes)?,
            }
            Ok(exit::DONE)
        }
        Verb::Show {
            article,
            project,
            furniture,
            json,
        } => show(&project.project, article, furniture, json, out),
        Verb::Search(args) => search::search(&args, out, err),
        Verb::Chart(args) => super::chart::chart(&args, err),
        Verb::Style { what } => super::picture::style(what, out),
        Verb::Map {
            project,
            picture,
            count,
            filter,
        } => {
            let mut project = Project::open(&project.project)?;
            let filter = filter::filter(&project, &filter)?;
            let map = project.map(&filter, count.into())?;
            let behind = Behind {
                filter,
                unit: count.into(),
            };
            let map = Picture::Map(Box::new(map));
            draw(&mut project, map, &picture, &behind, err)
        }
        Verb::Decide {
            what: Decision::Names(what),
        } => decide::decide(&what, out),
        Verb::Decide {
            what: Decision::Marks(what),
        } => marking::decide(&what, out),
        Verb::Decide {
            what:
                Decision::SetDate {
                    article,
                    date,
                    project,
                },
        } => {
            let mut project = Project::open(&project.project)?;
            let date = match date.as_str() {
                "unknown" => None,
                text => Some(dates::parse(text).map_err(Stop::WrongUse)?),
            };
            say(
                project
                    .run(Command::SetPublished {
                        articles: vec![ArticleId(article)],
                        date,
                    })?
                    .said,
                out,
            )
        }
        Verb::Decide {
            what:
                Decision::RenameSearch {
                    search,
                    name,
                    project,
                },
        } => {
            let mut project = Project::open(&project.project)?;
            let search = project.saved_search(&search)?.id;
            say(
                project.run(Command::RenameSearch { search, name })?.said,
                out,
            )
        }
        Verb::Decide {
            what: Decision::DeleteSearch { search, project },
        } => {
            let mut project = Project::open(&project.project)?;
            let search = project.saved_search(&search)?.id;
            say(project.run(Command::DeleteSearch { search })?.said, out)
        }
        Verb::Decide {
            what: Decision::JoinStories { articles, project },
        } => {
            let articles = articles.into_iter().map(ArticleId).collect();
            let mut project = Project::open(&project.project)?;
            say(project.run(Command::JoinStories { articles })?.said, out)
        }
        Verb::Decide {
            what: Decision::SplitStory { articles, project },
        } => {
            let articles = articles.into_iter().map(ArticleId).collect();
            let mut project = Project::open(&project.project)?;
            say(project.run(Command::SplitStory { articles })?.said, out)
        }
        Verb::Gazetteer { what } => places::gazetteer(what, out, err),
        Verb::Undo { project } => say(
            Project::open(&project.project)?.run(Command::Undo)?.said,
            out,
        ),
        Verb::Redo { project } => say(
            Project::open(&project.project)?.run(Command::Redo)?.said,
            out,
        ),
        Verb::History {
            project,
            json,
            format,
        } => ledger::history(&project.project, json, format, out),
        Verb::Worklist { project, json } => ledger::worklist(&project.project, json, out),
        Verb::Accuracy(args) => ledger::accuracy(&args, out),
        Verb::Copy {
            project,
            output,
            replace,
            json,
        } => copy(&project.project, &output, replace, json, out),
        Verb::Check { project } => check(&project.project, out),
    }
}

fn copy(from: &Path, to: &Path, replace: bool, as_json: bool, out: &mut dyn Write) -> Ended {
    // Not for reading only: such a connection would leave its log's index beside the project.
    let project = Project::open(from)?;
    if to.exists() && !replace {
        return Err(Stop::Problem(
            Problem::new(
                format!("Could not save a copy as {}", to.display()),
                "a file of this name is there already",
            )
            .with_hint("Give another name, or --replace"),
        ));
    }
    let Ok(copied) = project.copy_to(to, &JobCx::unwatched()) else {
        return Ok(exit::NOTHING_DONE);
    };
    let copied = copied?;
    if as_json {
        let line = json!({
            "file": copied.path.display().to_string(),
            "articles": copied.articles,
            "bytes": copied.bytes,
        });
        writeln!(out, "{line}")?;
        return Ok(exit::DONE);
    }
    say(
        format!(
            "Saved a copy with {} as {}",
            words::counted(copied.articles, "article"),
            copied.path.display()
        ),
        out,
    )
}

fn say(words: String, out: &mut dyn Write) -> Ended {
    writeln!(
        out,
        "{}",
        if words.is_empty() {
            "Nothing to change".to_owned()
        } else {
            words
        }
    )?;
    Ok(exit::DONE)
}

/// Where the report of an import goes.
struct Report {
    file: Option<std::path::PathBuf>,
    as_json: bool,
}

fn import(
    path: &Path,
    paths: Vec<std::path::PathBuf>,
    options: ReadOptions,
    report: &Report,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Ended {
    let mut project = Project::open_or_create(path)?;
    let mut inputs = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            std::io::stdin()
                .lock()
                .take(crate::workspace::import::MAX_FILE_BYTES)
                .read_to_end(&mut bytes)?;
            inputs.push(Input::Bytes {
                name: "stdin".to_owned(),
                bytes,
            });
        } else {
            inputs.push(Input::Path(path));
        }
    }
    let watched = std::io::stderr().is_terminal();
    let cx = JobCx::unwatched();
    let mut lines: Vec<ImportLine> = Vec::new();
    let mut shown = std::time::Instant::now();
    let summary = project.import_as(inputs, options, &cx, |line| {
        lines.push(line.clone());
        if watched && shown.elapsed().as_millis() > 200 {
            shown = std::time::Instant::now();
            let progress = cx.progress();
            // Progress is a courtesy: a terminal that has gone away is no reason to stop an import.
            let _ = write!(
                err,
                "\r{} of {} files",
                words::count(progress.done + 1),
                words::count(progress.total)
            );
        }
    })?;
    if watched {
        let _ = write!(err, "\r\x1b[K");
    }
    for line in lines
        .iter()
        .filter(|l| matches!(l.status, ImportStatus::Failed | ImportStatus::PartlyRead))
    {
        let _ = writeln!(
            err,
            "{}: {}: {}",
            line.file,
            line.status.word(),
            line.reason
        );
    }
    if let Some(file) = &report.file {
        export::save_report(&lines, file)?;
    }
    if report.as_json {
        for line in &lines {
            writeln!(out, "{}", json!(line))?;
        }
    } else {
        writeln!(
            out,
            "{}: {} imported, {} duplicate, {} partly read, {} failed",
            words::counted(summary.articles, "article"),
            words::counted(summary.imported, "file"),
            words::count(summary.duplicates),
            words::count(summary.partly),
            words::count(summary.failed)
        )?;
    }
    let any = summary.imported + summary.duplicates + summary.partly > 0;
    Ok(match (summary.failed + summary.partly > 0, any) {
        (false, _) => exit::DONE,
        (true, true) => exit::SOME_FAILED,
        (true, false) => exit::NOTHING_DONE,
    })
}

fn show(path: &Path, article: i64, furniture: bool, as_json: bool, out: &mut dyn Write) -> Ended {
    let project = Project::open(path)?;
    let article = project.article(ArticleId(article))?;
    if as_json {
        let asides = if furniture {
            json!(article.asides)
        } else {
            serde_json::Value::Null
        };
        let value = json!({
            "id": article.id, "file": article.file, "title": article.title, "title_made_up": article.title_made_up,
            "text": article.reading_text, "blocks": article.blocks, "furniture": asides,
        });
        writeln!(out, "{value}")?;
        return Ok(exit::DONE);
    }
    writeln!(out, "{}", article.reading_text)?;
    if furniture && !article.asides.is_empty() {
        writeln!(out, "\nSet aside:")?;
        for aside in &article.asides {
            writeln!(out, "[{}] {}", aside.kind.label(), aside.text)?;
        }
    }
    Ok(exit::DONE)
}

fn check(path: &Path, out: &mut dyn Write) -> Ended {
    // A file that is missing is an error of the caller, not a finding.
    let wrong = Project::open(path)?.check()?;
    for line in &wrong {
        writeln!(out, "{line}")?;
    }
    if wrong.is_empty() {
        writeln!(out, "All is well")?;
        Ok(exit::DONE)
    } else {
        Ok(exit::SOME_FAILED)
    }
}

impl From<TableName> for Table {
    fn from(name: TableName) -> Self {
        match name {
            TableName::Articles => Self::Articles,
            TableName::Mentions => Self::Mentions,
            TableName::Entities => Self::Entities,
            TableName::Places => Self::Places,
            TableName::Relations => Self::Relations,
            TableName::Families => Self::Families,
            TableName::Evidence => Self::Evidence,
            TableName::Tags => Self::Tags,
            TableName::Codes => Self::Codes,
            TableName::Highlights => Self::Highlights,
            TableName::Memos => Self::Memos,
            TableName::Deleted => Self::Deleted,
        }
    }
}

impl From<TableFormat> for Format {
    fn from(name: TableFormat) -> Self {
        match name {
            TableFormat::Csv => Self::Csv,
            TableFormat::Ndjson => Self::Ndjson,
            TableFormat::Geojson => Self::GeoJson,
            TableFormat::Kml => Self::Kml,
            TableFormat::Qdc => Self::Qdc,
        }
    }
}

impl From<ChartName> for ChartKind {
    fn from(name: ChartName) -> Self {
        match name {
            ChartName::Entities => Self::Entities,
            ChartName::Types => Self::Types,
            ChartName::Timeline => Self::Timeline,
            ChartName::Outlets => Self::Outlets,
            ChartName::Cooccurrence => Self::Cooccurrence,
            ChartName::Coverage => Self::Coverage,
            ChartName::Places => Self::Places,
            ChartName::First => Self::First,
            ChartName::Lengths => Self::Lengths,
        }
    }
}

impl From<CountName> for CountUnit {
    fn from(name: CountName) -> Self {
        match name {
            CountName::Mentions => Self::Mentions,
            CountName::Articles => Self::Articles,
            CountName::Stories => Self::Stories,
        }
    }
}

impl From<TimeName> for TimeUnit {
    fn from(name: TimeName) -> Self {
        match name {
            TimeName::Day => Self::Day,
            TimeName::Week => Self::Week,
            TimeName::Month => Self::Month,
            TimeName::Year => Self::Year,
        }
    }
}
