//! Did it happen? Modality of a claim from the words that govern its trigger.
//!
//! The walk starts at the trigger and climbs the tree: at each word it reads auxiliaries, negation, adjectives and
//! marks, then asks what the governing word does to what it governs ("refused to", "plans for", "a call for"). It
//! stops where the clause no longer depends on what stands above: at relative clauses, at the content of a
//! statement, at appositions. Effects met on the way are combined from the inside out.
mod clause;
mod lexicon;

use super::path::{function_words, introduced_by};
use crate::document::{Document, TokenId};
use crate::ontology::Modality;
use clause::{is_fulfilled, is_negation, is_past, is_ranked, is_reported, only_follows, told_as_past};
pub use lexicon::ModalityRules;

/// A modality and the rules that led to it, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    pub modality: Modality,
    pub rules: Vec<String>,
}

impl Judgement {
    fn apply(&mut self, outer: Modality, rule: String) {
        self.modality = combine(self.modality, outer);
        self.rules.push(rule);
    }
}

/// What an outer operator makes of an inner one.
const fn combine(inner: Modality, outer: Modality) -> Modality {
    use Modality::{Actual, Demanded, Denied, Planned, Possible};
    match (inner, outer) {
        (inner, Actual) => inner,
        (Actual, outer) => outer,
        // "not ruled out", "could not deny": no longer excluded, not affirmed either.
        (Denied, Denied) => Possible,
        // "urged not to withdraw", "may refuse to attend" stay denials.
        (Denied, _) => Denied,
        // "has no plans to", "does not demand".
        (_, Denied) => Denied,
        (Planned | Possible, Demanded) | (Demanded, _) => Demanded,
        // "may plan to", "expected to consider".
        (Planned | Possible, Possible | Planned) if matches!(inner, Possible) || matches!(outer, Possible) => Possible,
        (Planned | Possible, _) => Planned,
    }
}

/// Nouns for a part or phase of the happening that follows them.
const PARTS: &[&str] = &[
    "beginning",
    "complicity",
    "continuation",
    "end",
    "hand",
    "implementation",
    "involvement",
    "opening",
    "outbreak",
    "part",
    "participation",
    "responsibility",
    "resumption",
    "role",
    "round",
    "start",
];

/// How often the walk climbs at most: deeper nesting says nothing certain about the event.
const MAX_CLIMB: usize = 8;

impl ModalityRules {
    /// The modality of what the trigger evokes.
    #[must_use]
    pub fn judge(&self, document: &Document, trigger: TokenId) -> Judgement {
        self.walk(document, trigger, false)
    }

    /// The modality of an act of saying: "held a rally *to denounce*" has denounced.
    #[must_use]
    pub fn judge_saying(&self, document: &Document, trigger: TokenId) -> Judgement {
        self.walk(document, trigger, true)
    }

    fn walk(&self, document: &Document, trigger: TokenId, saying: bool) -> Judgement {
        let mut judgement = Judgement { modality: Modality::Actual, rules: Vec::new() };
        // "will be out of the country": the auxiliaries stand at the predicate of a copula.
        let predicate = document.token(trigger).head.filter(|_| document.token(trigger).deprel == "cop");
        let mut here = predicate.unwrap_or(trigger);
        self.local(document, here, &mut judgement);
        if let Some(adjective) = told_as_past(document, trigger) {
            judgement.rules.push(format!("adjective {adjective:?} of what has happened"));
            return judgement;
        }
        for _ in 0..MAX_CLIMB {
            let Some(head) = document.token(here).head else {
                self.question(document, here, &mut judgement);
                break;
            };
            if saying && here == trigger && is_fulfilled(document, here, head) {
                break;
            }
            if !self.climb(document, here, head, &mut judgement) {
                break;
            }
            here = head;
        }
        judgement
    }

