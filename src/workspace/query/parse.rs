//! Reads the pieces of a query as a tree. Whatever is wrong becomes a complaint with its place, and the rest is kept, so
//! that there is something to show while a person types.

use std::ops::Range;

use super::{
    fields::{self, About, Field},
    lex::{Kind, Piece, pieces},
};
use crate::model::{
    ByteSpan, Query,
    query::{Complaint, Node, Severity, Term},
};

/// Words of a query at most: SQLite opens an index for each.
pub const MOST_WORDS: usize = 1_000;
/// Brackets within brackets at most: SQLite's own parser goes no deeper than 256.
const DEEPEST: usize = 50;
/// Words between the terms of `NEAR` at most: no article has more.
const FARTHEST: u32 = 1_000_000;
/// Words between the terms of `NEAR` without a number.
const NEAR: u32 = 10;

/// A typed query as far as it could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// `None` where nothing is left to search for.
    pub query: Option<Query>,
    /// In the order of their places.
    pub complaints: Vec<Complaint>,
}

impl Parsed {
    /// The query when it can be run as it stands, else the first thing that is wrong.
    ///
    /// # Errors
    /// The first complaint that is more than advice.
    pub fn strict(self) -> Result<Query, Complaint> {
        let wrong = self
            .complaints
            .into_iter()
            .find(|c| c.severity == Severity::Wrong);
        match (wrong, self.query) {
            (Some(complaint), _) => Err(complaint),
            (None, Some(query)) => Ok(query),
            (None, None) => Err(nothing(0..0)),
        }
    }

    /// What is wrong rather than advised.
    pub fn wrong(&self) -> impl Iterator<Item = &Complaint> {
        self.complaints
            .iter()
            .filter(|c| c.severity == Severity::Wrong)
    }
}

/// Reads a typed query: words and "phrases" that must all be there, `word*`, AND, OR (also |), NOT (also -), NEAR/5,
/// brackets, and fields such as `outlet:Post`. Takes time in proportion to its length.
#[must_use]
pub fn parse(typed: &str) -> Parsed {
    let mut parser = Parser {
        typed,
        pieces: pieces(typed),
        at: 0,
        depth: 0,
        words: 0,
        conditions: Vec::new(),
        complaints: Vec::new(),
    };
    let mut parts: Vec<Node> = parser.either(None).into_iter().collect();
    while let Some(piece) = parser.next() {
        // Only a closing bracket ends an expression early.
        parser.wrong(
            piece.span,
            "This bracket closes nothing",
            "Take it out, or put ( before the first term it belongs to",
        );
        parts.extend(parser.either(None));
    }
    let root = join(Node::And, parts);
    if root.is_none()
        && parser
            .complaints
            .iter()
            .all(|c| c.severity != Severity::Wrong)
    {
        parser.complaints.push(nothing(0..typed.len()));
    }
    parser.complaints.sort_by_key(|c| (c.span, c.severity));
    Parsed {
        query: root.map(|root| Query {
            root,
            conditions: parser.conditions,
        }),
        complaints: parser.complaints,
    }
}

fn nothing(span: Range<usize>) -> Complaint {
    Complaint {
        severity: Severity::Wrong,
        message: "There is nothing to search for".to_owned(),
        hint: "Type a word, a “phrase”, or a field such as outlet:Post".to_owned(),
        span: ByteSpan::from(span),
    }
}

