use proptest::prelude::*;

use super::*;
use crate::{
    formats::written::samples::outline,
    model::{BlockKind, RawArticle},
};

macro_rules! sample {
    ($name:literal) => {
        include_bytes!(concat!("../../../tests/samples/pdf/", $name))
    };
}

const REPORT: &[u8] = sample!("report.pdf");
const TWO_COLUMNS: &[u8] = sample!("two-columns.pdf");

fn read_it(bytes: &[u8]) -> Result<Reading, FormatError> {
    read("a.pdf", bytes, &ReadOptions::default())
}

fn article(bytes: &[u8]) -> RawArticle {
    assert!(is_one("a.bin", bytes));
    let reading = read_it(bytes).expect("a PDF file with text");
    assert_eq!((reading.format, reading.articles.len()), ("pdf", 1));
    reading.articles.into_iter().next().expect("one article")
}

fn check(bytes: &[u8], expected: &str) {
    assert_eq!(outline(&article(bytes)), expected);
}

/// A file with these objects, the first of them the catalog, and a right table of them.
fn file(objects: &[&str]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (i, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", bytes.len()));
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", i + 1).bytes());
    }
    let start = bytes.len();
    let size = objects.len() + 1;
    bytes.extend(table.bytes());
    bytes.extend(
        format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").bytes(),
    );
    bytes
}

/// A file of one page with this content.
fn page(content: &str) -> Vec<u8> {
    file(&[
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        &format!(
            "<</Length {}>>\nstream\n{content}\nendstream",
            content.len()
        ),
    ])
}

const COLUMNS: &str = "- THE HARBOR GAZETTE\n\
    # Ferry returns to Limassol\n\
    ## The council votes for it, the fishermen object\n\
    - The ferry that linked Limassol with Piraeus for forty / years will sail again in May, its owners said on Monday, \
    / after the council voted to reopen the old pier despite object- / ions from fishermen.\n\
    - Maria Ioannou, who sold tickets at the pier until the line / was closed in 2012, said the first boat was already \
    booked. / “People remember it,” she said. “They want to show it to / their grandchildren.”\n\
    - The government of the island paid for the repairs, which / cost eleven million euros and took twice as long as \
    planned. / An investigation into the delays is under way, and the resp- / onsible department has declined to comment \
    on its / findings.\n\
    - Fishermen had asked for compensation because the / harbor will be closed to them on two days of the week. The / \
    council offered them other moorings, which they called / unacceptable.\n\
    - Passengers pay sixty euros for a seat and twice as much / for a cabin. The voyage takes thirty hours, as it did \
    before, / and there is room for four hundred passengers and ninety / cars.\n\
    - The company has chartered a second vessel in case / demand exceeds expectations, according to Andreas / \
    Charalambous, its manager. It will be registered in Valletta.";

#[test]
fn columns_are_read_one_after_the_other() {
    check(TWO_COLUMNS, COLUMNS);
    // The same words in three columns, where paragraphs go on in the next column.
    let words = |bytes: &[u8]| {
        outline(&article(bytes))
            .replace("- / ", "")
            .replace(" / ", " ")
    };
    assert_eq!(words(sample!("three-columns.pdf")), words(TWO_COLUMNS));
    assert!(words(TWO_COLUMNS).contains("despite objections from fishermen."));
}

#[test]
fn running_heads_and_page_numbers_are_set_aside() {
    let article = article(REPORT);
    let outline = outline(&article);
    assert!(
        outline.starts_with("# Ferry returns to Limassol\n- By Nikos Petrou\n- The ferry that")
    );
    assert!(outline.contains("\n## What it costs\n"));
    assert!(
        !outline.contains("Harbor Review") && !outline.contains("Page "),
        "{outline}"
    );
    assert_eq!(article.blocks.len(), 17);
    assert!(
        article
            .text
            .ends_with("\n\nPage 1 of 3\n\nThe Harbor Review, spring issue\n")
    );
    assert_eq!(article.text.matches('\u{C}').count(), 2);
    assert_eq!(article.stated, crate::model::Metadata::default());
}

