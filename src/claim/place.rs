//! Where it happened: the place adverbial of the trigger or of the words that tell of the same happening, not every
//! place named.
//!
//! The rules are tried in order, the surest first; each has a name for people. What the sentence does not tell may
//! follow from what was told before: [`setting`].
mod phrase;
pub mod setting;
mod words;

use super::context::Context;
use super::path::function_words;
use super::when::is_phase;
use crate::document::TokenId;
use crate::entity::EntityId;
use crate::ontology::{ClaimClass, EntityClass, Family};
use phrase::dateline;
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
        let below =
            document.children(self.trigger).iter().copied().filter(|&c| document.token(c).deprel.matches("acl"));
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
        for anchor in anchors {
            let phrases = document.children(anchor).iter().copied().filter(|&child| {
                let deprel = document.token(child).deprel;
                (deprel.matches("obl") || deprel.matches("nmod") || deprel.matches("advmod"))
                    && function_words(document, child, "case").iter().any(|case| cases.contains(&case.as_str()))
            });
            let found = self.collect(phrases.flat_map(|phrase| named(self.context, phrase)));
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
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
        self.collect(modifiers.flat_map(|child| {
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
        let clauses = document.children(self.trigger).iter().copied().filter(|&child| {
            document.token(child).deprel.matches("acl") && words::EFFECT.contains(&document.lemma(child))
        });
        self.first(clauses.flat_map(|clause| [clause].into_iter().chain(document.children_by(clause, "obj"))).collect())
    }

    /// "struck a tanker *sailing through the strait*".
    fn on_the_way(&self) -> Vec<EntityId> {
        let document = self.context.document;
        let met = document.children(self.trigger).iter().copied().filter(|&child| {
            let deprel = document.token(child).deprel;
            deprel == "obj" || deprel == "nsubj:pass"
        });
        let moving: Vec<TokenId> = met
            .flat_map(|noun| document.children(noun).iter().copied())
            .filter(|&child| document.token(child).xpos == "VBG" && document.token(child).deprel.matches("acl"))
            .collect();
        for verb in moving {
            let phrases = document.children_by(verb, "obl").filter(|&phrase| {
                function_words(document, phrase, "case")
                    .iter()
                    .any(|case| case == "through" || case == "across" || words::LOCATIVE.contains(&case.as_str()))
            });
            let found = self.collect(phrases.flat_map(|phrase| named(self.context, phrase)));
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
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
        let clause = (token.deprel == "advcl" || token.deprel == "xcomp") && has(document, at, "mark", &["to"]);
        let phrase = token.deprel == "obl" && has(document, at, "case", &["for"]);
        let gathering = words::GATHERING.contains(&document.lemma(verb));
        let journey = words::JOURNEY.contains(&document.lemma(verb));
        if !(clause || phrase) || !(gathering || journey) {
            return Vec::new();
        }
        let found = self.at(verb);
        if !found.is_empty() || !journey {
            return found;
        }
        let goals = document.children(verb).iter().copied().filter(|&goal| {
            // "visited Lisbon for talks"
            let visited = document.token(goal).deprel == "obj" && document.lemma(verb) == "visit";
            visited || has(document, goal, "case", &["to", "into"])
        });
        self.collect(goals.flat_map(|goal| named(self.context, goal)))
    }

    /// "said after meeting the chancellor *in Berlin*", "agreed during a visit *to Tunis*".
    fn occasion(&self) -> Vec<EntityId> {
        const INTRODUCE: &[&str] = &["at", "during", "in", "on", "after", "following", "before", "while", "when"];
        let document = self.context.document;
        for &child in document.children(self.trigger) {
            let deprel = document.token(child).deprel;
            let introduced = has(document, child, "case", INTRODUCE) || has(document, child, "mark", INTRODUCE);
            let speaking = document.lemma(child) == "speak" && deprel == "advcl";
            let lemma = document.lemma(child);
            // "said in a report *released in Oslo*"
            let released: Vec<TokenId> = document
                .children_by(child, "acl")
                .filter(|&verb| deprel == "obl" && words::RELEASE.contains(&document.lemma(verb)))
                .collect();
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
            let goals = document
                .children(child)
                .iter()
                .copied()
                .filter(|&goal| has(document, goal, "case", &["to"]) && words::TRAVEL.contains(&lemma));
            let found = self.collect(goals.flat_map(|goal| named(self.context, goal)));
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
        self.first([first].into_iter().chain(document.children_by(first, "obj")).collect())
    }

    /// "an attack on Saudi *oil facilities*", "bombed Yemeni *villages*".
    fn site(&self) -> Vec<EntityId> {
        let document = self.context.document;
        if self.class.family() != Family::MilitaryAction {
            return Vec::new();
        }
        let sites = document.children(self.trigger).iter().copied().filter(|&child| {
            let deprel = document.token(child).deprel;
            let met = (deprel == "nmod" || deprel == "obl") && has(document, child, "case", &["on", "against", "at"]);
            (met || deprel == "obj" || deprel == "nsubj:pass") && document.token(child).upos == "NOUN"
        });
        self.collect(sites.flat_map(|site| named(self.context, site)))
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
    fn first(&self, anchors: Vec<TokenId>) -> Vec<EntityId> {
        anchors.into_iter().map(|anchor| self.at(anchor)).find(|places| !places.is_empty()).unwrap_or_default()
    }

    fn collect(&self, entities: impl Iterator<Item = EntityId>) -> Vec<EntityId> {
        let mut places = Vec::new();
        for entity in entities {
            if !places.contains(&entity) {
                places.push(entity);
            }
        }
        places
    }

    /// The places of the adverbials that hang on a word.
    fn at(&self, anchor: TokenId) -> Vec<EntityId> {
        let document = self.context.document;
        let mut places = Vec::new();
        for edge in document.enhanced_children(anchor) {
            let child = edge.dependent;
            let relation = edge.deprel;
            if relation == "advmod" {
                match document.form(child) {
                    "here" | "Here" => places.extend(dateline(self.context)),
                    "there" | "There" => places.extend(self.last_place(child)),
                    _ => {}
                }
            }
            // "in neighbouring Iraq", which parsers take for a verb.
            if relation == "advcl"
                && words::ADJOINING.contains(&document.form(child))
                && has(document, child, "mark", words::LOCATIVE)
            {
                places.extend(document.children_by(child, "obj").flat_map(|object| named(self.context, object)));
            }
            let phrase = relation == "obl" || relation == "nmod" || relation == "obl:unmarked";
            if phrase && self.is_locative(child) {
                let mut found = named(self.context, child);
                if found.is_empty() {
                    found = self.within(child, 0);
                }
                places.extend(found);
            }
        }
        self.collect(places.into_iter())
    }

    /// Whether a preposition puts an event into what follows it.
    fn is_locative(&self, phrase: TokenId) -> bool {
        let cases = function_words(self.context.document, phrase, "case");
        if cases.iter().any(|case| case == "with") {
            return false;
        }
        // "sanctions on Mali", "ruled over Zaire" tell of no place; "strikes on Mali" do.
        let is_state =
            self.context.place_at(phrase).iter().any(|&place| self.context.entity(place).class == EntityClass::State);
        let force = matches!(self.class.family(), Family::MilitaryAction | Family::Protest);
        cases.iter().any(|case| {
            let against = matches!(case.as_str(), "on" | "over");
            words::LOCATIVE.contains(&case.as_str()) && !(against && is_state && !force)
        })
    }

    /// What a phrase that names no place lies in: "in three districts *in Aden*", "at a hotel *in Doha*".
    fn within(&self, phrase: TokenId, depth: u8) -> Vec<EntityId> {
        let document = self.context.document;
        if depth > 1 || document.token(phrase).upos != "NOUN" || words::TEXT.contains(&document.lemma(phrase)) {
            return Vec::new();
        }
        let inner = document.children_by(phrase, "nmod").filter(|&child| self.is_locative(child));
        self.collect(inner.flat_map(|child| {
            let found = named(self.context, child);
            if found.is_empty() { self.within(child, depth + 1) } else { found }
        }))
    }

    /// The place named last before a word, in its sentence or the one before.
    fn last_place(&self, word: TokenId) -> Option<EntityId> {
        let document = self.context.document;
        let sentence = document.token(word).sentence.0;
        let before = document.token(word).span.start;
        let (id, _) = self
            .context
            .mentions
            .iter()
            .filter(|(_, mention)| mention.sentence.is_some_and(|s| s.0 == sentence || s.0 + 1 == sentence))
            .filter(|(id, mention)| mention.span.end <= before && self.is_place(*id))
            .max_by_key(|(_, mention)| (mention.span.end, mention.span.start))?;
        self.context.resolution.of(id).first().copied()
    }

    fn is_place(&self, mention: crate::mention::MentionId) -> bool {
        let referents = self.context.resolution.of(mention);
        referents.len() == 1 && self.context.entity(referents[0]).class.is_place()
    }
}

/// Whether a word of the relation below the token is one of the forms.
fn has(document: &crate::document::Document, token: TokenId, relation: &str, forms: &[&str]) -> bool {
    function_words(document, token, relation).iter().any(|form| forms.contains(&form.as_str()))
}
