//! Where the text speaks of something: names, noun phrases, pronouns, and time expressions.
mod classify;
pub mod detect;
pub mod gazetteer;
pub mod lexicon;
mod name;
pub mod nominal;
pub mod pronoun;
pub mod time;
pub mod words;

use crate::document::{Document, SentenceId, Span, TokenId};
use crate::ontology::{EntityClass, KnowledgeId};
pub use detect::Detector;
pub use lexicon::{Gender, Lexicon};
pub use name::Prior;
pub use time::{TimeExpression, TimeKind};

/// Index of a mention in [`Mentions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MentionId(pub u32);

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// A proper name or a state's adjective: "Sudani", "Iraqi".
    Name,
    /// A description: "the coalition", "foreign military forces".
    Nominal,
    /// A personal, possessive or relative pronoun.
    Pronoun,
}

/// A stretch of text that refers to an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub span: Span,
    /// First and one past the last token; empty (equal) for a mention in the dateline.
    pub tokens: (u32, u32),
    /// Syntactic head.
    pub head: Option<TokenId>,
    /// `None` in the dateline.
    pub sentence: Option<SentenceId>,
    pub form: Form,
    /// What the mention itself tells of its class.
    pub class: Option<EntityClass>,
    /// Known entities it may name, best first.
    pub candidates: Vec<KnowledgeId>,
}

/// All mentions and time expressions of a document, each sorted by position.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    pub mentions: Vec<Mention>,
    pub times: Vec<TimeExpression>,
}

impl Mentions {
    /// One mention.
    #[must_use]
    pub fn get(&self, id: MentionId) -> &Mention {
        &self.mentions[id.0 as usize]
    }

    /// All mentions with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (MentionId, &Mention)> {
        (0u32..).map(MentionId).zip(&self.mentions)
    }

    /// The longest mention headed by this token.
    #[must_use]
    pub fn headed_by(&self, token: TokenId) -> Option<MentionId> {
        self.iter()
            .filter(|(_, mention)| mention.head == Some(token))
            .max_by_key(|(_, mention)| mention.span.end - mention.span.start)
            .map(|(id, _)| id)
    }

    /// The text of a mention.
    #[must_use]
    pub fn text<'a>(&self, document: &'a Document, id: MentionId) -> &'a str {
        document.slice(self.get(id).span)
    }
}
