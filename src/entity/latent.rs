//! Descriptions that refer to nothing named: "gunmen", "five policemen", "schoolgirls".
//!
//! Most of them matter to nobody. So they become entities only while claims are sought, and only those that then
//! fill a role stay: a graph is not filled with every "soldiers" and "residents" of the article.
use super::variants::slug;
use super::{Entity, EntityId, Resolution};
use crate::document::{Document, TokenId};
use crate::mention::{Form, Mention, Mentions};
use crate::ontology::EntityClass;
use rustc_hash::FxHashMap;

/// Words in front of a description that do not tell what it describes.
const QUANTIFIERS: &[&str] = &[
    "a",
    "an",
    "the",
    "this",
    "that",
    "these",
    "those",
    "some",
    "several",
    "many",
    "few",
    "more",
    "most",
    "all",
    "any",
    "other",
    "another",
    "about",
    "around",
    "nearly",
    "almost",
    "over",
    "at",
    "least",
    "than",
    "up",
    "to",
    "as",
    "dozens",
    "hundreds",
    "thousands",
    "scores",
    "of",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "hundred",
    "thousand",
    "million",
    "one",
    "both",
    "each",
    "no",
    "further",
    "additional",
    "approximately",
    "roughly",
];

/// Heads of descriptions that name an office rather than somebody.
const OFFICES: &[&str] = &[
    "president",
    "minister",
    "premier",
    "chancellor",
    "king",
    "queen",
    "pope",
    "secretary",
    "governor",
    "leader",
    "commander",
    "chief",
    "head",
];

/// How sure it is that a bare description is one thing: less than any name.
const CONFIDENCE: f32 = 0.5;

impl Resolution {
    /// Gives every description of an actor that is still unresolved an entity of its own; descriptions in the same
    /// words share one. Returns the id from which on entities are such.
    pub fn describe_unnamed(&mut self, document: &Document, mentions: &Mentions) -> EntityId {
        let first = EntityId(u32::try_from(self.entities.len()).expect("fewer than 2^32 entities"));
        let taken: FxHashMap<String, EntityId> = self.iter().map(|(id, entity)| (entity.path.clone(), id)).collect();
        let mut minted: FxHashMap<String, EntityId> = FxHashMap::default();
        for (id, mention) in mentions.iter() {
            if mention.form != Form::Nominal || !self.of(id).is_empty() {
                continue;
            }
            // "NATO countries", "Gulf states": peoples acting as such, and no state.
            let states = mention.class == Some(EntityClass::State)
                && bare(document.slice(mention.span)).contains(char::is_uppercase)
                && mention.head.is_some_and(|head| matches!(document.token(head).xpos.as_str(), "NNS" | "NNPS"));
            let class = if states { Some(EntityClass::Population) } else { mention.class };
            let Some(class) = class
                .filter(|class| (class.is_actor() || *class == EntityClass::Facility) && *class != EntityClass::State)
            else {
                continue;
            };
            // "Kenyan prosecutors", "two bishops".
            let plural = mention.head.is_some_and(|head| document.token(head).xpos == "NNS");
            let class = if class == EntityClass::Person && plural { EntityClass::Population } else { class };
            let class = if class.is_actor() && is_one_person(document, mention) { EntityClass::Person } else { class };
            let label = bare(document.slice(mention.span));
            let label = match complement(document, mention) {
                Some(complement) if !label.is_empty() => format!("{label} {complement}"),
                _ => label,
            };
            let path = format!("{}/{}", class.kind(), slug(&label));
            // An office without a known holder is no person: "the president shall be elected".
            let head = label.rsplit([' ', '-']).next().unwrap_or_default().trim_end_matches('s');
            if mention.class == Some(EntityClass::Person) && OFFICES.contains(&head) {
                continue;
            }
            // A description in the words of a resolved entity was left apart on purpose.
            if label.is_empty() || taken.contains_key(&path) {
                continue;
            }
            // "The official" after "a US official".
            let definite = document.slice(mention.span).get(..4).is_some_and(|the| the.eq_ignore_ascii_case("the "));
            let unnamed = || self.entities[first.0 as usize..].iter().rev();
            let known = (definite && !label.contains(' '))
                .then(|| {
                    unnamed().find(|entity| entity.class == class && entity.label.rsplit(' ').next() == Some(&label))
                })
                .flatten();
            let path = known.map_or(path, |entity| entity.path.clone());
            let entity = *minted.entry(path.clone()).or_insert_with(|| {
                let id = EntityId(u32::try_from(self.entities.len()).expect("fewer than 2^32 entities"));
                self.entities.push(Entity {
                    path,
                    class,
                    label,
                    known: None,
                    of: None,
                    located_in: None,
                    mentions: Vec::new(),
                    confidence: CONFIDENCE,
                });
                id
            });
            self.entities[entity.0 as usize].mentions.push(id);
            self.referents[id.0 as usize] = vec![entity];
        }
        first
    }

