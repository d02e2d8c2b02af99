//! Where proper names begin and end: capitalised runs cut by what the gazetteer, the titles and the names tagger know.
use super::gazetteer::{Gazetteer, Match};
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
    pub gazetteer: &'a Gazetteer,
    pub knowledge: &'a Knowledge,
    /// Statistical name spans, sorted.
    pub priors: &'a [((usize, usize), Prior)],
    /// Lower-case forms that stand capitalised inside sentences.
    pub capitalised: FxHashSet<&'a str>,
    /// Lower-case forms that stand without capital somewhere.
    pub uncapitalised: FxHashSet<&'a str>,
}

const PARTICLES: &[&str] = &[
    "al", "el", "ul", "ur", "as", "ash", "an", "ad", "ar", "bin", "ben", "ibn", "ould", "de", "da", "do", "dos", "das",
    "del", "della", "di", "du", "van", "von", "der", "den", "la", "le", "und", "y", "e", "bint", "abu", "ter", "zu",
];

const CALENDAR: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan.",
    "feb.",
    "mar.",
    "apr.",
    "jun.",
    "jul.",
    "aug.",
    "sept.",
    "sep.",
    "oct.",
    "nov.",
    "dec.",
    "gmt",
    "est",
    "edt",
    "et",
    "p.m.",
    "a.m.",
    "pm",
    "am",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "christmas",
    "ramadan",
    "easter",
];

