//! Who and what the mentions refer to: coreference in the article and linking to knowledge.
mod chain;
mod describe;
mod focus;
pub mod latent;
mod link;
mod names;
mod refer;
mod resolve;
mod sort;
mod speaker;
mod title;
pub mod variants;

use crate::document::{SentenceId, Span, TokenId};
use crate::mention::MentionId;
use crate::ontology::{EntityClass, KnowledgeId};
pub use resolve::Resolver;

/// Index of an entity in [`Resolution`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(pub u32);

/// One thing the article speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Path under the base IRI: `state/IQ`, `person/yehia-rasool`.
    pub path: String,
    pub class: EntityClass,
    /// Canonical name.
    pub label: String,
    /// The known entity it was linked to.
    pub known: Option<KnowledgeId>,
    /// The state or body it belongs to (`ch:of`).
    pub of: Option<EntityId>,
    /// The larger place it lies in (`ch:locatedIn`).
    pub located_in: Option<EntityId>,
    /// Mentions that refer to it alone, in text order.
    pub mentions: Vec<MentionId>,
    /// Confidence in (0, 1] that its mentions are one thing of this class.
    pub confidence: f32,
}

/// A person said to hold (or have held) a post: the raw material of `ch:Tenure`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    pub holder: EntityId,
    /// Lower case, without the state's name: "prime minister".
    pub title: String,
    /// The state or body the post belongs to.
    pub of: Option<EntityId>,
    /// Head word of the title ("Minister").
    pub trigger: TokenId,
    pub sentence: SentenceId,
    /// From the title to the name, for evidence.
    pub span: Span,
    /// "former", "ex-", "outgoing".
    pub ended: bool,
    /// "president-elect", "incoming", "nominee".
    pub future: bool,
    /// Leader or head of a party, a movement or an armed group: a `ch:Leadership` and no `ch:Tenure`.
    pub leadership: bool,
    /// Which rule found it: "prenominal", "apposition", "copula" …
    pub rule: &'static str,
}

/// The entities of an article and which mentions refer to them.
#[derive(Clone, Debug, Default)]
pub struct Resolution {
    pub entities: Vec<Entity>,
    /// Per mention, in the order of [`crate::mention::Mentions`]: none (unresolved), one, or several ("both leaders").
    pub referents: Vec<Vec<EntityId>>,
    pub titles: Vec<Title>,
}

impl Resolution {
    /// One entity.
    #[must_use]
    pub fn get(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }

    /// What a mention refers to.
    #[must_use]
    pub fn of(&self, mention: MentionId) -> &[EntityId] {
        &self.referents[mention.0 as usize]
    }

    /// All entities with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (EntityId, &Entity)> {
        (0u32..).map(EntityId).zip(&self.entities)
    }
}
