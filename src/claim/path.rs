//! Paths over enhanced dependencies: the language in which frames say where a role's filler stands.
//!
//! A path is a sequence of steps separated by blanks. A step is `>` (to a dependent) or `<` (to a head), one or
//! more relations joined by `|` (`nsubj:*` stands for any subtype, `*` for any relation), optionally tests in
//! brackets on the token reached (`case` and `mark` on the dependent of the step, which they introduce), and optionally `?`, `*` or `+`. `.` is the trigger itself.
//!
//! ```text
//! >nsubj                              the subject
//! >obl[case=with|alongside]           an oblique introduced by "with" or "alongside"
//! <obj[lemma=hold|have] >nsubj        the subject of the verb whose object the trigger is
//! <obl[case=after] >nsubj             the subject of the verb that the trigger is an oblique of, after "after"
//! >nmod[case=of; upos=PROPN] >conj*   a proper noun after "of", and what is coordinated with it
//! ```
use crate::document::{Deprel, Document, TokenId};
use rustc_hash::FxHashSet;
use std::fmt;

/// What a step asks of the token that it reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Test {
    key: Key,
    negated: bool,
    values: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    /// The words of its `case` dependents, `fixed` ones joined: "because of".
    Case,
    Lemma,
    Form,
    Upos,
    Xpos,
    /// The forms of its `mark` dependents: "to", "that".
    Mark,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Down,
    Up,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Times {
    Once,
    Optional,
    Any,
    AtLeastOnce,
}

/// A relation as a step names it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Relation {
    Any,
    Exact(Deprel),
    /// The relation and all of its subtypes.
    WithSubtypes(&'static str),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    direction: Direction,
    relations: Vec<Relation>,
    tests: Vec<Test>,
    times: Times,
}

/// A parsed path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    source: String,
    steps: Vec<Step>,
}

/// Why a path does not parse.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// A step begins with something else than `>`, `<` or `.`.
    #[error("step {0:?} must begin with '>' (dependent), '<' (head) or be '.' (the trigger itself)")]
    Direction(String),
    /// Not a relation of Universal Dependencies for English.
    #[error(
        "unknown relation {0:?}; relations are those of Universal Dependencies for English, such as nsubj, obl:agent, nmod:poss"
    )]
    Relation(String),
    /// A test that is not of the form `key=value`.
    #[error("test {0:?} must be key=value or key!=value, with key one of case, lemma, form, upos, xpos, mark")]
    Test(String),
    /// A bracket without its partner.
    #[error("unbalanced bracket in {0:?}")]
    Bracket(String),
    /// Nothing there.
    #[error("empty path")]
    Empty,
}

impl Path {
    /// Parses a path.
    ///
    /// # Errors
    /// [`PathError`] names the step, relation or test at fault.
    pub fn parse(source: &str) -> Result<Self, PathError> {
        let words = split_steps(source)?;
        if words.is_empty() {
            return Err(PathError::Empty);
        }
        let steps = words.iter().filter(|word| *word != ".").map(|word| parse_step(word)).collect::<Result<_, _>>()?;
        Ok(Self { source: source.to_owned(), steps })
    }

    /// The tokens that the path reaches from `start`, in the order found: nearest branches first.
    #[must_use]
    pub fn reach(&self, document: &Document, start: TokenId) -> Vec<TokenId> {
        let mut frontier = vec![start];
        for step in &self.steps {
            frontier = step.apply(document, &frontier);
            if frontier.is_empty() {
                break;
            }
        }
        frontier
    }

    /// Whether the path reaches anything.
    #[must_use]
    pub fn matches(&self, document: &Document, start: TokenId) -> bool {
        !self.reach(document, start).is_empty()
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

fn split_steps(source: &str) -> Result<Vec<String>, PathError> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut depth = 0;
    for c in source.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if !(0..=1).contains(&depth) {
            return Err(PathError::Bracket(source.to_owned()));
        }
        if c.is_whitespace() && depth == 0 {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
        } else {
            word.push(c);
        }
    }
    if depth != 0 {
        return Err(PathError::Bracket(source.to_owned()));
    }
    if !word.is_empty() {
        words.push(word);
    }
    Ok(words)
}

