//! Dates of the calendar: numeric dates, months with days and years, years, decades, centuries.
use super::super::form::{Calendar, Form, Shift};
use super::super::lexicon::{Unit, Word};
use super::{Grammar, Match};
use crate::mention::TimeKind;
use jiff::civil::Date;

impl Grammar<'_> {
    /// "2006-11-15", "15/11/2006", "9/11".
    pub(super) fn numeric(self, i: usize) -> Match<Form> {
        let date = |year: u32, month: u32, day: u32| {
            let valid =
                Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
            Some(Form::Calendar(Calendar {
                year: Some(valid.year()),
                month: Some(valid.month()),
                day: Some(valid.day()),
            }))
        };
        match *self.rest(i) {
            [
                Word::Number { value: year, digits: 4 },
                mark @ (Word::Hyphen | Word::Slash),
                Word::Number { value: month, digits: 2 },
                other,
                Word::Number { value: day, digits: 2 },
                ..,
            ] if mark == other => Some((date(year, month, day)?, i + 5)),
            [
                Word::Number { value: a, digits: 1 | 2 },
                Word::Slash,
                Word::Number { value: b, digits: 1 | 2 },
                Word::Slash,
                Word::Number { value: year, digits: digits @ (2 | 4) },
                ..,
            ] => {
                let year = match (digits, year) {
                    (4, year) => year,
                    (_, year @ 0..=49) => 2000 + year,
                    (_, year) => 1900 + year,
                };
                // American and European order differ; only one of them, or both alike, may be possible.
                let form = if a == b || (a <= 12 && b > 12) {
                    date(year, a, b)?
                } else if a > 12 && b <= 12 {
                    date(year, b, a)?
                } else {
                    Form::Unanchored(TimeKind::Date)
                };
                Some((form, i + 5))
            }
            [Word::Number { value: 9, digits: 1 }, Word::Slash, Word::Number { value: 11, digits: 2 }, next, ..]
                if next != Word::Slash =>
            {
                Some((date(2001, 9, 11)?, i + 3))
            }
            _ => None,
        }
    }

    /// A month that is not a person's name or a march, and one past its full stop.
    fn month(self, i: usize) -> Match<i8> {
        let Word::Month { month, sure } = self.word(i) else { return None };
        let before = self.before(i);
        if before == Word::Epithet {
            return None;
        }
        let dotted = self.word(i + 1) == Word::Period
            && matches!(self.word(i + 2), Word::Number { .. } | Word::Ordinal(_) | Word::Comma | Word::Possessive);
        let end = if dotted { i + 2 } else { i + 1 };
        let numbered = |word| matches!(word, Word::Number { digits: 1 | 2 | 4, .. } | Word::Ordinal(_) | Word::First);
        let introduced = matches!(
            before,
            Word::In | Word::Last | Word::This | Word::Next | Word::Early | Word::Mid | Word::Late | Word::During
        ) || before == Word::Hyphen
            && matches!(self.before(i - 1), Word::Early | Word::Mid | Word::Late)
            || matches!(before, Word::And | Word::Or | Word::To)
                && i >= 2
                && matches!(self.word(i - 2), Word::Month { .. });
        let preposed = matches!(
            before,
            Word::Since
                | Word::Until
                | Word::By
                | Word::From
                | Word::Between
                | Word::Before
                | Word::After
                | Word::Of
                | Word::Each
        );
        let shifted = matches!(
            self.rest(end),
            [Word::Last | Word::This | Word::Next, Word::Unit { unit: Unit::Year, plural: false }, ..]
        );
        let accepted = sure && self.word(end) != Word::Name
            || dotted
            || numbered(self.word(end))
            || numbered(before)
            || introduced
            || shifted
            || preposed && (sure || month != 5 || !self.may_is_a_name)
            || sure && matches!(before, Word::The | Word::A | Word::Whose | Word::Possessive | Word::Comma);
        accepted.then_some((month, end))
    }

    fn day_number(self, i: usize) -> Match<i8> {
        let day = match self.word(i) {
            Word::Number { value, digits: 1 | 2 } => i8::try_from(value).ok(),
            Word::Ordinal(value) => i8::try_from(value).ok(),
            Word::First => Some(1),
            _ => None,
        };
        Some((day.filter(|day| (1..=31).contains(day))?, i + 1))
    }

    /// Four digits that can be a year, wherever they stand.
    pub(super) fn year_number(self, i: usize) -> Match<i16> {
        match self.word(i) {
            Word::Number { value: value @ 1500..=2100, digits: 4 } if !self.counts(i + 1) => {
                Some((i16::try_from(value).ok()?, i + 1))
            }
            _ => None,
        }
    }

    /// Whether what stands here is counted, so that a number before it is no date.
    fn counts(self, i: usize) -> bool {
        matches!(self.word(i), Word::Counted | Word::Unit { .. } | Word::Percent | Word::Zone | Word::Currency)
    }

    fn comma_year(self, i: usize) -> (Option<i16>, usize) {
        let next = if self.word(i) == Word::Comma { i + 1 } else { i };
        self.year_number(next).map_or((None, i), |(year, end)| (Some(year), end))
    }

    /// "Nov. 15, 2006", "15 November", "Nov. 15 to 26", "March 2003", "last November", "October last year".
    pub(super) fn month_date(self, i: usize) -> Match<Form> {
        if let Some(found) = self.day_first(i) {
            return Some(found);
        }
        let shift = match self.rest(i) {
            [Word::Last | Word::Past, Word::Month { .. }, ..] => Some((Shift::Last, 1)),
            [Word::This, Word::Past, Word::Month { .. }, ..] => Some((Shift::Last, 2)),
            [Word::This | Word::The, Word::Coming, Word::Month { .. }, ..] => Some((Shift::This, 2)),
            [Word::This | Word::Coming, Word::Month { .. }, ..] => Some((Shift::This, 1)),
            [Word::Next, Word::Month { .. }, ..] => Some((Shift::Next, 1)),
            _ => None,
        };
        if let Some((shift, skip)) = shift {
            let (month, end) = self.month(i + skip)?;
            return Some(match self.day_number(end) {
                Some((day, end)) => (Form::Calendar(Calendar { year: None, month: Some(month), day: Some(day) }), end),
                None => (Form::Month { month, shift }, end),
            });
        }
        let (month, after_month) = self.month(i)?;
        if let Some((day, end)) = self.day_number(after_month) {
            return Some(self.month_day(month, day, end));
        }
        let of = if self.word(after_month) == Word::Of { after_month + 1 } else { after_month };
        if let [which @ (Word::Last | Word::This | Word::Next), Word::Unit { unit: Unit::Year, plural: false }, ..] =
            self.rest(of)
        {
            let year = match which {
                Word::Last => -1,
                Word::Next => 1,
                _ => 0,
            };
            return Some((Form::MonthOf { month, year }, of + 2));
        }
        if let [Word::Hyphen | Word::To | Word::Through | Word::And, Word::Month { .. }, ..] = self.rest(after_month)
            && let Some((second, end)) = self.month(after_month + 1)
            && self.day_number(end).is_none()
        {
            let (year, end) = self.comma_year(end);
            let first_year = year.map(|year| if month > second { year - 1 } else { year });
            let calendar = |year, month| Calendar { year, month: Some(month), day: None };
            return Some((Form::Range(calendar(first_year, month), calendar(year, second)), end));
        }
        let (year, end) = match self.year_number(of) {
            Some((year, end)) => (Some(year), end),
            None => self.comma_year(after_month),
        };
        Some((Form::Calendar(Calendar { year, month: Some(month), day: None }), end))
    }

    /// What follows month and day: an attack, the end of a range, a year.
    fn month_day(self, month: i8, day: i8, end: usize) -> (Form, usize) {
        if (month, day) == (9, 11) && self.attack_follows(end) {
            return (Form::Calendar(Calendar { year: Some(2001), month: Some(9), day: Some(11) }), end);
        }
        let calendar = |year, day| Calendar { year, month: Some(month), day: Some(day) };
        if let Word::Hyphen | Word::To | Word::Through | Word::Until | Word::And = self.word(end)
            && let Some((last, after)) = self.day_number(end + 1)
            && last > day
            && !matches!(self.word(after), Word::Month { .. } | Word::Slash | Word::Colon | Word::Meridiem { .. })
            && !self.counts(after)
        {
            let (year, after) = self.comma_year(after);
            return (Form::Range(calendar(year, day), calendar(year, last)), after);
        }
        let (year, end) = self.comma_year(end);
        (Form::Calendar(calendar(year, day)), end)
    }

    /// "September 11 attacks", "Sept. 11 terrorist attacks", "Sept. 11, 2001, attacks" has its year.
    fn attack_follows(self, i: usize) -> bool {
        self.word(i) == Word::Assault || self.word(i) == Word::Comma && self.word(i + 1) == Word::Assault
    }

    /// "15 November 2006", "15 to 26 November", "the 9th of November".
    fn day_first(self, i: usize) -> Match<Form> {
        let start = if self.word(i) == Word::The { i + 1 } else { i };
        let (day, mut end) = self.day_number(start)?;
        let mut last = None;
        if let Word::Hyphen | Word::To | Word::And | Word::Through = self.word(end)
            && let Some((second, after)) = self.day_number(end + 1)
            && second > day
        {
            (last, end) = (Some(second), after);
        }
        if self.word(end) == Word::Of {
            end += 1;
        }
        let Word::Month { month, .. } = self.word(end) else {
            // "on the 9th": no month is said.
            let ordinal = matches!(self.word(start), Word::Ordinal(_)) && start > i && self.before(i) == Word::On;
            let ends = matches!(
                self.word(start + 1),
                Word::Other | Word::Comma | Word::Period | Word::And | Word::To | Word::In | Word::At
            );
            return (ordinal && ends && last.is_none())
                .then_some((Form::Calendar(Calendar { year: None, month: None, day: Some(day) }), start + 1));
        };
        // "2 May" is a date, "between 2 May" too; "killed 15 May 3" is not.
        if matches!(self.word(start), Word::Number { .. }) && self.day_number(end + 1).is_some() {
            return None;
        }
        end += 1;
        if self.word(end) == Word::Period && matches!(self.word(end + 1), Word::Number { .. }) {
            end += 1;
        }
        let (year, end) = self.comma_year(end);
        let calendar = |day| Calendar { year, month: Some(month), day: Some(day) };
        let form = match last {
            Some(last) => Form::Range(calendar(day), calendar(last)),
            None => Form::Calendar(calendar(day)),
        };
        Some((form, end))
    }

    /// A bare year where its neighbours make it one: "in 1990", "the 2003 invasion", "fiscal 1989", "1990-94".
    pub(super) fn year(self, i: usize) -> Match<Form> {
        let bare = |year| Calendar { year: Some(year), month: None, day: None };
        let start = match self.rest(i) {
            [Word::The, Word::Unit { unit: Unit::Year, plural: false }, Word::Of, ..] => i + 3,
            [Word::The, Word::Unit { unit: Unit::Year, plural: false }, ..] => i + 2,
            [Word::Fiscal, Word::Unit { unit: Unit::Year, plural: false }, ..] => i + 2,
            [Word::Fiscal, ..] => i + 1,
            _ => i,
        };
        let Word::Number { value, digits: 4 } = self.word(start) else { return None };
        let year = i16::try_from(value).ok()?;
        let before = self.before(i);
        let definite = matches!(before, Word::The | Word::Whose | Word::Possessive | Word::A);
        let introduced = match before {
            Word::In
            | Word::Since
            | Word::Until
            | Word::Before
            | Word::After
            | Word::During
            | Word::Early
            | Word::Mid
            | Word::Late
            | Word::Open
            | Word::Between
            | Word::Through => (1000..=2100).contains(&year),
            Word::Hyphen => {
                matches!(self.before(i - 1), Word::Early | Word::Mid | Word::Late)
                    || i >= 2 && matches!(self.word(i - 2), Word::After | Word::Before | Word::Other)
            }
            Word::From
            | Word::To
            | Word::Of
            | Word::By
            | Word::And
            | Word::Or
            | Word::Stretch
            | Word::Comma
            | Word::Name
            | Word::Recent
            | Word::Season(_)
            | Word::Hedge
            | Word::For
            | Word::Than
            | Word::Frequency(_)
            | Word::Over => (1900..=2100).contains(&year),
            _ => definite && (1900..=2100).contains(&year),
        };
        if !(introduced || start > i) || !(1000..=2100).contains(&year) {
            return None;
        }
        let range = match *self.rest(start + 1) {
            [Word::Hyphen | Word::Slash, Word::Number { value: last, digits: 4 }, ..]
                if last > value && last <= 2100 =>
            {
                Some(last)
            }
            [Word::Hyphen | Word::Slash, Word::Number { value: last, digits: 2 }, ..] if last > value % 100 => {
                Some(value / 100 * 100 + last)
            }
            _ => None,
        };
        if let Some(last) = range {
            return Some((Form::Range(bare(year), bare(i16::try_from(last).ok()?)), start + 3));
        }
        // "in 2000 villages" counts villages; "the 2000 elections" does not count elections.
        let counted = self.counts(start + 1) && !(definite && self.word(start + 1) == Word::Counted);
        (!counted && self.word(start + 1) != Word::Slash).then_some((Form::Calendar(bare(year)), start + 1))
    }

    /// "the 1990s", "the '90s", "the early nineties", "the 20th century".
    pub(super) fn era(self, i: usize) -> Match<Form> {
        let modified = |i: usize| {
            let before = self.before(i);
            matches!(before, Word::The | Word::Early | Word::Mid | Word::Late)
                || before == Word::Hyphen && matches!(self.before(i - 1), Word::Early | Word::Mid | Word::Late)
        };
        match *self.rest(i) {
            [Word::The, Word::Decade(first), ..] => Some((Form::Decade(first), i + 2)),
            [Word::The, Word::Apostrophe, Word::Decade(first), ..] => Some((Form::Decade(first), i + 3)),
            [Word::Decade(first @ 1000..), ..] => Some((Form::Decade(first), i + 1)),
            [Word::Apostrophe, Word::Decade(first), ..] => Some((Form::Decade(first), i + 2)),
            [Word::Decade(first), ..] if modified(i) => Some((Form::Decade(first), i + 1)),
            [Word::The, Word::Ordinal(number), Word::Unit { unit: Unit::Century, .. }, ..] => {
                Some((Form::Century(number), i + 3))
            }
            [Word::Ordinal(number), Word::Unit { unit: Unit::Century, .. }, ..] => Some((Form::Century(number), i + 2)),
            [Word::Ordinal(number), Word::Hyphen, Word::Unit { unit: Unit::Century, .. }, ..] => {
                Some((Form::Century(number), i + 3))
            }
            _ => None,
        }
    }
}
