//! Finds the claims that frames evoke in a document: triggers by lemma, roles by path.
use super::context::{Context, Fillers};
use super::frame::{Frame, Pattern, RoleRule};
use super::path::introduced_by;
use super::place;
use crate::document::{Document, Span, TokenId};
use crate::entity::EntityId;
use crate::ontology::{ClaimClass, EntityClass, Family, Role};
use rustc_hash::FxHashMap;

/// A frame's pattern found at a trigger, before modality, attribution, time and place.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    pub class: ClaimClass,
    pub trigger: TokenId,
    /// The trigger with the further words that belong to it ("took control").
    pub trigger_span: Span,
    /// Those further words.
    pub trigger_words: Vec<TokenId>,
    pub roles: Vec<(Role, EntityId)>,
    /// Tokens at which the roles' fillers stand, for place and numbers.
    pub role_tokens: Vec<(Role, TokenId)>,
    /// Places given by the pattern itself.
    pub places: Vec<EntityId>,
    pub confidence: f32,
    /// `family/claim/pattern`.
    pub derived_by: String,
    pub explanation: Vec<String>,
}

/// All frames, indexed by trigger lemma.
#[derive(Debug)]
pub struct Matcher {
    frames: Vec<Frame>,
    by_lemma: FxHashMap<String, Vec<(usize, usize)>>,
    /// Patterns whose trigger is no list of lemmas: tried at every word.
    open: Vec<(usize, usize)>,
}

impl Matcher {
    /// Indexes the frames.
    #[must_use]
    pub fn new(frames: Vec<Frame>) -> Self {
        let mut by_lemma: FxHashMap<String, Vec<(usize, usize)>> = FxHashMap::default();
        let mut open = Vec::new();
        for (f, frame) in frames.iter().enumerate() {
            for (p, pattern) in frame.patterns.iter().enumerate() {
                if !(pattern.trigger.prefixes.is_empty() && pattern.trigger.classes.is_empty()) {
                    open.push((f, p));
                }
                for lemma in &pattern.trigger.lemmas {
                    let entry = by_lemma.entry(lemma.to_lowercase()).or_default();
                    if !entry.contains(&(f, p)) {
                        entry.push((f, p));
                    }
                }
            }
        }
        Self { frames, by_lemma, open }
    }

    /// The frames in order of their names.
    #[must_use]
    pub fn frames(&self) -> &[Frame] {
        &self.frames
    }

    /// Every match in the document, in text order of triggers. Of the patterns of one frame at one trigger only
    /// the one that fills the most roles is kept.
    #[must_use]
    pub fn matches(&self, context: &Context<'_>) -> Vec<Match> {
        let document = context.document;
        let mut found = Vec::new();
        for trigger in document.token_ids() {
            let by_lemma = self.by_lemma.get(document.lemma(trigger).to_lowercase().as_str());
            let compound = hyphenated(document, trigger);
            let by_compound =
                compound.as_ref().and_then(|(lemma, whole)| Some((self.by_lemma.get(lemma.as_str())?, *whole)));
            let open = self.open.iter().filter(|&&(f, p)| opens(context, &self.frames[f].patterns[p], trigger));
            let span = document.token(trigger).span;
            let simple = by_lemma.into_iter().flatten().chain(open).map(|&pattern| (pattern, span));
            let joined =
                by_compound.into_iter().flat_map(|(patterns, whole)| patterns.iter().map(move |&p| (p, whole)));
            let mut patterns: Vec<_> = simple.chain(joined).collect();
            patterns.sort_by_key(|&(pattern, _)| pattern);
            let start = found.len();
            let mut best: Option<(usize, Vec<Match>)> = None;
            for ((f, p), span) in patterns {
                let frame = &self.frames[f];
                let matched = apply(context, frame, &frame.patterns[p], trigger, span);
                if matched.is_empty() {
                    continue;
                }
                match &mut best {
                    Some((of, kept)) if *of == f => {
                        if matched[0].roles.len() > kept[0].roles.len() {
                            *kept = matched;
                        }
                    }
                    _ => {
                        if let Some((_, kept)) = best.take() {
                            found.extend(kept);
                        }
                        best = Some((f, matched));
                    }
                }
            }
            if let Some((_, kept)) = best {
                found.extend(kept);
            }
            rivals(&mut found, start);
        }
        found
    }
}

