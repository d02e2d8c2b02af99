//! The parts the network is made of, each with its forward and backward pass.
use super::matrix::{Matrix, Packed, View, add, add_packed_product, add_product};
use super::random::Random;
use std::ops::Range;

/// `x · weight + bias`.
#[derive(Clone, Debug, Default)]
pub struct Linear {
    pub weight: Matrix,
    pub bias: Matrix,
    /// The weights ready for products, once they do not change any more.
    packed: Option<Packed>,
}

impl Linear {
    /// Zeros.
    #[must_use]
    pub fn zeros(inputs: usize, outputs: usize) -> Self {
        Self { weight: Matrix::zeros(inputs, outputs), bias: Matrix::zeros(1, outputs), packed: None }
    }

    /// Uniform weights after Glorot & Bengio (2010).
    pub fn randomise(&mut self, random: &mut Random) {
        let bound = (6.0 / (self.weight.rows + self.weight.columns) as f32).sqrt();
        self.packed = None;
        random.fill(&mut self.weight, bound);
    }

    /// Weights and bias, to change.
    pub fn tensors_mut(&mut self) -> [&mut Matrix; 2] {
        self.packed = None;
        [&mut self.weight, &mut self.bias]
    }

    /// Makes products faster until the weights are changed.
    pub fn pack(&mut self) {
        self.packed = Some(Packed::new(View::of(&self.weight)));
    }

    /// One row of outputs per row of inputs.
    #[must_use]
    pub fn forward(&self, input: &Matrix) -> Matrix {
        self.forward_view(View::of(input))
    }

    /// The same of inputs with any strides.
    #[must_use]
    pub fn forward_view(&self, input: View<'_>) -> Matrix {
        let rows = input.rows();
        let mut output = Matrix { rows, columns: self.weight.columns, data: self.bias.data.repeat(rows) };
        match &self.packed {
            Some(packed) => add_packed_product(input, packed, &mut output.data),
            None => add_product(input, View::of(&self.weight), &mut output.data),
        }
        output
    }

    /// Adds to `gradient`; returns the gradient of the input.
    pub fn backward(&self, input: &Matrix, output_gradient: &Matrix, gradient: &mut Self) -> Matrix {
        gradient.weight.add_transposed_times(input, output_gradient);
        for row in output_gradient.iter_rows() {
            add(&mut gradient.bias.data, row);
        }
        output_gradient.times_transposed(&self.weight)
    }
}

/// Runs a loop compiled for the vector instructions that the processor has.
pub fn vectorised(run: impl FnOnce()) {
    pulp::Arch::new().dispatch(run);
}

/// Keeps constant rows from being divided by zero.
const SMALLEST_VARIANCE: f32 = 1e-5;

/// Scales rows to mean 0 and variance 1 (Ba et al. 2016), then by learnt gain and shift.
#[derive(Clone, Debug, Default)]
pub struct Norm {
    pub gain: Matrix,
    pub shift: Matrix,
}

/// What the backward pass of [`Norm`] needs.
#[derive(Debug, Default)]
pub struct NormTrace {
    scaled: Matrix,
    inverse_deviation: Vec<f32>,
}

impl Norm {
    /// Gain 1, shift 0.
    #[must_use]
    pub fn new(width: usize) -> Self {
        Self { gain: Matrix { rows: 1, columns: width, data: vec![1.0; width] }, shift: Matrix::zeros(1, width) }
    }

    /// In place.
    pub fn forward(&self, values: &mut Matrix) -> NormTrace {
        let width = values.columns;
        let mut trace =
            NormTrace { scaled: Matrix::zeros(values.rows, width), inverse_deviation: Vec::with_capacity(values.rows) };
        for (row, scaled) in values.data.chunks_exact_mut(width).zip(trace.scaled.data.chunks_exact_mut(width)) {
            let mean = sum(row) / width as f32;
            for (scaled, value) in scaled.iter_mut().zip(&*row) {
                *scaled = value - mean;
            }
            let inverse = 1.0 / (dot(scaled, scaled) / width as f32 + SMALLEST_VARIANCE).sqrt();
            trace.inverse_deviation.push(inverse);
            for (((value, scaled), gain), shift) in
                row.iter_mut().zip(scaled).zip(&self.gain.data).zip(&self.shift.data)
            {
                *scaled *= inverse;
                *value = *scaled * gain + shift;
            }
        }
        trace
    }

