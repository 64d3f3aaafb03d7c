//! A page's content stream performed as far as text goes: which characters stand where.

use std::{collections::HashMap, rc::Rc};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{
    fonts::Font,
    streams::{Budget, lookup, number, unpack},
    tokens::{Token, Tokens},
};

/// Forms inside forms, and saved states, beyond which a file is no page any more.
const DEEPEST_FORM: usize = 12;
const MOST_SAVED: usize = 512;

/// The most characters of a page.
const MOST_GLYPHS: usize = 400_000;

/// A character on the page. Lengths are in points; y grows upward, and text runs along x.
#[derive(Clone, Debug)]
pub struct Glyph {
    pub text: String,
    pub left: f64,
    pub right: f64,
    /// The baseline.
    pub y: f64,
    /// The font size as drawn.
    pub size: f64,
    pub bold: bool,
    /// Which way the text runs, in quarter turns to the left.
    pub turn: u8,
    /// Whether the file marks it as no part of the text: a running head, a page number.
    pub artifact: bool,
}

type Matrix = [f64; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `a` performed first, then `b`.
fn times(a: Matrix, b: Matrix) -> Matrix {
    let [a0, a1, a2, a3, a4, a5] = a;
    let [b0, b1, b2, b3, b4, b5] = b;
    [
        a0 * b0 + a1 * b2,
        a0 * b1 + a1 * b3,
        a2 * b0 + a3 * b2,
        a2 * b1 + a3 * b3,
        a4 * b0 + a5 * b2 + b4,
        a4 * b1 + a5 * b3 + b5,
    ]
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    character_spacing: f64,
    word_spacing: f64,
    scaling: f64,
    leading: f64,
    rise: f64,
}

/// Marked content: a running head or the like, or with its text stated.
struct Marked {
    artifact: bool,
    /// Text that replaces what is drawn, until it was taken.
    actual: Option<Option<String>>,
}

/// Reads pages; fonts are kept from page to page by their number in the file.
pub struct Reader<'d> {
    document: &'d Document,
    fonts: HashMap<ObjectId, Rc<Font>>,
    glyphs: Vec<Glyph>,
    /// Characters whose letter the file does not say.
    pub unreadable: usize,
    /// Pictures drawn.
    pub pictures: usize,
}

enum Operand {
    Number(f64),
    Text(Vec<u8>),
    Name(Vec<u8>),
}

impl<'d> Reader<'d> {
    pub fn new(document: &'d Document) -> Self {
        Self {
            document,
            fonts: HashMap::new(),
            glyphs: Vec::new(),
            unreadable: 0,
            pictures: 0,
        }
    }

    /// The characters of a page with this content.
    pub fn page(
        &mut self,
        content: &[u8],
        resources: Option<&'d Dictionary>,
        budget: &mut Budget,
    ) -> Vec<Glyph> {
        let state = State {
            ctm: IDENTITY,
            font: None,
            size: 1.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scaling: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        self.perform(content, resources, state, false, 0, budget);
        std::mem::take(&mut self.glyphs)
    }

    fn perform(
        &mut self,
        content: &[u8],
        resources: Option<&'d Dictionary>,
        state: State,
        artifact: bool,
        depth: usize,
        budget: &mut Budget,
    ) {
        let mut run = Run {
            reader: self,
            resources,
            state,
            saved: Vec::new(),
            matrix: IDENTITY,
            line: IDENTITY,
            marked: Vec::new(),
            artifact,
            depth,
        };
        let mut operands: Vec<Operand> = Vec::new();
        let mut tokens = Tokens::new(content);
        while let Some(token) = tokens.next() {
            if !budget.step(1) || run.reader.glyphs.len() >= MOST_GLYPHS {
                return;
            }
            match token {
                Token::Number(number) => operands.push(Operand::Number(number)),
                Token::Text(text) => operands.push(Operand::Text(text)),
                Token::Name(name) => operands.push(Operand::Name(name)),
                Token::Operator(b"ID") => {
                    tokens.skip_image();
                    operands.clear();
                }
                Token::Operator(operator) => {
                    run.operate(operator, &operands, budget);
                    operands.clear();
                }
                _ => {}
            }
            // No operator takes so many; a stream without operators must not fill the memory.
            if operands.len() > 100_000 {
                operands.clear();
            }
        }
    }

    fn font(
        &mut self,
        resources: Option<&'d Dictionary>,
        name: &[u8],
        budget: &mut Budget,
    ) -> Option<Rc<Font>> {
        let fonts = lookup(self.document, resources?, b"Font").as_dict().ok()?;
        let id = fonts.get(name).ok()?.as_reference().ok();
        if let Some(font) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(Rc::clone(font));
        }
        if !budget.step(2_000) {
            return None;
        }
        let dictionary = lookup(self.document, fonts, name).as_dict().ok()?;
        let font = Rc::new(Font::new(self.document, dictionary, budget));
        if let Some(id) = id {
            self.fonts.insert(id, Rc::clone(&font));
        }
        Some(font)
    }
}

