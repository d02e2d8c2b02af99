//! The command line: one file per command.
//!
//! Data goes to stdout, talk to stderr. Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but some articles
//! were rejected.
mod completions;
mod detail;
mod export;
mod extract;
mod frames;
mod identity;
mod ingest;
mod input;
mod inspect;
mod load;
mod query;
mod rdf_format;
mod repair;
mod retract;
mod stages;
mod stats;
mod store;
mod table;
mod talk;
mod train;
mod validate;

use anstream::eprintln;
use anstyle::{AnsiColor, Style};
use clap::{Parser, Subcommand};
use std::io;
use std::process::ExitCode;
use talk::Talk;

/// Reads news about international relations into an RDF knowledge graph that can be queried.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// Say nothing on stderr but errors
    #[arg(long, short, global = true)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Ingest(ingest::Args),
    Extract(extract::Args),
    Load(load::Args),
    Query(query::Args),
    Export(export::Args),
    Inspect(inspect::Args),
    Frames(frames::Args),
    Validate(validate::Args),
    Retract(retract::Args),
    Identity(identity::Args),
    Repair(repair::Args),
    Stats(stats::Args),
    Train(train::Args),
    Completions(completions::Args),
}

/// How a command that did not fail has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    /// Some articles or checks did not pass; each was named on stderr.
    SomeRejected,
    /// It ran, but its answer is "no": `validate` found faults.
    Failed,
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let talk = Talk::new(cli.quiet);
    let result = match cli.command {
        Command::Ingest(args) => ingest::run(args, &talk),
        Command::Extract(args) => extract::run(args, &talk),
        Command::Load(args) => load::run(&args, &talk),
        Command::Query(args) => query::run(args, &talk),
        Command::Export(args) => export::run(&args, &talk),
        Command::Inspect(args) => inspect::run(args, &talk),
        Command::Frames(args) => frames::run(&args, &talk),
        Command::Validate(args) => validate::run(&args, &talk),
        Command::Retract(args) => retract::run(&args, &talk),
        Command::Identity(args) => identity::run(&args, &talk),
        Command::Repair(args) => repair::run(&args, &talk),
        Command::Stats(args) => stats::run(&args),
        Command::Train(args) => train::run(&args, &talk),
        Command::Completions(args) => completions::run(&args),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeRejected) => ExitCode::from(3),
        Ok(Outcome::Failed) => ExitCode::FAILURE,
        // Whoever read our output has enough of it: not an error of ours.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
            eprintln!("{red}error:{red:#} {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe))
}
