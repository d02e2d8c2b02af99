//! Which run read which article: outside the article's own graph, since two runs differ in it.
use super::{Base, SharedGraph, fingerprint};
use crate::ontology::vocabulary::{ch, owl, prov, rdf, xsd};
use jiff::Timestamp;
use oxigraph::model::{Literal, NamedNode, Quad};

/// One run of chancery over some articles: a `prov:Activity`.
#[derive(Clone, Debug)]
pub struct Run {
    node: NamedNode,
    graph: NamedNode,
    started: Timestamp,
    /// Identifies program and knowledge; an article read by another version is read again.
    version: String,
}

impl Run {
    /// A run that starts now. `digest` identifies code, models, frames and knowledge in use, and the detail of its graphs.
    #[must_use]
    pub fn start(base: &Base, digest: &str) -> Self {
        Self::at(base, digest, Timestamp::now())
    }

    /// A run that started at a given time.
    #[must_use]
    pub fn at(base: &Base, digest: &str, started: Timestamp) -> Self {
        let version = format!("chancery {} {digest}", env!("CARGO_PKG_VERSION"));
        let id = fingerprint::of_texts([version.as_str(), &started.to_string()]);
        Self { node: base.run(&id[..16]), graph: base.shared_graph(SharedGraph::Provenance), started, version }
    }

    /// What describes the run itself.
    #[must_use]
    pub fn quads(&self) -> Vec<Quad> {
        let add = |predicate, object: Literal| Quad::new(self.node.clone(), predicate, object, self.graph.clone());
        vec![
            Quad::new(self.node.clone(), rdf::TYPE, prov::ACTIVITY, self.graph.clone()),
            add(owl::VERSION_INFO.into(), Literal::from(self.version.as_str())),
            add(
                NamedNode::from(prov::STARTED_AT_TIME),
                Literal::new_typed_literal(self.started.to_string(), xsd::DATE_TIME),
            ),
        ]
    }

    /// The marker of an article that was completely read: stored in the same transaction as its graph.
    #[must_use]
    pub fn marker(&self, content: &str) -> String {
        fingerprint::of_texts([content, &self.version])
    }

    /// What the run says of an article.
    #[must_use]
    pub fn article_quads(&self, article: &NamedNode, content: &str) -> Vec<Quad> {
        vec![
            Quad::new(article.clone(), prov::WAS_GENERATED_BY, self.node.clone(), self.graph.clone()),
            Quad::new(article.clone(), ch::MARKER, Literal::from(self.marker(content)), self.graph.clone()),
        ]
    }
}
