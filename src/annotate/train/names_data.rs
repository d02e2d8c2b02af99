//! Reads annotated names: IOB columns, and the CSV form of the Groningen Meaning Bank.
mod groningen;

use crate::annotate::names::NameLabel;
use crate::annotate::names::tags::{TagId, tags_of};
use crate::annotate::names::trim;
use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// A name in a corpus, with the corpus' own label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorpusName {
    pub start: usize,
    pub end: usize,
    pub label: String,
}

/// A sentence and the names in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedSentence {
    pub forms: Vec<Box<str>>,
    pub names: Vec<CorpusName>,
}

/// A corpus of names.
#[derive(Clone, Debug)]
pub struct NameCorpus {
    pub sentences: Vec<NamedSentence>,
    scheme: Scheme,
}

/// Why a corpus of names cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum NameDataError {
    #[error("{path}: cannot read the file")]
    Io { path: PathBuf, source: std::io::Error },
    #[error(
        "{path}, line {line}: no word and tag; expected `word<TAB>tag`, `number<TAB>word<TAB>tag` or `,word,pos,tag`"
    )]
    Line { path: PathBuf, line: usize },
    #[error("{path}, line {line}: {tag:?} is no IOB tag")]
    Tag { path: PathBuf, line: usize, tag: String },
}

/// What a corpus marks, told by the labels that occur in it.
#[derive(Clone, Debug, Default)]
struct Scheme {
    labels: BTreeSet<String>,
}

impl Scheme {
    fn has(&self, label: &str) -> bool {
        self.labels.contains(label)
    }

    /// The labels of ours that a corpus label may stand for; empty for what we do not call a name (dates, numbers).
    fn meaning(&self, label: &str) -> &'static [NameLabel] {
        use NameLabel::{Event, Facility, Group, Law, Location, Organization, Other, Person, Polity};
        match label {
            "PER" | "PERSON" | "per" => &[Person],
            "ORG" | "org" => &[Organization],
            "GPE" => &[Polity],
            "LOC" if self.has("GPE") => &[Location],
            "LOC" | "geo" => &[Polity, Location, Facility],
            "FAC" => &[Facility],
            "NORP" => &[Group],
            "gpe" => &[Group, Polity],
            "EVENT" | "eve" => &[Event],
            "LAW" => &[Law],
            "MISC" => &[Group, Event, Law, Other],
            "nat" => &[Event, Other],
            "PRODUCT" | "WORK_OF_ART" | "LANGUAGE" | "art" => &[Other],
            _ => &[],
        }
    }
}

