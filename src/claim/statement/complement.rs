//! Content that is no clause: noun phrases, infinitives and gerunds, and the party spoken to.
use super::content::{Cue, Reported, indirect};
use super::lexicon::{Complement, Content, Party};
use super::subject::adds_to;
use super::syntax::{case, core_phrase, cover, is_infinitive, is_nominal, lower, marker, pruned_subtree};
use crate::claim::quotes::Quotes;
use crate::document::{Document, TokenId};
use crate::mention::time::is_weekday;

/// A complement found at a cue.
#[derive(Clone, Debug, Default)]
pub(super) struct Matched {
    pub reported: Reported,
    /// Head of the phrase for the person or body spoken to or about.
    pub party: Option<TokenId>,
}

/// Finds a complement of a verb that is no clause.
///
/// `is_circumstance` tells which nouns say when or where something was said and not what.
pub(super) fn matched(
    document: &Document,
    quotes: &Quotes,
    cue: Cue,
    complement: &Complement,
    is_circumstance: impl Fn(TokenId) -> bool,
) -> Option<Matched> {
    let quotes = &quotes.seen_from(document.token(cue.verb).span).0;
    let names = complement.party == Some(Party::Object) && complement.content == Content::Noun(None);
    let party = match &complement.party {
        None => None,
        Some(Party::Object) if names => Some(named(document, cue)?.0),
        Some(Party::Object) => Some(object(document, cue).or_else(|| raised(document, cue))?),
        Some(Party::Oblique(preposition)) => Some(oblique(document, cue, preposition)?),
    };
    let (head, rule) = match &complement.content {
        Content::Clause | Content::Quotation => return None,
        Content::Infinitive => (infinitive(document, cue, party)?, "infinitive"),
        Content::Gerund(None) => (gerund(document, cue)?, "gerund"),
        Content::Gerund(Some(preposition)) => (prepositional(document, cue, preposition, true, party)?, "gerund"),
        Content::Noun(Some(preposition)) => (prepositional(document, cue, preposition, false, party)?, "noun"),
        Content::Noun(None) => match (&complement.party, party) {
            (Some(Party::Object), Some(_)) => (named(document, cue)?.1, "noun"),
            _ => (object(document, cue).filter(|&object| !is_infinitive(document, object))?, "noun"),
        },
    };
    // "called for Kyiv to withdraw": the party is part of what is demanded.
    let inside = matches!(&complement.party, Some(Party::Oblique(p)) if &**p == "for");
    let from = if inside { party } else { None };
    let mut tokens: Vec<TokenId> = phrase(document, cue, head)
        .into_iter()
        .chain(from.into_iter().flat_map(|party| core_phrase(document, party)))
        .filter(|&token| {
            let entry = document.token(token);
            let lead = entry.head == Some(head) || from.is_some() && entry.head == from;
            let introduces = entry.deprel.matches("case") || entry.deprel == "mark" && lower(document, token) != "to";
            !(lead && introduces)
        })
        .collect();

    tokens.sort_unstable();
    tokens.dedup();
    // "called the raid an act of war": what is called so belongs to what is said.
    let evaluates = complement.party == Some(Party::Object)
        && !cue.passive
        && matches!(&complement.content, Content::Noun(preposition) if preposition.as_deref().is_none_or(|p| p == "as"));
    if let Some(named) = party.filter(|&party| evaluates && cue.verb < party && party < head) {
        tokens.splice(0..0, core_phrase(document, named));
        tokens.sort_unstable();
    }
    if head > cue.verb && rule == "noun" {
        tokens.extend(postmodifiers(document, cue, &tokens, |oblique| {
            Some(oblique) == party || is_circumstance(oblique)
        }));
    }
    if let Some(adding) = tokens.iter().position(|&token| adds_to(document, token) == Some(cue.verb)) {
        tokens.truncate(adding);
        while tokens.last().is_some_and(|&last| matches!(document.token(last).upos.as_str(), "CCONJ" | "PUNCT")) {
            tokens.pop();
        }
    }
    let party = party.filter(|_| !inside);
    // "blamed the attacks on Iran": the party is no part of the content, wherever the parser hung it.
    if let Some(party) = party.filter(|&party| party > head && tokens.contains(&party)) {
        let outside = document.subtree(party);
        tokens.retain(|token| !outside.contains(token));
    }
    let span = cover(document, &tokens)?;
    Some(Matched { reported: indirect(document, quotes, span, Some(head), rule), party })
}

