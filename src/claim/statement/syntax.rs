//! Small questions to the dependency tree that every rule of the statements asks.
use crate::document::{Document, Span, TokenId};

/// The word under a token in lower case.
pub(super) fn lower(document: &Document, token: TokenId) -> String {
    document.form(token).to_lowercase()
}

/// The lemma in lower case.
pub(super) fn lemma(document: &Document, token: TokenId) -> String {
    document.lemma(token).to_lowercase()
}

/// The preposition (first word of its case marking) of a nominal, in lower case.
pub(super) fn case(document: &Document, token: TokenId) -> Option<String> {
    document.children_by(token, "case").map(|child| lower(document, child)).find(|form| !form.starts_with(['\'', '’']))
}

/// The first marker of a clause ("that", "to", "against"), in lower case.
pub(super) fn marker(document: &Document, token: TokenId) -> Option<String> {
    document
        .children_by(token, "mark")
        .chain(document.children_by(token, "case"))
        .map(|child| lower(document, child))
        .next()
}

/// Whether a verb is in the infinitive with "to"; "the aim was to stop" is a finite clause.
pub(super) fn is_infinitive(document: &Document, token: TokenId) -> bool {
    let copular = document.children_by(token, "cop").any(|copula| copula < token && is_finite(document, copula));
    !copular
        && document.children(token).iter().any(|&child| {
            child < token && document.token(child).xpos == "TO"
                || lower(document, child) == "to" && child < token && document.token(child).deprel == "mark"
        })
}

/// Whether a token is a verb (auxiliaries are not).
pub(super) fn is_verb(document: &Document, token: TokenId) -> bool {
    document.token(token).upos == "VERB"
}

/// Whether a token is a noun, name or pronoun.
pub(super) fn is_nominal(document: &Document, token: TokenId) -> bool {
    let upos = document.token(token).upos;
    upos == "NOUN" || upos == "PROPN" || upos == "PRON" || upos == "NUM"
}

/// Whether a token is a finite verb or auxiliary.
pub(super) fn is_finite(document: &Document, token: TokenId) -> bool {
    let xpos = document.token(token).xpos;
    xpos == "VBD" || xpos == "VBZ" || xpos == "VBP" || xpos == "MD"
}

/// Whether the verb is a passive: with its auxiliary, or as a reduced relative clause ("the plan announced by …").
pub(super) fn is_passive(document: &Document, verb: TokenId) -> bool {
    if document.token(verb).xpos != "VBN" {
        return document.children_by(verb, "nsubj:pass").next().is_some();
    }
    let marked = document
        .children(verb)
        .iter()
        .any(|&child| document.token(child).deprel == "aux:pass" || document.token(child).deprel == "nsubj:pass");
    let perfect = document.children_by(verb, "aux").any(|child| lemma(document, child) == "have");
    marked
        || (document.token(verb).deprel.matches("acl")
            && document.children_by(verb, "nsubj").next().is_none()
            && !perfect)
}

/// Whether the token is a dependent, direct or not, of another.
pub(super) fn is_under(document: &Document, mut token: TokenId, ancestor: TokenId) -> bool {
    // A tree has no longer path than it has tokens; the bound guards against a malformed one.
    for _ in 0..document.tokens().len() {
        if token == ancestor {
            return true;
        }
        match document.token(token).head {
            Some(head) => token = head,
            None => return false,
        }
    }
    false
}

/// The subtree of a token without the subtrees of the tokens that `leave_out` names.
pub(super) fn pruned_subtree(document: &Document, root: TokenId, leave_out: impl Fn(TokenId) -> bool) -> Vec<TokenId> {
    let mut found = vec![root];
    let mut next = 0;
    while next < found.len() {
        found.extend(document.children(found[next]).iter().copied().filter(|&child| !leave_out(child)));
        next += 1;
    }
    found.sort_unstable();
    found
}

/// The noun phrase of a head without its clauses, appositions after a comma and conjuncts: contiguous around the head.
pub(super) fn core_phrase(document: &Document, head: TokenId) -> Vec<TokenId> {
    pruned_subtree(document, head, |child| {
        let deprel = document.token(child).deprel;
        deprel.matches("acl")
            || deprel.matches("advcl")
            || deprel.matches("conj")
            || deprel == "cc"
            || deprel.matches("punct")
            || deprel.matches("parataxis")
            || deprel.matches("nsubj")
            || deprel.matches("aux")
            || deprel.matches("cop")
            || (deprel == "appos" && child > head && preceded_by_comma(document, child))
    })
}

fn preceded_by_comma(document: &Document, token: TokenId) -> bool {
    document.children_by(token, "punct").any(|child| child < token)
        || document
            .subtree(token)
            .first()
            .is_some_and(|first| first.0 > 0 && document.form(TokenId(first.0 - 1)) == ",")
}

/// The span from the first to the last of some tokens in text order.
pub(super) fn cover(document: &Document, tokens: &[TokenId]) -> Option<Span> {
    let (first, last) = (tokens.first()?, tokens.last()?);
    Some(document.token(*first).span.cover(document.token(*last).span))
}

/// The span without spaces, commas and dashes around it and without a full stop that stands outside quotation marks.
pub(super) fn trimmed(document: &Document, span: Span) -> Option<Span> {
    let range = span.range();
    let text = document.text().get(range.clone())?;
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || ",;:–—-.".contains(c));
    let end = start.trim_end_matches(|c: char| c.is_whitespace() || ",;:–—-.".contains(c));
    let begin = range.start + (text.len() - start.len());
    // "U.S." and the like keep their last full stop.
    let keep = document.text().as_bytes()[begin..].get(end.len()) == Some(&b'.')
        && end.chars().rev().nth(1) == Some('.')
        && end.ends_with(char::is_alphabetic);
    let length = end.len() + usize::from(keep && begin + end.len() < range.end);
    (length > 0).then(|| Span::new(begin, begin + length))
}
