//! Where it happened: the place adverbial of the trigger or of the words that tell of the same happening, not every
//! place named.
//!
//! The rules are tried in order, the surest first; each has a name for people. What the sentence does not tell may
//! follow from what was told before: [`setting`].
mod adverbial;
mod phrase;
pub mod setting;
mod words;

use super::context::Context;
use super::path::introduced_by;
use super::when::{is_impact, is_phase};
use crate::document::TokenId;
use crate::entity::EntityId;
use crate::ontology::{ClaimClass, EntityClass, Family};
pub(super) use phrase::named;

/// The place of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// In text order, without repetition, never empty.
    pub entities: Vec<EntityId>,
    /// The rule that gave it, for people.
    pub rule: &'static str,
}

/// What may be asked about the place of a trigger.
struct Search<'a> {
    context: &'a Context<'a>,
    class: ClaimClass,
    trigger: TokenId,
    parts: &'a [TokenId],
}

/// The places of the event of a class at `trigger`.
///
/// `parts` are the tokens of its persons and of further trigger words: parsers hang a place on the nearest noun
/// ("met Abiy Ahmed *in Nairobi*", "signed an agreement *in Brussels*"), but a person has no place of its own.
#[must_use]
pub fn of(context: &Context<'_>, class: ClaimClass, trigger: TokenId, parts: &[TokenId]) -> Option<Place> {
    type Rule<'a> = fn(&Search<'a>) -> Vec<EntityId>;
    let rules: [(Rule<'_>, &'static str); 11] = [
        (Search::phase, "where it takes place"),
        (Search::direction, "goal or origin of the movement"),
        (Search::adverbial, "adverbial"),
        (Search::before_noun, "named before the noun"),
        (Search::effect, "of the effect"),
        (Search::on_the_way, "of what was met on its way"),
        (Search::purpose, "of the gathering or journey"),
        (Search::occasion, "of the occasion"),
        (Search::meanwhile, "of what happened at the time"),
        (Search::coordination, "of the coordinate"),
        (Search::site, "of the site"),
    ];
    let search = Search { context, class, trigger, parts };
    rules.into_iter().find_map(|(rule, name)| {
        let entities = rule(&search);
        (!entities.is_empty()).then_some(Place { entities, rule: name })
    })
}

