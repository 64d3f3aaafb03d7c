//! The only room that speaks SQL: opens, migrates, reads and writes the project file. The SQL itself lies in `db/`.

mod carry;
mod copy;
mod correct;
mod counts;
mod deletion;
mod families;
mod held;
mod import;
mod ledger;
mod marking;
mod migrate;
mod names;
mod passages;
mod places;
mod read;
mod relations;
mod saved;
mod search;
mod selection;
mod starts;
mod write;

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, OptionalExtension};

pub use carry::CarriedArticle;
pub use copy::Copying;
pub use correct::NewMention;
pub use counts::{Appearance, ArticleFacts};
pub use deletion::DeletedArticle;
pub use families::{FoundFamily, StoredPrint};
pub use import::{
    Duplicate, ImportWriter, MarkedMention, NewArticle, NewSource, Packed, Placed, SameText, pack,
    sentence_around, sha256,
};
pub use ledger::{DecisionRow, NewDecision, Touched};
pub use marking::{CodeCount, StoredAnchor, StoredHighlight};
pub use migrate::FORMAT;
pub use names::{CountedForm, MentionRef, NamedEntity, PlaceRecord};
pub use passages::PassageQuery;
pub use places::PlaceListRow;
pub use read::{ArticleExport, ArticleRecord, Counts, KnownEntity, SourceContent};
pub use relations::{StoredRelation, names_sum};
pub use saved::SearchRecord;
pub use search::{ArticleSet, Directory, Found, Heading, Listed};
pub use starts::Start;

/// SQL from `db/queries`, by `table/verb`.
macro_rules! sql {
    ($name:literal) => {
        include_str!(concat!("../../db/queries/", $name, ".sql"))
    };
}
pub(crate) use sql;

/// What marks a SQLite file as a Dateline project: "DTLN" in SQLite's application id.
pub const APPLICATION_ID: i32 = 0x4454_4C4E;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("There is no such file")]
    Missing,
    #[error("It is not a Dateline project")]
    NotAProject,
    #[error(
        "It was made by a newer version of Dateline (format {found}; this version knows {known})"
    )]
    Newer { found: i32, known: i32 },
    #[error("It can only be read: {0}")]
    ReadOnly(String),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{}", sqlite_words(.0))]
    Sqlite(#[from] rusqlite::Error),
    #[error("{0} is damaged in the project file")]
    Damaged(String),
    #[error("There is no {0} with this number in the project")]
    NoSuch(&'static str),
}

/// SQLite's own words without the code in front.
fn sqlite_words(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(code, message) => match code.code {
            rusqlite::ErrorCode::DatabaseBusy => {
                "Another program is writing to the project. Try again in a moment".to_owned()
            }
            rusqlite::ErrorCode::DiskFull => {
                "The disk is full. Free some space, then try again".to_owned()
            }
            rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt => {
                "The file is damaged. Open a copy made earlier".to_owned()
            }
            _ => message.clone().unwrap_or_else(|| code.to_string()),
        },
        other => other.to_string(),
    }
}

/// The result of everything in this room.
pub type Result<T> = std::result::Result<T, StoreError>;

/// What a file is, told from its first 100 bytes without opening it as a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Missing,
    Empty,
    /// A project of this format number.
    Project {
        format: i32,
    },
    Other,
}

/// Tells whether a file is a project. Reads 100 bytes and changes nothing; what this process has open is not read at all, see
/// [`held`].
///
/// # Errors
/// When the file is there but cannot be read.
pub fn file_kind(path: &Path) -> std::io::Result<FileKind> {
    if held::is_held(path) {
        return Ok(FileKind::Project { format: FORMAT });
    }
    let mut file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(FileKind::Missing),
        Err(error) => return Err(error),
    };
    if file.metadata()?.is_dir() {
        return Ok(FileKind::Other);
    }
    let mut head = Vec::with_capacity(100);
    file.by_ref().take(100).read_to_end(&mut head)?;
    if head.is_empty() {
        return Ok(FileKind::Empty);
    }
    // https://sqlite.org/fileformat.html, "The Database Header": user version at byte 60, application id at byte 68.
    let number = |at: usize| -> Option<i32> {
        let bytes: [u8; 4] = head.get(at..at + 4)?.try_into().ok()?;
        Some(i32::from_be_bytes(bytes))
    };
    let project = head.starts_with(b"SQLite format 3\0") && number(68) == Some(APPLICATION_ID);
    match number(60) {
        Some(format) if project => Ok(FileKind::Project { format }),
        _ => Ok(FileKind::Other),
    }
}

