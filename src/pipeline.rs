//! The one file that names every stage in order.
use crate::annotate::Annotator;
use crate::article::Article;
use crate::claim::{Claim, Extractor};
use crate::document::Document;
use crate::entity::Resolution;
use crate::mention::Mentions;
use crate::ontology::Knowledge;

/// Everything chancery made of one article; dropped when its quads are written.
#[derive(Debug)]
pub struct Analysis {
    pub article: Article,
    pub document: Document,
    pub mentions: Mentions,
    pub resolution: Resolution,
    pub claims: Vec<Claim>,
}

/// The stages, built once and shared by all workers.
#[derive(Debug)]
pub struct Pipeline {
    pub knowledge: Knowledge,
    pub annotator: Annotator,
    pub extractor: Extractor,
}

impl Pipeline {
    /// The stages with the models, frames and knowledge that ship with chancery.
    ///
    /// # Panics
    /// Never: tests prove that what is embedded in the binary is valid.
    #[must_use]
    pub fn shipped() -> Self {
        Self {
            knowledge: Knowledge::shipped(),
            annotator: Annotator::shipped(),
            extractor: Extractor::shipped().expect("embedded frames are valid"),
        }
    }

    /// Runs every stage over one article.
    #[must_use]
    pub fn analyse(&self, article: Article) -> Analysis {
        let document = self.annotator.annotate(&article);
        let mentions = Mentions::default();
        let resolution = Resolution::default();
        let claims = self.extractor.extract(&article, &document, &mentions, &resolution);
        Analysis { article, document, mentions, resolution, claims }
    }
}
