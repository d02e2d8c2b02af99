//! Proof that an article's graph keeps the contract: shapes, and that every quoted word stands where it is said to.
//!
//! `ontology/shapes.ttl` says the shapes in SHACL, for any validator; here are those that matter, fast, and what
//! SHACL cannot say: that the text between two offsets is the text that the graph gives.
mod identity;

use crate::ontology::vocabulary::{ch, rdf, rdfs, xsd};
use crate::ontology::{ClaimClass, EntityClass, Modality, Role};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use std::collections::BTreeMap;

pub use identity::validate_identity;

/// A fault of a graph.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// IRI of the resource at fault.
    pub node: String,
    /// What is wrong.
    pub reason: String,
}

/// The faults of an article's graph, in the order of their resources.
#[must_use]
pub fn validate(article: &NamedNode, quads: &[Quad]) -> Vec<Violation> {
    let mut nodes: BTreeMap<&str, Node<'_>> = BTreeMap::new();
    let mut violations = Vec::new();
    for quad in quads {
        match &quad.subject {
            NamedOrBlankNode::NamedNode(subject) => {
                nodes.entry(subject.as_str()).or_default().push((quad.predicate.as_ref(), &quad.object));
            }
            NamedOrBlankNode::BlankNode(node) => {
                violations.push(Violation { node: node.to_string(), reason: "is a blank node".to_owned() });
            }
        }
    }
    let text = nodes.get(article.as_str()).and_then(|node| literals(node, ch::PLAIN_TEXT).next()).unwrap_or_default();
    let mut check = Check { text, starts: starts(text), nodes: &nodes, node: "", violations };
    check.article(article);
    for (&iri, node) in &nodes {
        check.node = iri;
        for class in nodes_of(node, rdf::TYPE) {
            if class == ch::SENTENCE {
                check.span(node);
            } else if class == ch::MENTION {
                check.span(node);
                check.at_least_one(node, ch::REFERS_TO);
            } else if let Some(&class) = ClaimClass::ALL.iter().find(|known| class == known.iri()) {
                check.claim(node, class);
            } else if EntityClass::ALL.iter().any(|known| class == known.iri()) {
                check.exactly_one(node, rdfs::LABEL);
            }
        }
    }
    check.violations.sort();
    check.violations
}

type Node<'a> = Vec<(NamedNodeRef<'a>, &'a Term)>;

fn values<'n>(node: &'n Node<'_>, property: NamedNodeRef<'n>) -> impl Iterator<Item = &'n Term> {
    node.iter().filter(move |(predicate, _)| *predicate == property).map(|(_, object)| *object)
}

fn literals<'n>(node: &'n Node<'_>, property: NamedNodeRef<'n>) -> impl Iterator<Item = &'n str> {
    values(node, property).filter_map(|term| match term {
        Term::Literal(literal) => Some(literal.value()),
        _ => None,
    })
}

fn nodes_of<'n>(node: &'n Node<'_>, property: NamedNodeRef<'n>) -> impl Iterator<Item = NamedNodeRef<'n>> {
    values(node, property).filter_map(|term| match term {
        Term::NamedNode(node) => Some(node.as_ref()),
        _ => None,
    })
}

/// The byte at which each character of a text starts, and its end.
fn starts(text: &str) -> Vec<usize> {
    text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect()
}

struct Check<'a> {
    text: &'a str,
    starts: Vec<usize>,
    nodes: &'a BTreeMap<&'a str, Node<'a>>,
    /// The resource that is looked at.
    node: &'a str,
    violations: Vec<Violation>,
}

