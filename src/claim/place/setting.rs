//! Places that the sentence does not tell and that follow from what was told before: the raid in which someone was
//! killed, the state a visit leads to, the state that votes.
use super::Place;
use super::phrase::state_of;
use crate::claim::Claim;
use crate::claim::context::Context;
use crate::claim::path::{introduced_by, is_determined};
use crate::document::{Document, TokenId};
use crate::entity::EntityId;
use crate::ontology::{ClaimClass, EntityClass, Family, Role};

/// How many sentences back a happening is still the one being told of.
const REACH: u32 = 4;

/// Nouns for a use of force, whatever its kind.
const VIOLENCE: &[&str] = &[
    "ambush",
    "assault",
    "attack",
    "battle",
    "blast",
    "bombardment",
    "bombing",
    "clash",
    "combat",
    "explosion",
    "fighting",
    "incident",
    "offensive",
    "operation",
    "raid",
    "shelling",
    "shooting",
    "siege",
    "strike",
    "violence",
    "airstrike",
    "invasion",
    "massacre",
    "mission",
    "onslaught",
];

/// Gives a place to claims that have none but are part of a happening whose place was told. `claims` are in text order.
pub fn settle(context: &Context<'_>, claims: &mut [Claim]) {
    for index in 0..claims.len() {
        if !claims[index].places.is_empty() || claims[index].class.is_situation() {
            continue;
        }
        let Some(trigger) = context.document.head_of(claims[index].trigger) else { continue };
        let place = of_state(context, &claims[index])
            .or_else(|| within(context.document, claims, index, trigger))
            .or_else(|| again(context.document, claims, index, trigger))
            .or_else(|| visited(context, claims, index));
        if let Some(Place { entities, rule }) = place {
            claims[index].places = entities;
            claims[index].explanation.push(format!("place: {rule}"));
        }
    }
}

/// A state votes at home and is invaded at home; a ruler falls at home.
fn of_state(context: &Context<'_>, claim: &Claim) -> Option<Place> {
    let role = match claim.class {
        ClaimClass::Election => Role::Agent,
        ClaimClass::Invasion | ClaimClass::Defeat => Role::Recipient,
        _ => return None,
    };
    let filler = |id: EntityId| match context.entity(id).class {
        EntityClass::State => Some(id),
        // "the fall of President Assad"
        EntityClass::Person if claim.class == ClaimClass::Defeat => {
            let ruled = context.resolution.titles.iter().find(|title| title.holder == id)?.of?;
            (context.entity(ruled).class == EntityClass::State).then_some(ruled)
        }
        _ => None,
    };
    let state = claim.roles.iter().filter(|(own, _)| *own == role).find_map(|(_, id)| filler(*id))?;
    Some(Place { entities: vec![state], rule: "the state itself" })
}

/// "was killed *in the raid*", "were freed *during the operation*".
fn within(document: &Document, claims: &[Claim], index: usize, trigger: TokenId) -> Option<Place> {
    let claim = &claims[index];
    let phrase = document.children(trigger).iter().copied().find(|&child| {
        let introduced = introduced_by(document, child, "case", &["in", "during", "by", "at", "after"]);
        let deprel = document.token(child).deprel;
        introduced && (deprel.matches("obl") || deprel == "nmod") && document.token(child).upos == "NOUN"
    })?;
    told(document, claims, claim, phrase, "of the happening it was a part of")
}

/// "the attack", "the bombing": a happening told of before.
fn again(document: &Document, claims: &[Claim], index: usize, trigger: TokenId) -> Option<Place> {
    let claim = &claims[index];
    let forceful = claim.class.family() == Family::MilitaryAction && claim.retells;
    forceful.then(|| told(document, claims, claim, trigger, "of the happening told before")).flatten()
}

/// The place of the happening that a definite noun tells of again: its own claim, or the last use of force before it.
fn told(document: &Document, claims: &[Claim], of: &Claim, noun: TokenId, rule: &'static str) -> Option<Place> {
    let lemma = document.lemma(noun);
    let span = document.token(noun).span;
    let own = claims.iter().find(|other| other.trigger.overlaps(span) && !other.places.is_empty());
    let earlier = || {
        let before = |other: &&Claim| {
            other.class.family() == Family::MilitaryAction
                && other.trigger.end <= span.start
                && other.sentence <= of.sentence
                && of.sentence.0 - other.sentence.0 <= REACH
        };
        let same = |other: &&Claim| document.head_of(other.trigger).is_some_and(|head| document.lemma(head) == lemma);
        let latest = |other: &&Claim| other.trigger.start;
        let last = claims.iter().filter(before).filter(same).max_by_key(latest);
        let last = last.or_else(|| claims.iter().filter(before).max_by_key(latest))?;
        Some(last).filter(|last| !last.places.is_empty())
    };
    let found = own.or_else(|| (is_determined(document, noun) && VIOLENCE.contains(&lemma)).then(earlier).flatten())?;
    Some(Place { entities: found.places.clone(), rule })
}

/// Meetings and talks of a visitor with somebody of the state visited, told in connection with the visit.
fn visited(context: &Context<'_>, claims: &[Claim], index: usize) -> Option<Place> {
    use ClaimClass::{Agreement, Meeting, Talks, Visit};
    let claim = &claims[index];
    if !matches!(claim.class, Meeting | Talks | Agreement) {
        return None;
    }
    let sides: Vec<EntityId> = claim.roles.iter().map(|(_, id)| *id).collect();
    let states: Vec<EntityId> = sides.iter().filter_map(|&side| state_of(context, side)).collect();
    let near = |other: &&Claim| other.class == Visit && claim.sentence.0.abs_diff(other.sentence.0) <= REACH;
    let hosts = claims.iter().filter(near).filter(|visit| visit.modality == claim.modality).find_map(|visit| {
        let agents = visit.roles.iter().filter(|(role, _)| *role == Role::Agent).map(|(_, id)| *id);
        let travels = |agent: EntityId| {
            sides.contains(&agent) || state_of(context, agent).is_some_and(|state| states.contains(&state))
        };
        let host = |place: &EntityId| {
            let state = state_of(context, *place);
            state.is_some_and(|state| states.contains(&state))
        };
        let place = *visit.places.iter().find(|place| host(place))?;
        agents.into_iter().any(travels).then_some(place)
    })?;
    Some(Place { entities: vec![hosts], rule: "the state visited" })
}
