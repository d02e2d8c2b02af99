//! Who does it, to whom: the two sides of a claim, for tables and networks that know pairs only.
use super::view::Claim;
use crate::ontology::Role;
use oxigraph::model::NamedNode;

/// Roles of who acts and of whom it concerns, class by class at most one pair of them filled.
const SIDES: &[(Role, Role)] = &[
    (Role::Agent, Role::Recipient),
    (Role::Speaker, Role::Addressee),
    (Role::Backer, Role::Backed),
    (Role::Opponent, Role::Opposed),
    (Role::Member, Role::Group),
    (Role::Leader, Role::Group),
];

/// Who acts and whom it concerns, as far as told.
pub(super) type Pair = (Option<NamedNode>, Option<NamedNode>);

/// The pairs of a claim, from the one who acts to the one whom it concerns, and whether they have a direction. Where all
/// sides are equal, each pair of participants once, in order of their IRIs. With one side only, the other is none.
pub(super) fn pairs(claim: &Claim) -> (Vec<Pair>, bool) {
    let of = |role: Role| claim.things(role.iri()).cloned().collect::<Vec<_>>();
    let participants = of(Role::Participant);
    for &(actor, recipient) in SIDES {
        let (actors, mut recipients) = (of(actor), of(recipient));
        if actors.is_empty() && recipients.is_empty() {
            continue;
        }
        // A visitor and those he meets; an agent beside participants.
        if recipients.is_empty() {
            recipients.clone_from(&participants);
        }
        return (product(&actors, &recipients), true);
    }
    let mut pairs = Vec::new();
    for (at, one) in participants.iter().enumerate() {
        for other in &participants[at + 1..] {
            pairs.push((Some(one.clone()), Some(other.clone())));
        }
    }
    if let ([only], true) = (participants.as_slice(), pairs.is_empty()) {
        pairs.push((Some(only.clone()), None));
    }
    (pairs, false)
}

fn product(actors: &[NamedNode], recipients: &[NamedNode]) -> Vec<Pair> {
    let each = |side: &[NamedNode]| if side.is_empty() { vec![None] } else { side.iter().cloned().map(Some).collect() };
    let recipients = each(recipients);
    let mut pairs = Vec::new();
    for actor in each(actors) {
        for recipient in &recipients {
            if recipient.is_none() || *recipient != actor {
                pairs.push((actor.clone(), recipient.clone()));
            }
        }
    }
    pairs
}
