//! Runs a block of a page in a folder of its own.

use std::{
    fs::{self, File},
    path::Path,
    process::{Command, Stdio},
};

use rusqlite::{Connection, OpenFlags, types::ValueRef};

use super::page::Fence;

/// What came of a block.
#[derive(Default)]
pub struct Done {
    pub commands: usize,
    pub problems: Vec<String>,
    /// The number of the line before each answer, what the page says, and what came.
    pub answers: Vec<(usize, String, String)>,
}

/// A folder with the sample articles and the project made of them.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let articles = folder.path().join("articles");
        fs::create_dir(&articles).expect("a folder");
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples");
        for entry in fs::read_dir(samples)
            .expect("the samples")
            .filter_map(Result::ok)
        {
            if entry
                .path()
                .extension()
                .is_some_and(|ending| ending == "txt")
            {
                fs::copy(entry.path(), articles.join(entry.file_name())).expect("a copy");
            }
        }
        let folder = Self(folder);
        let words = [
            "dateline",
            "import",
            "--project",
            "hills.dateline",
            "articles",
        ];
        let (status, _, complaints) = folder
            .execute(&words.map(str::to_owned))
            .expect("the program");
        assert_eq!(status, 0, "{complaints}");
        folder
    }

    /// A folder with the same in it.
    pub fn again(&self) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (from, to) = (self.0.path(), folder.path());
        fs::create_dir(to.join("articles")).expect("a folder");
        for entry in fs::read_dir(from.join("articles"))
            .expect("the articles")
            .filter_map(Result::ok)
        {
            fs::copy(entry.path(), to.join("articles").join(entry.file_name())).expect("a copy");
        }
        fs::copy(from.join("hills.dateline"), to.join("hills.dateline")).expect("a copy");
        Self(folder)
    }

    /// Runs a block; `all` are those of the page, for the answer that stands in a block of its own.
    pub fn run(&self, fence: &Fence, all: &[Fence]) -> Done {
        match fence.language.as_str() {
            "sh" => self.commands(fence),
            "console" => self.session(fence),
            "sql" => self.answered(fence, all, |text| self.query(text)),
            "python" if python_can(fence) => self.answered(fence, all, |text| self.python(text)),
            "text" | "csv" if !fence.name.is_empty() => {
                fs::write(
                    self.0.path().join(&fence.name),
                    fence.lines.join("\n") + "\n",
                )
                .expect("a file");
                Done::default()
            }
            _ => Done::default(),
        }
    }

    /// Commands without answers.
    fn commands(&self, fence: &Fence) -> Done {
        let mut done = Done::default();
        for (_, command) in joined(&fence.lines, 0) {
            self.command(&command, &mut done);
        }
        done
    }

    /// Commands behind `$`, each with its answer below it.
    fn session(&self, fence: &Fence) -> Done {
        let mut done = Done::default();
        let lines = &fence.lines;
        let mut at = 0;
        while at < lines.len() {
            let Some(command) = lines[at].strip_prefix("$ ") else {
                done.problems
                    .push(format!("no command begins here: {}", lines[at]));
                at += 1;
                continue;
            };
            let mut command = command.to_owned();
            while let Some(open) = command.strip_suffix('\\') {
                at += 1;
                let next = lines.get(at).map_or("", |line| line.trim_start());
                command = format!("{open}{next}");
            }
            at += 1;
            let begin = at;
            while at < lines.len() && !lines[at].starts_with("$ ") {
                at += 1;
            }
            let got = self.command(&command, &mut done);
            done.answers
                .push((fence.line + begin, lines[begin..at].join("\n"), got));
        }
        done
    }

    /// A block whose answer is the `text` block after it.
    fn answered(
        &self,
        fence: &Fence,
        all: &[Fence],
        run: impl Fn(&str) -> Result<String, String>,
    ) -> Done {
        let mut done = Done {
            commands: 1,
            ..Done::default()
        };
        let next = all
            .iter()
            .find(|next| next.line == fence.line + fence.lines.len() + 3)
            .filter(|next| next.language == "text" && next.name.is_empty());
        match (run(&fence.lines.join("\n")), next) {
            (Err(problem), _) => done.problems.push(problem),
            (Ok(got), Some(next)) => done.answers.push((next.line, next.lines.join("\n"), got)),
            (Ok(_), None) => {}
        }
        done
    }

    /// Runs one line; returns what it printed, complaints last.
    fn command(&self, line: &str, done: &mut Done) -> String {
        let (words, comment) = words(line);
        if words.is_empty() {
            return String::new();
        }
        // These build or test the program; this test is run by them.
        if ["cargo", "just"].contains(&words[0].as_str()) {
            return String::new();
        }
        done.commands += 1;
        let expected = comment
            .rsplit_once("exit status ")
            .and_then(|(_, status)| status.split_whitespace().next()?.parse::<i32>().ok())
            .unwrap_or(0);
        match self.execute(&words) {
            Err(problem) => {
                done.problems.push(format!("{line}: {problem}"));
                String::new()
            }
            Ok((status, out, complaints)) => {
                if status != expected {
                    done.problems
                        .push(format!("{line}: exit status {status}: {complaints}{out}"));
                }
                format!("{out}{complaints}")
            }
        }
    }

    fn execute(&self, words: &[String]) -> Result<(i32, String, String), String> {
        let folder = self.0.path();
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        if words.first().map(String::as_str) != Some("dateline") {
            return Err("only the program itself is run".to_owned());
        }
        command
            .current_dir(folder)
            .env("DATELINE_HOME", folder.join("settings"))
            .env("USER", "reporter")
            .env("COLUMNS", "100")
            .stdin(Stdio::null());
        let mut into = None;
        let mut rest = words[1..].iter();
        while let Some(word) = rest.next() {
            match word.as_str() {
                "\0<" => {
                    let name = rest.next().ok_or("nothing behind <")?;
                    let file =
                        File::open(folder.join(name)).map_err(|why| format!("{name}: {why}"))?;
                    command.stdin(file);
                }
                "\0>" => into = Some(rest.next().ok_or("nothing behind >")?),
                word => {
                    command.arg(word);
                }
            }
        }
        let output = command.output().map_err(|why| why.to_string())?;
        let mut out = String::from_utf8_lossy(&output.stdout).into_owned();
        if let Some(name) = into {
            fs::write(folder.join(name), &output.stdout).map_err(|why| format!("{name}: {why}"))?;
            out.clear();
        }
        let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
        let out = out.trim_start_matches('\u{feff}').to_owned();
        Ok((output.status.code().unwrap_or(-1), out, complaints))
    }

    /// The rows of a query as a table, as SQLite's own shell prints it in the mode "column".
    fn query(&self, text: &str) -> Result<String, String> {
        let path = self.0.path().join("hills.dateline");
        let project = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .map_err(|why| why.to_string())?;
        let mut query = project.prepare(text).map_err(|why| why.to_string())?;
        let mut table: Vec<Vec<String>> = vec![query.column_names().map(str::to_owned).collect()];
        let columns = query.column_count();
        let mut rows = query.query([]).map_err(|why| why.to_string())?;
        while let Some(row) = rows.next().map_err(|why| why.to_string())? {
            let cell = |at| match row.get_ref(at) {
                Ok(ValueRef::Integer(number)) => number.to_string(),
                Ok(ValueRef::Real(number)) => number.to_string(),
                Ok(ValueRef::Text(text)) => String::from_utf8_lossy(text).into_owned(),
                _ => String::new(),
            };
            table.push((0..columns).map(cell).collect());
        }
        let wide = |column: usize| {
            table
                .iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(wide).collect();
        table.insert(1, widths.iter().map(|width| "-".repeat(*width)).collect());
        let line = |row: &Vec<String>| {
            let cells: Vec<String> = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.chars().count())))
                .collect();
            cells.join("  ").trim_end().to_owned()
        };
        Ok(table.iter().map(line).collect::<Vec<_>>().join("\n"))
    }

    fn python(&self, text: &str) -> Result<String, String> {
        let output = Command::new("python3")
            .args(["-c", text])
            .current_dir(self.0.path())
            .env("PYTHONIOENCODING", "utf-8")
            .output()
            .map_err(|why| why.to_string())?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// Whether Python is there, with what the block imports.
fn python_can(fence: &Fence) -> bool {
    let imports: Vec<&str> = fence
        .lines
        .iter()
        .map(String::as_str)
        .filter(|line| line.starts_with("import ") || line.starts_with("from "))
        .collect();
    let tried = Command::new("python3")
        .args(["-c", &imports.join("\n")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    tried.is_ok_and(|status| status.success())
}

/// Lines with those that end in `\` joined to the next, each with its number.
fn joined(lines: &[String], begin: usize) -> Vec<(usize, String)> {
    let mut all: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (at, line) in lines.iter().enumerate() {
        let (words, more) = line
            .strip_suffix('\\')
            .map_or((line.as_str(), false), |cut| (cut, true));
        match all.last_mut() {
            Some((_, last)) if open => last.push_str(words.trim_start()),
            _ => all.push((begin + at, words.to_owned())),
        }
        open = more;
    }
    all
}

/// The words of a command line, and the comment behind them. `<` and `>` are marked so that quoted ones are told apart.
fn words(line: &str) -> (Vec<String>, String) {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            ' ' => words.extend(word.take()),
            '#' if word.is_none() => return (words, chars.collect()),
            '<' | '>' if word.is_none() => words.push(format!("\0{c}")),
            '\'' => {
                let quoted: String = chars.by_ref().take_while(|c| *c != '\'').collect();
                word.get_or_insert_default().push_str(&quoted);
            }
            '"' => {
                let word = word.get_or_insert_default();
                while let Some(c) = chars.next().filter(|c| *c != '"') {
                    match c {
                        '\\' => word.extend(chars.next()),
                        c => word.push(c),
                    }
                }
            }
            '\\' => word.get_or_insert_default().extend(chars.next()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    (words, String::new())
}

#[test]
fn command_lines_are_cut_as_a_shell_does() {
    let check = |line: &str, expected: &[&str], comment: &str| {
        let (got, rest) = words(line);
        assert_eq!(
            (got, rest.trim()),
            (
                expected.iter().map(|word| (*word).to_owned()).collect(),
                comment
            )
        );
    };
    check("a 'b c' d\"e f\"  # note", &["a", "b c", "de f"], "note");
    check("a \"x\\\"y\" ''", &["a", "x\"y", ""], "");
    check("a < b > 'c>d' #7", &["a", "\0<", "b", "\0>", "c>d"], "7");
    check("# only this", &[], "only this");
}
