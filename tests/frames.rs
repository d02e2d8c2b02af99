//! Runs every example of every frame file through the whole pipeline, each as a named test.
use chancery::article::Article;
use chancery::claim::Claim;
use chancery::claim::frame::{Example, Frame, Shared};
use chancery::entity::EntityId;
use chancery::ontology::Role;
use chancery::pipeline::{Analysis, Pipeline};
use libtest_mimic::{Arguments, Failed, Trial};
use std::sync::Arc;

fn main() {
    let arguments = Arguments::from_args();
    let pipeline = Arc::new(Pipeline::shipped());
    let shared = Shared::shipped().expect("ontology/lexicon/paths.toml is valid");
    let frames = Frame::shipped(&shared).expect("frame files are valid");
    let count = frames.len();
    let mut trials = vec![Trial::test("every frame file is loaded", move || {
        if count >= 45 { Ok(()) } else { Err(Failed::from(format!("only {count} frames"))) }
    })];
    for frame in frames {
        for example in frame.examples {
            let pipeline = Arc::clone(&pipeline);
            let class = frame.class;
            trials.push(Trial::test(format!("{}: {}", frame.name, example.text), move || {
                let article = Article { text: example.text.clone(), ..Article::default() };
                let analysis = pipeline.analyse(article);
                let claims: Vec<&Claim> = analysis.claims.iter().filter(|claim| claim.class == class).collect();
                compare(&analysis, &claims, &example).map_err(Failed::from)
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// Every expected claim is there, and no other of the class.
fn compare(analysis: &Analysis, claims: &[&Claim], example: &Example) -> Result<(), String> {
    let found = || claims.iter().map(|claim| show(analysis, claim)).collect::<Vec<_>>().join("\n  ");
    if claims.len() != example.expect.len() {
        return Err(format!("expected {} claims, found {}:\n  {}", example.expect.len(), claims.len(), found()));
    }
    for expected in &example.expect {
        let fits = |claim: &&Claim| {
            expected.iter().all(|(key, values)| {
                let values = values.as_slice();
                match key.as_str() {
                    "modality" => values == [claim.modality.name()],
                    "place" => same(analysis, &claim.places, values),
                    role => {
                        let role = Role::from_name(role).expect("role exists");
                        let fillers: Vec<EntityId> =
                            claim.roles.iter().filter(|(r, _)| *r == role).map(|(_, entity)| *entity).collect();
                        same(analysis, &fillers, values)
                    }
                }
            })
        };
        if !claims.iter().any(fits) {
            return Err(format!("no claim is {expected:?}; found:\n  {}", found()));
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
            text == wanted || text.ends_with(&format!(" {wanted}"))
        })
}

fn show(analysis: &Analysis, claim: &Claim) -> String {
    let label = |entity: EntityId| analysis.resolution.get(entity).label.clone();
    let roles: Vec<String> =
        claim.roles.iter().map(|(role, entity)| format!("{} {}", role.name(), label(*entity))).collect();
    let places: Vec<String> = claim.places.iter().map(|&place| label(place)).collect();
    format!("{} {} at {places:?} {} by {}", claim.class, roles.join(", "), claim.modality, claim.derived_by)
}
