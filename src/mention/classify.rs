//! The class of a name: from knowledge, its own words, the names tagger and its surroundings, in this order.
use super::lexicon::{Lexicon, List};
use super::name::{Found, Prior};
use super::words::Words;
use crate::document::TokenId;
use crate::ontology::{EntityClass, Knowledge};

const LOCATIVE: &[&str] =
    &["in", "at", "near", "outside", "around", "inside", "throughout", "across", "toward", "towards"];
const SAYING: &[&str] = &[
    "say", "tell", "add", "note", "warn", "claim", "argue", "explain", "insist", "write", "state", "report", "reply",
    "declare", "recall", "answer", "smile", "speak", "ask", "urge", "accuse", "arrive", "meet", "testify", "believe",
    "think", "hope", "want", "resign", "die",
];

/// The class that a name and its surroundings tell.
pub(super) fn classify(found: &Found, words: &Words, lexicon: &Lexicon, knowledge: &Knowledge) -> Option<EntityClass> {
    if let Some(known) = &found.known {
        let best = knowledge.get(known.entities.first()?.0);
        return Some(best.class);
    }
    if found.class.is_some() {
        return found.class;
    }
    let (from, to) = found.tokens;
    let first = words.lower(from);
    let several = to - from > 1;
    let before = if from > 0 { words.lower(from - 1) } else { "" };
    let located = LOCATIVE.contains(&before) || matches!(before, "from" | "to" | "of") && words.form(to) == ",";
    let name: Vec<String> =
        (from..to).filter(|&token| !words.is_joint(token)).map(|token| words.lower(token).to_owned()).collect();
    let ruler = !located && lexicon.state_of_leader(&name).is_some();
    let unlikely_place = several && found.prior == Some(Prior::Place) && !located && like_person(words, from, to);
    if let Some(class) = described_class(words, lexicon, found) {
        return Some(class);
    }
    let person = found.titled
        || ruler
        || (several && like_person(words, from, to) && is_apposed_by_post(words, lexicon, found))
        || unlikely_place
        || found.prior == Some(Prior::Person)
        || (several && lexicon.given_name(first).is_some() && found.prior != Some(Prior::Organization))
        || (several && has_particle(words, from, to) && found.prior.is_none());
    if person {
        return Some(EntityClass::Person);
    }
    let head = words.head(from, to);
    let relation = head.map_or("dep", |head| words.document.token(head).deprel.as_str());
    if matches!(relation, "nsubj" | "nsubj:pass") && found.prior != Some(Prior::Place) {
        let verb = head.and_then(|head| words.document.token(head).head);
        if verb.is_some_and(|verb| SAYING.contains(&words.document.lemma(verb))) && !words.all_capitals(from) {
            return Some(if found.prior == Some(Prior::Organization) {
                EntityClass::Organization
            } else {
                EntityClass::Person
            });
        }
    }
    if let Some(class) = apposed_class(words, lexicon, from) {
        return Some(class);
    }
    let acronym = !several
        && words.all_capitals(from)
        && words.form(from).chars().count() <= 6
        && words.form(from).chars().all(char::is_alphabetic);
    match found.prior {
        Some(Prior::Place) => Some(EntityClass::City),
        Some(Prior::Organization) => Some(EntityClass::Organization),
        Some(Prior::Person) => Some(EntityClass::Person),
        None if !several && lexicon.lists(List::Governments, words.lower(to)) => Some(EntityClass::Person),
        None if LOCATIVE.contains(&before) && !words.all_capitals(from) => Some(EntityClass::City),
        None if acronym => Some(EntityClass::Organization),
        // Unknown names of two to four words without article are mostly persons.
        None if several && before != "the" && like_person(words, from, to) => Some(EntityClass::Person),
        Some(Prior::Other) | None => None,
    }
}

/// Two to four capitalised words, initials and particles and nothing else.
fn like_person(words: &Words, from: usize, to: usize) -> bool {
    let capitals = (from..to).filter(|&token| words.capital(token)).count();
    let sentence = words.document.sentence_of(TokenId::from_index(from));
    let last = (sentence.tokens.1 as usize).saturating_sub(1);
    // Lines without a full stop are headlines, captions and links.
    let prose = matches!(words.form(last), "." | "?" | "!" | "\"" | "”" | "''" | "…" | ":" | ")");
    prose
        && (2..=4).contains(&capitals)
        && (from..to).all(|token| {
            let form = words.form(token);
            let word = form.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-'));
            word && (!words.all_capitals(token) || form.chars().count() <= 3)
                && !matches!(words.lower(token), "of" | "for" | "on" | "and" | "the" | "in")
        })
        && words.upos(to) != "NOUN"
}

