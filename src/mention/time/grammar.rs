//! The productions of time expressions over the words of a sentence. At every position the first production that
//! matches wins; each takes as many words as it can.
#![expect(clippy::match_same_arms, clippy::unnested_or_patterns, reason = "one production a line")]
mod calendar;
mod measure;

use super::form::{Form, Reading, Shift};
use super::lexicon::{Feast, Indefinite, Part, Unit, Word};
use crate::mention::TimeKind;

/// A form and one past its last word.
type Match<T> = Option<(T, usize)>;

/// A sentence's words; productions are its methods.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grammar<'a> {
    words: &'a [Word],
    /// Whether the text names somebody called May.
    may_is_a_name: bool,
}

impl<'a> Grammar<'a> {
    pub(super) const fn new(words: &'a [Word], may_is_a_name: bool) -> Self {
        Self { words, may_is_a_name }
    }

    /// The longest time expression that starts at the word.
    pub(super) fn expression(self, i: usize) -> Match<Reading> {
        self.timed(i).or_else(|| self.modified(i)).or_else(|| self.core(i))
    }

    fn rest(self, i: usize) -> &'a [Word] {
        self.words.get(i..).unwrap_or(&[])
    }

    fn word(self, i: usize) -> Word {
        self.words.get(i).copied().unwrap_or(Word::Other)
    }

    fn before(self, i: usize) -> Word {
        i.checked_sub(1).map_or(Word::Other, |i| self.word(i))
    }

    /// Words that tell which stretch of the expression is meant: "early", "later on", "the end of".
    fn modified(self, i: usize) -> Match<Reading> {
        let skip = match self.rest(i) {
            [Word::The, Word::Stretch, Word::Of, Word::The, ..] => 4,
            [Word::The, Word::Stretch, Word::Of, ..] => 3,
            [Word::The, Word::Early | Word::Mid | Word::Late, Word::Hyphen, ..]
            | [
                Word::Early | Word::Mid | Word::Late | Word::Earlier | Word::Later,
                Word::In | Word::On,
                Word::The,
                ..,
            ] => 3,
            [Word::The, Word::Early | Word::Mid | Word::Late, ..]
            | [Word::Early | Word::Mid | Word::Late, Word::Hyphen, ..]
            | [Word::Early | Word::Late, Word::In | Word::On, ..]
            | [Word::Earlier | Word::Later, Word::In | Word::On, ..]
            | [Word::Stretch, Word::Of, ..] => 2,
            [Word::Early | Word::Mid | Word::Late | Word::Earlier | Word::Later | Word::Hedge, ..] => 1,
            _ => return None,
        };
        if let [.., Word::The] = self.words[i..i + skip] {
            match self.rest(i + skip) {
                [Word::Unit { .. }, ..] => return Some((Form::Unanchored(TimeKind::Date).into(), i + skip + 1)),
                [Word::Part(_), ..] => return Some((Form::Unanchored(TimeKind::Time).into(), i + skip + 1)),
                _ => {}
            }
        }
        let hedged = matches!(self.word(i), Word::Hedge);
        let (reading, end) = self.timed(i + skip).or_else(|| self.core(i + skip))?;
        let anchored = matches!(
            reading.form,
            Form::Calendar(_)
                | Form::Month { .. }
                | Form::MonthOf { .. }
                | Form::Weekday { .. }
                | Form::Weekend(_)
                | Form::Day(_)
                | Form::Unit { .. }
                | Form::Season { .. }
                | Form::Decade(_)
                | Form::Century(_)
                | Form::Quarter { .. }
                | Form::Half { .. }
                | Form::Unanchored(_)
                | Form::Feast { .. }
        );
        (anchored || hedged).then_some((reading, end))
    }

    fn core(self, i: usize) -> Match<Reading> {
        let plain = |found: Match<Form>| found.map(|(form, end)| (Reading::from(form), end));
        plain(self.numeric(i))
            .or_else(|| self.weekday(i))
            .or_else(|| plain(self.month_date(i)))
            .or_else(|| self.deictic(i))
            .or_else(|| plain(self.portion(i)))
            .or_else(|| plain(self.season(i)))
            .or_else(|| plain(self.shifted(i)))
            .or_else(|| plain(self.every(i)))
            .or_else(|| plain(self.measure(i)))
            .or_else(|| plain(self.era(i)))
            .or_else(|| plain(self.year(i)))
            .or_else(|| plain(self.feast(i)))
            .or_else(|| plain(self.indefinite(i)))
    }

    /// "10 p.m. Wednesday", "1430 GMT", "noon on Thursday".
    fn timed(self, i: usize) -> Match<Reading> {
        let (clock, mut end) = self.clock(i)?;
        let mut reading = Reading { form: Form::Unanchored(TimeKind::Time), part: None, clock: Some(clock) };
        if self.word(end) == Word::Zone {
            end += 1;
        }
        let next = match self.rest(end) {
            [Word::Comma, Word::On, ..] => end + 2,
            [Word::Comma | Word::On, ..] => end + 1,
            _ => end,
        };
        let day = self.weekday(next).or_else(|| self.deictic(next)).or_else(|| {
            let (form, end) = self.month_date(next)?;
            matches!(form, Form::Calendar(date) if date.day.is_some()).then(|| (form.into(), end))
        });
        if let Some((day, after)) = day {
            reading.form = day.form;
            end = after;
        }
        Some((reading, end))
    }

    /// A time of day by the clock: "3:30 p.m.", "1430 GMT", "noon", "4 o'clock".
    fn clock(self, i: usize) -> Match<(u8, u8)> {
        let hour = |hour: u32, pm: Option<bool>| match (hour, pm) {
            (12, Some(false)) => Some(0),
            (1..=11, Some(true)) => u8::try_from(hour + 12).ok(),
            (0..=24, _) => u8::try_from(hour).ok(),
            _ => None,
        };
        let minute = |minute: u32| u8::try_from(minute).ok().filter(|&m| m < 60);
        match *self.rest(i) {
            [Word::Noon, ..] => Some(((12, 0), i + 1)),
            [Word::Midnight, ..] => Some(((24, 0), i + 1)),
            [
                Word::Number { value: h, digits: 1 | 2 },
                Word::Colon,
                Word::Number { value: m, digits: 2 },
                Word::Meridiem { pm },
                ..,
            ] => Some(((hour(h, Some(pm))?, minute(m)?), i + 4)),
            [
                Word::Number { value: h, digits: 1 | 2 },
                Word::Colon,
                Word::Number { value: m, digits: 2 },
                Word::Zone,
                ..,
            ] => Some(((hour(h, None)?, minute(m)?), i + 3)),
            [Word::Number { value: h @ 1..=12, .. }, Word::Meridiem { pm }, ..] => {
                Some(((hour(h, Some(pm))?, 0), i + 2))
            }
            [Word::Number { value: h @ 1..=12, .. }, Word::Clock, ..] => Some(((hour(h, None)?, 0), i + 2)),
            [Word::Number { value, digits: 4 }, Word::Zone, ..] => {
                Some(((hour(value / 100, None)?, minute(value % 100)?), i + 1))
            }
            _ => None,
        }
    }

    /// "Friday", "last Friday", "Friday night", "Friday last week", "Friday, Oct. 13".
    fn weekday(self, i: usize) -> Match<Reading> {
        if matches!(self.before(i), Word::Epithet) {
            return None;
        }
        let (weekday, shift, mut end) = match *self.rest(i) {
            [Word::Weekday(day), ..] => (day, Shift::Bare, i + 1),
            [Word::Last | Word::Past, Word::Weekday(day), ..] => (day, Shift::Last, i + 2),
            [Word::The, Word::Past, Word::Weekday(day), ..] => (day, Shift::Last, i + 3),
            [Word::This, Word::Past, Word::Weekday(day), ..] => (day, Shift::Last, i + 3),
            [Word::This | Word::The, Word::Coming, Word::Weekday(day), ..] => (day, Shift::This, i + 3),
            [Word::This | Word::Coming, Word::Weekday(day), ..] => (day, Shift::This, i + 2),
            [Word::Next, Word::Weekday(day), ..] => (day, Shift::Next, i + 2),
            [Word::The, Word::Previous | Word::Following | Word::Next | Word::Same, Word::Weekday(_), ..] => {
                return Some((Form::Unanchored(TimeKind::Date).into(), i + 3));
            }
            _ => return None,
        };
        if self.word(end) == Word::Masthead {
            return None;
        }
        if shift == Shift::Bare || shift == Shift::This {
            let date = if self.word(end) == Word::Comma { end + 1 } else { end };
            let date = if self.word(date) == Word::The { date + 1 } else { date };
            if let Some((form @ Form::Calendar(calendar), end)) = self.month_date(date)
                && calendar.day.is_some()
            {
                return Some((form.into(), end));
            }
        }
        let mut week = None;
        let of = if self.word(end) == Word::Of { end + 1 } else { end };
        if let [which @ (Word::Last | Word::This | Word::Next), Word::Unit { unit: Unit::Week, plural: false }, ..] =
            self.rest(of)
        {
            week = Some(match which {
                Word::Last => -1,
                Word::Next => 1,
                _ => 0,
            });
            end = of + 2;
        }
        let part = self.part(end);
        if part.is_some() {
            end += 1;
        }
        Some((Reading { form: Form::Weekday { weekday, shift, week }, part, clock: None }, end))
    }

    fn part(self, i: usize) -> Option<Part> {
        match self.word(i) {
            Word::Part(part) => Some(part),
            _ => None,
        }
    }

    /// "today", "yesterday morning", "this evening", "last night".
    fn deictic(self, i: usize) -> Match<Reading> {
        let (offset, part, end) = match *self.rest(i) {
            [Word::Deictic(offset), Word::Part(part), ..] => (offset, Some(part), i + 2),
            [Word::Deictic(offset), ..] => (offset, None, i + 1),
            [Word::Tonight, ..] => (0, Some(Part::Night), i + 1),
            [Word::Overnight, ..] => {
                return Some((
                    Reading { form: Form::Unanchored(TimeKind::Time), part: Some(Part::Night), clock: None },
                    i + 1,
                ));
            }
            [Word::Last, Word::Part(part @ (Part::Night | Part::Evening)), ..] => (-1, Some(part), i + 2),
            [Word::This, Word::Part(part), ..] => (0, Some(part), i + 2),
            [Word::The, Word::Next | Word::Previous | Word::Following | Word::Same, Word::Part(_), ..] => {
                return Some((Form::Unanchored(TimeKind::Time).into(), i + 3));
            }
            [Word::That | Word::The, Word::Part(_), ..]
                if matches!(self.before(i), Word::In | Word::During | Word::At) =>
            {
                return Some((Form::Unanchored(TimeKind::Time).into(), i + 2));
            }
            _ => return None,
        };
        Some((Reading { form: Form::Day(offset), part, clock: None }, end))
    }

    /// "Christmas Day", "New Year's Eve", "Thanksgiving 2005".
    fn feast(self, i: usize) -> Match<Form> {
        let (feast, mut end) = match self.rest(i) {
            &[Word::Feast(feast), ..] => (feast, i + 1),
            [Word::New, Word::Unit { unit: Unit::Year, plural: false }, Word::Possessive, ..]
                if matches!(self.word(i + 3), Word::Eve | Word::Unit { unit: Unit::Day, plural: false }) =>
            {
                (Feast::NewYear, i + 3)
            }
            _ => return None,
        };
        let eve = self.word(end) == Word::Eve;
        if eve || matches!(self.word(end), Word::Unit { unit: Unit::Day, plural: false }) {
            end += 1;
        }
        let mut year = None;
        if let Some((found, after)) = self.year_number(if self.word(end) == Word::Comma { end + 1 } else { end }) {
            (year, end) = (Some(found), after);
        }
        Some((Form::Feast { feast, eve, year }, end))
    }

    /// "now", "recently", "the near future", "in the past".
    fn indefinite(self, i: usize) -> Match<Form> {
        let (indefinite, end) = match *self.rest(i) {
            [Word::Now, ..] => (Indefinite::Present, i + 1),
            [Word::More, Word::Adverb(adverb), ..] => (adverb, i + 2),
            [Word::Adverb(adverb), ..] => (adverb, i + 1),
            [Word::The, Word::Foreseeable, Word::Future, ..] => (Indefinite::Future, i + 3),
            [Word::The, Word::Future, ..] => (Indefinite::Future, i + 2),
            [Word::The, Word::Past, ..] if matches!(self.before(i), Word::In) && self.measure(i + 2).is_none() => {
                (Indefinite::Past, i + 2)
            }
            [Word::Recent, ..] => (Indefinite::Past, i + 1),
            [Word::Current, ..] => (Indefinite::Present, i + 1),
            [Word::Soon, ..] if !matches!(self.before(i), Word::As) && self.word(i + 1) != Word::After => {
                (Indefinite::Future, i + 1)
            }
            _ => return None,
        };
        Some((Form::Indefinite(indefinite), end))
    }
}
