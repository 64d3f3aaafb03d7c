//! What a command about names would change: read from the store, written by nobody yet. Preview and decision both start
//! here, so that what is shown is what happens.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{
    again, mark,
    meant::meant,
    patch::{Dismissed, EntityChange, Face, Ids, Made, Marked, Moved, Patch, PlaceChange},
    place, placing,
    rules::{Rule, room_for},
    wording::{article_of, clean, described, listed, nothing, quoted},
};
use crate::{
    gazetteer::Gazetteer,
    model::{ArticleId, ByteSpan, DecidedBy, EntityId, EntityType, MentionId},
    store::{MentionRef, PlaceRecord, Store},
    workspace::{
        command::{Command, Part, Target, Which},
        problem::Problem,
        words,
    },
};

/// A command about names, worked out.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub action: &'static str,
    pub label: String,
    pub rule: Option<Rule>,
    pub patch: Patch,
    /// The mentions it is about; those it marks are in the patch.
    pub touched: Vec<(MentionId, ArticleId)>,
    pub notes: Vec<String>,
}

impl Plan {
    /// Mentions and articles, those to be marked included.
    pub fn counts(&self) -> (u64, u64) {
        let marked = self.patch.marked.as_ref().map_or(&[][..], |m| &m.at);
        let articles: BTreeSet<i64> = self
            .touched
            .iter()
            .map(|t| t.1.0)
            .chain(marked.iter().map(|m| m.1))
            .collect();
        (
            (self.touched.len() + marked.len()) as u64,
            articles.len() as u64,
        )
    }
}

/// Works a command out; `gazetteer` knows where places are.
pub(super) fn plan(
    store: &Store,
    gazetteer: &Gazetteer,
    command: &Command,
) -> Result<Plan, Problem> {
    let mut plan = match command {
        Command::MergeEntities {
            entities,
            into,
            name,
            except,
        } => merge(store, entities, *into, name.as_deref(), except)?,
        Command::SplitEntity {
            entity,
            part,
            name,
            except,
        } => split((store, gazetteer), *entity, part, name, except)?,
        Command::RetypeEntities {
            entities,
            kind,
            except,
        } => retype((store, gazetteer), entities, *kind, except)?,
        Command::Dismiss { what, except } => dismiss(store, what, except)?,
        Command::Reassign { what, to, except } => {
            let to = meant(store, to, None)?;
            reassign((store, gazetteer), what, &to, except)?
        }
        Command::MarkName {
            article,
            span,
            to,
            everywhere,
            except,
        } => mark_name(
            (store, gazetteer),
            (*article, *span),
            &meant(store, to, None)?,
            *everywhere,
            except,
            None,
        )?,
        Command::SetBoundaries {
            mention,
            article,
            span,
            to,
        } => mark_name(
            (store, gazetteer),
            (*article, *span),
            &meant(store, to, Some(*mention))?,
            false,
            &[],
            Some(*mention),
        )?,
        Command::PlaceEntity { entity, at } => placing::plan(store, gazetteer, *entity, at)?,
        Command::LookUpPlaces => again::plan((store, gazetteer))?,
        // Renaming is a change of its own; what it touches is known here for its preview.
        Command::RenameEntity { entity, name } => Plan {
            action: "rename",
            label: format!(
                "Rename {} to {}",
                quoted(&store.entity(*entity)?.1),
                quoted(&clean(name)?)
            ),
            touched: touched(&store.refs_of_entities(&[*entity])?),
            ..Plan::default()
        },
        Command::KeepApart { a, b } => apart(store, *a, *b)?,
        Command::KeepTogether { entity, spelling } => together(store, *entity, spelling)?,
        _ => Plan::default(),
    };
    let marked = plan.patch.marked.as_ref().map_or(0, |m| m.at.len());
    plan.patch.last_mention =
        MentionId(store.newest_mention()?.0 + i64::try_from(marked).unwrap_or(i64::MAX));
    plan.patch.last_article = store.newest_article()?;
    Ok(plan)
}

/// What is in the project, and where places are.
pub(super) type Ground<'g> = (&'g Store, &'g Gazetteer);

/// Mentions without the exceptions.
fn less(mentions: Vec<MentionRef>, except: &[MentionId]) -> Vec<MentionRef> {
    if except.is_empty() {
        return mentions;
    }
    let except: HashSet<MentionId> = except.iter().copied().collect();
    mentions
        .into_iter()
        .filter(|m| !except.contains(&m.id))
        .collect()
}

pub(super) fn touched(mentions: &[MentionRef]) -> Vec<(MentionId, ArticleId)> {
    mentions.iter().map(|m| (m.id, m.article)).collect()
}

