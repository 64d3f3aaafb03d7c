//! `dateline decide …` about articles and passages: tags, codes, highlights, memos, outlets, deleting.

use std::io::{Read as _, Write};

use clap::{Subcommand, ValueEnum};

use super::{
    args::FilterArgs,
    decide::{Common, run_or_preview, spots},
    filter,
    run::{Ended, Stop},
};
use crate::{
    model::{ArticleId, CharSpan, HighlightId, MemoOn},
    workspace::{Coding, Command, Extent, Passages, Project},
};

/// Decisions about what is marked. Tags and codes are given by name or number, articles and highlights by number.
#[derive(Debug, Subcommand)]
pub enum MarkDecision {
    /// Give articles a tag; one that is new is made
    Tag {
        /// The tag, by its name
        tag: String,
        /// The articles' numbers
        #[arg(required = true, value_name = "ARTICLE")]
        articles: Vec<i64>,
        #[command(flatten)]
        common: Common,
    },
    /// Take a tag from articles
    Untag {
        /// The tag, by its name
        tag: String,
        /// The articles' numbers
        #[arg(required = true, value_name = "ARTICLE")]
        articles: Vec<i64>,
        #[command(flatten)]
        common: Common,
    },
    /// Give a tag another name
    RenameTag {
        /// The tag, by its name
        tag: String,
        /// The new name
        name: String,
        #[command(flatten)]
        common: Common,
    },
    /// Take a tag from all articles
    DeleteTag {
        /// The tag, by its name
        tag: String,
        #[command(flatten)]
        common: Common,
    },
    /// Make one tag of several: all become the first
    MergeTags {
        /// The tags, by name
        #[arg(required = true, num_args = 2.., value_name = "TAG")]
        tags: Vec<String>,
        #[command(flatten)]
        common: Common,
    },
    /// Make a code
    Code {
        /// What the code is called
        name: String,
        /// Place in the palette, from 0
        #[arg(long, value_name = "N")]
        color: Option<u8>,
        /// The single key that applies it
        #[arg(long)]
        key: Option<char>,
        /// The code it is a part of
        #[arg(long, value_name = "CODE")]
        parent: Option<String>,
        #[command(flatten)]
        common: Common,
    },
    /// Give a code another name
    RenameCode {
        /// The code, by its name or number
        code: String,
        /// The new name
        name: String,
        #[command(flatten)]
        common: Common,
    },
    /// Change what a code looks like, its key, or what it is a part of
    #[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
    SetCode {
        /// The code, by its name or number
        code: String,
        /// Place in the palette, from 0
        #[arg(long, value_name = "N", group = "what")]
        color: Option<u8>,
        /// The single key that applies it, or none
        #[arg(long, group = "what")]
        key: Option<String>,
        /// The code it is a part of, or none
        #[arg(long, value_name = "CODE", group = "what")]
        parent: Option<String>,
        #[command(flatten)]
        common: Common,
    },
    /// End a code with all its highlights
    DeleteCode {
        /// The code, by its name or number
        code: String,
        #[command(flatten)]
        common: Common,
    },
    /// Make one code of several: all become the first
    MergeCodes {
        /// The codes, by name or number
        #[arg(required = true, num_args = 2.., value_name = "CODE")]
        codes: Vec<String>,
        #[command(flatten)]
        common: Common,
    },
    /// Mark a passage with a code; one that is new is made
    Highlight {
        /// The article's number
        article: i64,
        /// The code, by its name or number
        code: String,
        /// The passage, where it first stands in the article
        #[arg(long, required_unless_present = "start")]
        text: Option<String>,
        /// First code point in the reading text
        #[arg(long, requires = "end", conflicts_with = "text")]
        start: Option<u32>,
        /// Code point after the last
        #[arg(long, requires = "start")]
        end: Option<u32>,
        #[command(flatten)]
        common: Common,
    },
    /// Remove highlights
    Unhighlight {
        /// The highlights' numbers
        #[arg(required = true, value_name = "HIGHLIGHT")]
        highlights: Vec<i64>,
        #[command(flatten)]
        common: Common,
    },
    /// Give highlights another code
    Recode {
        /// The code, by its name or number
        code: String,
        /// The highlights' numbers
        #[arg(required = true, value_name = "HIGHLIGHT")]
        highlights: Vec<i64>,
        #[command(flatten)]
        common: Common,
    },
    /// Mark everything that a search finds (--query) with a code; one that is new is made
    Autocode {
        /// The code, by its name or number
        code: String,
        /// How much around what is found
        #[arg(long, default_value = "sentence")]
        extent: ExtentName,
        /// Leave out what begins there: article and code point; may be repeated
        #[arg(long, value_name = "ARTICLE:START")]
        except: Vec<String>,
        #[command(flatten)]
        filter: FilterArgs,
        #[command(flatten)]
        common: Common,
    },
    /// Write a memo in Markdown on the project, an article, a name or a code; an empty one is removed
    Memo {
        /// The text, or - for standard input
        text: String,
        /// The article's number
        #[arg(long, conflicts_with_all = ["entity", "code"])]
        article: Option<i64>,
        /// The name as it is shown, one of its spellings, or its number
        #[arg(long, value_name = "NAME", conflicts_with = "code")]
        entity: Option<String>,
        /// The code, by its name or number
        #[arg(long)]
        code: Option<String>,
        #[command(flatten)]
        common: Common,
    },
    /// Say which outlet articles are of
    SetOutlet {
        /// The outlet, or unknown
        outlet: String,
        /// The articles' numbers
        #[arg(required = true, value_name = "ARTICLE")]
        articles: Vec<i64>,
        #[command(flatten)]
        common: Common,
    },
    /// Take articles out of every count, list, chart, map and export
    Delete {
        /// The articles' numbers
        #[arg(required = true, value_name = "ARTICLE")]
        articles: Vec<i64>,
        #[command(flatten)]
        common: Common,
    },
    /// Bring deleted articles back
    Restore {
        /// The articles' numbers, as in `export deleted`
        #[arg(required = true, value_name = "ARTICLE")]
        articles: Vec<i64>,
        #[command(flatten)]
        common: Common,
    },
}

