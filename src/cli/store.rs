//! The options of every command that opens a store.
use std::path::PathBuf;

/// Which store.
#[derive(Debug, clap::Args)]
pub(super) struct StoreArgs {
    /// Folder of the store
    #[arg(long, value_name = "DIR", env = "CHANCERY_STORE", default_value = "chancery-store")]
    pub(super) store: PathBuf,
}
