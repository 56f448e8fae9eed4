//! Watches the site that `cargo xtask` lays down, so that a file that comes or goes reaches the program.

use std::fs;

const SITE: &str = "../target/site";

fn main() {
    // cargo takes a watched path that is missing for one that always changes
    let _ = fs::create_dir_all(SITE);
    println!("cargo::rerun-if-changed={SITE}");
}
