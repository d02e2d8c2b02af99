//! Where reports of one happening differ.
use super::group::day_of;
use super::{Difference, Occurrence, Report};
use crate::ontology::Role;
use crate::ontology::vocabulary::ch;
use oxigraph::model::NamedNodeRef;
use std::collections::BTreeSet;

/// In what the reports differ. A report that is silent differs from none.
pub(super) fn differences(occurrence: &Occurrence<'_>) -> Vec<Difference> {
    let reports = &occurrence.reports;
    let several = |values: BTreeSet<String>| values.len() > 1;
    let role = |role: Role| {
        // Sets that share a member are no contradiction: one report may name more of them.
        let sets: Vec<BTreeSet<&str>> = reports
            .iter()
            .map(|r| r.roles.iter().filter(|(of, _)| *of == role).map(|(_, path)| path.as_str()).collect())
            .filter(|set: &BTreeSet<&str>| !set.is_empty())
            .collect();
        sets.iter().enumerate().any(|(i, set)| sets[i + 1..].iter().any(|other| set.is_disjoint(other)))
    };
    let counts = |count: fn(&Report<'_>) -> Option<u32>| {
        several(reports.iter().filter_map(count).map(|count| count.to_string()).collect())
    };
    let found = [
        (Difference::Agent, role(Role::Agent)),
        (Difference::Recipient, role(Role::Recipient)),
        (
            Difference::Place,
            several(reports.iter().filter(|r| !r.places.is_empty()).map(|r| r.places.join(" ")).collect()),
        ),
        (Difference::Date, several(reports.iter().filter_map(day_of).map(|day| day.to_string()).collect())),
        (Difference::Modality, several(reports.iter().map(|r| r.event.modality.name().to_owned()).collect())),
        (Difference::Killed, counts(|report| report.event.killed)),
        (Difference::Injured, counts(|report| report.event.injured)),
    ];
    found.into_iter().filter(|&(_, differ)| differ).map(|(difference, _)| difference).collect()
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
