//! The packages of the three systems agree with the program and with each other: one name, one version, one file type, icons
//! made from the master. Read from the checkout; the published crate holds no packages, and there is nothing to compare there.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// A file of the packages; `None` in the published crate.
fn text(path: &str) -> Option<String> {
    root()
        .join("packaging/linux")
        .is_dir()
        .then(|| fs::read_to_string(root().join(path)).expect(path))
}

/// The value of a key of a desktop entry.
fn field<'a>(entry: &'a str, key: &str) -> &'a str {
    entry
        .lines()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
        .expect(key)
}

/// What stands between `before` and `after`, every time.
fn all_between<'a>(text: &'a str, before: &'a str, after: &str) -> Vec<&'a str> {
    text.split(before)
        .skip(1)
        .filter_map(|rest| rest.split(after).next())
        .collect()
}

#[test]
fn icons_belong_to_the_master() {
    let folder = root().join("assets/icons");
    let svg = fs::read(root().join("assets/icon.svg")).expect("the master");
    let digest: String = Sha256::digest(&svg)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let noted = fs::read_to_string(folder.join("made-from.txt")).expect("the note");
    assert!(
        noted.starts_with(&digest),
        "assets/icon.svg has changed: run `cargo run -p xtask -- icons`"
    );
    for side in [16_u32, 24, 32, 48, 64, 128, 256, 512] {
        let file = fs::File::open(folder.join(format!("dateline-{side}.png"))).expect("a PNG");
        let reader = png::Decoder::new(std::io::BufReader::new(file))
            .read_info()
            .expect("a whole PNG");
        assert_eq!((reader.info().width, reader.info().height), (side, side));
    }
}

#[test]
fn the_icon_of_windows_is_whole() {
    let file = fs::read(root().join("assets/icons/dateline.ico")).expect("the icon");
    let short = |at: usize| usize::from(u16::from_le_bytes([file[at], file[at + 1]]));
    let long = |at: usize| short(at) + (short(at + 2) << 16);
    assert_eq!((short(0), short(2)), (0, 1));
    let count = short(4);
    let mut next = 6 + 16 * count;
    let mut sides = Vec::new();
    for at in (0..count).map(|index| 6 + 16 * index) {
        let (bytes, offset) = (long(at + 8), long(at + 12));
        assert_eq!(offset, next, "images follow each other");
        let image = &file[offset..offset + bytes];
        let side = if image.starts_with(b"\x89PNG") {
            256
        } else {
            // The header counts the mask as well.
            assert_eq!(long(offset + 8), 2 * long(offset + 4));
            long(offset + 4)
        };
        assert_eq!(side % 256, usize::from(file[at]));
        sides.push(side);
        next = offset + bytes;
    }
    assert_eq!(next, file.len());
    assert_eq!(sides, [16, 20, 24, 32, 48, 64, 256]);
}

#[test]
fn the_icon_of_macos_is_whole() {
    let file = fs::read(root().join("assets/icons/dateline.icns")).expect("the icon");
    let long =
        |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().expect("four bytes")) as usize;
    assert_eq!((&file[..4], long(4)), (&b"icns"[..], file.len()));
    let mut at = 8;
    let mut kinds = BTreeSet::new();
    while at < file.len() {
        let kind = String::from_utf8(file[at..at + 4].to_vec()).expect("a type");
        let body = &file[at + 8..at + long(at + 4)];
        let side = match kind.as_str() {
            "ic04" | "ic05" => {
                let side = if kind == "ic04" { 16 } else { 32 };
                assert_eq!(&body[..4], b"ARGB");
                assert_eq!(unpacked(&body[4..]), 4 * side * side);
                side
            }
            _ => {
                let reader = png::Decoder::new(std::io::Cursor::new(body))
                    .read_info()
                    .expect("a whole PNG");
                reader.info().width as usize
            }
        };
        kinds.insert((kind, side));
        at += long(at + 4);
    }
    let expected = [
        ("ic04", 16),
        ("ic05", 32),
        ("ic07", 128),
        ("ic08", 256),
        ("ic09", 512),
        ("ic10", 1024),
        ("ic11", 32),
        ("ic12", 64),
        ("ic13", 256),
        ("ic14", 512),
    ];
    assert_eq!(
        kinds,
        expected.map(|(kind, side)| (kind.to_owned(), side)).into()
    );
}

