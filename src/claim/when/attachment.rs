//! Which word a time expression depends on: the tree's answer, corrected where newswire deceives parsers.
use super::lexicon;
use crate::article::PartialDate;
use crate::document::{Document, Span, TokenId};
use crate::mention::{Mentions, TimeExpression, TimeKind};
use jiff::civil::Date;

/// How far an expression is followed up to its predicate.
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
    /// Whether it opens the sentence and a comma follows.
    pub(super) fronted: bool,
}

impl<'a> Attachment<'a> {
    /// `None` if the expression is no time of anything: a subject, an object, a length before a noun ("two-day").
    pub(super) fn of(
        document: &Document,
        mentions: &Mentions,
        reference: Option<Date>,
        expression: &'a TimeExpression,
    ) -> Option<Self> {
        let site = Site { document, mentions, reference, expression };
        let (first, last) = expression.tokens;
        let head = (first..last)
            .map(TokenId)
            .find(|&id| document.token(id).head.is_none_or(|head| head.0 < first || head.0 >= last))?;
        let fronted = site.is_fronted();
        let attach = |governor, attributive| Some(Self { expression, head, governor, attributive, fronted });
        let length = matches!(expression.kind, TimeKind::Duration | TimeKind::Set);
        if let Some(noun) = site.modified_noun() {
            return if length { None } else { attach(noun, true) };
        }
        let Some(above) = document.token(head).head else { return attach(head, false) };
        if let Some(verb) = site.verb_before().or_else(|| site.verb_after()) {
            return attach(verb, false);
        }
        let relation = document.token(head).deprel;
        if relation.matches("nsubj")
            && site.is_day()
            && document.token(above).xpos == "VB"
            && let Some(verb) = site.finite_before()
        {
            return attach(verb, false);
        }
        let counted = length || document.token(head).upos == "NUM";
        if relation.matches("conj")
            || (relation.matches("nsubj") && !fronted)
            || (relation.matches("obj") && counted)
            || (length && document.token(above).head.is_some() && relation.matches("compound"))
        {
            return None;
        }
        if let Some(noun) = site.earlier_event(head).or_else(|| site.deadline(head, above)) {
            return attach(noun, false);
        }
        let governor = site.settle(above);
        attach(site.told_before(governor).unwrap_or(governor), false)
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

/// Whether the token is a predicate: a verb, or a word with a copula or auxiliary.
fn is_predicate(document: &Document, id: TokenId) -> bool {
    document.token(id).upos == "VERB"
        || document.children(id).iter().any(|&child| {
            let relation = document.token(child).deprel;
            relation.matches("cop") || relation.matches("aux")
        })
}

/// An expression in its sentence.
struct Site<'a> {
    document: &'a Document,
    mentions: &'a Mentions,
    reference: Option<Date>,
    expression: &'a TimeExpression,
}

impl Site<'_> {
    /// The token if it stands in the expression's sentence.
    fn at(&self, index: u32) -> Option<TokenId> {
        let sentence = self.document.token(TokenId(self.expression.tokens.0)).sentence;
        let id = TokenId(index);
        (id.index() < self.document.tokens().len() && self.document.token(id).sentence == sentence).then_some(id)
    }

    fn before(&self, index: u32) -> Option<TokenId> {
        self.at(index.checked_sub(1)?)
    }

    fn is_fronted(&self) -> bool {
        let mut start = self.expression.tokens.0;
        while let Some(previous) = self.before(start) {
            let upos = self.document.token(previous).upos;
            if upos == "ADP" || upos == "DET" || upos == "ADV" || upos == "PUNCT" || upos == "CCONJ" {
                start = previous.0;
            } else {
                return false;
            }
        }
        self.at(self.expression.tokens.1).is_some_and(|next| self.document.form(next) == ",")
    }

