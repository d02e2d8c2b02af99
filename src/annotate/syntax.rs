//! Tags and trees of tokenised sentences: the one seam between the rest of chancery and its trained syntax model.
mod file;

use super::lexeme::WordClusters;
use super::neural::encoder::{Batch, stretches};
use super::neural::layer::largest;
use super::neural::lexicon::Lexicon;
use super::neural::matrix::Matrix;
use super::neural::{Network, Sizes};
use crate::document::{Deprel, Upos, Xpos};

/// Universal part of speech and Penn tag of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag {
    pub upos: Upos,
    pub xpos: Xpos,
}

/// Where a word hangs in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Index of the head in the sentence; `None` for the root.
    pub head: Option<usize>,
    pub deprel: Deprel,
}

/// The tags and the tree of a sentence, word by word; the tree has one root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Analysis {
    pub tags: Vec<Tag>,
    pub tree: Vec<Attachment>,
}

/// A trained tagger and parser.
#[derive(Clone, Debug)]
pub struct Syntax {
    pub(super) lexicon: Lexicon,
    pub(super) tags: Vec<Tag>,
    pub(super) deprels: Vec<Deprel>,
    pub(super) sizes: Sizes,
    pub(super) network: Network,
}

/// Longer sentences are cut, because the cost of a tree grows faster than its length.
const LONGEST: usize = 256;

impl Syntax {
    /// Tags and parses sentences given as word forms.
    #[must_use]
    pub fn analyse(&self, sentences: &[&[&str]]) -> Vec<Analysis> {
        let mut pieces = self.in_batches(sentences, |batch, words, analyses| {
            let tags = self.tags(&words);
            let (heads, labels) = self.network.parser.parse(&words, &batch.sentences);
            for sentence in &batch.sentences {
                let attachment =
                    |i: usize| Attachment { head: heads[i].checked_sub(1), deprel: self.deprels[labels[i]] };
                let tree = sentence.clone().map(attachment).collect();
                analyses.push(Analysis { tags: tags[sentence.clone()].to_vec(), tree });
            }
        });
        sentences.iter().map(|sentence| join(pieces.by_ref().take(sentence.len().div_ceil(LONGEST)))).collect()
    }

    /// Tags sentences given as word forms.
    #[must_use]
    pub fn tag(&self, sentences: &[&[&str]]) -> Vec<Vec<Tag>> {
        let mut pieces = self.in_batches(sentences, |batch, words, tagged| {
            let tags = self.tags(&words);
            tagged.extend(batch.sentences.iter().map(|sentence| tags[sentence.clone()].to_vec()));
        });
        sentences
            .iter()
            .map(|sentence| pieces.by_ref().take(sentence.len().div_ceil(LONGEST)).flatten().collect())
            .collect()
    }

    /// The word clusters.
    #[must_use]
    pub const fn clusters(&self) -> &WordClusters {
        &self.lexicon.clusters
    }

    /// What the models know of words out of context.
    #[must_use]
    pub const fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Encodes some words at a time and collects what `read` makes of them.
    fn in_batches<T>(
        &self,
        sentences: &[&[&str]],
        mut read: impl FnMut(&Batch, Matrix, &mut Vec<T>),
    ) -> std::vec::IntoIter<T> {
        let pieces: Vec<&[&str]> = sentences.iter().flat_map(|sentence| sentence.chunks(LONGEST)).collect();
        let mut results = Vec::with_capacity(pieces.len());
        for some in stretches(&pieces, |piece| piece.len()) {
            let batch = Batch::new(&self.lexicon, some);
            let words = self.network.encoder.encode(&batch);
            read(&batch, words, &mut results);
        }
        results.into_iter()
    }

    fn tags(&self, words: &Matrix) -> Vec<Tag> {
        self.network.tagger.forward(words).iter_rows().map(|scores| self.tags[largest(scores)]).collect()
    }
}

/// Joins the pieces of a sentence: the root of each later piece depends on the root of the first.
fn join(pieces: impl Iterator<Item = Analysis>) -> Analysis {
    let mut whole = Analysis::default();
    let mut root = None;
    for piece in pieces {
        let offset = whole.tree.len();
        whole.tags.extend(piece.tags);
        whole.tree.extend(piece.tree.into_iter().map(|attachment| match (attachment.head, root) {
            (Some(head), _) => Attachment { head: Some(head + offset), ..attachment },
            (None, None) => attachment,
            (None, Some(root)) => Attachment { head: Some(root), deprel: Deprel::parse("parataxis") },
        }));
        root = root.or_else(|| whole.tree.iter().position(|attachment| attachment.head.is_none()));
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::Annotator;

    fn is_tree(tree: &[Attachment]) -> bool {
        let steps_to_root = |mut word: usize| {
            (0..=tree.len()).find(|_| match tree[word].head {
                Some(head) => {
                    word = head;
                    false
                }
                None => true,
            })
        };
        tree.iter().filter(|attachment| attachment.head.is_none()).count() == 1
            && (0..tree.len()).all(|word| steps_to_root(word).is_some())
    }

    /// The shipped model on sentences of several regions: form, tag, head (0 = root) and relation.
    #[test]
    fn plain_sentences_are_analysed_rightly() {
        let annotator = Annotator::shipped();
        for (text, expected) in [
            (
                "Kenya recalled its ambassador on Monday .",
                "PROPN 2 nsubj|VERB 0 root|PRON 4 nmod:poss|NOUN 2 obj|ADP 6 case|PROPN 2 obl|PUNCT 2 punct",
            ),
            (
                "The minister was received by Peru 's president .",
                "DET 2 det|NOUN 4 nsubj:pass|AUX 4 aux:pass|VERB 0 root|ADP 8 case|PROPN 8 nmod:poss|PART 6 case|NOUN 4 obl:agent|PUNCT 4 punct",
            ),
        ] {
            let forms: Vec<&str> = text.split(' ').collect();
            let analysis = &annotator.syntax().analyse(&[&forms])[0];
            let shown: Vec<String> = analysis
                .tags
                .iter()
                .zip(&analysis.tree)
                .map(|(tag, arc)| format!("{} {} {}", tag.upos, arc.head.map_or(0, |head| head + 1), arc.deprel))
                .collect();
            assert_eq!(shown.join("|"), expected, "{text}");
        }
    }

    #[test]
    fn any_words_give_trees_and_the_same_ones_in_any_company() {
        let annotator = Annotator::shipped();
        let syntax = annotator.syntax();
        let long = vec!["talks"; 3 * LONGEST + 7];
        let hostile: [&[&str]; 6] =
            [&[""], &["\u{0}", "\u{202e}"], &["،", "و", "العراق"], &[], &["🇺🇳"; 40], &["A", "B", "C", ".", ".", "."]];
        let together = syntax.analyse(&hostile.into_iter().chain([&long[..]]).collect::<Vec<_>>());
        for (sentence, analysis) in hostile.into_iter().chain([&long[..]]).zip(&together) {
            assert_eq!(analysis.tags.len(), sentence.len());
            assert_eq!(analysis.tree.len(), sentence.len());
            assert!(sentence.is_empty() || is_tree(&analysis.tree), "{sentence:?}");
            assert_eq!(syntax.analyse(&[sentence]), std::slice::from_ref(analysis), "neighbours must not matter");
            assert_eq!(syntax.tag(&[sentence]), std::slice::from_ref(&analysis.tags));
        }
    }
}
