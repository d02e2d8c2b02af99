//! Event records in the manner of PLOVER, one for each pair of actor and recipient.
//!
//! Event types and quad classes: Halterman, Bagozzi, Beger, Schrodt and Scarborough, "PLOVER and POLECAT: A New Political Event
//! Ontology and Dataset" (2023). The type of a claim class is its `ch:ploverType`; its mode is the class itself. PLOVER
//! leaves out mere remarks and the inner affairs of states: so do we.
use super::dyad::pairs;
use super::view::{ArticleView, Claim, Entities, Entity};
use super::{ExportError, Selection};
use crate::ontology::vocabulary::ch;
use crate::ontology::{ClaimClass, EntityClass, Modality};
use crate::store::KnowledgeGraph;
use oxigraph::model::NamedNode;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::io::Write;
use std::rc::Rc;
use std::sync::LazyLock;

/// One record. Empty texts are unknown; several values of one field are separated by semicolons.
#[derive(Clone, Debug, Default, Serialize)]
struct Record {
    /// The claim's IRI, and the number of the pair in it.
    event_id: String,
    /// The happening that it reports: equal where several articles, or sentences, report one.
    occurrence_id: String,
    /// As precise as known: day, month or year.
    event_date: String,
    date_text: String,
    event_type: &'static str,
    /// The class of the claim.
    event_mode: &'static str,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    quad_code: u8,
    /// From -10 (most conflictual) to 10: `ontology/intensity.tsv`.
    intensity: Option<f64>,
    /// PLOVER's "future" and "hypothetical"; "denied".
    contexts: &'static str,
    /// False where both sides are equal.
    directed: bool,
    actor_name: String,
    actor_id: String,
    actor_country: String,
    actor_sector: &'static str,
    actor_title: String,
    recipient_name: String,
    recipient_id: String,
    recipient_country: String,
    recipient_sector: &'static str,
    recipient_title: String,
    placename: String,
    place_country: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
    killed: Option<u64>,
    injured: Option<u64>,
    /// Who says so, if not the reporter.
    attributed_to: String,
    confidence: Option<f64>,
    sentence: String,
    headline: String,
    source: String,
    publication_date: String,
    url: String,
    article_id: String,
}

/// Writes records as JSON lines, or as CSV with a header; the number of records.
///
/// # Errors
/// [`ExportError`] if the store cannot be read or `out` not be written.
pub fn plover<W: Write>(
    graph: &KnowledgeGraph,
    selection: &Selection,
    csv: bool,
    mut out: W,
) -> Result<usize, ExportError> {
    if csv {
        let mut table = csv::Writer::from_writer(out);
        let count = each_record(graph, selection, |record| Ok(table.serialize(record)?))?;
        table.flush()?;
        return Ok(count);
    }
    let count = each_record(graph, selection, |record| {
        serde_json::to_writer(&mut out, record).map_err(std::io::Error::from)?;
        Ok(out.write_all(b"\n")?)
    })?;
    out.flush()?;
    Ok(count)
}

/// Hands over the records one by one; how many.
fn each_record(
    graph: &KnowledgeGraph,
    selection: &Selection,
    mut write: impl FnMut(&Record) -> Result<(), ExportError>,
) -> Result<usize, ExportError> {
    let mut entities = Entities::new(graph)?;
    let mut count = 0;
    for article in entities.articles(selection)? {
        for record in records(&article?, &mut entities)? {
            write(&record)?;
            count += 1;
        }
    }
    Ok(count)
}

fn records(article: &ArticleView, entities: &mut Entities<'_>) -> Result<Vec<Record>, ExportError> {
    let mut records = Vec::new();
    for claim in &article.claims {
        let Some((event_type, quad_code)) = event_type(claim.class) else { continue };
        let (pairs, directed) = pairs(claim);
        let common = Record {
            event_type,
            quad_code,
            intensity: intensity(claim.class),
            directed,
            ..common(article, claim, entities)?
        };
        for (number, (actor, recipient)) in (1..).zip(pairs) {
            let mut record = Record { event_id: format!("{}.{number}", claim.iri.as_str()), ..common.clone() };
            if let Some((entity, title)) = side(article, entities, actor.as_ref())? {
                record.actor_name.clone_from(&entity.label);
                entity.iri.as_str().clone_into(&mut record.actor_id);
                record.actor_country = entity.countries.join(";");
                record.actor_sector = sector(&entity);
                record.actor_title = title;
            }
            if let Some((entity, title)) = side(article, entities, recipient.as_ref())? {
                record.recipient_name.clone_from(&entity.label);
                entity.iri.as_str().clone_into(&mut record.recipient_id);
                record.recipient_country = entity.countries.join(";");
                record.recipient_sector = sector(&entity);
                record.recipient_title = title;
            }
            records.push(record);
        }
    }
    Ok(records)
}

