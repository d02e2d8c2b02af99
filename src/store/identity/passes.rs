//! The three passes: entities, articles, occurrences.
use super::super::KnowledgeGraph;
use super::CHUNK;
use crate::graph::dossier::{Dossier, Path, Trace};
use crate::graph::identity::{self, Override, Partition, Profile, keys, may_be_one, partition};
use crate::graph::iri::SharedGraph;
use crate::graph::{fingerprint, occurrence};
use crate::ontology::EntityClass;
use crate::ontology::vocabulary::{ch, rdf, rdfs};
use oxigraph::model::{GraphNameRef, Literal, NamedNode, Quad, Term};
use oxigraph::store::StorageError;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Start of the paths of articles, as opposed to those of entities.
const ARTICLES: &str = "article/";
/// Start of the index paths of occurrence keys.
const KEYS: &str = "key/";
/// Profiles kept at hand.
const PROFILES: usize = 50_000;
/// Dossiers kept at hand.
const AT_HAND: usize = 2_000;

/// Groups anew the entities that share keys with stale ones; how many.
pub(super) fn entities(graph: &KnowledgeGraph) -> Result<usize, StorageError> {
    let is_entity = |path: &str| !path.starts_with(ARTICLES) && !path.starts_with(KEYS);
    let stale: Vec<Path> = graph.stale()?.into_iter().map(|(path, _)| path).filter(|path| is_entity(path)).collect();
    let overrides = graph.overrides()?;
    let mut profiles = Profiles::new(graph, &overrides);
    let seeds = update_keys(graph, &stale, &mut profiles)?;
    let mut seen: BTreeSet<Path> = BTreeSet::new();
    let mut batch = Batch::new(graph);
    for seed in seeds {
        if seen.contains(&seed) {
            continue;
        }
        let region = region(graph, seed, &mut profiles)?;
        let members: Vec<Profile> = region.values().flatten().map(|profile| (**profile).clone()).collect();
        let found = partition(&members, &overrides);
        batch.regroup(&region, &found)?;
        seen.extend(region.into_keys());
        batch.commit_if_full()?;
    }
    batch.commit()?;
    Ok(seen.len())
}

/// Everything whose name goes with that of an entity, directly or through others, and what was ever decided with it.
fn region(graph: &KnowledgeGraph, seed: Path, profiles: &mut Profiles<'_>) -> Result<Region, StorageError> {
    let base = graph.base();
    let mut region = Region::new();
    let mut waiting = vec![seed];
    while let Some(path) = waiting.pop() {
        if region.contains_key(&path) {
            continue;
        }
        let node = base.index(&path);
        let profile = profiles.get(&path)?;
        if let Some(one) = &profile {
            let mut mates = BTreeSet::new();
            for key in graph.index_values(&node, ch::INDEX_KEY)? {
                mates.extend(graph.under_key(&key)?);
            }
            for mate in mates {
                if !region.contains_key(&mate)
                    && let Some(other) = profiles.get(&mate)?
                    && may_be_one(one, &other)
                {
                    waiting.push(mate);
                }
            }
        }
        let decided = graph.index_values(&node, ch::INDEX_OUTCOME)?.into_iter().map(NamedNode::new_unchecked);
        for quad in graph.identity_quads(&decided.collect::<Vec<_>>())? {
            if let (true, Term::NamedNode(entity)) = (quad.predicate == ch::IDENTIFIES, quad.object) {
                waiting.push(base.path(entity.as_str()).to_owned());
            }
        }
        let told = profiles.overrides.iter().filter(|told| told.one == path || told.other == path);
        waiting.extend(told.flat_map(|told| [told.one.clone(), told.other.clone()]));
        region.insert(path, profile);
    }
    Ok(region)
}

/// Brings the keys of stale entities up to date. Gives these entities, and those whose names may have gone with theirs
/// before, which are marked as stale too.
fn update_keys(
    graph: &KnowledgeGraph,
    stale: &[Path],
    profiles: &mut Profiles<'_>,
) -> Result<BTreeSet<Path>, StorageError> {
    let index = graph.base().shared_graph(SharedGraph::Index);
    let mut seeds: BTreeSet<Path> = stale.iter().cloned().collect();
    for chunk in stale.chunks(CHUNK) {
        let mut transaction = graph.store().start_transaction()?;
        for path in chunk {
            let node = graph.base().index(path);
            let profile = profiles.get(path)?;
            let forms = [
                (ch::INDEX_FORM, profile.as_ref().map(|profile| vec![profile.form()])),
                (ch::INDEX_KEY, profile.as_ref().map(|profile| keys::keys(profile))),
            ];
            let mut changed = false;
            for (property, new) in forms {
                let old: BTreeSet<String> = graph.index_values(&node, property)?.into_iter().collect();
                let new: BTreeSet<String> = new.unwrap_or_default().into_iter().collect();
                let quad =
                    |value: &String| Quad::new(node.clone(), property, Literal::from(value.as_str()), index.clone());
                changed |= !old.is_subset(&new);
                if changed && property == ch::INDEX_KEY {
                    for key in &old {
                        for mate in graph.under_key(key)? {
                            let mate_node = graph.base().index(&mate);
                            transaction.insert(&Quad::new(
                                mate_node,
                                ch::INDEX_STALE,
                                Literal::from(true),
                                index.clone(),
                            ));
                            seeds.insert(mate);
                        }
                    }
                }
                for gone in old.difference(&new) {
                    transaction.remove(&quad(gone));
                }
                for added in new.difference(&old) {
                    transaction.insert(&quad(added));
                }
            }
        }
        transaction.commit()?;
    }
    Ok(seeds)
}

