//! Story families: found at the end of an import, joined and split by hand, and read for the Compare view.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

use super::{
    command::Outcome,
    import::Failure,
    problem::Problem,
    project::{Change, Project, shortened},
    words,
};
use crate::{
    analysis::versions::{
        Edge, Fingerprint, Index, candidates::WORTH_READING, compare, group, likeness,
    },
    jobs::JobCx,
    model::{
        ArticleId, FamilyId, FamilyKind,
        family::{Comparison, FamilyCard},
    },
    store::{FoundFamily, Result, Store, StoreError, StoredPrint},
};

/// Articles compared together: what memory depends on.
const BATCH: usize = 16_384;
/// Pairs read together.
const CHUNK: usize = 256;
/// Estimated share of two texts above which they count as one story when it is asked how many stories have a passage.
const NEARLY_THE_SAME: f64 = 0.75;
/// Share of the smaller text, each passage weighed by how few stories have it, that two versions have in common at least.
const OWN_WORDS: f64 = 0.25;
/// The same for two members of a family that are not directly alike.
const SOMETHING: f64 = 0.1;

/// A fingerprint as the store keeps it.
pub(super) fn stored(print: &Fingerprint) -> StoredPrint {
    StoredPrint {
        hashes: print.to_bytes(),
        complete: print.complete,
        words: print.words,
    }
}

fn unstored(id: ArticleId, print: &StoredPrint) -> Result<Fingerprint> {
    Fingerprint::from_bytes(&print.hashes, print.complete, print.words)
        .ok_or_else(|| StoreError::Damaged(format!("The fingerprint of article {id}")))
}

/// Looks for the versions of all articles that were not compared yet and writes the families. What is done when it is
/// cancelled stays, the rest is taken up by the next call.
pub(super) fn find(store: &mut Store, cx: &JobCx) -> std::result::Result<(), Failure> {
    let waiting = store.waiting_for_comparison()?;
    if waiting.is_empty() {
        return Ok(());
    }
    cx.stage("Comparing versions", waiting.len() as u64, "articles");
    let apart: HashSet<(ArticleId, ArticleId)> = store.stories_apart()?.into_iter().collect();
    for batch in waiting.chunks(BATCH) {
        find_among(store, batch, &apart, cx)?;
    }
    Ok(())
}

fn find_among(
    store: &mut Store,
    batch: &[ArticleId],
    apart: &HashSet<(ArticleId, ArticleId)>,
    cx: &JobCx,
) -> std::result::Result<(), Failure> {
    let (new, missing) = prints_of(store, batch)?;
    let mut index = Index::new(new.values());
    let mut damaged = None;
    store.each_compared(|id, print| {
        match unstored(id, &print) {
            Ok(print) => index.add(id, &print),
            Err(error) => damaged = Some(error),
        }
        !cx.cancelled()
    })?;
    if let Some(error) = damaged {
        return Err(error.into());
    }
    cx.step(0)?;
    let mut prints = Prints {
        known: HashMap::new(),
    };
    let mut pairs: Vec<(ArticleId, ArticleId, f64)> = Vec::new();
    for (id, print) in &new {
        for partner in index.partners(print) {
            let overlap = match new.get(&partner) {
                Some(other) => print.overlap(other, |_| 1.0),
                None => print.overlap(prints.get(store, partner)?, |_| 1.0),
            };
            if overlap.contained() >= WORTH_READING && !apart.contains(&ordered(*id, partner)) {
                pairs.push((partner, *id, overlap.mutual()));
            }
        }
        index.add(*id, print);
    }
    let found = if pairs.is_empty() {
        cx.step(batch.len() as u64)?;
        Vec::new()
    } else {
        count_stories(store, &mut index, &new, &pairs, cx)?;
        prints.known.extend(new);
        let edges = read_pairs(store, &mut prints, &index, &pairs, batch, cx)?;
        families_of(store, &mut prints, &index, edges, apart)?
    };
    write(store, batch, &missing, &found)
}

type NewPrints = BTreeMap<ArticleId, Fingerprint>;

/// The batch's fingerprints, and those among them that are not stored yet: of projects older than fingerprints.
fn prints_of(
    store: &Store,
    batch: &[ArticleId],
) -> Result<(NewPrints, Vec<(ArticleId, StoredPrint)>)> {
    let (mut new, mut missing) = (BTreeMap::new(), Vec::new());
    for id in batch {
        let print = match store.fingerprint(*id)? {
            Some(print) => unstored(*id, &print)?,
            None => {
                let print = Fingerprint::of(&store.reading_text(*id)?);
                missing.push((*id, stored(&print)));
                print
            }
        };
        new.insert(*id, print);
    }
    Ok((new, missing))
}