/// "a ban on arms sales" with "on arms sales" hung on the verb: prepositional phrases right behind the noun phrase.
fn postmodifiers(
    document: &Document,
    cue: Cue,
    tokens: &[TokenId],
    leave_out: impl Fn(TokenId) -> bool,
) -> Vec<TokenId> {
    let mut last = tokens.last().copied();
    let mut found = Vec::new();
    let obliques = document.children_by(cue.verb, "obl").filter(|&child| !leave_out(child));
    for oblique in obliques {
        let phrase = document.subtree(oblique);
        let follows = last.is_some_and(|last| phrase.first().is_some_and(|first| first.0 == last.0 + 1));
        let joins = matches!(
            case(document, oblique).as_deref(),
            Some(
                "of" | "on"
                    | "from"
                    | "against"
                    | "for"
                    | "between"
                    | "into"
                    | "in"
                    | "by"
                    | "to"
                    | "toward"
                    | "towards"
            )
        );
        if follows && joins {
            last = phrase.last().copied();
            found.extend(phrase);
        }
    }
    found
}

/// The content phrase; a noun that the cue itself modifies ("attacks blamed on Iran") without that modifier.
fn phrase(document: &Document, cue: Cue, head: TokenId) -> Vec<TokenId> {
    if head > cue.verb {
        pruned_subtree(document, head, |child| child <= cue.verb)
    } else {
        let tokens = pruned_subtree(document, head, |child| {
            super::syntax::is_under(document, cue.verb, child)
                || document.token(child).deprel.matches("acl")
                || document.token(child).deprel.matches("conj")
        });
        tokens.into_iter().filter(|&token| token < cue.verb).collect()
    }
}

/// The direct object; of a passive the subject, of a relative or reduced relative clause the noun it modifies.
pub(super) fn object(document: &Document, cue: Cue) -> Option<TokenId> {
    let verb = cue.verb;
    if cue.passive {
        return document
            .children_by(verb, "nsubj")
            .find(|&child| !matches!(document.token(child).xpos.as_str(), "WP" | "WDT"))
            .or_else(|| modified(document, verb))
            .or_else(|| shared_passive_subject(document, verb));
    }
    let own = document.children(verb).iter().copied().find(|&child| {
        matches!(document.token(child).deprel.as_str(), "obj" | "iobj") && child > verb && !is_day(document, child)
    });
    if own.is_some() {
        return own;
    }
    let relative = document.children(verb).iter().any(|&child| {
        document.token(child).deprel == "obj"
            && child < verb
            && matches!(document.token(child).xpos.as_str(), "WDT" | "WP" | "IN")
    });
    let gap = document.token(verb).deprel == "acl:relcl"
        && document
            .children_by(verb, "nsubj")
            .any(|child| !matches!(document.token(child).xpos.as_str(), "WDT" | "WP"));
    (relative || gap).then(|| modified(document, verb)).flatten()
}

/// "Pledged Wednesday to": a day that the parser took for the object.
pub(super) fn is_day(document: &Document, token: TokenId) -> bool {
    let word = lower(document, token);
    is_weekday(&word) || matches!(word.as_str(), "today" | "yesterday" | "tomorrow" | "tonight")
}

fn is_relative_form(document: &Document, token: TokenId) -> bool {
    matches!(document.token(token).xpos.as_str(), "WP" | "WDT")
}

fn modified(document: &Document, verb: TokenId) -> Option<TokenId> {
    let token = document.token(verb);
    if token.deprel.matches("acl") { token.head } else { None }
}

fn shared_passive_subject(document: &Document, verb: TokenId) -> Option<TokenId> {
    document.enhanced_children(verb).iter().find(|edge| edge.deprel.matches("nsubj:pass")).map(|edge| edge.dependent)
}

/// "urged Iran to halt" where the parser made "Iran" the subject of "halt".
fn raised(document: &Document, cue: Cue) -> Option<TokenId> {
    document
        .children(cue.verb)
        .iter()
        .copied()
        .filter(|&child| child > cue.verb && is_infinitive(document, child))
        .find_map(|child| document.children_by(child, "nsubj").find(|&subject| subject > cue.verb))
}

/// The oblique with a preposition, right of the verb; misattached ones included.
fn oblique(document: &Document, cue: Cue, preposition: &str) -> Option<TokenId> {
    let holders = [Some(cue.verb), cue.particle, object(document, cue)];
    let fits = |&child: &TokenId| {
        child > cue.verb
            && is_nominal(document, child)
            && (case(document, child).as_deref() == Some(preposition)
                || document.children_by(child, "mark").any(|mark| lower(document, mark) == preposition))
    };
    if let Some(found) =
        holders.into_iter().flatten().find_map(|holder| document.children(holder).iter().copied().find(fits))
    {
        return Some(found);
    }
    // "called for Kyiv to withdraw" with "for" as the clause's marker.
    document
        .children(cue.verb)
        .iter()
        .copied()
        .filter(|&child| child > cue.verb && is_infinitive(document, child))
        .find_map(|child| {
            marker(document, child)
                .is_some_and(|marker| marker == preposition)
                .then(|| document.children_by(child, "nsubj").find(|&subject| subject > cue.verb))
                .flatten()
        })
}

