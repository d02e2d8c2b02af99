//! `chancery export`: the store as RDF.
use super::Outcome;
use super::store::StoreArgs;
use super::talk::Talk;
use crate::export::{Selection, export};
use crate::graph::iri::SharedGraph;
use crate::store::KnowledgeGraph;
use anyhow::{Context as _, bail};
use clap::ValueEnum;
use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use oxigraph::model::NamedNode;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// Write the store as RDF, sorted: two equal graphs are two equal files
///
/// Without --article, --graph or --all: what all articles say, and who is who across them.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Format [default: by the ending of the output file, else turtle]
    #[arg(long, value_enum)]
    format: Option<Format>,
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

/// RDF formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Turtle,
    Trig,
    Nquads,
    Ntriples,
    Jsonld,
    Rdfxml,
}

impl Format {
    pub(super) const fn rdf(self) -> RdfFormat {
        match self {
            Self::Turtle => RdfFormat::Turtle,
            Self::Trig => RdfFormat::TriG,
            Self::Nquads => RdfFormat::NQuads,
            Self::Ntriples => RdfFormat::NTriples,
            Self::Jsonld => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
            Self::Rdfxml => RdfFormat::RdfXml,
        }
    }
}

pub(super) fn run(args: &Args, talk: &Talk) -> anyhow::Result<Outcome> {
    let graph = KnowledgeGraph::open_read_only(&args.store.store)?;
    let selection = selection(args, &graph)?;
    let format = match (args.format, &args.output) {
        (Some(format), _) => format.rdf(),
        (None, Some(file)) => {
            let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            match RdfFormat::from_extension(extension) {
                Some(format) => format,
                None => bail!("{}: the ending tells no RDF format; give one with --format", file.display()),
            }
        }
        (None, None) => RdfFormat::Turtle,
    };
    let count = match &args.output {
        Some(file) => to_file(&graph, &selection, format, file)?,
        None => export(&graph, &selection, format, BufWriter::with_capacity(1 << 16, io::stdout().lock()))?,
    };
    if args.output.is_some() {
        talk.say(&format!("{count} statements written"));
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
fn to_file(graph: &KnowledgeGraph, selection: &Selection, format: RdfFormat, file: &Path) -> anyhow::Result<usize> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let cannot = || format!("cannot write {}", file.display());
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // less the umask, as for any new file
    let mut beside = builder.tempfile_in(folder).with_context(cannot)?;
    let count = export(graph, selection, format, BufWriter::with_capacity(1 << 16, beside.as_file_mut()))?;
    beside.as_file_mut().flush().with_context(cannot)?;
    beside.persist(file).with_context(cannot)?;
    Ok(count)
}
