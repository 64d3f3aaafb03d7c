//! "Same name?": what the program did not dare to join, or joined on little evidence, for a person to decide.

use std::collections::{BTreeMap, HashMap, HashSet, hash_map::Entry};

use super::{Project, ledger::rules_in_force, rules::Rule};
use crate::{
    analysis::variants::doubt::{self, Asks, Known},
    model::{ArticleId, EntityId, EntityType, MentionId, rows::Passage},
    store::{CountedForm, Store},
    workspace::problem::Problem,
};

/// A side of a question: an entity, how much there is of it, and a sentence that names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubtful {
    pub entity: EntityId,
    pub kind: EntityType,
    pub name: String,
    /// What is asked about: the entity's most frequent spelling, or the one that may be somebody else's.
    pub spelling: String,
    /// Of the entity, or of that spelling alone.
    pub mentions: u64,
    pub articles: u64,
    pub passage: Option<Passage>,
}

/// A question of the worklist.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkRow {
    pub a: Doubtful,
    pub b: Doubtful,
    /// `false`: are the two entities one? "Same" is [`crate::workspace::Command::MergeEntities`], "different"
    /// [`crate::workspace::Command::KeepApart`].
    ///
    /// `true`: is `b`'s spelling rightly `a`'s? "Same" is [`crate::workspace::Command::KeepTogether`], "different"
    /// [`crate::workspace::Command::SplitEntity`] by that spelling.
    pub joined: bool,
    /// What speaks for or against it.
    pub reason: String,
}

/// A way an entity is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    pub text: String,
    pub mentions: u64,
    /// Why it was joined with the entity, as a phrase.
    pub reason: &'static str,
}

/// Questions listed at most; those that touch most mentions come first.
const MOST: usize = 500;

struct Listed {
    id: EntityId,
    kind: EntityType,
    name: String,
    forms: Vec<CountedForm>,
    mentions: u64,
}

impl Project {
    /// Questions that are still open, those that touch most mentions first; at most 500.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn worklist(&self) -> Result<Vec<WorkRow>, Problem> {
        open_questions(&self.store)
    }

    /// Why each spelling of an entity was joined with it; the most frequent first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn spellings(&self, entity: EntityId) -> Result<Vec<Spelling>, Problem> {
        spellings(&self.store, entity)
    }
}

/// See [`Project::worklist`].
pub(in crate::workspace) fn open_questions(store: &Store) -> Result<Vec<WorkRow>, Problem> {
    let listed = listed(store)?;
    let known: Vec<Known<'_>> = listed
        .iter()
        .map(|e| Known {
            kind: e.kind,
            name: &e.name,
            spellings: e.forms.iter().map(|f| f.text.as_str()).collect(),
        })
        .collect();
    let settled = Settled::of(store)?;
    let mut named = Named::default();
    let mut asked: Vec<Asking> = Vec::new();
    for pair in doubt::apart(&known) {
        let (Some(a), Some(b)) = (listed.get(pair.a), listed.get(pair.b)) else {
            continue;
        };
        if settled.apart(a.id, b.id) {
            continue;
        }
        let (a, b) = if b.mentions > a.mentions {
            (pair.b, pair.a)
        } else {
            (pair.a, pair.b)
        };
        asked.push(Asking {
            stake: listed.get(b).map_or(0, |e| e.mentions),
            a,
            b,
            what: Asked::Apart {
                reason: pair.reason,
                asks: pair.asks,
            },
        });
    }
    for one in doubt::weak(&known) {
        let Some(entity) = listed.get(one.entity) else {
            continue;
        };
        let of_it = |f: &&CountedForm| f.text == one.spelling;
        let stake = entity.forms.iter().find(of_it).map_or(0, |f| f.mentions);
        // When nothing else is left of the entity there is nothing to split.
        if settled.together(entity.id, &one.spelling) || stake == entity.mentions {
            continue;
        }
        let other = one.others.first().map_or(0, |other| other.entity);
        asked.push(Asking {
            stake,
            a: one.entity,
            b: other,
            what: Asked::Joined(one),
        });
    }
    asked.sort_by(|x, y| {
        let rest = |q: &Asking| {
            let spelling = match &q.what {
                Asked::Apart { .. } => None,
                Asked::Joined(weak) => Some(weak.spelling.clone()),
            };
            (spelling.is_some(), q.a, q.b, spelling)
        };
        y.stake.cmp(&x.stake).then_with(|| rest(x).cmp(&rest(y)))
    });
    let mut kept = Vec::new();
    for asking in asked {
        if kept.len() == MOST {
            break;
        }
        kept.extend(worth_asking(store, &listed, &mut named, asking)?);
    }
    rows(store, &listed, kept)
}

