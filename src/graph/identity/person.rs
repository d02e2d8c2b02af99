//! How names of persons go together.
use super::Profile;
use super::compare::Names;
use crate::entity::variants::{name_words, same_person, same_word};

/// Generations and ordinals, which tell two bearers of a name apart.
const GENERATIONS: &[&str] = &[
    "jr", "sr", "junior", "senior", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii",
    "xiv", "xv", "xvi",
];

/// How the names of two persons go together, if they do.
pub(super) fn names(one: &Profile, other: &Profile) -> Option<Names> {
    let (ones, others) = (name_words(&one.label), name_words(&other.label));
    if ones.is_empty() || others.is_empty() || generation(&one.label) != generation(&other.label) {
        return None;
    }
    let (short, long) = if ones.len() <= others.len() { (&ones, &others) } else { (&others, &ones) };
    let known = |score: i32, partial: bool, reason: &str| Some(Names { score, partial, reason: reason.to_owned() });
    if short.len() == 1 {
        if !same_word(short.last()?, long.last()?) || is_common_noun(one) || is_common_noun(other) {
            return None;
        }
        return if long.len() == 1 {
            known(15, true, "spellings of one surname")
        } else {
            known(20, true, "same surname")
        };
    }
    let telling = if short.len() >= 3 { 15 } else { 0 };
    if short == long {
        return known(60 + telling, false, "same name");
    }
    if !same_person(&ones, &others) {
        return None;
    }
    if short.len() == long.len() && short.iter().zip(long).all(|(a, b)| same_word(a, b)) {
        return known(50 + telling, false, "spellings of one name");
    }
    let initials = short[..short.len() - 1].iter().all(|word| word.len() == 1);
    if initials {
        known(35, true, "same surname and initial")
    } else {
        known(50 + telling, false, "shorter and fuller form of one name")
    }
}

/// The generation or ordinal that a name ends with.
fn generation(name: &str) -> Option<String> {
    let last = name.split_whitespace().next_back()?.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    GENERATIONS.contains(&last.as_str()).then_some(last)
}

/// Whether some article writes the one word in lower case: then it is no name.
fn is_common_noun(profile: &Profile) -> bool {
    profile.names.keys().any(|name| !name.chars().any(char::is_uppercase))
}
