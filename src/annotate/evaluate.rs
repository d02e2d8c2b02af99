//! Measures the linguistic models against treebanks and annotated names.
mod raw;

pub use raw::{RawScores, raw};

use super::Annotator;
use super::names::NameLabel;
use super::syntax::Syntax;
use super::train::names_data::NameCorpus;
use crate::document::conllu::TreebankSentence;
use std::collections::BTreeMap;

/// Counts of right ones among all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    pub right: usize,
    pub all: usize,
}

impl Share {
    fn count(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }

    /// Per cent.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a percentage")]
    pub fn percent(self) -> f64 {
        100.0 * self.right as f64 / self.all.max(1) as f64
    }
}

/// Accuracy of tags and trees where the words are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SyntaxScores {
    pub upos: Share,
    pub xpos: Share,
    /// Unlabelled attachment score, punctuation included.
    pub uas: Share,
    /// Labelled attachment score with relation subtypes, punctuation included.
    pub las: Share,
}

/// Compares tags and trees on the treebank's own words.
#[must_use]
pub fn syntax(syntax: &Syntax, treebank: &[TreebankSentence]) -> SyntaxScores {
    let mut scores = SyntaxScores::default();
    let forms: Vec<Vec<&str>> = treebank.iter().map(TreebankSentence::forms).collect();
    let analyses = syntax.analyse(&forms.iter().map(Vec::as_slice).collect::<Vec<_>>());
    for (sentence, analysis) in treebank.iter().zip(analyses) {
        for ((word, tag), attachment) in sentence.words.iter().zip(analysis.tags).zip(analysis.tree) {
            scores.upos.count(word.upos == tag.upos);
            scores.xpos.count(word.xpos == tag.xpos);
            scores.uas.count(word.head == attachment.head);
            scores.las.count(word.head == attachment.head && word.deprel == attachment.deprel);
        }
    }
    scores
}

/// Precision and recall of exact spans.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpanScore {
    pub right: usize,
    /// Spans that the system gave.
    pub given: usize,
    /// Spans in the corpus.
    pub wanted: usize,
}

impl SpanScore {
    /// Share of the given spans that are right, in per cent.
    #[must_use]
    pub fn precision(self) -> f64 {
        Share { right: self.right, all: self.given }.percent()
    }

    /// Share of the wanted spans that were given, in per cent.
    #[must_use]
    pub fn recall(self) -> f64 {
        Share { right: self.right, all: self.wanted }.percent()
    }

    /// Harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(self) -> f64 {
        Share { right: 2 * self.right, all: self.given + self.wanted }.percent()
    }
}

/// Compares names found by a guideline with a corpus on its own words, for each of the corpus' labels. A given name counts for the first of the
/// corpus' labels that may mean it; names of kinds the corpus does not mark are left out.
#[must_use]
pub fn names(annotator: &Annotator, corpus: &NameCorpus, guideline: &[String]) -> BTreeMap<String, SpanScore> {
    let mut scores: BTreeMap<String, SpanScore> = BTreeMap::new();
    let wanted =
        corpus.sentences.iter().flat_map(|sentence| &sentence.names).filter(|name| corpus.is_name(&name.label));
    for name in wanted {
        scores.entry(name.label.clone()).or_default().wanted += 1;
    }
    let labels: Vec<String> = scores.keys().cloned().collect();
    let label_of = |ours: NameLabel| labels.iter().find(|label| corpus.means(label, ours));
    for sentence in &corpus.sentences {
        let forms: Vec<&str> = sentence.forms.iter().map(|form| &**form).collect();
        let tags = annotator.syntax().tag(&[&forms]).concat();
        for name in annotator.find_names(&[(&forms, &tags)], guideline).concat() {
            let span = (name.tokens.0 as usize, name.tokens.1 as usize);
            let same = sentence.names.iter().find(|other| (other.start, other.end) == span);
            let right = same.filter(|other| corpus.means(&other.label, name.label));
            if let Some(other) = right {
                let score = scores.entry(other.label.clone()).or_default();
                score.right += 1;
                score.given += 1;
            } else if let Some(label) = label_of(name.label).filter(|_| corpus.marks(name.label)) {
                scores.entry(label.clone()).or_default().given += 1;
            }
        }
    }
    scores
}
