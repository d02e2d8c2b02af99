//! Finding articles in files, folders and streams.
//!
//! [`Sources::find`] lists the files; [`Sources::read`] yields their articles one by one. What cannot be read becomes a
//! [`Rejection`] that names file, line, reason and remedy, and the rest goes on. JSON lines and arrays are read as a stream.
mod bytes;
mod html;
mod json;
mod plain;
mod raw;
mod rejection;
mod source;

use super::Article;
use jiff::civil::Date;
pub use rejection::{Reason, Rejection};
use rustc_hash::FxHashMap;
pub use source::{SourceError, Sources};
use std::collections::VecDeque;
use std::path::PathBuf;

/// How a file is to be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text, with optional front matter.
    Text,
    /// One JSON object, an array of them, or several one after the other.
    Json,
    /// One JSON object per line.
    JsonLines,
    /// A web page.
    Html,
}

/// How articles are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// The format of all files; by default each file's name and content tell.
    pub format: Option<Format>,
    /// Date of publication of articles that have none.
    pub default_date: Option<Date>,
    /// The largest article, in bytes of its record (page, file, JSON object), decompressed.
    pub max_bytes: usize,
    /// How many times larger a compressed file may become.
    pub max_ratio: u64,
    /// Whether articles in other languages than English are read, too.
    pub any_language: bool,
    /// Whether every version of an article is given, for the caller to choose between, and not only the first of an id.
    pub all_versions: bool,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            format: None,
            default_date: None,
            max_bytes: 8 << 20,
            max_ratio: 200,
            any_language: false,
            all_versions: false,
        }
    }
}

/// Where a file's bytes come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    File(PathBuf),
    Stdin,
}

impl Input {
    fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Stdin => "standard input".to_owned(),
        }
    }
}

/// The articles of all sources, in order.
///
/// An article whose id came before with the same text is left out; with another text it is rejected.
pub struct Articles {
    inputs: VecDeque<Input>,
    options: ReadOptions,
    open: Option<Box<dyn Iterator<Item = Result<Article, Rejection>> + Send>>,
    current: String,
    /// Hash of title and text, and file, by article id.
    seen: FxHashMap<String, (u64, usize)>,
    names: Vec<String>,
}

impl std::fmt::Debug for Articles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Articles").field("inputs", &self.inputs).field("options", &self.options).finish_non_exhaustive()
    }
}

impl Articles {
    pub(crate) fn new(inputs: Vec<Input>, options: ReadOptions) -> Self {
        Self {
            inputs: inputs.into(),
            options,
            open: None,
            current: String::new(),
            seen: FxHashMap::default(),
            names: Vec::new(),
        }
    }

    /// The file that is being read.
    #[must_use]
    pub fn current(&self) -> &str {
        &self.current
    }

    /// `None` for a repetition of an earlier article.
    fn admit(&mut self, article: Article) -> Option<Result<Article, Rejection>> {
        let fingerprint = fingerprint(&article);
        let file = self.names.len().saturating_sub(1);
        match self.seen.get(&article.id) {
            Some(&(earlier, _)) if earlier == fingerprint => None,
            Some(&(_, first)) => {
                let reason = Reason::DuplicateId { id: article.id, first: self.names[first].clone() };
                Some(Err(Rejection::new(&self.current, None, reason)))
            }
            None => {
                self.seen.insert(article.id.clone(), (fingerprint, file));
                Some(Ok(article))
            }
        }
    }
}

impl Iterator for Articles {
    type Item = Result<Article, Rejection>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.open.as_mut().and_then(Iterator::next) {
                Some(Ok(article)) if self.options.all_versions => return Some(Ok(article)),
                Some(Ok(article)) => {
                    if let Some(item) = self.admit(article) {
                        return Some(item);
                    }
                }
                Some(Err(rejection)) => return Some(Err(rejection)),
                None => {
                    let input = self.inputs.pop_front()?;
                    self.current = input.name();
                    self.names.push(self.current.clone());
                    self.open = Some(bytes::open(&input, &self.options));
                }
            }
        }
    }
}

fn fingerprint(article: &Article) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hasher = rustc_hash::FxHasher::default();
    (&article.title, &article.text).hash(&mut hasher);
    hasher.finish()
}
