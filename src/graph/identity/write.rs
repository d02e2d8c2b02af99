//! Identity as quads.
use super::{Decision, Partition, Verdict};
use crate::graph::iri::{Base, SharedGraph};
use crate::graph::{confidence, fingerprint};
use crate::ontology::vocabulary::{ch, rdf};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad};

/// What a partition says, in the identity graph: each decision, and each entity's link to the one by whose name its
/// group goes.
#[must_use]
pub fn quads(base: &Base, partition: &Partition) -> Vec<Quad> {
    let graph = base.shared_graph(SharedGraph::Identity);
    let mut quads = Vec::new();
    for (member, canonical) in &partition.canonical {
        quads.push(Quad::new(base.resource(member), ch::SAME_REFERENT, base.resource(canonical), graph.clone()));
    }
    for decision in &partition.decisions {
        let node = decision_iri(base, decision);
        let mut add = |property: NamedNodeRef<'_>, object: oxigraph::model::Term| {
            quads.push(Quad::new(node.clone(), property, object, graph.clone()));
        };
        add(rdf::TYPE, ch::IDENTITY_DECISION.into_owned().into());
        add(ch::IDENTIFIES, base.resource(&decision.one).into());
        add(ch::IDENTIFIES, base.resource(&decision.other).into());
        add(ch::VERDICT, decision.verdict.iri().into_owned().into());
        #[expect(clippy::cast_precision_loss, reason = "at most 100")]
        add(ch::CONFIDENCE, confidence(decision.score as f32 / 100.0).into());
        for reason in &decision.reasons {
            add(ch::IDENTITY_REASON, Literal::from(reason.as_str()).into());
        }
    }
    quads
}

/// The IRI of a decision: of the two entities, whatever was decided.
#[must_use]
pub fn decision_iri(base: &Base, decision: &Decision) -> NamedNode {
    base.identity(&pair_id(&decision.one, &decision.other))
}

/// What names two entities, the lesser path first, in the IRIs of decisions on them.
#[must_use]
pub fn pair_id(one: &str, other: &str) -> String {
    fingerprint::of_texts([one, other])[..16].to_owned()
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 3] = [Self::Same, Self::Undecided, Self::Different];

    /// Its IRI.
    #[must_use]
    pub const fn iri(self) -> NamedNodeRef<'static> {
        match self {
            Self::Same => ch::SAME,
            Self::Undecided => ch::UNDECIDED,
            Self::Different => ch::DIFFERENT,
        }
    }
}
