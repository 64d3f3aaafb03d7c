//! The import report: one line per input, what did not work first.

use egui::{Align2, Id, Rect, Role, ScrollArea, Ui, pos2, vec2};

use super::{
    Verdict,
    reading::{Asking, Form},
};
use crate::{
    model::import::{ImportLine, ImportStatus},
    ui::{
        action::Action,
        context::Cx,
        theme::{Colors, colors, font, size, space},
        widgets::{
            self, Button, ButtonKind, EmptyState, Icon, Segment, column_head, dialog, number,
        },
    },
    workspace::session::{Located, Sample},
};

/// What the dialog remembers while it is open.
#[derive(Debug, Default)]
pub struct State {
    /// Only lines that ended so.
    only: Option<ImportStatus>,
    /// The lines shown, and what they were picked from.
    picked: Option<Picked>,
    /// The selected line, by its place among all lines.
    selected: Option<usize>,
    /// The file of the selected line.
    file: Option<String>,
    /// What was looked up of a line, by its file.
    found: Option<(String, Located)>,
    /// How the selected file is to be read instead, while that is being said.
    form: Option<Box<Form>>,
    /// Whether the selected line is to be scrolled into sight.
    reveal: bool,
}

/// The status asked for, the lines it was asked of, and which of them have it.
type Picked = (Option<ImportStatus>, (usize, usize), Vec<usize>);

impl State {
    /// What was looked up of a line.
    pub fn found(&mut self, file: String, found: Located) {
        self.found = Some((file, found));
    }

    /// Keeps the selection on its file where the lines are others now.
    fn follow(&mut self, lines: Option<&[ImportLine]>) {
        let (Some(lines), Some(file)) = (lines, &self.file) else {
            return;
        };
        let at = |at: usize| lines.get(at).is_some_and(|line| line.file == *file);
        if !self.selected.is_some_and(at) {
            self.selected = lines.iter().position(|line| line.file == *file);
            self.reveal = true;
        }
    }

    /// What comes of reading the file in the way that is being said.
    pub fn sample(&mut self, sample: Sample) {
        if let Some(form) = &mut self.form {
            form.show(sample);
        }
    }

    /// The file is being read again: the lines are shown, which will say what came of it.
    pub fn read_again(&mut self) {
        self.form = None;
    }

    fn select(&mut self, at: usize, line: &ImportLine, cx: &mut Cx<'_>) {
        self.selected = Some(at);
        self.file = Some(line.file.clone());
        self.found = None;
        self.reveal = true;
        cx.send(Action::LookUp(line.file.clone()));
    }

