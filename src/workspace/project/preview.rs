//! A command tried without being carried out.

use super::{Project, plan};
use crate::{
    model::{ArticleId, ByteSpan, MentionId, rows::Passage},
    store::Store,
    workspace::{
        command::{Command, Preview},
        problem::Problem,
    },
};

impl Project {
    /// What a command about names would do: how many mentions in how many articles, and their passages, from which
    /// exceptions can be chosen. Nothing is changed. Of other commands the preview is empty.
    ///
    /// # Errors
    /// When the command does not apply, with the words [`Self::run`] would use.
    pub fn preview(&self, command: &Command) -> Result<Preview, Problem> {
        let plan = plan::plan(&self.store, command)?;
        let (mentions, articles) = plan.counts();
        let passages = match &plan.patch.marked {
            Some(marked) => {
                let mut passages = Vec::new();
                for (id, article, start, end, from, to) in marked.at.iter().take(Preview::MOST) {
                    let mut passage = to_be_marked(
                        &self.store,
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
                self.store.passages_by_id(&some)?
            }
        };
        Ok(Preview {
            label: plan.label,
            mentions,
            articles,
            passages,
            notes: plan.notes,
        })
    }
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
        article,
        outlet: record.export.outlet,
        title: record.export.title,
        published: record.export.published,
        sentence: sentence.of(&record.reading_text).replace('\n', " "),
        hit: ByteSpan::new(span.start - sentence.start, span.end - sentence.start),
        span,
    })
}
