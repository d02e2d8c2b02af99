//! The entities that an article speaks of.
use super::{Detail, Sheet};
use crate::entity::EntityId;
use crate::mention::Form;
use crate::ontology::vocabulary::{WIKIDATA, ch, owl, rdf, rdfs, skos};
use oxigraph::model::NamedNode;
use std::collections::BTreeSet;

/// From this confidence on an entity that chancery found itself needs no review.
const SURE: f32 = 0.7;

/// Describes every entity that mentions and claims name, and what these belong to in turn.
pub(super) fn write(sheet: &mut Sheet<'_>) {
    let mut written = BTreeSet::new();
    while let Some(entity) = sheet.entities.iter().copied().find(|entity| !written.contains(entity)) {
        written.insert(entity);
        write_entity(sheet, entity);
    }
}

fn write_entity(sheet: &mut Sheet<'_>, id: EntityId) {
    let analysis = sheet.analysis;
    let entity = analysis.resolution.get(id);
    let node = sheet.entity(id);
    sheet.add(&node, rdf::TYPE, entity.class.iri());
    sheet.add_text(&node, rdfs::LABEL, &entity.label);
    for &mention in &entity.mentions {
        let name = analysis.mentions.text(&analysis.document, mention);
        if analysis.mentions.get(mention).form == Form::Name && name != entity.label {
            sheet.add_text(&node, skos::ALT_LABEL, name);
        }
    }
    if let Some(of) = entity.of {
        sheet.add_entity(&node, ch::OF, of);
    }
    if let Some(place) = entity.located_in {
        sheet.add_entity(&node, ch::LOCATED_IN, place);
    }
    match entity.known {
        Some(known) => {
            if let Some(item) = &sheet.knowledge.get(known).wikidata
                && let Ok(item) = NamedNode::new([WIKIDATA, item].concat())
            {
                sheet.add(&node, owl::SAME_AS, item);
            }
        }
        // Only what chancery found itself can be wrong: known entities need no confidence.
        None if sheet.writer.detail == Detail::Compact && entity.confidence >= SURE => {}
        None => sheet.add(&node, ch::CONFIDENCE, super::confidence(entity.confidence)),
    }
}
