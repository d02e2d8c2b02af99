//! Which word a time expression depends on.
use crate::document::{Document, Span, TokenId};
use crate::mention::{Mentions, TimeExpression, TimeKind};

/// How far an expression is followed up from names to the predicate.
const MAX_CLIMB: usize = 6;

/// A time expression and its governor.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attachment<'a> {
    pub(super) expression: &'a TimeExpression,
    /// Its own syntactic head.
    pub(super) head: TokenId,
    /// The word it tells the time of.
    pub(super) governor: TokenId,
    /// Whether it stands before a noun as its modifier: "Monday's meeting".
    pub(super) attributive: bool,
}

impl<'a> Attachment<'a> {
    /// `None` if the expression is no time of anything: a subject, an object, a length before a noun ("two-day").
    pub(super) fn of(document: &Document, mentions: &Mentions, expression: &'a TimeExpression) -> Option<Self> {
        let inside = |id: TokenId| (expression.tokens.0..expression.tokens.1).contains(&id.0);
        let head = (expression.tokens.0..expression.tokens.1)
            .map(TokenId)
            .find(|&id| document.token(id).head.is_none_or(|head| !inside(head)))?;
        let Some(mut governor) = document.token(head).head else {
            return Some(Self { expression, head, governor: head, attributive: false });
        };
        let attributive = governor > head && is_nominal(document, governor);
        let length = matches!(expression.kind, TimeKind::Duration | TimeKind::Set);
        if attributive {
            return (!length).then_some(Self { expression, head, governor, attributive });
        }
        if let Some(verb) = verb_before(document, expression) {
            return Some(Self { expression, head, governor: verb, attributive });
        }
        let relation = document.token(head).deprel;
        if ["nsubj", "csubj", "appos", "conj"].iter().any(|label| relation.matches(label)) {
            return None;
        }
        if relation.matches("obj") && (length || document.token(head).upos == "NUM") {
            return None;
        }
        for _ in 0..MAX_CLIMB {
            if !is_nominal(document, governor) || mentions.headed_by(governor).is_none() {
                break;
            }
            match document.token(governor).head {
                Some(above) => governor = above,
                None => break,
            }
        }
        Some(Self { expression, head, governor, attributive })
    }

    /// Expressions that name a date come first, then those with a bound, then the rest, each in text order.
    pub(super) fn rank(&self) -> (u8, u32) {
        let time = self.expression;
        let class = if time.date.is_some() {
            0
        } else if time.begin.is_some() || time.end.is_some() {
            1
        } else {
            2
        };
        (class, time.span.start)
    }

    /// The expression with its preposition and what else stands directly before it in its phrase: "early on", "over the".
    pub(super) fn text(&self, document: &Document) -> Span {
        let mut span = self.expression.span;
        let mut start = self.expression.tokens.0;
        while let Some(previous) = start.checked_sub(1).map(TokenId) {
            let token = document.token(previous);
            let inside = |head: TokenId| (start..self.expression.tokens.1).contains(&head.0);
            let introduces = ["case", "det", "advmod"].iter().any(|label| token.deprel.matches(label));
            if !introduces || !token.head.is_some_and(inside) || token.sentence != document.token(self.head).sentence {
                break;
            }
            span = span.cover(token.span);
            start = previous.0;
        }
        span
    }
}

fn is_nominal(document: &Document, id: TokenId) -> bool {
    let upos = document.token(id).upos;
    upos == "NOUN" || upos == "PROPN" || upos == "PRON"
}

/// The finite verb directly before the expression, "said Saturday he will …": a time there belongs to it.
fn verb_before(document: &Document, expression: &TimeExpression) -> Option<TokenId> {
    let first = document.token(TokenId(expression.tokens.0)).sentence;
    let mut at = expression.tokens.0;
    loop {
        at = at.checked_sub(1)?;
        let token = document.token(TokenId(at));
        if token.sentence != first {
            return None;
        }
        match document.form(TokenId(at)) {
            "on" | "late" | "early" | "later" | "earlier" | "here" | "there" => {}
            _ => {
                let finite = token.upos == "VERB" && matches!(token.xpos.as_str(), "VBD" | "VBZ" | "VBP");
                return finite.then_some(TokenId(at));
            }
        }
    }
}
