//! `dateline-desktop`: the window, without a console on Windows.
#![windows_subsystem = "windows"]

use std::process::ExitCode;

fn main() -> ExitCode {
    let paths = std::env::args_os().skip(1).map(Into::into).collect();
    match dateline::ui::run(paths) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            #[expect(clippy::print_stderr, reason = "there is no window to say it in")]
            {
                eprintln!("{problem}");
            }
            ExitCode::from(3)
        }
    }
}
