//! How names of persons go together: what [`crate::entity::variants`] says of them, on the scale of this module.
use super::Profile;
use super::compare::Names;
use crate::entity::variants::{Decision, Reason};

/// What a name in full gives at most, and what a name of three words or more gives besides: few share one.
const FULL: f32 = 62.0;
const LONG: i32 = 15;

/// How the names of two persons go together, if they do.
pub(super) fn names(one: &Profile, other: &Profile) -> Option<Names> {
    let found = one.person.compare(&other.person);
    let short = one.person.len().min(other.person.len());
    let (score, partial) = match (found.decision, found.reason) {
        #[expect(clippy::cast_possible_truncation, reason = "at most 62")]
        (Decision::Same, _) => ((FULL * found.score).round() as i32 + if short >= 3 { LONG } else { 0 }, false),
        // A word of the name that is not the last one: "Mohammed".
        (Decision::Possible, Reason::OneWord | Reason::Part) if found.score < 0.4 => return None,
        (Decision::Possible, Reason::OneWord) if one.is_common_noun() || other.is_common_noun() => return None,
        (Decision::Possible, Reason::OneWord) => (22, true),
        // "Suu Kyi": two words or more, which is nearly the whole name.
        (Decision::Possible, Reason::LastWords) => (50, false),
        (Decision::Possible, _) => (35, true),
        (Decision::Different, _) => return None,
    };
    Some(Names { score, partial, reason: ["names: ", found.reason.as_str()].concat() })
}
