//! The article list on real projects: doubtful dates, and that a list is read again when what lets articles through changes.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use dateline::{
    jobs::JobCx,
    model::{ArticleId, Filter, PartialDate},
    store::{Access, Store},
    workspace::{
        Command, Project, Session,
        import::Input,
        session::{Slot, Wanted},
        views::{ArticleGrouping, ArticleList, ArticleOrder, build},
    },
};
use tempfile::TempDir;

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn with(files: &[(&str, &str)]) -> Self {
        let desk = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        let inputs = files.iter().map(|(name, text)| Input::Bytes {
            name: (*name).to_owned(),
            bytes: text.as_bytes().to_vec(),
        });
        let mut project = desk.open();
        project
            .import(inputs.collect(), &JobCx::unwatched(), |_| {})
            .expect("an import");
        desk
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("p.dateline")
    }

    fn open(&self) -> Project {
        Project::open_or_create(&self.path()).expect("a project")
    }

    fn list(&self, filter: &Filter) -> ArticleList {
        let mut store = Store::open(&self.path(), Access::Read).expect("a store");
        let order = ArticleOrder::IMPORT;
        build::grouped(&mut store, filter, order, ArticleGrouping::None).expect("a list")
    }
}

fn ids(list: &ArticleList) -> Vec<i64> {
    list.rows.iter().map(|row| row.id.0).collect()
}

fn filter(undated: bool, doubtful: bool) -> Filter {
    Filter {
        undated,
        doubtful,
        ..Filter::default()
    }
}

/// Stated in the text; guessed from the name; a month alone; two that contradict each other; none.
fn dated() -> Desk {
    Desk::with(&[
        (
            "a.txt",
            "Pumps start again\n\nYAFRAN, Libya, March 14, 2012 (Northern Wire) - The pumps run again, the council said.\n",
        ),
        (
            "2012-03-15_pumps.txt",
            "Pumps stop once more\n\nThe pumps stand still again in the hills, the council said.\n",
        ),
        (
            "c.md",
            "---\ntitle: What the wells can give\ndate: 2012-03\n---\n\nThe wells of the hills give less each year.\n",
        ),
        (
            "d.md",
            "---\ntitle: A convoy leaves\ndate: 2012-03-02\n---\n\nBREGA, Libya, March 14, 2012 (Northern Wire) - A convoy left the harbour.\n",
        ),
        (
            "e.txt",
            "Notes from the cisterns\n\nNobody wrote down when the cisterns were dug.\n",
        ),
    ])
}

#[test]
fn doubtful_dates_are_marked_counted_and_filtered_alike() {
    let desk = dated();
    let all = desk.list(&Filter::default());
    assert_eq!(all.rows.len(), 5);
    let marked = |list: &ArticleList| -> Vec<i64> {
        let rows = list.rows.iter().filter(|row| row.doubtful);
        rows.map(|row| row.id.0).collect()
    };
    let doubtful = marked(&all);
    let of_file = |at: usize| all.rows[at].doubtful;
    assert_eq!(
        (0..5).map(of_file).collect::<Vec<_>>(),
        [false, true, true, true, false]
    );
    assert_eq!(ids(&desk.list(&filter(false, true))), doubtful);
    for (undated, of_doubtful) in [(false, false), (true, false), (false, true), (true, true)] {
        let list = desk.list(&filter(undated, of_doubtful));
        assert_eq!(list.doubts, all.doubts, "what the clicks would show");
        assert_eq!(list.doubts.doubtful, doubtful.len() as u64);
    }
    let either = desk.list(&filter(true, true)).rows.len() as u64;
    assert_eq!(either, all.doubts.undated + all.doubts.doubtful);

    // What the user says is not doubtful, however little it says.
    let command = Command::SetPublished {
        articles: doubtful.iter().map(|id| ArticleId(*id)).collect(),
        date: PartialDate::month(2012, 3),
    };
    desk.open().run(command).expect("a date");
    assert!(marked(&desk.list(&Filter::default())).is_empty());
}

/// Ticks a session until a list holds.
fn until(session: &mut Session, wanted: &Wanted, what: &str, holds: impl Fn(&ArticleList) -> bool) {
    let began = Instant::now();
    loop {
        session.tick(wanted, began.elapsed().as_secs_f64());
        if let Slot::Ready(list) = &session.views().articles
            && let Slot::Ready(overview) = &session.views().overview
            && overview.articles_shown == list.rows.len() as u64
            && holds(list)
        {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn lists_and_counts_follow_what_their_query_looks_at() {
    let desk = dated();
    let mut session = Session::open(&desk.path()).expect("a session");
    let wanted = |text: &str| Wanted {
        filter: Filter {
            text: Some(text.to_owned()),
            ..Filter::default()
        },
        ..Wanted::default()
    };
    let unread = wanted("is:unread");
    until(&mut session, &unread, "all are unread", |list| {
        list.rows.len() == 5
    });
    let read = Command::SetRead {
        articles: vec![ArticleId(1), ArticleId(2)],
        read: true,
    };
    session.run(read).expect("a mark");
    until(&mut session, &unread, "two were read", |list| {
        list.rows.len() == 3
    });

    let starred = wanted("is:starred");
    until(&mut session, &starred, "none is starred", |list| {
        list.rows.is_empty()
    });
    let star = Command::SetStarred {
        articles: vec![ArticleId(3)],
        starred: true,
    };
    session.run(star).expect("a star");
    until(&mut session, &starred, "one is starred", |list| {
        list.rows.len() == 1
    });

    let store = Store::open(&desk.path(), Access::Read).expect("a store");
    let brega = store
        .mentions(ArticleId(4))
        .expect("mentions")
        .into_iter()
        .find_map(|(mention, _)| (mention.name == "Brega").then_some(mention.entity))
        .expect("Brega");
    let named = wanted("name:Oldharbour");
    until(&mut session, &named, "nobody is called so", |list| {
        list.rows.is_empty()
    });
    let rename = Command::RenameEntity {
        entity: brega,
        name: "Oldharbour".to_owned(),
    };
    session.run(rename).expect("a name");
    until(&mut session, &named, "one is", |list| list.rows.len() == 1);
}
