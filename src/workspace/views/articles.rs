//! The article list: ordered and grouped beside the window, so that a hundred thousand articles are turned around between
//! two frames.

use std::{cmp::Ordering, collections::HashMap, ops::Range, sync::Arc};

use super::names::plain;
use crate::{
    model::{
        FamilyId,
        date::PartialDate,
        rows::{ArticleGrouping, ArticleKey, ArticleOrder, ArticleRow, DateDoubts},
    },
    workspace::words,
};

/// Articles in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticleList {
    pub rows: Vec<ArticleRow>,
    /// What stands together, from the first row to the last; empty where nothing is grouped.
    pub groups: Vec<ArticleGroup>,
    /// Of the selection without its own `undated` and `doubtful`: what asking for those would show.
    pub doubts: DateDoubts,
    stamp: Arc<()>,
}

/// Rows that stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleGroup {
    /// The same as long as it is the same group: `month 2012-03`, `outlet Coast Tribune`, `family 12`.
    pub key: String,
    /// `Mar 2012`, the outlet, the title of the story's oldest version.
    pub label: String,
    /// Where its rows are in the list.
    pub rows: Range<usize>,
    /// How many of them are unread.
    pub unread: usize,
}

/// Tells whether a list is the same as before. Holding it keeps no rows.
#[derive(Clone, Debug, Default)]
pub struct ListStamp(std::sync::Weak<()>);

impl PartialEq for ListStamp {
    fn eq(&self, other: &Self) -> bool {
        self.0.ptr_eq(&other.0)
    }
}

impl ArticleList {
    /// A list of rows in any order.
    #[must_use]
    pub fn new(rows: Vec<ArticleRow>, order: ArticleOrder, grouping: ArticleGrouping) -> Self {
        let (rows, groups) = group(sorted(rows, order), order, grouping);
        let count = |is: fn(&ArticleRow) -> bool| rows.iter().filter(|row| is(row)).count() as u64;
        Self {
            doubts: DateDoubts {
                undated: count(|row| row.published.is_none()),
                doubtful: count(|row| row.doubtful),
            },
            rows,
            groups,
            stamp: Arc::default(),
        }
    }

    /// What tells this list from another.
    #[must_use]
    pub fn stamp(&self) -> ListStamp {
        ListStamp(Arc::downgrade(&self.stamp))
    }
}

/// As words are sorted: lower case, without accents and without the quotation mark a title may begin with.
fn folded(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    plain(text, &mut words);
    let letters = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    if letters.is_empty() {
        words
    } else {
        letters.to_owned()
    }
}

/// What a row is ordered by, so that each text is folded once. `Missing` ones stand last.
enum SortKey {
    Words(Option<String>),
    Number(Option<i64>),
    Date(Option<PartialDate>),
    /// Versions of the story, the story, which version.
    Family(Option<(u32, i64, u32)>),
}

fn sort_key(row: &ArticleRow, key: ArticleKey) -> SortKey {
    let words = |text: Option<&str>| SortKey::Words(text.map(folded));
    match key {
        ArticleKey::Date => SortKey::Date(row.published.map(|published| published.date)),
        ArticleKey::Title => words(Some(&row.title)),
        ArticleKey::Outlet => words(row.outlet.as_deref()),
        ArticleKey::Agency => words(row.agency.as_deref()),
        ArticleKey::Tags => {
            let tags = row.tags.join("\n");
            words(Some(tags.as_str()).filter(|tags| !tags.is_empty()))
        }
        ArticleKey::Words => SortKey::Number(Some(i64::from(row.words))),
        ArticleKey::Names => SortKey::Number(Some(i64::from(row.mentions))),
        ArticleKey::Read => SortKey::Number(Some(i64::from(!row.read))),
        ArticleKey::Star => SortKey::Number(Some(i64::from(row.starred))),
        ArticleKey::Family => {
            let version = row.family.zip(row.version);
            SortKey::Family(version.map(|(family, (version, of))| (of, family.0, version)))
        }
        ArticleKey::Import => SortKey::Number(Some(row.id.0)),
    }
}

