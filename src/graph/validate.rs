//! Proof that an article's graph keeps the contract: shapes, and that every quoted word stands where it is said to.
//!
//! `ontology/shapes.ttl` says the shapes in SHACL, for any validator; here are those that matter, fast, and what
//! SHACL cannot say: that the text between two offsets is the text that the graph gives.
mod identity;

use super::description::{Description, Descriptions};
use crate::ontology::vocabulary::{ch, rdf, rdfs, xsd};
use crate::ontology::{ClaimClass, EntityClass, Modality, Role};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

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
    let nodes = Descriptions::new(quads);
    let blank = quads.iter().filter_map(|quad| match &quad.subject {
        NamedOrBlankNode::NamedNode(_) => None,
        NamedOrBlankNode::BlankNode(node) => {
            Some(Violation { node: node.to_string(), reason: "is a blank node".to_owned() })
        }
    });
    let violations = blank.collect();
    let text = nodes.of(article.as_str()).literals(ch::PLAIN_TEXT).next().unwrap_or_default();
    let mut check = Check { text, starts: starts(text), nodes: &nodes, node: "", violations };
    check.article(article);
    for (iri, node) in nodes.iter() {
        check.node = iri;
        for class in node.links(rdf::TYPE) {
            if class == ch::SENTENCE {
                check.span(node);
            } else if class == ch::MENTION {
                check.span(node);
                check.at_least_one(node, ch::REFERS_TO);
            } else if let Some(class) = ClaimClass::from_iri(class.as_str()) {
                check.claim(node, class);
            } else if EntityClass::from_iri(class.as_str()).is_some() {
                check.exactly_one(node, rdfs::LABEL);
            }
        }
    }
    check.violations.sort();
    check.violations
}

/// The byte at which each character of a text starts, and its end.
fn starts(text: &str) -> Vec<usize> {
    text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect()
}

struct Check<'a> {
    text: &'a str,
    starts: Vec<usize>,
    nodes: &'a Descriptions<'a>,
    /// The resource that is looked at.
    node: &'a str,
    violations: Vec<Violation>,
}

impl Check<'_> {
    fn fault(&mut self, reason: String) {
        self.violations.push(Violation { node: self.node.to_owned(), reason });
    }

    fn exactly_one(&mut self, node: &Description<'_>, property: NamedNodeRef<'_>) {
        let count = node.values(property).count();
        if count != 1 {
            self.fault(format!("has {count} values of {}, not one", local(property)));
        }
    }

    fn at_least_one(&mut self, node: &Description<'_>, property: NamedNodeRef<'_>) {
        if node.values(property).next().is_none() {
            self.fault(format!("has no {}", local(property)));
        }
    }

    fn article(&mut self, article: &NamedNode) {
        let node = self.nodes.of(article.as_str());
        let missing = [rdf::TYPE, ch::SHA256, ch::PLAIN_TEXT].into_iter().filter(|&p| node.values(p).count() != 1);
        for property in missing {
            let reason = format!("has not exactly one {}", local(property));
            self.violations.push(Violation { node: article.as_str().to_owned(), reason });
        }
    }

    /// That the text of a sentence or mention stands between its offsets.
    fn span(&mut self, node: &Description<'_>) {
        for property in [ch::BEGIN, ch::END, ch::TEXT] {
            self.exactly_one(node, property);
        }
        let offset = |property| node.literals(property).next().and_then(|value| value.parse::<usize>().ok());
        let (begin, end) = (offset(ch::BEGIN), offset(ch::END));
        let byte = |offset: Option<usize>| offset.and_then(|offset| self.starts.get(offset).copied());
        let stands = match (byte(begin), byte(end)) {
            (Some(begin), Some(end)) => self.text.get(begin..end),
            _ => None,
        };
        let said = node.literals(ch::TEXT).next();
        if said.is_some() && stands != said {
            self.fault(format!("{said:?} does not stand at its offsets; there stands {stands:?}"));
        }
    }

    fn claim(&mut self, node: &Description<'_>, class: ClaimClass) {
        self.exactly_one(node, ch::MODALITY);
        if !node.links(ch::MODALITY).all(|value| Modality::from_iri(value.as_str()).is_some()) {
            self.fault("has an unknown modality".to_owned());
        }
        self.exactly_one(node, ch::CONFIDENCE);
        let mut sure = node.literals(ch::CONFIDENCE).filter_map(|value| value.parse::<f64>().ok());
        if !sure.all(|sure| sure > 0.0 && sure <= 1.0) {
            self.fault("has a confidence outside (0, 1]".to_owned());
        }
        self.exactly_one(node, ch::DERIVED_BY);
        self.evidence(node);
        self.words(node);
        self.dates(node);
        for (predicate, object) in node.iter() {
            if let Some(role) = Role::from_iri(predicate.as_str()) {
                self.filler(role, object);
            }
        }
        if class == ClaimClass::Tenure {
            self.exactly_one(node, Role::Holder.iri());
            self.exactly_one(node, ch::POST);
        }
        if class.is_statement() {
            for inner in node.links(ch::SAYS) {
                if !self.says_back(inner) {
                    self.fault(format!("says {inner}, which is not attributed to it"));
                }
            }
        }
    }

    /// That the claim has a sentence as evidence, in which its trigger stands.
    fn evidence(&mut self, node: &Description<'_>) {
        self.exactly_one(node, ch::EVIDENCE);
        self.exactly_one(node, ch::TRIGGER);
        let sentence = node.links(ch::EVIDENCE).next().map(|sentence| self.nodes.of(sentence.as_str()));
        let Some(sentence) = sentence.and_then(|sentence| sentence.literals(ch::TEXT).next()) else {
            self.fault("its evidence is no sentence of the article".to_owned());
            return;
        };
        if let Some(trigger) = node.literals(ch::TRIGGER).find(|&trigger| !sentence.contains(trigger)) {
            self.fault(format!("its trigger {trigger:?} does not stand in its evidence"));
        }
    }

    /// That words given as the article's stand in the article.
    fn words(&mut self, node: &Description<'_>) {
        for property in [ch::QUOTE, ch::CONTENT, ch::DATE_TEXT, ch::TOPIC, ch::AMOUNT, ch::MEDIUM] {
            if let Some(words) = node.literals(property).find(|&words| !self.text.contains(words)) {
                self.fault(format!("its {} {words:?} does not stand in the article", local(property)));
            }
        }
    }

    fn dates(&mut self, node: &Description<'_>) {
        for property in [ch::DATE, ch::BEGIN, ch::END] {
            for value in node.values(property) {
                if !matches!(value, Term::Literal(literal) if is_date(literal)) {
                    self.fault(format!("its {} is no date, month or year: {value}", local(property)));
                }
            }
        }
    }

    /// That an entity of an admissible class fills the role.
    fn filler(&mut self, role: Role, object: &Term) {
        let Term::NamedNode(entity) = object else {
            self.fault(format!("its {} is no entity: {object}", role.name()));
            return;
        };
        let Some(entity) = self.nodes.get(entity.as_str()) else {
            self.fault(format!("its {} is not described: {entity}", role.name()));
            return;
        };
        let mut classes = entity.links(rdf::TYPE).filter_map(|class| EntityClass::from_iri(class.as_str()));
        if !classes.any(|class| role.admits(class)) {
            self.fault(format!("its {} is of no admissible class: {object}", role.name()));
        }
    }

    fn says_back(&self, inner: NamedNodeRef<'_>) -> bool {
        self.nodes.of(inner.as_str()).links(ch::ATTRIBUTED_TO).any(|statement| statement.as_str() == self.node)
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
