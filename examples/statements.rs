//! Shows the statements of articles, or measures them on PolNeAR (Newell et al. 2018: source, cue and content of attributions).
//!
//!     cargo run --release --example statements -- show [--tree] ARTICLE.json…
//!     tar xzf ../shared/corpora/attribution/polnear-train.tar.gz -C /tmp/polnear
//!     cargo run --release --example statements -- polnear /tmp/polnear/train [--errors]
//!
//! PolNeAR also annotates beliefs and attitudes ("he likes", "she figures"), which are no statements here, so only the
//! precision of cues is comparable; speakers and contents are measured on the cues found. The corpus serves only to measure.
#![allow(clippy::pedantic, reason = "a driver for developers, not part of the library")]
use anyhow::{Context, Result, bail};
use chancery::article::Article;
use chancery::claim::{Claim, Medium};
use chancery::document::Span;
use chancery::ontology::Role;
use chancery::pipeline::{Analysis, Pipeline};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let flag = |name: &str| arguments.iter().any(|argument| argument == name);
    let paths: Vec<&String> = arguments.iter().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let pipeline = Pipeline::shipped();
    match arguments.first().map(String::as_str) {
        Some("show") => {
            for path in paths {
                show(&pipeline.analyse(read(path)?), flag("--tree"));
            }
        }
        Some("polnear") => {
            polnear(&pipeline, Path::new(paths.first().context("a folder is missing")?), flag("--errors"))?
        }
        _ => bail!("usage: statements show [--tree] ARTICLE.json… | statements polnear FOLDER [--errors]"),
    }
    Ok(())
}

/// Reads the text of `{"text": …}`, else the whole file.
fn read(path: &str) -> Result<Article> {
    let bytes = std::fs::read_to_string(path).with_context(|| path.to_owned())?;
    let value: serde_json::Value = serde_json::from_str(&bytes).unwrap_or(serde_json::Value::Null);
    let text = value.get("text").and_then(serde_json::Value::as_str).map_or_else(|| bytes.clone(), str::to_owned);
    let date = value.get("date").and_then(serde_json::Value::as_str).and_then(|date| date.get(..10)?.parse().ok());
    Ok(Article { id: path.to_owned(), text, date, ..Article::default() })
}

fn show(analysis: &Analysis, tree: bool) {
    let document = &analysis.document;
    println!("=== {}", analysis.article.id);
    for (sentence, number) in document.sentences().iter().zip(0u32..) {
        println!("\n{number}. {}", document.slice(sentence.span).replace('\n', " "));
        if tree {
            for token in sentence.token_ids() {
                let entry = document.token(token);
                let head = entry.head.map_or("ROOT".to_owned(), |head| format!("{}:{}", head.0, document.form(head)));
                println!(
                    "\t{}\t{}\t{}\t{}\t{}\t{head}",
                    token.0,
                    document.form(token),
                    entry.lemma,
                    entry.xpos,
                    entry.deprel
                );
            }
        }
        for claim in analysis.claims.iter().filter(|claim| claim.class.is_statement() && claim.sentence.0 == number) {
            println!("   {}", describe(analysis, claim));
        }
    }
}

fn describe(analysis: &Analysis, claim: &Claim) -> String {
    let text = |span: Span| analysis.document.slice(span).replace('\n', " ");
    let mut line = format!("→ {} “{}” {} [{}]", claim.class, text(claim.trigger), claim.modality, claim.derived_by);
    for (role, entity) in &claim.roles {
        line.push_str(&format!(" {}={}", role.name(), analysis.resolution.get(*entity).label));
    }
    match &claim.medium {
        Some(Medium::Text(span)) => line.push_str(&format!(" medium={}", text(*span))),
        Some(Medium::Entity(entity)) => line.push_str(&format!(" medium=<{}>", analysis.resolution.get(*entity).label)),
        None => {}
    }
    for (name, span) in [("quote", claim.quote), ("content", claim.content)] {
        if let Some(span) = span {
            line.push_str(&format!("\n       {name}: {}", text(span)));
        }
    }
    line
}

/// Cues that can hardly be anything but statements, for recall.
const PLAIN: [&str; 12] = [
    "said",
    "says",
    "told",
    "added",
    "wrote",
    "argued",
    "announced",
    "warned",
    "according to",
    "noted",
    "saying",
    "has said",
];

/// One attribution: byte ranges of source, cue and content.
#[derive(Default)]
struct Attribution {
    source: Vec<Range<usize>>,
    cue: Vec<Range<usize>>,
    content: Vec<Range<usize>>,
}