impl NameCorpus {
    /// Reads a corpus; names ending in `.gz` are decompressed, `.csv` (before it) is the Groningen Meaning Bank's form.
    ///
    /// # Errors
    /// If the file cannot be read or a line is not in the form of its kind.
    pub fn read_file(path: &Path) -> Result<Self, NameDataError> {
        let io = |source| NameDataError::Io { path: path.to_owned(), source };
        let mut bytes = Vec::new();
        let mut file = std::fs::File::open(path).map_err(io)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let plain = name.strip_suffix(".gz");
        if plain.is_some() {
            flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes).map_err(io)?;
        } else {
            file.read_to_end(&mut bytes).map_err(io)?;
        }
        let text = String::from_utf8(bytes)
            // The Groningen corpus circulates in Latin-1.
            .unwrap_or_else(|error| error.into_bytes().iter().map(|&byte| char::from(byte)).collect());
        let csv = Path::new(plain.unwrap_or(&name)).extension().is_some_and(|extension| extension == "csv");
        let rows = if csv { read_csv(&text, path)? } else { read_columns(&text, path)? };
        Ok(Self::new(rows, csv))
    }

    fn new(rows: Vec<Rows>, groningen: bool) -> Self {
        let mut sentences: Vec<_> = rows.into_iter().map(|rows| NamedSentence::from_rows(&rows)).collect();
        if groningen {
            groningen::clean(&mut sentences);
        }
        let labels = sentences.iter().flat_map(|sentence| &sentence.names).map(|name| name.label.clone()).collect();
        Self { sentences, scheme: Scheme { labels } }
    }

    /// The tags that the corpus' own guideline admits for each word of a sentence, a bit per tag. Articles before names and clitics after
    /// them are no part of a name if `trimmed`.
    pub(super) fn own_tags(&self, sentence: &NamedSentence, trimmed: bool) -> Vec<u64> {
        let mut sets = vec![bit(TagId::OUTSIDE); sentence.forms.len()];
        for (position, set) in sets.iter_mut().enumerate() {
            if sentence.is_part(position) {
                *set = u64::MAX;
            }
        }
        for name in &sentence.names {
            let stretch = if trimmed { trim(&sentence.forms, name.start, name.end) } else { (name.start, name.end) };
            self.admit(name, stretch, &mut sets);
        }
        sets
    }

    /// The tags that the corpus admits by a guideline that may mark more and divide names into other kinds.
    pub(super) fn shared_tags(&self, sentence: &NamedSentence) -> Vec<u64> {
        let open = |form: &str| if form.contains(char::is_uppercase) { u64::MAX } else { bit(TagId::OUTSIDE) };
        let mut sets: Vec<u64> = sentence.forms.iter().map(|form| open(form)).collect();
        for name in &sentence.names {
            self.admit(name, trim(&sentence.forms, name.start, name.end), &mut sets);
        }
        sets
    }

    /// Admits a name's tags, and no others, in a stretch.
    fn admit(&self, name: &CorpusName, (start, end): (usize, usize), sets: &mut [u64]) {
        let meaning = self.scheme.meaning(&name.label);
        if !meaning.is_empty() {
            sets[start..end].fill(0);
        }
        for &label in meaning {
            let tags = tags_of(end - start, &[(0, end - start, label)]);
            sets[start..end].iter_mut().zip(tags).for_each(|(set, tag)| *set |= bit(tag));
        }
    }

    /// The corpus' labels of names, sorted: they tell its guideline.
    #[must_use]
    pub fn labels(&self) -> Vec<String> {
        self.scheme.labels.iter().filter(|label| self.is_name(label)).cloned().collect()
    }

    /// Whether the corpus' label may stand for ours.
    #[must_use]
    pub fn means(&self, label: &str, ours: NameLabel) -> bool {
        self.scheme.meaning(label).contains(&ours)
    }

    /// Whether the corpus marks names of this kind at all.
    #[must_use]
    pub fn marks(&self, ours: NameLabel) -> bool {
        self.scheme.labels.iter().any(|label| self.means(label, ours))
    }

    /// Whether the corpus' label is one of a name, not of a number or date.
    #[must_use]
    pub fn is_name(&self, label: &str) -> bool {
        !self.scheme.meaning(label).is_empty()
    }
}

const fn bit(tag: TagId) -> u64 {
    1 << tag.0
}

type Rows = Vec<(String, String)>;

fn read_columns(text: &str, path: &Path) -> Result<Vec<Rows>, NameDataError> {
    let mut sentences = Vec::new();
    let mut rows = Vec::new();
    for (line, content) in (1..).zip(text.lines()) {
        if content.trim().is_empty() {
            sentences.extend((!rows.is_empty()).then(|| std::mem::take(&mut rows)));
            continue;
        }
        let columns: Vec<_> = content.split('\t').collect();
        let (word, tag) = match columns[..] {
            [word, tag] | [_, word, tag, ..] => (word, tag),
            // A comment; a word "#" has a tag.
            _ if content.starts_with('#') => continue,
            _ => return Err(NameDataError::Line { path: path.to_owned(), line }),
        };
        if tag != "O" && !tag.starts_with("B-") && !tag.starts_with("I-") {
            return Err(NameDataError::Tag { path: path.to_owned(), line, tag: tag.to_owned() });
        }
        rows.push((word.to_owned(), tag.to_owned()));
    }
    sentences.extend((!rows.is_empty()).then_some(rows));
    Ok(sentences)
}

fn read_csv(text: &str, path: &Path) -> Result<Vec<Rows>, NameDataError> {
    let mut sentences = Vec::new();
    let mut rows = Rows::new();
    for (line, record) in (2..).zip(csv::Reader::from_reader(text.as_bytes()).records()) {
        let problem = || NameDataError::Line { path: path.to_owned(), line };
        let record = record.map_err(|_| problem())?;
        let (Some(start), Some(word), Some(tag)) = (record.get(0), record.get(1), record.get(3)) else {
            return Err(problem());
        };
        if !start.is_empty() {
            sentences.extend((!rows.is_empty()).then(|| std::mem::take(&mut rows)));
        }
        if !word.trim().is_empty() {
            rows.push((word.to_owned(), tag.to_owned()));
        }
    }
    sentences.extend((!rows.is_empty()).then_some(rows));
    Ok(sentences)
}

