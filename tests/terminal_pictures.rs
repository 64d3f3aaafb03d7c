//! Pictures of the terminal program: sizes, words, house styles, what goes beside them, and what cannot be written.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

use dateline::{
    model::{
        chart::ChartKind,
        picture::{PictureOptions, Printing, Said, SizePreset, WordLine},
    },
    workspace::{
        Project,
        export::{self, MethodFormat},
        session::{ChartSpec, Picture, PictureFormat, PictureRequest},
        styles,
    },
};

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn with_samples() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/samples");
        let (code, _, err) = desk.run(&["import", "--project", "p.dateline", samples]);
        assert_eq!(code, 0, "{err}");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let Output {
            status,
            stdout,
            stderr,
        } = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("DATELINE_HOME", self.path("home"))
            .output()
            .expect("the program runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (
            status.code().expect("an exit code"),
            text(stdout),
            text(stderr),
        )
    }

    /// A chart of names, drawn with these options.
    fn draw(&self, file: &str, options: &[&str]) -> (i32, String) {
        let mut all = vec!["chart", "entities", "--project", "p.dateline", "-o", file];
        all.extend(options);
        let (code, out, err) = self.run(&all);
        assert_eq!(out, "");
        (code, err)
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).expect("a file")
    }
}

/// The words of an SVG document, joined; fails when it is not well-formed XML.
fn words_of(svg: &str) -> String {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(svg);
    reader.config_mut().check_end_names = true;
    let (mut words, mut inside) = (String::new(), false);
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(tag) => inside = tag.name().as_ref() == "text",
            Event::End(_) => {
                if inside {
                    words.push(' ');
                }
                inside = false;
            }
            Event::Text(text) if inside => words.push_str(&text),
            Event::GeneralRef(name) if inside => words.push(match &*name {
                "lt" => '<',
                "gt" => '>',
                "amp" => '&',
                "quot" => '"',
                other => unreachable!("an unknown reference: {other}"),
            }),
            Event::Eof => return words,
            _ => {}
        }
    }
}

#[test]
fn each_line_of_words_is_the_users_or_left_out() {
    let desk = Desk::with_samples();
    let (code, err) = desk.draw("a.svg", &[]);
    assert_eq!(code, 0, "{err}");
    let usual = words_of(&desk.read("a.svg"));
    for words in [
        "Names mentioned most often",
        "Mentions in",
        "n = ",
        "Source: ",
        "Counted as ",
        "Made with ",
    ] {
        assert!(usual.contains(words), "{words}: {usual}");
    }
    let options = [
        "--title",
        "Who is named\nin the hills",
        "--subtitle",
        "All papers",
        "--dates",
        "spring",
        "--n",
        "many",
        "--source",
        "Harbor desk",
        "--method-line",
        "Counted twice",
        "--note",
        "A note & <more>",
        "--credit",
        "Drawn by the desk",
    ];
    assert_eq!(desk.draw("b.svg", &options).0, 0);
    let own = words_of(&desk.read("b.svg"));
    for words in [
        "Who is named in the hills",
        "All papers, spring",
        "many",
        "Harbor desk",
        "Counted twice",
        "A note & <more>",
        "Drawn by the desk",
    ] {
        assert!(own.contains(words), "{words}: {own}");
    }
    for words in ["n = ", "Source: ", "Counted as ", "Made with "] {
        assert!(!own.contains(words), "{words}: {own}");
    }
    let all = "title,subtitle,dates,n,source,method,notes,credit";
    assert_eq!(desk.draw("c.svg", &["--leave-out", all]).0, 0);
    let bare = words_of(&desk.read("c.svg"));
    assert!(
        !bare.contains("Names mentioned") && !bare.contains("Source"),
        "{bare}"
    );
    assert_eq!(desk.draw("c.svg", &["--leave-out", "everything"]).0, 2);
}

