//! What runs in the browser: the pages, and the press beside them in a worker.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::{Profile, split};
use crate::cargo::cargo;
use crate::step::{Run, step};
use crate::wasm_target::WASM;
use crate::workspace;

pub struct Program {
    package: &'static str,
    /// Of its files.
    name: &'static str,
    /// Whether it has `#[lazy]` functions.
    is_split: bool,
}

pub const ALL: [Program; 2] = [
    Program { package: "frontend", name: "pabal", is_split: true },
    Program { package: "press", name: "press", is_split: false },
];

impl Program {
    /// Builds it where it is not built yet; returns the folder with its JavaScript and its bound WebAssembly.
    pub fn ready(&self, profile: Profile) -> Result<PathBuf> {
        let wasm = step(format!("Building {} for the browser", self.package), || self.compile(profile))?;
        let bound = workspace::site().with_file_name("bound").join(self.name);
        let (stamp, fresh) = (bound.with_extension("stamp"), stamp_of(&wasm, profile)?);
        if !fs::read_to_string(&stamp).is_ok_and(|stale| stale == fresh) {
            step("Binding it to JavaScript", || self.bind(&wasm, &bound, profile))?;
            fs::write(&stamp, fresh)?;
        }
        Ok(bound)
    }

    fn compile(&self, profile: Profile) -> Result<PathBuf> {
        let (name, folder) = profile.of_wasm();
        let library = ["rustc", "-p", self.package, "--lib", "--crate-type", "cdylib", "--target", WASM];
        let mut cargo = cargo();
        cargo.args(library).args(["--profile", name]);
        if self.is_split {
            // relocations tell which function needs which
            cargo.args(["--", "-Clink-args=--emit-relocs"]);
        }
        cargo.run()?;
        Ok(workspace::target().join(WASM).join(folder).join(format!("{}.wasm", self.package)))
    }

    fn bind(&self, wasm: &Path, bound: &Path, profile: Profile) -> Result<()> {
        if bound.exists() {
            fs::remove_dir_all(bound)?;
        }
        fs::create_dir_all(bound)?;
        let first = if self.is_split {
            split::split(wasm, bound, &format!("{}.js", self.name), profile)?
        } else {
            wasm.to_owned()
        };
        let release = profile == Profile::Release;
        Bindgen::new()
            .input_path(first)
            .web(true)?
            .out_name(self.name)
            .typescript(false)
            .debug(!release)
            // lines come from the name section; DWARF would make the program 30 MB larger
            .keep_debug(false)
            // lazy parts call through the first one's table
            .keep_lld_exports(self.is_split)
            .remove_name_section(release)
            .remove_producers_section(release)
            .generate(bound)?;
        // the name leptos asks for
        fs::rename(bound.join(format!("{}_bg.wasm", self.name)), bound.join(format!("{}.wasm", self.name)))?;
        Ok(())
    }
}

fn stamp_of(wasm: &Path, profile: Profile) -> Result<String> {
    let built = fs::metadata(wasm).with_context(|| format!("{} is missing", wasm.display()))?;
    let at = built.modified()?.duration_since(UNIX_EPOCH)?.as_nanos();
    Ok(format!("{profile:?} {} {} {at}", wasm.display(), built.len()))
}
