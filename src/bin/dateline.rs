//! `dateline`: the window when given no subcommand, else the terminal program.

use std::process::ExitCode;

use dateline::cli::{self, Asked};

fn main() -> ExitCode {
    let (out, err) = (std::io::stdout(), std::io::stderr());
    match cli::run(std::env::args_os(), &mut out.lock(), &mut err.lock()) {
        Asked::Ended(code) => ExitCode::from(code),
        Asked::Window { paths, new_window } => window(paths, new_window),
    }
}

#[cfg(feature = "gui")]
#[allow(clippy::print_stderr, reason = "there is no window to say it in")]
fn window(paths: Vec<std::path::PathBuf>, new_window: bool) -> ExitCode {
    let arguments: Vec<_> = paths.into_iter().map(Into::into).collect();
    match dateline::ui::run(&arguments, new_window) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("dateline: {problem}");
            ExitCode::from(cli::exit::NOTHING_DONE)
        }
    }
}

#[cfg(not(feature = "gui"))]
#[allow(clippy::print_stderr, reason = "there is no window to say it in")]
fn window(_paths: Vec<std::path::PathBuf>, _new_window: bool) -> ExitCode {
    eprintln!(
        "dateline: this build has no window. Run `dateline --help` for what the terminal program does"
    );
    ExitCode::from(cli::exit::WRONG_USE)
}
