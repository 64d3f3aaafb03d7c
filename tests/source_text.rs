//! The source text beside an article: read again from the bytes the project keeps, for every format of the samples.

use std::fs;

use dateline::{
    jobs::JobCx,
    model::Filter,
    store::{Access, Store},
    workspace::{
        Project,
        import::Input,
        samples,
        views::{ArticleOrder, build, source},
    },
};

/// Every article of a project that was made of these inputs, with its source text.
fn check(inputs: Vec<Input>, least: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("p.dateline");
    let mut project = Project::open_or_create(&path).expect("a project");
    project
        .import(inputs, &JobCx::unwatched(), |_| {})
        .expect("an import");
    let mut store = Store::open(&path, Access::Read).expect("the project");
    let filter = Filter::default();
    let list = build::articles(&mut store, &filter, ArticleOrder::IMPORT).expect("a list");
    assert!(list.rows.len() >= least, "{}", list.rows.len());
    for row in list.rows {
        let article = build::article(&store, row.id, &filter).expect("the article");
        let found = source::of_article(&store, row.id).expect("its source");
        assert_eq!(found.article, row.id);
        let mut exact = 0;
        for mention in &article.mentions {
            let span = found
                .offsets
                .to_source(mention.span)
                .expect("it came from the source");
            let (read, written) = (mention.span.of(&article.reading_text), span.of(&found.text));
            assert!(!written.is_empty(), "{}: {read}", article.file);
            exact += usize::from(read == written);
        }
        // Tokens glued together and lines joined are written otherwise in the source; most names are not.
        assert!(
            exact * 2 >= article.mentions.len(),
            "{}: {exact} of {}",
            article.file,
            article.mentions.len()
        );
    }
}

#[test]
fn every_sample_has_its_source_text() {
    check(samples::inputs(), 10);
}

#[test]
fn each_article_of_a_bundle_has_its_own() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let articles = ["Yafran", "Gharyan", "Misrata"].map(|place| {
        format!("WATER TRUCKS REACH\n\n{place}, Libya, March 14, 2011 - Trucks reached {place} on Monday, the council said.\n")
    });
    let path = folder.path().join("bundle.txt");
    fs::write(&path, articles.join("\u{c}\n")).expect("a file");
    check(vec![Input::Path(path)], 1);
    let rows = folder.path().join("rows.csv");
    fs::write(
        &rows,
        "Headline,Body\nTrucks reach Yafran,Trucks reached Yafran in Libya on Monday.\nPumps stop,Pumps in Misrata stopped on Friday.\n",
    )
    .expect("a file");
    check(vec![Input::Path(rows)], 2);
}
