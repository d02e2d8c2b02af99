//! What speaks for and against two entities' being one.
use super::{ENOUGH, Profile, organization, person};
use crate::graph::dossier::Path;
use crate::ontology::EntityClass;
use std::collections::BTreeSet;

/// What speaks for and against two entities' being one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// In hundredths; may be negative.
    pub score: i32,
    /// Something excludes that they are one.
    pub conflict: bool,
    /// One of them has so little of a name that several others may be meant.
    pub partial: bool,
    /// For people, sorted.
    pub reasons: Vec<String>,
}

impl Comparison {
    /// Whether they are one by this alone.
    #[must_use]
    pub const fn is_enough(&self) -> bool {
        self.score >= ENOUGH && !self.conflict
    }
}

/// What a conflict takes away, in hundredths.
pub(super) const CONFLICT: i32 = 60;

/// How two names go together.
pub(super) struct Names {
    /// In hundredths.
    pub score: i32,
    pub partial: bool,
    pub reason: String,
}

/// How the names of two entities go together, if these and their classes do.
pub(super) fn names(one: &Profile, other: &Profile) -> Option<Names> {
    match [one, other].iter().filter(|profile| profile.class == EntityClass::Person).count() {
        2 => person::names(one, other),
        0 => organization::names(one, other),
        _ => None,
    }
}

/// Whether the names and classes of two entities go together, whatever else is told of them.
#[must_use]
pub fn may_be_one(one: &Profile, other: &Profile) -> bool {
    names(one, other).is_some()
}

/// Compares two entities; none if their names or classes do not go together.
#[must_use]
pub fn compare(one: &Profile, other: &Profile) -> Option<Comparison> {
    let names = names(one, other)?;
    let mut comparison =
        Comparison { score: names.score, conflict: false, partial: names.partial, reasons: vec![names.reason] };
    posts(one, other, &mut comparison);
    affiliations(one, other, &mut comparison);
    company(one, other, &mut comparison);
    comparison.score = comparison.score.min(99);
    comparison.reasons.sort();
    Some(comparison)
}

/// The same post is strong evidence, since few people ever hold it.
fn posts(one: &Profile, other: &Profile, comparison: &mut Comparison) {
    let mut best: Option<(i32, String)> = None;
    for post in one.shared_posts() {
        for another in other.shared_posts() {
            let score = if post == another {
                35
            } else if is_wording_of(post, another) || is_wording_of(another, post) {
                25
            } else {
                continue;
            };
            let shorter = if post.len() <= another.len() { post } else { another };
            if best.as_ref().is_none_or(|(most, _)| score > *most) {
                best = Some((score, ["same post: ", shorter].concat()));
            }
        }
    }
    if let Some((score, reason)) = best {
        comparison.score += score;
        comparison.reasons.push(reason);
    }
}

/// Words before a title that make another post of it.
const OTHER_POST: &[&str] = &[
    "vice",
    "deputy",
    "under",
    "assistant",
    "acting",
    "interim",
    "elect",
    "designate",
    "opposition",
    "shadow",
    "associate",
    "junior",
    "co",
    "state",
    "defense",
    "defence",
    "foreign",
    "interior",
    "finance",
    "trade",
    "first",
    "second",
    "former",
];

/// Whether a post is another with words before its title that do not matter ("hardline president").
fn is_wording_of(post: &str, longer: &str) -> bool {
    let parts = |post: &str| post.rsplit_once('/').map(|(body, title)| (body.to_owned(), title.to_owned()));
    let (Some((body, title)), Some((other_body, other_title))) = (parts(post), parts(longer)) else { return false };
    let before = other_title.strip_suffix(&title).and_then(|before| before.strip_suffix('-'));
    body == other_body && before.is_some_and(|before| before.split('-').all(|word| !OTHER_POST.contains(&word)))
}

/// States and bodies: agreeing ones support, and two that share none exclude each other.
fn affiliations(one: &Profile, other: &Profile, comparison: &mut Comparison) {
    let (ones, others): (BTreeSet<&str>, BTreeSet<&str>) =
        (one.affiliations().collect(), other.affiliations().collect());
    if let Some(shared) = ones.intersection(&others).next() {
        comparison.score += if one.class == EntityClass::Person { 18 } else { 25 };
        comparison.reasons.push(["same state or body: ", shared].concat());
        return;
    }
    let (state, another) = (one.states().next(), other.states().next());
    if let (Some(state), Some(another)) = (state, another) {
        comparison.score -= CONFLICT;
        comparison.conflict = true;
        let (state, another) = if state <= another { (state, another) } else { (another, state) };
        comparison.reasons.push(["conflict: one is of ", state, ", the other of ", another].concat());
    }
}

/// Whom both are spoken of beside. Everybody is spoken of beside states, so that these tell little.
fn company(one: &Profile, other: &Profile, comparison: &mut Comparison) {
    let shared: Vec<&Path> = one
        .company
        .keys()
        .filter(|path| other.company.contains_key(*path) && **path != one.path && **path != other.path)
        .collect();
    let weight: i32 = shared
        .iter()
        .map(|path| match path.split('/').next().unwrap_or_default() {
            "state" => 2,
            "city" | "region" | "place" => 4,
            _ => 10,
        })
        .sum();
    let score = match weight {
        ..4 => 0,
        4..10 => 5,
        10..20 => 12,
        20..30 => 20,
        _ => 25,
    };
    if score > 0 {
        comparison.score += score;
        let shown: Vec<&str> = shared.iter().take(3).map(|path| path.as_str()).collect();
        let more = if shared.len() > 3 { " and others" } else { "" };
        comparison.reasons.push(["spoken of beside the same: ", &shown.join(", "), more].concat());
    }
}
