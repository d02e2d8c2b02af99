//! Feature templates of the parser.
use super::state::{Dependents, State};
use super::tag_hash;
use crate::annotate::lexeme::Lexeme;
use crate::annotate::linear::mix;
use crate::annotate::tagger::Tag;

/// What the templates use of one word.
#[derive(Clone, Copy, Debug)]
struct Atom {
    word: u64,
    tag: u64,
    fine: u64,
    coarse: u64,
}

const NONE: Atom = Atom { word: 3, tag: 3, fine: 3000, coarse: 3000 };
const ROOT: Atom = Atom { word: 5, tag: 5, fine: 3001, coarse: 3001 };
const NO_DEPENDENTS: Dependents = Dependents {
    left: [None; 2],
    right: [None; 2],
    left_count: 0,
    right_count: 0,
    left_labels: 0,
    right_labels: 0,
    marker: None,
};

/// The atoms of a sentence, and how many verbs, commas and conjunctions stand before each word.
#[derive(Debug)]
pub struct Atoms {
    atoms: Vec<Atom>,
    before: Vec<[u16; 3]>,
}

impl Atoms {
    pub fn new(lexemes: &[Lexeme], tags: &[Tag]) -> Self {
        let mut before = vec![[0u16; 3]];
        let mut counts = [0u16; 3];
        for tag in tags {
            let kinds = [tag.upos == "VERB", tag.xpos == "," || tag.xpos == ":", tag.upos == "CCONJ"];
            for (count, is) in counts.iter_mut().zip(kinds) {
                *count = count.saturating_add(u16::from(is));
            }
            before.push(counts);
        }
        let mut atoms: Vec<_> = lexemes
            .iter()
            .zip(tags)
            .map(|(lexeme, tag)| Atom {
                word: lexeme.lower,
                tag: tag_hash(tag.upos, tag.xpos),
                fine: u64::from(lexeme.fine),
                coarse: u64::from(lexeme.coarse),
            })
            .collect();
        atoms.push(ROOT);
        Self { atoms, before }
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.atoms.len() - 1
    }

    fn get(&self, word: Option<usize>) -> Atom {
        word.and_then(|word| self.atoms.get(word)).copied().unwrap_or(NONE)
    }

    fn of(&self, word: Option<u32>) -> Atom {
        self.get(word.map(|word| word as usize))
    }

    /// Verbs, commas and conjunctions between two words, each up to two.
    fn between(&self, left: Option<usize>, right: Option<usize>) -> u64 {
        let (Some(left), Some(right)) = (left, right) else { return 99 };
        let count = |kind: usize| {
            let at = |word: usize| self.before.get(word).map_or(0, |counts| counts[kind]);
            u64::from(at(right).saturating_sub(at(left + 1)).min(2))
        };
        count(0) + 3 * count(1) + 9 * count(2)
    }
}

fn distance(left: Option<usize>, right: Option<usize>) -> u64 {
    match (left, right) {
        (Some(left), Some(right)) => match right.abs_diff(left) {
            near @ 0..=4 => near as u64,
            5..=6 => 5,
            7..=10 => 6,
            _ => 7,
        },
        _ => 9,
    }
}

fn label(state: &State, word: Option<u32>) -> u64 {
    word.and_then(|word| state.head(word as usize)).map_or(99, |(_, label)| label as u64)
}

struct Collector<'a> {
    features: &'a mut Vec<u64>,
    template: u64,
}

impl Collector<'_> {
    #[inline]
    fn add<const N: usize>(&mut self, parts: [u64; N]) {
        self.template += 1;
        let mut hash = self.template;
        for part in parts {
            hash = mix(hash, part);
        }
        self.features.push(hash);
    }
}

