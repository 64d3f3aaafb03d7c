//! The search field: what is wrong with the query is underlined in it and said below, with what it finds while it is typed,
//! fields that can be completed, and a menu of saved searches beside it.

use egui::{
    Area, Frame, Id, Key, Margin, Modifiers, Order, Rect, RichText, Stroke, Ui,
    text::{LayoutJob, TextFormat},
    vec2,
};

use super::{Ask, Form, Sheet};
use crate::{
    model::{
        Filter,
        query::{Complaint, Severity},
    },
    ui::{
        action::Action,
        actions::{self, Id as ActionId},
        context::Cx,
        theme::{Colors, colors, font, radius, size, space, stroke},
        widgets::{self, Icon, Mark, MenuItem, count, icon_button, label, number_link},
    },
    workspace::{
        query::{self, Parsed},
        session::{Slot, Wanted},
    },
};

/// What the field remembers.
#[derive(Debug, Default)]
pub struct State {
    typed: String,
    wanted: bool,
    menu_open: bool,
    /// What was read last.
    read: Option<(String, Parsed)>,
    below: Below,
}

/// What lies below the field: where, and what in it can have the keyboard.
#[derive(Debug, Default)]
struct Below {
    open: bool,
    rect: Option<Rect>,
    controls: Vec<Id>,
}

impl State {
    /// The filter was changed elsewhere; the field follows.
    pub fn follow(&mut self, filter: &Filter) {
        let text = filter.text.clone().unwrap_or_default();
        if self.typed.trim() != text {
            self.typed = text;
        }
    }

    /// Puts the keyboard into the field.
    pub const fn want_keyboard(&mut self) {
        self.wanted = true;
    }

    /// Says what the field and its menu show.
    pub const fn want(&self, wanted: &mut Wanted) {
        if self.menu_open {
            wanted.search.saved = true;
        }
    }

    fn read(&mut self) -> &Parsed {
        let known = self.read.as_ref().is_some_and(|(of, _)| *of == self.typed);
        if !known {
            self.read = Some((self.typed.clone(), query::parse(&self.typed)));
        }
        static NOTHING: Parsed = Parsed {
            query: None,
            complaints: Vec::new(),
        };
        self.read.as_ref().map_or(&NOTHING, |(_, parsed)| parsed)
    }

    fn complaints(&mut self) -> Vec<Complaint> {
        if self.typed.trim().is_empty() {
            return Vec::new();
        }
        self.read().complaints.clone()
    }
}

/// Complaints said at once.
const SAID: usize = 2;
/// Width of what lies below the field.
const WIDTH: f32 = 440.0;
/// Width of the glass before the text.
const GLASS: f32 = 30.0;

const fn ink(complaint: &Complaint, c: &Colors) -> egui::Color32 {
    match complaint.severity {
        Severity::Wrong => c.error,
        Severity::Advice => c.warn,
    }
}

/// Draws the field with its menu, `width` points wide.
pub fn ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut State, width: f32) {
    let id = Id::unique("search articles");
    let articles = cx
        .views()
        .overview
        .value()
        .map_or(0, |overview| overview.articles);
    let hint = match articles {
        0 => "Search".to_owned(),
        _ => format!("Search {}", count(articles, "article", "articles")),
    };
    if std::mem::take(&mut state.wanted) {
        ui.memory_mut(|memory| memory.request_focus(id));
        let mut edit = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        let all = egui::text::CCursorRange::two(
            egui::text::CCursor::new(0),
            egui::text::CCursor::new(state.typed.chars().count()),
        );
        edit.cursor.set_char_range(Some(all));
        egui::TextEdit::store_state(ui.ctx(), id, edit);
    }
    let focused = ui.memory(|memory| memory.has_focus(id));
    let down = |ui: &Ui| ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::ArrowDown));
    if focused && !state.typed.trim().is_empty() && down(ui) {
        ui.memory_mut(|memory| memory.surrender_focus(id));
        cx.send(Action::Search(Ask::Show(Form::Lines)));
    }
    let complaints = state.complaints();
    let c = colors(ui);
    let marks: Vec<Mark> = complaints
        .iter()
        .map(|complaint| Mark {
            bytes: complaint.span.range(),
            ink: ink(complaint, c),
        })
        .collect();
    let menu = size::BUTTON + space::XXS;
    let field = widgets::SearchField {
        name: "Search articles",
        hint: &hint,
        keys: Some(actions::keys(ActionId::Search)),
        width: width - menu,
        height: size::BUTTON,
        marks: &marks,
    };
    let response = field.show(ui, id, &mut state.typed);
    let typed = state.typed.trim();
    let wanted = (!typed.is_empty()).then(|| typed.to_owned());
    if response.changed() && wanted != cx.wanted.filter.text {
        let filter = Filter {
            text: wanted,
            ..cx.wanted.filter.clone()
        };
        cx.send(Action::SetFilter(filter));
    }
    below_ui(ui, cx, state, &response);
    let gap = ui.spacing().item_spacing.x;
    ui.add_space(space::XXS - gap);
    menu_ui(ui, cx, state);
}

