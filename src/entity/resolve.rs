//! The resolver: names, titles, descriptions and pronouns in turn, then entities from chains.
use super::chain::{Bodies, ChainId, Discourse};
use super::sort::canonical_head;
use super::variants::slug;
use super::{Entity, EntityId, Resolution, Title};
use crate::document::Document;
use crate::mention::words::Words;
use crate::mention::{Lexicon, MentionId, Mentions};
use crate::ontology::{EntityClass, Knowledge, KnowledgeId};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Finds what the mentions of an article refer to; built once, shared by all workers.
#[derive(Debug)]
pub struct Resolver {
    lexicon: Arc<Lexicon>,
    /// State → its armed forces as a whole.
    forces: FxHashMap<KnowledgeId, KnowledgeId>,
    /// State and head noun of a description → the body that it means: the parliament of Iran.
    bodies: Bodies,
}

impl Resolver {
    /// A resolver with a lexicon for what a knowledge base knows.
    #[must_use]
    pub fn new(lexicon: Arc<Lexicon>, knowledge: &Knowledge) -> Self {
        let mut forces = FxHashMap::default();
        let mut ranks: FxHashMap<KnowledgeId, usize> = FxHashMap::default();
        for (id, entity) in knowledge.iter().filter(|(_, entity)| entity.class == EntityClass::StateForce) {
            let Some(state) = entity.of.filter(|&of| knowledge.get(of).class == EntityClass::State) else { continue };
            // "Kenyan troops", "the Kenyan military": names of the whole, and not of a branch.
            let plain = entity.names.iter().filter(|name| is_whole(&name.text)).count();
            let rank = plain + 10 * usize::from(entity.label.contains("Armed Forces"));
            let best = ranks.entry(state).or_default();
            if rank > *best {
                *best = rank;
                forces.insert(state, id);
            }
        }
        let bodies = bodies(knowledge);
        Self { lexicon, forces, bodies }
    }

    /// The entities of an article, in the order in which the text brings them.
    #[must_use]
    pub fn resolve(&self, document: &Document, mentions: &Mentions, knowledge: &Knowledge) -> Resolution {
        let words = Words::new(document);
        let mut discourse = Discourse::new(&words, mentions, knowledge, &self.lexicon, (&self.forces, &self.bodies));
        discourse.resolve_names();
        discourse.find_titles();
        discourse.default_states(false);
        discourse.resolve_rest();
        discourse.default_states(true);
        finish(discourse)
    }
}

/// The bodies that a state has once, by the names that tell so: "Kenyan parliament", "Kenya's parliament", "Kenyan foreign ministry".
fn bodies(knowledge: &Knowledge) -> Bodies {
    let mut bodies = FxHashMap::default();
    for (id, entity) in knowledge.iter().filter(|(_, entity)| entity.class == EntityClass::GovernmentBody) {
        let Some(state) = entity.of.filter(|&of| knowledge.get(of).class == EntityClass::State) else { continue };
        for name in &entity.names {
            for owner in &knowledge.get(state).names {
                let Some(rest) = name.text.strip_prefix(owner.text.as_ref() as &str) else { continue };
                let rest = rest.strip_prefix("'s").unwrap_or(rest);
                if let Some(head) = rest.strip_prefix(' ').filter(|head| !head.is_empty()) {
                    bodies.entry((state, canonical_head(&head.to_lowercase()))).or_insert(id);
                }
            }
        }
    }
    bodies
}

/// Whether a name of a force is "Kenyan troops" or the like, two words with a small head.
fn is_whole(name: &str) -> bool {
    let mut words = name.rsplit(' ');
    words.next().is_some_and(|head| matches!(head, "forces" | "troops" | "military" | "army"))
}

