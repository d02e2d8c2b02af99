//! Conjuncts: what they take over from the first one.
use super::syntax::{Syntax, is_subject};
use crate::document::{Deprel, Edge, TokenId};

/// Relations that a conjunct does not inherit.
const NOT_INHERITED: &[&str] = &[
    "root",
    "conj",
    "punct",
    "cc",
    "flat",
    "fixed",
    "goeswith",
    "list",
    "reparandum",
    "orphan",
    "dep",
    "ref",
    "parataxis",
    "mark",
    "aux",
    "cop",
];

/// Gives every conjunct the incoming relations of its first conjunct: "sent troops and tanks" has two objects.
pub(super) fn propagate_heads(syntax: &mut Syntax) {
    // Heads before dependents in text order: the first conjunct comes first.
    for id in syntax.ids() {
        let Some(first) = first_conjunct(syntax, id) else { continue };
        for edge in syntax.heads(first) {
            let inherits = !NOT_INHERITED.iter().any(|relation| edge.deprel.matches(relation));
            if inherits && edge.head != id && is_plausible(syntax, edge, first, id) {
                syntax.add(edge.head, id, edge.deprel);
            }
        }
    }
}

/// The conjunct at the head, if this is a further one.
fn first_conjunct(syntax: &Syntax, id: TokenId) -> Option<TokenId> {
    let token = syntax.token(id);
    (token.deprel == "conj").then_some(token.head).flatten()
}

/// A verb does not become the argument that a noun is; such trees are parser errors.
fn is_plausible(syntax: &Syntax, edge: Edge, first: TokenId, conjunct: TokenId) -> bool {
    let is_clause = |id: TokenId| syntax.token(id).upos == "VERB" || syntax.has(id, "cop") || syntax.has(id, "nsubj");
    let nominal = ["nsubj", "obj", "iobj", "obl", "nmod", "appos", "compound", "amod", "nummod", "det"];
    !nominal.iter().any(|relation| edge.deprel.matches(relation)) || is_clause(first) || !is_clause(conjunct)
}

/// Gives a conjoined predicate the subject of the first one, and the objects that follow both.
pub(super) fn share_arguments(syntax: &mut Syntax) {
    for id in syntax.ids() {
        let Some(first) = first_conjunct(syntax, id) else { continue };
        // "is an ally and a member" has one copula for two predicates.
        let is_predicate = syntax.is_predicate(id) || syntax.token(id).upos == "ADJ" || syntax.has(first, "cop");
        if !syntax.is_predicate(first) || !is_predicate {
            continue;
        }
        if !syntax.has_subject(id) {
            let passive = takes_passive_subject(syntax, first, id);
            let shared: Vec<Edge> = syntax
                .edges(first)
                .filter(|edge| is_subject(edge.deprel) && !syntax.is_relativizer(edge.dependent))
                .collect();
            for edge in shared {
                let deprel = match (edge.deprel.matches("nsubj:xsubj") || edge.deprel == "nsubj:pass:xsubj", passive) {
                    (true, true) => "nsubj:pass:xsubj",
                    (true, false) => "nsubj:xsubj",
                    (false, true) => "nsubj:pass",
                    (false, false) => "nsubj",
                };
                syntax.add(id, edge.dependent, Deprel::parse(deprel));
            }
        }
        share_following(syntax, first, id);
    }
}

/// "was seized and taken away": the auxiliary counts for both participles.
fn takes_passive_subject(syntax: &Syntax, first: TokenId, id: TokenId) -> bool {
    let participle = syntax.token(id).xpos == "VBN" && !syntax.has(id, "aux");
    syntax.is_passive(id)
        || (participle && (syntax.is_passive(first) || syntax.token(first).xpos == "VBN" && !syntax.has(first, "aux")))
}

/// "trains and equips the rebels": an object after the second verb belongs to both.
fn share_following(syntax: &mut Syntax, first: TokenId, id: TokenId) {
    if syntax.token(id).upos != "VERB" {
        return;
    }
    let following: Vec<Edge> = syntax.edges(first).filter(|edge| edge.dependent > id).collect();
    let has_object = syntax.has(id, "obj") || syntax.has(id, "ccomp") || syntax.has(id, "xcomp");
    for edge in following {
        let shares = (edge.deprel == "obj" && !has_object && !syntax.is_passive(id)) || edge.deprel.matches("obl");
        // What follows a later conjunct is not shared with an earlier one that another verb separates.
        if shares && syntax.token(edge.dependent).head == Some(first) {
            syntax.add(id, edge.dependent, edge.deprel);
        }
    }
}
