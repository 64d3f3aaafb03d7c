//! Typing where a place lies, in any way coordinates are written.

use egui::{Rect, Ui, pos2};

use crate::{
    model::{
        EntityId,
        coordinates::{Typed, parse, words},
    },
    ui::{
        action::Action,
        context::Cx,
        theme::{colors, font, space},
        widgets::{self, Button, ButtonKind, Verdict, dialog_kept, number_field, text_field},
    },
    workspace::{Command, Placement},
};

/// Radius in km beyond which a position says nothing.
const MOST_KM: f64 = 5_000.0;

/// What the dialog remembers while it is open.
#[derive(Debug)]
pub struct State {
    entity: EntityId,
    name: String,
    text: String,
    /// Radius in km as typed; empty for what the digits leave open.
    within: String,
    begun: bool,
    confirmed: bool,
}

impl State {
    /// Asks where this place lies.
    #[must_use]
    pub const fn new(entity: EntityId, name: String) -> Self {
        Self {
            entity,
            name,
            text: String::new(),
            within: String::new(),
            begun: false,
            confirmed: false,
        }
    }

    /// The radius in km, or why there is none.
    fn radius(&self, typed: &Typed) -> Result<Option<f64>, String> {
        let text = self.within.trim().replace(',', ".");
        if text.is_empty() {
            return Ok((typed.within_km > 0.0).then_some(typed.within_km));
        }
        match text.parse::<f64>() {
            Ok(km) if (0.0..=MOST_KM).contains(&km) => Ok(Some(km)),
            _ => Err(format!(
                "The radius is a number of kilometers from 0 to {}",
                widgets::number(MOST_KM as u64)
            )),
        }
    }

    /// Where the place is said to be, or why that is no position.
    fn placement(&self) -> Result<Placement, String> {
        let typed = parse(&self.text).map_err(|error| error.to_string())?;
        Ok(Placement::Point {
            position: typed.position,
            uncertainty_km: self.radius(&typed)?,
        })
    }
}

/// Draws the dialog.
pub fn ui(ui: &Ui, state: &mut State, cx: &mut Cx<'_>) -> Verdict {
    let title = format!("Where is {}?", state.name);
    let mut both = (state, cx);
    let (verdict, ()) = dialog_kept(
        ui,
        &title,
        [480.0, 250.0],
        &mut both,
        |ui, body, (state, _)| body_ui(ui, body, state),
        |_, _| {},
        |ui, (state, cx)| {
            ui.spacing_mut().item_spacing.x = space::M;
            if Button::new("Cancel").show(ui).clicked() {
                return Verdict::Close;
            }
            let at = state.placement();
            let why = at.as_ref().err().map(String::as_str);
            let button = Button::new("Set position")
                .kind(ButtonKind::Primary)
                .disabled(why);
            let clicked = button.show(ui).clicked();
            match at {
                Ok(at) if clicked || state.confirmed => {
                    let entity = state.entity;
                    cx.send(Action::Run(Command::PlaceEntity { entity, at }));
                    Verdict::Close
                }
                _ => Verdict::Stay,
            }
        },
    );
    verdict
}

