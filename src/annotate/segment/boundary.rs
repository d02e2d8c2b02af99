//! Where a sentence ends inside a paragraph.
use super::context::{
    after_word, begins_lowercase_name, detached_quote, first_letter, first_word, footnote, has_reporting_tail,
    second_is_lowercase,
};
use crate::annotate::abbreviations::{Abbreviation, is_dotted, is_initial, listed, words};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

static STARTERS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| words(include_str!("../../../ontology/lexicon/sentence-starters.txt")));
static NOUNS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| words(include_str!("../../../ontology/lexicon/sentence-nouns.txt")));

/// Words after "p.m." that belong to the time: zones, days, and cities whose time is meant.
const AFTER_TIME: &[&str] = &[
    "EST",
    "EDT",
    "ET",
    "CST",
    "CDT",
    "CT",
    "MST",
    "MDT",
    "MT",
    "PST",
    "PDT",
    "PT",
    "GMT",
    "UTC",
    "BST",
    "CET",
    "CEST",
    "EET",
    "MSK",
    "IST",
    "JST",
    "KST",
    "HKT",
    "SGT",
    "AEST",
    "WIB",
    "Eastern",
    "Central",
    "Mountain",
    "Pacific",
    "Greenwich",
    "Moscow",
    "Beijing",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Aug",
    "Sept",
    "Oct",
    "Nov",
    "Dec",
];

/// Endings of host and file names, which are no sentence ends: "Booking.Com".
const NAME_ENDINGS: &[&str] =
    &["com", "org", "net", "gov", "edu", "mil", "info", "co", "uk", "ru", "tv", "ai", "io", "doc", "pdf", "js"];

/// Offsets in the paragraph where a sentence ends and another begins, in order.
pub fn boundaries(paragraph: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut from = 0;
    let mut sentence = 0;
    let visible = paragraph.trim_end().len();
    while let Some(offset) = paragraph[from..].find(['.', '!', '?', '…', '•', '▪', '■', ':']) {
        let at = from + offset;
        let mark = paragraph[at..].chars().next().unwrap_or('.');
        let opens_item = matches!(mark, '•' | '▪' | '■');
        if mark == ':' {
            // "... in the capital Photograph: A. Name/AP": a credit follows a caption without a period.
            if let Some(label) =
                credit_label(paragraph, at).filter(|&label| !paragraph[sentence..label].trim().is_empty())
            {
                ends.push(label);
                sentence = label;
            }
            from = at + 1;
            continue;
        }
        if opens_item {
            // A bullet opens an item.
            if !paragraph[sentence..at].trim().is_empty() {
                ends.push(at);
                sentence = at;
            }
            from = at + mark.len_utf8();
            continue;
        }
        let candidate = Candidate::at(paragraph, sentence, at);
        from = candidate.end;
        if candidate.end < visible && candidate.ends_sentence() {
            ends.push(candidate.end);
            sentence = candidate.end;
        }
    }
    ends
}

/// Where the label of a picture credit begins, if the colon at `at` ends one.
fn credit_label(paragraph: &str, at: usize) -> Option<usize> {
    const LABELS: &[&str] =
        &["Image", "Photo", "Photograph", "Picture", "Credit", "Photo credit", "Image credit", "Photo by"];
    let before = &paragraph[..at];
    let label = LABELS.iter().filter(|label| before.ends_with(**label)).max_by_key(|label| label.len())?;
    let start = at - label.len();
    let after = paragraph[at + 1..].strip_prefix(' ')?;
    (before[..start].ends_with(|c: char| c.is_whitespace()) && after.starts_with(char::is_uppercase)).then_some(start)
}

/// A run of final punctuation with its surroundings.
struct Candidate<'a> {
    paragraph: &'a str,
    /// Start of the sentence that may end here.
    sentence: usize,
    /// Start of the punctuation.
    start: usize,
    /// The run itself: ".", "?!", "...".
    run: &'a str,
    /// Closing quotes, brackets and references after the run.
    closers: &'a str,
    /// End of run and closers.
    end: usize,
}