    /// Operators on the word itself: auxiliaries, negation, adjectives, adverbs, marks.
    fn local(&self, document: &Document, token: TokenId, judgement: &mut Judgement) {
        let verbal = matches!(document.token(token).upos.as_str(), "VERB" | "AUX" | "ADJ");
        let mut infinitive = false;
        let mut copula = false;
        let mut negated = false;
        let mut pending: Vec<(Modality, String)> = Vec::new();
        for &child in document.children(token) {
            let form = document.form(child).to_lowercase();
            let lemma = document.lemma(child).to_lowercase();
            let deprel = document.token(child).deprel.as_str();
            // "was due to meet", which parsers take for one word.
            let scheduled = verbal
                && matches!(deprel, "mark" | "case")
                && matches!(form.as_str(), "due" | "set" | "about")
                && document.children_by(child, "fixed").any(|part| document.form(part) == "to");
            if scheduled {
                pending.push((Modality::Planned, format!("mark {form:?} to")));
            }
            match deprel {
                "aux" => {
                    if let Some(&modality) = self.auxiliaries.get(&form).or_else(|| self.auxiliaries.get(&lemma)) {
                        pending.push((modality, format!("auxiliary {form:?}")));
                    }
                    copula |= lemma == "be";
                }
                "cop" | "aux:pass" => copula |= lemma == "be",
                "advmod" => {
                    if is_negation(&form) {
                        negated |= !only_follows(document, child);
                    } else if let Some(&modality) = self.adverbs.get(&form) {
                        pending.push((modality, format!("adverb {form:?}")));
                    }
                }
                "det" if form == "no" && !verbal => negated = true,
                "amod" => {
                    if let Some(&modality) = self.adjectives.get(&form) {
                        pending.push((modality, format!("adjective {form:?}")));
                    }
                }
                "mark" => {
                    infinitive |= form == "to";
                    if let Some(&modality) = self.marks.get(&form) {
                        pending.push((modality, format!("mark {form:?}")));
                    } else if let Some(&modality) = self.cases.get(&form) {
                        pending.push((modality, format!("mark {form:?}")));
                    }
                }
                _ => {}
            }
        }
        if negated {
            judgement.apply(Modality::Denied, "negation".to_owned());
        }
        for (modality, rule) in pending {
            judgement.apply(modality, rule);
        }
        let first = document.token(token).head.filter(|_| document.token(token).deprel == "conj").unwrap_or(token);
        let own_clause = matches!(document.token(first).deprel.as_str(), "root" | "parataxis" | "ccomp");
        // "Troops are said to be advancing", "to have left": hearsay about what goes on or is over.
        let under_way =
            document.token(token).xpos.as_str() == "VBG" || introduced_by(document, token, "aux", &["have"]);
        if infinitive && !under_way && (copula || own_clause) && judgement.modality == Modality::Actual {
            // "is to visit", and the headline's "Putin to visit".
            judgement.apply(Modality::Planned, "infinitive of a future event".to_owned());
        }
        for case in function_words(document, token, "case") {
            if let Some(&modality) = self.cases.get(&case) {
                judgement.apply(modality, format!("preposition {case:?}"));
            }
        }
    }

    /// Applies what `head` does to its dependent; whether the walk goes on from `head`.
    fn climb(&self, document: &Document, here: TokenId, head: TokenId, judgement: &mut Judgement) -> bool {
        let deprel = document.token(here).deprel.as_str();
        if introduced_by(document, here, "mark", &["including"])
            || introduced_by(document, here, "case", &["including"])
        {
            // "ideas, including sending observers"
            let effect = self.nouns.get(document.lemma(head)).copied();
            self.take(document, head, effect, judgement);
            self.local(document, head, judgement);
            return true;
        }
        match deprel {
            "xcomp" | "csubj" | "csubj:pass" => {
                let effect = self.governor(document, here, head);
                self.take(document, head, effect, judgement);
                self.local(document, head, judgement);
                true
            }
            "ccomp" => {
                let effect = self.governor(document, here, head).filter(|_| !is_reported(document, here, head));
                let governs = effect.is_some();
                self.take(document, head, effect, judgement);
                if governs {
                    self.local(document, head, judgement);
                }
                false
            }
            "advcl" => self.adverbial(document, here, head, judgement),
            "acl" => {
                // "plans to attack", "the idea of meeting"; but "a deal brokered by" has been brokered.
                let infinitive = introduced_by(document, here, "mark", &["to"]);
                let gerund = document.token(here).xpos == "VBG"
                    && !(function_words(document, here, "mark").is_empty()
                        && function_words(document, here, "case").is_empty());
                if infinitive && is_ranked(document, head) {
                    // "the first city to fall" has fallen.
                    self.local(document, head, judgement);
                    return false;
                }
                let noun = document.lemma(head);
                let open = self.clauses.get(noun).filter(|_| gerund);
                if let Some(&modality) = self.nouns.get(noun).filter(|_| infinitive || gerund).or(open) {
                    self.take(document, head, Some(modality), judgement);
                } else if infinitive {
                    judgement.apply(Modality::Planned, format!("infinitive after {:?}", document.form(head)));
                } else {
                    return false;
                }
                self.local(document, head, judgement);
                self.carried(document, head, judgement);
                false
            }
            "conj" => self.coordinated(document, here, head, judgement),
            // "a withdrawal plan", "accession efforts"
            "compound" => {
                let effect = self.nouns.get(document.lemma(head)).copied();
                self.take(document, head, effect, judgement);
                if effect.is_some() {
                    self.carried(document, head, judgement);
                }
                false
            }
            "obj" | "obl" | "obl:agent" | "nsubj" | "nsubj:pass" | "nmod" | "iobj" => {
                self.nominal(document, here, head, judgement)
            }
            _ => false,
        }
    }

