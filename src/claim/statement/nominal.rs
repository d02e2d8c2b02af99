//! Statements without a reporting verb: "according to the ministry", "the envoy's warning that …", "issued a threat to …".
use super::content::{Reported, indirect, root_within};
use super::lexicon::{Content, Entry, Lexicon};
use super::subject::{agent, subject};
use super::syntax::{
    case, core_phrase, cover, is_infinitive, is_passive, is_verb, lemma, lower, marker, pruned_subtree,
};
use crate::claim::quotes::Quotes;
use crate::document::{Document, Span, TokenId};
use crate::ontology::ClaimClass;

/// "According to X": its two words, the head of X and what it reports.
pub(super) struct According {
    pub trigger: Span,
    pub source: TokenId,
    pub reported: Reported,
}

/// Reads "according to" at a token "according".
pub(super) fn according_to(document: &Document, quotes: &Quotes, token: TokenId) -> Option<According> {
    if lower(document, token) != "according" {
        return None;
    }
    let sentence = document.sentence_of(token);
    let to = TokenId(token.0 + 1);
    if to.0 >= sentence.tokens.1 || lower(document, to) != "to" {
        return None;
    }
    let (quotes, around) = quotes.seen_from(document.token(token).span);
    let bounds = around.map_or(sentence.span, |around| Span {
        start: sentence.span.start.max(around.inner.start),
        end: sentence.span.end.min(around.inner.end),
    });
    // "According to X, …": X ends at the comma, wherever the parser hung the phrase.
    let initial = token.0 <= sentence.tokens.0 + 2;
    let comma = (to.0 + 2..sentence.tokens.1).map(TokenId).find(|&token| initial && document.form(token) == ",");
    let within = |head: &TokenId| *head > to && comma.is_none_or(|comma| *head < comma);
    let governor = [document.token(token).head, document.token(to).head].into_iter().flatten().find(within);
    let dependent = document.children(token).iter().copied().find(|&child| child > to);
    let source = governor.or(dependent).or_else(|| {
        let words = to.0 + 1..comma.map_or(sentence.tokens.1, |comma| comma.0);
        let mut nominal = words.map(TokenId).filter(|&token| super::syntax::is_nominal(document, token));
        if comma.is_some() { nominal.next_back() } else { nominal.next() }
    })?;
    // The whole phrase, from "according" to the end of its source.
    let phrase: Vec<TokenId> = document
        .subtree(source)
        .into_iter()
        .filter(|&word| word >= token && comma.is_none_or(|comma| word < comma))
        .collect();
    let phrase = cover(document, &phrase)?.cover(document.token(token).span);
    let text = document.text();
    let before = text.get(bounds.start as usize..phrase.start as usize).unwrap_or_default().trim();
    let span = if before.split_whitespace().count() <= 2 {
        // "According to X, …": the comma after the source ends the phrase where the parser went too far.
        let comma = text.get(phrase.start as usize..bounds.end as usize)?.find(',');
        let end = comma.map_or(phrase.end as usize, |comma| phrase.start as usize + comma);
        let end = if document.token(source).span.end as usize > end { phrase.end as usize } else { end };
        Span::new(end.min(bounds.end as usize), bounds.end as usize)
    } else {
        Span { start: bounds.start, end: phrase.start }
    };
    let reported = indirect(document, &quotes, span, root_within(document, span), "according to");
    let trigger = document.token(token).span.cover(document.token(to).span);
    reported.content.filter(|content| content.end > content.start + 3)?;
    Some(According { trigger, source, reported })
}

/// A noun of saying with its speaker's phrase and content.
pub(super) struct Said<'l> {
    pub entry: &'l Entry,
    /// Head of the phrase that names the speaker.
    pub speaker: TokenId,
    /// The verb that puts the noun into words ("issued a warning").
    pub verb: Option<TokenId>,
    pub reported: Reported,
    /// It tells that nothing was said.
    pub silent: bool,
}

/// Reads a noun of saying.
pub(super) fn noun<'l>(document: &Document, quotes: &Quotes, lexicon: &'l Lexicon, token: TokenId) -> Option<Said<'l>> {
    if document.token(token).upos != "NOUN" {
        return None;
    }
    let entries = lexicon.noun(&lemma(document, token));
    if entries.is_empty() {
        return None;
    }
    let quotes = &quotes.seen_from(document.token(token).span).0;
    let governor =
        document.token(token).head.filter(|&head| is_verb(document, head) && document.token(token).deprel == "obj");
    let voiced = governor.filter(|&verb| supports(document, lexicon, "voice", verb));
    let issued = governor.filter(|&verb| supports(document, lexicon, "issue", verb)).or(voiced);
    let speaker = possessor(document, token).or_else(|| {
        let verb = issued?;
        if is_passive(document, verb) {
            agent(document, verb)
        } else {
            subject(document, verb).filter(|&subject| subject != token)
        }
    });
    let speaker = speaker?;
    // "had no comment", "gave no explanation": that nothing was said.
    let nothing = document.children_by(token, "det").any(|det| lower(document, det) == "no");
    let gives = document.token(token).head.is_some_and(|verb| {
        document.token(token).deprel == "obj"
            && matches!(document.lemma(verb), "have" | "give" | "make" | "offer" | "provide" | "issue")
    });
    if nothing && gives {
        let entry = entries.iter().find(|entry| entry.class == ClaimClass::Remark)?;
        return Some(Said {
            entry,
            speaker,
            verb: issued,
            reported: noun_itself(document, quotes, token)?,
            silent: true,
        });
    }
    for entry in entries {
        if entry.voiced && voiced.is_none() {
            continue;
        }
        let holders = [Some(token), issued];
        for holder in holders.into_iter().flatten() {
            if let Some(reported) = complement(document, quotes, holder, token, &entry.complement.content) {
                return Some(Said { entry, speaker, verb: issued, reported, silent: false });
            }
        }
    }
    // "expressed regret": the attitude is all that is said.
    let entry = entries.iter().find(|entry| entry.voiced && voiced.is_some_and(|verb| verb < token))?;
    Some(Said { entry, speaker, verb: issued, reported: noun_itself(document, quotes, token)?, silent: false })
}

