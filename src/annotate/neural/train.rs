//! Learning the network from treebanks.
use super::encoder::Batch;
use super::layer::dot;
use super::lexicon::{Lexicon, NORM, norm_key};
use super::parser::cross_entropy;
use super::random::Random;
use super::{Network, Sizes};
use crate::annotate::syntax::{Syntax, Tag};
use crate::document::Deprel;
use crate::document::conllu::{TreebankSentence, Word};
use rustc_hash::FxHashMap;

/// Sizes and rates.
#[derive(Clone, Debug)]
pub struct Settings {
    pub sizes: Sizes,
    pub epochs: usize,
    pub batch_words: usize,
    pub rate: f32,
    pub dropout: f32,
    pub head_dropout: f32,
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            sizes: Sizes { width: 96, memory: 96, depth: 2, arc_width: 96, label_width: 96 },
            epochs: 22,
            batch_words: 600,
            rate: 2e-3,
            dropout: 0.2,
            head_dropout: 0.3,
            seed: 1,
        }
    }
}

/// Share of a tag's loss, where an arc and a label count 1 each.
const TAG_SHARE: f32 = 0.7;
/// How often a form seen n times is taken for an unknown one: this divided by n plus this (Kiperwasser & Goldberg 2016).
const FORGETTING: f32 = 0.4;
/// Gradients longer than this are shortened.
const LONGEST_GRADIENT: f32 = 5.0;
/// How much of the averaged weights stays at each step.
const AVERAGING: f32 = 0.9985;

/// A batch with what is to be learnt from it.
pub struct Lesson {
    pub batch: Batch,
    tags: Vec<usize>,
    heads: Vec<usize>,
    labels: Vec<usize>,
}

/// The numbers of tags and relations.
struct Numbering {
    tags: FxHashMap<Tag, usize>,
    deprels: FxHashMap<Deprel, usize>,
}

impl Numbering {
    fn of(model: &Syntax) -> Self {
        Self {
            tags: model.tags.iter().copied().zip(0..).collect(),
            deprels: model.deprels.iter().copied().zip(0..).collect(),
        }
    }

    fn lesson(&self, lexicon: &Lexicon, examples: &[&TreebankSentence]) -> Lesson {
        let forms: Vec<Vec<&str>> = examples.iter().map(|example| example.forms()).collect();
        let forms: Vec<&[&str]> = forms.iter().map(Vec::as_slice).collect();
        let words = || examples.iter().flat_map(|example| &example.words);
        Lesson {
            batch: Batch::new(lexicon, &forms),
            tags: words().map(|word| self.tags.get(&tag_of(word)).copied().unwrap_or(0)).collect(),
            heads: words().map(|word| word.head.map_or(0, |head| head + 1)).collect(),
            labels: words().map(|word| self.deprels.get(&word.deprel).copied().unwrap_or(0)).collect(),
        }
    }
}

const fn tag_of(word: &Word) -> Tag {
    Tag { upos: word.upos, xpos: word.xpos }
}

impl Network {
    /// Loss per word on a lesson; adds to `gradient`.
    pub fn learn(
        &self,
        lesson: &Lesson,
        settings: &Settings,
        mut random: Option<&mut Random>,
        gradient: &mut Self,
    ) -> f32 {
        let (words, trace) = self.encoder.forward(&lesson.batch, settings.dropout, random.as_deref_mut());
        let weight = 1.0 / words.rows.max(1) as f32;
        let mut tags = self.tagger.forward(&words);
        let mut loss = cross_entropy(&mut tags, &lesson.tags, weight * TAG_SHARE) * weight * TAG_SHARE;
        let mut words_gradient = self.tagger.backward(&words, &tags, &mut gradient.tagger);
        loss += self.parser.learn(
            &words,
            &lesson.batch.sentences,
            &lesson.heads,
            &lesson.labels,
            weight,
            settings.head_dropout,
            random,
            &mut gradient.parser,
            &mut words_gradient,
        );
        self.encoder.backward(&lesson.batch, &trace, words_gradient, &mut gradient.encoder);
        loss
    }
}

/// Adam (Kingma & Ba 2015) with averaged weights; embeddings change only where a batch used them.
struct Optimiser {
    first: Network,
    second: Network,
    average: Network,
    step: i32,
    /// When each embedding row was last changed.
    changed: Vec<i32>,
}

impl Optimiser {
    fn new(network: &Network) -> Self {
        let zeros = network.zeros_like();
        let changed = vec![0; network.encoder.embeddings.rows];
        Self { first: zeros.clone(), second: zeros, average: network.clone(), step: 0, changed }
    }

