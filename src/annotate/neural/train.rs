//! Learning the network from treebanks.
use super::encoder::Batch;
use super::file::{read_numbers, write_numbers};
use super::forgetting::FormCounts;
use super::lexicon::Lexicon;
use super::optimiser::{Optimiser, Weights as _};
use super::parser::cross_entropy;
use super::random::Random;
use super::{Network, Sizes};
use crate::annotate::model::{Bytes, FormatProblem, Reader, Writer};
use crate::annotate::syntax::{Syntax, Tag};
use crate::document::Deprel;
use crate::document::conllu::{TreebankSentence, Word};
use rustc_hash::FxHashMap;

/// Sizes and rates.
#[derive(Clone, Debug)]
pub struct Settings {
    pub sizes: Sizes,
    pub epochs: usize,
    pub batch_words: usize,
    pub rate: f32,
    pub dropout: f32,
    pub head_dropout: f32,
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            sizes: Sizes { width: 96, memory: 96, depth: 2, arc_width: 96, label_width: 96 },
            epochs: 22,
            batch_words: 600,
            rate: 2e-3,
            dropout: 0.2,
            head_dropout: 0.3,
            seed: 1,
        }
    }
}

/// Share of a tag's loss, where an arc and a label count 1 each.
const TAG_SHARE: f32 = 0.7;

/// A batch with what is to be learnt from it.
pub struct Lesson {
    pub batch: Batch,
    tags: Vec<usize>,
    heads: Vec<usize>,
    labels: Vec<usize>,
}

/// The numbers of tags and relations.
struct Numbering {
    tags: FxHashMap<Tag, usize>,
    deprels: FxHashMap<Deprel, usize>,
}

impl Numbering {
    fn of(model: &Syntax) -> Self {
        Self {
            tags: model.tags.iter().copied().zip(0..).collect(),
            deprels: model.deprels.iter().copied().zip(0..).collect(),
        }
    }

    fn lesson(&self, lexicon: &Lexicon, examples: &[&TreebankSentence]) -> Lesson {
        let forms: Vec<Vec<&str>> = examples.iter().map(|example| example.forms()).collect();
        let forms: Vec<&[&str]> = forms.iter().map(Vec::as_slice).collect();
        let words = || examples.iter().flat_map(|example| &example.words);
        Lesson {
            batch: Batch::new(lexicon, &forms),
            tags: words().map(|word| self.tags.get(&tag_of(word)).copied().unwrap_or(0)).collect(),
            heads: words().map(|word| word.head.map_or(0, |head| head + 1)).collect(),
            labels: words().map(|word| self.deprels.get(&word.deprel).copied().unwrap_or(0)).collect(),
        }
    }
}

const fn tag_of(word: &Word) -> Tag {
    Tag { upos: word.upos, xpos: word.xpos }
}

impl Network {
    /// Loss per word on a lesson; adds to `gradient`.
    pub fn learn(
        &self,
        lesson: &Lesson,
        settings: &Settings,
        mut random: Option<&mut Random>,
        gradient: &mut Self,
    ) -> f32 {
        let (words, trace) = self.encoder.forward(&lesson.batch, settings.dropout, random.as_deref_mut());
        let weight = 1.0 / words.rows.max(1) as f32;
        let mut tags = self.tagger.forward(&words);
        let mut loss = cross_entropy(&mut tags, &lesson.tags, weight * TAG_SHARE) * weight * TAG_SHARE;
        let mut words_gradient = self.tagger.backward(&words, &tags, &mut gradient.tagger);
        loss += self.parser.learn(
            &words,
            &lesson.batch.sentences,
            &lesson.heads,
            &lesson.labels,
            weight,
            settings.head_dropout,
            random,
            &mut gradient.parser,
            &mut words_gradient,
        );
        self.encoder.backward(&lesson.batch, &trace, words_gradient, &mut gradient.encoder);
        loss
    }
}

impl Syntax {
    /// A model with random weights that knows the features, tags and relations of the examples.
    /// The lexicon brings clusters and vectors.
    #[must_use]
    pub fn untrained(mut lexicon: Lexicon, examples: &[TreebankSentence], settings: &Settings) -> Self {
        lexicon.learn_features(examples.iter().map(TreebankSentence::forms));
        let all = || examples.iter().flat_map(|example| &example.words);
        let mut tags: Vec<_> = all().map(tag_of).collect();
        let mut deprels: Vec<_> = all().map(|word| word.deprel).collect();
        tags.sort_unstable();
        tags.dedup();
        deprels.sort_unstable();
        deprels.dedup();
        let mut random = Random(settings.seed);
        let mut network = Network::zeros(&lexicon, settings.sizes, tags.len(), deprels.len());
        network.encoder.randomise(&mut random);
        network.tagger.randomise(&mut random);
        network.parser.randomise(&mut random);
        Self { lexicon, tags, deprels, sizes: settings.sizes, network }
    }
}

