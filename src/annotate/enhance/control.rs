//! Subjects of clauses that have none of their own, and agents of passives.
use super::syntax::Syntax;
use crate::document::{Deprel, TokenId};

/// Verbs whose subject, not object, controls the infinitive: "promised Kyiv to deliver".
const SUBJECT_CONTROL: &[&str] = &["promise", "threaten", "vow", "pledge", "swear", "guarantee", "use", "take", "need"];

/// Verbs whose object does what the purpose clause says: "sent troops to guard the border".
const SENDING: &[&str] = &[
    "send", "dispatch", "deploy", "despatch", "rush", "assign", "second", "recruit", "hire", "train", "delegate", "fly",
];

/// Verbs whose object is said to do, or kept from doing, what the gerund says: "accused Tehran of arming the rebels".
const OBJECT_GERUND: &[&str] = &[
    "accuse",
    "acquit",
    "ban",
    "bar",
    "blame",
    "block",
    "bully",
    "charge",
    "coerce",
    "commend",
    "condemn",
    "convict",
    "criticise",
    "criticize",
    "denounce",
    "deter",
    "discourage",
    "dissuade",
    "exclude",
    "fault",
    "fine",
    "force",
    "keep",
    "lure",
    "mislead",
    "penalise",
    "penalize",
    "praise",
    "pressure",
    "prevent",
    "prohibit",
    "punish",
    "rebuke",
    "reprimand",
    "restrict",
    "sanction",
    "stop",
    "suspect",
    "talk",
    "thank",
    "trick",
];

/// Nouns of will and ability: who has them is the subject of their infinitive ("its decision to withdraw").
const CONTROL_NOUNS: &[&str] = &[
    "ability",
    "agreement",
    "aim",
    "ambition",
    "attempt",
    "authority",
    "bid",
    "capability",
    "capacity",
    "chance",
    "choice",
    "commitment",
    "decision",
    "desire",
    "determination",
    "effort",
    "eagerness",
    "failure",
    "freedom",
    "hope",
    "inability",
    "intent",
    "intention",
    "mandate",
    "mission",
    "move",
    "need",
    "obligation",
    "offer",
    "opportunity",
    "option",
    "permission",
    "plan",
    "pledge",
    "potential",
    "power",
    "promise",
    "readiness",
    "refusal",
    "reluctance",
    "resolve",
    "responsibility",
    "right",
    "struggle",
    "threat",
    "unwillingness",
    "vow",
    "will",
    "willingness",
    "wish",
];

/// Nouns for what somebody does by habit or takes part in, whose owner does what their gerund says: "its role in arming".
const GERUND_NOUNS: &[&str] = &[
    "complicity",
    "experience",
    "guilt",
    "habit",
    "hand",
    "history",
    "interest",
    "involvement",
    "part",
    "participation",
    "policy",
    "practice",
    "record",
    "responsibility",
    "role",
    "strategy",
    "success",
    "tactic",
];

/// Verbs whose subject is also the one who has the noun: "announced a plan to pull out", but not "rejected a plan to …".
const LIGHT_VERBS: &[&str] = &[
    "abandon",
    "announce",
    "begin",
    "cancel",
    "confirm",
    "continue",
    "declare",
    "defend",
    "delay",
    "drop",
    "exercise",
    "explain",
    "express",
    "get",
    "have",
    "hold",
    "keep",
    "launch",
    "lose",
    "make",
    "outline",
    "postpone",
    "pursue",
    "reach",
    "reaffirm",
    "reiterate",
    "renew",
    "repeat",
    "reserve",
    "retain",
    "reveal",
    "scrap",
    "share",
    "show",
    "sign",
    "signal",
    "state",
    "step",
    "take",
    "unveil",
    "voice",
];

/// Participles that work as prepositions: "according to", "following", "based on".
const PREPOSITIONAL: &[&str] = &[
    "accord", "include", "follow", "regard", "concern", "depend", "give", "consider", "base", "compare", "exclude",
    "bar", "pend", "owe", "assume", "provide",
];

