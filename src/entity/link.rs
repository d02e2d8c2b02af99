//! Which known entity a name means: class, place in the sentence, and the company it keeps.
use super::chain::Discourse;
use crate::document::TokenId;
use crate::mention::{Mention, MentionId};
use crate::ontology::{EntityClass, KnowledgeId};
use rustc_hash::FxHashMap;

/// Verbs whose object, if it is a capital, is the government there.
const TO_GOVERNMENTS: &[&str] = &[
    "tell",
    "urge",
    "accuse",
    "warn",
    "press",
    "blame",
    "ask",
    "pressure",
    "help",
    "support",
    "back",
    "threaten",
    "isolate",
    "condemn",
    "criticize",
    "criticise",
    "provoke",
    "anger",
    "allow",
    "prompt",
    "force",
    "lead",
    "want",
    "convince",
    "persuade",
    "punish",
    "infuriate",
    "irritate",
    "alarm",
    "pit",
    "see",
    "push",
    "embarrass",
    "call",
    "deter",
    "contain",
    "reassure",
    "thank",
    "assure",
    "upset",
    "worry",
    "invite",
    "call_on",
    "let",
    "give",
    "offer",
];

/// Nouns that a city owns as a place.
const OF_PLACES: &[&str] = &[
    "airport",
    "street",
    "suburb",
    "district",
    "neighborhood",
    "neighbourhood",
    "outskirt",
    "mayor",
    "resident",
    "center",
    "centre",
    "mosque",
    "hospital",
    "square",
    "station",
    "port",
    "university",
    "market",
    "bureau",
    "hotel",
    "palace",
    "zone",
    "police",
    "population",
    "skyline",
    "quarter",
    "museum",
    "metro",
    "stadium",
    "office",
    "embassy",
    "prison",
    "court",
    "wall",
    "heart",
    "slum",
    "bridge",
    "road",
    "highway",
    "park",
    "traffic",
    "weather",
    "airports",
    "streets",
];

/// Verbs that happen to cities as places.
const TO_PLACES: &[&str] = &[
    "hit", "attack", "bomb", "shell", "capture", "seize", "retake", "shake", "rock", "destroy", "besiege", "surround",
    "strike", "overrun", "locate", "evacuate", "liberate", "occupy", "damage", "paralyze", "fall", "burn", "lie",
    "host", "wake", "visit", "suffer", "sit", "become",
];