fn menu_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut State) {
    let button = icon_button(ui, Icon::Down, "Searches", None, size::BUTTON, None);
    let saved = cx
        .views()
        .search
        .saved
        .value()
        .map_or(&[][..], Vec::as_slice);
    // The rest is a click away.
    const MOST: usize = 12;
    let nothing = cx.wanted.filter.is_empty();
    let nothing = nothing.then_some("Type a query or set a filter first");
    let why = cx.read_only().or(nothing);
    let all = format!("Saved searches ({})…", saved.len());
    let mut items = vec![
        MenuItem::keys("Hits in their words", actions::keys(ActionId::Hits)),
        MenuItem::new("Articles with snippets"),
        MenuItem::new("Search a list of terms…"),
        MenuItem::Line,
        MenuItem::Item {
            words: "Save this search…",
            keys: "",
            checked: false,
            disabled: why,
        },
    ];
    if !saved.is_empty() {
        items.push(MenuItem::Head("Run a saved search"));
    }
    let first = items.len();
    items.extend(
        saved
            .iter()
            .take(MOST)
            .map(|search| MenuItem::new(&search.name)),
    );
    let rest = items.len();
    items.push(MenuItem::new(&all));
    items.push(MenuItem::Line);
    items.push(MenuItem::new("How to search"));
    let chosen = widgets::menu(&button, &items);
    state.menu_open = egui::Popup::is_id_open(ui.ctx(), egui::Popup::default_response_id(&button));
    let Some(chosen) = chosen else { return };
    let action = match chosen {
        0 => Action::Search(Ask::Show(Form::Lines)),
        1 => Action::Search(Ask::Show(Form::Articles)),
        2 => Action::Search(Ask::Open(Sheet::Terms)),
        4 => Action::Search(Ask::Open(Sheet::Keep)),
        at if at == rest => Action::Search(Ask::Open(Sheet::Kept)),
        at if at > rest => Action::Search(Ask::Open(Sheet::Help)),
        at => match at.checked_sub(first).and_then(|at| saved.get(at)) {
            Some(search) => Action::SetFilter(search.filter.clone()),
            None => return,
        },
    };
    cx.send(action);
}

/// What is said below the field while it, or something there, has the keyboard or the pointer.
fn below_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut State, field: &egui::Response) {
    let inside = state.below.open
        && (state.below.rect.zip(ui.input(|i| i.pointer.latest_pos())))
            .is_some_and(|(rect, at)| rect.contains(at));
    let keyboard = ui.memory(|memory| memory.focused());
    // The cross in the field comes before what is below it.
    let of_field = |id| {
        let response = ui.ctx().read_response(id);
        response.is_some_and(|r| field.rect.expand2(vec2(GLASS, 4.0)).contains_rect(r.rect))
    };
    let within = state.below.open
        && keyboard.is_some_and(|id| state.below.controls.contains(&id) || of_field(id));
    state.below.open = (field.has_focus() || inside || within) && !state.typed.trim().is_empty();
    if !state.below.open {
        state.below = Below::default();
        return;
    }
    let c = colors(ui);
    let window = ui.ctx().content_rect();
    let width = WIDTH.min(window.width() - 2.0 * space::M);
    // The field begins behind its glass.
    let left = (field.rect.left() - GLASS).min(window.right() - width - space::M);
    let at = egui::pos2(left, field.rect.bottom() + space::XS);
    let area = Area::new(Id::unique("below the search field"))
        .order(Order::Foreground)
        .fixed_pos(at)
        .constrain(true);
    let mut controls = Vec::new();
    let drawn = area.show(ui.ctx(), |ui| {
        Frame::NONE
            .fill(c.paper)
            .stroke(Stroke::new(stroke::LINE, c.line2))
            .corner_radius(radius::CARD)
            .inner_margin(Margin::symmetric(12, 8))
            .show(ui, |ui| {
                ui.set_width(width - 26.0);
                ui.spacing_mut().item_spacing = vec2(space::XS, space::XS);
                content_ui(ui, cx, state, &mut controls)
            })
            .inner
    });
    if drawn.inner {
        state.below = Below::default();
        return;
    }
    state.below.rect = Some(drawn.response.rect);
    state.below.controls = controls;
}

