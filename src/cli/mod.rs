//! The terminal program: arguments in, workspace commands, text, JSON and exit codes out.

mod annotate;
mod args;
mod chart;
mod decide;
mod filter;
mod ledger;
mod marking;
mod picture;
mod places;
mod reference;
mod run;
mod search;

use std::{ffi::OsString, io::Write};

use clap::Parser;

pub use args::{Cli, Verb};
pub use reference::page as commands_page;

/// Exit codes, fixed because scripts depend on them.
pub mod exit {
    /// Done.
    pub const DONE: u8 = 0;
    /// Done, but some inputs failed.
    pub const SOME_FAILED: u8 = 1;
    /// Wrong use.
    pub const WRONG_USE: u8 = 2;
    /// Nothing could be done.
    pub const NOTHING_DONE: u8 = 3;
}

/// What the arguments ask for.
#[derive(Debug)]
pub enum Asked {
    /// The window, with these arguments.
    Window {
        paths: Vec<std::path::PathBuf>,
        new_window: bool,
    },
    /// The terminal program has done its work; this is the exit code.
    Ended(u8),
}

/// Reads the arguments and does what they say, unless they ask for the window. Data goes to `out`, errors and progress
/// to `err`.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Asked {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let wrong = error.use_stderr();
            let text = error.render();
            // Nobody listens any more when writing fails; there is nobody to tell.
            let _ = if wrong {
                write!(err, "{text}")
            } else {
                write!(out, "{text}")
            };
            return Asked::Ended(if wrong { exit::WRONG_USE } else { exit::DONE });
        }
    };
    let Some(verb) = cli.verb else {
        return Asked::Window {
            paths: cli.paths,
            new_window: cli.new_window,
        };
    };
    match run::verb(verb, out, err) {
        Ok(code) => Asked::Ended(code),
        Err(run::Stop::Closed) => Asked::Ended(exit::DONE),
        Err(run::Stop::WrongUse(words)) => {
            let _ = writeln!(err, "dateline: {words}");
            Asked::Ended(exit::WRONG_USE)
        }
        Err(run::Stop::Problem(problem)) => {
            let _ = writeln!(err, "dateline: {problem}");
            Asked::Ended(exit::NOTHING_DONE)
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_fit_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn paths_alone_ask_for_the_window() {
        let asked = run(
            ["dateline", "a.dateline"].map(OsString::from),
            &mut Vec::new(),
            &mut Vec::new(),
        );
        assert!(matches!(asked, Asked::Window { paths, new_window: false } if paths.len() == 1));
        let asked = run(
            ["dateline", "--new-window"].map(OsString::from),
            &mut Vec::new(),
            &mut Vec::new(),
        );
        assert!(matches!(asked, Asked::Window { paths, new_window: true } if paths.is_empty()));
    }
}
