//! Relative locations in a project: what is read at import, what corrections make of it, and older projects.

use std::path::PathBuf;

use dateline::{
    jobs::JobCx,
    model::{EntityId, Filter, relation::Verdict},
    workspace::{
        Command, Project, Which,
        export::{self, Format, Table},
        import::Input,
        views::{RelationRow, RelationTable},
    },
};
use tempfile::TempDir;

const TEXT: &str = "Pumps fail in the hills\n\nTRIPOLI, April 2, 2012 — A pump failed in Gharyan, 80 km (50 miles) south of Tripoli, \
on Monday, the water board said.\n\nThe crew that was to mend it came from Khoms, 40 km (25 miles) west of Tripoli, and lost its \
way near Qasmar, a hamlet 20 km south of Yefren.\n\nEngineers in Zuwara, 110 km (90 miles) west of Tripoli, sent a spare part to \
southern Tripoli. Rain fell in the north of Libya.\n";

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        let input = Input::Bytes {
            name: "pumps.txt".to_owned(),
            bytes: TEXT.as_bytes().to_vec(),
        };
        let done = desk
            .open()
            .import(vec![input], &JobCx::unwatched(), |_| {})
            .expect("an import");
        assert_eq!(done.articles, 1);
        desk
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("p.dateline")
    }

    fn open(&self) -> Project {
        Project::open_or_create(&self.path()).expect("a project")
    }

    fn table(&self) -> RelationTable {
        self.open()
            .relations(&Filter::default())
            .expect("relations")
    }

    fn sql(&self, statements: &str) {
        rusqlite::Connection::open(self.path())
            .and_then(|conn| conn.execute_batch(statements))
            .expect("statements");
    }
}

fn row<'t>(table: &'t RelationTable, place: &str) -> &'t RelationRow {
    table
        .rows
        .iter()
        .find(|r| r.place.as_ref().is_some_and(|p| p.text == place))
        .ok_or_else(|| format!("no {place} in {:#?}", table.rows))
        .expect("a relation of the place")
}

fn entity(table: &RelationTable, place: &str) -> EntityId {
    row(table, place)
        .place
        .as_ref()
        .and_then(|p| p.entity)
        .expect("an entity")
}

#[test]
fn relations_are_read_and_judged() {
    let table = Desk::new().table();
    let gharyan = row(&table, "Gharyan");
    assert_eq!(gharyan.verdict_words, "agrees");
    assert_eq!(gharyan.text, "Gharyan, 80 km (50 miles) south of Tripoli");
    assert_eq!(gharyan.hit.of(&gharyan.sentence), gharyan.text);
    assert!(!gharyan.rings.is_empty());
    // It lies to the east.
    let khoms = row(&table, "Khoms");
    assert_eq!(khoms.verdict_words, "wrong direction: it lies E");
    assert!(matches!(khoms.verdict, Verdict::WrongDirection { .. }));
    let zuwara = row(&table, "Zuwara");
    assert_eq!(
        zuwara.note.as_deref(),
        Some("units disagree: 110 km and 145 km are stated as one distance")
    );
    let doubtful: Vec<_> = table
        .doubtful()
        .into_iter()
        .map(|n| table.rows[n].place.as_ref().unwrap().text.as_str())
        .collect();
    assert_eq!(doubtful, ["Khoms", "Zuwara"]);
    // Neither southern Tripoli nor the north of Libya is a relation.
    assert_eq!(table.rows.len(), 4);
}

#[test]
fn an_unknown_place_gets_an_area() {
    let table = Desk::new().table();
    let qasmar = row(&table, "Qasmar");
    assert_eq!(qasmar.verdict, Verdict::Unknown);
    assert_eq!(qasmar.anchor.text, "Yefren");
    let anchor = qasmar.anchor.position.expect("a position");
    let area = qasmar.area.expect("an area");
    for corner in qasmar.rings.iter().flatten() {
        assert!(
            corner.lat < anchor.lat + 0.01,
            "{corner:?} is not south of {anchor:?}"
        );
    }
    if let Some(place) = qasmar.place.as_ref().and_then(|p| p.entity) {
        let [candidate] = table.candidates.as_slice() else {
            panic!("{:?}", table.candidates)
        };
        assert_eq!(candidate.entity, place);
        let (middle, radius_km) = candidate.suggestion.expect("a suggestion");
        assert!(
            area.contains(middle) && radius_km > 5.0 && radius_km < 40.0,
            "{middle:?} {radius_km}"
        );
    }
}

