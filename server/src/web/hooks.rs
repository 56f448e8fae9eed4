//! Where SNS posts what SES reports. Whoever else posts is refused, and nothing of what they post is kept.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use jiff::Timestamp;
use mailroom::{
    Mailroom, events,
    events::sns::{Authority, Posted, Refusal, Webhook},
};
use std::sync::Arc;

/// `None`, and nobody answers there, where no topic is expected.
pub fn webhook(topics: &[String]) -> Option<Webhook> {
    let topics: Vec<String> =
        topics.iter().map(|topic| topic.trim().to_owned()).filter(|topic| !topic.is_empty()).collect();
    (!topics.is_empty()).then(|| Webhook::new(topics, Authority::default()))
}

#[derive(Clone)]
struct Hook {
    mailroom: Mailroom,
    webhook: Arc<Webhook>,
}

pub fn router(mailroom: Mailroom, webhook: Option<Webhook>) -> Router {
    let Some(webhook) = webhook else { return Router::new() };
    Router::new().route("/hooks/ses", post(posted)).with_state(Hook { mailroom, webhook: Arc::new(webhook) })
}

async fn posted(State(hook): State<Hook>, headers: HeaderMap, body: String) -> StatusCode {
    let named = headers.get("x-amz-sns-message-type").and_then(|named| named.to_str().ok());
    match hook.webhook.read(named, &body, Timestamp::now()).await {
        Ok(posted) => hook.take(posted).await,
        Err(refusal) => refused(&refusal),
    }
}

impl Hook {
    async fn take(&self, posted: Posted) -> StatusCode {
        match posted {
            Posted::Report { source, report } => match events::take(&self.mailroom, &source, &[report]).await {
                Ok(()) => StatusCode::OK,
                Err(error) => {
                    // SNS posts it again
                    tracing::error!(%error, "a report could not be written down");
                    StatusCode::SERVICE_UNAVAILABLE
                }
            },
            Posted::Invitation { topic, confirm } => match self.webhook.confirm(&confirm).await {
                Ok(()) => {
                    tracing::info!(topic, "reports of this topic are posted here from now on");
                    StatusCode::OK
                }
                Err(refusal) => {
                    tracing::error!(%refusal, topic, "the subscription could not be confirmed");
                    StatusCode::SERVICE_UNAVAILABLE
                }
            },
            Posted::Farewell { topic } => {
                tracing::warn!(topic, "reports of this topic are posted here no more");
                StatusCode::OK
            }
        }
    }
}

fn refused(refusal: &Refusal) -> StatusCode {
    tracing::warn!(%refusal, "a message to the webhook was refused");
    match refusal {
        Refusal::Unreadable(_) => StatusCode::BAD_REQUEST,
        // ours, or the network's: SNS tries again
        Refusal::Certificate(_) => StatusCode::SERVICE_UNAVAILABLE,
        Refusal::Type | Refusal::Topic(_) | Refusal::Time(_) | Refusal::Address(_) | Refusal::Signature => {
            StatusCode::FORBIDDEN
        }
    }
}
