//! Tokens per second of every stage, on one thread: `cargo bench --bench stages -- FILE…`, plain texts of one article each.
//! Without files a text made here is read, which is good for comparing two versions only.
#![expect(clippy::cast_precision_loss, reason = "counts of tokens")]
use chancery::annotate::enhance::enhance;
use chancery::annotate::lemmatize::lemmatize;
use chancery::annotate::tokenize::tokenize;
use chancery::article::Article;
use chancery::document::Document;
use chancery::pipeline::Pipeline;
use std::hint::black_box;
use std::time::{Duration, Instant};

const TEXT: &str = "Kenya recalled its ambassador to Somalia on Monday, a day after the two governments had failed to agree on \
    the maritime border. Foreign Minister Amina Yusuf said that the decision was \"regrettable but necessary.\"\n\n\
    The African Union, which has mediated since March, urged both sides to return to the talks in Addis Ababa. A spokesman for the \
    U.N. mission said nobody had been hurt when troops near Kismayo fired into the air.";

/// Rounds over all articles; the fastest counts, because other processes only ever slow one down.
const ROUNDS: usize = 7;

fn fastest<T>(mut run: impl FnMut() -> T) -> (T, Duration) {
    let mut best: Option<(T, Duration)> = None;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let result = black_box(run());
        let time = start.elapsed();
        if best.as_ref().is_none_or(|(_, least)| time < *least) {
            best = Some((result, time));
        }
    }
    best.expect("at least one round")
}

fn main() {
    let files: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let texts: Vec<String> = if files.is_empty() {
        vec![TEXT.to_owned(); 40]
    } else {
        files.iter().map(|file| std::fs::read_to_string(file).expect(file)).collect()
    };
    let articles: Vec<Article> = texts.into_iter().map(|text| Article { text, ..Article::default() }).collect();
    let start = Instant::now();
    let pipeline = Pipeline::shipped();
    println!("loading {:>23.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let Pipeline { annotator, detector, resolver, extractor, knowledge } = &pipeline;

    let (documents, annotation) =
        fastest(|| articles.iter().map(|article| annotator.annotate(article)).collect::<Vec<Document>>());
    let tokens = documents.iter().map(|document| document.tokens().len()).sum::<usize>() as f64;
    let report = |stage: &str, time: Duration| println!("{stage:<16} {:>12.0} tokens/s", tokens / time.as_secs_f64());

    let split = || articles.iter().map(|article| annotator.split(&article.text)).collect::<Vec<_>>();
    let (sentences, time) = fastest(split);
    report("segment", time);
    let tokenized = || {
        let pairs = articles.iter().zip(&sentences);
        pairs
            .flat_map(|(article, sentences)| sentences.iter().map(|s| tokenize(&article.text, s.span).len()))
            .sum::<usize>()
    };
    report("tokenize", fastest(tokenized).1);
    let forms: Vec<Vec<Vec<&str>>> = documents
        .iter()
        .map(|document| {
            let forms = |tokens: std::ops::Range<u32>| tokens.map(|id| document.form(chancery::document::TokenId(id)));
            document.sentences().iter().map(|sentence| forms(sentence.tokens.0..sentence.tokens.1).collect()).collect()
        })
        .collect();
    let parsed = || {
        let analyse = |document: &Vec<Vec<&str>>| {
            annotator.syntax().analyse(&document.iter().map(Vec::as_slice).collect::<Vec<_>>()).len()
        };
        forms.iter().map(analyse).sum::<usize>()
    };
    report("tag and parse", fastest(parsed).1);
    let enhanced = || documents.iter().map(|document| enhance(document.tokens()).len()).sum::<usize>();
    report("enhance", fastest(enhanced).1);
    let lemmas = || {
        let lemma = |document: &Document| {
            let forms = document.tokens().iter().map(|token| (&document.text()[token.span.range()], token));
            forms.map(|(form, token)| lemmatize(form, token.upos, token.xpos).len()).sum::<usize>()
        };
        documents.iter().map(lemma).sum::<usize>()
    };
    report("lemmatize", fastest(lemmas).1);
    report("all of these", annotation);
    let (names, finding) = fastest(|| documents.iter().map(|document| annotator.names(document)).collect::<Vec<_>>());
    report("names", finding);
    report("linguistics", annotation + finding);
    let detected = || {
        let inputs = documents.iter().zip(&articles).zip(&names);
        inputs
            .map(|((document, article), names)| detector.detect(document, article, names, knowledge))
            .collect::<Vec<_>>()
    };
    let (mentions, time) = fastest(detected);
    report("mentions", time);
    let resolved = || {
        let inputs = documents.iter().zip(&mentions);
        inputs.map(|(document, mentions)| resolver.resolve(document, mentions, knowledge)).collect::<Vec<_>>()
    };
    let (resolutions, time) = fastest(resolved);
    report("entities", time);
    let claimed = || {
        let inputs = articles.iter().zip(&documents).zip(mentions.iter().zip(&resolutions));
        let extract = |((article, document), (mentions, resolution)): (
            (&Article, &Document),
            (_, &chancery::entity::Resolution),
        )| { extractor.extract(article, document, mentions, &mut resolution.clone()).len() };
        inputs.map(extract).sum::<usize>()
    };
    report("claims", fastest(claimed).1);
    let whole = || articles.iter().map(|article| pipeline.analyse(article.clone()).claims.len()).sum::<usize>();
    report("everything", fastest(whole).1);
}
