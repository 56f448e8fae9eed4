use crate::{
    NotStarted,
    child::{self, Child},
    port,
};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

/// A shop's MySQL, in the shape of MariaDB: its user `root` has no password, and it holds no database yet.
#[derive(Debug)]
pub struct MariaDb(Child);

/// Debian's package of the programs alone; the one with a service would start it.
pub const PACKAGE: &str = "mariadb-server-core";
const SERVER: &str = "mariadbd";
const MAKER: &str = "mariadb-install-db";
const PLACES: [&str; 4] = ["/usr/sbin", "/usr/bin", "/usr/local/bin", "/usr/local/sbin"];

impl MariaDb {
    pub fn is_installed() -> bool {
        found(SERVER).is_ok() && found(MAKER).is_ok()
    }

    pub fn start() -> Result<Self, NotStarted> {
        let (server, maker) = (found(SERVER)?, found(MAKER)?);
        let command = move |address: SocketAddr, scratch: &Path| {
            // where this fails the server says what is missing
            let _ = with_data(&maker, scratch)
                .args(["--auth-root-authentication-method=normal", "--skip-test-db"])
                .current_dir(scratch)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .status();
            let mut mariadb = with_data(&server, scratch);
            mariadb.arg(format!("--bind-address={}", address.ip())).arg(format!("--port={}", address.port()));
            mariadb.arg(format!("--socket={}", scratch.join("s").display()));
            mariadb.args(["--skip-log-bin", "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M"]);
            mariadb
        };
        Child::start("mariadb", command, port::listens).map(Self)
    }

    /// One for all tests of this process, which it ends with; each makes a database of its own.
    ///
    /// # Panics
    /// Where it does not start.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<MariaDb> = OnceLock::new();
        SHARED.get_or_init(|| Self::start().unwrap_or_else(|error| panic!("{error}")))
    }

    /// `mysql://root@127.0.0.1:<port>/`
    pub fn url(&self) -> String {
        format!("mysql://root@{}/", self.0.address)
    }
}

fn with_data(program: &Path, scratch: &Path) -> Command {
    let mut command = child::program(program);
    command.arg("--no-defaults").arg(format!("--datadir={}", scratch.join("data").display()));
    if nix::unistd::geteuid().is_root() {
        command.arg("--user=root");
    }
    command
}

fn found(program: &'static str) -> Result<PathBuf, NotStarted> {
    let places = PLACES.iter().map(|place| Path::new(place).join(program));
    let missing = || NotStarted::NotInstalled { name: "mariadb", folder: PLACES[0].into() };
    places.into_iter().find(|path| path.is_file()).ok_or_else(missing)
}
