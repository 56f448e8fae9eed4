//! Where the octets of pictures lie, each under the name that its content gives it.

mod folder;
mod s3;

pub use folder::Folder;
pub use s3::{Bucket, FOR_EVER, NotABucket, S3};

use crate::{Result, mailer::OpenError};
use std::{fmt, path::PathBuf, sync::Arc};
use tokio::io::AsyncRead;

/// Cheap to clone.
#[derive(Clone, Debug)]
pub enum ImageStore {
    Folder(Arc<Folder>),
    S3(Arc<S3>),
}

/// A picture as it comes out again.
pub struct Kept {
    pub octets: u64,
    pub content: Box<dyn AsyncRead + Send + Unpin>,
}

impl ImageStore {
    /// Made when the first picture comes.
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Self::Folder(Arc::new(Folder::new(path.into())))
    }

    /// Connects to nothing yet.
    pub async fn s3(bucket: Bucket) -> Result<Self, OpenError> {
        Ok(Self::S3(Arc::new(S3::open(bucket).await?)))
    }

    /// Over an earlier one of this name, which has the same content.
    pub async fn keep(&self, name: &str, octets: &[u8]) -> Result<()> {
        match self {
            Self::Folder(folder) => folder.keep(name, octets).await,
            Self::S3(bucket) => bucket.keep(name, octets).await,
        }
    }

    /// `None` where there is none of this name.
    pub async fn open(&self, name: &str) -> Result<Option<Kept>> {
        match self {
            Self::Folder(folder) => folder.open(name).await,
            Self::S3(bucket) => bucket.open_image(name).await,
        }
    }

    /// How large the one of this name is; `None` where there is none.
    pub async fn octets(&self, name: &str) -> Result<Option<u64>> {
        match self {
            Self::Folder(folder) => Ok(folder.open(name).await?.map(|kept| kept.octets)),
            Self::S3(bucket) => bucket.octets(name).await,
        }
    }

    /// Nothing happens where there is none of this name.
    pub async fn remove(&self, name: &str) -> Result<()> {
        match self {
            Self::Folder(folder) => folder.remove(name).await,
            Self::S3(bucket) => bucket.remove(name).await,
        }
    }

    /// It is there; a folder is made when the first picture comes.
    pub async fn look(&self) -> Result<()> {
        match self {
            Self::Folder(_) => Ok(()),
            Self::S3(bucket) => bucket.look().await,
        }
    }
}

/// The folder, or `s3://bucket/prefix`.
impl fmt::Display for ImageStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => folder.path().display().fmt(f),
            Self::S3(bucket) => bucket.bucket().fmt(f),
        }
    }
}
