use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::WASM;
use crate::step::Run;

/// The compiler that a cargo in this folder would call.
#[derive(Debug)]
pub struct Toolchain {
    sysroot: PathBuf,
    release: String,
}

impl Toolchain {
    pub fn active() -> Result<Self> {
        let sysroot = rustc().args(["--print", "sysroot"]).read()?.trim().into();
        let about = rustc().arg("-vV").read()?;
        let release =
            about.lines().find_map(|line| line.strip_prefix("release: ")).context("rustc -vV names no release")?;
        Ok(Self { sysroot, release: release.into() })
    }

    pub fn sysroot(&self) -> &Path {
        &self.sysroot
    }

    /// As `1.95.0`.
    pub fn release(&self) -> &str {
        &self.release
    }

    pub fn library(&self) -> PathBuf {
        self.sysroot.join("lib/rustlib").join(WASM)
    }

    /// Where cargo looks for the standard library's sources.
    pub fn sources(&self) -> PathBuf {
        self.sysroot.join("lib/rustlib/src/rust")
    }

    pub fn has_library(&self) -> bool {
        let files = fs::read_dir(self.library().join("lib")).into_iter().flatten().flatten();
        files.map(|file| file.file_name()).any(|name| is_core(&name.to_string_lossy()))
    }

    /// Builds one line of Rust for the browser.
    pub fn try_out(&self) -> Result<()> {
        let scratch = tempfile::tempdir()?;
        let source = scratch.path().join("line.rs");
        fs::write(&source, "#[unsafe(no_mangle)] pub extern \"C\" fn answer() -> usize { vec![0u8; 42].len() }\n")?;
        let mut compile = rustc();
        compile.args(["--edition", "2024", "--crate-type", "cdylib", "--target", WASM, "-o"]);
        compile.arg(scratch.path().join("line.wasm")).arg(&source).read()?;
        Ok(())
    }
}

fn is_core(name: &str) -> bool {
    name.starts_with("libcore-") && name.ends_with(".rlib")
}

fn rustc() -> Command {
    Command::new(env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc")))
}
