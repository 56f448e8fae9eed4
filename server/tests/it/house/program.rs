//! The program itself, as people start it.

use domain::{CampaignId, Totals};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use serde::Deserialize;
use std::{
    ffi::OsStr,
    process::{ExitStatus, Stdio},
    time::Duration,
};
use tokio::{
    process::{Child, ChildStdout, Command},
    time::timeout,
};

/// Longer than any test's program takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

pub struct Program(Child);

/// What an ended program left.
#[derive(Debug)]
pub struct Said {
    pub status: ExitStatus,
    pub stdout: String,
    pub stderr: String,
}

/// The last line of a sending command's `--json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    pub campaign: CampaignId,
    pub audience: i64,
    pub states: Totals,
    pub seconds: f64,
    pub rejected_rows: u64,
}

impl Program {
    pub fn start(args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        Self::start_in(&[], args)
    }

    pub fn start_in(environment: &[(&str, &str)], args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pabal"));
        command.args(args).kill_on_drop(true);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for name in [
            "DATABASE_URL",
            "PABAL_DATA",
            "PABAL_CARRIER",
            "PABAL_IMAGES",
            "PABAL_IMAGES_URL",
            "PABAL_TEMPLATES_TABLE",
            "PABAL_PUBLIC_URL",
            "PABAL_DOUBT_MINUTES",
            "RUST_LOG",
        ] {
            command.env_remove(name);
        }
        command.envs(environment.iter().copied());
        Self(command.spawn().unwrap())
    }

    pub fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(self.0.id().unwrap().cast_signed()), signal).unwrap();
    }

    pub fn id(&self) -> u32 {
        self.0.id().unwrap()
    }

    /// SIGKILL, and gone when this returns.
    pub async fn kill(mut self) {
        self.0.kill().await.unwrap();
    }

    /// What it says while it runs; then nobody else hears it.
    pub fn stdout(&mut self) -> ChildStdout {
        self.0.stdout.take().unwrap()
    }

    pub fn has_ended(&mut self) -> bool {
        self.0.try_wait().unwrap().is_some()
    }

    pub async fn end(self) -> Said {
        let ended = timeout(PATIENCE, self.0.wait_with_output()).await;
        let ended = ended.unwrap_or_else(|_| panic!("the program did not end within {PATIENCE:?}")).unwrap();
        Said {
            status: ended.status,
            stdout: String::from_utf8(ended.stdout).unwrap(),
            stderr: String::from_utf8(ended.stderr).unwrap(),
        }
    }
}

impl Said {
    pub fn code(&self) -> i32 {
        self.status.code().unwrap_or_else(|| panic!("ended by a signal: {self:?}"))
    }

    /// It did what it was asked to.
    pub fn fine(self) -> Self {
        assert_eq!(self.code(), 0, "{self:?}");
        self
    }

    pub fn outcome(&self) -> Outcome {
        let last = self.stdout.lines().last().unwrap_or_else(|| panic!("nothing was said: {self:?}"));
        let outcome: Outcome = serde_json::from_str(last).unwrap_or_else(|e| panic!("{e}: {self:?}"));
        assert_eq!(outcome.states.audience(), outcome.audience, "{self:?}");
        outcome
    }
}
