//! Names: a small encoder of words in context, and for each annotation guideline a conditional random field over BILOU tags on top.
pub(super) mod crf;
mod discourse;
mod file;
pub(super) mod tags;

use super::neural::encoder::{BATCH_WORDS, Batch, Encoder, stretches};
use super::neural::layer::Linear;
use super::neural::lexicon::{FEATURE_BASE, KINDS, Keys, Lexicon, key};
use super::neural::matrix::Matrix;
use super::neural::optimiser::Weights;
use super::syntax::Tag;
use crf::Chain;
pub use discourse::agree;
use tags::{TagId, names_of};

/// What kind of thing a name names. Linguistic, not yet a class of the ontology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameLabel {
    /// A person, without title.
    Person,
    /// A company, agency, institution, party, armed group, team.
    Organization,
    /// A country, city, province: a place with a government.
    Polity,
    /// Another place: mountain, sea, continent, region.
    Location,
    /// A building or installation: airport, base, bridge, camp.
    Facility,
    /// A nationality, religious or political group, also as an adjective: "Iraqi", "Sunni", "Republicans".
    Group,
    /// A named event: war, hurricane, operation, conference.
    Event,
    /// A treaty, law or resolution.
    Law,
    /// A product, work of art or anything else with a name.
    Other,
}

impl NameLabel {
    /// In the order of the classifier's classes.
    pub const ALL: [Self; 9] = [
        Self::Person,
        Self::Organization,
        Self::Polity,
        Self::Location,
        Self::Facility,
        Self::Group,
        Self::Event,
        Self::Law,
        Self::Other,
    ];

    /// The usual short name in annotated corpora (`OntoNotes`).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "PERSON",
            Self::Organization => "ORG",
            Self::Polity => "GPE",
            Self::Location => "LOC",
            Self::Facility => "FAC",
            Self::Group => "NORP",
            Self::Event => "EVENT",
            Self::Law => "LAW",
            Self::Other => "MISC",
        }
    }
}

/// A name in a sentence or document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NameSpan {
    /// First and one past the last token.
    pub tokens: (u32, u32),
    pub label: NameLabel,
    /// How likely span and label are right, between 0 and 1: the tagger's own estimate.
    pub score: f32,
}

/// Scores of the tags of words in context, and of pairs of tags.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub emissions: Linear,
    /// By the earlier tag, then the later one.
    pub pairs: Matrix,
}

/// The weights: an encoder shared by all guidelines, and a head for each.
#[derive(Clone, Debug)]
pub(super) struct NameNetwork {
    pub encoder: Encoder,
    pub heads: Vec<Head>,
}

/// Widths of the encoder's layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameSizes {
    /// Of a word.
    pub width: usize,
    /// Of the recurrence in one direction.
    pub memory: usize,
    /// Number of blocks.
    pub depth: usize,
}

/// A trained name tagger.
///
/// Corpora differ in what they call an organisation or a place, so there is a head for each guideline, which is known by the set of
/// labels of its corpora (multi-task learning: Caruana 1997). The first one is used on articles.
#[derive(Clone, Debug)]
pub struct NameTagger {
    pub(super) features: Keys,
    pub(super) sizes: NameSizes,
    /// The labels of each guideline, sorted.
    pub(super) guidelines: Vec<Vec<String>>,
    pub(super) network: NameNetwork,
    chains: Vec<Chain>,
}

impl NameNetwork {
    pub(super) fn zeros(features: &Keys, vector_width: usize, sizes: NameSizes, heads: usize) -> Self {
        let NameSizes { width, memory, depth } = sizes;
        let head =
            Head { emissions: Linear::zeros(width, TagId::COUNT), pairs: Matrix::zeros(TagId::COUNT, TagId::COUNT) };
        let rows = FEATURE_BASE + features.as_slice().len();
        Self { encoder: Encoder::zeros(rows, vector_width, width, memory, depth), heads: vec![head; heads] }
    }
}

impl Weights for NameNetwork {
    fn tensors_mut(&mut self) -> Vec<&mut Matrix> {
        let mut all = self.encoder.tensors_mut();
        for head in &mut self.heads {
            all.extend(head.emissions.tensors_mut());
            all.push(&mut head.pairs);
        }
        all
    }
}

