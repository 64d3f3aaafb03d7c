//! Pure stages over the model: cleaning, sentences, names, variants, places, versions. Opens nothing, knows no database.

pub mod cleaning;
pub mod language;
pub mod metadata;
pub mod names;
pub mod places;
pub mod sentences;
pub mod tokens;
pub mod variants;
pub mod versions;

use crate::{
    gazetteer::Gazetteer,
    model::{Analysis, CleanArticle, EntityType, NameSpan},
};

/// Everything the stages need, loaded once and shared by all threads.
pub struct Analyzer {
    recognizer: names::Recognizer,
    gazetteer: &'static Gazetteer,
}

impl Analyzer {
    /// The recognizer and the gazetteer that come with the program.
    ///
    /// # Errors
    /// When the embedded name model is damaged.
    pub fn embedded() -> Result<Self, names::ModelError> {
        Ok(Self {
            recognizer: names::Recognizer::embedded()?,
            gazetteer: Gazetteer::embedded(),
        })
    }

    /// Finds sentences, names, what they refer to and where the places are. Never fails; odd text gives fewer names.
    #[must_use]
    pub fn analyze(&self, article: &CleanArticle) -> Analysis {
        let sentences = sentences::split(&article.reading_text, &article.blocks);
        let mut names = self.recognizer.find(&article.reading_text, &sentences);
        publishers_are_organizations(article, &mut names);
        let (mut entities, mentions) =
            variants::within_article(&article.reading_text, &sentences, &names);
        places::resolve(self.gazetteer, article, &mentions, &mut entities);
        Analysis {
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
        let analyzer = Analyzer::embedded().expect("the embedded model");
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
}
