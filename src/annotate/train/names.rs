//! Fits the name tagger.
#![expect(clippy::cast_precision_loss, reason = "numbers of words are far below what a float holds exactly")]
use super::names_data::NameCorpus;
use crate::annotate::names::crf::Chain;
use crate::annotate::names::{NameNetwork, NameSizes, NameTagger, each_further_feature, look_up};
use crate::annotate::neural::encoder::Batch;
use crate::annotate::neural::forgetting::FormCounts;
use crate::annotate::neural::lexicon::{FINE, Keys, NORM, UNKNOWN_CLUSTER, frequent_features};
use crate::annotate::neural::matrix::Matrix;
use crate::annotate::neural::optimiser::{Optimiser, Weights as _};
use crate::annotate::neural::random::Random;
use crate::annotate::syntax::{Syntax, Tag};

/// How the name tagger is fitted.
#[derive(Clone, Copy, Debug)]
pub struct NameOptions {
    pub sizes: NameSizes,
    pub epochs: usize,
    pub batch_words: usize,
    pub rate: f32,
    pub dropout: f32,
    /// Probability with which a word's form is hidden, and half of the time its vector too, so that names are learnt from their context.
    pub hiding: f32,
    /// What the first guideline learns from names of other guidelines, where a name of its own counts 1.
    pub sharing: f32,
    pub seed: u64,
}

impl Default for NameOptions {
    fn default() -> Self {
        Self {
            sizes: NameSizes { width: 64, memory: 64, depth: 2 },
            epochs: 6,
            batch_words: 500,
            rate: 2e-3,
            dropout: 0.25,
            hiding: 0.15,
            sharing: 0.3,
            seed: 23,
        }
    }
}

/// A corpus of this many words is gone through once in an epoch, one of n words √(this/n) times, so that neither the large nor the
/// small ones are drowned (Conneau et al. 2020 do so for languages).
const ONCE: f32 = 200_000.0;
/// More often than this no corpus is gone through in an epoch.
const OFTEN: f32 = 4.0;

/// A sentence made ready for learning.
struct Example<'a> {
    forms: Vec<&'a str>,
    tags: Vec<Tag>,
    head: usize,
    /// Tags that are admitted for each word by its own guideline, a bit per tag.
    own: Vec<u64>,
    /// The same by the first guideline.
    shared: Vec<u64>,
}

/// Fits a name tagger; `report` gets the number of epochs gone through and the loss per word.
pub fn train(
    corpora: &[NameCorpus],
    syntax: &Syntax,
    options: &NameOptions,
    mut report: impl FnMut(usize, f64),
) -> NameTagger {
    let mut guidelines: Vec<Vec<String>> = Vec::new();
    let mut examples: Vec<Vec<Example>> = Vec::new();
    for corpus in corpora {
        let labels = corpus.labels();
        let head = guidelines.iter().position(|guideline| *guideline == labels).unwrap_or_else(|| {
            guidelines.push(labels);
            guidelines.len() - 1
        });
        examples.push(tagged(corpus, head, syntax));
    }
    let lexicon = syntax.lexicon();
    let features = features_of(&examples);
    let forms = examples.iter().flatten().flat_map(|example| &example.forms);
    let counts = FormCounts::new(&features, forms.copied());
    let mut random = Random(options.seed);
    let mut network = NameNetwork::zeros(&features, lexicon.vectors.columns, options.sizes, guidelines.len().max(1));
    network.encoder.randomise(&mut random);
    network.heads[0].emissions.randomise(&mut random);
    let mut optimiser = Optimiser::new(&network);
    let mut gradient = network.zeros_like();
    let steps = options.epochs * lessons(&examples, options, &mut Random(options.seed)).len();
    for epoch in 1..=options.epochs {
        let (mut loss, mut words) = (0.0f64, 0usize);
        for lesson in lessons(&examples, options, &mut random) {
            let sentences: Vec<(&[&str], &[Tag])> =
                lesson.iter().map(|example| (&*example.forms, &*example.tags)).collect();
            let mut batch = look_up(lexicon, &features, &sentences);
            hide(&mut batch, &counts, options.hiding, &mut random);
            loss += f64::from(network.learn(&batch, &lesson, options, &mut random, &mut gradient));
            words += batch.rows.len();
            let rate = optimiser.scheduled(options.rate, steps);
            optimiser.update(&mut network, &mut gradient, &batch.used_rows(), rate);
        }
        report(epoch, loss / words.max(1) as f64);
    }
    let mut averaged = optimiser.averaged(&mut network).clone();
    averaged.complete_heads();
    NameTagger::new(features, options.sizes, guidelines, averaged)
}

