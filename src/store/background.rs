//! Ontology and background knowledge in their own graphs.
use super::{KnowledgeGraph, StoreError};
use crate::graph::fingerprint;
use crate::graph::iri::{Base, SharedGraph};
use crate::ontology::vocabulary::{DEFAULT_BASE, ch};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Quad, Term};

/// The Turtle files of one shared graph, each with its name.
#[derive(Clone, Copy, Debug)]
pub struct Background<'a> {
    pub graph: SharedGraph,
    pub files: &'a [(&'a str, &'a str)],
}

impl Background<'_> {
    /// Digest of the files.
    #[must_use]
    pub fn digest(&self) -> String {
        fingerprint::of_texts(self.files.iter().flat_map(|&(name, text)| [name, text]))
    }

    /// Its quads, moved from the default base to another.
    ///
    /// # Errors
    /// [`StoreError::Background`] names the file that is not valid Turtle.
    pub fn quads(&self, base: &Base) -> Result<Vec<Quad>, StoreError> {
        let graph = base.shared_graph(self.graph);
        let mut quads = Vec::new();
        for &(file, text) in self.files {
            // Blank nodes of two files must not be taken for one.
            for quad in RdfParser::from_format(RdfFormat::Turtle).rename_blank_nodes().for_slice(text) {
                let quad = quad.map_err(|source| StoreError::Background { file: file.to_owned(), source })?;
                let subject = match quad.subject {
                    NamedOrBlankNode::NamedNode(node) => moved(node, base).into(),
                    subject @ NamedOrBlankNode::BlankNode(_) => subject,
                };
                let object = match quad.object {
                    Term::NamedNode(node) => moved(node, base).into(),
                    object => object,
                };
                quads.push(Quad::new(subject, quad.predicate, object, graph.clone()));
            }
        }
        Ok(quads)
    }
}

fn moved(node: NamedNode, base: &Base) -> NamedNode {
    match node.as_str().strip_prefix(DEFAULT_BASE) {
        Some(path) if base.as_str() != DEFAULT_BASE => NamedNode::new_unchecked([base.as_str(), path].concat()),
        _ => node,
    }
}

impl KnowledgeGraph {
    /// Loads a shared graph unless the store has it in this version; whether it did.
    ///
    /// # Errors
    /// [`StoreError`] if the files are not valid or the store cannot be written; then nothing has changed.
    pub fn load_background(&self, background: &Background<'_>) -> Result<bool, StoreError> {
        let graph = self.base().shared_graph(background.graph);
        let provenance = self.base().shared_graph(SharedGraph::Provenance);
        let marker = Quad::new(graph.clone(), ch::MARKER, Literal::from(background.digest()), provenance.clone());
        if self.store().contains(&marker).map_err(self.error())? {
            return Ok(false);
        }
        let quads = background.quads(self.base())?;
        let work = || {
            let mut transaction = self.store().start_transaction()?;
            transaction.remove_named_graph(&graph)?;
            let old: Vec<Quad> = transaction
                .quads_for_pattern(
                    Some(graph.as_ref().into()),
                    Some(ch::MARKER),
                    None,
                    Some(provenance.as_ref().into()),
                )
                .collect::<Result<_, _>>()?;
            for quad in &old {
                transaction.remove(quad);
            }
            transaction.extend(&quads);
            transaction.insert(&marker);
            // What is known is not discovered: the index depends on it.
            if background.graph == SharedGraph::Knowledge {
                transaction.remove(&super::index::version(self.base()));
            }
            transaction.commit()
        };
        work().map_err(self.error())?;
        self.update_index()?;
        Ok(true)
    }
}
