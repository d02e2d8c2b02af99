//! Whether a verb is used as one of its lexicon entries says, and what it then governs.
use super::Statements;
use super::complement;
use super::content::{self, Cue};
use super::lexicon::{self, Content, Entry};
use super::speaker::Referents;
use super::{class, subject, syntax};
use crate::claim::quotes::Quotes;
use crate::document::{Document, TokenId};
use crate::ontology::ClaimClass;

/// A verb used as one of its lexicon entries says.
pub(super) struct Usage<'s> {
    pub entry: &'s Entry,
    pub matched: complement::Matched,
    pub cue: Cue,
    /// The verb of saying from which this one goes on, although the parser hung it inside what that verb reports.
    pub joins: Option<TokenId>,
}

impl Statements {
    /// What a verb reports, if it is used as its lexicon entry says.
    pub(super) fn usage<'s>(
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
        let subject = if passive { subject::agent(document, verb) } else { active_subject(document, verb) };
        let subject = subject.and_then(|subject| outside_quotation(document, quotes, verb, subject));
        // "said the patrols were routine and dismissed concerns": patrols dismiss nothing.
        let joins = subject::coordinated_saying(document, verb)
            .filter(|_| !passive && subject.is_none_or(|subject| !self.can_speak(document, referents, subject)));
        let subject = joins.and_then(|outer| subject::subject(document, outer)).or(subject);
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
                best = Some((rank, Usage { entry, matched, cue, joins }));
            }
        }
        best.map(|(_, usage)| usage)
    }

    /// Whether a subject may be somebody who speaks: an actor, a text, a person whom nobody knows.
    fn can_speak(&self, document: &Document, referents: &Referents<'_>, subject: TokenId) -> bool {
        let noun = syntax::lemma(document, subject);
        document.token(subject).upos != "NOUN"
            || self.lexicon.is_medium(&noun)
            || self.lexicon.lists("official", &noun)
            || referents.of_phrase(subject).iter().any(|&entity| referents.class(entity).is_actor())
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
                        subject: subject::subject(document, outer),
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
                let telling = matched.reported.quote.is_some()
                    || class::judged(document, &self.lexicon, &matched.reported).is_some();
                (!names || telling).then_some(matched)
            }
        }
    }
}

/// "…,' read a statement": the subject after a verb that follows the quotation, where the parser took it for an object.
fn inverted_subject(document: &Document, verb: TokenId) -> Option<TokenId> {
    let before = document.text()[..document.token(verb).span.start as usize].trim_end();
    let quoted = before.ends_with(['"', '”', '»']) && document.token(verb).xpos != "VBG";
    if !quoted {
        return None;
    }
    let object = document.children_by(verb, "obj").find(|&object| object > verb);
    object.or_else(|| {
        // "…,' said the leaders in their declaration", whatever the parser hung the leaders on.
        let end = document.sentence_of(verb).tokens.1.min(verb.0 + 6);
        let mut after = (verb.0 + 1..end)
            .map(TokenId)
            .skip_while(|&token| matches!(document.token(token).upos.as_str(), "DET" | "ADJ" | "NUM"));
        let mut head = after.next().filter(|&token| syntax::is_nominal(document, token))?;
        while let Some(above) = document.token(head).head {
            let joined =
                ["flat", "compound", "nmod:desc", "goeswith"].iter().any(|&d| document.token(head).deprel.matches(d));
            if !joined || above <= verb || above.0 > head.0 + 8 {
                break;
            }
            head = above;
        }
        Some(head)
    })
}

/// "'Go home, Ana,' chanted the crowd": who speaks does not stand inside the words that are said. The name after the verb that
/// follows a quotation, or the one before the verb, takes the place of such a subject.
fn outside_quotation(document: &Document, quotes: &Quotes, verb: TokenId, subject: TokenId) -> Option<TokenId> {
    let quoted = |token: TokenId| quotes.covers(document.token(token).span.start);
    if quoted(verb) || !quoted(subject) {
        return Some(subject);
    }
    inverted_subject(document, verb).or_else(|| subject::name_before(document, verb)).filter(|&found| !quoted(found))
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

/// The subject of an active verb; "quoted X as saying" makes X the one who says.
fn active_subject(document: &Document, verb: TokenId) -> Option<TokenId> {
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
        return subject::name_before(document, verb);
    }
    let subject = subject::subject(document, verb);
    let own = subject.is_some_and(|subject| {
        document.token(subject).head == Some(verb) && document.token(subject).deprel.matches("nsubj")
    });
    let inverted = if own { None } else { inverted_subject(document, verb) };
    inverted.or(subject)
}
