use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::process;

use crate::ClusterError;
use crate::folder::Folder;

/// The right to start Postgres in a folder: an `flock`, which ends with its process however that ends.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

/// A program that is being started at this moment holds a copy of the file until it has begun: closing ours would not do.
impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

pub enum Claim {
    Held(Lock),
    /// The holder's pid, where it has already written it.
    Taken(Option<u32>),
}

impl Lock {
    pub fn claim(folder: &Folder) -> Result<Claim, ClusterError> {
        let path = folder.lock();
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(ClusterError::folder("Cannot open", &path))?;
        match file.try_lock() {
            Ok(()) => {
                write_pid(&mut file).map_err(ClusterError::folder("Cannot write", &path))?;
                Ok(Claim::Held(Self { file }))
            }
            Err(TryLockError::WouldBlock) => {
                Ok(Claim::Taken(fs::read_to_string(&path).ok().and_then(|pid| pid.trim().parse().ok())))
            }
            Err(TryLockError::Error(error)) => Err(ClusterError::folder("Cannot lock", &path)(error)),
        }
    }
}

fn write_pid(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    writeln!(file, "{}", process::id())
}
