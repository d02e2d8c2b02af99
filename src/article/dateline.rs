//! Datelines: "ERBIL, Kurdistan Region - ", "BRUSSELS (Reuters) - ", "ZHANJIANG, Nov. 15 (Xinhua) --", "(CNN) ".
use super::Dateline;
use super::date::month_number;
use jiff::ToSpan;
use jiff::civil::Date;

/// Words in capitals with a dash that label a story and name no place.
const LABELS: &[&str] = &[
    "ANALYSIS",
    "BREAKING",
    "BREAKINGVIEWS",
    "COLUMN",
    "COMMENT",
    "COMMENTARY",
    "CORRECTED",
    "EDITORIAL",
    "EXCLUSIVE",
    "EXPLAINER",
    "FACTBOX",
    "FEATURE",
    "FILE",
    "INSIGHT",
    "INTERVIEW",
    "LIVE",
    "MORE",
    "NEWS",
    "NEWSMAKER",
    "NOTE",
    "OPINION",
    "PHOTO",
    "PHOTOS",
    "PICTURES",
    "POLL",
    "PROFILE",
    "Q&A",
    "READ",
    "REFILE",
    "REPORT",
    "SPECIAL",
    "TIMELINE",
    "UPDATE",
    "UPDATED",
    "URGENT",
    "VIDEO",
    "WATCH",
    "WRAPUP",
    "NATO",
    "ISIS",
    "ISIL",
    "OPEC",
    "UNESCO",
    "UNICEF",
    "ASEAN",
    "BRICS",
];

/// Cities that news agencies' style guides let stand without their country.
const CITIES: &[&str] = &[
    "Amman",
    "Ankara",
    "Athens",
    "Baghdad",
    "Bangkok",
    "Beijing",
    "Beirut",
    "Berlin",
    "Bogota",
    "Brasilia",
    "Brussels",
    "Bucharest",
    "Budapest",
    "Buenos Aires",
    "Cairo",
    "Canberra",
    "Caracas",
    "Copenhagen",
    "Damascus",
    "Doha",
    "Dubai",
    "Dublin",
    "Geneva",
    "Guatemala City",
    "Havana",
    "Helsinki",
    "Hong Kong",
    "Islamabad",
    "Istanbul",
    "Jakarta",
    "Jerusalem",
    "Johannesburg",
    "Kabul",
    "Khartoum",
    "Kuwait City",
    "Kyiv",
    "London",
    "Los Angeles",
    "Luxembourg",
    "Madrid",
    "Manila",
    "Mexico City",
    "Moscow",
    "Nairobi",
    "New Delhi",
    "New York",
    "Oslo",
    "Ottawa",
    "Paris",
    "Prague",
    "Riyadh",
    "Rome",
    "San Salvador",
    "Sanaa",
    "Sao Paulo",
    "Seoul",
    "Singapore",
    "Stockholm",
    "Sydney",
    "Taipei",
    "Tehran",
    "Tel Aviv",
    "The Hague",
    "Tokyo",
    "Tripoli",
    "Tunis",
    "United Nations",
    "Vatican City",
    "Vienna",
    "Warsaw",
    "Washington",
    "Zurich",
];

/// A dateline is never longer (in bytes).
const LONGEST: usize = 140;

/// Finds the dateline at the start of the text, or at the start of an early paragraph after a headline, byline or caption.
/// `published` completes dates without a year.
#[must_use]
pub fn find_dateline(text: &str, published: Option<Date>) -> Option<Dateline> {
    let mut start = 0;
    for _ in 0..4 {
        start += text[start..].len() - text[start..].trim_start().len();
        if let Some(dateline) = dateline_at(text, start, published) {
            return Some(dateline);
        }
        let line = text[start..].find('\n').map_or("", |end| &text[start..start + end]);
        // Only furniture may stand before it.
        if line.is_empty() || line.len() > 200 || line.trim_end().ends_with(['.', '"', '”']) {
            return None;
        }
        start += line.len();
    }
    None
}

fn dateline_at(text: &str, start: usize, published: Option<Date>) -> Option<Dateline> {
    let rest = &text[start..];
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    [split_at_dash(line), split_after_agency(line)]
        .into_iter()
        .flatten()
        .find_map(|(head, after)| dateline_with(text, start, head, after, published))
}

