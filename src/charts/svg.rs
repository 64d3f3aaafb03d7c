//! Writes a scene as SVG: plotters' own backend for the shapes, real text for the words.

use std::fmt::Write as _;

use plotters::backend::SVGBackend;

use super::{
    PictureError,
    lettering::starts_right,
    paint::{self, UNITS},
    scene::{Anchor, Scene, Words},
};

/// The scene as an SVG document.
///
/// # Errors
/// When plotters fails to draw.
pub fn write(scene: &Scene) -> Result<String, PictureError> {
    let mut drawn = String::new();
    let steps = |pixels: u32| pixels.saturating_mul(UNITS.unsigned_abs());
    paint::shapes(
        scene,
        SVGBackend::with_string(&mut drawn, (steps(scene.width), steps(scene.height))),
    )?;
    let (width, height) = (scene.width, scene.height);
    let mut out = String::with_capacity(drawn.len() + 4096);
    let mut line = |text: std::fmt::Arguments<'_>| {
        // Writing to a string cannot fail.
        let _ = out.write_fmt(text);
        out.push('\n');
    };
    line(format_args!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">"#
    ));
    line(format_args!("<title>{}</title>", escape(&scene.title)));
    line(format_args!("<desc>{}</desc>", escape(&scene.description)));
    line(format_args!("<metadata>Dateline</metadata>"));
    if let Some(ground) = scene.ground {
        line(format_args!(
            r#"<rect width="{width}" height="{height}" fill="{}"/>"#,
            ground.css()
        ));
    }
    line(format_args!(
        r#"<g transform="scale({})" stroke-linejoin="round">"#,
        1.0 / f64::from(UNITS)
    ));
    line(format_args!("{}</g>", body(&drawn)));
    for words in &scene.words {
        line(format_args!("{}", text(words)));
    }
    line(format_args!("</svg>"));
    Ok(out)
}

/// What plotters wrote inside its own root element.
fn body(drawn: &str) -> &str {
    let inner = drawn.split_once(">\n").map_or("", |(_, inner)| inner);
    inner.trim_end().strip_suffix("</svg>").unwrap_or(inner)
}

fn text(words: &Words) -> String {
    let (x, y) = words.at;
    let style = words.style;
    let mut attributes = format!(
        r#"x="{}" y="{}" font-family="{}" font-size="{}""#,
        number(x),
        number(y),
        escape(&style.families()),
        number(style.size)
    );
    let mut add = |name: &str, value: &str| {
        let _ = write!(attributes, r#" {name}="{value}""#);
    };
    if style.weight() != 400 {
        add("font-weight", &style.weight().to_string());
    }
    if style.face.italic() {
        add("font-style", "italic");
    }
    if style.tracking > 0.0 {
        add("letter-spacing", &number(style.tracking * style.size));
    }
    // Anchors follow the direction of the text: in a line that starts from the right, its start is on the right.
    let right_to_left = starts_right(&words.text);
    if right_to_left {
        add("direction", "rtl");
    }
    match (words.anchor, right_to_left) {
        (Anchor::Start, false) | (Anchor::End, true) => {}
        (Anchor::Middle, _) => add("text-anchor", "middle"),
        (Anchor::End, false) | (Anchor::Start, true) => add("text-anchor", "end"),
    }
    if words.turned {
        add(
            "transform",
            &format!("rotate(-90 {} {})", number(x), number(y)),
        );
    }
    if let Some((color, rim)) = words.halo {
        add("stroke", &color.css());
        add("stroke-width", &number(rim * 2.0));
        add("stroke-opacity", &number(color.opacity));
        add("stroke-linejoin", "round");
        add("paint-order", "stroke");
    }
    add("fill", &words.color.css());
    format!("<text {attributes}>{}</text>", escape(&words.text))
}

/// At most two decimals, none needlessly.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}
