//! Where reports of one happening differ.
use super::group::day;
use super::{Difference, Occurrence};
use crate::ontology::Role;
use crate::ontology::vocabulary::ch;
use oxigraph::model::NamedNodeRef;
use std::collections::BTreeSet;

/// In what the reports differ. A report that is silent differs from none.
pub(super) fn differences(occurrence: &Occurrence<'_>) -> Vec<Difference> {
    let reports = &occurrence.reports;
    let role = |role: Role| {
        // Sets that share a member are no contradiction: one report may name more of them.
        let sets: Vec<BTreeSet<&str>> =
            reports.iter().map(|report| report.fillers(role)).filter(|set| !set.is_empty()).collect();
        sets.iter().enumerate().any(|(i, set)| sets[i + 1..].iter().any(|other| set.is_disjoint(other)))
    };
    let found = [
        (Difference::Agent, role(Role::Agent)),
        (Difference::Recipient, role(Role::Recipient)),
        (Difference::Place, several(reports.iter().map(|report| &report.places).filter(|places| !places.is_empty()))),
        (Difference::Date, several(reports.iter().filter_map(day))),
        (Difference::Modality, several(reports.iter().map(|report| report.event.modality))),
        (Difference::Killed, several(reports.iter().filter_map(|report| report.event.killed))),
        (Difference::Injured, several(reports.iter().filter_map(|report| report.event.injured))),
    ];
    found.into_iter().filter(|&(_, differ)| differ).map(|(difference, _)| difference).collect()
}

fn several<T: Ord>(values: impl Iterator<Item = T>) -> bool {
    values.collect::<BTreeSet<T>>().len() > 1
}

impl Difference {
    /// The property in which reports differ.
    #[must_use]
    pub const fn property(self) -> NamedNodeRef<'static> {
        match self {
            Self::Agent => Role::Agent.iri(),
            Self::Recipient => Role::Recipient.iri(),
            Self::Place => ch::PLACE,
            Self::Date => ch::DATE,
            Self::Modality => ch::MODALITY,
            Self::Killed => ch::KILLED,
            Self::Injured => ch::INJURED,
        }
    }
}
