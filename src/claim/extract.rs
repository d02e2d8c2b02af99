//! The claim stage in order: statements, frames, tenures; then modality, attribution, time, place, numbers; then
//! one claim per thing said.
use super::confidence::{self, Calibration};
use super::context::Context;
use super::frame::{Frame, FrameError, Shared};
use super::matcher::{Match, Matcher};
use super::modality::ModalityRules;
use super::path::is_determined;
use super::quotes::Quotes;
use super::statement::{Extraction, Scope, Statements};
use super::{Claim, ClaimId, Post, merge, numbers, place, quotes, when};
use crate::article::Article;
use crate::document::{Document, Span, TokenId};
use crate::entity::{EntityId, Resolution, Title};
use crate::mention::{Mentions, time};
use crate::ontology::{ClaimClass, EntityClass, Family, Modality, Role};

/// Everything needed to find claims, built once.
#[derive(Debug)]
pub struct Extractor {
    matcher: Matcher,
    modality: ModalityRules,
    statements: Statements,
    calibration: Calibration,
    /// Claims less sure than this are left out.
    minimum: f32,
}

impl Extractor {
    /// The frames and lexicons that ship with chancery.
    ///
    /// # Errors
    /// If an embedded frame file is refused; a test proves that none is.
    pub fn shipped() -> Result<Self, FrameError> {
        let shared = Shared::shipped()?;
        Ok(Self {
            matcher: Matcher::new(Frame::shipped(&shared)?),
            modality: ModalityRules::shipped(),
            statements: Statements::shipped(),
            calibration: Calibration::shipped(),
            minimum: 0.0,
        })
    }

    /// The shipped lexicons with the frames of a folder in place of the shipped ones.
    ///
    /// # Errors
    /// The first frame file that is refused, with the place in it.
    pub fn with_frames(folder: &std::path::Path) -> Result<Self, FrameError> {
        let frames = Frame::load(folder, &Shared::shipped()?)?;
        Ok(Self { matcher: Matcher::new(frames), ..Self::shipped()? })
    }

    /// Leaves out claims less sure than this, and what less sure statements say.
    #[must_use]
    pub fn with_minimum_confidence(self, minimum: f32) -> Self {
        Self { minimum, ..self }
    }

    /// The frames in order of their names.
    #[must_use]
    pub fn frames(&self) -> &[Frame] {
        self.matcher.frames()
    }

    /// The claims of an article in text order of their triggers.
    ///
    /// The resolution gains what only claims tell: whom "I" and "we" in a quotation mean, and entities for
    /// descriptions that fill a role.
    #[must_use]
    pub fn extract(
        &self,
        article: &Article,
        document: &Document,
        mentions: &Mentions,
        resolution: &mut Resolution,
    ) -> Vec<Claim> {
        let first_unnamed = resolution.describe_unnamed(document, mentions);
        let quotes = quotes::detect(document);
        let said = self.statements.extract(document, mentions, resolution, &quotes, &self.modality);
        bind_first_persons(document, mentions, resolution, &quotes, &said);
        let context = Context::new(document, mentions, resolution);
        let scopes: Vec<Vec<Span>> = said.scopes.into_iter().map(|scope| scope.spans).collect();
        let mut claims = said.claims;
        for claim in &mut claims {
            if let Some(trigger) = document.head_of(claim.trigger) {
                date(article, &context, claim, trigger);
                locate(&context, claim, trigger, &[]);
            }
        }
        let statements = claims.len();
        for matched in self.matcher.matches(&context) {
            // "backed the plan" is an act of saying; support by deed has no statement at its verb.
            let said = claims[..statements].iter().any(|claim| claim.trigger.overlaps(matched.trigger_span));
            if said && matched.class == ClaimClass::Support {
                continue;
            }
            claims.push(self.complete(article, &context, matched));
        }
        attribute(document, &mut claims, &scopes, statements);
        break_circles(&mut claims, &scopes);
        claims.extend(resolution.titles.iter().map(|title| post_or_lead(document, resolution, title)));
        sort(&mut claims);
        let mut claims = merge::merge(claims);
        let context = Context::new(document, mentions, resolution);
        place::setting::settle(&context, &mut claims);
        for claim in &mut claims {
            claim.features = confidence::features(&context, claim);
            claim.confidence = self.calibration.confidence(&claim.features);
        }
        let mut claims = confidence::at_least(claims, self.minimum);
        keep_used(resolution, &mut claims, first_unnamed);
        claims
    }

