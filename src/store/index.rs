//! The index: what identity and occurrences need of each article, kept in a graph of its own.
//!
//! An article's entries come and go in the same transaction as its graph, and mark as stale what they touch. So
//! nothing is ever computed from an article that the store does not have, and a run that is killed before identity
//! was computed leaves the marks for the next.
use super::KnowledgeGraph;
use crate::graph::dossier::{self, Findings, findings};
use crate::graph::iri::{Base, SharedGraph};
use crate::ontology::vocabulary::ch;
use oxigraph::model::{GraphNameRef, Literal, NamedNode, Quad};
use oxigraph::store::{StorageError, Transaction};

impl KnowledgeGraph {
    /// Adds the entries of an article to the index. To be called in the transaction that writes its graph.
    pub(super) fn index(&self, transaction: &mut Transaction<'_>, article: &NamedNode, quads: &[Quad]) {
        let found = findings(self.base(), article, quads);
        transaction.extend(&entries(self.base(), &found));
        transaction.extend(&stale(self.base(), &found));
    }

    /// Takes the entries of an article out of the index. To be called in the transaction that removes its graph, and
    /// before that.
    pub(super) fn unindex(&self, transaction: &mut Transaction<'_>, article: &NamedNode) -> Result<(), StorageError> {
        let graph = Some(GraphNameRef::from(article));
        let quads: Vec<Quad> = transaction.quads_for_pattern(None, None, None, graph).collect::<Result<_, _>>()?;
        let found = findings(self.base(), article, &quads);
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

fn stale(base: &Base, found: &Findings) -> Vec<Quad> {
    let graph = base.shared_graph(SharedGraph::Index);
    let touched = std::iter::once(&found.dossier.article).chain(found.traces.keys());
    touched.map(|path| Quad::new(base.index(path), ch::INDEX_STALE, Literal::from(true), graph.clone())).collect()
}
