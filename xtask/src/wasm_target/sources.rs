use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use super::toolchain::Toolchain;
use crate::step::{Run, is_installed};

const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// A compiler is packaged for the development branch first and reaches the releases as a backport.
const SUITES: [&str; 12] = [
    "stable-backports",
    "stable",
    "stable-updates",
    "trixie-backports",
    "testing",
    "unstable",
    "experimental",
    "oldstable-backports",
    "trixie",
    "forky-backports",
    "forky",
    "sid",
];

/// The standard library's sources of one compiler, unpacked for as long as this lives.
#[derive(Debug)]
pub enum Sources {
    /// The toolchain's own (`rustup component add rust-src`).
    InPlace,
    Unpacked {
        folder: PathBuf,
        _scratch: TempDir,
    },
}

pub fn find(toolchain: &Toolchain) -> Result<Sources> {
    if toolchain.sources().join("library/Cargo.lock").exists() {
        return Ok(Sources::InPlace);
    }
    if !is_installed("apt-get") || !is_installed("dpkg") {
        bail!("this system has no apt-get to get the sources of Rust {} with", toolchain.release());
    }
    let mirrors = mirrors()?;
    for mirror in &mirrors {
        for suite in SUITES {
            let shelf = Shelf::of(mirror, suite)?;
            if let Some(version) = shelf.version_for(toolchain.release()) {
                eprintln!("    from the sources in {suite}: rust-src {version}");
                return shelf.unpack(&version, toolchain.release());
            }
        }
    }
    bail!("no suite of {} has rust-src {}", mirrors.join(", "), toolchain.release())
}

/// The Debian mirrors that the system itself uses.
fn mirrors() -> Result<Vec<String>> {
    let mut mirrors = listed_mirrors()?;
    if mirrors.is_empty() {
        // apt names only what it has an index of
        let _ = Command::new("apt-get").args(["-q", "update"]).stdin(Stdio::null()).run();
        mirrors = listed_mirrors()?;
    }
    if mirrors.is_empty() {
        bail!("apt-get names no Debian mirror");
    }
    Ok(mirrors)
}

fn listed_mirrors() -> Result<Vec<String>> {
    let mut targets = Command::new("apt-get");
    targets.args(["indextargets", "--format", "$(LABEL) $(REPO_URI)", "Created-By: Packages"]);
    let mut mirrors: Vec<String> =
        targets.read()?.lines().filter_map(|line| line.strip_prefix("Debian ")).map(String::from).collect();
    mirrors.sort();
    mirrors.dedup();
    Ok(mirrors)
}

/// One suite of a mirror, with lists of its own: the system's are neither read nor changed.
struct Shelf {
    scratch: TempDir,
}

impl Shelf {
    fn of(mirror: &str, suite: &str) -> Result<Self> {
        let shelf = Self { scratch: tempfile::tempdir()? };
        for folder in ["lists/partial", "cache/archives/partial"] {
            fs::create_dir_all(shelf.path(folder))?;
        }
        let signed = if Path::new(KEYRING).exists() { format!(" [signed-by={KEYRING}]") } else { String::new() };
        fs::write(shelf.path("sources.list"), format!("deb{signed} {mirror} {suite} main\n"))?;
        Ok(shelf)
    }

    fn version_for(&self, release: &str) -> Option<String> {
        // a suite that the mirror does not offer has no version
        self.apt("apt-get").args(["-qq", "update"]).read().ok()?;
        let table = self.apt("apt-cache").args(["madison", "rust-src"]).read().ok()?;
        table
            .lines()
            .filter_map(|line| line.split('|').nth(1))
            .map(str::trim)
            .find(|version| is_of(version, release))
            .map(String::from)
    }

    fn unpack(self, version: &str, release: &str) -> Result<Sources> {
        self.apt("apt-get").args(["-qq", "download", &format!("rust-src={version}")]).read()?;
        let package = fs::read_dir(self.scratch.path())?
            .flatten()
            .map(|entry| entry.path())
            .find(|path| path.extension().is_some_and(|kind| kind == "deb"))
            .context("apt-get downloaded no package")?;
        Command::new("dpkg").arg("-x").arg(package).arg(self.path("unpacked")).read()?;
        let folder = self.path("unpacked/usr/src").join(format!("rustc-{release}"));
        if !folder.join("library").is_dir() {
            bail!("rust-src {version} has no usr/src/rustc-{release}/library");
        }
        Ok(Sources::Unpacked { folder, _scratch: self.scratch })
    }

    fn apt(&self, program: &str) -> Command {
        let mut apt = Command::new(program);
        for (setting, value) in [
            ("Dir::Etc::sourcelist", self.path("sources.list")),
            ("Dir::Etc::sourceparts", "/dev/null".into()),
            ("Dir::State::lists", self.path("lists")),
            ("Dir::Cache", self.path("cache")),
            ("APT::Sandbox::User", "root".into()),
        ] {
            apt.arg("-o").arg(format!("{setting}={}", value.display()));
        }
        apt.current_dir(self.scratch.path()).env("LC_ALL", "C").stdin(Stdio::null());
        apt
    }

    fn path(&self, name: &str) -> PathBuf {
        self.scratch.path().join(name)
    }
}

/// `1.95.0+dfsg1-1~bpo13+1` is of `1.95.0`, `1.95.0~beta.3` is not.
fn is_of(version: &str, release: &str) -> bool {
    version.strip_prefix(release).is_some_and(|rest| rest.starts_with(['+', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_same_release_will_do() {
        assert!(is_of("1.95.0+dfsg1-1~bpo13+1", "1.95.0"));
        assert!(is_of("1.95.0-2", "1.95.0"));
        assert!(!is_of("1.95.0~beta.3+dfsg1-1", "1.95.0"));
        assert!(!is_of("1.95.01-1", "1.95.0"));
        assert!(!is_of("1.94.1+dfsg1-1", "1.95.0"));
    }
}
