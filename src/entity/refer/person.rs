//! Descriptions of persons: posts held, ages, those who speak for a body without a name.
use crate::entity::chain::{ChainId, Discourse};
use crate::entity::sort::{Determination, SPEAKERS, canonical_head};
use crate::mention::nominal::is_plural;
use crate::mention::{Form, Gender, MentionId};
use crate::ontology::EntityClass;

/// Nouns for persons in the play whom the text tells of without naming them: "the victim" is seldom who was named last.
const BYSTANDERS: &[&str] = &[
    "victim",
    "witness",
    "suspect",
    "survivor",
    "hostage",
    "detainee",
    "member",
    "ally",
    "rival",
    "opponent",
    "friend",
    "colleague",
    "critic",
    "resident",
    "citizen",
    "refugee",
    "soldier",
    "officer",
    "policeman",
    "driver",
    "pilot",
    "child",
    "student",
    "worker",
    "gunman",
    "attacker",
    "bomber",
    "militant",
    "journalist",
    "reporter",
    "correspondent",
    "translator",
    "interpreter",
    "bodyguard",
    "guest",
    "successor",
    "predecessor",
    "winner",
    "candidate",
    "contractor",
    "doctor",
    "teacher",
    "farmer",
    "youth",
    "boy",
    "girl",
    "expert",
    "specialist",
    "engineer",
    "researcher",
    "counterpart",
    "man",
    "woman",
    "developer",
    "contestant",
    "moderator",
];

/// Who speaks for a body without having a name.
const SPOKESMEN: &[&str] = &["spokesman", "spokeswoman", "spokesperson"];

