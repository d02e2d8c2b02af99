//! From words out of context to words in context: embeddings, then convolutions and gated recurrences in turn.
use super::layer::{Dropout, Linear, Maxout, MaxoutTrace, Norm, NormTrace, vectorised};
use super::lexicon::{Keys, Lexicon, ROWS_PER_WORD};
use super::matrix::{Matrix, View, add, add_product};
use super::random::Random;
use std::ops::Range;

/// Words put through a network together: enough for the matrix products, few enough for the second-level cache.
pub const BATCH_WORDS: usize = 512;

/// Cuts a list of sentences into stretches of at most [`BATCH_WORDS`] words; a longer sentence is one by itself.
pub fn stretches<T>(mut sentences: &[T], words: impl Fn(&T) -> usize) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let mut total = 0;
        let fits = |sentence: &&T| {
            total += words(sentence);
            total <= BATCH_WORDS
        };
        let count = sentences.iter().take_while(fits).count().max(1);
        sentences.split_at_checked(count).map(|(some, others)| {
            sentences = others;
            some
        })
    })
}

/// The words of some sentences, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Embedding rows of each word.
    pub rows: Vec<[u32; ROWS_PER_WORD]>,
    /// Further embedding rows: a word's place in the batch, and the row.
    pub further: Vec<(u32, u32)>,
    /// Word vectors, zero for unknown words.
    pub vectors: Matrix,
    /// Where each sentence's words stand.
    pub sentences: Vec<Range<usize>>,
}

impl Batch {
    /// Looks up all words.
    #[must_use]
    pub fn new(lexicon: &Lexicon, sentences: &[&[&str]]) -> Self {
        Self::with_features(lexicon, &lexicon.features, sentences)
    }

    /// Looks up all words, with embedding rows for other features than the lexicon's own.
    #[must_use]
    pub fn with_features(lexicon: &Lexicon, features: &Keys, sentences: &[&[&str]]) -> Self {
        let words = sentences.iter().map(|sentence| sentence.len()).sum();
        let mut batch = Self { vectors: Matrix::zeros(words, lexicon.vectors.columns), ..Self::default() };
        for sentence in sentences {
            let start = batch.rows.len();
            batch.rows.extend(lexicon.rows_of(features, sentence));
            batch.sentences.push(start..batch.rows.len());
            for (i, form) in (start..).zip(*sentence) {
                if let Some(row) = lexicon.vector_row(form) {
                    lexicon.vectors.copy_row(row, batch.vectors.row_mut(i));
                }
            }
        }
        batch
    }

    /// The words' embedding rows, each with the place of its word.
    fn lookups(&self) -> impl Iterator<Item = (usize, usize)> {
        let own =
            self.rows.iter().enumerate().flat_map(|(word, rows)| rows.iter().map(move |&row| (word, row as usize)));
        own.chain(self.further.iter().map(|&(word, row)| (word as usize, row as usize)))
    }

    /// Each embedding row that occurs, once and in order.
    #[must_use]
    pub fn used_rows(&self) -> Vec<usize> {
        let mut used: Vec<usize> = self.lookups().map(|(_, row)| row).collect();
        used.sort_unstable();
        used.dedup();
        used
    }
}

/// Two sublayers, each added to its input: a window of three words, and a recurrence in both directions.
#[derive(Clone, Debug, Default)]
pub struct Block {
    pub window: Maxout,
    /// Candidate and forget gate, forwards and backwards.
    pub gates: Linear,
    pub output: Maxout,
}

/// The encoder.
#[derive(Clone, Debug, Default)]
pub struct Encoder {
    pub embeddings: Matrix,
    pub vectors: Matrix,
    pub norm: Norm,
    pub blocks: Vec<Block>,
}

/// What the backward pass of [`Encoder`] needs.
#[derive(Debug, Default)]
pub struct EncoderTrace {
    norm: NormTrace,
    dropout: Dropout,
    blocks: Vec<BlockTrace>,
}

#[derive(Debug)]
struct BlockTrace {
    windows: Matrix,
    window: MaxoutTrace,
    middle: Matrix,
    gates: Matrix,
    states: Matrix,
    output: MaxoutTrace,
}

impl Encoder {
    /// Zeros, but for the gains.
    #[must_use]
    pub fn zeros(embeddings: usize, vector_width: usize, width: usize, memory: usize, depth: usize) -> Self {
        let block = Block {
            window: Maxout::zeros(3 * width, width),
            gates: Linear::zeros(width, 4 * memory),
            output: Maxout::zeros(2 * memory, width),
        };
        Self {
            embeddings: Matrix::zeros(embeddings, width),
            vectors: Matrix::zeros(vector_width, width),
            norm: Norm::new(width),
            blocks: vec![block; depth],
        }
    }

