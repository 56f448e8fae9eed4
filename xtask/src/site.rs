//! Lays the site down where the server embeds it: `pkg/pabal.{js,wasm,css}`, in release each with its `.br`.

mod files;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::cargo::cargo;
use crate::step::{Run, step};
use crate::wasm_target::WASM;
use crate::workspace;
use files::Files;

const NAME: &str = "pabal";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Dev,
    Release,
}

impl Profile {
    /// The folder under the target folder.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }

    fn of_wasm(self) -> (&'static str, &'static str) {
        match self {
            Self::Dev => ("dev", "debug"),
            Self::Release => ("wasm-release", "wasm-release"),
        }
    }
}

pub fn build(profile: Profile) -> Result<()> {
    let wasm = step("Building the pages for the browser", || compile(profile))?;
    let bound = bind_if_new(&wasm, profile)?;
    let mut files = Files::under(&bound, Path::new("pkg"))?;
    files.add(PathBuf::from(format!("pkg/{NAME}.css")), style(&workspace::root().join("style"))?);
    files.add_all(Files::under(&workspace::root().join("public"), Path::new(""))?);
    files.lay_down(&workspace::site(), profile)
}

fn compile(profile: Profile) -> Result<PathBuf> {
    let (name, folder) = profile.of_wasm();
    cargo().args(["build", "-p", "frontend", "--lib", "--target", WASM, "--profile", name]).run()?;
    Ok(workspace::target().join(WASM).join(folder).join("frontend.wasm"))
}

/// Returns the folder with the JavaScript and the bound WebAssembly.
fn bind_if_new(wasm: &Path, profile: Profile) -> Result<PathBuf> {
    let bound = workspace::site().with_file_name("bound");
    let (stamp, fresh) = (bound.with_extension("stamp"), stamp_of(wasm, profile)?);
    if !fs::read_to_string(&stamp).is_ok_and(|stale| stale == fresh) {
        step("Binding them to JavaScript", || bind(wasm, &bound, profile))?;
        fs::write(&stamp, fresh)?;
    }
    Ok(bound)
}

fn stamp_of(wasm: &Path, profile: Profile) -> Result<String> {
    let built = fs::metadata(wasm).with_context(|| format!("{} is missing", wasm.display()))?;
    let at = built.modified()?.duration_since(UNIX_EPOCH)?.as_nanos();
    Ok(format!("{profile:?} {} {} {at}", wasm.display(), built.len()))
}

fn bind(wasm: &Path, bound: &Path, profile: Profile) -> Result<()> {
    if bound.exists() {
        fs::remove_dir_all(bound)?;
    }
    let release = profile == Profile::Release;
    Bindgen::new()
        .input_path(wasm)
        .web(true)?
        .out_name(NAME)
        .typescript(false)
        .debug(!release)
        // lines come from the name section; DWARF would make the program 30 MB larger
        .keep_debug(false)
        .remove_name_section(release)
        .remove_producers_section(release)
        .generate(bound)?;
    // the name leptos asks for
    fs::rename(bound.join(format!("{NAME}_bg.wasm")), bound.join(format!("{NAME}.wasm")))?;
    Ok(())
}

/// The files that `main.css` imports, in its order, then what it says itself.
fn style(folder: &Path) -> Result<Vec<u8>> {
    let main = fs::read_to_string(folder.join("main.css")).context("style/main.css")?;
    let mut whole = String::new();
    for line in main.lines() {
        match import(line) {
            Some(Ok(name)) => {
                whole += &fs::read_to_string(folder.join(name))
                    .with_context(|| format!("style/{name}, imported by main.css"))?
            }
            Some(Err(line)) => {
                return Err(anyhow!("style/main.css: `{line}` is not of the form @import \"NAME.css\";"));
            }
            None => whole += line,
        }
        whole.push('\n');
    }
    Ok(whole.into_bytes())
}

fn import(line: &str) -> Option<Result<&str, &str>> {
    let named = line.trim().strip_prefix("@import")?;
    let name = named.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix("\";"));
    Some(name.ok_or(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_is_what_main_imports_in_its_order_and_its_own_words() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("main.css"), "@layer base, page;\n@import \"b.css\";\n@import \"a.css\";\n")
            .unwrap();
        fs::write(folder.path().join("a.css"), "a {}\n").unwrap();
        fs::write(folder.path().join("b.css"), "b {}\n").unwrap();
        assert_eq!(String::from_utf8(style(folder.path()).unwrap()).unwrap(), "@layer base, page;\nb {}\n\na {}\n\n");
    }

    #[test]
    fn an_import_that_would_be_lost_is_an_error() {
        assert_eq!(import("@import url(a.css) layer(base);"), Some(Err("@import url(a.css) layer(base);")));
        assert_eq!(import("  @import \"a.css\";"), Some(Ok("a.css")));
        assert_eq!(import("a { color: red }"), None);
    }
}
