//! Draws every bitmap icon from `assets/icon.svg`, the one master: PNGs for Linux and the window, `.ico` for Windows, `.icns` for macOS.

use std::fs;

use resvg::{tiny_skia, usvg};
use sha2::{Digest as _, Sha256};

use crate::{Outcome, packages};

/// Sides in pixels of the PNGs; what the hicolor theme of Linux desktops asks for.
const PNG_SIDES: [u32; 8] = [16, 24, 32, 48, 64, 128, 256, 512];
/// Sides in an `.ico`; 256 is kept as PNG, the others as plain bitmaps, which every tool reads.
const ICO_SIDES: [u32; 7] = [16, 20, 24, 32, 48, 64, 256];
/// Types of an `.icns` that hold a PNG, with their sides in pixels; the doubled ones are for screens of high resolution.
const ICNS_PNGS: [(&[u8; 4], u32); 8] = [
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic07", 128),
    (b"ic13", 256),
    (b"ic08", 256),
    (b"ic14", 512),
    (b"ic09", 512),
    (b"ic10", 1024),
];
/// Types of an `.icns` that hold packed channels; the small sizes as PNG are shown garbled by some versions of macOS.
const ICNS_PACKED: [(&[u8; 4], u32); 2] = [(b"ic04", 16), (b"ic05", 32)];
/// The part of the square an icon fills on macOS, where all icons stand in a margin: 824 of 1024.
const MAC_SHARE: f32 = 824.0 / 1024.0;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Writes the icons to `assets/icons/`. With `--check` nothing is written, and a file that differs is an error.
pub fn run(args: &[String]) -> Outcome {
    let check = match args {
        [] => false,
        [only] if only == "--check" => true,
        _ => return Err("icons takes nothing, or --check".into()),
    };
    let assets = packages::root().join("assets");
    let svg = fs::read(assets.join("icon.svg"))?;
    let folder = assets.join("icons");
    fs::create_dir_all(&folder)?;
    let mut stale = Vec::new();
    for (name, bytes) in drawn(&svg)? {
        let path = folder.join(&name);
        if !check {
            fs::write(&path, bytes)?;
        } else if fs::read(&path).ok().as_deref() != Some(&bytes[..]) {
            stale.push(name);
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!(
        "not what assets/icon.svg gives: {}. Run `cargo run -p xtask -- icons`",
        stale.join(", ")
    )
    .into())
}

/// Every file made from the master, with its name.
fn drawn(svg: &[u8]) -> Result<Vec<(String, Vec<u8>)>> {
    let tree = usvg::Tree::from_data(svg, &usvg::Options::default())?;
    let mut files = Vec::new();
    for side in PNG_SIDES {
        files.push((
            format!("dateline-{side}.png"),
            draw(&tree, side, 1.0)?.encode_png()?,
        ));
    }
    files.push(("dateline.ico".to_owned(), ico(&tree)?));
    files.push(("dateline.icns".to_owned(), icns(&tree)?));
    // The drawing library is no part of the program, so a test tells by this that the icons belong to the master.
    let digest: String = Sha256::digest(svg)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    files.push((
        "made-from.txt".to_owned(),
        format!("{digest}  icon.svg\n").into_bytes(),
    ));
    Ok(files)
}

/// The icon, `side` pixels wide and high, filling `share` of it.
fn draw(tree: &usvg::Tree, side: u32, share: f32) -> Result<tiny_skia::Pixmap> {
    let mut pixels = tiny_skia::Pixmap::new(side, side).ok_or("an icon without pixels")?;
    #[expect(clippy::cast_precision_loss, reason = "a side has at most four digits")]
    let side = side as f32;
    let margin = side * (1.0 - share) / 2.0;
    let transform = tiny_skia::Transform::from_row(
        side * share / tree.size().width(),
        0.0,
        0.0,
        side * share / tree.size().height(),
        margin,
        margin,
    );
    resvg::render(tree, transform, &mut pixels.as_mut());
    Ok(pixels)
}

/// The pixels row by row as red, green, blue and alpha, not multiplied by alpha.
fn straight(pixels: &tiny_skia::Pixmap) -> Vec<[u8; 4]> {
    pixels
        .pixels()
        .iter()
        .map(|pixel| {
            let color = pixel.demultiply();
            [color.red(), color.green(), color.blue(), color.alpha()]
        })
        .collect()
}

fn ico(tree: &usvg::Tree) -> Result<Vec<u8>> {
    let mut images = Vec::new();
    for side in ICO_SIDES {
        let pixels = draw(tree, side, 1.0)?;
        images.push(if side == 256 {
            pixels.encode_png()?
        } else {
            bitmap(side, &straight(&pixels))
        });
    }
    let mut file = Vec::new();
    for number in [0, 1, u16::try_from(images.len())?] {
        file.extend(number.to_le_bytes());
    }
    let mut offset = 6 + 16 * images.len();
    for (side, image) in ICO_SIDES.iter().zip(&images) {
        // 0 means 256.
        let side = u8::try_from(*side).unwrap_or(0);
        file.extend([side, side, 0, 0, 1, 0, 32, 0]);
        file.extend(u32::try_from(image.len())?.to_le_bytes());
        file.extend(u32::try_from(offset)?.to_le_bytes());
        offset += image.len();
    }
    file.extend(images.concat());
    Ok(file)
}

/// A bitmap as an `.ico` holds it: a header that counts the mask in its height, rows from the bottom, then the mask.
fn bitmap(side: u32, pixels: &[[u8; 4]]) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend(40_u32.to_le_bytes());
    out.extend(side.to_le_bytes());
    out.extend((2 * side).to_le_bytes());
    out.extend([1, 0, 32, 0]);
    out.extend([0; 24]);
    for row in pixels.chunks(side as usize).rev() {
        for [red, green, blue, alpha] in row {
            out.extend([blue, green, red, alpha]);
        }
    }
    // The mask, unused beside an alpha channel: one bit a pixel, rows padded to four bytes.
    let mask_row = side.div_ceil(32) as usize * 4;
    out.resize(out.len() + mask_row * side as usize, 0);
    out
}

