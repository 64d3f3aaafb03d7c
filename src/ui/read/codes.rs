//! The codes: what they are called and look like, and how many passages each marks in the selection.

use egui::{
    Align2, EventFilter, Id, Key, Modifiers, Rect, Response, Role, ScrollArea, Sense, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::{
    model::{CodeId, CountUnit, MemoOn, chart::Cell, marking::CodeRow},
    ui::{
        action::Action,
        context::Cx,
        marks::{self, Ask, Pick, swatch},
        theme::{colors, font, size, space, stroke},
        widgets::{self, EmptyState, Icon, MenuItem, icon_button, label},
    },
    workspace::{Command, session::Slot, views::CodeTable},
};

/// What the panel remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    /// Whether the panel stands in place of the names.
    pub(super) open: bool,
    selected: Option<CodeId>,
    /// Where the row of the selected code stands: popups about it open there.
    pub(super) row_at: Option<Rect>,
    /// Where a tag is added to the open article.
    pub(super) tags_at: Option<Rect>,
    /// A key asked for the menu of the selected code.
    menu_wanted: bool,
    /// Bring the selected row into view.
    reveal: bool,
    /// What a key asked for.
    verb: Option<Verb>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Passages,
    Change,
    Memo,
    Merge,
    Parent,
    Alone,
    Delete,
}

/// Height of the tabs above names and codes.
pub(super) const TABS: f32 = 30.0;

/// The tabs that switch between names and codes.
pub(super) fn tabs_ui(ui: &mut Ui, rect: Rect, cx: &Cx<'_>, state: &mut State, over: bool) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.bg);
    widgets::hline(ui.painter(), rect, rect.bottom(), c.line);
    let count = cx
        .views()
        .codes
        .value()
        .map_or(0, |table| table.rows.len() as u64);
    let codes = match count {
        0 => "Codes".to_owned(),
        count => format!("Codes  {}", widgets::number(count)),
    };
    let mut left = rect.left() + space::XS;
    let tabs = [(false, "Names"), (true, codes.as_str())];
    // Over the text there are no names to go back to, but the text.
    for (open, words) in tabs.into_iter().skip(usize::from(over)) {
        let chosen = state.open == open;
        // The bold width, so that choosing moves nothing.
        let width = widgets::width_of(ui, words, font::bold(font::SMALL)) + 2.0 * space::M;
        let tab = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        left = tab.right();
        let response = ui.interact(tab, Id::unique(("names or codes", open)), Sense::click());
        // Other things are called names as well.
        let name = if open {
            "Panel of codes"
        } else {
            "Panel of names"
        };
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, name));
        let (id, ink) = if chosen {
            (font::bold(font::SMALL), c.ink)
        } else {
            (font::ui(font::SMALL), c.ink2)
        };
        if response.hovered() && !chosen {
            ui.painter().rect_filled(tab, 0.0, c.hover);
        }
        widgets::text(ui, tab.center(), Align2::CENTER_CENTER, words, id, ink);
        if chosen {
            let line = Rect::from_min_max(
                pos2(tab.left() + space::M, tab.bottom() - stroke::FOCUS),
                pos2(tab.right() - space::M, tab.bottom()),
            );
            ui.painter().rect_filled(line, 0.0, c.accent);
        }
        widgets::focus_ring(ui, tab.shrink(2.0), &response);
        if response.clicked() {
            state.open = open;
        }
        let hint = if open {
            "What you mark passages with"
        } else {
            "Who and where is named"
        };
        widgets::tooltip(response, hint, Some("C"));
    }
    if over {
        let at = pos2(rect.right() - space::S - CLOSE / 2.0, rect.center().y);
        let close = Rect::from_center_size(at, vec2(CLOSE, CLOSE));
        let response = widgets::at(ui, close, |ui| {
            widgets::icon_button(ui, Icon::Close, "Close the codes", Some("C"), CLOSE, None)
        });
        if response.clicked() {
            state.open = false;
        }
    }
}

/// Side of the cross that puts the codes away.
const CLOSE: f32 = 24.0;

