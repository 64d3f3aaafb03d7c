//! The window. Draws read models and queues what the user asks for; never reads the disk, runs SQL or waits.
//!
//! A frame: `App::logic` acts on the queue, takes in finished work and asks for fresh read models; `App::ui` draws.
//! Colors, type and space come from [`theme`], controls from [`widgets`]; each view has a folder of its own.

pub mod action;
pub mod actions;
pub mod app;
pub mod ask;
mod bidi;
pub mod chart_view;
pub mod compare;
pub mod context;
pub mod desk;
pub mod dialogs;
pub mod evidence;
pub mod export_dialog;
mod exporting;
pub mod first_run;
pub mod kwic;
pub mod manual;
pub mod map_view;
pub mod marks;
pub mod notice;
pub mod outside;
pub mod picture;
pub mod read;
pub mod review;
pub mod search;
pub mod shell;
pub mod shortcuts;
pub mod theme;
pub mod trail;
pub mod widgets;

mod acting;
mod follow;
#[cfg(target_os = "macos")]
mod mac_files;
mod room;
mod start;

pub use crate::workspace::desktop::given::NEW_WINDOW;
pub use app::{App, Doors};
pub use start::{USAGE, run};
