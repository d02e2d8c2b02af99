//! Running SPARQL under limits of length, nesting, time and memory.
//!
//! A query is parsed and run on threads of their own with a large stack, since parser and evaluator recurse. When its
//! time is over or memory short it is cancelled; the evaluator cannot be cancelled everywhere (not in a sort), so the
//! thread may run on: a program that must be sure to stop it ends its process, as `chancery query` does. That loses
//! nothing, as queries only read.
use super::{QueryError, memory};
use crate::ontology::vocabulary::PREFIXES;
use crate::store::KnowledgeGraph;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use oxigraph::model::{Term, Triple, Variable};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use spargebra::{Query, SparqlParser};
use std::time::{Duration, Instant};

/// Stack of the threads that parse and run a query, in bytes; it is only reserved. It holds the deepest nesting that
/// fits into the longest query.
const STACK: usize = 256 << 20;
/// Time between two looks at the memory in use.
const WATCH: Duration = Duration::from_millis(50);
/// Rows or triples under way between the query and its reader.
const WINDOW: usize = 1024;

/// What a query may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of its text.
    pub length: usize,
    /// Depth of nested brackets and of operators in a row.
    pub nesting: usize,
    /// Time for parsing it, and again until its last row.
    pub timeout: Option<Duration>,
    /// Bytes of memory that the process may have; only Linux tells how many these are.
    pub memory: Option<u64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { length: 100_000, nesting: 100, timeout: None, memory: None }
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
    limits: Limits,
    deadline: Option<Instant>,
    /// When to look at the memory next.
    watch: Option<Instant>,
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
    let (outbox, result) = bounded(1);
    let parse = {
        let text = text.to_owned();
        move || {
            parser().parse_query(&text).map_err(|error| {
                if parser().parse_update(&text).is_ok_and(|update| !update.operations.is_empty()) {
                    QueryError::Update
                } else {
                    QueryError::Syntax(error.to_string())
                }
            })
        }
    };
    std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || drop(outbox.send(parse())))
        .map_err(|error| QueryError::Evaluation(error.to_string()))?;
    let received = match limits.timeout {
        Some(timeout) => result.recv_timeout(timeout),
        None => result.recv().map_err(|_| RecvTimeoutError::Disconnected),
    };
    received.unwrap_or_else(|error| match error {
        RecvTimeoutError::Timeout => Err(limits.timed_out()),
        RecvTimeoutError::Disconnected => Err(QueryError::Evaluation("the parser panicked".to_owned())),
    })
}

fn parser() -> SparqlParser {
    PREFIXES.into_iter().fold(SparqlParser::new(), |parser, (prefix, namespace)| {
        parser.with_prefix(prefix, namespace).expect("namespaces are IRIs")
    })
}

/// The depth of brackets and of unary operators in a row, without regard to texts and comments: it refuses what grew
/// by accident. Closing brackets in comments can hide depth from it, but not more than the stack holds.
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
    let watch = limits.memory.map(|_| Instant::now() + WATCH);
    let mut inbox = Inbox { messages, cancel, limits: *limits, deadline, watch, ended: false };
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

impl Limits {
    fn timed_out(&self) -> QueryError {
        QueryError::TimedOut(self.timeout.map_or(0, |timeout| timeout.as_secs()))
    }
}

impl Inbox {
    /// Whether the process has more memory than it may; looks only now and then.
    fn is_out_of_memory(&mut self) -> bool {
        let (Some(limit), Some(watch)) = (self.limits.memory, self.watch) else { return false };
        let now = Instant::now();
        if now < watch {
            return false;
        }
        self.watch = Some(now + WATCH);
        memory::used().is_some_and(|used| used > limit)
    }

    fn stop(&mut self, error: QueryError) -> Result<Message, QueryError> {
        self.ended = true;
        self.cancel.cancel();
        Err(error)
    }
}

impl Iterator for Inbox {
    type Item = Result<Message, QueryError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        loop {
            if self.is_out_of_memory() {
                return Some(self.stop(QueryError::OutOfMemory(self.limits.memory.unwrap_or_default() >> 20)));
            }
            let received = match [self.deadline, self.watch].into_iter().flatten().min() {
                Some(wake) => self.messages.recv_deadline(wake),
                None => self.messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            return match received {
                Ok(Message::Failed(error)) => Some(self.stop(error)),
                Ok(message) => Some(Ok(message)),
                Err(RecvTimeoutError::Timeout) if self.deadline.is_none_or(|deadline| Instant::now() < deadline) => {
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => {
                    let error = self.limits.timed_out();
                    Some(self.stop(error))
                }
                Err(RecvTimeoutError::Disconnected) => {
                    self.ended = true;
                    None
                }
            };
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
    fn nesting_that_comments_hide_fits_on_the_stack() {
        for (start, level, end) in [("ASK {", "{#}\n", "}"), ("ASK {FILTER(1+", "(#)\n", "1)}")] {
            let depth = 11_000;
            let close = if level.starts_with('{') { "}" } else { ")" };
            let middle = if close == ")" { "1" } else { "" };
            let text =
                [start, &level.repeat(depth), middle, &close.repeat(depth), end.trim_start_matches('1')].concat();
            let query = parse(&text, &Limits::default()).unwrap();
            assert!(matches!(evaluate(&empty(), query, &Limits::default()), Ok(Answer::Boolean(_))));
        }
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

    #[test]
    fn a_text_that_takes_long_to_parse_is_stopped() {
        let text = ["ASK {?s ?p ", &"(#)\n".repeat(11_000), "1", &")".repeat(11_000), "}"].concat();
        let limits = Limits { timeout: Some(Duration::from_millis(100)), ..Limits::default() };
        assert!(matches!(parse(&text, &limits), Err(QueryError::TimedOut(_))));
    }
}
