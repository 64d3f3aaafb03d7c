//! ZIP archives: members one after another, within limits that hold whatever the archive claims.
//!
//! Nothing is ever written to a disk, so a member's path can lead nowhere; it is only shown, and made plain for that.

use std::{
    io::{Read, Seek},
    path::Path,
};

use zip::{ZipArchive, result::ZipError};

use super::{FormatError, magic};

/// The largest member that is unpacked, in bytes.
const LARGEST_MEMBER: u64 = 256 << 20;

/// Text shrinks to a fifth, a long list of numbers perhaps to a fiftieth. What shrinks more, and is not small, is made
/// to fill a disk.
const MOST_GROWTH: u64 = 150;

/// Members up to this size are unpacked whatever their growth.
const SMALL: u64 = 8 << 20;

/// Members of one archive at most.
const MOST_MEMBERS: usize = 500_000;

/// How deep an archive may lie inside archives.
pub const MOST_DEPTH: usize = 4;

/// What may still be unpacked of an archive and of the archives in it, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget(u64);

impl Budget {
    /// For an archive of so many bytes.
    #[must_use]
    pub const fn of(archive_bytes: u64) -> Self {
        Self(
            archive_bytes
                .saturating_mul(MOST_GROWTH / 3)
                .saturating_add(SMALL * 8),
        )
    }
}

/// A file inside an archive.
#[derive(Debug, PartialEq, Eq)]
pub struct Member {
    /// Its path in the archive, with `/` between the parts and without parts that lead elsewhere.
    pub name: String,
    /// Its bytes, or why they could not be had.
    pub content: Result<Vec<u8>, FormatError>,
}

/// An open archive.
pub struct Archive<R> {
    zip: ZipArchive<R>,
    next: usize,
    /// Members in it, files and folders.
    count: usize,
}

/// Whether the bytes begin a ZIP archive of files rather than an office document or an e-book, which are ZIP archives
/// inside. `head` is the beginning of the file, some kilobytes of it.
#[must_use]
pub fn is_one(head: &[u8]) -> bool {
    magic::kind(head) == Some("a ZIP archive")
}

impl<R: Read + Seek> Archive<R> {
    /// Opens an archive.
    ///
    /// # Errors
    /// When its directory is damaged, its members lie over each other, or there are too many.
    pub fn open(reader: R) -> Result<Self, FormatError> {
        let mut zip = ZipArchive::new(reader).map_err(|error| problem(&error))?;
        let count = zip.len();
        if count > MOST_MEMBERS {
            return Err(FormatError::Excessive(format!(
                "it holds {count} files; {MOST_MEMBERS} is the most. Unpack it and import the folder"
            )));
        }
        if zip
            .has_overlapping_files()
            .map_err(|error| problem(&error))?
        {
            return Err(FormatError::Excessive(
                "its files lie over each other, which no honest archive does".to_owned(),
            ));
        }
        Ok(Self {
            zip,
            next: 0,
            count,
        })
    }

    /// Files and folders in it.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether it holds nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The next file, unpacked; `None` at the end. Folders, hidden files and what macOS adds are passed over. What is
    /// unpacked is taken off the budget.
    pub fn next(&mut self, budget: &mut Budget) -> Option<Member> {
        while self.next < self.count {
            let at = self.next;
            self.next += 1;
            // The directory first: it tells folders and names also where the member itself cannot be unpacked.
            let (name, packed, locked) = match self.zip.by_index_raw(at) {
                Ok(file) if file.is_dir() => continue,
                Ok(file) => (
                    shown_name(file.name_raw(), &file.name().unwrap_or_default()),
                    file.compressed_size(),
                    file.encrypted(),
                ),
                Err(error) => {
                    return Some(Member {
                        name: format!("file {}", at + 1),
                        content: Err(problem(&error)),
                    });
                }
            };
            if is_hidden(&name) {
                continue;
            }
            let content = if locked {
                Err(FormatError::Locked)
            } else {
                match self.zip.by_index(at) {
                    Ok(mut file) => unpack(&mut file, packed, budget),
                    Err(error) => Err(problem(&error)),
                }
            };
            return Some(Member { name, content });
        }
        None
    }
}

/// Unpacks what `reader` gives, whatever size the archive states for it.
fn unpack(
    reader: &mut impl Read,
    packed: u64,
    budget: &mut Budget,
) -> Result<Vec<u8>, FormatError> {
    let growth = packed.saturating_mul(MOST_GROWTH).max(SMALL);
    let limit = LARGEST_MEMBER.min(growth).min(budget.0);
    let mut content = Vec::new();
    reader
        .take(limit + 1)
        .read_to_end(&mut content)
        .map_err(|error| FormatError::Damaged("ZIP archive", error.to_string()))?;
    let read = content.len() as u64;
    budget.0 = budget.0.saturating_sub(read);
    if read <= limit {
        return Ok(content);
    }
    let mb = |bytes: u64| bytes >> 20;
    Err(FormatError::Excessive(if limit == LARGEST_MEMBER {
        format!(
            "it unpacks to more than {} MB. Unpack it yourself and split it",
            mb(LARGEST_MEMBER)
        )
    } else if limit == growth {
        format!(
            "{packed} bytes unpack to more than {} MB, as in archives made to fill a disk",
            mb(growth)
        )
    } else {
        "the archive unpacks to more than is sensible for its size. Unpack it yourself and import the folder".to_owned()
    }))
}

