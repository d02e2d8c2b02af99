//! Sentences and the values of their time expressions.
use super::{TimeKind, detect};
use crate::annotate::Annotator;
use crate::article::Article;
use jiff::civil::Date;

fn values(annotator: &Annotator, text: &str, reference: Option<Date>) -> Vec<(String, String)> {
    let article = Article { text: text.into(), ..Article::default() };
    let document = annotator.annotate(&article);
    let shown = |value: Option<String>| value.unwrap_or_else(|| "?".to_owned());
    detect(&document, reference)
        .into_iter()
        .map(|time| (document.slice(time.span).to_owned(), shown(time.value)))
        .collect()
}

/// Published on Wednesday, 16 June 2021: the text, then each expression with its value ("?" for none).
const CASES: &[(&str, &[(&str, &str)])] = &[
    ("The envoy arrived on Nov. 15, 2006 in Hanoi.", &[("Nov. 15, 2006", "2006-11-15")]),
    ("It was signed on 15 November 2006.", &[("15 November 2006", "2006-11-15")]),
    ("The log of 2006-11-15 was lost.", &[("2006-11-15", "2006-11-15")]),
    ("The form was dated 11/25/06.", &[("11/25/06", "2006-11-25")]),
    ("The form was dated 11/05/06.", &[("11/05/06", "?")]),
    ("The treaty was signed on the 9th of May 1999.", &[("the 9th of May 1999", "1999-05-09")]),
    ("Its October 9 nuclear test was condemned.", &[("October 9", "2020-10-09")]),
    ("The summit opened on June 14.", &[("June 14", "2021-06-14")]),
    ("They met on Monday.", &[("Monday", "2021-06-14")]),
    ("They will meet on Monday.", &[("Monday", "2021-06-21")]),
    ("The minister plans to fly to Accra on Sunday.", &[("Sunday", "2021-06-20")]),
    ("They met last Friday.", &[("last Friday", "2021-06-11")]),
    ("They will meet next Monday.", &[("next Monday", "2021-06-21")]),
    ("They will meet next Friday.", &[("next Friday", "?")]),
    ("Officials spoke on Wednesday night.", &[("Wednesday night", "2021-06-16TNI")]),
    ("He left yesterday and returns tomorrow.", &[("yesterday", "2021-06-15"), ("tomorrow", "2021-06-17")]),
    ("The vote was delayed last week.", &[("last week", "2021-W23")]),
    ("Exports fell last month and this year.", &[("last month", "2021-05"), ("this year", "2021")]),
    ("The embassy closed two days ago.", &[("two days ago", "2021-06-14")]),
    ("The war began three years ago.", &[("three years ago", "2018")]),
    ("The ban was lifted earlier this month.", &[("earlier this month", "2021-06")]),
    ("The king abdicated in March.", &[("March", "2021-03")]),
    ("The king abdicated in September.", &[("September", "2020-09")]),
    ("The king will abdicate in September.", &[("September", "2021-09")]),
    ("The border has been closed since 2014.", &[("2014", "2014")]),
    ("Piracy grew in the 1990s.", &[("the 1990s", "199X")]),
    ("He ruled from 1990 to 1994.", &[("1990 to 1994", "1990/1994")]),
    ("He lived there between 1970 and 1975.", &[("1970 and 1975", "1970/1975")]),
    ("The tour lasts from July 3 to 5.", &[("July 3 to 5", "2021-07-03/2021-07-05")]),
    ("The party was founded in late 2012.", &[("late 2012", "2012")]),
    ("The offensive began in the summer of 2014.", &[("the summer of 2014", "2014-SU")]),
    ("Growth slowed in the third quarter of 2020.", &[("the third quarter of 2020", "2020-Q3")]),
    ("The blast happened at 3 p.m. on Tuesday.", &[("3 p.m. on Tuesday", "2021-06-15T15:00")]),
    ("They talked for three days.", &[("three days", "P3D")]),
    ("A two-day strike began.", &[("two-day", "P2D")]),
    ("The council meets every year.", &[("every year", "P1Y")]),
    ("The junta recently freed him.", &[("recently", "PAST_REF")]),
    ("He was freed the following day.", &[("the following day", "?")]),
    ("Everything changed with the September 11 attacks.", &[("September 11", "2001-09-11")]),
    ("The deal expires on New Year's Eve.", &[("New Year's Eve", "2021-12-31")]),
    ("Iran's 2015 nuclear deal survives.", &[("2015", "2015")]),
    // No times.
    ("About 2,000 soldiers and 1500 trucks crossed the river.", &[]),
    ("Theresa May may march on.", &[]),
    ("The fall of the city was swift.", &[]),
    ("He wrote in the Sunday Times.", &[]),
    ("The 44-year-old general resigned.", &[]),
];

#[test]
fn expressions_have_their_extent_and_value() {
    let annotator = Annotator::shipped();
    let reference = Date::new(2021, 6, 16).ok();
    let mut failures = Vec::new();
    for (text, expected) in CASES {
        let found = values(&annotator, text, reference);
        let same = found.iter().map(|(span, value)| (span.as_str(), value.as_str())).eq(expected.iter().copied());
        if !same {
            failures.push(format!("{text}\n  expected {expected:?}, found {found:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn no_date_is_invented_without_a_reference() {
    let annotator = Annotator::shipped();
    let text = "On Monday, two days ago, last week, in March and on May 3 they met; earlier they met in June 2003 and on 4 July 1999.";
    let article = Article { text: text.into(), ..Article::default() };
    let document = annotator.annotate(&article);
    let dated: Vec<String> = detect(&document, None)
        .iter()
        .filter_map(|time| time.date.or(time.begin))
        .map(|date| date.to_string())
        .collect();
    assert_eq!(dated, ["2003-06", "1999-07-04"]);
}

#[test]
fn bounds_are_no_dates() {
    let annotator = Annotator::shipped();
    let article = Article {
        text: "The valley has been occupied since 2014 and closed until March 2016.".into(),
        ..Article::default()
    };
    let document = annotator.annotate(&article);
    let times = detect(&document, Date::new(2021, 6, 16).ok());
    let bounds: Vec<_> = times
        .iter()
        .map(|time| (time.date, time.begin.map(|d| d.to_string()), time.end.map(|d| d.to_string())))
        .collect();
    assert_eq!(bounds, [(None, Some("2014".to_owned()), None), (None, None, Some("2016-03".to_owned()))]);
    assert!(times.iter().all(|time| time.kind == TimeKind::Date));
}

#[test]
fn hostile_text_is_survived() {
    let annotator = Annotator::shipped();
    for text in [
        "",
        "99999999999999999999 days ago",
        "in 0000",
        "0/0/0000",
        "Feb. 30, 2021",
        "31 February",
        "4294967296 years from now",
        "'s 's 's Monday's",
        "the the the",
        "twenty-twenty-twenty-one hundred hundred thousand thousand years ago",
        "on the 99th of May",
        "25:99 p.m. Monday",
        "1990-1990-1990",
        "9/11/9/11",
        "９月 １５ 日 Monday’s—2006–11–15",
        "half a half a half day ago",
    ] {
        let article = Article { text: text.into(), ..Article::default() };
        let document = annotator.annotate(&article);
        for time in detect(&document, Date::new(2021, 6, 16).ok()) {
            assert!(document.text().get(time.span.range()).is_some(), "{text}");
            assert!(time.tokens.0 < time.tokens.1, "{text}");
        }
    }
}
