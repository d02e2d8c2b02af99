//! What a store must remember outside the graph: that it is one, and its base.
use super::StoreError;
use crate::graph::iri::Base;
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use std::path::Path;

const FILE: &str = "chancery.toml";
/// Version of the layout of the folder.
const FORMAT: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    format: u32,
    base: String,
}

#[derive(Debug)]
pub(super) struct Settings {
    pub(super) base: Base,
}

impl Settings {
    /// The settings of an existing store.
    pub(super) fn read(store: &Path) -> Result<Self, StoreError> {
        let broken = |reason: String| StoreError::Settings { path: store.to_owned(), reason };
        let text = std::fs::read_to_string(store.join(FILE)).map_err(|error| StoreError::from_io(store, error))?;
        let stored: Stored = toml::from_str(&text).map_err(|error| broken(error.to_string()))?;
        if stored.format != FORMAT {
            return Err(broken(format!("it has format {}, this program reads format {FORMAT}", stored.format)));
        }
        Ok(Self { base: Base::new(&stored.base).map_err(|error| broken(error.to_string()))? })
    }

    /// The settings of a store that is created if need be.
    pub(super) fn read_or_create(store: &Path, base: Option<&Base>) -> Result<Self, StoreError> {
        match Self::read(store) {
            Ok(settings) => match base {
                Some(asked) if *asked != settings.base => Err(StoreError::OtherBase {
                    path: store.to_owned(),
                    stored: settings.base.to_string(),
                    asked: asked.to_string(),
                }),
                _ => Ok(settings),
            },
            Err(StoreError::NotFound(_)) => {
                Self::refuse_foreign(store)?;
                let settings = Self { base: base.cloned().unwrap_or_default() };
                settings.write(store)?;
                Ok(settings)
            }
            Err(error) => Err(error),
        }
    }

    /// A folder with other people's files is no place for a store.
    fn refuse_foreign(store: &Path) -> Result<(), StoreError> {
        let entries = std::fs::read_dir(store).map_err(|error| StoreError::from_io(store, error))?;
        let ours = |name: &str| name == super::lock::FILE || name.starts_with(".chancery");
        for entry in entries {
            let name = entry.map_err(|error| StoreError::from_io(store, error))?.file_name();
            if !name.to_str().is_some_and(ours) {
                return Err(StoreError::Foreign(store.to_owned()));
            }
        }
        Ok(())
    }

    /// Written beside and moved into place, so that a killed process leaves no half of it.
    fn write(&self, store: &Path) -> Result<(), StoreError> {
        let failed = |error: std::io::Error| StoreError::from_io(store, error);
        let stored = Stored { format: FORMAT, base: self.base.to_string() };
        let text = toml::to_string(&stored).map_err(|error| failed(std::io::Error::other(error)))?;
        let mut file = tempfile::Builder::new().prefix(".chancery").tempfile_in(store).map_err(failed)?;
        file.write_all(text.as_bytes()).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(store.join(FILE)).map_err(|error| failed(error.error))?;
        Ok(())
    }
}
