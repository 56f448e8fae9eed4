use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::folder::Folder;
use crate::launcher::Launcher;
use crate::{ClusterError, GLANCE, PATIENCE, Settings, making};

const CHECK: Duration = Duration::from_millis(250);
/// After a crash Postgres first replays what it had promised: up to 2 GB.
const RECOVERY: Duration = Duration::from_secs(600);

/// Postgres, in the hands of a thread of its own: Linux sends the parent-death signal when the *thread* that spawned ends.
#[derive(Debug)]
pub struct Postmaster {
    stop: Option<Sender<()>>,
    keeper: Option<JoinHandle<()>>,
}

impl Postmaster {
    /// Returns when connections are accepted.
    pub fn start(plan: Plan) -> Result<Self, ClusterError> {
        let (stop, stopped) = mpsc::channel();
        let (tell, told) = mpsc::sync_channel(1);
        let folder = plan.folder.path().to_path_buf();
        let keeper = thread::Builder::new()
            .name("postgres keeper".into())
            .spawn(move || match plan.bring_up() {
                Ok(child) => {
                    let _ = tell.send(Ok(()));
                    keep(&plan, child, &stopped);
                }
                Err(error) => drop(tell.send(Err(error))),
            })
            .map_err(|error| ClusterError::Starting { folder: folder.clone(), output: error.to_string() })?;
        match told.recv() {
            Ok(Ok(())) => Ok(Self { stop: Some(stop), keeper: Some(keeper) }),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(ClusterError::Starting { folder, output: "its keeper panicked".into() }),
        }
    }

    /// Returns when Postgres has ended.
    pub fn stop(&mut self) {
        self.stop.take();
        if let Some(keeper) = self.keeper.take() {
            let _ = keeper.join();
        }
    }
}

/// Everything it takes to start Postgres, again if need be.
#[derive(Debug)]
pub struct Plan {
    pub launcher: Launcher,
    pub folder: Folder,
    pub settings: Settings,
}

impl Plan {
    fn bring_up(&self) -> Result<Child, ClusterError> {
        making::make_if_missing(&self.launcher, &self.folder, self.settings)?;
        end_orphan(&self.folder.data());
        self.launch()
    }

    fn launch(&self) -> Result<Child, ClusterError> {
        let mut log = self.folder.log()?;
        let said_before = log.seek(SeekFrom::End(0)).unwrap_or(0);
        let starting = |output: String| ClusterError::Starting { folder: self.folder.path().into(), output };
        let mut child = self.spawn(&log).map_err(|error| starting(error.to_string()))?;
        let began = Instant::now();
        while !is_ready(&self.folder.data(), child.id()) {
            let ended = child.try_wait().map_err(|error| starting(error.to_string()))?;
            if ended.is_some() || began.elapsed() > RECOVERY {
                shut_down(child);
                return Err(starting(read_from(&mut log, said_before)));
            }
            thread::sleep(GLANCE);
        }
        Ok(child)
    }

    fn spawn(&self, log: &File) -> io::Result<Child> {
        let mut postgres = self.launcher.command("postgres");
        postgres.arg("-D").arg(self.launcher.seen(&self.folder.data()));
        postgres.arg("-k").arg(self.launcher.seen(&self.folder.sockets()));
        for setting in self.settings.lines() {
            postgres.arg("-c").arg(setting);
        }
        postgres.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log.try_clone()?).spawn()
    }
}

impl Settings {
    fn lines(&self) -> Vec<String> {
        let mut lines = vec![
            "listen_addresses=".into(),
            "unix_socket_permissions=0700".into(),
            "cluster_name=pabal".into(),
            "timezone=UTC".into(),
            "log_timezone=UTC".into(),
            // plans here are short: compiling them costs more than it saves
            "jit=off".into(),
            "max_wal_size=2GB".into(),
            "checkpoint_timeout=15min".into(),
            format!("max_connections={}", self.max_connections),
            format!("shared_buffers={}MB", self.shared_buffers_mb),
        ];
        if !self.durable {
            lines.extend(["fsync=off", "synchronous_commit=off", "full_page_writes=off"].map(String::from));
        }
        lines
    }
}

/// Starts Postgres again when it ends by itself, until told to stop.
fn keep(plan: &Plan, mut child: Child, stopped: &Receiver<()>) {
    while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(CHECK) {
        if let Ok(Some(_)) = child.try_wait() {
            // not yet: its last children may still hold its memory; its log says why
            match plan.launch() {
                Ok(again) => child = again,
                Err(_) => continue,
            }
        }
    }
    shut_down(child);
}

/// Fast, and if a minute is not enough, at once: Postgres then recovers at its next start.
fn shut_down(mut child: Child) {
    for signal in [Signal::SIGINT, Signal::SIGQUIT] {
        // until it is waited for, the pid is nobody else's
        let _ = kill(pid_of(child.id()), signal);
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            match child.try_wait() {
                Ok(None) => thread::sleep(GLANCE),
                Ok(Some(_)) | Err(_) => return,
            }
        }
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// A Postgres whose owner was killed is told to end, and waited for. A `postmaster.pid` without it is Postgres's to judge.
fn end_orphan(data: &Path) {
    let Some(orphan) = pid_file(data).and_then(|lines| lines.first()?.parse().ok()) else {
        return;
    };
    let began = Instant::now();
    while works_in(orphan, data) && began.elapsed() < PATIENCE {
        let _ = kill(pid_of(orphan), Signal::SIGINT);
        thread::sleep(GLANCE);
    }
}

/// A postmaster's working folder is its data folder.
fn works_in(pid: u32, data: &Path) -> bool {
    fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|folder| folder == data)
}

fn is_ready(data: &Path, pid: u32) -> bool {
    pid_file(data).is_some_and(|lines| {
        lines.first().is_some_and(|line| *line == pid.to_string())
            && lines.get(7).is_some_and(|line| line.trim() == "ready")
    })
}

fn pid_file(data: &Path) -> Option<Vec<String>> {
    let text = fs::read_to_string(data.join("postmaster.pid")).ok()?;
    Some(text.lines().map(String::from).collect())
}

fn pid_of(id: u32) -> Pid {
    Pid::from_raw(id.cast_signed())
}

fn read_from(log: &mut File, position: u64) -> String {
    let mut said = String::new();
    let _ = log.seek(SeekFrom::Start(position)).and_then(|_| log.read_to_string(&mut said));
    said
}
