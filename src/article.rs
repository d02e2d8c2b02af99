//! Articles and the readers that find them in files.
pub mod clean;
pub mod date;
pub mod dateline;
pub mod identity;
pub mod language;
pub mod read;

pub use date::PartialDate;
use jiff::civil::Date;

/// The line in front of a news story that says where and when it was filed: "BRUSSELS (Reuters) - ".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// Byte range of the whole dateline with its dash in [`Article::text`]; the first sentence starts after it.
    pub start: usize,
    pub end: usize,
    /// Byte range of the place name in [`Article::text`] ("ERBIL, Kurdistan Region"); empty in "(CNN) —".
    pub place: (usize, usize),
    /// Date in the dateline, completed with the year of publication where one is known.
    pub date: Option<Date>,
    /// News agency named in the dateline ("Reuters", "Xinhua").
    pub agency: Option<String>,
}

/// One news article as chancery stores it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// Stable id, used in the IRI `article/{id}`: from the URL where there is one, else from the text.
    pub id: String,
    /// The source's own id (`dcterms:identifier`).
    pub identifier: Option<String>,
    pub title: String,
    /// Plain text; all offsets of all later layers point into it.
    pub text: String,
    /// Date of publication.
    pub date: Option<Date>,
    /// Publisher.
    pub source: Option<String>,
    pub url: Option<String>,
    pub authors: Vec<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    pub dateline: Option<Dateline>,
}