/// A question that may be worth asking, before the articles are looked at.
struct Asking {
    /// Mentions it is about.
    stake: u64,
    a: usize,
    b: usize,
    what: Asked,
}

enum Asked {
    Apart { reason: String, asks: Asks },
    Joined(doubt::Weak),
}

/// A question to be listed: the two sides, the spelling when it is about one, and the reason.
struct Worth {
    a: usize,
    b: usize,
    spelling: Option<String>,
    reason: String,
}

/// The articles that name entities, as far as they were looked up.
#[derive(Default)]
struct Named(HashMap<EntityId, HashSet<ArticleId>>);

impl Named {
    fn of(&mut self, store: &Store, entity: EntityId) -> Result<&HashSet<ArticleId>, Problem> {
        Ok(match self.0.entry(entity) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                place.insert(store.articles_naming(entity)?.into_iter().collect())
            }
        })
    }
}

fn worth_asking(
    store: &Store,
    listed: &[Listed],
    named: &mut Named,
    asking: Asking,
) -> Result<Option<Worth>, Problem> {
    let id = |at: usize| listed.get(at).map_or(EntityId(0), |e| e.id);
    match asking.what {
        Asked::Apart { reason, asks } => {
            let (a, b) = (id(asking.a), id(asking.b));
            let worth = match asks {
                Asks::Always => true,
                Asks::Together => {
                    let mine = named.of(store, a)?.clone();
                    !named.of(store, b)?.is_disjoint(&mine)
                }
                Asks::Unplaced => {
                    let known = |of| -> Result<Option<String>, Problem> {
                        Ok(store.place_record(of)?.and_then(|p| p.gazetteer_id))
                    };
                    match (known(a)?, known(b)?) {
                        (Some(one), Some(other)) => one == other,
                        _ => true,
                    }
                }
            };
            Ok(worth.then_some(Worth {
                a: asking.a,
                b: asking.b,
                spelling: None,
                reason,
            }))
        }
        Asked::Joined(weak) => {
            let articles = store.articles_spelling(id(asking.a), &weak.spelling)?;
            for other in &weak.others {
                named.of(store, id(other.entity))?;
            }
            let doubt = weak.doubt(&articles, |other, article| {
                named
                    .0
                    .get(&id(other))
                    .is_some_and(|all| all.contains(&article))
            });
            Ok(doubt.map(|(other, doubt)| Worth {
                a: asking.a,
                b: other,
                reason: doubt.reason(listed.get(other).map_or("", |e| e.name.as_str())),
                spelling: Some(weak.spelling),
            }))
        }
    }
}

/// See [`Project::spellings`].
pub(in crate::workspace) fn spellings(
    store: &Store,
    entity: EntityId,
) -> Result<Vec<Spelling>, Problem> {
    let (kind, name, ..) = store.entity(entity)?;
    let mut counts: BTreeMap<String, (u64, bool)> = BTreeMap::new();
    for mention in store.refs_of_entities(&[entity])? {
        let count = counts.entry(mention.text).or_insert((0, true));
        count.0 += 1;
        // One mention that the program put there makes it the program's reason.
        count.1 &= mention.by_user || mention.found != entity;
    }
    let mut spellings: Vec<Spelling> = counts
        .into_iter()
        .map(|(text, (count, decided))| {
            let reason = if decided {
                "You decided so"
            } else {
                doubt::why(kind, &name, &text)
            };
            Spelling {
                text,
                mentions: count,
                reason,
            }
        })
        .collect();
    spellings.sort_by(|a, b| {
        b.mentions
            .cmp(&a.mentions)
            .then_with(|| a.text.cmp(&b.text))
    });
    Ok(spellings)
}

fn listed(store: &Store) -> Result<Vec<Listed>, Problem> {
    let mut listed: Vec<Listed> = Vec::new();
    for form in store.counted_forms()? {
        match listed.last_mut() {
            Some(last) if last.id == form.entity => {
                last.mentions += form.mentions;
                last.forms.push(form);
            }
            _ => listed.push(Listed {
                id: form.entity,
                kind: form.kind,
                name: form.name.clone(),
                mentions: form.mentions,
                forms: vec![form],
            }),
        }
    }
    Ok(listed)
}

