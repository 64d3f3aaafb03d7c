//! The page of the manual that lists every command and option, made from the arguments themselves. Writes to nothing.

use clap::{Arg, ArgAction, Command, CommandFactory as _};

use super::Cli;

/// The heading under which the options of the filter stand in every command.
const FILTER: &str = "Filter";

/// The page `docs/commands.md`.
#[must_use]
pub fn page() -> String {
    let mut program = Cli::command();
    program.build();
    let mut page = String::from(
        "# Commands and options\n\n\
         Every command of the [terminal program](terminal.md). `dateline help COMMAND` prints the same.\n\n\
         `FILE` and other words in capitals stand for what you give. What stands in square brackets can be left out; `...` \
         says that it may be given several times.\n",
    );
    let mut filter = Vec::new();
    for verb in shown(&program) {
        command(&mut page, verb, "dateline", 2, &mut filter);
    }
    page.push_str(
        "\n## Filter options\n\nThey choose articles, and where it says so names. Several different ones narrow; the same \
         one several times widens.\n",
    );
    options(&mut page, &filter);
    page
}

fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    command
        .get_subcommands()
        .filter(|verb| verb.get_name() != "help" && !verb.is_hide_set())
}

fn command(page: &mut String, of: &Command, before: &str, level: usize, filter: &mut Vec<Arg>) {
    let name = format!("{before} {}", of.get_name());
    page.push_str(&format!("\n{} {name}\n", "#".repeat(level)));
    if let Some(about) = of.get_about() {
        page.push_str(&format!("\n{about}.\n"));
    }
    let verbs: Vec<&Command> = shown(of).collect();
    if !verbs.is_empty() {
        for verb in verbs {
            command(page, verb, &name, level + 1, filter);
        }
        return;
    }
    let (narrow, own): (Vec<&Arg>, Vec<&Arg>) = of
        .get_arguments()
        .filter(|arg| !arg.is_hide_set() && arg.get_id() != "help" && arg.get_id() != "version")
        .partition(|arg| arg.get_help_heading() == Some(FILTER));
    page.push_str(&format!(
        "\n```text\n{}\n```\n",
        usage(&name, &own, !narrow.is_empty())
    ));
    options(page, &own.into_iter().cloned().collect::<Vec<_>>());
    if !narrow.is_empty() {
        page.push_str("\nAlso the [filter options](#filter-options).\n");
    }
    for arg in narrow {
        if filter.iter().all(|known| known.get_id() != arg.get_id()) {
            filter.push(arg.clone());
        }
    }
}

/// One line: what is needed, then what can be said besides.
fn usage(name: &str, args: &[&Arg], filter: bool) -> String {
    let mut line = name.to_owned();
    for arg in args.iter().filter(|arg| arg.is_positional()) {
        let word = value(arg);
        let more = if takes_several(arg) { "..." } else { "" };
        line.push_str(&match arg.is_required_set() {
            true => format!(" {word}{more}"),
            false => format!(" [{word}]{more}"),
        });
    }
    for arg in args
        .iter()
        .filter(|arg| !arg.is_positional() && arg.is_required_set())
    {
        line.push_str(&format!(" {}", flag(arg)));
    }
    let optional = |arg: &&Arg| !arg.is_positional() && !arg.is_required_set();
    if filter || args.iter().any(optional) {
        line.push_str(" [options]");
    }
    line
}

fn takes_several(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Append)
        || arg
            .get_num_args()
            .is_some_and(|count| count.max_values() > 1)
}

/// What a value is called.
fn value(arg: &Arg) -> String {
    arg.get_value_names().map_or_else(
        || arg.get_id().as_str().to_uppercase(),
        |names| {
            names
                .iter()
                .map(|name| name.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        },
    )
}

/// `-o, --output FILE`.
fn flag(arg: &Arg) -> String {
    let long = arg.get_long().map(|long| format!("--{long}"));
    let short = arg.get_short().map(|short| format!("-{short}"));
    let mut words = [short, long]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ");
    if arg.get_action().takes_values() {
        words.push_str(&format!(" {}", value(arg)));
    }
    words
}

fn options(page: &mut String, args: &[Arg]) {
    if args.is_empty() {
        return;
    }
    page.push_str("\n| option | says |\n|---|---|\n");
    for arg in args {
        let name = if arg.is_positional() {
            value(arg)
        } else {
            flag(arg)
        };
        page.push_str(&format!("| `{name}` | {} |\n", explained(arg)));
    }
}

fn explained(arg: &Arg) -> String {
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let mut parts = vec![help.replace('|', "\\|")];
    let aliases = arg.get_visible_aliases().unwrap_or_default();
    if !aliases.is_empty() {
        let words: Vec<String> = aliases.iter().map(|alias| format!("`--{alias}`")).collect();
        parts.push(format!("also {}", words.join(", ")));
    }
    let choices: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|_| arg.get_action().takes_values())
        .map(|choice| format!("`{}`", choice.get_name()))
        .collect();
    if !choices.is_empty() {
        parts.push(format!("one of {}", choices.join(", ")));
    }
    let defaults: Vec<String> = arg
        .get_default_values()
        .iter()
        .filter(|_| arg.get_action().takes_values())
        .map(|value| format!("`{}`", value.to_string_lossy()))
        .collect();
    if !defaults.is_empty() {
        parts.push(format!("without it {}", defaults.join(", ")));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_the_manual_is_made_from_the_arguments() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/commands.md");
        let fresh = page();
        if std::env::var_os("DATELINE_BLESS").is_some() {
            std::fs::write(path, &fresh).expect("the page can be written");
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            kept == fresh,
            "docs/commands.md is out of date: DATELINE_BLESS=1 cargo test --lib cli::reference"
        );
    }

    #[test]
    fn every_option_is_explained() {
        let mut program = Cli::command();
        program.build();
        let mut open: Vec<&Command> = vec![&program];
        while let Some(command) = open.pop() {
            open.extend(shown(command));
            for arg in command.get_arguments() {
                let own = !matches!(arg.get_id().as_str(), "help" | "version" | "subcommand");
                let choices = !arg.get_possible_values().is_empty();
                let helped = arg.get_help().is_some() || choices || !own;
                assert!(helped, "{}: {}", command.get_name(), arg.get_id());
            }
        }
    }
}
