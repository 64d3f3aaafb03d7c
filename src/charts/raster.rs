//! Encodes a scene as PNG, band by band.

use super::{PictureError, paint, pixels::Band, scene::Scene};

/// Pixels painted at once: bounds memory to about 32 MB beside the file itself.
const BAND_PIXELS: u32 = 1 << 20;

const METERS_PER_INCH: f64 = 0.0254;

/// The scene as a PNG file: 8 bits a channel, with opacity only where there is no ground, its resolution in `pHYs`.
///
/// # Errors
/// When encoding fails.
pub fn write(scene: &Scene) -> Result<Vec<u8>, PictureError> {
    let failed = |problem: png::EncodingError| PictureError::Drawing(problem.to_string());
    let opaque = scene.ground.is_some_and(|ground| ground.opacity >= 1.0);
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, scene.width, scene.height);
    encoder.set_color(if opaque {
        png::ColorType::Rgb
    } else {
        png::ColorType::Rgba
    });
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    let per_meter = (f64::from(scene.dpi) / METERS_PER_INCH).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_meter,
        yppu: per_meter,
        unit: png::Unit::Meter,
    }));
    let latin: String = scene.title.chars().filter(|c| (*c as u32) < 256).collect();
    encoder
        .add_text_chunk("Software".to_owned(), "Dateline".to_owned())
        .map_err(failed)?;
    if latin == scene.title && !latin.is_empty() {
        encoder
            .add_text_chunk("Title".to_owned(), latin)
            .map_err(failed)?;
    } else if !scene.title.is_empty() {
        encoder
            .add_itxt_chunk("Title".to_owned(), scene.title.clone())
            .map_err(failed)?;
    }
    let mut writer = encoder.write_header().map_err(failed)?;
    let mut stream = writer.stream_writer().map_err(failed)?;
    let rows_at_once = (BAND_PIXELS / scene.width.max(1)).max(16);
    let mut top = 0;
    while top < scene.height {
        let rows = rows_at_once.min(scene.height - top);
        let mut band = Band::new(scene, top, rows);
        paint::shapes(scene, &mut band)?;
        for words in &scene.words {
            band.write(words);
        }
        std::io::Write::write_all(&mut stream, &band.bytes(!opaque))
            .map_err(|problem| PictureError::Drawing(problem.to_string()))?;
        top += rows;
    }
    stream.finish().map_err(failed)?;
    drop(writer);
    Ok(out)
}
