//! What the Chart view shows, and what of it is asked for and found again.

use super::{evidence, lines};
use crate::{
    model::{
        CountUnit, EntityId, EntityType,
        chart::{Cell, ChartKind, Drawn, TimeUnit, Together},
    },
    ui::{action::Action, context::Cx},
    workspace::{
        room::ChartRoom,
        session::{ChartSpec, ListedNames, Wanted},
    },
};

/// Rows shown at most.
pub(super) const TOPS: [usize; 4] = [5, 12, 20, 50];

/// What can be counted; the second is what the switch above all views says.
pub(super) const fn units(stories: bool) -> [(CountUnit, &'static str); 2] {
    let second = if stories {
        (CountUnit::Stories, "Unique stories")
    } else {
        (CountUnit::Articles, "Articles")
    };
    [(CountUnit::Mentions, "Mentions"), second]
}

pub(super) const TIMES: [(TimeUnit, &str); 4] = [
    (TimeUnit::Day, "Day"),
    (TimeUnit::Week, "Week"),
    (TimeUnit::Month, "Month"),
    (TimeUnit::Year, "Year"),
];

/// Names that small charts compare at most, and that lines can tell apart.
pub(super) const MOST_COMPARED: usize = 16;
pub(super) const MOST_LINES: usize = 5;

/// Lists the passages of a number.
pub(super) fn show_passages(cell: Cell, unit: CountUnit, cx: &mut Cx<'_>) {
    cx.send(Action::ShowPassages { cell, unit });
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mode {
    #[default]
    Frequency,
    OverTime,
    Table,
}

impl Mode {
    pub(super) const ALL: [(Self, &str); 3] = [
        (Self::Frequency, "Frequency"),
        (Self::OverTime, "Over time"),
        (Self::Table, "Table"),
    ];
}

/// What is counted in bars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Show {
    #[default]
    All,
    Only(EntityType),
    Types,
    Outlets,
    Agencies,
    First,
    Lengths,
    /// Who is named with whom, within a sentence, a paragraph or an article.
    With,
    WithInParagraph,
    WithInArticle,
    /// Who is named with where.
    Where,
    /// Which outlet has what on which day, and from which place.
    Days,
    OutletPlaces,
}

impl Show {
    pub(super) const ALL: [(Self, &str); 16] = [
        (Self::All, "All names"),
        (Self::Only(EntityType::Person), "People"),
        (Self::Only(EntityType::Organization), "Organizations"),
        (Self::Only(EntityType::Place), "Places"),
        (Self::Only(EntityType::Group), "Groups"),
        (Self::Types, "Types"),
        (Self::Outlets, "Outlets"),
        (Self::Agencies, "News agencies"),
        (Self::With, "Who with whom, in a sentence"),
        (Self::WithInParagraph, "Who with whom, in a paragraph"),
        (Self::WithInArticle, "Who with whom, in an article"),
        (Self::Where, "Who with where"),
        (Self::Days, "Outlets by day"),
        (Self::OutletPlaces, "Outlets by place"),
        (Self::First, "Who was first"),
        (Self::Lengths, "Length of articles"),
    ];

    const fn kind(self) -> ChartKind {
        match self {
            Self::All
            | Self::Only(EntityType::Person | EntityType::Organization | EntityType::Group) => {
                ChartKind::Entities
            }
            Self::Only(EntityType::Place) => ChartKind::Places,
            Self::Types => ChartKind::Types,
            Self::Outlets | Self::Agencies => ChartKind::Outlets,
            Self::First => ChartKind::First,
            Self::Lengths => ChartKind::Lengths,
            Self::With | Self::WithInParagraph | Self::WithInArticle | Self::Where => {
                ChartKind::Cooccurrence
            }
            Self::Days | Self::OutletPlaces => ChartKind::Coverage,
        }
    }

    /// Whether its numbers are drawn as lengths.
    pub(super) const fn has_scale(self) -> bool {
        !matches!(self.kind(), ChartKind::Cooccurrence | ChartKind::Coverage)
    }

    /// Whether its numbers are parts of something.
    pub(super) const fn has_share(self) -> bool {
        matches!(self.kind(), ChartKind::Outlets)
    }

    /// Whether its numbers can count mentions as well as articles.
    pub(super) const fn has_units(self) -> bool {
        !matches!(self.kind(), ChartKind::Lengths)
    }

    /// Whether it has as many rows as asked for, rather than as many as there are.
    pub(super) const fn has_top(self) -> bool {
        !matches!(
            self,
            Self::Types | Self::Outlets | Self::Agencies | Self::First | Self::Lengths | Self::Days
        )
    }

    const fn only(self) -> Option<EntityType> {
        match self {
            Self::Only(kind) => Some(kind),
            _ => None,
        }
    }
}

/// What the view remembers between frames.
#[derive(Debug)]
pub struct State {
    pub(super) mode: Mode,
    pub(super) show: Show,
    pub(super) unit: CountUnit,
    /// What was counted before unique stories were.
    pub(super) before: CountUnit,
    pub(super) top: usize,
    pub(super) time: TimeUnit,
    /// A part of the table of names to be shown alone.
    pub(super) names: Option<ListedNames>,
    /// The chosen bar, with its label.
    pub(super) chosen: Option<(Cell, String)>,
    /// Names whose mentions over time are compared; fewer than two compare nothing.
    pub(super) compared: Vec<EntityId>,
    /// Names that small charts compared and lines could not: small charts show them again.
    pub(super) not_in_lines: Vec<EntityId>,
    /// Lengths stand for logarithms, bars for shares, each compared name has a chart of its own.
    pub(super) drawn: Drawn,
    /// Where the keyboard is on the lines.
    pub(super) point: lines::Point,
    pub(super) evidence: evidence::State,
}

impl Default for State {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            show: Show::default(),
            unit: CountUnit::default(),
            before: CountUnit::default(),
            top: 12,
            time: TimeUnit::Day,
            names: None,
            chosen: None,
            compared: Vec::new(),
            not_in_lines: Vec::new(),
            drawn: Drawn::default(),
            point: lines::Point::default(),
            evidence: evidence::State::default(),
        }
    }
}

