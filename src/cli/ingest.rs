//! `chancery ingest`: articles into the store.
use super::Outcome;
use super::detail::DetailArgs;
use super::input::{self, Found, InputArgs, InputFormat, Rejection};
use super::stages::MinimumArgs;
use super::store::{StoreArgs, load_backgrounds};
use super::talk::Talk;
use crate::article::Article;
use crate::graph::iri::Base;
use crate::graph::provenance::Run;
use crate::graph::{GraphWriter, fingerprint};
use crate::pipeline::{Pipeline, parallel};
use crate::store::{Change, KnowledgeGraph, Writer};
use jiff::civil::Date;
use oxigraph::model::{NamedNode, Quad};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::hash::BuildHasher as _;
use std::time::Instant;

/// Read articles into the store
///
/// An article that the store has already is passed over; a changed one replaces its graph. If a run is stopped in
/// any way, the same command again completes it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    /// Format of all files [default: each file's name and content tell]
    #[arg(long, value_enum)]
    format: Option<InputFormat>,
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    detail: DetailArgs,
    #[command(flatten)]
    least: MinimumArgs,
    /// Statements written to the store at a time: all of them or, if the run is killed, none
    #[arg(long, value_name = "N", default_value_t = Writer::BATCH)]
    batch: usize,
    /// IRI under which articles and entities are named [default: that of the store]
    #[arg(long, value_name = "IRI")]
    base: Option<String>,
}

/// What a worker made of an article.
struct Extracted {
    name: String,
    article: NamedNode,
    content: String,
    /// Of two articles with one id the later, then the greater hash, wins: whatever the order.
    rank: (Option<Date>, String),
    reading: Reading,
}

enum Reading {
    /// The store has the article already.
    Current(Box<Article>),
    New(Graph),
}

struct Graph {
    quads: Vec<Quad>,
    sentences: usize,
    /// Hashes of the paths: only their number is told, and a run may be long.
    entities: Vec<u64>,
    families: Vec<&'static str>,
}

pub(super) fn run(args: Args, talk: &Talk) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let base = args.base.as_deref().map(Base::new).transpose()?;
    let jobs = args.input.jobs();
    let sources = args.input.open(args.format, true, talk)?;
    let bar = sources.bar();
    let store = KnowledgeGraph::open(&args.store.store, base.as_ref())?;
    load_backgrounds(&store)?;
    let least = args.least.min_confidence;
    let mut pipeline = Pipeline::shipped();
    pipeline.extractor = pipeline.extractor.with_minimum_confidence(least);
    let detail = args.detail.detail();
    let writer = GraphWriter::new(store.base().clone()).with_detail(detail);
    // An article read with another threshold is read again.
    let threshold = if least > 0.0 { format!(" {least}") } else { String::new() };
    let run = Run::start(store.base(), &[Pipeline::digest(), " ", detail.name(), &threshold].concat());
    let work = |found: Result<Found, Rejection>| extract(found?, &store, &writer, &pipeline, &run);
    let mut articles = Writer::new(&store, &run, args.batch);
    let mut summary = Summary::default();
    let mut seen: FxHashMap<NamedNode, (Option<Date>, String)> = FxHashMap::default();
    parallel::run(sources, jobs, work, |result| -> anyhow::Result<()> {
        let extracted = match input::flatten(result) {
            Ok(extracted) => extracted,
            Err(Rejection(reason)) => {
                summary.rejected += 1;
                talk.rejected(&bar, &reason);
                return Ok(());
            }
        };
        let Extracted { name, article, content, rank, mut reading } = extracted;
        if let Some(before) = seen.get(&article) {
            if *before == rank {
                summary.unchanged += 1;
                return Ok(());
            }
            // Whatever the order, the same one of the two stays.
            summary.rejected += 1;
            let stays = if *before > rank { "the other, later one stays" } else { "it stays, being the later one" };
            talk.rejected(&bar, &format!("{name}: another version of {} in the same run; {stays}", article.as_str()));
            if *before > rank {
                return Ok(());
            }
            // The store had this version, but the other one has taken its place by now.
            if let Reading::Current(article) = reading {
                reading = Reading::New(Graph::read(*article, &writer, &pipeline));
            }
        }
        seen.insert(article.clone(), rank);
        let Reading::New(graph) = reading else {
            summary.unchanged += 1;
            return Ok(());
        };
        summary.count(&graph);
        match articles.put(&article, graph.quads, &content)? {
            Change::Added => summary.added += 1,
            Change::Replaced => summary.replaced += 1,
        }
        bar.set_message(format!("{} articles", summary.added + summary.replaced));
        Ok(())
    })?;
    articles.finish()?;
    store.resolve_identity()?;
    store.flush()?;
    bar.finish_and_clear();
    for line in summary.lines(started.elapsed().as_secs_f64()) {
        talk.say(&line);
    }
    Ok(if summary.rejected > 0 { Outcome::SomeRejected } else { Outcome::Done })
}

fn extract(
    found: Found,
    store: &KnowledgeGraph,
    writer: &GraphWriter,
    pipeline: &Pipeline,
    run: &Run,
) -> Result<Extracted, Rejection> {
    let Found { name, article } = found;
    let node = store.base().article(&article.id);
    let content = fingerprint::content(&article);
    let rank = (article.date, content.clone());
    let current =
        store.is_current(&node, &run.marker(&content)).map_err(|error| Rejection(format!("{name}: {error}")))?;
    let reading = if current {
        Reading::Current(Box::new(article))
    } else {
        Reading::New(Graph::read(article, writer, pipeline))
    };
    Ok(Extracted { name, article: node, content, rank, reading })
}

impl Graph {
    fn read(article: Article, writer: &GraphWriter, pipeline: &Pipeline) -> Self {
        let analysis = pipeline.analyse(article);
        Self {
            quads: writer.quads(&analysis, &pipeline.knowledge),
            sentences: analysis.document.sentences().len(),
            entities: analysis.resolution.entities.iter().map(|entity| FxBuildHasher.hash_one(&entity.path)).collect(),
            families: analysis.claims.iter().map(|claim| claim.class.family().name()).collect(),
        }
    }
}

/// The summary at the end.
#[derive(Debug, Default)]
struct Summary {
    added: u64,
    replaced: u64,
    unchanged: u64,
    rejected: u64,
    sentences: usize,
    quads: usize,
    entities: FxHashSet<u64>,
    families: BTreeMap<&'static str, usize>,
}

impl Summary {
    fn count(&mut self, graph: &Graph) {
        self.sentences += graph.sentences;
        self.quads += graph.quads.len();
        self.entities.extend(&graph.entities);
        for &family in &graph.families {
            *self.families.entry(family).or_default() += 1;
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    fn lines(&self, seconds: f64) -> Vec<String> {
        let read = self.added + self.replaced;
        let claims: usize = self.families.values().sum();
        let mut lines = vec![
            format!(
                "articles   {} added, {} replaced, {} unchanged, {} rejected",
                self.added, self.replaced, self.unchanged, self.rejected
            ),
            format!("sentences  {}", self.sentences),
            format!("entities   {}", self.entities.len()),
            format!("claims     {claims}"),
        ];
        lines.extend(self.families.iter().map(|(family, count)| format!("  {family:<22} {count}")));
        lines.push(format!("quads      {}", self.quads));
        lines.push(format!("seconds    {seconds:.1} ({:.0} articles/s)", read as f64 / seconds.max(0.001)));
        lines
    }
}