fn common(article: &ArticleView, claim: &Claim, entities: &mut Entities<'_>) -> Result<Record, ExportError> {
    let place = claim.things(ch::PLACE).next().map(|place| entities.get(place)).transpose()?;
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let number = |value: Option<&str>| value.and_then(|value| value.parse().ok());
    Ok(Record {
        occurrence_id: entities.occurrence(claim)?.map(NamedNode::into_string).unwrap_or_default(),
        event_date: text(claim.date()),
        date_text: text(claim.value(ch::DATE_TEXT)),
        event_mode: claim.class.name(),
        contexts: context(claim.modality),
        placename: place.as_ref().map(|place| place.label.clone()).unwrap_or_default(),
        place_country: place.as_ref().map(|place| place.countries.join(";")).unwrap_or_default(),
        latitude: place.as_ref().and_then(|place| place.coordinates).map(|pair| pair.0),
        longitude: place.and_then(|place| place.coordinates).map(|pair| pair.1),
        killed: number(claim.value(ch::KILLED)),
        injured: number(claim.value(ch::INJURED)),
        attributed_to: labels(&article.attribution(claim), entities)?,
        confidence: claim.value(ch::CONFIDENCE).and_then(|value| value.parse().ok()),
        sentence: article.evidence(claim).to_owned(),
        headline: article.title.clone(),
        source: article.publisher.clone(),
        publication_date: article.date.clone(),
        url: article.url.clone(),
        article_id: article.iri.as_str().to_owned(),
        ..Record::default()
    })
}

type Side = Option<(Rc<Entity>, String)>;

fn side(article: &ArticleView, entities: &mut Entities<'_>, iri: Option<&NamedNode>) -> Result<Side, ExportError> {
    let Some(iri) = iri else { return Ok(None) };
    Ok(Some((entities.get(iri)?, labels(&article.posts(iri), entities)?)))
}

/// Labels of entities, separated by semicolons.
pub(super) fn labels(iris: &[NamedNode], entities: &mut Entities<'_>) -> Result<String, ExportError> {
    let labels: Vec<String> =
        iris.iter().map(|iri| Ok(entities.get(iri)?.label.clone())).collect::<Result<_, ExportError>>()?;
    Ok(labels.join(";"))
}

/// PLOVER's event type of a class and its quad class; none for classes that PLOVER does not know.
#[must_use]
pub fn event_type(class: ClaimClass) -> Option<(&'static str, u8)> {
    use ClaimClass as C;
    Some(match class {
        C::Pledge | C::Agreement => ("AGREE", 1),
        C::Meeting | C::Visit | C::PhoneCall | C::Talks | C::Mediation => ("CONSULT", 1),
        C::Praise | C::Support => ("SUPPORT", 1),
        C::Recognition | C::DiplomaticRelations | C::MilitaryCooperation | C::EconomicCooperation => ("COOPERATE", 2),
        C::EconomicAid | C::MilitaryAid | C::HumanitarianAid => ("AID", 2),
        C::Withdrawal | C::Ceasefire | C::Release | C::SanctionsRelief | C::Surrender => ("YIELD", 2),
        C::Demand | C::Proposal => ("REQUEST", 3),
        C::Accusation | C::Condemnation => ("ACCUSE", 3),
        C::Denial | C::Rejection => ("REJECT", 3),
        C::Threat | C::Warning => ("THREATEN", 3),
        C::Demonstration | C::Riot => ("PROTEST", 4),
        C::Sanctions | C::DiplomaticBreak => ("SANCTION", 4),
        C::Deployment | C::Exercise | C::WeaponsTest => ("MOBILIZE", 4),
        C::Arrest | C::Blockade | C::CyberAttack | C::Ban => ("COERCE", 4),
        C::Strike
        | C::Attack
        | C::Clash
        | C::Bombing
        | C::Killing
        | C::Abduction
        | C::Capture
        | C::Defeat
        | C::Invasion => ("ASSAULT", 4),
        _ => return None,
    })
}

/// The weights of classes on the scale of Goldstein (1992): `ontology/intensity.tsv`.
static INTENSITY: LazyLock<FxHashMap<&str, f64>> = LazyLock::new(|| {
    let lines = include_str!("../../ontology/intensity.tsv").lines();
    lines
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, cells.next()?.parse().ok()?))
        })
        .collect()
});

/// The weight of a class on the scale of Goldstein (1992): `ontology/intensity.tsv`.
#[must_use]
pub fn intensity(class: ClaimClass) -> Option<f64> {
    INTENSITY.get(class.name()).copied()
}

const fn context(modality: Modality) -> &'static str {
    match modality {
        Modality::Actual => "",
        Modality::Planned => "future",
        Modality::Demanded | Modality::Possible => "hypothetical",
        Modality::Denied => "denied",
    }
}

/// The sector of an actor, by the codes of PLOVER and CAMEO.
fn sector(entity: &Entity) -> &'static str {
    match entity.class {
        Some(EntityClass::State | EntityClass::GovernmentBody) => "GOV",
        Some(EntityClass::StateForce | EntityClass::Coalition) => "MIL",
        Some(EntityClass::ArmedGroup) => "REB",
        Some(EntityClass::InternationalOrganization) => "IGO",
        Some(EntityClass::PoliticalParty) => "PTY",
        Some(EntityClass::Company) => "BUS",
        Some(EntityClass::MediaOutlet) => "MED",
        Some(EntityClass::CivilOrganization) => "NGO",
        Some(EntityClass::Population) => "CVL",
        // Officials of a state.
        Some(EntityClass::Person) if !entity.countries.is_empty() => "GOV",
        _ => "",
    }
}
