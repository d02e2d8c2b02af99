//! Fits the linguistic models from treebanks and annotated names.
//!
//! Training is deterministic: the same data and options give the same files, byte for byte.
mod names;
pub mod names_data;
mod parser;
mod perceptron;
mod tagger;

pub use names::NameOptions;
pub use parser::ParserOptions;

use super::lexeme::WordClusters;
use super::names::NameTagger;
use super::parser::Parser;
use super::syntax::Syntax;
use super::tagger::{Tag, Tagger};
use crate::document::conllu::TreebankSentence;
use names_data::{NameCorpus, NamedSentence};

/// How tagger and parser are fitted.
#[derive(Clone, Copy, Debug)]
pub struct SyntaxOptions {
    pub tagger_epochs: usize,
    /// Smallest tagger weight that is kept.
    pub weakest_tag: f32,
    /// The parser learns on tags predicted by taggers that have not seen the sentence; this many parts.
    pub folds: usize,
    pub parser: ParserOptions,
}

impl Default for SyntaxOptions {
    fn default() -> Self {
        let parser = ParserOptions { epochs: 10, exploration: 0.9, weakest_action: 2.0, weakest_relation: 1.0 };
        Self { tagger_epochs: 5, weakest_tag: 0.5, folds: 5, parser }
    }
}

/// A step of training that has been finished.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// A part of the treebank was tagged by a tagger trained on the others.
    Jackknife { fold: usize, folds: usize },
    /// The tagger is fitted.
    Tagger,
    /// The parser went through the treebank once more; `right` is the share of its decisions that were right.
    Parser { epoch: usize, epochs: usize, right: f64 },
    /// The name tagger went through its corpora once more; `right` is the share of sentences that were right.
    Names { epoch: usize, epochs: usize, right: f64 },
}

/// Fits a tagger and a parser.
pub fn train_syntax(
    treebank: &[TreebankSentence],
    clusters: &WordClusters,
    options: &SyntaxOptions,
    progress: &mut dyn FnMut(Progress),
) -> (Tagger, Parser) {
    let folds = options.folds.clamp(2, treebank.len().max(2));
    let fold_of = |number: usize| number * folds / treebank.len().max(1);
    let mut tags: Vec<Vec<Tag>> = vec![Vec::new(); treebank.len()];
    for fold in 0..folds {
        let others: Vec<_> =
            treebank.iter().enumerate().filter(|&(number, _)| fold_of(number) != fold).map(|(_, s)| s).collect();
        let tagger = tagger::train(&others, clusters, options.tagger_epochs, 0.0);
        for (number, sentence) in treebank.iter().enumerate().filter(|&(number, _)| fold_of(number) == fold) {
            let forms = sentence.forms();
            tags[number] = tagger.tag(&forms, &clusters.lexemes(&forms));
        }
        progress(Progress::Jackknife { fold: fold + 1, folds });
    }
    let all: Vec<_> = treebank.iter().collect();
    let tagger = tagger::train(&all, clusters, options.tagger_epochs, options.weakest_tag);
    progress(Progress::Tagger);
    let tagged: Vec<_> = treebank.iter().zip(tags).collect();
    let parser = parser::train(&tagged, clusters, &options.parser, |epoch, right| {
        progress(Progress::Parser { epoch, epochs: options.parser.epochs, right });
    });
    (tagger, parser)
}

/// Fits a name tagger on the corpora, with the tags and clusters of the syntax models.
pub fn train_names(
    corpora: &[NameCorpus],
    syntax: &Syntax,
    options: &NameOptions,
    progress: &mut dyn FnMut(Progress),
) -> NameTagger {
    let sentences: Vec<&NamedSentence> = corpora.iter().flat_map(|corpus| &corpus.sentences).collect();
    names::train(&sentences, syntax, options, |epoch, right| {
        progress(Progress::Names { epoch, epochs: options.epochs, right });
    })
}
