//! Canned queries and their parameters; SPARQL under limits.
//!
//! Parameters enter a query through its algebra and never as text: each stands in a `VALUES` clause of the
//! query, which is filled after parsing. So a value may hold quotes, braces or whole queries without harm, and
//! each `.rq` file is a complete query for any SPARQL tool.
pub mod catalogue;
pub mod evaluate;
mod memory;
pub mod parameter;
pub mod resolve;
pub mod result_format;

pub use catalogue::{CannedQuery, catalogue, find};
pub use evaluate::{Answer, Limits, Rows, Triples, evaluate};
pub use parameter::{Parameter, ParameterKind, at_least, bind};

use crate::store::StoreError;

/// Why a query has no answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// Not SPARQL.
    #[error("not a valid SPARQL query: {0}")]
    Syntax(String),
    /// An update where a query is expected.
    #[error("this is a SPARQL update; `query` only reads")]
    Update,
    /// Longer than allowed.
    #[error("the query has {length} bytes; at most {limit} are allowed")]
    TooLong { length: usize, limit: usize },
    /// Nested deeper than allowed.
    #[error("the query is nested more than {limit} deep")]
    TooDeep { limit: usize },
    /// It took too long.
    #[error("the query was stopped after {0} s\n  ask for less, or allow more with --timeout")]
    TimedOut(u64),
    /// It took too much memory.
    #[error(
        "the query was stopped because it needs more than {0} MB of memory\n  ask for less, or allow more with --memory"
    )]
    OutOfMemory(u64),
    /// It failed while running.
    #[error("the query failed: {0}")]
    Evaluation(String),
    /// There is no canned query of that name.
    #[error("there is no canned query {name:?}{}\n  `chancery query --list` shows all", did_you_mean(.similar))]
    NoSuchQuery { name: String, similar: Vec<String> },
    /// The query has no such parameter.
    #[error("{query} has no parameter {name:?}; it has: {known}")]
    NoSuchParameter { query: String, name: String, known: String },
    /// A parameter without default was not given.
    #[error("{query} needs --param {name}=… : {description}\n  for example: {example}")]
    Missing { query: String, name: String, description: String, example: String },
    /// The value is not of the parameter's type.
    #[error("{value:?} is not a valid {kind} for parameter {name}: {reason}")]
    Value { name: String, kind: &'static str, value: String, reason: String },
    /// A name that nothing in the store bears.
    #[error("nothing in the store is called {name:?}{}", did_you_mean(.similar))]
    UnknownName { name: String, similar: Vec<String> },
    /// A name that several things bear.
    #[error("{name:?} may mean several; give the IRI or the full name of one:\n{}", .candidates.join("\n"))]
    Ambiguous { name: String, candidates: Vec<String> },
    /// The header of a query file is faulty.
    #[error("{file}, line {line}: {reason}")]
    Header { file: String, line: usize, reason: String },
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn did_you_mean(names: &[String]) -> String {
    if names.is_empty() { String::new() } else { ["; did you mean ", &names.join(", "), "?"].concat() }
}
