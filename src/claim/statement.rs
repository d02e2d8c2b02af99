//! Statements: who said what to whom.
//!
//! Three questions per reporting word, all answered by data in `ontology/lexicon/reporting.toml` and the dependency tree:
//! what is reported (a quotation, a clause, a noun phrase …), who speaks, and which class of statement it is. A word whose
//! listed complement is missing is no statement ("she calls every Monday"). After the words, quotations that nobody introduces are
//! given to the statement they continue.
mod circumstance;
mod class;
mod clause;
mod complement;
mod content;
mod discourse;
mod lexicon;
mod nominal;
mod speaker;
mod subject;
mod syntax;
mod usage;

use super::modality::ModalityRules;
use super::quotes::Quotes;
use super::{Claim, ClaimId, Medium};
use crate::document::{Document, SentenceId, Span, TokenId};
use crate::entity::{EntityId, Resolution};
use crate::mention::{Form, Mentions};
use crate::ontology::{ClaimClass, EntityClass, Modality, Role};
use circumstance::Circumstance;
use content::Reported;
use discourse::{Memory, Recent, continue_quotations, recent, remember};
use lexicon::{Content, Entry, Lexicon};
use rustc_hash::FxHashSet;
use speaker::{Referents, Voice};
use usage::Usage;

/// The stretches of text that belong to what one statement says: its content, its quotation, and quotations that continue it.
///
/// What is claimed inside them is attributed to the statement, and "I" and "we" inside a quotation are its speakers.
/// The reporting words themselves ("he said") are never inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Index of the statement in [`Extraction::claims`].
    pub claim: ClaimId,
    /// Content and quotations, in text order.
    pub spans: Vec<Span>,
}

/// The statements of an article.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// In text order of triggers.
    pub claims: Vec<Claim>,
    /// One scope per claim, in the same order.
    pub scopes: Vec<Scope>,
}

/// Finds the statements of an article; built once.
#[derive(Debug)]
pub struct Statements {
    lexicon: Lexicon,
}

/// A statement before its modality, nesting and order are known.
struct Draft {
    class: ClaimClass,
    trigger: Span,
    head: TokenId,
    sentence: SentenceId,
    voice: Voice,
    circumstance: Circumstance,
    about: Vec<EntityId>,
    reported: Reported,
    silent: bool,
    rule: &'static str,
    /// The verb of saying, inside whose content the parser hung this one, from which it goes on.
    joins: Option<TokenId>,
}

impl Statements {
    /// With the reporting lexicon that ships with chancery.
    #[must_use]
    pub fn shipped() -> Self {
        Self { lexicon: Lexicon::shipped() }
    }

    /// The statements of a document and what each of them says.
    #[must_use]
    pub fn extract(
        &self,
        document: &Document,
        mentions: &Mentions,
        resolution: &Resolution,
        quotes: &Quotes,
        modality: &ModalityRules,
    ) -> Extraction {
        let referents = Referents::new(document, mentions, resolution, &self.lexicon);
        let mut memory = Memory::default();
        let mut drafts: Vec<Draft> = Vec::new();
        // Performative verbs inside the content of a remark that took their class: "'We condemn …,' he said".
        let mut absorbed: FxHashSet<TokenId> = FxHashSet::default();
        let mut order: Vec<TokenId> = document.token_ids().collect();
        // Quoted words are read after the words that introduce the quotation, which may follow it.
        order.sort_by_key(|&token| {
            let offset = document.token(token).span.start;
            let sentence = document.token(token).sentence;
            (sentence, quotes.covers(offset), token)
        });
        for token in order {
            if document.token(token).upos == "NOUN" && self.lexicon.is_medium(&syntax::lemma(document, token)) {
                let authors = referents.author(token, &memory);
                if !authors.is_empty() {
                    memory.issuers.insert(syntax::lemma(document, token), authors);
                }
            }
            if absorbed.contains(&token) {
                continue;
            }
            let found = self
                .verb(document, quotes, &referents, &memory, token, &mut absorbed)
                .or_else(|| self.noun(document, quotes, &referents, &memory, token))
                .or_else(|| according(document, quotes, &referents, &memory, token));
            let Some(draft) = found else { continue };
            remember(document, &referents, &draft, &mut memory);
            drafts.push(draft);
        }
        drafts.retain(|draft| !absorbed.contains(&draft.head));
        // "criticized Oslo, accusing it of …" is one act of saying, told twice.
        let spelt_out: FxHashSet<TokenId> = drafts
            .iter()
            .filter(|draft| {
                draft.class == ClaimClass::Accusation
                    && draft.rule != "description"
                    && document.token(draft.head).deprel.matches("advcl")
            })
            .filter_map(|draft| document.token(draft.head).head)
            .collect();
        let condemned: FxHashSet<TokenId> =
            drafts.iter().filter(|draft| draft.class == ClaimClass::Condemnation).map(|draft| draft.head).collect();
        drafts.retain(|draft| {
            let above = document.token(draft.head).head.filter(|_| draft.rule == "description");
            let described = above.is_some_and(|above| condemned.contains(&above));
            !described && (draft.class != ClaimClass::Condemnation || !spelt_out.contains(&draft.head))
        });
        drafts.sort_by_key(|draft| (draft.trigger.start, draft.trigger.end));
        part_coordinated(document, &mut drafts);
        continue_quotations(document, quotes, &mut drafts);
        let mut extraction = Extraction::default();
        for (draft, id) in drafts.iter().zip((0u32..).map(ClaimId)) {
            extraction.claims.push(claim(document, mentions, resolution, modality, draft));
            extraction.scopes.push(Scope { claim: id, spans: draft.reported.scope.clone() });
        }
        extraction
    }