impl State {
    /// Says which charts and passages are to be read.
    pub fn want(&self, wanted: &mut Wanted) {
        wanted.chart = Some(ChartSpec {
            only: self.show.only(),
            unit: self.unit,
            top: self.top,
            time: self.time,
            names: self.names.clone(),
            agencies: self.show == Show::Agencies,
            places: matches!(self.show, Show::Where | Show::OutletPlaces),
            together: match self.show {
                Show::WithInParagraph => Together::Paragraph,
                Show::WithInArticle | Show::Where => Together::Article,
                _ => Together::Sentence,
            },
            drawn: Drawn {
                log: self.drawn.log && self.show.has_scale(),
                share: self.drawn.share && self.show.has_share(),
                multiples: false,
            },
            ..ChartSpec::new(self.show.kind())
        });
        let compares = self.compares() && self.mode != Mode::Frequency;
        wanted.timeline = Some(ChartSpec {
            unit: self.unit,
            top: self.top,
            entity: self.entity(),
            compare: if compares {
                self.compared.clone()
            } else {
                Vec::new()
            },
            time: self.time,
            drawn: Drawn {
                log: self.drawn.log,
                share: false,
                multiples: compares && self.multiples(),
            },
            ..ChartSpec::new(ChartKind::Timeline)
        });
    }

    /// Notes what the next run of the program is to find again: the words of what is chosen.
    pub fn note(&self, room: &mut ChartRoom) {
        let word = |found: Option<&'static str>| found.unwrap_or_default().to_owned();
        let modes = Mode::ALL.into_iter();
        room.mode = word(
            modes
                .filter(|(mode, _)| *mode == self.mode)
                .map(|(_, w)| w)
                .next(),
        );
        let shows = Show::ALL.into_iter();
        room.show = word(
            shows
                .filter(|(show, _)| *show == self.show)
                .map(|(_, w)| w)
                .next(),
        );
        let times = TIMES.into_iter();
        room.time = word(
            times
                .filter(|(time, _)| *time == self.time)
                .map(|(_, w)| w)
                .next(),
        );
        self.unit.word().clone_into(&mut room.unit);
        room.top = self.top;
        room.compared = self.compared.iter().map(|name| name.0).collect();
        room.multiples = self.drawn.multiples;
        room.log = self.drawn.log;
        room.share = self.drawn.share;
    }

    /// Takes up what was noted; words that are not known stay as they are.
    pub fn restore(&mut self, room: &ChartRoom) {
        if let Some((mode, _)) = Mode::ALL.into_iter().find(|(_, word)| *word == room.mode) {
            self.mode = mode;
        }
        if let Some((show, _)) = Show::ALL.into_iter().find(|(_, word)| *word == room.show) {
            self.show = show;
        }
        if let Some((time, _)) = TIMES.into_iter().find(|(_, word)| *word == room.time) {
            self.time = time;
        }
        if TOPS.contains(&room.top) {
            self.top = room.top;
        }
        let compared = room.compared.iter().take(MOST_COMPARED);
        self.compared = compared.map(|name| EntityId(*name)).collect();
        self.drawn = Drawn {
            log: room.log,
            share: room.share,
            multiples: room.multiples,
        };
        let units = [CountUnit::Mentions, CountUnit::Articles, CountUnit::Stories];
        if let Some(unit) = units.into_iter().find(|unit| unit.word() == room.unit) {
            self.unit = unit;
        }
    }

