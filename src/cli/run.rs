//! What each verb does.

use std::{
    fs,
    io::{IsTerminal, Read, Write},
    path::Path,
};

use serde_json::json;

use super::{
    args::{
        ChartName, CountName, Decision, MethodName, PictureArgs, TableFormat, TableName, TimeName,
        Verb,
    },
    decide, exit, filter, ledger, marking, places, search,
};
use crate::{
    model::{
        ArticleId, CountUnit, Filter,
        chart::{ChartKind, PictureOptions, TimeUnit},
        import::{ImportLine, ImportStatus},
    },
    workspace::{
        Command, JobCx, Problem, Project, dates, export,
        export::{Format, MethodFormat, Table},
        import::{Input, ReadOptions},
        session::{Picture, PictureFormat, PictureRequest},
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
        Verb::Chart(args) => super::chart::chart(*args),
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
                time: TimeUnit::Day,
            };
            draw(&mut project, Picture::Map(Box::new(map)), picture, &behind)
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
        Verb::Check { project } => check(&project.project, out),
    }
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

/// What a picture's numbers were counted with.
pub(super) struct Behind {
    pub filter: Filter,
    pub unit: CountUnit,
    pub time: TimeUnit,
}

pub(super) fn draw(
    project: &mut Project,
    mut what: Picture,
    args: PictureArgs,
    behind: &Behind,
) -> Ended {
    let ending = args
        .output
        .extension()
        .map(|e| e.to_string_lossy().to_lowercase());
    let format = match ending.as_deref() {
        Some("png") => PictureFormat::Png,
        Some("svg") => PictureFormat::Svg,
        _ => {
            return Err(Stop::WrongUse(format!(
                "-o {}: end the name in .png or .svg",
                args.output.display()
            )));
        }
    };
    if args.accuracy {
        let lines = project.accuracy_lines()?;
        if lines.is_empty() {
            return Err(Problem::new(
                "Could not say how often names are right",
                "no sample of this project was checked",
            )
            .with_hint("Draw one with `dateline accuracy --sample 50`, or leave --accuracy out")
            .into());
        }
        export::add_accuracy(&mut what, &lines);
    }
    let options = PictureOptions {
        width: args.width,
        height: args.height,
        dpi: args.dpi,
        title: args.title,
        transparent: args.transparent,
        ..PictureOptions::default()
    };
    let request = PictureRequest {
        what,
        options,
        format,
    };
    export::save_picture(&request, &args.output, args.numbers)?;
    let Behind { filter, unit, time } = behind;
    if args.evidence {
        let bytes = export::evidence_of(project, filter, &request.what, *unit, *time)?;
        export::write_file(&args.output.with_extension("evidence.csv"), &bytes)?;
    }
    if let Some(method) = args.method {
        let (format, ending) = match method {
            MethodName::Md => (MethodFormat::Markdown, "method.md"),
            MethodName::Html => (MethodFormat::Html, "method.html"),
        };
        let sheet = export::method(project, filter, &request.what, *unit, format)?;
        export::write_file(&args.output.with_extension(ending), sheet.as_bytes())?;
    }
    Ok(exit::DONE)
}

fn check(path: &Path, out: &mut dyn Write) -> Ended {
    // A file that is missing is an error of the caller, not a finding.
    if let Err(error) = fs::metadata(path) {
        return Err(Problem::new(format!("Could not open {}", path.display()), error).into());
    }
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
