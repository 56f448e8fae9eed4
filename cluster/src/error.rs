use std::fmt::{self, Display};
use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    #[error(
        "Postgres is not installed: no initdb and postgres in $PG_BINDIR, /usr/lib/postgresql/*/bin or $PATH. Install it (Debian, Ubuntu: apt-get install postgresql; Fedora: dnf install postgresql-server), or name its folder in PG_BINDIR."
    )]
    ProgramsMissing,
    #[error(
        "PG_BINDIR is {}, but there is no initdb and postgres in it. Name the folder that has them, often /usr/lib/postgresql/<version>/bin.", .0.display()
    )]
    NotABinaryFolder(PathBuf),
    #[error(
        "Postgres refuses to run as root, and this machine has neither a user postgres nor nobody to run it as. Make one (useradd --system postgres)."
    )]
    NoAccount,
    #[error("The database in {} is in use by {}. Stop that first, or use another data folder.", .folder.display(), Holder(*.holder))]
    Locked { folder: PathBuf, holder: Option<u32> },
    #[error("The database in {} belongs to {}, which has not made it ready in 60 seconds. See {}.", .folder.display(), Holder(*.holder), log_of(.folder).display())]
    OwnerNotReady { folder: PathBuf, holder: Option<u32> },
    #[error("A database could not be made in {}. {program} says:\n{output}", .folder.display())]
    Making { folder: PathBuf, program: &'static str, output: String },
    #[error("Postgres did not start in {}. It says:\n{output}", .folder.display())]
    Starting { folder: PathBuf, output: String },
    #[error("{} {path}: {source}. {hint}", .verb, path = .path.display())]
    Folder { verb: &'static str, path: PathBuf, hint: &'static str, source: io::Error },
    #[error("The data folder {} has a name that is not UTF-8, which no database address can hold. Choose another.", .0.display())]
    NotUtf8(PathBuf),
}

impl ClusterError {
    pub(crate) fn folder(verb: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| {
            let hint = match source.kind() {
                io::ErrorKind::PermissionDenied => "Choose a data folder that belongs to the user this runs as.",
                io::ErrorKind::StorageFull => "Make room on that disk.",
                _ => "",
            };
            Self::Folder { verb, path, hint, source }
        }
    }
}

struct Holder(Option<u32>);

impl Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(pid) => write!(f, "process {pid}"),
            None => f.write_str("another process"),
        }
    }
}

fn log_of(folder: &Path) -> PathBuf {
    folder.join(crate::folder::LOG)
}
