//! To whom and through what a statement was made: "told reporters", "in a speech to parliament", "on X".
use super::lexicon::Lexicon;
use super::speaker::Referents;
use super::syntax::{case, core_phrase, cover, lemma, lower};
use crate::claim::Medium;
use crate::document::{Document, Span, TokenId};
use crate::entity::EntityId;
use crate::ontology::EntityClass;

/// Addressees and medium of a statement.
#[derive(Clone, Debug, Default)]
pub(super) struct Circumstance {
    pub addressees: Vec<EntityId>,
    pub medium: Option<Medium>,
    /// The noun for the medium ("statement"), for later sentences that take it up.
    pub noun: Option<TokenId>,
}

const THROUGH: [&str; 11] = ["in", "at", "on", "during", "via", "through", "to", "before", "by", "with", "with"];

/// Reads the phrases around a reporting verb; `party` is the person or body told, outside which only phrases right or left of the content count.
pub(super) fn read(
    document: &Document,
    lexicon: &Lexicon,
    referents: &Referents<'_>,
    verb: TokenId,
    party: Option<TokenId>,
    scope: &[Span],
) -> Circumstance {
    let mut found = Circumstance::default();
    if let Some(party) = party {
        told(document, lexicon, referents, party, &mut found);
    }
    let outside = |token: TokenId| !scope.iter().any(|span| span.contains(document.token(token).span));
    let obliques: Vec<TokenId> = document
        .children(verb)
        .iter()
        .copied()
        .filter(|&child| document.token(child).deprel.matches("obl") || document.token(child).deprel.matches("nmod"))
        .filter(|&child| outside(child))
        .collect();
    for oblique in obliques {
        let Some(preposition) = case(document, oblique).filter(|preposition| THROUGH.contains(&preposition.as_str()))
        else {
            continue;
        };
        let noun = lemma(document, oblique);
        if matches!(preposition.as_str(), "to" | "before") {
            told(document, lexicon, referents, oblique, &mut found);
            continue;
        }
        if preposition == "on" && lexicon.lists("platform", &lower(document, oblique)) {
            found.medium = Some(medium(document, referents, oblique));
            continue;
        }
        if lexicon.is_medium(&noun) {
            found.noun = found.noun.or(Some(oblique));
            if found.medium.is_none() {
                found.medium = Some(medium(document, referents, oblique));
            }
            for &inner in document.children(oblique) {
                match case(document, inner).as_deref() {
                    Some("to" | "before") if document.token(inner).deprel.matches("nmod") => {
                        told(document, lexicon, referents, inner, &mut found);
                    }
                    Some("on") if lexicon.lists("platform", &lower(document, inner)) => {
                        found.medium = Some(medium(document, referents, inner));
                    }
                    _ => {}
                }
            }
        }
    }
    found.addressees.sort_unstable();
    found.addressees.dedup();
    found
}

/// The person or body told: reporters and media are a medium, others the addressee.
fn told(document: &Document, lexicon: &Lexicon, referents: &Referents<'_>, party: TokenId, found: &mut Circumstance) {
    let entities = referents.voice_of_named(party);
    let media = entities.iter().any(|&entity| referents.class(entity) == EntityClass::MediaOutlet);
    if media || lexicon.lists("audience", &lemma(document, party)) {
        if found.medium.is_none() {
            found.medium = Some(medium(document, referents, party));
        }
        return;
    }
    let conjuncts = document.children_by(party, "conj").flat_map(|token| referents.voice_of_named(token));
    let actors = entities.into_iter().chain(conjuncts).filter(|&entity| referents.class(entity).is_actor());
    found.addressees.extend(actors);
}

fn medium(document: &Document, referents: &Referents<'_>, head: TokenId) -> Medium {
    let entity = referents.of_phrase(head).into_iter().find(|&entity| {
        let class = referents.class(entity);
        class.is_organization() || class == EntityClass::Document
    });
    if let Some(entity) = entity {
        return Medium::Entity(entity);
    }
    let before: Vec<TokenId> = core_phrase(document, head)
        .into_iter()
        .filter(|&token| token <= head && document.token(token).deprel != "case")
        .collect();
    Medium::Text(cover(document, &before).unwrap_or(document.token(head).span))
}