/// Words that are capitalised at the beginning of sentences and never begin a name by themselves.
const FUNCTION_CLASSES: &[&str] =
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
        let headline = is_headline(self.words, sentence);
        let mut found = Vec::new();
        let mut at = from;
        while at < to {
            if let Some(affixed) = self.affixed(at) {
                found.push(affixed);
                at += 1;
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
        found
    }

    /// "anti-ISIS", "pro-Russian": the name after a prefix that the tokenizer leaves on.
    fn affixed(&self, token: usize) -> Option<Found> {
        let form = self.words.form(token);
        let at = form.find('-')?;
        let (prefix, rest) = (&form[..at], &form[at + 1..]);
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
            let state = self.gazetteer.longest(self.knowledge, self.words, at, open)?;
            let next = state.tokens.1;
            let next = if self.words.is_joint(next) { next + 1 } else { next };
            (next < open && self.defined_by_acronym(next, limit).is_some()).then_some(())
        };
        (starts_it || with_state().is_some()).then_some((at, open))
    }

    /// An organisation's full name, with the states at its beginning as names of their own.
    fn organization(&self, from: usize, to: usize, found: &mut Vec<Found>) {
        let whole = self.gazetteer.longest(self.knowledge, self.words, from, to).filter(|known| known.tokens.1 == to);
        let mut at = from;
        while whole.is_none() && at < to {
            let Some(state) = self.gazetteer.longest(self.knowledge, self.words, at, to) else { break };
            let end = state.tokens.1;
            if end < to {
                found.push(self.known(state, false));
            }
            at = if self.words.is_joint(end) { end + 1 } else { end };
        }
        let mut name = self.plain(from, to, false);
        name.class = name.class.or(Some(EntityClass::Organization)).filter(|_| whole.is_none());
        name.known = whole;
        found.push(name);
    }

    fn known(&self, known: Match, titled: bool) -> Found {
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

    fn plain(&self, from: usize, to: usize, titled: bool) -> Found {
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
    fn prior(&self, (from, to): (usize, usize)) -> Option<Prior> {
        let at = self.priors.partition_point(|((_, end), _)| *end <= from);
        self.priors[at..]
            .iter()
            .take_while(|((start, _), _)| *start < to)
            .map(|&((start, end), prior)| (end.min(to) - start.max(from), prior))
            .max_by_key(|&(shared, _)| shared)
            .map(|(_, prior)| prior)
    }

    fn prior_covers(&self, from: usize, to: usize) -> bool {
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
        (to - from > 1).then(|| self.lexicon.name_head(before, self.words.lower(last))).flatten()
    }

    fn starts(&self, sentence: &Sentence, at: usize, limit: usize, headline: bool) -> bool {
        let words = self.words;
        let lower = words.lower(at);
        if !words.capital(at) {
            let next = if words.is_joint(at + 1) { at + 2 } else { at + 1 };
            return PARTICLES.contains(&lower)
                && !matches!(lower, "an" | "as" | "ad" | "e" | "y" | "la" | "le" | "do" | "da")
                && next < limit
                && words.capital(next)
                && (words.is_joint(at + 1) || self.capitalised.contains(words.lower(next)));
        }
        if lower == "i" || CALENDAR.contains(&lower) || words.upos(at) == "PRON" {
            return false;
        }
        if matches!(lower, "may" | "march")
            && !(at + 1 < limit && words.capital(at + 1) && words.upos(at + 1) == "PROPN")
        {
            return words.upos(at) == "PROPN" && self.prior((at, at + 1)) == Some(Prior::Person);
        }
        if !words.is_initial(sentence, at) && !headline {
            return !matches!(
                lower,
                "the"
                    | "a"
                    | "an"
                    | "and"
                    | "of"
                    | "but"
                    | "in"
                    | "if"
                    | "it"
                    | "he"
                    | "she"
                    | "we"
                    | "they"
                    | "that"
                    | "this"
                    | "there"
                    | "what"
                    | "when"
                    | "so"
            );
        }
        let name = self.gazetteer.longest(self.knowledge, words, at, limit);
        if name.is_some_and(|name| {
            name.tokens.1 > at + 1 || !FUNCTION_CLASSES.contains(&words.upos(at)) || words.all_capitals(at)
        }) {
            return true;
        }
        if self.prior_covers(at, at + 1) && words.upos(at) == "PROPN" {
            return true;
        }
        if FUNCTION_CLASSES.contains(&words.upos(at)) && !(self.capitalised.contains(lower) && words.upos(at) == "VERB")
        {
            return false;
        }
        let next = if words.is_joint(at + 1) { at + 2 } else { at + 1 };
        let run = next < limit && words.capital(next) && !headline;
        self.capitalised.contains(lower)
            || (run
                && (words.upos(at) == "PROPN" || self.is_title_word(at) || self.lexicon.given_name(lower).is_some()))
            || (words.upos(at) == "PROPN" && !self.uncapitalised.contains(lower) && !headline)
    }

    /// One past the last token of the capitalised run that begins here, with the little words that names hold.
    fn run_end(&self, from: usize, limit: usize) -> usize {
        let words = self.words;
        let mut end = from + 1;
        if let Some(known) = self.gazetteer.longest(self.knowledge, words, from, limit) {
            end = known.tokens.1;
        }
        while end < limit {
            let lower = words.lower(end);
            if words.capital(end) && words.upos(end) != "PRON" && !CALENDAR.contains(&lower) && lower != "i" {
                let known = self.gazetteer.longest(self.knowledge, words, end, limit);
                end = known.map_or(end + 1, |known| known.tokens.1);
            } else if words.is_joint(end)
                && (words.capital(end + 1) || PARTICLES.contains(&words.lower(end + 1)) && words.is_joint(end + 2))
            {
                end += 2;
            } else if words.is_joint(end) && PARTICLES.contains(&words.lower(end - 1)) {
                // A particle began the run: "al - qaeda".
                end += 2;
            } else if matches!(lower, "’" | "'" | "‘" | "`")
                && words.joined(end)
                && end + 1 < limit
                && (PARTICLES.contains(&words.lower(end + 1)) && words.is_joint(end + 2)
                    || words.joined(end + 1) && words.capital(end + 1))
            {
                end += 1;
            } else if PARTICLES.contains(&lower) && self.particle(end, limit) {
                end += 1;
            } else if words.upos(end) == "NUM" && self.head_class(from, end) == Some(EntityClass::Document) {
                end += 1;
            } else if let Some(next) = self.linked(from, end, limit) {
                end = next;
            } else {
                break;
            }
        }
        end
    }

    fn particle(&self, at: usize, limit: usize) -> bool {
        let words = self.words;
        let mut next = at + 1;
        while next < limit && (words.is_joint(next) || PARTICLES.contains(&words.lower(next))) && next < at + 4 {
            next += 1;
        }
        next < limit
            && words.capital(next)
            && !matches!(words.lower(at), "an" | "as" | "y" | "e" | "do" if !words.is_joint(at + 1))
    }

    /// "Ministry of Foreign Affairs", "Centre for Strategic Studies", "Aid & Relief": the end of the part after the link.
    fn linked(&self, from: usize, at: usize, limit: usize) -> Option<usize> {
        let words = self.words;
        let lower = words.lower(at);
        if !matches!(lower, "of" | "for" | "on" | "and" | "&" | "against" | "to") {
            return None;
        }
        let mut next = at + 1;
        if words.lower(next) == "the" {
            next += 1;
        }
        if next >= limit || !words.capital(next) || CALENDAR.contains(&words.lower(next)) {
            return None;
        }
        let head = words.lower(at - 1);
        let before = (at - 1 > from).then(|| words.lower(at - 2));
        let class = self.lexicon.name_head(before, head);
        let official = self.lexicon.is_post(head) && self.complement(next, limit).is_some();
        let joined = match lower {
            "of" => official || class.is_some_and(|class| class != EntityClass::Document || words.capital(next)),
            "for" => {
                official
                    || class.is_some_and(|class| class.is_organization() || class.is_force())
                    || head == "partnership"
            }
            "&" => true,
            // Inside "Ministry of Foreign Affairs and Trade" only.
            "and" => {
                (from..at).any(|token| matches!(words.lower(token), "of" | "for"))
                    && self.head_class(from, at).is_some_and(|class| class == EntityClass::GovernmentBody)
                    && self.lexicon.is_portfolio(words.lower(next))
            }
            "on" => matches!(head, "committee" | "commission" | "council" | "conference"),
            _ => false,
        } || self.prior_covers(at - 1, next + 1);
        joined.then_some(next)
    }

    /// The end of "State", "Foreign Affairs" … after "of" in a title.
    fn complement(&self, from: usize, limit: usize) -> Option<usize> {
        (from + 1..=limit.min(from + 3)).rev().find(|&to| {
            let phrase: Vec<&str> = (from..to).map(|token| self.words.lower(token)).collect();
            self.lexicon.is_complement(&phrase.join(" "))
        })
    }

    fn is_title_word(&self, token: usize) -> bool {
        let lower = self.words.lower(token);
        self.lexicon.is_post(lower)
            || self.lexicon.is_rank(lower)
            || self.lexicon.is_honorific(lower)
            || self.lexicon.is_portfolio(lower)
            || self.lexicon.is_former(lower)
    }

    /// The end of the title that begins here: "Deputy Foreign Minister", "Secretary of State", "Maj. Gen.".
    fn title_end(&self, from: usize, to: usize) -> Option<usize> {
        let words = self.words;
        let mut end = None;
        let mut at = from;
        while at < to {
            let lower = words.lower(at);
            if words.is_joint(at) {
                at += 1;
                continue;
            }
            if matches!(lower, "of" | "for") && end == Some(at) {
                match self.complement(at + 1 + usize::from(words.lower(at + 1) == "the"), to) {
                    Some(after) => {
                        end = Some(after);
                        at = after;
                        continue;
                    }
                    None => break,
                }
            }
            if !self.is_title_word(at) {
                break;
            }
            at += 1;
            if self.lexicon.is_post(lower) || self.lexicon.is_rank(lower) || self.lexicon.is_honorific(lower) {
                end = Some(at);
            }
        }
        end
    }

    /// Cuts a run into states, titles and names.
    fn cut(&self, sentence: &Sentence, from: usize, to: usize, headline: bool, found: &mut Vec<Found>) {
        let words = self.words;
        let mut at = from;
        let mut titled = self.title_before(sentence, from);
        while at < to {
            if words.is_joint(at) {
                at += 1;
                continue;
            }
            let known = self.gazetteer.longest(self.knowledge, words, at, to);
            if let Some(known) =
                known.clone().filter(|known| known.tokens.1 == to && !(titled && self.person_like(known, at, to)))
            {
                found.push(self.known(known, titled));
                return;
            }
            let title = self.title_end(at, to).filter(|&end| known.as_ref().is_none_or(|known| end >= known.tokens.1));
            let organization = self.organization_end(at, to).filter(|_| !titled);
            if let Some(end) = organization.filter(|&end| title.is_none_or(|title| title < end && end - at > 1)) {
                self.organization(at, end, found);
                at = end;
                continue;
            }
            if let Some(end) = title {
                titled = true;
                at = end;
                continue;
            }
            if let Some(known) = known {
                let end = known.tokens.1;
                if self.stands_alone(&known, end, to) {
                    found.push(self.known(known, false));
                    titled = false;
                    at = end;
                    continue;
                }
            } else if headline && !self.prior_covers(at, at + 1) {
                at += 1;
                continue;
            }
            let end = self.name_end(at, to);
            let extended = if end == to { self.extended(at, end, sentence.tokens.1 as usize) } else { None };
            let mut name = self.plain(at, extended.map_or(end, |(end, _)| end), titled && extended.is_none());
            if let Some((_, class)) = extended {
                name.class = Some(class);
            }
            found.push(name);
            titled = false;
            at = end;
        }
    }

    /// Whether a lower-case title stands right before the run: "spokesman Jacob Oduya".
    fn title_before(&self, sentence: &Sentence, at: usize) -> bool {
        let first = sentence.tokens.0 as usize;
        if at == first {
            return false;
        }
        let before = self.words.lower(at - 1);
        (self.lexicon.is_post(before) || self.lexicon.is_rank(before) || self.lexicon.person_noun(before).is_some())
            && self.words.upos(at - 1) != "VERB"
            && !self.gazetteer.longest(self.knowledge, self.words, at, at + 4).is_some_and(|known| known.is_adjective())
    }

    /// After a title, a state's name may be a person's: "Captain Jordan", "Mr. Israel".
    fn person_like(&self, known: &Match, from: usize, to: usize) -> bool {
        let lower = self.words.lower(from);
        let honorific = from > 0 && self.lexicon.is_honorific(self.words.lower(from - 1));
        to - from == 1
            && honorific
            && known.entities.iter().all(|(_, kind)| *kind == NameKind::Full)
            && !lower.is_empty()
    }

    /// Whether the known name at the head of a longer run is a name by itself there.
    fn stands_alone(&self, known: &Match, end: usize, to: usize) -> bool {
        let next = if self.words.is_joint(end) { end + 1 } else { end };
        if known.is_adjective() || self.title_end(next, to).is_some() || self.words.is_joint(end) {
            return true;
        }
        if self.gazetteer.longest(self.knowledge, self.words, next, to).is_some() {
            return true;
        }
        let given = self.lexicon.given_name(self.words.lower(known.tokens.0)).is_some();
        let place = known.entities.iter().any(|&(id, _)| self.knowledge.get(id).class.is_place());
        let person = self.prior((known.tokens.0, to)) == Some(Prior::Person) && self.prior_covers(known.tokens.0, to);
        !(place && (given || person || self.prior_covers(known.tokens.0, end + 1)))
    }

    /// The end of an organisation's name that begins here and has a head word of its own: "Iraqi Oil Ministry".
    fn organization_end(&self, from: usize, to: usize) -> Option<usize> {
        let mut end = None;
        for at in from + 2..=to {
            let complete = at == to || !matches!(self.words.lower(at), "of" | "for" | "on" | "-");
            if complete
                && self.head_class(from, at).is_some_and(|class| {
                    class.is_organization()
                        || class.is_force()
                        || matches!(class, EntityClass::Facility | EntityClass::Document | EntityClass::Region)
                })
            {
                let title_after = self.title_end(at, to).is_some_and(|title| title <= to);
                end = Some(at);
                if title_after {
                    break;
                }
            }
        }
        let end = end?;
        // "President Obama's Democratic Party" has the title outside; "Foreign Minister" is no organisation.
        let body = (from..end).filter(|&token| !self.words.is_joint(token)).count();
        (body > 1 && !self.lexicon.is_honorific(self.words.lower(from))).then_some(end)
    }

    /// Where a name without known words ends: before a title or a state's adjective.
    fn name_end(&self, from: usize, to: usize) -> usize {
        let tagged = self.priors.iter().find(|((start, end), _)| *start == from && *end < to).map(|((_, end), _)| *end);
        let cut = (from + 1..to).find(|&at| {
            !self.words.is_joint(at)
                && !self.words.is_joint(at - 1)
                && self
                    .gazetteer
                    .longest(self.knowledge, self.words, at, to)
                    .is_some_and(|known| known.is_adjective() && known.tokens.1 < to)
        });
        cut.or(tagged.filter(|&end| self.words.capital(end) && !self.words.is_joint(end))).unwrap_or(to)
    }

    /// "Suuqa district", "Baath party", "Masna military camp": a name with its lower-case head.
    fn extended(&self, from: usize, end: usize, limit: usize) -> Option<(usize, EntityClass)> {
        let words = self.words;
        if words.all_capitals(from) && end - from == 1 {
            return None;
        }
        (1..=2).rev().find_map(|length| {
            let to = end + length;
            if to > limit
                || (end..to).any(|token| words.capital(token) || !matches!(words.upos(token), "NOUN" | "ADJ" | "PROPN"))
            {
                return None;
            }
            let before = (length == 2).then(|| words.lower(end));
            let word = words.lower(to - 1);
            let class = self.lexicon.name_head(before, word)?;
            let fits = matches!(
                class,
                EntityClass::Region | EntityClass::City | EntityClass::Facility | EntityClass::PoliticalParty
            ) && (length == 2)
                == (self.lexicon.name_head(None, word) != Some(class)
                    || matches!(
                        words.lower(end),
                        "military" | "air" | "refugee" | "naval" | "army" | "international" | "nuclear" | "political"
                    ));
            (fits && words.upos(to) != "NOUN").then_some((to, class))
        })
    }
}
