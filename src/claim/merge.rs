//! One claim per thing said: a retelling enriches the first claim, it does not make a second one.
use super::{Claim, ClaimId};
use crate::ontology::{ClaimClass, Modality, Role};

/// Merges claims that say the same; keeps the order of first mention and mends `attributed_to`.
///
/// Two claims of one class are the same if their modality agrees, the roles of one are part of the other's, and
/// neither date nor place contradict. Statements are never merged: each act of saying is its own. Across
/// sentences an event needs at least one filler in common; new participants make a new claim.
#[must_use]
pub fn merge(claims: Vec<Claim>) -> Vec<Claim> {
    let mut kept: Vec<Claim> = Vec::new();
    let mut moved: Vec<usize> = Vec::with_capacity(claims.len());
    for claim in claims {
        let twin = kept.iter().position(|other| same(other, &claim));
        if let Some(index) = twin {
            enrich(&mut kept[index], claim);
            moved.push(index);
        } else {
            moved.push(kept.len());
            kept.push(claim);
        }
    }
    for claim in &mut kept {
        if let Some(ClaimId(old)) = claim.attributed_to {
            claim.attributed_to = u32::try_from(moved[old as usize]).ok().map(ClaimId);
        }
    }
    kept
}

fn same(a: &Claim, b: &Claim) -> bool {
    if a.class.is_statement() || a.class != b.class || a.ended != b.ended {
        return false;
    }
    if a.class == ClaimClass::Tenure {
        return a.post == b.post && a.roles == b.roles;
    }
    // "More than 70 were arrested" is not "thirty-seven were arrested".
    let differ = |a: Option<u32>, b: Option<u32>| a.is_some() && b.is_some() && a != b;
    if differ(a.killed, b.killed) || differ(a.injured, b.injured) || differ(a.strength, b.strength) {
        return false;
    }
    let subset = |a: &Claim, b: &Claim| a.roles.iter().all(|role| b.roles.contains(role));
    if !(subset(a, b) || subset(b, a)) {
        return false;
    }
    let here = a.sentence == b.sentence;
    // "his visit", "the attack": a definite noun points back to what was told before.
    if b.retells && subset(b, a) && (a.modality == b.modality || b.modality == Modality::Actual) {
        return true;
    }
    // "will meet", "would meet", "hopes to meet": one meeting still to come.
    let ahead = |claim: &Claim| matches!(claim.modality, Modality::Planned | Modality::Possible | Modality::Demanded);
    let agrees = a.modality == b.modality || (ahead(a) && ahead(b) && a.roles == b.roles);
    if !agrees && !(here && (a.roles.is_empty() || b.roles.is_empty())) {
        return false;
    }
    if !here && (a.roles.is_empty() || b.roles.is_empty()) {
        return false;
    }
    // A claim with only one side known may be about anything that side did: only full agreement merges it.
    if !here && a.roles.len().min(b.roles.len()) < 2 && a.roles != b.roles {
        return false;
    }
    let agree = |a: &[_], b: &[_]| a.is_empty() || b.is_empty() || a.iter().any(|place| b.contains(place));
    if !agree(&a.places, &b.places) {
        return false;
    }
    match (a.date, b.date) {
        (Some(a), Some(b)) => a == b,
        _ => here || a.date_text.is_none() || b.date_text.is_none(),
    }
}

fn enrich(first: &mut Claim, second: Claim) {
    for role in second.roles {
        if !first.roles.contains(&role) {
            first.roles.push(role);
        }
    }
    first.roles.sort_unstable();
    // A filler in two roles was misread in one of them: the more specific role wins over plain participation.
    let specific: Vec<_> = first.roles.iter().filter(|(role, _)| *role != Role::Participant).map(|(_, e)| *e).collect();
    first.roles.retain(|(role, entity)| *role != Role::Participant || !specific.contains(entity));
    if first.modality == Modality::Actual && second.modality != Modality::Actual {
        first.modality = second.modality;
    }
    for place in second.places {
        if !first.places.contains(&place) {
            first.places.push(place);
        }
    }
    if first.date.is_none() && first.date_text.is_none() {
        (first.date, first.begin, first.end, first.date_text) =
            (second.date, second.begin, second.end, second.date_text);
    }
    first.killed = first.killed.or(second.killed);
    first.injured = first.injured.or(second.injured);
    first.strength = first.strength.or(second.strength);
    first.amount = first.amount.or(second.amount);
    first.topic = first.topic.or(second.topic);
    first.confidence = first.confidence.max(second.confidence);
    first.explanation.push(format!("retold at {:?}", second.trigger));
}
