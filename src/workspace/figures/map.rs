//! The map of a selection.

use super::{build, in_unit, made_with, notes_of, noun, subtitle, words};
use crate::{
    model::{
        CountUnit, EntityId, Filter, PlaceStatus,
        map::{MapPicture, MapSymbol, MapView},
    },
    store::{Counts, Result, Store},
    workspace::views::PlaceTable,
};

/// The map of the selection's places. `selected` is highlighted.
///
/// # Errors
/// When the file cannot be read.
pub fn map(
    store: &mut Store,
    filter: &Filter,
    unit: CountUnit,
    view: Option<MapView>,
    selected: Option<EntityId>,
    project: &str,
) -> Result<MapPicture> {
    let table = build::places(store, filter)?;
    build::select(store, filter)?;
    let counts = store.counts()?;
    let notes = notes_of(store, filter, &counts, unit, project, true)?;
    Ok(map_of(&table, &counts, unit, view, selected, notes))
}

fn map_of(
    table: &PlaceTable,
    counts: &Counts,
    unit: CountUnit,
    view: Option<MapView>,
    selected: Option<EntityId>,
    mut notes: Vec<String>,
) -> MapPicture {
    let mut symbols = Vec::new();
    let (mut areas, mut unknown) = (Vec::new(), Vec::new());
    for row in &table.rows {
        let value = in_unit(unit, row.mentions, row.articles, row.stories);
        match (row.status, row.position) {
            (PlaceStatus::Resolved | PlaceStatus::User, Some(at)) => symbols.push(MapSymbol {
                entity: row.entity,
                name: row.name.clone(),
                at,
                status: row.status,
                uncertainty_km: row.uncertainty_km,
                value,
                selected: selected == Some(row.entity),
            }),
            (PlaceStatus::Area, _) => areas.push(row.name.clone()),
            _ => unknown.push(row.name.clone()),
        }
    }
    symbols.sort_by(|a, b| {
        b.value
            .cmp(&a.value)
            .then_with(|| a.name.cmp(&b.name))
            .then(a.entity.cmp(&b.entity))
    });
    let total: u64 = symbols.iter().map(|s| s.value).sum();
    let n_line = match unit {
        CountUnit::Mentions => format!(
            "n = {} of {} with a point",
            words::counted(total, "mention"),
            words::counted(symbols.len() as u64, "place")
        ),
        CountUnit::Articles | CountUnit::Stories => {
            format!(
                "{} with a point",
                words::counted(symbols.len() as u64, "place")
            )
        }
    };
    if !areas.is_empty() {
        let list = some_of(&areas);
        notes.push(format!("Areas, not drawn as points: {list}."));
    }
    if !unknown.is_empty() {
        notes.push(format!("Without a position: {}.", some_of(&unknown)));
    }
    notes.push(format!(
        "Place names: GeoNames. Outlines: Natural Earth. {}",
        made_with()
    ));
    let title = match unit {
        CountUnit::Mentions => "Places named most often",
        CountUnit::Articles => "Places named in most articles",
        CountUnit::Stories => "Places named in most stories",
    };
    let listed_only = areas.into_iter().chain(unknown).collect();
    MapPicture {
        title: title.to_owned(),
        subtitle: subtitle(counts, unit),
        n_line,
        notes,
        symbols,
        listed_only,
        unit: words::plural(noun(unit)),
        view,
    }
}

/// Up to eight names and how many more there are.
fn some_of(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let mut out = names
        .iter()
        .take(SHOWN)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > SHOWN {
        out.push_str(&format!(" and {} more", names.len() - SHOWN));
    }
    out
}
