//! What tables are made of: the claims of an article with everything that the store knows of their entities.
use super::{ExportError, Selection};
use crate::graph::iri::SharedGraph;
use crate::ontology::vocabulary::{ch, dcterms, owl, rdf, rdfs, schema, skos};
use crate::ontology::{ClaimClass, EntityClass, Modality, Role};
use crate::store::KnowledgeGraph;
use oxigraph::model::{
    GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef,
};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How many steps from a thing to its state: a city in a district of a province of a state.
const STEPS: usize = 5;

/// What the store knows of an entity, whichever graph says it.
#[derive(Clone, Debug)]
pub(super) struct Entity {
    pub iri: NamedNode,
    pub class: Option<EntityClass>,
    /// The longest of its labels.
    pub label: String,
    /// Its other labels and names, sorted.
    pub names: BTreeSet<String>,
    /// ISO 3166-1 alpha-2 codes of the states that it is, belongs to, represents or lies in; sorted.
    pub countries: Vec<String>,
    /// Latitude and longitude in degrees, WGS 84.
    pub coordinates: Option<(f64, f64)>,
    pub wikidata: Option<NamedNode>,
    /// The state or body that it belongs to.
    pub of: Option<NamedNode>,
}

/// By whose name an entity of another article goes: what `graph/identity` says.
#[derive(Clone, Debug, Default)]
pub(super) struct Identity {
    canonical: FxHashMap<NamedNode, NamedNode>,
    others: FxHashMap<NamedNode, Vec<NamedNode>>,
}

impl Identity {
    pub fn read(graph: &KnowledgeGraph) -> Result<Self, ExportError> {
        let name = graph.base().shared_graph(SharedGraph::Identity);
        let mut identity = Self::default();
        let store = graph.store();
        for quad in store.quads_for_pattern(None, Some(ch::SAME_REFERENT), None, Some(GraphNameRef::from(&name))) {
            let quad = quad.map_err(graph.error())?;
            if let (NamedOrBlankNode::NamedNode(member), Term::NamedNode(one)) = (quad.subject, quad.object) {
                identity.others.entry(one.clone()).or_default().push(member.clone());
                identity.canonical.insert(member, one);
            }
        }
        Ok(identity)
    }

    fn apply(&self, term: Term) -> Term {
        match term {
            Term::NamedNode(node) => Term::NamedNode(self.canonical.get(&node).cloned().unwrap_or(node)),
            other => other,
        }
    }

    /// An entity and all that go by its name, sorted.
    fn members(&self, iri: &NamedNode) -> BTreeSet<NamedNode> {
        let others = self.others.get(iri).into_iter().flatten().cloned();
        others.chain([iri.clone()]).collect()
    }
}

/// Entities looked up once.
pub(super) struct Entities<'a> {
    graph: &'a KnowledgeGraph,
    identity: Rc<Identity>,
    known: FxHashMap<NamedNode, Rc<Entity>>,
}

impl<'a> Entities<'a> {
    pub fn new(graph: &'a KnowledgeGraph) -> Result<Self, ExportError> {
        Ok(Self { graph, identity: Rc::new(Identity::read(graph)?), known: FxHashMap::default() })
    }

