//! Cuts a capitalised run into states, titles, organisations and persons.
use super::{Finder, Found};
use crate::document::Sentence;
use crate::mention::Prior;
use crate::mention::gazetteer::Match;
use crate::mention::lexicon::List;
use crate::ontology::{EntityClass, NameKind};

/// Nouns for persons that stand before names of bodies and states, too.
const RELATIONS: &[&str] = &[
    "rival",
    "ally",
    "member",
    "fellow",
    "opponent",
    "critic",
    "source",
    "insider",
    "neighbor",
    "neighbour",
    "veteran",
    "independent",
    "conservative",
    "liberal",
    "socialist",
    "moderate",
    "nationalist",
    "republican",
    "democrat",
    "friend",
    "predecessor",
    "successor",
    "newcomer",
    "incumbent",
    "winner",
];

impl Finder<'_> {
    /// The end of "State", "Foreign Affairs" … after "of" in a title.
    pub(super) fn complement(&self, from: usize, limit: usize) -> Option<usize> {
        (from + 1..=limit.min(from + 3)).rev().find(|&to| {
            let phrase: Vec<&str> = (from..to).map(|token| self.words.lower(token)).collect();
            self.lexicon.is_complement(&phrase.join(" "))
        })
    }

    pub(super) fn is_title_word(&self, token: usize) -> bool {
        let lower = self.words.lower(token);
        self.lexicon.is_post(lower)
            || self.lexicon.is_rank(lower)
            || self.lexicon.is_honorific(lower)
            || self.lexicon.is_portfolio(lower)
            || self.lexicon.is_former(lower)
    }

    /// The end of the title that begins here: "Deputy Foreign Minister", "Secretary of State", "Maj. Gen.".
    pub(super) fn title_end(&self, from: usize, to: usize) -> Option<usize> {
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
            // "Moderator Ana Roe" at the beginning of a sentence.
            let person =
                at == from && self.lexicon.person_noun(lower).is_some() && self.lexicon.given_name(lower).is_none();
            if !self.is_title_word(at) && !person {
                break;
            }
            at += 1;
            if person || self.lexicon.is_post(lower) || self.lexicon.is_rank(lower) || self.lexicon.is_honorific(lower)
            {
                end = Some(at);
            }
        }
        end
    }

    /// Cuts a run into states, titles and names.
    #[expect(clippy::too_many_lines, reason = "one walk over the run, one arm per kind of part")]
    pub(super) fn cut(&self, sentence: &Sentence, from: usize, to: usize, headline: bool, found: &mut Vec<Found>) {
        let words = self.words;
        let mut at = from;
        let mut titled = self.title_before(sentence, from);
        while at < to {
            if words.is_joint(at) {
                at += 1;
                continue;
            }
            // What is left of "High Commissioner for Refugees" behind its head, and loud words before a name.
            let left = matches!(words.lower(at), "of" | "for" | "on" | "and" | "to" | "the" | "&");
            let known = self.longest(at, to);
            let loud = known.is_none()
                && words.all_capitals(at)
                && words.form(at).len() > 4
                && at + 1 < to
                && !words.all_capitals(at + 1);
            if left || loud {
                titled = false;
                at += 1;
                continue;
            }
            // "Former Danish Prime Minister": a modifier of the title before the state.
            let next_known = |at: usize| self.longest(at, to).is_some_and(|known| known.is_adjective());
            if known.is_none() && at + 1 < to && self.is_title_word(at) && next_known(at + 1) {
                at += 1;
                continue;
            }
            if known.is_none()
                && let Some(start) = self.state_at_end(at, to).filter(|_| !titled)
            {
                at = start;
                continue;
            }
            if let Some(known) =
                known.clone().filter(|known| known.tokens.1 == to && !(titled && self.person_like(known, at, to)))
            {
                if !self.is_vessel(at) {
                    self.state_inside(&known, found);
                    self.directed(&known, found);
                    found.push(self.known(known, titled));
                }
                return;
            }
            // A given name that is also a people's: "President Karen Roe".
            let given = self.lexicon.given_name(words.lower(at)).is_some() && at + 1 < to && words.capital(at + 1);
            let known = known.filter(|known| {
                !(known.is_adjective() && given && known.tokens.1 == at + 1 && self.title_end(at + 1, to).is_none())
            });
            let title = self.title_end(at, to).filter(|&end| known.as_ref().is_none_or(|known| end >= known.tokens.1));
            let organization =
                self.organization_end(at, to).filter(|&end| !titled && (!headline || self.prior_covers(at, end)));
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
                if let Some(class) = self.longer_body(&known, end, to).filter(|_| !titled) {
                    let mut name = self.plain(at, to, false);
                    name.class = name.class.or(Some(class));
                    found.push(name);
                    return;
                }
                if self.stands_alone(&known, end, to) && !(titled && end == to) {
                    self.directed(&known, found);
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
            // "Islamists", "the North": descriptions written large, vessels.
            let recurs = (at..end).all(|token| !words.capital(token) || self.capitalised.contains(words.lower(token)));
            // A lone adjective is no name: "Islamic", "Balkan".
            let adjective =
                end - at == 1 && words.upos(at) == "ADJ" && !titled && self.prior((at, end)) != Some(Prior::Person);
            let direction = end - at == 1 && self.lexicon.lists(List::Directions, words.lower(at));
            if headline && !recurs || adjective || direction {
                at = end;
                continue;
            }
            // "The Higher Education Minister": a title with a portfolio of its own.
            let post = end - at > 1
                && !titled
                && self.lexicon.is_post(words.lower(end - 1))
                && matches!(
                    words.lower(end - 1),
                    "minister" | "secretary" | "commissioner" | "ambassador" | "spokesman" | "spokeswoman"
                )
                && self.lexicon.given_name(words.lower(at)).is_none()
                && self.prior((at, end)) != Some(Prior::Person);
            if post {
                titled = end < to;
                at = end;
                continue;
            }
            let described = end - at == 1 && !titled && self.lexicon.nominal_head(None, words.lower(at)).is_some();
            if described || self.is_vessel(at) {
                at = end;
                continue;
            }
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

    /// "Nazi Germany": where the state begins in a run that ends in its name and is no person's.
    fn state_at_end(&self, from: usize, to: usize) -> Option<usize> {
        let person = self.lexicon.given_name(self.words.lower(from)).is_some()
            || matches!(self.prior((from, to)), Some(Prior::Person | Prior::Organization));
        let start = (from + 1..to)
            .find(|&at| self.longest(at, to).is_some_and(|known| known.tokens.1 == to && self.is_state(&known)))?;
        (!person && !self.words.is_joint(start - 1) && self.title_end(from, to).is_none()).then_some(start)
    }

    /// Whether a lower-case title stands right before the run: "spokesman Jacob Oduya".
    fn title_before(&self, sentence: &Sentence, at: usize) -> bool {
        let first = sentence.tokens.0 as usize;
        if at == first {
            return false;
        }
        let before = self.words.lower(at - 1);
        // "The rival Fatah faction", "member Chad": what somebody is to a body or a state, and no title.
        if RELATIONS.contains(&before) {
            return false;
        }
        (self.lexicon.is_post(before) || self.lexicon.is_rank(before) || self.lexicon.person_noun(before).is_some())
            && matches!(self.words.upos(at - 1), "NOUN" | "PROPN")
            && !self.longest(at, at + 4).is_some_and(|known| known.is_adjective())
    }

    /// After a title, a known name may be a person's: "Captain Jordan", "the financier Abu Sayyaf".
    fn person_like(&self, known: &Match, from: usize, to: usize) -> bool {
        let full = known.entities.iter().all(|(_, kind)| *kind == NameKind::Full);
        let honorific = from > 0 && self.lexicon.is_honorific(self.words.lower(from - 1));
        let state = known.entities.iter().any(|&(id, _)| self.knowledge.get(id).class == EntityClass::State);
        let acronym = to - from == 1 && self.words.all_capitals(from);
        let headed = self.head_class(from, to).is_some();
        full && !acronym && !headed && (honorific || !state)
    }

    /// "The destroyer Xining": named things that are no entities bear the names of places.
    fn is_vessel(&self, at: usize) -> bool {
        let quoted = at > 1 && matches!(self.words.form(at - 1), "\"" | "“" | "'" | "‘" | "``");
        let before = at.saturating_sub(1 + usize::from(quoted));
        at > 0 && self.lexicon.lists(List::Vessels, self.words.lower(before))
    }

    /// "US" in "US Department of Defense" is a name of its own.
    pub(super) fn state_inside(&self, known: &Match, found: &mut Vec<Found>) {
        let (from, to) = known.tokens;
        let body = |class: EntityClass| class.is_organization() || class.is_force();
        if to - from < 2 || !known.entities.iter().any(|&(id, _)| body(self.knowledge.get(id).class)) {
            return;
        }
        let state = self.longest(from, to - 1);
        if let Some(state) = state.filter(|state| self.is_state(state)) {
            found.push(self.known(state, false));
        }
    }

    pub(super) fn is_state(&self, known: &Match) -> bool {
        known.entities.iter().any(|&(id, _)| self.knowledge.get(id).class == EntityClass::State)
    }

    /// "Northern Mali", "southeast Basra", "northern and western Iraq": a region of its own around the place's name.
    fn directed(&self, known: &Match, found: &mut Vec<Found>) {
        let words = self.words;
        let (from, to) = known.tokens;
        let place =
            known.entities.iter().any(|&(id, kind)| kind == NameKind::Full && self.knowledge.get(id).class.is_place());
        let direction = |token: usize| self.lexicon.lists(List::Directions, words.lower(token));
        // "Eastern Chad's Ouaddai region" speaks of Ouaddai.
        let possessed = words.is_possessive(to) && words.capital(to + 1) && !words.all_capitals(to + 1);
        if !place
            || from == 0
            || possessed
            || !direction(from - 1)
            || words.document.tokens()[from - 1].sentence != words.document.tokens()[from].sentence
        {
            return;
        }
        let mut start = from - 1;
        while start >= 2 && matches!(words.lower(start - 1), "and" | "or" | "-") && direction(start - 2) {
            start -= 2;
        }
        let mut region = self.plain(start, to, false);
        region.class = Some(EntityClass::Region);
        region.prior = None;
        found.push(region);
    }

    /// Whether the known name at the head of a longer run is a name by itself there.
    fn stands_alone(&self, known: &Match, end: usize, to: usize) -> bool {
        let next = if self.words.is_joint(end) { end + 1 } else { end };
        if known.is_adjective() || self.title_end(next, to).is_some() || self.words.is_joint(end) {
            return true;
        }
        // "Senator Elizabeth Warren": both are cities, too.
        let given = self.lexicon.given_name(self.words.lower(known.tokens.0)).is_some();
        let towns = known.entities.iter().all(|&(id, _)| self.knowledge.get(id).class == EntityClass::City);
        if given && towns && end - known.tokens.0 == 1 && self.words.capital(next) && next == end {
            return false;
        }
        if self.longest(next, to).is_some() {
            return true;
        }
        // "Ambassador to Zimbabwe Ana Roe".
        let from = known.tokens.0;
        if from > 1
            && matches!(self.words.lower(from - 1), "to" | "in" | "for" | "at")
            && self.lexicon.is_post(self.words.lower(from - 2))
        {
            return true;
        }
        // "into the U.S. Roe said": an abbreviated state is no part of a person's name.
        if self.words.form(end - 1).ends_with('.') && self.is_state(known) && end - known.tokens.0 == 1 {
            return true;
        }
        let place = known.entities.iter().any(|&(id, _)| self.knowledge.get(id).class.is_place());
        let person = self.prior((known.tokens.0, to)) == Some(Prior::Person) && self.prior_covers(known.tokens.0, to);
        !(place && (given || person || self.prior_covers(known.tokens.0, end + 1)))
    }

    /// Where a name without known words ends: before a title or a state's adjective.
    fn name_end(&self, from: usize, to: usize) -> usize {
        let tagged = self
            .priors
            .iter()
            .find(|((start, end), _)| {
                let other = |&((next, _), prior): &((usize, usize), Prior)| next == *end && prior != Prior::Person;
                *start == from && *end < to && self.priors.iter().any(other)
            })
            .map(|((_, end), _)| *end);
        let titled = (from + 1..to).find(|&at| {
            self.title_end(at, to).is_some_and(|end| end < to && self.lexicon.is_post(self.words.lower(end - 1)))
                && !self.lexicon.is_honorific(self.words.lower(at))
        });
        let cut = (from + 1..to).find(|&at| {
            !self.words.is_joint(at)
                && !self.words.is_joint(at - 1)
                && self.longest(at, to).is_some_and(|known| known.is_adjective() && known.tokens.1 < to)
        });
        titled.or(cut).or(tagged.filter(|&end| self.words.capital(end) && !self.words.is_joint(end))).unwrap_or(to)
    }
}
