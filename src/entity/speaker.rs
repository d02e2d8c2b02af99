//! First persons inside quotations: known only when the quotation has its speaker.
use super::{EntityId, Resolution};
use crate::document::{Document, Span};
use crate::mention::pronoun::{Pronoun, pronoun};
use crate::mention::{Form, Mentions};
use crate::ontology::EntityClass;

impl Resolution {
    /// Lets "I" inside a quotation refer to its speaker and "we" to the speaker's side: the state or body whose post
    /// the speaker holds, or the speaker itself if it is no person.
    ///
    /// For the stage that finds quotations and their speakers. Mentions that refer already are left alone.
    pub fn bind_quote(&mut self, document: &Document, mentions: &Mentions, quote: Span, speaker: EntityId) {
        let side = self.side(speaker);
        for (id, mention) in mentions.iter() {
            if mention.form != Form::Pronoun || !quote.contains(mention.span) || !self.of(id).is_empty() {
                continue;
            }
            let referent = match pronoun(&document.slice(mention.span).to_lowercase()) {
                Some(Pronoun::Speaker) => Some(speaker),
                Some(Pronoun::Speakers) => side,
                _ => None,
            };
            if let Some(referent) = referent {
                self.referents[id.0 as usize] = vec![referent];
                let of = &mut self.entities[referent.0 as usize].mentions;
                if let Err(place) = of.binary_search(&id) {
                    of.insert(place, id);
                }
            }
        }
    }

    /// For whom "we" stands in this speaker's mouth.
    #[must_use]
    pub fn side(&self, speaker: EntityId) -> Option<EntityId> {
        let entity = self.get(speaker);
        if entity.class != EntityClass::Person {
            return Some(speaker);
        }
        self.titles
            .iter()
            .find(|title| title.holder == speaker && !title.ended && !title.future && title.of.is_some())
            .and_then(|title| title.of)
    }
}