fn problem(error: &ZipError) -> FormatError {
    match error {
        ZipError::InvalidPassword => FormatError::Locked,
        other => FormatError::Damaged("ZIP archive", other.to_string()),
    }
}

/// A member's path for showing. Archives made on Windows have `\`, old ones names in a code page.
fn shown_name(raw: &[u8], decoded: &str) -> String {
    let name = std::str::from_utf8(raw).unwrap_or(decoded);
    let parts: Vec<String> = name
        .split(['/', '\\'])
        .filter(|part| !matches!(*part, "" | "." | "..") && !part.ends_with(':'))
        .map(|part| part.chars().filter(|c| !c.is_control()).collect())
        .collect();
    if parts.is_empty() {
        "unnamed".to_owned()
    } else {
        parts.join("/")
    }
}

fn is_hidden(name: &str) -> bool {
    Path::new(name).components().any(|part| {
        let part = part.as_os_str().to_string_lossy();
        part.starts_with('.') || part == "__MACOSX" || part == "Thumbs.db"
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use proptest::prelude::*;
    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .expect("a member");
            writer.write_all(bytes).expect("room");
        }
        writer.finish().expect("an archive").into_inner()
    }

    fn members(bytes: &[u8]) -> Vec<Member> {
        let mut budget = Budget::of(bytes.len() as u64);
        let mut archive = Archive::open(Cursor::new(bytes)).expect("an archive");
        std::iter::from_fn(|| archive.next(&mut budget)).collect()
    }

    #[test]
    fn members_come_in_order_with_plain_names() {
        let bytes = zipped(&[
            ("wires/one.txt", b"The ferry is back."),
            ("..\\..\\etc/passwd", b"root"),
            ("/C:/two.txt", b"Rain."),
            ("__MACOSX/._one.txt", b"\0"),
            (".DS_Store", b"\0"),
            ("حلب.txt", b"News."),
        ]);
        assert!(is_one(&bytes));
        let names: Vec<String> = members(&bytes).into_iter().map(|m| m.name).collect();
        assert_eq!(names, ["wires/one.txt", "etc/passwd", "two.txt", "حلب.txt"]);
    }

    #[test]
    fn what_is_made_to_fill_a_disk_is_refused_and_the_rest_is_read() {
        let zeros = vec![b'a'; 64 << 20];
        let bytes = zipped(&[("bomb.txt", &zeros), ("after.txt", b"Still here.")]);
        let found = members(&bytes);
        let [bomb, after] = found.as_slice() else {
            panic!("two members expected")
        };
        assert!(matches!(bomb.content, Err(FormatError::Excessive(_))));
        assert_eq!(after.content.as_deref(), Ok(&b"Still here."[..]));
    }

    #[test]
    fn the_whole_has_a_limit_too() {
        let each = vec![b' '; 7 << 20];
        let names: Vec<String> = (0..40).map(|n| format!("{n}.txt")).collect();
        let files: Vec<(&str, &[u8])> = names
            .iter()
            .map(|n| (n.as_str(), each.as_slice()))
            .collect();
        let bytes = zipped(&files);
        let found = members(&bytes);
        let unpacked: usize = found.iter().flat_map(|m| &m.content).map(Vec::len).sum();
        assert!(unpacked < 100 << 20, "{unpacked} bytes");
        assert!(matches!(
            found.last().map(|m| &m.content),
            Some(Err(FormatError::Excessive(_)))
        ));
    }

    #[test]
    fn damage_is_said() {
        assert!(Archive::open(Cursor::new(b"PK\x03\x04 nothing more".to_vec())).is_err());
        let mut bytes = zipped(&[("one.txt", b"The ferry is back. The ferry is back.")]);
        // A byte of the packed text, behind the 37 bytes of the member's header.
        if let Some(byte) = bytes.get_mut(42) {
            *byte ^= 0x55;
        }
        assert!(members(&bytes).iter().all(|m| m.content.is_err()));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fail(
            text in prop::collection::vec(any::<u8>(), 0..300),
            cut in any::<prop::sample::Index>(),
            at in any::<prop::sample::Index>(),
            with in any::<u8>(),
        ) {
            let mut bytes = zipped(&[("a.txt", &text), ("b/c.txt", b"two")]);
            let place = at.index(bytes.len());
            bytes[place] = with;
            bytes.truncate(cut.index(bytes.len()) + 1);
            let mut budget = Budget::of(bytes.len() as u64);
            if let Ok(mut archive) = Archive::open(Cursor::new(&bytes)) {
                while archive.next(&mut budget).is_some() {}
            }
        }
    }
}
