//! The best dependency tree under scores for single arcs.
use super::layer::largest;

/// Scores of arcs: `at(dependent, head)` for dependents 1..=n and heads 0..=n, 0 being the root.
#[derive(Clone, Debug)]
struct Arcs {
    size: usize,
    scores: Vec<f64>,
}

impl Arcs {
    fn at(&self, dependent: usize, head: usize) -> f64 {
        self.scores[dependent * self.size + head]
    }

    fn best_head(&self, dependent: usize) -> usize {
        (0..self.size)
            .filter(|&head| head != dependent)
            .max_by(|&a, &b| self.at(dependent, a).total_cmp(&self.at(dependent, b)).then(b.cmp(&a)))
            .unwrap_or(0)
    }
}

/// Takes more from an arc from the root than other arcs can give, so that the best tree has one such arc only.
const ROOT_PENALTY: f64 = 1e6;

/// The head of each word (0 = root, else 1 + its position) in the best tree with one root.
///
/// `scores` holds a row per word with a score per head. Takes the best head of every word where that is a tree
/// already, else the maximum spanning arborescence (Chu & Liu 1965, Edmonds 1967).
#[must_use]
pub fn best_tree(words: usize, scores: &[f32]) -> Vec<usize> {
    let size = words + 1;
    if let Some(heads) = greedy_tree(words, scores) {
        return heads;
    }
    let mut arcs = Arcs { size, scores: vec![0.0; size] };
    arcs.scores
        .extend(scores.iter().map(|&score| if score.is_nan() { 0.0 } else { f64::from(score.clamp(-1e4, 1e4)) }));
    arcs.scores.resize(size * size, 0.0);
    for dependent in 1..size {
        arcs.scores[dependent * size] -= ROOT_PENALTY;
    }
    let mut heads = spanning_tree(&arcs);
    heads.remove(0);
    heads
}

/// The best head of every word, where these form a tree with one root.
fn greedy_tree(words: usize, scores: &[f32]) -> Option<Vec<usize>> {
    if scores.len() != words * (words + 1) {
        return None;
    }
    let mut heads = Vec::with_capacity(words + 1);
    heads.push(0);
    heads.extend(scores.chunks_exact(words + 1).map(largest));
    let itself = heads.iter().enumerate().skip(1).any(|(dependent, &head)| dependent == head);
    let roots = heads[1..].iter().filter(|&&head| head == 0).count();
    if itself || roots != 1 || cycle(&heads).is_some() {
        return None;
    }
    heads.remove(0);
    Some(heads)
}

/// A cycle among the heads, if there is one.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut visited_from = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut node = start;
        while node != 0 && visited_from[node] == 0 {
            visited_from[node] = start;
            node = heads[node];
        }
        if node != 0 && visited_from[node] == start {
            let mut nodes = vec![node];
            let mut next = heads[node];
            while next != node {
                nodes.push(next);
                next = heads[next];
            }
            return Some(nodes);
        }
    }
    None
}

fn spanning_tree(arcs: &Arcs) -> Vec<usize> {
    let mut heads: Vec<usize> = (0..arcs.size).map(|d| if d == 0 { 0 } else { arcs.best_head(d) }).collect();
    let Some(cycle) = cycle(&heads) else { return heads };
    let mut in_cycle = vec![false; arcs.size];
    for &node in &cycle {
        in_cycle[node] = true;
    }
    // The nodes outside keep their order; the cycle becomes the last node.
    let outside: Vec<usize> = (0..arcs.size).filter(|&node| !in_cycle[node]).collect();
    let size = outside.len() + 1;
    let contracted = size - 1;
    let mut smaller = Arcs { size, scores: vec![0.0; size * size] };
    let mut enters_at = vec![0; size];
    let mut leaves_from = vec![0; size];
    for (i, &node) in outside.iter().enumerate() {
        for (j, &other) in outside.iter().enumerate() {
            smaller.scores[i * size + j] = arcs.at(node, other);
        }
        let gain = |inside: usize| arcs.at(inside, node) - arcs.at(inside, heads[inside]);
        if let Some(&entry) = cycle.iter().max_by(|&&a, &&b| gain(a).total_cmp(&gain(b))) {
            enters_at[i] = entry;
            smaller.scores[contracted * size + i] = gain(entry);
        }
        if let Some(&source) = cycle.iter().max_by(|&&a, &&b| arcs.at(node, a).total_cmp(&arcs.at(node, b))) {
            leaves_from[i] = source;
            smaller.scores[i * size + contracted] = arcs.at(node, source);
        }
    }
    let solution = spanning_tree(&smaller);
    for (i, &node) in outside.iter().enumerate().skip(1) {
        heads[node] = if solution[i] == contracted { leaves_from[i] } else { outside[solution[i]] };
    }
    let entry = enters_at[solution[contracted]];
    heads[entry] = outside[solution[contracted]];
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether following the heads leads from each word to the root, and one word alone to it at once.
    fn is_tree(heads: &[usize]) -> bool {
        let mut all = vec![0];
        all.extend_from_slice(heads);
        cycle(&all).is_none() && heads.iter().filter(|&&head| head == 0).count() == 1
    }

    /// All trees with one root, tried out.
    fn exhaustive(words: usize, scores: &[f32]) -> f32 {
        let size = words + 1;
        let total = |heads: &[usize]| heads.iter().enumerate().map(|(d, &h)| scores[d * size + h]).sum::<f32>();
        (0..size.pow(u32::try_from(words).expect("few words")))
            .map(|code| {
                (0..words).map(|d| code / size.pow(u32::try_from(d).expect("few words")) % size).collect::<Vec<_>>()
            })
            .filter(|heads| heads.iter().enumerate().all(|(d, &h)| h != d + 1) && is_tree(heads))
            .map(|heads| total(&heads))
            .fold(f32::NEG_INFINITY, f32::max)
    }

    #[test]
    fn the_tree_found_scores_as_high_as_any() {
        let mut state = 1u32;
        for words in 1..=5 {
            for _ in 0..40 {
                let scores: Vec<f32> = (0..words * (words + 1))
                    .map(|_| {
                        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        f32::from(u16::try_from(state >> 20).expect("twelve bits")) / 16.0
                    })
                    .collect();
                let heads = best_tree(words, &scores);
                assert!(is_tree(&heads), "{heads:?}");
                let total: f32 = heads.iter().enumerate().map(|(d, &h)| scores[d * (words + 1) + h]).sum();
                assert!((total - exhaustive(words, &scores)).abs() < 1e-3, "{heads:?} of {scores:?}");
            }
        }
    }

    #[test]
    fn damaged_scores_still_give_a_tree() {
        for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0] {
            assert!(is_tree(&best_tree(7, &[value; 56])));
        }
        assert!(best_tree(0, &[]).is_empty());
    }
}
