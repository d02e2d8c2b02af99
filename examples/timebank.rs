//! Measures time expressions on a TimeML corpus as TempEval-3 does (`UzZaman` et al. 2013): F1 of the extents, strict and
//! relaxed (overlap), and F1 of the values over relaxed matches.
//!
//!     cargo run --release --example timebank -- ../shared/corpora/time/timebank-aquaint.tar.gz [--errors]
//!
//! The archive holds `.tml` files; the document creation time is the reference date. TimeBank and AQUAINT serve only to
//! measure: nothing of them is part of chancery.
use anyhow::{Context, Result, bail};
use chancery::annotate::Annotator;
use chancery::article::Article;
use chancery::mention::TimeKind;
use chancery::mention::time::detect;
use flate2::read::GzDecoder;
use regex::Regex;
use std::io::Read;
use std::ops::Range;

struct Timex {
    range: Range<usize>,
    kind: String,
    value: String,
}

/// A TimeML document as plain text with its time expressions.
struct Gold {
    article: Article,
    times: Vec<Timex>,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments.first().context("usage: timebank ARCHIVE.tar.gz [--errors]")?;
    let errors = arguments.iter().any(|argument| argument == "--errors");
    let mut bytes = Vec::new();
    GzDecoder::new(std::fs::File::open(path)?).read_to_end(&mut bytes)?;
    let annotator = Annotator::shipped();
    let (mut gold_count, mut found_count, mut relaxed, mut strict, mut values, mut kinds) = (0, 0, 0, 0, 0, 0);
    for (name, text) in members(&bytes)?
        .into_iter()
        .filter(|(name, _)| std::path::Path::new(name).extension().is_some_and(|extension| extension == "tml"))
    {
        let gold = parse(&text).with_context(|| name.clone())?;
        let document = annotator.annotate(&gold.article);
        let found = detect(&document, gold.article.date);
        gold_count += gold.times.len();
        found_count += found.len();
        let mut used = vec![false; found.len()];
        for timex in &gold.times {
            let overlaps = |range: Range<usize>| range.start < timex.range.end && timex.range.start < range.end;
            let matched = (0..found.len()).find(|&i| !used[i] && overlaps(found[i].span.range()));
            let context = |range: &Range<usize>| excerpt(document.text(), range);
            let Some(i) = matched else {
                if errors {
                    println!("MISSED\t{name}\t{}\t{}\t{}", timex.kind, timex.value, context(&timex.range));
                }
                continue;
            };
            used[i] = true;
            relaxed += 1;
            strict += usize::from(found[i].span.range() == timex.range);
            kinds += usize::from(kind(found[i].kind) == timex.kind);
            let value = found[i].value.as_deref().unwrap_or("-");
            if value == timex.value {
                values += 1;
            } else if errors {
                println!(
                    "VALUE\t{name}\t{}\t{value}\t{}\t{}",
                    gold.article.date.map_or_else(String::new, |d| d.to_string()),
                    timex.value,
                    context(&timex.range)
                );
            }
        }
        if errors {
            for (time, _) in found.iter().zip(&used).filter(|(_, used)| !**used) {
                println!("EXTRA\t{name}\t{:?}\t{}", time.value, excerpt(document.text(), &time.span.range()));
            }
        }
    }
    println!("gold {gold_count}, found {found_count}");
    for (name, hits) in [("strict", strict), ("relaxed", relaxed), ("type", kinds), ("value", values)] {
        println!(
            "{name:8} P {:.3} R {:.3} F1 {:.3}",
            ratio(hits, found_count),
            ratio(hits, gold_count),
            ratio(2 * hits, gold_count + found_count)
        );
    }
    println!("value accuracy over relaxed matches {:.3}", ratio(values, relaxed));
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts of a corpus are small")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

const fn kind(kind: TimeKind) -> &'static str {
    match kind {
        TimeKind::Date => "DATE",
        TimeKind::Time => "TIME",
        TimeKind::Duration => "DURATION",
        TimeKind::Set => "SET",
    }
}

fn excerpt(text: &str, range: &Range<usize>) -> String {
    let start = text[..range.start].char_indices().rev().take(50).last().map_or(range.start, |(i, _)| i);
    let end = text[range.end..].char_indices().nth(40).map_or(text.len(), |(i, _)| range.end + i);
    format!("{}[{}]{}", &text[start..range.start], &text[range.clone()], &text[range.end..end]).replace('\n', " ")
}

/// Names and contents of the regular files of a tar archive (POSIX ustar).
fn members(archive: &[u8]) -> Result<Vec<(String, String)>> {
    let field = |block: &[u8], range: Range<usize>| {
        String::from_utf8_lossy(&block[range]).trim_matches(|c: char| c == '\0' || c == ' ').to_owned()
    };
    let (mut at, mut found) = (0, Vec::new());
    while at + 512 <= archive.len() && archive[at] != 0 {
        let header = &archive[at..at + 512];
        let size = usize::from_str_radix(&field(header, 124..136), 8).context("size in a tar header")?;
        let Some(content) = archive.get(at + 512..at + 512 + size) else { bail!("the archive is cut short") };
        if matches!(header[156], 0 | b'0') {
            found.push((field(header, 0..100), String::from_utf8_lossy(content).into_owned()));
        }
        at += 512 + size.div_ceil(512) * 512;
    }
    Ok(found)
}

fn attribute(tag: &str, name: &str) -> String {
    let key = [" ", name, "=\""].concat();
    tag.split_once(&key)
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or_else(String::new, |(value, _)| value.to_owned())
}

fn parse(text: &str) -> Result<Gold> {
    let (_, creation) = text.split_once("<DCT>").context("no DCT")?;
    let date = attribute(creation, "value").get(..10).and_then(|day| day.parse().ok());
    let (_, body) = text.split_once("<TEXT>").context("no TEXT")?;
    let (body, _) = body.split_once("</TEXT>").context("no end of TEXT")?;
    let markup = Regex::new(r"<[^>]*>|&\w+;")?;
    let (mut plain, mut times, mut last, mut open) = (String::new(), Vec::new(), 0, None);
    for found in markup.find_iter(body) {
        plain.push_str(&body[last..found.start()]);
        last = found.end();
        match found.as_str() {
            "&amp;" => plain.push('&'),
            "&lt;" => plain.push('<'),
            "&gt;" => plain.push('>'),
            "&quot;" => plain.push('"'),
            "&apos;" => plain.push('\''),
            "</TIMEX3>" => {
                if let Some((start, kind, value)) = open.take() {
                    times.push(Timex { range: start..plain.len(), kind, value });
                }
            }
            tag if tag.starts_with("<TIMEX3") => {
                open = Some((plain.len(), attribute(tag, "type"), attribute(tag, "value")));
            }
            _ => {}
        }
    }
    plain.push_str(&body[last..]);
    Ok(Gold { article: Article { id: "timeml".into(), text: plain, date, ..Article::default() }, times })
}