    /// The articles among the selected graphs, one at a time, with their entities by canonical names.
    pub fn articles(
        &self,
        selection: &Selection,
    ) -> Result<impl Iterator<Item = Result<ArticleView, ExportError>> + use<'a>, ExportError> {
        let (graph, identity) = (self.graph, Rc::clone(&self.identity));
        let graphs = selection.graphs(graph)?.into_iter();
        Ok(graphs.filter_map(move |name| ArticleView::read(graph, &name, &identity).transpose()))
    }

    pub fn get(&mut self, iri: &NamedNode) -> Result<Rc<Entity>, ExportError> {
        if let Some(entity) = self.known.get(iri) {
            return Ok(Rc::clone(entity));
        }
        let entity = Rc::new(self.read(iri)?);
        self.known.insert(iri.clone(), Rc::clone(&entity));
        Ok(entity)
    }

    /// The countries of a thing that may be no entity: a post.
    fn read(&self, iri: &NamedNode) -> Result<Entity, ExportError> {
        let mut entity = Entity {
            iri: iri.clone(),
            class: None,
            label: String::new(),
            names: BTreeSet::new(),
            countries: Vec::new(),
            coordinates: None,
            wikidata: None,
            of: None,
        };
        let mut quads = Vec::new();
        for member in self.identity.members(iri) {
            quads.append(&mut self.about(&member)?);
        }
        for quad in quads {
            match (quad.predicate.as_ref(), quad.object) {
                (rdf::TYPE, Term::NamedNode(class)) => {
                    let found = EntityClass::ALL.iter().copied().find(|known| known.iri() == class.as_ref());
                    entity.class = entity.class.max(found);
                }
                (rdfs::LABEL | skos::ALT_LABEL, Term::Literal(name)) => {
                    let name = name.value().to_owned();
                    if quad.predicate == rdfs::LABEL && longer(&name, &entity.label) {
                        entity.label.clone_from(&name);
                    }
                    entity.names.insert(name);
                }
                (ch::COORDINATES, Term::Literal(pair)) => entity.coordinates = coordinates(pair.value()),
                (owl::SAME_AS, Term::NamedNode(same)) => entity.wikidata = Some(same),
                (ch::OF, Term::NamedNode(of)) => entity.of = self.identity.canonical.get(&of).cloned().or(Some(of)),
                _ => {}
            }
        }
        if entity.label.is_empty() {
            self.path(iri).clone_into(&mut entity.label);
        }
        entity.names.remove(&entity.label);
        entity.countries = self.countries(iri)?;
        Ok(entity)
    }

    fn about(&self, iri: &NamedNode) -> Result<Vec<Quad>, ExportError> {
        let subject = NamedOrBlankNodeRef::from(iri.as_ref());
        let quads = self.graph.store().quads_for_pattern(Some(subject), None, None, None);
        let mut quads: Vec<Quad> = quads.collect::<Result<_, _>>().map_err(self.graph.error())?;
        quads.sort_by_cached_key(ToString::to_string);
        Ok(quads)
    }

    /// The happening that a claim reports, if identity found one.
    pub fn occurrence(&self, claim: &Claim) -> Result<Option<NamedNode>, ExportError> {
        let object = TermRef::from(claim.iri.as_ref());
        let quads = self.graph.store().quads_for_pattern(None, Some(ch::REPORTS), Some(object), None);
        let mut found = BTreeSet::new();
        for quad in quads {
            if let NamedOrBlankNode::NamedNode(occurrence) = quad.map_err(self.graph.error())?.subject {
                found.insert(occurrence);
            }
        }
        Ok(found.pop_first())
    }

    /// The IRI without the base.
    pub fn path<'b>(&self, iri: &'b NamedNode) -> &'b str {
        iri.as_str().strip_prefix(self.graph.base().as_str()).unwrap_or(iri.as_str())
    }

    fn countries(&self, iri: &NamedNode) -> Result<Vec<String>, ExportError> {
        let mut codes = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut here = self.identity.members(iri);
        for _ in 0..STEPS {
            let mut next = BTreeSet::new();
            for iri in &here {
                if let Some(code) = self.path(iri).strip_prefix("state/") {
                    codes.insert(code.to_owned());
                    continue;
                }
                for quad in self.about(iri)? {
                    let up = [ch::OF, ch::REPRESENTS, ch::LOCATED_IN].contains(&quad.predicate.as_ref());
                    if let (true, Term::NamedNode(to)) = (up, quad.object) {
                        next.insert(to);
                    }
                }
            }
            seen.append(&mut here);
            here = next.difference(&seen).cloned().collect();
        }
        Ok(codes.into_iter().collect())
    }
}

fn longer(one: &str, other: &str) -> bool {
    (one.chars().count(), other) > (other.chars().count(), one)
}

fn coordinates(pair: &str) -> Option<(f64, f64)> {
    let (latitude, longitude) = pair.split_once(' ')?;
    Some((latitude.parse().ok()?, longitude.parse().ok()?))
}

/// A claim with its properties.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub iri: NamedNode,
    pub class: ClaimClass,
    pub modality: Modality,
    properties: Vec<(NamedNode, Term)>,
}

impl Claim {
    /// The things that a property names, in order of their IRIs.
    pub fn things(&self, property: NamedNodeRef<'_>) -> impl Iterator<Item = &NamedNode> {
        self.objects(property).filter_map(|term| match term {
            Term::NamedNode(node) => Some(node),
            _ => None,
        })
    }

    /// The first value of a property.
    pub fn value(&self, property: NamedNodeRef<'_>) -> Option<&str> {
        self.objects(property).find_map(|term| match term {
            Term::Literal(literal) => Some(literal.value()),
            _ => None,
        })
    }

    fn objects(&self, property: NamedNodeRef<'_>) -> impl Iterator<Item = &Term> {
        self.properties.iter().filter(move |(found, _)| *found == property).map(|(_, object)| object)
    }

    /// When it happened or began, as precise as known: `2024-02-14`, `2024-02` or `2024`.
    pub fn date(&self) -> Option<&str> {
        self.value(ch::DATE).or_else(|| self.value(ch::BEGIN))
    }

    /// Every entity in a role, with the local name of the role; roles in order of their names.
    pub fn roles(&self) -> impl Iterator<Item = (&str, &NamedNode)> {
        self.properties.iter().filter_map(|(property, object)| {
            let role = property.as_str().strip_prefix(ch::NAMESPACE)?;
            let is_role = Role::from_name(role).is_some() || matches!(role, "place" | "post" | "about");
            match object {
                Term::NamedNode(node) if is_role => Some((role, node)),
                _ => None,
            }
        })
    }
}

