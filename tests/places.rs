//! Where places lie: put right by the user, followed by later imports, taken back.

use std::{fs, path::PathBuf};

use dateline::{
    jobs::JobCx,
    model::{ArticleId, EntityId, Filter, LatLon, PlaceStatus},
    store::{Access, Store},
    workspace::{
        Command, Placement, Project, Session,
        import::Input,
        session::{News, Wanted},
        views::{PlaceRow, build},
    },
};
use tempfile::TempDir;

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("p.dateline")
    }

    fn open(&self) -> Project {
        Project::open_or_create(&self.path()).expect("a project")
    }

    fn import(&self, name: &str, text: &str) -> ArticleId {
        let input = Input::Bytes {
            name: name.to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        let done = self
            .open()
            .import(vec![input], &JobCx::unwatched(), |_| {})
            .expect("an import");
        assert_eq!(done.articles, 1, "{name} is read as one article");
        self.store().newest_article().expect("an article")
    }

    fn store(&self) -> Store {
        Store::open(&self.path(), Access::Read).expect("a store")
    }

    fn run(&self, command: Command) -> String {
        let said = self.open().run(command).expect("a decision").said;
        assert_eq!(
            self.open().check().expect("a check"),
            Vec::<String>::new(),
            "{said}"
        );
        said
    }

    fn places(&self) -> Vec<PlaceRow> {
        build::places(&mut self.store(), &Filter::default())
            .expect("places")
            .rows
    }

    /// The place that a spelling of an article means.
    fn meant(&self, article: ArticleId, text: &str) -> PlaceRow {
        let store = self.store();
        let (reading, _) = store.text_and_blocks(article).expect("a text");
        let mentions = store.mentions(article).expect("mentions");
        let entity = mentions
            .iter()
            .find(|m| m.0.span.of(&reading) == text)
            .expect("the name is marked")
            .0
            .entity;
        self.places()
            .into_iter()
            .find(|p| p.entity == entity)
            .expect("a place")
    }

    fn place(&self, entity: EntityId, at: Placement) -> String {
        self.run(Command::PlaceEntity { entity, at })
    }

    fn as_text(&self) -> String {
        format!("{:?}", self.places())
    }
}

const LIBYA: &str = "Harbor opens\n\nTRIPOLI, Libya, April 2, 2012 (Northern Wire) - The harbor of Tripoli opened on Monday, \
    an official of the Libyan customs office said. Trucks came from Misrata, Zawiya and Gharyan.\n";

const LEBANON: &str = "Snow closes road\n\nTRIPOLI, Lebanon, April 3, 2012 (Northern Wire) - Snow closed the road from Tripoli \
    to Zahle on Tuesday, the Lebanese police said. Buses from Beirut and Sidon turned back.\n";

const LIBYA_AGAIN: &str = "Harbor closes\n\nTRIPOLI, Libya, April 9, 2012 (Northern Wire) - The harbor of Tripoli closed on \
    Monday, an official of the Libyan customs office said. Trucks went back to Misrata and Gharyan.\n";

/// Two articles, two cities of one name: two entities, neither of which takes the other's mentions.
#[test]
fn one_name_two_places_two_entities() {
    let desk = Desk::new();
    let south = desk.import("libya.txt", LIBYA);
    let east = desk.import("lebanon.txt", LEBANON);
    let (a, b) = (desk.meant(south, "Tripoli"), desk.meant(east, "Tripoli"));
    assert_ne!(a.entity, b.entity);
    assert_eq!(a.country.as_deref(), Some("LY"), "{}", a.reason);
    assert_eq!(b.country.as_deref(), Some("LB"), "{}", b.reason);
    assert_eq!((a.articles, b.articles), (1, 1));
    assert_ne!(a.gazetteer_id, b.gazetteer_id);
    let again = desk.import("again.txt", LIBYA_AGAIN);
    assert_eq!(desk.meant(again, "Tripoli").entity, a.entity);
    // Moving one of them leaves the other where it is.
    desk.place(a.entity, Placement::Unknown);
    assert_eq!(desk.meant(east, "Tripoli"), b);
}

