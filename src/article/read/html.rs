//! Web pages: main content by readability, metadata from JSON-LD, `OpenGraph` and meta tags.
use super::raw::RawArticle;
use super::rejection::Reason;
use crate::article::date::parse_date;
use dom_smoothie::{Config, Readability, TextMode};
use serde_json::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Pages nest some dozens deep; far deeper ones exhaust the stack of tree algorithms.
const DEEPEST: usize = 500;

/// Elements of a page; news pages have some thousands.
const MOST_ELEMENTS: usize = 200_000;

pub(super) fn read(page: &str) -> Result<RawArticle, Reason> {
    check_depth(page)?;
    // The library is young; a panic in it must cost one page, not the batch.
    catch_unwind(AssertUnwindSafe(|| extract(page))).unwrap_or(Err(Reason::NoContent))
}

fn config() -> Config {
    // JSON-LD is read here, with a parser that limits its depth.
    Config {
        disable_json_ld: true,
        text_mode: TextMode::Formatted,
        max_elements_to_parse: MOST_ELEMENTS,
        ..Config::default()
    }
}

fn extract(page: &str) -> Result<RawArticle, Reason> {
    let mut readability = Readability::new(page, None, Some(config())).map_err(|_| Reason::NoContent)?;
    let mut raw = RawArticle::default();
    for script in &readability.doc.select("script[type='application/ld+json']") {
        if let Ok(value) = serde_json::from_str::<Value>(script.text().trim()) {
            linked_data(&value, &mut raw, 0);
        }
    }
    let meta = |names: &[&str]| -> Option<String> {
        names.iter().find_map(|name| {
            ["property", "name", "itemprop"].iter().find_map(|attribute| {
                let selector = format!("meta[{attribute}='{name}']");
                let content = readability.doc.select(&selector).attr("content")?;
                Some(content.trim().to_owned()).filter(|content| !content.is_empty())
            })
        })
    };
    let attribute =
        |selector: &str, name: &str| readability.doc.select(selector).attr(name).map(|value| value.to_string());
    let heading =
        || Some(readability.doc.select("h1").first().text().trim().to_owned()).filter(|text| !text.is_empty());
    raw.title = raw.title.or_else(|| meta(&["og:title", "twitter:title", "dc.title"])).or_else(heading);
    let dates = [
        "article:published_time",
        "og:published_time",
        "datePublished",
        "pubdate",
        "publishdate",
        "publish-date",
        "date",
        "DC.date.issued",
        "dc.date",
        "parsely-pub-date",
        "sailthru.date",
    ];
    let dates = raw.date.into_iter().chain(meta(&dates)).chain(attribute("time[datetime]", "datetime"));
    // A page's date is machine-written but not always a date; the reader of the page has no part in it.
    raw.date = dates.into_iter().find(|date| parse_date(date).is_ok_and(|date| date.day().is_some()));
    raw.source = raw.source.or_else(|| meta(&["og:site_name", "publisher", "application-name"]));
    raw.url = raw.url.or_else(|| attribute("link[rel='canonical']", "href")).or_else(|| meta(&["og:url"]));
    raw.url = raw.url.filter(|url| url.starts_with("http"));
    if raw.authors.is_empty() {
        raw.authors = meta(&["author", "article:author", "byl"])
            .filter(|author| !author.starts_with("http"))
            .into_iter()
            .collect();
    }
    raw.language = attribute("html", "lang").filter(|language| !language.trim().is_empty());
    let article = readability.parse().map_err(|_| Reason::NoContent)?;
    if raw.title.is_none() {
        raw.title = Some(article.title.clone());
    }
    raw.text = without_repeated_title(&article.text_content, raw.title.as_deref());
    if raw.text.trim().is_empty() { Err(Reason::NoContent) } else { Ok(raw) }
}

/// Fills fields from the first schema.org article in a JSON-LD value.
fn linked_data(value: &Value, raw: &mut RawArticle, depth: usize) {
    if depth > 4 {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| linked_data(value, raw, depth + 1)),
        Value::Object(fields) => {
            if let Some(graph) = fields.get("@graph") {
                linked_data(graph, raw, depth + 1);
            }
            let is_article = match fields.get("@type") {
                Some(Value::String(kind)) => is_article_type(kind),
                Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is_article_type),
                _ => false,
            };
            if !is_article {
                return;
            }
            let text = |name: &str| {
                fields.get(name).and_then(Value::as_str).map(str::to_owned).filter(|text| !text.trim().is_empty())
            };
            let named = |value: &Value| value.as_str().or_else(|| value.get("name")?.as_str()).map(str::to_owned);
            raw.title = raw.title.take().or_else(|| text("headline")).or_else(|| text("name"));
            raw.date = raw.date.take().or_else(|| text("datePublished")).or_else(|| text("dateCreated"));
            raw.source = raw.source.take().or_else(|| fields.get("publisher").and_then(named));
            raw.url = raw.url.take().or_else(|| text("url"));
            if raw.authors.is_empty() {
                raw.authors = match fields.get("author") {
                    Some(Value::Array(authors)) => authors.iter().filter_map(named).collect(),
                    Some(author) => named(author).into_iter().collect(),
                    None => Vec::new(),
                };
            }
        }
        _ => {}
    }
}

