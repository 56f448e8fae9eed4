//! SES's reports out of an SQS queue: a message is deleted once the ledger has what it says.

use super::{Read, Source, state, take};
use crate::{
    Mailroom, Result,
    mailer::{OpenError, ses},
};
use aws_config::{BehaviorVersion, SdkConfig, timeout::TimeoutConfig};
use aws_sdk_sqs::{
    Client,
    error::{DisplayErrorContext, SdkError},
    types::{
        ChangeMessageVisibilityBatchRequestEntry, DeleteMessageBatchRequestEntry, Message, MessageSystemAttributeName,
    },
};
use futures::future::join_all;
use jiff::Timestamp;
use std::{error::Error as StdError, fmt::Debug, time::Duration};
use tokio_util::sync::CancellationToken;

/// SQS gives and deletes this many at once.
const BATCH: i32 = 10;
/// So many batches more are asked for at once where one was full.
const MORE_BATCHES: usize = 19;
/// The longest SQS waits for a message to come.
const POLL: Duration = Duration::from_secs(20);
/// Nobody else is given a message meanwhile; renewed while the ledger is slow.
const HIDDEN: Duration = Duration::from_secs(60);
const RENEW_EVERY: Duration = Duration::from_secs(20);
/// A message that waited longer shows that we are behind.
const BEHIND: Duration = Duration::from_secs(60);
const TRY_AGAIN: Duration = Duration::from_secs(5);

#[derive(Clone, Debug)]
pub struct Queue {
    client: Client,
    url: String,
    source: Source,
    poll: Duration,
}

impl Queue {
    /// Region, credentials and endpoint come from where AWS's own tools take them.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let sdk = aws_config::defaults(BehaviorVersion::v2026_01_12()).http_client(ses::http_client()).load().await;
        Self::new(&sdk, url, POLL)
    }

    /// `poll`: how long one look waits for a message.
    pub fn new(sdk: &SdkConfig, url: &str, poll: Duration) -> Result<Self, OpenError> {
        let region = sdk.region().ok_or_else(|| {
            OpenError("no AWS region is set; set AWS_REGION to the one the queue of reports is in".into())
        })?;
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(3))
            .operation_attempt_timeout(poll + Duration::from_secs(10))
            .build();
        let source = Source { name: format!("queue {}", name(url)), account: format!("ses:{region}"), is_read: true };
        let config = aws_sdk_sqs::config::Builder::from(sdk).timeout_config(timeouts).build();
        Ok(Self { client: Client::from_conf(config), url: url.to_owned(), source, poll })
    }

    /// Reads until stopped.
    pub async fn run(&self, mailroom: &Mailroom, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            let read = tokio::select! {
                read = self.read(mailroom) => read,
                // a message in hand comes again
                () = stop.cancelled() => return,
            };
            if let Err(error) = read {
                tracing::error!(%error, queue = self.url, "the queue of reports could not be read; trying again");
                if let Err(error) = state::failed(mailroom, &self.source, &error.to_string()).await {
                    tracing::error!(%error, "that was not written down either");
                }
                tokio::select! {
                    () = tokio::time::sleep(TRY_AGAIN) => {}
                    () = stop.cancelled() => return,
                }
            }
        }
    }

    /// Waits for reports, and takes those that are there.
    pub async fn read(&self, mailroom: &Mailroom) -> Result<Read, NotRead> {
        let mut messages = self.receive(self.poll).await?;
        let is_full = messages.len() >= BATCH as usize;
        if is_full {
            let more = (0..MORE_BATCHES).map(|_| self.receive(Duration::ZERO));
            // one that fails leaves its messages for the next look
            messages.extend(join_all(more).await.into_iter().filter_map(Result::ok).flatten());
        }
        let is_behind = is_full && messages.iter().filter_map(waited).max().is_some_and(|waited| waited > BEHIND);
        if messages.is_empty() {
            state::looked(mailroom, &self.source, false).await?;
            return Ok(Read::Nothing);
        }
        let bodies: Vec<String> =
            messages.iter().map(|message| message.body().unwrap_or_default().to_owned()).collect();
        self.keeping_hidden(&messages, take(mailroom, &self.source, &bodies)).await?;
        state::looked(mailroom, &self.source, is_behind).await?;
        self.delete(&messages).await;
        Ok(Read::Events)
    }

    async fn receive(&self, wait: Duration) -> Result<Vec<Message>, NotRead> {
        let received = self
            .client
            .receive_message()
            .queue_url(&self.url)
            .max_number_of_messages(BATCH)
            .wait_time_seconds(wait.as_secs() as i32)
            .visibility_timeout(HIDDEN.as_secs() as i32)
            .message_system_attribute_names(MessageSystemAttributeName::SentTimestamp);
        Ok(received.send().await.map_err(refused)?.messages.unwrap_or_default())
    }

    /// While the ledger takes them in, nobody else is given these messages.
    async fn keeping_hidden<T>(&self, messages: &[Message], taken: impl Future<Output = T>) -> T {
        let mut taken = std::pin::pin!(taken);
        loop {
            tokio::select! {
                done = &mut taken => return done,
                () = tokio::time::sleep(RENEW_EVERY) => self.renew(messages).await,
            }
        }
    }

    async fn renew(&self, messages: &[Message]) {
        let calls = messages.chunks(BATCH as usize).map(|batch| {
            let entry = |(n, message): (usize, &Message)| {
                ChangeMessageVisibilityBatchRequestEntry::builder()
                    .id(n.to_string())
                    .set_receipt_handle(message.receipt_handle.clone())
                    .visibility_timeout(HIDDEN.as_secs() as i32)
                    .build()
                    .ok()
            };
            let entries = batch.iter().enumerate().filter_map(entry).collect();
            self.client.change_message_visibility_batch().queue_url(&self.url).set_entries(Some(entries)).send()
        });
        for error in join_all(calls).await.into_iter().filter_map(Result::err) {
            tracing::warn!(error = %DisplayErrorContext(&error), "messages could not be kept from others; they may come twice");
        }
    }

    /// What is not deleted comes again, which changes nothing.
    async fn delete(&self, messages: &[Message]) {
        let calls = messages.chunks(BATCH as usize).map(|batch| {
            let entry = |(n, message): (usize, &Message)| {
                DeleteMessageBatchRequestEntry::builder()
                    .id(n.to_string())
                    .set_receipt_handle(message.receipt_handle.clone())
                    .build()
                    .ok()
            };
            let entries = batch.iter().enumerate().filter_map(entry).collect();
            self.client.delete_message_batch().queue_url(&self.url).set_entries(Some(entries)).send()
        });
        for error in join_all(calls).await.into_iter().filter_map(Result::err) {
            tracing::warn!(error = %DisplayErrorContext(&error), "messages could not be deleted; they come again");
        }
    }
}

/// Why a look into the queue failed.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    #[error("SQS: {0}")]
    Queue(String),
    #[error(transparent)]
    Ledger(#[from] crate::Error),
}

fn refused<E, R>(error: SdkError<E, R>) -> NotRead
where
    E: StdError + 'static,
    R: Debug,
{
    NotRead::Queue(DisplayErrorContext(&error).to_string())
}

/// How long a message waited for us.
fn waited(message: &Message) -> Option<Duration> {
    let sent: i64 = message.attributes()?.get(&MessageSystemAttributeName::SentTimestamp)?.parse().ok()?;
    Timestamp::from_millisecond(sent).ok()?.duration_until(Timestamp::now()).try_into().ok()
}

fn name(url: &str) -> &str {
    url.trim_end_matches('/').rsplit('/').next().unwrap_or(url)
}
