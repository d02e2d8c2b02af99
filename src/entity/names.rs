//! Names of one thing: known entities, parts of a person's name, acronyms, repeated names.
mod person;
mod unknown;

use super::chain::{ChainId, Discourse, Sort};
use super::sort::canonical_head;
use super::variants::name_words;
use crate::mention::{Form, Mention, MentionId};
use crate::ontology::{EntityClass, KnowledgeId, NameKind};
use any_ascii::any_ascii;
use rustc_hash::FxHashMap;

impl Discourse<'_> {
    /// Gives every name a chain: full names of persons first, so that their parts find them.
    pub fn resolve_names(&mut self) {
        let presence = self.presence();
        let names: Vec<MentionId> =
            self.mentions.iter().filter(|(_, mention)| mention.form == Form::Name).map(|(id, _)| id).collect();
        let mentions = self.mentions;
        let (full, rest): (Vec<_>, Vec<_>) = names.into_iter().partition(|&id| {
            let mention = mentions.get(id);
            mention.class == Some(EntityClass::Person)
                && mention.candidates.is_empty()
                && name_words(self.text(id)).len() > 1
        });
        for id in full {
            self.person(id);
        }
        let (known, rest): (Vec<_>, Vec<_>) = rest.into_iter().partition(|&id| !mentions.get(id).candidates.is_empty());
        for id in known {
            self.known_name(id, mentions.get(id), &presence);
        }
        let mut by_text = FxHashMap::default();
        for id in rest {
            self.unknown_name(id, mentions.get(id), &mut by_text);
        }
        self.acronyms();
    }

    fn known_name(&mut self, id: MentionId, mention: &Mention, presence: &FxHashMap<KnowledgeId, u32>) {
        let text = self.text(id);
        // A surname that is also a place: "Carter", "Lincoln".
        if !text.contains(' ')
            && mention.candidates.iter().all(|&known| self.knowledge.get(known).class != EntityClass::State)
            && !self.words.all_capitals(mention.tokens.0 as usize)
            && let Some(chain) = self.person_with(&name_words(text), id)
        {
            self.assign(id, chain);
            return;
        }
        let Some(mut known) = self.choose(id, mention, presence) else { return };
        let entity = self.knowledge.get(known);
        if entity.class == EntityClass::State && self.are_people(mention, text) {
            let sort = Sort { class: EntityClass::Population, head: fold(text).into(), owner: None };
            let chain = self.sorted(sort, id);
            self.assign(id, chain);
            return;
        }
        if let Some(chain) =
            self.chains.iter().position(|chain| chain.known.is_none() && chain.slug.is_some() && chain.label == text)
        {
            self.assign(id, chain);
            return;
        }
        if let Some(owner) = self.other_owner(id, entity.of, entity.class, text) {
            let sort = Sort { class: entity.class, head: fold(text).into(), owner: Some(owner) };
            let chain = self.sorted(sort, id);
            self.assign(id, chain);
            return;
        }
        if let Some(state) = entity.capital_of
            && mention.sentence.is_some()
            && self.acts(mention)
        {
            known = state;
        }
        // "At the Kremlin" is a building, "the Kremlin said" a government.
        if entity.class == EntityClass::GovernmentBody && is_seat(&entity.label) && self.is_located_at(mention) {
            let label = entity.label.clone();
            let chain = self.place_of_seat(&label);
            self.assign(id, chain);
            return;
        }
        let small = text.rsplit(' ').next().is_some_and(|last| last.starts_with(char::is_lowercase));
        if let Some(state) = entity.of.filter(|_| small && entity.class == EntityClass::StateForce)
            && canonical_head(&text.rsplit(' ').next().unwrap_or_default().to_lowercase()).as_ref() == "forces"
        {
            // "Kenyan troops" as a known name is the same as the description.
            let owner = self.known(state);
            let sort = Sort { class: EntityClass::StateForce, head: "forces".into(), owner: Some(owner) };
            let chain = match self.sorts.get(&sort) {
                Some(&chain) => chain,
                None if self.forces.contains_key(&state) => self.sorted(sort, id),
                None => {
                    let chain = self.known(known);
                    self.sorts.insert(sort, chain);
                    chain
                }
            };
            self.chains[chain].plural = true;
            self.assign(id, chain);
            return;
        }
        let chain = self.known(known);
        self.assign(id, chain);
    }

    /// "Two Palestinians", "thousands of Iraqis": people and not their state.
    fn are_people(&self, mention: &Mention, text: &str) -> bool {
        let from = mention.tokens.0 as usize;
        if mention.sentence.is_none()
            || from == 0
            || !self.knowledge.candidates(text).iter().any(|(_, kind)| *kind == NameKind::Demonym)
        {
            return false;
        }
        let before = self.words.lower(from - 1);
        self.words.upos(from - 1) == "NUM"
            || matches!(
                before,
                "many"
                    | "most"
                    | "some"
                    | "several"
                    | "few"
                    | "all"
                    | "ordinary"
                    | "young"
                    | "other"
                    | "fellow"
                    | "more"
                    | "displaced"
                    | "dead"
                    | "million"
                    | "innocent"
                    | "poor"
            )
            || before == "of"
                && from > 1
                && matches!(
                    self.words.lower(from - 2),
                    "thousands"
                        | "hundreds"
                        | "dozens"
                        | "millions"
                        | "scores"
                        | "majority"
                        | "most"
                        | "many"
                        | "number"
                )
    }

    /// "India's Congress": a common name of a body that the text gives to another state than the known body's.
    fn other_owner(&self, id: MentionId, of: Option<KnowledgeId>, class: EntityClass, text: &str) -> Option<ChainId> {
        let state = of?;
        if !matches!(class, EntityClass::GovernmentBody | EntityClass::StateForce) || text.split(' ').count() > 2 {
            return None;
        }
        let from = self.mentions.get(id).tokens.0 as usize;
        let end = if from > 0 && self.words.is_possessive(from - 1) { from - 1 } else { from };
        let before = self.mentions.iter().find(|(other, mention)| {
            *other < id
                && mention.form == Form::Name
                && mention.sentence.is_some()
                && mention.tokens.1 as usize == end
                && end > 0
        })?;
        let owner = self.chain_of(before.0)?;
        let entry = &self.chains[owner];
        (entry.class == EntityClass::State && entry.known.is_some_and(|known| known != state)).then_some(owner)
    }

    fn place_of_seat(&mut self, label: &str) -> ChainId {
        let found = self
            .chains
            .iter()
            .position(|chain| chain.class == EntityClass::Facility && chain.known.is_none() && chain.label == label);
        found.unwrap_or_else(|| self.start(EntityClass::Facility, label, None))
    }

    /// "The Palm Growers Union … PGU": an acronym that nothing else explains and whose letters begin the words of a name.
    fn initials(&mut self, ids: &[MentionId]) {
        for &id in ids {
            let mention = self.mentions.get(id);
            let text = self.text(id);
            let letters: Vec<char> = text.chars().filter(|&c| c != '.').collect();
            let acronym = letters.len() >= 3 && letters.iter().all(char::is_ascii_uppercase);
            let alone = self.chain_of(id).is_none_or(|chain| {
                let entry = &self.chains[chain];
                entry.known.is_none() && entry.label == text
            });
            if !acronym || !alone || !mention.candidates.is_empty() {
                continue;
            }
            let spelt = self.chains.iter().position(|chain| {
                let first = chain.label.split([' ', '-']).filter_map(|word| word.chars().next());
                (chain.class.is_organization() || chain.class.is_force())
                    && chain.label.contains(' ')
                    && !chain.mentions.is_empty()
                    && first.filter(|c| c.is_uppercase()).eq(letters.iter().copied())
            });
            if let Some(chain) = spelt {
                self.assign(id, chain);
            }
        }
    }

    /// "Higher Relief Board (HRB)": the name in brackets is the name before it.
    fn acronyms(&mut self) {
        let ids: Vec<MentionId> = self
            .mentions
            .iter()
            .filter(|(_, mention)| mention.form == Form::Name && mention.sentence.is_some())
            .map(|(id, _)| id)
            .collect();
        for &id in &ids {
            let mention = self.mentions.get(id);
            let from = mention.tokens.0 as usize;
            if from < 2
                || !matches!(self.words.form(from - 1), "(" | "-LRB-")
                || self.words.form(from).chars().filter(|c| c.is_uppercase()).count() < 2
                || mention.tokens.1 as usize != from + 1
            {
                continue;
            }
            let Some(long) = ids
                .iter()
                .copied()
                .filter(|&other| self.mentions.get(other).tokens.1 as usize == from - 1)
                .min_by_key(|&other| self.mentions.get(other).tokens.0)
            else {
                continue;
            };
            let (Some(target), acronym) = (self.chain_of(long), self.text(id)) else { continue };
            let letters = acronym.chars().filter(|c| c.is_uppercase()).count();
            let compatible = self.chains[target].class.is_organization()
                || self.chains[target].class.is_force()
                || self.chains[target].class == EntityClass::State;
            if !compatible || letters < 2 {
                continue;
            }
            for &other in &ids {
                if self.text(other) == acronym {
                    self.assign(other, target);
                }
            }
        }
        self.initials(&ids);
    }
}

