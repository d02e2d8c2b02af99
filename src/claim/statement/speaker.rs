//! Who speaks: from the subject of a reporting word to entities.
use super::discourse::{Memory, Recent};
use super::lexicon::Lexicon;
use super::subject::{agent, subject};
use super::syntax::{case, core_phrase, is_passive, is_verb, lemma, lower};
use crate::document::{Document, TokenId};
use crate::entity::{EntityId, Resolution};
use crate::mention::{Form, MentionId, Mentions};
use crate::ontology::EntityClass;
use rustc_hash::FxHashMap;

/// Mentions and entities by token, for one article.
pub(super) struct Referents<'a> {
    document: &'a Document,
    mentions: &'a Mentions,
    resolution: &'a Resolution,
    lexicon: &'a Lexicon,
    /// Mentions by each token they hold, shortest first.
    by_token: FxHashMap<TokenId, Vec<MentionId>>,
}

/// The speakers of a statement and what they spoke through, as far as the subject tells.
#[derive(Default)]
pub(super) struct Voice {
    pub speakers: Vec<EntityId>,
    /// The subject is a text or speech that stands for its author ("the statement said").
    pub medium: Option<TokenId>,
    /// There is a subject that refers to somebody, even if nobody knows to whom.
    pub referring: bool,
    /// The speakers were only remembered, not read.
    pub remembered: bool,
    /// The word that names the speakers.
    pub subject: Option<TokenId>,
}

impl<'a> Referents<'a> {
    pub(super) fn new(
        document: &'a Document,
        mentions: &'a Mentions,
        resolution: &'a Resolution,
        lexicon: &'a Lexicon,
    ) -> Self {
        let mut by_token: FxHashMap<TokenId, Vec<MentionId>> = FxHashMap::default();
        for (id, mention) in mentions.iter() {
            for token in mention.tokens.0..mention.tokens.1 {
                by_token.entry(TokenId(token)).or_default().push(id);
            }
        }
        for ids in by_token.values_mut() {
            ids.sort_by_key(|&id| (mentions.get(id).span.end - mentions.get(id).span.start, id));
        }
        Self { document, mentions, resolution, lexicon, by_token }
    }

    fn holding(&self, token: TokenId) -> &[MentionId] {
        self.by_token.get(&token).map_or(&[], Vec::as_slice)
    }

    /// Whether a token is part of a time expression.
    pub(super) fn is_time(&self, token: TokenId) -> bool {
        let span = self.document.token(token).span;
        self.mentions.times.iter().any(|time| time.span.overlaps(span))
    }

    fn referents(&self, mention: MentionId) -> Vec<EntityId> {
        self.resolution.referents.get(mention.0 as usize).cloned().unwrap_or_default()
    }

    pub(super) fn class(&self, entity: EntityId) -> EntityClass {
        self.resolution.get(entity).class
    }

    /// Entities a noun phrase refers to: the person a title stands before, else by its head, else by the names inside it.
    pub(super) fn of_phrase(&self, head: TokenId) -> Vec<EntityId> {
        let person = |&id: &MentionId| {
            let mention = self.mentions.get(id);
            mention.form == Form::Name
                && mention.head.is_some_and(|h| h == head || (h > head && self.linked(h, head)))
                && self.referents(id).first().is_some_and(|&entity| self.class(entity) == EntityClass::Person)
        };
        // The longest mention with exactly this head.
        let headed = self.holding(head).iter().rev().filter(|&&id| self.mentions.get(id).head == Some(head));
        let own = headed.clone().find(|&id| person(id)).copied();
        // A title and a name in one phrase, whichever of them the parser made the head: the last person named in it.
        let core = core_phrase(self.document, head);
        let named =
            own.or_else(|| core.iter().rev().flat_map(|&token| self.holding(token)).find(|&id| person(id)).copied());
        if let Some(mention) = named {
            return self.referents(mention);
        }
        if let Some(found) = headed.map(|&id| self.referents(id)).find(|found| !found.is_empty()) {
            return found;
        }
        for &mention in self.holding(head) {
            let found = self.referents(mention);
            let possessive =
                self.mentions.get(mention).head.is_some_and(|h| self.document.token(h).deprel == "nmod:poss");
            if !found.is_empty() && !possessive {
                return found;
            }
        }
        Vec::new()
    }

    /// Whether a token is part of the name or title whose head is another one.
    fn linked(&self, mut token: TokenId, head: TokenId) -> bool {
        for _ in 0..8 {
            if token == head {
                return true;
            }
            let entry = self.document.token(token);
            let part = ["flat", "compound", "appos", "nmod:desc", "goeswith", "list", "dep"]
                .iter()
                .any(|&d| entry.deprel.matches(d));
            match entry.head {
                Some(next) if part => token = next,
                _ => return false,
            }
        }
        false
    }