/// The infinitive clause the verb governs; it may hang on the party.
fn infinitive(document: &Document, cue: Cue, party: Option<TokenId>) -> Option<TokenId> {
    let fits = |&child: &TokenId| {
        let deprel = document.token(child).deprel;
        child > cue.verb
            && is_infinitive(document, child)
            && ["xcomp", "ccomp", "advcl", "acl", "obl", "parataxis"].iter().any(|&relation| deprel.matches(relation))
            && deprel != "acl:relcl"
    };
    let own = document.children(cue.verb).iter().copied().find(fits);
    let found = own.or_else(|| document.children(party?).iter().copied().find(fits))?;
    let separated = party.is_none()
        && document.children(cue.verb).iter().any(|&child| {
            document.token(child).deprel == "obj" && cue.verb < child && child < found && !is_day(document, child)
        });
    let purpose = party.is_none() && !document.token(found).deprel.matches("xcomp") && found.0 > cue.verb.0 + 4;
    let behind = party.is_none_or(|party| party < found);
    (!separated && !purpose && behind).then_some(found)
}

fn gerund(document: &Document, cue: Cue) -> Option<TokenId> {
    document.children(cue.verb).iter().copied().find(|&child| {
        let entry = document.token(child);
        child > cue.verb
            && entry.xpos == "VBG"
            && (["xcomp", "ccomp", "obj"].iter().any(|&relation| entry.deprel.matches(relation))
                || (entry.deprel.matches("advcl")
                    && child.0 <= cue.verb.0 + 3
                    && document.children_by(child, "mark").next().is_none()))
            && document.children_by(child, "nsubj").next().is_none()
            && (cue.verb.0..child.0).all(|between| document.form(TokenId(between)) != ",")
    })
}

/// The phrase after a preposition, at the verb, its particle or its object.
///
/// Without a party spoken to, the object's own phrases are no complement: "called the support for the plan a sham".
fn prepositional(
    document: &Document,
    cue: Cue,
    preposition: &str,
    gerund: bool,
    party: Option<TokenId>,
) -> Option<TokenId> {
    let fits = |&child: &TokenId| {
        let entry = document.token(child);
        child > cue.verb
            && (entry.xpos == "VBG") == gerund
            && (gerund || is_nominal(document, child) || entry.upos == "ADJ")
            && marker(document, child).is_some_and(|marker| marker == preposition)
    };
    let object = object(document, cue).filter(|&object| object > cue.verb && party.is_some());
    let holders = [Some(cue.verb), cue.particle, object];
    let found = holders.into_iter().flatten().find_map(|holder| document.children(holder).iter().copied().find(fits));
    if party.is_none() {
        return found;
    }
    found.or_else(|| behind_object(document, cue, preposition, gerund))
}

/// "accused Oslo of continued spying", where the parser hung the phrase on nothing that it belongs to: the preposition directly
/// behind the object.
fn behind_object(document: &Document, cue: Cue, preposition: &str, gerund: bool) -> Option<TokenId> {
    if cue.passive {
        return None;
    }
    let object = object(document, cue).filter(|&object| object > cue.verb)?;
    let end = document.sentence_of(cue.verb).tokens.1;
    // A title and a name that the parser made two objects are one party.
    let part = |token: TokenId| {
        matches!(document.token(token).upos.as_str(), "PROPN" | "NOUN" | "ADJ" | "DET" | "NUM" | "PART")
            || document.form(token) == "-"
    };
    let at = (object.0 + 1..end.min(object.0 + 8)).map(TokenId).find(|&token| !part(token))?;
    if lower(document, at) != preposition {
        return None;
    }
    let next = TokenId(at.0 + 1);
    let governed = document.token(at).head.filter(|&head| head > at && head.0 < at.0 + 8);
    let head = governed.or_else(|| (next.0 < end && is_nominal(document, next)).then_some(next))?;
    ((document.token(head).xpos == "VBG") == gerund).then_some(head)
}

/// "called the raid an act of war": what is named and the name, also with what is named before the verb ("the raid, which it
/// called an act of war").
fn named(document: &Document, cue: Cue) -> Option<(TokenId, TokenId)> {
    let mut after = document.children(cue.verb).iter().copied().filter(|&child| {
        let deprel = document.token(child).deprel;
        child > cue.verb
            && !is_infinitive(document, child)
            && ["xcomp", "obj", "iobj", "ccomp"].iter().any(|&relation| deprel.matches(relation))
            && (is_nominal(document, child) || document.token(child).upos == "ADJ")
            && marker(document, child).is_none()
    });
    let first = after.next()?;
    if cue.passive {
        return object(document, cue).map(|party| (party, first));
    }
    if let Some(second) = after.next() {
        return Some((first, second));
    }
    let own = document.children_by(cue.verb, "nsubj").any(|child| !is_relative_form(document, child));
    own.then(|| modified(document, cue.verb)).flatten().map(|antecedent| (antecedent, first))
}
