//! What the program was started with: paths and `file://` addresses in any writing, and what lies there. Changes nothing.

use std::{
    ffi::{OsStr, OsString},
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use crate::{
    formats,
    store::{FileKind, file_kind},
    workspace::Problem,
};

/// What is to be done about what was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Projects, in the order they were named, each once.
    pub projects: Vec<PathBuf>,
    /// Files and folders to import after a count.
    pub files: Vec<PathBuf>,
    /// What can be neither opened nor imported, and why.
    pub problems: Vec<Problem>,
}

/// The switch that opens a window of its own beside those that are open.
pub const NEW_WINDOW: &str = "--new-window";

/// Sorts arguments; relative paths begin in `folder`. Reads the first bytes of files and nothing more.
#[must_use]
pub fn look_at(arguments: &[OsString], folder: &Path) -> Given {
    let mut given = Given::default();
    let alone = arguments.len() == 1;
    for argument in arguments.iter().filter(|argument| !argument.is_empty()) {
        match path_of(argument, folder).and_then(|path| {
            let kind = kind_of(&path, alone)?;
            Ok((path, kind))
        }) {
            Ok((path, Kind::Project)) => add(&mut given.projects, path),
            Ok((path, Kind::Import)) => add(&mut given.files, path),
            Err(problem) => given.problems.push(problem),
        }
    }
    given
}

fn add(to: &mut Vec<PathBuf>, path: PathBuf) {
    if !to.contains(&path) {
        to.push(path);
    }
}

/// An argument as an absolute path: a path as it is, a `file://` address decoded.
///
/// # Errors
/// When it is an address of something that is not a file of this computer.
pub fn path_of(argument: &OsStr, folder: &Path) -> Result<PathBuf, Problem> {
    let plain = folder.join(argument);
    let address = argument
        .to_str()
        .filter(|text| is_address(text) && !plain.exists());
    let path = match address {
        Some(text) => from_address(text)?,
        None => plain,
    };
    Ok(std::path::absolute(&path).unwrap_or(path))
}

/// Whether a text begins as an address does: `name:` with at least two letters, so that `C:\` is a path.
fn is_address(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, rest)| {
        scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
            && (rest.starts_with("//") || scheme.eq_ignore_ascii_case("file"))
    })
}

fn from_address(text: &str) -> Result<PathBuf, Problem> {
    let failed = |why: &str, hint: &str| {
        Err(Problem::new(format!("Could not open {text}"), why).with_hint(hint))
    };
    let (scheme, rest) = text.split_once(':').unwrap_or(("", text));
    if !scheme.eq_ignore_ascii_case("file") {
        return failed(
            "Dateline makes no network connection",
            "Save the page or file to this computer, then open that",
        );
    }
    // RFC 8089: `file:///path`, `file://host/path`, `file:/path`.
    let path = match rest.strip_prefix("//") {
        None => rest,
        Some(with_host) => {
            let (host, path) = with_host
                .find('/')
                .map_or((with_host, ""), |at| with_host.split_at(at));
            if !host.is_empty() && !host.eq_ignore_ascii_case("localhost") {
                return failed(
                    "it lies on another computer",
                    "Connect the folder in the file manager, or copy the file to this computer",
                );
            }
            path
        }
    };
    let bytes = decoded(path);
    if bytes.is_empty() || bytes.contains(&0) {
        return failed("this is no address of a file", "Give the path of the file");
    }
    match path_from_bytes(bytes) {
        Some(path) => Ok(path),
        None => failed("this is no address of a file", "Give the path of the file"),
    }
}

/// `%20` and the like as bytes; what is no such sequence stays.
fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digits = bytes
            .get(at + 1..at + 3)
            .and_then(|pair| std::str::from_utf8(pair).ok())
            .filter(|pair| pair.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match digits {
            Some(value) if *byte == b'%' => {
                out.push(value);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    out
}

/// A path from its bytes: any on Unix; elsewhere UTF-8, where `/C:/` begins with a drive.
#[cfg(unix)]
fn path_from_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;
    Some(OsString::from_vec(bytes).into())
}

#[cfg(not(unix))]
fn path_from_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    let text = String::from_utf8(bytes).ok()?;
    let drive = text.strip_prefix('/').filter(|rest| {
        let mut letters = rest.chars();
        letters.next().is_some_and(|c| c.is_ascii_alphabetic()) && letters.next() == Some(':')
    });
    Some(PathBuf::from(drive.unwrap_or(&text).replace('/', "\\")))
}

enum Kind {
    Project,
    Import,
}

