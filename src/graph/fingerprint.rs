//! Hashes that tell whether an article was read before.
use crate::article::Article;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// SHA-256, in hexadecimal, of all that readers found in an article: its text and its metadata.
#[must_use]
pub fn content(article: &Article) -> String {
    let mut hash = Sha256::new();
    let date = article.date.map(|date| date.to_string());
    let fields = [
        Some(article.id.as_str()),
        article.identifier.as_deref(),
        Some(article.title.as_str()),
        Some(article.text.as_str()),
        date.as_deref(),
        article.source.as_deref(),
        article.url.as_deref(),
        article.language.as_deref(),
    ];
    for field in fields.into_iter().chain(article.authors.iter().map(|author| Some(author.as_str()))) {
        // Lengths keep neighbouring fields apart; an absent field differs from an empty one.
        let length = field.map_or(u64::MAX, |text| text.len() as u64);
        hash.update(length.to_le_bytes());
        hash.update(field.unwrap_or_default());
    }
    hexadecimal(&hash.finalize())
}

/// SHA-256, in hexadecimal, of a sequence of texts.
#[must_use]
pub fn of_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    }
    hexadecimal(&hash.finalize())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_counts() {
        let plain = Article { id: "a".into(), text: "b".into(), ..Article::default() };
        let mut hashes = std::collections::BTreeSet::from([content(&plain)]);
        for changed in [
            Article { title: "t".into(), ..plain.clone() },
            Article { text: "bb".into(), ..plain.clone() },
            Article { source: Some("s".into()), ..plain.clone() },
            Article { source: Some(String::new()), ..plain.clone() },
            Article { url: Some("s".into()), ..plain.clone() },
            Article { date: Some(jiff::civil::date(2024, 2, 14)), ..plain.clone() },
            Article { authors: vec!["s".into()], ..plain.clone() },
        ] {
            assert!(hashes.insert(content(&changed)), "{changed:?}");
        }
        assert_eq!(content(&plain), content(&plain.clone()));
    }
}
