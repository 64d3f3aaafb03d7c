//! Cleaning as a reader sees it: what is shown, what is set aside, what is known, and where it all came from.

use proptest::prelude::*;

use super::*;
use crate::model::{AsideKind, ByteSpan, RawBlock};

fn raw(text: &str) -> RawArticle {
    RawArticle {
        text: text.to_owned(),
        text_is_source: true,
        ..RawArticle::default()
    }
}

/// An article's blocks and asides, one a line: `H`eadline, `S`ubhead, `P`aragraph, `C`aption, `-` aside.
fn shown(raw: &RawArticle) -> String {
    let article = clean(raw, "");
    verify(raw, &article);
    let mut out = Vec::new();
    for block in &article.blocks {
        let letter = match block.kind {
            BlockKind::Headline => "H",
            BlockKind::Subhead => "S",
            BlockKind::Paragraph => "P",
            BlockKind::Caption => "C",
        };
        out.push(format!("{letter} {}", block.span.of(&article.reading_text)));
    }
    for aside in &article.asides {
        out.push(format!("- {:?}: {}", aside.kind, aside.text));
    }
    out.join("\n")
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(shown(&raw(text)), expected.join("\n"), "{text}");
}

/// What folding makes alike: tokenization, blanks, quotation marks.
fn folded(text: &str) -> String {
    let mut text = text
        .replace("-LRB-", "(")
        .replace("-RRB-", ")")
        .replace("-LSB-", "[")
        .replace("-RSB-", "]")
        .replace("-LCB-", "{")
        .replace("-RCB-", "}")
        .replace("\\/", "/")
        .replace("\\*", "*");
    text.retain(|c| {
        !is_blank(c)
            && !matches!(
                c,
                '"' | '“' | '”' | '`' | '\'' | '‘' | '’' | '-' | '\u{2010}' | '.'
            )
    });
    text
}

/// What holds for every article: blocks tile the reading text, every span leads back to characters that read the
/// same, nothing is lost.
fn verify(raw: &RawArticle, article: &CleanArticle) {
    let reading = &article.reading_text;
    let mut at = 0;
    for (i, block) in article.blocks.iter().enumerate() {
        let gap = if i == 0 { 0 } else { 2 };
        assert_eq!(
            block.span.start,
            at + gap,
            "blocks are separated by one blank line"
        );
        assert!(
            !block.span.of(reading).trim().is_empty(),
            "a block is not empty"
        );
        assert_eq!(block.span.of(reading).trim(), block.span.of(reading));
        at = block.span.end;
    }
    assert_eq!(at as usize, reading.len(), "blocks cover the reading text");

    for block in &article.blocks {
        let words = block.span.of(reading).split(' ');
        let mut from = block.span.start;
        for word in words {
            let span = ByteSpan::from(from as usize..from as usize + word.len());
            from = span.end + 1;
            if word.is_empty() {
                continue;
            }
            let source = article
                .offsets
                .to_source(span)
                .expect("a word has a source");
            assert_eq!(
                folded(word),
                folded(source.of(&raw.text)),
                "{word:?} at {span:?}"
            );
        }
        let source = article
            .offsets
            .to_source(block.span)
            .expect("a block has a source");
        assert_eq!(
            folded(block.span.of(reading)),
            folded(source.of(&raw.text)),
            "a block reads like its source"
        );
    }

    let mut covered = vec![false; raw.text.len()];
    let mut cover = |start: u32, len: u32| {
        for byte in covered.iter_mut().skip(start as usize).take(len as usize) {
            *byte = true;
        }
    };
    for segment in article.offsets.segments() {
        cover(segment.source, segment.source_len);
    }
    for aside in &article.asides {
        assert!(aside.before as usize <= reading.len());
        assert_eq!(folded(&aside.text), folded(aside.source.of(&raw.text)));
        cover(aside.source.start, aside.source.len());
    }
    for (at, c) in raw.text.char_indices() {
        let kept =
            covered.get(at) == Some(&true) || is_blank(c) || matches!(c, '-' | '\u{2010}' | '.');
        assert!(kept, "{c:?} at {at} is lost in {:?}", raw.text);
    }
}

