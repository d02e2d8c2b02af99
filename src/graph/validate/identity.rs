//! Proof that the identity graph keeps its shape.
use super::Violation;
use crate::graph::description::Descriptions;
use crate::graph::identity::Verdict;
use crate::ontology::vocabulary::{ch, rdf};
use oxigraph::model::{NamedNode, Quad, Term};

/// The faults of the identity graph, or of that of people's decisions, in the order of their resources. `is_claim`
/// tells whether an article makes a claim of this name.
#[must_use]
pub fn validate_identity(quads: &[Quad], is_claim: impl Fn(&NamedNode) -> bool) -> Vec<Violation> {
    let nodes = Descriptions::new(quads);
    let mut violations = Vec::new();
    for (iri, node) in nodes.iter() {
        let mut fault = |reason: &str| {
            violations.push(Violation { node: iri.to_owned(), reason: reason.to_owned() });
        };
        let classes: Vec<_> = node.links(rdf::TYPE).collect();
        if classes.contains(&ch::IDENTITY_DECISION) {
            if node.links(ch::IDENTIFIES).count() != 2 {
                fault("does not decide on two entities");
            }
            let verdicts: Vec<_> = node.links(ch::VERDICT).collect();
            if verdicts.len() != 1 || !Verdict::ALL.iter().any(|verdict| verdicts[0] == verdict.iri()) {
                fault("has not one known verdict");
            }
        }
        if classes.contains(&ch::OCCURRENCE) {
            let reports: Vec<_> = node.links(ch::REPORTS).collect();
            if reports.is_empty() {
                fault("has no reports");
            }
            if reports.iter().any(|claim| !is_claim(&claim.into_owned())) {
                fault("reports what no article claims");
            }
            if node.links(ch::EARLIEST_REPORT).any(|first| !reports.contains(&first)) {
                fault("its earliest report is none of its reports");
            }
            for property in [ch::OCCURRENCE_CLASS, ch::ARTICLE_COUNT, ch::PUBLISHER_COUNT, ch::EARLIEST_REPORT] {
                if node.values(property).count() != 1 {
                    fault("has not one class, number of articles, number of publishers and earliest report");
                }
            }
        }
        for canonical in node.links(ch::SAME_REFERENT) {
            let further = nodes.of(canonical.as_str()).values(ch::SAME_REFERENT).next().is_some();
            if further || node.values(ch::SAME_REFERENT).count() != 1 {
                fault("does not go by the name of one other in one step");
            }
        }
        if classes.is_empty() && node.values(ch::SAME_REFERENT).next().is_none() {
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
