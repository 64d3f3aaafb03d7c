//! Place names that the user adds, made ready to be looked up: the same keys and the same layout as the embedded file,
//! with plain names in place of squeezed ones, because lists come and go and are made while somebody waits.

use super::{
    keys::{self, Keys},
    layout::{self, BETWEEN, END, KINDS, LIST_MAGIC, PLAIN_MAGIC, SECTIONS, Section},
};
use crate::model::NamedPlace;

/// Places of one part: their numbers have 18 bits in the index.
const PART: usize = 1 << 18;

/// Takes in places one by one; at most one part of them is in memory.
#[derive(Debug)]
pub struct ListBuilder {
    part_size: usize,
    waiting: Vec<NamedPlace>,
    parts: Vec<Vec<u8>>,
    places: u64,
}

impl Default for ListBuilder {
    fn default() -> Self {
        Self {
            part_size: PART,
            waiting: Vec::new(),
            parts: Vec::new(),
            places: 0,
        }
    }
}

impl ListBuilder {
    /// With small parts, to try what happens between them.
    #[must_use]
    #[cfg(test)]
    pub fn with_parts_of(part_size: usize) -> Self {
        Self {
            part_size,
            ..Self::default()
        }
    }

    /// Adds a place.
    pub fn push(&mut self, place: NamedPlace) {
        self.places += 1;
        self.waiting.push(place);
        if self.waiting.len() >= self.part_size {
            self.part();
        }
    }

    /// Places taken in so far.
    #[must_use]
    pub const fn places(&self) -> u64 {
        self.places
    }

    fn part(&mut self) {
        if !self.waiting.is_empty() {
            let places = std::mem::take(&mut self.waiting);
            self.parts.push(part(places));
        }
    }

    /// The list as bytes, which [`super::PlaceList::open`] reads.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        self.part();
        let mut out = LIST_MAGIC.to_vec();
        out.extend(length(self.parts.len()));
        for part in &self.parts {
            out.extend(length(part.len()));
        }
        for part in self.parts {
            out.extend(part);
        }
        out
    }
}

fn length(n: usize) -> [u8; 4] {
    // A part has some hundred bytes a place; four gigabytes are never reached.
    u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes()
}

fn part(mut places: Vec<NamedPlace>) -> Vec<u8> {
    places.sort_by(|a, b| {
        let key = |p: &NamedPlace| (p.country, std::cmp::Reverse(p.population));
        (a.country, &a.region)
            .cmp(&(b.country, &b.region))
            .then_with(|| key(a).cmp(&key(b)))
            .then_with(|| (&a.name, &a.id).cmp(&(&b.name, &b.id)))
    });
    let mut sections: [Vec<u8>; SECTIONS] = Default::default();
    let mut put = |section: Section, bytes: Vec<u8>| {
        if let Some(place) = sections.get_mut(section as usize) {
            *place = bytes;
        }
    };
    let (mut records, mut radii) = (Vec::new(), Vec::new());
    for (number, place) in (0_u32..).zip(&places) {
        let [a, b, c, _] = place.geonames.min(0xFF_FFFF).to_le_bytes();
        records.extend([a, b, c]);
        let kind = KINDS.iter().position(|k| *k == place.feature);
        let kind = kind.and_then(|k| u8::try_from(k).ok()).unwrap_or_default();
        let at = place.position;
        records.extend(layout::pack_place(at.lat, at.lon, kind));
        records.extend(layout::pack_population(place.population));
        if let Some(km) = place.radius_km {
            let [a, b, c, _] = number.to_le_bytes();
            radii.extend([a, b, c]);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is clamped"
            )]
            let km = km.clamp(0.0, 65_535.0).round() as u16;
            radii.extend(km.max(1).to_le_bytes());
        }
    }
    put(Section::Records, records);
    put(Section::Radii, radii);
    put(Section::Regions, regions(&places));
    let keys: Vec<Keys> = places
        .iter()
        .map(|p| Keys::of(&p.name, &p.others, p.country))
        .collect();
    let [names, offsets] = plain(&places, |p, out| {
        out.extend(one_line(&p.name).bytes());
        out.push(BETWEEN);
        out.extend(one_line(&p.id).bytes());
    });
    put(Section::Names, names);
    put(Section::NameOffsets, offsets);
    let [others, offsets] = plain(&keys, |k, out| {
        for (n, other) in k.others.iter().enumerate() {
            if n > 0 {
                out.push(BETWEEN);
            }
            out.extend(other.bytes());
        }
    });
    put(Section::Others, others);
    put(Section::OtherOffsets, offsets);
    let weight = |number: usize| places.get(number).map_or(0, |p| p.population);
    let [sizes, offsets, entries] = keys::buckets(&keys, weight);
    put(Section::BucketSizes, sizes);
    put(Section::BucketOffsets, offsets);
    put(Section::Buckets, entries);
    // An index in memory, of sorted keys, cannot fail; without it similar spellings would not be found.
    if let Ok([map, lists]) = keys::bones(&keys) {
        put(Section::Bones, map);
        put(Section::BoneLists, lists);
    }
    let mut out = PLAIN_MAGIC.to_vec();
    for section in &sections {
        out.extend(length(section.len()));
    }
    out.extend(sections.concat());
    out
}

/// Where each region's places start.
fn regions(places: &[NamedPlace]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut last = None;
    for (number, place) in places.iter().enumerate() {
        let code = (place.country, place.region.as_str());
        if last == Some(code) {
            continue;
        }
        last = Some(code);
        let mut country = place.country.as_bytes().to_vec();
        country.resize(2, b' ');
        out.extend(country);
        keys::text(&mut out, &place.region);
        keys::count(&mut out, number);
        keys::count(&mut out, 0);
    }
    out
}

/// Texts one after another, and where each begins.
fn plain<T>(items: &[T], write: impl Fn(&T, &mut Vec<u8>)) -> [Vec<u8>; 2] {
    let (mut out, mut offsets) = (Vec::new(), Vec::new());
    for item in items {
        offsets.extend(length(out.len()));
        write(item, &mut out);
        out.push(END);
    }
    [out, offsets]
}

/// Without the characters that part names in the file.
fn one_line(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}
