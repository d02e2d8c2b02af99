//! `FollowTheMoney` entities, as Aleph, `OpenAleph` and other tools of investigative journalism read them: one JSON object a line.
//!
//! Schemata: <https://followthemoney.tech>. Ids are the first 40 hexadecimal digits of the SHA-256 of the IRI; the IRI itself is
//! kept in `notes` of things and `recordId` of links. Only what is presented as having happened becomes a link.
use super::view::{ArticleView, Claim, Entities, Entity};
use super::{ExportError, Selection};
use crate::ontology::vocabulary::ch;
use crate::ontology::{ClaimClass, EntityClass, Family, Modality, Role};
use crate::store::KnowledgeGraph;
use oxigraph::model::NamedNode;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write;

#[derive(Serialize)]
struct Proxy {
    id: String,
    schema: &'static str,
    properties: BTreeMap<&'static str, BTreeSet<String>>,
}

impl Proxy {
    fn new(iri: &NamedNode, schema: &'static str) -> Self {
        Self { id: id(iri), schema, properties: BTreeMap::new() }
    }

    fn add(mut self, property: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.properties.entry(property).or_default().insert(value);
        }
        self
    }

    fn add_all(self, property: &'static str, values: impl IntoIterator<Item = String>) -> Self {
        values.into_iter().fold(self, |proxy, value| proxy.add(property, value))
    }
}

/// An id that `FollowTheMoney` accepts.
fn id(iri: &NamedNode) -> String {
    let mut id = String::with_capacity(40);
    for byte in &Sha256::digest(iri.as_str().as_bytes())[..20] {
        // Writing to a String cannot fail.
        let _ = write!(id, "{byte:02x}");
    }
    id
}

/// Writes things after the articles and links that name them; the number of entities.
///
/// # Errors
/// [`ExportError`] if the store cannot be read or `out` not be written.
pub fn ftm<W: Write>(graph: &KnowledgeGraph, selection: &Selection, mut out: W) -> Result<usize, ExportError> {
    let mut entities = Entities::new(graph)?;
    let mut things: BTreeSet<NamedNode> = BTreeSet::new();
    let mut count = 0;
    let mut write = |proxy: &Proxy| -> Result<(), ExportError> {
        serde_json::to_writer(&mut out, proxy).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
        count += 1;
        Ok(())
    };
    for article in entities.articles(selection)? {
        let article = article?;
        let document = Proxy::new(&article.iri, "Article")
            .add("title", &article.title)
            .add("name", &article.title)
            .add("publisher", &article.publisher)
            .add("publishedAt", &article.date)
            .add("sourceUrl", &article.url)
            .add("language", "eng")
            .add("notes", article.iri.as_str());
        write(&document)?;
        for claim in article.claims.iter().filter(|claim| claim.modality == Modality::Actual) {
            for proxy in links(&article, claim, &mut entities)? {
                write(&proxy)?;
            }
            for (_, iri) in claim.roles() {
                things.insert(iri.clone());
                things.extend(entities.get(iri)?.of.clone());
            }
        }
    }
    for iri in things {
        let entity = entities.get(&iri)?;
        if let Some(schema) = schema(&entity) {
            let wikidata = entity.wikidata.as_ref().and_then(|iri| iri.as_str().rsplit('/').next()).unwrap_or_default();
            let proxy = Proxy::new(&iri, schema)
                .add("name", &entity.label)
                .add_all("country", entity.countries.iter().map(|code| code.to_lowercase()))
                .add("wikidataId", wikidata)
                .add("notes", iri.as_str());
            let proxy = match schema {
                "Position" => proxy.add_all("organization", organization(&entity, &mut entities)?),
                _ => proxy.add_all("alias", entity.names.iter().cloned()),
            };
            write(&proxy)?;
        }
    }
    out.flush()?;
    Ok(count)
}

/// The body that a post belongs to, if it is no state.
fn organization(post: &Entity, entities: &mut Entities<'_>) -> Result<Option<String>, ExportError> {
    let Some(of) = &post.of else { return Ok(None) };
    let body = entities.get(of)?;
    Ok(body.class.is_some_and(EntityClass::is_organization).then(|| id(of)))
}

