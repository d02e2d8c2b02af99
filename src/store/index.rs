//! The index: what identity and occurrences need of each article, kept in a graph of its own.
//!
//! An article's entries come and go in the same transaction as its graph, and mark as stale what they touch. So
//! nothing is ever computed from an article that the store does not have, and a run that is killed before identity
//! was computed leaves the marks for the next.
use super::KnowledgeGraph;
use crate::graph::dossier::{self, Findings, entities, findings};
use crate::graph::iri::{Base, SharedGraph};
use crate::ontology::vocabulary::{ch, rdf};
use oxigraph::model::{GraphNameRef, Literal, NamedNode, Quad};
use oxigraph::store::{StorageError, Transaction};
use std::collections::BTreeSet;

impl KnowledgeGraph {
    /// The entries of an article, to be written together with its graph.
    pub(super) fn index_quads(&self, article: &NamedNode, quads: &[Quad]) -> Result<Vec<Quad>, StorageError> {
        let found = self.findings(article, quads)?;
        let mut entries = entries(self.base(), &found);
        entries.extend(stale(self.base(), &found));
        Ok(entries)
    }

    fn findings(&self, article: &NamedNode, quads: &[Quad]) -> Result<Findings, StorageError> {
        let knowledge = self.base().shared_graph(SharedGraph::Knowledge);
        let mut known = BTreeSet::new();
        for entity in entities(quads) {
            let graph = Some(GraphNameRef::from(&knowledge));
            let said = self.store().quads_for_pattern(Some(entity.as_ref().into()), Some(rdf::TYPE), None, graph);
            if said.into_iter().next().transpose()?.is_some() {
                known.insert(entity.as_str().to_owned());
            }
        }
        Ok(findings(self.base(), article, quads, &known))
    }

    /// Takes the entries of an article out of the index. To be called in the transaction that removes its graph, and
    /// before that.
    pub(super) fn unindex(&self, transaction: &mut Transaction<'_>, article: &NamedNode) -> Result<(), StorageError> {
        let graph = Some(GraphNameRef::from(article));
        let quads: Vec<Quad> = transaction.quads_for_pattern(None, None, None, graph).collect::<Result<_, _>>()?;
        let found = self.findings(article, &quads)?;
        for quad in entries(self.base(), &found) {
            transaction.remove(&quad);
        }
        transaction.extend(&stale(self.base(), &found));
        Ok(())
    }
}

/// The marker under which the index says by which rules it was made.
pub(super) fn version(base: &Base) -> Quad {
    let index = base.shared_graph(SharedGraph::Index);
    Quad::new(index.clone(), ch::MARKER, Literal::from(dossier::VERSION), index)
}

fn entries(base: &Base, found: &Findings) -> Vec<Quad> {
    let graph = base.shared_graph(SharedGraph::Index);
    let entry = |path: &str, json: Result<String, serde_json::Error>| {
        let json = json.expect("texts and numbers are always JSON");
        Quad::new(base.index(path), ch::INDEX_ENTRY, Literal::from(json), graph.clone())
    };
    let mut quads = vec![entry(&found.dossier.article, serde_json::to_string(&found.dossier))];
    quads.extend(found.traces.iter().map(|(path, trace)| entry(path, serde_json::to_string(trace))));
    quads
}

/// The mark of an article or entity as stale.
pub(super) fn stale_mark(base: &Base, path: &str) -> Quad {
    Quad::new(base.index(path), ch::INDEX_STALE, Literal::from(true), base.shared_graph(SharedGraph::Index))
}

fn stale(base: &Base, found: &Findings) -> Vec<Quad> {
    let touched = std::iter::once(&found.dossier.article).chain(found.traces.keys());
    touched.map(|path| stale_mark(base, path)).collect()
}
