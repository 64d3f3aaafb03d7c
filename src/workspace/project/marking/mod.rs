//! Decisions about what is marked: tags, codes, highlights, memos, outlets, and articles deleted and brought back. Planned
//! first, so that what a preview shows is what happens.

mod articles;
mod codes;
mod find;
mod passages;
mod patch;
mod tags;

use std::collections::BTreeSet;

pub use self::patch::Marks;
use super::shortened;
use crate::{
    model::{
        ArticleId, ByteSpan, CodeId, DecisionId, HighlightId, MemoOn, TagId, marking::mark_name,
    },
    store::{Store, StoreError, StoredHighlight, Touched},
    workspace::{
        command::{Command, Passages},
        problem::Problem,
    },
};
use patch::MemoChange;

/// The ledger's word for articles taken out of the project.
pub const DELETE: &str = "delete";

/// The ledger's word for articles brought back.
pub const RESTORE: &str = "restore";

/// A command about what is marked, worked out.
#[derive(Clone, Debug, Default)]
pub struct MarkPlan {
    pub action: &'static str,
    pub label: String,
    /// For the status bar, where that is not the label.
    pub said: Option<String>,
    pub marks: Marks,
    pub new_tags: Vec<(TagId, String)>,
    pub new_codes: Vec<(CodeId, String)>,
    pub new_highlights: Vec<StoredHighlight>,
    pub touched: Touched,
    /// What a preview shows.
    pub shown: Vec<(ArticleId, ByteSpan, Option<HighlightId>)>,
    pub notes: Vec<String>,
}

impl MarkPlan {
    /// Makes the rows that the patch brings to life.
    pub fn make_rows(&self, store: &Store, decision: DecisionId) -> Result<(), StoreError> {
        for (id, name) in &self.new_tags {
            store.make_tag(*id, name)?;
        }
        for (id, name) in &self.new_codes {
            store.make_code(*id, name)?;
        }
        for new in &self.new_highlights {
            store.make_highlight(&StoredHighlight {
                decision,
                ..new.clone()
            })?;
        }
        Ok(())
    }

    /// Says which of these highlights it touches, and shows those that are placed. Those in deleted articles go along, but
    /// neither count nor show.
    fn touch(&mut self, store: &Store, highlights: &[StoredHighlight]) -> Result<(), Problem> {
        let mut articles: BTreeSet<ArticleId> =
            highlights.iter().filter_map(|h| h.article).collect();
        for article in articles.clone() {
            if !patch::counts(store, article)? {
                articles.remove(&article);
            }
        }
        let counted: Vec<&StoredHighlight> = highlights
            .iter()
            .filter(|h| h.article.is_none_or(|a| articles.contains(&a)))
            .collect();
        self.touched = Touched {
            mentions: None,
            highlights: Some(counted.len() as u64),
            articles: Some(articles.len() as u64),
        };
        self.shown = counted
            .iter()
            .filter_map(|h| Some((h.article?, h.anchor.span?, Some(h.id))))
            .collect();
        Ok(())
    }
}

/// Works a command out; of commands about other things the plan is empty.
pub fn plan(store: &Store, command: &Command) -> Result<MarkPlan, Problem> {
    match command {
        Command::SetOutlet { articles, outlet } => {
            articles::set_outlet(store, articles, outlet.as_deref())
        }
        Command::DeleteArticles { articles } => articles::delete(store, articles),
        Command::RestoreArticles { articles } => articles::restore(store, articles),
        Command::AddTag { articles, tag } => tags::add(store, articles, tag),
        Command::RemoveTag { articles, tag } => tags::remove(store, articles, *tag),
        Command::RenameTag { tag, name } => tags::rename(store, *tag, name),
        Command::DeleteTag { tag } => tags::delete(store, *tag),
        Command::MergeTags { tags, into } => tags::merge(store, tags, *into),
        Command::MakeCode {
            name,
            color,
            key,
            parent,
        } => codes::make(store, name, *color, *key, *parent),
        Command::RenameCode { code, name } => codes::rename(store, *code, name),
        Command::RecolorCode { code, color } => codes::recolor(store, *code, *color),
        Command::SetCodeKey { code, key } => codes::set_key(store, *code, *key),
        Command::SetCodeParent { code, parent } => codes::set_parent(store, *code, *parent),
        Command::ChangeCode { code, to } => codes::change(store, *code, to),
        Command::DeleteCode { code } => codes::delete(store, *code),
        Command::MergeCodes { codes, into } => codes::merge(store, codes, *into),
        Command::Highlight {
            article,
            span,
            code,
        } => passages::highlight(store, *article, *span, code),
        Command::RemoveHighlights { highlights } => passages::remove(store, highlights),
        Command::RecodeHighlights { highlights, to } => passages::recode(store, highlights, *to),
        Command::AutoCode { code, what, except } => passages::auto(store, code, what, except),
        Command::SetMemo { on, text } => memo(store, *on, text),
        _ => Ok(MarkPlan::default()),
    }
}

/// The command with what it searches for looked up, so that nothing is left to do but to write.
pub fn looked_up(store: &Store, command: Command) -> Result<Command, Problem> {
    match command {
        Command::AutoCode { code, what, except } => Ok(Command::AutoCode {
            code,
            what: Passages::Spans(passages::found(store, &what)?.into_owned()),
            except,
        }),
        other => Ok(other),
    }
}

/// A name of a tag or code: one line, with something to read in it.
fn named(what: &str, name: &str) -> Result<String, Problem> {
    mark_name(name).map_err(|why| {
        Problem::new(
            format!("Could not use this name for a {what}"),
            format!("a name {why}"),
        )
    })
}

fn alike(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

fn quoted(name: &str) -> String {
    format!("“{}”", shortened(&name.replace('\n', " ")))
}

fn memo(store: &Store, on: MemoOn, text: &str) -> Result<MarkPlan, Problem> {
    let what = match on {
        MemoOn::Project => "the project".to_owned(),
        MemoOn::Article(id) => quoted(&store.published(id)?.0),
        MemoOn::Entity(id) => quoted(&store.entity(id)?.1),
        MemoOn::Code(id) => format!("the code {}", quoted(&codes::one(store, id)?.name)),
    };
    let text = text.trim_end();
    let from = store.memo(on)?;
    let to = Some(text.to_owned()).filter(|t| !t.trim().is_empty());
    if from.as_ref().map(|f| &f.0) == to.as_ref() {
        return Ok(MarkPlan::default());
    }
    let label = match (&from, &to) {
        (_, None) => format!("Remove the memo on {what}"),
        (None, Some(_)) => format!("Write a memo on {what}"),
        (Some(_), Some(_)) => format!("Change the memo on {what}"),
    };
    Ok(MarkPlan {
        action: "memo",
        label,
        marks: Marks {
            memos: vec![MemoChange { on, from, to }],
            ..Marks::default()
        },
        touched: Touched {
            articles: matches!(on, MemoOn::Article(_)).then_some(1),
            ..Touched::default()
        },
        ..MarkPlan::default()
    })
}
