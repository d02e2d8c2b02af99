//! Forces, armed groups and coalitions that a description names.
use crate::entity::chain::{ChainId, Discourse};
use crate::entity::sort::{Determination, canonical_head};
use crate::mention::MentionId;
use crate::mention::nominal::is_plural;
use crate::ontology::EntityClass;

impl Discourse<'_> {
    #[expect(clippy::too_many_lines, reason = "one arm per kind of owner and modifier")]
    pub(super) fn force(&mut self, id: MentionId) -> Option<ChainId> {
        let word = self.head_word(id).to_owned();
        let mention = self.mentions.get(id);
        let at = mention.head?.index();
        let plural = is_plural(self.words, at);
        let head = canonical_head(&word).into_string();
        let head = if self.modifier(id, &["special"]) { format!("special {head}") } else { head };
        let collective = plural
            || matches!(
                word.as_str(),
                "military"
                    | "army"
                    | "police"
                    | "navy"
                    | "artillery"
                    | "infantry"
                    | "personnel"
                    | "force"
                    | "fleet"
                    | "guard"
                    | "brigade"
                    | "battalion"
                    | "squadron"
            );
        if !collective {
            return None;
        }
        if self.modifier(
            id,
            &[
                "rebel",
                "militia",
                "opposition",
                "separatist",
                "insurgent",
                "guerrilla",
                "paramilitary",
                "tribal",
                "irregular",
                "militant",
            ],
        ) {
            return self.armed_group(id);
        }
        if self.modifier(id, &["coalition", "allied", "multinational", "international", "peacekeeping"]) {
            let allied = self.latest(id, 60, |chain| self.chains[chain].class == EntityClass::Coalition);
            if allied.is_some() && self.owner(id).is_none() {
                return allied;
            }
            let owner = self.owner(id);
            return Some(self.sorted(
                Self::sort(
                    EntityClass::Coalition,
                    "coalition",
                    owner.filter(|&owner| self.chains[owner].class != EntityClass::State),
                ),
                id,
            ));
        }
        if let Some(owner) = self.owner(id) {
            return match self.chains[owner].class {
                EntityClass::State => Some(self.sorted(Self::sort(EntityClass::StateForce, &head, Some(owner)), id)),
                EntityClass::InternationalOrganization => {
                    Some(self.sorted(Self::sort(EntityClass::Coalition, "forces", Some(owner)), id))
                }
                EntityClass::Coalition | EntityClass::ArmedGroup | EntityClass::StateForce => Some(owner),
                EntityClass::Person => match self.state_of(owner) {
                    Some(state) => Some(self.sorted(Self::sort(EntityClass::StateForce, &head, Some(state)), id)),
                    None => Some(self.sorted(Self::sort(EntityClass::ArmedGroup, &head, Some(owner)), id)),
                },
                EntityClass::Region | EntityClass::Population => {
                    Some(self.sorted(Self::sort(EntityClass::ArmedGroup, &head, Some(owner)), id))
                }
                EntityClass::GovernmentBody => {
                    let state = self.state_of(owner);
                    Some(self.sorted(Self::sort(EntityClass::StateForce, &head, state), id))
                }
                _ => None,
            };
        }
        if self.modifier(id, &["government", "federal", "regular", "loyalist", "regime"]) {
            let state = self.state_in_focus(self.sentence(id)?, usize::MAX);
            return Some(self.sorted(Self::sort(EntityClass::StateForce, &head, state), id));
        }
        if let Some(sender) = self.sender(id) {
            return Some(self.sorted(Self::sort(EntityClass::StateForce, &head, Some(sender)), id));
        }
        if self.modifier(id, &["foreign"]) {
            return Some(self.sorted(Self::sort(EntityClass::StateForce, &format!("foreign {head}"), None), id));
        }
        let recent = self.latest(id, 8, |chain| {
            matches!(self.chains[chain].class, EntityClass::StateForce | EntityClass::Coalition)
                && self.sorts.iter().any(|(sort, &other)| {
                    other == chain && (*sort.head == *head || head == "forces" && sort.class == EntityClass::Coalition)
                })
        });
        if self.determination(id) != Determination::Indefinite && recent.is_some() {
            return recent;
        }
        if matches!(word.as_str(), "police" | "military" | "army")
            && self.determination(id) != Determination::Indefinite
            && self.is_argument(id)
        {
            let state = self.state_in_focus(self.sentence(id)?, usize::MAX);
            return Some(self.sorted(Self::sort(EntityClass::StateForce, &head, state), id));
        }
        None
    }

    /// "Kenya has sent 1,000 troops": the state that sends, keeps or withdraws them.
    pub(super) fn sender(&self, id: MentionId) -> Option<ChainId> {
        let document = self.words.document;
        let token = document.token(self.mentions.get(id).head?);
        let verb = token.head.filter(|_| token.deprel.matches("obj"))?;
        let moves = matches!(
            document.lemma(verb),
            "have"
                | "send"
                | "deploy"
                | "station"
                | "withdraw"
                | "pull"
                | "commit"
                | "contribute"
                | "dispatch"
                | "redeploy"
                | "keep"
                | "maintain"
                | "provide"
                | "move"
                | "lose"
        );
        let subject = document
            .enhanced_children(verb)
            .iter()
            .filter(|edge| edge.deprel.matches("nsubj"))
            .find_map(|edge| self.chain_at(edge.dependent));
        subject.filter(|&subject| moves && self.chains[subject].class == EntityClass::State)
    }

    pub(super) fn armed_group(&mut self, id: MentionId) -> Option<ChainId> {
        let word = self.head_word(id).to_owned();
        let at = self.mentions.get(id).head?.index();
        let plural =
            is_plural(self.words, at) || matches!(word.as_str(), "militia" | "insurgency" | "mujahideen" | "force");
        if word == "group"
            && !self.modifier(
                id,
                &[
                    "armed",
                    "militant",
                    "terrorist",
                    "terror",
                    "rebel",
                    "insurgent",
                    "extremist",
                    "jihadist",
                    "guerrilla",
                    "paramilitary",
                    "splinter",
                ],
            )
        {
            return self.anaphor(id);
        }
        let owner = self.owner(id);
        if let Some(owner) = owner {
            return match self.chains[owner].class {
                EntityClass::ArmedGroup | EntityClass::PoliticalParty => plural.then_some(owner),
                EntityClass::State
                | EntityClass::Region
                | EntityClass::City
                | EntityClass::Person
                | EntityClass::Population
                    if plural =>
                {
                    Some(self.sorted(Self::sort(EntityClass::ArmedGroup, &word, Some(owner)), id))
                }
                _ => None,
            };
        }
        if !plural {
            return if self.determination(id) == Determination::Definite { self.anaphor(id) } else { None };
        }
        let fresh = self.determination(id) == Determination::Indefinite;
        let recent = self.same_sort(id, EntityClass::ArmedGroup, &word).or_else(|| {
            self.latest(id, 8, |chain| self.chains[chain].class == EntityClass::ArmedGroup)
                .filter(|_| self.determination(id) == Determination::Definite)
        });
        if recent.is_some() && !fresh {
            return recent;
        }
        Some(self.sorted(Self::sort(EntityClass::ArmedGroup, &word, None), id))
    }

    pub(super) fn coalition(&mut self, id: MentionId) -> Option<ChainId> {
        let owner = self.owner(id);
        let word = self.head_word(id).to_owned();
        if word != "coalition" && !self.modifier(id, &["coalition", "multinational", "allied"]) {
            let led = self.names_led(id);
            return if led {
                Some(self.sorted(Self::sort(EntityClass::Coalition, &word, None), id))
            } else {
                self.anaphor(id)
            };
        }
        let party = self.modifier(
            id,
            &[
                "ruling",
                "governing",
                "opposition",
                "conservative",
                "electoral",
                "parliamentary",
                "center-left",
                "centre-left",
                "left",
                "main",
            ],
        );
        let recent = self.latest(id, 60, |chain| {
            self.chains[chain].class == if party { EntityClass::PoliticalParty } else { EntityClass::Coalition }
        });
        if recent.is_some() && self.determination(id) != Determination::Indefinite {
            return recent;
        }
        if party {
            return Some(self.sorted(Self::sort(EntityClass::PoliticalParty, "coalition", owner), id));
        }
        Some(self.sorted(Self::sort(EntityClass::Coalition, "coalition", None), id))
    }

    /// "A US-led naval mission": forces that someone leads for others.
    pub(super) fn names_led(&self, id: MentionId) -> bool {
        let mention = self.mentions.get(id);
        (mention.tokens.0 as usize + 2..mention.tokens.1 as usize)
            .any(|token| self.words.lower(token) == "led" && self.words.is_joint(token - 1))
    }
}
