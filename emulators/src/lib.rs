//! AWS's services, and a shop's MySQL, on this machine, as child processes of a test: on a free port of loopback, ready when `start` returns,
//! ended with the value that keeps them, with a panic, and with a killed test.
//!
//! `cargo xtask test` installs them (`place`); what is not installed or does not start is an error that says why.

mod child;
mod mariadb;
pub mod place;
mod port;
mod user;

pub use user::AccessKey;

use child::Child;
pub use mariadb::{MariaDb, PACKAGE as MARIADB_PACKAGE};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::OnceLock,
};

#[derive(Debug, thiserror::Error)]
pub enum NotStarted {
    #[error("{name} is not installed in {}; `cargo xtask emulators` installs it", .folder.display())]
    NotInstalled { name: &'static str, folder: PathBuf },
    #[error("{name} cannot be started: {why}")]
    Failed { name: &'static str, why: String },
}

/// S3, SQS, SNS, DynamoDB, IAM, CloudWatch behind one address. S3 needs path style.
///
/// A 12-digit access key id is an account of its own, so tests that share one do not see each other; names of buckets are
/// everybody's, as they are at Amazon.
#[derive(Debug)]
pub struct Ministack(Child);

impl Ministack {
    pub fn start() -> Result<Self, NotStarted> {
        Self::start_with(&[])
    }

    /// One that asks for valid signatures, and for what the policies of users, queues and buckets allow.
    pub fn start_strict() -> Result<Self, NotStarted> {
        Self::start_with(&[("AUTH", "true")])
    }

    /// One for all tests of this process, which it ends with.
    ///
    /// # Panics
    /// Where it does not start.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Ministack> = OnceLock::new();
        SHARED.get_or_init(|| Self::start().unwrap_or_else(|error| panic!("{error}")))
    }

    /// `http://127.0.0.1:<port>`, for every service.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.0.address)
    }

    /// A user who may do what this policy says: of a strict one, whose root has the key `test`.
    ///
    /// # Panics
    /// Where there is one of this name.
    pub fn user(&self, name: &str, policy: &str) -> AccessKey {
        user::make(self.0.address, name, policy).unwrap_or_else(|error| panic!("no user {name}: {error}"))
    }

    fn start_with(settings: &'static [(&str, &str)]) -> Result<Self, NotStarted> {
        let python = place::installed(place::MINISTACK)?.join("bin/python");
        let command = move |address: SocketAddr, scratch: &Path| {
            let mut ministack = child::program(&python);
            ministack.args(["-I", "-m", "ministack"]);
            ministack.env("BIND_HOST", address.ip().to_string()).env("GATEWAY_PORT", address.port().to_string());
            ministack.env("STATE_DIR", scratch.join("state")).env("MINISTACK_WORKER_THREADS", "8");
            ministack.envs(settings.iter().copied());
            ministack
        };
        Child::start("ministack", command, |address| port::answers(address, "/_ministack/health")).map(Self)
    }
}

/// DynamoDB alone, quick enough for large tables.
#[derive(Debug)]
pub struct Dynoxide(Child);

impl Dynoxide {
    pub fn start() -> Result<Self, NotStarted> {
        let program = place::installed(place::DYNOXIDE)?.join(place::dynoxide_program());
        let command = move |address: SocketAddr, _: &Path| {
            let mut dynoxide = child::program(&program);
            dynoxide.args(["serve", "--host", &address.ip().to_string(), "--port", &address.port().to_string()]);
            dynoxide
        };
        Child::start("dynoxide", command, port::listens).map(Self)
    }

    /// One for all tests of this process, which it ends with; tables are told apart by their names.
    ///
    /// # Panics
    /// Where it does not start.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Dynoxide> = OnceLock::new();
        SHARED.get_or_init(|| Self::start().unwrap_or_else(|error| panic!("{error}")))
    }

    pub fn endpoint(&self) -> String {
        format!("http://{}", self.0.address)
    }
}
