//! Whose post it is when the title does not say.
use crate::entity::chain::{ChainId, Discourse};
use crate::ontology::EntityClass;

impl Discourse<'_> {
    /// Titles without a state take the one that the same person's other titles have, or the one that only one state has.
    ///
    /// Runs before descriptions and pronouns are resolved and once more after, when it is known who "its" is.
    pub fn default_states(&mut self, resolved: bool) {
        for i in 0..self.titles.len() {
            let title = &self.titles[i];
            if title.of.is_some() || !resolved && title.possessor.is_some() {
                continue;
            }
            let holder = title.holder;
            let possessor = title.principal.or_else(|| title.possessor.and_then(|noun| self.chain_at(noun)));
            let side = possessor.and_then(|owner| match self.chains[owner].class {
                EntityClass::Person | EntityClass::PoliticalParty => self.state_of(owner),
                _ => Some(owner),
            });
            let of = (self.titles.iter())
                .filter(|other| other.holder == holder && !other.leadership)
                .filter_map(|other| other.of)
                .find(|&of| self.chains[of].class == EntityClass::State)
                .or(side)
                .or_else(|| self.body_before(i))
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

    /// "Ministry spokesman X": the ministry spoken of.
    fn body_before(&self, title: usize) -> Option<ChainId> {
        let title = &self.titles[title];
        let body = title
            .title
            .split(' ')
            .next()
            .filter(|word| matches!(*word, "ministry" | "department" | "party" | "company"))?;
        let mention = self.chains[title.holder].mentions.first().copied()?;
        self.latest(mention, 20, |chain| {
            self.chains[chain].class.is_organization() && self.chains[chain].label.to_lowercase().contains(body)
        })
    }

    fn usual_state(&mut self, title: usize) -> Option<ChainId> {
        let text = self.titles[title].title.as_str();
        if self.lexicon.is_american_post(text) {
            let known = self.knowledge.by_path("state/US")?;
            return Some(self.known(known));
        }
        if !self.lexicon.is_national_post(text) {
            return None;
        }
        let leads = ["president", "prime minister", "premier", "chancellor", "king", "leader"]
            .iter()
            .any(|post| text.ends_with(post));
        let known = self.lexicon.state_of_leader(&self.chains[self.titles[title].holder].words).filter(|_| leads);
        if let Some(known) = known.and_then(|code| self.knowledge.by_path(&format!("state/{code}"))) {
            return Some(self.known(known));
        }
        let sentence = self.words.document.token(self.titles[title].trigger).sentence;
        // Somebody else may hold today what a former president held.
        let holder = if self.titles[title].ended { usize::MAX } else { self.titles[title].holder };
        self.state_in_focus(sentence, holder)
    }
}
