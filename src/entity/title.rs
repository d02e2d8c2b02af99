//! Posts that the text gives to persons: before the name, in apposition, through a copula.
use super::chain::{ChainId, Discourse, RawTitle};
use crate::document::TokenId;
use crate::mention::lexicon::singular;
use crate::mention::nominal::phrase_start;
use crate::mention::{Form, MentionId};
use crate::ontology::EntityClass;

/// A title read from the text.
#[derive(Debug)]
struct Phrase {
    title: String,
    of: Option<ChainId>,
    from: usize,
    head: usize,
    ended: bool,
    future: bool,
    plural: bool,
    /// The head is a rank and nothing more.
    rank: bool,
    /// It names a post and not just a sort of person.
    post: bool,
}

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
        self.default_states();
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

    /// Reads a title that ends right before token `end`.
    fn phrase_ending(&mut self, first: usize, end: usize) -> Option<Phrase> {
        let words = self.words;
        if end <= first {
            return None;
        }
        // The head: the last title word, with "of State" and the like behind it.
        let mut head = end - 1;
        let mut complement = None;
        if !self.is_head(head) {
            let of = (first..end).rev().take(6).find(|&token| matches!(words.lower(token), "of" | "for"))?;
            if of == first || !self.is_head(of - 1) {
                return None;
            }
            complement = Some((of, end));
            head = of - 1;
        }
        // Ranks and honorifics between post and name are skipped: "Defence Minister Gen. X".
        let mut rank_from = head + 1;
        while complement.is_none() && head > first && self.is_skipped(head) {
            rank_from = head;
            head -= 1;
        }
        if complement.is_none() && rank_from <= head {
            rank_from = head + 1;
        }
        let _ = rank_from;
        if !self.is_head(head) {
            // Nothing but a rank: "Gen. X".
            head += 1;
        }
        self.read_phrase(first, head, complement)
    }

    fn is_skipped(&self, token: usize) -> bool {
        let lower = self.words.lower(token);
        (self.lexicon.is_rank(lower) || self.lexicon.is_honorific(lower)) && self.lexicon.expand_title(lower).is_none()
            || self.words.is_joint(token)
    }

    fn is_head(&self, token: usize) -> bool {
        let lower = self.words.lower(token);
        let single = singular(lower);
        !lower.is_empty()
            && self.words.upos(token) != "VERB"
            && (self.lexicon.is_post(single)
                || self.lexicon.is_rank(single)
                || self.lexicon.is_honorific(single)
                || self.lexicon.person_noun(single).is_some())
    }

    /// Reads the title with this head word leftwards to its beginning.
    fn read_phrase(&mut self, first: usize, head: usize, complement: Option<(usize, usize)>) -> Option<Phrase> {
        let words = self.words;
        let lower = words.lower(head);
        let mut single = singular(lower).to_owned();
        let plural = single != lower;
        let mut ended = false;
        let mut future = false;
        let mut parts: Vec<String> = Vec::new();
        let mut owner: Option<ChainId> = None;
        let mut body: Option<String> = None;
        let mut at = head;
        if let Some(expanded) = self.lexicon.expand_title(&single) {
            single = expanded.to_owned();
        }
        while at > first {
            let token = at - 1;
            let form = words.lower(token);
            if let Some((mention, chain)) = self.name_ending(token + 1) {
                let from = self.mentions.get(mention).tokens.0 as usize;
                let class = self.chains[chain].class;
                if class == EntityClass::Person {
                    break;
                }
                if owner.is_some() {
                    break;
                }
                if let Some(state) =
                    self.chains[chain].of.filter(|_| class == EntityClass::GovernmentBody && self.body_in_title(chain))
                {
                    // "Chinese Foreign Ministry spokeswoman": a post of the state, named by its ministry.
                    body = Some(self.without_state(mention));
                    owner = Some(state);
                } else {
                    owner = Some(chain);
                }
                at = from;
                // The state before a body belongs to it: "US Department of Defense spokesperson".
                if let Some((outer, outer_chain)) = self.name_ending(at)
                    && self.chains[outer_chain].class == EntityClass::State
                {
                    at = self.mentions.get(outer).tokens.0 as usize;
                    if class == EntityClass::GovernmentBody && self.body_in_title(chain) {
                        body = Some(self.text(mention).to_lowercase());
                        owner = Some(outer_chain);
                    }
                }
                continue;
            }
            if words.is_possessive(token) {
                if owner.is_some() {
                    break;
                }
                at = token;
                continue;
            }
            if words.is_joint(token) {
                if token > first && matches!(words.lower(token - 1), "ex" | "then") {
                    ended = true;
                    at = token - 1;
                    continue;
                }
                if let Some(last) = parts.last_mut() {
                    last.insert(0, '-');
                } else {
                    single.insert(0, '-');
                }
                at = token;
                continue;
            }
            if let Some(post) = form.strip_prefix("ex-").filter(|post| self.lexicon.is_post(post)) {
                ended = true;
                parts.push(post.to_owned());
                at = token;
                continue;
            }
            if self.lexicon.is_former(form) {
                ended = true;
                at = token;
                continue;
            }
            if self.lexicon.is_future(form) {
                future = true;
                at = token;
                continue;
            }
            match words.upos(token) {
                "DET" | "PRON" => {
                    if matches!(form, "his" | "her" | "its" | "their" | "our" | "my") {
                        at = token;
                    } else if matches!(form, "the" | "a" | "an") {
                        at = token;
                    }
                    break;
                }
                "ADJ" | "NOUN" | "PROPN" | "NUM" | "X" | "ADV" | "VERB" => {
                    let belongs = owner.is_none()
                        && body.is_none()
                        && (self.lexicon.is_portfolio(form)
                            || self.lexicon.is_post(form)
                            || matches!(words.upos(token), "NOUN")
                                && !matches!(form, "year" | "day" | "week" | "month" | "old"));
                    let verb = words.upos(token) == "VERB"
                        && !belongs
                        && !(form.ends_with("ed")
                            && words.lower(token + 1) != "by"
                            && words.is_joint(token.saturating_sub(1)));
                    if verb || matches!(form, "as" | "said" | "also") {
                        break;
                    }
                    if belongs
                        && (self.lexicon.is_rank(form) || self.lexicon.is_honorific(form))
                        && !self.lexicon.is_portfolio(form)
                        && !self.lexicon.is_post(form)
                    {
                        at = token;
                        continue;
                    }
                    if belongs {
                        parts.push(form.to_owned());
                    } else if words.upos(token) == "ADV" {
                        break;
                    }
                    at = token;
                }
                _ => break,
            }
        }
        parts.reverse();
        if let Some(body) = body {
            parts.insert(0, body);
        }
        let rank = self.lexicon.is_rank(&single) && !(self.lexicon.is_post(&single))
            || self.lexicon.is_honorific(&single)
                && self.lexicon.expand_title(lower).is_none()
                && !self.lexicon.is_post(&single);
        let post = self.lexicon.is_post(lower) || self.lexicon.is_post(&single) || single.starts_with('-');
        parts.push(single);
        if let Some((of, end)) = complement {
            let start = of + 1 + usize::from(words.lower(of + 1) == "the");
            let phrase = words.text(start, end).to_lowercase();
            if self.lexicon.is_complement(&phrase) {
                parts.push(words.text(of, end).to_lowercase());
            } else if let Some((_, chain)) = self.name_ending(end) {
                owner = owner.or(Some(chain));
            } else {
                return None;
            }
        }
        let title = parts.join(" ").replace(" -", "-").replace("- ", "-");
        // "president-elect".
        let future = future || title.ends_with("-elect") || title.ends_with("-designate") || title.ends_with("nominee");
        Some(Phrase { title, of: owner, from: at, head, ended, future, plural, rank, post })
    }

    /// Ministries and departments name the post; parties, parliaments and agencies own it.
    fn body_in_title(&self, chain: ChainId) -> bool {
        let label = self.chains[chain].label.to_lowercase();
        label.contains("ministry") || label.contains("department")
    }

    fn without_state(&self, mention: MentionId) -> String {
        let (from, to) = self.mentions.get(mention).tokens;
        let skip = self
            .names_inside(from as usize, to as usize)
            .filter(|&inner| inner != mention && self.mentions.get(inner).tokens.0 == from)
            .map(|inner| self.mentions.get(inner).tokens.1)
            .max()
            .unwrap_or(from);
        self.words.text(skip as usize, to as usize).to_lowercase()
    }

    /// The longest name ending right before a token, with its chain.
    fn name_ending(&self, end: usize) -> Option<(MentionId, ChainId)> {
        (self.mentions.iter())
            .filter(|(_, mention)| {
                mention.form == Form::Name
                    && mention.sentence.is_some()
                    && mention.tokens.1 as usize == end
                    && mention.tokens.0 < mention.tokens.1
            })
            .min_by_key(|(_, mention)| mention.tokens.0)
            .and_then(|(id, _)| Some((id, self.chain_of(id)?)))
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
            if phrase.rank || phrase.plural {
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

    fn name_starts(&self, token: usize) -> bool {
        self.mentions.iter().any(|(id, mention)| {
            mention.form == Form::Name
                && mention.sentence.is_some()
                && mention.tokens.0 as usize == token
                && self.chain_of(id).is_some_and(|chain| self.chains[chain].class != EntityClass::Person)
        })
    }

    /// Reads "of the Joint Command", "for US forces", "at the bank" behind a title; returns where it ends.
    fn complement_after(&mut self, phrase: &mut Phrase, at: usize, limit: usize) -> usize {
        let words = self.words;
        if !matches!(words.lower(at), "of" | "for" | "at" | "with" | "to" | "in" | "on") || at + 1 >= limit {
            return at;
        }
        let determiner = usize::from(matches!(words.lower(at + 1), "the" | "a" | "an" | "its" | "his" | "her"));
        let start = at + 1 + determiner;
        // "secretary of state", "chief of staff".
        for to in (start + 1..=limit.min(start + 3)).rev() {
            let text = words.text(start, to).to_lowercase();
            if words.lower(at) != "at"
                && self.lexicon.is_complement(&text)
                && !matches!(words.upos(to), "NOUN" | "PROPN")
            {
                phrase.title = format!("{} {} {text}", phrase.title, words.lower(at));
                return self.complement_after(phrase, to, limit);
            }
        }
        // The first mention that begins here or inside the phrase.
        let found = self
            .mentions
            .iter()
            .filter(|(_, mention)| mention.sentence.is_some() && mention.form != Form::Pronoun)
            .filter(|(_, mention)| mention.tokens.0 as usize >= at + 1 && mention.tokens.0 as usize <= start + 1)
            .max_by_key(|(_, mention)| (mention.tokens.1, std::cmp::Reverse(mention.tokens.0)))
            .map(|(id, mention)| (id, mention.tokens));
        let Some((id, tokens)) = found else {
            return at;
        };
        let end = tokens.1 as usize;
        let chain = self
            .chain_of(id)
            .or_else(|| if self.mentions.get(id).form == Form::Nominal { self.describe(id) } else { None });
        if let Some(owner) = chain
            && phrase.of.is_none()
            && self.chains[owner].class != EntityClass::Person
        {
            if let Some(state) = self.chains[owner]
                .of
                .filter(|_| self.chains[owner].class == EntityClass::GovernmentBody && self.body_in_title(owner))
            {
                phrase.title = format!("{} {}", self.without_state(id), phrase.title);
                phrase.of = Some(state);
            } else {
                phrase.of = Some(owner);
            }
        } else if let Some(person) = chain.filter(|&owner| self.chains[owner].class == EntityClass::Person) {
            // "spokesman for the prime minister" works for the prime minister's state.
            phrase.of = phrase.of.or_else(|| self.chains[person].posts.iter().find_map(|(_, of)| *of));
        }
        // "the governor of the central bank of Kenya".
        if words.lower(end) == "of" && words.capital(end + 1) { self.end_of_name(end + 1) } else { end }
    }

    fn end_of_name(&self, from: usize) -> usize {
        self.mentions
            .iter()
            .filter(|(_, mention)| mention.sentence.is_some() && mention.tokens.0 as usize == from)
            .map(|(_, mention)| mention.tokens.1 as usize)
            .max()
            .unwrap_or(from)
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
            ended,
            future: false,
            leadership: true,
            rule: "verb",
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
        if phrase.rank || !phrase.post {
            return;
        }
        let noun = singular(words.lower(phrase.head)).to_owned();
        // "His spokesman": the post belongs where the possessor's does.
        let of = phrase.of;
        if self.lexicon.needs_body(&noun) && of.is_none() && !phrase.title.contains(' ') {
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
            tokens,
            trigger: head,
            ended: phrase.ended,
            future: phrase.future,
            leadership,
            rule,
        });
    }

    /// Titles without a state take the one that the same person's other titles have, or the one that only one state has.
    fn default_states(&mut self) {
        for i in 0..self.titles.len() {
            let title = &self.titles[i];
            if title.of.is_some() {
                continue;
            }
            let holder = title.holder;
            let of = (self.titles.iter())
                .filter(|other| other.holder == holder && !other.leadership)
                .find_map(|other| other.of)
                .or_else(|| self.usual_state(i));
            self.titles[i].of = of;
            let text = self.titles[i].title.clone();
            for (post, post_of) in &mut self.chains[holder].posts {
                if *post == text && post_of.is_none() {
                    *post_of = of;
                }
            }
        }
    }

    fn usual_state(&mut self, title: usize) -> Option<ChainId> {
        let text = self.titles[title].title.as_str();
        let american = matches!(
            text,
            "secretary of state"
                | "defense secretary"
                | "secretary of defense"
                | "treasury secretary"
                | "attorney general"
                | "national security adviser"
                | "deputy secretary of state"
                | "senator"
                | "congressman"
                | "homeland security secretary"
                | "house speaker"
        ) || text.ends_with("secretary of state")
            || text.ends_with("secretary of defense");
        if american {
            let known = self.knowledge.by_path("state/US")?;
            return Some(self.known(known));
        }
        let national = [
            "president",
            "prime minister",
            "premier",
            "foreign minister",
            "chancellor",
            "minister",
            "king",
            "queen",
            "spokesman",
            "spokeswoman",
            "spokesperson",
            "vice president",
            "head of state",
            "commissioner",
            "envoy",
            "ambassador",
        ]
        .iter()
        .any(|post| text.ends_with(post));
        if !national {
            return None;
        }
        let sentence = self.words.document.token(self.titles[title].trigger).sentence;
        self.state_in_focus(sentence, self.titles[title].holder)
    }
}
