//! Abbreviations written with a period, from `ontology/lexicon/abbreviations.tsv`.
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// How an abbreviation's period behaves at the end of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abbreviation {
    /// Stands before a name: "Gen.".
    Title,
    /// Stands before a number: "No.".
    Number,
    /// Ends a sentence if a typical first word follows: "Nov.", "Inc.".
    Either,
    /// Ends a sentence before any capital letter: "etc.".
    Unit,
    /// Ends a sentence before a capital letter that begins no time zone or day: "p.m.".
    Time,
    /// Never ends a sentence: "vs.".
    Inside,
}

static ABBREVIATIONS: LazyLock<FxHashMap<&'static str, Abbreviation>> = LazyLock::new(|| {
    lines(include_str!("../../ontology/lexicon/abbreviations.tsv"))
        .filter_map(|line| {
            let (abbreviation, class) = line.split_once('\t')?;
            let class = match class {
                "title" => Abbreviation::Title,
                "number" => Abbreviation::Number,
                "either" => Abbreviation::Either,
                "unit" => Abbreviation::Unit,
                "time" => Abbreviation::Time,
                "inside" => Abbreviation::Inside,
                _ => return None,
            };
            Some((abbreviation, class))
        })
        .collect()
});

/// The lines of a lexicon file that are neither blank nor comments.
pub(super) fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The words of a lexicon file.
pub(super) fn words(file: &'static str) -> FxHashSet<&'static str> {
    lines(file).flat_map(str::split_whitespace).collect()
}

/// The class of a listed abbreviation, given without its last period.
pub(super) fn listed(word: &str) -> Option<Abbreviation> {
    if let Some(&class) = ABBREVIATIONS.get(word) {
        return Some(class);
    }
    // "GEN." and "NOV." in headlines; lower-case forms of capitalised abbreviations are words ("no", "mar").
    if word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'.') {
        let mut lower = word.to_ascii_lowercase();
        if let Some(&class) = ABBREVIATIONS.get(lower.as_str()).filter(|_| word.contains('.')) {
            return Some(class);
        }
        lower[..1].make_ascii_uppercase();
        return ABBREVIATIONS.get(lower.as_str()).copied().filter(|_| word.len() <= 4);
    }
    None
}

/// Whether this is a single capital letter ("O" of "Petro O. Poroshenko"), given without its period.
pub(super) fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    matches!((chars.next(), chars.next()), (Some(letter), None) if letter.is_uppercase())
}

/// Whether these are letters with periods between them ("U.S", "J.-P", "a.m"), given without the last period.
pub(super) fn is_dotted(word: &str) -> bool {
    word.contains('.')
        && word.split(['.', '-']).all(|part| part.chars().count() <= 1 && part.chars().all(char::is_alphabetic))
}