/// The smaller first, or with `down` the larger; what is missing last, either way.
fn way<T: Ord>(a: Option<T>, b: Option<T>, down: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if down => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

fn compare(a: &SortKey, b: &SortKey, down: bool) -> Ordering {
    match (a, b) {
        (SortKey::Words(a), SortKey::Words(b)) => way(a.as_ref(), b.as_ref(), down),
        (SortKey::Number(a), SortKey::Number(b)) => way(*a, *b, down),
        (SortKey::Date(a), SortKey::Date(b)) => way(*a, *b, down),
        // Versions of a story stay together, the oldest first.
        (SortKey::Family(a), SortKey::Family(b)) => {
            let of = |family: &Option<(u32, i64, u32)>| family.map(|(of, ..)| of);
            let rest = |family: &Option<(u32, i64, u32)>| family.map(|(_, id, at)| (id, at));
            way(of(a), of(b), down).then_with(|| way(rest(a), rest(b), false))
        }
        // Keys of one sort are all of one kind.
        _ => Ordering::Equal,
    }
}

/// Rows in an order; of equal ones the newest first, undated last, then as imported.
fn sorted(rows: Vec<ArticleRow>, order: ArticleOrder) -> Vec<ArticleRow> {
    let mut keyed: Vec<(SortKey, ArticleRow)> = rows
        .into_iter()
        .map(|row| (sort_key(&row, order.key), row))
        .collect();
    let date = |row: &ArticleRow| row.published.map(|published| published.date);
    keyed.sort_by(|(a, one), (b, other)| {
        compare(a, b, order.down)
            .then_with(|| match order.key {
                ArticleKey::Date | ArticleKey::Import => Ordering::Equal,
                _ => way(date(one), date(other), true),
            })
            .then(one.id.cmp(&other.id))
    });
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// Where a group stands among the groups, and its key and label.
struct Place {
    at: (bool, i64, i64, String),
    key: String,
    label: String,
}

fn by_month(row: &ArticleRow, down: bool) -> Place {
    let Some(date) = row.published.map(|published| published.date) else {
        return Place {
            at: (true, 0, 0, String::new()),
            key: "no date".to_owned(),
            label: "No date".to_owned(),
        };
    };
    let year = i64::from(date.year);
    let (key, label) = match date.month {
        Some(month) => (
            format!("month {year:04}-{month:02}"),
            words::month_of(date.year, month),
        ),
        None => (
            format!("year {year:04}"),
            format!("{year}, month not known"),
        ),
    };
    // What has no month stands behind the months of its year, whichever way they go.
    let month = date.month.map_or(0, i64::from);
    let at = if down {
        (
            false,
            -year,
            if month == 0 { 1 } else { -month },
            String::new(),
        )
    } else {
        (
            false,
            year,
            if month == 0 { 13 } else { month },
            String::new(),
        )
    };
    Place { at, key, label }
}

fn by_outlet(row: &ArticleRow) -> Place {
    match &row.outlet {
        Some(outlet) => Place {
            at: (false, 0, 0, format!("{}\n{outlet}", folded(outlet))),
            key: format!("outlet {outlet}"),
            label: outlet.clone(),
        },
        None => Place {
            at: (true, 0, 0, String::new()),
            key: "no outlet".to_owned(),
            label: words::outlet(None),
        },
    }
}

/// Rows of a group together, groups in their order: months as the dates go, outlets by name, stories as their first article
/// stands in the list; what belongs to none last.
fn group(
    rows: Vec<ArticleRow>,
    order: ArticleOrder,
    grouping: ArticleGrouping,
) -> (Vec<ArticleRow>, Vec<ArticleGroup>) {
    if grouping == ArticleGrouping::None || rows.is_empty() {
        return (rows, Vec::new());
    }
    let down = order
        != (ArticleOrder {
            key: ArticleKey::Date,
            down: false,
        });
    let titles = oldest_titles(&rows);
    let mut seen: HashMap<FamilyId, i64> = HashMap::new();
    let mut placed: Vec<(Place, ArticleRow)> = rows
        .into_iter()
        .map(|row| {
            let place = match grouping {
                ArticleGrouping::Month => by_month(&row, down),
                ArticleGrouping::Outlet => by_outlet(&row),
                ArticleGrouping::Family | ArticleGrouping::None => match row.family {
                    Some(family) => {
                        let next = seen.len() as i64;
                        let at = *seen.entry(family).or_insert(next);
                        Place {
                            at: (false, at, 0, String::new()),
                            key: format!("family {}", family.0),
                            label: titles.get(&family).cloned().unwrap_or_default(),
                        }
                    }
                    None => Place {
                        at: (true, 0, 0, String::new()),
                        key: "alone".to_owned(),
                        label: "Without other versions".to_owned(),
                    },
                },
            };
            (place, row)
        })
        .collect();
    placed.sort_by(|(a, _), (b, _)| a.at.cmp(&b.at));
    let mut groups: Vec<ArticleGroup> = Vec::new();
    let mut rows = Vec::with_capacity(placed.len());
    for (at, (place, row)) in placed.into_iter().enumerate() {
        let unread = usize::from(!row.read);
        match groups.last_mut().filter(|group| group.key == place.key) {
            Some(group) => {
                group.rows.end = at + 1;
                group.unread += unread;
            }
            None => groups.push(ArticleGroup {
                key: place.key,
                label: place.label,
                rows: at..at + 1,
                unread,
            }),
        }
        rows.push(row);
    }
    (rows, groups)
}

/// The title of the oldest version listed of each story.
fn oldest_titles(rows: &[ArticleRow]) -> HashMap<FamilyId, String> {
    let mut oldest: HashMap<FamilyId, &ArticleRow> = HashMap::new();
    for row in rows {
        let Some(family) = row.family else { continue };
        let first = oldest.entry(family).or_insert(row);
        if row.version < first.version {
            *first = row;
        }
    }
    let titles = oldest.into_iter();
    titles
        .map(|(family, row)| (family, row.title.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleId, DateSource, Published};

    fn row(id: i64, title: &str, outlet: &str, date: &str) -> ArticleRow {
        ArticleRow {
            id: ArticleId(id),
            title: title.to_owned(),
            title_made_up: false,
            outlet: (!outlet.is_empty()).then(|| outlet.to_owned()),
            agency: None,
            published: PartialDate::parse(date).map(|date| Published {
                date,
                source: DateSource::Text,
            }),
            doubtful: PartialDate::parse(date).is_some_and(|date| date.day.is_none()),
            words: 100 + id as u32,
            mentions: 10,
            family: None,
            version: None,
            read: id % 2 == 0,
            starred: id == 3,
            tags: Vec::new(),
        }
    }

    fn rows() -> Vec<ArticleRow> {
        let mut rows = vec![
            row(1, "Wells run dry", "Coast Tribune", "2012-03-14"),
            row(2, "“Éclair” docks", "", "2012-03"),
            row(3, "eclipse seen", "daily Meridian", "2012"),
            row(4, "Convoy leaves", "Coast Tribune", ""),
            row(5, "Convoy leaves", "Daily Post", "2012-04-02"),
        ];
        for (at, version) in [(0, 2), (4, 3), (3, 1)] {
            rows[at].family = Some(FamilyId(9));
            rows[at].version = Some((version, 3));
        }
        rows[1].tags = vec!["harbour".to_owned()];
        rows
    }

    fn ids(list: &ArticleList) -> Vec<i64> {
        list.rows.iter().map(|row| row.id.0).collect()
    }

    fn check(order: &str, expected: &[i64]) {
        let order = ArticleOrder::parse(order).expect("an order");
        let list = ArticleList::new(rows(), order, ArticleGrouping::None);
        assert_eq!(ids(&list), expected, "{order:?}");
        assert!(list.groups.is_empty());
    }

    #[test]
    fn articles_are_ordered_both_ways_and_what_lacks_it_stays_last() {
        check("date down", &[5, 1, 2, 3, 4]);
        check("date up", &[3, 2, 1, 5, 4]);
        check("title up", &[5, 4, 2, 3, 1]);
        check("title down", &[1, 3, 2, 5, 4]);
        check("outlet up", &[1, 4, 3, 5, 2]);
        check("outlet down", &[5, 3, 1, 4, 2]);
        check("words down", &[5, 4, 3, 2, 1]);
        check("read down", &[5, 1, 3, 2, 4]);
        check("star down", &[3, 5, 1, 2, 4]);
        check("tags up", &[2, 5, 1, 3, 4]);
        check("family down", &[4, 1, 5, 2, 3]);
        check("import up", &[1, 2, 3, 4, 5]);
    }

    fn groups(order: &str, grouping: ArticleGrouping) -> Vec<(String, Vec<i64>)> {
        let order = ArticleOrder::parse(order).expect("an order");
        let list = ArticleList::new(rows(), order, grouping);
        let mut end = 0;
        for group in &list.groups {
            assert_eq!(group.rows.start, end, "no gap");
            end = group.rows.end;
        }
        assert_eq!(end, list.rows.len());
        let of = |group: &ArticleGroup| {
            list.rows[group.rows.clone()]
                .iter()
                .map(|r| r.id.0)
                .collect()
        };
        let named = list.groups.iter().map(|g| (g.label.clone(), of(g)));
        named.collect()
    }

    #[test]
    fn months_follow_the_dates_and_what_is_not_known_comes_last() {
        let named = |name: &str, ids: &[i64]| (name.to_owned(), ids.to_vec());
        assert_eq!(
            groups("date down", ArticleGrouping::Month),
            [
                named("Apr 2012", &[5]),
                named("Mar 2012", &[1, 2]),
                named("2012, month not known", &[3]),
                named("No date", &[4]),
            ]
        );
        assert_eq!(
            groups("date up", ArticleGrouping::Month),
            [
                named("Mar 2012", &[2, 1]),
                named("Apr 2012", &[5]),
                named("2012, month not known", &[3]),
                named("No date", &[4]),
            ]
        );
    }

    #[test]
    fn outlets_and_stories_stand_together() {
        let named = |name: &str, ids: &[i64]| (name.to_owned(), ids.to_vec());
        assert_eq!(
            groups("words up", ArticleGrouping::Outlet),
            [
                named("Coast Tribune", &[1, 4]),
                named("daily Meridian", &[3]),
                named("Daily Post", &[5]),
                named("No outlet stated", &[2]),
            ]
        );
        assert_eq!(
            groups("date down", ArticleGrouping::Family),
            [
                named("Convoy leaves", &[5, 1, 4]),
                named("Without other versions", &[2, 3]),
            ]
        );
    }

    #[test]
    fn doubts_and_unread_articles_are_counted() {
        let list = ArticleList::new(rows(), ArticleOrder::default(), ArticleGrouping::Outlet);
        assert_eq!((list.doubts.undated, list.doubts.doubtful), (1, 2));
        let unread: Vec<usize> = list.groups.iter().map(|group| group.unread).collect();
        assert_eq!(unread, [1, 1, 1, 0]);
        let same = list.clone();
        assert!(same.stamp() == list.stamp());
        let other = ArticleList::new(rows(), ArticleOrder::default(), ArticleGrouping::Outlet);
        assert!(other.stamp() != list.stamp());
    }

    #[test]
    fn orders_are_kept_as_words() {
        for key in ArticleKey::ALL {
            for down in [true, false] {
                let order = ArticleOrder { key, down };
                assert_eq!(ArticleOrder::parse(&order.words()), Some(order));
            }
        }
        for words in ["", "date", "date sideways", "length up"] {
            assert_eq!(ArticleOrder::parse(words), None, "{words}");
        }
        for grouping in ArticleGrouping::ALL {
            assert_eq!(ArticleGrouping::from_word(grouping.word()), grouping);
        }
    }
}
