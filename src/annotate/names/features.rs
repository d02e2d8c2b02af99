//! Feature templates of the name tagger.
use crate::annotate::lexeme::{Lexeme, normalise};
use crate::annotate::linear::{hash_bytes, hash_text, mix};
use crate::annotate::syntax::Tag;

/// What the templates use of one word.
#[derive(Clone, Copy, Debug)]
pub struct Observed {
    form: u64,
    lower: u64,
    shape: u64,
    prefixes: [u64; 4],
    suffixes: [u64; 4],
    fine: u64,
    coarse: u64,
    tag: u64,
    /// The stretch of capitalised words around this one.
    run: Run,
    /// The same with "of", "for", "the", "and" and hyphens between capitalised words.
    phrase: Run,
}

/// A stretch of words that may be one name.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    start: usize,
    /// One past the last word; equal to `start` for a word in no run.
    end: usize,
    hash: u64,
}

const OUTSIDE: Observed = Observed {
    form: 1,
    lower: 1,
    shape: 1,
    prefixes: [1; 4],
    suffixes: [1; 4],
    fine: 2000,
    coarse: 2000,
    tag: 1,
    run: Run { start: 0, end: 0, hash: 1 },
    phrase: Run { start: 0, end: 0, hash: 1 },
};

pub fn observe(forms: &[&str], lexemes: &[Lexeme], tags: &[Tag]) -> Vec<Observed> {
    let mut letters = String::new();
    let mut words: Vec<_> = forms
        .iter()
        .zip(lexemes)
        .zip(tags)
        .map(|((form, lexeme), tag)| {
            normalise(form, &mut letters);
            let mut observed = Observed {
                form: lexeme.form,
                lower: lexeme.lower,
                shape: shape(&letters),
                fine: u64::from(lexeme.fine),
                coarse: u64::from(lexeme.coarse),
                tag: mix(hash_text(tag.upos.as_str()), hash_text(tag.xpos.as_str())),
                ..OUTSIDE
            };
            letters = letters.to_lowercase();
            let ends = letters.char_indices().rev().map(|(start, _)| start).skip(1);
            for (slot, start) in observed.suffixes.iter_mut().zip(ends) {
                *slot = hash_text(&letters[start..]);
            }
            let starts = letters.char_indices().map(|(start, c)| start + c.len_utf8()).skip(1);
            for (slot, end) in observed.prefixes.iter_mut().zip(starts) {
                *slot = hash_text(&letters[..end]);
            }
            observed
        })
        .collect();
    let capital = |form: &&str| form.starts_with(char::is_uppercase);
    for (start, end) in runs(forms, capital, |form| matches!(form, "-" | "al" | "&" | "'")) {
        mark(&mut words, start, end, |word| &mut word.run);
    }
    let joins = |form: &str| {
        matches!(form, "-" | "al" | "&" | "'" | "of" | "for" | "the" | "and" | "on" | "de" | "bin" | "'s" | "’s")
    };
    for (start, end) in runs(forms, capital, joins) {
        mark(&mut words, start, end, |word| &mut word.phrase);
    }
    words
}

/// Stretches that begin and end with a head word and hold only head words and joining words, two of these at most
/// in a row.
fn runs(forms: &[&str], head: impl Fn(&&str) -> bool, joins: impl Fn(&str) -> bool) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for position in (0..forms.len()).filter(|&position| head(&forms[position])) {
        match found.last_mut() {
            Some((_, end)) if position - *end <= 2 && forms[*end..position].iter().all(|form| joins(form)) => {
                *end = position + 1;
            }
            _ => found.push((position, position + 1)),
        }
    }
    found
}

fn mark(words: &mut [Observed], start: usize, end: usize, run: impl Fn(&mut Observed) -> &mut Run) {
    let hash = words[start..end].iter().fold(7, |hash, word| mix(hash, word.lower));
    for word in &mut words[start..end] {
        *run(word) = Run { start, end, hash };
    }
}