/// How many bytes the run lengths of an `.icns` stand for.
fn unpacked(packed: &[u8]) -> usize {
    let (mut at, mut count) = (0, 0);
    while at < packed.len() {
        let head = usize::from(packed[at]);
        if head < 128 {
            count += head + 1;
            at += head + 2;
        } else {
            count += head - 125;
            at += 2;
        }
    }
    count
}

#[test]
fn the_desktop_entries_know_the_window_and_the_file_type() {
    let (Some(entry), Some(articles), Some(mime), Some(metainfo)) = (
        text("packaging/linux/dateline.desktop"),
        text("packaging/linux/x-dateline-articles.desktop"),
        text("packaging/linux/dateline.mime.xml"),
        text("packaging/linux/dateline.metainfo.xml"),
    ) else {
        return;
    };
    let start = fs::read_to_string(root().join("src/ui/start.rs")).expect("the window");
    let app_id = all_between(&start, "const APP_ID: &str = \"", "\"")[0];
    for entry in [&entry, &articles] {
        assert_eq!(field(entry, "StartupWMClass"), app_id);
        assert_eq!(field(entry, "Exec"), "dateline %F");
        assert_eq!(field(entry, "Icon"), "dateline");
    }
    // Wayland finds the entry by the name of its file.
    assert!(
        root()
            .join(format!("packaging/linux/{app_id}.desktop"))
            .is_file()
    );
    let kind = all_between(&mime, "<mime-type type=\"", "\"")[0];
    assert_eq!(field(&entry, "MimeType"), format!("{kind};"));
    assert!(
        !articles.contains(kind),
        "projects belong to the entry in the menu alone"
    );
    assert_eq!(
        all_between(&metainfo, "<mediatype>", "</mediatype>"),
        [kind]
    );
    assert_eq!(
        all_between(&mime, "glob pattern=\"*.", "\""),
        [dateline::workspace::project::EXTENSION]
    );
    // The magic names the id that the store writes.
    let store = fs::read_to_string(root().join("src/store/mod.rs")).expect("the store");
    let id = all_between(&store, "const APPLICATION_ID: i32 = ", ";")[0].replace('_', "");
    assert!(
        mime.to_lowercase()
            .contains(&format!("value=\"{}\" offset=\"68\"", id.to_lowercase())),
        "{id}"
    );
}

#[test]
fn articles_are_offered_the_same_on_windows_and_macos() {
    let (Some(windows), Some(mac)) = (
        text("packaging/windows/dateline.nsi"),
        text("packaging/macos/Info.plist"),
    ) else {
        return;
    };
    let extension = dateline::workspace::project::EXTENSION;
    let offered = all_between(&windows, "!insertmacro OfferFor \".", "\"");
    assert_eq!(offered[0], extension);
    // A macOS type stands for endings; those without one are named by ending.
    let endings = [
        ("public.plain-text", &["txt"][..]),
        ("net.daringfireball.markdown", &["md"]),
        ("public.html", &["html", "htm"]),
        ("com.adobe.pdf", &["pdf"]),
        ("org.openxmlformats.wordprocessingml.document", &["docx"]),
        ("org.openxmlformats.spreadsheetml.sheet", &["xlsx"]),
        ("org.oasis-open.opendocument.text", &["odt"]),
        ("public.rtf", &["rtf"]),
        ("org.idpf.epub-container", &["epub"]),
        ("com.apple.mail.email", &["eml"]),
        ("public.comma-separated-values-text", &["csv"]),
        ("public.tab-separated-values-text", &["tsv"]),
        ("public.json", &["json"]),
        ("public.xml", &["xml"]),
        ("public.zip-archive", &["zip"]),
    ];
    let (_, articles) = mac
        .split_once("<string>Alternate</string>")
        .expect("articles");
    let named = all_between(articles, "<string>", "</string>");
    let mut on_mac: BTreeSet<&str> = ["fodt", "mbox", "mhtml", "mht", "jsonl", "ndjson"]
        .into_iter()
        .filter(|ending| named.contains(ending))
        .collect();
    for (kind, standing_for) in endings {
        if named.contains(&kind) {
            on_mac.extend(standing_for);
        }
    }
    let on_windows: BTreeSet<&str> = offered[1..].iter().copied().collect();
    assert_eq!(on_windows, on_mac);
    assert!(windows.contains(&format!("\\.{extension}\" \"\" \"${{PROJECT}}\"")));
    assert!(mac.contains(&format!("<string>{extension}</string>")));
}
