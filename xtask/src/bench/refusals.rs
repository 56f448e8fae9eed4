//! One click at the rate of a mailbox provider that clears its queue: so many a second, however long each takes.

use anyhow::{Context, Result, bail};
use std::{
    collections::VecDeque,
    fs,
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

const CONNECTIONS: usize = 32;
const BODY: &str = "List-Unsubscribe=One-Click";

/// The program as a server, until it is dropped.
pub struct Server {
    program: Child,
    _said: BufReader<ChildStdout>,
    host: String,
}

impl Server {
    pub fn start(mut command: Command) -> Result<Self> {
        let mut program = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn()?;
        let mut said = BufReader::new(program.stdout.take().context("the program has no output")?);
        let mut greeting = String::new();
        said.read_line(&mut greeting)?;
        let host = greeting.split("http://").nth(1).context("the program does not say where it listens")?;
        Ok(Self { program, _said: said, host: host.trim().trim_end_matches('/').to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let id = nix::unistd::Pid::from_raw(self.program.id().cast_signed());
        // so that its Postgres ends in order too
        let _ = nix::sys::signal::kill(id, nix::sys::signal::Signal::SIGTERM);
        let _ = self.program.wait();
    }
}

/// The paths of the one-click links in the letters of an outbox.
pub fn links(outbox: &Path) -> Result<Vec<String>> {
    let mut links = Vec::new();
    for file in fs::read_dir(outbox)? {
        let path = file?.path();
        if path.extension().is_none_or(|extension| extension != "eml") {
            continue;
        }
        let letter = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
        let head = letter.split_once("List-Unsubscribe:").with_context(|| format!("{} has no link", path.display()))?.1;
        let link: String = head.split(['<', '>']).nth(1).unwrap_or_default().split_whitespace().collect();
        let token = link.rsplit("/u/").next().context("a link without a token")?;
        links.push(format!("/u/{token}"));
    }
    Ok(links)
}

/// Sends each at its moment and measures from that moment to the answer, so that waiting for a free connection counts too.
/// In milliseconds, in order.
pub fn click(server: &Server, links: Vec<String>, a_second: u32) -> Result<Vec<f64>> {
    let began = Instant::now() + Duration::from_millis(100);
    let moment = |n: usize| began + Duration::from_secs_f64(n as f64 / f64::from(a_second));
    let due: VecDeque<(Instant, String)> = links.into_iter().enumerate().map(|(n, link)| (moment(n), link)).collect();
    let due = Arc::new(Mutex::new(due));
    let clickers: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let (due, host) = (Arc::clone(&due), server.host.clone());
            thread::spawn(move || clicker(&host, &due))
        })
        .collect();
    let mut took = Vec::new();
    for clicker in clickers {
        match clicker.join() {
            Ok(measured) => took.extend(measured?),
            Err(_) => bail!("a connection's thread panicked"),
        }
    }
    took.sort_by(f64::total_cmp);
    Ok(took)
}

fn clicker(host: &str, due: &Mutex<VecDeque<(Instant, String)>>) -> Result<Vec<f64>> {
    let stream = TcpStream::connect(host)?;
    stream.set_nodelay(true)?;
    let (mut out, mut answers, mut took) = (stream.try_clone()?, BufReader::new(stream), Vec::new());
    loop {
        let next = due.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some((moment, link)) = next else { return Ok(took) };
        thread::sleep(moment.saturating_duration_since(Instant::now()));
        let head = "content-type: application/x-www-form-urlencoded";
        write!(out, "POST {link} HTTP/1.1\r\nhost: {host}\r\n{head}\r\ncontent-length: {}\r\n\r\n{BODY}", BODY.len())?;
        let status = answer(&mut answers)?;
        if status != 200 {
            bail!("{link} was answered {status}");
        }
        took.push(moment.elapsed().as_secs_f64() * 1000.0);
    }
}

/// Reads one answer to its end.
fn answer(answers: &mut impl BufRead) -> Result<u16> {
    let (mut status, mut length, mut line) = (0, 0, String::new());
    loop {
        line.clear();
        answers.read_line(&mut line)?;
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        } else if let Some(rest) = line.strip_prefix("http/1.1 ") {
            status = rest.split(' ').next().unwrap_or_default().parse()?;
        } else if let Some(octets) = line.strip_prefix("content-length:") {
            length = octets.trim().parse()?;
        }
    }
    answers.read_exact(&mut vec![0; length])?;
    Ok(status)
}
