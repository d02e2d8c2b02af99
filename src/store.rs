//! The knowledge graph on disk: one named graph per article in an embedded oxigraph store.
