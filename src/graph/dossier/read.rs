//! From the quads of an article to its dossier and traces.
use super::{Actor, Dossier, Event, Findings, Path, Trace, When};
use crate::graph::iri::Base;
use crate::graph::shingle::Sketch;
use crate::ontology::vocabulary::{ch, dcterms, rdf, rdfs, skos};
use crate::ontology::{ClaimClass, EntityClass, Modality, Role};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Entities kept as company of an entity.
const COMPANY: usize = 12;

/// The dossier of an article and the traces of its named entities, from its graph. Whatever the graph lacks is left
/// out. `known` are those of its entities that the knowledge base has.
#[must_use]
pub fn findings(base: &Base, article: &NamedNode, quads: &[Quad], known: &BTreeSet<String>) -> Findings {
    let mut nodes: BTreeMap<&str, Node<'_>> = BTreeMap::new();
    for quad in quads {
        if let NamedOrBlankNode::NamedNode(subject) = &quad.subject {
            nodes.entry(subject.as_str()).or_default().push((quad.predicate.as_ref(), &quad.object));
        }
    }
    let reader = Reader { base, article, known, nodes };
    let entities = reader.entities();
    let dossier = reader.dossier(&entities);
    let traces = reader.traces(&entities, &dossier);
    Findings { dossier, traces }
}

/// The IRIs that the graph of an article gives a class of entities.
#[must_use]
pub fn entities(quads: &[Quad]) -> BTreeSet<&NamedNode> {
    let typed = quads.iter().filter(|quad| quad.predicate == rdf::TYPE);
    typed
        .filter_map(|quad| match (&quad.subject, &quad.object) {
            (NamedOrBlankNode::NamedNode(entity), Term::NamedNode(class)) => Some((entity, class)),
            _ => None,
        })
        .filter(|(_, class)| EntityClass::ALL.iter().any(|known| **class == known.iri()))
        .map(|(entity, _)| entity)
        .collect()
}

type Node<'a> = Vec<(NamedNodeRef<'a>, &'a Term)>;

struct Reader<'a> {
    base: &'a Base,
    article: &'a NamedNode,
    known: &'a BTreeSet<String>,
    nodes: BTreeMap<&'a str, Node<'a>>,
}

/// An entity of the article, by its IRI.
type Entities<'a> = BTreeMap<&'a str, EntityClass>;

