//! Fits the tagger.
use super::perceptron::{Perceptron, Random, best};
use crate::annotate::lexeme::{WordClusters, WordTable, normalise};
use crate::annotate::linear::{WeightTable, hash_text};
use crate::annotate::tagger::{NOT_FIXED, START, Tag, TagLexicon, Tagger, extract, observe};
use crate::document::conllu::TreebankSentence;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A word must have been seen this often to get an ambiguity class.
const SEEN_FOR_CLASS: u32 = 2;
/// A word must have been seen this often, and with one tag in this share of cases, to get that tag always.
const SEEN_FOR_FIXED: u32 = 40;
const SHARE_FOR_FIXED: f64 = 0.998;

/// Fits a tagger; `weakest` is the smallest weight that is kept.
#[must_use]
pub fn train(sentences: &[&TreebankSentence], clusters: &WordClusters, epochs: usize, weakest: f32) -> Tagger {
    let mut classes: BTreeMap<Tag, usize> = BTreeMap::new();
    for word in sentences.iter().flat_map(|sentence| &sentence.words) {
        classes.insert(Tag { upos: word.upos, xpos: word.xpos }, 0);
    }
    for (number, class) in classes.values_mut().enumerate() {
        *class = number;
    }
    let tags: Vec<Tag> = classes.keys().copied().collect();
    let lexicon = lexicon(sentences, &classes);
    let examples: Vec<_> = sentences
        .iter()
        .map(|sentence| {
            let forms = sentence.forms();
            let truth: Vec<usize> =
                sentence.words.iter().map(|word| classes[&Tag { upos: word.upos, xpos: word.xpos }]).collect();
            (observe(&forms, &clusters.lexemes(&forms), &lexicon), truth)
        })
        .collect();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random::new(11);
    let mut perceptron = Perceptron::default();
    let mut scores = vec![0.0; tags.len()];
    let mut features = Vec::new();
    for _ in 0..epochs {
        random.shuffle(&mut order);
        for &example in &order {
            let (words, truth) = &examples[example];
            let mut history = [START; 2];
            for position in 0..words.len() {
                let fixed = usize::from(words[position].fixed);
                let class = if fixed < tags.len() {
                    fixed
                } else {
                    extract(words, position, history, &mut features);
                    scores.fill(0.0);
                    perceptron.add(&features, &mut scores);
                    let class = best(&scores, |_| true).unwrap_or(0);
                    if class != truth[position] {
                        perceptron.update(&features, truth[position], 1.0);
                        perceptron.update(&features, class, -1.0);
                    }
                    perceptron.advance();
                    class
                };
                history = [class as u64, history[0]];
            }
        }
    }
    Tagger::new(tags, lexicon, WeightTable::build(&perceptron.average(weakest)))
}

fn lexicon(sentences: &[&TreebankSentence], classes: &BTreeMap<Tag, usize>) -> TagLexicon {
    let mut counts: BTreeMap<u64, BTreeMap<usize, u32>> = BTreeMap::new();
    let mut buffer = String::new();
    for word in sentences.iter().flat_map(|sentence| &sentence.words) {
        normalise(&word.form, &mut buffer);
        let class = classes[&Tag { upos: word.upos, xpos: word.xpos }];
        *counts.entry(hash_text(&buffer)).or_default().entry(class).or_default() += 1;
    }
    let mut ambiguities: FxHashMap<Vec<usize>, u16> = FxHashMap::default();
    let mut words = Vec::new();
    for (word, tags) in &counts {
        let total: u32 = tags.values().sum();
        if total < SEEN_FOR_CLASS {
            continue;
        }
        let mut frequent: Vec<_> = tags.iter().filter(|&(_, &count)| count * 30 >= total).collect();
        frequent.sort_by_key(|&(class, count)| (std::cmp::Reverse(*count), *class));
        let set: Vec<usize> = frequent.iter().take(4).map(|&(class, _)| *class).collect();
        let next = u16::try_from(ambiguities.len()).unwrap_or(u16::MAX - 1);
        let ambiguity = *ambiguities.entry(set).or_insert(next);
        let fixed = frequent
            .first()
            .map(|&(class, count)| (*class, *count))
            .filter(|&(_, count)| total >= SEEN_FOR_FIXED && f64::from(count) >= SHARE_FOR_FIXED * f64::from(total));
        words.push((*word, ambiguity, fixed.and_then(|(class, _)| u8::try_from(class).ok()).unwrap_or(NOT_FIXED)));
    }
    TagLexicon(WordTable::build(&words))
}