/// Several parts as one; parts of the same kind are taken in, so that a long row of terms is no deep tree.
fn join(with: fn(Vec<Node>) -> Node, mut parts: Vec<Node>) -> Option<Node> {
    if parts.len() < 2 {
        return parts.pop();
    }
    let both = with(Vec::new());
    let same = |part: &Node| std::mem::discriminant(part) == std::mem::discriminant(&both);
    let mut flat = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            part if !same(&part) => flat.push(part),
            Node::And(inner) | Node::Or(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    Some(with(flat))
}

struct Parser<'t> {
    typed: &'t str,
    pieces: Vec<Piece>,
    at: usize,
    depth: usize,
    words: usize,
    conditions: Vec<crate::model::query::Condition>,
    complaints: Vec<Complaint>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Kind> {
        self.pieces.get(self.at).map(|p| &p.kind)
    }

    fn next(&mut self) -> Option<Piece> {
        let piece = self.pieces.get(self.at).cloned();
        self.at += usize::from(piece.is_some());
        piece
    }

    fn complain(&mut self, severity: Severity, span: Range<usize>, message: &str, hint: &str) {
        // A row of a thousand stray brackets is one mistake.
        const MOST: usize = 20;
        if self.complaints.len() < MOST {
            self.complaints.push(Complaint {
                severity,
                message: message.to_owned(),
                hint: hint.to_owned(),
                span: ByteSpan::from(span),
            });
        }
    }

    fn wrong(&mut self, span: Range<usize>, message: &str, hint: &str) {
        self.complain(Severity::Wrong, span, message, hint);
    }

    fn advise(&mut self, span: Range<usize>, message: &str, hint: &str) {
        self.complain(Severity::Advice, span, message, hint);
    }

    /// Which character of the typed text a byte belongs to, from 1.
    fn character(&self, byte: usize) -> usize {
        self.typed.get(..byte).unwrap_or_default().chars().count() + 1
    }

    fn dangling(&mut self, operator: &Piece) {
        let word = self
            .typed
            .get(operator.span.clone())
            .unwrap_or_default()
            .to_owned();
        let message = format!("{word} needs a term behind it");
        let hint = format!("Type one, or put “{word}” in quotation marks to search for the word");
        self.wrong(operator.span.clone(), &message, &hint);
    }

    /// Terms joined by OR.
    fn either(&mut self, field: Option<Field>) -> Option<Node> {
        let mut parts = Vec::new();
        let mut operator: Option<Piece> = None;
        loop {
            let part = self.all(field);
            if part.is_none()
                && let Some(before) = operator.take()
            {
                self.dangling(&before);
            }
            let empty = part.is_none();
            parts.extend(part);
            if self.peek() != Some(&Kind::Or) {
                break;
            }
            let this = self.next();
            if empty
                && parts.is_empty()
                && let Some(this) = this
            {
                self.leading(&this);
                continue;
            }
            operator = this;
        }
        join(Node::Or, parts)
    }

    fn leading(&mut self, operator: &Piece) {
        let word = self
            .typed
            .get(operator.span.clone())
            .unwrap_or_default()
            .to_owned();
        let message = format!("{word} needs a term before it");
        let hint = format!("Type one, or put “{word}” in quotation marks to search for the word");
        self.wrong(operator.span.clone(), &message, &hint);
    }

    /// Terms that must all be there.
    fn all(&mut self, field: Option<Field>) -> Option<Node> {
        let mut parts = Vec::new();
        loop {
            match self.peek() {
                None | Some(Kind::Or | Kind::Close) => break,
                Some(Kind::And) => {
                    let Some(operator) = self.next() else { break };
                    if parts.is_empty() {
                        self.leading(&operator);
                    } else if matches!(self.peek(), None | Some(Kind::Or | Kind::Close | Kind::And))
                    {
                        self.dangling(&operator);
                    }
                }
                Some(Kind::Not) => parts.extend(self.without(field)),
                Some(_) => parts.extend(self.near(field)),
            }
        }
        join(Node::And, parts)
    }

    /// What NOT keeps out. A row of them is taken one by one, not one inside the other.
    fn without(&mut self, field: Option<Field>) -> Option<Node> {
        let mut last = self.next()?;
        let mut times = 1;
        while self.peek() == Some(&Kind::Not) {
            times += 1;
            last = self.next()?;
        }
        if matches!(
            self.peek(),
            None | Some(Kind::Or | Kind::And | Kind::Close | Kind::Near(_))
        ) {
            self.dangling(&last);
            return None;
        }
        let inner = self.near(field)?;
        Some(if times % 2 == 1 {
            Node::Not(Box::new(inner))
        } else {
            inner
        })
    }

    /// A term, or several joined by NEAR.
    fn near(&mut self, field: Option<Field>) -> Option<Node> {
        let start = self.pieces.get(self.at).map_or(0, |p| p.span.start);
        let mut first = self.one(field);
        let mut terms: Vec<Term> = Vec::new();
        let mut within: Option<u32> = None;
        while let Some(Kind::Near(distance)) = self.peek().cloned() {
            let Some(operator) = self.next() else { break };
            let here = match &distance {
                None => NEAR,
                Some(digits) => digits
                    .parse()
                    .map(|n: u32| n.min(FARTHEST))
                    .unwrap_or_else(|_| {
                        let message = format!("NEAR/{digits} is no distance");
                        self.wrong(
                            operator.span.clone(),
                            &message,
                            "Put a number of words behind the stroke, as in NEAR/5",
                        );
                        NEAR
                    }),
            };
            if within.is_some_and(|w| w != here) {
                self.wrong(
                    operator.span.clone(),
                    "Terms that are all near each other have one distance",
                    "Give the same number to each NEAR, or use brackets and AND",
                );
            }
            let within_now = *within.get_or_insert(here);
            within = Some(within_now);
            let second = match self.peek() {
                None | Some(Kind::Or | Kind::And | Kind::Not | Kind::Close | Kind::Near(_)) => {
                    self.dangling(&operator);
                    None
                }
                Some(_) => self.one(field),
            };
            if terms.is_empty() {
                match first.take() {
                    Some(Node::Term(term)) => terms.push(term),
                    None => self.leading(&operator),
                    other => {
                        first = other;
                        self.wrong(
                            operator.span.clone(),
                            "NEAR joins words and phrases, not brackets or fields",
                            "Write it out: (a NEAR/5 c) OR (b NEAR/5 c)",
                        );
                        return join(Node::And, [first, second].into_iter().flatten().collect());
                    }
                }
            }
            match second {
                Some(Node::Term(term)) => {
                    if terms
                        .iter()
                        .any(|t| t.words == term.words && t.in_title == term.in_title)
                    {
                        self.wrong(
                            operator.span.clone(),
                            "NEAR needs two different terms",
                            "One and the same word would be near itself",
                        );
                    }
                    terms.push(term);
                }
                None => {}
                Some(other) => {
                    self.wrong(
                        operator.span.clone(),
                        "NEAR joins words and phrases, not brackets or fields",
                        "Write it out: (a NEAR/5 b) OR (a NEAR/5 c)",
                    );
                    let mut parts: Vec<Node> = terms.into_iter().map(Node::Term).collect();
                    parts.push(other);
                    return join(Node::And, parts);
                }
            }
        }
        let Some(within) = within else { return first };
        if terms.iter().any(|t| t.in_title) && !terms.iter().all(|t| t.in_title) {
            let end = self
                .pieces
                .get(self.at.saturating_sub(1))
                .map_or(start, |p| p.span.end);
            self.wrong(
                start..end,
                "A word of the title is not near one of the text",
                "Write title: before each term, or use AND",
            );
            return join(Node::And, terms.into_iter().map(Node::Term).collect());
        }
        if terms.len() < 2 {
            return terms.pop().map(Node::Term);
        }
        Some(Node::Near { terms, within })
    }

    /// One term, field or bracket.
    fn one(&mut self, field: Option<Field>) -> Option<Node> {
        let piece = self.next()?;
        match piece.kind {
            Kind::Word { text, star } => self.term(&text, star, field, piece.span),
            Kind::Quoted { text, star, closed } => {
                if !closed {
                    let message = format!(
                        "The quotation mark at {} is not closed",
                        self.character(piece.span.start)
                    );
                    self.wrong(piece.span.clone(), &message, "Put \" at the end");
                }
                self.term(&text, star, field, piece.span)
            }
            Kind::Field(name) => self.field(&name, piece.span, field),
            Kind::Open => self.bracket(piece.span, field),
            // An operator where a term should be: what it lacks stands before it.
            Kind::Near(_) => {
                self.leading(&piece);
                None
            }
            Kind::Not => {
                self.dangling(&piece);
                None
            }
            // Those are taken by the callers; a stray one changes nothing.
            Kind::And | Kind::Or | Kind::Close => None,
        }
    }

    fn bracket(&mut self, open: Range<usize>, field: Option<Field>) -> Option<Node> {
        if self.depth >= DEEPEST {
            self.wrong(
                open,
                "The brackets lie too deep in each other",
                "Take some out, or search in steps",
            );
            // The rest is skipped: reading on would need the depth that is not there.
            self.at = self.pieces.len();
            return None;
        }
        self.depth += 1;
        let inner = self.either(field);
        self.depth -= 1;
        if self.peek() == Some(&Kind::Close) {
            self.next();
        } else if self.at < self.pieces.len()
            || self
                .complaints
                .iter()
                .all(|c| !c.message.starts_with("The brackets lie"))
        {
            let message = format!(
                "The bracket at {} is not closed",
                self.character(open.start)
            );
            self.wrong(open, &message, "Put ) at the end");
        }
        inner
    }

    fn field(&mut self, name: &str, span: Range<usize>, outer: Option<Field>) -> Option<Node> {
        let Some(field) = fields::field(name) else {
            // `12:30`, `Note:`, an address: words, joined with what follows at once.
            let mut end = span.end;
            let mut star = false;
            if let Some(Piece { kind, span: next }) = self.pieces.get(self.at)
                && next.start == end
                && let Kind::Word { star: starred, .. } = kind
            {
                star = *starred;
                end = next.end;
                self.at += 1;
            }
            let text = self.typed.get(span.start..end).unwrap_or_default();
            let message = format!("“{name}:” is no field, so it is searched as words");
            let hint = match fields::nearest(name) {
                Some(known) => format!("Did you mean {known}:"),
                None => format!("Fields are {}", fields::list()),
            };
            let text = text.trim_end_matches('*').to_owned();
            self.advise(span.clone(), &message, &hint);
            return self.term(&text, star, outer, span.start..end);
        };
        let follows = self
            .pieces
            .get(self.at)
            .filter(|p| p.span.start == span.end)
            .map(|p| p.kind.clone());
        match follows {
            Some(Kind::Word { .. } | Kind::Quoted { .. }) => self.one(Some(field)),
            Some(Kind::Open) => self.one(Some(field)),
            // `date:` is being typed.
            _ => {
                let message = format!("{name}: needs a value behind it");
                let hint = format!("Type it without a space, as in {name}:{}", example(field));
                self.wrong(span, &message, &hint);
                None
            }
        }
    }

    fn term(
        &mut self,
        text: &str,
        star: bool,
        field: Option<Field>,
        span: Range<usize>,
    ) -> Option<Node> {
        if let Some(Field::Of(of)) = field {
            return match fields::condition(of, text, star) {
                Ok(condition) => {
                    if self.conditions.len() >= MOST_WORDS {
                        self.too_many(span);
                        return None;
                    }
                    self.conditions.push(condition);
                    Some(Node::Field(self.conditions.len() - 1))
                }
                Err((message, hint)) => {
                    self.wrong(span, &message, &hint);
                    None
                }
            };
        }
        let mut term = Term::new(text, star)?;
        self.words += term.words.len();
        if self.words > MOST_WORDS {
            self.too_many(span);
            return None;
        }
        let inside = text.trim_start_matches('*');
        if inside.len() < text.len() || inside.contains('*') {
            self.advise(
                span,
                "A star counts only at the end of a word or phrase",
                "Search for the beginning of the word, as in water*",
            );
        } else if matches!(text, "or" | "not") && self.between_terms() {
            let message = format!("“{text}” is searched as a word");
            let hint = format!("Write {} in capitals to join terms", text.to_uppercase());
            self.advise(span, &message, &hint);
        }
        term.in_title = field == Some(Field::Title);
        Some(Node::Term(term))
    }

    fn too_many(&mut self, span: Range<usize>) {
        let known = self
            .complaints
            .iter()
            .any(|c| c.message.starts_with("A query holds"));
        if !known {
            self.wrong(
                span,
                &format!(
                    "A query holds {MOST_WORDS} words at most; those from here on are left out"
                ),
                "Search for a list of terms with a batch search",
            );
        }
    }

    /// Whether the piece that was just read has neighbors on both sides.
    fn between_terms(&self) -> bool {
        self.at > 1 && self.at < self.pieces.len()
    }
}

const fn example(field: Field) -> &'static str {
    match field {
        Field::Of(About::Date) => "2011-06",
        Field::Of(About::Is) => "unread",
        Field::Of(About::Language) => "en",
        Field::Of(About::Outlet) => "\"Harbor Post\"",
        Field::Of(About::Agency) => "\"Northern Wire\"",
        Field::Of(About::Byline | About::Name(_)) => "Sabri",
        Field::Title | Field::Of(About::Note | About::Tag) => "water",
    }
}
