//! From an article to a [`Document`]: segment, tokenize, tag, lemmatize, parse, enhance.
mod abbreviations;
pub mod enhance;
pub mod lemmatize;
pub mod segment;
pub mod tokenize;

use crate::article::Article;
use crate::document::Document;

/// The trained models, loaded once.
#[derive(Debug)]
pub struct Annotator {}

impl Annotator {
    /// The models that ship with chancery.
    #[must_use]
    pub fn shipped() -> Self {
        Self {}
    }

    /// Annotates an article's text; the dateline and blank lines belong to no sentence.
    #[must_use]
    pub fn annotate(&self, article: &Article) -> Document {
        let _ = article;
        Document::default()
    }
}
