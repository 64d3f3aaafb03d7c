//! Reads places in `assets/gazetteer/gazetteer.bin` where they lie: nothing is unpacked but what is asked for.

use std::{borrow::Cow, collections::HashMap};

use super::{
    bytes::Reader,
    fold::fold,
    layout::{
        self, BETWEEN, BUCKET_STEP, END, KINDS, MAGIC, PLAIN_MAGIC, RECORD, SECTIONS, STEP, Section,
    },
    squeeze::unsqueeze,
};
use crate::model::{LatLon, country_code};

/// The parts of the file, and the small ones unpacked.
pub struct File {
    bytes: Cow<'static, [u8]>,
    /// Start and length of each section.
    sections: [(usize, usize); SECTIONS],
    /// Whether names are as they are, each with its offset.
    plain: bool,
    name_pieces: Vec<Box<[u8]>>,
    other_pieces: Vec<Box<[u8]>>,
    regions: Vec<RegionRow>,
    demonyms: HashMap<String, &'static str>,
}

/// A first-level region, or the part of a country outside all regions.
#[derive(Debug)]
pub struct RegionRow {
    /// ISO 3166 alpha-2; empty for places of no country.
    pub country: &'static str,
    /// GeoNames code; empty outside all regions.
    pub code: String,
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

impl File {
    /// Takes the file apart; `None` when it is damaged.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Option<Self> {
        let bytes = bytes.into();
        let mut reader = Reader::new(&bytes);
        let magic = reader.take(MAGIC.len())?;
        let plain = magic == PLAIN_MAGIC;
        if magic != MAGIC && !plain {
            return None;
        }
        let mut sections = [(0, 0); SECTIONS];
        let mut start = MAGIC.len() + SECTIONS * 4;
        for section in &mut sections {
            let length = usize::try_from(reader.u32()?).ok()?;
            *section = (start, length);
            start = start.checked_add(length)?;
        }
        if start > bytes.len() {
            return None;
        }
        let mut file = Self {
            bytes,
            sections,
            plain,
            ..Self::empty()
        };
        file.name_pieces = pieces(file.section(Section::NamePieces))?;
        file.other_pieces = pieces(file.section(Section::OtherPieces))?;
        let mut regions = Vec::new();
        let mut reader = Reader::new(file.section(Section::Regions));
        while !reader.is_empty() {
            let country = country_code(std::str::from_utf8(reader.take(2)?).ok()?.trim());
            let code = reader.text()?.to_owned();
            let start = u32::try_from(reader.count()?).ok()?;
            let record = u32::try_from(reader.count()?).ok()?.checked_sub(1);
            regions.push(RegionRow {
                country,
                code,
                start,
                record,
            });
        }
        let mut demonyms = HashMap::new();
        let mut reader = Reader::new(file.section(Section::Demonyms));
        while !reader.is_empty() {
            demonyms.insert(reader.text()?.to_owned(), country_code(reader.text()?));
        }
        // An index of another's making may be damaged in a way that its reader does not survive.
        let bones = file.section(Section::Bones);
        if plain && fst::Map::new(bones).ok()?.as_fst().verify().is_err() {
            return None;
        }
        (file.regions, file.demonyms) = (regions, demonyms);
        Some(file)
    }

    /// A file without places.
    pub fn empty() -> Self {
        Self {
            bytes: Cow::Borrowed(&[]),
            sections: [(0, 0); SECTIONS],
            plain: true,
            name_pieces: Vec::new(),
            other_pieces: Vec::new(),
            regions: Vec::new(),
            demonyms: HashMap::new(),
        }
    }

    fn section(&self, section: Section) -> &[u8] {
        let (start, length) = self.sections[section as usize];
        self.bytes.get(start..start + length).unwrap_or_default()
    }

    /// Number of places.
    pub fn len(&self) -> usize {
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

    /// The place with a GeoNames id. Looks at all records, in less than a millisecond.
    pub fn with_geonames_id(&self, id: u32) -> Option<u32> {
        if id == 0 || id >= 1 << 24 {
            return None;
        }
        let [a, b, c, _] = id.to_le_bytes();
        let records = self.section(Section::Records).as_chunks::<RECORD>().0;
        let at = records.iter().position(|r| r.starts_with(&[a, b, c]))?;
        u32::try_from(at).ok()
    }

    /// Places that have no GeoNames id.
    pub fn without_geonames_id(&self) -> Vec<u32> {
        let records = self.section(Section::Records).as_chunks::<RECORD>().0;
        (0..)
            .zip(records)
            .filter(|(_, r)| r.starts_with(&[0, 0, 0]))
            .map(|(number, _)| number)
            .collect()
    }

    /// A region by its row.
    pub fn region(&self, row: usize) -> Option<&RegionRow> {
        self.regions.get(row)
    }

    /// All regions, by row.
    pub fn regions(&self) -> &[RegionRow] {
        &self.regions
    }

    /// The record and code of each country.
    pub fn countries(&self) -> impl Iterator<Item = (u32, &'static str)> {
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
        let mut name = self.name_and_id(number);
        if let Some(end) = name.find(char::from(BETWEEN)) {
            name.truncate(end);
        }
        name
    }

    /// The id that the source of a list gave the place; `None` in the embedded file.
    pub fn source_id(&self, number: u32) -> Option<String> {
        let text = self.name_and_id(number);
        let (_, id) = text.split_once(char::from(BETWEEN))?;
        Some(id.to_owned())
    }

    /// The place of a list that its source gave this id. Looks at all places.
    pub fn with_source_id(&self, id: &str) -> Option<u32> {
        (0..u32::try_from(self.len()).ok()?).find(|n| self.source_id(*n).as_deref() == Some(id))
    }

    fn name_and_id(&self, number: u32) -> String {
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
        pieces: &[Box<[u8]>],
        number: u32,
        out: &mut Vec<u8>,
    ) {
        let number = number as usize;
        let offsets = self.section(offsets).as_chunks::<4>().0;
        if self.plain {
            let Some(start) = offsets.get(number) else {
                return;
            };
            let texts = self.section(texts);
            let rest = texts.get(u32::from_le_bytes(*start) as usize..);
            let text = rest.and_then(|rest| rest.split(|byte| *byte == END).next());
            out.extend(text.unwrap_or_default());
            return;
        }
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
        let map = fst::Map::new(self.section(Section::Bones)).ok();
        let at = map.and_then(|map| map.get(bones));
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
    pub fn country_of_demonym(&self, folded: &str) -> Option<&'static str> {
        self.demonyms.get(folded).copied()
    }
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "File({} places)", self.len())
    }
}

fn pieces(section: &[u8]) -> Option<Vec<Box<[u8]>>> {
    let mut reader = Reader::new(section);
    let mut pieces = Vec::new();
    while !reader.is_empty() {
        let length = reader.u8()?;
        pieces.push(reader.take(usize::from(length))?.into());
    }
    Some(pieces)
}
