//! Time expressions and their values, after `TimeML` TIMEX3 (ISO-TimeML, Pustejovsky et al. 2010).
//!
//! The words of a sentence are scanned (`time/scan.rs`) independently of tokenisation, a hand-written grammar reads
//! forms from them, and resolution gives a form its value from the reference date (of publication)
//! and the tense of the governing verb. Nothing is guessed: without a reference date, "on Wednesday" has no value,
//! and times that hang on an event ("the following day") never have one.
mod calendar;
mod form;
mod grammar;
mod lexicon;
mod range;
mod resolve;
mod scan;
mod tense;

use crate::article::{Article, PartialDate};
use crate::document::{Document, Sentence, Span, TokenId};
use form::{Form, Shift};
use grammar::Grammar;
use jiff::civil::Date;
use lexicon::Word;
use resolve::{Context, resolve};
use scan::Scan;
use tense::Tense;

/// The TIMEX3 type of a time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeKind {
    Date,
    Time,
    Duration,
    Set,
}

/// A time expression with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    pub span: Span,
    /// First and one past the last token.
    pub tokens: (u32, u32),
    pub kind: TimeKind,
    /// TIMEX3 value ("2024-02-14", "P3D", `PRESENT_REF`; "2006-11-15/2006-11-26" for a range); `None` where the text
    /// gives none without guessing.
    pub value: Option<String>,
    /// The day, month or year it names, if it is one. A week is named by its month if it lies within one.
    pub date: Option<PartialDate>,
    /// Ends of a span of time ("from 1990 to 1994", "since 2014" has only a begin).
    pub begin: Option<PartialDate>,
    pub end: Option<PartialDate>,
}

/// Whether a lower-case word is the full name of a day of the week.
#[must_use]
pub fn is_weekday(word: &str) -> bool {
    matches!(lexicon::word(word), Word::Weekday(_))
}

/// The day that the text calls today: that of the dateline if the article came out within a week of it, else that of
/// publication.
#[must_use]
pub fn reference(article: &Article) -> Option<Date> {
    let filed = article.dateline.as_ref().and_then(|dateline| dateline.date);
    match (filed, article.date) {
        (Some(filed), Some(published)) => {
            let hours = published.duration_since(filed).as_hours();
            Some(if (0..=7 * 24).contains(&hours) { filed } else { published })
        }
        (filed, published) => published.or(filed),
    }
}

/// All time expressions of the document in text order, without overlap. Relative ones get their values from
/// `reference`, the date of publication.
#[must_use]
pub fn detect(document: &Document, reference: Option<Date>) -> Vec<TimeExpression> {
    let may_is_a_name =
        ["Theresa May", "Mrs. May", "Mrs May", "Ms. May", "Ms May"].iter().any(|name| document.text().contains(name));
    let mut detector = Detector { document, reference, may_is_a_name, weekdays: [Tense::Open; 7], quarter: None };
    document.sentences().iter().flat_map(|sentence| detector.sentence(sentence)).collect()
}

/// Tokens within which "a year earlier" still compares with the quarter told of.
const NEARBY: u32 = 120;

struct Detector<'a> {
    document: &'a Document,
    reference: Option<Date>,
    may_is_a_name: bool,
    /// On which side of the reference each weekday, from Monday, was last placed by a verb.
    weekdays: [Tense; 7],
    /// The quarter last told of, and the sentence in which.
    quarter: Option<((i16, u8), u32)>,
}

/// An expression and the words it spans.
struct Found {
    words: (usize, usize),
    form: Form,
    /// Whether it modifies a noun after it: "Monday's attack", "the 2003 invasion".
    attributive: bool,
    expression: TimeExpression,
}

impl Detector<'_> {
    fn sentence(&mut self, sentence: &Sentence) -> Vec<TimeExpression> {
        let scan = Scan::of(self.document, sentence);
        let grammar = Grammar::new(&scan.words, self.may_is_a_name);
        let mut found = Vec::new();
        let mut i = 0;
        while i < scan.words.len() {
            let Some((reading, end)) = grammar.expression(i) else {
                i += 1;
                continue;
            };
            let extent = scan.places[i].span.cover(scan.places[end - 1].span);
            let tokens = (scan.places[i].token.0, scan.places[end - 1].token.0 + 1);
            let head = self.head(tokens);
            let before = scan.words[..i].iter().rev().find(|&&word| word != Word::The).copied().unwrap_or(Word::Other);
            let tense = self.tense(head, before, i < 3, reading.form);
            // "in two weeks", but not "the first visit in ten years"
            let verbal = self.document.token(head).head.is_some_and(|verb| self.document.token(verb).upos == "VERB");
            let inside = before == Word::In && verbal;
            let quarter = self.quarter.filter(|&(_, at)| sentence.tokens.0 - at <= NEARBY).map(|(quarter, _)| quarter);
            let resolved = resolve(reading, Context { reference: self.reference, tense, inside, quarter });
            if let Form::Quarter { number, .. } = reading.form
                && let Some(PartialDate::Year(year)) = resolved.date
            {
                self.quarter = Some(((year, number), sentence.tokens.0));
            }
            let expression = TimeExpression {
                span: extent,
                tokens,
                kind: resolved.kind,
                value: resolved.value,
                date: resolved.date,
                begin: resolved.begin,
                end: resolved.end,
            };
            let attributive = scan.words.get(end) == Some(&Word::Possessive)
                || self.document.token(head).head.is_some_and(|noun| noun.0 >= tokens.1 && self.is_nominal(noun));
            found.push(Found { words: (i, end), form: reading.form, attributive, expression });
            i = end;
        }
        range::join(&scan, found).into_iter().map(|found| found.expression).collect()
    }

    /// The token of the expression that depends on one outside.
    fn head(&self, (first, last): (u32, u32)) -> TokenId {
        (first..last)
            .map(TokenId)
            .find(|&id| self.document.token(id).head.is_none_or(|head| head.0 < first || head.0 >= last))
            .unwrap_or(TokenId(first))
    }

    fn is_nominal(&self, id: TokenId) -> bool {
        let upos = self.document.token(id).upos;
        upos == "NOUN" || upos == "PROPN"
    }

    /// The side of the reference date. A weekday that only modifies a noun ("Thursday's election") is the one the
    /// article has spoken of before.
    fn tense(&mut self, head: TokenId, before: Word, initial: bool, form: Form) -> Tense {
        let tense = match tense::governing(self.document, head) {
            // "gave him until Friday", but "Until Friday he had not …"
            Tense::Past | Tense::Open if before == Word::Until && !initial => Tense::Future,
            _ if before == Word::Since => Tense::Past,
            tense => tense,
        };
        let Form::Weekday { weekday, shift: Shift::Bare, week: None } = form else { return tense };
        let index = usize::try_from(weekday.to_monday_zero_offset()).unwrap_or(0) % 7;
        if self.document.token(head).head.is_some_and(|noun| self.is_nominal(noun))
            && self.weekdays[index] != Tense::Open
        {
            return self.weekdays[index];
        }
        self.weekdays[index] = if tense == Tense::Future { Tense::Future } else { Tense::Past };
        tense
    }
}

#[cfg(test)]
mod tests;
