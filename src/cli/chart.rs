//! `chart`: what is counted and how it is drawn.

use std::io::Write;

use clap::Args;

use super::{
    args::{ChartName, CountName, FilterArgs, ProjectArg, TimeName, TogetherName},
    filter,
    picture::{PictureArgs, draw},
    run::{Ended, Stop},
};
use crate::{
    model::{
        EntityId,
        chart::{ChartKind, Drawn, Together},
    },
    workspace::{
        Problem, Project,
        export::Behind,
        figures,
        session::{ChartSpec, Picture},
    },
};

#[derive(Debug, Args)]
pub struct ChartArgs {
    pub kind: ChartName,
    #[command(flatten)]
    pub project: ProjectArg,
    #[command(flatten)]
    pub picture: PictureArgs,
    /// Rows shown at most
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u16).range(1..=200))]
    pub top: u16,
    #[arg(long, default_value = "mentions")]
    pub count: CountName,
    /// Column width of a timeline
    #[arg(long, default_value = "day")]
    pub per: TimeName,
    /// Timeline: one line for this name; repeat it to compare several
    #[arg(long, value_name = "NAME")]
    pub compare: Vec<String>,
    /// Timeline of several names: a small chart for each
    #[arg(long, requires = "compare")]
    pub multiples: bool,
    /// Cooccurrence: within what two names stand together
    #[arg(long, default_value = "sentence")]
    pub together: TogetherName,
    /// Cooccurrence and coverage: places as columns
    #[arg(long)]
    pub places: bool,
    /// Outlets: news agencies in their place
    #[arg(long)]
    pub agencies: bool,
    /// Outlets: as shares of all that each has
    #[arg(long, conflicts_with = "log")]
    pub share: bool,
    /// Draw on a logarithmic scale
    #[arg(long)]
    pub log: bool,
    #[command(flatten)]
    pub filter: FilterArgs,
}

impl From<TogetherName> for Together {
    fn from(name: TogetherName) -> Self {
        match name {
            TogetherName::Sentence => Self::Sentence,
            TogetherName::Paragraph => Self::Paragraph,
            TogetherName::Article => Self::Article,
        }
    }
}

/// Kinds that have an axis of counts.
const WITH_A_SCALE: [ChartKind; 7] = [
    ChartKind::Entities,
    ChartKind::Places,
    ChartKind::Types,
    ChartKind::Outlets,
    ChartKind::Timeline,
    ChartKind::First,
    ChartKind::Lengths,
];

/// Draws a chart.
pub(super) fn chart(args: &ChartArgs, err: &mut dyn Write) -> Ended {
    let kind: ChartKind = args.kind.into();
    for (given, option, kinds) in [
        (
            !args.compare.is_empty(),
            "--compare",
            &[ChartKind::Timeline][..],
        ),
        (
            args.together != TogetherName::Sentence,
            "--together",
            &[ChartKind::Cooccurrence],
        ),
        (
            args.places,
            "--places",
            &[ChartKind::Cooccurrence, ChartKind::Coverage],
        ),
        (args.agencies, "--agencies", &[ChartKind::Outlets]),
        (args.share, "--share", &[ChartKind::Outlets]),
        (args.log, "--log", &WITH_A_SCALE),
    ] {
        if given && !kinds.contains(&kind) {
            let of: Vec<&str> = kinds.iter().map(|k| k.word()).collect();
            return Err(Stop::WrongUse(format!(
                "{option}: only charts of {} have it, not {}",
                of.join(" and "),
                kind.word()
            )));
        }
    }
    let mut project = Project::open(&args.project.project)?;
    let filter = filter::filter(&project, &args.filter)?;
    let mut compare: Vec<EntityId> = Vec::new();
    for name in &args.compare {
        let Some(id) = project.entity_named(name, None)? else {
            return Err(Problem::new(
                "Could not draw the chart",
                format!("nothing is called “{name}”"),
            )
            .with_hint("`dateline export entities` lists the names of a project")
            .into());
        };
        if !compare.contains(&id) {
            compare.push(id);
        }
    }
    // A timeline of one name follows that name.
    let one = filter.entities.first().copied();
    let spec = ChartSpec {
        unit: args.count.into(),
        top: usize::from(args.top),
        entity: one.filter(|_| filter.entities.len() == 1),
        time: args.per.into(),
        compare,
        together: args.together.into(),
        places: args.places,
        agencies: args.agencies,
        drawn: Drawn {
            log: args.log,
            share: args.share,
            multiples: args.multiples,
        },
        ..ChartSpec::new(kind)
    };
    let chart = project.chart(&filter, &spec)?;
    let behind = Behind {
        filter: figures::counted(&filter, &spec),
        unit: spec.counts(),
    };
    draw(
        &mut project,
        Picture::Chart(Box::new(chart)),
        &args.picture,
        &behind,
        err,
    )
}