    /// The state or body an unnamed spokesman belongs to: "Turkish officials", "a spokesman for the ministry".
    fn affiliation(&self, head: TokenId) -> Vec<EntityId> {
        let fits = |&token: &TokenId| {
            let deprel = self.document.token(token).deprel;
            let of =
                case(self.document, token).is_none_or(|c| matches!(c.as_str(), "of" | "for" | "from" | "at" | "in"));
            (deprel.matches("nmod") && of) || deprel == "amod" || deprel == "compound" || deprel.matches("nmod:poss")
        };
        let mut candidates: Vec<TokenId> = self.document.children(head).iter().copied().filter(fits).collect();
        // "a spokesman for the ministry" says more than "a Turkish spokesman".
        candidates.sort_by_key(|&token| (case(self.document, token).is_none(), token));
        for token in candidates {
            let found = self.of_phrase(token);
            let speaks =
                |class: EntityClass| class == EntityClass::State || class.is_organization() || class.is_force();
            if found.first().is_some_and(|&entity| speaks(self.class(entity))) {
                return found;
            }
            let deeper = self.affiliation(token);
            if !deeper.is_empty() && token != head {
                return deeper;
            }
        }
        Vec::new()
    }

    /// Whether an entity can speak.
    fn speaks(&self, entity: EntityId) -> bool {
        let class = self.class(entity);
        class.is_actor() || class == EntityClass::Facility || class == EntityClass::City || class == EntityClass::Region
    }

    /// Who speaks when the subject is this token, conjuncts included.
    ///
    /// `recent` is what was said directly before, if the statement goes on from it ("…, he added"): then a pronoun is its speaker.
    pub(super) fn voice(&self, subject: TokenId, memory: &Memory, recent: Recent) -> Voice {
        let mut voice = Voice { subject: Some(subject), ..Voice::default() };
        let conjuncts = self.document.children_by(subject, "conj").filter(|&token| !is_verb(self.document, token));
        for token in std::iter::once(subject).chain(conjuncts) {
            let one = self.single_voice(token, memory, recent);
            voice.speakers.extend(one.speakers);
            voice.medium = voice.medium.or(one.medium);
            voice.referring |= one.referring;
            voice.remembered |= one.remembered;
        }
        voice.speakers.sort_unstable();
        voice.speakers.dedup();
        voice
    }

    fn single_voice(&self, subject: TokenId, memory: &Memory, recent: Recent) -> Voice {
        let word = lower(self.document, subject);
        let noun = lemma(self.document, subject);
        if matches!(word.as_str(), "one" | "another" | "others") && recent.crowd {
            return Voice { speakers: memory.speakers.clone(), referring: true, remembered: true, ..Voice::default() };
        }
        if self.lexicon.lists("nobody", &word) || self.document.token(subject).deprel == "expl" {
            return Voice::default();
        }
        // "the official", "the residents": who spoke under that name.
        let definite = self
            .document
            .children_by(subject, "det")
            .any(|det| matches!(lower(self.document, det).as_str(), "the" | "this" | "these"));
        if self.document.token(subject).upos == "NOUN"
            && definite
            && self.document.children(subject).iter().all(|&child| {
                let deprel = self.document.token(child).deprel;
                let small = deprel.matches("det") || self.document.form(child).starts_with(char::is_lowercase);
                child < subject && small && ["det", "compound", "amod"].iter().any(|&label| deprel.matches(label))
            })
            && let Some(speakers) = memory.nouns.get(&described_as(self.document, subject))
        {
            return Voice { speakers: speakers.clone(), referring: true, ..Voice::default() };
        }
        let goes_on = match word.as_str() {
            "he" | "she" if recent.person => memory.person,
            "it" if recent.body => memory.body,
            _ => None,
        };
        if let Some(speaker) = goes_on {
            return Voice { speakers: vec![speaker], referring: true, ..Voice::default() };
        }
        let direct: Vec<EntityId> = self.of_phrase(subject);
        let documents = !direct.is_empty() && direct.iter().all(|&entity| self.class(entity) == EntityClass::Document);
        if self.lexicon.is_medium(&noun) || documents {
            let authors = self.author(subject, memory);
            return Voice { speakers: authors, medium: Some(subject), referring: true, ..Voice::default() };
        }
        let direct: Vec<EntityId> = direct.into_iter().filter(|&entity| self.speaks(entity)).collect();
        let unnamed = direct.iter().all(|&entity| self.class(entity) == EntityClass::Population);
        // "Officials of the ministry" speak for it; a delegation is a party of its own.
        let office = !matches!(noun.as_str(), "delegation" | "side" | "leadership");
        if unnamed && office && self.lexicon.lists("official", &noun) {
            let body = self.affiliation(subject);
            if !body.is_empty() {
                return Voice { speakers: body, referring: true, ..Voice::default() };
            }
        }
        if !direct.is_empty() {
            return Voice { speakers: direct, referring: true, ..Voice::default() };
        }
        if self.lexicon.lists("official", &noun) {
            let body = self.affiliation(subject);
            return Voice { speakers: body, referring: true, ..Voice::default() };
        }
        let remembered = match word.as_str() {
            "he" | "she" => memory.person,
            "it" => memory.body,
            "they" => memory.body.filter(|_| memory.speakers.len() < 2),
            _ => None,
        };
        let first_person = matches!(word.as_str(), "i" | "we" | "this" | "that" | "which" | "what" | "who");
        Voice {
            speakers: remembered.into_iter().collect(),
            referring: !first_person,
            remembered: remembered.is_some(),
            ..Voice::default()
        }
    }

