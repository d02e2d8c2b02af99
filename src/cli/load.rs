//! `chancery load`: RDF files into the store.
use super::Outcome;
use super::store::{StoreArgs, load_backgrounds};
use super::talk::Talk;
use crate::graph::iri::SharedGraph;
use crate::store::KnowledgeGraph;
use anyhow::{Context as _, bail};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedNode, Quad};
use oxigraph::store::LoaderError;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Load RDF files, such as those written by `extract`, into the store
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// RDF files (.nq .nt .ttl .trig .jsonld .rdf, also .gz and .zst); `-` or none for N-Quads on stdin
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: &Args, talk: &Talk) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let mut inputs = Vec::new();
    // Every file is looked at before the store is touched.
    let stdin = [PathBuf::from("-")];
    for path in if args.files.is_empty() { &stdin[..] } else { &args.files } {
        inputs.push((path, open(path)?));
    }
    let graph = KnowledgeGraph::open(&args.store.store, None)?;
    load_backgrounds(&graph)?;
    let before = graph.store().len()?;
    // What is computed from articles is computed here; loaded, it would be of other articles.
    let computed = [SharedGraph::Identity, SharedGraph::Index].map(|shared| graph.base().shared_graph(shared));
    let prefix = graph.base().articles();
    for (path, (format, reader)) in inputs {
        // One thread and 256 MB are as fast as the defaults, with a third of the memory.
        let mut loader = graph.store().bulk_loader().with_num_threads(1).with_max_memory_size_in_megabytes(256);
        let mut articles = BTreeSet::new();
        let quads = RdfParser::from_format(format).rename_blank_nodes().for_reader(reader).filter(|quad| match quad {
            Ok(Quad { graph_name: GraphName::NamedNode(name), .. }) => {
                if name.as_str().starts_with(&prefix) && !articles.contains(name) {
                    articles.insert(name.clone());
                }
                !computed.contains(name)
            }
            _ => true,
        });
        loader.load_ok_quads::<_, LoaderError>(quads).with_context(|| format!("{} was not loaded", path.display()))?;
        let articles: Vec<NamedNode> = articles.into_iter().collect();
        graph.before_change(&articles)?;
        loader.commit().map_err(graph.error())?;
        graph.after_change(&articles)?;
    }
    graph.resolve_identity()?;
    graph.flush()?;
    talk.say(&format!("quads      {} new", graph.store().len()? - before));
    talk.say(&format!("seconds    {:.1}", started.elapsed().as_secs_f64()));
    Ok(Outcome::Done)
}

fn open(path: &Path) -> anyhow::Result<(RdfFormat, Box<dyn Read>)> {
    if path == Path::new("-") {
        return Ok((RdfFormat::NQuads, Box::new(io::stdin())));
    }
    let file = BufReader::new(File::open(path).with_context(|| format!("cannot open {}", path.display()))?);
    let extension = |path: &Path| path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    let (inner, reader): (PathBuf, Box<dyn Read>) = match extension(path).as_str() {
        "gz" => (path.with_extension(""), Box::new(flate2::bufread::MultiGzDecoder::new(file))),
        "zst" => (path.with_extension(""), Box::new(zstd::stream::read::Decoder::with_buffer(file)?)),
        _ => (path.to_owned(), Box::new(file)),
    };
    match RdfFormat::from_extension(&extension(&inner)) {
        Some(format) => Ok((format, reader)),
        None => bail!("{}: unknown kind of RDF file; expected .nq .nt .ttl .trig .jsonld or .rdf", path.display()),
    }
}
