//! Proof that the identity graph keeps its shape.
use super::{Node, Violation, nodes_of, values};
use crate::graph::identity::Verdict;
use crate::ontology::vocabulary::{ch, rdf};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Quad, Term};
use std::collections::BTreeMap;

/// The faults of the identity graph, or of that of people's decisions, in the order of their resources. `is_claim`
/// tells whether an article makes a claim of this name.
#[must_use]
pub fn validate_identity(quads: &[Quad], is_claim: impl Fn(&NamedNode) -> bool) -> Vec<Violation> {
    let mut nodes: BTreeMap<&str, Node<'_>> = BTreeMap::new();
    for quad in quads {
        if let NamedOrBlankNode::NamedNode(subject) = &quad.subject {
            nodes.entry(subject.as_str()).or_default().push((quad.predicate.as_ref(), &quad.object));
        }
    }
    let mut violations = Vec::new();
    for (&iri, node) in &nodes {
        let mut fault = |reason: &str| {
            violations.push(Violation { node: iri.to_owned(), reason: reason.to_owned() });
        };
        let classes: Vec<_> = nodes_of(node, rdf::TYPE).collect();
        if classes.contains(&ch::IDENTITY_DECISION) {
            if nodes_of(node, ch::IDENTIFIES).count() != 2 {
                fault("does not decide on two entities");
            }
            let verdicts: Vec<_> = nodes_of(node, ch::VERDICT).collect();
            if verdicts.len() != 1 || !Verdict::ALL.iter().any(|verdict| verdicts[0] == verdict.iri()) {
                fault("has not one known verdict");
            }
        }
        if classes.contains(&ch::OCCURRENCE) {
            let reports: Vec<_> = nodes_of(node, ch::REPORTS).collect();
            if reports.is_empty() {
                fault("has no reports");
            }
            if reports.iter().any(|claim| !is_claim(&claim.into_owned())) {
                fault("reports what no article claims");
            }
            if nodes_of(node, ch::EARLIEST_REPORT).any(|first| !reports.contains(&first)) {
                fault("its earliest report is none of its reports");
            }
            for property in [ch::OCCURRENCE_CLASS, ch::ARTICLE_COUNT, ch::PUBLISHER_COUNT, ch::EARLIEST_REPORT] {
                if values(node, property).count() != 1 {
                    fault("has not one class, number of articles, number of publishers and earliest report");
                }
            }
        }
        for canonical in nodes_of(node, ch::SAME_REFERENT) {
            let further =
                nodes.get(canonical.as_str()).is_some_and(|other| values(other, ch::SAME_REFERENT).next().is_some());
            if further || values(node, ch::SAME_REFERENT).count() != 1 {
                fault("does not go by the name of one other in one step");
            }
        }
        if classes.is_empty() && values(node, ch::SAME_REFERENT).next().is_none() {
            fault("is nothing that belongs here");
        }
        if node.iter().any(|(_, object)| matches!(object, Term::BlankNode(_))) {
            fault("points to a blank node");
        }
    }
    violations.sort();
    violations.dedup();
    violations
}
