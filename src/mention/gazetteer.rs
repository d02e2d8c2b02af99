//! The longest name of a known entity at a place in the text.
use super::words::Words;
use crate::ontology::{Knowledge, KnowledgeId, NameKind};
use any_ascii::any_ascii_char;
use rustc_hash::{FxHashMap, FxHashSet};

/// The names of [`Knowledge`] by their first words, so that most places in the text need no look-up.
#[derive(Debug)]
pub struct Gazetteer {
    first_words: FxHashMap<Box<str>, Names>,
}

/// The names that begin with one word.
#[derive(Debug, Default)]
struct Names {
    /// Number of words of the longest.
    longest: usize,
    /// Whether one has no other word.
    single: bool,
    /// The second words of the others.
    second: FxHashSet<Box<str>>,
}

/// A known name found in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// First and one past the last token.
    pub tokens: (usize, usize),
    /// Entities bearing the name, in the order of the knowledge base.
    pub entities: Vec<(KnowledgeId, NameKind)>,
}

impl Match {
    /// Whether every reading is an adjective or a demonym.
    #[must_use]
    pub fn is_adjective(&self) -> bool {
        self.entities.iter().all(|(_, kind)| matches!(kind, NameKind::Adjective | NameKind::Demonym))
    }
}

impl Gazetteer {
    /// Indexes the names of the knowledge base.
    #[must_use]
    pub fn new(knowledge: &Knowledge) -> Self {
        let mut first_words: FxHashMap<Box<str>, Names> = FxHashMap::default();
        for (_, entity) in knowledge.iter() {
            for name in &entity.names {
                let words: Vec<String> = folded_words(strip_article(&name.text)).collect();
                let Some(first) = words.first() else { continue };
                let names = first_words.entry(first.as_str().into()).or_default();
                names.longest = names.longest.max(words.len());
                match words.get(1) {
                    Some(second) => {
                        names.second.insert(second.as_str().into());
                    }
                    None => names.single = true,
                }
            }
        }
        Self { first_words }
    }

    /// The known names that begin at a token, longest first; `limit` is the end of its sentence.
    #[must_use]
    pub fn matches(&self, knowledge: &Knowledge, words: &Words, from: usize, limit: usize) -> Vec<Match> {
        let mut next = (from..limit).flat_map(|token| folded_words(words.form(token)));
        let Some(names) = next.next().and_then(|first| self.first_words.get(first.as_str())) else { return Vec::new() };
        let longer = next.next().is_some_and(|second| names.second.contains(second.as_str()));
        if !longer && !names.single {
            return Vec::new();
        }
        // A token more for each hyphen and apostrophe inside the name.
        let last = if longer { limit.min(from + 2 * names.longest + 1) } else { limit.min(from + 1) };
        (from + 1..=last)
            .rev()
            .filter_map(|to| {
                if !words.form(to - 1).chars().any(char::is_alphanumeric) || words.is_possessive(to - 1) {
                    return None;
                }
                let text = words.text(from, to);
                let mut entities = knowledge.candidates(text);
                // An abbreviation written small is a word.
                entities.retain(|(_, kind)| *kind != NameKind::Abbreviation || text.chars().any(char::is_uppercase));
                entities.retain(|&(id, kind)| kind != NameKind::Abbreviation || keeps_stop(knowledge, id, text));
                // "The Hill", "The Hindu": not without the article.
                let article = from > 0 && words.lower(from - 1) == "the";
                entities.retain(|&(id, _)| article || to > from + 1 || !knowledge.get(id).label.starts_with("The "));
                (!entities.is_empty()).then_some(Match { tokens: (from, to), entities })
            })
            .collect()
    }
}

/// Whether a shortened word stands with its full stop: "Mass." is a state, "Mass" is not.
fn keeps_stop(knowledge: &Knowledge, id: KnowledgeId, text: &str) -> bool {
    let bare = text.trim_end_matches('.');
    text.ends_with('.')
        || knowledge.get(id).names.iter().filter(|name| name.kind == NameKind::Abbreviation).all(|name| {
            let shortened = name.text.strip_suffix('.').filter(|word| !word.contains('.'));
            shortened.is_none_or(|word| !word.eq_ignore_ascii_case(bare))
        })
}

fn strip_article(name: &str) -> &str {
    name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name)
}

/// The words of a name or token, folded to lower-case ASCII; hyphens and apostrophes part words, dots do not.
fn folded_words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '\'' | '’' | '‘' | '–' | '/' | ',' | '(' | ')' | '&'))
        .filter_map(|word| {
            let folded: String = word
                .chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(|c| any_ascii_char(c).chars())
                .filter(char::is_ascii_alphanumeric)
                .map(|c| c.to_ascii_lowercase())
                .collect();
            (!folded.is_empty()).then_some(folded)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_parted() {
        for (text, expected) in [
            ("U.S.", vec!["us"]),
            ("Côte d'Ivoire", vec!["cote", "d", "ivoire"]),
            ("al-Qaeda", vec!["al", "qaeda"]),
            ("'s", vec!["s"]),
            ("--", vec![]),
        ] {
            assert_eq!(folded_words(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
