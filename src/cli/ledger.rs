//! The ledger, the worklist and the accuracy check in the terminal: read models to text, JSON and CSV.

use std::{io::Write, path::Path};

use clap::Args;
use serde_json::json;

use super::{
    args::{HistoryFormat, ProjectArg, TypeName},
    decide::marked,
    exit,
    filter::entity_type,
    run::{Ended, Stop},
};
use crate::{
    model::{EntityType, MentionId},
    workspace::{
        Command, Problem, Project, Verdict,
        project::{Doubtful, Sample},
        words,
    },
};

/// Arguments of `accuracy`.
#[derive(Debug, Args)]
pub struct AccuracyArgs {
    #[command(flatten)]
    project: ProjectArg,
    /// Draw so many mentions at random; without it the newest sample is shown
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    sample: Option<u32>,
    /// The same seed draws the same mentions
    #[arg(long, default_value_t = 1, requires = "sample")]
    seed: u64,
    /// Of this type only
    #[arg(long = "type", value_name = "TYPE", requires = "sample")]
    kind: Option<TypeName>,
    /// Verdicts from this file, one a line: a mention's number, a comma, and right, wrong or unsure
    #[arg(long, value_name = "FILE")]
    verdicts: Option<std::path::PathBuf>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

pub(super) fn history(
    path: &Path,
    as_json: bool,
    format: HistoryFormat,
    out: &mut dyn Write,
) -> Ended {
    let project = Project::open(path)?;
    match (as_json, format) {
        (true, _) | (_, HistoryFormat::Ndjson) => {
            let rows = project.history()?;
            for (row, whole) in rows.iter().zip(project.ledger()?) {
                let read = |text: &Option<String>| -> Option<serde_json::Value> {
                    text.as_deref().and_then(|t| serde_json::from_str(t).ok())
                };
                let mut value = json!(row);
                if let Some(fields) = value.as_object_mut() {
                    fields.insert("apply".to_owned(), json!(read(&whole.apply)));
                    fields.insert("revert".to_owned(), json!(read(&whole.revert)));
                }
                writeln!(out, "{value}")?;
            }
        }
        (_, HistoryFormat::Csv) => out.write_all(&project.history_csv()?)?,
        (_, HistoryFormat::Text) => {
            for row in project.history()? {
                let prefix = match row.action.as_str() {
                    "undo" => "Undo: ",
                    "redo" => "Redo: ",
                    _ => "",
                };
                let counts = row
                    .counts()
                    .map_or_else(String::new, |counts| format!(" ({counts})"));
                let undone = if row.undone { ", undone" } else { "" };
                writeln!(
                    out,
                    "{:>5}  {}  {}  {prefix}{}{counts}{undone}",
                    row.id.0, row.at, row.who, row.label
                )?;
            }
        }
    }
    Ok(exit::DONE)
}

pub(super) fn worklist(path: &Path, as_json: bool, out: &mut dyn Write) -> Ended {
    let project = Project::open(path)?;
    let side = |of: &Doubtful| {
        json!({
            "entity": of.entity, "type": of.kind, "name": of.name, "spelling": of.spelling,
            "mentions": of.mentions, "articles": of.articles,
            "article": of.passage.as_ref().map(|p| p.article),
            "sentence": of.passage.as_ref().map(|p| p.sentence.as_str()),
        })
    };
    for row in project.worklist()? {
        if as_json {
            let value = json!({
                "a": side(&row.a), "b": side(&row.b), "joined": row.joined, "reason": row.reason,
            });
            writeln!(out, "{value}")?;
            continue;
        }
        if row.joined {
            writeln!(
                out,
                "Does “{}” mean {} ({})? {}",
                row.b.spelling, row.a.name, row.a.entity.0, row.reason
            )?;
        } else {
            writeln!(
                out,
                "Are {} ({}) and {} ({}) {}? {}",
                row.a.name,
                row.a.entity.0,
                row.b.name,
                row.b.entity.0,
                one_of(row.a.kind, row.b.kind),
                row.reason
            )?;
        }
        for of in [&row.a, &row.b] {
            let counts = words::mentions_in_articles(of.mentions, of.articles);
            let sentence = of
                .passage
                .as_ref()
                .map_or_else(String::new, |p| marked(&p.sentence, p.hit));
            writeln!(out, "    {}, {}: {sentence}", of.kind.word(), counts)?;
        }
    }
    Ok(exit::DONE)
}

/// What two names may be together: "one place". Where they are of two types, "one and the same".
const fn one_of(a: EntityType, b: EntityType) -> &'static str {
    match (a, b) {
        (EntityType::Person, EntityType::Person) => "one person",
        (EntityType::Organization, EntityType::Organization) => "one organization",
        (EntityType::Place, EntityType::Place) => "one place",
        (EntityType::Group, EntityType::Group) => "one group",
        _ => "one and the same",
    }
}