impl Discourse<'_> {
    /// How strongly each state and region is present: names that can mean only one thing count for where they lie.
    pub fn presence(&self) -> FxHashMap<KnowledgeId, u32> {
        let mut presence = FxHashMap::default();
        for (_, mention) in self.mentions.iter() {
            if let &[only] = mention.candidates.as_slice() {
                let mut at = Some(only);
                for _ in 0..4 {
                    let Some(id) = at else { break };
                    *presence.entry(id).or_insert(0) += 1;
                    let entity = self.knowledge.get(id);
                    at = entity.capital_of.or(entity.of).or(entity.located_in);
                }
            }
        }
        presence
    }

    /// The likeliest candidate of a name.
    pub fn choose(
        &self,
        id: MentionId,
        mention: &Mention,
        presence: &FxHashMap<KnowledgeId, u32>,
    ) -> Option<KnowledgeId> {
        let text = self.text(id);
        let followed_by_state = self.next_place(mention);
        let score = |&candidate: &KnowledgeId| {
            let entity = self.knowledge.get(candidate);
            let above = |id: Option<KnowledgeId>| id.and_then(|id| presence.get(&id)).copied().unwrap_or(0).min(5) * 2;
            let mut score =
                above(entity.located_in).max(above(entity.of)).max(above(entity.capital_of)) + above(Some(candidate));
            score += match entity.class {
                EntityClass::State => 5,
                EntityClass::Region => 1,
                EntityClass::City => {
                    2 + entity.population.checked_ilog10().unwrap_or(0) / 3 + 2 * u32::from(entity.capital_of.is_some())
                }
                _ => 4,
            };
            if self.knowledge.is_ambiguous(candidate, text) {
                score = score.saturating_sub(3);
            }
            if followed_by_state.is_some_and(|place| self.lies_in(candidate, place)) {
                score += 20;
            }
            score
        };
        let best = mention
            .candidates
            .iter()
            .copied()
            .enumerate()
            .max_by_key(|(order, id)| (score(id), std::cmp::Reverse(*order)))
            .map(|(_, id)| id)?;
        let lone = text.split_whitespace().count() == 1;
        let entity = self.knowledge.get(best);
        // "The Supreme Court" of an article on another state.
        let absent = entity.of.filter(|&of| {
            entity.class == EntityClass::GovernmentBody
                && self.knowledge.get(of).class == EntityClass::State
                && self.knowledge.is_ambiguous(best, text)
                && presence.get(&of).copied().unwrap_or(0) == 0
        });
        if absent.is_some() && presence.values().any(|&count| count >= 3) {
            return None;
        }
        let supported = presence.get(&best).copied().unwrap_or(0) > 0
            || entity.located_in.is_some_and(|id| presence.contains_key(&id))
            || followed_by_state.is_some();
        // A small town's name that is also a word or surname needs support.
        (!lone
            || supported
            || entity.class != EntityClass::City
            || entity.population > 100_000
            || self.preposition(mention))
        .then_some(best)
    }

    fn preposition(&self, mention: &Mention) -> bool {
        let from = mention.tokens.0 as usize;
        mention.sentence.is_some()
            && from > 0
            && matches!(self.words.lower(from - 1), "in" | "near" | "to" | "from" | "at" | "outside" | "of")
    }

    /// The place named right after a comma: "Tripoli, Lebanon".
    fn next_place(&self, mention: &Mention) -> Option<KnowledgeId> {
        mention.sentence?;
        let after = mention.tokens.1;
        if self.words.form(after as usize) != "," {
            return None;
        }
        let next =
            self.mentions.mentions.iter().find(|other| other.sentence.is_some() && other.tokens.0 == after + 1)?;
        next.candidates.iter().copied().find(|&id| self.knowledge.get(id).class.is_place())
    }

    pub fn lies_in(&self, id: KnowledgeId, place: KnowledgeId) -> bool {
        let mut at = Some(id);
        for _ in 0..5 {
            let Some(here) = at else { return false };
            if here == place {
                return id != place;
            }
            let entity = self.knowledge.get(here);
            at = entity.capital_of.or(entity.located_in);
        }
        false
    }

    /// Whether a capital's name stands for the government there: "Washington said", "talks with Tehran".
    pub fn acts(&self, mention: &Mention) -> bool {
        let Some(head) = mention.head else { return false };
        self.acts_as(head, 0)
    }

    fn acts_as(&self, head: TokenId, depth: u8) -> bool {
        let document = self.words.document;
        let token = document.token(head);
        let Some(governor) = token.head else { return false };
        let lemma = document.lemma(governor);
        let next = head.index() + 1;
        if self.words.form(next) == ","
            && self.words.capital(next + 1)
            && self
                .mentions
                .mentions
                .iter()
                .any(|m| m.tokens.0 as usize == next + 1 && m.sentence.is_some() && m.class == Some(EntityClass::State))
        {
            // "Paris, Texas", "Minsk, Belarus".
            return false;
        }
        if token.deprel.matches("conj") && depth < 3 {
            return self.case(head).is_none() && self.acts_as(governor, depth + 1)
                || self.case(head).is_some_and(governmental);
        }
        if let Some(case) = self.case(head) {
            return governmental(case)
                || case == "of"
                    && matches!(
                        lemma,
                        "government"
                            | "ally"
                            | "support"
                            | "behalf"
                            | "part"
                            | "regime"
                            | "envoy"
                            | "ire"
                            | "criticism"
                            | "accusation"
                    );
        }
        match token.deprel.as_str() {
            "nsubj" | "nsubj:outer" => {
                !TO_PLACES.contains(&lemma)
                    && document
                        .children_by(governor, "cop")
                        .next()
                        .is_none_or(|_| document.token(governor).upos != "NOUN")
            }
            "nsubj:pass" => {
                TO_GOVERNMENTS.contains(&lemma)
                    || matches!(lemma, "concern" | "prepare" | "commit" | "interest" | "involve")
            }
            "obj" | "iobj" => TO_GOVERNMENTS.contains(&lemma),
            "nmod:poss" => !OF_PLACES.contains(&lemma),
            "compound" => matches!(lemma, "government" | "regime" | "administration" | "junta"),
            _ => false,
        }
    }

    /// Whether a name stands after a preposition of place: "at the Kremlin".
    pub fn is_located_at(&self, mention: &Mention) -> bool {
        let by_parse = mention
            .head
            .and_then(|head| self.case(head))
            .is_some_and(|case| matches!(case, "in" | "at" | "inside" | "outside" | "near" | "into"));
        let from = mention.tokens.0 as usize;
        let back = |n: usize| if from >= n { self.words.lower(from - n) } else { "" };
        let place = |word: &str| matches!(word, "in" | "at" | "inside" | "outside" | "near");
        by_parse || place(back(1)) || (back(1) == "the" && place(back(2)))
    }
}

fn governmental(case: &str) -> bool {
    matches!(
        case,
        "between" | "with" | "against" | "by" | "among" | "toward" | "towards" | "versus" | "on_behalf_of" | "for"
    )
}
