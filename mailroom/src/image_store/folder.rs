use super::Kept;
use crate::{Error, Result};
use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};
use tokio::{
    fs::{self, File},
    io::AsyncWriteExt,
};

/// A folder of files on this machine.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    written: AtomicU32,
}

impl Folder {
    pub fn new(path: PathBuf) -> Self {
        Self { path, written: AtomicU32::new(0) }
    }

    /// Written aside and renamed, so that nobody is ever served half a picture.
    pub async fn keep(&self, name: &str, octets: &[u8]) -> Result<()> {
        let number = self.written.fetch_add(1, Ordering::Relaxed);
        let aside = self.path.join(format!(".{}-{number}", std::process::id()));
        let path = self.file(name)?;
        let written = async {
            fs::create_dir_all(&self.path).await?;
            let mut file = File::create(&aside).await?;
            file.write_all(octets).await?;
            file.sync_all().await?;
            fs::rename(&aside, &path).await
        };
        if let Err(error) = written.await {
            fs::remove_file(&aside).await.ok();
            return Err(Error::broken(format_args!("{} cannot be written: {error}", path.display())));
        }
        Ok(())
    }

    pub async fn open(&self, name: &str) -> Result<Option<Kept>> {
        match File::open(self.file(name)?).await {
            Ok(file) => {
                let octets = file.metadata().await.map_err(Error::broken)?.len();
                Ok(Some(Kept { octets, content: Box::new(file) }))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::broken(error)),
        }
    }

    pub async fn remove(&self, name: &str) -> Result<()> {
        match fs::remove_file(self.file(name)?).await {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::broken(error)),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A name is never a way out of the folder.
    fn file(&self, name: &str) -> Result<PathBuf> {
        let is_plain = name.bytes().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'-'));
        if !is_plain || name.starts_with('.') || name.is_empty() {
            return Err(Error::broken(format_args!("`{name}` is no name of a picture")));
        }
        Ok(self.path.join(name))
    }
}

#[cfg(test)]
mod tests {
    use super::Folder;
    use tokio::io::AsyncReadExt;

    #[tokio::test]
    async fn what_is_kept_comes_out_again_until_it_is_removed() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path().join("images"));
        assert!(folder.open("a.png").await.unwrap().is_none());
        folder.keep("a.png", b"one").await.unwrap();
        folder.keep("a.png", b"one").await.unwrap();
        let mut octets = vec![];
        folder.open("a.png").await.unwrap().unwrap().content.read_to_end(&mut octets).await.unwrap();
        assert_eq!(octets, b"one");
        assert_eq!(place.path().join("images").read_dir().unwrap().count(), 1, "nothing is left aside");
        folder.remove("a.png").await.unwrap();
        folder.remove("a.png").await.unwrap();
        assert!(folder.open("a.png").await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_name_leads_nowhere_else() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path().to_owned());
        for name in ["", "..", "../a.png", "/etc/passwd", "a/b.png", "a\\b", ".hidden", "a\0.png"] {
            assert!(folder.keep(name, b"x").await.is_err(), "{name:?}");
            assert!(folder.open(name).await.is_err(), "{name:?}");
        }
    }
}
