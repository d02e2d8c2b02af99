//! Grammatical subjects and agents of reporting verbs, also where the parser lost them.
use super::syntax::{case, is_finite, is_infinitive, is_nominal, is_verb, lower};
use crate::document::{Document, TokenId};
use crate::mention::time::is_weekday;

/// The agent of a passive: "announced by the ministry".
pub(super) fn agent(document: &Document, verb: TokenId) -> Option<TokenId> {
    let by = |child: TokenId| {
        child > verb && case(document, child).as_deref() == Some("by") && is_actor_like(document, child)
    };
    let obliques = || document.children_by(verb, "obl");
    obliques()
        .find(|&child| document.token(child).deprel == "obl:agent" || by(child))
        // "blamed on Iran by the United States": hung one step too low.
        .or_else(|| obliques().flat_map(|child| document.children_by(child, "nmod")).find(|&child| by(child)))
}

/// Leaves out times ("by Friday").
fn is_actor_like(document: &Document, token: TokenId) -> bool {
    let word = lower(document, token);
    let time = is_weekday(&word) || matches!(word.as_str(), "noon" | "midnight" | "then" | "now");
    !time && document.token(token).upos != "NUM"
}

/// The grammatical subject of an active verb: its own, an antecedent, or one shared with the verb it depends on.
pub(super) fn subject(document: &Document, verb: TokenId) -> Option<TokenId> {
    let mut current = adds_to(document, verb).or_else(|| closing_participle(document, verb)).unwrap_or(verb);
    for _ in 0..6 {
        let own = document
            .enhanced_children(current)
            .iter()
            .filter(|edge| edge.deprel.matches("nsubj") && edge.dependent != current)
            .map(|edge| edge.dependent)
            .min_by_key(|&token| {
                let wrong_side = (token < current) == follows_quotation(document, current);
                (
                    case(document, token).is_some(),
                    is_relative(document, token),
                    document.token(token).head != Some(current),
                    wrong_side,
                    token.0.abs_diff(current.0),
                )
            });
        if let Some(subject) = own {
            if is_relative(document, subject) {
                return antecedent(document, current).or_else(|| name_before(document, subject)).or(Some(subject));
            }
            return Some(subject);
        }
        if let Some(neighbour) = neighbour(document, current) {
            return Some(neighbour);
        }
        let token = document.token(current);
        let head = token.head?;
        // "a day after the envoy, Ana Roe, slammed the plan": a finite clause of time or reason does not share its subject.
        let circumstance = token.deprel.matches("advcl")
            && is_finite(document, current)
            && (document.children_by(current, "mark").next().is_some()
                || document.form(TokenId(current.0.max(1) - 1)) == ",");
        if circumstance {
            return None;
        }
        // "accused Oslo of shelling a hospital and called on …": a finite verb is no conjunct of an infinitive or a participle.
        if token.deprel.matches("conj")
            && is_finite(document, current)
            && let Some(finite) = finite_above(document, head)
        {
            current = finite;
            continue;
        }
        // A finite clause has a subject of its own, even if the parser lost it: "Iraq's government 'asked for troops', he said".
        if token.deprel.matches("ccomp") && is_finite(document, current) {
            return name_before(document, current);
        }
        let infinitive = is_infinitive(document, current);
        if token.deprel.matches("acl") && !infinitive {
            // "a statement saying", "officials accusing": the noun; a passive participle has no active subject.
            return Some(head);
        }
        let shares =
            ["advcl", "xcomp", "conj", "parataxis", "ccomp", "dep", "acl"].iter().any(|&d| token.deprel.matches(d));
        if !shares {
            return None;
        }
        let predicate = is_nominal_predicate(document, head)
            || matches!(document.token(head).upos.as_str(), "VERB" | "ADJ" | "AUX");
        if predicate {
            current = head;
        } else if infinitive {
            // "their plan to demand", "a bid to accuse": who has the plan.
            let owner = document.children_by(head, "nmod:poss").next();
            let governor = document.token(head).head.filter(|&above| is_verb(document, above));
            return owner.or_else(|| {
                governor
                    .filter(|_| !document.token(head).deprel.matches("nsubj"))
                    .and_then(|above| subject(document, above))
            });
        } else {
            return None;
        }
    }
    None
}

