//! Small PNG files: at most 256 colors, chosen by how many pixels need them.

use std::collections::BTreeMap;

use super::paint::Picture;

/// Colors of a box of the color space, with how many pixels have each.
type Share = Vec<([u8; 3], u64)>;

/// The picture as an indexed PNG.
pub fn encode(picture: &Picture) -> Vec<u8> {
    let mut counts: BTreeMap<[u8; 3], u64> = BTreeMap::new();
    for pixel in &picture.pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    let (palette, index) = palette(counts);
    let bytes: Vec<u8> = picture.pixels.iter().map(|pixel| index[pixel]).collect();
    let mut out = Vec::new();
    let [width, height] = picture.size;
    let mut encoder = png::Encoder::new(&mut out, width as u32, height as u32);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&bytes).expect("the pixels");
    writer.finish().expect("the end");
    out
}

/// At most 256 colors, and which of them stands for each color.
///
/// The most frequent colors stay exactly as they are, because grounds and inks are large and even; what is between them,
/// the soft edges of letters, is cut at the median until it fits.
fn palette(counts: BTreeMap<[u8; 3], u64>) -> (Vec<[u8; 3]>, BTreeMap<[u8; 3], u8>) {
    let mut ranked: Share = counts.into_iter().collect();
    ranked.sort_by_key(|(color, count)| (std::cmp::Reverse(*count), *color));
    let exact = if ranked.len() <= 256 {
        ranked.len()
    } else {
        96
    };
    let rest = ranked.split_off(exact);
    let mut palette: Vec<[u8; 3]> = ranked.iter().map(|(color, _)| *color).collect();
    if !rest.is_empty() {
        palette.extend(cut(rest.clone(), 256 - exact));
    }
    let mut index: BTreeMap<[u8; 3], u8> = BTreeMap::new();
    for (color, _) in ranked.iter().chain(&rest) {
        let nearest = palette
            .iter()
            .enumerate()
            .min_by_key(|(at, known)| (distance(color, known), *at))
            .map_or(0, |(at, _)| at);
        index.insert(*color, nearest as u8);
    }
    (palette, index)
}

fn distance(a: &[u8; 3], b: &[u8; 3]) -> u32 {
    // The eye sees green best.
    let weights = [3, 6, 1];
    a.iter()
        .zip(b)
        .zip(weights)
        .map(|((a, b), weight)| u32::from(a.abs_diff(*b)).pow(2) * weight)
        .sum()
}

fn cut(colors: Share, most: usize) -> Vec<[u8; 3]> {
    let mut boxes = vec![colors];
    while boxes.len() < most {
        let widest = boxes
            .iter()
            .enumerate()
            .filter(|(_, share)| share.len() > 1)
            .max_by_key(|(at, share)| {
                let pixels: u64 = share.iter().map(|(_, count)| count).sum();
                (
                    u64::from(spread(share).1) * (pixels as f64).sqrt() as u64,
                    std::cmp::Reverse(*at),
                )
            })
            .map(|(at, _)| at);
        let Some(at) = widest else { break };
        let mut share = boxes.swap_remove(at);
        let channel = spread(&share).0;
        share.sort_by_key(|(color, _)| (color[channel], *color));
        let half = share.iter().map(|(_, count)| count).sum::<u64>() / 2;
        let mut below = 0;
        let middle = share
            .iter()
            .position(|(_, count)| {
                below += count;
                below > half
            })
            .unwrap_or(0)
            .clamp(1, share.len() - 1);
        let upper = share.split_off(middle);
        boxes.extend([share, upper]);
    }
    boxes.iter().map(mean).collect()
}

/// The channel in which the colors differ most, and by how much.
fn spread(share: &Share) -> (usize, u8) {
    (0..3)
        .map(|channel| {
            let values = share.iter().map(|(color, _)| color[channel]);
            let (least, most) = (values.clone().min(), values.max());
            (channel, most.unwrap_or(0) - least.unwrap_or(0))
        })
        .max_by_key(|(channel, width)| (*width, std::cmp::Reverse(*channel)))
        .unwrap_or((0, 0))
}

fn mean(share: &Share) -> [u8; 3] {
    let all: u64 = share.iter().map(|(_, count)| count).sum::<u64>().max(1);
    std::array::from_fn(|channel| {
        let sum: u64 = share
            .iter()
            .map(|(color, count)| u64::from(color[channel]) * count)
            .sum();
        ((sum + all / 2) / all) as u8
    })
}
