//! `annotate`: articles as JSON lines in, what is found in them as JSON lines out.

use std::io::{BufRead, Read as _, Write};

use super::{exit, run::Ended};
use crate::workspace::annotate;

/// Annotates line by line, so that any number of articles can be piped through. A line that cannot be read is told on
/// `err` with its number, and the rest goes on.
pub(super) fn annotate(mut input: impl BufRead, out: &mut dyn Write, err: &mut dyn Write) -> Ended {
    let (mut number, mut done, mut failed) = (0_u64, 0_u64, 0_u64);
    let mut line = Vec::new();
    loop {
        line.clear();
        let most = annotate::MAX_LINE_BYTES as u64;
        let read = input.by_ref().take(most).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        number += 1;
        let whole = line.ends_with(b"\n") || (read as u64) < most;
        let outcome = if whole {
            let text = String::from_utf8_lossy(&line);
            if text.trim().is_empty() {
                continue;
            }
            annotate::annotate(&text).map_err(|problem| problem.to_string())
        } else {
            skip_line(&mut input)?;
            Err(format!(
                "Could not annotate the article: it is longer than {} MB",
                most >> 20
            ))
        };
        match outcome {
            Ok(value) => {
                done += 1;
                writeln!(out, "{value}")?;
            }
            Err(words) => {
                failed += 1;
                writeln!(err, "dateline: line {number}: {words}")?;
            }
        }
    }
    Ok(match (done, failed) {
        (_, 0) => exit::DONE,
        (0, _) => exit::NOTHING_DONE,
        _ => exit::SOME_FAILED,
    })
}

fn skip_line(input: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = buffer.iter().position(|b| *b == b'\n');
        let used = end.map_or(buffer.len(), |at| at + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, code: u8) -> (Vec<serde_json::Value>, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let ended = annotate(input.as_bytes(), &mut out, &mut err);
        assert!(matches!(ended, Ok(c) if c == code), "{input}");
        let out = String::from_utf8(out).expect("JSON is UTF-8");
        let rows = out
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        (rows, String::from_utf8_lossy(&err).into_owned())
    }

    #[test]
    fn names_are_found_with_offsets_into_the_given_text() {
        let text = "The mayor of Bonn,  Ann Keller, closed the bridge “for good” over the Rhine.";
        let line = serde_json::json!({ "id": "a-1", "text": text }).to_string();
        let (rows, err) = check(&format!("{line}\n\n"), 0);
        assert!(err.is_empty());
        assert_eq!(rows[0]["id"], "a-1");
        let mentions = rows[0]["mentions"].as_array().expect("a list");
        let chars: Vec<char> = text.chars().collect();
        for mention in mentions {
            let at = |name: &str| mention[name].as_u64().expect("an offset") as usize;
            let there: String = chars[at("source_start")..at("source_end")].iter().collect();
            assert_eq!(mention["text"], there);
        }
        assert!(
            mentions
                .iter()
                .any(|m| m["text"] == "Ann Keller" && m["type"] == "person")
        );
        assert!(rows[0]["places"].as_array().is_some_and(|p| !p.is_empty()));
    }

    #[test]
    fn a_bad_line_is_told_and_the_rest_goes_on() {
        let (rows, err) = check(
            "{\"text\":\n{\"text\":\"Ann Keller left Bonn.\"}\n[]\n{\"title\":3}",
            1,
        );
        assert_eq!(rows.len(), 1);
        let told: Vec<&str> = err.lines().collect();
        assert_eq!(told.len(), 3, "{err}");
        assert!(
            told[0].starts_with("dateline: line 1: Could not annotate"),
            "{err}"
        );
        assert!(told[2].starts_with("dateline: line 4:"), "{err}");
        check("{}", 3);
        check("", 0);
    }
}
