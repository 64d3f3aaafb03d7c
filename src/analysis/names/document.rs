//! A text as the recognizer sees it: tokens, distinct words with what is known of each, and runs of capitalized words.

use std::{collections::HashMap, ops::Range};

pub use super::words::{Case, Word};
use super::{
    hash::mix,
    lexicon::{self, Flags, LONGEST_PHRASE, Lexicon},
    words::Reader,
};
use crate::{
    analysis::tokens::{is_word_char, tokenize},
    model::ByteSpan,
};

/// One token.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub span: ByteSpan,
    /// Index into [`Document::words`].
    pub word: u32,
    /// Index into [`Document::runs`], or [`NO_RUN`].
    pub run: u32,
    /// Known place name it is part of: class and position, 0 for none.
    pub phrase: u8,
    /// List flags of a phrase of two words it is part of, such as "Costa Rican".
    pub phrase_flags: Flags,
    /// Whether a name may stand here at all.
    pub active: bool,
    /// No space before it.
    pub glued: bool,
}

/// The run of a token outside all runs.
pub const NO_RUN: u32 = u32::MAX;

/// How capitals are used in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Casing {
    /// Capitals mean names.
    Normal,
    /// A headline With Most Words Capitalized.
    Title,
    /// EVERYTHING IN CAPITALS.
    Upper,
}

/// A sentence as a range of tokens.
#[derive(Clone, Debug)]
pub struct Sentence {
    pub tokens: Range<usize>,
    pub casing: Casing,
}

/// What the whole text says of a word, whatever its capitals.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    /// Times written in lowercase.
    pub lower: u16,
    /// Times capitalized where grammar does not ask for it.
    pub capital: u16,
    /// Times capitalized at the start of a sentence or in a headline.
    pub forced: u16,
    /// Bits of [`after_title`](cue) and the like, one for each sort of neighbor seen.
    pub cues: u16,
    /// First tokens at which it is capitalized and not forced to be.
    pub places: [u32; 3],
}

/// Sorts of neighbors that tell what a capitalized word is.
pub mod cue {
    pub const AFTER_TITLE: u16 = 1;
    pub const BEFORE_SAYING: u16 = 2;
    pub const AFTER_PLACE_PREPOSITION: u16 = 4;
    pub const POSSESSIVE: u16 = 8;
    pub const AFTER_GIVEN_NAME: u16 = 16;
    pub const BEFORE_CAPITAL: u16 = 32;
    pub const AFTER_CAPITAL: u16 = 64;
    pub const AFTER_THE: u16 = 128;
    pub const BEFORE_COMMA_PLACE: u16 = 256;
    pub const BEFORE_ORG_HEAD: u16 = 512;
    pub const BEFORE_PLACE_HEAD: u16 = 1024;
}

/// A text cut and looked up.
pub struct Document<'t> {
    pub text: &'t str,
    pub tokens: Vec<Token>,
    pub words: Vec<Word>,
    pub sentences: Vec<Sentence>,
    /// Longest sequences of capitalized tokens.
    pub runs: Vec<Range<usize>>,
    /// By [`Word::fold`].
    pub usage: Vec<Usage>,
    /// By the hash of initials in lowercase: the run (or two joined by "of") they stand for.
    pub initials: HashMap<u32, Range<usize>>,
}

impl<'t> Document<'t> {
    /// Cuts the sentences of `text` into tokens and looks every word up.
    #[must_use]
    pub fn new(text: &'t str, sentences: &[ByteSpan], lexicon: &Lexicon) -> Self {
        let mut doc = Self {
            text,
            tokens: Vec::with_capacity(text.len() / 5),
            words: Vec::new(),
            sentences: Vec::with_capacity(sentences.len()),
            runs: Vec::new(),
            usage: Vec::new(),
            initials: HashMap::new(),
        };
        let mut reader = Reader::default();
        let mut spans = Vec::new();
        for sentence in sentences {
            spans.clear();
            tokenize(text, *sentence, &mut spans);
            let first = doc.tokens.len();
            for span in &spans {
                let word = reader.word(span.of(text), lexicon, &mut doc.words);
                let glued = doc.tokens.last().is_some_and(|t| t.span.end == span.start);
                doc.tokens.push(Token {
                    span: *span,
                    word,
                    run: NO_RUN,
                    phrase: 0,
                    phrase_flags: 0,
                    active: false,
                    glued,
                });
            }
            let tokens = first..doc.tokens.len();
            let casing = doc.casing(tokens.clone());
            doc.find_runs(tokens.clone());
            doc.sentences.push(Sentence { tokens, casing });
        }
        doc.usage = vec![Usage::default(); reader.folds()];
        doc.find_phrases(lexicon);
        doc.find_usage();
        doc.find_initials();
        doc
    }