/// "Northern Mali" and "north Mali" are one region.
fn canonical_place(key: &str) -> String {
    match key.split_once(' ') {
        Some((first, rest)) if first.len() > 6 && first.ends_with("ern") => {
            format!("{} {rest}", first.trim_end_matches("ern"))
        }
        _ => key.to_owned(),
    }
}

/// Words that may be left off a place's name.
fn is_place_kind(word: &str) -> bool {
    matches!(
        word,
        "city"
            | "town"
            | "village"
            | "township"
            | "district"
            | "province"
            | "neighbourhood"
            | "neighborhood"
            | "region"
            | "suburb"
            | "county"
            | "governorate"
    )
}

/// Seats of government whose names mean the building after a preposition of place.
fn is_seat(label: &str) -> bool {
    ["Kremlin", "White House", "Pentagon", "Downing Street", "Capitol", "Blue House", "Palace"]
        .iter()
        .any(|seat| label.contains(seat))
}

/// A name for comparison: ASCII, lower case, without article, dots and apostrophes.
pub(super) fn fold(name: &str) -> String {
    let ascii = any_ascii(name).to_lowercase();
    let words: Vec<String> = ascii
        .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '\'')))
        .map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>())
        .filter(|word| !word.is_empty() && word != "the")
        .collect();
    words.join(" ")
}
