//! Finding tags, codes and passages from what a person can type, and lists of them.

use crate::{
    model::{
        ArticleId, ByteSpan, CodeId, Filter, TagId,
        marking::{Code, TagRow},
    },
    store::DeletedArticle,
    workspace::{
        problem::Problem,
        project::Project,
        views::{CodeTable, marks},
    },
};

use super::{alike, codes};

impl Project {
    /// The tag with this name or number.
    ///
    /// # Errors
    /// When there is none.
    pub fn the_tag(&self, name: &str) -> Result<TagId, Problem> {
        self.tag_row(name).map(|t| t.id)
    }

    /// The tag with this name or number, and how many articles have it.
    ///
    /// # Errors
    /// When there is none.
    pub fn tag_row(&self, name: &str) -> Result<TagRow, Problem> {
        let tags = self.store.tags()?;
        let number: Option<i64> = name.parse().ok();
        tags.iter()
            .find(|t| alike(&t.name, name.trim()))
            .or_else(|| tags.iter().find(|t| Some(t.id.0) == number))
            .cloned()
            .ok_or_else(|| {
                Problem::new(
                    format!("No tag “{name}” in the project"),
                    "no article was given it",
                )
                .with_hint("See `dateline export tags` for the tags there are")
            })
    }

    /// What a code is.
    ///
    /// # Errors
    /// When there is none of this number.
    pub fn code(&self, id: CodeId) -> Result<Code, Problem> {
        codes::one(&self.store, id)
    }

    /// The code with this name or number.
    ///
    /// # Errors
    /// When there is none.
    pub fn the_code(&self, name: &str) -> Result<CodeId, Problem> {
        let codes = self.store.codes()?;
        let number: Option<i64> = name.parse().ok();
        codes
            .iter()
            .find(|(_, c)| alike(&c.name, name.trim()))
            .or_else(|| codes.iter().find(|(id, _)| Some(id.0) == number))
            .map(|(id, _)| *id)
            .ok_or_else(|| {
                Problem::new(
                    format!("No code “{name}” in the project"),
                    "none has this name",
                )
                .with_hint("See `dateline export codes` for the codes there are")
            })
    }

    /// Where a passage first stands in an article, written exactly so.
    ///
    /// # Errors
    /// When it does not stand there; the problem says so where it is part of the furniture.
    pub fn passage_in(&self, article: ArticleId, passage: &str) -> Result<ByteSpan, Problem> {
        let (text, _) = self.store.text_and_blocks(article)?;
        let passage = passage.trim();
        if let Some(at) = text.find(passage).filter(|_| !passage.is_empty()) {
            return Ok(ByteSpan::from(at..at + passage.len()));
        }
        let asides = self.store.asides(article)?;
        let aside = asides
            .iter()
            .find(|a| !passage.is_empty() && a.text.contains(passage));
        Err(match aside {
            Some(aside) => Problem::new(
                format!("Could not highlight “{passage}” in article {article}"),
                format!(
                    "it was set aside as furniture ({})",
                    aside.kind.label().to_lowercase()
                ),
            )
            .with_hint("Highlights mark the reading text. Choose a passage of that"),
            None => Problem::new(
                format!("Could not find “{passage}” in article {article}"),
                "it does not stand there written so",
            )
            .with_hint("Mind capitals and accents; see `dateline show`"),
        })
    }

    /// The code table of a selection.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn codes(&mut self, filter: &Filter) -> Result<CodeTable, Problem> {
        Ok(marks::codes(&mut self.store, filter)?)
    }

    /// The tags of a selection with their articles, by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn tags(&mut self, filter: &Filter) -> Result<Vec<TagRow>, Problem> {
        Ok(marks::tags(&mut self.store, filter)?)
    }

    /// The articles that were deleted, by number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn deleted_articles(&self) -> Result<Vec<DeletedArticle>, Problem> {
        Ok(self.store.deleted_articles()?)
    }
}