    /// A reporting verb.
    fn verb(
        &self,
        document: &Document,
        quotes: &Quotes,
        referents: &Referents<'_>,
        memory: &Memory,
        verb: TokenId,
        absorbed: &mut FxHashSet<TokenId>,
    ) -> Option<Draft> {
        let Usage { entry, mut matched, cue, joins } = self.usage(document, quotes, referents, verb)?;
        let token = document.token(verb);
        let passive = cue.passive;
        let crowd = memory.speakers.iter().all(|&entity| referents.class(entity) == EntityClass::Population);
        let recent = Recent { crowd, ..recent(document, quotes, memory, cue, &matched.reported) };
        let voice = cue.subject.map(|subject| referents.voice(subject, memory, recent)).unwrap_or_default();
        let alone = || !(are_several(document, &voice, verb) || accompanied(document, verb));
        if entry.single && !alone() || entry.text && voice.medium.is_none() {
            return None;
        }
        let clausal = matches!(entry.complement.content, Content::Clause | Content::Quotation);
        // Without a known speaker only a quotation with a subject is a statement.
        let accused = entry.class == ClaimClass::Accusation && passive;
        let has_words = matched.reported.rule == "quote" && !passive && voice.referring;
        if voice.speakers.is_empty() && !accused && !has_words {
            return None;
        }
        let parties = matched.party.map(|party| referents.voice_of_named(party)).unwrap_or_default();
        let mut class = entry.class;
        let mut rule = matched.reported.rule;
        if class == ClaimClass::Remark && clausal {
            let speakers = &voice.speakers;
            let is_speaker = |token: TokenId| {
                class::refers_to_speaker(document, quotes, token, &referents.of_phrase(token), speakers)
            };
            let class_of =
                |inner: TokenId| self.usage(document, quotes, referents, inner).map(|usage| usage.entry.class);
            let is_other = |token: TokenId| {
                let entities = referents.of_phrase(token);
                !is_speaker(token) && entities.iter().any(|&entity| referents.class(entity).is_actor())
            };
            let reported = &matched.reported;
            if let Some(sharpened) = class::sharpen(document, &self.lexicon, reported, is_speaker, is_other, class_of) {
                class = sharpened.class;
                absorbed.extend(sharpened.performative);
                rule = "performative";
            }
        }
        if !clausal && entry.complement.party.is_some() && class == ClaimClass::Remark {
            rule = "description";
        }
        let described = class == ClaimClass::Remark && !clausal && entry.complement.party.is_some();
        if described && let Some(judged) = class::judged(document, &self.lexicon, &matched.reported) {
            class = judged;
        }
        let silent = class == ClaimClass::Rejection
            && entry.complement.content == Content::Infinitive
            && matched.reported.root.is_some_and(|root| self.lexicon.lists("silence", &syntax::lemma(document, root)));
        if silent {
            class = ClaimClass::Remark;
            absorbed.extend(matched.reported.root);
        }
        // "saying the bank never paid": the bank is not told.
        let tells = cue.tells || entry.complement.party.is_some();
        let told = complement::object(document, cue).filter(|&object| clausal && tells && object > verb);
        let told = told.or_else(|| told_before(document, cue, &matched.reported));
        let party = if entry.complement.addressed { matched.party.or(told) } else { told };
        let mut circumstance =
            circumstance::read(document, &self.lexicon, referents, verb, party, &matched.reported.scope);
        if accused && voice.speakers.is_empty() && circumstance.addressees.is_empty() {
            return None;
        }
        if circumstance.medium.is_none()
            && let Some(medium) = voice.medium
        {
            circumstance.medium = Some(Medium::Text(document.token(medium).span));
        }
        // "quoted the firm as saying …": the words are the firm's, and all of them are what the agency says.
        if matches!(entry.complement.content, Content::Gerund(Some(_))) && class == ClaimClass::Remark {
            matched.reported.quote = None;
            matched.reported.content = None;
            matched.reported.scope.extend(matched.reported.root.map(|root| document.token(root).span));
            rule = "quoting";
        }
        let trigger = match cue.particle {
            Some(particle) => token.span.cover(document.token(particle).span),
            None => with_preposition(document, verb, entry),
        };
        Some(Draft {
            class,
            trigger,
            head: verb,
            sentence: token.sentence,
            voice,
            circumstance,
            about: parties,
            reported: matched.reported,
            silent,
            rule,
            joins,
        })
    }

