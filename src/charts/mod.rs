//! Paints a chart value or a map value to PNG and SVG. Knows neither the project nor the window.
//!
//! A picture is first laid out as a [`scene::Scene`], then painted by one of two backends, so both show the same.

mod bars;
mod colors;
mod dates;
mod dress;
mod families;
mod geometry;
mod lettering;
mod lines;
mod map;
mod matrix;
mod page;
mod paint;
mod pixels;
mod raster;
mod scene;
mod svg;
mod timeline;

use crate::model::{
    chart::{Chart, ChartData, ChartKind},
    map::MapPicture,
    picture::{PictureOptions, Said},
};

use self::{
    colors::Palette,
    page::{Wording, compose, say_empty},
    scene::Scene,
};
pub use self::{
    families::{Family, FamilyFiles, FontFile, Letters, letters_lacking},
    map::Outlines,
};

/// Most pixels a picture may have: larger ones are refused rather than exhausting memory.
pub const MAX_PIXELS: u64 = 120_000_000;

/// Smallest picture, in pixels.
const SMALLEST: (u32, u32) = (320, 200);

/// Why a picture could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    #[error("{width} × {height} pixels are too many: at most {} million in all. Choose a smaller size", MAX_PIXELS / 1_000_000)]
    TooLarge { width: u32, height: u32 },
    #[error(
        "{width} × {height} pixels are too few for a readable picture. Choose at least 320 × 200"
    )]
    TooSmall { width: u32, height: u32 },
    #[error("Could not draw the picture: {0}")]
    Drawing(String),
}

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'s> {
    Chart(&'s Chart),
    Map(&'s MapPicture, Outlines<'s>),
}

/// What it is drawn as.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    Png,
    /// With real text.
    Svg,
    /// PNG of at most as many pixels: laid out as the full picture is, only drawn smaller.
    Preview(f64),
}

/// A picture as the bytes of its file. `letters` are those of the style, read from the files of its fonts.
///
/// # Errors
/// When the size is out of bounds or drawing fails.
pub fn draw(
    subject: Subject<'_>,
    options: &PictureOptions,
    letters: Letters,
    form: Form,
) -> Result<Vec<u8>, PictureError> {
    check_size(options)?;
    let mut scene = match subject {
        Subject::Chart(chart) => chart_in(chart, options, letters),
        Subject::Map(map, below) => map::scene(map, below, options, letters),
    };
    dress::dress(&mut scene, &Palette::new(&options.style, options.printing));
    match form {
        Form::Png => raster::write(&scene),
        Form::Svg => svg::write(&scene).map(String::into_bytes),
        Form::Preview(pixels) => raster::write(&scene.of_at_most(pixels)),
    }
}

/// The chart as a PNG file, in the embedded fonts.
///
/// # Errors
/// When the size is out of bounds or drawing fails.
pub fn png(chart: &Chart, options: &PictureOptions) -> Result<Vec<u8>, PictureError> {
    draw(Subject::Chart(chart), options, Letters::EMBEDDED, Form::Png)
}

/// The chart as an SVG file with real text, in the embedded fonts.
///
/// # Errors
/// When the size is out of bounds or drawing fails.
pub fn svg(chart: &Chart, options: &PictureOptions) -> Result<String, PictureError> {
    let bytes = draw(Subject::Chart(chart), options, Letters::EMBEDDED, Form::Svg)?;
    String::from_utf8(bytes).map_err(|problem| PictureError::Drawing(problem.to_string()))
}

/// The map as a PNG file, in the embedded fonts.
///
/// # Errors
/// When the size is out of bounds or drawing fails.
pub fn map_png(
    map: &MapPicture,
    below: Outlines<'_>,
    options: &PictureOptions,
) -> Result<Vec<u8>, PictureError> {
    let subject = Subject::Map(map, below);
    draw(subject, options, Letters::EMBEDDED, Form::Png)
}

/// The map as an SVG file with real text, in the embedded fonts.
///
/// # Errors
/// When the size is out of bounds or drawing fails.
pub fn map_svg(
    map: &MapPicture,
    below: Outlines<'_>,
    options: &PictureOptions,
) -> Result<String, PictureError> {
    let subject = Subject::Map(map, below);
    let bytes = draw(subject, options, Letters::EMBEDDED, Form::Svg)?;
    String::from_utf8(bytes).map_err(|problem| PictureError::Drawing(problem.to_string()))
}

/// Whether a picture of this size can be made.
///
/// # Errors
/// When it is too large for memory or too small to be read.
pub fn check_size(options: &PictureOptions) -> Result<(), PictureError> {
    let (width, height) = (options.width, options.height);
    if u64::from(width) * u64::from(height) > MAX_PIXELS || width.max(height) > 32_767 {
        return Err(PictureError::TooLarge { width, height });
    }
    if width < SMALLEST.0 || height < SMALLEST.1 {
        return Err(PictureError::TooSmall { width, height });
    }
    Ok(())
}

#[cfg(test)]
fn chart_scene(chart: &Chart, options: &PictureOptions) -> Scene {
    chart_in(chart, options, Letters::EMBEDDED)
}

fn chart_in(chart: &Chart, options: &PictureOptions, letters: Letters) -> Scene {
    let said = Said {
        title: &chart.title,
        subtitle: &chart.subtitle,
        n_line: &chart.n_line,
        notes: &chart.notes,
    };
    let wording = Wording::new(options, said, letters);
    let selected = chart.selected.as_ref().filter(|_| options.show_selection);
    compose(options, &wording, |scene, frame| match &chart.data {
        ChartData::Bars(bars) if !bars.is_empty() => {
            bars::draw(scene, frame, (bars, chart.drawn), selected)
        }
        ChartData::Lines { unit, series } if series.iter().any(|s| !s.columns.is_empty()) => {
            lines::draw(scene, frame, (*unit, series, chart.drawn), selected)
        }
        ChartData::Timeline {
            unit,
            columns,
            undated,
            ..
        } if !columns.is_empty() || *undated > 0 => {
            let scale = timeline::scale(columns, *undated, chart.drawn.log);
            timeline::draw(scene, frame, (*unit, columns, *undated), scale, selected)
        }
        ChartData::Matrix(matrix) if !matrix.rows.is_empty() && !matrix.columns.is_empty() => {
            let blank = match chart.kind {
                ChartKind::Coverage => None,
                ChartKind::Cooccurrence => Some("the same name"),
                _ => Some("no data"),
            };
            matrix::draw(scene, frame, (matrix, blank), selected)
        }
        _ => {
            say_empty(scene, frame, why_empty(chart.kind));
            true
        }
    })
}

const fn why_empty(kind: ChartKind) -> &'static str {
    match kind {
        ChartKind::Entities | ChartKind::Types | ChartKind::Cooccurrence => {
            "No names in this selection"
        }
        ChartKind::Places => "No places in this selection",
        ChartKind::Outlets | ChartKind::Lengths => "No articles in this selection",
        ChartKind::First => "No story of several outlets in this selection",
        ChartKind::Timeline | ChartKind::Coverage => "Nothing with a date in this selection",
    }
}

#[cfg(test)]
mod options_tests;
#[cfg(test)]
mod tests;
