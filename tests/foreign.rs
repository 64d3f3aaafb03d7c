//! A project that another SQLite tool changes while it is open: taken in, or refused with the reason.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use dateline::{
    model::ArticleId,
    workspace::{
        Command, Project, Session,
        session::{News, Wanted},
    },
};
use rusqlite::Connection;

struct Desk {
    session: Session,
    wanted: Wanted,
    begun: Instant,
    news: Vec<News>,
    /// What the other tool works with.
    tool: Connection,
}

fn open(folder: &Path) -> Desk {
    let path = folder.join("hills.dateline");
    drop(Project::create(&path).expect("a project"));
    let mut desk = Desk {
        session: Session::open(&path).expect("a session"),
        wanted: Wanted::default(),
        begun: Instant::now(),
        news: Vec::new(),
        tool: Connection::open(&path).expect("a connection"),
    };
    for (title, words) in [
        ("Ferry leaves", "left Brega on time"),
        ("Pump stops", "in Zintan stopped"),
    ] {
        let before = desk.rows();
        let text = format!("{title}\n\nThe thing {words} on Monday, said Omar Tawil.");
        desk.session.paste(text);
        desk.until("an article", |desk| {
            desk.rows() > before && desk.session.job().is_none()
        });
    }
    desk.rest();
    desk.news.clear();
    desk
}

impl Desk {
    fn rows(&self) -> usize {
        let list = self.session.views().articles.value();
        list.map_or(0, |list| list.rows.len())
    }

    fn tick(&mut self) {
        let now = self.begun.elapsed().as_secs_f64();
        let news = self.session.tick(&self.wanted, now);
        self.news.extend(news);
    }

    fn until(&mut self, what: &str, there: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        loop {
            self.tick();
            if there(self) {
                return;
            }
            let late = begun.elapsed() > Duration::from_secs(120);
            assert!(!late, "no {what}: {:?}", self.news);
            std::thread::sleep(Duration::from_millis(15));
        }
    }

    /// Until nothing is on its way and what the session wrote itself was looked at.
    fn rest(&mut self) {
        for _ in 0..3 {
            self.until("rest", |desk| !desk.session.busy());
            std::thread::sleep(Duration::from_millis(300));
            self.tick();
        }
        self.until("rest", |desk| !desk.session.busy());
    }

    fn said(&self, words: &str) -> bool {
        self.news.iter().any(|news| match news {
            News::Said(said) => said.contains(words),
            News::Failed(problem) => problem.to_string().contains(words),
            _ => false,
        })
    }
}

#[test]
fn what_another_tool_writes_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = open(folder.path());
    assert!(!desk.said("Another program"), "own imports are not foreign");
    desk.tool
        .execute(
            "UPDATE article SET title = 'Ferry is late' WHERE id = 1",
            [],
        )
        .expect("an update");
    desk.until("the new title", |desk| {
        let list = desk.session.views().articles.value();
        list.is_some_and(|list| list.rows.iter().any(|row| row.title == "Ferry is late"))
    });
    assert!(desk.said("Another program changed the project"));
    // A table of the tool's own harms nothing.
    desk.tool
        .execute_batch("CREATE TABLE notes_of_mine (words TEXT)")
        .expect("a table");
    desk.news.clear();
    desk.until("the notice", |desk| desk.said("Another program"));
    assert_eq!(desk.session.read_only(), None);
}

#[test]
fn what_another_tool_writes_while_a_decision_is_carried_out_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = open(folder.path());
    desk.rest();
    let sample = Command::DrawSample {
        kind: None,
        size: 1,
        seed: 7,
    };
    let carried = desk.session.run(sample).expect("a decision");
    assert_eq!(carried, None, "it is carried out beside the window");
    std::thread::sleep(Duration::from_millis(300));
    desk.tool
        .execute(
            "UPDATE article SET title = 'Ferry is late' WHERE id = 1",
            [],
        )
        .expect("an update");
    desk.until("the decision", |desk| {
        let decided = |news: &News| matches!(news, News::Decided(_));
        desk.news.iter().any(decided)
    });
    desk.until("the new title", |desk| {
        let list = desk.session.views().articles.value();
        list.is_some_and(|list| list.rows.iter().any(|row| row.title == "Ferry is late"))
    });
}

#[test]
fn an_article_that_is_deleted_while_it_is_open_is_said_to_be_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = open(folder.path());
    let article = ArticleId(1);
    desk.wanted.article = Some(article);
    desk.until("the article", |desk| {
        desk.session.views().article.value().is_some()
    });
    desk.tool
        .execute_batch("PRAGMA foreign_keys = ON; DELETE FROM article WHERE id = 1")
        .expect("a deletion");
    desk.until("the news", |desk| desk.news.contains(&News::Gone(article)));
    desk.until("the list", |desk| desk.rows() == 1);
}

#[test]
fn a_project_whose_tables_were_changed_is_refused_until_they_are_mended() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = open(folder.path());
    desk.tool
        .execute_batch("ALTER TABLE article RENAME COLUMN title TO heading")
        .expect("a change");
    desk.until("the refusal", |desk| {
        desk.said("changed how the project is built")
    });
    assert!(desk.said("TABLE article"), "{:?}", desk.news);
    assert!(desk.session.read_only().is_some());
    assert_eq!(desk.rows(), 2, "what was read stays");
    let starred = Command::SetStarred {
        articles: vec![ArticleId(1)],
        starred: true,
    };
    desk.session
        .run(starred.clone())
        .expect_err("it is refused");
    desk.tool
        .execute_batch("ALTER TABLE article RENAME COLUMN heading TO title")
        .expect("a change back");
    desk.until("the way back", |desk| desk.said("as it was again"));
    assert_eq!(desk.session.read_only(), None);
    desk.session.run(starred).expect("it can be changed again");
}
