//! Relative locations as the map's list, the worklist and the exports show them: what is said, where that would be, and
//! whether it fits.

use std::collections::{BTreeMap, HashMap};

use crate::{
    analysis::relations::{
        VERSION,
        area::{Located, Stated},
        geodesy::{distance_and_bearing, point_at},
        judge::{Judged, judge},
    },
    model::{
        ArticleId, ByteSpan, EntityId, EntityType, Filter, LatLon, PlaceStatus, Published,
        relation::{Area, Distance, RelationKind, Verdict, Wind},
        rows::PlaceRow,
    },
    store::{ArticleExport, Result, Store, sentence_around},
    workspace::relations,
};

/// An end of a relation: the words, and the name that stands there now.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationEnd {
    /// As the article writes it.
    pub text: String,
    /// Bytes of the reading text.
    pub span: ByteSpan,
    /// The place entity; `None` for a description, or a name that is no place.
    pub entity: Option<EntityId>,
    /// The entity's display name, else the text.
    pub name: String,
    /// Where it lies; `None` while it is not settled.
    pub position: Option<LatLon>,
}

/// A relative location.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationRow {
    /// Its number in the project; `None` where it was found just now and is not stored yet.
    pub id: Option<i64>,
    pub article: ArticleId,
    pub file: String,
    pub title: String,
    pub outlet: Option<String>,
    pub published: Option<Published>,
    /// The sentence, on one line.
    pub sentence: String,
    /// Bytes of `sentence` that are the phrase.
    pub hit: ByteSpan,
    /// The phrase, bytes of the reading text.
    pub span: ByteSpan,
    /// The same in code points.
    pub chars: crate::model::CharSpan,
    /// The phrase, on one line.
    pub text: String,
    pub kind: RelationKind,
    /// `None` where the phrase locates an event.
    pub place: Option<RelationEnd>,
    /// Whether `place` is a description ("a village") rather than a name.
    pub described: bool,
    pub anchor: RelationEnd,
    pub second: Option<RelationEnd>,
    pub distance: Option<Distance>,
    /// How the place lies, seen from the anchor.
    pub direction: Option<Wind>,
    pub verdict: Verdict,
    /// `agrees`, `differs by 38 km`, `wrong direction: it lies NW`, `not placed`, …
    pub verdict_words: String,
    /// What else is to know: units that disagree.
    pub note: Option<String>,
    /// Along the shortest line; `None` where a position is missing.
    pub actual_km: Option<f64>,
    pub actual_direction: Option<Wind>,
    /// Where it would lie by what is said; `None` where the anchor has no position or nothing is said that has a shape.
    pub area: Option<Area>,
    /// The area's outline for drawing: simple closed polygons without holes, cut at the antimeridian. Empty where `area`
    /// is `None` or cannot be drawn.
    pub rings: Vec<Vec<LatLon>>,
}

impl RelationRow {
    /// Whether the worklist asks about it: it does not fit, or its units disagree.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.verdict.word() == "differs" || self.distance.is_some_and(|d| d.agree == Some(false))
    }
}

/// A place without a position that relations speak of.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub entity: EntityId,
    pub name: String,
    /// Indexes into [`RelationTable::rows`] of the relations that have an area, by row.
    pub rows: Vec<usize>,
    /// The middle of what all of their areas have in common, and how far from it that reaches, in km; `None` where they
    /// have nothing in common. What "place it here" would take.
    pub suggestion: Option<(LatLon, f64)>,
}

/// Relative locations in the selection, by article and position.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RelationTable {
    pub rows: Vec<RelationRow>,
    /// Places without a position that have a candidate area, by name.
    pub candidates: Vec<Candidate>,
}

impl RelationTable {
    /// Rows that do not fit, indexes into [`Self::rows`].
    #[must_use]
    pub fn doubtful(&self) -> Vec<usize> {
        (0..self.rows.len())
            .filter(|n| self.rows.get(*n).is_some_and(RelationRow::is_doubtful))
            .collect()
    }
}

/// What can be looked up of an article's names.
struct Names<'s> {
    text: &'s str,
    known: HashMap<ByteSpan, (EntityType, EntityId, String)>,
    places: &'s HashMap<EntityId, PlaceRow>,
}

impl Names<'_> {
    fn end(&self, span: ByteSpan) -> (RelationEnd, Option<Located>) {
        let text = span.of(self.text).replace('\n', " ");
        let named = self
            .known
            .get(&span)
            .filter(|(kind, ..)| *kind == EntityType::Place);
        let entity = named.map(|(_, entity, _)| *entity);
        let located = entity.and_then(|e| self.places.get(&e)).and_then(located);
        let end = RelationEnd {
            name: named.map_or_else(|| text.clone(), |(.., name)| name.clone()),
            text,
            span,
            entity,
            position: located.map(|l| l.at),
        };
        (end, located)
    }
}

