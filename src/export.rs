//! Deterministic serialisation of the store.
