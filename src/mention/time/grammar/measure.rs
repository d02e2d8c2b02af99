//! Lengths and distances of time, units counted from the reference, quarters, seasons, repeated times.
use super::super::form::{Form, Quantity, Shift, YearOf};
use super::super::lexicon::{Season, Unit, Word};
use super::{Grammar, Match};
use crate::mention::TimeKind;

impl Grammar<'_> {
    /// How many: "two", "about two hundred", "more than three and a half", "several", "a".
    fn quantity(self, i: usize) -> Match<Quantity> {
        let (hedged, start) = match self.rest(i) {
            [Word::Hedge | Word::Over | Word::Than, ..] => (true, i + 1),
            [Word::More | Word::Less, Word::Than, Word::Hedge, ..] => (true, i + 3),
            [Word::More | Word::Less, Word::Than, ..] | [Word::Up, Word::To, ..] => (true, i + 2),
            [Word::At, Word::Least, ..] => (true, i + 2),
            [Word::As, _, Word::As, ..] => (true, i + 3),
            _ => (false, i),
        };
        let exactly = |count| Quantity { hedged, ..Quantity::exactly(count) };
        let open = Quantity { hedged, ..Quantity::OPEN };
        let half = |count| Quantity { half: true, ..exactly(count) };
        let hyphen = |i| if self.word(i) == Word::Hyphen { i + 1 } else { i };
        let (quantity, end) = match *self.rest(start) {
            [Word::Half, Word::A, ..] => (half(0), start + 2),
            [Word::Half, Word::Hyphen, Word::A, ..] => (half(0), start + 3),
            [Word::A, Word::Half, ..] => (half(0), hyphen(start + 2)),
            [Word::A, Word::Few, ..] => (open, start + 2),
            [Word::A, Word::Couple, Word::Of, ..] => (exactly(2), start + 3),
            [Word::Couple, Word::Of, ..] => (exactly(2), start + 2),
            [Word::A, Word::Dozen, ..] => (exactly(12), start + 2),
            [Word::A, Word::Number { value, digits: 0 }, ..] if value >= 100 => (exactly(value), start + 2),
            [Word::A, ..] => (exactly(1), start + 1),
            [Word::Few | Word::Several, ..] => (open, start + 1),
            [
                Word::Number { value, .. },
                Word::Number { value: 1, digits: 1 },
                Word::Slash,
                Word::Number { value: 2, digits: 1 },
                ..,
            ] => (half(value), start + 4),
            [Word::Number { value, .. }, Word::And, Word::A, Word::Half, ..] => (half(value), start + 4),
            [
                Word::Number { value, .. },
                Word::Hyphen,
                Word::And,
                Word::Hyphen,
                Word::A,
                Word::Hyphen,
                Word::Half,
                ..,
            ] => (half(value), start + 7),
            // "two to three weeks", "12-18 months": open within bounds.
            [Word::Number { value, .. }, Word::To | Word::Or | Word::Hyphen, Word::Number { value: more, .. }, ..]
                if more > value =>
            {
                (Quantity { hedged: true, ..Quantity::exactly(value) }, start + 3)
            }
            [Word::Number { value, digits: 0..=3 }, ..] => (exactly(value), start + 1),
            _ => return None,
        };
        Some((quantity, end))
    }

    /// A unit after a quantity, past "more", "consecutive" or a hyphen.
    fn counted_unit(self, i: usize) -> Match<Unit> {
        let start = match self.rest(i) {
            [Word::Hyphen | Word::More | Word::Filler | Word::Long, ..] => i + 1,
            _ => i,
        };
        match self.word(start) {
            Word::Unit { unit, .. } => Some((unit, start + 1)),
            _ => None,
        }
    }

    /// "two days ago", "a week later", "three months", "two-day", "years".
    pub(super) fn measure(self, i: usize) -> Match<Form> {
        let i_number = if self.word(i) == Word::The { i + 1 } else { i };
        if let Some((quantity, after)) = self.quantity(i_number)
            && let Some((unit, mut end)) = self.counted_unit(after)
        {
            if matches!(self.rest(end), [Word::Or | Word::And, Word::Unit { .. }, ..]) {
                end += 2;
            }
            // An age is no time of anything.
            let aged = matches!(self.rest(end), [Word::Old, ..] | [Word::Hyphen, Word::Old, ..]);
            // "24 hours a day", "$5 million a year" are rates.
            let rate = self.word(i) == Word::A
                && end == i + 2
                && matches!(self.before(i), Word::Counted | Word::Unit { .. } | Word::Percent | Word::Number { .. });
            let fraction = unit == Unit::Quarter && self.word(after) == Word::Hyphen;
            return (!aged && !fraction && !rate).then(|| self.directed(quantity, unit, end));
        }
        match *self.rest(i) {
            [Word::Unit { unit, plural: false }, Word::Hyphen, Word::Ago | Word::Earlier, ..] => {
                Some((Form::Distance { quantity: Quantity::exactly(1), unit, direction: -1 }, i + 3))
            }
            [Word::The, Word::Unit { unit: Unit::Quarter, plural: false }, ..] => Some((Form::TheQuarter, i + 2)),
            [Word::Unit { unit, .. }, Word::Hyphen, Word::Long, ..] => {
                Some((Form::Duration { quantity: Quantity::OPEN, unit }, i + 3))
            }
            [Word::Unit { unit, plural: true }, ..]
                if !matches!(self.before(i), Word::Number { .. } | Word::Ordinal(_)) =>
            {
                Some(self.directed(Quantity::OPEN, unit, i + 1))
            }
            _ => None,
        }
    }

    /// What follows a length of time tells whether it is a distance from now, from an event, or neither.
    fn directed(self, quantity: Quantity, unit: Unit, end: usize) -> (Form, usize) {
        match self.rest(end) {
            [Word::Ago, ..] => (Form::Distance { quantity, unit, direction: -1 }, end + 1),
            [Word::From, Word::Now, ..] => (Form::Distance { quantity, unit, direction: 1 }, end + 2),
            [Word::Hyphen, Word::Ago | Word::Earlier, ..] => {
                (Form::Distance { quantity, unit, direction: -1 }, end + 2)
            }
            [Word::Earlier, ..] => (Form::Earlier { quantity, unit }, end + 1),
            [Word::Later, ..] => (Form::Unanchored(TimeKind::Date), end + 1),
            [Word::Hyphen, Word::Long, ..] => (Form::Duration { quantity, unit }, end + 2),
            _ => (Form::Duration { quantity, unit }, end),
        }
    }

    /// "last week", "this year", "the past two months", "the following day", "that year".
    pub(super) fn shifted(self, i: usize) -> Match<Form> {
        let the = self.word(i) == Word::The;
        let start = if the { i + 1 } else { i };
        let which = self.word(start);
        if !matches!(
            which,
            Word::Last
                | Word::Past
                | Word::Previous
                | Word::Next
                | Word::Coming
                | Word::This
                | Word::That
                | Word::Same
                | Word::Following
                | Word::Current
                | Word::Latest
                | Word::Recent
                | Word::First
        ) {
            return None;
        }
        let mut next = start + 1;
        if which == Word::This && matches!(self.word(next), Word::Coming | Word::Past | Word::Filler | Word::Fiscal)
            || which == Word::That && self.word(next) == Word::Same
            || matches!(self.word(next), Word::Fiscal)
        {
            next += 1;
        }
        if let Word::Unit { unit, plural: false } = self.word(next) {
            let offset = |offset| Some((Form::Unit { unit, offset }, next + 1));
            return match which {
                Word::Last if !the => offset(-1),
                Word::Next if !the => offset(1),
                Word::Latest if unit == Unit::Quarter => offset(-1),
                Word::Last | Word::Past | Word::Latest | Word::Recent => {
                    Some((Form::Duration { quantity: Quantity::exactly(1), unit }, next + 1))
                }
                Word::This if next > start + 1 && self.word(start + 1) == Word::Coming => offset(1),
                Word::This | Word::Current => offset(0),
                Word::Coming => offset(1),
                _ => Some((Form::Unanchored(TimeKind::Date), next + 1)),
            };
        }
        if matches!(which, Word::This | Word::That | Word::Same | Word::Current) {
            return None;
        }
        if let Some((quantity, after)) = self.quantity(next).filter(|_| self.word(next) != Word::A)
            && let Some((unit, end)) = self.counted_unit(after)
        {
            return Some((Form::Duration { quantity, unit }, end));
        }
        match self.word(next) {
            Word::Unit { unit, plural: true } => Some((Form::Duration { quantity: Quantity::OPEN, unit }, next + 1)),
            _ => None,
        }
    }

    /// "the third quarter of 2005", "last year's first half", "the fourth-quarter".
    pub(super) fn portion(self, i: usize) -> Match<Form> {
        let (mut year, mut start) = (YearOf::Unsaid, i);
        if let [
            which @ (Word::Last | Word::This | Word::Next),
            Word::Unit { unit: Unit::Year, plural: false },
            Word::Possessive,
            ..,
        ] = self.rest(i)
        {
            (year, start) = (YearOf::Offset(offset_of(*which)), i + 3);
        } else if self.word(i) == Word::The {
            start = i + 1;
        }
        if let Some((found, after)) = self.year_number(start) {
            (year, start) = (YearOf::Number(found), after);
        }
        if matches!(self.word(start), Word::Fiscal | Word::Latest | Word::Current) {
            start += 1;
        }
        let (number, mut end) = match self.word(start) {
            Word::First => (1, start + 1),
            Word::Last => (u8::MAX, start + 1),
            Word::Ordinal(number) => (number, start + 1),
            _ => return None,
        };
        if self.word(end) == Word::Hyphen {
            end += 1;
        }
        let half = match self.word(end) {
            Word::Half => true,
            Word::Unit { unit: Unit::Quarter, .. } => false,
            _ => return None,
        };
        let count = if half { 2 } else { 4 };
        let number = if number == u8::MAX { count } else { number };
        if number > count || (half && year == YearOf::Unsaid && self.word(end + 1) != Word::Of) {
            return None;
        }
        end += 1;
        if self.word(end) == Word::Of {
            if let Some((found, after)) = self.year_number(end + 1) {
                (year, end) = (YearOf::Number(found), after);
            } else if let [
                which @ (Word::Last | Word::This | Word::Next),
                Word::Unit { unit: Unit::Year, plural: false },
                ..,
            ] = self.rest(end + 1)
            {
                (year, end) = (YearOf::Offset(offset_of(*which)), end + 3);
            } else if half {
                return None;
            }
        }
        Some((if half { Form::Half { number, year } } else { Form::Quarter { number, year } }, end))
    }

    /// "last summer", "the summer of 2014", "spring 2003", "in the fall", "the weekend".
    pub(super) fn season(self, i: usize) -> Match<Form> {
        let (shift, start) = match self.rest(i) {
            [Word::The, Word::Past | Word::Last, ..] | [Word::This, Word::Past, ..] => (Shift::Last, i + 2),
            [Word::This | Word::The, Word::Coming, ..] => (Shift::This, i + 2),
            [Word::Last | Word::Past, ..] => (Shift::Last, i + 1),
            [Word::This | Word::Coming, ..] => (Shift::This, i + 1),
            [Word::Next, ..] => (Shift::Next, i + 1),
            [Word::The, Word::Early | Word::Mid | Word::Late, ..] => (Shift::Bare, i + 2),
            [Word::The, ..] => (Shift::Bare, i + 1),
            _ => (Shift::Bare, i),
        };
        match self.word(start) {
            Word::Weekend if start > i => Some((Form::Weekend(shift), start + 1)),
            Word::Season(season) => self.season_year(season, shift, i, start),
            _ => None,
        }
    }

    fn season_year(self, season: Season, shift: Shift, i: usize, start: usize) -> Match<Form> {
        let of = if self.word(start + 1) == Word::Of { start + 2 } else { start + 1 };
        if let Some((year, end)) = self.year_number(of) {
            return Some((Form::Season { season, year: YearOf::Number(year), shift }, end));
        }
        if let [which @ (Word::Last | Word::This | Word::Next), Word::Unit { unit: Unit::Year, plural: false }, ..] =
            self.rest(of)
        {
            return Some((Form::Season { season, year: YearOf::Offset(offset_of(*which)), shift }, of + 2));
        }
        // Without a year only a determiner of time makes "fall" and "spring" seasons.
        let introduced = matches!(
            self.before(i),
            Word::In
                | Word::During
                | Word::Since
                | Word::Until
                | Word::By
                | Word::Early
                | Word::Late
                | Word::Mid
                | Word::Over
        ) && self.word(start) != Word::Other;
        let sure = shift != Shift::Bare || (introduced && self.word(start + 1) != Word::Of);
        sure.then_some((Form::Season { season, year: YearOf::Unsaid, shift }, start + 1))
    }

    /// "every year", "each Thursday", "daily", "on Fridays".
    pub(super) fn every(self, i: usize) -> Match<Form> {
        match *self.rest(i) {
            [Word::Each, Word::Unit { unit, plural: false }, ..] => Some((Form::EveryUnit { count: 1, unit }, i + 2)),
            [Word::Each, Word::Number { value, .. }, Word::Unit { unit, .. }, ..] => {
                Some((Form::EveryUnit { count: value, unit }, i + 3))
            }
            [Word::Each, Word::Weekday(day), ..] => Some((Form::EveryWeekday(day), i + 2)),
            [Word::Each, Word::Month { month, .. }, ..] => Some((Form::EveryMonth(month), i + 2)),
            [Word::Weekdays(day), ..] => Some((Form::EveryWeekday(day), i + 1)),
            [Word::Frequency(unit), ..] => Some((Form::EveryUnit { count: 1, unit }, i + 1)),
            _ => None,
        }
    }
}

const fn offset_of(which: Word) -> i8 {
    match which {
        Word::Last => -1,
        Word::Next => 1,
        _ => 0,
    }
}
