//! Builds `assets/gazetteer/gazetteer.bin`, the embedded place names.

use std::fs;

#[path = "../../../src/gazetteer/fold.rs"]
mod fold;
#[path = "../../../src/gazetteer/keys.rs"]
mod keys;
#[path = "../../../src/gazetteer/layout.rs"]
mod layout;
mod sources;

use crate::{Outcome, packages, squeezer::Squeezer};
use keys::{Keys, count, text};
use layout::{KINDS, MAGIC, SECTIONS, STEP, Section};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// One place as the sources give it.
pub struct Place {
    /// GeoNames id, 0 where it has none.
    pub id: u32,
    pub name: String,
    pub others: Vec<String>,
    pub kind: u8,
    /// ISO 3166 alpha-2, or empty.
    pub country: String,
    /// GeoNames code of the first-level region, or empty.
    pub region: String,
    pub lat: f64,
    pub lon: f64,
    pub population: u64,
    /// 0 for places whose size follows from their population.
    pub radius_km: u32,
}

fn kind(word: &str) -> u8 {
    let place = KINDS.iter().position(|k| *k == word);
    u8::try_from(place.unwrap_or_else(|| panic!("no kind {word}"))).unwrap_or(0)
}

pub fn run() -> Outcome {
    let sources = sources::read()?;
    let mut places = sources.places;
    places.sort_by(|a, b| {
        let key = |p: &Place| {
            (
                p.country.clone(),
                p.region.clone(),
                std::cmp::Reverse(p.population),
                p.id,
            )
        };
        key(a).cmp(&key(b)).then_with(|| a.name.cmp(&b.name))
    });
    let mut sections = vec![Vec::new(); SECTIONS];
    let mut put = |section: Section, bytes: Vec<u8>| {
        println!("{section:?}: {} bytes", bytes.len());
        sections[section as usize] = bytes;
    };

    let mut records = Vec::new();
    let mut radii = Vec::new();
    for (number, place) in (0_u32..).zip(&places) {
        records.extend(&place.id.to_le_bytes()[..3]);
        records.extend(layout::pack_place(place.lat, place.lon, place.kind));
        records.extend(layout::pack_population(place.population));
        if place.radius_km > 0 {
            radii.extend(&number.to_le_bytes()[..3]);
            radii.extend(u16::try_from(place.radius_km.min(65_535))?.to_le_bytes());
        }
    }
    put(Section::Records, records);
    put(Section::Radii, radii);
    put(Section::Regions, regions(&places)?);

    let keys: Vec<Keys> = places
        .iter()
        .map(|p| Keys::of(&p.name, &p.others, &p.country))
        .collect();
    let names: Vec<Vec<String>> = places.iter().map(|p| vec![p.name.clone()]).collect();
    let [pieces, squeezed, offsets] = squeeze(&names)?;
    put(Section::NamePieces, pieces);
    put(Section::Names, squeezed);
    put(Section::NameOffsets, offsets);
    let others: Vec<Vec<String>> = keys.iter().map(|k| k.others.clone()).collect();
    let [pieces, squeezed, offsets] = squeeze(&others)?;
    put(Section::OtherPieces, pieces);
    put(Section::Others, squeezed);
    put(Section::OtherOffsets, offsets);
    let [sizes, offsets, entries] = keys::buckets(&keys, |n| places[n].population);
    put(Section::BucketSizes, sizes);
    put(Section::BucketOffsets, offsets);
    put(Section::Buckets, entries);
    let [map, lists] = keys::bones(&keys)?;
    put(Section::Bones, map);
    put(Section::BoneLists, lists);
    let mut demonyms = Vec::new();
    for (word, code) in &sources.demonyms {
        text(&mut demonyms, word);
        text(&mut demonyms, code);
    }
    put(Section::Demonyms, demonyms);

    let mut file = MAGIC.to_vec();
    for section in &sections {
        file.extend(u32::try_from(section.len())?.to_le_bytes());
    }
    file.extend(sections.concat());
    println!(
        "{} places, {} other names, {} bytes",
        places.len(),
        others.concat().len(),
        file.len()
    );
    fs::write(
        packages::root().join("assets/gazetteer/gazetteer.bin"),
        file,
    )?;
    Ok(())
}

/// Where each region's places start, and the region's own record.
fn regions(places: &[Place]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut last = None;
    for (number, place) in places.iter().enumerate() {
        let code = (&place.country, &place.region);
        if last == Some(code) {
            continue;
        }
        last = Some(code);
        let own = places
            .iter()
            .skip(number)
            .take_while(|p| (&p.country, &p.region) == code)
            .position(|p| p.kind == kind("region"));
        let mut country = place.country.clone().into_bytes();
        country.resize(2, b' ');
        out.extend(country);
        text(&mut out, &place.region);
        count(&mut out, number);
        count(&mut out, own.map_or(0, |n| number + n + 1));
    }
    Ok(out)
}

/// Learned pieces, squeezed texts, and the offset of every [`STEP`]-th.
fn squeeze(texts: &[Vec<String>]) -> Result<[Vec<u8>; 3]> {
    let between = char::from(layout::BETWEEN).to_string();
    let blocks: Vec<String> = texts
        .chunks(STEP)
        .map(|block| {
            let texts = block.iter().map(|t| t.join(&between));
            texts
                .flat_map(|t| [t, char::from(layout::END).to_string()])
                .collect()
        })
        .collect();
    let squeezer = Squeezer::learn(&blocks);
    let mut pieces = Vec::new();
    for piece in &squeezer.pieces {
        pieces.push(u8::try_from(piece.len())?);
        pieces.extend(piece);
    }
    let (mut out, mut offsets) = (Vec::new(), Vec::new());
    for block in &blocks {
        offsets.extend(u32::try_from(out.len())?.to_le_bytes());
        out.extend(squeezer.squeeze(block));
    }
    Ok([pieces, out, offsets])
}
