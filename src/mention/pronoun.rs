//! Personal, possessive, reflexive and relative pronouns.
use super::lexicon::Gender;

/// What a pronoun demands of what it refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pronoun {
    /// "he", "his", "she".
    Personal(Gender),
    /// "it", "its".
    Neuter,
    /// "they", "their".
    Plural,
    /// "I", "my".
    Speaker,
    /// "we", "our".
    Speakers,
    /// "who", "whom", "whose".
    RelativePerson,
    /// "which", "that" as a relative.
    Relative,
}

/// The pronoun with this lower-case form.
#[must_use]
pub fn pronoun(form: &str) -> Option<Pronoun> {
    Some(match form {
        "he" | "him" | "his" | "himself" => Pronoun::Personal(Gender::Male),
        "she" | "her" | "hers" | "herself" => Pronoun::Personal(Gender::Female),
        "it" | "its" | "itself" => Pronoun::Neuter,
        "they" | "them" | "their" | "theirs" | "themselves" => Pronoun::Plural,
        "i" | "me" | "my" | "mine" | "myself" => Pronoun::Speaker,
        "we" | "us" | "our" | "ours" | "ourselves" => Pronoun::Speakers,
        "who" | "whom" | "whose" => Pronoun::RelativePerson,
        "which" | "that" => Pronoun::Relative,
        _ => return None,
    })
}
