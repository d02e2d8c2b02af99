//! Quotation marks: which stretches of the text are somebody's own words.
//!
//! Works on the bare text and its paragraphs, before any linguistics. Handles straight and curly double marks, single marks
//! (told from apostrophes), guillemets, low-9 marks, quotations over several paragraphs (each paragraph opens with a mark, only the
//! last one closes), and a forgotten mark at the end of a paragraph or sentence.
use crate::document::{Document, Span};
use std::ops::Range;

/// A quotation inside one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The quoted words, without the marks.
    pub inner: Span,
    /// The quoted words with their marks.
    pub outer: Span,
    /// Whether it goes on from the last quote of the paragraph before, which was left open.
    pub continues: bool,
    /// Whether it stands inside another quote.
    pub nested: bool,
}

/// All quotations of a document by position; a nested one follows the one around it.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
    pub quotes: Vec<Quote>,
}

impl Quotes {
    /// The outermost quote around a span.
    #[must_use]
    pub fn around(&self, span: Span) -> Option<&Quote> {
        self.outermost().find(|quote| quote.outer.contains(span))
    }

    /// The quotes that stand in no other.
    #[must_use]
    pub fn outermost(&self) -> impl DoubleEndedIterator<Item = &Quote> {
        self.quotes.iter().filter(|quote| !quote.nested)
    }

    /// The quotations as somebody sees them who stands at the span: inside a quotation only those nested in it, which then are
    /// the outermost; outside all. With the quotation around, if there is one.
    #[must_use]
    pub fn seen_from(&self, span: Span) -> (Self, Option<Quote>) {
        let Some(around) = self.around(span).copied() else { return (self.clone(), None) };
        let inside = |quote: &&Quote| quote.nested && around.inner.contains(quote.outer) && !quote.outer.contains(span);
        let quotes = self.quotes.iter().filter(inside).map(|&quote| Quote { nested: false, ..quote }).collect();
        (Self { quotes }, Some(around))
    }

    /// Whether a byte offset lies inside quotation marks.
    #[must_use]
    pub fn covers(&self, offset: u32) -> bool {
        self.outermost().any(|quote| quote.inner.start <= offset && offset < quote.inner.end)
    }
}

/// Finds the quotations of a document.
#[must_use]
pub fn detect(document: &Document) -> Quotes {
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    for sentence in document.sentences() {
        let range = sentence.span.range();
        match paragraphs.last_mut() {
            Some(paragraph) if last == Some(sentence.paragraph) => paragraph.end = range.end,
            _ => paragraphs.push(range),
        }
        last = Some(sentence.paragraph);
    }
    detect_in(document.text(), &paragraphs)
}

/// A pair of marks that belong together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    Straight,
    Curly,
    Guillemets,
    Low,
}

/// Finds the quotations of a text whose paragraphs are given as byte ranges in ascending order.
fn detect_in(text: &str, paragraphs: &[Range<usize>]) -> Quotes {
    let mut quotes = Vec::new();
    let mut left_open = false;
    for (i, paragraph) in paragraphs.iter().enumerate() {
        let next_opens = paragraphs.get(i + 1).is_some_and(|next| opens_with_mark(&text[next.clone()]));
        let is_last = i + 1 == paragraphs.len();
        let first = quotes.len();
        let (found, open) = double(text, paragraph, next_opens, is_last);
        quotes.extend(found);
        if left_open && quotes.len() > first && quotes[first].outer.start as usize == paragraph.start {
            quotes[first].continues = true;
        }
        left_open = open;
        let inside = single(text, paragraph, &quotes[first..]);
        quotes.extend(inside);
    }
    quotes.sort_by_key(|quote| (quote.outer.start, std::cmp::Reverse(quote.outer.end)));
    Quotes { quotes }
}

fn opens_with_mark(paragraph: &str) -> bool {
    paragraph.starts_with(['"', '“', '«', '„', '”']) || paragraph.starts_with("''") || paragraph.starts_with("``")
}

