//! The map of a selection.

use super::{build, in_unit, made_with, notes_of, noun, subtitle, undated_included, words};
use crate::{
    model::{
        CountUnit, EntityId, Filter, PlaceStatus,
        map::{MapChoice, MapPicture, MapSymbol, MapView},
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
    // A map is of places whatever the filter: that is no choice to be named in the notes.
    let of_all = Filter {
        types: Vec::new(),
        ..filter.clone()
    };
    let notes = notes_of(store, &of_all, &counts, unit, project, true)?;
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
    let n_line = n_line(&symbols, unit == CountUnit::Mentions);
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
        undated: counts.undated_shown,
        view,
        most: None,
        patches: Vec::new(),
        lit: Vec::new(),
    }
}

fn n_line(symbols: &[MapSymbol], mentions: bool) -> String {
    let places = words::counted(symbols.len() as u64, "place");
    // An article that names two places counts for both, so only mentions have a sum.
    if mentions {
        let total: u64 = symbols.iter().map(|s| s.value).sum();
        let total = words::counted(total, "mention");
        format!("n = {total} of {places} with a point")
    } else {
        format!("{places} with a point")
    }
}

/// Narrows a map to what was chosen on the screen, and says so.
pub fn choose(map: &mut MapPicture, choice: &MapChoice) {
    let before = map.symbols.len() as u64;
    let mentions = map.unit == words::plural(noun(CountUnit::Mentions));
    map.view = choice.view;
    map.patches.clone_from(&choice.patches);
    map.lit.clone_from(&choice.lit);
    if let Some(only) = &choice.only {
        map.symbols.retain(|s| only.contains(&s.entity));
    }
    if let Some(times) = &choice.times {
        map.symbols.retain_mut(|symbol| {
            symbol.value = times.counts.get(&symbol.entity).copied().unwrap_or(0);
            symbol.value > 0
        });
        map.symbols.sort_by(|a, b| {
            b.value
                .cmp(&a.value)
                .then_with(|| a.name.cmp(&b.name))
                .then(a.entity.cmp(&b.entity))
        });
        map.most = Some(times.most);
    }
    for symbol in &mut map.symbols {
        symbol.selected = choice.selected.contains(&symbol.entity);
    }
    if choice.only.is_none() && choice.times.is_none() {
        return;
    }
    map.n_line = n_line(&map.symbols, mentions);
    let mut said = Vec::new();
    if choice.only.is_some() {
        let shown = words::count(map.symbols.len() as u64);
        said.push(format!(
            "Only {shown} of {} chosen to be shown.",
            words::counted(before, "place")
        ));
    }
    if let Some(times) = &choice.times {
        // What was counted of the whole selection is not what is shown of a stretch of it.
        let unit = match map.unit.as_str() {
            "articles" => "Articles",
            "stories" => "Unique stories",
            _ => "Mentions",
        };
        map.subtitle = format!("{unit} {}", times.span);
        let included = undated_included(map.undated);
        if !included.is_empty() {
            for note in &mut map.notes {
                *note = note.replace(&included, "");
            }
        }
        if !times.left_out.is_empty() {
            said.push(format!("{}.", times.left_out));
        }
    }
    map.notes.splice(0..0, said);
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

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::model::{LatLon, map::MapTimes};

    fn picture() -> MapPicture {
        let symbol = |id: i64, value| MapSymbol {
            entity: EntityId(id),
            name: format!("Place {id}"),
            at: LatLon {
                lat: 32.0,
                lon: 13.0,
            },
            status: PlaceStatus::Resolved,
            uncertainty_km: None,
            value,
            selected: false,
        };
        let symbols = vec![symbol(1, 9), symbol(2, 5), symbol(3, 1)];
        MapPicture {
            title: "Places named most often".to_owned(),
            subtitle: String::new(),
            n_line: n_line(&symbols, true),
            notes: vec![
                "Source: 2 outlets.".to_owned(),
                format!("Counted as mentions.{}", undated_included(2)),
            ],
            symbols,
            listed_only: Vec::new(),
            unit: "mentions".to_owned(),
            undated: 2,
            view: None,
            most: None,
            patches: Vec::new(),
            lit: Vec::new(),
        }
    }

    #[test]
    fn a_choice_is_narrower_and_said() {
        let mut map = picture();
        choose(
            &mut map,
            &MapChoice {
                only: Some(BTreeSet::from([EntityId(1), EntityId(3)])),
                selected: BTreeSet::from([EntityId(3)]),
                ..MapChoice::default()
            },
        );
        assert_eq!(map.n_line, "n = 10 mentions of 2 places with a point");
        assert_eq!(map.notes[0], "Only 2 of 3 places chosen to be shown.");
        let selected: Vec<bool> = map.symbols.iter().map(|s| s.selected).collect();
        assert_eq!(selected, [false, true]);
    }

    #[test]
    fn a_stretch_of_time_has_its_own_numbers_on_the_scale_of_all() {
        let mut map = picture();
        let times = MapTimes {
            counts: BTreeMap::from([(EntityId(2), 1), (EntityId(3), 4)]),
            most: 9,
            span: "up to 3 Mar 2012".to_owned(),
            left_out: "2 articles not dated to the day are left out".to_owned(),
        };
        choose(
            &mut map,
            &MapChoice {
                times: Some(times),
                ..MapChoice::default()
            },
        );
        let shown: Vec<(i64, u64)> = map.symbols.iter().map(|s| (s.entity.0, s.value)).collect();
        assert_eq!((shown, map.most), (vec![(3, 4), (2, 1)], Some(9)));
        assert_eq!(map.subtitle, "Mentions up to 3 Mar 2012");
        assert_eq!(
            map.notes,
            [
                "2 articles not dated to the day are left out.",
                "Source: 2 outlets.",
                "Counted as mentions.",
            ]
        );
        let mut all = picture();
        choose(&mut all, &MapChoice::default());
        assert_eq!(all, picture());
    }
}