/// Returns whether something was chosen that leads away.
fn content_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut State, controls: &mut Vec<Id>) -> bool {
    let complaints = state.complaints();
    for complaint in complaints.iter().take(SAID) {
        complaint_ui(ui, &state.typed, complaint);
    }
    if complaints.len() > SAID {
        let more = complaints.len() - SAID;
        let words = format!("And {more} more");
        label(ui, words, font::ui(font::SMALL), colors(ui).ink3);
    }
    completions_ui(ui, cx, state, controls);
    ui.horizontal(|ui| {
        ui.set_min_height(20.0);
        ui.spacing_mut().item_spacing.x = space::XS;
        let chosen = counts_ui(ui, cx, controls);
        let help = ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let help = widgets::link(ui, "How to search", "How to search");
            controls.push(help.id);
            help.clicked()
        });
        let asked = if help.inner {
            Some(Ask::Open(Sheet::Help))
        } else {
            chosen.map(Ask::Show)
        };
        let leads = asked.is_some();
        asked
            .into_iter()
            .for_each(|ask| cx.send(Action::Search(ask)));
        leads
    })
    .inner
}

/// Returns which list was asked for.
fn counts_ui(ui: &mut Ui, cx: &Cx<'_>, controls: &mut Vec<Id>) -> Option<Form> {
    let c = colors(ui);
    let found = &cx.views().search;
    let counts = match &found.counts {
        Slot::Failed(problem) => {
            widgets::label_elided(ui, problem.to_string(), font::ui(font::SMALL), c.error);
            return None;
        }
        slot => slot.value(),
    };
    let Some(counts) = counts else {
        label(ui, "Searching…", font::ui(font::SMALL), c.ink3);
        return None;
    };
    if counts.articles == 0 {
        label(ui, "No article matches", font::ui(font::UI), c.ink2);
        return None;
    }
    let mut chosen = None;
    // While newer ones are on their way, hits are those counted with the articles.
    if let Some(hits) = found.hits().or(counts.hits) {
        let words = count(hits, "hit", "hits");
        let hits = number_link(
            ui,
            &words,
            &format!("Show {words} in their words"),
            font::UI,
        );
        controls.push(hits.id);
        if hits.clicked() {
            chosen = Some(Form::Lines);
        }
        label(ui, "in", font::ui(font::UI), c.ink2);
    }
    let words = count(counts.articles, "article", "articles");
    let articles = number_link(ui, &words, &format!("Show {words} with snippets"), font::UI);
    controls.push(articles.id);
    if articles.clicked() {
        chosen = Some(Form::Articles);
    }
    if counts.stories < counts.articles {
        // The comma stands at the word before it.
        ui.add_space(-ui.spacing().item_spacing.x);
        let words = format!(", {}", count(counts.stories, "story", "stories"));
        label(ui, words, font::ui(font::UI), c.ink2);
    }
    chosen
}

