//! Our own lock: RocksDB locks out a second writer, but not a reader beside a writer, which it leaves undefined.
use super::StoreError;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

pub(super) const FILE: &str = "chancery.lock";

/// A lock on a store; released when dropped, and by the system when the process ends in any way.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// For a writer.
    pub(super) fn exclusive(store: &Path) -> Result<Self, StoreError> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(store.join(FILE))
            .map_err(|error| StoreError::from_io(store, error))?;
        Self::taken(store, file.try_lock())?;
        Ok(Self { _file: file })
    }

    /// For a reader; none where the file system has no lock file and lets none be made.
    pub(super) fn shared(store: &Path) -> Result<Option<Self>, StoreError> {
        match File::open(store.join(FILE)) {
            Ok(file) => {
                Self::taken(store, file.try_lock_shared())?;
                Ok(Some(Self { _file: file }))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::from_io(store, error)),
        }
    }

    fn taken(store: &Path, result: Result<(), TryLockError>) -> Result<(), StoreError> {
        match result {
            Ok(()) => Ok(()),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse(store.to_owned())),
            // File systems without locks (some network mounts): RocksDB's own lock still keeps out a second writer.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(()),
            Err(TryLockError::Error(error)) => Err(StoreError::from_io(store, error)),
        }
    }
}