/// "respected the decision to execute him, calling it just": a participle behind a comma goes with the clause and not with the
/// infinitive that the parser hung it on.
fn closing_participle(document: &Document, verb: TokenId) -> Option<TokenId> {
    let token = document.token(verb);
    let comma = verb.0 > document.sentence_of(verb).tokens.0 && document.form(TokenId(verb.0 - 1)) == ",";
    let head = token.head.filter(|_| token.xpos == "VBG" && comma && token.deprel.matches("advcl"))?;
    is_infinitive(document, head).then(|| finite_above(document, head)).flatten()
}

/// The nearest verb above with a subject of its own, if the verb itself is no such verb.
fn finite_above(document: &Document, verb: TokenId) -> Option<TokenId> {
    let independent = |verb: TokenId| is_finite(document, verb) || document.children_by(verb, "nsubj").next().is_some();
    if independent(verb) {
        return None;
    }
    let mut current = verb;
    for _ in 0..6 {
        current = document.token(current).head?;
        if independent(current) {
            return Some(current);
        }
    }
    None
}

/// The verb that a participle or conjunct at the end of a sentence goes on from, where the parser hung it inside what that verb
/// reports: "said the ship had left, adding that …", "urged Oslo to stop, saying …", "said it was troubled by reports that they
/// had been arrested, and called on …".
pub(super) fn adds_to(document: &Document, verb: TokenId) -> Option<TokenId> {
    let token = document.token(verb);
    let sentence = document.sentence_of(verb).tokens.0;
    let comma = |before: u32| before >= sentence && matches!(document.form(TokenId(before)), "," | "—" | "–" | "--");
    // "called it a mistake," saying …: the comma may stand inside the quotation marks.
    let closed = verb.0 > sentence + 1
        && matches!(document.form(TokenId(verb.0 - 1)), "\"" | "”" | "»" | "''")
        && comma(verb.0 - 2);
    let participle = token.xpos == "VBG" && verb.0 > sentence && (comma(verb.0 - 1) || closed);
    let conjunct = token.deprel.matches("conj")
        && matches!(token.xpos.as_str(), "VBD" | "VBN")
        && verb.0 > sentence + 1
        && document.token(TokenId(verb.0 - 1)).upos == "CCONJ"
        && comma(verb.0 - 2)
        && !document.children(verb).iter().any(|&child| child < verb && document.token(child).deprel.matches("aux"));
    // "said the plan would work and added he …"
    let goes_on = (&*token.lemma == "add" || introduces_quotation(document, verb))
        && token.deprel.matches("conj")
        && matches!(token.xpos.as_str(), "VBD" | "VBN" | "VBZ")
        && verb.0 > sentence
        && document.token(TokenId(verb.0 - 1)).upos == "CCONJ";
    let conjunct = conjunct || goes_on;
    if !participle && !conjunct {
        return None;
    }
    let adds = &*token.lemma == "add" || conjunct || participle && introduces_quotation(document, verb);
    let says = participle && is_saying(&token.lemma);
    // "repeated the line that … but said, '…'": who quotes is the subject of the whole sentence.
    if goes_on && introduces_quotation(document, verb) {
        let mut current = verb;
        let mut top = None;
        for _ in 0..8 {
            let Some(head) = document.token(current).head else { break };
            if is_verb(document, head) && document.children_by(head, "nsubj").next().is_some() {
                top = Some(head);
            }
            current = head;
        }
        return top;
    }
    let mut current = verb;
    for _ in 0..6 {
        let token = document.token(current);
        let head = token.head?;
        let controlled = token.deprel.matches("xcomp")
            && document
                .children(head)
                .iter()
                .any(|&child| matches!(document.token(child).deprel.as_str(), "obj" | "iobj"));
        // "said the talks had failed, accusing Oslo", "called the pact a mistake, saying …"
        let tells = says
            && (token.deprel.matches("ccomp") || current != verb && !token.deprel.matches("advcl"))
            && is_saying(&document.token(head).lemma)
            && (is_finite(document, head) || document.token(head).xpos == "VBN");
        if (adds && token.deprel.matches("ccomp")) || ((adds || says) && controlled) || tells {
            return Some(head);
        }
        // "welcomed the envoy, who left, accusing …": who left accuses.
        if token.deprel == "acl:relcl" {
            return None;
        }
        current = head;
    }
    None
}

