//! Letters from a start to a window that is open already: which files to open. They go through a socket file on Unix and
//! through a folder elsewhere, both for this user alone; never through a network port.

use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::workspace::{Problem, stored_path};

/// What a start hands over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Absolute paths.
    #[serde(with = "stored_path::list")]
    pub paths: Vec<PathBuf>,
    /// What could not be opened, as `(what, why, hint)`.
    pub problems: Vec<(String, String, Option<String>)>,
}

impl Letter {
    /// A letter with these paths and problems.
    #[must_use]
    pub fn new(paths: Vec<PathBuf>, problems: &[Problem]) -> Self {
        let problems = problems
            .iter()
            .map(|problem| {
                (
                    problem.what.clone(),
                    problem.why.clone(),
                    problem.hint.clone(),
                )
            })
            .collect();
        Self { paths, problems }
    }

    /// Its problems, to be shown.
    pub fn problems(&self) -> impl Iterator<Item = Problem> {
        self.problems.iter().map(|(what, why, hint)| Problem {
            what: what.clone(),
            why: why.clone(),
            hint: hint.clone(),
        })
    }
}

/// What each letter begins with; its length in bytes follows, as four bytes, the smallest first.
const HEAD: [u8; 11] = *b"Dateline 1\n";
/// The longest letter that is read, in bytes; what is longer is no letter.
const LONGEST: u64 = 4 << 20;

/// A letter from its bytes; `None` for anything else.
fn read_letter(from: &mut dyn io::Read) -> Option<Letter> {
    let mut head = [0; HEAD.len()];
    from.read_exact(&mut head).ok()?;
    let mut length = [0; 4];
    from.read_exact(&mut length).ok()?;
    let length = u64::from(u32::from_le_bytes(length));
    if head != HEAD || length > LONGEST {
        return None;
    }
    let mut bytes = Vec::new();
    from.take(length).read_to_end(&mut bytes).ok()?;
    let letter: Letter = serde_json::from_slice(&bytes).ok()?;
    letter
        .paths
        .iter()
        .all(|path| path.is_absolute())
        .then_some(letter)
}

fn written(letter: &Letter) -> io::Result<Vec<u8>> {
    let json = serde_json::to_vec(letter)?;
    let length = u32::try_from(json.len()).map_err(io::Error::other)?;
    Ok([&HEAD[..], &length.to_le_bytes(), &json].concat())
}

/// Where letters are taken. Dropped, no more are.
#[derive(Debug)]
pub struct Listener {
    address: PathBuf,
}

impl Listener {
    /// Where letters are sent to.
    #[must_use]
    pub fn address(&self) -> &Path {
        &self.address
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = if self.address.is_dir() {
            fs::remove_dir_all(&self.address)
        } else {
            fs::remove_file(&self.address)
        };
    }
}

#[cfg(unix)]
pub use socket::{listen, send};

#[cfg(not(unix))]
pub use inbox::{listen, send};

/// Letters through a socket file.
#[cfg(unix)]
mod socket {
    use std::{
        io::{Read as _, Write as _},
        os::unix::{
            fs::{FileTypeExt as _, MetadataExt as _},
            net::{UnixListener, UnixStream},
        },
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
        time::Duration,
    };

    use super::{Letter, Listener, Path, PathBuf, fs, io, read_letter, written};

    /// The length that the address of a socket can have on every Unix, in bytes, less some to be safe.
    const LONGEST_ADDRESS: usize = 96;
    /// How long one side waits for the other; longer in tests, where hundreds share the cores.
    const PATIENCE: Duration = Duration::from_secs(if cfg!(test) { 30 } else { 3 });
    /// Letters read at the same time; whoever connects beyond is sent away.
    const AT_ONCE: usize = 16;

