//! Options that exchange what ships in the binary: frames and models.
use crate::annotate::Annotator;
use crate::claim::Extractor;
use crate::pipeline::Pipeline;
use std::path::PathBuf;

/// Where the stages come from.
#[derive(Debug, clap::Args)]
pub(super) struct StageArgs {
    /// Frames from this folder (`FAMILY/CLAIM.toml`) instead of the shipped ones
    #[arg(long, value_name = "DIR")]
    frames: Option<PathBuf>,
    /// Linguistic models from this folder, as `train` writes it, instead of the shipped ones
    #[arg(long, value_name = "DIR")]
    model: Option<PathBuf>,
    #[command(flatten)]
    least: MinimumArgs,
}

/// How sure a claim must be.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct MinimumArgs {
    /// Leave out claims less sure than this, from 0 to 1
    #[arg(long, value_name = "NUMBER", default_value_t = 0.0, value_parser = probability)]
    pub(super) min_confidence: f32,
}

/// A number from 0 to 1.
fn probability(text: &str) -> Result<f32, String> {
    let number: f32 = text.parse().map_err(|error| format!("{error}"))?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err("expected a number from 0 to 1".to_owned()) }
}

impl StageArgs {
    /// The pipeline with what the options name in place of what ships.
    pub(super) fn pipeline(&self) -> anyhow::Result<Pipeline> {
        let mut pipeline = Pipeline::shipped();
        if let Some(folder) = &self.frames {
            pipeline.extractor = Extractor::with_frames(folder)?;
        }
        pipeline.extractor = pipeline.extractor.with_minimum_confidence(self.least.min_confidence);
        if let Some(folder) = &self.model {
            pipeline.annotator = Annotator::load(folder)?;
        }
        Ok(pipeline)
    }
}
