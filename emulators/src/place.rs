//! Where the emulators lie, and which versions: pinned, since these are the ones the tests were tried with.

use crate::NotStarted;
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// One emulator, installed in a folder of its own that names its version.
#[derive(Clone, Copy, Debug)]
pub struct Pinned {
    pub name: &'static str,
    pub version: &'static str,
}

pub const MINISTACK: Pinned = Pinned { name: "ministack", version: "1.5.33" };
pub const DYNOXIDE: Pinned = Pinned { name: "dynoxide", version: "1.2.1" };

/// Written last, so that half an installation is none.
const WHOLE: &str = "whole";

impl Pinned {
    pub fn folder(&self) -> PathBuf {
        all().join(format!("{}-{}", self.name, self.version))
    }

    pub fn is_installed(&self) -> bool {
        self.folder().join(WHOLE).is_file()
    }

    /// # Errors
    /// Where the folder cannot be written.
    pub fn note_whole(&self) -> std::io::Result<()> {
        fs::write(self.folder().join(WHOLE), "")
    }
}

/// `$PABAL_EMULATORS`, else in the user's cache.
fn all() -> PathBuf {
    if let Some(named) = env::var_os("PABAL_EMULATORS") {
        return named.into();
    }
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(Path::new(&env::var_os("HOME")?).join(".cache")));
    cache.unwrap_or_else(env::temp_dir).join("pabal/emulators")
}

pub(crate) fn installed(pinned: Pinned) -> Result<PathBuf, NotStarted> {
    let folder = pinned.folder();
    if pinned.is_installed() { Ok(folder) } else { Err(NotStarted::NotInstalled { name: pinned.name, folder }) }
}

/// The package of npm that has the program for this machine.
pub fn dynoxide_package() -> String {
    let arch = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
    let os = if cfg!(target_os = "macos") { "darwin" } else { "linux" };
    format!("@dynoxide/{os}-{arch}")
}

pub(crate) fn dynoxide_program() -> PathBuf {
    Path::new("node_modules").join(dynoxide_package()).join("dynoxide")
}
