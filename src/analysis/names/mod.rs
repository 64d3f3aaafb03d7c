//! Finds names of persons, organizations, places and groups with a model trained on news; opens nothing.

pub mod decode;
pub mod document;
pub mod features;
pub mod hash;
mod hyphen;
pub mod labels;
pub mod lexicon;
pub mod model;
pub mod passes;
mod settle;
pub mod table;
mod words;

use std::ops::Range;

use self::{
    decode::Decoder,
    document::{Document, Sentence},
    labels::Scores,
    lexicon::TITLE,
    model::{Model, Sum},
    passes::{Judged, Votes},
};
use crate::model::{ByteSpan, EntityType, NameSpan};

/// The embedded model cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "The name model is damaged ({0}). Install Dateline again; without it articles are imported with no names marked"
)]
pub struct ModelError(pub String);

/// Finds names with a trained model.
pub struct Recognizer {
    model: Model,
}

impl Recognizer {
    /// The model that comes with the program.
    ///
    /// # Errors
    /// When the embedded bytes are damaged.
    pub fn embedded() -> Result<Self, ModelError> {
        Self::from_bytes(include_bytes!("../../../assets/names.model"))
    }

    /// A model file as the trainer writes it.
    ///
    /// # Errors
    /// When the bytes are no model of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        Ok(Self {
            model: Model::from_bytes(bytes)?,
        })
    }

    /// Names in reading order, without overlaps, as bytes of `text`; `sentences` are spans of `text`.
    #[must_use]
    pub fn find(&self, text: &str, sentences: &[ByteSpan]) -> Vec<NameSpan> {
        let doc = Document::new(text, sentences, &self.model.lexicon);
        let [first_steps, second_steps] = &self.model.steps;
        let mut decoder = Decoder::default();
        let mut judged = Vec::new();
        let mut sentence_of = Vec::new();
        for sentence in &doc.sentences {
            for tokens in stretches(&doc, sentence.tokens.clone()) {
                let scores = tokens
                    .clone()
                    .map(|i| self.first_scores(&doc, sentence, i))
                    .collect();
                judged.push(Judged::new(tokens, scores, first_steps, &mut decoder));
                sentence_of.push(sentence);
            }
        }
        let votes = Votes::new(&doc, &judged);
        let (mut scores, mut chosen, mut marginals) = (Vec::new(), Vec::new(), Vec::new());
        let mut out = Vec::new();
        for (stretch, sentence) in judged.iter().zip(sentence_of) {
            scores.clear();
            for (k, first) in stretch.scores.iter().enumerate() {
                let mut sum = Sum::default();
                passes::features(&doc, sentence, &votes, stretch, k, &mut |f| {
                    self.model.add(f, &mut sum);
                });
                let mut score = self.model.scores(&sum);
                for (slot, first) in score.iter_mut().zip(first) {
                    *slot += first;
                }
                scores.push(score);
            }
            decoder.best(&scores, second_steps, &mut chosen);
            if chosen.iter().all(|l| *l == 0) {
                continue;
            }
            decoder.marginals(&scores, second_steps, &mut marginals);
            for (from, to, kind) in labels::names(&chosen) {
                let confidence = (from..to)
                    .filter_map(|k| marginals.get(k)?.get(usize::from(*chosen.get(k)?)))
                    .copied()
                    .fold(1.0, f32::min);
                let start = stretch.tokens.start;
                for part in repeated(&doc, start + from..start + to, kind) {
                    if let Some(span) = tidy(&doc, part, kind) {
                        out.push(NameSpan {
                            span,
                            kind,
                            confidence: confidence.clamp(0.0, 1.0),
                        });
                    }
                }
            }
        }
        hyphen::complete(text, &mut out);
        settle::settle(text, &mut out);
        out
    }

    fn first_scores(&self, doc: &Document<'_>, sentence: &Sentence, i: usize) -> Scores {
        let mut sum = Sum::default();
        features::features(doc, sentence, i, &mut |f| self.model.add(f, &mut sum));
        self.model.scores(&sum)
    }
}

/// Unbroken stretches of tokens at which names may stand.
pub fn stretches<'d>(
    doc: &'d Document<'_>,
    tokens: Range<usize>,
) -> impl Iterator<Item = Range<usize>> + 'd {
    let active = |i: usize| doc.tokens.get(i).is_some_and(|t| t.active);
    let mut at = tokens.start;
    std::iter::from_fn(move || {
        let start = (at..tokens.end).find(|i| active(*i))?;
        let end = (start..tokens.end)
            .find(|i| !active(*i))
            .unwrap_or(tokens.end);
        at = end;
        Some(start..end)
    })
}

