//! Dates that are only as precise as the text.
mod parse;

use jiff::civil::Date;
pub use parse::{DateError, month_number, parse_date};

/// A date known to the day, the month or the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartialDate {
    Day(Date),
    Month { year: i16, month: i8 },
    Year(i16),
}

impl PartialDate {
    /// The day, if it is known.
    #[must_use]
    pub const fn day(self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day),
            Self::Month { .. } | Self::Year(_) => None,
        }
    }

    /// Whether all of it lies after a day.
    #[must_use]
    pub fn is_after(self, today: Date) -> bool {
        match self {
            Self::Day(day) => day > today,
            Self::Month { year, month } => (year, month) > (today.year(), today.month()),
            Self::Year(year) => year > today.year(),
        }
    }

    /// Whether all of it lies before a day.
    #[must_use]
    pub fn is_before(self, today: Date) -> bool {
        match self {
            Self::Day(day) => day < today,
            Self::Month { year, month } => (year, month) < (today.year(), today.month()),
            Self::Year(year) => year < today.year(),
        }
    }
}

impl std::fmt::Display for PartialDate {
    /// The lexical form of `xsd:date`, `xsd:gYearMonth` or `xsd:gYear`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month { year, month } => write!(f, "{year:04}-{month:02}"),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}
