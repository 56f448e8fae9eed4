use crate::{NotStarted, port};
use nix::{
    sys::signal::{Signal, kill},
    unistd::{Pid, getppid},
};
use std::{
    fs::{self, File},
    io,
    net::SocketAddr,
    os::unix::process::CommandExt,
    path::Path,
    process::{self, Command, Stdio},
    sync::mpsc::{self, Receiver, Sender},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// A machine of two cores that compiles besides needs several seconds for Python alone.
const READY_WITHIN: Duration = Duration::from_secs(60);
const ENDS_WITHIN: Duration = Duration::from_secs(5);
const GLANCE: Duration = Duration::from_millis(20);
/// Between choosing a free port and listening at it somebody else may take it.
const TRIES: usize = 5;
const LOG: &str = "log";

/// With nothing of this process's own settings.
pub fn program(path: &Path) -> Command {
    let mut command = Command::new(path);
    command.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin").env("LC_ALL", "C.UTF-8");
    command
}

/// A program that listens, in the hands of a thread of its own: Linux sends the parent-death signal when the *thread*
/// that started it ends, and a test's thread ends before others are done with what they share.
#[derive(Debug)]
pub struct Child {
    pub address: SocketAddr,
    stop: Option<Sender<()>>,
    keeper: Option<JoinHandle<()>>,
}

impl Child {
    /// Returns when `is_ready` says so.
    pub fn start(
        name: &'static str,
        command: impl Fn(SocketAddr, &Path) -> Command + Send + 'static,
        is_ready: fn(SocketAddr) -> bool,
    ) -> Result<Self, NotStarted> {
        let failed = move |why: String| NotStarted::Failed { name, why };
        let (stop, stopped) = mpsc::channel();
        let (tell, told) = mpsc::sync_channel(1);
        let keeper = thread::Builder::new().name(format!("{name} keeper")).spawn(move || {
            match Running::start(&command, is_ready) {
                Ok(running) => {
                    let _ = tell.send(Ok(running.address));
                    running.keep(&stopped);
                }
                Err(why) => drop(tell.send(Err(why))),
            }
        });
        let keeper = keeper.map_err(|error| failed(error.to_string()))?;
        let address = told.recv().map_err(|_| failed("its keeper panicked".into()))?.map_err(failed)?;
        Ok(Self { address, stop: Some(stop), keeper: Some(keeper) })
    }
}

impl Drop for Child {
    /// Returns when it has ended.
    fn drop(&mut self) {
        self.stop.take();
        if let Some(keeper) = self.keeper.take() {
            let _ = keeper.join();
        }
    }
}

struct Running {
    address: SocketAddr,
    child: process::Child,
    // what it writes goes with it
    _scratch: TempDir,
}

impl Running {
    fn start(
        command: &impl Fn(SocketAddr, &Path) -> Command,
        is_ready: fn(SocketAddr) -> bool,
    ) -> Result<Self, String> {
        let mut why = String::new();
        for _ in 0..TRIES {
            match Self::start_once(command, is_ready) {
                Ok(Ok(running)) => return Ok(running),
                Ok(Err(said)) => why = said,
                Err(error) => return Err(error.to_string()),
            }
        }
        Err(why)
    }

    /// What it said instead, where it ended or was not ready in time.
    fn start_once(
        command: &impl Fn(SocketAddr, &Path) -> Command,
        is_ready: fn(SocketAddr) -> bool,
    ) -> io::Result<Result<Self, String>> {
        let (address, scratch) = (port::free()?, TempDir::new()?);
        let log = File::create(scratch.path().join(LOG))?;
        let mut command = command(address, scratch.path());
        command.env("HOME", scratch.path()).env("TMPDIR", scratch.path()).current_dir(scratch.path());
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).process_group(0);
        bind_to_this_thread(&mut command);
        let mut child = command.spawn()?;
        let began = Instant::now();
        loop {
            let ready = is_ready(address);
            let said = || fs::read_to_string(scratch.path().join(LOG)).unwrap_or_default();
            if let Some(status) = child.try_wait()? {
                return Ok(Err(format!("it ended with {status}\n{}", said())));
            }
            if ready {
                return Ok(Ok(Self { address, child, _scratch: scratch }));
            }
            if began.elapsed() > READY_WITHIN {
                let said = said();
                end(child);
                return Ok(Err(format!("it was not ready within {} s\n{said}", READY_WITHIN.as_secs())));
            }
            thread::sleep(GLANCE);
        }
    }

    fn keep(self, stopped: &Receiver<()>) {
        // ends when the other end is dropped
        let _ = stopped.recv();
        end(self.child);
    }
}

fn end(mut child: process::Child) {
    // until it is waited for, the pid is nobody else's
    let _ = kill(Pid::from_raw(child.id().cast_signed()), Signal::SIGTERM);
    let began = Instant::now();
    while began.elapsed() < ENDS_WITHIN {
        match child.try_wait() {
            Ok(None) => thread::sleep(GLANCE),
            Ok(Some(_)) | Err(_) => return,
        }
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[allow(unsafe_code, reason = "the parent-death signal can only be set between fork and exec")]
fn bind_to_this_thread(command: &mut Command) {
    let parent = Pid::from_raw(process::id().cast_signed());
    let bind = move || -> io::Result<()> {
        #[cfg(target_os = "linux")]
        nix::sys::prctl::set_pdeathsig(Signal::SIGKILL)?;
        if getppid() == parent { Ok(()) } else { Err(io::ErrorKind::Interrupted.into()) }
    };
    // SAFETY: `bind` only makes system calls; it neither allocates nor locks
    unsafe { command.pre_exec(bind) };
}