    /// Adds to a match what holds for every frame.
    fn complete(&self, article: &Article, context: &Context<'_>, matched: Match) -> Claim {
        let document = context.document;
        let judgement = self.modality.judge(document, matched.trigger);
        let sentence = document.token(matched.trigger).sentence;
        let mut claim = Claim {
            roles: matched.roles,
            modality: judgement.modality,
            places: matched.places,
            confidence: matched.confidence,
            derived_by: matched.derived_by,
            explanation: matched.explanation,
            retells: is_definite(document, matched.trigger),
            ..Claim::new(matched.class, matched.trigger_span, sentence)
        };
        claim.explanation.extend(judgement.rules.into_iter().map(|rule| format!("modality: {rule}")));
        date(article, context, &mut claim, matched.trigger);
        if is_future(article, document, &claim) && claim.modality == Modality::Actual {
            claim.modality = Modality::Planned;
            claim.explanation.push("modality: a date after publication".to_owned());
        }
        let parts = place_parts(context, matched.class, &matched.role_tokens, &matched.trigger_words);
        locate(context, &mut claim, matched.trigger, &parts);
        number(document, &mut claim, matched.trigger, &matched.role_tokens);
        claim
    }
}

/// Lets "I" and "we" in each quotation mean its speaker and the speaker's side.
fn bind_first_persons(
    document: &Document,
    mentions: &Mentions,
    resolution: &mut Resolution,
    quotes: &Quotes,
    said: &Extraction,
) {
    for quote in quotes.outermost() {
        let within =
            |scope: &&Scope| scope.spans.iter().any(|span| span.contains(quote.inner) || quote.outer.contains(*span));
        let narrowest = |scope: &&Scope| scope.spans.iter().map(|span| span.end - span.start).sum::<u32>();
        let Some(scope) = said.scopes.iter().filter(within).min_by_key(narrowest) else { continue };
        let roles = &said.claims[scope.claim.0 as usize].roles;
        if let Some(&(_, speaker)) = roles.iter().find(|(role, _)| *role == Role::Speaker) {
            resolution.bind_quote(document, mentions, quote.inner, speaker);
        }
    }
}

/// Drops the descriptions that fill no role, and lets the claims follow the ids of the others.
fn keep_used(resolution: &mut Resolution, claims: &mut [Claim], first_unnamed: EntityId) {
    let mut used: Vec<EntityId> = claims.iter().flat_map(Claim::fillers).filter(|&id| id >= first_unnamed).collect();
    used.sort_unstable();
    used.dedup();
    let moved = resolution.forget_unused(first_unnamed, &used);
    for claim in claims {
        claim.about.retain(|id| *id < first_unnamed || moved.contains_key(id));
        claim.map_entities(|id| moved.get(&id).copied().unwrap_or(id));
    }
}

/// The tokens on which a parser may have hung the event's place: its persons, further words of its trigger, and
/// whom or what a use of force meets ("raided a compound *in Idlib*").
fn place_parts(
    context: &Context<'_>,
    class: ClaimClass,
    role_tokens: &[(Role, TokenId)],
    trigger_words: &[TokenId],
) -> Vec<TokenId> {
    let forceful =
        matches!(class.family(), Family::MilitaryAction | Family::Coercion | Family::Yielding | Family::Protest);
    let is_person = |token: TokenId| {
        let found = context.fillers(token, &EntityClass::is_actor).entities;
        found.iter().any(|&id| context.entity(id).class == EntityClass::Person)
    };
    let fillers = role_tokens.iter().map(|&(_, token)| token).filter(|&token| forceful || is_person(token));
    fillers.chain(trigger_words.iter().copied()).collect()
}

