//! Where proper names begin and end: capitalised runs cut by what the gazetteer, the titles and the names tagger know.
mod body;
mod cut;
mod run;

use super::gazetteer::Match;
use super::lexicon::Lexicon;
use super::words::Words;
use crate::document::{Sentence, Span};
use crate::ontology::{EntityClass, Knowledge, NameKind};
use rustc_hash::FxHashSet;

/// Coarse kind of name that a statistical tagger tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prior {
    Person,
    Organization,
    Place,
    Other,
}

/// A name found in the text, before it is classified.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// First and one past the last token.
    pub tokens: (usize, usize),
    /// Its extent; smaller than its tokens in "anti-ISIS".
    pub span: Span,
    /// Known entities bearing it.
    pub known: Option<Match>,
    /// What the words of the name tell of its class.
    pub class: Option<EntityClass>,
    /// What the names tagger says.
    pub prior: Option<Prior>,
    /// A title or honorific stands before it.
    pub titled: bool,
}

/// Finds names in one document.
pub(super) struct Finder<'a> {
    pub words: &'a Words<'a>,
    pub lexicon: &'a Lexicon,
    /// Per token, the known names that begin there, longest first.
    pub known: &'a [Vec<Match>],
    pub knowledge: &'a Knowledge,
    /// Statistical name spans, sorted.
    pub priors: &'a [((usize, usize), Prior)],
    /// Lower-case forms that stand capitalised inside sentences.
    pub capitalised: FxHashSet<&'a str>,
    /// Lower-case forms that stand without capital somewhere.
    pub uncapitalised: FxHashSet<&'a str>,
}

/// Words that are capitalised at the beginning of sentences and never begin a name by themselves.
pub(super) const FUNCTION_CLASSES: &[&str] =
    &["DET", "PRON", "ADP", "SCONJ", "CCONJ", "AUX", "ADV", "PART", "INTJ", "NUM", "VERB"];

/// Whether a sentence is written like a headline: most of its words in capitals and no full stop.
pub(super) fn is_headline(words: &Words, sentence: &Sentence) -> bool {
    let (from, to) = (sentence.tokens.0 as usize, sentence.tokens.1 as usize);
    let long: Vec<usize> =
        (from..to).filter(|&token| words.form(token).chars().filter(|c| c.is_alphabetic()).count() > 3).collect();
    let closed = to > from && matches!(words.form(to - 1), "." | "!" | "\"" | "”" | "''");
    let capital = long.iter().filter(|&&token| words.capital(token)).count();
    long.len() >= 4 && !closed && capital * 10 >= long.len() * 8
}

/// Forms that stand in the text with and without capital where the beginning of a sentence does not force it.
pub(super) fn capitalisation<'a>(words: &'a Words) -> (FxHashSet<&'a str>, FxHashSet<&'a str>) {
    let mut with = FxHashSet::default();
    let mut without = FxHashSet::default();
    for sentence in words.document.sentences() {
        let headline = is_headline(words, sentence);
        for token in sentence.tokens.0 as usize..sentence.tokens.1 as usize {
            if !words.capital(token) {
                without.insert(words.lower(token));
            } else if !headline && !words.is_initial(sentence, token) {
                with.insert(words.lower(token));
            }
        }
    }
    (with, without)
}

