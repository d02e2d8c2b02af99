//! Cheap look at a document's words: lower-case forms, capitals, adjacency.
use crate::document::{Document, Sentence, Span, TokenId};

/// A document with the lower-case forms of its tokens.
#[derive(Debug)]
pub struct Words<'d> {
    /// The document.
    pub document: &'d Document,
    lower: Vec<Box<str>>,
}

impl<'d> Words<'d> {
    /// Prepares a document.
    #[must_use]
    pub fn new(document: &'d Document) -> Self {
        let lower = document.tokens().iter().map(|token| document.slice(token.span).to_lowercase().into()).collect();
        Self { document, lower }
    }

    /// Number of tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lower.len()
    }

    /// Whether the document has no tokens.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lower.is_empty()
    }

    /// The token's lower-case form; empty outside the document.
    #[must_use]
    pub fn lower(&self, token: usize) -> &str {
        self.lower.get(token).map_or("", AsRef::as_ref)
    }

    /// The token as written; empty outside the document.
    #[must_use]
    pub fn form(&self, token: usize) -> &'d str {
        self.document.tokens().get(token).map_or("", |token| self.document.slice(token.span))
    }

    /// Whether the token begins with an upper-case letter.
    #[must_use]
    pub fn capital(&self, token: usize) -> bool {
        self.form(token).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether the token has at least two letters and all of them are upper case.
    #[must_use]
    pub fn all_capitals(&self, token: usize) -> bool {
        let form = self.form(token);
        form.chars().filter(|c| c.is_alphabetic()).count() > 1 && !form.chars().any(char::is_lowercase)
    }

    /// Whether nothing stands between this token and the one before it.
    #[must_use]
    pub fn joined(&self, token: usize) -> bool {
        let tokens = self.document.tokens();
        token > 0 && token < tokens.len() && tokens[token - 1].span.end == tokens[token].span.start
    }

    /// Whether the token is a hyphen joined to both neighbours.
    #[must_use]
    pub fn is_joint(&self, token: usize) -> bool {
        matches!(self.form(token), "-" | "–" | "‑") && self.joined(token) && self.joined(token + 1)
    }

    /// Whether the token is an apostrophe or "'s".
    #[must_use]
    pub fn is_possessive(&self, token: usize) -> bool {
        matches!(self.lower(token), "'s" | "’s" | "'" | "’" | "`s") && self.joined(token)
    }

    /// The universal part of speech; "X" outside the document.
    #[must_use]
    pub fn upos(&self, token: usize) -> &'static str {
        self.document.tokens().get(token).map_or("X", |token| token.upos.as_str())
    }

    /// The span from one token to (excluding) another.
    #[must_use]
    pub fn span(&self, from: usize, to: usize) -> Span {
        let tokens = self.document.tokens();
        if from >= to || to > tokens.len() {
            return Span::default();
        }
        tokens[from].span.cover(tokens[to - 1].span)
    }

    /// The text from one token to (excluding) another.
    #[must_use]
    pub fn text(&self, from: usize, to: usize) -> &'d str {
        self.document.slice(self.span(from, to))
    }

    /// The token of `from..to` that the others depend on: the first whose head lies outside.
    #[must_use]
    pub fn head(&self, from: usize, to: usize) -> Option<TokenId> {
        let inside = |token: TokenId| (from..to).contains(&token.index());
        (from..to)
            .map(TokenId::from_index)
            .find(|&token| self.document.token(token).head.is_none_or(|head| !inside(head)))
    }

    /// Whether the token is the first word of its sentence, opening quotes and dashes aside.
    #[must_use]
    pub fn is_initial(&self, sentence: &Sentence, token: usize) -> bool {
        let first = sentence.tokens.0 as usize;
        (first..token).all(|before| !self.form(before).chars().any(char::is_alphanumeric))
            || (token > first
                && matches!(self.form(token - 1), ":" | "\"" | "“" | "``" | "‘" | "'" | "--" | "—" | "(" | "•"))
    }
}
