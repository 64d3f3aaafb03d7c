//! What the program is and whose work it contains.

use std::{io::Read as _, sync::OnceLock};

use egui::{Key, Modifiers, Rect, Role, Ui, UiBuilder, pos2, vec2};

use super::Verdict;
use crate::{
    ui::{
        action::{Action, Queue},
        theme::{colors, font, radius, space},
        widgets::{self, Button, Segment, dialog, label, segmented},
    },
    workspace::desktop::journal,
};

/// What the dialog remembers while it is open.
#[derive(Debug, Default)]
pub struct State {
    part: usize,
}

/// The licenses of all packages the program is built from, made by `cargo run -p xtask -- licenses`.
const LICENSES: &[u8] = include_bytes!("../../../assets/licenses.txt.gz");
/// Where the data comes from, in Markdown.
const DATA: &str = include_str!("../../../assets/LICENCES.md");

/// The lines of the licenses, unpacked when they are shown first.
fn licenses() -> &'static [&'static str] {
    static TEXT: OnceLock<String> = OnceLock::new();
    static LINES: OnceLock<Vec<&'static str>> = OnceLock::new();
    LINES.get_or_init(|| {
        let text = TEXT.get_or_init(|| {
            let mut text = String::new();
            // Embedded by us: when it cannot be unpacked, what was unpacked so far is shown.
            let _ = flate2::read::GzDecoder::new(LICENSES).read_to_string(&mut text);
            text
        });
        text.lines().collect()
    })
}

fn data() -> &'static [&'static str] {
    static TEXT: OnceLock<String> = OnceLock::new();
    static LINES: OnceLock<Vec<&'static str>> = OnceLock::new();
    LINES.get_or_init(|| {
        let text = TEXT.get_or_init(|| plain(DATA));
        text.lines().collect()
    })
}

/// The words of a Markdown text, without its marks.
fn plain(markdown: &str) -> String {
    let mut text = String::new();
    for line in markdown.lines() {
        // The line between a table's head and its rows.
        if line.starts_with('|') && line.chars().all(|letter| "|-: ".contains(letter)) {
            continue;
        }
        let line = line.trim_start_matches('#').replace('`', "");
        let line = line.trim().trim_matches('|').replace(" | ", " · ");
        text.push_str(line.trim());
        text.push('\n');
    }
    text
}

/// Version and system, for a report of a mistake.
#[must_use]
pub fn version_words() -> String {
    let kind = if cfg!(debug_assertions) {
        ", unoptimized"
    } else {
        ""
    };
    format!(
        "Dateline {} for {} {}{kind}\nProject format {}\nRunning on {}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        crate::workspace::project::format(),
        journal::system(),
    )
}

pub(super) fn ui(ui: &Ui, state: &mut State, queue: &mut Queue) -> Verdict {
    let mut both = (state, queue);
    let (verdict, ()) = dialog(
        ui,
        "About Dateline",
        [860.0, 620.0],
        &mut both,
        |ui, body, (state, _)| body_ui(ui, body, state),
        |ui, (_, queue)| {
            ui.spacing_mut().item_spacing.x = space::M;
            if Button::new("Copy version")
                .name("Copy version information")
                .show(ui)
                .clicked()
            {
                queue.send(Action::Copy {
                    text: version_words(),
                    said: "Copied the version information",
                });
            }
            if Button::new("Settings folder")
                .name("Show the settings folder")
                .show(ui)
                .clicked()
            {
                queue.send(Action::ShowHome);
            }
            if Button::new("Log").name("Show the log").show(ui).clicked() {
                queue.send(Action::ShowLog);
            }
        },
        |ui, _| {
            if Button::new("Done").show(ui).clicked() {
                Verdict::Close
            } else {
                Verdict::Stay
            }
        },
    );
    verdict
}

fn body_ui(ui: &mut Ui, body: Rect, state: &mut State) {
    let c = colors(ui);
    let inner = body.shrink2(vec2(18.0, 14.0));
    ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        label(ui, "Dateline", font::serif_bold(font::HEADLINE.0), c.ink);
        for line in version_words().lines() {
            label(ui, line, font::ui(font::SMALL), c.ink2);
        }
        ui.add_space(space::M);
        let parts = ["About", "Licenses of code", "Sources of data"].map(Segment::new);
        if let Some(part) = segmented(ui, "What is shown", state.part, &parts) {
            state.part = part;
        }
        ui.add_space(space::S);
        let rect = Rect::from_min_max(pos2(inner.left(), ui.cursor().top()), inner.max);
        match state.part {
            0 => about_ui(ui, rect),
            1 => text_ui(ui, rect, "Licenses of code", licenses()),
            _ => text_ui(ui, rect, "Sources of data", data()),
        }
    });
}

fn about_ui(ui: &mut Ui, rect: Rect) {
    let c = colors(ui);
    ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        for words in [
            "No network calls: it opens no connection and links nothing that could",
            "A project is one SQLite file that any SQLite tool can open",
            "Dateline is free software under the Apache License 2.0",
            "Outlines of countries and coasts: Natural Earth, public domain",
            "Place names: GeoNames, CC BY 4.0",
            "Typefaces: Inter, Literata and Noto Sans, SIL Open Font License",
        ] {
            label(ui, words, font::ui(font::UI), c.ink2);
        }
    });
}

fn text_ui(ui: &mut Ui, rect: Rect, name: &str, lines: &[&str]) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, radius::CONTROL, c.bg);
    ui.scope_builder(UiBuilder::new().max_rect(rect.shrink(space::M)), |ui| {
        lines_ui(ui, name, lines);
    });
}

/// A long text by its lines; only those in sight are laid out. Arrow and page keys scroll it.
pub(super) fn lines_ui(ui: &mut Ui, name: &str, lines: &[&str]) {
    let c = colors(ui);
    let id = font::ui(font::SMALL);
    let height = ui.fonts_mut(|fonts| fonts.row_height(&id));
    ui.spacing_mut().item_spacing.y = 2.0;
    widgets::list_of(ui, Role::List, name, lines.len());
    egui::ScrollArea::both()
        .id_salt(name)
        .auto_shrink(false)
        .show_rows(ui, height, lines.len(), |ui, range| {
            let page = ui.clip_rect().height() - height;
            let far = lines.len() as f32 * (height + 2.0);
            for (key, by) in [
                (Key::PageUp, page),
                (Key::PageDown, -page),
                (Key::ArrowUp, 2.0 * height),
                (Key::ArrowDown, -2.0 * height),
                (Key::Home, far),
                (Key::End, -far),
            ] {
                if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
                    ui.scroll_with_delta(vec2(0.0, by));
                }
            }
            for line in lines.get(range).unwrap_or_default() {
                label(ui, *line, id.clone(), c.ink2);
            }
        });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_shown_as_words() {
        let markdown = "# Fonts\nAll under `OFL-*.txt`.\n\n| file | family |\n|---|:-:|\n| `A.otf` | Inter |\n";
        assert_eq!(
            plain(markdown),
            "Fonts\nAll under OFL-*.txt.\n\nfile · family\nA.otf · Inter\n"
        );
        assert!(!data().iter().any(|line| line.contains(['`', '#', '|'])));
    }
}
