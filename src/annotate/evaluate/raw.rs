//! Scores on raw text, after the `CoNLL` 2018 shared task (Zeman et al. 2018): words are aligned by their characters.
use super::SpanScore;
use crate::annotate::Annotator;
use crate::article::Article;
use crate::document::conllu::{TreebankSentence, is_contraction};
use crate::document::{Deprel, Document, TokenId, Upos, Xpos};

/// F1 of everything from the raw text on. Relations are compared with their subtypes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RawScores {
    pub tokens: SpanScore,
    pub words: SpanScore,
    pub sentences: SpanScore,
    pub upos: SpanScore,
    pub xpos: SpanScore,
    pub lemmas: SpanScore,
    pub uas: SpanScore,
    pub las: SpanScore,
    /// Labelled attachment of content words only.
    pub clas: SpanScore,
}

/// Relations of function words and punctuation, which CLAS leaves out (Nivre & Fang 2017).
const FUNCTION_RELATIONS: &[&str] = &["aux", "case", "cc", "clf", "cop", "det", "mark", "punct"];

/// Annotates the treebank's documents from their text and compares.
#[must_use]
pub fn raw(annotator: &Annotator, treebank: &[TreebankSentence]) -> RawScores {
    let mut scores = RawScores::default();
    for document in treebank.chunk_by(|_, next| !next.new_document) {
        let mut article = Article::default();
        for sentence in document {
            if !article.text.is_empty() {
                article.text.push_str(if sentence.new_paragraph { "\n\n" } else { " " });
            }
            article.text.push_str(&sentence.text());
        }
        compare(&Flat::gold(document), &Flat::system(&annotator.annotate(&article)), &mut scores);
    }
    scores
}

/// First and one past the last character, counting only those that are not white space.
type Place = (usize, usize);

/// Words, tokens and sentences with their places.
#[derive(Default)]
struct Flat<'a> {
    words: Vec<FlatWord<'a>>,
    tokens: Vec<Place>,
    sentences: Vec<Place>,
}

struct FlatWord<'a> {
    place: Place,
    upos: Upos,
    xpos: Xpos,
    lemma: &'a str,
    head: Option<usize>,
    deprel: Deprel,
}

impl<'a> Flat<'a> {
    fn gold(sentences: &'a [TreebankSentence]) -> Self {
        let mut flat = Self::default();
        let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        let mut at = 0;
        for sentence in sentences {
            let (start, first) = (at, flat.words.len());
            for token in &sentence.tokens {
                let end = at + visible(&token.form);
                let words = sentence.words.get(token.words.0..token.words.1).unwrap_or_default();
                // The words of most contractions follow one another in the text; the others each stand for the whole.
                let adds_up = words.iter().map(|word| visible(&word.form)).sum::<usize>() == end - at;
                let mut next = at;
                for word in words {
                    let place = if adds_up { (next, next + visible(&word.form)) } else { (at, end) };
                    next = place.1;
                    flat.words.push(FlatWord {
                        place,
                        upos: word.upos,
                        xpos: word.xpos,
                        lemma: &word.lemma,
                        head: word.head.map(|head| first + head),
                        deprel: word.deprel,
                    });
                }
                flat.tokens.push((at, end));
                at = end;
            }
            flat.sentences.push((start, at));
        }
        flat
    }

    fn system(document: &'a Document) -> Self {
        let mut flat = Self::default();
        let (mut seen, mut count) = (0, 0);
        // Spans come in text order, so one walk over the text is enough.
        let mut visible_before = |offset: u32| {
            let offset = offset as usize;
            count += document.text()[seen..offset].chars().filter(|c| !c.is_whitespace()).count();
            seen = offset;
            count
        };
        for sentence in document.sentences() {
            let mut previous = None;
            for id in sentence.token_ids() {
                let token = document.token(id);
                let place = (visible_before(token.span.start), visible_before(token.span.end));
                flat.words.push(FlatWord {
                    place,
                    upos: token.upos,
                    xpos: token.xpos,
                    lemma: &token.lemma,
                    head: token.head.map(TokenId::index),
                    deprel: token.deprel,
                });
                match flat.tokens.last_mut() {
                    Some(last) if previous.is_some_and(|previous| is_contraction(document, previous, id)) => {
                        last.1 = place.1;
                    }
                    _ => flat.tokens.push(place),
                }
                previous = Some(id);
            }
            let words = &flat.words[sentence.tokens.0 as usize..];
            if let (Some(first), Some(last)) = (words.first(), words.last()) {
                flat.sentences.push((first.place.0, last.place.1));
            }
        }
        flat
    }

    fn is_content(&self, index: usize) -> bool {
        !FUNCTION_RELATIONS.iter().any(|relation| self.words[index].deprel.matches(relation))
    }
}

