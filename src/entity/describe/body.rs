//! Governments, media, peoples, documents and buildings that a description names.
use crate::entity::chain::{ChainId, Discourse};
use crate::entity::describe::NATIONAL;
use crate::entity::names::fold;
use crate::entity::sort::{Determination, canonical_head};
use crate::mention::MentionId;
use crate::mention::nominal::is_plural;
use crate::ontology::EntityClass;

impl Discourse<'_> {
    pub(super) fn body(&mut self, id: MentionId) -> Option<ChainId> {
        let word = self.head_word(id).to_owned();
        let owner = self.owner(id);
        let mention = self.mentions.get(id);
        let at = mention.head?.index();
        let before = if at > mention.tokens.0 as usize { self.words.lower(at - 1) } else { "" };
        let head = match word.as_str() {
            "ministry" | "department" | "council" | "committee" | "agency" | "court"
                if self.lexicon.is_portfolio(before) || self.words.upos(at - usize::from(at > 0)) == "ADJ" =>
            {
                format!("{before} {word}")
            }
            _ => canonical_head(&word).into_string(),
        };
        if let Some(owner) = owner {
            let class = self.chains[owner].class;
            if class == EntityClass::Person {
                // "The Merkel government" is hers, "his government" his state's.
                let named = self.names_inside(mention.tokens.0 as usize, at).any(|name| {
                    self.chain_of(name) == Some(owner)
                        && !self.words.is_possessive(self.mentions.get(name).tokens.1 as usize)
                });
                if word == "office" || named || matches!(word.as_str(), "administration" | "cabinet") {
                    return Some(
                        self.sorted(Self::sort(EntityClass::GovernmentBody, &canonical_head(&word), Some(owner)), id),
                    );
                }
                let state = self.state_of(owner)?;
                return Some(self.sorted(Self::sort(EntityClass::GovernmentBody, &head, Some(state)), id));
            }
            let owning = matches!(
                class,
                EntityClass::State
                    | EntityClass::Region
                    | EntityClass::City
                    | EntityClass::ArmedGroup
                    | EntityClass::PoliticalParty
                    | EntityClass::GovernmentBody
            );
            if owning {
                return Some(self.sorted(Self::sort(EntityClass::GovernmentBody, &head, Some(owner)), id));
            }
            return None;
        }
        if self.determination(id) == Determination::Indefinite || is_plural(self.words, at) && word != "authorities" {
            return None;
        }
        if self.modifier(
            id,
            &[
                "local",
                "provincial",
                "regional",
                "new",
                "future",
                "foreign",
                "other",
                "previous",
                "municipal",
                "city",
                "unity",
                "coalition",
            ],
        ) {
            return None;
        }
        if let Some(chain) = self.same_sort(id, EntityClass::GovernmentBody, &head) {
            return Some(chain);
        }
        let plain = at <= mention.tokens.0 as usize + 1;
        if plain && (word == "regime" || word == "administration") {
            return self.latest(id, 3, |chain| self.chains[chain].class == EntityClass::State);
        }
        // "The foreign ministry", "the constitutional court": every state has one.
        let portfolio = head.contains(' ')
            && self.lexicon.is_portfolio(before)
            && self.determination(id) == Determination::Definite;
        if (NATIONAL.contains(&word.as_str()) || portfolio) && self.is_argument(id) {
            let state = self.state_in_focus(self.sentence(id)?, usize::MAX);
            return Some(self.sorted(Self::sort(EntityClass::GovernmentBody, &head, state), id));
        }
        self.anaphor(id)
    }

    /// Whether a bare noun is used like a name: subject, object or complement, not inside a compound.
    pub(super) fn is_argument(&self, id: MentionId) -> bool {
        let Some(head) = self.mentions.get(id).head else { return false };
        !self.words.document.token(head).deprel.matches("compound")
    }

    pub(super) fn media(&mut self, id: MentionId) -> Option<ChainId> {
        let word = self.head_word(id).to_owned();
        let official = self.modifier(id, &["state", "official", "state-run", "government", "local"]);
        if let Some(owner) = self.owner(id) {
            return match self.chains[owner].class {
                EntityClass::MediaOutlet | EntityClass::Company => Some(owner),
                EntityClass::State => Some(self.sorted(Self::sort(EntityClass::MediaOutlet, &word, Some(owner)), id)),
                _ => None,
            };
        }
        if official
            && matches!(word.as_str(), "media" | "television" | "tv" | "radio" | "news agency" | "newspaper" | "press")
            && self.determination(id) == Determination::Bare
        {
            let state = self.state_in_focus(self.sentence(id)?, usize::MAX);
            return Some(self.sorted(Self::sort(EntityClass::MediaOutlet, &word, state), id));
        }
        self.anaphor(id)
    }

    pub(super) fn population(&mut self, id: MentionId) -> Option<ChainId> {
        let word = self.head_word(id).to_owned();
        let at = self.mentions.get(id).head?.index();
        let plural = is_plural(self.words, at)
            || matches!(
                word.as_str(),
                "people"
                    | "crowd"
                    | "opposition"
                    | "delegation"
                    | "public"
                    | "men"
                    | "women"
                    | "crew"
                    | "population"
                    | "community"
                    | "family"
                    | "staff"
            );
        let owner = self.owner(id);
        // "Obama administration officials" are its.
        let owner = match owner {
            Some(person)
                if self.chains[person].class == EntityClass::Person
                    && at > 0
                    && matches!(self.words.lower(at - 1), "administration" | "government" | "regime") =>
            {
                let label = format!("{} {}", self.chains[person].label, self.words.lower(at - 1));
                let chain = self.sorted(Self::sort(EntityClass::GovernmentBody, "government", Some(person)), id);
                if self.chains[chain].mentions.is_empty() {
                    self.chains[chain].label = label;
                }
                Some(chain)
            }
            owner => owner,
        };
        let class = owner.map(|owner| self.chains[owner].class);
        let post = self.lexicon.is_post(&word) || self.lexicon.person_noun(&word).is_some();
        if !plural && post {
            return self.person_described(id);
        }
        if matches!(word.as_str(), "official" | "minister" | "negotiator" | "envoy")
            && let (
                Some(owner),
                Some(
                    EntityClass::State
                    | EntityClass::GovernmentBody
                    | EntityClass::InternationalOrganization
                    | EntityClass::ArmedGroup
                    | EntityClass::PoliticalParty
                    | EntityClass::StateForce
                    | EntityClass::Coalition,
                ),
            ) = (owner, class)
        {
            return Some(owner);
        }
        if matches!(word.as_str(), "leader" | "member" | "supporter")
            && let (Some(owner), Some(EntityClass::ArmedGroup | EntityClass::GovernmentBody)) = (owner, class)
            && plural
        {
            return Some(owner);
        }
        if !plural {
            return self.person_described(id);
        }
        // "The refugees" after "Syrian refugees".
        let bare = self.plain_text(id).split(' ').count() == 1;
        let text = self.words.lower(at).to_owned();
        let same = self.latest(id, 10, |chain| {
            self.chains[chain].class == EntityClass::Population
                && self.chains[chain].label.to_lowercase().rsplit(' ').next() == Some(&text)
        });
        if let Some(same) = same.filter(|_| bare && self.determination(id) == Determination::Definite) {
            return Some(same);
        }
        Some(self.sorted(Self::sort(EntityClass::Population, &fold(&self.plain_text(id)), None), id))
    }

    pub(super) fn document(&mut self, id: MentionId) -> Option<ChainId> {
        let word = self.head_word(id).to_owned();
        let word_is = |words: &[&str]| words.contains(&word.as_str());
        if self.modifier(id, &["great", "good", "big", "no", "better", "real", "any", "done", "best"]) {
            return None;
        }
        let modified = self.mentions.get(id).head?.index() > self.mentions.get(id).tokens.0 as usize + 1;
        let bargain = word_is(&["deal", "agreement", "accord", "pact", "truce"]);
        let recent = self.latest(id, 12, |chain| {
            let entry = &self.chains[chain];
            let label = entry.label.to_lowercase();
            entry.class == EntityClass::Document
                && (label.contains(&word)
                    || bargain
                        && ["deal", "agreement", "accord", "pact", "truce"].iter().any(|other| label.contains(other)))
        });
        if recent.is_some() && self.determination(id) == Determination::Definite {
            return recent;
        }
        if is_plural(self.words, self.mentions.get(id).head?.index())
            || matches!(word.as_str(), "law" | "report" | "bill" | "truce") && !modified
        {
            return None;
        }
        Some(self.sorted(Self::sort(EntityClass::Document, &fold(&self.plain_text(id)), None), id))
    }

    pub(super) fn facility(&mut self, id: MentionId) -> Option<ChainId> {
        let word = self.head_word(id).to_owned();
        let owner = self.owner(id);
        if matches!(word.as_str(), "embassy" | "consulate" | "airport" | "base" | "airbase") && owner.is_some() {
            return Some(self.sorted(Self::sort(EntityClass::Facility, &word, owner), id));
        }
        self.anaphor(id)
    }
}
