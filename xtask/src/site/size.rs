//! What a browser fetches before a page wakes, compressed; and what it fetches later.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// Of the first load. Above it something that only some pages need has come into all of them.
const BUDGET: u64 = 350_000;

/// Of a site that was laid down for release. Fails above the budget.
pub fn check(site: &Path) -> Result<()> {
    let mut parts = parts(&site.join("pkg"))?;
    parts.sort_by_key(|part| (!part.is_first, std::cmp::Reverse(part.octets)));
    eprintln!("==> Compressed, what a browser fetches");
    for part in &parts {
        let when = if part.is_first { "at first" } else { "later" };
        eprintln!("    {:>9} {when:<8} {}", part.octets, part.name);
    }
    let first: u64 = parts.iter().filter(|part| part.is_first).map(|part| part.octets).sum();
    eprintln!("    {first:>9} of {BUDGET} at first");
    if first > BUDGET {
        bail!(
            "the first load has {first} bytes, {} too many: make rooms lazy (ARCHITECTURE.md, The web)",
            first - BUDGET
        );
    }
    Ok(())
}

struct Part {
    name: String,
    octets: u64,
    is_first: bool,
}

fn parts(pkg: &Path) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    for entry in fs::read_dir(pkg)? {
        let path: PathBuf = entry?.path();
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.extension().is_some_and(|end| end == "br") {
            let is_first =
                ["pabal.wasm", "pabal.js", "pabal.css"].contains(&&*name) || name.starts_with("__wasm_split");
            parts.push(Part { octets: fs::metadata(&path)?.len(), name, is_first });
        }
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_load_above_the_budget_is_refused_and_later_parts_are_free() {
        let site = tempfile::tempdir().unwrap();
        let pkg = site.path().join("pkg");
        fs::create_dir(&pkg).unwrap();
        fs::write(pkg.join("pabal.wasm.br"), vec![0; 300_000]).unwrap();
        fs::write(pkg.join("split_settings_1.wasm.br"), vec![0; 400_000]).unwrap();
        check(site.path()).unwrap();
        fs::write(pkg.join("pabal.js.br"), vec![0; 60_000]).unwrap();
        assert!(check(site.path()).unwrap_err().to_string().contains("10000 too many"));
    }
}
