//! Paragraphs and sentences of news text.
//!
//! A rule system in the manner of Grefenstette & Tapanainen (1994) and Kiss & Strunk (2006): a run of final punctuation ends a sentence
//! unless the word before it is an abbreviation or the text after it goes on. The lists are in `ontology/lexicon/`.
pub(super) mod boundary;
mod context;
mod furniture;
pub(super) mod gap;
mod paragraph;
mod splitter;

pub use splitter::Splitter;

use super::lexeme::WordClusters;
use crate::document::Span;
use boundary::boundaries;
use furniture::is_furniture;
use gap::Style;
use paragraph::paragraphs;

/// A longer stretch without final punctuation is cut at white space: it is a table or noise, and would slow later stages.
const LONGEST_SENTENCE: usize = 4_000;

/// A sentence as found in the raw text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawSentence {
    /// From its first to its last visible character.
    pub span: Span,
    /// Number of the paragraph it stands in, from 0.
    pub paragraph: u32,
}

/// Splits the text from byte `start` (the end of a dateline, or 0) into sentences.
///
/// Sentences are in order, disjoint, never empty, and never cross a paragraph; what lies between them is white space or page
/// furniture (advertisements, credits, appeals to subscribe), which belongs to no sentence.
/// A `start` inside a character is moved to the next one.
#[must_use]
pub fn segment(text: &str, start: usize) -> Vec<RawSentence> {
    segment_with(text, start, boundaries)
}

impl Splitter {
    /// Like [`segment`], with the classifier's say where the rules are doubtful.
    #[must_use]
    pub fn segment(&self, text: &str, start: usize, clusters: &WordClusters) -> Vec<RawSentence> {
        let style = Style::of(text);
        segment_with(text, start, |body| self.decide(body, &boundaries(body), style, clusters))
    }
}

fn segment_with(text: &str, start: usize, boundaries: impl Fn(&str) -> Vec<usize>) -> Vec<RawSentence> {
    let mut start = start.min(text.len());
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut sentences = Vec::new();
    for (paragraph, range) in (0u32..).zip(paragraphs(&text[start..])) {
        let body = &text[start + range.start..start + range.end];
        if is_furniture(body) {
            continue;
        }
        let mut from = 0;
        for end in boundaries(body).into_iter().chain([body.len()]) {
            for (a, b) in pieces(body, from, end) {
                let base = start + range.start;
                sentences.push(RawSentence { span: Span::new(base + a, base + b), paragraph });
            }
            from = end;
        }
    }
    sentences
}

/// The visible part of `body[from..end]`, cut where it is too long.
fn pieces(body: &str, from: usize, end: usize) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let mut from = from;
    while from < end {
        let mut to = end;
        if end - from > LONGEST_SENTENCE {
            to = from + LONGEST_SENTENCE;
            while !body.is_char_boundary(to) {
                to -= 1;
            }
            if let Some(space) = body[from..to].rfind(char::is_whitespace).filter(|&space| space > 0) {
                to = from + space;
            }
        }
        let piece = &body[from..to];
        let visible = piece.trim();
        if !visible.is_empty() {
            let begin = from + piece.len() - piece.trim_start().len();
            pieces.push((begin, begin + visible.len()));
        }
        from = to;
    }
    pieces
}
