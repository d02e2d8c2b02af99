//! Near-identical texts: w-shingling and min-wise sketches.
//!
//! A. Z. Broder, "On the resemblance and containment of documents", Compression and Complexity of SEQUENCES 1997:
//! the resemblance of two texts is the Jaccard index of their sets of w-shingles (runs of w words), and the s
//! smallest hashes of each set estimate it without the texts.
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Words of a shingle.
const WIDTH: usize = 5;
/// Hashes kept of a text (s): the standard error of the resemblance is about 0.06.
const SIZE: usize = 64;
/// Resemblance from which two texts are copies of one.
const COPY: f64 = 0.5;

/// The smallest hashes of the shingles of a text, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sketch(Vec<u32>);

impl Sketch {
    /// The sketch of a text. Case, punctuation and numbers of spaces make no difference.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let words: Vec<u64> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| {
                word.chars().flat_map(char::to_lowercase).fold(OFFSET, |hash, c| mix(hash, u64::from(u32::from(c))))
            })
            .collect();
        let shingles: BTreeSet<u32> = if words.len() < WIDTH {
            BTreeSet::new()
        } else {
            words.windows(WIDTH).map(|run| fold(run.iter().fold(OFFSET, |hash, &word| mix(hash, word)))).collect()
        };
        Self(shingles.into_iter().take(SIZE).collect())
    }

    /// The estimated resemblance of the two texts, from 0 to 1; 0 if one is too short to tell.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "at most 64")]
    pub fn resemblance(&self, other: &Self) -> f64 {
        if self.0.is_empty() || other.0.is_empty() {
            return 0.0;
        }
        let smallest: BTreeSet<u32> = self.0.iter().chain(&other.0).copied().collect();
        let (mut both, mut all) = (0usize, 0usize);
        for hash in smallest.into_iter().take(SIZE) {
            all += 1;
            both += usize::from(self.0.binary_search(&hash).is_ok() && other.0.binary_search(&hash).is_ok());
        }
        both as f64 / all as f64
    }

    /// Whether one text is a copy of the other, slightly edited or not.
    #[must_use]
    pub fn is_copy_of(&self, other: &Self) -> bool {
        self.resemblance(other) >= COPY
    }
}

/// FNV-1a's offset and prime: the hash must be the same on every machine and in every version.
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

const fn mix(hash: u64, value: u64) -> u64 {
    let mut hash = hash;
    let mut shift = 0;
    while shift < 64 {
        hash = (hash ^ ((value >> shift) & 0xff)).wrapping_mul(PRIME);
        shift += 8;
    }
    hash
}

/// The finaliser of `MurmurHash3`, so that the smallest hashes are a fair sample.
const fn fold(hash: u64) -> u32 {
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: usize, to: usize) -> String {
        (from..to).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn copies_resemble_and_others_do_not() {
        let whole = Sketch::of(&text(0, 400));
        assert!((whole.resemblance(&Sketch::of(&text(0, 400).to_uppercase().replace(' ', ",\n "))) - 1.0).abs() < 1e-9);
        assert!(whole.is_copy_of(&Sketch::of(&text(20, 400))), "the first lines cut off");
        assert!(!whole.is_copy_of(&Sketch::of(&text(300, 700))), "a quarter in common");
        assert!(!whole.is_copy_of(&Sketch::of(&text(1000, 1400))));
    }

    #[test]
    fn the_estimate_is_near_the_truth() {
        for shared in [50_u16, 200, 350] {
            let start = 400 - usize::from(shared);
            let (one, other) = (Sketch::of(&text(0, 400)), Sketch::of(&text(start, start + 400)));
            let common = f64::from(shared - 4);
            let truth = common / (2.0 * 396.0 - common);
            assert!((one.resemblance(&other) - truth).abs() < 0.2, "{shared}: {} {truth}", one.resemblance(&other));
        }
    }

    #[test]
    fn short_and_hostile_texts_are_copies_of_nothing() {
        for text in ["", "one two", "\0\u{202e}", "日本"] {
            assert!(!Sketch::of(text).is_copy_of(&Sketch::of(text)), "{text:?}");
        }
    }
}