/// The verb of saying from which a coordinated one goes on, where the parser hung it inside what the first reports: "said the
/// patrols were routine and dismissed concerns". Only a subject that cannot speak tells it from "said the envoy came and warned".
pub(super) fn coordinated_saying(document: &Document, verb: TokenId) -> Option<TokenId> {
    let token = document.token(verb);
    let plain = token.deprel.matches("conj")
        && matches!(token.xpos.as_str(), "VBD" | "VBN" | "VBZ")
        && is_saying(&token.lemma)
        && verb.0 > document.sentence_of(verb).tokens.0
        && document.token(TokenId(verb.0 - 1)).upos == "CCONJ"
        && document.children(verb).iter().all(|&child| child > verb || document.token(child).deprel == "cc");
    let clause = token.head.filter(|_| plain)?;
    let outer = document.token(clause).head.filter(|_| document.token(clause).deprel.matches("ccomp"))?;
    // The tenses agree, "said … and dismissed"; taggers take the second for a participle after "had failed".
    let agrees = document.token(outer).xpos == token.xpos || document.token(outer).xpos == "VBD" && token.xpos == "VBN";
    (is_finite(document, outer) && agrees && is_saying(&document.token(outer).lemma)).then_some(outer)
}

/// Verbs of saying that go on from another one in the participle: "said the talks had failed, *accusing* Oslo of …".
pub(super) fn is_saying(lemma: &str) -> bool {
    matches!(
        lemma,
        "accuse"
            | "acknowledge"
            | "add"
            | "admit"
            | "allege"
            | "announce"
            | "argue"
            | "assert"
            | "blame"
            | "call"
            | "caution"
            | "cite"
            | "claim"
            | "complain"
            | "condemn"
            | "confirm"
            | "contend"
            | "criticise"
            | "criticize"
            | "declare"
            | "demand"
            | "denounce"
            | "deny"
            | "describe"
            | "dismiss"
            | "emphasise"
            | "emphasize"
            | "explain"
            | "hail"
            | "insist"
            | "label"
            | "lament"
            | "maintain"
            | "mention"
            | "note"
            | "pledge"
            | "praise"
            | "promise"
            | "quote"
            | "recall"
            | "reiterate"
            | "reject"
            | "repeat"
            | "report"
            | "request"
            | "reveal"
            | "say"
            | "state"
            | "stress"
            | "suggest"
            | "tell"
            | "tweet"
            | "underline"
            | "underscore"
            | "urge"
            | "voice"
            | "vow"
            | "warn"
            | "welcome"
            | "write"
    )
}

/// Whether a quotation opens right behind a verb: "tweeting, '…'", "saying: '…'".
fn introduces_quotation(document: &Document, verb: TokenId) -> bool {
    let rest = document.text()[document.token(verb).span.end as usize..].trim_start();
    rest.trim_start_matches([',', ':']).trim_start().starts_with(['"', '“', '«', '„', '‘', '`'])
}

/// Whether a verb stands right behind a quotation, so that its subject follows.
fn follows_quotation(document: &Document, verb: TokenId) -> bool {
    document.text()[..document.token(verb).span.start as usize].trim_end().ends_with(['"', '”', '»'])
}

/// The name or pronoun right before a finite verb whose subject the parser did not find.
fn neighbour(document: &Document, verb: TokenId) -> Option<TokenId> {
    if !is_finite(document, verb) {
        return None;
    }
    let sentence = document.sentence_of(verb).tokens.0;
    let before = (sentence..verb.0).rev().map(TokenId).find(|&token| document.token(token).upos != "ADV")?;
    let entry = document.token(before);
    if document.form(before) == "," {
        return before_parenthesis(document, before);
    }
    if entry.upos == "PRON" && matches!(lower(document, before).as_str(), "he" | "she" | "it" | "they") {
        return Some(before);
    }
    if entry.upos == "NOUN" {
        return closing_subject(document, verb, before);
    }
    (entry.upos == "PROPN").then(|| name_before(document, TokenId(before.0 + 1))).flatten()
}

