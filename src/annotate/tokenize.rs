//! UD English words of a sentence.
//!
//! Follows the tokenization of UD English EWT and GUM (Silveira et al. 2014; Zeldes 2017), on which tagger and parser are trained:
//! clitics are words, hyphens split compounds but not affixes ("US - led", "pro-Western"), currency signs and units are words.
mod clitic;
mod number;
mod word;

use super::abbreviations::{is_dotted, is_initial, listed};
use crate::document::Span;
use number::number;
use word::split_word;

/// Splits the text of one sentence into words.
///
/// Tokens are in order, disjoint, inside `sentence`, never empty, and leave only white space between them.
///
/// # Panics
/// If `sentence` is not a span of `text` on character boundaries.
#[must_use]
pub fn tokenize(text: &str, sentence: Span) -> Vec<Span> {
    let body = &text[sentence.range()];
    let base = sentence.start as usize;
    let mut tokens = Vec::with_capacity(body.len() / 5 + 1);
    let mut open_single_quotes = 0usize;
    for chunk in chunks(body) {
        let mut lexer = Lexer {
            body,
            end: chunk.end,
            at: chunk.start,
            last_chunk: body[chunk.end..].trim_start().is_empty(),
            open_single_quotes,
            tokens: Vec::new(),
        };
        lexer.run();
        open_single_quotes = lexer.open_single_quotes;
        tokens.extend(lexer.tokens.into_iter().map(|(start, end)| Span::new(base + start, base + end)));
    }
    tokens
}

/// Runs of visible characters.
fn chunks(body: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + body[at..].find(|c: char| !is_blank(c))?;
        at = body[start..].find(is_blank).map_or(body.len(), |length| start + length);
        Some(start..at)
    })
}

/// White space and the invisible characters that stand for it or for nothing.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}')
}