impl Search<'_> {
    /// "a summit *to be held in Accra*", "talks are set to resume *in Muscat*", "drills starting *in the Gulf*".
    fn phase(&self) -> Vec<EntityId> {
        const CHAIN: usize = 3;
        let document = self.context.document;
        let token = document.token(self.trigger);
        if token.upos != "NOUN" && token.upos != "PROPN" {
            return Vec::new();
        }
        let happens = |verb: TokenId| is_phase(document.lemma(verb));
        let below = document.children_by(self.trigger, "acl");
        let mut anchors: Vec<TokenId> = below.filter(|&verb| happens(verb)).collect();
        let mut above = token.head.filter(|_| token.deprel.matches("nsubj"));
        for _ in 0..CHAIN {
            let Some(verb) = above.filter(|&verb| happens(verb)) else { break };
            anchors.push(verb);
            above = document.children_by(verb, "xcomp").next();
        }
        self.first(anchors)
    }

    /// "in Nairobi" at the trigger, at the verb that carries it, at its persons.
    fn adverbial(&self) -> Vec<EntityId> {
        let document = self.context.document;
        let mut anchors = vec![self.trigger];
        anchors.extend(self.carrier());
        for &part in self.parts {
            anchors.extend(self.name_parts(part));
        }
        // An object that is no filler ("seized a *freighter* in Subic Bay"), then the clause that a participle
        // accompanies ("blew themselves up in Kabul, *killing* ten").
        anchors.extend(document.children_by(self.trigger, "obj"));
        // "told reporters *at the airport*".
        anchors.extend(document.children_by(self.trigger, "iobj"));
        if let Some(main) = self.accompanied() {
            anchors.push(main);
            anchors.extend(document.children_by(main, "obj"));
        }
        self.first(anchors)
    }

    /// "deployed *to Mali*", "withdrew *from Kherson*", "rolled *into the city*".
    fn direction(&self) -> Vec<EntityId> {
        let document = self.context.document;
        let cases: &[&str] = match self.class {
            ClaimClass::Withdrawal => &["from", "out of", "out"],
            ClaimClass::Deployment | ClaimClass::Invasion | ClaimClass::Attack => &["to", "into", "onto", "toward"],
            ClaimClass::Clash | ClaimClass::Capture | ClaimClass::Strike => &["into"],
            _ => return Vec::new(),
        };
        let mut anchors = vec![self.trigger];
        anchors.extend(self.carrier());
        anchors.extend(document.children(self.trigger).iter().copied().filter(|&child| {
            let deprel = document.token(child).deprel;
            deprel == "obj" || deprel == "nmod" || deprel == "nsubj:pass"
        }));
        self.first_below(anchors, |child| {
            let deprel = document.token(child).deprel;
            ["obl", "nmod", "advmod"].iter().any(|label| deprel.matches(label))
                && introduced_by(document, child, "case", cases)
        })
    }

    /// "the Aleppo offensive", "a Kabul hotel bombing", "a Syrian ceasefire".
    fn before_noun(&self) -> Vec<EntityId> {
        let document = self.context.document;
        if document.token(self.trigger).upos != "NOUN" {
            return Vec::new();
        }
        let of_state = matches!(self.class, ClaimClass::Ceasefire | ClaimClass::Election | ClaimClass::Coup);
        let to_state = matches!(self.class, ClaimClass::Invasion | ClaimClass::Withdrawal);
        let modifiers = document.children(self.trigger).iter().copied().filter(|&child| {
            let deprel = document.token(child).deprel;
            deprel == "compound" || deprel == "nmod:poss" || deprel == "amod"
        });
        distinct(modifiers.flat_map(|child| {
            let compound = document.token(child).deprel == "compound";
            let admits = move |class: EntityClass| match class {
                EntityClass::City | EntityClass::Region | EntityClass::Facility => true,
                // "the Iraq invasion", but "the Iraqi invasion of Kuwait".
                EntityClass::State => of_state || (to_state && compound),
                _ => false,
            };
            let places = self.context.place_at(child);
            places.into_iter().filter(move |&place| admits(self.context.entity(place).class))
        }))
    }

    /// "the strike that killed him *in Iraq*", "a blast which left ten dead *in Lagos*".
    fn effect(&self) -> Vec<EntityId> {
        let document = self.context.document;
        if !matches!(self.class.family(), Family::MilitaryAction | Family::Protest) {
            return Vec::new();
        }
        let clauses = document.children_by(self.trigger, "acl").filter(|&clause| is_impact(document.lemma(clause)));
        self.first(clauses.flat_map(|clause| [clause].into_iter().chain(document.children_by(clause, "obj"))))
    }

    /// "struck a tanker *sailing through the strait*".
    fn on_the_way(&self) -> Vec<EntityId> {
        let document = self.context.document;
        let met = document.children(self.trigger).iter().copied().filter(|&child| {
            let deprel = document.token(child).deprel;
            deprel == "obj" || deprel == "nsubj:pass"
        });
        let moving =
            met.flat_map(|noun| document.children_by(noun, "acl")).filter(|&child| document.token(child).xpos == "VBG");
        self.first_below(moving, |child| {
            document.token(child).deprel.matches("obl")
                && (introduced_by(document, child, "case", &["through"])
                    || introduced_by(document, child, "case", words::LOCATIVE))
        })
    }

    /// "gathered in Cairo *to discuss*", "arrived in Beijing *for talks*".
    fn purpose(&self) -> Vec<EntityId> {
        let document = self.context.document;
        let mut at = self.trigger;
        // "arrived in Beijing to hold talks".
        if let Some(carrier) = self.carrier() {
            at = carrier;
        }
        let token = document.token(at);
        let Some(verb) = token.head else { return Vec::new() };
        let clause =
            (token.deprel == "advcl" || token.deprel == "xcomp") && introduced_by(document, at, "mark", &["to"]);
        let phrase = token.deprel == "obl" && introduced_by(document, at, "case", &["for"]);
        let gathering = words::GATHERING.contains(&document.lemma(verb));
        let journey = words::JOURNEY.contains(&document.lemma(verb));
        if !(clause || phrase) || !(gathering || journey) {
            return Vec::new();
        }
        let found = self.at(verb);
        if !found.is_empty() || !journey {
            return found;
        }
        self.first_below([verb], |goal| {
            // "visited Lisbon for talks"
            let visited = document.token(goal).deprel == "obj" && document.lemma(verb) == "visit";
            visited || introduced_by(document, goal, "case", &["to", "into"])
        })
    }

    /// "said after meeting the chancellor *in Berlin*", "agreed during a visit *to Tunis*".
    fn occasion(&self) -> Vec<EntityId> {
        const INTRODUCE: &[&str] = &["at", "during", "in", "on", "after", "following", "before", "while", "when"];
        let document = self.context.document;
        for &child in document.children(self.trigger) {
            let deprel = document.token(child).deprel;
            let introduced =
                introduced_by(document, child, "case", INTRODUCE) || introduced_by(document, child, "mark", INTRODUCE);
            let speaking = document.lemma(child) == "speak" && deprel == "advcl";
            let lemma = document.lemma(child);
            // "said in a report *released in Oslo*"
            let released = document
                .children_by(child, "acl")
                .filter(|&verb| deprel == "obl" && words::RELEASE.contains(&document.lemma(verb)));
            let found = self.first(released);
            if !found.is_empty() {
                return found;
            }
            if !(deprel == "obl" || deprel == "advcl") || !(introduced || speaking) {
                continue;
            }
            if !(speaking || words::OCCASION.contains(&lemma) || words::JOURNEY.contains(&lemma)) {
                continue;
            }
            let mut anchors = vec![child];
            anchors.extend(document.children_by(child, "obj").flat_map(|object| self.name_parts(object)));
            let found = self.first(anchors);
            if !found.is_empty() {
                return found;
            }
            let travels = words::TRAVEL.contains(&lemma);
            let found = self.first_below([child], |goal| travels && introduced_by(document, goal, "case", &["to"]));
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// "was killed when a bomb exploded *in Basra*".
    fn meanwhile(&self) -> Vec<EntityId> {
        let document = self.context.document;
        if self.class.is_statement() || self.class.is_situation() {
            return Vec::new();
        }
        let together = |clause: TokenId| {
            document.token(clause).deprel == "advcl"
                && document
                    .children(clause)
                    .iter()
                    .any(|&child| matches!(document.form(child), "when" | "as") && child < clause)
        };
        let mut anchors: Vec<TokenId> = document.children_by(self.trigger, "advcl").filter(|&c| together(c)).collect();
        anchors.extend(document.token(self.trigger).head.filter(|_| together(self.trigger)));
        self.first(anchors)
    }

    /// "stormed a prison in Kano and *freed* the inmates", "In Kano, gunmen stormed a prison and *freed* …".
    fn coordination(&self) -> Vec<EntityId> {
        let document = self.context.document;
        let token = document.token(self.trigger);
        if self.class.is_statement() || self.class.is_situation() || token.upos != "VERB" {
            return Vec::new();
        }
        let Some(first) = token.head.filter(|_| token.deprel == "conj") else { return Vec::new() };
        let same_form = document.token(first).xpos == token.xpos;
        let own_subject = document.children(self.trigger).iter().any(|&c| document.token(c).deprel.matches("nsubj"));
        if !same_form || own_subject {
            return Vec::new();
        }
        self.first([first].into_iter().chain(document.children_by(first, "obj")))
    }

    /// "an attack on Saudi *oil facilities*", "bombed Yemeni *villages*".
    fn site(&self) -> Vec<EntityId> {
        let document = self.context.document;
        if self.class.family() != Family::MilitaryAction {
            return Vec::new();
        }
        self.first_below([self.trigger], |child| {
            let deprel = document.token(child).deprel;
            let met = (deprel == "nmod" || deprel == "obl")
                && introduced_by(document, child, "case", &["on", "against", "at"]);
            (met || deprel == "obj" || deprel == "nsubj:pass") && document.token(child).upos == "NOUN"
        })
    }

    /// A token with the flat parts below it: a place may hang on any word of a name.
    fn name_parts(&self, token: TokenId) -> Vec<TokenId> {
        let mut parts = vec![token];
        let mut next = 0;
        while next < parts.len() {
            parts.extend(self.context.document.children_by(parts[next], "flat"));
            next += 1;
        }
        parts
    }

    /// The verb whose object or subject a nominal trigger is: places of the verb are the event's.
    fn carrier(&self) -> Option<TokenId> {
        let document = self.context.document;
        let token = document.token(self.trigger);
        let nominal = matches!(token.upos.as_str(), "NOUN" | "PROPN");
        let governed = matches!(token.deprel.as_str(), "obj" | "nsubj:pass" | "nsubj");
        let verb = token.head.filter(|_| nominal && governed)?;
        // What is condemned or demanded somewhere did not happen there.
        let tells = words::TELLING.contains(&document.lemma(verb));
        (document.token(verb).upos == "VERB" && !tells).then_some(verb)
    }

    /// The verb of the clause that a participle accompanies.
    fn accompanied(&self) -> Option<TokenId> {
        let token = self.context.document.token(self.trigger);
        token.head.filter(|_| token.deprel == "advcl" && token.xpos == "VBG")
    }

    /// The places at the first anchor that has any.
    fn first(&self, anchors: impl IntoIterator<Item = TokenId>) -> Vec<EntityId> {
        anchors.into_iter().map(|anchor| self.at(anchor)).find(|places| !places.is_empty()).unwrap_or_default()
    }

    /// The places that dependents of an anchor name, of those that are accepted, at the first anchor that has any.
    fn first_below(
        &self,
        anchors: impl IntoIterator<Item = TokenId>,
        accepts: impl Fn(TokenId) -> bool,
    ) -> Vec<EntityId> {
        let below = |anchor: TokenId| {
            let phrases = self.context.document.children(anchor).iter().copied().filter(|&child| accepts(child));
            distinct(phrases.flat_map(|phrase| named(self.context, phrase)))
        };
        anchors.into_iter().map(below).find(|places| !places.is_empty()).unwrap_or_default()
    }
}

/// Entities in order, without repetition.
fn distinct(entities: impl IntoIterator<Item = EntityId>) -> Vec<EntityId> {
    let mut places = Vec::new();
    for entity in entities {
        if !places.contains(&entity) {
            places.push(entity);
        }
    }
    places
}