fn icns(tree: &usvg::Tree) -> Result<Vec<u8>> {
    let mut parts: Vec<(&[u8; 4], Vec<u8>)> = Vec::new();
    for (kind, side) in ICNS_PACKED {
        let pixels = straight(&draw(tree, side, MAC_SHARE)?);
        let mut packed = b"ARGB".to_vec();
        for channel in [3, 0, 1, 2] {
            let values: Vec<u8> = pixels.iter().map(|pixel| pixel[channel]).collect();
            packed.extend(pack(&values));
        }
        parts.push((kind, packed));
    }
    for (kind, side) in ICNS_PNGS {
        parts.push((kind, draw(tree, side, MAC_SHARE)?.encode_png()?));
    }
    let mut body = Vec::new();
    for (kind, bytes) in parts {
        body.extend(kind);
        body.extend(u32::try_from(8 + bytes.len())?.to_be_bytes());
        body.extend(bytes);
    }
    let mut file = b"icns".to_vec();
    file.extend(u32::try_from(8 + body.len())?.to_be_bytes());
    file.extend(body);
    Ok(file)
}

/// The run lengths of an `.icns`: 0 to 127 announces one more literal byte than it says, 128 to 255 repeats the next byte
/// 3 to 130 times.
fn pack(values: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut literals: Vec<u8> = Vec::new();
    let mut at = 0;
    while at < values.len() {
        let run = values[at..]
            .iter()
            .take(130)
            .take_while(|value| **value == values[at])
            .count();
        if run >= 3 {
            flush(&mut literals, &mut out);
            out.extend([u8::try_from(run + 125).unwrap_or(u8::MAX), values[at]]);
            at += run;
        } else {
            literals.push(values[at]);
            at += 1;
        }
    }
    flush(&mut literals, &mut out);
    out
}

fn flush(literals: &mut Vec<u8>, out: &mut Vec<u8>) {
    for chunk in literals.chunks(128) {
        out.push(u8::try_from(chunk.len() - 1).unwrap_or(127));
        out.extend(chunk);
    }
    literals.clear();
}
