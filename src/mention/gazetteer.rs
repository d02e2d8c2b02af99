//! The longest name of a known entity at a place in the text.
use super::words::Words;
use crate::ontology::{Knowledge, KnowledgeId, NameKind};
use any_ascii::any_ascii_char;
use rustc_hash::FxHashMap;

/// The names of [`Knowledge`] by their first word, so that most places in the text need no look-up.
#[derive(Debug)]
pub struct Gazetteer {
    /// First word → number of words of the longest name that begins with it.
    first_words: FxHashMap<Box<str>, usize>,
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
        let mut first_words: FxHashMap<Box<str>, usize> = FxHashMap::default();
        for (_, entity) in knowledge.iter() {
            for name in &entity.names {
                let text = strip_article(&name.text);
                let words = text.split(|c: char| c.is_whitespace() || c == '-').count();
                let longest = first_words.entry(first_word(text).into()).or_default();
                *longest = words.max(*longest);
            }
        }
        Self { first_words }
    }

    /// The known names that begin at a token, longest first; `limit` is the end of its sentence.
    #[must_use]
    pub fn matches(&self, knowledge: &Knowledge, words: &Words, from: usize, limit: usize) -> Vec<Match> {
        let Some(&longest) = self.first_words.get(first_word(words.form(from)).as_str()) else { return Vec::new() };
        // A token more for each hyphen and apostrophe inside the name.
        let last = limit.min(from + 2 * longest + 1);
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
                // "The Hill", "The Hindu": not without the article.
                let article = from > 0 && words.lower(from - 1) == "the";
                entities.retain(|&(id, _)| article || to > from + 1 || !knowledge.get(id).label.starts_with("The "));
                (!entities.is_empty()).then_some(Match { tokens: (from, to), entities })
            })
            .collect()
    }
}

fn strip_article(name: &str) -> &str {
    name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name)
}

/// The letters and digits up to the first blank, hyphen or apostrophe, folded to lower-case ASCII; dots are skipped.
fn first_word(text: &str) -> String {
    text.chars()
        .take_while(|c| !c.is_whitespace() && !matches!(c, '-' | '\'' | '’' | '‘' | '–' | '/' | ','))
        .filter(|c| c.is_alphanumeric())
        .flat_map(|c| any_ascii_char(c).chars())
        .map(|c| c.to_ascii_lowercase())
        .collect()
}
