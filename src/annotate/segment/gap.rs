//! What a classifier sees of a gap between two runs of visible characters, where a sentence may end.
use crate::annotate::lexeme::{WordClusters, normalise};
use crate::annotate::linear::{hash_text, mix};
use std::ops::Range;

/// A run of visible characters.
#[derive(Clone, Copy, Debug)]
struct Chunk {
    /// Hash of its letters and digits in lower case, without punctuation around them.
    lower: u64,
    shape: u64,
    fine: u64,
    coarse: u64,
    /// Kinds of its first and its last two characters.
    begin: u64,
    end: u64,
    /// Whether its first letter is a capital (2), small (1), or there is none (0).
    case: u64,
    /// Whether final punctuation and closing marks stand at its end.
    is_final: bool,
    /// Changes of the number of open brackets and curly quotes, and of straight quotes.
    brackets: i32,
    quotes: u32,
}

/// Beyond a paragraph's ends.
const OUTSIDE: Chunk = Chunk {
    lower: 1,
    shape: 1,
    fine: 2_000,
    coarse: 2_000,
    begin: 99,
    end: 99,
    case: 9,
    is_final: false,
    brackets: 0,
    quotes: 0,
};

/// What is known of a whole text: how often it uses final punctuation.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style(u64);

impl Style {
    /// Of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let (mut all, mut last) = (0usize, 0usize);
        for word in text.split_whitespace() {
            all += 1;
            last += usize::from(word.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with(['.', '!', '?']));
        }
        let per_mille = last * 1_000 / all.max(1);
        Self([15, 30, 45, 60, 90].iter().filter(|&&limit| per_mille >= limit).count() as u64)
    }
}

/// A paragraph as the classifier sees it.
#[derive(Debug)]
pub struct Paragraph {
    chunks: Vec<Chunk>,
    ranges: Vec<Range<usize>>,
    style: Style,
    ends_finally: bool,
}

/// The sentence before a gap.
#[derive(Clone, Copy, Debug, Default)]
pub struct Before {
    /// Its first chunk.
    first: usize,
    brackets: i32,
    quotes: u32,
    capitals: usize,
}

impl Before {
    /// A sentence that begins with a chunk.
    #[must_use]
    pub const fn starting(first: usize) -> Self {
        Self { first, brackets: 0, quotes: 0, capitals: 0 }
    }

    /// Its length up to a gap, in runs of characters.
    #[must_use]
    pub const fn length(&self, gap: usize) -> usize {
        gap.saturating_sub(self.first)
    }

    /// Whether a quotation or a bracket is open.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.brackets > 0 || self.quotes % 2 == 1
    }

    /// Takes in one more chunk.
    pub fn push(&mut self, paragraph: &Paragraph, chunk: usize) {
        let chunk = &paragraph.chunks[chunk];
        self.brackets = (self.brackets + chunk.brackets).max(0);
        self.quotes += chunk.quotes;
        self.capitals += usize::from(chunk.case == 2);
    }
}

impl Paragraph {
    /// Looks at the runs of visible characters between white space and `cuts`.
    #[must_use]
    pub fn new(text: &str, cuts: &[usize], style: Style, clusters: &WordClusters) -> Self {
        let ranges = runs(text, cuts);
        let (mut buffer, mut lowered) = (String::new(), String::new());
        let chunks: Vec<Chunk> = ranges
            .iter()
            .map(|range| {
                let chunk = &text[range.clone()];
                let bare = chunk.trim_matches(|c: char| !c.is_alphanumeric());
                normalise(bare, &mut buffer);
                lowered.clear();
                lowered.extend(buffer.chars().flat_map(char::to_lowercase));
                let lower = hash_text(&lowered);
                let (fine, coarse) = clusters.get(hash_text(&buffer), lower);
                let mut back = chunk.chars().rev().map(kind);
                let last = back.next().unwrap_or(0);
                Chunk {
                    lower,
                    shape: shape(chunk),
                    fine: fine.into(),
                    coarse: coarse.into(),
                    begin: chunk.chars().next().map_or(0, kind),
                    end: last * 32 + back.next().unwrap_or(31),
                    case: bare
                        .chars()
                        .next()
                        .map_or(0, |c| if c.is_uppercase() { 2 } else { u64::from(c.is_alphabetic()) }),
                    is_final: chunk.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with(['.', '!', '?', '…']),
                    brackets: chunk.chars().map(bracket).sum(),
                    quotes: chunk.bytes().map(|byte| u32::from(byte == b'"')).sum(),
                }
            })
            .collect();
        let ends_finally = chunks.last().is_some_and(|chunk| chunk.is_final);
        Self { chunks, ranges, style, ends_finally }
    }

    /// Where the runs stand.
    #[must_use]
    pub fn ranges(&self) -> &[Range<usize>] {
        &self.ranges
    }

    /// Whether its last sentence has final punctuation.
    #[must_use]
    pub const fn ends_finally(&self) -> bool {
        self.ends_finally
    }