fn tagged<'a>(corpus: &'a NameCorpus, head: usize, syntax: &Syntax) -> Vec<Example<'a>> {
    let sentences = &corpus.sentences;
    let forms: Vec<Vec<&str>> =
        sentences.iter().map(|sentence| sentence.forms.iter().map(|form| &**form).collect()).collect();
    let tags = syntax.tag(&forms.iter().map(Vec::as_slice).collect::<Vec<_>>());
    sentences
        .iter()
        .zip(forms)
        .zip(tags)
        .filter(|((sentence, _), _)| !sentence.forms.is_empty())
        .map(|((sentence, forms), tags)| {
            let shared = if head == 0 { Vec::new() } else { corpus.shared_tags(sentence) };
            Example { forms, tags, head, own: corpus.own_tags(sentence, head == 0), shared }
        })
        .collect()
}

fn features_of(examples: &[Vec<Example>]) -> Keys {
    let all = || examples.iter().flatten();
    let mut keys = frequent_features(all().map(|example| example.forms.clone()));
    for &tag in all().flat_map(|example| &example.tags) {
        each_further_feature(tag, |key| keys.push(key));
    }
    Keys::new(keys)
}

/// The batches of an epoch in random order, each of one guideline.
fn lessons<'a, 'b>(
    corpora: &'b [Vec<Example<'a>>],
    options: &NameOptions,
    random: &mut Random,
) -> Vec<Vec<&'b Example<'a>>> {
    let mut drawn: Vec<&Example> = Vec::new();
    for corpus in corpora {
        let words: usize = corpus.iter().map(|example| example.forms.len()).sum();
        let times = (ONCE / words.max(1) as f32).sqrt().min(OFTEN);
        for example in corpus {
            let mut left = times;
            while left > 0.0 {
                if left >= 1.0 || random.uniform(0.0, 1.0) < left {
                    drawn.push(example);
                }
                left -= 1.0;
            }
        }
    }
    random.shuffle(&mut drawn);
    let mut lessons = Vec::new();
    let mut open: Vec<(usize, Vec<&Example>)> = Vec::new();
    for example in drawn {
        if open.len() <= example.head {
            open.resize(example.head + 1, (0, Vec::new()));
        }
        let (words, lesson) = &mut open[example.head];
        *words += example.forms.len();
        lesson.push(example);
        if *words >= options.batch_words {
            lessons.push(std::mem::take(lesson));
            *words = 0;
        }
    }
    lessons.extend(open.into_iter().map(|(_, lesson)| lesson).filter(|lesson| !lesson.is_empty()));
    lessons
}

/// Takes words for unknown ones now and then, so that names are learnt from their context: the rare ones often, all with the
/// probability `hiding` at least, and with half of it their cluster and vector too.
fn hide(batch: &mut Batch, counts: &FormCounts, hiding: f32, random: &mut Random) {
    for (word, rows) in batch.rows.iter_mut().enumerate() {
        let draw = random.uniform(0.0, 1.0);
        if draw < hiding.max(counts.forgetting(rows[NORM])) {
            rows[NORM] = 0;
        }
        if draw < hiding / 2.0 {
            rows[FINE] = UNKNOWN_CLUSTER;
            batch.vectors.row_mut(word).fill(0.0);
        }
    }
}

impl NameNetwork {
    /// While learning, the heads after the first hold only how they differ from it, so that a guideline of which there are few examples
    /// keeps what is known from the others (Daumé 2007). Adds what they share.
    fn complete_heads(&mut self) {
        if let Some((first, others)) = self.heads.split_first_mut() {
            for head in others {
                for (sum, term) in head.emissions.tensors_mut().into_iter().zip(first.emissions.tensors_mut()) {
                    sum.add(term);
                }
                head.pairs.add(&first.pairs);
            }
        }
    }

