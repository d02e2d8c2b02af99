//! The state of resolution: chains of mentions that grow into entities.
use super::variants::{PersonName, name_words};
use crate::document::{SentenceId, TokenId};
use crate::mention::words::Words;
use crate::mention::{Form, Gender, Lexicon, MentionId, Mentions};
use crate::ontology::{EntityClass, Knowledge, KnowledgeId};
use rustc_hash::FxHashMap;

/// State and head noun of a description → the body that it means.
pub(super) type Bodies = FxHashMap<(KnowledgeId, Box<str>), KnowledgeId>;

/// Index of a chain.
pub(super) type ChainId = usize;

/// What two descriptions must share to be one thing: the same sort of thing of the same owner.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Sort {
    pub class: EntityClass,
    /// Canonical head: "government", "forces", "police".
    pub head: Box<str>,
    pub owner: Option<ChainId>,
}

/// Mentions believed to refer to one thing.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    pub class: EntityClass,
    pub known: Option<KnowledgeId>,
    /// Fullest name so far.
    pub label: String,
    /// [`name_words`] of the fullest name of a person.
    pub words: Vec<String>,
    /// The fullest name of a person named in full.
    pub person: Option<PersonName>,
    pub mentions: Vec<MentionId>,
    pub gender: Option<Gender>,
    pub plural: bool,
    pub of: Option<ChainId>,
    /// Posts held: title and the body it belongs to.
    pub posts: Vec<(String, Option<ChainId>)>,
    pub confidence: f32,
    /// Path of a thing known only by description: "iraq-government".
    pub slug: Option<String>,
}

/// Everything that resolution knows about one article.
pub(super) struct Discourse<'a> {
    pub words: &'a Words<'a>,
    pub mentions: &'a Mentions,
    pub knowledge: &'a Knowledge,
    pub lexicon: &'a Lexicon,
    /// State → its armed forces as a whole.
    pub forces: &'a FxHashMap<KnowledgeId, KnowledgeId>,
    /// State and head noun → the body that a description means.
    pub bodies: &'a Bodies,
    pub chains: Vec<Chain>,
    pub referents: Vec<Vec<ChainId>>,
    pub sorts: FxHashMap<Sort, ChainId>,
    /// Longest mention headed by each token.
    headed: Vec<Option<MentionId>>,
    pub titles: Vec<RawTitle>,
    /// Per token: whether it stands inside double quotation marks.
    pub quoted: Vec<bool>,
}

/// A title before chains have become entities.
#[derive(Clone, Debug)]
pub(super) struct RawTitle {
    pub holder: ChainId,
    pub title: String,
    pub of: Option<ChainId>,
    /// The pronoun that says whose post it is: "its president".
    pub possessor: Option<TokenId>,
    /// The person for whom the post is held.
    pub principal: Option<ChainId>,
    /// First and one past the last token, title and name together.
    pub tokens: (usize, usize),
    pub trigger: TokenId,
    pub ended: bool,
    pub future: bool,
    pub leadership: bool,
    pub rule: &'static str,
}

impl<'a> Discourse<'a> {
    pub fn new(
        words: &'a Words<'a>,
        mentions: &'a Mentions,
        knowledge: &'a Knowledge,
        lexicon: &'a Lexicon,
        (forces, bodies): (&'a FxHashMap<KnowledgeId, KnowledgeId>, &'a Bodies),
    ) -> Self {
        let mut headed: Vec<Option<MentionId>> = vec![None; words.len()];
        for (id, mention) in mentions.iter() {
            if let Some(slot) = mention.head.and_then(|head| headed.get_mut(head.index())) {
                let longer = slot.is_none_or(|old| {
                    let old = mentions.get(old).span;
                    old.end - old.start < mention.span.end - mention.span.start
                });
                if longer {
                    *slot = Some(id);
                }
            }
        }
        Self {
            words,
            mentions,
            knowledge,
            lexicon,
            forces,
            bodies,
            chains: Vec::new(),
            referents: vec![Vec::new(); mentions.mentions.len()],
            sorts: FxHashMap::default(),
            headed,
            titles: Vec::new(),
            quoted: quoted(words),
        }
    }

    /// The longest mention headed by a token.
    pub fn headed_by(&self, token: TokenId) -> Option<MentionId> {
        self.headed.get(token.index()).copied().flatten()
    }

    /// The only chain that the mention headed by this token refers to.
    pub fn chain_at(&self, token: TokenId) -> Option<ChainId> {
        let mention = self.headed_by(token)?;
        self.chain_of(mention)
    }

