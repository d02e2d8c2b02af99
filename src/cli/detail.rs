//! The option that says how much an article's graph holds.
use crate::graph::Detail;
use clap::ValueEnum;

/// How much to write of an article.
#[derive(Debug, clap::Args)]
pub(super) struct DetailArgs {
    /// How much of each article to write beside its claims and entities
    #[arg(long, value_enum, value_name = "DETAIL", default_value_t = Choice::Compact)]
    detail: Choice,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Choice {
    /// Each name and description of an entity once, and the sentences that are evidence
    Compact,
    /// Every mention, pronouns included, and every sentence that holds one: about half as much again
    Full,
}

impl DetailArgs {
    pub(super) const fn detail(&self) -> Detail {
        match self.detail {
            Choice::Compact => Detail::Compact,
            Choice::Full => Detail::Full,
        }
    }
}
