//! The reporting lexicon (`ontology/lexicon/reporting.toml`): which words evoke which statement with which complement.
use crate::ontology::ClaimClass;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

const SOURCE: &str = include_str!("../../../ontology/lexicon/reporting.toml");

/// What a reporting word must govern to be a statement, and where its content stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// "said that …", "said: '…'".
    Clause,
    /// Only "'…,' he laughed".
    Quotation,
    /// "denied the report"; with a preposition "called for a ceasefire".
    Noun(Option<Box<str>>),
    /// "vowed to stay".
    Infinitive,
    /// "ruled out sending troops"; with a preposition "warned against sending troops".
    Gerund(Option<Box<str>>),
}

/// Where the person or body spoken to (or about) stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Party {
    /// "urged Oslo to …".
    Object,
    /// "called on Oslo to …".
    Oblique(Box<str>),
}

/// One complement of a reporting word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Complement {
    pub party: Option<Party>,
    /// Whether the party is the `Y` of the pattern, spoken to or accused, and not only what is described.
    pub addressed: bool,
    pub content: Content,
}

/// One use of a reporting word.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent conditions of one use, as the file states them")]
pub(super) struct Entry {
    pub class: ClaimClass,
    /// "out" of "rule out".
    pub particle: Option<Box<str>>,
    pub complement: Complement,
    /// Only a statement when negated.
    pub negated: bool,
    /// Only a statement when the content is no actor and no place.
    pub thing: bool,
    /// Only a statement when voiced ("expressed concern").
    pub voiced: bool,
    /// Only a statement of one alone: what several agree to is an agreement.
    pub single: bool,
    /// Only a statement of a text: "the report found that".
    pub text: bool,
}

/// The lexicon, by lemma.
#[derive(Debug)]
pub(super) struct Lexicon {
    verbs: FxHashMap<Box<str>, Vec<Entry>>,
    nouns: FxHashMap<Box<str>, Vec<Entry>>,
    adjectives: FxHashMap<Box<str>, Vec<Entry>>,
    lists: FxHashMap<&'static str, FxHashSet<Box<str>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    verb: Vec<Group>,
    noun: Vec<Group>,
    adjective: Vec<Group>,
    supporting: Supporting,
    medium: Medium,
    content: ContentWords,
    spokesman: Spokesman,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "independent conditions of one use, as the file states them")]
