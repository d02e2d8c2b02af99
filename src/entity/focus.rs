//! Which state the text is about.
use super::chain::{ChainId, Discourse};
use crate::document::SentenceId;
use crate::mention::MentionId;
use crate::ontology::EntityClass;

impl Discourse<'_> {
    /// The state that the text is about at a sentence: by mentions of it, its cities and bodies, the near ones counting more.
    ///
    /// `holder` is the person whose post is sought, or no chain; where another person holds that post, it is not theirs.
    pub fn state_in_focus(&mut self, sentence: SentenceId, holder: ChainId) -> Option<ChainId> {
        let mut weights: Vec<(u32, ChainId)> = Vec::new();
        for chain in 0..self.chains.len() {
            let entry = &self.chains[chain];
            let weight: u32 = (entry.mentions.iter())
                .map(|&mention| {
                    // "Kenyan" in "Kenyan soldiers" says less of where we are than "Kenya".
                    let adjective = self.mentions.get(mention).head.is_some_and(|head| {
                        let relation = self.words.document.token(head).deprel;
                        relation.matches("amod") || relation.matches("compound")
                    });
                    (mention, if adjective { 1 } else { 2 })
                })
                .map(|(mention, weight)| {
                    weight
                        * match self.sentence(mention) {
                            Some(other) if other == sentence => 6,
                            // What the first sentence has as its subject, the article is about.
                            Some(other) if other.0 == 0 && self.is_subject(mention) => 8,
                            Some(other) if other.0 < sentence.0 && other.0 + 3 > sentence.0 => 4,
                            Some(other) if other.0 == 0 => 4,
                            _ => 2,
                        }
                })
                .sum();
            let state = match entry.class {
                EntityClass::State => Some((chain, weight)),
                EntityClass::City | EntityClass::Region => {
                    entry.known.and_then(|known| self.known_state(known)).map(|state| (self.known(state), weight))
                }
                _ => None,
            };
            if let Some((state, weight)) = state {
                match weights.iter_mut().find(|(_, other)| *other == state) {
                    Some(entry) => entry.0 += weight,
                    None => weights.push((weight, state)),
                }
            }
        }
        // A state whose post another person holds is not the one.
        if let Some(own) = self.chains.get(holder) {
            let posts: Vec<String> = own.posts.iter().map(|(post, _)| post.clone()).collect();
            let taken: Vec<ChainId> = (self.chains.iter().enumerate())
                .filter(|(other, _)| *other != holder)
                .flat_map(|(_, chain)| &chain.posts)
                .filter(|(post, _)| posts.contains(post))
                .filter_map(|(_, of)| *of)
                .collect();
            weights.retain(|(_, state)| !taken.contains(state));
        }
        weights.sort_by_key(|&(weight, chain)| (std::cmp::Reverse(weight), chain));
        match weights.as_slice() {
            [(_, only)] => Some(*only),
            [(first, chain), (second, _), ..] if *first * 4 >= *second * 5 => Some(*chain),
            _ => None,
        }
    }

    /// Whether a mention is the subject of a clause.
    pub fn is_subject(&self, mention: MentionId) -> bool {
        let head = self.mentions.get(mention).head;
        head.is_some_and(|head| self.words.document.token(head).deprel.matches("nsubj"))
    }
}
