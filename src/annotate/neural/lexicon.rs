//! What is known of a word out of context: embedding rows for its form, affixes, shape and clusters, and a word vector.
use crate::annotate::lexeme::{Spelling, WordClusters, plain_quote};
use rustc_hash::FxHashMap;

/// Kinds of features; each has a row of its own (row = kind) for values not seen in training.
pub const KINDS: usize = 9;
/// The kind that holds the form in lower case.
pub const NORM: usize = 0;
/// Rows added up for a word: one per kind, and one for each of its two clusters.
pub const ROWS_PER_WORD: usize = KINDS + 2;
/// Sizes of the two clusterings. The row after each stands for words in no cluster.
const FINE_CLUSTERS: usize = 1024;
const COARSE_CLUSTERS: usize = 64;
const COARSE_BASE: usize = KINDS;
const FINE_BASE: usize = COARSE_BASE + COARSE_CLUSTERS + 1;
/// Where the row of a word's fine cluster stands among its rows.
pub const FINE: usize = KINDS + 1;
/// Row of words in no cluster.
#[expect(clippy::cast_possible_truncation, reason = "some thousand rows")]
pub const UNKNOWN_CLUSTER: u32 = (FINE_BASE + FINE_CLUSTERS) as u32;
/// First row of the features seen in training.
pub const FEATURE_BASE: usize = FINE_BASE + FINE_CLUSTERS + 1;

/// Looks up what is known of a word.
#[derive(Clone, Debug)]
pub struct Lexicon {
    pub clusters: WordClusters,
    /// Features that have a row, by [`key`]; the first has the row [`FEATURE_BASE`].
    pub features: Keys,
    /// Words that have a vector, by [`key`] of their lower case.
    pub vector_words: Keys,
    /// A vector for each of them.
    pub vectors: Bytes,
}

/// Rows of bytes, each with its own scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bytes {
    pub columns: usize,
    pub scales: Vec<f32>,
    pub values: Vec<i8>,
}

impl Bytes {
    /// Rounds rows of numbers.
    #[must_use]
    pub fn from_rows(columns: usize, rows: &[f32]) -> Self {
        let mut bytes = Self { columns, scales: Vec::new(), values: Vec::with_capacity(rows.len()) };
        for row in rows.chunks_exact(columns.max(1)) {
            let scale = row.iter().fold(0.0f32, |largest, value| largest.max(value.abs())) / 127.0;
            let inverse = if scale > 0.0 { 1.0 / scale } else { 0.0 };
            #[expect(clippy::cast_possible_truncation, reason = "within ±127 by construction, and casts saturate")]
            bytes.values.extend(row.iter().map(|value| (value * inverse).round() as i8));
            bytes.scales.push(scale);
        }
        bytes
    }

    /// Writes a row to `out`.
    pub fn copy_row(&self, row: usize, out: &mut [f32]) {
        let scale = self.scales[row];
        for (out, &value) in out.iter_mut().zip(&self.values[row * self.columns..(row + 1) * self.columns]) {
            *out = scale * f32::from(value);
        }
    }

    /// All rows, one after the other.
    #[must_use]
    pub fn to_rows(&self) -> Vec<f32> {
        let mut rows = vec![0.0; self.values.len()];
        for (row, out) in rows.chunks_exact_mut(self.columns.max(1)).enumerate() {
            self.copy_row(row, out);
        }
        rows
    }
}

/// A sorted list of 32-bit keys that finds the position of a key fast.
#[derive(Clone, Debug)]
pub struct Keys {
    keys: Vec<u32>,
    /// For each value of a key's upper sixteen bits, where its keys start; and the end.
    starts: Vec<u32>,
}

impl Default for Keys {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl Keys {
    /// From keys in any order.
    #[must_use]
    pub fn new(mut keys: Vec<u32>) -> Self {
        keys.sort_unstable();
        keys.dedup();
        let mut starts = vec![0u32; (1 << 16) + 1];
        for key in &keys {
            starts[(key >> 16) as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        Self { keys, starts }
    }

    /// The keys in ascending order.
    #[must_use]
    pub fn as_slice(&self) -> &[u32] {
        &self.keys
    }

    /// Where a key stands.
    #[must_use]
    pub fn position(&self, key: u32) -> Option<usize> {
        let bucket = (key >> 16) as usize;
        let (start, end) = (self.starts[bucket] as usize, self.starts[bucket + 1] as usize);
        self.keys[start..end].iter().position(|&other| other == key).map(|offset| start + offset)
    }
}

/// Hash of a feature: FNV-1a, with the final mix of `MurmurHash3` so that the upper bits are spread too.
#[must_use]
pub fn key(kind: usize, text: &str) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "there are nine kinds")]
    let start = (0x811c_9dc5_u32 ^ kind as u32).wrapping_mul(16_777_619);
    let mut hash = text.bytes().fold(start, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619));
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