struct Group {
    class: String,
    complement: Vec<String>,
    lemma: Vec<String>,
    #[serde(default)]
    negated: bool,
    #[serde(default)]
    thing: bool,
    #[serde(default)]
    voiced: bool,
    #[serde(default)]
    single: bool,
    #[serde(default)]
    text: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Supporting {
    issue: Vec<String>,
    made: Vec<String>,
    voice: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Medium {
    text: Vec<String>,
    speech: Vec<String>,
    audience: Vec<String>,
    platform: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContentWords {
    denial: Vec<String>,
    denial_noun: Vec<String>,
    silence: Vec<String>,
    asked: Vec<String>,
    granted: Vec<String>,
    threat: Vec<String>,
    grave: Vec<String>,
    bad: Vec<String>,
    good: Vec<String>,
    introducing: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spokesman {
    official: Vec<String>,
    nobody: Vec<String>,
}

impl Lexicon {
    /// The lexicon that ships with chancery.
    pub(super) fn shipped() -> Self {
        let file: File = toml::from_str(SOURCE).expect("the reporting lexicon is part of the program and tested");
        let lists: [(&'static str, Vec<String>); 19] = [
            ("issue", file.supporting.issue),
            ("made", file.supporting.made),
            ("voice", file.supporting.voice),
            ("text", file.medium.text),
            ("speech", file.medium.speech),
            ("audience", file.medium.audience),
            ("platform", file.medium.platform),
            ("denial", file.content.denial),
            ("denial noun", file.content.denial_noun),
            ("silence", file.content.silence),
            ("asked", file.content.asked),
            ("granted", file.content.granted),
            ("threat", file.content.threat),
            ("grave", file.content.grave),
            ("bad", file.content.bad),
            ("good", file.content.good),
            ("introducing", file.content.introducing),
            ("official", file.spokesman.official),
            ("nobody", file.spokesman.nobody),
        ];
        Self {
            verbs: entries(&file.verb),
            nouns: entries(&file.noun),
            adjectives: entries(&file.adjective),
            lists: lists
                .into_iter()
                .map(|(name, words)| (name, words.into_iter().map(String::into_boxed_str).collect()))
                .collect(),
        }
    }

    /// The uses of a verb, in the order of the file.
    pub(super) fn verb(&self, lemma: &str) -> &[Entry] {
        self.verbs.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The uses of a noun, in the order of the file.
    pub(super) fn noun(&self, lemma: &str) -> &[Entry] {
        self.nouns.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The uses of an adjective, in the order of the file.
    pub(super) fn adjective(&self, lemma: &str) -> &[Entry] {
        self.adjectives.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Whether a word is in one of the named lists.
    pub(super) fn lists(&self, list: &str, word: &str) -> bool {
        self.lists.get(list).is_some_and(|words| words.contains(word))
    }

    /// Whether a noun names what statements are made in or through ("statement", "speech").
    pub(super) fn is_medium(&self, lemma: &str) -> bool {
        self.lists("text", lemma) || self.lists("speech", lemma)
    }
}

fn entries(groups: &[Group]) -> FxHashMap<Box<str>, Vec<Entry>> {
    let mut found: FxHashMap<Box<str>, Vec<Entry>> = FxHashMap::default();
    for group in groups {
        let class = ClaimClass::from_name(&group.class).expect("a class of the ontology");
        for written in &group.lemma {
            // "e-mail" is one word: a particle is a closed-class word or "clear".
            let (lemma, particle) = match written.split_once('-') {
                Some((verb, particle)) if verb.len() > 1 => (verb, Some(Box::from(particle))),
                _ => (written.as_str(), None),
            };
            for complement in &group.complement {
                found.entry(lemma.into()).or_default().push(Entry {
                    class,
                    particle: particle.clone(),
                    complement: parse(complement).expect("a complement of the documented form"),
                    negated: group.negated,
                    thing: group.thing,
                    voiced: group.voiced,
                    single: group.single,
                    text: group.text,
                });
            }
        }
    }
    found
}

/// Reads "_ on Y to-V" (verbs) or "for NP" (nouns).
fn parse(pattern: &str) -> Option<Complement> {
    let words: Vec<&str> = pattern.split_whitespace().filter(|&word| word != "_").collect();
    let (party, addressed, rest) = match *words.as_slice() {
        ["Y", ref rest @ ..] => (Some(Party::Object), true, rest),
        ["X", ref rest @ ..] => (Some(Party::Object), false, rest),
        ["NP", "as", ref rest @ ..] => {
            let content = content(&["as", rest.first()?])?;
            return Some(Complement { party: Some(Party::Object), addressed: false, content });
        }
        ["NP", preposition, "Y"] => {
            let party = Some(Party::Oblique(preposition.into()));
            return Some(Complement { party, addressed: false, content: Content::Noun(None) });
        }
        [preposition, "Y", ref rest @ ..] => (Some(Party::Oblique(preposition.into())), true, rest),
        ref rest => (None, false, rest),
    };
    Some(Complement { party, addressed, content: content(rest)? })
}

fn content(words: &[&str]) -> Option<Content> {
    Some(match *words {
        ["S"] => Content::Clause,
        ["Q"] => Content::Quotation,
        ["NP"] => Content::Noun(None),
        ["to-V"] => Content::Infinitive,
        ["V-ing"] => Content::Gerund(None),
        [preposition, "NP"] => Content::Noun(Some(preposition.into())),
        [preposition, "V-ing"] => Content::Gerund(Some(preposition.into())),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_complement_and_class_is_understood() {
        let lexicon = Lexicon::shipped();
        assert!(lexicon.verb("say").iter().any(|entry| entry.complement.content == Content::Clause));
        assert!(lexicon.verb("rule").iter().all(|entry| entry.particle.as_deref() == Some("out")));
        assert!(lexicon.verb("eat").is_empty());
        assert!(!lexicon.noun("announcement").is_empty());
    }

    #[test]
    fn reads_complements() {
        let of = |text: &str| parse(text);
        assert_eq!(
            of("_ on Y to-V"),
            Some(Complement {
                party: Some(Party::Oblique("on".into())),
                addressed: true,
                content: Content::Infinitive
            })
        );
        assert_eq!(
            of("_ NP as NP"),
            Some(Complement {
                party: Some(Party::Object),
                addressed: false,
                content: Content::Noun(Some("as".into()))
            })
        );
        assert_eq!(
            of("_ Y of V-ing"),
            Some(Complement {
                party: Some(Party::Object),
                addressed: true,
                content: Content::Gerund(Some("of".into()))
            })
        );
        assert_eq!(of("_ Z"), None);
    }
}
