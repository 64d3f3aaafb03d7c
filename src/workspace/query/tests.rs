use super::*;
use crate::model::{
    ByteSpan,
    query::{Condition, Node, Severity, Term},
};

/// A query in brackets: what binds what is seen at once.
fn shown(query: &Query) -> String {
    fn term(t: &Term) -> String {
        let star = if t.prefix { "*" } else { "" };
        let title = if t.in_title { "title:" } else { "" };
        format!("{title}{}{star}", t.words.join("_"))
    }
    fn node(query: &Query, of: &Node) -> String {
        let list = |parts: &[Node], by: &str| {
            let parts: Vec<String> = parts.iter().map(|p| node(query, p)).collect();
            format!("({})", parts.join(by))
        };
        match of {
            Node::Term(t) => term(t),
            Node::Near { terms, within } => {
                let terms: Vec<String> = terms.iter().map(term).collect();
                format!("near{within}({})", terms.join(" "))
            }
            Node::Field(at) => match &query.conditions[*at] {
                Condition::Outlet(t) => format!("outlet={}", term(t)),
                Condition::Name { kind, term: t } => {
                    format!("{}={}", kind.map_or("name", |k| k.word()), term(t))
                }
                Condition::Date { from, to } => format!(
                    "{}..{}",
                    from.as_deref().unwrap_or_default(),
                    to.as_deref().unwrap_or_default()
                ),
                other => format!("{other:?}"),
            },
            Node::Not(inner) => format!("-{}", node(query, inner)),
            Node::And(parts) => list(parts, " "),
            Node::Or(parts) => list(parts, "|"),
        }
    }
    node(query, &query.root)
}

