//! Background knowledge: states, cities, organisations, forces and their names, read from `ontology/knowledge/*.ttl`.
mod key;
mod read;

use super::EntityClass;
use rustc_hash::FxHashMap;

pub use read::KnowledgeError;

/// The Turtle files that ship with chancery, as (file name, content), in the order in which they are read.
/// Entities of earlier files come first among the candidates of a name.
pub const SHIPPED: &[(&str, &str)] = &[
    ("states.ttl", include_str!("../../ontology/knowledge/states.ttl")),
    ("organizations.ttl", include_str!("../../ontology/knowledge/organizations.ttl")),
    ("forces.ttl", include_str!("../../ontology/knowledge/forces.ttl")),
    ("regions.ttl", include_str!("../../ontology/knowledge/regions.ttl")),
    ("cities.ttl", include_str!("../../ontology/knowledge/cities.ttl")),
    ("facilities.ttl", include_str!("../../ontology/knowledge/facilities.ttl")),
    ("documents.ttl", include_str!("../../ontology/knowledge/documents.ttl")),
    ("populations.ttl", include_str!("../../ontology/knowledge/populations.ttl")),
];

/// Index of an entity in [`Knowledge`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KnowledgeId(pub u32);

/// How a name refers to its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// The canonical or another full name: "Islamic Republic of Iran", "Iran".
    Full,
    /// An abbreviation, matched with its case: "US", "ISIS", "HMC".
    Abbreviation,
    /// The adjective of a state, region or people: "Iranian".
    Adjective,
    /// The people of a state or region, singular or plural: "Iraqis", "Briton". A form that is spelt like the
    /// adjective ("an Iraqi") is listed as the adjective only.
    Demonym,
}

/// One name of a known entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub kind: NameKind,
    /// It also means something else ("Jordan", "Reading", "Congress"), so that only context can tell
    /// (`ch:ambiguousName`).
    pub ambiguous: bool,
}

/// A known entity.
#[derive(Clone, Debug)]
pub struct KnowledgeEntity {
    /// Path under the base IRI: `state/IQ`, `organization/united-nations`.
    pub path: String,
    pub class: EntityClass,
    /// Canonical label, as in `rdfs:label`.
    pub label: String,
    /// Every name, the label first.
    pub names: Vec<Name>,
    /// The state or body it belongs to (`ch:of`).
    pub of: Option<KnowledgeId>,
    /// The larger place it lies in (`ch:locatedIn`).
    pub located_in: Option<KnowledgeId>,
    /// The state whose capital this city is (`ch:capital` of the state).
    pub capital_of: Option<KnowledgeId>,
    /// The capitals of this state, the seat of government first (`ch:capital`).
    pub capitals: Vec<KnowledgeId>,
    /// Inhabitants, 0 where unknown: decides between places of one name.
    pub population: u32,
    /// Latitude and longitude in degrees, WGS 84.
    pub coordinates: Option<(f32, f32)>,
    /// Wikidata item, such as `Q796`.
    pub wikidata: Option<String>,
}

/// The background knowledge, indexed by name.
#[derive(Debug, Default)]
pub struct Knowledge {
    entities: Vec<KnowledgeEntity>,
    /// Normalised name → entities bearing it with the index of the name, in file order.
    by_name: FxHashMap<String, Vec<(KnowledgeId, u32)>>,
    /// Abbreviation without its dots, in its own case → the same.
    by_abbreviation: FxHashMap<String, Vec<(KnowledgeId, u32)>>,
    by_path: FxHashMap<String, KnowledgeId>,
    longest: usize,
}

impl Knowledge {
    /// The knowledge that ships with chancery.
    ///
    /// # Panics
    /// Never: a test reads the shipped files.
    #[must_use]
    pub fn shipped() -> Self {
        Self::index(read::shipped(SHIPPED).expect("the shipped knowledge is valid"))
    }

    /// The shipped knowledge and then the user's own files, given as (file name, content): new entities, or more
    /// names for known ones.
    ///
    /// # Errors
    /// [`KnowledgeError`] names the file, and line and column or the entity, of the first fault.
    pub fn with_files(files: &[(&str, &str)]) -> Result<Self, KnowledgeError> {
        let mut all = SHIPPED.to_vec();
        all.extend_from_slice(files);
        Self::parse(&all)
    }

    /// Knowledge from nothing but these Turtle files, given as (file name, content).
    ///
    /// # Errors
    /// [`KnowledgeError`] names the file, and line and column or the entity, of the first fault.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, KnowledgeError> {
        Ok(Self::index(read::checked(files)?))
    }

    /// The entity with this id.
    #[must_use]
    pub fn get(&self, id: KnowledgeId) -> &KnowledgeEntity {
        &self.entities[id.0 as usize]
    }

    /// All entities in file order.
    pub fn iter(&self) -> impl Iterator<Item = (KnowledgeId, &KnowledgeEntity)> {
        (0u32..).map(KnowledgeId).zip(&self.entities)
    }

    /// The entity at a path under the base IRI, such as `state/IQ`.
    #[must_use]
    pub fn by_path(&self, path: &str) -> Option<KnowledgeId> {
        self.by_path.get(path).copied()
    }

    /// Entities bearing the name, whatever its case, accents, punctuation and leading "the"; abbreviations only in
    /// their own case, dots aside. In file order, each entity once per kind of name.
    #[must_use]
    pub fn candidates(&self, name: &str) -> Vec<(KnowledgeId, NameKind)> {
        let mut found: Vec<_> = self.bearers(name).map(|(id, name)| (id, name.kind)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether this name of this entity also means something else, so that it should be linked only if the context
    /// supports it. A name that the entity does not bear is not ambiguous.
    #[must_use]
    pub fn is_ambiguous(&self, id: KnowledgeId, name: &str) -> bool {
        self.bearers(name).any(|(bearer, name)| bearer == id && name.ambiguous)
    }

    /// Number of words of the longest name.
    #[must_use]
    pub const fn longest(&self) -> usize {
        self.longest
    }

    fn bearers(&self, name: &str) -> impl Iterator<Item = (KnowledgeId, &Name)> {
        let full = self.by_name.get(&key::normalize(name));
        let short = self.by_abbreviation.get(&key::abbreviation(name));
        full.into_iter().chain(short).flatten().map(|&(id, index)| (id, &self.get(id).names[index as usize]))
    }

    fn index(entities: Vec<KnowledgeEntity>) -> Self {
        let mut knowledge = Self::default();
        knowledge.by_path.reserve(entities.len());
        knowledge.by_name.reserve(2 * entities.len());
        for (id, entity) in (0u32..).map(KnowledgeId).zip(&entities) {
            knowledge.by_path.insert(entity.path.clone(), id);
            for (index, name) in (0u32..).zip(&entity.names) {
                knowledge.longest = knowledge.longest.max(name.text.split_whitespace().count());
                if name.kind == NameKind::Abbreviation {
                    let short = key::abbreviation(&name.text);
                    if let Some(word) = key::acronym_as_word(&short) {
                        knowledge.by_abbreviation.entry(word).or_default().push((id, index));
                    }
                    knowledge.by_abbreviation.entry(short).or_default().push((id, index));
                } else {
                    knowledge.by_name.entry(key::normalize(&name.text)).or_default().push((id, index));
                }
            }
        }
        knowledge.entities = entities;
        knowledge
    }
}
