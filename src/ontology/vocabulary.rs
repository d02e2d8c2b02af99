//! The IRIs of the graph contract, each one documented constant.
