//! The closed vocabularies of the graph contract (`ontology/chancery.ttl`) and the background knowledge.
//!
//! The enums here name the classes, roles and modalities that code must tell apart. Everything that is
//! only data (labels, ranges, shortcuts) is read from the Turtle files, never repeated here;
//! `tests/ontology.rs` proves that the two agree.
pub mod knowledge;
pub mod vocabulary;

pub use knowledge::{Knowledge, KnowledgeEntity, KnowledgeId, Name, NameKind};

use oxigraph::model::NamedNodeRef;
use vocabulary::ch_iri;

/// The Turtle files of the ontology, as (file name, content).
pub const FILES: &[(&str, &str)] = &[
    ("chancery.ttl", include_str!("../ontology/chancery.ttl")),
    ("alignments.ttl", include_str!("../ontology/alignments.ttl")),
];

/// The SHACL shapes of produced graphs, in Turtle.
pub const SHAPES: &str = include_str!("../ontology/shapes.ttl");

/// Declares an enum of `ch:` terms with their local names; without one, the variant is the local name.
macro_rules! terms {
    ($(#[$meta:meta])* $name:ident { $($variant:ident),+ $(,)? }) => {
        terms! { $(#[$meta])* $name { $($variant = stringify!($variant)),+ } }
    };
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $local:expr),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $(#[doc = concat!("`ch:", $local, "`")] $variant),+ }
        impl $name {
            /// Every term, in declaration order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The local name under the `ch:` namespace.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $local),+ }
            }
            /// The IRI of the term.
            #[must_use]
            pub const fn iri(self) -> NamedNodeRef<'static> {
                match self { $(Self::$variant => ch_iri!($local)),+ }
            }
            /// The term with this local name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|term| term.name() == name)
            }
            /// The term with this IRI.
            #[must_use]
            pub fn from_iri(iri: &str) -> Option<Self> {
                iri.strip_prefix(vocabulary::ch::NAMESPACE).and_then(Self::from_name)
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.name()) }
        }
    };
}

terms! {
    /// The classes of entities (graph contract, section 4).
    EntityClass {
        State, Person, GovernmentBody, InternationalOrganization, PoliticalParty, Company, MediaOutlet,
        CivilOrganization, Organization, StateForce, Coalition, ArmedGroup, Force, Population, City, Region,
        Facility, Place, Post, Document,
    }
}

terms! {
    /// The classes of claims (graph contract, section 6): situations, then events by family.
    ClaimClass {
        Tenure, Membership, Leadership, Backing, Opposition, Alliance, Presence, Control, Conflict,
        Meeting, Visit, PhoneCall, Talks, Mediation,
        Remark, Announcement, Pledge, Demand, Proposal, Accusation, Condemnation, Denial, Rejection, Threat,
        Warning, Praise,
        Agreement, Recognition, DiplomaticRelations, MilitaryCooperation, EconomicCooperation, Support,
        EconomicAid, MilitaryAid, HumanitarianAid,
        Withdrawal, Ceasefire, Release, SanctionsRelief, Surrender,
        Sanctions, DiplomaticBreak, Arrest, Blockade, CyberAttack, Ban,
        Strike, Attack, Clash, Bombing, Killing, Abduction, Capture, Defeat, Deployment, Exercise, WeaponsTest,
        Invasion,
        Demonstration, Riot,
        Election, Appointment, Resignation, Dismissal, Founding, Legislation, Ruling, Coup, Investigation,
    }
}

terms! {
    /// Whether the text presents the claim as having happened (graph contract, section 5).
    Modality { Actual, Planned, Demanded, Possible, Denied }
}

impl EntityClass {
    /// Whether this is `ch:Place` or one of its subclasses (a state is one too).
    #[must_use]
    pub const fn is_place(self) -> bool {
        matches!(self, Self::Place | Self::City | Self::Region | Self::Facility | Self::State)
    }

    /// Whether this is `ch:Organization` or one of its subclasses.
    #[must_use]
    pub const fn is_organization(self) -> bool {
        matches!(
            self,
            Self::Organization
                | Self::GovernmentBody
                | Self::InternationalOrganization
                | Self::PoliticalParty
                | Self::Company
                | Self::MediaOutlet
                | Self::CivilOrganization
        )
    }