/// Moves by where mentions come from. `as_user` says that each of these mentions is the user's word from now on.
fn moves(mentions: &[MentionRef], to: EntityId, as_user: bool) -> Vec<Moved> {
    let mut groups: BTreeMap<(EntityId, Option<bool>), Vec<i64>> = BTreeMap::new();
    for mention in mentions.iter().filter(|m| m.entity != to) {
        groups
            .entry((mention.entity, as_user.then_some(mention.by_user)))
            .or_default()
            .push(mention.id.0);
    }
    groups
        .into_iter()
        .map(|((from, was_by_user), ids)| Moved {
            from,
            to,
            was_by_user,
            ids: Ids::new(ids),
        })
        .collect()
}

fn dismissals(mentions: impl Iterator<Item = (MentionId, EntityId)>) -> Vec<Dismissed> {
    let mut groups: BTreeMap<EntityId, Vec<i64>> = BTreeMap::new();
    for (id, entity) in mentions {
        groups.entry(entity).or_default().push(id.0);
    }
    groups
        .into_iter()
        .map(|(entity, ids)| Dismissed {
            entity,
            ids: Ids::new(ids),
        })
        .collect()
}

fn distinct(entities: &[EntityId]) -> Vec<EntityId> {
    let mut seen = HashSet::new();
    entities
        .iter()
        .copied()
        .filter(|e| seen.insert(*e))
        .collect()
}

/// Where a name lies by the article that names it most.
pub(super) fn place_by(
    (store, gazetteer): Ground<'_>,
    name: &str,
    spots: impl Iterator<Item = (ArticleId, ByteSpan)>,
) -> Result<PlaceRecord, Problem> {
    let mut by_article: BTreeMap<ArticleId, Vec<ByteSpan>> = BTreeMap::new();
    for (article, span) in spots {
        by_article.entry(article).or_default().push(span);
    }
    let most = by_article
        .into_iter()
        .max_by_key(|(article, spans)| (spans.len(), std::cmp::Reverse(*article)));
    match most {
        Some((article, spans)) => Ok(place::resolve(store, gazetteer, name, article, &spans)?),
        None => Err(nothing("look up the place")),
    }
}

/// The entity meant, made by the patch where it is new.
/// The entity of a target, made where it is a new one.
fn target(
    (store, gazetteer): Ground<'_>,
    to: &Target,
    patch: &mut Patch,
    spots: impl Iterator<Item = (ArticleId, ByteSpan)>,
) -> Result<(EntityId, EntityType, String), Problem> {
    match to {
        Target::Entity(id) => {
            let (kind, name, ..) = store.entity(*id)?;
            Ok((*id, kind, name))
        }
        Target::New { name, kind } | Target::Named { name, kind } => {
            let name = clean(name)?;
            let made = patch.made.len() as i64;
            let id = EntityId(store.newest_entity()?.0 + 1 + made);
            if *kind == EntityType::Place {
                patch.places.push(PlaceChange {
                    entity: id,
                    from: None,
                    to: Some(place_by((store, gazetteer), &name, spots)?),
                });
            }
            patch.made.push(Made {
                id,
                kind: *kind,
                name: name.clone(),
            });
            Ok((id, *kind, name))
        }
    }
}

fn merge(
    store: &Store,
    entities: &[EntityId],
    into: EntityId,
    name: Option<&str>,
    except: &[MentionId],
) -> Result<Plan, Problem> {
    let (kind, shown, _, by) = store.entity(into)?;
    let mut from = distinct(entities);
    from.retain(|e| *e != into);
    if from.is_empty() {
        return Err(Problem::new(
            "Could not merge",
            "it takes at least two names",
        ));
    }
    let mut names = Vec::new();
    let mut notes = Vec::new();
    for one in &from {
        let (of, name, ..) = store.entity(*one)?;
        if of != kind {
            notes.push(format!(
                "{} is {} so far and becomes {}",
                quoted(&name),
                article_of(of),
                article_of(kind)
            ));
        }
        names.push(name);
    }
    let mentions = less(store.refs_of_entities(&from)?, except);
    if mentions.is_empty() {
        return Err(nothing("merge"));
    }
    let mut patch = Patch {
        moved: moves(&mentions, into, false),
        ..Patch::default()
    };
    let mut last = shown.clone();
    if let Some(name) = name {
        last = clean(name)?;
        // Under the name of one of those merged, the other would not be named at all.
        if names.contains(&last) && last != shown {
            names.push(shown.clone());
        }
        if last != shown {
            patch.changed.push(EntityChange {
                id: into,
                from: Face {
                    kind,
                    name: shown,
                    by,
                },
                to: Face {
                    kind,
                    name: last.clone(),
                    by: DecidedBy::User,
                },
            });
        }
    }
    Ok(Plan {
        action: "merge",
        label: format!("Merge {} into {}", listed(&names), quoted(&last)),
        rule: Some(Rule::Merge { from, into }),
        patch,
        touched: touched(&mentions),
        notes,
    })
}