/// How much around a hit is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExtentName {
    Words,
    Sentence,
    Paragraph,
}

fn numbers(articles: &[i64]) -> Vec<ArticleId> {
    articles.iter().copied().map(ArticleId).collect()
}

fn coding(project: &Project, code: &str) -> Coding {
    match project.the_code(code) {
        Ok(id) => Coding::Code(id),
        Err(_) => Coding::New(code.to_owned()),
    }
}

pub(super) fn decide(what: &MarkDecision, out: &mut dyn Write) -> Ended {
    let common = what.common();
    let mut project = Project::open(&common.project.project)?;
    let command = what.command(&project)?;
    run_or_preview(&mut project, command, common, out)
}

impl MarkDecision {
    const fn common(&self) -> &Common {
        match self {
            Self::Tag { common, .. }
            | Self::Untag { common, .. }
            | Self::RenameTag { common, .. }
            | Self::DeleteTag { common, .. }
            | Self::MergeTags { common, .. }
            | Self::Code { common, .. }
            | Self::RenameCode { common, .. }
            | Self::SetCode { common, .. }
            | Self::DeleteCode { common, .. }
            | Self::MergeCodes { common, .. }
            | Self::Highlight { common, .. }
            | Self::Unhighlight { common, .. }
            | Self::Recode { common, .. }
            | Self::Autocode { common, .. }
            | Self::Memo { common, .. }
            | Self::SetOutlet { common, .. }
            | Self::Delete { common, .. }
            | Self::Restore { common, .. } => common,
        }
    }

