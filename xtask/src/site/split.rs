//! Cuts what only some pages need out of the first WebAssembly: every `#[lazy]` function becomes a file of its own,
//! fetched when it is called, and so does what several of them share.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};

/// What the first WebAssembly imports to fetch the others. Leptos preloads a file of this name.
const LINK: &str = "__wasm_split.______________________.js";
/// Which files each lazy function needs, for the server to announce.
const MANIFEST: &str = "__wasm_split_manifest.json";

/// Lays the lazy parts down in `folder`, to be loaded by `main_module`, and returns the first part, which is still to
/// be bound.
pub fn split(wasm: &Path, folder: &Path, main_module: &str) -> Result<PathBuf> {
    let whole = fs::read(wasm).with_context(|| wasm.display().to_string())?;
    let first = wasm.with_extension("first.wasm");
    let (link, main_module) = (format!("./{LINK}"), format!("./{main_module}"));
    let mut options = wasm_split_cli_support::Options::new(&whole);
    options.output_dir = folder;
    options.main_out_path = &first;
    options.link_name = &link;
    options.main_module = &main_module;
    let parts = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}"))?;
    let manifest: std::collections::BTreeMap<_, _> = parts.prefetch_map.into_iter().collect();
    fs::write(folder.join(MANIFEST), serde_json::to_string(&manifest)?)?;
    Ok(first)
}
