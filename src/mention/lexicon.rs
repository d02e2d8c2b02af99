//! Words that tell what a name or noun phrase stands for, read from `ontology/lexicon/`.
mod file;

use crate::ontology::EntityClass;
use file::{
    DESCRIPTIONS, DescriptionFile, GIVEN_NAMES, GIVEN_NAMES_WIDE, GivenNameFile, HEADS, HeadTable, NAMES, NameFile,
    OFFICEHOLDERS, TITLES, TitleFile,
};
use rustc_hash::{FxHashMap, FxHashSet};

/// Grammatical gender of a person as English pronouns show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gender {
    Female,
    Male,
}

/// The words of the name of a head of state or government, and the ISO 3166 code of the state.
type Leader = (Vec<Box<str>>, Box<str>);

/// Closed word lists that name finding and resolution ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Small words inside persons' names.
    Particles,
    /// Small words that may begin a name.
    LeadingParticles,
    /// Capitalised words of dates and times.
    Calendar,
    /// Points of the compass.
    Directions,
    /// Kinds of vessels and other named things that are no entities.
    Vessels,
    /// Services on which statements are posted.
    Platforms,
    /// What follows the name of a head of government: "the Merkel government".
    Governments,
    /// What follows a hyphen when the name before it owns nothing: "US-led".
    NotOwning,
    /// Words that begin sentences and never names.
    FunctionWords,
    /// Heads of names that name no entity: games, prizes, wars.
    NoEntities,
    /// Capital letters that stand for common nouns: "GDP".
    CommonAcronyms,
}

/// The lexicon of names, titles and descriptions. Keys are lower-case words, two-word heads with one space.
#[derive(Debug)]
pub struct Lexicon {
    posts: FxHashSet<Box<str>>,
    leadership: FxHashSet<Box<str>>,
    needs_body: FxHashSet<Box<str>>,
    ranks: FxHashSet<Box<str>>,
    honorifics: FxHashSet<Box<str>>,
    national: Vec<Box<str>>,
    american: Vec<Box<str>>,
    abbreviations: FxHashMap<Box<str>, Box<str>>,
    portfolio: FxHashSet<Box<str>>,
    former: FxHashSet<Box<str>>,
    future: FxHashSet<Box<str>>,
    complements: FxHashSet<Box<str>>,
    name_heads: FxHashMap<Box<str>, EntityClass>,
    nominal_heads: FxHashMap<Box<str>, EntityClass>,
    prefixes: FxHashMap<Box<str>, EntityClass>,
    anaphors: FxHashMap<Box<str>, Vec<EntityClass>>,
    persons: FxHashMap<Box<str>, Option<Gender>>,
    given_names: FxHashMap<Box<str>, Gender>,
    lists: [FxHashSet<Box<str>>; 11],
    furniture: Vec<Box<str>>,
    combining: FxHashMap<Box<str>, Box<str>>,
    /// Last word of a head of state or government → the words of the name, ISO 3166 code of the state.
    officeholders: FxHashMap<Box<str>, Vec<Leader>>,
}

fn class(name: &str) -> EntityClass {
    EntityClass::from_name(name).expect("the shipped lexicon names classes of the ontology")
}