/// The learning of a model, one round over the examples after another.
pub struct Training<'a> {
    model: Syntax,
    settings: &'a Settings,
    examples: Vec<&'a TreebankSentence>,
    /// The order of the examples in the last round.
    order: Vec<usize>,
    numbering: Numbering,
    counts: FormCounts,
    random: Random,
    optimiser: Optimiser<Network>,
    gradient: Network,
    epoch: usize,
}

const KIND: &str = "training";

impl<'a> Training<'a> {
    /// Before the first round; the model knows the features, tags and relations of the examples.
    #[must_use]
    pub fn new(model: Syntax, examples: &'a [TreebankSentence], settings: &'a Settings) -> Self {
        let words = examples.iter().flat_map(|example| &example.words);
        let counts = FormCounts::new(&model.lexicon.features, words.map(|word| &*word.form));
        let examples: Vec<_> = examples.iter().filter(|example| !example.words.is_empty()).collect();
        Self {
            settings,
            order: (0..examples.len()).collect(),
            numbering: Numbering::of(&model),
            counts,
            random: Random(settings.seed ^ 0x5eed),
            optimiser: Optimiser::new(&model.network),
            gradient: model.network.zeros_like(),
            epoch: 0,
            examples,
            model,
        }
    }

    /// Rounds gone through.
    #[must_use]
    pub const fn epoch(&self) -> usize {
        self.epoch
    }

    /// Goes through the examples once more; the loss per word.
    pub fn run(&mut self) -> f64 {
        let Self { model, settings, examples, order, numbering, counts, random, optimiser, gradient, .. } = self;
        let words: usize = examples.iter().map(|example| example.words.len()).sum();
        let steps = (settings.epochs * words).div_ceil(settings.batch_words).max(1);
        random.shuffle(order);
        let shuffled: Vec<&TreebankSentence> = order.iter().map(|&i| examples[i]).collect();
        let (mut loss, mut batches) = (0.0, 0u32);
        for batch in batches_of(&shuffled, settings.batch_words) {
            let mut lesson = numbering.lesson(&model.lexicon, batch);
            counts.forget(&mut lesson.batch, random);
            loss += f64::from(model.network.learn(&lesson, settings, Some(random), gradient));
            batches += 1;
            let rate = optimiser.scheduled(settings.rate, steps);
            optimiser.update(&mut model.network, gradient, &lesson.batch.used_rows(), rate);
        }
        self.epoch += 1;
        loss / f64::from(batches.max(1))
    }

    /// The model with averaged weights.
    #[must_use]
    pub fn finish(mut self) -> Syntax {
        let averaged = self.optimiser.averaged(&mut self.model.network).clone();
        self.model.network = averaged;
        self.model.network.pack();
        self.model
    }

    /// All that [`Training::resume`] needs to go on from here.
    #[must_use]
    pub fn checkpoint(&mut self) -> Vec<u8> {
        let mut writer = Writer::new(KIND);
        let order: Vec<u64> = self.order.iter().map(|&i| i as u64).collect();
        writer.section(&self.recipe());
        write_numbers(&mut writer, &[self.epoch as u64, self.random.0], u64::to_le_bytes);
        write_numbers(&mut writer, &order, u64::to_le_bytes);
        self.optimiser.write(&mut self.model.network, &mut writer);
        writer.finish()
    }

    /// Takes up a training of the same model on the same examples with the same settings where a checkpoint left it: the result
    /// is that of a training never interrupted.
    ///
    /// # Errors
    /// If the bytes are damaged or of another training.
    pub fn resume(&mut self, bytes: Bytes) -> Result<(), FormatProblem> {
        let mut reader = Reader::new(bytes, KIND)?;
        let other = FormatProblem::Section("settings");
        if *reader.section()? != *self.recipe() {
            return Err(other);
        }
        let index = |number| usize::try_from(number).unwrap_or(usize::MAX);
        let [epoch, random] = read_numbers(&mut reader, u64::from_le_bytes)?[..] else { return Err(other) };
        let order = read_numbers(&mut reader, u64::from_le_bytes)?.into_iter().map(index);
        let order: Vec<usize> = order.filter(|&i| i < self.examples.len()).collect();
        if order.len() != self.order.len() {
            return Err(other);
        }
        self.optimiser.read(&mut self.model.network, &mut reader)?;
        self.epoch = index(epoch);
        self.random = Random(random);
        self.order = order;
        Ok(())
    }

    /// What must be the same to go on: settings and examples.
    fn recipe(&self) -> Vec<u8> {
        let words: usize = self.examples.iter().map(|example| example.words.len()).sum();
        format!("{:?}, {} sentences, {words} words", self.settings, self.examples.len()).into_bytes()
    }
}

