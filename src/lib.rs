//! chancery reads news about international relations into an RDF knowledge graph.
//!
//! Data flows one way; each module imports only what stands before it in this list
//! (`tests/layers.rs` enforces it):
//!
//! ontology → article → document → annotate → mention → entity → claim → graph → store → query → export → pipeline → cli
pub mod ontology;

pub mod article;
pub mod document;

pub mod annotate;
pub mod mention;

pub mod entity;

pub mod claim;

pub mod graph;

pub mod store;

pub mod query;

pub mod export;

pub mod pipeline;

pub mod cli;