fn parse_step(word: &str) -> Result<Step, PathError> {
    let direction = match word.as_bytes().first() {
        Some(b'>') => Direction::Down,
        Some(b'<') => Direction::Up,
        _ => return Err(PathError::Direction(word.to_owned())),
    };
    let mut rest = &word[1..];
    let mut times = Times::Once;
    // A lone `*` after the direction is the wildcard relation, not a repetition.
    if rest.len() > 1 && !rest.ends_with(":*") {
        times = match rest.as_bytes()[rest.len() - 1] {
            b'?' => Times::Optional,
            b'*' => Times::Any,
            b'+' => Times::AtLeastOnce,
            _ => Times::Once,
        };
        if times != Times::Once {
            rest = &rest[..rest.len() - 1];
        }
    }
    let (relations, tests) = match rest.split_once('[') {
        Some((relations, tests)) => {
            let tests = tests.strip_suffix(']').ok_or_else(|| PathError::Bracket(word.to_owned()))?;
            (relations, tests.split(';').map(|test| parse_test(test.trim())).collect::<Result<_, _>>()?)
        }
        None => (rest, Vec::new()),
    };
    let relations = relations.split('|').map(parse_relation).collect::<Result<_, _>>()?;
    Ok(Step { direction, relations, tests, times })
}

fn parse_relation(name: &str) -> Result<Relation, PathError> {
    if name == "*" {
        return Ok(Relation::Any);
    }
    let unknown = || PathError::Relation(name.to_owned());
    let find = |name: &str| Deprel::ALL.iter().copied().find(|&label| label == name);
    match name.strip_suffix(":*") {
        Some(base) => find(base).map(Relation::WithSubtypes).ok_or_else(unknown),
        None => find(name).map(|label| Relation::Exact(Deprel::parse(label))).ok_or_else(unknown),
    }
}

fn parse_test(test: &str) -> Result<Test, PathError> {
    let wrong = || PathError::Test(test.to_owned());
    let (key, values) = test.split_once('=').ok_or_else(wrong)?;
    let (key, negated) = key.strip_suffix('!').map_or((key, false), |key| (key, true));
    let key = match key.trim() {
        "case" => Key::Case,
        "lemma" => Key::Lemma,
        "form" => Key::Form,
        "upos" => Key::Upos,
        "xpos" => Key::Xpos,
        "mark" => Key::Mark,
        _ => return Err(wrong()),
    };
    let values: Vec<String> = values.split('|').map(|value| value.trim().to_owned()).collect();
    if values.iter().any(String::is_empty) {
        return Err(wrong());
    }
    Ok(Test { key, negated, values })
}

impl Step {
    fn apply(&self, document: &Document, from: &[TokenId]) -> Vec<TokenId> {
        let once = |tokens: &[TokenId]| {
            let mut reached: Vec<TokenId> = Vec::new();
            for &token in tokens {
                for next in self.neighbours(document, token) {
                    if !reached.contains(&next) {
                        reached.push(next);
                    }
                }
            }
            reached
        };
        match self.times {
            Times::Once => once(from),
            Times::Optional => {
                let mut reached = from.to_vec();
                reached.extend(once(from));
                reached.dedup();
                reached
            }
            Times::Any | Times::AtLeastOnce => {
                let mut reached = if self.times == Times::Any { from.to_vec() } else { once(from) };
                let mut seen: FxHashSet<TokenId> = reached.iter().copied().collect();
                let mut next = 0;
                while next < reached.len() {
                    for token in self.neighbours(document, reached[next]) {
                        if seen.insert(token) {
                            reached.push(token);
                        }
                    }
                    next += 1;
                }
                reached
            }
        }
    }

    fn neighbours<'a>(&'a self, document: &'a Document, token: TokenId) -> impl Iterator<Item = TokenId> + 'a {
        let edges = match self.direction {
            Direction::Down => document.enhanced_children(token),
            Direction::Up => document.enhanced_heads(token),
        };
        edges
            .iter()
            .filter(|edge| self.relations.iter().any(|relation| relation.admits(edge.deprel)))
            .map(move |edge| match self.direction {
                Direction::Down => edge.dependent,
                Direction::Up => edge.head,
            })
            .filter(move |&reached| {
                // A preposition or conjunction marks the dependent of the step, whichever way it goes.
                let marked = if self.direction == Direction::Up { token } else { reached };
                let at = |test: &Test| if matches!(test.key, Key::Case | Key::Mark) { marked } else { reached };
                self.tests.iter().all(|test| test.holds(document, at(test)))
            })
    }
}

impl Relation {
    fn admits(&self, deprel: Deprel) -> bool {
        match self {
            Self::Any => true,
            // Shared subjects of controlled clauses are subjects: "refused to *negotiate*".
            Self::Exact(label) => *label == deprel || deprel.as_str().strip_suffix(":xsubj") == Some(label.as_str()),
            Self::WithSubtypes(base) => deprel.matches(base),
        }
    }
}

