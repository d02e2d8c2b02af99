//! Identity on real news against judgements by eye (`tests/identity/news.tsv`), where the articles are at hand.
//!
//! Only the articles that the judgements name are read, so that there is less evidence than in the whole corpus:
//! what is measured here is a lower bound.
use chancery::article::Article;
use chancery::article::read::{ReadOptions, Sources};
use chancery::graph::GraphWriter;
use chancery::graph::iri::{Base, SharedGraph};
use chancery::graph::provenance::Run;
use chancery::ontology::knowledge::SHIPPED;
use chancery::ontology::vocabulary::ch;
use chancery::pipeline::{Pipeline, parallel};
use chancery::store::{Background, KnowledgeGraph};
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use std::collections::{BTreeMap, BTreeSet};

const ARTICLES: &str = "../shared/corpora/news/afp-xinhua.jsonl.gz";

/// A line of the judgements.
struct Judged {
    kind: &'static str,
    same: bool,
    articles: [&'static str; 2],
    /// The entities; of an occurrence, its class and an entity that it involves.
    things: [&'static str; 2],
}

fn judged() -> Vec<Judged> {
    let lines = include_str!("identity/news.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
            [kind, verdict, one, thing, other, another] => {
                Judged { kind, same: verdict == "same", articles: [one, other], things: [thing, another] }
            }
            _ => panic!("not six columns: {line}"),
        })
        .collect()
}

fn articles(wanted: &BTreeSet<&str>) -> Vec<Article> {
    let sources = Sources::find(&[ARTICLES]).unwrap();
    let articles = sources.read(ReadOptions::default()).filter_map(Result::ok);
    articles.filter(|article| article.identifier.as_deref().is_some_and(|id| wanted.contains(id))).collect()
}

fn store(articles: Vec<Article>) -> (KnowledgeGraph, BTreeMap<String, String>) {
    let graph = KnowledgeGraph::in_memory(Base::default()).unwrap();
    graph.load_background(&Background { graph: SharedGraph::Knowledge, files: SHIPPED }).unwrap();
    let (pipeline, writer) = (Pipeline::shipped(), GraphWriter::new(Base::default()));
    let run = Run::start(graph.base(), "test");
    let mut nodes = BTreeMap::new();
    let read = |article: Article| {
        let (node, id) = (Base::default().article(&article.id), article.identifier.clone().unwrap_or_default());
        (node, id, writer.quads(&pipeline.analyse(article), &pipeline.knowledge))
    };
    parallel::run(articles.into_iter(), 2, read, |result| {
        let (node, id, quads) = result.unwrap();
        nodes.insert(id, node.as_str().to_owned());
        graph.replace_article(&node, &quads, &run, "content").map(drop)
    })
    .unwrap();
    graph.resolve_identity().unwrap();
    (graph, nodes)
}

/// The values of a property in the identity graph.
fn links(graph: &KnowledgeGraph, property: NamedNodeRef<'_>) -> BTreeMap<NamedNode, Vec<NamedNode>> {
    let identity = graph.base().shared_graph(SharedGraph::Identity);
    let mut links: BTreeMap<NamedNode, Vec<NamedNode>> = BTreeMap::new();
    for quad in graph.store().quads_for_pattern(None, Some(property), None, Some(GraphNameRef::from(&identity))) {
        let quad = quad.unwrap();
        if let (NamedOrBlankNode::NamedNode(subject), Term::NamedNode(object)) = (quad.subject, quad.object) {
            links.entry(subject).or_default().push(object);
        }
    }
    links
}

#[test]
#[ignore = "needs the news corpus; .ci/run runs it where that is"]
fn identity_of_real_news_agrees_with_people() {
    let judged = judged();
    let wanted: BTreeSet<&str> = judged.iter().flat_map(|line| line.articles).collect();
    let (graph, nodes) = store(articles(&wanted));
    let canonical = links(&graph, ch::SAME_REFERENT);
    let goes_by = |path: &str| {
        let node = graph.base().resource(path);
        canonical.get(&node).map_or(node, |to| to[0].clone())
    };
    let (classes, reports, involved) =
        (links(&graph, ch::OCCURRENCE_CLASS), links(&graph, ch::REPORTS), links(&graph, ch::INVOLVES));
    let occurs = |line: &Judged| {
        let starts: Vec<String> =
            line.articles.iter().filter_map(|id| nodes.get(*id)).map(|n| [n, "#"].concat()).collect();
        reports.iter().any(|(occurrence, claims)| {
            classes[occurrence][0].as_str().ends_with(&["#", line.things[0]].concat())
                && claims.len() > 1
                && starts.iter().all(|start| claims.iter().any(|claim| claim.as_str().starts_with(start.as_str())))
                && involved
                    .get(occurrence)
                    .is_some_and(|all| all.iter().any(|entity| *entity == goes_by(line.things[1])))
        })
    };
    // Right and wrong merges, and those that are missing.
    let mut counts: BTreeMap<&str, [f64; 3]> = BTreeMap::new();
    for line in &judged {
        let (kind, merged) = match line.kind {
            "occurrence" => ("occurrences", occurs(line)),
            _ => ("entities", goes_by(line.things[0]) == goes_by(line.things[1])),
        };
        let column = match (merged, line.same) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => continue,
        };
        counts.entry(kind).or_default()[column] += 1.0;
    }
    for (kind, least) in [("entities", 0.95), ("occurrences", 0.85)] {
        let [right, wrong, missing] = counts.get(kind).copied().unwrap_or_default();
        let (precision, recall) = (right / (right + wrong), right / (right + missing));
        println!(
            "{kind}: {right} right, {wrong} wrong, {missing} missing; precision {precision:.3}, recall {recall:.3}"
        );
        assert!(right > 30.0, "{kind}: too few to tell");
        assert!(precision >= least, "{kind}: precision {precision:.3}");
    }
}
