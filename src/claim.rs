//! What the article claims: frames matched over enhanced dependencies, then, once for all frames, modality,
//! attribution, time and place.
pub mod confidence;
pub mod context;
pub mod extract;
pub mod frame;
pub mod matcher;
pub mod merge;
pub mod modality;
pub mod numbers;
pub mod path;
pub mod place;
pub mod quotes;
pub mod statement;
pub mod when;

use crate::article::PartialDate;
use crate::document::{SentenceId, Span};
use crate::entity::EntityId;
use crate::ontology::{ClaimClass, Modality, Role};
pub use extract::Extractor;

/// Index of a claim in its article, in text order of triggers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClaimId(pub u32);

/// The post of a tenure or appointment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Post {
    /// Lower case, without the state's name: "prime minister".
    pub title: String,
    pub of: Option<EntityId>,
}

/// What a statement was made through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Medium {
    Text(Span),
    Entity(EntityId),
}

/// One claim of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    pub class: ClaimClass,
    /// The word or words that evoked it.
    pub trigger: Span,
    /// Where it was read.
    pub sentence: SentenceId,
    /// Role and filler, sorted, without repetition.
    pub roles: Vec<(Role, EntityId)>,
    pub post: Option<Post>,
    pub modality: Modality,
    pub date: Option<PartialDate>,
    pub begin: Option<PartialDate>,
    pub end: Option<PartialDate>,
    pub date_text: Option<Span>,
    pub places: Vec<EntityId>,
    pub topic: Option<Span>,
    pub about: Vec<EntityId>,
    /// Verbatim words of a statement, without the quotation marks.
    pub quote: Option<Span>,
    /// Reported words of a statement.
    pub content: Option<Span>,
    pub medium: Option<Medium>,
    /// The statement inside which it is claimed.
    pub attributed_to: Option<ClaimId>,
    pub ended: bool,
    /// The trigger is a definite noun, which may point back to an event told before ("the attack", "his visit").
    pub retells: bool,
    pub killed: Option<u32>,
    pub injured: Option<u32>,
    pub strength: Option<u32>,
    pub amount: Option<Span>,
    /// In (0, 1]: the pattern's own reliability until [`confidence`] weighs what else is known.
    pub confidence: f32,
    /// What the confidence was computed from.
    pub features: confidence::Features,
    /// Frame and pattern that produced it: `meeting/verbal`.
    pub derived_by: String,
    /// What fired, for people: role paths, rules of modality, time and attribution.
    pub explanation: Vec<String>,
}

impl Claim {
    /// A claim of which only the class, the trigger and the sentence are known yet.
    #[must_use]
    pub fn new(class: ClaimClass, trigger: Span, sentence: SentenceId) -> Self {
        Self {
            class,
            trigger,
            sentence,
            roles: Vec::new(),
            post: None,
            modality: Modality::Actual,
            date: None,
            begin: None,
            end: None,
            date_text: None,
            places: Vec::new(),
            topic: None,
            about: Vec::new(),
            quote: None,
            content: None,
            medium: None,
            attributed_to: None,
            ended: false,
            retells: false,
            killed: None,
            injured: None,
            strength: None,
            amount: None,
            confidence: 1.0,
            features: confidence::Features::default(),
            derived_by: String::new(),
            explanation: Vec::new(),
        }
    }

    /// Every entity that the claim needs: in roles, as its post's body, place or medium.
    pub fn fillers(&self) -> impl Iterator<Item = EntityId> + '_ {
        let medium = match self.medium {
            Some(Medium::Entity(id)) => Some(id),
            _ => None,
        };
        let post = self.post.as_ref().and_then(|post| post.of);
        self.roles.iter().map(|(_, id)| *id).chain(self.places.iter().copied()).chain(post).chain(medium)
    }

    /// Replaces every entity of the claim.
    pub fn map_entities(&mut self, to: impl Fn(EntityId) -> EntityId) {
        for (_, id) in &mut self.roles {
            *id = to(*id);
        }
        for id in self.places.iter_mut().chain(&mut self.about) {
            *id = to(*id);
        }
        if let Some(Medium::Entity(id)) = &mut self.medium {
            *id = to(*id);
        }
        if let Some(of) = self.post.as_mut().and_then(|post| post.of.as_mut()) {
            *of = to(*of);
        }
    }
}
