//! First-order Viterbi decoding over BILOU tags, with the score margin of each name.
use super::NameLabel;

/// A BILOU tag: 0 is "outside"; then begin, inside, last and unit of each label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagId(pub u8);

/// Place of a token in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Begin,
    Inside,
    Last,
    Unit,
}

impl TagId {
    pub const COUNT: usize = 1 + 4 * NameLabel::ALL.len();
    pub const OUTSIDE: Self = Self(0);

    /// The tag of a token in this place of a name.
    pub fn of(label: NameLabel, place: Place) -> Self {
        Self(1 + 4 * label as u8 + place as u8)
    }

    /// Place and label; `None` outside.
    pub fn parts(self) -> Option<(Place, NameLabel)> {
        let number = usize::from(self.0.checked_sub(1)?);
        let place = [Place::Begin, Place::Inside, Place::Last, Place::Unit][number % 4];
        NameLabel::ALL.get(number / 4).map(|&label| (place, label))
    }

    fn all() -> impl Iterator<Item = Self> {
        (0u8..).take(Self::COUNT).map(Self)
    }

    /// Whether a sentence or another name may begin after this tag.
    fn is_end(self) -> bool {
        !matches!(self.parts(), Some((Place::Begin | Place::Inside, _)))
    }

    fn is_start(self) -> bool {
        !matches!(self.parts(), Some((Place::Inside | Place::Last, _)))
    }

    fn may_follow(self, before: Self) -> bool {
        if self.is_start() {
            before.is_end()
        } else {
            !before.is_end() && before.parts().map(|(_, label)| label) == self.parts().map(|(_, label)| label)
        }
    }
}

/// The tags of a sentence for the names in it, each with first and one past the last word.
pub fn tags_of(words: usize, names: &[(usize, usize, NameLabel)]) -> Vec<TagId> {
    let mut tags = vec![TagId::OUTSIDE; words];
    for &(start, end, label) in names {
        for (position, tag) in tags.iter_mut().enumerate().take(end).skip(start) {
            let place = match (position == start, position + 1 == end) {
                (true, true) => Place::Unit,
                (true, false) => Place::Begin,
                (false, true) => Place::Last,
                (false, false) => Place::Inside,
            };
            *tag = TagId::of(label, place);
        }
    }
    tags
}

/// Weights of tag pairs, and which pairs there can be.
#[derive(Clone, Debug)]
pub struct Transitions {
    /// Indexed by the later tag, then the earlier one.
    weights: Vec<[f32; TagId::COUNT]>,
    /// For each tag those that may stand before it.
    before: Vec<Vec<u8>>,
}

impl Transitions {
    pub fn new() -> Self {
        let before = TagId::all().map(|tag| TagId::all().filter(|&b| tag.may_follow(b)).map(|b| b.0).collect());
        Self { weights: vec![[0.0; TagId::COUNT]; TagId::COUNT], before: before.collect() }
    }

    /// `None` unless there is one finite weight for each pair of tags.
    pub fn from_weights(weights: impl Iterator<Item = f32>) -> Option<Self> {
        let mut transitions = Self::new();
        let all: Vec<f32> = weights.collect();
        if all.len() != TagId::COUNT * TagId::COUNT || all.iter().any(|weight| !weight.is_finite()) {
            return None;
        }
        for (row, values) in transitions.weights.iter_mut().zip(all.chunks_exact(TagId::COUNT)) {
            row.copy_from_slice(values);
        }
        Some(transitions)
    }

    /// All weights in the order that [`Transitions::from_weights`] wants.
    pub fn weights(&self) -> impl Iterator<Item = f32> + '_ {
        self.weights.iter().flatten().copied()
    }

    pub fn add(&mut self, before: TagId, tag: TagId, change: f32) {
        self.weights[usize::from(tag.0)][usize::from(before.0)] += change;
    }
}

/// Emission scores of a sentence.
#[derive(Debug)]
pub struct Lattice {
    emissions: Vec<[f32; TagId::COUNT]>,
}

/// The best tag sequence, with the material for margins.
#[derive(Debug)]
pub struct Decoded {
    pub tags: Vec<TagId>,
    /// For each word and tag the score of the best sequence through it.
    through: Vec<[f32; TagId::COUNT]>,
}

const IMPOSSIBLE: f32 = -1e9;

impl Lattice {
    pub fn new(words: usize) -> Self {
        Self { emissions: vec![[0.0; TagId::COUNT]; words] }
    }

    pub fn emissions_mut(&mut self, position: usize) -> &mut [f32; TagId::COUNT] {
        &mut self.emissions[position]
    }

    /// Forbids all tags of a word that are not in the set (a bit per tag).
    pub fn restrict(&mut self, position: usize, allowed: u64) {
        for (tag, score) in self.emissions[position].iter_mut().enumerate() {
            if allowed >> tag & 1 == 0 {
                *score = IMPOSSIBLE;
            }
        }
    }

    /// Best score of any sequence up to each word and tag, the word included, and the tag before.
    fn forward(&self, transitions: &Transitions) -> Vec<[(f32, u8); TagId::COUNT]> {
        let mut table: Vec<[(f32, u8); TagId::COUNT]> = Vec::with_capacity(self.emissions.len());
        for emissions in &self.emissions {
            let mut row = [(IMPOSSIBLE, 0); TagId::COUNT];
            for (tag, cell) in TagId::all().zip(&mut row) {
                let number = usize::from(tag.0);
                let best = if let Some(last) = table.last() {
                    let weights = &transitions.weights[number];
                    transitions.before[number].iter().fold((f32::NEG_INFINITY, 0), |best, &before| {
                        let score = last[usize::from(before)].0 + weights[usize::from(before)];
                        if score > best.0 { (score, before) } else { best }
                    })
                } else if tag.is_start() {
                    (transitions.weights[number][0], 0)
                } else {
                    (IMPOSSIBLE, 0)
                };
                *cell = (best.0 + emissions[number], best.1);
            }
            table.push(row);
        }
        table
    }

