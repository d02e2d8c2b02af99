//! Changes that follow from a pass, and what is common to the passes.
use super::super::KnowledgeGraph;
use super::CHUNK;
use crate::graph::iri::SharedGraph;
use crate::ontology::vocabulary::ch;
use oxigraph::model::{NamedNode, Quad};
use oxigraph::store::StorageError;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// What was found under an index node: decisions or occurrences.
pub(super) fn outcomes(graph: &KnowledgeGraph, node: &NamedNode) -> Result<BTreeSet<NamedNode>, StorageError> {
    Ok(graph.index_values(node, ch::INDEX_OUTCOME)?.into_iter().map(NamedNode::new_unchecked).collect())
}

/// The quads of values that are gone, and of those that are new.
pub(super) fn difference<T: Ord>(
    old: &BTreeSet<T>,
    new: &BTreeSet<T>,
    quad: impl Fn(&T) -> Quad,
) -> (Vec<Quad>, Vec<Quad>) {
    (old.difference(new).map(&quad).collect(), new.difference(old).map(&quad).collect())
}

/// Changes of the identity graph, committed from time to time.
pub(super) struct Batch<'a> {
    graph: &'a KnowledgeGraph,
    pub added: Vec<Quad>,
    pub removed: Vec<Quad>,
    steps: usize,
}

impl<'a> Batch<'a> {
    pub const fn new(graph: &'a KnowledgeGraph) -> Self {
        Self { graph, added: Vec::new(), removed: Vec::new(), steps: 0 }
    }

    pub fn commit_if_full(&mut self) -> Result<(), StorageError> {
        self.steps += 1;
        if self.steps >= CHUNK { self.commit() } else { Ok(()) }
    }

    pub fn commit(&mut self) -> Result<(), StorageError> {
        self.steps = 0;
        let mut transaction = self.graph.store().start_transaction()?;
        for quad in self.removed.drain(..) {
            transaction.remove(&quad);
        }
        for quad in self.added.drain(..) {
            transaction.insert(&quad);
        }
        transaction.commit()
    }

    /// Puts the outcomes of an index node in the place of those before, and gives the latter.
    pub fn set_outcomes(
        &mut self,
        node: &NamedNode,
        new: &BTreeSet<NamedNode>,
    ) -> Result<BTreeSet<NamedNode>, StorageError> {
        let index = self.graph.base().shared_graph(SharedGraph::Index);
        let old = outcomes(self.graph, node)?;
        let quad = |of: &NamedNode| Quad::new(node.clone(), ch::INDEX_OUTCOME, of.clone(), index.clone());
        let (gone, added) = difference(&old, new, quad);
        self.removed.extend(gone);
        self.added.extend(added);
        Ok(old)
    }

    /// Puts quads in the place of those before; what is in both is not touched.
    pub fn replace(&mut self, before: &[Quad], after: &[Quad]) {
        let new: FxHashSet<&Quad> = after.iter().collect();
        self.removed.extend(before.iter().filter(|quad| !new.contains(quad)).cloned());
        let old: FxHashSet<&Quad> = before.iter().collect();
        self.added.extend(after.iter().filter(|quad| !old.contains(quad)).cloned());
    }
}
