//! Names: a structured averaged perceptron (Collins 2002) over BILOU tags (Ratinov & Roth 2009).
mod discourse;
pub(super) mod features;
pub(super) mod lattice;

use super::lexeme::WordClusters;
use super::linear::WeightTable;
use super::model::{Bytes, FormatProblem, Reader, Writer, array};
use super::syntax::Tag;
pub use discourse::agree;
use features::{Observed, extract, observe};
use lattice::{Decoded, Lattice, TagId, Transitions};

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
    /// How likely span and label are right, between 0 and 1; from the margin by which the best sequence wins over the best
    /// one without this name, calibrated on `CrossNER` politics dev.
    pub score: f32,
}

/// A trained name tagger.
#[derive(Clone, Debug)]
pub struct NameTagger {
    transitions: Transitions,
    weights: WeightTable,
}

/// Leaves an article before and a clitic after a name out of it, which corpora treat differently.
fn trim(forms: &[&str], mut start: usize, mut end: usize) -> (usize, usize) {
    while end - start > 1 && matches!(forms[start], "the" | "The" | "THE" | "a" | "A" | "an" | "An") {
        start += 1;
    }
    while end - start > 1 && matches!(forms[end - 1], "'s" | "’s" | "'" | "’") {
        end -= 1;
    }
    (start, end)
}

/// The probability that a name is right, fitted to held-out names: a logistic function of the root of its margin.
fn probability(margin: f32) -> f32 {
    1.0 / (1.0 + (1.17 - 0.245 * margin.max(0.0).sqrt()).exp())
}

impl NameTagger {
    pub(super) const fn new(transitions: Transitions, weights: WeightTable) -> Self {
        Self { transitions, weights }
    }

    /// Finds the names in one tagged sentence; positions count from the sentence's first word.
    #[must_use]
    pub fn find(&self, forms: &[&str], tags: &[Tag], clusters: &WordClusters) -> Vec<NameSpan> {
        let decoded = self.decode(&observe(forms, &clusters.lexemes(forms), tags));
        let index = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        decoded
            .names()
            .into_iter()
            .map(|(start, end, label)| {
                let (start, end) = trim(forms, start, end);
                let margin = decoded.margin(start, end);
                NameSpan { tokens: (index(start), index(end)), label, score: probability(margin) }
            })
            .collect()
    }

    pub(super) fn decode(&self, words: &[Observed]) -> Decoded {
        let mut lattice = Lattice::new(words.len());
        let mut features = Vec::with_capacity(96);
        let mut scores = [0i32; TagId::COUNT];
        for position in 0..words.len() {
            extract(words, position, &mut features);
            scores.fill(0);
            self.weights.add_all(&features, &mut scores);
            for (cell, score) in lattice.emissions_mut(position).iter_mut().zip(scores) {
                #[expect(clippy::cast_precision_loss, reason = "sums of some dozen 8-bit weights")]
                let score = score as f32;
                *cell = score * self.weights.unit();
            }
        }
        lattice.decode(&self.transitions)
    }

    /// The model file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new("names");
        writer.strings(&NameLabel::ALL.map(NameLabel::as_str));
        let transitions: Vec<u8> = self.transitions.weights().flat_map(f32::to_le_bytes).collect();
        writer.section(&transitions);
        self.weights.write(&mut writer);
        writer.finish()
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// If the bytes are not an intact model of this kind.
    pub fn from_bytes(bytes: Bytes) -> Result<Self, FormatProblem> {
        let mut reader = Reader::new(bytes, "names")?;
        if reader.strings("labels")? != NameLabel::ALL.map(NameLabel::as_str) {
            return Err(FormatProblem::Section("labels"));
        }
        let section = reader.section()?;
        let weights = (0..section.len() / 4).map(|i| array(&section, i * 4).map_or(0.0, f32::from_le_bytes));
        let transitions = Transitions::from_weights(weights).ok_or(FormatProblem::Section("transitions"))?;
        Ok(Self { transitions, weights: WeightTable::read(&mut reader)? })
    }
}
