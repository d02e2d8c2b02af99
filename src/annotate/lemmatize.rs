//! Lemmas from form and tag.
//!
//! A table of exceptions (irregular forms, and words of the treebanks that the rules miss) comes first, then the rules
//! of English inflection; a list of base forms decides between "rate" and "rat" for "rating" (Minnen, Carroll & Pearce 2001).
mod inflection;

use super::abbreviations::lines;
use crate::document::{Upos, Xpos};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Form in lower case with straight apostrophes, and Penn tag, to lemma.
static EXCEPTIONS: LazyLock<FxHashMap<(&'static str, &'static str), &'static str>> = LazyLock::new(|| {
    lines(include_str!("../../ontology/lexicon/lemma-exceptions.tsv"))
        .filter_map(|line| {
            let mut fields = line.split('\t');
            Some(((fields.next()?, fields.next()?), fields.next()?))
        })
        .collect()
});

/// The lemma of a word, after the conventions of UD English: lower case except for proper nouns, which only lose their plural;
/// clitics and pronouns in their full form ("n't" → "not", "them" → "they", "I" → "I").
#[must_use]
pub fn lemmatize(form: &str, upos: Upos, xpos: Xpos) -> Box<str> {
    let is_name = upos == "PROPN";
    let mut lower = form.to_lowercase();
    if lower.contains(['’', '`', '\u{ad}']) {
        lower = lower.replace(['’', '`'], "'").replace('\u{ad}', "");
    }
    let tag = xpos.as_str();
    if let Some(&lemma) = EXCEPTIONS.get(&(lower.as_str(), tag)) {
        // A name keeps its capital letter: "Children" of "Save the Children".
        return if is_name { capitalised_like(form, lemma) } else { lemma.into() };
    }
    match tag {
        "NNPS" if is_name => match inflection::singular(&lower) {
            Some((stem, ending)) if form.len() == lower.len() && form.is_char_boundary(stem) => {
                format!("{}{ending}", &form[..stem]).into()
            }
            _ => form.into(),
        },
        _ if is_name => form.into(),
        "NNS" => {
            inflection::singular(&lower).map_or(lower.as_str().into(), |(stem, ending)| joined(&lower, stem, ending))
        }
        "VBZ" => joined_or_whole(&lower, inflection::third_person(&lower)),
        "VBG" => joined_or_whole(&lower, inflection::base_of(&lower, "ing")),
        "VBD" | "VBN" => joined_or_whole(&lower, inflection::base_of(&lower, "ed")),
        "JJR" | "RBR" => joined_or_whole(&lower, inflection::base_of(&lower, "er")),
        "JJS" | "RBS" => joined_or_whole(&lower, inflection::base_of(&lower, "est")),
        "CD" if form.bytes().any(|byte| byte.is_ascii_digit()) => lower.replace(',', "").into(),
        _ if upos == "PUNCT" || upos == "SYM" => punctuation(form).into(),
        _ => lower.into(),
    }
}

fn joined(lower: &str, stem: usize, ending: &str) -> Box<str> {
    format!("{}{ending}", &lower[..stem]).into()
}

fn joined_or_whole(lower: &str, split: Option<(usize, &str)>) -> Box<str> {
    split.map_or(lower.into(), |(stem, ending)| joined(lower, stem, ending))
}

fn capitalised_like(form: &str, lemma: &str) -> Box<str> {
    let mut letters = lemma.chars();
    match letters.next() {
        Some(first) if form.starts_with(char::is_uppercase) => {
            first.to_uppercase().chain(letters).collect::<String>().into()
        }
        _ => lemma.into(),
    }
}

/// One lemma for all typographies of a mark.
fn punctuation(form: &str) -> &str {
    match form {
        "“" | "”" | "„" | "«" | "»" | "``" => "\"",
        "‘" | "’" | "`" | "‚" => "'",
        "–" | "—" | "--" | "---" | "―" | "−" => "-",
        "..." => "…",
        _ => form,
    }
}
