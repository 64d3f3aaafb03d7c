//! Places in the terminal: what a name can mean, and the user's own place names.

use std::{io::Write, path::PathBuf};

use clap::Subcommand;
use serde_json::json;

use super::{
    exit,
    run::{Ended, Stop},
};
use crate::{
    model::coordinates,
    workspace::{
        Command, JobCx, Problem, Project,
        places::{self, Added, CandidateRow, ListRow, Scope},
        words,
    },
};

/// The user's own place names.
#[derive(Debug, Subcommand)]
pub enum GazetteerVerb {
    /// Add place names from files: GeoNames country files (also zipped), Who's On First records, GeoJSON, CSV
    Add {
        /// Files with place names
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// To this project, with which they travel
        #[arg(long, value_name = "FILE", required_unless_present = "everywhere")]
        project: Option<PathBuf>,
        /// For all projects on this computer
        #[arg(long, conflicts_with = "project")]
        everywhere: bool,
        /// What to call the list; the first file's name where left out
        #[arg(long)]
        name: Option<String>,
        /// Then look the project's places up again, as `gazetteer look-up` does
        #[arg(long, requires = "project")]
        look_up: bool,
        /// Print JSON for programs
        #[arg(long)]
        json: bool,
    },
    /// List the lists: those for all projects, and with --project that project's before them
    List {
        /// The project file
        #[arg(long, value_name = "FILE")]
        project: Option<PathBuf>,
        /// Print JSON for programs
        #[arg(long)]
        json: bool,
    },
    /// Remove a list of place names
    Remove {
        /// What the list is called
        name: String,
        /// The project file
        #[arg(long, value_name = "FILE", required_unless_present = "everywhere")]
        project: Option<PathBuf>,
        /// For all projects on this computer
        #[arg(long, conflicts_with = "project")]
        everywhere: bool,
    },
    /// List the places that a name can mean
    Find {
        /// The name of the place
        name: String,
        /// With this project's lists, and distances from its places
        #[arg(long, value_name = "FILE")]
        project: Option<PathBuf>,
        /// Distances from these coordinates
        #[arg(
            long,
            value_name = "COORDINATES",
            conflicts_with = "project",
            allow_hyphen_values = true
        )]
        from: Option<String>,
        /// Print JSON for programs
        #[arg(long)]
        json: bool,
    },
    /// Look the project's places up again: unresolved ones, and those that an added list knows; what you placed stays
    LookUp {
        /// The project file
        #[arg(long, value_name = "FILE")]
        project: PathBuf,
    },
}

pub(super) fn gazetteer(what: GazetteerVerb, out: &mut dyn Write, err: &mut dyn Write) -> Ended {
    match what {
        GazetteerVerb::Add {
            files,
            project,
            name,
            look_up,
            json,
            ..
        } => {
            let cx = JobCx::unwatched();
            let Some(path) = project else {
                let added = places::add_everywhere(&files, name.as_deref(), &cx)?;
                return print_added(&added, json, out, err);
            };
            let mut project = Project::open(&path)?;
            let added = project.add_places(&files, name.as_deref(), &cx)?;
            let ended = print_added(&added, json, out, err)?;
            if look_up {
                look_places_up(&mut project, out)?;
            }
            Ok(ended)
        }
        GazetteerVerb::List { project, json } => {
            let lists = match project {
                Some(path) => Project::open(&path)?.place_lists()?,
                None => places::lists_everywhere(),
            };
            print_lists(&lists, json, out)
        }
        GazetteerVerb::Remove { name, project, .. } => {
            match project {
                Some(path) => Project::open(&path)?.remove_places(&name)?,
                None => places::remove_everywhere(&name)?,
            }
            writeln!(out, "Removed the place names “{name}”")?;
            Ok(exit::DONE)
        }
        GazetteerVerb::Find {
            name,
            project,
            from,
            json,
        } => {
            let from = from
                .map(|text| {
                    coordinates::parse(&text)
                        .map_err(|error| Stop::WrongUse(format!("--from {text}: {error}")))
                })
                .transpose()?;
            let rows = match project {
                Some(path) => Project::open(&path)?.find_place(&name)?,
                None => places::find_everywhere(&name, from.map(|typed| typed.position))?,
            };
            let origin = if from.is_some() {
                "there"
            } else {
                "the project's places"
            };
            print_candidates(&rows, origin, json, out)?;
            if rows.is_empty() {
                return Err(Stop::Problem(
                    Problem::new(
                        format!("No place is called “{name}”"),
                        "neither the program nor a list of yours knows it",
                    )
                    .with_hint(
                        "Try another spelling, or add place names (`dateline gazetteer add`)",
                    ),
                ));
            }
            Ok(exit::DONE)
        }
        GazetteerVerb::LookUp { project } => {
            look_places_up(&mut Project::open(&project)?, out)?;
            Ok(exit::DONE)
        }
    }
}