#[test]
fn words_of_any_kind_stay_whole_and_valid() {
    let desk = Desk::with_samples();
    let long = "harbor ".repeat(28);
    let endless = "Wassertransport".repeat(14);
    for (at, words) in [
        long.trim(),
        &endless,
        "خلية <تنسيق> & \"المياه\"\nفي يفرن",
        "]]><!-- </text> &amp; 'x'\u{0}\u{b}",
    ]
    .into_iter()
    .enumerate()
    {
        // Whatever the arguments of a program cannot hold is left out before.
        let words = words.replace('\u{0}', "");
        let file = format!("{at}.svg");
        let options = ["--title", &words, "--note", &words, "--source", &words];
        assert_eq!(desk.draw(&file, &options).0, 0);
        let squeezed = |text: &str| -> String {
            text.chars()
                .filter(|c| !c.is_whitespace() && !c.is_control())
                .collect()
        };
        let svg = squeezed(&words_of(&desk.read(&file)));
        assert!(
            svg.matches(&squeezed(&words)).count() >= 3,
            "{words}: {svg}"
        );
    }
}

#[test]
fn the_terminal_draws_what_the_window_asks_for() {
    let desk = Desk::with_samples();
    let style = "name = \"Gazette\"\nfont = \"Literata\"\ntitle_font = \"Inter\"\ntext_size = 110\n\n[colors]\nbackground = \"#FFF1E5\"\nbars = \"#336699\"\n";
    fs::write(desk.path("gazette.toml"), style).expect("a file");
    let mut project = Project::open(&desk.path("p.dateline")).expect("the project");
    let spec = ChartSpec {
        top: 15,
        ..ChartSpec::new(ChartKind::Entities)
    };
    let chart = project.chart(&Default::default(), &spec).expect("a chart");
    let mut what = Picture::Chart(Box::new(chart));
    assert!(export::highlight(&mut what, "Yafran"));
    assert!(!export::highlight(&mut what.clone(), "Nobody"));
    let preset = SizePreset::parse("two-columns").expect("a size");
    let own = [
        (WordLine::Title, "Mine".to_owned()),
        (WordLine::N, String::new()),
    ];
    let options = PictureOptions {
        width: preset.width,
        height: preset.height,
        dpi: preset.dpi,
        own: own.into_iter().collect(),
        transparent: true,
        printing: Printing::Patterns,
        style: styles::read(&desk.path("gazette.toml")).expect("a style"),
        ..PictureOptions::default()
    };
    for (file, format) in [("a.png", PictureFormat::Png), ("a.svg", PictureFormat::Svg)] {
        let given = [
            "--size",
            "two-columns",
            "--title",
            "Mine",
            "--leave-out",
            "n",
            "--transparent",
            "--printing",
            "patterns",
            "--style",
            "gazette.toml",
            "--highlight",
            "Yafran",
        ];
        let (code, err) = desk.draw(file, &given);
        assert_eq!((code, err.as_str()), (0, ""));
        let request = PictureRequest {
            what: what.clone(),
            options: options.clone(),
            format,
        };
        let drawn = export::picture(&request).expect("a picture");
        assert!(
            fs::read(desk.path(file)).expect("a file") == drawn,
            "{file}"
        );
    }
    let svg = desk.read("a.svg");
    assert!(svg.contains("font-family=\"'Literata', Inter, sans-serif\""));
    assert!(svg.contains("#336699") && svg.contains("width=\"2126\""));
    assert!(!svg.contains("#FFF1E5\"/>\n<g"), "the ground is clear");
}

