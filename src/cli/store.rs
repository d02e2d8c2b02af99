//! The options of every command that opens a store, and what each store has besides articles.
use crate::graph::iri::SharedGraph;
use crate::ontology;
use crate::store::{Background, KnowledgeGraph, StoreError};
use std::path::PathBuf;

/// Which store.
#[derive(Debug, clap::Args)]
pub(super) struct StoreArgs {
    /// Folder of the store
    #[arg(long, value_name = "DIR", env = "CHANCERY_STORE", default_value = "chancery-store")]
    pub(super) store: PathBuf,
}

impl StoreArgs {
    /// Opens a store that is there already, to change it: a mistyped --store must not make a new, empty one.
    pub(super) fn open_existing(&self) -> Result<KnowledgeGraph, StoreError> {
        drop(KnowledgeGraph::open_read_only(&self.store)?);
        KnowledgeGraph::open(&self.store, None)
    }
}

/// What every store has besides articles.
pub(super) const BACKGROUNDS: [Background<'static>; 2] = [
    Background { graph: SharedGraph::Ontology, files: ontology::FILES },
    Background { graph: SharedGraph::Knowledge, files: ontology::knowledge::SHIPPED },
];

/// Ontology and knowledge, where the store does not have them as this program has.
pub(super) fn load_backgrounds(store: &KnowledgeGraph) -> Result<(), StoreError> {
    for background in &BACKGROUNDS {
        store.load_background(background)?;
    }
    Ok(())
}