    fn noun(
        &self,
        document: &Document,
        quotes: &Quotes,
        referents: &Referents<'_>,
        memory: &Memory,
        token: TokenId,
    ) -> Option<Draft> {
        let said = nominal::noun(document, quotes, &self.lexicon, token)
            .or_else(|| nominal::adjective(document, quotes, &self.lexicon, token))?;
        let voice = referents.voice(said.speaker, memory, Recent::default());
        if voice.speakers.is_empty() || voice.remembered && said.verb.is_none() {
            return None;
        }
        let span = document.token(token).span;
        let trigger = said
            .verb
            .filter(|verb| *verb < token && token.0 - verb.0 <= 5)
            .map_or(span, |verb| document.token(verb).span.cover(span));
        Some(Draft {
            class: said.entry.class,
            trigger,
            head: token,
            sentence: document.token(token).sentence,
            voice,
            circumstance: Circumstance { noun: Some(token), ..Circumstance::default() },
            about: Vec::new(),
            reported: said.reported,
            silent: said.silent,
            rule: "noun",
            joins: None,
        })
    }
}

/// "said the patrols were routine and dismissed concerns": what the first verb reports ends before the second one.
fn part_coordinated(document: &Document, drafts: &mut [Draft]) {
    let joints: Vec<(TokenId, u32)> = drafts
        .iter()
        .filter_map(|draft| {
            let link = draft.head.0.checked_sub(2).map(TokenId)?;
            Some((draft.joins?, document.token(link).span.end))
        })
        .collect();
    for (verb, end) in joints {
        for draft in drafts.iter_mut().filter(|draft| draft.head == verb) {
            let reported = &mut draft.reported;
            reported.scope.retain(|span| span.start < end);
            for span in reported.scope.iter_mut().chain(&mut reported.content) {
                if span.start < end {
                    span.end = span.end.min(end);
                }
            }
            reported.quote = reported.quote.filter(|quote| quote.start < end);
        }
    }
}

/// "told AFP the vote was over": a name between the verb and its content that the parser made a part of the content.
fn told_before(document: &Document, cue: content::Cue, reported: &Reported) -> Option<TokenId> {
    let next = TokenId(cue.verb.0 + 1);
    let begin = reported.content?.start;
    (cue.tells
        && next.0 < document.sentence_of(cue.verb).tokens.1
        && document.token(next).upos == "PROPN"
        && document.token(next).span.end <= begin
        && !complement::is_day(document, next))
    .then_some(next)
}

/// "They agreed to", "Ana Roe and Ben Doe agreed to": more than one speaks.
fn are_several(document: &Document, voice: &Voice, verb: TokenId) -> bool {
    let plural = |subject: TokenId| {
        matches!(document.token(subject).xpos.as_str(), "NNS" | "NNPS")
            || syntax::lower(document, subject) == "they"
            || (subject.0 + 1..verb.0).any(|between| document.token(TokenId(between)).upos == "CCONJ")
    };
    voice.speakers.len() > 1 || voice.subject.is_some_and(plural)
}

