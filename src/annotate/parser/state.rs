//! Parser configurations: stack, buffer with the artificial root at its end, and the arcs so far.

/// A transition of the arc-hybrid system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Push the first word of the buffer.
    Shift,
    /// The top of the stack depends on the first word of the buffer.
    Left,
    /// The top of the stack depends on the word below it.
    Right,
}

impl Action {
    /// In the order of the classifier's classes.
    pub const ALL: [Self; 3] = [Self::Shift, Self::Left, Self::Right];
}

/// Dependents of a word found so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dependents {
    /// Outermost dependents on the left, the outermost first.
    pub left: [Option<u32>; 2],
    /// Outermost dependents on the right, the outermost first.
    pub right: [Option<u32>; 2],
    pub left_count: u8,
    pub right_count: u8,
    /// Bit per relation class.
    pub left_labels: u64,
    pub right_labels: u64,
    /// The last dependent that marks the word's function: a preposition or subordinator.
    pub marker: Option<u32>,
}

/// A configuration. Words are numbered from 0; the artificial root has the number after the last word.
#[derive(Clone, Debug)]
pub struct State {
    stack: Vec<usize>,
    next: usize,
    root: usize,
    heads: Vec<Option<(usize, usize)>>,
    dependents: Vec<Dependents>,
}

impl State {
    pub fn new(words: usize) -> Self {
        Self {
            stack: Vec::with_capacity(32),
            next: 0,
            root: words,
            heads: vec![None; words],
            dependents: vec![Dependents::default(); words + 1],
        }
    }

    pub const fn root(&self) -> usize {
        self.root
    }

    /// Word at this depth of the stack, 0 being the top.
    pub fn stack(&self, depth: usize) -> Option<usize> {
        self.stack.len().checked_sub(depth + 1).map(|index| self.stack[index])
    }

    /// Word at this place of the buffer, the artificial root included.
    pub fn buffer(&self, place: usize) -> Option<usize> {
        let word = self.next + place;
        (word <= self.root).then_some(word)
    }

    pub fn depth(&self) -> usize {
        self.stack.len()
    }

    /// Head and relation class of a word.
    pub fn head(&self, word: usize) -> Option<(usize, usize)> {
        self.heads.get(word).copied().flatten()
    }

    pub fn dependents(&self, word: usize) -> &Dependents {
        &self.dependents[word]
    }

    pub fn is_final(&self) -> bool {
        self.next == self.root && self.stack.is_empty()
    }

    /// Whether an action can be taken; the conditions leave exactly one word for the root.
    pub fn allows(&self, action: Action) -> bool {
        match action {
            Action::Shift => self.next < self.root,
            Action::Left => self.stack.len() == 1 || (self.stack.len() > 1 && self.next < self.root),
            Action::Right => self.stack.len() > 1,
        }
    }

    /// Head and dependent of the arc an action makes.
    pub fn arc(&self, action: Action) -> Option<(usize, usize)> {
        match action {
            Action::Shift => None,
            Action::Left => Some((self.next, self.stack(0)?)),
            Action::Right => Some((self.stack(1)?, self.stack(0)?)),
        }
    }

    /// Takes an action; `label` is the relation class of the arc and `markers` the set of marking classes.
    pub fn apply(&mut self, action: Action, label: usize, markers: u64) {
        let Some((head, dependent)) = self.arc(action) else {
            self.stack.push(self.next);
            self.next += 1;
            return;
        };
        self.stack.pop();
        self.heads[dependent] = Some((head, label));
        let bit = 1u64 << (label % 64);
        let number = u32::try_from(dependent).ok();
        let of_head = &mut self.dependents[head];
        if dependent < head {
            of_head.left = [number, of_head.left[0]];
            of_head.left_count = of_head.left_count.saturating_add(1);
            of_head.left_labels |= bit;
        } else {
            of_head.right = [number, of_head.right[0]];
            of_head.right_count = of_head.right_count.saturating_add(1);
            of_head.right_labels |= bit;
        }
        if bit & markers != 0 {
            of_head.marker = number;
        }
    }

    /// How many gold arcs become impossible by each action (Goldberg & Nivre 2013, arc-hybrid); `None` where the
    /// action is not allowed. `gold[word]` is the head, the artificial root for the root.
    pub fn costs(&self, gold: &[usize]) -> [Option<usize>; 3] {
        Action::ALL.map(|action| self.allows(action).then(|| self.cost(action, gold)))
    }

    fn cost(&self, action: Action, gold: &[usize]) -> usize {
        let in_buffer = |word: usize| word >= self.next;
        let dependents_in_buffer =
            |head: usize| gold[self.next.min(gold.len())..].iter().filter(|&&h| h == head).count();
        let (top, below) = (self.stack(0), self.stack(1));
        match (action, top) {
            (Action::Shift, _) => {
                let word = self.next;
                let deeper = &self.stack[..self.stack.len().saturating_sub(1)];
                let lost_head = deeper.contains(&gold[word]);
                usize::from(lost_head) + self.stack.iter().filter(|&&s| gold[s] == word).count()
            }
            (Action::Left, Some(top)) => {
                let head = gold[top];
                let lost_head = (in_buffer(head) && head != self.next) || Some(head) == below;
                usize::from(lost_head) + dependents_in_buffer(top)
            }
            (Action::Right, Some(top)) => usize::from(in_buffer(gold[top])) + dependents_in_buffer(top),
            (_, None) => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Follows the cheapest action and returns the heads.
    fn follow(gold: &[usize]) -> Vec<usize> {
        let mut state = State::new(gold.len());
        while !state.is_final() {
            let costs = state.costs(gold);
            let cheapest = (0..3).filter(|&i| costs[i].is_some()).min_by_key(|&i| costs[i]).expect("an action is left");
            state.apply(Action::ALL[cheapest], 0, 0);
        }
        (0..gold.len()).map(|word| state.head(word).expect("every word has a head").0).collect()
    }

    #[test]
    fn the_oracle_rebuilds_projective_trees() {
        let trees: [&[usize]; 6] = [&[1], &[1, 2], &[2, 0], &[1, 4, 1, 2, 5], &[2, 2, 7, 2, 6, 6, 3], &[3, 0, 0, 4]];
        for gold in trees {
            assert_eq!(follow(gold), gold);
        }
    }

    #[test]
    fn any_legal_walk_ends_in_one_tree() {
        for seed in 0..200usize {
            let words = 1 + seed % 9;
            let mut state = State::new(words);
            let mut walk = seed;
            while !state.is_final() {
                let legal: Vec<_> = Action::ALL.into_iter().filter(|&action| state.allows(action)).collect();
                walk = walk.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                state.apply(legal[(walk >> 33) % legal.len()], 0, 0);
            }
            let roots = (0..words).filter(|&word| state.head(word).is_some_and(|(head, _)| head == words)).count();
            assert_eq!(roots, 1, "seed {seed}");
            assert!((0..words).all(|word| state.head(word).is_some()));
        }
    }
}
