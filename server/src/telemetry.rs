//! Logs, traces and numbers for whoever keeps this running.

pub mod cloudwatch;
mod numbers;
pub mod prometheus;
mod traces;

use crate::settings::Watched;
use anyhow::Result;
use std::io::{IsTerminal, stderr};
pub use traces::{Collector, Traces};
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// Logs go to standard error, as JSON lines where nobody reads along. `PABAL_LOG` chooses what is said. A command that ends
/// is not watched: it says only what went wrong.
///
/// What is given back sends the last traces when it is dropped.
pub fn start(watched: Option<&Watched>) -> Result<Traces> {
    let quiet = if watched.is_some() { "info,sqlx=error" } else { "warn,sqlx=error" };
    let filter = EnvFilter::try_from_env("PABAL_LOG").unwrap_or_else(|_| EnvFilter::new(quiet));
    let logs = fmt::layer().with_writer(stderr).with_ansi(stderr().is_terminal());
    let logs: Box<dyn Layer<Registry> + Send + Sync> = if stderr().is_terminal() || watched.is_none() {
        logs.with_target(false).compact().with_filter(filter).boxed()
    } else {
        logs.json().with_filter(filter).boxed()
    };
    let traces = Traces::to(watched.and_then(|watched| watched.traces.as_ref()))?;
    tracing_subscriber::registry().with(logs).with(traces.layer()).init();
    Ok(traces)
}
