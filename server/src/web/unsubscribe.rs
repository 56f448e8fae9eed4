//! The link at the foot of every mail. RFC 8058: one POST, from anywhere, without a session, does it.
//!
//! A mailbox provider gets the same answer for a link that is none of ours, which it can do nothing about; a person is told
//! that nothing happened. Whoever left long ago, or is not known any more, has left.

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use mailroom::{
    Mailroom,
    links::{self, Purpose},
    suppressions,
};

pub const PREFIX: &str = "/u/";

pub fn router(mailroom: Mailroom) -> Router {
    Router::new().route("/u/{token}", get(ask).post(unsubscribe)).with_state(mailroom)
}

/// Changes nothing: mail scanners open every link.
async fn ask() -> Html<&'static str> {
    Html(include_str!("unsubscribe/ask.html"))
}

async fn unsubscribe(State(mailroom): State<Mailroom>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let is_person = asks_for_a_page(&headers);
    match refuse(&mailroom, &token).await {
        Ok(Refused::Foreign) if is_person => Html(include_str!("unsubscribe/broken.html")).into_response(),
        Ok(_) if is_person => Html(include_str!("unsubscribe/done.html")).into_response(),
        Ok(_) => ().into_response(),
        Err(error) => {
            // not 200: the mailbox provider is to try again
            tracing::error!(%error, "a refusal could not be written down");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// What became of a refusal.
enum Refused {
    Noted,
    /// The link is none of ours.
    Foreign,
}

async fn refuse(mailroom: &Mailroom, token: &str) -> mailroom::Result<Refused> {
    let Some(claim) = links::read_claim(mailroom, Purpose::Unsubscribe, token).await? else {
        tracing::info!("an unsubscribe link was not one of ours");
        return Ok(Refused::Foreign);
    };
    if !suppressions::refuse(mailroom, &claim).await? {
        tracing::info!("an unsubscribe link named nobody we know");
    }
    Ok(Refused::Noted)
}

/// A person who pressed the button, not a mailbox provider.
pub fn asks_for_a_page(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}
