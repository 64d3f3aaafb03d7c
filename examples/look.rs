//! Shows the window on invented read models, to look at it in any state:
//! `cargo run --example look -- --view chart --theme dark --size 1280x800 --text 150 --state empty`.
#![allow(
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a tool for people who work on the window"
)]

#[path = "../tests/fixture/mod.rs"]
mod fixture;

use std::{path::PathBuf, rc::Rc};

use dateline::{
    ui::{
        App, Doors,
        action::{Action, View},
        ask::{Answer, Asker},
    },
    workspace::settings::{RecentProject, Settings, ThemeChoice},
};
use fixture::{Fixture, Log};

fn main() {
    let mut settings = Settings {
        theme: ThemeChoice::Light,
        ..Settings::default()
    };
    let mut size = [1440.0, 900.0];
    let mut state = String::new();
    let mut drops = true;
    let mut args = std::env::args().skip(1);
    while let (Some(name), Some(value)) = (args.next(), args.next()) {
        match name.as_str() {
            "--view" => settings.view = value,
            "--theme" if value == "dark" => settings.theme = ThemeChoice::Dark,
            "--text" => settings.text_size = value.parse().unwrap(),
            "--state" => state = value,
            "--stories" => settings.stories = value == "yes",
            "--inline" => settings.inline = value == "yes",
            "--drops" => drops = value != "no",
            "--size" => {
                let (w, h) = value.split_once('x').unwrap();
                size = [w.parse().unwrap(), h.parse().unwrap()];
            }
            _ => {}
        }
    }
    let recent = |path: &str, articles, opened, found| RecentProject {
        path: PathBuf::from(path),
        articles,
        opened,
        found,
    };
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs() as i64;
    settings.recent = vec![
        recent(
            "/home/reporter/Documents/dateline/northern-hills.dateline",
            1_412,
            now - 86_400,
            true,
        ),
        recent(
            "/home/reporter/Documents/dateline/harbour-strike.dateline",
            386,
            now - 9 * 86_400,
            true,
        ),
        recent(
            "/media/archive/wire-1986.dateline",
            96,
            now - 90 * 86_400,
            false,
        ),
    ];
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_app_id("dateline")
            .with_inner_size(size),
        dithering: false,
        ..Default::default()
    };
    let start = move |creation: &eframe::CreationContext<'_>| {
        let log = Log::default();
        let kind = state.clone();
        let doors = Doors {
            open: Box::new(move |_| {
                let mut desk = match kind.as_str() {
                    "empty" => Fixture::empty(&log),
                    "loading" => Fixture::loading(&Rc::clone(&log), 0.0),
                    _ => Fixture::full(&log),
                };
                if kind == "watch" {
                    dateline::ui::desk::Desk::watch(&mut desk, Some(PathBuf::from("/desk/inbox")));
                }
                if kind == "long" {
                    desk.long = 4_000;
                }
                if kind == "job" {
                    dateline::ui::desk::Desk::start_import(&mut desk, Vec::new());
                }
                Ok(Box::new(desk))
            }),
            asker: Asker::new(Box::new(|_, reply| reply(Answer::NoDialog))),
            keep: Box::new(|_| {}),
            sample: PathBuf::from("sample.dateline"),
            show: Box::new(|_| Ok(())),
            drops,
        };
        let first = settings.view == "first";
        let paths = if first {
            Vec::new()
        } else {
            vec![PathBuf::from("/tmp/northern-hills.dateline")]
        };
        let mut app = App::new(&creation.egui_ctx, doors, settings, paths);
        match state.as_str() {
            "job" | "card" => {
                app.ask(Action::SetFilter(dateline::model::Filter {
                    from: Some("2012-03-03".to_owned()),
                    to: Some("2012-03-28".to_owned()),
                    entities: vec![dateline::model::EntityId(1)],
                    text: Some("water".to_owned()),
                    ..Default::default()
                }));
            }
            "compare" | "long" => {
                app.ask(Action::SetFilter(dateline::model::Filter {
                    from: Some("2012-03-03".to_owned()),
                    to: Some("2012-03-28".to_owned()),
                    entities: vec![dateline::model::EntityId(1)],
                    ..Default::default()
                }));
                app.ask(Action::Compare(dateline::model::ArticleId(5)));
            }
            "split" => {
                app.ask(Action::Compare(dateline::model::ArticleId(5)));
            }
            "alone" => app.ask(Action::Go(View::Compare)),
            "report" => app.ask(Action::ShowReport),
            "shortcuts" => app.ask(Action::ShowShortcuts),
            "about" => app.ask(Action::ShowAbout),
            "survey" => app.ask(Action::Survey(vec![
                PathBuf::from("/home/reporter/a"),
                PathBuf::from("/home/reporter/b"),
            ])),
            "rename" => app.ask(Action::Rename {
                entity: dateline::model::EntityId(5),
                name: "Brega".to_owned(),
            }),
            "date" => app.ask(Action::AskDate {
                articles: vec![dateline::model::ArticleId(18)],
                current: None,
            }),
            "path" => app.ask(Action::AskOpenProject),
            "problem" => app.report_problem(dateline::workspace::Problem::new(
                "Could not read scan-031.txt",
                "The file is empty",
            )),
            _ => {}
        }
        Ok(Box::new(app) as Box<dyn eframe::App>)
    };
    if let Err(error) = eframe::run_native("dateline", options, Box::new(start)) {
        eprintln!("{error}");
    }
}
