//! `chancery export`: the store as RDF, or as tables and networks for other tools.
use super::Outcome;
use super::rdf_format::GraphFormat;
use super::store::StoreArgs;
use super::talk::Talk;
use crate::export::{Alignment, ExportError, Selection, Vocabulary, claims, export, ftm, graphml, plover, visits};
use crate::graph::iri::SharedGraph;
use crate::store::KnowledgeGraph;
use anyhow::{Context as _, bail};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use oxigraph::io::RdfFormat;
use oxigraph::model::NamedNode;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Write the store as RDF or for other tools, sorted: two equal graphs are two equal files
///
/// Without --article, --graph or --all: what all articles say, and who is who across them.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Format [default: by the ending of the output file, else turtle]
    #[arg(long, value_enum)]
    format: Option<GraphFormat>,
    /// Instead of RDF a table or network for other tools
    #[arg(long = "as", value_enum, value_name = "SHAPE", conflicts_with = "format")]
    shape: Option<Shape>,
    /// Also write what follows in the terms of these vocabularies; separated by commas
    #[arg(long, value_enum, value_name = "VOCABULARY", value_delimiter = ',', conflicts_with = "shape")]
    with_alignments: Vec<Vocabulary>,
    /// Only this article: its id, IRI, web address or the source's id; can be repeated
    #[arg(long, value_name = "ID")]
    article: Vec<String>,
    /// Only this graph: its IRI, or ontology, knowledge, identity, provenance; can be repeated
    #[arg(long, value_name = "IRI")]
    graph: Vec<String>,
    /// Everything, with ontology, knowledge and provenance
    #[arg(long, conflicts_with_all = ["article", "graph"])]
    all: bool,
    /// File to write instead of stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    store: StoreArgs,
}

/// What a table or network is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// Event records in the manner of PLOVER, as JSON lines
    Plover,
    /// Event records in the manner of PLOVER, as CSV
    PloverCsv,
    /// The travels of leaders, as CSV
    Visits,
    /// `FollowTheMoney` entities, as JSON lines
    Ftm,
    /// The network of actors for Gephi, networkx, igraph
    Graphml,
    /// Every claim as a row of Apache Parquet
    Parquet,
}

impl ValueEnum for Vocabulary {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.namespace().0).help(self.label()))
    }
}

/// What is written.
enum Kind {
    Rdf(RdfFormat, Alignment),
    Shape(Shape),
}

impl Kind {
    fn of(args: &Args) -> anyhow::Result<Self> {
        if let Some(shape) = args.shape {
            return Ok(Self::Shape(shape));
        }
        let format = match (args.format, &args.output) {
            (Some(format), _) => format.rdf(),
            (None, Some(file)) => {
                let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
                match RdfFormat::from_extension(extension) {
                    Some(format) => format,
                    None => {
                        bail!("{}: the ending tells no RDF format; give one with --format, or --as", file.display())
                    }
                }
            }
            (None, None) => RdfFormat::Turtle,
        };
        Ok(Self::Rdf(format, Alignment::new(&args.with_alignments)))
    }

    fn write(
        &self,
        graph: &KnowledgeGraph,
        selection: &Selection,
        out: impl Write + Send,
    ) -> Result<usize, ExportError> {
        match self {
            Self::Rdf(format, alignment) => export(graph, selection, *format, alignment, out),
            Self::Shape(Shape::Plover) => plover(graph, selection, false, out),
            Self::Shape(Shape::PloverCsv) => plover(graph, selection, true, out),
            Self::Shape(Shape::Visits) => visits(graph, selection, out),
            Self::Shape(Shape::Ftm) => ftm(graph, selection, out),
            Self::Shape(Shape::Graphml) => graphml(graph, selection, out),
            Self::Shape(Shape::Parquet) => claims(graph, selection, out),
        }
    }

    /// What the number that an export returns counts.
    const fn counted(&self) -> &'static str {
        match self {
            Self::Rdf(..) => "statements",
            Self::Shape(Shape::Plover | Shape::PloverCsv) => "records",
            Self::Shape(Shape::Visits | Shape::Parquet) => "rows",
            Self::Shape(Shape::Ftm) => "entities",
            Self::Shape(Shape::Graphml) => "edges",
        }
    }
}

pub(super) fn run(args: &Args, talk: &Talk) -> anyhow::Result<Outcome> {
    let graph = KnowledgeGraph::open_read_only(&args.store.store)?;
    let selection = selection(args, &graph)?;
    let kind = Kind::of(args)?;
    let count = match &args.output {
        Some(file) => to_file(&graph, &selection, &kind, file)?,
        None => kind.write(&graph, &selection, BufWriter::with_capacity(1 << 16, io::stdout()))?,
    };
    if args.output.is_some() {
        talk.say(&format!("{count} {} written", kind.counted()));
    }
    Ok(Outcome::Done)
}

fn selection(args: &Args, graph: &KnowledgeGraph) -> anyhow::Result<Selection> {
    if args.all {
        return Ok(Selection::All);
    }
    if args.article.is_empty() && args.graph.is_empty() {
        return Ok(Selection::Articles);
    }
    let mut graphs = Vec::new();
    for id in &args.article {
        let found = graph.find_articles(id)?;
        if found.is_empty() {
            bail!("the store has no article {id:?}");
        }
        graphs.extend(found);
    }
    for name in &args.graph {
        let shared = SharedGraph::ALL.into_iter().find(|shared| shared.name() == name);
        graphs.push(match shared {
            Some(shared) => graph.base().shared_graph(shared),
            None => NamedNode::new(name).with_context(|| format!("{name:?} is not the IRI of a graph"))?,
        });
    }
    Ok(Selection::Graphs(graphs))
}

/// Written beside and moved into place: a failed export leaves an earlier file as it was.
fn to_file(graph: &KnowledgeGraph, selection: &Selection, kind: &Kind, file: &Path) -> anyhow::Result<usize> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let cannot = || format!("cannot write {}", file.display());
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // less the umask, as for any new file
    let mut beside = builder.tempfile_in(folder).with_context(cannot)?;
    let count = kind.write(graph, selection, BufWriter::with_capacity(1 << 16, beside.as_file_mut()))?;
    beside.as_file_mut().flush().with_context(cannot)?;
    beside.persist(file).with_context(cannot)?;
    Ok(count)
}
