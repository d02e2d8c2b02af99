//! `chancery validate`: proof that the store keeps the graph contract.
use super::Outcome;
use super::store::StoreArgs;
use super::talk::Talk;
use crate::graph::iri::SharedGraph;
use crate::graph::validate::{validate, validate_identity};
use crate::ontology::vocabulary::ch;
use crate::store::{KnowledgeGraph, StoreError};
use oxigraph::model::{GraphNameRef, NamedNode, Quad};
use std::io::{self, Write as _};

/// Check shapes, and that every trigger, mention, quote and evidence sentence stands verbatim at its offsets
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: &Args, talk: &Talk) -> anyhow::Result<Outcome> {
    let graph = KnowledgeGraph::open_read_only(&args.store.store)?;
    let articles = graph.articles()?;
    let bar = talk.progress(articles.len() as u64);
    let mut out = io::stdout().lock();
    let mut faults = 0usize;
    for article in &articles {
        for violation in validate(article, &quads_of(&graph, article)?) {
            faults += 1;
            writeln!(out, "{}: {}", violation.node, violation.reason)?;
        }
        bar.inc(1);
    }
    for shared in [SharedGraph::Identity, SharedGraph::Curation] {
        let name = graph.base().shared_graph(shared);
        let is_claim = |claim: &NamedNode| {
            let said = graph.store().quads_for_pattern(Some(claim.as_ref().into()), Some(ch::MODALITY), None, None);
            said.into_iter().next().is_some()
        };
        for violation in validate_identity(&quads_of(&graph, &name)?, is_claim) {
            faults += 1;
            writeln!(out, "{}: {}", violation.node, violation.reason)?;
        }
    }
    bar.finish_and_clear();
    talk.say(&format!("{} articles checked, {faults} faults", articles.len()));
    Ok(if faults == 0 { Outcome::Done } else { Outcome::Failed })
}

fn quads_of(graph: &KnowledgeGraph, name: &NamedNode) -> Result<Vec<Quad>, StoreError> {
    let quads = graph.store().quads_for_pattern(None, None, None, Some(GraphNameRef::from(name)));
    quads.collect::<Result<_, _>>().map_err(graph.error())
}