/// "Ana Roe, spokesperson for the ministry": only persons hold posts, whatever the name looks like. What companies and states may be as
/// well does not count.
fn is_apposed_by_post(words: &Words, lexicon: &Lexicon, found: &Found) -> bool {
    let (from, to) = found.tokens;
    let Some(head) = words.head(from, to) else { return false };
    let sentence = words.document.sentence_of(head);
    (to..sentence.tokens.1 as usize).any(|token| {
        let noun = words.document.token(TokenId::from_index(token));
        noun.head == Some(head)
            && noun.xpos == "NN"
            && noun.deprel.matches("appos")
            && lexicon.is_post(words.lower(token))
            && !matches!(
                words.lower(token),
                "leader"
                    | "adviser"
                    | "advisor"
                    | "representative"
                    | "delegate"
                    | "member"
                    | "founder"
                    | "head"
                    | "negotiator"
            )
    })
}

/// "al", "bin", "van" inside a name of several words: a person's.
fn has_particle(words: &Words, from: usize, to: usize) -> bool {
    (from..to - 1).any(|token| {
        matches!(
            words.lower(token),
            "al" | "el" | "bin" | "ben" | "ibn" | "ould" | "van" | "von" | "de" | "abu" | "bint"
        )
    })
}

/// "News agency Wam", "rights group Roe", "the Roe group": what the noun right before or behind an unknown name tells.
fn described_class(words: &Words, lexicon: &Lexicon, found: &Found) -> Option<EntityClass> {
    let (from, to) = found.tokens;
    let noun = |token: usize| words.upos(token) == "NOUN" && !words.capital(token);
    let class_of = |token: usize| {
        let before = (token > 0).then(|| words.lower(token - 1)).filter(|_| token != to);
        let word = words.lower(token);
        let armed = lexicon.nominal_head(before, word);
        match (word, armed) {
            // A "group" is armed only if it is called so.
            ("group", Some(EntityClass::ArmedGroup)) if lexicon.nominal_head(None, word) == armed => {
                let told = before.filter(|&before| lexicon.nominal_head(Some(before), word) == armed);
                let fighting = told.is_some_and(|before| {
                    lexicon.nominal_head(None, before) == Some(EntityClass::ArmedGroup)
                        || matches!(before, "armed" | "terror" | "terrorist" | "militant" | "extremist" | "jihadist")
                });
                Some(if fighting { EntityClass::ArmedGroup } else { EntityClass::CivilOrganization })
            }
            ("movement" | "organization" | "organisation", _) => Some(EntityClass::Organization),
            (_, class) => class,
        }
    };
    let telling = |class: EntityClass| {
        matches!(
            class,
            EntityClass::MediaOutlet
                | EntityClass::Company
                | EntityClass::CivilOrganization
                | EntityClass::PoliticalParty
                | EntityClass::ArmedGroup
                | EntityClass::Organization
        )
    };
    let singular = |token: usize| words.document.token(TokenId::from_index(token)).xpos == "NN";
    // "an agency chief, Ana Roe" has a title; "a rebel Ana Roe" a person.
    let body = |token: usize| !lexicon.is_post(words.lower(token)) && lexicon.person_noun(words.lower(token)).is_none();
    let single_person = |token: usize| {
        matches!(
            words.lower(token),
            "militant"
                | "rebel"
                | "insurgent"
                | "fighter"
                | "gunman"
                | "terrorist"
                | "guerrilla"
                | "separatist"
                | "jihadist"
                | "jihadi"
                | "extremist"
                | "islamist"
                | "bomber"
                | "pirate"
                | "mercenary"
                | "attacker"
                | "assailant"
                | "kidnapper"
                | "radical"
                | "loyalist"
                | "partisan"
                | "militiaman"
                | "secessionist"
                | "operator"
                | "contractor"
        )
    };
    let fits = |token: usize| noun(token) && singular(token) && body(token) && !single_person(token);
    if from > 0 && fits(from - 1) && !words.joined(from) {
        return class_of(from - 1).filter(|&class| telling(class));
    }
    let modifies = words.head(from, to).is_some_and(|head| {
        let token = words.document.token(head);
        token.deprel.matches("compound") && token.head.is_some_and(|governor| governor.index() == to)
    });
    (modifies && fits(to)).then(|| class_of(to)).flatten().filter(|&class| telling(class))
}

/// "the town of X", "the province of X": what the noun before "of" tells.
fn apposed_class(words: &Words, lexicon: &Lexicon, from: usize) -> Option<EntityClass> {
    if from < 2 || words.lower(from - 1) != "of" {
        return None;
    }
    let noun = words.lower(from - 2);
    let class = lexicon.nominal_head(None, noun)?;
    matches!(class, EntityClass::City | EntityClass::Region).then_some(class)
}
