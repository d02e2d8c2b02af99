//! How sure a claim is: the chance that its class and core roles are right, by logistic regression on what is known of how
//! it was read (Platt 1999), fitted on annotated articles; see `docs/confidence.md`.
use super::context::Context;
use super::{Claim, ClaimId};
use crate::mention::Form;
use crate::ontology::{ClaimClass, Modality};
use serde::Deserialize;

static WEIGHTS: &str = include_str!("../../ontology/lexicon/confidence.toml");

/// What bears on the reliability of a claim, in the order of [`FEATURES`].
pub type Features = [f32; FEATURES.len()];

/// Names of the features, as in `ontology/lexicon/confidence.toml`.
pub const FEATURES: [&str; 10] = [
    "constant",
    "prior",
    "tenure",
    "statement",
    "situation",
    "nominal-trigger",
    "one-role",
    "not-named-here",
    "not-actual",
    "retold",
];

/// The weights of the features.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    weights: Features,
}

#[derive(Deserialize)]
struct File {
    weights: std::collections::BTreeMap<String, f32>,
}

impl Calibration {
    /// The weights that ship with chancery.
    ///
    /// # Panics
    /// Never: the embedded weights are valid, which a test proves.
    #[must_use]
    pub fn shipped() -> Self {
        let file: File = toml::from_str(WEIGHTS).expect("embedded weights are valid");
        Self { weights: FEATURES.map(|name| file.weights[name]) }
    }

    /// The confidence in (0, 1) of a claim with these features.
    #[must_use]
    pub fn confidence(&self, features: &Features) -> f32 {
        let sum: f32 = self.weights.iter().zip(features).map(|(weight, feature)| weight * feature).sum();
        // Never certain, never impossible: no sample is large enough to tell.
        (1.0 / (1.0 + (-sum).exp())).clamp(0.05, 0.99)
    }
}

/// The features of a claim whose confidence is still the prior of its pattern.
#[must_use]
pub fn features(context: &Context<'_>, claim: &Claim) -> Features {
    let document = context.document;
    let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
    let prior = claim.confidence.clamp(0.05, 0.95);
    let tenure = claim.class == ClaimClass::Tenure;
    let nominal = document
        .head_of(claim.trigger)
        .is_some_and(|head| matches!(document.token(head).upos.as_str(), "NOUN" | "PROPN"));
    // Every participant is named in the sentence, or somebody was found by coreference or description.
    let named = claim.roles.iter().all(|(_, entity)| {
        context.entity(*entity).mentions.iter().any(|&id| {
            let mention = context.mentions.get(id);
            mention.form == Form::Name && mention.sentence == Some(claim.sentence)
        })
    });
    let event = !(tenure || claim.class.is_statement());
    [
        1.0,
        (prior / (1.0 - prior)).ln(),
        flag(tenure),
        flag(claim.class.is_statement()),
        flag(claim.class.is_situation() && !tenure),
        flag(nominal && event),
        flag(claim.roles.len() < 2 && event),
        flag(!named),
        flag(claim.modality != Modality::Actual),
        flag(claim.explanation.iter().any(|reason| reason.starts_with("retold"))),
    ]
}

/// The claims at least this sure, and said by statements at least this sure: a claim whose statement is dropped would
/// be the reporter's own.
#[must_use]
pub fn at_least(claims: Vec<Claim>, minimum: f32) -> Vec<Claim> {
    let sure = |start: &Claim| {
        let mut at = start;
        for _ in 0..=claims.len() {
            if at.confidence < minimum {
                return false;
            }
            match at.attributed_to {
                Some(ClaimId(statement)) => at = &claims[statement as usize],
                None => break,
            }
        }
        true
    };
    let kept: Vec<bool> = claims.iter().map(sure).collect();
    let mut next = 0;
    let moved: Vec<u32> = kept
        .iter()
        .map(|&kept| {
            next += u32::from(kept);
            next.saturating_sub(1)
        })
        .collect();
    let mut claims: Vec<Claim> =
        claims.into_iter().zip(&kept).filter(|(_, kept)| **kept).map(|(claim, _)| claim).collect();
    for claim in &mut claims {
        claim.attributed_to = claim.attributed_to.map(|ClaimId(old)| ClaimId(moved[old as usize]));
    }
    claims
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{SentenceId, Span};

    fn claim(confidence: f32, attributed_to: Option<u32>) -> Claim {
        let trigger = Span { start: 0, end: 1 };
        Claim {
            confidence,
            attributed_to: attributed_to.map(ClaimId),
            ..Claim::new(ClaimClass::Remark, trigger, SentenceId(0))
        }
    }

    #[test]
    fn a_better_prior_is_a_greater_confidence() {
        let calibration = Calibration::shipped();
        let with_prior = |logit: f32| {
            let mut features = [0.0; FEATURES.len()];
            (features[0], features[1]) = (1.0, logit);
            calibration.confidence(&features)
        };
        assert!(with_prior(0.0) < with_prior(1.5));
    }

    #[test]
    fn what_an_unsure_statement_says_goes_with_it() {
        let claims = vec![claim(0.9, Some(2)), claim(0.3, None), claim(0.8, None), claim(0.9, Some(1))];
        let kept = at_least(claims, 0.5);
        let shown: Vec<(f32, Option<u32>)> =
            kept.iter().map(|claim| (claim.confidence, claim.attributed_to.map(|ClaimId(id)| id))).collect();
        assert_eq!(shown, [(0.9, Some(1)), (0.8, None)]);
    }
}
