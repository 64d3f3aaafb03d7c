//! Tables and pictures as files.

pub mod comparison;
mod each;
mod evidence;
mod lists;
mod marking;
mod method;
pub mod own;
mod picture;
mod relations;
mod writing;

pub use each::each_mention;
pub use evidence::evidence_of;
pub use method::{MethodFormat, method};
pub use picture::{
    Behind, Beside, copied, files_of, highlight, missing_fonts, picture, preview, said,
    size_problem,
};
pub use writing::{there_already, write_all, write_file};

use std::{collections::HashMap, path::Path};

use super::{
    Problem, Project, figures,
    import::source_span,
    search::BatchRow,
    session::{ChartSpec, Picture},
    views::{ReaderArticle, build},
};
use crate::{
    formats,
    formats::tables::{self, Feature, Geometry, Value},
    gazetteer::is_area,
    model::{
        ArticleId, CountUnit, EntityId, EntityType, Filter, PlaceStatus, SourceId, chart::Chart,
        import::ImportLine, map::MapPicture, rows::EntityRow, span::CharCounter,
    },
    store::StoreError,
};

/// Tables that can be exported; scripts depend on their columns, which are never renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    Articles,
    Mentions,
    Entities,
    Places,
    Relations,
    Families,
    Evidence,
    Tags,
    Codes,
    Highlights,
    Memos,
    /// Deleted articles.
    Deleted,
}

/// File formats of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Csv,
    Ndjson,
    /// Places and relations only.
    GeoJson,
    /// Places and relations only.
    Kml,
    /// Codes only: a codebook for programs of qualitative analysis.
    Qdc,
}

impl Project {
    /// The chart of a selection.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn chart(&mut self, filter: &Filter, spec: &ChartSpec) -> Result<Chart, Problem> {
        let name = self.name();
        figures::chart(&mut self.store, filter, spec, &name)
            .map_err(|e| Problem::new("Could not count for the chart", e))
    }

    /// The map of a selection.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn map(&mut self, filter: &Filter, unit: CountUnit) -> Result<MapPicture, Problem> {
        let name = self.name();
        figures::map(&mut self.store, filter, unit, None, None, &name)
            .map_err(|e| Problem::new("Could not read the map", e))
    }

    /// One article as the reader shows it.
    ///
    /// # Errors
    /// When there is no such article.
    pub fn article(&self, id: ArticleId) -> Result<ReaderArticle, Problem> {
        build::article(&self.store, id, &Filter::default())
            .map_err(|e| Problem::new(format!("Could not read article {id}"), e))
    }

    /// The entity with a name, spelling or number; the one mentioned most where several bear it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn entity_named(
        &self,
        name: &str,
        kind: Option<EntityType>,
    ) -> Result<Option<EntityId>, Problem> {
        if let Ok(number) = name.parse::<i64>() {
            let id = EntityId(number);
            return match self.store.entity(id) {
                Ok((of, ..)) => Ok(kind.is_none_or(|k| k == of).then_some(id)),
                Err(StoreError::NoSuch(_)) => Ok(None),
                Err(error) => Err(error.into()),
            };
        }
        Ok(self
            .store
            .named_entities(name, kind)?
            .first()
            .map(|named| named.id))
    }
}

/// The table of a batch search as the bytes of its file: NDJSON, or CSV for any other format.
#[must_use]
pub fn batch(rows: &[BatchRow], format: Format) -> Vec<u8> {
    let table = BatchRow::table(rows);
    match format {
        Format::Ndjson => tables::ndjson(&table),
        _ => tables::csv(&table),
    }
}

/// Rows of text as CSV; the first is the heading.
#[must_use]
pub fn text_rows(rows: &[Vec<String>]) -> Vec<u8> {
    tables::csv_of_text(rows)
}

/// More rows of text for a CSV file that has begun.
#[must_use]
pub fn more_text_rows(rows: &[Vec<String>]) -> Vec<u8> {
    let mut bytes = tables::csv_of_text(rows);
    // The byte order mark stands at the beginning of a file only.
    bytes.drain(..3.min(bytes.len()));
    bytes
}

