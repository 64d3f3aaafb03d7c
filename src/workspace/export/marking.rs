//! Tables of what is marked: tags, codes, highlights, memos, deleted articles; and the codebook in the exchange format of
//! programs for qualitative analysis.

use std::collections::HashMap;

use super::{SourceTexts, tables};
use crate::{
    formats::codebook::{self, Entry},
    model::{CodeId, DecisionId, Filter, marking::Code, span::CharCounter},
    store::sha256,
    workspace::{Problem, Project, views::marks},
};

/// Who decided what when.
struct Deciders(HashMap<DecisionId, (Option<String>, String)>);

impl Deciders {
    fn of(project: &Project) -> Result<Self, Problem> {
        let rows = project.store.decision_list()?;
        Ok(Self(
            rows.into_iter()
                .map(|row| (row.id, (row.who, row.at)))
                .collect(),
        ))
    }

    fn cells(&self, decision: DecisionId) -> [tables::Value; 2] {
        let (who, at) = self.0.get(&decision).cloned().unwrap_or_default();
        [who.into(), Some(at).filter(|at| !at.is_empty()).into()]
    }
}

/// `id, name, articles` (how many of the selection), `article_ids`.
pub(super) fn tags(project: &mut Project, filter: &Filter) -> Result<tables::Table, Problem> {
    let tags = marks::tags(&mut project.store, filter)?;
    let mut of: HashMap<String, Vec<i64>> = HashMap::new();
    for (article, tag) in project.store.tags_of_selected()? {
        of.entry(tag).or_default().push(article.0);
    }
    let rows = tags
        .into_iter()
        .map(|tag| {
            let articles = of.remove(&tag.name).unwrap_or_default();
            vec![
                tag.id.0.into(),
                tag.name.into(),
                tag.articles.into(),
                tables::Value::Json(articles.into()),
            ]
        })
        .collect();
    Ok(tables::Table {
        columns: vec!["id", "name", "articles", "article_ids"],
        rows,
    })
}

/// The code table; `parent` is a code's number.
pub(super) fn codes(project: &mut Project, filter: &Filter) -> Result<tables::Table, Problem> {
    let table = marks::codes(&mut project.store, filter)?;
    let rows = table
        .rows
        .into_iter()
        .map(|row| {
            vec![
                row.id.0.into(),
                row.code.name.into(),
                hex(row.code.color).into(),
                row.code.key.map(String::from).into(),
                row.code.parent.map(|p| p.0).into(),
                row.highlights.into(),
                row.articles.into(),
                row.first.into(),
                row.last.into(),
                some(row.memo).into(),
            ]
        })
        .collect();
    Ok(tables::Table {
        columns: vec![
            "id",
            "name",
            "color",
            "key",
            "parent",
            "highlights",
            "articles",
            "first",
            "last",
            "memo",
        ],
        rows,
    })
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|t| !t.is_empty())
}

fn hex(color: u8) -> String {
    let [r, g, b] = Code::rgb(color);
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// Each highlight of the selection, and behind them those of the whole project that could not be placed: their offsets
/// are null and their text is the passage as it was.
pub(super) fn highlights(project: &mut Project, filter: &Filter) -> Result<tables::Table, Problem> {
    super::build::select(&mut project.store, filter)?;
    let deciders = Deciders::of(project)?;
    let codes: HashMap<CodeId, Code> = project.store.codes()?.into_iter().collect();
    let mut all = project.store.highlights_selected(None)?;
    // By article, as other tables are.
    all.sort_by_key(|h| (h.article, h.anchor.span, h.id));
    all.extend(project.store.highlights_lost()?);
    let mut texts = SourceTexts::default();
    let mut open: Option<crate::store::ArticleRecord> = None;
    let mut rows = Vec::with_capacity(all.len());
    for h in all {
        if let Some(article) = h.article
            && open.as_ref().is_none_or(|o| o.export.id != article)
        {
            open = Some(project.store.article(article)?);
        }
        let record = open.as_ref().filter(|o| Some(o.export.id) == h.article);
        let (mut chars, mut source) = (None, None);
        if let (Some(record), Some(span)) = (record, h.anchor.span) {
            chars = Some(CharCounter::new(&record.reading_text).span(span));
            if let Some(text) = texts.of(project, record)? {
                source = h.anchor.source.map(|s| CharCounter::new(text).span(s));
            }
        }
        let code = codes.get(&h.code);
        let mut row: Vec<tables::Value> = vec![
            h.id.0.into(),
            h.article.map(|a| a.0).into(),
            record.map(|r| r.export.file.clone()).into(),
            chars.map(|c| c.start).into(),
            chars.map(|c| c.end).into(),
            source.map(|c| c.start).into(),
            source.map(|c| c.end).into(),
            h.anchor.quote.into(),
            h.code.0.into(),
            code.map(|c| c.name.clone()).into(),
            h.anchor.span.is_some().into(),
        ];
        row.extend(deciders.cells(h.decision));
        rows.push(row);
    }
    Ok(tables::Table {
        columns: vec![
            "id",
            "article",
            "file",
            "start",
            "end",
            "source_start",
            "source_end",
            "text",
            "code",
            "name",
            "placed",
            "who",
            "at",
        ],
        rows,
    })
}

/// All memos; `id` is the number of what each is about, null for the project.
pub(super) fn memos(project: &Project) -> Result<tables::Table, Problem> {
    let deciders = Deciders::of(project)?;
    let rows = project
        .store
        .memos()?
        .into_iter()
        .map(|memo| {
            let number = Some(memo.on.number()).filter(|n| *n != 0);
            let mut row: Vec<tables::Value> = vec![
                memo.on.word().into(),
                number.into(),
                some(memo.title).into(),
                memo.text.into(),
            ];
            row.extend(deciders.cells(memo.decision));
            row
        })
        .collect();
    Ok(tables::Table {
        columns: vec!["about", "id", "title", "text", "who", "at"],
        rows,
    })
}

/// The articles that were deleted: what `restore` can bring back.
pub(super) fn deleted(project: &Project) -> Result<tables::Table, Problem> {
    let deciders = Deciders::of(project)?;
    let rows = project
        .deleted_articles()?
        .into_iter()
        .map(|article| {
            let mut row: Vec<tables::Value> = vec![
                article.id.0.into(),
                article.file.into(),
                article.title.into(),
            ];
            row.extend(deciders.cells(article.by));
            row
        })
        .collect();
    Ok(tables::Table {
        columns: vec!["id", "file", "title", "who", "at"],
        rows,
    })
}

/// The codes as a codebook that other programs for qualitative analysis read. The same project always gives a code the
/// same identifier.
pub(super) fn codebook(project: &mut Project) -> Result<Vec<u8>, Problem> {
    let born = project.store.fact("created_at")?.unwrap_or_default();
    let guid = |id: CodeId| codebook::guid(&sha256(format!("{born} code {id}").as_bytes()));
    let table = marks::codes(&mut project.store, &Filter::default())?;
    let entries: Vec<Entry> = table
        .rows
        .into_iter()
        .map(|row| Entry {
            guid: guid(row.id),
            parent: row.code.parent.map(guid),
            color: hex(row.code.color),
            name: row.code.name,
            description: row.memo,
        })
        .collect();
    Ok(codebook::qdc(&entries))
}
