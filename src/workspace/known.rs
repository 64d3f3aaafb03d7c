//! What a project knows of names when an import begins: its entities as the program found them, and what the user
//! decided of them since. Says of each name of a new article where it goes.

use std::collections::{BTreeSet, HashMap};

use super::{
    problem::Problem,
    project::{Project, RULE_ACTIONS, Rules, stacks},
};
use crate::{
    analysis::variants::{Registry, usual_name},
    model::{DecisionId, EntityId, EntityType, LocalEntity, Resolution},
    store::{ImportWriter, MarkedMention, NewArticle, Placed, StoreError},
};

pub(super) struct Known {
    registry: Registry,
    rules: Rules,
    /// The newest decision that the rules are of.
    newest: DecisionId,
    /// What places are called; not countries, whose name is the gazetteer's.
    places: HashMap<EntityId, String>,
    /// Places that an article of this import calls otherwise.
    otherwise: BTreeSet<EntityId>,
}

impl Known {
    pub fn of(project: &Project) -> Result<Self, Problem> {
        let rules = project.rules()?;
        let mut registry = Registry::default();
        let former_places = rules.former_places();
        let mut places = HashMap::new();
        for entity in project.store.known_entities()? {
            let mut place = entity.place;
            // A place that was given another type is found by its place still.
            if place.is_none()
                && entity.kind == EntityType::Place
                && let Some(id) = former_places.get(&entity.id)
            {
                let mut former = Resolution::unresolved(&entity.name, 0, String::new());
                former.gazetteer_id = Some((*id).to_owned());
                place = Some(former);
            }
            let one = |name: String| LocalEntity {
                kind: entity.kind,
                name,
                place: place.clone(),
            };
            registry.insert(&one(entity.name.clone()), entity.id);
            if is_called(&one(String::new())) {
                places.insert(entity.id, entity.name.clone());
            }
            for form in entity.forms {
                registry.insert(&one(form), entity.id);
            }
        }
        registry.join(rules.joined());
        Ok(Self {
            registry,
            rules,
            newest: project.store.newest_decision()?,
            places,
            otherwise: BTreeSet::new(),
        })
    }

    /// Reads the rules again when a decision was made since: an import can take long, and people work meanwhile.
    pub fn refresh(&mut self, writer: &mut ImportWriter<'_>) -> Result<(), StoreError> {
        let newest = writer.newest_decision()?;
        if newest != self.newest {
            let (done, _) = stacks(&writer.decision_list()?);
            let ids = self.rules.take_ids();
            self.rules = Rules::of(&writer.decisions_of(&RULE_ACTIONS)?, &done).with_ids(ids);
            self.registry.join(self.rules.joined());
            self.newest = newest;
        }
        Ok(())
    }

    /// Where each mention of an article goes, and what decisions mark besides. Entities met for the first time are
    /// stored.
    pub fn place(
        &mut self,
        writer: &mut ImportWriter<'_>,
        article: &NewArticle,
    ) -> Result<(Vec<Placed>, Vec<MarkedMention>), StoreError> {
        let mut entities: Vec<EntityId> = Vec::with_capacity(article.analysis.entities.len());
        for entity in &article.analysis.entities {
            let id = match self.registry.find(entity) {
                Some(id) => {
                    let called = self.places.get(&id);
                    if called.is_some_and(|called| *called != entity.name) {
                        self.otherwise.insert(id);
                    }
                    id
                }
                None => {
                    let id = writer.entity(entity)?;
                    if is_called(entity) {
                        self.places.insert(id, entity.name.clone());
                    }
                    self.registry.insert(entity, id);
                    let place = entity.place.as_ref();
                    if let Some(found) = place.and_then(|p| p.gazetteer_id.as_deref()) {
                        self.rules.meet(id, found);
                    }
                    id
                }
            };
            entities.push(id);
        }
        let text = &article.article.reading_text;
        let mentions = &article.analysis.mentions;
        let mut placed = Vec::with_capacity(mentions.len());
        for mention in mentions {
            let (Some(found), Some(local)) = (
                entities.get(mention.entity).copied(),
                article.analysis.entities.get(mention.entity),
            ) else {
                return Err(StoreError::Damaged("The list of names".to_owned()));
            };
            placed.push(
                self.rules
                    .place(found, mention.name.span.of(text), &local.name),
            );
        }
        let marks = if self.rules.is_empty() {
            Vec::new()
        } else {
            let spans: Vec<_> = mentions.iter().map(|m| m.name.span).collect();
            self.rules.mark(text, &spans, &mut placed)
        };
        Ok((placed, marks))
    }

    /// Calls each place that articles call by several names by the one that most mentions give. What a merge made one
    /// keeps the name that was chosen for it.
    pub fn call_places(&mut self, writer: &mut ImportWriter<'_>) -> Result<(), StoreError> {
        let joined = self.rules.joined();
        let merged: BTreeSet<EntityId> = joined.into_iter().flat_map(|(a, b)| [a, b]).collect();
        for place in std::mem::take(&mut self.otherwise) {
            let Some(called) = self.places.get_mut(&place) else {
                continue;
            };
            if merged.contains(&place) {
                continue;
            }
            let spelled = writer.spelled(place)?;
            if let Some(name) = usual_name(EntityType::Place, called, &spelled) {
                writer.call(place, &name)?;
                *called = name;
            }
        }
        Ok(())
    }
}

/// Whether articles say what an entity is called: a place, and no country.
fn is_called(entity: &LocalEntity) -> bool {
    let feature = entity.place.as_ref().and_then(|p| p.feature.as_deref());
    entity.kind == EntityType::Place && feature != Some("country")
}
