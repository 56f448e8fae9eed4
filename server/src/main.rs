#![recursion_limit = "256"]
//! `pabal`: one program for the web, the dispatcher and the command line.

mod commands;
mod progress;
mod report;
mod settings;
mod telemetry;
mod web;
mod world;

use clap::Parser;
use commands::Command;
use std::process::ExitCode;

/// Sends e-mail campaigns from your own server and answers for every single recipient.
///
/// Start with `pabal serve` and open the address it prints, or send from the command line:
///
///   pabal send --audience customers.csv --template sale.html \
///              --subject "Hello {{Name}}" --from "Shop <news@shop.example>"
///
/// Without a database address it keeps its own Postgres in the data folder. Without a carrier
/// it writes letters into the data folder's outbox instead of sending them. Every setting is
/// a flag and an environment variable.
#[derive(Parser)]
#[command(name = "pabal", version, max_term_width = 110, verbatim_doc_comment)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    // one TLS provider for the whole process, before anything can choose another
    let _ = rustls::crypto::ring::default_provider().install_default();
    let cli = Cli::parse();
    let _traces = match telemetry::start(cli.command.watched()) {
        Ok(traces) => traces,
        Err(error) => return fail(&error),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    match runtime.block_on(cli.command.run()) {
        Ok(code) => code,
        Err(error) => fail(&error),
    }
}

fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("pabal: {error:#}");
    ExitCode::from(2)
}
