//! One text with its sentences, tokens and dependencies.
//!
//! The document owns the only copy of the text; everything else is ids and byte ranges into it.
pub mod conllu;
pub mod labels;

pub use labels::{Deprel, Upos, Xpos};
use std::ops::Range;
use std::sync::Arc;

/// Half-open byte range in a document's text, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// A span from byte offsets.
    ///
    /// # Panics
    /// If an offset is 4 GiB or more: readers refuse such texts.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let offset = |n: usize| u32::try_from(n).expect("readers refuse texts of 4 GiB");
        Self { start: offset(start), end: offset(end) }
    }

    /// The range for slicing.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the other span lies inside this one.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Index of a token in its document (not in its sentence).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenId(pub u32);

/// Index of a sentence in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SentenceId(pub u32);

impl TokenId {
    /// From an index.
    ///
    /// # Panics
    /// If the index does not fit into 32 bits: no document is that long.
    #[must_use]
    pub fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).expect("fewer than 2^32 tokens"))
    }

    /// As an index.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl SentenceId {
    /// As an index.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A syntactic word (UD): "don't" is two tokens, "do" and "n't".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub span: Span,
    pub sentence: SentenceId,
    pub lemma: Box<str>,
    pub upos: Upos,
    pub xpos: Xpos,
    /// `None` for the root of its sentence.
    pub head: Option<TokenId>,
    pub deprel: Deprel,
}

/// A sentence: its tokens and its text from the first to the last of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub span: Span,
    /// First and one past the last token index.
    pub tokens: (u32, u32),
    /// Number of the paragraph it stands in, from 0.
    pub paragraph: u32,
}

impl Sentence {
    /// The sentence's tokens.
    pub fn token_ids(&self) -> impl DoubleEndedIterator<Item = TokenId> + ExactSizeIterator + use<> {
        (self.tokens.0..self.tokens.1).map(TokenId)
    }
}

/// An edge of the enhanced dependency graph (UD v2 enhanced dependencies): basic edges plus shared subjects
/// of controlled, conjoined and relative clauses, and propagated conjuncts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Edge {
    pub head: TokenId,
    pub dependent: TokenId,
    pub deprel: Deprel,
}

/// A text with its linguistic annotation.
#[derive(Clone, Debug, Default)]
pub struct Document {
    text: Arc<str>,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
    /// Basic children per token, in text order.
    children: Vec<Vec<TokenId>>,
    /// Enhanced edges leaving a token, sorted.
    enhanced_children: Vec<Vec<Edge>>,
    /// Enhanced edges reaching a token, sorted.
    enhanced_heads: Vec<Vec<Edge>>,
}

impl Document {
    /// Assembles a document; `enhanced` holds only the edges *added* to the basic tree.
    ///
    /// # Panics
    /// If a head, dependent or sentence index is out of range.
    #[must_use]
    pub fn new(text: Arc<str>, sentences: Vec<Sentence>, tokens: Vec<Token>, enhanced: &[Edge]) -> Self {
        let mut children = vec![Vec::new(); tokens.len()];
        let mut enhanced_children = vec![Vec::new(); tokens.len()];
        let mut enhanced_heads = vec![Vec::new(); tokens.len()];
        let basic = tokens
            .iter()
            .zip(0u32..)
            .filter_map(|(token, i)| token.head.map(|head| Edge { head, dependent: TokenId(i), deprel: token.deprel }));
        for edge in basic {
            children[edge.head.index()].push(edge.dependent);
            enhanced_children[edge.head.index()].push(edge);
            enhanced_heads[edge.dependent.index()].push(edge);
        }
        for &edge in enhanced {
            enhanced_children[edge.head.index()].push(edge);
            enhanced_heads[edge.dependent.index()].push(edge);
        }
        for edges in enhanced_children.iter_mut().chain(enhanced_heads.iter_mut()) {
            edges.sort_unstable();
            edges.dedup();
        }
        Self { text, sentences, tokens, children, enhanced_children, enhanced_heads }
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All sentences in order.
    #[must_use]
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// All tokens in order.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// All token ids in order.
    pub fn token_ids(&self) -> impl DoubleEndedIterator<Item = TokenId> + ExactSizeIterator + use<> {
        (0..u32::try_from(self.tokens.len()).expect("fewer tokens than bytes")).map(TokenId)
    }

    /// One token.
    #[must_use]
    pub fn token(&self, id: TokenId) -> &Token {
        &self.tokens[id.index()]
    }

    /// One sentence.
    #[must_use]
    pub fn sentence(&self, id: SentenceId) -> &Sentence {
        &self.sentences[id.index()]
    }

    /// The sentence a token stands in.
    #[must_use]
    pub fn sentence_of(&self, id: TokenId) -> &Sentence {
        self.sentence(self.token(id).sentence)
    }

    /// The text of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// The token as written.
    #[must_use]
    pub fn form(&self, id: TokenId) -> &str {
        self.slice(self.token(id).span)
    }

    /// The lemma, in lower case except for proper nouns.
    #[must_use]
    pub fn lemma(&self, id: TokenId) -> &str {
        &self.token(id).lemma
    }

    /// The token of a span on which the others depend.
    #[must_use]
    pub fn head_of(&self, span: Span) -> Option<TokenId> {
        let first = self.tokens.partition_point(|token| token.span.end <= span.start);
        let last = self.tokens.partition_point(|token| token.span.start < span.end);
        let inside = |head: TokenId| (first..last).contains(&head.index());
        let within = self.token_ids().skip(first).take(last.saturating_sub(first));
        within.into_iter().find(|&id| self.token(id).head.is_none_or(|head| !inside(head)))
    }

    /// Basic dependents in text order.
    #[must_use]
    pub fn children(&self, id: TokenId) -> &[TokenId] {
        &self.children[id.index()]
    }

    /// Basic dependents with the given relation (exact, or any subtype when `deprel` has none).
    pub fn children_by<'a>(&'a self, id: TokenId, deprel: &'a str) -> impl Iterator<Item = TokenId> + 'a {
        self.children(id).iter().copied().filter(move |&child| self.token(child).deprel.matches(deprel))
    }

    /// Enhanced edges to dependents, basic ones included.
    #[must_use]
    pub fn enhanced_children(&self, id: TokenId) -> &[Edge] {
        &self.enhanced_children[id.index()]
    }

    /// Enhanced edges to heads, the basic one included.
    #[must_use]
    pub fn enhanced_heads(&self, id: TokenId) -> &[Edge] {
        &self.enhanced_heads[id.index()]
    }

    /// All tokens below and including `id` in the basic tree, in text order.
    #[must_use]
    pub fn subtree(&self, id: TokenId) -> Vec<TokenId> {
        let mut found = vec![id];
        let mut next = 0;
        while next < found.len() {
            found.extend_from_slice(self.children(found[next]));
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// The span from the first to the last token of the subtree.
    #[must_use]
    pub fn subtree_span(&self, id: TokenId) -> Span {
        self.subtree(id).into_iter().map(|token| self.token(token).span).reduce(Span::cover).unwrap_or_default()
    }
}
