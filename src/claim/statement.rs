//! Statements: who said what to whom.
//!
//! Three questions per reporting word, all answered by data in `ontology/lexicon/reporting.toml` and the dependency tree:
//! what is reported (a quotation, a clause, a noun phrase …), who speaks, and which class of statement it is. A word whose
//! listed complement is missing is no statement ("she calls every Monday"). After the words, quotations that nobody introduces are
//! given to the statement they continue.
mod circumstance;
mod class;
mod complement;
mod content;
mod lexicon;
mod nominal;
mod speaker;
mod syntax;

use super::modality::ModalityRules;
use super::quotes::Quotes;
use super::{Claim, ClaimId, Medium};
use crate::document::{Document, SentenceId, Span, TokenId};
use crate::entity::{EntityId, Resolution};
use crate::mention::{Form, Mentions};
use crate::ontology::{ClaimClass, EntityClass, Modality, Role};
use circumstance::Circumstance;
use content::{Cue, Reported};
use lexicon::{Content, Entry, Lexicon};
use rustc_hash::FxHashSet;
use speaker::{Memory, Recent, Referents, Voice};

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
}

/// A verb used as one of its lexicon entries says.
struct Usage<'s> {
    entry: &'s Entry,
    matched: complement::Matched,
    cue: Cue,
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
                .or_else(|| self.according(document, quotes, &referents, &memory, token));
            let Some(draft) = found else { continue };
            self.remember(document, &referents, &draft, &mut memory);
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
        continue_quotations(document, quotes, &mut drafts);
        let mut extraction = Extraction::default();
        for (draft, id) in drafts.iter().zip((0u32..).map(ClaimId)) {
            extraction.claims.push(claim(document, mentions, resolution, modality, draft));
            extraction.scopes.push(Scope { claim: id, spans: draft.reported.scope.clone() });
        }
        extraction
    }

    fn remember(&self, document: &Document, referents: &Referents<'_>, draft: &Draft, memory: &mut Memory) {
        let speakers = &draft.voice.speakers;
        if speakers.is_empty() {
            return;
        }
        for noun in [draft.voice.medium, draft.circumstance.noun].into_iter().flatten() {
            memory.issuers.insert(syntax::lemma(document, noun), speakers.clone());
        }
        let person = |&entity: &EntityId| referents.class(entity) == EntityClass::Person;
        if let [one] = speakers.as_slice() {
            if person(one) {
                memory.person = Some(*one);
                memory.person_at = Some(draft.sentence);
            } else {
                memory.body = Some(*one);
                memory.body_at = Some(draft.sentence);
            }
        }
        if let Some(subject) = draft.voice.subject.filter(|&subject| document.token(subject).upos == "NOUN") {
            memory.nouns.insert(syntax::lemma(document, subject), speakers.clone());
        }
        memory.speakers.clone_from(speakers);
    }

    /// What a verb reports, if it is used as its lexicon entry says.
    fn usage<'s>(
        &'s self,
        document: &Document,
        quotes: &Quotes,
        referents: &Referents<'_>,
        verb: TokenId,
    ) -> Option<Usage<'s>> {
        let token = document.token(verb);
        let tagged = token.upos == "VERB" && token.deprel != "amod" && token.deprel != "case";
        if !tagged && !closes_as_verb(document, verb) {
            return None;
        }
        let entries = self.lexicon.verb(&syntax::lemma(document, verb));
        if entries.is_empty() || self.is_denied_saying(document, verb) {
            return None;
        }
        let passive = syntax::is_passive(document, verb);
        let subject = if passive { speaker::agent(document, verb) } else { self.active_subject(document, verb) };
        let own_subject = !passive && subject.is_some_and(|subject| is_own(document, verb, subject));
        let negated = class::is_negated(document, verb);
        let tells = entries.iter().any(|entry| {
            entry.complement.content == Content::Clause && entry.complement.party == Some(lexicon::Party::Object)
        });
        let mut best: Option<(u8, Usage<'s>)> = None;
        for entry in entries {
            let particle = match entry.particle.as_deref() {
                None => None,
                Some(particle) => match find_particle(document, verb, particle) {
                    Some(token) => Some(token),
                    None => continue,
                },
            };
            if (entry.negated && !negated) || (!tagged && entry.complement.content != Content::Clause) {
                continue;
            }
            let cue = Cue { verb, particle, subject, tells, own_subject, passive };
            let Some(matched) = self.matched(document, quotes, referents, cue, entry) else { continue };
            let rank = rank(entry);
            if best.as_ref().is_none_or(|(other, _)| rank < *other) {
                best = Some((rank, Usage { entry, matched, cue }));
            }
        }
        best.map(|(_, usage)| usage)
    }

    /// "denied threatening anybody": what is denied was not said.
    fn is_denied_saying(&self, document: &Document, verb: TokenId) -> bool {
        let token = document.token(verb);
        token.xpos == "VBG"
            && ["xcomp", "ccomp", "advcl", "obj"].iter().any(|&relation| token.deprel.matches(relation))
            && token.head.is_some_and(|head| {
                head.0 + 1 == verb.0
                    && self
                        .lexicon
                        .verb(&syntax::lemma(document, head))
                        .iter()
                        .any(|entry| entry.class == ClaimClass::Denial)
            })
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
        let Usage { entry, mut matched, cue } = self.usage(document, quotes, referents, verb)?;
        let token = document.token(verb);
        let passive = cue.passive;
        let crowd = memory.speakers.iter().all(|&entity| referents.class(entity) == EntityClass::Population);
        let recent = Recent { crowd, ..recent(document, quotes, memory, cue, &matched.reported) };
        let voice = cue.subject.map(|subject| referents.voice(subject, memory, recent)).unwrap_or_default();
        let clausal = matches!(entry.complement.content, Content::Clause | Content::Quotation);
        // Without a known speaker only a quotation with a subject is a statement.
        let accused = entry.class == ClaimClass::Accusation && passive;
        let quoted = matched.reported.rule == "quote" && !passive && voice.referring;
        if voice.speakers.is_empty() && !accused && !quoted {
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
            if let Some(sharpened) = class::sharpen(document, &self.lexicon, &matched.reported, is_speaker, class_of) {
                class = sharpened.class;
                absorbed.extend(sharpened.performative);
                rule = "performative";
            }
        }
        if !clausal && entry.complement.party.is_some() && class == ClaimClass::Remark {
            rule = "description";
        }
        let described = class == ClaimClass::Remark && !clausal && entry.complement.party.is_some();
        if described && class::is_grave(document, &self.lexicon, &matched.reported) {
            class = ClaimClass::Accusation;
        }
        let silent = class == ClaimClass::Rejection
            && entry.complement.content == Content::Infinitive
            && matched.reported.root.is_some_and(|root| self.lexicon.lists("silence", &syntax::lemma(document, root)));
        if silent {
            class = ClaimClass::Remark;
            absorbed.extend(matched.reported.root);
        }
        let told = clausal.then(|| complement::object(document, cue).filter(|&object| object > verb)).flatten();
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
            None => self.with_preposition(document, verb, entry),
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
        })
    }

    /// The subject of an active verb; "quoted X as saying" makes X the one who says.
    fn active_subject(&self, document: &Document, verb: TokenId) -> Option<TokenId> {
        if let Some(quoting) = quoting(document, verb) {
            let cue = Cue {
                verb: quoting,
                particle: None,
                subject: None,
                own_subject: false,
                tells: false,
                passive: syntax::is_passive(document, quoting),
            };
            return complement::object(document, cue);
        }
        if document.token(verb).upos == "NOUN" {
            return speaker::name_before(document, verb);
        }
        let subject = speaker::subject(document, verb);
        let own = subject.is_some_and(|subject| {
            document.token(subject).head == Some(verb) && document.token(subject).deprel.matches("nsubj")
        });
        let inverted = if own { None } else { inverted_subject(document, verb) };
        inverted.or(subject)
    }

    fn matched(
        &self,
        document: &Document,
        quotes: &Quotes,
        referents: &Referents<'_>,
        cue: Cue,
        entry: &Entry,
    ) -> Option<complement::Matched> {
        match entry.complement.content {
            Content::Clause | Content::Quotation => {
                let only_quoted = entry.complement.content == Content::Quotation;
                // The content of "quoted X as saying" may stand before "quoted".
                let reported = content::reported(document, quotes, cue, only_quoted).or_else(|| {
                    let outer = quoting(document, cue.verb)?;
                    let cue = Cue {
                        verb: outer,
                        subject: speaker::subject(document, outer),
                        own_subject: true,
                        tells: true,
                        ..cue
                    };
                    content::reported(document, quotes, cue, only_quoted)
                })?;
                Some(complement::Matched { reported, party: None })
            }
            _ => {
                let matched = complement::matched(document, quotes, cue, &entry.complement, |token| {
                    self.lexicon.is_medium(&syntax::lemma(document, token)) || referents.is_time(token)
                })?;
                let root = matched.reported.root;
                if entry.negated
                    && !root.is_some_and(|root| self.lexicon.lists("asked", &syntax::lemma(document, root)))
                {
                    return None;
                }
                let actor = |token: TokenId| {
                    let entry = document.token(token);
                    let bare = entry.xpos == "NN" && document.children_by(token, "det").next().is_none();
                    let entities = referents.voice_of_named(token);
                    (entities.is_empty() && !bare) || entities.iter().any(|&entity| referents.class(entity).is_actor())
                };
                // "requested anonymity to speak": only somebody can be asked to do something.
                if entry.complement.addressed
                    && entry.complement.content == Content::Infinitive
                    && matched.party.is_some_and(|party| !actor(party))
                {
                    return None;
                }
                // "denied bail", "dismissed the case": refusals of courts and offices, no statements.
                let judged = matches!(entry.class, ClaimClass::Denial | ClaimClass::Rejection)
                    && root.is_some_and(|root| self.lexicon.lists("granted", &syntax::lemma(document, root)));
                if judged {
                    return None;
                }
                // "the demand that Oslo has stressed" is no new remark.
                let given = entry.class == ClaimClass::Remark && root.is_some_and(|root| root < cue.verb);
                if given && entry.complement.party.is_none() {
                    return None;
                }
                if entry.thing
                    && root.is_some_and(|root| {
                        document.token(root).upos == "PRON"
                            || referents
                                .of_phrase(root)
                                .iter()
                                .any(|&entity| referents.class(entity).is_actor() || referents.class(entity).is_place())
                    })
                {
                    return None;
                }
                let names = entry.class == ClaimClass::Remark
                    && entry.complement.content == Content::Noun(None)
                    && entry.complement.party.is_some();
                let telling =
                    matched.reported.quote.is_some() || class::is_grave(document, &self.lexicon, &matched.reported);
                (!names || telling).then_some(matched)
            }
        }
    }

    /// The verb with the preposition of its complement, where the two are neighbours: "called for".
    fn with_preposition(&self, document: &Document, verb: TokenId, entry: &Entry) -> Span {
        let span = document.token(verb).span;
        let preposition = match (&entry.complement.content, &entry.complement.party) {
            (Content::Noun(Some(preposition)) | Content::Gerund(Some(preposition)), None) => preposition,
            (_, Some(lexicon::Party::Oblique(preposition))) => preposition,
            _ => return span,
        };
        let next = TokenId(verb.0 + 1);
        let neighbour = next.0 < document.sentence_of(verb).tokens.1 && syntax::lower(document, next) == **preposition;
        if neighbour { span.cover(document.token(next).span) } else { span }
    }

    fn noun(
        &self,
        document: &Document,
        quotes: &Quotes,
        referents: &Referents<'_>,
        memory: &Memory,
        token: TokenId,
    ) -> Option<Draft> {
        let said = nominal::noun(document, quotes, &self.lexicon, token)?;
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
            silent: false,
            rule: "noun",
        })
    }

    fn according(
        &self,
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
        })
    }
}