/// Checks what stands before the dash (`head`) and after it.
fn dateline_with(text: &str, start: usize, head: &str, after_dash: usize, published: Option<Date>) -> Option<Dateline> {
    let rest = &text[start..];
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    let story = line[after_dash..].trim_start();
    // The story begins with a capital letter, a number or a quotation.
    if !story.is_empty() && !story.starts_with(|c: char| !c.is_lowercase()) {
        return None;
    }
    if story.is_empty() && rest[line.len()..].trim().is_empty() {
        return None;
    }
    let (before_agency, agency) = split_agency(head);
    let (place, date) = split_date(before_agency, published)?;
    let place = place.trim_end_matches([',', ' ', ';', ':', '_']);
    // "NORFOLK, Va." keeps its period.
    let abbreviated = place
        .rsplit([',', ' '])
        .next()
        .is_some_and(|word| (3..=6).contains(&word.len()) && word.contains(char::is_lowercase));
    let place = if abbreviated { place } else { place.trim_end_matches('.') };
    let supported = agency.is_some() || date.is_some();
    if !is_place(place, supported) {
        return None;
    }
    let end = start + line.len() - story.len();
    Some(Dateline {
        start,
        end,
        place: (start, start + place.len()),
        date: date.flatten(),
        agency: agency.map(str::to_owned),
    })
}

/// What stands before the first dash, and where the text after the dash begins.
fn split_at_dash(line: &str) -> Option<(&str, usize)> {
    let mut limit = line.len().min(LONGEST);
    while !line.is_char_boundary(limit) {
        limit -= 1;
    }
    let window = &line[..limit];
    window.char_indices().find_map(|(at, c)| {
        let length = match c {
            '—' | '–' | '―' => c.len_utf8(),
            '-' if window[at..].starts_with("--") => window[at..].find(|c| c != '-').unwrap_or(window.len() - at),
            // A single hyphen or the Associated Press's underscore stands between spaces.
            '-' | '_' | '|' if window[..at].ends_with(' ') || window[..at].ends_with(')') => {
                let after = &window[at + 1..];
                (after.starts_with(' ') || after.is_empty() || after.starts_with(char::is_uppercase)).then_some(1)?
            }
            _ => return None,
        };
        Some((&window[..at], at + length))
    })
}

/// "(CNN) Iran …", "BAGHDAD (AP) Iraqi …": an agency without a dash.
fn split_after_agency(line: &str) -> Option<(&str, usize)> {
    let close = line.find(')').filter(|&close| close < LONGEST)?;
    let head = &line[..=close];
    let (_, agency) = split_agency(head);
    let known = agency.is_some_and(|name| AGENCIES.iter().any(|agency| name.eq_ignore_ascii_case(agency)));
    known.then_some((head, close + 1))
}

/// Agencies and broadcasters that sign datelines.
const AGENCIES: &[&str] = &[
    "AP",
    "AFP",
    "Reuters",
    "CNN",
    "Xinhua",
    "UPI",
    "DPA",
    "dpa",
    "ANI",
    "PTI",
    "IANS",
    "TASS",
    "Itar-Tass",
    "Interfax",
    "RIA Novosti",
    "Sputnik",
    "Kyodo",
    "Yonhap",
    "IRNA",
    "Mehr",
    "Tasnim",
    "SANA",
    "WAM",
    "SPA",
    "MENA",
    "Anadolu",
    "AA",
    "ANSA",
    "EFE",
    "Bloomberg",
    "VOA",
    "RFE/RL",
    "BBC",
    "CBS",
    "CBS News",
    "ABC",
    "NBC News",
    "JTA",
    "KUNA",
    "QNA",
    "Petra",
    "Bernama",
    "Antara",
    "IPS",
    "AKI",
    "Al Jazeera",
    "Deutsche Welle",
    "DW",
    "CP",
    "AAP",
    "Thomson Reuters Foundation",
    "Business Wire",
    "TNS",
    "KCNA",
];

