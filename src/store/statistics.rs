//! What a store holds, counted.
use super::{KnowledgeGraph, StoreError};
use crate::graph::iri::SharedGraph;
use crate::ontology::vocabulary::{ch, rdf};
use crate::ontology::{ClaimClass, EntityClass};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Term};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Counts over all articles; the knowledge base counts only in `quads`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    pub quads: usize,
    pub articles: usize,
    pub sentences: usize,
    pub mentions: usize,
    /// Distinct entities that articles speak of, by class.
    pub entities: BTreeMap<EntityClass, usize>,
    /// Claims by class.
    pub claims: BTreeMap<ClaimClass, usize>,
}

impl Statistics {
    pub(super) fn of(graph: &KnowledgeGraph) -> Result<Self, StoreError> {
        let store = graph.store();
        let shared: Vec<GraphName> =
            SharedGraph::ALL.iter().map(|&shared| graph.base().shared_graph(shared).into()).collect();
        let mut statistics = Self { quads: store.len().map_err(graph.error())?, ..Self::default() };
        let mut seen: FxHashSet<(NamedNode, EntityClass)> = FxHashSet::default();
        for quad in store.quads_for_pattern(None, Some(rdf::TYPE), None, None) {
            let quad = quad.map_err(graph.error())?;
            let (Term::NamedNode(class), false) = (&quad.object, shared.contains(&quad.graph_name)) else { continue };
            if *class == ch::ARTICLE {
                statistics.articles += 1;
            } else if *class == ch::SENTENCE {
                statistics.sentences += 1;
            } else if *class == ch::MENTION {
                statistics.mentions += 1;
            } else if let Some(class) = ClaimClass::from_iri(class.as_str()) {
                *statistics.claims.entry(class).or_default() += 1;
            } else if let Some(class) = EntityClass::from_iri(class.as_str())
                && let NamedOrBlankNode::NamedNode(entity) = quad.subject
                && seen.insert((entity, class))
            {
                *statistics.entities.entry(class).or_default() += 1;
            }
        }
        Ok(statistics)
    }
}
