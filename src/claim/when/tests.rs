//! Sentences with a trigger between braces and the date its claim should get.
use crate::annotate::Annotator;
use crate::article::Article;
use crate::claim::when;
use crate::document::TokenId;
use crate::mention::{Detector, Lexicon, time};
use crate::ontology::Knowledge;
use std::sync::Arc;

/// Published on a Wednesday.
const PUBLISHED: &str = "2021-06-16";

/// "date", "begin/", "/end", "begin/end", "text only" or "none", for the trigger marked by braces.
const CASES: &[(&str, &str)] = &[
    ("Kenyan and Ugandan officials {met} in Kisumu on Tuesday.", "2021-06-15"),
    ("Peru's foreign minister {said} Tuesday that the embassy would reopen next week.", "2021-06-15"),
    ("Peru's foreign minister said Tuesday that the embassy would {reopen} next week.", "2021-06"),
    ("The Moldovan president will {visit} Bucharest on Friday.", "2021-06-18"),
    ("Turkish and Greek envoys held {talks} in Athens on Monday.", "2021-06-14"),
    ("Turkish and Greek envoys {held} talks in Athens on Monday.", "2021-06-14"),
    ("Monday's {meeting} was the first since January.", "2021-06-14"),
    ("The army {condemned} its May 9 missile test.", "none"),
    ("The army condemned its May 9 missile {test}.", "2021-05-09"),
    ("The {talks} are scheduled to resume on Thursday.", "2021-06-17"),
    ("On Sunday, soldiers entered the town and {seized} the airport.", "2021-06-13"),
    ("Soldiers rolled into the town on Sunday, {killing} three people.", "2021-06-13"),
    ("The {attack} killed nine soldiers on Saturday.", "2021-06-12"),
    ("The minister {said} in a statement released on Monday that the border was closed.", "2021-06-14"),
    ("Chad {withdrew} its troops in 2014.", "2014"),
    ("The Indian prime minister will {visit} Nepal from July 3 to 5.", "2021-07-03/2021-07-05"),
    ("The group has {controlled} the valley since 2014.", "2014/"),
    ("The envoys {met} several times.", "none"),
    ("The minister announced that France had {recalled} its ambassador.", "none"),
    ("The minister announced on Tuesday that France had {recalled} its ambassador.", "none"),
    ("The US-{led} coalition struck a convoy on Tuesday.", "none"),
    ("The president {fled} after months of protests.", "text only"),
    ("The summit {ended} last month.", "2021-05"),
    ("Gunmen {killed} nine soldiers and burned their barracks on Sunday.", "2021-06-13"),
    ("Nine people were {killed} in Sunday's attack on the market.", "2021-06-13"),
    ("The ministry {said} in a report released on Monday that trade had grown.", "2021-06-14"),
    ("It follows a {visit} to Lima by the Turkish president last year.", "2020"),
    ("Rebels {ambushed} a crew of workers near the village of Kol on Monday.", "2021-06-14"),
    ("Tensions have grown since last year, when the general {seized} power.", "2020"),
    ("Envoys {called} for a withdrawal of all troops by 2030.", "none"),
    ("Envoys called for a {withdrawal} of all troops by 2030.", "2030"),
    ("More than a year ago Hungary {rejected} the plan.", "text only"),
];

#[test]
fn a_claim_gets_the_time_of_its_trigger() {
    let (annotator, knowledge) = (Annotator::shipped(), Knowledge::shipped());
    let detector = Detector::new(Arc::new(Lexicon::shipped()), &knowledge);
    let mut failures = Vec::new();
    for (marked, expected) in CASES {
        let start = marked.find('{').expect("a trigger");
        let text = marked.replace(['{', '}'], "");
        let article = Article { text, date: PUBLISHED.parse().ok(), ..Article::default() };
        let document = annotator.annotate(&article);
        let mentions = detector.detect(&document, &article, &[], &knowledge);
        let trigger =
            document.token_ids().find(|&id| document.token(id).span.end as usize > start).unwrap_or(TokenId(0));
        let found = when::of(&document, &mentions, time::reference(&article), trigger);
        let shown = found.map_or_else(
            || "none".to_owned(),
            |when| match (when.date, when.begin, when.end) {
                (Some(date), _, _) => date.to_string(),
                (None, None, None) => "text only".to_owned(),
                (None, begin, end) => {
                    let text = |bound: Option<_>| {
                        bound.map_or_else(String::new, |bound: crate::article::PartialDate| bound.to_string())
                    };
                    format!("{}/{}", text(begin), text(end))
                }
            },
        );
        if shown != *expected {
            failures.push(format!("{marked}\n  expected {expected}, found {shown}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn without_a_date_of_publication_there_is_only_text() {
    let (annotator, knowledge) = (Annotator::shipped(), Knowledge::shipped());
    let detector = Detector::new(Arc::new(Lexicon::shipped()), &knowledge);
    let article = Article { text: "Fijian officials met in Suva on Tuesday.".into(), ..Article::default() };
    let document = annotator.annotate(&article);
    let mentions = detector.detect(&document, &article, &[], &knowledge);
    let met = document.token_ids().find(|&id| document.form(id) == "met").expect("a verb");
    let when = when::of(&document, &mentions, None, met).expect("a time");
    assert_eq!((when.date, when.begin, when.end), (None, None, None));
    assert_eq!(document.slice(when.text), "on Tuesday");
}