#[test]
fn hard_wrapped_lines_are_joined() {
    check(
        "The ferry between the two halves of the harbor city is running\n\
         again after two years in dock, its owners said on Monday, and\n\
         fares will stay as they were.\n\
         Residents who had to drive around the bay cheered when the first\n\
         boat left at dawn with forty passengers and a goat aboard.\n\
         The mayor stayed away.\n",
        &[
            "P The ferry between the two halves of the harbor city is running again after two years in dock, its owners said on Monday, and fares will stay as they were.",
            "P Residents who had to drive around the bay cheered when the first boat left at dawn with forty passengers and a goat aboard.",
            "P The mayor stayed away.",
        ],
    );
    check(
        "Ferry returns\r\n\r\n  The ferry between the two halves of the harbor\r\ncity is running again after two years in dock.\r\n  Its owners had given up hope, they told a\r\ncrowd of residents on Monday.\r\n",
        &[
            "H Ferry returns",
            "P The ferry between the two halves of the harbor city is running again after two years in dock.",
            "P Its owners had given up hope, they told a crowd of residents on Monday.",
        ],
    );
}

#[test]
fn one_paragraph_a_line_stays_so() {
    check(
        "Ferry returns to harbor\nThe ferry is running again after two years in dock, its owners said on Monday.\n\nFares stay as they were, and boats leave every hour from the old quay.\n",
        &[
            "H Ferry returns to harbor",
            "P The ferry is running again after two years in dock, its owners said on Monday.",
            "P Fares stay as they were, and boats leave every hour from the old quay.",
        ],
    );
}

#[test]
fn sentences_torn_by_a_page_are_put_together_and_lists_are_not() {
    check(
        "The ferry is running again after two years in dock, its owners said on Monday, and fares\n\nwill stay as they were, although the price of fuel has doubled since the storm.\nThe captain asked everybody to bring:\nbread\nwater\nan old coat\nThe boats leave every hour from the old quay and the first one is free for pupils.",
        &[
            "P The ferry is running again after two years in dock, its owners said on Monday, and fares will stay as they were, although the price of fuel has doubled since the storm.",
            "P The captain asked everybody to bring:",
            "P bread",
            "P water",
            "P an old coat",
            "P The boats leave every hour from the old quay and the first one is free for pupils.",
        ],
    );
}

#[test]
fn hyphens_at_line_ends() {
    check(
        "The govern-\nment said the gov-\nernment-\nheld port and the boat-\nyard on the water-\nfront would re-\nopen, and that so-\ncalled pilots of the Tunis-\nSfax line and of NATO-\nled convoys could return to govern\u{AD}\nment offices; the waterfront is busy.",
        &[
            "P The government said the government-held port and the boatyard on the waterfront would reopen, and that so-called pilots of the Tunis-Sfax line and of NATO-led convoys could return to government offices; the waterfront is busy.",
        ],
    );
}

#[test]
fn tokenization_is_undone() {
    check(
        "TUNIS -LRB- Northern Wire -RRB- - The ferry 's owners said they do n't know , but `` it ca n't be long now , '' the captain added . \n\
         `` We 're ready , '' he said -LRB- in 2010 -RRB- , adding that the sailors ' pay of $ 5 an hour and 10 % more -- or US$ 6 -- was fair : `` Who 'd complain ? '' \n\
         The line runs to the U.S. . \n",
        &[
            "P TUNIS (Northern Wire) - The ferry's owners said they don't know, but “it can't be long now,” the captain added.",
            "P “We're ready,” he said (in 2010), adding that the sailors' pay of $5 an hour and 10% more -- or US$6 -- was fair: “Who'd complain?”",
            "P The line runs to the U.S.",
        ],
    );
    check(
        "The captain said , \" We are ready . \" \n\" It took long , \" he said , \" too long . \" \n",
        &[
            "P The captain said, \"We are ready.\"",
            "P \"It took long,\" he said, \"too long.\"",
        ],
    );
}

#[test]
fn typewriter_quotation_marks_are_restored() {
    check(
        "``We are ready,'' the captain of the ferry said on Monday. ''It took long,'' he said.",
        &["P “We are ready,” the captain of the ferry said on Monday. “It took long,” he said."],
    );
    check(
        "She said , though , that it 's late .  He 's early , and it is 5 o'clock now .",
        &["P She said, though, that it's late. He's early, and it is 5 o'clock now."],
    );
}

#[test]
fn blanks_are_folded() {
    check(
        "\u{FEFF}The  ferry\tis\u{A0}running\u{200B} again,\u{3000}its owners  said on Monday in the old harbor.   ",
        &["P The ferry is running again, its owners said on Monday in the old harbor."],
    );
}

