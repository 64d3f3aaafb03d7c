use proptest::prelude::*;

use super::{
    geometry::{overlap, within},
    scene::Words,
    *,
};
use crate::model::{
    EntityId,
    chart::{Bar, Cell, Column, Drawn, Matrix, Series, TimeUnit},
    filter::CountUnit,
    picture::WordLine,
};

/// The words of an SVG document, in order; fails when the document is not well-formed XML.
pub fn words_of(svg: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(svg);
    reader.config_mut().check_end_names = true;
    let (mut words, mut depth) = (Vec::new(), 0);
    let mut inside: Option<String> = None;
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(tag) => {
                depth += 1;
                if tag.name().as_ref() == "text" {
                    inside = Some(String::new());
                }
                for attribute in tag.attributes() {
                    attribute.expect("well-formed attribute");
                }
            }
            Event::Text(text) => {
                if let Some(line) = &mut inside {
                    line.push_str(&text);
                }
            }
            Event::GeneralRef(name) => {
                if let Some(line) = &mut inside {
                    line.push_str(match &*name {
                        "lt" => "<",
                        "gt" => ">",
                        "amp" => "&",
                        "quot" => "\"",
                        other => panic!("unknown entity {other}"),
                    });
                }
            }
            Event::End(tag) => {
                depth -= 1;
                if tag.name().as_ref() == "text" {
                    words.extend(inside.take());
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    words
}

/// Fails when words leave the picture or touch each other, fallback fonts allowed for.
pub fn check_room(scene: &Scene, what: &str) {
    let page = [0.0, 0.0, f64::from(scene.width), f64::from(scene.height)];
    let rooms: Vec<(&Words, _)> = scene
        .words
        .iter()
        .map(|words| (words, words.room()))
        .collect();
    for (at, (words, room)) in rooms.iter().enumerate() {
        let inside = within(words.bounds(1.0), page);
        assert!(
            inside,
            "{what}: “{}” leaves the picture: {room:?}",
            words.text
        );
        for (other, other_room) in rooms.iter().skip(at + 1) {
            assert!(
                !overlap(*room, *other_room),
                "{what}: “{}” touches “{}”: {room:?} {other_room:?}",
                words.text,
                other.text
            );
        }
    }
}

const UNDATED: Cell = Cell::Undated {
    entity: None,
    unit: TimeUnit::Day,
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
            "Copies of a wire story count each time.".to_owned(),
        ],
        data,
        drawn: Default::default(),
        selected: None,
    }
}

fn bars(labels: &[&str], value: impl Fn(u64) -> u64) -> Chart {
    let bars = labels.iter().enumerate().map(|(at, label)| Bar {
        label: (*label).to_owned(),
        value: value(at as u64),
        cell: Cell::Entity(EntityId(at as i64)),
        kind: None,
        of: None,
    });
    chart(ChartKind::Entities, ChartData::Bars(bars.collect()))
}

fn timeline(unit: TimeUnit, first: &str, values: &[u64], undated: u64) -> Chart {
    let first: jiff::civil::Date = first.parse().expect("a date");
    let columns = values.iter().enumerate().map(|(at, value)| {
        let span = match unit {
            TimeUnit::Day => jiff::Span::new().days(at as i64),
            TimeUnit::Week => jiff::Span::new().weeks(at as i64),
            TimeUnit::Month => jiff::Span::new().months(at as i64),
            TimeUnit::Year => jiff::Span::new().years(at as i64),
        };
        let from = first.saturating_add(span);
        Column {
            from: from.to_string(),
            to: from.to_string(),
            label: from.strftime("%-d %b %Y").to_string(),
            value: *value,
            cell: Cell::Undated {
                entity: Some(EntityId(at as i64)),
                unit,
            },
        }
    });
    let columns = columns.collect();
    chart(
        ChartKind::Timeline,
        ChartData::Timeline {
            unit,
            columns,
            undated,
            undated_cell: UNDATED,
        },
    )
}

