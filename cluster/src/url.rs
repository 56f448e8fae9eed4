use std::fmt::{self, Display, Write};
use std::path::{Path, PathBuf};

use crate::ClusterError;

/// The user who owns everything in a cluster, and the database made with it.
pub const OWNER: &str = "pabal";

/// A database's address, for sqlx and for libpq.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    sockets: PathBuf,
    text: String,
}

impl Url {
    pub(crate) fn on(sockets: &Path) -> Result<Self, ClusterError> {
        let folder = sockets.to_str().ok_or_else(|| ClusterError::NotUtf8(sockets.into()))?;
        let text = format!("postgres://{OWNER}@localhost/{OWNER}?host={}", percent_encoded(folder));
        Ok(Self { sockets: sockets.into(), text })
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The folder of the cluster's socket, as `psql -h` takes it.
    pub fn socket_folder(&self) -> &Path {
        &self.sockets
    }

    /// The address of another database of the same cluster.
    pub fn of_database(&self, name: &str) -> String {
        self.text.replacen(&format!("/{OWNER}?"), &format!("/{}?", percent_encoded(name)), 1)
    }
}

impl Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl AsRef<str> for Url {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl std::ops::Deref for Url {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            // writing to a String cannot fail
            _ => drop(write!(encoded, "%{byte:02X}")),
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_any_name_is_one_value() {
        let url = Url::on(Path::new("/srv/우편 & co/a=b%20+c")).unwrap();
        assert_eq!(
            url.as_str(),
            "postgres://pabal@localhost/pabal?host=%2Fsrv%2F%EC%9A%B0%ED%8E%B8%20%26%20co%2Fa%3Db%2520%2Bc"
        );
    }

    #[test]
    fn another_database_of_the_cluster() {
        let url = Url::on(Path::new("/pabal")).unwrap();
        assert_eq!(url.of_database("test 1"), "postgres://pabal@localhost/test%201?host=%2Fpabal");
    }
}
