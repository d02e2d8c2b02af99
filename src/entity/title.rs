//! Posts that the text gives to persons: before the name, in apposition, through a copula.
mod phrase;
mod state;

use super::chain::{ChainId, Discourse, RawTitle};
use crate::document::TokenId;
use crate::mention::lexicon::singular;
use crate::mention::nominal::phrase_start;
use crate::mention::{Form, MentionId};
use crate::ontology::EntityClass;
use phrase::Phrase;

impl Discourse<'_> {
    /// Finds the titles of every named person.
    pub fn find_titles(&mut self) {
        let names: Vec<MentionId> = (self.mentions.iter())
            .filter(|(_, mention)| mention.form == Form::Name && mention.sentence.is_some())
            .map(|(id, _)| id)
            .collect();
        for id in names {
            let Some(chain) = self.chain_of(id) else { continue };
            if self.chains[chain].class != EntityClass::Person {
                continue;
            }
            self.before_name(id, chain);
            self.after_name(id, chain);
            self.copula(id, chain);
        }
    }

    /// "Iraqi Foreign Minister X", "the president, X", "Hamas deputy and former minister X".
    fn before_name(&mut self, id: MentionId, chain: ChainId) {
        let mention = self.mentions.get(id);
        let sentence = self.words.document.sentence_of(TokenId(mention.tokens.0)).tokens.0 as usize;
        let mut at = mention.tokens.0 as usize;
        let mut rule = "prenominal";
        // "The president, Ana Roe, said": an apposition turned round.
        if at > sentence + 1 && self.words.form(at - 1) == "," && self.closes(mention.tokens.1 as usize) {
            at -= 1;
            rule = "apposition";
        }
        let mut limit = at;
        for _ in 0..3 {
            let Some(phrase) = self.phrase_ending(sentence, limit) else { return };
            if rule == "apposition" && (!phrase.post || !self.is_definite(phrase.from)) {
                return;
            }
            let from = phrase.from;
            if phrase.plural && phrase.post && rule == "prenominal" {
                self.share(id, &phrase);
            }
            self.settle(id, chain, phrase, rule);
            // "prime minister and party leader X".
            if from > sentence + 1 && self.words.lower(from - 1) == "and" && rule == "prenominal" {
                limit = from - 1;
                rule = "coordination";
            } else {
                return;
            }
        }
    }

    /// "Senators Ana Roe, Ben Doe and Cai Moe": the names behind the first bear the title, too.
    fn share(&mut self, id: MentionId, phrase: &Phrase) {
        let words = self.words;
        let mut at = self.mentions.get(id).tokens.1 as usize;
        for _ in 0..6 {
            let comma = usize::from(words.form(at) == ",");
            let and = usize::from(words.lower(at + comma) == "and");
            let next = at + comma + and;
            let person = self.mentions.iter().find_map(|(other, mention)| {
                let begins =
                    mention.form == Form::Name && mention.sentence.is_some() && mention.tokens.0 as usize == next;
                let chain = self.chain_of(other).filter(|_| begins)?;
                (self.chains[chain].class == EntityClass::Person).then_some((other, chain))
            });
            let Some((other, chain)) = person.filter(|_| next > at) else { return };
            self.settle(other, chain, phrase.clone(), "prenominal");
            at = self.mentions.get(other).tokens.1 as usize;
            if and == 1 {
                return;
            }
        }
    }

    /// Whether the phrase that begins here is definite or bare: "the president", "Ukraine's president".
    fn is_definite(&self, from: usize) -> bool {
        !matches!(self.words.lower(from), "a" | "an" | "one" | "another" | "some")
    }

    /// Whether an apposition may end before this token.
    fn closes(&self, token: usize) -> bool {
        matches!(self.words.form(token), "," | "." | ";" | ")" | "--" | "-" | "—" | "" | "\"" | "”")
            || self.words.upos(token) == "VERB"
            || self.words.is_possessive(token)
            || matches!(self.words.upos(token), "AUX" | "CCONJ" | "ADP" | "PUNCT")
    }

    /// "X, spokesman for Y", "X, the Iraqi president".
    fn after_name(&mut self, id: MentionId, chain: ChainId) {
        let words = self.words;
        let mention = self.mentions.get(id);
        let sentence = words.document.sentence_of(TokenId(mention.tokens.0));
        let limit = sentence.tokens.1 as usize;
        let mut at = mention.tokens.1 as usize;
        if words.form(at) != "," || at + 1 >= limit {
            return;
        }
        at += 1;
        // An age: "X, 66, the president".
        if words.upos(at) == "NUM" && words.form(at + 1) == "," {
            at += 2;
        }
        if matches!(words.lower(at), "who" | "himself" | "herself") && words.form(at + 1) == "," {
            at += 2;
        }
        if words.lower(at) == "who" {
            self.heads_group(id, chain, at, limit);
            return;
        }
        for _ in 0..3 {
            // The head of the apposition: the first title word before a verb or a comma, unless another noun follows it.
            let end = (at..limit.min(at + 14))
                .find(|&token| {
                    // Names are jumped over: "US Department of Defense spokesperson".
                    if self.inside_name(token) {
                        return false;
                    }
                    matches!(words.form(token), "," | ";" | "." | ":" | "(" | "\"" | "”" | "“" | "--" | "—")
                        || matches!(words.upos(token), "VERB" | "AUX" | "SCONJ") && !self.is_head(token)
                        || matches!(
                            words.lower(token),
                            "of" | "for" | "at" | "in" | "to" | "on" | "and" | "with" | "from" | "who" | "who's"
                        )
                })
                .unwrap_or(limit.min(at + 14));
            if end <= at || !self.is_head(end - 1) {
                return;
            }
            let head = end - 1;
            let Some(mut phrase) = self.read_phrase(at, head, None) else { return };
            if phrase.from > at
                && !matches!(words.lower(at), "now" | "also" | "currently" | "once" | "formerly" | "then" | "himself")
            {
                return;
            }
            let next = self.complement_after(&mut phrase, end, limit);
            if phrase.rank || phrase.plural || self.person_starts(next) {
                return;
            }
            let weak = !phrase.post;
            if !weak {
                self.settle(id, chain, phrase, "apposition");
            } else if let Some(nominal) = self.headed_by(TokenId::from_index(head)) {
                self.assign(nominal, chain);
            }
            // "a former minister and Hamas deputy".
            if words.lower(next) == "and"
                && next + 1 < limit
                && !words.capital(next + 1) | self.is_head(next + 1) | self.name_starts(next + 1)
            {
                at = next + 1;
            } else {
                return;
            }
        }
    }

    /// Whether the token stands inside a name that is no person's.
    fn inside_name(&self, token: usize) -> bool {
        self.mentions.iter().any(|(id, mention)| {
            mention.form == Form::Name
                && mention.sentence.is_some()
                && (mention.tokens.0 as usize) < token
                && token < mention.tokens.1 as usize
                && self.chain_of(id).is_some_and(|chain| self.chains[chain].class != EntityClass::Person)
        })
    }

    fn person_starts(&self, token: usize) -> bool {
        self.mentions.iter().any(|(id, mention)| {
            mention.form == Form::Name
                && mention.sentence.is_some()
                && mention.tokens.0 as usize == token
                && self.chain_of(id).is_some_and(|chain| self.chains[chain].class == EntityClass::Person)
        })
    }

    fn name_starts(&self, token: usize) -> bool {
        self.mentions.iter().any(|(id, mention)| {
            mention.form == Form::Name
                && mention.sentence.is_some()
                && mention.tokens.0 as usize == token
                && self.chain_of(id).is_some_and(|chain| self.chains[chain].class != EntityClass::Person)
        })
    }

    /// "X is the president of Y", "X became prime minister".
    fn copula(&mut self, id: MentionId, chain: ChainId) {
        let document = self.words.document;
        let mention = self.mentions.get(id);
        let Some(head) = mention.head else { return };
        let token = document.token(head);
        let Some(governor) = token.head else { return };
        if !token.deprel.matches("nsubj") {
            return;
        }
        let copula = document.children_by(governor, "cop").next();
        let predicate = if copula.is_some() {
            governor
        } else if matches!(document.lemma(governor), "become" | "remain" | "serve" | "act") {
            let as_phrase = document.children_by(governor, "obl").find(|&child| self.case(child) == Some("as"));
            let Some(found) = document.children_by(governor, "xcomp").next().or(as_phrase) else { return };
            found
        } else if matches!(document.lemma(governor), "head" | "lead" | "chair" | "command") {
            self.leads(id, chain, governor);
            return;
        } else {
            return;
        };
        let denied = document
            .children(governor)
            .iter()
            .any(|&child| matches!(document.lemma(child), "not" | "n't" | "never" | "if"));
        if denied || predicate.index() < mention.tokens.1 as usize || !self.is_head(predicate.index()) {
            return;
        }
        let modal = document.children_by(governor, "aux").any(|child| {
            matches!(document.lemma(child), "will" | "would" | "may" | "might" | "could" | "can" | "should")
        });
        let first = document.sentence_of(predicate).tokens.0 as usize;
        let start = phrase_start(self.words, predicate.index()).max(first);
        if matches!(self.words.lower(start), "no") || modal {
            return;
        }
        let Some(mut phrase) = self.read_phrase(start, predicate.index(), None) else { return };
        if !phrase.post || phrase.rank || phrase.plural {
            return;
        }
        let limit = document.sentence_of(predicate).tokens.1 as usize;
        self.complement_after(&mut phrase, predicate.index() + 1, limit);
        phrase.ended |= copula.is_some_and(|copula| self.words.lower(copula.index()) == "was") && phrase.of.is_some();
        self.settle(id, chain, phrase, "copula");
    }

    /// ", who heads the ministry".
    fn heads_group(&mut self, id: MentionId, chain: ChainId, who: usize, limit: usize) {
        let verb = (who + 1..limit.min(who + 5)).find(|&token| self.words.upos(token) == "VERB");
        if let Some(verb) = verb.filter(|&verb| {
            matches!(self.words.document.lemma(TokenId::from_index(verb)), "head" | "lead" | "chair" | "command")
        }) {
            self.leads(id, chain, TokenId::from_index(verb));
        }
    }

    fn leads(&mut self, id: MentionId, chain: ChainId, verb: TokenId) {
        let document = self.words.document;
        let Some(object) = document.children_by(verb, "obj").next() else { return };
        let Some(group) =
            self.chain_at(object).or_else(|| self.headed_by(object).and_then(|mention| self.describe(mention)))
        else {
            return;
        };
        let class = self.chains[group].class;
        if !(class.is_organization() || class.is_force()) {
            return;
        }
        let ended =
            document.form(verb).ends_with("ed") && document.form(verb) != "headed" || document.form(verb) == "led";
        let from = self.mentions.get(id).tokens.0 as usize;
        self.titles.push(RawTitle {
            holder: chain,
            title: if document.lemma(verb) == "command" { "commander".to_owned() } else { "head".to_owned() },
            of: Some(group),
            tokens: (from, object.index() + 1),
            trigger: verb,
            possessor: None,
            principal: None,
            ended,
            future: false,
            leadership: true,
            rule: "verb",
        });
    }

    /// "His Gabonese counterpart X" holds the post that he holds.
    fn counterpart(&mut self, id: MentionId, chain: ChainId, phrase: &Phrase) {
        let Some(of) = phrase.of else { return };
        let model = self.latest(id, 1, |other| {
            other != chain && self.chains[other].class == EntityClass::Person && !self.chains[other].posts.is_empty()
        });
        let Some((title, _)) = model.and_then(|other| self.chains[other].posts.first().cloned()) else { return };
        self.chains[chain].posts.push((title.clone(), Some(of)));
        self.titles.push(RawTitle {
            holder: chain,
            title,
            of: Some(of),
            possessor: None,
            principal: None,
            tokens: (phrase.from, self.mentions.get(id).tokens.1 as usize),
            trigger: TokenId::from_index(phrase.head),
            ended: false,
            future: false,
            leadership: false,
            rule: "counterpart",
        });
    }

    /// Records a title and lets its noun phrase refer to the person.
    fn settle(&mut self, id: MentionId, chain: ChainId, phrase: Phrase, rule: &'static str) {
        let words = self.words;
        let head = TokenId::from_index(phrase.head);
        if let Some(nominal) = self.headed_by(head).filter(|&nominal| self.mentions.get(nominal).form == Form::Nominal)
            && !phrase.plural
        {
            self.assign(nominal, chain);
        }
        if let Some(gender) = self.lexicon.person_noun(words.lower(phrase.head)).flatten() {
            self.chains[chain].gender = Some(gender);
        }
        let noun = singular(words.lower(phrase.head)).to_owned();
        if phrase.rank || !phrase.post && noun != "counterpart" {
            return;
        }
        // "His spokesman": the post belongs where the possessor's does.
        let of = phrase.of;
        if noun == "counterpart" {
            self.counterpart(id, chain, &phrase);
            return;
        }
        let grade = |word: &str| {
            matches!(
                word,
                "senior"
                    | "top"
                    | "chief"
                    | "lead"
                    | "first"
                    | "special"
                    | "high"
                    | "deputy"
                    | "acting"
                    | "co"
                    | "former"
            )
        };
        let telling = phrase.title.split(' ').filter(|word| !grade(word)).count() > 1;
        if self.lexicon.needs_body(&noun) && of.is_none() && phrase.possessor.is_none() && !telling {
            return;
        }
        let leadership = self.lexicon.is_leadership(&noun)
            && of.is_some_and(|of| {
                let class = self.chains[of].class;
                matches!(class, EntityClass::PoliticalParty | EntityClass::ArmedGroup | EntityClass::Coalition)
                    && !phrase.title.contains("minister")
            });
        let name = self.mentions.get(id).tokens;
        let tokens = (phrase.from.min(name.0 as usize), (name.1 as usize).max(phrase.head + 1));
        self.chains[chain].posts.push((phrase.title.clone(), of));
        self.titles.push(RawTitle {
            holder: chain,
            title: phrase.title,
            of,
            possessor: phrase.possessor,
            principal: phrase.principal,
            tokens,
            trigger: head,
            ended: phrase.ended,
            future: phrase.future,
            leadership,
            rule,
        });
    }
}
