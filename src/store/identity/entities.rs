//! The first pass: which entities of different articles are one.
use super::super::KnowledgeGraph;
use super::super::index::stale_mark;
use super::batch::{Batch, difference, outcomes};
use super::{ARTICLES, CHUNK, KEYS};
use crate::graph::dossier::{Path, Trace};
use crate::graph::identity::{self, Override, Partition, Profile, keys, may_be_one, partition};
use crate::graph::iri::SharedGraph;
use crate::ontology::EntityClass;
use crate::ontology::vocabulary::{ch, rdf, rdfs};
use oxigraph::model::{Literal, NamedNode, Quad, Term};
use oxigraph::store::StorageError;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Profiles kept at hand.
const PROFILES: usize = 50_000;

/// Groups anew the entities that share keys with stale ones; how many.
pub(super) fn resolve(graph: &KnowledgeGraph) -> Result<usize, StorageError> {
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
        let found = partition(region.values().flatten().map(Rc::as_ref), &overrides);
        regroup(&mut batch, graph, &region, &found)?;
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
        for quad in graph.identity_quads(&outcomes(graph, &node)?)? {
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
                            transaction.insert(&stale_mark(graph.base(), &mate));
                            seeds.insert(mate);
                        }
                    }
                }
                let (gone, added) = difference(&old, &new, quad);
                for quad in &gone {
                    transaction.remove(quad);
                }
                transaction.extend(&added);
            }
        }
        transaction.commit()?;
    }
    Ok(seeds)
}

/// Writes what was found of a region of entities, and marks the articles of those that go by another name now.
fn regroup(
    batch: &mut Batch<'_>,
    graph: &KnowledgeGraph,
    region: &Region,
    found: &Partition,
) -> Result<(), StorageError> {
    let base = graph.base();
    let mut outcomes: BTreeMap<&str, BTreeSet<NamedNode>> = BTreeMap::new();
    for decision in &found.decisions {
        let node = identity::decision_iri(base, decision);
        for path in [&decision.one, &decision.other] {
            outcomes.entry(path).or_default().insert(node.clone());
        }
    }
    let mut subjects: BTreeSet<NamedNode> = BTreeSet::new();
    for (path, profile) in region {
        let new = outcomes.remove(path.as_str()).unwrap_or_default();
        subjects.extend(batch.set_outcomes(&base.index(path), &new)?);
        let entity = base.resource(path);
        let before = graph.identity_quads([&entity])?;
        let canonical = found.canonical.get(path).map(|canonical| base.resource(canonical));
        let was = before.iter().find(|quad| quad.predicate == ch::SAME_REFERENT).map(|quad| quad.object.clone());
        if was != canonical.map(Term::from)
            && let Some(profile) = profile
        {
            batch.added.extend(profile.articles.iter().map(|article| stale_mark(base, article)));
        }
        subjects.insert(entity);
        batch.removed.push(stale_mark(base, path));
    }
    batch.replace(&graph.identity_quads(&subjects)?, &identity::quads(base, found));
    Ok(())
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
                class = class.max(EntityClass::from_iri(of.as_str()));
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