fn split(
    (store, gazetteer): Ground<'_>,
    entity: EntityId,
    part: &Part,
    name: &str,
    except: &[MentionId],
) -> Result<Plan, Problem> {
    let (kind, shown, ..) = store.entity(entity)?;
    let name = clean(name)?;
    let all = store.refs_of_entities(&[entity])?;
    let count = all.len();
    let chosen: Vec<MentionRef> = match part {
        Part::Spellings(texts) => all
            .into_iter()
            .filter(|m| texts.contains(&m.text))
            .collect(),
        Part::Mentions(ids) => {
            let ids: HashSet<MentionId> = ids.iter().copied().collect();
            all.into_iter().filter(|m| ids.contains(&m.id)).collect()
        }
    };
    let mentions = less(chosen, except);
    if mentions.is_empty() {
        return Err(nothing("split"));
    }
    if mentions.len() == count {
        return Err(Problem::new(
            format!("Could not split {}", quoted(&shown)),
            "these are all of its mentions",
        )
        .with_hint("Rename it instead"));
    }
    let mut patch = Patch::default();
    let new = Target::New {
        name: name.clone(),
        kind,
    };
    let spots = mentions.iter().map(|m| (m.article, m.span));
    let (to, ..) = target((store, gazetteer), &new, &mut patch, spots)?;
    patch.moved = moves(&mentions, to, true);
    let rule = match part {
        Part::Spellings(texts) => Some(Rule::Spellings {
            of: Some(entity),
            texts: texts.clone(),
            to,
            with_short_forms: true,
        }),
        Part::Mentions(_) => None,
    };
    Ok(Plan {
        action: "split",
        label: format!("Split {} from {}", quoted(&name), quoted(&shown)),
        rule,
        patch,
        touched: touched(&mentions),
        notes: Vec::new(),
    })
}

fn retype(
    (store, gazetteer): Ground<'_>,
    entities: &[EntityId],
    kind: EntityType,
    except: &[MentionId],
) -> Result<Plan, Problem> {
    let except: HashSet<MentionId> = except.iter().copied().collect();
    let mut plan = Plan {
        action: "retype",
        ..Plan::default()
    };
    let mut names = Vec::new();
    let mut gazetteer_ids = Vec::new();
    for entity in distinct(entities) {
        let (former, name, _, by) = store.entity(entity)?;
        if former == kind {
            continue;
        }
        let (stay, go): (Vec<MentionRef>, Vec<MentionRef>) = store
            .refs_of_entities(&[entity])?
            .into_iter()
            .partition(|m| except.contains(&m.id));
        if go.is_empty() {
            return Err(nothing("change the type"));
        }
        let place = store.place_record(entity)?;
        if let Some(id) = place
            .as_ref()
            .and_then(|p| p.as_found().gazetteer_id.clone())
        {
            gazetteer_ids.push((entity, id));
        }
        if !stay.is_empty() {
            // What stays of the former type needs an entity of that type.
            let made = plan.patch.made.len() as i64;
            let id = EntityId(store.newest_entity()?.0 + 1 + made);
            plan.patch.made.push(Made {
                id,
                kind: former,
                name: name.clone(),
            });
            if place.is_some() {
                plan.patch.places.push(PlaceChange {
                    entity: id,
                    from: None,
                    to: place.clone(),
                });
            }
            plan.patch.moved.extend(moves(&stay, id, true));
        }
        if kind == EntityType::Place {
            let spots = go.iter().map(|m| (m.article, m.span));
            plan.patch.places.push(PlaceChange {
                entity,
                from: None,
                to: Some(place_by((store, gazetteer), &name, spots)?),
            });
        } else if place.is_some() {
            plan.patch.places.push(PlaceChange {
                entity,
                from: place,
                to: None,
            });
        }
        plan.patch.changed.push(EntityChange {
            id: entity,
            from: Face {
                kind: former,
                name: name.clone(),
                by,
            },
            to: Face {
                kind,
                name: name.clone(),
                by,
            },
        });
        let namesake = store
            .named_entities(&name, Some(kind))?
            .into_iter()
            .find(|n| n.shown && n.id != entity);
        if namesake.is_some() {
            plan.notes.push(format!(
                "There is {} {} already; merge them if they are one",
                article_of(kind),
                quoted(&name)
            ));
        }
        plan.touched.extend(touched(&go));
        names.push(name);
    }
    if names.is_empty() {
        return Ok(plan);
    }
    plan.label = match names.as_slice() {
        [_] => format!("Make {} {}", listed(&names), article_of(kind)),
        _ => format!("Make {} {}", listed(&names), kind.plural().to_lowercase()),
    };
    plan.rule = Some(Rule::Retype { gazetteer_ids });
    Ok(plan)
}

