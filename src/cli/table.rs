//! Rows as a table for people: names instead of IRIs, sentences instead of their ids.
use super::talk::Talk;
use crate::ontology::vocabulary::{ch, dcterms};
use crate::query::{Rows, resolve};
use crate::store::{KnowledgeGraph, StoreError};
use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{Attribute, Cell, ContentArrangement, Table};
use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use rustc_hash::FxHashMap;
use std::io::Write;

/// Width of a table that goes to no terminal.
const WIDTH: u16 = 160;
/// Rows of a table; more are for files.
const ROWS: usize = 1000;

/// Writes rows as a table that fits the terminal.
pub(super) fn write(graph: &KnowledgeGraph, rows: Rows, mut out: impl Write, talk: &Talk) -> anyhow::Result<()> {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    if table.width().is_none() {
        table.set_width(WIDTH);
    }
    table.set_header(rows.variables.iter().map(|variable| Cell::new(variable.as_str()).add_attribute(Attribute::Bold)));
    let mut names = Names { graph, known: FxHashMap::default() };
    let mut count = 0usize;
    for row in rows {
        let row = row?;
        count += 1;
        if count > ROWS {
            break;
        }
        let mut cells = Vec::with_capacity(row.len());
        for term in row {
            cells.push(match term {
                Some(term) => names.text(&term)?,
                None => String::new(),
            });
        }
        table.add_row(cells);
    }
    writeln!(out, "{table}")?;
    out.flush()?;
    match count {
        0 => talk.say("no rows"),
        1 => talk.say("1 row"),
        _ if count > ROWS => talk.warn(&format!("only the first {ROWS} rows are shown; use --format csv for all")),
        _ => talk.say(&format!("{count} rows")),
    }
    Ok(())
}

/// What people call the resources of the store.
struct Names<'a> {
    graph: &'a KnowledgeGraph,
    known: FxHashMap<NamedNode, String>,
}

impl Names<'_> {
    fn text(&mut self, term: &Term) -> Result<String, StoreError> {
        Ok(match term {
            Term::NamedNode(node) => {
                if let Some(name) = self.known.get(node) {
                    return Ok(name.clone());
                }
                let name = self.name(node)?;
                self.known.insert(node.clone(), name.clone());
                name
            }
            Term::Literal(literal) => clean(literal.value()),
            Term::BlankNode(node) => node.to_string(),
        })
    }

    fn name(&self, node: &NamedNode) -> Result<String, StoreError> {
        if let Some(local) = node.as_str().strip_prefix(ch::NAMESPACE) {
            return Ok(local.to_owned());
        }
        if let Some(label) = resolve::label(self.graph, node)? {
            return Ok(clean(&label));
        }
        // A sentence or mention is its words, an article its title.
        for property in [ch::TEXT, dcterms::TITLE] {
            if let Some(text) = self.literal(node, property)? {
                return Ok(clean(&text));
            }
        }
        Ok(node.as_str().strip_prefix(self.graph.base().as_str()).unwrap_or(node.as_str()).to_owned())
    }

    fn literal(&self, node: &NamedNode, property: NamedNodeRef<'_>) -> Result<Option<String>, StoreError> {
        let mut found = self.graph.store().quads_for_pattern(Some(node.as_ref().into()), Some(property), None, None);
        Ok(match found.next().transpose().map_err(self.graph.error())? {
            Some(quad) => match quad.object {
                Term::Literal(literal) => Some(literal.value().to_owned()),
                _ => None,
            },
            None => None,
        })
    }
}

/// Text that cannot move the cursor, colour the terminal or turn the direction of writing.
pub(super) fn clean(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        if !hidden(c) {
            clean.push(c);
        } else if matches!(c, '\n' | '\t' | '\r') && !clean.ends_with(' ') {
            clean.push(' ');
        }
    }
    clean
}
