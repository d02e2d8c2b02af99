//! Pronouns and descriptions of persons: the most salient antecedent that agrees.
//!
//! Salience is a short form of Lappin and Leass (1994): recency and grammatical role, with agreement in number, gender and
//! class as filters and disjoint reference of arguments of one verb. Unsure means unlinked.
mod person;
mod set;

use super::chain::{ChainId, Discourse};
use crate::document::TokenId;
use crate::mention::pronoun::{Pronoun, pronoun};
use crate::mention::{Form, Gender, MentionId};
use crate::ontology::EntityClass;

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
