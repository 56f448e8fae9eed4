use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::step::{Run, is_installed, step};
use crate::{debian, workspace};

const KNOWN: [&str; 4] =
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

/// The browser of the tests: `$CHROMIUM_PATH`, else the system's.
pub fn ensure_chromium() -> Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM_PATH").map(PathBuf::from) {
        if named.is_file() {
            return Ok(named);
        }
        bail!("CHROMIUM_PATH is {}, which is no file", named.display());
    }
    if let Some(known) = known() {
        return Ok(known);
    }
    debian::install("Chromium", &["chromium", "fonts-noto-cjk"])?;
    match known() {
        Some(known) => Ok(known),
        None => bail!("Chromium was installed, but is none of {}: name it in CHROMIUM_PATH", KNOWN.join(", ")),
    }
}

/// The packages of `end2end/package-lock.json`, exactly.
pub fn ensure_packages() -> Result<()> {
    if !is_installed("npm") {
        bail!("Node is missing, which the browser tests run on. Install Node 20 or newer with npm.");
    }
    if are_installed() {
        return Ok(());
    }
    step("Installing the browser tests' packages: npm ci", || {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        npm.current_dir(folder()).stdin(Stdio::null()).run()
    })
}

pub fn folder() -> PathBuf {
    workspace::root().join("end2end")
}

fn known() -> Option<PathBuf> {
    KNOWN.iter().map(PathBuf::from).find(|path| path.is_file())
}

fn are_installed() -> bool {
    let changed = |file: &Path| fs::metadata(file).and_then(|file| file.modified()).ok();
    let wanted = changed(&folder().join("package-lock.json"));
    let installed = changed(&folder().join("node_modules/.package-lock.json"));
    installed.is_some() && installed >= wanted
}
