//! Wall time, processor time and memory of everything around the store: `cargo bench --bench store`.
//!
//! `CHANCERY_BENCH_ARTICLES` names files or folders of articles, separated by `:`; without it the examples are read, each
//! many times under another id. Ingest is to be at most twice as long as loading its own export, export at most three
//! times, a second run at most 5 %.
use chancery::article::Article;
use chancery::article::read::{ReadOptions, Sources};
use chancery::export::{Alignment, Selection, export};
use chancery::graph::provenance::Run;
use chancery::graph::{GraphWriter, fingerprint};
use chancery::pipeline::{Pipeline, parallel};
use chancery::query::{Answer, Limits, bind, catalogue, evaluate};
use chancery::store::{KnowledgeGraph, StoreError, Writer};
use oxigraph::io::{RdfFormat, RdfParser};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::time::Instant;

/// Copies of each example.
const COPIES: usize = 200;

fn articles() -> Vec<Article> {
    let paths = std::env::var("CHANCERY_BENCH_ARTICLES");
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/news");
    let arguments: Vec<&str> = paths.as_deref().map_or(vec![examples], |paths| paths.split(':').collect());
    let found = Sources::find(&arguments).expect("the articles are there");
    let read: Vec<Article> = found.read(ReadOptions::default()).filter_map(Result::ok).collect();
    if paths.is_ok() {
        return read;
    }
    (0..COPIES)
        .flat_map(|copy| {
            read.iter().map(move |article| Article { id: format!("{}-{copy}", article.id), ..article.clone() })
        })
        .collect()
}

/// Seconds of processor time of this process; zero where the system does not tell.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks / 100.0
}

/// Megabytes of memory at the highest so far.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or_default() / 1024
}

fn measure<T>(what: &str, count: usize, unit: &str, work: impl FnOnce() -> T) -> (T, f64) {
    let (started, before) = (Instant::now(), processor());
    let result = work();
    let (wall, processor) = (started.elapsed().as_secs_f64(), processor() - before);
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = count as f64 / wall.max(1e-9);
    println!("{what:<24} {wall:>9.3} s  {processor:>9.2} s cpu  {rate:>10.0} {unit}/s  {:>6} MB peak", peak());
    (result, wall)
}

fn ingest(graph: &KnowledgeGraph, articles: &[Article], pipeline: &Pipeline) -> Result<(), StoreError> {
    let run = Run::start(graph.base(), Pipeline::digest());
    let writer = GraphWriter::new(graph.base().clone());
    let mut store = Writer::new(graph, &run, Writer::BATCH);
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    let work = |article: Article| {
        let (node, content) = (graph.base().article(&article.id), fingerprint::content(&article));
        let current = graph.is_current(&node, &run.marker(&content)).expect("the store can be read");
        let quads = (!current).then(|| writer.quads(&pipeline.analyse(article), &pipeline.knowledge));
        (node, content, quads)
    };
    parallel::run(articles.iter().cloned(), jobs, work, |result| {
        if let Ok((node, content, Some(quads))) = result {
            store.put(&node, quads, &content)?;
        }
        Ok(())
    })?;
    store.finish()
}

fn main() {
    let articles = articles();
    let folder = tempfile::TempDir::new().expect("a folder for the stores");
    let (file, pipeline) = (folder.path().join("export.nq"), Pipeline::shipped());
    let open = |name: &str| KnowledgeGraph::open(&folder.path().join(name), None).expect("a new store");
    println!("{} articles", articles.len());
    let graph = open("ingested");
    let ((), first) = measure("ingest", articles.len(), "articles", || {
        ingest(&graph, &articles, &pipeline).expect("it is written");
    });
    let ((), second) = measure("ingest again", articles.len(), "articles", || {
        ingest(&graph, &articles, &pipeline).expect("it is written");
    });
    let quads = graph.store().len().expect("the store can be read");
    let (_, exported) = measure("export", quads, "quads", || {
        let out = BufWriter::new(File::create(&file).expect("a new file"));
        export(&graph, &Selection::Articles, RdfFormat::NQuads, &Alignment::default(), out).expect("it is written")
    });
    let loaded = open("loaded");
    let ((), load) = measure("load", quads, "quads", || {
        let mut loader = loaded.store().bulk_loader().with_num_threads(1).with_max_memory_size_in_megabytes(256);
        let input = BufReader::new(File::open(&file).expect("the export"));
        loader.load_from_reader(RdfParser::from_format(RdfFormat::NQuads), input).expect("it is loaded");
        loader.commit().expect("it is loaded");
        loaded.flush().expect("it is written");
    });
    println!(
        "ingest {:.2} × load, again {:.1} %, export {:.2} × load",
        first / load,
        100.0 * second / first,
        exported / load
    );
    for query in catalogue() {
        // Names of the examples: any entity serves to measure.
        let given: BTreeMap<String, String> = query
            .parameters
            .iter()
            .filter(|parameter| parameter.default == chancery::query::parameter::DefaultValue::Required)
            .filter_map(|parameter| {
                let value = match parameter.kind.name() {
                    "name" => "United States",
                    "date" => "2005-01-01",
                    "string" => "prime minister",
                    _ => return None,
                };
                Some((parameter.name.clone(), value.to_owned()))
            })
            .collect();
        let Ok(bound) = bind(query, &given, &graph) else { continue };
        measure(&format!("query {}", query.name), 1, "queries", || match evaluate(&graph, bound, &Limits::default()) {
            Ok(Answer::Rows(rows)) => rows.count(),
            _ => 0,
        });
    }
}
