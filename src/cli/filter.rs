//! Filter options to the one filter.

use super::{args::FilterArgs, args::TypeName, run::Stop};
use crate::{
    model::{EntityId, EntityType, Filter},
    workspace::{Problem, Project, dates},
};

pub(super) const fn entity_type(name: TypeName) -> EntityType {
    match name {
        TypeName::Person => EntityType::Person,
        TypeName::Organization => EntityType::Organization,
        TypeName::Place => EntityType::Place,
        TypeName::Group => EntityType::Group,
    }
}

/// The entity with a name, spelling or number.
pub(super) fn entity(
    project: &Project,
    name: &str,
    kind: Option<EntityType>,
) -> Result<EntityId, Stop> {
    project.entity_named(name, kind)?.ok_or_else(|| {
        let what = kind.map_or("name", EntityType::word);
        Stop::Problem(
            Problem::new(
                format!("No {what} “{name}” in the project"),
                "it is not found in any article",
            )
            .with_hint("See `dateline export entities` for the names there are"),
        )
    })
}

pub(super) fn filter(project: &Project, args: &FilterArgs) -> Result<Filter, Stop> {
    let date = |text: &Option<String>, option: &str| match text {
        None => Ok(None),
        Some(text) => dates::parse(text)
            .map(Some)
            .map_err(|why| Stop::WrongUse(format!("--{option}: {why}"))),
    };
    let mut entities = Vec::new();
    for name in &args.entity {
        entities.push(entity(project, name, None)?);
    }
    for name in &args.place {
        entities.push(entity(project, name, Some(EntityType::Place))?);
    }
    if let Some(typed) = &args.query {
        // Advice is for who reads hits; a filter is run as it is or not at all.
        super::search::read(typed, "--query", &mut std::io::sink())?;
    }
    let mut tags = Vec::new();
    for tag in &args.tag {
        tags.push(project.tag_row(tag)?.name);
    }
    Ok(Filter {
        from: date(&args.from, "from")?.map(|d| d.first_day()),
        to: date(&args.to, "to")?.map(|d| d.last_day()),
        outlets: args.outlet.clone(),
        entities,
        types: args.types.iter().copied().map(entity_type).collect(),
        text: args.query.clone(),
        tags,
        undated: false,
        doubtful: false,
    })
}