#[test]
fn what_goes_beside_a_picture_is_complete_and_replacing_is_said() {
    let desk = Desk::with_samples();
    let beside = ["--numbers", "--evidence", "--method", "html"];
    let (code, err) = desk.draw("a.png", &beside);
    assert_eq!((code, err.as_str()), (0, ""));
    let rows = |file: &str| {
        let bytes = fs::read(desk.path(file)).expect("a file");
        csv::Reader::from_reader(&bytes[3..])
            .into_records()
            .map(|row| row.expect("a row"))
            .collect::<Vec<_>>()
    };
    let numbers = rows("a.csv");
    let evidence = rows("a.evidence.csv");
    let total: usize = numbers
        .iter()
        .filter_map(|row| row[2].parse::<usize>().ok())
        .sum();
    assert!(total > 20);
    assert_eq!(evidence.len(), total);
    for (number, row) in (1..).zip(&numbers) {
        let number = i32::to_string(&number);
        let behind = evidence.iter().filter(|passage| passage[0] == number);
        let count = behind.filter(|passage| passage[1] == row[0]).count();
        assert_eq!(count.to_string(), row[2], "{row:?}");
    }
    assert!(desk.read("a.method.html").starts_with("<!DOCTYPE html>"));
    let (code, err) = desk.draw("a.png", &["--numbers"]);
    assert_eq!((code, err.as_str()), (0, "Replaced a.png, a.csv\n"));
    // Nothing beside it is written when one of the files cannot be.
    fs::create_dir(desk.path("b.csv")).expect("a folder");
    let (code, err) = desk.draw("b.png", &["--numbers"]);
    assert_eq!(code, 3);
    assert!(err.contains("a folder of this name is there"), "{err}");
    assert!(!desk.path("b.png").exists());
}

#[test]
fn what_cannot_be_drawn_or_written_is_said() {
    let desk = Desk::with_samples();
    let check = |file: &str, options: &[&str], code: i32, words: &[&str]| {
        let (ended, err) = desk.draw(file, options);
        assert_eq!(ended, code, "{file} {options:?}: {err}");
        for word in words {
            assert!(err.contains(word), "{file} {options:?}: {err}");
        }
        assert_eq!(
            err.lines()
                .filter(|line| line.starts_with("dateline:"))
                .count(),
            usize::from(code == 3),
            "{err}"
        );
    };
    check(
        "a.png",
        &["--size", "30000x30000"],
        3,
        &["too many", "120 million"],
    );
    check("a.png", &["--size", "9000x9000mm"], 3, &["too many"]);
    check(
        "none/a.png",
        &[],
        3,
        &["there is no folder none", "Make the folder"],
    );
    let long = format!("{}.png", "n".repeat(260));
    check(&long, &[], 3, &["too long", "shorter name"]);
    check(
        "a.png",
        &["--style", "Gazette"],
        3,
        &["no style is called “Gazette”"],
    );
    check(
        "a.png",
        &["--highlight", "Nobody at all"],
        3,
        &["nothing on the picture"],
    );
    check("a.png", &["--size", "huge"], 2, &["two-columns"]);
    fs::write(
        desk.path("bad.toml"),
        "name = \"x\"\n[colors]\nbars = \"blue\"\n",
    )
    .expect("a file");
    check(
        "a.png",
        &["--style", "bad.toml"],
        3,
        &["bad.toml", "line 3", "“blue” is no color"],
    );
    fs::write(desk.path("far.toml"), "font = \"No Such Face 7\"\n").expect("a file");
    let (code, err) = desk.draw("a.png", &["--style", "far.toml"]);
    assert_eq!(code, 0);
    assert!(err.contains("no font No Such Face 7"), "{err}");
}

