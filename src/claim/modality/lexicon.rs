//! The words that bear on modality, as `ontology/lexicon/modality.toml` lists them.
use crate::ontology::Modality;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::collections::BTreeMap;

static LEXICON: &str = include_str!("../../../ontology/lexicon/modality.toml");

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Section {
    verbs: Vec<String>,
    nouns: Vec<String>,
    adjectives: Vec<String>,
    auxiliaries: Vec<String>,
    cases: Vec<String>,
    adverbs: Vec<String>,
    marks: Vec<String>,
    clauses: Vec<String>,
    objects: Vec<Objects>,
}

/// Verbs that say it of certain objects only.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Objects {
    verbs: Vec<String>,
    nouns: Vec<String>,
}

impl Objects {
    /// "halt aid", as the map of verbs lists them.
    fn keys(&self) -> Vec<String> {
        self.verbs.iter().flat_map(|verb| self.nouns.iter().map(move |noun| format!("{verb} {noun}"))).collect()
    }
}

/// The modality lexicon, compiled.
#[derive(Debug, Default)]
pub struct ModalityRules {
    pub(super) verbs: FxHashMap<String, Modality>,
    pub(super) nouns: FxHashMap<String, Modality>,
    pub(super) adjectives: FxHashMap<String, Modality>,
    pub(super) auxiliaries: FxHashMap<String, Modality>,
    pub(super) cases: FxHashMap<String, Modality>,
    pub(super) adverbs: FxHashMap<String, Modality>,
    pub(super) marks: FxHashMap<String, Modality>,
    /// Nouns that leave only a clause below them open: "support for sending".
    pub(super) clauses: FxHashMap<String, Modality>,
    pub(super) carriers: FxHashSet<String>,
}

impl ModalityRules {
    /// The rules that ship with chancery.
    ///
    /// # Panics
    /// Never: the embedded lexicon is valid TOML, which a test proves.
    #[must_use]
    pub fn shipped() -> Self {
        let sections: BTreeMap<String, Section> = toml::from_str(LEXICON).expect("embedded lexicon is valid");
        let mut rules = Self::default();
        for (name, section) in sections {
            let modality = match name.as_str() {
                "planned" => Modality::Planned,
                "demanded" => Modality::Demanded,
                "possible" => Modality::Possible,
                "denied" => Modality::Denied,
                _ => {
                    rules.carriers.extend(section.verbs);
                    continue;
                }
            };
            let add = |map: &mut FxHashMap<String, Modality>, words: Vec<String>| {
                for word in words {
                    map.entry(word).or_insert(modality);
                }
            };
            add(&mut rules.verbs, section.verbs);
            section.objects.iter().for_each(|objects| add(&mut rules.verbs, objects.keys()));
            add(&mut rules.nouns, section.nouns);
            add(&mut rules.adjectives, section.adjectives);
            add(&mut rules.auxiliaries, section.auxiliaries);
            add(&mut rules.cases, section.cases);
            add(&mut rules.adverbs, section.adverbs);
            add(&mut rules.marks, section.marks);
            add(&mut rules.clauses, section.clauses);
        }
        rules
    }
}
