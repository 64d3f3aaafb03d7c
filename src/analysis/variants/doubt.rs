//! Names that may be one and were left apart, names that were joined on little evidence, and why spellings were joined.
//! Nothing is decided here: a person is asked.

use std::collections::{BTreeSet, HashMap};

use super::{
    arabic,
    article::{initials, is_initialism},
    keys,
};
use crate::model::EntityType;

/// An entity of the project.
#[derive(Clone, Debug, PartialEq)]
pub struct Known<'a> {
    pub kind: EntityType,
    /// As the program named it or the user renamed it.
    pub name: &'a str,
    /// Its spellings, the most frequent first.
    pub spellings: Vec<&'a str>,
}

/// Two entities that may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// Indexes into the entities, `a` below `b`.
    pub a: usize,
    pub b: usize,
    /// One sentence: what speaks for it.
    pub reason: String,
    pub asks: Asks,
}

/// When a pair is worth a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    Always,
    /// Where an article names both: a short name or initials mean somebody of their own article.
    Together,
    /// Unless both are known places: those are two, however alike they are spelled.
    Unplaced,
}

/// A spelling that may belong to somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weak {
    /// Index into the entities.
    pub entity: usize,
    pub spelling: String,
    /// Other entities it could mean, in their order.
    pub others: Vec<Other>,
    /// What they have in common with it.
    pub shares: Shares,
}

/// An entity that a spelling could mean, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Other {
    /// Index into the entities.
    pub entity: usize,
    /// Whether it bears the name in the same place: as its last name, too, or as its first name, too.
    pub alike: bool,
}

/// What entities have in common with a spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shares {
    /// A word of their names.
    Name,
    Initials,
}

impl Weak {
    /// The doubt that is worth a question, if any. `articles` are those that the spelling stands in, each with whether the
    /// entity's name stands there in full; `named_in(other, article)` tells whether an article names another.
    ///
    /// Who is named in full once and by a short name after that is no question, unless the same article names somebody
    /// else who bears it. Initials are one only where an article gives another's full name and not the entity's.
    pub fn doubt<A: Copy>(
        &self,
        articles: &[(A, bool)],
        mut named_in: impl FnMut(usize, A) -> bool,
    ) -> Option<(usize, Doubt)> {
        let alone = articles.iter().filter(|(_, in_full)| !in_full).count();
        for other in &self.others {
            let beside = articles.iter().any(|(article, in_full)| {
                (self.shares == Shares::Name || !in_full) && named_in(other.entity, *article)
            });
            if beside {
                return Some((other.entity, Doubt::Beside(self.shares)));
            }
        }
        let alike = self.others.iter().find(|other| other.alike)?;
        (self.shares == Shares::Name && alone > 0).then_some((alike.entity, Doubt::Alone(alone)))
    }
}

/// What makes a spelling doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// An article that it stands in names the other.
    Beside(Shares),
    /// In so many articles it stands without the full name.
    Alone(usize),
}

impl Doubt {
    /// One sentence that says so of the other.
    #[must_use]
    pub fn reason(self, other: &str) -> String {
        match self {
            Self::Beside(Shares::Name) => {
                format!("“{other}” bears the name, too, and stands in the same article")
            }
            Self::Beside(Shares::Initials) => {
                format!("“{other}” has the same initials and stands in the same article")
            }
            Self::Alone(1) => {
                format!("It stands without the full name in one article; “{other}” bears it, too")
            }
            Self::Alone(n) => {
                format!("It stands without the full name in {n} articles; “{other}” bears it, too")
            }
        }
    }
}

/// Bearers of a name looked at; a name that more share settles nothing and would only make a long list.
const MOST_BEARERS: usize = 6;

/// Entities by what they share.
struct Index {
    /// Persons of two words and more by the first and the last word.
    by_last: HashMap<String, Vec<usize>>,
    by_first: HashMap<String, Vec<usize>>,
    /// Organizations by initials, with and without small words.
    by_initials: HashMap<String, Vec<usize>>,
    words: Vec<Vec<String>>,
}