    /// In place; adds to `gradient`.
    pub fn backward(&self, trace: &NormTrace, values: &mut Matrix, gradient: &mut Self) {
        let width = values.columns;
        for ((row, scaled), inverse) in
            values.data.chunks_exact_mut(width).zip(trace.scaled.iter_rows()).zip(&trace.inverse_deviation)
        {
            for i in 0..width {
                gradient.gain.data[i] += row[i] * scaled[i];
                gradient.shift.data[i] += row[i];
                row[i] *= self.gain.data[i];
            }
            let mean = sum(row) / width as f32;
            let along = dot(row, scaled) / width as f32;
            for (value, scaled) in row.iter_mut().zip(scaled) {
                *value = inverse * (*value - mean - scaled * along);
            }
        }
    }
}

/// Sum with eight accumulators, which the compiler can vectorise.
#[inline(always)]
fn sum(values: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    let chunks = values.chunks_exact(8);
    let rest: f32 = chunks.remainder().iter().sum();
    for chunk in chunks {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += value;
        }
    }
    sums.iter().sum::<f32>() + rest
}

/// Scalar product with eight accumulators.
#[must_use]
#[inline(always)]
pub fn dot(left: &[f32], right: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    let (lefts, rights) = (left.chunks_exact(8), right.chunks_exact(8));
    let rest: f32 = lefts.remainder().iter().zip(rights.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in lefts.zip(rights) {
        for i in 0..8 {
            sums[i] += a[i] * b[i];
        }
    }
    sums.iter().sum::<f32>() + rest
}

/// Zeroes entries with the given probability and scales the others up (Srivastava et al. 2014); remembers the factors.
#[derive(Debug, Default)]
pub struct Dropout(Vec<f32>);

impl Dropout {
    /// In place; does nothing without a source of randomness.
    pub fn forward(values: &mut Matrix, rate: f32, random: Option<&mut Random>) -> Self {
        let Some(random) = random.filter(|_| rate > 0.0) else { return Self::default() };
        let factors = random.mask(values.data.len(), rate);
        let dropout = Self(factors);
        dropout.backward(values);
        dropout
    }

    /// In place.
    pub fn backward(&self, values: &mut Matrix) {
        for (value, factor) in values.data.iter_mut().zip(&self.0) {
            *value *= factor;
        }
    }
}

/// The larger of two linear functions per output (Goodfellow et al. 2013), normalised.
#[derive(Clone, Debug, Default)]
pub struct Maxout {
    pub linear: Linear,
    pub norm: Norm,
}

/// What the backward pass of [`Maxout`] needs.
#[derive(Debug, Default)]
pub struct MaxoutTrace {
    /// Whether the second function was larger.
    second: Vec<bool>,
    norm: NormTrace,
    dropout: Dropout,
}

impl Maxout {
    /// Zeros, but for the gain.
    #[must_use]
    pub fn zeros(inputs: usize, outputs: usize) -> Self {
        Self { linear: Linear::zeros(inputs, 2 * outputs), norm: Norm::new(outputs) }
    }

    #[must_use]
    pub fn forward(&self, input: &Matrix, dropout: f32, random: Option<&mut Random>) -> (Matrix, MaxoutTrace) {
        let both = self.linear.forward(input);
        let (mut output, second) = larger_half(&both);
        let norm = self.norm.forward(&mut output);
        let dropout = Dropout::forward(&mut output, dropout, random);
        (output, MaxoutTrace { second, norm, dropout })
    }

    /// Adds the output without dropout to `sums`.
    pub fn add_to(&self, input: &Matrix, sums: &mut Matrix) {
        let mut both = self.linear.forward(input);
        self.add_larger(&mut both.data, &mut sums.data);
    }

    /// The same for a window of three words: each word's row between its neighbours', with zeros beyond the ends of the sentence.
    pub fn add_windows_to(&self, sentences: &[Range<usize>], sums: &mut Matrix) {
        let width = sums.columns;
        // With a row of zeros around every sentence the windows are overlapping rows, which need not be copied.
        let mut padded = Vec::with_capacity((sums.rows + sentences.len() + 1) * width);
        padded.resize(width, 0.0);
        for sentence in sentences {
            padded.extend_from_slice(&sums.data[sentence.start * width..sentence.end * width]);
            padded.resize(padded.len() + width, 0.0);
        }
        let padded = Matrix { rows: padded.len() / width.max(1), columns: width, data: padded };
        let mut both = self.linear.forward_view(View::of_windows(&padded, 3));
        for (zeros_before, sentence) in sentences.iter().enumerate() {
            let (start, end) = (sentence.start + zeros_before, sentence.end + zeros_before);
            self.add_larger(
                &mut both.data[start * 2 * width..end * 2 * width],
                &mut sums.data[sentence.start * width..sentence.end * width],
            );
        }
    }

    /// Adds the larger half of each row, normalised.
    fn add_larger(&self, both: &mut [f32], sums: &mut [f32]) {
        let width = self.norm.gain.columns;
        vectorised(
            #[inline(always)]
            || {
                for (sums, both) in sums.chunks_exact_mut(width).zip(both.chunks_exact_mut(2 * width)) {
                    let (larger, high) = both.split_at_mut(width);
                    for (low, &high) in larger.iter_mut().zip(&*high) {
                        *low = if high > *low { high } else { *low };
                    }
                    let mean = sum(larger) / width as f32;
                    for value in larger.iter_mut() {
                        *value -= mean;
                    }
                    let inverse = 1.0 / (dot(larger, larger) / width as f32 + SMALLEST_VARIANCE).sqrt();
                    let scales = self.norm.gain.data.iter().zip(&self.norm.shift.data);
                    for ((sum, value), (gain, shift)) in sums.iter_mut().zip(larger).zip(scales) {
                        *sum += *value * inverse * gain + shift;
                    }
                }
            },
        );
    }

    pub fn backward(
        &self,
        input: &Matrix,
        trace: &MaxoutTrace,
        mut output_gradient: Matrix,
        gradient: &mut Self,
    ) -> Matrix {
        trace.dropout.backward(&mut output_gradient);
        self.norm.backward(&trace.norm, &mut output_gradient, &mut gradient.norm);
        let both = larger_half_gradient(&output_gradient, &trace.second);
        self.linear.backward(input, &both, &mut gradient.linear)
    }
}

/// Per row the maximum of the first and the second half; and where it came from.
#[must_use]
pub fn larger_half(both: &Matrix) -> (Matrix, Vec<bool>) {
    let width = both.columns / 2;
    let mut output = Matrix::zeros(both.rows, width);
    let mut second = vec![false; both.rows * width];
    for ((out, flags), row) in
        output.data.chunks_exact_mut(width).zip(second.chunks_exact_mut(width)).zip(both.iter_rows())
    {
        let (low, high) = row.split_at(width);
        for i in 0..width {
            flags[i] = high[i] > low[i];
            out[i] = if high[i] > low[i] { high[i] } else { low[i] };
        }
    }
    (output, second)
}

/// Sends each gradient to the half the maximum came from.
#[must_use]
pub fn larger_half_gradient(output_gradient: &Matrix, second: &[bool]) -> Matrix {
    let width = output_gradient.columns;
    let mut both = Matrix::zeros(output_gradient.rows, 2 * width);
    for ((out, flags), row) in
        both.data.chunks_exact_mut(2 * width).zip(second.chunks_exact(width)).zip(output_gradient.iter_rows())
    {
        let (low, high) = out.split_at_mut(width);
        for i in 0..width {
            low[i] = if flags[i] { 0.0 } else { row[i] };
            high[i] = if flags[i] { row[i] } else { 0.0 };
        }
    }
    both
}

/// Turns a row of scores into probabilities in place; returns the logarithm of the normaliser.
pub fn softmax(scores: &mut [f32]) -> f32 {
    let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut total = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - largest).exp();
        total += *score;
    }
    for score in scores.iter_mut() {
        *score /= total;
    }
    largest + total.ln()
}