/// Splits one run of visible characters, `body[at..end]`.
struct Lexer<'a> {
    body: &'a str,
    end: usize,
    at: usize,
    last_chunk: bool,
    /// Single quotes opened before in the sentence and not closed.
    open_single_quotes: usize,
    tokens: Vec<(usize, usize)>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.body[self.at..self.end]
    }

    fn push(&mut self, length: usize) {
        self.tokens.push((self.at, self.at + length));
        self.at += length;
    }

    fn run(&mut self) {
        while self.at < self.end {
            let rest = self.rest();
            let length = self.next_length(rest);
            if length > 0 {
                self.push(length);
            }
        }
    }

    /// The length of the next token; 0 if tokens were pushed instead.
    fn next_length(&mut self, rest: &'a str) -> usize {
        let Some(first) = rest.chars().next() else { return 0 };
        if let Some(length) = address(rest) {
            return length;
        }
        if first.is_ascii_digit() || (first == '.' && self.at_digit_after(1)) {
            return number(rest);
        }
        if let Some(length) = emoticon(&self.body[..self.at], rest) {
            return length;
        }
        if matches!(first, '\'' | '’' | '‘' | '`') {
            return self.single_quote(rest, first);
        }
        if first.is_alphanumeric() || (matches!(first, '#' | '@') && Self::is_tag(rest)) {
            return self.word(rest);
        }
        Self::mark(rest, first)
    }

    fn at_digit_after(&self, offset: usize) -> bool {
        self.rest()[offset..].starts_with(|c: char| c.is_ascii_digit())
    }

    /// Hashtags and account names.
    fn is_tag(rest: &str) -> bool {
        rest[1..].starts_with(|c: char| c.is_alphabetic() || c == '_')
    }

    /// A run of one punctuation mark, or a single mark.
    fn mark(rest: &str, first: char) -> usize {
        let run = |member: fn(char) -> bool| rest.find(|c: char| !member(c)).unwrap_or(rest.len());
        match first {
            '!' | '?' => {
                let length = run(|c| matches!(c, '!' | '?'));
                // "it?." is one mark, too.
                length + usize::from(length == 1 && rest[1..].starts_with('.'))
            }
            '.' | '…' => {
                let length = run(|c| matches!(c, '.' | '…'));
                // ".?" is one mark, but an ellipsis stands apart from a question mark.
                let marks = rest[length..].bytes().take_while(|byte| matches!(byte, b'!' | b'?')).count();
                length + usize::from(length == 1 && marks == 1)
            }
            '$' => {
                let length = run(|c| c == '$');
                // "It is all about the $$$."
                if length > 2 { length } else { 1 }
            }
            '+' => {
                let digits = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
                // A country's telephone code: "+44 20".
                if digits > 0 { 1 + digits } else { run(|c| c == '+') }
            }
            '-' => run(|c| c == '-'),
            '*' => run(|c| c == '*'),
            '=' => run(|c| c == '='),
            '_' => run(|c| c == '_'),
            '~' => run(|c| c == '~'),
            '#' => run(|c| c == '#'),
            '<' if rest.starts_with("<<") => 2,
            '>' if rest.starts_with(">>") => 2,
            _ => {
                // Marks that combine with the sign before them stay with it.
                let mut length = first.len_utf8();
                while let Some(c) = rest[length..].chars().next().filter(|&c| is_combining(c)) {
                    length += c.len_utf8();
                }
                length
            }
        }
    }

    /// An apostrophe or single quote that no word has taken.
    fn single_quote(&mut self, rest: &'a str, first: char) -> usize {
        let width = first.len_utf8();
        let after = &rest[width..];
        // Two single quotes for a double one.
        if let Some(second) =
            after.chars().next().filter(|&c| matches!((first, c), ('\'', '\'') | ('‘' | '’', '’') | ('`', '`')))
        {
            return width + second.len_utf8();
        }
        if matches!(first, '\'' | '’') {
            // "'90s", "'72"
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            if digits == 2 {
                let tail = &after[2..];
                if let Some(rest) = tail.strip_prefix('s').filter(|rest| !rest.starts_with(char::is_alphanumeric)) {
                    return width + after.len() - rest.len();
                }
                if !tail.starts_with(char::is_alphanumeric) {
                    return width + 2;
                }
            }
            if let Some(length) = clitic::bare(rest) {
                return length;
            }
        }
        let begins_chunk = self
            .tokens
            .last()
            .is_none_or(|&(_, end)| !self.body[..end].ends_with(char::is_alphanumeric) || end != self.at);
        if begins_chunk && after.starts_with(|c: char| !c.is_whitespace()) {
            self.open_single_quotes += 1;
        } else {
            self.open_single_quotes = self.open_single_quotes.saturating_sub(1);
        }
        width
    }

    /// A stretch of letters with its inner periods, hyphens and apostrophes, split as the treebanks do.
    fn word(&mut self, rest: &'a str) -> usize {
        let stretch = stretch(rest);
        let mut length = stretch.len();
        let after = &rest[length..];
        // "US$5"
        if after.starts_with('$') && length <= 3 && stretch.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return length + 1;
        }
        // The transliterated ʿayn or hamza at the end of a name ("Shia’ al-Sudani") and the dropped g ("doin’").
        if let Some(mark) = after.chars().next().filter(|&c| matches!(c, '\'' | '’'))
            && self.open_single_quotes == 0
            && self.at + length + mark.len_utf8() == self.end
            && !stretch.ends_with(['s', 'S', 'z', 'x'])
            && !self.last_chunk
        {
            length += mark.len_utf8();
            split_word(&rest[..length], |piece| self.tokens.push((self.at + piece.start, self.at + piece.end)));
            self.at += length;
            return 0;
        }
        if after.starts_with('.') && self.keeps_period(stretch, &after[1..]) {
            length += 1;
        }
        split_word(&rest[..length], |piece| self.tokens.push((self.at + piece.start, self.at + piece.end)));
        self.at += length;
        0
    }

    /// Whether the period after `word` belongs to it.
    fn keeps_period(&self, word: &str, after: &str) -> bool {
        let tail = word.rsplit(['-', '–', '/', '’', '\'']).next().unwrap_or(word);
        let ends_sentence = self.last_chunk
            && after.chars().all(|c| !c.is_alphanumeric() && !matches!(c, ',' | ';' | ':' | '.' | '!' | '?'));
        if after.starts_with('.') && !is_dotted(tail) {
            return false;
        }
        if ends_sentence {
            // At the end of a sentence only acronyms keep it: "in the U.S.", but "oil, gas, etc" + ".".
            return is_dotted(tail) || matches!(tail, "al");
        }
        is_initial(tail) || is_dotted(tail) || listed(tail).is_some()
    }
}