/// A table of the selection as the bytes of its file.
///
/// # Errors
/// When the file cannot be read, or the format does not fit the table.
pub fn table(
    project: &mut Project,
    what: Table,
    format: Format,
    filter: &Filter,
) -> Result<Vec<u8>, Problem> {
    if matches!(format, Format::GeoJson | Format::Kml) {
        let features = match what {
            Table::Places => place_features(project, filter)?,
            Table::Relations => relations::features(project, filter)?,
            _ => {
                return Err(Problem::new(
                    "Could not export",
                    "only places and relations have positions",
                )
                .with_hint("Choose the table places or relations, or the format csv or ndjson"));
            }
        };
        return Ok(match format {
            Format::GeoJson => tables::geojson(&features),
            _ => tables::kml(&project.name(), &features),
        });
    }
    if format == Format::Qdc {
        if what != Table::Codes {
            return Err(
                Problem::new("Could not export", "only codes make a codebook")
                    .with_hint("Choose the table codes, or the format csv or ndjson"),
            );
        }
        return marking::codebook(project);
    }
    let table = match what {
        Table::Articles => articles(project, filter)?,
        Table::Mentions => mentions(project, filter)?,
        Table::Entities => entities(project, filter)?,
        Table::Places => places(project, filter)?,
        Table::Relations => relations::table(project, filter)?,
        Table::Families => families(project, filter)?,
        Table::Evidence => evidence::of_filter(project, filter)?,
        Table::Tags => marking::tags(project, filter)?,
        Table::Codes => marking::codes(project, filter)?,
        Table::Highlights => marking::highlights(project, filter)?,
        Table::Memos => marking::memos(project)?,
        Table::Deleted => marking::deleted(project)?,
    };
    Ok(match format {
        Format::Csv => tables::csv(&table),
        _ => tables::ndjson(&table),
    })
}

/// The places of the selection as the bytes of a file, or each of their mentions.
///
/// # Errors
/// When the file cannot be read.
pub fn places_file(
    project: &mut Project,
    format: Format,
    per_mention: bool,
    filter: &Filter,
) -> Result<Vec<u8>, Problem> {
    if per_mention {
        each_mention(project, format, filter)
    } else {
        table(project, Table::Places, format, filter)
    }
}

fn articles(project: &mut Project, filter: &Filter) -> Result<tables::Table, Problem> {
    build::select(&mut project.store, filter)?;
    let mut tags: HashMap<ArticleId, Vec<String>> = HashMap::new();
    for (article, tag) in project.store.tags_of_selected()? {
        tags.entry(article).or_default().push(tag);
    }
    let rows = project
        .store
        .article_exports()?
        .into_iter()
        .map(|a| {
            let tags = tags.remove(&a.id).unwrap_or_default();
            vec![
                a.id.0.into(),
                a.file.into(),
                a.title.into(),
                a.outlet.into(),
                a.agency.into(),
                a.byline.into(),
                a.published.map(|p| p.date.to_string()).into(),
                a.published.map(|p| p.date.precision().word()).into(),
                a.published.map(|p| p.source.word()).into(),
                a.dateline_place.into(),
                a.language.into(),
                a.words.into(),
                a.family.into(),
                a.format.into(),
                a.encoding.into(),
                a.title_made_up.into(),
                Value::Json(tags.into()),
            ]
        })
        .collect();
    Ok(tables::Table {
        columns: vec![
            "id",
            "file",
            "title",
            "outlet",
            "agency",
            "byline",
            "published",
            "published_precision",
            "published_source",
            "dateline_place",
            "language",
            "words",
            "family",
            "format",
            "encoding",
            "title_made_up",
            "tags",
        ],
        rows,
    })
}

/// The decoded text of the source read last: bundles hold many articles, so one is enough.
#[derive(Default)]
struct SourceTexts {
    source: Option<SourceId>,
    text: Option<String>,
}

impl SourceTexts {
    /// The decoded file an article comes from, as its offsets count; `None` where the format has none.
    fn of(
        &mut self,
        project: &Project,
        article: &crate::store::ArticleRecord,
    ) -> Result<Option<&str>, Problem> {
        if !article.text_is_source {
            return Ok(None);
        }
        let source = article.export.source;
        if self.source != Some(source) {
            let content = project.store.source(source)?;
            let options: formats::ReadOptions = content
                .read_as
                .as_deref()
                .and_then(|json| serde_json::from_str(json).ok())
                .unwrap_or_default();
            self.text = formats::decode::decode_with(&content.bytes, &options)
                .map(|decoded| decoded.text)
                .ok();
            self.source = Some(source);
        }
        Ok(self.text.as_deref())
    }
}