impl<'a> Candidate<'a> {
    fn at(paragraph: &'a str, sentence: usize, start: usize) -> Self {
        let is_final = |c: char| matches!(c, '.' | '!' | '?' | '…');
        let mut run_end = start + paragraph[start..].find(|c| !is_final(c)).unwrap_or(paragraph.len() - start);
        // ". . ." is an ellipsis, too.
        while paragraph[run_end..].starts_with(" .") && !paragraph[run_end + 2..].starts_with(char::is_alphanumeric) {
            run_end += 2;
        }
        let mut candidate =
            Self { paragraph, sentence, start, run: &paragraph[start..run_end], closers: "", end: run_end };
        candidate.end = candidate.after_closers(run_end);
        candidate.closers = &paragraph[run_end..candidate.end];
        candidate
    }

    /// The end of what closes a sentence from `at`: quotes, brackets, further punctuation and footnote marks.
    fn after_closers(&self, at: usize) -> usize {
        let mut end = at;
        loop {
            let rest = &self.paragraph[end..];
            let Some(c) = rest.chars().next() else { return end };
            let glued = rest[c.len_utf8()..].chars().next().is_some_and(char::is_alphanumeric);
            let closes = match c {
                '”' | '’' | '»' | ')' | ']' | '}' => true,
                // A straight quote before a letter opens a quotation unless one is open.
                '"' | '\'' => !glued || (c == '"' && self.quote_is_open(end)),
                '“' => end == at && rest[c.len_utf8()..].starts_with(char::is_whitespace),
                '.' | '!' | '?' | '…' => end > at,
                _ => false,
            };
            if closes {
                end += c.len_utf8();
            } else if let Some(length) = footnote(rest) {
                end += length;
            } else if let Some(length) = detached_quote(rest).filter(|_| self.quote_is_open(end)) {
                end += length;
            } else {
                return end;
            }
        }
    }

    /// Whether an odd number of straight double quotes stands before `at` (in a window that keeps the work linear).
    fn quote_is_open(&self, at: usize) -> bool {
        let mut from = at.saturating_sub(3_000);
        while !self.paragraph.is_char_boundary(from) {
            from += 1;
        }
        self.paragraph[from..at].bytes().filter(|&byte| byte == b'"').count() % 2 == 1
    }

    fn ends_sentence(&self) -> bool {
        let after = &self.paragraph[self.end..];
        let next = after.trim_start();
        let Some(first) = next.chars().next() else { return false };
        if after.len() == next.len() {
            return self.is_missing_space(next);
        }
        if matches!(first, ',' | ';' | ':' | ')' | ']' | '}' | '”' | '’' | '/' | '=' | '%' | '?' | '!') {
            return false;
        }
        let opening = first_letter(next);
        if matches!(first, '-' | '–' | '—') {
            // A dash goes on in lower case; before a capital it is a bullet or a speaker's turn.
            // At the end of a paragraph it names who was quoted.
            let signed = next.split_whitespace().nth(8).is_none() && !self.closers.is_empty();
            return opening.is_some_and(char::is_uppercase) && self.run_is_plain() && !signed;
        }
        if !self.run_is_plain() {
            return opening.is_some_and(|c| c.is_uppercase() || (first != c && !c.is_lowercase()));
        }
        if self.run.contains(['!', '?']) {
            return self.ends_after_exclamation(next, opening);
        }
        self.ends_after_period(next, opening)
    }

    /// Whether the run is not an ellipsis.
    fn run_is_plain(&self) -> bool {
        !self.run.contains('…') && self.run.bytes().filter(|&byte| byte == b'.').count() < 2
    }

    /// "Why now?" he asked. / "Stop!" the crowd shouted. / Who knew? Nobody.
    fn ends_after_exclamation(&self, next: &str, opening: Option<char>) -> bool {
        let quoted = self.closers.contains(['"', '”', '\'', '’']);
        if quoted || self.closers.contains(')') {
            return !opening.is_some_and(char::is_lowercase) && !has_reporting_tail(next, false);
        }
        // Names with an exclamation mark: "Yahoo! shares".
        let named = self.run == "!" && self.word().starts_with(char::is_uppercase);
        !(named && (opening.is_some_and(char::is_lowercase) || self.word() == "Yahoo"))
    }