fn dismiss(store: &Store, what: &Which, except: &[MentionId]) -> Result<Plan, Problem> {
    let (mentions, label, rule) = match what {
        Which::Entities(entities) => {
            let entities = distinct(entities);
            let mut names = Vec::new();
            for entity in &entities {
                names.push(store.entity(*entity)?.1);
            }
            let label = format!("Dismiss {}", listed(&names));
            let mentions = store.refs_of_entities(&entities)?;
            (mentions, label, Some(Rule::DismissEntities { entities }))
        }
        Which::Spelling { text, of } => (
            spelled(store, text, *of)?,
            format!("Dismiss the spelling {}", quoted(text)),
            Some(Rule::DismissSpelling {
                text: text.clone(),
                of: *of,
            }),
        ),
        Which::Mentions(ids) => {
            let mentions = store.refs_by_id(ids)?;
            let label = format!("Dismiss {}", described(&less(mentions.clone(), except)));
            (mentions, label, None)
        }
    };
    let mentions = less(mentions, except);
    if mentions.is_empty() {
        return Err(nothing("dismiss"));
    }
    Ok(Plan {
        action: "dismiss",
        label,
        rule,
        patch: Patch {
            dismissed: dismissals(mentions.iter().map(|m| (m.id, m.entity))),
            ..Patch::default()
        },
        touched: touched(&mentions),
        notes: Vec::new(),
    })
}

fn spelled(store: &Store, text: &str, of: Option<EntityId>) -> Result<Vec<MentionRef>, Problem> {
    let mut mentions = store.refs_of_spelling(text)?;
    mentions.retain(|m| of.is_none_or(|of| of == m.entity));
    Ok(mentions)
}

fn reassign(
    (store, gazetteer): Ground<'_>,
    what: &Which,
    to: &Target,
    except: &[MentionId],
) -> Result<Plan, Problem> {
    let mentions = match what {
        Which::Entities(entities) => match to {
            Target::Entity(into) => {
                return merge(store, entities, *into, None, except);
            }
            Target::New { .. } | Target::Named { .. } => {
                return Err(Problem::new(
                    "Could not reassign",
                    "whole names cannot become a new one",
                )
                .with_hint("Rename them, or merge them"));
            }
        },
        Which::Spelling { text, of } => spelled(store, text, *of)?,
        Which::Mentions(ids) => store.refs_by_id(ids)?,
    };
    let mut mentions = less(mentions, except);
    if let Target::Entity(id) = to {
        mentions.retain(|m| m.entity != *id);
    }
    if mentions.is_empty() {
        return Err(nothing("reassign"));
    }
    let mut patch = Patch::default();
    let spots = mentions.iter().map(|m| (m.article, m.span));
    let (id, kind, name) = target((store, gazetteer), to, &mut patch, spots)?;
    patch.moved = moves(&mentions, id, true);
    let rule = match what {
        Which::Spelling { text, of } => Some(Rule::Spellings {
            of: *of,
            texts: vec![text.clone()],
            to: id,
            with_short_forms: false,
        }),
        _ => None,
    };
    let what = match what {
        Which::Spelling { text, .. } => format!("the spelling {}", quoted(text)),
        _ => described(&mentions),
    };
    let whom = match to {
        Target::Entity(_) => quoted(&name),
        Target::New { .. } | Target::Named { .. } => {
            format!("{}, {}", quoted(&name), article_of(kind))
        }
    };
    Ok(Plan {
        action: "reassign",
        label: format!("Reassign {what} to {whom}"),
        rule,
        patch,
        touched: touched(&mentions),
        notes: Vec::new(),
    })
}

