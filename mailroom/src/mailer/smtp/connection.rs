//! One connection and the letters that go over it.

use super::{
    Timeouts,
    content::Content,
    fault::{Stage, fault},
    reply::{Replies, Reply},
};
use domain::{
    letter::Letter,
    outcome::{Reason, Receipt, SendFault},
};
use futures::FutureExt;
use std::{
    io::{self, IoSlice, Write as _},
    time::{Duration, Instant},
};
use tokio::{io::AsyncWriteExt, net::TcpStream, time::timeout};
use tokio_rustls::client::TlsStream;
use tokio_util::either::Either;

/// Plain or encrypted.
pub type Stream = Either<TcpStream, Box<TlsStream<TcpStream>>>;

/// At most this many pieces a write; the kernel takes 1024.
const PIECES_MAX: usize = 256;

/// The commands of an envelope and the replies that mean yes.
const ENVELOPE: [(Stage, u16); 3] = [(Stage::Mail, 250), (Stage::Recipient, 250), (Stage::Data, 354)];

/// What the server said it can do (EHLO).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extensions {
    pub pipelining: bool,
    pub starttls: bool,
    pub eight_bit: bool,
    /// The largest letter in octets; `Some(0)` is no limit (RFC 1870).
    pub size: Option<usize>,
    pub auth_plain: bool,
    pub auth_login: bool,
}

/// Why a letter was not taken.
#[derive(Debug)]
pub enum Failure {
    /// The server said no; the connection goes on unless it is over.
    Refused(SendFault),
    /// The connection ended before the final dot: provably unsent.
    Unsent(SendFault),
    /// The connection ended after the final dot.
    Unsure(Reason),
}

impl From<Failure> for SendFault {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(fault) | Failure::Unsent(fault) => fault,
            Failure::Unsure(reason) => Self::Unsure(reason),
        }
    }
}

pub struct Connection {
    stream: Stream,
    replies: Replies,
    extensions: Extensions,
    timeouts: Timeouts,
    commands: Vec<u8>,
    letters: usize,
    /// A refused transaction is still open: RSET goes before the next.
    is_dirty: bool,
    is_over: bool,
    used_at: Instant,
}

impl Connection {
    pub fn new(stream: Stream, replies: Replies, extensions: Extensions, timeouts: Timeouts) -> Self {
        Self {
            stream,
            replies,
            extensions,
            timeouts,
            commands: Vec::with_capacity(512),
            letters: 0,
            is_dirty: false,
            is_over: false,
            used_at: Instant::now(),
        }
    }

    /// Letters tried on it so far.
    pub fn letters(&self) -> usize {
        self.letters
    }

    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// An idle connection on which the server speaks is closing: it said 421, or nothing and hung up.
    pub fn is_fit(&mut self, idle: Duration) -> bool {
        self.used_at.elapsed() < idle
            && !self.replies.has_more()
            && self.replies.next(&mut self.stream).now_or_never().is_none()
    }

    /// Says goodbye in the background.
    pub fn quit(mut self) {
        tokio::spawn(async move {
            let goodbye = async {
                self.stream.write_all(b"QUIT\r\n").await?;
                self.stream.flush().await?;
                self.replies.next(&mut self.stream).await
            };
            timeout(Duration::from_secs(5), goodbye).await.ok();
        });
    }

    /// Two round trips where the server pipelines, four where it does not.
    pub async fn deliver(&mut self, letter: &Letter, content: &Content<'_>) -> Result<Receipt, Failure> {
        if let Some(limit @ 1..) = self.extensions.size.filter(|limit| content.size() > *limit) {
            let text = format!("the letter has {} bytes and the server takes {limit}", content.size());
            return Err(Failure::Refused(SendFault::Never(Reason::new("552 5.3.4", text))));
        }
        self.letters += 1;
        let delivered = match self.envelope(letter, content).await {
            Ok(()) => self.content(letter, content).await,
            Err(failure) => Err(failure),
        };
        self.is_dirty = delivered.is_err();
        self.is_over |= matches!(delivered, Err(Failure::Unsent(_) | Failure::Unsure(_)));
        self.used_at = Instant::now();
        delivered
    }

    async fn envelope(&mut self, letter: &Letter, content: &Content<'_>) -> Result<(), Failure> {
        if self.is_dirty {
            self.commands.extend_from_slice(b"RSET\r\n");
        }
        match self.extensions.pipelining {
            true => self.envelope_at_once(letter, content).await,
            false => self.envelope_by_steps(letter, content).await,
        }
    }

    async fn envelope_by_steps(&mut self, letter: &Letter, content: &Content<'_>) -> Result<(), Failure> {
        if self.is_dirty {
            self.say().await?;
            self.reply().await?;
        }
        for (stage, expected) in ENVELOPE {
            self.push(stage, letter, content);
            self.say().await?;
            let code = self.reply().await?;
            self.expect(stage, code, expected, letter)?;
        }
        Ok(())
    }

