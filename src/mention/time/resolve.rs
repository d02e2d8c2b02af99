//! From what an expression says to its value, given the reference date and the tense around it.
use super::calendar::{
    add_days, add_months, common_month, days_until, designator, monday, month_of, quarter, season_begun, thanksgiving,
    week_value,
};
use super::form::{Calendar, Form, Quantity, Reading, Shift, YearOf};
use super::lexicon::{Feast, Indefinite, Season, Unit};
use super::tense::Tense;
use crate::article::PartialDate;
use crate::mention::TimeKind;
use jiff::civil::{Date, Weekday};

const YEAR: Quantity = Quantity::exactly(1);

/// Days within which a day without a year may lie ahead although no verb says so.
const SOON: i64 = 60;

/// What surrounds an expression.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    pub(super) reference: Option<Date>,
    pub(super) tense: Tense,
    /// Introduced by "in" under a verb: with a length of time and a verb of what is to come, a distance.
    pub(super) inside: bool,
    /// Year and number of the quarter that the text has just told of.
    pub(super) quarter: Option<(i16, u8)>,
}

/// The values of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Resolved {
    pub(super) kind: TimeKind,
    pub(super) value: Option<String>,
    pub(super) date: Option<PartialDate>,
    pub(super) begin: Option<PartialDate>,
    pub(super) end: Option<PartialDate>,
}

impl Resolved {
    fn of(kind: TimeKind, value: Option<String>) -> Self {
        Self { kind, value, date: None, begin: None, end: None }
    }

    /// A date whose value is its own lexical form.
    fn date(date: Option<PartialDate>) -> Self {
        Self { date, ..Self::of(TimeKind::Date, date.map(|date| date.to_string())) }
    }

    /// A stretch with a value of its own; `date` is the month or year that holds it.
    fn stretch(value: Option<String>, date: Option<PartialDate>) -> Self {
        Self { date, ..Self::of(TimeKind::Date, value) }
    }
}

/// The values of a reading in its context.
pub(super) fn resolve(reading: Reading, context: Context) -> Resolved {
    let mut resolved = context.form(reading.form);
    if reading.part.is_some() || reading.clock.is_some() {
        resolved.kind = TimeKind::Time;
    }
    if let Some(PartialDate::Day(day)) = resolved.date {
        if let Some((hour, minute)) = reading.clock {
            resolved.value = Some(format!("{day}T{hour:02}:{minute:02}"));
        } else if let Some(part) = reading.part {
            resolved.value = Some(format!("{day}{}", part.code()));
        }
    }
    resolved
}

impl Context {
    fn form(self, form: Form) -> Resolved {
        match form {
            Form::Calendar(calendar) => Resolved::date(self.calendar(calendar)),
            Form::Range(first, last) => self.range(first, last),
            Form::Month { month, shift } => Resolved::date(self.shifted_month(month, shift)),
            Form::MonthOf { month, year } => Resolved::date(
                self.reference.map(|today| PartialDate::Month { year: today.year() + i16::from(year), month }),
            ),
            Form::Weekday { weekday, shift, week } => {
                Resolved::date(self.weekday(weekday, shift, week).map(PartialDate::Day))
            }
            Form::Weekend(shift) => self.weekend(shift),
            Form::Day(offset) => Resolved::date(
                self.reference.and_then(|today| add_days(today, i32::from(offset))).map(PartialDate::Day),
            ),
            Form::Unit { unit, offset } => self.unit(unit, i32::from(offset)),
            Form::Season { season, year, shift } => self.season(season, year, shift),
            Form::Quarter { number, year } => self.portion(number, 4, year),
            Form::Half { number, year } => self.portion(number, 2, year),
            Form::Decade(first) => decade(first),
            Form::Century(number) => Resolved::of(TimeKind::Date, number.checked_sub(1).map(|n| format!("{n:02}XX"))),
            // Reports of a quarter compare it with that of the year before.
            Form::Distance { quantity: YEAR, unit: Unit::Year, direction: -1 } if self.quarter.is_some() => {
                self.quarter_back(1)
            }
            Form::Earlier { quantity: YEAR, unit: Unit::Year } => self.quarter_back(1),
            Form::Earlier { .. } => Resolved::of(TimeKind::Date, None),
            Form::TheQuarter => self.quarter_back(0),
            Form::Distance { quantity, unit, direction } => self.distance(quantity, unit, i32::from(direction)),
            Form::Duration { quantity, unit }
                if self.inside && self.tense == Tense::Future && quantity.count.is_some() =>
            {
                let distance = self.distance(quantity, unit, 1);
                Resolved { kind: TimeKind::Duration, value: Some(duration(quantity, unit)), ..distance }
            }
            Form::Duration { quantity, unit } => Resolved::of(TimeKind::Duration, Some(duration(quantity, unit))),
            Form::EveryUnit { count, unit } => {
                Resolved::of(TimeKind::Set, Some(duration(Quantity::exactly(count), unit)))
            }
            Form::EveryWeekday(day) => {
                Resolved::of(TimeKind::Set, Some(format!("XXXX-WXX-{}", day.to_monday_one_offset())))
            }
            Form::EveryMonth(month) => Resolved::of(TimeKind::Set, Some(format!("XXXX-{month:02}"))),
            Form::Indefinite(indefinite) => Resolved::of(TimeKind::Date, Some(indefinite.value().to_owned())),
            Form::Feast { feast, eve, year } => self.feast(feast, eve, year),
            Form::Unanchored(kind) => Resolved::of(kind, None),
        }
    }

