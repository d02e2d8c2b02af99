//! Enhanced dependencies: edges that the basic tree leaves implicit.
//!
//! After the enhanced UD guidelines (Schuster & Manning 2016; Nivre et al. 2018): conjuncts take over the relation and the shared
//! arguments of their first conjunct, controlled verbs get their subject (`nsubj:xsubj`), and the antecedent of a relative
//! clause fills the place of its relativizer (`ref`).
//!
//! Beyond the guidelines, because claims need it: participles after a noun take it as subject (`nsubj` of "the troops guarding
//! the base", `nsubj:pass` of "the sanctions imposed"), nouns of will and ability give theirs to their infinitive ("its plan to
//! withdraw"), non-finite adverbial clauses take the subject of their main clause
//! ("Speaking in Geneva, he warned …"), and a `by` phrase of a passive that the parser left as `obl` is also an `obl:agent`.
mod conjunction;
mod control;
mod relative;
mod syntax;

use crate::document::{Edge, Token};
use syntax::Syntax;

/// The edges to add to the basic tree, sorted and without duplicates.
///
/// # Panics
/// If a head is not among the tokens.
#[must_use]
pub fn enhance(tokens: &[Token]) -> Vec<Edge> {
    let mut syntax = Syntax::new(tokens);
    relative::fill_gaps(&mut syntax);
    conjunction::propagate_heads(&mut syntax);
    // Subjects pass down chains of conjuncts and controlled verbs; each round goes one step deeper.
    for _ in 0..4 {
        let before = syntax.added();
        conjunction::share_arguments(&mut syntax);
        control::share_subjects(&mut syntax);
        if syntax.added() == before {
            break;
        }
    }
    control::mark_agents(&mut syntax);
    syntax.into_edges()
}