/// What lies at a path. A file that is given `alone` is told apart further: among several, the import says of each what
/// became of it.
fn kind_of(path: &Path, alone: bool) -> Result<Kind, Problem> {
    let failed = |why: &dyn std::fmt::Display| {
        Problem::new(format!("Could not open {}", path.display()), why)
    };
    let named_so = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case(crate::workspace::project::EXTENSION));
    let meta = match fs::metadata(path) {
        Ok(meta) => meta,
        // A project is made where there is none only when it is asked for, not by a path mistyped.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let hint = match path.parent() {
                Some(folder) if !folder.as_os_str().is_empty() && !folder.exists() => {
                    "The folder is not there either. Is the drive connected?"
                }
                _ if named_so => "Check the path, or choose it under Open project… if it was moved",
                _ => "Check the path",
            };
            return Err(failed(&"there is no such file").with_hint(hint));
        }
        Err(error) => return Err(failed(&words_of(&error)).with_hint(PERMISSION)),
    };
    if meta.is_dir() {
        return match fs::read_dir(path) {
            Ok(_) => Ok(Kind::Import),
            Err(error) => Err(failed(&words_of(&error)).with_hint(PERMISSION)),
        };
    }
    if !meta.is_file() {
        return Err(failed(&"it is neither a file nor a folder"));
    }
    match file_kind(path) {
        Ok(FileKind::Project { .. }) => Ok(Kind::Project),
        // What is called a project and is none is said when it is opened.
        Ok(_) if named_so => Ok(Kind::Project),
        Ok(_) if !alone => Ok(Kind::Import),
        Ok(_) => {
            let head = head_of(path).map_err(|error| failed(&words_of(&error)))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            match formats::refused_by_its_head(&name, &head) {
                None => Ok(Kind::Import),
                Some(what) => Err(failed(&format!(
                    "it is {what}, neither a project nor a document with text"
                ))
                .with_hint("Open a file that ends in .dateline, or import articles")),
            }
        }
        Err(error) => Err(failed(&words_of(&error)).with_hint(PERMISSION)),
    }
}

const PERMISSION: &str = "Look at the permissions in the file manager";

fn words_of(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "you have no permission to read it".to_owned(),
        _ => error.to_string(),
    }
}

fn head_of(path: &Path) -> io::Result<Vec<u8>> {
    const ENOUGH: u64 = 64 << 10;
    let mut head = Vec::new();
    fs::File::open(path)?.take(ENOUGH).read_to_end(&mut head)?;
    Ok(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(argument: &str, expected: &str) {
        let path = path_of(OsStr::new(argument), Path::new("/desk")).expect("a path");
        assert_eq!(path, Path::new(expected), "{argument}");
    }

    #[cfg(unix)]
    #[test]
    fn addresses_and_relative_paths_become_absolute() {
        check("a.txt", "/desk/a.txt");
        check("/b/c d.txt", "/b/c d.txt");
        check("file:///b/c%20d%C3%A4.txt", "/b/c dä.txt");
        check("FILE://localhost/b", "/b");
        check("file:/b", "/b");
        check("file:///b/100%.txt", "/b/100%.txt");
        check("C:notes.txt", "/desk/C:notes.txt");
        check("10:30 report.txt", "/desk/10:30 report.txt");
        for wrong in [
            "https://example.org/a",
            "file://server/share/a",
            "file://",
            "file:///a%00b",
        ] {
            assert!(
                path_of(OsStr::new(wrong), Path::new("/desk")).is_err(),
                "{wrong}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_utf8_are_kept() {
        use std::os::unix::ffi::OsStrExt as _;
        let raw = OsStr::from_bytes(b"/b/caf\xe9.txt");
        assert_eq!(
            path_of(raw, Path::new("/desk")).expect("a path"),
            Path::new(raw)
        );
        let path = path_of(OsStr::new("file:///b/caf%E9.txt"), Path::new("/desk"));
        assert_eq!(path.expect("a path"), Path::new(raw));
    }

    #[test]
    fn each_kind_of_thing_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let project = crate::workspace::Project::create(&at("p.dateline")).expect("a project");
        drop(project);
        fs::copy(at("p.dateline"), at("renamed.bak")).expect("a copy");
        fs::write(at("a.txt"), "An article.").expect("a file");
        fs::write(at("photo.jpg"), b"\xff\xd8\xff\xe0 and so on").expect("a file");
        fs::write(at("broken.dateline"), "no project").expect("a file");
        let look = |names: &[&str]| {
            let arguments: Vec<OsString> = names.iter().map(OsString::from).collect();
            look_at(&arguments, folder.path())
        };
        assert_eq!(look(&["p.dateline"]).projects, [at("p.dateline")]);
        assert_eq!(look(&["renamed.bak"]).projects, [at("renamed.bak")]);
        assert_eq!(look(&["broken.dateline"]).projects, [at("broken.dateline")]);
        assert_eq!(look(&["a.txt", ""]).files, [at("a.txt")]);
        assert_eq!(look(&["."]).files.len(), 1);
        assert_eq!(look(&["a.txt", "a.txt"]).files.len(), 1);
        let refused = look(&["photo.jpg"]);
        assert_eq!((refused.files.len(), refused.problems.len()), (0, 1));
        assert!(refused.problems[0].why.contains("JPEG"), "{refused:?}");
        // Among others the import report tells of it.
        assert_eq!(look(&["photo.jpg", "a.txt"]).files.len(), 2);
        for missing in ["gone.dateline", "gone.txt", "no/such/folder.txt"] {
            let given = look(&[missing]);
            assert_eq!(
                (given.problems.len(), given.projects.len()),
                (1, 0),
                "{missing}"
            );
            assert!(given.problems[0].why.contains("no such file"));
        }
        assert!(!at("gone.dateline").exists());
    }
}
