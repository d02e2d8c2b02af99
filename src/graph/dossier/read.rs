//! From the quads of an article to its dossier and traces.
use super::proper::is_proper;
use super::{Actor, Dossier, Event, Findings, Path, Trace, When};
use crate::graph::description::{Description, Descriptions};
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
    let reader = Reader { base, article, known, nodes: Descriptions::new(quads) };
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
        .filter(|(_, class)| EntityClass::from_iri(class.as_str()).is_some())
        .map(|(entity, _)| entity)
        .collect()
}

struct Reader<'a> {
    base: &'a Base,
    article: &'a NamedNode,
    known: &'a BTreeSet<String>,
    nodes: Descriptions<'a>,
}

/// An entity of the article, by its IRI.
type Entities<'a> = BTreeMap<&'a str, EntityClass>;

impl<'a> Reader<'a> {
    fn literal(&self, node: &str, property: NamedNodeRef<'_>) -> Option<&'a str> {
        self.nodes.of(node).literals(property).next()
    }

    /// The paths of the resources that one is linked to by a property.
    fn paths(&self, node: &Description<'a>, property: NamedNodeRef<'_>) -> impl Iterator<Item = Path> {
        node.links(property).map(|link| self.path(link.as_str()))
    }

    /// The class of a resource among those that `from_iri` knows.
    fn class<C: Ord>(node: &Description<'a>, from_iri: fn(&str) -> Option<C>) -> Option<C> {
        node.links(rdf::TYPE).filter_map(|class| from_iri(class.as_str())).min()
    }

    fn is_known(&self, iri: &str) -> bool {
        self.known.contains(iri)
    }

    fn path(&self, iri: &str) -> Path {
        self.base.path(iri).to_owned()
    }

    fn entities(&self) -> Entities<'a> {
        self.nodes.iter().filter_map(|(iri, node)| Some((iri, Self::class(node, EntityClass::from_iri)?))).collect()
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
        for (iri, node) in self.nodes.iter() {
            let class = Self::class(node, ClaimClass::from_iri);
            if let Some(class) = class.filter(|class| !class.is_situation() && !class.is_statement())
                && let Some(event) = self.event(iri, node, class)
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

    fn event(&self, iri: &str, node: &Description<'a>, class: ClaimClass) -> Option<Event> {
        let number = iri.strip_prefix(self.article.as_str())?.strip_prefix("#c")?.parse().ok()?;
        let modality = node.links(ch::MODALITY).next().and_then(|modality| Modality::from_iri(modality.as_str()))?;
        let filled = |(property, filler): (NamedNodeRef<'_>, &Term)| match filler {
            Term::NamedNode(filler) => Some((Role::from_iri(property.as_str())?, self.path(filler.as_str()))),
            _ => None,
        };
        let mut roles: Vec<(Role, Path)> = node.iter().filter_map(filled).collect();
        roles.sort();
        let mut places: Vec<Path> = self.paths(node, ch::PLACE).collect();
        places.sort();
        let when = |property| node.literals(property).next().and_then(When::parse);
        let count = |property| node.literals(property).next().and_then(|count| count.parse().ok());
        let sentence = node.links(ch::EVIDENCE).next();
        let begin = sentence.and_then(|sentence| self.literal(sentence.as_str(), ch::BEGIN)?.parse().ok());
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
            post: self.paths(node, ch::POST).next(),
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
                .flat_map(|property| self.paths(self.nodes.of(&iri), property))
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
        let trace = |iri: &str, class: EntityClass, label: &str| {
            let (node, path) = (self.nodes.of(iri), self.path(iri));
            let mut names: Vec<String> = node.literals(skos::ALT_LABEL).map(str::to_owned).collect();
            names.sort();
            names.insert(0, label.to_owned());
            let of: BTreeSet<Path> = [ch::REPRESENTS, ch::OF, ch::LOCATED_IN]
                .into_iter()
                .flat_map(|property| self.paths(node, property))
                .collect();
            let company = company.iter().filter(|other| **other != path).take(COMPANY).cloned().collect();
            let trace = Trace {
                article: dossier.article.clone(),
                date: dossier.date,
                class,
                names,
                posts: posts.get(iri).into_iter().flatten().cloned().collect(),
                of: of.into_iter().collect(),
                company,
            };
            (path, trace)
        };
        named.into_iter().map(|(iri, class, label)| trace(iri, class, label)).collect()
    }

    /// Whom and what the article speaks of by name, that first of which its claims and mentions speak most.
    fn company(&self, entities: &Entities<'a>) -> Vec<Path> {
        let mut mentions: BTreeMap<&str, usize> = BTreeMap::new();
        let spoken = self.nodes.iter().filter(|(node, _)| node.starts_with(self.article.as_str()));
        for (_, value) in spoken.flat_map(|(_, node)| node.iter()) {
            if let Term::NamedNode(entity) = value
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
        for (_, node) in self.nodes.iter() {
            for holder in node.links(Role::Holder.iri()) {
                posts.entry(holder.as_str()).or_default().extend(self.paths(node, ch::POST));
            }
        }
        posts
    }
}
