//! The claims of an article and the shortcuts derived from them.
use super::{Analysis, Sheet, confidence, iri};
use crate::article::PartialDate;
use crate::claim::{Claim, Medium, Post};
use crate::entity::EntityId;
use crate::ontology::vocabulary::{ch, rdf, rdfs, xsd};
use crate::ontology::{Modality, Role};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef};

/// All claims.
pub(super) fn write(sheet: &mut Sheet<'_>) {
    let analysis = sheet.analysis;
    for (number, claim) in (1..).zip(&analysis.claims) {
        let node = iri::part(&sheet.article, 'c', number);
        write_claim(sheet, &node, claim);
    }
}

fn write_claim(sheet: &mut Sheet<'_>, node: &NamedNode, claim: &Claim) {
    sheet.add(node, rdf::TYPE, claim.class.iri());
    sheet.add(node, ch::MODALITY, claim.modality.iri());
    for (role, entity) in roles(sheet.analysis, claim) {
        sheet.add_entity(node, role.iri(), entity);
    }
    let post = claim.post.as_ref().map(|post| write_post(sheet, node, post));
    write_time(sheet, node, claim);
    for &place in &claim.places {
        sheet.add_entity(node, ch::PLACE, place);
    }
    for &entity in &claim.about {
        sheet.add_entity(node, ch::ABOUT, entity);
    }
    match claim.medium {
        Some(Medium::Text(span)) => sheet.add_span(node, ch::MEDIUM, span),
        Some(Medium::Entity(entity)) => sheet.add_entity(node, ch::MEDIUM, entity),
        None => {}
    }
    for (property, span) in [
        (ch::TRIGGER, Some(claim.trigger)),
        (ch::TOPIC, claim.topic),
        (ch::QUOTE, claim.quote),
        (ch::CONTENT, claim.content),
        (ch::AMOUNT, claim.amount),
    ] {
        if let Some(span) = span {
            sheet.add_span(node, property, span);
        }
    }
    for (property, count) in [(ch::KILLED, claim.killed), (ch::INJURED, claim.injured), (ch::STRENGTH, claim.strength)]
    {
        if let Some(count) = count {
            sheet.add_count(node, property, count);
        }
    }
    if claim.ended {
        sheet.add(node, ch::ENDED, Literal::from(true));
    }
    if let Some(statement) = claim.attributed_to {
        let statement = iri::part(&sheet.article, 'c', statement.0 as usize + 1);
        sheet.add(node, ch::ATTRIBUTED_TO, statement.clone());
        sheet.add(&statement, ch::SAYS, node.clone());
    }
    let evidence = sheet.sentence(claim.sentence);
    sheet.add(node, ch::EVIDENCE, evidence);
    sheet.add(node, ch::CONFIDENCE, confidence(claim.confidence));
    sheet.add_text(node, ch::DERIVED_BY, &claim.derived_by);
    // A situation that has ended is claimed, but does not hold.
    if claim.modality == Modality::Actual && !claim.ended {
        write_shortcuts(sheet, claim, post.as_ref());
    }
}

/// The roles of a claim. An entity outside the range of a role is a wrong reading; the role is then unknown, and left out.
fn roles(analysis: &Analysis, claim: &Claim) -> impl Iterator<Item = (Role, EntityId)> {
    claim.roles.iter().copied().filter(|&(role, entity)| role.admits(analysis.resolution.get(entity).class))
}

/// The post of a tenure or appointment, described in this graph.
fn write_post(sheet: &mut Sheet<'_>, claim: &NamedNode, post: &Post) -> NamedNode {
    let analysis = sheet.analysis;
    let body = post.of.map(|of| analysis.resolution.get(of));
    let node = match body {
        Some(body) => sheet.writer.base.post(&body.path, &post.title),
        None => iri::local_post(&sheet.article, &post.title),
    };
    sheet.add(claim, ch::POST, node.clone());
    // Titles that differ only in hyphens and the like are one post, described as it was first called.
    if !sheet.posts.insert(node.clone()) {
        return node;
    }
    sheet.add(&node, rdf::TYPE, crate::ontology::EntityClass::Post.iri());
    sheet.add_text(&node, ch::TITLE, &post.title);
    let label = match body {
        Some(body) => format!("{} of {}", post.title, body.label),
        None => post.title.clone(),
    };
    sheet.add_text(&node, rdfs::LABEL, &label);
    if let Some(of) = post.of {
        sheet.add_entity(&node, ch::OF, of);
    }
    node
}

fn write_time(sheet: &mut Sheet<'_>, node: &NamedNode, claim: &Claim) {
    for (property, date) in [(ch::DATE, claim.date), (ch::BEGIN, claim.begin), (ch::END, claim.end)] {
        if let Some(date) = date {
            sheet.add(node, property, Literal::new_typed_literal(date.to_string(), datatype(date)));
        }
    }
    if let Some(span) = claim.date_text {
        sheet.add_span(node, ch::DATE_TEXT, span);
    }
}

const fn datatype(date: PartialDate) -> NamedNodeRef<'static> {
    match date {
        PartialDate::Day(_) => xsd::DATE,
        PartialDate::Month { .. } => xsd::G_YEAR_MONTH,
        PartialDate::Year(_) => xsd::G_YEAR,
    }
}

/// Plain triples for easy queries, as the ontology declares them.
fn write_shortcuts(sheet: &mut Sheet<'_>, claim: &Claim, post: Option<&NamedNode>) {
    let writer = sheet.writer;
    for shortcut in writer.shortcuts.of(claim.class) {
        let fillers = |sheet: &Sheet<'_>, property: &NamedNode| -> Vec<NamedNode> {
            if *property == ch::POST {
                post.cloned().into_iter().collect()
            } else if *property == ch::PLACE {
                claim.places.iter().map(|&place| sheet.entity(place)).collect()
            } else {
                let fillers = roles(sheet.analysis, claim).filter(|(role, _)| *property == role.iri());
                fillers.map(|(_, entity)| sheet.entity(entity)).collect()
            }
        };
        let subjects = fillers(sheet, &shortcut.from);
        let objects = match &shortcut.via {
            // The one thing that a shortcut looks through is the post: to the state or body it belongs to.
            Some(via) if *via == ch::OF && shortcut.to == ch::POST => {
                let of = claim.post.as_ref().and_then(|post| post.of);
                of.map(|of| sheet.entity(of)).into_iter().collect()
            }
            Some(_) => Vec::new(),
            None => fillers(sheet, &shortcut.to),
        };
        for subject in &subjects {
            for object in objects.iter().filter(|object| *object != subject) {
                sheet.add(subject, shortcut.property.as_ref(), object.clone());
            }
        }
    }
}
