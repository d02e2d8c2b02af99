//! Persons by full name and by parts of it.
use crate::entity::chain::{ChainId, Discourse};
use crate::entity::variants::{Decision, PersonName, Reason, name_words, same_word};
use crate::mention::{Gender, MentionId};
use crate::ontology::EntityClass;

impl Discourse<'_> {
    /// A person named in full.
    pub(super) fn person(&mut self, id: MentionId) {
        let text = self.text(id);
        let words = name_words(text);
        let name = PersonName::new(text);
        let found = self
            .chains
            .iter()
            .position(|chain| chain.person.as_ref().is_some_and(|other| self.is_one_person(&name, other)));
        let chain = found.unwrap_or_else(|| self.start(EntityClass::Person, text, None));
        if found.is_none() || words.len() > self.chains[chain].words.len() {
            text.clone_into(&mut self.chains[chain].label);
            self.chains[chain].words = words;
            self.chains[chain].person = Some(name);
        }
        let gender = self.gender(id);
        self.chains[chain].gender = self.chains[chain].gender.or(gender);
        self.assign(id, chain);
    }

    /// The person of whose name these words are a part: the one introduced last before the mention, else the first after.
    pub(super) fn person_with(&self, words: &[String], id: MentionId) -> Option<ChainId> {
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
    pub(super) fn honorific(&self, id: MentionId) -> Option<Gender> {
        let from = self.mentions.get(id).tokens.0 as usize;
        if from == 0 { None } else { self.lexicon.person_noun(self.words.lower(from - 1)).flatten() }
    }

    /// What the words before a person's name and the given name tell of gender.
    pub(super) fn gender(&self, id: MentionId) -> Option<Gender> {
        let mention = self.mentions.get(id);
        let from = mention.tokens.0 as usize;
        let titles = from.saturating_sub(3)..from;
        titles
            .rev()
            .take_while(|&token| !matches!(self.words.upos(token), "PUNCT" | "VERB"))
            .find_map(|token| self.lexicon.person_noun(self.words.lower(token)).flatten())
            .or_else(|| self.lexicon.given_name(self.words.lower(from)))
    }

    /// Whether two full names in one article name one person: there an initial is enough, and so are the last words of a
    /// name that are no given name and family name ("López Obrador", but not "Ali Saleh" for "Ahmed Ali Saleh").
    fn is_one_person(&self, one: &PersonName, other: &PersonName) -> bool {
        let found = one.compare(other);
        match found.reason {
            _ if found.decision == Decision::Same => true,
            Reason::Initials => found.decision == Decision::Possible,
            Reason::LastWords => {
                let short = if one.len() < other.len() { one } else { other };
                short.first().is_none_or(|word| self.lexicon.given_name(word).is_none())
            }
            _ => false,
        }
    }
}