fn ordered(a: ArticleId, b: ArticleId) -> (ArticleId, ArticleId) {
    (a.min(b), a.max(b))
}

/// Fingerprints, read when they are asked for first.
struct Prints {
    known: HashMap<ArticleId, Fingerprint>,
}

impl Prints {
    fn get(&mut self, store: &Store, id: ArticleId) -> Result<&Fingerprint> {
        use std::collections::hash_map::Entry;
        Ok(match self.known.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let print = store.fingerprint(id)?.unwrap_or_default();
                free.insert(unstored(id, &print)?)
            }
        })
    }

    /// Estimated share of the smaller of two texts that both have, weighed by how few stories have it.
    fn own_words(
        &mut self,
        store: &Store,
        index: &Index,
        a: ArticleId,
        b: ArticleId,
    ) -> Result<f64> {
        self.get(store, b)?;
        let a = self.get(store, a)?.clone();
        let b = self.get(store, b)?;
        Ok(a.overlap(b, |hash| index.weight(hash)).contained())
    }
}

/// Counts in how many stories each hash stands. Nearly equal texts count as one story, for else a story that many outlets
/// print would look like boilerplate.
fn count_stories(
    store: &Store,
    index: &mut Index,
    new: &NewPrints,
    pairs: &[(ArticleId, ArticleId, f64)],
    cx: &JobCx,
) -> std::result::Result<(), Failure> {
    let stories = store.stories()?;
    let mut parent: HashMap<i64, i64> = HashMap::new();
    let story_of: HashMap<ArticleId, i64> = stories.iter().copied().collect();
    fn root(parent: &mut HashMap<i64, i64>, mut of: i64) -> i64 {
        while let Some(up) = parent.get(&of).copied() {
            if let Some(higher) = parent.get(&up).copied() {
                parent.insert(of, higher);
            }
            of = up;
        }
        of
    }
    for (a, b, mutual) in pairs {
        if *mutual < NEARLY_THE_SAME {
            continue;
        }
        if let (Some(x), Some(y)) = (story_of.get(a), story_of.get(b)) {
            let (x, y) = (root(&mut parent, *x), root(&mut parent, *y));
            if x != y {
                parent.insert(x.max(y), x.min(y));
            }
        }
    }
    let mut in_order: Vec<(i64, ArticleId)> = stories
        .into_iter()
        .map(|(id, story)| (root(&mut parent, story), id))
        .collect();
    in_order.sort_unstable();
    for (story, id) in in_order {
        match new.get(&id) {
            Some(print) => index.count(story, print),
            None => {
                if let Some(print) = store.fingerprint(id)? {
                    index.count(story, &unstored(id, &print)?);
                }
            }
        }
        if id.0 % 1024 == 0 {
            cx.step(0)?;
        }
    }
    Ok(())
}

/// Reads the texts of the pairs and keeps those that are versions of each other.
fn read_pairs(
    store: &Store,
    prints: &mut Prints,
    index: &Index,
    pairs: &[(ArticleId, ArticleId, f64)],
    batch: &[ArticleId],
    cx: &JobCx,
) -> std::result::Result<Vec<Edge>, Failure> {
    let mut edges = Vec::new();
    let mut done = 0;
    for chunk in pairs.chunks(CHUNK) {
        let mut texts: HashMap<ArticleId, String> = HashMap::new();
        let mut close = Vec::new();
        for (a, b, _) in chunk {
            if prints.own_words(store, index, *a, *b)? < OWN_WORDS {
                continue;
            }
            for id in [a, b] {
                if !texts.contains_key(id) {
                    texts.insert(*id, store.reading_text(*id)?);
                }
            }
            close.push((*a, *b));
        }
        let found: Vec<Option<Edge>> = close
            .into_par_iter()
            .map(|(a, b)| {
                let like = likeness(texts.get(&a)?, texts.get(&b)?);
                like.relation().map(|_| Edge {
                    a,
                    b,
                    shared: like.shared(),
                })
            })
            .collect();
        edges.extend(found.into_iter().flatten());
        if let Some((_, newest, _)) = chunk.last() {
            let reached = batch.partition_point(|id| id <= newest);
            cx.step((reached - done) as u64)?;
            done = reached;
        }
    }
    cx.step((batch.len() - done) as u64)?;
    Ok(edges)
}

