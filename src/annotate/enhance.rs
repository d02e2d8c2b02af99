//! Enhanced dependencies: edges that the basic tree leaves implicit.