/// Gives the claim a place, unless its frame named one.
fn locate(context: &Context<'_>, claim: &mut Claim, trigger: TokenId, parts: &[TokenId]) {
    if !claim.places.is_empty() {
        claim.explanation.push("place: named by the frame".to_owned());
    } else if let Some(place) = place::of(context, claim.class, trigger, parts) {
        claim.places = place.entities;
        claim.explanation.push(format!("place: {}", place.rule));
    }
}

/// Gives the claim the time of its trigger.
fn date(article: &Article, context: &Context<'_>, claim: &mut Claim, trigger: TokenId) {
    if let Some(when) = when::of(context.document, context.mentions, time::reference(article), trigger) {
        (claim.date, claim.begin, claim.end, claim.date_text) = (when.date, when.begin, when.end, Some(when.text));
        claim.explanation.push(format!("time: {}", when.rule));
    }
}

/// Whether the word is a noun that its determiner or possessor marks as known to the reader.
fn is_definite(document: &Document, token: TokenId) -> bool {
    document.token(token).upos == "NOUN"
        && (is_determined(document, token) || document.children_by(token, "nmod:poss").next().is_some())
}

/// Whether the claim is dated after the article's day, or by words for what is to come.
fn is_future(article: &Article, document: &Document, claim: &Claim) -> bool {
    let words = claim.date_text.map(|span| document.slice(span).to_lowercase()).unwrap_or_default();
    // "The next day" follows what was told before, "next day" what is told now.
    let told_before = ["the next day", "the next morning", "the next evening", "the next night"];
    let told_before = told_before.into_iter().any(|text| words.contains(text));
    if !told_before && words.split_whitespace().any(|word| matches!(word, "next" | "tomorrow" | "coming" | "upcoming"))
    {
        return true;
    }
    let (Some(published), Some(date)) = (article.date, claim.date) else { return false };
    date.is_after(published)
}

fn number(
    document: &Document,
    claim: &mut Claim,
    trigger: crate::document::TokenId,
    role_tokens: &[(Role, crate::document::TokenId)],
) {
    use ClaimClass::{
        Attack, Bombing, Clash, Demonstration, Deployment, EconomicAid, HumanitarianAid, Invasion, Killing,
        MilitaryAid, Presence, Riot, Strike, Withdrawal,
    };
    match claim.class {
        Attack | Bombing | Clash | Demonstration | Invasion | Killing | Riot | Strike => {
            let toll = numbers::toll(document, trigger);
            (claim.killed, claim.injured) = (toll.killed, toll.injured);
        }
        Presence | Deployment | Withdrawal => {
            let mut forces = role_tokens.iter().filter(|(role, _)| matches!(role, Role::Force | Role::Agent));
            claim.strength = forces.find_map(|&(_, token)| numbers::count(document, token));
        }
        EconomicAid | HumanitarianAid | MilitaryAid => claim.amount = numbers::amount(document, trigger),
        _ => {}
    }
}

/// Links each claim to the innermost statement whose content holds its trigger.
///
/// `scopes[i]` are the spans of the content of statement `i`. Presupposed modifiers ("US-led") and tenures stay
/// the reporter's.
fn attribute(document: &Document, claims: &mut [Claim], scopes: &[Vec<Span>], statements: usize) {
    for index in 0..claims.len() {
        let trigger = claims[index].trigger;
        if is_presupposed(claims[index].class) && claims[index].derived_by.contains("modifier") {
            continue;
        }
        let innermost = (0..statements)
            .filter(|&statement| statement != index && !goes_on(document, &claims[statement], &claims[index]))
            .flat_map(|statement| scopes[statement].iter().map(move |scope| (statement, *scope)))
            .filter(|(statement, scope)| scope.contains(trigger) && !scope.contains(claims[*statement].trigger))
            .min_by_key(|(statement, scope)| (scope.end - scope.start, *statement));
        claims[index].attributed_to = innermost.and_then(|(statement, _)| u32::try_from(statement).ok()).map(ClaimId);
        if let Some((statement, _)) = innermost {
            let reason = format!("attribution: inside what is said at {:?}", document.slice(claims[statement].trigger));
            claims[index].explanation.push(reason);
        }
    }
}

