//! Names of one thing: known entities, parts of a person's name, acronyms, repeated names.
use super::chain::{ChainId, Discourse, Sort};
use super::sort::canonical_head;
use super::variants::{name_words, same_person, same_word};
use crate::mention::{Form, Gender, Mention, MentionId};
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

    fn unknown_name(&mut self, id: MentionId, mention: &Mention, by_text: &mut FxHashMap<String, ChainId>) {
        let text = self.text(id);
        if text == "Koreas" {
            let both = ["state/KP", "state/KR"].into_iter().filter_map(|path| self.knowledge.by_path(path));
            self.referents[id.0 as usize] =
                both.collect::<Vec<_>>().into_iter().map(|known| self.known(known)).collect();
            return;
        }
        let key = canonical_place(&fold(text));
        let bare = key
            .rsplit_once(' ')
            .filter(|(_, last)| is_place_kind(last))
            .map_or(key.as_str(), |(bare, _)| bare)
            .to_owned();
        if let Some(&chain) = by_text.get(&key).or_else(|| by_text.get(&bare)) {
            self.assign(id, chain);
            return;
        }
        let words = name_words(text);
        let person = match mention.class {
            Some(EntityClass::Person) | None => self.person_with(&words, id),
            Some(EntityClass::City | EntityClass::Organization) => self.person_with(&words, id),
            _ => None,
        };
        let part = self.part_of_body(id, mention.class, &words);
        let chain = match (person.or(part), mention.class) {
            (Some(chain), _) => chain,
            (None, Some(EntityClass::Person)) if self.misread_person(&words).is_some() => {
                let chain = self.misread_person(&words).unwrap_or_default();
                self.chains[chain].class = EntityClass::Person;
                self.chains[chain].words = name_words(&self.chains[chain].label);
                chain
            }
            (None, Some(EntityClass::Person)) => {
                let chain = self.start(EntityClass::Person, text, None);
                self.chains[chain].confidence = 0.7;
                self.chains[chain].gender = self.gender(id);
                chain
            }
            (None, Some(class)) => {
                let sort = self.sort_of_name(id, class);
                let same = sort.as_ref().and_then(|sort| self.sorts.get(sort).copied());
                same.or_else(|| self.longer_name(&key, class)).unwrap_or_else(|| {
                    let chain = match sort {
                        Some(sort) => self.sorted(sort, id),
                        None => self.start(class, text, None),
                    };
                    self.chains[chain].confidence = 0.75;
                    chain
                })
            }
            (None, None) => return,
        };
        if bare != key && self.chains[chain].class.is_place() {
            by_text.insert(bare, chain);
        }
        by_text.insert(key, chain);
        if self.chains[chain].class != EntityClass::Person {
            self.owner_inside(id, chain);
        }
        self.assign(id, chain);
    }

    /// "The Observatory": one word of the name of a body named before.
    fn part_of_body(&self, id: MentionId, class: Option<EntityClass>, words: &[String]) -> Option<ChainId> {
        let from = self.mentions.get(id).tokens.0 as usize;
        let [word] = words else { return None };
        let fits =
            matches!(class, None | Some(EntityClass::Organization)) && from > 0 && self.words.lower(from - 1) == "the";
        self.chains.iter().position(|chain| {
            // "Northrop" for "Northrop Grumman".
            if chain.class == EntityClass::Company
                && chain.mentions.first().is_some_and(|&first| first < id)
                && fold(&chain.label).split(' ').next() == Some(word)
            {
                return true;
            }
            fits && (chain.class.is_organization() || chain.class.is_force() || chain.class == EntityClass::Facility)
                && chain.mentions.first().is_some_and(|&first| first < id)
                && fold(&chain.label).split(' ').any(|part| part == word)
        })
    }

    /// A name taken for a place or body whose part turns out to be a person's: "Wei Ling … Wei said".
    fn misread_person(&self, words: &[String]) -> Option<ChainId> {
        let [word] = words else { return None };
        self.chains.iter().position(|chain| {
            chain.known.is_none()
                && chain.slug.is_none()
                && matches!(chain.class, EntityClass::City | EntityClass::Organization)
                && chain.label.contains(' ')
                && name_words(&chain.label).iter().any(|other| same_word(other, word))
        })
    }

    /// The state whose adjective or name begins an organisation's name owns it: "Iraqi Oil Ministry".
    fn owner_inside(&mut self, id: MentionId, chain: ChainId) {
        let mention = self.mentions.get(id);
        let class = self.chains[chain].class;
        if !(class == EntityClass::GovernmentBody
            || class == EntityClass::StateForce
            || class == EntityClass::PoliticalParty)
            || self.chains[chain].of.is_some()
        {
            return;
        }
        let (from, to) = (mention.tokens.0 as usize, mention.tokens.1 as usize);
        let before = if from >= 2 && self.words.is_possessive(from - 1) { from - 2 } else { from };
        let owner = self.names_inside(before, to).filter(|&other| other != id).find_map(|other| self.chain_of(other));
        self.chains[chain].of = owner.filter(|&owner| self.chains[owner].class == EntityClass::State);
    }

    /// "Government of Chad", "Chadian Army": the sort of a body that is named only by what it is and whose.
    fn sort_of_name(&self, id: MentionId, class: EntityClass) -> Option<Sort> {
        if !matches!(class, EntityClass::GovernmentBody | EntityClass::StateForce) {
            return None;
        }
        let mention = self.mentions.get(id);
        let (from, to) = (mention.tokens.0 as usize, mention.tokens.1 as usize);
        let (inner, owner) = self
            .names_inside(from, to)
            .filter(|&other| other != id)
            .find_map(|other| Some((self.mentions.get(other).tokens, self.chain_of(other)?)))
            .filter(|&(_, owner)| self.chains[owner].class == EntityClass::State)?;
        let words: Vec<&str> = (from..to)
            .filter(|&token| token < inner.0 as usize || token >= inner.1 as usize)
            .map(|token| self.words.lower(token))
            .filter(|word| !matches!(*word, "of" | "the" | "'s" | "’s" | "-"))
            .collect();
        (words.len() <= 3).then(|| Sort { class, head: canonical_head(&words.join(" ")), owner: Some(owner) })
    }

    /// A chain of this class whose name ends or begins with this one: "Quds Force" after "Islamic Quds Force".
    fn longer_name(&self, key: &str, class: EntityClass) -> Option<ChainId> {
        self.chains.iter().position(|chain| {
            let label = fold(&chain.label);
            let part = label.strip_suffix(key).is_some_and(|rest| rest.ends_with(' '))
                || label.strip_prefix(key).is_some_and(|rest| rest.starts_with(' '));
            part && (chain.class == class || (chain.class.is_organization() && class.is_organization()))
                && key.contains(' ')
        })
    }

    /// A person named in full.
    fn person(&mut self, id: MentionId) {
        let text = self.text(id);
        let words = name_words(text);
        let found = self.chains.iter().position(|chain| {
            chain.class == EntityClass::Person && chain.words.len() > 1 && same_person(&words, &chain.words)
        });
        let chain = found.unwrap_or_else(|| self.start(EntityClass::Person, text, None));
        if words.len() > self.chains[chain].words.len() {
            text.clone_into(&mut self.chains[chain].label);
            self.chains[chain].words = words;
        }
        let gender = self.gender(id);
        self.chains[chain].gender = self.chains[chain].gender.or(gender);
        self.assign(id, chain);
    }

    /// The person of whose name these words are a part: the one introduced last before the mention, else the first after.
    fn person_with(&self, words: &[String], id: MentionId) -> Option<ChainId> {
        let gender = self.honorific(id);
        let mut best: Option<(bool, bool, u32, ChainId)> = None;
        for (index, chain) in self.chains.iter().enumerate() {
            if chain.class != EntityClass::Person
                || chain.words.len() < words.len()
                || gender.is_some() && chain.gender.is_some() && gender != chain.gender
            {
                continue;
            }
            let part = match words {
                [] => false,
                [word] => chain.words.iter().any(|other| same_word(other, word)),
                [first, .., last] => {
                    chain.words.iter().any(|other| same_word(other, first))
                        && chain.words.iter().any(|other| same_word(other, last))
                }
            };
            if !part {
                continue;
            }
            let introduced = chain.mentions.first().is_some_and(|&first| first < id);
            let surname = chain.words.last().is_some_and(|last| words.last().is_some_and(|word| same_word(last, word)));
            let count = u32::try_from(chain.mentions.len()).unwrap_or(u32::MAX);
            let rank = (introduced, surname, count, index);
            if best.is_none_or(|old| (rank.0, rank.1, rank.2) > (old.0, old.1, old.2)) {
                best = Some(rank);
            }
        }
        best.map(|(_, _, _, chain)| chain)
    }

    /// The gender that "Mr." or "Mrs." before a name tells.
    fn honorific(&self, id: MentionId) -> Option<Gender> {
        let from = self.mentions.get(id).tokens.0 as usize;
        if from == 0 { None } else { self.lexicon.person_noun(self.words.lower(from - 1)).flatten() }
    }

    /// What the words before a person's name and the given name tell of gender.
    fn gender(&self, id: MentionId) -> Option<Gender> {
        let mention = self.mentions.get(id);
        let from = mention.tokens.0 as usize;
        let titles = from.saturating_sub(3)..from;
        titles
            .rev()
            .take_while(|&token| !matches!(self.words.upos(token), "PUNCT" | "VERB"))
            .find_map(|token| self.lexicon.person_noun(self.words.lower(token)).flatten())
            .or_else(|| self.lexicon.given_name(self.words.lower(from)))
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
                || !self.words.all_capitals(from)
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
