//! Names in which the family name comes first: Chinese, Korean, Japanese.
//!
//! Newspapers turn them round or not, write the given name as one word, two, or with a hyphen, and romanise Korean by four
//! systems and Chinese by two.
use super::sound::is_vowel;
use super::tables::{families, is_japanese_family};

/// One way to read a name as family name and given name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Eastern {
    /// As written.
    pub family: String,
    /// The syllables of the given name as written, one word for each part.
    pub given: Vec<String>,
    pub japanese: bool,
}

/// How two given names agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    Same,
    /// By another system of romanisation.
    Romanised,
}

impl Eastern {
    /// The readings of folded words: family name first, and last where the words allow it.
    pub fn readings(words: &[String]) -> Vec<Self> {
        let mut readings = Vec::new();
        let [first, .., last] = words else { return readings };
        let given = |words: &[String]| words.iter().map(|word| word.replace('\'', "")).collect::<Vec<_>>();
        if words.len() == 2 && words.iter().all(|word| is_kana(word)) {
            for (family, other) in [(first, last), (last, first)] {
                if is_japanese_family(&long_vowels(family)) && !is_japanese_family(&long_vowels(other)) {
                    readings.push(Self {
                        family: long_vowels(family),
                        given: vec![long_vowels(other)],
                        japanese: true,
                    });
                }
            }
            if !readings.is_empty() {
                return readings;
            }
        }
        if words.len() > 3 {
            return readings;
        }
        let is_given = |words: &[String]| {
            let syllables: Option<usize> = words.iter().map(|word| syllables(word)).sum();
            syllables.is_some_and(|count| (1..=2).contains(&count)) && words.iter().all(|word| word.len() <= 12)
        };
        if is_family(first) && is_given(&words[1..]) {
            readings.push(Self { family: first.clone(), given: given(&words[1..]), japanese: false });
        }
        // "Jinping Xi", but not "Yang Wang": that is Mr. Yang.
        let rest = &words[..words.len() - 1];
        if is_family(last) && is_given(rest) && rest.iter().filter_map(|word| syllables(word)).sum::<usize>() == 2 {
            readings.push(Self { family: last.clone(), given: given(rest), japanese: false });
        }
        readings
    }

    /// What the family names share that may be spellings of this one.
    pub fn family_keys(&self) -> impl Iterator<Item = &str> {
        let families = if self.japanese { &[] } else { families(&self.family) };
        families.iter().copied().chain(self.japanese.then_some(self.family.as_str()))
    }

    /// Whether two readings are one name.
    pub fn agree(&self, other: &Self) -> Option<Agreement> {
        if self.japanese != other.japanese || !same_family(&self.family, &other.family) {
            return None;
        }
        let (one, two) = (self.given.concat(), other.given.concat());
        if one == two {
            return Some(if self.family == other.family { Agreement::Same } else { Agreement::Romanised });
        }
        if self.japanese {
            return None;
        }
        if wade_giles(&self.given) != wade_giles(&other.given) && coarse_chinese(&one) == coarse_chinese(&two) {
            return Some(Agreement::Romanised);
        }
        // "Yong" and "Young" are often two names: only beside another sign of another system are they one.
        let differences = usize::from(self.family != other.family) + differences(&one, &two);
        (korean(&one) == korean(&two) && differences >= 2).then_some(Agreement::Romanised)
    }
}

fn same_family(one: &str, other: &str) -> bool {
    one == other || families(one).iter().any(|family| families(other).contains(family))
}

fn is_family(word: &str) -> bool {
    !families(word).is_empty()
}

/// In how many stretches of letters two words differ, a longer one counting twice.
fn differences(one: &str, other: &str) -> usize {
    let front = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let back = one.bytes().rev().zip(other.bytes().rev()).take_while(|(a, b)| a == b).count();
    let longest = one.len().max(other.len());
    longest.saturating_sub(front + back)
}

/// Whether a given name is written with syllables apart, as Wade-Giles does and Pinyin does not.
fn wade_giles(given: &[String]) -> bool {
    given.len() > 1
}

