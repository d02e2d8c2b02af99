//! A linear-chain conditional random field (Lafferty, `McCallum` & Pereira 2001) over BILOU tags: the best sequence, the probability of a
//! name, and the gradient of the probability of what a corpus admits.
use super::tags::TagId;
use crate::annotate::neural::layer::vectorised;
use crate::annotate::neural::matrix::Matrix;

const TAGS: usize = TagId::COUNT;
/// A number for each tag.
type Row = [f32; TAGS];

/// Scores of tag pairs, ready for use: impossible pairs are left out.
#[derive(Clone, Debug)]
pub struct Chain {
    /// For each tag those that may stand before it, with the score of the pair.
    before: Vec<Vec<(usize, f32)>>,
    /// Exponentials of the scores, by the earlier tag, then the later one; 0 for what cannot be.
    factors: Vec<Row>,
}

/// Gradients of a sentence's loss.
#[derive(Debug)]
pub struct Gradient {
    /// What the sentence loses: the negative logarithm of the probability of what is admitted.
    pub loss: f32,
    /// By word and tag.
    pub emissions: Matrix,
    /// By the earlier tag, then the later one.
    pub pairs: Matrix,
}

/// Scaled forward and backward sums of a sentence.
struct Sums {
    /// Exponentials of the scores of each word's tags, relative to its largest.
    factors: Vec<Row>,
    forward: Vec<Row>,
    backward: Vec<Row>,
    scales: Vec<f32>,
    log_total: f32,
}

impl Chain {
    /// From the scores of pairs, by the earlier tag, then the later one.
    #[must_use]
    pub fn new(pairs: &Matrix) -> Self {
        let mut chain = Self { before: vec![Vec::new(); TAGS], factors: vec![[0.0; TAGS]; TAGS] };
        for tag in TagId::all() {
            for before in TagId::all().filter(|&before| tag.may_follow(before)) {
                let score = pairs.row(before.number())[tag.number()];
                chain.before[tag.number()].push((before.number(), score));
                chain.factors[before.number()][tag.number()] = score.exp();
            }
        }
        chain
    }

    /// The best tags of a sentence under scores per word and tag (Viterbi).
    #[must_use]
    pub fn best(&self, scores: &[&[f32]]) -> Vec<TagId> {
        let Some((first, rest)) = scores.split_first() else { return Vec::new() };
        let mut current = [f32::NEG_INFINITY; TAGS];
        for tag in TagId::all().filter(|tag| tag.is_start()) {
            current[tag.number()] = first[tag.number()];
        }
        let mut came_from: Vec<[u8; TAGS]> = Vec::with_capacity(rest.len());
        for scores in rest {
            let mut next = [f32::NEG_INFINITY; TAGS];
            let mut from = [0u8; TAGS];
            for (tag, before) in self.before.iter().enumerate() {
                for &(earlier, pair) in before {
                    let score = current[earlier] + pair;
                    if score > next[tag] {
                        (next[tag], from[tag]) = (score, TagId::from_number(earlier).0);
                    }
                }
                next[tag] += scores[tag];
            }
            current = next;
            came_from.push(from);
        }
        let better = |best: TagId, tag: TagId| if current[tag.number()] > current[best.number()] { tag } else { best };
        let mut tag = TagId::all().filter(|tag| tag.is_end()).fold(TagId::OUTSIDE, better);
        let mut tags = vec![tag; scores.len()];
        for (position, from) in came_from.iter().enumerate().rev() {
            tag = TagId(from[tag.number()]);
            tags[position] = tag;
        }
        tags
    }

    /// For each stretch of a sentence the probability that just there is a name with these tags.
    #[must_use]
    pub fn probabilities(&self, scores: &[&[f32]], tags: &[TagId], names: &[(usize, usize)]) -> Vec<f32> {
        if names.is_empty() {
            return Vec::new();
        }
        let Some(sums) = self.sums(scores, None) else { return vec![0.0; names.len()] };
        let probability = |&(start, end): &(usize, usize)| {
            let first = tags[start].number();
            let mut mass = sums.forward[start][first];
            for position in start + 1..end {
                let (before, tag) = (tags[position - 1].number(), tags[position].number());
                mass *= self.factors[before][tag] * sums.factors[position][tag] / sums.scales[position];
            }
            (mass * sums.backward[end - 1][tags[end - 1].number()]).clamp(0.0, 1.0)
        };
        names.iter().map(probability).collect()
    }

