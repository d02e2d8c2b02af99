//! Slips of the parser that the rest of its own tree gives away, mended before anything is read off the tree.
pub(super) mod insertion;

use super::lemmatize::lemmatize;
use crate::document::{Deprel, Token, TokenId, Upos, Xpos};

/// Nouns of time, which stand without a preposition: "released two men *this week*".
const TIMES: &[&str] = &[
    "second",
    "minute",
    "hour",
    "day",
    "night",
    "morning",
    "afternoon",
    "evening",
    "week",
    "weekend",
    "month",
    "quarter",
    "season",
    "year",
    "decade",
    "century",
    "time",
    "today",
    "yesterday",
    "tomorrow",
    "tonight",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
];

/// Words that bound or round a number: "at *least* 19", "more *than* ten".
const BOUNDS: &[&str] =
    &["least", "most", "than", "nearly", "almost", "about", "around", "some", "roughly", "over", "up"];

const WEEKDAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Mends the tree in place.
pub(super) fn repair(tokens: &mut [Token]) {
    for index in 0..tokens.len() {
        let Some(head) = tokens[index].head.map(TokenId::index) else { continue };
        if is_passive_subject(tokens, index, head) {
            tokens[index].deprel = Deprel::parse("nsubj:pass");
        } else if is_counted_object(tokens, index, head) {
            tokens[index].deprel = Deprel::parse("obj");
        } else if let Some(clause) = swallowed_verb(tokens, index, head) {
            clause.restore(tokens);
        } else if is_verb_of_clause(tokens, index, head) {
            head_clause(tokens, index, head);
        }
    }
}

/// The tokens of the same sentence that depend on a token.
fn children(tokens: &[Token], head: usize) -> impl Iterator<Item = usize> + '_ {
    let sentence = tokens[head].sentence;
    let first = tokens.partition_point(|token| token.sentence < sentence);
    let after = tokens.partition_point(|token| token.sentence <= sentence);
    (first..after).filter(move |&id| tokens[id].head.is_some_and(|id| id.index() == head))
}

fn has_child(tokens: &[Token], head: usize, labels: &[&str]) -> bool {
    children(tokens, head).any(|child| labels.iter().any(|label| tokens[child].deprel == *label))
}

/// "The fishermen have been freed": the subject of a passive that the parser took for one of an active verb.
fn is_passive_subject(tokens: &[Token], index: usize, head: usize) -> bool {
    tokens[index].deprel == "nsubj" && tokens[head].xpos == "VBN" && has_child(tokens, head, &["aux:pass"])
}

/// "released at least 19 men": an object whose bounded number made the parser see a preposition.
fn is_counted_object(tokens: &[Token], index: usize, head: usize) -> bool {
    let token = &tokens[index];
    if token.deprel != "obl" || tokens[head].upos != "VERB" || index < head {
        return false;
    }
    let counts = matches!(token.upos.as_str(), "NOUN" | "PROPN")
        && !TIMES.contains(&&*token.lemma)
        && !WEEKDAYS.contains(&&*token.lemma);
    let is_bounded = |number: usize| children(tokens, number).any(|word| BOUNDS.contains(&&*tokens[word].lemma));
    let bounded = children(tokens, index).any(|child| tokens[child].deprel == "nummod" && is_bounded(child));
    counts
        && bounded
        && !has_child(tokens, index, &["case", "mark"])
        && !has_child(tokens, head, &["obj", "nsubj:pass", "ccomp", "xcomp", "aux:pass"])
}

/// "Kenya *shared* evidence": a past form between a subject and the noun that would be its predicate, without a copula.
fn is_verb_of_clause(tokens: &[Token], verb: usize, object: usize) -> bool {
    let nominal = matches!(tokens[object].upos.as_str(), "NOUN" | "PROPN");
    let clausal = matches!(tokens[object].deprel.as_str(), "root" | "ccomp" | "parataxis" | "conj" | "advcl");
    let attribute = tokens[verb].deprel == "amod" && matches!(tokens[verb].xpos.as_str(), "VBN" | "VBD");
    if !(nominal && clausal && attribute) || verb > object || has_child(tokens, object, &["cop"]) {
        return false;
    }
    // "the Kenya shared evidence" would be a noun phrase.
    let mut between = children(tokens, object).filter(|&child| child < verb && tokens[child].deprel != "punct");
    has_child(tokens, object, &["nsubj"]) && between.all(|child| tokens[child].deprel != "det")
}