/// A correction holds for all mentions and for later imports; undone, all is as if it had never been.
#[track_caller]
fn check_followed(at: &dyn Fn(&Desk, EntityId) -> Placement, fits: &dyn Fn(&PlaceRow) -> bool) {
    let desk = Desk::new();
    let first = desk.import("first.txt", LIBYA);
    let entity = desk.meant(first, "Tripoli").entity;
    let before = desk.as_text();
    let to = at(&desk, entity);
    let preview = desk
        .open()
        .preview(&Command::PlaceEntity {
            entity,
            at: to.clone(),
        })
        .expect("a preview");
    assert!(preview.mentions > 1 && preview.articles == 1, "{preview:?}");
    assert_eq!(desk.as_text(), before, "a preview changes nothing");
    desk.place(entity, to);
    let place = desk.meant(first, "Tripoli");
    assert!(fits(&place), "{place:?}");
    let second = desk.import("second.txt", LIBYA_AGAIN);
    let place = desk.meant(second, "Tripoli");
    assert_eq!(place.entity, entity, "the later import follows");
    assert!(fits(&place) && place.articles == 2, "{place:?}");
    desk.run(Command::Undo);
    let undone = desk.meant(second, "Tripoli");
    assert_eq!(undone.entity, entity, "it is the same city");
    assert_eq!(undone.country.as_deref(), Some("LY"));
    assert_eq!(undone.status, PlaceStatus::Resolved);
    desk.run(Command::Redo);
    assert!(fits(&desk.meant(second, "Tripoli")));
}

#[test]
fn a_point_is_followed() {
    check_followed(
        &|_, _| Placement::Point {
            position: LatLon {
                lat: 31.5,
                lon: 13.25,
            },
            uncertainty_km: Some(12.0),
        },
        &|place| {
            place.status == PlaceStatus::User
                && place
                    .position
                    .is_some_and(|p| p.lat == 31.5 && p.lon == 13.25)
                && place.uncertainty_km == Some(12.0)
                && place.country.as_deref() == Some("LY")
                && place.reason == "Placed by the user at 31.5000° N, 13.2500° E"
        },
    );
}

#[test]
fn a_candidate_is_followed() {
    check_followed(
        &|desk, entity| {
            let rows = desk.open().candidates(entity).expect("candidates");
            let lebanon = rows
                .iter()
                .find(|c| c.country == "LB" && c.feature == "city")
                .expect("the other city");
            assert!(!lebanon.chosen && lebanon.distance_km.is_some_and(|km| km > 1_500.0));
            let libya = rows.iter().find(|c| c.chosen).expect("where it lies now");
            assert!(libya.distance_km.is_some_and(|km| km < 200.0), "{libya:?}");
            Placement::Candidate(lebanon.id.clone())
        },
        &|place| {
            place.status == PlaceStatus::User
                && place.country.as_deref() == Some("LB")
                && place.reason.ends_with("chosen by the user")
        },
    );
}

#[test]
fn unknown_is_followed() {
    check_followed(&|_, _| Placement::Unknown, &|place| {
        place.status == PlaceStatus::Unresolved
            && place.position.is_none()
            && place.reason.contains("The user says")
    });
}

/// What the program itself takes for the chosen place later is the same entity, and one of its own once that is undone.
#[test]
fn the_chosen_place_is_one_with_what_is_found_there_later() {
    let desk = Desk::new();
    let first = desk.import("libya.txt", LIBYA);
    let entity = desk.meant(first, "Tripoli").entity;
    let rows = desk.open().candidates(entity).expect("candidates");
    let lebanon = rows
        .iter()
        .find(|c| c.country == "LB" && c.feature == "city")
        .expect("the other city");
    desk.place(entity, Placement::Candidate(lebanon.id.clone()));
    let east = desk.import("lebanon.txt", LEBANON);
    assert_eq!(
        desk.meant(east, "Tripoli").entity,
        entity,
        "one place, one entity"
    );
    desk.run(Command::Undo);
    let own = desk.meant(east, "Tripoli");
    assert_ne!(own.entity, entity, "two places again");
    assert_eq!(own.country.as_deref(), Some("LB"));
    assert_eq!(desk.meant(first, "Tripoli").country.as_deref(), Some("LY"));
    desk.run(Command::Redo);
    assert_eq!(desk.meant(east, "Tripoli").entity, entity);
    assert_eq!(
        desk.meant(first, "Tripoli").country.as_deref(),
        Some("LB"),
        "redone as it was"
    );
}

