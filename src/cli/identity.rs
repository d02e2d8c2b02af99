//! `chancery identity`: who is who across articles, shown and overruled.
use super::Outcome;
use super::store::StoreArgs;
use super::talk::Talk;
use crate::graph::identity::Verdict;
use crate::query::resolve;
use crate::store::{Curation, IdentityDecision, KnowledgeGraph};
use anyhow::bail;
use clap::{Subcommand, ValueEnum};
use jiff::Timestamp;
use oxigraph::model::NamedNode;
use std::io::{self, Write as _};

/// Show which entities of different articles are held to be one, and overrule it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(List),
    Merge(Two),
    Split(Two),
}

/// List decisions on pairs of entities, with their scores and reasons
#[derive(Debug, clap::Args)]
struct List {
    /// Only decisions on this entity: its name, path or IRI
    #[arg(value_name = "ENTITY")]
    entity: Option<String>,
    /// Only decisions of this kind
    #[arg(long, value_enum)]
    verdict: Option<Which>,
    #[command(flatten)]
    store: StoreArgs,
}

/// Kinds of decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Which {
    /// Held to be one
    Same,
    /// Kept apart, but perhaps one
    Undecided,
    /// Two, as a person decided
    Different,
    /// Whatever a person decided
    Person,
}

/// Decide on two entities; it holds over all ingestion to come
#[derive(Debug, clap::Args)]
struct Two {
    /// Name, path or IRI of one entity
    #[arg(value_name = "ENTITY")]
    one: String,
    /// Name, path or IRI of the other
    #[arg(value_name = "OTHER")]
    other: String,
    /// Why; kept with the decision
    #[arg(long, value_name = "TEXT", default_value = "")]
    why: String,
    /// Who decides; kept with the decision
    #[arg(long, value_name = "NAME", env = "USER", default_value = "unknown")]
    by: String,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: &Args, talk: &Talk) -> anyhow::Result<Outcome> {
    match &args.command {
        Command::List(list) => show(list, talk),
        Command::Merge(two) => decide(two, true, talk),
        Command::Split(two) => decide(two, false, talk),
    }
}

fn show(args: &List, talk: &Talk) -> anyhow::Result<Outcome> {
    let graph = KnowledgeGraph::open_read_only(&args.store.store)?;
    let entity = args.entity.as_deref().map(|name| find(&graph, name)).transpose()?;
    let wanted = |decision: &IdentityDecision| {
        let which = match args.verdict {
            None => true,
            Some(Which::Same) => decision.verdict == Verdict::Same,
            Some(Which::Undecided) => decision.verdict == Verdict::Undecided,
            Some(Which::Different) => decision.verdict == Verdict::Different,
            Some(Which::Person) => decision.by.is_some(),
        };
        let path = entity.as_ref().map(|entity| graph.base().path(entity.as_str()));
        which && path.is_none_or(|path| decision.one == path || decision.other == path)
    };
    let mut out = io::stdout().lock();
    let mut count = 0usize;
    for decision in graph.identity_decisions()?.into_iter().filter(wanted) {
        count += 1;
        let word = match decision.verdict {
            Verdict::Same => "same",
            Verdict::Undecided => "undecided",
            Verdict::Different => "different",
        };
        writeln!(out, "{word} {:.2} {} {}", decision.score, decision.one, decision.other)?;
        for reason in &decision.reasons {
            writeln!(out, "    {reason}")?;
        }
        if let Some(by) = &decision.by {
            writeln!(out, "    {by}, {}: {}", decision.at, decision.why)?;
        }
    }
    talk.say(&format!("{count} decisions"));
    Ok(Outcome::Done)
}

fn decide(args: &Two, same: bool, talk: &Talk) -> anyhow::Result<Outcome> {
    let graph = args.store.open_existing()?;
    let (one, other) = (find(&graph, &args.one)?, find(&graph, &args.other)?);
    if one == other {
        bail!("both are {}", one.as_str());
    }
    let path = |entity: &NamedNode| graph.base().path(entity.as_str()).to_owned();
    let entities = (path(&one), path(&other));
    graph.curate(&Curation {
        entities: entities.clone(),
        same,
        by: args.by.clone(),
        at: Timestamp::now(),
        why: args.why.clone(),
    })?;
    graph.flush()?;
    let done = if same { "held to be one" } else { "kept apart" };
    talk.say(&format!("{} and {} are {done}", entities.0, entities.1));
    Ok(Outcome::Done)
}

/// The entity that a name means, in so far as it means one.
fn find(graph: &KnowledgeGraph, name: &str) -> anyhow::Result<NamedNode> {
    Ok(resolve::name(graph, name)?)
}
