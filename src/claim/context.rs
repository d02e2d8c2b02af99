//! What the claim stage asks of the earlier layers, indexed once per article.
mod words;

use super::path::introduced_by;
use crate::document::{Document, TokenId};
use crate::entity::{Entity, EntityId, Resolution};
use crate::mention::{Form, MentionId, Mentions};
use crate::ontology::EntityClass;
use words::{REPRESENTING, TRANSPARENT};

/// The layers of one article with look-ups by token.
#[derive(Debug)]
pub struct Context<'a> {
    pub document: &'a Document,
    pub mentions: &'a Mentions,
    pub resolution: &'a Resolution,
    /// Longest mention headed by each token.
    headed: Vec<Option<MentionId>>,
    /// Shortest mention that covers each token.
    covering: Vec<Option<MentionId>>,
}

/// Entities found at a token, and how directly.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fillers {
    pub entities: Vec<EntityId>,
    /// `false` if they were read off a modifier: "*Iranian* missiles".
    pub direct: bool,
}

impl<'a> Context<'a> {
    /// Indexes the layers of one article.
    #[must_use]
    pub fn new(document: &'a Document, mentions: &'a Mentions, resolution: &'a Resolution) -> Self {
        let mut headed: Vec<Option<MentionId>> = vec![None; document.tokens().len()];
        let mut covering: Vec<Option<MentionId>> = vec![None; document.tokens().len()];
        let length = |id: MentionId| {
            let span = mentions.get(id).span;
            span.end - span.start
        };
        for (id, mention) in mentions.iter() {
            if let Some(slot) = mention.head.and_then(|head| headed.get_mut(head.index()))
                && slot.is_none_or(|other| {
                    let known = |id| !resolution.of(id).is_empty();
                    (known(id), length(id)) > (known(other), length(other))
                })
            {
                *slot = Some(id);
            }
            for token in mention.tokens.0..mention.tokens.1 {
                if let Some(slot) = covering.get_mut(token as usize)
                    && slot.is_none_or(|other| length(id) < length(other))
                {
                    *slot = Some(id);
                }
            }
        }
        Self { document, mentions, resolution, headed, covering }
    }

    /// The mention headed by a token, or the name that the token is a part of.
    #[must_use]
    pub fn mention_at(&self, token: TokenId) -> Option<MentionId> {
        self.headed[token.index()].or_else(|| {
            // Parsers disagree about the head of a name; any of its words stands for it.
            self.covering[token.index()].filter(|&id| {
                let mention = self.mentions.get(id);
                mention.form == Form::Name && mention.head.is_some_and(|head| self.inside(head, mention.tokens))
            })
        })
    }

    const fn inside(&self, token: TokenId, tokens: (u32, u32)) -> bool {
        tokens.0 <= token.0 && token.0 < tokens.1
    }

    /// The shortest mention that covers a token.
    #[must_use]
    pub fn mention_covering(&self, token: TokenId) -> Option<MentionId> {
        self.covering[token.index()]
    }

    /// One entity.
    #[must_use]
    pub fn entity(&self, id: EntityId) -> &Entity {
        self.resolution.get(id)
    }

    /// Who or what the noun phrase headed by a token refers to, if `admits` accepts it.
    ///
    /// In this order: the mention it heads; what a transparent noun is "of" ("dozens of *soldiers*"); the state
    /// or body that modifies a noun which is itself unknown ("*Iranian* missiles", "*Hamas* rockets").
    #[must_use]
    pub fn fillers(&self, token: TokenId, admits: &dyn Fn(EntityClass) -> bool) -> Fillers {
        let accept = |id: &EntityId| admits(self.entity(*id).class);
        if let Some(mention) = self.mention_at(token) {
            let referents = self.resolution.of(mention);
            let mut entities: Vec<EntityId> = referents.iter().copied().filter(accept).collect();
            if !entities.is_empty() {
                let named = self.misparsed_conjuncts(token, mention).into_iter();
                let named = named.chain(self.further_conjuncts(token)).filter(accept);
                let more: Vec<EntityId> = named.filter(|id| !entities.contains(id)).collect();
                entities.extend(more);
                return Fillers { entities, direct: true };
            }
        }
        let document = self.document;
        if TRANSPARENT.contains(&document.lemma(token)) {
            let of = document.children(token).iter().copied().filter(|&child| {
                document.token(child).deprel.matches("nmod") && introduced_by(document, child, "case", &["of"])
            });
            for child in of {
                let found = self.fillers(child, admits);
                if !found.entities.is_empty() {
                    return found;
                }
            }
        }
        if document.token(token).upos == "NOUN"
            && REPRESENTING.contains(&document.lemma(token))
            && self.mention_at(token).is_none_or(|id| self.resolution.of(id).is_empty())
        {
            let entities = self.modifiers(token, admits);
            return Fillers { entities, direct: false };
        }
        Fillers::default()
    }

