//! CoNLL-U reading and writing (<https://universaldependencies.org/format.html>).
//!
//! Empty nodes of the enhanced graph are skipped; multiword ranges and `SpaceAfter=No` are kept, so that the
//! original text can be rebuilt. The relation subtypes `npmod` and `tmod` of older treebanks are read as `unmarked`.
use super::{Deprel, Document, Sentence, TokenId, Upos, Xpos};
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

/// A syntactic word of a treebank sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub form: Box<str>,
    pub lemma: Box<str>,
    pub upos: Upos,
    pub xpos: Xpos,
    /// Index of the head in [`TreebankSentence::words`]; `None` for the root.
    pub head: Option<usize>,
    pub deprel: Deprel,
    /// Enhanced edges as written (`4:nsubj|7:conj:and`), empty for none.
    pub enhanced: Box<str>,
}

/// What stands between two spaces or punctuation marks in the text: one word, or a contraction of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurfaceToken {
    pub form: Box<str>,
    /// First and one past the last index in [`TreebankSentence::words`].
    pub words: (usize, usize),
    pub space_after: bool,
}

/// One sentence of a treebank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TreebankSentence {
    pub id: String,
    /// Whether a new document begins here.
    pub new_document: bool,
    /// Whether a new paragraph begins here.
    pub new_paragraph: bool,
    pub words: Vec<Word>,
    pub tokens: Vec<SurfaceToken>,
}

impl TreebankSentence {
    /// The sentence's text, rebuilt from its tokens; without the space after the last one.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for token in &self.tokens {
            text.push_str(&token.form);
            if token.space_after {
                text.push(' ');
            }
        }
        text.truncate(text.trim_end().len());
        text
    }

    /// The word forms.
    #[must_use]
    pub fn forms(&self) -> Vec<&str> {
        self.words.iter().map(|word| &*word.form).collect()
    }
}

/// Why a CoNLL-U text cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ConlluError {
    #[error("line {line}: {columns} columns instead of 10; is this CoNLL-U, with tabs between the columns?")]
    Columns { line: usize, columns: usize },
    #[error("line {line}: {text:?} is no word number that fits here")]
    Number { line: usize, text: String },
    #[error("sentence before line {line}: word {word} has a head that is no word of the sentence")]
    Head { line: usize, word: usize },
    #[error("cannot read the file")]
    Io(#[from] std::io::Error),
}

/// Reads a CoNLL-U file; names ending in `.gz` are decompressed.
///
/// # Errors
/// If the file cannot be read or is not CoNLL-U.
pub fn read_file(path: &Path) -> Result<Vec<TreebankSentence>, ConlluError> {
    let mut text = String::new();
    let mut file = std::fs::File::open(path)?;
    if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text)?;
    } else {
        file.read_to_string(&mut text)?;
    }
    read(&text)
}

/// Reads the sentences of a CoNLL-U text.
///
/// # Errors
/// If a line does not have ten columns, words are not numbered from 1, or a head is no word of its sentence.
pub fn read(text: &str) -> Result<Vec<TreebankSentence>, ConlluError> {
    let mut sentences = Vec::new();
    let mut sentence = TreebankSentence::default();
    let mut last_line = 0;
    for (line, content) in (1..).zip(text.lines()) {
        last_line = line;
        if content.trim().is_empty() {
            finish(&mut sentence, &mut sentences, line)?;
        } else if let Some(comment) = content.strip_prefix('#') {
            read_comment(comment.trim(), &mut sentence);
        } else {
            read_word(content, line, &mut sentence)?;
        }
    }
    finish(&mut sentence, &mut sentences, last_line + 1)?;
    Ok(sentences)
}

fn finish(
    sentence: &mut TreebankSentence,
    sentences: &mut Vec<TreebankSentence>,
    line: usize,
) -> Result<(), ConlluError> {
    if sentence.words.is_empty() {
        return Ok(());
    }
    let length = sentence.words.len();
    if let Some(word) = sentence.words.iter().position(|word| word.head.is_some_and(|head| head >= length)) {
        return Err(ConlluError::Head { line, word: word + 1 });
    }
    if let Some(token) = sentence.tokens.last_mut() {
        // A range that promises more words than follow covers what is there.
        token.words.1 = token.words.1.min(length);
    }
    sentences.push(std::mem::take(sentence));
    Ok(())
}

fn read_comment(comment: &str, sentence: &mut TreebankSentence) {
    let key = comment.split([' ', '=']).next().unwrap_or_default();
    match key {
        "newdoc" => sentence.new_document = true,
        "newpar" => sentence.new_paragraph = true,
        "sent_id" => comment.split_once('=').map_or("", |(_, id)| id.trim()).clone_into(&mut sentence.id),
        _ => {}
    }
}

