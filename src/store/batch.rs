//! Many articles at a time: new ones go into the store in large batches, each of them as a whole or not at all.
//!
//! A transaction writes through RocksDB's log and its tables in memory, which take a gigabyte before they are
//! written out. The bulk loader sorts a batch in memory of a known size and hands finished files over in one atomic
//! step, at a third of the processor time. It can only add: an article that the store has in another version is
//! replaced in a transaction of its own.
use super::{Change, KnowledgeGraph, StoreError};
use crate::graph::provenance::Run;
use oxigraph::model::{NamedNode, Quad};
use oxigraph::store::BulkLoader;
use rustc_hash::FxHashSet;

/// Below this a transaction is faster than new files for every index.
const WORTH_FILES: usize = 20_000;

/// Writes the articles of a run in batches. What was put is in the store for good after [`Writer::finish`]; if the
/// process is killed before, the last batches are missing as a whole.
pub struct Writer<'a> {
    graph: &'a KnowledgeGraph,
    run: &'a Run,
    batch: usize,
    pending: Vec<Quad>,
    /// The articles of `pending`, and those of the batch that is being written.
    articles: FxHashSet<NamedNode>,
    written: FxHashSet<NamedNode>,
    loader: Option<BulkLoader<'a>>,
    /// Quads written in transactions since the last flush.
    unflushed: usize,
}

impl std::fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("run", &self.run).field("pending", &self.pending.len()).finish_non_exhaustive()
    }
}

impl<'a> Writer<'a> {
    /// Quads of a batch. Two are in memory at a time, one that grows and one that is written: 200 MB.
    pub const BATCH: usize = 100_000;

    /// A writer for the articles that a run reads, with batches of this many quads.
    #[must_use]
    pub fn new(graph: &'a KnowledgeGraph, run: &'a Run, batch: usize) -> Self {
        Self {
            graph,
            run,
            batch,
            pending: Vec::new(),
            articles: FxHashSet::default(),
            written: FxHashSet::default(),
            loader: None,
            unflushed: 0,
        }
    }

    /// Puts the graph of an article in place of what the store has of it, with its marker and provenance.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written; then batches that were not finished are missing.
    pub fn put(&mut self, article: &NamedNode, quads: Vec<Quad>, content: &str) -> Result<Change, StoreError> {
        if self.articles.contains(article) || self.written.contains(article) {
            self.settle()?;
        }
        let graph = self.graph;
        if graph.store().contains_named_graph(article).map_err(graph.error())? {
            self.unflushed += quads.len();
            let change = graph.replace_article(article, &quads, self.run, content)?;
            if self.unflushed >= self.batch {
                graph.flush()?;
                self.unflushed = 0;
            }
            return Ok(change);
        }
        self.pending.extend(graph.index_quads(article, &quads).map_err(graph.error())?);
        self.pending.extend(quads);
        self.pending.extend(self.run.article_quads(article, content));
        self.articles.insert(article.clone());
        if self.pending.len() >= self.batch {
            self.start()?;
        }
        Ok(Change::Added)
    }

    /// Brings everything safely to disk, also against loss of power.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub fn finish(mut self) -> Result<(), StoreError> {
        self.settle()?;
        self.graph.flush()
    }

    /// Writes all that is pending and waits until it is in the store.
    fn settle(&mut self) -> Result<(), StoreError> {
        if self.pending.len() < WORTH_FILES.min(self.batch) {
            self.wait()?;
            if !self.pending.is_empty() {
                let mut quads = std::mem::take(&mut self.pending);
                quads.extend(self.run.quads());
                self.unflushed += quads.len();
                self.graph.insert(&quads)?;
            }
            self.articles.clear();
            return Ok(());
        }
        self.start()?;
        self.wait()
    }

    /// Hands the pending batch to the loader, which works on a thread of its own, after the one before.
    fn start(&mut self) -> Result<(), StoreError> {
        self.wait()?;
        self.written = std::mem::take(&mut self.articles);
        let mut quads = std::mem::take(&mut self.pending);
        quads.extend(self.run.quads());
        // The loader counts in batches of 1,000 quads to the megabyte; this is one batch, whatever its size.
        let megabytes = quads.len() / 1000 + 1;
        let mut loader =
            self.graph.store().bulk_loader().with_num_threads(1).with_max_memory_size_in_megabytes(megabytes);
        loader.load_quads(quads).map_err(self.graph.error())?;
        self.loader = Some(loader);
        Ok(())
    }

    /// Waits for the batch that is being written; from here on it is in the store.
    fn wait(&mut self) -> Result<(), StoreError> {
        if let Some(loader) = self.loader.take() {
            loader.commit().map_err(self.graph.error())?;
        }
        self.written.clear();
        Ok(())
    }
}