    /// Takes letters under `name` in `folder`, or where the system keeps such things if the folder's path is too long or
    /// its disk holds no sockets.
    ///
    /// # Errors
    /// When neither place holds a socket.
    pub fn listen(
        folder: &Path,
        name: &str,
        deliver: impl Fn(Letter) + Send + Sync + 'static,
    ) -> io::Result<Listener> {
        let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
        let own = |folder: &Path| fs::metadata(folder).is_ok_and(|meta| meta.mode() & 0o022 == 0);
        let mut last = io::Error::new(io::ErrorKind::InvalidInput, "the path is too long");
        let runtime = runtime.filter(|runtime| runtime.is_absolute() && own(runtime));
        let addresses = [
            Some(folder.join(format!("{name}.sock"))),
            runtime.map(|runtime| runtime.join(format!("dateline-{name}.sock"))),
        ];
        for address in addresses.into_iter().flatten() {
            if address.as_os_str().len() > LONGEST_ADDRESS {
                continue;
            }
            match UnixListener::bind(&address) {
                Ok(listener) => {
                    let listening = std::thread::Builder::new()
                        .name("letters".to_owned())
                        .spawn(move || take(&listener, &Arc::new(deliver)));
                    let address = Listener { address };
                    return listening.map(|_| address);
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    fn take(listener: &UnixListener, deliver: &Arc<impl Fn(Letter) + Send + Sync + 'static>) {
        let open = Arc::new(AtomicUsize::new(0));
        for stream in listener.incoming() {
            let Ok(stream) = stream else {
                // Out of file handles, perhaps; trying again at once would keep a core busy.
                std::thread::sleep(Duration::from_millis(100));
                continue;
            };
            if open.fetch_add(1, Ordering::Relaxed) >= AT_ONCE {
                open.fetch_sub(1, Ordering::Relaxed);
                continue;
            }
            let (deliver, count) = (Arc::clone(deliver), Arc::clone(&open));
            let started = std::thread::Builder::new()
                .name("letter".to_owned())
                .spawn(move || {
                    answer(stream, &*deliver);
                    count.fetch_sub(1, Ordering::Relaxed);
                });
            if started.is_err() {
                open.fetch_sub(1, Ordering::Relaxed);
            }
        }
    }

    fn answer(mut stream: UnixStream, deliver: &(impl Fn(Letter) + ?Sized)) {
        let waits = stream
            .set_read_timeout(Some(PATIENCE))
            .and_then(|()| stream.set_write_timeout(Some(PATIENCE)));
        if waits.is_err() {
            return;
        }
        if let Some(letter) = read_letter(&mut stream) {
            deliver(letter);
            let _ = stream.write_all(b"taken");
        }
    }

    /// Hands a letter to a window. `ours` is a file this user made just now: a socket of another user gets nothing.
    ///
    /// # Errors
    /// When nobody of this user takes it in time.
    pub fn send(to: &Path, ours: &Path, letter: &Letter) -> io::Result<()> {
        let meta = fs::symlink_metadata(to)?;
        let same_user = meta.uid() == fs::metadata(ours)?.uid();
        if !meta.file_type().is_socket() || !same_user {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "it is not a socket of this user",
            ));
        }
        let mut stream = UnixStream::connect(to)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.write_all(&written(letter)?)?;
        let mut answer = Vec::new();
        (&mut stream).take(16).read_to_end(&mut answer)?;
        if answer == b"taken" {
            Ok(())
        } else {
            Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the window did not understand",
            ))
        }
    }
}

/// Letters through a folder, where there are no socket files: a letter is a file, and whoever reads it takes it away.
#[cfg(any(not(unix), test))]
#[cfg_attr(unix, allow(dead_code, reason = "tested here, used elsewhere"))]
mod inbox {
    use std::time::{Duration, Instant};

    use super::{Letter, Listener, Path, fs, io, read_letter, written};

    const LOOK_EVERY: Duration = Duration::from_millis(250);
    /// How long a letter may lie; longer in tests, where hundreds share the cores.
    const PATIENCE: Duration = Duration::from_secs(if cfg!(test) { 30 } else { 3 });