    fn pick(&mut self, lines: &[ImportLine]) -> &[usize] {
        let of = (lines.as_ptr() as usize, lines.len());
        let stale = self
            .picked
            .as_ref()
            .is_none_or(|(only, known, _)| *only != self.only || *known != of);
        if stale {
            let passes = |line: &ImportLine| self.only.is_none_or(|only| line.status == only);
            let picked = lines
                .iter()
                .enumerate()
                .filter(|(_, line)| passes(line))
                .map(|(at, _)| at)
                .collect();
            self.picked = Some((self.only, of, picked));
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
    // Escape goes back from the form to the lines, except where it closes a list of choices.
    if state.form.is_some() && !egui::Popup::is_any_open(ui.ctx()) {
        let escape = |input: &mut egui::InputState| {
            input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)
        };
        if ui.ctx().input_mut(escape) {
            state.form = None;
        }
    }
    let mut both = (state, cx);
    let (verdict, ()) = dialog(
        ui,
        "Import report",
        [760.0, 520.0],
        &mut both,
        |ui, body, (state, cx)| match &mut state.form {
            Some(form) => {
                form.ui(ui, body);
                if let Some(options) = form.to_try() {
                    cx.send(Action::TryReading(form.path.clone(), options));
                }
            }
            None => body_ui(ui, body, state, cx),
        },
        |ui, (state, cx)| {
            if state.form.is_some() {
                return;
            }
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
            if state.form.is_some() {
                form_foot(ui, state, cx);
                return Verdict::Stay;
            }
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

fn form_foot(ui: &mut Ui, state: &mut State, cx: &mut Cx<'_>) {
    let Some(form) = &mut state.form else { return };
    let back = Button::new("Back").name("Back to the report").show(ui);
    let options = form.options();
    let read = Button::new("Read again")
        .kind(ButtonKind::Primary)
        .disabled(options.as_ref().err().copied())
        .show(ui);
    if let (true, Ok(options)) = (form.take_confirmed() || read.clicked(), options) {
        cx.send(Action::Reimport(form.path.clone(), options));
    }
    if back.clicked() {
        state.form = None;
    }
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

fn body_ui(ui: &mut Ui, body: Rect, state: &mut State, cx: &mut Cx<'_>) {
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
    state.follow(
        cx.views()
            .report
            .value()
            .map(|report| report.lines.as_slice()),
    );
    let detail = if state.selected.is_some() {
        DETAIL
    } else {
        0.0
    };
    let rest = Rect::from_min_max(
        pos2(body.left(), strip.bottom() + space::S),
        pos2(body.right(), body.bottom() - detail),
    );
    let slot = &cx.views().report;
    if let Some((at, report)) = state.selected.zip(slot.value())
        && let Some(line) = report.lines.get(at)
    {
        let under = Rect::from_min_max(rest.left_bottom(), body.max);
        detail_ui(ui, under, line, state, cx);
    }
    let now = cx.now;
    widgets::slot_ui(
        ui,
        rest,
        slot,
        now,
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
                        widgets::list_of(ui, Role::ListBox, "Import report", picked.len());
                        let place = |at| picked.iter().position(|known| *known == at);
                        if let Some(place) = state.selected.filter(|_| state.reveal).and_then(place)
                        {
                            let first = ui.max_rect().top() - shown.start as f32 * size::ROW;
                            let row = Rect::from_min_size(
                                pos2(rest.left(), first + place as f32 * size::ROW),
                                vec2(rest.width(), size::ROW),
                            );
                            ui.scroll_to_rect(row, None);
                            state.reveal = false;
                        }
                        for place in shown {
                            if let Some((at, line)) = picked
                                .get(place)
                                .and_then(|at| Some((*at, report.lines.get(*at)?)))
                                && line_ui(ui, (place, at), line, state)
                            {
                                state.select(at, line, cx);
                            }
                        }
                    });
                if let Some(at) = keyboard(ui, state, &picked)
                    && let Some(line) = report.lines.get(at)
                {
                    state.select(at, line, cx);
                }
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

fn row_key(at: usize) -> Id {
    Id::unique(("report line", at))
}

/// Arrow keys move through the lines while one of them has the keyboard; returns the line moved to.
fn keyboard(ui: &Ui, state: &State, picked: &[usize]) -> Option<usize> {
    let at = state.selected?;
    let id = row_key(at);
    if !ui.memory(|memory| memory.has_focus(id)) {
        return None;
    }
    let filter = egui::EventFilter {
        vertical_arrows: true,
        ..Default::default()
    };
    crate::ui::widgets::hold_keys(ui, id, filter);
    let step = ui.input(|input| {
        isize::from(input.key_pressed(egui::Key::ArrowDown))
            - isize::from(input.key_pressed(egui::Key::ArrowUp))
    });
    let place = picked.iter().position(|known| *known == at)?;
    let next = *picked.get(place.checked_add_signed(step)?)?;
    if next == at {
        return None;
    }
    ui.memory_mut(|memory| memory.request_focus(row_key(next)));
    Some(next)
}

/// Height of the strip under the list that says all of the selected line.
const DETAIL: f32 = 96.0;

/// What the selected line says in full, and what can be done about it.
fn detail_ui(ui: &mut Ui, rect: Rect, line: &ImportLine, state: &mut State, cx: &mut Cx<'_>) {
    let c = colors(ui);
    widgets::hline(ui.painter(), rect, rect.top() + 1.0, c.line2);
    let inner = Rect::from_min_max(
        rect.min + vec2(18.0, 8.0),
        pos2(rect.right() - 18.0, rect.bottom() - 6.0),
    );
    let (icon, ink, words) = look(line.status, c);
    icon.paint_scaled(
        ui.painter(),
        pos2(inner.left() + 6.0, inner.top() + 9.0),
        ink,
        0.8,
    );
    let text = if line.reason.is_empty() {
        format!(
            "{words}: {}",
            widgets::count(u64::from(line.articles), "article", "articles")
        )
    } else {
        line.reason.clone()
    };
    let lines = Rect::from_min_max(
        inner.min + vec2(22.0, 0.0),
        pos2(inner.right(), inner.bottom() - 32.0),
    );
    ui.scope_builder(egui::UiBuilder::new().max_rect(lines), |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(lines));
        let full = text.clone();
        let text = egui::RichText::new(text)
            .font(font::ui(font::SMALL))
            .color(c.ink);
        ui.add(egui::Label::new(text).wrap()).on_hover_text(full);
    });
    let buttons = Rect::from_min_max(pos2(inner.left(), inner.bottom() - 28.0), inner.max);
    widgets::at(ui, buttons, |ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        actions_ui(ui, line, state, cx);
    });
}

fn actions_ui(ui: &mut Ui, line: &ImportLine, state: &mut State, cx: &mut Cx<'_>) {
    let found = state
        .found
        .as_ref()
        .filter(|(file, _)| *file == line.file)
        .map(|(_, found)| found.clone());
    let Some(found) = found else { return };
    let panel = |words| Button::new(words).kind(ButtonKind::Panel);
    let open = panel("Open article").disabled(
        found
            .article
            .is_none()
            .then_some("No article came of this file"),
    );
    if open.show(ui).clicked()
        && let Some(article) = found.article
    {
        cx.send(Action::OpenArticle { article, at: None });
        cx.send(Action::CloseDialog);
    }
    let why = match (&found.path, found.there) {
        (None, _) => Some("Where this file lies is not known anymore. Import it again"),
        (Some(_), false) => {
            Some("The file is not where it was. Import it again from its new place")
        }
        (Some(_), true) => None,
    };
    let read_only = cx.read_only();
    let show = panel("Show file")
        .hint("Open the file in the system’s own program for it")
        .disabled(why);
    if show.show(ui).clicked()
        && let Some(path) = &found.path
    {
        cx.send(Action::ShowFile(path.clone()));
    }
    let ending = line
        .file
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let table = [
        "csv", "tsv", "tab", "xlsx", "xls", "ods", "json", "jsonl", "ndjson",
    ];
    let ways: &[Asking] = if table.contains(&ending.as_str()) {
        &[Asking::Encoding, Asking::Columns]
    } else {
        &[Asking::Encoding, Asking::Separator]
    };
    for asking in ways {
        let lost = why.filter(|_| found.article.is_none() || found.path.is_none());
        let button = panel(asking.label()).disabled(lost.or(read_only));
        if button.show(ui).clicked() {
            state.form = Form::new(*asking, &found).map(Box::new);
            if let Some(form) = &state.form {
                cx.send(Action::TryReading(form.path.clone(), None));
            }
        }
    }
}

/// Draws a line; returns whether it was chosen.
fn line_ui(ui: &mut Ui, (place, at): (usize, usize), line: &ImportLine, state: &State) -> bool {
    let c = colors(ui);
    let (icon, ink, words) = look(line.status, c);
    let selected = state.selected == Some(at);
    let spoken = format!("{}, {words}. {}", line.file, line.reason);
    let (rect, response) = widgets::row_id(ui, row_key(at), size::ROW, selected, &spoken);
    widgets::position(ui, row_key(at), place);
    if response.clicked() {
        ui.memory_mut(|memory| memory.request_focus(row_key(at)));
    }
    let chosen = response.clicked() && !selected;
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
    chosen
}
