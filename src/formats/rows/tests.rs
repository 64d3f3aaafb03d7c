//! Tables: what is guessed, kept and refused.

use super::*;
use crate::formats::samples::{self, check, survives};

const SAMPLES: &[&str] = &[
    "csv/ferries.csv",
    "csv/semicolons.csv",
    "csv/stray_quote.csv",
    "csv/no_headings.tsv",
    "xlsx/dates.xlsx",
    "xlsx/serial.xlsx",
    "xlsx/numbers.xlsx",
];

survives!("csv", super::read, SAMPLES);

#[test]
fn samples_are_read() {
    for name in SAMPLES {
        check(name);
    }
}

fn texts(bytes: &[u8], options: &ReadOptions) -> Vec<String> {
    let reading = read("a.csv", bytes, options).expect("a table");
    reading.articles.into_iter().map(|a| a.text).collect()
}

#[track_caller]
fn guessed(csv: &str, expected: &str) {
    let (_, columns) = guess_columns("a.csv", csv.as_bytes()).expect("a table");
    let layout = Layout {
        headings: Vec::new(),
        has_heading_row: true,
        columns,
        order: DayOrder::Unknown,
    };
    assert_eq!(
        layout.described(),
        format!("Columns read: {expected}"),
        "{csv}"
    );
}

#[test]
fn columns_are_guessed_by_heading_and_by_content() {
    let row = "The quay of Bari was closed on Friday after a storm had torn off its lamps.";
    guessed(
        &format!("Text,Title,Source\n\"{row}\",Quay closed,Puglia Sera\n"),
        "text = Text, title = Title, outlet = Source",
    );
    guessed(
        &format!("text,comment\nshort,\"{row}\"\nshort,\"{row} {row}\"\n"),
        "text = comment",
    );
    guessed(
        &format!(
            "Words|When|Where from\n{row}|2011-06-03|https://bari.example/a\n{row}|2011-06-04|https://bari.example/b\n"
        ),
        "text = Words, date = When, address = Where from",
    );
    guessed(
        &format!("source;body\nhttps://bari.example/a;{row}\n"),
        "text = body, address = source",
    );
    guessed(
        &format!(",title,content\n0,Quay closed,{row}\n1,Quay open,{row}\n"),
        "text = content, title = title",
    );
    guessed(
        &format!("2011-06-03,{row}\n2011-06-04,{row}\n"),
        "text = 2, date = 1",
    );
    assert_eq!(guess_columns("a.txt", b"Hello, dear reader, of this"), None);
}

#[test]
fn chosen_columns_win() {
    let csv =
        b"title,body,extra\nA,The body of the article is here.,And the extra words are there.\n";
    let mut options = ReadOptions {
        columns: Some(Columns {
            text: vec!["extra".to_owned(), "2".to_owned()],
            ..Columns::default()
        }),
        ..ReadOptions::default()
    };
    assert_eq!(
        texts(csv, &options),
        ["And the extra words are there.\n\nThe body of the article is here."]
    );
    if let Some(columns) = &mut options.columns {
        columns.title = Some("nowhere".to_owned());
    }
    let error = read("a.csv", csv, &options).expect_err("no such column");
    assert_eq!(
        error.to_string(),
        "No text in it: it has no column called “nowhere”. Its columns are title, body, extra"
    );
}

#[test]
fn days_and_months_are_told_apart_by_the_column() {
    let dates = |rows: &[&str]| {
        let mut csv = "date,text\n".to_owned();
        for date in rows {
            csv.push_str(&format!("{date},The quay of Bari was closed on Friday.\n"));
        }
        let reading = read("a.csv", csv.as_bytes(), &ReadOptions::default()).expect("a table");
        let date = |a: &crate::model::RawArticle| {
            a.stated
                .published
                .map(|p| p.date.to_string())
                .unwrap_or_default()
        };
        reading.articles.iter().map(date).collect::<Vec<_>>()
    };
    assert_eq!(
        dates(&["03/06/2011", "13/06/2011"]),
        ["2011-06-03", "2011-06-13"]
    );
    assert_eq!(
        dates(&["03/06/2011", "06/13/2011 16:30"]),
        ["2011-03-06", "2011-06-13T16:30"]
    );
    assert_eq!(dates(&["03/06/2011", "04/06/2011"]), ["2011", "2011"]);
    assert_eq!(
        dates(&["13/06/2011", "06/13/2011"]),
        ["2011-06-13", "2011-06-13"]
    );
}

#[test]
fn a_huge_cell_is_left_out_and_the_rest_kept() {
    let mut csv = b"title,text\nA,The first row is fine and has words.\nB,\"".to_vec();
    csv.resize(csv.len() + 17 * 1024 * 1024, b'x');
    csv.extend(b"\"\nC,The third row is fine and has words.\n");
    let reading = read("a.csv", &csv, &ReadOptions::default()).expect("a table");
    assert_eq!(reading.articles.len(), 2);
    assert!(
        reading
            .lost
            .iter()
            .any(|n| n.starts_with("Row 3 is left out: a cell of 17 MB")),
        "{:?}",
        reading.lost
    );
}

#[test]
fn too_many_columns_are_refused_in_the_headings_and_cut_off_below() {
    let wide = "x,".repeat(100_000);
    let error = read("a.csv", wide.as_bytes(), &ReadOptions::default()).expect_err("too wide");
    assert_eq!(
        error.to_string(),
        "Refused to unpack it: the first row has more than 1000 columns"
    );
    let csv = format!(
        "title,text\nA,The first row is fine and has words.\n{wide}\nC,The third row is fine and has words.\n"
    );
    let reading = read("a.csv", csv.as_bytes(), &ReadOptions::default()).expect("a table");
    assert!(
        reading
            .lost
            .iter()
            .any(|n| n.starts_with("Row 3 has more than 1000 cells")),
        "{:?}",
        reading.lost
    );
    assert!(
        reading
            .articles
            .iter()
            .any(|a| a.member.as_deref() == Some("4"))
    );
}

#[test]
fn other_encodings_are_read() {
    let text = "title;text\nЗабастовка в порту;Рабочие порта Новороссийск объявили забастовку в пятницу.\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(text);
    let options = ReadOptions {
        encoding: Some("windows-1251".to_owned()),
        ..ReadOptions::default()
    };
    assert_eq!(
        texts(&bytes, &options),
        ["Забастовка в порту\n\nРабочие порта Новороссийск объявили забастовку в пятницу."]
    );
    let utf16: Vec<u8> = format!("\u{FEFF}{text}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(texts(&utf16, &ReadOptions::default()).len(), 1);
}

#[test]
fn a_workbook_that_unpacks_without_end_is_refused() {
    let bytes = samples::bytes("xlsx/dates.xlsx");
    assert_eq!(xlsx::check_size(&bytes, 1 << 20), Ok(()));
    let error = xlsx::check_size(&bytes, 500).expect_err("too large");
    assert!(matches!(error, FormatError::Excessive(_)), "{error}");
}

#[test]
fn prose_is_no_table() {
    for text in [
        "Hello, dear reader, this is prose.\nIt has commas, too, but no columns.\n",
        "Title: A\nDate: B\n",
        "",
    ] {
        assert!(!is_one("a.txt", text.as_bytes()), "{text}");
    }
    assert!(is_one(
        "export",
        b"id,title,body,date\n1,A,Words of a text,2011-06-03\n"
    ));
}
