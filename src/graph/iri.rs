//! Minting of IRIs: every resource IRI of a graph comes from here.
//!
//! Names that come from a text are hostile: whatever they hold, the IRI is valid, and different names give
//! different IRIs as far as their readable form allows.
use crate::ontology::vocabulary::DEFAULT_BASE;
use oxigraph::model::NamedNode;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Longest slug in bytes; longer names are cut and completed by a hash of the whole.
const MAX_SLUG: usize = 96;

/// Why a base IRI was refused.
#[derive(Debug, thiserror::Error)]
pub enum BaseError {
    /// Not an absolute IRI.
    #[error("the base {base:?} is not an absolute IRI: {reason}")]
    Invalid { base: String, reason: String },
    /// It does not end where a path can be appended.
    #[error("the base {0:?} must end with '/', for example {DEFAULT_BASE}")]
    NoSlash(String),
}

/// The IRI under which all articles and entities live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(String);

impl Default for Base {
    fn default() -> Self {
        Self(DEFAULT_BASE.to_owned())
    }
}

impl std::fmt::Display for Base {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The graphs that belong to no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SharedGraph {
    /// The ontology.
    Ontology,
    /// The background knowledge base.
    Knowledge,
    /// Cross-article identity.
    Identity,
    /// Which run read which article: the one part that may differ between two runs.
    Provenance,
    /// What people decided about identity.
    Curation,
    /// The store's own index, from which identity is computed; no part of what it knows.
    Index,
}

impl SharedGraph {
    /// Every shared graph.
    pub const ALL: [Self; 6] =
        [Self::Ontology, Self::Knowledge, Self::Identity, Self::Provenance, Self::Curation, Self::Index];

    /// Its name under `graph/`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ontology => "ontology",
            Self::Knowledge => "knowledge",
            Self::Identity => "identity",
            Self::Provenance => "provenance",
            Self::Curation => "curation",
            Self::Index => "index",
        }
    }
}

impl Base {
    /// A base from an absolute IRI that ends with `/`.
    ///
    /// # Errors
    /// [`BaseError`] if it is not one.
    pub fn new(base: &str) -> Result<Self, BaseError> {
        if let Err(error) = NamedNode::new(base) {
            return Err(BaseError::Invalid { base: base.to_owned(), reason: error.to_string() });
        }
        if !base.ends_with('/') {
            return Err(BaseError::NoSlash(base.to_owned()));
        }
        Ok(Self(base.to_owned()))
    }

    /// The base as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `article/{id}`: an article and its graph.
    #[must_use]
    pub fn article(&self, id: &str) -> NamedNode {
        self.join("article/", &[id])
    }

    /// The start of the IRI of every article.
    #[must_use]
    pub fn articles(&self) -> String {
        format!("{}article/", self.0)
    }

    /// An entity from its path, such as `state/IQ`.
    #[must_use]
    pub fn entity(&self, path: &str) -> NamedNode {
        self.join("", &path.split('/').collect::<Vec<_>>())
    }

    /// `post/{state or body slug}/{title slug}`, from the path of the state or body.
    #[must_use]
    pub fn post(&self, of: &str, title: &str) -> NamedNode {
        let body = of.rsplit('/').next().unwrap_or(of);
        self.join("post/", &[&slug(body), &slug(title)])
    }

    /// `graph/{name}`.
    #[must_use]
    pub fn shared_graph(&self, graph: SharedGraph) -> NamedNode {
        self.join("graph/", &[graph.name()])
    }

    /// `identity/{id}`: a decision on two entities.
    #[must_use]
    pub fn identity(&self, id: &str) -> NamedNode {
        self.join("identity/", &[id])
    }

    /// `curation/{id}`: what a person decided on two entities.
    #[must_use]
    pub fn curation(&self, id: &str) -> NamedNode {
        self.join("curation/", &[id])
    }

    /// `occurrence/{id}`: a happening that several claims report.
    #[must_use]
    pub fn occurrence(&self, id: &str) -> NamedNode {
        self.join("occurrence/", &[id])
    }

    /// `index/{path}`: what the index keeps of an article, entity or key, from its path under the base.
    #[must_use]
    pub fn index(&self, path: &str) -> NamedNode {
        NamedNode::new_unchecked([&self.0, "index/", path].concat())
    }

