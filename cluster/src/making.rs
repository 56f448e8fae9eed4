use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::{self, Output, Stdio};

use crate::folder::Folder;
use crate::launcher::Launcher;
use crate::url::OWNER;
use crate::{ClusterError, Settings};

/// Makes the cluster with its database where there is none: aside, then renamed, so a crash leaves no half of one.
pub fn make_if_missing(launcher: &Launcher, folder: &Folder, settings: Settings) -> Result<(), ClusterError> {
    let whole = folder.data();
    if whole.join("PG_VERSION").exists() {
        return Ok(());
    }
    clear_leftovers(folder.path());
    // not one fixed name: an initdb whose owner was killed may live a moment longer
    let aside = folder.path().join(format!("data.new.{}", process::id()));
    init(launcher, &aside, settings)?;
    create_database(launcher, &aside)?;
    fs::rename(&aside, &whole).map_err(ClusterError::folder("Cannot rename", &aside))
}

fn clear_leftovers(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for leftover in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("data.new")) {
        let _ = fs::remove_dir_all(leftover.path());
    }
}

fn init(launcher: &Launcher, aside: &Path, settings: Settings) -> Result<(), ClusterError> {
    let mut initdb = launcher.command("initdb");
    initdb
        .args(["-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"])
        .arg("-D")
        .arg(launcher.seen(aside))
        .stdin(Stdio::null());
    if !settings.durable {
        initdb.arg("--no-sync");
    }
    succeed(aside, "initdb", initdb.output())
}

/// In single-user mode, so that the client programs need not be installed.
fn create_database(launcher: &Launcher, aside: &Path) -> Result<(), ClusterError> {
    let mut postgres = launcher.command("postgres");
    postgres.args(["--single", "-c", "exit_on_error=on", "-D"]).arg(launcher.seen(aside)).arg("postgres");
    postgres.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let ran = postgres.spawn().and_then(|mut child| {
        if let Some(mut input) = child.stdin.take() {
            writeln!(input, "create database {OWNER}")?;
        }
        child.wait_with_output()
    });
    succeed(aside, "postgres --single", ran)
}

fn succeed(aside: &Path, program: &'static str, ran: io::Result<Output>) -> Result<(), ClusterError> {
    let folder = aside.to_path_buf();
    match ran {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            Err(ClusterError::Making { folder, program, output: String::from_utf8_lossy(&output.stderr).into_owned() })
        }
        Err(error) => Err(ClusterError::Making { folder, program, output: error.to_string() }),
    }
}
