//! SES's reports out of an SQS queue: a message is deleted once the ledger has what it says.

use super::{Read, Source, state, take};
use crate::{
    Mailroom, Result, aws,
    mailer::OpenError,
    sqs::{BATCH, POLL, Refused, Sqs},
};
use aws_config::SdkConfig;
use aws_sdk_sqs::types::{Message, MessageSystemAttributeName};
use futures::future::join_all;
use jiff::Timestamp;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// So many batches more are asked for at once where one was full.
const MORE_BATCHES: usize = 19;
/// Nobody else is given a message meanwhile; renewed while the ledger is slow.
const HIDDEN: Duration = Duration::from_secs(60);
/// A message that waited longer shows that we are behind.
const BEHIND: Duration = Duration::from_secs(60);
const TRY_AGAIN: Duration = Duration::from_secs(5);

#[derive(Clone, Debug)]
pub struct Queue {
    sqs: Sqs,
    source: Source,
    poll: Duration,
}

impl Queue {
    /// Region, credentials and endpoint come from where AWS's own tools take them.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        Self::new(&aws::sdk().await, url, POLL)
    }

    /// `poll`: how long one look waits for a message.
    pub fn new(sdk: &SdkConfig, url: &str, poll: Duration) -> Result<Self, OpenError> {
        let sqs = Sqs::new(sdk, url, poll)?;
        let source =
            Source { name: format!("queue {}", sqs.name()), account: format!("ses:{}", sqs.region()), is_read: true };
        Ok(Self { sqs, source, poll })
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
                tracing::error!(%error, queue = self.sqs.name(), "the queue of reports could not be read; trying again");
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
        let mut messages = self.sqs.receive(BATCH, self.poll, HIDDEN).await?;
        let is_full = messages.len() >= BATCH;
        if is_full {
            let more = (0..MORE_BATCHES).map(|_| self.sqs.receive(BATCH, Duration::ZERO, HIDDEN));
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
        // while the ledger takes them in, nobody else is given these messages
        self.sqs.keeping_hidden(&messages, HIDDEN, take(mailroom, &self.source, &bodies)).await?;
        state::looked(mailroom, &self.source, is_behind).await?;
        self.sqs.delete(&messages).await;
        Ok(Read::Events)
    }
}

/// Why a look into the queue failed.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    #[error(transparent)]
    Queue(#[from] Refused),
    #[error(transparent)]
    Ledger(#[from] crate::Error),
}

/// How long a message waited for us.
fn waited(message: &Message) -> Option<Duration> {
    let sent: i64 = message.attributes()?.get(&MessageSystemAttributeName::SentTimestamp)?.parse().ok()?;
    Timestamp::from_millisecond(sent).ok()?.duration_until(Timestamp::now()).try_into().ok()
}
