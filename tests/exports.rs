//! Tables and networks for other tools, and alignments, on a small graph. That those tools read them: `exports/check.py`.
use chancery::export::{Alignment, Selection, Vocabulary, claims, event_type, export, ftm, graphml, plover, visits};
use chancery::graph::iri::{Base, SharedGraph};
use chancery::ontology::vocabulary::ch;
use chancery::ontology::{ClaimClass, FILES};
use chancery::store::KnowledgeGraph;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedNode, Quad, Term};
use std::collections::BTreeMap;

/// The graph of the queries' tests.
fn graph() -> KnowledgeGraph {
    let graph = KnowledgeGraph::in_memory(Base::default()).unwrap();
    let text = include_str!("queries/graph.trig");
    let quads: Vec<_> = RdfParser::from_format(RdfFormat::TriG)
        .with_base_iri(graph.base().as_str())
        .unwrap()
        .for_slice(text)
        .map(Result::unwrap)
        .collect();
    graph.insert(&quads).unwrap();
    graph
}

fn written(write: impl Fn(&KnowledgeGraph, &Selection, &mut Vec<u8>) -> usize) -> (usize, String) {
    let graph = graph();
    let mut out = Vec::new();
    let count = write(&graph, &Selection::Articles, &mut out);
    let mut again = Vec::new();
    write(&graph, &Selection::Articles, &mut again);
    assert_eq!(out, again, "two exports differ");
    (count, String::from_utf8_lossy(&out).into_owned())
}

/// The rows of a CSV file as maps from column to cell.
fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn event_types_are_those_of_the_ontology() {
    let quads: Vec<_> = FILES
        .iter()
        .flat_map(|(_, text)| RdfParser::from_format(RdfFormat::Turtle).for_slice(text))
        .map(Result::unwrap)
        .collect();
    let types = |iri: &str| -> Vec<String> {
        let own = quads.iter().filter(|quad| {
            quad.predicate.as_str().ends_with("#ploverType") && quad.subject.to_string() == format!("<{iri}>")
        });
        own.filter_map(|quad| if let Term::Literal(name) = &quad.object { Some(name.value().to_owned()) } else { None })
            .collect()
    };
    for class in ClaimClass::ALL {
        let own = types(class.iri().as_str());
        let declared = if own.is_empty() { types(class.family().iri().as_str()) } else { own };
        match event_type(*class) {
            Some((name, quad)) => {
                assert!(declared.iter().any(|known| known == name), "{class}: {name} is not in {declared:?}");
                assert!((1..=4).contains(&quad));
            }
            None => assert!(declared.is_empty(), "{class}: {declared:?} is left out"),
        }
    }
}

#[test]
fn plover_records_have_sides_and_places() {
    let (count, table) = written(|graph, selection, out| plover(graph, selection, true, out).unwrap());
    let (lines, json) = written(|graph, selection, out| plover(graph, selection, false, out).unwrap());
    let rows = rows(&table);
    assert_eq!((count, count), (rows.len(), lines));
    assert_eq!(json.lines().count(), count);
    assert!(count > 10, "{count} records");
    for row in &rows {
        assert!(!row["actor_name"].is_empty() || !row["recipient_name"].is_empty(), "{row:?}");
        assert_ne!(row["actor_id"], row["recipient_id"], "{row:?}");
    }
    let first: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!(first["event_id"], rows[0]["event_id"].as_str());
}

#[test]
fn a_visit_is_a_row_for_each_traveller() {
    let (count, table) = written(|graph, selection, out| visits(graph, selection, out).unwrap());
    let rows = rows(&table);
    assert_eq!(count, rows.len());
    assert!(rows.iter().all(|row| !row["traveller"].is_empty()));
    assert!(!rows.is_empty());
}

#[test]
fn ftm_entities_are_written_once_and_refer_to_what_is_there() {
    let (count, text) = written(|graph, selection, out| ftm(graph, selection, out).unwrap());
    let entities: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(count, entities.len());
    let ids: std::collections::BTreeSet<&str> = entities.iter().map(|entity| entity["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), count);
    for entity in &entities {
        for property in ["involved", "holder", "post", "member", "organization", "subject", "object", "proof"] {
            for value in entity["properties"][property].as_array().into_iter().flatten() {
                assert!(ids.contains(value.as_str().unwrap()), "{property} of {entity}");
            }
        }
    }
}

#[test]
fn the_network_has_an_edge_for_each_pair_class_and_modality() {
    let (count, xml) = written(|graph, selection, out| graphml(graph, selection, out).unwrap());
    assert_eq!(xml.matches("<edge ").count(), count);
    assert!(count > 5 && xml.ends_with("</graphml>"));
}

#[test]
fn a_parquet_file_has_a_row_for_each_claim() {
    let (count, file) = written(|graph, selection, out| claims(graph, selection, out).unwrap());
    let statements = include_str!("queries/graph.trig").matches("ch:modality ").count();
    assert_eq!(count, statements);
    assert!(file.starts_with("PAR1") && file.ends_with("PAR1"));
}

#[test]
fn alignments_add_statements_and_change_none() {
    let write = |alignment: &Alignment| {
        let (count, text) =
            written(|graph, selection, out| export(graph, selection, RdfFormat::NQuads, alignment, out).unwrap());
        assert_eq!(count, text.lines().count());
        text.lines().map(str::to_owned).collect::<std::collections::BTreeSet<_>>()
    };
    let (plain, aligned) = (write(&Alignment::default()), write(&Alignment::new(&[Vocabulary::Sem, Vocabulary::Prov])));
    assert!(plain.is_subset(&aligned));
    let added: Vec<_> = aligned.difference(&plain).collect();
    assert!(!added.is_empty());
    for line in added {
        assert!(line.contains("semanticweb.cs.vu.nl") || line.contains("www.w3.org/ns/prov#"), "{line}");
    }
}

#[test]
fn entities_that_are_one_go_by_one_name() {
    let graph = graph();
    let iri = |path: &str| NamedNode::new_unchecked([graph.base().as_str(), path].concat());
    let (member, canonical) = (iri("person/tesfaye-bekele"), iri("person/tesfaye-b"));
    let identity = graph.base().shared_graph(SharedGraph::Identity);
    graph.insert(&[Quad::new(member.clone(), ch::SAME_REFERENT.into_owned(), canonical.clone(), identity)]).unwrap();
    let mut out = Vec::new();
    plover(&graph, &Selection::Articles, true, &mut out).unwrap();
    let rows = rows(&String::from_utf8(out).unwrap());
    let ids = || rows.iter().flat_map(|row| [&row["actor_id"], &row["recipient_id"]]);
    assert!(ids().all(|id| id != member.as_str()));
    let row = rows.iter().find(|row| row["actor_id"] == canonical.as_str()).unwrap();
    assert_eq!((row["actor_name"].as_str(), row["actor_country"].as_str()), ("Tesfaye Bekele", "ET"));
}
