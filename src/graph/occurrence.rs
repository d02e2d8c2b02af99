//! Occurrences: what the claims of several sentences and articles report together.
//!
//! A claim is given one [`key`] at most, from its class and from its participants after identity; claims that share a
//! key and whose dates go together report one happening. Nothing is chained: a group lies within the days that its
//! rule allows, however many claims it has. All of it is a pure function of the [`Dossier`]s.
mod differ;
mod group;
mod key;
mod publishers;
mod write;

use super::dossier::{Dossier, Event, Path};
use crate::ontology::{ClaimClass, Role};
pub use group::group;
use jiff::civil::Date;
pub use key::{Rule, key};
use std::collections::BTreeSet;
pub use write::quads;

/// A claim that may report the same as others, with its article.
#[derive(Clone, Debug, PartialEq)]
pub struct Report<'a> {
    pub source: &'a Dossier,
    pub event: &'a Event,
    /// Its roles after identity, sorted.
    pub roles: Vec<(Role, Path)>,
    /// Its places after identity, sorted.
    pub places: Vec<Path>,
    pub key: String,
    pub rule: Rule,
}

impl Report<'_> {
    /// Who or what fills a role.
    fn fillers(&self, role: Role) -> BTreeSet<&str> {
        self.roles.iter().filter(|(of, _)| *of == role).map(|(_, path)| path.as_str()).collect()
    }
}

/// A property in which reports of one happening differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    Agent,
    Recipient,
    Place,
    Date,
    Modality,
    Killed,
    Injured,
}

/// One happening with the claims that report it.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence<'a> {
    /// The class of most of its claims.
    pub class: ClaimClass,
    /// Planned and not yet told as having happened.
    pub planned: bool,
    /// The day, where reports give one.
    pub day: Option<Date>,
    /// Sorted by article and number.
    pub reports: Vec<Report<'a>>,
    /// The plan that it fulfils: its place in the list of occurrences.
    pub realises: Option<usize>,
}

/// The reports of an article. `canonical` gives the entity by whose name another goes.
pub fn reports<'a>(dossier: &'a Dossier, canonical: &impl Fn(&str) -> Path) -> Vec<Report<'a>> {
    let of_event = |event: &'a Event| {
        let (key, rule) = key(event, dossier, canonical)?;
        let mut roles: Vec<(Role, Path)> = event.roles.iter().map(|(role, path)| (*role, canonical(path))).collect();
        let mut places: Vec<Path> = event.places.iter().map(|path| canonical(path)).collect();
        roles.sort();
        places.sort();
        Some(Report { source: dossier, event, roles, places, key, rule })
    };
    dossier.events.iter().filter_map(of_event).collect()
}