    /// Names before "and" that a parser took for parts of the name after it: "between *the U.S.* and North Korea".
    fn misparsed_conjuncts(&self, token: TokenId, mention: MentionId) -> Vec<EntityId> {
        let document = self.document;
        let (first, _) = self.mentions.get(mention).tokens;
        let after_and = first > 0 && document.token(TokenId(first - 1)).upos == "CCONJ";
        if !after_and || self.mentions.get(mention).form != Form::Name {
            return Vec::new();
        }
        let inside = document.children_by(token, "compound").chain(document.children_by(token, "nmod:desc"));
        let names = inside.filter(|child| child.0 < first).filter_map(|child| self.mention_at(child));
        let names = names.filter(|&id| self.mentions.get(id).form == Form::Name);
        names.flat_map(|id| self.resolution.of(id).iter().copied()).collect()
    }

    /// Persons coordinated with a name, where the parser hung the second on a part of the first or made it an apposition:
    /// "President *Ana* Silva, Foreign Minister *Tom* Berg", "leader *Ana* Silva and Minister *Tom* Berg".
    fn further_conjuncts(&self, token: TokenId) -> Vec<EntityId> {
        let document = self.document;
        let has_and = |id: TokenId| document.children_by(id, "cc").next().is_some();
        let mut block = vec![token];
        let mut conjuncts = Vec::new();
        let mut next = 0;
        while next < block.len() {
            let at = block[next];
            next += 1;
            for &child in document.children(at) {
                let deprel = document.token(child).deprel;
                if deprel == "flat" || (deprel == "appos" && !has_and(child)) {
                    block.push(child);
                } else if (deprel == "conj" && at != token) || (deprel == "appos" && has_and(child)) {
                    conjuncts.push(child);
                    block.push(child);
                }
            }
        }
        let persons = conjuncts.into_iter().filter_map(|conjunct| self.mention_at(conjunct));
        let persons = persons.flat_map(|id| self.resolution.of(id).iter().copied());
        persons.filter(|&id| self.entity(id).class == EntityClass::Person).collect()
    }

    /// Entities that modify a noun: "*Iranian* missiles", "*Hamas* rockets", "*Iran's* navy".
    #[must_use]
    pub fn modifiers(&self, noun: TokenId, admits: &dyn Fn(EntityClass) -> bool) -> Vec<EntityId> {
        let document = self.document;
        let mut entities = Vec::new();
        for &child in document.children(noun) {
            let deprel = document.token(child).deprel;
            if !(deprel == "amod" || deprel == "compound" || deprel == "nmod:poss") {
                continue;
            }
            let mut tokens = vec![child];
            tokens.extend(document.children_by(child, "conj"));
            for token in tokens {
                let Some(mention) = self.mention_at(token) else { continue };
                if self.mentions.get(mention).form == Form::Pronoun && deprel != "nmod:poss" {
                    continue;
                }
                for &entity in self.resolution.of(mention) {
                    if admits(self.entity(entity).class) && !entities.contains(&entity) {
                        entities.push(entity);
                    }
                }
            }
        }
        entities
    }
}

impl Context<'_> {
    /// The places that the noun phrase headed by a token refers to, without going through its modifiers.
    #[must_use]
    pub fn place_at(&self, token: TokenId) -> Vec<EntityId> {
        let Some(mention) = self.mention_at(token) else { return Vec::new() };
        let is_place = |id: &EntityId| self.entity(*id).class.is_place();
        self.resolution.of(mention).iter().copied().filter(is_place).collect()
    }
}
