//! From comparisons to groups.
use super::compare::CONFLICT;
use super::{Comparison, Decision, Override, Profile, REVIEW, Verdict, compare};
use crate::graph::dossier::Path;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How far the best reading of a partial name must be ahead of the next, in hundredths.
const MARGIN: i32 = 20;

/// Groups of entities that are one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partition {
    /// Entity → the entity by whose name its group goes; only where that is another.
    pub canonical: BTreeMap<Path, Path>,
    /// Sorted.
    pub decisions: Vec<Decision>,
}

/// Score from which, but for a conflict, two entities are worth a look: they are namesakes.
const NAMESAKES: i32 = 50;

type Pairs = BTreeMap<(usize, usize), Comparison>;

/// Groups entities that [`super::may_be_one`] joins, directly or through others. Neither the order of `profiles` nor that of
/// `overrides` matters.
#[must_use]
pub fn partition<'a>(profiles: impl IntoIterator<Item = &'a Profile>, overrides: &[Override]) -> Partition {
    let mut profiles: Vec<&Profile> = profiles.into_iter().collect();
    profiles.sort_by(|a, b| a.path.cmp(&b.path));
    let place: BTreeMap<&str, usize> =
        profiles.iter().enumerate().map(|(i, profile)| (profile.path.as_str(), i)).collect();
    let decided: BTreeMap<(usize, usize), bool> = overrides
        .iter()
        .filter_map(|told| Some(((*place.get(told.one.as_str())?, *place.get(told.other.as_str())?), told.same)))
        .collect();
    let pairs = pairs(&profiles);
    let mut groups = Groups::new(profiles.len());
    let mut decisions = Vec::new();
    let decision = |(a, b): (usize, usize), verdict, score: i32, reasons: Vec<String>| Decision {
        one: profiles[a].path.clone(),
        other: profiles[b].path.clone(),
        verdict,
        score: score.clamp(1, 100),
        reasons,
    };
    let by_hand = || vec!["decided by a person".to_owned()];
    for (&pair, &same) in &decided {
        if same {
            groups.join(pair);
        }
        decisions.push(decision(pair, if same { Verdict::Same } else { Verdict::Different }, 100, by_hand()));
    }
    let fits = |groups: &Groups, (a, b): (usize, usize)| {
        groups.members(a).iter().all(|&x| {
            groups.members(b).iter().all(|&y| {
                let pair = (x.min(y), x.max(y));
                // What a person joined need not look alike.
                match decided.get(&pair) {
                    Some(same) => *same,
                    None => {
                        pairs.get(&pair).is_some_and(|found| !found.conflict)
                            || groups.by_hand(x, &decided)
                            || groups.by_hand(y, &decided)
                    }
                }
            })
        })
    };
    let mut ranked: Vec<(Reverse<i32>, (usize, usize))> = pairs
        .iter()
        .filter(|(pair, found)| found.is_enough() && !is_ambiguous(**pair, found, &pairs))
        .filter(|(pair, _)| !decided.contains_key(pair))
        .map(|(&pair, found)| (Reverse(found.score), pair))
        .collect();
    ranked.sort_unstable();
    for (_, pair) in ranked {
        if groups.together(pair) {
            continue;
        }
        let found = &pairs[&pair];
        if fits(&groups, pair) {
            groups.join(pair);
            decisions.push(decision(pair, Verdict::Same, found.score, found.reasons.clone()));
        }
    }
    for (&pair, found) in &pairs {
        let near = found.score >= REVIEW || (found.conflict && found.score + CONFLICT >= NAMESAKES);
        if near && !groups.together(pair) && !decided.contains_key(&pair) {
            decisions.push(decision(pair, Verdict::Undecided, found.score, found.reasons.clone()));
        }
    }
    decisions.sort();
    Partition { canonical: groups.canonical(&profiles), decisions }
}

fn pairs(profiles: &[&Profile]) -> Pairs {
    let mut pairs = BTreeMap::new();
    for (a, one) in profiles.iter().enumerate() {
        for (b, other) in profiles.iter().enumerate().skip(a + 1) {
            if let Some(found) = compare(one, other) {
                pairs.insert((a, b), found);
            }
        }
    }
    pairs
}

/// Whether a part of a name may as well mean another, who is not the same as the first.
fn is_ambiguous(pair: (usize, usize), found: &Comparison, pairs: &Pairs) -> bool {
    found.partial
        && [(pair.0, pair.1), (pair.1, pair.0)].into_iter().any(|(part, whole)| {
            pairs.iter().any(|(&(a, b), rival)| {
                let other = if a == part { b } else { a };
                let one_person = pairs
                    .get(&(other.min(whole), other.max(whole)))
                    .is_some_and(|both| !both.conflict && !both.partial);
                (a == part || b == part)
                    && other != whole
                    && rival.partial
                    && rival.score + MARGIN > found.score
                    && !one_person
            })
        })
}

/// Disjoint sets with their members.
struct Groups {
    of: Vec<usize>,
    members: Vec<Vec<usize>>,
}

impl Groups {
    fn new(count: usize) -> Self {
        Self { of: (0..count).collect(), members: (0..count).map(|i| vec![i]).collect() }
    }

    fn members(&self, item: usize) -> &[usize] {
        &self.members[self.of[item]]
    }

    fn together(&self, (a, b): (usize, usize)) -> bool {
        self.of[a] == self.of[b]
    }

    fn join(&mut self, (a, b): (usize, usize)) {
        if self.of[a] == self.of[b] {
            return;
        }
        let (into, from) = (self.of[a].min(self.of[b]), self.of[a].max(self.of[b]));
        let moved = std::mem::take(&mut self.members[from]);
        for &item in &moved {
            self.of[item] = into;
        }
        self.members[into].extend(moved);
        self.members[into].sort_unstable();
    }

    /// Whether a person joined this one to another of its group.
    fn by_hand(&self, item: usize, decided: &BTreeMap<(usize, usize), bool>) -> bool {
        self.members(item)
            .iter()
            .any(|&other| decided.get(&(item.min(other), item.max(other))).is_some_and(|&same| same && other != item))
    }

    /// The name that most articles use stands for a group; of equals the fullest. What a person brought in that has no
    /// traces is of the knowledge base, and comes first.
    fn canonical(&self, profiles: &[&Profile]) -> BTreeMap<Path, Path> {
        let mut canonical = BTreeMap::new();
        for members in self.members.iter().filter(|members| members.len() > 1) {
            let rank = |&&item: &&usize| {
                let profile = profiles[item];
                (profile.articles.is_empty(), profile.articles.len(), profile.label.len(), Reverse(&profile.path))
            };
            let Some(&first) = members.iter().max_by_key(rank) else { continue };
            for &member in members.iter().filter(|&&member| member != first) {
                canonical.insert(profiles[member].path.clone(), profiles[first].path.clone());
            }
        }
        canonical
    }
}