/// How a project is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Write,
    Read,
}

/// A connection to a project file.
pub struct Store {
    pub(crate) conn: Connection,
    path: PathBuf,
    access: Access,
    pub(crate) selected: Option<selection::SelectionKey>,
    remembered: search::Remembered,
    /// Behind the connection: given up after it is closed.
    _held: held::Held,
}

impl Store {
    /// Makes a new project file.
    ///
    /// # Errors
    /// When something is at the path already or the folder cannot be written.
    pub fn create(path: &Path) -> Result<Self> {
        match file_kind(path)? {
            FileKind::Missing => {}
            _ => {
                return Err(StoreError::Io(std::io::Error::new(
                    std::io::ErrorKind::AlreadyExists,
                    "A file of this name is there already",
                )));
            }
        }
        let mut conn = Connection::open(path)?;
        let held = held::Held::of(path);
        // Id and format are written before the switch to WAL, so that they stand in the file's first 100 bytes.
        // Articles fill a page or two each; small pages waste less of the last one.
        conn.pragma_update(None, "page_size", 2048)?;
        conn.pragma_update(None, "application_id", APPLICATION_ID)?;
        migrate::run(&mut conn, None)?;
        conn.pragma_update(None, "journal_mode", "wal")?;
        Self::set_up(conn, held, path, Access::Write)
    }

    /// Opens a project file. Where it cannot be written it is opened for reading; [`Store::access`] tells.
    ///
    /// # Errors
    /// When the path is no project or comes from a newer version; the file is then left byte for byte as it was.
    pub fn open(path: &Path, access: Access) -> Result<Self> {
        match file_kind(path)? {
            FileKind::Missing => return Err(StoreError::Missing),
            FileKind::Empty | FileKind::Other => return Err(StoreError::NotAProject),
            FileKind::Project { format } if format > FORMAT => {
                return Err(StoreError::Newer {
                    found: format,
                    known: FORMAT,
                });
            }
            FileKind::Project { .. } => {}
        }
        if access == Access::Write {
            match Self::open_for_writing(path) {
                Err(StoreError::Sqlite(rusqlite::Error::SqliteFailure(code, _)))
                    if matches!(
                        code.code,
                        rusqlite::ErrorCode::ReadOnly | rusqlite::ErrorCode::CannotOpen
                    ) => {}
                other => return other,
            }
        }
        Self::open_for_reading(path)
    }

