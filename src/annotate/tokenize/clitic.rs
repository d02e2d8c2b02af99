//! English clitics: where a word ends and 's, n't or 'll begins.

/// Contractions written without an apostrophe, with the length of their first word.
const FUSED: &[(&str, usize)] = &[
    ("cannot", 3),
    ("gonna", 3),
    ("wanna", 3),
    ("gotta", 3),
    ("gimme", 3),
    ("lemme", 3),
    ("dont", 2),
    ("cant", 2),
    ("wont", 2),
    ("aint", 2),
    ("im", 1),
    ("ive", 1),
    ("itll", 2),
    ("youll", 3),
    ("theyll", 4),
    ("hes", 2),
    ("shes", 3),
    ("theres", 5),
    ("heres", 4),
    ("outta", 3),
    ("didnt", 3),
    ("doesnt", 4),
    ("isnt", 2),
    ("wasnt", 3),
    ("arent", 3),
    ("werent", 4),
    ("havent", 4),
    ("hasnt", 3),
    ("hadnt", 3),
    ("couldnt", 5),
    ("wouldnt", 5),
    ("shouldnt", 6),
    ("youre", 3),
    ("theyre", 4),
    ("thats", 4),
    ("whats", 4),
];

const SUFFIXES: &[&str] = &["s", "m", "d", "re", "ve", "ll"];

/// Where `word` splits into host and clitic, if it does.
pub(super) fn split(word: &str) -> Option<usize> {
    if let Some((mark_at, mark)) = word.char_indices().rev().take(4).find(|&(_, c)| matches!(c, '\'' | '’' | '`')) {
        let tail = &word[mark_at + mark.len_utf8()..];
        let at = if tail.eq_ignore_ascii_case("t") {
            // The n belongs to the clitic: "do|n't".
            word[..mark_at].strip_suffix(['n', 'N']).map(str::len)
        } else {
            SUFFIXES.iter().any(|suffix| tail.eq_ignore_ascii_case(suffix)).then_some(mark_at)
        };
        return at.filter(|&at| at > 0);
    }
    // Short ones with a capital may be names: "CANT", "Im", "Hes".
    let plain = word.bytes().all(|byte| byte.is_ascii_lowercase());
    let whole = plain || word.len() > 4 && word.bytes().skip(1).all(|byte| byte.is_ascii_lowercase());
    FUSED.iter().find(|(form, _)| whole && word.eq_ignore_ascii_case(form)).map(|&(_, at)| at)
}

/// The length of a clitic that stands alone at the start: "'s", "’re"; of "'tis" only "'t".
pub(super) fn bare(rest: &str) -> Option<usize> {
    let width = rest.chars().next()?.len_utf8();
    let letters = rest[width..].bytes().take(5).take_while(u8::is_ascii_alphabetic).count();
    let word = &rest[width..width + letters];
    if rest[width + letters..].starts_with(char::is_alphanumeric) {
        return None;
    }
    if word.eq_ignore_ascii_case("tis") || word.eq_ignore_ascii_case("twas") {
        return Some(width + 1);
    }
    let clitic = SUFFIXES.iter().any(|suffix| word.eq_ignore_ascii_case(suffix)) || word.eq_ignore_ascii_case("em");
    clitic.then_some(width + letters)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn splits_hosts_from_clitics() {
        for (word, expected) in [
            ("don't", Some(2)),
            ("Won’t", Some(2)),
            ("Iraq's", Some(4)),
            ("we’ll", Some(2)),
            ("cannot", Some(3)),
            ("Shi'ite", None),
            ("Qa'ida", None),
            ("o'clock", None),
            ("t", None),
            ("'s", None),
            ("n't", None),
            ("", None),
        ] {
            assert_eq!(split(word), expected, "{word}");
        }
    }
}
