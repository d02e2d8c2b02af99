//! Relative clauses: the antecedent in the place of the relativizer.
use super::syntax::Syntax;
use crate::document::{Deprel, TokenId};

/// Nouns that a relative clause without relativizer modifies as time, place or manner: "the day he left".
const CIRCUMSTANCES: &[&str] = &[
    "time", "day", "week", "month", "year", "moment", "hour", "night", "morning", "way", "reason", "place", "date",
    "minute", "era", "period",
];

/// Adds antecedents as arguments of their relative clauses, and `ref` edges to the relativizers.
pub(super) fn fill_gaps(syntax: &mut Syntax) {
    for id in syntax.ids() {
        let token = syntax.token(id);
        let Some(antecedent) = token.head.filter(|_| token.deprel == "acl:relcl") else { continue };
        match relativizer(syntax, id, antecedent) {
            Some(relativizer) => {
                let own = syntax.token(relativizer);
                let is_adverb = own.xpos == "WRB";
                let deprel = if is_adverb { Deprel::parse("obl") } else { own.deprel };
                if let Some(head) = own.head.filter(|&head| head != antecedent) {
                    syntax.add(head, antecedent, deprel);
                }
                syntax.add(antecedent, relativizer, Deprel::parse("ref"));
            }
            None => zero_relative(syntax, id, antecedent),
        }
    }
}

/// The first relative word of a clause that no deeper clause claims.
fn relativizer(syntax: &Syntax, clause: TokenId, antecedent: TokenId) -> Option<TokenId> {
    let mut found: Option<TokenId> = None;
    let mut open = vec![clause];
    while let Some(id) = open.pop() {
        for &child in syntax.children(id) {
            let token = syntax.token(child);
            let relative = matches!(token.xpos.as_str(), "WDT" | "WP" | "WP$" | "WRB");
            if relative
                && token.deprel != "mark"
                && child > antecedent
                && token.deprel != "det"
                && found.is_none_or(|best| child < best)
            {
                found = Some(child);
            }
            // Relative words stand before the verb of their clause.
            let inside = !["acl", "acl:relcl", "advcl", "conj", "parataxis", "punct"]
                .iter()
                .any(|relation| token.deprel == *relation);
            if inside
                && !(token.deprel == "ccomp"
                    && syntax.children(child).iter().any(|&word| syntax.token(word).xpos == "WP"))
            {
                open.push(child);
            }
        }
    }
    found
}

/// "the deal they signed", "the base it operates from", "the day he left".
fn zero_relative(syntax: &mut Syntax, clause: TokenId, antecedent: TokenId) {
    // The gap may be in a controlled verb: "the deal they hoped to sign".
    let mut verb = clause;
    while let Some(inner) = syntax.child(verb, "xcomp").filter(|_| !syntax.has(verb, "obj")) {
        verb = inner;
    }
    let stranded = syntax.children(verb).iter().copied().find(|&child| {
        let token = syntax.token(child);
        token.upos == "ADP" && token.deprel.matches("obl") && syntax.children(child).is_empty()
    });
    let deprel = if stranded.is_some() || CIRCUMSTANCES.contains(&&*syntax.token(antecedent).lemma) {
        "obl"
    } else if !syntax.has_subject(clause) {
        if syntax.is_passive(clause) { "nsubj:pass" } else { "nsubj" }
    } else if syntax.token(verb).upos == "VERB" && !syntax.has(verb, "obj") && !syntax.is_passive(verb) {
        "obj"
    } else {
        return;
    };
    syntax.add(verb, antecedent, Deprel::parse(deprel));
}
