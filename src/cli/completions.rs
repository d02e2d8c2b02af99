//! `chancery completions`: scripts that complete commands and options in a shell.
use super::{Cli, Outcome};
use clap::CommandFactory as _;
use clap_complete::Shell;
use std::io::{self, Write as _};

/// Write a completion script for a shell to stdout
///
/// For bash: chancery completions bash > ~/.local/share/bash-completion/completions/chancery
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    // Written at once: the generator itself panics on a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "chancery", &mut script);
    io::stdout().write_all(&script)?;
    Ok(Outcome::Done)
}