/// Number of syllables of a Chinese or Korean word; none if it is not made of such.
fn syllables(word: &str) -> Option<usize> {
    const FINALS: &[&str] = &["ng", "n", "k", "l", "m", "p", "t", "r", "h", ""];
    const INITIALS: &[&str] = &[
        "ch", "sh", "zh", "ts", "tz", "hs", "ky", "gy", "kw", "hw", "gw", "hy", "my", "ry", "ny", "by", "py", "b", "p",
        "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "z", "c", "s", "r", "y", "w", "",
    ];
    if word.is_empty() {
        return Some(0);
    }
    INITIALS.iter().filter(|initial| word.starts_with(**initial)).find_map(|initial| {
        let rest = &word[initial.len()..];
        let vowels = rest.bytes().take_while(|&c| is_vowel(c)).count();
        if vowels == 0 || vowels > 3 {
            return None;
        }
        let rest = &rest[vowels..];
        FINALS
            .iter()
            .filter(|end| rest.starts_with(**end))
            .find_map(|end| syllables(&rest[end.len()..]))
            .map(|count| count + 1)
    })
}

/// Whether a word consists of the syllables of Japanese: open, or closed by n or a doubled consonant.
fn is_kana(word: &str) -> bool {
    let letters = word.as_bytes();
    let mut at = 0;
    while at < letters.len() {
        let rest = &word[at..];
        let onset = ["sh", "ch", "ts", "ky", "gy", "ny", "hy", "my", "ry", "by", "py"]
            .iter()
            .find(|onset| rest.starts_with(**onset))
            .map_or(usize::from(!is_vowel(letters[at])), |onset| onset.len());
        if onset == 1 && matches!(letters[at], b'l' | b'v' | b'x' | b'q' | b'c') {
            return false;
        }
        let next = letters.get(at + onset).copied();
        if next.is_some_and(is_vowel) {
            at += onset + 1;
        } else if matches!(letters[at], b'n' | b'm') || letters[at] == b'h' && next.is_none() {
            at += 1;
        } else if next == Some(letters[at]) {
            at += 1;
        } else {
            return false;
        }
    }
    !word.is_empty()
}

/// A Japanese word with its long vowels short: "Tarou", "Ohno".
fn long_vowels(word: &str) -> String {
    let word = word.replace("ou", "o").replace("oo", "o").replace("uu", "u");
    match word.find("oh") {
        Some(at) if !word[at + 2..].starts_with(['a', 'i', 'u', 'e', 'o']) => word.replacen("oh", "o", 1),
        _ => word,
    }
}

/// A Korean word in letters that the Revised, McCune-Reischauer, North Korean and customary romanisations share.
fn korean(word: &str) -> String {
    const SHARED: &[(&str, &str)] = &[
        ("yeo", "yo"),
        ("you", "yo"),
        ("yu", "yo"),
        ("eo", "o"),
        ("eu", "u"),
        ("oo", "u"),
        ("ee", "i"),
        ("ung", "ong"),
        ("hui", "hi"),
        ("ch", "j"),
        ("sh", "s"),
        ("g", "k"),
        ("d", "t"),
        ("b", "p"),
        ("r", "l"),
        ("w", ""),
        ("nk", "ng"),
        ("ae", "e"),
        ("ai", "e"),
        ("ul", "ol"),
        ("un", "on"),
        ("uk", "ok"),
    ];
    respelt(word, SHARED)
}

/// A Chinese word in classes of letters that Pinyin and Wade-Giles share.
fn coarse_chinese(word: &str) -> String {
    const SHARED: &[(&str, &str)] = &[
        ("hs", "x"),
        ("tz", "z"),
        ("ts", "z"),
        ("zh", "ch"),
        ("ch", "j"),
        ("q", "j"),
        ("c", "z"),
        ("eh", "e"),
        ("ih", "i"),
        ("ien", "ian"),
        ("ung", "ong"),
        ("d", "t"),
        ("g", "k"),
        ("b", "p"),
        ("nk", "ng"),
        ("ze", "zu"),
        ("uei", "ui"),
    ];
    respelt(word, SHARED)
}

/// A word with each spelling replaced in turn.
fn respelt(word: &str, spellings: &[(&str, &str)]) -> String {
    spellings.iter().fold(word.to_owned(), |word, (spelling, letters)| word.replace(spelling, letters))
}
