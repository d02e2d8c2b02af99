//! Shortcuts: plain triples derived from actual claims, as `ontology/chancery.ttl` declares them.
use crate::ontology::ClaimClass;
use crate::ontology::vocabulary::ch;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

/// One shortcut: subject and object are fillers of two properties of the claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortcut {
    pub from: NamedNode,
    pub to: NamedNode,
    /// A property followed once more from the object.
    pub via: Option<NamedNode>,
    pub property: NamedNode,
}

/// The shortcuts of every claim class.
#[derive(Clone, Debug, Default)]
pub struct Shortcuts(Vec<(ClaimClass, Shortcut)>);

impl Shortcuts {
    /// The shortcuts of the ontology that ships with chancery.
    ///
    /// # Panics
    /// Never: a test reads the shipped file.
    #[must_use]
    pub fn shipped() -> Self {
        let mut shortcuts = Self::default();
        for (_, turtle) in crate::ontology::FILES {
            shortcuts.0.extend(Self::parse(turtle).expect("the shipped ontology is valid Turtle").0);
        }
        shortcuts
    }

    /// The shortcuts that an ontology in Turtle declares.
    ///
    /// # Errors
    /// If it is not valid Turtle.
    pub fn parse(turtle: &str) -> Result<Self, oxigraph::io::RdfSyntaxError> {
        let quads: Vec<Quad> = RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle).collect::<Result<_, _>>()?;
        let value = |subject: &NamedOrBlankNode, predicate: NamedNodeRef<'_>| {
            quads.iter().find(|quad| quad.subject == *subject && quad.predicate == predicate).and_then(|quad| {
                match &quad.object {
                    Term::NamedNode(node) => Some(node.clone()),
                    _ => None,
                }
            })
        };
        let declared = quads.iter().filter(|quad| quad.predicate == ch::SHORTCUT).filter_map(|quad| {
            let NamedOrBlankNode::NamedNode(class) = &quad.subject else { return None };
            let class = ClaimClass::from_iri(class.as_str())?;
            let shortcut = match &quad.object {
                Term::NamedNode(node) => NamedOrBlankNode::from(node.clone()),
                Term::BlankNode(node) => node.clone().into(),
                Term::Literal(_) => return None,
            };
            let from = value(&shortcut, ch::SHORTCUT_FROM)?;
            let to = value(&shortcut, ch::SHORTCUT_TO)?;
            let property = value(&shortcut, ch::SHORTCUT_PROPERTY)?;
            Some((class, Shortcut { from, to, via: value(&shortcut, ch::SHORTCUT_VIA), property }))
        });
        Ok(Self(declared.collect()))
    }

    /// The shortcuts of a class.
    pub fn of(&self, class: ClaimClass) -> impl Iterator<Item = &Shortcut> {
        self.0.iter().filter(move |(of, _)| *of == class).map(|(_, shortcut)| shortcut)
    }
}
