//! The count before an import.

use egui::{Rect, Ui, pos2, vec2};

use super::Verdict;
use crate::{
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, space},
        widgets::{self, Button, ButtonKind, count, dialog, label, label_elided},
    },
    workspace::session::Survey,
};

/// `12.4 MB`, with decimal units as file managers count.
#[must_use]
pub fn bytes_words(bytes: u64) -> String {
    let (value, unit) = match bytes {
        0..1_000 => return count(bytes, "byte", "bytes"),
        1_000..1_000_000 => (bytes as f64 / 1e3, "kB"),
        1_000_000..1_000_000_000 => (bytes as f64 / 1e6, "MB"),
        _ => (bytes as f64 / 1e9, "GB"),
    };
    if value < 10.0 {
        format!("{} {unit}", widgets::decimal(value, 1))
    } else {
        format!("{} {unit}", widgets::decimal(value, 0))
    }
}

/// `398 txt, 14 htm and 3 of other kinds`.
fn kinds_words(survey: &Survey) -> String {
    const NAMED: usize = 6;
    let named = survey.kinds.iter().take(NAMED).map(|(kind, n)| {
        let kind = if kind.is_empty() {
            "without an extension"
        } else {
            kind
        };
        format!("{} {kind}", widgets::number(*n))
    });
    let mut words = named.collect::<Vec<_>>().join(", ");
    let rest: u64 = survey.kinds.iter().skip(NAMED).map(|(_, n)| n).sum();
    if rest > 0 {
        words.push_str(&format!(" and {} of other kinds", widgets::number(rest)));
    }
    words
}

/// The question as the dialog's title asks it.
fn question(survey: &Survey) -> String {
    format!("Import {}?", count(survey.files, "file", "files"))
}

pub(super) fn ui(ui: &Ui, cx: &mut Cx<'_>) -> Verdict {
    let Some(survey) = cx.desk.survey().cloned() else {
        return Verdict::Close;
    };
    let (verdict, ()) = dialog(
        ui,
        "Import",
        [460.0, 250.0],
        cx,
        |ui, body, _| body_ui(ui, body, &survey),
        |_, _| {},
        |ui, cx| {
            let mut verdict = Verdict::Stay;
            if Button::new("Cancel").show(ui).clicked() {
                verdict = Verdict::Close;
            }
            let why = match (survey.running, survey.files) {
                (true, _) => Some("Still counting"),
                (false, 0) => Some("There is nothing to import"),
                _ => None,
            };
            let import = Button::new("Import")
                .kind(ButtonKind::Primary)
                .disabled(why)
                .show(ui);
            if why.is_none() && ui.memory(|memory| memory.focused().is_none()) {
                import.request_focus();
            }
            if import.clicked() && why.is_none() {
                cx.send(Action::Import(survey.paths.clone()));
            }
            verdict
        },
    );
    verdict
}

fn body_ui(ui: &mut Ui, body: Rect, survey: &Survey) {
    let c = colors(ui);
    let inner = Rect::from_min_max(
        body.min + vec2(18.0, 16.0),
        pos2(body.right() - 18.0, body.bottom()),
    );
    ui.scope_builder(egui::UiBuilder::new().max_rect(inner), |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        label(ui, question(survey), font::bold(15.0), c.ink);
        let from: Vec<String> = survey
            .paths
            .iter()
            .take(3)
            .map(|path| {
                path.file_name().map_or_else(
                    || path.display().to_string(),
                    |name| name.to_string_lossy().into_owned(),
                )
            })
            .collect();
        let mut from = from.join(", ");
        if survey.paths.len() > 3 {
            from.push_str(&format!(" and {} more", survey.paths.len() - 3));
        }
        label_elided(ui, format!("From {from}"), font::ui(font::UI), c.ink2);
        let size = bytes_words(survey.bytes);
        let words = if survey.files == 0 {
            size
        } else {
            format!("{size}: {}", kinds_words(survey))
        };
        label_elided(ui, words, font::ui(font::UI), c.ink2);
        ui.add_space(space::XS);
        if survey.running {
            label(ui, "Still counting…", font::ui(font::UI), c.ink3);
        } else if survey.files == 0 {
            label(ui, "No files were found there", font::ui(font::UI), c.warn);
        } else {
            label(
                ui,
                "The files stay as they are; the project keeps a copy of each",
                font::ui(font::SMALL),
                c.ink3,
            );
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_as_file_managers_say_them() {
        for (bytes, words) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (1_500, "1.5 kB"),
            (12_400_000, "12 MB"),
            (3_000_000_000, "3.0 GB"),
        ] {
            assert_eq!(bytes_words(bytes), words);
        }
    }
}