#[test]
fn headlines_bylines_and_date_lines() {
    let text = "Ferry returns to harbor after two years\n\nBy Ann Lee\nWed Mar 14, 2012 4:48 pm EDT\n\n\
                BREGA, Libya, March 14 (Northern Wire) — The ferry is running again, its owners said.\n";
    check(
        text,
        &[
            "H Ferry returns to harbor after two years",
            "P BREGA, Libya, March 14 (Northern Wire) — The ferry is running again, its owners said.",
            "- Byline: By Ann Lee",
            "- Dateline: Wed Mar 14, 2012 4:48 pm EDT",
        ],
    );
    let article = clean(&raw(text), "2010-01-01.txt");
    let metadata = &article.metadata;
    assert_eq!(metadata.byline.as_deref(), Some("Ann Lee"));
    assert_eq!(metadata.agency.as_deref(), Some("Northern Wire"));
    assert_eq!(metadata.dateline_place.as_deref(), Some("Brega"));
    let published = metadata.published.map(|p| p.date.to_string());
    assert_eq!(published.as_deref(), Some("2012-03-14T16:48-04:00"));
    assert!(!article.title.made_up);
}

#[test]
fn a_date_line_glued_before_the_dateline_becomes_metadata() {
    let text = "The ferry leaves Misrata in this August 30, 2010 file photo.\n\
                MISRATA | Wed Mar 14, 2012 4:48 pm EDT MISRATA (Reuters) - The ferry is running again, its owners said.";
    check(
        text,
        &[
            "C The ferry leaves Misrata in this August 30, 2010 file photo.",
            "P MISRATA (Reuters) - The ferry is running again, its owners said.",
            "- Dateline: MISRATA | Wed Mar 14, 2012 4:48 pm EDT",
        ],
    );
    let article = clean(&raw(text), "");
    let published = article.metadata.published.map(|p| p.date.to_string());
    assert_eq!(published.as_deref(), Some("2012-03-14T16:48-04:00"));
    assert_eq!(
        article.title.text,
        "The ferry is running again, its owners said."
    );
    assert!(article.title.made_up);
}

#[test]
fn the_outlet_is_taken_from_its_own_line() {
    let text = "HARBOR POST\n\nFerry returns to harbor\n\nWed Mar 14, 2012 4:48 pm EET\nBy Ann Lee\n\n\
                The ferry is running again after two years in dock, its owners said.\n";
    check(
        text,
        &[
            "H Ferry returns to harbor",
            "P The ferry is running again after two years in dock, its owners said.",
            "- Credit: HARBOR POST",
            "- Dateline: Wed Mar 14, 2012 4:48 pm EET",
            "- Byline: By Ann Lee",
        ],
    );
    let metadata = clean(&raw(text), "").metadata;
    assert_eq!(metadata.outlet.as_deref(), Some("Harbor Post"));
    assert_eq!(metadata.byline.as_deref(), Some("Ann Lee"));
}

#[test]
fn dates_that_are_not_stated_stay_unknown() {
    for text in [
        "The ferry leaves Misrata in this August 30, 2010 file photo.\nTUNIS, March 14 (Northern Wire) - The ferry is running again, its owners said.",
        "The ferry ran aground on March 14, 2012, its owners said, and has been in dock since.",
        "On 14 March 2012 the ferry ran aground.",
    ] {
        assert_eq!(
            clean(&raw(text), "a.txt").metadata.published,
            None,
            "{text}"
        );
        let dated = clean(&raw(text), "wire/2012-03-15_ferry.txt")
            .metadata
            .published;
        assert_eq!(
            dated.map(|p| (p.date.to_string(), p.source)),
            Some(("2012-03-15".to_owned(), crate::model::DateSource::FileName))
        );
    }
}

#[test]
fn a_dateline_alone_on_its_line_opens_the_next_paragraph() {
    check(
        "BREGA, Libya (Northern Wire) _\n\nThe ferry is running again, its owners said on Monday at the quay.\n",
        &[
            "P BREGA, Libya (Northern Wire) _ The ferry is running again, its owners said on Monday at the quay.",
        ],
    );
}

#[test]
fn subheads_on_their_own_line_and_in_capitals() {
    check(
        "The ferry is running again after two years in dock, its owners said.\n\n\
         A long wait\n\n\
         It ran aground in a storm that took the lighthouse and the old pier.\n\
         FARES TO STAY AS THEY WERE In a statement, the owners said that nobody would pay more.\n\
         NATO said on Friday that its ships would keep away from the ferry.",
        &[
            "P The ferry is running again after two years in dock, its owners said.",
            "S A long wait",
            "P It ran aground in a storm that took the lighthouse and the old pier.",
            "S FARES TO STAY AS THEY WERE",
            "P In a statement, the owners said that nobody would pay more.",
            "P NATO said on Friday that its ships would keep away from the ferry.",
        ],
    );
}

