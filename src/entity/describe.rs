//! What a description refers to: "the Iraqi government", "US troops", "the alliance", "Kabila's rebels".
use super::chain::{ChainId, Discourse};
use super::names::fold;
use super::sort::{Determination, canonical_head};
use crate::document::TokenId;
use crate::mention::nominal::is_plural;
use crate::mention::{Form, MentionId};
use crate::ontology::EntityClass;

/// Heads of bodies that a state has once, so that the bare noun means that of the state in focus.
pub(super) const NATIONAL: &[&str] = &["government", "parliament", "cabinet", "legislature", "authorities", "junta"];
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

    fn body(&mut self, id: MentionId) -> Option<ChainId> {
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
        if word == "regime" || word == "administration" {
            return self.latest(id, 3, |chain| self.chains[chain].class == EntityClass::State);
        }
        if NATIONAL.contains(&word.as_str()) && self.is_argument(id) {
            let state = self.state_in_focus(self.sentence(id)?, usize::MAX);
            return Some(self.sorted(Self::sort(EntityClass::GovernmentBody, &head, state), id));
        }
        self.anaphor(id)
    }

    /// Whether a bare noun is used like a name: subject, object or complement, not inside a compound.
    fn is_argument(&self, id: MentionId) -> bool {
        let Some(head) = self.mentions.get(id).head else { return false };
        !self.words.document.token(head).deprel.matches("compound")
    }

    fn force(&mut self, id: MentionId) -> Option<ChainId> {
        let word = self.head_word(id).to_owned();
        let mention = self.mentions.get(id);
        let at = mention.head?.index();
        let plural = is_plural(self.words, at);
        let head = canonical_head(&word).into_string();
        let head = if self.modifier(id, &["special"]) { format!("special {head}") } else { head };
        let collective = plural
            || matches!(
                word.as_str(),
                "military"
                    | "army"
                    | "police"
                    | "navy"
                    | "artillery"
                    | "infantry"
                    | "personnel"
                    | "force"
                    | "fleet"
                    | "guard"
                    | "brigade"
                    | "battalion"
                    | "squadron"
            );
        if !collective {
            return None;
        }
        if self.modifier(
            id,
            &[
                "rebel",
                "militia",
                "opposition",
                "separatist",
                "insurgent",
                "guerrilla",
                "paramilitary",
                "tribal",
                "irregular",
                "militant",
            ],
        ) {
            return self.armed_group(id);
        }
        if self.modifier(id, &["coalition", "allied", "multinational", "international", "peacekeeping"]) {
            let allied = self.latest(id, 60, |chain| self.chains[chain].class == EntityClass::Coalition);
            if allied.is_some() && self.owner(id).is_none() {
                return allied;
            }
            let owner = self.owner(id);
            return Some(self.sorted(
                Self::sort(
                    EntityClass::Coalition,
                    "coalition",
                    owner.filter(|&owner| self.chains[owner].class != EntityClass::State),
                ),
                id,
            ));
        }
        if let Some(owner) = self.owner(id) {
            return match self.chains[owner].class {
                EntityClass::State => Some(self.sorted(Self::sort(EntityClass::StateForce, &head, Some(owner)), id)),
                EntityClass::InternationalOrganization => {
                    Some(self.sorted(Self::sort(EntityClass::Coalition, "forces", Some(owner)), id))
                }
                EntityClass::Coalition | EntityClass::ArmedGroup | EntityClass::StateForce => Some(owner),
                EntityClass::Person => match self.state_of(owner) {
                    Some(state) => Some(self.sorted(Self::sort(EntityClass::StateForce, &head, Some(state)), id)),
                    None => Some(self.sorted(Self::sort(EntityClass::ArmedGroup, &head, Some(owner)), id)),
                },
                EntityClass::Region | EntityClass::Population => {
                    Some(self.sorted(Self::sort(EntityClass::ArmedGroup, &head, Some(owner)), id))
                }
                EntityClass::GovernmentBody => {
                    let state = self.state_of(owner);
                    Some(self.sorted(Self::sort(EntityClass::StateForce, &head, state), id))
                }
                _ => None,
            };
        }
        if self.modifier(id, &["government", "federal", "regular", "loyalist", "regime"]) {
            let state = self.state_in_focus(self.sentence(id)?, usize::MAX);
            return Some(self.sorted(Self::sort(EntityClass::StateForce, &head, state), id));
        }
        if let Some(sender) = self.sender(id) {
            return Some(self.sorted(Self::sort(EntityClass::StateForce, &head, Some(sender)), id));
        }
        if self.modifier(id, &["foreign"]) {
            return Some(self.sorted(Self::sort(EntityClass::StateForce, &format!("foreign {head}"), None), id));
        }
        let recent = self.latest(id, 8, |chain| {
            matches!(self.chains[chain].class, EntityClass::StateForce | EntityClass::Coalition)
                && self.sorts.iter().any(|(sort, &other)| {
                    other == chain && (*sort.head == *head || head == "forces" && sort.class == EntityClass::Coalition)
                })
        });
        if self.determination(id) != Determination::Indefinite && recent.is_some() {
            return recent;
        }
        if matches!(word.as_str(), "police" | "military" | "army")
            && self.determination(id) != Determination::Indefinite
            && self.is_argument(id)
        {
            let state = self.state_in_focus(self.sentence(id)?, usize::MAX);
            return Some(self.sorted(Self::sort(EntityClass::StateForce, &head, state), id));
        }
        None
    }

    /// "Kenya has sent 1,000 troops": the state that sends, keeps or withdraws them.
    fn sender(&self, id: MentionId) -> Option<ChainId> {
        let document = self.words.document;
        let token = document.token(self.mentions.get(id).head?);
        let verb = token.head.filter(|_| token.deprel.matches("obj"))?;
        let moves = matches!(
            document.lemma(verb),
            "have"
                | "send"
                | "deploy"
                | "station"
                | "withdraw"
                | "pull"
                | "commit"
                | "contribute"
                | "dispatch"
                | "redeploy"
                | "keep"
                | "maintain"
                | "provide"
                | "move"
                | "lose"
        );
        let subject = document
            .enhanced_children(verb)
            .iter()
            .filter(|edge| edge.deprel.matches("nsubj"))
            .find_map(|edge| self.chain_at(edge.dependent));
        subject.filter(|&subject| moves && self.chains[subject].class == EntityClass::State)
    }

    fn armed_group(&mut self, id: MentionId) -> Option<ChainId> {
        let word = self.head_word(id).to_owned();
        let at = self.mentions.get(id).head?.index();
        let plural =
            is_plural(self.words, at) || matches!(word.as_str(), "militia" | "insurgency" | "mujahideen" | "force");
        if word == "group"
            && !self.modifier(
                id,
                &[
                    "armed",
                    "militant",
                    "terrorist",
                    "terror",
                    "rebel",
                    "insurgent",
                    "extremist",
                    "jihadist",
                    "guerrilla",
                    "paramilitary",
                    "splinter",
                ],
            )
        {
            return self.anaphor(id);
        }
        let owner = self.owner(id);
        if let Some(owner) = owner {
            return match self.chains[owner].class {
                EntityClass::ArmedGroup | EntityClass::PoliticalParty => plural.then_some(owner),
                EntityClass::State
                | EntityClass::Region
                | EntityClass::City
                | EntityClass::Person
                | EntityClass::Population
                    if plural =>
                {
                    Some(self.sorted(Self::sort(EntityClass::ArmedGroup, &word, Some(owner)), id))
                }
                _ => None,
            };
        }
        if !plural {
            return if self.determination(id) == Determination::Definite { self.anaphor(id) } else { None };
        }
        let fresh = self.determination(id) == Determination::Indefinite;
        let recent = self.same_sort(id, EntityClass::ArmedGroup, &word).or_else(|| {
            self.latest(id, 8, |chain| self.chains[chain].class == EntityClass::ArmedGroup)
                .filter(|_| self.determination(id) == Determination::Definite)
        });
        if recent.is_some() && !fresh {
            return recent;
        }
        Some(self.sorted(Self::sort(EntityClass::ArmedGroup, &word, None), id))
    }

    fn coalition(&mut self, id: MentionId) -> Option<ChainId> {
        let owner = self.owner(id);
        let word = self.head_word(id).to_owned();
        if word != "coalition" && !self.modifier(id, &["coalition", "multinational", "allied"]) {
            let led = self.names_led(id);
            return if led {
                Some(self.sorted(Self::sort(EntityClass::Coalition, &word, None), id))
            } else {
                self.anaphor(id)
            };
        }
        let party = self.modifier(
            id,
            &[
                "ruling",
                "governing",
                "opposition",
                "conservative",
                "electoral",
                "parliamentary",
                "center-left",
                "centre-left",
                "left",
                "main",
            ],
        );
        let recent = self.latest(id, 60, |chain| {
            self.chains[chain].class == if party { EntityClass::PoliticalParty } else { EntityClass::Coalition }
        });
        if recent.is_some() && self.determination(id) != Determination::Indefinite {
            return recent;
        }
        if party {
            return Some(self.sorted(Self::sort(EntityClass::PoliticalParty, "coalition", owner), id));
        }
        Some(self.sorted(Self::sort(EntityClass::Coalition, "coalition", None), id))
    }

    /// "A US-led naval mission": forces that someone leads for others.
    fn names_led(&self, id: MentionId) -> bool {
        let mention = self.mentions.get(id);
        (mention.tokens.0 as usize + 2..mention.tokens.1 as usize)
            .any(|token| self.words.lower(token) == "led" && self.words.is_joint(token - 1))
    }

    fn media(&mut self, id: MentionId) -> Option<ChainId> {
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

    fn population(&mut self, id: MentionId) -> Option<ChainId> {
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

    fn document(&mut self, id: MentionId) -> Option<ChainId> {
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

    fn facility(&mut self, id: MentionId) -> Option<ChainId> {
        let word = self.head_word(id).to_owned();
        let owner = self.owner(id);
        if matches!(word.as_str(), "embassy" | "consulate" | "airport" | "base" | "airbase") && owner.is_some() {
            return Some(self.sorted(Self::sort(EntityClass::Facility, &word, owner), id));
        }
        self.anaphor(id)
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
        for &class in self.lexicon.anaphor(&single) {
            let found = match class {
                EntityClass::State => self.country(id),
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
            let Some(chain) = self.chain_of(other).filter(|&chain| self.chains[chain].class == EntityClass::State)
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
