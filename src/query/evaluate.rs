//! Running SPARQL under limits of length, nesting and time.
//!
//! A query runs on a thread of its own with a large stack, since parser and evaluator recurse. When its time is
//! over it is cancelled; the evaluator cannot be cancelled everywhere (not in a sort), so the thread may run on: a
//! program that must be sure to stop it ends its process, which loses nothing, as queries only read.
use super::QueryError;
use crate::ontology::vocabulary::PREFIXES;
use crate::store::KnowledgeGraph;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use oxigraph::model::{Term, Triple, Variable};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use spargebra::{Query, SparqlParser};
use std::time::{Duration, Instant};

/// Stack of the thread that runs a query, in bytes; it is only reserved.
const STACK: usize = 256 << 20;
/// Rows or triples under way between the query and its reader.
const WINDOW: usize = 1024;

/// What a query may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of its text.
    pub length: usize,
    /// Depth of nested brackets and of operators in a row.
    pub nesting: usize,
    /// Time until its last row.
    pub timeout: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { length: 100_000, nesting: 100, timeout: None }
    }
}

/// The answer to a query; rows and triples come as they are found.
#[derive(Debug)]
pub enum Answer {
    Boolean(bool),
    Rows(Rows),
    Triples(Triples),
}

/// The rows of a SELECT query.
#[derive(Debug)]
pub struct Rows {
    pub variables: Vec<Variable>,
    inbox: Inbox,
}

/// The triples of a CONSTRUCT or DESCRIBE query.
#[derive(Debug)]
pub struct Triples {
    inbox: Inbox,
}

/// A row: a term for each variable that is bound.
pub type Row = Vec<Option<Term>>;

enum Message {
    Variables(Vec<Variable>),
    Row(Row),
    Graph,
    Triple(Triple),
    Boolean(bool),
    Failed(QueryError),
}

struct Inbox {
    messages: Receiver<Message>,
    cancel: CancellationToken,
    timeout: Option<Duration>,
    deadline: Option<Instant>,
    ended: bool,
}

impl std::fmt::Debug for Inbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inbox").field("deadline", &self.deadline).finish_non_exhaustive()
    }
}

/// Parses a query within limits. The prefixes of our vocabularies need no declaration.
///
/// # Errors
/// [`QueryError`] if it is too long, nested too deeply, not SPARQL, or an update.
pub fn parse(text: &str, limits: &Limits) -> Result<Query, QueryError> {
    if text.len() > limits.length {
        return Err(QueryError::TooLong { length: text.len(), limit: limits.length });
    }
    if nesting(text) > limits.nesting {
        return Err(QueryError::TooDeep { limit: limits.nesting });
    }
    on_large_stack(text.to_owned(), |text| {
        parser().parse_query(&text).map_err(|error| {
            if parser().parse_update(&text).is_ok_and(|update| !update.operations.is_empty()) {
                QueryError::Update
            } else {
                QueryError::Syntax(error.to_string())
            }
        })
    })
}

fn parser() -> SparqlParser {
    PREFIXES.into_iter().fold(SparqlParser::new(), |parser, (prefix, namespace)| {
        parser.with_prefix(prefix, namespace).expect("namespaces are IRIs")
    })
}

fn on_large_stack<T: Send + 'static, R: Send + 'static>(
    input: T,
    work: impl FnOnce(T) -> Result<R, QueryError> + Send + 'static,
) -> Result<R, QueryError> {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || work(input));
    let thread = thread.map_err(|error| QueryError::Evaluation(error.to_string()))?;
    thread.join().unwrap_or_else(|_| Err(QueryError::Evaluation("the parser panicked".to_owned())))
}

/// The depth of brackets and of unary operators in a row: what a recursive parser must keep on its stack. Brackets
/// in texts and comments count too, which errs on the safe side.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest, mut run) = (0usize, 0usize, 0usize);
    for byte in text.bytes() {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth = depth.saturating_sub(1),
            b'!' | b'-' | b'+' | b'^' => run += 1,
            b' ' | b'\t' | b'\r' | b'\n' => {}
            _ => run = 0,
        }
        deepest = deepest.max(depth + run);
    }
    deepest
}

/// Runs a query over the union of all graphs.
///
/// # Errors
/// [`QueryError`] if it fails or runs out of time before its first row.
pub fn evaluate(graph: &KnowledgeGraph, query: Query, limits: &Limits) -> Result<Answer, QueryError> {
    let (outbox, messages) = bounded(WINDOW);
    let cancel = CancellationToken::new();
    let store = graph.store().clone();
    let token = cancel.clone();
    std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || send(&store, query, token, &outbox))
        .map_err(|error| QueryError::Evaluation(error.to_string()))?;
    let deadline = limits.timeout.map(|timeout| Instant::now() + timeout);
    let mut inbox = Inbox { messages, cancel, timeout: limits.timeout, deadline, ended: false };
    match inbox.next() {
        Some(Ok(Message::Variables(variables))) => Ok(Answer::Rows(Rows { variables, inbox })),
        Some(Ok(Message::Graph)) => Ok(Answer::Triples(Triples { inbox })),
        Some(Ok(Message::Boolean(answer))) => Ok(Answer::Boolean(answer)),
        Some(Err(error)) => Err(error),
        Some(Ok(_)) | None => Err(QueryError::Evaluation("it ended without an answer".to_owned())),
    }
}