/// The span without blanks at its ends, and its text.
fn selected(
    store: &Store,
    article: ArticleId,
    span: ByteSpan,
) -> Result<(ByteSpan, String), Problem> {
    let (text, _) = store.text_and_blocks(article)?;
    let refuse = |why: &str| Err(Problem::new("Could not mark the selection", why.to_owned()));
    let Some(inside) = text.get(span.range()) else {
        return refuse("it does not lie in the article's text");
    };
    let lead = inside.len() - inside.trim_start().len();
    let word = inside.trim();
    if !word.chars().any(char::is_alphanumeric) {
        return refuse("it holds no letter");
    }
    if word.contains("\n\n") || word.len() > 300 {
        return refuse("a name is part of one paragraph and shorter than 300 letters");
    }
    let start = span.range().start + lead;
    Ok((ByteSpan::from(start..start + word.len()), word.to_owned()))
}

fn mark_name(
    (store, gazetteer): Ground<'_>,
    (article, span): (ArticleId, ByteSpan),
    to: &Target,
    everywhere: bool,
    except: &[(ArticleId, u32)],
    instead: Option<MentionId>,
) -> Result<Plan, Problem> {
    let (span, text) = selected(store, article, span)?;
    let mut there = store.refs_of_article(article)?;
    // What is marked anew is taken away; one that was called no name already is not there.
    let old = instead.and_then(|id| there.iter().position(|m| m.id == id));
    let old = old.map(|at| there.remove(at));
    if room_for(span, there.iter().map(|m| (m, m.span))).is_none() {
        let taken = there
            .iter()
            .find(|m| m.span.overlaps(&span) && !(span.contains(&m.span) && span != m.span))
            .map_or("", |m| m.text.as_str());
        return Err(Problem::new(
            format!("Could not mark {}", quoted(&text)),
            format!("{} is marked there already", quoted(taken)),
        )
        .with_hint("Reassign that name, or dismiss it first"));
    }
    let mut found = mark::in_article(store, article, &text, Some(span), everywhere, instead)?;
    if everywhere {
        let elsewhere = mark::everywhere(store, &text, ArticleId(0))?;
        found.extend_outside(elsewhere, article);
    }
    found.leave_out(except);
    found.spots.sort_by_key(|s| (s.article, s.span.start));
    if found.spots.is_empty() {
        return Err(nothing("mark"));
    }
    let mut patch = Patch::default();
    let spots = found.spots.iter().map(|s| (s.article, s.span));
    let (entity, kind, name) = target((store, gazetteer), to, &mut patch, spots)?;
    let first = store.newest_mention()?.0 + 1;
    let taken = old.iter().map(|m| (m.id, m.entity));
    patch.dismissed = dismissals(found.replaced().chain(taken));
    patch.marked = Some(Marked {
        entity,
        text: text.clone(),
        form: store.newest_form()? + 1,
        at: found
            .spots
            .iter()
            .zip(first..)
            .map(|(s, id)| {
                (
                    id,
                    s.article.0,
                    s.span.start,
                    s.span.end,
                    s.sentence.start,
                    s.sentence.end,
                )
            })
            .collect(),
    });
    let mut notes = Vec::new();
    if !found.replaced.is_empty() {
        notes.push(format!(
            "{} inside the marked name are replaced",
            words::counted(found.replaced.len() as u64, "shorter mention")
        ));
    }
    let whom = match to {
        Target::New { .. } | Target::Named { .. } if name == text => article_of(kind).to_owned(),
        _ => quoted(&name),
    };
    let where_ = if everywhere { " everywhere" } else { "" };
    Ok(Plan {
        action: "mark",
        label: match &old {
            Some(old) => format!(
                "Mark {} as {whom}, not {}",
                quoted(&text),
                quoted(&old.text)
            ),
            None => format!("Mark {} as {whom}{where_}", quoted(&text)),
        },
        rule: everywhere.then(|| Rule::Mark {
            text: text.clone(),
            entity,
        }),
        patch,
        touched: Vec::new(),
        notes,
    })
}

fn apart(store: &Store, a: EntityId, b: EntityId) -> Result<Plan, Problem> {
    let (first, second) = (store.entity(a)?.1, store.entity(b)?.1);
    if a == b {
        return Err(
            Problem::new("Could not keep them apart", "they are one name already")
                .with_hint("Split it first"),
        );
    }
    Ok(Plan {
        action: "keep-apart",
        label: format!("Keep {} and {} apart", quoted(&first), quoted(&second)),
        rule: Some(Rule::Apart { a, b }),
        ..Plan::default()
    })
}

fn together(store: &Store, entity: EntityId, spelling: &str) -> Result<Plan, Problem> {
    let name = store.entity(entity)?.1;
    Ok(Plan {
        action: "keep-together",
        label: format!("Keep {} with {}", quoted(spelling), quoted(&name)),
        rule: Some(Rule::Together {
            entity,
            spelling: spelling.to_owned(),
        }),
        ..Plan::default()
    })
}
