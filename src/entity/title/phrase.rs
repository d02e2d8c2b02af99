//! Reads the words of a title: portfolio, head, owner, and what follows it.
use crate::document::TokenId;
use crate::entity::chain::{ChainId, Discourse};
use crate::mention::lexicon::singular;
use crate::mention::nominal::phrase_start;
use crate::mention::{Form, MentionId};
use crate::ontology::EntityClass;

/// A title read from the text.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent marks of one phrase")]
pub(super) struct Phrase {
    pub title: String,
    pub of: Option<ChainId>,
    pub from: usize,
    pub head: usize,
    /// The pronoun that says whose post it is: "its president".
    pub possessor: Option<TokenId>,
    /// The person for whom it is held: "spokesman for Minister X".
    pub principal: Option<ChainId>,
    pub ended: bool,
    pub future: bool,
    pub plural: bool,
    /// The head is a rank and nothing more.
    pub rank: bool,
    /// It names a post and not just a sort of person.
    pub post: bool,
}

impl Discourse<'_> {
    /// Reads a title that ends right before token `end`.
    pub(super) fn phrase_ending(&mut self, first: usize, end: usize) -> Option<Phrase> {
        let words = self.words;
        if end <= first {
            return None;
        }
        // "Chief of Staff General X": the rank stands behind the whole title.
        let rank = (first..end).rev().take_while(|&token| self.is_skipped(token)).last();
        if let Some(rank) = rank.filter(|&rank| {
            rank < end
                && rank > first + 2
                && matches!(words.lower(rank - 1), "staff" | "state" | "defense" | "defence" | "police")
                || words.lower(rank.max(1) - 1) == "of" && rank + 1 < end
        }) {
            let start = if words.lower(rank - 1) == "of" { rank + 1 } else { rank };
            let found = self.phrase_ending(first, start).filter(|phrase| phrase.post && !phrase.rank);
            if found.is_some() {
                return found;
            }
        }
        // The head: the last title word, with "of State" and the like behind it.
        let mut head = end - 1;
        let mut complement = None;
        let completes =
            head > first + 1 && words.lower(head - 1) == "of" && self.lexicon.is_complement(words.lower(head));
        if !self.is_head(head) || completes {
            let of =
                (first..end).rev().take(6).find(|&token| matches!(words.lower(token), "of" | "for" | "to" | "in"))?;
            if of == first || !self.is_head(of - 1) {
                return None;
            }
            let start = of + 1 + usize::from(words.lower(of + 1) == "the");
            let body = self.name_ending(end).is_some_and(|(name, chain)| {
                // "The leader of the opposition Labor party".
                let name = self.mentions.get(name).tokens.0 as usize;
                let described = name > start
                    && name <= start + 2
                    && (start..name).all(|token| !words.capital(token) && matches!(words.upos(token), "NOUN" | "ADJ"));
                (name == start || described) && self.chains[chain].class != EntityClass::Person
            });
            if !body && !self.lexicon.is_complement(&words.text(start, end).to_lowercase()) {
                return None;
            }
            // "Ambassador to Kenya X": where to says not whose.
            complement = (!matches!(words.lower(of), "to" | "in")).then_some((of, end));
            head = of - 1;
            if complement.is_none() {
                return self.read_phrase(first, head, None);
            }
        }
        // Ranks and honorifics between post and name are skipped: "Defence Minister Gen. X".
        let hyphenated =
            |head: usize| head > first + 1 && words.is_joint(head - 1) && self.lexicon.is_post(words.lower(head - 2));
        while complement.is_none() && head > first && self.is_skipped(head) && !hyphenated(head) {
            head -= 1;
        }
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

    pub(super) fn is_head(&self, token: usize) -> bool {
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
    #[expect(clippy::too_many_lines, reason = "one walk to the left, one arm per kind of word")]
    pub(super) fn read_phrase(
        &mut self,
        first: usize,
        head: usize,
        complement: Option<(usize, usize)>,
    ) -> Option<Phrase> {
        let words = self.words;
        let lower = words.lower(head);
        let mut single = singular(lower).to_owned();
        let plural = single != lower || lower.ends_with("s.");
        let mut ended = false;
        let mut future = false;
        let mut parts: Vec<String> = Vec::new();
        let mut owner: Option<ChainId> = None;
        let mut body: Option<String> = None;
        let mut possessor = None;
        let mut at = head;
        if let Some(expanded) = self.lexicon.expand_title(&single) {
            expanded.clone_into(&mut single);
        }
        while at > first {
            let token = at - 1;
            let form = words.lower(token);
            if let Some((mention, chain)) = self.name_ending(token + 1) {
                let from = self.mentions.get(mention).tokens.0 as usize;
                let class = self.chains[chain].class;
                if class == EntityClass::Population {
                    // "Iraq's first Kurdish president": whose he is, not whose post it is.
                    at = from;
                    continue;
                }
                if class == EntityClass::Person {
                    if words.is_possessive(token) {
                        owner = self.chains[chain].posts.iter().find_map(|(_, of)| *of);
                    }
                    break;
                }
                if owner.is_some() {
                    break;
                }
                if let Some(state) = self.state_of_body(chain) {
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
                // "The president's spokesman".
                let noun = TokenId::from_index(token.saturating_sub(1));
                if self.headed_by(noun).is_some_and(|mention| self.mentions.get(mention).form == Form::Nominal) {
                    possessor = Some(noun);
                    at = phrase_start(words, noun.index()).max(first);
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
                // "Secretary-general", "vice-president", but not "four-star general".
                if token == first || !self.is_head(token - 1) && !self.lexicon.is_portfolio(words.lower(token - 1)) {
                    break;
                }
                parts.last_mut().unwrap_or(&mut single).insert(0, '-');
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
                        possessor = owner.is_none().then(|| TokenId::from_index(token));
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
                            || words.upos(token) == "NOUN"
                                && words.document.token(TokenId::from_index(token)).deprel.matches("compound")
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
        Some(Phrase { title, of: owner, from: at, head, possessor, principal: None, ended, future, plural, rank, post })
    }

    /// The state whose ministry or department this is.
    fn state_of_body(&mut self, chain: ChainId) -> Option<ChainId> {
        let body = self.chains[chain].class == EntityClass::GovernmentBody && self.body_in_title(chain);
        if body { self.state_of(chain) } else { None }
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
        let skip = skip as usize + usize::from(skip > from && self.words.is_possessive(skip as usize));
        self.words.text(skip, to as usize).to_lowercase()
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

    /// Reads "of the Joint Command", "for US forces", "at the bank" behind a title; returns where it ends.
    pub(super) fn complement_after(&mut self, phrase: &mut Phrase, at: usize, limit: usize) -> usize {
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
            .filter(|(_, mention)| mention.tokens.0 as usize > at && mention.tokens.0 as usize <= start + 1)
            .max_by_key(|(_, mention)| (mention.tokens.1, std::cmp::Reverse(mention.tokens.0)))
            .map(|(id, mention)| (id, mention.tokens));
        let Some((id, tokens)) = found else {
            // "the commander of the offensive": what is commanded belongs to the title.
            let noun = (start..limit.min(start + 4))
                .find(|&token| words.upos(token) == "NOUN" && words.upos(token + 1) != "NOUN");
            if let Some(noun) = noun.filter(|_| words.lower(at) == "of" && phrase.of.is_none() && determiner == 1) {
                phrase.title = format!("{} {}", phrase.title, words.text(at, noun + 1).to_lowercase());
                return noun + 1;
            }
            return at;
        };
        let end = tokens.1 as usize;
        let chain = self
            .chain_of(id)
            .or_else(|| if self.mentions.get(id).form == Form::Nominal { self.describe(id) } else { None });
        if let Some(owner) = chain
            && phrase.of.is_none()
            && !matches!(
                self.chains[owner].class,
                EntityClass::Person | EntityClass::Population | EntityClass::Document
            )
        {
            if let Some(state) = self.state_of_body(owner) {
                phrase.title = format!("{} {}", self.without_state(id), phrase.title);
                phrase.of = Some(state);
            } else {
                phrase.of = Some(owner);
            }
        } else if let Some(person) = chain.filter(|&owner| self.chains[owner].class == EntityClass::Person) {
            // "spokesman for Prime Minister X" works for the prime minister's state.
            phrase.principal = Some(person);
        }
        if chain.is_some_and(|owner| self.chains[owner].class == EntityClass::Person) && words.capital(end) {
            return self.end_of_name(end);
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
}
