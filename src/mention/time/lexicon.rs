//! The closed vocabulary of English time expressions.
use jiff::civil::Weekday;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// A season of the northern hemisphere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Fall,
    Winter,
}

impl Season {
    pub(super) const fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Fall => 9,
            Self::Winter => 12,
        }
    }

    /// TIMEX3 code.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Fall => "FA",
            Self::Winter => "WI",
        }
    }
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
}

impl Part {
    /// TIMEX3 code.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Morning => "TMO",
            Self::Midday => "TMI",
            Self::Afternoon => "TAF",
            Self::Evening => "TEV",
            Self::Night => "TNI",
        }
    }
}

/// The indefinite times of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Indefinite {
    Past,
    Present,
    Future,
}

impl Indefinite {
    /// TIMEX3 value.
    pub(super) const fn value(self) -> &'static str {
        match self {
            Self::Past => "PAST_REF",
            Self::Present => "PRESENT_REF",
            Self::Future => "FUTURE_REF",
        }
    }
}

/// A holiday whose date every year the calendar gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Feast {
    Christmas,
    NewYear,
    Thanksgiving,
}

/// What a word can do in a time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// No part of a time expression.
    Other,
    /// As `Other`, with a capital letter inside the sentence.
    Name,
    /// A plural noun that numbers count: after it "2000" is a number.
    Counted,
    Comma,
    Period,
    Colon,
    Hyphen,
    Slash,
    Open,
    Currency,
    Percent,
    Apostrophe,
    Possessive,
    /// `digits` is 0 for spelled-out numbers and for those with a thousands separator.
    Number {
        value: u32,
        digits: u8,
    },
    Ordinal(u8),
    /// "1990s", "'90s", "nineties": the first year, or that of the century.
    Decade(u16),
    /// `sure` is false where the word is more often something else.
    Month {
        month: i8,
        sure: bool,
    },
    Weekday(Weekday),
    Weekdays(Weekday),
    Weekend,
    Unit {
        unit: Unit,
        plural: bool,
    },
    Season(Season),
    Part(Part),
    /// "today", "yesterday", "tomorrow": days from the reference.
    Deictic(i8),
    Tonight,
    Overnight,
    Feast(Feast),
    Eve,
    /// "New" of "New Year's Day".
    New,
    Meridiem {
        pm: bool,
    },
    Noon,
    Midnight,
    Zone,
    Clock,
    Last,
    Past,
    Previous,
    Next,
    Coming,
    This,
    That,
    Same,
    Following,
    Current,
    Latest,
    Recent,
    Ago,
    Earlier,
    Later,
    Early,
    Mid,
    Late,
    /// "end", "beginning", "start", "middle".
    Stretch,
    First,
    Before,
    After,
    Since,
    Until,
    From,
    To,
    Through,
    By,
    In,
    On,
    At,
    Of,
    For,
    Over,
    During,
    Within,
    Between,
    And,
    Or,
    Now,
    The,
    Whose,
    A,
    Each,
    Frequency(Unit),
    Half,
    Few,
    Several,
    Couple,
    Dozen,
    Filler,
    Hedge,
    More,
    Less,
    Than,
    Least,
    Up,
    As,
    Soon,
    Adverb(Indefinite),
    Future,
    Foreseeable,
    Fiscal,
    Old,
    Long,
    Assault,
    /// "Black", "Bloody", "Super": "Black September" is no month.
    Epithet,
    /// "Times", "Telegraph": "the Sunday Times" is no Sunday.
    Masthead,
}

const fn unit(unit: Unit, plural: bool) -> Word {
    Word::Unit { unit, plural }
}

const fn spelled(value: u32) -> Word {
    Word::Number { value, digits: 0 }
}

