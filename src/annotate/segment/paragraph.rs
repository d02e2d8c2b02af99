//! Paragraphs: blank lines separate them; a single newline does, too, unless the text is hard-wrapped.
use std::ops::Range;

/// Byte ranges of the paragraphs; blank lines belong to none.
pub(super) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let lines = lines(text);
    let wrapped = is_hard_wrapped(text, &lines);
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for line in lines {
        let content = &text[line.clone()];
        if content.trim().is_empty() {
            open = false;
            continue;
        }
        match paragraphs.last_mut() {
            Some(last) if open && wrapped && !begins_paragraph(content) => last.end = line.end,
            _ => paragraphs.push(line),
        }
        open = true;
    }
    paragraphs
}

/// Line ranges without their line ends (`\n`, `\r\n`, `\r`, and the Unicode line and paragraph separators).
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, matched) in text.match_indices(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        // "\r\n" gives an empty line between the two, which would read as a blank line.
        if !(matched == "\n" && at > 0 && text.as_bytes()[at - 1] == b'\r') {
            lines.push(start..at);
        }
        start = at + matched.len();
    }
    lines.push(start..text.len());
    lines
}

/// Whether line ends fall inside sentences: lines have nearly equal lengths, and many end without final punctuation
/// although the next one goes on.
fn is_hard_wrapped(text: &str, lines: &[Range<usize>]) -> bool {
    let visible = |line: &Range<usize>| text[line.clone()].trim().chars().count();
    let (mut pairs, mut full, mut unfinished) = (0usize, 0usize, 0usize);
    let longest = lines.iter().map(visible).max().unwrap_or(0);
    if !(40..=120).contains(&longest) {
        return false;
    }
    for pair in lines.windows(2) {
        let (line, next) = (text[pair[0].clone()].trim(), text[pair[1].clone()].trim());
        if line.is_empty() || next.is_empty() {
            continue;
        }
        pairs += 1;
        // A wrapped line breaks only where the next word would not have fitted.
        let next_word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
        full += usize::from(line.chars().count() + 1 + next_word + 8 > longest);
        unfinished += usize::from(!line.ends_with(['.', '!', '?', '"', '”', '’', ':']));
    }
    pairs > 0 && full * 10 >= pairs * 8 && unfinished * 2 > pairs
}

/// Whether a line of hard-wrapped text opens a paragraph: it is indented or a list item.
fn begins_paragraph(line: &str) -> bool {
    line.starts_with(['\t', '\u{3000}'])
        || line.starts_with("  ")
        || line.trim_start().starts_with(['•', '*', '▪', '■'])
}
