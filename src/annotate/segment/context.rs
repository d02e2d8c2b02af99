//! What stands around a possible sentence end.
use crate::annotate::abbreviations::{is_initial, listed, words};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

static REPORTING_TAILS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| words(include_str!("../../../ontology/lexicon/reporting-tails.txt")));

/// The length of a footnote mark: "`1`", " [1, 3–5]".
pub(super) fn footnote(rest: &str) -> Option<usize> {
    let mark = rest.trim_start_matches(' ');
    let inner = mark.strip_prefix('[')?;
    let end = inner.char_indices().take(24).find(|&(_, c)| c == ']')?.0;
    let numbers = &inner[..end];
    let is_mark = numbers.starts_with(|c: char| c.is_ascii_digit())
        && numbers.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ' ' | '-' | '–'));
    is_mark.then_some(rest.len() - mark.len() + end + 2)
}

/// The length of a closing quote set off by spaces, as in tokenized text.
pub(super) fn detached_quote(rest: &str) -> Option<usize> {
    let quote = rest.strip_prefix(' ')?;
    let length = ["\"", "''"].into_iter().find_map(|mark| quote.starts_with(mark).then_some(mark.len()))?;
    let detached = quote[length..].chars().next().is_none_or(char::is_whitespace);
    detached.then_some(1 + length)
}

/// The first letter or digit after opening marks.
pub(super) fn first_letter(text: &str) -> Option<char> {
    text.chars().take(8).find(|c| c.is_alphanumeric())
}

/// The first word after opening marks, letters and digits only.
pub(super) fn first_word(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && !c.is_whitespace());
    &text[..text.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(text.len())]
}

/// What follows the first word of `text`.
pub(super) fn after_word<'a>(text: &'a str, word: &str) -> &'a str {
    text.find(word).map_or("", |at| &text[at + word.len()..])
}

pub(super) fn second_is_lowercase(text: &str) -> bool {
    text.split_whitespace().nth(1).and_then(|word| word.chars().next()).is_some_and(char::is_lowercase)
}

/// Arabic and other names that keep a small letter at the start of a sentence: "al-Shabaab", "eBay".
pub(super) fn begins_lowercase_name(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    let (head, tail) = word.split_at(word.char_indices().nth(3).map_or(word.len(), |(at, _)| at));
    matches!(head, "al-" | "el-" | "as-" | "an-" | "ad-" | "at-" | "ul-") && tail.starts_with(char::is_uppercase)
}

/// Whether a clause follows that only tells who asked or cried: "the senator asked."; if `strict`, with nothing after its verb.
pub(super) fn has_reporting_tail(next: &str, strict: bool) -> bool {
    const GO_ON: &[&str] =
        &["in", "at", "on", "during", "reporters", "rhetorically", "later", "as", "to", "after", "before", "of"];
    const IN_NAMES: &[&str] = &["al", "bin", "de", "of", "the", "van", "von", "and"];
    // "The prime minister asked" holds small nouns; a clause that begins with a name does not.
    let is_description = next.starts_with(char::is_lowercase) || next.starts_with("The ");
    let mut words = next.split_whitespace().take(9).enumerate();
    while let Some((position, word)) = words.next() {
        let bare = word.trim_end_matches([',', '.', ';', ':', '!', '?']);
        if REPORTING_TAILS.contains(bare) {
            let last = bare.len() < word.len();
            return position > 0
                && (last
                    || !strict
                        && words.next().is_none_or(|(_, word)| GO_ON.contains(&word.trim_end_matches([',', '.']))));
        }
        let is_title = word.ends_with('.') && (listed(bare).is_some() || is_initial(bare));
        if bare.len() < word.len() && !is_title {
            return false;
        }
        if position > 0 && !is_description && word.starts_with(char::is_lowercase) && !IN_NAMES.contains(&word) {
            return false;
        }
    }
    false
}