fn read_word(content: &str, line: usize, sentence: &mut TreebankSentence) -> Result<(), ConlluError> {
    let mut columns = [""; 10];
    let mut count = 0;
    for column in content.split('\t') {
        if let Some(slot) = columns.get_mut(count) {
            *slot = column;
        }
        count += 1;
    }
    if count != 10 {
        return Err(ConlluError::Columns { line, columns: count });
    }
    let [id, form, lemma, upos, xpos, _, head, deprel, enhanced, misc] = columns;
    let number = |text: &str| {
        text.parse::<usize>().map_err(|_| ConlluError::Number { line, text: text.chars().take(40).collect() })
    };
    if id.contains('.') {
        return Ok(());
    }
    let next = sentence.words.len() + 1;
    let space_after = !misc.split('|').any(|item| item == "SpaceAfter=No");
    if let Some((first, last)) = id.split_once('-') {
        let (first, last) = (number(first)?, number(last)?);
        if first != next || last < first || last - first > 64 {
            return Err(ConlluError::Number { line, text: id.to_owned() });
        }
        sentence.tokens.push(SurfaceToken { form: form.into(), words: (first - 1, last), space_after });
        return Ok(());
    }
    if number(id)? != next {
        return Err(ConlluError::Number { line, text: id.chars().take(40).collect() });
    }
    let in_range = sentence.tokens.last().is_some_and(|token| token.words.1 >= next);
    if !in_range {
        sentence.tokens.push(SurfaceToken { form: form.into(), words: (next - 1, next), space_after });
    }
    let deprel = match deprel {
        "obl:npmod" | "obl:tmod" => "obl:unmarked",
        "nmod:npmod" | "nmod:tmod" => "nmod:unmarked",
        other => other,
    };
    let head = if head == "_" { None } else { number(head)?.checked_sub(1) };
    sentence.words.push(Word {
        form: form.into(),
        lemma: lemma.into(),
        upos: Upos::parse(upos),
        xpos: Xpos::parse(xpos),
        head,
        deprel: Deprel::parse(deprel),
        enhanced: if enhanced == "_" { "".into() } else { enhanced.into() },
    });
    Ok(())
}

/// Writes a document; `id` names it in `newdoc` and in the sentence ids (`ID-1`, `ID-2` …).
#[must_use]
pub fn write(document: &Document, id: &str) -> String {
    let mut out = String::new();
    let mut paragraph = None;
    for (number, sentence) in (1usize..).zip(document.sentences()) {
        if number == 1 {
            let _ = writeln!(out, "# newdoc id = {id}");
        }
        if paragraph != Some(sentence.paragraph) {
            out.push_str("# newpar\n");
            paragraph = Some(sentence.paragraph);
        }
        let text = document.slice(sentence.span).split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(out, "# sent_id = {id}-{number}\n# text = {text}");
        write_sentence(&mut out, document, sentence);
        out.push('\n');
    }
    out
}

fn write_sentence(out: &mut String, document: &Document, sentence: &Sentence) {
    let first = sentence.tokens.0;
    let number = |id: TokenId| id.0.wrapping_sub(first).wrapping_add(1);
    let joined = |id: TokenId| id.0 + 1 < sentence.tokens.1 && is_contraction(document, id, TokenId(id.0 + 1));
    let space_after = |id: TokenId| {
        let next = id.0 + 1;
        next < sentence.tokens.1 && document.token(id).span.end == document.token(TokenId(next)).span.start
    };
    let misc = |glued: bool| if glued { "SpaceAfter=No" } else { "_" };
    let mut range_end = first;
    for id in sentence.token_ids() {
        let token = document.token(id);
        if id.0 >= range_end {
            range_end = id.0 + 1;
            if joined(id) {
                let mut last = TokenId(id.0 + 1);
                while joined(last) {
                    last = TokenId(last.0 + 1);
                }
                range_end = last.0 + 1;
                let form = document.slice(token.span.cover(document.token(last).span));
                let (from, to) = (number(id), number(last));
                let _ = writeln!(out, "{from}-{to}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{}", misc(space_after(last)));
            }
        }
        let in_range = joined(id) || is_inside(document, sentence, id);
        let head = token.head.map_or(0, number);
        let mut enhanced: Vec<_> = document.enhanced_heads(id).iter().map(|e| (number(e.head), e.deprel)).collect();
        if token.head.is_none() {
            enhanced.push((0, token.deprel));
        }
        enhanced.sort_by_key(|&(head, deprel)| (head, deprel.as_str()));
        let enhanced: Vec<_> = enhanced.iter().map(|(head, deprel)| format!("{head}:{deprel}")).collect();
        let form: String = document.form(id).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let lemma = if token.lemma.is_empty() { &form } else { &*token.lemma };
        let _ = writeln!(
            out,
            "{}\t{form}\t{lemma}\t{}\t{}\t_\t{head}\t{}\t{}\t{}",
            number(id),
            token.upos,
            token.xpos,
            token.deprel,
            enhanced.join("|"),
            misc(!in_range && space_after(id)),
        );
    }
}

