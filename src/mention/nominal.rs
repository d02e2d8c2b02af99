//! Descriptions: noun phrases whose head says what kind of thing they refer to.
use super::lexicon::{Lexicon, singular};
use super::words::Words;
use crate::document::TokenId;
use crate::ontology::EntityClass;

/// A description found in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Description {
    /// First and one past the last token.
    pub tokens: (usize, usize),
    pub head: TokenId,
    pub class: Option<EntityClass>,
}

const PREMODIFIERS: &[&str] =
    &["det", "amod", "compound", "nummod", "nmod:poss", "nmod:desc", "advmod", "nmod:unmarked", "punct"];

/// The first token of the noun phrase that ends in this head.
#[must_use]
pub fn phrase_start(words: &Words, head: usize) -> usize {
    let document = words.document;
    let sentence = document.sentence_of(TokenId::from_index(head));
    let first = sentence.tokens.0 as usize;
    let parsed = document.token(TokenId::from_index(head)).head.is_some()
        || !document.children(TokenId::from_index(head)).is_empty();
    if parsed {
        let start = document
            .children(TokenId::from_index(head))
            .iter()
            .filter(|child| {
                child.index() < head && PREMODIFIERS.iter().any(|label| document.token(**child).deprel.matches(label))
            })
            .filter(|child| document.token(**child).deprel.as_str() != "punct")
            .flat_map(|child| document.subtree(*child))
            .map(TokenId::index)
            .filter(|&token| token < head && token >= first)
            .min()
            .unwrap_or(head);
        // A stray attachment across a comma or verb is no part of the phrase.
        let broken = (start..head).rev().find(|&token| {
            matches!(words.upos(token), "VERB" | "AUX" | "SCONJ") && !participle(words, token)
                || matches!(words.form(token), "," | ";" | ":" | "(" | ")" | "\"" | "“" | "”")
        });
        let mut start = broken.map_or(start, |token| token + 1);
        // "even our allies", "of trumped-up charges", "arming rebels": what stands before the phrase.
        while start < head
            && (matches!(words.upos(start), "CCONJ" | "ADP" | "PUNCT" | "ADV" | "SCONJ" | "PART")
                || words.upos(start) == "VERB" && !words.is_joint(start + 1) && !words.lower(start).ends_with("ed"))
            && !words.is_joint(start)
        {
            start += 1;
        }
        return start;
    }
    let mut start = head;
    while start > first
        && (matches!(words.upos(start - 1), "DET" | "ADJ" | "NOUN" | "PROPN" | "NUM")
            || words.is_joint(start - 1)
            || (words.is_possessive(start - 1))
            || matches!(words.lower(start - 1), "his" | "her" | "its" | "their" | "our" | "my"))
    {
        start -= 1;
    }
    start
}

fn participle(words: &Words, token: usize) -> bool {
    let form = words.lower(token);
    form.ends_with("ed")
        || form.ends_with("ing")
        || (token > 0 && words.is_joint(token - 1))
        || words.is_joint(token + 1)
}

/// Whether the noun is in the plural.
#[must_use]
pub fn is_plural(words: &Words, head: usize) -> bool {
    let xpos = words.document.token(TokenId::from_index(head)).xpos.as_str();
    matches!(xpos, "NNS" | "NNPS")
        || (!matches!(xpos, "NN" | "NNP") && singular(words.lower(head)) != words.lower(head))
}

/// The description headed by this token, if its head is a noun that the lexicon knows.
pub(super) fn description(words: &Words, lexicon: &Lexicon, head: usize) -> Option<Description> {
    let lower = words.lower(head);
    if !matches!(words.upos(head), "NOUN" | "PROPN" | "ADJ" | "X") || lower.len() < 2 {
        return None;
    }
    // "Think-tank" is two words, too.
    let before =
        head.checked_sub(if head > 1 && words.is_joint(head - 1) { 2 } else { 1 }).map(|before| words.lower(before));
    let single = singular(lower);
    let class =
        lexicon.nominal_head(before, lower).or_else(|| lexicon.anaphor(single).first().copied()).or_else(|| {
            (lexicon.is_post(single)
                || lexicon.is_rank(single) && !words.capital(head)
                || lexicon.person_noun(single).is_some()
                || is_aged(words, head))
            .then_some(EntityClass::Person)
        })?;
    // An adjective heads a phrase only in "the wounded"; these heads are nouns, whatever the tagger says,
    // unless something follows that they modify.
    if words.upos(head) == "ADJ"
        && !is_aged(words, head)
        && (matches!(words.upos(head + 1), "NOUN" | "PROPN" | "ADJ") || !matches!(lower, "military"))
    {
        return None;
    }
    if !heads_phrase(words, head) {
        return None;
    }
    let start = after_numeral(words, phrase_start(words, head), head);
    Some(Description { tokens: (start, head + 1), head: TokenId::from_index(head), class: Some(class) })
}

/// "The 55-year-old", "a 35-year-old handler": the age makes it a person.
fn is_aged(words: &Words, head: usize) -> bool {
    let age = |token: usize| {
        words.lower(token).ends_with("year-old")
            || words.lower(token) == "old" && token > 1 && words.lower(token - 2) == "year" && words.is_joint(token - 1)
    };
    let noun = head > 0 && words.upos(head) == "NOUN" && age(head - 1);
    let alone = age(head) && !matches!(words.upos(head + 1), "NOUN" | "PROPN" | "ADJ");
    (noun || alone) && matches!(words.document.token(TokenId::from_index(head)).xpos.as_str(), "NN" | "JJ" | "NNP")
}

/// Where a phrase begins behind its numeral: "about 2,000 Kenyan soldiers" speaks of Kenyan soldiers.
fn after_numeral(words: &Words, start: usize, head: usize) -> usize {
    let small = |token: usize| matches!(words.lower(token), "two" | "both" | "three" | "one");
    let numeral = (start..head.min(start + 5)).rfind(|&token| words.upos(token) == "NUM" && !small(token));
    numeral.filter(|&token| !words.is_joint(token + 1)).map_or(start, |token| token + 1)
}

/// Whether the noun is the head of its phrase and not a modifier of the next noun.
fn heads_phrase(words: &Words, head: usize) -> bool {
    let token = words.document.token(TokenId::from_index(head));
    let next = head + 1;
    if words.is_joint(next) && words.document.tokens().get(next).is_some() {
        // "government - backed", "militia - linked".
        return false;
    }
    !(matches!(token.deprel.as_str(), "compound" | "amod")
        && token.head.is_some_and(|parent| {
            parent.index() > head && parent.index() <= head + 4 && words.upos(parent.index()) != "PROPN"
        }))
}
