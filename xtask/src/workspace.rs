use std::env;
use std::path::{Path, PathBuf};

/// The checkout that the xtask was called in.
pub fn root() -> PathBuf {
    let xtask =
        env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask.parent().map_or_else(|| xtask.clone(), Path::to_path_buf)
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |named| root().join(named))
}

/// What the server carries inside; always here, because it is embedded by its path in the checkout.
pub fn site() -> PathBuf {
    root().join("target/site")
}