    /// Random weights, to start training from.
    pub fn randomise(&mut self, random: &mut Random) {
        random.fill(&mut self.embeddings, 0.3);
        random.fill(&mut self.vectors, 0.3);
        for block in &mut self.blocks {
            block.window.linear.randomise(random);
            block.output.linear.randomise(random);
            block.gates.randomise(random);
            // Memories of different lengths, from one word to about ten (Tallec & Ollivier 2018).
            let memory = block.gates.weight.columns / 4;
            for (i, bias) in block.gates.bias.data.iter_mut().enumerate().filter(|(i, _)| i / memory % 2 == 1) {
                *bias = 2.3 * (i % memory) as f32 / memory as f32;
            }
        }
    }

    /// Sums of the embeddings of each word.
    fn embed(&self, batch: &Batch) -> Matrix {
        let mut words = batch.vectors.times(&self.vectors);
        vectorised(
            #[inline(always)]
            || {
                for (sum, rows) in words.data.chunks_exact_mut(self.embeddings.columns).zip(&batch.rows) {
                    for &row in rows {
                        add(sum, self.embeddings.row(row as usize));
                    }
                }
                for &(word, row) in &batch.further {
                    add(words.row_mut(word as usize), self.embeddings.row(row as usize));
                }
            },
        );
        words
    }

    /// All weights in a fixed order, the embeddings first.
    pub fn tensors_mut(&mut self) -> Vec<&mut Matrix> {
        let mut all = vec![&mut self.embeddings, &mut self.vectors, &mut self.norm.gain, &mut self.norm.shift];
        for block in &mut self.blocks {
            for maxout in [&mut block.window, &mut block.output] {
                all.extend(maxout.linear.tensors_mut());
                all.extend([&mut maxout.norm.gain, &mut maxout.norm.shift]);
            }
            all.extend(block.gates.tensors_mut());
        }
        all
    }

    /// Makes the encoder faster until its weights are changed.
    pub fn pack(&mut self) {
        for block in &mut self.blocks {
            block.window.linear.pack();
            block.gates.pack();
            block.output.linear.pack();
        }
    }

    /// One row per word in its context.
    #[must_use]
    pub fn encode(&self, batch: &Batch) -> Matrix {
        let mut words = self.embed(batch);
        self.norm.forward(&mut words);
        for block in &self.blocks {
            block.window.add_windows_to(&batch.sentences, &mut words);
            let states = remember(&mut block.gates.forward(&words), &batch.sentences);
            block.output.add_to(&states, &mut words);
        }
        words
    }

    /// The same with what training needs: dropout, and a trace for the way back.
    #[must_use]
    pub fn forward(&self, batch: &Batch, dropout: f32, mut random: Option<&mut Random>) -> (Matrix, EncoderTrace) {
        let mut trace = EncoderTrace::default();
        let mut words = self.embed(batch);
        trace.norm = self.norm.forward(&mut words);
        trace.dropout = Dropout::forward(&mut words, dropout, random.as_deref_mut());
        for block in &self.blocks {
            let windows = windows(&words, &batch.sentences);
            let (change, window) = block.window.forward(&windows, dropout, random.as_deref_mut());
            words.add(&change);
            let middle = words.clone();
            let mut gates = block.gates.forward(&words);
            let states = remember(&mut gates, &batch.sentences);
            let (change, output) = block.output.forward(&states, dropout, random.as_deref_mut());
            words.add(&change);
            trace.blocks.push(BlockTrace { windows, window, middle, gates, states, output });
        }
        (words, trace)
    }

    /// Adds to `gradient`, whose embeddings get gradients in the rows of the batch only.
    pub fn backward(&self, batch: &Batch, trace: &EncoderTrace, mut words: Matrix, gradient: &mut Self) {
        for ((block, trace), gradient) in self.blocks.iter().zip(&trace.blocks).zip(&mut gradient.blocks).rev() {
            let states = block.output.backward(&trace.states, &trace.output, words.clone(), &mut gradient.output);
            let gates = remember_gradient(&trace.gates, &trace.states, &states, &batch.sentences);
            words.add(&block.gates.backward(&trace.middle, &gates, &mut gradient.gates));
            let windows = block.window.backward(&trace.windows, &trace.window, words.clone(), &mut gradient.window);
            add_windows_gradient(&windows, &batch.sentences, &mut words);
        }
        trace.dropout.backward(&mut words);
        self.norm.backward(&trace.norm, &mut words, &mut gradient.norm);
        add_product(View::of(&batch.vectors).transposed(), View::of(&words), &mut gradient.vectors.data);
        for (word, row) in batch.lookups() {
            add(gradient.embeddings.row_mut(row), words.row(word));
        }
    }
}

