//! Under which key claims of one happening meet.
use crate::graph::dossier::{Dossier, Event, Path};
use crate::ontology::{ClaimClass, EntityClass, Modality, Role};
use std::collections::BTreeSet;

/// How dates of claims under one key go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Days that dated reports of one happening may lie apart.
    pub spread: i32,
    /// Days between a happening and an article that reports it without a date: the reporting lag. None if what has no
    /// date may be any other of its kind, so that only dated reports of different articles go together.
    pub lag: Option<i32>,
    /// It can happen only once, so that dates do not matter.
    pub once: bool,
    /// It happens at most once a year, so that reports that give no more than the year go together.
    pub yearly: bool,
    /// More than one may happen at the same place on one day: further evidence is needed.
    pub crowded: bool,
}

impl Rule {
    const fn days(spread: i32, lag: i32) -> Self {
        Self { lag: Some(lag), ..Self::dated(spread) }
    }

    /// Without a reporting lag.
    const fn dated(spread: i32) -> Self {
        Self { spread, lag: None, once: false, yearly: false, crowded: false }
    }
}

/// The steps from an actor to its state that are followed.
const STEPS: usize = 4;

/// The key of a claim with its rule; none if it says too little to tell its happening from another.
pub fn key(event: &Event, dossier: &Dossier, canonical: &impl Fn(&str) -> Path) -> Option<(String, Rule)> {
    if event.modality == Modality::Demanded {
        return None;
    }
    let read = Read { event, dossier, canonical };
    let (name, parts, rule) = read.parts()?;
    Some((["event/", name, "/", &parts.join("|")].concat(), rule))
}

struct Read<'a, F> {
    event: &'a Event,
    dossier: &'a Dossier,
    canonical: &'a F,
}

