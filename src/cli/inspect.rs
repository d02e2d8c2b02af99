//! `chancery inspect`: every layer of an article.
mod json;
mod text;

use super::Outcome;
use super::input::{self, Found, InputArgs, InputFormat, Rejection};
use super::stages::StageArgs;
use super::talk::Talk;
use crate::document::conllu;
use crate::graph::Analysis;
use crate::graph::iri::Base;
use crate::ontology::vocabulary::DEFAULT_BASE;
use crate::pipeline::parallel;
use clap::ValueEnum;
use std::io::{self, BufWriter, Write};

/// Show every layer of articles: sentences, words, mentions, times, entities, claims
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    stages: StageArgs,
    /// Format of all files [default: each file's name and content tell]
    #[arg(long, value_enum, value_name = "FORMAT")]
    input_format: Option<InputFormat>,
    /// For people, programs or treebank tools
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Show the words of each sentence with their tree, too (text only)
    #[arg(long)]
    tree: bool,
    /// IRI under which articles and entities are named
    #[arg(long, value_name = "IRI", default_value = DEFAULT_BASE)]
    base: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs: one object per article, one per line
    Json,
    /// For treebank tools
    Conllu,
}

pub(super) fn run(args: Args, talk: &Talk) -> anyhow::Result<Outcome> {
    let base = Base::new(&args.base)?;
    let jobs = args.input.jobs();
    let sources = args.input.open(args.input_format, false, talk)?;
    let bar = sources.bar();
    let pipeline = args.stages.pipeline()?;
    let (format, tree) = (args.format, args.tree);
    let work = |found: Result<Found, Rejection>| -> Result<Vec<u8>, Rejection> {
        let Found { name, article } = found?;
        let analysis = pipeline.analyse(article);
        let mut shown = Vec::new();
        show(&analysis, &base, format, tree, &mut shown).map_err(|error| Rejection(format!("{name}: {error}")))?;
        Ok(shown)
    };
    // Escape codes are taken out again where nobody would see colours.
    let mut out = anstream::AutoStream::auto(io::stdout());
    let mut rejected = false;
    parallel::run(sources, jobs, work, |result| -> anyhow::Result<()> {
        match input::flatten(result) {
            Ok(shown) => out.write_all(&shown)?,
            Err(Rejection(reason)) => {
                rejected = true;
                talk.rejected(&bar, &reason);
            }
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    out.flush()?;
    Ok(if rejected { Outcome::SomeRejected } else { Outcome::Done })
}

fn show(analysis: &Analysis, base: &Base, format: Format, tree: bool, out: &mut Vec<u8>) -> io::Result<()> {
    match format {
        Format::Text => text::write(analysis, tree, out),
        Format::Json => {
            let mut line = BufWriter::new(&mut *out);
            serde_json::to_writer(&mut line, &json::Inspection::new(analysis, base))?;
            line.write_all(b"\n")?;
            line.flush()
        }
        Format::Conllu => out.write_all(conllu::write(&analysis.document, &analysis.article.id).as_bytes()),
    }
}
