//! The knowledge graph on disk: one named graph per article in an embedded oxigraph store.
//!
//! An article's graph, its marker and its provenance are written in one transaction: a run that is killed at any
//! moment leaves whole articles only, and the same command again completes the work. One process writes at a
//! time, under an exclusive lock; readers share the lock.
mod background;
mod batch;
mod curation;
mod error;
mod identity;
mod index;
mod lock;
mod repair;
mod settings;
mod statistics;

use crate::graph::iri::{Base, SharedGraph};
use crate::graph::provenance::Run;
use crate::ontology::vocabulary::{ch, dcterms, prov, schema};
pub use background::Background;
pub use batch::Writer;
pub use curation::{Curation, IdentityDecision};
pub use error::StoreError;
pub use identity::IdentityChange;
use lock::Lock;
use oxigraph::model::{GraphNameRef, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef};
use oxigraph::store::{StorageError, Store, Transaction};
pub use repair::{Repaired, repair};
use settings::Settings;
pub use statistics::Statistics;
use std::path::{Path, PathBuf};

/// What writing an article did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The store did not have the article.
    Added,
    /// The store had another version of it.
    Replaced,
}

/// An open store.
#[derive(Debug)]
pub struct KnowledgeGraph {
    store: Handle,
    base: Base,
    /// Empty in memory.
    path: PathBuf,
    /// Held for its effect: dropped after the store is closed.
    _lock: Option<Lock>,
}

/// `Store` has no `Debug` that can be read: its own lists every quad.
struct Handle(Store);

impl std::fmt::Debug for Handle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

impl KnowledgeGraph {
    /// Opens a store for writing, and creates it where there is none. Without a base, an existing store keeps its
    /// own and a new one gets the default.
    ///
    /// # Errors
    /// [`StoreError`] if another process has it open, it has another base, or the folder cannot be written.
    pub fn open(path: &Path, base: Option<&Base>) -> Result<Self, StoreError> {
        std::fs::create_dir_all(path).map_err(|error| StoreError::from_io(path, error))?;
        let lock = Lock::exclusive(path)?;
        let settings = Settings::read_or_create(path, base)?;
        remove_orphans(path)?;
        let store = Store::open(path).map_err(|error| StoreError::from_storage(path, error))?;
        let graph = Self { store: Handle(store), base: settings.base, path: path.to_owned(), _lock: Some(lock) };
        graph.update_index()?;
        Ok(graph)
    }