/// Splits "(Reuters)" off the end.
fn split_agency(head: &str) -> (&str, Option<&str>) {
    let trimmed = head.trim_end();
    let Some(inner) = trimmed.strip_suffix(')') else { return (head, None) };
    let Some(open) = inner.rfind('(') else { return (head, None) };
    let name = inner[open + 1..].trim();
    let plausible = !name.is_empty()
        && name.len() <= 50
        && name.starts_with(char::is_alphabetic)
        && name.split_whitespace().count() <= 5
        && (name.contains(char::is_uppercase) || AGENCIES.contains(&name));
    if plausible { (&head[..open], Some(name)) } else { (head, None) }
}

/// Splits a date off the end: "ZHANJIANG, Nov. 15" → place and date; the inner `None` if its year is unknown.
/// The result is `None` if the date is impossible.
#[expect(clippy::option_option, reason = "no date, a date of unknown year, and a date are three outcomes")]
fn split_date(head: &str, published: Option<Date>) -> Option<(&str, Option<Option<Date>>)> {
    let words: Vec<(usize, &str)> = words(head);
    let month_at =
        words.iter().rposition(|(_, word)| month_number(word).is_some() && word.starts_with(char::is_uppercase));
    let Some(at) = month_at else { return Some((head, None)) };
    let number = |position: usize| -> Option<i16> {
        words.get(position).and_then(|(_, word)| word.trim_end_matches(['t', 'h', 's', 'n', 'd', 'r']).parse().ok())
    };
    let month = month_number(words[at].1)?;
    let before = at.checked_sub(1).and_then(|before| number(before).map(|day| (before, day)));
    let (first, day, next) = match (number(at + 1).filter(|day| *day <= 31), before) {
        (Some(day), _) => (at, day, at + 2),
        (None, Some((before, day))) => (before, day, at + 1),
        // "MARCH" may be a town.
        (None, None) => return Some((head, None)),
    };
    if next < words.len() && number(next).is_none() {
        return Some((head, None));
    }
    let year = number(next).filter(|year| (1900..2200).contains(year));
    let place = &head[..words[first].0];
    let day = i8::try_from(day).ok()?;
    let date = match (year, published) {
        (Some(year), _) => Some(Date::new(year, month, day).ok()?),
        (None, Some(published)) => Some(nearest(month, day, published)?),
        (None, None) => None,
    };
    Some((place, Some(date)))
}

/// The day of that month last before the publication (or a day after it, for time zones).
fn nearest(month: i8, day: i8, published: Date) -> Option<Date> {
    let latest = published.checked_add(1.day()).ok()?;
    let this_year = Date::new(published.year(), month, day).ok();
    match this_year {
        Some(date) if date <= latest => Some(date),
        _ => Date::new(published.year() - 1, month, day).ok().or(this_year),
    }
}

fn words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut at = 0;
    for word in text.split([' ', ',', '\u{a0}']) {
        if !word.is_empty() {
            words.push((at, word));
        }
        at += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
    }
    words
}

/// Whether this can be the place of a dateline; `supported` if a date or agency follows it.
fn is_place(place: &str, supported: bool) -> bool {
    if place.is_empty() {
        return supported;
    }
    if place.len() > 90 || place.contains(['"', '“', '”', '?', '!', ':', ';', '(', ')', '=', '@', '[']) {
        return false;
    }
    let segments: Vec<&str> = place.split([',', '/']).map(str::trim).collect();
    let first = segments[0];
    let first_words: Vec<&str> = first.split_whitespace().collect();
    if segments.len() > 5 || first_words.is_empty() || first_words.len() > 6 {
        return false;
    }
    let label = first_words.iter().any(|word| LABELS.contains(&word.trim_end_matches(|c: char| c.is_ascii_digit())));
    let letters = first.chars().filter(|c| c.is_alphabetic());
    let capitals = letters.clone().all(|c| !c.is_lowercase()) && letters.clone().count() >= 3;
    let names = |segment: &&str| {
        let words = segment.split_whitespace();
        words.clone().count() <= 5 && words.clone().all(is_name_word) && segment.chars().any(char::is_alphabetic)
    };
    if label || first.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    if capitals {
        return segments[1..].iter().all(names) && first_words.len() <= if supported { 6 } else { 4 };
    }
    // In mixed case a place needs an agency, a date, its country after it, or a name that no story leaves out.
    let known = segments.len() == 1 && CITIES.contains(&place);
    segments.iter().all(names) && (supported || known || (segments.len() >= 2 && place.split_whitespace().count() <= 7))
}

