//! Finds every mention of a document.
use super::classify::classify;
use super::gazetteer::Gazetteer;
use super::lexicon::{Lexicon, List};
use super::name::{Finder, Found, Prior, capitalisation};
use super::nominal::description;
use super::pronoun::{Pronoun, pronoun};
use super::words::Words;
use super::{Form, Mention, Mentions, time};
use crate::annotate::names::{NameLabel, NameSpan};
use crate::article::Article;
use crate::document::{Document, Sentence, Span, TokenId};
use crate::ontology::{EntityClass, Knowledge, KnowledgeId, NameKind};
use std::sync::Arc;

/// Finds names, descriptions and pronouns; built once, shared by all workers.
#[derive(Debug)]
pub struct Detector {
    lexicon: Arc<Lexicon>,
    gazetteer: Gazetteer,
}

impl Detector {
    /// A detector for the names of a knowledge base.
    #[must_use]
    pub fn new(lexicon: Arc<Lexicon>, knowledge: &Knowledge) -> Self {
        Self { lexicon, gazetteer: Gazetteer::new(knowledge) }
    }

    /// The lexicon it works with.
    #[must_use]
    pub const fn lexicon(&self) -> &Arc<Lexicon> {
        &self.lexicon
    }

    /// The mentions of a document; `names` are what the statistical tagger found.
    #[must_use]
    pub fn detect(
        &self,
        document: &Document,
        article: &Article,
        names: &[NameSpan],
        knowledge: &Knowledge,
    ) -> Mentions {
        let words = Words::new(document);
        let priors: Vec<_> =
            names.iter().map(|name| ((name.tokens.0 as usize, name.tokens.1 as usize), prior(name.label))).collect();
        let mut known = Vec::with_capacity(words.len());
        for sentence in document.sentences() {
            let limit = sentence.tokens.1 as usize;
            known.extend((sentence.tokens.0 as usize..limit).map(|token| {
                let begins = words.capital(token) || self.lexicon.lists(List::LeadingParticles, words.lower(token));
                if begins { self.gazetteer.matches(knowledge, &words, token, limit) } else { Vec::new() }
            }));
        }
        let (capitalised, uncapitalised) = capitalisation(&words);
        let finder = Finder {
            words: &words,
            lexicon: &self.lexicon,
            known: &known,
            knowledge,
            priors: &priors,
            capitalised,
            uncapitalised,
        };
        let mut mentions = dateline(article, knowledge);
        // Per token: whether a name covers it.
        let mut named = vec![false; words.len()];
        let loud = |sentence: &Sentence| {
            let text = document.slice(sentence.span);
            text.split_whitespace().count() >= 5
                && !text.contains(char::is_lowercase)
                && text.contains(char::is_uppercase)
        };
        // Links between the paragraphs of a web page are set in capitals.
        let loud: Vec<bool> = document.sentences().iter().map(loud).collect();
        let links = loud.iter().filter(|&&loud| loud).count() * 4 < loud.len();
        for (sentence, loud) in document.sentences().iter().zip(loud) {
            if links && loud {
                named[sentence.tokens.0 as usize..sentence.tokens.1 as usize].fill(true);
                continue;
            }
            let byline = is_byline(&words, sentence);
            for found in finder.sentence(sentence) {
                let author = byline && classify(&found, &words, &self.lexicon, knowledge) == Some(EntityClass::Person);
                if !(author
                    || is_furniture(&words, &found, article)
                    || self.refers_to_nothing(&words, &found, knowledge))
                {
                    mentions.push(self.name(&words, &found, knowledge));
                }
                named[found.tokens.0..found.tokens.1].fill(true);
            }
        }
        for (token, _) in named.iter().enumerate().filter(|(_, named)| !**named) {
            let mention = pronoun_mention(&words, token).or_else(|| {
                let found = description(&words, &self.lexicon, token)?;
                Some(Mention {
                    span: words.span(found.tokens.0, found.tokens.1),
                    tokens: range(found.tokens),
                    head: Some(found.head),
                    sentence: Some(document.token(found.head).sentence),
                    form: Form::Nominal,
                    class: found.class,
                    candidates: Vec::new(),
                })
            });
            if let Some(second) = mention.as_ref().and_then(|mention| second_of_two(&words, mention)) {
                mentions.push(second);
            }
            mentions.extend(mention);
        }
        mentions.sort_by_key(|mention| (mention.span, mention.form as u8));
        mentions.dedup_by(|second, first| second.span == first.span && second.form == first.form);
        Mentions { mentions, times: time::detect(document, time::reference(article)) }
    }

