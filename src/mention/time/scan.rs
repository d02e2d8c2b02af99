//! Cuts tokens into the words of time expressions, whatever the tokenisation: "two-day", "1990s", "3pm", "Sunday's".
use super::lexicon::{self, Word};
use crate::document::{Document, Sentence, Span, TokenId};

/// Where a word stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) span: Span,
    pub(super) token: TokenId,
}

/// The words of one sentence and where they stand, index by index.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) words: Vec<Word>,
    pub(super) places: Vec<Place>,
}

impl Scan {
    /// Scans one sentence.
    pub(super) fn of(document: &Document, sentence: &Sentence) -> Self {
        let mut scan = Self::default();
        for id in sentence.token_ids() {
            scan.token(document, id);
        }
        scan.compose();
        scan
    }

    fn push(&mut self, word: Word, start: usize, end: usize, token: TokenId) {
        self.words.push(word);
        self.places.push(Place { span: Span::new(start, end), token });
    }

    fn token(&mut self, document: &Document, id: TokenId) {
        let span = document.token(id).span;
        let (form, offset) = (document.slice(span), span.start as usize);
        let whole = classify(document, id, form, span.end as usize, self.words.is_empty());
        let plain = matches!(whole, Word::Other | Word::Name | Word::Counted);
        if !plain || form.chars().all(char::is_alphabetic) {
            self.push(whole, offset, offset + form.len(), id);
            return;
        }
        let mut rest = 0;
        while rest < form.len() {
            let (word, length) = piece(&form[rest..], document, id, offset + rest);
            self.push(word, offset + rest, offset + rest + length, id);
            rest += length;
        }
    }

    /// Folds spelled-out numbers of several words: "twenty-five", "nineteen ninety-four", "two hundred".
    fn compose(&mut self) {
        let mut i = 0;
        while i + 1 < self.words.len() {
            let next = if self.words[i + 1] == Word::Hyphen { i + 2 } else { i + 1 };
            let folded = match (self.words[i], self.words.get(next)) {
                (Word::Number { value: a, digits: 0 }, Some(&Word::Number { value: b, digits: 0 })) => match (a, b) {
                    (20..=90, 1..=9) if a % 10 == 0 => Some(Word::Number { value: a + b, digits: 0 }),
                    (1..=99, 100 | 1000) => Some(Word::Number { value: a * b, digits: 0 }),
                    (18..=20, 10..=99) => Some(Word::Number { value: a * 100 + b, digits: 4 }),
                    _ => None,
                },
                (Word::Number { value: a, digits: 0 }, Some(&Word::Ordinal(b))) if b < 10 && (20..=90).contains(&a) => {
                    u8::try_from(a).ok().map(|a| Word::Ordinal(a + b))
                }
                (Word::Number { value: a, digits: 0 }, Some(Word::First)) if (20..=90).contains(&a) => {
                    u8::try_from(a).ok().map(|a| Word::Ordinal(a + 1))
                }
                // "nineteen ninety-four": the first two are one by now.
                (Word::Number { value: a, digits: 4 }, Some(&Word::Number { value: b @ 1..=9, digits: 0 }))
                    if a % 10 == 0 && next == i + 2 =>
                {
                    Some(Word::Number { value: a + b, digits: 4 })
                }
                _ => None,
            };
            if let Some(word) = folded {
                self.words[i] = word;
                self.places[i].span = self.places[i].span.cover(self.places[next].span);
                self.words.drain(i + 1..=next);
                self.places.drain(i + 1..=next);
            } else {
                i += 1;
            }
        }
    }
}

/// The first word of what is left of a token, and its length in bytes.
fn piece(text: &str, document: &Document, id: TokenId, offset: usize) -> (Word, usize) {
    let Some(first) = text.chars().next() else { return (Word::Other, text.len()) };
    if first.is_ascii_digit() {
        return digits(text);
    }
    if first.is_alphabetic() {
        let length = text.find(|c: char| !c.is_alphabetic() && c != '.').unwrap_or(text.len());
        return (classify(document, id, &text[..length], offset + length, false), length);
    }
    for possessive in ["'s", "’s"] {
        if text.strip_prefix(possessive).is_some_and(|after| !after.starts_with(char::is_alphabetic)) {
            return (Word::Possessive, possessive.len());
        }
    }
    let length = first.len_utf8();
    (lexicon::word(&text[..length]), length)
}

/// A number with what is glued to it: "1,500", "9th", "1990s".
fn digits(text: &str) -> (Word, usize) {
    let mut length = 0;
    let (mut value, mut count, mut separated) = (0u32, 0u8, false);
    for (i, c) in text.char_indices() {
        if let Some(digit) = c.to_digit(10) {
            value = value.saturating_mul(10).saturating_add(digit);
            count = count.saturating_add(1);
        } else if matches!(c, ',' | '.') && text[i + 1..].starts_with(|c: char| c.is_ascii_digit()) {
            separated = true;
            if c == '.' {
                let end = text[i + 1..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |n| i + 1 + n);
                return (Word::Other, end);
            }
        } else {
            break;
        }
        length = i + 1;
    }
    let suffix_length = text[length..].find(|c: char| !c.is_alphabetic()).unwrap_or(text.len() - length);
    let suffix = &text[length..length + suffix_length];
    let small = u8::try_from(value).ok().filter(|_| !separated);
    match (suffix, small) {
        ("st" | "nd" | "rd" | "th", Some(ordinal)) => (Word::Ordinal(ordinal), length + suffix_length),
        ("s", _) if matches!(count, 2 | 4) && value % 10 == 0 && value <= 2100 => {
            (Word::Decade(u16::try_from(value).unwrap_or(0)), length + 1)
        }
        _ => (Word::Number { value, digits: if separated { 0 } else { count } }, length),
    }
}

/// What a token or a piece of one can do; `end` is the byte offset of its end in the text.
fn classify(document: &Document, id: TokenId, form: &str, end: usize, initial: bool) -> Word {
    let token = document.token(id);
    let capital = form.starts_with(char::is_uppercase);
    let other = || match token.xpos.as_str() {
        "NNS" | "NNPS" => Word::Counted,
        _ if capital && !initial => Word::Name,
        _ => Word::Other,
    };
    let bare = if form.len() > 1 { form.trim_end_matches('.') } else { form };
    // No word of the lexicon is longer.
    if bare.len() > 16 {
        return other();
    }
    let lower = bare.to_lowercase().replace('’', "'");
    if capital && matches!(bare.len(), 3..=5) {
        let dotted = bare.len() < form.len() || document.text()[end..].starts_with('.');
        match lexicon::abbreviation(&lower) {
            Word::Other => {}
            Word::Month { month, .. } => return Word::Month { month, sure: dotted },
            weekday if dotted => return weekday,
            _ => {}
        }
    }
    match lexicon::word(&lower) {
        Word::Other => other(),
        Word::Month { .. } if !capital || matches!(token.xpos.as_str(), "MD" | "VB" | "VBP" | "VBD" | "VBZ") => {
            Word::Other
        }
        Word::Masthead | Word::Epithet | Word::New if !capital => other(),
        Word::Masthead if initial => Word::Other,
        word => word,
    }
}