fn rows(store: &Store, listed: &[Listed], asked: Vec<Worth>) -> Result<Vec<WorkRow>, Problem> {
    let mut rows: Vec<(WorkRow, MentionId, MentionId)> = Vec::new();
    for worth in asked {
        let (Some(a), Some(b)) = (listed.get(worth.a), listed.get(worth.b)) else {
            continue;
        };
        let (a_side, a_first) = side(store, a, None)?;
        let (b_side, b_first) = match &worth.spelling {
            Some(spelling) => side(store, a, Some(spelling))?,
            None => side(store, b, None)?,
        };
        let row = WorkRow {
            a: a_side,
            b: b_side,
            joined: worth.spelling.is_some(),
            reason: worth.reason,
        };
        rows.push((row, a_first, b_first));
    }
    let firsts: Vec<MentionId> = rows.iter().flat_map(|r| [r.1, r.2]).collect();
    let passages: HashMap<MentionId, Passage> = store
        .passages_by_id(&firsts)?
        .into_iter()
        .map(|p| (p.mention, p))
        .collect();
    Ok(rows
        .into_iter()
        .map(|(mut row, a, b)| {
            row.a.passage = passages.get(&a).cloned();
            row.b.passage = passages.get(&b).cloned();
            row
        })
        .collect())
}

/// A side of a question and the mention that its sentence comes from. The side of an entity shows its fullest
/// spelling where it can.
fn side(
    store: &Store,
    of: &Listed,
    spelling: Option<&str>,
) -> Result<(Doubtful, MentionId), Problem> {
    let (mentions, articles) = match spelling {
        None => store.tally(of.id)?,
        Some(text) => {
            let all = store.refs_of_spelling(text)?;
            let its: Vec<_> = all.iter().filter(|m| m.entity == of.id).collect();
            let articles: HashSet<_> = its.iter().map(|m| m.article).collect();
            (its.len() as u64, articles.len() as u64)
        }
    };
    let form = of
        .forms
        .iter()
        .find(|f| spelling.map_or(f.text == of.name, |s| s == f.text))
        .or_else(|| of.forms.first());
    let side = Doubtful {
        entity: of.id,
        kind: of.kind,
        name: of.name.clone(),
        spelling: spelling
            .or_else(|| of.forms.first().map(|f| f.text.as_str()))
            .unwrap_or_default()
            .to_owned(),
        mentions,
        articles,
        passage: None,
    };
    Ok((side, form.map_or(MentionId(0), |f| f.first)))
}

/// Questions that were answered.
struct Settled {
    apart: HashSet<(EntityId, EntityId)>,
    together: HashSet<(EntityId, String)>,
    joined: HashMap<EntityId, EntityId>,
}

impl Settled {
    fn of(store: &Store) -> Result<Self, Problem> {
        let rules = rules_in_force(store)?;
        let mut settled = Self {
            apart: HashSet::new(),
            together: HashSet::new(),
            joined: rules.joined(),
        };
        for rule in rules.all() {
            match rule {
                Rule::Apart { a, b } => {
                    // What is said of an entity holds for what it is merged into.
                    let (a, b) = (settled.one(*a), settled.one(*b));
                    settled.apart.insert((a.min(b), a.max(b)));
                }
                // Who splits says that the two are not one.
                Rule::Spellings {
                    of: Some(of),
                    to,
                    with_short_forms: true,
                    ..
                } => {
                    let (a, b) = (settled.one(*of), settled.one(*to));
                    settled.apart.insert((a.min(b), a.max(b)));
                }
                Rule::Together { entity, spelling } => {
                    let entity = settled.one(*entity);
                    settled.together.insert((entity, spelling.clone()));
                }
                _ => {}
            }
        }
        Ok(settled)
    }

    fn one(&self, entity: EntityId) -> EntityId {
        self.joined.get(&entity).copied().unwrap_or(entity)
    }

    fn apart(&self, a: EntityId, b: EntityId) -> bool {
        let (a, b) = (self.one(a), self.one(b));
        self.apart.contains(&(a.min(b), a.max(b)))
    }

    fn together(&self, entity: EntityId, spelling: &str) -> bool {
        self.together
            .contains(&(self.one(entity), spelling.to_owned()))
    }
}