/// Draws the panel into `rect`.
pub(super) fn ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, state: &mut State) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.panel);
    state.row_at = None;
    let slot = &cx.views().codes;
    let head = head_ui(ui, rect, cx, slot.value());
    let mut body = Rect::from_min_max(head.left_bottom(), rect.max);
    let lost = slot.value().map_or(0, |table| table.lost.len() as u64);
    if lost > 0 {
        body.max.y -= size::ROW;
        let foot = Rect::from_min_max(body.left_bottom(), rect.max);
        lost_foot(ui, foot, lost, cx);
    }
    if matches!(slot, Slot::Ready(table) if table.rows.is_empty()) {
        let empty = EmptyState {
            words: "No codes yet. Select words in the text and press H to mark them with one",
            button: Some("New code…"),
        };
        if widgets::empty_state(ui, body, empty) {
            cx.send(Ask::Code(None).action());
        }
        return;
    }
    let now = cx.now;
    widgets::slot_ui(
        ui,
        body,
        slot,
        now,
        "Counting highlights…",
        |ui, table| {
            rows_ui(ui, body, &table.rows, cx, state);
        },
    );
}

fn head_ui(ui: &mut Ui, rect: Rect, cx: &mut Cx<'_>, table: Option<&CodeTable>) -> Rect {
    let marked: Option<u64> = table.map(|table| table.rows.iter().map(|row| row.highlights).sum());
    widgets::panel_head(
        ui,
        rect,
        "Codes",
        cx,
        |ui, _| {
            let c = colors(ui);
            if let Some(marked) = marked {
                let words = widgets::count(marked, "highlight", "highlights");
                let words = format!("{words} in this selection");
                widgets::label_elided(ui, words, font::ui(font::SMALL), c.ink3);
            }
        },
        |ui, cx| {
            let why = cx.read_only();
            let side = size::PANEL_BUTTON;
            if icon_button(ui, Icon::Add, "New code…", None, side, why).clicked() {
                cx.send(Ask::Code(None).action());
            }
            let more = icon_button(ui, Icon::More, "More about marking", None, side, None);
            let items = [
                MenuItem::Item {
                    words: "Code what a search finds…",
                    keys: "",
                    checked: false,
                    disabled: why,
                },
                MenuItem::Line,
                MenuItem::new("Tags…"),
                MenuItem::new("Memo on the project…"),
                MenuItem::new("Deleted articles…"),
            ];
            match widgets::menu(&more, &items) {
                Some(0) => cx.send(Ask::AutoCode.action()),
                Some(2) => cx.send(Ask::Tags.action()),
                Some(3) => cx.send(Ask::Memo(MemoOn::Project).action()),
                Some(4) => cx.send(Ask::Deleted.action()),
                _ => {}
            }
        },
    )
}

fn lost_foot(ui: &mut Ui, rect: Rect, lost: u64, cx: &mut Cx<'_>) {
    let c = colors(ui);
    ui.painter().rect_filled(rect, 0.0, c.warn_tint);
    widgets::hline(ui.painter(), rect, rect.top() + 1.0, c.line);
    widgets::at(ui, rect.shrink2(vec2(space::L, 0.0)), |ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        let words = widgets::count(lost, "highlight", "highlights");
        let words = format!("{words} could not be placed");
        label(ui, words, font::ui(font::SMALL), c.ink);
        if widgets::link(ui, "Show", "Show highlights that could not be placed").clicked() {
            cx.send(Ask::Lost.action());
        }
    });
}

fn row_id(code: CodeId) -> Id {
    Id::unique(("code row", code.0))
}

