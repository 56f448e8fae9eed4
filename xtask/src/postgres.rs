use std::fs;
use std::path::Path;

use anyhow::Result;
use cluster::{ClusterError, Programs};

use crate::debian;

/// postgresql-common reads this folder before it makes the system's own cluster at installation.
const CREATION: &str = "/etc/postgresql-common/createcluster.d";

pub fn ensure() -> Result<Programs> {
    match Programs::find() {
        Err(ClusterError::ProgramsMissing) => {
            without_system_cluster(|| debian::install("Postgres", &["postgresql"]))?;
            Ok(Programs::find()?)
        }
        found => Ok(found?),
    }
}

fn without_system_cluster(install: impl FnOnce() -> Result<()>) -> Result<()> {
    let no_cluster = Path::new(CREATION).join("pabal.conf");
    // as another user both fail, and so will the installation, which says why
    let _ = fs::create_dir_all(CREATION);
    let _ = fs::write(&no_cluster, "create_main_cluster = false\n");
    let installed = install();
    let _ = fs::remove_file(no_cluster);
    let _ = fs::remove_dir(CREATION);
    installed
}
