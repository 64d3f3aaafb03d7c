//! `dateline decide …` about names: arguments to commands, previews and outcomes to text and JSON.

use std::io::Write;

use clap::{Args, Subcommand};
use serde_json::json;

use super::{
    args::{ProjectArg, TypeName},
    exit,
    filter::entity_type,
    places,
    run::{Ended, Stop},
};
use crate::{
    model::{ArticleId, ByteSpan, CharSpan, EntityId, MentionId, coordinates},
    workspace::{Command, Outcome, Part, Placement, Preview, Project, Target, Which},
};

/// What every decision about names and marks takes.
#[derive(Debug, Args)]
pub struct Common {
    #[command(flatten)]
    pub(super) project: ProjectArg,
    /// Print what would happen, with the passages, and change nothing
    #[arg(long, visible_alias = "preview")]
    pub(super) dry_run: bool,
    /// Print JSON for programs
    #[arg(long)]
    pub(super) json: bool,
}

/// Mentions left out.
#[derive(Debug, Args)]
pub struct Except {
    /// Leave this mention out, by its number; may be repeated
    #[arg(long, value_name = "MENTION")]
    except: Vec<i64>,
}

impl Except {
    fn ids(&self) -> Vec<MentionId> {
        self.except.iter().copied().map(MentionId).collect()
    }
}

/// Decisions about names. A name is what it is shown as, one of its spellings, or its number as in `export entities`.
#[derive(Debug, Subcommand)]
pub enum NameDecision {
    /// Make one name of several: all become the first
    Merge {
        /// The names as they are shown, spellings of them, or their numbers
        #[arg(required = true, num_args = 2.., value_name = "NAME")]
        entities: Vec<String>,
        /// The name to show in place of the first one's
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        except: Except,
        #[command(flatten)]
        common: Common,
    },
    /// Make a name of its own of some mentions of another
    Split {
        /// The name as it is shown, one of its spellings, or its number
        #[arg(value_name = "NAME")]
        entity: String,
        /// All mentions written so; may be repeated
        #[arg(long, value_name = "TEXT", required_unless_present = "mention")]
        spelling: Vec<String>,
        /// This mention, by its number; may be repeated
        #[arg(long, value_name = "MENTION", conflicts_with = "spelling")]
        mention: Vec<i64>,
        /// The new name; the first spelling where left out
        #[arg(long, required_unless_present = "spelling")]
        name: Option<String>,
        #[command(flatten)]
        except: Except,
        #[command(flatten)]
        common: Common,
    },
    /// Give a name another display name
    Rename {
        /// The name as it is shown, one of its spellings, or its number
        #[arg(value_name = "NAME")]
        entity: String,
        /// The new name
        #[arg(value_name = "NEW NAME")]
        name: String,
        #[command(flatten)]
        common: Common,
    },
    /// Say that names are persons, organizations, places or groups
    Retype {
        /// The names as they are shown, spellings of them, or their numbers
        #[arg(required = true, value_name = "NAME")]
        entities: Vec<String>,
        #[arg(long, value_name = "TYPE")]
        to: TypeName,
        #[command(flatten)]
        except: Except,
        #[command(flatten)]
        common: Common,
    },
    /// Say what is not a name: it is neither marked nor counted
    Dismiss {
        /// The names as they are shown, spellings of them, or their numbers
        #[arg(value_name = "NAME", required_unless_present_any = ["spelling", "mention"])]
        entities: Vec<String>,
        /// All mentions written so, whatever they mean
        #[arg(long, value_name = "TEXT", conflicts_with_all = ["entities", "mention"])]
        spelling: Option<String>,
        /// This mention, by its number; may be repeated
        #[arg(long, value_name = "MENTION", conflicts_with = "entities")]
        mention: Vec<i64>,
        #[command(flatten)]
        except: Except,
        #[command(flatten)]
        common: Common,
    },
    /// Say whom mentions mean
    Reassign {
        /// All mentions written so
        #[arg(long, value_name = "TEXT", required_unless_present = "mention")]
        spelling: Option<String>,
        /// Only those of this name
        #[arg(long, value_name = "NAME", requires = "spelling")]
        of: Option<String>,
        /// This mention, by its number; may be repeated
        #[arg(long, value_name = "MENTION", conflicts_with = "spelling")]
        mention: Vec<i64>,
        #[command(flatten)]
        whom: Whom,
        #[command(flatten)]
        except: Except,
        #[command(flatten)]
        common: Common,
    },
    /// Mark a name that was not found
    Mark {
        /// The article's number
        article: i64,
        /// Where it first stands in the article as whole words
        #[arg(long, required_unless_present = "start")]
        text: Option<String>,
        /// First code point in the reading text
        #[arg(long, requires = "end", conflicts_with = "text")]
        start: Option<u32>,
        /// Code point after the last
        #[arg(long, requires = "start")]
        end: Option<u32>,
        #[command(flatten)]
        whom: Whom,
        /// In all articles, wherever the same spelling stands as whole words; later imports follow
        #[arg(long)]
        everywhere: bool,
        /// Leave out what begins there: article and code point; may be repeated
        #[arg(long, value_name = "ARTICLE:START")]
        except: Vec<String>,
        #[command(flatten)]
        common: Common,
    },
    /// Say where a place is; later imports follow
    Place {
        /// The name as it is shown, one of its spellings, or its number
        #[arg(value_name = "NAME")]
        entity: String,
        #[command(flatten)]
        at: Whereabouts,
        #[command(flatten)]
        common: Common,
    },
    /// Say that two names are not one: the worklist asks no more
    KeepApart {
        /// One name, as it is shown, one of its spellings, or its number
        #[arg(value_name = "NAME")]
        a: String,
        /// The other name
        #[arg(value_name = "OTHER NAME")]
        b: String,
        #[command(flatten)]
        common: Common,
    },
    /// Say that a spelling rightly belongs to its name: the worklist asks no more
    KeepTogether {
        /// The name as it is shown, one of its spellings, or its number
        #[arg(value_name = "NAME")]
        entity: String,
        /// The spelling
        spelling: String,
        #[command(flatten)]
        common: Common,
    },
}

