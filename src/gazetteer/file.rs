//! Reads places in `assets/gazetteer.bin` where they lie: nothing is unpacked but what is asked for.

use std::collections::HashMap;

use super::{
    bytes::Reader,
    fold::fold,
    layout::{self, BETWEEN, BUCKET_STEP, END, KINDS, MAGIC, RECORD, SECTIONS, STEP, Section},
    squeeze::unsqueeze,
};
use crate::model::LatLon;

/// The parts of the file, and the small ones unpacked.
pub struct File<'b> {
    sections: [&'b [u8]; SECTIONS],
    name_pieces: Vec<&'b [u8]>,
    other_pieces: Vec<&'b [u8]>,
    regions: Vec<RegionRow<'b>>,
    bones: Option<fst::Map<&'b [u8]>>,
    demonyms: HashMap<&'b str, &'b str>,
}

/// A first-level region, or the part of a country outside all regions.
#[derive(Debug)]
pub struct RegionRow<'b> {
    /// ISO 3166 alpha-2; empty for places of no country.
    pub country: &'b str,
    /// The first record in it; its places follow in one run.
    start: u32,
    /// The region's own record.
    pub record: Option<u32>,
}

/// The numbers of one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Record {
    pub geonames_id: u32,
    pub position: LatLon,
    /// Index into [`KINDS`].
    pub kind: u8,
    pub population: u64,
    /// Row of its first-level region.
    pub region: usize,
}

/// How a key met a record's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Borne {
    AsMain,
    AsOther,
}