impl Discourse<'_> {
    /// "The prime minister", "the cleric", "a spokesman for the ministry".
    #[expect(clippy::too_many_lines, reason = "one answer per kind of description, in the order of trust")]
    pub fn person_described(&mut self, id: MentionId) -> Option<ChainId> {
        let mention = self.mentions.get(id);
        let head = mention.head?;
        let word = self.head_word(id).to_owned();
        if is_plural(self.words, head.index()) {
            if matches!(word.as_str(), "official" | "spokesman" | "spokeswoman") {
                return self.owner(id);
            }
            return None;
        }
        let owner = self.owner(id).or_else(|| self.office_before(id));
        let determination = self.determination(id);
        // "Roe's spokesman" speaks for whom Roe works.
        if let Some(person) = owner.filter(|&owner| self.chains[owner].class == EntityClass::Person)
            && SPOKESMEN.contains(&word.as_str())
            && self
                .latest(id, 60, |chain| self.chains[chain].posts.iter().any(|(post, _)| post.contains("spokes")))
                .is_none()
        {
            return self.state_of(person);
        }
        if let Some(owner) =
            owner.filter(|_| SPEAKERS.contains(&word.as_str()) && determination == Determination::Indefinite)
        {
            return (self.chains[owner].class != EntityClass::Person).then_some(owner);
        }
        if determination == Determination::Indefinite {
            return None;
        }
        // A predicate says something of its subject and refers to nothing new.
        if self.words.document.children_by(head, "cop").next().is_some() {
            return None;
        }
        let gender = self.lexicon.person_noun(&word).flatten();
        let modifiers: Vec<&str> = (mention.tokens.0 as usize..head.index())
            .map(|token| self.words.lower(token))
            .filter(|form| self.lexicon.is_portfolio(form))
            .collect();
        let complement =
            if self.words.lower(head.index() + 1) == "of" { Some(self.words.lower(head.index() + 2)) } else { None };
        // "The Florida senator" is one of the United States.
        let above = owner
            .filter(|&owner| matches!(self.chains[owner].class, EntityClass::Region | EntityClass::City))
            .and_then(|owner| self.chains[owner].known.and_then(|known| self.known_state(known)));
        let deputies = ["vice", "deputy", "assistant", "under"];
        let posts = |chain: ChainId| {
            self.chains[chain].posts.iter().any(|(post, of)| {
                let mut words = post.split([' ', '-']);
                let premier = word == "premier" && post.ends_with("prime minister");
                (premier || words.clone().any(|part| part == word || part == "chief" && word == "leader"))
                    && deputies
                        .iter()
                        .all(|deputy| modifiers.contains(deputy) || !words.clone().any(|part| part == *deputy))
                    && modifiers.iter().all(|modifier| words.clone().any(|part| part == *modifier))
                    && complement.is_none_or(|complement| owner.is_some() || words.any(|part| part == complement))
                    && (owner.is_none()
                        || *of == owner
                        || of.is_none()
                        || above.is_some() && of.is_some_and(|of| self.chains[of].known == above))
            })
        };
        let fits = |chain: ChainId| self.chains[chain].class == EntityClass::Person && posts(chain);
        // Whom a quotation names the reporter means less than whom the report names.
        let outside = !self.quoted[head.index()];
        let reported = (0..id.0).rev().map(MentionId).find_map(|other| {
            let place = self.mentions.get(other).head.filter(|_| self.sentence(other).is_some())?;
            self.chain_of(other).filter(|&chain| outside && !self.quoted[place.index()] && fits(chain))
        });
        let known = reported.or_else(|| self.latest(id, 60, fits));
        if known.is_some() {
            return known;
        }
        if let Some(owner) = owner.filter(|&owner| self.chains[owner].class != EntityClass::Person) {
            // "The US leader", "his Gabonese counterpart": any post of that state.
            if matches!(word.as_str(), "leader" | "counterpart" | "envoy" | "diplomat" | "official" | "negotiator") {
                let holds = |chain: ChainId| {
                    self.chains[chain].class == EntityClass::Person
                        && self.chains[chain].posts.iter().any(|(_, of)| *of == Some(owner))
                };
                let later = || (0..self.chains.len()).find(|&chain| holds(chain)).filter(|_| word == "counterpart");
                return self.latest(id, 60, holds).or_else(later);
            }
            return None;
        }
        if owner.is_some() || !modifiers.is_empty() || self.words.lower(mention.tokens.0 as usize) != "the" {
            return None;
        }
        // "The official": whom "a US official" referred to.
        let here = mention.sentence?.0;
        if matches!(
            word.as_str(),
            "official" | "spokesman" | "spokeswoman" | "spokesperson" | "source" | "diplomat" | "representative"
        ) {
            let mut others = (0..id.0)
                .rev()
                .map(MentionId)
                .take_while(|&other| self.sentence(other).is_none_or(|sentence| sentence.0 + 8 >= here))
                .filter(|&other| self.mentions.get(other).form == Form::Nominal && self.head_word(other) == word)
                .peekable();
            // "The former diplomat", of whom only the name was given.
            let unnamed = others.peek().is_some();
            let found = others.find_map(|other| self.chain_of(other));
            return found.or_else(|| if unnamed { None } else { self.only_person(id, here, gender) });
        }
        // "The 55-year-old", "the 35-year-old handler".
        let aged = (mention.tokens.0 as usize..=head.index()).any(|token| {
            let form = self.words.lower(token);
            form.ends_with("year-old") || form == "old" && token > 1 && self.words.lower(token - 2) == "year"
        });
        if !aged {
            self.lexicon.person_noun(&word).filter(|_| !BYSTANDERS.contains(&word.as_str()))?;
        }
        self.only_person(id, here, gender)
    }

    /// "A ministry spokesman", "a military spokeswoman", "a government spokesman": the body named before by that noun, or the one
    /// that the state in focus has.
    fn office_before(&mut self, id: MentionId) -> Option<ChainId> {
        let mention = self.mentions.get(id);
        let head = mention.head?.index();
        let (sentence, from) = (mention.sentence?, mention.tokens.0 as usize);
        if !SPOKESMEN.contains(&self.head_word(id)) || head <= from {
            return None;
        }
        let noun = self.words.lower(head - 1).to_owned();
        let class = self.lexicon.nominal_head(None, &noun)?;
        if !(class.is_organization() || class == EntityClass::StateForce) {
            return None;
        }
        let named = self.latest(id, 60, |chain| {
            let entry = &self.chains[chain];
            (entry.class.is_organization() || entry.class.is_force())
                && entry.label.to_lowercase().split(' ').any(|word| word == noun)
        });
        if named.is_some() {
            return named;
        }
        let national = match noun.as_str() {
            "government" | "parliament" => EntityClass::GovernmentBody,
            "military" | "army" | "police" | "navy" => EntityClass::StateForce,
            _ => return None,
        };
        let state = self.state_in_focus(sentence, usize::MAX)?;
        Some(self.sorted(Self::sort(national, &canonical_head(&noun), Some(state)), id))
    }

    /// The person whom a bare description may mean: the only one about, or the only subject of the sentence before.
    fn only_person(&self, id: MentionId, here: u32, gender: Option<Gender>) -> Option<ChainId> {
        let mut near: Vec<ChainId> = Vec::new();
        let mut subjects: Vec<ChainId> = Vec::new();
        for other in (0..id.0).rev().map(MentionId) {
            let Some(sentence) = self.sentence(other) else { continue };
            if sentence.0 + 2 < here {
                break;
            }
            let Some(chain) = self.chain_of(other) else { continue };
            let entry = &self.chains[chain];
            if entry.class != EntityClass::Person
                || gender.is_some() && entry.gender.is_some() && entry.gender != gender
            {
                continue;
            }
            if !near.contains(&chain) {
                near.push(chain);
            }
            if self.is_subject(other) && sentence.0 + 1 == here && !subjects.contains(&chain) {
                subjects.push(chain);
            }
        }
        match (near.as_slice(), subjects.as_slice()) {
            (&[only], _) | (_, &[only]) => Some(only),
            _ => None,
        }
    }
}