    /// The path of a resource under the base; the whole IRI if it is not under it.
    #[must_use]
    pub fn path<'a>(&self, iri: &'a str) -> &'a str {
        iri.strip_prefix(&self.0).unwrap_or(iri)
    }

    /// The resource at a path that [`Base::path`] gave.
    #[must_use]
    pub fn resource(&self, path: &str) -> NamedNode {
        if path.contains("://") {
            NamedNode::new_unchecked(path)
        } else {
            NamedNode::new_unchecked([&self.0, path].concat())
        }
    }

    /// `run/{id}`: one run of chancery.
    #[must_use]
    pub fn run(&self, id: &str) -> NamedNode {
        self.join("run/", &[id])
    }

    fn join(&self, prefix: &str, segments: &[&str]) -> NamedNode {
        let mut iri = String::with_capacity(self.0.len() + prefix.len() + 32);
        iri.push_str(&self.0);
        iri.push_str(prefix);
        for (i, segment) in segments.iter().enumerate() {
            if i > 0 {
                iri.push('/');
            }
            encode_segment(segment, &mut iri);
        }
        NamedNode::new_unchecked(iri)
    }
}

/// The `number`-th thing of a kind inside an article, from 1: `article/x#s3`, `#m17`, `#c5`.
#[must_use]
pub fn part(article: &NamedNode, kind: char, number: usize) -> NamedNode {
    NamedNode::new_unchecked(format!("{}#{kind}{number}", article.as_str()))
}

/// A post of which the article does not tell the state or body: it is this article's own.
#[must_use]
pub fn local_post(article: &NamedNode, title: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{}#post-{}", article.as_str(), slug(title)))
}

/// A readable, stable path segment of a name: transliterated, lower case, hyphens between words.
///
/// ```
/// use chancery::graph::iri::slug;
/// assert_eq!(slug("Minister of Foreign Affairs"), "minister-of-foreign-affairs");
/// assert_eq!(slug("Élysée"), "elysee");
/// ```
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in any_ascii::any_ascii(name).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if c != '\'' && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() || slug.len() > MAX_SLUG {
        slug.truncate(MAX_SLUG);
        if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        for byte in &Sha256::digest(name.as_bytes())[..8] {
            // Writing to a String cannot fail.
            let _ = write!(slug, "{byte:02x}");
        }
    }
    slug
}

/// Appends a path segment with everything but RFC 3986 unreserved characters percent-encoded. A segment of dots
/// alone is encoded too, lest it be taken for a relative step.
fn encode_segment(segment: &str, iri: &mut String) {
    let dots = !segment.is_empty() && segment.bytes().all(|b| b == b'.');
    for byte in segment.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') || (byte == b'.' && !dots) {
            iri.push(char::from(byte));
        } else {
            let _ = write!(iri, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_names_give_valid_iris() {
        let base = Base::default();
        let long = "x".repeat(10_000);
        for name in
            ["", " ", "a b", "<script>", "\"\\}{|^`", "..", "a/../../b", "é\u{202e}\0\n", "#?%zz", "日本", &long]
        {
            for iri in [
                base.article(name),
                base.entity(name),
                base.entity(&format!("person/{name}")),
                base.post(&format!("state/{name}"), name),
                local_post(&base.article(name), name),
            ] {
                let parsed = NamedNode::new(iri.as_str()).unwrap_or_else(|error| panic!("{iri}: {error}"));
                assert!(parsed.as_str().starts_with(DEFAULT_BASE), "{name:?} left the base: {iri}");
                assert!(!iri.as_str().contains("/../"), "{iri}");
            }
        }
    }

    #[test]
    fn different_ids_give_different_articles() {
        let base = Base::default();
        let ids = ["a", "A", "a/b", "a%2Fb", "a b", "a+b", "a#b", "é", "e"];
        let iris: std::collections::BTreeSet<_> = ids.iter().map(|id| base.article(id)).collect();
        assert_eq!(iris.len(), ids.len());
    }

    #[test]
    fn posts_are_named_after_their_state_or_body() {
        let base = Base::default();
        let iri = |of, title| base.post(of, title).into_string().split_off(DEFAULT_BASE.len());
        assert_eq!(iri("state/IQ", "prime minister"), "post/iq/prime-minister");
        assert_eq!(iri("organization/united-nations", "Secretary-General"), "post/united-nations/secretary-general");
    }

    #[test]
    fn a_base_is_absolute_and_ends_with_a_slash() {
        assert!(Base::new("https://example.org/kg/").is_ok());
        for bad in ["", "kg/", "https://example.org/kg", "https://example.org/a b/"] {
            assert!(Base::new(bad).is_err(), "{bad:?}");
        }
    }
}