/// "said …, adding that …": the participle goes on with the saying, it is not part of what was said.
fn goes_on(document: &Document, first: &Claim, second: &Claim) -> bool {
    let (Some(verb), Some(participle)) = (document.head_of(first.trigger), document.head_of(second.trigger)) else {
        return false;
    };
    let token = document.token(participle);
    second.class.is_statement() && token.xpos == "VBG" && token.deprel == "advcl" && token.head == Some(verb)
}

/// Takes back the attributions that go round in a circle: "recommended a pause, officials said" holds each act of saying
/// in the other's content. Of the statements on the circle the one with the widest content is the outermost.
fn break_circles(claims: &mut [Claim], scopes: &[Vec<Span>]) {
    let width = |statement: usize| scopes[statement].iter().map(|scope| scope.end - scope.start).sum::<u32>();
    for start in 0..scopes.len() {
        let mut circle = vec![start];
        while let Some(ClaimId(next)) = claims[circle[circle.len() - 1]].attributed_to {
            let next = next as usize;
            if let Some(position) = circle.iter().position(|&seen| seen == next) {
                let outermost =
                    circle[position..].iter().copied().max_by_key(|&statement| (width(statement), statement));
                if let Some(outermost) = outermost {
                    claims[outermost].attributed_to = None;
                    claims[outermost].explanation.retain(|reason| !reason.starts_with("attribution:"));
                }
                break;
            }
            circle.push(next);
        }
    }
}

const fn is_presupposed(class: ClaimClass) -> bool {
    matches!(class, ClaimClass::Leadership | ClaimClass::Backing | ClaimClass::Opposition | ClaimClass::Membership)
}

/// A post held, or the leadership of a party, movement or armed group.
fn post_or_lead(document: &Document, resolution: &Resolution, title: &Title) -> Claim {
    let led = title.of.filter(|&of| title.leadership && Role::Group.admits(resolution.get(of).class));
    let Some(group) = led else { return tenure(document, title) };
    Claim {
        class: ClaimClass::Leadership,
        roles: vec![(Role::Leader, title.holder), (Role::Group, group)],
        post: None,
        derived_by: format!("leadership/{}", title.rule),
        ..tenure(document, title)
    }
}

fn tenure(document: &Document, title: &Title) -> Claim {
    Claim {
        roles: vec![(Role::Holder, title.holder)],
        post: Some(Post { title: title.title.clone(), of: title.of }),
        modality: if title.future { Modality::Planned } else { Modality::Actual },
        ended: title.ended,
        confidence: 0.9,
        derived_by: format!("tenure/{}", title.rule),
        ..Claim::new(ClaimClass::Tenure, document.token(title.trigger).span, title.sentence)
    }
}

/// Sorts by trigger, class and roles, and moves `attributed_to` along.
fn sort(claims: &mut Vec<Claim>) {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by(|&a, &b| {
        let key = |claim: &Claim| (claim.trigger, claim.class, claim.places.clone());
        key(&claims[a]).cmp(&key(&claims[b])).then_with(|| claims[a].roles.cmp(&claims[b].roles))
    });
    let mut position = vec![0u32; claims.len()];
    for (new, &old) in (0u32..).zip(&order) {
        position[old] = new;
    }
    for claim in claims.iter_mut() {
        claim.attributed_to = claim.attributed_to.map(|ClaimId(old)| ClaimId(position[old as usize]));
    }
    let mut sorted: Vec<Option<Claim>> = std::mem::take(claims).into_iter().map(Some).collect();
    claims.extend(order.into_iter().filter_map(|old| sorted[old].take()));
}
