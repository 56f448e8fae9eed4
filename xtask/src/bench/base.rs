//! A Postgres that outlives the programs that are measured on it.

use crate::postgres;
use anyhow::{Context, Result, bail};
use cluster::{Cluster, Programs, Settings};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

pub struct Base {
    cluster: Cluster,
    programs: Programs,
    data: PathBuf,
}

impl Base {
    /// With the settings that `pabal` gives its own.
    pub fn start(data: &Path) -> Result<Self> {
        let programs = postgres::ensure()?;
        std::fs::create_dir_all(data)?;
        let cluster = Cluster::start(&data.join("postgres"), Settings::default())?;
        Ok(Self { cluster, programs, data: data.to_owned() })
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The program on this database.
    pub fn on(&self, command: &mut Command) {
        command.args(["--database-url", self.cluster.url().as_str()]);
    }

    /// One value.
    pub fn ask(&self, sql: &str) -> Result<String> {
        Ok(self.all(sql)?.trim_end().to_owned())
    }

    /// A row a line.
    pub fn all(&self, sql: &str) -> Result<String> {
        let psql = self.programs.path("psql");
        let said = Command::new(&psql)
            .args(["-XqAt", "-v", "ON_ERROR_STOP=1", "-d", self.cluster.url().as_str(), "-c", sql])
            .output()
            .with_context(|| psql.display().to_string())?;
        if !said.status.success() {
            bail!("{sql}: {}", String::from_utf8_lossy(&said.stderr));
        }
        Ok(String::from_utf8_lossy(&said.stdout).into_owned())
    }

    pub fn number(&self, sql: &str) -> Result<f64> {
        let said = self.ask(sql)?;
        said.parse().with_context(|| format!("{sql}: {said:?} is no number"))
    }

    /// Waits inside the database, which costs little, until this is answered with yes.
    pub fn until(&self, sql: &str) -> Result<()> {
        self.ask(&format!("do $$ begin loop exit when ({sql}); perform pg_sleep(0.005); end loop; end $$")).map(|_| ())
    }
}
