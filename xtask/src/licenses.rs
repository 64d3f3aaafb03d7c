//! Collects the licenses of everything the program is built from, as the About box shows them: `assets/licenses.txt.gz`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write as _,
    path::Path,
    process::Command,
};

use flate2::{Compression, GzBuilder};
use serde_json::Value;

use crate::{Outcome, packages::root};

/// The systems the program is built for.
const SYSTEMS: [&str; 4] = [
    "x86_64-unknown-linux-gnu",
    "x86_64-pc-windows-msvc",
    "aarch64-apple-darwin",
    "x86_64-apple-darwin",
];

/// Reads `cargo metadata` for all systems and writes the list.
pub fn run() -> Outcome {
    let mut packages: BTreeMap<(String, String), Value> = BTreeMap::new();
    for system in SYSTEMS {
        let out = Command::new("cargo")
            .args([
                "metadata",
                "--format-version=1",
                "--locked",
                "--filter-platform",
                system,
            ])
            .current_dir(root())
            .output()?;
        if !out.status.success() {
            return Err(String::from_utf8_lossy(&out.stderr).into_owned().into());
        }
        let metadata: Value = serde_json::from_slice(&out.stdout)?;
        for id in linked(&metadata) {
            let all = metadata["packages"].as_array().into_iter().flatten();
            let Some(package) = all.clone().find(|p| p["id"] == id.as_str()) else {
                continue;
            };
            let name = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
            if name("name") != "dateline" {
                packages.insert((name("name"), name("version")), package.clone());
            }
        }
    }
    // Many packages share one text to the letter; each text is shown once, with all it is for.
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut list = String::from(
        "Dateline is licensed under the Apache License 2.0. It is built from the packages below, each under its own license.\n\n",
    );
    for ((name, version), package) in &packages {
        let license = package["license"]
            .as_str()
            .unwrap_or("see its license file");
        list.push_str(&format!("{name} {version}: {license}\n"));
        let manifest = package["manifest_path"].as_str().unwrap_or_default();
        for text in license_texts(Path::new(manifest))? {
            texts
                .entry(text)
                .or_default()
                .insert(format!("{name} {version}"));
        }
    }
    let mut texts: Vec<(String, BTreeSet<String>)> = texts.into_iter().collect();
    texts.sort_by(|a, b| {
        a.1.iter()
            .next()
            .cmp(&b.1.iter().next())
            .then(a.0.cmp(&b.0))
    });
    let own = fs::read_to_string(root().join("LICENSE"))?;
    list.push_str(&format!("\n{}\n\nDateline\n\n{own}", "—".repeat(40)));
    for (text, of) in &texts {
        let of = of.iter().cloned().collect::<Vec<_>>().join(", ");
        list.push_str(&format!(
            "\n{}\n\n{}\n\n{}\n",
            "—".repeat(40),
            wrapped(&of),
            text
        ));
    }
    let path = root().join("assets/licenses.txt.gz");
    // Without a time, so that the same packages give the same file.
    let mut out = GzBuilder::new()
        .mtime(0)
        .write(fs::File::create(&path)?, Compression::best());
    out.write_all(list.as_bytes())?;
    out.finish()?;
    println!(
        "{} packages, {} texts, {} kB in {} kB",
        packages.len(),
        texts.len(),
        list.len() / 1_000,
        fs::metadata(&path)?.len() / 1_000
    );
    Ok(())
}

/// Ids of the packages that are linked into the program: what it needs, and what that needs, without tests and builds.
fn linked(metadata: &Value) -> BTreeSet<String> {
    let nodes: BTreeMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|node| Some((node["id"].as_str()?, node)))
        .collect();
    let mut open: Vec<&str> = metadata["workspace_default_members"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !found.insert(id.to_owned()) {
            continue;
        }
        let needs = nodes.get(id).and_then(|node| node["deps"].as_array());
        for need in needs.into_iter().flatten() {
            let kinds = need["dep_kinds"].as_array().into_iter().flatten();
            if kinds.clone().any(|kind| kind["kind"].is_null()) {
                open.extend(need["pkg"].as_str());
            }
        }
    }
    found
}

/// The texts of license files beside a package's manifest, line ends and blanks at ends of lines evened out.
fn license_texts(manifest: &Path) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let Some(folder) = manifest.parent() else {
        return Ok(Vec::new());
    };
    let mut files: Vec<_> = fs::read_dir(folder)?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .to_uppercase();
            ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"]
                .iter()
                .any(|known| name.starts_with(known))
                && path.is_file()
        })
        .collect();
    files.sort();
    let mut texts = Vec::new();
    for file in files {
        let bytes = fs::read(file)?;
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        texts.push(lines.join("\n").trim().to_owned());
    }
    Ok(texts)
}

/// Broken at blanks so that lines are no longer than a page is wide.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    for word in text.split(' ') {
        if width + word.len() > 96 {
            out.push('\n');
            width = 0;
        } else if width > 0 {
            out.push(' ');
        }
        out.push_str(word);
        width += word.len() + 1;
    }
    out
}