impl<F: Fn(&str) -> Path> Read<'_, F> {
    fn parts(&self) -> Option<(&'static str, Vec<Path>, Rule)> {
        use ClaimClass as C;
        let (agent, recipient) = (&[Role::Agent][..], &[Role::Recipient][..]);
        let sides = &[Role::Agent, Role::Recipient, Role::Participant][..];
        Some(match self.event.class {
            C::Meeting | C::Talks => {
                let parts = at_least(2, self.named(sides))?;
                // States talk for years; persons meet on a day.
                let persons = !self.persons(sides).is_empty();
                ("meeting", parts, if persons { Rule::days(0, 2) } else { Rule::dated(0) })
            }
            C::PhoneCall => ("call", at_least(2, self.named(sides))?, Rule::days(0, 2)),
            C::Visit => {
                let mut parts = at_least(1, self.named(agent))?;
                parts.push(self.destination()?);
                ("visit", parts, Rule::days(2, 3))
            }
            C::Agreement => ("agreement", at_least(2, self.states(sides))?, Rule::dated(0)),
            C::DiplomaticRelations | C::Exercise | C::Ceasefire => {
                (self.event.class.name(), at_least(2, self.states(sides))?, Rule::days(1, 3))
            }
            C::Recognition
            | C::Sanctions
            | C::SanctionsRelief
            | C::DiplomaticBreak
            | C::EconomicAid
            | C::MilitaryAid
            | C::HumanitarianAid
            | C::Blockade
            | C::Invasion
            | C::Ban
            | C::CyberAttack
            | C::Defeat => {
                let mut parts = at_least(1, self.states(agent))?;
                parts.push("→".to_owned());
                parts.extend(at_least(1, self.states(recipient))?);
                (self.event.class.name(), parts, Rule::days(1, 3))
            }
            C::Withdrawal | C::Deployment | C::Capture => {
                let mut parts = at_least(1, self.states(agent))?;
                parts.push((self.canonical)(self.event.places.first()?));
                (self.event.class.name(), parts, Rule::days(1, 3))
            }
            C::WeaponsTest => ("test", at_least(1, self.states(agent))?, Rule::days(1, 7)),
            C::Ruling => ("ruling", at_least(1, self.persons(recipient))?, Rule::dated(1)),
            C::Appointment | C::Election | C::Dismissal | C::Arrest | C::Release | C::Abduction => {
                (self.event.class.name(), at_least(1, self.persons(recipient))?, Rule::days(2, 7))
            }
            C::Resignation | C::Surrender => {
                (self.event.class.name(), at_least(1, self.persons(agent))?, Rule::days(2, 7))
            }
            C::Founding => ("founding", at_least(1, self.named(recipient))?, Rule { yearly: true, ..Rule::dated(2) }),
            C::Killing if !self.persons(recipient).is_empty() && self.is_told() => {
                let once = Rule { once: true, ..Rule::days(0, 0) };
                ("killing", self.persons(recipient).into_iter().collect(), once)
            }
            C::Killing if !self.persons(recipient).is_empty() => return None,
            C::Strike | C::Attack | C::Bombing | C::Killing | C::Clash | C::Riot => {
                if let Some(place) = self.spot() {
                    ("violence", vec![place], Rule { crowded: true, ..Rule::days(0, 1) })
                } else {
                    let parts = at_least(2, self.named(sides))?;
                    ("violence", parts, Rule { crowded: true, ..Rule::days(0, 1) })
                }
            }
            C::Demonstration => ("demonstration", vec![self.spot()?], Rule { crowded: true, ..Rule::days(0, 1) }),
            _ => return None,
        })
    }

    /// Whether it is told or planned, and not doubted.
    fn is_told(&self) -> bool {
        matches!(self.event.modality, Modality::Actual | Modality::Planned)
    }

    fn fillers(&self, roles: &[Role]) -> impl Iterator<Item = &Path> {
        self.event.roles.iter().filter(move |(role, _)| roles.contains(role)).map(|(_, path)| path)
    }

    /// The fillers of roles by whose name we know which one is meant, after identity.
    fn named(&self, roles: &[Role]) -> BTreeSet<Path> {
        self.fillers(roles).filter_map(|path| self.name(path)).collect()
    }

    fn name(&self, path: &Path) -> Option<Path> {
        let actor = self.dossier.actors.get(path)?;
        let canonical = (self.canonical)(path);
        // A surname alone is not enough to meet others.
        let surname = actor.class == EntityClass::Person && !actor.known && !canonical.contains('-');
        (actor.telling && actor.class != EntityClass::Population && !surname).then_some(canonical)
    }

    fn persons(&self, roles: &[Role]) -> BTreeSet<Path> {
        let is_person = |path: &&Path| self.dossier.actors.get(*path).is_some_and(|a| a.class == EntityClass::Person);
        self.fillers(roles).filter(is_person).filter_map(|path| self.name(path)).collect()
    }

    /// The states and bodies behind the fillers of roles.
    fn states(&self, roles: &[Role]) -> BTreeSet<Path> {
        self.fillers(roles).filter_map(|path| self.state(path)).collect()
    }

    fn state(&self, path: &Path) -> Option<Path> {
        let mut at = path;
        for _ in 0..STEPS {
            match self.dossier.actors.get(at).and_then(|actor| actor.of.as_ref()) {
                Some(above) if self.dossier.actors.contains_key(above) => at = above,
                _ => break,
            }
        }
        self.name(at)
    }

    /// Where a visit leads: the state of its place or of the host.
    fn destination(&self) -> Option<Path> {
        let place = self.event.places.iter().find_map(|place| self.state(place));
        place.or_else(|| self.states(&[Role::Recipient]).into_iter().next())
    }

    /// A place smaller than a state.
    fn spot(&self) -> Option<Path> {
        let places = self.event.places.iter().filter(|place| {
            let actor = self.dossier.actors.get(*place);
            actor.is_some_and(|actor| actor.telling && actor.class != EntityClass::State)
        });
        places.map(|place| (self.canonical)(place)).next()
    }
}

fn at_least(count: usize, parts: BTreeSet<Path>) -> Option<Vec<Path>> {
    (parts.len() >= count).then(|| parts.into_iter().collect())
}
