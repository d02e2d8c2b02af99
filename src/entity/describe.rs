//! What a description refers to: "the Iraqi government", "US troops", "the alliance", "Kabila's rebels".
mod body;
mod force;

use super::chain::{ChainId, Discourse};
use super::sort::{Determination, canonical_head};
use crate::document::TokenId;
use crate::mention::nominal::is_plural;
use crate::mention::{Form, MentionId};
use crate::ontology::EntityClass;

/// Heads of bodies that a state has once, so that the bare noun means that of the state in focus.
pub(super) const NATIONAL: &[&str] = &["government", "parliament", "cabinet", "legislature", "authorities", "junta"];

/// Regions of which the knowledge base knows all states.
const CONTINENTS: &[&str] = &["Africa", "Asia", "Europe"];

impl Discourse<'_> {
    /// The chain of a description, started if it is a thing of its own; `None` if unsure.
    pub fn describe(&mut self, id: MentionId) -> Option<ChainId> {
        if let Some(chain) = self.chain_of(id) {
            return Some(chain);
        }
        let mention = self.mentions.get(id);
        if mention.form != Form::Nominal {
            return None;
        }
        let head = mention.head?;
        if let Some(chain) = self.equated(head) {
            self.assign(id, chain);
            return Some(chain);
        }
        if let Some(chain) = self.named_itself(id) {
            self.assign(id, chain);
            return Some(chain);
        }
        if self.describe_several(id) {
            return None;
        }
        let chain = match mention.class? {
            EntityClass::GovernmentBody => self.body(id),
            EntityClass::StateForce => self.force(id),
            EntityClass::ArmedGroup => self.armed_group(id),
            EntityClass::Coalition => self.coalition(id),
            EntityClass::MediaOutlet => self.media(id),
            EntityClass::Population => self.population(id),
            EntityClass::Person => self.person_described(id),
            EntityClass::Document => self.document(id),
            EntityClass::Facility => self.facility(id),
            _ => self.anaphor(id),
        }?;
        self.assign(id, chain);
        Some(chain)
    }

    /// "The ruling Hamas movement", "his Fatah party": the name before the head is the thing's own. And "the Council", written
    /// large like a name: what has just been named in full.
    fn named_itself(&self, id: MentionId) -> Option<ChainId> {
        let mention = self.mentions.get(id);
        let head = mention.head?.index();
        let from = mention.tokens.0 as usize;
        let single = self.head_word(id);
        if is_plural(self.words, head) {
            return None;
        }
        let inside = self.names_inside(from, head).find(|&name| self.mentions.get(name).tokens.1 as usize == head);
        if let Some(chain) = inside.and_then(|name| self.chain_of(name)) {
            let class = self.chains[chain].class;
            let kind = class.is_organization() || class.is_force();
            return (kind && self.lexicon.anaphor(single).contains(&class)).then_some(chain);
        }
        let word = self.words.form(head);
        if !self.words.capital(head) || head != from + 1 || self.words.lower(from) != "the" {
            return None;
        }
        self.latest(id, 60, |chain| {
            let entry = &self.chains[chain];
            (entry.class.is_organization() || entry.class.is_force())
                && entry.label.contains(' ')
                && entry.label.split(' ').any(|part| part == word)
        })
    }

    /// "Kenyan and Somali forces": one thing of each.
    fn describe_several(&mut self, id: MentionId) -> bool {
        let mention = self.mentions.get(id);
        let (Some(head), Some(class)) = (mention.head, mention.class) else { return false };
        if !matches!(
            class,
            EntityClass::StateForce | EntityClass::GovernmentBody | EntityClass::Population | EntityClass::Person
        ) {
            return false;
        }
        let names: Vec<MentionId> = self.names_inside(mention.tokens.0 as usize, head.index()).collect();
        let [first, .., last] = names.as_slice() else { return false };
        let (first, last) = (*first, *last);
        if names.len() != 2 || self.words.lower(self.mentions.get(last).tokens.0 as usize - 1) != "and" {
            return false;
        }
        let (Some(one), Some(other)) = (self.chain_of(first), self.chain_of(last)) else { return false };
        let word = self.head_word(id).to_owned();
        let mut found = Vec::new();
        for owner in [one, other] {
            let state = self.chains[owner].class == EntityClass::State;
            let chain = match class {
                EntityClass::Population | EntityClass::Person
                    if matches!(
                        word.as_str(),
                        "official" | "minister" | "negotiator" | "envoy" | "diplomat" | "spokesman"
                    ) =>
                {
                    owner
                }
                EntityClass::StateForce if state => {
                    self.sorted(Self::sort(class, &canonical_head(&word), Some(owner)), id)
                }
                EntityClass::StateForce => {
                    self.sorted(Self::sort(EntityClass::ArmedGroup, &canonical_head(&word), Some(owner)), id)
                }
                EntityClass::GovernmentBody if state => {
                    self.sorted(Self::sort(class, &canonical_head(&word), Some(owner)), id)
                }
                _ => return false,
            };
            found.push(chain);
        }
        found.sort_unstable();
        self.referents[id.0 as usize] = found;
        true
    }

    /// "the port city of Jiddah", "X, a conservative party": the other name of the same thing.
    fn equated(&self, head: TokenId) -> Option<ChainId> {
        let document = self.words.document;
        let token = document.token(head);
        let class = self.headed_by(head).and_then(|mention| self.mentions.get(mention).class)?;
        let fits = |chain: &ChainId| compatible(class, self.chains[*chain].class);
        if token.deprel.matches("appos") {
            return token.head.and_then(|governor| self.chain_at(governor)).filter(fits);
        }
        // "French news agency AFP", "militant group Hezbollah".
        let next = head.index() + 1;
        let follows = self.mentions.mentions.iter().zip(0u32..).find(|(mention, _)| {
            mention.form == Form::Name && mention.sentence.is_some() && mention.tokens.0 as usize == next
        });
        if let Some(chain) = follows.and_then(|(_, id)| self.chain_of(MentionId(id))).filter(|chain| {
            let thing = self.chains[*chain].class;
            (thing.is_organization() || thing.is_force()) && (class.is_organization() || class.is_force())
                || thing == class
        }) {
            return Some(chain);
        }
        if matches!(class, EntityClass::City | EntityClass::Region) {
            let of = document.children_by(head, "nmod").find(|&child| self.case(child) == Some("of"));
            if let Some(chain) = of.and_then(|child| self.chain_at(child)) {
                let inner = self.chains[chain].class;
                return matches!(inner, EntityClass::City | EntityClass::Region).then_some(chain);
            }
        }
        document
            .children(head)
            .iter()
            .filter(|&&child| document.token(child).deprel.matches("appos"))
            .find_map(|&child| {
                self.headed_by(child)
                    .filter(|&mention| self.mentions.get(mention).form == Form::Name)
                    .and_then(|mention| self.chain_of(mention))
            })
            .filter(fits)
    }

    /// "The country", "the alliance": the last thing of a fitting class.
    fn anaphor(&mut self, id: MentionId) -> Option<ChainId> {
        let at = self.mentions.get(id).head?.index();
        let single = self.head_word(id).to_owned();
        if is_plural(self.words, at) || self.determination(id) != Determination::Definite {
            return None;
        }
        let determiner = self.words.lower(self.mentions.get(id).tokens.0 as usize).to_owned();
        if matches!(determiner.as_str(), "his" | "her" | "their" | "our" | "my" | "its") {
            let owner = self.owner(id)?;
            return if matches!(single.as_str(), "country" | "nation" | "homeland") {
                self.state_of(owner)
            } else {
                None
            };
        }
        // "The NATO alliance", "the Taliban movement": the owner itself.
        if let Some(owner) = self.owner(id) {
            let class = self.chains[owner].class;
            let itself = class != EntityClass::State && self.lexicon.anaphor(&single).contains(&class);
            return itself.then_some(owner);
        }
        if single == "capital" {
            return self.latest(id, 60, |chain| {
                self.chains[chain].class == EntityClass::City
                    && self.chains[chain].known.is_some_and(|known| self.knowledge.get(known).capital_of.is_some())
            });
        }
        let generic = matches!(
            single.as_str(),
            "city"
                | "town"
                | "region"
                | "territory"
                | "group"
                | "movement"
                | "organization"
                | "organisation"
                | "network"
                | "alliance"
                | "bloc"
                | "body"
                | "agency"
                | "coalition"
                | "company"
                | "firm"
                | "newspaper"
                | "daily"
                | "paper"
                | "broadcaster"
                | "regime"
                | "militia"
                | "faction"
                | "watchdog"
                | "enclave"
                | "waterway"
                | "country"
                | "nation"
                | "force"
        );
        let classes = self.lexicon.anaphor(&single);
        // What has the noun in its name comes before what could only be described so.
        let named = self.latest(id, 5, |chain| {
            let entry = &self.chains[chain];
            classes.contains(&entry.class)
                && entry.class != EntityClass::State
                && entry.label.to_lowercase().split(' ').any(|word| word == single)
        });
        if named.is_some() {
            return named;
        }
        for &class in classes {
            let found = match class {
                EntityClass::State => self.country(id),
                // A ministry is no "agency", a government no "body", unless it is called so.
                EntityClass::GovernmentBody if generic => None,
                _ => self.latest(id, 5, |chain| {
                    let entry = &self.chains[chain];
                    entry.class == class && (generic || entry.label.to_lowercase().contains(&single))
                }),
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Whether a state lies where the adjective of "the African country", "the Caspian state" says.
    fn lies_as_said(&self, id: MentionId, chain: ChainId) -> bool {
        let mention = self.mentions.get(id);
        let Some(head) = mention.head else { return true };
        let Some(known) = self.chains[chain].known else { return true };
        (mention.tokens.0 as usize..head.index()).filter(|&token| self.words.capital(token)).all(|token| {
            let regions: Vec<_> = (self.knowledge.candidates(self.words.form(token)).into_iter())
                .map(|(id, _)| id)
                .filter(|&id| CONTINENTS.contains(&self.knowledge.get(id).label.as_str()))
                .collect();
            regions.is_empty() || regions.iter().any(|&region| self.lies_in(known, region))
        })
    }

    /// "The country": the most salient state of the last sentences.
    fn country(&self, id: MentionId) -> Option<ChainId> {
        let here = self.sentence(id)?.0;
        let mut best: Option<(i32, ChainId)> = None;
        for other in (0..id.0).rev().map(MentionId) {
            let Some(sentence) = self.sentence(other) else { continue };
            let distance = here - sentence.0;
            if distance > 3 {
                break;
            }
            let Some(chain) = self
                .chain_of(other)
                .filter(|&chain| self.chains[chain].class == EntityClass::State && self.lies_as_said(id, chain))
            else {
                continue;
            };
            let head = self.mentions.get(other).head;
            let role = head.map_or(0, |head| match self.words.document.token(head).deprel.as_str() {
                "nsubj" | "nsubj:pass" | "nmod:poss" => 30,
                "obj" | "obl" | "nmod" | "conj" => 25,
                "amod" | "compound" => 10,
                _ => 15,
            });
            let frequency = i32::try_from(self.chains[chain].mentions.len().min(12)).unwrap_or(0) * 3;
            let score = role + frequency - 15 * i32::try_from(distance).unwrap_or(3);
            if best.is_none_or(|(old, _)| score > old) {
                best = Some((score, chain));
            }
        }
        best.map(|(_, chain)| chain)
    }
}

/// Whether a description of one class may refer to a thing of another.
fn compatible(description: EntityClass, thing: EntityClass) -> bool {
    description == thing
        || (description.is_organization() || description.is_force() || description == EntityClass::Population)
            && (thing.is_organization() || thing.is_force())
        || (description.is_place() && thing.is_place())
        || matches!(description, EntityClass::Document) && thing == EntityClass::Document
}