    /// The best tags only.
    pub fn best(&self, transitions: &Transitions) -> Vec<TagId> {
        Self::trace(&self.forward(transitions))
    }

    fn trace(table: &[[(f32, u8); TagId::COUNT]]) -> Vec<TagId> {
        let Some(last) = table.last() else { return Vec::new() };
        let ends = TagId::all().filter(|tag| tag.is_end());
        let score = |tag: TagId| last[usize::from(tag.0)].0;
        let mut tag = ends.fold(TagId::OUTSIDE, |best, tag| if score(tag) > score(best) { tag } else { best });
        let mut tags = vec![tag; table.len()];
        for position in (1..table.len()).rev() {
            tag = TagId(table[position][usize::from(tag.0)].1);
            tags[position - 1] = tag;
        }
        tags
    }

    /// The best tags, and for each word and tag the best sequence through it.
    pub fn decode(&self, transitions: &Transitions) -> Decoded {
        let forward = self.forward(transitions);
        let tags = Self::trace(&forward);
        let mut through: Vec<[f32; TagId::COUNT]> = vec![[IMPOSSIBLE; TagId::COUNT]; forward.len()];
        // Best score of what follows each tag of the current word.
        let mut after = [0.0; TagId::COUNT];
        for (tag, score) in TagId::all().zip(&mut after) {
            if !tag.is_end() {
                *score = IMPOSSIBLE;
            }
        }
        for position in (0..forward.len()).rev() {
            for (cell, (before, after)) in through[position].iter_mut().zip(forward[position].iter().zip(after)) {
                *cell = before.0 + after;
            }
            let mut earlier = [IMPOSSIBLE; TagId::COUNT];
            for (number, before) in transitions.before.iter().enumerate() {
                let rest = self.emissions[position][number] + after[number];
                for &tag in before {
                    let score = rest + transitions.weights[number][usize::from(tag)];
                    let cell = &mut earlier[usize::from(tag)];
                    *cell = cell.max(score);
                }
            }
            after = earlier;
        }
        Decoded { tags, through }
    }
}

impl Decoded {
    /// First and one past the last word, and label of each name.
    pub fn names(&self) -> Vec<(usize, usize, NameLabel)> {
        names_of(&self.tags)
    }

    /// By how much the best sequence beats the best one that differs in a tag of this stretch; the least over its words.
    pub fn margin(&self, start: usize, end: usize) -> f32 {
        let mut least = f32::INFINITY;
        for (tag, scores) in self.tags.iter().zip(&self.through).take(end).skip(start) {
            let own = scores[usize::from(tag.0)];
            for (number, score) in scores.iter().enumerate() {
                if number != usize::from(tag.0) {
                    least = least.min(own - score);
                }
            }
        }
        least
    }
}

/// First and one past the last word, and label of each name in a valid tag sequence.
pub fn names_of(tags: &[TagId]) -> Vec<(usize, usize, NameLabel)> {
    let mut names = Vec::new();
    let mut start = 0;
    for (position, tag) in tags.iter().enumerate() {
        match tag.parts() {
            Some((Place::Begin, _)) => start = position,
            Some((Place::Unit, label)) => names.push((position, position + 1, label)),
            Some((Place::Last, label)) => names.push((start, position + 1, label)),
            Some((Place::Inside, _)) | None => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_names_are_two_views_of_one_thing() {
        let names = [(0, 1, NameLabel::Polity), (1, 4, NameLabel::Organization), (5, 7, NameLabel::Person)];
        let tags = tags_of(8, &names);
        assert_eq!(names_of(&tags), names);
        assert!(tags.windows(2).all(|pair| pair[1].may_follow(pair[0])));
    }

    #[test]
    fn decoding_finds_the_best_valid_sequence() {
        let mut lattice = Lattice::new(3);
        lattice.emissions_mut(0)[usize::from(TagId::of(NameLabel::Person, Place::Begin).0)] = 5.0;
        lattice.emissions_mut(1)[usize::from(TagId::of(NameLabel::Person, Place::Last).0)] = 2.0;
        lattice.emissions_mut(1)[usize::from(TagId::of(NameLabel::Law, Place::Last).0)] = 4.0;
        let decoded = lattice.decode(&Transitions::new());
        assert_eq!(decoded.names(), [(0, 2, NameLabel::Person)]);
        // The next best is a person of three words, at 5.
        assert!((decoded.margin(0, 2) - 2.0).abs() < 1e-3, "{}", decoded.margin(0, 2));
    }

    #[test]
    fn restrictions_are_kept() {
        let mut lattice = Lattice::new(2);
        lattice.emissions_mut(0)[usize::from(TagId::of(NameLabel::Person, Place::Unit).0)] = 9.0;
        lattice.restrict(0, 1 << TagId::of(NameLabel::Event, Place::Begin).0);
        let tags = lattice.best(&Transitions::new());
        assert_eq!(names_of(&tags), [(0, 2, NameLabel::Event)]);
    }

    #[test]
    fn an_empty_sentence_has_no_names() {
        assert!(Lattice::new(0).decode(&Transitions::new()).names().is_empty());
    }
}