/// Sends the answer; stops when nobody listens any more.
fn send(store: &Store, query: Query, cancel: CancellationToken, outbox: &Sender<Message>) {
    let failed = |error: QueryEvaluationError| Message::Failed(QueryError::Evaluation(error.to_string()));
    let mut prepared = SparqlEvaluator::new().with_cancellation_token(cancel).for_query(query);
    // A query with FROM clauses has chosen its graphs itself.
    if prepared.dataset().is_default_dataset() {
        prepared.dataset_mut().set_default_graph_as_union();
    }
    match prepared.on_store(store).execute() {
        Err(error) => drop(outbox.send(failed(error))),
        Ok(QueryResults::Boolean(answer)) => drop(outbox.send(Message::Boolean(answer))),
        Ok(QueryResults::Solutions(rows)) => {
            if outbox.send(Message::Variables(rows.variables().to_vec())).is_err() {
                return;
            }
            for row in rows {
                let message = row.map_or_else(failed, |row| Message::Row(row.values().to_vec()));
                if outbox.send(message).is_err() {
                    return;
                }
            }
        }
        Ok(QueryResults::Graph(triples)) => {
            if outbox.send(Message::Graph).is_err() {
                return;
            }
            for triple in triples {
                if outbox.send(triple.map_or_else(failed, Message::Triple)).is_err() {
                    return;
                }
            }
        }
    }
}

impl Iterator for Inbox {
    type Item = Result<Message, QueryError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let received = match self.deadline {
            Some(deadline) => self.messages.recv_deadline(deadline),
            None => self.messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match received {
            Ok(Message::Failed(error)) => {
                self.ended = true;
                Some(Err(error))
            }
            Ok(message) => Some(Ok(message)),
            Err(RecvTimeoutError::Timeout) => {
                self.ended = true;
                self.cancel.cancel();
                Some(Err(QueryError::TimedOut(self.timeout.map_or(0, |timeout| timeout.as_secs()))))
            }
            Err(RecvTimeoutError::Disconnected) => {
                self.ended = true;
                None
            }
        }
    }
}

/// Whoever stops reading early stops the query.
impl Drop for Inbox {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

impl Iterator for Rows {
    type Item = Result<Row, QueryError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.inbox.next()? {
            Ok(Message::Row(row)) => Some(Ok(row)),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        }
    }
}

impl Iterator for Triples {
    type Item = Result<Triple, QueryError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.inbox.next()? {
            Ok(Message::Triple(triple)) => Some(Ok(triple)),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::iri::Base;

    fn empty() -> KnowledgeGraph {
        KnowledgeGraph::in_memory(Base::default()).unwrap()
    }

    #[test]
    fn hostile_queries_are_refused_before_parsing() {
        let limits = Limits::default();
        for (start, end) in [("{", "}"), ("(", ")"), ("[", "]")] {
            let text = ["SELECT * WHERE ", &start.repeat(4000), &end.repeat(4000)].concat();
            assert!(matches!(parse(&text, &limits), Err(QueryError::TooDeep { .. })), "{start}");
        }
        for operator in ["!", "- ", "+", "^"] {
            let text = ["ASK { FILTER(", &operator.repeat(4000), "?x) }"].concat();
            assert!(matches!(parse(&text, &limits), Err(QueryError::TooDeep { .. })), "{operator}");
        }
        let long = ["ASK {} #", &"x".repeat(200_000)].concat();
        assert!(matches!(parse(&long, &limits), Err(QueryError::TooLong { .. })));
    }

    #[test]
    fn long_flat_queries_run() {
        let terms = vec!["?x = 1"; 3000].join(" || ");
        let query = parse(&["ASK { FILTER(", &terms, ") }"].concat(), &Limits::default()).unwrap();
        assert!(matches!(evaluate(&empty(), query, &Limits::default()), Ok(Answer::Boolean(false))));
        let unions = vec!["{ ?s ?p ?o }"; 2000].join(" UNION ");
        let query = parse(&["ASK { ", &unions, " }"].concat(), &Limits::default()).unwrap();
        assert!(matches!(evaluate(&empty(), query, &Limits::default()), Ok(Answer::Boolean(false))));
    }

    #[test]
    fn broken_queries_and_updates_are_told_apart() {
        let limits = Limits::default();
        assert!(matches!(parse("SELECT * WHERE {", &limits), Err(QueryError::Syntax(_))));
        assert!(matches!(parse("DELETE WHERE { ?s ?p ?o }", &limits), Err(QueryError::Update)));
        assert!(matches!(parse("", &limits), Err(QueryError::Syntax(_))));
    }

    #[test]
    fn a_query_without_end_is_stopped() {
        let numbers: Vec<String> = (0..200).map(|n| n.to_string()).collect();
        let values = |name: &str| ["VALUES ?", name, " { ", &numbers.join(" "), " } "].concat();
        let text = ["SELECT (COUNT(*) AS ?n) { ", &values("a"), &values("b"), &values("c"), &values("d"), "}"].concat();
        let limits = Limits { timeout: Some(Duration::from_millis(300)), ..Limits::default() };
        let query = parse(&text, &limits).unwrap();
        let result = match evaluate(&empty(), query, &limits) {
            Ok(Answer::Rows(mut rows)) => rows.next().unwrap().map(|_| ()),
            other => other.map(|_| ()),
        };
        assert!(matches!(result, Err(QueryError::TimedOut(_))), "{result:?}");
    }
}
