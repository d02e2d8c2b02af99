//! Numbers of a claim: killed and injured, the strength of a force, amounts of money.
use crate::document::{Document, Span, TokenId};

/// How many people an event killed and injured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Toll {
    pub killed: Option<u32>,
    pub injured: Option<u32>,
}

const KILL: &[&str] = &["kill", "slay", "massacre", "execute", "assassinate", "claim", "die", "behead"];
const INJURE: &[&str] = &["injure", "wound", "hurt", "maim"];

/// The toll told at a trigger: of the trigger itself, of clauses below it ("…, killing 12 and wounding 30") and of
/// the clause above it ("12 people were killed in the strike").
#[must_use]
pub fn toll(document: &Document, trigger: TokenId) -> Toll {
    let mut toll = Toll::default();
    let mut words = vec![trigger];
    for edge in document.enhanced_children(trigger) {
        if ["advcl", "acl", "conj", "parataxis", "xcomp"].iter().any(|relation| edge.deprel.matches(relation)) {
            words.push(edge.dependent);
            words.extend(document.children_by(edge.dependent, "conj"));
        }
    }
    if let Some(head) = document.token(trigger).head.filter(|_| document.token(trigger).deprel.matches("obl")) {
        words.push(head);
        words.extend(document.children_by(head, "conj"));
    }
    for word in words {
        let lemma = document.lemma(word);
        if KILL.contains(&lemma) {
            toll.killed = toll.killed.or_else(|| victims(document, word, lemma == "die"));
        } else if INJURE.contains(&lemma) {
            toll.injured = toll.injured.or_else(|| victims(document, word, false));
        }
    }
    toll
}

/// The number of those whom a verb kills or injures.
fn victims(document: &Document, verb: TokenId, intransitive: bool) -> Option<u32> {
    let passive = document.children_by(verb, "aux:pass").next().is_some() || document.token(verb).xpos == "VBN";
    document
        .enhanced_children(verb)
        .iter()
        .filter(|edge| {
            edge.deprel == "obj" || edge.deprel == "nsubj:pass" || (edge.deprel == "nsubj" && (intransitive || passive))
        })
        .find_map(|edge| count(document, edge.dependent))
}

/// The number of things a noun phrase counts: "2,800 soldiers", "twelve", "31,000 troops".
#[must_use]
pub fn count(document: &Document, noun: TokenId) -> Option<u32> {
    if document.token(noun).upos == "NUM" {
        return value(document, noun);
    }
    document.children_by(noun, "nummod").find_map(|number| value(document, number))
}

/// The value of a number, with a multiplier beside it ("2.5 million").
fn value(document: &Document, number: TokenId) -> Option<u32> {
    let base = parse(document.form(number))?;
    let factor = document
        .children(number)
        .iter()
        .copied()
        .chain(document.token(number).head)
        .filter(|&near| near.0.abs_diff(number.0) == 1)
        .find_map(|near| multiplier(document.form(near)))
        .unwrap_or(1.0);
    let value = base * factor;
    // Years beside a noun ("2014 elections") are no counts; the caller passes nouns of people only.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a small whole number")]
    (value.fract() == 0.0 && (0.0..4e9).contains(&value)).then_some(value as u32)
}

fn parse(form: &str) -> Option<f64> {
    const WORDS: &[&str] = &[
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    const TENS: &[(&str, u32)] =
        &[("thirty", 30), ("forty", 40), ("fifty", 50), ("sixty", 60), ("seventy", 70), ("eighty", 80), ("ninety", 90)];
    let lower = form.to_lowercase();
    if let Some(index) = WORDS.iter().position(|&word| word == lower) {
        return u32::try_from(index).ok().map(f64::from);
    }
    if let Some(&(_, tens)) = TENS.iter().find(|(word, _)| *word == lower) {
        return Some(f64::from(tens));
    }
    if let Some(factor) = multiplier(&lower) {
        return Some(factor);
    }
    lower.replace(',', "").parse().ok()
}

fn multiplier(form: &str) -> Option<f64> {
    match form.to_lowercase().as_str() {
        "hundred" => Some(100.0),
        "thousand" => Some(1_000.0),
        "million" => Some(1_000_000.0),
        "billion" => Some(1_000_000_000.0),
        _ => None,
    }
}

/// The words of an amount of money below a token: "$500 million", "two billion euros".
#[must_use]
pub fn amount(document: &Document, top: TokenId) -> Option<Span> {
    const CURRENCIES: &[&str] = &[
        "dollar", "euro", "pound", "yuan", "yen", "rouble", "ruble", "rupee", "franc", "lira", "rial", "dinar", "won",
    ];
    document.subtree(top).into_iter().find_map(|token| {
        let form = document.form(token);
        let currency = form.ends_with(['$', '€', '£', '¥']) || CURRENCIES.contains(&document.lemma(token));
        if !currency {
            return None;
        }
        let mut span = document.token(token).span;
        let mut counted = false;
        for number in document.subtree(token).into_iter().filter(|&t| document.token(t).upos == "NUM") {
            span = span.cover(document.token(number).span);
            counted = true;
        }
        counted.then_some(span)
    })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn reads_numbers_as_news_writes_them() {
        for (form, value) in [("2,800", 2800.0), ("twelve", 12.0), ("Forty", 40.0), ("2.5", 2.5), ("31,000", 31000.0)] {
            assert_eq!(parse(form), Some(value), "{form}");
        }
        assert_eq!(parse("several"), None);
    }
}
