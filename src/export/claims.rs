//! Every claim as one row of a Parquet table, for pandas, polars, `DuckDB` or R.
use super::parquet::{Cell, Kind, Table};
use super::plover::{event_type, labels};
use super::view::{ArticleView, Claim, Entities};
use super::{ExportError, Selection};
use crate::ontology::Role;
use crate::ontology::vocabulary::ch;
use crate::store::KnowledgeGraph;
use oxigraph::model::NamedNode;
use std::io::Write;

/// Several entities of one column are separated by semicolons.
const COLUMNS: &[(&str, Kind)] = &[
    ("claim", Kind::Text),
    ("occurrence", Kind::Text),
    ("article", Kind::Text),
    ("class", Kind::Text),
    ("family", Kind::Text),
    ("event_type", Kind::Text),
    ("modality", Kind::Text),
    ("date", Kind::Text),
    ("end", Kind::Text),
    ("date_text", Kind::Text),
    ("actors", Kind::Text),
    ("actor_names", Kind::Text),
    ("actor_countries", Kind::Text),
    ("recipients", Kind::Text),
    ("recipient_names", Kind::Text),
    ("recipient_countries", Kind::Text),
    ("participants", Kind::Text),
    ("participant_names", Kind::Text),
    ("participant_countries", Kind::Text),
    ("about", Kind::Text),
    ("about_names", Kind::Text),
    ("posts", Kind::Text),
    ("place", Kind::Text),
    ("place_name", Kind::Text),
    ("place_country", Kind::Text),
    ("latitude", Kind::Double),
    ("longitude", Kind::Double),
    ("topic", Kind::Text),
    ("quote", Kind::Text),
    ("content", Kind::Text),
    ("amount", Kind::Text),
    ("killed", Kind::Integer),
    ("injured", Kind::Integer),
    ("strength", Kind::Integer),
    ("attributed_to", Kind::Text),
    ("confidence", Kind::Double),
    ("trigger", Kind::Text),
    ("derived_by", Kind::Text),
    ("sentence", Kind::Text),
    ("title", Kind::Text),
    ("publisher", Kind::Text),
    ("published", Kind::Text),
    ("url", Kind::Text),
];

/// Roles of those who do or hold something, and of those whom it concerns.
const ACTORS: &[Role] = &[
    Role::Agent,
    Role::Speaker,
    Role::Holder,
    Role::Member,
    Role::Leader,
    Role::Backer,
    Role::Opponent,
    Role::Force,
    Role::Controller,
];
const RECIPIENTS: &[Role] = &[Role::Recipient, Role::Addressee, Role::Group, Role::Backed, Role::Opposed];

/// Writes the claims as a Parquet file; the number of rows.
///
/// # Errors
/// [`ExportError`] if the store cannot be read or `out` not be written.
pub fn claims<W: Write + Send>(graph: &KnowledgeGraph, selection: &Selection, out: W) -> Result<usize, ExportError> {
    let mut entities = Entities::new(graph)?;
    let mut table = Table::new(COLUMNS, out)?;
    for article in entities.articles(selection)? {
        let article = article?;
        for claim in &article.claims {
            table.push(row(&article, claim, &mut entities)?)?;
        }
    }
    table.finish()
}

fn row(article: &ArticleView, claim: &Claim, entities: &mut Entities<'_>) -> Result<Vec<Cell>, ExportError> {
    let text = |value: &str| if value.is_empty() { Cell::None } else { Cell::Text(value.to_owned()) };
    let value = |property| text(claim.value(property).unwrap_or_default());
    let integer =
        |property| claim.value(property).and_then(|value| value.parse().ok()).map_or(Cell::None, Cell::Integer);
    let double = |value: Option<f64>| value.map_or(Cell::None, Cell::Double);
    let mut row = vec![
        text(claim.iri.as_str()),
        text(entities.occurrence(claim)?.as_ref().map_or("", NamedNode::as_str)),
        text(article.iri.as_str()),
        text(claim.class.name()),
        text(claim.class.family().name()),
        text(event_type(claim.class).map_or("", |(name, _)| name)),
        text(claim.modality.name()),
        text(claim.date().unwrap_or_default()),
        value(ch::END),
        value(ch::DATE_TEXT),
    ];
    for roles in [ACTORS, RECIPIENTS, &[Role::Participant]] {
        let iris: Vec<NamedNode> = roles.iter().flat_map(|role| claim.things(role.iri())).cloned().collect();
        row.push(text(&joined(&iris)));
        row.push(text(&labels(&iris, entities)?));
        row.push(text(&countries(&iris, entities)?));
    }
    let about: Vec<NamedNode> = claim.things(ch::ABOUT).cloned().collect();
    let posts: Vec<NamedNode> = claim.things(ch::POST).cloned().collect();
    let places: Vec<NamedNode> = claim.things(ch::PLACE).cloned().collect();
    let place = places.first().map(|place| entities.get(place)).transpose()?;
    let coordinates = place.and_then(|place| place.coordinates);
    row.extend([
        text(&joined(&about)),
        text(&labels(&about, entities)?),
        text(&labels(&posts, entities)?),
        text(&joined(&places)),
        text(&labels(&places, entities)?),
        text(&countries(&places, entities)?),
        double(coordinates.map(|pair| pair.0)),
        double(coordinates.map(|pair| pair.1)),
        value(ch::TOPIC),
        value(ch::QUOTE),
        value(ch::CONTENT),
        value(ch::AMOUNT),
        integer(ch::KILLED),
        integer(ch::INJURED),
        integer(ch::STRENGTH),
        text(&labels(&article.attribution(claim), entities)?),
        double(claim.value(ch::CONFIDENCE).and_then(|value| value.parse().ok())),
        value(ch::TRIGGER),
        value(ch::DERIVED_BY),
        text(article.evidence(claim)),
        text(&article.title),
        text(&article.publisher),
        text(&article.date),
        text(&article.url),
    ]);
    Ok(row)
}

fn joined(iris: &[NamedNode]) -> String {
    iris.iter().map(NamedNode::as_str).collect::<Vec<_>>().join(";")
}

fn countries(iris: &[NamedNode], entities: &mut Entities<'_>) -> Result<String, ExportError> {
    let mut codes = Vec::new();
    for iri in iris {
        codes.extend(entities.get(iri)?.countries.iter().cloned());
    }
    codes.dedup();
    Ok(codes.join(";"))
}