/// One content stream at work.
struct Run<'r, 'd> {
    reader: &'r mut Reader<'d>,
    resources: Option<&'d Dictionary>,
    state: State,
    saved: Vec<State>,
    /// The text matrix, and the one at the beginning of the line.
    matrix: Matrix,
    line: Matrix,
    marked: Vec<Marked>,
    artifact: bool,
    depth: usize,
}

impl Run<'_, '_> {
    fn operate(&mut self, operator: &[u8], operands: &[Operand], budget: &mut Budget) {
        let numbers: Vec<f64> = match operator {
            b"TJ" | b"Tj" => Vec::new(),
            _ => operands
                .iter()
                .filter_map(|operand| match operand {
                    Operand::Number(number) => Some(*number),
                    _ => None,
                })
                .take(6)
                .collect(),
        };
        let text = operands.iter().rev().find_map(|operand| match operand {
            Operand::Text(text) => Some(text.as_slice()),
            _ => None,
        });
        let name = operands.iter().find_map(|operand| match operand {
            Operand::Name(name) => Some(name.as_slice()),
            _ => None,
        });
        match (operator, numbers.as_slice()) {
            (b"q", _) if self.saved.len() < MOST_SAVED => self.saved.push(self.state.clone()),
            (b"Q", _) => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            (b"cm", [a, b, c, d, e, f]) => {
                self.state.ctm = times([*a, *b, *c, *d, *e, *f], self.state.ctm);
            }
            (b"BT", _) => (self.matrix, self.line) = (IDENTITY, IDENTITY),
            (b"Tf", [size]) => {
                self.state.size = *size;
                let font = name.and_then(|name| self.reader.font(self.resources, name, budget));
                self.state.font = font;
            }
            (b"Tm", [a, b, c, d, e, f]) => {
                self.line = [*a, *b, *c, *d, *e, *f];
                self.matrix = self.line;
            }
            (b"Td", [x, y]) => self.next_line(*x, *y),
            (b"TD", [x, y]) => {
                self.state.leading = -y;
                self.next_line(*x, *y);
            }
            (b"T*", _) => self.next_line(0.0, -self.state.leading),
            (b"Tc", [value]) => self.state.character_spacing = *value,
            (b"Tw", [value]) => self.state.word_spacing = *value,
            (b"Tz", [value]) => self.state.scaling = value / 100.0,
            (b"TL", [value]) => self.state.leading = *value,
            (b"Ts", [value]) => self.state.rise = *value,
            (b"Tj", _) => self.show(text.unwrap_or_default(), budget),
            (b"TJ", _) => {
                for operand in operands {
                    match operand {
                        Operand::Text(text) => self.show(text, budget),
                        Operand::Number(thousandths) => {
                            let by = -thousandths / 1_000.0 * self.state.size * self.state.scaling;
                            self.matrix = times([1.0, 0.0, 0.0, 1.0, by, 0.0], self.matrix);
                        }
                        Operand::Name(_) => {}
                    }
                }
            }
            (b"'", _) => {
                self.next_line(0.0, -self.state.leading);
                self.show(text.unwrap_or_default(), budget);
            }
            (b"\"", [word, character, ..]) => {
                self.state.word_spacing = *word;
                self.state.character_spacing = *character;
                self.next_line(0.0, -self.state.leading);
                self.show(text.unwrap_or_default(), budget);
            }
            (b"BMC" | b"BDC", _) => self.mark(operands),
            (b"EMC", _) => {
                self.marked.pop();
            }
            (b"Do", _) => {
                if let Some(name) = name {
                    self.draw(name, budget);
                }
            }
            _ => {}
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = times([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.matrix = self.line;
    }

    fn mark(&mut self, operands: &[Operand]) {
        let mut names = operands.iter().filter_map(|operand| match operand {
            Operand::Name(name) => Some(name.as_slice()),
            _ => None,
        });
        let artifact = names.next() == Some(b"Artifact");
        let actual = operands.windows(2).find_map(|pair| match pair {
            [Operand::Name(key), Operand::Text(text)] if key == b"ActualText" => {
                Some(Some(string(text)))
            }
            _ => None,
        });
        if self.marked.len() < MOST_SAVED {
            self.marked.push(Marked { artifact, actual });
        }
    }

    /// A form: a piece of page kept apart.
    fn draw(&mut self, name: &[u8], budget: &mut Budget) {
        let document = self.reader.document;
        let Some(resources) = self.resources else {
            return;
        };
        let Ok(objects) = lookup(document, resources, b"XObject").as_dict() else {
            return;
        };
        let Object::Stream(form) = lookup(document, objects, name) else {
            return;
        };
        let subtype = lookup(document, &form.dict, b"Subtype").as_name();
        self.reader.pictures += usize::from(matches!(subtype, Ok(b"Image")));
        let is_form = matches!(subtype, Ok(b"Form"));
        if !is_form || self.depth >= DEEPEST_FORM || !budget.step(1_000) {
            return;
        }
        let mut state = self.state.clone();
        if let Ok(matrix) = lookup(document, &form.dict, b"Matrix").as_array() {
            let numbers: Vec<f64> = matrix.iter().filter_map(number).collect();
            if let [a, b, c, d, e, f] = numbers.as_slice() {
                state.ctm = times([*a, *b, *c, *d, *e, *f], state.ctm);
            }
        }
        let own = lookup(document, &form.dict, b"Resources").as_dict().ok();
        let content = unpack(document, form, budget);
        let artifact = self.artifact || self.marked.iter().any(|m| m.artifact);
        self.reader.perform(
            &content,
            own.or(self.resources),
            state,
            artifact,
            self.depth + 1,
            budget,
        );
    }

    fn show(&mut self, bytes: &[u8], budget: &mut Budget) {
        let Some(font) = self.state.font.clone() else {
            return;
        };
        let artifact = self.artifact || self.marked.iter().any(|m| m.artifact);
        for character in font.decode(bytes) {
            if !budget.step(2) || self.reader.glyphs.len() >= MOST_GLYPHS {
                return;
            }
            let state = &self.state;
            let (size, scaling) = (state.size, state.scaling);
            let drawn = times(
                [size * scaling, 0.0, 0.0, size, 0.0, state.rise],
                self.matrix,
            );
            let drawn = times(drawn, state.ctm);
            let mut advance = character.width * size + state.character_spacing;
            if character.is_space {
                advance += state.word_spacing;
            }
            let end = times([1.0, 0.0, 0.0, 1.0, advance * scaling, 0.0], self.matrix);
            let ended = times([size * scaling, 0.0, 0.0, size, 0.0, 0.0], end);
            let ended = times(ended, state.ctm);
            match self.marked.iter_mut().rev().find_map(|m| m.actual.as_mut()) {
                None if character.text.is_empty() => self.reader.unreadable += 1,
                None => {
                    let glyph = place(character.text, drawn, ended, font.bold, artifact);
                    self.reader.glyphs.extend(glyph);
                }
                // The stated text stands where the first of the characters it replaces stands, and reaches to the last.
                Some(actual) => match actual.take() {
                    Some(text) => {
                        let glyph = place(text, drawn, ended, font.bold, artifact);
                        self.reader.glyphs.extend(glyph);
                    }
                    None => {
                        let glyph = place(String::new(), drawn, ended, font.bold, artifact);
                        if let (Some(last), Some(glyph)) = (self.reader.glyphs.last_mut(), glyph) {
                            last.right = last.right.max(glyph.right);
                        }
                    }
                },
            }
            self.matrix = end;
        }
    }
}

/// The glyph drawn with one matrix and ending where another begins; `None` when it has no size or stands nowhere.
fn place(text: String, drawn: Matrix, ended: Matrix, bold: bool, artifact: bool) -> Option<Glyph> {
    let [a, b, c, d, x, y] = drawn;
    let [_, _, _, _, end_x, end_y] = ended;
    let turn = match (a.abs() >= b.abs(), a >= 0.0, b >= 0.0) {
        (true, true, _) => 0,
        (true, false, _) => 2,
        (false, _, true) => 1,
        (false, _, false) => 3,
    };
    let along = |x: f64, y: f64| match turn {
        0 => (x, y),
        1 => (y, -x),
        2 => (-x, -y),
        _ => (-y, x),
    };
    let (left, baseline) = along(x, y);
    let (right, _) = along(end_x, end_y);
    let size = c.hypot(d);
    let sound = [left, right, baseline, size]
        .iter()
        .all(|n| n.is_finite() && n.abs() < 1e6);
    (sound && size > 0.1).then_some(Glyph {
        text,
        left: left.min(right),
        right: left.max(right),
        y: baseline,
        size,
        bold,
        turn,
        artifact,
    })
}

/// A string of the document itself: UTF-16 or UTF-8 with a mark, otherwise near enough to Latin-1.
pub fn string(bytes: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0.into_owned(),
        None => encoding_rs::WINDOWS_1252
            .decode_without_bom_handling(bytes)
            .0
            .into_owned(),
    }
}
