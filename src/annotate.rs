//! From an article to a [`Document`]: segment, tokenize, tag, lemmatize, parse, repair, enhance.
mod abbreviations;
mod directory;
pub mod enhance;
pub mod evaluate;
pub mod lemmatize;
pub mod lexeme;
mod linear;
pub mod model;
pub mod names;
pub mod neural;
mod repair;
pub mod segment;
pub mod syntax;
pub mod tokenize;
pub mod train;

use crate::article::Article;
use crate::document::{Document, Sentence, SentenceId, Span, Token, TokenId};
use enhance::enhance;
use lemmatize::lemmatize;
use lexeme::WordClusters;
use model::{Bytes, FormatProblem, ModelError};
use names::{NameSpan, NameTagger};
use repair::{insertion, repair};
use segment::{RawSentence, Splitter};
use std::path::Path;
use syntax::{Analysis, Syntax, Tag};
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
    /// Sentence splitter.
    pub const SENTENCES: &str = "sentences.bin";
    /// Part-of-speech tagger and dependency parser.
    pub const SYNTAX: &str = "syntax.bin";
    /// Name tagger.
    pub const NAMES: &str = "names.bin";
}

/// The trained models, loaded once.
#[derive(Clone, Debug)]
pub struct Annotator {
    splitter: Splitter,
    syntax: Syntax,
    names: NameTagger,
}

impl Annotator {
    /// The models that ship with chancery; they are part of the program.
    ///
    /// # Panics
    /// If the program was built with damaged models, which a test rules out.
    #[must_use]
    pub fn shipped() -> Self {
        let read = || -> Result<Self, FormatProblem> {
            let clusters = WordClusters::from_bytes(shipped!("clusters.bin"))?;
            let syntax = Syntax::from_bytes(shipped!("syntax.bin"), clusters)?;
            let names = NameTagger::from_bytes(shipped!("names.bin"), syntax.lexicon())?;
            Ok(Self { splitter: Splitter::from_bytes(shipped!("sentences.bin"))?, syntax, names })
        };
        read().expect("the shipped models are intact")
    }

    /// The models in a folder, as `chancery train` writes it.
    ///
    /// # Errors
    /// If a file is missing, damaged, or of another version; the error names the file.
    pub fn load(folder: &Path) -> Result<Self, ModelError> {
        fn file<T>(
            folder: &Path,
            name: &str,
            read: impl FnOnce(Bytes) -> Result<T, FormatProblem>,
        ) -> Result<T, ModelError> {
            let path = folder.join(name);
            read(model::read(&path)?).map_err(|problem| ModelError::Format { path, problem })
        }
        let clusters = file(folder, files::CLUSTERS, WordClusters::from_bytes)?;
        let syntax = file(folder, files::SYNTAX, |bytes| Syntax::from_bytes(bytes, clusters))?;
        let names = file(folder, files::NAMES, |bytes| NameTagger::from_bytes(bytes, syntax.lexicon()))?;
        Ok(Self { splitter: file(folder, files::SENTENCES, Splitter::from_bytes)?, syntax, names })
    }

    /// Writes the models into a folder, which is made if there is none.
    ///
    /// # Errors
    /// If a file cannot be written; the error names it.
    pub fn save(&self, folder: &Path) -> Result<(), ModelError> {
        let io = |path: &Path| {
            let path = path.to_owned();
            |source| ModelError::Io { path, source }
        };
        std::fs::create_dir_all(folder).map_err(io(folder))?;
        for (name, bytes) in [
            (files::CLUSTERS, self.syntax.clusters().to_bytes()),
            (files::SENTENCES, self.splitter.to_bytes()),
            (files::SYNTAX, self.syntax.to_bytes()),
            (files::NAMES, self.names.to_bytes()),
        ] {
            let path = folder.join(name);
            std::fs::write(&path, bytes).map_err(io(&path))?;
        }
        Ok(())
    }

    /// The same with another sentence splitter.
    #[must_use]
    pub fn with_splitter(self, splitter: Splitter) -> Self {
        Self { splitter, ..self }
    }

    /// The same with another tagger and parser.
    #[must_use]
    pub fn with_syntax(self, syntax: Syntax) -> Self {
        Self { syntax, ..self }
    }

    /// The same with another name tagger.
    #[must_use]
    pub fn with_names(self, names: NameTagger) -> Self {
        Self { names, ..self }
    }

    /// The sentences of a text.
    #[must_use]
    pub fn split(&self, text: &str) -> Vec<RawSentence> {
        self.splitter.segment(text, 0, self.syntax.clusters())
    }

