//! Whether computed gradients agree with finite differences, for tests.
use super::optimiser::Weights;
use super::random::Random;

/// How a loss is measured, and how far what is measured may be from what was computed.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Entries of each tensor that are looked at.
    pub entries: usize,
    pub step: f32,
    pub absolute: f64,
    pub relative: f64,
}

impl Check {
    /// Compares random entries of some tensors. Of the first only the rows in `used` count.
    pub fn run<W: Weights>(
        &self,
        weights: &mut W,
        gradient: &mut W,
        (tensors, used): (impl Iterator<Item = usize>, &[usize]),
        random: &mut Random,
        mut loss: impl FnMut(&W) -> f64,
    ) {
        for tensor in tensors {
            for _ in 0..self.entries {
                let matrix = &weights.tensors_mut()[tensor];
                let at = if tensor == 0 {
                    used[random.below(used.len())] * matrix.columns + random.below(matrix.columns)
                } else {
                    random.below(matrix.data.len())
                };
                let original = matrix.data[at];
                let mut loss_at = |value: f32| {
                    weights.tensors_mut()[tensor].data[at] = value;
                    loss(weights)
                };
                let difference = loss_at(original + self.step) - loss_at(original - self.step);
                weights.tensors_mut()[tensor].data[at] = original;
                let measured = difference / f64::from(2.0 * self.step);
                let computed = f64::from(gradient.tensors_mut()[tensor].data[at]);
                assert!(
                    (measured - computed).abs() < self.absolute + self.relative * measured.abs(),
                    "tensor {tensor}, entry {at}: {measured} measured, {computed} computed"
                );
            }
        }
    }
}