/// Each word's row between its neighbours', with zeros beyond the ends of the sentence.
fn windows(words: &Matrix, sentences: &[Range<usize>]) -> Matrix {
    let width = words.columns;
    let mut data = Vec::with_capacity(words.rows * 3 * width);
    let outside = vec![0.0; width];
    for sentence in sentences {
        for i in sentence.clone() {
            data.extend_from_slice(if i > sentence.start { words.row(i - 1) } else { &outside });
            let last = (i + 1).min(sentence.end - 1);
            data.extend_from_slice(&words.data[i * width..(last + 1) * width]);
            if last == i {
                data.extend_from_slice(&outside);
            }
        }
    }
    Matrix { rows: words.rows, columns: 3 * width, data }
}

fn add_windows_gradient(windows: &Matrix, sentences: &[Range<usize>], words: &mut Matrix) {
    let width = words.columns;
    for sentence in sentences {
        for i in sentence.clone() {
            let (first, last) = (i.saturating_sub(1).max(sentence.start), (i + 1).min(sentence.end - 1));
            let offset = (1 + first - i) * width;
            add(&mut words.data[first * width..(last + 1) * width], &windows.row(i)[offset..]);
        }
    }
}

/// The logistic function, from an approximation of the exponential that the compiler can vectorise.
#[inline(always)]
fn logistic(x: f32) -> f32 {
    // 2^t for t = -x log₂ e: the whole part goes into the exponent bits, a polynomial is fitted to the fraction.
    let t = (-x * std::f32::consts::LOG2_E).clamp(-120.0, 120.0);
    let whole = (t + 12_582_912.0) - 12_582_912.0;
    let f = t - whole;
    let power = 1.0
        + f * (std::f32::consts::LN_2 + f * (0.240_226_5 + f * (0.055_504_1 + f * (0.009_618_1 + f * 0.001_333_4))));
    #[expect(clippy::cast_possible_truncation, reason = "clamped to ±120")]
    let exponent = ((whole as i32 + 127) << 23).cast_unsigned();
    1.0 / (1.0 + power * f32::from_bits(exponent))
}

/// The order in which a direction visits the words of a sentence.
fn order(sentence: &Range<usize>, backwards: bool) -> impl Iterator<Item = usize> + use<> {
    let (start, end) = (sentence.start, sentence.end);
    (start..end).map(move |i| if backwards { start + end - 1 - i } else { i })
}

/// A gated running mean in both directions, a quasi-recurrent layer (Bradbury et al. 2017):
/// state = forget · previous state + (1 − forget) · candidate. Turns the gates' scores into gates.
fn remember(gates: &mut Matrix, sentences: &[Range<usize>]) -> Matrix {
    let memory = gates.columns / 4;
    vectorised(
        #[inline(always)]
        || {
            for row in gates.data.chunks_exact_mut(4 * memory) {
                for direction in row.chunks_exact_mut(2 * memory) {
                    for gate in &mut direction[memory..] {
                        *gate = logistic(*gate);
                    }
                }
            }
        },
    );
    let mut states = Matrix::zeros(gates.rows, 2 * memory);
    let mut state = vec![0.0f32; memory];
    for sentence in sentences {
        for direction in 0..2 {
            state.fill(0.0);
            for i in order(sentence, direction == 1) {
                let (candidate, forget) = gates.row(i)[2 * direction * memory..][..2 * memory].split_at(memory);
                for (((state, out), candidate), forget) in
                    state.iter_mut().zip(&mut states.row_mut(i)[direction * memory..]).zip(candidate).zip(forget)
                {
                    *state = candidate + forget * (*state - candidate);
                    *out = *state;
                }
            }
        }
    }
    states
}

fn remember_gradient(gates: &Matrix, states: &Matrix, states_gradient: &Matrix, sentences: &[Range<usize>]) -> Matrix {
    let memory = gates.columns / 4;
    let mut gradient = Matrix::zeros(gates.rows, gates.columns);
    let mut running = vec![0.0f32; memory];
    let start = vec![0.0f32; memory];
    for sentence in sentences {
        for direction in 0..2 {
            running.fill(0.0);
            for i in order(sentence, direction == 0) {
                let before = if direction == 0 {
                    (i > sentence.start).then(|| i - 1)
                } else {
                    (i + 1 < sentence.end).then_some(i + 1)
                };
                let previous = before.map_or(&start[..], |before| &states.row(before)[direction * memory..][..memory]);
                let (candidate, forget) = gates.row(i)[2 * direction * memory..][..2 * memory].split_at(memory);
                let (to_candidate, to_forget) =
                    gradient.row_mut(i)[2 * direction * memory..][..2 * memory].split_at_mut(memory);
                let own = &states_gradient.row(i)[direction * memory..][..memory];
                for u in 0..memory {
                    let total = running[u] + own[u];
                    to_candidate[u] = total * (1.0 - forget[u]);
                    to_forget[u] = total * (previous[u] - candidate[u]) * forget[u] * (1.0 - forget[u]);
                    running[u] = total * forget[u];
                }
            }
        }
    }
    gradient
}
