//! The clause or quotation that a reporting verb reports.
use super::clause::{clause, left_clause, right_clause};
use super::syntax::{core_phrase, is_finite, lower, trimmed};
use crate::claim::quotes::{Quote, Quotes};
use crate::document::{Document, Span, TokenId};

/// A verb that may report, with what belongs to its own clause.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    pub verb: TokenId,
    /// "out" of "ruled out", "clear" of "made it clear".
    pub particle: Option<TokenId>,
    pub subject: Option<TokenId>,
    /// Whether the verb can take the person told as its object ("told reporters"); another object is content then.
    pub tells: bool,
    /// Whether the subject stands in the verb's own clause and is not shared with another verb.
    pub own_subject: bool,
    pub passive: bool,
}

/// What is reported.
#[derive(Clone, Debug, Default)]
pub(super) struct Reported {
    /// The words as the article reports them, quoted parts included.
    pub content: Option<Span>,
    /// The speaker's own words.
    pub quote: Option<Span>,
    /// All stretches that are the speaker's.
    pub scope: Vec<Span>,
    /// The head word of the content.
    pub root: Option<TokenId>,
    /// Which rule found it.
    pub rule: &'static str,
}

/// Finds the clause or quotation of a cue; `only_quoted` for verbs that report nothing but quotations.
pub(super) fn reported(document: &Document, quotes: &Quotes, cue: Cue, only_quoted: bool) -> Option<Reported> {
    let mut sentence = document.sentence_of(cue.verb).span;
    let (seen, around) = quotes.seen_from(document.token(cue.verb).span);
    let quotes = &seen;
    if let Some(around) = around {
        sentence.start = sentence.start.max(around.inner.start);
        sentence.end = sentence.end.min(around.inner.end);
    }
    let left = left_quote(document, quotes, cue, sentence);
    let direct_left = left.filter(|quote| starts_statement(document, quote));
    let right = right_quote(document, quotes, cue, sentence);
    if let Some(quote) = right {
        let longest = direct_left.filter(|left| length(left.inner) > length(quote.inner)).unwrap_or(quote);
        let scope = direct_left.into_iter().chain([quote]).map(|quote| quote.inner).collect();
        return Some(Reported {
            quote: Some(spoken(document, longest)),
            content: None,
            scope,
            root: root_within(document, longest.inner),
            rule: "quote",
        });
    }
    if let Some(quote) = direct_left {
        return Some(Reported {
            quote: Some(spoken(document, quote)),
            content: None,
            scope: vec![quote.inner],
            root: root_within(document, quote.inner),
            rule: "quote",
        });
    }
    if only_quoted {
        return None;
    }
    if let Some(clause) = right_clause(document, quotes, cue, sentence) {
        let gap = clause.content.is_some_and(|content| {
            between(document, content.start, content.end).first().is_some_and(|&first| is_finite(document, first))
        });
        // "in what he said was a mistake": the reporter's sentence, not the speaker's.
        return (!gap).then_some(clause);
    }
    left_clause(document, quotes, cue, sentence, left)
}

fn length(span: Span) -> u32 {
    span.end - span.start
}

/// The quoted words without the comma that only leads to "he said".
fn spoken(document: &Document, quote: &Quote) -> Span {
    let words = document.slice(quote.inner);
    let kept = words.trim_end_matches([',', ' ']);
    Span { start: quote.inner.start, end: quote.inner.end - u32::try_from(words.len() - kept.len()).unwrap_or(0) }
}

/// Whether a quotation is a whole utterance and not a few quoted words in the reporter's sentence.
pub(super) fn starts_statement(document: &Document, quote: &Quote) -> bool {
    let sentence = document.sentences().iter().rev().find(|sentence| sentence.span.start <= quote.outer.start);
    let Some(sentence) = sentence else { return true };
    let before = document.text()[sentence.span.start as usize..quote.outer.start as usize].trim_end();
    before.is_empty()
        || before.ends_with(['.', '!', '?', ':'])
        || (before.ends_with(',') && before.split_whitespace().count() <= 2)
}

/// The first token of the verb's own clause: its subject, if that stands before it, its auxiliaries and adverbs.
pub(super) fn group_start(document: &Document, cue: Cue, not_before: u32) -> TokenId {
    let own = |&child: &TokenId| {
        let deprel = document.token(child).deprel;
        child < cue.verb
            && (Some(child) == cue.subject
                || cue.subject.is_none() && deprel.matches("nsubj")
                || deprel.matches("aux")
                || deprel == "advmod")
    };
    document
        .children(cue.verb)
        .iter()
        .filter(|child| own(child))
        .flat_map(|&child| document.subtree(child))
        .chain(
            cue.subject
                .filter(|&subject| cue.own_subject && subject < cue.verb)
                .map_or_else(Vec::new, |subject| core_phrase(document, subject)),
        )
        .chain([cue.verb])
        .filter(|&token| document.token(token).span.start >= not_before && document.token(token).upos != "PUNCT")
        .min()
        .unwrap_or(cue.verb)
}

/// The tokens of the sentence that lie between two offsets.
pub(super) fn between(document: &Document, start: u32, end: u32) -> Vec<TokenId> {
    let first = document.tokens().partition_point(|token| token.span.start < start);
    document.token_ids().skip(first).take_while(|&token| document.token(token).span.end <= end).collect()
}

pub(super) fn has_finite(document: &Document, tokens: &[TokenId]) -> bool {
    tokens.iter().any(|&token| is_finite(document, token) && !in_relative(document, token, tokens))
}