/// The names over a fortnight, or another number of days; each second one has undated mentions too.
fn lines(
    names: &[&str],
    days: usize,
    multiples: bool,
    value: impl Fn(usize, usize) -> u64,
) -> Chart {
    let series = names.iter().enumerate().map(|(number, name)| {
        let values: Vec<u64> = (0..days).map(|day| value(number, day)).collect();
        let one = timeline(TimeUnit::Day, "2011-12-20", &values, 0);
        let ChartData::Timeline { columns, .. } = one.data else {
            panic!("a timeline");
        };
        Series {
            label: (*name).to_owned(),
            cell: Cell::Entity(EntityId(number as i64)),
            kind: None,
            columns,
            undated: (number % 2 * 40) as u64,
            undated_cell: UNDATED,
        }
    });
    let unit = TimeUnit::Day;
    let series = series.collect();
    let mut chart = chart(ChartKind::Timeline, ChartData::Lines { unit, series });
    chart.drawn.multiples = multiples;
    chart
}

/// The same chart drawn in another way.
fn drawn(mut chart: Chart, log: bool, share: bool) -> Chart {
    chart.drawn.log = log;
    chart.drawn.share = share;
    if let ChartData::Bars(bars) = &mut chart.data {
        for bar in bars {
            bar.of = share.then(|| bar.value * 7 + 1);
        }
    }
    chart
}

fn matrix(rows: &[&str], columns: &[&str]) -> Chart {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let cells = (0..rows.len()).map(|row| {
        let cell = |column| (row != column).then(|| ((row * 7 + column * 3) as u64, Cell::All));
        (0..columns.len()).map(cell).collect()
    });
    let data = ChartData::Matrix(Matrix {
        rows: owned(rows),
        columns: owned(columns),
        cells: cells.collect(),
    });
    chart(ChartKind::Cooccurrence, data)
}

fn size(width: u32, height: u32, dpi: u32) -> PictureOptions {
    PictureOptions {
        width,
        height,
        dpi,
        ..PictureOptions::default()
    }
}

const NAMES: [&str; 8] = [
    "Orla Fenwick",
    "Harbor Pilots’ Association of the Northern and Western Sounds",
    "Tomas Brandt-Okafor",
    "Port Levant",
    "ميناء الشمال",
    "<i>Quay & \"Sons\"</i>",
    "Nine",
    "Sluice Board",
];

/// Two hundred characters without a break.
fn endless() -> String {
    "Pneumono".repeat(25)
}

#[test]
fn svg_says_what_the_chart_says() {
    let check = |chart: &Chart, options: &PictureOptions, expected: &[&str], absent: &[&str]| {
        let all = words_of(&svg(chart, options).unwrap()).join(" ");
        for text in expected {
            assert!(all.contains(text), "“{text}” is missing in: {all}");
        }
        for text in absent {
            assert!(!all.contains(text), "“{text}” is in: {all}");
        }
    };
    let whole = PictureOptions::default();
    let page = [
        "Names in the harbor papers",
        "Mentions in 40 articles",
        "n = 1,204",
        "Source: 3 outlets.",
    ];
    let named = bars(&NAMES, |at| if at == 0 { 1_000_000 } else { 9 - at });
    check(&named, &whole, &page, &[]);
    check(&named, &whole, &NAMES, &[]);
    check(&named, &whole, &["1,000,000", "8", "2"], &[]);
    let bare = PictureOptions {
        own: WordLine::ALL
            .map(|line| (line, String::new()))
            .into_iter()
            .chain([(WordLine::Title, "My own title".to_owned())])
            .collect(),
        ..PictureOptions::default()
    };
    check(&named, &bare, &["My own title", "Orla Fenwick"], &page);

    let days = timeline(TimeUnit::Day, "2012-03-03", &[0, 5, 12, 0, 0, 3, 1], 4);
    check(
        &days,
        &whole,
        &[
            "3 Mar 2012",
            "12 on 5 Mar",
            "No date, not counted",
            "4",
            "10",
        ],
        &[],
    );
    let none_undated = timeline(TimeUnit::Day, "2012-03-03", &[1], 0);
    check(&none_undated, &whole, &["1 on 3 Mar"], &["No date"]);
    let months = timeline(TimeUnit::Month, "2011-11-01", &[1, 2, 3, 4], 0);
    check(&months, &whole, &["Nov 2011 Dec Jan 2012 Feb"], &[]);

    let pairs = matrix(
        &["Fenwick", "Brandt", "Pilots"],
        &["Fenwick", "Brandt", "Pilots"],
    );
    check(
        &pairs,
        &whole,
        &["Fenwick Brandt Pilots", "the same name", "17"],
        &[],
    );
    check(
        &bars(&[], |_| 0),
        &whole,
        &["No names in this selection"],
        &[],
    );
    check(
        &timeline(TimeUnit::Day, "2012-03-03", &[], 0),
        &whole,
        &["Nothing with a date"],
        &[],
    );
}

