//! The models that ship: intact, refused when damaged, and sane on any input.
use chancery::annotate::names::{NameLabel, NameSizes};
use chancery::annotate::train::names_data::NameCorpus;
use chancery::annotate::train::{NameOptions, train_names};
use chancery::annotate::{Annotator, evaluate, files};
use chancery::article::Article;
use chancery::document::{Document, TokenId};
use std::path::Path;

fn annotate(annotator: &Annotator, text: &str) -> Document {
    annotator.annotate(&Article { text: text.to_owned(), ..Article::default() })
}

const NEWS: &str = "Chile's Foreign Minister Alberto van Klaveren met Prime Minister Anwar Ibrahim in Kuala Lumpur on Tuesday.\n\n\
    The African Union condemned the attack, and Kenyan troops left the base near Kismayo, General Amina Yusuf said. \
    Yusuf added that the Norwegian Refugee Council would not withdraw.";

#[test]
fn saved_models_do_what_the_shipped_ones_do() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let shipped = Annotator::shipped();
    shipped.save(folder.path()).expect("can write");
    let loaded = Annotator::load(folder.path()).expect("intact models");
    let (one, other) = (annotate(&shipped, NEWS), annotate(&loaded, NEWS));
    assert_eq!(one.tokens(), other.tokens());
    assert_eq!(shipped.names(&one), loaded.names(&other));
}

#[test]
fn damaged_and_missing_models_are_refused_by_name() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    Annotator::shipped().save(folder.path()).expect("can write");
    for name in [files::CLUSTERS, files::SENTENCES, files::SYNTAX, files::NAMES] {
        let path = folder.path().join(name);
        let intact = std::fs::read(&path).expect("was written");
        let mut flipped = intact.clone();
        flipped[intact.len() / 2] ^= 1;
        let mut another_version = intact.clone();
        another_version[8] ^= 0xff;
        let damages: [(&[u8], &str); 5] = [
            (&intact[..intact.len() - 1], "damaged"),
            (&flipped, "damaged"),
            (&another_version, "train it anew"),
            (b"", "not a chancery model"),
            (b"<!DOCTYPE html>", "not a chancery model"),
        ];
        for (bytes, expected) in damages {
            std::fs::write(&path, bytes).expect("can write");
            let message = Annotator::load(folder.path()).expect_err(expected).to_string();
            assert!(message.contains(expected) && message.contains(name), "{message}");
        }
        std::fs::write(&path, &intact).expect("can write");
    }
    // A model of another kind in its place.
    std::fs::copy(folder.path().join(files::CLUSTERS), folder.path().join(files::NAMES)).expect("can copy");
    let message = Annotator::load(folder.path()).expect_err("clusters are no names").to_string();
    assert!(message.contains("\"clusters\""), "{message}");
    let message = Annotator::load(Path::new("no/such/folder")).expect_err("no folder").to_string();
    assert!(message.contains("no/such/folder"), "{message}");
}

/// Tokens in order and inside the text, one tree with one root per sentence, names in order and disjoint.
fn check(annotator: &Annotator, text: &str) {
    let document = annotate(annotator, text);
    let shown: String = text.chars().take(40).collect();
    for pair in document.tokens().windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "{shown}");
    }
    for token in document.tokens() {
        assert!(!document.slice(token.span).trim().is_empty(), "{shown}");
    }
    for sentence in document.sentences() {
        let roots = sentence.token_ids().filter(|&id| document.token(id).head.is_none());
        assert_eq!(roots.count(), 1, "{shown}");
        for id in sentence.token_ids() {
            let mut at = id;
            let mut steps = 0;
            while let Some(head) = document.token(at).head {
                assert!((sentence.tokens.0..sentence.tokens.1).contains(&head.0), "{shown}");
                at = head;
                steps += 1;
                assert!(steps <= sentence.tokens.1 - sentence.tokens.0, "a cycle in {shown}");
            }
        }
    }
    let names = annotator.names(&document);
    for name in &names {
        assert!(name.tokens.0 < name.tokens.1 && (0.0..=1.0).contains(&name.score), "{shown}");
        let sentence = document.token(TokenId(name.tokens.0)).sentence;
        assert_eq!(document.token(TokenId(name.tokens.1 - 1)).sentence, sentence, "{shown}");
    }
    assert!(names.windows(2).all(|pair| pair[0].tokens.1 <= pair[1].tokens.0), "{shown}");
}