/// The word with this lower-case spelling, without final period.
#[expect(clippy::too_many_lines, reason = "a table reads best in one piece")]
pub(super) fn word(lower: &str) -> Word {
    match lower {
        "january" => Word::Month { month: 1, sure: true },
        "february" => Word::Month { month: 2, sure: true },
        "march" => Word::Month { month: 3, sure: false },
        "april" => Word::Month { month: 4, sure: true },
        "may" => Word::Month { month: 5, sure: false },
        "june" => Word::Month { month: 6, sure: true },
        "july" => Word::Month { month: 7, sure: true },
        "august" => Word::Month { month: 8, sure: true },
        "september" => Word::Month { month: 9, sure: true },
        "october" => Word::Month { month: 10, sure: true },
        "november" => Word::Month { month: 11, sure: true },
        "december" => Word::Month { month: 12, sure: true },
        "monday" => Word::Weekday(Weekday::Monday),
        "tuesday" => Word::Weekday(Weekday::Tuesday),
        "wednesday" => Word::Weekday(Weekday::Wednesday),
        "thursday" => Word::Weekday(Weekday::Thursday),
        "friday" => Word::Weekday(Weekday::Friday),
        "saturday" => Word::Weekday(Weekday::Saturday),
        "sunday" => Word::Weekday(Weekday::Sunday),
        "mondays" => Word::Weekdays(Weekday::Monday),
        "tuesdays" => Word::Weekdays(Weekday::Tuesday),
        "wednesdays" => Word::Weekdays(Weekday::Wednesday),
        "thursdays" => Word::Weekdays(Weekday::Thursday),
        "fridays" => Word::Weekdays(Weekday::Friday),
        "saturdays" => Word::Weekdays(Weekday::Saturday),
        "sundays" => Word::Weekdays(Weekday::Sunday),
        "weekend" => Word::Weekend,
        "seconds" => unit(Unit::Second, true),
        "minute" => unit(Unit::Minute, false),
        "minutes" => unit(Unit::Minute, true),
        "hour" => unit(Unit::Hour, false),
        "hours" => unit(Unit::Hour, true),
        "day" => unit(Unit::Day, false),
        "days" => unit(Unit::Day, true),
        "week" => unit(Unit::Week, false),
        "weeks" => unit(Unit::Week, true),
        "fortnight" => unit(Unit::Fortnight, false),
        "month" => unit(Unit::Month, false),
        "months" => unit(Unit::Month, true),
        "quarter" => unit(Unit::Quarter, false),
        "quarters" => unit(Unit::Quarter, true),
        "year" => unit(Unit::Year, false),
        "years" => unit(Unit::Year, true),
        "decade" => unit(Unit::Decade, false),
        "decades" => unit(Unit::Decade, true),
        "century" => unit(Unit::Century, false),
        "centuries" => unit(Unit::Century, true),
        "spring" | "springtime" => Word::Season(Season::Spring),
        "summer" | "summertime" => Word::Season(Season::Summer),
        "fall" | "autumn" => Word::Season(Season::Fall),
        "winter" | "wintertime" => Word::Season(Season::Winter),
        "dawn" | "morning" | "mornings" => Word::Part(Part::Morning),
        "midday" => Word::Part(Part::Midday),
        "afternoon" | "afternoons" | "midafternoon" => Word::Part(Part::Afternoon),
        "dusk" | "evening" | "evenings" => Word::Part(Part::Evening),
        "night" | "nights" => Word::Part(Part::Night),
        "yesterday" => Word::Deictic(-1),
        "today" => Word::Deictic(0),
        "tomorrow" => Word::Deictic(1),
        "tonight" => Word::Tonight,
        "overnight" => Word::Overnight,
        "christmas" => Word::Feast(Feast::Christmas),
        "thanksgiving" => Word::Feast(Feast::Thanksgiving),
        "new" => Word::New,
        "eve" => Word::Eve,
        "am" | "a.m" => Word::Meridiem { pm: false },
        "pm" | "p.m" => Word::Meridiem { pm: true },
        "noon" => Word::Noon,
        "midnight" => Word::Midnight,
        "gmt" | "utc" | "est" | "edt" | "cst" | "cdt" | "mst" | "mdt" | "pst" | "pdt" | "cet" | "cest" | "bst"
        | "msk" | "jst" | "et" => Word::Zone,
        "o'clock" => Word::Clock,
        "last" => Word::Last,
        "past" => Word::Past,
        "previous" | "preceding" | "prior" => Word::Previous,
        "next" => Word::Next,
        "coming" | "upcoming" | "forthcoming" => Word::Coming,
        "this" => Word::This,
        "that" => Word::That,
        "same" => Word::Same,
        "following" | "ensuing" | "subsequent" => Word::Following,
        "current" => Word::Current,
        "latest" => Word::Latest,
        "recent" => Word::Recent,
        "ago" => Word::Ago,
        "earlier" => Word::Earlier,
        "later" => Word::Later,
        "early" => Word::Early,
        "mid" => Word::Mid,
        "late" => Word::Late,
        "end" | "beginning" | "start" | "middle" | "close" => Word::Stretch,
        "before" => Word::Before,
        "after" => Word::After,
        "since" => Word::Since,
        "until" | "till" => Word::Until,
        "from" => Word::From,
        "to" => Word::To,
        "through" | "thru" => Word::Through,
        "by" => Word::By,
        "in" => Word::In,
        "on" => Word::On,
        "at" => Word::At,
        "of" => Word::Of,
        "for" => Word::For,
        "over" => Word::Over,
        "during" | "throughout" => Word::During,
        "within" => Word::Within,
        "between" => Word::Between,
        "and" | "&" => Word::And,
        "or" => Word::Or,
        "the" => Word::The,
        "its" | "his" | "her" | "their" | "our" | "my" | "your" => Word::Whose,
        "a" | "an" => Word::A,
        "every" | "each" => Word::Each,
        "hourly" => Word::Frequency(Unit::Hour),
        "daily" | "nightly" => Word::Frequency(Unit::Day),
        "weekly" => Word::Frequency(Unit::Week),
        "monthly" => Word::Frequency(Unit::Month),
        "annually" | "yearly" => Word::Frequency(Unit::Year),
        "half" => Word::Half,
        "few" => Word::Few,
        "several" | "many" | "numerous" => Word::Several,
        "couple" => Word::Couple,
        "dozen" => Word::Dozen,
        "additional" | "consecutive" | "straight" | "successive" | "full" | "whole" | "entire" | "solid"
        | "business" | "working" | "trading" | "calendar" | "such" | "crucial" | "critical" | "tense" | "turbulent"
        | "extra" | "final" => Word::Filler,
        "about" | "nearly" | "almost" | "roughly" | "around" | "approximately" | "some" | "only" | "just"
        | "exactly" | "barely" | "under" | "perhaps" | "sometime" => Word::Hedge,
        "more" => Word::More,
        "less" | "fewer" => Word::Less,
        "than" => Word::Than,
        "least" | "most" => Word::Least,
        "up" => Word::Up,
        "as" => Word::As,
        "soon" => Word::Soon,
        "now" => Word::Now,
        "nowadays" | "currently" | "presently" => Word::Adverb(Indefinite::Present),
        "recently" | "lately" => Word::Adverb(Indefinite::Past),
        "future" => Word::Future,
        "foreseeable" | "near" => Word::Foreseeable,
        "fiscal" => Word::Fiscal,
        "old" => Word::Old,
        "long" => Word::Long,
        "attack" | "attacks" | "hijackings" | "hijackers" | "atrocities" | "terror" | "terrorist" => Word::Assault,
        "black" | "bloody" | "good" | "super" | "ash" | "palm" | "holy" | "cyber" => Word::Epithet,
        "times" | "telegraph" | "mirror" | "mail" | "express" | "herald" | "tribune" | "star" | "sun" | "standard"
        | "independent" | "world" | "vision" => Word::Masthead,
        "zero" => spelled(0),
        "one" => spelled(1),
        "two" => spelled(2),
        "three" => spelled(3),
        "four" => spelled(4),
        "five" => spelled(5),
        "six" => spelled(6),
        "seven" => spelled(7),
        "eight" => spelled(8),
        "nine" => spelled(9),
        "ten" => spelled(10),
        "eleven" => spelled(11),
        "twelve" => spelled(12),
        "thirteen" => spelled(13),
        "fourteen" => spelled(14),
        "fifteen" => spelled(15),
        "sixteen" => spelled(16),
        "seventeen" => spelled(17),
        "eighteen" => spelled(18),
        "nineteen" => spelled(19),
        "twenty" => spelled(20),
        "thirty" => spelled(30),
        "forty" => spelled(40),
        "fifty" => spelled(50),
        "sixty" => spelled(60),
        "seventy" => spelled(70),
        "eighty" => spelled(80),
        "ninety" => spelled(90),
        "hundred" => spelled(100),
        "thousand" => spelled(1000),
        "twenties" => Word::Decade(20),
        "thirties" => Word::Decade(30),
        "forties" => Word::Decade(40),
        "fifties" => Word::Decade(50),
        "sixties" => Word::Decade(60),
        "seventies" => Word::Decade(70),
        "eighties" => Word::Decade(80),
        "nineties" => Word::Decade(90),
        "first" => Word::First,
        "second" => Word::Ordinal(2),
        "third" => Word::Ordinal(3),
        "fourth" => Word::Ordinal(4),
        "fifth" => Word::Ordinal(5),
        "sixth" => Word::Ordinal(6),
        "seventh" => Word::Ordinal(7),
        "eighth" => Word::Ordinal(8),
        "ninth" => Word::Ordinal(9),
        "tenth" => Word::Ordinal(10),
        "eleventh" => Word::Ordinal(11),
        "twelfth" => Word::Ordinal(12),
        "thirteenth" => Word::Ordinal(13),
        "fourteenth" => Word::Ordinal(14),
        "fifteenth" => Word::Ordinal(15),
        "sixteenth" => Word::Ordinal(16),
        "seventeenth" => Word::Ordinal(17),
        "eighteenth" => Word::Ordinal(18),
        "nineteenth" => Word::Ordinal(19),
        "twentieth" => Word::Ordinal(20),
        "," => Word::Comma,
        "." => Word::Period,
        ":" => Word::Colon,
        "-" | "–" | "‑" => Word::Hyphen,
        "/" => Word::Slash,
        "(" | "[" => Word::Open,
        "$" | "€" | "£" | "¥" => Word::Currency,
        "%" | "percent" | "million" | "billion" | "per" => Word::Percent,
        "'" | "’" | "‘" | "`" => Word::Apostrophe,
        "'s" | "’s" => Word::Possessive,
        _ => Word::Other,
    }
}

/// The month or weekday with this abbreviation.
pub(super) fn abbreviation(lower: &str) -> Word {
    let month = |month| Word::Month { month, sure: true };
    match lower {
        "jan" => month(1),
        "feb" => month(2),
        "mar" => month(3),
        "apr" => month(4),
        "jun" => month(6),
        "jul" => month(7),
        "aug" => month(8),
        "sep" | "sept" => month(9),
        "oct" => month(10),
        "nov" => month(11),
        "dec" => month(12),
        "mon" => Word::Weekday(Weekday::Monday),
        "tue" | "tues" => Word::Weekday(Weekday::Tuesday),
        "wed" | "weds" => Word::Weekday(Weekday::Wednesday),
        "thu" | "thur" | "thurs" => Word::Weekday(Weekday::Thursday),
        "fri" => Word::Weekday(Weekday::Friday),
        "sat" => Word::Weekday(Weekday::Saturday),
        "sun" => Word::Weekday(Weekday::Sunday),
        _ => Word::Other,
    }
}
