//! What all articles together tell of one entity.
use crate::entity::variants::PersonName;
use crate::graph::dossier::{Path, Trace};
use crate::ontology::EntityClass;
use std::collections::{BTreeMap, BTreeSet};

/// Share of the articles that name any state or body from which one counts: below it, it is a slip of reading.
const MINORITY: f64 = 0.2;

/// What all articles together tell of one entity.
#[derive(Clone, Debug)]
pub struct Profile {
    pub path: Path,
    /// The class that most articles give.
    pub class: EntityClass,
    /// The name that most articles give, the longest of these.
    pub label: String,
    /// The label taken apart, as if it were a person's name.
    pub person: PersonName,
    /// Names, with the number of articles that use them.
    pub names: BTreeMap<String, usize>,
    /// Posts, with the number of articles that say so.
    pub posts: BTreeMap<Path, usize>,
    /// States and bodies, with the number of articles that say so.
    pub of: BTreeMap<Path, usize>,
    /// Entities spoken of beside it, with the number of articles.
    pub company: BTreeMap<Path, usize>,
    /// Articles that speak of it.
    pub articles: BTreeSet<Path>,
}

impl Profile {
    /// The profile of an entity from its traces, in whatever order; none without a trace.
    #[must_use]
    pub fn new(path: &str, traces: &[Trace]) -> Option<Self> {
        let (mut classes, mut labels, mut names) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (mut posts, mut of, mut company) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for trace in traces {
            *classes.entry(trace.class).or_insert(0usize) += 1;
            if let Some(label) = trace.names.first() {
                *labels.entry(label.clone()).or_insert(0usize) += 1;
            }
            for (counts, items) in [
                (&mut names, &trace.names),
                (&mut posts, &trace.posts),
                (&mut of, &trace.of),
                (&mut company, &trace.company),
            ] {
                for item in items.iter().collect::<BTreeSet<_>>() {
                    *counts.entry(item.clone()).or_insert(0usize) += 1;
                }
            }
        }
        let class = classes.into_iter().max_by_key(|&(class, count)| (count, std::cmp::Reverse(class)))?.0;
        let label = labels.into_iter().max_by(|a, b| (a.1, a.0.len(), &a.0).cmp(&(b.1, b.0.len(), &b.0)))?.0;
        let articles = traces.iter().map(|trace| trace.article.clone()).filter(|article| !article.is_empty()).collect();
        let person = PersonName::new(&label);
        Some(Self { path: path.to_owned(), class, label, person, names, posts, of, company, articles })
    }

    /// Whether some article writes all of a name in lower case: then it is no proper name.
    #[must_use]
    pub fn is_common_noun(&self) -> bool {
        self.names.keys().any(|name| !name.chars().any(char::is_uppercase))
    }

    /// All that decides which other names go with it.
    #[must_use]
    pub fn form(&self) -> String {
        let acronyms: Vec<String> = super::keys::acronyms(self).into_iter().collect();
        let noun = if self.is_common_noun() { "noun" } else { "" };
        [self.class.name(), &self.label, noun, &acronyms.join(" ")].join("\t")
    }

    /// The states or bodies that it is of, slips of reading aside.
    pub fn affiliations(&self) -> impl Iterator<Item = &str> {
        let most = self.of.values().copied().max().unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "numbers of articles")]
        let counts = move |count: usize| count as f64 >= MINORITY * most as f64;
        self.of.iter().filter(move |&(_, &count)| counts(count)).map(|(path, _)| path.as_str())
    }

    /// The states among its affiliations.
    pub fn states(&self) -> impl Iterator<Item = &str> {
        self.affiliations().filter(|path| path.starts_with("state/"))
    }

    /// The posts that are the same in every article: those of which the state or body is known.
    pub fn shared_posts(&self) -> impl Iterator<Item = &str> {
        self.posts.keys().map(String::as_str).filter(|post| post.starts_with("post/"))
    }
}