    /// Removes the entities from `first` on that are not in `used`; returns where each of the others went.
    pub fn forget_unused(&mut self, first: EntityId, used: &[EntityId]) -> FxHashMap<EntityId, EntityId> {
        let mut moved = FxHashMap::default();
        let tail = self.entities.split_off(first.0 as usize);
        for (old, entity) in (first.0..).map(EntityId).zip(tail) {
            if used.contains(&old) {
                let new = EntityId(u32::try_from(self.entities.len()).expect("fewer than 2^32 entities"));
                self.entities.push(entity);
                moved.insert(old, new);
            }
        }
        for referents in &mut self.referents {
            referents.retain_mut(|id| match moved.get(id) {
                Some(&new) => {
                    *id = new;
                    true
                }
                None => *id < first,
            });
        }
        moved
    }
}

/// Heads that stand for one person in the singular, whatever their plural stands for.
const ONE_PERSON: &[&str] = &[
    "official",
    "source",
    "diplomat",
    "resident",
    "villager",
    "citizen",
    "protester",
    "demonstrator",
    "refugee",
    "worker",
    "student",
    "activist",
    "lawmaker",
    "migrant",
    "prisoner",
    "detainee",
    "hostage",
    "observer",
    "expert",
    "analyst",
    "critic",
    "opponent",
    "supporter",
    "pilgrim",
    "journalist",
    "reporter",
    "tribesman",
    "cleric",
    "farmer",
    "fisherman",
    "trader",
    "elder",
    "politician",
    "negotiator",
    "monitor",
    "inspector",
    "dissident",
    "exile",
    "follower",
    "man",
    "woman",
    "youth",
    "member",
    "settler",
    "inmate",
    "lawyer",
    "relative",
    "doctor",
    "teacher",
    "delegate",
    "envoy",
    "survivor",
    "passenger",
    "tourist",
    "businessman",
    "investor",
    "witness",
    "foreigner",
    "employee",
    "correspondent",
    "soldier",
    "policeman",
    "fighter",
    "gunman",
    "bomber",
    "militant",
    "rebel",
    "insurgent",
    "guerrilla",
    "terrorist",
    "sailor",
    "airman",
    "commando",
    "paratrooper",
    "peacekeeper",
    "serviceman",
    "servicewoman",
    "guardsman",
    "militiaman",
    "jihadist",
    "jihadi",
    "child",
    "minister",
    "leader",
];

/// What tells which they are: "residents of the valley", "a delegation from Oslo".
fn complement<'d>(document: &'d Document, mention: &Mention) -> Option<&'d str> {
    let head = mention.head?;
    let next = TokenId(mention.tokens.1);
    let limit = document.sentence_of(head).tokens.1;
    if next.0 >= limit || !matches!(document.form(next), "of" | "from" | "in") {
        return None;
    }
    let phrase = document
        .children_by(head, "nmod")
        .find(|&child| child > head && document.children_by(child, "case").any(|case| case == next))?;
    // The noun phrase up to its head: no clauses and no further phrases.
    let plain = (next.0 + 1..phrase.0).map(TokenId).all(|token| {
        matches!(document.token(token).upos.as_str(), "DET" | "ADJ" | "NOUN" | "PROPN" | "NUM" | "PART")
            || document.form(token) == "-"
    });
    // A name of several words ends behind its head.
    let last = document
        .children(phrase)
        .iter()
        .copied()
        .filter(|&child| child.0 == phrase.0 + 1 && document.token(child).deprel.matches("flat"))
        .max()
        .unwrap_or(phrase);
    (plain && phrase.0 <= next.0 + 6)
        .then(|| document.slice(document.token(next).span.cover(document.token(last).span)))
}

/// "A rebel fighter", "one resident": a person and not the force or the people.
fn is_one_person(document: &Document, mention: &Mention) -> bool {
    mention.head.is_some_and(|head| {
        matches!(document.token(head).xpos.as_str(), "NN" | "NNP")
            && ONE_PERSON.contains(&document.form(head).to_lowercase().as_str())
    })
}

/// The description without articles, numbers and quantifiers in front.
fn bare(text: &str) -> String {
    let is_empty = |word: &str| {
        QUANTIFIERS.contains(&word.to_lowercase().as_str()) || word.starts_with(|c: char| c.is_ascii_digit())
    };
    text.split_whitespace().skip_while(|word| is_empty(word)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn a_description_loses_what_does_not_describe() {
        for (text, expected) in [
            ("at least 2,000 Kurdish fighters", "Kurdish fighters"),
            ("dozens of schoolgirls", "schoolgirls"),
            ("The gunmen", "gunmen"),
            ("the two", ""),
        ] {
            assert_eq!(bare(text), expected, "{text}");
        }
    }
}
