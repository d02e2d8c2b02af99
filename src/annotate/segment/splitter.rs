//! Rules and a classifier together: where the rules are doubtful, what the treebanks do decides.
use super::gap::{Gap, Paragraph, Style};
use crate::annotate::abbreviations::{Abbreviation, is_initial, listed};
use crate::annotate::lexeme::WordClusters;
use crate::annotate::linear::WeightTable;
use crate::annotate::model::{Bytes, FormatProblem, Reader, Writer};

const KIND: &str = "sentences";

/// A trained classifier of gaps: logistic regression over features of a paragraph, one of which is the rules' decision.
#[derive(Clone, Debug)]
pub struct Splitter {
    weights: WeightTable,
}

/// Log odds below which a sentence goes on though the rules see an end.
const JOINS: f32 = 0.0;
/// Log odds from which a gap ends a sentence though the rules see no end there.
const BREAKS: f32 = 0.0;
/// The same after a word without punctuation, in a paragraph without final punctuation: a list, an address, a caption.
const BARE: f32 = 0.0;
/// The same in a paragraph of prose, where names may be long: "Kim Jong Un".
const BARE_IN_PROSE: f32 = 3.0;
/// A comma, a colon or a dash may end a salutation, a dateline or a label of so many runs of characters, but no clause.
const LABEL: usize = 2;

/// How much must speak for an end that the rules do not see; `None` if nothing may.
fn needed(gap: &Gap) -> Option<f32> {
    let (last, next) = gap.runs();
    if gap.is_open() || (last.ends_with([',', ':', '-', '–', '—']) && gap.length_before() > LABEL) {
        return None;
    }
    if last.ends_with(|c: char| c.is_alphanumeric() || c == ')') {
        return match gap.is_in_prose() {
            // Most gaps of a text: two words of a clause.
            true if next.starts_with(char::is_lowercase) => None,
            true => Some(BARE_IN_PROSE),
            false => Some(BARE),
        };
    }
    let word = last.strip_suffix('.').map(|word| word.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let goes_on = |word| {
        is_initial(word)
            || matches!(listed(word), Some(Abbreviation::Title | Abbreviation::Number | Abbreviation::Inside))
    };
    (!word.is_some_and(goes_on)).then_some(BREAKS)
}

impl Splitter {
    /// From weights of class 0.
    #[must_use]
    pub const fn new(weights: WeightTable) -> Self {
        Self { weights }
    }

    /// The model file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND);
        self.weights.write(&mut writer);
        writer.finish()
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// If the bytes are not an intact model of this kind.
    pub fn from_bytes(bytes: Bytes) -> Result<Self, FormatProblem> {
        Ok(Self { weights: WeightTable::read(&mut Reader::new(bytes, KIND)?)? })
    }

    /// Log odds that a sentence ends in a gap.
    #[expect(clippy::cast_precision_loss, reason = "a sum of some dozen bytes")]
    fn score(&self, features: &[u64]) -> f32 {
        let mut scores = [0];
        self.weights.add_all(features, &mut scores);
        scores[0] as f32 * self.weights.unit()
    }

    /// Ends of sentences in a paragraph, given those that the rules found.
    pub(super) fn decide(&self, text: &str, ruled: &[usize], style: Style, clusters: &WordClusters) -> Vec<usize> {
        let paragraph = Paragraph::new(text, ruled, style, clusters);
        let mut features = Vec::new();
        paragraph.walk(|gap| {
            // Where no space separates them, only the rules can tell.
            if !gap.is_blank() {
                return gap.by_rule;
            }
            let needed = if gap.by_rule { Some(JOINS) } else { needed(gap) };
            needed.is_some_and(|needed| {
                gap.features(&mut features);
                self.score(&features) > needed
            })
        })
    }
}