/// Features for choosing the next action.
#[expect(clippy::too_many_lines, clippy::similar_names, reason = "a flat list of templates reads best in one piece")]
pub fn action_features(state: &State, atoms: &Atoms, features: &mut Vec<u64>) {
    features.clear();
    let mut f = Collector { features, template: 1000 };
    let (i0, i1, i2) = (state.stack(0), state.stack(1), state.stack(2));
    let (j0, j1, j2) = (state.buffer(0), state.buffer(1), state.buffer(2));
    let (s0, s1, s2) = (atoms.get(i0), atoms.get(i1), atoms.get(i2));
    let (n0, n1, n2) = (atoms.get(j0), atoms.get(j1), atoms.get(j2));
    let dependents = |word: Option<usize>| word.map_or(&NO_DEPENDENTS, |word| state.dependents(word));
    let (d0, d1, e0) = (dependents(i0), dependents(i1), dependents(j0));

    f.add([u64::from(state.depth() > 1) + u64::from(state.depth() > 2)]);
    for a in [s0, s1, n0, n1] {
        f.add([a.word, a.tag]);
        f.add([a.word]);
        f.add([a.tag]);
        f.add([a.fine, a.tag]);
        f.add([a.coarse]);
    }
    for a in [s2, n2] {
        f.add([a.word, a.tag]);
        f.add([a.tag]);
        f.add([a.coarse, a.tag]);
    }
    // The pairs between which an arc is possible now (s0 n0, s1 s0), and the next candidates.
    for (a, b) in [(s0, n0), (s1, s0)] {
        f.add([a.word, a.tag, b.word, b.tag]);
        f.add([a.word, a.tag, b.word]);
        f.add([a.word, b.word, b.tag]);
        f.add([a.word, a.tag, b.tag]);
        f.add([a.tag, b.word, b.tag]);
        f.add([a.word, b.word]);
        f.add([a.word, b.tag]);
        f.add([a.tag, b.word]);
        f.add([a.tag, b.tag]);
        f.add([a.fine, b.fine]);
        f.add([a.coarse, b.coarse, a.tag, b.tag]);
        f.add([a.fine, b.tag]);
        f.add([a.tag, b.fine]);
        f.add([a.word, b.coarse]);
        f.add([a.coarse, b.word]);
    }
    for (a, b) in [(s1, n0), (s0, n1), (n0, n1)] {
        f.add([a.word, b.word]);
        f.add([a.word, b.tag]);
        f.add([a.tag, b.word]);
        f.add([a.tag, b.tag]);
        f.add([a.fine, b.coarse]);
        f.add([a.coarse, b.fine]);
    }
    f.add([n0.tag, n1.tag, n2.tag]);
    f.add([s0.tag, n0.tag, n1.tag]);
    f.add([s0.word, n0.tag, n1.tag]);
    f.add([s0.tag, n0.word, n1.tag]);
    f.add([s0.tag, n0.tag, n1.word]);
    f.add([s0.tag, n0.tag, n1.tag, n2.tag]);
    f.add([s1.tag, s0.tag, n0.tag]);
    f.add([s1.tag, s0.tag, n0.tag, n1.tag]);
    f.add([s1.word, s0.tag, n0.tag]);
    f.add([s1.tag, s0.word, n0.tag]);
    f.add([s1.tag, s0.tag, n0.word]);
    f.add([s1.coarse, s0.coarse, n0.coarse]);
    f.add([s2.tag, s1.tag, s0.tag]);
    f.add([s2.tag, s1.tag, s0.tag, n0.tag]);

    let (near, far) = (distance(i0, j0), distance(i1, i0));
    f.add([s0.word, near]);
    f.add([s0.tag, near]);
    f.add([n0.word, near]);
    f.add([n0.tag, near]);
    f.add([s0.tag, n0.tag, near]);
    f.add([s1.tag, far]);
    f.add([s0.tag, s1.tag, far]);
    f.add([s0.word, far]);
    f.add([s1.word, far]);
    f.add([s0.tag, n0.tag, atoms.between(i0, j0)]);
    f.add([s1.tag, s0.tag, atoms.between(i1, i0)]);
    f.add([s1.tag, n0.tag, atoms.between(i1, j0)]);

    for (a, d) in [(s0, d0), (s1, d1)] {
        let (left, right) = (u64::from(d.left_count.min(5)), u64::from(d.right_count.min(5)));
        f.add([a.word, left]);
        f.add([a.tag, left]);
        f.add([a.word, right]);
        f.add([a.tag, right]);
        f.add([a.word, d.left_labels]);
        f.add([a.tag, d.left_labels]);
        f.add([a.word, d.right_labels]);
        f.add([a.tag, d.right_labels]);
        f.add([a.tag, d.left_labels, d.right_labels]);
        for child in [d.left[0], d.left[1], d.right[0], d.right[1]] {
            let c = atoms.of(child);
            f.add([c.word, a.tag]);
            f.add([c.tag]);
            f.add([label(state, child), a.tag]);
            f.add([c.tag, a.tag, n0.tag]);
        }
        f.add([a.tag, atoms.of(d.left[0]).tag, atoms.of(d.left[1]).tag]);
        f.add([a.tag, atoms.of(d.right[0]).tag, atoms.of(d.right[1]).tag]);
    }
    f.add([n0.word, u64::from(e0.left_count.min(5))]);
    f.add([n0.tag, u64::from(e0.left_count.min(5))]);
    f.add([n0.word, e0.left_labels]);
    f.add([n0.tag, e0.left_labels]);
    for child in e0.left {
        let c = atoms.of(child);
        f.add([c.word, n0.tag]);
        f.add([c.tag, n0.tag]);
        f.add([label(state, child), n0.tag]);
        f.add([s0.tag, n0.tag, c.tag]);
        f.add([s0.tag, n0.tag, label(state, child)]);
    }
    f.add([s1.tag, s0.tag, atoms.of(d0.left[0]).tag]);
    f.add([s1.tag, s0.tag, atoms.of(d0.right[0]).tag]);
    f.add([s1.tag, s0.tag, atoms.of(d1.right[0]).tag]);
    f.add([s1.tag, s0.tag, label(state, d1.right[0])]);
    f.add([s1.tag, s0.tag, d0.left_labels]);
    f.add([s1.tag, s0.tag, d1.right_labels]);
    f.add([s1.word, s0.tag, d1.right_labels]);
    f.add([s0.tag, n0.tag, d0.right_labels]);
    f.add([s0.tag, n0.tag, d0.left_labels, e0.left_labels]);

    // A preposition decides, with the noun above it, whether its phrase hangs on the verb or the noun before it.
    let (m0, m1, k0) = (atoms.of(d0.marker), atoms.of(d1.marker), atoms.of(e0.marker));
    f.add([s1.word, m0.word]);
    f.add([s1.tag, m0.word]);
    f.add([s1.fine, m0.word]);
    f.add([s1.word, m0.word, s0.coarse]);
    f.add([s1.tag, m0.word, s0.word]);
    f.add([s1.coarse, m0.word, s0.coarse]);
    f.add([s1.tag, m0.word, s0.tag, atoms.get(i2).tag]);
    f.add([s0.word, k0.word]);
    f.add([s0.tag, k0.word, n0.tag]);
    f.add([s0.fine, k0.word]);
    f.add([s0.tag, m0.word, n0.tag]);
    f.add([s0.tag, m0.word, n0.word]);
    f.add([s1.tag, m1.word, s0.tag]);
    f.add([s1.tag, m1.word, m0.word]);
    f.add([s1.tag, s0.tag, m0.word, n0.tag]);
}