/// Key of a word among [`Lexicon::vector_words`].
#[must_use]
pub fn vector_key(form: &str) -> u32 {
    key(NORM, &form.chars().flat_map(char::to_lowercase).map(plain_quote).collect::<String>())
}

/// Letters as `x` or `X`, digits as `d`, runs cut at four.
fn shape(form: &str) -> String {
    let mut shape = String::with_capacity(form.len());
    let (mut last, mut run) = ('\0', 0);
    for c in form.chars() {
        let class = match c {
            c if c.is_uppercase() => 'X',
            c if c.is_alphabetic() => 'x',
            c if c.is_ascii_digit() => 'd',
            c => c,
        };
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= 4 {
            shape.push(class);
        }
    }
    shape
}

/// How a form is capitalised, and whether a sentence starts with it.
fn casing(form: &str, first: bool) -> &'static str {
    let upper = form.chars().filter(|c| c.is_uppercase()).count();
    let lower = form.chars().filter(|c| c.is_lowercase()).count();
    let capital = form.chars().next().is_some_and(char::is_uppercase);
    let [later, at_start] = match (upper, lower, capital) {
        (0, 0, _) => ["other", "other, first"],
        (0, ..) => ["lower", "lower, first"],
        (_, 0, _) => ["upper", "upper, first"],
        (1, _, true) => ["title", "title, first"],
        _ => ["mixed", "mixed, first"],
    };
    if first { at_start } else { later }
}

/// Calls `visit` with each feature of a word.
fn each_feature(form: &str, spelling: &Spelling, first_in_sentence: bool, mut visit: impl FnMut(usize, &str)) {
    let norm = &*spelling.lower;
    // Where the n-th character starts, from the front and from the back.
    let front = |n: usize| norm.char_indices().nth(n).map_or(norm.len(), |(at, _)| at);
    let back = |n: usize| norm.char_indices().nth_back(n - 1).map_or(0, |(at, _)| at);
    visit(NORM, norm);
    visit(1, &norm[..front(1)]);
    visit(2, &norm[..front(3)]);
    visit(3, &norm[back(1)..]);
    visit(4, &norm[back(2)..]);
    visit(5, &norm[back(3)..]);
    visit(6, &norm[back(4)..]);
    visit(8, casing(form, first_in_sentence));
    visit(7, &shape(&spelling.plain));
}

/// Key of a form as a feature.
#[must_use]
pub fn norm_key(form: &str) -> u32 {
    let mut spelling = Spelling::default();
    spelling.set(form);
    key(NORM, &spelling.lower)
}

/// Keys of the features seen often enough in the sentences: forms twice, the others three times.
pub fn frequent_features<'a>(sentences: impl Iterator<Item = Vec<&'a str>>) -> Vec<u32> {
    let mut counts: FxHashMap<u32, (usize, u32)> = FxHashMap::default();
    let mut spelling = Spelling::default();
    for forms in sentences {
        for (i, form) in forms.iter().enumerate() {
            spelling.set(form);
            each_feature(form, &spelling, i == 0, |kind, text| {
                counts.entry(key(kind, text)).or_insert((kind, 0)).1 += 1;
            });
        }
    }
    let enough = |kind: usize, count: u32| count >= if kind == NORM { 2 } else { 3 };
    counts.into_iter().filter(|&(_, (kind, count))| enough(kind, count)).map(|(key, _)| key).collect()
}

impl Lexicon {
    /// A lexicon that knows no features and no vectors yet.
    #[must_use]
    pub fn new(clusters: WordClusters) -> Self {
        Self { clusters, features: Keys::default(), vector_words: Keys::default(), vectors: Bytes::default() }
    }

