//! What each paragraph of a text is: headline, subhead, paragraph, caption, or furniture to be set aside; and what the
//! furniture and datelines say about the article.

use crate::{
    analysis::metadata::{Findings, bylines, dateline, dates, outlets},
    model::{AsideKind, BlockKind, RawArticle},
};

use super::{captions, credits, furniture, lines::ends_sentence, subheads, tidy::Tidy};

/// What a stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Block(BlockKind),
    Aside(AsideKind),
}

/// A paragraph or a part of one: bytes of the tidy text.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    pub start: usize,
    pub end: usize,
    pub role: Role,
    /// Whether it goes on in the block of the piece before: a report that begins below its dateline.
    pub continues: bool,
    /// Whether its kind was stated by the format and is not to be guessed.
    stated: bool,
    /// Whether the format states it as a paragraph: it may be furniture as a whole, but nothing was glued to it and it
    /// is no line of the page.
    whole: bool,
}

/// A paragraph of at least this many bytes that ends a sentence is prose: the body of an article, not a line of a page.
const PROSE: usize = 60;

/// How many pieces of prose the head of an article holds at most: a caption and the first paragraph.
const HEAD_PROSE: usize = 2;

/// How many pieces bylines and date lines are looked for in, at the head and at the foot.
const MARGIN: usize = 14;

/// The longest date line glued on before a dateline, in bytes.
const LONGEST_GLUED: usize = 160;

/// Gives every paragraph its role. The first `front` paragraphs are a block of metadata.
pub fn assign(tidy: &Tidy, raw: &RawArticle, front: usize) -> (Vec<Piece>, Findings) {
    let mut roles = Roles {
        text: &tidy.text,
        pieces: Vec::with_capacity(tidy.paragraphs.len()),
        found: Findings::default(),
    };
    roles.begin(tidy, raw, front);
    roles.furniture();
    roles.link_lists();
    roles.comment_threads();
    roles.margins();
    roles.dateline();
    roles.closing_credit();
    roles.captions();
    roles.leftovers();
    roles.nothing_but_furniture();
    roles.headline(raw);
    roles.subheads();
    (roles.pieces, roles.found)
}

struct Roles<'t> {
    text: &'t str,
    pieces: Vec<Piece>,
    found: Findings,
}

const PARAGRAPH: Role = Role::Block(BlockKind::Paragraph);

impl<'t> Roles<'t> {
    fn begin(&mut self, tidy: &Tidy, raw: &RawArticle, front: usize) {
        // How many paragraphs of prose stand before a line.
        let mut prose = 0;
        for (i, paragraph) in tidy.paragraphs.iter().enumerate() {
            let kind = paragraph
                .block
                .and_then(|block| raw.blocks.get(usize::try_from(block).ok()?))
                .map(|block| block.kind);
            let role = match kind {
                Some(kind) => Role::Block(kind),
                None if i < front => Role::Aside(AsideKind::Dateline),
                // What stands outside the blocks that a format states is not the article.
                None if !raw.blocks.is_empty() => {
                    let line = self.text.get(paragraph.start..paragraph.end);
                    Role::Aside(self.outside(line.unwrap_or_default(), prose >= HEAD_PROSE))
                }
                None => PARAGRAPH,
            };
            let piece = Piece {
                start: paragraph.start,
                end: paragraph.end,
                role,
                continues: false,
                stated: kind.is_some_and(|kind| kind != BlockKind::Paragraph),
                whole: kind == Some(BlockKind::Paragraph),
            };
            prose += usize::from(piece.whole && piece.end - piece.start >= PROSE);
            if i < front {
                let line = self.of(&piece);
                self.found.note_stated(line);
            }
            self.pieces.push(piece);
        }
    }

