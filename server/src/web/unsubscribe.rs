//! The link at the foot of every mail. RFC 8058: one POST, from anywhere, without a session, does it.
//!
//! The answer is the same for a token we do not know: it tells a stranger nothing, and a person who left long ago
//! is told what is true.

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use mailroom::{Mailroom, links, suppressions};

pub const PREFIX: &str = "/u/";

pub fn router(mailroom: Mailroom) -> Router {
    Router::new().route("/u/{token}", get(ask).post(unsubscribe)).with_state(mailroom)
}

/// Changes nothing: mail scanners open every link.
async fn ask() -> Html<&'static str> {
    Html(include_str!("unsubscribe/ask.html"))
}

async fn unsubscribe(State(mailroom): State<Mailroom>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let refused = match links::read_unsubscribe(&mailroom, &token) {
        Some(claim) => suppressions::refuse(&mailroom, &claim).await,
        None => Ok(false),
    };
    match refused {
        Ok(true) => {}
        Ok(false) => tracing::info!("an unsubscribe link named nobody we know"),
        Err(error) => {
            // not 200: the mailbox provider is to try again
            tracing::error!(%error, "a refusal could not be written down");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    }
    if asks_for_a_page(&headers) {
        Html(include_str!("unsubscribe/done.html")).into_response()
    } else {
        ().into_response()
    }
}

/// A person who pressed the button, not a mailbox provider.
pub fn asks_for_a_page(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}