    /// A calendar date, its unsaid year and month from the reference: the nearest day of that name, or the one on
    /// the side that the tense tells.
    fn calendar(self, calendar: Calendar) -> Option<PartialDate> {
        let Calendar { year, month, day } = calendar;
        match (year, month, day) {
            (Some(year), Some(month), Some(day)) => Date::new(year, month, day).ok().map(PartialDate::Day),
            (Some(year), Some(month), None) => Some(PartialDate::Month { year, month }),
            (Some(year), None, _) => Some(PartialDate::Year(year)),
            (None, Some(month), Some(day)) => self.month_day(month, day).map(PartialDate::Day),
            (None, Some(month), None) => self.shifted_month(month, Shift::Bare),
            (None, None, Some(day)) => self.month_less(day).map(PartialDate::Day),
            (None, None, None) => None,
        }
    }

    fn month_day(self, month: i8, day: i8) -> Option<Date> {
        let today = self.reference?;
        let days = [-1, 0, 1].into_iter().filter_map(|offset| Date::new(today.year() + offset, month, day).ok());
        let (past, coming): (Vec<Date>, Vec<Date>) = days.partition(|&date| date <= today);
        let (last, next) = (past.last().copied(), coming.first().copied());
        let away = |date: Date| date.duration_since(today).as_hours().abs() / 24;
        let (behind, ahead) = (last.map_or(i64::MAX, away), next.map_or(i64::MAX, away));
        let forward = match self.tense {
            // "will be published by May 3", filed on the 4th, does not mean next year.
            Tense::Future => behind > 0 && (behind > SOON || ahead < 365 - SOON),
            // What was said or set in the past may be to come soon: "called elections for March 3".
            Tense::Past => ahead < behind && ahead <= SOON,
            Tense::Open => ahead < behind,
        };
        if forward { next.or(last) } else { last.or(next) }
    }

    /// "on the 9th".
    fn month_less(self, day: i8) -> Option<Date> {
        let today = self.reference?;
        let months = if self.tense == Tense::Future { [0, 1] } else { [0, -1] };
        months
            .into_iter()
            .filter_map(|offset| add_months(today.first_of_month(), offset))
            .filter_map(|first| Date::new(first.year(), first.month(), day).ok())
            .find(|&date| if self.tense == Tense::Future { date >= today } else { date <= today })
    }

    fn shifted_month(self, month: i8, shift: Shift) -> Option<PartialDate> {
        let today = self.reference?;
        let year = today.year();
        let year = match shift {
            Shift::Last => year - i16::from(month >= today.month()),
            Shift::Next => year + i16::from(month <= today.month()),
            Shift::This if self.tense == Tense::Past => year - i16::from(month > today.month()),
            Shift::This => year,
            Shift::Bare if self.tense == Tense::Future => year + i16::from(month < today.month()),
            Shift::Bare => year - i16::from(month > today.month()),
        };
        Some(PartialDate::Month { year, month })
    }

    fn weekday(self, weekday: Weekday, shift: Shift, week: Option<i8>) -> Option<Date> {
        let today = self.reference?;
        if let Some(week) = week {
            return add_days(monday(today)?, i32::from(week) * 7 + i32::from(weekday.to_monday_zero_offset()));
        }
        let ahead = days_until(today, weekday);
        let back = if ahead == 0 { 0 } else { ahead - 7 };
        let days = match shift {
            Shift::Last if ahead == 0 => -7,
            Shift::Next => {
                let days = if ahead == 0 { 7 } else { ahead };
                // Said on Monday, "next Friday" may mean either.
                let this_week = i32::from(today.weekday().to_monday_zero_offset()) + days < 7;
                if this_week {
                    return None;
                }
                days
            }
            Shift::This if self.tense == Tense::Past => back,
            Shift::This => ahead,
            Shift::Bare if self.tense == Tense::Future => ahead,
            Shift::Last | Shift::Bare => back,
        };
        add_days(today, days)
    }

