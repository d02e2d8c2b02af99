//! The tree with the edges added so far.
use crate::document::{Deprel, Edge, Token, TokenId};

/// Basic tree and added edges of a text.
pub(super) struct Syntax<'a> {
    tokens: &'a [Token],
    children: Vec<Vec<TokenId>>,
    /// Added edges by head and by dependent.
    added_children: Vec<Vec<Edge>>,
    added_heads: Vec<Vec<Edge>>,
    count: usize,
}

impl<'a> Syntax<'a> {
    pub(super) fn new(tokens: &'a [Token]) -> Self {
        let mut children = vec![Vec::new(); tokens.len()];
        for (id, token) in (0u32..).map(TokenId).zip(tokens) {
            if let Some(head) = token.head {
                children[head.index()].push(id);
            }
        }
        Self {
            tokens,
            children,
            added_children: vec![Vec::new(); tokens.len()],
            added_heads: vec![Vec::new(); tokens.len()],
            count: 0,
        }
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = TokenId> + use<> {
        (0u32..).map(TokenId).take(self.tokens.len())
    }

    pub(super) fn token(&self, id: TokenId) -> &'a Token {
        &self.tokens[id.index()]
    }

    pub(super) fn children(&self, id: TokenId) -> &[TokenId] {
        &self.children[id.index()]
    }

    /// Whether the token has a basic child with this relation or a subtype of it.
    pub(super) fn has(&self, id: TokenId, deprel: &str) -> bool {
        self.child(id, deprel).is_some()
    }

    /// The first basic child with this relation or a subtype of it.
    pub(super) fn child(&self, id: TokenId, deprel: &str) -> Option<TokenId> {
        self.children(id).iter().copied().find(|&child| self.token(child).deprel.matches(deprel))
    }

    /// Adds an edge unless the two are already linked that way.
    pub(super) fn add(&mut self, head: TokenId, dependent: TokenId, deprel: Deprel) {
        let token = self.token(dependent);
        let edge = Edge { head, dependent, deprel };
        let is_basic = token.head == Some(head) && token.deprel == deprel;
        if head != dependent && !is_basic && !self.added_heads[dependent.index()].contains(&edge) {
            self.added_children[head.index()].push(edge);
            self.added_heads[dependent.index()].push(edge);
            self.count += 1;
        }
    }

    /// How many edges were added.
    pub(super) const fn added(&self) -> usize {
        self.count
    }

    /// All edges that reach a token.
    pub(super) fn heads(&self, id: TokenId) -> Vec<Edge> {
        let token = self.token(id);
        let basic = token.head.map(|head| Edge { head, dependent: id, deprel: token.deprel });
        basic.into_iter().chain(self.added_heads[id.index()].iter().copied()).collect()
    }

    /// All edges that leave a token.
    pub(super) fn edges(&self, id: TokenId) -> impl Iterator<Item = Edge> + '_ {
        let basic = self.children(id).iter().map(move |&child| Edge {
            head: id,
            dependent: child,
            deprel: self.token(child).deprel,
        });
        basic.chain(self.added_children[id.index()].iter().copied())
    }

    /// The subjects of a predicate; a relativizer is replaced by its antecedent.
    pub(super) fn subjects(&self, id: TokenId) -> Vec<TokenId> {
        let mut subjects: Vec<TokenId> = self
            .edges(id)
            .filter(|edge| is_subject(edge.deprel) && !self.is_relativizer(edge.dependent))
            .map(|edge| edge.dependent)
            .collect();
        subjects.sort_unstable();
        subjects.dedup();
        subjects
    }

    /// Whether a predicate has a subject of any kind, a clause or expletive included.
    pub(super) fn has_subject(&self, id: TokenId) -> bool {
        self.edges(id).any(|edge| edge.deprel.matches("nsubj") || edge.deprel.matches("csubj") || edge.deprel == "expl")
    }

    /// Whether the token was found to stand for an antecedent.
    pub(super) fn is_relativizer(&self, id: TokenId) -> bool {
        self.added_heads[id.index()].iter().any(|edge| edge.deprel == "ref")
    }

    /// Whether a verb is passive by its auxiliary.
    pub(super) fn is_passive(&self, id: TokenId) -> bool {
        self.has(id, "aux:pass") || self.has(id, "nsubj:pass")
    }

    /// Whether a token is the head of a clause: a verb, or anything with a copula.
    pub(super) fn is_predicate(&self, id: TokenId) -> bool {
        let token = self.token(id);
        token.upos == "VERB" || (token.upos == "AUX" && token.deprel != "aux") || self.has(id, "cop")
    }

    pub(super) fn into_edges(self) -> Vec<Edge> {
        let mut edges: Vec<Edge> = self.added_heads.into_iter().flatten().collect();
        edges.sort_unstable();
        edges
    }
}

/// Whether this is the relation of a nominal subject inside its clause.
pub(super) fn is_subject(deprel: Deprel) -> bool {
    deprel.matches("nsubj") && deprel != "nsubj:outer"
}