/// Position of the largest score, the first of equals; 0 if none is a number.
#[must_use]
pub fn largest(scores: &[f32]) -> usize {
    // First the value, in lanes that the compiler can vectorise, then where it stands.
    let mut lanes = [f32::NEG_INFINITY; 8];
    let (chunks, rest) = scores.as_chunks::<8>();
    for chunk in chunks {
        for (lane, &score) in lanes.iter_mut().zip(chunk) {
            *lane = if score > *lane { score } else { *lane };
        }
    }
    let most = lanes.iter().chain(rest).fold(f32::NEG_INFINITY, |most, &score| if score > most { score } else { most });
    scores.iter().position(|&score| score >= most).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::largest;

    #[test]
    fn the_first_of_the_largest_wins() {
        let mut scores = vec![0.0; 21];
        scores[7] = 2.0;
        scores[19] = 2.0;
        assert_eq!(largest(&scores), 7);
        scores[20] = 2.5;
        assert_eq!(largest(&scores), 20);
        scores[3] = f32::NAN;
        assert_eq!(largest(&scores), 20);
        assert_eq!(largest(&[f32::NAN; 9]), 0);
        assert_eq!(largest(&[f32::NEG_INFINITY, -1.0]), 1);
        assert_eq!(largest(&[]), 0);
    }
}