/// One word evokes one event of a family: of the matches from `start` on, all at one trigger, rivals of the same
/// family give way to the one with the most roles, then the surest. So does a presence to the deployment that the
/// same word tells of.
fn rivals(found: &mut Vec<Match>, start: usize) {
    let group = |class: ClaimClass| if class == ClaimClass::Presence { Family::MilitaryAction } else { class.family() };
    let strength = |m: &Match| (m.roles.len(), m.confidence);
    let mut best: Vec<(Family, ClaimClass, (usize, f32))> = Vec::new();
    for matched in &found[start..] {
        let (family, own) = (group(matched.class), strength(matched));
        match best.iter_mut().find(|(other, ..)| *other == family) {
            Some(rival) if own > rival.2 => *rival = (family, matched.class, own),
            Some(_) => {}
            None => best.push((family, matched.class, own)),
        }
    }
    let tail = found.split_off(start);
    found.extend(tail.into_iter().filter(|matched| {
        matched.class.is_situation() && matched.class != ClaimClass::Presence
            || best.iter().any(|(_, class, _)| *class == matched.class)
    }));
}

/// Matches one pattern at one token, or at the hyphenated word around it that `word` spans: no match, one, or one for each
/// place.
fn apply(context: &Context<'_>, frame: &Frame, pattern: &Pattern, trigger: TokenId, word: Span) -> Vec<Match> {
    let Some((trigger_span, trigger_words)) = evokes(context.document, pattern, trigger, word) else {
        return Vec::new();
    };
    let mut matched = Match {
        class: frame.class,
        trigger,
        trigger_span,
        trigger_words,
        roles: Vec::new(),
        role_tokens: Vec::new(),
        places: Vec::new(),
        confidence: pattern.confidence,
        derived_by: format!("{}/{}", frame.name, pattern.name),
        explanation: Vec::new(),
    };
    let mut filled = 0;
    // Required roles first: an entity serves in one role of a claim only.
    let mut rules: Vec<&RoleRule> = pattern.roles.iter().collect();
    rules.sort_by_key(|rule| !rule.count.required());
    let starts = with_phases(context.document, trigger);
    for rule in rules {
        let before = matched.roles.len();
        fill(context, rule, &starts, &mut matched);
        if matched.roles.len() == before {
            if rule.count.required() {
                return Vec::new();
            }
        } else {
            filled += 1;
        }
    }
    if filled < pattern.needs || matched.roles.len() < pattern.fillers {
        return Vec::new();
    }
    matched.roles.sort_unstable();
    let places = places(context, pattern, trigger);
    if places.is_empty() && pattern.place_required {
        return Vec::new();
    }
    if pattern.each_place && places.len() > 1 {
        return places.into_iter().map(|place| Match { places: vec![place], ..matched.clone() }).collect();
    }
    matched.places = places;
    vec![matched]
}

/// The lemma and span of the hyphenated word whose head the token is: "cease-*fire*", "*stand*-off".
fn hyphenated(document: &Document, token: TokenId) -> Option<(String, Span)> {
    let at = |offset: i64| {
        let index = u32::try_from(i64::from(token.0) + offset).ok()?;
        ((index as usize) < document.tokens().len()).then_some(TokenId(index))
    };
    let adjacent = |left: TokenId, right: TokenId| document.token(left).span.end == document.token(right).span.start;
    let join = |left: TokenId, hyphen: TokenId, right: TokenId| {
        let joined = document.form(hyphen) == "-" && adjacent(left, hyphen) && adjacent(hyphen, right);
        let other = if left == token { right } else { left };
        (joined && document.token(other).head == Some(token)).then(|| {
            let lemma = format!("{}-{}", document.lemma(left), document.lemma(right)).to_lowercase();
            (lemma, document.token(left).span.cover(document.token(right).span))
        })
    };
    let before = at(-2).zip(at(-1)).and_then(|(left, hyphen)| join(left, hyphen, token));
    before.or_else(|| at(1).zip(at(2)).and_then(|(hyphen, right)| join(token, hyphen, right)))
}

/// Whether the token is a trigger by its beginning or by the class of what it names.
fn opens(context: &Context<'_>, pattern: &Pattern, token: TokenId) -> bool {
    let trigger = &pattern.trigger;
    if !trigger.prefixes.is_empty() {
        let form = context.document.form(token).to_lowercase();
        return trigger.prefixes.iter().any(|prefix| form.len() > prefix.len() && form.starts_with(prefix.as_str()));
    }
    let Some(mention) = context.mention_at(token).filter(|&id| context.mentions.get(id).head == Some(token)) else {
        return false;
    };
    context.resolution.of(mention).iter().any(|&id| trigger.classes.contains(&context.entity(id).class))
}

