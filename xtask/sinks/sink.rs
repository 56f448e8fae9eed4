//! The other end of a benchmark: takes every letter, costs the machine little. Std only: `rustc -O sink.rs`.
//!
//! `sink smtp|ses ADDRESS [LOG]` prints `ready`, then, when standard input closes, one line:
//! letters, octets, distinct recipients, and the first and the last acceptance in unix milliseconds.
//! Into the log it writes a line a letter: when it was accepted, in unix microseconds, and for whom.

use std::{
    collections::HashSet,
    fs::File,
    io::{BufRead, BufWriter, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

#[derive(Default)]
struct Taken {
    letters: u64,
    octets: u64,
    recipients: HashSet<String>,
    first: u128,
    last: u128,
    log: Option<BufWriter<File>>,
}

type Book = Arc<Mutex<Taken>>;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let log = arguments.get(3).map(|path| BufWriter::new(File::create(path).expect("the log can be written")));
    let book = Book::new(Mutex::new(Taken { log, ..Taken::default() }));
    let listener = TcpListener::bind(&arguments[2]).expect("the address is free");
    let (serve, written): (fn(TcpStream, &Book), _) = match arguments[1].as_str() {
        "smtp" => (smtp, book.clone()),
        "ses" => (ses, book.clone()),
        other => panic!("{other} is neither smtp nor ses"),
    };
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let book = book.clone();
            thread::spawn(move || serve(stream, &book));
        }
    });
    println!("ready");
    let mut rest = String::new();
    let _ = std::io::stdin().read_to_string(&mut rest);
    let mut taken = written.lock().expect("no thread panicked");
    if let Some(log) = &mut taken.log {
        log.flush().expect("the log can be written");
    }
    println!("{} {} {} {} {}", taken.letters, taken.octets, taken.recipients.len(), taken.first, taken.last);
}

fn note(book: &Book, recipient: String, octets: usize) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_micros();
    let mut taken = book.lock().expect("no thread panicked");
    if let Some(log) = &mut taken.log {
        writeln!(log, "{now} {recipient}").expect("the log can be written");
    }
    if taken.letters == 0 {
        taken.first = now / 1000;
    }
    taken.last = now / 1000;
    taken.letters += 1;
    taken.octets += octets as u64;
    taken.recipients.insert(recipient);
}

/// Bytes as they come, with what was not used yet.
struct Wire {
    stream: TcpStream,
    buffer: Vec<u8>,
    start: usize,
}

impl Wire {
    fn new(stream: TcpStream) -> Self {
        let _ = stream.set_nodelay(true);
        Self { stream, buffer: Vec::with_capacity(256 * 1024), start: 0 }
    }

    fn unused(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    fn more(&mut self) -> bool {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let end = self.buffer.len();
        self.buffer.resize(end + 128 * 1024, 0);
        let read = self.stream.read(&mut self.buffer[end..]).unwrap_or(0);
        self.buffer.truncate(end + read);
        read > 0
    }

    fn line(&mut self) -> Option<String> {
        loop {
            if let Some(at) = self.unused().iter().position(|&b| b == b'\n') {
                let line = String::from_utf8_lossy(&self.unused()[..at]).trim_end().to_owned();
                self.start += at + 1;
                return Some(line);
            }
            if !self.more() {
                return None;
            }
        }
    }

    /// How long the letter is, up to its lonely dot.
    fn letter(&mut self) -> Option<usize> {
        let mut seen = 0;
        loop {
            match lonely_dot(self.unused(), seen) {
                Dot::EndsAt(octets) => {
                    self.start += octets;
                    return Some(octets);
                }
                Dot::NotBefore(at) => seen = at,
            }
            if !self.more() {
                return None;
            }
        }
    }
}

enum Dot {
    EndsAt(usize),
    NotBefore(usize),
}

fn lonely_dot(letter: &[u8], mut at: usize) -> Dot {
    loop {
        // skip_until is the standard library's way to its fast search for a byte
        at += (&letter[at..]).skip_until(b'.').unwrap_or(0);
        if at == letter.len() {
            return Dot::NotBefore(at.saturating_sub(1));
        }
        if letter[..at].ends_with(b"\r\n.") || &letter[..at] == b"." {
            match &letter[at..] {
                [b'\r', b'\n', ..] => return Dot::EndsAt(at + 2),
                [b'\r'] => return Dot::NotBefore(at - 1),
                _ => {}
            }
        }
    }
}

fn smtp(stream: TcpStream, book: &Book) {
    let mut out = BufWriter::new(stream.try_clone().expect("a socket can be cloned"));
    let mut wire = Wire::new(stream);
    let mut recipient = String::new();
    let mut reply = "220 sink ESMTP";
    loop {
        let _ = write!(out, "{reply}\r\n");
        // replies to pipelined commands leave together
        if !wire.unused().contains(&b'\n') && out.flush().is_err() {
            return;
        }
        let Some(line) = wire.line() else { return };
        reply = match line.get(..4).map(str::to_ascii_uppercase).as_deref() {
            Some("EHLO") => "250-sink\r\n250-PIPELINING\r\n250-SIZE 104857600\r\n250 8BITMIME",
            Some("RCPT") => {
                recipient = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                "250 2.1.5 OK"
            }
            Some("DATA") => {
                let _ = out.write_all(b"354 go\r\n").and_then(|()| out.flush());
                let Some(octets) = wire.letter() else { return };
                note(book, std::mem::take(&mut recipient), octets);
                "250 2.0.0 OK"
            }
            Some("QUIT") => {
                let _ = out.write_all(b"221 bye\r\n").and_then(|()| out.flush());
                return;
            }
            Some(_) | None => "250 OK",
        };
    }
}

/// Just enough HTTP/1.1 for `SendEmail` and `GetAccount`.
fn ses(stream: TcpStream, book: &Book) {
    let mut out = stream.try_clone().expect("a socket can be cloned");
    let mut wire = Wire::new(stream);
    while let Some(request) = wire.line() {
        let mut octets = 0;
        while let Some(header) = wire.line().filter(|header| !header.is_empty()) {
            if let Some((name, value)) = header.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                octets = value.trim().parse().unwrap_or(0);
            }
        }
        while wire.unused().len() < octets {
            if !wire.more() {
                return;
            }
        }
        let answer = if request.starts_with("POST /v2/email/outbound-emails") {
            // base64 holds no quote, so the tag's value is found without reading the JSON
            let body = &wire.unused()[..octets];
            let tail = String::from_utf8_lossy(&body[octets.saturating_sub(600)..]).into_owned();
            let head = String::from_utf8_lossy(&body[..octets.min(600)]).into_owned();
            let all = head + &tail;
            let to = all.split("\"ToAddresses\":[\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
            note(book, to.to_owned(), octets);
            r#"{"MessageId":"0100-sink"}"#
        } else {
            r#"{"ProductionAccessEnabled":true,"SendingEnabled":true,"SendQuota":{"Max24HourSend":-1,"MaxSendRate":100000,"SentLast24Hours":0}}"#
        };
        wire.start += octets;
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length:";
        if write!(out, "{head} {}\r\n\r\n{answer}", answer.len()).is_err() {
            return;
        }
    }
}
