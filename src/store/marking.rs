//! Tags, codes, highlights and memos, row by row. What changes them is wrapped in [`Store::transaction`] by the caller.

use rusqlite::{OptionalExtension, Row, params};

use super::{
    Result, Store, StoreError,
    read::{count, number},
    selection::json,
    sql,
};
use crate::model::{
    ArticleId, ByteSpan, CodeId, DecisionId, HighlightId, MemoOn, TagId,
    marking::{Code, MemoRow, TagRow},
};

/// A highlight as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredHighlight {
    pub id: HighlightId,
    pub code: CodeId,
    /// `None` where the article is not in the project any more.
    pub article: Option<ArticleId>,
    pub anchor: StoredAnchor,
    /// The decision that made it.
    pub decision: DecisionId,
}

/// Where a highlight lies, and by what it is found when the article is read again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredAnchor {
    /// Bytes of the reading text; `None` when it could not be placed.
    pub span: Option<ByteSpan>,
    /// Bytes of the decoded source text, where the format has a plain one.
    pub source: Option<ByteSpan>,
    pub quote: String,
    pub before: String,
    pub after: String,
}

/// What a code marks in the selection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeCount {
    pub highlights: u64,
    pub articles: u64,
    pub first: Option<String>,
    pub last: Option<String>,
    pub used: Option<DecisionId>,
}

fn optional_span(row: &Row<'_>, start: &str, end: &str) -> rusqlite::Result<Option<ByteSpan>> {
    let from: Option<i64> = row.get(start)?;
    Ok(match from {
        None => None,
        Some(_) => Some(ByteSpan::new(number(row, start)?, number(row, end)?)),
    })
}

pub(super) fn highlight(row: &Row<'_>) -> rusqlite::Result<StoredHighlight> {
    Ok(StoredHighlight {
        id: HighlightId(row.get("id")?),
        code: CodeId(row.get("code_id")?),
        article: row.get::<_, Option<i64>>("article_id")?.map(ArticleId),
        anchor: StoredAnchor {
            span: optional_span(row, "start", "end")?,
            source: optional_span(row, "source_start", "source_end")?,
            quote: row.get("quote")?,
            before: row.get("before")?,
            after: row.get("after")?,
        },
        decision: DecisionId(row.get("decision_id")?),
    })
}

fn tag(row: &Row<'_>) -> rusqlite::Result<TagRow> {
    Ok(TagRow {
        id: TagId(row.get("id")?),
        name: row.get("name")?,
        articles: count(row, "articles")?,
    })
}

impl Store {
    fn newest_of(&self, statement: &str) -> Result<i64> {
        Ok(self
            .conn
            .prepare_cached(statement)?
            .query_row([], |row| row.get(0))?)
    }

    /// All tags by name, with the articles of the project that have them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn tags(&self) -> Result<Vec<TagRow>> {
        let mut statement = self.conn.prepare_cached(sql!("tag/all"))?;
        let rows = statement.query_map([], tag)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// All tags by name, with the articles of the selection that have them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn tags_selected(&self) -> Result<Vec<TagRow>> {
        let mut statement = self.conn.prepare_cached(sql!("tag/table"))?;
        let rows = statement.query_map([], tag)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A tag's name.
    ///
    /// # Errors
    /// When there is no such tag.
    pub fn tag(&self, id: TagId) -> Result<String> {
        self.conn
            .prepare_cached(sql!("tag/one"))?
            .query_row([id.0], |row| row.get(0))
            .optional()?
            .ok_or(StoreError::NoSuch("tag"))
    }

