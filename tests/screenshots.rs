//! Takes the pictures of the manual from the real window, with the sample project: `just screenshots` writes them.
//! Without being asked to write, the test walks the same way and so proves that it is still there.
#![cfg(feature = "gui")]

#[path = "screenshots/paint.rs"]
mod paint;
#[path = "screenshots/png.rs"]
mod png_file;

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use dateline::{
    cli::{self, Asked},
    ui::{
        App, Doors,
        ask::{Answer, Asker},
        desk,
    },
    workspace::settings::{Settings, ThemeChoice},
};
use egui::{Event, Key, Modifiers};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

const SIZE: [usize; 2] = [1280, 800];

struct Window {
    window: Harness<'static, App>,
    textures: paint::Textures,
    _folder: tempfile::TempDir,
}

/// The window with these projects and files given at its start, all of which lie in `folder`.
fn open(folder: tempfile::TempDir, paths: Vec<PathBuf>) -> Window {
    let sample = folder.path().join("Another project.dateline");
    let textures = paint::Textures::default();
    let window = Harness::builder()
        .with_size([SIZE[0] as f32, SIZE[1] as f32])
        .with_os(egui::os::OperatingSystem::Nix)
        .with_theme(egui::Theme::Light)
        .renderer(textures.clone())
        .build_eframe(move |creation| {
            let doors = Doors {
                open: desk::opener(creation.egui_ctx.clone()),
                asker: Asker::new(Box::new(|_, reply| reply(Answer::Nothing))),
                keep: Box::new(|_| {}),
                sample,
                show: Box::new(|_| Ok(())),
                drops: true,
            };
            let settings = Settings {
                theme: ThemeChoice::Light,
                ..Settings::default()
            };
            App::new(&creation.egui_ctx, doors, settings, paths)
        });
    Window {
        window,
        textures,
        _folder: folder,
    }
}

/// The sample articles.
fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples");
    let mut all: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the samples")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    all.sort();
    all
}

/// Runs the terminal program inside this one.
fn terminal(words: &[&str], project: &Path) {
    let (mut out, mut complaints) = (Vec::new(), Vec::new());
    let project = project.to_string_lossy().into_owned();
    let words = ["dateline"]
        .iter()
        .chain(words)
        .copied()
        .chain(["--project", &project]);
    let asked = cli::run(words.map(Into::into), &mut out, &mut complaints);
    let complaints = String::from_utf8_lossy(&complaints);
    assert!(matches!(asked, Asked::Ended(0)), "{complaints}");
}

/// The window with the sample project, in which `decide` was decided before.
fn sample(decide: &[&[&str]]) -> Window {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let project = folder.path().join("Sample project.dateline");
    let files: Vec<String> = samples()
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    let import: Vec<&str> = ["import"]
        .into_iter()
        .chain(files.iter().map(String::as_str))
        .collect();
    terminal(&import, &project);
    for words in decide {
        terminal(words, &project);
    }
    let mut window = open(folder, vec![project]);
    window.see("Show passages from 22 articles").settle();
    window
}

impl Window {
    fn has(&self, label: &str) -> bool {
        self.window
            .query_all_by_label_contains(label)
            .next()
            .is_some()
    }

    /// Runs frames until something with this label is there.
    fn see(&mut self, label: &str) -> &mut Self {
        let began = Instant::now();
        while !self.has(label) {
            assert!(
                began.elapsed() < Duration::from_secs(120),
                "nothing is called {label:?}; there are: {:#?}",
                self.labels()
            );
            self.window.run_steps(2);
            std::thread::sleep(Duration::from_millis(10));
        }
        self
    }

    fn labels(&self) -> Vec<String> {
        let all = self
            .window
            .query_all_by(|node| node.label().is_some_and(|label| !label.is_empty()));
        all.filter_map(|node| node.accesskit_node().label())
            .collect()
    }

    fn click(&mut self, label: &str) -> &mut Self {
        self.see(label);
        let first = self.window.query_all_by_label_contains(label).next();
        first.expect("it was there a moment ago").click();
        self.settle()
    }

    fn key(&mut self, key: Key) -> &mut Self {
        self.keys(Modifiers::NONE, key)
    }

    fn keys(&mut self, modifiers: Modifiers, key: Key) -> &mut Self {
        self.window.key_press_modifiers(modifiers, key);
        self.settle()
    }

    fn write(&mut self, words: &str) -> &mut Self {
        self.window.event(Event::Text(words.to_owned()));
        self.settle()
    }

    /// Runs frames until nothing is being worked on.
    fn settle(&mut self) -> &mut Self {
        let began = Instant::now();
        let mut quiet = 0;
        while quiet < 8 {
            assert!(
                began.elapsed() < Duration::from_secs(120),
                "the window never rests"
            );
            self.window.run_steps(1);
            std::thread::sleep(Duration::from_millis(5));
            let busy = self.window.state().desk().is_some_and(|desk| desk.busy());
            quiet = if busy { 0 } else { quiet + 1 };
        }
        self
    }

    /// Runs frames until there are more pictures in the window than there were.
    fn loaded(&mut self, before: usize) -> &mut Self {
        let began = Instant::now();
        while self.textures.count() <= before {
            assert!(
                began.elapsed() < Duration::from_secs(120),
                "no picture comes"
            );
            self.settle();
        }
        self
    }

