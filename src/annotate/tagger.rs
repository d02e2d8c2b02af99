//! Part-of-speech tagger: a greedy averaged perceptron (Collins 2002) over joint UPOS|XPOS classes.
//!
//! Words that carry one tag nearly always are tagged from a dictionary; for the others the set of tags they were
//! seen with (their ambiguity class) is a feature, for the words to the right as well.
use super::lexeme::{Lexeme, WordTable};
use super::linear::{WeightTable, best, hash_bytes, hash_text, mix};
use super::model::{Bytes, FormatProblem, Reader, Writer};
use crate::document::{Upos, Xpos};

/// Universal part of speech and Penn tag of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag {
    pub upos: Upos,
    pub xpos: Xpos,
}

/// Marks a word that has no fixed tag in the dictionary.
pub(super) const NOT_FIXED: u8 = u8::MAX;

/// Known words: their ambiguity class and, where they have one tag only, that tag.
#[derive(Clone, Debug)]
pub(super) struct TagLexicon(pub WordTable);

/// A trained tagger.
#[derive(Clone, Debug)]
pub struct Tagger {
    tags: Vec<Tag>,
    lexicon: TagLexicon,
    weights: WeightTable,
}

impl Tagger {
    pub(super) fn new(tags: Vec<Tag>, lexicon: TagLexicon, weights: WeightTable) -> Self {
        Self { tags, lexicon, weights }
    }

    /// Tags the words of one sentence. `lexemes` belongs to `forms`.
    #[must_use]
    pub fn tag(&self, forms: &[&str], lexemes: &[Lexeme]) -> Vec<Tag> {
        let words = observe(forms, lexemes, &self.lexicon);
        let mut scores = vec![0; self.tags.len()];
        let mut features = Vec::with_capacity(64);
        let mut history = [START; 2];
        let mut tags = Vec::with_capacity(words.len());
        for position in 0..words.len() {
            let fixed = usize::from(words[position].fixed);
            let class = if fixed < self.tags.len() {
                fixed
            } else {
                extract(&words, position, history, &mut features);
                scores.fill(0);
                self.weights.add_all(&features, &mut scores);
                best(&scores, |_| true).unwrap_or(0)
            };
            history = [class as u64, history[0]];
            tags.push(self.tags.get(class).copied().unwrap_or(Tag { upos: Upos(0), xpos: Xpos(0) }));
        }
        tags
    }

    /// The model file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new("tagger");
        let names: Vec<_> = self.tags.iter().map(|tag| format!("{}|{}", tag.upos, tag.xpos)).collect();
        writer.strings(&names);
        self.lexicon.0.write(&mut writer);
        self.weights.write(&mut writer);
        writer.finish()
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// If the bytes are not an intact model of this kind.
    pub fn from_bytes(bytes: Bytes) -> Result<Self, FormatProblem> {
        let mut reader = Reader::new(bytes, "tagger")?;
        let tag = |name: &String| {
            let (upos, xpos) = name.split_once('|')?;
            Some(Tag { upos: Upos::parse(upos), xpos: Xpos::parse(xpos) })
        };
        let names = reader.strings("tags")?;
        let tags = names.iter().map(tag).collect::<Option<Vec<_>>>().ok_or(FormatProblem::Section("tags"))?;
        let lexicon = TagLexicon(WordTable::read(&mut reader)?);
        Ok(Self { tags, lexicon, weights: WeightTable::read(&mut reader)? })
    }
}

/// History before the first word.
pub(super) const START: u64 = 1000;

/// The parts of a word from which features are put together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Observed {
    form: u64,
    lower: u64,
    suffixes: [u64; 5],
    prefixes: [u64; 3],
    shape: u64,
    fine: u64,
    coarse: u64,
    ambiguity: u64,
    pub fixed: u8,
}

const OUTSIDE: Observed = Observed {
    form: 1,
    lower: 1,
    suffixes: [1; 5],
    prefixes: [1; 3],
    shape: 1,
    fine: 2000,
    coarse: 2000,
    ambiguity: 2_000_000,
    fixed: NOT_FIXED,
};

