use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::step::{Run, is_installed, step};

/// Installs by apt-get where this process may, else says in one line what is missing and how to get it.
pub fn install(what: &str, packages: &[&str]) -> Result<()> {
    if !is_root() || !is_installed("apt-get") {
        bail!("{what} is missing. Install it; on Debian or Ubuntu: sudo apt-get install {}", packages.join(" "));
    }
    step(format!("Installing {what}: apt-get install {}", packages.join(" ")), || {
        quiet().arg("update").run()?;
        quiet().args(["install", "-y", "--no-install-recommends"]).args(packages).run()
    })
}

fn is_root() -> bool {
    Command::new("id").arg("-u").read().is_ok_and(|uid| uid.trim() == "0")
}

fn quiet() -> Command {
    let mut command = Command::new("apt-get");
    command.arg("-q").env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
    command
}
