//! Lists that are written as they are on screen: the newest import's report, and names in a chosen order.

use std::collections::HashMap;

use crate::{
    model::{EntityId, Filter, import::ImportLine, rows::EntityRow},
    workspace::{Problem, Project, views::build},
};

impl Project {
    /// What came of each file of the newest import.
    ///
    /// # Errors
    /// When nothing was imported yet, or the file cannot be read.
    pub fn import_lines(&self) -> Result<Vec<ImportLine>, Problem> {
        let report =
            build::report(&self.store).map_err(|e| Problem::new("Could not read the report", e))?;
        if report.lines.is_empty() {
            let problem = Problem::new("There is no import report", "nothing was imported yet");
            return Err(problem.with_hint("Import files first"));
        }
        Ok(report.lines)
    }

    /// These names of a selection, in this order; those that are not of it are left out.
    ///
    /// # Errors
    /// When none of them is of it, or the file cannot be read.
    pub fn names_of(
        &mut self,
        filter: &Filter,
        names: &[EntityId],
    ) -> Result<Vec<EntityRow>, Problem> {
        let rows = build::entity_rows(&mut self.store, filter)
            .map_err(|e| Problem::new("Could not count the names", e))?;
        let mut rows: HashMap<EntityId, EntityRow> =
            rows.into_iter().map(|row| (row.id, row)).collect();
        let found: Vec<EntityRow> = names.iter().filter_map(|id| rows.remove(id)).collect();
        if found.is_empty() && !names.is_empty() {
            let problem = Problem::new(
                "Could not save the names",
                "none of them is in the selection any more",
            );
            return Err(problem.with_hint("Choose the names again"));
        }
        Ok(found)
    }
}