#[test]
fn nothing_is_cut_or_overlaps_at_any_size() {
    let endless = endless();
    let sixty: Vec<String> = (0..60)
        .map(|at| format!("{} {at}", NAMES[at % 8]))
        .collect();
    let sixty: Vec<&str> = sixty.iter().map(String::as_str).collect();
    let mut unreadable = timeline(TimeUnit::Day, "2012-03-03", &[1, 2], 3);
    if let ChartData::Timeline { columns, .. } = &mut unreadable.data {
        for column in columns {
            column.from = "soon".to_owned();
            column.label = "once upon a time, ".repeat(9);
        }
    }
    let charts = [
        ("bars", bars(&NAMES, |at| 90 - at)),
        ("one bar", bars(&NAMES[..1], |_| 1)),
        ("no bar", bars(&[], |_| 1)),
        (
            "sixty bars",
            bars(&sixty, |at| if at == 0 { 1_000_000 } else { 1 }),
        ),
        ("endless label", bars(&[&endless, "b"], |_| 3)),
        (
            "days",
            timeline(
                TimeUnit::Day,
                "2011-12-20",
                &[3, 0, 9, 1, 0, 0, 4, 2, 8, 1, 0, 7, 5],
                3,
            ),
        ),
        ("one day", timeline(TimeUnit::Day, "2012-03-03", &[2], 0)),
        (
            "a decade",
            timeline(TimeUnit::Day, "2005-01-01", &[1; 3650], 9_000_000),
        ),
        (
            "centuries",
            timeline(TimeUnit::Year, "1200-01-01", &[7; 800], 1),
        ),
        (
            "only undated",
            timeline(TimeUnit::Day, "2012-03-03", &[], 7),
        ),
        ("dates no one can read", unreadable),
        ("shares", drawn(bars(&NAMES, |at| 9_000 - at), false, true)),
        (
            "one beside a million",
            drawn(bars(&NAMES, |at| 10_u64.pow(at as u32)), true, false),
        ),
        (
            "a logarithmic decade",
            drawn(
                timeline(TimeUnit::Day, "2005-01-01", &[90_000; 3650], 1),
                true,
                false,
            ),
        ),
        (
            "lines",
            lines(&NAMES[..5], 14, false, |n, day| (n * day) as u64),
        ),
        ("equal lines", lines(&NAMES[..5], 14, false, |_, _| 8)),
        (
            "lines of one day",
            lines(&NAMES[..3], 1, false, |n, _| n as u64),
        ),
        (
            "an endless name beside a line",
            lines(&[&endless, "b"], 9, false, |n, day| (n + day) as u64),
        ),
        (
            "small charts",
            lines(&NAMES, 14, true, |n, day| (n * day) as u64),
        ),
        (
            "sixteen small charts",
            lines(&sixty[..16], 400, true, |n, _| n as u64),
        ),
        (
            "small charts of nothing",
            lines(&NAMES[..3], 0, true, |_, _| 0),
        ),
        ("matrix", matrix(&NAMES, &NAMES)),
        ("wide matrix", matrix(&NAMES[..3], &sixty)),
        ("tall matrix", matrix(&sixty, &NAMES[..2])),
    ];
    let sizes = [
        (1600, 1000, 144),
        (800, 500, 96),
        (320, 200, 144),
        (320, 200, 72),
        (400, 2000, 96),
        (3000, 320, 150),
        (8000, 8000, 144),
    ];
    for (name, chart) in &charts {
        for (width, height, dpi) in sizes {
            let what = format!("{name} {width}×{height} at {dpi}");
            check_room(&chart_scene(chart, &size(width, height, dpi)), &what);
        }
    }
}

