//! Whether a label tells which entity it is.
use crate::ontology::EntityClass;

/// Small words inside names of organisations and places.
const CONNECTORS: &[&str] =
    &["of", "the", "for", "and", "on", "in", "to", "&", "des", "et", "y", "e", "für", "und", "du", "dos", "das"];

/// Words in lower case inside names of persons.
const PARTICLES: &[&str] = &[
    "al", "el", "ul", "ur", "as", "ash", "ad", "ar", "an", "at", "az", "bin", "ben", "ibn", "bint", "abu", "ould",
    "de", "da", "do", "dos", "das", "del", "della", "der", "den", "van", "von", "zu", "zur", "ter", "ten", "te", "la",
    "le", "di", "du", "af", "av", "y", "e", "i", "o", "mac", "st", "jr", "sr",
];

/// Whether a label is a proper name, and not a description such as "the rebels", "EU leaders" or "his wife": every word
/// but particles and connectors starts with a capital or is a number.
pub(super) fn is_proper(label: &str, class: EntityClass) -> bool {
    let mut capitals = 0;
    for word in label.split_whitespace() {
        let first = word.chars().find(|c| c.is_alphanumeric());
        if first.is_some_and(char::is_uppercase) {
            capitals += 1;
        } else if first.is_some_and(|c| c.is_ascii_digit()) {
        } else {
            let lower = word.to_lowercase();
            let head = lower.split(['-', '\'', '’']).next().unwrap_or_default();
            // Persons have particles only.
            let connector = class != EntityClass::Person && CONNECTORS.contains(&lower.as_str());
            if !connector && !PARTICLES.contains(&head) {
                return false;
            }
        }
    }
    capitals > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proper_names_and_descriptions() {
        for (label, class, proper) in [
            ("Amina Odhiambo", EntityClass::Person, true),
            ("Nuri al-Maliki", EntityClass::Person, true),
            ("Ursula von der Leyen", EntityClass::Person, true),
            ("his wife", EntityClass::Person, false),
            ("His wife", EntityClass::Person, false),
            ("prosecutors", EntityClass::Person, false),
            ("Kurdistan Workers' Party", EntityClass::PoliticalParty, true),
            ("Movement of the 23rd of March", EntityClass::ArmedGroup, true),
            ("rebels", EntityClass::ArmedGroup, false),
            ("EU leaders", EntityClass::Population, false),
            ("", EntityClass::Person, false),
            ("…", EntityClass::Person, false),
        ] {
            assert_eq!(is_proper(label, class), proper, "{label}");
        }
    }
}