#[test]
fn fonts_of_two_bytes_are_read() {
    check(
        sample!("two-byte-fonts.pdf"),
        "# Жители вернулись домой\n\
         - Жители посёлка у Днепра вернулись домой после наводнения, сообщили местные власти в / пятницу. Вода ушла, но \
         дороги ещё закрыты.\n\
         - Émile Brûlé, who runs the office of the relief agency, said that the first families had found “nothing but / \
         mud” on Łódź Street.",
    );
}

#[test]
fn what_is_locked_against_reading_says_so() {
    assert_eq!(read_it(sample!("locked.pdf")), Err(FormatError::Locked));
    check(sample!("owner-aes.pdf"), COLUMNS);
    check(sample!("owner-rc4.pdf"), COLUMNS);
}

#[test]
fn a_scan_is_no_article() {
    let error = read_it(sample!("scan.pdf")).expect_err("no text");
    assert_eq!(
        error.to_string(),
        "No text in it: a PDF file of 2 pages that is a scan, pictures of pages. Run text recognition on it first, for \
         example with OCRmyPDF, and import the result"
    );
}

#[test]
fn a_scan_with_a_stamp_is_a_scan() {
    let error = read_it(sample!("scan-stamped.pdf")).expect_err("no text");
    assert!(matches!(error, FormatError::NoText(_)), "{error}");
}

#[test]
fn damaged_files_give_what_is_there() {
    let cut = article(&TWO_COLUMNS[..TWO_COLUMNS.len() - 300]);
    assert_eq!(outline(&cut), COLUMNS);
    assert_eq!(
        cut.notes,
        ["The PDF file is damaged; what could be found in it was read"]
    );
    let half = read_it(&TWO_COLUMNS[..TWO_COLUMNS.len() / 2]);
    assert!(matches!(half, Err(FormatError::Damaged(..))), "{half:?}");
    let shifted = [b"HTTP/1.1\r\n\r\n".as_slice(), TWO_COLUMNS].concat();
    assert!(is_one("a.pdf", &shifted));
    let reading = read_it(&shifted).expect("a PDF file with text");
    assert_eq!(outline(&reading.articles[0]), COLUMNS);
}

#[test]
fn operators_place_text() {
    let check = |content: &str, expected: &str| check(&page(content), expected);
    check(
        "BT /F 10 Tf 50 700 Td (One) Tj 30 0 Td (two) ' ET",
        "- One two",
    );
    check(
        "BT /F 10 Tf 1 0 0 1 50 700 Tm [(W) 80 (ord) -600 (next)] TJ ET",
        "- Word next",
    );
    check(
        "q 2 0 0 2 0 0 cm BT /F 10 Tf 50 300 Td (Scaled) Tj ET Q",
        "- Scaled",
    );
    check(
        "BT /F 10 Tf 0 1 -1 0 300 100 Tm (Sideways up) Tj ET",
        "- Sideways up",
    );
    check(
        "BT /F 10 Tf 50 700 Td /Span <</ActualText (caf\\351)>> BDC (cafe) Tj EMC ( x) Tj ET",
        "- café x",
    );
    check(
        "/Artifact BMC BT /F 9 Tf 50 790 Td (Head) Tj ET EMC BT /F 10 Tf 50 700 Td (A longer text) Tj ET",
        "- A longer text",
    );
    check(
        "BI /W 1 /H 1 ID \u{1}(x) Tj EI BT /F 10 Tf 50 700 Td (After) Tj ET",
        "- After",
    );
    check(
        "BT /F 10 Tf 50 700 Td (Twice) Tj ET BT /F 10 Tf 50.3 700 Td (Twice) Tj ET",
        "- Twice",
    );
    check(
        "BT /F 10 Tf 50 700 Td (Odd) Tj ET Q Q ) ] >> 1 2 cm Tj /X Do (end",
        "- Odd",
    );
}

