//! Blocking keys: only entities that share one are ever compared.
use super::Profile;
use crate::entity::variants::word_key;
use crate::ontology::EntityClass;
use std::collections::BTreeSet;

/// Longest acronym.
const ACRONYM: usize = 7;

/// The keys of an entity, sorted. A person has those of the first and the last word of the name; anything else that of
/// all its words, and its acronyms.
#[must_use]
pub fn keys(profile: &Profile) -> Vec<String> {
    let mut keys = BTreeSet::new();
    if profile.class == EntityClass::Person {
        keys.extend(profile.person.keys().into_iter().map(|key| ["person/", &key].concat()));
    } else {
        let mut words: Vec<String> = words(&profile.label).iter().map(|word| word_key(word)).collect();
        words.sort_unstable();
        keys.insert(["name/", &words.join("-")].concat());
        keys.extend(acronyms(profile).into_iter().map(|acronym| ["acronym/", &acronym].concat()));
        keys.extend(initials(&profile.label).map(|acronym| ["acronym/", &acronym].concat()));
    }
    keys.retain(|key| !key.ends_with('/'));
    keys.into_iter().collect()
}

/// The words of a name that is no person's, folded, without those that vary: articles, prepositions, plural endings,
/// British spellings.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    let folded = any_ascii::any_ascii(name).to_lowercase().replace(['\'', '.'], "");
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let telling: Vec<String> = words.clone().filter(|word| !LITTLE.contains(word)).map(normal).collect();
    if telling.is_empty() { words.map(normal).collect() } else { telling }
}

/// Words that come and go in a name.
const LITTLE: &[&str] =
    &["the", "of", "for", "and", "on", "in", "to", "a", "an", "de", "des", "du", "la", "le", "et", "al", "el"];

fn normal(word: &str) -> String {
    let word = match word {
        "defence" => "defense",
        "labour" => "labor",
        "centre" => "center",
        "programme" => "program",
        other => other,
    };
    let word = word.replace("isation", "ization");
    match word.strip_suffix('s') {
        Some(singular) if singular.len() > 3 && !singular.ends_with('s') => singular.to_owned(),
        _ => word,
    }
}

/// The names of an entity that are acronyms: "PKK", "F.D.L.R.".
#[must_use]
pub fn acronyms(profile: &Profile) -> BTreeSet<String> {
    profile.names.keys().filter_map(|name| acronym(name)).collect()
}

/// A name as an acronym, in lower case without dots, if it is one.
#[must_use]
pub fn acronym(name: &str) -> Option<String> {
    let letters: String = name.chars().filter(|&c| c != '.').collect();
    let capital = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    let is_one = (3..=ACRONYM).contains(&letters.len())
        && letters.chars().all(capital)
        && letters.chars().any(|c| c.is_ascii_uppercase());
    is_one.then(|| letters.to_lowercase())
}

/// The first letters of a name of three words or more.
#[must_use]
pub fn initials(name: &str) -> Option<String> {
    let words = words(name);
    let letters: String = words.iter().filter_map(|word| word.chars().next()).collect();
    (3..=ACRONYM).contains(&words.len()).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_vary_make_no_difference() {
        for (one, other) in [
            ("the Kurdistan Workers' Party", "Kurdistan Workers Party"),
            ("Ministry of Defence", "Ministry for Defense"),
            ("Organisation of African Unity", "Organization of African Unity"),
        ] {
            assert_eq!(words(one), words(other), "{one} {other}");
        }
        assert_ne!(words("National Front"), words("National Council"));
    }

    #[test]
    fn acronyms_are_capitals() {
        assert_eq!(acronym("F.D.L.R.").as_deref(), Some("fdlr"));
        assert_eq!(acronym("Hamas"), None);
        assert_eq!(acronym("UN"), None, "two letters mean too much");
        assert_eq!(initials("Kurdistan Workers' Party").as_deref(), Some("kwp"));
    }
}
