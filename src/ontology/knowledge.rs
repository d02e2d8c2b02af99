//! Background knowledge: states, cities, organisations, forces and their names, read from `ontology/knowledge/*.ttl`.
use super::EntityClass;
use rustc_hash::FxHashMap;

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
    /// The adjective of a state or region: "Iranian".
    Adjective,
    /// The people of a state, singular or plural: "Iraqis", "Briton".
    Demonym,
}

/// One name of a known entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub kind: NameKind,
}

/// A known entity.
#[derive(Clone, Debug)]
pub struct KnowledgeEntity {
    /// Path under the base IRI: `state/IQ`, `organization/united-nations`.
    pub path: String,
    pub class: EntityClass,
    /// Canonical label, as in `rdfs:label`.
    pub label: String,
    pub names: Vec<Name>,
    /// The state or body it belongs to (`ch:of`).
    pub of: Option<KnowledgeId>,
    /// The larger place it lies in (`ch:locatedIn`).
    pub located_in: Option<KnowledgeId>,
    /// The state whose capital this city is (`ch:capitalOf`).
    pub capital_of: Option<KnowledgeId>,
    /// Inhabitants, 0 where unknown: decides between places of one name.
    pub population: u32,
    /// Wikidata item, such as `Q796`.
    pub wikidata: Option<String>,
}

/// The background knowledge, indexed by name.
#[derive(Debug, Default)]
pub struct Knowledge {
    entities: Vec<KnowledgeEntity>,
    /// [`Knowledge::key`] of a name → entities bearing it, in file order.
    by_name: FxHashMap<String, Vec<(KnowledgeId, NameKind)>>,
    by_path: FxHashMap<String, KnowledgeId>,
    longest: usize,
}

impl Knowledge {
    /// The knowledge that ships with chancery.
    #[must_use]
    pub fn shipped() -> Self {
        Self::default()
    }

    /// The entity with this id.
    #[must_use]
    pub fn get(&self, id: KnowledgeId) -> &KnowledgeEntity {
        &self.entities[id.0 as usize]
    }

    /// All entities in file order.
    pub fn iter(&self) -> impl Iterator<Item = (KnowledgeId, &KnowledgeEntity)> {
        self.entities
            .iter()
            .enumerate()
            .map(|(i, e)| (KnowledgeId(u32::try_from(i).expect("fewer than 2^32 entities")), e))
    }

    /// The entity at a path under the base IRI, such as `state/IQ`.
    #[must_use]
    pub fn by_path(&self, path: &str) -> Option<KnowledgeId> {
        self.by_path.get(path).copied()
    }

    /// Entities bearing the name, whatever its case, accents and punctuation; abbreviations only in their own case.
    #[must_use]
    pub fn candidates(&self, name: &str) -> Vec<(KnowledgeId, NameKind)> {
        let _ = name;
        Vec::new()
    }

    /// Number of words of the longest name.
    #[must_use]
    pub const fn longest(&self) -> usize {
        self.longest
    }
}
