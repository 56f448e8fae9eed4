use std::fs::File;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use nix::unistd::{Pid, getppid};

use crate::account::Account;
use crate::folder::Folder;
use crate::{ClusterError, Programs};

/// Runs Postgres's programs on one cluster's folder.
///
/// As root they run as another account, which the folders above may not let through (`/root` is 0700).
/// They are then given the folder as an open descriptor and see it as `/proc/self/fd/N`, which asks no folder above.
#[derive(Debug)]
pub struct Launcher {
    programs: Programs,
    account: Option<Account>,
    folder: PathBuf,
    descriptor: Option<File>,
}

impl Launcher {
    pub fn new(programs: Programs, folder: &Folder, account: Option<Account>) -> Result<Self, ClusterError> {
        let by_descriptor = account.is_some() && Path::new("/proc/self/fd").is_dir();
        let descriptor = by_descriptor
            .then(|| File::open(folder.path()))
            .transpose()
            .map_err(ClusterError::folder("Cannot open the folder", folder.path()))?;
        Ok(Self { programs, account, folder: folder.path().into(), descriptor })
    }

    /// What the programs know a path under the cluster's folder as; others are known to all by the same name.
    pub fn seen(&self, path: &Path) -> PathBuf {
        match (&self.descriptor, path.strip_prefix(&self.folder)) {
            (Some(descriptor), Ok(inside)) => {
                Path::new("/proc/self/fd").join(descriptor.as_raw_fd().to_string()).join(inside)
            }
            _ => path.into(),
        }
    }

    /// A program that ends by SIGINT when the thread that spawns it ends, and that a terminal's Ctrl-C does not reach.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.path(program));
        command.env_clear().env("PATH", "/usr/bin:/bin").env("LC_ALL", "C.UTF-8").current_dir("/").process_group(0);
        if let Some(Account { uid, gid }) = self.account {
            command.uid(uid).gid(gid);
        }
        bind_to_this_thread(&mut command, self.descriptor.as_ref().map(AsRawFd::as_raw_fd));
        command
    }
}

#[allow(
    unsafe_code,
    reason = "the parent-death signal and an inherited descriptor can only be set between fork and exec"
)]
fn bind_to_this_thread(command: &mut Command, inherited: Option<RawFd>) {
    let parent = Pid::from_raw(process::id().cast_signed());
    let bind = move || -> io::Result<()> {
        #[cfg(target_os = "linux")]
        nix::sys::prctl::set_pdeathsig(nix::sys::signal::Signal::SIGINT)?;
        if getppid() != parent {
            return Err(io::ErrorKind::Interrupted.into());
        }
        if let Some(descriptor) = inherited {
            // SAFETY: the launcher keeps it open for as long as it spawns
            let descriptor = unsafe { BorrowedFd::borrow_raw(descriptor) };
            fcntl(descriptor.as_fd(), FcntlArg::F_SETFD(FdFlag::empty()))?;
        }
        Ok(())
    };
    // SAFETY: `bind` only makes system calls; it neither allocates nor locks
    unsafe { command.pre_exec(bind) };
}