impl Index {
    fn of(entities: &[Known<'_>]) -> Self {
        let mut index = Self {
            by_last: HashMap::new(),
            by_first: HashMap::new(),
            by_initials: HashMap::new(),
            words: Vec::with_capacity(entities.len()),
        };
        for (i, entity) in entities.iter().enumerate() {
            let mut words = keys::words(entity.name);
            if entity.kind == EntityType::Person {
                words = keys::person_words(&words);
                words.retain(|w| !keys::GENERATIONS.contains(&w.as_str()));
                if let [first, .., last] = words.as_slice() {
                    index.by_first.entry(first.clone()).or_default().push(i);
                    index.by_last.entry(last.clone()).or_default().push(i);
                }
            } else if words.len() > 1 {
                let both = BTreeSet::from([initials(&words, true), initials(&words, false)]);
                for letters in both.into_iter().filter(|l| l.len() > 1) {
                    index.by_initials.entry(letters).or_default().push(i);
                }
            }
            index.words.push(words);
        }
        index
    }

    fn words(&self, entity: usize) -> &[String] {
        self.words.get(entity).map_or(&[], Vec::as_slice)
    }
}

/// Pairs of entities that may be one, each pair once with its strongest reason, in the order of the entities.
#[must_use]
pub fn apart(entities: &[Known<'_>]) -> Vec<Apart> {
    let index = Index::of(entities);
    let mut found: Vec<Apart> = Vec::new();
    let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut keep = |a: usize, b: usize, reason: String, asks: Asks| {
        let (a, b) = (a.min(b), a.max(b));
        if a != b && seen.insert((a, b)) {
            found.push(Apart { a, b, reason, asks });
        }
    };
    same_name(entities, &mut |a, b, reason| {
        keep(a, b, reason, Asks::Always);
    });
    one_word_persons(entities, &index, &mut keep);
    initials_of_bodies(entities, &index, &mut keep);
    let mut add = |a, b, reason| {
        keep(a, b, reason, Asks::Always);
    };
    like_persons(entities, &index, &mut add);
    parts_of_names(entities, &index, &mut add);
    one_letter_off(entities, &mut |a, b, reason| {
        keep(a, b, reason, Asks::Unplaced);
    });
    found.sort_by_key(|pair| (pair.a, pair.b));
    found
}

/// The same name under several types.
fn same_name(entities: &[Known<'_>], add: &mut impl FnMut(usize, usize, String)) {
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (i, entity) in entities.iter().enumerate() {
        by_name
            .entry(keys::words(entity.name).join(" "))
            .or_default()
            .push(i);
    }
    let mut groups: Vec<Vec<usize>> = by_name.into_values().filter(|g| g.len() > 1).collect();
    groups.sort();
    for group in groups.iter().filter(|g| g.len() <= MOST_BEARERS) {
        for (n, a) in group.iter().enumerate() {
            for b in group.iter().skip(n + 1) {
                let (Some(one), Some(other)) = (entities.get(*a), entities.get(*b)) else {
                    continue;
                };
                add(
                    *a,
                    *b,
                    if one.kind == other.kind {
                        "The same name stands for two".to_owned()
                    } else {
                        format!(
                            "The same name as {} and as {}",
                            one.kind.word(),
                            other.kind.word()
                        )
                    },
                );
            }
        }
    }
}

/// Persons named by one word, where several bear it.
fn one_word_persons(
    entities: &[Known<'_>],
    index: &Index,
    add: &mut impl FnMut(usize, usize, String, Asks),
) {
    for (i, entity) in entities.iter().enumerate() {
        let [word] = index.words(i) else { continue };
        if entity.kind != EntityType::Person {
            continue;
        }
        for (bearers, what) in [
            (index.by_last.get(word), "last"),
            (index.by_first.get(word), "first"),
        ] {
            let bearers = bearers.map_or(&[][..], Vec::as_slice);
            if bearers.len() > MOST_BEARERS {
                continue;
            }
            for bearer in bearers {
                let reason = match bearers.len() {
                    1 => format!("“{}” may be the {what} name alone", entity.name),
                    n => format!(
                        "“{}” may be the {what} name alone; {n} bear it",
                        entity.name
                    ),
                };
                // A last name that one person alone bears may be that one's anywhere.
                let asks = if what == "first" || bearers.len() > 1 {
                    Asks::Together
                } else {
                    Asks::Always
                };
                add(i, *bearer, reason, asks);
            }
        }
    }
}

/// Initialisms that several names, or names of another type, could stand behind.
fn initials_of_bodies(
    entities: &[Known<'_>],
    index: &Index,
    add: &mut impl FnMut(usize, usize, String, Asks),
) {
    for (i, entity) in entities.iter().enumerate() {
        if entity.kind == EntityType::Person || !is_initialism(entity.name) {
            continue;
        }
        let letters = index.words(i).concat();
        let bodies = index
            .by_initials
            .get(&letters)
            .map_or(&[][..], Vec::as_slice);
        for body in bodies.iter().take(MOST_BEARERS) {
            // Two letters stand for something else in most articles.
            let asks = if letters.len() > 2 {
                Asks::Always
            } else {
                Asks::Together
            };
            let reason = format!("“{}” may be the initials", entity.name);
            add(i, *body, reason, asks);
        }
    }
}

/// Persons of one surname whose other names agree as far as they are known, or nearly.
fn like_persons(entities: &[Known<'_>], index: &Index, add: &mut impl FnMut(usize, usize, String)) {
    let mut families: Vec<&Vec<usize>> = index.by_last.values().collect();
    families.sort();
    for family in families {
        for (n, a) in family.iter().enumerate().take(64) {
            for b in family.iter().skip(n + 1).take(64) {
                let (one, other) = (index.words(*a), index.words(*b));
                let (Some(x), Some(y)) = (one.first(), other.first()) else {
                    continue;
                };
                let short = x.chars().count().min(y.chars().count());
                if entities.get(*a).map(|e| e.name) == entities.get(*b).map(|e| e.name) {
                    continue;
                }
                let reason = if short == 1 && x.chars().next() == y.chars().next() {
                    "The same surname and initial"
                } else if x == y {
                    "The same first and last name, others between"
                } else if short > 3
                    && (one_edit(x, y) || arabic::may_spell(x, y) || arabic::may_spell(y, x))
                {
                    "The same surname, first names spelled almost alike"
                } else {
                    continue;
                };
                add(*a, *b, reason.to_owned());
            }
        }
    }
}

/// Names of one type and the same words but for one letter.
fn one_letter_off(entities: &[Known<'_>], add: &mut impl FnMut(usize, usize, String)) {
    // Two strings one edit apart share a string that either loses one letter to, so equal keys find them all.
    let mut by_gap: HashMap<(EntityType, String), Vec<usize>> = HashMap::new();
    let mut folded = Vec::with_capacity(entities.len());
    for (i, entity) in entities.iter().enumerate() {
        let name = keys::words(entity.name).join(" ");
        let letters = name.chars().count();
        if (6..=48).contains(&letters) && name.is_ascii() {
            let mut gaps: BTreeSet<String> = BTreeSet::from([name.clone()]);
            for at in 0..name.len() {
                let mut gap = name.clone();
                gap.remove(at);
                gaps.insert(gap);
            }
            for gap in gaps {
                by_gap.entry((entity.kind, gap)).or_default().push(i);
            }
        }
        folded.push(name);
    }
    let mut groups: Vec<Vec<usize>> = by_gap.into_values().filter(|g| g.len() > 1).collect();
    groups.sort();
    groups.dedup();
    for group in groups.iter().filter(|g| g.len() <= MOST_BEARERS) {
        for (n, a) in group.iter().enumerate() {
            for b in group.iter().skip(n + 1) {
                let (Some(x), Some(y)) = (folded.get(*a), folded.get(*b)) else {
                    continue;
                };
                // "Unit 4" and "Unit 5" are two, whatever else agrees.
                let digits =
                    |s: &str| -> String { s.chars().filter(char::is_ascii_digit).collect() };
                if x != y && one_edit(x, y) && digits(x) == digits(y) {
                    add(*a, *b, "Spelled alike but for one letter".to_owned());
                }
            }
        }
    }
}

/// Bodies whose name is the end of just one longer name: "Relief Council", "Coastal Relief Council".
fn parts_of_names(
    entities: &[Known<'_>],
    index: &Index,
    add: &mut impl FnMut(usize, usize, String),
) {
    let mut by_end: HashMap<String, Vec<usize>> = HashMap::new();
    for (i, entity) in entities.iter().enumerate() {
        if entity.kind == EntityType::Organization {
            let words = index.words(i);
            for from in 1..words.len().saturating_sub(1) {
                if let Some(end) = words.get(from..) {
                    by_end.entry(end.join(" ")).or_default().push(i);
                }
            }
        }
    }
    for (i, entity) in entities.iter().enumerate() {
        if entity.kind != EntityType::Organization || index.words(i).len() < 2 {
            continue;
        }
        if let Some([only]) = by_end.get(&index.words(i).join(" ")).map(Vec::as_slice) {
            add(i, *only, "One name is the end of the other".to_owned());
        }
    }
}

/// Whether one letter more, less or other makes one word the other.
fn one_edit(a: &str, b: &str) -> bool {
    let (short, long): (Vec<char>, Vec<char>) = if a.len() <= b.len() {
        (a.chars().collect(), b.chars().collect())
    } else {
        (b.chars().collect(), a.chars().collect())
    };
    if long.len() > short.len() + 1 {
        return false;
    }
    let same = short.iter().zip(&long).take_while(|(x, y)| x == y).count();
    let rest = |v: &[char], from: usize| v.get(from..).map_or_else(Vec::new, <[char]>::to_vec);
    if long.len() == short.len() {
        short != long && rest(&short, same + 1) == rest(&long, same + 1)
    } else {
        rest(&short, same) == rest(&long, same + 1)
    }
}

/// Spellings that were joined with an entity although another could be meant, in the order of the entities.
#[must_use]
pub fn weak(entities: &[Known<'_>]) -> Vec<Weak> {
    let index = Index::of(entities);
    let mut found = Vec::new();
    for (i, entity) in entities.iter().enumerate() {
        let mine = index.words(i);
        for spelling in &entity.spellings {
            let mut words = keys::words(spelling);
            let (others, shares) = if entity.kind == EntityType::Person {
                words = keys::person_words(&words);
                let [word] = words.as_slice() else { continue };
                if mine.len() < 2 {
                    continue;
                }
                let mut others = Vec::new();
                for (bearers, mine) in [
                    (index.by_last.get(word), mine.last()),
                    (index.by_first.get(word), mine.first()),
                ] {
                    let alike = mine == Some(word);
                    let bearers = bearers.into_iter().flatten();
                    others.extend(bearers.map(|entity| (*entity, alike)));
                }
                (others, Shares::Name)
            } else if is_initialism(spelling) && mine.len() > 1 {
                let letters = words.concat();
                let others = index.by_initials.get(&letters);
                // "NGB Archive" has the initials in its name; it is not what they stand for.
                let others = others
                    .into_iter()
                    .flatten()
                    .filter(|other| !index.words(**other).contains(&letters));
                (
                    others.map(|entity| (*entity, true)).collect(),
                    Shares::Initials,
                )
            } else {
                continue;
            };
            let mut others: Vec<Other> = others
                .into_iter()
                .filter(|(entity, _)| *entity != i)
                .map(|(entity, alike)| Other { entity, alike })
                .collect();
            others.sort();
            if !others.is_empty() {
                found.push(Weak {
                    entity: i,
                    spelling: (*spelling).to_owned(),
                    others,
                    shares,
                });
            }
        }
    }
    found
}

/// Why a spelling belongs to an entity of this name: the reason kept for each automatic merge.
#[must_use]
pub fn why(kind: EntityType, name: &str, spelling: &str) -> &'static str {
    if name == spelling {
        return "The name itself";
    }
    if keys::ascii_fold(name) == keys::ascii_fold(spelling) {
        return "The same but for capitals and accents";
    }
    let (mine, its) = (keys::words(name), keys::words(spelling));
    if mine == its {
        return "The same but for capitals, accents, marks and “the”";
    }
    if kind == EntityType::Person {
        let (a, b) = (keys::person_words(&mine), keys::person_words(&its));
        if a == b {
            return "Another spelling of the same name";
        }
        return match b.as_slice() {
            [one] if a.last() == Some(one) => "The last name alone",
            [one] if a.first() == Some(one) => "The first name alone",
            [first, .., last] if a.first() == Some(first) && a.last() == Some(last) => {
                "Names in the middle left out or added"
            }
            _ if a.ends_with(&b) || b.ends_with(&a) => "The same name, more or less of it",
            _ => "Another spelling of the same name",
        };
    }
    if is_initialism(spelling) || is_initialism(name) {
        return "The initials";
    }
    let sorted = |words: &[String]| -> Vec<String> {
        let mut words = words.to_vec();
        words.sort();
        words
    };
    if sorted(&mine) == sorted(&its) {
        return "The same words in another order";
    }
    match kind {
        EntityType::Group => "Singular and plural",
        EntityType::Place => "Another name of the same place",
        _ => "The same words, small ones and legal forms aside",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known<'a>(list: &[(EntityType, &'a str)]) -> Vec<Known<'a>> {
        list.iter()
            .map(|(kind, name)| Known {
                kind: *kind,
                name,
                spellings: vec![name],
            })
            .collect()
    }

    #[track_caller]
    fn check_apart(list: &[(EntityType, &str)], expected: &[(usize, usize)]) {
        let pairs: Vec<(usize, usize)> = apart(&known(list)).iter().map(|p| (p.a, p.b)).collect();
        assert_eq!(pairs, expected, "{list:?}");
    }

    #[test]
    fn pairs_worth_asking() {
        use EntityType::{Organization as O, Person as P, Place as L};
        check_apart(
            &[(P, "Ingrid Solberg"), (P, "Nils Solberg"), (P, "Solberg")],
            &[(0, 2), (1, 2)],
        );
        check_apart(&[(P, "I. Solberg"), (P, "Ingrid Solberg")], &[(0, 1)]);
        check_apart(&[(P, "Ingrid Solberg"), (P, "Ingrit Solberg")], &[(0, 1)]);
        check_apart(&[(P, "Ingrid Solberg"), (P, "Nils Solberg")], &[]);
        check_apart(&[(L, "Marsa Velo"), (O, "Marsa Velo")], &[(0, 1)]);
        check_apart(&[(O, "NGB"), (O, "New Geology Bureau")], &[(0, 1)]);
        let asks = |name| apart(&known(&[(O, name), (O, "New Geology")]))[0].asks;
        assert_eq!(asks("NG"), Asks::Together);
        let three = apart(&known(&[(O, "NGB"), (O, "New Geology Bureau")]));
        assert_eq!(three[0].asks, Asks::Always);
        check_apart(
            &[(O, "Relief Council"), (O, "Coastal Relief Council")],
            &[(0, 1)],
        );
        check_apart(&[(L, "Harborton"), (L, "Harbourton")], &[(0, 1)]);
        check_apart(&[(O, "Brigade 41"), (O, "Brigade 47")], &[]);
        check_apart(&[(L, "Oslo"), (L, "Bergen")], &[]);
    }

    #[test]
    fn weak_joins_name_the_other() {
        use EntityType::Person as P;
        let mut list = known(&[(P, "Ingrid Solberg"), (P, "Nils Solberg")]);
        list[0].spellings.push("Solberg");
        let found = weak(&list);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].entity, 0);
        let nils = Other {
            entity: 1,
            alike: true,
        };
        assert_eq!(found[0].others, [nils]);
        // Named in full once, by the last name after that: no question, unless the other is in the same article.
        let nowhere = |_: usize, _: u8| false;
        assert_eq!(found[0].doubt(&[(1, true), (2, true)], nowhere), None);
        let both = found[0].doubt(&[(1, true)], |other, article| (other, article) == (1, 1));
        assert_eq!(both, Some((1, Doubt::Beside(Shares::Name))));
        let alone = found[0].doubt(&[(1, true), (2, false)], nowhere);
        assert_eq!(alone, Some((1, Doubt::Alone(1))));
        assert_eq!(
            Doubt::Alone(1).reason("Nils Solberg"),
            "It stands without the full name in one article; “Nils Solberg” bears it, too"
        );
    }

    #[test]
    fn a_first_name_is_not_a_last_name() {
        use EntityType::Person as P;
        let mut list = known(&[(P, "Tove Edvard"), (P, "Edvard Holm")]);
        list[0].spellings.push("Edvard");
        let found = weak(&list);
        assert_eq!(found[0].doubt(&[(1, false)], |_, _: u8| false), None);
        assert!(found[0].doubt(&[(1, false)], |_, _: u8| true).is_some());
    }

    #[test]
    fn initials_are_asked_about_where_the_other_stands_in_full() {
        use EntityType::Organization as O;
        let mut list = known(&[(O, "Northern Grain Board"), (O, "New Geology Bureau")]);
        list[0].spellings.push("NGB");
        let found = weak(&list);
        let doubt = |in_full, named| found[0].doubt(&[(1, in_full)], |_, _: u8| named);
        assert_eq!(doubt(true, true), None);
        assert_eq!(doubt(false, false), None);
        assert_eq!(
            doubt(false, true),
            Some((1, Doubt::Beside(Shares::Initials)))
        );
        let mut list = known(&[
            (O, "Northern Bank"),
            (O, "N.B. Archive"),
            (O, "NB Buildings"),
        ]);
        list[0].spellings.push("N.B.");
        assert!(weak(&list).is_empty());
    }

    #[test]
    fn edits_are_counted() {
        for (a, b, expected) in [
            ("omar", "omer", true),
            ("omar", "omarr", true),
            ("omar", "mar", true),
            ("omar", "omar", false),
            ("omar", "amir", false),
            ("", "a", true),
        ] {
            assert_eq!(one_edit(a, b), expected, "{a} {b}");
            assert_eq!(one_edit(b, a), expected, "{b} {a}");
        }
    }

    #[test]
    fn reasons_fit() {
        let person = |name, spelling| why(EntityType::Person, name, spelling);
        assert_eq!(person("Ingrid Solberg", "Solberg"), "The last name alone");
        assert_eq!(
            person("Ingrid Solberg", "INGRID SOLBERG"),
            "The same but for capitals and accents"
        );
        assert_eq!(
            person("Yusuf Mansur", "Youssef Mansoor"),
            "Another spelling of the same name"
        );
        let body = |name, spelling| why(EntityType::Organization, name, spelling);
        assert_eq!(body("Northern Grain Board", "NGB"), "The initials");
        assert_eq!(
            body("Northern Grain Board", "Grain Northern Board"),
            "The same words in another order"
        );
    }
}
