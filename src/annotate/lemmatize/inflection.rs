//! The regular inflection of English, undone. A result is the length of the stem in bytes and what to add to it.
use crate::annotate::abbreviations::words;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

static BASES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let mut bases = words(include_str!("../../../ontology/lexicon/verbs.txt"));
    bases.extend(words(include_str!("../../../ontology/lexicon/adjectives.txt")));
    bases
});

type Split = (usize, &'static str);

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// The singular of a plural noun in lower case; `None` if it has no plural ending.
pub(super) fn singular(word: &str) -> Option<Split> {
    let length = word.len();
    let cut = |back: usize, ending| Some((length - back, ending));
    if word.ends_with("men") && length > 4 {
        return cut(2, "an");
    }
    if !word.ends_with('s') || length < 3 {
        return None;
    }
    if word.ends_with("'s")
        || word.ends_with("ss")
        || word.ends_with("us")
        || word.ends_with("is") && !word.ends_with("iis")
    {
        // "1990's", "success", "virus" are singular; "Iraqis", "taxis" are not, but "analysis" is.
        return if word.ends_with("sis") || !word.ends_with("is") { None } else { cut(1, "") };
    }
    if word.ends_with("ies") {
        return if length > 4 { cut(3, "y") } else { cut(1, "") };
    }
    if ["sses", "shes", "ches", "xes", "zzes"].iter().any(|ending| word.ends_with(ending)) {
        return cut(2, "");
    }
    if word.ends_with("wives") || word.ends_with("knives") || word.ends_with("lives") && !word.ends_with("olives") {
        return cut(3, "fe");
    }
    if word.ends_with("elves") || word.ends_with("alves") || word.ends_with("wolves") {
        return cut(3, "f");
    }
    cut(1, "")
}

/// The base of a verb in the third person; `None` if it has no -s.
pub(super) fn third_person(word: &str) -> Option<Split> {
    let length = word.len();
    if !word.ends_with('s') || word.ends_with("ss") || length < 3 {
        return None;
    }
    if word.ends_with("ies") {
        return Some(if length > 4 { (length - 3, "y") } else { (length - 1, "") });
    }
    let stem = &word[..length - 2];
    if word.ends_with("es") && BASES.contains(stem) && !BASES.contains(&word[..length - 1]) {
        return Some((length - 2, ""));
    }
    if ["sses", "shes", "ches", "xes", "zzes", "oes"].iter().any(|ending| word.ends_with(ending)) {
        return Some((length - 2, ""));
    }
    Some((length - 1, ""))
}

/// The base of a word in -ing, -ed, -er or -est; `None` if it has no such ending.
pub(super) fn base_of(word: &str, suffix: &str) -> Option<Split> {
    let stem = word.strip_suffix(suffix)?;
    let length = stem.len();
    let bytes = stem.as_bytes();
    if length < 2 || !stem.bytes().any(|byte| is_vowel(byte) || byte == b'y') {
        return None;
    }
    let last = bytes[length - 1];
    if last == b'i' && suffix != "ing" {
        // "carried", "happier"; "skied" keeps its i.
        return Some(if length > 2 { (length - 1, "y") } else { (length, "e") });
    }
    let doubled = last == bytes[length - 2] && !is_vowel(last) && last.is_ascii_alphabetic();
    let known = |candidate: &str| BASES.contains(candidate);
    let with_e = format!("{stem}e");
    // "hoping" is from "hope", since "hop" would double its p.
    let short = length >= 3 && !is_vowel(last) && is_vowel(bytes[length - 2]) && !is_vowel(bytes[length - 3]);
    let prefers_e = short && !matches!(last, b'w' | b'x' | b'y');
    if prefers_e && known(&with_e) && (length <= 4 || !known(stem)) {
        return Some((length, "e"));
    }
    if known(stem) && !(doubled && known(&stem[..length - 1]) && !matches!(last, b'l' | b's')) {
        return Some((length, ""));
    }
    if known(&with_e) {
        return Some((length, "e"));
    }
    if doubled && (known(&stem[..length - 1]) || !matches!(last, b'l' | b's' | b'z' | b'f')) {
        return Some((length - 1, ""));
    }
    // Prefixed verbs: "reengaging" as "engaging".
    for prefix in
        ["re", "un", "over", "out", "under", "mis", "dis", "pre", "co", "counter", "re-", "co-", "pre-", "over-"]
    {
        if let Some(rest) = stem.strip_prefix(prefix).filter(|rest| rest.len() > 2) {
            if known(rest) {
                return Some((length, ""));
            }
            if known(&with_e[prefix.len()..]) {
                return Some((length, "e"));
            }
        }
    }
    Some((length, if needs_e(stem) { "e" } else { "" }))
}

/// Whether an unknown stem ends as those that lose an e: "privatiz", "militar-is", "indict" does not.
fn needs_e(stem: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "at", "iz", "is", "ys", "yz", "uc", "ac", "ic", "nc", "rc", "dg", "ng", "rg", "ag", "ug", "ut", "v", "u", "bl",
        "cl", "dl", "fl", "gl", "kl", "pl", "tl", "zl", "ir", "ur", "or", "ar", "ibe", "rib", "ok", "ak", "ik", "od",
        "ud", "ad", "id", "as", "os", "us", "ns", "rs", "ls", "th", "yp", "op",
    ];
    // "-eat", "-oid" and other vowel pairs keep their consonant bare, as does "-ang", "-ing", "-ong".
    let bytes = stem.as_bytes();
    let length = bytes.len();
    let pair = length >= 3
        && is_vowel(bytes[length - 2])
        && is_vowel(bytes[length - 3])
        && !stem.ends_with("uat")
        && !stem.ends_with("iat");
    !pair
        && ENDINGS.iter().any(|ending| stem.ends_with(ending))
        && !["ing", "ang", "ong", "ung", "eng", "ick", "tor", "lor", "nor", "ss", "ax", "for"]
            .iter()
            .any(|ending| stem.ends_with(ending))
}