    fn ends_after_period(&self, next: &str, opening: Option<char>) -> bool {
        let word = self.word();
        let lower = opening.is_some_and(char::is_lowercase);
        let class = Self::abbreviation(word).filter(|_| self.closers.chars().all(|c| matches!(c, ')' | ']')));
        match class {
            Some(class) => !lower && self.ends_after_abbreviation(class, word, next),
            None if lower && begins_lowercase_name(next) => true,
            None if lower => {
                // Lower case goes on after a quotation or an unknown abbreviation; else the capital was forgotten.
                let quoted = self.closers.contains(['"', '”', '\'', '’', ')', ']']);
                let capitalised = word.chars().next().is_some_and(char::is_uppercase);
                !quoted && word.chars().count() > if capitalised { 4 } else { 1 }
            }
            // A period for the comma: "It is a big day." the president said.
            None if self.closers.contains(['"', '”']) => !has_reporting_tail(next, true),
            None => !self.is_enumerator(word),
        }
    }

    fn ends_after_abbreviation(&self, class: Abbreviation, word: &str, next: &str) -> bool {
        let following = first_word(next);
        let quoted = next.starts_with(['"', '“', '‘', '\'', '(', '[']);
        let is_initial_ahead = is_initial(following) && after_word(next, following).starts_with('.');
        let starter = STARTERS.contains(following) || (NOUNS.contains(following) && second_is_lowercase(next));
        match class {
            Abbreviation::Title | Abbreviation::Inside => false,
            Abbreviation::Number => !following.starts_with(|c: char| c.is_ascii_digit()),
            Abbreviation::Unit => !following.starts_with(|c: char| c.is_ascii_digit()),
            Abbreviation::Time => {
                !AFTER_TIME.contains(&following) && following.starts_with(char::is_alphabetic)
                    || (quoted && !next.starts_with('('))
            }
            Abbreviation::Either if is_initial(word) => {
                // "World War I. The", but "J. I. Packer", "John A. In"
                starter && !is_initial_ahead && self.initial_may_end()
            }
            Abbreviation::Either => (starter && !is_initial_ahead) || next.starts_with(['"', '“']),
        }
    }

    /// Whether a single letter may be the last word: "Plan B.", "World War I."; a name's initial stands after a first name.
    fn initial_may_end(&self) -> bool {
        let before = self.paragraph[self.sentence..self.start].trim_end();
        before.split_whitespace().rev().nth(1).is_some()
    }

    /// The class of the word before the period as an abbreviation.
    fn abbreviation(word: &str) -> Option<Abbreviation> {
        if let Some(class) = listed(word) {
            return Some(class);
        }
        if is_initial(word) || is_dotted(word) {
            return Some(Abbreviation::Either);
        }
        // "Vice-Adm.", "non-U.S."
        let (_, tail) = word.rsplit_once(['-', '/', '–'])?;
        listed(tail).or_else(|| is_dotted(tail).then_some(Abbreviation::Either))
    }

    /// Whether the period belongs to a list number at the start: "1. The parties agree".
    fn is_enumerator(&self, word: &str) -> bool {
        let first = self.paragraph[self.sentence..self.start].trim_start().len() == word.len();
        first && self.closers.is_empty() && word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// The characters before the run up to white space or an opening mark.
    fn word(&self) -> &'a str {
        let before = &self.paragraph[self.sentence..self.start];
        let begin = before
            .char_indices()
            .rev()
            .take(60)
            .take_while(|&(_, c)| !c.is_whitespace() && !matches!(c, '(' | '[' | '"' | '“' | '‘' | '—' | '…'))
            .last()
            .map_or(before.len(), |(at, _)| at);
        &before[begin..]
    }

    /// "... in the region.The minister" after careless extraction from a web page.
    fn is_missing_space(&self, next: &str) -> bool {
        let following = first_word(next);
        let mut letters = following.chars();
        let capitalised =
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_none_or(char::is_lowercase);
        let after = after_word(next, following);
        if !capitalised
            || !self.run_is_plain()
            || after.starts_with(['.', '/', '@', '_'])
            || NAME_ENDINGS.contains(&following.to_lowercase().as_str())
        {
            return false;
        }
        let word = self.word();
        if word.contains(['/', '@', '_', '.']) || (self.closers.is_empty() && Self::abbreviation(word).is_some()) {
            return false;
        }
        let mut last = word.chars().rev();
        !self.closers.is_empty()
            || (last.next().is_some_and(|c| c.is_lowercase() || c.is_ascii_digit())
                && last.next().is_some_and(|c| c.is_lowercase() || c.is_ascii_digit())
                && following.chars().count() > 1)
            || (STARTERS.contains(following) && after.starts_with(' '))
    }
}