type Region = BTreeMap<Path, Option<Rc<Profile>>>;

/// Profiles of entities, read once.
struct Profiles<'a> {
    graph: &'a KnowledgeGraph,
    overrides: &'a [Override],
    read: FxHashMap<Path, Option<Rc<Profile>>>,
}

impl<'a> Profiles<'a> {
    fn new(graph: &'a KnowledgeGraph, overrides: &'a [Override]) -> Self {
        Self { graph, overrides, read: FxHashMap::default() }
    }

    /// The profile of an entity, if any article speaks of it by a name, or a person decided on it.
    fn get(&mut self, path: &str) -> Result<Option<Rc<Profile>>, StorageError> {
        if let Some(profile) = self.read.get(path) {
            return Ok(profile.clone());
        }
        let mut profile = profile(self.graph, path)?;
        if profile.is_none() && self.overrides.iter().any(|told| told.one == path || told.other == path) {
            profile = described(self.graph, path)?;
        }
        let profile = profile.map(Rc::new);
        if self.read.len() >= PROFILES {
            self.read.clear();
        }
        self.read.insert(path.to_owned(), profile.clone());
        Ok(profile)
    }
}

/// A profile of what is known of an entity that has no traces, being in the knowledge base or having no proper name.
fn described(graph: &KnowledgeGraph, path: &str) -> Result<Option<Profile>, StorageError> {
    let node = graph.base().resource(path);
    let (mut class, mut label) = (None, None);
    for quad in graph.store().quads_for_pattern(Some(node.as_ref().into()), None, None, None) {
        let quad = quad?;
        match quad.object {
            Term::NamedNode(of) if quad.predicate == rdf::TYPE => {
                let found = EntityClass::ALL.iter().copied().find(|class| of == class.iri());
                class = class.max(found);
            }
            Term::Literal(name) if quad.predicate == rdfs::LABEL => {
                label = label.max(Some(name.value().to_owned()));
            }
            _ => {}
        }
    }
    let (Some(class), Some(label)) = (class, label) else { return Ok(None) };
    let trace = Trace::bare(class, label);
    Ok(Profile::new(path, &[trace]))
}

/// The profile of an entity, if any article still speaks of it.
fn profile(graph: &KnowledgeGraph, path: &str) -> Result<Option<Profile>, StorageError> {
    let entries = graph.index_values(&graph.base().index(path), ch::INDEX_ENTRY)?;
    let traces: Vec<Trace> = entries.iter().filter_map(|entry| serde_json::from_str(entry).ok()).collect();
    Ok(Profile::new(path, &traces))
}

/// Brings the occurrence keys of stale articles up to date, and marks the keys as stale.
pub(super) fn articles(graph: &KnowledgeGraph) -> Result<(), StorageError> {
    let index = graph.base().shared_graph(SharedGraph::Index);
    let stale: Vec<Path> =
        graph.stale()?.into_iter().map(|(path, _)| path).filter(|p| p.starts_with(ARTICLES)).collect();
    let canonical = Canonical::new(graph);
    for chunk in stale.chunks(CHUNK) {
        let mut transaction = graph.store().start_transaction()?;
        for path in chunk {
            let node = graph.base().index(path);
            let old: BTreeSet<String> = graph.index_values(&node, ch::INDEX_KEY)?.into_iter().collect();
            let new: BTreeSet<String> = match dossier(graph, path)? {
                Some(dossier) => {
                    let of = canonical.of_all(&dossier)?;
                    occurrence::reports(&dossier, &of).into_iter().map(|report| report.key).collect()
                }
                None => BTreeSet::new(),
            };
            let quad =
                |key: &String| Quad::new(node.clone(), ch::INDEX_KEY, Literal::from(key.as_str()), index.clone());
            for key in old.difference(&new) {
                transaction.remove(&quad(key));
            }
            for key in new.difference(&old) {
                transaction.insert(&quad(key));
            }
            for key in old.union(&new) {
                transaction.insert(&mark(graph, key));
            }
            transaction.remove(&Quad::new(node, ch::INDEX_STALE, Literal::from(true), index.clone()));
        }
        transaction.commit()?;
    }
    Ok(())
}

