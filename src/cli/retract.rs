//! `chancery retract`: removes articles.
use super::Outcome;
use super::store::StoreArgs;
use super::talk::Talk;

/// Remove articles and everything only they said
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Ids, IRIs or web addresses of articles
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: &Args, talk: &Talk) -> anyhow::Result<Outcome> {
    let graph = args.store.open_existing()?;
    let mut outcome = Outcome::Done;
    for id in &args.ids {
        let found = graph.find_articles(id)?;
        match found.as_slice() {
            [article] => {
                graph.retract(article)?;
                talk.say(&format!("retracted {}", article.as_str()));
            }
            [] => {
                talk.warn(&format!("the store has no article {id:?}"));
                outcome = Outcome::Failed;
            }
            several => {
                talk.warn(&format!("{id:?} means several articles; name one of them:"));
                for article in several {
                    talk.say(&format!("  {}", article.as_str()));
                }
                outcome = Outcome::Failed;
            }
        }
    }
    graph.resolve_identity()?;
    graph.flush()?;
    Ok(outcome)
}
