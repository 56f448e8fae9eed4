use std::env;
use std::process::Command;

use crate::workspace;

/// A cargo of our own that builds without a database.
///
/// What the outer cargo set for the xtask must not reach it: build scripts such as ring's watch `CARGO_MANIFEST_DIR`
/// and `CARGO_PKG_*`, and would rebuild half the tree each time.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(describes_a_package) {
            command.env_remove(name);
        }
    }
    command.env_remove("DATABASE_URL").env_remove("SQLX_OFFLINE_DIR").env("SQLX_OFFLINE", "true");
    command.current_dir(workspace::root());
    command
}

fn describes_a_package(variable: &str) -> bool {
    variable.starts_with("CARGO_PKG_")
        || variable.starts_with("CARGO_MANIFEST_")
        || ["CARGO_CRATE_NAME", "CARGO_BIN_NAME", "CARGO_PRIMARY_PACKAGE", "OUT_DIR"].contains(&variable)
}
