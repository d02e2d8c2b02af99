//! From an analysed article to RDF quads.