    /// The noun that the expression modifies from before it: "Monday's surprise meeting", "its October 9 nuclear test",
    /// "the 2003 US-led invasion".
    fn modified_noun(&self) -> Option<TokenId> {
        let document = self.document;
        let mut at = self.expression.tokens.1;
        let possessive = self.at(at).is_some_and(|id| document.token(id).xpos == "POS");
        if possessive {
            at += 1;
        }
        let determined = self.before(self.expression.tokens.0).is_some_and(|id| {
            let token = document.token(id);
            token.upos == "DET" || token.xpos == "PRP$" || token.xpos == "POS" || token.upos == "ADJ"
        });
        let below = |noun: TokenId| {
            let inside = |id: u32| document.token(TokenId(id)).head == Some(noun);
            (self.expression.tokens.0..self.expression.tokens.1).any(inside)
        };
        let mut noun = None;
        while let Some(id) = self.at(at) {
            let token = document.token(id);
            let upos = token.upos;
            if upos == "NOUN" || upos == "PROPN" {
                noun = Some(id);
            } else if !(upos == "ADJ" || upos == "NUM" || token.xpos == "HYPH" || (noun.is_none() && upos == "ADV"))
                && !(token.xpos == "VBN" || token.xpos == "VBG") | (noun.is_some() && !self.is_hyphenated(id))
            {
                break;
            }
            at += 1;
        }
        noun.filter(|&noun| possessive || determined || below(noun))
    }

    fn is_hyphenated(&self, id: TokenId) -> bool {
        self.before(id.0).is_some_and(|previous| self.document.token(previous).xpos == "HYPH")
    }

    /// The verb directly before the expression, "said Saturday he will …", "will meet Friday for …": a time there
    /// belongs to it.
    fn verb_before(&self) -> Option<TokenId> {
        let mut at = self.expression.tokens.0;
        loop {
            let id = self.before(at)?;
            match self.document.form(id) {
                "on" | "late" | "early" | "later" | "earlier" | "here" | "there" => at = id.0,
                _ => return (self.document.token(id).upos == "VERB").then_some(id),
            }
        }
    }

    /// The finite verb directly after the expression: "troops on Thursday entered the town".
    fn verb_after(&self) -> Option<TokenId> {
        let next = self.at(self.expression.tokens.1).filter(|_| self.is_day())?;
        let id = if self.document.token(next).upos == "ADV" { self.at(next.0 + 1)? } else { next };
        let token = self.document.token(id);
        (token.upos == "VERB" && matches!(token.xpos.as_str(), "VBD" | "VBZ")).then_some(id)
    }

    /// "urged officials Monday not to withdraw": a day is no subject of an infinitive.
    fn finite_before(&self) -> Option<TokenId> {
        let mut at = self.expression.tokens.0;
        while let Some(id) = self.before(at) {
            let token = self.document.token(id);
            if token.upos == "VERB" && matches!(token.xpos.as_str(), "VBD" | "VBZ" | "VBP") {
                return Some(id);
            }
            at = id.0;
        }
        None
    }

    /// "were frozen after the annexation of the province three years ago": what was before is as old as that.
    fn earlier_event(&self, head: TokenId) -> Option<TokenId> {
        let document = self.document;
        if self.is_day() || document.children_by(head, "case").next().is_some() {
            return None;
        }
        let mut noun = self.before(self.expression.tokens.0)?;
        for _ in 0..MAX_CLIMB {
            let introduced = document
                .children_by(noun, "case")
                .any(|case| matches!(document.lemma(case), "after" | "before" | "since" | "following"));
            if introduced {
                let nominal = matches!(document.token(noun).upos.as_str(), "NOUN" | "PROPN");
                let ends = |last: &TokenId| last.0 + 1 == self.expression.tokens.0;
                return Some(noun).filter(|&noun| nominal && document.subtree(noun).last().is_some_and(ends));
            }
            noun = document.token(noun).head?;
        }
        None
    }

