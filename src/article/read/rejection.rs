//! Why an article was not read.

/// An article, file or rest of a file that was left out.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {reason} ({hint})", place.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct Rejection {
    /// Path, or "standard input".
    pub file: String,
    /// Line on which the article begins, from 1, where a file holds several.
    pub place: Option<usize>,
    pub reason: Reason,
    /// What to do about it.
    pub hint: &'static str,
}

impl Rejection {
    pub(super) fn new(file: &str, place: Option<usize>, reason: Reason) -> Self {
        let hint = reason.hint();
        Self { file: file.to_owned(), place, reason, hint }
    }
}

/// What is wrong with it.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    #[error("cannot be read: {0}")]
    Unreadable(std::io::Error),
    #[error("the compressed data ends too early")]
    Truncated,
    #[error("the compressed data is damaged: {0}")]
    Damaged(std::io::Error),
    #[error("grows to more than {0} times its size when decompressed")]
    Bomb(u64),
    #[error("larger than {0} bytes")]
    TooLarge(usize),
    #[error("{0}, not text")]
    Binary(&'static str),
    #[error("no text")]
    Empty,
    #[error("not valid JSON: {0}")]
    Json(serde_json::Error),
    #[error("a JSON {0} where an object with an article is expected")]
    NotAnObject(&'static str),
    #[error("no field with the text of the article")]
    NoText,
    #[error("field \"{field}\" is a JSON {found}, not text")]
    WrongType { field: String, found: &'static str },
    #[error("date \"{text}\": {error}")]
    Date { text: String, error: crate::article::date::DateError },
    #[error("tags are nested more than {0} deep")]
    TooDeep(usize),
    #[error("no main content found in the page")]
    NoContent,
    #[error("language \"{0}\"")]
    Language(String),
    #[error("front matter without a closing line")]
    FrontMatter,
    #[error("another text under the id {id}, which {first} has")]
    DuplicateId { id: String, first: String },
}

impl Reason {
    fn hint(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "check that the file exists and may be read",
            Self::Truncated | Self::Damaged(_) => "the articles before are kept; fetch or compress the file again",
            Self::Bomb(_) => "decompress it yourself if you trust it",
            Self::TooLarge(_) => "split it into articles, one per file or per line of JSON",
            Self::Binary(_) => "convert it to plain text or HTML first",
            Self::Empty => "remove it, or fill in its text",
            Self::Json(_) => "check the syntax at that place",
            Self::NotAnObject(_) => "give each article as an object: {\"title\": …, \"text\": …, \"date\": …}",
            Self::NoText => "name it text, body, content, maintext or article_text",
            Self::WrongType { .. } => "put the value in quotes",
            Self::Date { .. } => "write it as YYYY-MM-DD",
            Self::TooDeep(_) => "save the article's text as plain text",
            Self::NoContent => "save the article's text as plain text or JSON",
            Self::Language(_) => "only English is understood; translate it or allow other languages",
            Self::FrontMatter => "close it with a line of three hyphens",
            Self::DuplicateId { .. } => "ingest the versions one after the other, the last one stays",
        }
    }
}
