//! `chancery stats`: what the store holds.
use super::Outcome;
use super::store::StoreArgs;
use crate::store::KnowledgeGraph;
use std::collections::BTreeMap;
use std::io::{self, Write as _};

/// Count what the store holds
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let statistics = KnowledgeGraph::open_read_only(&args.store.store)?.statistics()?;
    let mut out = io::stdout().lock();
    for (name, count) in [
        ("articles", statistics.articles),
        ("sentences", statistics.sentences),
        ("mentions", statistics.mentions),
        ("quads", statistics.quads),
    ] {
        writeln!(out, "{name:<28} {count:>10}")?;
    }
    writeln!(out, "{:<28} {:>10}", "entities", statistics.entities.values().sum::<usize>())?;
    for (class, count) in &statistics.entities {
        writeln!(out, "  {:<26} {count:>10}", class.name())?;
    }
    writeln!(out, "{:<28} {:>10}", "claims", statistics.claims.values().sum::<usize>())?;
    let mut families: BTreeMap<&str, Vec<(&str, usize)>> = BTreeMap::new();
    for (class, &count) in &statistics.claims {
        families.entry(class.family().name()).or_default().push((class.name(), count));
    }
    for (family, classes) in families {
        writeln!(out, "  {family:<26} {:>10}", classes.iter().map(|(_, count)| count).sum::<usize>())?;
        for (class, count) in classes {
            writeln!(out, "    {class:<24} {count:>10}")?;
        }
    }
    Ok(Outcome::Done)
}