/// Features for naming the relation of a dependent to its head, before the arc is made.
#[expect(clippy::similar_names, reason = "templates are short combinations of the same few names")]
pub fn label_features(state: &State, atoms: &Atoms, head: usize, dependent: usize, features: &mut Vec<u64>) {
    features.clear();
    let direction = u64::from(dependent < head);
    let mut f = Collector { features, template: 100_000 + direction * 50_000 };
    let (h, d) = (atoms.get(Some(head)), atoms.get(Some(dependent)));
    let (hd, dd) = (state.dependents(head), state.dependents(dependent));
    let far = distance(Some(head), Some(dependent));
    let (before, after) = (atoms.get(dependent.checked_sub(1)), atoms.get(Some(dependent + 1)));
    let (m, hm) = (atoms.of(dd.marker), atoms.of(hd.marker));
    let (h_left, h_right) = (hd.left_labels, hd.right_labels);
    f.add([]);
    f.add([far]);
    f.add([h.word]);
    f.add([h.tag]);
    f.add([h.word, h.tag]);
    f.add([h.fine]);
    f.add([d.word]);
    f.add([d.tag]);
    f.add([d.word, d.tag]);
    f.add([d.fine]);
    f.add([d.coarse, d.tag]);
    f.add([h.word, d.word]);
    f.add([h.word, d.tag]);
    f.add([h.tag, d.word]);
    f.add([h.tag, d.tag]);
    f.add([h.tag, d.tag, far]);
    f.add([h.word, h.tag, d.tag]);
    f.add([h.tag, d.word, d.tag]);
    f.add([h.fine, d.fine]);
    f.add([h.fine, d.tag]);
    f.add([h.tag, d.fine]);
    f.add([h.word, d.coarse]);
    f.add([h.coarse, d.coarse, h.tag, d.tag]);
    f.add([before.tag, d.tag, after.tag]);
    f.add([before.word, d.tag]);
    f.add([after.word, d.tag]);
    f.add([before.word, d.word]);
    f.add([d.word, after.word]);
    f.add([h.tag, before.tag, d.tag]);
    f.add([h.tag, d.tag, after.tag]);
    f.add([h.tag, d.tag, atoms.between(Some(head.min(dependent)), Some(head.max(dependent)))]);
    f.add([dd.left_labels, d.tag]);
    f.add([dd.right_labels, d.tag]);
    f.add([dd.left_labels, dd.right_labels]);
    f.add([dd.left_labels, h.tag, d.tag]);
    f.add([dd.right_labels, h.tag, d.tag]);
    f.add([h_left, d.tag]);
    f.add([h_right, d.tag]);
    f.add([h_left, h_right, d.tag]);
    f.add([h_left, d.word]);
    f.add([h.tag, h_left, d.tag]);
    f.add([h.tag, h_right, d.tag]);
    f.add([h.word, h_left, d.tag]);
    f.add([h.word, h_right, d.tag]);
    f.add([m.word]);
    f.add([m.word, h.word]);
    f.add([m.word, h.tag]);
    f.add([m.word, d.tag]);
    f.add([m.word, d.word]);
    f.add([m.word, h.tag, d.tag]);
    f.add([m.word, h.fine]);
    f.add([m.word, d.fine]);
    f.add([m.word, h.coarse, d.coarse]);
    f.add([hm.word, h.tag, d.tag]);
    for child in [dd.left[0], dd.left[1], dd.right[0], dd.right[1]] {
        let c = atoms.of(child);
        f.add([c.word, d.tag]);
        f.add([c.tag, d.tag, h.tag]);
        f.add([label(state, child), d.tag, h.tag]);
    }
    for sibling in [hd.left[0], hd.right[0]] {
        f.add([label(state, sibling), d.tag, h.tag]);
        f.add([atoms.of(sibling).tag, d.tag, h.tag]);
    }
}