    /// Loss of a lesson; adds the gradient of the loss per word to `gradient`.
    fn learn(
        &self,
        batch: &Batch,
        lesson: &[&Example],
        options: &NameOptions,
        random: &mut Random,
        gradient: &mut Self,
    ) -> f32 {
        let (words, trace) = self.encoder.forward(batch, options.dropout, Some(random));
        let mut words_gradient = Matrix::zeros(words.rows, words.columns);
        let mut loss = 0.0;
        let own = lesson.first().map_or(0, |example| example.head);
        let mut tasks = vec![(own, 1.0)];
        if own != 0 && options.sharing > 0.0 {
            tasks.push((0, options.sharing));
        }
        let first = &self.heads[0];
        for (number, share) in tasks {
            let head = &self.heads[number];
            let weight = share / words.rows.max(1) as f32;
            let mut pairs = head.pairs.clone();
            let mut scores = head.emissions.forward(&words);
            if number != 0 {
                pairs.add(&first.pairs);
                scores.add(&first.emissions.forward(&words));
            }
            let chain = Chain::new(&pairs);
            let mut emissions = Matrix::zeros(scores.rows, scores.columns);
            for (example, range) in lesson.iter().zip(&batch.sentences) {
                let rows: Vec<&[f32]> = range.clone().map(|word| scores.row(word)).collect();
                let admitted = if number == own { &example.own } else { &example.shared };
                let Some(learnt) = chain.learn(&rows, admitted) else { continue };
                loss += share * learnt.loss;
                for (word, row) in range.clone().zip(learnt.emissions.iter_rows()) {
                    for (sum, value) in emissions.row_mut(word).iter_mut().zip(row) {
                        *sum += weight * value;
                    }
                }
                for (sum, value) in gradient.heads[number].pairs.data.iter_mut().zip(&learnt.pairs.data) {
                    *sum += weight * value;
                }
            }
            words_gradient.add(&head.emissions.backward(&words, &emissions, &mut gradient.heads[number].emissions));
            if number != 0 {
                words_gradient.add(&emissions.times_transposed(&first.emissions.weight));
            }
        }
        self.encoder.backward(batch, &trace, words_gradient, &mut gradient.encoder);
        loss
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::lexeme::WordClusters;
    use crate::annotate::neural::gradient_check::Check;
    use crate::annotate::neural::lexicon::Lexicon;
    use crate::document::{Upos, Xpos};

    /// The gradient of every tensor agrees with finite differences, also where a head learns only how it differs from the first.
    #[test]
    fn gradients_are_those_of_the_loss() {
        let lexicon = Lexicon::new(WordClusters::from_tsv("Nairobi\t5\t3\n")).with_vectors("met 0.5 -1 0.25\n");
        let (upos, xpos) = (Upos::parse("PROPN"), Xpos::parse("NNP"));
        let tags = vec![Tag { upos, xpos }; 4];
        let forms = vec!["Ana", "Rey", "left", "Nairobi"];
        let options = NameOptions { dropout: 0.0, sharing: 0.5, ..NameOptions::default() };
        for head in [0, 1] {
            let (own, shared) = (vec![1 << 1, 1 << 3, 1, 1 << 12 | 1 << 16], vec![u64::MAX, u64::MAX, 1, 1 << 12]);
            let features = Keys::new(frequent_features([forms.clone(), forms.clone(), forms.clone()].into_iter()));
            let example = Example { forms: forms.clone(), tags: tags.clone(), head, own, shared };
            let batch = look_up(&lexicon, &features, &[(&forms, &tags)]);
            let mut network = NameNetwork::zeros(&features, 3, NameSizes { width: 6, memory: 4, depth: 1 }, 2);
            let mut random = Random(5);
            network.encoder.randomise(&mut random);
            for head in &mut network.heads {
                head.emissions.randomise(&mut random);
                random.fill(&mut head.pairs, 0.5);
            }
            let mut gradient = network.zeros_like();
            let mut ignored = gradient.clone();
            network.learn(&batch, &[&example], &options, &mut Random(1), &mut gradient);
            // What the first head learns from others' names is its own business alone.
            let first = 4 + 10;
            let tensors = 0..network.tensors_mut().len();
            Check { entries: 8, step: 1e-3, absolute: 6e-3, relative: 0.03 }.run(
                &mut network,
                &mut gradient,
                (tensors.filter(|tensor| head == 0 || !(first..first + 3).contains(tensor)), &batch.used_rows()),
                &mut random,
                |network| f64::from(network.learn(&batch, &[&example], &options, &mut Random(1), &mut ignored)) / 4.0,
            );
        }
    }
}
