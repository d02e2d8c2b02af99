//! On which side of the reference date an underspecified time lies, from the verb that governs it.
use crate::document::{Document, TokenId};

/// The side of the reference date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    /// The governing verb tells of what has happened.
    Past,
    /// The governing verb tells of what will, may or should happen.
    Future,
    /// No verb tells.
    Open,
}

/// Predicates whose time adverbial is that of something to come, whatever their own tense:
/// "talks scheduled for Friday", "was due on Monday".
const PROSPECTIVE: &[&str] = &[
    "await",
    "book",
    "due",
    "earmark",
    "expect",
    "expected",
    "invite",
    "plan",
    "planned",
    "postpone",
    "reschedule",
    "schedule",
    "scheduled",
    "slate",
    "slated",
    "tentative",
];

/// Verbs of scheduled events that English uses in the present tense for what is to come ("the summit opens Friday").
const SCHEDULED: &[&str] = &[
    "begin",
    "close",
    "conclude",
    "convene",
    "end",
    "expire",
    "go",
    "kick",
    "open",
    "reconvene",
    "reopen",
    "resume",
    "start",
    "vote",
];

/// Verbs whose infinitive shares their own time: "began to withdraw on Friday".
const IMPLICATIVE: &[&str] = &[
    "appear", "begin", "cause", "cease", "come", "continue", "enable", "fail", "force", "get", "go", "happen", "help",
    "manage", "prompt", "prove", "refuse", "seem", "start", "stop", "tend", "use",
];

/// How far up a tree the governing verb is looked for.
const MAX_CLIMB: usize = 12;

/// The tense of the clause that holds the expression with this head.
pub(super) fn governing(document: &Document, head: TokenId) -> Tense {
    let mut at = head;
    for _ in 0..MAX_CLIMB {
        if let Some(tense) = of_predicate(document, at, MAX_CLIMB) {
            return tense;
        }
        let Some(next) = document.token(at).head else { return Tense::Open };
        at = next;
    }
    Tense::Open
}

/// The tense a token gives to its clause; `None` if it is no predicate or leaves tense to the clause above.
fn of_predicate(document: &Document, id: TokenId, depth: usize) -> Option<Tense> {
    let token = document.token(id);
    let lemma = document.lemma(id).to_lowercase();
    let auxiliaries: Vec<String> = document
        .children(id)
        .iter()
        .filter(|&&child| ["aux", "cop"].iter().any(|label| document.token(child).deprel.matches(label)))
        .map(|&child| document.form(child).to_lowercase())
        .collect();
    let has = |forms: &[&str]| auxiliaries.iter().any(|aux| forms.contains(&aux.as_str()));
    let set = lemma == "set" && matches!(token.xpos.as_str(), "JJ" | "VBN");
    let forward =
        lemma == "look" && document.children_by(id, "advmod").any(|adverb| document.form(adverb) == "forward");
    let prospective = set || forward || PROSPECTIVE.contains(&lemma.as_str());
    let verbal = token.upos == "VERB" || token.upos == "AUX" || !auxiliaries.is_empty();
    let predicative = verbal || (token.upos == "ADJ" && prospective);
    if !predicative {
        return None;
    }
    // "could not be found on Friday" tells what was tried.
    let negation = |&child: &TokenId| {
        matches!(document.form(child).to_lowercase().as_str(), "not" | "n't" | "n’t" | "never" | "neither" | "nor")
    };
    if has(&["could"]) && document.children(id).iter().any(negation) {
        return Some(Tense::Past);
    }
    if has(&["have", "has", "had", "'ve", "’ve"]) && !prospective {
        return Some(Tense::Past);
    }
    if has(&["will", "'ll", "’ll", "wo", "shall", "would", "can", "could", "may", "might", "must", "should", "ought"])
        || prospective
    {
        return Some(Tense::Future);
    }
    if is_infinitive(document, id) {
        return infinitive(document, id, depth);
    }
    let present = has(&["is", "are", "am", "'s", "'re", "'m", "’s", "’re", "’m"]);
    let past = has(&["was", "were", "did", "been", "got"]);
    match token.xpos.as_str() {
        _ if past => Some(Tense::Past),
        "VBG" if present => Some(Tense::Future),
        "VBN" if present => Some(Tense::Open),
        "VBG" => None,
        // "the decision announced Friday"
        "VBD" | "VBN" => Some(Tense::Past),
        "VBZ" | "VBP" if SCHEDULED.contains(&lemma.as_str()) => Some(Tense::Future),
        "VB" if token.deprel.matches("conj") && depth > 0 => {
            token.head.and_then(|head| of_predicate(document, head, depth - 1))
        }
        _ => Some(Tense::Open),
    }
}

fn is_infinitive(document: &Document, id: TokenId) -> bool {
    let own = |id: TokenId| {
        document.children(id).iter().any(|&child| {
            document.token(child).xpos == "TO"
                && ["mark", "aux"].iter().any(|label| document.token(child).deprel.matches(label))
        })
    };
    let token = document.token(id);
    own(id) || (token.xpos == "VB" && token.deprel.matches("conj") && token.head.is_some_and(own))
}

/// "plans to meet on Friday" is to come; "managed to meet" is over; for a purpose ("came to meet him on Friday")
/// the clause above decides.
fn infinitive(document: &Document, id: TokenId, depth: usize) -> Option<Tense> {
    let mut first = id;
    while document.token(first).deprel.matches("conj")
        && let Some(head) = document.token(first).head
    {
        first = head;
    }
    let token = document.token(first);
    let Some(head) = token.head else { return Some(Tense::Future) };
    let inherits = token.deprel.matches("advcl") || IMPLICATIVE.contains(&document.lemma(head).to_lowercase().as_str());
    // "a truce due to expire", "talks, set to resume Monday", whatever the clause hangs on
    if !inherits || matches!(document.lemma(head), "set" | "due" | "likely" | "ready") {
        return Some(Tense::Future);
    }
    if depth == 0 { None } else { of_predicate(document, head, depth - 1) }
}
