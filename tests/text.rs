//! Sentences and words: newswire cases, and properties that hold for any text.
use chancery::annotate::Annotator;
use chancery::annotate::segment::{RawSentence, segment};
use chancery::annotate::tokenize::tokenize;
use chancery::document::Span;
use proptest::prelude::*;
use std::sync::LazyLock;

static SHIPPED: LazyLock<Annotator> = LazyLock::new(Annotator::shipped);

/// Sentences by rule, on which the classifier must agree.
fn sentences(text: &str) -> Vec<&str> {
    let shown =
        |sentences: Vec<RawSentence>| sentences.into_iter().map(|sentence| &text[sentence.span.range()]).collect();
    let ruled: Vec<&str> = shown(segment(text, 0));
    assert_eq!(ruled, shown(SHIPPED.split(text)), "rules and classifier");
    ruled
}

fn words(sentence: &str) -> String {
    let tokens = tokenize(sentence, Span::new(0, sentence.len()));
    tokens.into_iter().map(|token| &sentence[token.range()]).collect::<Vec<_>>().join(" ")
}

#[test]
fn one_sentence() {
    for text in [
        "Lt. Gen. Carlos Ruiz met Gov. Ana Diaz on Nov. 5 in St. Louis.",
        "President Tayyip R. Erdogan spoke with Mr. J. D. Smith Jr. of the U.S. State Department.",
        "The U.S. Embassy and the U.N. Security Council agreed at 3 p.m. EST on the No. 2 item.",
        "\"We will not go there,\" he said.",
        "“Why should we?” the minister asked.",
        "\"Never again!\" Mr. Okello told reporters.",
        "The rate rose 3.5 percent to $1.2 billion, i.e. more than in 2.4 years.",
        "See www.example.org for more, or example.com/a.html.",
        "He paused ... and then went on.",
        "The U.S.-led force and the Japan-U.S. alliance (est. 1951) remain.",
        "Yahoo! shares fell.",
        "Roe v. Wade was cited.",
    ] {
        assert_eq!(sentences(text), [text]);
    }
}

#[test]
fn several_sentences() {
    for (text, expected) in [
        ("He left the U.S. The talks failed.", vec!["He left the U.S.", "The talks failed."]),
        ("It ended at 5 p.m. Officials left.", vec!["It ended at 5 p.m.", "Officials left."]),
        ("He was “tired of it.” The party agreed.", vec!["He was “tired of it.”", "The party agreed."]),
        ("\"It is over.\" \"Is it?\" Nobody knew.", vec!["\"It is over.\"", "\"Is it?\"", "Nobody knew."]),
        ("They fought in World War I. It was long.", vec!["They fought in World War I.", "It was long."]),
        ("It began in 2017. In 2019 it ended.", vec!["It began in 2017.", "In 2019 it ended."]),
        ("Talks ended. al-Shabaab attacked.", vec!["Talks ended.", "al-Shabaab attacked."]),
        ("The deal collapsed.The minister resigned.", vec!["The deal collapsed.", "The minister resigned."]),
        ("(The army declined to comment.) Then it did.", vec!["(The army declined to comment.)", "Then it did."]),
        ("He said no. 12 ships sailed.", vec!["He said no.", "12 ships sailed."]),
        (
            "Prices rose.[1] Wages fell.[2, 3] Nobody cared.",
            vec!["Prices rose.[1]", "Wages fell.[2, 3]", "Nobody cared."],
        ),
        ("Headline without period\n\nThe text.", vec!["Headline without period", "The text."]),
        ("First line.\nSecond line goes on", vec!["First line.", "Second line goes on"]),
        ("• One item • Another item", vec!["• One item", "• Another item"]),
        ("", vec![]),
        (" \n\n\t ", vec![]),
    ] {
        assert_eq!(sentences(text), expected);
    }
}

/// What the rules alone get wrong or cannot see.
#[test]
fn the_classifier_helps_the_rules() {
    for (text, expected) in [
        ("Thank you for coming. Best regards Anna Meyer", vec!["Thank you for coming.", "Best regards Anna Meyer"]),
        ("Hi Anna, Please find the draft here. Thanks", vec!["Hi Anna,", "Please find the draft here.", "Thanks"]),
        ("Zambian President Hakainde Hichilema met Prime Minister Kim Jong Un.", vec![]),
    ] {
        let found: Vec<&str> = SHIPPED.split(text).into_iter().map(|sentence| &text[sentence.span.range()]).collect();
        assert_eq!(found, if expected.is_empty() { vec![text] } else { expected });
    }
}

#[test]
fn hard_wrapped_lines_are_joined() {
    let text = "The delegation of the African Union arrived in the capital on Monday\n\
                to mediate between the government and the opposition, which have been\n\
                at odds over the date of the election since the beginning of last year.\n\n\
                It will stay for three days.";
    let found = segment(text, 0);
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].paragraph, found[1].paragraph), (0, 1));
}

