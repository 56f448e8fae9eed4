//! An SMTP server with TLS, AUTH, PIPELINING and faults at chosen points. It keeps what it accepted byte for byte.

use std::{
    collections::{HashMap, VecDeque},
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer},
    },
};

/// What happens to the next letter of an address (the sender's for `Mail`, else the recipient's).
#[derive(Clone, Debug)]
pub enum Answer {
    Accept,
    /// With a line end it hangs up after it.
    Mail(&'static str),
    Recipient(&'static str),
    /// The reply to DATA.
    Data(&'static str),
    /// The reply to the final dot; the letter is not accepted.
    Content(&'static str),
    /// Hangs up at RCPT.
    DropAtRecipient,
    /// Hangs up after `354` without reading the letter.
    DropInBody,
    /// Reads the whole letter and hangs up without a reply: it has not taken it.
    DropAfterDot,
    /// The same, and it has taken it.
    DropAfterAccepting,
    /// Reads the whole letter, takes it, and says nothing.
    Silence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    None,
    StartTls,
    Implicit,
}

#[derive(Clone, Debug)]
pub struct Manners {
    pub encryption: Encryption,
    pub pipelines: bool,
    pub size: Option<usize>,
    /// Mechanisms, user and password; letters are refused without.
    pub login: Option<(&'static str, &'static str, &'static str)>,
    pub greeting: &'static str,
    /// After so many letters on a connection: 421 to MAIL.
    pub letters_per_connection: usize,
    /// Says so much in plain text behind its `220` to STARTTLS.
    pub injects: &'static str,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            encryption: Encryption::None,
            pipelines: true,
            size: None,
            login: None,
            greeting: "220 double ESMTP",
            letters_per_connection: usize::MAX,
            injects: "",
        }
    }
}

pub struct Accepted {
    pub from: String,
    pub to: String,
    /// As received, dots undone, without the end mark.
    pub content: Vec<u8>,
}

#[derive(Default)]
pub struct Log {
    pub accepted: Vec<Accepted>,
    pub connections: usize,
    pub open: usize,
    pub most_open: usize,
    /// Each command line as it came.
    pub commands: Vec<String>,
    /// What came in one piece, outside letters.
    pub reads: Vec<String>,
    answers: HashMap<String, VecDeque<Answer>>,
}

pub struct SmtpDouble {
    pub address: SocketAddr,
    /// The authority to trust.
    pub root: CertificateDer<'static>,
    log: Arc<Mutex<Log>>,
    connections: Arc<Mutex<Vec<JoinHandle<()>>>>,
    listener: JoinHandle<()>,
}

impl SmtpDouble {
    pub async fn start(manners: Manners) -> Self {
        Self::start_at("127.0.0.1:0", manners).await
    }

    pub async fn start_at(address: &str, manners: Manners) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (acceptor, root) = certificate();
        let log = Arc::new(Mutex::new(Log::default()));
        let connections: Arc<Mutex<Vec<JoinHandle<()>>>> = Arc::default();
        let (log_of_all, open) = (log.clone(), connections.clone());
        let listener = tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                let (log, acceptor, manners) = (log_of_all.clone(), acceptor.clone(), manners.clone());
                open.lock().unwrap().push(tokio::spawn(async move {
                    {
                        let mut log = log.lock().unwrap();
                        log.connections += 1;
                        log.open += 1;
                        log.most_open = log.most_open.max(log.open);
                    }
                    serve(tcp, acceptor, &manners, &log).await.ok();
                    log.lock().unwrap().open -= 1;
                }));
            }
        });
        Self { address, root, log, connections, listener }
    }

    /// Queues what becomes of this address's next letters; after them all are accepted.
    pub fn answer(&self, address: &str, answers: impl IntoIterator<Item = Answer>) {
        self.log().answers.entry(address.into()).or_default().extend(answers);
    }

    pub fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap()
    }

    pub fn recipients(&self) -> Vec<String> {
        self.log().accepted.iter().map(|letter| letter.to.clone()).collect()
    }

    /// Hangs up on everybody, as a restarting relay does.
    pub fn hang_up(&self) {
        self.connections.lock().unwrap().drain(..).for_each(|connection| connection.abort());
        self.log().open = 0;
    }

    /// Nobody listens here any more.
    pub fn stop(&self) {
        self.listener.abort();
        self.hang_up();
    }
}

impl Drop for SmtpDouble {
    fn drop(&mut self) {
        self.stop();
    }
}

fn certificate() -> (TlsAcceptor, CertificateDer<'static>) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".into(), "127.0.0.1".into()]).unwrap();
    let root = made.cert.der().clone();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![root.clone()], key)
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), root)
}

trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

async fn serve(tcp: TcpStream, acceptor: TlsAcceptor, manners: &Manners, log: &Mutex<Log>) -> io::Result<()> {
    tcp.set_nodelay(true)?;
    let greeting = format!("{}\r\n", manners.greeting);
    if manners.encryption == Encryption::Implicit {
        let mut session = Session::new(acceptor.accept(tcp).await?, manners, log, true);
        session.wire.write_all(greeting.as_bytes()).await?;
        return session.run().await.map(drop);
    }
    let mut session = Session::new(tcp, manners, log, false);
    session.wire.write_all(greeting.as_bytes()).await?;
    match session.run().await? {
        Some(tcp) => Session::new(acceptor.accept(tcp).await?, manners, log, true).run().await.map(drop),
        None => Ok(()),
    }
}

struct Session<'a, W> {
    wire: W,
    manners: &'a Manners,
    log: &'a Mutex<Log>,
    encrypted: bool,
    input: Vec<u8>,
    from: String,
    to: Option<(String, Answer)>,
    authenticated: bool,
    letters: usize,
}

enum Step {
    Say(String),
    ReadLetter,
    StartTls,
    HangUp(&'static str),
}

impl<'a, W: Wire> Session<'a, W> {
    fn new(wire: W, manners: &'a Manners, log: &'a Mutex<Log>, encrypted: bool) -> Self {
        let authenticated = manners.login.is_none();
        let (input, from) = (Vec::new(), String::new());
        Self { wire, manners, log, encrypted, input, from, to: None, authenticated, letters: 0 }
    }

    /// Gives the wire back for STARTTLS, and nothing when the talk is over.
    async fn run(mut self) -> io::Result<Option<W>> {
        loop {
            let Some(line) = self.line().await? else { return Ok(None) };
            match self.step(&line).await? {
                Step::Say(reply) => self.wire.write_all(format!("{reply}\r\n").as_bytes()).await?,
                Step::StartTls => {
                    self.wire.write_all(format!("220 go\r\n{}", self.manners.injects).as_bytes()).await?;
                    return Ok(Some(self.wire));
                }
                Step::ReadLetter => {
                    if !self.letter().await? {
                        return Ok(None);
                    }
                }
                Step::HangUp(reply) => {
                    self.wire.write_all(reply.as_bytes()).await?;
                    return Ok(None);
                }
            }
            self.wire.flush().await?;
        }
    }

    async fn step(&mut self, line: &str) -> io::Result<Step> {
        let say = |text: &str| Ok(Step::Say(text.to_owned()));
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" => Ok(Step::Say(self.hello())),
            "STARTTLS" if self.manners.encryption == Encryption::StartTls && !self.encrypted => Ok(Step::StartTls),
            "AUTH" => self.auth(line).await,
            "RSET" => {
                self.from.clear();
                say("250 reset")
            }
            "QUIT" => Ok(Step::HangUp("221 bye\r\n")),
            "MAIL" | "RCPT" | "DATA" if !self.authenticated => say("530 5.7.0 Authentication required"),
            "MAIL" if self.letters >= self.manners.letters_per_connection => Ok(Step::HangUp("421 too old\r\n")),
            "MAIL" if !self.from.is_empty() => say("503 5.5.1 nested MAIL"),
            "MAIL" => {
                (self.from, self.to) = (bracketed(line), None);
                match self.answer(&self.from) {
                    Some(Answer::Mail(refusal)) if refusal.ends_with('\n') => Ok(Step::HangUp(refusal)),
                    Some(Answer::Mail(refusal)) => {
                        self.from.clear();
                        say(refusal)
                    }
                    _ => say("250 2.1.0 sender ok"),
                }
            }
            "RCPT" if self.from.is_empty() => say("503 MAIL first"),
            "RCPT" => self.recipient(bracketed(line)),
            "DATA" => match &self.to {
                None => say("554 5.5.1 no valid recipients"),
                Some((_, Answer::Data(refusal))) => say(refusal),
                Some((_, Answer::DropInBody)) => Ok(Step::HangUp("354 go\r\n")),
                Some(_) => Ok(Step::ReadLetter),
            },
            _ => say("502 5.5.2 not understood"),
        }
    }

    fn hello(&self) -> String {
        let mut lines = vec!["double".to_owned(), "8BITMIME".into()];
        lines.extend(self.manners.pipelines.then(|| "PIPELINING".into()));
        lines.extend(self.manners.size.map(|size| format!("SIZE {size}")));
        lines.extend((self.manners.encryption == Encryption::StartTls && !self.encrypted).then(|| "STARTTLS".into()));
        lines.extend(self.manners.login.map(|(mechanisms, ..)| format!("AUTH {mechanisms}")));
        let last = lines.len() - 1;
        let mark = |at| if at == last { ' ' } else { '-' };
        lines.iter().enumerate().map(|(at, line)| format!("250{}{line}", mark(at))).collect::<Vec<_>>().join("\r\n")
    }

