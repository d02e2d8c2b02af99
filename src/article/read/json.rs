//! JSON: lines, single objects, arrays and concatenated objects, read as a stream.
use super::raw::RawArticle;
use super::rejection::{Reason, Rejection};
use super::{ReadOptions, bytes, html};
use crate::article::Article;
use serde_json::{Map, Value};
use std::io::BufRead;

/// The articles of a JSON stream.
pub(super) struct Records<R> {
    reader: R,
    file: String,
    options: ReadOptions,
    /// Whether every line is a record by itself.
    by_line: bool,
    line: usize,
    ended: bool,
    found: bool,
}

/// One record's bytes and the line where it begins.
enum Record {
    Whole(Vec<u8>, usize),
    TooLarge(usize),
}

impl<R: BufRead> Records<R> {
    pub(super) fn lines(reader: R, file: &str, options: ReadOptions) -> Self {
        Self { reader, file: file.to_owned(), options, by_line: true, line: 1, ended: false, found: false }
    }

    pub(super) fn values(reader: R, file: &str, options: ReadOptions) -> Self {
        Self { by_line: false, ..Self::lines(reader, file, options) }
    }

    fn next_record(&mut self) -> std::io::Result<Option<Record>> {
        if self.by_line { self.next_line() } else { self.next_value() }
    }

    fn next_line(&mut self) -> std::io::Result<Option<Record>> {
        let mut record = Vec::new();
        let mut too_large = false;
        let start = self.line;
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let end = buffer.iter().position(|&byte| byte == b'\n');
            let taken = end.map_or(buffer.len(), |end| end + 1);
            if record.len() + taken > self.options.max_bytes {
                too_large = true;
                record = Vec::new();
            }
            if !too_large {
                record.extend_from_slice(&buffer[..taken]);
            }
            self.reader.consume(taken);
            if end.is_some() {
                self.line += 1;
                break;
            }
        }
        Ok(match (too_large, record.is_empty()) {
            (true, _) => Some(Record::TooLarge(start)),
            (false, true) => None,
            (false, false) => Some(Record::Whole(record, start)),
        })
    }

    /// The next object at the top, or inside top-level arrays: brackets are counted outside strings.
    fn next_value(&mut self) -> std::io::Result<Option<Record>> {
        let mut record = Vec::new();
        let (mut depth, mut start) = (0usize, self.line);
        let (mut in_string, mut escaped, mut too_large) = (false, false, false);
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                // An unfinished or bare value is left to the parser to complain about.
                return Ok(match (too_large, record.trim_ascii().is_empty()) {
                    (true, _) => Some(Record::TooLarge(start)),
                    (false, true) => None,
                    (false, false) => Some(Record::Whole(record, start)),
                });
            }
            let mut taken = 0;
            let mut complete = false;
            for &byte in buffer {
                taken += 1;
                self.line += usize::from(byte == b'\n');
                if depth == 0
                    && record.is_empty()
                    && (matches!(byte, b'[' | b']' | b',' | 0xef | 0xbb | 0xbf) || byte.is_ascii_whitespace())
                {
                    continue;
                }
                if record.is_empty() && !too_large {
                    start = self.line;
                }
                if record.len() < self.options.max_bytes {
                    record.push(byte);
                } else {
                    too_large = true;
                }
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if in_string => escaped = true,
                    b'"' => in_string = !in_string,
                    b'{' | b'[' if !in_string => depth += 1,
                    b'}' | b']' if !in_string => {
                        depth = depth.saturating_sub(1);
                        complete = depth == 0;
                    }
                    // A bare word or number in place of an object.
                    b',' | b'\n' if !in_string && depth == 0 => complete = true,
                    _ => {}
                }
                if complete {
                    break;
                }
            }
            self.reader.consume(taken);
            if complete {
                return Ok(Some(if too_large { Record::TooLarge(start) } else { Record::Whole(record, start) }));
            }
        }
    }

    fn article(&self, record: &[u8]) -> Result<Option<Article>, Reason> {
        let text = bytes::decode(record, None);
        let text = text.trim().trim_start_matches('\u{feff}').trim_end_matches(',');
        if text.is_empty() {
            return Ok(None);
        }
        let value: Value = serde_json::from_str(text).map_err(Reason::Json)?;
        let Value::Object(fields) = value else { return Err(Reason::NotAnObject(kind(&value))) };
        raw_article(&fields)?.finish(&self.options).map(Some)
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<Article, Rejection>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let (line, result) = match self.next_record() {
                Ok(Some(Record::Whole(record, line))) => (line, self.article(&record)),
                Ok(Some(Record::TooLarge(line))) => (line, Err(Reason::TooLarge(self.options.max_bytes))),
                Ok(None) => {
                    self.ended = true;
                    // A file without a single record is an empty one.
                    (self.line, if self.found { Ok(None) } else { Err(Reason::Empty) })
                }
                Err(error) => {
                    self.ended = true;
                    (self.line, Err(bytes::reason(error)))
                }
            };
            match result {
                Ok(None) => {}
                Ok(Some(article)) => {
                    self.found = true;
                    return Some(Ok(article));
                }
                Err(reason) => {
                    self.found = true;
                    return Some(Err(Rejection::new(&self.file, Some(line), reason)));
                }
            }
        }
        None
    }
}

/// Picks the fields by their accepted names.
fn raw_article(fields: &Map<String, Value>) -> Result<RawArticle, Reason> {
    let body = ["text", "body", "content", "maintext", "article_text"];
    let mut text = None;
    for name in body {
        if let Some(value) = fields.get(name).filter(|value| !value.is_null()) {
            text = Some(paragraphs(name, value)?);
            if text.as_ref().is_some_and(|text| !text.trim().is_empty()) {
                break;
            }
        }
    }
    let text = text.ok_or(Reason::NoText)?;
    let first = |names: &[&str]| names.iter().find_map(|name| fields.get(*name).and_then(scalar));
    let date_names =
        ["date", "published", "published_at", "publishedAt", "publish_date", "date_publish", "datePublished"];
    let mut raw = RawArticle {
        identifier: first(&["id"]),
        title: first(&["title", "headline"]),
        date: first(&date_names),
        source: first(&["source", "publisher", "outlet", "source_name"]),
        url: first(&["url", "link"]),
        authors: ["authors", "author", "byline"]
            .iter()
            .find_map(|name| fields.get(*name))
            .map(names)
            .unwrap_or_default(),
        language: first(&["language", "lang"]),
        text,
    };
    if html::looks_like_markup(&raw.text) {
        raw.text = html::visible_text(&raw.text)?;
    }
    Ok(raw)
}

/// Text, or a list of paragraphs.
fn paragraphs(field: &str, value: &Value) -> Result<String, Reason> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Array(parts) if parts.iter().all(Value::is_string) => {
            Ok(parts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n\n"))
        }
        other => Err(Reason::WrongType { field: field.to_owned(), found: kind(other) }),
    }
}

/// A string or number, or the name of an object such as `{"id": null, "name": "BBC News"}`.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(fields) => {
            ["name", "title", "url", "id"].iter().find_map(|name| fields.get(*name)?.as_str()).map(str::to_owned)
        }
        _ => None,
    }
}

/// Names in a string, a list of strings, or a list of objects.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(scalar).collect(),
        Value::String(text) => {
            let text = text.strip_prefix("By ").unwrap_or(text);
            text.split([',', ';']).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
        }
        other => scalar(other).into_iter().collect(),
    }
}

/// The name of a JSON type.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