#[test]
fn the_program_s_own_choice_comes_back() {
    let desk = Desk::new();
    let first = desk.import("libya.txt", LIBYA);
    let before = desk.as_text();
    let entity = desk.meant(first, "Tripoli").entity;
    desk.place(entity, Placement::Unknown);
    desk.place(
        entity,
        Placement::Point {
            position: LatLon { lat: 1.0, lon: 2.0 },
            uncertainty_km: None,
        },
    );
    desk.place(entity, Placement::Program);
    assert_eq!(desk.as_text(), before);
    for _ in 0..3 {
        desk.run(Command::Undo);
    }
    assert_eq!(desk.as_text(), before);
    assert_eq!(
        desk.place(entity, Placement::Program),
        "",
        "nothing to change"
    );
}

#[test]
fn what_cannot_be_placed_says_why() {
    let desk = Desk::new();
    let first = desk.import("libya.txt", LIBYA);
    let entity = desk.meant(first, "Tripoli").entity;
    let refused = |entity, at, why: &str| {
        let problem = desk
            .open()
            .run(Command::PlaceEntity { entity, at })
            .expect_err(why);
        assert!(problem.to_string().contains(why), "{problem}");
    };
    let point = |lat, lon, uncertainty_km| Placement::Point {
        position: LatLon { lat, lon },
        uncertainty_km,
    };
    refused(entity, point(132.0, 12.0, None), "Did you mean 12, 132");
    refused(entity, point(f64::NAN, 12.0, None), "out of range");
    refused(entity, point(32.0, 12.0, Some(-1.0)), "no radius");
    refused(entity, point(32.0, 12.0, Some(f64::NAN)), "no radius");
    refused(
        entity,
        Placement::Candidate("geonames:4".to_owned()),
        "no place with the id",
    );
    refused(
        entity,
        Placement::Candidate("nonsense".to_owned()),
        "no place with the id",
    );
    let group = desk.open().the_entity("Libyan").expect("a group");
    refused(group, Placement::Unknown, "it is a group");
    assert!(fs::exists(desk.path()).expect("a folder"));
}

/// Places that no gazetteer has, as a user's own table.
const CAMPS: &str = "name,lat,lon,other names,type\n\
    Wadi Quartzline,30.4,14.1,Ouadi Quarzline,village\n\
    Camp Lanternfield,31.2,13.4,,camp\n\
    Turned Camp,131.2,13.4,,camp\n";

const WELLS: &str = "Wells reopen\n\nTRIPOLI, Libya, April 5, 2012 (Northern Wire) - Two wells in Wadi Quartzline reopened on \
    Thursday, the Libyan water office said. Trucks came to Wadi Quartzline from Misrata and Gharyan.\n";

const WELLS_AGAIN: &str = "Wells close\n\nTRIPOLI, Libya, April 12, 2012 (Northern Wire) - The wells in Wadi Quartzline closed on \
    Thursday, the Libyan water office said. Trucks left Wadi Quartzline for Misrata and Gharyan.\n";

