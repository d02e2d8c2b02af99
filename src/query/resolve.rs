//! From the names that people use to the entities of the store.
use super::QueryError;
use crate::ontology::vocabulary::{ch, rdf, rdfs, skos};
use crate::store::{KnowledgeGraph, StoreError};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use std::collections::BTreeMap;

/// Candidates shown for an ambiguous or unknown name.
const SHOWN: usize = 10;
/// Mentions counted for a candidate: enough to order them.
const COUNTED: usize = 10_000;

/// Properties that give names, best first.
const NAMES: [NamedNodeRef<'static>; 5] = [rdfs::LABEL, ch::ABBREVIATION, skos::ALT_LABEL, ch::ADJECTIVE, ch::DEMONYM];

/// The entity that a name, a path under the base or an IRI means.
///
/// The best kind of name decides: a label in exactly this form, then an abbreviation, another name, an adjective;
/// then any of these in another case or without accents; then names that contain it as words. Among entities of one
/// rank those that articles mention come before those that only the knowledge base knows.
///
/// # Errors
/// [`QueryError::UnknownName`] or [`QueryError::Ambiguous`], with candidates.
pub fn name(graph: &KnowledgeGraph, name: &str) -> Result<NamedNode, QueryError> {
    let name = name.trim();
    if let Some(entity) = by_iri(graph, name)? {
        return Ok(entity);
    }
    for property in NAMES {
        let found = graph.subjects(property, Literal::from(name).as_ref().into())?;
        let found = entities(graph, found);
        if !found.is_empty() {
            return one_of(graph, name, found);
        }
    }
    let (same, containing) = by_folded_name(graph, name)?;
    let found = if same.is_empty() { containing } else { same };
    if found.is_empty() {
        return Err(QueryError::UnknownName { name: name.to_owned(), similar: similar(graph, name)? });
    }
    one_of(graph, name, found)
}

/// The label of a resource for people: that of the knowledge base before those of articles, the longest of these.
///
/// # Errors
/// [`StoreError`] if the store cannot be read.
pub fn label(graph: &KnowledgeGraph, node: &NamedNode) -> Result<Option<String>, StoreError> {
    let knowledge = graph.base().shared_graph(crate::graph::iri::SharedGraph::Knowledge);
    let mut best: Option<(bool, usize, String)> = None;
    for quad in graph.store().quads_for_pattern(Some(node.as_ref().into()), Some(rdfs::LABEL), None, None) {
        let quad = quad.map_err(graph.error())?;
        if let Term::Literal(literal) = quad.object {
            let known = quad.graph_name == knowledge.clone().into();
            let label = literal.value().to_owned();
            let candidate = (known, label.len(), label);
            if best.as_ref().is_none_or(|best| candidate > *best) {
                best = Some(candidate);
            }
        }
    }
    Ok(best.map(|(_, _, label)| label))
}

fn by_iri(graph: &KnowledgeGraph, name: &str) -> Result<Option<NamedNode>, QueryError> {
    let iri = match NamedNode::new(name) {
        Ok(iri) => iri,
        Err(_) if name.contains('/') => graph.base().entity(name),
        Err(_) => return Ok(None),
    };
    let mut said = graph.store().quads_for_pattern(Some(iri.as_ref().into()), None, None, None);
    let is_there = said.next().transpose().map_err(graph.error())?.is_some();
    Ok(is_there.then_some(iri))
}

/// Only what lives under the base and is an entity: not articles, posts or terms of the ontology.
fn entities(graph: &KnowledgeGraph, found: Vec<NamedNode>) -> Vec<NamedNode> {
    let posts = [graph.base().as_str(), "post/"].concat();
    let articles = graph.base().articles();
    found
        .into_iter()
        .filter(|node| {
            let iri = node.as_str();
            iri.starts_with(graph.base().as_str()) && !iri.starts_with(&posts) && !iri.starts_with(&articles)
        })
        .collect()
}

fn one_of(graph: &KnowledgeGraph, name: &str, found: Vec<NamedNode>) -> Result<NamedNode, QueryError> {
    let mut ranked = Vec::new();
    for entity in found {
        ranked.push((mentions(graph, &entity)?, entity));
    }
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    if ranked.len() == 1 || (ranked[0].0 > 0 && ranked[1].0 == 0) {
        return Ok(ranked.swap_remove(0).1);
    }
    let mut candidates = Vec::new();
    for (count, entity) in ranked.into_iter().take(SHOWN) {
        let label = label(graph, &entity)?.unwrap_or_default();
        candidates.push(format!("  {}  {label} ({count} mentions)", entity.as_str()));
    }
    Err(QueryError::Ambiguous { name: name.to_owned(), candidates })
}

fn mentions(graph: &KnowledgeGraph, entity: &NamedNode) -> Result<usize, StoreError> {
    let mentions = graph.store().quads_for_pattern(None, Some(ch::REFERS_TO), Some(entity.as_ref().into()), None);
    let mut count = 0;
    for mention in mentions.take(COUNTED) {
        mention.map_err(graph.error())?;
        count += 1;
    }
    Ok(count)
}

/// Letters and digits in lower case without accents, words apart.
fn fold(name: &str) -> String {
    let plain = any_ascii::any_ascii(name).to_lowercase().replace('\'', "");
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Entities with a name that is the same when folded, and entities with a name that contains it as whole words.
fn by_folded_name(graph: &KnowledgeGraph, name: &str) -> Result<(Vec<NamedNode>, Vec<NamedNode>), QueryError> {
    let wanted = fold(name);
    let (mut same, mut containing) = (Vec::new(), Vec::new());
    if wanted.is_empty() {
        return Ok((same, containing));
    }
    let within = [" ", &wanted, " "].concat();
    each_name(graph, |entity, known| {
        let known = fold(known);
        if known == wanted {
            same.push(entity.clone());
        } else if known.len() > wanted.len() && [" ", &known, " "].concat().contains(&within) {
            containing.push(entity.clone());
        }
    })?;
    let distinct = |mut found: Vec<NamedNode>| {
        found.sort_unstable();
        found.dedup();
        entities(graph, found)
    };
    Ok((distinct(same), distinct(containing)))
}

/// Known names that are nearly the given one.
fn similar(graph: &KnowledgeGraph, name: &str) -> Result<Vec<String>, QueryError> {
    let wanted = fold(name);
    let mut near: BTreeMap<String, f64> = BTreeMap::new();
    each_name(graph, |_, known| {
        let likeness = strsim::jaro_winkler(&wanted, &fold(known));
        if likeness > 0.88 {
            near.insert(known.to_owned(), likeness);
        }
    })?;
    let mut near: Vec<(String, f64)> = near.into_iter().collect();
    near.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(near.into_iter().take(3).map(|(name, _)| name).collect())
}

fn each_name(graph: &KnowledgeGraph, mut visit: impl FnMut(&NamedNode, &str)) -> Result<(), StoreError> {
    for property in [rdfs::LABEL, skos::ALT_LABEL] {
        for quad in graph.store().quads_for_pattern(None, Some(property), None, None) {
            let quad = quad.map_err(graph.error())?;
            if let (NamedOrBlankNode::NamedNode(entity), Term::Literal(known)) = (&quad.subject, &quad.object) {
                visit(entity, known.value());
            }
        }
    }
    Ok(())
}

/// The most specific class of a resource, by its local name.
///
/// # Errors
/// [`StoreError`] if the store cannot be read.
pub fn class(graph: &KnowledgeGraph, node: &NamedNode) -> Result<Option<String>, StoreError> {
    for quad in graph.store().quads_for_pattern(Some(node.as_ref().into()), Some(rdf::TYPE), None, None) {
        if let Term::NamedNode(class) = quad.map_err(graph.error())?.object
            && let Some(name) = class.as_str().strip_prefix(ch::NAMESPACE)
        {
            return Ok(Some(name.to_owned()));
        }
    }
    Ok(None)
}
