use std::fs::{self, File, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::{env, io};

use nix::unistd::mkdtemp;

use crate::ClusterError;
use crate::account::Account;

pub const LOG: &str = "postgres.log";
const LOG_BYTES: u64 = 16 << 20;
/// A socket's path, `/.s.PGSQL.5432` included, has 107 bytes on Linux and 103 on macOS.
const SOCKET_FOLDER_BYTES: usize = 88;

/// Where a cluster lives.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    /// A folder outside, for sockets whose path here would be too long.
    borrowed: Option<PathBuf>,
}

impl Folder {
    pub fn at(dir: &Path) -> Result<Self, ClusterError> {
        fs::create_dir_all(dir).map_err(ClusterError::folder("Cannot make the folder", dir))?;
        let path = fs::canonicalize(dir).map_err(ClusterError::folder("Cannot find", dir))?;
        Ok(Self { path, borrowed: None })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn data(&self) -> PathBuf {
        self.path.join("data")
    }

    pub fn lock(&self) -> PathBuf {
        self.path.join("lock")
    }

    /// The last published socket folder; true only while somebody holds the lock.
    pub fn address(&self) -> Option<PathBuf> {
        let text = fs::read_to_string(self.address_file()).ok()?;
        text.strip_suffix('\n').map(PathBuf::from)
    }

    /// Readers see a whole address or none.
    pub fn publish_address(&self, sockets: &Path) -> Result<(), ClusterError> {
        let (new, file) = (self.path.join("address.new"), self.address_file());
        fs::write(&new, format!("{}\n", sockets.display()))
            .and_then(|()| fs::rename(&new, &file))
            .map_err(ClusterError::folder("Cannot write", &file))
    }

    /// Also clears away what an owner that was killed had borrowed.
    pub fn forget_address(&self) {
        if let Some(sockets) = self.address().filter(|sockets| *sockets != self.own_sockets()) {
            remove_sockets(&sockets);
        }
        let _ = fs::remove_file(self.address_file());
    }

    /// Gives the folder to the account that Postgres runs as, and returns the folder for its socket.
    pub fn prepare(&mut self, account: Option<Account>) -> Result<PathBuf, ClusterError> {
        close_to_others(&self.path, account)
            .map_err(ClusterError::folder("Cannot take over the folder", &self.path))?;
        let sockets = self.own_sockets();
        if sockets.as_os_str().len() > SOCKET_FOLDER_BYTES {
            let borrowed =
                borrow_sockets(account).map_err(ClusterError::folder("Cannot make a folder in", &env::temp_dir()))?;
            self.borrowed = Some(borrowed.clone());
            return Ok(borrowed);
        }
        fs::create_dir_all(&sockets)
            .and_then(|()| close_to_others(&sockets, account))
            .map_err(ClusterError::folder("Cannot make the folder", &sockets))?;
        Ok(sockets)
    }

    pub fn sockets(&self) -> PathBuf {
        self.borrowed.clone().unwrap_or_else(|| self.own_sockets())
    }

    pub fn remove_borrowed_sockets(&self) {
        if let Some(sockets) = &self.borrowed {
            remove_sockets(sockets);
        }
    }

    /// The log, open at its end. A large one is kept once as `postgres.log.old`.
    pub fn log(&self) -> Result<File, ClusterError> {
        let path = self.path.join(LOG);
        if fs::metadata(&path).is_ok_and(|log| log.len() > LOG_BYTES) {
            let _ = fs::rename(&path, path.with_extension("log.old"));
        }
        File::options()
            .create(true)
            .append(true)
            .read(true)
            .open(&path)
            .map_err(ClusterError::folder("Cannot write", &path))
    }

    fn own_sockets(&self) -> PathBuf {
        self.path.join("sock")
    }

    fn address_file(&self) -> PathBuf {
        self.path.join("address")
    }
}

fn close_to_others(folder: &Path, account: Option<Account>) -> io::Result<()> {
    fs::set_permissions(folder, Permissions::from_mode(0o700))?;
    match account {
        Some(Account { uid, gid }) => chown(folder, Some(uid), Some(gid)),
        None => Ok(()),
    }
}

fn borrow_sockets(account: Option<Account>) -> io::Result<PathBuf> {
    let named = env::temp_dir();
    let short = if named.as_os_str().len() > SOCKET_FOLDER_BYTES / 2 { Path::new("/tmp") } else { &named };
    let sockets = mkdtemp(&short.join("pabal-XXXXXX"))?;
    close_to_others(&sockets, account)?;
    Ok(sockets)
}

/// Removes the folder only if it holds nothing but Postgres's sockets.
fn remove_sockets(sockets: &Path) {
    for name in [".s.PGSQL.5432", ".s.PGSQL.5432.lock"] {
        let _ = fs::remove_file(sockets.join(name));
    }
    let _ = fs::remove_dir(sockets);
}