#[test]
fn corrections_are_followed_and_taken_back() {
    let desk = Desk::new();
    let before = desk.table();
    // Two names made one: the relation speaks of what it was merged into.
    let (khoms, zuwara) = (entity(&before, "Khoms"), entity(&before, "Zuwara"));
    let merge = Command::MergeEntities {
        entities: vec![khoms],
        into: zuwara,
        name: None,
        except: vec![],
    };
    desk.open().run(merge).expect("a merge");
    let merged = desk.table();
    assert_eq!(entity(&merged, "Khoms"), zuwara);
    assert_eq!(row(&merged, "Khoms").anchor.text, "Tripoli");
    assert_ne!(
        row(&merged, "Khoms").verdict_words,
        "wrong direction: it lies E"
    );
    desk.open().run(Command::Undo).expect("an undo");
    assert_eq!(desk.table(), before);
    // A place that is no name any more has no relation that names it.
    let dismiss = Command::Dismiss {
        what: Which::Entities(vec![khoms]),
        except: vec![],
    };
    desk.open().run(dismiss).expect("a dismissal");
    let dismissed = desk.table();
    assert!(
        dismissed
            .rows
            .iter()
            .all(|r| r.place.as_ref().is_none_or(|p| p.entity != Some(khoms)))
    );
    desk.open().run(Command::Undo).expect("an undo");
    assert_eq!(desk.table(), before);
}

#[test]
fn relations_go_with_a_deleted_article_and_come_back() {
    let desk = Desk::new();
    let export = || {
        let bytes = export::table(
            &mut desk.open(),
            Table::Relations,
            Format::Ndjson,
            &Filter::default(),
        );
        String::from_utf8(bytes.expect("a table")).expect("UTF-8")
    };
    let (table, exported) = (desk.table(), export());
    assert_eq!(exported.lines().count(), 4);
    desk.open()
        .run(Command::DeleteArticles {
            articles: vec![table.rows[0].article],
        })
        .expect("a decision");
    assert_eq!(desk.table().rows.len(), 0);
    assert_eq!(export(), "");
    let other = Input::Bytes {
        name: "bread.txt".to_owned(),
        bytes:
            b"Bread is back\n\nTRIPOLI, April 3, 2012 - Bakeries opened in Misrata on Tuesday.\n"
                .to_vec(),
    };
    // Relations that are out of date are looked for behind an import.
    desk.open()
        .import(vec![other], &JobCx::unwatched(), |_| {})
        .expect("an import");
    assert_eq!(export(), "");
    desk.open().run(Command::Undo).expect("an undo");
    assert_eq!(export(), exported, "the same rows with the same numbers");
    assert_eq!(desk.table(), table);
}

#[test]
fn older_projects_are_searched_when_asked() {
    let desk = Desk::new();
    let before = desk.table();
    desk.sql("DELETE FROM relation; DELETE FROM relation_search");
    let unstored = Project::open_to_read(&desk.path())
        .expect("a project")
        .relations(&Filter::default())
        .expect("relations");
    assert_eq!(unstored.rows.len(), before.rows.len());
    for (a, b) in unstored.rows.iter().zip(&before.rows) {
        assert_eq!(a.id, None);
        assert_eq!((&a.text, &a.verdict_words), (&b.text, &b.verdict_words));
    }
    // An export stores them.
    let bytes = export::table(
        &mut desk.open(),
        Table::Relations,
        Format::Ndjson,
        &Filter::default(),
    )
    .expect("a table");
    assert_eq!(
        bytes.iter().filter(|b| **b == b'\n').count(),
        before.rows.len()
    );
    assert!(desk.table().rows.iter().all(|r| r.id.is_some()));
}

#[test]
fn exports_hold_the_figures_and_the_areas() {
    let desk = Desk::new();
    let export = |format| {
        export::table(
            &mut desk.open(),
            Table::Relations,
            format,
            &Filter::default(),
        )
        .expect("a table")
    };
    let text = String::from_utf8(export(Format::Ndjson)).expect("UTF-8");
    let rows: Vec<serde_json::Value> = text
        .lines()
        .map(|l| serde_json::from_str(l).expect("JSON"))
        .collect();
    let gharyan = rows
        .iter()
        .find(|r| r["place"] == "Gharyan")
        .expect("Gharyan");
    assert_eq!(gharyan["anchor"], "Tripoli");
    assert_eq!(gharyan["distance_km"], 80.0);
    assert_eq!(gharyan["direction"], "S");
    assert_eq!(gharyan["verdict"], "agrees");
    assert_eq!(gharyan["units_agree"], true);
    assert!(
        gharyan["actual_km"]
            .as_f64()
            .is_some_and(|km| (70.0..95.0).contains(&km))
    );
    let (start, end) = (
        gharyan["source_start"].as_u64().unwrap(),
        gharyan["source_end"].as_u64().unwrap(),
    );
    let source: String = TEXT
        .chars()
        .skip(start as usize)
        .take((end - start) as usize)
        .collect();
    assert_eq!(gharyan["text"], source.as_str());
    let map: serde_json::Value = serde_json::from_slice(&export(Format::GeoJson)).expect("GeoJSON");
    let features = map["features"].as_array().expect("features");
    assert_eq!(features.len(), rows.len());
    assert!(features.iter().all(|f| {
        f["geometry"]["type"]
            .as_str()
            .is_some_and(|t| t.ends_with("Polygon"))
    }));
    assert!(export(Format::Kml).windows(9).any(|w| w == b"<Polygon>"));
    assert!(export(Format::Csv).starts_with("\u{feff}id,article,file,start,end".as_bytes()));
}
