//! The part of SES v2 that Pabal calls, over HTTP: `SendEmail` with a raw letter, `GetAccount`, and what is set up there.
//! It keeps every request as it came, and fails as it is told.

#[path = "ses_desk.rs"]
mod desk;

use axum::body::{Body, Bytes, to_bytes};
use base64::{Engine, prelude::BASE64_STANDARD};
pub use desk::Desk;
use hyper::{Method, Request, Response, StatusCode, body::Incoming, header::HeaderMap, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::{
    collections::{HashMap, VecDeque},
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};
use tokio::{net::TcpListener, task::JoinHandle};

const SENDING: &str = "/v2/email/outbound-emails";

/// What the next `SendEmail` gets.
#[derive(Clone, Debug)]
pub enum Answer {
    Accept,
    /// An error as SES words it: status, code, message. The letter is not accepted.
    Refuse(u16, &'static str, &'static str),
    /// Accepts after a wait.
    AcceptAfter(Duration),
    /// Hangs up without an answer; the letter is taken or not.
    HangUp {
        accepts: bool,
    },
    /// 200, and a body that is no answer.
    Gibberish,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Kept {
    pub method: Method,
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// An accepted letter.
#[derive(Clone, Debug)]
pub struct Accepted {
    pub message_id: String,
    pub to: String,
    /// `EmailTags`, by name.
    pub tags: HashMap<String, String>,
    pub configuration_set: Option<String>,
    pub mime: Vec<u8>,
}

pub struct Log {
    /// Every request, refused ones too.
    pub requests: Vec<Kept>,
    pub accepted: Vec<Accepted>,
    /// The answer to `GetAccount`.
    pub account: Value,
    pub connections: usize,
    /// The account's suppression list, in the order of `LastUpdateTime`: address, reason, seconds.
    pub suppressed: Vec<(String, String, i64)>,
    /// How many of it one answer holds.
    pub suppressed_page: usize,
    pub desk: Desk,
    next: VecDeque<Answer>,
    by_recipient: HashMap<String, VecDeque<Answer>>,
}

impl Log {
    fn new() -> Self {
        let account = json!({"ProductionAccessEnabled": true, "SendingEnabled": true, "EnforcementStatus": "HEALTHY",
            "SendQuota": {"Max24HourSend": 50000.0, "MaxSendRate": 14.0, "SentLast24Hours": 100.0}});
        let (requests, accepted, next) = (Vec::new(), Vec::new(), VecDeque::new());
        let (suppressed, suppressed_page) = (Vec::new(), 1000);
        Self {
            requests,
            accepted,
            account,
            connections: 0,
            suppressed,
            suppressed_page,
            desk: Desk::default(),
            next,
            by_recipient: HashMap::new(),
        }
    }

    /// Of this recipient, else of this call, else yes.
    fn answer(&mut self, to: &str) -> Answer {
        let own = self.by_recipient.get_mut(to).and_then(VecDeque::pop_front);
        own.or_else(|| self.next.pop_front()).unwrap_or(Answer::Accept)
    }
}

pub struct SesDouble {
    pub address: SocketAddr,
    log: Arc<Mutex<Log>>,
    listener: JoinHandle<()>,
}

impl SesDouble {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Mutex::new(Log::new()));
        let of_all = log.clone();
        let listener = tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                of_all.lock().unwrap().connections += 1;
                let log = of_all.clone();
                let service = service_fn(move |request| answer(log.clone(), request));
                tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(tcp), service));
            }
        });
        Self { address, log, listener }
    }

    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Queues what the next sends get; after them all are accepted.
    pub fn answer(&self, answers: impl IntoIterator<Item = Answer>) {
        self.log().next.extend(answers);
    }

    /// The same for one recipient.
    pub fn answer_to(&self, recipient: &str, answers: impl IntoIterator<Item = Answer>) {
        self.log().by_recipient.entry(recipient.into()).or_default().extend(answers);
    }

    /// Forgets what was queued: all are accepted.
    pub fn answer_no_more(&self) {
        self.log().next.clear();
    }

    pub fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap()
    }

    /// How many `SendEmail` came, whatever they got.
    pub fn sends(&self) -> usize {
        self.log().requests.iter().filter(|request| request.path == SENDING).count()
    }

    pub fn recipients(&self) -> Vec<String> {
        self.log().accepted.iter().map(|letter| letter.to.clone()).collect()
    }

    /// Takes no more connections; open ones go on.
    pub fn stop(&self) {
        self.listener.abort();
    }
}

impl Drop for SesDouble {
    fn drop(&mut self) {
        self.stop();
    }
}

