//! What a classifier sees of a gap between two runs of visible characters, where a sentence may end.
use crate::annotate::lexeme::{Spelling, WordClusters};
use crate::annotate::linear::mix;
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
    /// Changes of the number of open brackets and curly quotes, and of straight quotes.
    brackets: i32,
    quotes: u32,
}

/// Beyond a paragraph's ends.
const OUTSIDE: Chunk =
    Chunk { lower: 1, shape: 1, fine: 2_000, coarse: 2_000, begin: 99, end: 99, case: 9, brackets: 0, quotes: 0 };

/// A run of characters without the marks that close a quotation or a bracket.
fn without_closers(run: &str) -> &str {
    run.trim_end_matches(['"', '”', '’', '\'', ')'])
}

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
            last += usize::from(without_closers(word).ends_with(['.', '!', '?']));
        }
        let per_mille = last * 1_000 / all.max(1);
        Self([15, 30, 45, 60, 90].iter().filter(|&&limit| per_mille >= limit).count() as u64)
    }
}

/// A paragraph as the classifier sees it.
#[derive(Debug)]
pub struct Paragraph<'a> {
    text: &'a str,
    /// Where the rules end sentences.
    ruled: &'a [usize],
    chunks: Vec<Chunk>,
    ranges: Vec<Range<usize>>,
    style: Style,
    ends_finally: bool,
}

/// The sentence before a gap.
#[derive(Clone, Copy, Debug, Default)]
struct Before {
    /// Its first chunk.
    first: usize,
    brackets: i32,
    quotes: u32,
    capitals: usize,
}

impl Before {
    /// Takes in one more chunk.
    fn push(&mut self, chunk: &Chunk) {
        self.brackets = (self.brackets + chunk.brackets).max(0);
        self.quotes += chunk.quotes;
        self.capitals += usize::from(chunk.case == 2);
    }
}

/// A gap on the way through a paragraph.
#[derive(Debug)]
pub struct Gap<'a> {
    paragraph: &'a Paragraph<'a>,
    /// The chunk after it.
    next: usize,
    /// Whether the rules end a sentence here.
    pub by_rule: bool,
    before: Before,
}

impl<'a> Gap<'a> {
    /// Where the run before it ends.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.paragraph.ranges[self.next - 1].end
    }

    /// Whether there is white space in it; without, it is only a cut made by the rules.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.offset() < self.paragraph.ranges[self.next].start
    }

    /// The runs of characters before and after it.
    #[must_use]
    pub fn runs(&self) -> (&'a str, &'a str) {
        let run = |chunk: usize| &self.paragraph.text[self.paragraph.ranges[chunk].clone()];
        (run(self.next - 1), run(self.next))
    }

    /// Length of the sentence before it, in runs of characters.
    #[must_use]
    pub const fn length_before(&self) -> usize {
        self.next.saturating_sub(self.before.first)
    }

    /// Whether a quotation or a bracket is open.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.before.brackets > 0 || self.before.quotes % 2 == 1
    }

    /// Whether the paragraph's last sentence has final punctuation.
    #[must_use]
    pub const fn is_in_prose(&self) -> bool {
        self.paragraph.ends_finally
    }
}

impl<'a> Paragraph<'a> {
    /// Looks at the runs of visible characters between white space and the ends that the rules found.
    #[must_use]
    pub fn new(text: &'a str, ruled: &'a [usize], style: Style, clusters: &WordClusters) -> Self {
        let ranges = runs(text, ruled);
        let mut spelling = Spelling::default();
        let chunks: Vec<Chunk> = ranges
            .iter()
            .map(|range| {
                let chunk = &text[range.clone()];
                let bare = chunk.trim_matches(|c: char| !c.is_alphanumeric());
                spelling.set(bare);
                let lexeme = clusters.lexeme(&spelling);
                let mut back = chunk.chars().rev().map(kind);
                let last = back.next().unwrap_or(0);
                Chunk {
                    lower: lexeme.lower,
                    shape: shape(chunk),
                    fine: lexeme.fine.into(),
                    coarse: lexeme.coarse.into(),
                    begin: chunk.chars().next().map_or(0, kind),
                    end: last * 32 + back.next().unwrap_or(31),
                    case: bare
                        .chars()
                        .next()
                        .map_or(0, |c| if c.is_uppercase() { 2 } else { u64::from(c.is_alphabetic()) }),
                    brackets: chunk.chars().map(bracket).sum(),
                    quotes: chunk.bytes().map(|byte| u32::from(byte == b'"')).sum(),
                }
            })
            .collect();
        let ends_finally =
            ranges.last().is_some_and(|last| without_closers(&text[last.clone()]).ends_with(['.', '!', '?', '…']));
        Self { text, ruled, chunks, ranges, style, ends_finally }
    }

    /// Goes through the gaps in order; `ends_here` decides of each whether a sentence ends there, which those after it take into
    /// account. Returns where sentences end. The one way through a paragraph, in training and in use.
    pub fn walk(&self, mut ends_here: impl FnMut(&Gap) -> bool) -> Vec<usize> {
        let mut ends = Vec::with_capacity(self.ruled.len());
        let mut rules = self.ruled.iter().copied().peekable();
        let mut before = Before::default();
        for (next, (chunk, range)) in (1..).zip(self.chunks.iter().zip(self.ranges.iter().skip(1))) {
            before.push(chunk);
            let by_rule = rules.next_if(|&end| end <= range.start).is_some();
            let gap = Gap { paragraph: self, next, by_rule, before };
            if ends_here(&gap) {
                ends.push(gap.offset());
                before = Before { first: next, ..Before::default() };
            }
        }
        ends
    }
}

impl Gap<'_> {
    /// What the classifier sees of it.
    pub fn features(&self, features: &mut Vec<u64>) {
        let Self { paragraph: Paragraph { chunks, style, ends_finally, .. }, next, by_rule, before } = self;
        let at = |offset: isize| next.checked_add_signed(offset).and_then(|i| chunks.get(i)).unwrap_or(&OUTSIDE);
        let (left2, left, right, right2, right3) = (at(-2), at(-1), at(0), at(1), at(2));
        let first = chunks.get(before.first).unwrap_or(&OUTSIDE);
        let length = self.length_before();
        let so_far = bucket(length);
        let to_come = bucket(chunks.len() - next);
        let all = bucket(chunks.len());
        let titled = u64::from(before.capitals == length) + 2 * u64::from(before.capitals * 2 > length);
        let open = u64::from(before.brackets > 0) + 2 * u64::from(before.quotes % 2 == 1);
        let ends = u64::from(*ends_finally);
        features.clear();
        let mut template = 900_000 + u64::from(*by_rule) * 1_000;
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
        add(&[style.0, left.end, right.case]);
        add(&[style.0, right.lower]);
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