#[test]
fn what_a_small_picture_leaves_out_is_said() {
    let sixty = ["A name"; 60];
    let words = words_of(&svg(&bars(&sixty, |_| 1), &size(320, 200, 96)).unwrap());
    let shown = words.iter().filter(|w| *w == "A name").count();
    let said = format!("{} more, too many", 60 - shown);
    assert!(
        shown < 60 && words.iter().any(|w| w.starts_with(&said)),
        "{words:?}"
    );
}

#[test]
fn selection_is_bold_only_when_shown() {
    let mut chart = bars(&NAMES, |_| 5);
    chart.selected = Some(Cell::Entity(EntityId(3)));
    let bold = |options: &PictureOptions| {
        let scene = chart_scene(&chart, options);
        let bold = scene
            .words
            .iter()
            .filter(|w| w.style.face == lettering::Face::SansBold);
        bold.map(|w| w.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(bold(&PictureOptions::default()), ["Port Levant", "5"]);
    let hidden = PictureOptions {
        show_selection: false,
        ..PictureOptions::default()
    };
    assert!(bold(&hidden).is_empty());
}

#[test]
fn sizes_out_of_bounds_are_refused() {
    let check = |width, height, expected: &str| {
        let chart = bars(&["a"], |_| 1);
        let problem = png(&chart, &size(width, height, 144)).unwrap_err();
        assert!(problem.to_string().contains(expected), "{problem}");
        assert_eq!(svg(&chart, &size(width, height, 144)).unwrap_err(), problem);
    };
    check(319, 200, "too few");
    check(320, 199, "too few");
    check(0, 0, "too few");
    check(40_000, 400, "too many");
    check(u32::MAX, u32::MAX, "too many");
}

/// A PNG's decoder, header read.
fn decoded(bytes: &[u8]) -> (png::OutputInfo, Vec<u8>, png::Info<'static>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
        .read_info()
        .unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    reader.finish().unwrap();
    (frame, pixels, reader.info().clone())
}

#[test]
fn png_has_its_size_resolution_and_maker_and_is_the_same_each_time() {
    let chart = bars(&NAMES, |at| 9 - at);
    let options = size(400, 300, 300);
    let bytes = png(&chart, &options).unwrap();
    assert_eq!(bytes, png(&chart, &options).unwrap());
    assert_eq!(svg(&chart, &options), svg(&chart, &options));
    let (frame, _, info) = decoded(&bytes);
    assert_eq!((frame.width, frame.height), (400, 300));
    // 300 dots per inch are 11811 per meter.
    assert_eq!(
        info.pixel_dims.map(|d| (d.xppu, d.yppu)),
        Some((11_811, 11_811))
    );
    let software = info
        .uncompressed_latin1_text
        .iter()
        .find(|t| t.keyword == "Software");
    assert_eq!(software.map(|t| t.text.as_str()), Some("Dateline"));
}

#[test]
fn ground_is_white_or_clear_and_bars_are_solid() {
    let check = |transparent: bool, corner: &[u8]| {
        let options = PictureOptions {
            transparent,
            ..size(400, 300, 144)
        };
        let (frame, pixels, _) = decoded(&png(&bars(&["Quay"], |_| 1), &options).unwrap());
        let bytes = corner.len();
        assert_eq!(frame.line_size, 400 * bytes);
        assert_eq!(&pixels[..bytes], corner);
        let gray = [0x7F, 0x8D, 0x9B];
        let solid = pixels
            .chunks(bytes)
            .filter(|p| p.starts_with(&gray) && p.get(3).is_none_or(|a| *a == 255));
        assert!(solid.count() > 1000);
    };
    check(false, &[255, 255, 255]);
    check(true, &[0, 0, 0, 0]);
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,30}",
        "[a-zA-Z ]{0,200}",
        any::<Vec<char>>().prop_map(|letters| letters.into_iter().take(40).collect()),
        Just("الساحل <&> \u{202E}x\u{0}".to_owned()),
    ]
}

