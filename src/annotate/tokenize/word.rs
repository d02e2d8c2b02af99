//! Hyphens, slashes and clitics inside a stretch of letters.
use super::clitic;
use crate::annotate::abbreviations::{is_dotted, listed};
use std::ops::Range;

/// Prefixes that stay with their word ("anti-ISIS"): the affix list of the LDC's treebank guidelines, which EWT and GUM follow.
const PREFIXES: &[&str] = &[
    "agro", "ante", "anti", "arch", "be", "bi", "bio", "co", "counter", "cross", "cyber", "de", "e", "ex", "extra",
    "fore", "hyper", "infra", "inter", "intra", "macro", "mega", "meta", "micro", "mid", "mini", "multi", "neo", "non",
    "over", "pan", "para", "peri", "post", "pre", "pro", "proto", "pseudo", "psycho", "re", "semi", "sub", "super",
    "trans", "tri", "u", "ultra", "un", "uni", "vice",
];

/// Suffixes that stay with their word ("Kafka-esque").
const SUFFIXES: &[&str] = &["esque", "ette", "fest", "fold", "gate", "itis", "less", "most", "rama", "wise"];

/// Words with a slash or hyphen that are one word.
const WHOLE: &[&str] =
    &["w/o", "b/c", "n/a", "l/c", "km/h", "uh-huh", "uh-oh", "mm-hmm", "mm-hm", "yo-yo", "tut-tut", "ho-hum"];

/// The longest affix or abbreviation; longer parts need no look-up.
const LONGEST_AFFIX: usize = 12;

/// Calls `emit` with the byte range of every word in the stretch.
pub(super) fn split_word(stretch: &str, mut emit: impl FnMut(Range<usize>)) {
    if stretch.starts_with(['#', '@']) || WHOLE.iter().any(|whole| stretch.eq_ignore_ascii_case(whole)) {
        emit(0..stretch.len());
        return;
    }
    let mut start = 0;
    let mut from = 0;
    while let Some(offset) = stretch[from..].find(['-', '‐', '‑', '/', '.']) {
        let at = from + offset;
        let mark = stretch[at..].chars().next().unwrap_or('-');
        let next = at + mark.len_utf8();
        from = next;
        let (left, right) = (&stretch[start..at], &stretch[next..]);
        let (before, splits) = match mark {
            // "Gen.Petraeus" lost a space; "U.S" and "a.k.a" did not.
            '.' => {
                (next, left.len() <= LONGEST_AFFIX && !is_dotted(left) && listed(left).is_some() && starts_upper(right))
            }
            // "I/O" is one word, "f/b" and "and/or" are not.
            '/' => (
                at,
                left.chars().nth(1).is_some()
                    || right.chars().nth(1).is_some_and(char::is_alphanumeric)
                    || left.starts_with(char::is_lowercase),
            ),
            _ => (at, !joins(left, right)),
        };
        if splits {
            part(stretch, start..before, &mut emit);
            if before == at {
                emit(at..next);
            }
            start = next;
        }
    }
    part(stretch, start..stretch.len(), &mut emit);
}

fn starts_upper(text: &str) -> bool {
    text.starts_with(char::is_uppercase)
}

/// Whether a hyphen between the two joins them into one word.
fn joins(left: &str, right: &str) -> bool {
    let word = &right[..right.find(|c: char| !c.is_alphanumeric()).unwrap_or(right.len())];
    let is_in = |affixes: &[&str], part: &str| {
        part.len() <= LONGEST_AFFIX && affixes.iter().any(|affix| part.eq_ignore_ascii_case(affix))
    };
    // A capital letter is no prefix: "A-level", "X-ray", but "E-mail".
    let letter = left.len() == 1 && left != "E" && starts_upper(left);
    // Nor is an abbreviation: "UN-brokered", but "un-American".
    let abbreviation = left.len() > 1 && left.chars().all(char::is_uppercase) && !word.chars().all(char::is_uppercase);
    (is_in(PREFIXES, left) && !letter && !abbreviation) || is_in(SUFFIXES, word)
}

/// A part without hyphens or slashes: host and at most two clitics ("should|n't|'ve").
fn part(stretch: &str, range: Range<usize>, emit: &mut impl FnMut(Range<usize>)) {
    if range.is_empty() {
        return;
    }
    let Some(last) = clitic::split(&stretch[range.clone()]) else { return emit(range) };
    let last = range.start + last;
    match clitic::split(&stretch[range.start..last]) {
        Some(first) => {
            emit(range.start..range.start + first);
            emit(range.start + first..last);
        }
        None => emit(range.start..last),
    }
    emit(last..range.end);
}

#[cfg(test)]
mod tests {
    use super::split_word;

    #[test]
    fn splits_compounds_but_not_affixes() {
        for (stretch, expected) in [
            ("US-led", "US - led"),
            ("UN-brokered", "UN - brokered"),
            ("un-American", "un-American"),
            ("anti-ISIS", "anti-ISIS"),
            ("pro-Western", "pro-Western"),
            ("vice-president", "vice-president"),
            ("al-Sudani", "al - Sudani"),
            ("F-16", "F - 16"),
            ("ex-Soviet-bloc", "ex-Soviet - bloc"),
            ("father-in-law's", "father - in - law 's"),
            ("and/or", "and / or"),
            ("w/o", "w/o"),
            ("shouldn't've", "should n't 've"),
            ("U.S", "U.S"),
            ("Gen.Petraeus", "Gen. Petraeus"),
            ("#MeToo", "#MeToo"),
        ] {
            let mut words = Vec::new();
            split_word(stretch, |range| words.push(&stretch[range]));
            assert_eq!(words.join(" "), expected);
        }
    }
}
