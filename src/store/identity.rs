//! The identity graph, kept up with the articles of the store.
//!
//! What it says is a pure function of the articles and of people's decisions, so order and batches of ingestion
//! cannot matter. It is computed in three passes, each over what the one before has marked as stale: entities that
//! share keys with those of changed articles; the keys of articles whose entities or claims changed; the
//! occurrences under these keys. Marks are taken away in the same transaction as what they stand for is written.
mod batch;
mod entities;
mod occurrences;

use super::{KnowledgeGraph, StoreError};
use crate::graph::iri::SharedGraph;
use crate::ontology::vocabulary::ch;
use oxigraph::model::{GraphNameRef, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use oxigraph::store::{StorageError, Transaction};

/// Articles or groups between two commits: bounds memory.
const CHUNK: usize = 500;
/// Start of the paths of articles, as opposed to those of entities.
const ARTICLES: &str = "article/";
/// Start of the index paths of occurrence keys.
const KEYS: &str = "key/";

/// What bringing identity up to date did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IdentityChange {
    /// Entities looked at.
    pub entities: usize,
    /// Keys of occurrences looked at.
    pub keys: usize,
}

impl KnowledgeGraph {
    /// Brings the identity graph up to date with the articles and with people's decisions. Without changes since the
    /// last time it costs next to nothing.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read or written; then the next call completes the work.
    pub fn resolve_identity(&self) -> Result<IdentityChange, StoreError> {
        let work = || {
            let entities = entities::resolve(self)?;
            occurrences::update_keys(self)?;
            let keys = occurrences::resolve(self)?;
            Ok(IdentityChange { entities, keys })
        };
        work().map_err(self.error())
    }

    /// Makes the index anew if it was made by other rules.
    pub(super) fn update_index(&self) -> Result<(), StoreError> {
        let version = super::index::version(self.base());
        if self.store().contains(&version).map_err(self.error())? {
            return Ok(());
        }
        let articles = self.articles()?;
        let work = || {
            let mut transaction = self.store().start_transaction()?;
            for graph in [SharedGraph::Index, SharedGraph::Identity] {
                transaction.remove_named_graph(&self.base().shared_graph(graph))?;
            }
            transaction.commit()?;
            for chunk in articles.chunks(CHUNK) {
                let mut transaction = self.store().start_transaction()?;
                for article in chunk {
                    self.reindex(&mut transaction, article)?;
                }
                transaction.commit()?;
            }
            let mut transaction = self.store().start_transaction()?;
            transaction.insert(&version);
            transaction.commit()
        };
        work().map_err(self.error())
    }

    /// Adds the entries of an article that is in the store.
    fn reindex(&self, transaction: &mut Transaction<'_>, article: &NamedNode) -> Result<(), StorageError> {
        let graph = Some(GraphNameRef::from(article));
        let quads: Vec<Quad> = transaction.quads_for_pattern(None, None, None, graph).collect::<Result<_, _>>()?;
        transaction.extend(&self.index_quads(article, &quads)?);
        Ok(())
    }

    /// Takes the entries of articles out of the index before their graphs are changed by other means than
    /// [`KnowledgeGraph::replace_article`]; [`KnowledgeGraph::after_change`] adds the new ones.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read or written.
    pub fn before_change(&self, articles: &[NamedNode]) -> Result<(), StoreError> {
        // Without this mark, a run that is killed before `after_change` makes the next one index everything anew.
        let version = super::index::version(self.base());
        let unmark = || {
            let mut transaction = self.store().start_transaction()?;
            transaction.remove(&version);
            transaction.commit()
        };
        unmark().map_err(self.error())?;
        self.each_article(articles, |transaction, article| self.unindex(transaction, article))
    }

    /// Adds the entries of articles to the index after their graphs were changed.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read or written.
    pub fn after_change(&self, articles: &[NamedNode]) -> Result<(), StoreError> {
        self.each_article(articles, |transaction, article| self.reindex(transaction, article))?;
        self.insert(&[super::index::version(self.base())])
    }

    fn each_article(
        &self,
        articles: &[NamedNode],
        mut act: impl FnMut(&mut Transaction<'_>, &NamedNode) -> Result<(), StorageError>,
    ) -> Result<(), StoreError> {
        let mut work = || {
            for chunk in articles.chunks(CHUNK) {
                let mut transaction = self.store().start_transaction()?;
                for article in chunk {
                    if transaction.contains_named_graph(article)? {
                        act(&mut transaction, article)?;
                    }
                }
                transaction.commit()?;
            }
            Ok(())
        };
        work().map_err(self.error())
    }

    /// The literal values of a property of an index node, sorted.
    fn index_values(&self, node: &NamedNode, property: NamedNodeRef<'_>) -> Result<Vec<String>, StorageError> {
        let graph = self.base().shared_graph(SharedGraph::Index);
        let quads = self.store().quads_for_pattern(
            Some(node.as_ref().into()),
            Some(property),
            None,
            Some(GraphNameRef::from(&graph)),
        );
        let mut values = Vec::new();
        for quad in quads {
            match quad?.object {
                Term::Literal(literal) => values.push(literal.value().to_owned()),
                Term::NamedNode(node) => values.push(node.into_string()),
                Term::BlankNode(_) => {}
            }
        }
        values.sort_unstable();
        Ok(values)
    }

    /// The paths of the index nodes under a key, sorted.
    fn under_key(&self, key: &str) -> Result<Vec<String>, StorageError> {
        let graph = self.base().shared_graph(SharedGraph::Index);
        let prefix = self.base().index("");
        let key = Literal::from(key);
        let quads = self.store().quads_for_pattern(
            None,
            Some(ch::INDEX_KEY),
            Some(key.as_ref().into()),
            Some(GraphNameRef::from(&graph)),
        );
        let mut paths = Vec::new();
        for quad in quads {
            if let NamedOrBlankNode::NamedNode(node) = quad?.subject
                && let Some(path) = node.as_str().strip_prefix(prefix.as_str())
            {
                paths.push(path.to_owned());
            }
        }
        paths.sort_unstable();
        Ok(paths)
    }

    /// What is marked as stale: the path of the index node and the value of the mark, sorted.
    fn stale(&self) -> Result<Vec<(String, String)>, StorageError> {
        let graph = self.base().shared_graph(SharedGraph::Index);
        let prefix = self.base().index("");
        let mut marks = Vec::new();
        for quad in self.store().quads_for_pattern(None, Some(ch::INDEX_STALE), None, Some(GraphNameRef::from(&graph)))
        {
            let quad = quad?;
            if let (NamedOrBlankNode::NamedNode(node), Term::Literal(mark)) = (&quad.subject, &quad.object)
                && let Some(path) = node.as_str().strip_prefix(prefix.as_str())
            {
                marks.push((path.to_owned(), mark.value().to_owned()));
            }
        }
        marks.sort_unstable();
        Ok(marks)
    }

    /// The quads of the identity graph that have one of these subjects.
    fn identity_quads<'n>(&self, nodes: impl IntoIterator<Item = &'n NamedNode>) -> Result<Vec<Quad>, StorageError> {
        let graph = self.base().shared_graph(SharedGraph::Identity);
        let mut quads = Vec::new();
        for node in nodes {
            let subject = Some(node.as_ref().into());
            let found = self.store().quads_for_pattern(subject, None, None, Some(GraphNameRef::from(&graph)));
            for quad in found {
                quads.push(quad?);
            }
        }
        Ok(quads)
    }
}