    /// "European", "Asian": the adjectives of regions above states describe and do not name; "on X" is a medium.
    fn refers_to_nothing(&self, words: &Words, found: &Found, knowledge: &Knowledge) -> bool {
        if is_article_name(words, &self.lexicon, found, knowledge) {
            return true;
        }
        let Some(known) = &found.known else {
            let (from, to) = found.tokens;
            // "State of the Union": an address.
            let address = words.lower(from) == "state" && words.lower(from + 1) == "of";
            let acronym = to - from == 1
                && words.all_capitals(from)
                && self.lexicon.lists(List::CommonAcronyms, words.lower(from));
            let person = to - from == 1 && found.prior == Some(Prior::Person);
            return !found.titled
                && (acronym
                    || address && to - from > 1
                    || !person && self.lexicon.lists(List::NoEntities, words.lower(to - 1)));
        };
        let above_states = |id: KnowledgeId| {
            let entity = knowledge.get(id);
            entity.class == EntityClass::Region
                && entity.located_in.is_none_or(|place| knowledge.get(place).class != EntityClass::State)
        };
        let (from, _) = known.tokens;
        let platform = from > 0
            && matches!(words.lower(from - 1), "on" | "via")
            && self.lexicon.lists(List::Platforms, words.lower(from));
        platform || known.is_adjective() && known.entities.iter().all(|&(id, _)| above_states(id))
    }

    fn name(&self, words: &Words, found: &Found, knowledge: &Knowledge) -> Mention {
        let mut candidates = Vec::new();
        for (id, _) in found.known.iter().flat_map(|known| &known.entities) {
            if !candidates.contains(id) {
                candidates.push(*id);
            }
        }
        Mention {
            span: found.span,
            tokens: range(found.tokens),
            head: words.head(found.tokens.0, found.tokens.1),
            sentence: Some(words.document.tokens()[found.tokens.0].sentence),
            form: Form::Name,
            class: classify(found, words, &self.lexicon, knowledge),
            candidates,
        }
    }
}

/// The mention that a pronoun is, if it refers.
fn pronoun_mention(words: &Words, token: usize) -> Option<Mention> {
    let kind = pronoun(words.lower(token))?;
    let id = TokenId::from_index(token);
    let node = words.document.token(id);
    let relative = matches!(kind, Pronoun::Relative);
    let fits = match kind {
        // "that" is a relative only under its verb; "which" asks as a determiner.
        Pronoun::Relative => {
            matches!(node.xpos.as_str(), "WDT" | "WP") && !node.deprel.matches("det") && !node.deprel.matches("mark")
        }
        Pronoun::RelativePerson => true,
        _ => !words.all_capitals(token) || words.lower(token) == "i",
    };
    // "It rained": an expletive refers to nothing.
    let expletive = node.deprel.matches("expl");
    (fits && !expletive && (relative || words.upos(token) != "NOUN")).then(|| Mention {
        span: node.span,
        tokens: range((token, token + 1)),
        head: Some(id),
        sentence: Some(node.sentence),
        form: Form::Pronoun,
        class: matches!(kind, Pronoun::Personal(_)).then_some(EntityClass::Person),
        candidates: Vec::new(),
    })
}

/// The places in the dateline: "ERBIL, Kurdistan Region".
fn dateline(article: &Article, knowledge: &Knowledge) -> Vec<Mention> {
    let Some(dateline) = &article.dateline else { return Vec::new() };
    let (start, end) = dateline.place;
    let Some(text) = article.text.get(start..end) else { return Vec::new() };
    let mut at = start;
    let mut mentions = Vec::new();
    for part in text.split_inclusive([',', '/', ';']) {
        let name = part.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | ';'));
        let offset = at + part.find(name).unwrap_or(0);
        at += part.len();
        let mut candidates: Vec<_> = (knowledge.candidates(name).into_iter())
            .filter(|(_, kind)| matches!(kind, NameKind::Full | NameKind::Abbreviation))
            .map(|(id, _)| id)
            .filter(|&id| knowledge.get(id).class.is_place())
            .collect();
        candidates.dedup();
        if name.is_empty() {
            continue;
        }
        let class = candidates.first().map_or(EntityClass::City, |&id| knowledge.get(id).class);
        mentions.push(Mention {
            span: Span::new(offset, offset + name.len()),
            tokens: (0, 0),
            head: None,
            sentence: None,
            form: Form::Name,
            class: Some(class),
            candidates,
        });
    }
    mentions
}

