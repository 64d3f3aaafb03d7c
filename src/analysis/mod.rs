//! Pure stages over the model: cleaning, sentences, names, variants, places, relative locations, versions. Opens nothing, knows no database.

pub mod anchor;
pub mod cleaning;
pub mod language;
pub mod metadata;
pub mod names;
pub mod places;
pub mod relations;
pub mod search;
mod second_look;
pub mod sentences;
pub mod tokens;
pub mod variants;
pub mod versions;

use std::sync::Arc;

use crate::{
    gazetteer::Gazetteer,
    model::{Analysis, CleanArticle, EntityType, NameSpan},
};

/// Everything the stages need, loaded once and shared by all threads.
pub struct Analyzer {
    /// What names are found with, or why there is nothing to find them with.
    recognizer: Arc<Result<names::Recognizer, names::ModelError>>,
    gazetteer: Arc<Gazetteer>,
}

impl Analyzer {
    /// The recognizer and the gazetteer that come with the program.
    #[must_use]
    pub fn embedded() -> Self {
        Self::with_recognizer(names::Recognizer::embedded())
    }

    /// The embedded gazetteer with this recognizer. Without one everything but the names is found.
    #[must_use]
    pub fn with_recognizer(recognizer: Result<names::Recognizer, names::ModelError>) -> Self {
        Self {
            recognizer: Arc::new(recognizer),
            gazetteer: Arc::new(Gazetteer::embedded().clone()),
        }
    }

    /// Why no names are found, if so: the name model is damaged.
    #[must_use]
    pub fn without_names(&self) -> Option<&names::ModelError> {
        self.recognizer.as_ref().as_ref().err()
    }

    /// The same with other place names.
    #[must_use]
    pub fn with_gazetteer(&self, gazetteer: Arc<Gazetteer>) -> Self {
        Self {
            recognizer: Arc::clone(&self.recognizer),
            gazetteer,
        }
    }

    /// Finds sentences, names, what they refer to and where the places are. Never fails; odd text gives fewer names.
    #[must_use]
    pub fn analyze(&self, article: &CleanArticle) -> Analysis {
        let sentences = sentences::split(&article.reading_text, &article.blocks);
        let mut names = match self.recognizer.as_ref() {
            Ok(recognizer) => recognizer.find(&article.reading_text, &sentences),
            Err(_) => Vec::new(),
        };
        let text = &article.reading_text;
        second_look::located(&self.gazetteer, text, &sentences, &mut names);
        second_look::peoples(&self.gazetteer, text, &sentences, &mut names);
        publishers_are_organizations(article, &mut names);
        let (mut entities, mentions) =
            variants::within_article(&article.reading_text, &sentences, &names);
        places::resolve(&self.gazetteer, article, &mentions, &mut entities);
        let names = relations::names_of(&mentions, &entities);
        Analysis {
            relations: relations::find(&article.reading_text, &sentences, &names),
            words: tokens::count_words(&article.reading_text),
            sentences,
            mentions,
            entities,
        }
    }
}

/// The agency and the outlet that an article states are organizations, whatever their names look like: a wire named after
/// a region is easily taken for a place in the brackets of a dateline.
fn publishers_are_organizations(article: &CleanArticle, names: &mut [NameSpan]) {
    let stated = [&article.metadata.agency, &article.metadata.outlet];
    for name in names {
        let text = name.span.of(&article.reading_text);
        if stated
            .into_iter()
            .flatten()
            .any(|publisher| publisher == text)
        {
            name.kind = EntityType::Organization;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RawArticle;

    #[test]
    fn the_wire_in_the_dateline_is_an_organization() {
        let text = "Ferry back in Khoms\n\nKHOMS, Libya, April 2 (Southern Wire) — The ferry came back to Khoms on Monday \
                    with 40 passengers, the harbor master said.\n";
        let raw = RawArticle {
            text: text.to_owned(),
            text_is_source: true,
            ..RawArticle::default()
        };
        let article = cleaning::clean(&raw, "ferry.txt");
        assert_eq!(article.metadata.agency.as_deref(), Some("Southern Wire"));
        let analyzer = Analyzer::embedded();
        assert!(analyzer.without_names().is_none());
        for mention in analyzer.analyze(&article).mentions {
            let name = mention.name.span.of(&article.reading_text);
            let expected = if name == "Southern Wire" {
                EntityType::Organization
            } else {
                EntityType::Place
            };
            assert_eq!(mention.name.kind, expected, "{name}");
        }
    }

    #[test]
    fn without_a_sound_model_all_but_the_names_is_found() {
        let whole = include_bytes!("../../assets/names.model");
        let mut broken = whole.to_vec();
        for byte in broken.iter_mut().skip(1_000).take(64) {
            *byte ^= 0x5A;
        }
        for bytes in [&whole[..whole.len() / 2], &broken[..], b"", b"DLNAMES1"] {
            let analyzer = Analyzer::with_recognizer(names::Recognizer::from_bytes(bytes));
            assert!(analyzer.without_names().is_some(), "{} bytes", bytes.len());
            let raw = RawArticle {
                text: "Ann Keller left Bonn. Nobody saw her.".to_owned(),
                text_is_source: true,
                ..RawArticle::default()
            };
            let analysis = analyzer.analyze(&cleaning::clean(&raw, "bonn.txt"));
            assert_eq!((analysis.sentences.len(), analysis.words), (2, 7));
            assert!(analysis.mentions.is_empty());
        }
    }
}
