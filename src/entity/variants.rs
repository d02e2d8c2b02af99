//! Forms of one name: slugs for IRIs and keys under which transliterations of a name meet.
use any_ascii::any_ascii;

/// Words that belong to a person's name but do not tell persons apart.
const PARTICLES: &[&str] = &[
    "al", "el", "ul", "as", "ash", "ad", "ar", "an", "bin", "ben", "ibn", "bint", "ould", "de", "da", "dos", "del",
    "der", "den", "van", "von", "la", "le", "di", "du", "jr", "sr", "ii", "iii", "iv",
];

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
    let telling: Vec<String> = words.iter().filter(|word| !PARTICLES.contains(&word.as_str())).cloned().collect();
    if telling.is_empty() { words } else { telling }
}

/// The skeleton under which transliterations of one word meet: "Mohammed", "Muhammad" → `mhmd`; "Gaddafi", "Qadhafi" → `kdf`.
///
/// Vowels after the first letter go, doubled letters and letters that romanisations of Arabic, Persian, Russian and
/// Ukrainian exchange become one. Different names may share a skeleton: use it only beside other evidence.
#[must_use]
pub fn skeleton(word: &str) -> String {
    let folded = any_ascii(word).to_lowercase();
    let mut letters: Vec<char> = folded.chars().filter(char::is_ascii_alphabetic).collect();
    // Digraphs of one sound.
    let mut at = 0;
    while at + 1 < letters.len() {
        let one = match (letters[at], letters[at + 1]) {
            ('k' | 'g', 'h') => Some('k'),
            ('d', 'h') => Some('d'),
            ('t', 'h') => Some('t'),
            ('p', 'h') => Some('f'),
            ('d', 'j') => Some('j'),
            ('t', 's') => Some('s'),
            ('c', 'k') => Some('k'),
            _ => None,
        };
        if let Some(one) = one {
            letters[at] = one;
            letters.remove(at + 1);
        }
        at += 1;
    }
    let mut key = String::with_capacity(letters.len());
    for (i, c) in letters.iter().enumerate() {
        let c = match c {
            'q' | 'g' | 'c' => 'k',
            'z' => 's',
            'w' => 'v',
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' => {
                if i == 0 {
                    key.push('a');
                }
                continue;
            }
            &other => other,
        };
        if !key.ends_with(c) {
            key.push(c);
        }
    }
    key
}

/// Whether two words may be spellings of one name: equal when folded, or alike in skeleton and not too short.
#[must_use]
pub fn same_word(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (a, b) = (skeleton(one), skeleton(other));
    a.len() >= 3 && a == b && one.len().abs_diff(other.len()) <= 2 && vowels(one) == vowels(other)
}

/// Number of vowel groups, and whether the word ends in one: romanisations differ in vowels, seldom in syllables.
fn vowels(word: &str) -> (usize, bool) {
    let mut groups = 0;
    let mut inside = false;
    for c in word.chars() {
        let vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        groups += usize::from(vowel && !inside);
        inside = vowel;
    }
    (groups, inside)
}

/// Whether the words of two names may name one person: the last words agree and the others do not contradict.
#[must_use]
pub fn same_person(one: &[String], other: &[String]) -> bool {
    let (Some(last), Some(other_last)) = (one.last(), other.last()) else { return false };
    if !same_word(last, other_last) {
        return false;
    }
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    short[..short.len() - 1]
        .iter()
        .all(|word| long[..long.len() - 1].iter().any(|other| same_word(word, other) || initial(word, other)))
}

fn initial(one: &str, other: &str) -> bool {
    (one.len() == 1 || other.len() == 1) && one.chars().next() == other.chars().next()
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

    #[test]
    fn transliterations_meet() {
        for (one, other) in [
            ("Mohammed", "Muhammad"),
            ("Gaddafi", "Qadhafi"),
            ("Hussein", "Husayn"),
            ("Sergei", "Sergey"),
            ("Yousef", "Yusuf"),
        ] {
            assert!(same_word(&one.to_lowercase(), &other.to_lowercase()), "{one} {other}");
        }
        for (one, other) in [("Bush", "Rice"), ("Kim", "Kem"), ("Hassan", "Husni")] {
            assert!(!same_word(&one.to_lowercase(), &other.to_lowercase()), "{one} {other}");
        }
    }

    #[test]
    fn persons_agree_in_their_last_word() {
        let same = |one, other| same_person(&name_words(one), &name_words(other));
        assert!(same("George W. Bush", "George Bush"));
        assert!(same("Mohammed Shia al-Sudani", "Sudani"));
        assert!(!same("Bill Clinton", "Hillary Clinton"));
        assert!(!same("Ana Brnabić", "Ana Ivanović"));
    }
}