/// Double marks of one paragraph, and whether the last one is left open for the next paragraph.
fn double(text: &str, paragraph: &Range<usize>, next_opens: bool, is_last: bool) -> (Vec<Quote>, bool) {
    let mut quotes = Vec::new();
    let mut open: Option<(usize, usize, Marks)> = None;
    let close = |start: usize, inner: usize, end: usize, outer: usize| {
        let words = text[inner..end].trim();
        let inner = inner + (text[inner..end].len() - text[inner..end].trim_start().len());
        (!words.is_empty()).then(|| Quote {
            inner: Span::new(inner, inner + words.len()),
            outer: Span::new(start, outer),
            continues: false,
            nested: false,
        })
    };
    let mut done = paragraph.start;
    for (offset, mark) in text[paragraph.clone()].char_indices() {
        let at = paragraph.start + offset;
        if at < done {
            continue;
        }
        // Wire services write the double mark as two single ones.
        let (mark, after) = match &text.as_bytes()[at..paragraph.end] {
            [b'\'', b'\'', ..] | [b'`', b'`', ..] => ('"', at + 2),
            _ => (mark, at + mark.len_utf8()),
        };
        done = after;
        let before = text[paragraph.start..at].chars().next_back();
        let following = text[after..paragraph.end].chars().next();
        let (opens, closes, marks) = match mark {
            '"' => {
                let opener = before.is_none_or(|c| c.is_whitespace() || "([{—–-/".contains(c));
                let closer = following.is_none_or(|c| !c.is_alphanumeric());
                (opener && following.is_some_and(|c| !c.is_whitespace()), closer || !opener, Marks::Straight)
            }
            '“' => (true, false, Marks::Curly),
            // Some publishers open with a closing mark: it can only open where a word starts.
            '”' => (
                before.is_none_or(char::is_whitespace) && following.is_some_and(char::is_alphanumeric),
                true,
                Marks::Curly,
            ),
            '„' => (true, false, Marks::Low),
            '«' => (true, false, Marks::Guillemets),
            '»' => (false, true, Marks::Guillemets),
            _ => continue,
        };
        // The German and Slavic low mark closes with either curly mark.
        let fits = |of: Marks| of == marks || (of == Marks::Low && marks == Marks::Curly);
        match open {
            Some((start, inner, of)) if fits(of) && closes && !(opens && before.is_none_or(char::is_whitespace)) => {
                quotes.extend(close(start, inner, at, after));
                open = None;
            }
            Some((start, inner, Marks::Low)) if mark == '“' => {
                quotes.extend(close(start, inner, at, after));
                open = None;
            }
            Some((start, inner, of)) if fits(of) && opens => {
                // The mark before was never closed: its quote ends with the sentence before this mark, if one does.
                let end = start.max(text[..at].trim_end().len());
                if text[inner..end].ends_with(['.', '!', '?', ',']) {
                    quotes.extend(close(start, inner, end, end));
                }
                open = Some((at, after, marks));
            }
            None if opens => open = Some((at, after, marks)),
            _ => {}
        }
    }
    let Some((start, inner, _)) = open else { return (quotes, false) };
    // An unclosed mark is a quotation only where a whole sentence or the text runs out, or the next paragraph takes it up.
    let ends_sentence = text[inner..paragraph.end].trim_end().ends_with(['.', '!', '?', '…']);
    if ends_sentence && (next_opens || start == paragraph.start || is_last) {
        quotes.extend(close(start, inner, paragraph.end, paragraph.end));
        return (quotes, next_opens);
    }
    (quotes, false)
}

/// Single marks of one paragraph; inside a double quotation they are nested.
fn single(text: &str, paragraph: &Range<usize>, doubles: &[Quote]) -> Vec<Quote> {
    let mut quotes = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let slice = &text[paragraph.clone()];
    for (offset, mark) in slice.char_indices() {
        if !matches!(mark, '\'' | '‘' | '’') {
            continue;
        }
        let at = paragraph.start + offset;
        let after = at + mark.len_utf8();
        let before = slice[..offset].chars().next_back();
        if mark == '\'' && (before == Some('\'') || slice[offset + 1..].starts_with('\'')) {
            continue;
        }
        let rest = &text[after..paragraph.end];
        let following = rest.chars().next();
        let opens = mark != '’'
            && before.is_none_or(|c| c.is_whitespace() || "([{—–/\"“".contains(c))
            && following.is_some_and(|c| c.is_alphabetic() || c == '[' || c == '.')
            && !elided(rest);
        let closes =
            mark != '‘' && before.is_some_and(|c| !c.is_whitespace()) && following.is_none_or(|c| !c.is_alphanumeric());
        if opens {
            open = Some((at, after));
        } else if closes && let Some((start, inner)) = open {
            // "the ministers' statement": a plural possessive closes only if no better mark follows.
            let possessive = before == Some('s') && rest.starts_with(' ') && better_close(rest);
            if possessive {
                continue;
            }
            open = None;
            let outer = Span::new(start, after);
            let crossing =
                doubles.iter().any(|d| d.outer.overlaps(outer) && !d.inner.contains(outer) && !outer.contains(d.outer));
            let holds = doubles.iter().any(|d| outer.contains(d.outer));
            if crossing || holds || text[inner..at].trim().is_empty() {
                continue;
            }
            let nested = doubles.iter().any(|d| d.inner.contains(outer));
            quotes.push(Quote { inner: Span::new(inner, at), outer, continues: false, nested });
        }
    }
    quotes
}

