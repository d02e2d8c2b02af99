//! What identity and occurrences need to know of an article, read from its graph.
//!
//! A dossier is a pure function of the quads of one article. The store keeps it beside the graph, in the index, so
//! that one more article costs no second reading of the others.
mod proper;
mod read;

use super::shingle::Sketch;
use crate::article::PartialDate;
use crate::ontology::{ClaimClass, EntityClass, Modality, Role};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Changes whenever the content of a dossier or what is made of it changes: stores with another one are indexed anew.
pub const VERSION: &str = "3";

/// The path of a resource under the base, such as `person/amina-odhiambo`; a whole IRI if it is not under the base.
pub type Path = String;

/// What identity and occurrences need to know of an article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// Its path: `article/…`.
    pub article: Path,
    /// Publication date.
    pub date: Option<When>,
    pub publisher: Option<String>,
    /// Sketch of the text: copies of one text are one report.
    pub sketch: Sketch,
    /// Everyone and everything that events of the article name.
    pub actors: BTreeMap<Path, Actor>,
    pub events: Vec<Event>,
}

/// An entity as the events of an article need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    #[serde(with = "term::class")]
    pub class: EntityClass,
    /// Whether its name tells which one it is: it is known, or has a proper name. "Rebels" and "the minister" have not.
    pub telling: bool,
    /// Whether the knowledge base has it.
    pub known: bool,
    /// The state or body that it is, belongs to or lies in, where the article tells.
    pub of: Option<Path>,
}

/// An event that an article claims.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its number: `article/…#c5`.
    pub number: u32,
    #[serde(with = "term::claim")]
    pub class: ClaimClass,
    #[serde(with = "term::modality")]
    pub modality: Modality,
    /// Sorted.
    #[serde(with = "term::roles")]
    pub roles: Vec<(Role, Path)>,
    pub places: Vec<Path>,
    pub date: Option<When>,
    pub begin: Option<When>,
    pub end: Option<When>,
    pub killed: Option<u32>,
    pub injured: Option<u32>,
    pub post: Option<Path>,
    /// First character of its evidence: earlier sentences report first.
    pub position: u32,
}

/// A date as precise as the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct When(pub PartialDate);

/// What one article tells of one named entity that chancery found itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// Empty for what no article tells.
    pub article: Path,
    pub date: Option<When>,
    #[serde(with = "term::class")]
    pub class: EntityClass,
    /// The canonical name first.
    pub names: Vec<String>,
    /// Posts it holds or held.
    pub posts: Vec<Path>,
    /// States and bodies that it represents, belongs to or lies in.
    pub of: Vec<Path>,
    /// The entities that the article speaks of most, besides this one.
    pub company: Vec<Path>,
}

impl Trace {
    /// A trace that tells no more than a class and a name.
    #[must_use]
    pub fn bare(class: EntityClass, label: String) -> Self {
        let (article, posts, of, company) = (Path::new(), Vec::new(), Vec::new(), Vec::new());
        Self { article, date: None, class, names: vec![label], posts, of, company }
    }
}

/// A dossier with the traces of its entities by their paths.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    pub dossier: Dossier,
    pub traces: BTreeMap<Path, Trace>,
}

pub use read::{entities, findings};

impl From<When> for String {
    fn from(when: When) -> Self {
        when.0.to_string()
    }
}

impl TryFrom<String> for When {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| ["no date: ", &text].concat())
    }
}

impl When {
    /// A date, month or year in the lexical form of its XML Schema datatype.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(day) = text.parse::<Date>() {
            return Some(Self(PartialDate::Day(day)));
        }
        let year = text.get(..4)?.parse().ok()?;
        match text.get(4..)? {
            "" => Some(Self(PartialDate::Year(year))),
            rest => {
                let month: i8 = rest.strip_prefix('-')?.parse().ok().filter(|month| (1..=12).contains(month))?;
                Some(Self(PartialDate::Month { year, month }))
            }
        }
    }
}

/// Terms of the ontology by their local names.
mod term {
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    macro_rules! by_name {
        ($module:ident, $term:ident) => {
            pub(super) mod $module {
                use super::*;
                use crate::ontology::$term;

                pub fn serialize<S: Serializer>(term: &$term, serializer: S) -> Result<S::Ok, S::Error> {
                    term.name().serialize(serializer)
                }

                pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<$term, D::Error> {
                    let name = std::borrow::Cow::<str>::deserialize(deserializer)?;
                    $term::from_name(&name).ok_or_else(|| D::Error::custom(["no term: ", &name].concat()))
                }
            }
        };
    }

    by_name!(class, EntityClass);
    by_name!(claim, ClaimClass);
    by_name!(modality, Modality);

    pub(super) mod roles {
        use super::*;
        use crate::ontology::Role;

        pub fn serialize<S: Serializer>(roles: &[(Role, String)], serializer: S) -> Result<S::Ok, S::Error> {
            roles.iter().map(|(role, path)| (role.name(), path)).collect::<Vec<_>>().serialize(serializer)
        }

        pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(Role, String)>, D::Error> {
            let named = Vec::<(String, String)>::deserialize(deserializer)?;
            let role = |name: &str| Role::from_name(name).ok_or_else(|| D::Error::custom(["no role: ", name].concat()));
            named.into_iter().map(|(name, path)| Ok((role(&name)?, path))).collect()
        }
    }
}
