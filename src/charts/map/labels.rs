//! Places names on the map so that none covers a symbol or another name: largest first, what finds no room is left out.

use super::super::{
    geometry::{Limits, overlap, within},
    lettering::{ASCENT, DESCENT, SLACK, Style},
    scene::{Anchor, Point},
};

/// What is taken already, in pixels.
pub struct Taken {
    /// Where names may stand.
    area: Limits,
    boxes: Vec<Limits>,
}

impl Taken {
    /// An empty map with this room.
    pub const fn new(area: Limits) -> Self {
        Self {
            area,
            boxes: Vec::new(),
        }
    }

    /// Marks a box as taken.
    pub fn take(&mut self, limits: Limits) {
        self.boxes.push(limits);
    }

    /// Takes a box if it is free; tells whether it was.
    pub fn claim(&mut self, limits: Limits) -> bool {
        let free = within(limits, self.area) && !self.boxes.iter().any(|b| overlap(*b, limits));
        if free {
            self.boxes.push(limits);
        }
        free
    }
}

/// Finds room for a name around a symbol: beside it, above, below, then at the corners. Returns the point on the
/// baseline and which end of the name it is.
pub fn beside(
    taken: &mut Taken,
    (x, y): Point,
    radius: f64,
    gap: f64,
    text: &str,
    style: Style,
) -> Option<(Point, Anchor)> {
    let middle = style.size * (ASCENT - DESCENT) / 2.0;
    let reach = radius + gap;
    let corner = radius * std::f64::consts::FRAC_1_SQRT_2 + gap * 0.6;
    let (up, down) = (style.size * DESCENT, style.size * ASCENT);
    let tries = [
        ((x + reach, y + middle), Anchor::Start),
        ((x - reach, y + middle), Anchor::End),
        ((x, y - reach - up), Anchor::Middle),
        ((x, y + reach + down), Anchor::Middle),
        ((x + corner, y - corner - up * 0.5), Anchor::Start),
        ((x + corner, y + corner + down), Anchor::Start),
        ((x - corner, y - corner - up * 0.5), Anchor::End),
        ((x - corner, y + corner + down), Anchor::End),
    ];
    let width = style.width(text) * SLACK;
    tries
        .into_iter()
        .find(|(at, anchor)| taken.claim(box_of(*at, *anchor, width, style)))
}

/// The box of a line of this width.
pub fn box_of((x, y): Point, anchor: Anchor, width: f64, style: Style) -> Limits {
    let left = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2.0,
        Anchor::End => x - width,
    };
    [
        left,
        y - style.size * ASCENT,
        left + width,
        y + style.size * DESCENT,
    ]
}

#[cfg(test)]
mod tests {
    use super::{super::super::lettering::Face, *};

    #[test]
    fn names_move_around_the_symbol_and_then_give_up() {
        let style = Style::new(Face::Sans, 10.0);
        let mut taken = Taken::new([0.0, 0.0, 200.0, 200.0]);
        taken.take([95.0, 95.0, 105.0, 105.0]);
        let mut anchors = Vec::new();
        while let Some((_, anchor)) = beside(&mut taken, (100.0, 100.0), 5.0, 3.0, "Yefren", style)
        {
            anchors.push(anchor);
        }
        assert!(anchors.starts_with(&[Anchor::Start, Anchor::End, Anchor::Middle, Anchor::Middle]));
        let mut edge = Taken::new([0.0, 0.0, 110.0, 200.0]);
        let found = beside(&mut edge, (100.0, 100.0), 5.0, 3.0, "Yefren", style);
        assert_eq!(found.map(|(_, anchor)| anchor), Some(Anchor::End));
    }
}
