//! What a description refers to: "the Iraqi government", "US troops", "the alliance", "Kabila's rebels".
use super::chain::{ChainId, Discourse, Sort};
use super::names::fold;
use super::variants::slug;
use crate::document::TokenId;
use crate::mention::lexicon::singular;
use crate::mention::nominal::is_plural;
use crate::mention::{Form, MentionId};
use crate::ontology::EntityClass;

/// Heads that stand for the armed forces of a state as a whole.
const FORCES: &[&str] =
    &["force", "troop", "soldier", "military", "army", "serviceman", "personnel", "infantry", "servicewoman"];
/// Heads that stand for a government as a whole.
const GOVERNMENT: &[&str] = &["government", "authorities", "regime", "administration", "junta"];
/// Heads of bodies that a state has once, so that the bare noun means that of the state in focus.
const NATIONAL: &[&str] = &["government", "parliament", "cabinet", "legislature", "authorities"];
/// What follows "US-" when the name before is no owner.
const NOT_OWNING: &[&str] = &[
    "led",
    "backed",
    "linked",
    "based",
    "allied",
    "affiliated",
    "aligned",
    "supported",
    "trained",
    "funded",
    "sponsored",
    "born",
    "brokered",
    "made",
    "imposed",
    "mandated",
    "flagged",
    "armed",
    "held",
    "occupied",
    "controlled",
    "dominated",
    "inspired",
    "installed",
    "proposed",
    "drafted",
    "appointed",
    "educated",
];

