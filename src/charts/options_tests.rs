//! Whatever is chosen for a picture, it is a valid one.

use proptest::prelude::*;

use super::{
    tests::{check_room, words_of},
    *,
};
use crate::model::{
    CountUnit, EntityId,
    chart::{Bar, Cell, Column, Matrix, TimeUnit},
    picture::{HouseStyle, OwnWords, Printing, Rgb, StyleColors, WordLine},
};

fn chart(kind: ChartKind, data: ChartData) -> Chart {
    Chart {
        kind,
        unit: CountUnit::Mentions,
        title: "Names in the harbor papers".to_owned(),
        subtitle: "Mentions in 40 articles, 3–28 March 2012".to_owned(),
        n_line: "n = 1,204 mentions".to_owned(),
        notes: vec![
            "Source: 3 outlets.".to_owned(),
            "Counted as mentions.".to_owned(),
            "Made with Dateline.".to_owned(),
        ],
        data,
        drawn: Default::default(),
        selected: Some(Cell::Entity(EntityId(2))),
    }
}

fn bars() -> Chart {
    let names = [
        "Orla Fenwick",
        "Port Levant",
        "ميناء الشمال",
        "<Quay> & \"Sons\"",
    ];
    let bar = |(at, name): (usize, &&str)| Bar {
        label: (*name).to_owned(),
        value: 40 / (at as u64 + 1),
        cell: Cell::Entity(EntityId(at as i64 + 1)),
        kind: None,
        of: None,
    };
    let bars = names.iter().enumerate().map(bar).collect();
    chart(ChartKind::Entities, ChartData::Bars(bars))
}

fn days() -> Chart {
    let column = |day: u64| Column {
        from: format!("2012-03-{:02}", day + 1),
        to: format!("2012-03-{:02}", day + 1),
        label: format!("{} Mar 2012", day + 1),
        value: day * 7 % 5,
        cell: Cell::All,
    };
    chart(
        ChartKind::Timeline,
        ChartData::Timeline {
            unit: TimeUnit::Day,
            columns: (0..20).map(column).collect(),
            undated: 3,
            undated_cell: Cell::All,
        },
    )
}

fn matrix() -> Chart {
    let names = |of: &str| (1..5).map(|n| format!("{of} {n}")).collect::<Vec<_>>();
    let cell = |at: u64| (!at.is_multiple_of(5)).then_some((at, Cell::All));
    let row = |row: u64| (0..4).map(|column| cell(row * 4 + column)).collect();
    let data = Matrix {
        rows: names("Row"),
        columns: names("Column"),
        cells: (0..4).map(row).collect(),
    };
    chart(ChartKind::Cooccurrence, ChartData::Matrix(data))
}

fn any_words() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[a-zA-Z ]{0,200}",
        "\\PC{0,60}",
        Just("الساحل <&> ]]>\nline \u{202E}x\u{0}".to_owned()),
        Just("漢字".to_owned()),
    ]
}

fn any_style() -> impl Strategy<Value = HouseStyle> {
    let color = || prop::option::of(any::<[u8; 3]>().prop_map(Rgb));
    let colors = (color(), color(), color(), color(), color());
    let series = prop::collection::vec(any::<[u8; 3]>().prop_map(Rgb), 0..=5);
    (colors, series, 50..=200_u16, 50..=200_u16).prop_map(|(colors, series, text, title)| {
        let (background, text_color, bars, highlight, places) = colors;
        HouseStyle {
            text_size: text,
            title_size: title,
            colors: StyleColors {
                background,
                text: text_color,
                bars,
                highlight,
                places,
                series,
            },
            ..HouseStyle::default()
        }
    })
}