    /// Loss and gradients of a sentence whose words may each have the tags of a set (a bit per tag); `None` where the sets admit no
    /// sequence.
    #[must_use]
    pub fn learn(&self, scores: &[&[f32]], admitted: &[u64]) -> Option<Gradient> {
        let all = self.sums(scores, None)?;
        let right = self.sums(scores, Some(admitted))?;
        let mut emissions = Matrix::zeros(scores.len(), TAGS);
        let mut pairs = Matrix::zeros(TAGS, TAGS);
        for (sums, sign) in [(&all, 1.0f32), (&right, -1.0)] {
            for (position, (forward, backward)) in sums.forward.iter().zip(&sums.backward).enumerate() {
                for ((gradient, forward), backward) in emissions.row_mut(position).iter_mut().zip(forward).zip(backward)
                {
                    *gradient += sign * forward * backward;
                }
                let Some(before) = position.checked_sub(1).map(|before| &sums.forward[before]) else { continue };
                let mut after = [0.0; TAGS];
                for ((after, backward), factor) in after.iter_mut().zip(backward).zip(&sums.factors[position]) {
                    *after = sign * backward * factor / sums.scales[position];
                }
                let pairs = &mut pairs;
                vectorised(
                    #[inline(always)]
                    || {
                        for (tag, &before) in before.iter().enumerate().filter(|(_, before)| **before > 0.0) {
                            for ((gradient, factor), after) in
                                pairs.row_mut(tag).iter_mut().zip(&self.factors[tag]).zip(&after)
                            {
                                *gradient += before * factor * after;
                            }
                        }
                    },
                );
            }
        }
        Some(Gradient { loss: all.log_total - right.log_total, emissions, pairs })
    }

