//! The one file that names every stage in order.
pub mod examples;
pub mod parallel;

use crate::annotate::Annotator;
use crate::article::Article;
use crate::claim::Extractor;
use crate::entity::Resolver;
pub use crate::graph::Analysis;
use crate::mention::{Detector, Lexicon};
use crate::ontology::Knowledge;
use std::sync::Arc;

/// The stages, built once and shared by all workers.
#[derive(Debug)]
pub struct Pipeline {
    pub knowledge: Knowledge,
    pub annotator: Annotator,
    pub detector: Detector,
    pub resolver: Resolver,
    pub extractor: Extractor,
}

impl Pipeline {
    /// The stages with the models, frames and knowledge that ship with chancery.
    ///
    /// # Panics
    /// Never: tests prove that what is embedded in the binary is valid.
    #[must_use]
    pub fn shipped() -> Self {
        let knowledge = Knowledge::shipped();
        let lexicon = Arc::new(Lexicon::shipped());
        Self {
            detector: Detector::new(Arc::clone(&lexicon), &knowledge),
            resolver: Resolver::new(lexicon, &knowledge),
            knowledge,
            annotator: Annotator::shipped(),
            extractor: Extractor::shipped().expect("embedded frames are valid"),
        }
    }

    /// Identifies code, knowledge, frames and models in use: an article read with others is read again.
    #[must_use]
    pub const fn digest() -> &'static str {
        env!("CHANCERY_DIGEST")
    }

    /// Runs every stage over one article.
    #[must_use]
    pub fn analyse(&self, article: Article) -> Analysis {
        let document = self.annotator.annotate(&article);
        let names = self.annotator.names(&document);
        let mentions = self.detector.detect(&document, &article, &names, &self.knowledge);
        let mut resolution = self.resolver.resolve(&document, &mentions, &self.knowledge);
        let claims = self.extractor.extract(&article, &document, &mentions, &mut resolution);
        Analysis { article, document, mentions, resolution, claims }
    }
}