/// Verbs whose addressee stands behind a preposition and is to do what the infinitive says: "called on Kyiv to yield".
const OBLIQUE_CONTROL: &[(&str, &[&str])] = &[
    ("call", &["on", "upon"]),
    ("appeal", &["to"]),
    ("prevail", &["on", "upon"]),
    ("rely", &["on"]),
    ("plead", &["with"]),
    ("shout", &["at"]),
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
        .filter(|&object| object != id && !SUBJECT_CONTROL.contains(&lemma))
        .or_else(|| oblique_controller(syntax, head));
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

/// "called *on Kyiv* to yield".
fn oblique_controller(syntax: &Syntax, head: TokenId) -> Option<TokenId> {
    let lemma = &*syntax.token(head).lemma;
    let (_, prepositions) = OBLIQUE_CONTROL.iter().find(|(verb, _)| *verb == lemma)?;
    let introduced = |child: &TokenId| {
        syntax.token(*child).deprel == "obl"
            && syntax.children(*child).iter().any(|&word| {
                let word = syntax.token(word);
                word.deprel == "case" && prepositions.contains(&&*word.lemma)
            })
    };
    syntax.children(head).iter().copied().find(introduced)
}

fn with_conjuncts(syntax: &Syntax, id: TokenId) -> Vec<TokenId> {
    let conjuncts = syntax.children(id).iter().copied().filter(|&child| syntax.token(child).deprel == "conj");
    std::iter::once(id).chain(conjuncts.filter(|&child| !syntax.is_predicate(child))).collect()
}

/// "the rockets fired at the base": the noun is the subject of its participle.
fn add_modified_noun(syntax: &mut Syntax, noun: TokenId, id: TokenId) {
    let token = syntax.token(id);
    if token.xpos == "VB" && CONTROL_NOUNS.contains(&&*syntax.token(noun).lemma) {
        add_owner(syntax, noun, id);
        return;
    }
    if token.xpos == "VBG" && has_gerund_mark(syntax, id) && GERUND_NOUNS.contains(&&*syntax.token(noun).lemma) {
        add_owner(syntax, noun, id);
        return;
    }
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

/// "its refusal to sign", "an attempt by rebels to seize the town", "has the right to enrich", "gave them the right to vote".
fn add_owner(syntax: &mut Syntax, noun: TokenId, id: TokenId) {
    let by = |child: TokenId| {
        syntax.token(child).deprel == "nmod"
            && syntax.children(child).iter().any(|&word| {
                let word = syntax.token(word);
                word.deprel == "case" && matches!(&*word.lemma, "by" | "of")
            })
    };
    let own =
        syntax.child(noun, "nmod:poss").or_else(|| syntax.children(noun).iter().copied().find(|&child| by(child)));
    let owners = match (own, syntax.token(noun).head) {
        (Some(own), _) => with_conjuncts(syntax, own),
        (None, Some(verb)) if syntax.token(noun).deprel == "obj" => match syntax.child(verb, "iobj") {
            Some(receiver) => with_conjuncts(syntax, receiver),
            None if LIGHT_VERBS.contains(&&*syntax.token(verb).lemma) => syntax.subjects(verb),
            None => Vec::new(),
        },
        _ => Vec::new(),
    };
    let deprel = Deprel::parse(if syntax.is_passive(id) { "nsubj:pass" } else { "nsubj" });
    for owner in owners {
        syntax.add(id, owner, deprel);
    }
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
    let lemma = &*syntax.token(head).lemma;
    let controls = if infinitive {
        SENDING.contains(&lemma)
    } else {
        has_gerund_mark(syntax, id) && OBJECT_GERUND.contains(&lemma)
    };
    let addressed = infinitive.then(|| oblique_controller(syntax, head)).flatten();
    let sent = syntax.child(head, "obj").filter(|_| controls).or(addressed);
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

/// Whether a preposition that such verbs govern introduces the gerund.
fn has_gerund_mark(syntax: &Syntax, id: TokenId) -> bool {
    syntax.children(id).iter().any(|&child| {
        let child = syntax.token(child);
        (child.deprel == "mark" || child.deprel == "case")
            && matches!(&*child.lemma, "of" | "for" | "from" | "in" | "into" | "with")
    })
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
