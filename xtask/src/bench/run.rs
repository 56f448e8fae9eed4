//! One measured run of the program.

use super::{
    inputs::Inputs,
    machine::{Cost, Meter},
};
use anyhow::{Context, Result, bail};
use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Read},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const LOOK_EVERY: Duration = Duration::from_millis(50);

pub struct Bench {
    program: PathBuf,
    sink: PathBuf,
    folder: PathBuf,
    pub inputs: Inputs,
}

/// What a run of the program cost.
pub struct Ran {
    pub seconds: f64,
    pub program: Cost,
    pub postgres: Cost,
    /// The last line of its standard output.
    pub said: String,
}

/// What the other end took.
pub struct Taken {
    pub letters: u64,
    pub octets: u64,
    pub recipients: u64,
    pub first_at: f64,
    pub last_at: f64,
}

impl Bench {
    pub fn new(program: PathBuf, sink: PathBuf) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("pabal-bench-{}", std::process::id()));
        let inputs = Inputs::new(&folder.join("inputs"))?;
        Ok(Self { program, sink, folder, inputs })
    }

    /// A data folder that no run has used.
    pub fn data(&self, name: &str) -> PathBuf {
        let data = self.folder.join(name);
        let _ = fs::remove_dir_all(&data);
        data
    }

    pub fn program(&self, data: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).arg("--data").arg(data).env_remove("DATABASE_URL");
        command
    }

    /// Runs it to its end and measures it and its Postgres on the way.
    pub fn measure(&self, command: &mut Command) -> Result<Ran> {
        let said_to = self.folder.join("stdout");
        let began = Instant::now();
        let mut child = command.stdout(File::create(&said_to)?).stderr(Stdio::inherit()).spawn()?;
        let mut meter = Meter::default();
        let status = loop {
            meter.look(child.id());
            match child.try_wait()? {
                Some(status) => break status,
                None => thread::sleep(LOOK_EVERY),
            }
        };
        let seconds = began.elapsed().as_secs_f64();
        if !status.success() {
            bail!("{command:?} ended with {status}");
        }
        let said = fs::read_to_string(&said_to)?.lines().last().unwrap_or_default().to_owned();
        Ok(Ran { seconds, program: meter.of_program(child.id()), postgres: meter.of_postgres(), said })
    }

    /// Takes letters until it is dropped or asked.
    pub fn sink(&self, protocol: &str) -> Result<Sink> {
        self.sink_that_notes(protocol, None)
    }

    /// And writes into a log when each came.
    pub fn sink_that_notes(&self, protocol: &str, log: Option<&Path>) -> Result<Sink> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut child = Command::new(&self.sink)
            .args([protocol, &format!("127.0.0.1:{port}")])
            .args(log)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let stdin = child.stdin.take();
        let mut out = BufReader::new(child.stdout.take().context("the sink has no output")?);
        let mut ready = String::new();
        out.read_line(&mut ready)?;
        Ok(Sink { child, stdin, out: Box::new(out), port })
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

pub struct Sink {
    child: Child,
    stdin: Option<ChildStdin>,
    out: Box<dyn Read>,
    pub port: u16,
}

impl Sink {
    pub fn close(mut self) -> Result<Taken> {
        self.stdin.take();
        let mut line = String::new();
        self.out.read_to_string(&mut line)?;
        self.child.wait()?;
        let numbers: Vec<f64> = line.split_whitespace().filter_map(|n| n.parse().ok()).collect();
        let [letters, octets, recipients, first, last] = numbers[..] else { bail!("the sink said {line:?}") };
        Ok(Taken {
            letters: letters as u64,
            octets: octets as u64,
            recipients: recipients as u64,
            first_at: first / 1000.0,
            last_at: last / 1000.0,
        })
    }
}

/// A campaign that went to a sink.
pub struct Sent {
    pub what: String,
    pub n: usize,
    pub ran: Ran,
    pub taken: Taken,
    /// What `pabal status --json` says of it.
    pub status: String,
}

impl Sent {
    /// In unix seconds, by the database's clock.
    pub fn launched_at(&self) -> Result<f64> {
        let status: serde_json::Value = serde_json::from_str(&self.status)?;
        let at = status["launched_at"].as_str().context("the campaign has no launch")?;
        let at: jiff::Timestamp = at.parse()?;
        Ok(at.as_microsecond() as f64 / 1e6)
    }
}