#[test]
fn hostile_input_is_annotated_all_the_same() {
    let annotator = Annotator::shipped();
    let inputs = [
        String::new(),
        " \n\n\t ".to_owned(),
        ".".to_owned(),
        "\"".to_owned(),
        "...!?!?;;--".to_owned(),
        "\u{feff}Oslo\u{200b} \u{0}agreed\u{7}.".to_owned(),
        "🇺🇳 🕊️ агентство 新华社 وكالة الأنباء".to_owned(),
        "e\u{301}lite E\u{301}LITE İstanbul ﬁnal ß ẞ".to_owned(),
        "A".repeat(5_000),
        "a ".repeat(600),
        "Lagos ".repeat(600),
        "U.S.-U.N.-E.U.-A.U. ".repeat(30),
        "((((((((([[[[[".repeat(20),
        "He said she said they said ".repeat(60),
        "1,000,000.00 % $ € 12:30 2024-02-30 ".repeat(10),
        NEWS.to_uppercase(),
        NEWS.to_lowercase(),
        NEWS.replace(' ', "\n"),
        NEWS.replace(' ', ""),
        NEWS.chars().rev().collect(),
    ];
    for input in &inputs {
        check(&annotator, input);
    }
    for end in (0..NEWS.len()).step_by(23) {
        check(&annotator, &NEWS[..end]);
    }
}

#[test]
fn a_tiny_corpus_is_learnt_the_same_way_every_time() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("tiny.iob");
    let rows = "Zorblax\tB-PER\nQuimby\tI-PER\nflew\tO\nto\tO\nVextown\tB-LOC\n.\tO\n\n\
        The\tO\nVextown\tB-ORG\nCouncil\tI-ORG\nthanked\tO\nQuimby\tB-PER\n.\tO\n";
    std::fs::write(&path, rows).expect("can write");
    let corpus = [NameCorpus::read_file(&path).expect("well-formed")];
    let shipped = Annotator::shipped();
    let sizes = NameSizes { width: 16, memory: 8, depth: 1 };
    let options = NameOptions {
        sizes,
        epochs: 60,
        batch_words: 4,
        rate: 1e-2,
        dropout: 0.0,
        hiding: 0.0,
        ..NameOptions::default()
    };
    let mut epochs = 0;
    let mut train = || train_names(&corpus, shipped.syntax(), &options, &mut |_| epochs += 1);
    let names = train();
    assert!(names.to_bytes() == train().to_bytes(), "training is not deterministic");
    assert_eq!(epochs, 120);
    let scores = evaluate::names(&shipped.clone().with_names(names), &corpus[0], &corpus[0].labels());
    let perfect = |label: &str, count: usize| {
        let score = scores[label];
        assert_eq!((score.right, score.given, score.wanted), (count, count, count), "{label}");
    };
    perfect("PER", 2);
    perfect("LOC", 1);
    perfect("ORG", 1);
}

#[test]
fn names_of_news_from_many_regions_are_found() {
    let annotator = Annotator::shipped();
    let cases: [(&str, &[(&str, NameLabel)]); 4] = [
        (
            "Chile's Foreign Minister Alberto van Klaveren met Prime Minister Anwar Ibrahim in Kuala Lumpur on Tuesday.",
            &[
                ("Alberto van Klaveren", NameLabel::Person),
                ("Anwar Ibrahim", NameLabel::Person),
                ("Kuala Lumpur", NameLabel::Polity),
            ],
        ),
        (
            "Kenyan troops left Somalia after talks with the African Union, President William Ruto said.",
            &[("Kenyan", NameLabel::Group), ("Somalia", NameLabel::Polity), ("William Ruto", NameLabel::Person)],
        ),
        ("Japan signed the pact with the European Union in Brussels.", &[("Japan", NameLabel::Polity)]),
        (
            "General Amina Yusuf praised the soldiers. Yusuf spoke in Lagos.",
            &[("Amina Yusuf", NameLabel::Person), ("Yusuf", NameLabel::Person), ("Lagos", NameLabel::Polity)],
        ),
    ];
    for (text, expected) in cases {
        let document = annotate(&annotator, text);
        let found: Vec<(String, NameLabel)> = annotator
            .names(&document)
            .iter()
            .map(|name| {
                let span = document.token(TokenId(name.tokens.0)).span;
                (document.slice(span.cover(document.token(TokenId(name.tokens.1 - 1)).span)).to_owned(), name.label)
            })
            .collect();
        for &(name, label) in expected {
            assert!(found.contains(&(name.to_owned(), label)), "{name} in {found:?}");
        }
    }
}