    /// The word of token `i`.
    #[must_use]
    pub fn word(&self, i: usize) -> Option<&Word> {
        let token = self.tokens.get(i)?;
        self.words.get(token.word as usize)
    }

    /// The text of token `i`.
    #[must_use]
    pub fn token_text(&self, i: usize) -> &'t str {
        self.tokens.get(i).map_or("", |t| t.span.of(self.text))
    }

    fn case(&self, i: usize) -> Case {
        self.word(i).map_or(Case::Mark, |w| w.case)
    }

    fn casing(&self, tokens: Range<usize>) -> Casing {
        let (mut upper, mut capital, mut lower, mut long_lower) = (0, 0, 0, 0);
        for word in tokens.filter_map(|i| self.word(i)) {
            match word.case {
                Case::Upper => upper += 1,
                Case::Capital | Case::Mixed => capital += 1,
                Case::Lower => {
                    lower += 1;
                    long_lower += i32::from(word.letters > 4);
                }
                _ => {}
            }
        }
        if upper >= 2 && upper * 4 >= (upper + capital + lower) * 3 {
            Casing::Upper
        } else if upper + capital >= 4
            && long_lower * 6 <= upper + capital
            && lower <= upper + capital
        {
            Casing::Title
        } else {
            Casing::Normal
        }
    }

    /// Marks runs of capitalized tokens and the tokens at which names may stand.
    fn find_runs(&mut self, tokens: Range<usize>) {
        // Most words and marks between two capitalized ones that a name can bridge: "Bureau of the Interior".
        const BRIDGE: usize = 3;
        let mut last_capital: Option<usize> = None;
        for i in tokens.clone() {
            let case = self.case(i);
            let previous = last_capital;
            let capital = matches!(
                case,
                Case::Capital | Case::Upper | Case::Mixed | Case::Uncased
            );
            if capital {
                if let Some(last) = previous.filter(|l| i - l <= BRIDGE + 1) {
                    let bridged = (last + 1..i).all(|k| self.bridges(k));
                    for token in self.tokens.get_mut(last + 1..i).unwrap_or_default() {
                        token.active |= bridged;
                    }
                }
                self.wake_particles(i, tokens.start);
                self.join_run(i, previous.is_some_and(|l| l + 1 == i));
                last_capital = Some(i);
            }
            let beside_number = case == Case::Number
                && (previous.is_some_and(|l| l + 1 == i)
                    || matches!(
                        self.case_in(i + 1, &tokens),
                        Case::Capital | Case::Upper | Case::Mixed
                    ));
            if let Some(token) = self.tokens.get_mut(i) {
                token.active |= capital || beside_number;
            }
        }
    }

    /// Lets a name start with small words that belong to the capital after them: "de la Cruz", "bin Ali".
    fn wake_particles(&mut self, capital: usize, start: usize) {
        for i in (start..capital).rev().take(2) {
            if !self
                .word(i)
                .is_some_and(|w| w.case == Case::Lower && w.flags & lexicon::PARTICLE != 0)
            {
                return;
            }
            if let Some(token) = self.tokens.get_mut(i) {
                token.active = true;
            }
        }
    }

    fn case_in(&self, i: usize, tokens: &Range<usize>) -> Case {
        if tokens.contains(&i) {
            self.case(i)
        } else {
            Case::Mark
        }
    }

    fn bridges(&self, i: usize) -> bool {
        match self.case(i) {
            Case::Lower | Case::Number => true,
            _ => matches!(
                self.token_text(i),
                "-" | "‐" | "‑" | "–" | "&" | "," | "'" | "’" | "'s" | "’s" | "." | "/" | "+"
            ),
        }
    }

    fn join_run(&mut self, i: usize, follows: bool) {
        if follows && let Some(run) = self.runs.last_mut() {
            run.end = i + 1;
        } else {
            self.runs.push(i..i + 1);
        }
        let run = u32::try_from(self.runs.len())
            .unwrap_or(NO_RUN)
            .saturating_sub(1);
        if let Some(token) = self.tokens.get_mut(i) {
            token.run = run;
        }
    }

    /// Marks known place names and listed phrases, longest first.
    fn find_phrases(&mut self, lexicon: &Lexicon) {
        for s in 0..self.sentences.len() {
            let Some(tokens) = self.sentences.get(s).map(|s| s.tokens.clone()) else {
                continue;
            };
            let mut i = tokens.start;
            while i < tokens.end {
                if self.tokens.get(i).is_none_or(|t| t.run == NO_RUN) {
                    i += 1;
                    continue;
                }
                let mut hash = 0;
                let mut best = None;
                let mut flags = (0, 0);
                for len in 1..=LONGEST_PHRASE.min(tokens.end - i) {
                    let Some(word) = self.word(i + len - 1) else {
                        break;
                    };
                    if word.case == Case::Mark {
                        break;
                    }
                    hash = lexicon::phrase_hash(hash, word.lower);
                    if let Some(class) = lexicon.phrase(hash) {
                        best = Some((len, class));
                    }
                    if len > 1 {
                        let found = lexicon.phrase_flags(hash);
                        if found != 0 {
                            flags = (len, found);
                        }
                    }
                }
                for token in self.tokens.get_mut(i..i + flags.0).unwrap_or_default() {
                    token.phrase_flags = flags.1;
                }
                let Some((len, class)) = best else {
                    i += 1;
                    continue;
                };
                for (k, token) in self
                    .tokens
                    .get_mut(i..i + len)
                    .unwrap_or_default()
                    .iter_mut()
                    .enumerate()
                {
                    let part = match (k, len) {
                        (0, 1) => 0,
                        (0, _) => 1,
                        (k, len) if k + 1 == len => 3,
                        _ => 2,
                    };
                    token.phrase = 1 + class * 4 + part;
                }
                i += len;
            }
        }
    }

    /// Counts how each word is used in the whole text.
    fn find_usage(&mut self) {
        for s in 0..self.sentences.len() {
            let Some(Sentence { tokens, casing }) = self.sentences.get(s).cloned() else {
                continue;
            };
            let mut at_start = true;
            for i in tokens.clone() {
                let Some(word) = self.word(i).copied() else {
                    continue;
                };
                if word.case == Case::Mark {
                    // A quotation may open with a capital.
                    at_start |= matches!(self.token_text(i), "\"" | "“" | "``" | "‘" | ":" | "(");
                    continue;
                }
                let forced = at_start || casing != Casing::Normal;
                at_start = false;
                let cues = if word.case == Case::Lower || casing == Casing::Upper {
                    0
                } else {
                    self.cues(i, &tokens)
                };
                let Some(usage) = self.usage.get_mut(word.fold as usize) else {
                    continue;
                };
                usage.cues |= cues;
                match word.case {
                    Case::Lower => usage.lower = usage.lower.saturating_add(1),
                    Case::Capital | Case::Upper | Case::Mixed if forced => {
                        usage.forced = usage.forced.saturating_add(1);
                    }
                    Case::Capital | Case::Upper | Case::Mixed => {
                        if let Some(place) = usage.places.get_mut(usize::from(usage.capital)) {
                            *place = u32::try_from(i).unwrap_or_default();
                        }
                        usage.capital = usage.capital.saturating_add(1);
                    }
                    _ => {}
                }
            }
        }
    }

    fn cues(&self, i: usize, tokens: &Range<usize>) -> u16 {
        let mut cues = 0;
        if i > tokens.start
            && let Some(before) = self.word(i - 1)
        {
            let text = self.token_text(i - 1);
            if before.flags & lexicon::TITLE != 0 && before.case != Case::Lower {
                cues |= cue::AFTER_TITLE;
            }
            if before.class.flags & lexicon::GIVEN != 0 && before.case == Case::Capital {
                cues |= cue::AFTER_GIVEN_NAME;
            }
            if matches!(
                text,
                "in" | "near"
                    | "at"
                    | "outside"
                    | "across"
                    | "around"
                    | "In"
                    | "throughout"
                    | "toward"
            ) {
                cues |= cue::AFTER_PLACE_PREPOSITION;
            }
            if matches!(text, "the" | "The") {
                cues |= cue::AFTER_THE;
            }
            if matches!(before.case, Case::Capital | Case::Upper | Case::Mixed) {
                cues |= cue::AFTER_CAPITAL;
            }
        }
        if i + 1 < tokens.end
            && let Some(after) = self.word(i + 1)
        {
            let text = self.token_text(i + 1);
            if matches!(
                text,
                "said"
                    | "says"
                    | "told"
                    | "added"
                    | "who"
                    | "explained"
                    | "whose"
                    | "noted"
                    | "insisted"
                    | "wrote"
                    | "argued"
            ) {
                cues |= cue::BEFORE_SAYING;
            }
            if matches!(text, "'s" | "’s") {
                cues |= cue::POSSESSIVE;
            }
            if matches!(after.case, Case::Capital | Case::Upper | Case::Mixed) {
                cues |= cue::BEFORE_CAPITAL;
                if after.flags & lexicon::ORG_HEAD != 0 {
                    cues |= cue::BEFORE_ORG_HEAD;
                }
                if after.flags & lexicon::PLACE_HEAD != 0 {
                    cues |= cue::BEFORE_PLACE_HEAD;
                }
            }
            if text == ","
                && i + 2 < tokens.end
                && self.tokens.get(i + 2).is_some_and(|t| t.phrase != 0)
            {
                cues |= cue::BEFORE_COMMA_PLACE;
            }
        }
        cues
    }

    /// Remembers which runs initials could stand for: "Northern Grain Board" for NGB, with or without small words.
    fn find_initials(&mut self) {
        for r in 0..self.runs.len() {
            let Some(run) = self.runs.get(r).cloned() else {
                continue;
            };
            let mut end = run.end;
            // Join further runs over "of", "for", "and", "the".
            let mut next = r + 1;
            let mut joined = vec![run.clone()];
            while next < self.runs.len() && joined.len() < 4 {
                let Some(following) = self.runs.get(next).cloned() else {
                    break;
                };
                let gap = end..following.start;
                if gap.len() > 2 || gap.is_empty() || !gap.clone().all(|i| self.is_connector(i)) {
                    break;
                }
                end = following.end;
                joined.push(following);
                next += 1;
            }
            let mut hash = 0;
            let mut count = 0;
            for part in joined {
                for i in part {
                    let Some(first) = self.token_text(i).chars().next() else {
                        continue;
                    };
                    if !is_word_char(first) || count == 8 {
                        continue;
                    }
                    hash = mix(hash, first.to_ascii_uppercase() as u32);
                    count += 1;
                    if count > 1 && self.initials.len() < 20_000 {
                        self.initials.entry(hash).or_insert(run.start..i + 1);
                    }
                }
            }
        }
    }

    fn is_connector(&self, i: usize) -> bool {
        matches!(
            self.token_text(i),
            "of" | "for" | "and" | "the" | "in" | "on" | "de" | "&" | "-" | "to" | "del" | "des"
        )
    }

    /// The tokens whose initials token `i` is, if it is an initialism of 2 to 8 letters.
    #[must_use]
    pub fn expansion(&self, i: usize) -> Option<Range<usize>> {
        let word = self.word(i)?;
        if word.case != Case::Upper || !(2..=8).contains(&word.letters) {
            return None;
        }
        let hash = self
            .token_text(i)
            .chars()
            .filter(|c| *c != '.')
            .fold(0, |hash, c| mix(hash, c.to_ascii_uppercase() as u32));
        self.initials.get(&hash).cloned()
    }
}
