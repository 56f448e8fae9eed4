use super::{Asker, Pointer, Taken};
use crate::{
    Mailroom, Result, aws,
    dispatcher::WORKERS,
    ledger::batches,
    mailer::OpenError,
    sqs::{self, BATCH, POLL, Refused, Sqs},
};
use aws_config::SdkConfig;
use aws_sdk_sqs::types::{Message, QueueAttributeName};
use serde_json::json;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::{sync::Notify, time::sleep};

/// Nobody else is given a pointer meanwhile; renewed while its batch is sent or waits for a worker. What a killed process
/// had fetched and not begun waits that long.
const HIDDEN: Duration = Duration::from_secs(20);
const TRY_AGAIN: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_secs(30);

/// Pointers by SQS. A standard queue is enough; each campaign is a message group of its own, which makes it a fair one:
/// a large campaign does not keep others waiting (SQS, "Amazon SQS fair queues").
#[derive(Clone, Debug)]
pub struct SqsQueue {
    sqs: Sqs,
    patience: Duration,
    state: Arc<State>,
}

#[derive(Debug)]
struct State {
    /// Came, and no worker was free yet.
    waiting: Mutex<VecDeque<Message>>,
    taken: Notify,
    /// When the queue stopped answering.
    silent_since: Mutex<Option<Instant>>,
}

/// What a queue says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Pointers that wait.
    pub waiting: u64,
    /// Pointers that are being worked on.
    pub in_flight: u64,
    /// Pointers given up, in the dead-letter queue; `None`: there is no such queue.
    pub given_up: Option<u64>,
}

impl SqsQueue {
    /// Region, credentials and endpoint come from where AWS's own tools take them.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        Self::new(&aws::sdk().await, url, PATIENCE)
    }

    /// `patience`: a queue that does not answer for longer is done without until it does.
    pub fn new(sdk: &SdkConfig, url: &str, patience: Duration) -> Result<Self, OpenError> {
        let state = State { waiting: Mutex::default(), taken: Notify::new(), silent_since: Mutex::default() };
        Ok(Self { sqs: Sqs::new(sdk, url, POLL)?, patience, state: Arc::new(state) })
    }

    pub fn name(&self) -> &str {
        self.sqs.name()
    }

    pub async fn standing(&self) -> Result<Standing, Refused> {
        let attributes = self.sqs.attributes().await?;
        let given_up = match attributes.get(&QueueAttributeName::RedrivePolicy).and_then(|policy| dead_letters(policy))
        {
            Some(queue) => Some(self.sqs.length_of(&queue).await?),
            None => None,
        };
        Ok(Standing {
            waiting: sqs::count(&attributes, &QueueAttributeName::ApproximateNumberOfMessages),
            in_flight: sqs::count(&attributes, &QueueAttributeName::ApproximateNumberOfMessagesNotVisible),
            given_up,
        })
    }

    pub(super) fn answers(&self) -> bool {
        lock(&self.state.silent_since).is_none_or(|since| since.elapsed() < self.patience)
    }

    /// A pointer to a batch that is not ready any more is dropped: somebody has it, or it is offered again.
    pub(super) async fn take(&self, mailroom: &Mailroom, by: Asker<'_>) -> Result<Option<Taken>> {
        loop {
            let Some(message) = lock(&self.state.waiting).pop_front() else { return Ok(None) };
            self.state.taken.notify_one();
            let pointer = message.body().and_then(|body| serde_json::from_str::<Pointer>(body).ok());
            let batch = match pointer {
                Some(pointer) => batches::lease(mailroom, by.account, by.owner, by.is_quiet, Some(pointer)).await?,
                None => {
                    tracing::warn!(
                        queue = self.name(),
                        body = message.body(),
                        "a message that is no pointer is dropped"
                    );
                    None
                }
            };
            match batch {
                Some(batch) => return Ok(Some(Taken { batch, message: Some(message) })),
                None => self.sqs.delete(&[message]).await,
            }
        }
    }

    pub(super) async fn keeping<T>(&self, message: Message, lasts: impl Future<Output = T>) -> T {
        let messages = [message];
        let done = self.sqs.keeping_hidden(&messages, HIDDEN, lasts).await;
        self.sqs.delete(&messages).await;
        done
    }

    pub(super) async fn offer(&self, mailroom: &Mailroom, account: &str, is_quiet: bool) -> Result<bool> {
        let pointers = batches::offer(mailroom, account, is_quiet).await?;
        for some in pointers.chunks(BATCH) {
            let bodies: Vec<(String, String)> =
                some.iter().map(|pointer| (json!(pointer).to_string(), pointer.campaign.to_string())).collect();
            let sent = self.sqs.send(&bodies).await;
            let taken = self.note(sent).unwrap_or_default();
            let left: Vec<Pointer> =
                some.iter().enumerate().filter(|(n, _)| !taken.contains(n)).map(|(_, pointer)| *pointer).collect();
            batches::take_back_offers(mailroom, &left).await?;
        }
        Ok(!pointers.is_empty() && self.answers())
    }

    /// No more than the workers of this process can take next: others may have a worker free.
    pub(super) async fn listen(&self, came: impl Fn()) {
        let mut hidden_at = Instant::now();
        loop {
            let waiting: Vec<Message> = lock(&self.state.waiting).iter().cloned().collect();
            if !waiting.is_empty() && hidden_at.elapsed() > HIDDEN / 3 {
                self.sqs.hide(&waiting, HIDDEN).await;
                hidden_at = Instant::now();
            }
            if waiting.len() >= WORKERS {
                tokio::select! {
                    () = self.state.taken.notified() => {}
                    () = sleep(HIDDEN / 3) => {}
                }
                continue;
            }
            let wait = if waiting.is_empty() { POLL } else { TRY_AGAIN };
            match self.note(self.sqs.receive(WORKERS - waiting.len(), wait, HIDDEN).await) {
                Some(messages) if messages.is_empty() => {}
                Some(messages) => {
                    lock(&self.state.waiting).extend(messages);
                    came();
                }
                None => sleep(TRY_AGAIN).await,
            }
        }
    }

    /// What no worker of this process will take is anybody's at once.
    pub(super) async fn leave(&self) {
        let waiting: Vec<Message> = lock(&self.state.waiting).drain(..).collect();
        self.sqs.hide(&waiting, Duration::ZERO).await;
    }

    /// Remembers whether the queue answered.
    fn note<T>(&self, answer: Result<T, Refused>) -> Option<T> {
        let mut silent_since = lock(&self.state.silent_since);
        match answer {
            Ok(answer) => {
                *silent_since = None;
                Some(answer)
            }
            Err(error) => {
                tracing::error!(%error, queue = self.name(), "the work queue does not answer; trying again");
                silent_since.get_or_insert_with(Instant::now);
                None
            }
        }
    }
}

/// The name of the queue that a redrive policy gives messages up to.
fn dead_letters(policy: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Redrive {
        dead_letter_target_arn: String,
    }
    let redrive: Redrive = serde_json::from_str(policy).ok()?;
    redrive.dead_letter_target_arn.rsplit(':').next().map(str::to_owned)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
