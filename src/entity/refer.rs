//! Pronouns and descriptions of persons: the most salient antecedent that agrees.
//!
//! Salience is a short form of Lappin and Leass (1994): recency and grammatical role, with agreement in number, gender and
//! class as filters and disjoint reference of arguments of one verb. Unsure means unlinked.
mod set;

use super::chain::{ChainId, Discourse};
use super::sort::{Determination, canonical_head};
use crate::document::TokenId;
use crate::mention::nominal::is_plural;
use crate::mention::pronoun::{Pronoun, pronoun};
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
    /// Resolves descriptions and pronouns from left to right.
    pub fn resolve_rest(&mut self) {
        for index in 0..self.referents.len() {
            let id = MentionId(u32::try_from(index).expect("fewer than 2^32 mentions"));
            if !self.referents[index].is_empty() {
                continue;
            }
            match self.mentions.get(id).form {
                Form::Name => {}
                Form::Nominal => {
                    if !self.resolve_set(id) {
                        self.describe(id);
                    }
                }
                Form::Pronoun => self.resolve_pronoun(id),
            }
        }
    }

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
            && matches!(word.as_str(), "spokesman" | "spokeswoman" | "spokesperson")
            && self
                .latest(id, 60, |chain| self.chains[chain].posts.iter().any(|(post, _)| post.contains("spokes")))
                .is_none()
        {
            return self.state_of(person);
        }
        if let Some(owner) = owner.filter(|_| {
            matches!(word.as_str(), "spokesman" | "spokeswoman" | "spokesperson" | "representative")
                && determination == Determination::Indefinite
        }) {
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
            let subject = self
                .mentions
                .get(other)
                .head
                .is_some_and(|head| self.words.document.token(head).deprel.matches("nsubj"));
            if subject && sentence.0 + 1 == here && !subjects.contains(&chain) {
                subjects.push(chain);
            }
        }
        match (near.as_slice(), subjects.as_slice()) {
            (&[only], _) | (_, &[only]) => Some(only),
            _ => None,
        }
    }

    fn resolve_pronoun(&mut self, id: MentionId) {
        let mention = self.mentions.get(id);
        let Some(head) = mention.head else { return };
        let Some(kind) = pronoun(self.words.lower(head.index())) else { return };
        match kind {
            Pronoun::Speaker | Pronoun::Speakers => {}
            Pronoun::Relative | Pronoun::RelativePerson => self.resolve_relative(id, head),
            Pronoun::Personal(gender) => {
                if let Some(chain) = self.salient(id, head, |this, chain| {
                    let entry = &this.chains[chain];
                    entry.class == EntityClass::Person
                        && entry.gender.map_or(gender == Gender::Male, |known| known == gender)
                }) {
                    self.chains[chain].gender = Some(gender);
                    self.assign(id, chain);
                }
            }
            Pronoun::Neuter if self.is_expletive(head) => {}
            Pronoun::Neuter => {
                if let Some(chain) = self.salient(id, head, |this, chain| {
                    let entry = &this.chains[chain];
                    !matches!(entry.class, EntityClass::Person | EntityClass::Population | EntityClass::City)
                        && !entry.plural
                }) {
                    self.assign(id, chain);
                }
            }
            Pronoun::Plural => {
                if let Some(set) = self.coordinated(head) {
                    self.referents[id.0 as usize] = set;
                } else if let Some(chain) = self.salient(id, head, |this, chain| {
                    let entry = &this.chains[chain];
                    let bystanders = entry.class == EntityClass::Population
                        && matches!(entry.label.as_str(), "reporters" | "journalists");
                    !bystanders
                        && (entry.plural || matches!(entry.class, EntityClass::ArmedGroup | EntityClass::Population))
                }) {
                    self.assign(id, chain);
                }
            }
        }
    }

    /// "It is likely that", "it seems", "it takes": no thing is meant, or a whole clause.
    fn is_expletive(&self, head: TokenId) -> bool {
        let document = self.words.document;
        let token = document.token(head);
        let Some(governor) = token.head.filter(|_| token.deprel.matches("nsubj")) else { return false };
        let copula = document.children_by(governor, "cop").next().is_some();
        let clause = document.children_by(governor, "csubj").next().is_some()
            || document.children_by(governor, "ccomp").next().is_some();
        let verb = matches!(
            document.lemma(governor),
            "seem" | "appear" | "take" | "turn" | "happen" | "mean" | "rain" | "emerge"
        );
        // "It was a mistake": only "it is a country", "it is a group" take up a thing.
        let thing = self
            .headed_by(governor)
            .and_then(|mention| self.mentions.get(mention).class)
            .is_some_and(|class| class.is_organization() || class.is_force() || class.is_place());
        copula && (document.token(governor).upos == "ADJ" || clause || self.quoted[head.index()] || !thing) || verb
    }

    /// "X, who …": the noun that the relative clause hangs on.
    fn resolve_relative(&mut self, id: MentionId, head: TokenId) {
        let document = self.words.document;
        let mut at = head;
        for _ in 0..6 {
            let token = document.token(at);
            let Some(governor) = token.head else { return };
            if token.deprel.matches("acl:relcl") {
                if let Some(mention) = self.headed_by(governor) {
                    let referents = self.referents[mention.0 as usize].clone();
                    if let [chain] = referents.as_slice() {
                        self.assign(id, *chain);
                    } else {
                        self.referents[id.0 as usize] = referents;
                    }
                }
                return;
            }
            at = governor;
        }
    }

    /// The most salient chain before a pronoun that fits; `None` if nothing in reach fits or a stranger is more salient.
    fn salient(&self, id: MentionId, head: TokenId, fits: impl Fn(&Self, ChainId) -> bool) -> Option<ChainId> {
        let document = self.words.document;
        let here = document.token(head).sentence;
        let governor = document.token(head).head;
        let possessive = document.token(head).deprel.matches("nmod:poss");
        let reflexive = self.words.lower(head.index()).contains("sel");
        let outside = document.token(head).deprel.matches("nsubj") && !self.quoted[head.index()];
        let mut best: Option<(i32, ChainId)> = None;
        for other in (0..id.0).rev().map(MentionId) {
            let Some(sentence) = self.sentence(other) else { continue };
            let distance = here.0 - sentence.0;
            if distance > 3 {
                break;
            }
            let Some(chain) = self.chain_of(other) else { continue };
            let mention = self.mentions.get(other);
            let Some(antecedent) = mention.head else { continue };
            if !fits(self, chain) {
                continue;
            }
            // Who speaks is seldom named inside the own quotation.
            let quoted = outside && self.quoted[antecedent.index()];
            if quoted && distance == 0 {
                continue;
            }
            // Arguments of one verb differ, unless reflexive or possessive.
            if !possessive
                && !reflexive
                && distance == 0
                && document.token(antecedent).head == governor
                && governor.is_some()
            {
                continue;
            }
            // A possessive does not refer to the noun it modifies, nor a name inside the same noun phrase.
            if document.token(antecedent).head == Some(head) || governor == Some(antecedent) {
                continue;
            }
            let role = match document.token(antecedent).deprel.as_str() {
                "nsubj" | "nsubj:pass" | "nsubj:outer" => 80,
                "obj" | "iobj" => 50,
                "nmod:poss" => 45,
                "obl" | "obl:agent" | "conj" => 40,
                "nmod" | "appos" => 30,
                "amod" | "compound" => 10,
                _ => 30,
            };
            // Laws and buildings are taken up less than those who act.
            let passive = match self.chains[chain].class {
                EntityClass::Document => 40,
                EntityClass::Facility | EntityClass::Region => 15,
                _ => 0,
            };
            let apart = if distance == 0 {
                i32::try_from((head.0 - antecedent.0.min(head.0)).min(24)).unwrap_or(24)
            } else {
                24
            };
            let same_clause = i32::from(possessive && self.governed_by_same(antecedent, head)) * 30;
            let role = role - 40 * i32::from(quoted);
            let score = role - passive - apart + same_clause + 10 * i32::from(mention.form != Form::Name)
                - 60 * i32::try_from(distance).unwrap_or(3);
            if best.is_none_or(|(old, _)| score > old) {
                best = Some((score, chain));
            }
        }
        best.filter(|(score, _)| *score > -95).map(|(_, chain)| chain)
    }

    /// Whether the antecedent is the subject of the clause that the pronoun's phrase belongs to.
    fn governed_by_same(&self, antecedent: TokenId, pronoun: TokenId) -> bool {
        let document = self.words.document;
        let Some(verb) = document.token(antecedent).head else { return false };
        let mut at = pronoun;
        for _ in 0..5 {
            let Some(governor) = document.token(at).head else { return false };
            if governor == verb {
                return document.token(antecedent).deprel.matches("nsubj");
            }
            at = governor;
        }
        false
    }
}
