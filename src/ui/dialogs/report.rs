//! The import report: one line per input, what did not work first.

use egui::{Align2, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::Verdict;
use crate::{
    model::import::{ImportLine, ImportStatus},
    ui::{
        action::Action,
        context::Cx,
        theme::{Colors, colors, font, size, space},
        widgets::{self, Button, EmptyState, Icon, Segment, column_head, dialog, number},
    },
};

/// What the dialog remembers while it is open.
#[derive(Debug, Default)]
pub struct State {
    /// Only lines that ended so.
    only: Option<ImportStatus>,
    /// The lines shown, and what they were picked from.
    picked: Option<(Option<ImportStatus>, usize, Vec<usize>)>,
}

impl State {
    fn pick(&mut self, lines: &[ImportLine]) -> &[usize] {
        let stale = self
            .picked
            .as_ref()
            .is_none_or(|(only, len, _)| *only != self.only || *len != lines.len());
        if stale {
            let passes = |line: &ImportLine| self.only.is_none_or(|only| line.status == only);
            let picked = lines
                .iter()
                .enumerate()
                .filter(|(_, line)| passes(line))
                .map(|(at, _)| at)
                .collect();
            self.picked = Some((self.only, lines.len(), picked));
        }
        self.picked.as_ref().map_or(&[], |(.., picked)| picked)
    }
}

const STATUSES: [(Option<ImportStatus>, &str); 5] = [
    (None, "All"),
    (Some(ImportStatus::Failed), "Failed"),
    (Some(ImportStatus::PartlyRead), "Partly read"),
    (Some(ImportStatus::Duplicate), "Duplicates"),
    (Some(ImportStatus::Imported), "Imported"),
];

pub(super) fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let mut both = (state, cx);
    let (verdict, ()) = dialog(
        ui,
        "Import report",
        [760.0, 520.0],
        &mut both,
        |ui, body, (state, cx)| body_ui(ui, body, state, cx),
        |ui, (state, cx)| {
            let c = colors(ui);
            let all = cx
                .views()
                .report
                .value()
                .map_or(0, |report| report.lines.len());
            let shown = state.picked.as_ref().map_or(0, |(.., picked)| picked.len());
            let words = if shown == all {
                widgets::count(all as u64, "line", "lines")
            } else {
                format!(
                    "{} of {}",
                    number(shown as u64),
                    widgets::count(all as u64, "line", "lines")
                )
            };
            widgets::label(ui, words, font::ui(font::SMALL), c.ink3);
        },
        |ui, (state, cx)| {
            let copy = Button::new("Copy")
                .name("Copy the lines shown")
                .hint("Copy the lines shown as a table");
            if copy.show(ui).clicked()
                && let Some(report) = cx.views().report.value()
            {
                let table = table(&report.lines, state.pick(&report.lines));
                ui.ctx().copy_text(table);
                cx.send(Action::Say("Copied the import report".to_owned()));
            }
            let why = cx
                .views()
                .report
                .value()
                .is_none_or(|report| report.lines.is_empty());
            let save = Button::new("Save…")
                .name("Save the report…")
                .disabled(why.then_some("Nothing was imported yet"));
            if save.hint("Save all lines as CSV").show(ui).clicked() {
                cx.send(Action::SaveReport);
            }
            if Button::new("Done").show(ui).clicked() {
                Verdict::Close
            } else {
                Verdict::Stay
            }
        },
    );
    verdict
}

/// Lines as tab-separated text.
fn table(lines: &[ImportLine], picked: &[usize]) -> String {
    let mut words = "file\tstatus\tarticles\treason\n".to_owned();
    for line in picked.iter().filter_map(|at| lines.get(*at)) {
        let flat = |text: &str| text.replace(['\t', '\n', '\r'], " ");
        words.push_str(&format!(
            "{}\t{}\t{}\t{}\n",
            flat(&line.file),
            line.status.word(),
            line.articles,
            flat(&line.reason)
        ));
    }
    words
}

const STATUS_X: f32 = 300.0;
const REASON_X: f32 = 410.0;

