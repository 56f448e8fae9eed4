//! Replies of a server: `250-first` … `250 last` (RFC 5321, 4.2).

use super::connection::Stream;
use domain::outcome::Reason;
use std::{io, ops::Range};
use tokio::io::AsyncReadExt;

/// No honest reply is longer.
const REPLY_OCTETS_MAX: usize = 64 * 1024;

/// A reply worth keeping: its code, and its lines without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub code: u16,
    pub text: String,
}

impl Reply {
    /// The code is grouped by, so it is the enhanced one where there is one: `451 4.7.1` (RFC 3463).
    pub fn reason(&self) -> Reason {
        let text = self.text.replace('\n', " ");
        match text.split_once(' ') {
            Some((enhanced, rest)) if is_enhanced(enhanced) => {
                Reason::new(format!("{} {enhanced}", self.code), rest.to_owned())
            }
            _ => Reason::new(self.code.to_string(), text),
        }
    }
}

fn is_enhanced(text: &str) -> bool {
    let mut parts = text.split('.').map(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    matches!((parts.next(), parts.next(), parts.next(), parts.next()), (Some(true), Some(true), Some(true), None))
}

/// Reads replies off a connection; nothing is copied until someone asks for the text.
#[derive(Default)]
pub struct Replies {
    buffer: Vec<u8>,
    last: Range<usize>,
}

impl Replies {
    /// Waits for the next whole reply and returns its code.
    pub async fn next(&mut self, stream: &mut Stream) -> io::Result<u16> {
        if self.last.end == self.buffer.len() {
            self.buffer.clear();
            self.last = 0..0;
        }
        self.buffer.reserve(512);
        loop {
            if let Some((code, end)) = parse(&self.buffer[self.last.end..])? {
                self.last = self.last.end..self.last.end + end;
                return Ok(code);
            }
            if self.buffer.len() > REPLY_OCTETS_MAX {
                return Err(malformed("the server's reply does not end"));
            }
            if stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the server closed the connection"));
            }
        }
    }

    /// The reply that [`Self::next`] returned last.
    pub fn last(&self, code: u16) -> Reply {
        let text = String::from_utf8_lossy(&self.buffer[self.last.clone()]);
        let lines: Vec<&str> = text.lines().map(|line| line.get(4..).unwrap_or_default().trim_end()).collect();
        Reply { code, text: lines.join("\n") }
    }

    /// More has come than was asked for.
    pub fn has_more(&self) -> bool {
        self.last.end < self.buffer.len()
    }
}

/// The code of the first whole reply and its length; `None` until it is whole.
fn parse(bytes: &[u8]) -> io::Result<Option<(u16, usize)>> {
    let mut start = 0;
    for newline in memchr::memchr_iter(b'\n', bytes) {
        let (code, is_last) = parse_line(&bytes[start..newline])?;
        start = newline + 1;
        if is_last {
            return Ok(Some((code, start)));
        }
    }
    Ok(None)
}

fn parse_line(line: &[u8]) -> io::Result<(u16, bool)> {
    let digit = |at: usize| line.get(at).filter(|b| b.is_ascii_digit()).map(|b| u16::from(b - b'0'));
    let (Some(a @ 2..=5), Some(b), Some(c)) = (digit(0), digit(1), digit(2)) else {
        return Err(malformed("the server's reply does not begin with a code"));
    };
    match line.get(3) {
        Some(b'-') => Ok((a * 100 + b * 10 + c, false)),
        None | Some(b' ' | b'\r') => Ok((a * 100 + b * 10 + c, true)),
        Some(_) => Err(malformed("the server's reply does not begin with a code")),
    }
}

fn malformed(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::{Reply, parse};

    #[test]
    fn a_reply_is_read_when_it_is_whole() {
        for (bytes, expected) in [
            ("250 OK\r\n", Some((250, 8))),
            ("250\r\n", Some((250, 5))),
            ("250 OK\n354 go\r\n", Some((250, 7))),
            ("250-a\r\n250 b\r\n", Some((250, 14))),
            ("250-a\r\n250 b", None),
            ("25", None),
        ] {
            assert_eq!(parse(bytes.as_bytes()).unwrap(), expected, "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_reply_is_an_error() {
        for bytes in ["HTTP/1.1 400 Bad Request\r\n", "999 no\r\n", "250x\r\n", "\r\n"] {
            assert!(parse(bytes.as_bytes()).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn the_enhanced_code_is_part_of_the_code() {
        let reason = |text: &str| Reply { code: 451, text: text.into() }.reason().to_string();
        assert_eq!(reason("4.7.1 Greylisted,\n4.7.1 wait"), "451 4.7.1: Greylisted, 4.7.1 wait");
        assert_eq!(reason("Greylisted, wait"), "451: Greylisted, wait");
        assert_eq!(reason(""), "451: ");
    }
}
