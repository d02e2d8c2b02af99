//! `chancery repair`: the way out of a damaged store.
use super::Outcome;
use super::store::{BACKGROUNDS, StoreArgs};
use super::talk::Talk;
use crate::graph::iri::Base;
use crate::store::repair;

/// Save what can still be read of a damaged store
///
/// What is whole goes into a new store in its place; the damaged one is moved aside. Articles that cannot be saved are
/// named, and read again by the next `ingest` of their files.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    store: StoreArgs,
    /// The base of the store, if its settings are damaged and it was not the default
    #[arg(long, value_name = "IRI")]
    base: Option<String>,
}

pub(super) fn run(args: &Args, talk: &Talk) -> anyhow::Result<Outcome> {
    let base = args.base.as_deref().map(Base::new).transpose()?;
    let repaired = repair(&args.store.store, base.as_ref(), &BACKGROUNDS)?;
    for article in &repaired.lost {
        talk.warn(&format!("lost: {}", article.as_str()));
    }
    talk.say(&format!("{} articles saved, {} lost", repaired.kept, repaired.lost.len()));
    talk.say(&format!("the damaged store is now {}", repaired.damaged.display()));
    talk.say("`chancery ingest` of the same files adds what is missing");
    Ok(if repaired.lost.is_empty() { Outcome::Done } else { Outcome::SomeRejected })
}