/// Whether a pronoun can only be the last speaker: "…, he added", "'…,' she said" directly after what that speaker said.
fn recent(document: &Document, quotes: &Quotes, memory: &Memory, cue: Cue, reported: &Reported) -> Recent {
    let verb = document.token(cue.verb).span;
    let postposed = reported.scope.first().is_some_and(|scope| scope.end <= verb.start);
    let adds = matches!(document.lemma(cue.verb), "add" | "continue");
    if !postposed && !adds {
        return Recent::default();
    }
    let start = reported.scope.first().map_or(verb.start, |scope| scope.start.min(verb.start));
    let here = document.sentences().iter().rposition(|sentence| sentence.span.start <= start).unwrap_or(0);
    let directly = |at: Option<SentenceId>| {
        at.is_some_and(|at| {
            let from = (at.index() + 1).min(here);
            document.sentences()[from..here].iter().all(|sentence| {
                // The quotation mark may open the sentence.
                quotes.covers(sentence.span.start + 1) || quotes.covers(sentence.span.start + 3)
            })
        })
    };
    let nearly = |at: Option<SentenceId>| adds && at.is_some_and(|at| here.saturating_sub(at.index()) <= 3);
    Recent {
        person: directly(memory.person_at) || nearly(memory.person_at),
        body: directly(memory.body_at) || nearly(memory.body_at),
        crowd: false,
    }
}

