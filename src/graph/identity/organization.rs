//! How names of organisations, forces, places and all but persons go together.
use super::Profile;
use super::compare::Names;
use super::keys::{acronym, acronyms, initials, words};
use crate::entity::variants::same_word;
use crate::ontology::EntityClass;

/// How the names of two entities go together, if these and their classes do.
pub(super) fn names(one: &Profile, other: &Profile) -> Option<Names> {
    let classes = classes(one.class, other.class)?;
    let mut names = full(one, other).or_else(|| short(one, other)).or_else(|| short(other, one))?;
    names.score += classes;
    Some(names)
}

/// What classes add or take away; none if nothing is of both.
fn classes(one: EntityClass, other: EntityClass) -> Option<i32> {
    let actor = |class: EntityClass| class.is_organization() || class.is_force();
    if one == other {
        Some(5)
    } else if actor(one) && actor(other) {
        let vague = |class| matches!(class, EntityClass::Organization | EntityClass::Force);
        Some(if vague(one) || vague(other) || one.kind() != other.kind() { 0 } else { -5 })
    } else if one.is_place() && other.is_place() {
        Some(-5)
    } else {
        None
    }
}

fn full(one: &Profile, other: &Profile) -> Option<Names> {
    let (ones, others) = (words(&one.label), words(&other.label));
    if ones.len() != others.len() || acronym(&one.label).is_some() != acronym(&other.label).is_some() {
        return None;
    }
    if ones.len() == 1 && !(is_own_name(one) && is_own_name(other)) {
        return None;
    }
    if one.class == EntityClass::GovernmentBody && !of_one_state(one, other) {
        return None;
    }
    let telling = if ones.len() >= 3 { 15 } else { 0 };
    let known = |score: i32, reason: &str| Some(Names { score, partial: false, reason: reason.to_owned() });
    if ones == others {
        return known(60 + telling, "same name");
    }
    if acronym(&one.label).is_some() {
        return None;
    }
    let (mut sorted, mut other_sorted) = (ones.clone(), others.clone());
    sorted.sort();
    other_sorted.sort();
    if sorted == other_sorted {
        return known(45 + telling, "same words in another order");
    }
    if ones.iter().zip(&others).all(|(a, b)| a == b || (!has_digit(a) && !has_digit(b) && same_word(a, b))) {
        return known(45 + telling, "spellings of one name");
    }
    None
}

/// Whether a name of one word is the one that the entity was found under, and no shorter description of it ("Police",
/// "Missions").
fn is_own_name(profile: &Profile) -> bool {
    let last = profile.path.rsplit('/').next().unwrap_or_default();
    !profile.is_common_noun() && words(&profile.label).first().is_some_and(|word| word == last)
}

/// Whether both are told to be of the same one state. Every state has a ministry of health.
fn of_one_state(one: &Profile, other: &Profile) -> bool {
    let states =
        |profile: &Profile| profile.of.keys().filter(|of| of.starts_with("state/")).cloned().collect::<Vec<_>>();
    let (ones, others) = (states(one), states(other));
    ones.len() == 1 && ones == others
}

/// "13th" is not "14th", however alike they sound.
fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

/// An acronym and the name in full.
fn short(acronymic: &Profile, full: &Profile) -> Option<Names> {
    let short = acronym(&acronymic.label)?;
    if acronym(&full.label).is_some() || !full.label.contains(' ') {
        return None;
    }
    if acronyms(full).contains(&short) {
        Some(Names { score: 65, partial: true, reason: "an article gives the acronym with the name".to_owned() })
    } else if initials(&full.label).is_some_and(|initials| initials == short) {
        Some(Names { score: 40, partial: true, reason: "acronym of the name".to_owned() })
    } else {
        None
    }
}