/// What one article says.
#[derive(Clone, Debug)]
pub(super) struct ArticleView {
    pub iri: NamedNode,
    pub title: String,
    pub publisher: String,
    /// Date of publication.
    pub date: String,
    pub url: String,
    /// In the order of the text.
    pub claims: Vec<Claim>,
    sentences: BTreeMap<NamedNode, String>,
}

impl ArticleView {
    /// Reads one article's graph, its entities by their canonical names; none if the graph is no article's.
    pub fn read(graph: &KnowledgeGraph, name: &NamedNode, identity: &Identity) -> Result<Option<Self>, ExportError> {
        let mut subjects: BTreeMap<NamedNode, Vec<(NamedNode, Term)>> = BTreeMap::new();
        for quad in graph.store().quads_for_pattern(None, None, None, Some(GraphNameRef::from(name))) {
            let quad = quad.map_err(graph.error())?;
            if let NamedOrBlankNode::NamedNode(subject) = quad.subject {
                subjects.entry(subject).or_default().push((quad.predicate, identity.apply(quad.object)));
            }
        }
        let Some(own) = subjects.get(name) else { return Ok(None) };
        let text = |properties: &[(NamedNode, Term)], property: NamedNodeRef<'_>| {
            let mut values: Vec<&str> = (properties.iter())
                .filter(|(found, _)| *found == property)
                .filter_map(|(_, object)| match object {
                    Term::Literal(literal) => Some(literal.value()),
                    Term::NamedNode(node) => Some(node.as_str()),
                    Term::BlankNode(_) => None,
                })
                .collect();
            values.sort_unstable();
            values.first().copied().unwrap_or_default().to_owned()
        };
        let mut view = Self {
            iri: name.clone(),
            title: text(own, dcterms::TITLE),
            publisher: text(own, dcterms::PUBLISHER),
            date: text(own, dcterms::DATE),
            url: text(own, schema::URL),
            claims: Vec::new(),
            sentences: BTreeMap::new(),
        };
        for (iri, mut properties) in subjects {
            let node = |property: NamedNodeRef<'_>| {
                properties.iter().filter(move |(found, _)| *found == property).find_map(|(_, object)| match object {
                    Term::NamedNode(node) => Some(node.as_ref()),
                    _ => None,
                })
            };
            let class = node(rdf::TYPE);
            if class == Some(ch::SENTENCE) {
                view.sentences.insert(iri, text(&properties, ch::TEXT));
                continue;
            }
            let class = ClaimClass::ALL.iter().copied().find(|known| Some(known.iri()) == class);
            let modality = Modality::ALL.iter().copied().find(|known| Some(known.iri()) == node(ch::MODALITY));
            if let (Some(class), Some(modality)) = (class, modality) {
                properties.sort_by_cached_key(|(property, object)| (property.as_str().to_owned(), object.to_string()));
                properties.dedup();
                view.claims.push(Claim { iri, class, modality, properties });
            }
        }
        view.claims.sort_by_cached_key(|claim| (number(&claim.iri), claim.iri.clone()));
        Ok(Some(view))
    }

    /// The claim with this IRI.
    pub fn claim(&self, iri: &NamedNode) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.iri == *iri)
    }

    /// The sentence that a claim was read from.
    pub fn evidence(&self, claim: &Claim) -> &str {
        claim.things(ch::EVIDENCE).find_map(|sentence| self.sentences.get(sentence)).map_or("", String::as_str)
    }

    /// Who says it, if not the reporter: the speakers of the statement around it.
    pub fn attribution(&self, claim: &Claim) -> Vec<NamedNode> {
        let statement = claim.things(ch::ATTRIBUTED_TO).find_map(|iri| self.claim(iri));
        statement.map(|statement| statement.things(Role::Speaker.iri()).cloned().collect()).unwrap_or_default()
    }

    /// Labels of the posts that the article says somebody holds.
    pub fn posts(&self, holder: &NamedNode) -> Vec<NamedNode> {
        let tenures = self.claims.iter().filter(|claim| {
            claim.class == ClaimClass::Tenure && claim.things(Role::Holder.iri()).any(|iri| iri == holder)
        });
        let posts: BTreeSet<NamedNode> = tenures.flat_map(|claim| claim.things(ch::POST).cloned()).collect();
        posts.into_iter().collect()
    }
}

/// The number of a claim in its article: `article/x#c12`.
fn number(iri: &NamedNode) -> usize {
    iri.as_str().rsplit_once("#c").and_then(|(_, number)| number.parse().ok()).unwrap_or(usize::MAX)
}