    fn command(&self, project: &Project) -> Result<Command, Stop> {
        let first = |what: &str| Stop::WrongUse(format!("{what}: say which"));
        Ok(match self {
            Self::Tag { tag, articles, .. } => Command::AddTag {
                articles: numbers(articles),
                tag: tag.clone(),
            },
            Self::Untag { tag, articles, .. } => Command::RemoveTag {
                articles: numbers(articles),
                tag: project.the_tag(tag)?,
            },
            Self::RenameTag { tag, name, .. } => Command::RenameTag {
                tag: project.the_tag(tag)?,
                name: name.clone(),
            },
            Self::DeleteTag { tag, .. } => Command::DeleteTag {
                tag: project.the_tag(tag)?,
            },
            Self::MergeTags { tags, .. } => {
                let tags = tags
                    .iter()
                    .map(|t| project.the_tag(t))
                    .collect::<Result<Vec<_>, _>>()?;
                let into = tags.first().copied().ok_or_else(|| first("TAG"))?;
                Command::MergeTags { tags, into }
            }
            Self::Code {
                name,
                color,
                key,
                parent,
                ..
            } => Command::MakeCode {
                name: name.clone(),
                color: *color,
                key: *key,
                parent: parent.as_deref().map(|p| project.the_code(p)).transpose()?,
            },
            Self::RenameCode { code, name, .. } => Command::RenameCode {
                code: project.the_code(code)?,
                name: name.clone(),
            },
            Self::SetCode {
                code,
                color,
                key,
                parent,
                ..
            } => set_code(project, code, *color, key.as_deref(), parent.as_deref())?,
            Self::DeleteCode { code, .. } => Command::DeleteCode {
                code: project.the_code(code)?,
            },
            Self::MergeCodes { codes, .. } => {
                let codes = codes
                    .iter()
                    .map(|c| project.the_code(c))
                    .collect::<Result<Vec<_>, _>>()?;
                let into = codes.first().copied().ok_or_else(|| first("CODE"))?;
                Command::MergeCodes { codes, into }
            }
            Self::Highlight {
                article,
                code,
                text,
                start,
                end,
                ..
            } => {
                let article = ArticleId(*article);
                let span = match (text, start.zip(*end)) {
                    (Some(text), _) => project.passage_in(article, text)?,
                    (None, Some((start, end))) => {
                        project.bytes_of(article, CharSpan::new(start, end))?
                    }
                    (None, None) => {
                        return Err(Stop::WrongUse(
                            "--text: say what to highlight, or give --start and --end".to_owned(),
                        ));
                    }
                };
                Command::Highlight {
                    article,
                    span,
                    code: coding(project, code),
                }
            }
            Self::Unhighlight { highlights, .. } => Command::RemoveHighlights {
                highlights: highlights.iter().copied().map(HighlightId).collect(),
            },
            Self::Recode {
                code, highlights, ..
            } => Command::RecodeHighlights {
                highlights: highlights.iter().copied().map(HighlightId).collect(),
                to: project.the_code(code)?,
            },
            Self::Autocode {
                code,
                extent,
                except,
                filter: args,
                ..
            } => {
                let mut filter = filter::filter(project, args)?;
                let query = filter
                    .text
                    .take()
                    .ok_or_else(|| Stop::WrongUse("--query: say what to look for".to_owned()))?;
                Command::AutoCode {
                    code: coding(project, code),
                    what: Passages::Found {
                        query,
                        filter: Box::new(filter),
                        extent: match extent {
                            ExtentName::Words => Extent::Words,
                            ExtentName::Sentence => Extent::Sentence,
                            ExtentName::Paragraph => Extent::Paragraph,
                        },
                    },
                    except: spots(project, except)?,
                }
            }
            Self::Memo {
                text,
                article,
                entity,
                code,
                ..
            } => {
                let on = match (article, entity, code) {
                    (Some(article), _, _) => MemoOn::Article(ArticleId(*article)),
                    (None, Some(name), _) => MemoOn::Entity(project.the_entity(name)?),
                    (None, None, Some(code)) => MemoOn::Code(project.the_code(code)?),
                    (None, None, None) => MemoOn::Project,
                };
                let mut text = text.clone();
                if text == "-" {
                    text.clear();
                    std::io::stdin().lock().read_to_string(&mut text)?;
                }
                Command::SetMemo { on, text }
            }
            Self::SetOutlet {
                outlet, articles, ..
            } => Command::SetOutlet {
                articles: numbers(articles),
                outlet: Some(outlet.clone()).filter(|o| o != "unknown"),
            },
            Self::Delete { articles, .. } => Command::DeleteArticles {
                articles: numbers(articles),
            },
            Self::Restore { articles, .. } => Command::RestoreArticles {
                articles: numbers(articles),
            },
        })
    }
}

fn set_code(
    project: &Project,
    code: &str,
    color: Option<u8>,
    key: Option<&str>,
    parent: Option<&str>,
) -> Result<Command, Stop> {
    let code = project.the_code(code)?;
    let mut to = project.code(code)?;
    if let Some(color) = color {
        to.color = color;
    }
    if let Some(key) = key {
        let mut letters = key.chars();
        to.key = match (key, letters.next(), letters.next()) {
            ("none", ..) => None,
            (_, Some(key), None) => Some(key),
            _ => {
                return Err(Stop::WrongUse(
                    "--key: give one letter or digit, or none".to_owned(),
                ));
            }
        };
    }
    match parent {
        None => {}
        Some("none") => to.parent = None,
        Some(parent) => to.parent = Some(project.the_code(parent)?),
    }
    Ok(Command::ChangeCode { code, to })
}
