//! Reading dates of publication as feeds, pages and people write them.
use super::PartialDate;
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The form is clear, but the calendar has no such day.
    #[error("the calendar has no such day")]
    Impossible,
    /// None of the known forms.
    #[error("not in a known form")]
    Unknown,
}

/// Reads ISO 8601 ("2024-02-14T10:00:00Z", "20240214"), RFC 2822 ("Wed, 14 Feb 2024 10:00 +0000"), Unix time in seconds or
/// milliseconds, and forms with an English month ("14 February 2024", "Feb. 14, 2024", "February 2024").
///
/// The day is the one of the time zone it was written in. Numbers alone are read only if their order is certain
/// ("2024/02/14", "14.02.2024", "25/12/2024", but not "02/03/2024").
///
/// # Errors
/// If the text has no such form, or names a day that the calendar does not have.
pub fn parse_date(text: &str) -> Result<PartialDate, DateError> {
    let text = text.trim();
    if text.len() > 200 {
        return Err(DateError::Unknown);
    }
    if let Some(result) = unix_time(text).or_else(|| year_first(text)) {
        return result;
    }
    with_month_name(text).or_else(|| numeric(text)).unwrap_or(Err(DateError::Unknown))
}

fn day(year: i32, month: i32, day: i32) -> Result<PartialDate, DateError> {
    let date = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
    let ((year, month), day) = date.ok_or(DateError::Impossible)?;
    Date::new(year, month, day).map(PartialDate::Day).map_err(|_| DateError::Impossible)
}

fn unix_time(text: &str) -> Option<Result<PartialDate, DateError>> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = text.parse().ok().filter(|_| digits)?;
    let seconds = match text.len() {
        9 | 10 => number,
        12 | 13 => number / 1000,
        _ => return None,
    };
    let date = TimeZone::UTC.to_datetime(Timestamp::from_second(seconds).ok()?).date();
    Some(Ok(PartialDate::Day(date)))
}

/// "2024-02-14…", "2024/02/14…", "20240214…", "2024-02", "2024".
fn year_first(text: &str) -> Option<Result<PartialDate, DateError>> {
    let digits = |part: &str, length: usize| -> Option<i32> {
        let digits = part.get(..length)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
    };
    let year = digits(text, 4)?;
    let rest = &text[4..];
    if rest.is_empty() {
        return Some(i16::try_from(year).map(PartialDate::Year).map_err(|_| DateError::Impossible));
    }
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'));
    let rest = separator.map_or(rest, |_| &rest[1..]);
    let month = digits(rest, 2).or_else(|| separator.and_then(|_| digits(rest, 1)))?;
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() && separator.is_some());
    let rest = if separator.is_some() { rest } else { &rest[2..] };
    if rest.is_empty() && separator.is_some() {
        let month = i8::try_from(month).ok().filter(|month| (1..=12).contains(month));
        return Some(
            month
                .zip(i16::try_from(year).ok())
                .map_or(Err(DateError::Impossible), |(month, year)| Ok(PartialDate::Month { year, month })),
        );
    }
    let rest = match separator {
        Some(separator) => rest.strip_prefix(separator)?,
        None => rest,
    };
    let number = digits(rest, 2).or_else(|| separator.and_then(|_| digits(rest, 1)))?;
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() && separator.is_some());
    let after = if separator.is_some() { after } else { &rest[2..] };
    let ends = after.is_empty() || after.starts_with(['T', 't', ' ', ',', 'Z', '+']);
    ends.then(|| day(year, month, number))
}