fn compare(gold: &Flat, system: &Flat, scores: &mut RawScores) {
    count_spans(&gold.tokens, &system.tokens, &mut scores.tokens);
    count_spans(&gold.sentences, &system.sentences, &mut scores.sentences);
    let aligned = align(gold, system);
    let content = |flat: &Flat| (0..flat.words.len()).filter(|&index| flat.is_content(index)).count();
    let (given, wanted) = (system.words.len(), gold.words.len());
    let (content_given, content_wanted) = (content(system), content(gold));
    let count = |score: &mut SpanScore, given, wanted, right: &dyn Fn(usize, usize) -> bool| {
        let pairs = aligned.iter().enumerate().filter_map(|(index, other)| other.map(|other| (index, other)));
        score.right += pairs.filter(|&(index, other)| right(index, other)).count();
        score.given += given;
        score.wanted += wanted;
    };
    let pair = |g: usize, s: usize| (&gold.words[g], &system.words[s]);
    let same_head = |g: usize, s: usize| match (gold.words[g].head, system.words[s].head) {
        (None, None) => true,
        (Some(gold_head), Some(system_head)) => aligned[gold_head] == Some(system_head),
        _ => false,
    };
    let same_arc = |g: usize, s: usize| same_head(g, s) && gold.words[g].deprel == system.words[s].deprel;
    count(&mut scores.words, given, wanted, &|_, _| true);
    count(&mut scores.upos, given, wanted, &|g, s| pair(g, s).0.upos == pair(g, s).1.upos);
    count(&mut scores.xpos, given, wanted, &|g, s| pair(g, s).0.xpos == pair(g, s).1.xpos);
    // The treebanks leave some lemmas open ("_"), which cannot be wrong.
    count(&mut scores.lemmas, given, wanted, &|g, s| {
        pair(g, s).0.lemma == "_" || pair(g, s).0.lemma == pair(g, s).1.lemma
    });
    count(&mut scores.uas, given, wanted, &same_head);
    count(&mut scores.las, given, wanted, &same_arc);
    count(&mut scores.clas, content_given, content_wanted, &|g, s| gold.is_content(g) && same_arc(g, s));
}

/// For each gold word the system's word at the same place.
fn align(gold: &Flat, system: &Flat) -> Vec<Option<usize>> {
    let mut next = 0;
    gold.words
        .iter()
        .map(|word| {
            while system.words.get(next).is_some_and(|other| other.place < word.place) {
                next += 1;
            }
            let found = system.words.get(next).is_some_and(|other| other.place == word.place);
            next += usize::from(found);
            found.then(|| next - 1)
        })
        .collect()
}

fn count_spans(gold: &[Place], system: &[Place], score: &mut SpanScore) {
    score.given += system.len();
    score.wanted += gold.len();
    score.right += gold.iter().filter(|span| system.binary_search(span).is_ok()).count();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::conllu;
    use crate::document::{Sentence, SentenceId, Span, Token};

    fn parse(rows: &str) -> Vec<TreebankSentence> {
        let text: Vec<String> = rows
            .lines()
            .map(|row| match row.split_whitespace().collect::<Vec<_>>()[..] {
                [id, form, head, deprel] => format!("{id}\t{form}\t{form}\tX\tFW\t_\t{head}\t{deprel}\t_\t_"),
                [range, form] => format!("{range}\t{form}\t_\t_\t_\t_\t_\t_\t_\t_"),
                _ => String::new(),
            })
            .collect();
        conllu::read(&text.join("\n")).expect("well-formed rows")
    }

    #[test]
    fn words_are_aligned_by_their_characters() {
        let gold = parse("1 US 4 nsubj\n2 forces 1 flat\n3-4 can't\n3 ca 4 aux\n4 n't 0 root\n\n1 Go 0 root");
        let system = parse("1 USforces 2 nsubj\n2 can't 0 root\n3 Go 2 conj");
        let mut scores = RawScores::default();
        compare(&Flat::gold(&gold), &Flat::gold(&system), &mut scores);
        assert_eq!(scores.words, SpanScore { right: 1, given: 3, wanted: 5 });
        assert_eq!(scores.sentences, SpanScore { right: 0, given: 1, wanted: 2 });
        assert_eq!(scores.las.right, 0);
    }

    #[test]
    fn what_the_system_leaves_out_does_not_shift_the_rest() {
        let gold = parse("1 Photo 0 root\n\n1 Oslo 2 nsubj\n2 agreed 0 root");
        let text = "Photo  Oslo agreed";
        let token = |start, end, head: Option<u32>, deprel| Token {
            span: Span::new(start, end),
            sentence: SentenceId(0),
            lemma: text[start..end].into(),
            upos: Upos::parse("X"),
            xpos: Xpos::parse("FW"),
            head: head.map(TokenId),
            deprel: Deprel::parse(deprel),
        };
        let tokens = vec![token(7, 11, Some(1), "nsubj"), token(12, 18, None, "root")];
        let sentence = Sentence { span: Span::new(7, 18), tokens: (0, 2), paragraph: 0 };
        let document = Document::new(text.into(), vec![sentence], tokens, &[]);
        let mut scores = RawScores::default();
        compare(&Flat::gold(&gold), &Flat::system(&document), &mut scores);
        assert_eq!(scores.las, SpanScore { right: 2, given: 2, wanted: 3 });
        assert_eq!(scores.sentences, SpanScore { right: 1, given: 1, wanted: 2 });
    }

    #[test]
    fn the_same_analysis_scores_in_full() {
        let gold = parse("1 Oslo 2 nsubj\n2 agreed 0 root\n3 . 2 punct");
        let mut scores = RawScores::default();
        compare(&Flat::gold(&gold), &Flat::gold(&gold), &mut scores);
        for score in [scores.tokens, scores.words, scores.sentences, scores.lemmas, scores.uas, scores.las] {
            assert_eq!((score.right, score.given), (score.wanted, score.wanted));
        }
        assert_eq!(scores.clas, SpanScore { right: 2, given: 2, wanted: 2 });
    }
}