fn located(place: &PlaceRow) -> Option<Located> {
    Some(Located {
        at: place.position?,
        radius_km: place.uncertainty_km.unwrap_or(0.0).max(0.0),
        is_area: place.status == PlaceStatus::Area,
    })
}

/// Relative locations of the selection, judged by where their places lie now. Those of articles whose names changed since
/// they were stored are found anew; the file is not written.
///
/// # Errors
/// When the file cannot be read.
pub fn relations(store: &mut Store, filter: &Filter) -> Result<RelationTable> {
    super::build::select(store, filter)?;
    let places = store.places()?;
    let stale = store.stale_relations(VERSION, true)?;
    let mut of_article: BTreeMap<
        ArticleId,
        Vec<(Option<i64>, crate::model::relation::FoundRelation, ByteSpan)>,
    > = BTreeMap::new();
    for stored in store.relations()? {
        if stale.binary_search(&stored.article).is_err() {
            of_article.entry(stored.article).or_default().push((
                Some(stored.id),
                stored.found,
                stored.sentence,
            ));
        }
    }
    let mentions_of = |store: &Store, id: ArticleId| -> Result<Vec<_>> {
        Ok(store.mentions(id)?.into_iter().map(|(m, _)| m).collect())
    };
    for id in stale {
        let mentions = mentions_of(store, id)?;
        let searched = relations::search(store, id, &mentions, &places)?;
        if !searched.found.is_empty() {
            let found = searched
                .found
                .iter()
                .map(|r| (None, *r, sentence_around(&searched.sentences, r.span)))
                .collect();
            of_article.insert(id, found);
        }
    }
    if of_article.is_empty() {
        return Ok(RelationTable::default());
    }
    let articles: HashMap<ArticleId, ArticleExport> = store
        .article_exports()?
        .into_iter()
        .map(|a| (a.id, a))
        .collect();
    let mut rows = Vec::new();
    for (id, found) in of_article {
        let Some(article) = articles.get(&id) else {
            continue;
        };
        let text = store.reading_text(id)?;
        let known = mentions_of(store, id)?
            .into_iter()
            .map(|m| (m.span, (m.kind, m.entity, m.name)))
            .collect();
        let names = Names {
            text: &text,
            known,
            places: &places,
        };
        let mut counter = crate::model::span::CharCounter::new(&text);
        for (number, relation, sentence) in found {
            let (anchor, anchor_at) = names.end(relation.anchor);
            let (place, place_at) = match relation.place {
                Some(span) => {
                    let (end, at) = names.end(span);
                    (Some(end), at)
                }
                None => (None, None),
            };
            let second = relation.second_anchor.map(|span| names.end(span));
            let second_at = second.as_ref().and_then(|(_, at)| *at);
            let stated = Stated {
                kind: relation.kind,
                distance: relation.distance,
                direction: relation.direction,
            };
            let judged = match (place_at, anchor_at) {
                (Some(place), Some(anchor)) if second.is_none() || second_at.is_some() => {
                    judge(&stated, &place, &anchor, second_at.as_ref())
                }
                _ => Judged::UNKNOWN,
            };
            let area = anchor_at.and_then(|at| stated.area(&at, second_at.as_ref()));
            let disagree = relation.distance.filter(|d| d.agree == Some(false));
            rows.push(RelationRow {
                id: number,
                article: id,
                file: article.file.clone(),
                title: article.title.clone(),
                outlet: article.outlet.clone(),
                published: article.published,
                sentence: sentence.of(&text).replace('\n', " "),
                hit: ByteSpan::new(
                    relation.span.start.saturating_sub(sentence.start),
                    relation.span.end.saturating_sub(sentence.start),
                ),
                span: relation.span,
                chars: counter.span(relation.span),
                text: relation.span.of(&text).replace('\n', " "),
                kind: relation.kind,
                verdict_words: verdict_words(&judged, place.as_ref(), &anchor),
                note: disagree.map(|d| {
                    format!(
                        "units disagree: {:.0} km and {:.0} km are stated as one distance",
                        d.km,
                        d.second_km.unwrap_or(d.km)
                    )
                }),
                place,
                described: relation.described,
                anchor,
                second: second.map(|(end, _)| end),
                distance: relation.distance,
                direction: relation.direction,
                verdict: judged.verdict,
                actual_km: judged.actual_km,
                actual_direction: judged.actual_direction,
                rings: area.map(|a| a.rings()).unwrap_or_default(),
                area,
            });
        }
    }
    let candidates = candidates(&rows);
    Ok(RelationTable { rows, candidates })
}

