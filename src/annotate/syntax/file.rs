//! The model file.
use super::{Syntax, Tag};
use crate::annotate::lexeme::WordClusters;
use crate::annotate::model::{self, FormatProblem, Reader, Writer};
use crate::annotate::neural::file::{
    read_bytes, read_keys, read_sizes, read_tensors, write_bytes, write_keys, write_sizes, write_tensors,
};
use crate::annotate::neural::lexicon::Lexicon;
use crate::annotate::neural::optimiser::Weights as _;
use crate::annotate::neural::{Network, Sizes};
use crate::document::{Deprel, Upos, Xpos};

const KIND: &str = "syntax";

impl Syntax {
    /// The model file; the clusters have a file of their own. Weights are rounded to bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(KIND);
        writer.strings(&self.tags.iter().map(|tag| format!("{} {}", tag.upos, tag.xpos)).collect::<Vec<_>>());
        writer.strings(&self.deprels.iter().map(|deprel| deprel.as_str()).collect::<Vec<_>>());
        for keys in [&self.lexicon.features, &self.lexicon.vector_words] {
            write_keys(&mut writer, keys);
        }
        write_bytes(&mut writer, &self.lexicon.vectors);
        let Sizes { width, memory, depth, arc_width, label_width } = self.sizes;
        write_sizes(&mut writer, &[width, memory, depth, arc_width, label_width]);
        write_tensors(&mut writer, self.network.clone().tensors_mut());
        writer.finish()
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// If the bytes are not an intact model of this kind.
    pub fn from_bytes(bytes: model::Bytes, clusters: WordClusters) -> Result<Self, FormatProblem> {
        let mut reader = Reader::new(bytes, KIND)?;
        let tags = reader.strings("tags")?;
        let tags: Vec<_> = tags
            .iter()
            .map(|tag| tag.split_once(' ').map(|(upos, xpos)| Tag { upos: Upos::parse(upos), xpos: Xpos::parse(xpos) }))
            .collect::<Option<_>>()
            .ok_or(FormatProblem::Section("tags"))?;
        let deprels: Vec<_> = reader.strings("relations")?.iter().map(|deprel| Deprel::parse(deprel)).collect();
        let (features, vector_words) = (read_keys(&mut reader)?, read_keys(&mut reader)?);
        let vectors = read_bytes(&mut reader, "word vectors")?;
        if vectors.scales.len() != vector_words.as_slice().len() {
            return Err(FormatProblem::Section("word vectors"));
        }
        let lexicon = Lexicon { clusters, features, vector_words, vectors };
        let [width, memory, depth, arc_width, label_width] = read_sizes(&mut reader)?;
        let sizes = Sizes { width, memory, depth, arc_width, label_width };
        if tags.is_empty() || deprels.is_empty() {
            return Err(FormatProblem::Section("tags"));
        }
        let mut network = Network::zeros(&lexicon, sizes, tags.len(), deprels.len());
        read_tensors(&mut reader, network.tensors_mut())?;
        network.pack();
        Ok(Self { lexicon, tags, deprels, sizes, network })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::neural::train::Settings;
    use crate::document::conllu;

    fn small() -> Syntax {
        let treebank = "1\tTalks\ttalk\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n2\tfailed\tfail\tVERB\tVBD\t_\t0\troot\t_\t_\n";
        let treebank = conllu::read(treebank).expect("a treebank");
        let sizes = Sizes { width: 8, memory: 4, depth: 1, arc_width: 4, label_width: 4 };
        let lexicon =
            Lexicon::new(WordClusters::from_tsv("talks\t3\t1\n")).with_vectors("failed 1 -0.5\ntalks 0.25 0\n");
        Syntax::untrained(lexicon, &treebank, &Settings { sizes, ..Settings::default() })
    }

    #[test]
    fn a_model_read_back_is_the_one_written() {
        let bytes = small().to_bytes();
        let read = Syntax::from_bytes(bytes.clone().into(), small().clusters().clone()).expect("an intact model");
        assert!(read.to_bytes() == bytes, "rounding twice must change nothing");
        let sentence: &[&str] = &["Talks", "failed", "again", "."];
        assert_eq!(read.analyse(&[sentence])[0].tree.len(), 4);
    }

    /// Files whose checksum is right but whose sections do not fit together.
    #[test]
    fn sections_that_contradict_each_other_are_refused() {
        let whole = small().to_bytes();
        let sections = |bytes: Vec<u8>| {
            let mut reader = Reader::new(bytes.into(), KIND).expect("a container");
            std::iter::from_fn(move || reader.section().ok()).map(|section| section.to_vec()).collect::<Vec<_>>()
        };
        let intact = sections(whole);
        for broken in 0..intact.len() {
            for change in
                [|section: &mut Vec<u8>| section.clear(), |section: &mut Vec<u8>| section.extend([1, 2, 3, 4])]
            {
                let mut writer = Writer::new(KIND);
                for (i, section) in intact.iter().enumerate() {
                    let mut section = section.clone();
                    if i == broken {
                        change(&mut section);
                    }
                    writer.section(&section);
                }
                let result = Syntax::from_bytes(writer.finish().into(), small().clusters().clone());
                // A label may well have four letters more; whatever is accepted must work.
                if let Ok(syntax) = result {
                    assert_eq!(syntax.analyse(&[&["Talks", "failed"]])[0].tags.len(), 2, "section {broken}");
                }
            }
        }
    }
}