    /// Whether this is `ch:Force` or one of its subclasses.
    #[must_use]
    pub const fn is_force(self) -> bool {
        matches!(self, Self::Force | Self::StateForce | Self::Coalition | Self::ArmedGroup)
    }

    /// Whether this is `ch:Actor` or one of its subclasses.
    #[must_use]
    pub const fn is_actor(self) -> bool {
        matches!(self, Self::State | Self::Person | Self::Population) || self.is_organization() || self.is_force()
    }

    /// The path segment under the base IRI for entities of this class: `state`, `person`, `organization` …
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Person => "person",
            Self::Population => "population",
            Self::City => "city",
            Self::Region => "region",
            Self::Facility => "facility",
            Self::Place => "place",
            Self::Post => "post",
            Self::Document => "document",
            _ if self.is_force() => "force",
            _ => "organization",
        }
    }
}

impl ClaimClass {
    /// Whether this is a `ch:Situation` (something that holds) and not a `ch:Event`.
    #[must_use]
    pub const fn is_situation(self) -> bool {
        matches!(
            self,
            Self::Tenure
                | Self::Membership
                | Self::Leadership
                | Self::Backing
                | Self::Opposition
                | Self::Alliance
                | Self::Presence
                | Self::Control
                | Self::Conflict
        )
    }

    /// Whether this is a `ch:Statement` or one of its subclasses.
    #[must_use]
    pub const fn is_statement(self) -> bool {
        matches!(
            self,
            Self::Remark
                | Self::Announcement
                | Self::Pledge
                | Self::Demand
                | Self::Proposal
                | Self::Accusation
                | Self::Condemnation
                | Self::Denial
                | Self::Rejection
                | Self::Threat
                | Self::Warning
                | Self::Praise
        )
    }
}

terms! {
    /// The families of claim classes (graph contract, section 6).
    Family {
        Situation, Consultation, Statement, Cooperation, Aid, Yielding, Coercion, MilitaryAction, Protest, Governance,
    }
}

impl ClaimClass {
    /// The family of the class: its superclass in the ontology.
    #[must_use]
    pub const fn family(self) -> Family {
        match self {
            _ if self.is_situation() => Family::Situation,
            _ if self.is_statement() => Family::Statement,
            Self::Meeting | Self::Visit | Self::PhoneCall | Self::Talks | Self::Mediation => Family::Consultation,
            Self::Agreement
            | Self::Recognition
            | Self::DiplomaticRelations
            | Self::MilitaryCooperation
            | Self::EconomicCooperation
            | Self::Support => Family::Cooperation,
            Self::EconomicAid | Self::MilitaryAid | Self::HumanitarianAid => Family::Aid,
            Self::Withdrawal | Self::Ceasefire | Self::Release | Self::SanctionsRelief | Self::Surrender => {
                Family::Yielding
            }
            Self::Sanctions | Self::DiplomaticBreak | Self::Arrest | Self::Blockade | Self::CyberAttack | Self::Ban => {
                Family::Coercion
            }
            Self::Demonstration | Self::Riot => Family::Protest,
            Self::Election
            | Self::Appointment
            | Self::Resignation
            | Self::Dismissal
            | Self::Founding
            | Self::Legislation
            | Self::Ruling
            | Self::Coup
            | Self::Investigation => Family::Governance,
            _ => Family::MilitaryAction,
        }
    }
}

terms! {
    /// A role of a claim (graph contract, section 6): a subproperty of `ch:participant` filled by an entity.
    Role {
        Agent = "agent", Recipient = "recipient", Participant = "participant", Speaker = "speaker",
        Addressee = "addressee", Holder = "holder", Member = "member", Group = "group", Leader = "leader",
        Backer = "backer", Backed = "backed", Opponent = "opponent", Opposed = "opposed", Force = "force",
        Controller = "controller", Document = "document",
    }
}

impl Role {
    /// Whether an entity of this class may fill the role: the `rdfs:range` of the role's property.
    #[must_use]
    pub const fn admits(self, class: EntityClass) -> bool {
        match self {
            Self::Document => matches!(class, EntityClass::Document),
            Self::Holder => matches!(class, EntityClass::Person),
            Self::Group => {
                class.is_organization()
                    || class.is_force()
                    || matches!(class, EntityClass::State | EntityClass::Population)
            }
            _ => class.is_actor(),
        }
    }
}
