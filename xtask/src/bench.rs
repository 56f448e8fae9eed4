//! `cargo xtask bench`: what sending costs on this machine. Measurements only; nothing here fails for being slow.

mod inputs;
mod machine;
mod run;

use crate::{cargo, run as product, site::Profile, workspace};
use anyhow::{Context, Result, bail};
use inputs::Inputs;
use run::{Bench, Sent};

const USAGE: &str = "cargo xtask bench [outbox] [smtp] [ses] [import]   all four where none is named";

pub fn bench(wanted: &[&str]) -> Result<()> {
    let all = ["outbox", "smtp", "ses", "import"];
    if let Some(odd) = wanted.iter().find(|word| !all.contains(word)) {
        bail!("`{odd}` is not a measurement\n{USAGE}");
    }
    let wanted = if wanted.is_empty() { &all[..] } else { wanted };
    product::build(Profile::Release)?;
    let bench = Bench::new(workspace::program(Profile::Release), compile_sink()?)?;
    println!("\n{}", machine::facts());
    for measurement in wanted {
        match *measurement {
            "outbox" => outbox(&bench)?,
            "smtp" => smtp(&bench)?,
            "ses" => ses(&bench)?,
            _ => import(&bench)?,
        }
    }
    Ok(())
}

fn compile_sink() -> Result<std::path::PathBuf> {
    let sink = workspace::target().join("sink");
    let source = workspace::root().join("xtask/sinks/sink.rs");
    let done = std::process::Command::new("rustc")
        .args(["-O", "--edition", "2024", "-o"])
        .arg(&sink)
        .arg(&source)
        .status()
        .context("rustc")?;
    if done.success() { Ok(sink) } else { bail!("the sink does not compile") }
}