    /// The features of the gap before a chunk; `ruled` says whether the rules end a sentence there.
    pub fn features(&self, gap: usize, ruled: bool, before: Before, features: &mut Vec<u64>) {
        let at = |offset: isize| gap.checked_add_signed(offset).and_then(|i| self.chunks.get(i)).unwrap_or(&OUTSIDE);
        let (left2, left, right, right2, right3) = (at(-2), at(-1), at(0), at(1), at(2));
        let first = self.chunks.get(before.first).unwrap_or(&OUTSIDE);
        let length = before.length(gap);
        let so_far = bucket(length);
        let to_come = bucket(self.chunks.len() - gap);
        let all = bucket(self.chunks.len());
        let titled = u64::from(before.capitals == length) + 2 * u64::from(before.capitals * 2 > length);
        let open = u64::from(before.brackets > 0) + 2 * u64::from(before.quotes % 2 == 1);
        let ends = u64::from(self.ends_finally);
        features.clear();
        let mut template = 900_000 + u64::from(ruled) * 1_000;
        let mut add = |parts: &[u64]| {
            template += 1;
            features.push(parts.iter().fold(template, |hash, &part| mix(hash, part)));
        };
        add(&[]);
        add(&[left.end]);
        add(&[left.end, right.shape]);
        add(&[left.lower]);
        add(&[right.lower]);
        add(&[left.lower, right.lower]);
        add(&[left.end, right.lower]);
        add(&[left.shape, right.shape]);
        add(&[left2.shape, left.shape, right.shape]);
        add(&[left.shape, right.shape, right2.shape]);
        add(&[left2.end, left.end, right.case, right2.end]);
        add(&[so_far, left.end, right.case]);
        add(&[so_far, all, right.case]);
        add(&[to_come, left.end, right.case]);
        add(&[right.lower, right2.lower]);
        add(&[left2.lower, left.lower]);
        add(&[left.coarse, right.coarse]);
        add(&[left.fine, left.end, right.case]);
        add(&[right.fine, right.shape]);
        add(&[left.fine, right.fine]);
        add(&[first.lower, so_far]);
        add(&[first.shape, so_far, left.end]);
        add(&[open, left.end, right.begin]);
        add(&[open, left.end, right.case, so_far]);
        add(&[titled, so_far, right.case]);
        add(&[titled, left.end, right.case, ends]);
        add(&[self.style.0, left.end, right.case]);
        add(&[self.style.0, right.lower]);
        add(&[right.coarse, right2.coarse]);
        add(&[left2.coarse, left.coarse, right.coarse, right2.coarse]);
        add(&[right2.lower]);
        add(&[left2.lower]);
        add(&[left.lower, right.shape]);
        add(&[left.shape, right.lower]);
        add(&[right.shape, right2.shape, right3.shape]);
        add(&[left.coarse, right.case, left.end, right2.case]);
        add(&[left.case, right.case, right2.case, right3.case, ends]);
        add(&[left.lower, so_far, right.case]);
        add(&[right.lower, to_come]);
        add(&[left.fine, so_far, right.case]);
        add(&[right.coarse, right2.coarse, right3.coarse]);
        add(&[left2.coarse, left.coarse, left.end, right.case]);
        add(&[first.lower, left.end, right.case]);
        add(&[left.end, right.fine]);
        add(&[right3.lower]);
    }
}

/// Runs of visible characters, cut at some offsets as well.
fn runs(text: &str, cuts: &[usize]) -> Vec<Range<usize>> {
    let mut cuts = cuts.iter().copied().peekable();
    let mut ranges = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        while cuts.next_if(|&cut| cut < at).is_some() {}
        let cut = cuts.next_if(|&cut| cut == at).is_some();
        if c.is_whitespace() || cut {
            ranges.extend(start.take().map(|start| start..at));
        }
        if !c.is_whitespace() {
            start.get_or_insert(at);
        }
    }
    ranges.extend(start.map(|start| start..text.len()));
    ranges
}

/// A number for a kind of character, below 31.
fn kind(c: char) -> u64 {
    match c {
        c if c.is_uppercase() => 1,
        c if c.is_alphabetic() => 2,
        c if c.is_numeric() => 3,
        '.' => 4,
        ',' => 5,
        ':' => 6,
        ';' => 7,
        '!' => 8,
        '?' => 9,
        '"' => 10,
        '“' | '‘' | '«' => 11,
        '”' | '’' | '»' => 12,
        '\'' | '`' => 13,
        '(' | '[' | '{' => 14,
        ')' | ']' | '}' => 15,
        '-' => 16,
        '–' | '—' => 17,
        '…' => 18,
        '>' | '<' => 19,
        '*' | '•' | '▪' | '■' | '·' => 20,
        '/' | '\\' | '|' => 21,
        '@' => 22,
        '_' | '=' | '~' | '+' => 23,
        '#' | '$' | '€' | '£' | '%' | '&' => 24,
        _ => 25,
    }
}

fn bracket(c: char) -> i32 {
    match c {
        '(' | '[' | '“' => 1,
        ')' | ']' | '”' => -1,
        _ => 0,
    }
}

/// Hash of the kinds of a chunk's first characters, with runs cut at two.
fn shape(chunk: &str) -> u64 {
    let (mut hash, mut last, mut run, mut length) = (7, 0, 0, 0);
    for kind in chunk.chars().map(kind) {
        run = if kind == last { run + 1 } else { 1 };
        last = kind;
        if run <= 2 {
            hash = mix(hash, kind);
            length += 1;
        }
        if length == 8 {
            break;
        }
    }
    hash
}

/// Steps of a length: 0 to 4, then wider.
fn bucket(length: usize) -> u64 {
    match length {
        0..=4 => length as u64,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=39 => 9,
        _ => 10,
    }
}