    /// Counts unique stories from now on, or goes back to what was counted before.
    pub fn count_stories(&mut self, stories: bool) {
        if stories && self.unit != CountUnit::Stories {
            self.before = self.unit;
            self.unit = CountUnit::Stories;
        } else if !stories && self.unit == CountUnit::Stories {
            self.unit = self.before;
        }
    }

    /// Shows names as bars: those listed, or all of a type.
    pub fn show_names(
        &mut self,
        kind: Option<EntityType>,
        unit: CountUnit,
        names: Option<ListedNames>,
    ) {
        self.show = kind.map_or(Show::All, Show::Only);
        self.unit = unit;
        self.names = names;
        self.mode = Mode::Frequency;
        self.chosen = None;
    }

    /// The entity the timeline follows.
    pub(super) const fn entity(&self) -> Option<EntityId> {
        match &self.chosen {
            Some((Cell::Entity(entity), _)) => Some(*entity),
            _ => None,
        }
    }

    /// Follows names that became others.
    pub fn follow(&mut self, to: impl Fn(EntityId) -> EntityId) {
        let before = std::mem::take(&mut self.compared);
        for name in before.into_iter().map(&to) {
            if !self.compared.contains(&name) {
                self.compared.push(name);
            }
        }
        if let Some((Cell::Entity(id), _)) = &mut self.chosen {
            *id = to(*id);
        }
    }

    /// Shows when names are mentioned: one is followed, several are compared. `label` is the first's name.
    pub fn show_over_time(&mut self, names: &[EntityId], label: String) {
        self.compare(names.iter().copied());
        if let [only] = names {
            self.compared.clear();
            self.chosen = Some((Cell::Entity(*only), label));
        }
    }

    /// Compares these names over time.
    pub(super) fn compare(&mut self, names: impl IntoIterator<Item = EntityId>) {
        self.compared.clear();
        self.not_in_lines.clear();
        for name in names {
            if !self.compared.contains(&name) && self.compared.len() < MOST_COMPARED {
                self.compared.push(name);
            }
        }
        self.mode = Mode::OverTime;
        self.point = lines::Point::default();
    }

    /// Draws lines, or a small chart for each name. Lines tell no more than [`MOST_LINES`] apart: returns how many are
    /// left out for them, in words. Small charts show those again.
    pub(super) fn draw_as_lines(&mut self, lines: bool) -> Option<String> {
        self.drawn.multiples = !lines;
        if !lines {
            let again = std::mem::take(&mut self.not_in_lines);
            for name in again {
                if !self.compared.contains(&name) && self.compared.len() < MOST_COMPARED {
                    self.compared.push(name);
                }
            }
            return None;
        }
        if self.compared.len() <= MOST_LINES {
            return None;
        }
        self.not_in_lines = self.compared.split_off(MOST_LINES);
        let (names, are) = match self.not_in_lines.len() {
            1 => ("name", "is"),
            _ => ("names", "are"),
        };
        Some(format!(
            "Lines tell {MOST_LINES} names apart: {} {names} {are} left out until small charts are shown again",
            self.not_in_lines.len()
        ))
    }

    /// Whether several names are compared.
    pub(super) fn compares(&self) -> bool {
        self.compared.len() > 1
    }

    /// Whether each compared name has a chart of its own: more than lines can tell apart always have.
    pub(super) fn multiples(&self) -> bool {
        self.drawn.multiples || self.compared.len() > MOST_LINES
    }

    pub(super) fn over_time(&self) -> String {
        match &self.chosen {
            Some((Cell::Entity(_), label)) => format!("{label} over time"),
            _ => "All names over time".to_owned(),
        }
    }

    /// Chooses a number of a chart that counts in this unit: while another is read the old one is still shown.
    pub(super) fn choose(&mut self, cell: &Cell, label: &str, unit: CountUnit, cx: &mut Cx<'_>) {
        self.chosen = Some((cell.clone(), label.to_owned()));
        show_passages(cell.clone(), unit, cx);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lines_leave_out_come_back_with_small_charts() {
        let mut state = State::default();
        let names: Vec<EntityId> = (1..=7).map(EntityId).collect();
        state.compare(names.iter().copied());
        let said = state.draw_as_lines(true).unwrap_or_default();
        assert!(said.contains("2 names are left out"), "{said}");
        assert_eq!(state.compared, names[..MOST_LINES]);
        assert!(!state.multiples());
        assert_eq!(state.draw_as_lines(false), None);
        assert_eq!(state.compared, names);
        state.compare(names.iter().copied().take(3));
        assert_eq!(state.draw_as_lines(true), None);
        assert_eq!(state.compared.len(), 3);
    }
}