/// "The bridge fell, medics and witnesses said.": the noun phrase between the last comma and a verb that closes its sentence.
fn closing_subject(document: &Document, verb: TokenId, last: TokenId) -> Option<TokenId> {
    let sentence = document.sentence_of(verb).tokens;
    let closes = sentence.1.saturating_sub(verb.0) <= 5
        && (verb.0 + 1..sentence.1)
            .all(|after| matches!(document.token(TokenId(after)).upos.as_str(), "PUNCT" | "PROPN" | "ADV" | "ADP"));
    let comma = (sentence.0..last.0)
        .rev()
        .map(TokenId)
        .take(9)
        .find(|&token| document.form(token) == ",")
        .filter(|_| closes)?;
    let run: Vec<TokenId> = (comma.0 + 1..=last.0).map(TokenId).collect();
    let plain =
        |token: &TokenId| !matches!(document.token(*token).upos.as_str(), "VERB" | "AUX" | "SCONJ" | "ADP" | "PRON");
    if !run.iter().all(plain) {
        return None;
    }
    // The first head before a conjunction, else the last noun.
    let and = run.iter().position(|&token| document.token(token).upos == "CCONJ");
    and.and_then(|and| run.get(and.checked_sub(1)?)).or(run.last()).copied()
}

/// "Reid, the minority leader, said", "Sow, who had been minister, said": the name before what stands between two commas.
fn before_parenthesis(document: &Document, closing: TokenId) -> Option<TokenId> {
    let sentence = document.sentence_of(closing).tokens.0;
    let opening =
        (sentence..closing.0).rev().map(TokenId).filter(|&token| document.form(token) == ",").find(|&comma| {
            let inside = (comma.0 + 1..closing.0).map(TokenId);
            let relative = matches!(document.token(TokenId(comma.0 + 1)).xpos.as_str(), "WP" | "WDT");
            let named = comma.0 > sentence && document.token(TokenId(comma.0 - 1)).upos == "PROPN";
            // "the rights chief, Ana Roe, slammed": the name itself stands between the commas.
            let name = comma.0 > sentence
                && document.token(TokenId(comma.0 - 1)).upos == "NOUN"
                && inside.clone().all(|token| document.token(token).upos == "PROPN");
            name || named
                && (relative || (inside.len() <= 14 && !inside.into_iter().any(|token| is_finite(document, token))))
        })?;
    name_before(document, opening)
}

/// The head of the name or noun phrase that ends before a word: "the panel" before ", which", "Ortega" before "notes".
pub(super) fn name_before(document: &Document, word: TokenId) -> Option<TokenId> {
    let sentence = document.sentence_of(word).tokens.0;
    let last = (sentence..word.0).rev().map(TokenId).find(|&token| document.token(token).upos != "PUNCT")?;
    let mut head = is_nominal(document, last).then_some(last)?;
    while let Some(above) = document.token(head).head {
        let joined =
            ["flat", "compound", "nmod:desc", "goeswith"].iter().any(|&d| document.token(head).deprel.matches(d));
        if !joined || above >= word {
            break;
        }
        head = above;
    }
    Some(head)
}

fn is_nominal_predicate(document: &Document, token: TokenId) -> bool {
    document.children_by(token, "nsubj").next().is_some()
}

fn is_relative(document: &Document, token: TokenId) -> bool {
    matches!(document.token(token).xpos.as_str(), "WP" | "WDT")
        || (document.token(token).deprel == "nsubj"
            && lower(document, token) == "that"
            && document.token(token).upos == "PRON")
}

/// The noun a relative clause is about.
fn antecedent(document: &Document, verb: TokenId) -> Option<TokenId> {
    let mut current = verb;
    for _ in 0..6 {
        let token = document.token(current);
        if token.deprel.matches("acl") {
            return token.head;
        }
        if !token.deprel.matches("conj") && !token.deprel.matches("xcomp") {
            return None;
        }
        current = token.head?;
    }
    None
}
