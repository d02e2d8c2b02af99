//! Page furniture: paragraphs that belong to the web page and not to the story, from `ontology/lexicon/furniture.txt`.
use crate::annotate::abbreviations::lines;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// A longer paragraph tells something, however it ends (in words).
const LONGEST: usize = 30;

struct Patterns {
    whole: FxHashSet<&'static str>,
    beginnings: Vec<&'static str>,
    ends: Vec<&'static str>,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let file = || lines(include_str!("../../../ontology/lexicon/furniture.txt"));
    Patterns {
        whole: file().filter_map(|line| line.strip_prefix('=')).collect(),
        beginnings: file().filter_map(|line| line.strip_prefix('^')).collect(),
        ends: file().filter_map(|line| line.strip_prefix('$')).collect(),
    }
});

/// Whether the paragraph is furniture.
pub(super) fn is_furniture(paragraph: &str) -> bool {
    let paragraph = paragraph.trim();
    // Long enough for every pattern.
    let beginning = lowered(paragraph.chars().take(60));
    if PATTERNS.beginnings.iter().any(|pattern| beginning.starts_with(pattern)) {
        return true;
    }
    if paragraph.split_whitespace().nth(LONGEST).is_some() {
        return false;
    }
    let whole = lowered(paragraph.chars());
    let whole = whole.trim_end_matches(['.', ':', '…', ' ', '"', '”', ')']);
    PATTERNS.whole.contains(whole) || PATTERNS.ends.iter().any(|pattern| whole.ends_with(pattern))
}

fn lowered(characters: impl Iterator<Item = char>) -> String {
    characters.flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::is_furniture;

    #[test]
    fn tells_furniture_from_stories() {
        for paragraph in [
            "ADVERTISEMENT",
            "Read more:",
            "Copyright © 2019 The Harbour Post",
            "Enlarge this image toggle caption A. Photographer/AP",
            "Ann Lee and The Associated Press contributed to this report.",
            "Sign up for our newsletter",
            "___",
        ] {
            assert!(is_furniture(paragraph), "{paragraph}");
        }
        for paragraph in [
            "Video of the attack was shown on state television.",
            "The minister signed up for the talks.",
            "Aid groups that contributed to this report were expelled from the country, two officials in the capital said on Friday, a day \
             after the army had announced that foreign observers would no longer be welcome there, contributed to this report",
            "",
        ] {
            assert!(!is_furniture(paragraph), "{paragraph}");
        }
    }
}
