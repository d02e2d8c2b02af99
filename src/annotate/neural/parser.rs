//! Which word depends on which, and how: a biaffine graph parser (Dozat & Manning 2017) with words of distance.
use super::Sizes;
use super::layer::{Dropout, Linear, larger_half, larger_half_gradient, largest, softmax};
use super::matrix::{Matrix, View, add, add_product};
use super::random::Random;
use super::tree::best_tree;
use std::ops::Range;

/// Steps of distance in one direction: 1, 2, 3, 4, 5, 6–7, 8–10, 11–15, 16–25, more.
const STEPS: usize = 10;
/// Distances in either direction, and the root.
const DISTANCES: usize = 2 * STEPS + 1;
/// What negative numbers keep of themselves in the arc representations.
const LEAK: f32 = 0.1;

/// Scores arcs and labels.
#[derive(Clone, Debug, Default)]
pub struct Parser {
    pub dependent: Linear,
    pub head: Linear,
    pub root: Matrix,
    pub bilinear: Matrix,
    pub dependent_distance: Matrix,
    pub head_distance: Matrix,
    pub label_dependent: Linear,
    pub label_head: Linear,
    pub label_root: Matrix,
    pub label_distance: Matrix,
    pub label_output: Linear,
}

/// Where a head (0 = root) is, seen from a dependent (0 = first word).
fn distance(dependent: usize, head: usize) -> usize {
    if head == 0 {
        return 2 * STEPS;
    }
    let position = head - 1;
    let step = match position.abs_diff(dependent) {
        0..=5 => position.abs_diff(dependent).saturating_sub(1),
        6..=7 => 5,
        8..=10 => 6,
        11..=15 => 7,
        16..=25 => 8,
        _ => 9,
    };
    if position > dependent { STEPS + step } else { step }
}

fn leak(values: &mut Matrix) {
    for value in &mut values.data {
        *value = if *value > 0.0 { *value } else { LEAK * *value };
    }
}

fn leak_gradient(values: &Matrix, gradient: &mut Matrix) {
    for (gradient, value) in gradient.data.iter_mut().zip(&values.data) {
        *gradient *= if *value > 0.0 { 1.0 } else { LEAK };
    }
}

/// A first row, and rows of a matrix after it.
fn with_root(root: &Matrix, heads: &Matrix, sentence: &Range<usize>) -> Matrix {
    let mut data = root.data.clone();
    data.extend_from_slice(&heads.data[sentence.start * heads.columns..sentence.end * heads.columns]);
    Matrix { rows: sentence.len() + 1, columns: heads.columns, data }
}

/// Gives the gradient of [`with_root`]'s result to its parts.
fn split_root(gradient: &Matrix, root: &mut Matrix, heads: &mut Matrix, sentence: &Range<usize>) {
    add(&mut root.data, gradient.row(0));
    let heads = &mut heads.data[sentence.start * heads.columns..sentence.end * heads.columns];
    add(heads, &gradient.data[gradient.columns..]);
}

fn rows(matrix: &Matrix, range: &Range<usize>) -> Matrix {
    let data = matrix.data[range.start * matrix.columns..range.end * matrix.columns].to_vec();
    Matrix { rows: range.len(), columns: matrix.columns, data }
}

/// A sentence's arc scores and what they were made of.
struct Scored {
    dependents: Matrix,
    heads: Matrix,
    turned: Matrix,
    scores: Matrix,
}

impl Parser {
    /// Zeros.
    #[must_use]
    pub fn zeros(sizes: Sizes, labels: usize) -> Self {
        let Sizes { width, arc_width, label_width, .. } = sizes;
        Self {
            dependent: Linear::zeros(width, arc_width),
            head: Linear::zeros(width, arc_width),
            root: Matrix::zeros(1, arc_width),
            bilinear: Matrix::zeros(arc_width, arc_width),
            dependent_distance: Matrix::zeros(DISTANCES, arc_width),
            head_distance: Matrix::zeros(DISTANCES, arc_width),
            label_dependent: Linear::zeros(width, 2 * label_width),
            label_head: Linear::zeros(width, 2 * label_width),
            label_root: Matrix::zeros(1, 2 * label_width),
            label_distance: Matrix::zeros(DISTANCES, 2 * label_width),
            label_output: Linear::zeros(label_width, labels),
        }
    }