fn rows_ui(ui: &mut Ui, body: Rect, rows: &[CodeRow], cx: &mut Cx<'_>, state: &mut State) {
    if !rows.iter().any(|row| Some(row.id) == state.selected) {
        state.selected = rows.first().map(|row| row.id);
    }
    let depths = marks::depths(rows);
    ui.scope_builder(egui::UiBuilder::new().max_rect(body), |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(body));
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical()
            .id_salt("codes")
            .auto_shrink(false)
            .show_rows(ui, size::ROW, rows.len(), |ui, shown| {
                let top = ui.cursor().top() - shown.start as f32 * size::ROW;
                if std::mem::take(&mut state.reveal)
                    && let Some(at) = rows.iter().position(|row| Some(row.id) == state.selected)
                {
                    let y = top + at as f32 * size::ROW;
                    let rect =
                        Rect::from_min_size(pos2(body.left(), y), vec2(body.width(), size::ROW));
                    if rect.top() < body.top() || rect.bottom() > body.bottom() {
                        ui.scroll_to_rect(rect, None);
                    }
                }
                widgets::list_of(ui, Role::ListBox, "Codes", rows.len());
                for at in shown {
                    if let (Some(row), Some(depth)) = (rows.get(at), depths.get(at)) {
                        row_ui(ui, row, *depth, cx, state);
                        widgets::position(ui, row_id(row.id), at);
                    }
                }
            });
    });
    if let Some(verb) = state.verb.take()
        && let Some(row) = rows.iter().find(|row| Some(row.id) == state.selected)
    {
        ask(verb, row, cx);
    }
}

/// What a screen reader says of a row.
fn spoken(row: &CodeRow) -> String {
    let mut words = format!(
        "{}, {}",
        row.code.name,
        widgets::count(row.highlights, "highlight", "highlights")
    );
    if let Some(key) = row.code.key {
        words.push_str(&format!(", key {key}"));
    }
    if !row.memo.is_empty() {
        words.push_str(", has a memo");
    }
    words
}

fn row_ui(ui: &mut Ui, row: &CodeRow, depth: usize, cx: &mut Cx<'_>, state: &mut State) {
    let c = colors(ui);
    let size = vec2(ui.available_width(), size::ROW);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let selected = state.selected == Some(row.id);
    // One stop of the Tab key in the whole list; arrow keys do the rest.
    let sense = if selected {
        Sense::click()
    } else {
        Sense::CLICK
    };
    let response = ui.interact(rect, row_id(row.id), sense);
    widgets::dress_row(ui, rect, &response, selected, &spoken(row));
    if selected {
        state.row_at = Some(rect);
    }
    let y = rect.center().y;
    let mut left = rect.left() + space::L + 6.0 + 16.0 * depth.min(8) as f32;
    swatch::paint(ui, pos2(left, y), row.code.color);
    left += 14.0;
    let words = widgets::number(row.highlights);
    let right = pos2(rect.right() - space::L, y);
    let mut end = right.x - widgets::width_of(ui, &words, font::ui(font::UI)) - space::M;
    if row.highlights > 0 {
        let count = widgets::count(row.highlights, "passage", "passages");
        let name = format!("Show {count} of {}", row.code.name);
        let id = row_id(row.id).with("count");
        if widgets::number_at(ui, id, right, &words, &name, font::UI).clicked() {
            ask(Verb::Passages, row, cx);
        }
    } else {
        let small = font::ui(font::UI);
        widgets::text(ui, right, Align2::RIGHT_CENTER, &words, small, c.ink3);
    }
    if !row.memo.is_empty() {
        Icon::Note.paint_scaled(ui.painter(), pos2(end - 6.0, y), c.ink2, 0.75);
        end -= 18.0;
    }
    if let Some(key) = row.code.key {
        let key = key.to_string();
        let width = widgets::width_of(ui, &key, font::ui(font::HEAD)) + 10.0;
        widgets::badge(ui, end - width, y, None, &key);
        end -= width + space::S;
    }
    let galley = widgets::elided(ui, &row.code.name, font::ui(font::UI), c.ink, end - left);
    widgets::galley_at(ui, left, y, galley, c.ink);
    if response.clicked() || response.secondary_clicked() {
        state.selected = Some(row.id);
        ui.memory_mut(|memory| memory.request_focus(row_id(row.id)));
    }
    if response.double_clicked() {
        ask(Verb::Change, row, cx);
    }
    let asked = selected && std::mem::take(&mut state.menu_wanted);
    menu(&response, asked, row, cx);
    if row.memo.is_empty() {
        return;
    }
    response.on_hover_ui(|ui| {
        ui.set_max_width(320.0);
        let text = egui::RichText::new(&row.memo)
            .font(font::ui(font::SMALL))
            .color(c.ink);
        ui.add(egui::Label::new(text).wrap());
    });
}

