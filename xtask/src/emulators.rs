use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use emulators::{
    MARIADB_PACKAGE, MariaDb,
    place::{self, DYNOXIDE, MINISTACK, Pinned},
};

use crate::debian;
use crate::step::{Run, is_installed, step};

/// What ministack reads DynamoDB's and SES's binary protocols with.
const CBOR2: &str = "cbor2==6.2.1";

/// AWS's emulators, each of the one version that the tests were tried with, and MariaDB as the system has it.
pub fn ensure() -> Result<()> {
    once(MINISTACK, ministack)?;
    once(DYNOXIDE, dynoxide)?;
    if MariaDb::is_installed() { Ok(()) } else { debian::install("MariaDB", &[MARIADB_PACKAGE]) }
}

fn once(pinned: Pinned, install: impl FnOnce(Pinned) -> Result<()>) -> Result<()> {
    if pinned.is_installed() {
        return Ok(());
    }
    let Pinned { name, version } = pinned;
    step(format!("Installing {name} {version} into {}", pinned.folder().display()), || {
        // of one that was cut off nothing can be told
        let _ = fs::remove_dir_all(pinned.folder());
        fs::create_dir_all(pinned.folder()).with_context(|| format!("{} cannot be made", pinned.folder().display()))?;
        install(pinned)?;
        Ok(pinned.note_whole()?)
    })
}

fn ministack(pinned: Pinned) -> Result<()> {
    let folder = pinned.folder();
    if !has_venv() {
        debian::install("Python with venv", &["python3", "python3-venv"])?;
    }
    Command::new("python3").args(["-m", "venv"]).arg(&folder).stdin(Stdio::null()).run()?;
    let mut pip = Command::new(folder.join("bin/python"));
    pip.args(["-m", "pip", "install", "-q", "--disable-pip-version-check"]);
    pip.arg(format!("{}=={}", pinned.name, pinned.version)).arg(CBOR2);
    pip.stdin(Stdio::null()).run()
}

/// Debian's python3 comes without.
fn has_venv() -> bool {
    Command::new("python3").args(["-c", "import venv, ensurepip"]).read().is_ok()
}

fn dynoxide(pinned: Pinned) -> Result<()> {
    if !is_installed("npm") {
        bail!("npm is missing, which {} comes from. Install Node 20 or newer with npm.", pinned.name);
    }
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--prefix", "."]);
    npm.arg(format!("{}@{}", place::dynoxide_package(), pinned.version));
    npm.current_dir(pinned.folder()).stdin(Stdio::null()).run()
}
