//! What the program writes down about itself: a log of bounded size, and a report when it fails. Neither holds a word of
//! an article nor a path: names of actions, places in the program, the project's name.

use std::{
    backtrace::Backtrace,
    collections::VecDeque,
    fmt::{self, Write as _},
    fs::{self, File, OpenOptions},
    io::{self, Write},
    panic::PanicHookInfo,
    path::{Path, PathBuf},
    sync::{Mutex, OnceLock, PoisonError},
};

/// The log grows to this many bytes, then begins anew; the one before is kept beside it.
const LARGEST: u64 = 512 << 10;
/// Reports of crashes kept.
const REPORTS: usize = 5;
/// Actions remembered for a report.
const ACTIONS: usize = 40;

/// The folder of the log and of reports, below that of the settings.
#[must_use]
pub fn folder(home: &Path) -> PathBuf {
    home.join("logs")
}

/// The log.
#[must_use]
pub fn log(home: &Path) -> PathBuf {
    folder(home).join("dateline.log")
}

fn report_path(home: &Path, run: &str) -> PathBuf {
    folder(home).join(format!("crash-{run}.txt"))
}

/// What a run wrote about its own failure.
pub(super) fn report_of(home: &Path, run: &str) -> Option<PathBuf> {
    Some(report_path(home, run)).filter(|path| path.is_file())
}

/// What is remembered for a report.
#[derive(Default)]
struct Last {
    actions: VecDeque<String>,
    project: String,
}

fn last() -> &'static Mutex<Last> {
    static LAST: OnceLock<Mutex<Last>> = OnceLock::new();
    LAST.get_or_init(Mutex::default)
}

/// Remembers that something was asked for, by its name alone.
pub fn note_action(name: String) {
    let mut last = last().lock().unwrap_or_else(PoisonError::into_inner);
    // What is held down is one line.
    if last.actions.back() == Some(&name) {
        return;
    }
    if last.actions.len() == ACTIONS {
        last.actions.pop_front();
    }
    last.actions.push_back(name);
}

/// Remembers what the open project is called; empty for none.
pub fn note_project(name: &str) {
    let mut last = last().lock().unwrap_or_else(PoisonError::into_inner);
    name.clone_into(&mut last.project);
}

/// The name of a value's variant, without anything in it: `OpenArticle` of `OpenArticle { article: 5, … }`.
#[must_use]
pub fn name_of(value: &dyn fmt::Debug) -> String {
    struct Name(String);
    impl fmt::Write for Name {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            let letters = text
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(text.len());
            self.0.push_str(text.get(..letters).unwrap_or_default());
            // An error stops the formatting, so that a large value costs no more than a small one.
            if letters == text.len() {
                Ok(())
            } else {
                Err(fmt::Error)
            }
        }
    }
    let mut name = Name(String::new());
    let _ = write!(name, "{value:?}");
    name.0
}

/// Begins the log in `home` and writes a report under the name of this run when the program fails. Once in a process.
pub fn begin(home: &Path, run: &str) {
    let writer = match Rolling::open(log(home)) {
        Ok(rolling) => Some(Mutex::new(rolling)),
        Err(_) => None,
    };
    if let Some(writer) = writer {
        let log = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_max_level(tracing::Level::INFO)
            .with_writer(writer)
            .finish();
        // Set already only in tests that begin twice.
        let _ = tracing::subscriber::set_global_default(log);
    }
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        os = std::env::consts::OS,
        "started"
    );
    report_failures(home, run);
}

/// Writes a report under the name of this run when its first thread fails. A failure in another thread ends no program:
/// it becomes a problem on screen, and a line of the log.
pub fn report_failures(home: &Path, run: &str) {
    let path = report_path(home, run);
    let before = std::panic::take_hook();
    let main = std::thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        let place = info.location().map_or_else(String::new, |at| {
            format!("{}:{}:{}", without_home(at.file()), at.line(), at.column())
        });
        let thread = std::thread::current();
        tracing::error!(place, thread = thread.name().unwrap_or("?"), "panicked");
        if thread.id() == main {
            let _ = write_report(&path, &report(info, &place));
        }
        before(info);
    }));
}

fn write_report(path: &Path, words: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
        forget_old(folder);
    }
    let mut file = File::create(path)?;
    file.write_all(words.as_bytes())?;
    file.sync_all()
}

/// Keeps the newest reports. Their names begin with the time, in milliseconds of the same length for centuries.
fn forget_old(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let mut reports: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("crash-"))
        })
        .collect();
    reports.sort();
    let extra = (reports.len() + 1).saturating_sub(REPORTS);
    for old in reports.iter().take(extra) {
        let _ = fs::remove_file(old);
    }
}