/// The mark of a stale key, which holds the key.
fn mark(graph: &KnowledgeGraph, key: &str) -> Quad {
    let index = graph.base().shared_graph(SharedGraph::Index);
    Quad::new(key_node(graph, key), ch::INDEX_STALE, Literal::from(key), index)
}

fn key_node(graph: &KnowledgeGraph, key: &str) -> NamedNode {
    graph.base().index(&[KEYS, &fingerprint::of_texts([key])[..32]].concat())
}

fn dossier(graph: &KnowledgeGraph, path: &str) -> Result<Option<Dossier>, StorageError> {
    let entries = graph.index_values(&graph.base().index(path), ch::INDEX_ENTRY)?;
    Ok(entries.first().and_then(|entry| serde_json::from_str(entry).ok()))
}

/// An article's dossier, and the canonical paths of the entities in it.
type Known = (Dossier, FxHashMap<Path, Path>);

/// Finds anew the occurrences under stale keys; how many keys.
pub(super) fn occurrences(graph: &KnowledgeGraph) -> Result<usize, StorageError> {
    let stale = graph.stale()?;
    let stale: Vec<String> = stale.into_iter().filter(|(path, _)| path.starts_with(KEYS)).map(|(_, key)| key).collect();
    let canonical = Canonical::new(graph);
    let mut at_hand: FxHashMap<Path, Rc<Known>> = FxHashMap::default();
    let mut batch = Batch::new(graph);
    for key in &stale {
        let mut dossiers = Vec::new();
        for path in graph.under_key(key)? {
            if !at_hand.contains_key(&path) {
                if at_hand.len() >= AT_HAND {
                    at_hand.clear();
                }
                if let Some(dossier) = dossier(graph, &path)? {
                    let names = canonical.map(&dossier)?;
                    at_hand.insert(path.clone(), Rc::new((dossier, names)));
                }
            }
            dossiers.extend(at_hand.get(&path).cloned());
        }
        let reports = dossiers.iter().flat_map(|known| {
            let (dossier, names) = &**known;
            let of = |path: &str| names.get(path).cloned().unwrap_or_else(|| path.to_owned());
            occurrence::reports(dossier, &of).into_iter().filter(|report| report.key == *key)
        });
        let found = occurrence::group(reports.collect());
        batch.rewrite(&key_node(graph, key), occurrence::quads(graph.base(), &found))?;
        batch.removed.push(mark(graph, key));
        batch.commit_if_full()?;
    }
    batch.commit()?;
    Ok(stale.len())
}

/// By whose names entities go.
struct Canonical<'a> {
    graph: &'a KnowledgeGraph,
    known: RefCell<FxHashMap<Path, Path>>,
}

impl<'a> Canonical<'a> {
    fn new(graph: &'a KnowledgeGraph) -> Self {
        Self { graph, known: RefCell::default() }
    }

    fn of(&self, path: &str) -> Result<Path, StorageError> {
        if let Some(found) = self.known.borrow().get(path) {
            return Ok(found.clone());
        }
        let (base, identity) = (self.graph.base(), self.graph.base().shared_graph(SharedGraph::Identity));
        let node = base.resource(path);
        let mut links = self.graph.store().quads_for_pattern(
            Some(node.as_ref().into()),
            Some(ch::SAME_REFERENT),
            None,
            Some(GraphNameRef::from(&identity)),
        );
        let found = match links.next().transpose()?.map(|quad| quad.object) {
            Some(Term::NamedNode(canonical)) => base.path(canonical.as_str()).to_owned(),
            _ => path.to_owned(),
        };
        self.known.borrow_mut().insert(path.to_owned(), found.clone());
        Ok(found)
    }

    /// The names of all actors of a dossier that go by another.
    fn map(&self, dossier: &Dossier) -> Result<FxHashMap<Path, Path>, StorageError> {
        let mut names = FxHashMap::default();
        for path in dossier.actors.keys() {
            let canonical = self.of(path)?;
            if canonical != *path {
                names.insert(path.clone(), canonical);
            }
        }
        Ok(names)
    }

    fn of_all(&self, dossier: &Dossier) -> Result<impl Fn(&str) -> Path + use<>, StorageError> {
        let names = self.map(dossier)?;
        Ok(move |path: &str| names.get(path).cloned().unwrap_or_else(|| path.to_owned()))
    }
}

