//! What a clause or noun phrase itself shows of whether it tells of something done.
use crate::claim::path::introduced_by;
use crate::document::{Document, TokenId};

/// Whether a clause in the indicative tells what is so, under a verb that governs what shall be: "told reporters that
/// the army *had withdrawn*", "announced that troops *left*", "Asked about the siege, she *said*".
pub(super) fn is_reported(document: &Document, clause: TokenId, head: TokenId) -> bool {
    const OPEN_TO_FACTS: &[&str] = &[
        "agree", "announce", "ask", "back", "bid", "decide", "insist", "mean", "order", "press", "push", "resolve",
        "set", "support", "swear", "tell",
    ];
    let finite = |xpos: &str| matches!(xpos, "VBD" | "VBZ" | "VBP");
    let auxiliaries = document.children(clause).iter().filter(|&&child| {
        let deprel = document.token(child).deprel;
        deprel.matches("aux") || deprel.matches("cop")
    });
    let mut tenses = auxiliaries.map(|&child| document.token(child).xpos.as_str());
    OPEN_TO_FACTS.contains(&document.lemma(head))
        && (finite(document.token(clause).xpos.as_str()) || tenses.any(finite))
}

/// Whether a predicate is in the past or perfect, by itself or by its auxiliary.
pub(super) fn is_past(document: &Document, id: TokenId) -> bool {
    document.token(id).xpos == "VBD"
        || document.children(id).iter().any(|&child| {
            let token = document.token(child);
            (token.deprel.matches("aux") || token.deprel.matches("cop"))
                && (token.xpos == "VBD" || matches!(document.form(child), "has" | "have" | "'ve" | "’ve"))
        })
}

/// Whether the clause is the purpose of a deed that was done.
pub(super) fn is_fulfilled(document: &Document, here: TokenId, head: TokenId) -> bool {
    let token = document.token(here);
    let purpose = token.deprel == "advcl" && introduced_by(document, here, "mark", &["to"]);
    purpose && is_past(document, head)
}

/// The adjective by which an event noun tells that it has happened or is going on: "its recent test".
pub(super) fn told_as_past(document: &Document, trigger: TokenId) -> Option<&str> {
    let mut modifiers = document.children_by(trigger, "amod").map(|child| document.form(child));
    let noun = document.token(trigger).upos == "NOUN";
    modifiers.find(|form| {
        noun && matches!(
            *form,
            "recent" | "past" | "previous" | "earlier" | "ongoing" | "continuing" | "current" | "deadly" | "bloody"
        )
    })
}

/// "the first", "the last", "the only … to": the infinitive tells what they did.
pub(super) fn is_ranked(document: &Document, noun: TokenId) -> bool {
    document.children_by(noun, "amod").any(|child| matches!(document.form(child), "first" | "last" | "only" | "latest"))
}

pub(super) fn is_negation(form: &str) -> bool {
    matches!(form, "not" | "n't" | "n’t" | "never" | "no" | "nor" | "neither")
}

/// "not only", "not just": no negation.
pub(super) fn only_follows(document: &Document, negation: TokenId) -> bool {
    let next = TokenId(negation.0 + 1);
    next.index() < document.tokens().len()
        && matches!(document.form(next).to_lowercase().as_str(), "only" | "just" | "merely" | "simply")
}