#[test]
fn the_dateline_is_left_out() {
    let text = "NAIROBI - The talks failed. They ended.";
    let found = segment(text, 10);
    assert_eq!(found.len(), 2);
    assert_eq!(&text[found[0].span.range()], "The talks failed.");
}

#[test]
fn words_of_the_treebanks() {
    for (sentence, expected) in [
        ("They don't, can't and cannot go.", "They do n't , ca n't and can not go ."),
        ("Chad’s envoys’ US-led, anti-ISIS talks.", "Chad ’s envoys ’ US - led , anti-ISIS talks ."),
        ("Mohammed Shia’ al-Sudani left.", "Mohammed Shia’ al - Sudani left ."),
        ("Shi'ite and Ba'athist leaders of al-Qa'ida", "Shi'ite and Ba'athist leaders of al - Qa'ida"),
        ("'We will go,' he said.", "' We will go , ' he said ."),
        ("It costs US$5.5m, €10bn or £3.", "It costs US$ 5.5 m , € 10 bn or £ 3 ."),
        ("A 10-year-old F-16 in the 1990s and '80s", "A 10 - year - old F - 16 in the 1990s and '80s"),
        ("He left the U.S.", "He left the U.S."),
        ("He sold oil, gas, etc.", "He sold oil , gas , etc ."),
        (
            "Gen. Petro O. Koval of the U.N. spoke at 5 p.m. again",
            "Gen. Petro O. Koval of the U.N. spoke at 5 p.m. again",
        ),
        ("Fully 50% - or 7:30pm -- on 9/11 and 11/28/2000…", "Fully 50 % - or 7:30 pm -- on 9/11 and 11/28/2000 …"),
        (
            "Mail a.b@example.org or see https://example.org/a?b=c.",
            "Mail a.b@example.org or see https://example.org/a?b=c .",
        ),
        ("Follow @UN and #COP28!!", "Follow @UN and #COP28 !!"),
        ("“It [the deal]—finally—works,” she said…", "“ It [ the deal ] — finally — works , ” she said …"),
        ("and/or w/o the AT&T 2nd-quarter 1969-1970", "and / or w/o the AT&T 2nd - quarter 1969 - 1970"),
        ("2. The parties agree.", "2 . The parties agree ."),
        ("Who knows... ?! :-) It is about $$$, call +44 20.", "Who knows ... ?! :-) It is about $$$ , call +44 20 ."),
        ("(as follows:) [...] x-ray at f/2, b/c wont", "( as follows : ) [ ... ] x - ray at f / 2 , b/c wo nt"),
        ("", ""),
    ] {
        assert_eq!(words(sentence), expected);
    }
}

/// Text with what is hard in it.
fn newsy() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "U.S.",
        "Gen.",
        "No. 5",
        "p.m.",
        "...",
        "…",
        ". . .",
        "\"",
        "“",
        "”",
        "'",
        "’",
        "''",
        "(",
        ")",
        "[1]",
        "--",
        "—",
        "-",
        "/",
        " ",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\u{2028}",
        "\u{200b}",
        "\u{301}",
        "http://a.b/c",
        "a@b.cd",
        "$5m",
        "1/2/3",
        "don't",
        "al-Q",
        "é",
        "中国",
        "🇺🇳",
        ".",
        "?",
        "!",
        ",",
        "The",
        "x",
        "3.5",
        "&",
        "#a",
        "@b",
        "'90s",
        "a.b.c",
        "re-re-",
        "•",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

fn check(text: &str, start: usize) -> Result<(), TestCaseError> {
    check_sentences(segment(text, start), text, start)?;
    check_sentences(SHIPPED.split(text), text, 0)
}

fn check_sentences(sentences: Vec<RawSentence>, text: &str, start: usize) -> Result<(), TestCaseError> {
    let mut at = start.min(text.len());
    let mut paragraph = 0;
    for sentence in sentences {
        let range = sentence.span.range();
        prop_assert!(range.start >= at && range.start < range.end && range.end <= text.len());
        prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
        prop_assert!(sentence.paragraph >= paragraph);
        if start == 0 {
            let gap = &text[at..range.start];
            prop_assert!(gap.chars().all(char::is_whitespace), "lost: {:?}", gap);
        }
        let mut inner = range.start;
        for token in tokenize(text, sentence.span) {
            let token = token.range();
            prop_assert!(token.start >= inner && token.start < token.end && token.end <= range.end);
            prop_assert!(text.is_char_boundary(token.start) && text.is_char_boundary(token.end));
            let gap = &text[inner..token.start];
            let blank = |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}');
            prop_assert!(gap.chars().all(blank), "lost: {:?}", gap);
            inner = token.end;
        }
        at = range.end;
        paragraph = sentence.paragraph;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn spans_are_sound_in_any_text(text in any::<String>(), start in 0usize..40) {
        check(&text, 0)?;
        check(&text, start)?;
    }

    #[test]
    fn spans_are_sound_in_newsy_text(text in newsy(), start in 0usize..40) {
        check(&text, 0)?;
        check(&text, start)?;
    }
}
