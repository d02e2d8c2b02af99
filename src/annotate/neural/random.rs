//! A small seeded generator: training must give the same weights every time.

use super::matrix::Matrix;

/// `SplitMix64` (Steele, Lea & Flood 2014).
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`.
    pub fn uniform(&mut self, low: f32, high: f32) -> f32 {
        let unit = (self.bits() >> 40) as f32 / (1u32 << 24) as f32;
        low + (high - low) * unit
    }

    /// Fills a matrix with numbers between `-bound` and `bound`.
    pub fn fill(&mut self, matrix: &mut Matrix, bound: f32) {
        for value in &mut matrix.data {
            *value = self.uniform(-bound, bound);
        }
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.bits() % bound.max(1) as u64).unwrap_or(0)
    }

    /// Shuffles in place.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }

    /// Factors that are 0 with the probability `rate`, else such that the mean is 1.
    pub fn mask(&mut self, length: usize, rate: f32) -> Vec<f32> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rate is between 0 and 1")]
        let threshold = (rate * 65_536.0) as u16;
        let keep = 1.0 / (1.0 - rate);
        let mut factors = Vec::with_capacity(length + 3);
        while factors.len() < length {
            let bits = self.bits();
            let parts = bits.to_le_bytes();
            let parts = parts.as_chunks::<2>().0;
            factors.extend(parts.iter().map(|&part| if u16::from_le_bytes(part) >= threshold { keep } else { 0.0 }));
        }
        factors.truncate(length);
        factors
    }
}
