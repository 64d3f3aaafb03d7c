//! Builds `assets/names.arabic.txt` out of `names.sqlite3` of PyPI `arabic-name-romanizer` (Wikidata's rows, CC0):
//! spellings in Latin letters of each Arabic name.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use dateline::analysis::variants::{arabic::skeleton, ascii_fold};

use crate::Outcome;

/// Bearers a name needs to be listed.
const LEAST_BEARERS: u32 = 3;
/// Bearers at which a spelling needs no likeness to the usual one.
const PLAIN_EVIDENCE: u32 = 20;

/// Bearers at which a name is Arabic even where Europe has it on its lists: Ali, Mohammed.
const ARABIC_EVERYWHERE: u32 = 800;

/// Locales whose name lists tell what is common in Europe; a name on three of them is.
const WESTERN: [&str; 8] = [
    "en_GB", "de_DE", "it_IT", "es_ES", "pl_PL", "en_US", "nl_NL", "fr_FR",
];

/// `arabic-names NAMES.sqlite3 FAKER_DIR [OUT]`
pub fn run(args: &[String]) -> Outcome {
    let usage = "arabic-names NAMES.sqlite3 FAKER_DIR [OUT]";
    let (db, faker) = (args.first().ok_or(usage)?, args.get(1).ok_or(usage)?);
    let out = args
        .get(2)
        .map_or("assets/names.arabic.txt", String::as_str);
    // Names as common in Europe as in Arabic countries (Adam, Sara) say nothing about the language of the others.
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for locale in WESTERN {
        let code = fs::read_to_string(format!(
            "{faker}/faker/providers/person/{locale}/__init__.py"
        ))?;
        let names: BTreeSet<String> = code.split('"').skip(1).step_by(2).map(ascii_fold).collect();
        for name in names {
            *seen.entry(name).or_default() += 1;
        }
    }
    let western: BTreeSet<String> = seen.into_iter().filter(|n| n.1 >= 3).map(|n| n.0).collect();
    let connection =
        rusqlite::Connection::open_with_flags(db, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut query = connection.prepare("SELECT arabic_key, latin, role, sum(count) FROM units WHERE source = 'wikidata' GROUP BY 1, 2, 3")?;
    let mut by_name: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    let mut by_spelling: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    let mut given: BTreeMap<String, [u32; 2]> = BTreeMap::new();
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (arabic, latin, role, count): (String, String, String, u32) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let name = arabic
            .strip_prefix("ال")
            .filter(|rest| rest.chars().count() > 2)
            .unwrap_or(&arabic)
            .to_owned();
        let folded = ascii_fold(&latin);
        let spelling = ["al-", "el-", "al ", "el "]
            .iter()
            .find_map(|p| folded.strip_prefix(p))
            .unwrap_or(&folded);
        if spelling.len() < 3 || !spelling.chars().all(|c| c.is_ascii_lowercase()) {
            continue;
        }
        *by_name
            .entry(name.clone())
            .or_default()
            .entry(spelling.to_owned())
            .or_default() += count;
        *by_spelling
            .entry(spelling.to_owned())
            .or_default()
            .entry(name.clone())
            .or_default() += count;
        let slot = given.entry(name).or_default();
        slot[0] += if role == "given" { count } else { 0 };
        slot[1] += if role == "surname" { count } else { 0 };
    }
    let mut lines = Vec::new();
    for (name, spellings) in &by_name {
        let total: u32 = spellings.values().sum();
        let mut order: Vec<(&String, u32)> = spellings.iter().map(|(s, c)| (s, *c)).collect();
        order.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let usual = skeleton(order[0].0);
        if total < LEAST_BEARERS || total < ARABIC_EVERYWHERE && western.contains(order[0].0) {
            continue;
        }
        let kept: Vec<&str> = order
            .iter()
            .filter(|(spelling, count)| {
                let all: u32 = by_spelling[*spelling].values().sum();
                let clear = f64::from(*count) >= 0.6 * f64::from(all);
                clear
                    && (skeleton(spelling) == usual || *count >= PLAIN_EVIDENCE)
                    && (total >= ARABIC_EVERYWHERE || !western.contains(*spelling))
            })
            .map(|(spelling, _)| spelling.as_str())
            .collect();
        let [first, last] = given[name];
        if !kept.is_empty() {
            lines.push((
                total,
                format!(
                    "{total}{} {}",
                    if first > 3 * last { "*" } else { "" },
                    kept.join(" ")
                ),
            ));
        }
    }
    lines.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut text = "# Spellings of Arabic names: bearers in Wikidata (* mostly as first name), then spellings, commonest first.\n\
        # From Wikidata (CC0) by way of PyPI arabic-name-romanizer; built by `xtask arabic-names`.\n"
        .to_owned();
    for (_, line) in &lines {
        text.push_str(line);
        text.push('\n');
    }
    println!("{out}: {} names, {} bytes", lines.len(), text.len());
    fs::write(out, text)?;
    Ok(())
}
