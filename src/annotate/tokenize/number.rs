//! Numbers, dates, times and telephone numbers.

/// Units that are split from the number they are written with.
const UNITS: &[&str] = &[
    "am", "pm", "k", "K", "m", "M", "mn", "bn", "b", "B", "tn", "MM", "mm", "cm", "km", "kg", "g", "kt", "kts", "lb",
    "lbs", "oz", "ft", "in", "mph", "kph", "kmh", "ml", "l", "hrs", "hr", "h", "min", "mins", "sec", "yrs", "GB", "MB",
    "GW", "MW", "kW", "Hz", "MHz", "GHz", "AM", "PM", "c", "p", "EUR", "USD", "ha", "sq", "bpd", "Mt", "ppm",
];

/// No date, fraction or telephone number is longer (in bytes).
const LONGEST: usize = 24;

/// The length of the number at the start of `rest`, which begins with a digit or with a period before one.
pub(super) fn number(rest: &str) -> usize {
    if let Some(length) = telephone(rest).or_else(|| calendar(rest)) {
        return length;
    }
    let bytes = rest.as_bytes();
    let mut end = 1;
    while end < bytes.len() {
        let digit_next = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        match bytes[end] {
            byte if byte.is_ascii_digit() => end += 1,
            b'.' | b',' | b':' if digit_next => end += 1,
            b'/' if digit_next && end <= LONGEST && is_fraction(rest) => end += 1,
            _ => break,
        }
    }
    let tail = &rest[end..];
    let letters = tail.find(|c: char| !c.is_alphanumeric()).unwrap_or(tail.len());
    let word = &tail[..letters];
    if word.is_empty() {
        return end + decade(&rest[..end], tail);
    }
    if matches!(word, "st" | "nd" | "rd" | "th" | "s" | "ST" | "ND" | "RD" | "TH") {
        return end + letters;
    }
    let is_clock = tail.starts_with("a.m") || tail.starts_with("p.m");
    if is_clock || UNITS.contains(&word) || letters > 4 {
        return end;
    }
    // A code: "3143C", "4x4", "5G".
    end + letters
}

/// What begins with digits, up to where `member` fails, if that is near.
fn prefix(rest: &str, member: fn(char) -> bool) -> Option<&str> {
    let end = rest.find(|c| !member(c)).filter(|&end| end <= LONGEST);
    match end {
        Some(end) => Some(&rest[..end]),
        None if rest.len() <= LONGEST => Some(rest),
        None => None,
    }
}

/// "1960's" is one word, "2019's" is a possessive.
fn decade(number: &str, tail: &str) -> usize {
    let suffix = ["'s", "’s"].into_iter().find(|suffix| tail.starts_with(suffix));
    match suffix {
        Some(suffix)
            if number.ends_with('0')
                && matches!(number.len(), 2 | 4)
                && !tail[suffix.len()..].starts_with(char::is_alphanumeric) =>
        {
            suffix.len()
        }
        _ => 0,
    }
}

/// "9/11", "1/2", "11/28/2000", but not "2001/02" or "20/20".
fn is_fraction(rest: &str) -> bool {
    let Some(fraction) = prefix(bounded(rest), |c| c.is_ascii_digit() || c == '/') else { return false };
    let parts: Vec<usize> = fraction.split('/').map(str::len).collect();
    match parts[..] {
        [1, 1 | 2] => true,
        [2, 2] => fraction[3..].starts_with('1') || fraction.starts_with('0'),
        [a, b, c] => (1..=4).contains(&a) && (1..=2).contains(&b) && (1..=4).contains(&c),
        _ => false,
    }
}

/// "2024-02-14", "11-20-2000".
fn calendar(rest: &str) -> Option<usize> {
    let date = prefix(bounded(rest), |c| c.is_ascii_digit() || c == '-')?;
    let mut parts = date.split('-').map(str::len);
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(4), Some(2), Some(2), None) | (Some(1 | 2), Some(1 | 2), Some(2 | 4), None) => Some(date.len()),
        _ => None,
    }
}

/// "713-853-3989", "1-800-991-9019", "202.456.1414": groups of which the last has four digits and the one before three.
fn telephone(rest: &str) -> Option<usize> {
    let candidate = prefix(bounded(rest), |c| c.is_ascii_digit() || c == '-' || c == '.')?.trim_end_matches(['-', '.']);
    let mut groups = candidate.rsplit(['-', '.']).map(str::len);
    let telephone =
        groups.next() == Some(4) && groups.next() == Some(3) && groups.all(|length| (1..=3).contains(&length));
    (telephone && candidate.len() >= 8).then_some(candidate.len())
}

/// The ASCII beginning of `rest`, just longer than the longest date.
fn bounded(rest: &str) -> &str {
    let end = rest.bytes().take(LONGEST + 1).take_while(u8::is_ascii).count();
    &rest[..end]
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn finds_where_a_number_ends() {
        for (text, expected) in [
            ("5.5m", "5.5"),
            ("200,000", "200,000"),
            ("10th", "10th"),
            ("1990s", "1990s"),
            ("1990's", "1990's"),
            ("2019's", "2019"),
            ("9/11", "9/11"),
            ("20/20", "20"),
            ("11/28/2000", "11/28/2000"),
            ("2024-02-14", "2024-02-14"),
            ("18-year-old", "18"),
            ("5-10", "5"),
            ("7:30pm", "7:30"),
            ("7a.m.", "7"),
            ("3143C", "3143C"),
            ("713-853-3989.", "713-853-3989"),
            ("15,", "15"),
            ("3’", "3"),
        ] {
            assert_eq!(&text[..number(text)], expected);
        }
    }
}
