//! When a claim happened: which time expression of its sentence belongs to its trigger.
//!
//! Each expression depends on one word, its governor; where the parser hung it on the name of a person or place
//! ("Iraqi troops on Thursday entered", "met in Baghdad on Wednesday"), the governor is the predicate above. A trigger
//! takes the expressions it governs itself; if there are none, those of a predicate that tells of the same happening:
//! a light verb ("held talks on Monday"), a verb of phase or schedule ("talks are due to resume Monday"), the verb of
//! which it is the cause ("the raid killed him in May"), the verb to which it is the occasion ("said at a meeting on
//! Monday"), the verb of which it is an accompanying participle ("entered the city on Monday, killing ten"), or the
//! first of coordinated verbs, if the time stands in front. A time of another predicate is never taken.
mod attachment;
mod lexicon;

use crate::article::PartialDate;
use crate::document::{Document, Span, TokenId};
use crate::mention::{Mentions, TimeExpression};
use attachment::Attachment;
use jiff::civil::Date;
pub(super) use lexicon::{is_impact, is_phase};

/// The time of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    pub date: Option<PartialDate>,
    pub begin: Option<PartialDate>,
    pub end: Option<PartialDate>,
    /// The words with their preposition: "on Wednesday".
    pub text: Span,
    /// The rule that gave it, for people.
    pub rule: &'static str,
}

/// The time of what the trigger evokes; `reference` is the date of publication. `None` if the sentence gives it none.
#[must_use]
pub fn of(document: &Document, mentions: &Mentions, reference: Option<Date>, trigger: TokenId) -> Option<When> {
    let (first, last) = document.sentence_of(trigger).tokens;
    // "US-led", "Iranian-backed" tell of what holds, not of what happened then.
    let compound = trigger.0 > first && document.token(TokenId(trigger.0 - 1)).xpos == "HYPH";
    if compound && document.token(trigger).upos != "NOUN" {
        return None;
    }
    let times: Vec<Attachment<'_>> = mentions
        .times
        .iter()
        .filter(|time| time.tokens.0 >= first && time.tokens.1 <= last && !contains(time, trigger))
        .filter_map(|time| Attachment::of(document, mentions, reference, time))
        .collect();
    if times.is_empty() {
        return None;
    }
    let (time, rule) = Search { document, mentions, reference, times: &times }.of(trigger)?;
    let (mut date, mut begin) = (time.expression.date, time.expression.begin);
    if rule == WITH_WHEN && date.is_none() && time.expression.end.is_none() {
        // "since 2014, when rebels seized the city": it was seized in 2014.
        (date, begin) = (begin, None);
    }
    Some(When { date, begin, end: time.expression.end, text: time.text(document), rule })
}

fn contains(time: &TimeExpression, token: TokenId) -> bool {
    (time.tokens.0..time.tokens.1).contains(&token.0)
}

/// A rule by which a span may have to become a date.
const WITH_WHEN: &str = "of the clause with when";

struct Search<'a> {
    document: &'a Document,
    mentions: &'a Mentions,
    reference: Option<Date>,
    times: &'a [Attachment<'a>],
}

type Rule<'a> = fn(&Search<'a>, TokenId) -> Option<&'a Attachment<'a>>;
type Answer<'a> = Option<(&'a Attachment<'a>, &'static str)>;

