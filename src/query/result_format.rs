//! Rows in the W3C formats of query results.
use super::{QueryError, Rows};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use std::io::{self, Write};

/// Why results could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ResultError {
    /// The query failed while it ran.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// Nobody takes the results.
    #[error("cannot write: {0}")]
    Io(#[from] io::Error),
}

/// Writes rows as they come; how many there were.
///
/// # Errors
/// [`ResultError`] if the query or the writing fails.
pub fn write_rows(rows: Rows, format: QueryResultsFormat, out: impl Write) -> Result<usize, ResultError> {
    let variables = rows.variables.clone();
    let serializer = QueryResultsSerializer::from_format(format);
    let mut writer = serializer.serialize_solutions_to_writer(out, variables.clone())?;
    let mut count = 0;
    for row in rows {
        let row = row?;
        let bound = variables.iter().zip(&row).filter_map(|(variable, term)| Some((variable, term.as_ref()?)));
        writer.serialize(bound)?;
        count += 1;
    }
    writer.finish()?.flush()?;
    Ok(count)
}

/// Writes the answer to an ASK query.
///
/// # Errors
/// If writing fails.
pub fn write_boolean(answer: bool, format: QueryResultsFormat, out: impl Write) -> io::Result<()> {
    QueryResultsSerializer::from_format(format).serialize_boolean_to_writer(out, answer)?.flush()
}
