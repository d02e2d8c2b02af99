//! Rare forms are taken for unknown ones now and then, so that a network learns what to make of unknown ones.
use super::encoder::Batch;
use super::lexicon::{FEATURE_BASE, Keys, NORM, norm_key};
use super::random::Random;
use rustc_hash::FxHashMap;

/// How often a form seen n times is forgotten: this divided by n plus this (Kiperwasser & Goldberg 2016).
const FORGETTING: f32 = 0.4;

/// How often each form was seen, by its embedding row.
#[derive(Debug)]
pub struct FormCounts(FxHashMap<u32, f32>);

impl FormCounts {
    /// Counts forms; those without a row of their own are unknown in any case.
    pub fn new<'a>(features: &Keys, forms: impl Iterator<Item = &'a str>) -> Self {
        let mut counts = FxHashMap::default();
        for position in forms.filter_map(|form| features.position(norm_key(form))) {
            if let Ok(row) = u32::try_from(FEATURE_BASE + position) {
                *counts.entry(row).or_insert(0.0) += 1.0;
            }
        }
        Self(counts)
    }

    /// How likely the form with this embedding row is to be forgotten.
    #[must_use]
    pub fn forgetting(&self, row: u32) -> f32 {
        FORGETTING / (FORGETTING + self.0.get(&row).copied().unwrap_or(0.0))
    }

    /// Takes words for unknown ones, the rare ones often.
    pub fn forget(&self, batch: &mut Batch, random: &mut Random) {
        for rows in &mut batch.rows {
            if random.uniform(0.0, 1.0) < self.forgetting(rows[NORM]) {
                rows[NORM] = 0;
            }
        }
    }
}
