//! Where it happened: the place adverbial of the trigger or of the verb that carries it, not every place named.
use super::context::Context;
use super::path::function_words;
use crate::document::TokenId;
use crate::entity::EntityId;
use crate::ontology::EntityClass;

/// Prepositions that put an event in a place.
const LOCATIVE: &[&str] = &[
    "in",
    "at",
    "near",
    "on",
    "off",
    "outside",
    "inside",
    "across",
    "around",
    "along",
    "throughout",
    "within",
    "over",
    "above",
    "aboard",
    "close to",
    "north of",
    "south of",
    "east of",
    "west of",
    "outside of",
    "inside of",
    "amid",
];

/// Nouns that only narrow down the place that follows: "in the capital of Iraq", "in parts of Syria".
const NARROWING: &[&str] = &[
    "capital",
    "city",
    "town",
    "village",
    "province",
    "district",
    "region",
    "area",
    "part",
    "north",
    "south",
    "east",
    "west",
    "outskirts",
    "suburb",
    "coast",
    "border",
    "centre",
    "center",
    "port",
    "island",
    "territory",
    "waters",
    "camp",
    "headquarters",
    "house",
    "state",
    "republic",
    "governorate",
    "county",
    "airport",
    "base",
    "enclave",
    "sea",
];

/// The places of the event at `trigger`, in text order, without repetition.
///
/// `parts` are the tokens of its persons and of further trigger words: parsers hang a place on the nearest noun
/// ("met Abiy Ahmed *in Nairobi*", "signed an agreement *in Brussels*"), but a person has no place of its own.
#[must_use]
pub fn of(context: &Context<'_>, trigger: TokenId, parts: &[TokenId]) -> Vec<EntityId> {
    let mut anchors = vec![trigger];
    anchors.extend(carrier(context, trigger));
    for &part in parts {
        anchors.extend(name_parts(context, part));
    }
    // An object that is no filler ("seized a *freighter* in Subic Bay"), then the clause that a participle accompanies
    // ("blew themselves up in Kabul, *killing* ten").
    anchors.extend(context.document.children_by(trigger, "obj"));
    // "told reporters *at the airport*".
    anchors.extend(context.document.children_by(trigger, "iobj"));
    anchors.extend(accompanied(context, trigger));
    for anchor in anchors {
        let places = at(context, anchor);
        if !places.is_empty() {
            return places;
        }
    }
    Vec::new()
}

/// A token with the flat parts below it: a place may hang on any word of a name.
fn name_parts(context: &Context<'_>, token: TokenId) -> Vec<TokenId> {
    let mut parts = vec![token];
    let mut next = 0;
    while next < parts.len() {
        parts.extend(context.document.children_by(parts[next], "flat"));
        next += 1;
    }
    parts
}

/// The verb whose object or subject a nominal trigger is: places of the verb are the event's.
fn carrier(context: &Context<'_>, trigger: TokenId) -> Option<TokenId> {
    let document = context.document;
    let token = document.token(trigger);
    let nominal = matches!(token.upos.as_str(), "NOUN" | "PROPN");
    let governed = matches!(token.deprel.as_str(), "obj" | "nsubj:pass" | "nsubj");
    let verb = token.head.filter(|_| nominal && governed)?;
    (document.token(verb).upos == "VERB").then_some(verb)
}

/// The verb of the clause that a participle accompanies.
fn accompanied(context: &Context<'_>, trigger: TokenId) -> Option<TokenId> {
    let token = context.document.token(trigger);
    token.head.filter(|_| token.deprel == "advcl" && token.xpos == "VBG")
}

fn at(context: &Context<'_>, anchor: TokenId) -> Vec<EntityId> {
    let document = context.document;
    let mut places = Vec::new();
    for edge in document.enhanced_children(anchor) {
        let child = edge.dependent;
        let relation = edge.deprel;
        if relation == "advmod" && matches!(document.form(child), "here" | "Here") {
            places.extend(dateline(context));
        }
        if !(relation == "obl" || relation == "nmod" || relation == "obl:unmarked") {
            continue;
        }
        let locative = function_words(document, child, "case").iter().any(|case| LOCATIVE.contains(&case.as_str()));
        if !locative {
            continue;
        }
        for entity in named(context, child) {
            if !places.contains(&entity) {
                places.push(entity);
            }
        }
    }
    places
}

/// The places a noun phrase names: itself, or what a narrowing noun is "of".
pub(super) fn named(context: &Context<'_>, token: TokenId) -> Vec<EntityId> {
    let places = context.place_at(token);
    if !places.is_empty() {
        return places;
    }
    let document = context.document;
    if !NARROWING.contains(&document.lemma(token)) {
        return Vec::new();
    }
    let narrowed = document.children(token).iter().copied().find_map(|child| {
        let deprel = document.token(child).deprel;
        let of =
            deprel == "nmod" || deprel == "appos" || deprel == "nmod:desc" || deprel == "compound" || deprel == "flat";
        Some(context.place_at(child)).filter(|places| of && !places.is_empty())
    });
    narrowed.unwrap_or_else(|| context.modifiers(token, &EntityClass::is_place))
}

/// Entities of the dateline: where a correspondent's "here" is.
fn dateline(context: &Context<'_>) -> Option<EntityId> {
    let (id, _) = context.mentions.iter().find(|(_, mention)| mention.sentence.is_none())?;
    context.resolution.of(id).iter().copied().find(|&entity| context.entity(entity).class.is_place())
}