#[test]
fn traps_end() {
    let no_pages = |objects: &[&str]| read_it(&file(objects)).expect_err("no text").to_string();
    let circle = no_pages(&[
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R]>>",
        "4 0 R",
        "3 0 R",
    ]);
    assert!(circle.contains("it has no pages"), "{circle}");
    // A form that draws itself, a page whose fonts and content lead in a circle.
    let form = "/X Do /X Do BT /F 10 Tf 50 700 Td (Form) Tj ET";
    let drawn = file(&[
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Parent 2 0 R>>",
        "<</Type/Page/Contents[6 0 R 7 0 R 4 0 R]/Resources 5 0 R>>",
        &format!(
            "<</Subtype/Form/Length {}>>\nstream\n{form}\nendstream",
            form.len()
        ),
        "<</XObject<</X 4 0 R>>/Font<</F<</Subtype/Type0/Encoding/Identity-H/DescendantFonts[8 0 R]/ToUnicode 4 0 R>>>>>>",
        "7 0 R",
        "6 0 R",
        "8 0 R",
    ]);
    assert!(read_it(&drawn).is_err());
    let deep = format!("<</Type/Catalog/Pages {}", "[".repeat(200_000));
    assert!(read_it(&file(&[&deep])).is_err());
    assert!(read_it(&page(&"[".repeat(1_000_000))).is_err());
}

#[test]
fn packed_bombs_are_refused() {
    use std::io::Write;
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..300 {
        packer.write_all(&zeros).expect("packed");
    }
    let packed = packer.finish().expect("packed");
    let mut bytes =
        b"%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>\nstream\n".to_vec();
    bytes.extend(packed);
    bytes.extend(b"\nendstream\nendobj\n");
    assert!(matches!(read_it(&bytes), Err(FormatError::Excessive(_))));
}

#[test]
fn headlines_and_paragraphs_are_told_by_size_and_place() {
    let kinds = |bytes: &[u8]| -> Vec<BlockKind> {
        article(bytes)
            .blocks
            .iter()
            .map(|block| block.kind)
            .collect()
    };
    let lines = "BT /F 24 Tf 50 700 Td (Rain at last) Tj /F 10 Tf 0 -40 Td (It rained in the north, people there said, ) Tj \
                 0 -12 Td (for the first time this year.) Tj 0 -24 Td (Nobody had seen it coming.) Tj ET";
    use BlockKind::{Headline, Paragraph};
    assert_eq!(kinds(&page(lines)), [Headline, Paragraph, Paragraph]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_bytes_make_it_panic(tail in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_it(&[b"%PDF-1.4\n".as_slice(), &tail].concat());
    }

    #[test]
    fn no_damage_makes_it_panic(cut in 0..REPORT.len(), at in 0..REPORT.len(), byte in any::<u8>()) {
        let mut bytes = REPORT.to_vec();
        bytes[at] = byte;
        let _ = (read_it(&bytes), read_it(&bytes[..cut]));
    }

    #[test]
    fn no_content_makes_it_panic(parts in prop::collection::vec(
        prop::sample::select(vec![
            "BT ", "ET ", "/F 10 Tf ", "/F -1e9 Tf ", "50 700 Td ", "(word) Tj ", "[(a) -900 (b)] TJ ", "q ", "Q ", "T* ",
            "0 1 -1 0 9 9 cm ", "0 0 0 0 0 0 cm ", "1e30 0 0 1 0 0 Tm ", "/Artifact BMC ", "EMC ", "(a) ' ", "BI ID ",
            "1 Tc ", "-500 Tz ", "<< ", "] ", "\u{e9}",
        ]), 0..80)
    ) {
        let _ = read_it(&page(&parts.concat()));
    }
}