/// Whether a finite verb stands in a relative clause on another of the tokens.
fn in_relative(document: &Document, token: TokenId, tokens: &[TokenId]) -> bool {
    let mut current = token;
    for _ in 0..6 {
        let entry = document.token(current);
        let Some(head) = entry.head else { return false };
        if entry.deprel.matches("acl") && tokens.contains(&head) {
            return true;
        }
        current = head;
    }
    false
}

/// The quotation that ends where the verb's clause begins: "'…,' he said", "'…,' said the envoy".
fn left_quote<'q>(document: &Document, quotes: &'q Quotes, cue: Cue, sentence: Span) -> Option<&'q Quote> {
    let verb = document.token(cue.verb).span;
    let quote = quotes.outermost().rev().find(|quote| quote.outer.end <= verb.start)?;
    // A sentence that was split after "…?" or "…!" still belongs to its quotation.
    if quote.outer.end <= sentence.start {
        let between = document.text().get(quote.outer.end as usize..sentence.start as usize)?;
        let split = between.trim().is_empty()
            && !between.contains('\n')
            && document.slice(quote.inner).ends_with(['?', '!', '…']);
        if !split || clause(document, cue).is_some() {
            return None;
        }
    }
    let gap = between(document, quote.outer.end, verb.start);
    if gap.len() > 30 || has_finite(document, &gap) {
        return None;
    }
    let start = document.token(group_start(document, cue, quote.outer.end)).span.start;
    let adjacent =
        document.text()[quote.outer.end as usize..start as usize].chars().all(|c| c.is_whitespace() || c == ',');
    let led = document.slice(quote.inner).ends_with([',', '!', '?', '…', '—', '-']);
    let inverted = cue.subject.is_some_and(|subject| subject > cue.verb);
    let near = adjacent || led;
    (near && (cue.own_subject || inverted || gap.is_empty() || led)).then_some(quote)
}

/// The quotation that the verb introduces: "he said: '…'".
fn right_quote<'q>(document: &Document, quotes: &'q Quotes, cue: Cue, sentence: Span) -> Option<&'q Quote> {
    let from = cue.particle.map_or(cue.verb, |particle| particle.max(cue.verb));
    let end = document.token(from).span.end;
    let quote = quotes.outermost().find(|quote| quote.outer.start >= end)?;
    let lead = document.text().get(end as usize..quote.outer.start as usize)?.trim();
    let inside = quote.outer.start < sentence.end;
    let follows =
        lead.ends_with(':') && lead.len() < 200 && quote.outer.start >= sentence.end && lead.matches('\n').count() == 0;
    if !inside && !follows {
        return None;
    }
    let gap = between(document, end, quote.outer.start);
    if has_finite(document, &gap) || gap.len() > 25 {
        return None;
    }
    // "repeated the line that … but said, '…'": the quotation is that of the verb right before it.
    let nearer = gap.iter().rev().find(|&&token| document.token(token).upos != "PUNCT").is_some_and(|&token| {
        token > cue.verb
            && document.token(token).upos == "VERB"
            && matches!(document.token(token).xpos.as_str(), "VBD" | "VBZ" | "VBG")
    });
    if nearer {
        return None;
    }
    let clause_before = clause(document, cue).is_some_and(|head| document.token(head).span.end <= quote.outer.start);
    if lead.ends_with(':') {
        return Some(quote);
    }
    if clause_before {
        return None;
    }
    let capital = document.slice(quote.inner).starts_with(|c: char| c.is_uppercase() || c == '[' || c == '…');
    let speaks =
        lead.ends_with(',') && has_finite_anywhere(document, &between(document, quote.inner.start, quote.inner.end));
    let only_party = gap.len() <= 3 && !gap.iter().any(|&token| lower(document, token) == "that");
    (speaks || (lead.is_empty() || lead.ends_with(',') || only_party) && capital).then_some(quote)
}

pub(super) fn has_finite_anywhere(document: &Document, tokens: &[TokenId]) -> bool {
    tokens.iter().any(|&token| is_finite(document, token))
}

/// Content in the reporter's words, with the first quotation in it.
pub(super) fn indirect(
    document: &Document,
    quotes: &Quotes,
    span: Span,
    root: Option<TokenId>,
    rule: &'static str,
) -> Reported {
    // Half a quotation is taken whole.
    let crossing = quotes.outermost().filter(|quote| quote.outer.overlaps(span)).map(|quote| quote.outer);
    let whole = crossing
        .fold(span, |all, outer| if outer.start <= all.end && all.start <= outer.end { all.cover(outer) } else { all });
    let content = trimmed(document, whole).unwrap_or(whole);
    let quote = quotes
        .outermost()
        .filter(|quote| whole.contains(quote.outer))
        .max_by_key(|quote| (length(quote.inner) > 20, std::cmp::Reverse(quote.outer.start)))
        .map(|quote| spoken(document, quote));
    Reported { content: Some(content), quote, scope: vec![whole], root, rule }
}

/// The head of the first clause inside a span: the token whose own head lies outside, verbs first.
pub(super) fn root_within(document: &Document, span: Span) -> Option<TokenId> {
    let inside = between(document, span.start, span.end);
    let first = document.token(*inside.first()?).sentence;
    let outside = |&token: &TokenId| {
        document.token(token).sentence == first
            && document.token(token).head.is_none_or(|head| !span.contains(document.token(head).span))
            && !document.token(token).deprel.matches("punct")
    };
    inside.iter().copied().filter(outside).min_by_key(|&token| {
        let upos = document.token(token).upos;
        (!(upos == "VERB" || document.children_by(token, "cop").next().is_some()), token)
    })
}
