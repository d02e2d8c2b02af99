//! The model file.
use super::{NameLabel, NameNetwork, NameSizes, NameTagger};
use crate::annotate::model::{self, FormatProblem, Reader, Writer};
use crate::annotate::neural::file::{read_keys, read_sizes, read_tensors, write_keys, write_sizes, write_tensors};
use crate::annotate::neural::lexicon::Lexicon;
use crate::annotate::neural::optimiser::Weights as _;

const KIND: &str = "names";

impl NameTagger {
    /// The model file. Weights are rounded to bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND);
        writer.strings(&NameLabel::ALL.map(NameLabel::as_str));
        writer.strings(&self.guidelines.iter().map(|labels| labels.join(" ")).collect::<Vec<_>>());
        write_keys(&mut writer, &self.features);
        let NameSizes { width, memory, depth } = self.sizes;
        write_sizes(&mut writer, &[width, memory, depth]);
        write_tensors(&mut writer, self.network.clone().tensors_mut());
        writer.finish()
    }

    /// Reads a model file; the lexicon is the one that it was trained with.
    ///
    /// # Errors
    /// If the bytes are not an intact model of this kind.
    pub fn from_bytes(bytes: model::Bytes, lexicon: &Lexicon) -> Result<Self, FormatProblem> {
        let mut reader = Reader::new(bytes, KIND)?;
        if reader.strings("labels")? != NameLabel::ALL.map(NameLabel::as_str) {
            return Err(FormatProblem::Section("labels"));
        }
        let guidelines: Vec<Vec<String>> =
            reader.strings("guidelines")?.iter().map(|labels| labels.split(' ').map(str::to_owned).collect()).collect();
        let features = read_keys(&mut reader)?;
        let [width, memory, depth] = read_sizes(&mut reader)?;
        let sizes = NameSizes { width, memory, depth };
        let mut network = NameNetwork::zeros(&features, lexicon.vectors.columns, sizes, guidelines.len());
        read_tensors(&mut reader, network.tensors_mut())?;
        Ok(Self::new(features, sizes, guidelines, network))
    }
}
