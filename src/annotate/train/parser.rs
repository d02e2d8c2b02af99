//! Fits the parser.
use super::perceptron::{Perceptron, Random, best};
use crate::annotate::lexeme::WordClusters;
use crate::annotate::linear::WeightTable;
use crate::annotate::linear::dense::DenseTable;
use crate::annotate::parser::features::{Atoms, action_features, label_features};
use crate::annotate::parser::state::{Action, State};
use crate::annotate::parser::{LabelSet, Parser};
use crate::annotate::tagger::Tag;
use crate::document::Deprel;
use crate::document::conllu::TreebankSentence;
use std::collections::BTreeSet;

/// How the parser is fitted.
#[derive(Clone, Copy, Debug)]
pub struct ParserOptions {
    pub epochs: usize,
    /// Probability of following the classifier rather than the oracle, from the second epoch.
    pub exploration: f64,
    /// Smallest action weight that is kept.
    pub weakest_action: f32,
    /// Smallest relation weight that is kept.
    pub weakest_relation: f32,
}

struct Example {
    atoms: Atoms,
    heads: Vec<usize>,
    labels: Vec<usize>,
}

struct Learner {
    actions: Perceptron,
    relations: Perceptron,
    labels: LabelSet,
    random: Random,
    features: Vec<u64>,
    scores: Vec<f32>,
}

/// Fits a parser on trees and the predicted tags of their words. `report` gets the epoch and the share of actions
/// that were right.
pub fn train(
    sentences: &[(&TreebankSentence, Vec<Tag>)],
    clusters: &WordClusters,
    options: &ParserOptions,
    mut report: impl FnMut(usize, f64),
) -> Parser {
    let found: BTreeSet<Deprel> =
        sentences.iter().flat_map(|(sentence, _)| &sentence.words).map(|word| word.deprel).collect();
    let labels = LabelSet::new(found.into_iter().collect());
    let examples: Vec<_> =
        sentences.iter().map(|(sentence, tags)| example(sentence, tags, clusters, &labels)).collect();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut learner = Learner {
        actions: Perceptron::default(),
        relations: Perceptron::default(),
        scores: vec![0.0; labels.labels.len()],
        labels,
        random: Random::new(17),
        features: Vec::new(),
    };
    for epoch in 1..=options.epochs {
        learner.random.shuffle(&mut order);
        let exploration = if epoch == 1 { 0.0 } else { options.exploration };
        let (mut right, mut all) = (0usize, 0usize);
        for &number in &order {
            let (r, a) = learner.learn(&examples[number], exploration);
            right += r;
            all += a;
        }
        #[expect(clippy::cast_precision_loss, reason = "a share")]
        report(epoch, right as f64 / all.max(1) as f64);
    }
    let actions = DenseTable::build(&learner.actions.average(options.weakest_action));
    let relations = WeightTable::build(&learner.relations.average(options.weakest_relation));
    Parser::new(learner.labels, actions, relations)
}

fn example(sentence: &TreebankSentence, tags: &[Tag], clusters: &WordClusters, labels: &LabelSet) -> Example {
    let root = sentence.words.len();
    Example {
        atoms: Atoms::new(&clusters.lexemes(&sentence.forms()), tags),
        heads: sentence.words.iter().map(|word| word.head.unwrap_or(root)).collect(),
        labels: sentence
            .words
            .iter()
            .map(|word| labels.labels.iter().position(|&label| label == word.deprel).unwrap_or(0))
            .collect(),
    }
}

impl Learner {
    fn learn(&mut self, example: &Example, exploration: f64) -> (usize, usize) {
        let mut state = State::new(example.heads.len());
        let (mut right, mut all) = (0, 0);
        while !state.is_final() {
            action_features(&state, &example.atoms, &mut self.features);
            let mut scores = [0.0; Action::ALL.len()];
            self.actions.add(&self.features, &mut scores);
            let costs = state.costs(&example.heads);
            let Some(cheapest) = costs.iter().flatten().min().copied() else { break };
            let Some(guess) = best(&scores, |class| costs[class].is_some()) else { break };
            let Some(truth) = best(&scores, |class| costs[class] == Some(cheapest)) else { break };
            all += 1;
            if costs[guess] == Some(cheapest) {
                right += 1;
            } else {
                self.actions.update(&self.features, truth, 1.0);
                self.actions.update(&self.features, guess, -1.0);
            }
            self.actions.advance();
            let follow = if guess != truth && self.random.chance(exploration) { guess } else { truth };
            let action = Action::ALL[follow];
            let label = self.label(&state, example, action);
            state.apply(action, label, self.labels.markers);
        }
        (right, all)
    }

    fn label(&mut self, state: &State, example: &Example, action: Action) -> usize {
        let Some((head, dependent)) = state.arc(action).filter(|&(head, _)| head != state.root()) else { return 0 };
        label_features(state, &example.atoms, head, dependent, &mut self.features);
        self.scores.fill(0.0);
        self.relations.add(&self.features, &mut self.scores);
        let guess = best(&self.scores, |_| true).unwrap_or(0);
        if example.heads[dependent] == head {
            let truth = example.labels[dependent];
            if truth != guess {
                self.relations.update(&self.features, truth, 1.0);
                self.relations.update(&self.features, guess, -1.0);
            }
            self.relations.advance();
        }
        guess
    }
}