/// Turns chains into entities; chains that came to one path are one entity.
fn finish(mut discourse: Discourse) -> Resolution {
    for chain in &mut discourse.chains {
        chain.mentions.sort_unstable();
    }
    let mut used: Vec<bool> = discourse.chains.iter().map(|chain| !chain.mentions.is_empty()).collect();
    for chain in
        discourse.referents.iter().flatten().chain(discourse.titles.iter().filter_map(|title| title.of.as_ref()))
    {
        used[*chain] = true;
    }
    for chain in 0..used.len() {
        if let Some(of) = discourse.chains[chain].of.filter(|_| used[chain]) {
            used[of] = true;
        }
    }
    let mut order: Vec<ChainId> = (0..used.len()).filter(|&chain| used[chain]).collect();
    order.sort_by_key(|&chain| (discourse.chains[chain].mentions.first().map_or(u32::MAX, |mention| mention.0), chain));
    let mut ids: Vec<Option<EntityId>> = vec![None; used.len()];
    let mut by_path: FxHashMap<String, EntityId> = FxHashMap::default();
    let mut entities: Vec<Entity> = Vec::with_capacity(order.len());
    for &index in &order {
        let chain = &discourse.chains[index];
        let path = match chain.known {
            Some(known) => discourse.knowledge.get(known).path.clone(),
            None => format!("{}/{}", chain.class.kind(), chain.slug.clone().unwrap_or_else(|| slug(&chain.label))),
        };
        let id = *by_path.entry(path.clone()).or_insert_with(|| {
            let id = EntityId(u32::try_from(entities.len()).expect("fewer than 2^32 entities"));
            entities.push(Entity {
                path,
                class: chain.class,
                label: chain.label.clone(),
                known: chain.known,
                of: None,
                located_in: None,
                mentions: Vec::new(),
                confidence: chain.confidence,
            });
            id
        });
        ids[index] = Some(id);
    }
    let entity_of_known: FxHashMap<_, _> =
        entities.iter().zip(0u32..).filter_map(|(entity, id)| Some((entity.known?, EntityId(id)))).collect();
    for &index in &order {
        let (Some(id), chain) = (ids[index], &discourse.chains[index]) else { continue };
        let known = chain.known.map(|known| discourse.knowledge.get(known));
        let of = chain
            .of
            .and_then(|of| ids[of])
            .or_else(|| known.and_then(|known| known.of).and_then(|of| entity_of_known.get(&of).copied()));
        let located = known.and_then(|known| known.located_in).and_then(|place| entity_of_known.get(&place).copied());
        let entity = &mut entities[id.0 as usize];
        entity.of = entity.of.or(of.filter(|&of| of != id));
        entity.located_in = entity.located_in.or(located.filter(|&place| place != id));
    }
    let referents: Vec<Vec<EntityId>> = (discourse.referents.iter())
        .map(|chains| {
            let mut found: Vec<EntityId> = chains.iter().filter_map(|&chain| ids[chain]).collect();
            found.sort_unstable();
            found.dedup();
            found
        })
        .collect();
    for (referents, mention) in referents.iter().zip(0u32..) {
        if let &[only] = referents.as_slice() {
            entities[only.0 as usize].mentions.push(MentionId(mention));
        }
    }
    let titles = titles(&discourse, &ids);
    Resolution { entities, referents, titles }
}

/// Titles in text order, each person and post once: the one with the body, then the first.
fn titles(discourse: &Discourse, ids: &[Option<EntityId>]) -> Vec<Title> {
    let mut titles: Vec<Title> = (discourse.titles.iter())
        .filter_map(|title| {
            Some(Title {
                holder: ids[title.holder]?,
                title: title.title.clone(),
                of: title.of.and_then(|of| ids[of]),
                trigger: title.trigger,
                sentence: discourse.words.document.token(title.trigger).sentence,
                span: discourse.words.span(title.tokens.0, title.tokens.1),
                ended: title.ended,
                future: title.future,
                leadership: title.leadership,
                rule: title.rule,
            })
        })
        .collect();
    titles.sort_by_key(|title| (title.trigger, title.holder));
    let mut kept: Vec<Title> = Vec::with_capacity(titles.len());
    for title in titles {
        let same = kept.iter_mut().find(|other| {
            other.holder == title.holder
                && other.leadership == title.leadership
                && (other.title == title.title || same_post(&other.title, &title.title))
                && (other.of == title.of || other.of.is_none() || title.of.is_none())
        });
        match same {
            Some(other) => {
                other.of = other.of.or(title.of);
                other.ended |= title.ended;
                if title.title.len() > other.title.len() {
                    other.title = title.title;
                }
            }
            None => kept.push(title),
        }
    }
    kept
}

/// Whether one title is the other with fewer words: "minister", "foreign minister".
fn same_post(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' ')) || long.starts_with(&format!("{short} of "))
}