fn any_own() -> impl Strategy<Value = OwnWords> {
    let line = prop::sample::select(WordLine::ALL.to_vec());
    prop::collection::btree_map(line, any_words(), 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn any_options_make_a_valid_picture(
        which in 0..3_usize,
        own in any_own(),
        style in any_style(),
        (width, height, dpi) in (320..900_u32, 200..700_u32, 36..600_u32),
        printing in prop::sample::select(Printing::ALL.to_vec()),
        (transparent, show_selection) in any::<(bool, bool)>(),
    ) {
        let chart = match which {
            0 => bars(),
            1 => days(),
            _ => matrix(),
        };
        let options = PictureOptions {
            width, height, dpi, own, show_selection, transparent, printing, style,
        };
        let mut scene = chart_scene(&chart, &options);
        check_room(&scene, "any options");
        dress::dress(&mut scene, &Palette::new(&options.style, printing));
        prop_assert_eq!(scene.ground.is_none(), transparent);
        let written = svg(&chart, &options).unwrap();
        let words = words_of(&written);
        prop_assert_eq!(words.len(), scene.words.len());
        let small = draw(Subject::Chart(&chart), &options, Letters::EMBEDDED, Form::Preview(9_000.0));
        prop_assert!(small.unwrap().starts_with(b"\x89PNG"));
        if width < 420 {
            prop_assert_eq!(png(&chart, &options).unwrap(), png(&chart, &options).unwrap());
        }
    }
}

/// The preview shows what the file shows: as many marks, in proportion.
#[test]
fn the_preview_is_the_picture_drawn_smaller() {
    let options = PictureOptions {
        width: 3000,
        height: 2000,
        dpi: 300,
        ..PictureOptions::default()
    };
    let full = chart_scene(&days(), &options);
    let small = full.clone().of_at_most(60_000.0);
    assert_eq!((small.width, small.height), (300, 200));
    assert_eq!(full.words.len(), small.words.len());
    for (a, b) in full.words.iter().zip(&small.words) {
        assert_eq!(a.text, b.text);
        assert!(
            (a.at.0 / 10.0 - b.at.0).abs() < 1e-6
                && (a.style.size / 10.0 - b.style.size).abs() < 1e-6
        );
    }
    assert_eq!(full.shapes.len(), small.shapes.len());
    let same = full.clone().of_at_most(1.0e9);
    assert_eq!(same, full);
}

/// Black and white has no color, and selected and other bars differ in more than shade.
#[test]
fn black_and_white_is_hatched() {
    let drawn = |printing| {
        let options = PictureOptions {
            printing,
            ..PictureOptions::default()
        };
        let mut scene = chart_scene(&bars(), &options);
        dress::dress(&mut scene, &Palette::new(&options.style, printing));
        scene
    };
    let (color, patterns, black) = (
        drawn(Printing::Color),
        drawn(Printing::Patterns),
        drawn(Printing::Black),
    );
    assert!(color.shapes.len() < patterns.shapes.len());
    assert!(patterns.shapes.len() < black.shapes.len());
    for mut shape in black.shapes {
        let Rgb([r, g, b]) = shape.color_mut().rgb();
        assert!(r == g && g == b);
    }
    assert_eq!(color.words, patterns.words);
}

#[test]
fn words_name_their_family_and_something_to_fall_back_to() {
    let family = Family::read("Harbor 'Sans' <&>", || {
        let bytes = include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/assets/fonts/Literata-Regular.ttf"
        ));
        Some(FamilyFiles {
            regular: FontFile {
                bytes: bytes.to_vec(),
                index: 0,
                weight: 400,
            },
            bold: None,
            italic: None,
        })
    });
    let letters = Letters {
        text: family,
        ..Letters::EMBEDDED
    };
    let options = PictureOptions::default();
    let svg = draw(Subject::Chart(&bars()), &options, letters, Form::Svg).unwrap();
    let svg = String::from_utf8(svg).unwrap();
    assert!(svg.contains("font-family=\"'Harbor  Sans  &lt;&amp;&gt;', Inter, sans-serif\""));
    assert!(
        svg.contains("font-family=\"Literata, serif\""),
        "the title keeps its own"
    );
    words_of(&svg);
    let plain = draw(
        Subject::Chart(&bars()),
        &options,
        Letters::EMBEDDED,
        Form::Png,
    )
    .unwrap();
    let own = draw(Subject::Chart(&bars()), &options, letters, Form::Png).unwrap();
    assert!(plain != own, "the PNG is set in it as well");
}