impl Finder<'_> {
    /// The names of one sentence, in text order; a name may lie inside a later-listed longer one.
    pub fn sentence(&self, sentence: &Sentence) -> Vec<Found> {
        let (from, to) = (sentence.tokens.0 as usize, sentence.tokens.1 as usize);
        let line = self.words.document.slice(sentence.span).to_lowercase();
        let furniture = to - from < 3 || self.lexicon.is_furniture(&line);
        let headline = furniture || is_headline(self.words, sentence);
        let mut found = Vec::new();
        let mut at = from;
        while at < to {
            if let Some(affixed) = self.affixed(at) {
                found.push(affixed);
                at += 1;
            } else if let Some(combined) = self.combining(at) {
                found.push(combined);
                at += 2;
            } else if let Some((start, end)) = self.defined_by_acronym(at, to) {
                self.organization(start, end, &mut found);
                at = end;
            } else if self.starts(sentence, at, to, headline) {
                let end = self.run_end(at, to);
                self.cut(sentence, at, end, headline, &mut found);
                at = end.max(at + 1);
            } else {
                at += 1;
            }
        }
        if furniture {
            found.retain(|name| name.known.is_some() && to - from >= 3);
        }
        found
    }

    /// The longest known name from a token to no later than `limit`.
    pub(super) fn longest(&self, from: usize, limit: usize) -> Option<Match> {
        self.known.get(from)?.iter().find(|known| known.tokens.1 <= limit).cloned()
    }

    /// "anti-ISIS", "pro-Russian": the name after a prefix that the tokenizer leaves on.
    fn affixed(&self, token: usize) -> Option<Found> {
        let form = self.words.form(token);
        let at = form.find('-')?;
        let (prefix, rest) = (&form[..at], &form[at + 1..]);
        // "Trans-Pacific Partnership" is a name of its own.
        if self.known.get(token).and_then(|known| known.first()).is_some_and(|known| known.tokens.1 > token + 1) {
            return None;
        }
        let known = matches!(
            &*prefix.to_lowercase(),
            "anti" | "pro" | "non" | "ex" | "post" | "pre" | "mid" | "trans" | "un" | "inter" | "intra" | "neo"
        );
        if !known || !rest.chars().next().is_some_and(char::is_uppercase) {
            return None;
        }
        let entities = self.knowledge.candidates(rest);
        let end = self.words.span(token, token + 1).end as usize;
        let span = Span::new(end - rest.len(), end);
        (!entities.is_empty()).then(|| Found {
            tokens: (token, token + 1),
            span,
            known: Some(Match { tokens: (token, token + 1), entities }),
            class: None,
            prior: None,
            titled: false,
        })
    }

    /// "Sino-American", "Franco-German": the first part names a state too.
    fn combining(&self, token: usize) -> Option<Found> {
        if !self.words.is_joint(token + 1) || !self.words.capital(token + 2) {
            return None;
        }
        let state = self.knowledge.by_path(self.lexicon.combining_form(self.words.lower(token))?)?;
        Some(self.known(Match { tokens: (token, token + 1), entities: vec![(state, NameKind::Adjective)] }, false))
    }

    /// A name spelt out before its acronym in brackets: "Supreme Council for Relief (SCR)".
    fn defined_by_acronym(&self, at: usize, limit: usize) -> Option<(usize, usize)> {
        if !self.words.capital(at) || (at > 0 && self.words.is_joint(at - 1)) {
            return None;
        }
        let open = (at + 2..limit.min(at + 12)).find(|&token| matches!(self.words.form(token), "(" | "-LRB-"))?;
        if !matches!(self.words.form(open + 2), ")" | "-RRB-") || open + 2 >= limit {
            return None;
        }
        let acronym: Vec<char> = self.words.form(open + 1).chars().filter(|c| c.is_alphabetic()).collect();
        if acronym.len() < 2 || acronym.iter().filter(|c| c.is_uppercase()).count() < 2 {
            return None;
        }
        let plain = (at..open).all(|token| {
            self.words.capital(token)
                || self.words.is_joint(token)
                || matches!(
                    self.words.lower(token),
                    "of" | "for"
                        | "and"
                        | "the"
                        | "in"
                        | "on"
                        | "against"
                        | "to"
                        | "&"
                        | "de"
                        | "al"
                        | "-"
                        | "'s"
                        | "’s"
                )
        });
        if !plain {
            return None;
        }
        let spells = |from: usize| {
            let mut letters = acronym.iter().filter(|c| c.is_uppercase()).peekable();
            for token in from..open {
                if let (Some(first), Some(next)) = (self.words.form(token).chars().next(), letters.peek())
                    && first.to_lowercase().eq(next.to_lowercase())
                {
                    letters.next();
                }
            }
            letters.peek().is_none()
        };
        let first = self.words.form(at).chars().next()?;
        let starts_it = acronym[0].to_lowercase().eq(first.to_lowercase()) && spells(at);
        // "US - Iraq Higher Military Commission (HMC)": states in front belong to the name too.
        let with_state = || {
            let state = self.longest(at, open)?;
            let next = state.tokens.1;
            let next = if self.words.is_joint(next) { next + 1 } else { next };
            (next < open && self.defined_by_acronym(next, limit).is_some()).then_some(())
        };
        (starts_it || with_state().is_some()).then_some((at, open))
    }

    /// An organisation's full name, with the states at its beginning as names of their own.
    pub(super) fn organization(&self, from: usize, to: usize, found: &mut Vec<Found>) {
        let whole = self.longest(from, to).filter(|known| known.tokens.1 == to);
        // A body of two states stands between them.
        let mut states = 0;
        let mut at = from;
        while whole.is_none() && at < to {
            let known = self.longest(at, to);
            let state = known.filter(|known| known.tokens != (from, to) && self.is_state(known));
            at = state.as_ref().map_or(at + 1, |state| state.tokens.1);
            if let Some(state) = state {
                states += usize::from(at < to);
                found.push(self.known(state, false));
            }
        }
        if let Some(known) = &whole {
            self.state_inside(known, found);
        }
        // "Iran's Revolutionary Guard Corps" is the Corps.
        if whole.is_none()
            && let Some(possessive) = (from..to).find(|&token| self.words.is_possessive(token))
            && let Some(known) = self.longest(possessive + 1, to)
            && known.tokens.1 == to
        {
            found.push(self.known(known, false));
            return;
        }
        // "Defense Department" is the "Department of Defense".
        let whole = whole.or_else(|| {
            let entities = self.knowledge.candidates(&format!("Department of {}", self.words.text(from, to - 1)));
            (self.words.lower(to - 1) == "department" && !entities.is_empty())
                .then_some(Match { tokens: (from, to), entities })
        });
        let mut name = self.plain(from, to, false);
        name.class = name.class.or(Some(EntityClass::Organization)).filter(|_| whole.is_none());
        if states == 1 && name.class == Some(EntityClass::InternationalOrganization) {
            name.class = Some(EntityClass::GovernmentBody);
        }
        if states > 1 && name.class == Some(EntityClass::GovernmentBody) {
            name.class = Some(EntityClass::InternationalOrganization);
        }
        // "UN Human Rights Commission", "EU Military Committee".
        let international = self.longest(from, to).is_some_and(|known| {
            known.tokens.1 < to
                && known
                    .entities
                    .iter()
                    .all(|&(id, _)| self.knowledge.get(id).class == EntityClass::InternationalOrganization)
        });
        if international && matches!(name.class, Some(EntityClass::GovernmentBody | EntityClass::Organization)) {
            name.class = Some(EntityClass::InternationalOrganization);
        }
        name.known = whole;
        found.push(name);
    }

    pub(super) fn known(&self, known: Match, titled: bool) -> Found {
        let tokens = known.tokens;
        Found {
            tokens,
            span: self.words.span(tokens.0, tokens.1),
            prior: self.prior(tokens),
            known: Some(known),
            class: None,
            titled,
        }
    }

    pub(super) fn plain(&self, from: usize, to: usize, titled: bool) -> Found {
        let tokens = (from, to);
        Found {
            tokens,
            span: self.words.span(from, to),
            known: None,
            class: if titled { Some(EntityClass::Person) } else { self.head_class(from, to) },
            prior: self.prior(tokens),
            titled,
        }
    }

    /// The kind of the statistical span that covers most of these tokens.
    pub(super) fn prior(&self, (from, to): (usize, usize)) -> Option<Prior> {
        let at = self.priors.partition_point(|((_, end), _)| *end <= from);
        self.priors[at..]
            .iter()
            .take_while(|((start, _), _)| *start < to)
            .map(|&((start, end), prior)| (end.min(to) - start.max(from), prior))
            .max_by_key(|&(shared, _)| shared)
            .map(|(_, prior)| prior)
    }

    pub(super) fn prior_covers(&self, from: usize, to: usize) -> bool {
        self.priors.iter().any(|&((start, end), _)| start <= from && to <= end)
    }

    /// What the head of a name tells: its last word, or the word before "of".
    pub fn head_class(&self, from: usize, to: usize) -> Option<EntityClass> {
        let head = (from + 1..to)
            .find(|&token| matches!(self.words.lower(token), "of" | "for" | "on" | "against" | "in" | "to"))
            .map_or(to, |preposition| preposition);
        let last = head - 1;
        let before = (last > from).then(|| self.words.lower(last - 1));
        // One word by itself ("Congress") is a name only if the gazetteer knows it.
        (to - from > 1)
            .then(|| {
                let head = self.lexicon.name_head(before, self.words.lower(last));
                head.or_else(|| self.lexicon.name_prefix(self.words.lower(from)))
            })
            .flatten()
    }
}