    /// Opens an existing store for queries. Several processes can do so at a time, but none beside a writer.
    ///
    /// # Errors
    /// [`StoreError`] if there is no store, or a process is writing to it.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        let settings = Settings::read(path)?;
        let lock = Lock::shared(path)?;
        let store = Store::open_read_only(path).map_err(|error| StoreError::from_storage(path, error))?;
        Ok(Self { store: Handle(store), base: settings.base, path: path.to_owned(), _lock: lock })
    }

    /// An empty store in memory.
    ///
    /// # Errors
    /// [`StoreError`] if memory is out.
    pub fn in_memory(base: Base) -> Result<Self, StoreError> {
        let path = PathBuf::new();
        let store = Store::new().map_err(|error| StoreError::from_storage(&path, error))?;
        Ok(Self { store: Handle(store), base, path, _lock: None })
    }

    /// The underlying store, for queries.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store.0
    }

    /// The base of its resources.
    #[must_use]
    pub const fn base(&self) -> &Base {
        &self.base
    }

    /// Whether the article was completely read before: same content, same version of program and knowledge.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub fn is_current(&self, article: &NamedNode, marker: &str) -> Result<bool, StoreError> {
        let (graph, marker) = (self.base.shared_graph(SharedGraph::Provenance), Literal::from(marker));
        let quad = Quad::new(article.clone(), ch::MARKER, marker, graph);
        self.store().contains(&quad).map_err(self.error())
    }

    /// Puts the graph of an article in place of what the store has of it, with its marker and provenance, at once.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written; then nothing has changed.
    pub fn replace_article(
        &self,
        article: &NamedNode,
        quads: &[Quad],
        run: &Run,
        content: &str,
    ) -> Result<Change, StoreError> {
        let work = || {
            let mut transaction = self.store().start_transaction()?;
            let change = if transaction.contains_named_graph(article)? {
                self.forget(&mut transaction, article)?;
                Change::Replaced
            } else {
                Change::Added
            };
            transaction.extend(quads);
            transaction.extend(&self.index_quads(article, quads)?);
            transaction.extend(&run.article_quads(article, content));
            transaction.extend(&run.quads());
            transaction.commit()?;
            Ok(change)
        };
        work().map_err(self.error())
    }

    /// Adds quads in one transaction.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written; then none is added.
    pub fn insert(&self, quads: &[Quad]) -> Result<(), StoreError> {
        let work = || {
            let mut transaction = self.store().start_transaction()?;
            transaction.extend(quads);
            transaction.commit()
        };
        work().map_err(self.error())
    }

    /// Removes an article and everything only it said; false if the store does not have it.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written; then nothing has changed.
    pub fn retract(&self, article: &NamedNode) -> Result<bool, StoreError> {
        let work = || {
            let mut transaction = self.store().start_transaction()?;
            if !transaction.contains_named_graph(article)? {
                return Ok(false);
            }
            self.forget(&mut transaction, article)?;
            transaction.commit()?;
            Ok(true)
        };
        work().map_err(self.error())
    }

    /// Removes an article's graph, marker and provenance, and runs of which no article is left.
    fn forget(&self, transaction: &mut Transaction<'_>, article: &NamedNode) -> Result<(), StorageError> {
        let provenance = self.base.shared_graph(SharedGraph::Provenance);
        let graph = GraphNameRef::from(provenance.as_ref());
        self.unindex(transaction, article)?;
        transaction.remove_named_graph(article)?;
        let said: Vec<Quad> = transaction
            .quads_for_pattern(Some(article.as_ref().into()), None, None, Some(graph))
            .collect::<Result<_, _>>()?;
        for quad in &said {
            transaction.remove(quad);
        }
        for run in said.iter().filter(|quad| quad.predicate == prov::WAS_GENERATED_BY).map(|quad| &quad.object) {
            let readers =
                transaction.quads_for_pattern(None, Some(prov::WAS_GENERATED_BY), Some(run.as_ref()), Some(graph));
            if let (0, Term::NamedNode(run)) = (readers.count(), run) {
                let described: Vec<Quad> = transaction
                    .quads_for_pattern(Some(run.as_ref().into()), None, None, Some(graph))
                    .collect::<Result<_, _>>()?;
                for quad in &described {
                    transaction.remove(quad);
                }
            }
        }
        Ok(())
    }

    /// The IRIs of all articles, sorted.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub fn articles(&self) -> Result<Vec<NamedNode>, StoreError> {
        let prefix = self.base.articles();
        let mut articles = Vec::new();
        for graph in self.store().named_graphs() {
            if let NamedOrBlankNode::NamedNode(graph) = graph.map_err(self.error())?
                && graph.as_str().starts_with(&prefix)
            {
                articles.push(graph);
            }
        }
        articles.sort_unstable();
        Ok(articles)
    }

    /// The articles that an id means: the article's own id or IRI, the source's id, or the web address.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub fn find_articles(&self, id: &str) -> Result<Vec<NamedNode>, StoreError> {
        let url = Literal::new_typed_literal(id, crate::ontology::vocabulary::xsd::ANY_URI);
        let identifier = Literal::from(id);
        let mut found = Vec::new();
        for article in [Some(self.base.article(id)), NamedNode::new(id).ok()].into_iter().flatten() {
            if article.as_str().starts_with(&self.base.articles())
                && self.store().contains_named_graph(&article).map_err(self.error())?
            {
                found.push(article);
            }
        }
        for (predicate, object) in [(dcterms::IDENTIFIER, &identifier), (schema::URL, &url)] {
            found.extend(self.subjects(predicate, object.into())?);
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// The resources that have this value, in any graph, sorted.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub fn subjects(&self, predicate: NamedNodeRef<'_>, object: TermRef<'_>) -> Result<Vec<NamedNode>, StoreError> {
        let mut subjects = Vec::new();
        for quad in self.store().quads_for_pattern(None, Some(predicate), Some(object), None) {
            if let NamedOrBlankNode::NamedNode(subject) = quad.map_err(self.error())?.subject {
                subjects.push(subject);
            }
        }
        subjects.sort_unstable();
        subjects.dedup();
        Ok(subjects)
    }

    /// Brings everything written so far safely to disk, also against loss of power.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub fn flush(&self) -> Result<(), StoreError> {
        if self.path.as_os_str().is_empty() {
            return Ok(());
        }
        self.store().flush().map_err(self.error())
    }

    /// Counts what the store holds.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub fn statistics(&self) -> Result<Statistics, StoreError> {
        Statistics::of(self)
    }

    /// Turns an error of the storage into one that names this store.
    pub fn error(&self) -> impl Fn(StorageError) -> StoreError + '_ {
        |error| StoreError::from_storage(&self.path, error)
    }
}

/// Files of a bulk load that was killed belong to nobody. Only called under the exclusive lock.
fn remove_orphans(path: &Path) -> Result<(), StoreError> {
    for entry in std::fs::read_dir(path).map_err(|error| StoreError::from_io(path, error))? {
        let entry = entry.map_err(|error| StoreError::from_io(path, error))?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if name.starts_with("bulk-") && Path::new(name).extension().is_some_and(|end| end == "sst") {
            std::fs::remove_file(entry.path()).map_err(|error| StoreError::from_io(path, error))?;
        }
    }
    Ok(())
}