impl<'b> File<'b> {
    /// Takes the file apart; `None` when it is damaged.
    pub fn open(bytes: &'b [u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        if reader.take(MAGIC.len())? != MAGIC {
            return None;
        }
        let mut lengths = [0_usize; SECTIONS];
        for length in &mut lengths {
            *length = usize::try_from(reader.u32()?).ok()?;
        }
        let mut sections: [&[u8]; SECTIONS] = [&[]; SECTIONS];
        for (section, length) in sections.iter_mut().zip(lengths) {
            *section = reader.take(length)?;
        }
        let section = |s: Section| sections[s as usize];
        let mut file = Self {
            sections,
            name_pieces: pieces(section(Section::NamePieces))?,
            other_pieces: pieces(section(Section::OtherPieces))?,
            regions: Vec::new(),
            bones: fst::Map::new(section(Section::Bones)).ok(),
            demonyms: HashMap::new(),
        };
        let mut reader = Reader::new(section(Section::Regions));
        while !reader.is_empty() {
            let country = std::str::from_utf8(reader.take(2)?).ok()?.trim();
            reader.text()?;
            let start = u32::try_from(reader.count()?).ok()?;
            let record = u32::try_from(reader.count()?).ok()?.checked_sub(1);
            file.regions.push(RegionRow {
                country,
                start,
                record,
            });
        }
        let mut reader = Reader::new(section(Section::Demonyms));
        while !reader.is_empty() {
            file.demonyms.insert(reader.text()?, reader.text()?);
        }
        Some(file)
    }

    /// A file without places.
    pub fn empty() -> Self {
        Self {
            sections: [&[]; SECTIONS],
            name_pieces: Vec::new(),
            other_pieces: Vec::new(),
            regions: Vec::new(),
            bones: None,
            demonyms: HashMap::new(),
        }
    }

    const fn section(&self, section: Section) -> &'b [u8] {
        self.sections[section as usize]
    }

    /// Number of places.
    pub const fn len(&self) -> usize {
        self.section(Section::Records).len() / RECORD
    }

    /// The numbers of a place.
    pub fn record(&self, number: u32) -> Option<Record> {
        let at = usize::try_from(number).ok()? * RECORD;
        let bytes = self.section(Section::Records).get(at..at + RECORD)?;
        let [i, d, s, place @ .., p, q] = *<&[u8; RECORD]>::try_from(bytes).ok()?;
        let (lat, lon, kind) = layout::unpack_place(place);
        Some(Record {
            geonames_id: u32::from_le_bytes([i, d, s, 0]),
            position: LatLon::new(lat, lon)?,
            kind,
            population: layout::unpack_population([p, q]),
            region: self
                .regions
                .partition_point(|r| r.start <= number)
                .checked_sub(1)?,
        })
    }

    /// A region by its row.
    pub fn region(&self, row: usize) -> Option<&RegionRow<'b>> {
        self.regions.get(row)
    }

    /// The record and code of each country.
    pub fn countries(&self) -> impl Iterator<Item = (u32, &'b str)> {
        // A country comes first among the places outside its regions, being the most populous of them.
        self.regions.iter().filter_map(|row| {
            let record = self.record(row.start)?;
            (Self::kind_word(record.kind) == "country").then_some((row.start, row.country))
        })
    }

    /// The word for what a place is.
    pub fn kind_word(kind: u8) -> &'static str {
        KINDS.get(usize::from(kind)).copied().unwrap_or("area")
    }

    /// Radius in km of a place that is an area.
    pub fn radius(&self, number: u32) -> Option<u16> {
        let rows = self.section(Section::Radii).as_chunks::<5>().0;
        let of = |row: &[u8; 5]| u32::from_le_bytes([row[0], row[1], row[2], 0]);
        let row = rows.get(rows.binary_search_by_key(&number, of).ok()?)?;
        Some(u16::from_le_bytes([row[3], row[4]]))
    }

    /// The main name of a place.
    pub fn name(&self, number: u32) -> String {
        let mut name = Vec::new();
        self.texts(
            Section::Names,
            Section::NameOffsets,
            &self.name_pieces,
            number,
            &mut name,
        );
        String::from_utf8(name).unwrap_or_default()
    }

    /// How the place bears the folded name, if it does.
    fn bears(&self, number: u32, key: &str) -> Option<Borne> {
        let mut others = Vec::new();
        self.texts(
            Section::Others,
            Section::OtherOffsets,
            &self.other_pieces,
            number,
            &mut others,
        );
        if others
            .split(|b| *b == BETWEEN)
            .any(|other| other == key.as_bytes())
        {
            return Some(Borne::AsOther);
        }
        (fold(&self.name(number)) == key).then_some(Borne::AsMain)
    }

    /// Writes the texts of a record, without what ends them.
    fn texts(
        &self,
        texts: Section,
        offsets: Section,
        pieces: &[&[u8]],
        number: u32,
        out: &mut Vec<u8>,
    ) {
        let number = number as usize;
        let offsets = self.section(offsets).as_chunks::<4>().0;
        let Some(start) = offsets.get(number / STEP) else {
            return;
        };
        let codes = self.section(texts);
        let codes = codes
            .get(u32::from_le_bytes(*start) as usize..)
            .unwrap_or_default();
        let end = offsets.get(number / STEP + 1).map_or(codes.len(), |end| {
            u32::from_le_bytes(*end).saturating_sub(u32::from_le_bytes(*start)) as usize
        });
        let mut before = number % STEP;
        unsqueeze(codes.get(..end).unwrap_or_default(), pieces, |bytes| {
            for byte in bytes {
                if *byte == END {
                    if before == 0 {
                        return false;
                    }
                    before -= 1;
                } else if before == 0 {
                    out.push(*byte);
                }
            }
            true
        });
    }

    /// All places that bear a folded name.
    pub fn find(&self, key: &str, mut found: impl FnMut(u32, Borne)) {
        let (bucket, rest) = layout::bucket(key);
        let group = bucket / BUCKET_STEP;
        let sizes = self.section(Section::BucketSizes);
        let offsets = self.section(Section::BucketOffsets).as_chunks::<4>().0;
        let (Some(start), Some(before), Some(size)) = (
            offsets.get(group),
            sizes.get(group * BUCKET_STEP..bucket),
            sizes.get(bucket),
        ) else {
            return;
        };
        let skipped: usize = before.iter().map(|s| usize::from(*s)).sum();
        let start = u32::from_le_bytes(*start) as usize + skipped;
        let entries = self.section(Section::Buckets).as_chunks::<3>().0;
        let entries = entries
            .get(start..start + usize::from(*size))
            .unwrap_or_default();
        for [a, b, c] in entries {
            let entry = u32::from_le_bytes([*a, *b, *c, 0]);
            if (entry & 63) as u8 == rest
                && let Some(borne) = self.bears(entry >> 6, key)
            {
                found(entry >> 6, borne);
            }
        }
    }

    /// Places with an Arabic name of these consonants.
    pub fn with_bones(&self, bones: &str) -> Vec<u32> {
        let at = self.bones.as_ref().and_then(|map| map.get(bones));
        let list = at.and_then(|at| {
            let lists = self.section(Section::BoneLists);
            let mut reader = Reader::new(lists.get(usize::try_from(at).ok()?..)?);
            let count = reader.count()?;
            (0..count)
                .map(|_| u32::try_from(reader.count()?).ok())
                .collect()
        });
        list.unwrap_or_default()
    }

    /// The country whose people or things a folded word names.
    pub fn country_of_demonym(&self, folded: &str) -> Option<&'b str> {
        self.demonyms.get(folded).copied()
    }
}

impl std::fmt::Debug for File<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "File({} places)", self.len())
    }
}

fn pieces(section: &[u8]) -> Option<Vec<&[u8]>> {
    let mut reader = Reader::new(section);
    let mut pieces = Vec::new();
    while !reader.is_empty() {
        let length = reader.u8()?;
        pieces.push(reader.take(usize::from(length))?);
    }
    Some(pieces)
}