    /// The articles that have a tag, deleted ones too, by number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn tagged(&self, id: TagId) -> Result<Vec<ArticleId>> {
        let mut statement = self.conn.prepare_cached(sql!("tag/articles"))?;
        let rows = statement.query_map([id.0], |row| Ok(ArticleId(row.get(0)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The names of an article's tags.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn tags_of(&self, article: ArticleId) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare_cached(sql!("tag/of_article"))?;
        let rows = statement.query_map([article.0], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The names of the tags of the selection's articles, by article.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn tags_of_selected(&self) -> Result<Vec<(ArticleId, String)>> {
        let mut statement = self.conn.prepare_cached(sql!("tag/of_selected"))?;
        let rows = statement.query_map([], |row| {
            Ok((ArticleId(row.get("article_id")?), row.get("name")?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The highest number ever given to a tag.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn newest_tag(&self) -> Result<TagId> {
        Ok(TagId(self.newest_of(sql!("tag/newest"))?))
    }

    /// Makes the row of a new tag; [`Self::set_tag`] brings it to life.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn make_tag(&self, id: TagId, name: &str) -> Result<()> {
        self.conn
            .prepare_cached(sql!("tag/insert"))?
            .execute(params![id.0, name])?;
        Ok(())
    }

    /// Gives a tag a name; `None` ends it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_tag(&self, id: TagId, name: Option<&str>) -> Result<()> {
        self.conn
            .prepare_cached(sql!("tag/set"))?
            .execute(params![id.0, name])?;
        Ok(())
    }

    /// Gives articles a tag, or takes it. Articles that are not in the project any more are left out.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_tagged(&self, tag: TagId, articles: &[i64], on: bool) -> Result<()> {
        let statement = if on {
            sql!("tag/add")
        } else {
            sql!("tag/take")
        };
        let mut statement = self.conn.prepare_cached(statement)?;
        for article in articles {
            statement.execute([tag.0, *article])?;
        }
        Ok(())
    }

    /// All codes by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn codes(&self) -> Result<Vec<(CodeId, Code)>> {
        let mut statement = self.conn.prepare_cached(sql!("code/all"))?;
        let rows = statement.query_map([], |row| {
            let key: Option<String> = row.get("key")?;
            Ok((
                CodeId(row.get("id")?),
                Code {
                    name: row.get("name")?,
                    color: u8::try_from(row.get::<_, i64>("color")?).unwrap_or_default(),
                    key: key.and_then(|k| k.chars().next()),
                    parent: row.get::<_, Option<i64>>("parent_id")?.map(CodeId),
                },
            ))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What each code marks in the selection.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn code_counts(&self) -> Result<Vec<(CodeId, CodeCount)>> {
        let mut statement = self.conn.prepare_cached(sql!("code/table"))?;
        let rows = statement.query_map([], |row| {
            Ok((
                CodeId(row.get("id")?),
                CodeCount {
                    highlights: count(row, "highlights")?,
                    articles: count(row, "articles")?,
                    first: row.get("first")?,
                    last: row.get("last")?,
                    used: row.get::<_, Option<i64>>("used")?.map(DecisionId),
                },
            ))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The highest number ever given to a code.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn newest_code(&self) -> Result<CodeId> {
        Ok(CodeId(self.newest_of(sql!("code/newest"))?))
    }

    /// Makes the row of a new code; [`Self::set_code`] brings it to life.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn make_code(&self, id: CodeId, name: &str) -> Result<()> {
        self.conn
            .prepare_cached(sql!("code/insert"))?
            .execute(params![id.0, name])?;
        Ok(())
    }

    /// Says what a code is called and looks like; `None` ends it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_code(&self, id: CodeId, code: Option<&Code>) -> Result<()> {
        match code {
            Some(code) => self
                .conn
                .prepare_cached(sql!("code/set"))?
                .execute(params![
                    id.0,
                    code.name,
                    code.color,
                    code.key.map(String::from),
                    code.parent.map(|p| p.0),
                ])?,
            None => self
                .conn
                .prepare_cached(sql!("code/unset"))?
                .execute([id.0])?,
        };
        Ok(())
    }

    fn highlights(
        &self,
        statement: &str,
        parameters: impl rusqlite::Params,
    ) -> Result<Vec<StoredHighlight>> {
        let mut statement = self.conn.prepare_cached(statement)?;
        let rows = statement.query_map(parameters, highlight)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// An article's highlights that could be placed, by start, the longer first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn highlights_of(&self, article: ArticleId) -> Result<Vec<StoredHighlight>> {
        self.highlights(sql!("highlight/of_article"), [article.0])
    }

    /// All highlights of a code by number, whether placed or not, also in deleted articles.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn highlights_with(&self, code: CodeId) -> Result<Vec<StoredHighlight>> {
        self.highlights(sql!("highlight/of_code"), [code.0])
    }

    /// Those of these highlights that there are, by number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn highlights_by_id(&self, ids: &[HighlightId]) -> Result<Vec<StoredHighlight>> {
        let ids = json(ids).unwrap_or_else(|| "[]".to_owned());
        self.highlights(sql!("highlight/by_id"), [ids])
    }

    /// The selection's highlights of one code or of all, by date (undated last), article and position.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn highlights_selected(&self, code: Option<CodeId>) -> Result<Vec<StoredHighlight>> {
        self.highlights(sql!("highlight/selected"), [code.map(|c| c.0)])
    }

    /// The highlights that could not be placed, by article.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn highlights_lost(&self) -> Result<Vec<StoredHighlight>> {
        self.highlights(sql!("highlight/unplaced"), [])
    }

    /// The highest number ever given to a highlight.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn newest_highlight(&self) -> Result<HighlightId> {
        Ok(HighlightId(self.newest_of(sql!("highlight/newest"))?))
    }

    /// Makes the row of a new highlight; [`Self::set_highlights`] brings it to life.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn make_highlight(&self, new: &StoredHighlight) -> Result<()> {
        let a = &new.anchor;
        self.conn
            .prepare_cached(sql!("highlight/insert"))?
            .execute(params![
                new.id.0,
                new.code.0,
                new.article.map(|a| a.0),
                a.span.map(|s| s.start),
                a.span.map(|s| s.end),
                a.source.map(|s| s.start),
                a.source.map(|s| s.end),
                a.quote,
                a.before,
                a.after,
                new.decision.0,
            ])?;
        Ok(())
    }

    /// Gives highlights a code; `None` ends them.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_highlights(&self, ids: &[i64], code: Option<CodeId>) -> Result<()> {
        self.touch(ids.iter().copied())?;
        self.conn
            .prepare_cached(sql!("highlight/set_touched"))?
            .execute([code.map(|c| c.0)])?;
        Ok(())
    }

    /// A memo's text and the decision that wrote it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn memo(&self, on: MemoOn) -> Result<Option<(String, DecisionId)>> {
        Ok(self
            .conn
            .prepare_cached(sql!("memo/one"))?
            .query_row(params![on.word(), on.number()], |row| {
                Ok((row.get("text")?, DecisionId(row.get("decision_id")?)))
            })
            .optional()?)
    }

