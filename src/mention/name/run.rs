//! Where a capitalised run begins and ends.
use super::{FUNCTION_CLASSES, Finder};
use crate::document::Sentence;
use crate::mention::Prior;
use crate::mention::lexicon::List;
use crate::ontology::EntityClass;

impl Finder<'_> {
    pub(super) fn starts(&self, sentence: &Sentence, at: usize, limit: usize, headline: bool) -> bool {
        let words = self.words;
        let lower = words.lower(at);
        if !words.capital(at) {
            let next = if words.is_joint(at + 1) { at + 2 } else { at + 1 };
            return self.lexicon.lists(List::LeadingParticles, lower)
                && next < limit
                && words.capital(next)
                && (words.is_joint(at + 1) || self.capitalised.contains(words.lower(next)));
        }
        // "(R-SC)": party and state of a member of parliament.
        let letter = |token: usize| words.form(token).chars().count() == 1;
        if letter(at) && words.is_joint(at + 1) || at > 1 && words.is_joint(at - 1) && letter(at - 2) {
            return false;
        }
        // "F-16", "SA-7": models and no names.
        if words.is_joint(at + 1) && words.form(at + 2).starts_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
        if lower == "i" || self.is_calendar(at) || words.upos(at) == "PRON" {
            return false;
        }
        if matches!(lower, "may" | "march")
            && !(at + 1 < limit && words.capital(at + 1) && words.upos(at + 1) == "PROPN")
        {
            return words.upos(at) == "PROPN" && self.prior((at, at + 1)) == Some(Prior::Person);
        }
        if !words.is_initial(sentence, at) && !headline {
            let named = self.priors.iter().any(|&((start, end), _)| start == at && end > at + 1);
            return named || !self.lexicon.lists(List::FunctionWords, lower);
        }
        let name = self.longest(at, limit);
        if self.lexicon.lists(List::FunctionWords, lower) && name.as_ref().is_none_or(|name| name.tokens.1 == at + 1) {
            return false;
        }
        if name.is_some_and(|name| {
            name.tokens.1 > at + 1 || !FUNCTION_CLASSES.contains(&words.upos(at)) || words.all_capitals(at)
        }) {
            return true;
        }
        if self.prior_covers(at, at + 1) && words.upos(at) == "PROPN" {
            return true;
        }
        if FUNCTION_CLASSES.contains(&words.upos(at))
            && (!self.capitalised.contains(lower) || self.uncapitalised.contains(lower))
        {
            return false;
        }
        let next = if words.is_joint(at + 1) { at + 2 } else { at + 1 };
        let run = next < limit && words.capital(next) && !headline;
        let elsewhere = self.capitalised.contains(lower);
        (elsewhere && (words.upos(at) == "PROPN" || !self.uncapitalised.contains(lower)))
            || (run
                && (words.upos(at) == "PROPN" || self.is_title_word(at) || self.lexicon.given_name(lower).is_some()))
            || (words.upos(at) == "PROPN" && !self.uncapitalised.contains(lower) && !headline)
    }

    /// Whether a token belongs to a date. Short forms of days and months are names, too, if the text has them before another
    /// part of a name: "Sun Li-jen".
    fn is_calendar(&self, at: usize) -> bool {
        let words = self.words;
        let lower = words.lower(at);
        if !self.lexicon.lists(List::Calendar, lower) {
            return false;
        }
        let name_follows = |token: usize| {
            words.lower(token) == lower
                && words.capital(token)
                && words.capital(token + 1)
                && words.upos(token + 1) == "PROPN"
                && !self.lexicon.lists(List::Calendar, words.lower(token + 1))
        };
        let surname = matches!(lower, "sun" | "mon" | "sat" | "wed" | "jun" | "jan" | "mar");
        !(surname && (0..words.len()).any(name_follows))
    }

    /// One past the last token of the capitalised run that begins here, with the little words that names hold.
    pub(super) fn run_end(&self, from: usize, limit: usize) -> usize {
        let words = self.words;
        let mut end = from + 1;
        if let Some(known) = self.longest(from, limit) {
            end = known.tokens.1;
        }
        while end < limit {
            let lower = words.lower(end);
            if words.capital(end) && words.upos(end) != "PRON" && !self.is_calendar(end) && lower != "i" {
                let known = self.longest(end, limit);
                end = known.map_or(end + 1, |known| known.tokens.1);
            } else if words.is_joint(end)
                && (words.capital(end + 1)
                    || self.lexicon.lists(List::Particles, words.lower(end + 1)) && words.is_joint(end + 2))
            {
                end += 2;
            } else if self.lexicon.lists(List::Particles, lower)
                && matches!(words.form(end + 1), "-" | "–")
                && words.joined(end + 1)
                && end + 2 < limit
                && words.capital(end + 2)
            {
                // "Nuri al- Maliki", broken by a line.
                end += 3;
            } else if words.is_joint(end) && end > from + 1 && self.is_syllable(from, end + 1) {
                // "Tung Chee - hwa".
                end += 2;
            } else if words.is_joint(end) && self.lexicon.lists(List::Particles, words.lower(end - 1)) {
                // A particle began the run: "al - qaeda".
                end += 2;
            } else if matches!(lower, "’" | "'" | "‘" | "`")
                && words.joined(end)
                && end + 1 < limit
                && (self.lexicon.lists(List::Particles, words.lower(end + 1)) && words.is_joint(end + 2)
                    || words.joined(end + 1) && words.capital(end + 1))
            {
                end += 1;
            } else if self.lexicon.lists(List::Particles, lower) && self.particle(end, limit) {
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

    /// Whether a small word behind a hyphen belongs to a person's given name.
    fn is_syllable(&self, from: usize, token: usize) -> bool {
        let words = self.words;
        let form = words.form(token);
        (2..=6).contains(&form.chars().count())
            && form.chars().all(char::is_lowercase)
            && !self.lexicon.lists(List::NotOwning, form)
            // "Moon Jae-in": written without blanks, the preposition is a syllable.
            && (form == "in" || !self.uncapitalised_word(form))
            // "Saudi Arabia-led": what is known up to the hyphen needs no syllable.
            && self.longest(from, token).is_none_or(|known| known.tokens.1 + 1 != token)
    }

    /// Whether the word stands elsewhere in the text by itself and small.
    fn uncapitalised_word(&self, form: &str) -> bool {
        let count = (0..self.words.len())
            .filter(|&token| self.words.form(token) == form && !self.words.is_joint(token.saturating_sub(1)))
            .count();
        count > 0
    }

    fn particle(&self, at: usize, limit: usize) -> bool {
        let words = self.words;
        let mut next = at + 1;
        while next < limit
            && (words.is_joint(next) || self.lexicon.lists(List::Particles, words.lower(next)))
            && next < at + 4
        {
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
        if next >= limit || !words.capital(next) || self.lexicon.lists(List::Calendar, words.lower(next)) {
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
        } || (lower != "and" && self.prior_covers(at - 1, next + 1));
        joined.then_some(next)
    }
}
