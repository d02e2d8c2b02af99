//! Sorts of things that descriptions name: the same head with the same owner is the same thing.
use super::chain::{ChainId, Discourse, Sort};
use super::describe::NATIONAL;
use super::variants::slug;
use crate::mention::lexicon::{List, singular};
use crate::mention::{Form, MentionId};
use crate::ontology::EntityClass;

/// How a description is determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Determination {
    Definite,
    Indefinite,
    Bare,
}

/// The head under which descriptions of one thing meet: "troops" and "military" are "forces".
pub(super) fn canonical_head(head: &str) -> Box<str> {
    match head {
        "force" | "forces" | "troop" | "troops" | "soldier" | "soldiers" | "military" | "army" | "serviceman"
        | "servicewoman" | "personnel" | "infantry" | "armed forces" | "armed force" | "military forces"
        | "ground forces" => "forces".into(),
        "police" | "policeman" | "police force" => "police".into(),
        "government" | "authorities" | "regime" | "administration" | "junta" => "government".into(),
        _ => singular(head).into(),
    }
}

/// Who speaks for somebody: "a spokesman for the ministry".
pub(super) const SPEAKERS: &[&str] = &["spokesman", "spokeswoman", "spokesperson", "representative"];

impl Discourse<'_> {
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
            _ if self.words.upos(from) == "NUM" => Determination::Indefinite,
            "a" | "an" | "one" | "another" | "some" | "several" | "any" | "no" | "many" | "few" | "most" | "other"
            | "every" | "each" | "two" | "three" | "four" | "five" => Determination::Indefinite,
            _ if (from..to).any(|token| self.words.is_possessive(token)) => Determination::Definite,
            _ => Determination::Bare,
        }
    }

    /// Words of the description before its head.
    pub fn modifier(&self, id: MentionId, words: &[&str]) -> bool {
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
            self.case(child) == Some("of")
                || self.case(child) == Some("in")
                    && (NATIONAL.contains(&self.head_word(id))
                        || matches!(self.head_word(id), "regime" | "administration" | "leadership"))
                || self.case(child).is_some_and(|case| matches!(case, "for" | "from"))
                    && SPEAKERS.contains(&self.head_word(id))
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
            let name = MentionId(u32::try_from(name).ok()?);
            if self.words.is_possessive(self.mentions.get(name).tokens.1 as usize) { None } else { self.chain_of(name) }
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
    pub fn is_modified_name(&self, name: MentionId) -> bool {
        let to = self.mentions.get(name).tokens.1 as usize;
        let affixed = self.words.form(to.saturating_sub(1)).starts_with(|c: char| c.is_lowercase())
            && self.words.form(to.saturating_sub(1)).contains('-');
        affixed
            || self.words.is_joint(to)
                && (self.lexicon.lists(List::NotOwning, self.words.lower(to + 1))
                    || self.words.lower(to + 1).ends_with("ed"))
    }

    pub fn sorted(&mut self, sort: Sort, id: MentionId) -> ChainId {
        if let Some(&chain) = self.sorts.get(&sort) {
            return chain;
        }
        // "Kenyan forces" are the Kenyan armed forces, if the knowledge base has them.
        let state = sort.owner.and_then(|owner| self.chains[owner].known);
        if let Some(force) = state.and_then(|state| self.forces.get(&state).copied())
            && sort.class == EntityClass::StateForce
            && &*sort.head == "forces"
        {
            let chain = self.known(force);
            self.chains[chain].plural = true;
            self.sorts.insert(sort, chain);
            return chain;
        }
        if sort.class == EntityClass::GovernmentBody
            && let Some(body) = state.and_then(|state| self.bodies.get(&(state, sort.head.clone())).copied())
        {
            let chain = self.known(body);
            self.sorts.insert(sort, chain);
            return chain;
        }
        let text = match sort.owner {
            // "Kenyan and Somali forces" labels neither.
            Some(owner) if self.text(id).contains(" and ") => format!("{} {}", self.chains[owner].label, sort.head),
            _ => self.plain_text(id),
        };
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

    pub fn sort(class: EntityClass, head: &str, owner: Option<ChainId>) -> Sort {
        Sort { class, head: head.into(), owner }
    }

    /// The description without its article, as a label.
    pub fn plain_text(&self, id: MentionId) -> String {
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

    pub fn same_sort(&self, id: MentionId, class: EntityClass, head: &str) -> Option<ChainId> {
        let chains: Vec<ChainId> = self
            .sorts
            .iter()
            .filter(|(sort, _)| sort.class == class && &*sort.head == head)
            .map(|(_, &chain)| chain)
            .collect();
        self.latest(id, 60, |chain| chains.contains(&chain))
    }
}