#[test]
fn a_list_of_the_user_s_is_used_by_imports_and_travels_with_the_project() {
    let desk = Desk::new();
    let first = desk.import("wells.txt", WELLS);
    let before = desk.meant(first, "Wadi Quartzline");
    assert_eq!(before.status, PlaceStatus::Unresolved, "{}", before.reason);
    let file = desk.folder.path().join("camps.csv");
    fs::write(&file, CAMPS).expect("a file");
    let added = desk
        .open()
        .add_places(std::slice::from_ref(&file), None, &JobCx::unwatched())
        .expect("a list");
    assert_eq!((added.name.as_str(), added.places), ("camps", 2));
    assert!(!added.clean());
    let report = added.files[0].1.as_ref().expect("a report");
    assert_eq!(report.broken[0].line, 4);
    assert!(report.broken[0].why.contains("Did you mean"), "{report:?}");
    let again = desk
        .open()
        .add_places(&[file], None, &JobCx::unwatched())
        .expect_err("the name is taken");
    assert!(again.to_string().contains("already"), "{again}");
    // Nothing that is there moves by itself.
    assert_eq!(desk.meant(first, "Wadi Quartzline"), before);
    let rows = desk.open().candidates(before.entity).expect("candidates");
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0].id, "user:camps:2");
    assert_eq!(
        (rows[0].country.as_str(), rows[0].feature),
        ("LY", "village")
    );
    assert!(
        rows[0]
            .distance_km
            .is_some_and(|km| (50.0..400.0).contains(&km))
    );

    // A copy of the project alone has the names still.
    let copy = Desk::new();
    fs::copy(desk.path(), copy.path()).expect("a copy");
    let other = copy.import("again.txt", WELLS_AGAIN);
    let place = copy.meant(other, "Wadi Quartzline");
    assert_eq!(place.status, PlaceStatus::Resolved, "{}", place.reason);
    assert_eq!(place.gazetteer_id.as_deref(), Some("user:camps:2"));

    let said = desk.run(Command::LookUpPlaces);
    assert!(
        said.starts_with("Look places up again (1 placed)"),
        "{said}"
    );
    let now = desk.meant(first, "Wadi Quartzline");
    assert_eq!(now.entity, before.entity);
    assert_eq!(now.status, PlaceStatus::Resolved);
    assert_eq!(now.gazetteer_id.as_deref(), Some("user:camps:2"));
    let second = desk.import("again.txt", WELLS_AGAIN);
    assert_eq!(desk.meant(second, "Wadi Quartzline").entity, before.entity);
    assert_eq!(
        desk.run(Command::LookUpPlaces),
        "",
        "nothing is left to look up"
    );
    desk.run(Command::Undo);
    assert_eq!(
        desk.meant(first, "Wadi Quartzline").status,
        PlaceStatus::Unresolved
    );
    desk.run(Command::Redo);
    // What the user placed stays, and what was found in a list that is gone is looked up again.
    desk.place(desk.meant(first, "Misrata").entity, Placement::Unknown);
    desk.open().remove_places("camps").expect("it was there");
    assert!(desk.open().remove_places("camps").is_err());
    desk.run(Command::LookUpPlaces);
    assert_eq!(
        desk.meant(first, "Wadi Quartzline").status,
        PlaceStatus::Unresolved
    );
    let misrata = desk.meant(first, "Misrata");
    assert!(
        misrata.reason.contains("The user says"),
        "{}",
        misrata.reason
    );
}

/// What a window's session says until nothing is on its way any more.
fn news(session: &mut Session) -> Vec<News> {
    let mut news = Vec::new();
    for step in 0..2_000 {
        news.extend(session.tick(&Wanted::default(), f64::from(step)));
        if step > 0 && !session.busy() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    news
}

#[test]
fn the_window_adds_place_names_and_looks_places_up_again() {
    let desk = Desk::new();
    let article = desk.import(
        "qasr.txt",
        "Ferry to Ubaldesca\n\nUBALDESCA, Libya, April 2 (Southern Wire) - The ferry came to Ubaldesca on Monday. \
         People in Ubaldesca waited at the quay.",
    );
    assert_eq!(
        desk.meant(article, "Ubaldesca").status,
        PlaceStatus::Unresolved
    );
    let list = desk.folder.path().join("mine.csv");
    fs::write(
        &list,
        "name,lat,lon,country\nUbaldesca,32.4,15.1,LY\nNowhere,132.4,15.1,LY\n",
    )
    .expect("a list");
    let mut session = Session::open(&desk.path()).expect("a session");
    session.add_places(vec![list]);
    let said = news(&mut session);
    let problem = said.iter().find_map(|n| match n {
        News::Failed(problem) => Some(problem.to_string()),
        _ => None,
    });
    let problem = problem.expect("the broken line is told");
    assert!(
        problem.contains("1 place name") && problem.contains("line 3"),
        "{problem}"
    );
    assert_eq!(session.run(Command::LookUpPlaces), Ok(None));
    assert!(
        news(&mut session)
            .iter()
            .any(|n| matches!(n, News::Decided(_)))
    );
    drop(session);
    let place = desk.meant(article, "Ubaldesca");
    assert_eq!(place.position, LatLon::new(32.4, 15.1));
}
