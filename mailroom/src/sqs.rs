//! One SQS queue: what both kinds of ours ask of it.

use crate::{aws::Trouble, mailer::OpenError};
use aws_config::{SdkConfig, timeout::TimeoutConfig};
use aws_sdk_sqs::{
    Client,
    error::{DisplayErrorContext, SdkError},
    types::{
        ChangeMessageVisibilityBatchRequestEntry, DeleteMessageBatchRequestEntry, Message, MessageSystemAttributeName,
        QueueAttributeName, SendMessageBatchRequestEntry,
    },
};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use futures::future::join_all;
use std::{collections::HashMap, error::Error as StdError, time::Duration};

/// SQS gives, takes and deletes this many at once.
pub(crate) const BATCH: usize = 10;
/// The longest SQS waits for a message to come.
pub(crate) const POLL: Duration = Duration::from_secs(20);

#[derive(Debug, thiserror::Error)]
#[error("SQS: {0}")]
pub struct Refused(String);

#[derive(Clone, Debug)]
pub(crate) struct Sqs {
    client: Client,
    url: String,
    region: String,
}

impl Sqs {
    /// `poll`: the longest that one look waits for a message.
    pub fn new(sdk: &SdkConfig, url: &str, poll: Duration) -> Result<Self, OpenError> {
        let region = sdk.region().ok_or_else(|| {
            OpenError(format!("no AWS region is set; set AWS_REGION to the one the queue {} is in", name(url)))
        })?;
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(3))
            .operation_attempt_timeout(poll + Duration::from_secs(10))
            .build();
        let config = aws_sdk_sqs::config::Builder::from(sdk).timeout_config(timeouts).build();
        Ok(Self { client: Client::from_conf(config), url: url.to_owned(), region: region.to_string() })
    }

    pub fn name(&self) -> &str {
        name(&self.url)
    }

    pub fn region(&self) -> &str {
        &self.region
    }

    /// At most [`BATCH`]; nobody else is given them while they are hidden.
    pub async fn receive(&self, most: usize, wait: Duration, hidden: Duration) -> Result<Vec<Message>, Refused> {
        let received = self
            .client
            .receive_message()
            .queue_url(&self.url)
            .max_number_of_messages(most.min(BATCH) as i32)
            .wait_time_seconds(wait.as_secs() as i32)
            .visibility_timeout(hidden.as_secs() as i32)
            .message_system_attribute_names(MessageSystemAttributeName::SentTimestamp);
        Ok(received.send().await.map_err(refused)?.messages.unwrap_or_default())
    }

    /// Hidden anew from now on. Where that fails they may come twice.
    pub async fn hide(&self, messages: &[Message], hidden: Duration) {
        let calls = messages.chunks(BATCH).map(|batch| {
            let entry = |(n, message): (usize, &Message)| {
                ChangeMessageVisibilityBatchRequestEntry::builder()
                    .id(n.to_string())
                    .set_receipt_handle(message.receipt_handle.clone())
                    .visibility_timeout(hidden.as_secs() as i32)
                    .build()
                    .ok()
            };
            let entries = batch.iter().enumerate().filter_map(entry).collect();
            self.client.change_message_visibility_batch().queue_url(&self.url).set_entries(Some(entries)).send()
        });
        for error in join_all(calls).await.into_iter().filter_map(Result::err) {
            let error = DisplayErrorContext(&error);
            tracing::warn!(%error, "messages could not be kept from others; they may come twice");
        }
    }

    /// Hidden for as long as this lasts.
    pub async fn keeping_hidden<T>(&self, messages: &[Message], hidden: Duration, lasts: impl Future<Output = T>) -> T {
        let mut lasts = std::pin::pin!(lasts);
        loop {
            tokio::select! {
                done = &mut lasts => return done,
                () = tokio::time::sleep(hidden / 3) => self.hide(messages, hidden).await,
            }
        }
    }

    /// What is not deleted comes again.
    pub async fn delete(&self, messages: &[Message]) {
        let calls = messages.chunks(BATCH).map(|batch| {
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

    /// At most [`BATCH`] bodies, each with its group; the places of those that the queue took.
    pub async fn send(&self, bodies: &[(String, String)]) -> Result<Vec<usize>, Refused> {
        let entry = |(n, (body, group)): (usize, &(String, String))| {
            SendMessageBatchRequestEntry::builder()
                .id(n.to_string())
                .message_body(body)
                .message_group_id(group)
                .build()
                .ok()
        };
        let entries = bodies.iter().enumerate().filter_map(entry).collect();
        let sent = self
            .client
            .send_message_batch()
            .queue_url(&self.url)
            .set_entries(Some(entries))
            .send()
            .await
            .map_err(refused)?;
        for failed in &sent.failed {
            let why = failed.message().unwrap_or(failed.code());
            tracing::warn!(queue = self.name(), why, "a message was not taken; it is offered again");
        }
        Ok(sent.successful.iter().filter_map(|taken| taken.id.parse().ok()).collect())
    }

    /// What the queue says of itself.
    pub async fn attributes(&self) -> Result<HashMap<QueueAttributeName, String>, Refused> {
        self.attributes_of(&self.url).await
    }

    /// The number of messages in the queue that this one gives up to, of the same account.
    pub async fn length_of(&self, queue: &str) -> Result<u64, Refused> {
        let found = self.client.get_queue_url().queue_name(queue).send().await.map_err(refused)?;
        let attributes = self.attributes_of(found.queue_url().unwrap_or_default()).await?;
        Ok(count(&attributes, &QueueAttributeName::ApproximateNumberOfMessages))
    }

    async fn attributes_of(&self, url: &str) -> Result<HashMap<QueueAttributeName, String>, Refused> {
        let asked = self.client.get_queue_attributes().queue_url(url).attribute_names(QueueAttributeName::All);
        Ok(asked.send().await.map_err(refused)?.attributes.unwrap_or_default())
    }
}

pub(crate) fn count(attributes: &HashMap<QueueAttributeName, String>, name: &QueueAttributeName) -> u64 {
    attributes.get(name).and_then(|number| number.parse().ok()).unwrap_or_default()
}

fn refused<E>(error: SdkError<E, HttpResponse>) -> Refused
where
    E: ProvideErrorMetadata + StdError + 'static,
{
    Refused(Trouble::of(&error).words())
}

fn name(url: &str) -> &str {
    url.trim_end_matches('/').rsplit('/').next().unwrap_or(url)
}
