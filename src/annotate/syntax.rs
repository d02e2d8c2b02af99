//! Tags and trees of tokenised sentences: the one seam between the rest of chancery and its trained syntax models.
use super::lexeme::WordClusters;
use super::parser::{Attachment, Parser};
use super::tagger::{Tag, Tagger};

/// Tagger, parser, and the word clusters both use.
#[derive(Clone, Debug)]
pub struct Syntax {
    clusters: WordClusters,
    tagger: Tagger,
    parser: Parser,
}

impl Syntax {
    /// Models that were trained together.
    #[must_use]
    pub const fn new(clusters: WordClusters, tagger: Tagger, parser: Parser) -> Self {
        Self { clusters, tagger, parser }
    }

    /// Tags the words of one sentence.
    #[must_use]
    pub fn tag(&self, forms: &[&str]) -> Vec<Tag> {
        self.tagger.tag(forms, &self.clusters.lexemes(forms))
    }

    /// Parses the tagged words of one sentence into a tree with one root.
    #[must_use]
    pub fn parse(&self, forms: &[&str], tags: &[Tag]) -> Vec<Attachment> {
        self.parser.parse(&self.clusters.lexemes(forms), tags)
    }

    /// Tags and parses the words of one sentence.
    #[must_use]
    pub fn analyse(&self, forms: &[&str]) -> (Vec<Tag>, Vec<Attachment>) {
        let lexemes = self.clusters.lexemes(forms);
        let tags = self.tagger.tag(forms, &lexemes);
        let tree = self.parser.parse(&lexemes, &tags);
        (tags, tree)
    }

    /// The tagger.
    #[must_use]
    pub const fn tagger(&self) -> &Tagger {
        &self.tagger
    }

    /// The parser.
    #[must_use]
    pub const fn parser(&self) -> &Parser {
        &self.parser
    }

    /// The word clusters.
    #[must_use]
    pub const fn clusters(&self) -> &WordClusters {
        &self.clusters
    }
}