fn look_places_up(project: &mut Project, out: &mut dyn Write) -> Result<(), Stop> {
    let said = project.run(Command::LookUpPlaces)?.said;
    writeln!(
        out,
        "{}",
        if said.is_empty() {
            "No place changed"
        } else {
            &said
        }
    )?;
    Ok(())
}

/// What came of it on standard output, broken lines on standard error.
fn print_added(added: &Added, as_json: bool, out: &mut dyn Write, err: &mut dyn Write) -> Ended {
    for (file, of) in &added.files {
        let report = match of {
            Ok(report) => report,
            Err(why) => {
                writeln!(err, "{file}: {why}")?;
                continue;
            }
        };
        for broken in &report.broken {
            writeln!(err, "{file}:{}: {}", broken.line, broken.why)?;
        }
        let more = report
            .broken_count
            .saturating_sub(report.broken.len() as u64);
        if more > 0 {
            writeln!(err, "{file}: {} more lines are broken", words::count(more))?;
        }
    }
    if as_json {
        let files: Vec<_> = added
            .files
            .iter()
            .map(|(file, of)| match of {
                Ok(report) => json!({
                    "file": file, "format": report.format, "places": report.places, "broken": report.broken_count,
                    "notes": report.notes,
                }),
                Err(why) => json!({"file": file, "places": 0, "failed": why}),
            })
            .collect();
        let value = json!({"name": added.name, "places": added.places, "files": files});
        writeln!(out, "{value}")?;
    } else {
        let notes = added.files.iter().filter_map(|(file, of)| {
            let report = of.as_ref().ok()?;
            Some(
                report
                    .notes
                    .iter()
                    .map(move |note| format!("{file}: {note}")),
            )
        });
        for note in notes.flatten() {
            writeln!(out, "{note}")?;
        }
        let broken: u64 = added
            .files
            .iter()
            .filter_map(|(_, of)| of.as_ref().ok())
            .map(|report| report.broken_count)
            .sum();
        writeln!(
            out,
            "Added “{}”: {}, {}",
            added.name,
            words::counted(added.places, "place"),
            words::counted(broken, "broken line")
        )?;
    }
    Ok(if added.clean() {
        exit::DONE
    } else {
        exit::SOME_FAILED
    })
}

fn print_lists(lists: &[ListRow], as_json: bool, out: &mut dyn Write) -> Ended {
    if lists.is_empty() && !as_json {
        writeln!(out, "No place names were added")?;
    }
    for list in lists {
        let scope = match list.scope {
            Scope::Project => "project",
            Scope::Everywhere => "everywhere",
        };
        if as_json {
            let value = json!({
                "name": list.name, "scope": scope, "places": list.places, "added_at": list.added_at,
            });
            writeln!(out, "{value}")?;
        } else {
            let places = match list.places {
                0 => "damaged: remove it and add it again".to_owned(),
                n => words::counted(n, "place"),
            };
            writeln!(out, "{:<20} {scope:<10} {places}", list.name)?;
        }
    }
    Ok(exit::DONE)
}

/// One candidate a line, or one JSON object; `from` says what distances are measured from.
pub(super) fn print_candidates(
    rows: &[CandidateRow],
    from: &str,
    as_json: bool,
    out: &mut dyn Write,
) -> Result<(), Stop> {
    if rows.is_empty() && !as_json {
        writeln!(out, "No place of this name is known")?;
    }
    for row in rows {
        if as_json {
            let value = json!({
                "id": row.id, "name": row.name, "country": row.country, "country_name": row.country_name,
                "region": row.region, "feature": row.feature, "population": row.population,
                "lat": row.position.lat, "lon": row.position.lon, "uncertainty_km": row.uncertainty_km,
                "distance_km": row.distance_km.map(|km| (km * 10.0).round() / 10.0),
                "chosen": row.chosen, "near": row.near,
            });
            writeln!(out, "{value}")?;
            continue;
        }
        let mut told = vec![row.feature.to_owned()];
        let lies = [
            row.region.as_str(),
            row.country_name.as_deref().unwrap_or(&row.country),
        ];
        let lies: Vec<&str> = lies
            .into_iter()
            .filter(|part| !part.is_empty() && *part != row.name)
            .collect();
        if !lies.is_empty() {
            told.push(lies.join(", "));
        }
        if row.population > 0 {
            told.push(words::counted(row.population, "inhabitant"));
        }
        told.push(coordinates::words(row.position));
        if let Some(km) = row.distance_km {
            told.push(format!("{km:.0} km from {from}"));
        }
        writeln!(
            out,
            "{} {:<20} {}: {}{}",
            if row.chosen { '*' } else { ' ' },
            row.id,
            row.name,
            told.join("; "),
            if row.near { "; similar spelling" } else { "" }
        )?;
    }
    Ok(())
}