    async fn auth(&mut self, line: &str) -> io::Result<Step> {
        use base64::{Engine, prelude::BASE64_STANDARD};
        let (_, user, password) = self.manners.login.unwrap();
        let decoded = |text: &str| String::from_utf8(BASE64_STANDARD.decode(text.trim()).unwrap()).unwrap();
        let given = match line.split(' ').nth(1) {
            Some("PLAIN") => decoded(line.split(' ').nth(2).unwrap()),
            _ => {
                self.wire.write_all(b"334 VXNlcm5hbWU6\r\n").await?;
                let user = self.line().await?.unwrap_or_default();
                self.wire.write_all(b"334 UGFzc3dvcmQ6\r\n").await?;
                let password = self.line().await?.unwrap_or_default();
                format!("\0{}\0{}", decoded(&user), decoded(&password))
            }
        };
        self.authenticated = given == format!("\0{user}\0{password}");
        Ok(Step::Say(if self.authenticated { "235 ok" } else { "535 5.7.8 Authentication credentials invalid" }.into()))
    }

    fn recipient(&mut self, to: String) -> io::Result<Step> {
        match self.answer(&to) {
            Some(Answer::Recipient(refusal)) => Ok(Step::Say(refusal.into())),
            Some(Answer::DropAtRecipient) => Ok(Step::HangUp("")),
            answer => {
                self.to = Some((to, answer.unwrap_or(Answer::Accept)));
                Ok(Step::Say("250 2.1.5 recipient ok".into()))
            }
        }
    }

    fn answer(&self, address: &str) -> Option<Answer> {
        self.log.lock().unwrap().answers.get_mut(address)?.pop_front()
    }

    /// `false` where it hangs up.
    async fn letter(&mut self) -> io::Result<bool> {
        self.wire.write_all(b"354 go\r\n").await?;
        self.wire.flush().await?;
        let Some(content) = self.content().await? else { return Ok(false) };
        self.letters += 1;
        let (to, answer) = self.to.take().unwrap();
        let from = std::mem::take(&mut self.from);
        let takes = matches!(answer, Answer::Accept | Answer::Silence | Answer::DropAfterAccepting);
        if takes {
            self.log.lock().unwrap().accepted.push(Accepted { from, to, content });
        }
        match answer {
            Answer::Content(refusal) => self.wire.write_all(format!("{refusal}\r\n").as_bytes()).await?,
            Answer::DropAfterDot | Answer::DropAfterAccepting => return Ok(false),
            Answer::Silence => std::future::pending().await,
            _ => self.wire.write_all(format!("250 2.0.0 Ok: queued as {:04X}\r\n", self.letters).as_bytes()).await?,
        }
        Ok(true)
    }

    async fn content(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            // the line end of DATA begins the end mark of an empty letter
            let seen = [b"\r\n", self.input.as_slice()].concat();
            if let Some(end) = seen.windows(5).position(|w| w == b"\r\n.\r\n") {
                self.input = seen[end + 5..].to_vec();
                return Ok(Some(undotted(&seen[2..end + 2])));
            }
            if self.wire.read_buf(&mut self.input).await? == 0 {
                return Ok(None);
            }
        }
    }

    async fn line(&mut self) -> io::Result<Option<String>> {
        loop {
            if let Some(end) = self.input.windows(2).position(|w| w == b"\r\n") {
                let line: Vec<u8> = self.input.drain(..end + 2).take(end).collect();
                let line = String::from_utf8(line).unwrap();
                self.log.lock().unwrap().commands.push(line.clone());
                return Ok(Some(line));
            }
            let before = self.input.len();
            if self.wire.read_buf(&mut self.input).await? == 0 {
                return Ok(None);
            }
            let read = String::from_utf8_lossy(&self.input[before..]).into_owned();
            self.log.lock().unwrap().reads.push(read);
        }
    }
}

fn bracketed(line: &str) -> String {
    line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(it, _)| it.to_owned()).unwrap_or_default()
}

fn undotted(content: &[u8]) -> Vec<u8> {
    let mut lines = [b"\r\n", content].concat();
    let dots: Vec<usize> = memchr::memmem::find_iter(&lines, b"\r\n.").collect();
    for at in dots.into_iter().rev() {
        lines.remove(at + 2);
    }
    lines.split_off(2)
}
