//! A bar on a terminal, nothing anywhere else.

use domain::Totals;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    io::{IsTerminal, stderr},
    time::Duration,
};

pub struct Progress(ProgressBar);

impl Progress {
    pub fn new(what: &'static str) -> Self {
        let target = if stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        let style = ProgressStyle::with_template("{prefix:>10} {wide_bar} {pos}/{len} {per_sec} {eta} {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_prefix(what);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    pub fn people(&self, totals: &Totals) {
        self.0.set_length(totals.audience().unsigned_abs());
        self.0.set_position((totals.audience() - totals.unsent()).unsigned_abs());
        let trouble = [("failed", totals.failed), ("in doubt", totals.in_doubt), ("retrying", totals.retrying)];
        let trouble: Vec<String> =
            trouble.iter().filter(|(_, n)| *n > 0).map(|(word, n)| format!("{n} {word}")).collect();
        self.0.set_message(trouble.join(", "));
    }

    pub fn rows(&self, octets_read: u64, octets: u64) {
        self.0.set_length(octets);
        self.0.set_position(octets_read);
    }

    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}
