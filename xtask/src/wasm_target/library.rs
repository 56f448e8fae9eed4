use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::WASM;
use super::sources::Sources;
use super::toolchain::Toolchain;
use crate::cargo::cargo;
use crate::step::Run;

/// Builds the standard library and puts it into the toolchain; what does not compile a line is taken out again.
pub fn build_into(toolchain: &Toolchain, sources: &Sources) -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let built = build(toolchain, sources, scratch.path())?;
    place(&built, &toolchain.library())?;
    toolchain.try_out().inspect_err(|_| drop(fs::remove_dir_all(toolchain.library())))
}

/// Returns the folder with the libraries.
fn build(toolchain: &Toolchain, sources: &Sources, scratch: &Path) -> Result<PathBuf> {
    let _lent = match sources {
        Sources::InPlace => None,
        Sources::Unpacked { folder, .. } => Some(Lent::new(folder, toolchain.sources())?),
    };
    fs::create_dir(scratch.join("src"))?;
    fs::write(scratch.join("src/lib.rs"), "")?;
    fs::write(scratch.join("Cargo.toml"), "[package]\nname = \"empty\"\nedition = \"2024\"\n\n[workspace]\n")?;
    let mut build = cargo();
    // -Z is for nightly compilers; this is the one way to build the library with a stable one
    build.env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", scratch.join("target")).current_dir(scratch);
    // as the Rust project builds its own: without bitcode, link-time optimisation stops at the library
    build.env("RUSTFLAGS", "-Cembed-bitcode=yes");
    build.args(["build", "--release", "--target", WASM, "-Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test"]);
    build.run()?;
    Ok(scratch.join("target").join(WASM).join("release/deps"))
}

/// Copied aside, then renamed: the toolchain never has half a library.
fn place(built: &Path, library: &Path) -> Result<()> {
    let aside = library.with_extension("new");
    if aside.exists() {
        fs::remove_dir_all(&aside)?;
    }
    fs::create_dir_all(aside.join("lib")).with_context(|| format!("{} cannot be written", aside.display()))?;
    let copied = copy_libraries(built, &aside.join("lib")).and_then(|()| Ok(fs::rename(&aside, library)?));
    copied.inspect_err(|_| drop(fs::remove_dir_all(&aside)))
}

fn copy_libraries(from: &Path, to: &Path) -> Result<()> {
    let mut copied = 0;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("lib") && name.ends_with(".rlib") && !name.starts_with("libempty-") {
            fs::copy(&path, to.join(name))?;
            copied += 1;
        }
    }
    if copied == 0 {
        bail!("cargo left no library in {}", from.display())
    }
    Ok(())
}

/// Sources where the toolchain looks for them, for as long as this lives.
struct Lent {
    place: PathBuf,
}

impl Lent {
    fn new(sources: &Path, place: PathBuf) -> Result<Self> {
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).with_context(|| format!("{} cannot be written", folder.display()))?;
        }
        // a link left by an interrupted set-up; a real folder stays, and is an error
        let _ = fs::remove_file(&place);
        symlink(sources, &place).with_context(|| format!("{} cannot be linked", place.display()))?;
        Ok(Self { place })
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.place);
        // only if it is empty, as where this made it
        let _ = self.place.parent().map(fs::remove_dir);
    }
}
