//! Independent publishers: who copies a wire report adds nothing to it.
use super::Occurrence;
use crate::graph::dossier::Dossier;

impl Occurrence<'_> {
    /// Number of independent publishers: articles of one publisher, and near-identical articles of several, count
    /// once. An article without a publisher counts like one of a publisher of its own.
    #[must_use]
    pub fn publishers(&self) -> usize {
        let mut sources: Vec<&Dossier> = self.reports.iter().map(|report| report.source).collect();
        sources.sort_by(|a, b| a.article.cmp(&b.article));
        sources.dedup_by(|a, b| a.article == b.article);
        let mut group: Vec<usize> = (0..sources.len()).collect();
        for (a, one) in sources.iter().enumerate() {
            for (b, other) in sources.iter().enumerate().skip(a + 1) {
                let same_publisher = one.publisher.is_some() && one.publisher == other.publisher;
                if group[a] != group[b] && (same_publisher || one.sketch.is_copy_of(&other.sketch)) {
                    let (from, into) = (group[a].max(group[b]), group[a].min(group[b]));
                    group.iter_mut().filter(|of| **of == from).for_each(|of| *of = into);
                }
            }
        }
        group.sort_unstable();
        group.dedup();
        group.len()
    }
}
