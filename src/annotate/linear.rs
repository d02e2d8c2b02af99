//! Sparse linear classifiers over hashed features, stored so that they can be used in place.
//!
//! A weight table is a directory of buckets and the buckets themselves. The high bits of a feature's hash choose
//! the bucket, 16 further bits identify its row within the bucket; a row is a list of (class, 8-bit weight).
//! A feature that was never trained meets a wrong row in about one of 10,000 look-ups, which the sum does not notice.

use super::directory::{Address, DAMAGED, Directory};
use super::model::{Bytes, FormatProblem, Reader, Writer, array};

/// Mixes one more value into a hash.
#[inline]
#[must_use]
pub const fn mix(hash: u64, value: u64) -> u64 {
    let mixed = (hash ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// Hash of a text, the same on every machine.
#[inline]
#[must_use]
pub fn hash_text(text: &str) -> u64 {
    hash_bytes(text.as_bytes())
}

/// Hash of bytes, the same on every machine.
#[inline]
#[must_use]
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut chunks = bytes.chunks_exact(8);
    let mut hash = 0x51_7c_c1_b7_27_22_0a_95 ^ bytes.len() as u64;
    for chunk in &mut chunks {
        hash = mix(hash, chunk.try_into().map_or(0, u64::from_le_bytes));
    }
    let tail = chunks.remainder().iter().fold(0, |tail, &byte| (tail << 8) | u64::from(byte));
    mix(mix(hash, tail), 0x1f)
}

/// Features that are looked up together.
const BATCH: usize = 32;

/// One feature's weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub feature: u64,
    /// Class and weight, sorted by class.
    pub weights: Vec<(u8, f32)>,
}

/// The weights of a linear classifier with at most 255 classes.
#[derive(Clone, Debug)]
pub struct WeightTable {
    /// Places in `rows`, in bytes.
    directory: Directory,
    /// Rows: fingerprint (2 bytes), number of weights (1), then class and weight (1 + 1) each.
    rows: Bytes,
    /// Value of the weight 1.
    unit: f32,
}

impl WeightTable {
    /// Quantises weights to 8 bits, scaled to the largest.
    ///
    /// # Panics
    /// If the table would be 4 GiB or larger, or a row has more than 255 weights.
    #[must_use]
    pub fn build(rows: &[Row]) -> Self {
        let largest = rows.iter().flat_map(|row| &row.weights).fold(0.0f32, |most, &(_, w)| most.max(w.abs()));
        let unit = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        let bits = Directory::bits_for(rows.len());
        let mut quantised: Vec<_> = rows
            .iter()
            .map(|row| {
                let weights = row.weights.iter().map(|&(class, w)| (class, quantise(w, unit))).filter(|&(_, w)| w != 0);
                (Address::new(row.feature, bits), weights.collect::<Vec<_>>())
            })
            .filter(|(_, weights)| !weights.is_empty())
            .collect();
        quantised.sort();
        quantised.dedup_by_key(|row| row.0);
        let mut bytes = Vec::new();
        let mut next = quantised.iter().peekable();
        let starts = (0..=1usize << bits).map(|bucket| {
            let start = bytes.len();
            while let Some((address, weights)) = next.next_if(|row| row.0.bucket == bucket) {
                bytes.extend_from_slice(&address.fingerprint.to_le_bytes());
                bytes.push(u8::try_from(weights.len()).expect("at most 255 classes"));
                for &(class, weight) in weights {
                    bytes.extend_from_slice(&[class, weight.to_le_bytes()[0]]);
                }
            }
            start
        });
        let directory = Directory::build(starts, bits);
        Self { directory, rows: bytes.into(), unit }
    }

    /// Adds the weights of the features to the scores; classes beyond the slice are ignored.
    pub fn add_all(&self, features: &[u64], scores: &mut [i32]) {
        for batch in features.chunks(BATCH) {
            // Asking for everything before using anything lets the processor fetch it side by side.
            let mut found = [(0usize, 0usize, 0u16); BATCH];
            for (slot, &feature) in found.iter_mut().zip(batch) {
                *slot = self.directory.find(feature);
            }
            let touched = found.iter().fold(0, |all, &(start, ..)| all ^ self.rows.get(start).copied().unwrap_or(0));
            std::hint::black_box(touched);
            for &(start, end, fingerprint) in &found[..batch.len()] {
                for pair in self.row(start, end, fingerprint).chunks_exact(2) {
                    if let Some(score) = scores.get_mut(pair[0] as usize) {
                        *score += i32::from(i8::from_le_bytes([pair[1]]));
                    }
                }
            }
        }
    }

    /// What a score of 1 is worth in the unit of training.
    #[must_use]
    pub const fn unit(&self) -> f32 {
        self.unit
    }

    #[inline]
    fn row(&self, start: usize, end: usize, fingerprint: u16) -> &[u8] {
        let Some(mut rows) = self.rows.get(start..end) else { return &[] };
        while let [low, high, count, rest @ ..] = rows {
            let length = usize::from(*count) * 2;
            if u16::from_le_bytes([*low, *high]) == fingerprint {
                return rest.get(..length).unwrap_or_default();
            }
            rows = rest.get(length..).unwrap_or_default();
        }
        &[]
    }

    /// Appends the table's sections.
    pub fn write(&self, writer: &mut Writer) {
        let mut head = self.directory.bits().to_le_bytes().to_vec();
        head.extend_from_slice(&self.unit.to_le_bytes());
        writer.section(&head);
        writer.section(self.directory.bytes());
        writer.section(&self.rows);
    }

    /// Reads the table's sections.
    ///
    /// # Errors
    /// If they are incomplete or contradict each other.
    pub fn read(reader: &mut Reader) -> Result<Self, FormatProblem> {
        let head = reader.section()?;
        let bits = array(&head, 0).map(u32::from_le_bytes).ok_or(DAMAGED)?;
        let unit = array(&head, 4).map(f32::from_le_bytes).ok_or(DAMAGED)?;
        let directory = Directory::from_bytes(reader.section()?, bits).ok_or(DAMAGED)?;
        Ok(Self { directory, rows: reader.section()?, unit })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to the range of i8")]
fn quantise(weight: f32, unit: f32) -> i8 {
    (weight / unit).round().clamp(-127.0, 127.0) as i8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_survive_quantising_and_the_file() {
        let rows: Vec<Row> = (0..250u8)
            .map(|i| Row { feature: mix(1, u64::from(i)), weights: vec![(i % 7, f32::from(i)), (200, -3.0)] })
            .collect();
        let mut writer = Writer::new("test");
        WeightTable::build(&rows).write(&mut writer);
        let mut reader = Reader::new(writer.finish().into(), "test").expect("intact");
        let table = WeightTable::read(&mut reader).expect("intact");
        for row in &rows {
            let mut scores = [0; 201];
            table.add_all(&[row.feature], &mut scores);
            for &(class, weight) in &row.weights {
                #[expect(clippy::cast_precision_loss, reason = "small numbers")]
                let score = scores[usize::from(class)] as f32 * table.unit();
                assert!((score - weight).abs() <= table.unit(), "{score} for {weight}");
            }
        }
    }

    #[test]
    fn unknown_features_and_empty_tables_score_nothing() {
        let table = WeightTable::build(&[]);
        let mut scores = [0; 3];
        table.add_all(&[42], &mut scores);
        assert_eq!(scores, [0; 3]);
    }
}
