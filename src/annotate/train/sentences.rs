//! Fits the sentence splitter on treebanks: logistic regression with per-feature step sizes (Duchi et al. 2011).
use crate::annotate::lexeme::WordClusters;
use crate::annotate::linear::{Row, WeightTable};
use crate::annotate::neural::random::Random;
use crate::annotate::segment::Splitter;
use crate::annotate::segment::boundary::boundaries;
use crate::annotate::segment::gap::{Paragraph, Style};
use crate::document::conllu::TreebankSentence;
use rustc_hash::{FxHashMap, FxHashSet};

/// Rounds over the examples.
const EPOCHS: u8 = 12;
/// Step size before it is divided by the root of the sum of squares.
const RATE: f32 = 0.1;
/// Features seen less often say nothing.
const RAREST: u32 = 2;
/// Smallest weight that is kept.
const WEAKEST: f32 = 0.05;
/// How often a feature is hidden, so that no single one is trusted too much.
const HIDING: f32 = 0.1;

/// A gap: its features by number, and whether a sentence ends there.
struct Example {
    features: Vec<u32>,
    ends: bool,
}

/// Fits a splitter on the text of the treebank's paragraphs; sentences of one paragraph are joined by a space.
pub fn train(treebank: &[TreebankSentence], clusters: &WordClusters) -> Splitter {
    let mut numbers = Numbers::default();
    let mut examples = Vec::new();
    for document in treebank.chunk_by(|_, next| !next.new_document) {
        let texts: Vec<String> = document.iter().map(TreebankSentence::text).collect();
        let style = Style::of(&texts.join(" "));
        let mut texts = texts.iter();
        for paragraph in document.chunk_by(|_, next| !next.new_paragraph) {
            let sentences: Vec<&String> = texts.by_ref().take(paragraph.len()).collect();
            add_paragraph(&sentences, style, clusters, &mut numbers, &mut examples);
        }
    }
    let weights = fit(&examples, &numbers);
    let mut rows: Vec<Row> = numbers
        .all
        .iter()
        .map(|(&feature, &(number, _))| Row { feature, weights: vec![(0, weights[number as usize])] })
        .filter(|row| row.weights[0].1.abs() >= WEAKEST)
        .collect();
    rows.sort_by_key(|row| row.feature);
    Splitter::new(WeightTable::build(&rows))
}

/// Numbers of features, and how often each was seen.
#[derive(Default)]
struct Numbers {
    all: FxHashMap<u64, (u32, u32)>,
}

impl Numbers {
    fn count(&mut self, feature: u64) -> u32 {
        let next = u32::try_from(self.all.len()).expect("fewer than 2³² features");
        let (number, count) = self.all.entry(feature).or_insert((next, 0));
        *count += 1;
        *number
    }
}

fn add_paragraph(
    sentences: &[&String],
    style: Style,
    clusters: &WordClusters,
    numbers: &mut Numbers,
    examples: &mut Vec<Example>,
) {
    let mut text = String::new();
    let mut ends = FxHashSet::default();
    for sentence in sentences {
        if !text.is_empty() {
            ends.insert(text.len());
            text.push(' ');
        }
        text.push_str(sentence);
    }
    let ruled = boundaries(&text);
    let mut features = Vec::new();
    Paragraph::new(&text, &ruled, style, clusters).walk(|gap| {
        let ends = ends.contains(&gap.offset());
        if gap.is_blank() {
            gap.features(&mut features);
            let features = features.iter().map(|&feature| numbers.count(feature)).collect();
            examples.push(Example { features, ends });
        }
        ends
    });
}

fn fit(examples: &[Example], numbers: &Numbers) -> Vec<f32> {
    let mut frequent = vec![false; numbers.all.len()];
    for &(number, count) in numbers.all.values() {
        frequent[number as usize] = count >= RAREST;
    }
    let mut weights = vec![0.0f32; frequent.len()];
    let mut squares = vec![1e-6f32; frequent.len()];
    let mut sums = vec![0.0f32; frequent.len()];
    let mut random = Random(7);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut kept = Vec::new();
    for _ in 0..EPOCHS {
        random.shuffle(&mut order);
        for &i in &order {
            let Example { features, ends } = &examples[i];
            kept.clear();
            let usable = features.iter().map(|&feature| feature as usize).filter(|&feature| frequent[feature]);
            kept.extend(usable.filter(|_| random.uniform(0.0, 1.0) >= HIDING));
            let score: f32 = kept.iter().map(|&feature| weights[feature]).sum();
            let gradient = 1.0 / (1.0 + (-score).exp()) - f32::from(u8::from(*ends));
            if gradient.abs() < 1e-3 {
                continue;
            }
            for &feature in &kept {
                squares[feature] += gradient * gradient;
                weights[feature] -= RATE * gradient / squares[feature].sqrt();
            }
        }
        for (sum, weight) in sums.iter_mut().zip(&weights) {
            *sum += weight;
        }
    }
    // The mean over rounds, scaled up for the features that are hidden in training.
    sums.iter().map(|sum| sum / f32::from(EPOCHS) * (1.0 - HIDING)).collect()
}