/// Calls `visit` with the key of each feature of a word that the lexicon does not have: its tags.
pub(super) fn each_further_feature(tag: Tag, mut visit: impl FnMut(u32)) {
    visit(key(KINDS, tag.upos.as_str()));
    visit(key(KINDS + 1, tag.xpos.as_str()));
}

/// Looks up the words of some tagged sentences.
pub(super) fn look_up(lexicon: &Lexicon, features: &Keys, sentences: &[(&[&str], &[Tag])]) -> Batch {
    let forms: Vec<&[&str]> = sentences.iter().map(|(forms, _)| *forms).collect();
    let mut batch = Batch::with_features(lexicon, features, &forms);
    let index = |number: usize| u32::try_from(number).unwrap_or(0);
    for (word, &tag) in sentences.iter().flat_map(|(_, tags)| *tags).enumerate() {
        each_further_feature(tag, |key| {
            if let Some(position) = features.position(key) {
                batch.further.push((index(word), index(FEATURE_BASE + position)));
            }
        });
    }
    batch
}

/// Leaves an article before and a clitic after a name out of it, which corpora treat differently.
pub(super) fn trim(forms: &[impl AsRef<str>], mut start: usize, mut end: usize) -> (usize, usize) {
    while end - start > 1 && matches!(forms[start].as_ref(), "the" | "The" | "THE" | "a" | "A" | "an" | "An") {
        start += 1;
    }
    while end - start > 1 && matches!(forms[end - 1].as_ref(), "'s" | "’s" | "'" | "’") {
        end -= 1;
    }
    (start, end)
}

impl NameTagger {
    pub(super) fn new(
        features: Keys,
        sizes: NameSizes,
        guidelines: Vec<Vec<String>>,
        mut network: NameNetwork,
    ) -> Self {
        let chains = network.heads.iter().map(|head| Chain::new(&head.pairs)).collect();
        network.encoder.pack();
        network.heads.iter_mut().for_each(|head| head.emissions.pack());
        Self { features, sizes, guidelines, network, chains }
    }

    /// The names in tagged sentences; positions count from the first word of each. Follows the guideline with these labels if the
    /// tagger knows it, else its first.
    #[must_use]
    pub fn find(&self, lexicon: &Lexicon, sentences: &[(&[&str], &[Tag])], labels: &[String]) -> Vec<Vec<NameSpan>> {
        let head = self.guidelines.iter().position(|guideline| guideline == labels).unwrap_or(0);
        let mut found = vec![Vec::new(); sentences.len()];
        // Longer sentences are cut. Sentence and first word of each piece.
        let mut places = Vec::with_capacity(sentences.len());
        let mut pieces: Vec<(&[&str], &[Tag])> = Vec::with_capacity(sentences.len());
        for (number, (forms, tags)) in sentences.iter().enumerate() {
            for (part, piece) in forms.chunks(BATCH_WORDS).zip(tags.chunks(BATCH_WORDS)).enumerate() {
                places.push((number, part * BATCH_WORDS));
                pieces.push(piece);
            }
        }
        let mut places = places.into_iter();
        for some in stretches(&pieces, |(forms, _)| forms.len()) {
            let batch = look_up(lexicon, &self.features, some);
            let scores = self.network.heads[head].emissions.forward(&self.network.encoder.encode(&batch));
            for (((forms, _), words), (sentence, first)) in some.iter().zip(&batch.sentences).zip(places.by_ref()) {
                let scores: Vec<&[f32]> = words.clone().map(|word| scores.row(word)).collect();
                found[sentence].extend(self.names(head, forms, &scores, first));
            }
        }
        found
    }

    /// The names of a piece of a sentence that begins with this word of it.
    fn names(&self, head: usize, forms: &[&str], scores: &[&[f32]], first: usize) -> Vec<NameSpan> {
        let index = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let chain = &self.chains[head];
        let tags = chain.best(scores);
        let names = names_of(&tags);
        let stretches: Vec<_> = names.iter().map(|&(start, end, _)| (start, end)).collect();
        let probabilities = chain.probabilities(scores, &tags, &stretches);
        names
            .into_iter()
            .zip(probabilities)
            .map(|((start, end, label), score)| {
                let (start, end) = if head == 0 { trim(forms, start, end) } else { (start, end) };
                NameSpan { tokens: (index(first + start), index(first + end)), label, score }
            })
            .collect()
    }
}