/// The schema of an entity; none for places, which are text there.
fn schema(entity: &Entity) -> Option<&'static str> {
    match entity.class? {
        EntityClass::Person => Some("Person"),
        EntityClass::State | EntityClass::GovernmentBody | EntityClass::StateForce => Some("PublicBody"),
        EntityClass::Company => Some("Company"),
        EntityClass::Post => Some("Position"),
        class if class.is_organization() || class.is_force() => Some("Organization"),
        _ => None,
    }
}

/// What a claim is in `FollowTheMoney`: an event, an occupancy, a membership, or a link without a name of its own.
fn links(article: &ArticleView, claim: &Claim, entities: &mut Entities<'_>) -> Result<Vec<Proxy>, ExportError> {
    let common = |schema, number: usize| {
        let iri = NamedNode::new_unchecked(format!("{}.{number}", claim.iri.as_str()));
        let proxy = Proxy::new(&iri, schema)
            .add("recordId", claim.iri.as_str())
            .add("summary", article.evidence(claim))
            .add("date", claim.date().unwrap_or_default())
            .add("publisher", &article.publisher)
            .add("sourceUrl", &article.url);
        proxy.add("proof", id(&article.iri))
    };
    let mut sided = |role: Role| -> Result<Vec<NamedNode>, ExportError> {
        let mut fit = Vec::new();
        for iri in claim.things(role.iri()) {
            if schema(&*entities.get(iri)?).is_some() {
                fit.push(iri.clone());
            }
        }
        Ok(fit)
    };
    let (schema, from, to, one, other) = match claim.class {
        ClaimClass::Tenure => ("Occupancy", Role::Holder, None, "holder", "post"),
        ClaimClass::Membership => ("Membership", Role::Member, Some(Role::Group), "member", "organization"),
        ClaimClass::Leadership => ("UnknownLink", Role::Leader, Some(Role::Group), "subject", "object"),
        ClaimClass::Backing => ("UnknownLink", Role::Backer, Some(Role::Backed), "subject", "object"),
        ClaimClass::Opposition => ("UnknownLink", Role::Opponent, Some(Role::Opposed), "subject", "object"),
        class if class.is_situation() || class.family() == Family::Statement => return Ok(Vec::new()),
        _ => return Ok(vec![event(claim, common("Event", 0), entities)?]),
    };
    let ended = claim.value(ch::ENDED) == Some("true");
    let to: Vec<NamedNode> = match to {
        Some(role) => sided(role)?,
        None => claim.things(ch::POST).cloned().collect(),
    };
    let mut proxies = Vec::new();
    for from in sided(from)? {
        // A membership needs an organisation, and a person or state cannot be one.
        for to in to.iter().filter(|to| **to != from) {
            let proxy = common(schema, proxies.len()).add(one, id(&from)).add(other, id(to));
            proxies.push(match schema {
                "Occupancy" => proxy.add("status", if ended { "ended" } else { "unknown" }),
                "UnknownLink" => proxy.add("role", claim.class.name()),
                _ => proxy,
            });
        }
    }
    Ok(proxies)
}

fn event(claim: &Claim, proxy: Proxy, entities: &mut Entities<'_>) -> Result<Proxy, ExportError> {
    let mut names = Vec::new();
    let mut involved = Vec::new();
    let mut places = Vec::new();
    for (role, iri) in claim.roles().filter(|(role, _)| !matches!(*role, "about" | "post" | "document")) {
        let entity = entities.get(iri)?;
        if role == "place" {
            places.push(entity.label.clone());
        } else if schema(&entity).is_some() {
            names.push(entity.label.clone());
            involved.push(id(iri));
        }
    }
    let name = [claim.class.name(), &names.join(", ")].join(": ");
    Ok(proxy
        .add("name", name.trim_end_matches([':', ' ']))
        .add_all("involved", involved)
        .add_all("location", places)
        .add("keywords", claim.class.name()))
}
