//! A private Postgres cluster as a child process.
//!
//! One process owns a cluster: it holds the folder's lock, started Postgres and stops it. Others attach to it by its address.
//! The folder holds `data/` (the cluster), `sock/` (its only listener), `lock` (held by the owner, with its pid inside),
//! `address` (the socket folder, there only while Postgres is ready) and `postgres.log`.

mod account;
mod error;
mod folder;
mod launcher;
mod lock;
mod making;
mod postmaster;
mod programs;
mod url;

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

pub use error::ClusterError;
pub use programs::Programs;
pub use url::Url;

use folder::Folder;
use launcher::Launcher;
use lock::{Claim, Lock};
use postmaster::{Plan, Postmaster};

/// How long an owner that is starting, or a Postgres that is ending, is waited for.
const PATIENCE: Duration = Duration::from_secs(60);
const GLANCE: Duration = Duration::from_millis(50);

#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// `false` gives up `fsync`: a power cut may lose everything. For tests.
    pub durable: bool,
    pub max_connections: u16,
    pub shared_buffers_mb: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { durable: true, max_connections: 60, shared_buffers_mb: 128 }
    }
}

/// A running Postgres that ends with this value: dropping it is a fast shutdown, waited for.
#[derive(Debug)]
pub struct Cluster {
    url: Url,
    folder: Folder,
    postmaster: Postmaster,
    // last: the folder stays locked until Postgres has ended
    _lock: Lock,
}

#[derive(Debug)]
pub enum Opened {
    Owned(Cluster),
    /// Another living process owns the cluster, and it is ready.
    Attached(Url),
}

impl Opened {
    pub fn url(&self) -> &Url {
        match self {
            Self::Owned(cluster) => cluster.url(),
            Self::Attached(url) => url,
        }
    }
}

impl Cluster {
    /// Starts the cluster in `dir`, or attaches to it where a living process has it started.
    ///
    /// # Errors
    /// [`ClusterError::OwnerNotReady`] when that process has not made it ready within 60 s, otherwise as [`Cluster::start`].
    pub fn open(dir: &Path) -> Result<Opened, ClusterError> {
        let folder = Folder::at(dir)?;
        let began = Instant::now();
        loop {
            match Lock::claim(&folder)? {
                Claim::Held(lock) => {
                    return Self::start_held(folder, lock, Settings::default()).map(Opened::Owned);
                }
                Claim::Taken(holder) => {
                    if let Some(sockets) = folder.address() {
                        return Url::on(&sockets).map(Opened::Attached);
                    }
                    if began.elapsed() > PATIENCE {
                        return Err(ClusterError::OwnerNotReady { folder: folder.path().into(), holder });
                    }
                }
            }
            thread::sleep(GLANCE);
        }
    }

    /// Starts the cluster in `dir`, a folder of its own; makes both where there are none.
    ///
    /// # Errors
    /// [`ClusterError::Locked`] when another living process owns the cluster; it is not disturbed.
    pub fn start(dir: &Path, settings: Settings) -> Result<Self, ClusterError> {
        let folder = Folder::at(dir)?;
        match Lock::claim(&folder)? {
            Claim::Held(lock) => Self::start_held(folder, lock, settings),
            Claim::Taken(holder) => Err(ClusterError::Locked { folder: folder.path().into(), holder }),
        }
    }

    /// The address of the database `pabal`: `postgres://pabal@localhost/pabal?host=<socket folder>`.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Stops Postgres (fast shutdown: open transactions are rolled back) and waits for it.
    pub fn stop(self) {
        drop(self);
    }

    fn start_held(mut folder: Folder, lock: Lock, settings: Settings) -> Result<Self, ClusterError> {
        folder.forget_address();
        let programs = Programs::find()?;
        let account = account::unprivileged(&folder)?;
        let sockets = folder.prepare(account)?;
        let url = Url::on(&sockets)?;
        let launcher = Launcher::new(programs, &folder, account)?;
        let postmaster = Postmaster::start(Plan { launcher, folder: folder.clone(), settings })?;
        folder.publish_address(&sockets)?;
        Ok(Self { url, folder, postmaster, _lock: lock })
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.folder.forget_address();
        self.postmaster.stop();
        self.folder.remove_borrowed_sockets();
    }
}