impl<'a> Search<'a> {
    fn of(&self, trigger: TokenId) -> Answer<'a> {
        let rules: [(Rule<'a>, &'static str); 15] = [
            (Self::governed, "of the trigger"),
            (Self::predicate, "as predicate"),
            (Self::light, "of the light verb or its noun"),
            (Self::phase, "of the phase or schedule"),
            (Self::aspect, "of the aspectual verb"),
            (Self::effect, "of the effect"),
            (Self::occasion, "of the occasion"),
            (Self::participle, "of the main verb"),
            (Self::simultaneous, WITH_WHEN),
            (Self::gathering, "of the gathering"),
            (Self::coordination, "fronted, of coordinated verbs"),
            (Self::backward, "of the last of coordinated verbs"),
            (Self::speaking, "of speaking"),
            (Self::sequel, "of the report after the meeting"),
            (Self::fronted, "opens the sentence"),
        ];
        rules.into_iter().find_map(|(rule, name)| Some((rule(self, trigger)?, name)))
    }

    /// The best expression governed by the token: one that names a date before one that does not, else the first.
    fn governed(&self, token: TokenId) -> Option<&'a Attachment<'a>> {
        let fits = |time: &&Attachment<'_>| time.governor == token && self.agrees(token, time);
        self.times.iter().filter(fits).min_by_key(|time| time.rank())
    }

    /// What has happened has not happened on a day to come.
    fn agrees(&self, token: TokenId, time: &Attachment<'_>) -> bool {
        let past = self.document.token(token).xpos == "VBD" && !lexicon::is_phase(self.document.lemma(token));
        let to_come = time.expression.date.zip(self.reference).is_some_and(|(date, today)| date.is_after(today));
        !(past && to_come)
    }

    /// "The meeting is on Friday."
    fn predicate(&self, trigger: TokenId) -> Option<&'a Attachment<'a>> {
        let token = self.document.token(trigger);
        let head = token.head.filter(|_| token.deprel.matches("nsubj"))?;
        self.times.iter().find(|time| time.head == head)
    }

    /// Verb and object that are one happening: "held talks on Monday", "launched an attack Friday".
    fn light(&self, trigger: TokenId) -> Option<&'a Attachment<'a>> {
        let verb = self.object_of(trigger).filter(|&verb| lexicon::is_light(self.document.lemma(verb)));
        if let Some(time) = verb.and_then(|verb| self.governed(verb)) {
            return Some(time);
        }
        if !lexicon::is_light(self.document.lemma(trigger)) {
            return None;
        }
        let objects =
            self.document.children(trigger).iter().copied().filter(|&child| self.has(child, &["obj", "nsubj:pass"]));
        objects.filter(|&object| !self.is_entity(object)).find_map(|object| self.governed(object))
    }

    /// "talks to resume Monday", "a summit which started on Tuesday", "the visit is scheduled for March", "starting Friday".
    fn phase(&self, trigger: TokenId) -> Option<&'a Attachment<'a>> {
        let clausal = ["acl", "acl:relcl", "amod"];
        let below = self.document.children(trigger).iter().copied().filter(|&child| self.has(child, &clausal));
        let token = self.document.token(trigger);
        let above = token.head.filter(|_| token.deprel.matches("nsubj"));
        below.chain(self.phase_after(trigger)).chain(above).find_map(|verb| self.phase_chain(verb))
    }

    /// The phase verb directly after a noun, however it is attached: "the summit to be held in", "a trial due to start".
    fn phase_after(&self, noun: TokenId) -> Option<TokenId> {
        let tokens = self.document.sentence_of(noun).tokens;
        let nominal = self.document.token(noun).upos != "VERB";
        (noun.0 + 1..tokens.1)
            .map(TokenId)
            .find(|&id| !matches!(self.document.form(id), "to" | "be"))
            .filter(|&id| nominal && lexicon::is_phase(self.document.lemma(id)))
    }

    /// The time of a phase verb, or of one further down: "is scheduled to end Friday".
    fn phase_chain(&self, verb: TokenId) -> Option<&'a Attachment<'a>> {
        let mut at = verb;
        for _ in 0..4 {
            if !lexicon::is_phase(self.document.lemma(at)) {
                return None;
            }
            if let Some(time) = self.governed(at) {
                return Some(time);
            }
            at = self.document.children(at).iter().copied().find(|&child| {
                self.has(child, &["xcomp", "advcl", "obl"]) && lexicon::is_phase(self.document.lemma(child))
            })?;
        }
        None
    }

    /// "began attacking on Monday", "is due to meet on Friday".
    fn aspect(&self, trigger: TokenId) -> Option<&'a Attachment<'a>> {
        let mut at = trigger;
        for _ in 0..3 {
            let token = self.document.token(at);
            let head = token.head.filter(|_| token.deprel.matches("xcomp"))?;
            if !lexicon::is_phase(self.document.lemma(head)) {
                return None;
            }
            if let Some(time) = self.governed(head) {
                return Some(time);
            }
            at = head;
        }
        None
    }

    /// "a raid in Syria killed him in May", "the attack on Friday killed ten": cause and effect fall together.
    fn effect(&self, trigger: TokenId) -> Option<&'a Attachment<'a>> {
        let token = self.document.token(trigger);
        if token.upos == "VERB" {
            let mut subjects = self
                .document
                .children(trigger)
                .iter()
                .copied()
                .filter(|&child| self.document.token(child).deprel == "nsubj");
            let caused = lexicon::is_effect(self.document.lemma(trigger));
            return subjects.find_map(|cause| self.governed(cause).filter(|_| caused && !self.is_entity(cause)));
        }
        let verb = token.head.filter(|_| token.deprel == "nsubj")?;
        self.governed(verb).filter(|_| lexicon::is_effect(self.document.lemma(verb)))
    }

    /// "said at a meeting on Monday", "said in a statement released Sunday": one time for the verb and for the noun.
    fn occasion(&self, trigger: TokenId) -> Option<&'a Attachment<'a>> {
        let token = self.document.token(trigger);
        if token.deprel.matches("obl")
            && let Some(verb) = token.head
            && self.is_occasion(trigger)
            && !self.is_entity(trigger)
            && let Some(time) = self.governed(verb).or_else(|| self.governed(self.main_verb(verb)?))
        {
            return Some(time);
        }
        let verbal = token.upos == "VERB";
        let nouns = self.document.children(trigger).iter().copied();
        let particles = self
            .document
            .children_by(trigger, "advmod")
            .flat_map(|particle| self.document.children(particle).iter().copied());
        nouns.chain(particles).filter(|&noun| verbal && self.has(noun, &["obl"]) && self.is_occasion(noun)).find_map(
            |noun| {
                // "killed in Sunday's attack", but not "said in its December report", "denied a role in the May attack".
                let happening = lexicon::is_happening(self.document.lemma(noun))
                    && lexicon::is_effect(self.document.lemma(trigger));
                let own = self.governed(noun).filter(|time| (!time.attributive || happening) && !self.is_entity(noun));
                own.or_else(|| {
                    let released =
                        self.document.children(noun).iter().copied().filter(|&child| self.has(child, &["acl"]));
                    released
                        .filter(|&verb| lexicon::is_release(self.document.lemma(verb)))
                        .find_map(|verb| self.governed(verb))
                })
            },
        )
    }

    /// "rolled into the city Monday, capturing a police station"; "issued a report in April saying".
    fn participle(&self, trigger: TokenId) -> Option<&'a Attachment<'a>> {
        let token = self.document.token(trigger);
        let marked = self
            .document
            .children(trigger)
            .iter()
            .any(|&child| self.has(child, &["mark", "aux", "nsubj", "case"]) && child < trigger);
        let above = token.head.filter(|&above| token.xpos == "VBG" && !marked && above < trigger)?;
        // Without a comma it may be an object: "ruled out sending troops".
        let apart = self.document.form(TokenId(trigger.0 - 1)) == ",";
        if token.deprel.matches("advcl") {
            return self.governed(above).filter(|_| apart);
        }
        if !token.deprel.matches("acl") {
            return None;
        }
        if self.is_entity(above) {
            // A report that says something says it when it comes out.
            let issued = self.object_of(above).filter(|_| lexicon::is_report(self.document.lemma(trigger)))?;
            return self.governed(issued);
        }
        self.governed(above).or_else(|| self.light(above))
    }

    /// "since last year, when the group *seized* the city"; "*was killed* when a mine exploded on Monday", and the reverse.
    fn simultaneous(&self, trigger: TokenId) -> Option<&'a Attachment<'a>> {
        let document = self.document;
        let when = |clause: TokenId| {
            let word = document.children(clause).iter().copied().find(|&child| document.form(child) == "when");
            word.filter(|_| self.has(clause, &["advcl", "acl"]))
        };
        let past = |id: TokenId| matches!(document.token(id).xpos.as_str(), "VBD" | "VBN" | "VB");
        if let Some(word) = when(trigger) {
            let before = |time: &&Attachment<'_>| {
                let end = time.expression.tokens.1;
                end == word.0 || end + 1 == word.0 && document.form(TokenId(end)) == ","
            };
            if let Some(time) = self.times.iter().find(before) {
                return Some(time);
            }
            let head =
                document.token(trigger).head.filter(|&head| past(head) && document.token(trigger).xpos == "VBD")?;
            return self.governed(head).filter(|time| !time.attributive);
        }
        let clause = document.children(trigger).iter().copied().find(|&child| when(child).is_some())?;
        self.governed(clause).filter(|_| past(trigger) && document.token(clause).upos == "VERB")
    }

    /// "gathered in Cairo on Monday *to discuss*", "goes to the polls on Sunday *to elect*".
    fn gathering(&self, trigger: TokenId) -> Option<&'a Attachment<'a>> {
        let token = self.document.token(trigger);
        let purpose = self.document.children_by(trigger, "mark").any(|mark| self.document.form(mark) == "to");
        let verb = token.head.filter(|_| purpose && self.has(trigger, &["advcl", "xcomp"]))?;
        self.governed(verb).filter(|_| lexicon::is_gathering(self.document.lemma(verb)))
    }

    /// "Kim, speaking earlier Saturday, warned": speaking and warning are one.
    fn speaking(&self, trigger: TokenId) -> Option<&'a Attachment<'a>> {
        let subjects = self.document.children_by(trigger, "nsubj");
        let speaking = subjects.chain([trigger]).flat_map(|holder| self.document.children(holder).iter().copied());
        // "a statement released on Sunday said"
        let speaks = |verb: TokenId| {
            let released = self.has(verb, &["acl"]) && lexicon::is_release(self.document.lemma(verb));
            self.document.lemma(verb) == "speak" || (released && lexicon::is_report(self.document.lemma(trigger)))
        };
        speaking.filter(|&verb| self.has(verb, &["acl", "advcl"]) && speaks(verb)).find_map(|verb| self.governed(verb))
    }

    /// "said on Monday after meeting the envoy", "said Friday following talks": news of a meeting comes on its day.
    fn sequel(&self, trigger: TokenId) -> Option<&'a Attachment<'a>> {
        let token = self.document.token(trigger);
        let after = self.document.children(trigger).iter().any(|&child| {
            self.has(child, &["mark", "case"]) && matches!(self.document.lemma(child), "after" | "following" | "follow")
        });
        let verb = token.head.filter(|_| after && self.has(trigger, &["advcl", "obl"]))?;
        let met = lexicon::is_meeting(self.document.lemma(trigger));
        let said = lexicon::is_report(self.document.lemma(verb));
        self.governed(verb).filter(|time| met && said && matches!(time.expression.date, Some(PartialDate::Day(_))))
    }

    /// "In May, a raid in Syria killed": a time that opens the sentence belongs to its first finite verb.
    fn fronted(&self, trigger: TokenId) -> Option<&'a Attachment<'a>> {
        let time = self.times.iter().find(|time| time.fronted && !time.attributive && self.agrees(trigger, time))?;
        let finite = |id: &TokenId| matches!(self.document.token(*id).xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD");
        let first = (time.expression.tokens.1..=trigger.0).map(TokenId).find(finite)?;
        let main = self.has(trigger, &["root", "xcomp", "parataxis"]);
        (first == trigger && main).then_some(time)
    }

    /// "On Friday, troops entered the city and seized the airport".
    fn coordination(&self, trigger: TokenId) -> Option<&'a Attachment<'a>> {
        let token = self.document.token(trigger);
        let first = token.head.filter(|_| token.deprel == "conj" && token.upos == "VERB")?;
        let subject = self.document.children(trigger).iter().any(|&child| self.has(child, &["nsubj"]));
        let same_form = self.document.token(first).xpos == token.xpos;
        let time = self.governed(first).filter(|_| same_form && !subject)?;
        let before_subject = self
            .document
            .children(first)
            .iter()
            .filter(|&&child| self.has(child, &["nsubj"]))
            .all(|&child| time.expression.tokens.1 <= child.0 + 1);
        (time.head < first && before_subject).then_some(time)
    }

    /// "killed nine rebels and destroyed their hideouts on Saturday".
    fn backward(&self, trigger: TokenId) -> Option<&'a Attachment<'a>> {
        let token = self.document.token(trigger);
        let last = self.document.children_by(trigger, "conj").last()?;
        let subject = self.document.children(last).iter().any(|&child| self.has(child, &["nsubj", "aux"]));
        let same_form = token.xpos == "VBD" && self.document.token(last).xpos == token.xpos;
        let joined = self.document.children_by(last, "cc").any(|cc| self.document.form(cc) == "and");
        let time = self.governed(last).filter(|_| same_form && joined && !subject)?;
        let ends = time.expression.tokens.0 > last.0 && matches!(time.expression.date, Some(PartialDate::Day(_)));
        (ends && !lexicon::is_report(self.document.lemma(last))).then_some(time)
    }

    /// The verb above an accompanying clause: "gestured while speaking at".
    fn main_verb(&self, verb: TokenId) -> Option<TokenId> {
        let token = self.document.token(verb);
        token.head.filter(|_| token.xpos == "VBG" && token.deprel.matches("advcl"))
    }

    fn has(&self, token: TokenId, labels: &[&str]) -> bool {
        labels.iter().any(|label| self.document.token(token).deprel.matches(label))
    }

    fn is_entity(&self, token: TokenId) -> bool {
        self.mentions.headed_by(token).is_some()
    }

    /// The verb of which the token is the object, or the subject in the passive.
    fn object_of(&self, token: TokenId) -> Option<TokenId> {
        self.has(token, &["obj", "nsubj:pass"]).then(|| self.document.token(token).head).flatten()
    }

    /// The lemma of the verb; past the particle in "walked away from".
    fn predicate_lemma(&self, id: TokenId) -> String {
        let token = self.document.token(id);
        let verb = token.head.filter(|_| token.upos == "ADV").unwrap_or(id);
        self.document.lemma(verb).to_owned()
    }

    /// A noun under a verb with "at", "during" or "in", or with "for" and "on" under a verb of arriving.
    fn is_occasion(&self, noun: TokenId) -> bool {
        let token = self.document.token(noun);
        if token.upos != "NOUN" && token.upos != "PROPN" {
            return false;
        }
        let arrival = token.head.is_some_and(|verb| lexicon::is_arrival(self.document.lemma(verb)));
        self.document.children_by(noun, "case").any(|case| match self.document.lemma(case) {
            "at" | "during" | "in" => true,
            "from" | "out" => token.head.is_some_and(|verb| lexicon::is_departure(&self.predicate_lemma(verb))),
            "for" | "on" => arrival,
            _ => false,
        })
    }
}

#[cfg(test)]
mod tests;
