//! Names of bodies and places that have a head word of their own.
use super::Finder;
use crate::mention::Prior;
use crate::mention::gazetteer::Match;
use crate::ontology::EntityClass;

/// Words of titles that begin names of bodies, too: "Executive Committee", "General Staff", "Supreme Council".
const OF_BODIES: &[&str] =
    &["executive", "general", "supreme", "high", "special", "chief", "staff", "field", "justice"];

impl Finder<'_> {
    /// "Bloomberg Intelligence": a known body's name with a word or two more is another body.
    pub(super) fn longer_body(&self, known: &Match, end: usize, to: usize) -> Option<EntityClass> {
        let class = self.knowledge.get(known.entities.first()?.0).class;
        let capitals = (end..to).all(|token| self.words.capital(token) && !self.words.all_capitals(token));
        let more = capitals && to > end && to - end <= 2;
        let other = self.priors.iter().any(|&((start, _), _)| start == end);
        let body = matches!(class, EntityClass::Company | EntityClass::MediaOutlet | EntityClass::CivilOrganization);
        let plain = self.title_end(end, to).is_none() && self.longest(end, to).is_none();
        (body && more && !other && plain).then_some(class)
    }

    /// The end of an organisation's name that begins here and has a head word of its own: "Iraqi Oil Ministry".
    pub(super) fn organization_end(&self, from: usize, to: usize) -> Option<usize> {
        let first = self.words.lower(from);
        let begins_body = OF_BODIES.contains(&first) && !self.is_title_word(from + 1);
        if (self.lexicon.is_post(first) || self.lexicon.is_honorific(first)) && !begins_body {
            return None;
        }
        let mut end = None;
        for at in from + 2..=to {
            // "Senator Bill Roe" is no bill.
            let given =
                at < to && self.words.capital(at) && self.lexicon.given_name(self.words.lower(at - 1)).is_some();
            let complete = !given && (at == to || !matches!(self.words.lower(at), "of" | "for" | "on" | "-"));
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
        // "NBA Hall of Famer Ana Roe" ends in a person's name.
        if self
            .priors
            .iter()
            .any(|&((start, last), prior)| prior == Prior::Person && start > from && start < end && last == end)
        {
            return None;
        }
        // "President Obama's Democratic Party" has the title outside; "Foreign Minister" is no organisation.
        let body = (from..end).filter(|&token| !self.words.is_joint(token)).count();
        (body > 1 && !self.lexicon.is_honorific(self.words.lower(from))).then_some(end)
    }

    /// "Suuqa district", "Baath party", "Masna military camp": a name with its lower-case head.
    pub(super) fn extended(&self, from: usize, end: usize, limit: usize) -> Option<(usize, EntityClass)> {
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
