//! Subjects of clauses that have none of their own, and agents of passives.
use super::syntax::Syntax;
use crate::document::{Deprel, TokenId};

/// Verbs whose subject, not object, controls the infinitive: "promised Kyiv to deliver".
const SUBJECT_CONTROL: &[&str] = &["promise", "threaten", "vow", "pledge", "swear", "guarantee", "use", "take", "need"];

/// Verbs whose object does what the purpose clause says: "sent troops to guard the border".
const SENDING: &[&str] = &[
    "send", "dispatch", "deploy", "despatch", "rush", "assign", "second", "recruit", "hire", "train", "delegate", "fly",
];

/// Participles that work as prepositions: "according to", "following", "based on".
const PREPOSITIONAL: &[&str] = &[
    "accord", "include", "follow", "regard", "concern", "depend", "give", "consider", "base", "compare", "exclude",
    "bar", "pend", "owe", "assume", "provide",
];

/// Adds the subjects of controlled verbs, participles and adverbial clauses.
pub(super) fn share_subjects(syntax: &mut Syntax) {
    for id in syntax.ids() {
        if syntax.has_subject(id) {
            continue;
        }
        for edge in syntax.heads(id) {
            match edge.deprel.as_str() {
                "xcomp" => add_controller(syntax, edge.head, id),
                "acl" => add_modified_noun(syntax, edge.head, id),
                "advcl" => add_main_subject(syntax, edge.head, id),
                _ => {}
            }
        }
    }
}

/// Object control by default where there is an object, else subject control and raising.
fn add_controller(syntax: &mut Syntax, head: TokenId, id: TokenId) {
    let lemma = &*syntax.token(head).lemma;
    let object = syntax
        .child(head, "obj")
        .or_else(|| syntax.child(head, "iobj"))
        .filter(|&object| object != id && !SUBJECT_CONTROL.contains(&lemma));
    let controllers = match object {
        Some(object) => with_conjuncts(syntax, object),
        None => syntax.subjects(head),
    };
    let passive = syntax.is_passive(id);
    let deprel = Deprel::parse(if passive { "nsubj:pass:xsubj" } else { "nsubj:xsubj" });
    for controller in controllers {
        syntax.add(id, controller, deprel);
    }
}

fn with_conjuncts(syntax: &Syntax, id: TokenId) -> Vec<TokenId> {
    let conjuncts = syntax.children(id).iter().copied().filter(|&child| syntax.token(child).deprel == "conj");
    std::iter::once(id).chain(conjuncts.filter(|&child| !syntax.is_predicate(child))).collect()
}

/// "the rockets fired at the base": the noun is the subject of its participle.
fn add_modified_noun(syntax: &mut Syntax, noun: TokenId, id: TokenId) {
    let token = syntax.token(id);
    if token.upos != "VERB" || syntax.token(noun).upos == "VERB" || PREPOSITIONAL.contains(&&*token.lemma) {
        return;
    }
    let deprel = match token.xpos.as_str() {
        "VBN" if !syntax.has(id, "aux") => "nsubj:pass",
        "VBG" if syntax.is_passive(id) => "nsubj:pass",
        // "the option of striking": a gerund after a preposition is not the noun's own act.
        "VBG" if !syntax.has(id, "mark") && !syntax.has(id, "case") => "nsubj",
        _ => return,
    };
    syntax.add(id, noun, Deprel::parse(deprel));
}

/// "Arriving in Doha, the envoy said …", "visited Seoul to discuss …".
fn add_main_subject(syntax: &mut Syntax, head: TokenId, id: TokenId) {
    let token = syntax.token(id);
    if token.upos != "VERB" || PREPOSITIONAL.contains(&&*token.lemma) {
        return;
    }
    let infinitive = token.xpos == "VB" && syntax.children(id).iter().any(|&child| syntax.token(child).xpos == "TO");
    let finite = syntax.children(id).iter().any(|&child| {
        let child = syntax.token(child);
        child.deprel.matches("aux") && matches!(child.xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD")
    });
    if finite || !(infinitive || matches!(token.xpos.as_str(), "VBG" | "VBN")) {
        return;
    }
    let sent = syntax.child(head, "obj").filter(|_| infinitive && SENDING.contains(&&*syntax.token(head).lemma));
    let subjects = match sent {
        Some(object) => with_conjuncts(syntax, object),
        None => syntax.subjects(head),
    };
    let participle = token.xpos == "VBN" && !syntax.has(id, "aux");
    let deprel = Deprel::parse(if participle || syntax.is_passive(id) { "nsubj:pass" } else { "nsubj" });
    for subject in subjects {
        syntax.add(id, subject, deprel);
    }
}

/// Adds `obl:agent` beside the `obl` of a passive's `by` phrase.
pub(super) fn mark_agents(syntax: &mut Syntax) {
    for id in syntax.ids() {
        let token = syntax.token(id);
        let Some(verb) = token.head.filter(|_| token.deprel == "obl") else { continue };
        let participle = syntax.token(verb).xpos == "VBN" && !syntax.has(verb, "obj");
        let by = syntax.children(id).iter().any(|&child| {
            let child = syntax.token(child);
            child.deprel == "case" && &*child.lemma == "by"
        });
        // "by Friday", "by 2030", "by 12 percent" measure; agents are nouns, names and pronouns.
        let actor = matches!(token.upos.as_str(), "NOUN" | "PROPN" | "PRON") && !is_measure(syntax, id);
        if by && participle && actor {
            syntax.add(verb, id, Deprel::parse("obl:agent"));
            for conjunct in with_conjuncts(syntax, id) {
                syntax.add(verb, conjunct, Deprel::parse("obl:agent"));
            }
        }
    }
}

/// Nouns of time and quantity.
fn is_measure(syntax: &Syntax, id: TokenId) -> bool {
    const MEASURES: &[&str] = &[
        "percent",
        "percentage",
        "point",
        "year",
        "month",
        "week",
        "day",
        "hour",
        "minute",
        "end",
        "time",
        "date",
        "deadline",
        "morning",
        "evening",
        "night",
        "noon",
        "midnight",
        "today",
        "tomorrow",
        "now",
        "then",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "way",
        "means",
        "mean",
        "foot",
        "mile",
        "kilometer",
        "margin",
        "half",
        "third",
        "quarter",
        "dollar",
    ];
    MEASURES.contains(&syntax.token(id).lemma.to_lowercase().as_str())
}