/// Where a place is.
#[derive(Debug, Args)]
#[group(skip)]
pub struct Whereabouts {
    /// List the places that the name can mean, and change nothing
    #[arg(long, group = "whereabouts", required_unless_present_any = ["candidate", "at", "unknown", "program"])]
    list: bool,
    /// A place of the gazetteer, by its id
    #[arg(long, value_name = "ID", group = "whereabouts")]
    candidate: Option<String>,
    /// Coordinates: "32.06 N 12.53 E", "32°03'48\"N 12°31'43\"E", "33S TR 66850 50350", …
    #[arg(
        long,
        value_name = "COORDINATES",
        group = "whereabouts",
        allow_hyphen_values = true
    )]
    at: Option<String>,
    /// Radius in km within which the place lies; what the digits leave open where left out
    #[arg(long, value_name = "KM", requires = "at")]
    uncertainty: Option<f64>,
    /// Nobody knows where it is
    #[arg(long, group = "whereabouts")]
    unknown: bool,
    /// Where the program had it
    #[arg(long, group = "whereabouts")]
    program: bool,
}

impl Whereabouts {
    fn placement(&self) -> Result<Placement, Stop> {
        if let Some(id) = &self.candidate {
            return Ok(Placement::Candidate(id.clone()));
        }
        if let Some(text) = &self.at {
            let typed = coordinates::parse(text)
                .map_err(|error| Stop::WrongUse(format!("--at {text}: {error}")))?;
            // Below 50 m the digits say more than a place name means.
            let open =
                (typed.within_km > 0.05).then_some((typed.within_km * 100.0).round() / 100.0);
            return Ok(Placement::Point {
                position: typed.position,
                uncertainty_km: self.uncertainty.or(open),
            });
        }
        Ok(if self.program {
            Placement::Program
        } else {
            Placement::Unknown
        })
    }
}

/// What mentions mean.
#[derive(Debug, Args)]
pub struct Whom {
    /// A name of the project
    #[arg(long, value_name = "NAME", required_unless_present = "new_type")]
    to: Option<String>,
    /// A new name of this type
    #[arg(long = "type", value_name = "TYPE", conflicts_with = "to")]
    new_type: Option<TypeName>,
    /// The new name; the text itself where left out
    #[arg(long, conflicts_with = "to")]
    name: Option<String>,
}