    /// Takes letters in a folder of its own below `folder`.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn listen(
        folder: &Path,
        name: &str,
        deliver: impl Fn(Letter) + Send + Sync + 'static,
    ) -> io::Result<Listener> {
        let address = folder.join(format!("{name}.letters"));
        fs::create_dir(&address)?;
        let looked_at = address.clone();
        std::thread::Builder::new()
            .name("letters".to_owned())
            .spawn(move || {
                // The folder goes away with the window's mark.
                while let Ok(entries) = fs::read_dir(&looked_at) {
                    let mut letters: Vec<_> = entries
                        .filter_map(Result::ok)
                        .map(|entry| entry.path())
                        .filter(|path| path.extension().is_some_and(|ending| ending == "letter"))
                        .collect();
                    letters.sort();
                    for path in letters {
                        let letter = fs::File::open(&path)
                            .ok()
                            .and_then(|mut f| read_letter(&mut f));
                        if fs::remove_file(&path).is_ok()
                            && let Some(letter) = letter
                        {
                            deliver(letter);
                        }
                    }
                    std::thread::sleep(LOOK_EVERY);
                }
            })?;
        Ok(Listener { address })
    }

    /// Hands a letter to a window and waits until it is taken.
    ///
    /// # Errors
    /// When it is not taken in time.
    pub fn send(to: &Path, _ours: &Path, letter: &Letter) -> io::Result<()> {
        let name = format!(
            "{}-{}",
            std::process::id(),
            std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .map_or(0, |since| since.as_nanos())
        );
        let (draft, path) = (
            to.join(format!("{name}.new")),
            to.join(format!("{name}.letter")),
        );
        fs::write(&draft, written(letter)?)?;
        fs::rename(&draft, &path)?;
        let begun = Instant::now();
        while path.exists() {
            if begun.elapsed() > PATIENCE {
                // Taken in the very last moment it is handed over after all.
                return match fs::remove_file(&path) {
                    Ok(()) => Err(io::ErrorKind::TimedOut.into()),
                    Err(_) => Ok(()),
                };
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);

    fn letter(path: &str) -> Letter {
        let problem = Problem::new("Could not open b.txt", "there is no such file");
        Letter::new(vec![PathBuf::from(path)], &[problem])
    }

    #[test]
    fn a_letter_arrives_by_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let (sender, letters) = mpsc::channel();
        let listener = inbox::listen(folder.path(), "w", move |letter| {
            let _ = sender.send(letter);
        })
        .expect("a listener");
        fs::write(listener.address().join("0.letter"), "garbage").expect("a file");
        inbox::send(listener.address(), folder.path(), &letter("/desk/a.txt")).expect("sent");
        let came = letters.recv_timeout(PATIENCE).expect("a letter");
        assert_eq!(came, letter("/desk/a.txt"));
        assert_eq!(came.problems().count(), 1);
        let gone = listener.address().to_owned();
        drop(listener);
        assert!(inbox::send(&gone, folder.path(), &letter("/a")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn garbage_on_the_socket_does_no_harm() {
        use std::{io::Write as _, os::unix::net::UnixStream};
        let folder = tempfile::tempdir().expect("a folder");
        let (sender, letters) = mpsc::channel();
        let listener = listen(folder.path(), "w", move |letter| {
            let _ = sender.send(letter);
        })
        .expect("a listener");
        let framed = |length: u32, json: &[u8]| [&HEAD[..], &length.to_le_bytes(), json].concat();
        let relative = framed(33, br#"{"paths":["a.txt"],"problems":[]}"#);
        let deep = framed(200_000, &b"[".repeat(200_000));
        let long = framed(u32::MAX, &b" ".repeat(10_000));
        let short = framed(900, b"{}");
        for garbage in [
            &b""[..],
            b"GET / HTTP/1.1\r\n\r\n",
            b"\0\xff",
            &relative,
            &deep,
            &long,
            &short,
        ] {
            let mut stream = UnixStream::connect(listener.address()).expect("a connection");
            // The window may hang up before all was written.
            let _ = stream.write_all(garbage);
        }
        // One that connects and says nothing holds nobody up.
        let silent = UnixStream::connect(listener.address()).expect("a connection");
        let ours = folder.path();
        send(listener.address(), ours, &letter("/desk/a.txt")).expect("sent");
        let came = letters.recv_timeout(PATIENCE).expect("a letter");
        assert_eq!(came.paths, [PathBuf::from("/desk/a.txt")]);
        assert!(
            letters.try_recv().is_err(),
            "nothing else was taken for one"
        );
        drop(silent);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_socket_of_this_user_gets_nothing() {
        use std::os::unix::fs::chown;
        let folder = tempfile::tempdir().expect("a folder");
        let plain = folder.path().join("plain.sock");
        fs::write(&plain, "a file").expect("a file");
        assert!(send(&plain, folder.path(), &letter("/a")).is_err());
        let (sender, letters) = mpsc::channel();
        let listener = listen(folder.path(), "w", move |letter| {
            let _ = sender.send(letter);
        })
        .expect("a listener");
        let link = folder.path().join("link.sock");
        std::os::unix::fs::symlink(listener.address(), &link).expect("a link");
        assert!(send(&link, folder.path(), &letter("/a")).is_err());
        // Only the administrator can give a file away; elsewhere there is nothing to try.
        if chown(listener.address(), Some(54_321), None).is_ok() {
            assert!(send(listener.address(), folder.path(), &letter("/a")).is_err());
        }
        assert!(letters.try_recv().is_err());
    }
}