    /// Takes a step down the gradient and zeroes it. `used` names each embedding row with a gradient once.
    fn update(&mut self, network: &mut Network, gradient: &mut Network, used: &[usize], rate: f32) {
        self.step += 1;
        let mut squares = 0.0f64;
        let mut measure = |values: &[f32]| squares += f64::from(dot(values, values));
        for tensor in gradient.tensors_mut().into_iter().skip(1) {
            measure(&tensor.data);
        }
        for &row in used {
            measure(gradient.encoder.embeddings.row(row));
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
    fn averaged(&mut self, network: &Network) -> &Network {
        for (row, changed) in self.changed.iter_mut().enumerate() {
            catch_up(
                network.encoder.embeddings.row(row),
                self.average.encoder.embeddings.row_mut(row),
                self.step - *changed,
            );
            *changed = self.step;
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

impl Syntax {
    /// A model with random weights that knows the features, tags and relations of the examples.
    /// The lexicon brings clusters and vectors.
    #[must_use]
    pub fn untrained(mut lexicon: Lexicon, examples: &[TreebankSentence], settings: &Settings) -> Self {
        lexicon.learn_features(examples.iter().map(TreebankSentence::forms));
        let all = || examples.iter().flat_map(|example| &example.words);
        let mut tags: Vec<_> = all().map(tag_of).collect();
        let mut deprels: Vec<_> = all().map(|word| word.deprel).collect();
        tags.sort_unstable();
        tags.dedup();
        deprels.sort_unstable();
        deprels.dedup();
        let mut random = Random(settings.seed);
        let mut network = Network::zeros(&lexicon, settings.sizes, tags.len(), deprels.len());
        network.encoder.randomise(&mut random);
        network.tagger.randomise(&mut random);
        network.parser.randomise(&mut random);
        Self { lexicon, tags, deprels, sizes: settings.sizes, network }
    }

    /// Learns the examples; reports epoch, loss per word and the model so far.
    pub fn train(
        &mut self,
        examples: &[TreebankSentence],
        settings: &Settings,
        mut report: impl FnMut(usize, f64, &Self),
    ) {
        let numbering = Numbering::of(self);
        let counts = norm_counts(examples);
        let mut random = Random(settings.seed ^ 0x5eed);
        let mut optimiser = Optimiser::new(&self.network);
        let mut gradient = self.network.zeros_like();
        let words: usize = examples.iter().map(|example| example.words.len()).sum();
        let steps = (settings.epochs * words).div_ceil(settings.batch_words).max(1);
        let mut order: Vec<&TreebankSentence> = examples.iter().filter(|example| !example.words.is_empty()).collect();
        for epoch in 1..=settings.epochs {
            random.shuffle(&mut order);
            let (mut loss, mut batches) = (0.0, 0u32);
            for batch in batches_of(&order, settings.batch_words) {
                let mut lesson = numbering.lesson(&self.lexicon, batch);
                forget_rare_forms(&mut lesson, batch, &counts, &mut random);
                loss += f64::from(self.network.learn(&lesson, settings, Some(&mut random), &mut gradient));
                batches += 1;
                let mut used: Vec<usize> = lesson.batch.rows.iter().flatten().map(|&row| row as usize).collect();
                used.sort_unstable();
                used.dedup();
                let progress = optimiser.step as f32 / steps as f32;
                let warm = (optimiser.step as f32 / 200.0).min(1.0);
                let rate = settings.rate * warm * (0.01 + 0.99 * (1.0 - progress).max(0.0));
                optimiser.update(&mut self.network, &mut gradient, &used, rate);
            }
            let averaged = optimiser.averaged(&self.network).clone();
            let current = std::mem::replace(&mut self.network, averaged);
            report(epoch, loss / f64::from(batches.max(1)), self);
            if epoch < settings.epochs {
                self.network = current;
            }
        }
        self.network.pack();
    }
}

/// Cuts a list into batches of about as many words.
fn batches_of<'a, 'b>(examples: &'b [&'a TreebankSentence], words: usize) -> Vec<&'b [&'a TreebankSentence]> {
    let mut batches = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (i, example) in examples.iter().enumerate() {
        size += example.words.len();
        if size >= words {
            batches.push(&examples[start..=i]);
            (start, size) = (i + 1, 0);
        }
    }
    if start < examples.len() {
        batches.push(&examples[start..]);
    }
    batches
}

fn norm_counts(examples: &[TreebankSentence]) -> FxHashMap<u32, f32> {
    let mut counts = FxHashMap::default();
    for word in examples.iter().flat_map(|example| &example.words) {
        *counts.entry(norm_key(&word.form)).or_insert(0.0) += 1.0;
    }
    counts
}

/// Takes rare forms for unknown ones now and then, so that the network learns what to make of unknown ones.
fn forget_rare_forms(
    lesson: &mut Lesson,
    examples: &[&TreebankSentence],
    counts: &FxHashMap<u32, f32>,
    random: &mut Random,
) {
    let words = examples.iter().flat_map(|example| &example.words);
    for (rows, word) in lesson.batch.rows.iter_mut().zip(words) {
        let count = counts.get(&norm_key(&word.form)).copied().unwrap_or(0.0);
        if random.uniform(0.0, 1.0) < FORGETTING / (FORGETTING + count) {
            rows[NORM] = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::evaluate;
    use crate::annotate::lexeme::WordClusters;
    use crate::document::conllu;

    fn toy() -> Vec<TreebankSentence> {
        let sentence = |text: &str| {
            let line = |(number, word): (usize, &str)| {
                let fields: Vec<&str> = word.split('/').collect();
                let [form, upos, xpos, head, deprel] = fields[..] else { panic!("five fields in {word}") };
                format!("{number}\t{form}\t_\t{upos}\t{xpos}\t_\t{head}\t{deprel}\t_\t_\n")
            };
            (1..).zip(text.split(' ')).map(line).collect::<String>()
        };
        let sentences = [
            "Ministers/NOUN/NNS/2/nsubj met/VERB/VBD/0/root in/ADP/IN/4/case Nairobi/PROPN/NNP/2/obl !/PUNCT/./2/punct",
            "The/DET/DT/2/det envoy/NOUN/NN/3/nsubj left/VERB/VBD/0/root",
            "Talks/NOUN/NNS/2/nsubj failed/VERB/VBD/0/root",
            "Yes/INTJ/UH/0/root",
        ];
        conllu::read(&sentences.map(sentence).join("\n")).expect("a treebank")
    }

    fn small() -> Settings {
        Settings {
            sizes: Sizes { width: 6, memory: 4, depth: 2, arc_width: 5, label_width: 4 },
            epochs: 120,
            batch_words: 6,
            rate: 2e-2,
            dropout: 0.0,
            head_dropout: 0.0,
            ..Settings::default()
        }
    }

    fn lexicon() -> Lexicon {
        let clusters = WordClusters::from_tsv("Nairobi\t5\t3\nleft\t6\t3\n");
        Lexicon::new(clusters).with_vectors("met 0.5 -1 0.25\ntalks -0.125 1 0.75\n")
    }

    /// The gradient of every tensor agrees with finite differences.
    #[test]
    fn gradients_are_those_of_the_loss() {
        let (examples, settings) = (toy(), small());
        let model = Syntax::untrained(lexicon(), &examples, &settings);
        let lesson = Numbering::of(&model).lesson(&model.lexicon, &examples.iter().collect::<Vec<_>>());
        let mut network = model.network;
        let mut gradient = network.zeros_like();
        network.learn(&lesson, &settings, None, &mut gradient);
        let mut ignored = gradient.clone();
        let mut random = Random(3);
        let count = network.tensors_mut().len();
        for tensor in 0..count {
            for _ in 0..12 {
                let length = network.tensors_mut()[tensor].data.len();
                let at = if tensor == 0 {
                    let used = &lesson.batch.rows[random.below(lesson.batch.rows.len())];
                    used[random.below(used.len())] as usize * settings.sizes.width + random.below(settings.sizes.width)
                } else {
                    random.below(length)
                };
                let original = network.tensors_mut()[tensor].data[at];
                let mut loss_at = |value: f32, network: &mut Network| {
                    network.tensors_mut()[tensor].data[at] = value;
                    f64::from(network.learn(&lesson, &settings, None, &mut ignored))
                };
                // Small, so that the maxima rarely change sides.
                let step = 3e-4;
                let difference = loss_at(original + step, &mut network) - loss_at(original - step, &mut network);
                network.tensors_mut()[tensor].data[at] = original;
                let numeric = difference / f64::from(2.0 * step);
                let analytic = f64::from(gradient.tensors_mut()[tensor].data[at]);
                assert!(
                    (numeric - analytic).abs() < 5e-3 + 0.03 * numeric.abs(),
                    "tensor {tensor} entry {at}: {numeric} measured, {analytic} computed"
                );
            }
        }
    }

    #[test]
    fn the_fast_way_through_the_encoder_is_the_one_that_was_trained() {
        let examples = toy();
        let model = Syntax::untrained(lexicon(), &examples, &small());
        let batch = Numbering::of(&model).lesson(&model.lexicon, &examples.iter().collect::<Vec<_>>()).batch;
        let mut packed = model.network.clone();
        packed.pack();
        let fast = packed.encoder.encode(&batch);
        let traced = model.network.encoder.forward(&batch, 0.0, None).0;
        assert_eq!((fast.rows, fast.columns), (traced.rows, traced.columns));
        for (fast, traced) in fast.data.iter().zip(&traced.data) {
            assert!((fast - traced).abs() < 1e-4, "{fast} instead of {traced}");
        }
    }

    #[test]
    fn a_small_network_learns_its_examples_by_heart_and_always_the_same_way() {
        let (examples, settings) = (toy(), small());
        let train = || {
            let mut model = Syntax::untrained(lexicon(), &examples, &settings);
            model.train(&examples, &settings, |_, _, _| {});
            model
        };
        let mut model = train();
        let scores = evaluate::syntax(&model, &examples);
        assert!(scores.las.right == scores.las.all && scores.xpos.right == scores.xpos.all, "{scores:?}");
        assert!(
            model.network.tensors_mut().iter().zip(train().network.tensors_mut()).all(|(a, b)| **a == *b),
            "training twice must give the same weights"
        );
    }
}
