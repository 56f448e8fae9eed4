//! The files of the repository, as the rules read them.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Everything that people write; what is built or downloaded lies elsewhere or in one of `SKIPPED`.
const FOLDERS: [&str; 13] = [
    "app",
    "cluster",
    "docs",
    "domain",
    "emulators",
    "end2end",
    "frontend",
    "mailroom",
    "migrations",
    "press",
    "server",
    "style",
    "xtask",
];
const SKIPPED: [&str; 4] = ["node_modules", "target", "test-results", "playwright-report"];

pub struct Source {
    /// From the root on: `domain/src/id.rs`.
    pub name: String,
    pub text: String,
}

impl Source {
    pub fn is_in(&self, folder: &str) -> bool {
        Path::new(&self.name).starts_with(folder)
    }

    /// Lines from 1.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(n, line)| (n + 1, line))
    }
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the server's folder stands in the root").to_owned()
}

pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file whose name ends in `.extension`, in the order of their names.
pub fn sources(extension: &str) -> Vec<Source> {
    let mut paths = Vec::new();
    FOLDERS.iter().for_each(|folder| collect(&root().join(folder), extension, &mut paths));
    paths.sort();
    assert!(!paths.is_empty(), "no .{extension} file was found: this test looks in the wrong place");
    let name = |path: &Path| path.strip_prefix(root()).unwrap_or(path).display().to_string();
    paths.iter().map(|path| Source { name: name(path), text: read(path) }).collect()
}

fn collect(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() && !SKIPPED.contains(&name) {
            collect(&path, extension, found);
        } else if path.is_file() && path.extension().is_some_and(|end| end == extension) {
            found.push(path);
        }
    }
}

/// The crates under `[dependencies]` and `[build-dependencies]`; what tests use is theirs.
pub fn dependencies(manifest: &str) -> Vec<String> {
    let mut counts = false;
    let mut names = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            counts = line.ends_with("dependencies]") && !line.ends_with("dev-dependencies]");
        } else if counts && let Some(name) = line.split(['.', ' ', '=']).next().filter(|name| !name.is_empty()) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The files a paper links to: `[text](path)`, without addresses and without what follows `#`.
pub fn links(paper: &str) -> Vec<String> {
    let targets = paper.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let files = targets.filter_map(|target| target.split('#').next());
    files.filter(|file| !file.is_empty() && !file.contains("://")).map(str::to_owned).collect()
}

/// The names in `env = "NAME"`.
pub fn env_variables(source: &str) -> Vec<String> {
    source.split("env = \"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[test]
fn dependencies_are_read_without_those_of_tests() {
    let manifest = "[dependencies]\naxum.workspace = true\nurl = \"2\"\n\n[dev-dependencies]\nsqlx.workspace = true\n\
                    [target.'cfg(unix)'.dependencies]\nnix = { version = \"1\" }\n[lints]\nworkspace = true";
    assert_eq!(dependencies(manifest), ["axum", "url", "nix"]);
}

#[test]
fn links_are_files() {
    let paper = "See [a](docs/a.md#top), [b](https://b.example/), [c](#here) and [d](d/).";
    assert_eq!(links(paper), ["docs/a.md", "d/"]);
}

#[test]
fn settings_are_found_by_their_variable() {
    assert_eq!(env_variables("#[arg(long, env = \"PABAL_DATA\")]\n#[arg(env = \"B\")]"), ["PABAL_DATA", "B"]);
}
