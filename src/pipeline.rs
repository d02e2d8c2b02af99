//! The one file that names every stage in order.
use crate::annotate::Annotator;
use crate::article::Article;
use crate::claim::Claim;
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
}

impl Pipeline {
    /// The stages with the models, frames and knowledge that ship with chancery.
    #[must_use]
    pub fn shipped() -> Self {
        Self { knowledge: Knowledge::shipped(), annotator: Annotator::shipped() }
    }

    /// Runs every stage over one article.
    #[must_use]
    pub fn analyse(&self, article: Article) -> Analysis {
        let document = self.annotator.annotate(&article);
        Analysis {
            article,
            document,
            mentions: Mentions::default(),
            resolution: Resolution::default(),
            claims: Vec::new(),
        }
    }
}
