//! From an analysed article to RDF quads.
//!
//! [`quads`] is a pure function: the same analysis gives the same quads, sorted and without blank nodes. What is
//! never asked for is not written: only sentences that are evidence, only entities that a mention or claim names,
//! and of their mentions each name and description once (see [`Detail`]). The sentence of a mention follows from
//! the offsets, its form and the tokens are in `inspect`.
mod article;
mod claim;
pub mod description;
pub mod dossier;
mod entity;
pub mod fingerprint;
pub mod identity;
pub mod iri;
pub mod occurrence;
pub mod offsets;
pub mod provenance;
pub mod shingle;
pub mod shortcut;
pub mod validate;

use crate::article::Article;
use crate::claim::Claim;
use crate::document::{Document, SentenceId, Span};
use crate::entity::{EntityId, Resolution};
use crate::mention::Mentions;
use crate::ontology::Knowledge;
use crate::ontology::vocabulary::xsd;
pub use iri::{Base, SharedGraph};
use offsets::CharOffsets;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term};
use shortcut::Shortcuts;
use std::collections::BTreeSet;

/// Everything chancery made of one article; dropped when its quads are written.
#[derive(Debug)]
pub struct Analysis {
    pub article: Article,
    pub document: Document,
    pub mentions: Mentions,
    pub resolution: Resolution,
    pub claims: Vec<Claim>,
}

/// How much an article's graph holds beside its claims and entities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Of each entity every name and description once, where it first stands; its confidence if it is low;
    /// sentences that are evidence.
    #[default]
    Compact,
    /// Also every further mention, pronouns included, and every sentence that holds one.
    Full,
}

impl Detail {
    /// As written on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compact => "compact",
            Self::Full => "full",
        }
    }
}

/// Turns analyses into quads.
#[derive(Clone, Debug, Default)]
pub struct GraphWriter {
    base: Base,
    detail: Detail,
    shortcuts: Shortcuts,
}

impl GraphWriter {
    /// A writer of resources under this base, with the shortcuts that the ontology declares.
    #[must_use]
    pub fn new(base: Base) -> Self {
        Self { base, detail: Detail::default(), shortcuts: Shortcuts::shipped() }
    }

    /// With this much detail.
    #[must_use]
    pub fn with_detail(self, detail: Detail) -> Self {
        Self { detail, ..self }
    }

    /// The base of all resources.
    #[must_use]
    pub const fn base(&self) -> &Base {
        &self.base
    }

    /// The graph of an article, sorted as N-Quads.
    #[must_use]
    pub fn quads(&self, analysis: &Analysis, knowledge: &Knowledge) -> Vec<Quad> {
        let mut sheet = Sheet::new(self, analysis, knowledge);
        article::write(&mut sheet);
        claim::write(&mut sheet);
        entity::write(&mut sheet);
        article::write_sentences(&mut sheet);
        sort(sheet.quads)
    }
}

/// The graph of an article under a base; see [`GraphWriter`], which is cheaper for many articles.
#[must_use]
pub fn quads(analysis: &Analysis, knowledge: &Knowledge, base: &Base) -> Vec<Quad> {
    GraphWriter::new(base.clone()).quads(analysis, knowledge)
}

/// Sorts quads by their N-Quads lines and drops repetitions.
#[must_use]
pub fn sort(quads: Vec<Quad>) -> Vec<Quad> {
    let mut keyed: Vec<(String, Quad)> = quads.into_iter().map(|quad| (quad.to_string(), quad)).collect();
    keyed.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    keyed.dedup_by(|a, b| a.0 == b.0);
    keyed.into_iter().map(|(_, quad)| quad).collect()
}

/// A graph in the making.
struct Sheet<'a> {
    writer: &'a GraphWriter,
    analysis: &'a Analysis,
    knowledge: &'a Knowledge,
    article: NamedNode,
    offsets: CharOffsets,
    /// Entities and sentences that something written so far points to.
    entities: BTreeSet<EntityId>,
    sentences: BTreeSet<SentenceId>,
    /// Posts described so far.
    posts: BTreeSet<NamedNode>,
    quads: Vec<Quad>,
}

impl<'a> Sheet<'a> {
    fn new(writer: &'a GraphWriter, analysis: &'a Analysis, knowledge: &'a Knowledge) -> Self {
        Self {
            writer,
            analysis,
            knowledge,
            article: writer.base.article(&analysis.article.id),
            offsets: CharOffsets::new(analysis.document.text()),
            entities: BTreeSet::new(),
            sentences: BTreeSet::new(),
            posts: BTreeSet::new(),
            quads: Vec::with_capacity(512),
        }
    }

    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quads.push(Quad::new(subject.clone(), predicate, object, self.article.clone()));
    }

    /// Adds a text if there is any.
    fn add_text(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, text: &str) {
        if !text.is_empty() {
            self.add(subject, predicate, Literal::from(text));
        }
    }

    /// Adds the words of a span.
    fn add_span(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, span: Span) {
        let analysis = self.analysis;
        self.add_text(subject, predicate, analysis.document.slice(span));
    }

    /// Adds a link to an entity of the article, which is then described too.
    fn add_entity(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, entity: EntityId) {
        self.entities.insert(entity);
        let object = self.entity(entity);
        self.add(subject, predicate, object);
    }

    fn add_count(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, count: u32) {
        self.add(subject, predicate, Literal::from(count_as_integer(count)));
    }

    fn entity(&self, entity: EntityId) -> NamedNode {
        self.writer.base.entity(&self.analysis.resolution.get(entity).path)
    }

    fn sentence(&mut self, sentence: SentenceId) -> NamedNode {
        self.sentences.insert(sentence);
        iri::part(&self.article, 's', sentence.index() + 1)
    }
}

/// Counts are `xsd:integer`, whatever their width in memory.
const fn count_as_integer(count: u32) -> i64 {
    count as i64
}

/// A confidence in (0, 1] as `xsd:decimal` with at most two digits, in the canonical form that stores give back;
/// anything outside is brought to the nearest end.
fn confidence(value: f32) -> Literal {
    let value = if value.is_nan() { 0.01 } else { value.clamp(0.01, 1.0) };
    let text = format!("{value:.2}");
    Literal::new_typed_literal(text.trim_end_matches('0').trim_end_matches('.'), xsd::DECIMAL)
}
