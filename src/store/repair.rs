//! The way out of a damaged store: what can still be read goes into a new one.
//!
//! RocksDB finds damage by checksums, block by block, and an article's graph stands together in one index. So each
//! article can either be read as a whole, or is lost as a whole; lost ones are read again by the next `ingest`, since
//! their marker is lost with them. All other indexes are built anew.
use super::lock::Lock;
use super::settings::Settings;
use super::{Background, KnowledgeGraph, StoreError};
use crate::graph::iri::{Base, SharedGraph};
use crate::ontology::vocabulary::{ch, prov};
use oxigraph::model::{GraphNameRef, NamedNode, NamedOrBlankNode, Quad, Term};
use oxigraph::store::{StorageError, Store};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Quads written at a time.
const BATCH: usize = 100_000;

/// What a repair did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// Articles in the new store.
    pub kept: usize,
    /// Articles that cannot be read any more.
    pub lost: Vec<NamedNode>,
    /// Where the damaged store is now.
    pub damaged: PathBuf,
}

/// Copies what can be read of a store into a new one, puts that in its place, and moves the damaged one aside. If
/// not even the list of its files can be read, the new store has no articles. `base` counts if the settings are
/// damaged. The shared graphs in `backgrounds` are loaded anew, and identity is found anew from the saved articles.
///
/// # Errors
/// [`StoreError`] if there is no store, another process has it open, or the new one cannot be written; then the
/// damaged one is where it was.
pub fn repair(path: &Path, base: Option<&Base>, backgrounds: &[Background<'_>]) -> Result<Repaired, StoreError> {
    let base = match Settings::read(path) {
        Ok(settings) => settings.base,
        Err(StoreError::Settings { .. }) => base.cloned().unwrap_or_default(),
        Err(error) => return Err(error),
    };
    let lock = Lock::exclusive(path)?;
    let fresh = beside(path, "repairing");
    if fresh.exists() {
        std::fs::remove_dir_all(&fresh).map_err(|error| StoreError::from_io(&fresh, error))?;
    }
    let graph = KnowledgeGraph::open(&fresh, Some(&base))?;
    for background in backgrounds {
        graph.load_background(background)?;
    }
    let (kept, lost) = match Store::open_read_only(path) {
        Ok(store) => Salvage::of(&store, &base).copy_to(&graph)?,
        Err(_) => (0, Vec::new()),
    };
    graph.after_change(&graph.articles()?)?;
    graph.resolve_identity()?;
    graph.flush()?;
    drop(graph);
    let mut damaged = beside(path, "damaged");
    for number in 2.. {
        if !damaged.exists() {
            break;
        }
        damaged = beside(path, &format!("damaged-{number}"));
    }
    std::fs::rename(path, &damaged).map_err(|error| StoreError::from_io(path, error))?;
    std::fs::rename(&fresh, path).map_err(|error| StoreError::from_io(path, error))?;
    drop(lock);
    Ok(Repaired { kept, lost, damaged })
}

/// A folder next to the store.
fn beside(path: &Path, what: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(what);
    path.with_file_name(name)
}

/// A damaged store, and the graphs that it should have.
struct Salvage<'a> {
    store: &'a Store,
    base: &'a Base,
    graphs: BTreeSet<NamedNode>,
}

impl<'a> Salvage<'a> {
    /// The names of graphs stand in two places: in the list of graphs, and those of articles at their markers.
    fn of(store: &'a Store, base: &'a Base) -> Self {
        let provenance = base.shared_graph(SharedGraph::Provenance);
        let listed = store.named_graphs().map_while(Result::ok);
        let marked = store
            .quads_for_pattern(None, Some(ch::MARKER), None, Some(GraphNameRef::from(&provenance)))
            .map_while(Result::ok)
            .map(|quad| quad.subject);
        let rebuilt = [
            SharedGraph::Ontology,
            SharedGraph::Knowledge,
            SharedGraph::Provenance,
            SharedGraph::Index,
            SharedGraph::Identity,
        ]
        .map(|shared| base.shared_graph(shared));
        let names = listed.chain(marked).filter_map(|name| match name {
            NamedOrBlankNode::NamedNode(name) if !rebuilt.contains(&name) => Some(name),
            _ => None,
        });
        Self { store, base, graphs: names.collect() }
    }

    fn copy_to(self, graph: &KnowledgeGraph) -> Result<(usize, Vec<NamedNode>), StoreError> {
        let (mut kept, mut lost, mut batch) = (0, Vec::new(), Vec::new());
        let articles = self.base.articles();
        for name in &self.graphs {
            match self.read(name) {
                Ok(quads) => {
                    batch.extend(quads);
                    kept += usize::from(name.as_str().starts_with(&articles));
                }
                Err(_) => lost.push(name.clone()),
            }
            if batch.len() >= BATCH {
                graph.insert(&std::mem::take(&mut batch))?;
                graph.flush()?;
            }
        }
        graph.insert(&batch)?;
        Ok((kept, lost))
    }

    /// A graph with its marker and provenance.
    fn read(&self, name: &NamedNode) -> Result<Vec<Quad>, StorageError> {
        let provenance = self.base.shared_graph(SharedGraph::Provenance);
        let of = |subject: &NamedNode| -> Result<Vec<Quad>, StorageError> {
            let subject = Some(subject.as_ref().into());
            self.store.quads_for_pattern(subject, None, None, Some(GraphNameRef::from(&provenance))).collect()
        };
        let mut quads: Vec<Quad> =
            self.store.quads_for_pattern(None, None, None, Some(GraphNameRef::from(name))).collect::<Result<_, _>>()?;
        for said in of(name)? {
            if let (true, Term::NamedNode(run)) = (said.predicate == prov::WAS_GENERATED_BY, &said.object) {
                quads.extend(of(run)?);
            }
            quads.push(said);
        }
        Ok(quads)
    }
}