/// The length of a face made of punctuation marks: ":-)", "=(", ";P".
fn emoticon(before: &str, rest: &str) -> Option<usize> {
    let mut marks = rest.chars();
    let eyes = marks.next().filter(|c| matches!(c, ':' | ';' | '='))?;
    let second = marks.next()?;
    let (mouth, length) = if second == '-' { (marks.next()?, 3) } else { (second, 2) };
    let is_face = match mouth {
        ')' | '(' => true,
        'D' | 'P' | 'p' | 'O' => eyes != '=' && before.ends_with(|c: char| !c.is_alphanumeric()),
        _ => false,
    };
    // "(as follows:)" closes a bracket.
    let closes = mouth == ')' && before.rfind('(') > before.rfind(')');
    // A mouth is one byte long.
    (is_face && !closes && !rest[length..].starts_with(char::is_alphanumeric)).then_some(length)
}

/// The longest stretch of letters, digits, and marks between them.
fn stretch(rest: &str) -> &str {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    let mut previous = ' ';
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, next)| next);
        let inner = match c {
            _ if c.is_alphanumeric() || is_combining(c) || matches!(c, '_' | '\u{ad}' | '\u{200d}' | '\u{200c}') => {
                true
            }
            '#' | '@' => at == 0,
            '.' => previous.is_alphanumeric() && next.is_alphabetic(),
            '-' | '\'' | '’' | '‐' | '‑' | '`' | 'ʻ' | 'ʼ' => {
                previous.is_alphanumeric() && next.is_alphanumeric()
            }
            '&' => previous.is_uppercase() && next.is_uppercase(),
            '/' => previous.is_alphanumeric() && next.is_alphanumeric(),
            _ => false,
        };
        if !inner {
            break;
        }
        end = at + c.len_utf8();
        previous = c;
    }
    &rest[..end]
}

/// Combining diacritics, joiners and emoji modifiers, which belong to the character before them.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// No host or mailbox name is longer.
const LONGEST_HOST: usize = 256;

/// The length of a web or mail address at the start, without the punctuation that follows it.
fn address(rest: &str) -> Option<usize> {
    if !rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    // Addresses hold one of these within their first part; the check keeps the common case short.
    let head = rest
        .bytes()
        .take(LONGEST_HOST)
        .take_while(|&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'+'))
        .count();
    let tail = &rest[head..];
    let host = &rest[..head];
    let end = if tail.starts_with("://") {
        rest.len()
    } else if host == "mailto" && tail.starts_with(':') && tail.contains('@') {
        rest.len()
    } else if tail.starts_with('@') && tail[1..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
        head + 1
            + tail[1..]
                .bytes()
                .take_while(|&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
                .count()
    } else if host.starts_with("www.") || (host.contains('.') && is_host(host.trim_end_matches(['.', '-']))) {
        if tail.starts_with(['/', '?', ':']) && tail.len() > 1 { rest.len() } else { head }
    } else {
        return None;
    };
    let mut address =
        rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '"', '\'', '”', '’', '»', '>', ']', '-']);
    if address.ends_with(')') && !address.contains('(') {
        address = address.trim_end_matches([')', '.', ',']);
    }
    Some(address.len()).filter(|&length| length > 0)
}

/// Whether this reads as a host name: "state.gov", "alt.religion".
fn is_host(host: &str) -> bool {
    const TOP_LEVEL: &[&str] = &[
        "com", "org", "net", "gov", "edu", "mil", "int", "info", "uk", "ru", "ua", "cn", "de", "fr", "eu", "ir", "il",
        "us", "ca", "au", "in", "jp", "tv", "co", "io", "ch", "it", "nl", "pl", "tr", "za", "br", "doc", "pdf", "xls",
        "html",
    ];
    let mut labels = host.split('.');
    let last = labels.next_back().unwrap_or_default();
    TOP_LEVEL.contains(&last.to_ascii_lowercase().as_str())
        && last.bytes().all(|byte| byte.is_ascii_lowercase()) | host.bytes().all(|byte| !byte.is_ascii_lowercase())
        && labels.clone().all(|label| !label.is_empty() && label.len() < 64)
        // "U.S.in", "end.in": a country code alone needs more evidence than one dot in prose.
        && (last.len() > 2 || labels.clone().count() > 1 && labels.all(|label| label.len() > 1))
}
