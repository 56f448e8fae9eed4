//! The standard library for WebAssembly: there already, from rustup, or built from the sources of the very same compiler.

mod library;
mod sources;
mod toolchain;

use std::env;
use std::process::{Command, Stdio};

use anyhow::{Result, anyhow, bail};

use crate::step::{Run, is_installed, step};
use toolchain::Toolchain;

pub const WASM: &str = "wasm32-unknown-unknown";

pub fn ensure() -> Result<()> {
    let toolchain = Toolchain::active()?;
    if toolchain.has_library() {
        return Ok(());
    }
    step(format!("Adding {WASM} to {}", toolchain.sysroot().display()), || acquire(&toolchain))
        .map_err(|reason| anyhow!("{reason:#}. {}", by_hand(&toolchain)))
}

fn acquire(toolchain: &Toolchain) -> Result<()> {
    match by_rustup() {
        Ok(()) if toolchain.has_library() => return toolchain.try_out(),
        Ok(()) => eprintln!("    rustup added it to another toolchain than the active one"),
        Err(reason) => eprintln!("    not by rustup: {reason:#}"),
    }
    let sources = sources::find(toolchain)?;
    library::build_into(toolchain, &sources)
}

fn by_rustup() -> Result<()> {
    if !is_installed("rustup") {
        bail!("it is not installed");
    }
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", WASM]);
    if let Some(active) = env::var_os("RUSTUP_TOOLCHAIN") {
        rustup.arg("--toolchain").arg(active);
    }
    rustup.stdin(Stdio::null()).run()
}

fn by_hand(toolchain: &Toolchain) -> String {
    format!(
        "By hand: `rustup target add {WASM}`, or unpack rust-std-{}-{WASM} of the Rust project's downloads into {}",
        toolchain.release(),
        toolchain.sysroot().display()
    )
}
