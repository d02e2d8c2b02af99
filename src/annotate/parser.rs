//! Dependency parser: greedy arc-hybrid transitions (Kuhlmann et al. 2011) with averaged perceptrons.
//!
//! One classifier chooses among shift, left arc and right arc; a second names the relation at each attachment.
//! Trained with a dynamic oracle (Goldberg & Nivre 2013), so that it has met its own errors; the features are those of
//! Zhang & Nivre (2011) carried over to arc-hybrid, with word clusters, relation sets and case words added.
pub(super) mod features;
pub(super) mod state;

use super::lexeme::Lexeme;
use super::linear::dense::DenseTable;
use super::linear::{WeightTable, best, hash_text, mix};
use super::model::{Bytes, FormatProblem, Reader, Writer};
use super::tagger::Tag;
use crate::document::{Deprel, Upos, Xpos};
use features::Atoms;
use state::{Action, State};

/// Where a word hangs in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Index of the head in the sentence; `None` for the root.
    pub head: Option<usize>,
    pub deprel: Deprel,
}

/// A trained parser.
#[derive(Clone, Debug)]
pub struct Parser {
    labels: LabelSet,
    actions: DenseTable,
    relations: WeightTable,
}

/// The relations a parser knows; classes of its label classifier.
#[derive(Clone, Debug)]
pub(super) struct LabelSet {
    pub labels: Vec<Deprel>,
    /// Classes of words that mark their head's function: `case` and `mark`.
    pub markers: u64,
}

impl LabelSet {
    pub fn new(labels: Vec<Deprel>) -> Self {
        let markers = labels
            .iter()
            .zip(0u32..64)
            .filter(|(label, _)| **label == "case" || **label == "mark")
            .map(|(_, i)| 1 << i);
        Self { markers: markers.fold(0, |set, bit: u64| set | bit), labels }
    }
}

impl Parser {
    pub(super) fn new(labels: LabelSet, actions: DenseTable, relations: WeightTable) -> Self {
        Self { labels, actions, relations }
    }

    /// Parses the words of one sentence into a projective tree with one root. `lexemes` and `tags` belong together.
    #[must_use]
    pub fn parse(&self, lexemes: &[Lexeme], tags: &[Tag]) -> Vec<Attachment> {
        let atoms = Atoms::new(lexemes, tags);
        let mut state = State::new(atoms.len());
        let mut features = Vec::with_capacity(160);
        let mut labels = vec![0; self.labels.labels.len()];
        while !state.is_final() {
            let mut scores = [0; Action::ALL.len()];
            features::action_features(&state, &atoms, &mut features);
            self.actions.add_all(&features, &mut scores);
            let Some(choice) = best(&scores, |class| state.allows(Action::ALL[class])) else { break };
            let action = Action::ALL[choice];
            let label = state.arc(action).filter(|&(head, _)| head != state.root()).map_or(0, |(head, dependent)| {
                features::label_features(&state, &atoms, head, dependent, &mut features);
                labels.fill(0);
                self.relations.add_all(&features, &mut labels);
                best(&labels, |_| true).unwrap_or(0)
            });
            state.apply(action, label, self.labels.markers);
        }
        self.tree(&state)
    }

    fn tree(&self, state: &State) -> Vec<Attachment> {
        let root = Attachment { head: None, deprel: Deprel::parse("root") };
        (0..state.root())
            .map(|word| match state.head(word) {
                Some((head, label)) if head != state.root() => {
                    let deprel = self.labels.labels.get(label).copied();
                    Attachment { head: Some(head), deprel: deprel.unwrap_or_else(|| Deprel::parse("dep")) }
                }
                _ => root,
            })
            .collect()
    }

    /// The model file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new("parser");
        let names: Vec<_> = self.labels.labels.iter().map(|label| label.as_str()).collect();
        writer.strings(&names);
        self.actions.write(&mut writer);
        self.relations.write(&mut writer);
        writer.finish()
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// If the bytes are not an intact model of this kind.
    pub fn from_bytes(bytes: Bytes) -> Result<Self, FormatProblem> {
        let mut reader = Reader::new(bytes, "parser")?;
        let labels = reader.strings("labels")?.iter().map(|name| Deprel::parse(name)).collect();
        let (actions, relations) = (DenseTable::read(&mut reader)?, WeightTable::read(&mut reader)?);
        Ok(Self { labels: LabelSet::new(labels), actions, relations })
    }
}

/// Hash of a tag; joint, as both tagsets tell apart what the other does not.
fn tag_hash(upos: Upos, xpos: Xpos) -> u64 {
    mix(hash_text(upos.as_str()), hash_text(xpos.as_str()))
}
