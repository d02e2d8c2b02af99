//! What can go wrong with a store, and the way out.
use oxigraph::store::StorageError;
use std::io;
use std::path::{Path, PathBuf};

/// An error of a store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such folder, or it holds no store.
    #[error("there is no chancery store at {}\n  create one with `chancery ingest --store DIR ARTICLES…`", .0.display())]
    NotFound(PathBuf),
    /// The folder holds something else.
    #[error("{} is not empty and not a chancery store\n  choose another folder with --store", .0.display())]
    Foreign(PathBuf),
    /// Another process has it open.
    #[error("the store {} is in use by another process\n  wait until it is done, or choose another store with --store", .0.display())]
    InUse(PathBuf),
    /// The base asked for is not the one the store was made with.
    #[error(
        "the store {} holds resources under {stored}, not {asked}\n  leave out --base, or choose another store",
        path.display()
    )]
    OtherBase { path: PathBuf, stored: String, asked: String },
    /// Its settings cannot be read.
    #[error(
        "the settings of the store {} cannot be read: {reason}\n  `chancery repair` writes new ones", path.display()
    )]
    Settings { path: PathBuf, reason: String },
    /// No room is left on the disk.
    #[error(
        "the disk of the store {} is full: everything finished so far is kept\n  \
         make room and run the same command again", .0.display()
    )]
    Full(PathBuf),
    /// The folder or its files must not be written (or read).
    #[error("no permission for the store {}: {source}", path.display())]
    Permission { path: PathBuf, source: io::Error },
    /// Files are damaged.
    #[error(
        "the store {} is damaged: {reason}\n  \
         `chancery repair` saves what can still be read", path.display()
    )]
    Damaged { path: PathBuf, reason: String },
    /// Any other failure of the storage.
    #[error("the store {} failed: {reason}", path.display())]
    Storage { path: PathBuf, reason: String },
    /// Ontology or knowledge are not valid Turtle.
    #[error("{file} is not valid Turtle: {source}")]
    Background { file: String, source: oxigraph::io::RdfSyntaxError },
}

impl StoreError {
    pub(super) fn from_io(path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => Self::Full(path),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::Permission { path, source: error }
            }
            io::ErrorKind::NotFound => Self::NotFound(path),
            io::ErrorKind::InvalidData => Self::Damaged { path, reason: error.to_string() },
            _ => Self::by_message(path, error.to_string()),
        }
    }

    pub(super) fn from_storage(path: &Path, error: StorageError) -> Self {
        match error {
            // The folder is there, one of its files is not.
            StorageError::Io(error) if error.kind() == io::ErrorKind::NotFound => {
                Self::Damaged { path: path.to_owned(), reason: error.to_string() }
            }
            StorageError::Io(error) => Self::from_io(path, error),
            StorageError::Corruption(error) => Self::Damaged { path: path.to_owned(), reason: error.to_string() },
            error => Self::by_message(path.to_owned(), error.to_string()),
        }
    }

    /// RocksDB tells many causes only in words.
    fn by_message(path: PathBuf, reason: String) -> Self {
        let has = |words: &str| reason.contains(words);
        if has("No space left") || has("Space limit") || has("File too large") || has("Disk quota") {
            Self::Full(path)
        } else if has("Resource temporarily unavailable") || has("While lock file") {
            Self::InUse(path)
        } else if has("Permission denied") || has("Read-only file system") {
            Self::Permission { path, source: io::Error::new(io::ErrorKind::PermissionDenied, reason) }
        } else if has("Corruption") || has("checksum") || has("No such file") || has("not an sstable") {
            Self::Damaged { path, reason }
        } else {
            Self::Storage { path, reason }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_of_the_disk_is_told_apart_and_names_the_store() {
        let store = Path::new("/data/kg");
        let io = |kind| StoreError::from_io(store, io::Error::new(kind, "x"));
        let said = |text: &str| StoreError::from_storage(store, StorageError::Io(io::Error::other(text)));
        assert!(matches!(io(io::ErrorKind::StorageFull), StoreError::Full(_)));
        assert!(matches!(said("IO error: No space left on device: While appending"), StoreError::Full(_)));
        assert!(matches!(io(io::ErrorKind::ReadOnlyFilesystem), StoreError::Permission { .. }));
        assert!(matches!(said("While open a file: Permission denied"), StoreError::Permission { .. }));
        assert!(matches!(said("While lock file: LOCK: Resource temporarily unavailable"), StoreError::InUse(_)));
        assert!(matches!(said("Corruption: block checksum mismatch"), StoreError::Damaged { .. }));
        assert!(matches!(said("something new"), StoreError::Storage { .. }));
        for error in [io(io::ErrorKind::StorageFull), said("Corruption"), said("something new")] {
            assert!(error.to_string().contains("/data/kg"), "{error}");
        }
    }
}
