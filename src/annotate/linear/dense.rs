//! Weights for classifiers with three classes, laid out so that a look-up touches one cache line.
//!
//! The table is an array of 64-byte lines with room for twelve features: their 16-bit fingerprints, then three 8-bit weights
//! each. A feature that finds its line full goes into the next one.
use super::{Row, mix, quantise};
use crate::annotate::model::{Bytes, FormatProblem, Reader, Writer, array};

/// Number of classes.
pub const CLASSES: usize = 3;
const LINE: usize = 64;
const SLOTS: usize = 12;
/// Share of the slots that are used.
const LOAD: f64 = 0.75;
const WEIGHTS: usize = SLOTS * 2;
/// Features whose lines are fetched together.
const BATCH: usize = 32;

/// The weights of a linear classifier with three classes.
#[derive(Clone, Debug)]
pub struct DenseTable {
    lines: Bytes,
    count: usize,
    /// Value of the weight 1.
    unit: f32,
}

impl DenseTable {
    /// Quantises weights to 8 bits, scaled to the largest.
    #[must_use]
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size")]
    pub fn build(rows: &[Row]) -> Self {
        let largest = rows.iter().flat_map(|row| &row.weights).fold(0.0f32, |most, &(_, w)| most.max(w.abs()));
        let unit = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        let count = ((rows.len() as f64 / (SLOTS as f64 * LOAD)).ceil() as usize).max(1);
        let mut lines = vec![0u8; count * LINE];
        for row in rows {
            let mut weights = [0i8; CLASSES];
            for &(class, weight) in &row.weights {
                if let Some(slot) = weights.get_mut(usize::from(class)) {
                    *slot = quantise(weight, unit);
                }
            }
            if weights == [0; CLASSES] {
                continue;
            }
            let (line, fingerprint) = address(row.feature, count);
            let free = (0..count).map(|step| (line + step) % count).find_map(|line| {
                let start = line * LINE;
                (0..SLOTS).map(|slot| (start, slot)).find(|&(start, slot)| lines[start + slot * 2..][..2] == [0, 0])
            });
            if let Some((start, slot)) = free {
                lines[start + slot * 2..][..2].copy_from_slice(&fingerprint.to_le_bytes());
                let bytes = weights.map(|weight| weight.to_le_bytes()[0]);
                lines[start + WEIGHTS + slot * CLASSES..][..CLASSES].copy_from_slice(&bytes);
            }
        }
        Self { lines: lines.into(), count, unit }
    }

    /// Adds the weights of the features to the scores.
    pub fn add_all(&self, features: &[u64], scores: &mut [i32; CLASSES]) {
        for batch in features.chunks(BATCH) {
            // Touching all lines first lets the processor fetch them side by side.
            let mut addresses = [(0usize, 0u16); BATCH];
            let mut touched = 0u8;
            for (slot, &feature) in addresses.iter_mut().zip(batch) {
                *slot = address(feature, self.count);
                touched ^= self.lines.get(slot.0 * LINE).copied().unwrap_or_default();
            }
            std::hint::black_box(touched);
            for &(line, fingerprint) in &addresses[..batch.len()] {
                self.add(line, fingerprint, scores);
            }
        }
    }

    #[inline]
    fn add(&self, mut line: usize, fingerprint: u16, scores: &mut [i32; CLASSES]) {
        loop {
            let Some(bytes) = array::<LINE>(&self.lines, line * LINE) else { return };
            let mut found = 0u32;
            for slot in 0..SLOTS {
                let own = u16::from_le_bytes([bytes[slot * 2], bytes[slot * 2 + 1]]);
                found |= u32::from(own == fingerprint) << slot;
            }
            if found != 0 {
                let start = WEIGHTS + found.trailing_zeros() as usize * CLASSES;
                for (score, &weight) in scores.iter_mut().zip(&bytes[start..start + CLASSES]) {
                    *score += i32::from(i8::from_le_bytes([weight]));
                }
                return;
            }
            let full = bytes[WEIGHTS - 2..WEIGHTS] != [0, 0];
            line += 1;
            if !full || line >= self.count {
                return;
            }
        }
    }

    /// Appends the table's sections.
    pub fn write(&self, writer: &mut Writer) {
        writer.section(&self.unit.to_le_bytes());
        writer.section(&self.lines);
    }

    /// Reads the table's sections.
    ///
    /// # Errors
    /// If they are incomplete.
    pub fn read(reader: &mut Reader) -> Result<Self, FormatProblem> {
        let head = reader.section()?;
        let unit = array(&head, 0).map(f32::from_le_bytes).ok_or(FormatProblem::Section("weights"))?;
        let lines = reader.section()?;
        if lines.is_empty() || lines.len() % LINE != 0 {
            return Err(FormatProblem::Section("weights"));
        }
        Ok(Self { count: lines.len() / LINE, lines, unit })
    }
}

/// Line and fingerprint of a feature; no fingerprint is 0, which marks a free slot.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the high half of a product with a usize fits into one")]
fn address(feature: u64, lines: usize) -> (usize, u16) {
    let hash = mix(feature, 0x2545_f491_4f6c_dd1d);
    let line = (u128::from(hash) * lines as u128) >> 64;
    (line as usize, ((hash & 0xffff) as u16).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_survive_quantising_crowding_and_the_file() {
        let rows: Vec<Row> = (0..2000u64)
            .map(|i| Row { feature: mix(9, i), weights: vec![((i % 3) as u8, 1.0 + (i % 100) as f32)] })
            .collect();
        let mut writer = Writer::new("test");
        DenseTable::build(&rows).write(&mut writer);
        let table =
            DenseTable::read(&mut Reader::new(writer.finish().into(), "test").expect("intact")).expect("intact");
        let mut lost = 0;
        for row in &rows {
            let mut scores = [0; CLASSES];
            table.add_all(&[row.feature], &mut scores);
            let (class, weight) = row.weights[0];
            lost += usize::from((scores[usize::from(class)] as f32 * table.unit - weight).abs() > table.unit);
        }
        assert!(lost <= 10, "{lost} features meet another's row");
        let mut scores = [0; CLASSES];
        table.add_all(&[], &mut scores);
        assert_eq!(scores, [0; CLASSES]);
    }

    #[test]
    fn a_table_without_weights_scores_nothing() {
        let mut scores = [0; CLASSES];
        DenseTable::build(&[]).add_all(&[1, 2, 3], &mut scores);
        assert_eq!(scores, [0; CLASSES]);
    }
}
