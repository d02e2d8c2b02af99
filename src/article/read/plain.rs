//! Plain text: front matter or a title line, then the article.
use super::raw::RawArticle;
use super::rejection::Reason;
use crate::article::date::parse_date;
use crate::article::dateline::find_dateline;

/// A longer first line is a paragraph, not a title (in characters).
const LONGEST_TITLE: usize = 250;

pub(super) fn read(text: &str) -> Result<RawArticle, Reason> {
    let text = text.trim_start_matches(['\u{feff}', '\r', '\n', ' ']);
    let mut lines = text.lines();
    if lines.next().is_some_and(|line| line.trim_end() == "---") {
        return front_matter(text);
    }
    Ok(titled(text, RawArticle::default()))
}

/// `key: value` lines between two lines of three hyphens.
fn front_matter(text: &str) -> Result<RawArticle, Reason> {
    let mut raw = RawArticle::default();
    let mut offset = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        offset += line.len();
        let line = line.trim();
        if number == 0 {
            continue;
        }
        if matches!(line, "---" | "...") {
            return Ok(if raw.title.is_some() {
                RawArticle { text: text[offset..].to_owned(), ..raw }
            } else {
                titled(&text[offset..], raw)
            });
        }
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['"', '\'']).to_owned();
        if value.is_empty() {
            continue;
        }
        match key.trim().to_ascii_lowercase().as_str() {
            "id" | "identifier" => raw.identifier = Some(value),
            "title" | "headline" => raw.title = Some(value),
            "date" | "published" | "published_at" | "publish_date" => raw.date = Some(value),
            "source" | "publisher" | "outlet" => raw.source = Some(value),
            "url" | "link" => raw.url = Some(value),
            "author" | "authors" | "byline" => {
                raw.authors =
                    value.trim_matches(['[', ']']).split([',', ';']).map(|author| author.trim().to_owned()).collect();
            }
            "language" | "lang" => raw.language = Some(value),
            _ => {}
        }
    }
    Err(Reason::FrontMatter)
}

/// Takes the first line as the title if a blank line follows it and it does not read as a paragraph; then bylines and dates
/// that stand alone.
fn titled(text: &str, mut raw: RawArticle) -> RawArticle {
    let text = text.trim_start();
    let mut body = text;
    if let Some((line, rest)) = line_before_blank(text) {
        let is_paragraph = line.chars().count() > LONGEST_TITLE
            || (line.ends_with(['.', '"', '”', ',', ';']) && line.split_whitespace().count() > 12)
            || find_dateline(text, None).is_some_and(|dateline| dateline.end < line.len());
        if !is_paragraph {
            raw.title = Some(line.trim_start_matches(['#', ' ']).to_owned());
            body = rest;
            while let Some(rest) = header_line(body, &mut raw) {
                body = rest;
            }
        }
    }
    body.clone_into(&mut raw.text);
    raw
}

/// The first line and what follows the blank line after it, if something does.
fn line_before_blank(text: &str) -> Option<(&str, &str)> {
    let (line, rest) = text.split_once('\n')?;
    let (blank, rest) = rest.split_once('\n')?;
    (blank.trim().is_empty() && !rest.trim().is_empty()).then(|| (line.trim(), rest.trim_start()))
}

/// Takes a line with nothing but a byline or date off the start of the body.
fn header_line<'a>(body: &'a str, raw: &mut RawArticle) -> Option<&'a str> {
    let (line, rest) = line_before_blank(body)?;
    if line.len() > 80 || line.ends_with('.') && !line.starts_with("By ") {
        return None;
    }
    if let Some(names) = line.strip_prefix("By ").filter(|names| names.starts_with(char::is_uppercase)) {
        raw.authors =
            names.split(" and ").flat_map(|names| names.split(',')).map(|name| name.trim().to_owned()).collect();
        return Some(rest);
    }
    let date = ["Published:", "Published", "Date:", "Posted:", "Updated:"]
        .iter()
        .find_map(|label| line.strip_prefix(label))
        .unwrap_or(line);
    if raw.date.is_none() && date.contains(|c: char| c.is_ascii_digit()) && date.split_whitespace().count() <= 8 {
        let day = parse_date(date).ok()?;
        if day.day().is_some() {
            raw.date = Some(date.trim().to_owned());
            return Some(rest);
        }
    }
    None
}
