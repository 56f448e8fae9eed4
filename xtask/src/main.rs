//! `cargo xtask`: everything one does to Pabal besides writing it.

mod bench;
mod browser;
mod cargo;
mod debian;
mod emulators;
mod lint;
mod postgres;
mod prepare;
mod run;
mod screens;
mod site;
mod step;
mod test;
mod wasm_target;
mod workspace;

use std::env;
use std::process::ExitCode;

use anyhow::{Result, bail};

use site::Profile;

const USAGE: &str = "cargo xtask COMMAND

  run [--demo] [ARG …]   Get what is missing, build, and start Pabal on ./data. ARGs go to `pabal serve`.
  build [--release]      Build the program with its pages inside: target/<profile>/pabal.
  test                   Run every test, in the browser too, and print one summary.
  emulators              Install AWS's emulators, which `test` does too.
  lint                   Check format, lints (native and WebAssembly) and the prepared queries.
  size                   Build the pages for release, and fail where the first load is above its budget.
  prepare [--check]      Refresh .sqlx/ from the migrations, or fail where it is not fresh.
  screens [ARG …]        Take pictures of every screen into docs/screens/. ARGs go to Playwright.
  bench                  Measure the program on this machine.";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match obey(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn obey(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["run", rest @ ..] => run::run(rest),
        ["build"] => run::build(Profile::Dev),
        ["build", "--release"] => run::build(Profile::Release),
        ["test"] => test::test(),
        ["emulators"] => emulators::ensure(),
        ["lint"] => lint::lint(),
        ["size"] => run::size(),
        ["prepare"] => prepare::refresh(),
        ["prepare", "--check"] => prepare::check(),
        ["screens", rest @ ..] => screens::take(rest),
        ["bench", rest @ ..] => bench::bench(rest),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => bail!("`cargo xtask {}` is none of these:\n\n{USAGE}", words.join(" ")),
    }
}