/// "agreed with Oslo to": another side takes part.
fn accompanied(document: &Document, verb: TokenId) -> bool {
    document.children_by(verb, "obl").any(|child| syntax::case(document, child).as_deref() == Some("with"))
        || document.children(verb).iter().any(|&child| syntax::lower(document, child) == "mutually")
}

/// The verb with the preposition of its complement, where the two are neighbours: "called for".
fn with_preposition(document: &Document, verb: TokenId, entry: &Entry) -> Span {
    let span = document.token(verb).span;
    let ((Content::Noun(Some(preposition)) | Content::Gerund(Some(preposition)), None)
    | (_, Some(lexicon::Party::Oblique(preposition)))) = (&entry.complement.content, &entry.complement.party)
    else {
        return span;
    };
    let next = TokenId(verb.0 + 1);
    let neighbour = next.0 < document.sentence_of(verb).tokens.1 && syntax::lower(document, next) == **preposition;
    if neighbour { span.cover(document.token(next).span) } else { span }
}

fn according(
    document: &Document,
    quotes: &Quotes,
    referents: &Referents<'_>,
    memory: &Memory,
    token: TokenId,
) -> Option<Draft> {
    let according = nominal::according_to(document, quotes, token)?;
    let voice = referents.voice(according.source, memory, Recent::default());
    if voice.speakers.is_empty() {
        return None;
    }
    Some(Draft {
        class: ClaimClass::Remark,
        trigger: according.trigger,
        head: token,
        sentence: document.token(token).sentence,
        circumstance: Circumstance {
            medium: voice.medium.map(|medium| Medium::Text(document.token(medium).span)),
            ..Circumstance::default()
        },
        voice,
        about: Vec::new(),
        reported: according.reported,
        silent: false,
        rule: "according to",
        joins: None,
    })
}

fn claim(
    document: &Document,
    mentions: &Mentions,
    resolution: &Resolution,
    rules: &ModalityRules,
    draft: &Draft,
) -> Claim {
    let reported = &draft.reported;
    let mut roles: Vec<(Role, EntityId)> = draft.voice.speakers.iter().map(|&entity| (Role::Speaker, entity)).collect();
    let told = draft.circumstance.addressees.iter().filter(|entity| !draft.voice.speakers.contains(entity));
    roles.extend(told.map(|&entity| (Role::Addressee, entity)));
    roles.sort_unstable();
    roles.dedup();
    let words = reported.content.or(reported.quote);
    let named = mentions
        .iter()
        .filter(|(_, mention)| mention.form != Form::Pronoun && words.is_some_and(|words| words.contains(mention.span)))
        .flat_map(|(id, _)| resolution.of(id).iter().copied());
    let mut about: Vec<EntityId> = draft.about.iter().copied().chain(named).collect();
    about.sort_unstable();
    about.dedup();
    let judgement = rules.judge_saying(document, draft.head);
    // "the plan announced by": the plan is no less announced for being a plan.
    let participle = document.token(draft.head).deprel.matches("acl") && syntax::is_passive(document, draft.head);
    // "urged Oslo to stop, saying …": saying is not demanded.
    let goes_on =
        document.token(draft.head).xpos == "VBG" && draft.head.0 > 0 && document.form(TokenId(draft.head.0 - 1)) == ",";
    let modality = match judgement.modality {
        _ if draft.silent => Modality::Denied,
        Modality::Planned | Modality::Demanded | Modality::Possible if participle || goes_on => Modality::Actual,
        other => other,
    };
    let mut explanation: Vec<String> = judgement.rules.into_iter().map(|rule| format!("modality: {rule}")).collect();
    if draft.voice.remembered {
        explanation.push("speaker of the statement before".to_owned());
    }
    Claim {
        roles,
        modality,
        about,
        quote: reported.quote,
        content: reported.content,
        medium: draft.circumstance.medium.clone(),
        confidence: confidence(draft),
        derived_by: format!("statement/{}", draft.rule.replace(' ', "-")),
        explanation,
        ..Claim::new(draft.class, draft.trigger, draft.sentence)
    }
}

/// A prior by rule: how often statements found this way were right on annotated news.
fn confidence(draft: &Draft) -> f32 {
    let by_rule = match draft.rule {
        "quote" | "according to" => 0.9,
        "clause" => 0.85,
        "performative" | "infinitive" => 0.75,
        _ => 0.65,
    };
    let unsure = draft.voice.remembered || draft.voice.speakers.is_empty();
    if unsure { by_rule * 0.7 } else { by_rule }
}