impl Whom {
    fn target(&self, project: &Project, text: Option<&str>) -> Result<Target, Stop> {
        match (&self.to, self.new_type) {
            (Some(name), _) => Ok(Target::Entity(one(project, name)?)),
            (None, Some(kind)) => {
                let name =
                    self.name.as_deref().or(text).ok_or_else(|| {
                        Stop::WrongUse("--name: say what the new name is".to_owned())
                    })?;
                Ok(Target::New {
                    name: name.to_owned(),
                    kind: entity_type(kind),
                })
            }
            (None, None) => Err(Stop::WrongUse(
                "--to or --type: say whom it means".to_owned(),
            )),
        }
    }
}

fn one(project: &Project, name: &str) -> Result<EntityId, Stop> {
    Ok(project.the_entity(name)?)
}

fn several(project: &Project, names: &[String]) -> Result<Vec<EntityId>, Stop> {
    names.iter().map(|name| one(project, name)).collect()
}

fn mentions(ids: &[i64]) -> Vec<MentionId> {
    ids.iter().copied().map(MentionId).collect()
}

pub(super) fn decide(what: &NameDecision, out: &mut dyn Write) -> Ended {
    let mut project = Project::open(&what.common().project.project)?;
    if let NameDecision::Place { entity, at, common } = what
        && at.list
    {
        let entity = one(&project, entity)?;
        let rows = project.candidates(entity)?;
        places::print_candidates(&rows, "the other places", common.json, out)?;
        return Ok(exit::DONE);
    }
    let command = what.command(&project)?;
    run_or_preview(&mut project, command, what.common(), out)
}

/// Carries a decision out, or says what it would do.
pub(super) fn run_or_preview(
    project: &mut Project,
    command: Command,
    common: &Common,
    out: &mut dyn Write,
) -> Ended {
    if common.dry_run {
        let preview = project.preview(&command)?;
        print_preview(project, &preview, common.json, out)?;
    } else {
        let outcome = project.run(command)?;
        print_outcome(&outcome, common.json, out)?;
    }
    Ok(exit::DONE)
}

impl NameDecision {
    const fn common(&self) -> &Common {
        match self {
            Self::Merge { common, .. }
            | Self::Split { common, .. }
            | Self::Rename { common, .. }
            | Self::Retype { common, .. }
            | Self::Dismiss { common, .. }
            | Self::Reassign { common, .. }
            | Self::Mark { common, .. }
            | Self::Place { common, .. }
            | Self::KeepApart { common, .. }
            | Self::KeepTogether { common, .. } => common,
        }
    }

    fn command(&self, project: &Project) -> Result<Command, Stop> {
        Ok(match self {
            Self::Merge {
                entities,
                name,
                except,
                ..
            } => {
                let entities = several(project, entities)?;
                let Some(into) = entities.first().copied() else {
                    return Err(Stop::WrongUse("NAME: say which names".to_owned()));
                };
                Command::MergeEntities {
                    entities,
                    into,
                    name: name.clone(),
                    except: except.ids(),
                }
            }
            Self::Split {
                entity,
                spelling,
                mention,
                name,
                except,
                ..
            } => Command::SplitEntity {
                entity: one(project, entity)?,
                part: if mention.is_empty() {
                    Part::Spellings(spelling.clone())
                } else {
                    Part::Mentions(mentions(mention))
                },
                name: name
                    .as_ref()
                    .or(spelling.first())
                    .cloned()
                    .unwrap_or_default(),
                except: except.ids(),
            },
            Self::Rename { entity, name, .. } => Command::RenameEntity {
                entity: one(project, entity)?,
                name: name.clone(),
            },
            Self::Retype {
                entities,
                to,
                except,
                ..
            } => Command::RetypeEntities {
                entities: several(project, entities)?,
                kind: entity_type(*to),
                except: except.ids(),
            },
            Self::Dismiss {
                entities,
                spelling,
                mention,
                except,
                ..
            } => Command::Dismiss {
                what: match spelling {
                    Some(text) => Which::Spelling {
                        text: text.clone(),
                        of: None,
                    },
                    None if mention.is_empty() => Which::Entities(several(project, entities)?),
                    None => Which::Mentions(mentions(mention)),
                },
                except: except.ids(),
            },
            Self::Reassign {
                spelling,
                of,
                mention,
                whom,
                except,
                ..
            } => Command::Reassign {
                what: match spelling {
                    Some(text) => Which::Spelling {
                        text: text.clone(),
                        of: of.as_deref().map(|of| one(project, of)).transpose()?,
                    },
                    None => Which::Mentions(mentions(mention)),
                },
                to: whom.target(project, spelling.as_deref())?,
                except: except.ids(),
            },
            Self::Mark {
                article,
                text,
                start,
                end,
                whom,
                everywhere,
                except,
                ..
            } => {
                let article = ArticleId(*article);
                let span = match (text, start.zip(*end)) {
                    (Some(text), _) => project.first_in(article, text)?,
                    (None, Some((start, end))) => {
                        project.bytes_of(article, CharSpan::new(start, end))?
                    }
                    (None, None) => {
                        return Err(Stop::WrongUse(
                            "--text: say what to mark, or give --start and --end".to_owned(),
                        ));
                    }
                };
                let shown = project.article(article)?;
                Command::MarkName {
                    article,
                    span,
                    to: whom.target(project, Some(span.of(&shown.reading_text).trim()))?,
                    everywhere: *everywhere,
                    except: spots(project, except)?,
                }
            }
            Self::Place { entity, at, .. } => Command::PlaceEntity {
                entity: one(project, entity)?,
                at: at.placement()?,
            },
            Self::KeepApart { a, b, .. } => Command::KeepApart {
                a: one(project, a)?,
                b: one(project, b)?,
            },
            Self::KeepTogether {
                entity, spelling, ..
            } => Command::KeepTogether {
                entity: one(project, entity)?,
                spelling: spelling.clone(),
            },
        })
    }
}

