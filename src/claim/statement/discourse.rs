//! From statement to statement: who spoke last, and quotations that nobody introduces.
use super::Draft;
use super::content::{self, Cue, Reported};
use super::speaker::{Referents, described_as};
use super::syntax;
use crate::claim::quotes::{Quote, Quotes};
use crate::document::{Document, SentenceId, Span};
use crate::entity::EntityId;
use crate::ontology::EntityClass;
use rustc_hash::FxHashMap;

/// What was said last: for subjects that only point back.
#[derive(Default)]
pub(super) struct Memory {
    /// Speakers of the last statement.
    pub speakers: Vec<EntityId>,
    /// The last speaker that is one person.
    pub person: Option<EntityId>,
    /// The last speaker that is no person.
    pub body: Option<EntityId>,
    /// The sentence in which that person spoke last.
    pub person_at: Option<SentenceId>,
    /// The sentence in which that body spoke last.
    pub body_at: Option<SentenceId>,
    /// Who spoke last as "the official", "a resident" …
    pub nouns: FxHashMap<String, Vec<EntityId>>,
    /// Who issued the last "statement", "declaration" …
    pub issuers: FxHashMap<String, Vec<EntityId>>,
}

/// Whether the last person or body spoke directly before.
#[derive(Clone, Copy, Default)]
pub(super) struct Recent {
    pub person: bool,
    pub body: bool,
    /// The last speakers are a population: "one" and "another" are among them.
    pub crowd: bool,
}

/// Takes note of who made a statement.
pub(super) fn remember(document: &Document, referents: &Referents<'_>, draft: &Draft, memory: &mut Memory) {
    let speakers = &draft.voice.speakers;
    if speakers.is_empty() {
        return;
    }
    for noun in [draft.voice.medium, draft.circumstance.noun].into_iter().flatten() {
        memory.issuers.insert(syntax::lemma(document, noun), speakers.clone());
    }
    let person = |&entity: &EntityId| referents.class(entity) == EntityClass::Person;
    if let [one] = speakers.as_slice() {
        if person(one) {
            memory.person = Some(*one);
            memory.person_at = Some(draft.sentence);
        } else {
            memory.body = Some(*one);
            memory.body_at = Some(draft.sentence);
        }
    }
    if let Some(subject) = draft.voice.subject.filter(|&subject| document.token(subject).upos == "NOUN") {
        memory.nouns.insert(described_as(document, subject), speakers.clone());
        memory.nouns.insert(syntax::lemma(document, subject), speakers.clone());
    }
    memory.speakers.clone_from(speakers);
}

/// Whether a pronoun can only be the last speaker: "…, he added", "'…,' she said" directly after what that speaker said.
pub(super) fn recent(document: &Document, quotes: &Quotes, memory: &Memory, cue: Cue, reported: &Reported) -> Recent {
    let verb = document.token(cue.verb).span;
    let postposed = reported.scope.first().is_some_and(|scope| scope.end <= verb.start);
    let adds = matches!(document.lemma(cue.verb), "add" | "continue");
    if !postposed && !adds {
        return Recent::default();
    }
    let start = reported.scope.first().map_or(verb.start, |scope| scope.start.min(verb.start));
    let here = document.sentences().iter().rposition(|sentence| sentence.span.start <= start).unwrap_or(0);
    let directly = |at: Option<SentenceId>| {
        at.is_some_and(|at| {
            let from = (at.index() + 1).min(here);
            document.sentences()[from..here].iter().all(|sentence| {
                // The quotation mark may open the sentence.
                quotes.covers(sentence.span.start + 1) || quotes.covers(sentence.span.start + 3)
            })
        })
    };
    let nearly = |at: Option<SentenceId>| adds && at.is_some_and(|at| here.saturating_sub(at.index()) <= 3);
    Recent {
        person: directly(memory.person_at) || nearly(memory.person_at),
        body: directly(memory.body_at) || nearly(memory.body_at),
        crowd: false,
    }
}

/// Gives quotations that no word introduces to the statement they go on from: in the same paragraph, or as the next paragraph.
pub(super) fn continue_quotations(document: &Document, quotes: &Quotes, drafts: &mut [Draft]) {
    let paragraph = |offset: u32| {
        let sentence = document.sentences().iter().rev().find(|sentence| sentence.span.start <= offset);
        sentence.map_or(0, |sentence| sentence.paragraph)
    };
    let taken = |drafts: &[Draft], span: Span| {
        drafts
            .iter()
            .any(|draft| draft.reported.scope.iter().any(|scope| scope.contains(span) || span.contains(*scope)))
    };
    let mut previous: Option<(u32, usize)> = None;
    for quote in quotes.outermost() {
        let here = paragraph(quote.outer.start);
        if taken(drafts, quote.inner) {
            let holder =
                drafts.iter().position(|draft| draft.reported.scope.iter().any(|scope| scope.contains(quote.inner)));
            previous = holder.map(|holder| (here, holder)).or(previous);
            continue;
        }
        if !content::starts_statement(document, quote) {
            continue;
        }
        if let Some(holder) = spoken_before(document, drafts, quote) {
            let reported = &mut drafts[holder].reported;
            reported.scope.push(quote.inner);
            reported.quote = reported.quote.or(Some(quote.inner));
            previous = Some((here, holder));
            continue;
        }
        if let Some((before, holder)) = previous
            && (here == before || here == before + 1)
            && !drafts.iter().any(|draft| {
                draft.trigger.start > drafts[holder].trigger.start
                    && draft.trigger.end <= quote.outer.start
                    && draft.reported.quote.is_some()
            })
        {
            drafts[holder].reported.scope.push(quote.inner);
            previous = Some((here, holder));
        }
    }
    for draft in drafts.iter_mut() {
        draft.reported.scope.sort_unstable();
    }
}

/// A paragraph that is a quotation and nothing else goes on from the statement that closes the paragraph before, if that gives
/// no words of its own.
fn spoken_before(document: &Document, drafts: &[Draft], quote: &Quote) -> Option<usize> {
    let sentences = document.sentences();
    let here = sentences.iter().rposition(|sentence| sentence.span.start <= quote.outer.start)?;
    let paragraph = sentences[here].paragraph;
    let first = sentences.iter().position(|sentence| sentence.paragraph == paragraph)?;
    let last = sentences.iter().rposition(|sentence| sentence.paragraph == paragraph)?;
    let whole = quote.outer.start <= sentences[first].span.start && quote.outer.end >= sentences[last].span.end;
    let before = first.checked_sub(1)?;
    if !whole || sentences[before].paragraph + 1 != paragraph {
        return None;
    }
    let holder = drafts.iter().position(|draft| draft.sentence.index() == before)?;
    let draft = &drafts[holder];
    (draft.reported.quote.is_none() && draft.voice.speakers.len() == 1).then_some(holder)
}
