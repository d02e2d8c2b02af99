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
}

impl StageArgs {
    /// The pipeline with what the options name in place of what ships.
    pub(super) fn pipeline(&self) -> anyhow::Result<Pipeline> {
        let mut pipeline = Pipeline::shipped();
        if let Some(folder) = &self.frames {
            pipeline.extractor = Extractor::with_frames(folder)?;
        }
        if let Some(folder) = &self.model {
            pipeline.annotator = Annotator::load(folder)?;
        }
        Ok(pipeline)
    }
}
