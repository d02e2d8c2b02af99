//! `chancery extract`: articles in, N-Quads out, without a store.
use super::Outcome;
use super::detail::DetailArgs;
use super::input::{self, Found, InputArgs, InputFormat, Rejection};
use super::stages::StageArgs;
use super::talk::Talk;
use crate::graph::GraphWriter;
use crate::graph::iri::Base;
use crate::ontology::vocabulary::DEFAULT_BASE;
use crate::pipeline::parallel;
use oxigraph::io::{RdfFormat, RdfSerializer};
use std::io::{self, Write as _};

/// Turn articles into N-Quads on stdout, without a store
///
/// Stateless and deterministic, so that it runs as a filter in any pipe or cluster.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    stages: StageArgs,
    #[command(flatten)]
    detail: DetailArgs,
    /// Format of all files [default: each file's name and content tell]
    #[arg(long, value_enum)]
    format: Option<InputFormat>,
    /// IRI under which articles and entities are named
    #[arg(long, value_name = "IRI", default_value = DEFAULT_BASE)]
    base: String,
}

pub(super) fn run(args: Args, talk: &Talk) -> anyhow::Result<Outcome> {
    let writer = GraphWriter::new(Base::new(&args.base)?).with_detail(args.detail.detail());
    let jobs = args.input.jobs();
    let sources = args.input.open(args.format, false, talk)?;
    let bar = sources.bar();
    let pipeline = args.stages.pipeline()?;
    let mut out = RdfSerializer::from_format(RdfFormat::NQuads)
        .for_writer(io::BufWriter::with_capacity(1 << 16, io::stdout().lock()));
    let mut outcome = Outcome::Done;
    let work = |found: Result<Found, Rejection>| {
        found.map(|found| writer.quads(&pipeline.analyse(found.article), &pipeline.knowledge))
    };
    parallel::run(sources, jobs, work, |result| -> anyhow::Result<()> {
        match input::flatten(result) {
            Ok(quads) => {
                for quad in &quads {
                    out.serialize_quad(quad)?;
                }
            }
            Err(Rejection(reason)) => {
                outcome = Outcome::SomeRejected;
                talk.rejected(&bar, &reason);
            }
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    out.finish()?.flush()?;
    Ok(outcome)
}
