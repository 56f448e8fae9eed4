//! Where the octets of pictures lie, each under the name that its content gives it.

mod folder;

pub use folder::Folder;

use crate::Result;
use std::{path::PathBuf, sync::Arc};
use tokio::io::AsyncRead;

/// Cheap to clone.
#[derive(Clone, Debug)]
pub enum ImageStore {
    Folder(Arc<Folder>),
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

    /// Over an earlier one of this name, which has the same content.
    pub async fn keep(&self, name: &str, octets: &[u8]) -> Result<()> {
        match self {
            Self::Folder(folder) => folder.keep(name, octets).await,
        }
    }

    /// `None` where there is none of this name.
    pub async fn open(&self, name: &str) -> Result<Option<Kept>> {
        match self {
            Self::Folder(folder) => folder.open(name).await,
        }
    }

    /// Nothing happens where there is none of this name.
    pub async fn remove(&self, name: &str) -> Result<()> {
        match self {
            Self::Folder(folder) => folder.remove(name).await,
        }
    }
}
