//! Pictures from PNG bytes to the screen.

use std::io::Cursor;

use egui::{Color32, ColorImage, Painter, Rect, pos2, vec2};

/// Side of a square of the pattern that stands for transparent ground.
const SQUARE: f32 = 8.0;

/// The picture in a PNG file; `None` when it is none.
#[must_use]
pub fn decode_png(bytes: &[u8]) -> Option<ColorImage> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(
        png::Transformations::normalize_to_color8() | png::Transformations::ALPHA,
    );
    let mut reader = decoder.read_info().ok()?;
    let mut buffer = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut buffer).ok()?;
    let size = [frame.width as usize, frame.height as usize];
    let data = buffer.get(..frame.buffer_size())?;
    let pixels = match frame.color_type {
        png::ColorType::Rgba => data
            .as_chunks::<4>()
            .0
            .iter()
            .map(|[r, g, b, a]| Color32::from_rgba_unmultiplied(*r, *g, *b, *a))
            .collect(),
        png::ColorType::GrayscaleAlpha => data
            .as_chunks::<2>()
            .0
            .iter()
            .map(|[l, a]| Color32::from_rgba_unmultiplied(*l, *l, *l, *a))
            .collect(),
        png::ColorType::Rgb | png::ColorType::Grayscale | png::ColorType::Indexed => return None,
    };
    Some(ColorImage::new(size, pixels))
}

/// The picture `width` pixels wide, each pixel the mean of those it stands for; unchanged when it is no wider.
#[must_use]
pub fn shrunk(image: &ColorImage, width: usize) -> ColorImage {
    let [from_width, from_height] = image.size;
    if width == 0 || width >= from_width {
        return image.clone();
    }
    let height = ((from_height * width) as f32 / from_width as f32)
        .round()
        .max(1.0) as usize;
    // First across, then down: each pixel is read once per direction.
    let across = weights(from_width, width);
    let down = weights(from_height, height);
    let mut rows: Vec<[f32; 4]> = Vec::with_capacity(width * from_height);
    for row in image.pixels.chunks_exact(from_width) {
        for (start, shares) in &across {
            rows.push(mean(
                shares
                    .iter()
                    .zip(row.iter().skip(*start))
                    .map(|(w, p)| (*w, p.to_array().map(f32::from))),
            ));
        }
    }
    let mut pixels = Vec::with_capacity(width * height);
    for (start, shares) in &down {
        for x in 0..width {
            let column = shares
                .iter()
                .enumerate()
                .filter_map(|(n, w)| Some((*w, *rows.get((start + n) * width + x)?)));
            let [r, g, b, a] = mean(column).map(|v| v.round() as u8);
            pixels.push(Color32::from_rgba_premultiplied(r, g, b, a));
        }
    }
    ColorImage::new([width, height], pixels)
}

/// For each of `to` pixels, the first of `from` pixels it covers and how much it takes of each.
fn weights(from: usize, to: usize) -> Vec<(usize, Vec<f32>)> {
    let ratio = from as f64 / to as f64;
    (0..to)
        .map(|n| {
            let (start, end) = (n as f64 * ratio, (n + 1) as f64 * ratio);
            let first = start.floor() as usize;
            let last = (end.ceil() as usize).min(from);
            let share = |p: usize| (end.min((p + 1) as f64) - start.max(p as f64)).max(0.0) / ratio;
            (first, (first..last).map(|p| share(p) as f32).collect())
        })
        .collect()
}

fn mean(weighted: impl Iterator<Item = (f32, [f32; 4])>) -> [f32; 4] {
    weighted.fold([0.0; 4], |mut sum, (weight, pixel)| {
        for (s, p) in sum.iter_mut().zip(pixel) {
            *s += weight * p;
        }
        sum
    })
}

/// Paints the pattern that stands for transparent ground.
pub fn checkerboard(painter: &Painter, rect: Rect) {
    let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let (columns, rows) = (
        (rect.width() / SQUARE).ceil() as usize,
        (rect.height() / SQUARE).ceil() as usize,
    );
    for row in 0..rows {
        for column in (row % 2..columns).step_by(2) {
            let at = pos2(
                rect.left() + column as f32 * SQUARE,
                rect.top() + row as f32 * SQUARE,
            );
            painter.rect_filled(
                Rect::from_min_size(at, vec2(SQUARE, SQUARE)),
                0.0,
                Color32::from_gray(232),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, rgba: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Rgba);
        let mut writer = encoder.write_header().expect("a header");
        writer.write_image_data(rgba).expect("pixels");
        writer.finish().expect("an end");
        bytes
    }

    #[test]
    fn png_bytes_become_pixels() {
        let image = decode_png(&png(2, 1, &[255, 0, 0, 255, 0, 0, 255, 255])).expect("a picture");
        assert_eq!(image.size, [2, 1]);
        assert_eq!(
            image.pixels,
            [Color32::from_rgb(255, 0, 0), Color32::from_rgb(0, 0, 255)]
        );
        assert!(decode_png(b"no picture").is_none());
        let whole = png(2, 1, &[0; 8]);
        assert!(decode_png(&whole[..whole.len() / 2]).is_none());
    }

    #[test]
    fn shrinking_keeps_the_mean() {
        let gray = |values: &[u8]| values.iter().map(|v| Color32::from_gray(*v)).collect();
        let image = ColorImage::new([4, 2], gray(&[0, 100, 200, 200, 0, 100, 200, 200]));
        let half = shrunk(&image, 2);
        assert_eq!(
            (half.size, half.pixels[0].r(), half.pixels[1].r()),
            ([2, 1], 50, 200)
        );
        let odd = shrunk(&ColorImage::new([3, 1], gray(&[0, 90, 180])), 2);
        assert_eq!(
            odd.pixels.iter().map(Color32::r).collect::<Vec<_>>(),
            [30, 150]
        );
        assert_eq!(shrunk(&image, 9).size, [4, 2]);
    }
}
