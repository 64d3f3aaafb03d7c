//! The application: an open project, commands, decisions and undo, read models for the panels, exports, settings.
//! Knows neither SQL nor the window.

pub mod annotate;
pub mod command;
pub mod copy;
pub mod dates;
pub mod desktop;
pub mod export;
pub mod families;
pub mod figures;
pub mod fonts;
pub mod import;
mod known;
pub mod outlines;
pub mod outside;
pub mod places;
pub mod problem;
pub mod project;
pub mod query;
mod relations;
pub mod room;
pub mod samples;
pub mod search;
pub mod session;
pub mod settings;
mod stored_path;
pub mod styles;
pub mod views;
pub mod watch;
pub mod words;

/// How a file is to be read where its bytes leave a choice.
pub use crate::formats::{Columns, ReadOptions, Separator};
/// What an import reports its progress to, and how it is asked to stop.
pub use crate::jobs::JobCx;
pub use command::{
    Changed, Coding, Command, Extent, Outcome, Part, Passages, Placement, Preview, Target, Verdict,
    Which,
};
pub use problem::Problem;
pub use project::Project;
pub use session::Session;
