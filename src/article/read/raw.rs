//! What all readers produce, and what is checked of it.
use super::ReadOptions;
use super::rejection::Reason;
use crate::article::Article;
use crate::article::clean::{clean, clean_line};
use crate::article::date::parse_date;
use crate::article::dateline::find_dateline;
use crate::article::identity::article_id;
use crate::article::language::{foreign_language, is_english};
use jiff::civil::Date;

/// Fields as the source gives them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RawArticle {
    pub identifier: Option<String>,
    pub title: Option<String>,
    pub text: String,
    pub date: Option<String>,
    pub source: Option<String>,
    pub url: Option<String>,
    pub authors: Vec<String>,
    pub language: Option<String>,
}

impl RawArticle {
    /// Cleans and checks the fields, finds the dateline and gives the article its id.
    pub(super) fn finish(self, options: &ReadOptions) -> Result<Article, Reason> {
        let text = clean(&self.text);
        if !text.chars().any(char::is_alphanumeric) {
            return Err(Reason::Empty);
        }
        let line = |field: Option<String>| field.map(|text| clean_line(&text)).filter(|text| !text.is_empty());
        let title = line(self.title).unwrap_or_default();
        let declared = line(self.language);
        let language = language(&text, declared.as_deref(), options.any_language)?;
        let published = publication(line(self.date).as_deref())?;
        let dateline = find_dateline(&text, published.or(options.default_date));
        let date = published.or(dateline.as_ref().and_then(|dateline| dateline.date)).or(options.default_date);
        let url = line(self.url);
        Ok(Article {
            id: article_id(url.as_deref(), &title, &text),
            identifier: line(self.identifier),
            title,
            text,
            date,
            source: line(self.source),
            url,
            authors: self.authors.into_iter().filter_map(|author| line(Some(author))).collect(),
            language: Some(language),
            dateline,
        })
    }
}

fn language(text: &str, declared: Option<&str>, any: bool) -> Result<String, Reason> {
    if let Some(declared) = declared.filter(|declared| !is_english(declared)) {
        return if any { Ok(declared.to_owned()) } else { Err(Reason::Language(declared.to_owned())) };
    }
    match foreign_language(text) {
        Some(language) if !any => Err(Reason::Language(language.to_owned())),
        Some(language) => Ok(language.to_owned()),
        None => Ok("en".to_owned()),
    }
}

/// The day of publication; a month or year alone is none.
fn publication(text: Option<&str>) -> Result<Option<Date>, Reason> {
    let known = text.filter(|text| {
        !["none", "null", "n/a", "na", "nan", "unknown", "undefined", "-"]
            .iter()
            .any(|absent| text.eq_ignore_ascii_case(absent))
    });
    let Some(text) = known else { return Ok(None) };
    match parse_date(text) {
        Ok(date) => Ok(date.day()),
        Err(error) => Err(Reason::Date { text: text.chars().take(80).collect(), error }),
    }
}
