//! Content that tells more than the verb: a plain "said" that announces, denies, praises …
use super::content::{Reported, root_within};
use super::lexicon::Lexicon;
use super::syntax::{case, is_infinitive, lemma, lower, pruned_subtree};
use crate::claim::quotes::Quotes;
use crate::document::{Document, TokenId};
use crate::entity::EntityId;
use crate::ontology::ClaimClass;

/// A more specific class, and the performative verb inside the content that gave it.
pub(super) struct Sharpened {
    pub class: ClaimClass,
    pub performative: Option<TokenId>,
}

/// Sharpens a plain remark by its content; `is_speaker` tells whether a token refers to the speaker, `is_other` whether to
/// an actor that is not the speaker, and `class_of` what a verb would be as a statement of its own.
pub(super) fn sharpen(
    document: &Document,
    lexicon: &Lexicon,
    reported: &Reported,
    is_speaker: impl Fn(TokenId) -> bool,
    is_other: impl Fn(TokenId) -> bool,
    class_of: impl Fn(TokenId) -> Option<ClaimClass>,
) -> Option<Sharpened> {
    let root = reported.root.or_else(|| root_within(document, reported.content.or(reported.quote)?))?;
    let mut predicate = root;
    let subject = document.children_by(root, "nsubj").next();
    // "I am pleased to announce", "we would like to thank".
    for _ in 0..3 {
        if !lexicon.lists("introducing", &lemma(document, predicate)) {
            break;
        }
        let next =
            document.children(predicate).iter().copied().find(|&child| {
                child > predicate && is_infinitive(document, child) && document.token(child).upos == "VERB"
            });
        match next {
            Some(next) => predicate = next,
            None => break,
        }
    }
    let negated = is_negated(document, root) || is_negated(document, predicate);
    let word = lemma(document, predicate);
    let by_speaker = subject.is_some_and(&is_speaker);
    if by_speaker && !negated {
        // "I condemn" condemns, "we had proposed" only tells of a proposal; reported speech shifts the tense back.
        let perfect = document
            .children_by(root, "aux")
            .chain(document.children_by(predicate, "aux"))
            .any(|aux| lemma(document, aux) == "have");
        let past = document.token(root).xpos == "VBD" && reported.content.is_none();
        if !perfect
            && !past
            && document.token(predicate).upos == "VERB"
            && let Some(class) = class_of(predicate).filter(|&class| class != ClaimClass::Remark)
        {
            return Some(Sharpened { class, performative: Some(predicate) });
        }
        if lexicon.lists("threat", &word)
            && document
                .children_by(predicate, "aux")
                .any(|aux| matches!(lower(document, aux).as_str(), "will" | "would" | "shall" | "'ll" | "’ll"))
        {
            return Some(Sharpened { class: ClaimClass::Threat, performative: None });
        }
    }
    if subject.is_some_and(is_other) && is_obliged(document, root) {
        return Some(Sharpened { class: ClaimClass::Demand, performative: None });
    }
    // "… was untrue", "there is no truth to …"
    let copular = document.children_by(predicate, "cop").next().is_some();
    if copular && !is_negated(document, predicate) && lexicon.lists("denial", &word) {
        return Some(Sharpened { class: ClaimClass::Denial, performative: None });
    }
    let none = |noun: TokenId| {
        lexicon.lists("denial noun", &lemma(document, noun))
            && document.children_by(noun, "det").any(|det| lower(document, det) == "no")
    };
    if none(predicate) || document.children_by(predicate, "nsubj").any(none) {
        return Some(Sharpened { class: ClaimClass::Denial, performative: None });
    }
    None
}

/// Whether a predicate tells what somebody must do: "must hand over", "has to leave", "should allow" – and not what must be the
/// case or must have happened.
fn is_obliged(document: &Document, predicate: TokenId) -> bool {
    let aux =
        |predicate: TokenId, word: &str| document.children_by(predicate, "aux").any(|aux| lower(document, aux) == word);
    let done = aux(predicate, "have") || document.children_by(predicate, "cop").next().is_some();
    let passive = document.children_by(predicate, "aux:pass").next().is_some();
    let asked = aux(predicate, "must") || !passive && (aux(predicate, "should") || aux(predicate, "shall"));
    let has_to = lemma(document, predicate) == "have"
        && document.token(predicate).xpos != "VBD"
        && !aux(predicate, "will")
        && !aux(predicate, "would")
        && document.children_by(predicate, "xcomp").any(|child| is_infinitive(document, child));
    document.token(predicate).upos == "VERB" && !done && (asked || has_to)
}

/// Whether a predicate is negated.
pub(super) fn is_negated(document: &Document, predicate: TokenId) -> bool {
    document.children(predicate).iter().any(|&child| {
        let form = lower(document, child);
        let deprel = document.token(child).deprel;
        matches!(form.as_str(), "not" | "n't" | "n’t" | "never") && deprel.matches("advmod")
            || matches!(form.as_str(), "neither" | "nor") && deprel.matches("cc")
    })
}

/// What a description makes of what it describes: a grave word accuses, other words of judgement condemn or praise.
pub(super) fn judged(document: &Document, lexicon: &Lexicon, reported: &Reported) -> Option<ClaimClass> {
    let content = reported.content.or(reported.quote)?;
    // "called the invasion a just answer to murder": the judgement is in the name, not in what is named or in what it is about.
    let about = |token: TokenId| {
        document.token(token).deprel.matches("nmod") && case(document, token).is_some_and(|case| case != "of")
    };
    let words: Vec<TokenId> = match reported.root {
        Some(root) => pruned_subtree(document, root, about),
        None => document.token_ids().collect(),
    };
    let holds = |list: &str| {
        words
            .iter()
            .filter(|&&word| content.contains(document.token(word).span))
            .any(|&word| lexicon.lists(list, &lemma(document, word)) || lexicon.lists(list, &lower(document, word)))
    };
    [("grave", ClaimClass::Accusation), ("bad", ClaimClass::Condemnation), ("good", ClaimClass::Praise)]
        .into_iter()
        .find_map(|(list, class)| holds(list).then_some(class))
}

/// Whether a token refers to the speaker: "I" and "we" in a quotation, a pronoun or name of the speaker in reported speech.
pub(super) fn refers_to_speaker(
    document: &Document,
    quotes: &Quotes,
    token: TokenId,
    referents: &[EntityId],
    speakers: &[EntityId],
) -> bool {
    let word = lower(document, token);
    if quotes.covers(document.token(token).span.start) {
        return matches!(word.as_str(), "i" | "we");
    }
    if referents.is_empty() {
        return matches!(word.as_str(), "he" | "she" | "it" | "they");
    }
    referents.iter().any(|referent| speakers.contains(referent))
}
