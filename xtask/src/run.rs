use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::cargo::cargo;
use crate::site::{self, Profile};
use crate::step::{Run, step};
use crate::{postgres, wasm_target, workspace};

/// Replaces this process by the server, so a Ctrl-C is the server's alone.
pub fn run(arguments: &[&str]) -> Result<()> {
    if std::env::var_os("DATABASE_URL").is_none() {
        postgres::ensure()?;
    }
    build(Profile::Dev)?;
    let mut serve = Command::new(program(Profile::Dev));
    serve.arg("serve").current_dir(workspace::root());
    if !arguments.iter().any(|argument| argument.starts_with("--data")) {
        serve.args(["--data", "./data"]);
    }
    serve.args(arguments.iter().filter(|argument| **argument != "--"));
    Err(serve.exec()).with_context(|| format!("{} cannot be started", program(Profile::Dev).display()))
}

pub fn build(profile: Profile) -> Result<()> {
    build_site(profile)?;
    step("Building the server", || {
        let mut server = cargo();
        server.args(["build", "-p", "server"]);
        if profile == Profile::Release {
            server.arg("--release");
        }
        server.run()
    })?;
    eprintln!("    {}", program(profile).display());
    if profile == Profile::Release { site::check_size() } else { Ok(()) }
}

pub fn size() -> Result<()> {
    build_site(Profile::Release)?;
    site::check_size()
}

pub fn build_site(profile: Profile) -> Result<()> {
    wasm_target::ensure()?;
    site::build(profile)
}

pub fn program(profile: Profile) -> PathBuf {
    workspace::target().join(profile.folder()).join("pabal")
}
