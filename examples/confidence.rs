//! Prints what the confidence of each claim is computed from, for `tools/calibrate.py`: article, claim, confidence, features.
//!
//!     cargo run --release --example confidence -- ARTICLE.json… > features.tsv
#![allow(clippy::pedantic, reason = "a driver for developers, not part of the library")]
use anyhow::{Context as _, Result};
use chancery::article::Article;
use chancery::claim::confidence::FEATURES;
use chancery::pipeline::Pipeline;

fn main() -> Result<()> {
    let pipeline = Pipeline::shipped();
    println!("article\tclaim\tclass\ttrigger\tconfidence\t{}", FEATURES.join("\t"));
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).with_context(|| path.clone())?;
        let value: serde_json::Value = serde_json::from_str(&text).with_context(|| path.clone())?;
        let field = |name: &str| value.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        let article = Article {
            id: field("id"),
            title: field("title"),
            date: field("date").get(..10).and_then(|date| date.parse().ok()),
            source: Some(field("source")).filter(|source| !source.is_empty()),
            text: field("text"),
            ..Article::default()
        };
        let analysis = pipeline.analyse(article);
        for (number, claim) in (1..).zip(&analysis.claims) {
            let features: Vec<String> = claim.features.iter().map(ToString::to_string).collect();
            println!(
                "{}\tc{number}\t{}\t{}\t{}\t{}",
                analysis.article.id,
                claim.class,
                analysis.document.slice(claim.trigger).replace(['\t', '\n'], " "),
                claim.confidence,
                features.join("\t")
            );
        }
    }
    Ok(())
}
