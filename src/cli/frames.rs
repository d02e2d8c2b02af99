//! `chancery frames`: runs the examples of frame files.
use super::Outcome;
use super::stages::StageArgs;
use super::talk::Talk;
use crate::pipeline::examples;
use anstream::println;

/// Run the examples of the frame files and say which fail
///
/// With --frames it tests a folder of frames of one's own before they are used with `ingest`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    stages: StageArgs,
    /// Only frames whose name contains this
    filter: Option<String>,
}

pub(super) fn run(args: &Args, talk: &Talk) -> anyhow::Result<Outcome> {
    let pipeline = args.stages.pipeline()?;
    let (mut passed, mut failed) = (0, 0);
    for frame in pipeline.extractor.frames() {
        if args.filter.as_ref().is_some_and(|filter| !frame.name.contains(filter)) {
            continue;
        }
        for example in &frame.examples {
            match examples::check(&pipeline, frame, example) {
                Ok(()) => passed += 1,
                Err(complaint) => {
                    failed += 1;
                    println!("{}: {:?}\n  {complaint}", frame.name, example.text);
                }
            }
        }
    }
    talk.say(&format!("{passed} examples hold, {failed} fail"));
    Ok(if failed == 0 { Outcome::Done } else { Outcome::Failed })
}