/// Makes the verb the head of the clause that its object seemed to head.
fn head_clause(tokens: &mut [Token], verb: usize, object: usize) {
    const OF_CLAUSE: &[&str] = &[
        "nsubj",
        "punct",
        "mark",
        "aux",
        "advcl",
        "parataxis",
        "cc",
        "ccomp",
        "obl",
        "obl:unmarked",
        "conj",
        "vocative",
    ];
    let outside = |child: &usize| *child != verb && OF_CLAUSE.iter().any(|label| tokens[*child].deprel == *label);
    let moved: Vec<usize> = children(tokens, object).filter(outside).collect();
    for child in moved {
        tokens[child].head = Some(TokenId::from_index(verb));
    }
    (tokens[verb].head, tokens[verb].deprel) = (tokens[object].head, tokens[object].deprel);
    (tokens[object].head, tokens[object].deprel) = (Some(TokenId::from_index(verb)), Deprel::parse("obj"));
    tokens[verb].xpos = Xpos::parse("VBD");
    tokens[verb].upos = Upos::parse("VERB");
}

/// A clause whose verb the parser took for an attribute of its object: "Japan *on Friday lifted* sanctions".
struct Clause {
    subject: usize,
    preposition: usize,
    day: usize,
    verb: usize,
    object: usize,
}

/// The clause in which a token is such a verb.
fn swallowed_verb(tokens: &[Token], verb: usize, object: usize) -> Option<Clause> {
    let past = match tokens[verb].xpos.as_str() {
        "VBN" | "VBD" => true,
        "JJ" => tokens[verb].lemma.ends_with("ed"),
        _ => false,
    };
    if !past || tokens[verb].deprel != "amod" || verb < 3 || object < verb {
        return None;
    }
    let (preposition, day) = (verb - 2, verb - 1);
    let fits = WEEKDAYS.contains(&&*tokens[day].lemma)
        && &*tokens[preposition].lemma == "on"
        && tokens[preposition].deprel == "case"
        && tokens[object].deprel == "nmod";
    let subject = tokens[object].head.filter(|_| fits)?.index();
    let alone = matches!(tokens[subject].deprel.as_str(), "root" | "ccomp" | "parataxis")
        && matches!(tokens[subject].upos.as_str(), "PROPN" | "NOUN")
        && subject < preposition
        && !has_child(tokens, subject, &["cop", "nsubj"]);
    alone.then_some(Clause { subject, preposition, day, verb, object })
}