fn menu(on: &Response, asked: bool, row: &CodeRow, cx: &mut Cx<'_>) {
    let why = cx.read_only();
    let item = |words, keys, disabled| MenuItem::Item {
        words,
        keys,
        checked: false,
        disabled,
    };
    let none = (row.highlights == 0).then_some("It marks nothing in this selection");
    let only = cx
        .views()
        .codes
        .value()
        .is_some_and(|table| table.rows.len() < 2)
        .then_some("There is no other code");
    let memo = if row.memo.is_empty() {
        "Write a memo…"
    } else {
        "Memo…"
    };
    let mut items = vec![
        item("Show passages", "Enter", none),
        item("Name, color, key…", "F2", why),
        item(memo, "", None),
        MenuItem::Line,
        item("Merge into another…", "", why.or(only)),
        item("Part of another…", "", why.or(only)),
    ];
    let mut verbs = vec![
        Some(Verb::Passages),
        Some(Verb::Change),
        Some(Verb::Memo),
        None,
        Some(Verb::Merge),
        Some(Verb::Parent),
    ];
    if row.code.parent.is_some() {
        items.push(item("Let it stand alone", "", why));
        verbs.push(Some(Verb::Alone));
    }
    items.push(MenuItem::Line);
    items.push(item("Delete", "Delete", why));
    verbs.extend([None, Some(Verb::Delete)]);
    if let Some(verb) =
        widgets::context_menu_at(on, asked, &items).and_then(|at| verbs.get(at).copied().flatten())
    {
        ask(verb, row, cx);
    }
}

fn ask(verb: Verb, row: &CodeRow, cx: &mut Cx<'_>) {
    let code = row.id;
    let changes = matches!(
        verb,
        Verb::Change | Verb::Merge | Verb::Parent | Verb::Alone | Verb::Delete
    );
    if let Some(why) = cx.read_only().filter(|_| changes) {
        cx.send(Action::Say(why.to_owned()));
        return;
    }
    cx.send(match verb {
        Verb::Passages => Action::ShowPassages {
            cell: Cell::Code(code),
            unit: CountUnit::Mentions,
        },
        Verb::Change => Ask::Code(Some(code)).action(),
        Verb::Memo => Ask::Memo(MemoOn::Code(code)).action(),
        Verb::Merge => Ask::Pick(Pick::MergeCode(code)).action(),
        Verb::Parent => Ask::Pick(Pick::CodeParent(code)).action(),
        Verb::Alone => Action::Run(Command::SetCodeParent { code, parent: None }),
        Verb::Delete => Action::Run(Command::DeleteCode { code }),
    });
}

/// Keys of the row with the keyboard; read before those of the reader.
pub(super) fn keys(ui: &Ui, cx: &Cx<'_>, state: &mut State) {
    let Some(selected) = state.selected.filter(|_| state.open) else {
        return;
    };
    if !ui.memory(|memory| memory.has_focus(row_id(selected))) {
        return;
    }
    let arrows = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    crate::ui::widgets::hold_keys(ui, row_id(selected), arrows);
    let pressed = |modifiers, key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(modifiers, key))
    };
    state.menu_wanted = pressed(Modifiers::SHIFT, Key::F10) || pressed(Modifiers::NONE, Key::Menu);
    for (key, verb) in [
        (Key::Enter, Verb::Passages),
        (Key::F2, Verb::Change),
        (Key::Delete, Verb::Delete),
    ] {
        if pressed(Modifiers::NONE, key) {
            state.verb = Some(verb);
        }
    }
    let rows = cx
        .views()
        .codes
        .value()
        .map_or(&[][..], |table| &table.rows);
    let Some(at) = rows.iter().position(|row| row.id == selected) else {
        return;
    };
    let last = rows.len().saturating_sub(1);
    let moves = [
        (Key::ArrowDown, 1),
        (Key::ArrowUp, -1),
        (Key::Home, isize::MIN),
        (Key::End, isize::MAX),
    ];
    for (key, by) in moves {
        if !pressed(Modifiers::NONE, key) {
            continue;
        }
        let next = at.saturating_add_signed(by).min(last);
        if let Some(row) = rows.get(next) {
            state.selected = Some(row.id);
            state.reveal = true;
            ui.memory_mut(|memory| memory.request_focus(row_id(row.id)));
        }
    }
}