/// The families that the edges make with the families there are.
fn families_of(
    store: &Store,
    prints: &mut Prints,
    index: &Index,
    edges: Vec<Edge>,
    apart: &HashSet<(ArticleId, ArticleId)>,
) -> Result<Vec<FoundFamily>> {
    let mut before: BTreeMap<ArticleId, Option<FamilyId>> = BTreeMap::new();
    let mut known = BTreeSet::new();
    for edge in &edges {
        for id in [edge.a, edge.b] {
            let family = store.family_of(id)?;
            before.insert(id, family);
            known.extend(family);
        }
    }
    let mut together = Vec::new();
    for family in known {
        let members: Vec<ArticleId> = store
            .family_members(family)?
            .iter()
            .map(|v| v.article)
            .collect();
        before.extend(members.iter().map(|id| (*id, Some(family))));
        together.push(members);
    }
    let mut failed = None;
    let groups = group(&together, edges, |a, b| {
        !apart.contains(&ordered(a, b))
            && prints
                .own_words(store, index, a, b)
                .unwrap_or_else(|error| {
                    failed = Some(error);
                    0.0
                })
                >= SOMETHING
    });
    if let Some(error) = failed {
        return Err(error);
    }
    let mut found = Vec::with_capacity(groups.len());
    for mut members in groups {
        oldest_first(store, &mut members)?;
        let (kind, shared) = bond(store, &members)?;
        found.push(FoundFamily {
            articles: members
                .into_iter()
                .map(|id| (id, before.get(&id).copied().flatten()))
                .collect(),
            kind,
            shared,
        });
    }
    Ok(found)
}

fn write(
    store: &mut Store,
    batch: &[ArticleId],
    missing: &[(ArticleId, StoredPrint)],
    found: &[FoundFamily],
) -> std::result::Result<(), Failure> {
    let (mut families, mut missing) = (found.iter(), missing.iter());
    // A family goes in before its articles count as compared: stopped in between, the next import finds it again.
    let mut done = batch.iter();
    store.write_batches(|writer| {
        if let Some((id, print)) = missing.next() {
            writer.fingerprint(*id, print)?;
        } else if let Some(family) = families.next() {
            writer.family(family)?;
        } else if let Some(id) = done.next() {
            writer.compared(*id)?;
        } else {
            return Ok(false);
        }
        Ok::<_, Failure>(true)
    })
}

/// Sorts articles as a family counts its versions: by date, undated ones last, then in the order of import.
fn oldest_first(store: &Store, articles: &mut [ArticleId]) -> Result<()> {
    let mut dates = HashMap::new();
    for id in articles.iter() {
        let date = store
            .published(*id)?
            .1
            .map(|p| (p.date.first_day(), p.date.to_string()));
        dates.insert(*id, (date.is_none(), date));
    }
    articles.sort_by(|a, b| dates.get(a).cmp(&dates.get(b)).then_with(|| a.cmp(b)));
    Ok(())
}

/// What binds articles together, oldest first: the kind, and the share that the two most different neighbors have in
/// common.
fn bond(store: &Store, articles: &[ArticleId]) -> Result<(FamilyKind, f64)> {
    let mut longest = (0, None);
    for id in articles {
        let print = store.fingerprint(*id)?.map_or(0, |print| print.words);
        if longest.1.is_none() || print > longest.0 {
            longest = (print, Some(*id));
        }
    }
    let whole = match longest.1 {
        Some(id) => store.reading_text(id)?,
        None => String::new(),
    };
    let (mut shared, mut identical, mut excerpts, mut parts) = (1.0_f64, true, false, true);
    let mut before: Option<String> = None;
    for id in articles {
        let text = store.reading_text(*id)?;
        if let Some(before) = &before {
            let like = likeness(before, &text);
            shared = shared.min(like.shared());
            identical &= like.identical;
        }
        if Some(*id) != longest.1 {
            match likeness(&whole, &text).relation() {
                Some(FamilyKind::Excerpt) => excerpts = true,
                Some(FamilyKind::Identical) => {}
                Some(FamilyKind::Version) | None => parts = false,
            }
        }
        before = Some(text);
    }
    let kind = if identical {
        FamilyKind::Identical
    } else if parts && excerpts {
        FamilyKind::Excerpt
    } else {
        FamilyKind::Version
    };
    Ok((kind, shared))
}