    /// Takes the whole window.
    fn take(&mut self, name: &str) -> &mut Self {
        // Nothing is lit because a pointer rests on it.
        self.window.remove_cursor();
        self.settle();
        if std::env::var_os("DATELINE_BLESS").is_none() {
            return self;
        }
        let output = self.window.output();
        let scale = output.pixels_per_point;
        let shapes = self.window.ctx.tessellate(output.shapes.clone(), scale);
        let rect = self.window.ctx.content_rect();
        let size = [rect.width(), rect.height()].map(|side| (side * scale).round() as usize);
        let picture = paint::paint(&shapes, &self.textures, size, scale);
        let path = folder().join(format!("{name}.png"));
        fs::write(path, png_file::encode(&picture)).expect("the picture can be written");
        self
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screenshots")
}

#[test]
fn first_run() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut window = open(folder, Vec::new());
    window.see("Try the sample project").take("first-run");
}

#[test]
fn import() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let articles = folder.path().join("articles");
    fs::create_dir(&articles).expect("a folder");
    for path in samples().iter().take(9) {
        fs::copy(path, articles.join(path.file_name().expect("a name"))).expect("a copy");
    }
    fs::copy(
        articles.join(samples()[2].file_name().expect("a name")),
        articles.join("copy of the school story.txt"),
    )
    .expect("a copy");
    fs::write(articles.join("notes.txt"), "").expect("a file");
    fs::write(
        articles.join("photo.jpg"),
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01",
    )
    .expect("a file");
    let project = folder.path().join("Northern hills.dateline");
    drop(dateline::workspace::Project::create(&project).expect("a project"));
    let mut window = open(folder, vec![project, articles]);
    window.see("Import 12 files?").key(Key::Enter);
    window.see("Import report").see("photo.jpg").take("import");
}

#[test]
fn read() {
    let mut window = sample(&[]);
    window
        .click("Water comes back to Yafran")
        .click("Person Mansur Tellawi");
    window.see("Card of Mansur Tellawi").take("read");
}

#[test]
fn articles() {
    let mut window = sample(&[]);
    window
        .keys(Modifiers::SHIFT, Key::E)
        .click("Order of the articles")
        .click("Outlets");
    window.click("What the wells of the western hills");
    window.keys(Modifiers::SHIFT, Key::ArrowDown);
    window.see("Clear the selection").take("articles");
}

#[test]
fn names() {
    let mut window = sample(&[]);
    window.click("Water comes back to Yafran").key(Key::E);
    window
        .see("Close the table")
        .click("Show spellings of Salem Akroush")
        .take("names");
}

#[test]
fn search() {
    let mut window = sample(&[]);
    window
        .keys(Modifiers::COMMAND, Key::F)
        .write("water truck*")
        .key(Key::Enter);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    window.see("Close search results").take("search");
}

#[test]
fn chart_and_export() {
    let mut window = sample(&[]);
    window
        .click("Chart")
        .see("Names mentioned most often")
        .click("Gharyan, ");
    window.see("24 passages").take("chart");
    let before = window.textures.count();
    window
        .click("Export chart…")
        .see("Transparent ground")
        .loaded(before)
        .take("export");
}

#[test]
fn map() {
    let mut window = sample(&[]);
    window
        .click("Map")
        .see("Doubtful first")
        .click("Ain Temzouya")
        .take("map");
}

#[test]
fn compare() {
    let mut window = sample(&[]);
    window
        .click("Water trucks reach Yafran after nine days")
        .click("Compare")
        .see("What changed");
    window.take("compare");
}

#[test]
fn marking() {
    let highlight = |code, words| ["decide", "highlight", "9", code, "--text", words];
    let mut window = sample(&[
        &["decide", "code", "promise", "--key", "p"],
        &["decide", "code", "figure", "--color", "3"],
        &highlight("figure", "a tank of 5,000 liters"),
        &highlight("promise", "We had been told to expect four trucks."),
        &["decide", "tag", "trucks", "9", "10", "11"],
    ]);
    window
        .click("Water trucks reach Yafran after nine days")
        .key(Key::C);
    window.see("More about marking").take("marking");
}

#[test]
fn correct() {
    let mut window = sample(&[]);
    window
        .click("Trucks with water arrive in Yafran")
        .click("Person Selim Akrouch")
        .key(Key::M);
    window
        .see("Merge")
        .write("Salem")
        .see("Name shown")
        .take("correct");
}

#[test]
fn same_name() {
    let mut window = sample(&[]);
    window
        .keys(Modifiers::COMMAND, Key::J)
        .see("0 of")
        .take("same-name");
}

/// A picture that no page shows is not taken, and one that a page shows is.
#[test]
fn each_picture_is_taken() {
    let own = include_str!("screenshots.rs");
    let mut taken: Vec<String> = own
        .split(".take(\"")
        .skip(1)
        .filter_map(|rest| Some(format!("{}.png", rest.split_once("\")")?.0)))
        .filter(|name| {
            name.len() > 4
                && name
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || "-.".contains(c))
        })
        .collect();
    taken.sort();
    let mut lying: Vec<String> = fs::read_dir(folder())
        .expect("pictures")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    lying.sort();
    assert_eq!(taken, lying);
}