impl Check<'_> {
    fn fault(&mut self, reason: String) {
        self.violations.push(Violation { node: self.node.to_owned(), reason });
    }

    fn exactly_one(&mut self, node: &Node<'_>, property: NamedNodeRef<'_>) {
        let count = values(node, property).count();
        if count != 1 {
            self.fault(format!("has {count} values of {}, not one", local(property)));
        }
    }

    fn at_least_one(&mut self, node: &Node<'_>, property: NamedNodeRef<'_>) {
        if values(node, property).next().is_none() {
            self.fault(format!("has no {}", local(property)));
        }
    }

    fn article(&mut self, article: &NamedNode) {
        let nodes = self.nodes;
        let empty = Vec::new();
        let node = nodes.get(article.as_str()).unwrap_or(&empty);
        let missing = [rdf::TYPE, ch::SHA256, ch::PLAIN_TEXT].into_iter().filter(|&p| values(node, p).count() != 1);
        for property in missing {
            let reason = format!("has not exactly one {}", local(property));
            self.violations.push(Violation { node: article.as_str().to_owned(), reason });
        }
    }

    /// That the text of a sentence or mention stands between its offsets.
    fn span(&mut self, node: &Node<'_>) {
        for property in [ch::BEGIN, ch::END, ch::TEXT] {
            self.exactly_one(node, property);
        }
        let offset = |property| literals(node, property).next().and_then(|value| value.parse::<usize>().ok());
        let (begin, end) = (offset(ch::BEGIN), offset(ch::END));
        let byte = |offset: Option<usize>| offset.and_then(|offset| self.starts.get(offset).copied());
        let stands = match (byte(begin), byte(end)) {
            (Some(begin), Some(end)) => self.text.get(begin..end),
            _ => None,
        };
        let said = literals(node, ch::TEXT).next();
        if said.is_some() && stands != said {
            self.fault(format!("{said:?} does not stand at its offsets; there stands {stands:?}"));
        }
    }

    fn claim(&mut self, node: &Node<'_>, class: ClaimClass) {
        self.exactly_one(node, ch::MODALITY);
        if !nodes_of(node, ch::MODALITY).all(|value| Modality::ALL.iter().any(|known| value == known.iri())) {
            self.fault("has an unknown modality".to_owned());
        }
        self.exactly_one(node, ch::CONFIDENCE);
        let sure = literals(node, ch::CONFIDENCE).filter_map(|value| value.parse::<f64>().ok());
        if !sure.into_iter().all(|sure| sure > 0.0 && sure <= 1.0) {
            self.fault("has a confidence outside (0, 1]".to_owned());
        }
        self.exactly_one(node, ch::DERIVED_BY);
        self.evidence(node);
        self.words(node);
        self.dates(node);
        for (predicate, object) in node {
            if let Some(role) = Role::ALL.iter().find(|role| *predicate == role.iri()) {
                self.filler(*role, object);
            }
        }
        if class == ClaimClass::Tenure {
            self.exactly_one(node, Role::Holder.iri());
            self.exactly_one(node, ch::POST);
        }
        if class.is_statement() {
            for inner in nodes_of(node, ch::SAYS) {
                if !self.says_back(inner) {
                    self.fault(format!("says {inner}, which is not attributed to it"));
                }
            }
        }
    }

    /// That the claim has a sentence as evidence, in which its trigger stands.
    fn evidence(&mut self, node: &Node<'_>) {
        self.exactly_one(node, ch::EVIDENCE);
        self.exactly_one(node, ch::TRIGGER);
        let nodes = self.nodes;
        let sentence = nodes_of(node, ch::EVIDENCE).next().and_then(|sentence| nodes.get(sentence.as_str()));
        let Some(sentence) = sentence.and_then(|sentence| literals(sentence, ch::TEXT).next()) else {
            self.fault("its evidence is no sentence of the article".to_owned());
            return;
        };
        if let Some(trigger) = literals(node, ch::TRIGGER).find(|&trigger| !sentence.contains(trigger)) {
            self.fault(format!("its trigger {trigger:?} does not stand in its evidence"));
        }
    }

    /// That words given as the article's stand in the article.
    fn words(&mut self, node: &Node<'_>) {
        for property in [ch::QUOTE, ch::CONTENT, ch::DATE_TEXT, ch::TOPIC, ch::AMOUNT, ch::MEDIUM] {
            if let Some(words) = literals(node, property).find(|&words| !self.text.contains(words)) {
                self.fault(format!("its {} {words:?} does not stand in the article", local(property)));
            }
        }
    }

    fn dates(&mut self, node: &Node<'_>) {
        for property in [ch::DATE, ch::BEGIN, ch::END] {
            for value in values(node, property) {
                if !matches!(value, Term::Literal(literal) if is_date(literal)) {
                    self.fault(format!("its {} is no date, month or year: {value}", local(property)));
                }
            }
        }
    }

    /// That an entity of an admissible class fills the role.
    fn filler(&mut self, role: Role, object: &Term) {
        let nodes = self.nodes;
        let Term::NamedNode(entity) = object else {
            self.fault(format!("its {} is no entity: {object}", role.name()));
            return;
        };
        let Some(entity) = nodes.get(entity.as_str()) else {
            self.fault(format!("its {} is not described: {entity}", role.name()));
            return;
        };
        let classes = nodes_of(entity, rdf::TYPE)
            .filter_map(|class| EntityClass::ALL.iter().copied().find(|known| class == known.iri()));
        if !classes.into_iter().any(|class| role.admits(class)) {
            self.fault(format!("its {} is of no admissible class: {object}", role.name()));
        }
    }

    fn says_back(&self, inner: NamedNodeRef<'_>) -> bool {
        self.nodes
            .get(inner.as_str())
            .is_some_and(|inner| nodes_of(inner, ch::ATTRIBUTED_TO).any(|statement| statement.as_str() == self.node))
    }
}

fn is_date(literal: &Literal) -> bool {
    let (datatype, value) = (literal.datatype(), literal.value());
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if datatype == xsd::DATE {
        value.parse::<jiff::civil::Date>().is_ok()
    } else if datatype == xsd::G_YEAR_MONTH {
        value.split_once('-').is_some_and(|(year, month)| digits(year, 4) && digits(month, 2))
    } else {
        datatype == xsd::G_YEAR && digits(value, 4)
    }
}

/// The local name of one of our own or of a common property.
fn local(property: NamedNodeRef<'_>) -> &str {
    let iri = property.as_str();
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}
