//! The terms of other vocabularies written beside our own, so that their users query with what they know.
//!
//! `ontology/alignments.ttl` says how the terms relate: what is a subclass or subproperty of theirs, or a close or exact match,
//! gives a statement; wider, narrower and merely related terms do not.
use crate::ontology::FILES;
use crate::ontology::vocabulary::{ch, rdf, rdfs, skos};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet};

/// A vocabulary whose terms can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vocabulary {
    /// Simple Event Model.
    Sem,
    /// PROV-O.
    Prov,
    /// The Organization Ontology.
    Org,
    /// schema.org.
    Schema,
    /// Friend of a Friend.
    Foaf,
    /// GeoSPARQL.
    Geo,
}

impl Vocabulary {
    /// Every vocabulary.
    pub const ALL: [Self; 6] = [Self::Sem, Self::Prov, Self::Org, Self::Schema, Self::Foaf, Self::Geo];

    /// Its name for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Sem => "Simple Event Model",
            Self::Prov => "PROV-O",
            Self::Org => "The Organization Ontology",
            Self::Schema => "schema.org",
            Self::Foaf => "Friend of a Friend",
            Self::Geo => "GeoSPARQL",
        }
    }

    /// Its prefix and namespace.
    #[must_use]
    pub const fn namespace(self) -> (&'static str, &'static str) {
        match self {
            Self::Sem => ("sem", "http://semanticweb.cs.vu.nl/2009/11/sem/"),
            Self::Prov => ("prov", "http://www.w3.org/ns/prov#"),
            Self::Org => ("org", "http://www.w3.org/ns/org#"),
            Self::Schema => ("schema", "https://schema.org/"),
            Self::Foaf => ("foaf", "http://xmlns.com/foaf/0.1/"),
            Self::Geo => ("geo", "http://www.opengis.net/ont/geosparql#"),
        }
    }
}

/// What a statement in our terms says in those of others.
#[derive(Clone, Debug, Default)]
pub struct Alignment {
    vocabularies: Vec<Vocabulary>,
    classes: BTreeMap<NamedNode, BTreeSet<NamedNode>>,
    properties: BTreeMap<NamedNode, BTreeSet<NamedNode>>,
}

impl Alignment {
    /// The alignment to some vocabularies, by the ontology that ships with chancery.
    ///
    /// # Panics
    /// Never: a test reads the shipped files.
    #[must_use]
    pub fn new(vocabularies: &[Vocabulary]) -> Self {
        if vocabularies.is_empty() {
            return Self::default();
        }
        let quads: Vec<Quad> = (FILES.iter())
            .flat_map(|(_, turtle)| RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle))
            .collect::<Result<_, _>>()
            .expect("the shipped ontology is valid Turtle");
        let wanted = |term: &NamedNode| {
            vocabularies.iter().any(|vocabulary| term.as_str().starts_with(vocabulary.namespace().1))
        };
        Self {
            vocabularies: vocabularies.to_vec(),
            classes: closure(&quads, rdfs::SUB_CLASS_OF, wanted),
            properties: closure(&quads, rdfs::SUB_PROPERTY_OF, wanted),
        }
    }

    /// The vocabularies aligned to.
    #[must_use]
    pub fn vocabularies(&self) -> &[Vocabulary] {
        &self.vocabularies
    }

    /// Statements in the terms of others that follow from one in ours, in the same graph.
    pub fn of<'a>(&'a self, quad: &'a Quad) -> impl Iterator<Item = Quad> + 'a {
        let classes = match &quad.object {
            Term::NamedNode(class) if quad.predicate == rdf::TYPE => self.classes.get(class),
            _ => None,
        };
        let types = classes.into_iter().flatten().map(|class| Quad { object: class.clone().into(), ..quad.clone() });
        let properties = self.properties.get(&quad.predicate).into_iter().flatten();
        types.chain(properties.map(|property| Quad { predicate: property.clone(), ..quad.clone() }))
    }
}

/// For each of our terms the wanted ones that it implies by a relation or a close match, over any number of our own terms.
fn closure(
    quads: &[Quad],
    relation: NamedNodeRef<'_>,
    wanted: impl Fn(&NamedNode) -> bool,
) -> BTreeMap<NamedNode, BTreeSet<NamedNode>> {
    let is_class = relation == rdfs::SUB_CLASS_OF;
    let mut up: BTreeMap<&NamedNode, Vec<&NamedNode>> = BTreeMap::new();
    for quad in quads {
        let (NamedOrBlankNode::NamedNode(from), Term::NamedNode(to)) = (&quad.subject, &quad.object) else { continue };
        // Names of classes begin with a capital, here and in all vocabularies aligned to.
        let local = from.as_str().strip_prefix(ch::NAMESPACE).unwrap_or_default();
        let matches = [skos::CLOSE_MATCH, skos::EXACT_MATCH].contains(&quad.predicate.as_ref())
            && local.starts_with(char::is_uppercase) == is_class;
        if !local.is_empty() && (quad.predicate == relation || matches) {
            up.entry(from).or_default().push(to);
        }
    }
    let mut implied = BTreeMap::new();
    for &term in up.keys() {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![term];
        while let Some(here) = open.pop() {
            for &to in up.get(here).into_iter().flatten() {
                if wanted(to) {
                    found.insert(to.clone());
                }
                if seen.insert(to) {
                    open.push(to);
                }
            }
        }
        if !found.is_empty() {
            implied.insert(term.clone(), found);
        }
    }
    implied
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::{ClaimClass, EntityClass, Role};
    use oxigraph::model::GraphName;

    fn terms(vocabularies: &[Vocabulary], predicate: NamedNodeRef<'_>, object: NamedNodeRef<'_>) -> Vec<String> {
        let subject = NamedNode::new_unchecked("https://example.org/x");
        let quad = Quad::new(subject, predicate.into_owned(), object.into_owned(), GraphName::DefaultGraph);
        let term = |quad: Quad| match quad.object {
            Term::NamedNode(class) if quad.predicate == rdf::TYPE => class.into_string(),
            _ => quad.predicate.into_string(),
        };
        Alignment::new(vocabularies).of(&quad).map(term).collect()
    }

    #[test]
    fn classes_and_properties_are_followed_to_the_top() {
        assert_eq!(
            terms(&[Vocabulary::Sem], rdf::TYPE, ClaimClass::Meeting.iri()),
            ["http://semanticweb.cs.vu.nl/2009/11/sem/Event"]
        );
        assert_eq!(
            terms(&[Vocabulary::Sem], Role::Agent.iri(), ch::ENTITY),
            ["http://semanticweb.cs.vu.nl/2009/11/sem/hasActor"]
        );
        assert_eq!(
            terms(&[Vocabulary::Org, Vocabulary::Foaf], rdf::TYPE, EntityClass::PoliticalParty.iri()),
            [
                "http://www.w3.org/ns/org#Organization",
                "http://xmlns.com/foaf/0.1/Agent",
                "http://xmlns.com/foaf/0.1/Organization"
            ]
        );
        assert_eq!(terms(&[Vocabulary::Org], ch::HOLDS_POST, ch::ENTITY), ["http://www.w3.org/ns/org#holds"]);
    }

    #[test]
    fn wider_and_related_terms_are_not_written() {
        assert!(terms(&[Vocabulary::Sem], rdf::TYPE, ClaimClass::Tenure.iri()).is_empty());
        assert!(terms(&[], rdf::TYPE, ClaimClass::Meeting.iri()).is_empty());
    }
}
