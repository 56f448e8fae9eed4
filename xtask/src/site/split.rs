//! Cuts what only some pages need out of the first WebAssembly: every `#[lazy]` function becomes a file of its own,
//! fetched when it is called, and so does what several of them share.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use wasmparser::Payload;

use super::Profile;

/// What the first WebAssembly imports to fetch the others. Leptos preloads a file of this name.
const LINK: &str = "__wasm_split.______________________.js";
/// Which files each lazy function needs, for the server to announce.
const MANIFEST: &str = "__wasm_split_manifest.json";

/// A part that is not there any more was replaced by a newer build: the page is loaded anew, unless it is new itself,
/// or is being left: what is cut off by that is not missed, and a reload would hold whoever leaves.
const GIVES_UP: &str = "console.error(e);";
const BEGINS_ANEW: &str = "console.error(e); if (!isLeft && performance.now() > 10000) location.reload();";
/// A page may be asked to go and stay after all, because of a download or because somebody thought better of it; it may
/// also come back.
const KNOWS_WHEN_IT_IS_LEFT: &str = "\
let isLeft = false, stays;
addEventListener('beforeunload', () => {
  isLeft = true;
  clearTimeout(stays);
  stays = setTimeout(() => { isLeft = false; }, 5000);
});
addEventListener('pagehide', () => { isLeft = true; clearTimeout(stays); });
addEventListener('pageshow', () => { isLeft = false; });
";

/// Lays the lazy parts down in `folder`, to be loaded by `main_module`, and returns the first part, which is still to
/// be bound.
pub fn split(wasm: &Path, folder: &Path, main_module: &str, profile: Profile) -> Result<PathBuf> {
    let whole = fs::read(wasm).with_context(|| wasm.display().to_string())?;
    let first = wasm.with_extension("first.wasm");
    let (link, main_module) = (format!("./{LINK}"), format!("./{main_module}"));
    let mut options = wasm_split_cli_support::Options::new(&whole);
    options.output_dir = folder;
    options.main_out_path = &first;
    options.link_name = &link;
    options.main_module = &main_module;
    let parts = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}"))?;
    if profile == Profile::Release {
        for part in &parts.split_modules {
            fs::write(part, without_names(&fs::read(part)?)?)?;
        }
    }
    name_by_build(&parts, &build_of(&whole), folder)?;
    Ok(first)
}

/// Names of functions serve the traces of a development build only, and are half of a part.
fn without_names(part: &[u8]) -> Result<Vec<u8>> {
    let mut bare = wasm_encoder::Module::new();
    for payload in wasmparser::Parser::new(0).parse_all(part) {
        let payload = payload?;
        if let (Some((id, octets)), false) = (payload.as_section(), matches!(payload, Payload::CustomSection(_))) {
            bare.section(&wasm_encoder::RawSection { id, data: &part[octets.start as usize..octets.end as usize] });
        }
    }
    Ok(bare.finish())
}

/// Parts of two builds do not fit together, so no part has a name that another build's page could ask for.
fn name_by_build(parts: &wasm_split_cli_support::SplitWasm, build: &str, folder: &Path) -> Result<()> {
    let named = |part: &str| format!("{part}.{build}");
    let mut link = fs::read_to_string(folder.join(LINK))?;
    ensure!(link.contains(GIVES_UP), "{LINK} does not say `{GIVES_UP}` any more");
    link = format!("{KNOWS_WHEN_IT_IS_LEFT}{}", link.replace(GIVES_UP, BEGINS_ANEW));
    for path in &parts.split_modules {
        let part = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        link = link.replace(&format!("\"./{part}.wasm\""), &format!("\"./{}.wasm\"", named(&part)));
        fs::rename(path, path.with_file_name(format!("{}.wasm", named(&part))))?;
    }
    fs::write(folder.join(LINK), link)?;
    let needs: BTreeMap<_, Vec<String>> =
        parts.prefetch_map.iter().map(|(lazy, parts)| (lazy, parts.iter().map(|part| named(part)).collect())).collect();
    Ok(fs::write(folder.join(MANIFEST), serde_json::to_string(&needs)?)?)
}

fn build_of(whole: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    whole.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{CustomSection, Module, TypeSection};

    use super::*;

    #[test]
    fn a_part_keeps_everything_but_its_names() {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let (mut named, mut bare) = (Module::new(), Module::new());
        named.section(&types).section(&CustomSection { name: "name".into(), data: b"\x00\x01a".into() });
        bare.section(&types);
        assert_eq!(without_names(&named.finish()).unwrap(), bare.finish());
    }
}
