//! How weights follow their gradients.
use super::file::{read_numbers, write_numbers};
use super::layer::dot;
use super::matrix::Matrix;
use crate::annotate::model::{FormatProblem, Reader, Writer};

/// What is learnt: weights whose first tensor holds the embeddings.
pub trait Weights: Clone {
    /// All weights in a fixed order, the embeddings first.
    fn tensors_mut(&mut self) -> Vec<&mut Matrix>;

    /// The same shapes, filled with zeros.
    #[must_use]
    fn zeros_like(&self) -> Self {
        let mut zeros = self.clone();
        for tensor in zeros.tensors_mut() {
            tensor.data.fill(0.0);
        }
        zeros
    }
}

/// Gradients longer than this are shortened.
const LONGEST_GRADIENT: f32 = 5.0;
/// How much of the averaged weights stays at each step.
const AVERAGING: f32 = 0.9985;

/// Adam (Kingma & Ba 2015) with averaged weights; embeddings change only where a batch used them.
#[derive(Debug)]
pub struct Optimiser<W> {
    first: W,
    second: W,
    average: W,
    /// Steps taken.
    pub step: i32,
    /// When each embedding row was last changed.
    changed: Vec<i32>,
}

/// Steps in which the rate rises, or a tenth of all if these are fewer.
const WARM_UP: f32 = 200.0;

impl<W: Weights> Optimiser<W> {
    /// Without a step yet.
    #[must_use]
    pub fn new(network: &W) -> Self {
        let mut zeros = network.zeros_like();
        let changed = vec![0; zeros.tensors_mut().first().map_or(0, |embeddings| embeddings.rows)];
        Self { first: zeros.clone(), second: zeros, average: network.clone(), step: 0, changed }
    }

    /// The rate of the next of so many steps: rises at first, then falls to almost nothing.
    #[must_use]
    pub fn scheduled(&self, rate: f32, steps: usize) -> f32 {
        let progress = self.step as f32 / steps as f32;
        let warm = (self.step as f32 / WARM_UP.min(steps as f32 / 10.0)).min(1.0);
        rate * warm * (0.01 + 0.99 * (1.0 - progress).max(0.0))
    }

    /// Takes a step down the gradient and zeroes it. `used` names each embedding row with a gradient once.
    pub fn update(&mut self, network: &mut W, gradient: &mut W, used: &[usize], rate: f32) {
        self.step += 1;
        let mut squares = 0.0f64;
        let mut measure = |values: &[f32]| squares += f64::from(dot(values, values));
        for (i, tensor) in gradient.tensors_mut().into_iter().enumerate() {
            if i > 0 {
                measure(&tensor.data);
            } else {
                for &row in used {
                    measure(tensor.row(row));
                }
            }
        }
        #[expect(clippy::cast_possible_truncation, reason = "a length of gradients")]
        let clip = (LONGEST_GRADIENT / (squares.sqrt() as f32 + 1e-12)).min(1.0);
        let step = Step {
            clip,
            rate: rate * (1.0 - SECOND.powi(self.step)).sqrt() / (1.0 - FIRST.powi(self.step)),
            // Early on, average over what there is.
            keep: AVERAGING.min((self.step as f32 + 1.0) / (self.step as f32 + 10.0)),
        };
        for (i, ((((weights, gradient), first), second), average)) in network
            .tensors_mut()
            .into_iter()
            .zip(gradient.tensors_mut())
            .zip(self.first.tensors_mut())
            .zip(self.second.tensors_mut())
            .zip(self.average.tensors_mut())
            .enumerate()
        {
            if i > 0 {
                step.take(&mut weights.data, &mut gradient.data, &mut first.data, &mut second.data, &mut average.data);
                continue;
            }
            for &row in used {
                let skipped = self.step - 1 - self.changed[row];
                self.changed[row] = self.step;
                catch_up(weights.row(row), average.row_mut(row), skipped);
                step.take(
                    weights.row_mut(row),
                    gradient.row_mut(row),
                    first.row_mut(row),
                    second.row_mut(row),
                    average.row_mut(row),
                );
            }
        }
    }

    /// The averaged weights.
    pub fn averaged(&mut self, network: &mut W) -> &W {
        for (weights, average) in network.tensors_mut().into_iter().zip(self.average.tensors_mut()).take(1) {
            for (row, changed) in self.changed.iter_mut().enumerate() {
                catch_up(weights.row(row), average.row_mut(row), self.step - *changed);
                *changed = self.step;
            }
        }
        &self.average
    }
}

const FIRST: f32 = 0.9;
const SECOND: f32 = 0.98;

struct Step {
    clip: f32,
    rate: f32,
    keep: f32,
}

impl Step {
    fn take(
        &self,
        weights: &mut [f32],
        gradient: &mut [f32],
        first: &mut [f32],
        second: &mut [f32],
        average: &mut [f32],
    ) {
        for ((((weight, gradient), first), second), average) in
            weights.iter_mut().zip(gradient).zip(first).zip(second).zip(average)
        {
            let change = *gradient * self.clip;
            *gradient = 0.0;
            *first = FIRST * *first + (1.0 - FIRST) * change;
            *second = SECOND * *second + (1.0 - SECOND) * change * change;
            *weight -= self.rate * *first / (second.sqrt() + 1e-8);
            *average = *weight + self.keep * (*average - *weight);
        }
    }
}

/// Averages over steps in which the weights did not change.
fn catch_up(weights: &[f32], average: &mut [f32], skipped: i32) {
    let keep = AVERAGING.powi(skipped);
    for (average, weight) in average.iter_mut().zip(weights) {
        *average = weight + keep * (*average - weight);
    }
}

impl<W: Weights> Optimiser<W> {
    /// Appends its state and the weights that it changes.
    pub fn write(&mut self, network: &mut W, writer: &mut Writer) {
        write_numbers(writer, &[self.step], i32::to_le_bytes);
        write_numbers(writer, &self.changed, i32::to_le_bytes);
        for part in [network, &mut self.first, &mut self.second, &mut self.average] {
            for tensor in part.tensors_mut() {
                write_numbers(writer, &tensor.data, f32::to_le_bytes);
            }
        }
    }

    /// Reads what [`Optimiser::write`] has written of a network of the same shape.
    ///
    /// # Errors
    /// If the sections are incomplete or of another shape.
    pub fn read(&mut self, network: &mut W, reader: &mut Reader) -> Result<(), FormatProblem> {
        let other_shape = || FormatProblem::Section("training");
        let [step] = read_numbers(reader, i32::from_le_bytes)?[..] else { return Err(other_shape()) };
        self.step = step;
        let changed = read_numbers(reader, i32::from_le_bytes)?;
        if changed.len() != self.changed.len() {
            return Err(other_shape());
        }
        self.changed = changed;
        for part in [network, &mut self.first, &mut self.second, &mut self.average] {
            for tensor in part.tensors_mut() {
                let values = read_numbers(reader, f32::from_le_bytes)?;
                if values.len() != tensor.data.len() {
                    return Err(other_shape());
                }
                tensor.data = values;
            }
        }
        Ok(())
    }
}
