//! What places the adverbials of a word name.
use super::phrase::{dateline, named};
use super::{Search, distinct, words};
use crate::claim::path::{function_words, introduced_by};
use crate::document::TokenId;
use crate::entity::EntityId;
use crate::mention::MentionId;
use crate::ontology::{EntityClass, Family};

impl Search<'_> {
    /// The places of the adverbials that hang on a word.
    pub(super) fn at(&self, anchor: TokenId) -> Vec<EntityId> {
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
                && introduced_by(document, child, "mark", words::LOCATIVE)
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
        distinct(places)
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
        distinct(inner.flat_map(|child| {
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

    fn is_place(&self, mention: MentionId) -> bool {
        let referents = self.context.resolution.of(mention);
        referents.len() == 1 && self.context.entity(referents[0]).class.is_place()
    }
}
