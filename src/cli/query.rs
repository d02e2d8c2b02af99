//! `chancery query`: canned queries by name, or any SPARQL.
use super::Outcome;
use super::rdf_format::GraphFormat;
use super::stages::MinimumArgs;
use super::store::StoreArgs;
use super::talk::Talk;
use crate::export::serializer;
use crate::query::parameter::DefaultValue;
use crate::query::result_format::{write_boolean, write_rows};
use crate::query::{Answer, CannedQuery, Limits, QueryError, Triples, at_least, bind, catalogue, evaluate, find};
use crate::store::KnowledgeGraph;
use anyhow::{Context as _, bail};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use oxigraph::io::RdfFormat;
use oxigraph::sparql::results::QueryResultsFormat;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::Duration;

/// Ask the store: a canned query by name, or any SPARQL 1.1 query
///
/// `--min-confidence` is for what a query calls `?claim`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Name of a canned query, or a SPARQL query
    #[arg(value_name = "NAME|SPARQL", required_unless_present_any = ["file", "list"])]
    query: Option<String>,
    /// A file with a SPARQL query; `-` for stdin
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    file: Option<PathBuf>,
    /// Show the canned queries; with a name, its parameters
    #[arg(long)]
    list: bool,
    /// A parameter of a canned query; can be repeated
    #[arg(long, short, value_name = "NAME=VALUE", value_parser = name_and_value)]
    param: Vec<(String, String)>,
    #[command(flatten)]
    least: MinimumArgs,
    /// Format of the answer [default: table; turtle for graphs]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Seconds until the query is stopped
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    timeout: u64,
    /// Megabytes of memory at which the query is stopped (on Linux)
    #[arg(long, value_name = "MB", default_value_t = 2048)]
    memory: u64,
    #[command(flatten)]
    store: StoreArgs,
}

/// A format for rows, or one for graphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// For people: names instead of IRIs
    Table,
    Csv,
    Tsv,
    Json,
    Xml,
    Graph(GraphFormat),
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        static VARIANTS: LazyLock<Vec<Format>> = LazyLock::new(|| {
            let rows = [Format::Table, Format::Csv, Format::Tsv, Format::Json, Format::Xml];
            rows.into_iter().chain(GraphFormat::value_variants().iter().copied().map(Format::Graph)).collect()
        });
        &VARIANTS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            Self::Table => Some(PossibleValue::new("table").help("For people: names instead of IRIs")),
            Self::Csv => Some(PossibleValue::new("csv")),
            Self::Tsv => Some(PossibleValue::new("tsv")),
            Self::Json => Some(PossibleValue::new("json")),
            Self::Xml => Some(PossibleValue::new("xml")),
            Self::Graph(format) => format.to_possible_value(),
        }
    }
}

impl Format {
    const fn of_rows(self) -> Option<QueryResultsFormat> {
        match self {
            Self::Csv => Some(QueryResultsFormat::Csv),
            Self::Tsv => Some(QueryResultsFormat::Tsv),
            Self::Json => Some(QueryResultsFormat::Json),
            Self::Xml => Some(QueryResultsFormat::Xml),
            Self::Table | Self::Graph(_) => None,
        }
    }
}

fn name_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("expected NAME=VALUE".to_owned()),
    }
}

