//! `chancery validate`: proof that the store keeps the graph contract.
use super::Outcome;
use super::store::StoreArgs;
use super::talk::Talk;
use crate::graph::validate::validate;
use crate::store::KnowledgeGraph;
use oxigraph::model::{GraphNameRef, Quad};
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
        let quads: Vec<Quad> = graph
            .store()
            .quads_for_pattern(None, None, None, Some(GraphNameRef::from(article)))
            .collect::<Result<_, _>>()
            .map_err(graph.error())?;
        for violation in validate(article, &quads) {
            faults += 1;
            writeln!(out, "{}: {}", violation.node, violation.reason)?;
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    talk.say(&format!("{} articles checked, {faults} faults", articles.len()));
    Ok(if faults == 0 { Outcome::Done } else { Outcome::Failed })
}