    /// What a line is that stands outside all stated blocks. Above the prose it may say who wrote the article and when.
    fn outside(&mut self, line: &str, begun: bool) -> AsideKind {
        if !begun && let Some(facts) = bylines::read(line) {
            let byline = facts.byline.is_some();
            self.found.note(facts);
            return if byline {
                AsideKind::Byline
            } else {
                AsideKind::Dateline
            };
        }
        let kind = furniture::kind(line);
        if kind == Some(AsideKind::Credit) {
            let credited = || credits::agency_of(line);
            self.found.credited = self.found.credited.take().or_else(credited);
            let holder = || outlets::in_copyright(line);
            self.found.rights_holder = self.found.rights_holder.take().or_else(holder);
        }
        let photo = || captions::credit_at(line) == Some(0) && line.len() <= LONGEST_GLUED;
        kind.unwrap_or_else(|| {
            if photo() {
                AsideKind::PhotoCredit
            } else {
                AsideKind::Navigation
            }
        })
    }

    fn of(&self, piece: &Piece) -> &'t str {
        self.text.get(piece.start..piece.end).unwrap_or_default()
    }

    fn at(&self, i: usize) -> &'t str {
        self.pieces.get(i).map_or("", |piece| self.of(piece))
    }

    fn is_open(&self, i: usize) -> bool {
        self.pieces
            .get(i)
            .is_some_and(|piece| piece.role == PARAGRAPH && !piece.stated)
    }

    fn is_prose(&self, i: usize) -> bool {
        let text = self.at(i);
        self.is_block(i) && text.len() >= PROSE && ends_sentence(text)
    }

    fn is_block(&self, i: usize) -> bool {
        matches!(self.pieces.get(i).map(|p| p.role), Some(Role::Block(_)))
    }

    fn set(&mut self, i: usize, role: Role) {
        if let Some(piece) = self.pieces.get_mut(i) {
            piece.role = role;
        }
    }

    /// Cuts piece `i` in two; what lies before `start` keeps the piece's place, the rest from `start` on comes after.
    /// Offsets are bytes of the tidy text; blanks around the cut belong to neither.
    fn cut(&mut self, i: usize, start: usize) -> bool {
        let Some(piece) = self.pieces.get(i).copied() else {
            return false;
        };
        let (Some(head), Some(tail)) = (
            self.text.get(piece.start..start),
            self.text.get(start..piece.end),
        ) else {
            return false;
        };
        let head_end = piece.start + head.trim_end().len();
        let tail_start = piece.end - tail.trim_start().len();
        if head_end == piece.start || tail_start == piece.end {
            return false;
        }
        if let Some(first) = self.pieces.get_mut(i) {
            first.end = head_end;
        }
        self.pieces.insert(
            i + 1,
            Piece {
                start: tail_start,
                continues: false,
                ..piece
            },
        );
        true
    }

    fn first_prose(&self) -> Option<usize> {
        (0..self.pieces.len()).find(|i| self.is_prose(*i))
    }

    fn last_prose(&self) -> Option<usize> {
        (0..self.pieces.len()).rev().find(|i| self.is_prose(*i))
    }

    fn furniture(&mut self) {
        for i in 0..self.pieces.len() {
            if !self.is_open(i) {
                continue;
            }
            let text = self.at(i);
            let Some(kind) = furniture::kind(text) else {
                continue;
            };
            if furniture::is_web_address(text) && self.first_prose_before(i).is_none() {
                self.found.url = self.found.url.take().or_else(|| Some(text.to_owned()));
            }
            if kind == AsideKind::Credit && self.found.credited.is_none() {
                self.found.credited = credits::agency_of(text);
            }
            if kind == AsideKind::Credit && self.found.rights_holder.is_none() {
                self.found.rights_holder = outlets::in_copyright(text);
            }
            self.set(i, Role::Aside(kind));
        }
        // Inside the article, a sign and a name are a picture's credit, not the article's.
        for i in 0..self.last_prose().unwrap_or(0) {
            let credit = self.pieces.get(i).map(|p| p.role) == Some(Role::Aside(AsideKind::Credit));
            if credit && captions::credit_at(self.at(i)) == Some(0) {
                self.set(i, Role::Aside(AsideKind::PhotoCredit));
            }
        }
    }

    fn first_prose_before(&self, i: usize) -> Option<usize> {
        // An address stands in the first lines or does not name the article.
        (0..i.min(MARGIN))
            .find(|n| self.is_prose(*n))
            .or((i >= MARGIN).then_some(i))
    }

    /// The headlines under "Related articles".
    fn link_lists(&mut self) {
        let mut open = 0_usize;
        for i in 0..self.pieces.len() {
            let text = self.at(i);
            if self.pieces.get(i).map(|p| p.role) == Some(Role::Aside(AsideKind::Navigation))
                && text.len() <= 40
                && furniture::opens_link_list(text)
            {
                open = 12;
            } else if open > 0 && self.is_open(i) {
                open -= 1;
                if ends_sentence(text) || text.len() > 160 {
                    open = 0;
                } else {
                    self.set(i, Role::Aside(AsideKind::Navigation));
                }
            }
        }
    }

    /// What stands between two comment notices, and the comments with their heads after one.
    fn comment_threads(&mut self) {
        let comments = Role::Aside(AsideKind::Comments);
        let Some(body) = self.first_prose() else {
            return;
        };
        let mut last_notice: Option<usize> = None;
        let mut thread_end: Option<usize> = None;
        for i in body..self.pieces.len() {
            if self.pieces.get(i).map(|p| p.role) == Some(comments) {
                if let Some(from) = last_notice
                    && i - from <= 5
                    && (from + 1..i).all(|n| self.at(n).len() < 250)
                {
                    for n in from + 1..i {
                        if self.is_open(n) {
                            self.set(n, comments);
                        }
                    }
                }
                last_notice = Some(i);
            } else if last_notice.is_some()
                && self.is_open(i)
                && furniture::is_comment_head(self.at(i))
            {
                // The comment itself follows the line that says whose it is.
                thread_end = Some(i + 1);
            }
        }
        let first_notice = (body..self.pieces.len())
            .find(|i| self.pieces.get(*i).map(|p| p.role) == Some(comments));
        if let (Some(from), Some(end)) = (first_notice, thread_end) {
            for n in from..=end {
                if self.is_open(n) {
                    self.set(n, comments);
                }
            }
        }
    }

    /// Bylines, date lines and agency credits above the body and below it.
    fn margins(&mut self) {
        let mut prose = 0;
        let mut head = 0;
        while head < self.pieces.len().min(MARGIN) && prose < HEAD_PROSE {
            prose += usize::from(self.is_prose(head));
            head += 1;
        }
        let foot = self.last_prose().map_or(head, |i| i + 1).max(head);
        let foot_end = self.pieces.len().min(foot + MARGIN);
        for i in (0..head).chain(foot..foot_end) {
            if !self.is_open(i) {
                continue;
            }
            let text = self.at(i);
            if let Some(facts) = bylines::read(text) {
                let kind = if facts.byline.is_some() {
                    AsideKind::Byline
                } else {
                    AsideKind::Dateline
                };
                self.found.note(facts);
                self.set(i, Role::Aside(kind));
            } else if let Some(agency) = credits::whole_credit(text) {
                self.found.credited = self.found.credited.take().or(Some(agency));
                self.set(i, Role::Aside(AsideKind::Credit));
            } else if i < head && self.stands_as_masthead(i) {
                self.found.outlet = self.found.outlet.take().or_else(|| outlets::named(text));
                self.set(i, Role::Aside(AsideKind::Credit));
            }
        }
        self.unlabeled_byline(head);
    }

    /// Whether the line holds an outlet's name and nothing else, above or below the headline. Right above the body it
    /// would be the headline itself.
    fn stands_as_masthead(&self, i: usize) -> bool {
        let first = (0..i).all(|n| !self.is_block(n));
        let above_body = self.next_block(i).is_none_or(|n| self.is_prose(n));
        outlets::named(self.at(i)).is_some() && !(first && above_body)
    }

    /// A name alone beside a date line, below the headline, is who wrote the article.
    fn unlabeled_byline(&mut self, head: usize) {
        let first = (0..self.pieces.len().min(MARGIN)).find(|i| self.is_block(*i));
        for i in 0..head {
            let dated = |n: Option<usize>| {
                n.and_then(|n| self.pieces.get(n))
                    .is_some_and(|p| p.role == Role::Aside(AsideKind::Dateline))
            };
            if self.is_open(i)
                && Some(i) != first
                && (dated(i.checked_sub(1)) || dated(Some(i + 1)))
                && is_person_shaped(self.at(i))
            {
                let byline = self.at(i).to_owned();
                self.found.byline = self.found.byline.take().or(Some(byline));
                self.set(i, Role::Aside(AsideKind::Byline));
            }
        }
    }

    /// The dateline: what it says, what was glued on before it, and a report that begins in the next paragraph.
    fn dateline(&mut self) {
        let mut prose = 0;
        for i in 0..self.pieces.len().min(2 * MARGIN) {
            if prose > HEAD_PROSE {
                return;
            }
            if !self.is_open(i) {
                continue;
            }
            prose += usize::from(self.is_prose(i));
            let found = dateline::parse(self.at(i)).or_else(|| {
                // A headline has a place and a colon, too, but not a sentence's small letters.
                let lead = self.first_prose() == Some(i) && !subheads::in_title_case(self.at(i));
                lead.then(|| dateline::parse_in_small_letters(self.at(i)))?
            });
            if let Some(found) = found {
                self.take_dateline(i, found);
                return;
            }
            if self.glued_head(i) {
                // The next piece is what the glued line stood before.
                if let Some(found) = dateline::parse(self.at(i + 1)) {
                    self.take_dateline(i + 1, found);
                }
                return;
            }
        }
    }

    fn take_dateline(&mut self, i: usize, found: dateline::Dateline) {
        let Some(piece) = self.pieces.get(i).copied() else {
            return;
        };
        let alone = found.end >= piece.end - piece.start;
        let next = Some(i + 1).filter(|n| self.is_open(*n));
        self.found.lead = if !alone {
            Some((piece.start + found.end, piece.end))
        } else if let Some(next) = next.and_then(|n| self.pieces.get_mut(n)) {
            next.continues = true;
            Some((next.start, next.end))
        } else {
            None
        };
        self.found.dateline = Some(found);
    }

    /// Cuts off a date line that stands on the same line before a dateline or the first sentence.
    fn glued_head(&mut self, i: usize) -> bool {
        let text = self.at(i);
        let Some(piece) = self.pieces.get(i).copied() else {
            return false;
        };
        // Before a dateline: whatever bylines and date lines say. The last place that fits is the dateline's; at the
        // ones before it the end of the date line would be read as part of the place.
        let bracketed = text.find('(').is_some_and(|open| open <= 2 * LONGEST_GLUED);
        let mut fit = None;
        for (at, _) in text
            .match_indices(' ')
            .filter(|_| bracketed)
            .take_while(|(at, _)| *at <= LONGEST_GLUED)
        {
            let rest = text.get(at + 1..).unwrap_or_default();
            if rest.starts_with(char::is_uppercase)
                && dateline::parse(rest).is_some_and(|found| found.agency.is_some())
                && let Some(facts) = bylines::read(text.get(..at).unwrap_or_default())
            {
                fit = Some((at, facts));
            }
        }
        if let Some((at, facts)) = fit
            && self.cut(i, piece.start + at)
        {
            self.found.note(facts);
            self.set(i, Role::Aside(AsideKind::Dateline));
            return true;
        }
        // Before a sentence: only a date with a time of day, which no sentence begins with.
        let scan = dates::scan(text);
        let timed = scan.published().is_some_and(|date| date.minute.is_some());
        let sentence = text.get(scan.end..).is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_uppercase() || c == '“' || c == '"')
        });
        if timed && sentence && self.cut(i, piece.start + scan.end) {
            self.found.dated = self.found.dated.or(scan.published());
            self.set(i, Role::Aside(AsideKind::Dateline));
            return true;
        }
        false
    }

    fn captions(&mut self) {
        let mut i = 0;
        while i < self.pieces.len() {
            let caption =
                self.pieces.get(i).map(|p| p.role) == Some(Role::Block(BlockKind::Caption));
            if !self.is_open(i) && !caption || self.pieces.get(i).is_some_and(|p| p.continues) {
                i += 1;
                continue;
            }
            let text = self.at(i);
            let start = self.pieces.get(i).map_or(0, |p| p.start);
            let whole = self.pieces.get(i).is_some_and(|p| p.whole);
            let dated = self
                .found
                .lead
                .is_some_and(|(lead, _)| lead >= start && lead <= start + text.len());
            match captions::credit_at(text).filter(|_| !dated) {
                Some(0) => {
                    self.set(i, Role::Aside(AsideKind::PhotoCredit));
                    // A credit alone above the body belongs to the caption above it.
                    if !caption
                        && self.first_prose().is_none_or(|first| first >= i)
                        && let Some(above) = i.checked_sub(1)
                        && self.is_open(above)
                        && self.is_prose(above)
                    {
                        self.set(above, Role::Block(BlockKind::Caption));
                    }
                }
                Some(at) if !whole && self.cut(i, start + at) => {
                    self.set(i + 1, Role::Aside(AsideKind::PhotoCredit));
                    if at <= 350 {
                        self.set(i, Role::Block(BlockKind::Caption));
                    }
                    i += 1;
                }
                _ if captions::is_caption(text) && !dated => {
                    self.set(i, Role::Block(BlockKind::Caption));
                }
                _ => {}
            }
            i += 1;
        }
    }

    /// Furniture or an agency's name behind the last sentence, on the same line.
    fn closing_credit(&mut self) {
        let last = (0..self.pieces.len())
            .rev()
            .take(2 * MARGIN)
            .find(|i| self.is_open(*i));
        let Some(i) = last else { return };
        let text = self.at(i);
        let start = self.pieces.get(i).map_or(0, |p| p.start);
        if let Some((at, kind)) = credits::furniture_behind(text)
            && self.cut(i, start + at)
        {
            let tail = self.at(i + 1);
            if kind == AsideKind::Credit {
                self.found.credited = self
                    .found
                    .credited
                    .take()
                    .or_else(|| credits::agency_of(tail));
            }
            self.set(i + 1, Role::Aside(kind));
        }
        let own = self
            .found
            .dateline
            .as_ref()
            .and_then(|d| d.agency.as_deref());
        if let Some(credits::Behind { agency, cut }) = credits::credit_behind(self.at(i), own) {
            if let Some(at) = cut
                && self.cut(i, start + at)
            {
                self.set(i + 1, Role::Aside(AsideKind::Credit));
            }
            self.found.credited = self.found.credited.take().or(Some(agency));
        }
    }

    /// Lines without a full stop below the body, once furniture has begun: what a page puts under its articles.
    fn leftovers(&mut self) {
        let Some(last) = self.last_prose() else {
            return;
        };
        let mut begun = false;
        for i in last + 1..self.pieces.len() {
            match self.pieces.get(i).map(|p| p.role) {
                Some(Role::Aside(kind)) => {
                    begun |= !matches!(
                        kind,
                        AsideKind::PhotoCredit | AsideKind::Dateline | AsideKind::Byline
                    );
                }
                Some(_)
                    if begun
                        && self.is_open(i)
                        && !self.pieces.get(i).is_some_and(|p| p.whole)
                        && !ends_sentence(self.at(i)) =>
                {
                    self.set(i, Role::Aside(AsideKind::Advertising));
                }
                _ => {}
            }
        }
    }

    /// A text that is furniture from end to end is not cleaned away: it is all there is to read.
    fn nothing_but_furniture(&mut self) {
        if self.pieces.iter().any(|p| matches!(p.role, Role::Block(_))) {
            return;
        }
        for piece in &mut self.pieces {
            if piece.role != Role::Aside(AsideKind::Dateline)
                || self.found.stated == Default::default()
            {
                piece.role = PARAGRAPH;
            }
        }
    }

    fn headline(&mut self, raw: &RawArticle) {
        if self
            .pieces
            .iter()
            .any(|p| p.role == Role::Block(BlockKind::Headline))
        {
            return;
        }
        let Some(i) = (0..self.pieces.len()).find(|i| {
            self.is_block(*i)
                && self.pieces.get(*i).map(|p| p.role) != Some(Role::Block(BlockKind::Caption))
        }) else {
            return;
        };
        let dateline = self.found.lead.is_some_and(|(lead, _)| {
            self.pieces
                .get(i)
                .is_some_and(|p| lead >= p.start && lead <= p.end + 2)
        });
        if !self.is_open(i) || dateline && self.found.dateline.is_some() {
            return;
        }
        let text = self.at(i);
        let stated = raw
            .stated
            .title
            .as_deref()
            .or(self.found.stated.title.as_deref());
        let same = stated.is_some_and(|title| title.trim() == text);
        let body = (i + 1..self.pieces.len())
            .any(|n| self.is_prose(n) && self.at(n).len() > text.len() / 2);
        if same || body && subheads::is_headline(text) {
            self.set(i, Role::Block(BlockKind::Headline));
        }
    }

    fn subheads(&mut self) {
        // Where the format tells subheads, a short paragraph is none.
        let subhead = Role::Block(BlockKind::Subhead);
        let stated = self.pieces.iter().any(|p| p.stated && p.role == subhead);
        let mut i = 0;
        let mut before: Option<usize> = None;
        while i < self.pieces.len() {
            if !self.is_block(i) {
                i += 1;
                continue;
            }
            if self.is_open(i) && !self.pieces.get(i).is_some_and(|p| p.continues) {
                let text = self.at(i);
                let start = self.pieces.get(i).map_or(0, |p| p.start);
                let whole = self.pieces.get(i).is_some_and(|p| p.whole);
                if before.is_some()
                    && !whole
                    && let Some(end) = subheads::capitals_at_start(text)
                    && self.cut(i, start + end)
                {
                    self.set(i, Role::Block(BlockKind::Subhead));
                    before = Some(i);
                    i += 1;
                    continue;
                }
                if before.is_some_and(|n| self.stands_above(n))
                    && !(whole && stated)
                    && subheads::is_subhead(text)
                    && self.next_block(i).is_some_and(|n| self.is_prose(n))
                {
                    self.set(i, Role::Block(BlockKind::Subhead));
                }
            }
            before = Some(i);
            i += 1;
        }
    }

    /// Whether a subhead may follow block `i`: prose, or the headline.
    fn stands_above(&self, i: usize) -> bool {
        self.is_prose(i)
            || self
                .pieces
                .get(i)
                .is_some_and(|p| p.role == Role::Block(BlockKind::Headline) || p.continues)
    }

    fn next_block(&self, i: usize) -> Option<usize> {
        (i + 1..self.pieces.len().min(i + 6)).find(|n| self.is_block(*n))
    }
}

/// Two to four capitalized words and nothing else.
fn is_person_shaped(text: &str) -> bool {
    let mut words = 0;
    for word in text.split(' ') {
        words += 1;
        let shaped = word.starts_with(char::is_uppercase)
            && word
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'));
        if !shaped {
            return false;
        }
    }
    text.len() <= 48 && (2..=4).contains(&words)
}