    /// The same with other word vectors: lines of a word and its numbers, as `GloVe` (Pennington et al. 2014) has them.
    /// Of lines that give one word the first counts; lines of another length than the first are skipped.
    #[must_use]
    pub fn with_vectors(self, lines: &str) -> Self {
        let mut columns = 0;
        let mut keyed: FxHashMap<u32, Vec<f32>> = FxHashMap::default();
        for line in lines.lines() {
            let mut fields = line.trim_end().split(' ');
            let word = fields.next().unwrap_or_default();
            let Ok(vector) = fields.map(str::parse).collect::<Result<Vec<f32>, _>>() else { continue };
            columns = if columns == 0 { vector.len() } else { columns };
            if vector.len() == columns {
                keyed.entry(vector_key(word)).or_insert(vector);
            }
        }
        let vector_words = Keys::new(keyed.keys().copied().collect());
        let rows: Vec<f32> = vector_words.as_slice().iter().flat_map(|key| keyed[key].iter().copied()).collect();
        Self { vector_words, vectors: Bytes::from_rows(columns, &rows), ..self }
    }

    /// The same with other clusters.
    #[must_use]
    pub fn with_clusters(self, clusters: WordClusters) -> Self {
        Self { clusters, ..self }
    }

    /// Embedding rows of the words of a sentence, for any list of features.
    pub fn rows_of<'a>(
        &'a self,
        features: &'a Keys,
        forms: &'a [&'a str],
    ) -> impl Iterator<Item = [u32; ROWS_PER_WORD]> + 'a {
        let mut spelling = Spelling::default();
        forms.iter().enumerate().map(move |(i, form)| {
            spelling.set(form);
            let lexeme = self.clusters.lexeme(&spelling);
            let mut rows = [0; ROWS_PER_WORD];
            let mut set = |position: usize, row: usize| rows[position] = u32::try_from(row).unwrap_or(0);
            each_feature(form, &spelling, i == 0, |kind, text| {
                set(kind, features.position(key(kind, text)).map_or(kind, |position| FEATURE_BASE + position));
            });
            set(KINDS, COARSE_BASE + usize::from(lexeme.coarse).min(COARSE_CLUSTERS));
            set(FINE, FINE_BASE + usize::from(lexeme.fine).min(FINE_CLUSTERS));
            rows
        })
    }

    /// The row of a word's vector.
    #[must_use]
    pub fn vector_row(&self, form: &str) -> Option<usize> {
        self.vector_words.position(vector_key(form))
    }

    /// Number of embedding rows that the lexicon's own features need.
    #[must_use]
    pub fn row_count(&self) -> usize {
        FEATURE_BASE + self.features.as_slice().len()
    }

    /// Gives a row to every feature seen often enough in the sentences: forms twice, the others three times.
    pub fn learn_features<'a>(&mut self, sentences: impl Iterator<Item = Vec<&'a str>>) {
        self.features = Keys::new(frequent_features(sentences));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(form: &str, first: bool) -> String {
        let mut all = vec![String::new(); KINDS];
        let mut spelling = Spelling::default();
        spelling.set(form);
        each_feature(form, &spelling, first, |kind, text| all[kind] = text.to_owned());
        all.join(" ")
    }

    #[test]
    fn features_of_all_scripts_and_lengths() {
        for (form, first, expected) in [
            ("Ankara", true, "ankara a ank a ra ara kara Xxxxx title, first"),
            ("F-16s", false, "f-00s f f-0 s 0s 00s -00s X-ddx title"),
            ("’s", false, "'s ' 's s 's 's 's 'x lower"),
            ("Łódź", false, "łódź ł łód ź dź ódź łódź Xxxx title"),
            ("新华社", false, "新华社 新 新华社 社 华社 新华社 新华社 xxx other"),
            ("", false, "        other"),
        ] {
            assert_eq!(shown(form, first), expected);
        }
    }

    #[test]
    fn only_known_keys_have_a_position() {
        let keys = Keys::new(vec![900_000, 5, 70_000, 5, u32::MAX]);
        assert_eq!([5, 70_000, 900_000, u32::MAX].map(|key| keys.position(key)), [Some(0), Some(1), Some(2), Some(3)]);
        assert_eq!([0, 6, 65_541, 70_001].map(|key| keys.position(key)), [None; 4]);
    }

    #[test]
    fn rounding_to_bytes_keeps_two_digits() {
        let rows = [0.5, -1.0, 0.25, 0.0, 0.0, 0.0, 3.0, 1.5, -0.75];
        for (found, expected) in Bytes::from_rows(3, &rows).to_rows().iter().zip(rows) {
            assert!((found - expected).abs() < 0.013, "{found} for {expected}");
        }
    }
}