    /// Who wrote or gave a text or speech: "Oslo's statement", "a letter from the EU", "issued a statement", or who did so before.
    pub(super) fn author(&self, medium: TokenId, memory: &Memory) -> Vec<EntityId> {
        let speaking = |head: TokenId| -> Vec<EntityId> {
            self.voice_of_named(head).into_iter().filter(|&entity| self.class(entity).is_actor()).collect()
        };
        for &child in self.document.children(medium) {
            let deprel = self.document.token(child).deprel;
            let of = matches!(case(self.document, child).as_deref(), Some("of" | "from" | "by"));
            let made = |verb: TokenId| {
                let bare = lemma(self.document, verb);
                self.lexicon.lists("issue", &bare) || self.lexicon.lists("made", &bare)
            };
            let participle = deprel.matches("acl") && is_passive(self.document, child) && made(child);
            let authors = if deprel == "nmod:poss" || (deprel.matches("nmod") && of) {
                speaking(child)
            } else if participle {
                agent(self.document, child).map(speaking).unwrap_or_default()
            } else {
                Vec::new()
            };
            if !authors.is_empty() {
                return authors;
            }
        }
        let issuer = self.issuer_before(medium);
        if !issuer.is_empty() {
            return issuer;
        }
        let cited = self.document.children(medium).iter().any(|&child| {
            let form = lower(self.document, child);
            child < medium
                && (form == "according"
                    || form == "to" && child.0 > 0 && lower(self.document, TokenId(child.0 - 1)) == "according")
        });
        if let Some(verb) = self.document.token(medium).head.filter(|&head| is_verb(self.document, head) && !cited) {
            let deprel = self.document.token(medium).deprel;
            let subject =
                if is_passive(self.document, verb) { agent(self.document, verb) } else { subject(self.document, verb) };
            let bare = lemma(self.document, verb);
            let gives = deprel != "obj" || self.lexicon.lists("issue", &bare) || self.lexicon.lists("made", &bare);
            if gives
                && !deprel.matches("nsubj")
                && let Some(subject) = subject.filter(|&subject| subject != medium)
            {
                let conjuncts = self.document.children_by(subject, "conj").flat_map(|token| self.voice_of_named(token));
                let found: Vec<EntityId> = self.voice_of_named(subject).into_iter().chain(conjuncts).collect();
                if !found.is_empty() {
                    return found;
                }
            }
        }
        let noun = lemma(self.document, medium);
        let definite = self
            .document
            .children_by(medium, "det")
            .any(|det| matches!(lower(self.document, det).as_str(), "the" | "this" | "that"));
        match memory.issuers.get(&noun) {
            Some(issuers) => issuers.clone(),
            None if definite
                && matches!(
                    noun.as_str(),
                    "statement" | "announcement" | "declaration" | "communique" | "communiqué"
                ) =>
            {
                memory.speakers.clone()
            }
            None => Vec::new(),
        }
    }

    /// "A Pentagon statement", "an army communique", "a UN report": the body whose name stands before the noun. A state before a
    /// report or a plan is what it is about, unless an adjective says whose it is.
    fn issuer_before(&self, medium: TokenId) -> Vec<EntityId> {
        let noun = lemma(self.document, medium);
        let own =
            matches!(noun.as_str(), "statement" | "communique" | "communiqué" | "declaration" | "dispatch" | "release");
        for &child in self.document.children(medium) {
            let deprel = self.document.token(child).deprel;
            let modifies = deprel == "compound" || deprel == "amod" || deprel.matches("nmod:desc");
            if child > medium || !modifies {
                continue;
            }
            let found = self.of_phrase(child);
            let issues = |&entity: &EntityId| {
                let class = self.class(entity);
                let issuing = class.is_organization() || class.is_force();
                issuing || class == EntityClass::State && (own || deprel == "amod")
            };
            if !found.is_empty() && found.iter().all(issues) {
                return found;
            }
        }
        Vec::new()
    }

    /// The referents of a phrase, or the body its unnamed spokesman speaks for.
    pub(super) fn voice_of_named(&self, head: TokenId) -> Vec<EntityId> {
        let direct = self.of_phrase(head);
        if direct.is_empty() && self.lexicon.lists("official", &lemma(self.document, head)) {
            return self.affiliation(head);
        }
        direct
    }
}

/// The noun with the modifiers written small: "defence minister" of "Kenya's defence minister".
pub(super) fn described_as(document: &Document, noun: TokenId) -> String {
    let mut words: Vec<String> = document
        .children(noun)
        .iter()
        .filter(|&&child| {
            let deprel = document.token(child).deprel;
            child < noun
                && (deprel.matches("compound") || deprel.matches("amod"))
                && document.form(child).starts_with(char::is_lowercase)
        })
        .map(|&child| lower(document, child))
        .collect();
    words.push(lemma(document, noun));
    words.join(" ")
}
