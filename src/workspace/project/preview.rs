//! A command tried without being carried out.

use super::{Project, marking, plan};
use crate::{
    model::{ArticleId, ByteSpan, MentionId, rows::Passage},
    store::Store,
    workspace::{
        command::{Command, Preview},
        places,
        problem::Problem,
        views::marks::passages,
    },
};

impl Project {
    /// What a command about names or marks would do: how many mentions in how many articles, and their passages, from which
    /// exceptions can be chosen. Nothing is changed. Of other commands the preview is empty.
    ///
    /// # Errors
    /// When the command does not apply, with the words [`Self::run`] would use.
    pub fn preview(&self, command: &Command) -> Result<Preview, Problem> {
        preview(&self.store, command)
    }
}

/// See [`Project::preview`].
pub(in crate::workspace) fn preview(store: &Store, command: &Command) -> Result<Preview, Problem> {
    let marks = marking::plan(store, command)?;
    if !marks.marks.is_empty() {
        let some = marks.shown.iter().take(Preview::MOST).copied();
        return Ok(Preview {
            label: marks.label,
            mentions: marks.touched.mentions.unwrap_or_default(),
            highlights: marks.touched.highlights,
            articles: marks.touched.articles.unwrap_or_default(),
            passages: passages(store, some)?,
            notes: marks.notes,
        });
    }
    let plan = plan::plan(store, &*places::gazetteer(store)?, command)?;
    let (mentions, articles) = plan.counts();
    let passages = match &plan.patch.marked {
        Some(marked) => {
            let mut passages = Vec::new();
            for (id, article, start, end, from, to) in marked.at.iter().take(Preview::MOST) {
                let mut passage = to_be_marked(
                    store,
                    ArticleId(*article),
                    ByteSpan::new(*start, *end),
                    ByteSpan::new(*from, *to),
                )?;
                passage.mention = MentionId(*id);
                passage.entity = marked.entity;
                passages.push(passage);
            }
            passages
        }
        None => {
            let some: Vec<MentionId> = plan
                .touched
                .iter()
                .take(Preview::MOST)
                .map(|t| t.0)
                .collect();
            store.passages_by_id(&some)?
        }
    };
    Ok(Preview {
        label: plan.label,
        mentions,
        highlights: None,
        articles,
        passages,
        notes: plan.notes,
    })
}

fn to_be_marked(
    store: &Store,
    article: ArticleId,
    span: ByteSpan,
    sentence: ByteSpan,
) -> Result<Passage, Problem> {
    let record = store.article(article)?;
    Ok(Passage {
        mention: MentionId(0),
        entity: crate::model::EntityId(0),
        highlight: None,
        article,
        outlet: record.export.outlet,
        agency: record.export.agency,
        title: record.export.title,
        published: record.export.published,
        sentence: sentence.of(&record.reading_text).replace('\n', " "),
        hit: ByteSpan::new(span.start - sentence.start, span.end - sentence.start),
        span,
    })
}
