//! What the user made of a source's articles, taken up before the source is read again and given to the articles that
//! come of it.

use rusqlite::{OptionalExtension, Row, params};

use super::{
    ImportWriter, Result, StoredAnchor, StoredHighlight,
    deletion::bury_mentions,
    marking::highlight,
    read::{number, published},
    sql,
};
use crate::model::{ArticleId, DateSource, DecisionId, HighlightId, Published, SourceId};

/// An article before its source is read again.
#[derive(Clone, Debug, PartialEq)]
pub struct CarriedArticle {
    pub id: ArticleId,
    /// Which article of its source it is, from 1.
    pub ordinal: u32,
    pub member: Option<String>,
    pub reading_text: String,
    read: bool,
    starred: bool,
    deleted_by: Option<DecisionId>,
    /// Where the user said so.
    outlet: Option<Option<String>>,
    /// Where the user said so.
    published: Option<Option<Published>>,
    tags: Vec<i64>,
    apart: Vec<ArticleId>,
    memo: Option<(String, DecisionId)>,
}

fn carried(row: &Row<'_>) -> rusqlite::Result<CarriedArticle> {
    let by_user: bool = row.get("outlet_by_user")?;
    let outlet: Option<String> = row.get("outlet")?;
    let published = published(row)?;
    let dated_by_user = published.is_some_and(|p| p.source == DateSource::User);
    Ok(CarriedArticle {
        id: ArticleId(row.get("id")?),
        ordinal: number(row, "ordinal")?,
        member: row.get("member")?,
        reading_text: row.get("reading_text")?,
        read: row.get("is_read")?,
        starred: row.get("is_starred")?,
        deleted_by: row.get::<_, Option<i64>>("deleted_by")?.map(DecisionId),
        outlet: by_user.then_some(outlet),
        published: dated_by_user.then_some(published),
        tags: Vec::new(),
        apart: Vec::new(),
        memo: None,
    })
}

impl ImportWriter<'_> {
    /// A source's articles with what the user made of them, and their highlights, those taken back included.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn carried(
        &mut self,
        source: SourceId,
    ) -> Result<(Vec<CarriedArticle>, Vec<StoredHighlight>)> {
        let mut articles: Vec<CarriedArticle> = self
            .tx
            .prepare_cached(sql!("article/carried"))?
            .query_map([source.0], carried)?
            .collect::<rusqlite::Result<_>>()?;
        for article in &mut articles {
            let id = article.id.0;
            article.tags = self
                .tx
                .prepare_cached(sql!("tag/numbers_of_article"))?
                .query_map([id], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            article.apart = self
                .tx
                .prepare_cached(sql!("story_apart/of_article"))?
                .query_map([id], |row| {
                    let (a, b): (i64, i64) = (row.get("a")?, row.get("b")?);
                    Ok(ArticleId(if a == id { b } else { a }))
                })?
                .collect::<rusqlite::Result<_>>()?;
            article.memo = self
                .tx
                .prepare_cached(sql!("memo/one"))?
                .query_row(params!["article", id], |row| {
                    Ok((row.get("text")?, DecisionId(row.get("decision_id")?)))
                })
                .optional()?;
        }
        let highlights = self
            .tx
            .prepare_cached(sql!("highlight/of_source"))?
            .query_map([source.0], highlight)?
            .collect::<rusqlite::Result<_>>()?;
        Ok((articles, highlights))
    }

    /// Gives an article read again what was made of a former one. Both may have the same number.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn give(&mut self, to: ArticleId, from: &CarriedArticle) -> Result<()> {
        self.tx
            .prepare_cached(sql!("article/set_marks"))?
            .execute(params![to.0, from.read, from.starred])?;
        if let Some(outlet) = &from.outlet {
            self.tx
                .prepare_cached(sql!("article/set_outlet"))?
                .execute(params![to.0, outlet, true])?;
        }
        if let Some(published) = from.published {
            let date = published.map(|p| p.date);
            self.tx
                .prepare_cached(sql!("article/set_published"))?
                .execute(params![
                    to.0,
                    date.map(|d| d.to_string()),
                    date.map(|d| d.precision().word()),
                    published.map(|p| p.source.word()),
                    date.map(|d| d.first_day()),
                    date.map(|d| d.last_day()),
                ])?;
        }
        for tag in &from.tags {
            self.tx
                .prepare_cached(sql!("tag/add"))?
                .execute([*tag, to.0])?;
        }
        for other in &from.apart {
            self.tx
                .prepare_cached(sql!("story_apart/insert_known"))?
                .execute([to.0, other.0])?;
        }
        if let Some((text, decision)) = &from.memo {
            self.give_memo(to, from.id, text, *decision)?;
        }
        if let Some(decision) = from.deleted_by.filter(|_| to == from.id) {
            bury_mentions(self.tx, to)?;
            self.tx
                .prepare_cached(sql!("deleted/set"))?
                .execute(params![to.0, decision.0])?;
        }
        Ok(())
    }

    /// Two articles that became one keep both memos.
    fn give_memo(
        &mut self,
        to: ArticleId,
        from: ArticleId,
        text: &str,
        decision: DecisionId,
    ) -> Result<()> {
        if to == from {
            return Ok(());
        }
        let there: Option<String> = self
            .tx
            .prepare_cached(sql!("memo/one"))?
            .query_row(params!["article", to.0], |row| row.get("text"))
            .optional()?;
        let both = match there {
            Some(there) if there != text => format!("{there}\n\n{text}"),
            _ => text.to_owned(),
        };
        self.tx
            .prepare_cached(sql!("memo/set"))?
            .execute(params!["article", to.0, both, decision.0])?;
        self.tx
            .prepare_cached(sql!("memo/delete"))?
            .execute(params!["article", from.0])?;
        Ok(())
    }

    /// Says where a highlight lies now; without a span it could not be placed and keeps the anchor it has.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn place_highlight(
        &mut self,
        id: HighlightId,
        article: ArticleId,
        anchor: &StoredAnchor,
    ) -> Result<()> {
        match anchor.span {
            Some(span) => self
                .tx
                .prepare_cached(sql!("highlight/place"))?
                .execute(params![
                    id.0,
                    article.0,
                    span.start,
                    span.end,
                    anchor.source.map(|s| s.start),
                    anchor.source.map(|s| s.end),
                    anchor.quote,
                    anchor.before,
                    anchor.after,
                ])?,
            None => self
                .tx
                .prepare_cached(sql!("highlight/lose"))?
                .execute([id.0, article.0])?,
        };
        Ok(())
    }
}