fn any_data() -> impl Strategy<Value = ChartData> {
    let value = prop_oneof![0..50_u64, any::<u64>()];
    let of = prop::option::of(value.clone());
    let bar = (any_text(), value.clone(), of).prop_map(|(label, value, of)| Bar {
        label,
        value,
        cell: Cell::All,
        kind: None,
        of,
    });
    let column = (
        any_text(),
        "[0-9]{1,5}-[0-9]{1,2}-[0-9]{1,2}|\\PC{0,9}",
        value.clone(),
    );
    let column = column
        .prop_map(|(label, from, value)| Column {
            to: from.clone(),
            from,
            label,
            value,
            cell: Cell::All,
        })
        .boxed();
    let unit = prop::sample::select(TimeUnit::ALL.to_vec());
    let series = (
        any_text(),
        prop::collection::vec(column.clone(), 0..20),
        value.clone(),
    );
    let series = series.prop_map(|(label, columns, undated)| Series {
        label,
        cell: Cell::All,
        kind: None,
        columns,
        undated,
        undated_cell: Cell::All,
    });
    let cells = prop::collection::vec(
        prop::collection::vec(prop::option::of(value.clone()), 0..9),
        0..9,
    );
    let names = || prop::collection::vec(any_text(), 0..9);
    prop_oneof![
        prop::collection::vec(bar, 0..24).prop_map(ChartData::Bars),
        (unit.clone(), prop::collection::vec(series, 0..9))
            .prop_map(|(unit, series)| ChartData::Lines { unit, series }),
        (unit, prop::collection::vec(column, 0..40), value).prop_map(|(unit, columns, undated)| {
            ChartData::Timeline {
                unit,
                columns,
                undated,
                undated_cell: UNDATED,
            }
        }),
        (names(), names(), cells).prop_map(|(rows, columns, cells)| {
            let cell = |value: Option<u64>| value.map(|value| (value, Cell::All));
            let row = |row: Vec<Option<u64>>| row.into_iter().map(cell).collect();
            ChartData::Matrix(Matrix {
                rows,
                columns,
                cells: cells.into_iter().map(row).collect(),
            })
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    /// Whatever a chart holds, it becomes a picture whose words are well-formed XML and stay apart.
    #[test]
    fn any_chart_becomes_a_picture(
        data in any_data(),
        title in any_text(),
        notes in prop::collection::vec(any_text(), 0..4),
        (width, height, dpi) in (320..900_u32, 200..700_u32, any::<u32>()),
        kind in prop::sample::select(ChartKind::ALL.to_vec()),
        (log, share, multiples) in any::<(bool, bool, bool)>(),
    ) {
        let drawn = Drawn { log, share, multiples };
        let chart = Chart { title, notes, drawn, ..chart(kind, data) };
        let options = size(width, height, dpi);
        let scene = chart_scene(&chart, &options);
        check_room(&scene, "any chart");
        words_of(&svg(&chart, &options).unwrap());
        if width < 360 {
            png(&chart, &options).unwrap();
        }
    }
}