impl Clause {
    /// Makes the verb the head of its clause.
    fn restore(&self, tokens: &mut [Token]) {
        let id = TokenId::from_index;
        // What followed the noun that seemed to be the head belongs to the clause.
        let outside = |child: &usize| {
            let clausal = ["punct", "mark", "advcl", "parataxis", "acl", "conj", "ccomp", "obl"];
            *child > self.object || clausal.iter().any(|label| tokens[*child].deprel == *label) && *child < self.subject
        };
        let moved: Vec<usize> = children(tokens, self.subject).filter(outside).collect();
        for child in moved {
            tokens[child].head = Some(id(self.verb));
            if tokens[child].deprel == "acl" || tokens[child].deprel == "nmod" {
                let label = if tokens[child].deprel == "acl" { "advcl" } else { "obl" };
                tokens[child].deprel = Deprel::parse(label);
            }
        }
        let (above, label) = (tokens[self.subject].head, tokens[self.subject].deprel);
        let mut link = |dependent: usize, head: Option<TokenId>, label: Deprel| {
            tokens[dependent].head = head;
            tokens[dependent].deprel = label;
        };
        link(self.preposition, Some(id(self.day)), Deprel::parse("case"));
        link(self.day, Some(id(self.verb)), Deprel::parse("obl"));
        link(self.object, Some(id(self.verb)), Deprel::parse("obj"));
        link(self.verb, above, label);
        link(self.subject, Some(id(self.verb)), Deprel::parse("nsubj"));
        if tokens[self.verb].xpos == "JJ" {
            tokens[self.verb].lemma = lemmatize(&tokens[self.verb].lemma, Upos::parse("VERB"), Xpos::parse("VBD"));
        }
        tokens[self.verb].upos = Upos::parse("VERB");
        tokens[self.verb].xpos = Xpos::parse("VBD");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{SentenceId, Span};

    /// Rows of form, UPOS, XPOS, head (from 1, 0 for the root), relation; what the repair makes of relation and head.
    fn mended(rows: &str) -> Vec<String> {
        let rows: Vec<Vec<&str>> = rows.split(';').map(|row| row.split_whitespace().collect()).collect();
        let mut tokens: Vec<Token> = rows
            .iter()
            .map(|row| Token {
                span: Span::default(),
                sentence: SentenceId(0),
                lemma: row[0].into(),
                upos: Upos::parse(row[1]),
                xpos: Xpos::parse(row[2]),
                head: row[3].parse::<u32>().unwrap().checked_sub(1).map(TokenId),
                deprel: Deprel::parse(row[4]),
            })
            .collect();
        repair(&mut tokens);
        let head = |token: &Token| token.head.map_or("-", |head| rows[head.index()][0]);
        tokens.iter().zip(&rows).map(|(token, row)| format!("{} {} {}", row[0], token.deprel, head(token))).collect()
    }

    #[test]
    fn the_subject_of_a_passive_is_passive() {
        let rows = "monks NOUN NNS 4 nsubj; have AUX VBP 4 aux; been AUX VBN 4 aux:pass; freed VERB VBN 0 root";
        assert_eq!(mended(rows)[0], "monks nsubj:pass freed");
        let active = "monks NOUN NNS 3 nsubj; have AUX VBP 3 aux; prayed VERB VBN 0 root";
        assert_eq!(mended(active)[0], "monks nsubj prayed");
    }

    #[test]
    fn a_bounded_number_does_not_make_an_object_an_oblique() {
        let rows = "it PRON PRP 2 nsubj; freed VERB VBD 0 root; at ADP IN 4 case; least ADJ JJS 5 nmod; 9 NUM CD 6 nummod; \
                    men NOUN NNS 2 obl";
        assert_eq!(mended(rows)[5], "men obj freed");
        let time = "it PRON PRP 2 nsubj; waited VERB VBD 0 root; at ADP IN 4 case; least ADJ JJS 5 nmod; 9 NUM CD 6 nummod; \
                    day NOUN NN 2 obl";
        assert_eq!(mended(time)[5], "day obl waited");
    }

    #[test]
    fn a_verb_after_a_weekday_heads_its_clause() {
        let rows = "Chad PROPN NNP 0 root; on ADP IN 5 case; Friday PROPN NNP 5 compound; freed ADJ JJ 5 amod; \
                    monks NOUN NNS 1 nmod; . PUNCT . 1 punct";
        let expected = [
            "Chad nsubj freed",
            "on case Friday",
            "Friday obl freed",
            "freed root -",
            "monks obj freed",
            ". punct freed",
        ];
        assert_eq!(mended(rows), expected);
        let subject = "Chad PROPN NNP 3 nsubj; shared VERB VBN 3 amod; data NOUN NNS 0 root; . PUNCT . 3 punct";
        assert_eq!(mended(subject), ["Chad nsubj shared", "shared root -", "data obj shared", ". punct shared"]);
        let noun = "talks NOUN NNS 0 root; on ADP IN 5 case; Gaza PROPN NNP 5 compound; seized VERB VBN 5 amod; \
                    land NOUN NN 1 nmod";
        assert_eq!(mended(noun)[4], "land nmod talks");
    }
}