/// The parts of a name: two where a person's last word stands twice, a slip where wire copy was cut and joined again;
/// else the name as it is. A first name must stand before, so that a doubled name stays whole.
fn repeated(
    doc: &Document<'_>,
    tokens: Range<usize>,
    kind: EntityType,
) -> impl Iterator<Item = Range<usize>> {
    let last = tokens.end.saturating_sub(1);
    let twice = kind == EntityType::Person
        && tokens.len() > 2
        && doc.token_text(last).chars().count() > 2
        && doc.token_text(last) == doc.token_text(last - 1);
    let cut = if twice { last } else { tokens.end };
    [tokens.start..cut, cut..tokens.end]
        .into_iter()
        .filter(|part| !part.is_empty())
}

/// The span of a name without what does not belong to it: a title before a person, "the", a possessive, marks.
fn tidy(doc: &Document<'_>, tokens: Range<usize>, kind: EntityType) -> Option<ByteSpan> {
    let (mut first, mut end) = (tokens.start, tokens.end);
    while first < end {
        let text = doc.token_text(first);
        let title = kind == EntityType::Person
            && end - first > 1
            && text.ends_with('.')
            && text.chars().count() > 2
            && doc.word(first).is_some_and(|w| w.flags & TITLE != 0);
        let article = matches!(text, "the" | "The" | "THE") && end - first > 1;
        if title || article || is_mark(text) {
            first += 1;
        } else {
            break;
        }
    }
    while first < end {
        let text = doc.token_text(end - 1);
        if matches!(text, "'s" | "’s" | "'S" | "’S") || is_mark(text) {
            end -= 1;
        } else {
            break;
        }
    }
    let (a, b) = (doc.tokens.get(first)?, doc.tokens.get(end.checked_sub(1)?)?);
    (first < end).then(|| ByteSpan::new(a.span.start, b.span.end))
}

fn is_mark(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        analysis::sentences,
        model::{Block, BlockKind},
    };

    fn names(text: &str) -> Vec<NameSpan> {
        static MODEL: std::sync::LazyLock<Recognizer> =
            std::sync::LazyLock::new(|| Recognizer::embedded().unwrap());
        let block = Block {
            span: ByteSpan::from(0..text.len()),
            kind: BlockKind::Paragraph,
        };
        MODEL.find(text, &sentences::split(text, &[block]))
    }

    /// `expected` gives each name with the first letter of its type: "Oslo/p".
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let got: Vec<String> = names(text)
            .iter()
            .map(|n| format!("{}/{}", n.span.of(text), &n.kind.word()[..2]))
            .collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn finds_the_four_types() {
        check(
            "Norwegian Foreign Minister Ingrid Solberg met officials of the World Bank in Oslo on Tuesday.",
            &[
                "Norwegian/gr",
                "Ingrid Solberg/pe",
                "World Bank/or",
                "Oslo/pl",
            ],
        );
    }

    #[test]
    fn leaves_titles_articles_and_possessives_out() {
        check(
            "Mr. Solberg's plan angered Dr. Amina Okafor.",
            &["Solberg/pe", "Amina Okafor/pe"],
        );
        check(
            "The United Nations' envoy left Kenya's capital.",
            &["United Nations/or", "Kenya/pl"],
        );
    }

    #[test]
    fn cuts_names_out_of_compounds() {
        check(
            "A UNESCO-led team arrived in Peru.",
            &["UNESCO/or", "Peru/pl"],
        );
    }

    #[test]
    fn finds_nothing_where_there_is_nothing() {
        check("", &[]);
        check("the rain kept falling on the quiet hills all night.", &[]);
        check("\u{0}\u{1}\u{7f} \u{feff} 🎉🎉🎉🎉", &[]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn spans_are_ordered_and_fit(text in "([A-Z][a-zé’'.-]{0,6}|[a-z]{1,5}|[0-9(),“”.🎉]|العربية|北京)( ([A-Z][a-z]{0,6}|of|the|[(),.-]|''|U\\.S\\.)){0,20}") {
            let mut at = 0;
            for name in names(&text) {
                prop_assert!(name.span.start >= at);
                prop_assert!(!name.span.of(&text).trim().is_empty());
                prop_assert!((0.0..=1.0).contains(&name.confidence));
                at = name.span.end;
            }
        }
    }
}
