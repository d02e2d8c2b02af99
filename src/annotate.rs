//! From an article to a [`Document`]: segment, tokenize, tag, lemmatize, parse, enhance.
mod abbreviations;
pub mod enhance;
pub mod evaluate;
pub mod lemmatize;
pub mod lexeme;
mod linear;
pub mod model;
pub mod names;
pub mod parser;
pub mod segment;
pub mod syntax;
pub mod tagger;
pub mod tokenize;
pub mod train;

use crate::article::Article;
use crate::document::{Document, Sentence, SentenceId, Span, Token, TokenId};
use enhance::enhance;
use lemmatize::lemmatize;
use lexeme::WordClusters;
use model::{Bytes, FormatProblem, ModelError};
use parser::Parser;
use segment::{RawSentence, segment};
use std::path::Path;
use syntax::Syntax;
use tagger::Tagger;
use tokenize::tokenize;

macro_rules! shipped {
    ($name:literal) => {
        Bytes::Borrowed(include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/english/", $name)))
    };
}

/// File names of the models in a model folder.
pub mod files {
    /// Distributional word clusters.
    pub const CLUSTERS: &str = "clusters.bin";
    /// Part-of-speech tagger.
    pub const TAGGER: &str = "tagger.bin";
    /// Dependency parser.
    pub const PARSER: &str = "parser.bin";
}

/// The trained models, loaded once.
#[derive(Clone, Debug)]
pub struct Annotator {
    syntax: Syntax,
}

impl Annotator {
    /// The models that ship with chancery; they are part of the program.
    ///
    /// # Panics
    /// If the program was built with damaged models, which a test rules out.
    #[must_use]
    pub fn shipped() -> Self {
        let read = || -> Result<Self, FormatProblem> {
            Ok(Self {
                syntax: Syntax::new(
                    WordClusters::from_bytes(shipped!("clusters.bin"))?,
                    Tagger::from_bytes(shipped!("tagger.bin"))?,
                    Parser::from_bytes(shipped!("parser.bin"))?,
                ),
            })
        };
        read().expect("the shipped models are intact")
    }

    /// The models in a folder, as `chancery train` writes it.
    ///
    /// # Errors
    /// If a file is missing, damaged, or of another version; the error names the file.
    pub fn load(folder: &Path) -> Result<Self, ModelError> {
        fn file<T>(folder: &Path, name: &str, read: fn(Bytes) -> Result<T, FormatProblem>) -> Result<T, ModelError> {
            let path = folder.join(name);
            read(model::read(&path)?).map_err(|problem| ModelError::Format { path, problem })
        }
        let syntax = Syntax::new(
            file(folder, files::CLUSTERS, WordClusters::from_bytes)?,
            file(folder, files::TAGGER, Tagger::from_bytes)?,
            file(folder, files::PARSER, Parser::from_bytes)?,
        );
        Ok(Self { syntax })
    }

    /// The tagger and parser.
    #[must_use]
    pub const fn syntax(&self) -> &Syntax {
        &self.syntax
    }

    /// Annotates an article's text; the dateline and blank lines belong to no sentence.
    #[must_use]
    pub fn annotate(&self, article: &Article) -> Document {
        let text = &*article.text;
        let mut builder = Builder { text, sentences: Vec::new(), tokens: Vec::new() };
        let (head, body) = match &article.dateline {
            Some(dateline) => (text.get(..dateline.start).unwrap_or_default(), dateline.end),
            None => ("", 0),
        };
        let before = segment(head, 0);
        let paragraphs = before.last().map_or(0, |sentence| sentence.paragraph + 1);
        for sentence in before {
            builder.add(&self.syntax, sentence);
        }
        for sentence in segment(text, body) {
            builder.add(&self.syntax, RawSentence { paragraph: sentence.paragraph + paragraphs, ..sentence });
        }
        let enhanced = enhance(&builder.tokens);
        Document::new(text.into(), builder.sentences, builder.tokens, &enhanced)
    }
}

struct Builder<'a> {
    text: &'a str,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
}

impl Builder<'_> {
    fn add(&mut self, syntax: &Syntax, raw: RawSentence) {
        let spans = tokenize(self.text, raw.span);
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return };
        let forms: Vec<&str> = spans.iter().map(|span| &self.text[span.range()]).collect();
        let (tags, tree) = syntax.analyse(&forms);
        let index = |length: usize| u32::try_from(length).expect("fewer tokens than bytes, which fit into 32 bits");
        let (start, id) = (index(self.tokens.len()), SentenceId(index(self.sentences.len())));
        let tokens =
            spans.iter().zip(&forms).zip(tags.iter().zip(&tree)).map(|((&span, form), (tag, attachment))| Token {
                span,
                sentence: id,
                lemma: lemmatize(form, tag.upos, tag.xpos),
                upos: tag.upos,
                xpos: tag.xpos,
                head: attachment.head.map(|head| TokenId(start + index(head))),
                deprel: attachment.deprel,
            });
        let span = Span { start: first.start, end: last.end };
        self.tokens.extend(tokens);
        let end = index(self.tokens.len());
        self.sentences.push(Sentence { span, tokens: (start, end), paragraph: raw.paragraph });
    }
}
