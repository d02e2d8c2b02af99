//! Fits the linguistic models from treebanks and annotated names.
//!
//! Training is deterministic: the same data and options give the same files, byte for byte.
mod names;
pub mod names_data;
mod sentences;

pub use super::neural::train::Settings as SyntaxOptions;
pub use names::NameOptions;
pub use sentences::train as train_sentences;

use super::model::{Bytes, FormatProblem};
use super::names::NameTagger;
use super::neural::lexicon::Lexicon;
use super::neural::train::Training;
use super::syntax::Syntax;
use crate::document::conllu::TreebankSentence;
use names_data::NameCorpus;

/// A step of training that has been finished.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// The network went through the treebank once more; `loss` is what it lost per word.
    Syntax { epoch: usize, epochs: usize, loss: f64 },
    /// The name tagger went through its corpora once more; `loss` is what it lost per word.
    Names { epoch: usize, epochs: usize, loss: f64 },
}

/// Fits a tagger and parser on the treebank; what the lexicon knows of words besides is taken from it. `keep` gets a checkpoint
/// after every epoch; given one as `before`, training goes on from there.
///
/// # Errors
/// If `before` is damaged or comes from other data or options.
pub fn train_syntax(
    treebank: &[TreebankSentence],
    lexicon: Lexicon,
    options: &SyntaxOptions,
    before: Option<Bytes>,
    keep: &mut dyn FnMut(Vec<u8>),
    progress: &mut dyn FnMut(Progress),
) -> Result<Syntax, FormatProblem> {
    let mut training = Training::new(Syntax::untrained(lexicon, treebank, options), treebank, options);
    if let Some(before) = before {
        training.resume(before)?;
    }
    while training.epoch() < options.epochs {
        let loss = training.run();
        progress(Progress::Syntax { epoch: training.epoch(), epochs: options.epochs, loss });
        keep(training.checkpoint());
    }
    Ok(training.finish())
}

/// Fits a name tagger with the tags, clusters and vectors of the syntax models. Corpora with the same labels share a guideline; that of the
/// first corpus is used on articles.
pub fn train_names(
    corpora: &[NameCorpus],
    syntax: &Syntax,
    options: &NameOptions,
    progress: &mut dyn FnMut(Progress),
) -> NameTagger {
    names::train(corpora, syntax, options, |epoch, loss| {
        progress(Progress::Names { epoch, epochs: options.epochs, loss });
    })
}
