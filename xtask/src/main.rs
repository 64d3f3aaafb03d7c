//! Tools that build what the program embeds, and measure it. Run one with `cargo run --release -p xtask -- NAME …`.

mod arabic;
mod basemap;
mod gazetteer;
mod icons;
mod licenses;
mod names;
mod packages;
mod squeezer;
mod terminal;

use std::process::ExitCode;

/// What a tool gives back; the message says what failed and on what.
type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (tool, rest) = args
        .split_first()
        .map_or(("", &[][..]), |(t, r)| (t.as_str(), r));
    let outcome = match tool {
        "arabic-names" => arabic::run(rest),
        "basemap" => basemap::run(),
        "gazetteer" => gazetteer::run(),
        "icons" => icons::run(rest),
        "licenses" => licenses::run(),
        "terminal" => terminal::run(rest),
        "train-names" => names::train(rest),
        "widen-names" => names::widen(rest),
        "eval-names" => names::eval::run(rest),
        _ => Err(format!(
            "no tool called {tool:?}; there are: arabic-names, basemap, gazetteer, icons, licenses, terminal, train-names, widen-names, eval-names"
        )
        .into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask {tool}: {problem}");
            ExitCode::FAILURE
        }
    }
}
