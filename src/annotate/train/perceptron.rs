//! The averaged perceptron (Freund & Schapire 1999; Collins 2002) over sparse hashed features.
use crate::annotate::linear;
use rustc_hash::FxHashMap;

#[derive(Clone, Copy, Debug)]
struct Cell {
    class: u8,
    weight: f32,
    /// Sum over updates of the change times the step at which it was made.
    weighted: f32,
}

/// The cells of a feature in [`Perceptron::cells`].
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    start: u32,
    length: u16,
    capacity: u16,
}

/// Weights in training.
#[derive(Debug, Default)]
pub struct Perceptron {
    index: FxHashMap<u64, Row>,
    /// All weights; a row that outgrows its place moves to the end.
    cells: Vec<Cell>,
    step: u32,
}

impl Perceptron {
    /// Adds the weights of the features to the scores.
    pub fn add(&self, features: &[u64], scores: &mut [f32]) {
        // Training waits for memory most of the time. Finding all rows before reading any lets the look-ups overlap.
        let rows: Vec<&Row> = features.iter().filter_map(|feature| self.index.get(feature)).collect();
        for row in rows {
            for cell in self.cells_of(*row) {
                scores[usize::from(cell.class)] += cell.weight;
            }
        }
    }

    fn cells_of(&self, row: Row) -> &[Cell] {
        &self.cells[row.start as usize..][..usize::from(row.length)]
    }

    /// Counts one decision, right or wrong: the unit of averaging.
    pub fn advance(&mut self) {
        self.step += 1;
    }

    /// Moves the weights of the features for a class.
    pub fn update(&mut self, features: &[u64], class: usize, change: f32) {
        for &feature in features {
            self.update_one(feature, class, change);
        }
    }

    /// Moves the weight of one feature for a class.
    ///
    /// # Panics
    /// If there are more than 256 classes or 2³² weights.
    #[expect(clippy::cast_precision_loss, reason = "an average needs no more precision")]
    pub fn update_one(&mut self, feature: u64, class: usize, change: f32) {
        let class = u8::try_from(class).expect("at most 256 classes");
        let weighted = change * self.step as f32;
        let row = self.index.entry(feature).or_default();
        let cells = &mut self.cells[row.start as usize..][..usize::from(row.length)];
        if let Some(cell) = cells.iter_mut().find(|cell| cell.class == class) {
            cell.weight += change;
            cell.weighted += weighted;
            return;
        }
        let cell = Cell { class, weight: change, weighted };
        if row.length == row.capacity {
            let (old, length) = (row.start as usize, usize::from(row.length));
            row.start = u32::try_from(self.cells.len()).expect("fewer than 2³² weights");
            row.capacity = (row.capacity * 2).max(2);
            self.cells.extend_from_within(old..old + length);
            self.cells.resize(row.start as usize + usize::from(row.capacity), cell);
        }
        self.cells[row.start as usize + usize::from(row.length)] = cell;
        row.length += 1;
    }

    /// The weights averaged over all steps, without those below `threshold`; sorted, so that equal training gives
    /// equal files.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "an average needs no more precision")]
    pub fn average(&self, threshold: f32) -> Vec<linear::Row> {
        let steps = self.step.max(1) as f32;
        let mut rows: Vec<_> = self
            .index
            .iter()
            .filter_map(|(&feature, &row)| {
                let mut weights: Vec<_> = self
                    .cells_of(row)
                    .iter()
                    .map(|cell| (cell.class, cell.weight - cell.weighted / steps))
                    .filter(|(_, weight)| weight.abs() >= threshold && *weight != 0.0)
                    .collect();
                weights.sort_by_key(|&(class, _)| class);
                (!weights.is_empty()).then_some(linear::Row { feature, weights })
            })
            .collect();
        rows.sort_by_key(|row| row.feature);
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averaging_weighs_a_change_by_how_long_it_lasted() {
        let mut perceptron = Perceptron::default();
        perceptron.update(&[7], 1, 1.0);
        perceptron.advance();
        perceptron.advance();
        perceptron.update(&[7], 1, 1.0);
        perceptron.advance();
        perceptron.advance();
        let rows = perceptron.average(0.0);
        assert_eq!(rows, [linear::Row { feature: 7, weights: vec![(1, 1.5)] }]);
        assert!(perceptron.average(1.6).is_empty());
    }
}