/// The number of an English month, in full or abbreviated to three or more letters.
#[must_use]
pub fn month_number(word: &str) -> Option<i8> {
    const MONTHS: &[&str] = &[
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    if word.len() < 3 {
        return None;
    }
    let known = |month: &str| month == word || (word.len() <= 4 && month.starts_with(&word));
    (1..).zip(MONTHS).find(|(_, month)| known(month)).map(|(number, _)| number)
}

/// "Wed, 14 Feb 2024 10:00:00 GMT", "Feb. 14, 2024 at 10:30 a.m. EST", "14th of February 2024".
fn with_month_name(text: &str) -> Option<Result<PartialDate, DateError>> {
    // Times of day hold numbers that look like days.
    let dated: Vec<&str> = text.split_whitespace().filter(|word| !word.contains(':')).collect();
    let words: Vec<&str> = dated
        .iter()
        .flat_map(|word| word.split([',', '.', '-', '/', '(', ')', '|', '\u{2013}']))
        .filter(|word| !word.is_empty() && !word.eq_ignore_ascii_case("of") && !word.eq_ignore_ascii_case("the"))
        .collect();
    let at = words.iter().position(|word| month_number(word).is_some())?;
    let month = month_number(words[at])?;
    let ordinal = |word: &&str| -> Option<i32> {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let suffix = &word[digits.len()..];
        let valid = digits.len() <= 2 && (suffix.is_empty() || matches!(suffix, "st" | "nd" | "rd" | "th"));
        digits.parse().ok().filter(|_| valid)
    };
    let before = at.checked_sub(1).and_then(|before| words.get(before)).and_then(ordinal);
    let (number, next) = match before {
        Some(number) => (Some(number), at + 1),
        None => (words.get(at + 1).and_then(ordinal), at + 2),
    };
    let year_at = |position: usize| -> Option<i32> {
        let word = words.get(position)?;
        let digits = word.bytes().all(|byte| byte.is_ascii_digit());
        match word.len() {
            4 if digits => word.parse().ok(),
            // RFC 2822, 4.3: years of two digits.
            2 if digits && before.is_some() => {
                word.parse::<i32>().ok().map(|year| if year < 50 { 2000 + year } else { 1900 + year })
            }
            _ => None,
        }
    };
    let year = year_at(next)
        .or_else(|| year_at(at + 1))
        .or_else(|| words.iter().filter(|word| word.len() == 4).find_map(|word| word.parse().ok()))?;
    match number {
        Some(number) => Some(day(year, i32::from(month), number)),
        None => {
            Some(i16::try_from(year).map(|year| PartialDate::Month { year, month }).map_err(|_| DateError::Impossible))
        }
    }
}

/// "14.02.2024", "25/12/2024": day and month in an order that only one reading allows.
fn numeric(text: &str) -> Option<Result<PartialDate, DateError>> {
    let date = text.split_whitespace().next()?.trim_end_matches(',');
    let separator = date.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '.' | '/' | '-'))?;
    let parts: Vec<i32> = date.split(separator).map(str::parse).collect::<Result<_, _>>().ok()?;
    let [first, second, year] = parts[..] else { return None };
    if !(1000..=9999).contains(&year) {
        return None;
    }
    match (first, second) {
        _ if separator == '.' => Some(day(year, second, first)),
        (13.., ..=12) => Some(day(year, second, first)),
        (..=12, 13..) => Some(day(year, first, second)),
        (first, second) if first == second => Some(day(year, first, second)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{DateError, parse_date};

    #[test]
    fn reads_the_forms_of_feeds_and_pages() {
        for (text, expected) in [
            ("2024-02-14", "2024-02-14"),
            ("2024-02-14T23:30:00-05:00", "2024-02-14"),
            ("2024-02-14 10:00:00", "2024-02-14"),
            ("2024-2-4", "2024-02-04"),
            ("2024/02/14", "2024-02-14"),
            ("20240214", "2024-02-14"),
            ("20240214T101500Z", "2024-02-14"),
            ("Wed, 14 Feb 2024 10:00:00 GMT", "2024-02-14"),
            ("14 Feb 24 10:00 +0000", "2024-02-14"),
            ("14 February 2024", "2024-02-14"),
            ("14th of February, 2024", "2024-02-14"),
            ("Feb. 14, 2024", "2024-02-14"),
            ("Sept. 3, 2021", "2021-09-03"),
            ("Wednesday, February 14, 2024 10:30 am EST", "2024-02-14"),
            ("10:30 14-Feb-2024", "2024-02-14"),
            ("1707904800", "2024-02-14"),
            ("1707904800000", "2024-02-14"),
            ("14.02.2024", "2024-02-14"),
            ("25/12/2024", "2024-12-25"),
            ("12/25/2024", "2024-12-25"),
            ("February 2024", "2024-02"),
            ("2024-02", "2024-02"),
            ("2024", "2024"),
            ("29 February 2024", "2024-02-29"),
        ] {
            assert_eq!(parse_date(text).map(|date| date.to_string()), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for (text, expected) in [
            ("31 February 2024", DateError::Impossible),
            ("2023-02-29", DateError::Impossible),
            ("2024-13-01", DateError::Impossible),
            ("Feb. 30, 2024", DateError::Impossible),
            ("32.01.2024", DateError::Impossible),
            ("02/03/2024", DateError::Unknown),
            ("yesterday", DateError::Unknown),
            ("", DateError::Unknown),
            ("März 2024 ü", DateError::Unknown),
            ("ü2024-02-14", DateError::Unknown),
        ] {
            assert_eq!(parse_date(text), Err(expected), "{text}");
        }
    }
}