pub(super) fn run(args: Args, talk: &Talk) -> anyhow::Result<Outcome> {
    if args.list {
        return list(args.query.as_deref());
    }
    let limits = Limits {
        timeout: Some(Duration::from_secs(args.timeout)),
        memory: Some(args.memory << 20),
        ..Limits::default()
    };
    let text = match (&args.file, args.query) {
        (Some(file), _) if file.as_os_str() == "-" => io::read_to_string(io::stdin())?,
        (Some(file), _) => std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?,
        (None, Some(query)) => query,
        (None, None) => bail!("no query given"),
    };
    let given: BTreeMap<String, String> = args.param.into_iter().collect();
    let query = if args.file.is_none() && is_name(&text) {
        let canned = find(&text)?;
        let graph = KnowledgeGraph::open_read_only(&args.store.store)?;
        (bind(canned, &given, &graph)?, graph)
    } else {
        if !given.is_empty() {
            bail!("--param is for canned queries only");
        }
        (crate::query::evaluate::parse(&text, &limits)?, KnowledgeGraph::open_read_only(&args.store.store)?)
    };
    let (mut query, graph) = query;
    if args.least.min_confidence > 0.0 {
        at_least(&mut query, args.least.min_confidence);
    }
    let out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match evaluate(&graph, query, &limits)? {
        Answer::Boolean(answer) => write_answer(answer, args.format, out)?,
        Answer::Rows(rows) => match args.format.unwrap_or(Format::Table) {
            Format::Table => super::table::write(&graph, rows, out, talk)?,
            format => match format.of_rows() {
                Some(format) => drop(write_rows(rows, format, out)?),
                None => bail!("rows cannot be written as a graph; choose table, csv, tsv, json or xml"),
            },
        },
        Answer::Triples(triples) => match args.format.unwrap_or(Format::Graph(GraphFormat::Turtle)) {
            Format::Graph(format) => write_triples(&graph, triples, format.rdf(), out)?,
            _ => bail!("a graph cannot be written as rows; choose turtle, ntriples, nquads, trig, jsonld or rdfxml"),
        },
    }
    Ok(Outcome::Done)
}

/// Names of canned queries are one word of lower-case letters, digits and hyphens: no SPARQL query is.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn write_answer(answer: bool, format: Option<Format>, mut out: impl Write) -> anyhow::Result<()> {
    match format.unwrap_or(Format::Table) {
        Format::Table => writeln!(out, "{}", if answer { "yes" } else { "no" })?,
        format => match format.of_rows() {
            Some(format) => write_boolean(answer, format, out)?,
            None => bail!("yes or no cannot be written as a graph; choose table, csv, tsv, json or xml"),
        },
    }
    Ok(())
}

fn write_triples(graph: &KnowledgeGraph, triples: Triples, format: RdfFormat, out: impl Write) -> anyhow::Result<()> {
    let triples: Vec<_> = triples.collect::<Result<_, QueryError>>()?;
    let quads = triples.into_iter().map(|triple| triple.in_graph(oxigraph::model::GraphName::DefaultGraph)).collect();
    let mut writer = serializer(format, graph.base(), &[]).for_writer(out);
    for quad in crate::graph::sort(quads) {
        writer.serialize_quad(&quad)?;
    }
    writer.finish()?.flush()?;
    Ok(())
}

fn list(name: Option<&str>) -> anyhow::Result<Outcome> {
    let mut out = io::stdout().lock();
    if let Some(name) = name {
        describe(find(name)?, &mut out)?;
        return Ok(Outcome::Done);
    }
    let width = catalogue().iter().map(|query| query.name.len()).max().unwrap_or_default();
    for query in catalogue() {
        writeln!(out, "{:<width$}  {}", query.name, query.title)?;
    }
    if io::stdout().is_terminal() {
        writeln!(out, "\n`chancery query --list NAME` shows the parameters of one.")?;
    }
    Ok(Outcome::Done)
}

fn describe(query: &CannedQuery, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}\n\n{}\n", query.title, query.description)?;
    for parameter in &query.parameters {
        let default = match &parameter.default {
            DefaultValue::Required => "required".to_owned(),
            DefaultValue::Any => "any if not given".to_owned(),
            DefaultValue::Value(value) => format!("default {value}"),
        };
        let kind = parameter.kind.name();
        writeln!(out, "  --param {}={kind}  {} ({default})", parameter.name, parameter.description)?;
    }
    for example in &query.examples {
        writeln!(out, "\n  {example}")?;
    }
    Ok(())
}