    /// All replies are read whatever the first says, or the connection would be out of step.
    async fn envelope_at_once(&mut self, letter: &Letter, content: &Content<'_>) -> Result<(), Failure> {
        for (stage, _) in ENVELOPE {
            self.push(stage, letter, content);
        }
        self.say().await?;
        if self.is_dirty {
            self.reply().await?;
        }
        let mut so_far = Ok(());
        for (stage, expected) in ENVELOPE {
            let code = match self.reply().await {
                Ok(code) => code,
                Err(lost) => {
                    self.is_over = true;
                    return so_far.and(Err(lost));
                }
            };
            if so_far.is_ok() {
                so_far = self.expect(stage, code, expected, letter);
            } else if code == 354 {
                // the server waits for a letter to nobody (RFC 2920, 3.1)
                self.commands.extend_from_slice(b".\r\n");
                self.is_over |= self.say().await.is_err() || self.reply().await.is_err();
            }
            if self.is_over {
                break;
            }
        }
        so_far
    }

    fn push(&mut self, stage: Stage, letter: &Letter, content: &Content<'_>) {
        match stage {
            Stage::Mail => {
                write!(self.commands, "MAIL FROM:<{}>", letter.from).ok();
                if self.extensions.size.is_some() {
                    write!(self.commands, " SIZE={}", content.size()).ok();
                }
                if self.extensions.eight_bit && !content.is_ascii() {
                    self.commands.extend_from_slice(b" BODY=8BITMIME");
                }
            }
            Stage::Recipient => drop(write!(self.commands, "RCPT TO:<{}>", letter.to)),
            Stage::Data => self.commands.extend_from_slice(b"DATA"),
            Stage::Content => return,
        }
        self.commands.extend_from_slice(b"\r\n");
    }

    async fn content(&mut self, letter: &Letter, content: &Content<'_>) -> Result<Receipt, Failure> {
        let mut written = 0;
        if let Err(e) = self.write_pieces(&mut content.pieces(), &mut written).await {
            // what the kernel never took, the server never saw
            return Err(match written > content.before_dot() {
                true => Failure::Unsure(lost(&e, "after the letter left")),
                false => unsent(&e),
            });
        }
        match wait(self.timeouts.end_of_data, self.replies.next(&mut self.stream)).await {
            Ok(code @ 200..=299) => Ok(receipt(self.replies.last(code))),
            Ok(code) => Err(self.refusal(Stage::Content, code, letter)),
            Err(e) => Err(Failure::Unsure(lost(&e, "before the server answered to the whole letter"))),
        }
    }

    async fn write_pieces(&mut self, mut pieces: &mut [IoSlice<'_>], written: &mut usize) -> io::Result<()> {
        while !pieces.is_empty() {
            let some = &pieces[..pieces.len().min(PIECES_MAX)];
            let n = wait(self.timeouts.block, self.stream.write_vectored(some)).await?;
            if n == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            *written += n;
            IoSlice::advance_slices(&mut pieces, n);
        }
        wait(self.timeouts.block, self.stream.flush()).await
    }

    /// Sends the commands that were pushed, in one write.
    async fn say(&mut self) -> Result<(), Failure> {
        let Self { stream, commands, timeouts, .. } = self;
        let said = wait(timeouts.command, async {
            stream.write_all(commands).await?;
            stream.flush().await
        });
        let said = said.await.map_err(|e| unsent(&e));
        self.commands.clear();
        said
    }

    async fn reply(&mut self) -> Result<u16, Failure> {
        wait(self.timeouts.command, self.replies.next(&mut self.stream)).await.map_err(|e| unsent(&e))
    }

    fn expect(&mut self, stage: Stage, code: u16, expected: u16, letter: &Letter) -> Result<(), Failure> {
        // 251: will forward; any other 2xx to MAIL or RCPT is a yes as well (RFC 5321, 4.2.1)
        if code / 100 == expected / 100 { Ok(()) } else { Err(self.refusal(stage, code, letter)) }
    }

    fn refusal(&mut self, stage: Stage, code: u16, letter: &Letter) -> Failure {
        let fault = fault(stage, &self.replies.last(code), &letter.from);
        // 421 closes; anything but a refusal means that we are out of step
        self.is_over |= code == 421 || !(400..=599).contains(&code);
        match (stage, fault) {
            (Stage::Content, SendFault::Unsure(reason)) => Failure::Unsure(reason),
            (Stage::Mail | Stage::Recipient | Stage::Data, fault) if self.is_over => Failure::Unsent(fault),
            (Stage::Mail | Stage::Recipient | Stage::Data | Stage::Content, fault) => Failure::Refused(fault),
        }
    }
}

/// `Ok <id>` is how SES names a message; other servers' words are kept whole.
fn receipt(reply: Reply) -> Receipt {
    match reply.text.strip_prefix("Ok ") {
        Some(id) if !id.is_empty() && !id.contains(char::is_whitespace) => Receipt(id.to_owned()),
        _ => Receipt(reply.text),
    }
}

fn unsent(error: &io::Error) -> Failure {
    Failure::Unsent(SendFault::Later(lost(error, "before the letter left")))
}

fn lost(error: &io::Error, when: &str) -> Reason {
    let code = if error.kind() == io::ErrorKind::TimedOut { "timeout" } else { "connection lost" };
    Reason::new(code, format!("the connection to the SMTP server failed {when}: {error}"))
}

/// A timeout is one more way for the connection to fail.
pub async fn wait<T>(limit: Duration, io: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    match timeout(limit, io).await {
        Ok(done) => done,
        Err(_) => Err(io::Error::new(io::ErrorKind::TimedOut, format!("no answer within {limit:?}"))),
    }
}
