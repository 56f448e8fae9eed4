use std::fs;
use std::os::unix::fs::MetadataExt;

use nix::unistd::{Uid, User};

use crate::ClusterError;
use crate::folder::Folder;

/// Who Postgres runs as instead of root.
#[derive(Debug, Clone, Copy)]
pub struct Account {
    pub uid: u32,
    pub gid: u32,
}

/// `None` unless this process is root, as which Postgres refuses to run. A cluster that exists keeps its owner.
pub fn unprivileged(folder: &Folder) -> Result<Option<Account>, ClusterError> {
    if !Uid::effective().is_root() {
        return Ok(None);
    }
    owner(folder)
        .or_else(|| ["postgres", "nobody"].into_iter().find_map(named))
        .map(Some)
        .ok_or(ClusterError::NoAccount)
}

fn owner(folder: &Folder) -> Option<Account> {
    let data = fs::metadata(folder.data()).ok()?;
    (data.uid() != 0).then(|| Account { uid: data.uid(), gid: data.gid() })
}

fn named(name: &str) -> Option<Account> {
    let user = User::from_name(name).ok()??;
    Some(Account { uid: user.uid.as_raw(), gid: user.gid.as_raw() })
}
