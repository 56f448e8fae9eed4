//! The part of SQS that reads and deletes, over HTTP as the SDK speaks it.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Json, Response},
    routing::post,
};
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard},
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio::{net::TcpListener, sync::Notify, task::JoinHandle, time::timeout};

#[derive(Clone, Debug)]
pub struct Kept {
    pub body: String,
    /// Of the last time it was given out; nothing while it waits.
    pub receipt: Option<String>,
    sent_at: u128,
    given: usize,
}

#[derive(Default)]
pub struct Log {
    pub waiting: Vec<Kept>,
    pub deleted: Vec<String>,
    /// `X-Amz-Target` of every call.
    pub calls: Vec<String>,
    /// The next calls are refused.
    pub refusing: bool,
}

#[derive(Clone)]
pub struct SqsDouble {
    pub address: SocketAddr,
    log: Arc<Mutex<Log>>,
    arrived: Arc<Notify>,
    _listener: Arc<Listener>,
}

struct Listener(JoinHandle<()>);

impl Drop for Listener {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[derive(Clone)]
struct Shared(Arc<Mutex<Log>>, Arc<Notify>);

impl SqsDouble {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (log, arrived) = (Arc::<Mutex<Log>>::default(), Arc::<Notify>::default());
        let router = Router::new().route("/", post(answer)).with_state(Shared(log.clone(), arrived.clone()));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, log, arrived, _listener: Arc::new(Listener(serving)) }
    }

    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn queue(&self) -> String {
        format!("{}/123456789012/ses-reports", self.endpoint())
    }

    pub fn put(&self, body: impl Into<String>) {
        self.put_aged(body, Duration::ZERO);
    }

    /// It waited that long already.
    pub fn put_aged(&self, body: impl Into<String>, age: Duration) {
        let sent_at = (SystemTime::now() - age).duration_since(UNIX_EPOCH).unwrap().as_millis();
        self.log().waiting.push(Kept { body: body.into(), receipt: None, sent_at, given: 0 });
        self.arrived.notify_waiters();
    }

    /// What was given out and not deleted is given out again.
    pub fn forget_receipts(&self) {
        for kept in &mut self.log().waiting {
            kept.receipt = None;
        }
    }

    pub fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap()
    }
}

async fn answer(State(Shared(log, arrived)): State<Shared>, headers: HeaderMap, body: String) -> Response {
    let target = headers.get("x-amz-target").unwrap().to_str().unwrap().trim_start_matches("AmazonSQS.").to_owned();
    log.lock().unwrap().calls.push(target.clone());
    if log.lock().unwrap().refusing {
        let why =
            json!({"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "The specified queue does not exist."});
        return (StatusCode::BAD_REQUEST, Json(why)).into_response();
    }
    let asked: Value = serde_json::from_str(&body).unwrap();
    match target.as_str() {
        "ReceiveMessage" => {
            let most = asked["MaxNumberOfMessages"].as_u64().unwrap() as usize;
            let came = arrived.notified();
            let mut given = give(&log, most);
            let wait = asked["WaitTimeSeconds"].as_u64().unwrap_or(0);
            if given.is_empty() && wait > 0 && timeout(Duration::from_secs(wait), came).await.is_ok() {
                given = give(&log, most);
            }
            Json(json!({ "Messages": given })).into_response()
        }
        "DeleteMessageBatch" => Json(delete(&log, &asked)).into_response(),
        "ChangeMessageVisibilityBatch" => {
            let done: Vec<Value> = entries(&asked).map(|entry| json!({ "Id": entry["Id"] })).collect();
            Json(json!({ "Successful": done, "Failed": [] })).into_response()
        }
        other => (StatusCode::BAD_REQUEST, format!("{other} is not known here")).into_response(),
    }
}

fn give(log: &Mutex<Log>, most: usize) -> Vec<Value> {
    let mut log = log.lock().unwrap();
    let free = log.waiting.iter_mut().enumerate().filter(|(_, kept)| kept.receipt.is_none()).take(most);
    free.map(|(n, kept)| {
        kept.given += 1;
        let receipt = format!("{n}-{}-{}", kept.given, kept.sent_at);
        kept.receipt = Some(receipt.clone());
        json!({"MessageId": format!("message-{n}"), "ReceiptHandle": receipt, "Body": kept.body,
            "Attributes": {"SentTimestamp": kept.sent_at.to_string()}})
    })
    .collect()
}

fn delete(log: &Mutex<Log>, asked: &Value) -> Value {
    let mut log = log.lock().unwrap();
    let mut done = Vec::new();
    for entry in entries(asked) {
        let receipt = entry["ReceiptHandle"].as_str().unwrap();
        if let Some(at) = log.waiting.iter().position(|kept| kept.receipt.as_deref() == Some(receipt)) {
            let kept = log.waiting.remove(at);
            log.deleted.push(kept.body);
        }
        done.push(json!({ "Id": entry["Id"] }));
    }
    assert!(done.len() <= 10, "SQS takes ten at once");
    json!({ "Successful": done, "Failed": [] })
}

fn entries(asked: &Value) -> impl Iterator<Item = &Value> {
    asked["Entries"].as_array().into_iter().flatten()
}
