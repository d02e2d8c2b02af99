//! Several things at once: "both leaders", "Roe and Doe … they".
use crate::document::{SentenceId, TokenId};
use crate::entity::chain::{ChainId, Discourse};
use crate::entity::sort::Determination;
use crate::mention::MentionId;
use crate::mention::nominal::is_plural;
use crate::ontology::EntityClass;

impl Discourse<'_> {
    /// "Both leaders", "the two countries": the last two of their kind.
    pub(super) fn resolve_set(&mut self, id: MentionId) -> bool {
        let mention = self.mentions.get(id);
        let Some(head) = mention.head else { return false };
        if !is_plural(self.words, head.index()) {
            return false;
        }
        let number = (mention.tokens.0 as usize..head.index()).find_map(|token| match self.words.lower(token) {
            "two" | "both" => Some(2),
            "three" => Some(3),
            _ => None,
        });
        let Some(number) = number else { return false };
        let word = self.head_word(id).to_owned();
        let person = matches!(
            word.as_str(),
            "leader" | "president" | "minister" | "man" | "official" | "diplomat" | "premier" | "negotiator" | "envoy"
        );
        let state = matches!(
            word.as_str(),
            "country" | "nation" | "state" | "neighbor" | "neighbour" | "government" | "power" | "ally" | "rival"
        );
        if !person && !state && word != "side" && word != "party" {
            return false;
        }
        if self.determination(id) == Determination::Indefinite && self.words.lower(mention.tokens.0 as usize) != "two" {
            return false;
        }
        let Some(here) = mention.sentence else { return false };
        let mut recent: Vec<ChainId> = Vec::new();
        for other in (0..id.0).rev().map(MentionId) {
            if self.sentence(other).is_none_or(|sentence| sentence.0 + 4 < here.0) {
                break;
            }
            if let Some(chain) = self.chain_of(other) {
                let class = self.chains[chain].class;
                let fits = match (person, state) {
                    (true, _) => class == EntityClass::Person,
                    (_, true) => class == EntityClass::State,
                    _ => matches!(class, EntityClass::State | EntityClass::ArmedGroup | EntityClass::PoliticalParty),
                };
                if fits && !recent.contains(&chain) {
                    recent.push(chain);
                }
            }
        }
        // Persons: those of the post first. States: those that speak through persons about, then the most mentioned.
        let holds = |chain: ChainId| {
            self.chains[chain].posts.iter().any(|(post, _)| {
                post.contains(&word)
                    || word == "leader"
                        && ["president", "prime minister", "premier", "chancellor", "king", "chairman"]
                            .iter()
                            .any(|head| post.ends_with(head))
            })
        };
        let spoken_for: Vec<ChainId> = (recent_persons(self, id, here.0))
            .iter()
            .flat_map(|&chain| self.chains[chain].posts.iter().filter_map(|(_, of)| *of))
            .collect();
        let mut ranked: Vec<(usize, usize, ChainId)> = (recent.iter().enumerate())
            .map(|(order, &chain)| {
                let rank = if person {
                    usize::from(!holds(chain)) * 100 + order
                } else {
                    let voice = usize::from(spoken_for.contains(&chain)) * 12;
                    1000 - (voice + self.chains[chain].mentions.len().min(40))
                };
                (rank, order, chain)
            })
            .collect();
        ranked.sort_unstable();
        let mut found: Vec<ChainId> = ranked.into_iter().take(number).map(|(_, _, chain)| chain).collect();
        if found.len() == number {
            found.sort_unstable();
            self.referents[id.0 as usize] = found;
        }
        true
    }

    /// Coordinated subject of the same or the last sentence: "Roe and Doe … they".
    pub(super) fn coordinated(&self, head: TokenId) -> Option<Vec<ChainId>> {
        let document = self.words.document;
        let sentence = document.token(head).sentence;
        let earlier = sentence.0.checked_sub(1).map(SentenceId);
        for sentence in [Some(sentence), earlier].into_iter().flatten() {
            for token in document.sentence(sentence).token_ids().rev().filter(|token| *token < head) {
                if !document.token(token).deprel.matches("nsubj") {
                    continue;
                }
                let chain = self.chain_at(token);
                let mut set: Vec<ChainId> = chain
                    .into_iter()
                    .chain(document.children_by(token, "conj").filter_map(|conjunct| self.chain_at(conjunct)))
                    .collect();
                set.sort_unstable();
                set.dedup();
                if set.len() > 1 {
                    return Some(set);
                }
                if chain.is_some_and(|chain| {
                    self.chains[chain].plural || self.chains[chain].class == EntityClass::ArmedGroup
                }) {
                    return None;
                }
            }
        }
        None
    }
}

/// Persons mentioned in the last sentences before a mention.
fn recent_persons(discourse: &Discourse, id: MentionId, here: u32) -> Vec<ChainId> {
    let mut persons = Vec::new();
    for other in (0..id.0).rev().map(MentionId) {
        if discourse.sentence(other).is_none_or(|sentence| sentence.0 + 3 < here) {
            break;
        }
        if let Some(chain) =
            discourse.chain_of(other).filter(|&chain| discourse.chains[chain].class == EntityClass::Person)
            && !persons.contains(&chain)
        {
            persons.push(chain);
        }
    }
    persons
}