impl Test {
    fn holds(&self, document: &Document, token: TokenId) -> bool {
        let is_in = |value: &str| self.values.iter().any(|wanted| wanted == value);
        let found = match self.key {
            Key::Lemma => {
                is_in(&document.lemma(token).to_lowercase())
                    || counted(document, token).is_some_and(|noun| is_in(&document.lemma(noun).to_lowercase()))
            }
            Key::Form => is_in(&document.form(token).to_lowercase()),
            Key::Upos => is_in(document.token(token).upos.as_str()),
            Key::Xpos => is_in(document.token(token).xpos.as_str()),
            Key::Case => function_words(document, token, "case").iter().any(|word| is_in(word)),
            Key::Mark => function_words(document, token, "mark").iter().any(|word| is_in(word)),
        };
        found != self.negated
    }
}

/// What a word of quantity counts: "dozens of *rockets*".
fn counted(document: &Document, token: TokenId) -> Option<TokenId> {
    const QUANTITIES: &[&str] = &[
        "dozen", "score", "number", "series", "hundred", "thousand", "ten", "barrage", "wave", "couple", "handful",
        "lot", "salvo", "volley", "set", "pair", "range", "host", "batch", "round", "majority", "some", "one", "most",
        "several", "many",
    ];
    let is_counted = |child: &TokenId| introduced_by(document, *child, "case", &["of"]);
    let counts = QUANTITIES.contains(&document.lemma(token)) || document.token(token).upos == "NUM";
    counts.then(|| document.children_by(token, "nmod").find(is_counted)).flatten()
}

/// Whether one of the words that introduce a token by a relation is among the forms: a [`function_words`] test.
#[must_use]
pub fn introduced_by(document: &Document, token: TokenId, relation: &str, forms: &[&str]) -> bool {
    function_words(document, token, relation).iter().any(|form| forms.contains(&form.as_str()))
}

/// Whether an article or demonstrative marks a noun as known to the reader.
#[must_use]
pub fn is_determined(document: &Document, noun: TokenId) -> bool {
    document
        .children_by(noun, "det")
        .any(|det| matches!(document.form(det).to_lowercase().as_str(), "the" | "this" | "that" | "these" | "those"))
}

/// The lower-case words that introduce a token (`case` or `mark` dependents), with their `fixed` parts. A conjunct
/// without any of its own shares those of its head: "between Russia and *Ukraine*".
#[must_use]
pub fn function_words(document: &Document, token: TokenId, relation: &str) -> Vec<String> {
    let mut at = token;
    loop {
        let mut words: Vec<String> = document.children_by(at, relation).map(|word| whole(document, word)).collect();
        // "by Secretary of State Marta Rossi": parsers hang the preposition on the title.
        let titles = document.children_by(at, "compound").chain(document.children_by(at, "nmod:desc"));
        words.extend(titles.flat_map(|title| document.children_by(title, relation)).map(|word| whole(document, word)));
        let conjunct = document.token(at).deprel == "conj";
        match document.token(at).head {
            Some(head) if words.is_empty() && conjunct => at = head,
            _ => return words,
        }
    }
}

/// A function word with its `fixed` parts: "because of".
fn whole(document: &Document, word: TokenId) -> String {
    let mut text = document.form(word).to_lowercase();
    for part in document.children_by(word, "fixed") {
        text.push(' ');
        text.push_str(&document.form(part).to_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_what_the_documentation_shows() {
        for path in [
            ">nsubj",
            ">obl[case=with|alongside]",
            "<obj[lemma=hold|have] >nsubj",
            ">nmod[case=of; upos=PROPN] >conj*",
            ".",
            ">nsubj:*",
            ">*",
            "<conj? >obl:agent",
        ] {
            assert!(Path::parse(path).is_ok(), "{path}");
        }
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        assert_eq!(Path::parse("nsubj"), Err(PathError::Direction("nsubj".into())));
        assert_eq!(Path::parse(">subject"), Err(PathError::Relation("subject".into())));
        assert_eq!(Path::parse(">obl[preposition=in]"), Err(PathError::Test("preposition=in".into())));
        assert_eq!(Path::parse(">obl[case=]"), Err(PathError::Test("case=".into())));
        assert_eq!(Path::parse(">obl[case=in"), Err(PathError::Bracket(">obl[case=in".into())));
        assert_eq!(Path::parse(" "), Err(PathError::Empty));
    }
}
