//! What comes of reading a file in one way or another, before it is read so into the project.

use std::path::{Path, PathBuf};

use super::Session;
use crate::{
    formats,
    jobs::Job,
    workspace::{Project, ReadOptions, session::News},
};

/// What a file gives when it is read in some way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    pub path: PathBuf,
    /// The way it was read in; `None` for how it was read last.
    pub asked: Option<ReadOptions>,
    /// How it was read last.
    pub read_as: ReadOptions,
    /// The encoding of its text, by its name in the WHATWG Encoding Standard.
    pub encoding: String,
    pub articles: u64,
    /// The beginning of the one article, or the first line of each of the first articles.
    pub lines: Vec<String>,
    /// Why there is nothing to show.
    pub trouble: Option<String>,
}

/// Larger files are not read for a look.
const LARGEST: u64 = 8 << 20;

/// Readers of formats walk documents as deep as they nest; threads get a stack for it.
const STACK_BYTES: usize = 64 << 20;

/// Lines shown at most, and characters of each.
const LINES: usize = 14;
const LINE: usize = 160;

impl Session {
    /// Reads a file as `options` say, or as it was read last, without writing anything. The result comes as
    /// [`News::Sample`].
    pub fn start_sample(&mut self, path: PathBuf, options: Option<ReadOptions>) {
        let project = self.project.path();
        let job = Job::start("Reading a sample", self.wake.clone(), move |_| {
            Ok(News::Sample(Box::new(sample(&project, path, options))))
        });
        self.pictures.push(job);
    }
}

fn sample(project: &Path, path: PathBuf, asked: Option<ReadOptions>) -> Sample {
    let mut sample = Sample {
        path,
        asked,
        ..Sample::default()
    };
    let (name, bytes) = match bytes_of(project, &mut sample) {
        Ok(found) => found,
        Err(why) => {
            sample.trouble = Some(why);
            return sample;
        }
    };
    let options = sample
        .asked
        .clone()
        .unwrap_or_else(|| sample.read_as.clone());
    match read(name, bytes, options) {
        Ok(reading) => {
            sample.articles = reading.articles.len() as u64;
            if let Some(first) = reading.articles.first() {
                sample.encoding.clone_from(&first.encoding);
            }
            let texts = reading.articles.iter().map(|article| article.text.as_str());
            sample.lines = lines_of(texts, reading.articles.len() > 1);
        }
        Err(why) => sample.trouble = Some(why),
    }
    sample
}

/// Reads as an import does, on a thread with its stack.
fn read(name: String, bytes: Vec<u8>, options: ReadOptions) -> Result<formats::Reading, String> {
    let reading = std::thread::Builder::new()
        .name("reading a sample".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(move || formats::read(&name, &bytes, &options))
        .map_err(|error| error.to_string())?
        .join();
    match reading {
        Ok(reading) => reading.map_err(|error| error.to_string()),
        Err(_) => Err("The program failed on it, which is a bug".to_owned()),
    }
}

/// The bytes kept in the project, else those of the file, with the name they are read by.
fn bytes_of(project: &Path, sample: &mut Sample) -> Result<(String, Vec<u8>), String> {
    let path = &sample.path;
    let name = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let store = Project::open_to_read(project)
        .map_err(|problem| problem.to_string())?
        .store;
    let known = store
        .source_by_path(&path.to_string_lossy())
        .map_err(|error| error.to_string())?;
    if let Some(source) = known {
        let content = store.source(source).map_err(|error| error.to_string())?;
        let json = content.read_as.as_deref();
        sample.read_as = json
            .and_then(|json| serde_json::from_str(json).ok())
            .unwrap_or_default();
        sample.encoding = content.encoding;
        if content.bytes.len() as u64 > LARGEST {
            return Err(too_large());
        }
        return Ok((name, content.bytes));
    }
    let failed = |error: std::io::Error| {
        let why = crate::workspace::import::io_words(&error);
        format!("Could not read it: {why}")
    };
    if std::fs::metadata(path).map_err(failed)?.len() > LARGEST {
        return Err(too_large());
    }
    Ok((name, std::fs::read(path).map_err(failed)?))
}

fn too_large() -> String {
    "The file is too large to be shown here".to_owned()
}

fn lines_of<'t>(texts: impl Iterator<Item = &'t str>, several: bool) -> Vec<String> {
    let filled = |text: &'t str| text.lines().map(str::trim).filter(|line| !line.is_empty());
    let short = |line: &str| line.chars().take(LINE).collect::<String>();
    if several {
        let firsts = texts.filter_map(|text| filled(text).next());
        return firsts
            .take(LINES)
            .enumerate()
            .map(|(at, line)| format!("{}  {}", at + 1, short(line)))
            .collect();
    }
    texts.flat_map(filled).take(LINES).map(short).collect()
}
