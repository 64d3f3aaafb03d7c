//! Dateline: a desktop workbench for people who must make sense of a pile of news articles.
//!
//! The rooms and who may enter which are listed in `ARCHITECTURE.md` and held by `tests/architecture.rs`.

pub mod analysis;
pub mod charts;
pub mod cli;
pub mod formats;
pub mod gazetteer;
pub mod jobs;
pub mod model;
pub mod store;
#[cfg(feature = "gui")]
pub mod ui;
pub mod workspace;
