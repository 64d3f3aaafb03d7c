//! Tags.

use std::collections::BTreeSet;

use super::{
    MarkPlan, alike, named,
    patch::{Marks, TagChange, Tagged, counts},
    quoted,
};
use crate::{
    model::{ArticleId, TagId, marking::TagRow},
    store::{Store, Touched},
    workspace::{problem::Problem, project::patch::Ids, words},
};

fn articles_touched(n: usize) -> Touched {
    Touched {
        articles: Some(n as u64),
        ..Touched::default()
    }
}

/// The one article's title, or how many they are.
pub(super) fn what(store: &Store, articles: &[ArticleId]) -> Result<String, Problem> {
    Ok(match articles {
        [one] => quoted(&store.published(*one)?.0),
        more => words::counted(more.len() as u64, "article"),
    })
}

/// Articles that count, each once.
pub(super) fn distinct(store: &Store, articles: &[ArticleId]) -> Result<Vec<ArticleId>, Problem> {
    let set: BTreeSet<ArticleId> = articles.iter().copied().collect();
    for article in &set {
        store.published(*article)?;
    }
    Ok(set.into_iter().collect())
}

/// How many of these articles count: a deleted one keeps its tag, but nobody sees it.
fn counted(store: &Store, articles: &[ArticleId]) -> Result<Touched, Problem> {
    let mut n = 0;
    for article in articles {
        n += usize::from(counts(store, *article)?);
    }
    Ok(articles_touched(n))
}

fn ids(articles: &[ArticleId]) -> Ids {
    Ids::new(articles.iter().map(|a| a.0).collect())
}

pub(super) fn add(store: &Store, articles: &[ArticleId], tag: &str) -> Result<MarkPlan, Problem> {
    let name = named("tag", tag)?;
    let mut articles = distinct(store, articles)?;
    let known = store.tags()?.into_iter().find(|t| alike(&t.name, &name));
    let mut plan = MarkPlan {
        action: "tag",
        ..MarkPlan::default()
    };
    let (id, name) = match known {
        Some(TagRow { id, name, .. }) => {
            let have: BTreeSet<ArticleId> = store.tagged(id)?.into_iter().collect();
            articles.retain(|a| !have.contains(a));
            (id, name)
        }
        None => {
            let id = TagId(store.newest_tag()?.0 + 1);
            plan.new_tags.push((id, name.clone()));
            (id, name)
        }
    };
    if articles.is_empty() {
        return Ok(MarkPlan::default());
    }
    if !plan.new_tags.is_empty() {
        plan.marks.tags.push(TagChange {
            id,
            from: None,
            to: Some(name.clone()),
        });
    }
    plan.label = format!("Tag {} with {}", what(store, &articles)?, quoted(&name));
    plan.touched = articles_touched(articles.len());
    plan.marks.tagged.push(Tagged {
        tag: id,
        on: true,
        articles: ids(&articles),
    });
    Ok(plan)
}

pub(super) fn remove(
    store: &Store,
    articles: &[ArticleId],
    tag: TagId,
) -> Result<MarkPlan, Problem> {
    let name = store.tag(tag)?;
    let have: BTreeSet<ArticleId> = store.tagged(tag)?.into_iter().collect();
    let mut articles = distinct(store, articles)?;
    articles.retain(|a| have.contains(a));
    if articles.is_empty() {
        return Ok(MarkPlan::default());
    }
    Ok(MarkPlan {
        action: "untag",
        label: format!(
            "Remove the tag {} from {}",
            quoted(&name),
            what(store, &articles)?
        ),
        touched: articles_touched(articles.len()),
        marks: Marks {
            tagged: vec![Tagged {
                tag,
                on: false,
                articles: ids(&articles),
            }],
            ..Marks::default()
        },
        ..MarkPlan::default()
    })
}

pub(super) fn rename(store: &Store, tag: TagId, name: &str) -> Result<MarkPlan, Problem> {
    let name = named("tag", name)?;
    let before = store.tag(tag)?;
    if before == name {
        return Ok(MarkPlan::default());
    }
    let taken = store
        .tags()?
        .into_iter()
        .find(|t| t.id != tag && alike(&t.name, &name));
    if let Some(other) = taken {
        return Err(Problem::new(
            format!("Could not rename the tag {}", quoted(&before)),
            format!("there is a tag {} already", quoted(&other.name)),
        )
        .with_hint("Merge the two instead"));
    }
    Ok(MarkPlan {
        action: "rename-tag",
        label: format!("Rename the tag {} to {}", quoted(&before), quoted(&name)),
        touched: counted(store, &store.tagged(tag)?)?,
        marks: Marks {
            tags: vec![TagChange {
                id: tag,
                from: Some(before),
                to: Some(name),
            }],
            ..Marks::default()
        },
        ..MarkPlan::default()
    })
}

pub(super) fn delete(store: &Store, tag: TagId) -> Result<MarkPlan, Problem> {
    let name = store.tag(tag)?;
    let articles = store.tagged(tag)?;
    Ok(MarkPlan {
        action: "delete-tag",
        label: format!("Delete the tag {}", quoted(&name)),
        touched: counted(store, &articles)?,
        marks: ended(tag, name, &articles),
        ..MarkPlan::default()
    })
}

fn ended(tag: TagId, name: String, articles: &[ArticleId]) -> Marks {
    let mut marks = Marks {
        tags: vec![TagChange {
            id: tag,
            from: Some(name),
            to: None,
        }],
        ..Marks::default()
    };
    if !articles.is_empty() {
        marks.tagged.push(Tagged {
            tag,
            on: false,
            articles: ids(articles),
        });
    }
    marks
}

pub(super) fn merge(store: &Store, tags: &[TagId], into: TagId) -> Result<MarkPlan, Problem> {
    let kept = store.tag(into)?;
    let from: BTreeSet<TagId> = tags.iter().copied().filter(|t| *t != into).collect();
    if from.is_empty() {
        return Err(Problem::new(
            "Could not merge tags",
            "it takes at least two of them",
        ));
    }
    let have: BTreeSet<ArticleId> = store.tagged(into)?.into_iter().collect();
    let mut marks = Marks::default();
    let mut names = Vec::new();
    let mut all = BTreeSet::new();
    for tag in from {
        let name = store.tag(tag)?;
        let articles = store.tagged(tag)?;
        all.extend(articles.iter().copied());
        let one = ended(tag, name.clone(), &articles);
        marks.tags.extend(one.tags);
        marks.tagged.extend(one.tagged);
        names.push(quoted(&name));
    }
    let all: Vec<ArticleId> = all.into_iter().collect();
    let gained: Vec<ArticleId> = all.iter().copied().filter(|a| !have.contains(a)).collect();
    if !gained.is_empty() {
        marks.tagged.push(Tagged {
            tag: into,
            on: true,
            articles: ids(&gained),
        });
    }
    Ok(MarkPlan {
        action: "merge-tags",
        label: format!("Merge the tag {} into {}", names.join(", "), quoted(&kept)),
        touched: counted(store, &all)?,
        marks,
        ..MarkPlan::default()
    })
}