#[test]
fn queries_are_read() {
    let check = |typed: &str, expected: &str| {
        let parsed = parse(typed);
        assert_eq!(parsed.complaints, [], "{typed}");
        assert_eq!(
            parsed.query.as_ref().map(shown).as_deref(),
            Some(expected),
            "{typed}"
        );
    };
    check("water", "water");
    check("water trucks", "(water trucks)");
    check("water AND trucks & pumps", "(water trucks pumps)");
    check("water OR trucks pumps", "(water|(trucks pumps))");
    check("a | b || c", "(a|b|c)");
    check("(a | b) c", "((a|b) c)");
    check("((a (b c)))", "(a b c)");
    check("water NOT pump", "(water -pump)");
    check("water -pump -\"fuel depot\"", "(water -pump -fuel_depot)");
    check("NOT water", "-water");
    check("NOT NOT water", "water");
    check("NOT (a | b)", "-(a|b)");
    check("al-Jufrah", "al_jufrah");
    check("“Fuel Dépôt”", "fuel_depot");
    check("«fuel depot* »", "fuel_depot*");
    check("\"fuel dep\"* wat*", "(fuel_dep* wat*)");
    check("don't", "don_t");
    check("water NEAR/5 \"fuel depot\"", "near5(water fuel_depot)");
    check("a NEAR b NEAR c d", "(near10(a b c) d)");
    check("NOT a NEAR/2 b", "-near2(a b)");
    check(
        "title:water outlet:\"Harbor Post\"",
        "(title:water outlet=harbor_post)",
    );
    check("title:(water trucks)", "(title:water title:trucks)");
    check("person:Sabri OR Place:Brega", "(person=sabri|place=brega)");
    check("outlet:(Post | Wire)", "(outlet=post|outlet=wire)");
    check("name:Sab*", "name=sab*");
    check("date:2011", "2011-01-01..2011-12-31");
    check("date:2011-06..2011-07", "2011-06-01..2011-07-31");
    check("date:..2011-06-03", "..2011-06-03");
    check("date:2011-06-03..", "2011-06-03..");
    check("date:\"14 Mar 2012\"", "2012-03-14..2012-03-14");
    check("date:none", "Undated");
    check("is:unread is:starred", "(Read(false) Starred)");
    check("lang:French", "Language(\"fr\")");
    check("10:30", "10_30");
    check("water and trucks", "(water and trucks)");
    check("x -- y", "(x y)");
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_the_rest_is_searched() {
    let check = |typed: &str, place: &str, says: &str, left: Option<&str>| {
        let parsed = parse(typed);
        let complaint = parsed.wrong().next().expect(typed);
        assert_eq!(complaint.span.of(typed), place, "{typed}");
        assert!(complaint.message.contains(says), "{typed}: {complaint:?}");
        assert!(!complaint.hint.is_empty(), "{typed}");
        assert_eq!(parsed.query.as_ref().map(shown).as_deref(), left, "{typed}");
        assert!(parsed.strict().is_err(), "{typed}");
    };
    check(
        "water \"pum",
        "\"pum",
        "quotation mark at 7 is not closed",
        Some("(water pum)"),
    );
    check("é “", "“", "quotation mark at 3", Some("e"));
    check("(water", "(", "bracket at 1 is not closed", Some("water"));
    check("water) pump", ")", "closes nothing", Some("(water pump)"));
    check("water OR", "OR", "needs a term behind", Some("water"));
    check("OR water", "OR", "needs a term before", Some("water"));
    check("a OR OR b", "OR", "needs a term behind", Some("(a|b)"));
    check("a AND", "AND", "needs a term behind", Some("a"));
    check("a NOT", "NOT", "needs a term behind", Some("a"));
    check("OR NOT AND", "OR", "needs a term before", None);
    check("", "", "nothing to search", None);
    check(" ( * -- ' , ", "(", "not closed", None);
    check("--", "--", "nothing to search", None);
    check("outlet: Post", "outlet:", "needs a value", Some("post"));
    check("date:soon", "soon", "not a date", None);
    check(
        "date:2011-02-30 x",
        "2011-02-30",
        "no 2011-02-30",
        Some("x"),
    );
    check("date:2012..2011", "2012..2011", "before it begins", None);
    check("is:blue", "blue", "cannot be", None);
    check("lang:klingonish", "klingonish", "no language", None);
    check("a NEAR/x b", "NEAR/x", "no distance", Some("near10(a b)"));
    check(
        "a NEAR/2 b NEAR/3 c",
        "NEAR/3",
        "one distance",
        Some("near2(a b c)"),
    );
    check(
        "a NEAR/2 (b | c)",
        "NEAR/2",
        "not brackets",
        Some("(a (b|c))"),
    );
    check("a NEAR a", "NEAR", "two different", Some("near10(a a)"));
    check("NEAR a", "NEAR", "term before", Some("a"));
}

#[test]
fn advice_leaves_the_query_as_it_is() {
    let check = |typed: &str, says: &str, hint: &str, left: &str| {
        let parsed = parse(typed);
        let complaint = parsed.complaints.first().expect(typed);
        assert_eq!(complaint.severity, Severity::Advice, "{typed}");
        assert!(complaint.message.contains(says), "{typed}: {complaint:?}");
        assert!(complaint.hint.contains(hint), "{typed}: {complaint:?}");
        assert_eq!(parsed.strict().as_ref().map(shown).as_deref(), Ok(left));
    };
    check(
        "outlat:Post",
        "no field",
        "Did you mean outlet:",
        "outlat_post",
    );
    check(
        "https://example.org/a",
        "no field",
        "Fields are",
        "https_example_org_a",
    );
    check("*umps", "end of a word", "water*", "umps");
    check(
        "water or trucks",
        "searched as a word",
        "OR",
        "(water or trucks)",
    );
}

#[test]
fn long_input_is_read_in_time_that_grows_with_its_length() {
    let pieces = [
        "(", ")", "\"", "a ", "OR ", "NOT ", "NEAR/3 ", "-b ", "title:", "x* ", "\u{301}", "date:",
    ];
    for piece in pieces {
        let typed = piece.repeat(10_000 / piece.len());
        let parsed = parse(&typed);
        assert!(parsed.complaints.len() <= 30, "{piece}");
        for complaint in &parsed.complaints {
            assert!(typed.get(complaint.span.range()).is_some(), "{piece}");
            let _ = marked(&typed, complaint);
        }
    }
    let nested = format!("{}a{}", "(b OR ".repeat(1_500), ")".repeat(1_500));
    assert!(parse(&nested).strict().is_err());
}

#[test]
fn what_is_being_typed_asks_for_nothing_yet() {
    let check = |typed: &str, expected: fn(&Text) -> bool| {
        let filter = Filter {
            text: Some(typed.to_owned()),
            ..Filter::default()
        };
        assert!(expected(&of_filter(&filter)), "{typed}");
    };
    for typed in ["tag:", "outlet: ", "(", "\""] {
        check(typed, |text| *text == Text::None);
    }
    for typed in ["--", "…", "date:yesterday"] {
        check(typed, |text| *text == Text::Nothing);
    }
    // What is there already is searched.
    check(
        "water tag:",
        |text| matches!(text, Text::Query(query) if query.has_words()),
    );
    check(
        "lang:en",
        |text| matches!(text, Text::Query(query) if !query.has_words()),
    );
    check(
        "lang:en -water",
        |text| matches!(text, Text::Query(query) if !query.has_words()),
    );
    check(
        "lang:en (is:read OR water)",
        |text| matches!(text, Text::Query(query) if query.has_words()),
    );
}

#[test]
fn the_place_is_marked() {
    let typed = "water \"pum";
    let parsed = parse(typed);
    let complaint = parsed.wrong().next().expect("a complaint");
    assert_eq!(
        marked(typed, complaint),
        ("water \"pum".to_owned(), "      ^^^^".to_owned())
    );
    let typed = format!("{} date:soon {}", "é".repeat(300), "x ".repeat(300));
    let parsed = parse(&typed);
    let complaint = parsed.wrong().next().expect("a complaint");
    let (line, under) = marked(&typed, complaint);
    assert!(line.chars().count() < 90 && line.starts_with('…') && line.ends_with('…'));
    let at = under.find('^').expect("a mark");
    let said: String = line.chars().skip(at).take(4).collect();
    assert_eq!(said, "soon");
    assert_eq!(complaint.span, ByteSpan::from(606..610));
}

proptest::proptest! {
    #[test]
    fn no_input_is_too_much(typed in "[ \"“”()|&*:/\\-a-cé日١ANDORTE0-9./…\\n\\PC]{0,60}") {
        let parsed = parse(&typed);
        for complaint in &parsed.complaints {
            proptest::prop_assert!(typed.get(complaint.span.range()).is_some());
            let _ = marked(&typed, complaint);
        }
    }
}
