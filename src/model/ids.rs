//! Row ids as types of their own, so that an article's id can never be passed where an entity's is meant.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// The bytes of one imported file.
    SourceId
);
id!(
    /// One news text.
    ArticleId
);
id!(
    /// One marked span in one article.
    MentionId
);
id!(
    /// What mentions refer to, across the project.
    EntityId
);
id!(
    /// One row of the ledger.
    DecisionId
);
id!(
    /// Versions of one story.
    FamilyId
);
id!(
    /// A search kept by name.
    SearchId
);
id!(
    /// A word that articles are sorted by.
    TagId
);
id!(
    /// What passages are marked with.
    CodeId
);
id!(
    /// One passage with one code.
    HighlightId
);
