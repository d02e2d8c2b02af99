//! Who is who across articles: entities that chancery found itself in different articles and that are one.
//!
//! Everything here is a pure function of [`Profile`]s, so that neither the order of articles nor their batches can
//! matter. Two entities meet if they share a [`keys::keys`] key; [`mod@compare`] weighs their names and what articles tell
//! of them; [`mod@partition`] groups those that are one, such that in a group every name goes with every other
//! (complete link) and nothing conflicts.
pub mod compare;
pub mod keys;
mod organization;
pub mod partition;
mod person;
pub mod profile;
mod write;

use super::dossier::Path;
pub use compare::{Comparison, compare, may_be_one};
pub use partition::{Partition, partition};
pub use profile::Profile;
pub use write::{decision_iri, pair_id, quads};

/// Score from which two entities are one, in hundredths.
pub const ENOUGH: i32 = 75;
/// Score from which two entities that are not held to be one are worth a look.
pub const REVIEW: i32 = 55;

/// What was decided of two entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// They are one.
    Same,
    /// They may be one: evidence is not enough, or conflicts.
    Undecided,
    /// They are two.
    Different,
}

/// What a person decided of two entities.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Override {
    /// The lesser path.
    pub one: Path,
    pub other: Path,
    pub same: bool,
}

impl Override {
    /// A decision on two entities, in either order.
    #[must_use]
    pub fn new(one: &str, other: &str, same: bool) -> Self {
        let (one, other) = if one <= other { (one, other) } else { (other, one) };
        Self { one: one.to_owned(), other: other.to_owned(), same }
    }
}

/// A decision on two entities, with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// The lesser path.
    pub one: Path,
    pub other: Path,
    pub verdict: Verdict,
    /// In hundredths, from 1 to 100.
    pub score: i32,
    /// For people, sorted.
    pub reasons: Vec<String>,
}