fn polnear(pipeline: &Pipeline, folder: &Path, errors: bool) -> Result<()> {
    let mut names: Vec<_> = std::fs::read_dir(folder.join("text"))?.collect::<std::io::Result<_>>()?;
    names.sort_by_key(std::fs::DirEntry::file_name);
    let (mut plain, mut plain_found) = (0, 0);
    let (mut found, mut cues, mut sources, mut overlap, mut gold_words, mut our_words) = (0, 0, 0, 0, 0, 0);
    for entry in names {
        let name = entry.file_name().to_string_lossy().trim_end_matches(".txt").to_owned();
        let text = std::fs::read_to_string(entry.path())?;
        let gold = attributions(&folder.join("attributions"), &name, &text)?;
        if gold.is_empty() {
            continue;
        }
        let article = Article { id: name.clone(), text, ..Article::default() };
        let analysis = pipeline.analyse(article);
        for attribution in &gold {
            let Some(cue) = attribution.cue.first().filter(|_| attribution.cue.len() == 1) else { continue };
            if !PLAIN.contains(&analysis.article.text[cue.clone()].to_lowercase().as_str()) {
                continue;
            }
            plain += 1;
            let holds = |claim: &&Claim| {
                let trigger = claim.trigger.range();
                claim.class.is_statement() && cue.start < trigger.end && trigger.start < cue.end
            };
            let hit = analysis.claims.iter().any(|claim| holds(&claim));
            plain_found += usize::from(hit);
            if errors && !hit {
                let start = cue.start.saturating_sub(150);
                let start = (0..=start).rev().find(|&i| analysis.article.text.is_char_boundary(i)).unwrap_or(0);
                let end = (cue.end + 120).min(analysis.article.text.len());
                let end = (end..=analysis.article.text.len())
                    .find(|&i| analysis.article.text.is_char_boundary(i))
                    .unwrap_or(end);
                println!(
                    "MISSED\t{}\t{}",
                    &analysis.article.text[cue.clone()],
                    analysis.article.text[start..end].replace('\n', " ")
                );
            }
        }
        for claim in analysis.claims.iter().filter(|claim| claim.class.is_statement()) {
            found += 1;
            let trigger = claim.trigger.range();
            let holds = |ranges: &[Range<usize>]| {
                ranges.iter().any(|range| range.start < trigger.end && trigger.start < range.end)
            };
            let sentence = analysis.document.slice(analysis.document.sentence(claim.sentence).span).replace('\n', " ");
            let Some(attribution) = gold.iter().find(|attribution| holds(&attribution.cue)) else {
                if errors {
                    println!("CUE\t{}\t{sentence}", describe(&analysis, claim).replace('\n', " "));
                }
                continue;
            };
            cues += 1;
            let named = analysis.mentions.iter().any(|(id, mention)| {
                attribution
                    .source
                    .iter()
                    .any(|range| range.start <= mention.span.start as usize && mention.span.end as usize <= range.end)
                    && analysis.resolution.of(id).iter().any(|entity| claim.roles.contains(&(Role::Speaker, *entity)))
            });
            sources += usize::from(named);
            if errors && !named {
                let source: Vec<&str> =
                    attribution.source.iter().map(|range| &analysis.article.text[range.clone()]).collect();
                println!("SOURCE\t{source:?}\t{}\t{sentence}", describe(&analysis, claim).replace('\n', " "));
            }
            let ours = claim.content.or(claim.quote).map(Span::range).into_iter().collect::<Vec<_>>();
            let (ours, theirs) = (words(&analysis, &ours), words(&analysis, &attribution.content));
            let common = ours.iter().filter(|word| theirs.contains(word)).count();
            overlap += common;
            our_words += ours.len();
            gold_words += theirs.len();
            if errors && common * 2 < theirs.len().max(ours.len()) {
                let content: Vec<&str> =
                    attribution.content.iter().map(|range| &analysis.article.text[range.clone()]).collect();
                println!("CONTENT\t{content:?}\t{}\t{sentence}", describe(&analysis, claim).replace('\n', " "));
            }
        }
    }
    println!("plain cues {plain}, found {plain_found}");
    println!("statements {found}, cues right {cues}, speakers right {sources}");
    println!("content words: ours {our_words}, theirs {gold_words}, common {overlap}");
    Ok(())
}

fn words(analysis: &Analysis, ranges: &[Range<usize>]) -> Vec<u32> {
    let inside = |start: usize, end: usize| ranges.iter().any(|range| range.start <= start && end <= range.end);
    let tokens = analysis.document.token_ids().filter(|&token| analysis.document.token(token).upos != "PUNCT");
    let spans = tokens.map(|token| (token.0, analysis.document.token(token).span));
    spans.filter(|(_, span)| inside(span.start as usize, span.end as usize)).map(|(id, _)| id).collect()
}

/// Reads the brat files of an article: lines "T1 Source 3 8;9 12 text" and "E1 Attribution:T4 Content:T3 Cue:T2 Source:T1".
fn attributions(folder: &Path, name: &str, text: &str) -> Result<Vec<Attribution>> {
    let mut found = Vec::new();
    let offsets: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if !path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(name)) {
            continue;
        }
        let mut spans: BTreeMap<String, (String, Vec<Range<usize>>)> = BTreeMap::new();
        for line in std::fs::read_to_string(&path)?.lines() {
            let mut fields = line.split('\t');
            let (Some(id), Some(body)) = (fields.next(), fields.next()) else { continue };
            if id.starts_with('T') {
                let (kind, places) = body.split_once(' ').unwrap_or((body, ""));
                let ranges = places.split(';').filter_map(|place| {
                    let (start, end) = place.split_once(' ')?;
                    Some(*offsets.get(start.parse::<usize>().ok()?)?..*offsets.get(end.parse::<usize>().ok()?)?)
                });
                spans.insert(id.to_owned(), (kind.to_owned(), ranges.collect()));
            } else if id.starts_with('E') {
                let mut attribution = Attribution::default();
                for id in body.split(' ').filter_map(|part| part.split_once(':')).map(|(_, id)| id) {
                    let Some((kind, ranges)) = spans.get(id) else { continue };
                    match kind.as_str() {
                        "Source" => attribution.source.extend(ranges.iter().cloned()),
                        "Cue" => attribution.cue.extend(ranges.iter().cloned()),
                        "Content" => attribution.content.extend(ranges.iter().cloned()),
                        _ => {}
                    }
                }
                found.push(attribution);
            }
        }
    }
    Ok(found)
}
