//! Names that the knowledge base does not have.
use super::{canonical_place, fold, is_place_kind};
use crate::entity::chain::{ChainId, Discourse, Sort};
use crate::entity::sort::canonical_head;
use crate::entity::variants::{name_words, same_word};
use crate::mention::{Mention, MentionId};
use crate::ontology::EntityClass;
use rustc_hash::FxHashMap;

impl Discourse<'_> {
    pub(super) fn unknown_name(&mut self, id: MentionId, mention: &Mention, by_text: &mut FxHashMap<String, ChainId>) {
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
    pub(super) fn part_of_body(&self, id: MentionId, class: Option<EntityClass>, words: &[String]) -> Option<ChainId> {
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
    pub(super) fn misread_person(&self, words: &[String]) -> Option<ChainId> {
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
    pub(super) fn owner_inside(&mut self, id: MentionId, chain: ChainId) {
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
    pub(super) fn sort_of_name(&self, id: MentionId, class: EntityClass) -> Option<Sort> {
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
    pub(super) fn longer_name(&self, key: &str, class: EntityClass) -> Option<ChainId> {
        self.chains.iter().position(|chain| {
            let label = fold(&chain.label);
            let part = label.strip_suffix(key).is_some_and(|rest| rest.ends_with(' '))
                || label.strip_prefix(key).is_some_and(|rest| rest.starts_with(' '));
            part && (chain.class == class || (chain.class.is_organization() && class.is_organization()))
                && key.contains(' ')
        })
    }
}
