use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::ClusterError;

/// The folder of Postgres's programs.
#[derive(Debug, Clone)]
pub struct Programs(PathBuf);

impl Programs {
    /// `$PG_BINDIR` where it is set, else the newest of `/usr/lib/postgresql/*/bin`, else the first of `$PATH`.
    pub fn find() -> Result<Self, ClusterError> {
        if let Some(named) = env::var_os("PG_BINDIR").map(PathBuf::from) {
            return if has_programs(&named) { Ok(Self(named)) } else { Err(ClusterError::NotABinaryFolder(named)) };
        }
        newest_in(Path::new("/usr/lib/postgresql"))
            .or_else(|| env::split_paths(&env::var_os("PATH")?).find(|folder| has_programs(folder)))
            .map(Self)
            .ok_or(ClusterError::ProgramsMissing)
    }

    pub fn path(&self, program: &str) -> PathBuf {
        self.0.join(program)
    }
}

fn newest_in(versions: &Path) -> Option<PathBuf> {
    fs::read_dir(versions)
        .ok()?
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| has_programs(folder))
        .max()
        .map(|(_, folder)| folder)
}

fn has_programs(folder: &Path) -> bool {
    ["initdb", "postgres"].iter().all(|program| folder.join(program).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_whole_installation_wins_by_number_not_by_spelling() {
        let versions = tempfile::tempdir().unwrap();
        for (version, programs) in
            [("9", &["initdb", "postgres"][..]), ("15", &["initdb", "postgres"]), ("17", &["psql"])]
        {
            let folder = versions.path().join(version).join("bin");
            fs::create_dir_all(&folder).unwrap();
            for program in programs {
                fs::write(folder.join(program), "").unwrap();
            }
        }
        assert_eq!(newest_in(versions.path()), Some(versions.path().join("15/bin")));
    }
}
