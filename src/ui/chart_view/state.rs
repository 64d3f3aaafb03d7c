//! What the Chart view shows, and what of it is asked for and found again.

use super::evidence;
use crate::{
    model::{
        CountUnit, EntityId, EntityType,
        chart::{Cell, ChartKind, TimeUnit, Together},
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

pub(super) const TIMES: [(TimeUnit, &str); 3] = [
    (TimeUnit::Day, "Day"),
    (TimeUnit::Week, "Week"),
    (TimeUnit::Month, "Month"),
];

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
    /// Who is named with whom, within a sentence or an article.
    With,
    WithInArticle,
    /// Who is named with where.
    Where,
    /// Which outlet has what on which day, and from which place.
    Days,
    OutletPlaces,
}

impl Show {
    pub(super) const ALL: [(Self, &str); 15] = [
        (Self::All, "All names"),
        (Self::Only(EntityType::Person), "People"),
        (Self::Only(EntityType::Organization), "Organizations"),
        (Self::Only(EntityType::Place), "Places"),
        (Self::Only(EntityType::Group), "Groups"),
        (Self::Types, "Types"),
        (Self::Outlets, "Outlets"),
        (Self::Agencies, "News agencies"),
        (Self::With, "Who with whom, in a sentence"),
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
            Self::With | Self::WithInArticle | Self::Where => ChartKind::Cooccurrence,
            Self::Days | Self::OutletPlaces => ChartKind::Coverage,
        }
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
                Show::WithInArticle | Show::Where => Together::Article,
                _ => Together::Sentence,
            },
            ..ChartSpec::new(self.show.kind())
        });
        wanted.timeline = Some(ChartSpec {
            unit: self.unit,
            top: self.top,
            entity: self.entity(),
            time: self.time,
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

    pub(super) fn over_time(&self) -> String {
        match &self.chosen {
            Some((Cell::Entity(_), label)) => format!("{label} over time"),
            _ => "All names over time".to_owned(),
        }
    }

    pub(super) fn choose(&mut self, cell: &Cell, label: &str, cx: &mut Cx<'_>) {
        self.chosen = Some((cell.clone(), label.to_owned()));
        self.show_passages(cell.clone(), cx);
    }

    pub(super) fn show_passages(&self, cell: Cell, cx: &mut Cx<'_>) {
        let unit = self.unit;
        cx.send(Action::ShowPassages { cell, unit });
    }

    /// What is counted, one and many.
    pub(super) const fn words(&self) -> [&'static str; 2] {
        self.unit.nouns()
    }
}
