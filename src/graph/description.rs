//! What quads say of each resource.
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term};
use std::collections::BTreeMap;

/// What quads say of their subjects, by IRI; of blank nodes nothing is kept.
#[derive(Debug)]
pub struct Descriptions<'a>(BTreeMap<&'a str, Description<'a>>);

/// What quads say of one resource: properties with their values, in the order of the quads.
#[derive(Debug, Default)]
pub struct Description<'a>(Vec<(NamedNodeRef<'a>, &'a Term)>);

impl<'a> Descriptions<'a> {
    /// The descriptions that these quads give.
    #[must_use]
    pub fn new(quads: &'a [Quad]) -> Self {
        let mut descriptions: BTreeMap<&str, Description<'_>> = BTreeMap::new();
        for quad in quads {
            if let NamedOrBlankNode::NamedNode(subject) = &quad.subject {
                let description = descriptions.entry(subject.as_str()).or_default();
                description.0.push((quad.predicate.as_ref(), &quad.object));
            }
        }
        Self(descriptions)
    }

    /// What is said of a resource, if anything is.
    #[must_use]
    pub fn get(&self, iri: &str) -> Option<&Description<'a>> {
        self.0.get(iri)
    }

    /// What is said of a resource; nothing of one that is not described.
    #[must_use]
    pub fn of(&self, iri: &str) -> &Description<'a> {
        const NOTHING: &Description<'static> = &Description(Vec::new());
        self.get(iri).unwrap_or(NOTHING)
    }

    /// Everything described, sorted by IRI.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &Description<'a>)> {
        self.0.iter().map(|(&iri, description)| (iri, description))
    }
}

impl<'a> Description<'a> {
    /// Properties with their values.
    pub fn iter(&self) -> impl Iterator<Item = (NamedNodeRef<'a>, &'a Term)> {
        self.0.iter().copied()
    }

    /// The values of a property.
    pub fn values(&self, property: NamedNodeRef<'_>) -> impl Iterator<Item = &'a Term> {
        self.iter().filter(move |(predicate, _)| *predicate == property).map(|(_, value)| value)
    }

    /// The literals among the values of a property.
    pub fn literals(&self, property: NamedNodeRef<'_>) -> impl Iterator<Item = &'a str> {
        self.values(property).filter_map(|value| match value {
            Term::Literal(literal) => Some(literal.value()),
            _ => None,
        })
    }

    /// The resources among the values of a property.
    pub fn links(&self, property: NamedNodeRef<'_>) -> impl Iterator<Item = NamedNodeRef<'a>> {
        self.values(property).filter_map(|value| match value {
            Term::NamedNode(node) => Some(node.as_ref()),
            _ => None,
        })
    }
}