/// Changes of the identity graph, committed from time to time.
struct Batch<'a> {
    graph: &'a KnowledgeGraph,
    added: Vec<Quad>,
    removed: Vec<Quad>,
    steps: usize,
}

impl<'a> Batch<'a> {
    const fn new(graph: &'a KnowledgeGraph) -> Self {
        Self { graph, added: Vec::new(), removed: Vec::new(), steps: 0 }
    }

    fn commit_if_full(&mut self) -> Result<(), StorageError> {
        self.steps += 1;
        if self.steps >= CHUNK { self.commit() } else { Ok(()) }
    }

    fn commit(&mut self) -> Result<(), StorageError> {
        self.steps = 0;
        let mut transaction = self.graph.store().start_transaction()?;
        for quad in self.removed.drain(..) {
            transaction.remove(&quad);
        }
        for quad in self.added.drain(..) {
            transaction.insert(&quad);
        }
        transaction.commit()
    }

    /// Puts the resources found under an index node in the place of those found before.
    fn rewrite(&mut self, node: &NamedNode, found: Vec<(NamedNode, Vec<Quad>)>) -> Result<(), StorageError> {
        let index = self.graph.base().shared_graph(SharedGraph::Index);
        let old: BTreeSet<NamedNode> =
            self.graph.index_values(node, ch::INDEX_OUTCOME)?.into_iter().map(NamedNode::new_unchecked).collect();
        let outcome = |of: &NamedNode| Quad::new(node.clone(), ch::INDEX_OUTCOME, of.clone(), index.clone());
        let new: BTreeSet<&NamedNode> = found.iter().map(|(node, _)| node).collect();
        for gone in old.iter().filter(|node| !new.contains(node)) {
            self.removed.push(outcome(gone));
        }
        for added in new.iter().filter(|node| !old.contains(**node)) {
            self.added.push(outcome(added));
        }
        let before = self.graph.identity_quads(&old)?;
        let after: Vec<Quad> = found.into_iter().flat_map(|(_, quads)| quads).collect();
        self.replace(&before, &after);
        Ok(())
    }

    /// Writes what was found of a region of entities, and marks the articles of those that go by another name now.
    fn regroup(&mut self, region: &Region, found: &Partition) -> Result<(), StorageError> {
        let base = self.graph.base();
        let index = base.shared_graph(SharedGraph::Index);
        let quads = identity::quads(base, found);
        let mut outcomes: BTreeMap<&str, BTreeSet<NamedNode>> = BTreeMap::new();
        for decision in &found.decisions {
            let node = identity::decision_iri(base, decision);
            for path in [&decision.one, &decision.other] {
                outcomes.entry(path).or_default().insert(node.clone());
            }
        }
        let mut subjects: BTreeSet<NamedNode> = BTreeSet::new();
        for (path, profile) in region {
            let node = base.index(path);
            let old: BTreeSet<NamedNode> =
                self.graph.index_values(&node, ch::INDEX_OUTCOME)?.into_iter().map(NamedNode::new_unchecked).collect();
            let new = outcomes.remove(path.as_str()).unwrap_or_default();
            let outcome = |of: &NamedNode| Quad::new(node.clone(), ch::INDEX_OUTCOME, of.clone(), index.clone());
            for gone in old.difference(&new) {
                self.removed.push(outcome(gone));
            }
            for added in new.difference(&old) {
                self.added.push(outcome(added));
            }
            subjects.extend(old);
            let entity = base.resource(path);
            let before = self.graph.identity_quads([&entity])?;
            let canonical = found.canonical.get(path).map(|canonical| base.resource(canonical));
            let was = before.iter().find(|quad| quad.predicate == ch::SAME_REFERENT).map(|quad| quad.object.clone());
            if was != canonical.map(Term::from)
                && let Some(profile) = profile
            {
                for article in &profile.articles {
                    let mark = Quad::new(base.index(article), ch::INDEX_STALE, Literal::from(true), index.clone());
                    self.added.push(mark);
                }
            }
            subjects.insert(entity);
            self.removed.push(Quad::new(node, ch::INDEX_STALE, Literal::from(true), index.clone()));
        }
        let before = self.graph.identity_quads(&subjects)?;
        self.replace(&before, &quads);
        Ok(())
    }

    fn replace(&mut self, before: &[Quad], after: &[Quad]) {
        let new: FxHashSet<&Quad> = after.iter().collect();
        self.removed.extend(before.iter().filter(|quad| !new.contains(quad)).cloned());
        let old: FxHashSet<&Quad> = before.iter().collect();
        self.added.extend(after.iter().filter(|quad| !old.contains(quad)).cloned());
    }
}
