//! How to reach the carriers that campaigns were launched with, so that `pabal resume` needs no flag.
//! The addresses hold passwords: the file is for its owner alone, and the database never sees them.

use crate::settings::CarrierAddress;
use anyhow::{Context, Result, anyhow};
use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

fn file(data: &Path) -> PathBuf {
    data.join("carriers.json")
}

fn read(data: &Path) -> Result<BTreeMap<String, String>> {
    match fs::read(file(data)) {
        Ok(json) => serde_json::from_slice(&json).with_context(|| format!("{} is not readable", file(data).display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", file(data).display())),
    }
}

pub fn remember(data: &Path, account: &str, carrier: &CarrierAddress) -> Result<()> {
    let mut known = read(data)?;
    if known.get(account) == Some(&carrier.secret_text) {
        return Ok(());
    }
    known.insert(account.to_owned(), carrier.secret_text.clone());
    let fresh = file(data).with_extension(format!("{}.tmp", std::process::id()));
    let mut opened = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&fresh)?;
    opened.write_all(&serde_json::to_vec_pretty(&known)?)?;
    fs::rename(fresh, file(data))?;
    Ok(())
}

pub fn recall(data: &Path, account: &str) -> Result<CarrierAddress> {
    let known = read(data)?;
    let address = known
        .get(account)
        .ok_or_else(|| anyhow!("how to reach {account} is not known in {}; say it with --carrier", data.display()))?;
    address.parse().map_err(|error| anyhow!("{}: {error}", file(data).display()))
}