/// The story family of an article; `None` when it has no other versions.
///
/// # Errors
/// When there is no such article or the file cannot be read.
pub fn card(store: &Store, article: ArticleId) -> Result<Option<FamilyCard>> {
    let Some(id) = store.family_of(article)? else {
        return Ok(None);
    };
    let (kind, shared) = store.family(id)?;
    let mut versions = store.family_members(id)?;
    let mut first: Option<String> = None;
    for version in &mut versions {
        let text = store.reading_text(version.article)?;
        match &first {
            Some(first) => version.kept = Some(likeness(first, &text).kept()),
            None => first = Some(text),
        }
    }
    Ok(Some(FamilyCard {
        id,
        kind,
        shared,
        versions,
    }))
}

/// Two articles side by side, and the facts that differ.
///
/// # Errors
/// When there is no such article or the file cannot be read.
pub fn comparison(store: &Store, a: ArticleId, b: ArticleId) -> Result<Comparison> {
    let side = |id: ArticleId| -> Result<compare::Side> {
        let record = store.article(id)?;
        let names = store
            .mentions(id)?
            .into_iter()
            .map(|(mention, _)| compare::Name {
                span: mention.span,
                entity: mention.entity,
                kind: mention.kind,
                name: mention.name,
            })
            .collect();
        Ok(compare::Side {
            article: id,
            text: record.reading_text,
            blocks: record.blocks,
            names,
            published: record.export.published.map(|p| p.date),
        })
    };
    Ok(compare::compare(side(a)?, side(b)?))
}

/// Carries out a change of families: sets them, ends those that are left with one article, and weighs the rest anew. An
/// article that came into one of them since the decision goes where the one it resembles most goes.
pub(super) fn carry_out(
    store: &Store,
    families: &[(ArticleId, Option<FamilyId>)],
    apart: &[(ArticleId, ArticleId, bool)],
) -> Result<()> {
    let mut touched = BTreeSet::new();
    for (article, _) in families {
        touched.extend(store.family_of(*article)?);
    }
    let mut newcomers = Vec::new();
    for family in &touched {
        for version in store.family_members(*family)? {
            if !families
                .iter()
                .any(|(article, _)| *article == version.article)
            {
                newcomers.push((version.article, *family));
            }
        }
    }
    for (article, family) in families {
        touched.extend(*family);
        store.set_family_of(*article, *family)?;
    }
    for (a, b, are) in apart {
        store.set_apart(*a, *b, *are)?;
    }
    for (article, family) in newcomers {
        let Some(closest) = closest(store, article, families)? else {
            continue;
        };
        let goes = match store.family_of(closest)? {
            Some(goes) => goes,
            None => {
                let new = store.create_family()?;
                store.set_family_of(closest, Some(new))?;
                new
            }
        };
        if goes != family {
            touched.insert(goes);
            store.set_family_of(article, Some(goes))?;
        }
    }
    for family in touched {
        weigh(store, family)?;
    }
    Ok(())
}

/// The article of a change that another resembles most; the first of several.
fn closest(
    store: &Store,
    article: ArticleId,
    among: &[(ArticleId, Option<FamilyId>)],
) -> Result<Option<ArticleId>> {
    let text = store.reading_text(article)?;
    let mut best: Option<(f64, ArticleId)> = None;
    for (other, _) in among {
        let like = likeness(&text, &store.reading_text(*other)?);
        if like.relation().is_some() && best.is_none_or(|(shared, _)| like.shared() > shared) {
            best = Some((like.shared(), *other));
        }
    }
    Ok(best.map(|(_, article)| article))
}

/// Ends a family that has less than two articles, or says anew what binds it.
fn weigh(store: &Store, family: FamilyId) -> Result<()> {
    let members: Vec<ArticleId> = store
        .family_members(family)?
        .iter()
        .map(|v| v.article)
        .collect();
    if members.len() < 2 {
        return store.end_family(family);
    }
    let (kind, shared) = bond(store, &members)?;
    store.set_family(family, kind, shared)
}

/// Says anew what binds the families of articles whose dates changed: their neighbors may be others now.
pub(super) fn reordered(store: &Store, articles: impl Iterator<Item = ArticleId>) -> Result<()> {
    let mut families = BTreeSet::new();
    for article in articles {
        families.extend(store.family_of(article)?);
    }
    families
        .into_iter()
        .try_for_each(|family| weigh(store, family))
}