/// Cuts a list into batches of about as many words.
fn batches_of<'a, 'b>(examples: &'b [&'a TreebankSentence], words: usize) -> Vec<&'b [&'a TreebankSentence]> {
    let mut batches = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (i, example) in examples.iter().enumerate() {
        size += example.words.len();
        if size >= words {
            batches.push(&examples[start..=i]);
            (start, size) = (i + 1, 0);
        }
    }
    if start < examples.len() {
        batches.push(&examples[start..]);
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::evaluate;
    use crate::annotate::lexeme::WordClusters;
    use crate::annotate::neural::gradient_check::Check;
    use crate::document::conllu;

    fn toy() -> Vec<TreebankSentence> {
        let sentence = |text: &str| {
            let line = |(number, word): (usize, &str)| {
                let fields: Vec<&str> = word.split('/').collect();
                let [form, upos, xpos, head, deprel] = fields[..] else { panic!("five fields in {word}") };
                format!("{number}\t{form}\t_\t{upos}\t{xpos}\t_\t{head}\t{deprel}\t_\t_\n")
            };
            (1..).zip(text.split(' ')).map(line).collect::<String>()
        };
        let sentences = [
            "Ministers/NOUN/NNS/2/nsubj met/VERB/VBD/0/root in/ADP/IN/4/case Nairobi/PROPN/NNP/2/obl !/PUNCT/./2/punct",
            "The/DET/DT/2/det envoy/NOUN/NN/3/nsubj left/VERB/VBD/0/root",
            "Talks/NOUN/NNS/2/nsubj failed/VERB/VBD/0/root",
            "Yes/INTJ/UH/0/root",
        ];
        conllu::read(&sentences.map(sentence).join("\n")).expect("a treebank")
    }

    fn small() -> Settings {
        Settings {
            sizes: Sizes { width: 6, memory: 4, depth: 2, arc_width: 5, label_width: 4 },
            epochs: 120,
            batch_words: 6,
            rate: 2e-2,
            dropout: 0.0,
            head_dropout: 0.0,
            ..Settings::default()
        }
    }

    fn lexicon() -> Lexicon {
        let clusters = WordClusters::from_tsv("Nairobi\t5\t3\nleft\t6\t3\n");
        Lexicon::new(clusters).with_vectors("met 0.5 -1 0.25\ntalks -0.125 1 0.75\n")
    }

    /// The gradient of every tensor agrees with finite differences.
    #[test]
    fn gradients_are_those_of_the_loss() {
        let (examples, settings) = (toy(), small());
        let model = Syntax::untrained(lexicon(), &examples, &settings);
        let lesson = Numbering::of(&model).lesson(&model.lexicon, &examples.iter().collect::<Vec<_>>());
        let mut network = model.network;
        let mut gradient = network.zeros_like();
        network.learn(&lesson, &settings, None, &mut gradient);
        let mut ignored = gradient.clone();
        let tensors = 0..network.tensors_mut().len();
        // Steps are small, so that the maxima rarely change sides.
        Check { entries: 12, step: 3e-4, absolute: 5e-3, relative: 0.03 }.run(
            &mut network,
            &mut gradient,
            (tensors, &lesson.batch.used_rows()),
            &mut Random(3),
            |network| f64::from(network.learn(&lesson, &settings, None, &mut ignored)),
        );
    }

    #[test]
    fn the_fast_way_through_the_encoder_is_the_one_that_was_trained() {
        let examples = toy();
        let model = Syntax::untrained(lexicon(), &examples, &small());
        let batch = Numbering::of(&model).lesson(&model.lexicon, &examples.iter().collect::<Vec<_>>()).batch;
        let mut packed = model.network.clone();
        packed.pack();
        let fast = packed.encoder.encode(&batch);
        let traced = model.network.encoder.forward(&batch, 0.0, None).0;
        assert_eq!((fast.rows, fast.columns), (traced.rows, traced.columns));
        for (fast, traced) in fast.data.iter().zip(&traced.data) {
            assert!((fast - traced).abs() < 1e-4, "{fast} instead of {traced}");
        }
    }

    #[test]
    fn a_small_network_learns_its_examples_by_heart_and_the_same_way_even_if_interrupted() {
        let (examples, settings) = (toy(), small());
        let untrained = || Training::new(Syntax::untrained(lexicon(), &examples, &settings), &examples, &settings);
        let train = |stop: usize| {
            let mut training = untrained();
            while training.epoch() < settings.epochs {
                training.run();
                if training.epoch() == stop {
                    let checkpoint = training.checkpoint();
                    training = untrained();
                    training.resume(checkpoint.into()).expect("its own checkpoint");
                }
            }
            training.finish()
        };
        let mut model = train(0);
        let scores = evaluate::syntax(&model, &examples);
        assert!(scores.las.right == scores.las.all && scores.xpos.right == scores.xpos.all, "{scores:?}");
        assert!(
            model.network.tensors_mut().iter().zip(train(70).network.tensors_mut()).all(|(a, b)| **a == *b),
            "training twice must give the same weights, interrupted or not"
        );
        let mut other = Settings { seed: 99, ..small() };
        other.epochs += 1;
        let mut training = Training::new(Syntax::untrained(lexicon(), &examples, &other), &examples, &other);
        assert!(training.resume(untrained().checkpoint().into()).is_err(), "a checkpoint of another training");
    }
}