    /// The only chain that the mention refers to.
    pub fn chain_of(&self, mention: MentionId) -> Option<ChainId> {
        match self.referents[mention.0 as usize].as_slice() {
            &[chain] => Some(chain),
            _ => None,
        }
    }

    pub fn text(&self, mention: MentionId) -> &'a str {
        self.words.document.slice(self.mentions.get(mention).span)
    }

    pub fn sentence(&self, mention: MentionId) -> Option<SentenceId> {
        self.mentions.get(mention).sentence
    }

    /// Starts a chain.
    pub fn start(&mut self, class: EntityClass, label: &str, known: Option<KnowledgeId>) -> ChainId {
        self.chains.push(Chain {
            class,
            known,
            label: label.to_owned(),
            words: if class == EntityClass::Person { name_words(label) } else { Vec::new() },
            person: None,
            mentions: Vec::new(),
            gender: None,
            plural: false,
            of: None,
            posts: Vec::new(),
            confidence: 0.9,
            slug: None,
        });
        self.chains.len() - 1
    }

    /// Lets a mention refer to a chain alone.
    pub fn assign(&mut self, mention: MentionId, chain: ChainId) {
        let slot = &mut self.referents[mention.0 as usize];
        if slot.as_slice() == [chain] {
            return;
        }
        for old in std::mem::replace(slot, vec![chain]) {
            self.chains[old].mentions.retain(|&other| other != mention);
        }
        self.chains[chain].mentions.push(mention);
    }

    /// The chain of a known entity, started if need be.
    pub fn known(&mut self, id: KnowledgeId) -> ChainId {
        if let Some(chain) = self.chains.iter().position(|chain| chain.known == Some(id)) {
            return chain;
        }
        let entity = self.knowledge.get(id);
        let (class, label) = (entity.class, entity.label.clone());
        let chain = self.start(class, &label, Some(id));
        self.chains[chain].confidence = 0.95;
        chain
    }

    /// The state a chain belongs to or lies in, if it is none itself.
    pub fn state_of(&mut self, chain: ChainId) -> Option<ChainId> {
        let entry = &self.chains[chain];
        if entry.class == EntityClass::State {
            return Some(chain);
        }
        if let Some(of) = entry.of {
            return if self.chains[of].class == EntityClass::State { Some(of) } else { None };
        }
        if let Some(known) = entry.known {
            let state = self.known_state(known)?;
            return Some(self.known(state));
        }
        entry.posts.iter().find_map(|(_, of)| *of).filter(|&of| self.chains[of].class == EntityClass::State)
    }

    /// The state that a known entity is, belongs to or lies in.
    pub fn known_state(&self, id: KnowledgeId) -> Option<KnowledgeId> {
        let mut at = id;
        for _ in 0..6 {
            let entity = self.knowledge.get(at);
            if entity.class == EntityClass::State {
                return Some(at);
            }
            at = entity.capital_of.or(entity.of).or(entity.located_in)?;
        }
        None
    }

    /// Names among the mentions inside a stretch of tokens, in order.
    pub fn names_inside(&self, from: usize, to: usize) -> impl Iterator<Item = MentionId> + '_ {
        self.mentions
            .iter()
            .filter(move |(_, mention)| {
                mention.form == Form::Name
                    && mention.sentence.is_some()
                    && mention.tokens.0 as usize >= from
                    && mention.tokens.1 as usize <= to
            })
            .map(|(id, _)| id)
    }

    /// The prepositions and other case markers of the phrase headed by a token.
    pub fn case(&self, token: TokenId) -> Option<&str> {
        let document = self.words.document;
        document
            .children_by(token, "case")
            .map(|child| document.lemma(child))
            .find(|lemma| !matches!(*lemma, "'s" | "’s" | "'" | "’"))
    }
}

/// Which tokens stand inside double quotation marks; a paragraph closes what it opened.
fn quoted(words: &Words) -> Vec<bool> {
    let mut inside = false;
    let mut paragraph = 0;
    let mut quoted = Vec::with_capacity(words.len());
    for (token, node) in words.document.tokens().iter().enumerate() {
        let here = words.document.sentence(node.sentence).paragraph;
        if here != paragraph {
            paragraph = here;
            inside = false;
        }
        match words.form(token) {
            "\"" => inside = !inside,
            "“" | "``" => inside = true,
            "”" | "''" => inside = false,
            _ => {}
        }
        quoted.push(inside);
    }
    quoted
}
