//! `.sqlx/`: what Postgres says about every query, so that a build needs no database.
//!
//! sqlx's macros write it into `SQLX_OFFLINE_DIR` when they are expanded against a living database (sqlx-macros-core, `query/mod.rs`).

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use cluster::{Cluster, Programs, Settings};
use tempfile::TempDir;

use crate::cargo::cargo;
use crate::step::{Run, step};
use crate::{postgres, workspace};

type Queries = BTreeMap<String, Vec<u8>>;

pub fn refresh() -> Result<()> {
    let (committed, fresh) = (queries_in(&folder())?, expand()?);
    fs::create_dir_all(folder())?;
    for name in committed.keys().filter(|name| !fresh.contains_key(*name)) {
        fs::remove_file(folder().join(name))?;
    }
    for (name, said) in fresh.iter().filter(|(name, said)| committed.get(*name) != Some(said)) {
        fs::write(folder().join(name), said)?;
    }
    eprintln!("    .sqlx holds {} queries; commit what `git status .sqlx` shows", fresh.len());
    Ok(())
}

pub fn check() -> Result<()> {
    let (committed, fresh) = (queries_in(&folder())?, expand()?);
    if committed == fresh {
        return Ok(());
    }
    let names = committed.keys().chain(fresh.keys()).filter(|name| committed.get(*name) != fresh.get(*name));
    let stale: std::collections::BTreeSet<&String> = names.collect();
    for name in &stale {
        eprintln!("    {name}: {}", difference(committed.contains_key(*name), fresh.contains_key(*name)));
    }
    bail!(
        "{} files of .sqlx are not what the migrations and queries say. Run `cargo xtask prepare` and commit .sqlx.",
        stale.len()
    )
}

fn difference(is_committed: bool, is_needed: bool) -> &'static str {
    match (is_committed, is_needed) {
        (true, false) => "no query needs it",
        (false, _) => "missing",
        (true, true) => "changed",
    }
}

/// Has the macros ask a throw-away cluster, and returns what they wrote.
fn expand() -> Result<Queries> {
    let programs = postgres::ensure()?;
    let scratch = tempfile::tempdir()?;
    let cluster = step("Applying the migrations to a database of their own", || migrated(&programs, &scratch))?;
    let answers = scratch.path().join("answers");
    fs::create_dir(&answers)?;
    step("Asking it about every query", || {
        let _touched = Touched::new(workspace::root().join("mailroom/src/lib.rs"))?;
        let mut check = cargo();
        check.args(["check", "-p", "mailroom", "--all-targets"]);
        check
            .env("DATABASE_URL", cluster.url().as_str())
            .env("SQLX_OFFLINE", "false")
            .env("SQLX_OFFLINE_DIR", &answers);
        check.run()
    })?;
    queries_in(&answers)
}

fn migrated(programs: &Programs, scratch: &TempDir) -> Result<Cluster> {
    let settings = Settings { durable: false, max_connections: 20, shared_buffers_mb: 32 };
    let cluster = Cluster::start(&scratch.path().join("postgres"), settings)?;
    for migration in migrations()? {
        let sql = fs::read_to_string(&migration)?;
        let mut psql = Command::new(programs.path("psql"));
        psql.arg(cluster.url().as_str()).args(["-X", "-q", "-v", "ON_ERROR_STOP=1"]);
        // sqlx's own mark
        if !sql.starts_with("-- no-transaction") {
            psql.arg("--single-transaction");
        }
        psql.arg("-f").arg(&migration).run()?;
    }
    Ok(cluster)
}

/// In the order sqlx applies them: by the number before the first `_`.
fn migrations() -> Result<Vec<PathBuf>> {
    let folder = workspace::root().join("migrations");
    let mut numbered: Vec<(i64, PathBuf)> = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        numbered.extend(number(&path).map(|number| (number, path)));
    }
    numbered.sort();
    Ok(numbered.into_iter().map(|(_, path)| path).collect())
}

fn number(migration: &Path) -> Option<i64> {
    let (number, description) = migration.file_name()?.to_str()?.split_once('_')?;
    description.ends_with(".sql").then(|| number.parse().ok())?
}

fn queries_in(folder: &Path) -> Result<Queries> {
    let mut queries = Queries::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            queries.insert(name, fs::read(&path)?);
        }
    }
    Ok(queries)
}

fn folder() -> PathBuf {
    workspace::root().join(".sqlx")
}

/// A source that cargo takes for changed while this lives; afterwards other builds of it stay fresh.
struct Touched {
    file: File,
    before: SystemTime,
    touched: SystemTime,
}

impl Touched {
    fn new(source: PathBuf) -> Result<Self> {
        let file = File::options().append(true).open(&source).with_context(|| source.display().to_string())?;
        let before = file.metadata()?.modified()?;
        file.set_modified(SystemTime::now())?;
        let touched = file.metadata()?.modified()?;
        Ok(Self { file, before, touched })
    }
}

impl Drop for Touched {
    fn drop(&mut self) {
        let is_untouched_since =
            self.file.metadata().and_then(|source| source.modified()).is_ok_and(|at| at == self.touched);
        if is_untouched_since {
            let _ = self.file.set_modified(self.before);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_is_named_as_sqlx_names_it() {
        assert_eq!(number(Path::new("migrations/20261122090000_create_members.sql")), Some(20_261_122_090_000));
        assert_eq!(number(Path::new("migrations/README.md")), None);
        assert_eq!(number(Path::new("migrations/9_.sql.bak")), None);
    }
}
