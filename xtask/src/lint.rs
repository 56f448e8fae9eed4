use anyhow::Result;

use crate::cargo::cargo;
use crate::step::{Run, step};
use crate::wasm_target::{self, WASM};
use crate::{postgres, prepare};

pub fn lint() -> Result<()> {
    step("Checking the format", || cargo().args(["fmt", "--all", "--check"]).run())?;
    // the frontend would turn on the browser's half of app beside the server's
    step("Linting", || {
        let native = [
            "clippy",
            "--workspace",
            "--exclude",
            "frontend",
            "--exclude",
            "press",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ];
        cargo().args(native).run()
    })?;
    wasm_target::ensure()?;
    step("Linting for WebAssembly", || {
        ["frontend", "press"].iter().try_for_each(|browsers| {
            cargo().args(["clippy", "-p", browsers, "--target", WASM, "--", "-D", "warnings"]).run()
        })
    })?;
    postgres::ensure()?;
    prepare::check()
}