impl Project {
    /// What [`card`] says.
    ///
    /// # Errors
    /// As there.
    pub fn family(&self, article: ArticleId) -> std::result::Result<Option<FamilyCard>, Problem> {
        card(&self.store, article).map_err(|e| {
            Problem::new(
                format!("Could not read the story family of article {article}"),
                e,
            )
        })
    }

    /// What [`comparison`] says.
    ///
    /// # Errors
    /// As there.
    pub fn compare(&self, a: ArticleId, b: ArticleId) -> std::result::Result<Comparison, Problem> {
        comparison(&self.store, a, b)
            .map_err(|e| Problem::new(format!("Could not compare articles {a} and {b}"), e))
    }

    pub(super) fn join_stories(
        &mut self,
        articles: &[ArticleId],
    ) -> std::result::Result<Outcome, Problem> {
        let named: BTreeSet<ArticleId> = articles.iter().copied().collect();
        if named.len() < 2 {
            return Err(
                Problem::new("Could not join", "a story needs two articles at least")
                    .with_hint("Name the articles that are versions of one story"),
            );
        }
        let mut before = BTreeMap::new();
        for article in &named {
            let family = self.store.family_of(*article)?;
            before.insert(*article, family);
            if let Some(family) = family {
                let members = self.store.family_members(family)?;
                before.extend(members.iter().map(|v| (v.article, Some(family))));
            }
        }
        let families: BTreeSet<FamilyId> = before.values().copied().flatten().collect();
        let in_one = families.len() == 1 && before.values().all(Option::is_some);
        if in_one {
            return Ok(Outcome::default());
        }
        let (family, made) = match families.first() {
            Some(family) => (*family, false),
            None => (self.store.create_family()?, true),
        };
        let parted: Vec<(ArticleId, ArticleId)> = self
            .store
            .stories_apart()?
            .into_iter()
            .filter(|(a, b)| before.contains_key(a) && before.contains_key(b))
            .collect();
        let n = words::counted(before.len() as u64, "article");
        let pairs = |are: bool| parted.iter().map(|(a, b)| (*a, *b, are)).collect();
        let done = self.decide(
            "join-stories",
            &format!("Join {n} as one story"),
            &Change::Stories {
                families: before.keys().map(|id| (*id, Some(family))).collect(),
                apart: pairs(false),
            },
            &Change::Stories {
                families: before.into_iter().collect(),
                apart: pairs(true),
            },
        );
        match done {
            Ok(changed) => Ok(Outcome {
                changed,
                said: format!("Joined {n} as one story"),
            }),
            Err(problem) => {
                if made {
                    self.store.end_family(family)?;
                }
                Err(problem)
            }
        }
    }

    pub(super) fn split_stories(
        &mut self,
        articles: &[ArticleId],
    ) -> std::result::Result<Outcome, Problem> {
        let named: BTreeSet<ArticleId> = articles.iter().copied().collect();
        let known: HashSet<(ArticleId, ArticleId)> =
            self.store.stories_apart()?.into_iter().collect();
        let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
        let mut parted = BTreeSet::new();
        let mut title = String::new();
        for article in &named {
            let (of, _) = self.store.published(*article)?;
            let Some(family) = self.store.family_of(*article)? else {
                return Err(Problem::new(
                    format!("Could not set “{}” apart", shortened(&of)),
                    "it belongs to no story family",
                ));
            };
            title = of;
            after.insert(*article, None);
            for other in self.store.family_members(family)? {
                before.insert(other.article, Some(family));
                after
                    .entry(other.article)
                    .or_insert_with(|| Some(family).filter(|_| !named.contains(&other.article)));
                if other.article != *article {
                    parted.insert(ordered(*article, other.article));
                }
            }
        }
        let what = match named.len() {
            0 => return Ok(Outcome::default()),
            1 => format!("“{}”", shortened(&title)),
            n => words::counted(n as u64, "article"),
        };
        let pairs = |are: bool| {
            let new = parted.iter().filter(|pair| !known.contains(pair));
            new.map(|(a, b)| (*a, *b, are)).collect()
        };
        let changed = self.decide(
            "split-story",
            &format!("Set {what} apart as another story"),
            &Change::Stories {
                families: after.into_iter().collect(),
                apart: pairs(true),
            },
            &Change::Stories {
                families: before.into_iter().collect(),
                apart: pairs(false),
            },
        )?;
        Ok(Outcome {
            changed,
            said: format!("Set {what} apart as another story"),
        })
    }
}
