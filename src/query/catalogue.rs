//! The canned queries that ship with chancery, read from `queries/*.rq`.
//!
//! A query file starts with header lines:
//!
//! ```text
//! # title: What it tells, in a few words
//! # description: One or more sentences; further `# description:` lines continue it.
//! # param: name type default What the parameter means
//! # example: chancery query NAME --param name=value
//! ```
//!
//! The type is one of [`ParameterKind`]; the default is a value, `required`, or `any` (the parameter then matches
//! everything). Each parameter stands in the query as `VALUES ?name { UNDEF }`, or with a value instead of `UNDEF`
//! that makes the file a useful query by itself.
use super::QueryError;
use super::parameter::{DefaultValue, Parameter, ParameterKind};
use std::sync::LazyLock;

/// A canned query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CannedQuery {
    pub name: &'static str,
    pub title: String,
    pub description: String,
    pub parameters: Vec<Parameter>,
    pub examples: Vec<String>,
    /// SPARQL, with its header, which is a comment.
    pub text: &'static str,
}

macro_rules! queries {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../queries/", $name, ".rq")))),+]
    };
}

/// Name and text, in the order in which people see them.
const FILES: &[(&str, &str)] = queries![
    "meetings",
    "timeline",
    "statements",
    "said-about",
    "posts",
    "holders",
    "held-post",
    "military-actions",
    "casualties",
    "forces",
    "demands",
    "threats",
    "denied",
    "sanctions",
    "agreements",
    "mediators",
    "ceasefires",
    "support",
    "planned",
    "group",
    "region",
    "near",
    "balance",
    "active-pairs",
    "brokers",
    "reports",
    "corroborated",
    "single-source",
    "evidence",
    "mentions",
    "articles",
    "new-since",
    "believed-on",
    "names-to-review",
    "aliases",
    "undecided",
];

/// All canned queries, in the order in which people see them.
///
/// # Panics
/// Never: a test reads the shipped files.
#[must_use]
pub fn catalogue() -> &'static [CannedQuery] {
    static CATALOGUE: LazyLock<Vec<CannedQuery>> = LazyLock::new(|| {
        FILES.iter().map(|&(name, text)| read(name, text).expect("shipped queries have valid headers")).collect()
    });
    &CATALOGUE
}

/// The canned query of this name.
///
/// # Errors
/// [`QueryError::NoSuchQuery`] with similar names.
pub fn find(name: &str) -> Result<&'static CannedQuery, QueryError> {
    catalogue().iter().find(|query| query.name == name).ok_or_else(|| {
        let mut near: Vec<_> =
            catalogue().iter().map(|query| (strsim::jaro_winkler(name, query.name), query.name)).collect();
        near.retain(|&(likeness, known)| likeness > 0.75 || known.contains(name));
        near.sort_by(|a, b| b.0.total_cmp(&a.0));
        let similar = near.into_iter().take(3).map(|(_, known)| known.to_owned()).collect();
        QueryError::NoSuchQuery { name: name.to_owned(), similar }
    })
}

/// Reads a query file.
///
/// # Errors
/// [`QueryError::Header`] names the line.
pub fn read(name: &'static str, text: &'static str) -> Result<CannedQuery, QueryError> {
    let mut query = CannedQuery {
        name,
        title: String::new(),
        description: String::new(),
        parameters: Vec::new(),
        examples: Vec::new(),
        text,
    };
    for (number, line) in (1..).zip(text.lines()) {
        let Some(header) = line.strip_prefix('#') else { break };
        let fault = |reason: String| QueryError::Header { file: format!("{name}.rq"), line: number, reason };
        let Some((key, value)) = header.split_once(':') else {
            return Err(fault("expected `# key: value`".to_owned()));
        };
        let value = value.trim();
        match key.trim() {
            "title" => value.clone_into(&mut query.title),
            "description" => {
                if !query.description.is_empty() {
                    query.description.push(' ');
                }
                query.description.push_str(value);
            }
            "param" => query.parameters.push(parameter(value).map_err(fault)?),
            "example" => query.examples.push(value.to_owned()),
            other => return Err(fault(format!("unknown key {other:?}"))),
        }
    }
    if query.title.is_empty() || query.description.is_empty() || query.examples.is_empty() {
        let reason = "title, description and example are needed".to_owned();
        return Err(QueryError::Header { file: format!("{name}.rq"), line: 1, reason });
    }
    Ok(query)
}

fn parameter(header: &str) -> Result<Parameter, String> {
    let mut parts = header.splitn(4, ' ');
    let (Some(name), Some(kind), Some(default), Some(description)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err("expected `# param: name type default description`".to_owned());
    };
    let known = ParameterKind::ALL.into_iter().find(|known| known.name() == kind);
    Ok(Parameter {
        name: name.to_owned(),
        kind: known.ok_or_else(|| format!("unknown type {kind:?}"))?,
        default: match default {
            "required" => DefaultValue::Required,
            "any" => DefaultValue::Any,
            value => DefaultValue::Value(value.to_owned()),
        },
        description: description.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::parameter::fill;
    use super::*;
    use oxigraph::model::Variable;

    #[test]
    fn every_file_of_the_folder_is_shipped() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/queries");
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .filter_map(|entry| entry.unwrap().file_name().to_str()?.strip_suffix(".rq").map(str::to_owned))
            .collect();
        found.sort();
        let mut shipped: Vec<&str> = FILES.iter().map(|&(name, _)| name).collect();
        shipped.sort_unstable();
        assert_eq!(found, shipped);
    }

    #[test]
    fn every_parameter_has_its_place_in_the_query() {
        for query in catalogue() {
            let mut parsed = super::super::evaluate::parse(query.text, &super::super::Limits::default())
                .unwrap_or_else(|error| panic!("{}: {error}", query.name));
            for parameter in &query.parameters {
                let variable = Variable::new(parameter.name.as_str()).unwrap();
                assert!(fill(&mut parsed, &variable, None) > 0, "{}: no VALUES ?{}", query.name, parameter.name);
            }
        }
    }

    #[test]
    fn faulty_headers_are_located() {
        for (text, line) in [
            ("# title: x\n# nonsense\n", 2),
            ("# title: x\n# param: a name required\n", 2),
            ("# param: a nothing any What\n", 1),
            ("# titel: x\n", 1),
            ("# title: x\nASK {}", 1),
        ] {
            match read("x", text) {
                Err(QueryError::Header { line: found, .. }) => assert_eq!(found, line, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }
}
