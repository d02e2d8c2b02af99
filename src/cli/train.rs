//! `chancery train`: fits the linguistic models.
use super::Outcome;
use super::talk::Talk;
use crate::annotate::Annotator;
use crate::annotate::evaluate::{self, SpanScore};
use crate::annotate::lexeme::WordClusters;
use crate::annotate::model;
use crate::annotate::train::names_data::NameCorpus;
use crate::annotate::train::{NameOptions, Progress, SyntaxOptions, train_names, train_sentences, train_syntax};
use crate::document::conllu;
use anyhow::Context as _;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Fit the linguistic models from treebanks and annotated names
///
/// What is not trained is taken from the models that ship with chancery, or from --base. Training is deterministic: the same
/// data and options give the same files. Files ending in .gz are decompressed.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("task").args(["treebank", "names", "evaluate"]).required(true).multiple(true)))]
pub(super) struct Args {
    /// Treebanks in CoNLL-U to fit sentence splitter, tagger and parser on
    #[arg(long, value_name = "FILE", num_args = 1..)]
    treebank: Vec<PathBuf>,
    /// Annotated names: IOB columns (.iob, .iob2 …) or the CSV of the Groningen Meaning Bank (.csv)
    ///
    /// Corpora with the same set of labels share a guideline; names in articles follow that of the first.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    names: Vec<PathBuf>,
    /// Word clusters: lines of word, fine and coarse cluster, separated by tabs
    #[arg(long, value_name = "FILE", requires = "treebank", requires = "names")]
    clusters: Option<PathBuf>,
    /// Word vectors: lines of a word and its numbers, separated by spaces
    #[arg(long, value_name = "FILE", requires = "treebank", requires = "names")]
    vectors: Option<PathBuf>,
    /// How many of the word vectors to take
    #[arg(long, value_name = "N", default_value_t = 80_000)]
    vector_words: usize,
    /// Model folder that gives what is not trained [default: the models that ship with chancery]
    #[arg(long, value_name = "DIR")]
    base: Option<PathBuf>,
    /// Model folder to write
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Go on with a training of tagger and parser that was interrupted, from the checkpoint in the output folder
    #[arg(long, requires = "treebank", requires = "output")]
    resume: bool,
    /// Treebanks (.conllu) and annotated names (.iob, .csv …) to measure on afterwards
    #[arg(long, value_name = "FILE", num_args = 1..)]
    evaluate: Vec<PathBuf>,
    /// How often the tagger and parser go through the treebanks
    #[arg(long, value_name = "N", default_value_t = SyntaxOptions::default().epochs)]
    syntax_epochs: usize,
    /// How often the name tagger goes through its corpora
    #[arg(long, value_name = "N", default_value_t = NameOptions::default().epochs)]
    name_epochs: usize,
}

/// What an interrupted training leaves in the output folder.
const CHECKPOINT: &str = "checkpoint.bin";

/// Writes a file so that an interruption leaves the old one or the new one.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let unfinished = path.with_extension("part");
    std::fs::write(&unfinished, bytes)?;
    std::fs::rename(&unfinished, path)
}

