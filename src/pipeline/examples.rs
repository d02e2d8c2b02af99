//! Runs the examples of frames: each is a text and the claims of the frame's class that must be found in it.
use super::{Analysis, Pipeline};
use crate::article::Article;
use crate::claim::Claim;
use crate::claim::frame::{Example, Frame};
use crate::entity::EntityId;
use crate::ontology::Role;

/// Reads the example through the whole pipeline and compares.
///
/// # Errors
/// What was expected and what was found instead, for people.
pub fn check(pipeline: &Pipeline, frame: &Frame, example: &Example) -> Result<(), String> {
    let analysis = pipeline.analyse(Article { text: example.text.clone(), ..Article::default() });
    let claims: Vec<&Claim> = analysis.claims.iter().filter(|claim| claim.class == frame.class).collect();
    let found = || {
        let shown: Vec<String> = claims.iter().map(|claim| show(&analysis, claim)).collect();
        if shown.is_empty() { "nothing".to_owned() } else { shown.join("; ") }
    };
    if claims.len() != example.expect.len() {
        return Err(format!("expected {} claims, found {}: {}", example.expect.len(), claims.len(), found()));
    }
    for expected in &example.expect {
        let fits = |claim: &&Claim| {
            expected.iter().all(|(key, values)| match key.as_str() {
                "modality" => values.as_slice() == [claim.modality.name()],
                "place" => same(&analysis, &claim.places, values.as_slice()),
                role => Role::from_name(role).is_some_and(|role| {
                    let fillers: Vec<EntityId> =
                        claim.roles.iter().filter(|(r, _)| *r == role).map(|(_, entity)| *entity).collect();
                    same(&analysis, &fillers, values.as_slice())
                }),
            })
        };
        if !claims.iter().any(fits) {
            return Err(format!("no claim is {expected:?}; found: {}", found()));
        }
    }
    Ok(())
}

fn same(analysis: &Analysis, entities: &[EntityId], names: &[String]) -> bool {
    let named = |name: &String| entities.iter().any(|&entity| is_named(analysis, entity, name));
    entities.len() == names.len() && names.iter().all(named)
}

/// Whether the entity's label or one of its mentions is the name, or ends in it ("soldiers" in "2,000 soldiers").
fn is_named(analysis: &Analysis, entity: EntityId, name: &str) -> bool {
    let plain = |text: &str| {
        let lower = text.to_lowercase();
        let lower = lower.strip_prefix("the ").unwrap_or(&lower);
        lower.strip_suffix("'s").unwrap_or(lower).to_owned()
    };
    let entity = analysis.resolution.get(entity);
    let wanted = plain(name);
    plain(&entity.label) == wanted
        || entity.mentions.iter().any(|&mention| {
            let text = plain(analysis.mentions.text(&analysis.document, mention));
            text == wanted || text.strip_suffix(&wanted).is_some_and(|rest| rest.ends_with(' '))
        })
}

fn show(analysis: &Analysis, claim: &Claim) -> String {
    let label = |entity: EntityId| analysis.resolution.get(entity).label.as_str();
    let roles: Vec<String> =
        claim.roles.iter().map(|(role, entity)| format!("{} {:?}", role.name(), label(*entity))).collect();
    let places: Vec<&str> = claim.places.iter().map(|&place| label(place)).collect();
    format!("{} {} at {places:?}, {}, by {}", claim.class, roles.join(", "), claim.modality, claim.derived_by)
}