    /// "It follows a *visit* to Lima last year": what is told in the present tense was not then, but its object may have been.
    fn told_before(&self, verb: TokenId) -> Option<TokenId> {
        let document = self.document;
        let present = matches!(document.token(verb).xpos.as_str(), "VBZ" | "VBP");
        let past = self.expression.date.zip(self.reference).is_some_and(|(date, today)| date.is_before(today));
        let before = |noun: &TokenId| {
            let token = document.token(*noun);
            (token.deprel.matches("obj") || token.deprel.matches("obl"))
                && noun.0 < self.expression.tokens.0
                && lexicon::is_happening(document.lemma(*noun))
        };
        document.children(verb).iter().copied().filter(|_| present && past).rfind(before)
    }

    /// "called for a withdrawal of all troops by 2030": the deadline is that of what is called for.
    fn deadline(&self, head: TokenId, above: TokenId) -> Option<TokenId> {
        let document = self.document;
        let by =
            document.children_by(head, "case").any(|case| matches!(document.lemma(case), "by" | "before" | "until"));
        if !by || !lexicon::is_prospect(document.lemma(above)) {
            return None;
        }
        let asked = |child: &TokenId| {
            let token = document.token(*child);
            (token.deprel.matches("obj") || token.deprel.matches("obl"))
                && token.upos == "NOUN"
                && child.0 < self.expression.tokens.0
                && self.mentions.headed_by(*child).is_none()
        };
        document.children(above).iter().copied().filter(|&child| child != head).find(asked)
    }

    /// Whether the expression names a day by its relation to the day of reporting: "Monday", "yesterday".
    fn is_day(&self) -> bool {
        matches!(self.expression.date, Some(PartialDate::Day(_)))
            && !self.document.slice(self.expression.span).contains(|c: char| c.is_ascii_digit())
    }

    /// From the head the tree gives to the predicate or noun whose time it is. Names of people and places have no time,
    /// and a day after an object is that of the verb ("issued a declaration Wednesday"), unless the verb tells of the
    /// past and the day is to come ("announced talks on Friday").
    fn settle(&self, above: TokenId) -> TokenId {
        let document = self.document;
        let mut at = above;
        for _ in 0..MAX_CLIMB {
            let token = document.token(at);
            let noun = token.upos == "NOUN" || token.upos == "PROPN";
            if is_predicate(document, at) || (noun && self.mentions.headed_by(at).is_none()) {
                break;
            }
            match token.head {
                Some(head) => at = head,
                None => break,
            }
        }
        if !self.is_day() {
            return at;
        }
        let bare =
            self.expression.tokens.0.checked_sub(1).is_none_or(|before| document.token(TokenId(before)).upos != "ADP");
        let mut noun = at;
        for _ in 0..MAX_CLIMB {
            let token = document.token(noun);
            let relation = |labels: &[&str]| labels.iter().any(|label| token.deprel.matches(label));
            // "struck a tanker sailing off the coast on Friday"
            let passing = token.xpos == "VBG" && relation(&["acl"]);
            // "ambushed a crew near the village of Kol on Monday": a crew or a village has no day.
            let thing = relation(&["nmod"]) && !lexicon::is_happening(document.lemma(noun));
            let argument = thing || relation(&["obj", "obl", "nsubj:pass", "xcomp"]);
            if is_predicate(document, noun) && !passing
                || !(passing || argument || bare)
                || relation(&["nsubj"]) && !argument
            {
                break;
            }
            let Some(head) = token.head else { break };
            if is_predicate(document, head) {
                if !self.agrees(head) {
                    break;
                }
                at = head;
            }
            noun = head;
        }
        at
    }

    fn agrees(&self, verb: TokenId) -> bool {
        let past = self.document.token(verb).xpos == "VBD" && !lexicon::is_phase(self.document.lemma(verb));
        let to_come = self.expression.date.zip(self.reference).is_some_and(|(date, today)| date.is_after(today));
        !(past && to_come)
    }
}