/// "…,' read a statement": the subject after a verb that follows the quotation, where the parser took it for an object.
fn inverted_subject(document: &Document, verb: TokenId) -> Option<TokenId> {
    let before = document.text()[..document.token(verb).span.start as usize].trim_end();
    let quoted = before.ends_with(['"', '”', '»']) && document.token(verb).xpos != "VBG";
    document.children_by(verb, "obj").find(|&object| quoted && object > verb)
}

/// Whether a subject stands in the verb's own clause.
fn is_own(document: &Document, verb: TokenId, subject: TokenId) -> bool {
    let token = document.token(subject);
    token.head == Some(verb)
        || (subject < verb
            && (subject.0 + 1..verb.0).all(|between| document.token(TokenId(between)).upos != "PUNCT")
            && verb.0 - subject.0 < 8)
}

/// "…, Ortega notes." where the tagger took the last word for a noun.
fn closes_as_verb(document: &Document, word: TokenId) -> bool {
    let token = document.token(word);
    let sentence = document.sentence_of(word).tokens;
    let last =
        word.0 + 1 == sentence.1 || (word.0 + 2 == sentence.1 && document.token(TokenId(word.0 + 1)).upos == "PUNCT");
    token.xpos == "NNS"
        && last
        && word.0 > sentence.0
        && document.token(TokenId(word.0 - 1)).upos == "PROPN"
        && (sentence.0..word.0).any(|before| document.form(TokenId(before)) == ",")
}

