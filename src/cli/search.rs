//! `dateline search`: queries, concordances, batches and saved searches to text, JSON and CSV.

use std::{fs, io::Write, path::PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{
    args::{FilterArgs, ProjectArg},
    exit, filter,
    run::{Ended, Stop},
};
use crate::{
    model::{Filter, Query},
    workspace::{
        Command, JobCx, Problem, Project, export, query,
        search::{
            BatchAs, Line, LineOrder, ResultOrder, ResultRow,
            tables::{LINE_COLUMNS, RESULT_COLUMNS},
            terms_of,
        },
        words,
    },
};

/// Arguments of `search`.
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// Words, "phrases", beginnings*, AND, OR, NOT, NEAR/5, (brackets), fields such as outlet:Post or date:2011-06
    #[arg(
        value_name = "QUERY",
        required_unless_present_any = ["saved", "batch"],
        conflicts_with_all = ["saved", "batch"],
        allow_hyphen_values = true
    )]
    words: Option<String>,
    #[command(flatten)]
    project: ProjectArg,
    /// One line for every hit: left, hit, right
    #[arg(long)]
    kwic: bool,
    /// Order: articles by best, newest, date or outlet; with --kwic hits by left, right, date, outlet or article
    #[arg(long, value_name = "ORDER")]
    sort: Option<SortName>,
    /// Print at most so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Print the numbers of articles, stories and hits alone
    #[arg(long, conflicts_with = "kwic")]
    count: bool,
    /// Print JSON for programs
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print a table for spreadsheets
    #[arg(long)]
    csv: bool,
    /// Run every term of a file into one table: a term a line, or CSV with the columns term and label
    #[arg(long, value_name = "FILE", conflicts_with_all = ["saved", "kwic", "count"])]
    batch: Option<PathBuf>,
    /// Take the terms of --batch word for word instead of as queries
    #[arg(long, requires = "batch")]
    phrases: bool,
    /// Write here instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// List the saved searches, or run one by its name
    #[arg(long, value_name = "NAME", num_args = 0..=1)]
    saved: Option<Option<String>>,
    /// Keep the query and the filter options by this name
    #[arg(long, value_name = "NAME", conflicts_with_all = ["saved", "batch"])]
    save: Option<String>,
    #[command(flatten)]
    filter: FilterArgs,
}

/// Orders of `search`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SortName {
    Best,
    Newest,
    Left,
    Right,
    Date,
    Outlet,
    Article,
}

/// Rows that are read at once: a concordance can have a million.
const PAGE: usize = 1_000;

/// A query that was read strictly; what is advised goes to standard error.
pub(super) fn read(typed: &str, what: &str, err: &mut dyn Write) -> Result<Query, Stop> {
    let parsed = query::parse(typed);
    for complaint in &parsed.complaints {
        if complaint.severity == crate::model::query::Severity::Advice {
            // Nobody listens any more when writing fails; there is nobody to tell.
            let _ = writeln!(err, "dateline: {}. {}", complaint.message, complaint.hint);
        }
    }
    parsed.strict().map_err(|complaint| {
        let (line, under) = query::marked(typed, &complaint);
        Stop::WrongUse(format!(
            "{what}: {}. {}\n  {line}\n  {under}",
            complaint.message, complaint.hint
        ))
    })
}

pub(super) fn search(args: &SearchArgs, out: &mut dyn Write, err: &mut dyn Write) -> Ended {
    let mut project = Project::open(&args.project.project)?;
    let mut chosen = filter::filter(&project, &args.filter)?;
    if args.saved == Some(None) {
        return list(&project, args.json, out);
    }
    let mut typed = args.words.clone().unwrap_or_default();
    if let Some(Some(name)) = &args.saved {
        let saved = project.saved_search(name)?;
        typed.clone_from(&saved.query);
        chosen = both(saved.filter, chosen);
    }
    let mut file = args.output.clone().map(|path| (Vec::<u8>::new(), path));
    let done = {
        let sink: &mut dyn Write = match &mut file {
            Some((bytes, _)) => bytes,
            None => out,
        };
        if let Some(path) = &args.batch {
            batch(&mut project, path, args, &chosen, sink)?
        } else {
            if let Some(name) = &args.save {
                read(&typed, "QUERY", err)?;
                let keep = Filter {
                    text: Some(typed.clone()),
                    ..chosen.clone()
                };
                project.run(Command::SaveSearch {
                    name: name.clone(),
                    filter: keep,
                })?;
            }
            // A saved search may be a filter without words: then its articles are listed.
            let query = match typed.trim() {
                "" if args.saved.is_some() => Query {
                    root: crate::model::query::Node::And(Vec::new()),
                    conditions: Vec::new(),
                },
                _ => read(&typed, "QUERY", err)?,
            };
            run(&mut project, &query, &chosen, args, sink, err)?
        }
    };
    if let Some((bytes, path)) = file {
        export::write_file(&path, &bytes)?;
    }
    Ok(done)
}