impl NamedSentence {
    /// Splits hyphenated words as the tokenizer does and reads names off the tags.
    fn from_rows(rows: &[(String, String)]) -> Self {
        let mut sentence = Self { forms: Vec::new(), names: Vec::new() };
        let mut last = "O";
        for (word, tag) in rows {
            let start = sentence.forms.len();
            sentence.forms.extend(split_hyphens(word).into_iter().map(Into::into));
            let end = sentence.forms.len();
            if let Some((prefix, label)) = tag.split_once('-') {
                match sentence.names.last_mut() {
                    Some(name) if prefix == "I" && last == label && name.end == start => name.end = end,
                    _ => sentence.names.push(CorpusName { start, end, label: label.to_owned() }),
                }
                last = label;
            } else {
                last = "O";
            }
        }
        sentence
    }

    /// Whether a hyphen joins this word to another outside names ("French-built"), so that its corpus could not mark it.
    fn is_part(&self, position: usize) -> bool {
        let unmarked = |at: usize| !self.names.iter().any(|name| (name.start..name.end).contains(&at));
        let hyphen = |at: usize| self.forms.get(at).is_some_and(|form| &**form == "-") && unmarked(at);
        self.forms[position].starts_with(char::is_uppercase)
            && (hyphen(position + 1) || position.checked_sub(1).is_some_and(hyphen))
    }
}

/// "Franco-German" is three words, "al-Sadr" too; "-" alone, numbers and dates are left.
fn split_hyphens(word: &str) -> Vec<&str> {
    let inner = |at: usize| {
        let (left, right) = (&word[..at], &word[at + 1..]);
        left.ends_with(|c: char| c.is_alphabetic() || c == '.') && right.starts_with(char::is_alphabetic)
    };
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in word.match_indices('-').filter(|&(at, _)| inner(at)) {
        parts.extend([&word[start..at], &word[at..=at]]);
        start = at + 1;
    }
    parts.push(&word[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::names::tags::Place;

    fn corpus(text: &str) -> NameCorpus {
        NameCorpus::new(read_columns(text, Path::new("test")).expect("well-formed"), false)
    }

    #[test]
    fn a_coarse_label_admits_the_finer_ones() {
        let corpus = corpus("Peru\tB-LOC\nthanked\tO\nIvan\tB-PER\nPetrov\tI-PER\n");
        assert!(corpus.means("LOC", NameLabel::Facility) && !corpus.means("LOC", NameLabel::Person));
        assert!(!corpus.marks(NameLabel::Group) && corpus.marks(NameLabel::Facility));
        let sentence = &corpus.sentences[0];
        let (own, shared) = (corpus.own_tags(sentence, false), corpus.shared_tags(sentence));
        let admits = |set: u64, label, place| set >> TagId::of(label, place).0 & 1 == 1;
        assert!(admits(shared[0], NameLabel::Location, Place::Unit));
        assert!(!admits(shared[0], NameLabel::Polity, Place::Begin));
        assert!(admits(own[0], NameLabel::Location, Place::Unit) && !admits(own[1], NameLabel::Group, Place::Unit));
        assert!(!admits(shared[1], NameLabel::Group, Place::Unit));
        assert!(admits(own[2], NameLabel::Person, Place::Begin));
        assert!(admits(own[3], NameLabel::Person, Place::Last));
    }

    #[test]
    fn hyphens_split_words_but_not_numbers() {
        assert_eq!(split_hyphens("Franco-German"), ["Franco", "-", "German"]);
        assert_eq!(split_hyphens("al-Sadr-led"), ["al", "-", "Sadr", "-", "led"]);
        assert_eq!(split_hyphens("U.S.-led"), ["U.S.", "-", "led"]);
        assert_eq!(split_hyphens("2006-07"), ["2006-07"]);
        assert_eq!(split_hyphens("-"), ["-"]);
    }

    #[test]
    fn errors_name_the_line() {
        let error = read_columns("Oslo\tB-LOC\nthree\n", Path::new("x.iob")).expect_err("no tag").to_string();
        assert!(error.contains("x.iob, line 2"), "{error}");
        let error = read_columns("Oslo\tNNP\n", Path::new("x.iob")).expect_err("no IOB tag").to_string();
        assert!(error.contains("\"NNP\""), "{error}");
    }
}
