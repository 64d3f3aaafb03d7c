//! Maps spans of reading text back to the source text.

use serde::{Deserialize, Serialize};

use super::span::ByteSpan;

/// One stretch of reading text and the source bytes it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// First byte in the reading text.
    pub reading: u32,
    /// Bytes of reading text.
    pub reading_len: u32,
    /// First byte in the source text.
    pub source: u32,
    /// Bytes of source text.
    pub source_len: u32,
    /// Whether both sides hold the same bytes, so that an offset inside maps one to one.
    pub verbatim: bool,
}

/// The way from reading text to source text: segments in reading order, without gaps on the reading side except for
/// text the program put in itself (paragraph breaks), which has no source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffsetMap {
    segments: Vec<Segment>,
}

impl OffsetMap {
    /// Appends a stretch copied byte for byte. Neighbors on both sides are joined.
    pub fn push_verbatim(&mut self, reading: u32, source: u32, len: u32) {
        if len == 0 {
            return;
        }
        if let Some(last) = self.segments.last_mut()
            && last.verbatim
            && last.reading + last.reading_len == reading
            && last.source + last.source_len == source
        {
            last.reading_len += len;
            last.source_len += len;
            return;
        }
        self.segments.push(Segment {
            reading,
            reading_len: len,
            source,
            source_len: len,
            verbatim: true,
        });
    }

    /// Appends a stretch whose bytes were replaced (a joined line break, a quote mark, a bracket token).
    pub fn push_replaced(&mut self, reading: u32, reading_len: u32, source: u32, source_len: u32) {
        if reading_len > 0 {
            self.segments.push(Segment {
                reading,
                reading_len,
                source,
                source_len,
                verbatim: false,
            });
        }
    }

    /// The segments, in reading order.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The source span behind a span of reading text; `None` where no byte of it came from the source.
    #[must_use]
    pub fn to_source(&self, span: ByteSpan) -> Option<ByteSpan> {
        let from = self
            .segments
            .partition_point(|s| s.reading + s.reading_len <= span.start);
        let to = self.segments.partition_point(|s| s.reading < span.end);
        let inside = self.segments.get(from..to)?;
        let (first, last) = (inside.first()?, inside.last()?);
        let start = if first.verbatim && span.start > first.reading {
            first.source + (span.start - first.reading)
        } else {
            first.source
        };
        let end = if last.verbatim && span.end < last.reading + last.reading_len {
            last.source + (span.end - last.reading)
        } else {
            last.source + last.source_len
        };
        Some(ByteSpan::new(start, end))
    }

    /// The reading text that came from a span of source text, as the hull of its parts; `None` where none did.
    #[must_use]
    pub fn to_reading(&self, span: ByteSpan) -> Option<ByteSpan> {
        let mut hull: Option<ByteSpan> = None;
        for s in &self.segments {
            let source = ByteSpan::new(s.source, s.source + s.source_len);
            if !source.overlaps(&span) {
                continue;
            }
            let mut part = ByteSpan::new(s.reading, s.reading + s.reading_len);
            if s.verbatim {
                part.start += span.start.saturating_sub(s.source);
                part.end -= source.end.saturating_sub(span.end);
            }
            hull = Some(match hull {
                Some(h) => ByteSpan::new(h.start.min(part.start), h.end.max(part.end)),
                None => part,
            });
        }
        hull
    }

    /// The map as bytes: LEB128 varints, each segment as differences to the one before. About 5 bytes a segment.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.segments.len() * 5);
        let (mut reading, mut source) = (0_u32, 0_i64);
        for s in &self.segments {
            put(
                &mut out,
                u64::from(s.reading.wrapping_sub(reading)) << 1 | u64::from(s.verbatim),
            );
            let step = i64::from(s.source) - source;
            put(&mut out, ((step << 1) ^ (step >> 63)) as u64);
            put(&mut out, u64::from(s.reading_len));
            if !s.verbatim {
                put(&mut out, u64::from(s.source_len));
            }
            reading = s.reading + s.reading_len;
            source = i64::from(s.source) + i64::from(s.source_len);
        }
        out
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` for damaged bytes.
    #[must_use]
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let mut map = Self::default();
        let (mut reading, mut source) = (0_u32, 0_i64);
        while !bytes.is_empty() {
            let head = take(&mut bytes)?;
            let step = take(&mut bytes)?;
            let reading_len = u32::try_from(take(&mut bytes)?).ok()?;
            let verbatim = head & 1 == 1;
            let source_len = if verbatim {
                reading_len
            } else {
                u32::try_from(take(&mut bytes)?).ok()?
            };
            reading = reading.checked_add(u32::try_from(head >> 1).ok()?)?;
            source = source.checked_add(((step >> 1) as i64) ^ -((step & 1) as i64))?;
            let from = u32::try_from(source).ok()?;
            map.segments.push(Segment {
                reading,
                reading_len,
                source: from,
                source_len,
                verbatim,
            });
            reading = reading.checked_add(reading_len)?;
            source += i64::from(source_len);
        }
        Some(map)
    }
}

fn put(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push((n & 0x7F) as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut n = 0_u64;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        n |= u64::from(first & 0x7F) << shift;
        if first & 0x80 == 0 {
            return Some(n);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> OffsetMap {
        // source: `He said ,\n``go .''`   reading: `He said, “go.”`
        let mut map = OffsetMap::default();
        map.push_verbatim(0, 0, 7);
        map.push_verbatim(7, 8, 1);
        map.push_replaced(8, 1, 9, 1);
        map.push_replaced(9, 3, 10, 2);
        map.push_verbatim(12, 12, 2);
        map.push_verbatim(14, 15, 1);
        map.push_replaced(15, 3, 16, 2);
        map
    }

    #[test]
    fn maps_verbatim_and_replaced_stretches() {
        let map = sample();
        assert_eq!(
            map.to_source(ByteSpan::new(3, 7)),
            Some(ByteSpan::new(3, 7))
        );
        assert_eq!(
            map.to_source(ByteSpan::new(12, 14)),
            Some(ByteSpan::new(12, 14))
        );
        assert_eq!(
            map.to_source(ByteSpan::new(9, 18)),
            Some(ByteSpan::new(10, 18))
        );
        assert_eq!(map.to_source(ByteSpan::new(99, 100)), None);
    }

    #[test]
    fn bytes_round_trip_and_damage_is_noticed() {
        let map = sample();
        let bytes = map.to_bytes();
        assert_eq!(OffsetMap::from_bytes(&bytes), Some(map));
        assert_eq!(OffsetMap::from_bytes(&bytes[..bytes.len() - 1]), None);
    }
}
