//! What place a noun phrase names.
use super::words::{COUNTRY, FOREIGN, NARROWING, TOWN};
use crate::claim::context::Context;
use crate::document::TokenId;
use crate::entity::EntityId;
use crate::ontology::EntityClass;

/// The places a noun phrase names: itself, what a narrowing noun is "of", "this city", "his country".
pub(in crate::claim) fn named(context: &Context<'_>, token: TokenId) -> Vec<EntityId> {
    let places = context.place_at(token);
    if !places.is_empty() {
        return places;
    }
    let document = context.document;
    let lemma = document.lemma(token);
    if NARROWING.contains(&lemma) || FOREIGN.contains(&lemma) {
        // "a US base", "the French embassy" lie elsewhere.
        let foreign = FOREIGN.contains(&lemma);
        let part = |deprel: &str| {
            let below = document.children(token).iter().copied();
            let places = below.filter(|&child| document.token(child).deprel == deprel).map(|c| context.place_at(c));
            places.into_iter().find(|places| {
                let state = places.iter().any(|&place| context.entity(place).class == EntityClass::State);
                let of_a_state = foreign && state && deprel != "nmod";
                !(places.is_empty() || of_a_state)
            })
        };
        if let Some(found) = ["nmod", "appos", "nmod:desc", "flat", "compound"].into_iter().find_map(part) {
            return found;
        }
        if !foreign {
            let found = context.modifiers(token, &EntityClass::is_place);
            if !found.is_empty() {
                return found;
            }
        }
    }
    demonstrated(context, token).into_iter().collect()
}

/// "this city", "this country" is the dateline's; "his country" the one its owner stands for.
fn demonstrated(context: &Context<'_>, token: TokenId) -> Option<EntityId> {
    let document = context.document;
    let lemma = document.lemma(token);
    let country = COUNTRY.contains(&lemma);
    if document.children_by(token, "det").any(|det| document.form(det).eq_ignore_ascii_case("this")) {
        let here = dateline(context)?;
        return if country {
            state_of(context, here)
        } else {
            (TOWN.contains(&lemma) && context.entity(here).class == EntityClass::City).then_some(here)
        };
    }
    let owner = document.children_by(token, "nmod:poss").next().filter(|_| country)?;
    let mention = context.mention_at(owner)?;
    context.resolution.of(mention).first().and_then(|&owner| state_of(context, owner))
}

/// The state that an entity is, lies in, belongs to or holds a post of.
pub(super) fn state_of(context: &Context<'_>, entity: EntityId) -> Option<EntityId> {
    const STEPS: usize = 5;
    let mut at = entity;
    for _ in 0..STEPS {
        let current = context.entity(at);
        if current.class == EntityClass::State {
            return Some(at);
        }
        let post = || context.resolution.titles.iter().find(|title| title.holder == at && !title.ended)?.of;
        at = current.located_in.or(current.of).or_else(post)?;
    }
    None
}

/// The dateline's place: where a correspondent's "here" is.
pub(super) fn dateline(context: &Context<'_>) -> Option<EntityId> {
    let (id, _) = context.mentions.iter().find(|(_, mention)| mention.sentence.is_none())?;
    context.resolution.of(id).iter().copied().find(|&entity| context.entity(entity).class.is_place())
}