    fn adverbial(&self, document: &Document, here: TokenId, head: TokenId, judgement: &mut Judgement) -> bool {
        // "refused to go, *blaming* the army": what goes along with a refusal is not refused.
        let apart = here.0 > 0 && document.form(TokenId(here.0 - 1)) == ",";
        if (apart && document.token(here).xpos == "VBG") || is_reported(document, here, head) {
            return false;
        }
        let effect = self.governor(document, here, head).filter(|_| {
            // "ruled out sending": parsers call it advcl as often as xcomp; a mark makes it a real adverbial clause.
            function_words(document, here, "mark")
                .iter()
                .all(|mark| mark == "to" || mark == "from" || mark == "on" || mark == "of")
        });
        if let Some(modality) = effect {
            self.take(document, head, Some(modality), judgement);
            self.local(document, head, judgement);
            return true;
        }
        if introduced_by(document, here, "mark", &["to"]) {
            judgement.apply(Modality::Planned, "purpose".to_owned());
        }
        false
    }

    /// A conjunct shares the auxiliaries of its head unless it has a tense of its own.
    fn coordinated(&self, document: &Document, here: TokenId, head: TokenId, judgement: &mut Judgement) -> bool {
        let own_subject = document.children(here).iter().any(|&child| document.token(child).deprel.matches("nsubj"));
        let finite = matches!(document.token(here).xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD");
        // "would be suspended and *said*", "is in no rush and *added*": the parser joined two clauses.
        if document.token(here).xpos == "VBD" && !is_past(document, head) {
            return false;
        }
        let own_auxiliary = document.children(here).iter().any(|&child| document.token(child).deprel.matches("aux"));
        if !own_subject && !finite && !own_auxiliary {
            let mut shared = Judgement { modality: Modality::Actual, rules: Vec::new() };
            self.local(document, head, &mut shared);
            // "did not sign but promised": negation reaches over "or" and "nor" only.
            let reaches = document
                .children_by(here, "cc")
                .all(|cc| matches!(document.form(cc).to_lowercase().as_str(), "or" | "nor"));
            if shared.modality != Modality::Denied || reaches {
                judgement.apply(shared.modality, "shared with its coordinate".to_owned());
            }
        }
        true
    }

    fn nominal(&self, document: &Document, here: TokenId, head: TokenId, judgement: &mut Judgement) -> bool {
        // "opposed the invasion", "condemned": what is definite is there to be opposed.
        let definite = document.children_by(here, "det").any(|det| document.form(det).eq_ignore_ascii_case("the"));
        let resists =
            matches!(document.lemma(head), "oppose" | "reject" | "dismiss" | "resist" | "boycott" | "shun" | "block");
        // "pushed tensions higher", "pressed the attack": nothing is asked for; "committed murder": it was done.
        let moves = matches!(document.lemma(head), "commit" | "push" | "press")
            && document.token(here).deprel == "obj"
            && document.token(head).upos == "VERB";
        let effect = self.governor(document, here, head).filter(|_| !(definite && resists || moves));
        if effect.is_some() {
            self.take(document, head, effect, judgement);
            self.local(document, head, judgement);
            return self.climbs_on(document, head);
        }
        let carried = self.keys(document, here, head).iter().any(|key| self.carriers.contains(key));
        // "denied any role in the attack", "will attend the start of the talks"
        let part = document.token(here).deprel == "nmod" && PARTS.contains(&document.lemma(head));
        if carried || part {
            self.local(document, head, judgement);
            return true;
        }
        false
    }

    /// After a noun with an effect, the verb that carries the noun: "*has* no plans to", "*rejected* calls for".
    fn carried(&self, document: &Document, noun: TokenId, judgement: &mut Judgement) {
        if !matches!(document.token(noun).upos.as_str(), "NOUN" | "PROPN") {
            return;
        }
        let Some(head) = document.token(noun).head else { return };
        if matches!(document.token(noun).deprel.as_str(), "obj" | "nsubj:pass" | "obl") {
            let denies =
                self.keys(document, noun, head).iter().any(|key| self.verbs.get(key) == Some(&Modality::Denied));
            if denies {
                judgement.apply(Modality::Denied, format!("governed by {:?}", document.form(head)));
            }
        }
    }

    fn climbs_on(&self, document: &Document, head: TokenId) -> bool {
        matches!(document.token(head).upos.as_str(), "VERB" | "NOUN")
            && matches!(
                document.token(head).deprel.as_str(),
                "xcomp" | "conj" | "obj" | "nsubj:pass" | "nmod" | "obl" | "acl"
            )
    }

    fn take(&self, document: &Document, head: TokenId, effect: Option<Modality>, judgement: &mut Judgement) {
        if let Some(modality) = effect {
            judgement.apply(modality, format!("governed by {:?}", document.form(head)));
        }
    }

    /// What the head does to what depends on it.
    fn governor(&self, document: &Document, here: TokenId, head: TokenId) -> Option<Modality> {
        let map = match document.token(head).upos.as_str() {
            "NOUN" | "PROPN" => &self.nouns,
            _ => &self.verbs,
        };
        self.keys(document, here, head).iter().find_map(|key| map.get(key)).copied()
    }

    /// How the lexicon may list the head, most specific first: with particle, with the dependent's preposition, with its
    /// object, bare.
    /// A bare verb governs objects, subjects of passives and clauses, not what follows a preposition.
    fn keys(&self, document: &Document, here: TokenId, head: TokenId) -> Vec<String> {
        let mut stem = document.lemma(head).to_lowercase();
        for particle in document.children_by(head, "compound:prt") {
            stem.push(' ');
            stem.push_str(&document.form(particle).to_lowercase());
        }
        // "look forward to", whose particle parsers take for an adverb.
        if document.children_by(head, "advmod").any(|adverb| document.form(adverb) == "forward") {
            stem.push_str(" forward");
        }
        let mut keys = Vec::new();
        let mut prepositions: Vec<String> = function_words(document, here, "case");
        prepositions
            .extend(function_words(document, here, "mark").into_iter().filter(|mark| mark != "that" && mark != "to"));
        for preposition in &prepositions {
            keys.push(format!("{stem} {preposition}"));
        }
        let deprel = document.token(here).deprel;
        // "halt aid", which is then not given, but not "halt the attack", which went on until then.
        if deprel == "obj" || deprel == "nsubj:pass" {
            keys.push(format!("{stem} {}", document.lemma(here)));
        }
        let noun = matches!(document.token(head).upos.as_str(), "NOUN" | "PROPN");
        let agent = deprel == "nsubj" && document.token(head).upos == "VERB" && !self.carriers.contains(&stem);
        if (prepositions.is_empty() || noun) && !agent {
            // With its particle where it has one: "rule out", not "rule".
            keys.push(stem);
        }
        keys
    }

    /// A question leaves its main clause open.
    fn question(&self, document: &Document, root: TokenId, judgement: &mut Judgement) {
        let asks = document.sentence_of(root).token_ids().next_back().is_some_and(|last| document.form(last) == "?");
        if asks && judgement.modality == Modality::Actual {
            judgement.apply(Modality::Possible, "question".to_owned());
        }
    }
}
