//! From the arguments of a command to files.
use super::{Articles, Input, ReadOptions};
use globset::{GlobBuilder, GlobMatcher};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The endings of files that are read from folders.
const ENDINGS: &[&str] = &["txt", "text", "md", "json", "jsonl", "ndjson", "html", "htm", "xhtml"];

/// Why the arguments name no files.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error("{0} does not exist; check the path, or quote the pattern so that the shell leaves it alone")]
    NotFound(String),
    #[error("{pattern} is no valid pattern: {error}; put brackets around special characters")]
    Pattern { pattern: String, error: globset::Error },
    #[error("no file matches {0}; check the pattern and the current folder")]
    NoMatch(String),
    #[error("{path} cannot be listed: {error}; check its permissions")]
    Folder { path: String, error: walkdir::Error },
}

/// Files to read, in order and without repetition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    inputs: Vec<Input>,
}

impl Sources {
    /// Resolves files, folders (recursively: text, HTML and JSON files, compressed or not, hidden ones aside), glob patterns and
    /// `-` for standard input. What one argument names is sorted by path.
    ///
    /// # Errors
    /// If a path does not exist, a pattern is invalid or matches nothing, or a folder cannot be listed.
    pub fn find<P: AsRef<str>>(arguments: &[P]) -> Result<Self, SourceError> {
        let mut inputs: Vec<Input> = Vec::new();
        for argument in arguments {
            let argument = argument.as_ref();
            let found = if argument == "-" {
                vec![Input::Stdin]
            } else {
                find(argument)?.into_iter().map(Input::File).collect()
            };
            inputs.extend(found);
        }
        let mut seen = rustc_hash::FxHashSet::default();
        inputs.retain(|input| seen.insert(input.name()));
        Ok(Self { inputs })
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.inputs.len()
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }

    /// The names of the files.
    pub fn names(&self) -> impl Iterator<Item = String> + '_ {
        self.inputs.iter().map(Input::name)
    }

    /// Reads the articles one by one.
    #[must_use]
    pub fn read(self, options: ReadOptions) -> Articles {
        Articles::new(self.inputs, options)
    }
}

fn find(argument: &str) -> Result<Vec<PathBuf>, SourceError> {
    let path = Path::new(argument);
    if path.is_dir() {
        return walk(path, None);
    }
    if path.exists() {
        return Ok(vec![path.to_owned()]);
    }
    if !argument.contains(['*', '?', '[', '{']) {
        return Err(SourceError::NotFound(argument.to_owned()));
    }
    let glob = GlobBuilder::new(argument)
        .literal_separator(true)
        .build()
        .map_err(|error| SourceError::Pattern { pattern: argument.to_owned(), error })?
        .compile_matcher();
    // The folders before the first special character need not be searched for.
    let special = argument.find(['*', '?', '[', '{']).unwrap_or(0);
    let base = argument[..special].rfind('/').map_or("", |slash| &argument[..=slash]);
    let base = if base.is_empty() { Path::new(".") } else { Path::new(base) };
    let found = if base.is_dir() { walk(base, Some(&glob))? } else { Vec::new() };
    if found.is_empty() { Err(SourceError::NoMatch(argument.to_owned())) } else { Ok(found) }
}

/// The files below a folder: those that match the pattern, else those with a known ending.
fn walk(folder: &Path, pattern: Option<&GlobMatcher>) -> Result<Vec<PathBuf>, SourceError> {
    let mut files = Vec::new();
    let hidden = |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    for entry in
        WalkDir::new(folder).sort_by_file_name().follow_links(true).into_iter().filter_entry(|entry| !hidden(entry))
    {
        let entry = match entry {
            Ok(entry) => entry,
            // A link that leads back or nowhere does not spoil the rest.
            Err(error) if error.loop_ancestor().is_some() || error.depth() > 0 => continue,
            Err(error) => return Err(SourceError::Folder { path: folder.display().to_string(), error }),
        };
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.into_path();
        let relative = path.strip_prefix("./").unwrap_or(&path);
        let wanted = match pattern {
            Some(pattern) => pattern.is_match(relative) || pattern.is_match(&path),
            None => has_known_ending(&path),
        };
        if wanted {
            files.push(relative.to_owned());
        }
    }
    files.sort();
    Ok(files)
}

fn has_known_ending(path: &Path) -> bool {
    ending(path).is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// The file name's ending in lower case, that of a compression aside.
pub(super) fn ending(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let name = [".gz", ".zst"].into_iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    name.rsplit_once('.').map(|(_, ending)| ending.to_owned())
}