    fn weekend(self, shift: Shift) -> Resolved {
        let saturday = self.reference.and_then(|today| {
            let this = add_days(monday(today)?, 5)?;
            let offset = match shift {
                Shift::Next => 7,
                Shift::This => 0,
                Shift::Bare if self.tense == Tense::Future || this <= today => 0,
                Shift::Last | Shift::Bare => -7,
            };
            add_days(this, offset)
        });
        let sunday = saturday.and_then(|day| add_days(day, 1));
        let month = saturday.zip(sunday).and_then(|(first, last)| common_month(first, last));
        Resolved::stretch(saturday.map(|day| format!("{}-WE", week_value(day))), month)
    }

    fn unit(self, unit: Unit, offset: i32) -> Resolved {
        let Some(today) = self.reference else { return Resolved::of(TimeKind::Date, None) };
        match unit {
            Unit::Day => Resolved::date(add_days(today, offset).map(PartialDate::Day)),
            Unit::Week => week(monday(today).and_then(|day| add_days(day, offset * 7))),
            Unit::Month => Resolved::date(add_months(today, offset).map(month_of)),
            Unit::Quarter => {
                let month = add_months(today.first_of_month(), offset * 3);
                let value = month.map(|day| format!("{:04}-Q{}", day.year(), quarter(day)));
                Resolved::stretch(value, month.map(|day| PartialDate::Year(day.year())))
            }
            Unit::Year => Resolved::date(shift_year(today, offset)),
            Unit::Decade => {
                Resolved::of(TimeKind::Date, Some(format!("{:03}X", i32::from(today.year() / 10) + offset)))
            }
            Unit::Century => {
                Resolved::of(TimeKind::Date, Some(format!("{:02}XX", i32::from(today.year() / 100) + offset)))
            }
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Fortnight => Resolved::of(TimeKind::Date, None),
        }
    }

    fn distance(self, quantity: Quantity, unit: Unit, direction: i32) -> Resolved {
        let indefinite = if direction < 0 { Indefinite::Past } else { Indefinite::Future };
        let Some(count) = quantity.count.and_then(|count| i32::try_from(count).ok()).filter(|&count| count < 10_000)
        else {
            return Resolved::of(TimeKind::Date, Some(indefinite.value().to_owned()));
        };
        let Some(today) = self.reference else { return Resolved::of(TimeKind::Date, None) };
        let offset = count * direction;
        let mut resolved = match unit {
            Unit::Second | Unit::Minute | Unit::Hour => Resolved::of(TimeKind::Time, None),
            Unit::Day => Resolved::date(add_days(today, offset).map(PartialDate::Day)),
            Unit::Week => week(add_days(today, offset * 7)),
            Unit::Fortnight => week(add_days(today, offset * 14)),
            Unit::Month if quantity.half => Resolved::of(TimeKind::Date, None),
            Unit::Month => Resolved::date(add_months(today, offset).map(month_of)),
            Unit::Quarter => Resolved::stretch(
                add_months(today.first_of_month(), offset * 3)
                    .map(|day| format!("{:04}-Q{}", day.year(), quarter(day))),
                None,
            ),
            Unit::Year => Resolved::date(shift_year(today, offset)),
            Unit::Decade => Resolved::stretch(shift_year(today, offset * 10).map(|year| year.to_string()), None),
            Unit::Century => Resolved::stretch(shift_year(today, offset * 100).map(|year| year.to_string()), None),
        };
        if quantity.hedged || quantity.half {
            resolved.date = None;
        }
        resolved
    }

    /// The quarter told of, or the same quarter years before.
    fn quarter_back(self, years: i16) -> Resolved {
        let quarter = self.quarter.map(|(year, number)| (year - years, number));
        Resolved::stretch(
            quarter.map(|(year, number)| format!("{year:04}-Q{number}")),
            quarter.map(|(year, _)| PartialDate::Year(year)),
        )
    }

    fn range(self, first: Calendar, last: Calendar) -> Resolved {
        let (begin, end) = (self.calendar(first), self.calendar(last));
        ordered(begin, end)
    }

    fn season(self, season: Season, year: YearOf, shift: Shift) -> Resolved {
        let year = match (year, self.reference) {
            (YearOf::Number(year), _) => Some(year),
            (YearOf::Offset(offset), Some(today)) => Some(today.year() + i16::from(offset)),
            (YearOf::Unsaid, Some(today)) => {
                let (begun, within) = season_begun(today, season);
                Some(match shift {
                    Shift::Last if within => begun - 1,
                    Shift::Last => begun,
                    Shift::This if self.tense == Tense::Future && !within => begun + 1,
                    Shift::This | Shift::Bare if self.tense != Tense::Future || within => begun,
                    _ => begun + 1,
                })
            }
            (_, None) => None,
        };
        // A winter lies in two years.
        let date = year.filter(|_| season != Season::Winter).map(PartialDate::Year);
        Resolved::stretch(year.map(|year| format!("{year:04}-{}", season.code())), date)
    }

