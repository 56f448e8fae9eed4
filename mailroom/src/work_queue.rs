//! Where dispatchers learn which batch is next. What a queue carries are pointers: the lease in Postgres is the truth, so a
//! message that is lost, late or comes twice changes nothing.

mod sqs;

pub use sqs::{SqsQueue, Standing};

use crate::{
    Mailroom, Result,
    ledger::{
        Owner,
        batches::{self, Batch},
    },
};
use aws_sdk_sqs::types::Message;
use domain::CampaignId;
use serde::{Deserialize, Serialize};

/// One a process.
#[derive(Clone, Debug, Default)]
pub enum WorkQueue {
    /// Whoever is free asks the database.
    #[default]
    Postgres,
    Sqs(SqsQueue),
}

/// A batch that is ready, in this epoch of its campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pointer {
    pub campaign: CampaignId,
    pub first_seq: i32,
    pub epoch: i32,
}

/// A leased batch, and the message that led to it.
pub(crate) struct Taken {
    pub batch: Batch,
    message: Option<Message>,
}

/// Whose batches are taken.
#[derive(Clone, Copy)]
pub(crate) struct Asker<'a> {
    pub account: &'a str,
    pub owner: Owner,
    pub is_quiet: bool,
}

impl WorkQueue {
    /// Leases the next batch. `None`: nothing is to be done now.
    pub(crate) async fn take(&self, mailroom: &Mailroom, by: Asker<'_>) -> Result<Option<Taken>> {
        match self {
            Self::Sqs(queue) if queue.answers() => queue.take(mailroom, by).await,
            // one that does not answer keeps nobody waiting
            Self::Postgres | Self::Sqs(_) => {
                let batch = batches::lease(mailroom, by.account, by.owner, by.is_quiet, None).await?;
                Ok(batch.map(|batch| Taken { batch, message: None }))
            }
        }
    }

    /// While a batch is sent, nobody else is given its pointer.
    pub(crate) async fn keeping<T>(&self, message: Option<Message>, lasts: impl Future<Output = T>) -> T {
        match (self, message) {
            (Self::Sqs(queue), Some(message)) => queue.keeping(message, lasts).await,
            _ => lasts.await,
        }
    }

    /// Tells the queue of batches that are ready. `true` when there were some.
    pub(crate) async fn offer(&self, mailroom: &Mailroom, account: &str, is_quiet: bool) -> Result<bool> {
        match self {
            Self::Postgres => Ok(false),
            Self::Sqs(queue) => queue.offer(mailroom, account, is_quiet).await,
        }
    }

    /// Gives back what nobody here will begin.
    pub(crate) async fn leave(&self) {
        if let Self::Sqs(queue) = self {
            queue.leave().await;
        }
    }

    /// Waits for pointers for ever, and says when some came.
    pub(crate) async fn listen(&self, came: impl Fn()) {
        match self {
            Self::Postgres => std::future::pending().await,
            Self::Sqs(queue) => queue.listen(came).await,
        }
    }
}

impl Taken {
    pub(crate) fn apart(self) -> (Batch, Option<Message>) {
        (self.batch, self.message)
    }
}