/// Hash of the form with runs of capitals, small letters and digits shortened.
fn shape(form: &str) -> u64 {
    let mut signs = [0u8; 10];
    let mut length = 0;
    for c in form.chars() {
        let sign = match c {
            c if c.is_uppercase() => b'X',
            c if c.is_alphabetic() => b'x',
            c if c.is_numeric() => b'0',
            c if c.is_ascii() => c as u8,
            _ => b'?',
        };
        if length == signs.len() {
            break;
        }
        if length < 2 || signs[length - 1] != sign || signs[length - 2] != sign {
            signs[length] = sign;
            length += 1;
        }
    }
    hash_bytes(&signs[..length])
}

/// How many of the features that [`extract`] gives come first and know the word itself.
pub const LEXICAL: usize = 8;

/// The features of one word.
pub fn extract(words: &[Observed], position: usize, features: &mut Vec<u64>) {
    let at = |offset: isize| position.checked_add_signed(offset).and_then(|i| words.get(i)).unwrap_or(&OUTSIDE);
    let (word, left, left2, right, right2) = (at(0), at(-1), at(-2), at(1), at(2));
    features.clear();
    let mut template = 500_000;
    let mut add = |parts: &[u64]| {
        template += 1;
        features.push(parts.iter().fold(template, |hash, &part| mix(hash, part)));
    };
    let place = |run: &Run| {
        // Place in the stretch, counted from both ends.
        let length = run.end.saturating_sub(run.start);
        ((position - run.start.min(position)).min(4) * 8 + length.min(7)) as u64
    };
    add(&[word.form]);
    add(&[word.lower]);
    add(&[left.lower, word.lower]);
    add(&[word.lower, right.lower]);
    add(&[word.run.hash, place(&word.run)]);
    add(&[word.phrase.hash, place(&word.phrase)]);
    add(&[word.prefixes[3]]);
    add(&[word.suffixes[3]]);
    add(&[]);
    add(&[left.lower]);
    add(&[right.lower]);
    add(&[left2.lower]);
    add(&[right2.lower]);
    add(&[left2.lower, left.lower]);
    add(&[right.lower, right2.lower]);
    add(&[left.lower, word.shape]);
    add(&[word.shape, right.lower]);
    add(&[word.shape]);
    add(&[left.shape, word.shape]);
    add(&[word.shape, right.shape]);
    add(&[left.shape, word.shape, right.shape]);
    add(&[left2.shape, left.shape, word.shape]);
    add(&[word.shape, right.shape, right2.shape]);
    for affix in word.prefixes[..3].iter().chain(&word.suffixes[..3]) {
        add(&[*affix]);
    }
    add(&[word.suffixes[1], word.shape]);
    add(&[left.suffixes[1]]);
    add(&[right.suffixes[1]]);
    add(&[word.fine]);
    add(&[word.coarse]);
    add(&[word.coarse, word.shape]);
    add(&[left.fine]);
    add(&[right.fine]);
    add(&[left2.fine]);
    add(&[right2.fine]);
    add(&[left.fine, word.fine]);
    add(&[word.fine, right.fine]);
    add(&[left.coarse, word.coarse, right.coarse]);
    add(&[word.coarse, right.coarse, right2.coarse]);
    add(&[left2.coarse, left.coarse, word.coarse]);
    add(&[word.tag]);
    add(&[left.tag, word.tag]);
    add(&[word.tag, right.tag]);
    add(&[left.tag, word.tag, right.tag]);
    add(&[word.tag, word.shape, word.coarse]);
    for run in [&word.run, &word.phrase] {
        let place = place(run);
        let word_at = |index: Option<usize>| index.and_then(|index| words.get(index)).unwrap_or(&OUTSIDE);
        let (first, last) = (word_at(Some(run.start)), word_at(run.end.checked_sub(1)));
        let (before, after) = (word_at(run.start.checked_sub(1)), word_at(Some(run.end)));
        let (inside, initial) = (u64::from(run.end > run.start), u64::from(run.start == 0));
        add(&[inside, place, initial]);
        add(&[inside, first.lower, place]);
        add(&[inside, last.lower, place]);
        add(&[inside, first.fine, place]);
        add(&[inside, last.fine, place]);
        add(&[inside, first.coarse, last.coarse, place]);
        add(&[inside, before.lower, place]);
        add(&[inside, after.lower, place]);
        add(&[inside, before.fine]);
        add(&[inside, after.fine]);
        add(&[inside, before.tag, after.tag, place]);
        add(&[inside, last.suffixes[1], place]);
    }
}