/// Capitalised, or a small word inside names.
fn is_name_word(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase() || c == '\'' || c == '’')
        || matches!(
            word,
            "of" | "the"
                | "al"
                | "de"
                | "and"
                | "in"
                | "on"
                | "near"
                | "northern"
                | "southern"
                | "eastern"
                | "western"
                | "central"
                | "outside"
                | "aboard"
        )
        || word.starts_with("al-")
        || word.starts_with("el-")
}

#[cfg(test)]
mod tests {
    use super::find_dateline;
    use jiff::civil::date;

    #[test]
    fn finds_datelines() {
        for (text, place, agency, day, story) in [
            ("ERBIL, Kurdistan Region - Iraq’s president", "ERBIL, Kurdistan Region", None, None, "Iraq’s"),
            ("BRUSSELS (Reuters) - The alliance", "BRUSSELS", Some("Reuters"), None, "The"),
            ("ZHANJIANG, Nov. 15 (Xinhua) -- China's navy", "ZHANJIANG", Some("Xinhua"), Some("2023-11-15"), "China's"),
            (
                "UNITED NATIONS, Feb 2 (Reuters) - Envoys",
                "UNITED NATIONS",
                Some("Reuters"),
                Some("2024-02-02"),
                "Envoys",
            ),
            ("WASHINGTON — President", "WASHINGTON", None, None, "President"),
            ("(CNN) Iran said", "", Some("CNN"), None, "Iran"),
            ("(CNN) — Iran said", "", Some("CNN"), None, "Iran"),
            ("Kabul, Afghanistan (CNN) -- Two", "Kabul, Afghanistan", Some("CNN"), None, "Two"),
            ("Lima, Peru – Thousands", "Lima, Peru", None, None, "Thousands"),
            ("JERUSALEM/GAZA (AP) _ Israel", "JERUSALEM/GAZA", Some("AP"), None, "Israel"),
            ("ABOARD AIR FORCE ONE (AP) — The", "ABOARD AIR FORCE ONE", Some("AP"), None, "The"),
            ("MOSCOW, 3 January 2020 (TASS) - Russia", "MOSCOW", Some("TASS"), Some("2020-01-03"), "Russia"),
            ("N'DJAMENA — Chad's", "N'DJAMENA", None, None, "Chad's"),
            ("By Ana Diaz\n\nBOGOTA (Reuters) - Colombia", "BOGOTA", Some("Reuters"), None, "Colombia"),
            ("Oslo (AFP) Norway said - again - no", "Oslo", Some("AFP"), None, "Norway"),
            ("Vienna — Envoys", "Vienna", None, None, "Envoys"),
            ("NORFOLK, Va. (AP) — A ship", "NORFOLK, Va.", Some("AP"), None, "A ship"),
            ("NEW YORK – Envoys", "NEW YORK", None, None, "Envoys"),
            ("DAMASCUS--Syria's", "DAMASCUS", None, None, "Syria's"),
        ] {
            let dateline = find_dateline(text, Some(date(2024, 2, 3))).unwrap_or_else(|| panic!("none in {text}"));
            assert_eq!(&text[dateline.place.0..dateline.place.1], place, "{text}");
            assert_eq!(dateline.agency.as_deref(), agency, "{text}");
            assert_eq!(dateline.date.map(|day| day.to_string()).as_deref(), day, "{text}");
            assert!(text[dateline.end..].starts_with(story), "{text}: {}", &text[dateline.end..]);
        }
    }

    #[test]
    fn leaves_sentences_alone() {
        for text in [
            "The US-led coalition - which has 2,500 troops - will leave.",
            "NATO - the Western alliance - met.",
            "EXCLUSIVE - Iran has agreed",
            "UPDATE 2 - Oil rises",
            "Iraq and Syria — Two neighbours — met.",
            "France, Germany - both members - agreed.",
            "Mr. Kerry (D-Mass.) said",
            "He went to Paris. LONDON - Britain",
            "WASHINGTON -",
            "",
            "—",
            "(CNN)",
        ] {
            assert_eq!(find_dateline(text, None), None, "{text}");
        }
    }
}
