//! A complete copy of the project in another file, made while others read and write it.

use std::{fs, path::Path};

use rusqlite::{Connection, OpenFlags, backup::Backup, backup::StepResult};

use super::{Result, Store, StoreError, sql};

/// How far a copy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copying {
    /// Pages of the file.
    Pages { done: u64, total: u64 },
    /// The copy is read through and compared.
    Checking,
}

/// Pages copied at a time: 2 MB, a few milliseconds.
const PAGES: i32 = 1_000;

/// Numbers of rows that a copy must have as well.
type Sizes = [i64; 4];

impl Store {
    /// Copies the project as it is at this moment into a new file at `part`, and reads the copy through. Asks `go_on` as it
    /// goes; returns how many articles the copy holds, or `None` when it was told to stop. What is left at `part` then, or
    /// after an error, is of no use.
    ///
    /// # Errors
    /// When the project cannot be read, the copy cannot be written, or the copy is not what the project is.
    pub fn copy_to(
        &self,
        part: &Path,
        mut go_on: impl FnMut(Copying) -> bool + Send + Clone + 'static,
    ) -> Result<Option<u64>> {
        // The snapshot: whatever is written to the project meanwhile, the copy does not begin again.
        let snapshot = self.conn.unchecked_transaction()?;
        let sizes = sizes(&snapshot)?;
        {
            let mut copy = Connection::open_with_flags(
                part,
                OpenFlags::SQLITE_OPEN_READ_WRITE
                    | OpenFlags::SQLITE_OPEN_CREATE
                    | OpenFlags::SQLITE_OPEN_NO_MUTEX,
            )?;
            // An unfinished copy is thrown away, so that it needs no way back.
            copy.pragma_update(None, "journal_mode", "off")?;
            copy.pragma_update(None, "synchronous", "full")?;
            let backup = Backup::new(&snapshot, &mut copy)?;
            loop {
                let step = backup.step(PAGES)?;
                let progress = backup.progress();
                let total = u64::try_from(progress.pagecount).unwrap_or_default();
                let left = u64::try_from(progress.remaining).unwrap_or_default();
                let done = total.saturating_sub(left);
                if !go_on(Copying::Pages { done, total }) {
                    return Ok(None);
                }
                match step {
                    StepResult::Done => break,
                    StepResult::More => {}
                    // Nobody else knows of the new file, and the snapshot is held already; only a disk that is slow to
                    // give locks gets here.
                    _ => std::thread::sleep(std::time::Duration::from_millis(20)),
                }
            }
        }
        drop(snapshot);
        fs::OpenOptions::new().write(true).open(part)?.sync_all()?;
        if !go_on(Copying::Checking) {
            return Ok(None);
        }
        // Read as a file that nobody writes to, so that no index of a log is left beside it.
        let mut copy = super::open_unchanging(part)?;
        let mut stop = go_on.clone();
        copy.progress_handler(4_000, Some(move || !stop(Copying::Checking)))?;
        let mut lines = Vec::new();
        let looked = (|| -> rusqlite::Result<Sizes> {
            let mut statement = copy.prepare(sql!("project/integrity"))?;
            for line in statement.query_map([], |row| row.get::<_, String>(0))? {
                lines.push(line?);
            }
            sizes_of(&copy)
        })();
        let found = match looked {
            Ok(found) => found,
            Err(_) if !go_on(Copying::Checking) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if lines != ["ok"] || found != sizes {
            return Err(StoreError::Damaged(format!(
                "the copy ({})",
                lines.first().map_or("", String::as_str)
            )));
        }
        Ok(Some(u64::try_from(sizes[0]).unwrap_or_default()))
    }
}

fn sizes(conn: &Connection) -> Result<Sizes> {
    Ok(sizes_of(conn)?)
}

fn sizes_of(conn: &Connection) -> rusqlite::Result<Sizes> {
    conn.query_row(sql!("project/sizes"), [], |row| {
        Ok([
            row.get("articles")?,
            row.get("mentions")?,
            row.get("sources")?,
            row.get("decisions")?,
        ])
    })
}