/// Whether the text after an apostrophe continues a word without its head: "'em", "'til".
fn elided(rest: &str) -> bool {
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    matches!(word, "em" | "til" | "cause" | "tis" | "twas" | "n" | "bout" | "round")
}

/// Whether a closing single mark follows before another one opens.
fn better_close(rest: &str) -> bool {
    let mut before = ' ';
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        let following = chars.peek().copied();
        if matches!(c, '\'' | '‘') && before.is_whitespace() && following.is_some_and(char::is_alphabetic) {
            return false;
        }
        if matches!(c, '\'' | '’')
            && (before.is_alphanumeric() || ",.?!".contains(before))
            && following.is_none_or(|f| !f.is_alphanumeric())
        {
            return true;
        }
        before = c;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paragraphs are lines; every quotation found, nested ones in square brackets, continued ones after "…".
    fn show(text: &str) -> Vec<String> {
        let mut start = 0;
        let mut paragraphs = Vec::new();
        for line in text.split_inclusive('\n') {
            let length = line.trim_end().len();
            if length > 0 {
                paragraphs.push(start..start + length);
            }
            start += line.len();
        }
        detect_in(text, &paragraphs)
            .quotes
            .iter()
            .map(|quote| {
                let words = &text[quote.inner.range()];
                match (quote.nested, quote.continues) {
                    (true, _) => format!("[{words}]"),
                    (false, true) => format!("…{words}"),
                    _ => words.to_owned(),
                }
            })
            .collect()
    }

    #[test]
    fn finds_the_quoted_words() {
        let cases: &[(&str, &[&str])] = &[
            ("\"We will stay,\" he said.", &["We will stay,"]),
            ("“We will stay,” he said, “and we will talk.”", &["We will stay,", "and we will talk."]),
            ("The minister called it a «grave error».", &["grave error"]),
            ("Er sprach von einem „schweren Fehler“ der Regierung.", &["schweren Fehler"]),
            ("''We will stay,'' she said.", &["We will stay,"]),
            ("No words here.", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(&show(text), expected, "{text}");
        }
    }

    #[test]
    fn tells_single_marks_from_apostrophes() {
        let cases: &[(&str, &[&str])] = &[
            ("It was a 'routine patrol' near Chad's border.", &["routine patrol"]),
            ("The ministers' talks and the presidents' visits went well.", &[]),
            ("He spoke of 'the farmers' anger' on Monday.", &["the farmers' anger"]),
            ("‘It isn’t connected,’ Mwangi said.", &["It isn’t connected,"]),
            ("The rock 'n' roll years and the '90s.", &[]),
            ("Sana'a's airport and Shia' parties in Ta'izz.", &[]),
            ("\"They shouted 'go home' at us,\" she said.", &["They shouted 'go home' at us,", "[go home]"]),
        ];
        for (text, expected) in cases {
            assert_eq!(&show(text), expected, "{text}");
        }
    }

    #[test]
    fn follows_a_quotation_over_paragraphs() {
        let text = "Okafor said: \"We have waited long enough.\n\n\"Now the river must be opened,\" he added.";
        assert_eq!(show(text), ["We have waited long enough.", "…Now the river must be opened,"]);
    }

    #[test]
    fn recovers_from_forgotten_marks() {
        let cases: &[(&str, &[&str])] = &[
            ("\"This is a great day. \"There is more to come.\"", &["This is a great day.", "There is more to come."]),
            ("A pipe of 5\" width burst.", &[]),
            ("He said the \"pipe was closed\nNobody came.", &[]),
            ("\"The talks failed.", &["The talks failed."]),
        ];
        for (text, expected) in cases {
            assert_eq!(&show(text), expected, "{text}");
        }
    }
}