#[test]
fn styles_are_kept_by_name() {
    let desk = Desk::with_samples();
    let style = |arguments: &[&str]| {
        let mut all = vec!["style"];
        all.extend(arguments);
        desk.run(&all)
    };
    assert_eq!(style(&["list"]), (0, String::new(), String::new()));
    let text = "name = \"Harbor Gazette\"\ntext_size = 120\n[colors]\nbars = \"#369\"\n";
    fs::write(desk.path("g.toml"), text).expect("a file");
    assert_eq!(style(&["add", "g.toml"]).1, "Harbor Gazette\n");
    assert_eq!(
        style(&["add", "g.toml"]).1,
        "Harbor Gazette\n",
        "the same again is one"
    );
    fs::write(desk.path("g.toml"), text.replace("120", "130")).expect("a file");
    assert_eq!(
        style(&["add", "g.toml"]).1,
        "Harbor Gazette 2\n",
        "another is not lost"
    );
    assert_eq!(
        style(&["rename", "harbor gazette 2", "Morgenpost"]).1,
        "Morgenpost\n"
    );
    assert_eq!(style(&["list"]).1, "Harbor Gazette\nMorgenpost\n");
    let shown = style(&["show", "Morgenpost"]).1;
    assert!(
        shown.contains("text_size = 130") && shown.contains("bars = \"#336699\""),
        "{shown}"
    );
    let (code, _, err) = style(&["rename", "Morgenpost", "Harbor Gazette"]);
    assert_eq!(code, 3, "{err}");
    assert_eq!(
        desk.draw("a.svg", &["--style", "morgenpost"]),
        (0, String::new())
    );
    assert!(desk.read("a.svg").contains("#336699"));
    assert_eq!(style(&["delete", "Morgenpost"]).0, 0);
    let (code, _, err) = style(&["delete", "Morgenpost"]);
    assert_eq!(code, 3);
    assert!(err.contains("Saved are: Harbor Gazette"), "{err}");
    // What is shown is a file that can be added.
    fs::write(desk.path("again.toml"), shown).expect("a file");
    assert_eq!(style(&["add", "again.toml"]).1, "Morgenpost\n");
}

#[test]
fn every_kind_of_picture_says_its_lines() {
    let desk = Desk::with_samples();
    let mut project = Project::open(&desk.path("p.dateline")).expect("the project");
    let mut pictures = Vec::new();
    for kind in ChartKind::ALL {
        let chart = project.chart(&Default::default(), &ChartSpec::new(kind));
        pictures.push(Picture::Chart(Box::new(chart.expect("a chart"))));
    }
    let map = project.map(&Default::default(), Default::default());
    pictures.push(Picture::Map(Box::new(map.expect("a map"))));
    for picture in &pictures {
        let said: Said<'_> = export::said(picture);
        let sheet = |line: WordLine| said.line(line);
        for line in WordLine::ALL {
            // Not every chart needs further notes.
            let optional = line == WordLine::Notes;
            assert!(
                optional || !sheet(line).is_empty(),
                "{line:?}: {}",
                said.title
            );
        }
        assert!(
            sheet(WordLine::Dates).chars().any(|c| c.is_ascii_digit()),
            "{}",
            said.subtitle
        );
        assert!(sheet(WordLine::Source).starts_with("Source: "));
        assert!(sheet(WordLine::Method).starts_with("Counted as "));
        assert!(sheet(WordLine::Credit).contains("Made with "));
        let unchanged = said.notes_with(&Default::default());
        assert_eq!(unchanged, said.notes);
        assert_eq!(said.subtitle_with(&Default::default()), said.subtitle);
    }
    let behind = export::Behind {
        filter: Default::default(),
        unit: Default::default(),
    };
    let map = pictures.pop().expect("the map");
    let rows: u64 = match &map {
        Picture::Map(map) => map.symbols.iter().map(|s| s.value).sum(),
        Picture::Chart(_) => 0,
    };
    let request = PictureRequest {
        what: map,
        options: PictureOptions::default(),
        format: PictureFormat::Svg,
    };
    let beside = export::Beside {
        numbers: true,
        evidence: true,
        method: Some(MethodFormat::Markdown),
    };
    let path = desk.path("map.svg");
    let files = export::files_of(&mut project, &request, &path, beside, &behind).expect("files");
    assert_eq!(files.len(), 4);
    let evidence = String::from_utf8_lossy(&files[2].1).into_owned();
    let records = csv::Reader::from_reader(evidence.trim_start_matches('\u{feff}').as_bytes())
        .into_records()
        .count();
    assert_eq!(records as u64, rows);
}