    fn portion(self, number: u8, of: u8, year: YearOf) -> Resolved {
        let year = match (year, self.reference) {
            (YearOf::Number(year), _) => Some(year),
            (YearOf::Offset(offset), Some(today)) => Some(today.year() + i16::from(offset)),
            (YearOf::Unsaid, Some(today)) => {
                let current = if of == 4 { quarter(today) } else { (today.month() - 1) / 6 + 1 };
                let (number, current, of) = (i16::from(number), i16::from(current), i16::from(of));
                // What has just ended is still spoken of as to come: its results are.
                let just_ended = number == (current + of - 2) % of + 1;
                Some(match self.tense {
                    Tense::Future if !just_ended => today.year() + i16::from(number < current),
                    _ => today.year() - i16::from(number > current),
                })
            }
            (_, None) => None,
        };
        let letter = if of == 4 { 'Q' } else { 'H' };
        Resolved::stretch(year.map(|year| format!("{year:04}-{letter}{number}")), year.map(PartialDate::Year))
    }

    fn feast(self, feast: Feast, eve: bool, year: Option<i16>) -> Resolved {
        let day = |year: i16| {
            let day = match feast {
                Feast::Christmas => Date::new(year, 12, 25).ok(),
                Feast::NewYear => Date::new(year, 1, 1).ok(),
                Feast::Thanksgiving => thanksgiving(year),
            }?;
            add_days(day, -i32::from(eve))
        };
        let date = match (year, self.reference) {
            (Some(year), _) => day(year),
            (None, Some(today)) => {
                let mut days = [-1, 0, 1].into_iter().filter_map(|offset| day(today.year() + offset));
                if self.tense == Tense::Future {
                    days.find(|&date| date >= today)
                } else {
                    days.rfind(|&date| date <= today)
                }
            }
            (None, None) => None,
        };
        Resolved::date(date.map(PartialDate::Day))
    }
}

/// Year, month and day on which a date begins.
pub(super) fn first_day(date: PartialDate) -> (i16, i8, i8) {
    match date {
        PartialDate::Day(day) => (day.year(), day.month(), day.day()),
        PartialDate::Month { year, month } => (year, month, 1),
        PartialDate::Year(year) => (year, 1, 1),
    }
}

/// Begin and end of a stretch, if they are in order.
pub(super) fn ordered(begin: Option<PartialDate>, end: Option<PartialDate>) -> Resolved {
    match (begin, end) {
        (Some(begin), Some(end)) if first_day(begin) <= first_day(end) => Resolved {
            begin: Some(begin),
            end: Some(end),
            ..Resolved::of(TimeKind::Date, Some(format!("{begin}/{end}")))
        },
        _ => Resolved::of(TimeKind::Date, None),
    }
}

/// The week of a day: a date of its own only as the month that holds all of it.
fn week(day: Option<Date>) -> Resolved {
    let first = day.and_then(monday);
    let last = first.and_then(|day| add_days(day, 6));
    Resolved::stretch(first.map(week_value), first.zip(last).and_then(|(first, last)| common_month(first, last)))
}

fn shift_year(today: Date, years: i32) -> Option<PartialDate> {
    let year = i16::try_from(i32::from(today.year()) + years).ok().filter(|year| (1..=9999).contains(year))?;
    Some(PartialDate::Year(year))
}

/// "the 1990s" has a first and a last year; "the nineties" are those of the twentieth century.
fn decade(first: u16) -> Resolved {
    let Ok(first) = i16::try_from(if first < 100 { 1900 + first } else { first }) else {
        return Resolved::of(TimeKind::Date, None);
    };
    Resolved {
        begin: Some(PartialDate::Year(first)),
        end: Some(PartialDate::Year(first + 9)),
        ..Resolved::of(TimeKind::Date, Some(format!("{:03}X", first / 10)))
    }
}

/// ISO 8601 duration; X for an open count, as in TIMEX3.
fn duration(quantity: Quantity, unit: Unit) -> String {
    let (prefix, factor, letter) = designator(unit);
    match quantity {
        Quantity { count: None, .. } => format!("{prefix}X{letter}"),
        Quantity { count: Some(count), half: false, .. } => {
            format!("{prefix}{}{letter}", u64::from(count) * u64::from(factor))
        }
        Quantity { count: Some(count), half: true, .. } => {
            let (smaller, lesser) = match unit {
                Unit::Year => (6, "M"),
                Unit::Day => (12, "H"),
                Unit::Hour => (30, "M"),
                Unit::Minute => (30, "S"),
                _ => return format!("{prefix}{count}.5{letter}"),
            };
            let whole = if count == 0 { String::new() } else { format!("{count}{letter}") };
            let infix = if unit == Unit::Day { "T" } else { "" };
            format!("{prefix}{whole}{infix}{smaller}{lesser}")
        }
    }
}