fn mentions(project: &mut Project, filter: &Filter) -> Result<tables::Table, Problem> {
    build::select(&mut project.store, filter)?;
    let mut rows = Vec::new();
    let mut texts = SourceTexts::default();
    for export in project.store.article_exports()? {
        let article = project.store.article(export.id)?;
        let text = texts.of(project, &article)?;
        let mut in_source = text.map(CharCounter::new);
        let mut in_reading = CharCounter::new(&article.reading_text);
        for (mention, _) in project.store.mentions(export.id)? {
            if !filter.types.is_empty() && !filter.types.contains(&mention.kind) {
                continue;
            }
            let chars = in_reading.span(mention.span);
            let source = source_span(&article, mention.span)
                .and_then(|span| in_source.as_mut().map(|counter| counter.span(span)));
            rows.push(vec![
                mention.id.0.into(),
                export.id.0.into(),
                export.file.as_str().into(),
                chars.start.into(),
                chars.end.into(),
                source.map(|s| s.start).into(),
                source.map(|s| s.end).into(),
                mention.span.of(&article.reading_text).into(),
                mention.kind.word().into(),
                mention.entity.0.into(),
                mention.name.into(),
                Value::Float(f64::from(mention.confidence), 3),
                mention.decided_by.word().into(),
            ]);
        }
    }
    Ok(tables::Table {
        columns: vec![
            "id",
            "article",
            "file",
            "start",
            "end",
            "source_start",
            "source_end",
            "text",
            "type",
            "entity",
            "name",
            "confidence",
            "decided_by",
        ],
        rows,
    })
}

fn entities(project: &mut Project, filter: &Filter) -> Result<tables::Table, Problem> {
    let rows = build::entity_rows(&mut project.store, filter)?;
    Ok(table_of_names(rows))
}

/// Writes names as CSV, in the order given and with the columns of the table `entities`.
///
/// # Errors
/// When the file cannot be written.
pub fn save_names(rows: Vec<EntityRow>, path: &Path) -> Result<(), Problem> {
    write_file(path, &tables::csv(&table_of_names(rows)))
}

fn table_of_names(rows: Vec<EntityRow>) -> tables::Table {
    let rows = rows
        .into_iter()
        .map(|e| {
            let variants: Vec<_> = e
                .variants
                .iter()
                .map(|(text, count)| serde_json::json!({ "text": text, "count": count }))
                .collect();
            vec![
                e.id.0.into(),
                e.kind.word().into(),
                e.name.into(),
                e.mentions.into(),
                e.articles.into(),
                e.stories.into(),
                e.first.into(),
                e.last.into(),
                Value::Json(variants.into()),
            ]
        })
        .collect();
    tables::Table {
        columns: vec![
            "id", "type", "name", "mentions", "articles", "stories", "first", "last", "variants",
        ],
        rows,
    }
}

fn families(project: &mut Project, filter: &Filter) -> Result<tables::Table, Problem> {
    build::select(&mut project.store, filter)?;
    let rows = project
        .store
        .families()?
        .into_iter()
        .map(|family| {
            let articles: Vec<i64> = family.articles.iter().map(|id| id.0).collect();
            vec![
                family.id.0.into(),
                Value::Json(articles.into()),
                family.kind.word().into(),
                Value::Float(family.shared, 3),
            ]
        })
        .collect();
    Ok(tables::Table {
        columns: vec!["id", "articles", "kind", "shared"],
        rows,
    })
}

const PLACE_COLUMNS: [&str; 14] = [
    "entity",
    "name",
    "status",
    "lat",
    "lon",
    "uncertainty_km",
    "country",
    "feature",
    "gazetteer_id",
    "candidates",
    "reason",
    "mentions",
    "articles",
    "stories",
];

