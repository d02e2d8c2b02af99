//! `chancery extract`: articles in, N-Quads out, without a store.
use super::Outcome;
use super::input::{self, InputArgs, Rejection};
use super::talk::Talk;
use crate::graph::iri::Base;
use crate::graph::{GraphWriter, fingerprint};
use crate::ontology::vocabulary::DEFAULT_BASE;
use crate::pipeline::{Pipeline, parallel};
use oxigraph::io::{RdfFormat, RdfSerializer};
use rustc_hash::FxHashMap;
use std::io::{self, Write as _};

/// Turn articles into N-Quads on stdout, without a store
///
/// Stateless and deterministic, so that it runs as a filter in any pipe or cluster.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    /// IRI under which articles and entities are named
    #[arg(long, value_name = "IRI", default_value = DEFAULT_BASE)]
    base: String,
}

pub(super) fn run(args: Args, talk: &Talk) -> anyhow::Result<Outcome> {
    let writer = GraphWriter::new(Base::new(&args.base)?);
    let jobs = args.input.jobs();
    let sources = args.input.open(talk)?;
    let bar = sources.bar();
    let pipeline = Pipeline::shipped();
    let mut out = RdfSerializer::from_format(RdfFormat::NQuads)
        .for_writer(io::BufWriter::with_capacity(1 << 16, io::stdout().lock()));
    let mut seen: FxHashMap<String, String> = FxHashMap::default();
    let mut rejected = 0u64;
    let work = |article: Result<_, Rejection>| {
        article.map(|article: input::Found| {
            let (id, content) = (article.article.id.clone(), fingerprint::content(&article.article));
            let quads = writer.quads(&pipeline.analyse(article.article), &pipeline.knowledge);
            (article.name, id, content, quads)
        })
    };
    parallel::run(sources, jobs, work, |result| -> anyhow::Result<()> {
        let (name, id, content, quads) = match input::flatten(result) {
            Ok(extracted) => extracted,
            Err(rejection) => {
                rejected += 1;
                talk.rejected(&bar, &rejection.name, &rejection.reason);
                return Ok(());
            }
        };
        match seen.get(&id) {
            Some(before) if *before == content => return Ok(()),
            Some(_) => {
                rejected += 1;
                talk.rejected(&bar, &name, &input::same_id(&id));
                return Ok(());
            }
            None => seen.insert(id, content),
        };
        for quad in &quads {
            out.serialize_quad(quad)?;
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    out.finish()?.flush()?;
    Ok(if rejected > 0 { Outcome::SomeRejected } else { Outcome::Done })
}
