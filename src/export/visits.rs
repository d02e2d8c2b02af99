//! The travels of leaders: one row for each traveller of a visit.
use super::plover::labels;
use super::view::Entities;
use super::{ExportError, Selection};
use crate::ontology::vocabulary::ch;
use crate::ontology::{ClaimClass, Role};
use crate::store::KnowledgeGraph;
use oxigraph::model::NamedNode;
use serde::Serialize;
use std::io::Write;

/// One row. Empty texts are unknown; several values of one field are separated by semicolons.
#[derive(Clone, Debug, Serialize)]
struct Row {
    traveller: String,
    title: String,
    country: String,
    destination: String,
    destination_country: String,
    host: String,
    /// Others who take part.
    with: String,
    begin: String,
    end: String,
    date_text: String,
    purpose: String,
    /// Actual, Planned, Demanded, Possible or Denied.
    modality: &'static str,
    attributed_to: String,
    confidence: String,
    sentence: String,
    source: String,
    publication_date: String,
    url: String,
    traveller_id: String,
    claim_id: String,
}

/// Writes the visits as CSV with a header; the number of rows.
///
/// # Errors
/// [`ExportError`] if the store cannot be read or `out` not be written.
pub fn visits<W: Write>(graph: &KnowledgeGraph, selection: &Selection, out: W) -> Result<usize, ExportError> {
    let mut entities = Entities::new(graph)?;
    let mut table = csv::Writer::from_writer(out);
    let mut count = 0;
    for article in entities.articles(selection)? {
        let article = article?;
        for claim in article.claims.iter().filter(|claim| claim.class == ClaimClass::Visit) {
            let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
            let things = |role: Role| claim.things(role.iri()).cloned().collect::<Vec<_>>();
            let places: Vec<NamedNode> = claim.things(ch::PLACE).cloned().collect();
            let hosts = things(Role::Recipient);
            let mut countries = Vec::new();
            for iri in if places.is_empty() { &hosts } else { &places } {
                countries.extend(entities.get(iri)?.countries.iter().cloned());
            }
            countries.sort_unstable();
            countries.dedup();
            for traveller in things(Role::Agent) {
                let entity = entities.get(&traveller)?;
                table.serialize(Row {
                    traveller: entity.label.clone(),
                    title: labels(&article.posts(&traveller), &mut entities)?,
                    country: entity.countries.join(";"),
                    destination: labels(&places, &mut entities)?,
                    destination_country: countries.join(";"),
                    host: labels(&hosts, &mut entities)?,
                    with: labels(&things(Role::Participant), &mut entities)?,
                    begin: text(claim.date()),
                    end: text(claim.value(ch::END)),
                    date_text: text(claim.value(ch::DATE_TEXT)),
                    purpose: text(claim.value(ch::TOPIC)),
                    modality: claim.modality.name(),
                    attributed_to: labels(&article.attribution(claim), &mut entities)?,
                    confidence: text(claim.value(ch::CONFIDENCE)),
                    sentence: article.evidence(claim).to_owned(),
                    source: article.publisher.clone(),
                    publication_date: article.date.clone(),
                    url: article.url.clone(),
                    traveller_id: traveller.into_string(),
                    claim_id: claim.iri.as_str().to_owned(),
                })?;
                count += 1;
            }
        }
    }
    table.flush()?;
    Ok(count)
}
