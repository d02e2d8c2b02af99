//! Whether two names name one person: by the spelling of each word, its order, what is left out, and what contradicts.
use super::eastern::{Agreement, Eastern};
use super::sound::{Sound, skeleton};
use super::tables;
use super::words::{compounds, split};
use std::collections::BTreeSet;

/// What two names tell about being one person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Decision {
    /// Forms of one name: without evidence to the contrary, one person.
    Same,
    /// One may be a part or an abbreviation of the other: other evidence must decide.
    Possible,
    /// Two names.
    Different,
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The same letters but for case, accents, hyphens, articles and forms of address.
    Identical,
    /// Transliterations of the same words.
    Spelling,
    /// Family name first and last.
    WordOrder,
    /// The same words, written together or apart.
    Joining,
    /// Two systems of romanisation of a Chinese or Korean name.
    Romanisation,
    /// One leaves out a middle name, a patronymic or a generation ("Jr.").
    MiddleName,
    /// Initials stand for names.
    Initials,
    /// A short form of the given name: "Bill".
    ShortForm,
    /// Only one word, which the names share.
    OneWord,
    /// One leaves out the first words of the other: "Suu Kyi", "López Obrador", "de Hoop Scheffer".
    LastWords,
    /// One leaves out other words.
    Part,
    /// Words that differ.
    Words,
    /// Middle names or patronymics that differ.
    MiddleNames,
    /// Another generation or another number: "Jr." and "Sr.", "II" and "III".
    Number,
}

impl Reason {
    /// Its name in the graph: "word order".
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Spelling => "spelling",
            Self::WordOrder => "word order",
            Self::Joining => "joining",
            Self::Romanisation => "romanisation",
            Self::MiddleName => "middle name left out",
            Self::Initials => "initials",
            Self::ShortForm => "short form",
            Self::OneWord => "one word",
            Self::LastWords => "last words of the name",
            Self::Part => "part of the name",
            Self::Words => "different words",
            Self::MiddleNames => "different middle names",
            Self::Number => "different number",
        }
    }
}

/// A decision on two names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    pub decision: Decision,
    pub reason: Reason,
    /// How likely it is, by the names alone, that they are one person's: in [0, 1].
    pub score: f32,
}

impl Comparison {
    const fn same(reason: Reason, score: f32) -> Self {
        Self { decision: Decision::Same, reason, score }
    }
    const fn possible(reason: Reason, score: f32) -> Self {
        Self { decision: Decision::Possible, reason, score }
    }
    const fn different(reason: Reason) -> Self {
        Self { decision: Decision::Different, reason, score: 0.0 }
    }
}

#[derive(Clone, Debug)]
struct Word {
    text: String,
    sound: Sound,
}

impl Word {
    fn new(text: String) -> Self {
        Self { sound: Sound::of(&text), text }
    }
    fn is_initial(&self) -> bool {
        self.text.len() == 1
    }
    fn same(&self, other: &Self) -> bool {
        self.text == other.text || !self.is_initial() && !other.is_initial() && self.sound.matches(&other.sound)
    }
    /// "Bill", "William".
    fn is_form_of(&self, other: &Self) -> bool {
        tables::full_form(&self.text) == tables::full_form(&other.text)
    }
    fn abbreviates(&self, other: &Self) -> bool {
        (self.is_initial() || other.is_initial()) && self.text.as_bytes()[0] == other.text.as_bytes()[0]
    }
}

/// A person's name taken apart, ready to be compared with many others.
#[derive(Clone, Debug)]
pub struct PersonName {
    /// Words that tell persons apart, in order.
    words: Vec<Word>,
    /// "Jr." or "II": 1 and 2 are "Sr." and "Jr.", too.
    number: Option<u8>,
    readings: Vec<Eastern>,
}

