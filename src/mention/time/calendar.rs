//! Arithmetic on the civil calendar, with results that may not exist instead of panics.
use super::lexicon::{Season, Unit};
use crate::article::PartialDate;
use jiff::Span;
use jiff::civil::{Date, Weekday};

/// The date `days` later, if the calendar has it.
pub(super) fn add_days(date: Date, days: i32) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// The day-of-month-clipped date `months` later.
pub(super) fn add_months(date: Date, months: i32) -> Option<Date> {
    date.checked_add(Span::new().try_months(months).ok()?).ok()
}

/// The Monday of the ISO week.
pub(super) fn monday(date: Date) -> Option<Date> {
    add_days(date, -i32::from(date.weekday().to_monday_zero_offset()))
}

/// Days from `date` forward to the weekday: 0 to 6.
pub(super) fn days_until(date: Date, weekday: Weekday) -> i32 {
    i32::from(weekday.to_monday_zero_offset() - date.weekday().to_monday_zero_offset()).rem_euclid(7)
}

/// Quarter of the year, 1 to 4.
pub(super) fn quarter(date: Date) -> i8 {
    (date.month() - 1) / 3 + 1
}

/// The month that holds every day from `first` to `last`, if there is one.
pub(super) fn common_month(first: Date, last: Date) -> Option<PartialDate> {
    (first.year() == last.year() && first.month() == last.month()).then(|| month_of(first))
}

/// The month of a day.
pub(super) fn month_of(date: Date) -> PartialDate {
    PartialDate::Month { year: date.year(), month: date.month() }
}

/// TIMEX3 value of the ISO week of a day: "2006-W47".
pub(super) fn week_value(date: Date) -> String {
    let week = date.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// The year in which the latest season that has begun on the date began, and whether the date lies within it.
/// Seasons are the meteorological ones of the northern hemisphere, as in news of the United States and Europe.
pub(super) fn season_begun(date: Date, season: Season) -> (i16, bool) {
    let start = season.first_month();
    let year = if date.month() >= start { date.year() } else { date.year() - 1 };
    let months = i32::from(date.year() - year) * 12 + i32::from(date.month() - start);
    (year, months < 3)
}

/// The fourth Thursday of November.
pub(super) fn thanksgiving(year: i16) -> Option<Date> {
    let first = Date::new(year, 11, 1).ok()?;
    add_days(first, days_until(first, Weekday::Thursday) + 21)
}

/// The designator of a unit in an ISO 8601 duration, with the factor that expresses it.
pub(super) const fn designator(unit: Unit) -> (&'static str, u32, &'static str) {
    match unit {
        Unit::Second => ("PT", 1, "S"),
        Unit::Minute => ("PT", 1, "M"),
        Unit::Hour => ("PT", 1, "H"),
        Unit::Day => ("P", 1, "D"),
        Unit::Week => ("P", 1, "W"),
        Unit::Fortnight => ("P", 2, "W"),
        Unit::Month => ("P", 1, "M"),
        Unit::Quarter => ("P", 3, "M"),
        Unit::Year => ("P", 1, "Y"),
        Unit::Decade => ("P", 10, "Y"),
        Unit::Century => ("P", 100, "Y"),
    }
}