impl Lexicon {
    /// The lexicon that ships with chancery.
    ///
    /// # Panics
    /// Never: a test reads the shipped files.
    #[must_use]
    pub fn shipped() -> Self {
        let titles: TitleFile = toml::from_str(TITLES).expect("titles.toml is valid");
        let heads: FxHashMap<Box<str>, HeadTable> = toml::from_str(HEADS).expect("heads.toml is valid");
        let descriptions: DescriptionFile = toml::from_str(DESCRIPTIONS).expect("descriptions.toml is valid");
        let given: GivenNameFile = toml::from_str(GIVEN_NAMES).expect("given-names.toml is valid");
        let names: NameFile = toml::from_str(NAMES).expect("names.toml is valid");
        let leaders: std::collections::BTreeMap<Box<str>, String> =
            toml::from_str(OFFICEHOLDERS).expect("officeholders.toml is valid");
        let mut officeholders: FxHashMap<Box<str>, Vec<Leader>> = FxHashMap::default();
        for (state, names) in leaders {
            for name in names.split(';') {
                let words: Vec<Box<str>> = name.split_whitespace().map(Into::into).collect();
                if let Some(last) = words.last().cloned() {
                    officeholders.entry(last).or_default().push((words, state.clone()));
                }
            }
        }
        let wide: GivenNameFile = toml::from_str(GIVEN_NAMES_WIDE).expect("given-names-wide.toml is valid");
        let mut name_heads = FxHashMap::default();
        let mut nominal_heads = FxHashMap::default();
        let mut prefixes = FxHashMap::default();
        for (name, table) in heads {
            let class = class(&name);
            name_heads.extend(table.name.into_iter().map(|word| (word, class)));
            prefixes.extend(table.prefix.into_iter().map(|word| (word, class)));
            nominal_heads.extend(table.nominal.into_iter().map(|word| (word, class)));
        }
        let people = descriptions.persons;
        let persons = (people.male.into_iter().map(|word| (word, Some(Gender::Male))))
            .chain(people.female.into_iter().map(|word| (word, Some(Gender::Female))))
            .chain(people.neutral.into_iter().map(|word| (word, None)))
            .collect();
        // The list written by hand comes last, so that it wins.
        let given_names = [&wide, &given]
            .into_iter()
            .flat_map(|file| {
                (file.male.split_whitespace().map(|word| (word.into(), Gender::Male)))
                    .chain(file.female.split_whitespace().map(|word| (word.into(), Gender::Female)))
            })
            .collect();
        Self {
            posts: titles.posts.into_iter().collect(),
            leadership: titles.leadership.into_iter().collect(),
            needs_body: titles.needs_body.into_iter().collect(),
            ranks: titles.ranks.into_iter().collect(),
            honorifics: titles.honorifics.into_iter().collect(),
            national: titles.national,
            american: titles.american,
            abbreviations: titles.abbreviations,
            portfolio: titles.modifiers.portfolio.into_iter().collect(),
            former: titles.modifiers.former.into_iter().collect(),
            future: titles.modifiers.future.into_iter().collect(),
            complements: titles.complements.of.into_iter().collect(),
            name_heads,
            nominal_heads,
            prefixes,
            anaphors: (descriptions.anaphors.into_iter())
                .map(|(word, classes)| (word, classes.iter().map(|name| class(name)).collect()))
                .collect(),
            persons,
            given_names,
            officeholders,
            furniture: names.furniture,
            combining: names.combining,
            lists: [
                names.particles,
                names.leading_particles,
                names.calendar,
                names.directions,
                names.vessels,
                names.platforms,
                names.governments,
                names.not_owning,
                names.function_words,
                names.no_entities,
                names.common_acronyms,
            ]
            .map(|list| list.split_whitespace().map(Into::into).collect()),
        }
    }

    /// Whether a list holds the lower-case word.
    #[must_use]
    pub fn lists(&self, list: List, word: &str) -> bool {
        self.lists[list as usize].contains(word)
    }

    /// Whether the word heads posts: "minister". Plurals count.
    #[must_use]
    pub fn is_post(&self, word: &str) -> bool {
        self.posts.contains(word) || self.abbreviations.contains_key(word) || self.posts.contains(singular(word))
    }

    /// Whether holding the post is leadership when what is led is a party, a movement or an armed group.
    #[must_use]
    pub fn is_leadership(&self, word: &str) -> bool {
        self.leadership.contains(word)
    }

    /// Whether the word is a post only together with the body it belongs to.
    #[must_use]
    pub fn needs_body(&self, word: &str) -> bool {
        self.needs_body.contains(word)
    }

    /// Whether the word is a military or police rank, or a part of one.
    #[must_use]
    pub fn is_rank(&self, word: &str) -> bool {
        self.ranks.contains(word)
    }

    /// Whether the word goes before a person's name without naming a post.
    #[must_use]
    pub fn is_honorific(&self, word: &str) -> bool {
        self.honorifics.contains(word)
    }

    /// Whether every state has the post once: "foreign minister".
    #[must_use]
    pub fn is_national_post(&self, title: &str) -> bool {
        self.national.iter().any(|ending| title.ends_with(&**ending))
    }

    /// Whether the title alone means the United States: "secretary of state".
    #[must_use]
    pub fn is_american_post(&self, title: &str) -> bool {
        self.american.iter().any(|ending| title.ends_with(&**ending))
    }

    /// The post that an abbreviation before a name stands for.
    #[must_use]
    pub fn expand_title(&self, word: &str) -> Option<&str> {
        self.abbreviations.get(word).map(AsRef::as_ref)
    }

    /// Whether the word belongs to a title when it stands before its head: "foreign", "deputy".
    #[must_use]
    pub fn is_portfolio(&self, word: &str) -> bool {
        self.portfolio.contains(word)
    }

    /// Whether the word says that a post is no longer held.
    #[must_use]
    pub fn is_former(&self, word: &str) -> bool {
        self.former.contains(word)
    }

    /// Whether the word says that a post is not yet held.
    #[must_use]
    pub fn is_future(&self, word: &str) -> bool {
        self.future.contains(word)
    }

    /// Whether "of" and this phrase belong to the title itself: "secretary of state".
    #[must_use]
    pub fn is_complement(&self, phrase: &str) -> bool {
        self.complements.contains(phrase)
    }

    /// The class that the last one or two words of a proper name tell.
    #[must_use]
    pub fn name_head(&self, before: Option<&str>, word: &str) -> Option<EntityClass> {
        Self::head(&self.name_heads, before, word)
    }

    /// The class that the first word of a proper name tells: "Mount", "Fort".
    #[must_use]
    pub fn name_prefix(&self, word: &str) -> Option<EntityClass> {
        self.prefixes.get(word).copied()
    }

