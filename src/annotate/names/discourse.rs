//! One sense per discourse (Gale, Church & Yarowsky 1992) for the names of a document.
//!
//! News gives a person's full name once and the surname afterwards ("Putin", "Hu"), where a sentence alone often cannot tell a
//! surname from a town. So the first and the last part of a full name are persons too where they stand alone, and equal names
//! agree on the label that the tagger is surest of.
use super::{NameLabel, NameSpan};
use crate::document::{Document, TokenId};
use rustc_hash::FxHashMap;

/// Parts of names that name nobody alone.
const PARTICLES: &[&str] =
    &["abdul", "abu", "al", "ben", "bin", "da", "de", "del", "der", "di", "el", "ibn", "la", "le", "van", "von"];

/// Makes the names of a document agree; adds parts that were not seen as names.
#[must_use]
pub fn agree(document: &Document, names: Vec<NameSpan>) -> Vec<NameSpan> {
    let form = |token: u32| document.form(TokenId(token));
    // First or last part of a full name → the best score of a full name with it.
    let mut parts: FxHashMap<&str, f32> = FxHashMap::default();
    let mut votes: FxHashMap<Vec<&str>, [f32; NameLabel::ALL.len()]> = FxHashMap::default();
    for name in &names {
        let (start, end) = name.tokens;
        let forms: Vec<_> = (start..end).map(form).collect();
        if name.label == NameLabel::Person
            && let [first, .., last] = forms[..]
        {
            for part in [first, last] {
                if part.chars().count() > 1 && !PARTICLES.contains(&&*part.to_lowercase()) {
                    let best = parts.entry(part).or_default();
                    *best = best.max(name.score);
                }
            }
        }
        votes.entry(forms).or_default()[name.label as usize] += name.score;
    }
    // "Kurdistan Region of Iraq", taken for a person, must not make persons of all the places "Iraq".
    parts.retain(|part, _| {
        let votes = votes.get(&vec![*part]).copied().unwrap_or_default();
        let places = votes[NameLabel::Polity as usize] + votes[NameLabel::Location as usize];
        votes[NameLabel::Person as usize] > 0.0 || places < 2.0
    });
    let mut agreed: Vec<NameSpan> = names
        .into_iter()
        .map(|name| {
            let (start, end) = name.tokens;
            let part = parts.get(form(start)).filter(|_| end - start == 1);
            if let Some(&score) = part {
                return NameSpan { label: NameLabel::Person, score: score.max(name.score), ..name };
            }
            let forms: Vec<_> = (start..end).map(form).collect();
            let votes = votes.get(&forms).copied().unwrap_or_default();
            let best = NameLabel::ALL.into_iter().fold(name.label, |best, label| {
                if votes[label as usize] > votes[best as usize] { label } else { best }
            });
            NameSpan { label: best, ..name }
        })
        .collect();
    let mut covered = vec![false; document.tokens().len()];
    for name in &agreed {
        covered[name.tokens.0 as usize..name.tokens.1 as usize].fill(true);
    }
    for (id, token) in document.token_ids().zip(document.tokens()) {
        if covered[id.index()] || token.xpos != "NNP" {
            continue;
        }
        if let Some(&score) = parts.get(document.form(id)) {
            agreed.push(NameSpan { tokens: (id.0, id.0 + 1), label: NameLabel::Person, score });
        }
    }
    agreed.sort_by_key(|name| name.tokens);
    agreed
}
