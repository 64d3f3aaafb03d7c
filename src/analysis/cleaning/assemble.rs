//! Puts the reading text together from pieces of the tidy text, and leads its offsets back to the source.

use crate::model::{Aside, Block, BlockKind, ByteSpan, OffsetMap};

use super::{
    roles::{Piece, Role},
    tidy::Tidy,
};

/// What [`assemble`] makes.
pub struct Assembled {
    pub reading_text: String,
    pub blocks: Vec<Block>,
    pub offsets: OffsetMap,
    pub asides: Vec<Aside>,
}

/// What stands between two blocks of a reading text.
const BREAK: &str = "\n\n";

/// Puts the blocks among `pieces` together, the headline first, and lists the asides with the place they stood at.
pub fn assemble(tidy: &Tidy, pieces: &[Piece]) -> Assembled {
    let mut made = Assembled {
        reading_text: String::with_capacity(tidy.text.len() + pieces.len()),
        blocks: Vec::with_capacity(pieces.len()),
        offsets: OffsetMap::default(),
        asides: Vec::new(),
    };
    let headline = pieces
        .iter()
        .find(|piece| piece.role == Role::Block(BlockKind::Headline));
    if let Some(piece) = headline {
        made.push_block(tidy, piece, BlockKind::Headline, None);
    }
    let mut before: Option<&Piece> = None;
    for piece in pieces {
        match piece.role {
            Role::Block(BlockKind::Headline) => {}
            Role::Block(kind) => {
                let joined = before.filter(|_| piece.continues);
                made.push_block(tidy, piece, kind, joined);
                before = Some(piece);
            }
            Role::Aside(kind) => {
                // A block continued across an aside would claim the aside's source as its own.
                before = None;
                let span = ByteSpan::from(piece.start..piece.end);
                if let Some(source) = tidy.map.to_source(span) {
                    made.asides.push(Aside {
                        kind,
                        text: span.of(&tidy.text).to_owned(),
                        source,
                        before: ByteSpan::from(0..made.reading_text.len()).end,
                    });
                }
            }
        }
    }
    made
}

impl Assembled {
    /// Appends a piece as a block of its own, or to the block of `joined`, the piece it continues.
    fn push_block(&mut self, tidy: &Tidy, piece: &Piece, kind: BlockKind, joined: Option<&Piece>) {
        let gap = joined.and_then(|before| gap_between(tidy, before, piece));
        if let Some(gap) = gap {
            let at = ByteSpan::from(0..self.reading_text.len()).end;
            self.offsets.push_replaced(at, 1, gap.start, gap.len());
            self.reading_text.push(' ');
        } else if !self.blocks.is_empty() {
            self.reading_text.push_str(BREAK);
        }
        let start = self.reading_text.len();
        self.copy(tidy, piece);
        let end = self.reading_text.len();
        match self.blocks.last_mut() {
            Some(block) if gap.is_some() => {
                block.span = ByteSpan::new(block.span.start, ByteSpan::from(start..end).end);
            }
            _ => self.blocks.push(Block {
                span: ByteSpan::from(start..end),
                kind,
            }),
        }
    }

    fn copy(&mut self, tidy: &Tidy, piece: &Piece) {
        let wanted = ByteSpan::from(piece.start..piece.end);
        let shift = ByteSpan::from(0..self.reading_text.len()).end;
        let segments = tidy.map.segments();
        let first = segments.partition_point(|s| s.reading + s.reading_len <= wanted.start);
        for segment in segments.iter().skip(first) {
            if segment.reading >= wanted.end {
                break;
            }
            let start = segment.reading.max(wanted.start);
            let end = (segment.reading + segment.reading_len).min(wanted.end);
            let reading = shift + (start - wanted.start);
            if segment.verbatim {
                let source = segment.source + (start - segment.reading);
                self.offsets.push_verbatim(reading, source, end - start);
            } else {
                self.offsets.push_replaced(
                    reading,
                    end - start,
                    segment.source,
                    segment.source_len,
                );
            }
        }
        self.reading_text.push_str(wanted.of(&tidy.text));
    }
}

/// The source bytes between two neighboring pieces; `None` when they do not follow each other there.
fn gap_between(tidy: &Tidy, before: &Piece, after: &Piece) -> Option<ByteSpan> {
    let left = tidy
        .map
        .to_source(ByteSpan::from(before.start..before.end))?;
    let right = tidy.map.to_source(ByteSpan::from(after.start..after.end))?;
    (left.end < right.start).then(|| ByteSpan::new(left.end, right.start))
}