fn body_ui(ui: &mut Ui, body: Rect, state: &mut State, cx: &Cx<'_>) {
    let strip = Rect::from_min_size(body.min + vec2(18.0, 8.0), vec2(body.width() - 36.0, 28.0));
    let selected = STATUSES
        .iter()
        .position(|(only, _)| *only == state.only)
        .unwrap_or(0);
    let segments = STATUSES.map(|(_, words)| Segment::new(words));
    if let Some(chosen) = widgets::at(ui, strip, |ui| {
        widgets::segmented(ui, "Lines to show", selected, &segments)
    }) {
        state.only = STATUSES.get(chosen).and_then(|(only, _)| *only);
    }
    let rest = Rect::from_min_max(pos2(body.left(), strip.bottom() + space::S), body.max);
    let slot = &cx.views().report;
    widgets::slot_ui(
        ui,
        rest,
        slot,
        cx.now,
        "Reading the report…",
        |ui, report| {
            let picked: Vec<usize> = state.pick(&report.lines).to_vec();
            if picked.is_empty() {
                let words = if report.lines.is_empty() {
                    "Nothing was imported yet"
                } else {
                    "No line of this kind"
                };
                widgets::empty_state(
                    ui,
                    rest,
                    EmptyState {
                        words,
                        button: None,
                    },
                );
                return;
            }
            ui.scope_builder(egui::UiBuilder::new().max_rect(rest), |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let left = egui::Align::Min;
                column_head(
                    ui,
                    &[
                        ("File", 40.0, left),
                        ("Status", STATUS_X, left),
                        ("Why", REASON_X, left),
                    ],
                );
                ScrollArea::vertical()
                    .id_salt("import report")
                    .auto_shrink(false)
                    .show_rows(ui, size::ROW, picked.len(), |ui, shown| {
                        for line in shown
                            .filter_map(|at| picked.get(at))
                            .filter_map(|at| report.lines.get(*at))
                        {
                            line_ui(ui, line);
                        }
                    });
            });
        },
    );
}

const fn look(status: ImportStatus, c: &Colors) -> (Icon, egui::Color32, &'static str) {
    match status {
        ImportStatus::Failed => (Icon::Warning, c.error, "Failed"),
        ImportStatus::PartlyRead => (Icon::Warning, c.warn, "Partly read"),
        ImportStatus::Duplicate => (Icon::Stack, c.ink2, "Duplicate"),
        ImportStatus::Imported => (Icon::Check, c.ok, "Imported"),
    }
}

fn line_ui(ui: &mut Ui, line: &ImportLine) {
    let c = colors(ui);
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), size::ROW), Sense::hover());
    let (icon, ink, words) = look(line.status, c);
    response.widget_info(|| {
        WidgetInfo::labeled(
            Role::Row,
            true,
            format!("{}, {words}. {}", line.file, line.reason),
        )
    });
    if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, c.hover);
    }
    widgets::hline(ui.painter(), rect, rect.bottom(), c.line);
    let y = rect.center().y;
    icon.paint_scaled(ui.painter(), pos2(rect.left() + 24.0, y), ink, 0.8);
    let cell = |from: f32, to: f32| to - from - space::L;
    let file = widgets::elided(
        ui,
        &line.file,
        font::ui(font::UI),
        c.ink,
        cell(40.0, STATUS_X),
    );
    widgets::galley_at(ui, rect.left() + 40.0, y, file, c.ink);
    let at = pos2(rect.left() + STATUS_X, y);
    widgets::text(
        ui,
        at,
        Align2::LEFT_CENTER,
        words,
        font::ui(font::SMALL),
        ink,
    );
    let reason = widgets::elided(
        ui,
        &line.reason,
        font::ui(font::SMALL),
        c.ink2,
        cell(REASON_X, rect.width()),
    );
    widgets::galley_at(ui, rect.left() + REASON_X, y, reason, c.ink2);
    let all = if line.reason.is_empty() {
        line.file.clone()
    } else {
        format!("{}\n{}", line.file, line.reason)
    };
    response.on_hover_text_at_pointer(all);
}
