//! Stretches of time: two expressions joined by "from … to", "between … and", and one opened or closed by "since",
//! "until", "before", "after".
use super::Found;
use super::form::{Calendar, Form};
use super::lexicon::Word;
use super::resolve::{first_day, ordered};
use super::scan::Scan;
use crate::article::PartialDate;
use crate::mention::TimeKind;
use jiff::civil::Date;

/// Joins the expressions of a sentence that make ranges, and turns dates after "since" and the like into bounds.
pub(super) fn join(scan: &Scan, found: Vec<Found>) -> Vec<Found> {
    let mut joined: Vec<Found> = Vec::with_capacity(found.len());
    for next in found {
        if let Some(last) = joined.last_mut()
            && let Some(range) = range(scan, last, &next)
        {
            *last = range;
            continue;
        }
        joined.push(next);
    }
    for found in &mut joined {
        bound(scan, found);
    }
    joined
}

fn later(one: PartialDate, other: PartialDate) -> bool {
    first_day(one) > first_day(other)
}

fn word_before(scan: &Scan, i: usize) -> Word {
    i.checked_sub(1).map_or(Word::Other, |i| scan.words[i])
}

fn range(scan: &Scan, first: &Found, second: &Found) -> Option<Found> {
    let opener = word_before(scan, first.words.0);
    let link = scan.words.get(first.words.1..second.words.0)?;
    let linked = match (opener, link) {
        (Word::From, [Word::To | Word::Through | Word::Until | Word::Hyphen])
        | (Word::Between, [Word::And])
        | (_, [Word::Through]) => true,
        (_, [Word::To | Word::Hyphen]) => same_grain(first.form, second.form),
        _ => false,
    };
    if !linked || first.expression.kind != TimeKind::Date || second.expression.kind != TimeKind::Date {
        return None;
    }
    let (mut begin, mut end) = (first.expression.date, second.expression.date);
    match (first.form, second.form) {
        // "from October to December 2005"
        (Form::Calendar(Calendar { year: None, .. }), Form::Calendar(Calendar { year: Some(year), .. })) => {
            begin = begin
                .and_then(|date| with_year(date, year))
                .filter(|&begin| end.is_none_or(|end| !later(begin, end)))
                .or_else(|| first.expression.date.and_then(|date| with_year(date, year - 1)));
        }
        // "from Nov. 15 to Jan. 3": the end follows the begin.
        (_, Form::Calendar(Calendar { year: None, .. }))
            if begin.zip(end).is_some_and(|(begin, end)| later(begin, end)) =>
        {
            end = begin.zip(end).and_then(|(begin, end)| {
                let year = year_of(begin);
                [year, year + 1].into_iter().filter_map(|year| with_year(end, year)).find(|&end| !later(begin, end))
            });
        }
        (_, Form::Weekday { .. }) if begin.zip(end).is_some_and(|(begin, end)| later(begin, end)) => {
            end = end.and_then(|end| match end {
                PartialDate::Day(day) => super::calendar::add_days(day, 7).map(PartialDate::Day),
                other => Some(other),
            });
        }
        _ => {}
    }
    let resolved = ordered(begin, end);
    let mut expression = first.expression.clone();
    expression.span = expression.span.cover(second.expression.span);
    expression.tokens.1 = second.expression.tokens.1;
    (expression.value, expression.date) = (resolved.value, None);
    (expression.begin, expression.end) = (resolved.begin, resolved.end);
    Some(Found { words: (first.words.0, second.words.1), form: first.form, attributive: first.attributive, expression })
}

fn same_grain(first: Form, second: Form) -> bool {
    match (first, second) {
        (Form::Calendar(a), Form::Calendar(b)) => {
            a.day.is_some() == b.day.is_some() && a.month.is_some() == b.month.is_some()
        }
        (Form::Weekday { .. }, Form::Weekday { .. }) => true,
        _ => false,
    }
}

fn year_of(date: PartialDate) -> i16 {
    match date {
        PartialDate::Day(day) => day.year(),
        PartialDate::Month { year, .. } | PartialDate::Year(year) => year,
    }
}

fn with_year(date: PartialDate, year: i16) -> Option<PartialDate> {
    match date {
        PartialDate::Day(day) => Date::new(year, day.month(), day.day()).ok().map(PartialDate::Day),
        PartialDate::Month { month, .. } => Some(PartialDate::Month { year, month }),
        PartialDate::Year(_) => Some(PartialDate::Year(year)),
    }
}

/// A date after "since" or "after" is a begin, one after "until" or "before" an end: what is told of did not happen on
/// that date. "By 2008" stays a date, and so does a date that belongs to a noun ("after Monday's attack").
fn bound(scan: &Scan, found: &mut Found) {
    if found.attributive {
        return;
    }
    let the = word_before(scan, found.words.0) == Word::The;
    let start = if the { found.words.0.saturating_sub(1) } else { found.words.0 };
    let expression = &mut found.expression;
    match word_before(scan, start) {
        Word::Since | Word::After => {
            (expression.begin, expression.end) = (expression.date.take().or(expression.begin), None);
        }
        Word::Until | Word::Before => {
            (expression.begin, expression.end) = (None, expression.date.take().or(expression.end));
        }
        _ => {}
    }
}
