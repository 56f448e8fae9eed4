//! Lays the site down where the server embeds it: the pages, their lazy parts, the press and the style under `pkg/`, in
//! release each with its `.br`.

mod files;
mod program;
mod size;
mod split;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};

use crate::workspace;
use files::Files;

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
    let mut files = Files::default();
    for program in program::ALL {
        files.add_all(Files::under(&program.ready(profile)?, Path::new("pkg"))?);
    }
    files.add("pkg/press-worker.js".into(), fs::read(workspace::root().join("press/worker.js"))?);
    files.add("pkg/pabal.css".into(), style(&workspace::root().join("style"))?);
    files.add_all(Files::under(&workspace::root().join("public"), Path::new(""))?);
    files.lay_down(&workspace::site(), profile)
}

/// Says what a browser fetches of the site laid down for release, and fails where the first load is too large.
pub fn check_size() -> Result<()> {
    size::check(&workspace::site())
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
