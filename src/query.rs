//! Canned queries and their parameters; SPARQL under limits.