pub(super) fn accuracy(args: &AccuracyArgs, out: &mut dyn Write) -> Ended {
    let mut project = Project::open(&args.project.project)?;
    if let Some(size) = args.sample {
        project.accuracy_sample(args.kind.map(entity_type), size, args.seed)?;
    }
    if let Some(path) = &args.verdicts {
        for (mention, verdict) in read_verdicts(path)? {
            project.run(Command::Judge {
                mention,
                verdict: Some(verdict),
            })?;
        }
    }
    let Some(sample) = project.accuracy()? else {
        return Err(Problem::new(
            "There is no sample to look at",
            "none was drawn, or it was undone",
        )
        .with_hint("Draw one with --sample 50")
        .into());
    };
    print_sample(&project, &sample, args.json, out)
}

fn print_sample(project: &Project, sample: &Sample, as_json: bool, out: &mut dyn Write) -> Ended {
    let passages = project.sample_passages(sample)?;
    let verdict_of = |mention: MentionId| {
        sample
            .mentions
            .iter()
            .find(|m| m.mention == mention)
            .and_then(|m| m.verdict)
            .map(Verdict::word)
    };
    if as_json {
        let mut rows = Vec::new();
        for p in &passages {
            let (kind, name) = project.entity_face(p.entity)?;
            rows.push(json!({
                "mention": p.mention, "article": p.article, "text": p.hit.of(&p.sentence), "sentence": p.sentence,
                "entity": p.entity, "name": name, "type": kind, "verdict": verdict_of(p.mention),
            }));
        }
        let interval = sample.interval();
        let value = json!({
            "sentence": sample.sentence(), "seed": sample.seed, "type": sample.kind,
            "right": sample.count(Verdict::Right), "wrong": sample.count(Verdict::Wrong),
            "unsure": sample.count(Verdict::Unsure), "drawn": sample.mentions.len(),
            "low_percent": interval.map(|i| i.0), "high_percent": interval.map(|i| i.1),
            "mentions": rows,
        });
        writeln!(out, "{value}")?;
        return Ok(exit::DONE);
    }
    writeln!(out, "{} (seed {})", sample.sentence(), sample.seed)?;
    for p in passages {
        let (kind, name) = project.entity_face(p.entity)?;
        writeln!(
            out,
            "{:>8}  {:<6}  {}, {name}: {}",
            p.mention.0,
            verdict_of(p.mention).unwrap_or("?"),
            kind.word(),
            marked(&p.sentence, p.hit)
        )?;
    }
    Ok(exit::DONE)
}

fn read_verdicts(path: &Path) -> Result<Vec<(MentionId, Verdict)>, Stop> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Problem::new(format!("Could not read {}", path.display()), error))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(n, line)| {
            line.split_once(',')
                .and_then(|(id, word)| {
                    Some((
                        MentionId(id.trim().parse().ok()?),
                        Verdict::parse(word.trim())?,
                    ))
                })
                .ok_or_else(|| {
                    Stop::WrongUse(format!(
                        "{}, line {}: give a mention's number, a comma, and right, wrong or unsure",
                        path.display(),
                        n + 1
                    ))
                })
        })
        .collect()
}
