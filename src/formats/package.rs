//! The parts of a document that is a ZIP archive (DOCX, ODT, EPUB), unpacked within limits and in memory only, so that no
//! path in it reaches the disk.

use std::io::{Cursor, Read};

use zip::{ZipArchive, result::ZipError};

use super::FormatError;

/// The largest part that is unpacked, in bytes. The words of the longest books are a hundredth of it.
pub const LARGEST_PART: u64 = 256 * 1024 * 1024;

/// How much is unpacked of one document in all, in bytes.
const LARGEST_TOTAL: u64 = 512 * 1024 * 1024;

/// Markup packs to a twentieth, at most a hundredth; beyond this ratio a part above [`SMALL`] bytes is a trap.
const HIGHEST_RATIO: u64 = 300;
const SMALL: u64 = 32 * 1024 * 1024;

pub struct Package<'b> {
    /// What the document is called in errors.
    format: &'static str,
    archive: ZipArchive<Cursor<&'b [u8]>>,
    left: u64,
}

/// Whether the bytes are a ZIP archive at all.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Whether an archive, perhaps a damaged one, begins with a part that only this kind of document has.
pub fn begins_with(bytes: &[u8], name: &[u8]) -> bool {
    let head = bytes.get(..4_096).unwrap_or(bytes);
    is_zip(bytes) && memchr::memmem::find(head, name).is_some()
}

impl<'b> Package<'b> {
    /// Opens the archive. `format` is what it is called in errors, such as `Word document`.
    pub fn open(format: &'static str, bytes: &'b [u8]) -> Result<Self, FormatError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            let why = "its table of contents is missing, as when a download was cut off";
            FormatError::Damaged(format, why.to_owned())
        })?;
        Ok(Self {
            format,
            archive,
            left: LARGEST_TOTAL,
        })
    }

    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// Unpacks a part; `None` when there is none of that name.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, FormatError> {
        let format = self.format;
        let broken = |why: &str| FormatError::Damaged(format, format!("{name} in it {why}"));
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(why)) if why == ZipError::PASSWORD_REQUIRED => {
                return Err(FormatError::Locked);
            }
            Err(error) => return Err(broken(&format!("cannot be unpacked ({error})"))),
        };
        let limit = LARGEST_PART.min(self.left);
        let packed = file.compressed_size().max(1);
        let mut bytes = Vec::new();
        // The size an archive states may be a lie; what is unpacked is counted.
        let read = file.take(limit + 1).read_to_end(&mut bytes);
        let size = bytes.len() as u64;
        if size > limit {
            let megabytes = limit / (1024 * 1024);
            return Err(FormatError::Excessive(format!(
                "{name} in it has more than {megabytes} MB, the most that is read"
            )));
        }
        if size > SMALL && size / packed > HIGHEST_RATIO {
            return Err(FormatError::Excessive(format!(
                "{name} in it unpacks to {} times its size, more than {HIGHEST_RATIO} times",
                size / packed
            )));
        }
        self.left -= size;
        match read {
            Ok(_) => Ok(Some(bytes)),
            Err(error) => Err(broken(&format!("cannot be unpacked ({error})"))),
        }
    }

    /// Unpacks a part that is XML, decoded; `None` when there is none of that name.
    pub fn xml(&mut self, name: &str) -> Result<Option<String>, FormatError> {
        Ok(self.part(name)?.map(|bytes| super::xml::decode(&bytes)))
    }

    /// Unpacks a part the document can be read without: a damaged one is as good as none.
    ///
    /// # Errors
    /// Only when the part is larger than is unpacked.
    pub fn optional_xml(&mut self, name: &str) -> Result<Option<String>, FormatError> {
        match self.xml(name) {
            Err(error @ FormatError::Excessive(_)) => Err(error),
            other => Ok(other.ok().flatten()),
        }
    }
}