fn verdict_words(judged: &Judged, place: Option<&RelationEnd>, anchor: &RelationEnd) -> String {
    match judged.verdict {
        Verdict::Agrees => "agrees".to_owned(),
        Verdict::Differs { by_km } if by_km < 0.0 => {
            format!("differs: {} nearer", km(-by_km))
        }
        Verdict::Differs { by_km } => format!("differs by {}", km(by_km)),
        Verdict::WrongDirection { lies } => format!("wrong direction: it lies {}", lies.word()),
        Verdict::OffTheLine { by_km } => format!("differs: {} off", km(by_km)),
        Verdict::Unknown => match place {
            None => "nothing named".to_owned(),
            Some(place) if place.entity.is_none() => "not a known place".to_owned(),
            Some(place) if place.position.is_none() => "not placed".to_owned(),
            Some(_) if anchor.position.is_none() => format!("{} is not placed", anchor.name),
            Some(_) => "too large an area to tell".to_owned(),
        },
    }
}

fn km(km: f64) -> String {
    if km < 10.0 {
        format!("{km:.1} km")
    } else {
        format!("{km:.0} km")
    }
}

/// Places without a position, each with the relations that speak of it.
fn candidates(rows: &[RelationRow]) -> Vec<Candidate> {
    let mut by_entity: BTreeMap<EntityId, Vec<usize>> = BTreeMap::new();
    for (n, row) in rows.iter().enumerate() {
        if let Some(place) = &row.place
            && let Some(entity) = place.entity
            && place.position.is_none()
            && row.area.is_some()
        {
            by_entity.entry(entity).or_default().push(n);
        }
    }
    let mut out: Vec<Candidate> = by_entity
        .into_iter()
        .filter_map(|(entity, of)| {
            let areas: Vec<Area> = of.iter().filter_map(|n| rows.get(*n)?.area).collect();
            let name = of
                .first()
                .and_then(|n| rows.get(*n)?.place.as_ref())?
                .name
                .clone();
            Some(Candidate {
                entity,
                name,
                rows: of,
                suggestion: common(&areas),
            })
        })
        .collect();
    out.sort_by(|a, b| a.name.cmp(&b.name).then(a.entity.cmp(&b.entity)));
    out
}

/// The middle of what areas have in common and how far from it that reaches, by trying points of the smallest area's
/// neighborhood.
fn common(areas: &[Area]) -> Option<(LatLon, f64)> {
    /// Points tried around the center and along each ray.
    const RAYS: u32 = 48;
    const STEPS: u32 = 24;
    let reach = |area: &Area| match *area {
        Area::Sector { center, to_km, .. } | Area::Ring { center, to_km, .. } => (center, to_km),
        Area::HalfPlane {
            center, reach_km, ..
        } => (center, reach_km),
        Area::Corridor {
            a,
            to_km,
            half_width_km,
            ..
        } => (a, to_km + half_width_km),
    };
    let (center, to_km) = areas.iter().map(reach).min_by(|a, b| a.1.total_cmp(&b.1))?;
    let mut inside: Vec<LatLon> = Vec::new();
    for ray in 0..RAYS {
        for step in 0..STEPS {
            // Rings of equal area, so that the middle is not drawn towards the center.
            let share = ((f64::from(step) + 0.5) / f64::from(STEPS)).sqrt();
            let point = point_at(
                center,
                f64::from(ray) * 360.0 / f64::from(RAYS),
                to_km * share,
            );
            if areas.iter().all(|area| area.contains(point)) {
                inside.push(point);
            }
        }
    }
    // The mean as a vector: longitudes cannot be averaged across the antimeridian.
    let mut sum = [0.0; 3];
    for p in &inside {
        let (lat, lon) = (p.lat.to_radians(), p.lon.to_radians());
        sum[0] += lat.cos() * lon.cos();
        sum[1] += lat.cos() * lon.sin();
        sum[2] += lat.sin();
    }
    let [x, y, z] = sum;
    if inside.is_empty() {
        return None;
    }
    let middle = LatLon {
        lat: z.atan2(x.hypot(y)).to_degrees(),
        lon: y.atan2(x).to_degrees(),
    };
    let radius = inside
        .iter()
        .map(|p| distance_and_bearing(middle, *p).0)
        .fold(0.0, f64::max);
    Some((middle, radius))
}