/// The message, what to try, and the place in what was typed.
fn complaint_ui(ui: &mut Ui, typed: &str, complaint: &Complaint) {
    let c = colors(ui);
    let ink = ink(complaint, c);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let side = font::UI + 3.0;
        let (place, _) = ui.allocate_exact_size(vec2(side, side), egui::Sense::hover());
        Icon::Warning.paint_scaled(ui.painter(), place.center(), ink, 0.85);
        let words = format!("{}. {}", complaint.message, complaint.hint);
        let words = RichText::new(words)
            .font(font::ui(font::SMALL))
            .color(c.ink);
        ui.add(egui::Label::new(words).selectable(false).wrap());
    });
    ui.horizontal(|ui| {
        ui.add_space(font::UI + 3.0 + space::S);
        let job = marked(typed, complaint, ink, c);
        ui.add(egui::Label::new(job).selectable(false).truncate());
    });
}

/// What was typed around the place, which is underlined.
fn marked(typed: &str, complaint: &Complaint, ink: egui::Color32, c: &Colors) -> LayoutJob {
    let (line, under) = query::marked(typed, complaint);
    // The second line has a space for each character before the place, then a mark for each in it.
    let before = under.chars().take_while(|c| *c == ' ').count();
    let within = under.chars().count() - before;
    let byte = |chars: usize| {
        line.char_indices()
            .nth(chars)
            .map_or(line.len(), |(at, _)| at)
    };
    let (start, end) = (byte(before), byte(before + within));
    let plain = TextFormat {
        font_id: font::ui(font::SMALL),
        color: c.ink2,
        ..TextFormat::default()
    };
    let wrong = TextFormat {
        color: ink,
        underline: Stroke::new(1.5, ink),
        ..plain.clone()
    };
    let mut job = LayoutJob::default();
    job.append(line.get(..start).unwrap_or_default(), 0.0, plain.clone());
    let place = line.get(start..end).unwrap_or_default();
    // Behind the last letter there is nothing to underline but the place itself.
    job.append(if place.is_empty() { " " } else { place }, 0.0, wrong);
    job.append(line.get(end..).unwrap_or_default(), 0.0, plain);
    job
}

/// Fields whose names begin so, and what they are about.
const FIELDS: [(&str, &str); 14] = [
    ("title:", "in the headline"),
    ("outlet:", "of an outlet"),
    ("agency:", "of an agency"),
    ("author:", "by an author"),
    ("person:", "naming a person"),
    ("org:", "naming an organization"),
    ("place:", "naming a place"),
    ("group:", "naming a group"),
    ("name:", "naming anything"),
    ("date:", "published then"),
    ("tag:", "with a tag"),
    ("note:", "in your notes"),
    ("is:", "unread, starred, undated"),
    ("lang:", "in a language"),
];

/// Values of `is:`.
const STATES: [&str; 4] = ["unread", "read", "starred", "undated"];

/// The end of what was typed that can be completed, by the byte it begins at: the beginning of a field's name, or of the
/// value behind one.
fn completed<'v>(
    typed: &str,
    outlets: impl Iterator<Item = &'v str>,
    tags: impl Iterator<Item = &'v str>,
) -> (usize, Vec<String>) {
    const MOST: usize = 4;
    let start = typed
        .char_indices()
        .rev()
        .find(|(_, c)| c.is_whitespace() || matches!(c, '(' | '|' | '"'))
        .map_or(0, |(at, c)| at + c.len_utf8());
    let word = typed.get(start..).unwrap_or_default();
    let open = typed.matches('"').count() % 2 == 1;
    // As the search does, which finds any word of a name.
    let begins = |value: &&str, with: &str| {
        let (value, with) = (value.to_lowercase(), with.to_lowercase());
        let mut rest = value.as_str();
        let mut found = rest.starts_with(&with);
        while let Some((_, behind)) = rest.split_once(|c: char| !c.is_alphanumeric()) {
            found |= !with.is_empty() && behind.starts_with(&with);
            rest = behind;
        }
        found && value != with
    };
    let with_field = |field: &str, value: &str| {
        if value.chars().all(char::is_alphanumeric) {
            format!("{field}{value}")
        } else {
            format!("{field}\"{}\"", value.replace('"', " "))
        }
    };
    if open || word.is_empty() {
        return (start, Vec::new());
    }
    let found = match word.split_once(':') {
        None if word.len() > 1 => FIELDS
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| name.starts_with(&word.to_lowercase()))
            .map(str::to_owned)
            .take(MOST)
            .collect(),
        Some(("outlet", value)) => outlets
            .filter(|name| begins(name, value))
            .map(|name| with_field("outlet:", name))
            .take(MOST)
            .collect(),
        Some(("tag", value)) => tags
            .filter(|name| begins(name, value))
            .map(|name| with_field("tag:", name))
            .take(MOST)
            .collect(),
        Some(("is", value)) => STATES
            .into_iter()
            .filter(|name| begins(name, value))
            .map(|name| with_field("is:", name))
            .take(MOST)
            .collect(),
        _ => Vec::new(),
    };
    (start, found)
}