    /// The names of a document in text order; the linguistic evidence only, without knowledge of the world.
    #[must_use]
    pub fn names(&self, document: &Document) -> Vec<NameSpan> {
        let sentences = document.sentences();
        let forms: Vec<Vec<&str>> =
            sentences.iter().map(|sentence| sentence.token_ids().map(|id| document.form(id)).collect()).collect();
        let tag = |id| Tag { upos: document.token(id).upos, xpos: document.token(id).xpos };
        let tags: Vec<Vec<Tag>> = sentences.iter().map(|sentence| sentence.token_ids().map(tag).collect()).collect();
        let tagged: Vec<(&[&str], &[Tag])> = forms.iter().zip(&tags).map(|(forms, tags)| (&**forms, &**tags)).collect();
        let found = self.find_names(&tagged, &[]);
        let names = sentences.iter().zip(found).flat_map(|(sentence, names)| {
            let first = sentence.tokens.0;
            names
                .into_iter()
                .map(move |name| NameSpan { tokens: (name.tokens.0 + first, name.tokens.1 + first), ..name })
        });
        names::agree(document, names.collect())
    }

    /// The names in tagged sentences; positions count from the first word of each. Follows the guideline with these labels if the
    /// tagger learnt it, else that for articles.
    #[must_use]
    pub fn find_names(&self, sentences: &[(&[&str], &[Tag])], labels: &[String]) -> Vec<Vec<NameSpan>> {
        self.names.find(self.syntax.lexicon(), sentences, labels)
    }

    /// Whether the name tagger learnt the guideline with these labels.
    #[must_use]
    pub fn knows_guideline(&self, labels: &[String]) -> bool {
        self.names.guidelines.iter().any(|guideline| guideline == labels)
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
        let (head, body) = match &article.dateline {
            Some(dateline) => (text.get(..dateline.start).unwrap_or_default(), dateline.end),
            None => ("", 0),
        };
        let split = |text, start| self.splitter.segment(text, start, self.syntax.clusters());
        let before = split(head, 0);
        let paragraphs = before.last().map_or(0, |sentence| sentence.paragraph + 1);
        let after = split(text, body)
            .into_iter()
            .map(|sentence| RawSentence { paragraph: sentence.paragraph + paragraphs, ..sentence });
        let tokenized: Vec<Tokenized> = before
            .into_iter()
            .chain(after)
            .map(|raw| Tokenized::new(text, raw))
            .filter(|raw| !raw.forms.is_empty())
            .collect();
        let mut analyses = self.syntax.analyse(&tokenized.iter().map(|raw| &raw.forms[..]).collect::<Vec<_>>());
        let mut builder = Builder::default();
        for (sentence, analysis) in tokenized.iter().zip(&mut analyses) {
            insertion::mend(&sentence.forms, analysis);
            builder.add(sentence, analysis);
        }
        repair(&mut builder.tokens);
        let enhanced = enhance(&builder.tokens);
        Document::new(text.into(), builder.sentences, builder.tokens, &enhanced)
    }
}

/// A sentence's words.
struct Tokenized<'a> {
    paragraph: u32,
    spans: Vec<Span>,
    forms: Vec<&'a str>,
}

impl<'a> Tokenized<'a> {
    fn new(text: &'a str, raw: RawSentence) -> Self {
        let spans = tokenize(text, raw.span);
        let forms = spans.iter().map(|span| &text[span.range()]).collect();
        Self { paragraph: raw.paragraph, spans, forms }
    }
}

#[derive(Default)]
struct Builder {
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
}

impl Builder {
    fn add(&mut self, sentence: &Tokenized, analysis: &Analysis) {
        let index = |length: usize| u32::try_from(length).expect("fewer tokens than bytes, which fit into 32 bits");
        let (start, id) = (index(self.tokens.len()), SentenceId(index(self.sentences.len())));
        let words = sentence.spans.iter().zip(&sentence.forms).zip(analysis.tags.iter().zip(&analysis.tree));
        self.tokens.extend(words.map(|((&span, form), (tag, attachment))| Token {
            span,
            sentence: id,
            lemma: lemmatize(form, tag.upos, tag.xpos),
            upos: tag.upos,
            xpos: tag.xpos,
            head: attachment.head.map(|head| TokenId(start + index(head))),
            deprel: attachment.deprel,
        }));
        let span = sentence.spans.iter().copied().reduce(Span::cover).unwrap_or_default();
        self.sentences.push(Sentence {
            span,
            tokens: (start, index(self.tokens.len())),
            paragraph: sentence.paragraph,
        });
    }
}