/// A saved filter, narrowed by the options given beside it.
fn both(saved: Filter, given: Filter) -> Filter {
    let later = |a: Option<String>, b: Option<String>| match (a, b) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    };
    let earlier = |a: Option<String>, b: Option<String>| match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    let mut entities = saved.entities;
    entities.extend(given.entities);
    Filter {
        from: later(saved.from, given.from),
        to: earlier(saved.to, given.to),
        outlets: if given.outlets.is_empty() {
            saved.outlets
        } else {
            given.outlets
        },
        entities,
        types: if given.types.is_empty() {
            saved.types
        } else {
            given.types
        },
        // The saved text is the query.
        text: given.text,
        tags: if given.tags.is_empty() {
            saved.tags
        } else {
            given.tags
        },
        undated: saved.undated || given.undated,
        doubtful: saved.doubtful || given.doubtful,
    }
}

fn list(project: &Project, as_json: bool, out: &mut dyn Write) -> Ended {
    for saved in project.saved_searches()? {
        if as_json {
            writeln!(out, "{}", json!(saved))?;
        } else {
            writeln!(out, "{}: {}", saved.name, saved.words)?;
        }
    }
    Ok(exit::DONE)
}

fn run(
    project: &mut Project,
    query: &Query,
    chosen: &Filter,
    args: &SearchArgs,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Ended {
    if args.count {
        let lines = project.lines(query, chosen, LineOrder::Article)?;
        let stories = lines.stories;
        if args.json {
            let value =
                json!({ "articles": lines.articles, "stories": stories, "hits": lines.total });
            writeln!(out, "{value}")?;
        } else {
            writeln!(
                out,
                "{} in {}, {}",
                words::counted(lines.total, "hit"),
                words::counted(lines.articles, "article"),
                words::counted(stories, "story")
            )?;
        }
        return Ok(exit::DONE);
    }
    if args.kwic {
        return kwic(project, query, chosen, args, out, err);
    }
    articles(project, query, chosen, args, out)
}

fn wrong_order(of: &str, orders: &str) -> Stop {
    Stop::WrongUse(format!("--sort: {of} are sorted by {orders}"))
}

fn kwic(
    project: &mut Project,
    query: &Query,
    chosen: &Filter,
    args: &SearchArgs,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Ended {
    let order = match args.sort {
        Some(SortName::Left) => LineOrder::Left,
        Some(SortName::Right) => LineOrder::Right,
        Some(SortName::Date) => LineOrder::Date,
        Some(SortName::Outlet) => LineOrder::Outlet,
        None | Some(SortName::Article) => LineOrder::Article,
        Some(SortName::Best | SortName::Newest) => {
            return Err(wrong_order("hits", "left, right, date, outlet or article"));
        }
    };
    let lines = project.lines(query, chosen, order)?;
    if lines.total == 0 && lines.articles > 0 {
        // An empty list would read as nothing found.
        let _ = writeln!(
            err,
            "dateline: {} match by title or field, without a hit in the text. Leave --kwic out to see them",
            words::counted(lines.articles, "article")
        );
    }
    let end = args.limit.unwrap_or(usize::MAX).min(lines.len());
    if args.csv {
        out.write_all(&export::text_rows(&[LINE_COLUMNS
            .map(str::to_owned)
            .to_vec()]))?;
    }
    for offset in (0..end).step_by(PAGE) {
        for line in project.lines_page(&lines, offset, PAGE.min(end - offset))? {
            print_line(&line, args, out)?;
        }
    }
    Ok(exit::DONE)
}

fn print_line(line: &Line, args: &SearchArgs, out: &mut dyn Write) -> Result<(), Stop> {
    let published = line.published.map(|p| p.date.to_string());
    if args.json {
        let value = json!({
            "article": line.article, "published": published, "outlet": line.outlet, "agency": line.agency, "title": line.title,
            "left": line.left, "hit": line.hit, "right": line.right,
            "start": line.chars.start, "end": line.chars.end,
        });
        writeln!(out, "{value}")?;
    } else if args.csv {
        out.write_all(&export::more_text_rows(&[line.cells()]))?;
    } else {
        writeln!(
            out,
            "{:>6}  {:>60} [{}] {}",
            line.article.0,
            line.left.trim_start(),
            line.hit,
            line.right.trim()
        )?;
    }
    Ok(())
}

fn articles(
    project: &mut Project,
    query: &Query,
    chosen: &Filter,
    args: &SearchArgs,
    out: &mut dyn Write,
) -> Ended {
    let order = match args.sort {
        None | Some(SortName::Best) => ResultOrder::Best,
        Some(SortName::Newest) => ResultOrder::Newest,
        Some(SortName::Date) => ResultOrder::Oldest,
        Some(SortName::Outlet) => ResultOrder::Outlet,
        Some(SortName::Left | SortName::Right | SortName::Article) => {
            return Err(wrong_order(
                "articles",
                "best, newest, date or outlet; add --kwic for hits",
            ));
        }
    };
    let found = project.search(query, chosen, order, 0, args.limit.unwrap_or(usize::MAX))?;
    if args.csv {
        out.write_all(&export::text_rows(&[RESULT_COLUMNS
            .map(str::to_owned)
            .to_vec()]))?;
    }
    for row in &found.rows {
        print_article(row, args, out)?;
    }
    Ok(exit::DONE)
}

fn print_article(row: &ResultRow, args: &SearchArgs, out: &mut dyn Write) -> Result<(), Stop> {
    let published = row.published.map(|p| p.date.to_string());
    if args.json {
        let value = json!({
            "article": row.article, "title": row.title, "outlet": row.outlet, "agency": row.agency, "published": published,
            "hits": row.hits, "snippet": row.snippet,
        });
        writeln!(out, "{value}")?;
    } else if args.csv {
        out.write_all(&export::more_text_rows(&[row.cells()]))?;
    } else {
        writeln!(
            out,
            "{:>6}  {:<10}  {}  ({})",
            row.article.0,
            published.as_deref().unwrap_or("no date"),
            row.title,
            words::counted(row.hits, "hit")
        )?;
        writeln!(out, "        {}", row.snippet)?;
    }
    Ok(())
}

fn batch(
    project: &mut Project,
    path: &std::path::Path,
    args: &SearchArgs,
    chosen: &Filter,
    out: &mut dyn Write,
) -> Ended {
    if args.sort.is_some() || args.limit.is_some() {
        return Err(Stop::WrongUse(
            "--batch keeps the order of its terms: leave --sort and --limit out".to_owned(),
        ));
    }
    let bytes = fs::read(path)
        .map_err(|error| Problem::new(format!("Could not read {}", path.display()), error))?;
    let name = path.display().to_string();
    let terms = terms_of(&name, &bytes)?;
    let reading = if args.phrases {
        BatchAs::Phrases
    } else {
        BatchAs::Queries
    };
    let rows = project.batch_search(&terms, reading, chosen, &JobCx::unwatched())?;
    let ndjson = args.json
        || args.output.as_deref().is_some_and(|o| {
            o.extension().is_some_and(|e| {
                e.eq_ignore_ascii_case("ndjson") || e.eq_ignore_ascii_case("jsonl")
            })
        });
    out.write_all(&export::batch(
        &rows,
        if ndjson {
            export::Format::Ndjson
        } else {
            export::Format::Csv
        },
    ))?;
    let failed = rows.iter().filter(|r| r.error.is_some()).count();
    let all = rows.len() == failed;
    Ok(match (failed, all) {
        (0, _) => exit::DONE,
        (_, false) => exit::SOME_FAILED,
        (_, true) => exit::NOTHING_DONE,
    })
}