    fn open_for_writing(path: &Path) -> Result<Self> {
        let held = held::Held::of(path);
        let mut conn = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        // Where the file cannot be written, SQLite opens it for reading without a word.
        if conn.is_readonly("main")? {
            return Err(rusqlite::Error::SqliteFailure(
                rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_READONLY),
                None,
            )
            .into());
        }
        conn.busy_timeout(Duration::from_secs(5))?;
        conn.pragma_update(None, "journal_mode", "wal")?;
        migrate::run(&mut conn, Some(path))?;
        Self::set_up(conn, held, path, Access::Write)
    }

    fn open_for_reading(path: &Path) -> Result<Self> {
        let held = held::Held::of(path);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let plain = Connection::open_with_flags(path, flags).and_then(|conn| {
            conn.query_row("PRAGMA user_version", [], |row| row.get::<_, i32>(0))?;
            Ok(conn)
        });
        let conn = match plain {
            Ok(conn) => conn,
            // A WAL database in a folder that cannot be written has no place for its index file. Where no log is left
            // beside it, the file is complete and can be read as unchanging.
            Err(_) if !wal_of(path).exists() => open_unchanging(path)?,
            Err(error) => return Err(error.into()),
        };
        let format: i32 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if format < FORMAT {
            return Err(StoreError::ReadOnly(format!(
                "it has the older format {format} and would have to be brought to {FORMAT} first. Copy it to a folder you can write to"
            )));
        }
        Self::set_up(conn, held, path, Access::Read)
    }

    fn set_up(conn: Connection, held: held::Held, path: &Path, access: Access) -> Result<Self> {
        conn.busy_timeout(Duration::from_secs(5))?;
        conn.set_prepared_statement_cache_capacity(96);
        conn.pragma_update(None, "foreign_keys", true)?;
        conn.pragma_update(None, "temp_store", "memory")?;
        conn.pragma_update(None, "cache_size", -32_000)?;
        if access == Access::Write {
            conn.pragma_update(None, "synchronous", "normal")?;
        }
        conn.execute_batch(sql!("selection/create"))?;
        conn.execute_batch(sql!("selection/create_found"))?;
        conn.execute_batch(sql!("touched/create"))?;
        Ok(Self {
            conn,
            path: path.to_owned(),
            access,
            selected: None,
            remembered: search::Remembered::default(),
            _held: held,
        })
    }

    /// Where the file lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it could be opened for writing.
    #[must_use]
    pub const fn access(&self) -> Access {
        self.access
    }

    /// A fact about the file, such as `created_at`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn fact(&self, key: &str) -> Result<Option<String>> {
        Ok(self
            .conn
            .prepare_cached(sql!("project/get"))?
            .query_row([key], |row| row.get(0))
            .optional()?)
    }

    /// A number that changes whenever another connection writes to the file.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self
            .conn
            .query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }

    /// A number that changes whenever tables, indexes or triggers are made, changed or dropped.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    pub fn schema_version(&self) -> Result<i64> {
        Ok(self
            .conn
            .query_row("PRAGMA schema_version", [], |row| row.get(0))?)
    }

    /// The project's format number.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    pub fn format(&self) -> Result<i32> {
        Ok(self
            .conn
            .query_row("PRAGMA user_version", [], |row| row.get(0))?)
    }

    /// Moves what lies in the write-ahead log into the file, as far as readers allow.
    pub fn checkpoint(&self) {
        if self.access == Access::Write {
            let done: rusqlite::Result<i64> =
                self.conn
                    .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
            if let Err(error) = done {
                tracing::debug!(%error, "checkpoint left for later");
            }
        }
    }

    /// Where the statement's work should stop: called every few thousand steps of SQLite's machine, a `true` ends the
    /// statement with an error.
    ///
    /// # Errors
    /// When the connection is in use by another statement.
    pub fn stop_when(&mut self, stop: impl FnMut() -> bool + Send + 'static) -> Result<()> {
        Ok(self.conn.progress_handler(4_000, Some(stop))?)
    }

    /// The statements that make the schema, as SQLite keeps them: what `db/schema.sql` holds.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn schema(&self) -> Result<String> {
        let mut statement = self.conn.prepare(sql!("project/schema"))?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        let mut out = String::new();
        for row in rows {
            out.push_str(&row?);
            out.push_str(";\n\n");
        }
        Ok(out)
    }
}

/// Opens a file that nobody writes to: without locks, log and index, so that nothing is left beside it.
fn open_unchanging(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(unchanging_uri(path), flags)
}

/// https://sqlite.org/uri.html; a name that is not UTF-8 keeps its bytes.
fn unchanging_uri(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    // `file:///C:/…`
    let drive = cfg!(windows) && bytes.get(1) == Some(&b':');
    let mut uri = String::from(if drive { "file:///" } else { "file:" });
    for byte in bytes {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b':' if cfg!(windows) => uri.push(':'),
            b'/' | b'.' | b'-' | b'_' => uri.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(*byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    uri
}

fn wal_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

/// Now, as `2026-11-21T18:40:00Z`. The one clock of this room.
pub(crate) fn now() -> String {
    let seconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |d| d.as_secs());
    let seconds = i64::try_from(seconds).unwrap_or_default();
    let day = crate::model::date::from_day_number(seconds.div_euclid(86_400));
    let time = seconds.rem_euclid(86_400);
    format!(
        "{day}T{:02}:{:02}:{:02}Z",
        time / 3600,
        time / 60 % 60,
        time % 60
    )
}
