//! Occurrences as quads.
use super::{Occurrence, Report};
use crate::graph::iri::{self, Base, SharedGraph, slug};
use crate::graph::{count_as_integer, fingerprint};
use crate::ontology::vocabulary::{ch, rdf, rdfs, xsd};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term};
use std::collections::BTreeSet;

/// What the occurrences under one key say, in the identity graph, each with its IRI.
#[must_use]
pub fn quads(base: &Base, occurrences: &[Occurrence<'_>]) -> Vec<(NamedNode, Vec<Quad>)> {
    let nodes: Vec<NamedNode> = occurrences.iter().map(|occurrence| node(base, occurrence)).collect();
    let describe = |(occurrence, node): (&Occurrence<'_>, &NamedNode)| {
        (node.clone(), describe(base, occurrence, node, occurrence.realises.map(|plan| nodes[plan].clone())))
    };
    occurrences.iter().zip(&nodes).map(describe).collect()
}

/// Named after its first claim, so that no two share a name.
fn node(base: &Base, occurrence: &Occurrence<'_>) -> NamedNode {
    let first = occurrence.reports.first().map(|report| claim(base, report).into_string()).unwrap_or_default();
    let digest = fingerprint::of_texts([first.as_str()]);
    base.occurrence(&[&slug(occurrence.class.name()), "-", &digest[..16]].concat())
}

fn claim(base: &Base, report: &Report<'_>) -> NamedNode {
    iri::part(&base.resource(&report.source.article), 'c', report.event.number as usize)
}

fn describe(base: &Base, occurrence: &Occurrence<'_>, node: &NamedNode, plan: Option<NamedNode>) -> Vec<Quad> {
    let graph = base.shared_graph(SharedGraph::Identity);
    let mut quads = Vec::new();
    let mut add = |property: NamedNodeRef<'_>, object: Term| {
        quads.push(Quad::new(node.clone(), property, object, graph.clone()));
    };
    let count = |count: usize| Literal::from(count_as_integer(u32::try_from(count).unwrap_or(u32::MAX)));
    add(rdf::TYPE, ch::OCCURRENCE.into_owned().into());
    add(rdfs::LABEL, Literal::from(label(occurrence)).into());
    add(ch::OCCURRENCE_CLASS, occurrence.class.iri().into_owned().into());
    for report in &occurrence.reports {
        add(ch::REPORTS, claim(base, report).into());
    }
    add(ch::ARTICLE_COUNT, count(occurrence.articles()).into());
    add(ch::PUBLISHER_COUNT, count(occurrence.publishers()).into());
    if let Some(first) = occurrence.earliest() {
        add(ch::EARLIEST_REPORT, claim(base, first).into());
    }
    if let Some(day) = occurrence.day {
        add(ch::ON_DAY, Literal::new_typed_literal(day.to_string(), xsd::DATE).into());
    }
    let involved: BTreeSet<&str> = occurrence
        .reports
        .iter()
        .flat_map(|report| report.roles.iter().map(|(_, path)| path).chain(&report.places))
        .map(String::as_str)
        .collect();
    for path in involved {
        add(ch::INVOLVES, base.resource(path).into());
    }
    for difference in occurrence.differences() {
        add(ch::DIFFERS_IN, difference.property().into_owned().into());
    }
    if let Some(plan) = plan {
        add(ch::REALISES, plan.into());
    }
    quads
}

/// "Meeting, 2024-02-14", "planned Visit".
fn label(occurrence: &Occurrence<'_>) -> String {
    let mut label = String::new();
    if occurrence.planned {
        label.push_str("planned ");
    }
    label.push_str(occurrence.class.name());
    if let Some(day) = occurrence.day {
        label.push_str(", ");
        label.push_str(&day.to_string());
    }
    label
}
