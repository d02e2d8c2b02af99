//! The shapes of the lexicon's files.
use rustc_hash::FxHashMap;
use serde::Deserialize;

pub(super) const TITLES: &str = include_str!("../../../ontology/lexicon/titles.toml");
pub(super) const HEADS: &str = include_str!("../../../ontology/lexicon/heads.toml");
pub(super) const DESCRIPTIONS: &str = include_str!("../../../ontology/lexicon/descriptions.toml");
pub(super) const NAMES: &str = include_str!("../../../ontology/lexicon/names.toml");
pub(super) const OFFICEHOLDERS: &str = include_str!("../../../ontology/lexicon/officeholders.toml");
pub(super) const GIVEN_NAMES: &str = include_str!("../../../ontology/lexicon/given-names.toml");
pub(super) const GIVEN_NAMES_WIDE: &str = include_str!("../../../ontology/lexicon/given-names-wide.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TitleFile {
    pub posts: Vec<Box<str>>,
    pub leadership: Vec<Box<str>>,
    pub needs_body: Vec<Box<str>>,
    pub ranks: Vec<Box<str>>,
    pub honorifics: Vec<Box<str>>,
    pub national: Vec<Box<str>>,
    pub american: Vec<Box<str>>,
    pub abbreviations: FxHashMap<Box<str>, Box<str>>,
    pub modifiers: ModifierTable,
    pub complements: ComplementTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModifierTable {
    pub portfolio: Vec<Box<str>>,
    pub former: Vec<Box<str>>,
    pub future: Vec<Box<str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ComplementTable {
    pub of: Vec<Box<str>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct HeadTable {
    pub name: Vec<Box<str>>,
    pub prefix: Vec<Box<str>>,
    pub nominal: Vec<Box<str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DescriptionFile {
    pub anaphors: FxHashMap<Box<str>, Vec<Box<str>>>,
    pub persons: PersonTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonTable {
    pub male: Vec<Box<str>>,
    pub female: Vec<Box<str>>,
    pub neutral: Vec<Box<str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GivenNameFile {
    pub female: String,
    pub male: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NameFile {
    pub particles: String,
    pub leading_particles: String,
    pub calendar: String,
    pub directions: String,
    pub vessels: String,
    pub platforms: String,
    pub governments: String,
    pub not_owning: String,
    pub function_words: String,
    pub no_entities: String,
    pub common_acronyms: String,
    pub furniture: Vec<Box<str>>,
    pub combining: FxHashMap<Box<str>, Box<str>>,
}