#[test]
fn what_a_page_puts_around_its_article_is_set_aside() {
    check(
        "https://example.org/2012/03/14/ferry\n\
         The captain of the ferry © AFP/File Ann Lee |\n\
         MISRATA (AFP) – The ferry is running again after two years, its owners said.\n\
         Share on Facebook\n\
         Boats leave every hour from the old quay until the lighthouse is lit.\n\
         © AFP — Published at Harbor Post with license\n\
         widget_text='Related Articles:'\n\
         Be the first to comment on \"Ferry returns\"\n\
         Our new platform for ports A connected approach to cranes and quays\n",
        &[
            "C The captain of the ferry",
            "P MISRATA (AFP) – The ferry is running again after two years, its owners said.",
            "P Boats leave every hour from the old quay until the lighthouse is lit.",
            "- Navigation: https://example.org/2012/03/14/ferry",
            "- PhotoCredit: © AFP/File Ann Lee |",
            "- Sharing: Share on Facebook",
            "- Credit: © AFP — Published at Harbor Post with license",
            "- Navigation: widget_text='Related Articles:'",
            "- Comments: Be the first to comment on \"Ferry returns\"",
            "- Advertising: Our new platform for ports A connected approach to cranes and quays",
        ],
    );
}

#[test]
fn what_stands_between_comment_notices_is_a_comment() {
    check(
        "The ferry is running again after two years in dock, its owners said.\n\
         Views expressed in the comments are not those of the Harbor Post.\n\
         About time, if you ask me!\n\
         This discussion is now closed.\n",
        &[
            "P The ferry is running again after two years in dock, its owners said.",
            "- Comments: Views expressed in the comments are not those of the Harbor Post.",
            "- Comments: About time, if you ask me!",
            "- Comments: This discussion is now closed.",
        ],
    );
}

#[test]
fn an_agency_behind_the_last_sentence_is_its_credit() {
    for (tail, agency) in [
        (" (AFP)", "AFP"),
        (" — Northern Wire", "Northern Wire"),
        ("\nReuters\n", "Reuters"),
        ("\n© 2012 The Associated Press. All rights reserved.", "AP"),
        (" © AFP", "AFP"),
    ] {
        let text =
            format!("The ferry is running again after two years in dock, its owners said.{tail}");
        let article = clean(&raw(&text), "");
        verify(&raw(&text), &article);
        assert_eq!(
            article.reading_text,
            "The ferry is running again after two years in dock, its owners said.",
            "{tail}"
        );
        assert_eq!(article.metadata.agency.as_deref(), Some(agency), "{tail}");
        assert!(article.asides.iter().all(|a| a.kind == AsideKind::Credit));
    }
    // A bare name says who is credited, and stays: nothing is taken out of a paragraph on one word.
    let article = clean(
        &raw("The ferry is running again after two years in dock, its owners said. Reuters"),
        "",
    );
    assert!(article.reading_text.ends_with("said. Reuters"));
    assert_eq!(article.metadata.agency.as_deref(), Some("Reuters"));
    check(
        "The owners of the ferry in the harbor had told it to Reuters.",
        &["P The owners of the ferry in the harbor had told it to Reuters."],
    );
}

#[test]
fn a_block_of_metadata_is_read_and_set_aside() {
    let text = "---\ntitle: Ferry returns\ndate: 2012-03-14\nlang: en\n---\n\nThe ferry is running again after two years, its owners said.\n";
    let article = clean(&raw(text), "");
    assert_eq!(
        article.reading_text,
        "The ferry is running again after two years, its owners said."
    );
    assert_eq!(
        (article.title.text.as_str(), article.title.made_up),
        ("Ferry returns", false)
    );
    assert_eq!(article.metadata.language.as_deref(), Some("en"));
    verify(&raw(text), &article);
}

#[test]
fn stated_blocks_are_kept_as_stated() {
    let text = "Menu Ferry returns The ferry is\nrunning again. More";
    let block = |part: &str, kind| {
        let start = text.find(part).expect("a part of the text");
        RawBlock {
            span: ByteSpan::from(start..start + part.len()),
            kind,
        }
    };
    let raw = RawArticle {
        blocks: vec![
            block("Ferry returns", BlockKind::Headline),
            block("The ferry is\nrunning again.", BlockKind::Paragraph),
        ],
        ..raw(text)
    };
    assert_eq!(
        shown(&raw),
        "H Ferry returns\nP The ferry is running again.\n- Navigation: Menu\n- Navigation: More"
    );
}

