//! Where places can be: the candidates of a name, and the place names of the user's own.

mod candidates;
mod lists;

pub use candidates::{CandidateRow, candidates, find, find_everywhere};
pub use lists::{
    Added, Broken, ListRow, Report, Scope, add_everywhere, gazetteer, lists_everywhere,
    remove_everywhere,
};