    /// Forward and backward sums over all sequences, or those of the sets; `None` if there is none.
    fn sums(&self, scores: &[&[f32]], admitted: Option<&[u64]>) -> Option<Sums> {
        let mut sums = Sums {
            factors: Vec::with_capacity(scores.len()),
            forward: Vec::with_capacity(scores.len()),
            backward: vec![[0.0; TAGS]; scores.len()],
            scales: Vec::with_capacity(scores.len()),
            log_total: 0.0,
        };
        for (position, scores) in scores.iter().enumerate() {
            let set = admitted.map_or(u64::MAX, |sets| sets[position]);
            let is_last = position + 1 == sums.backward.len();
            let possible =
                |tag: TagId| set >> tag.0 & 1 == 1 && (position > 0 || tag.is_start()) && (!is_last || tag.is_end());
            let mut factors = [0.0; TAGS];
            let largest = TagId::all()
                .filter(|&tag| possible(tag))
                .fold(f32::NEG_INFINITY, |largest, tag| largest.max(scores[tag.number()]));
            for tag in TagId::all().filter(|&tag| possible(tag)) {
                factors[tag.number()] = (scores[tag.number()] - largest).exp();
            }
            let mut forward = [0.0; TAGS];
            if let Some(before) = sums.forward.last() {
                vectorised(
                    #[inline(always)]
                    || {
                        for (before, pairs) in before.iter().zip(&self.factors).filter(|(before, _)| **before > 0.0) {
                            for (sum, factor) in forward.iter_mut().zip(pairs) {
                                *sum += before * factor;
                            }
                        }
                    },
                );
                for (sum, factor) in forward.iter_mut().zip(&factors) {
                    *sum *= factor;
                }
            } else {
                forward = factors;
            }
            let scale: f32 = forward.iter().sum();
            if !(scale > 0.0 && scale.is_finite()) {
                return None;
            }
            for sum in &mut forward {
                *sum /= scale;
            }
            sums.log_total += largest + scale.ln();
            sums.factors.push(factors);
            sums.forward.push(forward);
            sums.scales.push(scale);
        }
        let mut after = [1.0; TAGS];
        for position in (0..scores.len()).rev() {
            sums.backward[position] = after;
            for ((after, factor), backward) in
                after.iter_mut().zip(&sums.factors[position]).zip(&sums.backward[position])
            {
                *after = factor * backward / sums.scales[position];
            }
            let weighted = after;
            vectorised(
                #[inline(always)]
                || {
                    for (sum, pairs) in after.iter_mut().zip(&self.factors) {
                        *sum = pairs.iter().zip(&weighted).map(|(factor, after)| factor * after).sum();
                    }
                },
            );
        }
        Some(sums)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::names::NameLabel;
    use crate::annotate::names::tags::{Place, names_of, tags_of};
    use crate::annotate::neural::gradient_check::Check;
    use crate::annotate::neural::optimiser::Weights;
    use crate::annotate::neural::random::Random;

    /// Scores of words and tags, and of pairs of tags, as weights.
    #[derive(Clone)]
    struct Scores([Matrix; 2]);

    impl Weights for Scores {
        fn tensors_mut(&mut self) -> Vec<&mut Matrix> {
            self.0.iter_mut().collect()
        }
    }

    fn random(rows: usize, columns: usize, seed: u64) -> Matrix {
        let mut matrix = Matrix::zeros(rows, columns);
        Random(seed).fill(&mut matrix, 2.0);
        matrix
    }

    fn rows(scores: &Matrix) -> Vec<&[f32]> {
        scores.iter_rows().collect()
    }

    /// All tag sequences that there can be, with their scores.
    fn sequences(words: usize, scores: &Matrix, pairs: &Matrix) -> Vec<(Vec<TagId>, f32)> {
        let mut all: Vec<(Vec<TagId>, f32)> = vec![(Vec::new(), 0.0)];
        for word in 0..words {
            let extended = all.iter().flat_map(|(tags, score)| {
                TagId::all()
                    .filter(|tag| tags.last().map_or(tag.is_start(), |&before| tag.may_follow(before)))
                    .map(|tag| {
                        let pair = tags.last().map_or(0.0, |before| pairs.row(before.number())[tag.number()]);
                        ([&tags[..], &[tag]].concat(), score + pair + scores.row(word)[tag.number()])
                    })
                    .collect::<Vec<_>>()
            });
            all = extended.collect();
        }
        all.retain(|(tags, _)| tags.last().is_none_or(|tag| tag.is_end()));
        all
    }

    #[test]
    fn the_best_sequence_and_its_names_probabilities_are_those_of_enumeration() {
        for seed in 0..5 {
            let (scores, pairs) = (random(3, TAGS, seed), random(TAGS, TAGS, 70 + seed));
            let chain = Chain::new(&pairs);
            let all = sequences(3, &scores, &pairs);
            let (best, _) = all.iter().max_by(|a, b| a.1.total_cmp(&b.1)).expect("there are sequences");
            let found = chain.best(&rows(&scores));
            assert_eq!(&found, best);
            let total: f64 = all.iter().map(|(_, score)| f64::from(*score).exp()).sum();
            let names = names_of(&found);
            let stretches: Vec<_> = names.iter().map(|&(start, end, _)| (start, end)).collect();
            let probabilities = chain.probabilities(&rows(&scores), &found, &stretches);
            for (&name, found) in names.iter().zip(probabilities) {
                let mass: f64 = all
                    .iter()
                    .filter(|(tags, _)| names_of(tags).contains(&name))
                    .map(|(_, s)| f64::from(*s).exp())
                    .sum();
                assert!((mass / total - f64::from(found)).abs() < 1e-4, "{found} for {}", mass / total);
            }
        }
    }

    #[test]
    fn gradients_are_those_of_the_loss() {
        let mut scores = Scores([random(4, TAGS, 1), random(TAGS, TAGS, 2)]);
        let person = tags_of(2, &[(0, 2, NameLabel::Person)]);
        let group = tags_of(2, &[(0, 2, NameLabel::Group)]);
        let mut admitted = vec![1, u64::MAX];
        admitted.extend(person.iter().zip(&group).map(|(a, b)| 1 << a.0 | 1 << b.0));
        let learn = |Scores([emissions, pairs]): &Scores| {
            Chain::new(pairs).learn(&rows(emissions), &admitted).expect("there are sequences")
        };
        let Gradient { emissions, pairs, .. } = learn(&scores);
        Check { entries: 60, step: 1e-2, absolute: 2e-3, relative: 0.0 }.run(
            &mut scores,
            &mut Scores([emissions, pairs]),
            (0..2, &[0, 1, 2, 3]),
            &mut Random(3),
            |scores| learn(scores).loss.into(),
        );
    }

    #[test]
    fn what_cannot_be_is_neither_found_nor_learnt() {
        let chain = Chain::new(&Matrix::zeros(TAGS, TAGS));
        let mut scores = Matrix::zeros(2, TAGS);
        scores.row_mut(0)[TagId::of(NameLabel::Person, Place::Begin).number()] = 5.0;
        scores.row_mut(1)[TagId::of(NameLabel::Law, Place::Last).number()] = 4.0;
        assert_eq!(names_of(&chain.best(&rows(&scores))), [(0, 2, NameLabel::Person)]);
        let inside = 1 << TagId::of(NameLabel::Person, Place::Inside).0;
        assert!(chain.learn(&rows(&scores), &[inside, inside]).is_none());
        assert!(chain.best(&[]).is_empty() && chain.probabilities(&[], &[], &[]).is_empty());
        scores.data.fill(f32::NAN);
        assert_eq!(chain.best(&rows(&scores)).len(), 2);
    }
}
