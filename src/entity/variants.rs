//! Forms of one name: slugs for IRIs, sounds under which transliterations of a word meet, and whether two names name one person.
mod eastern;
mod person;
mod sound;
mod tables;
mod words;

use any_ascii::any_ascii;
pub use person::{Comparison, Decision, PersonName, Reason};
use sound::Sound;

/// A name as a path segment: ASCII, lower case, words joined by hyphens: "Mohammed Shia' al-Sudani" → `mohammed-shia-al-sudani`.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in any_ascii(name).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !matches!(c, '\'' | '`' | '.' | '"') && !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "unnamed".to_owned() } else { slug }
}

/// The words of a person's name that tell persons apart, folded to lower-case ASCII, particles and initials' dots aside.
#[must_use]
pub fn name_words(name: &str) -> Vec<String> {
    let folded = any_ascii(name).to_lowercase();
    let words: Vec<String> = folded
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | ','))
        .map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect();
    let telling: Vec<String> = words.iter().filter(|word| !tables::is_particle(word)).cloned().collect();
    if telling.is_empty() { words } else { telling }
}

/// Whether two folded words may be spellings of one name: "mohammed", "muhammad"; "qadhafi", "gaddafi".
#[must_use]
pub fn same_word(one: &str, other: &str) -> bool {
    one == other || Sound::of(one).matches(&Sound::of(other))
}

/// A key for blocking: equal for all words that [`same_word`] may find to be one.
#[must_use]
pub fn word_key(word: &str) -> String {
    sound::skeleton(&any_ascii(word).to_ascii_lowercase())
}

/// How surely two names name one person, and why: [`PersonName::compare`] for names that are compared once.
///
/// ```
/// use chancery::entity::variants::{Decision, compare};
/// assert_eq!(compare("Muammar Gaddafi", "Moammar al-Qadhafi").decision, Decision::Same);
/// assert_eq!(compare("George W. Bush", "George H. W. Bush").decision, Decision::Different);
/// assert_eq!(compare("Mohammed Shia al-Sudani", "Sudani").decision, Decision::Possible);
/// ```
#[must_use]
pub fn compare(one: &str, other: &str) -> Comparison {
    PersonName::new(one).compare(&PersonName::new(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_path_segments() {
        for (name, expected) in [
            ("Mohammed Shia’ al-Sudani", "mohammed-shia-al-sudani"),
            ("Ève Dupré", "eve-dupre"),
            ("  U.S. Forces ", "us-forces"),
            ("!!", "unnamed"),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
    }
}
