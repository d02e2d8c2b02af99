//! What the program says on stderr: progress, warnings, summaries.
use anstream::eprintln;
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::time::Duration;

/// Talks, or keeps quiet.
#[derive(Debug)]
pub(super) struct Talk {
    quiet: bool,
}

impl Talk {
    pub(super) const fn new(quiet: bool) -> Self {
        Self { quiet }
    }

    /// A line of information.
    pub(super) fn say(&self, line: &str) {
        if !self.quiet {
            eprintln!("{line}");
        }
    }

    /// A warning.
    pub(super) fn warn(&self, line: &str) {
        if !self.quiet {
            let yellow = Style::new().bold().fg_color(Some(AnsiColor::Yellow.into()));
            eprintln!("{yellow}warning:{yellow:#} {line}");
        }
    }

    /// An article that was not taken. Said even when quiet: it is what exit code 3 refers to.
    #[expect(clippy::unused_self, reason = "whoever talks does it through this type")]
    pub(super) fn rejected(&self, bar: &ProgressBar, reason: &str) {
        let red = Style::new().fg_color(Some(AnsiColor::Red.into()));
        bar.suspend(|| eprintln!("{red}rejected:{red:#} {reason}"));
    }

    /// A progress bar over a number of files, on a terminal only.
    pub(super) fn progress(&self, files: u64) -> ProgressBar {
        if self.quiet || !std::io::stderr().is_terminal() {
            return ProgressBar::with_draw_target(Some(files), ProgressDrawTarget::hidden());
        }
        let bar = ProgressBar::new(files);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} files  {msg}  {elapsed}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }
}