    /// The class that the last one or two words of a description tell; plurals count.
    #[must_use]
    pub fn nominal_head(&self, before: Option<&str>, word: &str) -> Option<EntityClass> {
        Self::head(&self.nominal_heads, before, word)
    }

    fn head(table: &FxHashMap<Box<str>, EntityClass>, before: Option<&str>, word: &str) -> Option<EntityClass> {
        let pair = |word: &str| before.and_then(|before| table.get(&*format!("{before} {word}")));
        pair(word)
            .or_else(|| pair(singular(word)))
            .or_else(|| table.get(word))
            .or_else(|| table.get(singular(word)))
            .copied()
    }

    /// The classes a definite description with this head may take up, likeliest first.
    #[must_use]
    pub fn anaphor(&self, word: &str) -> &[EntityClass] {
        self.anaphors.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether the noun describes one person, and that person's gender if it tells it.
    #[must_use]
    pub fn person_noun(&self, word: &str) -> Option<Option<Gender>> {
        self.persons.get(word).copied()
    }

    /// The state, by its ISO 3166 code, that a well-known head of state or government leads or led.
    ///
    /// `name` holds the words of the person's name in lower-case ASCII; of a surname alone only the states agreeing on it count.
    #[must_use]
    pub fn state_of_leader(&self, name: &[String]) -> Option<&str> {
        let bearers = self.officeholders.get(name.last()?.as_str())?;
        let full = |(words, _): &&Leader| {
            name.len() == 1
                || words.len() == 1
                || words.first().is_some_and(|first| name.iter().any(|word| **word == **first))
        };
        let mut states = bearers.iter().filter(full).map(|(_, state)| &**state);
        let first = states.next()?;
        states.all(|other| other == first).then_some(first)
    }

    /// Whether a lower-case line is furniture of a web page: "sign up for our newsletter".
    #[must_use]
    pub fn is_furniture(&self, line: &str) -> bool {
        self.furniture.iter().any(|phrase| line.contains(&**phrase))
    }

    /// The path of the state that a combining form stands for: "Sino-" → `state/CN`.
    #[must_use]
    pub fn combining_form(&self, word: &str) -> Option<&str> {
        self.combining.get(word).map(AsRef::as_ref)
    }

    /// The gender of the usual bearers of a given name.
    #[must_use]
    pub fn given_name(&self, word: &str) -> Option<Gender> {
        self.given_names.get(word).copied()
    }
}

/// The regular singular of a lower-case noun: "ministries" → "ministry", "forces" → "force".
#[must_use]
pub fn singular(word: &str) -> &str {
    match word {
        "men" | "women" | "people" | "authorities" | "waters" | "news" | "congress" | "press" | "headquarters"
        | "barracks" => word,
        "spokesmen" => "spokesman",
        "spokeswomen" => "spokeswoman",
        "policemen" => "policeman",
        "gunmen" => "gunman",
        "militiamen" => "militiaman",
        "servicemen" => "serviceman",
        "guardsmen" => "guardsman",
        "congressmen" => "congressman",
        "fishermen" => "fisherman",
        "tribesmen" => "tribesman",
        "businessmen" => "businessman",
        "ministries" => "ministry",
        "agencies" => "agency",
        "parties" => "party",
        "companies" => "company",
        "militaries" => "military",
        "armies" => "army",
        "embassies" => "embassy",
        "cities" => "city",
        "territories" => "territory",
        "countries" => "country",
        "facilities" => "facility",
        "treaties" => "treaty",
        "families" => "family",
        "communities" => "community",
        "minorities" => "minority",
        "secretaries" => "secretary",
        "dignitaries" => "dignitary",
        "deputies" => "deputy",
        "allies" => "ally",
        "witnesses" | "eyewitnesses" | "hostesses" | "fortresses" => &word[..word.len() - 2],
        _ => word.strip_suffix('s').filter(|stem| stem.len() > 2 && !stem.ends_with('s')).unwrap_or(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_lexicon_is_valid() {
        let lexicon = Lexicon::shipped();
        assert!(lexicon.is_post("ministers"));
        assert_eq!(lexicon.name_head(Some("foreign"), "ministry"), Some(EntityClass::GovernmentBody));
        assert_eq!(lexicon.name_head(Some("news"), "agency"), Some(EntityClass::MediaOutlet));
        assert_eq!(lexicon.nominal_head(Some("armed"), "groups"), Some(EntityClass::ArmedGroup));
        assert_eq!(lexicon.given_name("angela"), Some(Gender::Female));
    }

    #[test]
    fn a_head_stands_under_one_class() {
        let heads: FxHashMap<Box<str>, HeadTable> = toml::from_str(HEADS).unwrap();
        for side in [|table: &HeadTable| table.name.clone(), |table: &HeadTable| table.nominal.clone()] {
            let mut seen = FxHashSet::default();
            for word in heads.values().flat_map(side) {
                assert!(seen.insert(word.clone()), "{word} stands twice");
            }
        }
    }
}
