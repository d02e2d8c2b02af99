//! What a time expression says before it is anchored to a reference date.
use super::lexicon::{Feast, Indefinite, Part, Season, Unit};
use crate::mention::TimeKind;
use jiff::civil::Weekday;

/// The fields of a calendar date that the text gives; at least one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Calendar {
    pub(super) year: Option<i16>,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
}

/// Which one of several: "last", "this", "next", or no word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shift {
    Bare,
    Last,
    This,
    Next,
}

/// How many; `None` where the text leaves it open ("several").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quantity {
    pub(super) count: Option<u32>,
    /// "and a half".
    pub(super) half: bool,
    /// "about", "more than".
    pub(super) hedged: bool,
}

impl Quantity {
    pub(super) const fn exactly(count: u32) -> Self {
        Self { count: Some(count), half: false, hedged: false }
    }

    pub(super) const OPEN: Self = Self { count: None, half: false, hedged: false };
}

/// The year that a month, quarter or season belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearOf {
    Unsaid,
    Number(i16),
    /// Years from the reference: "last year's third quarter".
    Offset(i8),
}

/// The semantic form of a time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Calendar(Calendar),
    Range(Calendar, Calendar),
    Month {
        month: i8,
        shift: Shift,
    },
    MonthOf {
        month: i8,
        year: i8,
    },
    /// `week` counts from the reference week: "Friday last week".
    Weekday {
        weekday: Weekday,
        shift: Shift,
        week: Option<i8>,
    },
    Weekend(Shift),
    Day(i8),
    /// "last week", "this year".
    Unit {
        unit: Unit,
        offset: i8,
    },
    Season {
        season: Season,
        year: YearOf,
        shift: Shift,
    },
    Quarter {
        number: u8,
        year: YearOf,
    },
    Half {
        number: u8,
        year: YearOf,
    },
    Decade(u16),
    Century(u8),
    /// "two days ago" (−1), "two days from now" (1).
    Distance {
        quantity: Quantity,
        unit: Unit,
        direction: i8,
    },
    /// "a year earlier": from a time told of, not from the reference.
    Earlier {
        quantity: Quantity,
        unit: Unit,
    },
    /// "the quarter": the one told of.
    TheQuarter,
    Duration {
        quantity: Quantity,
        unit: Unit,
    },
    EveryUnit {
        count: u32,
        unit: Unit,
    },
    EveryWeekday(Weekday),
    EveryMonth(i8),
    Indefinite(Indefinite),
    Feast {
        feast: Feast,
        eve: bool,
        year: Option<i16>,
    },
    /// Tied to an event or to an earlier time: "the following day".
    Unanchored(TimeKind),
}

/// A form with the time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) form: Form,
    pub(super) part: Option<Part>,
    pub(super) clock: Option<(u8, u8)>,
}

impl From<Form> for Reading {
    fn from(form: Form) -> Self {
        Self { form, part: None, clock: None }
    }
}