fn report(info: &PanicHookInfo<'_>, place: &str) -> String {
    let words = info.payload_as_str().unwrap_or_default();
    let mut text = format!(
        "Dateline {} stopped because of a mistake in the program.\n\
         This report holds no text of an article and no path; the project's name is the only name in it.\n\n\
         system: {}\ntime: {}\n",
        env!("CARGO_PKG_VERSION"),
        system(),
        crate::store::now(),
    );
    let last = last().lock().unwrap_or_else(PoisonError::into_inner);
    if !last.project.is_empty() {
        text.push_str(&format!("project: {}\n", last.project));
    }
    text.push_str(&format!("at: {place}\nwhat: {}\n\n", plain(words)));
    text.push_str("last asked for, oldest first:\n");
    for action in &last.actions {
        text.push_str(&format!("  {action}\n"));
    }
    drop(last);
    text.push_str(&format!(
        "\nbacktrace:\n{}\n",
        without_home(&Backtrace::force_capture().to_string())
    ));
    text
}

/// System and processor: `linux x86_64 (Debian GNU/Linux 12)`.
#[must_use]
pub fn system() -> String {
    let mut words = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
    let pretty = fs::read_to_string("/etc/os-release").ok().and_then(|text| {
        let line = text.lines().find_map(|l| l.strip_prefix("PRETTY_NAME="))?;
        Some(line.trim_matches('"').to_owned())
    });
    if let Some(pretty) = pretty {
        words.push_str(&format!(" ({pretty})"));
    }
    words
}

/// The words of a failure up to where they may quote what was worked on: a text, a path, a value.
fn plain(words: &str) -> String {
    let end = words
        .find(['`', '"', '\'', '“', '‘', '\n'])
        .unwrap_or(words.len());
    let begin = words.get(..end).unwrap_or_default().trim_end();
    let mut out: Vec<&str> = begin
        .split(' ')
        .map(|word| {
            if word.contains(['/', '\\']) {
                "…"
            } else {
                word
            }
        })
        .collect();
    if end < words.len() {
        out.push("…");
    }
    out.join(" ").trim().to_owned()
}

/// The home folder as `~`.
fn without_home(text: &str) -> String {
    let home =
        directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_string_lossy().into_owned());
    match home {
        Some(home) if home.len() > 1 => text.replace(&home, "~"),
        _ => text.to_owned(),
    }
}

/// A file that begins anew when it has grown too large, keeping the one before as `.1`.
struct Rolling {
    path: PathBuf,
    file: File,
    length: u64,
}

impl Rolling {
    fn open(path: PathBuf) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = OpenOptions::new().create(true).append(true).open(&path)?;
        let length = file.metadata()?.len();
        Ok(Self { path, file, length })
    }

    fn roll(&mut self) -> io::Result<()> {
        fs::rename(&self.path, self.path.with_extension("log.1"))?;
        *self = Self::open(self.path.clone())?;
        Ok(())
    }
}

impl Write for Rolling {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // What other crates say of themselves may name paths; each event is written at once.
        let ours = b" dateline";
        if !bytes.windows(ours.len()).any(|part| part == ours) {
            return Ok(bytes.len());
        }
        if self.length + bytes.len() as u64 > LARGEST {
            // Another window may have renamed it just now; then this one goes on in what it has open.
            if self.roll().is_err() {
                self.length = 0;
            }
        }
        let written = self.file.write(bytes)?;
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    #[expect(dead_code, reason = "its words are looked at")]
    enum Asked {
        Plain,
        With { text: String },
        Tuple(Vec<&'static str>),
    }

    #[test]
    fn only_the_name_of_an_action_is_kept() {
        let text = "the words of an article".to_owned();
        assert_eq!(name_of(&Asked::Plain), "Plain");
        assert_eq!(name_of(&Asked::With { text }), "With");
        assert_eq!(name_of(&Asked::Tuple(vec!["secret"])), "Tuple");
    }

    #[test]
    fn words_of_a_failure_quote_nothing() {
        for (words, expected) in [
            ("index out of bounds", "index out of bounds"),
            (
                "byte index 1 is not a char boundary; it is inside 'é' of `été à Brega`",
                "byte index 1 is not a char boundary; it is inside …",
            ),
            ("no file /home/mona/secret.txt here", "no file … here"),
            ("called `Result::unwrap()` on an `Err`", "called …"),
        ] {
            assert_eq!(plain(words), expected);
        }
    }

    #[test]
    fn the_log_stays_small() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("logs/dateline.log");
        let mut log = Rolling::open(path.clone()).expect("a log");
        let mut line = [b'x'; 1_000];
        line[..9].copy_from_slice(b" dateline");
        for _ in 0..2_000 {
            log.write_all(&line).expect("written");
        }
        let before = log.length;
        log.write_all(b"WARN zbus: /home/mona/socket")
            .expect("passed over");
        assert_eq!(log.length, before);
        let size = |path: &Path| fs::metadata(path).expect("a file").len();
        assert!(size(&path) <= LARGEST);
        assert!(size(&path.with_extension("log.1")) <= LARGEST);
        let files = fs::read_dir(folder.path().join("logs")).expect("a folder");
        assert_eq!(files.count(), 2);
    }

    #[test]
    fn the_newest_reports_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        for n in 0..9 {
            write_report(&report_path(folder.path(), &format!("{n}-1")), "words").expect("written");
        }
        let logs = super::folder(folder.path());
        assert_eq!(fs::read_dir(&logs).expect("a folder").count(), REPORTS);
        assert!(
            report_of(folder.path(), "8-1").is_some() && report_of(folder.path(), "0-1").is_none()
        );
    }
}