    /// Random weights, to start training from; the bilinear ones stay zero.
    pub fn randomise(&mut self, random: &mut Random) {
        for linear in [
            &mut self.dependent,
            &mut self.head,
            &mut self.label_dependent,
            &mut self.label_head,
            &mut self.label_output,
        ] {
            linear.randomise(random);
        }
        for matrix in [
            &mut self.root,
            &mut self.dependent_distance,
            &mut self.head_distance,
            &mut self.label_root,
            &mut self.label_distance,
        ] {
            random.fill(matrix, 0.1);
        }
    }

    /// Makes the layers faster until their weights are changed.
    pub fn pack(&mut self) {
        for linear in [
            &mut self.dependent,
            &mut self.head,
            &mut self.label_dependent,
            &mut self.label_head,
            &mut self.label_output,
        ] {
            linear.pack();
        }
    }

    /// score(i, j) = dᵢ U hⱼ + dᵢ · rₖ + hⱼ · qₖ, where k is the distance from i to j.
    fn score(&self, dependents: &Matrix, heads: &Matrix, sentence: &Range<usize>) -> Scored {
        let dependents = rows(dependents, sentence);
        let heads = with_root(&self.root, heads, sentence);
        let turned = dependents.times(&self.bilinear);
        let mut scores = turned.times_transposed(&heads);
        let from_dependents = dependents.times_transposed(&self.dependent_distance);
        let from_heads = heads.times_transposed(&self.head_distance);
        for (i, (row, own)) in scores.data.chunks_exact_mut(heads.rows).zip(from_dependents.iter_rows()).enumerate() {
            for (j, (score, other)) in row.iter_mut().zip(from_heads.iter_rows()).enumerate() {
                let distance = distance(i, j);
                *score += own[distance] + other[distance];
            }
            row[i + 1] = f32::NEG_INFINITY;
        }
        Scored { dependents, heads, turned, scores }
    }

    /// Label scores' hidden layer before the maximum is taken, for the given heads.
    fn label_input(&self, dependents: &Matrix, heads: &Matrix, sentences: &[Range<usize>], chosen: &[usize]) -> Matrix {
        let mut sums = dependents.clone();
        for sentence in sentences {
            for (i, word) in sentence.clone().enumerate() {
                let head = chosen[word];
                let head_row = if head == 0 { self.label_root.row(0) } else { heads.row(sentence.start + head - 1) };
                let distance_row = self.label_distance.row(distance(i, head));
                for ((sum, head), distance) in sums.row_mut(word).iter_mut().zip(head_row).zip(distance_row) {
                    *sum += head + distance;
                }
            }
        }
        sums
    }

    /// Heads (0 = root, else 1 + position in the sentence) and labels of all words.
    #[must_use]
    pub fn parse(&self, words: &Matrix, sentences: &[Range<usize>]) -> (Vec<usize>, Vec<usize>) {
        let (mut dependents, mut heads) = (self.dependent.forward(words), self.head.forward(words));
        leak(&mut dependents);
        leak(&mut heads);
        let mut chosen = Vec::with_capacity(words.rows);
        for sentence in sentences {
            let scored = self.score(&dependents, &heads, sentence);
            chosen.extend(best_tree(sentence.len(), &scored.scores.data));
        }
        let input =
            self.label_input(&self.label_dependent.forward(words), &self.label_head.forward(words), sentences, &chosen);
        let scores = self.label_output.forward(&larger_half(&input).0);
        let labels = scores.iter_rows().map(largest).collect();
        (chosen, labels)
    }

