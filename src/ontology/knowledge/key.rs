//! Under which key a name is found.
use any_ascii::any_ascii_char;

/// The key of a full name: lower case, without accents, apostrophes and dots; hyphens and other signs separate words;
/// a leading "the" is dropped.
pub(super) fn normalize(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut push = |c: char| match c {
        'a'..='z' | '0'..='9' => key.push(c),
        'A'..='Z' => key.push(c.to_ascii_lowercase()),
        '\'' | '.' | '`' => {}
        '&' => key.push_str(if key.ends_with(' ') { "and " } else { " and " }),
        _ if !key.is_empty() && !key.ends_with(' ') => key.push(' '),
        _ => {}
    };
    for c in name.chars() {
        if c.is_ascii() {
            push(c);
        } else {
            any_ascii_char(c).chars().for_each(&mut push);
        }
    }
    key.truncate(key.trim_end().len());
    if let Some(rest) = key.strip_prefix("the ") {
        key.drain(..key.len() - rest.len());
    }
    key
}

/// The key of an abbreviation: its own case, without dots and spaces ("U. S." is "US").
pub(super) fn abbreviation(name: &str) -> String {
    name.chars().filter(|c| *c != '.' && !c.is_whitespace()).collect()
}

/// An acronym as British papers write those that are spoken as a word: "Nato", "Unesco".
pub(super) fn acronym_as_word(acronym: &str) -> Option<String> {
    let spoken = acronym.len() >= 4
        && acronym.bytes().all(|b| b.is_ascii_uppercase())
        && acronym.bytes().any(|b| b"AEIOU".contains(&b));
    spoken.then(|| acronym[..1].to_owned() + &acronym[1..].to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_only_in_words() {
        for (name, key) in [
            ("Côte d’Ivoire", "cote divoire"),
            ("The  Hague", "hague"),
            ("Port-au-Prince", "port au prince"),
            ("St. Kitts & Nevis", "st kitts and nevis"),
            ("Shi'ite", "shiite"),
            ("N'Djamena", "ndjamena"),
            ("Åland Islands", "aland islands"),
            ("Theodore", "theodore"),
            ("the", "the"),
            ("Gaza—", "gaza"),
            ("  ", ""),
        ] {
            assert_eq!(normalize(name), key, "{name}");
        }
    }

    #[test]
    fn only_spoken_acronyms_become_words() {
        assert_eq!(acronym_as_word("UNESCO").as_deref(), Some("Unesco"));
        for letters in ["US", "PKK", "BBC", "HSBC", "G20", "YouTube", ""] {
            assert_eq!(acronym_as_word(letters), None, "{letters}");
        }
    }
}