pub(super) fn observe(forms: &[&str], lexemes: &[Lexeme], lexicon: &TagLexicon) -> Vec<Observed> {
    let mut letters = String::new();
    forms
        .iter()
        .zip(lexemes)
        .map(|(form, lexeme)| {
            super::lexeme::normalise(form, &mut letters);
            let shape = shape(&letters);
            letters = letters.to_lowercase();
            // "US" must not get the one tag of "us", so only the class is taken from the lower-case form.
            let lowered = || lexicon.0.get(lexeme.lower).map(|(ambiguity, _)| (ambiguity, NOT_FIXED));
            let (ambiguity, fixed) = lexicon.0.get(lexeme.form).or_else(lowered).unwrap_or((u16::MAX, NOT_FIXED));
            let mut observed = Observed {
                form: lexeme.form,
                lower: lexeme.lower,
                shape,
                fine: u64::from(lexeme.fine),
                coarse: u64::from(lexeme.coarse),
                ambiguity: u64::from(ambiguity),
                fixed,
                ..OUTSIDE
            };
            let ends = letters.char_indices().rev().map(|(start, _)| start);
            for (slot, start) in observed.suffixes.iter_mut().zip(ends) {
                *slot = hash_text(&letters[start..]);
            }
            let starts = letters.char_indices().map(|(start, c)| start + c.len_utf8());
            for (slot, end) in observed.prefixes.iter_mut().zip(starts) {
                *slot = hash_text(&letters[..end]);
            }
            observed
        })
        .collect()
}

/// Hash of the form with runs of capitals, small letters and digits each as one sign.
fn shape(form: &str) -> u64 {
    let mut signs = [0u8; 12];
    let mut length = 0;
    for c in form.chars() {
        let sign = match c {
            c if c.is_uppercase() => b'X',
            c if c.is_alphabetic() => b'x',
            c if c.is_numeric() => b'0',
            c if c.is_ascii() => c as u8,
            _ => b'?',
        };
        if length == signs.len() {
            break;
        }
        if length == 0 || signs[length - 1] != sign || sign == b'X' && length < 2 {
            signs[length] = sign;
            length += 1;
        }
    }
    hash_bytes(&signs[..length])
}

/// The features of one word; `history` holds the classes of the last word and the one before it.
pub(super) fn extract(words: &[Observed], position: usize, history: [u64; 2], features: &mut Vec<u64>) {
    let at = |offset: isize| position.checked_add_signed(offset).and_then(|i| words.get(i)).unwrap_or(&OUTSIDE);
    let (word, left, left2, right, right2) = (at(0), at(-1), at(-2), at(1), at(2));
    let [last, before] = history;
    features.clear();
    let mut template = 0;
    let mut add = |parts: &[u64]| {
        template += 1;
        features.push(parts.iter().fold(template, |hash, &part| mix(hash, part)));
    };
    let first = u64::from(position == 0);
    add(&[]);
    add(&[word.form]);
    add(&[word.lower]);
    for suffix in word.suffixes {
        add(&[suffix]);
    }
    for prefix in word.prefixes {
        add(&[prefix]);
    }
    add(&[word.shape, first]);
    add(&[word.shape, word.suffixes[2]]);
    add(&[word.shape, last]);
    add(&[word.ambiguity]);
    add(&[word.ambiguity, last]);
    add(&[word.ambiguity, right.ambiguity]);
    add(&[word.ambiguity, last, right.ambiguity]);
    add(&[word.ambiguity, last, before]);
    add(&[word.ambiguity, right.lower]);
    add(&[word.ambiguity, left.lower]);
    add(&[word.lower, last]);
    add(&[word.lower, left.lower]);
    add(&[word.lower, right.lower]);
    add(&[last]);
    add(&[last, before]);
    add(&[last, word.suffixes[2]]);
    add(&[last, right.ambiguity]);
    add(&[left.lower]);
    add(&[left2.lower]);
    add(&[right.lower]);
    add(&[right2.lower]);
    add(&[left.lower, left2.lower]);
    add(&[right.lower, right2.lower]);
    add(&[left.suffixes[2]]);
    add(&[right.suffixes[2]]);
    add(&[right.shape, word.shape]);
    add(&[left.shape, word.shape]);
    add(&[right.ambiguity]);
    add(&[right.ambiguity, right2.ambiguity]);
    add(&[word.ambiguity, right.ambiguity, right2.ambiguity]);
    add(&[word.fine]);
    add(&[word.coarse]);
    add(&[word.fine, last]);
    add(&[word.fine, right.fine]);
    add(&[left.fine, word.fine]);
    add(&[left.fine]);
    add(&[right.fine]);
    add(&[right2.fine]);
    add(&[word.coarse, last, right.coarse]);
}
