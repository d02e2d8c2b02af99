//! Fits the name tagger.
//!
//! Corpora differ in what they mark. Each word of the training data therefore carries the *set* of tags that its corpus
//! admits (a "LOC" of a corpus with four labels may be a country, a mountain or an airport), and the perceptron
//! takes the best sequence within these sets as the truth: a latent structured perceptron (Yu & Joachims 2009).
//! Corpora of doubtful quality, or that do not mark every kind of name, are taken in a second pass: what a tagger trained
//! on the others finds in them is admitted besides what they say themselves.
use super::names_data::NamedSentence;
use super::perceptron::Perceptron;
use crate::annotate::linear::WeightTable;
use crate::annotate::names::NameTagger;
use crate::annotate::names::features::{LEXICAL, Observed, extract, observe};
use crate::annotate::names::lattice::{Lattice, TagId, Transitions};
use crate::annotate::neural::random::Random;
use crate::annotate::syntax::Syntax;

/// How the name tagger is fitted.
#[derive(Clone, Copy, Debug)]
pub struct NameOptions {
    pub epochs: usize,
    /// Probability with which a word is hidden in training, so that names are learnt from their form and context too.
    pub hiding: f32,
    /// Smallest weight that is kept.
    pub weakest: f32,
}

impl Default for NameOptions {
    fn default() -> Self {
        Self { epochs: 6, hiding: 0.3, weakest: 1.0 }
    }
}

struct Learner {
    emissions: Perceptron,
    transitions: Transitions,
    /// Sum of the changes of each transition times the step at which it was made.
    weighted: Transitions,
    step: u32,
    random: Random,
    hiding: f32,
}

/// A sentence made ready for learning.
struct Example {
    words: Vec<Observed>,
    allowed: Vec<u64>,
}

/// Fits a name tagger, first on the trusted sentences, then on those and the doubted ones; `report` gets the number of epochs
/// gone through and the share of sentences that were right.
pub fn train(
    trusted: &[&NamedSentence],
    doubted: &[&NamedSentence],
    syntax: &Syntax,
    options: &NameOptions,
    mut report: impl FnMut(usize, f64),
) -> NameTagger {
    let mut examples: Vec<Example> = observed(trusted, syntax)
        .zip(trusted)
        .map(|(words, s)| Example { words, allowed: s.allowed.clone() })
        .collect();
    let tagger = fit(&examples, options, 0, &mut report);
    if doubted.is_empty() {
        return tagger;
    }
    examples.extend(observed(doubted, syntax).zip(doubted).map(|(words, sentence)| {
        let allowed = sentence.doubted(&tagger.decode(&words).names()).allowed;
        Example { words, allowed }
    }));
    fit(&examples, options, options.epochs, &mut report)
}

fn observed(sentences: &[&NamedSentence], syntax: &Syntax) -> impl Iterator<Item = Vec<Observed>> {
    let forms: Vec<Vec<&str>> =
        sentences.iter().map(|sentence| sentence.forms.iter().map(|form| &**form).collect()).collect();
    let tags = syntax.tag(&forms.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let words: Vec<_> =
        forms.iter().zip(&tags).map(|(forms, tags)| observe(forms, &syntax.clusters().lexemes(forms), tags)).collect();
    words.into_iter()
}

fn fit(examples: &[Example], options: &NameOptions, before: usize, report: &mut impl FnMut(usize, f64)) -> NameTagger {
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut learner = Learner {
        emissions: Perceptron::default(),
        transitions: Transitions::new(),
        weighted: Transitions::new(),
        step: 0,
        random: Random(23),
        hiding: options.hiding,
    };
    for epoch in 1..=options.epochs {
        learner.random.shuffle(&mut order);
        let right = order.iter().filter(|&&i| learner.learn(&examples[i].words, &examples[i].allowed)).count();
        #[expect(clippy::cast_precision_loss, reason = "a share")]
        report(before + epoch, right as f64 / examples.len().max(1) as f64);
    }
    let weights = WeightTable::build(&learner.emissions.average(options.weakest));
    NameTagger::new(learner.average(), weights)
}

impl Learner {
    /// Learns from one sentence; whether it was right before.
    fn learn(&mut self, words: &[Observed], allowed: &[u64]) -> bool {
        let mut lattice = Lattice::new(words.len());
        let mut features = Vec::with_capacity(words.len());
        for position in 0..words.len() {
            let mut own = Vec::new();
            extract(words, position, &mut own);
            if self.random.uniform(0.0, 1.0) < self.hiding {
                own.drain(..LEXICAL);
            }
            self.emissions.add(&own, lattice.emissions_mut(position));
            features.push(own);
        }
        let guess = lattice.best(&self.transitions);
        let is_allowed = |tags: &[TagId]| tags.iter().zip(allowed).all(|(tag, set)| set >> tag.0 & 1 == 1);
        let right = is_allowed(&guess);
        if !right {
            for (position, &set) in allowed.iter().enumerate() {
                lattice.restrict(position, set);
            }
            let truth = lattice.best(&self.transitions);
            // Sets that admit no sequence at all teach nothing.
            if is_allowed(&truth) {
                self.update(&features, &truth, &guess);
            }
        }
        self.emissions.advance();
        self.step += 1;
        right
    }

    fn update(&mut self, features: &[Vec<u64>], truth: &[TagId], guess: &[TagId]) {
        let (mut before_truth, mut before_guess) = (TagId::OUTSIDE, TagId::OUTSIDE);
        for ((features, &truth), &guess) in features.iter().zip(truth).zip(guess) {
            if truth != guess {
                self.emissions.update(features, usize::from(truth.0), 1.0);
                self.emissions.update(features, usize::from(guess.0), -1.0);
            }
            if (before_truth, truth) != (before_guess, guess) {
                self.change(before_truth, truth, 1.0);
                self.change(before_guess, guess, -1.0);
            }
            (before_truth, before_guess) = (truth, guess);
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "an average needs no more precision")]
    fn change(&mut self, before: TagId, tag: TagId, change: f32) {
        self.transitions.add(before, tag, change);
        self.weighted.add(before, tag, change * self.step as f32);
    }

    #[expect(clippy::cast_precision_loss, reason = "an average needs no more precision")]
    fn average(&self) -> Transitions {
        let steps = self.step.max(1) as f32;
        let averaged = self.transitions.weights().zip(self.weighted.weights()).map(|(now, sum)| now - sum / steps);
        Transitions::from_weights(averaged).unwrap_or_else(Transitions::new)
    }
}
