//! Logs and numbers for whoever keeps this running.

pub mod cloudwatch;
mod numbers;
pub mod prometheus;

use std::io::{IsTerminal, stderr};
use tracing_subscriber::{EnvFilter, fmt};

/// Logs go to standard error, as JSON lines where nobody reads along. `PABAL_LOG` chooses what is said.
pub fn start(server: bool) {
    let quiet = if server { "info,sqlx=error" } else { "warn,sqlx=error" };
    let filter = EnvFilter::try_from_env("PABAL_LOG").unwrap_or_else(|_| EnvFilter::new(quiet));
    let logs = fmt().with_env_filter(filter).with_writer(stderr).with_ansi(stderr().is_terminal());
    if stderr().is_terminal() || !server {
        logs.with_target(false).compact().init();
    } else {
        logs.json().init();
    }
}