    /// All memos: the project's, then codes', entities', articles'.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn memos(&self) -> Result<Vec<MemoRow>> {
        let mut statement = self.conn.prepare_cached(sql!("memo/all"))?;
        let rows = statement.query_map([], |row| {
            let about: String = row.get("about")?;
            let on = MemoOn::of(&about, row.get("target")?).unwrap_or(MemoOn::Project);
            Ok(MemoRow {
                on,
                title: row.get::<_, Option<String>>("title")?.unwrap_or_default(),
                text: row.get("text")?,
                decision: DecisionId(row.get("decision_id")?),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Writes a memo with the decision that wrote it; `None` removes it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_memo(&self, on: MemoOn, memo: Option<(&str, DecisionId)>) -> Result<()> {
        match memo {
            Some((text, decision)) => self
                .conn
                .prepare_cached(sql!("memo/set"))?
                .execute(params![on.word(), on.number(), text, decision.0])?,
            None => self
                .conn
                .prepare_cached(sql!("memo/delete"))?
                .execute(params![on.word(), on.number()])?,
        };
        Ok(())
    }

    /// An article's title, its outlet, and whether the user said so.
    ///
    /// # Errors
    /// When there is no such article.
    pub fn outlet(&self, id: ArticleId) -> Result<(String, Option<String>, bool)> {
        self.conn
            .prepare_cached(sql!("article/outlet"))?
            .query_row([id.0], |row| {
                Ok((
                    row.get("title")?,
                    row.get("outlet")?,
                    row.get("outlet_by_user")?,
                ))
            })
            .optional()?
            .ok_or(StoreError::NoSuch("article"))
    }

    /// Says which outlet an article is of.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_outlet(&self, id: ArticleId, outlet: Option<&str>, by_user: bool) -> Result<()> {
        self.conn
            .prepare_cached(sql!("article/set_outlet"))?
            .execute(params![id.0, outlet, by_user])?;
        Ok(())
    }
}