/// The noun with what stands before it, as the whole content.
fn noun_itself(document: &Document, quotes: &Quotes, noun: TokenId) -> Option<Reported> {
    let words: Vec<TokenId> = core_phrase(document, noun).into_iter().filter(|&word| word <= noun).collect();
    Some(indirect(document, quotes, cover(document, &words)?, Some(noun), "noun"))
}

/// Reads a predicate that says what somebody said of somebody: "was critical of the plan".
pub(super) fn adjective<'l>(
    document: &Document,
    quotes: &Quotes,
    lexicon: &'l Lexicon,
    token: TokenId,
) -> Option<Said<'l>> {
    if document.token(token).upos != "ADJ" || document.children_by(token, "cop").next().is_none() {
        return None;
    }
    let quotes = &quotes.seen_from(document.token(token).span).0;
    let speaker = document.children_by(token, "nsubj").next()?;
    lexicon.adjective(&lemma(document, token)).iter().find_map(|entry| {
        let reported = complement(document, quotes, token, token, &entry.complement.content)?;
        Some(Said { entry, speaker, verb: None, reported, silent: false })
    })
}

fn supports(document: &Document, lexicon: &Lexicon, list: &str, verb: TokenId) -> bool {
    let bare = lemma(document, verb);
    let particle = document
        .children_by(verb, "compound:prt")
        .next()
        .map(|particle| format!("{bare}-{}", lower(document, particle)));
    lexicon.lists(list, &bare) || particle.is_some_and(|full| lexicon.lists(list, &full))
}

/// "Oslo's demand", "a warning by the EU", "Turkish threats", "a call from aid groups".
fn possessor(document: &Document, noun: TokenId) -> Option<TokenId> {
    let children = document.children(noun);
    let find = |fits: &dyn Fn(TokenId) -> bool| children.iter().copied().find(|&child| fits(child));
    find(&|child| document.token(child).deprel == "nmod:poss")
        .or_else(|| {
            find(&|child| {
                document.token(child).deprel.matches("nmod")
                    && matches!(case(document, child).as_deref(), Some("by" | "from"))
            })
        })
        .or_else(|| {
            find(&|child| {
                let token = document.token(child);
                (token.deprel == "amod" || token.deprel == "compound")
                    && (token.upos == "PROPN" || document.form(child).starts_with(char::is_uppercase))
            })
        })
}

/// The noun's complement, at the noun or at the verb that carries it.
fn complement(
    document: &Document,
    quotes: &Quotes,
    holder: TokenId,
    noun: TokenId,
    content: &Content,
) -> Option<Reported> {
    let found = document.children(holder).iter().copied().find(|&child| {
        let token = document.token(child);
        if child <= noun {
            return false;
        }
        match content {
            Content::Clause => {
                (token.deprel.matches("acl") || token.deprel.matches("ccomp") || token.deprel.matches("advcl"))
                    && document.children_by(child, "mark").any(|mark| lower(document, mark) == "that")
            }
            Content::Infinitive => {
                (token.deprel.matches("acl") || (holder != noun && token.deprel.matches("xcomp")))
                    && is_infinitive(document, child)
            }
            Content::Noun(Some(preposition)) => {
                (token.deprel.matches("nmod")
                    || token.deprel.matches("acl")
                    || ((holder != noun || document.token(noun).upos == "ADJ") && token.deprel.matches("obl")))
                    && marker(document, child).is_some_and(|marker| marker == **preposition)
            }
            _ => false,
        }
    })?;
    let tokens: Vec<TokenId> = pruned_subtree(document, found, |child| child <= noun)
        .into_iter()
        .filter(|&token| {
            let entry = document.token(token);
            !(entry.head == Some(found)
                && (entry.deprel == "case" || entry.deprel == "mark" && lower(document, token) != "to"))
        })
        .collect();
    let span = cover(document, &tokens)?;
    Some(indirect(document, quotes, span, Some(found), "noun"))
}
