//! The second and third pass: under which keys articles report happenings, and which of the reports are of one.
use super::super::KnowledgeGraph;
use super::super::index::stale_mark;
use super::batch::{Batch, difference};
use super::{ARTICLES, CHUNK, KEYS};
use crate::graph::dossier::{Dossier, Path};
use crate::graph::iri::SharedGraph;
use crate::graph::occurrence::Report;
use crate::graph::{fingerprint, occurrence};
use crate::ontology::vocabulary::ch;
use oxigraph::model::{GraphNameRef, Literal, NamedNode, Quad, Term};
use oxigraph::store::StorageError;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Dossiers kept at hand.
const AT_HAND: usize = 2_000;

/// Brings the occurrence keys of stale articles up to date, and marks the keys as stale.
pub(super) fn update_keys(graph: &KnowledgeGraph) -> Result<(), StorageError> {
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
                    let names = canonical.map(&dossier)?;
                    reports(&dossier, &names).into_iter().map(|report| report.key).collect()
                }
                None => BTreeSet::new(),
            };
            let quad =
                |key: &String| Quad::new(node.clone(), ch::INDEX_KEY, Literal::from(key.as_str()), index.clone());
            let (gone, added) = difference(&old, &new, quad);
            for quad in &gone {
                transaction.remove(quad);
            }
            transaction.extend(&added);
            for key in old.union(&new) {
                transaction.insert(&mark(graph, key));
            }
            transaction.remove(&stale_mark(graph.base(), path));
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

/// What an article reports of happenings, its actors by their canonical paths.
fn reports<'a>(dossier: &'a Dossier, names: &FxHashMap<Path, Path>) -> Vec<Report<'a>> {
    let of = |path: &str| names.get(path).cloned().unwrap_or_else(|| path.to_owned());
    occurrence::reports(dossier, &of)
}

/// Finds anew the occurrences under stale keys; how many keys.
pub(super) fn resolve(graph: &KnowledgeGraph) -> Result<usize, StorageError> {
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
        let all = dossiers.iter().flat_map(|known| reports(&known.0, &known.1));
        let found = occurrence::group(all.filter(|report| report.key == *key).collect());
        let found = occurrence::quads(graph.base(), &found);
        let nodes = found.iter().map(|(node, _)| node.clone()).collect();
        let before = batch.set_outcomes(&key_node(graph, key), &nodes)?;
        let quads: Vec<Quad> = found.into_iter().flat_map(|(_, quads)| quads).collect();
        batch.replace(&graph.identity_quads(&before)?, &quads);
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
}
