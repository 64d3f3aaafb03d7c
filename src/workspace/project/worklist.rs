//! "Same name?": what the program did not dare to join, or joined on little evidence, for a person to decide.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Project, ledger::rules_in_force, rules::Rule};
use crate::{
    analysis::variants::doubt::{self, Known},
    model::{EntityId, EntityType, MentionId, rows::Passage},
    store::CountedForm,
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
        let listed = self.listed()?;
        let known: Vec<Known<'_>> = listed
            .iter()
            .map(|e| Known {
                kind: e.kind,
                name: &e.name,
                spellings: e.forms.iter().map(|f| f.text.as_str()).collect(),
            })
            .collect();
        let settled = Settled::of(self)?;
        // Mentions at stake, whether joined, and the two sides.
        let mut asked: Vec<(u64, bool, usize, usize, String, String)> = Vec::new();
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
            let stake = listed.get(b).map_or(0, |e| e.mentions);
            asked.push((stake, false, a, b, String::new(), pair.reason));
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
            asked.push((stake, true, one.entity, one.other, one.spelling, one.reason));
        }
        asked.sort_by(|x, y| {
            y.0.cmp(&x.0)
                .then_with(|| (x.1, x.2, x.3, &x.4).cmp(&(y.1, y.2, y.3, &y.4)))
        });
        asked.truncate(MOST);
        self.rows(&listed, asked)
    }

    /// Why each spelling of an entity was joined with it: spelling, mentions, reason; the most frequent first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn spellings(&self, entity: EntityId) -> Result<Vec<(String, u64, &'static str)>, Problem> {
        let (kind, name, ..) = self.store.entity(entity)?;
        let mut counts: BTreeMap<String, (u64, bool)> = BTreeMap::new();
        for mention in self.store.refs_of_entities(&[entity])? {
            let count = counts.entry(mention.text).or_insert((0, true));
            count.0 += 1;
            // One mention that the program put there makes it the program's reason.
            count.1 &= mention.by_user || mention.found != entity;
        }
        let mut spellings: Vec<(String, u64, &'static str)> = counts
            .into_iter()
            .map(|(text, (count, decided))| {
                let reason = if decided {
                    "You decided so"
                } else {
                    doubt::why(kind, &name, &text)
                };
                (text, count, reason)
            })
            .collect();
        spellings.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(spellings)
    }

    fn listed(&self) -> Result<Vec<Listed>, Problem> {
        let mut listed: Vec<Listed> = Vec::new();
        for form in self.store.counted_forms()? {
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

    fn rows(
        &self,
        listed: &[Listed],
        asked: Vec<(u64, bool, usize, usize, String, String)>,
    ) -> Result<Vec<WorkRow>, Problem> {
        let mut rows: Vec<(WorkRow, MentionId, MentionId)> = Vec::new();
        for (_, joined, a, b, spelling, reason) in asked {
            let (Some(a), Some(b)) = (listed.get(a), listed.get(b)) else {
                continue;
            };
            let (a_side, a_first) = self.side(a, None)?;
            let (b_side, b_first) = if joined {
                self.side(a, Some(&spelling))?
            } else {
                self.side(b, None)?
            };
            let row = WorkRow {
                a: a_side,
                b: b_side,
                joined,
                reason,
            };
            rows.push((row, a_first, b_first));
        }
        let firsts: Vec<MentionId> = rows.iter().flat_map(|r| [r.1, r.2]).collect();
        let passages: HashMap<MentionId, Passage> = self
            .store
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
    fn side(&self, of: &Listed, spelling: Option<&str>) -> Result<(Doubtful, MentionId), Problem> {
        let (mentions, articles) = match spelling {
            None => self.store.tally(of.id)?,
            Some(text) => {
                let all = self.store.refs_of_spelling(text)?;
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
}

/// Questions that were answered.
struct Settled {
    apart: HashSet<(EntityId, EntityId)>,
    together: HashSet<(EntityId, String)>,
    joined: HashMap<EntityId, EntityId>,
}

impl Settled {
    fn of(project: &Project) -> Result<Self, Problem> {
        let rules = rules_in_force(&project.store)?;
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