    /// Loss, summed over words and multiplied by `weight`, against the right heads and labels; adds to `gradient`,
    /// and to the gradient of the words.
    #[expect(clippy::too_many_arguments, reason = "what is learnt from, and what is learnt")]
    pub fn learn(
        &self,
        words: &Matrix,
        sentences: &[Range<usize>],
        gold_heads: &[usize],
        gold_labels: &[usize],
        weight: f32,
        dropout: f32,
        mut random: Option<&mut Random>,
        gradient: &mut Self,
        words_gradient: &mut Matrix,
    ) -> f32 {
        let (mut dependents, mut heads) = (self.dependent.forward(words), self.head.forward(words));
        leak(&mut dependents);
        leak(&mut heads);
        let dependents_dropout = Dropout::forward(&mut dependents, dropout, random.as_deref_mut());
        let heads_dropout = Dropout::forward(&mut heads, dropout, random.as_deref_mut());
        let mut dependents_gradient = Matrix::zeros(dependents.rows, dependents.columns);
        let mut heads_gradient = dependents_gradient.clone();
        let mut loss = 0.0;
        for sentence in sentences {
            let mut scored = self.score(&dependents, &heads, sentence);
            loss += cross_entropy(&mut scored.scores, &gold_heads[sentence.clone()], weight);
            let (own, others) = self.score_gradient(&scored, gradient);
            dependents_gradient.data[sentence.start * own.columns..sentence.end * own.columns]
                .copy_from_slice(&own.data);
            split_root(&others, &mut gradient.root, &mut heads_gradient, sentence);
        }
        dependents_dropout.backward(&mut dependents_gradient);
        heads_dropout.backward(&mut heads_gradient);
        leak_gradient(&dependents, &mut dependents_gradient);
        leak_gradient(&heads, &mut heads_gradient);
        words_gradient.add(&self.dependent.backward(words, &dependents_gradient, &mut gradient.dependent));
        words_gradient.add(&self.head.backward(words, &heads_gradient, &mut gradient.head));

        let (own, others) = (self.label_dependent.forward(words), self.label_head.forward(words));
        let input = self.label_input(&own, &others, sentences, gold_heads);
        let (mut hidden, second) = larger_half(&input);
        let hidden_dropout = Dropout::forward(&mut hidden, dropout, random);
        let mut scores = self.label_output.forward(&hidden);
        loss += cross_entropy(&mut scores, gold_labels, weight);
        let mut hidden_gradient = self.label_output.backward(&hidden, &scores, &mut gradient.label_output);
        hidden_dropout.backward(&mut hidden_gradient);
        let input_gradient = larger_half_gradient(&hidden_gradient, &second);
        let mut others_gradient = Matrix::zeros(others.rows, others.columns);
        for sentence in sentences {
            for (i, word) in sentence.clone().enumerate() {
                let head = gold_heads[word];
                let change = input_gradient.row(word);
                let to_head = if head == 0 {
                    gradient.label_root.row_mut(0)
                } else {
                    others_gradient.row_mut(sentence.start + head - 1)
                };
                add(to_head, change);
                add(gradient.label_distance.row_mut(distance(i, head)), change);
            }
        }
        words_gradient.add(&self.label_dependent.backward(words, &input_gradient, &mut gradient.label_dependent));
        words_gradient.add(&self.label_head.backward(words, &others_gradient, &mut gradient.label_head));
        loss * weight
    }

    /// Gradients of the dependents and heads of a sentence, whose scores have been replaced by their gradients.
    fn score_gradient(&self, scored: &Scored, gradient: &mut Self) -> (Matrix, Matrix) {
        let Scored { dependents, heads, turned, scores } = scored;
        let turned_gradient = scores.times(heads);
        let mut own = turned_gradient.times_transposed(&self.bilinear);
        gradient.bilinear.add_transposed_times(dependents, &turned_gradient);
        let mut others = Matrix::zeros(heads.rows, heads.columns);
        others.add_transposed_times(scores, turned);
        let mut from_dependents = Matrix::zeros(dependents.rows, DISTANCES);
        let mut from_heads = Matrix::zeros(heads.rows, DISTANCES);
        for (i, row) in scores.iter_rows().enumerate() {
            for (j, change) in row.iter().enumerate().filter(|&(j, _)| j != i + 1) {
                let distance = distance(i, j);
                from_dependents.row_mut(i)[distance] += change;
                from_heads.row_mut(j)[distance] += change;
            }
        }
        add_product(View::of(&from_dependents), View::of(&self.dependent_distance), &mut own.data);
        add_product(View::of(&from_heads), View::of(&self.head_distance), &mut others.data);
        gradient.dependent_distance.add_transposed_times(&from_dependents, dependents);
        gradient.head_distance.add_transposed_times(&from_heads, heads);
        (own, others)
    }
}

/// Loss of a classifier, summed over rows; replaces the scores by their gradients, multiplied by `weight`.
pub fn cross_entropy(scores: &mut Matrix, gold: &[usize], weight: f32) -> f32 {
    let mut loss = 0.0;
    for (row, &gold) in scores.data.chunks_exact_mut(scores.columns).zip(gold) {
        let gold_score = row[gold];
        loss += softmax(row) - gold_score;
        row[gold] -= 1.0;
        for value in row {
            *value *= weight;
        }
    }
    loss
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_told_apart_by_direction_and_length() {
        assert_eq!(distance(4, 0), 2 * STEPS, "the root");
        assert_ne!(distance(4, 4), distance(4, 6), "word 3 on the left, word 5 on the right");
        assert_eq!(distance(4, 4), 0);
        assert_eq!(distance(0, 100), 2 * STEPS - 1);
        let kinds: std::collections::BTreeSet<_> =
            (0..40).flat_map(|i| (0..=40).map(move |j| distance(i, j))).collect();
        assert_eq!(kinds.len(), DISTANCES);
    }
}
