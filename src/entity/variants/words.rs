//! Takes a person's name apart into folded words, and joins what Arabic and Persian names write together or apart.
use super::tables;
use any_ascii::any_ascii;

/// The folded words of a name with whether an article stood before them; honorifics, articles and numbers taken off.
pub(super) fn split(name: &str) -> (Vec<(String, bool)>, Option<u8>) {
    let name = inverted(name);
    let mut words: Vec<(String, bool)> = Vec::new();
    let mut number = None;
    let mut article = false;
    for token in name.split(|c: char| c.is_whitespace() || matches!(c, '/' | ',')) {
        let parts: Vec<&str> = token.split(['-', '‐', '‑', '–']).collect();
        for (i, part) in parts.iter().enumerate() {
            let hyphen = i + 1 < parts.len();
            for piece in camel(part) {
                let folded: String =
                    any_ascii(piece).to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
                if folded.is_empty() {
                    continue;
                }
                let small = piece.starts_with(char::is_lowercase);
                if let Some(found) = numeral(&folded).filter(|_| !words.is_empty()) {
                    number = Some(found);
                } else if tables::is_article(&folded)
                    && (hyphen && !are_syllables(&parts)
                        || small && parts.len() == 1
                        || matches!(folded.as_str(), "al" | "el"))
                {
                    article = true;
                } else if !(small && words.is_empty() && tables::is_particle(&folded)) {
                    words.push((folded, std::mem::take(&mut article)));
                }
            }
        }
    }
    while words.len() > 2 && words.last().is_some_and(|(word, _)| tables::is_suffix(word))
        || words.len() == 2 && words.last().is_some_and(|(word, _)| tables::is_suffix(word) && word != "san")
    {
        words.pop();
    }
    let titles = words.iter().take_while(|(word, _)| tables::is_honorific(word)).count();
    words.drain(..titles.min(words.len().saturating_sub(1)));
    (words, number)
}

/// "Jong-un", "An-ping": a syllable before a hyphen and no article.
fn are_syllables(parts: &[&str]) -> bool {
    parts.len() == 2 && parts[1].starts_with(char::is_lowercase) && !parts[0].starts_with(char::is_lowercase)
}

/// "Gaddafi, Muammar" the right way round.
fn inverted(name: &str) -> String {
    match name.split_once(',') {
        Some((family, given)) if !given.contains(',') => {
            let folded: String = given.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase();
            if folded.is_empty() || numeral(&folded).is_some() || tables::is_suffix(&folded) {
                name.to_owned()
            } else {
                [given.trim(), family.trim()].join(" ")
            }
        }
        _ => name.to_owned(),
    }
}

/// `ElBaradei` is "El Baradei".
fn camel(word: &str) -> Vec<&str> {
    for article in ["El", "Al", "el", "al"] {
        if let Some(rest) = word.strip_prefix(article)
            && rest.starts_with(char::is_uppercase)
            && rest.contains(char::is_lowercase)
        {
            return vec![article, rest];
        }
    }
    // Initials: "J.F.", "H.W.".
    if word.len() >= 4 && word.ends_with('.') && word.split('.').all(|part| part.len() <= 1) {
        return word.split('.').filter(|part| !part.is_empty()).collect();
    }
    vec![word]
}

fn numeral(word: &str) -> Option<u8> {
    Some(match word {
        "sr" | "senior" => 1,
        "jr" | "junior" | "ii" | "2nd" => 2,
        "iii" | "3rd" => 3,
        "iv" => 4,
        "vi" => 6,
        "vii" => 7,
        "viii" => 8,
        "xii" => 12,
        "xvi" => 16,
        "xxiii" => 23,
        _ => return None,
    })
}

/// Joins what Arabic and Persian names write together or apart: "Abd al-Rahman", "Saif al-Din", "Nasr Allah"; drops particles.
pub(super) fn compounds(raw: Vec<(String, bool)>) -> Vec<String> {
    let mut words: Vec<String> = Vec::with_capacity(raw.len());
    let count = raw.len();
    let mut servant = false;
    for (at, (word, article)) in raw.into_iter().enumerate() {
        let last = at + 1 == count;
        if std::mem::take(&mut servant) {
            words.push(if matches!(word.as_str(), "allah" | "ullah" | "lah") {
                "abdullah".to_owned()
            } else {
                ["abd", &word].concat()
            });
        } else if !last
            && matches!(
                word.as_str(),
                "abd" | "abdul" | "abdel" | "abdal" | "abdoul" | "abdol" | "abdool" | "abdur" | "abdus" | "abdu"
            )
        {
            servant = true;
        } else if (article && matches!(word.as_str(), "din" | "deen" | "dine") || is_faith(&word)) && !words.is_empty()
        {
            if let Some(before) = words.last_mut() {
                before.push_str("din");
            }
        } else if matches!(word.as_str(), "allah" | "ullah") && !words.is_empty() {
            if let Some(before) = words.last_mut() {
                before.push_str("allah");
            }
        } else if tables::is_particle(&word) && at > 0 {
            // The name after a particle tells persons apart.
        } else if word == "bakr" && words.last().is_some_and(|before| matches!(before.as_str(), "abu" | "abou" | "abo"))
        {
            words.pop();
            words.push("abubakr".to_owned());
        } else {
            // Ziaul Haq, Zia ul-Haq.
            let stem = word.strip_suffix("ul").filter(|stem| !last && stem.len() >= 3);
            words.push(compound(stem.map_or(word.clone(), str::to_owned)));
        }
    }
    words
}

/// "Din", "the faith", written together with its article.
fn is_faith(word: &str) -> bool {
    matches!(word, "eddin" | "uddin" | "eddine" | "aldin")
}

/// One word in the form that it would have if its parts were written apart.
fn compound(word: String) -> String {
    if matches!(tables::canonical(&word), "abdullah" | "abdurrahman") {
        return tables::canonical(&word).replace("abdurrahman", "abdrahman");
    }
    for servant in ["abdur", "abder", "abdus", "abdes", "abdul", "abdel", "abdal", "abdol", "abdoul"] {
        if let Some(rest) = word.strip_prefix(servant).filter(|rest| rest.len() >= 4 && !rest.starts_with("lah")) {
            return ["abd", rest].concat();
        }
    }
    for faith in ["uddin", "eddin", "aldin", "eddine", "oddin", "addin", "iddin", "udin"] {
        if let Some(stem) = word.strip_suffix(faith).filter(|stem| stem.len() >= 3) {
            return [stem, "din"].concat();
        }
    }
    word
}
