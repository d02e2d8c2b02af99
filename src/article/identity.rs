//! Stable article ids.
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Bytes of the hash that an id keeps: 64 bits, so that a collision among ten million articles is a one-in-a-million event.
const KEPT: usize = 8;

/// The id of an article: its host and a hash of its URL, else a hash of title and text. Spelling variants of a URL (scheme,
/// "www.", fragment, tracking parameters, final slash) give the same id.
#[must_use]
pub fn article_id(url: Option<&str>, title: &str, text: &str) -> String {
    match url.and_then(normalized_url) {
        Some(url) => {
            let host = url.split(['/', '?']).next().unwrap_or_default();
            let host: String = host.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(60).collect();
            format!("{}-{}", host.trim_matches('-'), hash(&[&url]))
        }
        None => format!("text-{}", hash(&[title, text])),
    }
}

/// The SHA-256 of a text in hexadecimal.
#[must_use]
pub fn sha256(text: &str) -> String {
    hexadecimal(&Sha256::digest(text.as_bytes()))
}

fn hash(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hexadecimal(&hasher.finalize()[..KEPT])
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Host, path and query of a web address; `None` for anything else.
fn normalized_url(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = url.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let host = host.trim_end_matches(":80").trim_end_matches(":443");
    if host.is_empty() || host.contains(char::is_whitespace) {
        return None;
    }
    let tracking = |parameter: &&str| {
        let name = parameter.split('=').next().unwrap_or_default();
        name.is_empty()
            || name.starts_with("utm_")
            || matches!(name, "fbclid" | "gclid" | "cmpid" | "ocid" | "smid" | "ref" | "src" | "rss")
    };
    let query: Vec<&str> = query.split('&').filter(|parameter| !tracking(parameter)).collect();
    let mut normalized = format!("{host}/{}", path.trim_end_matches('/'));
    if !query.is_empty() {
        normalized.push('?');
        normalized.push_str(&query.join("&"));
    }
    Some(normalized)
}

#[cfg(test)]
mod tests {
    use super::article_id;

    #[test]
    fn spellings_of_a_url_are_one_id() {
        let id = article_id(Some("https://www.example.org/news/a?id=7"), "", "");
        assert!(id.starts_with("example-org-"), "{id}");
        for url in [
            "http://example.org/news/a/?id=7#top",
            "HTTPS://Example.org/news/a?utm_source=x&id=7",
            " https://example.org/news/a?id=7 ",
        ] {
            assert_eq!(article_id(Some(url), "other", "other"), id, "{url}");
        }
        assert_ne!(article_id(Some("https://example.org/news/a?id=8"), "", ""), id);
    }

    #[test]
    fn without_a_url_the_text_decides() {
        let id = article_id(None, "Title", "Text");
        assert_eq!(article_id(Some("not a url"), "Title", "Text"), id);
        assert_ne!(article_id(None, "TitleT", "ext"), id);
        assert_ne!(article_id(None, "Title", "Text."), id);
    }
}
