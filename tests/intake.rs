//! Ways into a real project besides files chosen by hand: pasted text, a watched folder; and what a report line leads to.

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use dateline::workspace::{
    Project, ReadOptions, Separator, Session,
    session::{News, Wanted},
};

fn session(folder: &Path) -> Session {
    let project = folder.join("hills.dateline");
    drop(Project::create(&project).expect("a project"));
    Session::open(&project).expect("a session")
}

/// Runs ticks until `there` says so; work beside the session takes its time.
fn until(session: &mut Session, what: &str, there: impl Fn(&Session, &[News]) -> bool) {
    let wanted = Wanted::default();
    let begun = Instant::now();
    let mut news = Vec::new();
    loop {
        news.extend(session.tick(&wanted, begun.elapsed().as_secs_f64()));
        if there(session, &news) {
            return;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(120),
            "no {what}: {news:?}"
        );
        std::thread::sleep(Duration::from_millis(15));
    }
}

fn rows(session: &Session) -> usize {
    session
        .views()
        .articles
        .value()
        .map_or(0, |list| list.rows.len())
}

#[test]
fn pasted_text_becomes_an_article_whose_date_is_not_that_of_pasting() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = session(folder.path());
    session.paste(
        "Ferry leaves on time\n\nThe ferry to Brega left on time, the harbor office said."
            .to_owned(),
    );
    until(&mut session, "article", |session, _| rows(session) == 1);
    let list = session.views().articles.value().expect("the list");
    assert_eq!(list.rows[0].published, None);
    assert_eq!(list.rows[0].title, "Ferry leaves on time");
    let first = list.rows[0].id;

    // Another text in the same minute has a name of its own; the same text again is a duplicate.
    until(&mut session, "end of the import", |session, _| {
        session.job().is_none()
    });
    // The same text again is the article that is there.
    session.paste(
        "Ferry leaves on time\n\nThe ferry to Brega left on time, the harbor office said."
            .to_owned(),
    );
    until(&mut session, "the article", |_, news| {
        news.contains(&News::Pasted(first))
    });
    session.paste("Ferry leaves late\n\nThe ferry to Sirte left an hour late.".to_owned());
    until(&mut session, "second article", |session, _| {
        rows(session) == 2 && session.job().is_none()
    });
    session.paste("   \n".to_owned());
    until(&mut session, "refusal", |_, news| {
        news.iter().any(|news| matches!(news, News::Failed(problem) if problem.to_string().contains("Could not paste")))
    });
}

#[test]
fn what_arrives_in_a_watched_folder_is_imported_and_found_again_by_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let inbox = folder.path().join("inbox");
    fs::create_dir(&inbox).expect("a folder");
    // What lies there before is not imported without asking.
    fs::write(inbox.join("old.txt"), "An old text about Nalut.").expect("a file");
    let mut session = session(folder.path());
    session.watch(Some(inbox.clone()));
    assert_eq!(session.watching(), Some(inbox.as_path()));
    let file = inbox.join("2012-03-14_ferry.txt");
    fs::write(
        &file,
        "Ferry leaves on time\n\nThe ferry to Brega left on time.",
    )
    .expect("a file");
    until(&mut session, "article", |session, _| {
        rows(session) == 1 && session.job().is_none()
    });

    let found = session.locate("2012-03-14_ferry.txt");
    assert!(found.there && found.article.is_some(), "{found:?}");
    assert_eq!(found.path.as_deref(), Some(file.as_path()));
    assert_eq!(session.locate("never-seen.txt"), Default::default());

    session.watch(None);
    assert_eq!(session.watching(), None);
}

#[test]
fn another_way_to_read_a_file_is_shown_before_it_is_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("harbor.txt");
    let text = "غادرت العبارة الميناء في موعدها صباح اليوم، وقال مدير الميناء إن الرحلات عادت.\n----\nعادت العبارة مساء اليوم إلى الميناء.";
    let (bytes, ..) = encoding_rs::WINDOWS_1256.encode(text);
    fs::write(&file, &bytes).expect("a file");
    let mut session = session(folder.path());
    session.start_import(vec![file.clone()]);
    until(&mut session, "article", |session, _| {
        rows(session) == 1 && session.job().is_none()
    });
    let sample = |session: &mut Session, options: Option<ReadOptions>| {
        session.start_sample(file.clone(), options.clone());
        let found = std::cell::RefCell::new(None);
        until(session, "sample", |_, news| {
            let mut samples = news.iter().rev().filter_map(|news| match news {
                News::Sample(sample) => Some(sample.clone()),
                _ => None,
            });
            *found.borrow_mut() = samples.next();
            found.borrow().is_some()
        });
        let sample = found.into_inner().expect("a sample");
        assert_eq!(sample.asked, options);
        sample
    };
    let now = sample(&mut session, None);
    assert_eq!(now.encoding, "windows-1256");
    assert!(now.lines[0].starts_with("غادرت العبارة"), "{:?}", now.lines);
    let wrong = sample(
        &mut session,
        Some(ReadOptions {
            encoding: Some("windows-1252".to_owned()),
            ..ReadOptions::default()
        }),
    );
    assert!(!wrong.lines[0].contains("العبارة"));
    let split = sample(
        &mut session,
        Some(ReadOptions {
            separator: Some(Separator::Line("----".to_owned())),
            ..ReadOptions::default()
        }),
    );
    assert_eq!((split.articles, split.lines.len()), (2, 2));
    // Nothing was written.
    assert_eq!(rows(&session), 1);
}

#[test]
fn a_failed_line_is_found_by_the_folder_it_was_imported_from() {
    let folder = tempfile::tempdir().expect("a folder");
    let pile = folder.path().join("pile");
    fs::create_dir_all(pile.join("day")).expect("a folder");
    fs::write(pile.join("day/empty.txt"), "").expect("a file");
    fs::write(pile.join("day/ferry.txt"), "The ferry left on time.").expect("a file");
    let mut session = session(folder.path());
    session.start_import(vec![pile.clone()]);
    until(&mut session, "article", |session, _| {
        rows(session) == 1 && session.job().is_none()
    });
    let failed = session.locate("pile/day/empty.txt");
    assert!(failed.there && failed.article.is_none(), "{failed:?}");
    assert_eq!(failed.path, Some(pile.join("day/empty.txt")));
    let read = session.locate("pile/day/ferry.txt");
    assert!(read.there && read.article.is_some(), "{read:?}");
}
