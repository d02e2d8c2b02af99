//! Which articles a command reads: files, folders, globs or stdin.
use super::talk::Talk;
use crate::article::Article;
use crate::pipeline::parallel::Panicked;
use anyhow::{Context as _, bail};
use globset::Glob;
use indicatif::ProgressBar;
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::vec::IntoIter;
use walkdir::WalkDir;

/// The articles to read.
#[derive(Debug, clap::Args)]
pub(super) struct InputArgs {
    /// Files, folders (with all that is in them), globs, or `-` for stdin
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Publication date of articles that have none, such as 2024-02-14
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// Number of articles read at a time [default: all processors]
    #[arg(long, short, value_name = "N")]
    jobs: Option<usize>,
}

/// An article and where it was found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) name: String,
    pub(super) article: Article,
}

/// Something that should have been an article, and why it is not.
#[derive(Debug)]
pub(super) struct Rejection {
    pub(super) name: String,
    pub(super) reason: String,
}

impl InputArgs {
    pub(super) fn jobs(&self) -> usize {
        self.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1)
    }

    /// Finds the files; articles are read as they are asked for.
    pub(super) fn open(self, talk: &Talk) -> anyhow::Result<Articles> {
        let mut files = Vec::new();
        for path in &self.paths {
            files.extend(expand(path)?);
        }
        if files.is_empty() {
            bail!("no article files found");
        }
        let bar = talk.progress(files.len() as u64);
        Ok(Articles { files: files.into_iter(), date: self.date, current: Vec::new().into_iter(), bar })
    }
}

/// The articles of all files, in order.
pub(super) struct Articles {
    files: IntoIter<PathBuf>,
    date: Option<Date>,
    current: IntoIter<Result<Found, Rejection>>,
    bar: ProgressBar,
}

impl Articles {
    /// Progress over the files.
    pub(super) fn bar(&self) -> ProgressBar {
        self.bar.clone()
    }
}

impl Iterator for Articles {
    type Item = Result<Found, Rejection>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(mut found) = self.current.next() {
                if let Ok(Found { article, .. }) = &mut found
                    && article.date.is_none()
                {
                    article.date = self.date;
                }
                return Some(found);
            }
            let file = self.files.next()?;
            self.bar.inc(1);
            self.current = read(&file).into_iter();
        }
    }
}

fn read(file: &Path) -> Vec<Result<Found, Rejection>> {
    let name = file.display().to_string();
    let reject = |reason: String| vec![Err(Rejection { name: name.clone(), reason })];
    let text =
        if file == Path::new("-") { std::io::read_to_string(std::io::stdin()) } else { std::fs::read_to_string(file) };
    let text = match text {
        Ok(text) => text,
        Err(error) => return reject(error.to_string()),
    };
    let values: Result<Vec<serde_json::Value>, _> = serde_json::Deserializer::from_str(&text).into_iter().collect();
    match values {
        Err(error) => reject(error.to_string()),
        Ok(values) => values
            .into_iter()
            .map(|value| {
                let field = |name: &str| value.get(name).and_then(|v| v.as_str()).map(str::to_owned);
                let id = field("id").unwrap_or_default();
                Ok(Found {
                    name: name.clone(),
                    article: Article {
                        identifier: Some(id.clone()),
                        id,
                        title: field("title").unwrap_or_default(),
                        text: field("text").unwrap_or_default(),
                        date: field("date").and_then(|date| date.parse().ok()),
                        source: field("source"),
                        url: field("url"),
                        ..Article::default()
                    },
                })
            })
            .collect(),
    }
}

/// The files that a path means, sorted: itself, all in a folder, or the matches of a glob.
fn expand(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if path == Path::new("-") || path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    if path.is_dir() {
        return walk(path, |_| true);
    }
    let pattern = path.to_string_lossy();
    if !pattern.contains(['*', '?', '[', '{']) {
        bail!("{}: no such file or folder", path.display());
    }
    let glob = Glob::new(&pattern).with_context(|| format!("{pattern}: not a valid glob"))?.compile_matcher();
    // Everything before the first component with a wildcard is an ordinary folder.
    let is_plain = |part: &std::path::Component<'_>| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
    let folder: PathBuf = path.components().take_while(is_plain).collect();
    let root = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
    let files = walk(root, |file| glob.is_match(file.strip_prefix("./").unwrap_or(file)))?;
    if files.is_empty() {
        bail!("{pattern}: no file matches");
    }
    Ok(files)
}

fn walk(folder: &Path, wanted: impl Fn(&Path) -> bool) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name() {
        let entry = entry?;
        let hidden = entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
        if entry.file_type().is_file() && !hidden && wanted(entry.path()) {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// A result of the parallel run with a panic told as a rejection.
pub(super) fn flatten<T>(result: Result<Result<T, Rejection>, Panicked>) -> Result<T, Rejection> {
    result.unwrap_or_else(|panic| Err(Rejection { name: "an article".to_owned(), reason: panic.to_string() }))
}

/// Why the second of two articles with one id is rejected.
pub(super) fn same_id(id: &str) -> String {
    format!("another article of this run has the same id {id:?} but other content")
}
