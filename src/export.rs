//! Deterministic serialisation of the store: two equal graphs give two equal files; and tables of its claims for the tools of
//! others.
pub mod alignment;
mod claims;
mod dyad;
mod ftm;
mod graphml;
mod parquet;
mod plover;
mod view;
mod visits;

use crate::graph::iri::{Base, SharedGraph};
use crate::graph::sort;
use crate::ontology::vocabulary::PREFIXES;
use crate::store::{KnowledgeGraph, StoreError};
pub use alignment::{Alignment, Vocabulary};
pub use claims::claims;
pub use ftm::ftm;
pub use graphml::graphml;
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedOrBlankNode, Quad};
pub use plover::{event_type, intensity, plover};
use std::io::{self, Write};
pub use visits::visits;

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file could not be written.
    #[error("cannot write: {0}")]
    Io(#[from] io::Error),
    /// The store has no such graph.
    #[error("the store has no graph {0}")]
    NoGraph(String),
}

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> Self {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => Self::Io(error),
            other => Self::Io(io::Error::other(format!("{other:?}"))),
        }
    }
}

/// Which graphs to export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// What articles say, and who is who across them.
    Articles,
    /// Everything, with ontology, knowledge and provenance.
    All,
    /// These graphs.
    Graphs(Vec<NamedNode>),
}

impl Selection {
    /// The graphs it means, sorted.
    ///
    /// # Errors
    /// [`ExportError`] if the store cannot be read or has no such graph.
    pub fn graphs(&self, graph: &KnowledgeGraph) -> Result<Vec<NamedNode>, ExportError> {
        let mut graphs = match self {
            Self::Articles => {
                let mut graphs = graph.articles()?;
                graphs
                    .extend([SharedGraph::Identity, SharedGraph::Curation].map(|name| graph.base().shared_graph(name)));
                graphs
            }
            Self::All => {
                let index = graph.base().shared_graph(SharedGraph::Index);
                let mut graphs = Vec::new();
                for name in graph.store().named_graphs() {
                    if let NamedOrBlankNode::NamedNode(name) = name.map_err(graph.error())?
                        && name != index
                    {
                        graphs.push(name);
                    }
                }
                graphs
            }
            Self::Graphs(graphs) => {
                for name in graphs {
                    if !graph.store().contains_named_graph(name).map_err(graph.error())? {
                        return Err(ExportError::NoGraph(name.as_str().to_owned()));
                    }
                }
                graphs.clone()
            }
        };
        graphs.sort_unstable();
        graphs.dedup();
        Ok(graphs)
    }
}

/// Writes graphs in a format, sorted, with the statements in other vocabularies that follow; the number of statements written. Formats without named graphs get the union,
/// each triple once. With them, memory holds one graph at a time.
///
/// # Errors
/// [`ExportError`] if the store cannot be read or `out` not be written.
pub fn export<W: Write>(
    graph: &KnowledgeGraph,
    selection: &Selection,
    format: RdfFormat,
    alignment: &Alignment,
    out: W,
) -> Result<usize, ExportError> {
    let mut serializer = serializer(format, graph.base(), alignment.vocabularies()).for_writer(out);
    let mut count = 0;
    let mut union = Vec::new();
    for name in selection.graphs(graph)? {
        let mut quads = Vec::new();
        for quad in graph.store().quads_for_pattern(None, None, None, Some(GraphNameRef::from(&name))) {
            let quad = quad.map_err(graph.error())?;
            quads.extend(alignment.of(&quad));
            quads.push(quad);
        }
        if format.supports_datasets() {
            for quad in sort(quads) {
                serializer.serialize_quad(&quad)?;
                count += 1;
            }
        } else {
            union.extend(quads.into_iter().map(|quad| Quad { graph_name: GraphName::DefaultGraph, ..quad }));
        }
    }
    for quad in sort(union) {
        serializer.serialize_quad(&quad)?;
        count += 1;
    }
    serializer.finish()?.flush()?;
    Ok(count)
}

/// A serializer with the prefixes of our vocabularies, of those aligned to, and of the kinds of entities.
///
/// # Panics
/// Never: all prefixes are valid IRIs.
pub fn serializer(format: RdfFormat, base: &Base, vocabularies: &[Vocabulary]) -> RdfSerializer {
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, namespace) in PREFIXES.into_iter().chain(vocabularies.iter().map(|vocabulary| vocabulary.namespace()))
    {
        serializer = serializer.with_prefix(prefix, namespace).expect("namespaces are IRIs");
    }
    for kind in
        ["city", "document", "facility", "force", "organization", "person", "place", "population", "region", "state"]
    {
        let namespace = [base.as_str(), kind, "/"].concat();
        serializer = serializer.with_prefix(kind, namespace).expect("a base is an IRI");
    }
    serializer
}
