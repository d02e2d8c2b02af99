//! The network of actors as `GraphML`, which Gephi, networkx, igraph and yEd read: an edge for each pair, class and modality.
//!
//! Format: <http://graphml.graphdrawing.org>.
use super::dyad::pairs;
use super::view::Entities;
use super::{ExportError, Selection};
use crate::store::KnowledgeGraph;
use oxigraph::model::NamedNode;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

const NAMESPACE: &str = "http://graphml.graphdrawing.org/xmlns";

/// Name, what has it, and type of the attributes; the name is the key, too.
const ATTRIBUTES: &[(&str, &str, &str)] = &[
    ("label", "node", "string"),
    ("class", "node", "string"),
    ("country", "node", "string"),
    ("claims", "node", "int"),
    ("kind", "edge", "string"),
    ("family", "edge", "string"),
    ("modality", "edge", "string"),
    ("mutual", "edge", "boolean"),
    ("weight", "edge", "double"),
    ("articles", "edge", "int"),
    ("first", "edge", "string"),
    ("last", "edge", "string"),
];

type Key = (NamedNode, NamedNode, &'static str, &'static str, &'static str, bool);

#[derive(Default)]
struct Edge {
    claims: usize,
    articles: BTreeSet<NamedNode>,
    dates: BTreeSet<String>,
}

/// Writes the network; the number of edges.
///
/// # Errors
/// [`ExportError`] if the store cannot be read or `out` not be written.
pub fn graphml<W: Write>(graph: &KnowledgeGraph, selection: &Selection, out: W) -> Result<usize, ExportError> {
    let mut entities = Entities::new(graph)?;
    let mut nodes: BTreeMap<NamedNode, usize> = BTreeMap::new();
    let mut edges: BTreeMap<Key, Edge> = BTreeMap::new();
    for article in entities.articles(selection)? {
        let article = article?;
        for claim in &article.claims {
            let (pairs, directed) = pairs(claim);
            for (from, to) in pairs {
                let (Some(from), Some(to)) = (from, to) else { continue };
                for side in [&from, &to] {
                    *nodes.entry(side.clone()).or_default() += 1;
                }
                let kind = (claim.class.name(), claim.class.family().name(), claim.modality.name());
                let edge = edges.entry((from, to, kind.0, kind.1, kind.2, directed)).or_default();
                edge.claims += 1;
                edge.articles.insert(article.iri.clone());
                let date = claim.date().unwrap_or(&article.date);
                edge.dates.extend((!date.is_empty()).then(|| date.to_owned()));
            }
        }
    }
    let mut xml = Writer::new_with_indent(out, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.write_event(Event::Start(BytesStart::new("graphml").with_attributes([("xmlns", NAMESPACE)])))?;
    for (name, of, kind) in ATTRIBUTES {
        let key = [("id", *name), ("for", of), ("attr.name", name), ("attr.type", kind)];
        xml.write_event(Event::Empty(BytesStart::new("key").with_attributes(key)))?;
    }
    let graph = [("id", "actors"), ("edgedefault", "directed")];
    xml.write_event(Event::Start(BytesStart::new("graph").with_attributes(graph)))?;
    for (iri, claims) in &nodes {
        let entity = entities.get(iri)?;
        xml.write_event(Event::Start(BytesStart::new("node").with_attributes([("id", entities.path(iri))])))?;
        data(&mut xml, "label", &entity.label)?;
        data(&mut xml, "class", entity.class.map_or("", crate::ontology::EntityClass::name))?;
        data(&mut xml, "country", &entity.countries.join(";"))?;
        data(&mut xml, "claims", &claims.to_string())?;
        xml.write_event(Event::End(BytesEnd::new("node")))?;
    }
    for (number, ((from, to, kind, family, modality, directed), edge)) in edges.iter().enumerate() {
        let id = format!("e{}", number + 1);
        let attributes = [("id", id.as_str()), ("source", entities.path(from)), ("target", entities.path(to))];
        xml.write_event(Event::Start(BytesStart::new("edge").with_attributes(attributes)))?;
        data(&mut xml, "kind", kind)?;
        data(&mut xml, "family", family)?;
        data(&mut xml, "modality", modality)?;
        // Many readers know only graphs in which all edges have a direction, or none: so it is an attribute here.
        data(&mut xml, "mutual", if *directed { "false" } else { "true" })?;
        data(&mut xml, "weight", &edge.claims.to_string())?;
        data(&mut xml, "articles", &edge.articles.len().to_string())?;
        data(&mut xml, "first", edge.dates.first().map_or("", String::as_str))?;
        data(&mut xml, "last", edge.dates.last().map_or("", String::as_str))?;
        xml.write_event(Event::End(BytesEnd::new("edge")))?;
    }
    xml.write_event(Event::End(BytesEnd::new("graph")))?;
    xml.write_event(Event::End(BytesEnd::new("graphml")))?;
    xml.into_inner().flush()?;
    Ok(edges.len())
}

fn data<W: Write>(xml: &mut Writer<W>, key: &str, value: &str) -> io::Result<()> {
    if value.is_empty() {
        return Ok(());
    }
    // XML 1.0 has no place for most control characters.
    let value: String = value.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    xml.write_event(Event::Start(BytesStart::new("data").with_attributes([("key", key)])))?;
    xml.write_event(Event::Text(BytesText::new(&value)))?;
    xml.write_event(Event::End(BytesEnd::new("data")))
}