fn is_article_type(kind: &str) -> bool {
    kind.ends_with("Article") || matches!(kind, "Report" | "BlogPosting" | "LiveBlogPosting")
}

/// Drops a first paragraph that only repeats the title, and trims the lines.
fn without_repeated_title(text: &str, title: Option<&str>) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut first = lines.iter().position(|line| !line.is_empty()).unwrap_or(0);
    if title.is_some_and(|title| lines.get(first).is_some_and(|line| line.eq_ignore_ascii_case(title.trim()))) {
        first += 1;
    }
    lines[first.min(lines.len())..].join("\n").trim().to_owned()
}

/// Whether a text field holds markup instead of text.
pub(super) fn looks_like_markup(text: &str) -> bool {
    ["</p>", "<br", "</div>", "</a>"].iter().any(|tag| text.contains(tag))
}

/// The text of a fragment of markup, with its blocks as paragraphs.
pub(super) fn visible_text(fragment: &str) -> Result<String, Reason> {
    check_depth(fragment)?;
    let text = catch_unwind(AssertUnwindSafe(|| {
        let readability = Readability::new(fragment, None, Some(config())).ok()?;
        readability.doc.select("script, style").remove();
        Some(readability.doc.formatted_text().to_string())
    }));
    text.ok().flatten().ok_or(Reason::NoContent)
}

/// Refuses pages whose open tags pile up. Counts without building a tree, and never too few: an element that HTML closes by
/// itself may be counted as open, but those are left out of the count.
fn check_depth(page: &str) -> Result<(), Reason> {
    const UNCOUNTED: &[&str] = &[
        "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
        "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
    ];
    let mut depth = 0usize;
    // In drawings and formulas every element nests, whatever its name.
    let mut foreign = 0usize;
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let closing = rest.starts_with('/');
        let name = rest[usize::from(closing)..].bytes().take(16).take_while(u8::is_ascii_alphanumeric).count();
        let name = &rest[usize::from(closing)..usize::from(closing) + name];
        let uncounted = foreign == 0 && UNCOUNTED.iter().any(|tag| name.eq_ignore_ascii_case(tag));
        if name.is_empty() || uncounted || (foreign > 0 && is_self_closing(rest)) {
            continue;
        }
        if name.eq_ignore_ascii_case("svg") || name.eq_ignore_ascii_case("math") {
            foreign = if closing { foreign.saturating_sub(1) } else { foreign + 1 };
        }
        if closing {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            if depth > DEEPEST {
                return Err(Reason::TooDeep(DEEPEST));
            }
            // Scripts and styles hold text that looks like tags.
            if name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style") {
                let end = if name.eq_ignore_ascii_case("script") { "</script" } else { "</style" };
                rest = rest.find(end).map_or("", |end| &rest[end..]);
            }
        }
    }
    Ok(())
}

/// Whether the tag ends with "/>".
fn is_self_closing(tag: &str) -> bool {
    let tag = tag.as_bytes();
    tag.iter().take(4_000).position(|&byte| byte == b'>').is_some_and(|end| end > 0 && tag[end - 1] == b'/')
}

#[cfg(test)]
mod tests {
    use super::check_depth;

    #[test]
    fn counts_only_what_can_nest() {
        assert!(check_depth(&"<p>One.".repeat(5_000)).is_ok());
        assert!(check_depth(&"<div>x</div>".repeat(5_000)).is_ok());
        assert!(check_depth(&"<img><br>".repeat(5_000)).is_ok());
        assert!(check_depth(&"<script>if (a<b) {}</script>".repeat(5_000)).is_ok());
        assert!(check_depth(&"<div>".repeat(5_000)).is_err());
        assert!(check_depth(&"<b>".repeat(5_000)).is_err());
        assert!(check_depth(&"<svg><path d=''/><path/></svg>".repeat(5_000)).is_ok());
        assert!(check_depth(&format!("<svg>{}", "<td>".repeat(5_000))).is_err());
        assert!(check_depth("<").is_ok());
        assert!(check_depth("</é").is_ok());
    }
}