fn completions_ui(ui: &mut Ui, cx: &mut Cx<'_>, state: &mut State, controls: &mut Vec<Id>) {
    let overview = cx.views().overview.value();
    let outlets = overview.map_or(&[][..], |o| &o.outlets);
    let tags = overview.map_or(&[][..], |o| &o.tags);
    let (start, found) = completed(
        &state.typed,
        outlets.iter().map(|(name, _)| name.as_str()),
        tags.iter().map(|(name, _)| name.as_str()),
    );
    if found.is_empty() {
        return;
    }
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        for words in &found {
            let link = widgets::link(ui, words, &format!("Complete to {words}"));
            controls.push(link.id);
            let about = FIELDS.iter().find(|(name, _)| name == words);
            if link.clicked() {
                chosen = Some(words.clone());
            }
            if let Some((_, about)) = about {
                link.on_hover_text(*about);
            }
        }
    });
    let Some(words) = chosen else { return };
    state.typed.truncate(start);
    state.typed.push_str(&words);
    let text = state.typed.trim().to_owned();
    let filter = Filter {
        text: (!text.is_empty()).then_some(text),
        ..cx.wanted.filter.clone()
    };
    cx.send(Action::SetFilter(filter));
    // The keyboard goes back behind the last letter.
    let id = Id::unique("search articles");
    ui.memory_mut(|memory| memory.request_focus(id));
    let mut edit = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let end = egui::text::CCursor::new(state.typed.chars().count());
    edit.cursor
        .set_char_range(Some(egui::text::CCursorRange::one(end)));
    egui::TextEdit::store_state(ui.ctx(), id, edit);
}

#[cfg(test)]
mod tests {
    use egui::epaint::text::ByteRangeExt as _;

    use super::*;

    #[test]
    fn fields_and_their_values_are_completed() {
        let check = |typed: &str, expected: &[&str]| {
            let outlets = ["Harbor Post", "Herald"];
            let (start, found) = completed(typed, outlets.into_iter(), ["checked"].into_iter());
            assert_eq!(found, expected, "{typed}");
            assert!(typed.is_char_boundary(start));
        };
        check("", &[]);
        check("water", &[]);
        check("water pe", &["person:"]);
        check("(ou", &["outlet:"]);
        check("\"ou", &[]);
        check("outlet:h", &["outlet:\"Harbor Post\"", "outlet:Herald"]);
        check("outlet:po", &["outlet:\"Harbor Post\""]);
        check("outlet:ost", &[]);
        check("water tag:", &["tag:checked"]);
        check("is:un", &["is:unread", "is:undated"]);
        check("is:unread", &[]);
        check("é o", &[]);
    }

    #[test]
    fn the_place_of_a_complaint_is_underlined() {
        let check = |typed: &str, expected: &str| {
            let parsed = query::parse(typed);
            let complaint = parsed.complaints.first().expect("a complaint");
            let c = &crate::ui::theme::LIGHT;
            let job = marked(typed, complaint, c.error, c);
            let wrong: String = job
                .sections
                .iter()
                .filter(|section| section.format.underline != Stroke::NONE)
                .filter_map(|section| job.text.get(section.byte_range.as_usize()))
                .collect();
            assert_eq!(wrong, expected, "{typed}");
        };
        check("water \"pum", "\"pum");
        check("water AND", "AND");
        check("water OR OR pump", "OR");
        check("date:yesterday", "yesterday");
        check(&format!("{} (", "é ".repeat(400)), "(");
    }
}
