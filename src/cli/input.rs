//! Which articles a command reads: files, folders, globs or stdin.
use super::talk::Talk;
use crate::article::Article;
use crate::article::read::{self, Format, ReadOptions, Sources};
use crate::pipeline::parallel::Panicked;
use anyhow::bail;
use clap::ValueEnum;
use indicatif::ProgressBar;
use jiff::civil::Date;

/// The articles to read.
#[derive(Debug, clap::Args)]
pub(super) struct InputArgs {
    /// Files, folders (with all text, JSON and HTML files in them), globs, or `-` for stdin; also .gz and .zst
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<String>,
    /// Publication date of articles that have none, such as 2024-02-14
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// Take articles in other languages than English, too
    #[arg(long)]
    any_language: bool,
    /// The largest article, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = ReadOptions::default().max_bytes)]
    max_bytes: usize,
    /// Number of articles read at a time [default: all processors]
    #[arg(long, short, value_name = "N")]
    jobs: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum InputFormat {
    Text,
    Json,
    Jsonl,
    Html,
}

/// An article and where it was found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) name: String,
    pub(super) article: Article,
}

/// Something that should have been an article, and why it is not.
#[derive(Debug)]
pub(super) struct Rejection(pub(super) String);

impl InputArgs {
    pub(super) fn jobs(&self) -> usize {
        self.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1)
    }

    /// Finds the files; articles are read as they are asked for. With `all_versions`, articles with one id but other
    /// content are all given, for the caller to choose; else the first of them.
    pub(super) fn open(self, format: Option<InputFormat>, all_versions: bool, talk: &Talk) -> anyhow::Result<Articles> {
        let options = ReadOptions {
            format: format.map(|format| match format {
                InputFormat::Text => Format::Text,
                InputFormat::Json => Format::Json,
                InputFormat::Jsonl => Format::JsonLines,
                InputFormat::Html => Format::Html,
            }),
            default_date: self.date,
            max_bytes: self.max_bytes,
            any_language: self.any_language,
            all_versions,
            ..ReadOptions::default()
        };
        let sources = Sources::find(&self.paths)?;
        if sources.is_empty() {
            bail!("no article files found in {}", self.paths.join(", "));
        }
        let bar = talk.progress(sources.len() as u64);
        Ok(Articles { found: sources.read(options), file: String::new(), bar })
    }
}

/// The articles of all files, in order.
pub(super) struct Articles {
    found: read::Articles,
    file: String,
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
        let item = self.found.next()?;
        if self.found.current() != self.file {
            self.found.current().clone_into(&mut self.file);
            self.bar.inc(1);
        }
        Some(match item {
            Ok(article) => Ok(Found { name: self.file.clone(), article }),
            Err(rejection) => Err(Rejection(rejection.to_string())),
        })
    }
}

/// A result of the parallel run with a panic told as a rejection.
pub(super) fn flatten<T>(result: Result<Result<T, Rejection>, Panicked>) -> Result<T, Rejection> {
    result.unwrap_or_else(|panic| Err(Rejection(format!("an article: {panic}"))))
}