#[test]
fn what_stands_outside_stated_blocks_says_what_it_is() {
    use BlockKind::{Caption, Headline, Paragraph};
    let mut raw = raw("");
    for (text, kind) in [
        ("Ferry returns to the harbor", Some(Headline)),
        ("By Tom Ray", None),
        ("March 14, 2012", None),
        ("The quay at noon. Photo: Ann Lee / AFP", Some(Caption)),
        (
            "The ferry that linked the two halves of the city for forty years is running again.",
            Some(Paragraph),
        ),
        ("Share on Facebook", None),
        (
            "NATO AND THE UN Both said they would send boats, too, if they were asked to do so by the port.",
            Some(Paragraph),
        ),
        ("Tickets cost one dinar", Some(Paragraph)),
        ("© AFP", None),
        ("Storm wrecks landing stage", None),
    ] {
        let start = raw.text.len();
        raw.text.push_str(text);
        if let Some(kind) = kind {
            raw.blocks.push(RawBlock {
                span: ByteSpan::from(start..raw.text.len()),
                kind,
            });
        }
        raw.text.push_str("\n\n");
    }
    assert_eq!(
        shown(&raw),
        "H Ferry returns to the harbor\nC The quay at noon.\n\
         P The ferry that linked the two halves of the city for forty years is running again.\n\
         P NATO AND THE UN Both said they would send boats, too, if they were asked to do so by the port.\n\
         P Tickets cost one dinar\n\
         - Byline: By Tom Ray\n- Dateline: March 14, 2012\n- PhotoCredit: Photo: Ann Lee / AFP\n\
         - Sharing: Share on Facebook\n- Credit: © AFP\n- Navigation: Storm wrecks landing stage"
    );
    let metadata = clean(&raw, "").metadata;
    assert_eq!(metadata.byline.as_deref(), Some("Tom Ray"));
    assert_eq!(metadata.agency.as_deref(), Some("AFP"));
    assert_eq!(
        metadata.published.map(|p| p.date.to_string()).as_deref(),
        Some("2012-03-14")
    );
}

#[test]
fn a_text_of_furniture_alone_is_shown() {
    check(
        "Advertisement\nShare this",
        &["P Advertisement", "P Share this"],
    );
    check("", &[]);
    check(" \n\t", &[]);
}

#[test]
fn long_hostile_texts_come_through() {
    for unit in [
        "(", "a ", "A ", "''", "` ", "-\n", "\\*", "a\n", "© ", "\u{AD}\n", "\" ", ". ", "| ",
        "1/", "TUNIS ",
    ] {
        let text = unit.repeat(8_000);
        let article = clean(&raw(&text), &text);
        assert!(article.reading_text.len() <= 3 * text.len() + 2 * article.blocks.len());
    }
}

/// Pieces of news, markup and noise, so that random texts meet the rules.
fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop_oneof![
        Just("TUNIS (Reuters) - "),
        Just("TUNIS | Wed Mar 14, 2012 4:48 pm EDT "),
        Just("The ferry is running again after two years in dock, its owners said. "),
        Just("FERRIES RETURN TO HARBOR Now the boats are back, said the captain. "),
        Just("-LRB- "),
        Just("-RRB- "),
        Just(" , "),
        Just(" . "),
        Just("`` "),
        Just(" ''"),
        Just(" 's "),
        Just(" n't "),
        Just("\" "),
        Just("' "),
        Just("$ 5"),
        Just("U.S. . "),
        Just("govern-\nment "),
        Just("soft\u{AD}hyphen\u{AD}\n"),
        Just("\n"),
        Just("\n\n"),
        Just("\r\n"),
        Just("\r"),
        Just("\t"),
        Just("  "),
        Just("\u{A0}"),
        Just("\u{200B}"),
        Just("\u{FEFF}"),
        Just("© AFP/File Ann Lee |"),
        Just("Photo: Ann Lee / AFP"),
        Just("By Ann Lee\n"),
        Just("14 March 2012\n"),
        Just("---\n"),
        Just("date: 2012-03-14\n"),
        Just("Be the first to comment\n"),
        Just("Reply\n"),
        Just("Related articles\n"),
        Just("x_y='z';\n"),
        Just("Reuters"),
        Just("https://example.org/a\n"),
        Just("…"),
        Just("é"),
        Just("عاد السكان. "),
        Just("日本。"),
        Just("\\/"),
        Just("a"),
        Just("A "),
        Just("\u{85}"),
        Just("\0"),
    ];
    prop::collection::vec(scrap, 0..40).prop_map(|scraps| scraps.concat())
}

proptest! {
    #[test]
    fn every_text_leads_back_to_its_source(text in scraps()) {
        let raw = raw(&text);
        verify(&raw, &clean(&raw, "2012-03-14.txt"));
    }

    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,200}", name in "\\PC{0,30}") {
        let raw = raw(&text);
        verify(&raw, &clean(&raw, &name));
    }
}
