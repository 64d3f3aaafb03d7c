//! Paths in JSON: text where they are UTF-8, their bytes where they are not, so that none is lost or changed.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    Text(String),
    Bytes(Vec<u8>),
}

impl From<&Path> for Stored {
    fn from(path: &Path) -> Self {
        match path.to_str() {
            Some(text) => Self::Text(text.to_owned()),
            None => Self::Bytes(path.as_os_str().as_encoded_bytes().to_vec()),
        }
    }
}

impl From<Stored> for PathBuf {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Text(text) => text.into(),
            #[cfg(unix)]
            Stored::Bytes(bytes) => {
                use std::os::unix::ffi::OsStringExt as _;
                std::ffi::OsString::from_vec(bytes).into()
            }
            #[cfg(not(unix))]
            Stored::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned().into(),
        }
    }
}

pub(super) fn serialize<S: Serializer>(path: &Path, to: S) -> Result<S::Ok, S::Error> {
    Stored::from(path).serialize(to)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<PathBuf, D::Error> {
    Stored::deserialize(from).map(PathBuf::from)
}

/// The same for a path that may be missing.
pub(super) mod option {
    use super::{Deserialize, Deserializer, PathBuf, Serialize, Serializer, Stored};

    pub fn serialize<S: Serializer>(path: &Option<PathBuf>, to: S) -> Result<S::Ok, S::Error> {
        path.as_deref().map(Stored::from).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<PathBuf>, D::Error> {
        Ok(Option::<Stored>::deserialize(from)?.map(PathBuf::from))
    }
}

/// The same for lists.
pub(super) mod list {
    use super::{Deserialize, Deserializer, PathBuf, Serialize, Serializer, Stored};

    pub fn serialize<S: Serializer>(paths: &[PathBuf], to: S) -> Result<S::Ok, S::Error> {
        let stored: Vec<Stored> = paths.iter().map(|path| path.as_path().into()).collect();
        stored.serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<PathBuf>, D::Error> {
        let stored = Vec::<Stored>::deserialize(from)?;
        Ok(stored.into_iter().map(PathBuf::from).collect())
    }
}

/// The same for pairs.
pub(super) mod pairs {
    use super::{Deserialize, Deserializer, PathBuf, Serialize, Serializer, Stored};

    pub fn serialize<S: Serializer>(
        pairs: &[(PathBuf, PathBuf)],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let stored: Vec<(Stored, Stored)> = pairs
            .iter()
            .map(|(a, b)| (a.as_path().into(), b.as_path().into()))
            .collect();
        stored.serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<(PathBuf, PathBuf)>, D::Error> {
        let stored = Vec::<(Stored, Stored)>::deserialize(from)?;
        Ok(stored
            .into_iter()
            .map(|(a, b)| (a.into(), b.into()))
            .collect())
    }
}
