//! `dateline-desktop`: the window, without a console on Windows.
#![windows_subsystem = "windows"]

use std::process::ExitCode;

fn main() -> ExitCode {
    let (switches, arguments) = std::env::args_os()
        .skip(1)
        .partition::<Vec<_>, _>(|argument| argument == dateline::ui::NEW_WINDOW);
    if let [only] = arguments.as_slice()
        && only == "--help"
    {
        #[expect(clippy::print_stdout, reason = "it is what was asked for")]
        {
            println!("{}", dateline::ui::USAGE);
        }
        return ExitCode::SUCCESS;
    }
    match dateline::ui::run(&arguments, !switches.is_empty()) {
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