/// How a description is determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Determination {
    Definite,
    Indefinite,
    Bare,
}

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

    /// "the port city of Jiddah", "X, a conservative party": the other name of the same thing.
    fn equated(&self, head: TokenId) -> Option<ChainId> {
        let document = self.words.document;
        let token = document.token(head);
        let class = self.headed_by(head).and_then(|mention| self.mentions.get(mention).class)?;
        let fits = |chain: &ChainId| compatible(class, self.chains[*chain].class);
        if token.deprel.matches("appos") {
            return token.head.and_then(|governor| self.chain_at(governor)).filter(fits);
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

    pub fn head_word(&self, id: MentionId) -> &str {
        let mention = self.mentions.get(id);
        mention.head.map_or("", |head| singular(self.words.lower(head.index())))
    }

    pub fn determination(&self, id: MentionId) -> Determination {
        let mention = self.mentions.get(id);
        let (from, to) = (mention.tokens.0 as usize, mention.tokens.1 as usize);
        match self.words.lower(from) {
            "the" | "this" | "that" | "these" | "those" | "both" | "his" | "her" | "its" | "their" | "our" | "my"
            | "all" => Determination::Definite,
            "a" | "an" | "one" | "another" | "some" | "several" | "any" | "no" | "many" | "few" | "most" | "other"
            | "every" | "each" | "two" | "three" | "four" | "five" => Determination::Indefinite,
            _ if (from..to).any(|token| self.words.is_possessive(token)) => Determination::Definite,
            _ => Determination::Bare,
        }
    }

    /// Words of the description before its head.
    fn modifier(&self, id: MentionId, words: &[&str]) -> bool {
        let mention = self.mentions.get(id);
        let Some(head) = mention.head else { return false };
        (mention.tokens.0 as usize..head.index()).any(|token| words.contains(&self.words.lower(token)))
    }

    /// Whom the described thing belongs to: "Iraqi", "Iran's", "his", "of Sudan".
    pub fn owner(&self, id: MentionId) -> Option<ChainId> {
        let mention = self.mentions.get(id);
        let head = mention.head?;
        let from = mention.tokens.0 as usize;
        let inside = self
            .names_inside(from, head.index())
            .filter(|&name| !self.is_modified_name(name))
            .filter_map(|name| Some((self.mentions.get(name).tokens.1, self.chain_of(name)?)));
        if let Some((_, chain)) = inside.max_by_key(|&(end, _)| end) {
            return Some(chain);
        }
        let document = self.words.document;
        let pronoun = document.children_by(head, "nmod:poss").find_map(|child| self.chain_at(child));
        if pronoun.is_some() {
            return pronoun;
        }
        let of = document.children_by(head, "nmod").find(|&child| {
            self.case(child) == Some("of") || self.case(child) == Some("in") && NATIONAL.contains(&self.head_word(id))
        });
        let chain = of.and_then(|child| self.chain_at(child)).or_else(|| {
            // Without a parse: "of" and a name right behind.
            let after = head.index() + 1;
            let start = after + 1 + usize::from(self.words.lower(after + 1) == "the");
            if self.words.lower(after) != "of" {
                return None;
            }
            let name = self.mentions.mentions.iter().position(|other| {
                other.form == Form::Name && other.sentence.is_some() && other.tokens.0 as usize == start
            })?;
            self.chain_of(MentionId(u32::try_from(name).ok()?))
        })?;
        // "the government in Baghdad" is that of Iraq.
        if self.chains[chain].class == EntityClass::City {
            self.chains[chain]
                .known
                .and_then(|known| self.known_state(known))
                .and_then(|state| self.chains.iter().position(|other| other.known == Some(state)))
        } else {
            Some(chain)
        }
    }

    /// "US-led", "Iran-backed": the name says who leads or backs, not whose it is.
    fn is_modified_name(&self, name: MentionId) -> bool {
        let to = self.mentions.get(name).tokens.1 as usize;
        let affixed = self.words.form(to.saturating_sub(1)).starts_with(|c: char| c.is_lowercase())
            && self.words.form(to.saturating_sub(1)).contains('-');
        affixed
            || self.words.is_joint(to)
                && (NOT_OWNING.contains(&self.words.lower(to + 1)) || self.words.lower(to + 1).ends_with("ed"))
    }

    fn sorted(&mut self, sort: Sort, id: MentionId) -> ChainId {
        if let Some(&chain) = self.sorts.get(&sort) {
            return chain;
        }
        let text = self.plain_text(id);
        let chain = self.start(sort.class, &text, None);
        let owner = sort.owner.map(|owner| &self.chains[owner]);
        let slug = match owner {
            Some(owner) if !sort.head.is_empty() => slug(&format!("{} {}", owner.label, sort.head)),
            _ => slug(&text),
        };
        let class = sort.class;
        let entry = &mut self.chains[chain];
        entry.slug = Some(slug);
        entry.confidence = 0.7;
        entry.plural = matches!(
            class,
            EntityClass::StateForce | EntityClass::ArmedGroup | EntityClass::Population | EntityClass::Coalition
        );
        if matches!(class, EntityClass::GovernmentBody | EntityClass::StateForce) {
            entry.of = sort.owner;
        }
        self.sorts.insert(sort, chain);
        chain
    }

    fn sort(class: EntityClass, head: &str, owner: Option<ChainId>) -> Sort {
        Sort { class, head: head.into(), owner }
    }

    /// The description without its article, as a label.
    fn plain_text(&self, id: MentionId) -> String {
        let mention = self.mentions.get(id);
        let (from, to) = (mention.tokens.0 as usize, mention.tokens.1 as usize);
        let skip = usize::from(matches!(
            self.words.lower(from),
            "the" | "a" | "an" | "this" | "that" | "these" | "those" | "his" | "her" | "its" | "their" | "our" | "my"
        ));
        if from + skip < to { self.words.text(from + skip, to).to_owned() } else { self.text(id).to_owned() }
    }

    /// The chain of one of these classes mentioned last before the description, no more than `reach` sentences back.
    pub fn latest(&self, id: MentionId, reach: u32, fits: impl Fn(ChainId) -> bool) -> Option<ChainId> {
        let here = self.sentence(id)?.0;
        (0..id.0)
            .rev()
            .map(MentionId)
            .take_while(|&other| self.sentence(other).is_none_or(|sentence| sentence.0 + reach >= here))
            .filter(|&other| self.sentence(other).is_some())
            .filter_map(|other| self.chain_of(other))
            .find(|&chain| fits(chain))
    }

    fn same_sort(&self, id: MentionId, class: EntityClass, head: &str) -> Option<ChainId> {
        let chains: Vec<ChainId> = self
            .sorts
            .iter()
            .filter(|(sort, _)| sort.class == class && &*sort.head == head)
            .map(|(_, &chain)| chain)
            .collect();
        self.latest(id, 60, |chain| chains.contains(&chain))
    }

    fn body(&mut self, id: MentionId) -> Option<ChainId> {
        let word = self.head_word(id).to_owned();
        let head = if GOVERNMENT.contains(&word.as_str()) { "government" } else { word.as_str() };
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
            _ => head.to_owned(),
        };
        if let Some(owner) = owner {
            let class = self.chains[owner].class;
            if class == EntityClass::Person {
                if matches!(word.as_str(), "office" | "administration" | "regime" | "cabinet") {
                    return Some(self.sorted(Self::sort(EntityClass::GovernmentBody, &word, Some(owner)), id));
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
        let head = if FORCES.contains(&word.as_str()) {
            "forces"
        } else if matches!(word.as_str(), "police" | "policeman") {
            "police"
        } else {
            word.as_str()
        }
        .to_owned();
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
        Some(self.sorted(Self::sort(EntityClass::Population, &fold(&self.plain_text(id)), None), id))
    }

    fn document(&mut self, id: MentionId) -> Option<ChainId> {
        let word = self.head_word(id).to_owned();
        let modified = self.mentions.get(id).head?.index() > self.mentions.get(id).tokens.0 as usize + 1;
        let recent = self.latest(id, 12, |chain| {
            self.chains[chain].class == EntityClass::Document && self.chains[chain].label.to_lowercase().contains(&word)
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
        if self.owner(id).is_some() {
            return None;
        }
        if single == "capital" {
            return self.latest(id, 60, |chain| {
                self.chains[chain].class == EntityClass::City
                    && self.chains[chain].known.is_some_and(|known| self.knowledge.get(known).capital_of.is_some())
            });
        }
        for &class in self.lexicon.anaphor(&single) {
            let found = match class {
                EntityClass::State => self.country(id),
                _ => self.latest(id, 5, |chain| self.chains[chain].class == class),
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// "The country": the state named last, unless the sentence before speaks of the state in focus.
    fn country(&self, id: MentionId) -> Option<ChainId> {
        self.latest(id, 4, |chain| self.chains[chain].class == EntityClass::State)
    }

    /// The state that the text is about at a sentence: by mentions of it, its cities and bodies, the near ones counting more.
    pub fn state_in_focus(&mut self, sentence: crate::document::SentenceId, holder: ChainId) -> Option<ChainId> {
        let mut weights: Vec<(u32, ChainId)> = Vec::new();
        for chain in 0..self.chains.len() {
            let entry = &self.chains[chain];
            let weight: u32 = (entry.mentions.iter())
                .map(|&mention| match self.sentence(mention) {
                    Some(other) if other == sentence => 6,
                    Some(other) if other.0 < sentence.0 && other.0 + 3 > sentence.0 => 4,
                    Some(other) if other.0 == 0 => 4,
                    _ => 2,
                })
                .sum();
            let state = match entry.class {
                EntityClass::State => Some((chain, weight)),
                EntityClass::City | EntityClass::Region => {
                    entry.known.and_then(|known| self.known_state(known)).map(|state| (self.known(state), weight))
                }
                _ => None,
            };
            if let Some((state, weight)) = state {
                match weights.iter_mut().find(|(_, other)| *other == state) {
                    Some(entry) => entry.0 += weight,
                    None => weights.push((weight, state)),
                }
            }
        }
        // A state whose post another person holds is not the one.
        if let Some(own) = self.chains.get(holder) {
            let posts: Vec<String> = own.posts.iter().map(|(post, _)| post.clone()).collect();
            let taken: Vec<ChainId> = (self.chains.iter().enumerate())
                .filter(|(other, _)| *other != holder)
                .flat_map(|(_, chain)| &chain.posts)
                .filter(|(post, _)| posts.contains(post))
                .filter_map(|(_, of)| *of)
                .collect();
            weights.retain(|(_, state)| !taken.contains(state));
        }
        weights.sort_by_key(|&(weight, chain)| (std::cmp::Reverse(weight), chain));
        match weights.as_slice() {
            [(_, only)] => Some(*only),
            [(first, chain), (second, _), ..] if *first * 4 >= *second * 5 => Some(*chain),
            _ => None,
        }
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