impl<'a> Reader<'a> {
    fn literal(&self, node: &str, property: NamedNodeRef<'_>) -> Option<&'a str> {
        self.literals(node, property).into_iter().next()
    }

    fn literals(&self, node: &str, property: NamedNodeRef<'_>) -> Vec<&'a str> {
        let values = self.nodes.get(node).into_iter().flatten().filter(|(predicate, _)| *predicate == property);
        values
            .filter_map(|&(_, value)| match value {
                Term::Literal(literal) => Some(literal.value()),
                _ => None,
            })
            .collect()
    }

    fn links(&self, node: &str, property: NamedNodeRef<'_>) -> Vec<&'a str> {
        let values = self.nodes.get(node).into_iter().flatten().filter(|(predicate, _)| *predicate == property);
        values
            .filter_map(|&(_, value)| match value {
                Term::NamedNode(node) => Some(node.as_str()),
                _ => None,
            })
            .collect()
    }

    fn is_known(&self, iri: &str) -> bool {
        self.known.contains(iri)
    }

    fn path(&self, iri: &str) -> Path {
        self.base.path(iri).to_owned()
    }

    fn entities(&self) -> Entities<'a> {
        let class = |node: &str| {
            let types = self.links(node, rdf::TYPE);
            EntityClass::ALL.iter().copied().find(|class| types.contains(&class.iri().as_str()))
        };
        self.nodes.keys().filter_map(|&node| Some((node, class(node)?))).collect()
    }

    fn dossier(&self, entities: &Entities<'a>) -> Dossier {
        let article = self.article.as_str();
        let text = self.literal(article, ch::PLAIN_TEXT).unwrap_or_default();
        let mut dossier = Dossier {
            article: self.path(article),
            date: self.literal(article, dcterms::DATE).and_then(When::parse),
            publisher: self.literal(article, dcterms::PUBLISHER).map(str::to_owned),
            ..Dossier::default()
        };
        for &node in self.nodes.keys() {
            let types = self.links(node, rdf::TYPE);
            let class = ClaimClass::ALL.iter().copied().find(|class| types.contains(&class.iri().as_str()));
            if let Some(class) = class.filter(|class| !class.is_situation() && !class.is_statement())
                && let Some(event) = self.event(node, class)
            {
                for path in event.roles.iter().map(|(_, path)| path).chain(&event.places) {
                    self.describe(path, entities, &mut dossier.actors);
                }
                dossier.events.push(event);
            }
        }
        dossier.events.sort_by_key(|event| event.number);
        if !dossier.events.is_empty() {
            dossier.sketch = Sketch::of(text);
        }
        dossier
    }

    fn event(&self, node: &str, class: ClaimClass) -> Option<Event> {
        let number = node.strip_prefix(self.article.as_str())?.strip_prefix("#c")?.parse().ok()?;
        let modality = self.links(node, ch::MODALITY).into_iter().next()?;
        let modality = Modality::ALL.iter().copied().find(|known| known.iri().as_str() == modality)?;
        let mut roles: Vec<(Role, Path)> = Vec::new();
        for &role in Role::ALL {
            roles.extend(self.links(node, role.iri()).into_iter().map(|filler| (role, self.path(filler))));
        }
        roles.sort();
        let mut places: Vec<Path> = self.links(node, ch::PLACE).into_iter().map(|place| self.path(place)).collect();
        places.sort();
        let when = |property| self.literal(node, property).and_then(When::parse);
        let count = |property| self.literal(node, property).and_then(|count| count.parse().ok());
        let sentence = self.links(node, ch::EVIDENCE).into_iter().next();
        let begin = sentence.and_then(|sentence| self.literal(sentence, ch::BEGIN)?.parse().ok());
        Some(Event {
            number,
            class,
            modality,
            roles,
            places,
            date: when(ch::DATE),
            begin: when(ch::BEGIN),
            end: when(ch::END),
            killed: count(ch::KILLED),
            injured: count(ch::INJURED),
            post: self.links(node, ch::POST).into_iter().next().map(|post| self.path(post)),
            position: begin.unwrap_or(u32::MAX),
        })
    }

    /// Adds an entity and the states and places above it.
    fn describe(&self, path: &Path, entities: &Entities<'a>, actors: &mut BTreeMap<Path, Actor>) {
        let mut next = Some(path.clone());
        while let Some(path) = next.take() {
            let iri = self.base.resource(&path).into_string();
            let Some(&class) = entities.get(iri.as_str()) else { break };
            if actors.contains_key(&path) {
                break;
            }
            let known = self.is_known(&iri);
            let above = [ch::OF, ch::LOCATED_IN, ch::REPRESENTS]
                .into_iter()
                .flat_map(|property| self.links(&iri, property))
                .map(|above| self.path(above))
                .find(|above| *above != path);
            let telling = known || self.literal(&iri, rdfs::LABEL).is_some_and(|label| is_proper(label, class));
            actors.insert(path, Actor { class, telling, known, of: above.clone() });
            next = above;
        }
    }

    fn traces(&self, entities: &Entities<'a>, dossier: &Dossier) -> BTreeMap<Path, Trace> {
        let named: Vec<(&str, EntityClass, &str)> = entities
            .iter()
            .filter(|(node, _)| !self.is_known(node))
            .filter_map(|(&node, &class)| Some((node, class, self.literal(node, rdfs::LABEL)?)))
            .filter(|&(_, class, label)| is_proper(label, class))
            .collect();
        if named.is_empty() {
            return BTreeMap::new();
        }
        let company = self.company(entities);
        let posts = self.posts();
        let trace = |node: &str, class: EntityClass, label: &str| {
            let mut names: Vec<String> = self.literals(node, skos::ALT_LABEL).into_iter().map(str::to_owned).collect();
            names.sort();
            names.insert(0, label.to_owned());
            let of: BTreeSet<Path> = [ch::REPRESENTS, ch::OF, ch::LOCATED_IN]
                .into_iter()
                .flat_map(|property| self.links(node, property))
                .map(|of| self.path(of))
                .collect();
            Trace {
                article: dossier.article.clone(),
                date: dossier.date,
                class,
                names,
                posts: posts.get(node).into_iter().flatten().cloned().collect(),
                of: of.into_iter().collect(),
                company: company.iter().filter(|other| **other != self.path(node)).take(COMPANY).cloned().collect(),
            }
        };
        named.into_iter().map(|(node, class, label)| (self.path(node), trace(node, class, label))).collect()
    }

    /// Whom and what the article speaks of by name, that first of which its claims and mentions speak most.
    fn company(&self, entities: &Entities<'a>) -> Vec<Path> {
        let mut mentions: BTreeMap<&str, usize> = BTreeMap::new();
        let spoken = self.nodes.iter().filter(|(node, _)| node.starts_with(self.article.as_str()));
        for (_, values) in spoken.flat_map(|(_, node)| node) {
            if let Term::NamedNode(entity) = values
                && let Some((&entity, _)) = entities.get_key_value(entity.as_str())
            {
                *mentions.entry(entity).or_default() += 1;
            }
        }
        let mut ranked: Vec<(Reverse<usize>, &str)> = entities
            .iter()
            .filter(|&(node, &class)| {
                let proper = |label| is_proper(label, class) && label.contains(' ');
                self.is_known(node) || self.literal(node, rdfs::LABEL).is_some_and(proper)
            })
            .filter_map(|(&node, _)| Some((Reverse(*mentions.get(node)?), node)))
            .collect();
        ranked.sort_unstable();
        ranked.into_iter().take(COMPANY + 1).map(|(_, node)| self.path(node)).collect()
    }

    /// The posts of each holder, also those that have ended.
    fn posts(&self) -> BTreeMap<&'a str, BTreeSet<Path>> {
        let mut posts: BTreeMap<&str, BTreeSet<Path>> = BTreeMap::new();
        for &node in self.nodes.keys() {
            for holder in self.links(node, Role::Holder.iri()) {
                posts.entry(holder).or_default().extend(self.links(node, ch::POST).into_iter().map(|p| self.path(p)));
            }
        }
        posts
    }
}

/// Small words inside names of organisations and places.
const CONNECTORS: &[&str] =
    &["of", "the", "for", "and", "on", "in", "to", "&", "des", "et", "y", "e", "für", "und", "du", "dos", "das"];

/// Words in lower case inside names of persons.
const PARTICLES: &[&str] = &[
    "al", "el", "ul", "ur", "as", "ash", "ad", "ar", "an", "at", "az", "bin", "ben", "ibn", "bint", "abu", "ould",
    "de", "da", "do", "dos", "das", "del", "della", "der", "den", "van", "von", "zu", "zur", "ter", "ten", "te", "la",
    "le", "di", "du", "af", "av", "y", "e", "i", "o", "mac", "st", "jr", "sr",
];

/// Whether a label is a proper name, and not a description such as "the rebels", "EU leaders" or "his wife": every word
/// but particles and connectors starts with a capital or is a number.
fn is_proper(label: &str, class: EntityClass) -> bool {
    let mut capitals = 0;
    for word in label.split_whitespace() {
        let first = word.chars().find(|c| c.is_alphanumeric());
        if first.is_some_and(char::is_uppercase) {
            capitals += 1;
        } else if first.is_some_and(|c| c.is_ascii_digit()) {
        } else {
            let lower = word.to_lowercase();
            let head = lower.split(['-', '\'', '’']).next().unwrap_or_default();
            // Persons have particles only.
            let connector = class != EntityClass::Person && CONNECTORS.contains(&lower.as_str());
            if !connector && !PARTICLES.contains(&head) {
                return false;
            }
        }
    }
    capitals > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proper_names_and_descriptions() {
        for (label, class, proper) in [
            ("Amina Odhiambo", EntityClass::Person, true),
            ("Nuri al-Maliki", EntityClass::Person, true),
            ("Ursula von der Leyen", EntityClass::Person, true),
            ("his wife", EntityClass::Person, false),
            ("His wife", EntityClass::Person, false),
            ("prosecutors", EntityClass::Person, false),
            ("Kurdistan Workers' Party", EntityClass::PoliticalParty, true),
            ("Movement of the 23rd of March", EntityClass::ArmedGroup, true),
            ("rebels", EntityClass::ArmedGroup, false),
            ("EU leaders", EntityClass::Population, false),
            ("", EntityClass::Person, false),
            ("…", EntityClass::Person, false),
        ] {
            assert_eq!(is_proper(label, class), proper, "{label}");
        }
    }
}