/// Whether the word before this one is glued to it as in a contraction.
fn is_inside(document: &Document, sentence: &Sentence, id: TokenId) -> bool {
    id.0 > sentence.tokens.0 && is_contraction(document, TokenId(id.0 - 1), id)
}

/// Whether two neighbouring words are parts of one token: words that touch without a punctuation mark between them ("do" "n't", "Iraq" "'s").
#[must_use]
pub fn is_contraction(document: &Document, left: TokenId, right: TokenId) -> bool {
    let word = |id: TokenId| !matches!(document.token(id).upos.as_str(), "PUNCT" | "SYM" | "NUM");
    document.token(left).span.end == document.token(right).span.start
        && word(left)
        && word(right)
        && document.form(left).ends_with(char::is_alphanumeric)
        && document.form(right).starts_with(|c: char| c.is_alphanumeric() || c == '\'' || c == '’')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{SentenceId, Span, Token};

    const SAMPLE: &str = "# newdoc id = a\n# newpar\n# sent_id = a-1\n# text = Oslo didn't sign.\n\
        1\tOslo\tOslo\tPROPN\tNNP\t_\t4\tnsubj\t4:nsubj\t_\n\
        2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_\n\
        2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t4:aux\t_\n\
        3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t4:advmod\t_\n\
        3.1\tempty\t_\t_\t_\t_\t_\t_\t4:x\t_\n\
        4\tsign\tsign\tVERB\tVB\t_\t0\troot\t0:root\tSpaceAfter=No\n\
        5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t4:punct\t_\n\n";

    #[test]
    fn reads_ranges_and_spacing() {
        let sentences = read(SAMPLE).expect("valid sample");
        assert_eq!(sentences.len(), 1);
        let sentence = &sentences[0];
        assert_eq!(sentence.text(), "Oslo didn't sign.");
        assert_eq!(sentence.forms(), ["Oslo", "did", "n't", "sign", "."]);
        assert_eq!(sentence.tokens[1].words, (1, 3));
        assert_eq!(sentence.words[0].head, Some(3));
        assert_eq!(sentence.words[3].head, None);
        assert!(sentence.new_document && sentence.new_paragraph);
        assert_eq!(sentence.id, "a-1");
    }

    #[test]
    fn refuses_what_is_not_conllu() {
        let cases = [
            ("1\tOslo\n", "line 1: 2 columns"),
            ("2\ta\ta\tX\tFW\t_\t0\troot\t_\t_\n", "line 1: \"2\""),
            ("1\ta\ta\tX\tFW\t_\t9\tdep\t_\t_\n", "word 1 has a head"),
            ("1-99999999\tab\t_\t_\t_\t_\t_\t_\t_\t_\n", "line 1: \"1-99999999\""),
            ("1\ta\ta\tX\tFW\t_\tx\tdep\t_\t_\n", "line 1: \"x\""),
        ];
        for (text, expected) in cases {
            let message = read(text).expect_err(text).to_string();
            assert!(message.contains(expected), "{message} for {text:?}");
        }
    }

    #[test]
    fn writes_what_it_reads() {
        let text = "Oslo didn't sign.";
        let word = |start, end, upos, xpos, head: Option<u32>, deprel| Token {
            span: Span::new(start, end),
            sentence: SentenceId(0),
            lemma: text[start..end].into(),
            upos: Upos::parse(upos),
            xpos: Xpos::parse(xpos),
            head: head.map(TokenId),
            deprel: Deprel::parse(deprel),
        };
        let tokens = vec![
            word(0, 4, "PROPN", "NNP", Some(3), "nsubj"),
            word(5, 8, "AUX", "VBD", Some(3), "aux"),
            word(8, 11, "PART", "RB", Some(3), "advmod"),
            word(12, 16, "VERB", "VB", None, "root"),
            word(16, 17, "PUNCT", ".", Some(3), "punct"),
        ];
        let sentence = Sentence { span: Span::new(0, text.len()), tokens: (0, 5), paragraph: 0 };
        let written = write(&Document::new(text.into(), vec![sentence], tokens, &[]), "a");
        let read = read(&written).expect("what we write is CoNLL-U");
        assert_eq!(read[0].text(), text);
        assert_eq!(read[0].tokens[1].words, (1, 3), "{written}");
        assert_eq!(read[0].words[0].head, Some(3));
        assert_eq!(&*read[0].words[4].enhanced, "4:punct");
    }
}