fn place_row(place: &super::views::PlaceRow) -> Vec<Value> {
    vec![
        place.entity.0.into(),
        place.name.as_str().into(),
        place.status.word().into(),
        place
            .position
            .map_or(Value::Null, |p| Value::Float(p.lat, 5)),
        place
            .position
            .map_or(Value::Null, |p| Value::Float(p.lon, 5)),
        place
            .uncertainty_km
            .map_or(Value::Null, |km| Value::Float(km, 1)),
        place.country.clone().into(),
        place.feature.clone().into(),
        place.gazetteer_id.clone().into(),
        place.candidates.into(),
        place.reason.as_str().into(),
        place.mentions.into(),
        place.articles.into(),
        place.stories.into(),
    ]
}

fn places(project: &mut Project, filter: &Filter) -> Result<tables::Table, Problem> {
    let rows = build::places(&mut project.store, filter)?
        .rows
        .iter()
        .map(place_row)
        .collect();
    Ok(tables::Table {
        columns: PLACE_COLUMNS.to_vec(),
        rows,
    })
}

/// An area is a circle, also where the user chose it; all else that has a position is a point.
fn geometry_of(place: &super::views::PlaceRow) -> Geometry {
    let Some(at) = place.position else {
        return Geometry::None;
    };
    let chosen_area = place.status == PlaceStatus::User
        && place.feature.as_deref().is_some_and(is_area)
        && place.uncertainty_km.is_some();
    if place.status == PlaceStatus::Area || chosen_area {
        Geometry::Circle {
            lat: at.lat,
            lon: at.lon,
            radius_km: place.uncertainty_km.unwrap_or_default(),
        }
    } else {
        Geometry::Point {
            lat: at.lat,
            lon: at.lon,
        }
    }
}

fn place_features(project: &mut Project, filter: &Filter) -> Result<Vec<Feature>, Problem> {
    let rows = build::places(&mut project.store, filter)?.rows;
    Ok(rows
        .iter()
        .map(|place| {
            let properties = PLACE_COLUMNS
                .into_iter()
                .zip(place_row(place))
                .filter(|(c, _)| *c != "name")
                .collect();
            Feature {
                id: place.entity.to_string(),
                name: place.name.clone(),
                geometry: geometry_of(place),
                properties,
            }
        })
        .collect())
}

/// What a picture shows, as its numbers' table: a header, then rows.
#[must_use]
pub fn numbers(picture: &Picture) -> Vec<Vec<String>> {
    match picture {
        Picture::Chart(chart) => chart.table(),
        Picture::Map(map) => {
            let header = [
                "name",
                "lat",
                "lon",
                "status",
                "uncertainty_km",
                map.unit.as_str(),
            ];
            let mut rows = vec![header.map(str::to_owned).to_vec()];
            for s in &map.symbols {
                rows.push(vec![
                    s.name.clone(),
                    format!("{:.5}", s.at.lat),
                    format!("{:.5}", s.at.lon),
                    s.status.word().to_owned(),
                    s.uncertainty_km
                        .map(|km| format!("{km:.1}"))
                        .unwrap_or_default(),
                    s.value.to_string(),
                ]);
            }
            rows
        }
    }
}

/// Says on a picture how often names were found right, in the words of [`Project::accuracy_lines`]; nothing when there
/// are none.
pub fn add_accuracy(picture: &mut Picture, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let notes = match picture {
        Picture::Chart(chart) => &mut chart.notes,
        Picture::Map(map) => &mut map.notes,
    };
    // The last note says what made the picture.
    let at = notes.len().saturating_sub(1);
    notes.insert(
        at,
        format!(
            "Names checked on random samples, 95 % intervals: {}.",
            lines.join("; ")
        ),
    );
}

/// Writes an import report as CSV.
///
/// # Errors
/// When the file cannot be written.
pub fn save_report(lines: &[ImportLine], path: &Path) -> Result<(), Problem> {
    let rows = lines
        .iter()
        .map(|l| {
            vec![
                l.file.as_str().into(),
                l.status.word().into(),
                l.articles.into(),
                l.reason.as_str().into(),
            ]
        })
        .collect();
    let table = tables::Table {
        columns: vec!["file", "status", "articles", "reason"],
        rows,
    };
    write_file(path, &tables::csv(&table))
}