/// An error makes hyper close the connection without a word.
async fn answer(log: Arc<Mutex<Log>>, request: Request<Incoming>) -> io::Result<Response<Body>> {
    let (head, body) = request.into_parts();
    let body = to_bytes(Body::new(body), usize::MAX).await.map_err(io::Error::other)?;
    let query = head.uri.query().unwrap_or_default().to_owned();
    let kept = Kept { method: head.method, path: head.uri.path().into(), query, headers: head.headers, body };
    log.lock().unwrap().requests.push(kept.clone());
    if let Some(answer) = log.lock().unwrap().desk.answer(&kept) {
        return Ok(answer);
    }
    match (kept.method.as_str(), kept.path.as_str()) {
        ("POST", SENDING) => send_email(&log, &kept.body).await,
        ("GET", "/v2/email/account") => Ok(reply(200, &[], log.lock().unwrap().account.to_string())),
        ("GET", "/v2/email/suppression/addresses") => Ok(list_suppressed(&log.lock().unwrap(), &kept.query)),
        ("PUT", "/v2/email/suppression/addresses") => Ok(put_suppressed(&mut log.lock().unwrap(), &kept.body)),
        (_, path) => Ok(refusal(404, "UnknownOperationException", &format!("nothing is at {path}"))),
    }
}

fn list_suppressed(log: &Log, query: &str) -> Response<Body> {
    let asked = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let since =
        asked("StartDate").map_or(0, |at| at.replace("%3A", ":").parse::<jiff::Timestamp>().unwrap().as_second());
    let from: usize = asked("NextToken").map_or(0, |token| token.parse().unwrap());
    let fitting: Vec<_> = log.suppressed.iter().filter(|(.., at)| *at >= since).collect();
    let page = fitting.iter().skip(from).take(log.suppressed_page);
    let page: Vec<Value> = page
        .map(|(address, reason, at)| json!({"EmailAddress": address, "Reason": reason, "LastUpdateTime": at}))
        .collect();
    let through = from + page.len();
    let next = (through < fitting.len()).then(|| through.to_string());
    reply(200, &[], json!({"SuppressedDestinationSummaries": page, "NextToken": next}).to_string())
}

fn put_suppressed(log: &mut Log, body: &Bytes) -> Response<Body> {
    let put: Value = serde_json::from_slice(body).unwrap();
    let text = |name: &str| put[name].as_str().unwrap_or_default().to_owned();
    log.suppressed.push((text("EmailAddress"), text("Reason"), 0));
    reply(200, &[], "{}".into())
}

async fn send_email(log: &Mutex<Log>, body: &Bytes) -> io::Result<Response<Body>> {
    let letter = match accepted(body) {
        Ok(letter) => letter,
        Err(what) => return Ok(refusal(400, "BadRequestException", &what)),
    };
    let answer = log.lock().unwrap().answer(&letter.to);
    let accept = || {
        let mut log = log.lock().unwrap();
        let message_id = format!("0100{:016x}-double-000000", log.accepted.len() + 1);
        log.accepted.push(Accepted { message_id: message_id.clone(), ..letter.clone() });
        reply(200, &[], json!({"MessageId": message_id}).to_string())
    };
    match answer {
        Answer::Accept => Ok(accept()),
        Answer::Refuse(status, code, message) => Ok(refusal(status, code, message)),
        Answer::AcceptAfter(wait) => {
            tokio::time::sleep(wait).await;
            Ok(accept())
        }
        Answer::HangUp { accepts } => {
            accepts.then(accept);
            Err(io::ErrorKind::ConnectionAborted.into())
        }
        Answer::Gibberish => {
            accept();
            Ok(reply(200, &[], "<html>".into()))
        }
    }
}

/// What SES itself would check before it takes a letter.
fn accepted(body: &Bytes) -> Result<Accepted, String> {
    let body: Value = serde_json::from_slice(body).map_err(|e| e.to_string())?;
    let to = match body["Destination"]["ToAddresses"].as_array().map(Vec::as_slice) {
        Some([to]) => to.as_str().unwrap_or_default().to_owned(),
        _ => return Err("exactly one recipient is wanted".into()),
    };
    let raw = body["Content"]["Raw"]["Data"].as_str().ok_or("Content.Raw.Data is missing")?;
    let mime = BASE64_STANDARD.decode(raw).map_err(|e| e.to_string())?;
    let mut tags = HashMap::new();
    for tag in body["EmailTags"].as_array().into_iter().flatten() {
        let text = |name: &str| tag[name].as_str().unwrap_or_default().to_owned();
        let is_fine = |text: &str| {
            (1..=256).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
        };
        if !is_fine(&text("Name")) || !is_fine(&text("Value")) {
            return Err(format!("the tag {tag} is not allowed"));
        }
        tags.insert(text("Name"), text("Value"));
    }
    let configuration_set = body["ConfigurationSetName"].as_str().map(str::to_owned);
    Ok(Accepted { message_id: String::new(), to, tags, configuration_set, mime })
}

fn refusal(status: u16, code: &str, message: &str) -> Response<Body> {
    let code = [("x-amzn-errortype", code)];
    reply(status, if code[0].1.is_empty() { &[] } else { &code }, json!({"message": message}).to_string())
}

fn reply(status: u16, headers: &[(&str, &str)], body: String) -> Response<Body> {
    let mut response = Response::builder()
        .status(StatusCode::from_u16(status).unwrap())
        .header("content-type", "application/json")
        .header("x-amzn-requestid", "double");
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Body::from(body)).unwrap()
}