impl PersonName {
    /// Takes a name apart; any text is a name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let (raw, number) = split(name);
        let readings = Eastern::readings(&raw.iter().map(|(word, _)| word.clone()).collect::<Vec<_>>());
        let words = compounds(raw).into_iter().map(Word::new).collect();
        Self { words, number, readings }
    }

    /// Number of words that tell persons apart.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether nothing in the name tells persons apart.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The first word that tells persons apart, folded.
    #[must_use]
    pub fn first(&self) -> Option<&str> {
        self.words.first().map(|word| word.text.as_str())
    }

    /// Keys for blocking, sorted: two names that [`PersonName::compare`] finds [`Decision::Same`] share one at least.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        let mut keys = BTreeSet::new();
        for word in [self.words.first(), self.words.last()].into_iter().flatten() {
            keys.insert(skeleton(tables::full_form(&word.text)));
        }
        for reading in &self.readings {
            keys.extend(reading.family_keys().map(str::to_owned));
        }
        keys.into_iter().collect()
    }

    /// How surely two names name one person, and why. Symmetric.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        let (short, long) = if self.words.len() <= other.words.len() { (self, other) } else { (other, self) };
        let found = short.compare_words(long);
        if found.decision == Decision::Different {
            return found;
        }
        match (self.number, other.number) {
            (Some(one), Some(two)) if one != two => Comparison::different(Reason::Number),
            // "King Abdullah" may be any of them, "Martin Luther King" is seldom the father.
            (Some(_), None) | (None, Some(_)) if found.decision == Decision::Same => {
                Comparison { reason: Reason::MiddleName, score: found.score.min(0.8), ..found }
            }
            _ => found,
        }
    }

    fn compare_words(&self, long: &Self) -> Comparison {
        let (Some(last), Some(long_last)) = (self.words.last(), long.words.last()) else {
            return Comparison::different(Reason::Words);
        };
        if let Some(found) = self.compare_eastern(long) {
            return found;
        }
        if self.words.len() == 1 {
            return if last.same(long_last) || long.words.iter().any(|word| last.same(word)) {
                Comparison::possible(Reason::OneWord, if last.same(long_last) { 0.4 } else { 0.2 })
            } else {
                Comparison::different(Reason::Words)
            };
        }
        if self.words.len() == long.words.len()
            && let Some(found) = self.word_by_word(long)
        {
            return found;
        }
        if Sound::of(&self.joined()).matches(&Sound::of(&long.joined())) {
            return Comparison::same(Reason::Joining, 0.85);
        }
        self.shorter(long)
    }

    fn joined(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect()
    }

    /// Names with as many words.
    fn word_by_word(&self, other: &Self) -> Option<Comparison> {
        let pairs = || self.words.iter().zip(&other.words);
        let end = self.words.len() - 1;
        if pairs().all(|(one, other)| one.text == other.text) {
            return Some(Comparison::same(Reason::Identical, 1.0));
        }
        if pairs().all(|(one, other)| one.same(other)) {
            return Some(Comparison::same(Reason::Spelling, 0.9));
        }
        if !pairs().nth(end).is_some_and(|(one, other)| one.same(other)) {
            return None;
        }
        if pairs().all(|(one, other)| one.same(other) || one.abbreviates(other)) {
            // One initial is little: "J. Clark"; two, or a middle one, are enough.
            return Some(if end > 1 {
                Comparison::same(Reason::Initials, 0.8)
            } else {
                Comparison::possible(Reason::Initials, 0.5)
            });
        }
        let first = pairs().next().is_some_and(|(one, other)| one.is_form_of(other));
        if first && pairs().skip(1).all(|(one, other)| one.same(other) || one.abbreviates(other)) {
            return Some(Comparison::same(Reason::ShortForm, 0.8));
        }
        let first = pairs().next().is_some_and(|(one, other)| one.same(other));
        Some(Comparison::different(if first { Reason::MiddleNames } else { Reason::Words }))
    }

    /// A name of two words or more, and one with more words than it.
    fn shorter(&self, long: &Self) -> Comparison {
        let n = self.words.len();
        let first = self.words[0].same(&long.words[0]) || self.words[0].is_form_of(&long.words[0]);
        let last = self.words[n - 1].same(&long.words[long.words.len() - 1]);
        let all = |from: &[Word], to: &[Word]| {
            let mut at = 0;
            from.iter().all(|word| {
                let found = to[at..].iter().position(|other| word.same(other) || word.abbreviates(other));
                at += found.map_or(0, |found| found + 1);
                found.is_some()
            })
        };
        if first && last {
            let (middle, other) = (&self.words[1..n - 1], &long.words[1..long.words.len() - 1]);
            let begins = middle.first().is_none_or(|one| one.same(&other[0]) || one.abbreviates(&other[0]));
            if !begins || !all(middle, other) {
                return Comparison::different(Reason::MiddleNames);
            }
            // Mohammad Khatami and Mohammad Reza Khatami are brothers: there the second word is part of the given name.
            let telling = other.iter().any(|word| !word.is_initial()) && tables::is_compounded(&self.words[0].text);
            return if middle.is_empty() && telling {
                Comparison::possible(Reason::MiddleName, 0.5)
            } else {
                Comparison::same(Reason::MiddleName, 0.8)
            };
        }
        if !all(&self.words, &long.words) {
            return Comparison::different(Reason::Words);
        }
        if self.words.iter().rev().zip(long.words.iter().rev()).all(|(one, other)| one.same(other)) {
            return Comparison::possible(Reason::LastWords, 0.5);
        }
        Comparison::possible(Reason::Part, if first || last { 0.5 } else { 0.3 })
    }

    /// Names of which the family name comes first, or may have been put last.
    fn compare_eastern(&self, other: &Self) -> Option<Comparison> {
        if self.readings.is_empty() || other.readings.is_empty() {
            return None;
        }
        let mut best: Option<Comparison> = None;
        for (i, one) in self.readings.iter().enumerate() {
            for (j, two) in other.readings.iter().enumerate() {
                let found = match one.agree(two) {
                    Some(Agreement::Same) if i == j && one.given == two.given => {
                        Comparison::same(Reason::Identical, 1.0)
                    }
                    Some(Agreement::Same) if i == j => Comparison::same(Reason::Joining, 0.95),
                    Some(Agreement::Same) => Comparison::same(Reason::WordOrder, 0.85),
                    Some(Agreement::Romanised) => Comparison::same(Reason::Romanisation, 0.75),
                    None => Comparison::different(Reason::Words),
                };
                if best.is_none_or(|best| found.score > best.score) {
                    best = Some(found);
                }
            }
        }
        best
    }
}