/// The verb of quoting above "as saying": "the agency quoted the firm as saying".
fn quoting(document: &Document, verb: TokenId) -> Option<TokenId> {
    let marked = document.children(verb).iter().any(|&child| child < verb && syntax::lower(document, child) == "as");
    let head = document.token(verb).head?;
    let head = if document.token(head).upos == "VERB" { head } else { document.token(head).head? };
    (marked && document.token(verb).xpos == "VBG" && matches!(document.lemma(head), "quote" | "cite")).then_some(head)
}

/// Complements that hold more of the sentence win over those that hold less.
const fn rank(entry: &Entry) -> u8 {
    match (&entry.complement.content, &entry.complement.party) {
        (Content::Quotation | Content::Infinitive, None) => 2,
        (Content::Clause, _) => 1,
        (Content::Infinitive | Content::Quotation, Some(_)) => 0,
        (Content::Gerund(_), Some(_)) => 3,
        (Content::Gerund(_), None) => 4,
        (Content::Noun(Some(_)), Some(_)) => 5,
        (Content::Noun(None), Some(_)) => 6,
        (Content::Noun(Some(_)), None) => 7,
        (Content::Noun(None), None) => 8,
    }
}

/// The particle of a verb near it: "ruled out", "made it clear".
fn find_particle(document: &Document, verb: TokenId, particle: &str) -> Option<TokenId> {
    let end = document.sentence_of(verb).tokens.1.min(verb.0 + 5);
    (verb.0 + 1..end).map(TokenId).find(|&token| {
        let near = token.0 == verb.0 + 1 || document.token(token).head == Some(verb) || particle == "clear";
        near && syntax::lower(document, token) == particle
    })
}

/// Gives quotations that no word introduces to the statement they go on from: in the same paragraph, or as the next paragraph.
fn continue_quotations(document: &Document, quotes: &Quotes, drafts: &mut [Draft]) {
    let paragraph = |offset: u32| {
        let sentence = document.sentences().iter().rev().find(|sentence| sentence.span.start <= offset);
        sentence.map_or(0, |sentence| sentence.paragraph)
    };
    let taken = |drafts: &[Draft], span: Span| {
        drafts
            .iter()
            .any(|draft| draft.reported.scope.iter().any(|scope| scope.contains(span) || span.contains(*scope)))
    };
    let mut previous: Option<(u32, usize)> = None;
    for quote in quotes.outermost() {
        let here = paragraph(quote.outer.start);
        if taken(drafts, quote.inner) {
            let holder =
                drafts.iter().position(|draft| draft.reported.scope.iter().any(|scope| scope.contains(quote.inner)));
            previous = holder.map(|holder| (here, holder)).or(previous);
            continue;
        }
        if !content::starts_statement(document, quote) {
            continue;
        }
        if let Some((before, holder)) = previous
            && (here == before || here == before + 1)
            && !drafts.iter().any(|draft| {
                draft.trigger.start > drafts[holder].trigger.start
                    && draft.trigger.end <= quote.outer.start
                    && draft.reported.quote.is_some()
            })
        {
            drafts[holder].reported.scope.push(quote.inner);
            previous = Some((here, holder));
        }
    }
    for draft in drafts.iter_mut() {
        draft.reported.scope.sort_unstable();
    }
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
    let addressees = draft.circumstance.addressees.iter().filter(|entity| !draft.voice.speakers.contains(entity));
    roles.extend(addressees.map(|&entity| (Role::Addressee, entity)));
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
    let judgement = rules.judge(document, draft.head);
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
    let mut explanation = judgement.rules;
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
