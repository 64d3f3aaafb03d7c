//! Paints a chart value or a map value to PNG and SVG. Knows neither the project nor the window.
//!
//! A picture is first laid out as a [`scene::Scene`], then painted by one of two backends, so both show the same.

mod bars;
mod colors;
mod dates;
mod geometry;
mod lettering;
mod lines;
mod map;
mod matrix;
mod page;
mod paint;
mod pixels;
mod raster;
mod scale;
mod scene;
mod svg;
mod timeline;

use crate::model::{
    chart::{Chart, ChartData, ChartKind, PictureOptions},
    map::MapPicture,
};

pub use self::map::Outlines;
use self::{
    page::{Wording, compose, say_empty},
    scene::Scene,
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

/// The chart as a PNG file.
///
/// # Errors
/// When the size is out of bounds or drawing fails.
pub fn png(chart: &Chart, options: &PictureOptions) -> Result<Vec<u8>, PictureError> {
    check_size(options)?;
    raster::write(&chart_scene(chart, options))
}

/// The chart as an SVG file with real text.
///
/// # Errors
/// When the size is out of bounds or drawing fails.
pub fn svg(chart: &Chart, options: &PictureOptions) -> Result<String, PictureError> {
    check_size(options)?;
    svg::write(&chart_scene(chart, options))
}

/// The map as a PNG file.
///
/// # Errors
/// When the size is out of bounds or drawing fails.
pub fn map_png(
    map: &MapPicture,
    below: Outlines<'_>,
    options: &PictureOptions,
) -> Result<Vec<u8>, PictureError> {
    check_size(options)?;
    raster::write(&map::scene(map, below, options))
}

/// The map as an SVG file with real text.
///
/// # Errors
/// When the size is out of bounds or drawing fails.
pub fn map_svg(
    map: &MapPicture,
    below: Outlines<'_>,
    options: &PictureOptions,
) -> Result<String, PictureError> {
    check_size(options)?;
    svg::write(&map::scene(map, below, options))
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

fn chart_scene(chart: &Chart, options: &PictureOptions) -> Scene {
    let wording = Wording::new(
        options,
        &chart.title,
        &chart.subtitle,
        &chart.n_line,
        &chart.notes,
    );
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
            let blank_explained = chart.kind == ChartKind::Coverage;
            matrix::draw(scene, frame, (matrix, blank_explained), selected)
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
mod tests;
