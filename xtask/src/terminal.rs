//! Writes what a shell and `man` need to know about the terminal program, from its own description of its arguments.

use std::{fs, path::PathBuf};

use clap::{Command, CommandFactory as _};
use clap_complete::Shell;

use crate::{Outcome, packages};

/// Writes the man page and the completions to the folder named, by default `target/terminal`.
pub fn run(args: &[String]) -> Outcome {
    let folder = match args {
        [] => packages::root().join("target/terminal"),
        [folder] => PathBuf::from(folder),
        _ => return Err("terminal takes a folder, or nothing".into()),
    };
    fs::create_dir_all(&folder)?;
    let mut command = dateline::cli::Cli::command();
    command.build();
    fs::write(folder.join("dateline.1"), page(&command)?)?;
    for (shell, name) in [
        (Shell::Bash, "dateline.bash"),
        (Shell::Fish, "dateline.fish"),
        (Shell::Zsh, "_dateline"),
    ] {
        let mut words = Vec::new();
        let mut command = dateline::cli::Cli::command();
        clap_complete::generate(shell, &mut command, "dateline", &mut words);
        fs::write(folder.join(name), words)?;
    }
    Ok(())
}

/// One page: the program, then every subcommand with its options.
fn page(command: &Command) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let man = clap_mangen::Man::new(command.clone())
        .title("DATELINE")
        .section("1");
    man.render_title(&mut out)?;
    man.render_name_section(&mut out)?;
    man.render_synopsis_section(&mut out)?;
    man.render_description_section(&mut out)?;
    man.render_options_section(&mut out)?;
    out.extend(b".SH SUBCOMMANDS\n");
    verbs(command, "", &mut out)?;
    out.extend(
        b".SH \"EXIT STATUS\"\n.TP\n0\ndone\n.TP\n1\ndone, but some inputs failed; the report says which\n.TP\n2\nwrong use\n\
          .TP\n3\nnothing could be done\n\
          .SH ENVIRONMENT\n.TP\nDATELINE_HOME\nthe folder of settings, of the log and of the sample project, instead of the system's\n\
          .SH NOTES\nDateline opens no network connection. A project is one SQLite file.\n",
    );
    Ok(out)
}

fn verbs(command: &Command, above: &str, out: &mut Vec<u8>) -> std::io::Result<()> {
    for verb in command
        .get_subcommands()
        .filter(|verb| verb.get_name() != "help")
    {
        let name = format!("{above}{}", verb.get_name());
        out.extend(format!(".SS \"{name}\"\n").bytes());
        let mut part = Vec::new();
        let man = clap_mangen::Man::new(verb.clone());
        man.render_synopsis_section(&mut part)?;
        man.render_description_section(&mut part)?;
        man.render_options_section(&mut part)?;
        // Headings of a page of its own become paragraphs below the subcommand's heading.
        for line in String::from_utf8_lossy(&part).lines() {
            match line {
                ".SH SYNOPSIS" | ".SH DESCRIPTION" => out.extend(b".PP\n"),
                line if line.starts_with(".ie ") || line.starts_with(".el ") => {}
                line => match line.strip_prefix(".SH ") {
                    Some(heading) => {
                        out.extend(format!(".PP\n\\fI{}\\fR\n", heading.trim_matches('"')).bytes())
                    }
                    None => out.extend(format!("{line}\n").bytes()),
                },
            }
        }
        verbs(verb, &format!("{name} "), out)?;
    }
    Ok(())
}
