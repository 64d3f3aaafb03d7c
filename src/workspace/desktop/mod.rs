//! What makes the program at home on a desktop: what it is started with, windows that know of each other, what happened
//! in the run before, where a project lies, how this computer writes numbers and dates. Knows nothing of egui.

pub mod given;
pub mod journal;
pub mod lies;
pub mod manner;
pub mod post;
pub mod runs;
pub mod screen;