pub(super) fn run(args: &Args, talk: &Talk) -> anyhow::Result<Outcome> {
    let mut annotator = match &args.base {
        Some(folder) => Annotator::load(folder)?,
        None => Annotator::shipped(),
    };
    let mut progress = |step: Progress| talk.say(&describe(&step));
    if !args.treebank.is_empty() {
        let mut lexicon = annotator.syntax().lexicon().clone();
        if let Some(path) = &args.clusters {
            lexicon = lexicon.with_clusters(WordClusters::from_tsv(&read_text(path)?));
        }
        if let Some(path) = &args.vectors {
            let lines: String = read_text(path)?.split_inclusive('\n').take(args.vector_words).collect();
            lexicon = lexicon.with_vectors(&lines);
        }
        let mut treebank = Vec::new();
        for path in &args.treebank {
            treebank.extend(conllu::read_file(path).with_context(|| path.display().to_string())?);
        }
        annotator = annotator.with_splitter(train_sentences(&treebank, &lexicon.clusters));
        talk.say("sentence splitter: done");
        let options = SyntaxOptions { epochs: args.syntax_epochs, ..SyntaxOptions::default() };
        let checkpoint = args.output.as_ref().map(|folder| folder.join(CHECKPOINT));
        let before = match &checkpoint {
            Some(path) if args.resume && path.exists() => Some(model::read(path)?),
            _ => None,
        };
        let mut problem = None;
        let mut keep = |bytes: Vec<u8>| {
            if let Some(path) = &checkpoint {
                problem = write_whole(path, &bytes).err().or(problem.take());
            }
        };
        let syntax = train_syntax(&treebank, lexicon, &options, before, &mut keep, &mut progress)
            .with_context(|| format!("{CHECKPOINT} does not fit: train without --resume"))?;
        if let Some(problem) = problem {
            return Err(problem).with_context(|| CHECKPOINT.to_owned());
        }
        annotator = annotator.with_syntax(syntax);
    }
    if !args.names.is_empty() {
        let corpora = args.names.iter().map(|path| NameCorpus::read_file(path)).collect::<Result<Vec<_>, _>>()?;
        let options = NameOptions { epochs: args.name_epochs, ..NameOptions::default() };
        let names = train_names(&corpora, annotator.syntax(), &options, &mut progress);
        annotator = annotator.with_names(names);
    }
    if let Some(folder) = &args.output {
        annotator.save(folder)?;
        let checkpoint = folder.join(CHECKPOINT);
        if checkpoint.exists() {
            std::fs::remove_file(&checkpoint).with_context(|| checkpoint.display().to_string())?;
        }
    }
    for path in &args.evaluate {
        measure(&annotator, path)?;
    }
    Ok(Outcome::Done)
}

fn describe(step: &Progress) -> String {
    match step {
        Progress::Syntax { epoch, epochs, loss } => {
            format!("tagger and parser, epoch {epoch} of {epochs}: loss {loss:.4} per word")
        }
        Progress::Names { epoch, epochs, loss } => {
            format!("names, epoch {epoch} of {epochs}: loss {loss:.4} per word")
        }
    }
}

fn measure(annotator: &Annotator, path: &Path) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", path.display())?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if name.trim_end_matches(".gz").ends_with(".conllu") {
        let treebank = conllu::read_file(path).with_context(|| path.display().to_string())?;
        let scores = evaluate::syntax(annotator.syntax(), &treebank);
        writeln!(out, "  on the treebank's words")?;
        for (name, share) in [("UPOS", scores.upos), ("XPOS", scores.xpos), ("UAS", scores.uas), ("LAS", scores.las)] {
            writeln!(out, "    {name:<12} {:>6.2}", share.percent())?;
        }
        let scores = evaluate::raw(annotator, &treebank);
        writeln!(out, "  on its text              P      R     F1")?;
        for (name, score) in [
            ("tokens", scores.tokens),
            ("words", scores.words),
            ("sentences", scores.sentences),
            ("UPOS", scores.upos),
            ("XPOS", scores.xpos),
            ("lemmas", scores.lemmas),
            ("UAS", scores.uas),
            ("LAS", scores.las),
            ("CLAS", scores.clas),
        ] {
            write_score(&mut out, name, score)?;
        }
    } else {
        let corpus = NameCorpus::read_file(path)?;
        let own = corpus.labels();
        let guidelines: &[(&str, &[String])] = if annotator.knows_guideline(&own) {
            &[("by the guideline for articles", &[]), ("by the corpus' own guideline", &own)]
        } else {
            &[("by the guideline for articles", &[])]
        };
        for (title, guideline) in guidelines {
            writeln!(out, "  {title:<30} P      R     F1")?;
            for (label, score) in evaluate::names(annotator, &corpus, guideline) {
                write_score(&mut out, &label, score)?;
            }
        }
    }
    Ok(())
}

fn write_score(out: &mut impl io::Write, name: &str, score: SpanScore) -> io::Result<()> {
    writeln!(out, "    {name:<16} {:>6.2} {:>6.2} {:>6.2}", score.precision(), score.recall(), score.f1())
}

fn read_text(path: &Path) -> anyhow::Result<String> {
    let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text)
    } else {
        io::BufReader::new(file).read_to_string(&mut text)
    }
    .with_context(|| path.display().to_string())?;
    Ok(text)
}
