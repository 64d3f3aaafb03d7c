//! Brings a project file to the newest format, one transaction a step, with a copy of the file beside it first.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::{Result, sql};

/// The steps, oldest first. A step that has been released is never changed.
const STEPS: [&str; 8] = [
    include_str!("../../db/migrations/0001_start.sql"),
    include_str!("../../db/migrations/0002_import.sql"),
    include_str!("../../db/migrations/0003_families.sql"),
    include_str!("../../db/migrations/0004_corrections.sql"),
    include_str!("../../db/migrations/0005_relations.sql"),
    include_str!("../../db/migrations/0006_places.sql"),
    include_str!("../../db/migrations/0007_searches.sql"),
    include_str!("../../db/migrations/0008_marking.sql"),
];

/// The newest format number.
pub const FORMAT: i32 = STEPS.len() as i32;

/// Runs the steps that are missing. Where the file holds something already, it is first copied to
/// `NAME.dateline.format-N.backup` beside it.
pub(super) fn run(conn: &mut Connection, existing: Option<&Path>) -> Result<()> {
    let format: i32 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if format >= FORMAT {
        return Ok(());
    }
    if let Some(path) = existing {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".format-{format}.backup"));
        // SQLite's own copy, so that what lies in the write-ahead log is in it.
        conn.backup(
            "main",
            Path::new(&name),
            None::<fn(rusqlite::backup::Progress)>,
        )?;
    }
    let done = usize::try_from(format).unwrap_or_default();
    for (step, statements) in STEPS.iter().enumerate().skip(done) {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(statements)?;
        tx.pragma_update(
            None,
            "user_version",
            i32::try_from(step + 1).unwrap_or(FORMAT),
        )?;
        if step == 0 {
            tx.execute(
                sql!("project/set"),
                (
                    "created_by",
                    concat!("Dateline ", env!("CARGO_PKG_VERSION")),
                ),
            )?;
            tx.execute(sql!("project/set"), ("created_at", super::now()))?;
        }
        tx.commit()?;
    }
    Ok(())
}
