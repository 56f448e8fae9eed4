//! An SMTP relay that notes whom it took a letter for before it says so, and halts, refuses and hangs up as told.

use std::{
    collections::HashMap,
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufStream},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

/// Where it can be made to halt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Before it answers MAIL.
    Mail,
    /// Before it answers the whole letter, which it has taken.
    Accepted,
}

/// What becomes of an address's letter instead of being taken.
#[derive(Clone, Copy, Debug)]
pub enum Refusal {
    Recipient(&'static str),
    Letter(&'static str),
    /// Takes the letter and hangs up without a word.
    HangUpAfterAccepting,
}

#[derive(Clone, Debug)]
pub struct Taken {
    pub to: String,
    pub at: Instant,
    pub letter: Vec<u8>,
}

#[derive(Default)]
struct Log {
    taken: Vec<Taken>,
    /// How many sessions are held.
    held: usize,
    /// By address: what, and how many times yet.
    refusals: HashMap<String, (Refusal, usize)>,
    connections: Vec<JoinHandle<()>>,
}

struct Desk {
    log: Mutex<Log>,
    hold: watch::Sender<Option<Stage>>,
    answers_after: Mutex<Duration>,
    is_closing: AtomicBool,
}

pub struct Relay {
    pub address: SocketAddr,
    desk: Arc<Desk>,
    listener: Mutex<Option<JoinHandle<()>>>,
}

impl Relay {
    pub async fn start() -> Self {
        let relay = Self::closed().await;
        relay.open().await;
        relay
    }

    /// Has an address at which nobody listens yet.
    pub async fn closed() -> Self {
        let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let (hold, log, answers_after) = (watch::Sender::new(None), Mutex::default(), Mutex::default());
        Self {
            address,
            desk: Arc::new(Desk { log, hold, answers_after, is_closing: AtomicBool::new(false) }),
            listener: Mutex::default(),
        }
    }

    pub async fn open(&self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.desk.is_closing.store(false, Relaxed);
        let desk = self.desk.clone();
        let listening = tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                let at = desk.clone();
                let session = tokio::spawn(async move { drop(at.serve(tcp).await) });
                desk.log().connections.push(session);
            }
        });
        *self.listener.lock().unwrap() = Some(listening);
    }

    /// Goes down as relays do: nobody listens any more, letters under way end, the next ones meet 421.
    pub fn close(&self) {
        self.desk.is_closing.store(true, Relaxed);
        if let Some(listener) = self.listener.lock().unwrap().take() {
            listener.abort();
        }
    }

    /// Hangs up on everybody.
    fn end(&self) {
        self.close();
        self.desk.log().connections.drain(..).for_each(|connection| connection.abort());
    }

    /// As `--carrier` takes it; also the name of the account.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub fn hold(&self, stage: Stage) {
        self.desk.hold.send_replace(Some(stage));
    }

    pub fn release(&self) {
        self.desk.hold.send_replace(None);
    }

    pub fn held(&self) -> usize {
        self.desk.log().held
    }

    /// Answers each letter so much later.
    pub fn answers_after(&self, wait: Duration) {
        *self.desk.answers_after.lock().unwrap() = wait;
    }

    pub fn refuses(&self, address: &str, refusal: Refusal, times: usize) {
        self.desk.log().refusals.insert(address.to_owned(), (refusal, times));
    }

    pub fn mended(&self) {
        self.desk.log().refusals.clear();
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.desk.log().taken.clone()
    }

    pub fn count(&self) -> usize {
        self.desk.log().taken.len()
    }

    /// How often it took a letter for this address.
    pub fn letters_to(&self, address: &str) -> usize {
        self.desk.log().taken.iter().filter(|taken| taken.to == address).count()
    }

    pub fn assert_nobody_twice(&self) {
        let mut letters: HashMap<String, usize> = HashMap::new();
        for taken in self.taken() {
            *letters.entry(taken.to).or_default() += 1;
        }
        letters.retain(|_, n| *n > 1);
        assert!(letters.is_empty(), "mailed more than once: {letters:?}");
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.end();
    }
}

impl Desk {
    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap()
    }

    async fn pass(&self, stage: Stage) {
        let mut hold = self.hold.subscribe();
        if *hold.borrow() != Some(stage) {
            return;
        }
        self.log().held += 1;
        hold.wait_for(|held| *held != Some(stage)).await.unwrap();
        let mut log = self.log();
        log.held = log.held.saturating_sub(1);
    }

    fn refusal(&self, address: &str) -> Option<Refusal> {
        let mut log = self.log();
        let (refusal, times) = log.refusals.get_mut(address).filter(|(_, times)| *times > 0)?;
        *times -= 1;
        Some(*refusal)
    }

    async fn serve(&self, tcp: TcpStream) -> io::Result<()> {
        tcp.set_nodelay(true)?;
        let mut wire = BufStream::new(tcp);
        say(&mut wire, "220 relay").await?;
        let (mut line, mut to) = (String::new(), String::new());
        loop {
            line.clear();
            if wire.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
            let answer = match verb.as_str() {
                "EHLO" => "250-relay\r\n250-8BITMIME\r\n250 PIPELINING",
                "MAIL" if self.is_closing.load(Relaxed) => return say(&mut wire, "421 4.3.2 closing").await,
                "MAIL" => {
                    to.clear();
                    self.pass(Stage::Mail).await;
                    "250 sender"
                }
                "RCPT" => self.recipient(&line, &mut to),
                "DATA" if to.is_empty() => "554 no valid recipients",
                "DATA" => {
                    if !self.letter(&mut wire, &to).await? {
                        return Ok(());
                    }
                    continue;
                }
                "RSET" => "250 reset",
                "QUIT" => return say(&mut wire, "221 bye").await,
                _ => "502 what",
            };
            say(&mut wire, answer).await?;
        }
    }

    fn recipient(&self, line: &str, to: &mut String) -> &'static str {
        let address = line.split(['<', '>']).nth(1).unwrap_or_default();
        let refusal = self.log().refusals.get(address).filter(|(_, times)| *times > 0).map(|(refusal, _)| *refusal);
        match refusal {
            Some(Refusal::Recipient(no)) => {
                self.refusal(address);
                no
            }
            Some(Refusal::Letter(_) | Refusal::HangUpAfterAccepting) | None => {
                address.clone_into(to);
                "250 recipient"
            }
        }
    }

    /// `false` where it hangs up.
    async fn letter(&self, wire: &mut BufStream<TcpStream>, to: &str) -> io::Result<bool> {
        say(wire, "354 go").await?;
        let (mut line, mut letter) = (Vec::new(), Vec::new());
        while line != b".\r\n" {
            letter.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            line.clear();
            if wire.read_until(b'\n', &mut line).await? == 0 {
                return Ok(false);
            }
        }
        let refusal = self.refusal(to);
        if let Some(Refusal::Letter(no) | Refusal::Recipient(no)) = refusal {
            return say(wire, no).await.map(|()| true);
        }
        self.log().taken.push(Taken { to: to.to_owned(), at: Instant::now(), letter });
        if let Some(Refusal::HangUpAfterAccepting) = refusal {
            return Ok(false);
        }
        let wait = *self.answers_after.lock().unwrap();
        tokio::time::sleep(wait).await;
        self.pass(Stage::Accepted).await;
        say(wire, "250 2.0.0 Ok: queued").await.map(|()| true)
    }
}

async fn say(wire: &mut BufStream<TcpStream>, line: &str) -> io::Result<()> {
    wire.write_all(format!("{line}\r\n").as_bytes()).await?;
    wire.flush().await
}