fn body_ui(ui: &mut Ui, body: Rect, state: &mut State) {
    let c = colors(ui);
    let names = [(16.0, "Coordinates"), (54.0, "Within a radius of")];
    let widest = names
        .iter()
        .map(|(_, name)| widgets::width_of(ui, name, font::ui(font::UI)))
        .fold(0.0, f32::max);
    let line = |top: f32| {
        Rect::from_min_max(
            pos2(body.left() + 18.0 + widest + space::L, body.top() + top),
            pos2(body.right() - 18.0, body.top() + top + 28.0),
        )
    };
    let mut fields = Vec::new();
    for (top, name) in names {
        let rect = line(top);
        let at = pos2(body.left() + 18.0, rect.center().y);
        let font = font::ui(font::UI);
        widgets::text(ui, at, egui::Align2::LEFT_CENTER, name, font, c.ink2);
        fields.push(rect);
    }
    let enter = |ui: &Ui, field: &egui::Response| {
        (field.lost_focus() || field.has_focus())
            && ui.input(|input| input.key_pressed(egui::Key::Enter))
    };
    state.confirmed = false;
    if let Some(rect) = fields.first() {
        let field = widgets::at(ui, *rect, |ui| {
            let hint = "32.06 N 12.53 E";
            text_field(ui, &mut state.text, "Coordinates", hint, rect.width())
        });
        if !std::mem::replace(&mut state.begun, true) {
            field.request_focus();
        }
        state.confirmed |= enter(ui, &field);
    }
    if let Some(rect) = fields.get(1) {
        let field = widgets::at(ui, *rect, |ui| {
            number_field(ui, &mut state.within, "Radius", "km", 96.0)
        });
        state.confirmed |= enter(ui, &field);
    }
    let rect = Rect::from_min_max(
        pos2(body.left() + 18.0, body.top() + 96.0),
        pos2(body.right() - 18.0, body.bottom()),
    );
    let (said, ink) = feedback(state);
    let ink = match ink {
        Tone::Plain => c.ink2,
        Tone::Quiet => c.ink3,
        Tone::Wrong => c.error,
        Tone::Warn => c.warn,
    };
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
        let said = egui::RichText::new(said)
            .font(font::ui(font::SMALL))
            .color(ink);
        ui.add(egui::Label::new(said).selectable(false).wrap());
    });
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    Plain,
    Quiet,
    Warn,
    Wrong,
}

/// What was understood, while it is being typed.
fn feedback(state: &State) -> (String, Tone) {
    if state.text.trim().is_empty() {
        let ways = "Degrees in decimals, degrees with minutes and seconds, UTM or MGRS: 32.06 N 12.53 E, 32° 3′ 48″ N 12° 31′ 43″ E, 33S TR 66850 50350. Latitude comes first unless letters say otherwise";
        return (ways.to_owned(), Tone::Quiet);
    }
    let typed = match parse(&state.text) {
        Ok(typed) => typed,
        Err(error) => return (error.to_string(), Tone::Wrong),
    };
    let within = match state.radius(&typed) {
        Ok(Some(km)) if km >= 0.05 => format!(", within {} km", widgets::decimal(km, 1)),
        Ok(_) => String::new(),
        Err(wrong) => return (wrong, Tone::Wrong),
    };
    let at = typed.position;
    let said = format!("{}{within}", words(at));
    if at.lat == 0.0 && at.lon == 0.0 {
        let note = "That is in the sea off West Africa, where programs put what has no position";
        return (format!("{said}. {note}"), Tone::Warn);
    }
    (said, Tone::Plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(text: &str, within: &str) -> State {
        State {
            text: text.to_owned(),
            within: within.to_owned(),
            ..State::new(EntityId(1), "Tarqa".to_owned())
        }
    }

    #[test]
    fn what_is_typed_is_told_back() {
        for (text, within, holds, tone) in [
            ("", "", "Latitude comes first", Tone::Quiet),
            (
                "32.0633, 12.5286",
                "",
                "32.0633° N, 12.5286° E",
                Tone::Plain,
            ),
            ("32.0633, 12.5286", "15", "within 15.0 km", Tone::Plain),
            ("33.9 S 18.4 E", "2,5", "within 2.5 km", Tone::Plain),
            ("132.1, 12.5", "", "Did you mean 12.5, 132.1", Tone::Wrong),
            ("32.1, 212.5", "", "out of range", Tone::Wrong),
            ("32.1, 12.5", "far", "number of kilometers", Tone::Wrong),
            ("0, 0", "", "off West Africa", Tone::Warn),
        ] {
            let (said, found) = feedback(&state(text, within));
            assert!(said.contains(holds), "{text}: {said}");
            assert_eq!(found, tone, "{text}: {said}");
        }
    }

    #[test]
    fn a_radius_that_was_typed_wins() {
        let at = |text, within| match state(text, within).placement() {
            Ok(Placement::Point { uncertainty_km, .. }) => uncertainty_km,
            other => panic!("{other:?}"),
        };
        assert_eq!(at("32.0633, 12.5286", "15"), Some(15.0));
        assert!(
            at("32, 12", "").is_some_and(|km| km > 10.0),
            "whole degrees leave much open"
        );
        assert!(state("32.1, 12.5", "-4").placement().is_err());
    }
}