/// "The Jin Teng", "the Xining": cities and persons have no article; ships and products do.
fn is_article_name(words: &Words, lexicon: &Lexicon, found: &Found, knowledge: &Knowledge) -> bool {
    let (from, to) = found.tokens;
    if from == 0 || !matches!(words.form(from - 1), "the" | "The" | "a" | "an") || to - from > 3 {
        return false;
    }
    let with_article = |id: KnowledgeId| {
        let entity = knowledge.get(id);
        entity.class != EntityClass::City || entity.names.iter().any(|name| name.text.starts_with("The "))
    };
    if found
        .known
        .as_ref()
        .is_some_and(|known| known.entities.iter().any(|&(id, kind)| with_article(id) || kind != NameKind::Full))
    {
        return false;
    }
    let head = words.head(from, to);
    // "A freighter, the Jin Teng".
    let apposed = head.and_then(|head| {
        let token = words.document.token(head);
        token.head.filter(|_| token.deprel.matches("appos"))
    });
    if apposed.is_some_and(|noun| lexicon.lists(List::Vessels, words.lower(noun.index()))) {
        return true;
    }
    let modifies = head.is_some_and(|head| {
        let token = words.document.token(head);
        token.head.is_some_and(|governor| governor > head)
            && (token.deprel.matches("compound") || token.deprel.matches("amod"))
    });
    let class = classify(found, words, lexicon, knowledge);
    !modifies && matches!(class, Some(EntityClass::City | EntityClass::Person)) && !words.is_joint(to)
}

/// "By Ana Roe and Ben Doe": a short line of names at the beginning that says nothing.
fn is_byline(words: &Words, sentence: &Sentence) -> bool {
    let (from, to) = (sentence.tokens.0 as usize, sentence.tokens.1 as usize);
    to - from <= 12
        && sentence.paragraph < 4
        && to > from
        && !matches!(words.form(to - 1), "." | "?" | "!" | "\"" | "”")
        && !(from..to).any(|token| matches!(words.upos(token), "VERB" | "AUX"))
}

/// "Somali forces" in "Kenyan and Somali forces": the second is a phrase of its own.
fn second_of_two(words: &Words, mention: &Mention) -> Option<Mention> {
    let (from, to) = (mention.tokens.0 as usize, mention.tokens.1 as usize);
    let and = (from + 1..to.saturating_sub(2)).find(|&token| {
        words.lower(token) == "and"
            && words.capital(token - 1)
            && words.capital(token + 1)
            && matches!(words.upos(token + 1), "ADJ" | "PROPN")
            && !words.capital(token + 2)
    })?;
    (mention.form == Form::Nominal).then(|| Mention {
        span: words.span(and + 1, to),
        tokens: range((and + 1, to)),
        ..mention.clone()
    })
}

/// The coarse kind of a tagger's label.
const fn prior(label: NameLabel) -> Prior {
    match label {
        NameLabel::Person => Prior::Person,
        NameLabel::Organization => Prior::Organization,
        NameLabel::Polity | NameLabel::Location | NameLabel::Facility => Prior::Place,
        NameLabel::Group | NameLabel::Event | NameLabel::Law | NameLabel::Other => Prior::Other,
    }
}

fn range((from, to): (usize, usize)) -> (u32, u32) {
    (TokenId::from_index(from).0, TokenId::from_index(to).0)
}

/// Credits and the article's own agency are no part of what it says: "CNN's Jane Roe", "(Reuters)", "Getty Images".
fn is_furniture(words: &Words, found: &Found, article: &Article) -> bool {
    let (from, to) = found.tokens;
    let text = words.text(from, to);
    let own = article.source.as_deref().is_some_and(|source| is_own_name(text, source))
        || article.dateline.as_ref().and_then(|dateline| dateline.agency.as_deref()) == Some(text);
    own || words.form(to) == "/"
        || (from > 0 && words.form(from - 1) == "/")
        || text.contains('@')
        || text.contains("www.")
}

/// Whether a name is the publisher's: "Fox News" of "Fox Online News", "CNN" of "CNN (Web News)".
fn is_own_name(text: &str, source: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && *word != "The")
            .map(str::to_lowercase)
            .collect()
    };
    let (name, source) = (words(text), words(source));
    let Some(first) = source.first() else { return false };
    name.first() == Some(first) && name.iter().all(|word| source.contains(word))
}