/// Articles and code points as articles and bytes.
pub(super) fn spots(project: &Project, given: &[String]) -> Result<Vec<(ArticleId, u32)>, Stop> {
    given
        .iter()
        .map(|spot| {
            let parsed = spot
                .split_once(':')
                .and_then(|(a, s)| Some((a.parse().ok()?, s.parse().ok()?)));
            let Some((article, start)) = parsed else {
                return Err(Stop::WrongUse(format!(
                    "--except {spot}: give an article and a code point, such as 12:340"
                )));
            };
            let article = ArticleId(article);
            let at = project.bytes_of(article, CharSpan::new(start, start))?;
            Ok((article, at.start))
        })
        .collect()
}

pub(super) fn print_outcome(
    outcome: &Outcome,
    as_json: bool,
    out: &mut dyn Write,
) -> Result<(), Stop> {
    let done = !outcome.said.is_empty();
    if as_json {
        writeln!(out, "{}", json!({"done": done, "said": outcome.said}))?;
    } else if done {
        writeln!(out, "{}", outcome.said)?;
    } else {
        writeln!(out, "Nothing to change")?;
    }
    Ok(())
}

pub(super) fn print_preview(
    project: &Project,
    preview: &Preview,
    as_json: bool,
    out: &mut dyn Write,
) -> Result<(), Stop> {
    if preview.label.is_empty() {
        return print_outcome(&Outcome::default(), as_json, out);
    }
    let mut passages = Vec::with_capacity(preview.passages.len());
    for passage in &preview.passages {
        let chars = project.chars_of(passage.article, passage.span)?;
        passages.push((passage, chars));
    }
    if as_json {
        let passages: Vec<_> = passages
            .iter()
            .map(|(p, at)| {
                json!({
                    "mention": p.mention, "highlight": p.highlight, "article": p.article, "start": at.start, "end": at.end,
                    "outlet": p.outlet, "title": p.title, "text": p.hit.of(&p.sentence), "sentence": p.sentence,
                })
            })
            .collect();
        let value = json!({
            "label": preview.label, "mentions": preview.mentions, "highlights": preview.highlights, "articles": preview.articles,
            "notes": preview.notes, "passages": passages,
        });
        writeln!(out, "{value}")?;
        return Ok(());
    }
    writeln!(out, "{}: {}", preview.label, preview.counts())?;
    for note in &preview.notes {
        writeln!(out, "{note}")?;
    }
    for (passage, at) in passages {
        writeln!(
            out,
            "{:>8}  {}:{}  {}",
            passage.highlight.map_or(passage.mention.0, |h| h.0),
            passage.article.0,
            at.start,
            marked(&passage.sentence, passage.hit)
        )?;
    }
    Ok(())
}

/// The sentence with the mention in brackets.
pub(super) fn marked(sentence: &str, hit: ByteSpan) -> String {
    let (start, end) = (hit.range().start, hit.range().end);
    match (
        sentence.get(..start),
        sentence.get(start..end),
        sentence.get(end..),
    ) {
        (Some(before), Some(name), Some(after)) => format!("{before}[{name}]{after}"),
        _ => sentence.to_owned(),
    }
}