/// Whether the token is a trigger of the pattern; the span of its words and which they are.
///
/// `word` is the token, or the hyphenated word whose head it is: the parts of such a word have tags of their own.
fn evokes(document: &Document, pattern: &Pattern, token: TokenId, word: Span) -> Option<(Span, Vec<TokenId>)> {
    let trigger = &pattern.trigger;
    let tags = document.token(token);
    let joined = word != tags.span;
    let one_of = |wanted: &[String], tag: &str| joined || wanted.is_empty() || wanted.iter().any(|w| w == tag);
    if !one_of(&trigger.upos, tags.upos.as_str()) || !one_of(&trigger.xpos, tags.xpos.as_str()) {
        return None;
    }
    if !(trigger.with.is_empty() || trigger.with.iter().any(|path| path.matches(document, token)))
        || trigger.without.iter().any(|path| path.matches(document, token))
    {
        return None;
    }
    let mut span = word;
    let mut words = Vec::new();
    if !trigger.words.is_empty() {
        let word = trigger.words.iter().find_map(|path| path.reach(document, token).first().copied())?;
        span = span.cover(document.token(word).span);
        words.push(word);
    }
    Some((span, words))
}

/// Fills a role from what its paths reach from `starts`, the trigger and the nouns that stand for it.
fn fill(context: &Context<'_>, rule: &RoleRule, starts: &[TokenId], matched: &mut Match) {
    let admits =
        |class: EntityClass| rule.role.admits(class) && (rule.classes.is_empty() || rule.classes.contains(&class));
    for path in &rule.paths {
        for token in starts.iter().flat_map(|&start| path.reach(context.document, start)) {
            // "*Nigerian* soldiers": the modifier of a filler is no filler of its own.
            if modifies_filler(context.document, matched, token) {
                continue;
            }
            let Fillers { entities, direct } = context.fillers(token, &admits);
            let fresh: Vec<EntityId> = entities
                .into_iter()
                .filter(|entity| matched.roles.iter().all(|(_, filler)| filler != entity))
                .collect();
            if fresh.is_empty() {
                continue;
            }
            matched.explanation.push(format!("{} by {path}", rule.role.name()));
            matched.role_tokens.push((rule.role, token));
            if !direct {
                matched.confidence *= 0.85;
            }
            // "both leaders" fills even a single role with all whom it names.
            matched.roles.extend(fresh.into_iter().map(|entity| (rule.role, entity)));
            if !rule.count.all() {
                return;
            }
        }
    }
}

/// The trigger, and the nouns for a phase or number of it that it is "of": the roles of "talks" in "held a *round* of
/// talks with Chad" stand at "round".
fn with_phases(document: &Document, trigger: TokenId) -> Vec<TokenId> {
    const PHASES: &[&str] = &[
        "round",
        "series",
        "wave",
        "string",
        "spate",
        "number",
        "dozen",
        "set",
        "pair",
        "start",
        "beginning",
        "opening",
        "end",
        "conclusion",
        "close",
        "resumption",
        "continuation",
        "collapse",
        "breakdown",
        "failure",
        "launch",
        "holding",
        "day",
        "outbreak",
        "eruption",
        "cycle",
        "campaign",
        "barrage",
        "leg",
        "stage",
        "phase",
        "possibility",
        "prospect",
        "threat",
        "type",
        "kind",
        "lot",
        "hundred",
        "score",
        "flurry",
        "rash",
        "course",
    ];
    let mut starts = vec![trigger];
    let mut last = trigger;
    while let Some(head) = document.token(last).head {
        let of = document.token(last).deprel.matches("nmod") && introduced_by(document, last, "case", &["of"]);
        if !of || !PHASES.contains(&document.lemma(head)) || starts.contains(&head) {
            break;
        }
        starts.push(head);
        last = head;
    }
    starts
}

fn modifies_filler(document: &Document, matched: &Match, token: TokenId) -> bool {
    let tagged = document.token(token);
    ["amod", "compound", "nmod:poss", "nmod:desc"].iter().any(|relation| tagged.deprel == *relation)
        && tagged.head.is_some_and(|head| {
            // "*Tadesse's* rebels": where the trigger itself fills a role, its modifiers are the other side.
            head != matched.trigger && matched.role_tokens.iter().any(|(_, filler)| *filler == head)
        })
}

fn places(context: &Context<'_>, pattern: &Pattern, trigger: TokenId) -> Vec<EntityId> {
    let mut places = Vec::new();
    for path in &pattern.place {
        for token in path.reach(context.document, trigger) {
            for entity in place::named(context, token) {
                if !places.contains(&entity) {
                    places.push(entity);
                }
            }
        }
    }
    places
}
